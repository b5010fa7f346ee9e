/* money.c - exact sums of prices times quantities, and how money is written. */
#include "model/money.h"

#include "base/buf.h"

static unsigned __int128 gcd(unsigned __int128 a, unsigned __int128 b)
{
    while (b) {
        unsigned __int128 r = a % b;
        a = b;
        b = r;
    }
    return a;
}

static unsigned __int128 magnitude(__int128 n)
{
    return n < 0 ? -(unsigned __int128)n : (unsigned __int128)n;
}

static struct money_exact reduced(__int128 num, __int128 den)
{
    __int128 g = (__int128)gcd(magnitude(num), magnitude(den));
    return (struct money_exact){ num / g, den / g };
}

static __int128 den_of(const struct money_exact *m)
{
    return m->den ? m->den : 1;
}

bool money_exact_of(int64_t e10, struct money_exact *m)
{
    *m = (struct money_exact){ e10, 1 };
    return true;
}

bool money_exact_times(struct money_exact *m, struct ratio by)
{
    /* cross-reduction first keeps the products small */
    struct money_exact a = reduced(m->num, by.den), b = reduced(by.num, den_of(m));
    __int128 num, den;
    if (__builtin_mul_overflow(a.num, b.num, &num) || __builtin_mul_overflow(a.den, b.den, &den))
        return false;
    *m = (struct money_exact){ num, den };
    return true;
}

bool money_exact_add(struct money_exact *m, struct money_exact b)
{
    __int128 md = den_of(m), bd = den_of(&b);
    __int128 g = (__int128)gcd(magnitude(md), magnitude(bd));
    __int128 left, right, num, den;
    if (__builtin_mul_overflow(m->num, bd / g, &left) ||
        __builtin_mul_overflow(b.num, md / g, &right) ||
        __builtin_add_overflow(left, right, &num) || __builtin_mul_overflow(md / g, bd, &den))
        return false;
    *m = reduced(num, den);
    return true;
}

bool money_round(struct money_exact m, int64_t *e10)
{
    __int128 den = den_of(&m), q = m.num / den, rest = m.num % den;
    unsigned __int128 left = magnitude(rest), half = (unsigned __int128)den - left;
    if (left > half || (left == half && q % 2 != 0))
        q += m.num < 0 ? -1 : 1;
    if (q > INT64_MAX || q < INT64_MIN)
        return false;
    *e10 = (int64_t)q;
    return true;
}

static bool ratio_to_e10(struct ratio n, int64_t *e10)
{
    struct money_exact m = { n.num, n.den };
    return money_exact_times(&m, ratio_whole(MONEY_USD)) && money_round(m, e10);
}

bool money_of_decimal(struct str s, int64_t *e10)
{
    struct ratio n;
    return ratio_parse(s, &n) && ratio_places(n) >= 0 && ratio_places(n) <= 10 &&
           ratio_to_e10(n, e10);
}

/* Words that stand for no money in a cost column. */
static bool is_free(struct str text)
{
    static const char *const words[] = { "free", "included", "no charge", "no cost", "none",
                                         "-",    "–",        "—",         "n/a",     "free tier" };
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (str_equal_nocase(text, str_of(words[i])))
            return true;
    return false;
}

/* "$0.09/GB", "$10 per task": what one costs, nobody says of how many. */
static bool is_unit_price(const struct quantity *q)
{
    return !q->per && (str_starts(q->noun, S("/")) || str_starts(q->noun, S("per ")) ||
                       str_starts(q->noun, S("each")));
}

static bool monthly(struct ratio n, const struct quantity_unit *u, const struct quantity_unit *per,
                    int64_t *e10)
{
    const struct ratio month = { 2628000, 1 }; /* 730 hours in seconds */
    struct ratio amount = n, times;
    if (!ratio_mul(n, u->factor, &amount))
        return false;
    if (per && (!ratio_div(month, per->factor, &times) || !ratio_mul(amount, times, &amount)))
        return false;
    return ratio_to_e10(amount, e10);
}

bool money_parse(struct str text, const struct quantity_unit *per, struct money *m)
{
    struct quantity q;
    text = str_trim(text);
    if (is_free(text)) {
        *m = (struct money){ .currency = "USD", .number = text };
        return true;
    }
    if (!quantity_parse(text, &q) || !q.unit || q.unit->dim != QUANTITY_MONEY || is_unit_price(&q))
        return false;
    struct money r = { .range = q.range,
                       .about = q.sign == QUANTITY_ABOUT,
                       .low_places = q.low_places,
                       .high_places = q.high_places,
                       .currency = q.unit->currency,
                       .per_written = q.per != NULL,
                       .number = q.number };
    if (!monthly(q.low, q.unit, q.per ? q.per : per, &r.low) ||
        !monthly(q.high, q.unit, q.per ? q.per : per, &r.high))
        return false;
    if ((q.sign == QUANTITY_AT_MOST || q.sign == QUANTITY_BELOW) && !q.range) {
        r.low = 0;
        r.range = true;
    }
    *m = r;
    return true;
}

struct str money_decimal(int64_t e10, struct arena *keep)
{
    struct ratio n;
    if (!ratio_make(e10, MONEY_USD, &n))
        return S("0");
    return ratio_show(n, 10, true, keep);
}

/* Without the dollar sign; cents: two places. */
static struct str figure(int64_t e10, bool cents, struct arena *keep)
{
    struct ratio n = { 0, 1 };
    ratio_make(e10, MONEY_USD, &n);
    struct str s = ratio_show(ratio_abs(n), cents ? 2 : 0, false, keep);
    struct buf b = buf_open(keep, s.len * 2 + 1);
    ptrdiff_t point = str_char(s, '.'), whole = point < 0 ? s.len : point;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            buf_char(&b, ',');
        buf_char(&b, s.ptr[i]);
    }
    return buf_str(&b);
}

/* Cents are worth writing below 100 dollars, unless there are none. */
static bool wants_cents(int64_t e10)
{
    int64_t a = e10 < 0 ? -(e10 + 1) : e10;
    return a < 100 * MONEY_USD && a % MONEY_USD != 0;
}

struct str money_show(int64_t e10, struct arena *keep)
{
    struct str s = figure(e10, wants_cents(e10), keep);
    return str_join(e10 < 0 ? S("−$") : S("$"), s, keep);
}

struct str money_show_range(int64_t low, int64_t high, struct arena *keep)
{
    bool range = low != high; /* of $16.72–22.26 nobody wants the cents */
    bool cents = (wants_cents(low) || wants_cents(high)) && high < 100 * MONEY_USD &&
                 !(range && low >= 10 * MONEY_USD && high - low >= MONEY_USD);
    bool low_cents = cents && low != 0;
    struct str a = figure(low, low_cents, keep), b = figure(high, cents, keep);
    const char *sign = low < 0 ? "−$" : "$";
    if (str_equal(a, b))
        return str_fmt(keep, "%s%.*s", sign, FMT(a));
    return str_fmt(keep, "%s%.*s–%s%.*s", sign, FMT(a), low < 0 && high < 0 ? "−" : "", FMT(b));
}

double money_double(int64_t e10)
{
    return (double)e10 / (double)MONEY_USD;
}
