/* cost_words.c - the little language of configuration cells: pieces between commas, slashes and
 * crosses are quantities, the rest is flags and instance types. */
#include "check/cost_words.h"

/* clang-format off */
static const struct {
    const char *noun;
    enum cost_fact fact;
} nouns[] = { /* a word behind a number, longest first where one begins another */
    { "lcu", FACT_LCU }, { "lcus", FACT_LCU },
    { "task", FACT_COUNT }, { "tasks", FACT_COUNT }, { "container", FACT_COUNT },
    { "containers", FACT_COUNT },
    { "instance", FACT_COUNT }, { "instances", FACT_COUNT }, { "node", FACT_COUNT },
    { "nodes", FACT_COUNT },
    { "gateway", FACT_COUNT }, { "gateways", FACT_COUNT }, { "nat gateways", FACT_COUNT },
    { "nats", FACT_COUNT },
    { "load balancer", FACT_COUNT }, { "load balancers", FACT_COUNT }, { "alb", FACT_COUNT },
    { "albs", FACT_COUNT },
    { "server", FACT_COUNT }, { "servers", FACT_COUNT }, { "pods", FACT_COUNT },
    { "shards", FACT_COUNT },
    { "zones", FACT_ZONES }, { "zone", FACT_ZONES }, { "az", FACT_ZONES }, { "azs", FACT_ZONES },
    { "availability zones", FACT_ZONES },
    { "million requests", FACT_REQUESTS }, { "requests", FACT_REQUESTS },
    { "request", FACT_REQUESTS },
    { "calls", FACT_REQUESTS }, { "queries", FACT_REQUESTS },
    { "secret", FACT_SECRETS }, { "secrets", FACT_SECRETS }, { "alarm", FACT_ALARMS },
    { "alarms", FACT_ALARMS },
    { "metric", FACT_METRICS }, { "metrics", FACT_METRICS }, { "custom metrics", FACT_METRICS },
    { "dashboard", FACT_DASHBOARDS }, { "dashboards", FACT_DASHBOARDS },
    { "rule", FACT_RULES }, { "rules", FACT_RULES }, { "managed rules", FACT_RULES },
    { "endpoint", FACT_ENDPOINTS }, { "endpoints", FACT_ENDPOINTS },
    { "interface endpoints", FACT_ENDPOINTS },
    { "address", FACT_ADDRESSES }, { "addresses", FACT_ADDRESSES }, { "ips", FACT_ADDRESSES },
    { "elastic ips", FACT_ADDRESSES }, { "public ips", FACT_ADDRESSES },
    { "key", FACT_KEYS }, { "keys", FACT_KEYS }, { "hosted zone", FACT_COUNT },
    { "hosted zones", FACT_COUNT },
    { "user", FACT_USERS }, { "users", FACT_USERS }, { "concurrent users", FACT_USERS },
    { "visitors", FACT_USERS }, { "people", FACT_USERS },
};
static const struct {
    const char *word;
    enum cost_fact fact;
} byte_words[] = { /* a word anywhere behind a number of bytes */
    { "ram", FACT_MEMORY }, { "memory", FACT_MEMORY }, { "mem", FACT_MEMORY },
    { "log", FACT_LOGS }, { "logs", FACT_LOGS }, { "ingested", FACT_LOGS },
    { "ingestion", FACT_LOGS },
    { "storage", FACT_STORAGE }, { "disk", FACT_STORAGE }, { "ssd", FACT_STORAGE },
    { "gp3", FACT_STORAGE },
    { "ebs", FACT_STORAGE }, { "images", FACT_STORAGE }, { "stored", FACT_STORAGE },
};
static const struct {
    const char *word;
    enum cost_flag flag;
} flags[] = {
    { "single az", FLAG_SINGLE_AZ }, { "single-az", FLAG_SINGLE_AZ }, { "one az", FLAG_SINGLE_AZ },
    { "1 az", FLAG_SINGLE_AZ }, { "single zone", FLAG_SINGLE_AZ }, { "one zone", FLAG_SINGLE_AZ },
    { "multi az", FLAG_MULTI_AZ }, { "multi-az", FLAG_MULTI_AZ }, { "multiple azs", FLAG_MULTI_AZ },
    { "per az", FLAG_MULTI_AZ }, { "each az", FLAG_MULTI_AZ }, { "per zone", FLAG_MULTI_AZ },
    { "each zone", FLAG_MULTI_AZ }, { "one a zone", FLAG_MULTI_AZ }, { "ha", FLAG_MULTI_AZ },
    { "highly available", FLAG_MULTI_AZ }, { "redundant", FLAG_MULTI_AZ },
    { "both zones", FLAG_MULTI_AZ },
    { "both azs", FLAG_MULTI_AZ },
    { "spot", FLAG_SPOT }, { "arm", FLAG_ARM }, { "arm64", FLAG_ARM }, { "graviton", FLAG_ARM },
    { "graviton2", FLAG_ARM }, { "windows", FLAG_WINDOWS }, { "waf", FLAG_WAF },
    { "reserved", FLAG_RESERVED }, { "ri", FLAG_RESERVED },
    { "replica", FLAG_REPLICA }, { "replicas", FLAG_REPLICA }, { "failover", FLAG_REPLICA },
};
static const char *const fact_names[N_FACTS] = {
    [FACT_COUNT] = "count", [FACT_VCPU] = "vCPU", [FACT_MEMORY] = "GB", [FACT_VOLUME] = "GB",
    [FACT_LOGS] = "GB of logs", [FACT_STORAGE] = "GB kept", [FACT_ZONES] = "zones", [FACT_LCU] = "LCU",
    [FACT_REQUESTS] = "requests", [FACT_SECRETS] = "secrets", [FACT_ALARMS] = "alarms",
    [FACT_METRICS] = "metrics", [FACT_DASHBOARDS] = "dashboards", [FACT_RULES] = "rules",
    [FACT_ENDPOINTS] = "endpoints", [FACT_ADDRESSES] = "addresses", [FACT_KEYS] = "keys",
    [FACT_USERS] = "users",
};
/* clang-format on */

