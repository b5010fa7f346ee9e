/* quantity.c - quantities in prose, read whole or not at all.
 *
 * quantity_parse eats the text from the left: comparator, one end (currency, number, magnitude,
 * unit), perhaps a dash and a second end, what it is per, a comparator behind; what is left may be
 * words, but none that changes what was read. Everything is rows of tables: spellings of units and
 * comparators in quantity_words.h, numbers in words in quantity_number.c. */
#include "model/quantity.h"

#include "base/buf.h"
#include "quantity_words.h"

static bool is_word(char c)
{
    return char_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

struct str quantity_skip_space(struct str s)
{
    for (;;) {
        if (s.len > 0 && char_is_space(*s.ptr))
            s = str_from(s, 1);
        else if (str_starts(s, S("\u00a0")))
            s = str_from(s, 2);
        else if (str_starts(s, S("\u202f")) || str_starts(s, S("\u2009")))
            s = str_from(s, 3);
        else
            return s;
    }
}

/* Typographic marks that end a word as blanks do: dashes, quotes, the ellipsis. */
static bool is_mark(struct str s)
{
    return str_starts(s, S("\xE2\x80")) || str_starts(s, S("\u00a0"));
}

bool quantity_take(struct str *s, const char *word, bool exact)
{
    if (!QUANTITY_LIKE(*s, word))
        return false;
    struct str w = str_of(word), head = str_sub(*s, 0, w.len), rest = str_from(*s, w.len);
    if (head.len != w.len || !(exact ? str_equal(head, w) : str_equal_nocase(head, w)))
        return false;
    bool letters = char_is_alnum(w.ptr[w.len - 1]) && rest.len > 0 && is_word(*rest.ptr);
    if (letters && !char_is_digit(*rest.ptr) && !is_mark(rest)) /* 1h30m is two words */
        return false;
    *s = rest;
    return true;
}

/* "max 100", "capped at 100": the words name a limit, whatever the value is called. */
static bool names_limit(const char *word)
{
    static const char *const words[] = { "max",     "a max",  "min",        "a min",
                                         "limited", "capped", "restricted", "caps" };
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (str_starts(str_of(word), str_of(words[i])))
            return true;
    return false;
}

static enum quantity_sign take_sign(struct str *s, bool *between, bool *limit)
{
    enum quantity_sign sign = QUANTITY_IS;
    for (int round = 0; round < 3; round++) { /* "up to about" */
        *s = quantity_skip_space(*s);
        ptrdiff_t i = 0;
        while (i < LEN(before) &&
               !(QUANTITY_LIKE(*s, before[i].word) && quantity_take(s, before[i].word, false)))
            i++;
        if (i == LEN(before))
            break;
        if (sign == QUANTITY_IS)
            sign = before[i].sign;
        *limit = *limit || names_limit(before[i].word);
        *between = *between || str_equal(str_of(before[i].word), S("between"));
    }
    return sign;
}

/* Case is forgiven where it cannot change the meaning: never of one letter, never of bits. */
static bool may_fold(const struct quantity_unit *u)
{
    return u->len > 1 && ((u->dim != QUANTITY_BYTES && u->dim != QUANTITY_BITRATE) || u->len > 4);
}

static const struct quantity_unit *match_unit(struct str *s, bool exact,
                                              const enum quantity_dim *only)
{
    const struct quantity_unit *best = NULL;
    struct str rest = *s;
    for (ptrdiff_t i = 0; i < LEN(units); i++) {
        struct str after = *s;
        if (!QUANTITY_LIKE(*s, units[i].name))
            continue;
        if ((only && units[i].dim != *only) || (best && units[i].len <= best->len) ||
            (!exact && !may_fold(&units[i])))
            continue;
        if (quantity_take(&after, units[i].name, exact)) {
            best = &units[i];
            rest = after;
        }
    }
    *s = rest;
    return best;
}

/* The longest spelling at the head of s. Case decides first (Mb, MB), then it is forgiven. */
static const struct quantity_unit *find_unit(struct str *s, const enum quantity_dim *only,
                                             bool data)
{
    struct str p = *s;
    const struct quantity_unit *u = match_unit(&p, true, only);
    if (!u)
        u = match_unit(&p, false, only);
    if (!u || (u->data && !data))
        return NULL;
    *s = p;
    return u;
}

const struct quantity_unit *quantity_unit_take(struct str *s, const enum quantity_dim *only)
{
    return find_unit(s, only, false);
}

const struct quantity_unit *quantity_unit(struct str name)
{
    struct str rest = str_trim(name);
    const struct quantity_unit *u = find_unit(&rest, NULL, true);
    return u && str_trim(rest).len == 0 ? u : NULL;
}

/* One end of a range while it is read. */
struct end {
    struct quantity_number num;
    const struct quantity_unit *unit;
    struct str number, word;
    bool broken;
};

/* "24 consecutive hours": words that count the same unit as without them. */
static struct str skip_adjective(struct str s)
{
    static const char *const words[] = { "full",  "whole",      "consecutive", "calendar",
                                         "solid", "additional", "long" };
    for (ptrdiff_t i = 0; i < LEN(words); i++) {
        struct str p = s;
        if (quantity_take(&p, words[i], false))
            return quantity_skip_space(p);
    }
    return s;
}

/* Is the word at the head of s a plural, of no machine? "4 core machines" have cores. */
static bool is_plural(struct str s)
{
    static const char *const machines[] = { "machines",   "servers", "instances", "nodes", "hosts",
                                            "processors", "cpus",    "workers",   "boxes", "vms" };
    ptrdiff_t n = 0;

    s = quantity_skip_space(s);
    while (n < s.len && char_is_alpha(s.ptr[n]))
        n++;
    s = str_sub(s, 0, n);
    return str_ends(s, S("s")) && !str_among_nocase(s, machines, LEN(machines));
}

/* The unit behind a number: "ms", "-minute", "full hours". */
static void take_unit_behind(struct str *s, struct end *e)
{
    struct str u = quantity_skip_space(*s);
    if (u.ptr == s->ptr && str_starts(u, S("-")))
        u = str_from(u, 1);
    u = skip_adjective(u);
    const char *at = u.ptr;
    e->unit = quantity_unit_take(&u, NULL);
    if (!e->unit)
        return;
    e->word = str_span(at, u.ptr);
    if (str_equal_nocase(e->word, S("core")) && e->num.n.num > 1 && is_plural(u)) {
        e->unit = NULL; /* "three core methods" */
        e->word = (struct str){ 0 };
        return;
    }
    *s = u;
}

/* Money may have its comma before the cents: "12,50 €", "€12,50". */
static bool comma_is_point(struct str p, const struct end *e)
{
    ptrdiff_t n = 0, commas = 0;
    if (e->unit)
        return e->unit->dim == QUANTITY_MONEY;
    while (n < p.len && (char_is_digit(p.ptr[n]) || p.ptr[n] == ',' || p.ptr[n] == '.')) {
        commas += p.ptr[n] == ',';
        n++;
    }
    struct str after = quantity_skip_space(str_from(p, n));
    return commas == 1 && quantity_unit_take(&after, NULL) != NULL;
}

static bool take_end(struct str *s, struct end *e)
{
    const enum quantity_dim money = QUANTITY_MONEY;
    struct str p = quantity_skip_space(*s);
    const char *at = p.ptr;
    e->unit = match_unit(&p, true, &money);
    if (e->unit)
        e->word = str_span(at, p.ptr);
    p = quantity_skip_space(p);
    at = p.ptr;
    if (!quantity_number(&p, comma_is_point(p, e), &e->num) || (e->unit && e->num.words))
        return false;
    e->number = str_span(at, p.ptr);
    if (!e->unit)
        take_unit_behind(&p, e);
    *s = p;
    return !(e->num.article && !e->unit);
}

/* "an hour and a half": a part of the unit behind it. */
static void take_half_behind(struct str *s, struct end *e)
{
    struct str p = quantity_skip_space(*s);
    struct quantity_number part = { 0 };
    if (!e->unit || !quantity_take(&p, "and", false))
        return;
    p = quantity_skip_space(p);
    struct str after = p;
    if (!quantity_number(&after, false, &part) || !part.fraction ||
        !ratio_add(e->num.n, part.n, &e->num.n))
        return;
    e->num.places = part.places;
    e->broken = true;
    *s = after;
}

/* "1 h 30 min", "2m30s", "2 hours and 15 minutes": a smaller time is added; the unit is its. */
static void take_more_time(struct str *s, struct end *e)
{
    while (e->unit && e->unit->dim == QUANTITY_TIME) {
        struct str p = quantity_skip_space(*s);
        if (str_starts(p, S(",")))
            p = quantity_skip_space(str_from(p, 1));
        if (quantity_take(&p, "and", false))
            p = quantity_skip_space(p);
        struct end more = { 0 };
        if (!take_end(&p, &more) || !more.unit || more.unit->dim != QUANTITY_TIME ||
            ratio_cmp(more.unit->factor, e->unit->factor) >= 0)
            return;
        struct ratio n;
        if (!ratio_mul(e->num.n, e->unit->factor, &n) || !ratio_div(n, more.unit->factor, &n) ||
            !ratio_add(n, more.num.n, &more.num.n))
            return;
        more.number = str_span(e->number.ptr, more.number.ptr + more.number.len);
        more.broken = e->num.words || more.num.words;
        *e = more;
        *s = p;
    }
}

/* The dash or word of a range, when a number follows. "two or three" is one, "80 or 443" and "4001 or 4002" are none. */
static bool take_to(struct str *s, bool between, const struct end *a)
{
    static const char *const marks[] = { "–",       "—",   "‒",  "-", "to", "or",
                                         "through", "...", "..", "…", "and" };
    struct str p = quantity_skip_space(*s);
    for (ptrdiff_t i = 0; i < LEN(marks) - !between; i++) {
        struct str after = p, probe;
        struct ratio step;
        if (!quantity_take(&after, marks[i], false))
            continue;
        probe = after = quantity_skip_space(after);
        struct end e = { 0 };
        if (!take_end(&probe, &e) || (e.num.words && i < 4))
            continue;
        if (str_equal(str_of(marks[i]), S("or")) &&
            ((a->unit && a->unit->dim == QUANTITY_MONEY) ||
             ratio_cmp(a->num.n, ratio_whole(1000)) > 0 || !ratio_sub(e.num.n, a->num.n, &step) ||
             ratio_cmp(step, ratio_whole(1)) != 0))
            continue;
        *s = after;
        return true;
    }
    return false;
}

/* Both ends in one unit: the second's, or whichever has one. */
static bool join_ends(struct end *a, struct end *b)
{
    if (!b->unit && a->unit) {
        b->unit = a->unit;
        b->word = a->word;
    }
    if (a->unit && b->unit && a->unit != b->unit) {
        struct ratio by;
        if (a->unit->dim != b->unit->dim || !ratio_div(a->unit->factor, b->unit->factor, &by) ||
            !ratio_mul(a->num.n, by, &a->num.n))
            return false;
        int exact = ratio_places(a->num.n);
        a->num.places = exact >= 0 ? exact : b->num.places;
    }
    /* "1–2k" are thousands both */
    struct ratio by;
    if (b->num.places < 0 && a->num.places == 0 && ratio_cmp(a->num.n, ratio_whole(1000)) < 0 &&
        ratio_make(1, 1, &by)) {
        for (int i = b->num.places; i < 0; i++)
            by.num *= 10;
        if (by.num == 1000 && ratio_mul(a->num.n, by, &a->num.n))
            a->num.places = b->num.places;
    }
    return ratio_cmp(a->num.n, b->num.n) <= 0;
}

static const struct quantity_unit *take_per(struct str *s)
{
    static const char *const marks[] = { "/", "per", "a", "an", "each", "every" };
    const enum quantity_dim time = QUANTITY_TIME;
    struct str p = quantity_skip_space(*s);
    for (ptrdiff_t i = 0; i < LEN(adverbs); i++)
        if (quantity_take(&p, adverbs[i].word, false)) {
            *s = p;
            return quantity_unit(str_of(adverbs[i].unit));
        }
    for (ptrdiff_t i = 0; i < LEN(marks); i++) {
        struct str after = p;
        if (!quantity_take(&after, marks[i], false))
            continue;
        after = quantity_skip_space(after);
        const struct quantity_unit *u = match_unit(&after, true, &time);
        if (!u)
            u = match_unit(&after, false, &time);
        if (u)
            *s = after;
        return u;
    }
    return NULL;
}

/* Words may follow the number, a second number may not: one link, one quantity. */
static bool no_digits(struct str s)
{
    if (s.len > 0 && is_word(*s.ptr) && !is_mark(s) && !str_starts(s, S("×")) &&
        !(char_lower(*s.ptr) == 'x' && (s.len == 1 || !is_word(s.ptr[1]))))
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i], last = i > 0 ? s.ptr[i - 1] : ' ';
        if (char_is_digit(c) && !char_is_alnum(last) && last != '_')
            return false;
        if (c == '$' || c == '%' || c == '=' || c == '@' || c == '\\')
            return false;
        if ((last == '.' || last == ':' || last == '/') && i == 1 && (is_word(c) && last != '/'))
            return false;
    }
    return true;
}

