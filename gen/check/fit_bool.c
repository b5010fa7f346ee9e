/* fit_bool.c - yes and no: their own words only, where the sentence says them of the thing.
 *
 * "on", "active" and their kind count as predicates ("is on", "on by default"), not as prepositions
 * and adjectives of something else ("runs on Fargate", "active sessions"). A negator counts for the
 * word it stands before. A key turns words round: "enabled" says false of `disableCache`. */
#include "check/fit_parts.h"

#include "fit_tables.h"

enum { WORDS_MAX = 40, KEY_WORDS_MAX = 12, KEY_MIN = 3 };

struct text {
    struct str word[WORDS_MAX];
    bool joined[WORDS_MAX]; /* by a hyphen with the word before */
    bool ends[WORDS_MAX];   /* a comma, bracket or full stop stands behind it */
    int n;
    struct str key[KEY_WORDS_MAX]; /* words of the last keys of the pointer */
    int n_keys;
    bool off_key;
};

bool fit_bool_value(const struct json *v, bool *yes)
{
    static const char *const words[][2] = { { "true", "false" },      { "yes", "no" },
                                            { "on", "off" },          { "enabled", "disabled" },
                                            { "active", "inactive" }, { "enable", "disable" },
                                            { "allow", "deny" },      { "allowed", "denied" } };

    if (v->kind == JSON_TRUE || v->kind == JSON_FALSE) {
        *yes = v->kind == JSON_TRUE;
        return true;
    }
    for (ptrdiff_t i = 0; v->kind == JSON_STRING && i < LEN(words); i++)
        for (int k = 0; k < 2; k++)
            if (str_equal_nocase(str_trim(v->str), str_of(words[i][k]))) {
                *yes = k == 0;
                return true;
            }
    return false;
}

static void read_words(struct text *t, struct str text, struct str pointer)
{
    struct cut last = str_rcut(pointer, '/');

    for (struct str w = fit_word_take(&text); w.len && t->n < WORDS_MAX; w = fit_word_take(&text)) {
        struct str behind = str_trim(text);
        t->ends[t->n] = behind.len && char_among(behind.ptr[0], ",;:.!?()");
        t->joined[t->n] =
            t->n && w.ptr == t->word[t->n - 1].ptr + t->word[t->n - 1].len + 1 && w.ptr[-1] == '-';
        t->word[t->n++] = w;
    }
    for (int level = 0; level < 3; level++, last = str_rcut(last.head, '/'))
        for (struct str w = fit_key_word(&last.tail); w.len; w = fit_key_word(&last.tail)) {
            t->off_key = t->off_key || (!level && str_among_nocase(w, off_keys, LEN(off_keys)));
            if (w.len >= KEY_MIN && t->n_keys < KEY_WORDS_MAX)
                t->key[t->n_keys++] = w;
        }
}

/* Alike from the beginning: "encrypt" and "encryption", "stickiness" and "sticky". */
static bool alike(struct str a, struct str b)
{
    ptrdiff_t n = a.len < b.len ? a.len : b.len;

    n = n > 5 ? 5 : n;
    return n >= KEY_MIN && str_equal_nocase(str_sub(a, 0, n), str_sub(b, 0, n));
}

static bool is_of_key(const struct text *t, struct str word)
{
    for (int i = 0; i < t->n_keys; i++)
        if (alike(word, t->key[i]))
            return true;
    return false;
}

static bool of_key_behind(const struct text *t, int i)
{
    for (int k = i + 1; k < t->n && k < i + 5; k++)
        if (is_of_key(t, t->word[k]))
            return true;
    return false;
}

/* "active-active", "off-site": part of another word; "always-on" and "un-encrypted" are not. */
static bool is_part(const struct text *t, int i)
{
    static const char *const heads[] = { "always", "switched", "turned", "un", "non" };

    return (t->joined[i] && !str_among_nocase(t->word[i - 1], heads, LEN(heads))) ||
           (i + 1 < t->n && t->joined[i + 1]);
}

/* "whether it is enabled", "can be enabled": nobody says that it is. */
static bool is_open(const struct text *t, int i)
{
    for (int k = 0; k < i; k++)
        if (str_among_nocase(t->word[k], open_words, LEN(open_words)) ||
            (k + 1 < i && str_equal_nocase(t->word[k], S("to")) &&
             str_equal_nocase(t->word[k + 1], S("be"))))
            return true;
    return false;
}

