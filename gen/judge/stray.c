/* stray.c - a parser leaves as text what it cannot resolve, and a reader sees brackets. */
#include "judge/stray.h"

#include "base/path.h"
#include "judge/ask.h"
#include "judge/link.h"
#include "model/rule.h"

/* a label is a few words */
enum { LABEL_MAX = 100 };

static char before(const struct source *src, const char *at)
{
    return at > src->text.ptr ? at[-1] : ' ';
}

static bool has_letter(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (char_is_alpha(s.ptr[i]))
            return true;
    return false;
}

/* The label between brackets at the head of s, or empty. */
static struct str label_of(struct str s)
{
    ptrdiff_t close = str_char(str_sub(s, 0, LABEL_MAX), ']');
    struct str label = str_sub(s, 1, close - 1);

    return s.len && *s.ptr == '[' && close > 1 && str_char(label, '[') < 0 &&
                   str_char(label, '\n') < 0
               ? label
               : (struct str){ 0 };
}

/* "[text][label]" and "note[^label]" in a run of text. */
static void check_run(const struct source *src, struct str run, struct diag *d)
{
    for (ptrdiff_t i = str_char(run, '['); i >= 0 && i < run.len; i++) {
        struct str rest = str_from(run, i), label = label_of(rest), second, behind;

        if (!label.len || before(src, rest.ptr) == '\\')
            continue;
        behind = str_from(rest, label.len + 2);
        second = label_of(behind);
        if (*label.ptr == '^' && label.len > 1 && str_char(label, ' ') < 0 &&
            !(behind.len && memchr("+*?{(:", *behind.ptr, 6)))
            diag_at(d, RULE(LINK_BROKEN), src, str_sub(rest, 0, label.len + 2),
                    "no footnote is called %.*s", FMT(label));
        else if (second.len && has_letter(second) && has_letter(label) &&
                 !char_is_alnum(before(src, rest.ptr)))
            diag_at(d, RULE(LINK_BROKEN), src, str_sub(behind, 0, second.len + 2),
                    "no reference is called %.*s", FMT(second));
        i += label.len + 1;
        if (second.len)
            i += second.len + 2;
    }
}

static bool in_source(const struct source *src, struct str s)
{
    return s.len && s.ptr >= src->text.ptr && s.ptr + s.len <= src->text.ptr + src->text.len;
}

/* Text nodes that stand side by side in the source are one run. */
static void check_text(const struct source *src, const struct node *parent, struct diag *d)
{
    struct str run = { 0 };

    for (const struct node *n = parent->first;; n = n->next) {
        bool text = n && n->kind == NODE_TEXT && in_source(src, n->text);

        if (text && run.len && n->text.ptr == run.ptr + run.len) {
            run.len += n->text.len;
            continue;
        }
        check_run(src, run, d);
        run = text ? n->text : (struct str){ 0 };
        if (!n)
            return;
    }
}

struct asking {
    const struct site *site;
    const struct site_page *page;
    const struct source *src;
    struct lookup *asks;
    struct arena *keep;
    struct diag *d;
};

static void check_attribute(const struct asking *a, struct str value)
{
    struct link_target t;

    if (!value.len || url_scheme(value).len || *value.ptr == '{')
        return;
    t = link_resolve(a->site, a->page, value, (struct str){ 0 }, a->keep);
    lookup_note(a->asks, LOOKUP_TARGET, ask_target_key(value, (struct str){ 0 }, a->keep));
    if (t.kind == LINK_BROKEN)
        diag_at(a->d, t.rule, a->src, value, "%.*s", FMT(t.why))->about = value;
}

/* href="…" and src='…' of raw HTML. */
static void check_html(const struct asking *a, struct str html)
{
    for (ptrdiff_t i = 0; i < html.len; i++) {
        struct str rest = str_from(html, i);
        ptrdiff_t n = str_starts(rest, S("href=")) ? 5 : str_starts(rest, S("src=")) ? 4 : 0;
        char quote = n && n < rest.len ? rest.ptr[n] : '\0';
        struct cut value;

        if (str_starts(rest, S("<!--"))) {
            ptrdiff_t end = str_find(rest, S("-->"));

            i += end < 0 ? rest.len : end;
            continue;
        }
        if (i == 0 || !char_is_space(html.ptr[i - 1]) || (quote != '"' && quote != '\''))
            continue;
        value = str_cut(str_from(rest, n + 1), quote);
        if (value.ok && str_char(value.head, '<') < 0)
            check_attribute(a, value.head);
        i += n;
    }
}

void stray_check(const struct site *s, const struct site_page *p, const struct source *src,
                 const struct node *n, struct lookup *asks, struct arena *keep, struct diag *d)
{
    struct asking a = { s, p, src, asks, keep, d };

    if (p->generated)
        return;
    if (n->kind == NODE_LINK && !n->href.len)
        diag_at(d, RULE(LINK_BROKEN), src, n->place, "the link has no target");
    if ((n->kind == NODE_HTML || n->kind == NODE_RAW_HTML) && in_source(src, n->text))
        check_html(&a, n->text);
    if (n->first)
        check_text(src, n, d);
}
