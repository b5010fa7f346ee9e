/* money.c - exact sums of prices times quantities, and how money is written. */
#include "model/money.h"

#include "base/buf.h"

static unsigned __int128 magnitude(__int128 n)
{
    return n < 0 ? -(unsigned __int128)n : (unsigned __int128)n;
}

static struct money_exact reduced(__int128 num, __int128 den)
{
    __int128 g = (__int128)ratio_gcd(magnitude(num), magnitude(den));
    return (struct money_exact){ num / g, den / g };
}

static __int128 den_of(const struct money_exact *m)
{
    return m->den ? m->den : 1;
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
    __int128 g = (__int128)ratio_gcd(magnitude(md), magnitude(bd));
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
    return str_among_nocase(text, words, LEN(words));
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

/* ---- cells ---- */

/* clang-format off */
static const struct {
    const char *sign, *code;
} currencies[] = { /* longer ones first */
    { "US$", "USD" }, { "USD", "USD" }, { "A$", "AUD" }, { "C$", "CAD" }, { "R$", "BRL" }, { "$", "USD" }, { "EUR", "EUR" },
    { "€", "EUR" }, { "GBP", "GBP" }, { "£", "GBP" }, { "CHF", "CHF" }, { "JPY", "JPY" }, { "¥", "JPY" }, { "円", "JPY" },
    { "INR", "INR" }, { "₹", "INR" }, { "SEK", "SEK" }, { "NOK", "NOK" }, { "DKK", "DKK" }, { "kr", "SEK" }, { "PLN", "PLN" },
    { "zł", "PLN" }, { "₺", "TRY" }, { "TL", "TRY" }, { "₽", "RUB" }, { "₩", "KRW" }, { "CAD", "CAD" }, { "AUD", "AUD" },
    { "BRL", "BRL" }, { "元", "CNY" }, { "dollars", "USD" }, { "euros", "EUR" }, { "euro", "EUR" },
};
static const struct {
    const char *word;
    char means; /* a: about, u: up to, o: open, -: negative, ' ': nothing */
} before_amount[] = {
    { "~", 'a' }, { "≈", 'a' }, { "∼", 'a' }, { "about ", 'a' }, { "approximately ", 'a' }, { "approx. ", 'a' }, { "approx ", 'a' },
    { "ca. ", 'a' }, { "ca ", 'a' }, { "circa ", 'a' }, { "c. ", 'a' }, { "around ", 'a' }, { "est. ", 'a' }, { "roughly ", 'a' }, { "etwa ", 'a' },
    { "up to ", 'u' }, { "max. ", 'u' }, { "max ", 'u' }, { "at most ", 'u' }, { "under ", 'u' }, { "< ", 'u' }, { "<", 'u' }, { "≤", 'u' },
    { "from ", 'o' }, { "at least ", 'o' }, { "min. ", 'o' }, { "min ", 'o' }, { "> ", 'o' }, { ">", 'o' }, { "≥", 'o' }, { "over ", 'o' },
    { "−", '-' }, { "–", '-' }, { "-", '-' }, { "+", ' ' }, { "= ", ' ' }, { "*", ' ' }, { "(", '(' },
};
/* clang-format on */

static const char *take_currency(struct str *s)
{
    struct str at = str_trim(*s);
    for (ptrdiff_t i = 0; i < LEN(currencies) && at.len; i++) {
        if (char_lower(*at.ptr) != char_lower(*currencies[i].sign))
            continue;
        struct str sign = str_of(currencies[i].sign), rest = str_from(at, sign.len);
        bool word = char_is_alpha(sign.ptr[sign.len - 1]);
        if (str_find_nocase(str_sub(at, 0, sign.len), sign) != 0 ||
            (word && rest.len && char_is_alpha(*rest.ptr)))
            continue;
        *s = rest;
        return currencies[i].code;
    }
    return NULL;
}

/* Length of the separator at s, when three digits and no more follow it. */
static ptrdiff_t group_mark(struct str s, bool blanks)
{
    static const char *const marks[] = { ",", ".", "'", "’", "\xc2\xa0", "\xe2\x80\xaf", " " };
    for (ptrdiff_t i = 0; i < LEN(marks) - !blanks; i++) {
        struct str mark = str_of(marks[i]), d = str_from(s, mark.len);
        if (str_starts(s, mark) && d.len > 2 && char_is_digit(d.ptr[0]) &&
            char_is_digit(d.ptr[1]) && char_is_digit(d.ptr[2]) &&
            !(d.len > 3 && char_is_digit(d.ptr[3])))
            return mark.len;
    }
    return 0;
}

/* Where the number ends, and the byte that is its decimal point, -1: none. A mark with three digits behind
 * it is a point when it is the only one, a full stop, and no number of the table has a decimal comma; or
 * when the number begins with 0. */
static ptrdiff_t number_end(struct str s, bool comma, bool blanks, ptrdiff_t *point)
{
    ptrdiff_t i = 0, marks = 0, last = -1;
    *point = -1;
    for (; i < s.len; i++) {
        if (char_is_digit(s.ptr[i]))
            continue;
        ptrdiff_t group = group_mark(str_from(s, i), blanks);
        bool mark =
            (s.ptr[i] == '.' || s.ptr[i] == ',') && i + 1 < s.len && char_is_digit(s.ptr[i + 1]);
        if (!group && !mark)
            break;
        marks++;
        if (mark)
            last = i;
        if (!group) { /* cents end the number */
            *point = i++;
            while (i < s.len && char_is_digit(s.ptr[i]))
                i++;
            return i;
        }
        i += group - 1;
    }
    bool zero = last == 1 && *s.ptr == '0';
    if (marks == 1 && last >= 0 && (zero || (s.ptr[last] == '.' && !comma)))
        *point = last;
    return i;
}

static bool take_number(struct str *s, bool comma, bool blanks, int64_t *e10, int *places)
{
    char digits[24];
    ptrdiff_t point, n = 0, end = number_end(*s, comma, blanks, &point);
    *places = 0;
    for (ptrdiff_t i = 0; i < end; i++) {
        if (n + 2 > (ptrdiff_t)sizeof digits)
            return false;
        if (char_is_digit(s->ptr[i]))
            digits[n++] = s->ptr[i];
        else if (i == point)
            digits[n++] = '.';
        *places += point >= 0 && i > point;
    }
    struct ratio value;
    if (n == 0 || !ratio_parse((struct str){ digits, n }, &value))
        return false;
    *s = str_from(*s, end);
    char k = s->len ? char_lower(*s->ptr) : ' ';
    if ((k == 'k' || k == 'm') &&
        !(s->len > 1 && (char_is_alnum(s->ptr[1]) || s->ptr[1] == '/' || s->ptr[1] == '.'))) {
        *places -= k == 'k' ? 3 : 6;
        *s = str_from(*s, 1);
        if (!ratio_mul(value, ratio_whole(k == 'k' ? 1000 : 1000000), &value))
            return false;
    }
    return ratio_to_e10(value, e10);
}

/* The words and signs before an amount, and its currency, in any order. */
static const char *take_lead(struct str *s, struct money_cell *out, bool *upto, bool *negative)
{
    const char *currency = NULL;
    for (bool more = true; more && s->len > 0;) {
        more = false;
        *s = str_trim(*s);
        for (ptrdiff_t i = 0; i < LEN(before_amount) && !more; i++) {
            struct str word = str_of(before_amount[i].word);
            if (str_find_nocase(str_sub(*s, 0, word.len), word) != 0)
                continue;
            char means = before_amount[i].means;
            out->money.about = out->money.about || means == 'a';
            out->open = out->open || means == 'o';
            *upto = *upto || means == 'u';
            *negative = *negative || means == '-' || (means == '(' && str_ends(*s, S(")")));
            *s = str_from(*s, word.len);
            more = true;
        }
        const char *c = currency ? NULL : take_currency(s);
        currency = c ? c : currency;
        more = more || c;
    }
    return currency;
}

/* "– 50", "to $50" behind the first number. */
static bool take_high(struct str *s, bool comma, struct money *m)
{
    static const char *const dashes[] = { "-", "–", "—", "to ", "bis ", "a ", "..." };
    struct str at = str_trim(*s);
    for (ptrdiff_t i = 0; i < LEN(dashes); i++) {
        struct str rest = str_trim(str_from(at, (ptrdiff_t)strlen(dashes[i])));
        if (!str_starts(at, str_of(dashes[i])))
            continue;
        take_currency(&rest);
        rest = str_trim(rest);
        if (!take_number(&rest, comma, false, &m->high, &m->high_places) || m->high < m->low)
            return false;
        *s = rest;
        return true;
    }
    return false;
}

/* "$4 204.80" and a number; but of "$5 100 GB" the 100 is another. */
static bool ends_amount(struct str rest)
{
    struct str s = str_trim(rest);
    return !s.len || !(char_is_alnum(*s.ptr) || *s.ptr == '%' || *s.ptr == '.');
}

bool money_cell(struct str text, const char *fallback, bool comma, struct money_cell *out)
{
    struct str s = str_trim(text);
    bool upto = false, negative = false;
    *out = (struct money_cell){ 0 };
    struct money *m = &out->money;
    m->currency = take_lead(&s, out, &upto, &negative);
    const char *from = s.ptr;
    struct str wide = s;
    bool spaced = take_number(&wide, comma, true, &m->low, &m->low_places) && ends_amount(wide);
    if (spaced)
        s = wide;
    else if (!take_number(&s, comma, !m->currency, &m->low, &m->low_places))
        return false;
    m->high = m->low;
    m->high_places = m->low_places;
    struct str behind = s;
    const char *after = take_currency(&behind);
    if (!m->currency && after) {
        m->currency = after;
        s = behind;
    }
    m->range = take_high(&s, comma, m);
    m->number = str_span(from, s.ptr);
    behind = s;
    after = take_currency(&behind); /* "€" of "10–20 €", and "USD" of "$40 USD" */
    if (after)
        s = behind;
    m->currency = m->currency ? m->currency : after;
    out->percent = str_starts(str_trim(s), S("%"));
    out->open = out->open || str_starts(s, S("+"));
    m->currency = m->currency ? m->currency : fallback;
    out->rest = str_trim(s);
    if (negative) {
        int64_t high = -m->low;
        m->low = -m->high;
        m->high = high;
    }
    m->range = m->range || upto;
    m->low = upto ? 0 : m->low;
    return m->currency || out->percent;
}

struct str money_decimal(int64_t e10, struct arena *keep)
{
    struct ratio n;
    if (!ratio_make(e10, MONEY_USD, &n))
        return S("0");
    return ratio_show(n, 10, true, keep);
}

/* Without the dollar sign. */
static struct str figure(int64_t e10, int places, struct arena *keep)
{
    struct ratio n = { 0, 1 };
    ratio_make(e10, MONEY_USD, &n);
    struct str s = ratio_show(ratio_abs(n), places, false, keep);
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
    struct str s = figure(e10, wants_cents(e10) ? 2 : 0, keep);
    return str_join(e10 < 0 ? S("−$") : S("$"), s, keep);
}

struct str money_show_places(int64_t low, int64_t high, int low_places, int high_places,
                             struct arena *keep)
{
    struct str a = figure(low, low_places, keep), b = figure(high, high_places, keep);
    const char *sign = low < 0 ? "−$" : "$";
    if (str_equal(a, b))
        return str_fmt(keep, "%s%.*s", sign, FMT(a));
    return str_fmt(keep, "%s%.*s–%s%.*s", sign, FMT(a), low < 0 && high < 0 ? "−" : "", FMT(b));
}

struct str money_show_range(int64_t low, int64_t high, struct arena *keep)
{
    bool range = low != high; /* of $16.72–22.26 nobody wants the cents */
    bool cents = (wants_cents(low) || wants_cents(high)) && high < 100 * MONEY_USD &&
                 !(range && low >= 10 * MONEY_USD && high - low >= MONEY_USD);
    return money_show_places(low, high, cents && low != 0 ? 2 : 0, cents ? 2 : 0, keep);
}

double money_double(int64_t e10)
{
    return (double)e10 / (double)MONEY_USD;
}
