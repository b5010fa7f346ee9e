/* fit.c - a text against a value, one function for each kind of value and each title. */
#include "check/fit.h"

#include "model/data.h"
#include "model/quantity.h"

/* a link's text past this is a paragraph, and no claim is as long as that */
enum { TEXT_MAX = 1000, SHOW_MAX = 4000 };

struct asked {
    struct str text, title, unit, pointer;
    const struct json *value;
    struct arena *keep;
};

static bool is_nothing(const struct json *v)
{
    return !v || v->kind == JSON_NULL;
}

static bool is_container(const struct json *v)
{
    return v && (v->kind == JSON_ARRAY || v->kind == JSON_OBJECT);
}

/* ---- words ---- */

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

/* Lower case, blanks single, quotes around it off. */
static struct str fold(struct str s, struct arena *keep)
{
    struct buf b;

    s = str_trim(s);
    while (s.len >= 2 && is_quote(s.ptr[0]) && s.ptr[0] == s.ptr[s.len - 1])
        s = str_trim(str_sub(s, 1, s.len - 2));
    b = buf_open(keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_space(s.ptr[i]))
            buf_char(&b, char_lower(s.ptr[i]));
        else if (!char_is_space(s.ptr[i - 1]))
            buf_char(&b, ' ');
    return buf_str(&b);
}

static bool same_text(struct str a, struct str b, struct arena *keep)
{
    return str_equal(fold(a, keep), fold(b, keep));
}

static bool is_word_char(char c)
{
    return char_is_alnum(c) || c == '_' || c == '\'';
}

/* Takes the next word of letters, digits, _ and ' from *rest; empty at the end. */
static struct str word_take(struct str *rest)
{
    ptrdiff_t a = 0, b;

    while (a < rest->len && !is_word_char(rest->ptr[a]))
        a++;
    for (b = a; b < rest->len && is_word_char(rest->ptr[b]);)
        b++;
    struct str word = str_sub(*rest, a, b - a);
    *rest = str_from(*rest, b);
    return word;
}

static bool is_negator(struct str word)
{
    static const char *const words[] = { "not",     "no",      "never",  "without", "isn't",
                                         "aren't",  "doesn't", "don't",  "cannot",  "can't",
                                         "neither", "nor",     "instead" };

    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

static bool has_negator(struct str text)
{
    for (struct str rest = text, w = word_take(&rest); w.len; w = word_take(&rest))
        if (is_negator(w))
            return true;
    return false;
}

/* Could the bytes at s go on a token such as us-east-1 or 10.0.0.0/16? A dot that ends a sentence
 * does not; neither do typographic quotes and dashes. */
static bool goes_on(struct str s)
{
    if (!s.len)
        return false;
    if (is_word_char(s.ptr[0]))
        return s.ptr[0] != '\'';
    if ((unsigned char)s.ptr[0] >= 0x80)
        return !str_starts(s, S("\xE2\x80"));
    return memchr("-./:@", s.ptr[0], 5) && s.len > 1 && is_word_char(s.ptr[1]);
}

static bool came_from(struct str s)
{
    char last = s.len ? s.ptr[s.len - 1] : ' ';

    if (is_word_char(last))
        return last != '\'';
    if ((unsigned char)last >= 0x80)
        return s.len < 3 || !str_starts(str_from(s, s.len - 3), S("\xE2\x80"));
    return memchr("-./:@", last, 5) && s.len > 1 && is_word_char(s.ptr[s.len - 2]);
}

/* Does part stand in text as a whole word or phrase? Both folded. */
static bool has_words(struct str text, struct str part)
{
    for (ptrdiff_t from = 0; part.len && from + part.len <= text.len;) {
        ptrdiff_t at = str_find(str_from(text, from), part);

        if (at < 0)
            return false;
        at += from;
        if (!came_from(str_sub(text, 0, at)) && !goes_on(str_from(text, at + part.len)))
            return true;
        from = at + 1;
    }
    return false;
}

/* ---- showing ---- */

/* value as a quantity in unit; false for text that is none. A bare number in a string counts only
 * when a unit says that it is one: "1.30" is a version. */
static bool held_quantity(const struct json *v, struct str unit, struct quantity *q)
{
    if (!v || (v->kind != JSON_NUMBER && v->kind != JSON_STRING) || v->str.len > TEXT_MAX)
        return false;
    if (!quantity_of(json_str(v), unit, q))
        return false;
    return v->kind == JSON_NUMBER ||
           (q->unit && (unit.len || q->number.len < str_trim(v->str).len));
}

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
        if (v->kind == JSON_ARRAY && is_container(m))
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

    if (is_nothing(value))
        return S("not set");
    if (value->kind == JSON_ARRAY)
        return show_list(value, keep);
    if (value->kind == JSON_OBJECT)
        return str_fmt(keep, "{ %.*s }", FMT(show_list(value, keep)));
    raw = json_show(value, keep);
    if (!unit.len || !held_quantity(value, unit, &q) || !q.unit)
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

    if (is_nothing(a) || is_nothing(b))
        return is_nothing(a) && is_nothing(b);
    if (held_quantity(a, unit_a, &qa) && held_quantity(b, unit_b, &qb)) {
        qa.sign = qb.sign = QUANTITY_EXACTLY;
        return quantity_compare(&qa, &qb) == QUANTITY_AGREES ||
               (!qa.unit != !qb.unit && str_equal(json_str(a), json_str(b)));
    }
    /* templates write numbers and booleans as strings, config does not */
    return !is_container(a) && !is_container(b) &&
           same_text(json_show(a, keep), json_show(b, keep), keep);
}

