/* fit_number.c - a text against a number: which unit a bare one is in, what a limit means, when a
 * number is a share. */
#include "check/fit_parts.h"

#include "fit_tables.h"
#include "model/data.h"

enum { TEXT_MAX = 1000 };
#define HAS(pointer, words) fit_key_has((pointer), (words), LEN(words))

bool fit_number_held(const struct json *v, struct str unit, struct quantity *q)
{
    if (!v || (v->kind != JSON_NUMBER && v->kind != JSON_STRING) || v->str.len > TEXT_MAX)
        return false;
    if (!quantity_of(json_str(v), unit, q))
        return false;
    return v->kind == JSON_NUMBER ||
           (q->unit && (unit.len || q->number.len < str_trim(v->str).len ||
                        !char_is_digit(*q->number.ptr) || str_char(q->number, ':') > 0));
}

bool fit_number_said(struct str text, struct quantity *q, struct str *behind, struct str *stuck)
{
    struct str rest = text, begin = text;

    *stuck = (struct str){ 0 };
    while (begin.len && memchr(":(=", begin.ptr[0], 3)) /* ":8080" */
        begin = str_from(begin, 1);
    while (begin.len) {
        *behind = str_trim(begin);
        if (quantity_parse(*behind, q))
            return true;
        *stuck = q->stuck;
        if (stuck->len)
            return false;
        struct str w = fit_word_take(&rest);
        bool name = w.len && char_is_alpha(w.ptr[0]);
        *stuck = w;
        if (!name || fit_is_negator(w) || quantity_is_number_word(w) ||
            fit_is_one_of(w, turning, LEN(turning)))
            return false;
        begin = rest;
        while (begin.len && memchr(" ,:;(=-\xC2\xA0", begin.ptr[0], 9) && *begin.ptr != '-')
            begin = str_from(begin, 1);
        if (str_starts(begin, S("- ")))
            begin = str_from(begin, 2);
    }
    return false;
}

bool fit_counts(struct str text)
{
    struct quantity q;
    struct str behind, stuck;

    return fit_number_said(text, &q, &behind, &stuck);
}

/* ---- the unit of a bare number ---- */

static struct str time_unit(int64_t n)
{
    bool milli = n >= 1000 && n % 500 == 0 && (n % 3600 != 0 || n >= 1000000);

    return milli ? S("ms") : S("s");
}

/* What keys that name no unit are in, as AWS, Kubernetes, DNS and their kind have it. */
static struct str convention(struct str pointer, struct ratio n)
{
    struct str key = fit_last_key(pointer), rest = key;
    char folded[64];
    ptrdiff_t len = 0;

    for (struct str w = fit_key_word(&rest); w.len; w = fit_key_word(&rest))
        for (ptrdiff_t i = 0; i < w.len && len < (ptrdiff_t)sizeof folded; i++)
            folded[len++] = char_lower(w.ptr[i]);
    struct str name = { folded, len };
    if (str_ends(name, S("cpu")) || str_ends(name, S("cpus")))
        return n.den == 1 && n.num >= 64 ? S("vCPU/1024") : S("vCPU");
    if (str_ends(name, S("cores")))
        return S("CPU");
    for (ptrdiff_t i = 0; i < LEN(conventions); i++)
        if (str_ends(name, str_of(conventions[i].end)))
            return *conventions[i].unit ? str_of(conventions[i].unit) : time_unit(n.num);
    return (struct str){ 0 };
}

/* The time a key counts by: "requestsPerSecond", "rpm". */
static const struct quantity_unit *key_per(struct str pointer)
{
    struct str key = fit_last_key(pointer);
    bool per = false;

    for (struct str w = fit_key_word(&key); w.len; w = fit_key_word(&key)) {
        if (per)
            return quantity_unit(w);
        per = str_equal_nocase(w, S("per"));
        if (str_equal_nocase(w, S("rpm")))
            return quantity_unit(S("minute"));
        if (str_equal_nocase(w, S("rps")) || str_equal_nocase(w, S("qps")) ||
            str_equal_nocase(w, S("tps")))
            return quantity_unit(S("second"));
    }
    return NULL;
}

/* A bare value between 0 and 1 against a percentage: the key tells, or the text fits only one. */
static enum quantity_fit compare_share(const struct fit_asked *a, const struct quantity *said,
                                       const struct quantity *bare, struct quantity *used)
{
    struct quantity share = *bare;
    enum quantity_fit plain = quantity_compare(said, bare), fit;

    share.unit = quantity_unit(S("ratio"));
    fit = quantity_compare(said, &share);
    *used = share;
    if (HAS(a->pointer, ratio_words))
        return fit;
    if (bare->low.den == 1) { /* 0 and 1 */
        *used = *bare;
        return plain == QUANTITY_DIFFERS && fit == QUANTITY_AGREES ? QUANTITY_NOT_COMPARABLE
                                                                   : plain;
    }
    return plain == QUANTITY_AGREES ? QUANTITY_NOT_COMPARABLE : fit;
}

