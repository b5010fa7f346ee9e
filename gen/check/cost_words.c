/* cost_words.c - the little language of cost rows, word by word. */
#include "check/cost_words.h"

#include "base/buf.h"

/* A text while it is read. */
struct reading {
    const struct services *s;
    const struct json *service;
    struct token t[TOKENS_MAX];
    bool taken[TOKENS_MAX]; /* belongs to a number before it */
    int n;
    struct cost_facts *f;
    struct str lead; /* what bytes to come are for: "storage: 20 GB" */
};

static bool is_word_char(char c)
{
    return char_is_alnum(c) || (unsigned char)c >= 0x80;
}

bool cost_words_has(struct str text, const char *word)
{
    struct str w = str_of(word);
    for (ptrdiff_t at = 0;;) {
        ptrdiff_t found = str_find_nocase(str_from(text, at), w);
        if (found < 0)
            return false;
        ptrdiff_t beg = at + found, end = beg + w.len;
        if ((beg == 0 || !is_word_char(text.ptr[beg - 1])) &&
            (end == text.len || !is_word_char(text.ptr[end])))
            return true;
        at = end;
    }
}

struct cost_fact *cost_words_fact(struct cost_facts *f, struct str name)
{
    for (int i = 0; i < f->n; i++)
        if (str_equal(f->all[i].name, name))
            return &f->all[i];
    return NULL;
}

bool cost_words_flag(const struct cost_facts *f, struct str name)
{
    for (int i = 0; i < f->n_flags; i++)
        if (str_equal(f->flags[i], name))
            return true;
    return false;
}

static void add_flag(struct cost_facts *f, struct str name)
{
    if (!cost_words_flag(f, name) && f->n_flags < COST_FACTS)
        f->flags[f->n_flags++] = name;
}

static void add_unknown(struct cost_facts *f, struct str word)
{
    if (f->n_unknown < COST_UNKNOWN)
        f->unknown[f->n_unknown++] = word;
}

static void add_fact(struct cost_facts *f, struct cost_fact fact)
{
    struct cost_fact *old = cost_words_fact(f, fact.name);
    if (old && str_equal(fact.name, S("hours")) && ratio_cmp(old->high, ratio_whole(24)) <= 0) {
        fact.name = S("hours_again"); /* "12 h on weekdays (260 h a month)" */
        old = cost_words_fact(f, fact.name);
    }
    if (!old && f->n < COST_FACTS)
        f->all[f->n++] = fact;
    else if (!old || ratio_cmp(old->low, fact.low) || ratio_cmp(old->high, fact.high))
        add_unknown(f, fact.place); /* said twice, differently */
}

static const struct service_word *match(const struct reading *r, enum word_list list, int i,
                                        int *len)
{
    return services_at(r->s, list, r->t, r->n, i, len);
}

static bool low_is(const struct reading *r, int i, const char *word)
{
    return i < r->n && str_equal(r->t[i].low, str_of(word));
}

static struct str span(const struct reading *r, int from, int to)
{
    return str_span(r->t[from].text.ptr, r->t[to].text.ptr + r->t[to].text.len);
}

/* ---- numbers ---- */

static int64_t number_word(struct str low)
{
    static const char *const words[] = { "zero", "one",    "two",   "three", "four",
                                         "five", "six",    "seven", "eight", "nine",
                                         "ten",  "eleven", "twelve" };
    for (int i = 0; i < LEN(words); i++)
        if (str_equal(low, str_of(words[i])))
            return i;
    return -1;
}

/* "10M", "5 M", "2 million", "50k": how many; 0: token i is no such word. */
static int64_t thousands(const struct reading *r, int i)
{
    static const struct {
        const char *word;
        int64_t n;
        bool attached; /* only right behind the digits, or as a capital */
    } words[] = { { "k", 1000, true },
                  { "m", 1000000, true },
                  { "b", 1000000000, true },
                  { "mn", 1000000, false },
                  { "mio", 1000000, false },
                  { "million", 1000000, false },
                  { "millions", 1000000, false },
                  { "bn", 1000000000, false },
                  { "billion", 1000000000, false },
                  { "thousand", 1000, false },
                  { "mil", 1000000, false } };
    if (i >= r->n || (r->t[i].before && r->t[i].before != ' '))
        return 0;
    bool capital = r->t[i].text.len == 1 && !str_equal(r->t[i].text, r->t[i].low);
    for (ptrdiff_t k = 0; k < LEN(words); k++)
        if (low_is(r, i, words[k].word) && (!words[k].attached || r->t[i].before == 0 || capital))
            return words[k].n;
    return 0;
}

