/* fit_doubt.c - words that keep a text from being plainly true of the value it names: it is said to be
 * likely, sometimes, elsewhere, more or less by it, or of something else. */
#include "check/fit_parts.h"

#include "fit_tables.h"

/* Does text begin as phrase, word by word, with no comma or bracket between? */
static bool reads_as(struct str text, const char *phrase)
{
    struct str want = str_of(phrase), w, last = { 0 };

    for (w = fit_word_take(&want); w.len; w = fit_word_take(&want)) {
        struct str is = fit_word_take(&text);
        if (!str_equal_nocase(is, w))
            return false;
        for (const char *p = last.ptr ? last.ptr + last.len : is.ptr; p < is.ptr; p++)
            if (char_among(*p, ",;()"))
                return false;
        last = is;
    }
    return true;
}

/* Is word a form of verb: "keeps", "keeping", "kept" has a row of its own? past: by -ed. */
bool fit_is_form(struct str word, struct str verb, bool *past)
{
    static const char *const ends[] = { "", "s", "es", "ing", "ies", "ed", "d", "ied" };
    ptrdiff_t stem = verb.len - (str_ends(verb, S("e")) || str_ends(verb, S("y")));

    for (ptrdiff_t i = 0; i < LEN(ends); i++)
        for (int cut = 0; cut < 2; cut++) {
            ptrdiff_t n = cut ? stem : verb.len;
            bool twice = i > 2 && word.len > n && n && char_lower(word.ptr[n]) == verb.ptr[n - 1];

            if (str_equal_nocase(str_sub(word, 0, n), str_sub(verb, 0, n)) &&
                str_equal_nocase(str_from(word, n + twice), str_of(ends[i]))) {
                *past = i > 4;
                return true;
            }
        }
    return false;
}

static bool is_have_verb(struct str word, bool *past)
{
    for (ptrdiff_t i = 0; i < LEN(have_verbs); i++)
        if (fit_is_form(word, str_of(have_verbs[i]), past))
            return true;
    *past = str_among_nocase(word, have_past, LEN(have_past));
    return *past;
}

/* Inside a text "block" is a noun as well; first it is a command. */
static bool is_verb_of(struct str word, bool first, const char *const *table, ptrdiff_t n)
{
    bool past;

    for (ptrdiff_t i = 0; i < n; i++)
        if (char_lower(*word.ptr) == *table[i] && fit_is_form(word, str_of(table[i]), &past))
            return first || word.len != (ptrdiff_t)strlen(table[i]);
    return false;
}

/* "can be raised to 10", "may also be arm64": it is not. */
static bool may_change(struct str text, bool name)
{
    static const char *const adverbs[] = { "also", "then", "even", "soon", "later", "easily" };
    struct str modal = fit_word_take(&text), be_word = fit_word_take(&text);

    if (str_among_nocase(be_word, adverbs, LEN(adverbs)))
        be_word = fit_word_take(&text);
    if (!str_among_nocase(modal, modals, LEN(modals)) || !str_equal_nocase(be_word, S("be")))
        return false;
    struct str verb = fit_word_take(&text);
    bool version = char_is_digit(*verb.ptr) || (verb.len > 1 && char_is_digit(verb.ptr[1]));
    bool must = str_equal_nocase(modal, S("must"));
    if (must && version) /* "must be v0.8.0 or higher" */
        return false;
    return (name && !(must && str_equal_nocase(verb, S("set")))) ||
           str_among_nocase(verb, changes, LEN(changes)) ||
           str_among_nocase(verb, steps, LEN(steps));
}

/* A pointer that has a word of the phrase counts just that: "extra" of `extraTasks`. */
static bool pointer_says(struct str pointer, struct str phrase)
{
    for (struct str key = pointer, k = fit_key_word(&key); k.len; k = fit_key_word(&key))
        for (struct str rest = phrase, w = fit_word_take(&rest); w.len; w = fit_word_take(&rest))
            if (w.len > 3 && k.len >= 4 && str_equal_nocase(str_sub(k, 0, 4), str_sub(w, 0, 4)))
                return true;
    return false;
}

/* The phrase of a table that text begins with. "fewer than" is a comparison, which was judged. */
static struct str begins_with(struct str text, const char *const *phrases, ptrdiff_t n, bool behind)
{
    struct str rest = text, first = fit_word_take(&rest);

