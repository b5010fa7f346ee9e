/* quantity.c - quantities in prose: read, compared with data, written back.
 *
 * quantity_parse eats the text from the left: comparator, one end (currency, number, magnitude,
 * unit), perhaps a dash and a second end, what it is per, a comparator behind; what is left may be
 * words, but no second number. Everything is rows of tables: spellings of units, comparators,
 * numbers in words. */
#include "model/quantity.h"

#include "base/buf.h"
#include "quantity_words.h"

static bool is_word(char c)
{
    return char_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* No-break and thin spaces count: typographers put them before units. */
static struct str skip_space(struct str s)
{
    for (;;) {
        if (s.len > 0 && char_is_space(*s.ptr))
            s = str_from(s, 1);
        else if (str_starts(s, S("\u00a0")))
            s = str_from(s, 2);
        else if (str_starts(s, S("\u202f")) || str_starts(s, S("\u2009")))
            s = str_from(s, 3);
        else
            return s;
    }
}

/* Most rows of a table are passed over by their first letter. */
static bool begins_like(struct str s, const char *word)
{
    return s.len > 0 && char_lower(*s.ptr) == char_lower(*word);
}

/* Takes word when it stands at the head of s as a whole word, in any case unless exact. */
static bool take(struct str *s, struct str word, bool exact)
{
    struct str head = str_sub(*s, 0, word.len);
    if (head.len != word.len || !(exact ? str_equal(head, word) : str_equal_nocase(head, word)))
        return false;
    struct str rest = str_from(*s, word.len);
    if (char_is_alnum(word.ptr[word.len - 1]) && rest.len > 0 && is_word(*rest.ptr) &&
        !char_is_digit(*rest.ptr)) /* 1h30m */
        if (!str_starts(rest, S("–")) && !str_starts(rest, S("—")) &&
            skip_space(rest).ptr == rest.ptr)
            return false;
    *s = rest;
    return true;
}

static enum quantity_sign take_sign(struct str *s, bool *between)
{
    enum quantity_sign sign = QUANTITY_IS;
    for (int round = 0; round < 3; round++) { /* "up to about" */
        *s = skip_space(*s);
        ptrdiff_t i = 0;
        while (i < LEN(before) &&
               !(begins_like(*s, before[i].word) && take(s, str_of(before[i].word), false)))
            i++;
        if (i == LEN(before))
            break;
        if (sign == QUANTITY_IS)
            sign = before[i].sign;
        *between = *between || str_equal(str_of(before[i].word), S("between"));
    }
    return sign;
}

static const struct quantity_unit *match_unit(struct str *s, bool exact, enum quantity_dim *only)
{
    const struct quantity_unit *best = NULL;
    struct str rest = *s;
    for (ptrdiff_t i = 0; i < LEN(units); i++) {
        struct str name = { units[i].name, units[i].len }, after = *s;
        if (!begins_like(*s, units[i].name) || (only && units[i].dim != *only) ||
            (best && name.len <= best->len))
            continue;
        if (take(&after, name, exact)) {
            best = &units[i];
            rest = after;
        }
    }
    *s = rest;
    return best;
}

/* The longest spelling at the head of s. Case decides first (Mb, MB), then it is forgiven. */
static const struct quantity_unit *take_unit(struct str *s)
{
    const struct quantity_unit *u = match_unit(s, true, NULL);
    return u ? u : match_unit(s, false, NULL);
}

const struct quantity_unit *quantity_unit(struct str name)
{
    struct str rest = str_trim(name);
    const struct quantity_unit *u = take_unit(&rest);
    return u && str_trim(rest).len == 0 ? u : NULL;
}

/* One end of a range while it is read. */
struct end {
    struct ratio n;
    int places;
    bool words; /* a number in words */
    bool needs_unit;
    const struct quantity_unit *unit;
    struct str number, word;
};

/* "1,234,567": commas only between groups of three; puts the digits into digits. */
static bool grouped(struct str *s, char digits[static 24], int *n)
{
    struct str p = *s;
    bool commas = false;
    int group = 0;
    for (;;) {
        if (p.len > 0 && char_is_digit(*p.ptr)) {
            if (*n == 18)
                return false;
            digits[(*n)++] = *p.ptr;
            group++;
            p = str_from(p, 1);
            continue;
        }
        bool comma = p.len > 3 && *p.ptr == ',' && char_is_digit(p.ptr[1]) &&
                     char_is_digit(p.ptr[2]) && char_is_digit(p.ptr[3]) &&
                     !(p.len > 4 && char_is_digit(p.ptr[4]));
        if (!comma || group > 3 || group == 0)
            break;
        commas = true;
        group = 0;
        p = str_from(p, 1);
    }
    if (commas && group != 3)
        return false;
    bool any = p.ptr != s->ptr;
    *s = p;
    return any;
}

/* "12,50 €", "€12,50": one or two digits behind a comma, beside a sign of money. */
static bool is_decimal_comma(struct str p, const struct end *e)
{
    ptrdiff_t n = 1;
    if (*p.ptr != ',')
        return false;
    while (n < p.len && char_is_digit(p.ptr[n]))
        n++;
    enum quantity_dim money = QUANTITY_MONEY;
    struct str after = skip_space(str_from(p, n));
    bool cash = e->unit ? e->unit->dim == money : match_unit(&after, true, &money) != NULL;
    return cash && (n == 2 || n == 3);
}

static bool take_digits(struct str *s, struct end *e)
{
    char text[48] = { 0 };
    char digits[24] = { 0 };
    int n = 0, len = 0;
    struct str p = *s;
    if (str_starts(p, S("-")) || str_starts(p, S("−"))) {
        text[len++] = '-';
        p = str_from(p, *p.ptr == '-' ? 1 : 3);
    }
    if (!grouped(&p, digits, &n))
        return false;
    memcpy(text + len, digits, (size_t)n);
    len += n;
    if (p.len > 1 && (*p.ptr == '.' || is_decimal_comma(p, e)) && char_is_digit(p.ptr[1])) {
        text[len++] = '.';
        for (p = str_from(p, 1); p.len > 0 && char_is_digit(*p.ptr); p = str_from(p, 1)) {
            if (++e->places > 12)
                return false;
            text[len++] = *p.ptr;
        }
    }
    if (!ratio_parse((struct str){ text, len }, &e->n))
        return false;
    *s = p;
    return true;
}

static bool take_number_word(struct str *s, struct end *e)
{
    for (ptrdiff_t i = 0; i < LEN(numbers); i++) {
        struct str p = *s;
        if (!begins_like(p, numbers[i].word) || !take(&p, str_of(numbers[i].word), false))
            continue;
        e->n = (struct ratio){ numbers[i].num, numbers[i].den };
        e->places = numbers[i].den == 1 ? 0 : 1;
        e->needs_unit = numbers[i].needs_unit;
        e->words = true;
        *s = p;
        return true;
    }
    return false;
}

/* 1.2k, 2 million. */
static bool take_magnitude(struct str *s, struct end *e)
{
    struct str spaced = skip_space(*s);
    for (ptrdiff_t i = 0; i < LEN(magnitudes); i++) {
        if (!begins_like(spaced, magnitudes[i].word))
            continue;
        struct str word = str_of(magnitudes[i].word), p = word.len > 2 ? spaced : *s;
        if (!take(&p, word, word.len <= 2))
            continue;
        *s = p;
        struct ratio by = ratio_whole(1);
        for (int k = 0; k < magnitudes[i].power; k++)
            by.num *= 10;
        e->places -= magnitudes[i].power;
        return ratio_mul(e->n, by, &e->n);
    }
    return true;
}

static bool take_end(struct str *s, struct end *e)
{
    struct str p = skip_space(*s);
    enum quantity_dim money = QUANTITY_MONEY;
    const char *unit_at = p.ptr;
    e->unit = match_unit(&p, true, &money);
    if (e->unit)
        e->word = str_span(unit_at, p.ptr);
    p = skip_space(p);
    const char *number_at = p.ptr;
    if (!take_digits(&p, e) && (e->unit || !take_number_word(&p, e)))
        return false;
    if (!take_magnitude(&p, e))
        return false;
    e->number = str_span(number_at, p.ptr);
    if (!e->unit) {
        struct str u = skip_space(p);
        if (u.ptr == p.ptr && str_starts(u, S("-")))
            u = str_from(u, 1);
        unit_at = u.ptr;
        e->unit = take_unit(&u);
        if (e->unit) {
            e->word = str_span(unit_at, u.ptr);
            p = u;
        }
    }
    *s = p;
    return !(e->needs_unit && !e->unit);
}

/* "1 h 30 min", "2m30s": a further, smaller time is added; the unit stays the smaller one. */
static void take_more_time(struct str *s, struct end *e)
{
    while (e->unit && e->unit->dim == QUANTITY_TIME) {
        struct str p = skip_space(*s);
        if (take(&p, S("and"), false))
            p = skip_space(p);
        struct end more = { 0 };
        if (p.len == 0 || !char_is_digit(*p.ptr) || !take_end(&p, &more) || !more.unit ||
            more.unit->dim != QUANTITY_TIME || ratio_cmp(more.unit->factor, e->unit->factor) >= 0)
            return;
        struct ratio n;
        if (!ratio_mul(e->n, e->unit->factor, &n) || !ratio_div(n, more.unit->factor, &n) ||
            !ratio_add(n, more.n, &more.n))
            return;
        more.number = str_span(e->number.ptr, more.number.ptr + more.number.len);
        *e = more;
        *s = p;
    }
}

/* The dash or word of a range, when a number follows. */
static bool take_to(struct str *s, bool between)
{
    static const char *const marks[] = { "–",       "—",   "‒",  "-", "to",
                                         "through", "...", "..", "…", "and" };
    struct str p = skip_space(*s);
    for (ptrdiff_t i = 0; i < LEN(marks) - !between; i++) {
        struct str after = p, probe;
        if (!begins_like(p, marks[i]) || !take(&after, str_of(marks[i]), false))
            continue;
        probe = after = skip_space(after);
        struct end e = { 0 };
        if (!take_end(&probe, &e) || (e.words && i < 4))
            continue;
        *s = after;
        return true;
    }
    return false;
}

/* Both ends in one unit: the second's, or whichever has one. */
static bool join_ends(struct end *a, struct end *b)
{
    if (!b->unit && a->unit) {
        b->unit = a->unit;
        b->word = a->word;
    }
    if (a->unit && b->unit && a->unit != b->unit) {
        struct ratio by;
        if (a->unit->dim != b->unit->dim || !ratio_div(a->unit->factor, b->unit->factor, &by) ||
            !ratio_mul(a->n, by, &a->n))
            return false;
        int exact = ratio_places(a->n);
        a->places = exact >= 0 ? exact : b->places;
    }
    return ratio_cmp(a->n, b->n) <= 0;
}

static const struct quantity_unit *take_per(struct str *s)
{
    static const char *const marks[] = { "/", "per", "a", "an", "each", "every" };
    struct str p = skip_space(*s);
    for (ptrdiff_t i = 0; i < LEN(adverbs); i++)
        if (begins_like(p, adverbs[i].word) && take(&p, str_of(adverbs[i].word), false)) {
            *s = p;
            return quantity_unit(str_of(adverbs[i].unit));
        }
    for (ptrdiff_t i = 0; i < LEN(marks); i++) {
        struct str after = p;
        if (!begins_like(p, marks[i]) || !take(&after, str_of(marks[i]), false))
            continue;
        after = skip_space(after);
        enum quantity_dim time = QUANTITY_TIME;
        const struct quantity_unit *u = match_unit(&after, false, &time);
        if (u)
            *s = after;
        return u;
    }
    return NULL;
}

/* Words may follow the number, a second number may not: one link, one quantity. */
static bool only_words(struct str s)
{
    if (s.len > 0 && is_word(*s.ptr) && skip_space(s).ptr == s.ptr && !str_starts(s, S("×")) &&
        !(char_lower(*s.ptr) == 'x' && (s.len == 1 || !is_word(s.ptr[1]))))
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i], last = i > 0 ? s.ptr[i - 1] : ' ';
        if (char_is_digit(c) && !is_word(last))
            return false;
        if (c == '$' || c == '%' || c == '=' || c == '@' || c == '\\')
            return false;
        if ((last == '.' || last == ':' || last == '/') && i == 1 && (is_word(c) && last != '/'))
            return false;
    }
    return true;
}

