/* fit.c - a text against a value: the kind of the value picks the judge, a title asks besides. */
#include "check/fit.h"

#include "check/fit_parts.h"

#include "fit_tables.h"
#include "model/data.h"

/* a link's text past this is a paragraph, and no claim is as long as that */
enum { TEXT_MAX = 1000, SHOW_MAX = 4000 };

bool fit_is_nothing(const struct json *v)
{
    return !v || v->kind == JSON_NULL;
}

bool fit_is_container(const struct json *v)
{
    return v && (v->kind == JSON_ARRAY || v->kind == JSON_OBJECT);
}

/* ---- showing ---- */

/* In the largest unit of its kind that makes it a whole number: "1 hour" for 3600 s, "1 GiB" for
 * 1024 MiB; in its own when none does, or when that is a word ("30 days"). */
static struct str show_large(const struct quantity *q, struct arena *keep)
{
    static const char *const larger[][4] = {
        { "ms", "hours", "minutes", "s" },
        { "s", "hours", "minutes", NULL },
        { "MiB", "GiB", NULL, NULL },
        { "KiB", "GiB", "MiB", NULL },
    };
    struct quantity like = *q;
    struct ratio base, n;

    if (q->unit && q->unit->dim == QUANTITY_PERCENT) {
        like.word = S("%");
        like.unit = quantity_unit(like.word);
        return quantity_show(q, &like, keep);
    }

    for (ptrdiff_t i = 0; q->unit && !q->per && i < LEN(larger); i++)
        for (ptrdiff_t k = 1;
             str_equal(str_of(q->unit->name), str_of(larger[i][0])) && k < 4 && larger[i][k]; k++) {
            like.word = str_of(larger[i][k]);
            like.unit = quantity_unit(like.word);
            if (quantity_base(q, q->low, &base) && ratio_div(base, like.unit->factor, &n) &&
                n.den == 1 && n.num > 0)
                return quantity_show(q, &like, keep);
        }
    return quantity_show(q, NULL, keep);
}

static struct str show_list(const struct json *v, struct arena *keep)
{
    struct buf b = buf_open(keep, SHOW_MAX);

    for (const struct json *m = v->first; m; m = m->next) {
        if (v->kind == JSON_ARRAY && fit_is_container(m))
            return json_show(v, keep);
        if (m != v->first)
            buf_put(&b, S(", "));
        buf_put(&b, v->kind == JSON_OBJECT ? m->key : json_show(m, keep));
    }
    return v->first ? buf_str(&b) : S("none");
}

struct str fit_show(const struct json *value, struct str unit, struct arena *keep)
{
    struct quantity q;
    struct str shown, raw;

    if (fit_is_nothing(value))
        return S("not set");
    if (value->kind == JSON_ARRAY)
        return show_list(value, keep);
    if (value->kind == JSON_OBJECT)
        return str_fmt(keep, "{ %.*s }", FMT(show_list(value, keep)));
    raw = json_show(value, keep);
    if (!unit.len || !fit_number_held(value, unit, &q) || !q.unit)
        return raw;
    shown = show_large(&q, keep);
    if (!shown.len || str_equal(shown, raw))
        return raw;
    if (str_starts(shown, raw) && shown.len > raw.len && !char_is_digit(shown.ptr[raw.len]) &&
        shown.ptr[raw.len] != '.')
        return shown;
    return str_fmt(keep, "%.*s (%.*s)", FMT(raw), FMT(shown));
}

bool fit_same(const struct json *a, struct str unit_a, const struct json *b, struct str unit_b,
              struct arena *keep)
{
    struct quantity qa, qb;

    if (fit_is_nothing(a) || fit_is_nothing(b))
        return fit_is_nothing(a) && fit_is_nothing(b);
    if (fit_number_held(a, unit_a, &qa) && fit_number_held(b, unit_b, &qb)) {
        qa.sign = qb.sign = QUANTITY_EXACTLY;
        return quantity_compare(&qa, &qb) == QUANTITY_AGREES ||
               (!qa.unit != !qb.unit && str_equal(json_str(a), json_str(b)));
    }
    /* templates write numbers and booleans as strings, config does not */
    return !fit_is_container(a) && !fit_is_container(b) &&
           str_equal(fit_fold(json_show(a, keep), keep), fit_fold(json_show(b, keep), keep));
}

struct fit fit_by_kind(const struct fit_asked *a)
{
    static const char *const versions[] = { "version", "runtime", "engine", "release" };
    struct fit fit;

