/* common.c - the shape of every command on a content folder. */
#include "cmd/common.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"
#include "base/time.h"
#include "check/secrets.h"
#include "model/rule.h"

enum { MAX_TEXT = 1 << 28, MAX_OPTIONS = 40 };
#define MEMORY ((ptrdiff_t)1 << 32) /* address space; pages cost memory when touched */

static bool wants_colour(int fd)
{
    const char *no = getenv("NO_COLOR");
    return !(no && *no) && isatty(fd);
}

/* The year 9999: what lies beyond is no day anybody means. */
#define LAST_SECOND INT64_C(253402300799)

/* --date, else SOURCE_DATE_EPOCH, else the clock. False, with why, when one is no day. */
static bool find_today(struct common *c, struct date *today, struct str *why)
{
    int64_t seconds = time_now();
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    *why = S("--date is a day such as 2026-11-23");
    if (c->date.len)
        return c->date.len == 10 && date_parse(c->date, today);
    *why = S("SOURCE_DATE_EPOCH is a number of seconds since 1970");
    if (epoch && *epoch &&
        (!str_int64(str_of(epoch), &seconds) || seconds < 0 || seconds > LAST_SECOND))
        return false;
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

/* Work of more than a second says on a terminal how far it is; done 0 wipes the line away. */
static void show_progress(ptrdiff_t done, ptrdiff_t n)
{
    enum { SECOND = 1000000000, SHOW_EVERY = SECOND / 5 };
    static int64_t began, shown;
    int64_t now = time_mono_ns();
    began = began ? began : now;
    if (!done && shown)
        fputs("\r\033[K", stderr);
    if (!done || now - began < SECOND || now - shown < SHOW_EVERY)
        return;
    shown = now;
    fprintf(stderr, "\r%td of %td \033[K", done, n);
}

/* As many threads as cores, or as address space has room for. */
static int64_t jobs_of_machine(void)
{
    enum { JOB_MIB = 512 };
    ptrdiff_t cores = pool_cores(), room = (arena_space() >> 20) / JOB_MIB;
    return arena_space() && room < cores ? (room ? room : 1) : cores;
}

struct str common_default_dir(void)
{
    bool docs = fs_is_file("docs/site.json") && !fs_is_file("site.json");
    return fs_is_dir("content") ? S("content") : docs ? S("docs") : S(".");
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
    *c = (struct common){ .keep = arena_open(MEMORY), .jobs = jobs_of_machine(), .out = S("site") };
    for (ptrdiff_t i = 0; i < n_own; i++)
        table[n++] = own[i];
    for (ptrdiff_t i = 0; i < LEN(shared); i++)
        table[n++] = shared[i];
    struct buf error = buf_open(&c->keep, 4096);
    int operands = opt_parse(argc, argv, table, n, &c->dir, 1, &error);
    struct date today;
    struct str why;
    if (operands < 0)
        return wrong_use(usage, buf_str(&error));
    if (c->help)
        return show_help(c, usage, table, n);
    if (!find_today(c, &today, &why))
        return wrong_use(usage, why);
    if (c->jobs < 1)
        return wrong_use(usage, S("--jobs is at least 1"));
    if (!c->out.len)
        return wrong_use(usage, S("-o wants a folder"));
    if (operands == 1 && !c->dir.len)
        return wrong_use(usage, S("the folder's name is empty"));
    if (isatty(STDERR_FILENO) && !c->quiet)
        pool_watch(show_progress);
    if (!c->dir.len)
        c->dir = common_default_dir();
    while (c->dir.len > 1 && c->dir.ptr[c->dir.len - 1] == '/')
        c->dir.len--;
    while (c->out.len > 1 && c->out.ptr[c->out.len - 1] == '/')
        c->out.len--;
    c->site.options =
        (struct site_options){ .dir = c->dir,
                               .out = c->out,
                               .base_url = c->base_url,
                               .today = today,
                               .jobs = (int)(c->jobs > SITE_JOBS ? SITE_JOBS : c->jobs),
                               .no_cache = c->no_cache,
                               .png = c->png && !c->no_png,
                               .no_png = c->no_png,
                               .timings = c->timings,
                               .drafts = c->drafts };
    return -1;
}

int common_load(struct common *c)
{
    struct site_options options = c->site.options;
    options.texts = !c->recall;
    bool read = site_load(&c->site, &options, &c->keep);
    show_progress(0, 0);
    if (read && !site_is_unreadable(&c->site))
        return -1;
    common_print(c);
    return EXIT_IO;
}

static void say_waiting(struct str holder)
{
    fprintf(stderr, "plumb: waiting for another build%s%.*s\n", holder.len ? ": " : "",
            FMT(holder));
}

ptrdiff_t common_findings(const struct common *c, enum severity least, bool colour,
                          struct arena *keep, struct str *text)
{
    struct arena upper = arena_upper(keep);
    struct diag some = { .keep = keep };
    const struct diag *d = &c->site.diag;
    if (c->severity.len)
        severity_parse(c->severity, &least);
    else if (c->quiet)
        least = SEVERITY_ERROR;
    else if (c->all)
        least = SEVERITY_INFO;
    /* what is wrong with the settings explains much of the rest, so it comes first */
    for (int own = 1; own >= 0; own--)
        for (ptrdiff_t i = 0; i < d->findings.len; i++) {
            const struct finding *f = &d->findings.ptr[i];
            if (f->severity >= least && own == str_equal(f->file, c->site.file.src.path))
                *PUSH(&some.findings, keep) = *f;
        }
    struct buf out = buf_open(keep, MAX_TEXT);
    ptrdiff_t hidden = diag_count(d, SEVERITY_INFO) - diag_count(&some, SEVERITY_INFO);
    if (c->all)
        diag_print(&some, colour, &out);
    else
        hidden += diag_print_folded(&some, colour, upper, &out);
    *text = secrets_mask(buf_str(&out), keep);
    return hidden;
}

static ptrdiff_t print(const struct common *c, enum severity least)
{
    struct arena scratch = c->keep;
    struct str text;
    ptrdiff_t hidden = common_findings(c, least, wants_colour(STDERR_FILENO), &scratch, &text);
    if (text.len)
        fwrite(text.ptr, 1, (size_t)text.len, stderr);
    return hidden;
}

/* What is not printed is counted, and how it can be read is said. */
static void say_rest(const struct common *c, ptrdiff_t hidden, bool counts)
{
    struct arena scratch = c->keep;
    struct buf text = buf_open(&scratch, 1 << 10);
    if (counts)
        diag_count_words(&c->site.diag, &text);
    else
        buf_fmt(&text, "%td more", hidden);
    if (hidden)
        fprintf(stderr, "%.*s: plumb check --all %.*s shows each\n", FMT(buf_str(&text)),
                FMT(c->site.options.dir));
}

int common_build(struct common *c, struct site_built *built)
{
    struct site_options options = c->site.options;
    int error = build_site(&c->site, &options, &c->keep, built, say_waiting);
    show_progress(0, 0);
    say_rest(c, print(c, SEVERITY_WARNING), true);
    return !error ? -1 : error == OUT_FOREIGN ? EXIT_USE : EXIT_IO;
}

void common_print(const struct common *c)
{
    ptrdiff_t hidden = print(c, SEVERITY_INFO);
    if (!c->quiet && !c->severity.len)
        say_rest(c, hidden, false);
}

struct claim_counts common_claims(const struct common *c)
{
    struct claim_counts counts = judge_claim_counts(&c->site);
    if (!c->site.n_pages || c->unchanged)
        memcpy(counts.n, c->site.record.claims.n, sizeof counts.n);
    return counts;
}

int common_count_claims(struct claim_counts counts, struct buf *out)
{
    const int *n = counts.n;
    int all = 0;
    for (int i = 0; i < N_VERDICTS; i++)
        all += n[i];
    buf_fmt(out, "%d claim%s: %d true, %d false, %d outdated, %d missing, %d not checked", all,
            str_plural(all), n[VERDICT_TRUE], n[VERDICT_FALSE], n[VERDICT_OUTDATED],
            n[VERDICT_MISSING], n[VERDICT_NOT_CHECKED]);
    return all;
}

int common_exit(const struct common *c, bool strict)
{
    struct claim_counts claims = common_claims(c);
    int unchecked = claims.n[VERDICT_NOT_CHECKED];
    if (site_is_unreadable(&c->site))
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
    struct arena scratch = arena_open(2 * text.len + (1 << 20));
    text = secrets_mask(text, &scratch);
    bool good = fwrite(text.ptr ? text.ptr : "", 1, (size_t)text.len, stdout) == (size_t)text.len &&
                fflush(stdout) == 0;
    if (!good)
        fprintf(stderr, "plumb: the output cannot be written\n");
    return good ? EXIT_GOOD : EXIT_IO;
}
