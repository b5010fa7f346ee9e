/* fit_version.c - versions and ranges of them: "20.11 or later" of ">=20.11", "4.28" of "^4.28.1",
 * "PostgreSQL 16.4" of "postgres:16.4", "Python 3.11" of "python3.11".
 *
 * Written precision decides: 16 holds of 16.4, 16.4 not of 16. */
#include "check/fit_parts.h"

#include "fit_tables.h"

enum { PARTS_MAX = 4 };

struct version {
    int64_t part[PARTS_MAX];
    int n;
    bool open;       /* "20.x" */
    struct str text; /* with its suffix, without a v */
    struct str suffix;
};
struct range {
    struct version low, high;
    bool has_low, has_high, low_strict, high_in, exact;
    bool caret;      /* high follows from low: "^4.28.1" */
    struct str name; /* what stood before the version: "postgres" */
};

static ptrdiff_t digits(struct str s)
{
    ptrdiff_t n = 0;

    while (n < s.len && char_is_digit(s.ptr[n]))
        n++;
    return n;
}

/* "-rc1", "+build.5", "_2021" at the head of s */
static ptrdiff_t suffix_length(struct str s)
{
    ptrdiff_t i = 1;

    if (s.len < 2 || !char_among(*s.ptr, "-+_") || !char_is_alnum(s.ptr[1]))
        return 0;
    while (i < s.len && (char_is_alnum(s.ptr[i]) || s.ptr[i] == '-' ||
                         (s.ptr[i] == '.' && i + 1 < s.len && char_is_alnum(s.ptr[i + 1]))))
        i++;
    return i;
}

/* ".x" and ".*" at the head of s */
static bool is_open_end(struct str s)
{
    return s.len > 1 && *s.ptr == '.' && char_among(s.ptr[1], "xX*") &&
           (s.len == 2 || !char_is_alnum(s.ptr[2]));
}

/* A version at the head of *s: digits, points, perhaps x and a suffix. */
static bool take_version(struct str *s, struct version *v)
{
    bool led = s->len && char_lower(*s->ptr) == 'v';
    struct str p = str_from(*s, led);
    const char *from = p.ptr;

    *v = (struct version){ 0 };
    for (ptrdiff_t n = digits(p); n > 0; n = digits(p)) {
        if (v->n == PARTS_MAX || n > 9 || !str_int64(str_sub(p, 0, n), &v->part[v->n++]))
            return false;
        p = str_from(p, n);
        v->open = is_open_end(p);
        bool more = p.len > 1 && *p.ptr == '.' && char_is_digit(p.ptr[1]);
        p = str_from(p, v->open ? 2 : more);
        if (!more)
            break;
    }
    if (!v->n)
        return false;
    v->suffix = str_sub(p, 0, suffix_length(p));
    *s = str_from(p, v->suffix.len);
    v->text = str_span(from, s->ptr);
    return !s->len || !char_is_alnum(*s->ptr);
}

static int64_t part(const struct version *v, int i)
{
    return i < v->n ? v->part[i] : 0;
}

static int compare(const struct version *a, const struct version *b, int n)
{
    for (int i = 0; i < n; i++)
        if (part(a, i) != part(b, i))
            return part(a, i) < part(b, i) ? -1 : 1;
    return 0;
}

static bool is_early(struct str suffix)
{
    for (ptrdiff_t i = 0; i < LEN(early_words); i++)
        if (str_find_nocase(suffix, str_of(early_words[i])) == 1)
            return true;
    return false;
}

/* Does said, as far as it is written, name v? */
static bool names(const struct version *said, const struct version *v)
{
    if (said->suffix.len ? !str_equal_nocase(said->suffix, v->suffix) : is_early(v->suffix))
        return false;
    for (int i = v->n; i < said->n; i++)
        if (v->open || said->part[i] != 0)
            return false;
    return compare(said, v, said->n) == 0;
}

static void bump(struct version *v, int at)
{
    v->part[at]++;
    v->n = at + 1;
    v->suffix = (struct str){ 0 };
}

/* One "^4.28.1", ">=1.2" or "<2" of a range. */
static bool take_bound(struct str *s, struct range *r)
{
    static const char *const marks[] = { ">=", "<=", "~>", "~=", "==", "^", "~", ">", "<", "=" };
    struct version v;
    ptrdiff_t mark = 0;

    while (mark < LEN(marks) && !str_starts(*s, str_of(marks[mark])))
        mark++;
    struct str p =
        mark < LEN(marks) ? quantity_skip_space(str_from(*s, (ptrdiff_t)strlen(marks[mark]))) : *s;
    if (!take_version(&p, &v))
        return false;
    *s = p;
    if (mark == 1 || mark == 8) {
        r->high = v;
        r->has_high = true;
        r->high_in = mark == 1;
        return true;
    }
    if (r->has_low)
        return false;
    r->low = v;
    r->has_low = true;
    r->low_strict = mark == 7;
    r->exact = mark == LEN(marks) || mark == 4 || mark == 9;
    if (mark != 2 && mark != 3 && mark != 5 && mark != 6)
        return true;
    r->caret = r->has_high = true;
    r->high = v;
    bool major = mark == 5;
    bump(&r->high, major ? (v.part[0] == 0 && v.n > 1 ? 1 : 0)
                         : (mark == 6 ? (v.n > 1 ? 1 : 0) : (v.n > 2 ? v.n - 2 : 0)));
    return true;
}