/* The number at *i and what multiplies it; *i is behind it. */
static bool value_at(const struct reading *r, int *i, struct ratio *value)
{
    if (*i >= r->n)
        return false;
    int64_t word = r->t[*i].number ? 0 : number_word(r->t[*i].low);
    if (!r->t[*i].number && word < 0)
        return false;
    *value = r->t[*i].number ? r->t[*i].value : ratio_whole(word);
    int64_t times = thousands(r, ++*i);
    if (times && ratio_mul(*value, ratio_whole(times), value))
        ++*i;
    return true;
}

static bool range_at(const struct reading *r, int *i, struct cost_fact *fact)
{
    if (!value_at(r, i, &fact->low))
        return false;
    fact->high = fact->low;
    int next = *i + low_is(r, *i, "to");
    bool dash = next < r->n && r->t[next].number && (next > *i || r->t[next].before == '-');
    struct ratio high;
    if (dash && value_at(r, &next, &high) && ratio_cmp(high, fact->low) >= 0) {
        fact->high = high;
        *i = next;
    }
    return true;
}

/* "/day", "per month", "daily" behind a noun at i: the month's times; *len tokens. */
static bool period_at(const struct reading *r, int i, struct str *name, int *len)
{
    int skip = 0, n;
    bool slash = i < r->n && r->t[i].before == '/';
    if (!slash && (low_is(r, i, "per") || low_is(r, i, "a") || low_is(r, i, "an") ||
                   low_is(r, i, "each") || low_is(r, i, "every")))
        skip = 1;
    if (slash && (low_is(r, i, "s") || low_is(r, i, "sec") || low_is(r, i, "second"))) {
        *name = S("second");
        *len = 1;
        return true;
    }
    if (i + skip >= r->n || (!skip && !slash && r->t[i].before && r->t[i].before != ' '))
        return false;
    const struct service_word *w = match(r, WORDS_PERIODS, i + skip, &n);
    bool adverb = skip || slash || (n == 1 && str_ends(r->t[i].low, S("ly")));
    if (skip && low_is(r, i + 1, "second")) {
        *name = S("second");
        *len = 2;
        return true;
    }
    if (!w || !adverb)
        return false;
    *name = w->name;
    *len = skip + n;
    return true;
}

static struct ratio month_of(struct str period)
{
    static const struct {
        const char *name;
        struct ratio times;
    } periods[] = { { "second", { 2628000, 1 } },
                    { "hour", { 730, 1 } },
                    { "day", { 365, 12 } },
                    { "week", { 365, 84 } },
                    { "year", { 1, 12 } } };
    for (ptrdiff_t i = 0; i < LEN(periods); i++)
        if (str_equal(period, str_of(periods[i].name)))
            return periods[i].times;
    return ratio_whole(1);
}

static void multiply(struct cost_fact *f, struct ratio by)
{
    ratio_mul(f->low, by, &f->low);
    ratio_mul(f->high, by, &f->high);
}

/* "Standard_B2s", "D4s_v5": sizes of a cloud that writes no family and dot before them. */
static bool is_size(const struct reading *r, struct str word)
{
    struct str prefix = json_str(json_get(r->service, "type"));
    if (!prefix.len || prefix.ptr[prefix.len - 1] != '_')
        return false;
    word = str_find_nocase(word, prefix) == 0 ? str_from(word, prefix.len) : word;
    ptrdiff_t i = 1;
    while (i < word.len && char_is_digit(word.ptr[i]))
        i++;
    return i > 1 && i < word.len && char_is_alpha(*word.ptr) && char_is_alpha(word.ptr[i]);
}

