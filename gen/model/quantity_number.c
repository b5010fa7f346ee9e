/* quantity_number.c - one number as people write it, in digits or in words, read whole.
 *
 *     1,234.5   1 000   1.5k   2½   2 million   three dozen   2/3
 *     twenty-four   one hundred and fifty   half a million   three quarters of a   two and a half
 *
 * What is left behind the number may still belong to it ("two hundreds"): quantity_parse asks
 * quantity_is_number_word about every word behind. */
#include "model/quantity.h"

#include "quantity_words.h"

static struct str word_at(struct str s)
{
    ptrdiff_t n = 0;
    while (n < s.len && char_is_alpha(s.ptr[n]))
        n++;
    return str_sub(s, 0, n);
}

static ptrdiff_t cardinal_of(struct str word)
{
    for (ptrdiff_t i = 0; i < LEN(cardinals); i++)
        if (str_equal_nocase(word, str_of(cardinals[i].word)))
            return i;
    return -1;
}

bool quantity_is_number_word(struct str word)
{
    if (cardinal_of(word) >= 0)
        return true;
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        if ((parts[i].den == 2 && str_equal_nocase(word, str_of(parts[i].one))) ||
            str_equal_nocase(word, str_of(parts[i].many)))
            return true;
    return str_among_nocase(word, number_words, LEN(number_words));
}

/* A cardinal while it is read: "three hundred and" has total 0, group 300, last HUNDRED. */
struct cardinal {
    int64_t total, group;
    int last; /* kind of the last word, -1 before the first */
    int64_t last_n;
};

/* Adds the next word; false when it cannot go on the number so far. */
static bool cardinal_add(struct cardinal *c, ptrdiff_t row)
{
    int64_t n = cardinals[row].n;
    bool fresh = c->last < 0 || c->last == HUNDRED || c->last == SCALE;
    switch (cardinals[row].kind) {
    case ONES:
        if (!fresh && !(c->last == TENS && n > 0 && n < 10))
            return false;
        c->group += n;
        break;
    case TENS:
        if (!fresh)
            return false;
        c->group += n;
        break;
    case HUNDRED:
        if (c->last == HUNDRED || c->last == DOZEN || c->group > 99)
            return false;
        c->group = (c->last < 0 || c->group == 0 ? 1 : c->group) * n;
        break;
    case SCALE:
        if (c->last < 0 || c->last == SCALE || c->last == DOZEN || c->total >= INT64_C(1000000000))
            return false;
        c->total += c->group * n;
        c->group = 0;
        break;
    case DOZEN:
        if (c->last >= 0 && c->last != ONES)
            return false;
        c->group = (c->last < 0 ? 1 : c->group) * n;
        break;
    }
    c->last = (int)cardinals[row].kind;
    c->last_n = n;
    return true;
}

/* Behind a word of a number: what comes before the next word of the same number. */
static struct str between_words(struct str s, const struct cardinal *c)
{
    if (str_starts(s, S("-")))
        return str_from(s, 1);
    struct str p = quantity_skip_space(s), after = p;
    if ((c->last == HUNDRED || c->last == SCALE) && quantity_take(&after, "and", false))
        return quantity_skip_space(after);
    return p;
}

static bool take_cardinal(struct str *s, struct ratio *n)
{
    struct cardinal c = { .last = -1 };
    struct str end = *s, p = *s;
    struct str article = p;
    /* "a hundred", "a dozen": the article is one */
    if (quantity_take(&article, "a", false)) {
        struct str w = word_at(quantity_skip_space(article));
        ptrdiff_t row = cardinal_of(w);
        if (row < 0 || cardinals[row].kind < HUNDRED)
            return false;
        p = quantity_skip_space(article);
        if (cardinals[row].kind == SCALE)
            c = (struct cardinal){ .group = 1, .last = ONES };
    }
    for (;;) {
        struct str w = word_at(p);
        ptrdiff_t row = cardinal_of(w);
        struct str after = str_from(p, w.len);
        if (row < 0 || (after.len > 0 && char_is_digit(*after.ptr)) || !cardinal_add(&c, row))
            break;
        end = after;
        p = between_words(end, &c);
    }
    if (end.ptr == s->ptr)
        return false;
    *s = end;
    *n = ratio_whole(c.total + c.group);
    return true;
}

