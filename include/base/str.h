/* str.h - views of text: owned by nobody, no NUL needed, usually pointing into a source. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <string.h>

#include "base/arena.h"

struct str {
    const char *ptr;
    ptrdiff_t len;
};
struct cut {
    struct str head, tail;
    bool ok; /* the separator was found */
};

#define S(literal) ((struct str){ (literal), (ptrdiff_t)sizeof(literal) - 1 })
#define FMT(s)     (int)(s).len, (s).ptr /* for "%.*s" */

struct str str_of(const char *c); /* of a NUL-terminated string, NULL gives empty */
struct str str_span(const char *beg, const char *end);
struct str str_sub(struct str s, ptrdiff_t at, ptrdiff_t n); /* clamped to s */
struct str str_from(struct str s, ptrdiff_t at);             /* the rest from at, clamped */
bool str_equal(struct str a, struct str b);
bool str_equal_nocase(struct str a, struct str b); /* ASCII letters only */
int str_cmp(struct str a, struct str b);           /* by bytes, as strcmp orders */
bool str_starts(struct str s, struct str head);
bool str_ends(struct str s, struct str tail);
ptrdiff_t str_find(struct str s, struct str what); /* -1 when not there */
ptrdiff_t str_find_nocase(struct str s, struct str what);
ptrdiff_t str_char(struct str s, char c);  /* first place of c, -1 when not there */
ptrdiff_t str_rchar(struct str s, char c); /* last place of c, -1 when not there */
struct cut str_cut(struct str s, char c);  /* around the first c; not ok: head is s */
struct cut str_rcut(struct str s, char c); /* around the last c; not ok: tail is s */
struct str str_line(struct str *rest);     /* takes the next line, without its \n or \r\n */
struct str str_trim(struct str s);         /* blanks, tabs and line ends off both ends */
struct str str_trim_end(struct str s);
struct str str_copy(struct str s, struct arena *keep); /* NUL-terminated behind its end */
const char *str_c(struct str s, struct arena *keep);   /* a NUL-terminated copy */
struct str str_join(struct str a, struct str b, struct arena *keep);
struct str str_lower(struct str s, struct arena *keep); /* ASCII letters only */
uint64_t str_hash(struct str s);            /* fast, the same on every machine; not for identity */
bool str_int64(struct str s, int64_t *out); /* whole s is a decimal integer that fits */
bool char_is_space(char c);
bool char_is_digit(char c);
bool char_is_alpha(char c);
bool char_is_alnum(char c);
char char_lower(char c);
#endif