/* "50+ users", "2 or more", "4 tasks at most". */
static void take_sign_behind(struct str *s, struct quantity *q)
{
    struct str p = *s;
    if (str_starts(p, S("+"))) {
        *s = str_from(p, 1);
        if (q->sign == QUANTITY_IS || q->sign == QUANTITY_ABOUT)
            q->sign = QUANTITY_AT_LEAST;
        return;
    }
    p = str_trim_end(p);
    for (ptrdiff_t i = 0; i < LEN(behind); i++) {
        struct str word = str_of(behind[i].word), head = skip_space(p);
        bool first = take(&head, word, false);
        bool last = p.len > word.len && !is_word(p.ptr[p.len - word.len - 1]) &&
                    str_equal_nocase(str_from(p, p.len - word.len), word);
        if (!first && !last)
            continue;
        *s = first ? head : str_sub(p, 0, p.len - word.len);
        if (q->sign == QUANTITY_IS)
            q->sign = behind[i].sign;
        return;
    }
}

/* The counted thing right behind a number: "users" of "50 users in each task". */
static struct str noun_of(struct str s)
{
    s = str_trim(s);
    if (str_starts(s, S("-")))
        s = str_from(s, 1);
    return s;
}

static void take_tail(struct str *p, struct quantity *q)
{
    take_sign_behind(p, q);
    q->per = take_per(p);
    take_sign_behind(p, q);
    for (struct str s = skip_space(*p);
         !q->per && s.len > 0;) { /* "25 new connections per second" */
        struct str probe = s;
        q->per = char_is_alpha(*s.ptr) || *s.ptr == '/' ? take_per(&probe) : NULL;
        ptrdiff_t n = 1;
        while (n < s.len && s.ptr[n] != ' ' && s.ptr[n] != '/')
            n++;
        s = skip_space(str_from(s, n));
    }
    q->noun = noun_of(*p);
}

