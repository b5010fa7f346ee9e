/* check.c - plumb check: what is not true, for people and for programs. */
#include "cmd/commands.h"
#include "cmd/common.h"
#include "cmd/since.h"
#include "judge/findings.h"

static const char usage[] =
    "check [DIR] [--format text|json] [--strict] [--since REV]: links, claims, totals";

static void say_counts(const struct common *c)
{
    struct claim_counts n = common_claims(c);
    const struct diag *d = &c->site.diag;
    ptrdiff_t errors = diag_count(d, SEVERITY_ERROR),
              warnings = diag_count(d, SEVERITY_WARNING) - errors;
    ptrdiff_t infos = diag_count(d, SEVERITY_INFO) - errors - warnings;
    int all = 0;
    for (int i = 0; i < N_VERDICTS; i++)
        all += n.n[i];
    printf("%td errors, %td warnings, %td notes; %d claims: %d true, %d false, %d outdated, %d "
           "missing, %d not checked",
           errors, warnings, infos, all, n.n[VERDICT_TRUE], n.n[VERDICT_FALSE],
           n.n[VERDICT_OUTDATED], n.n[VERDICT_MISSING], n.n[VERDICT_NOT_CHECKED]);
    if (judge_data_links(&c->site))
        printf("; %td links into data claim nothing", judge_data_links(&c->site));
    putchar('\n');
}

/* Leaves in c the findings that are new since rev. -1 to go on, else the exit code. */
static int compare(struct common *c, struct str rev)
{
    static struct site was;
    struct str why = { 0 };
    if (!since_load(&c->site, rev, &c->keep, &was, &why)) {
        fprintf(stderr, "plumb check: --since: %.*s\n", FMT(why));
        return EXIT_IO;
    }
    ptrdiff_t known = since_compare(&c->site, &was, &c->keep);
    /* what was not checked before fails nothing now */
    c->strict &=
        common_claims(c).n[VERDICT_NOT_CHECKED] > judge_claim_counts(&was).n[VERDICT_NOT_CHECKED];
    if (known)
        fprintf(stderr, "%td findings were there at %.*s\n", known, FMT(rev));
    return -1;
}

int cmd_check(int argc, char **argv)
{
    static struct common c;
    struct str format = S("text"), since = { 0 };
    const struct opt own[] = {
        { "format", 0, OPT_STR, &format, NULL, "how to print findings", "text|json" },
        { "strict", 0, OPT_FLAG, &c.strict, NULL, "exit with 4 when a claim was not checked",
          NULL },
        { "since", 0, OPT_STR, &since, "REV", "only what is new since this commit, tag or day",
          NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    struct site_options options = c.site.options;
    options.texts = since.len > 0;
    bool read = site_load(&c.site, &options, &c.keep);
    if (since.len && read && (code = compare(&c, since)) >= 0)
        return code;
    if (str_equal(format, S("json"))) {
        struct buf out = buf_open(&c.keep, 1 << 28);
        findings_json(&c.site, &out);
        code = common_output((struct str){ 0 }, buf_str(&out));
    } else {
        common_print(&c);
        say_counts(&c);
        code = EXIT_GOOD;
    }
    return code ? code : common_exit(&c, c.strict);
}