static bool read_range(struct str s, struct range *r)
{
    *r = (struct range){ 0 };
    s = str_trim(s);
    if (!take_bound(&s, r))
        return false;
    for (s = str_trim(s); s.len; s = str_trim(s)) {
        if (*s.ptr == ',')
            s = str_trim(str_from(s, 1));
        if (!take_bound(&s, r))
            return false;
    }
    return true;
}

static bool has_letter(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (char_is_alpha(s.ptr[i]))
            return true;
    return false;
}

/* "16.4" of "postgres:16.4", "3.11" of "python3.11", "20" of "nodejs20.x"; a name alone is none. */
static bool read_named(struct str value, struct range *r)
{
    ptrdiff_t at;
    struct cut digest = str_cut(value, '@');
    struct cut tag = str_rcut(digest.head, ':');

    if (tag.ok && has_letter(tag.head) && read_range(tag.tail, r) && r->exact) {
        r->name = tag.head;
        return true;
    }
    at = 0;
    while (at < value.len && char_is_alpha(value.ptr[at]))
        at++;
    struct str name = str_sub(value, 0, at), rest = str_from(value, at);
    r->name = (struct str){ 0 };
    if (name.len > 2 && str_ends(name, S("v"))) /* TLSv1.2 is a version of TLS */
        name.len--;
    if (name.len < 2 || !take_version(&rest, &r->low) || rest.len || !r->low.n)
        return false;
    *r = (struct range){ .low = r->low, .has_low = true, .exact = true, .name = name };
    return true;
}

/* ---- the text ---- */

struct said {
    struct version v[2];
    struct str at[2]; /* where they stand in the text */
    int n;
    enum bound bound;
    struct str before; /* the word right before the first */
};

static enum bound bound_of(struct str text, struct str first)
{
    struct str behind = str_from(text, first.ptr + first.len - text.ptr);

    if (str_starts(behind, S("+")))
        return BOUND_LEAST;
    for (ptrdiff_t i = 0; i < LEN(bounds); i++)
        for (ptrdiff_t at = 0; at < text.len; at++) {
            struct str p = str_from(text, at);
            bool begins = at == 0 || !char_is_alnum(text.ptr[at - 1]);
            if (begins && quantity_take(&p, bounds[i].words, false))
                return bounds[i].bound;
        }
    return BOUND_IS;
}

static void note(struct said *s, struct str at, const struct version *v, struct str before)
{
    if (!s->n)
        s->before = before;
    s->at[s->n > 0] = at;
    s->v[s->n > 0] = *v;
    s->n++;
}

/* The word at the head of s, points inside it too; empty: none begins here. */
static struct str dotted_word(struct str s)
{
    ptrdiff_t n = 0;

    while (n < s.len && (char_is_alnum(s.ptr[n]) ||
                         (n && s.ptr[n] == '.' && n + 1 < s.len && char_is_alnum(s.ptr[n + 1]))))
        n++;
    return str_sub(s, 0, n);
}

/* Versions stand at a word's start, or glued to a name: "python3.11"; bare: "postgres16" too, which beside
 * another version is part of a name, as in "IPv6 needs 1.22". */
static void scan_said(struct str text, bool bare, struct said *s)
{
    struct str before = { 0 };

    for (struct str rest = text; rest.len;) {
        struct str word = dotted_word(rest), p = rest, tail;
        struct version found;
        ptrdiff_t digit = 0;

        while (digit < word.len && !char_is_digit(word.ptr[digit]))
            digit++;
        tail = str_from(word, digit);
        bool v = digit == 1 && char_lower(*word.ptr) == 'v';
        bool begins = bare || rest.ptr == text.ptr || rest.ptr[-1] != '_'; /* "x86_64" */
        if (word.len && begins && (!digit || v) && take_version(&p, &found)) {
            note(s, str_span(rest.ptr, p.ptr), &found, before);
            rest = p;
            continue;
        }
        if (digit > 1 && tail.len && (bare || str_char(tail, '.') > 0) &&
            take_version(&tail, &found) && !tail.len)
            note(s, str_from(word, digit), &found, str_sub(word, 0, digit));
        before = word.len ? word : before;
        rest = str_from(rest, word.len ? word.len : 1);
    }
}