bool quantity_is_contraction(struct str word)
{
    return word.len > 3 && str_equal_nocase(str_from(word, word.len - 3), S("n't"));
}

/* "2 more", "5 fewer", "3 times the size": right behind the number they make another one of it. */
static bool turns_number(struct str word, struct str rest, bool first)
{
    static const char *const always[] = { "not", "never",  "minus", "times",
                                          "nor", "except", "too",   "unless" };
    static const char *const at_first[] = { "more", "fewer", "less",    "other", "another", "short",
                                            "shy",  "fold",  "percent", "out",   "or" };
    if (quantity_is_contraction(word))
        return true;
    for (ptrdiff_t i = 0; i < LEN(always); i++)
        if (str_equal_nocase(word, str_of(always[i])))
            return !str_equal(str_of(always[i]), S("times")) ||
                   str_starts(str_trim(rest), S("the")) || str_starts(str_trim(rest), S("as"));
    for (ptrdiff_t i = 0; first && i < LEN(at_first); i++)
        if (str_equal_nocase(word, str_of(at_first[i]))) /* "2 out of 3", but "100 GB out" */
            return !str_equal(str_of(at_first[i]), S("out")) || str_starts(str_trim(rest), S("of"));
    return false;
}

/* A unit further behind a bare number: "5 business days" counts no plain days. Of two letters and
 * less only what is a unit beyond doubt. */