    if (!behind && str_equal_nocase(fit_word_take(&rest), S("than")) &&
        !str_equal_nocase(first, S("other")))
        return (struct str){ 0 };
    for (ptrdiff_t i = 0; i < n; i++)
        if (char_lower(first.ptr[0]) == phrases[i][0] && reads_as(text, phrases[i]))
            return str_of(phrases[i]);
    return (struct str){ 0 };
}

bool fit_is_number(struct str word)
{
    return char_is_digit(word.ptr[0]) || quantity_is_number_word(word);
}

/* "by 10 %" of something that grows, falls or costs less: how much more or less, not how much. */
static struct str by_how_much(struct str text)
{
    struct str rest = text, verb = { 0 };

    for (struct str w = fit_word_take(&rest); w.len; w = fit_word_take(&rest)) {
        struct str next = rest, n = fit_word_take(&next);

        if (str_among_nocase(w, steps, LEN(steps)))
            verb = w;
        if (verb.len && str_equal_nocase(w, S("by")) && n.len && fit_is_number(n))
            return str_span(verb.ptr, n.ptr + n.len);
    }
    return (struct str){ 0 };
}

/* "considerably", "reluctantly": an adverb that may say anything, but for those that say nothing. */
static bool is_odd_adverb(struct str w)
{
    return w.len > 4 && str_ends(w, S("ly")) &&
           !str_among_nocase(w, plain_adverbs, LEN(plain_adverbs));
}

/* "8080 is free", "and rising" behind a number. */
static struct str odd_predicate(struct str at, struct str text)
{
    /* "older than 13 months are dropped", "up to 16 MB are converted" */
    if (str_equal_nocase(fit_last_word(str_span(text.ptr, at.ptr)), S("and")))
        return (struct str){ 0 }; /* "expire after a day and are rotated" */
    bool edge = fit_find_name(text, S("than")).len > 0 || fit_find_name(text, S("up to")).len > 0;
    struct str first = fit_word_take(&at), next = fit_word_take(&at);
    bool is = str_equal_nocase(first, S("is")) || str_equal_nocase(first, S("are"));

    bool was = str_equal_nocase(first, S("was")) || str_equal_nocase(first, S("were"));

    if (was && next.len && !fit_is_number(next))
        return first;
    if (is && next.len && !fit_is_number(next) && !(edge && str_ends(next, S("ed"))) &&
        !str_among_nocase(next, plain_predicates, LEN(plain_predicates)))
        return next;
    return str_equal_nocase(first, S("and")) && str_ends(next, S("ing")) && !fit_is_negator(next)
               ? next
               : (struct str){ 0 };
}

/* "change this to 10", "only prod has 3": a text that begins so is of what is not, or elsewhere. */
static struct str odd_beginning(struct str text, bool number, bool flag)
{
    struct str first = fit_word_take(&text), next = fit_word_take(&text), then = text;
    struct str verb = fit_word_take(&then);
    bool past;

    if (!next.len)
        return next;
    if ((str_among_nocase(next, objects, LEN(objects)) || fit_is_number(next)) &&
        str_among_nocase(first, imperatives, LEN(imperatives)))
        return first;
    if (flag && str_equal_nocase(first, S("only")))
        return first;
    if (number && str_equal_nocase(first, S("only")) && is_have_verb(verb, &past) &&
        !is_have_verb(next, &past) && !fit_is_number(next))
        return first;
    return (struct str){ 0 };
}

/* What is asked of a word, by the kind of the value. A quantity is a number, whatever it is written in. */
enum { NUMBERS = 1, NAMES = 2, FLAGS = 4, LISTS = 8, BEHIND = 16 /* only behind a number */ };

static unsigned kinds_of(const struct fit_asked *a)
{
    const struct json *v = a->value;
    struct quantity q;
    bool yes;

    if (v->kind == JSON_ARRAY)
        return LISTS;
    if (fit_bool_value(v, &yes))
        return FLAGS;
    if (v->kind == JSON_NUMBER)
        return NUMBERS;
    if (v->kind != JSON_STRING)
        return 0;
    return str_starts(v->str, S("rate(")) || fit_number_held(v, a->unit, &q) ? NUMBERS : NAMES;
}

