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

/* The smallest are inline: they are called for every byte and word of a page. */
static inline bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool char_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool char_is_alnum(char c)
{
    return char_is_digit(c) || char_is_alpha(c);
}
static inline bool char_among(char c, const char *set)
{
    return c && strchr(set, c);
}
static inline char char_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
static inline struct str str_span(const char *beg, const char *end)
{
    return (struct str){ beg, end - beg };
}
/* n bytes from at, clamped to s */
static inline struct str str_sub(struct str s, ptrdiff_t at, ptrdiff_t n)
{
    at = at < 0 ? 0 : at > s.len ? s.len : at;
    n = n < 0 ? 0 : n > s.len - at ? s.len - at : n;
    return (struct str){ s.ptr ? s.ptr + at : NULL, n };
}
/* the rest from at, clamped */
static inline struct str str_from(struct str s, ptrdiff_t at)
{
    return str_sub(s, at, s.len);
}
/* of a NUL-terminated string, NULL gives empty */
static inline struct str str_of(const char *c)
{
    return (struct str){ c, c ? (ptrdiff_t)strlen(c) : 0 };
}
static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, (size_t)a.len) == 0);
}
static inline bool str_starts(struct str s, struct str head)
{
    return s.len >= head.len && (head.len == 0 || memcmp(s.ptr, head.ptr, (size_t)head.len) == 0);
}

bool str_equal_nocase(struct str a, struct str b); /* ASCII letters only */
/* Is s one of the n words of list? */
bool str_among(struct str s, const char *const *list, ptrdiff_t n);
bool str_among_nocase(struct str s, const char *const *list, ptrdiff_t n);
/* Does one of them stand in s, in capitals or not? */
bool str_holds_any(struct str s, const char *const *list, ptrdiff_t n);
int str_cmp(struct str a, struct str b); /* by bytes, as strcmp orders */
bool str_ends(struct str s, struct str tail);
ptrdiff_t str_find(struct str s, struct str what); /* -1 when not there */
ptrdiff_t str_find_nocase(struct str s, struct str what);
/* Length of the tag that begins at s ("<…>"), quotes respected, and braces of components when asked; 0 when
 * it never ends, or another one begins first: text that opens again and again is looked at once. */
ptrdiff_t str_tag(struct str s, bool braces);
const char *str_plural(ptrdiff_t n);       /* "s", or "" for one: "%td file%s" */
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
#endif