static bool is_unit_word(struct str word)
{
    struct str p = word;
    const struct quantity_unit *u = word.len > 1 ? quantity_unit_take(&p, NULL) : NULL;
    return u && p.len == 0 && u->dim != QUANTITY_CPU && u->dim != QUANTITY_BITRATE &&
           (word.len > 4 || u->dim == QUANTITY_BYTES);
}

/* The word of rest that is not understood; empty when all of them only say what is counted. */
static struct str stuck_word(struct str rest, bool bare)
{
    bool first = true, free = false, per = false;
    while (rest.len > 0) {
        ptrdiff_t n = 0;
        while (n < rest.len && (char_is_alnum(rest.ptr[n]) || rest.ptr[n] == '\''))
            n++;
        struct str word = str_sub(rest, 0, n);
        rest = str_from(rest, n > 0 ? n : 1);
        if (n == 0)
            continue;
        bool one = str_equal_nocase(word, S("one"));
        if (turns_number(word, rest, first) ||
            (!(one && free) && !per && quantity_is_number_word(word)) ||
            (bare && !free && is_unit_word(word)))
            return word;
        /* behind these, numbers and units are about something else: "at any one time" */
        free = free || str_equal_nocase(word, S("any")) || str_equal_nocase(word, S("per")) ||
               str_equal_nocase(word, S("each")) || str_equal_nocase(word, S("every")) ||
               str_equal_nocase(word, S("of")) || str_equal_nocase(word, S("by"));
        per = str_equal_nocase(word, S("per")); /* "$0.10 per million" */
        first = first && str_equal_nocase(word, S("x"));
    }
    return (struct str){ 0 };
}

