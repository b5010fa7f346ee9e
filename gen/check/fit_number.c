/* fit_number.c - a text against a number: which unit a bare one is in, what a limit means, when a
 * number is a share. */
#include "check/fit_parts.h"

#include "fit_tables.h"
#include "model/data.h"

enum {
    TEXT_MAX = 1000,
    DAYS_MAX = 3660,  /* nobody keeps things longer: these are seconds */
    BYTES_MIN = 65536 /* a whole number of KiB past this is counted in bytes */
};
#define HAS(pointer, words) fit_key_has((pointer), (words), LEN(words))

bool fit_number_held(const struct json *v, struct str unit, struct quantity *q)
{
    if (!v || (v->kind != JSON_NUMBER && v->kind != JSON_STRING) || v->str.len > TEXT_MAX)
        return false;
    if (!quantity_of(json_str(v), unit, q))
        return false;
    return v->kind == JSON_NUMBER ||
           ((q->unit || q->per) &&
            (unit.len || q->number.len < str_trim(v->str).len || !char_is_digit(*q->number.ptr) ||
             str_char(q->number, ':') > 0));
}

static bool is_ordinal(struct str w)
{
    struct str end = w.len > 2 ? str_from(w, w.len - 2) : w;

    return w.len > 2 && char_is_digit(*w.ptr) &&
           str_among_nocase(end, (const char *const[]){ "st", "nd", "rd", "th" }, 4);
}

/* "PT2M", as it stands in data */
static bool iso_said(struct str text, struct quantity *q)
{
    ptrdiff_t n = 0;

    while (n < text.len && char_is_alnum(text.ptr[n]))
        n++;
    return n > 2 && *text.ptr == 'P' && n == text.len && quantity_of(text, (struct str){ 0 }, q) &&
           q->unit && q->unit->dim == QUANTITY_TIME;
}