static bool is_type(const struct reading *r, struct str word)
{
    ptrdiff_t dot = str_char(word, '.');
    return (dot > 0 && dot + 1 < word.len && char_is_alpha(*word.ptr) &&
            (char_is_alnum(word.ptr[dot + 1]))) ||
           is_size(r, word);
}

/* The word beside a number of bytes that says what they are: of the list "bytes", at or near i. */
static struct str byte_kind(struct reading *r, int i, int *to)
{
    for (int k = i; k < r->n && k < i + 3; k++) {
        int len, filler;
        if (k > i && r->t[k].before && r->t[k].before != ' ')
            break;
        if (k == i && r->t[k].before && r->t[k].before != ' ' && r->t[k].before != '-')
            break;
        const struct service_word *w = match(r, WORDS_BYTES, k, &len);
        if (w) {
            int flag;
            const struct service_word *also = match(r, WORDS_FLAGS, k, &flag);
            if (also)
                add_flag(r->f, also->name);
            *to = k + len;
            return w->name;
        }
        match(r, WORDS_FILLER, k, &filler);
        if (!filler)
            break;
    }
    return (struct str){ 0 };
}

static bool lists_word(const struct reading *r, const char *member, struct str word)
{
    return services_lists(json_get(r->service, member), word);
}

/* What follows ends the piece the number stands in. */
static bool piece_ends(const struct reading *r, int i)
{
    return i >= r->n || (r->t[i].before && r->t[i].before != ' ' && r->t[i].before != '-' &&
                         r->t[i].before != '/');
}

/* "2 small tasks", "3 x m5.large nodes": the noun a few words on, which then belongs to this number. */
static const struct service_word *noun_ahead(struct reading *r, int i, bool *plain)
{
    enum { FAR = 4 };
    *plain = false;
    for (int k = i; k < r->n && k < i + FAR; k++) {
        int len, other;
        *plain = *plain || (k > i && (piece_ends(r, k) || r->t[k].number)); /* "3 in 2 zones" */
        if (r->t[k].number || *plain)
            return NULL;
        const struct service_word *w = match(r, WORDS_NOUNS, k, &len);
        if (w && !r->taken[k] && ratio_cmp(w->factor, ratio_whole(1)) == 0) {
            for (int m = 0; m < len; m++)
                r->taken[k + m] = true;
            return w;
        }
        if (match(r, WORDS_NAMES, k, &other))
            return NULL;
        other = 1;
        if (!is_type(r, r->t[k].text) && !match(r, WORDS_FLAGS, k, &other) &&
            !match(r, WORDS_FILLER, k, &other) && !lists_word(r, "words", r->t[k].low))
            return NULL;
        other = other ? other : 1;
        *plain = k + other >= r->n;
    }
    return NULL;
}

/* "12x5": hours and days. */
static bool schedule_at(struct reading *r, int from, int *i, struct cost_fact *fact)
{
    int next = *i + 1, len;
    if (!low_is(r, *i, "x") || next >= r->n || !r->t[next].number || !r->t[from].number ||
        match(r, WORDS_NOUNS, next + 1, &len) || ratio_cmp(fact->low, ratio_whole(24)) > 0 ||
        ratio_cmp(r->t[next].value, ratio_whole(7)) > 0 || r->t[*i].before)
        return false;
    fact->name = S("hours");
    multiply(fact, r->t[next].value);
    multiply(fact, (struct ratio){ 13, 3 }); /* 52 weeks a year */
    *i = next + 1;
    return true;
}

/* "0.5/1": processors and memory. */
static bool pair_at(struct reading *r, int *i, struct cost_fact *fact)
{
    const struct json *pair = json_get(r->service, "pair");
    struct cost_fact second = { 0 };
    int next = *i, len;
    if (!pair || next >= r->n || r->t[next].before != '/' || !range_at(r, &next, &second))
        return false;
    fact->name = json_index(pair, 0)->str;
    add_fact(r->f, *fact);
    *fact = second;
    fact->name = json_index(pair, 1)->str;
    const struct service_word *w = match(r, WORDS_NOUNS, next, &len);
    next += w && str_equal(w->name, S("GB")) ? len : 0;
    *i = next;
    return true;
}