bool quantity_parse(struct str text, struct quantity *q)
{
    enum { LONGEST = 200 }; /* one link's text; anything longer is a sentence */
    struct str p = str_trim(text);
    if (p.len == 0 || p.len > LONGEST)
        return false;
    bool between = false;
    struct quantity r = { .sign = take_sign(&p, &between) };
    struct end a = { 0 }, b = { 0 };
    if (!take_end(&p, &a))
        return false;
    take_more_time(&p, &a);
    if (take_to(&p, between)) {
        r.range = true;
        if (!take_end(&p, &b) || !join_ends(&a, &b))
            return false;
    } else {
        b = a;
    }
    r.low = a.n;
    r.high = b.n;
    r.low_places = a.places;
    r.high_places = b.places;
    r.unit = b.unit;
    r.word = b.word;
    r.number = str_span(a.number.ptr, b.number.ptr + b.number.len);
    take_tail(&p, &r);
    if (!only_words(p) ||
        (a.words && ratio_cmp(a.n, ratio_whole(0)) == 0 && r.noun.len == 0 && !r.unit))
        return false;
    *q = r;
    return true;
}

bool quantity_of(struct str text, struct str unit, struct quantity *q)
{
    struct ratio n;
    text = str_trim(text);
    if (!ratio_parse(text, &n))
        return quantity_parse(text, q);
    int places = ratio_places(n);
    *q = (struct quantity){
        .low = n, .high = n, .low_places = places, .high_places = places, .number = text
    };
    if (unit.len > 0) {
        struct cut per = str_rcut(unit, '/');
        q->unit = quantity_unit(unit);
        if (!q->unit && per.ok) { /* "$/month" */
            q->unit = quantity_unit(per.head);
            q->per = quantity_unit(per.tail);
        }
    }
    return true;
}