static void read_said(struct str text, struct said *s)
{
    *s = (struct said){ 0 };
    for (int bare = 0; bare < 2 && !s->n; bare++)
        scan_said(text, bare, s);
    if (s->n)
        s->bound = bound_of(text, s->at[0]);
}

bool fit_is_alias(struct str a, struct str b)
{
    for (ptrdiff_t i = 0; i < LEN(same_products); i++)
        for (int k = 0; k < 2; k++)
            if (str_equal_nocase(a, str_of(same_products[i][k])) &&
                str_equal_nocase(b, str_of(same_products[i][1 - k])))
                return true;
    return str_equal_nocase(a, b);
}

/* Names for the same thing: PostgreSQL and postgres, Node.js and nodejs, Golang and go. */
static bool same_product(struct str a, struct str b)
{
    ptrdiff_t n = a.len < b.len ? a.len : b.len;

    return (n >= 4 && str_equal_nocase(str_sub(a, 0, n), str_sub(b, 0, n))) || fit_is_alias(a, b);
}

static bool in_name(struct str name, struct str word)
{
    for (ptrdiff_t i = 0; i < name.len;) {
        ptrdiff_t n = 0;
        while (i + n < name.len && char_is_alnum(name.ptr[i + n]))
            n++;
        if (n && same_product(str_sub(name, i, n), word))
            return true;
        i += n ? n : 1;
    }
    return same_product(name, word);
}

/* "MySQL 8.0" is not said of "postgres:8.0": a proper name before the version must be the value's. */
static bool other_product(const struct said *s, const struct range *r, struct str text,
                          struct str pointer)
{
    struct str w = s->before;

    bool proper = w.len && *w.ptr >= 'A' && *w.ptr <= 'Z';

    if (r->name.len && w.len && s->at[0].ptr > text.ptr && char_among(s->at[0].ptr[-1], ":@"))
        return !in_name(r->name, w); /* "acme/web:1.4" */
    if (!r->name.len || in_name(r->name, w) || str_among_nocase(w, neutral, LEN(neutral)) ||
        (!proper && !str_among_nocase(w, products, LEN(products))))
        return false;
    for (struct str rest = pointer, k = fit_key_word(&rest); k.len; k = fit_key_word(&rest))
        if (same_product(k, w))
            return false;
    /* "Java 17 (Corretto)" names amazoncorretto further on */
    for (struct str rest = text, k = fit_word_take(&rest); k.len; k = fit_word_take(&rest))
        if (in_name(r->name, k) || (k.len > 3 && str_find_nocase(r->name, k) >= 0))
            return false;
    return true;
}

/* ---- verdicts ---- */

static bool next_of(const struct version *a, const struct version *next)
{
    struct version v = *a;

    bump(&v, v.n - 1);
    return compare(&v, next, PARTS_MAX) == 0;
}

static bool same_bound(const struct version *said, const struct version *v)
{
    return names(said, v) || (compare(said, v, PARTS_MAX) == 0 && !said->suffix.len);
}

/* An exact version against what is said of it; limit: it is one itself, so "or later" must name it. */
static bool exact_holds(const struct said *s, const struct version *v, bool limit)
{
    const struct version *t = &s->v[0];
    int order = compare(v, t, t->n);

    if (s->n == 2)
        return order >= 0 && compare(v, &s->v[1], s->v[1].n) <= 0;
    switch (limit ? BOUND_IS : s->bound) {
    case BOUND_LEAST:
        return order >= 0;
    case BOUND_MOST:
        return order <= 0;
    case BOUND_ABOVE:
        return order > 0;
    case BOUND_BELOW:
        return order < 0;
    default:
        return names(t, v);
    }
}

/* A range against what is said: its ends are limits, so "or later" must name the lower one. False:
 * nobody can tell. */
static bool range_holds(const struct said *s, const struct range *r, bool *fits)
{
    const struct version *t = &s->v[0], *top = &s->v[1];

    *fits = false;
    if (s->n == 2) {
        *fits =
            r->has_low && r->has_high && same_bound(t, &r->low) &&
            (r->high_in ? same_bound(top, &r->high)
                        : next_of(top, &r->high) || (r->high.n > top->n && names(top, &r->high)));
        return true;
    }
    switch (s->bound) {
    case BOUND_LEAST:
        *fits = r->has_low && !r->low_strict && same_bound(t, &r->low);
        return !(*fits && r->has_high);
    case BOUND_ABOVE:
        *fits = r->has_low && r->low_strict && same_bound(t, &r->low);
        return !(*fits && r->has_high);
    case BOUND_BELOW:
        *fits = r->has_high && !r->high_in && same_bound(t, &r->high);
        return !(*fits && r->has_low);
    case BOUND_MOST:
        *fits = r->has_high && (r->high_in ? same_bound(t, &r->high) : next_of(t, &r->high));
        return !(*fits && r->has_low);
    default:
        *fits = r->has_low && !r->low_strict && names(t, &r->low);
        return true;
    }
}

