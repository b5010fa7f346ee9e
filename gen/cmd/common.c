/* common.c - the shape of every command on a content folder. */
#include "cmd/common.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"
#include "base/time.h"
#include "model/rule.h"

enum { MAX_TEXT = 1 << 28, MAX_OPTIONS = 32 };
#define MEMORY ((ptrdiff_t)1 << 32) /* address space; pages cost memory when touched */

static bool wants_colour(int fd)
{
    const char *no = getenv("NO_COLOR");
    return !(no && *no) && isatty(fd);
}

/* --date, else SOURCE_DATE_EPOCH, else the clock. */
static bool find_today(struct common *c, struct date *today)
{
    int64_t seconds = 0;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (c->date.len)
        return c->date.len == 10 && date_parse(c->date, today);
    if (!epoch || !str_int64(str_of(epoch), &seconds))
        seconds = time_now();
    *today = date_of_days(seconds / 86400);
    return true;
}

static int wrong_use(const char *usage, struct str why)
{
    struct str verb = str_cut(str_of(usage), ' ').head;
    fprintf(stderr, "plumb %.*s: %.*s; see plumb %.*s --help\n", FMT(verb), FMT(why), FMT(verb));
    return EXIT_USE;
}

static int show_help(struct common *c, const char *usage, const struct opt *table, ptrdiff_t n)
{
    struct buf text = buf_open(&c->keep, MAX_TEXT);
    buf_fmt(&text, "plumb %s\n\n", usage);
    opt_help(table, n, &text);
    return common_output((struct str){ 0 }, buf_str(&text));
}

int common_options(struct common *c, int argc, char **argv, const char *usage,
                   const struct opt *own, ptrdiff_t n_own)
{
    const struct opt shared[] = {
        { "date", 0, OPT_STR, &c->date, "DATE", "what counts as today: 2026-11-23", NULL },
        { "jobs", 0, OPT_INT, &c->jobs, "N", "threads; the output is the same for any number",
          NULL },
        { "help", 'h', OPT_FLAG, &c->help, NULL, "this text", NULL },
    };
    struct opt table[MAX_OPTIONS];
    ptrdiff_t n = 0;
    *c = (struct common){ .keep = arena_open(MEMORY), .jobs = pool_cores(), .out = S("site") };
    for (ptrdiff_t i = 0; i < n_own; i++)
        table[n++] = own[i];
    for (ptrdiff_t i = 0; i < LEN(shared); i++)
        table[n++] = shared[i];
    struct buf error = buf_open(&c->keep, 4096);
    int operands = opt_parse(argc, argv, table, n, &c->dir, 1, &error);
    struct date today;
    if (operands < 0)
        return wrong_use(usage, buf_str(&error));
    if (c->help)
        return show_help(c, usage, table, n);
    if (!find_today(c, &today))
        return wrong_use(usage, S("--date is a day such as 2026-11-23"));
    if (c->jobs < 1)
        return wrong_use(usage, S("--jobs is at least 1"));
    if (!c->dir.len)
        c->dir = fs_is_dir("content") ? S("content") : S(".");
    while (c->dir.len > 1 && c->dir.ptr[c->dir.len - 1] == '/')
        c->dir.len--;
    c->site.options = (struct site_options){ c->dir,
                                             c->out,
                                             c->base_url,
                                             today,
                                             (int)(c->jobs > SITE_JOBS ? SITE_JOBS : c->jobs),
                                             c->no_cache,
                                             c->no_png,
                                             c->timings,
                                             c->drafts };
    return -1;
}

/* Whether something could not be read at all; then nothing is written. */
static bool common_unreadable(const struct site *s)
{
    static const enum rule_id unreadable[] = {
        RULE_INPUT_READ, RULE_INPUT_SIZE, RULE_INPUT_UTF8,
        RULE_INPUT_JSON, RULE_INPUT_DEEP, RULE_INPUT_TEMPLATE
    };
    for (ptrdiff_t i = 0; i < s->diag.findings.len; i++)
        for (ptrdiff_t k = 0; k < LEN(unreadable); k++)
            if (s->diag.findings.ptr[i].rule == &rules[unreadable[k]] &&
                s->diag.findings.ptr[i].severity == SEVERITY_ERROR)
                return true;
    return false;
}

int common_load(struct common *c)
{
    struct site_options options = c->site.options;
    bool read = site_load(&c->site, &options, &c->keep);
    if (read && !common_unreadable(&c->site))
        return -1;
    common_print(c);
    return EXIT_IO;
}

void common_print(const struct common *c)
{
    struct arena scratch = c->keep;
    struct buf text = buf_open(&scratch, MAX_TEXT);
    diag_print(&c->site.diag, wants_colour(STDERR_FILENO), &text);
    if (text.len)
        fwrite(text.ptr, 1, (size_t)text.len, stderr);
}

int common_exit(const struct common *c, bool strict)
{
    struct claim_counts claims = site_claim_counts(&c->site);
    int unchecked = claims.n[VERDICT_NOT_CHECKED];
    if (common_unreadable(&c->site))
        return EXIT_IO;
    if (diag_count(&c->site.diag, c->site.file.fail_on) > 0)
        return EXIT_FINDINGS;
    if (unchecked)
        fprintf(stderr, "%d not checked\n", unchecked);
    return strict && unchecked ? EXIT_UNCHECKED : EXIT_GOOD;
}

int common_output(struct str file, struct str text)
{
    if (file.len) {
        char path[4096];
        if (snprintf(path, sizeof path, "%.*s", FMT(file)) >= (int)sizeof path)
            return EXIT_IO;
        int error = fs_write(path, text);
        if (error)
            fprintf(stderr, "plumb: %s: cannot be written: %s\n", path, fs_error(error));
        return error ? EXIT_IO : EXIT_GOOD;
    }
    bool good = fwrite(text.ptr ? text.ptr : "", 1, (size_t)text.len, stdout) == (size_t)text.len &&
                fflush(stdout) == 0;
    if (!good)
        fprintf(stderr, "plumb: the output cannot be written\n");
    return good ? EXIT_GOOD : EXIT_IO;
}