    if (fit_is_nothing(a->value))
        return fit_nothing(a);
    switch (a->value->kind) {
    case JSON_NUMBER:
        if (fit_key_has(a->pointer, versions, LEN(versions)) && !a->unit.len &&
            fit_version(a, a->value->str, &fit))
            return fit;
        return fit_number(a);
    case JSON_STRING:
        return fit_text(a);
    case JSON_TRUE:
    case JSON_FALSE:
        return fit_bool(a, a->value->kind == JSON_TRUE);
    case JSON_ARRAY:
        return fit_list(a);
    default:
        return (struct fit){ .kind = FIT_UNREADABLE, .why = S("the value is no single one") };
    }
}

/* What is suggested must read back as the value. */
static void read_back(const struct fit_asked *a, struct fit *fit)
{
    struct fit_asked again = *a;
    struct fit now;

    if (!fit->suggest.len)
        return;
    again.text = fit->suggest;
    if (!fit_title(&again, &now))
        now = fit_by_kind(&again);
    if (now.kind != FIT_TRUE)
        fit->suggest = (struct str){ 0 };
}

/* ---- one of several numbers ---- */

enum { NUMBERS_MAX = 6 };

/* Where between two numbers the second's words begin: behind the last comma or bracket, at the last word
 * that joins, else that leads on; NULL: nowhere. */
static const char *cut_between(struct str s)
{
    static const char *const joins[] = { "and", "with", "which", "but", "while", "plus" };
    static const char *const leads[] = { "on", "for", "from", "in" };
    const char *join = NULL, *lead = NULL;

    for (ptrdiff_t i = s.len - 1; i >= 0; i--)
        if (char_among(s.ptr[i], ",;()+"))
            return s.ptr + i + 1;
    for (struct str w = fit_word_take(&s); w.len; w = fit_word_take(&s)) {
        join = str_among_nocase(w, joins, LEN(joins)) ? w.ptr + w.len : join;
        lead = str_among_nocase(w, leads, LEN(leads)) ? w.ptr + w.len : lead;
    }
    return join ? join : lead;
}

/* Cut so that each part has one number; 0: it has fewer than two, or none knows where one ends. */
static int cut_at_numbers(struct str text, struct str part[NUMBERS_MAX])
{
    struct str rest = text, last = { 0 };
    int n = 0;

    for (struct str w = fit_word_take(&rest); w.len; w = fit_word_take(&rest)) {
        const char *at = last.ptr ? last.ptr + last.len : NULL;
        if (!fit_is_number(w))
            continue;
        if (at && w.ptr > at + 1) {
            const char *cut = n < NUMBERS_MAX - 1 ? cut_between(str_span(at, w.ptr)) : NULL;
            if (!cut)
                return 0;
            part[n] = str_span(text.ptr, cut);
            while (part[n].len && char_among(part[n].ptr[part[n].len - 1], " ,;()+"))
                part[n].len--;
            n++;
            text = str_span(cut, text.ptr + text.len);
        }
        last = w;
    }
    part[n++] = str_trim(text);
    return n > 1 ? n : 0;
}

/* Is what the number of part counts said beside it? Not in "3 in dev and 5 in prod", nor in "two private
 * and two public subnets". */
static bool has_noun(struct str part)
{
    struct str last = { 0 }, w = fit_word_take(&part);

    for (; w.len && !fit_is_number(w); w = fit_word_take(&part))
        last = w;
    bool one = str_equal_nocase(w, S("one")) || str_equal(w, S("1"));
    bool glued = w.len && char_is_digit(*w.ptr) && char_is_alpha(w.ptr[w.len - 1]); /* "10MB" */
    struct str next = fit_word_take(&part);
    while (next.len && fit_is_number(next)) /* "6.8", "12-20" */
        next = fit_word_take(&part);
    return glued || quantity_unit(next) ||
           (next.len > 2 &&
            ((one && !str_among_nocase(next, turning, LEN(turning))) || str_ends(next, S("s")))) ||
           str_among_nocase(last, (const char *const[]){ "port", "version" }, 2);
}

/* How many words of key part has. */
static int key_words(struct str part, struct str key)
{
    int n = 0;

    for (struct str k = fit_key_word(&key); k.len; k = fit_key_word(&key))
        for (struct str rest = part, w = fit_word_take(&rest); w.len; w = fit_word_take(&rest))
            if (k.len >= 3 && w.len >= 3 && !str_among_nocase(k, general, LEN(general)) &&
                str_equal_nocase(str_sub(k, 0, 4), str_sub(w, 0, 4))) {
                n++;
                break;
            }
    return n;
}