/* Kubernetes' "500m" beside a said CPU is a thousandth, beside all else a minute. */
static void value_of(const struct fit_asked *a, const struct quantity *said, struct quantity *value)
{
    struct str raw = str_trim(json_str(a->value));
    struct ratio n;

    if (said->unit && said->unit->dim == QUANTITY_CPU && str_ends(raw, S("m")) &&
        ratio_parse(str_sub(raw, 0, raw.len - 1), &n)) {
        quantity_of(str_sub(raw, 0, raw.len - 1), S("mCPU"), value);
        return;
    }
    /* "10m" of nginx and -Xmx: no minutes where the text says bytes */
    if (said->unit && said->unit->dim == QUANTITY_BYTES && raw.len > 1 &&
        ratio_parse(str_sub(raw, 0, raw.len - 1), &n)) {
        char letter[] = { raw.ptr[raw.len - 1], 'B', 0 };
        if (strchr("kKmMgGtT", letter[0])) {
            letter[0] = (char)(letter[0] & ~0x20);
            quantity_of(str_sub(raw, 0, raw.len - 1), str_of(letter), value);
            return;
        }
    }
    quantity_of(raw, a->unit, value);
    if (!value->unit && !value->per && said->per)
        value->per = key_per(a->pointer);
}

static bool counts_things(const struct quantity *said)
{
    struct str rest = said->noun, word = fit_word_take(&rest);
    static const char *const small[] = { "or", "and", "in", "for", "by",   "at",   "of", "on",
                                         "a",  "an",  "to", "is",  "here", "each", "per" };

    return word.len && char_is_alpha(word.ptr[0]) && !fit_is_one_of(word, small, LEN(small));
}

/* "30 backups" of `retentionDays`: what is counted is not what the key counts. */
static bool counts_others(const struct fit_asked *a, const struct quantity *said, struct str unit)
{
    const struct quantity_unit *u = quantity_unit(unit);
    struct str rest = said->noun;

    if (said->unit || said->fraction || !u || !counts_things(said) ||
        (u->dim != QUANTITY_TIME && u->dim != QUANTITY_BYTES))
        return false;
    for (struct str w = fit_word_take(&rest); w.len; w = fit_word_take(&rest))
        if (w.len > 2 && str_find_nocase(a->pointer, str_sub(w, 0, 5)) >= 0)
            return false;
    return true;
}

static enum quantity_fit compare_held(const struct quantity *said, const struct quantity *value,
                                      enum quantity_fit fit, struct quantity *used)
{
    struct quantity bare = *value;

    if (said->unit || said->fraction || fit == QUANTITY_AGREES)
        return fit;
    if (counts_things(said) && value->unit->dim != QUANTITY_CPU &&
        value->unit->dim != QUANTITY_PERCENT)
        return QUANTITY_NOT_COMPARABLE; /* "30 users" and 30 s */
    bare.unit = bare.per = NULL;
    if (quantity_compare(said, &bare) == QUANTITY_AGREES)
        return QUANTITY_AGREES;
    if (fit == QUANTITY_NOT_COMPARABLE)
        *used = bare;
    return QUANTITY_DIFFERS;
}

enum quantity_fit fit_number_compare(const struct fit_asked *a, const struct quantity *text,
                                     struct quantity *used)
{
    struct quantity value, said = *text;
    enum quantity_fit fit;

    said.limit = said.limit || str_equal(str_trim(a->title), S("limit")) ||
                 HAS(a->pointer, bound_words) ||
                 (said.range ? HAS(a->pointer, end_words) : HAS(a->pointer, limit_words));
    if (HAS(a->pointer, bound_words) && said.sign >= QUANTITY_BELOW)
        said.sign = QUANTITY_IS; /* "alarms above 80 %" */
    value_of(a, &said, &value);
    *used = value;
    fit = quantity_compare(&said, &value);
    if (value.unit)
        return compare_held(&said, &value, fit, used);
    struct str unit = data_unit_guess(a->pointer);
    if (unit.len && counts_others(a, &said, unit))
        return QUANTITY_NOT_COMPARABLE;
    bool percent = said.unit && said.unit->dim == QUANTITY_PERCENT;
    if (!unit.len && (percent || said.fraction) && value.low.num >= 0 &&
        ratio_cmp(value.low, ratio_whole(1)) <= 0)
        return percent ? compare_share(a, &said, &value, used) : fit;
    if ((!said.unit && !said.fraction) || (percent && !unit.len))
        return fit;
    if (!unit.len && said.fraction)
        unit = fit == QUANTITY_DIFFERS ? S("percent") : unit;
    else if (!unit.len && fit == QUANTITY_NOT_COMPARABLE)
        unit = convention(a->pointer, value.low);
    if (!unit.len || !quantity_of(json_str(a->value), unit, used))
        return fit;
    return quantity_compare(&said, used);
}