/* The name of a part behind a count of it: "quarters" behind "three", "half" behind "a". */
static bool take_part(struct str *s, bool many, struct ratio *n)
{
    struct str p = quantity_skip_space(*s), w;
    if (str_starts(*s, S("-")))
        p = str_from(*s, 1);
    w = word_at(p);
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        if (str_equal_nocase(w, str_of(many ? parts[i].many : parts[i].one))) {
            *s = str_from(p, w.len);
            return ratio_make(1, parts[i].den, n);
        }
    return false;
}

/* "of a", "of an", "of the", "a", "an" behind a part: "half an hour", "a quarter of an hour". */
static void take_of(struct str *s)
{
    static const char *const words[] = { "of an", "of a", "of the", "of", "an", "a" };
    struct str p = quantity_skip_space(*s);
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (quantity_take(&p, words[i], false)) {
            *s = p;
            return;
        }
}

static void set_part(struct quantity_number *out, struct ratio n)
{
    int places = ratio_places(n);
    out->n = n;
    out->places = places < 0 ? 2 : places;
    out->words = out->fraction = true;
}

/* "half", "half a million", "half a dozen", "a quarter of an", "two thirds of the". */
static bool take_fraction(struct str *s, struct quantity_number *out)
{
    struct str p = *s, w = word_at(p);
    struct ratio part, count = ratio_whole(1);
    if (str_equal_nocase(w, S("half"))) {
        part = (struct ratio){ 1, 2 };
        p = str_from(p, w.len);
        if (str_starts(p, S("-")))
            p = str_from(p, 1);
    } else if (str_equal_nocase(w, S("quarter")) &&
               w.len < p.len) { /* "every quarter of an hour" */
        part = (struct ratio){ 1, 4 };
        p = str_from(p, w.len);
    } else if (quantity_take(&p, "a", false) || quantity_take(&p, "one", false)) {
        if (!take_part(&p, false, &part))
            return false;
    } else if (!take_cardinal(&p, &count) || !take_part(&p, true, &part)) {
        return false;
    }
    struct str next = quantity_skip_space(p), unit = next;
    take_of(&p);
    /* "a third party", "a quarter note": an ordinal or a name, unless a unit follows */
    if (part.den != 2 && word_at(next).len > 0 && p.ptr <= next.ptr &&
        !quantity_unit_take(&unit, NULL))
        return false;
    if (!ratio_mul(count, part, &part) || ratio_cmp(part, ratio_whole(1)) > 0)
        return false;
    struct str scale = quantity_skip_space(p);
    ptrdiff_t row = cardinal_of(word_at(scale));
    set_part(out, part);
    if (row >= 0 && cardinals[row].kind >= HUNDRED) { /* half a million */
        p = str_from(scale, word_at(scale).len);
        out->fraction = false;
        if (!ratio_mul(part, ratio_whole(cardinals[row].n), &out->n))
            return false;
        out->places = 0;
    }
    *s = p;
    return true;
}

/* "and a half", "and three quarters" behind a whole number. */
static void take_and_part(struct str *s, struct quantity_number *out)
{
    struct str p = quantity_skip_space(*s);
    struct quantity_number more = { 0 };
    if (!quantity_take(&p, "and", false))
        return;
    p = quantity_skip_space(p);
    if (!take_fraction(&p, &more) || !more.fraction || !ratio_add(out->n, more.n, &out->n))
        return;
    out->places = more.places;
    *s = p;
}

/* "five point two five" */
static void take_point(struct str *s, struct quantity_number *out)
{
    struct str p = quantity_skip_space(*s);
    struct ratio place = { 1, 10 }, digit;
    int places = 0;
    if (!quantity_take(&p, "point", false))
        return;
    for (struct str q = quantity_skip_space(p); places < 6; q = quantity_skip_space(p)) {
        struct str w = word_at(q);
        ptrdiff_t row = cardinal_of(w);
        if (row < 0 || cardinals[row].n > 9 ||
            !ratio_mul(place, ratio_whole(cardinals[row].n), &digit) ||
            !ratio_add(out->n, digit, &out->n) || !ratio_div(place, ratio_whole(10), &place))
            break;
        p = str_from(q, w.len);
        places++;
    }
    if (!places)
        return;
    out->places = places;
    *s = p;
}

