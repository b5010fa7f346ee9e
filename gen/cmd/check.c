/* check.c - plumb check: what is not true, for people and for programs. */
#include "cmd/commands.h"
#include "cmd/common.h"
#include "cmd/since.h"
#include "judge/findings.h"
#include "write/baseline.h"

static const char usage[] =
    "check [DIR] [--format FORMAT] [--strict] [--since REV]: links, claims, totals";

static void say_counts(const struct common *c)
{
    struct arena scratch = c->keep;
    struct buf counts = buf_open(&scratch, 1 << 10);
    diag_count_words(&c->site.diag, &counts);
    buf_put(&counts, S("; "));
    common_count_claims(common_claims(c), &counts);
    printf("%.*s", FMT(buf_str(&counts)));
    ptrdiff_t links = judge_data_links(&c->site);
    if (links)
        printf("; %td link%s into data claim%s nothing", links, str_plural(links),
               links == 1 ? "s" : "");
    putchar('\n');
}

/* Leaves in c the findings that are new since rev. -1 to go on, else the exit code. */
static int compare(struct common *c, struct str rev)
{
    struct baseline was;
    struct str why = { 0 };
    bool good = baseline_open(&c->site, rev, &c->keep, &was, &why);
    baseline_close(&was);
    if (!good || !was.site) {
        fprintf(stderr, "plumb check: --since: %.*s\n", FMT(good ? S("there is no review") : why));
        return EXIT_IO;
    }
    ptrdiff_t known = since_compare(&c->site, was.site, &c->keep);
    /* what was not checked before fails nothing now */
    c->strict &= common_claims(c).n[VERDICT_NOT_CHECKED] >
                 judge_claim_counts(was.site).n[VERDICT_NOT_CHECKED];
    if (known)
        fprintf(stderr, "%td findings were there at %.*s\n", known, FMT(rev));
    return -1;
}

static int put_for_program(struct common *c, struct str format)
{
    enum severity least = SEVERITY_INFO;
    struct arena scratch = arena_upper(&c->keep);
    struct buf out = buf_open(&c->keep, 1 << 28);
    severity_parse(c->severity, &least);
    if (str_equal(format, S("json")))
        findings_json(&c->site, &out);
    else
        findings_write(&c->site,
                       str_equal(format, S("sarif"))    ? FINDINGS_SARIF
                       : str_equal(format, S("github")) ? FINDINGS_GITHUB
                                                        : FINDINGS_GITLAB,
                       least, &scratch, &out);
    return common_output((struct str){ 0 }, buf_str(&out));
}

int cmd_check(int argc, char **argv)
{
    static struct common c;
    struct str format = S("text"), since = { 0 };
    const struct opt own[] = {
        { "format", 0, OPT_STR, &format, NULL, "how to print findings",
          "text|json|sarif|github|gitlab" },
        { "strict", 0, OPT_FLAG, &c.strict, NULL, "exit with 4 when a claim was not checked",
          NULL },
        COMMON_FINDINGS(&c),
        { "since", 0, OPT_STR, &since, "REV", "only what is new since this commit, tag or day",
          NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    struct site_options options = c.site.options;
    options.texts = since.len > 0;
    options.blind = true;
    bool read = site_load(&c.site, &options, &c.keep);
    if (since.len && read && (code = compare(&c, since)) >= 0)
        return code;
    code = EXIT_GOOD;
    if (!str_equal(format, S("text"))) {
        code = put_for_program(&c, format);
    } else {
        common_print(&c);
        if (!c.quiet)
            say_counts(&c);
    }
    return code ? code : common_exit(&c, c.strict);
}
