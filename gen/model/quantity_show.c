/* quantity_show.c - values written as people write them, and texts rewritten with them. */
#include "model/quantity.h"

#include "base/buf.h"

static bool same_currency(const struct quantity_unit *a, const struct quantity_unit *b)
{
    return str_equal(str_of(a->currency), str_of(b->currency));
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
        s = ratio_show(n,
                       whole                            ? 0
                       : exact > 2 && style->places > 2 ? style->places
                                                        : 2,
                       false, keep);
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

/* Digits that value needs behind the point in unit u; -1 when no few do or it is less than one. */
static int places_in(const struct quantity *value, const struct quantity_unit *u)
{
    struct ratio n;
    if (u->dim != value->unit->dim ||
        !ratio_div(value->unit->factor, shown_factor(u, value->unit), &n) ||
        !ratio_mul(value->low, n, &n))
        return -1;
    bool small = ratio_cmp(ratio_abs(n), (struct ratio){ 1, 5 }) < 0 && n.num != 0;
    return small && u->dim != QUANTITY_PERCENT ? -1 : ratio_places(n);
}

/* Crooked numbers (0.0417 hours) go to the largest unit that gives a whole one, else a short one. */
static const struct quantity_unit *straight_unit(const struct quantity *value,
                                                 const struct quantity_unit *wish)
{
    static const char *const nice[] = { "days", "hours", "minutes", "seconds", "ms", "TB",
                                        "GB",   "MB",    "KB",      "vCPU",    "%" };
    int places = places_in(value, wish);
    if (places >= 0 && places <= 2)
        return wish;
    for (int most = 0; most < 3; most++)
        for (ptrdiff_t i = 0; i < LEN(nice); i++) {
            const struct quantity_unit *u = quantity_unit(str_of(nice[i]));
            places = places_in(value, u);
            if (places >= 0 && places <= most)
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
    if (s.unit && s.unit->data)
        s.unit = quantity_unit(S("%"));
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

/* A counted thing: "2 shared gateways" cannot become one by changing its number. */
static bool noun_can_turn(const struct quantity *said, bool was_one, bool is_one)
{
    return was_one == is_one || said->unit || str_char(str_trim(said->noun), ' ') < 0;
}

static bool is_whole(const struct quantity *value)
{
    return value->low.den == 1 && value->high.den == 1;
}

struct str quantity_rewrite(struct str text, const struct quantity *said,
                            const struct quantity *value, struct arena *keep)
{
    struct ratio low, high;
    struct style style = style_for(value, said);
    bool counted = !said->unit && said->noun.len > 0 && said->low_places <= 0;
    if (said->broken || said->fraction || said->dotted || (counted && !is_whole(value)) ||
        !quantity_comparable(said, value) || !converted(value, said, &style, &low, &high))
        return S("");
    struct str n = show_range(low, high, &style, keep);
    const char *end = text.ptr + text.len, *number_end = said->number.ptr + said->number.len;
    struct str head = str_span(text.ptr, said->number.ptr), rest = str_span(number_end, end);
    bool one = str_equal(n, S("1")), was_one = ratio_cmp(said->high, ratio_whole(1)) == 0;
    if (!noun_can_turn(said, was_one, one))
        return S("");
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