static enum quantity_dim dim_of(const struct quantity *q)
{
    return q->unit ? q->unit->dim : QUANTITY_COUNT;
}

bool quantity_base(const struct quantity *q, struct ratio value, struct ratio *out)
{
    struct ratio by = q->unit ? q->unit->factor : ratio_whole(1);
    return ratio_mul(value, by, out) && (!q->per || ratio_div(*out, q->per->factor, out));
}

static bool same_currency(const struct quantity_unit *a, const struct quantity_unit *b)
{
    return str_equal(str_of(a->currency), str_of(b->currency));
}

/* What one of value's units is in said's. binary: both take GB for GiB. */
static bool unit_factor(const struct quantity *said, const struct quantity *value, bool binary,
                        struct ratio *by)
{
    *by = ratio_whole(1);
    if (said->unit && value->unit) {
        if (said->unit->dim != value->unit->dim)
            return false;
        if (!same_currency(said->unit, value->unit))
            return false;
        if (!ratio_div(binary ? value->unit->binary : value->unit->factor,
                       binary ? said->unit->binary : said->unit->factor, by))
            return false;
    } else if (said->unit || value->unit) {
        enum quantity_dim dim = said->unit ? said->unit->dim : value->unit->dim;
        if (dim != QUANTITY_PERCENT && dim != QUANTITY_MONEY)
            return false;
    }
    if (said->per && value->per && said->per != value->per)
        return ratio_mul(*by, said->per->factor, by) && ratio_div(*by, value->per->factor, by);
    return true;
}

