/* report.c - plumb report: the review pack. */
#include "cmd/commands.h"
#include "cmd/common.h"
#include "write/review.h"

static const char usage[] =
    "report [DIR] [--since REV] [-o FILE.html]: one file for the review meeting";

int cmd_report(int argc, char **argv)
{
    static struct common c;
    struct str since = { 0 }, file = { 0 }, why = { 0 };
    const struct opt own[] = {
        { "since", 0, OPT_STR, &since, "REV", "what changed since this commit, tag or day", NULL },
        { "output", 'o', OPT_STR, &file, "FILE.html",
          "where to write it, standard output unless given", NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0 || (code = common_load(&c)) >= 0)
        return code;
    struct review_baseline baseline;
    if (since.len && !review_baseline(&c.site, since, &c.keep, &baseline, &why)) {
        fprintf(stderr, "plumb report: --since: %.*s\n", FMT(why));
        return EXIT_IO;
    }
    struct buf out = buf_open(&c.keep, 1 << 28);
    if (!review_write(&c.site, since.len ? &baseline : NULL, &out)) {
        common_print(&c);
        return EXIT_IO;
    }
    return common_output(file, buf_str(&out));
}