/* "daily", "a week", "before it fails": how often, and no thing that is doubled. */
static bool is_often(struct str s)
{
    static const char *const clauses[] = { "before", "when", "if", "then", "until", "after" };
    for (ptrdiff_t i = 0; i < LEN(clauses); i++) {
        struct str p = s;
        if (quantity_take(&p, clauses[i], false))
            return true;
    }
    static const char *const words[] = { "a",     "an",     "per",    "each",    "every",
                                         "daily", "hourly", "weekly", "monthly", "yearly" };
    for (ptrdiff_t i = 0; i < LEN(words); i++) {
        struct str p = s;
        const enum quantity_dim time = QUANTITY_TIME;
        if (!quantity_take(&p, words[i], false))
            continue;
        struct str rest = str_trim(p);
        return i > 4 ? !rest.len : quantity_unit_take(&rest, &time) && !str_trim(rest).len;
    }
    return false;
}

static bool take_words(struct str *s, struct quantity_number *out)
{
    for (ptrdiff_t i = 0; i < LEN(counts); i++) {
        struct str p = *s;
        /* "is retried twice", but not "twice the size" */
        if (!quantity_take(&p, counts[i].word, false) ||
            (str_ends(str_of(counts[i].word), S("ce")) &&
             !(str_trim(p).len == 0 || (*counts[i].word == 't' && is_often(str_trim(p))))))
            continue;
        *s = p;
        out->n = ratio_whole(counts[i].n);
        out->words = true;
        out->needs_noun = counts[i].n == 0;
        return true;
    }
    if (take_fraction(s, out))
        return true;
    if (take_cardinal(s, &out->n)) {
        out->words = true;
        take_point(s, out);
        take_and_part(s, out);
        return true;
    }
    if (quantity_take(s, "an", false) || quantity_take(s, "a", false)) {
        out->n = ratio_whole(1);
        out->words = out->article = true;
        return true;
    }
    return false;
}

/* ---- digits ---- */

/* Length of what parts groups of thousands at p: , ' _ or a blank; 0 when none does. */
static ptrdiff_t group_mark(struct str p, char want)
{
    static const char *const blanks[] = { " ", "\u00a0", "\u202f", "\u2009", "’" };
    if (p.len > 1 && (*p.ptr == ',' || *p.ptr == '\'' || *p.ptr == '_' || *p.ptr == '.'))
        return want == 0 || want == *p.ptr ? 1 : 0;
    for (ptrdiff_t i = 0; i < LEN(blanks); i++)
        if (str_starts(p, str_of(blanks[i])))
            return want == 0 || want == ' ' ? str_of(blanks[i]).len : 0;
    return 0;
}

static bool three_digits(struct str p)
{
    return p.len >= 3 && char_is_digit(p.ptr[0]) && char_is_digit(p.ptr[1]) &&
           char_is_digit(p.ptr[2]) && !(p.len > 3 && char_is_digit(p.ptr[3]));
}

struct digits {
    char text[48];
    int n, groups;
    char mark; /* between groups of three; ' ' for all blanks */
};

static bool put_digits(struct str *p, struct digits *d, int most)
{
    int n = 0;
    for (; p->len > 0 && char_is_digit(*p->ptr); *p = str_from(*p, 1), n++) {
        if (d->n >= 18 || n >= most)
            return false;
        d->text[d->n++] = *p->ptr;
    }
    return n > 0;
}