/* "one job with four tasks" of `tasks`: of several numbers that whose words are the key's. */
static bool fit_one_of(const struct fit_asked *a, struct fit *out)
{
    struct str part[NUMBERS_MAX], text = fit_said_part(a->text, false, true, a->keep);
    struct str key = fit_last_key(a->pointer), whole = text;
    int n = cut_at_numbers(text, part), chosen = -1, most = 0;
    struct fit_asked one = *a;

    struct str first = fit_word_take(&text);
    while (first.len && !fit_is_number(first))
        first = fit_word_take(&text);
    if (!n || fit_is_hedged(whole) || fit_governor(a, whole, first, false).len)
        return false;
    for (int i = 0; i < n; i++) {
        int has = key_words(part[i], key);
        if (!has_noun(part[i]))
            return false;
        chosen = has > most ? i : has == most ? -1 : chosen;
        most = has > most ? has : most;
    }
    if (chosen < 0)
        return false;
    one.text = part[chosen];
    struct fit fit = fit_by_kind(&one);
    fit.suggest = (struct str){ 0 };
    if (fit.kind == FIT_UNREADABLE)
        return false;
    *out = fit;
    return true;
}

/* "60*60*24", "1 << 20", "10 * time.Second": an operator between a number and what it is taken times. What it comes
 * to is the program's to say. */
static bool is_expression(struct str s)
{
    for (ptrdiff_t i = 1; i + 1 < s.len; i++) {
        bool shift = s.ptr[i] == '<' && s.ptr[i + 1] == '<';
        ptrdiff_t before = i - 1, behind = i + 1 + shift;
        while (before > 0 && s.ptr[before] == ' ')
            before--;
        while (behind < s.len && s.ptr[behind] == ' ')
            behind++;
        if ((shift || s.ptr[i] == '*') && char_is_digit(s.ptr[before]) && behind < s.len &&
            char_is_alnum(s.ptr[behind]))
            return true;
    }
    return false;
}

/* "1024 * 1024 * 2" has the five fields of a schedule; in one, no signs stand in turn with numbers. */
static bool is_schedule(struct str s)
{
    struct cut c = { .tail = s, .ok = true };
    bool turns = true;
    for (int words = 0; c.ok; words++) {
        c = str_cut(c.tail, ' ');
        turns = turns && (words % 2 ? str_equal(c.head, S("*")) : char_is_digit(*c.head.ptr));
    }
    return fit_is_cron(s) && !turns;
}

/* Texts that are compared as they stand: schedules of cron, and expressions of programs. */
static bool fit_literal(const struct fit_asked *a, struct fit *out)
{
    bool text = a->value && a->value->kind == JSON_STRING;
    struct str value = text ? str_trim(a->value->str) : (struct str){ 0 };
    bool schedule = value.len && is_schedule(value);
    if (!value.len || !(schedule ? fit_is_cron(a->text) : is_expression(value)))
        return false;
    if (str_equal(a->text, value))
        *out = (struct fit){ .shown = value };
    else if (schedule)
        *out = (struct fit){ .kind = FIT_FALSE, .shown = value, .suggest = value };
    else
        *out = fit_stuck(a, value, value);
    return true;
}

struct fit fit_judge(struct str text, struct str title, const struct json *value, struct str unit,
                     struct str pointer, struct arena *keep)
{
    struct fit_asked a = {
        str_trim(fit_contractions(text, keep)), title, unit, pointer, value, keep
    };
    struct fit fit;

    if (a.text.len > TEXT_MAX)
        return (struct fit){ .kind = FIT_UNREADABLE,
                             .why = S("the text is too long for one quantity") };
    if (!fit_title(&a, &fit)) {
        if (!a.text.len && !fit_is_nothing(value) && !fit_is_container(value)) {
            struct quantity q;
            bool plain = !unit.len || !fit_number_held(value, unit, &q) || !q.unit;

            return (struct fit){ .shown = plain ? json_show(value, keep) : show_large(&q, keep) };
        }
        if (fit_literal(&a, &fit))
            return fit;
        fit = fit_by_kind(&a);
        if (fit.kind == FIT_UNREADABLE && value &&
            (value->kind == JSON_NUMBER || value->kind == JSON_STRING))
            fit_one_of(&a, &fit);
    }
    struct str doubt = fit.kind == FIT_TRUE ? fit_doubt(&a) : (struct str){ 0 };
    if (doubt.len)
        return fit_stuck(&a, fit.shown, doubt);
    if (fit.kind == FIT_FALSE)
        read_back(&a, &fit);
    return fit;
}