/* "50+ users", "2 or more", "4 tasks at most". */
static void take_sign_behind(struct str *s, struct quantity *q)
{
    struct str p = *s;
    if (str_starts(p, S("+"))) {
        *s = str_from(p, 1);
        if (q->sign == QUANTITY_IS || q->sign == QUANTITY_ABOUT)
            q->sign = QUANTITY_AT_LEAST;
        return;
    }
    p = str_trim_end(p);
    for (ptrdiff_t i = 0; p.len > 1 && i < LEN(behind); i++) {
        struct str word = str_of(behind[i].word), head = quantity_skip_space(p);
        bool first = quantity_take(&head, behind[i].word, false);
        struct str front = str_trim_end(str_sub(p, 0, p.len - word.len));
        bool last = p.len > word.len && !is_word(p.ptr[p.len - word.len - 1]) &&
                    !str_ends(front, S("/")) && !str_ends(front, S("per")) && /* requests/min */
                    str_equal_nocase(str_from(p, p.len - word.len), word);
        if (!first && !last)
            continue;
        *s = first ? head : str_sub(p, 0, p.len - word.len);
        if (q->sign == QUANTITY_IS)
            q->sign = behind[i].sign;
        q->limit = q->limit || names_limit(behind[i].word);
        return;
    }
}

/* The counted thing right behind a number: "users" of "50 users in each task". */
static struct str noun_of(struct str s)
{
    s = str_trim(s);
    if (str_starts(s, S("-")))
        s = str_from(s, 1);
    return s;
}

