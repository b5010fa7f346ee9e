/* fit_title.c - what a link title asks besides: "= DISABLED", "absent", "present", "includes a, b",
 * "within 10%", "limit". A title never unties the text: what the text says of the value is judged
 * as well. */
#include "check/fit.h"
#include "check/fit_parts.h"

enum { SHOW_MAX = 4000 };

static bool same_text(struct str a, struct str b, struct arena *keep)
{
    return str_equal(fit_fold(a, keep), fit_fold(b, keep));
}

static bool is_absent(const struct json *v)
{
    return fit_is_nothing(v) || (fit_is_container(v) && !v->n) ||
           (v->kind == JSON_STRING && !v->str.len);
}

static struct fit title_absent(const struct fit_asked *a, struct str rest)
{
    (void)rest;
    if (is_absent(a->value))
        return (struct fit){ .kind = FIT_TRUE, .shown = S("not set") };
    return (struct fit){ .kind = FIT_FALSE,
                         .shown = fit_show(a->value, a->unit, a->keep),
                         .why = S("the title says absent, and something stands there") };
}

static struct fit title_present(const struct fit_asked *a, struct str rest)
{
    (void)rest;
    if (is_absent(a->value))
        return (struct fit){ .kind = FIT_ABSENT, .shown = S("not set") };
    return (struct fit){ .kind = FIT_TRUE, .shown = fit_show(a->value, a->unit, a->keep) };
}

static struct fit title_equals(const struct fit_asked *a, struct str rest)
{
    struct fit_asked asked = *a;
    struct fit fit;

    asked.text = rest;
    if (a->value && a->value->kind == JSON_STRING)
        fit =
            (struct fit){ .kind = same_text(rest, a->value->str, a->keep) ? FIT_TRUE : FIT_FALSE };
    else
        fit = fit_by_kind(&asked);
    fit.shown = fit_show(a->value, a->unit, a->keep);
    fit.suggest = (struct str){ 0 };
    if (fit.kind == FIT_FALSE)
        fit.why = str_fmt(a->keep, "the title says it equals %.*s", FMT(rest));
    return fit;
}

/* Does part stand in s between marks: "16.4" in "postgres:16.4", but not "16"? */
static bool stands_in(struct str s, struct str part)
{
    for (ptrdiff_t at = 0; part.len && at + part.len <= s.len; at++) {
        struct str after = str_from(s, at + part.len);
        bool number = after.len > 1 && *after.ptr == '.' && char_is_digit(after.ptr[1]);

        if (str_equal_nocase(str_sub(s, at, part.len), part) && !number &&
            (at == 0 || (!char_is_alnum(s.ptr[at - 1]) && s.ptr[at - 1] != '.')) &&
            (!after.len || !char_is_alnum(*after.ptr)))
            return true;
    }
    return false;
}

static bool includes(const struct json *v, struct str part, struct arena *keep)
{
    if (v->kind == JSON_STRING)
        return stands_in(v->str, part);
    for (const struct json *m = v->first; m; m = m->next)
        if (same_text(v->kind == JSON_OBJECT ? m->key : json_show(m, keep), part, keep))
            return true;
    return false;
}

static struct fit title_includes(const struct fit_asked *a, struct str rest)
{
    struct fit fit = { .kind = FIT_TRUE, .shown = fit_show(a->value, a->unit, a->keep) };
    struct buf lacking = buf_open(a->keep, SHOW_MAX);

    if (fit_is_nothing(a->value)) {
        fit.kind = FIT_ABSENT;
        return fit;
    }
    for (struct cut c = { .tail = rest, .ok = true }; c.ok;) {
        struct str part;

        c = str_cut(c.tail, ',');
        part = str_trim(c.head);
        if (!part.len || includes(a->value, part, a->keep))
            continue;
        buf_put(&lacking, lacking.len ? S(", ") : S(""));
        buf_put(&lacking, part);
    }
    if (!lacking.len)
        return fit;
    fit.kind = FIT_FALSE;
    fit.why = str_fmt(a->keep, "it does not include %.*s", FMT(buf_str(&lacking)));
    return fit;
}

/* said widened by percent of itself holds value? */
static bool within_percent(const struct quantity *said, const struct quantity *value,
                           struct ratio percent)
{
    struct ratio less, more, low, high, hundred = ratio_whole(100);
    struct quantity wide = *said;