/* A number whose noun stands right behind it; bytes are told apart, periods multiplied. */
static void with_noun(struct reading *r, const struct service_word *w, int *i,
                      struct cost_fact *fact)
{
    struct str period, kind;
    int len;
    fact->name = w->name;
    multiply(fact, w->factor);
    if (str_equal(w->name, S("GB"))) {
        int to = *i;
        kind = byte_kind(r, *i, &to);
        fact->name = kind.len ? kind : r->lead.len ? r->lead : w->name;
        if (period_at(r, *i, &period, &len)) {
            multiply(fact, month_of(period));
            *i += len;
            kind = byte_kind(r, *i, &to);
            fact->name = kind.len ? kind : fact->name;
        }
        *i = to > *i ? to : *i;
        r->lead = (struct str){ 0 };
    }
    if (!period_at(r, *i, &period, &len))
        return;
    if (str_equal(w->name, S("hours")))
        fact->name = str_equal(period, S("day")) ? S("hours_day") : w->name;
    if (!str_equal(fact->name, S("hours_day")))
        multiply(fact, month_of(period));
    *i += len;
}

/* A number without a noun beside it: of the noun further on, or a count, where one may stand. False: it is not
 * understood, or part of a name as in "EC2-2". */
static bool count_at(struct reading *r, int from, int *i, struct cost_fact *fact)
{
    bool crossed = from > 0 && low_is(r, from - 1, "x"), plain;
    int next = *i + low_is(r, *i, "x"), name;
    const struct service_word *w = noun_ahead(r, next, &plain);
    if (!w && from > 0 && r->t[from].before == '-' && !r->t[from - 1].number)
        return false;
    bool counts = w || plain || crossed || next > *i || piece_ends(r, *i) ||
                  is_type(r, *i < r->n ? r->t[*i].text : S("")) ||
                  (*i < r->n && match(r, WORDS_NAMES, *i, &name));
    fact->name = w ? w->name : S("count");
    if (!counts)
        add_unknown(r->f, span(r, from, *i < r->n ? *i : r->n - 1));
    *i = counts ? next : *i;
    return counts;
}

/* Returns where reading goes on. */
static int number_at(struct reading *r, int from)
{
    struct cost_fact fact = { 0 };
    int i = from, len;
    if (!range_at(r, &i, &fact))
        return from;
    fact.open = r->t[from].open;
    const struct service_word *w =
        piece_ends(r, i) && i < r->n ? NULL : match(r, WORDS_NOUNS, i, &len);
    if (w && r->t[i].before == '/' && json_get(r->service, "pair") && r->t[i].number)
        w = NULL;
    if (w) {
        i += len;
        with_noun(r, w, &i, &fact);
    } else if (!schedule_at(r, from, &i, &fact) && !pair_at(r, &i, &fact) &&
               !count_at(r, from, &i, &fact)) {
        return i;
    }
    fact.place = span(r, from, i - 1);
    add_fact(r->f, fact);
    return i;
}

/* ---- words ---- */

/* Names of the row's own service, and of those it may have with it ("ALB with WAF"). */
static bool name_at(struct reading *r, int i, int *len)
{
    const struct service_word *w = match(r, WORDS_NAMES, i, len);
    if (!w)
        return false;
    struct str id = json_str(json_get(r->service, "id"));
    if (!r->service || str_equal(w->name, id) ||
        services_lists(json_get(r->service, "with"), w->name))
        return true;
    *len = 0;
    return false;
}

/* What the words inside a longer name say: "EC2 spot", "RDS PostgreSQL", "CloudWatch dashboards". */
static void inner_words(struct reading *r, int from, int n)
{
    for (int i = from, len; i < from + n; i++) {
        const struct service_word *w = match(r, WORDS_FLAGS, i, &len);
        if (w && i + len <= from + n && len < n + (i > from))
            add_flag(r->f, w->name);
        w = match(r, WORDS_NOUNS, i, &len);
        if (w && i + len == from + n && i > from)
            r->f->noun = w->name;
    }
}