/* ---- booleans ---- */

/* clang-format off */
static const struct {
    const char *yes, *no;
} pairs[] = {
    { "yes", "no" }, { "on", "off" }, { "enabled", "disabled" }, { "true", "false" },
    { "active", "inactive" }, { "present", "absent" }, { "allowed", "forbidden" },
    { "enables", "disables" }, { "enable", "disable" },
};
/* clang-format on */

struct said {
    int n, negations; /* yes/no words, and those of them and of other words that negate */
    struct str word;  /* the first yes/no word, in the text */
    ptrdiff_t pair;
};

static struct said boolean_said(struct str text)
{
    struct said said = { .pair = -1 };

    for (struct str rest = text, w = word_take(&rest); w.len; w = word_take(&rest)) {
        ptrdiff_t pair = -1;
        bool no = false;

        for (ptrdiff_t i = 0; i < LEN(pairs) && pair < 0; i++) {
            no = str_equal_nocase(w, str_of(pairs[i].no));
            if (no || str_equal_nocase(w, str_of(pairs[i].yes)))
                pair = i;
        }
        if (pair < 0 && !is_negator(w))
            continue;
        if (!said.n++) {
            said.word = w;
            said.pair = pair;
        }
        said.negations += pair < 0 || no;
    }
    return said;
}

static struct str boolean_word(struct str like, ptrdiff_t pair, bool value, struct arena *keep)
{
    struct str word = str_copy(str_of(value ? pairs[pair].yes : pairs[pair].no), keep);

    if (like.len && like.ptr[0] >= 'A' && like.ptr[0] <= 'Z')
        ((char *)(uintptr_t)word.ptr)[0] = (char)(word.ptr[0] - 'a' + 'A');
    return word;
}

static struct fit boolean_judge(const struct asked *a)
{
    bool value = a->value->kind == JSON_TRUE;
    struct said said = boolean_said(a->text);
    struct fit fit = { .shown = value ? S("true") : S("false") };

    if (!said.n) {
        fit.kind = FIT_UNREADABLE;
        fit.why = str_fmt(
            a->keep,
            "the value is %.*s: write a word such as yes, on or enabled, or give the link the "
            "title \"= %.*s\"",
            FMT(fit.shown), FMT(fit.shown));
        return fit;
    }
    if (said.pair >= 0)
        fit.shown = boolean_word((struct str){ 0 }, said.pair, value, a->keep);
    fit.kind = (said.negations % 2 == 0) == value ? FIT_TRUE : FIT_FALSE;
    if (fit.kind == FIT_FALSE && said.n == 1 && said.pair >= 0) {
        struct buf b = buf_open(a->keep, a->text.len + 16);

        buf_put(&b, str_span(a->text.ptr, said.word.ptr));
        buf_put(&b, boolean_word(said.word, said.pair, value, a->keep));
        buf_put(&b, str_span(said.word.ptr + said.word.len, a->text.ptr + a->text.len));
        fit.suggest = buf_str(&b);
    }
    return fit;
}

/* ---- numbers ---- */

/* The quantity of text, or of its end behind words without digits ("port 8501"). *behind is the
 * part that was parsed. */
static bool quantity_said(struct str text, struct quantity *q, struct str *behind)
{
    struct str rest = text;

    *behind = text;
    if (quantity_parse(text, q))
        return true;
    for (struct str w = word_take(&rest); w.len; w = word_take(&rest)) {
        for (ptrdiff_t i = 0; i < w.len; i++)
            if (char_is_digit(w.ptr[i]))
                return false;
        *behind = str_trim(rest);
        if (is_negator(w))
            return false;
        if (quantity_parse(*behind, q))
            return true;
    }
    return false;
}

/* said against the value in its unit, bare, or in the unit its key tells; *used is what was
 * compared. */
static enum quantity_fit compare(const struct asked *a, const struct quantity *said,
                                 struct quantity *used)
{
    struct quantity value, bare, guessed;
    struct str guess = data_unit_guess(a->pointer), raw = json_str(a->value);
    enum quantity_fit fit;