/* "drop" at the head of at, or "may be moved": the thing is not so, or no more. */
static bool is_doubt_verb(const struct fit_asked *a, struct str at, unsigned kinds, bool behind)
{
    struct str rest = at, word = fit_word_take(&rest);
    bool first = word.ptr == a->text.ptr, names = kinds & NAMES;

    if (rest.len && *rest.ptr == '-') /* "drop-in" */
        return false;
    bool of_it = behind && !names && !fit_has_number(at); /* "10, but can be changed" */
    return is_verb_of(word, first, doubt_verbs, LEN(doubt_verbs)) ||
           (!of_it && may_change(at, names)) ||
           (names && is_verb_of(word, first, doubt_verbs_of_names, LEN(doubt_verbs_of_names)));
}

static struct str doubt_at(const struct fit_asked *a, struct str at, unsigned kinds, bool behind)
{
    static const struct {
        unsigned kinds;
        const char *const *words;
        ptrdiff_t n;
    } tables[] = { { NUMBERS, doubts_of_numbers, LEN(doubts_of_numbers) },
                   { NUMBERS | BEHIND, doubts_behind, LEN(doubts_behind) },
                   { NAMES, doubts_of_names, LEN(doubts_of_names) },
                   { LISTS, doubts_of_lists, LEN(doubts_of_lists) },
                   { FLAGS, doubts_of_flags, LEN(doubts_of_flags) } };
    bool schedule = (kinds & NAMES) && str_char(a->value->str, '*') >= 0;
    struct str rest = at, word = fit_word_take(&rest);
    struct str found = begins_with(at, doubts, LEN(doubts), behind);

    if (!found.len && is_doubt_verb(a, at, kinds, behind))
        found = word;
    for (ptrdiff_t i = 0; i < LEN(tables) && !found.len && !schedule; i++)
        if ((tables[i].kinds & kinds) && (behind || !(tables[i].kinds & BEHIND)))
            found = begins_with(at, tables[i].words, tables[i].n, behind);
    if (!found.len && (kinds & (NUMBERS | LISTS)) && behind)
        found = odd_predicate(at, a->text);
    bool of = (kinds & LISTS) && behind && str_equal_nocase(word, S("of"));
    return !found.len && of && !reads_as(at, "of them") ? word : found;
}

/* Is the word a part of the value itself? */
static bool value_says(const struct json *v, struct str word)
{
    return v->kind == JSON_STRING && str_find_nocase(v->str, word) >= 0;
}

/* "encrypted in production only": elsewhere it is not. */
static struct str only_there(struct str text)
{
    static const char *const places[] = { "in", "for", "on", "at", "from", "during", "within" };
    struct str last = fit_last_word(text);
    bool only = str_equal_nocase(last, S("only")) && fit_has_word(text, places, LEN(places));

    return only ? last : (struct str){ 0 };
}

/* Was the found phrase judged already: "3 or more", and what a change of names turned away from? */
static bool is_judged(struct str found, struct str last, bool number, bool turned)
{
    static const char *const changed[] = { "but", "replaces" };

    return (number && str_equal(last, S("or"))) ||
           (turned && (str_ends(found, S(" from")) || str_among_nocase(found, changed, 2)));
}

struct str fit_doubt(const struct fit_asked *a)
{
    static const char *const once[] = { "formerly", "previously", "originally" };
    const struct json *v = a->value;
    unsigned kinds = v ? kinds_of(a) : 0;
    bool number = false, name = v && v->kind == JSON_STRING;
    struct str rest = a->text, at = rest, last = { 0 };
    bool turned = name && fit_said_part(rest, false, true, a->keep).ptr != rest.ptr;

    if (!name && str_char(a->text, '?') >= 0)
        return S("?");
    struct str begin = odd_beginning(a->text, !name, kinds & FLAGS);
    if (begin.len)
        return begin;
    for (struct str w = fit_word_take(&rest); v && w.len; at = rest, w = fit_word_take(&rest)) {
        struct str found = doubt_at(a, at, kinds, number);

        bool file = rest.len > 1 && *rest.ptr == '.' && char_is_alpha(rest.ptr[1]);
        if (!found.len && !file && is_odd_adverb(w))
            found = w;
        if (found.len && !pointer_says(a->pointer, found) && !value_says(v, w) &&
            !is_judged(found, last, number, turned))
            return found;
        number = number || fit_is_number(w);
        last = w;
    }
    if (str_among_nocase(last, once, LEN(once)))
        return last; /* "port 8080, formerly" */
    if (kinds & FLAGS)
        return only_there(a->text);
    return v ? by_how_much(a->text) : (struct str){ 0 };
}