static int phrase_at(const struct reading *r, const struct json *list, int i)
{
    int best = 0;
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        struct str left = v->str;
        int k = i;
        while (k < r->n && left.len > 0 && str_starts(left, r->t[k].low) &&
               (left.len == r->t[k].low.len || left.ptr[r->t[k].low.len] == ' ')) {
            left = str_from(left, r->t[k].low.len + 1);
            k++;
        }
        if (left.len == 0 && k - i > best)
            best = k - i;
    }
    return best;
}

/* Names of another cloud's service are its own words: the same may name one of ours. */
static int words_of_service(const struct reading *r, int i)
{
    int words = phrase_at(r, json_get(r->service, "words"), i);
    int names = json_get(r->service, "book") ? phrase_at(r, json_get(r->service, "names"), i) : 0;
    return names > words ? names : words;
}

/* "+ load balancer", "Elastic IP": another service by its name, whatever else the words may mean. */
static bool is_another(const struct reading *r, int i, int longest, int own)
{
    int len, flag;
    const struct service_word *w = match(r, WORDS_NAMES, i, &len);
    if (!w || !r->service || len < longest || own >= len || w->service == r->service ||
        services_lists(json_get(r->service, "with"), w->name))
        return false;
    bool generic = false;
    struct str text = span(r, i, i + len - 1);
    for (const struct json *v =
             json_get(w->service, "generic") ? json_get(w->service, "generic")->first : NULL;
         v; v = v->next)
        generic = generic || str_equal_nocase(v->str, text);
    bool known = match(r, WORDS_FLAGS, i, &flag) && flag >= len;
    bool added = r->t[i].before == '+' || (i > 0 && low_is(r, i - 1, "and"));
    return !known && (!generic || added);
}

/* Notes what the words at i mean, by the longest of the lists that has them; returns how many they are, 0: none
 * has. *own: as many are the service's own. */
static int meaning_at(struct reading *r, int i, int *own)
{
    int name, flag, filler, each, region, byte, noun, longest = *own = words_of_service(r, i);
    bool named = name_at(r, i, &name);
    const struct service_word *f = match(r, WORDS_FLAGS, i, &flag);
    const struct service_word *where = match(r, WORDS_REGIONS, i, &region);
    const struct service_word *bytes = match(r, WORDS_BYTES, i, &byte);
    match(r, WORDS_FILLER, i, &filler);
    const struct service_word *lone = match(r, WORDS_NOUNS, i, &noun);
    match(r, WORDS_EACH, i, &each);
    const int lengths[] = { name, flag, filler, each, region, byte, noun };
    for (ptrdiff_t k = 0; k < LEN(lengths); k++)
        longest = lengths[k] > longest ? lengths[k] : longest;
    if (longest > 0 && each == longest && r->f->n > 0)
        r->f->all[r->f->n - 1].each = true;
    if (f && flag >= *own && flag == longest)
        add_flag(r->f, f->name);
    if (where && region == longest)
        r->f->region = where->name;
    if (bytes && byte == longest && !named)
        r->lead = bytes->name;
    if (lone && noun == longest && !str_equal(lone->name, S("hours")) &&
        !str_equal(lone->name, S("GB")))
        r->f->noun = lone->name;
    if (longest > 1 && longest == (named ? name : *own))
        inner_words(r, i, longest);
    return longest;
}

static int word_at(struct reading *r, int i)
{
    int own, other, longest = meaning_at(r, i, &own);
    struct str word = r->t[i].text;
    if (longest > 0 && !is_another(r, i, longest, own))
        return i + longest;
    if (is_type(r, word)) {
        if (r->f->type.len && !str_equal_nocase(r->f->type, word))
            add_unknown(r->f, word);
        r->f->type = r->f->type.len ? r->f->type : word;
        return i + 1;
    }
    if (match(r, WORDS_NAMES, i, &other)) {
        r->f->also = span(r, i, i + other - 1);
        return i + other;
    }
    if (!low_is(r, i, "x"))
        add_unknown(r->f, word);
    return i + 1;
}

