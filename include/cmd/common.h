/* common.h - what the commands on a content folder share: options, loading, printing, exit codes. */
#ifndef CMD_COMMON_H
#define CMD_COMMON_H
#include "base/opt.h"
#include "judge/judge.h"
#include "write/build.h"

/* Exit codes, DESIGN §4. */
enum { EXIT_GOOD, EXIT_FINDINGS, EXIT_USE, EXIT_IO, EXIT_UNCHECKED };

struct common {
    struct arena keep;
    struct str dir, out, base_url, date, severity;
    int64_t jobs;
    bool strict, no_cache, png, no_png, timings, drafts, help, quiet, all;
    bool recall;    /* pages need no text: what the last build knows of them will do */
    bool unchanged; /* nothing was read: the site is as the record says */
    struct site site;
};

/* Rows of the options that say which findings are printed, for commands that print them. */
#define COMMON_FINDINGS(c)                                                                         \
    { "all", 0, OPT_FLAG, &(c)->all, NULL, "print each finding, those of one cause too", NULL },   \
        { "quiet", 'q', OPT_FLAG, &(c)->quiet, NULL, "print errors alone", NULL },                 \
    {                                                                                              \
        "severity", 0, OPT_STR, &(c)->severity, NULL, "print findings from this one on",           \
            "info|warning|error"                                                                   \
    }

/* content/, else docs/ once it has a site.json and the folder itself has none, else the folder. */
struct str common_default_dir(void);
/* Parses argv with the command's own table (copied behind the shared options); dir gets the operand, or
 * common_default_dir(). Returns -1 to go on, else the exit code (help was printed, or
 * the use was wrong). usage is the first line of --help, without "plumb ". */
int common_options(struct common *c, int argc, char **argv, const char *usage,
                   const struct opt *own, ptrdiff_t n_own);

/* Loads and judges the folder. -1 to go on, else the exit code; findings are printed then. */
int common_load(struct common *c);

/* Builds the site. Errors and warnings are printed (quiet: errors), the rest is counted. -1 to go on, else the exit code. */
int common_build(struct common *c, struct site_built *built);
struct claim_counts common_claims(const struct common *c);
/* "1 claim: 1 true, 0 false, …"; returns how many there are. */
int common_count_claims(struct claim_counts counts, struct buf *out);

/* Findings from least on as text, folded unless all are wanted, without secrets. Returns how many are not seen. */
ptrdiff_t common_findings(const struct common *c, enum severity least, bool colour,
                          struct arena *keep, struct str *text);
/* Prints the findings to stderr, folded, and how to see what is not printed. */
void common_print(const struct common *c);

/* The code for what the site holds: 3 for input that could not be read, 1 for findings at fail_on or
 * above, 4 with strict when something was not checked, else 0. */
int common_exit(const struct common *c, bool strict);

/* Writes text to file, or to stdout when file is empty: then secrets are masked. The exit code. */
int common_output(struct str file, struct str text);
#endif