static bool word_is(const struct text *t, int i, const char *word)
{
    return i >= 0 && i < t->n && str_equal_nocase(t->word[i], str_of(word));
}

/* "on" and "off": at the head of the text, at its end behind the thing, or "on by default". */
static bool is_switch(const struct text *t, int i, bool open)
{
    bool ored =
        i && str_among_nocase(t->word[i - 1], (const char *const[]){ "or", "and", "either" }, 3);

    if (word_is(t, i + 1, "by"))
        return word_is(t, i + 2, "default");
    return i == 0 ? open : i + 1 == t->n && (i < 2 || ored || is_of_key(t, t->word[i - 1]));
}

/* Does word i say something of the thing, and is no adjective of another? */
static bool is_predicate(const struct text *t, int i, const struct pair *p)
{
    bool on = word_is(t, i, "on") || word_is(t, i, "off"), last = i + 1 >= t->n;
    bool open =
        last || t->ends[i] ||
        (str_among_nocase(t->word[i + 1], follows, LEN(follows)) && !word_is(t, i + 1, "on"));

    if (is_part(t, i) || is_open(t, i) ||
        (on && word_is(t, i + 1, "by") && !word_is(t, i + 2, "default")))
        return false;
    if (i && str_among_nocase(t->word[i - 1], be, LEN(be)) && (on || open))
        return true;
    if (on)
        return is_switch(t, i, open);
    return open || is_of_key(t, str_of(p->yes)) || is_of_key(t, str_of(p->no)) ||
           of_key_behind(t, i);
}

/* Negators right before word i, adverbs between them passed over. */
static int negations(const struct text *t, int i)
{
    int n = 0;

    for (int k = i - 1; k >= 0; k--) {
        bool un = t->joined[k + 1] && k == i - 1 &&
                  (str_equal_nocase(t->word[k], S("un")) || str_equal_nocase(t->word[k], S("non")));
        if (un || fit_is_negator(t->word[k]))
            n++;
        else if (!str_among_nocase(t->word[k], pass_over, LEN(pass_over)) &&
                 !str_among_nocase(t->word[k], be, LEN(be)))
            break;
    }
    return n;
}

struct said {
    int yes, no;
    bool strong;     /* by a predicate, beside which adjectives do not count */
    struct str word; /* the first that says it, in the text; empty: said otherwise */
    ptrdiff_t pair;
};

static void say(struct said *s, bool yes, struct str word, ptrdiff_t pair, bool strong)
{
    if (s->strong && !strong)
        return;
    if (strong && !s->strong)
        *s = (struct said){ .pair = -1, .strong = true };
    if (!s->yes && !s->no) {
        s->word = word;
        s->pair = pair;
    }
    s->yes += yes;
    s->no += !yes;
}

/* Which of the pair's words the key holds: `private: true` makes "private" say yes. */
static bool key_is_no(const struct text *t, const struct pair *p)
{
    bool no = false;

    for (int i = 0; i < t->n_keys; i++) {
        if (str_equal_nocase(t->key[i], str_of(p->yes)))
            return false;
        no = no || str_equal_nocase(t->key[i], str_of(p->no));
    }
    return no;
}

/* "no" of "no exceptions" says nothing of the flag; "no", and "no public access" of `publicAccess`,
 * do. */
static bool says_no(const struct text *t, int i)
{
    static const char *const runs[] = { "runs", "run", "is", "are", "comes", "deployed", "served" };
    struct str w = t->word[i];

    if (str_equal_nocase(w, S("without")) && i &&
        !str_among_nocase(t->word[i - 1], runs, LEN(runs)))
        return false; /* "fails without TLS" */
    if (str_equal_nocase(w, S("without")) || (str_equal_nocase(w, S("no")) && i + 1 < t->n))
        return of_key_behind(t, i);
    if (!str_equal_nocase(w, S("no")))
        return t->n == 1 && str_equal_nocase(w, S("never"));
    if (i && i + 1 == t->n && t->ends[i - 1]) /* "enabled? no" */
        return true;
    return str_equal_nocase(w, S("no")) &&
           (i == 0 || str_equal_nocase(t->word[i - 1], S("or")) || is_of_key(t, t->word[i - 1]));
}

