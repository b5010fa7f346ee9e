/* scan.h - a place in a text, and what readers of all forms of config do there. */
#ifndef LOAD_SCAN_H
#define LOAD_SCAN_H
#include "base/diag.h"

struct scan {
    const struct source *src;
    struct str text; /* without byte order mark */
    ptrdiff_t at;
    struct arena *keep;
    const struct rule *rule;
    struct diag *d;
    bool failed;
    int depth;
    int section, sections; /* of forms that have such */
};
/* At the beginning of src. A text that is not UTF-8 is refused. */
struct scan scan_open(const struct source *src, struct arena *keep, const struct rule *rule,
                      struct diag *d);
/* Reports why at an offset of text under rule, the first time, and ends the reading. */
void scan_refuse(struct scan *s, ptrdiff_t at, const char *why);
void scan_refuse_at(struct scan *s, struct str at, const char *why); /* a part of the text */
char scan_peek(const struct scan *s, ptrdiff_t ahead);               /* NUL behind the end */
bool scan_ahead(const struct scan *s, const char *what);
/* Takes what stands behind a backslash: one of from, which means the same of to, or u and U with four
 * and eight hexadecimal digits. All else is refused. */
void scan_escape(struct scan *s, const char *from, const char *to, struct buf *out);

/* Decimal text of a whole number behind 0x, 0o or 0b; empty when it is none or too large. */
struct str scan_prefixed(struct str number, struct arena *keep);
/* Text with each backslash and the character behind it as one of from means in to, else as itself. */
struct str scan_unescaped(struct str text, const char *from, const char *to, struct arena *keep);
#endif