    if (!ratio_sub(hundred, percent, &less) || !ratio_add(hundred, percent, &more) ||
        !ratio_mul(said->low, less, &low) || !ratio_div(low, hundred, &low) ||
        !ratio_mul(said->high, more, &high) || !ratio_div(high, hundred, &high))
        return false;
    wide.low = low;
    wide.high = high;
    wide.range = true;
    wide.sign = QUANTITY_EXACTLY;
    if (!value->range)
        return quantity_compare(&wide, value) == QUANTITY_AGREES;
    /* of a range of values both ends must lie within */
    struct quantity a = *value, b = *value;
    a.range = b.range = false;
    a.high = a.low;
    b.low = b.high;
    return quantity_compare(&wide, &a) == QUANTITY_AGREES &&
           quantity_compare(&wide, &b) == QUANTITY_AGREES;
}

static struct fit title_within(const struct fit_asked *a, struct str rest)
{
    struct fit fit = fit_is_nothing(a->value) ? fit_nothing(a) : fit_number(a);
    struct quantity percent, said, value;
    struct str behind, stuck;

    if (fit.kind != FIT_FALSE || !quantity_parse(rest, &percent) ||
        !fit_number_said(a->text, &said, &behind, &stuck))
        return fit;
    fit_number_compare(a, &said, &value);
    if (within_percent(&said, &value, percent.high)) {
        fit.kind = FIT_TRUE;
        fit.suggest = (struct str){ 0 };
    } else {
        fit.why = str_fmt(a->keep, "more than %.*s away", FMT(rest));
    }
    return fit;
}

/* The value is a limit: fit_number has seen the title. */
static struct fit title_limit(const struct fit_asked *a, struct str rest)
{
    (void)rest;
    return fit_by_kind(a);
}

/* clang-format off */
static const struct title {
    const char *head;
    bool exact, container; /* head is all of it; asks about objects and arrays too */
    struct fit (*judge)(const struct fit_asked *a, struct str rest);
} titles[] = {
    { "=",         false, false, title_equals   },
    { "absent",    true,  true,  title_absent   },
    { "present",   true,  true,  title_present  },
    { "includes ", false, true,  title_includes },
    { "within ",   false, false, title_within   },
    { "limit",     true,  false, title_limit    },
};
/* clang-format on */

static const struct title *title_of(struct str title)
{
    struct quantity percent;

    title = str_trim(title);
    for (ptrdiff_t i = 0; i < LEN(titles); i++) {
        struct str head = str_of(titles[i].head);

        if (titles[i].exact ? !str_equal(title, head) : !str_starts(title, head))
            continue;
        /* "within reach" is a title for people */
        if (titles[i].judge == title_within &&
            (!quantity_parse(str_from(title, head.len), &percent) || !percent.unit ||
             percent.unit->dim != QUANTITY_PERCENT))
            continue;
        return &titles[i];
    }
    return NULL;
}

bool fit_is_title(struct str title)
{
    return title_of(title) != NULL;
}

bool fit_asks_container(struct str title)
{
    const struct title *t = title_of(title);

    return t && t->container;
}

/* Does the text say something of its own about the value: a number, or yes or no of a flag? */
static bool says_more(const struct fit_asked *a)
{
    struct quantity said;
    struct str behind, stuck;
    bool yes;

    if (!a->text.len || fit_is_nothing(a->value) || a->value->kind == JSON_OBJECT)
        return false;
    if (fit_bool_value(a->value, &yes))
        return fit_bool_said(a->text, a->pointer, &yes);
    if (fit_number_said(a->text, &said, &behind, &stuck))
        return true;
    for (ptrdiff_t i = 0; i < a->text.len; i++)
        if (char_is_digit(a->text.ptr[i]))
            return true;
    return quantity_is_number_word(stuck);
}

/* "no endpoints" may be absent, "two endpoints" may not. */
static bool says_some(struct str text)
{
    struct quantity said;
    struct str behind, stuck;

    return fit_number_said(text, &said, &behind, &stuck) && !said.unit && said.high.num > 0;
}

bool fit_title(const struct fit_asked *a, struct fit *out)
{
    const struct title *t = title_of(a->title);
    struct fit text;

    if (!t)
        return false;
    *out = t->judge(a, str_trim(str_from(str_trim(a->title), (ptrdiff_t)strlen(t->head))));
    out->by_hand = true;
    if (out->kind != FIT_TRUE)
        return true;
    if (t->judge == title_absent && says_some(a->text)) {
        out->kind = FIT_FALSE;
        out->why = str_fmt(a->keep, "the text says \"%.*s\"", FMT(a->text));
    }
    if (t->judge == title_limit || t->judge == title_within || !says_more(a))
        return true;
    text = fit_by_kind(a);
    if (text.kind != FIT_TRUE)
        *out = text;
    return true;
}