/* "no public access is allowed": the no turns what is said of its thing. */
static int none_before(const struct text *t, int i)
{
    for (int k = i - 2; k >= 0 && !t->ends[k]; k--)
        if (str_equal_nocase(t->word[k], S("no")) && says_no(t, k))
            return 1;
    return 0;
}

static void say_pair(struct said *s, const struct text *t, int i)
{
    for (ptrdiff_t k = 0; k < LEN(pairs); k++) {
        bool no = str_equal_nocase(t->word[i], str_of(pairs[k].no));

        if (!no && !str_equal_nocase(t->word[i], str_of(pairs[k].yes)))
            continue;
        if (!is_predicate(t, i, &pairs[k]))
            return;
        bool turn = key_is_no(t, &pairs[k]) || (pairs[k].turns && t->off_key);
        bool strong = i && (str_among_nocase(t->word[i - 1], be, LEN(be)) ||
                            str_equal_nocase(t->word[i - 1], S("and")));
        say(s, (no ^ turn) == ((negations(t, i) + none_before(t, i)) % 2 == 1), t->word[i], k,
            strong || t->n == 1);
        return;
    }
}

static bool is_adjective(struct str w)
{
    static const char *const ends[] = { "ed", "able", "ible", "ive", "less", "only", "proof" };

    for (ptrdiff_t i = 0; i < LEN(ends); i++)
        if (w.len > 3 && str_ends(w, str_of(ends[i])))
            return true;
    return false;
}

/* "preemptible nodes are not used" */
static int denied_behind(const struct text *t, int i)
{
    for (int k = i + 1; k + 1 < t->n && !t->ends[k - 1]; k++)
        if (str_among_nocase(t->word[k], (const char *const[]){ "is", "are" }, 2))
            return fit_is_negator(t->word[k + 1]);
    return 0;
}

/* "publicly accessible" of `publiclyAccessible`, "unencrypted" of `encrypted`: an adjective of the
 * key; "un", "non" and "in" before it turn it. */
static void say_adjective(struct said *s, const struct text *t, int i)
{
    static const char *const heads[] = { "un", "non", "in", "not" };
    struct str w = t->word[i];
    bool turned = false;

    for (ptrdiff_t k = 0; k < LEN(heads) && !is_of_key(t, w); k++)
        if (str_starts(w, str_of(heads[k])) &&
            is_of_key(t, str_from(w, (ptrdiff_t)strlen(heads[k])))) {
            w = str_from(w, (ptrdiff_t)strlen(heads[k]));
            turned = true;
        }
    if (is_adjective(w) && is_of_key(t, w))
        say(s, ((negations(t, i) + turned + denied_behind(t, i)) % 2 == 1) == t->off_key, w, -1,
            false);
}

/* "blocks public access" and "is blocked" of `blockPublicAccess`: the verb of the key, alone or with
 * another of its words. */
static void say_verb(struct said *s, const struct text *t, struct str pointer)
{
    struct str key = fit_last_key(pointer), verb = fit_key_word(&key), w;
    int at = -1, others = 0;
    bool past;

    bool required = str_ends(pointer, S("equired")); /* "requests need an API key" */
    if (!required && !str_among_nocase(verb, verbs, LEN(verbs)))
        return;
    if (required) {
        key = fit_last_key(pointer);
        verb = S("need");
    }
    for (int i = 0; i < t->n; i++)
        if ((!required && alike(t->word[i], verb)) || fit_is_form(t->word[i], verb, &past))
            at = i;
    for (w = fit_key_word(&key); w.len && at >= 0; w = fit_key_word(&key))
        for (int i = 0; i < t->n; i++)
            others += i != at && alike(t->word[i], w);
    bool alone = at >= 0 && (t->n == 1 || (at && str_among_nocase(t->word[at - 1], be, LEN(be))));
    if (at >= 0 && (others || alone))
        say(s, (negations(t, at) + none_before(t, at)) % 2 == 0, t->word[at], -1, true);
}

static void say_signs(struct said *s, struct str text)
{
    for (ptrdiff_t i = 0; i < LEN(signs_yes); i++)
        if (str_find(text, str_of(signs_yes[i])) >= 0)
            say(s, true, (struct str){ 0 }, -1, true);
    for (ptrdiff_t i = 0; i < LEN(signs_no); i++)
        if (str_find(text, str_of(signs_no[i])) >= 0)
            say(s, false, (struct str){ 0 }, -1, true);
}