static bool ten_to_minus(int places, struct ratio *out)
{
    __int128 ten = 1;
    for (int i = places < 0 ? -places : places; i > 0; i--)
        ten *= 10;
    return places < 0 ? ratio_make(ten, 1, out) : ratio_make(1, ten, out);
}

/* "~50" and "about 200" are written to their last digit that is not 0. */
static int significant_places(struct ratio n, int places)
{
    if (n.den != 1 || n.num == 0 || places > 0)
        return places;
    places = 0;
    for (int64_t v = n.num; v % 10 == 0; v /= 10)
        places--;
    return places;
}

static bool tolerance(const struct quantity *said, struct ratio n, int places, struct ratio *out)
{
    struct ratio ulp, part;
    if (said->sign == QUANTITY_EXACTLY) {
        *out = ratio_whole(0);
        return true;
    }
    bool about = said->sign == QUANTITY_ABOUT;
    if (!ten_to_minus(about ? significant_places(n, places) : places, &ulp) ||
        !ratio_mul(ulp, (struct ratio){ 1, 2 }, &ulp) ||
        !ratio_mul(ratio_abs(n), (struct ratio){ 1, about ? 10 : 20 }, &part))
        return false;
    if (about)
        *out = ratio_cmp(ulp, part) > 0 ? ulp : part;
    else
        *out = ratio_cmp(ulp, part) < 0 || dim_of(said) == QUANTITY_MONEY ? ulp : part;
    return true;
}

/* n (written with places digits) widened by its tolerance. */
static bool widen(const struct quantity *said, struct ratio n, int places, struct ratio *from,
                  struct ratio *to)
{
    struct ratio t;
    return tolerance(said, n, places, &t) && ratio_sub(n, t, from) && ratio_add(n, t, to);
}

static bool inside(struct ratio v, struct ratio from, struct ratio to)
{
    return ratio_cmp(v, from) >= 0 && ratio_cmp(v, to) <= 0;
}

static bool holds(const struct quantity *said, bool value_range, struct ratio low,
                  struct ratio high, bool *fits)
{
    struct ratio low_from, low_to, high_from, high_to;
    switch (said->sign) {
    case QUANTITY_BELOW:
        *fits = ratio_cmp(high, said->high) < 0;
        return true;
    case QUANTITY_AT_MOST:
        *fits = ratio_cmp(high, said->high) <= 0;
        return true;
    case QUANTITY_ABOVE:
        *fits = ratio_cmp(low, said->low) > 0;
        return true;
    case QUANTITY_AT_LEAST:
        *fits = ratio_cmp(low, said->low) >= 0;
        return true;
    default:
        break;
    }
    if (!widen(said, said->low, said->low_places, &low_from, &low_to) ||
        !widen(said, said->high, said->high_places, &high_from, &high_to))
        return false;
    if (said->range && value_range)
        *fits = inside(low, low_from, low_to) && inside(high, high_from, high_to);
    else if (said->range)
        *fits = inside(low, low_from, high_to);
    else
        *fits = ratio_cmp(low, low_to) <= 0 && ratio_cmp(high, low_from) >= 0;
    return true;
}

enum quantity_fit quantity_compare(const struct quantity *said, const struct quantity *value)
{
    bool comparable = false;
    for (int binary = 0; binary < 2; binary++) {
        struct ratio by, low, high;
        bool fits = false;
        if (!unit_factor(said, value, binary, &by) || !ratio_mul(value->low, by, &low) ||
            !ratio_mul(value->high, by, &high) || !holds(said, value->range, low, high, &fits))
            continue;
        if (fits)
            return QUANTITY_AGREES;
        comparable = true;
        if (dim_of(said) != QUANTITY_BYTES)
            break;
    }
    return comparable ? QUANTITY_DIFFERS : QUANTITY_NOT_COMPARABLE;
}

/* "12345.5" -> "12,345.5" */
static struct str with_commas(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len * 2 + 1);
    ptrdiff_t point = str_char(s, '.');
    ptrdiff_t whole = point < 0 ? s.len : point;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && char_is_digit(s.ptr[i - 1]))
            buf_char(&b, ',');
        buf_char(&b, s.ptr[i]);
    }
    return buf_str(&b);
}

