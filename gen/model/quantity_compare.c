/* quantity_compare.c - does a value bear out what is said? Units meet in the base of their
 * dimension, and each way to compare (signs, ranges, written precision) is one step. */
#include "model/quantity.h"

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

bool quantity_in(const struct quantity *q, const struct quantity_unit *to, struct ratio *low,
                 struct ratio *high)
{
    bool binary = q->unit && q->unit->dim == QUANTITY_BYTES &&
                  ratio_cmp(q->unit->factor, q->unit->binary) == 0;
    struct ratio by = ratio_whole(1);
    if (q->unit && (q->unit->dim != to->dim || !same_currency(q->unit, to) ||
                    !ratio_div(q->unit->factor, binary ? to->binary : to->factor, &by)))
        return false;
    return ratio_mul(q->low, by, low) && ratio_mul(q->high, by, high);
}

/* What one of q is worth, and in which dimension. */
struct scale {
    enum quantity_dim dim;
    struct ratio by;
    const struct quantity_unit *per;
};

/* MB per second and MBps are one dimension; "512M" is bytes where the other side is. */
static bool scale_of(const struct quantity *q, enum quantity_dim other, bool binary,
                     struct scale *s)
{
    *s = (struct scale){ dim_of(q), ratio_whole(1), q->per };
    if (q->unit) /* a rate in MB/s is not one in MiB/s */
        s->by =
            binary && !(q->per && other == QUANTITY_BITRATE) ? q->unit->binary : q->unit->factor;
    if (!q->unit && q->letter && other == QUANTITY_BYTES)
        s->dim = QUANTITY_BYTES;
    if (!q->unit && q->fraction && other == QUANTITY_PERCENT)
        *s = (struct scale){ QUANTITY_PERCENT, ratio_whole(100), NULL };
    if (s->dim == QUANTITY_BYTES && q->per && other == QUANTITY_BITRATE) {
        s->dim = QUANTITY_BITRATE;
        s->per = NULL;
        return ratio_div(s->by, q->per->factor, &s->by);
    }
    return true;
}

/* What one of value's units is in said's. binary: both take GB for GiB. */
static bool unit_factor(const struct quantity *said, const struct quantity *value, bool binary,
                        struct ratio *by)
{
    struct scale s, v;
    if (!scale_of(said, dim_of(value), binary, &s) || !scale_of(value, dim_of(said), binary, &v))
        return false;
    *by = ratio_whole(1);
    if (s.dim == v.dim) {
        if (said->unit && value->unit && !same_currency(said->unit, value->unit))
            return false;
        if (!ratio_div(v.by, s.by, by))
            return false;
    } else {
        enum quantity_dim dim = said->unit ? said->unit->dim : dim_of(value);
        if ((said->unit && value->unit) || (dim != QUANTITY_PERCENT && dim != QUANTITY_MONEY))
            return false;
    }
    if (s.per && v.per && s.per != v.per)
        return ratio_mul(*by, s.per->factor, by) && ratio_div(*by, v.per->factor, by);
    return true;
}

static bool ten_to_minus(int places, struct ratio *out)
{
    __int128 ten = 1;
    for (int i = places < 0 ? -places : places; i > 0; i--)
        ten *= 10;
    return places < 0 ? ratio_make(ten, 1, out) : ratio_make(1, ten, out);
}

/* How far a value may be from n, which was written with places digits. rough: the value was
 * measured or computed, or the number is written rounded; a configured value is exact. */
static bool tolerance(const struct quantity *said, struct ratio n, int places, bool rough,
                      struct ratio *out)
{
    struct ratio ulp, part;
    *out = ratio_whole(0);
    if (said->sign == QUANTITY_EXACTLY)
        return true;
    if (said->sign == QUANTITY_ABOUT)
        return ratio_mul(ratio_abs(n), (struct ratio){ 1, 10 }, out);
    if (said->fraction && n.den == 3) { /* "two thirds" are 66, 66.7 and 67 percent */
        *out = (struct ratio){ 1, 100 };
        return true;
    }
    bool money = dim_of(said) == QUANTITY_MONEY;
    bool month = said->unit && said->unit->factor.num == 2628000; /* of 28 to 31 days */
    if (!rough && places == 0 && !month && !money)
        return true;
    /* just below a half: 10.5 rounds to 11 as well as to 10 */
    if (!ten_to_minus(places, &ulp) ||
        !ratio_mul(ulp, (struct ratio){ money ? 50 : 49, 100 }, &ulp) ||
        !ratio_mul(ratio_abs(n), (struct ratio){ month && !rough ? 3 : 10, 200 }, &part))
        return false;
    *out = ratio_cmp(ulp, part) < 0 || money ? ulp : part;
    return true;
}