/* "Multi-AZ", "single-AZ" */
static void say_zones(struct said *s, const struct text *t, int i)
{
    bool multi = str_equal_nocase(t->word[i], S("multi"));

    if (i + 1 < t->n && str_equal_nocase(t->word[i + 1], S("az")) &&
        (multi || str_equal_nocase(t->word[i], S("single"))))
        say(s, multi == (negations(t, i) % 2 == 0), (struct str){ 0 }, -1, false);
}

static void say_words(struct said *s, const struct text *t)
{
    for (int i = 0; i < t->n; i++)
        if (i == 0 && t->n > 1 && str_equal_nocase(t->word[0], S("with")) &&
            !fit_is_negator(t->word[1]) && of_key_behind(t, 0))
            say(s, !t->off_key, (struct str){ 0 }, -1, false);
        else if (!fit_is_negator(t->word[i]) || str_equal_nocase(t->word[i], S("not")))
            say_pair(s, t, i);
        else if (says_no(t, i))
            say(s, t->off_key, i ? (struct str){ 0 } : t->word[i], t->n == 1 ? 0 : -1, false);
}

static struct said said_of(struct str text, struct str pointer)
{
    struct text t = { 0 };
    struct said s = { .pair = -1 };

    read_words(&t, text, pointer);
    say_signs(&s, text);
    say_verb(&s, &t, pointer);
    if (!s.strong)
        say_words(&s, &t);
    for (int i = 0; i < t.n && !s.yes && !s.no; i++)
        say_zones(&s, &t, i);
    for (int i = 0; i < t.n && !s.yes && !s.no; i++)
        say_adjective(&s, &t, i);
    return s;
}

bool fit_bool_said(struct str text, struct str pointer, bool *yes)
{
    struct said s = said_of(text, pointer);

    *yes = s.yes > 0;
    return (s.yes > 0) != (s.no > 0);
}

static struct str word_for(struct str like, ptrdiff_t pair, bool yes, struct arena *keep)
{
    struct str word = str_copy(str_of(yes ? pairs[pair].yes : pairs[pair].no), keep);

    if (like.len && like.ptr[0] >= 'A' && like.ptr[0] <= 'Z')
        ((char *)(uintptr_t)word.ptr)[0] = (char)(word.ptr[0] - 'a' + 'A');
    return word;
}

/* The word in the text replaced by the other of its pair. */
static struct str rewritten(const struct fit_asked *a, const struct said *s)
{
    bool no = str_equal_nocase(s->word, str_of(pairs[s->pair].no));
    struct buf b = buf_open(a->keep, a->text.len + 16);

    buf_put(&b, str_span(a->text.ptr, s->word.ptr));
    buf_put(&b, word_for(s->word, s->pair, no, a->keep));
    buf_put(&b, str_span(s->word.ptr + s->word.len, a->text.ptr + a->text.len));
    return buf_str(&b);
}

struct fit fit_bool(const struct fit_asked *a, bool value)
{
    struct str part = fit_said_part(a->text, true, false, a->keep);
    struct said s = said_of(part, a->pointer);
    struct fit fit = { .shown = value ? S("true") : S("false"), .by_hand = true };

    if ((s.yes > 0) == (s.no > 0)) {
        fit.kind = FIT_UNREADABLE;
        fit.why =
            str_fmt(a->keep,
                    s.yes ? "the value is %.*s, and the text says yes and no: write one of them"
                          : "the value is %.*s: write a word such as yes, on or enabled, or "
                            "give the link the title \"= %.*s\"",
                    FMT(fit.shown), FMT(fit.shown));
        return fit;
    }
    if (s.pair >= 0 && !(s.yes + s.no > 1)) {
        bool same = (s.yes > 0) == value, no = str_equal_nocase(s.word, str_of(pairs[s.pair].no));
        fit.shown = word_for((struct str){ 0 }, s.pair, same ? !no : no, a->keep);
    }
    fit.kind = (s.yes > 0) == value ? FIT_TRUE : FIT_FALSE;
    if (fit.kind == FIT_FALSE && s.yes + s.no == 1 && s.pair >= 0 && part.ptr == a->text.ptr)
        fit.suggest = rewritten(a, &s);
    return fit;
}
