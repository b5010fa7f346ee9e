/* ratio.c - 64-bit fractions; products in 128 bits, reduced, then checked. */
#include "model/ratio.h"

unsigned __int128 ratio_gcd(unsigned __int128 a, unsigned __int128 b)
{
    while (b) {
        unsigned __int128 r = a % b;
        a = b;
        b = r;
    }
    return a;
}

struct ratio ratio_whole(int64_t n)
{
    return (struct ratio){ n, 1 };
}

bool ratio_make(__int128 num, __int128 den, struct ratio *out)
{
    bool negative = (num < 0) != (den < 0);
    unsigned __int128 n = num < 0 ? -(unsigned __int128)num : (unsigned __int128)num;
    unsigned __int128 d = den < 0 ? -(unsigned __int128)den : (unsigned __int128)den;
    unsigned __int128 g = ratio_gcd(n, d);
    if (g == 0 || d == 0)
        return false;
    n /= g;
    d /= g;
    if (n > INT64_MAX || d > INT64_MAX)
        return false;
    *out = (struct ratio){ negative ? -(int64_t)n : (int64_t)n, (int64_t)d };
    return true;
}

bool ratio_add(struct ratio a, struct ratio b, struct ratio *out)
{
    __int128 left = (__int128)a.num * b.den, right = (__int128)b.num * a.den, sum;
    return !__builtin_add_overflow(left, right, &sum) &&
           ratio_make(sum, (__int128)a.den * b.den, out);
}

bool ratio_sub(struct ratio a, struct ratio b, struct ratio *out)
{
    if (b.num == INT64_MIN)
        return false;
    b.num = -b.num;
    return ratio_add(a, b, out);
}

bool ratio_mul(struct ratio a, struct ratio b, struct ratio *out)
{
    return ratio_make((__int128)a.num * b.num, (__int128)a.den * b.den, out);
}

bool ratio_div(struct ratio a, struct ratio b, struct ratio *out)
{
    return b.num != 0 && ratio_make((__int128)a.num * b.den, (__int128)a.den * b.num, out);
}

int ratio_cmp(struct ratio a, struct ratio b)
{
    __int128 left = (__int128)a.num * b.den, right = (__int128)b.num * a.den;
    return (left > right) - (left < right);
}

struct ratio ratio_abs(struct ratio a)
{
    if (a.num < 0)
        a.num = -a.num;
    return a;
}

/* Takes digits into *n and counts them; false past 18, which fit 64 bits. */
static bool digits(struct str *s, int64_t *n, int *count)
{
    while (s->len > 0 && char_is_digit(*s->ptr)) {
        if (*count == 18)
            return false;
        *n = *n * 10 + (*s->ptr - '0');
        *s = str_from(*s, 1);
        ++*count;
    }
    return true;
}

static __int128 power_of_ten(int n)
{
    __int128 p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

/* An exponent as in 2e6, or none; at most two digits, and 18 in all is checked by the caller. */
static bool exponent(struct str *s, int *e)
{
    if (s->len == 0 || char_lower(*s->ptr) != 'e')
        return true;
    *s = str_from(*s, 1);
    bool minus = str_starts(*s, S("-"));
    if (minus || str_starts(*s, S("+")))
        *s = str_from(*s, 1);
    int64_t n = 0;
    int count = 0;
    if (!digits(s, &n, &count) || count == 0 || count > 2)
        return false;
    *e = minus ? -(int)n : (int)n;
    return true;
}

bool ratio_parse(struct str s, struct ratio *out)
{
    bool minus = str_starts(s, S("-"));
    if (minus)
        s = str_from(s, 1);
    int64_t n = 0;
    int count = 0, e = 0;
    if (!digits(&s, &n, &count) || count == 0)
        return false;
    int whole = count;
    if (str_starts(s, S("."))) {
        s = str_from(s, 1);
        if (!digits(&s, &n, &count) || count == whole)
            return false;
    }
    if (!exponent(&s, &e) || s.len > 0)
        return false;
    e -= count - whole;
    if (e > 18 || e < -36)
        return false;
    __int128 num = minus ? -(__int128)n : n;
    return e >= 0 ? ratio_make(num * power_of_ten(e), 1, out)
                  : ratio_make(num, power_of_ten(-e), out);
}

/* r times 10^places, rounded half to even. */
static __int128 scaled(struct ratio r, int places)
{
    __int128 n = (__int128)r.num * power_of_ten(places);
    __int128 q = n / r.den, rest = n % r.den;
    if (rest < 0)
        rest = -rest;
    __int128 twice = rest * 2;
    if (twice > r.den || (twice == r.den && q % 2 != 0))
        q += r.num < 0 ? -1 : 1;
    return q;
}

struct str ratio_show(struct ratio r, int places, bool trim, struct arena *keep)
{
    if (r.den == 0) /* never set */
        return S("?");
    __int128 n = scaled(r, places);
    bool minus = n < 0;
    if (minus)
        n = -n;
    char text[64];
    int at = (int)sizeof text;
    for (int i = 0; n > 0 || i <= places; i++) {
        if (i == places && places > 0 && at < (int)sizeof text)
            text[--at] = '.';
        text[--at] = (char)('0' + (int)(n % 10));
        n /= 10;
    }
    struct str s = { text + at, (ptrdiff_t)sizeof text - at };
    if (trim && places > 0) {
        while (str_ends(s, S("0")))
            s.len--;
        if (str_ends(s, S(".")))
            s.len--;
    }
    minus = minus && !str_equal(s, S("0"));
    return str_join(minus ? S("-") : S(""), s, keep);
}

int ratio_places(struct ratio r)
{
    int64_t den = r.den;
    int twos = 0, fives = 0;
    for (; den % 2 == 0; den /= 2)
        twos++;
    for (; den % 5 == 0; den /= 5)
        fives++;
    int places = twos > fives ? twos : fives;
    return den == 1 && places <= 12 ? places : -1;
}