bool fit_number_said(struct str text, struct quantity *q, struct str *behind, struct str *stuck)
{
    struct str rest = text, begin = text;

    *stuck = (struct str){ 0 };
    while (begin.len && char_among(begin.ptr[0], ":(=")) /* ":8080" */
        begin = str_from(begin, 1);
    while (begin.len) {
        *behind = str_trim(begin);
        if (quantity_parse(*behind, q) || iso_said(*behind, q))
            return true;
        *stuck = q->stuck;
        struct str w = fit_word_take(&rest);
        bool joined = rest.len > 1 && *rest.ptr == '-' && char_is_alpha(rest.ptr[1]);
        struct str tail = rest;
        if (stuck->len && joined && quantity_is_number_word(w) &&
            !quantity_is_number_word(fit_word_take(&tail))) { /* "one-time codes of six digits" */
            rest = tail;
            begin = str_trim(rest);
            continue;
        }
        bool ordinal = is_ordinal(w); /* "99th percentile under 200 ms" */
        if (stuck->len && !ordinal)
            return false;
        bool name = ordinal || (w.len && char_is_alpha(w.ptr[0]));
        *stuck = w;
        if (!name || fit_is_negator(w) || quantity_is_number_word(w) ||
            str_among_nocase(w, turning, LEN(turning)))
            return false;
        begin = rest;
        while (begin.len && char_among(begin.ptr[0], " ,:;(=-\xC2\xA0") && *begin.ptr != '-')
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
            return !*conventions[i].unit ? time_unit(n.num)
                   : str_equal(str_of(conventions[i].unit), S("days")) && n.num > DAYS_MAX
                       ? S("s")
                       : str_of(conventions[i].unit);
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

static void value_of(const struct fit_asked *a, const struct quantity *said, struct quantity *value)
{
    struct str key = fit_last_key(a->pointer), end = str_from(key, key.len > 3 ? key.len - 3 : 0);
    bool cpu = str_equal_nocase(end, S("cpu")); /* "10m" is no time there, whatever is said */
    quantity_of_dim(json_str(a->value), a->unit, cpu ? quantity_unit(S("vCPU")) : said->unit,
                    value);
    if (!value->unit && !value->per && said->per)
        value->per = key_per(a->pointer);
}

static bool counts_things(const struct quantity *said)
{
    struct str rest = said->noun, word = fit_word_take(&rest);

    return word.len && char_is_alpha(word.ptr[0]) &&
           !str_among_nocase(word, counts_things_small, LEN(counts_things_small));
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

/* "entries older than two weeks are purged": the value is where it begins. So is what is reached: "scaled up
 * to 3". */
static bool is_edge(const struct quantity *said, struct str behind, struct str before)
{
    static const char *const counts[] = { "more", "fewer", "less", "well" };
    struct str rest = said->noun, last = { 0 };

    if (fit_find_name(behind, S("up to")).ptr == behind.ptr)
        return str_among_nocase(fit_last_word(before), edge_reached, LEN(edge_reached));
    if (said->sign != QUANTITY_ABOVE && said->sign != QUANTITY_BELOW)
        return false;
    if (said->unit && said->unit->dim == QUANTITY_TIME &&
        fit_find_name(behind, S("older than")).len)
        return true;
    if (str_among_nocase(fit_word_take(&behind), counts, LEN(counts)))
        return false;
    for (struct str w = fit_word_take(&rest); w.len; w = fit_word_take(&rest)) {
        bool passive = str_equal_nocase(last, S("is")) || str_equal_nocase(last, S("are"));
        if (passive && (str_ends(w, S("ed")) || str_ends(w, S("en")) || str_ends(w, S("t"))))
            return true;
        last = w;
    }
    return false;
}

/* "above" a limit begins at it, of what is measured, not counted, and of what is refused. */
static bool begins_at(const struct quantity *said)
{
    static const char *const granted[] = { "supported", "allowed", "permitted", "accepted" };
    struct str rest = said->noun, last = { 0 };

    if (said->unit && said->unit->dim != QUANTITY_CPU)
        return true;
    for (struct str w = fit_word_take(&rest); w.len; last = w, w = fit_word_take(&rest))
        if (str_among_nocase(w, begins_at_refused, LEN(begins_at_refused)) ||
            (fit_is_negator(last) && str_among_nocase(w, granted, LEN(granted))))
            return true;
    return false;
}

/* What the text says where its key is a limit: where it begins, "alarms above 80 %", or the last that is let
 * pass, 99 of "fewer than 100" of `maxClients`. */
static void read_limit(const struct fit_asked *a, struct quantity *said)
{
    bool bound = HAS(a->pointer, bound_words) ||
                 str_equal(fit_last_key(a->pointer), S("for")); /* of an alarm of Prometheus */
    said->limit = said->limit || str_equal(str_trim(a->title), S("limit")) || bound ||
                  (said->range ? HAS(a->pointer, end_words) : HAS(a->pointer, limit_words));
    bool length = said->sign == QUANTITY_AT_MOST && said->unit &&
                  said->unit->dim == QUANTITY_TIME && HAS(a->pointer, length_words) &&
                  fit_find_name(a->text, S("up to")).len > 0;
    said->limit = said->limit || length;
    bool edge = said->sign >= QUANTITY_BELOW && (bound || (said->limit && begins_at(said)));
    bool strict = said->sign == QUANTITY_BELOW || said->sign == QUANTITY_ABOVE;

    if (!edge && said->limit && !said->unit && !said->range && strict) {
        ratio_add(said->low, ratio_whole(said->sign == QUANTITY_BELOW ? -1 : 1), &said->low);
        said->high = said->low;
        edge = true;
    }
    if (edge)
        said->sign = QUANTITY_IS;
}

/* The unit of a bare value that nothing names: what keys of its kind are in, or bytes by the size. */
static struct str unit_of(const struct fit_asked *a, const struct quantity *said,
                          const struct quantity *value, enum quantity_fit fit)
{
    bool plain = said->sign == QUANTITY_IS || said->limit, whole = value->low.den == 1;
    bool bytes = said->unit && said->unit->dim == QUANTITY_BYTES && plain && whole &&
                 value->low.num >= BYTES_MIN && value->low.num % 1024 == 0;
    struct str unit = { 0 };

    if (said->fraction)
        return fit == QUANTITY_DIFFERS ? S("percent") : unit;
    if (fit == QUANTITY_NOT_COMPARABLE)
        unit = convention(a->pointer, value->low);
    return !unit.len && bytes ? S("bytes") : unit;
}

/* Against a bare value, in the unit of its key's name or the one guessed. */
static enum quantity_fit compare_bare(const struct fit_asked *a, const struct quantity *said,
                                      const struct quantity *value, enum quantity_fit fit,
                                      struct quantity *used)
{
    struct str unit = data_unit_guess(a->pointer);
    bool percent = said->unit && said->unit->dim == QUANTITY_PERCENT;
    bool share = value->low.num >= 0 && ratio_cmp(value->low, ratio_whole(1)) <= 0;

    if (unit.len && counts_others(a, said, unit))
        return QUANTITY_NOT_COMPARABLE;
    if (!unit.len && (percent || said->fraction) && share)
        return percent ? compare_share(a, said, value, used) : fit;
    if ((!said->unit && !said->fraction) || (percent && !unit.len))
        return fit;
    if (!unit.len)
        unit = unit_of(a, said, value, fit);
    if (!unit.len || !quantity_of(json_str(a->value), unit, used))
        return fit;
    return quantity_compare(said, used);
}

enum quantity_fit fit_number_compare(const struct fit_asked *a, const struct quantity *text,
                                     struct quantity *used)
{
    struct quantity value, said = *text;

    read_limit(a, &said);
    value_of(a, &said, &value);
    if (value.unit && value.unit->dim == QUANTITY_CPU && str_equal(said.word, S("m")))
        said.unit = quantity_unit(S("mCPU")); /* "a request of 250m" */
    *used = value;
    enum quantity_fit fit = quantity_compare(&said, &value);
    return value.unit ? compare_held(&said, &value, fit, used)
                      : compare_bare(a, &said, &value, fit, used);
}

/* ---- verdicts ---- */

static struct str rewrite(const struct fit_asked *a, struct str behind, const struct quantity *said,
                          const struct quantity *value)
{
    struct str end = quantity_rewrite(behind, said, value, a->keep);

    return end.len ? str_join(str_span(a->text.ptr, behind.ptr), end, a->keep) : end;
}

bool fit_has_number(struct str text)
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
    struct str rest = a->text, first = fit_word_take(&rest);
    bool zero = value->low.num == 0 && value->high.num == 0, yes;

    bool single = str_find_nocase(a->text, S("not a single ")) == 0;
    if (single || str_among_nocase(a->text, number_word_none, LEN(number_word_none)))
        fit->kind = zero ? FIT_TRUE : FIT_FALSE;
    else if ((ends_like(a->text, endless, LEN(endless)) ||
              str_equal_nocase(first, S("unlimited"))) &&
             value->low.num != 0)
        fit->kind = value->low.num < 0 ? FIT_TRUE : FIT_FALSE;
    else if (value->low.den == 1 && (zero || value->low.num == 1) && !value->unit &&
             !fit_has_number(a->text) && fit_bool_said(a->text, a->pointer, &yes))
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

/* "480 minutes (8 hours)", "31536000 (1 year)": the same once more, in another unit; both must hold. */
static bool restated(const struct fit_asked *a, struct fit *fit)
{
    ptrdiff_t open = str_char(a->text, '(');
    struct str inner = open > 0 ? str_from(a->text, open + 1) : (struct str){ 0 }, behind, stuck;
    struct fit_asked first = *a, second = *a;
    struct quantity q, r;

    if (str_char(inner, ')') != inner.len - 1 || inner.len < 2)
        return false;
    second.text = str_sub(inner, 0, inner.len - 1);
    first.text = str_trim(str_sub(a->text, 0, open));
    if (!quantity_parse(second.text, &q) || !q.unit || q.per || q.noun.len || q.range ||
        q.sign > QUANTITY_ABOUT || !fit_number_said(first.text, &r, &behind, &stuck) ||
        (r.unit && r.unit->dim != q.unit->dim))
        return false;
    struct fit a_fit = fit_number(&first), b_fit = fit_number(&second);
    *fit = a_fit;
    fit->suggest = (struct str){ 0 };
    if (a_fit.kind != b_fit.kind)
        *fit = fit_stuck(a, a_fit.shown, a->text);
    return true;
}

/* "four nines" of a percentage are 99.99 %. */
static void read_nines(const struct fit_asked *a, struct quantity *said)
{
    static const char *const nines[] = { "99%", "99.9%", "99.99%", "99.999%", "99.9999%" };
    struct quantity value;
    struct ratio at_least = ratio_whole(90);
    int64_t n = said->low.num - 2;

    if (said->range || said->low.den != 1 || n < 0 || n >= LEN(nines) ||
        str_find_nocase(said->noun, S("nines")) != 0 ||
        !quantity_of(json_str(a->value), a->unit, &value) || ratio_cmp(value.low, at_least) < 0)
        return;
    struct str number = said->number, word = said->word, noun = said->noun;
    quantity_parse(str_of(nines[n]), said);
    said->number = number;
    said->word = word;
    said->noun = noun;
    said->broken = true;
    if (!value.unit)
        said->unit = NULL;
}

struct fit fit_number(const struct fit_asked *a)
{
    struct quantity said, value;
    struct str behind, stuck, part = fit_said_part(a->text, false, false, a->keep);
    struct fit fit = { .kind = FIT_FALSE, .shown = fit_show(a->value, a->unit, a->keep) };
    enum quantity_fit how;

    if (restated(a, &fit))
        return fit;
    if (str_find_nocase(part, S("not a single ")) == 0 &&
        quantity_of(json_str(a->value), a->unit, &value) && number_word(a, &value, &fit))
        return fit;
    if (!fit_number_said(part, &said, &behind, &stuck))
        return quantity_of(json_str(a->value), a->unit, &value) && number_word(a, &value, &fit)
                   ? fit
                   : fit_stuck(a, fit.shown, stuck);
    enum quantity_sign sign = said.sign;
    if (is_edge(&said, behind, str_span(part.ptr, behind.ptr)))
        said.sign = QUANTITY_IS;
    read_nines(a, &said);
    how = fit_number_compare(a, &said, &value);
    if (how == QUANTITY_NOT_COMPARABLE && !said.unit && said.low.num == 0 && !said.range)
        how = value.low.num ? QUANTITY_DIFFERS : QUANTITY_AGREES; /* "no swap" of 0 MB */
    if (how == QUANTITY_NOT_COMPARABLE)
        return not_comparable(a, &said, &value, fit);
    fit.shown = quantity_show(&value, &said, a->keep);
    stuck = how == QUANTITY_AGREES && sign == QUANTITY_IS
                ? fit_governor(a, part, said.number, false)
                : (struct str){ 0 };
    if (stuck.len)
        return fit_stuck(a, fit.shown, stuck);
    if (how == QUANTITY_AGREES)
        fit.kind = FIT_TRUE;
    else if (part.ptr == a->text.ptr)
        fit.suggest = rewrite(a, behind, &said, &value);
    return fit;
}