/* "1234", "1,234,567", "1 000", "1.000.000"; "1.000" alone is a decimal, and says dotted. */
static bool take_groups(struct str *s, struct digits *d)
{
    struct str p = *s;
    const char *from = p.ptr;
    if (!put_digits(&p, d, 18))
        return false;
    bool short_head = p.ptr - from <= 3 && *from != '0';
    for (;;) {
        ptrdiff_t len = short_head ? group_mark(p, d->mark) : 0;
        struct str after = str_from(p, len);
        if (!len || !three_digits(after))
            break;
        struct str second = str_from(after, 3);
        if (*p.ptr == '.' && !d->groups &&
            (!str_starts(second, S(".")) || !three_digits(str_from(second, 1))))
            break;
        d->mark = len == 1 && *p.ptr != ' ' ? *p.ptr : ' ';
        d->groups++;
        p = after;
        if (!put_digits(&p, d, 3))
            return false;
    }
    /* "1,2345" and "12345,678" are no numbers */
    if (p.len > 1 && *p.ptr == ',' && three_digits(str_from(p, 1)) && d->mark != '.')
        return false;
    *s = p;
    return true;
}

static bool is_point(struct str p, bool comma_is_point, const struct digits *d)
{
    ptrdiff_t n = 1;
    if (p.len < 2 || !char_is_digit(p.ptr[1]) || (*p.ptr != '.' && *p.ptr != ','))
        return false;
    while (n < p.len && char_is_digit(p.ptr[n]))
        n++;
    if (*p.ptr == '.')
        return d->mark != '.';
    return (comma_is_point || d->mark == '.') && n <= 3 && d->mark != ',';
}

static bool take_decimals(struct str *s, struct digits *d, struct quantity_number *out)
{
    struct str p = str_from(*s, 1);
    bool dot = *s->ptr == '.';
    d->text[d->n++] = '.';
    for (; p.len > 0 && char_is_digit(*p.ptr); p = str_from(p, 1)) {
        if (++out->places > 12)
            return false;
        d->text[d->n++] = *p.ptr;
    }
    out->dotted = dot && out->places == 3 && !d->groups && d->text[0] != '0' &&
                  str_char((struct str){ d->text, d->n }, '.') <= 3;
    *s = p;
    return true;
}

/* ½ behind a number or alone; 1/2 behind a blank or alone. */
static bool take_sign_fraction(struct str *s, struct ratio *n)
{
    static const struct {
        const char *sign;
        int64_t num, den;
    } signs[] = { { "½", 1, 2 }, { "¼", 1, 4 }, { "¾", 3, 4 }, { "⅓", 1, 3 }, { "⅔", 2, 3 } };
    struct str p = quantity_skip_space(*s);
    for (ptrdiff_t i = 0; i < LEN(signs); i++)
        if (str_starts(p, str_of(signs[i].sign))) {
            *s = str_from(p, (ptrdiff_t)strlen(signs[i].sign));
            return ratio_make(signs[i].num, signs[i].den, n);
        }
    if (p.len < 3 || !char_is_digit(p.ptr[0]) || p.ptr[1] != '/' || !char_is_digit(p.ptr[2]))
        return false;
    int64_t num = p.ptr[0] - '0', den = p.ptr[2] - '0';
    ptrdiff_t len = 3;
    if (p.len > 3 && den == 1 && p.ptr[3] == '0') {
        den = 10;
        len = 4;
    }
    struct str after = str_from(p, len);
    /* 24/7, 3/15 and 1/2/2026 are no fractions */
    if (num == 0 || num >= den ||
        (after.len > 0 && (char_is_alnum(*after.ptr) || *after.ptr == '/')))
        return false;
    *s = after;
    return ratio_make(num, den, n);
}

static bool take_magnitude(struct str *s, struct quantity_number *out)
{
    struct str spaced = quantity_skip_space(*s);
    if (spaced.ptr == s->ptr && str_starts(spaced, S("-")))
        spaced = str_from(spaced, 1);
    struct str dozen = spaced;
    if (quantity_take(&dozen, "dozen", false)) {
        *s = dozen;
        return ratio_mul(out->n, ratio_whole(12), &out->n);
    }
    for (ptrdiff_t i = 0; i < LEN(magnitudes); i++) {
        bool letters = strlen(magnitudes[i].word) <= 2;
        struct str p = letters ? *s : spaced;
        if (!quantity_take(&p, magnitudes[i].word, letters))
            continue;
        *s = p;
        struct ratio by = ratio_whole(1);
        for (int k = 0; k < magnitudes[i].power; k++)
            by.num *= 10;
        out->places -= magnitudes[i].power;
        out->letter = strlen(magnitudes[i].word) == 1;
        return ratio_mul(out->n, by, &out->n);
    }
    return true;
}

