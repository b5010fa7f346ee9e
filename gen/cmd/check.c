/* check.c - plumb check: what is not true, for people and for programs. */
#include "cmd/commands.h"
#include "cmd/common.h"
#include "judge/findings.h"

static const char usage[] = "check [DIR] [--format text|json] [--strict]: links, claims, totals";

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
           "missing, %d not checked\n",
           errors, warnings, infos, all, n.n[VERDICT_TRUE], n.n[VERDICT_FALSE],
           n.n[VERDICT_OUTDATED], n.n[VERDICT_MISSING], n.n[VERDICT_NOT_CHECKED]);
}

int cmd_check(int argc, char **argv)
{
    static struct common c;
    struct str format = S("text");
    const struct opt own[] = {
        { "format", 0, OPT_STR, &format, NULL, "how to print findings", "text|json" },
        { "strict", 0, OPT_FLAG, &c.strict, NULL, "exit with 4 when a claim was not checked",
          NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    struct site_options options = c.site.options;
    site_load(&c.site, &options, &c.keep);
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