    quantity_of(raw, a->unit, &value);
    *used = value;
    fit = quantity_compare(said, &value);
    if (fit == QUANTITY_AGREES)
        return fit;
    if (!said->unit && value.unit && quantity_of(raw, (struct str){ 0 }, &bare)) {
        if (quantity_compare(said, &bare) == QUANTITY_AGREES)
            return QUANTITY_AGREES;
        if (fit == QUANTITY_NOT_COMPARABLE)
            *used = bare;
        return QUANTITY_DIFFERS;
    }
    if (fit == QUANTITY_NOT_COMPARABLE && !value.unit && guess.len &&
        quantity_of(raw, guess, &guessed)) {
        *used = guessed;
        fit = quantity_compare(said, &guessed);
    }
    return fit;
}

static struct str rewrite(const struct asked *a, struct str behind, const struct quantity *said,
                          const struct quantity *value)
{
    struct str end = quantity_rewrite(behind, said, value, a->keep);

    if (!end.len)
        return end;
    return str_join(str_span(a->text.ptr, behind.ptr), end, a->keep);
}

static struct fit number_judge(const struct asked *a)
{
    struct quantity said, value;
    struct str behind, raw = json_str(a->value);
    struct fit fit = { .kind = FIT_FALSE, .shown = fit_show(a->value, a->unit, a->keep) };
    enum quantity_fit how;

    if (str_equal_nocase(str_trim(a->text), S("none")) && quantity_of(raw, a->unit, &value)) {
        fit.kind = value.low.num == 0 && value.high.num == 0 ? FIT_TRUE : FIT_FALSE;
        return fit;
    }
    if (!quantity_said(a->text, &said, &behind)) {
        fit.kind = FIT_UNREADABLE;
        fit.why = str_fmt(
            a->keep,
            "the value is %.*s, and the text holds no single quantity: one link, one quantity",
            FMT(fit.shown));
        return fit;
    }
    how = compare(a, &said, &value);
    if (how == QUANTITY_NOT_COMPARABLE && said.unit && !value.unit) {
        fit.kind = FIT_UNREADABLE;
        fit.unit_missing = true;
        fit.why = str_fmt(a->keep, "nothing says in what unit the bare %.*s is", FMT(raw));
        return fit;
    }
    if (how != QUANTITY_NOT_COMPARABLE)
        fit.shown = quantity_show(&value, &said, a->keep);
    if (how == QUANTITY_AGREES)
        fit.kind = FIT_TRUE;
    else if (how == QUANTITY_DIFFERS)
        fit.suggest = rewrite(a, behind, &said, &value);
    return fit;
}

/* ---- strings ---- */

/* "2 tasks" or "two tasks" for "2", as templates write numbers. Whole numbers only: "1.30" is no
 * "1.3". */
static bool counts_same(struct str text, struct str value)
{
    struct quantity said;
    struct str behind;
    int64_t n;

    return str_int64(value, &n) && quantity_said(text, &said, &behind) && !said.unit &&
           !said.range && said.sign == QUANTITY_IS && said.low.den == 1 && said.low.num == n;
}

static struct fit string_judge(const struct asked *a)
{
    struct str text = fold(a->text, a->keep), value = fold(a->value->str, a->keep);
    struct fit fit = { .kind = FIT_FALSE, .shown = a->value->str };
    struct quantity said, held;
    struct str behind;

    if (str_equal(text, value)) {
        fit.kind = FIT_TRUE;
        return fit;
    }
    if (held_quantity(a->value, a->unit, &held) && quantity_said(a->text, &said, &behind)) {
        struct fit number = number_judge(a);

        if (number.kind != FIT_UNREADABLE)
            return number;
    }
    if (counts_same(a->text, a->value->str) ||
        (value.len > 1 && has_words(text, value) && !has_negator(a->text))) {
        fit.kind = FIT_TRUE;
        return fit;
    }
    if (str_char(text, ' ') < 0 || str_char(value, ' ') >= 0)
        fit.suggest = a->value->str;
    return fit;
}

/* ---- nothing ---- */

static bool says_nothing(struct str text, struct arena *keep)
{
    static const char *const words[] = { "none", "no",       "not set", "unset",  "absent",
                                         "off",  "disabled", "never",   "null",   "n/a",
                                         "-",    "–",        "—",       "nothing" };
    struct str folded = fold(text, keep);
    struct said said = boolean_said(text);

    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (str_equal(folded, str_of(words[i])))
            return true;
    return said.n > 0 && said.negations % 2 == 1;
}

static struct fit nothing_judge(const struct asked *a)
{
    struct fit fit = { .kind = FIT_ABSENT, .shown = S("not set") };

    if (a->value && a->text.len && says_nothing(a->text, a->keep))
        fit.kind = FIT_TRUE;
    return fit;
}