static void take_tail(struct str *p, struct quantity *q)
{
    take_sign_behind(p, q);
    q->per = take_per(p);
    take_sign_behind(p, q);
    for (struct str s = quantity_skip_space(*p);
         !q->per && s.len > 0;) { /* "25 new connections per second" */
        struct str probe = s;
        q->per = char_is_alpha(*s.ptr) || *s.ptr == '/' ? take_per(&probe) : NULL;
        ptrdiff_t n = 1;
        while (n < s.len && s.ptr[n] != ' ' && s.ptr[n] != '/')
            n++;
        s = quantity_skip_space(str_from(s, n));
    }
    q->noun = noun_of(*p);
}

/* "every hour", "hourly": one of a time, without a number. */
static bool take_period(struct str *s, struct end *e)
{
    const enum quantity_dim time = QUANTITY_TIME;
    struct str p = *s;
    bool every = quantity_take(&p, "every", false) || quantity_take(&p, "once every", false) ||
                 quantity_take(&p, "each", false) || quantity_take(&p, "once a", false) ||
                 quantity_take(&p, "once an", false) || quantity_take(&p, "once per", false);
    e->num.n = ratio_whole(1);
    e->broken = true;
    if (every) {
        p = quantity_skip_space(p);
        e->word = p;
        e->unit = quantity_unit_take(&p, &time);
        e->word.len = p.ptr - e->word.ptr;
        if (!e->unit)
            return false;
    } else {
        for (ptrdiff_t i = 0; i < LEN(adverbs) && !e->unit; i++)
            if (strlen(adverbs[i].word) > 3 && quantity_take(&p, adverbs[i].word, false))
                e->unit = quantity_unit(str_of(adverbs[i].unit));
        if (!e->unit || !no_digits(p)) /* "a monthly budget of 500" */
            return false;
    }
    e->number = str_sub(*s, 0, 0);
    *s = p;
    return true;
}

static bool take_ends(struct str *p, bool between, struct end *a, struct end *b, bool *range)
{
    struct str every = *p;
    if (quantity_take(&every, "every", false) || quantity_take(&every, "once every", false)) {
        struct end probe = { 0 };
        if (take_end(&every, &probe) && !probe.num.article) {
            *a = probe;
            *p = every;
        }
    }
    if (!a->number.ptr && !take_end(p, a)) {
        *a = (struct end){ 0 };
        if (!take_period(p, a))
            return false;
    }
    take_half_behind(p, a);
    take_more_time(p, a);
    *range = take_to(p, between, a);
    if (!*range)
        *b = *a;
    return !*range || (take_end(p, b) && join_ends(a, b));
}

static bool stuck_at(struct quantity *q, struct str word)
{
    *q = (struct quantity){ .stuck = word };
    return false;
}

bool quantity_parse(struct str text, struct quantity *q)
{
    enum { LONGEST = 200 }; /* one link's text; anything longer is a sentence */
    struct str p = str_trim(text);
    if (p.len == 0 || p.len > LONGEST)
        return stuck_at(q, str_sub(p, 0, 0));
    bool between = false;
    struct quantity r = { 0 };
    r.sign = take_sign(&p, &between, &r.limit);
    struct end a = { 0 }, b = { 0 };
    if (!take_ends(&p, between, &a, &b, &r.range))
        return stuck_at(q, str_sub(p, 0, 0));
    r.low = a.num.n;
    r.high = b.num.n;
    r.low_places = a.num.places;
    r.high_places = b.num.places;
    r.unit = b.unit;
    r.word = b.word;
    r.number = str_span(a.number.ptr, b.number.ptr + b.number.len);
    r.broken = a.broken || b.broken;
    r.fraction = b.num.fraction && !b.unit;
    r.letter = b.num.letter && !b.unit;
    r.dotted = b.num.dotted && !r.range;
    take_tail(&p, &r);
    struct str stuck = stuck_word(p, !r.unit && !r.per && !r.fraction);
    if (stuck.len)
        return stuck_at(q, stuck);
    /* "a CPU target of 60 %" is no CPU */
    if (a.num.article && a.unit->dim == QUANTITY_CPU && !no_digits(p))
        return stuck_at(q, (struct str){ 0 });
    if (!no_digits(p) || (a.num.needs_noun && r.noun.len == 0 && !r.unit))
        return stuck_at(q, str_trim(p));
    *q = r;
    return true;
}