const char *cost_words_name(enum cost_fact fact)
{
    return fact_names[fact];
}

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

static void keep_fact(struct cost_facts *f, enum cost_fact fact, struct ratio low,
                      struct ratio high, struct str place)
{
    if (f->has[fact])
        return;
    f->has[fact] = true;
    f->low[fact] = low;
    f->high[fact] = high;
    f->place[fact] = place;
}

/* "512 CPU" are units of 1/1024: no task has so many processors. */
static bool vcpus(const struct quantity *q, struct ratio *low, struct ratio *high)
{
    const struct ratio most = { 192, 1 }, unit = { 1, 1024 };
    if (!quantity_in(q, quantity_unit(S("vCPU")), low, high))
        return false;
    if (ratio_cmp(*low, most) > 0)
        return ratio_mul(*low, unit, low) && ratio_mul(*high, unit, high);
    return true;
}

static enum cost_fact byte_fact(struct str piece)
{
    for (ptrdiff_t i = 0; i < LEN(byte_words); i++)
        if (cost_words_has(piece, byte_words[i].word))
            return byte_words[i].fact;
    return FACT_VOLUME;
}

/* MB and MiB alike: in configuration cells 512 MB means half a GB. */
static bool gigabytes(const struct quantity *q, struct ratio *low, struct ratio *high)
{
    struct ratio by;
    return ratio_div(q->unit->binary, quantity_unit(S("GB"))->binary, &by) &&
           ratio_mul(q->low, by, low) && ratio_mul(q->high, by, high);
}

/* "2,500 new connections/s": capacity units of a load balancer; the largest dimension counts. */
static bool read_lcu(const struct quantity *q, struct str piece, struct cost_facts *f)
{
    static const struct {
        const char *words, *dimension;
    } dimensions[] = { { "new connections", "new_connections" },
                       { "active connections", "active_connections" },
                       { "rule evaluations", "rule_evaluations" } };
    for (ptrdiff_t i = 0; i < LEN(dimensions); i++) {
        struct ratio low, high;
        struct str dimension = str_of(dimensions[i].dimension);
        if (!cost_words_has(q->noun, dimensions[i].words) || !cost_lcu(dimension, q->low, &low) ||
            !cost_lcu(dimension, q->high, &high))
            continue;
        if (f->has[FACT_LCU] && ratio_cmp(high, f->high[FACT_LCU]) > 0)
            f->has[FACT_LCU] = false;
        keep_fact(f, FACT_LCU, low, high, piece);
        return true;
    }
    return false;
}

