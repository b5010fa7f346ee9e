/* quantity_value.c - values of data as quantities: bare numbers with a unit from elsewhere, and what
 * programs write: ISO 8601 durations, rate(5 minutes), 00:05:00, 1h30m, 512Mi. */
#include "model/quantity.h"

/* One "30M" of a duration: adds its seconds. The order of parts is not checked. */
static bool add_part(struct str *s, struct str letters, const int64_t *seconds, struct ratio *sum)
{
    struct ratio n;
    ptrdiff_t len = 0;
    while (len < s->len && (char_is_digit(s->ptr[len]) || s->ptr[len] == '.'))
        len++;
    ptrdiff_t at = len < s->len ? str_char(letters, s->ptr[len]) : -1;
    if (!len || at < 0 || !ratio_parse(str_sub(*s, 0, len), &n) ||
        !ratio_mul(n, ratio_whole(seconds[at]), &n) || !ratio_add(*sum, n, sum))
        return false;
    *s = str_from(*s, len + 1);
    return true;
}

/* P30D, PT5M, P1DT12H, PT0.5S */
static bool iso_duration(struct str s, struct ratio *seconds)
{
    static const int64_t dates[] = { 31536000, 2628000, 604800, 86400 };
    static const int64_t times[] = { 3600, 60, 1 };
    *seconds = ratio_whole(0);
    if (s.len < 3 || *s.ptr != 'P')
        return false;
    s = str_from(s, 1);
    while (s.len > 0 && *s.ptr != 'T')
        if (!add_part(&s, S("YMWD"), dates, seconds))
            return false;
    if (s.len == 0)
        return true;
    s = str_from(s, 1);
    if (s.len == 0)
        return false;
    while (s.len > 0)
        if (!add_part(&s, S("HMS"), times, seconds))
            return false;
    return true;
}

static bool two_digits(struct str s, int64_t *n)
{
    return s.len >= 1 && s.len <= 3 && char_is_digit(*s.ptr) && str_int64(s, n);
}

/* 00:05:00; of two parts nobody knows whether they are hours or minutes. */
static bool clock_duration(struct str s, struct ratio *seconds)
{
    struct cut h = str_cut(s, ':'), m = str_cut(h.tail, ':');
    int64_t a, b, c;
    if (!h.ok || !m.ok || !two_digits(h.head, &a) || !two_digits(m.head, &b) ||
        !two_digits(m.tail, &c) || b > 59 || c > 59)
        return false;
    *seconds = ratio_whole(a * 3600 + b * 60 + c);
    return true;
}

static struct str inside_rate(struct str s)
{
    if (str_starts(s, S("rate(")) && str_ends(s, S(")")))
        return str_sub(s, 5, s.len - 6);
    return str_starts(s, S("@every ")) ? str_from(s, 7) : s;
}

static bool spelled(struct str text, struct quantity *q)
{
    struct ratio seconds;
    text = inside_rate(text);
    if (!iso_duration(text, &seconds) && !clock_duration(text, &seconds))
        return quantity_parse(text, q);
    *q = (struct quantity){
        .low = seconds, .high = seconds, .number = text, .unit = quantity_unit(S("s"))
    };
    return true;
}

bool quantity_of(struct str text, struct str unit, struct quantity *q)
{
    struct ratio n;
    text = str_trim(text);
    if (!ratio_parse(text, &n))
        return spelled(text, q);
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

bool quantity_of_dim(struct str text, struct str unit, const struct quantity_unit *asked,
                     struct quantity *q)
{
    struct ratio n;
    text = str_trim(text);
    struct str head = str_sub(text, 0, text.len - 1);
    bool one_letter = asked && text.len > 1 && ratio_parse(head, &n);
    char letter[] = { text.len ? text.ptr[text.len - 1] : '\0', 'B', '\0' };
    if (one_letter && asked->dim == QUANTITY_CPU && *letter == 'm')
        return quantity_of(head, S("mCPU"), q);
    if (!one_letter || asked->dim != QUANTITY_BYTES || !char_among(*letter, "kKmMgGtT"))
        return quantity_of(text, unit, q);
    *letter = (char)(*letter & ~0x20);
    return quantity_of(head, str_of(letter), q);
}
