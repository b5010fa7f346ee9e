/* opt.h - command line options as a table: --name VALUE, --name=VALUE, -x VALUE, flags, operands. */
#ifndef BASE_OPT_H
#define BASE_OPT_H
#include "base/buf.h"

enum opt_kind { OPT_FLAG, OPT_STR, OPT_INT };
struct opt {
    const char *name; /* without dashes */
    char letter;      /* 0: none */
    enum opt_kind kind;
    void *into;        /* bool, struct str or int64_t */
    const char *value; /* how --help calls the value: "DIR" */
    const char *help;
    const char *choices; /* "text|json": other values are refused; NULL: any */
};
/* Fills the table's targets from argv[1..]; operands in order go to operands (at most max). On wrong
 * use writes a message to error and returns -1; else the number of operands. */
int opt_parse(int argc, char **argv, const struct opt *table, ptrdiff_t n, struct str *operands,
              int max, struct buf *error);
void opt_help(const struct opt *table, ptrdiff_t n, struct buf *out);
#endif
