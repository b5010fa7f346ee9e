/* buf.h - text that grows. The memory is an arena's; the largest size is named when it is opened. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include <stdarg.h>

#include "base/str.h"

struct buf {
    char *ptr;
    ptrdiff_t len, cap, max;
    struct arena *arena;
    bool over;         /* something was left out because max was reached */
    const char *where; /* who opened it; NULL: its owner looks at over */
};

/* Opens an empty buffer in arena for a text that stays below max bytes, or below 1 MiB where max is
 * less. What would pass that is left out and counted: buf_cuts(). */
#define buf_open(arena, max) buf_open_at((arena), (max), __func__)
struct buf buf_open_at(struct arena *arena, ptrdiff_t max, const char *where);
/* One that may be cut at exactly max bytes: whoever opens it looks at over. */
struct buf buf_open_cut(struct arena *arena, ptrdiff_t max);
/* How many texts of this run were cut that must not be; *where: who opened the first. A site in which
 * something is missing is not written, and the exit code is 3. */
int buf_cuts(const char **where);
void buf_put(struct buf *b, struct str s);
void buf_char(struct buf *b, char c);
void buf_fill(struct buf *b, char c, ptrdiff_t n);
void buf_int(struct buf *b, int64_t n);
/* A decimal number with at most places digits after the point, no trailing zeros: for SVG. */
void buf_num(struct buf *b, double x, int places);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *b, const char *fmt, va_list args);
struct str buf_str(const struct buf *b);
/* Appends s with & < > " ' as entities: right in HTML and XML text and quoted attributes. */
void buf_html(struct buf *b, struct str s);
/* Appends s as a terminal may show it: characters that would steer it (controls but the tab, those that turn the
 * direction of writing) and bytes that are not UTF-8 become U+FFFD. */
void buf_shown(struct buf *b, struct str s);
/* Appends s as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void buf_json(struct buf *b, struct str s);
/* Appends the key of an object's next member, after a comma where one came before: ,"key": */
void buf_key(struct buf *b, struct str key);
/* The same with its value: ,"key":"value" */
void buf_member(struct buf *b, const char *key, struct str value);
/* Percent-encodes all but RFC 3986 unreserved characters and those in also. */
void buf_percent(struct buf *b, struct str s, struct str also);

/* One formatted string in keep. */
struct str str_fmt(struct arena *keep, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#endif
