/* ratio.h - exact rational numbers: what a quantity is before it meets a price.
 *
 * Always in lowest terms with den > 0. Every operation that could leave 64 bits says so by
 * returning false and leaves *out alone; nothing wraps and nothing is rounded, except where a name
 * says so. */
#ifndef MODEL_RATIO_H
#define MODEL_RATIO_H
#include "base/str.h"

struct ratio {
    int64_t num, den;
};

unsigned __int128 ratio_gcd(unsigned __int128 a, unsigned __int128 b); /* 0 has all divisors */
struct ratio ratio_whole(int64_t n);
bool ratio_make(__int128 num, __int128 den, struct ratio *out); /* den must not be 0 */
bool ratio_add(struct ratio a, struct ratio b, struct ratio *out);
bool ratio_sub(struct ratio a, struct ratio b, struct ratio *out);
bool ratio_mul(struct ratio a, struct ratio b, struct ratio *out);
bool ratio_div(struct ratio a, struct ratio b, struct ratio *out); /* false for b = 0 too */
int ratio_cmp(struct ratio a, struct ratio b);                     /* -1, 0, 1; exact */
struct ratio ratio_abs(struct ratio a);

/* A plain decimal number, the whole of s: "0.10", "-3", "2e6" (as JSON writes them). At most 18
 * digits. */
bool ratio_parse(struct str s, struct ratio *out);
/* Rounded half to even to places (0..12) digits behind the point; zeros at the end are cut when
 * trim. */
struct str ratio_show(struct ratio r, int places, bool trim, struct arena *keep);
/* Digits behind the point an exact decimal needs, or -1 when it has none of at most 12. */
int ratio_places(struct ratio r);
#endif