/* "3e-4", "1.5E6"; but "2e" of a name is none, and nobody writes 20 as 2e1. */
static void take_exponent(struct str *s, struct digits *d)
{
    enum { MOST = 4 };
    ptrdiff_t n = 1;
    if (s->len < 2 || char_lower(*s->ptr) != 'e')
        return;
    n += char_among(s->ptr[1], "+-");
    ptrdiff_t from = n;
    while (n < s->len && char_is_digit(s->ptr[n]))
        n++;
    bool small = from == 1 && n == 2 && s->ptr[1] < '3';
    if (n == from || n > MOST || small || (n < s->len && char_is_alnum(s->ptr[n])))
        return;
    for (ptrdiff_t i = 0; i < n; i++)
        d->text[d->n++] = s->ptr[i];
    *s = str_from(*s, n);
}

static bool take_digits(struct str *s, bool comma_is_point, struct quantity_number *out)
{
    struct digits d = { 0 };
    struct str p = *s;
    struct ratio more;
    if (take_sign_fraction(&p, &more)) {
        set_part(out, more);
        out->words = false;
        *s = p;
        return true;
    }
    if (str_starts(p, S("-")) || str_starts(p, S("−"))) {
        d.text[d.n++] = '-';
        p = str_from(p, *p.ptr == '-' ? 1 : 3);
    }
    if (!take_groups(&p, &d))
        return false;
    if (is_point(p, comma_is_point, &d) && !take_decimals(&p, &d, out))
        return false;
    take_exponent(&p, &d);
    if (!ratio_parse((struct str){ d.text, d.n }, &out->n))
        return false;
    struct quantity_number part = { 0 };
    if (!out->places && take_sign_fraction(&p, &more) && ratio_add(out->n, more, &out->n)) {
        set_part(&part, more);
        out->places = part.places;
    }
    if (!take_magnitude(&p, out))
        return false;
    if (!out->places)
        take_and_part(&p, out);
    *s = p;
    return true;
}

static bool take_in(struct str *s)
{
    return quantity_take(s, "in", false) || quantity_take(s, "out of", false);
}

/* "one trace in ten" */
static bool take_thing_in(struct str *s)
{
    struct str word = word_at(*s), p = quantity_skip_space(str_from(*s, word.len));
    if (!word.len || !take_in(&p))
        return false;
    *s = p;
    return true;
}

/* "one in ten traces", "1 in 100": a share; "one in 5 minutes" is none. */
static void take_one_in(struct str *s, struct quantity_number *out)
{
    struct str p = quantity_skip_space(*s);
    struct quantity_number of = { 0 };
    struct ratio share;
    if (out->article || out->places || ratio_cmp(out->n, ratio_whole(1)) != 0 ||
        !(take_in(&p) || take_thing_in(&p)))
        return;
    p = quantity_skip_space(p);
    if (!(take_digits(&p, false, &of) || take_cardinal(&p, &of.n)) || of.fraction || of.places ||
        ratio_cmp(of.n, ratio_whole(3)) <= 0 || !ratio_div(ratio_whole(1), of.n, &share))
        return;
    struct str unit = quantity_skip_space(p);
    if (quantity_unit_take(&unit, NULL))
        return;
    set_part(out, share);
    *s = p;
}

bool quantity_number(struct str *s, bool comma_is_point, struct quantity_number *out)
{
    *out = (struct quantity_number){ 0 };
    struct str p = *s;
    if (!take_digits(&p, comma_is_point, out)) {
        p = *s;
        *out = (struct quantity_number){ 0 };
        if (!take_words(&p, out))
            return false;
    }
    take_one_in(&p, out);
    *s = p;
    return true;
}