/* How a value is to be written. */
struct style {
    const struct quantity_unit *unit;
    bool money, commas;
    int places; /* as the text has them */
};

static struct str show_number(struct ratio n, const struct style *style, struct arena *keep)
{
    int exact = ratio_places(n);
    struct str s;
    if (style->money) {
        bool whole =
            exact == 0 || (style->places <= 0 && ratio_cmp(ratio_abs(n), ratio_whole(10)) >= 0);
        s = ratio_show(n, whole ? 0 : 2, false, keep);
    } else if (exact >= 0 && exact <= 3) {
        s = ratio_show(n, exact, false, keep);
    } else {
        s = ratio_show(n, style->places > 2 ? style->places : 2, true, keep);
        if (str_equal(s, S("0")) && n.num != 0)
            s = ratio_show(n, 6, true, keep);
    }
    return style->money || style->commas ? with_commas(s, keep) : s;
}

static struct str show_range(struct ratio low, struct ratio high, const struct style *style,
                             struct arena *keep)
{
    struct str a = show_number(low, style, keep), b = show_number(high, style, keep);
    return str_equal(a, b) ? a : str_fmt(keep, "%.*s–%.*s", FMT(a), FMT(b));
}

/* The factor to base units; a value in MiB shown in GB means GiB, as the writer did. */
static struct ratio shown_factor(const struct quantity_unit *to, const struct quantity_unit *from)
{
    bool from_binary =
        from && from->dim == QUANTITY_BYTES && ratio_cmp(from->factor, from->binary) == 0;
    return from_binary ? to->binary : to->factor;
}

bool quantity_in(const struct quantity *q, const struct quantity_unit *to, struct ratio *low,
                 struct ratio *high)
{
    struct ratio by = ratio_whole(1);
    if (q->unit && (q->unit->dim != to->dim || !same_currency(q->unit, to) ||
                    !ratio_div(q->unit->factor, shown_factor(to, q->unit), &by)))
        return false;
    return ratio_mul(q->low, by, low) && ratio_mul(q->high, by, high);
}

/* Crooked numbers (0.0417 hours) go to the largest unit that gives a straight one. */
static const struct quantity_unit *straight_unit(const struct quantity *value,
                                                 const struct quantity_unit *wish)
{
    static const char *const nice[] = { "days", "hours", "minutes", "seconds", "ms",
                                        "GB",   "MB",    "KB",      "vCPU" };
    struct ratio n;
    int places = ratio_div(value->unit->factor, shown_factor(wish, value->unit), &n) &&
                         ratio_mul(value->low, n, &n)
                     ? ratio_places(n)
                     : -1;
    if (places >= 0 && places <= 3)
        return wish;
    for (ptrdiff_t i = 0; i < LEN(nice); i++) {
        const struct quantity_unit *u = quantity_unit(str_of(nice[i]));
        if (u->dim != value->unit->dim ||
            !ratio_div(value->unit->factor, shown_factor(u, value->unit), &n) ||
            !ratio_mul(value->low, n, &n))
            continue;
        places = ratio_places(n);
        if (ratio_cmp(ratio_abs(n), ratio_whole(1)) >= 0 && places >= 0 && places <= 2)
            return u;
    }
    return wish;
}

/* The words for u: as written when it is the text's own unit, in the number's form. */
static struct str unit_word(const struct quantity_unit *u, struct str written, bool one)
{
    if (u->one)
        return str_of(one ? u->one : u->many);
    return written.len > 0 ? written : str_of(u->name);
}

/* The numbers of value in style->unit. */
static bool converted(const struct quantity *value, const struct quantity *like,
                      const struct style *style, struct ratio *low, struct ratio *high)
{
    struct ratio by = ratio_whole(1);
    if (style->unit && value->unit &&
        !ratio_div(value->unit->factor, shown_factor(style->unit, value->unit), &by))
        return false;
    if (like && like->per && value->per && like->per != value->per &&
        (!ratio_mul(by, like->per->factor, &by) || !ratio_div(by, value->per->factor, &by)))
        return false;
    return ratio_mul(value->low, by, low) && ratio_mul(value->high, by, high);
}