static bool inside(struct ratio v, struct ratio from, struct ratio to)
{
    return ratio_cmp(v, from) >= 0 && ratio_cmp(v, to) <= 0;
}

/* A value in the unit of what is said. */
struct worth {
    bool range, rough;
    struct ratio low, high;
};

/* "nearly 3,000" is 2,700 to below 3,000; "just over 3,000" above it, up to 3,300. */
static bool beside(const struct quantity *said, const struct worth *v, bool below, bool *fits)
{
    struct ratio edge;
    if (!ratio_mul(below ? said->low : said->high, (struct ratio){ below ? 9 : 11, 10 }, &edge))
        return false;
    *fits = below ? ratio_cmp(v->low, edge) >= 0 && ratio_cmp(v->high, said->high) < 0
                  : ratio_cmp(v->low, said->low) > 0 && ratio_cmp(v->high, edge) <= 0;
    return true;
}

static bool agrees(const struct quantity *said, const struct worth *v, bool *fits)
{
    struct ratio low, high, low_from, low_to, high_from, high_to;
    if (!tolerance(said, said->low, said->low_places, v->rough, &low) ||
        !tolerance(said, said->high, said->high_places, v->rough, &high) ||
        !ratio_sub(said->low, low, &low_from) || !ratio_add(said->low, low, &low_to) ||
        !ratio_sub(said->high, high, &high_from) || !ratio_add(said->high, high, &high_to))
        return false;
    if (said->range && v->range)
        *fits = inside(v->low, low_from, low_to) && inside(v->high, high_from, high_to);
    else if (said->range && said->limit)
        *fits = inside(v->low, low_from, low_to) || inside(v->low, high_from, high_to);
    else if (said->range)
        *fits = inside(v->low, low_from, high_to);
    else
        *fits = ratio_cmp(v->low, low_to) <= 0 && ratio_cmp(v->high, low_from) >= 0;
    return true;
}

static bool holds(const struct quantity *said, const struct worth *v, bool *fits)
{
    switch (said->sign) {
    case QUANTITY_BELOW:
        *fits = ratio_cmp(v->high, said->high) < 0;
        return true;
    case QUANTITY_ABOVE:
        *fits = ratio_cmp(v->low, said->low) > 0;
        return true;
    case QUANTITY_NEARLY:
    case QUANTITY_JUST_OVER:
        return beside(said, v, said->sign == QUANTITY_NEARLY, fits);
    case QUANTITY_AT_MOST:
        if (said->limit)
            break;
        *fits = ratio_cmp(v->high, said->high) <= 0;
        return true;
    case QUANTITY_AT_LEAST:
        if (said->limit)
            break;
        *fits = ratio_cmp(v->low, said->low) >= 0;
        return true;
    default:
        break;
    }
    return agrees(said, v, fits);
}

static enum quantity_fit compare(const struct quantity *said, const struct quantity *value)
{
    /* of two readings one is enough, but "less than 10 GB" must hold in both */
    bool strict = said->sign == QUANTITY_BELOW || said->sign == QUANTITY_ABOVE;
    bool comparable = false, all = true;
    for (int binary = 0; binary < 2; binary++) {
        struct ratio by;
        struct worth v = { .range = value->range, .rough = value->low_places > 0 || value->range };
        bool fits = false;
        if (!unit_factor(said, value, binary, &by) || !ratio_mul(value->low, by, &v.low) ||
            !ratio_mul(value->high, by, &v.high) || !holds(said, &v, &fits))
            continue;
        if (fits && !strict)
            return QUANTITY_AGREES;
        comparable = true;
        all = all && fits;
    }
    if (comparable && strict && all)
        return QUANTITY_AGREES;
    return comparable ? QUANTITY_DIFFERS : QUANTITY_NOT_COMPARABLE;
}

enum quantity_fit quantity_compare(const struct quantity *said, const struct quantity *value)
{
    struct quantity thousand = *said;
    enum quantity_fit fit = compare(said, value);
    if (fit != QUANTITY_DIFFERS || !said->dotted ||
        !ratio_mul(said->low, ratio_whole(1000), &thousand.low))
        return fit;
    thousand.high = thousand.low;
    thousand.low_places = thousand.high_places = 0;
    return compare(&thousand, value);
}

bool quantity_comparable(const struct quantity *said, const struct quantity *value)
{
    struct ratio by;
    return unit_factor(said, value, false, &by);
}
