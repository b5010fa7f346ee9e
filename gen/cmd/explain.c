/* explain.c - plumb explain: what a rule or a key is, from the text that the manual's reference is made of. */
#include <stdio.h>

#include "cmd/commands.h"
#include "cmd/common.h"
#include "load/accepted.h"
#include "load/cost_file.h"
#include "load/cost_scenarios.h"
#include "load/front_matter.h"
#include "load/price_book.h"
#include "load/site_file.h"
#include "model/nearest.h"
#include "model/rule.h"

static const char usage[] =
    "explain [RULE|KEY]: what a rule or a key is, with an example; without a name, all of them";

/* explain.txt: sections, each a line "# rule NAME" or "# FILE KEY" and the text below it. The assembler
 * copies it into the program; make knows that this object depends on it. */
__asm__(".section .rodata\n"
        ".balign 8\n"
        "explain_beg:\n"
        ".incbin \"gen/cmd/explain.txt\"\n"
        "explain_end:\n"
        ".byte 0\n"
        ".previous\n");
extern const char explain_beg[], explain_end[];

static void (*const known[])(struct buf *) = { site_file_known,      front_matter_known,
                                               accepted_known,       cost_file_known,
                                               cost_scenarios_known, price_book_known };

/* The text of the section with this head; empty when there is none. */
static struct str section(struct str head, struct arena *keep)
{
    struct str all = str_span(explain_beg, explain_end);
    struct str line = str_fmt(keep, "# %.*s\n", FMT(head));
    ptrdiff_t at = str_starts(all, line) ? 0 : str_find(all, str_fmt(keep, "\n%.*s", FMT(line)));
    if (at < 0)
        return (struct str){ 0 };
    all = str_from(all, at + line.len + (at > 0));
    ptrdiff_t end = str_find(all, S("\n# "));
    return end < 0 ? all : str_sub(all, 0, end + 1);
}

static void list_rules(struct buf *out)
{
    for (int i = 0; i < N_RULES; i++)
        buf_fmt(out, "rule\t%s\t%s\t%s\t%s\n", rules[i].id, severity_name(rules[i].severity),
                rules[i].title, rules[i].help);
}

static struct str list_keys(struct arena *keep)
{
    struct buf out = buf_open(keep, 1 << 16);
    for (ptrdiff_t i = 0; i < LEN(known); i++)
        known[i](&out);
    return buf_str(&out);
}

static void explain_rule(const struct rule *r, struct arena *keep, struct buf *out)
{
    struct str text = section(str_fmt(keep, "rule %s", r->id), keep);
    buf_fmt(out, "%s: %s (%s)\n\n%.*s", r->id, r->title, severity_name(r->severity), FMT(text));
    buf_fmt(out, "What to do: %s.\n", r->help);
}

/* Each key called name, or whose last part is name; the nearest name is kept in near. How many. */
static int explain_keys(struct str name, struct nearest *near, struct arena *keep, struct buf *out)
{
    int n = 0;
    for (struct str rest = list_keys(keep); rest.len;) {
        struct cut line = str_cut(rest, '\n'), file = str_cut(line.head, '\t'),
                   key = str_cut(file.tail, '\t');
        ptrdiff_t dot = str_rchar(key.head, '.');
        struct str last = str_from(key.head, dot + 1);
        rest = line.tail;
        nearest_offer(near, last);
        if (!str_equal(name, key.head) && !str_equal(name, last))
            continue;
        struct str head = str_fmt(keep, "%.*s %.*s", FMT(file.head), FMT(key.head));
        buf_fmt(out, "%s%.*s: %.*s%s%.*s\n\n%.*s", n++ ? "\n" : "", FMT(file.head), FMT(key.head),
                key.tail.len ? ", " : "", FMT(key.tail), FMT(section(head, keep)));
    }
    return n;
}

static int unknown(struct str name, struct nearest *near)
{
    for (int i = 0; i < N_RULES; i++)
        nearest_offer(near, str_of(rules[i].id));
    fprintf(stderr, "plumb explain: no rule and no key is called %.*s%s%.*s%s\n", FMT(name),
            near->best.len ? "; did you mean " : "", FMT(near->best), near->best.len ? "?" : "");
    return EXIT_USE;
}

int cmd_explain(int argc, char **argv)
{
    struct arena keep = arena_open(1 << 26);
    struct buf out = buf_open(&keep, 1 << 20);
    struct str name = { 0 };
    bool help = false;
    const struct opt table[] = { { "help", 'h', OPT_FLAG, &help, NULL, "this text", NULL } };
    if (opt_parse(argc, argv, table, LEN(table), &name, 1, &out) < 0) {
        fprintf(stderr, "plumb explain: %.*s; see plumb explain --help\n", FMT(buf_str(&out)));
        return EXIT_USE;
    }
    const struct rule *r = rule_named(name);
    struct nearest near = nearest_open(name);
    if (help) {
        buf_fmt(&out, "plumb %s\n\n", usage);
        opt_help(table, LEN(table), &out);
    } else if (!name.len) {
        list_rules(&out);
        buf_put(&out, list_keys(&keep));
    } else if (r) {
        explain_rule(r, &keep, &out);
    } else if (!explain_keys(name, &near, &keep, &out)) {
        return unknown(name, &near);
    }
    return common_output((struct str){ 0 }, buf_str(&out));
}
