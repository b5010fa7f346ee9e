/* claim_text.c - what a text must hold to say something about a value of some kind. In doubt it is a
 * claim: a claim that was none is seen at once, a sentence that nobody checks never. */
#include "check/claim_text.h"

#include "check/fit.h"
#include "check/fit_parts.h"
#include "model/quantity.h"

/* more words than this are a sentence about a value, not its name */
enum { NAME_WORDS_MAX = 3, BOOLEAN_MAX = 20, LIST_MAX = 200 };

static bool has_word_of(struct str text, const char *const *list, ptrdiff_t n)
{
    for (struct str rest = text, w = fit_word_take(&rest); w.len; w = fit_word_take(&rest))
        if (str_among_nocase(w, list, n))
            return true;
    return false;
}

static bool says_boolean(struct str text)
{
    static const char *const words[] = { "enabled", "disabled", "enable", "disable",
                                         "on",      "off",      "yes",    "no",
                                         "true",    "false",    "active", "inactive",
                                         "not",     "never",    "always", "none" };

    return has_word_of(text, words, LEN(words)) || str_find(text, S("\xE2\x9C")) >= 0 ||
           str_find(text, S("\xE2\x9D\x8C")) >= 0;
}

static bool says_number(struct str text)
{
    static const char *const words[] = { "a",    "an",   "no",     "none", "single",
                                         "both", "hour", "minute", "day",  "week" };

    return fit_has_number(text) || has_word_of(text, words, LEN(words));
}

/* Words that say where a reader goes rather than what stands there. */
static bool is_pointing(struct str word, struct str pointer)
{
    static const char *const words[] = {
        "the",      "a",          "an",     "this",    "that",      "its",           "here",
        "see",      "in",         "of",     "for",     "to",        "our",           "setting",
        "settings", "value",      "values", "file",    "config",    "configuration", "default",
        "defaults", "definition", "schema", "section", "block",     "field",         "key",
        "option",   "options",    "source", "details", "reference", "below",         "above",
        "there"
    };

    return str_among_nocase(word, words, LEN(words)) || str_find_nocase(pointer, word) >= 0;
}

/* A word or a few, at least one of which is no part of the pointer. */
static bool could_be_name(struct str text, struct str pointer)
{
    int words = 0;
    bool own = false;

    for (struct str rest = text, w = fit_word_take(&rest); w.len; w = fit_word_take(&rest)) {
        words += char_is_space(w.ptr > text.ptr ? w.ptr[-1] : ' ');
        own = own || !is_pointing(w, pointer);
    }
    return own && words <= NAME_WORDS_MAX;
}

static bool holds(struct str text, struct str value, struct arena *keep)
{
    return value.len > 1 && str_find(str_lower(text, keep), str_lower(value, keep)) >= 0;
}

/* "multi-factor authentication is required" of "optional": both are states. */
static bool is_state(struct str text)
{
    static const char *const states[] = { "required",  "optional",  "mandatory", "allowed",
                                          "forbidden", "denied",    "public",    "private",
                                          "encrypted", "plain",     "internal",  "external",
                                          "always",    "never",     "automatic", "manual",
                                          "strict",    "permissive" };

    return has_word_of(text, states, LEN(states));
}

/* "t3.medium", "us-east-1": letters and digits in one word. */
static bool has_token(struct str text)
{
    for (struct cut c = str_cut(text, ' ');; c = str_cut(c.tail, ' ')) {
        bool letter = false, digit = false;
        for (ptrdiff_t i = 0; i < c.head.len; i++) {
            letter = letter || char_is_alpha(c.head.ptr[i]);
            digit = digit || char_is_digit(c.head.ptr[i]);
        }
        if ((letter && digit) || !c.ok)
            return letter && digit;
    }
}

static bool says_text(struct str text, const struct json *v, struct str pointer, struct arena *keep)
{
    if (holds(text, v->str, keep) || holds(v->str, text, keep))
        return true;
    bool yes;

    if (fit_has_number(v->str) && says_number(text))
        return true;
    if ((is_state(v->str) && is_state(text)) ||
        (fit_bool_value(v, &yes) && fit_bool_said(text, pointer, &yes)))
        return true;
    return could_be_name(text, pointer) || (says_boolean(text) && text.len < BOOLEAN_MAX);
}

/* A quantity, a version or a yes and no: of a list its number, of an object what stood there before or stands below.
 * Else some of the members of a list; of an object a value alone that is none of its keys: "t3.medium", "/var/log/app". */
static bool says_members(struct str text, const struct json *v, struct str pointer,
                         struct arena *keep)
{
    int left = LIST_MAX;

    if (fit_counts(text) || char_is_digit(*text.ptr) ||
        (says_boolean(text) && text.len < BOOLEAN_MAX))
        return true;
    for (const struct json *m = v->first; m && left > 0; m = m->next, left--)
        if (holds(text, v->kind == JSON_OBJECT ? m->key : json_show(m, keep), keep))
            return v->kind == JSON_ARRAY;
    if (v->kind == JSON_OBJECT)
        return str_char(text, ' ') < 0 && (*text.ptr == '/' || has_token(text)) &&
               str_find_nocase(pointer, text) < 0;
    /* "a, b and c" of a list that holds none of them, "t3.medium" of one of types */
    return str_char(text, ',') >= 0 || str_find(text, S(" and ")) >= 0 || has_token(text);
}

static bool says(struct str text, const struct json *v, const struct target *t, struct arena *keep)
{
    bool yes;

    if (!v || v->kind == JSON_UNKNOWN)
        return says_number(text) || says_boolean(text) ||
               (!data_is_code(t->file) && could_be_name(text, t->pointer));
    switch (v->kind) {
    case JSON_ARRAY:
    case JSON_OBJECT:
        return data_is_history(v) || says_members(text, v, t->pointer, keep);
    case JSON_NUMBER:
        return says_number(text) || could_be_name(text, t->pointer);
    case JSON_STRING:
        return says_text(text, v, t->pointer, keep);
    case JSON_NULL:
    case JSON_TRUE:
    case JSON_FALSE:
    default:
        return says_boolean(text) || says_number(text) || could_be_name(text, t->pointer) ||
               fit_bool_said(text, t->pointer, &yes);
    }
}

bool claim_text_claims(const struct data *data, const struct target *t, struct str text,
                       struct str title, struct arena *keep)
{
    const struct data_source *s = NULL;
    const struct data_file *f;
    const struct json *v;

    if (!t->file.len)
        return true;
    f = data_file_at(data, t->file, &s);
    if (!f)
        return false;
    text = str_trim(text);
    v = f->root ? data_at(s, f, t->pointer) : NULL;
    /* nothing at a pointer of a file that is read: the link leads nowhere, whatever it says */
    if (!v && f->root && !data_is_code(t->file))
        return true;
    return !text.len || fit_is_title(title) || says(text, v, t, keep);
}