void cost_words_read(const struct services *s, const struct json *service, struct str text,
                     struct arena *keep, struct cost_facts *f)
{
    enum { LONGEST = 600 };
    struct arena scratch = arena_upper(keep);
    struct reading *r = NEW(&scratch, struct reading, 1);
    r->s = s;
    r->service = service;
    r->f = f;
    r->n = services_tokens(str_sub(text, 0, LONGEST), r->t, &scratch);
    for (int i = 0; i < r->n;) {
        int flag, filler, name, next = i;
        if (r->taken[i]) {
            i++;
            continue;
        }
        if (r->t[i].before == ',' || r->t[i].before == ';' || r->t[i].before == '+')
            r->lead = (struct str){ 0 };
        bool money = low_is(r, i, "$") || low_is(r, i, "€");
        if (money && i + 1 < r->n && r->t[i + 1].number) { /* an amount is no count */
            add_unknown(f, span(r, i, i + 1));
            i += 2;
            continue;
        }
        int noun; /* "10 GB + requests": how many, nobody says */
        if (i && r->t[i].before == '+' && match(r, WORDS_NOUNS, i, &noun) &&
            str_ends(r->t[i + noun - 1].low, S("s"))) {
            add_unknown(f, span(r, i, i + noun - 1));
            i += noun;
            continue;
        }
        match(r, WORDS_FLAGS, i, &flag);
        match(r, WORDS_FILLER, i, &filler);
        name_at(r, i, &name);
        bool phrase = flag > 1 || filler > 1 || name > 1 || words_of_service(r, i) > 1;
        if (!phrase && (r->t[i].number || number_word(r->t[i].low) >= 0))
            next = number_at(r, i);
        i = next > i ? next : word_at(r, i);
    }
}

/* ---- when all is read ---- */

static void set_fact(struct cost_facts *f, struct str name, struct ratio low, struct ratio high,
                     struct str place)
{
    if (!cost_words_fact(f, name) && f->n < COST_FACTS)
        f->all[f->n++] =
            (struct cost_fact){ .name = name, .low = low, .high = high, .place = place };
}

/* Hours of a day, on all days, on working days (52 weeks of five), or on so many of a month. */
static void settle_hours(struct cost_facts *f)
{
    struct cost_fact *day = cost_words_fact(f, S("hours_day")),
                     *hours = cost_words_fact(f, S("hours")), *days = cost_words_fact(f, S("days"));
    bool weekdays = cost_words_flag(f, S("weekdays"));
    if (!day && weekdays && hours && ratio_cmp(hours->high, ratio_whole(24)) <= 0)
        day = hours;
    if (!day)
        return;
    if (days)
        days->used = true;
    struct ratio by = days       ? days->low
                      : weekdays ? (struct ratio){ 65, 3 }
                                 : (struct ratio){ 365, 12 };
    multiply(day, by);
    day->name = S("hours");
    struct cost_fact *again = cost_words_fact(f, S("hours_again"));
    if (again && ratio_cmp(again->low, day->low) != 0)
        add_unknown(f, again->place);
}

/* Capacity units of a load balancer; the largest dimension counts. */
static void settle_lcu(struct cost_facts *f)
{
    static const char *const dimensions[] = { "new_connections", "active_connections" };
    struct cost_fact *lcu = cost_words_fact(f, S("LCU"));
    for (ptrdiff_t i = 0; i < LEN(dimensions); i++) {
        struct cost_fact *d = cost_words_fact(f, str_of(dimensions[i]));
        struct ratio low, high;
        if (!d || !cost_lcu(d->name, d->low, &low) || !cost_lcu(d->name, d->high, &high))
            continue;
        if (!lcu) {
            d->name = S("LCU");
            lcu = d;
        } else if (ratio_cmp(high, lcu->high) <= 0) {
            d->used = true;
            continue;
        }
        lcu->low = low;
        lcu->high = high;
    }
}

static void settle_flags(const struct json *implies, struct cost_facts *f)
{
    for (const struct json *flag = implies ? implies->first : NULL; flag; flag = flag->next)
        for (const struct json *m = flag->first; m && cost_words_flag(f, flag->key); m = m->next) {
            struct ratio n;
            if (ratio_parse(m->raw, &n))
                set_fact(f, m->key, n, n, (struct str){ 0 });
        }
}