/* ---- titles ---- */

static bool is_absent(const struct json *v)
{
    return is_nothing(v) || (is_container(v) && !v->n) || (v->kind == JSON_STRING && !v->str.len);
}

static struct fit title_absent(const struct asked *a, struct str rest)
{
    (void)rest;
    if (is_absent(a->value))
        return (struct fit){ .kind = FIT_TRUE, .shown = S("not set") };
    return (struct fit){ .kind = FIT_FALSE,
                         .shown = fit_show(a->value, a->unit, a->keep),
                         .why = S("the title says absent, and something stands there") };
}

static struct fit title_present(const struct asked *a, struct str rest)
{
    (void)rest;
    if (is_absent(a->value))
        return (struct fit){ .kind = FIT_ABSENT, .shown = S("not set") };
    return (struct fit){ .kind = FIT_TRUE, .shown = fit_show(a->value, a->unit, a->keep) };
}

static struct fit title_equals(const struct asked *a, struct str rest)
{
    struct asked asked = *a;
    struct fit fit;

    asked.text = rest;
    if (is_nothing(a->value))
        fit = nothing_judge(&asked);
    else if (a->value->kind == JSON_STRING)
        fit =
            (struct fit){ .kind = same_text(rest, a->value->str, a->keep) ? FIT_TRUE : FIT_FALSE };
    else if (a->value->kind == JSON_NUMBER)
        fit = number_judge(&asked);
    else
        fit = boolean_judge(&asked);
    fit.shown = fit_show(a->value, a->unit, a->keep);
    fit.suggest = (struct str){ 0 };
    if (fit.kind == FIT_FALSE)
        fit.why = str_fmt(a->keep, "the title says it equals %.*s", FMT(rest));
    return fit;
}

static bool includes(const struct json *v, struct str part, struct arena *keep)
{
    if (v->kind == JSON_STRING)
        return has_words(fold(v->str, keep), fold(part, keep));
    for (const struct json *m = v->first; m; m = m->next)
        if (same_text(v->kind == JSON_OBJECT ? m->key : json_show(m, keep), part, keep))
            return true;
    return false;
}

static struct fit title_includes(const struct asked *a, struct str rest)
{
    struct fit fit = { .kind = FIT_TRUE, .shown = fit_show(a->value, a->unit, a->keep) };
    struct buf lacking = buf_open(a->keep, SHOW_MAX);

    if (is_nothing(a->value)) {
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

static struct fit title_within(const struct asked *a, struct str rest)
{
    struct fit fit = is_nothing(a->value) ? nothing_judge(a) : number_judge(a);
    struct quantity percent, said, value;
    struct str behind;

    if (fit.kind != FIT_FALSE || !quantity_parse(rest, &percent) ||
        !quantity_said(a->text, &said, &behind))
        return fit;
    compare(a, &said, &value);
    if (within_percent(&said, &value, percent.high)) {
        fit.kind = FIT_TRUE;
        fit.suggest = (struct str){ 0 };
    } else {
        fit.why = str_fmt(a->keep, "more than %.*s away", FMT(rest));
    }
    return fit;
}

/* clang-format off */
static const struct title {
    const char *head;
    bool exact, container; /* head is all of it; asks about objects and arrays too */
    struct fit (*judge)(const struct asked *a, struct str rest);
} titles[] = {
    { "=",         false, false, title_equals   },
    { "absent",    true,  true,  title_absent   },
    { "present",   true,  true,  title_present  },
    { "includes ", false, true,  title_includes },
    { "within ",   false, false, title_within   },
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

struct fit fit_judge(struct str text, struct str title, const struct json *value, struct str unit,
                     struct str pointer, struct arena *keep)
{
    const struct title *t = title_of(title);
    struct asked a = { str_trim(text), title, unit, pointer, value, keep };

    if (a.text.len > TEXT_MAX)
        return (struct fit){ .kind = FIT_UNREADABLE,
                             .why = S("the text is too long for one quantity") };
    if (t)
        return t->judge(&a, str_trim(str_from(str_trim(title), (ptrdiff_t)strlen(t->head))));
    if (is_nothing(value))
        return nothing_judge(&a);
    if (!a.text.len) {
        struct quantity q;
        bool plain = !unit.len || !held_quantity(value, unit, &q) || !q.unit;

        return (struct fit){ .shown = plain ? json_show(value, keep) : show_large(&q, keep) };
    }
    switch (value->kind) {
    case JSON_NUMBER:
        return number_judge(&a);
    case JSON_STRING:
        return string_judge(&a);
    case JSON_TRUE:
    case JSON_FALSE:
        return boolean_judge(&a);
    default:
        return (struct fit){ .kind = FIT_UNREADABLE, .why = S("the value is no single one") };
    }
}