static bool noun_fact(struct str noun, enum cost_fact *fact)
{
    ptrdiff_t best = 0;
    for (ptrdiff_t i = 0; i < LEN(nouns); i++) {
        struct str word = str_of(nouns[i].noun);
        bool head = str_equal_nocase(str_sub(noun, 0, word.len), word) &&
                    (noun.len == word.len || !is_word_char(noun.ptr[word.len]));
        bool inside = word.len > 3 && cost_words_has(noun, nouns[i].noun);
        if ((head || inside) && word.len > best) {
            best = word.len;
            *fact = nouns[i].fact;
        }
    }
    return best > 0;
}

/* A piece that is a quantity becomes a fact. bare: it stood beside a cross, so that a number
 * without a word is a count. */
static void read_piece(struct str piece, bool crossed, struct cost_facts *f)
{
    struct quantity q;
    struct ratio low, high;
    enum cost_fact fact;
    piece = str_trim(piece);
    if (!quantity_parse(piece, &q))
        return;
    enum quantity_dim dim = q.unit ? q.unit->dim : QUANTITY_COUNT;
    if (dim == QUANTITY_CPU && vcpus(&q, &low, &high)) {
        keep_fact(f, FACT_VCPU, low, high, piece);
    } else if (dim == QUANTITY_BYTES && gigabytes(&q, &low, &high)) {
        fact = byte_fact(piece);
        keep_fact(f, fact, low, high, piece);
    } else if (dim == QUANTITY_COUNT && read_lcu(&q, piece, f)) {
        return;
    } else if (dim == QUANTITY_COUNT && q.noun.len > 1 && noun_fact(q.noun, &fact)) {
        f->open[fact] = f->open[fact] || (!f->has[fact] && q.sign == QUANTITY_AT_LEAST);
        keep_fact(f, fact, q.low, q.high, piece);
    } else if (dim == QUANTITY_COUNT && (q.noun.len == 0 || str_equal_nocase(q.noun, S("x")))) {
        if (crossed || q.noun.len > 0)
            keep_fact(f, FACT_COUNT, q.low, q.high, piece);
    }
}

/* "1,000" and "50+ users": the mark at text[i] belongs to the number before it. */
static bool is_of_number(struct str text, ptrdiff_t i)
{
    struct str rest = str_from(text, i + 1);
    bool digit = rest.len > 0 && char_is_digit(*rest.ptr);
    if (i == 0 || !char_is_digit(text.ptr[i - 1]))
        return false;
    if (text.ptr[i] == '+')
        return !digit;
    return text.ptr[i] == ',' && digit && rest.len > 2 && char_is_digit(rest.ptr[1]) &&
           char_is_digit(rest.ptr[2]);
}

/* Length of a separator at text[i], 0 if none. *cross: it multiplies. */
static ptrdiff_t separator(struct str text, ptrdiff_t i, bool *cross)
{
    static const char *const marks[] = { ",", ";",     "(",      ")",  "+",  "@",
                                         "|", " and ", " with ", ": ", " & " };
    struct str rest = str_from(text, i);
    *cross = false;
    if (str_starts(rest, S("×"))) {
        *cross = true;
        return 2;
    }
    bool left = i == 0 || !char_is_alpha(text.ptr[i - 1]);
    bool right = rest.len > 1 &&
                 (char_is_space(rest.ptr[1]) || char_is_digit(rest.ptr[1]) || rest.ptr[1] == '(');
    if ((char_lower(*rest.ptr) == 'x' || *rest.ptr == '*') && left && right) {
        *cross = true;
        return 1;
    }
    if (*rest.ptr == '/') {
        struct str after = str_trim(str_from(rest, 1));
        return after.len > 0 && char_is_digit(*after.ptr) ? 1 : 0;
    }
    if (is_of_number(text, i))
        return 0;
    for (ptrdiff_t k = 0; k < LEN(marks); k++)
        if (str_starts(rest, str_of(marks[k])))
            return (ptrdiff_t)strlen(marks[k]);
    return 0;
}