/* Does a part of the service take the fact? */
static bool takes(const struct json *service, struct str fact)
{
    const struct json *parts = json_get(service, "parts");
    for (const struct json *p = parts ? parts->first : NULL; p; p = p->next)
        for (const struct json *m = json_get(p, "times")->first; m; m = m->next)
            for (struct cut c = { .tail = m->str, .ok = true }; c.ok;) {
                c = str_cut(c.tail, ' ');
                if (str_equal(c.head, fact))
                    return true;
            }
    return false;
}

void cost_words_settle(const struct services *s, const struct json *service, struct cost_facts *f)
{
    struct cost_fact *count = cost_words_fact(f, S("count"));
    if (count && f->noun.len && !cost_words_fact(f, f->noun) && takes(service, f->noun))
        count->name = f->noun; /* "CloudWatch dashboards | 3" */
    struct cost_fact *gb = cost_words_fact(f, S("GB"));
    if (gb && cost_words_fact(f, S("vCPU")) && !cost_words_fact(f, S("memory")))
        gb->name = S("memory"); /* "1 vCPU / 2 GB" */
    struct cost_fact *vcpu = cost_words_fact(f, S("vCPU"));
    if (vcpu && ratio_cmp(vcpu->low, ratio_whole(192)) > 0) /* "512 CPU": no task has so many */
        multiply(vcpu, (struct ratio){ 1, 1024 });
    settle_hours(f);
    settle_lcu(f);
    settle_flags(json_get(service, "implies"), f);
    settle_flags(json_get(s->root, "implies"), f);
    for (int i = 0; i < f->n; i++)
        f->all[i].used = f->all[i].used || str_equal(f->all[i].name, S("users")) ||
                         str_equal(f->all[i].name, S("hours_again")) || f->all[i].place.len == 0;
}

const struct json *cost_words_service(const struct services *s, struct str text, struct str book,
                                      struct arena scratch, struct str *others)
{
    struct token *t = NEW(&scratch, struct token, TOKENS_MAX);
    const struct service_word *best = NULL, *found[TOKENS_MAX];
    struct str at[TOKENS_MAX];
    int n = services_tokens(text, t, &scratch), longest = 0, many = 0, len;
    for (int i = 0; i<n; i += len> 0 ? len : 1) {
        const struct service_word *w = services_at(s, WORDS_NAMES, t, n, i, &len);
        int flag;
        services_at(s, WORDS_FLAGS, t, n, i, &flag);
        if (flag > len) { /* "extended support" */
            len = flag;
            continue;
        }
        if (book.len) { /* the other cloud's word for it goes first */
            struct token *own = NEW(&scratch, struct token, n - i);
            memcpy(own, t + i, (size_t)(n - i) * sizeof *own);
            own[0].low = str_fmt(&scratch, "%.*s:%.*s", FMT(book), FMT(own[0].low));
            int k;
            const struct service_word *o = services_at(s, WORDS_NAMES, own, n - i, 0, &k);
            w = o ? o : w;
            len = o ? k : len;
        }
        if (!w)
            continue;
        at[many] = str_span(t[i].text.ptr, t[i + len - 1].text.ptr + t[i + len - 1].text.len);
        found[many++] = w;
        bool generic =
            services_lists(json_get(w->service, "generic"), str_lower(at[many - 1], &scratch));
        int weight = generic ? 0 : len;
        if (!best || weight > longest) {
            best = w;
            longest = weight;
        }
    }
    *others = (struct str){ 0 };
    for (int i = 0; best && i < many; i++) {
        bool with =
            services_lists(json_get(best->service, "with"), found[i]->name) ||
            services_lists(json_get(best->service, "words"), str_lower(at[i], &scratch)) ||
            services_lists(json_get(found[i]->service, "generic"), str_lower(at[i], &scratch));
        if (found[i]->service != best->service && !with)
            *others = at[i];
    }
    return best ? best->service : NULL;
}