/* ---- what governs the value ---- */

/* Past participles are told from a past ("we kept 3") by what stands before them. */
static bool is_passive(struct str before)
{
    struct str word[3] = { 0 };
    int n = 0;

    for (struct str w = fit_word_take(&before); w.len; w = fit_word_take(&before))
        word[n++ % 3] = w;
    for (int i = 0; i < 3; i++)
        if (str_among_nocase(word[i], passives, LEN(passives)))
            return true;
    return n == 0;
}

static bool is_acronym(struct str w)
{
    for (ptrdiff_t i = 0; i < w.len; i++)
        if (w.ptr[i] < 'A' || w.ptr[i] > 'Z')
            return false;
    return w.len > 1;
}

/* "Fargate is not used", "13 is no longer supported" */
static bool denied(struct str text)
{
    static const char *const verbs_be[] = { "is", "are", "was", "were", "isn't", "aren't" };
    struct str last = { 0 };

    for (struct str w = fit_word_take(&text); w.len; w = fit_word_take(&text)) {
        if (str_among_nocase(last, verbs_be, LEN(verbs_be)) &&
            (fit_is_negator(w) || str_ends(last, S("'t"))))
            return true;
        last = w;
    }
    return false;
}

/* Before a name stand nouns, adjectives and proper names; a verb or a preposition is told by its form. */
static bool is_odd_word(struct str w)
{
    bool proper = *w.ptr >= 'A' && *w.ptr <= 'Z';
    bool verb = str_ends(w, S("s")) && !str_ends(w, S("ss")) && !str_ends(w, S("us"));

    return !proper &&
           (verb || str_ends(w, S("ing")) || str_among_nocase(w, leading_away, LEN(leading_away)));
}

/* "drained by 12 consumers", but not "increased by 12" */
static bool by_doers(struct str before)
{
    struct str last = fit_last_word(before);

    return str_ends(last, S("ed")) && !str_among_nocase(last, steps, LEN(steps)) &&
           !str_among_nocase(last, changes, LEN(changes)) &&
           !str_among_nocase(last, by_doers_sums, LEN(by_doers_sums));
}

/* The last word of front that is no determiner; *gap: what stands behind it. */
static struct str last_word(struct str front, struct str *gap)
{
    struct str last;

    for (;; front = str_span(front.ptr, last.ptr)) {
        last = fit_last_word(front);
        if (!last.len || !str_among_nocase(last, determiners, LEN(determiners)))
            break;
    }
    *gap = last.len ? str_span(last.ptr + last.len, front.ptr + front.len) : last;
    return last;
}

static bool has_mark(struct str gap)
{
    for (ptrdiff_t i = 0; i < gap.len; i++)
        if (char_among(gap.ptr[i], ":=(,;.!"))
            return true;
    return false;
}

/* The word before at that keeps what stands there from being what the thing has: an unknown verb
 * ("saves 20 min"), a preposition that leads away ("without 3"), a past; empty: none. */
struct str fit_governor(const struct fit_asked *a, struct str text, struct str at, bool name)
{
    struct str gap, last = last_word(str_span(text.ptr, at.ptr), &gap), none = { 0 };
    bool past;

    if (name && denied(a->text))
        return a->text;
    if (!last.len || str_equal_nocase(at, S("every")) || has_mark(gap) ||
        str_among_nocase(last, governors, LEN(governors)) || pointer_says(a->pointer, last) ||
        char_is_digit(*last.ptr))
        return none;
    struct str before = str_span(text.ptr, last.ptr), behind = str_span(last.ptr, at.ptr);
    if (reads_as(behind, "by default"))
        return none;
    if (is_have_verb(last, &past))
        return !past || is_passive(before) ? none : last;
    bool changed = text.ptr != a->text.ptr && (str_among_nocase(last, changes, LEN(changes)) ||
                                               str_equal_nocase(last, S("but")));
    bool doers = !name && str_equal_nocase(last, S("by")) && by_doers(before);
    return is_acronym(last) || changed || doers || (name && !is_odd_word(last)) ? none : last;
}