static struct style style_for(const struct quantity *value, const struct quantity *like)
{
    struct style s = { .unit = value->unit };
    if (s.unit && s.unit->dim == QUANTITY_CPU && str_char(str_of(s.unit->name), '/') >= 0)
        s.unit = quantity_unit(S("vCPU"));
    if (like) {
        s.places = like->high_places;
        s.commas = str_char(like->number, ',') >= 0;
        if (like->unit && value->unit && like->unit->dim == value->unit->dim) {
            if (like->unit->dim != QUANTITY_MONEY)
                s.unit = straight_unit(value, like->unit);
            else if (same_currency(like->unit, value->unit))
                s.unit = like->unit;
        }
        if (like->unit && !value->unit)
            s.unit = like->unit;
    } else {
        s.places = value->high_places;
    }
    s.money = s.unit && s.unit->dim == QUANTITY_MONEY;
    return s;
}

struct str quantity_show(const struct quantity *value, const struct quantity *like,
                         struct arena *keep)
{
    struct style style = style_for(value, like);
    struct ratio low, high;
    if (!converted(value, like, &style, &low, &high))
        return str_copy(value->number, keep);
    struct str n = show_range(low, high, &style, keep);
    if (!style.unit) {
        struct str noun = value->noun.len > 0 ? value->noun : like ? like->noun : S("");
        return noun.len > 0 ? str_fmt(keep, "%.*s %.*s", FMT(n), FMT(noun)) : n;
    }
    bool own = like && like->unit == style.unit;
    struct str word = unit_word(style.unit, own ? like->word : S(""), str_equal(n, S("1")));
    if (style.money && (word.ptr[0] == '$' || (unsigned char)word.ptr[0] >= 0x80))
        return str_join(word, n, keep);
    if (style.money && str_ends(word, S("$")))
        return str_join(word, n, keep);
    return str_fmt(keep, "%.*s%s%.*s", FMT(n), str_equal(word, S("%")) ? "" : " ", FMT(word));
}

/* "1 task" -> "2 tasks": only for a plain noun right behind the number. */
static struct str noun_form(struct str rest, bool was_one, bool is_one, struct arena *keep)
{
    ptrdiff_t n = 1;
    if (was_one == is_one || rest.len < 2 || *rest.ptr != ' ' || !char_is_alpha(rest.ptr[1]))
        return rest;
    while (n < rest.len && char_is_alpha(rest.ptr[n]))
        n++;
    struct str word = str_sub(rest, 0, n), after = str_from(rest, n);
    bool plural = str_ends(word, S("s")) && !str_ends(word, S("ss"));
    if (was_one && !plural && after.len == 0)
        return str_fmt(keep, "%.*ss%.*s", FMT(word), FMT(after));
    if (is_one && plural && after.len == 0)
        return str_join(str_sub(word, 0, n - 1), after, keep);
    return rest;
}

struct str quantity_rewrite(struct str text, const struct quantity *said,
                            const struct quantity *value, struct arena *keep)
{
    struct ratio low, high, by;
    struct style style = style_for(value, said);
    if (!unit_factor(said, value, false, &by) || !converted(value, said, &style, &low, &high))
        return S("");
    struct str n = show_range(low, high, &style, keep);
    const char *end = text.ptr + text.len, *number_end = said->number.ptr + said->number.len;
    struct str head = str_span(text.ptr, said->number.ptr), rest = str_span(number_end, end);
    bool one = str_equal(n, S("1")), was_one = ratio_cmp(said->high, ratio_whole(1)) == 0;
    if (!said->unit)
        return str_fmt(keep, "%.*s%.*s%.*s", FMT(head), FMT(n),
                       FMT(noun_form(rest, was_one, one, keep)));
    if (said->word.ptr < number_end) /* the currency stands in front */
        return str_fmt(keep, "%.*s%.*s%.*s", FMT(head), FMT(n), FMT(rest));
    struct str gap = str_span(number_end, said->word.ptr);
    struct str after = str_span(said->word.ptr + said->word.len, end);
    bool hyphen = str_equal(gap, S("-"));
    struct str word =
        hyphen && style.unit == said->unit
            ? said->word
            : unit_word(style.unit, style.unit == said->unit ? said->word : S(""), one || hyphen);
    return str_fmt(keep, "%.*s%.*s%.*s%.*s%.*s", FMT(head), FMT(n), FMT(gap), FMT(word),
                   FMT(after));
}