/* "12x5", "12x5 schedule": bare numbers on both sides of a cross are hours and days. */
static bool is_schedule(struct str left, struct str rest)
{
    struct quantity q;
    enum cost_fact fact;
    left = str_trim(left);
    for (ptrdiff_t i = 0; i < left.len; i++)
        if (!char_is_digit(left.ptr[i]))
            return false;
    return left.len > 0 && rest.len > 0 && char_is_digit(*rest.ptr) && quantity_parse(rest, &q) &&
           !q.unit && !noun_fact(q.noun, &fact);
}

/* Where the next number begins at or behind at, as the head of a word. */
static ptrdiff_t next_number(struct str s, ptrdiff_t at)
{
    while (at < s.len && !(char_is_digit(s.ptr[at]) &&
                           (at == 0 || char_is_space(s.ptr[at - 1]) || s.ptr[at - 1] == '~')))
        at++;
    return at;
}

/* "Small, 2 tasks" is two pieces; "about 0.5 vCPU 1 GB" is one, with two numbers among words. */
static void read_loose(struct str piece, bool crossed, struct cost_facts *f)
{
    struct quantity q;
    if (quantity_parse(piece, &q)) {
        read_piece(piece, crossed, f);
        return;
    }
    for (ptrdiff_t at = next_number(piece, 0); at < piece.len;) {
        ptrdiff_t next = next_number(piece, at + 1);
        read_piece(str_sub(piece, at, next - at), crossed, f);
        at = next;
    }
}

static void read_pieces(struct str text, struct cost_facts *f)
{
    enum { LONGEST = 400 }; /* a cell, not a page */
    ptrdiff_t from = 0;
    bool crossed = false, cross;
    text = str_sub(text, 0, LONGEST);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        ptrdiff_t n = separator(text, i, &cross);
        if (n == 0)
            continue;
        struct str piece = str_sub(text, from, i - from);
        if (cross && is_schedule(piece, str_from(text, i + n)))
            return;
        read_loose(piece, crossed || cross, f);
        crossed = cross;
        from = i + n;
        i = from - 1;
    }
    read_loose(str_from(text, from), crossed, f);
}

/* "cache.t3.micro", "t3.small", "db.t4g.medium": words with a dot between letters or digits. */
static struct str find_type(struct str text)
{
    for (ptrdiff_t i = 0; i < text.len;) {
        ptrdiff_t beg = i;
        bool dot = false, letter = false;
        while (i < text.len &&
               (char_is_alnum(text.ptr[i]) || text.ptr[i] == '.' || text.ptr[i] == '-')) {
            dot = dot || (text.ptr[i] == '.' && i + 1 < text.len && char_is_alpha(text.ptr[i + 1]));
            letter = letter || char_is_alpha(text.ptr[i]);
            i++;
        }
        struct str word = str_sub(text, beg, i - beg);
        if (dot && letter && char_is_alpha(*word.ptr))
            return str_ends(word, S(".")) ? str_sub(word, 0, word.len - 1) : word;
        if (i == beg)
            i++;
    }
    return (struct str){ 0 };
}

void cost_words_read(struct str text, struct cost_facts *f)
{
    struct quantity q;
    if (quantity_parse(text, &q) && !q.unit && q.noun.len == 0) /* a cell of a column "Quantity" */
        keep_fact(f, FACT_COUNT, q.low, q.high, str_trim(text));
    read_pieces(text, f);
    if (f->has[FACT_VCPU] && f->has[FACT_VOLUME] && !f->has[FACT_MEMORY]) {
        keep_fact(f, FACT_MEMORY, f->low[FACT_VOLUME], f->high[FACT_VOLUME], f->place[FACT_VOLUME]);
        f->has[FACT_VOLUME] = false; /* "1 vCPU / 2 GB" */
    }
    for (ptrdiff_t i = 0; i < LEN(flags); i++)
        if (cost_words_has(text, flags[i].word))
            f->flags |= (unsigned)flags[i].flag;
    if (f->type.len == 0)
        f->type = find_type(text);
}