/* The text with its version replaced by v, to as many parts as it wrote. */
static struct str rewritten(const struct fit_asked *a, const struct said *s,
                            const struct version *v)
{
    struct buf b = buf_open(a->keep, a->text.len + 100);

    buf_put(&b, str_span(a->text.ptr, s->at[0].ptr));
    for (int i = 0; i < (s->v[0].n < v->n ? s->v[0].n : v->n); i++) {
        buf_put(&b, i ? S(".") : *s->at[0].ptr == 'v' ? S("v") : S(""));
        buf_int(&b, v->part[i]);
    }
    if (s->v[0].suffix.len)
        buf_put(&b, v->suffix);
    buf_put(&b, str_from(a->text, s->at[0].ptr + s->at[0].len - a->text.ptr));
    return buf_str(&b);
}

/* "8" and "16" are numbers before they are versions; "1.30", ">=20" and "v2" are not. */
static bool reads_version(struct str value, struct range *r)
{
    if (value.len > 200)
        return false;
    if (read_range(value, r))
        return true;
    return read_named(value, r);
}

/* "3.9 to 3.12", "between 3.9 and 3.12", "3.9–3.12" */
static bool is_span(struct str text, const struct said *s)
{
    struct str mark = str_trim(str_span(s->at[0].ptr + s->at[0].len, s->at[1].ptr));

    return str_equal_nocase(mark, S("to")) || str_equal(mark, S("–")) || str_equal(mark, S("-")) ||
           str_equal_nocase(mark, S("through")) || str_find_nocase(mark, S("to ")) == 0 ||
           (fit_find_name(text, S("between")).len > 0 && fit_find_name(mark, S("and")).len > 0);
}

/* The word of part that keeps its versions from being said of the value; empty: none. */
static struct str stuck_at(const struct fit_asked *a, struct str part, const struct said *s)
{
    struct str rest = a->text;

    if (s->n > 2 || (s->n == 2 && !is_span(part, s)))
        return s->at[1];
    if (s->bound == BOUND_IS && fit_is_hedged(part))
        return s->before.len ? s->before : fit_word_take(&rest);
    return (struct str){ 0 };
}

static void judge(const struct fit_asked *a, struct str part, const struct said *s,
                  const struct range *r, struct fit *out)
{
    struct str value = out->shown, governor = { 0 };
    bool limit = fit_key_has(a->pointer, limit_words, LEN(limit_words)) ||
                 fit_key_has(a->pointer, floor_words, LEN(floor_words));
    bool fits = r->exact && exact_holds(s, &r->low, limit);

    if (!r->exact && !range_holds(s, r, &fits)) {
        *out = fit_stuck(a, value, s->at[0]);
        out->why = str_fmt(a->keep, "the value %.*s has two ends, and the text names one: \"%.*s\"",
                           FMT(value), FMT(a->text));
        return;
    }
    if (fits && s->bound == BOUND_IS)
        governor = fit_governor(a, part, s->at[0], true);
    if (governor.len)
        *out = fit_stuck(a, value, governor);
    else if (fits)
        out->kind = FIT_TRUE;
    else if (s->n == 1 && r->has_low && part.ptr == a->text.ptr)
        out->suggest =
            rewritten(a, s, s->bound == BOUND_BELOW || s->bound == BOUND_MOST ? &r->high : &r->low);
}

bool fit_version(const struct fit_asked *a, struct str value, struct fit *out)
{
    struct range r;
    struct said s;
    struct str part = fit_said_part(a->text, false, true, a->keep);

    if (!reads_version(str_trim(value), &r))
        return false;
    read_said(part, &s);
    if (!s.n)
        return false;
    *out = (struct fit){ .kind = FIT_TRUE, .shown = value };
    if (!char_is_alnum(*str_trim(value).ptr) && str_ends(part, str_trim(value)))
        return true; /* "the provider ~> 5.0" */
    out->kind = FIT_FALSE;
    if (s.n > 1 && !r.name.len && str_char(part, ' ') < 0 && !is_span(part, &s))
        return false; /* "TLSv1.2_2021": a name */
    struct str stuck = stuck_at(a, part, &s);
    if (stuck.len)
        *out = fit_stuck(a, value, stuck);
    else if (other_product(&s, &r, part, a->pointer))
        out->by_hand = true;
    else
        judge(a, part, &s, &r, out);
    return true;
}