/* ---- verdicts ---- */

static struct str rewrite(const struct fit_asked *a, struct str behind, const struct quantity *said,
                          const struct quantity *value)
{
    struct str end = quantity_rewrite(behind, said, value, a->keep);

    return end.len ? str_join(str_span(a->text.ptr, behind.ptr), end, a->keep) : end;
}

static bool holds_number(struct str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++)
        if (char_is_digit(text.ptr[i]))
            return true;
    for (struct str w = fit_word_take(&text); w.len; w = fit_word_take(&text))
        if (quantity_is_number_word(w))
            return true;
    return false;
}

static bool ends_like(struct str text, const char *const *words, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_ends(text, str_of(words[i])))
            return true;
    return false;
}

/* Words that say a number: "none", "unlimited", and yes and no of 1 and 0. */
static bool number_word(const struct fit_asked *a, const struct quantity *value, struct fit *fit)
{
    static const char *const none[] = { "none",     "nothing",    "zero",         "off",
                                        "disabled", "turned off", "switched off", "no" };
    static const char *const endless[] = {
        "unlimited", "no limit",    "without limit", "infinite",
        "unbounded", "not limited", "forever",       "for ever"
    };
    bool zero = value->low.num == 0 && value->high.num == 0, yes;

    if (fit_is_one_of(a->text, none, LEN(none)))
        fit->kind = zero ? FIT_TRUE : FIT_FALSE;
    else if (ends_like(a->text, endless, LEN(endless)) && value->low.num != 0)
        fit->kind = value->low.num < 0 ? FIT_TRUE : FIT_FALSE;
    else if (value->low.den == 1 && (zero || value->low.num == 1) && !value->unit &&
             !holds_number(a->text) && fit_bool_said(a->text, a->pointer, &yes))
        fit->kind = yes == !zero ? FIT_TRUE : FIT_FALSE;
    else
        return false;
    return true;
}

static struct fit not_comparable(const struct fit_asked *a, const struct quantity *said,
                                 const struct quantity *value, struct fit fit)
{
    struct str raw = json_str(a->value);

    if (said->unit && value->unit && said->unit->dim != value->unit->dim) {
        fit.kind = FIT_FALSE; /* "512 MB" and 0.5 vCPU */
        return fit;
    }
    fit.kind = FIT_UNREADABLE;
    fit.unit_missing = !value->unit;
    if (said->unit && said->unit->dim == QUANTITY_PERCENT && !value->unit)
        fit.why = str_fmt(a->keep, "nothing says whether the bare %.*s is a ratio or a percentage",
                          FMT(raw));
    else if (said->unit)
        fit.why = str_fmt(a->keep, "nothing says in what unit the bare %.*s is", FMT(raw));
    else
        fit.why = str_fmt(a->keep, "the text counts \"%.*s\", and the value is %.*s",
                          FMT(said->noun), FMT(fit.shown));
    return fit;
}

struct fit fit_number(const struct fit_asked *a)
{
    struct quantity said, value;
    struct str behind, stuck, part = fit_said_part(a->text, false, false, a->keep);
    struct fit fit = { .kind = FIT_FALSE, .shown = fit_show(a->value, a->unit, a->keep) };
    enum quantity_fit how;

    if (!fit_number_said(part, &said, &behind, &stuck))
        return quantity_of(json_str(a->value), a->unit, &value) && number_word(a, &value, &fit)
                   ? fit
                   : fit_stuck(a, fit.shown, stuck);
    how = fit_number_compare(a, &said, &value);
    if (how == QUANTITY_NOT_COMPARABLE)
        return not_comparable(a, &said, &value, fit);
    fit.shown = quantity_show(&value, &said, a->keep);
    if (how == QUANTITY_AGREES)
        fit.kind = FIT_TRUE;
    else if (part.ptr == a->text.ptr)
        fit.suggest = rewrite(a, behind, &said, &value);
    return fit;
}
