/* numbers.c - words of running text, and which of them are numbers that somebody could check: not dates
 * and times, ordinals, numbers of steps and chapters, and digits inside of names. */
#include "check/numbers.h"

enum {
    WORDS_MAX = 6,  /* a quantity is no longer than that: "between 50 and 100 GB" */
    TEXT_MAX = 200, /* of a quantity, as quantity_parse has it */
    YEAR_FIRST = 1900,
    YEAR_LAST = 2099
};

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ';
}

/* s without what ends a sentence or stands around a word. */
static struct str bare(struct str s)
{
    while (s.len && char_among(s.ptr[s.len - 1], ".,;:!?)]\"'"))
        s.len--;
    return s;
}

static struct str word_at(struct str text, ptrdiff_t at)
{
    ptrdiff_t end = at;

    while (end < text.len && end - at <= TEXT_MAX && !is_blank(text.ptr[end]))
        end++;
    return end - at > TEXT_MAX ? S("") : bare(str_sub(text, at, end - at));
}

static struct str word_behind(struct str text, ptrdiff_t at)
{
    while (at < text.len && is_blank(text.ptr[at]))
        at++;
    return word_at(text, at);
}

static struct str word_before(struct str text, ptrdiff_t at)
{
    ptrdiff_t end, from;

    while (at > 0 && (is_blank(text.ptr[at - 1]) || text.ptr[at - 1] == '('))
        at--;
    for (end = from = at; from > 0 && at - from < TEXT_MAX && !is_blank(text.ptr[from - 1]);)
        from--;
    return bare(str_sub(text, from, end - from));
}

static bool is_month(struct str word)
{
    static const char *const months[] = { "January",  "February", "March",  "April",     "May",
                                          "June",     "July",     "August", "September", "October",
                                          "November", "December", "Jan",    "Feb",       "Mar",
                                          "Apr",      "Jun",      "Jul",    "Aug",       "Sep",
                                          "Sept",     "Oct",      "Nov",    "Dec" };

    return str_among_nocase(word, months, LEN(months));
}

/* What is numbered rather than counted: "step 3", "Figure 2". */
static bool is_numbered(struct str word)
{
    static const char *const words[] = {
        "step",   "steps",   "section", "sections", "chapter",  "figure",  "fig",    "table",
        "page",   "pages",   "part",    "phase",    "appendix", "issue",   "item",   "option",
        "note",   "line",    "lines",   "stage",    "decision", "ADR",     "RFC",    "question",
        "level",  "layer",   "tier",    "case",     "variant",  "number",  "no",     "rule",
        "ISO",    "IEC",     "EN",      "DIN",      "NIST",     "HTTP",    "status", "week",
        "sprint", "example", "point",   "Route",    "§",        "article", "class",  "type"
    };

    return str_among_nocase(word, words, LEN(words));
}

/* Behind a number word these are no things counted: "one of them", "the two are". */
static bool is_no_noun(struct str word)
{
    static const char *const words[] = { "of",   "or",    "and",    "to",    "in",      "is",
                                         "are",  "was",   "were",   "by",    "at",      "on",
                                         "the",  "a",     "an",     "that",  "who",     "which",
                                         "can",  "may",   "must",   "has",   "have",    "for",
                                         "with", "from",  "more",   "as",    "another", "if",
                                         "but",  "will",  "should", "does",  "do",      "would",
                                         "way",  "thing", "not",    "other", "after",   "before" };

    return !word.len || !char_is_alpha(*word.ptr) || str_among_nocase(word, words, LEN(words));
}

/* ---- the shape of a word ---- */

struct shape {
    int digits, letters, dots, dashes, slashes, colons, others;
};

static struct shape shape_of(struct str w)
{
    struct shape s = { 0 };

    for (ptrdiff_t i = 0; i < w.len; i++) {
        char c = w.ptr[i];
        int *n = char_is_digit(c)   ? &s.digits
                 : char_is_alpha(c) ? &s.letters
                 : c == '.'         ? &s.dots
                 : c == '-'         ? &s.dashes
                 : c == '/'         ? &s.slashes
                 : c == ':'         ? &s.colons
                                    : &s.others;
        ++*n;
    }
    return s;
}

/* "m5.2xlarge", "db.t4g.medium", "cache.r7g.large" */
static bool is_instance(struct str w)
{
    static const char *const sizes[] = { "nano",  "micro",  "small", "medium",
                                         "large", "xlarge", "metal" };
    ptrdiff_t dot = str_rchar(w, '.');
    struct str size = dot > 0 ? str_from(w, dot + 1) : S("");

    while (size.len && char_is_digit(*size.ptr))
        size = str_from(size, 1);
    return dot > 1 && shape_of(str_sub(w, 0, dot)).digits &&
           str_among_nocase(size, sizes, LEN(sizes));
}

/* "1.2.3", "v2", "v1.30", "10.0.0.0/16" */
static bool is_version(struct str w)
{
    struct str rest = str_from(w, *w.ptr == 'v' && w.len > 1);
    struct shape s = shape_of(rest);

    if (!rest.len || !char_is_digit(*rest.ptr) || !char_is_digit(rest.ptr[rest.len - 1]))
        return is_instance(w);
    if (s.letters + s.colons + s.others + s.dashes || s.slashes > 1)
        return false;
    return s.slashes ? s.dots == 3 : s.dots > 1 || rest.len < w.len;
}

/* "2026-11-30", "30.11.2026", "11/30/2026", "14:30", "2024/25" */
static bool is_date(struct str w)
{
    struct shape s = shape_of(w);

    return !s.letters && !s.others &&
           ((s.dashes == 2 && s.digits >= 6) || (s.slashes == 2 && s.digits >= 4) ||
            (s.dots == 2 && s.digits == 8 && w.ptr[w.len - 5] == '.') || s.colons > 0);
}

static bool is_year(const struct quantity *q, struct str w)
{
    int64_t year = q->low.num;

    /* 2048 is a power of two, and no year that a guide speaks of */
    return w.len == 4 && q->low.den == 1 && year >= YEAR_FIRST && year <= YEAR_LAST && year != 2048;
}

/* ---- the words in turn ---- */

/* Length of a sign before a number, which is read with it. */
static ptrdiff_t sign_length(struct str s)
{
    static const char *const signs[] = { "$", "<", ">", "~", "€", "£", "≥", "≤", "≈" };

    for (ptrdiff_t i = 0; i < LEN(signs); i++)
        if (str_starts(s, str_of(signs[i])))
            return str_of(signs[i]).len;
    return 0;
}

/* May a number begin at at? Digits inside of a name or an address are parts of it. */
static bool begins(struct str text, ptrdiff_t at)
{
    char before = at ? text.ptr[at - 1] : ' ';

    if (!char_is_alnum(text.ptr[at]) && !sign_length(str_sub(text, at, 4)))
        return false;
    return !char_is_alnum(before) && !char_among(before, "._-/:#$<>~@+=^[") &&
           ((unsigned char)before < 0x80 || (unsigned char)before == 0x94); /* an em dash ends so */
}

/* Length of the longest quantity with a unit at the head of s; 0: none. */
static ptrdiff_t quantity_length(struct str s, struct quantity *q)
{
    ptrdiff_t best = 0, end = 0;

    for (int words = 0; words < WORDS_MAX && end < s.len && end <= TEXT_MAX; words++) {
        struct quantity found;
        struct str head;

        while (end < s.len && char_is_space(s.ptr[end]))
            end++;
        while (end < s.len && end <= TEXT_MAX && !char_is_space(s.ptr[end]))
            end++;
        head = bare(str_trim_end(str_sub(s, 0, end)));
        if (quantity_parse(head, &found) && found.unit && !found.noun.len) {
            best = head.len;
            *q = found;
        }
        if (head.len < end && s.ptr[end - 1] != ')')
            break; /* a sentence or clause ends here */
    }
    return best;
}

static bool starts_with_digit(struct str w)
{
    for (ptrdiff_t n = sign_length(w); n; n = sign_length(w))
        w = str_from(w, n);
    return w.len && char_is_digit(*w.ptr);
}

/* "1. Overview" at the head of a heading. */
static bool is_outline(const struct numbers *s, struct str w)
{
    ptrdiff_t end = w.ptr + w.len - s->text.ptr;

    for (const struct node *n = s->node->parent; n; n = n->parent)
        if (n->kind == NODE_HEADING)
            return s->at == 0 && (s->node->parent->first == s->node) && end < s->text.len &&
                   char_among(s->text.ptr[end], ".):");
    return false;
}

/* The first column of a table that numbers its rows. */
static bool is_row_number(const struct numbers *s, struct str w)
{
    const struct node *cell = s->node->parent;
    int64_t row = 0, said;

    if (cell->kind != NODE_CELL || cell->parent->first != cell || !str_int64(w, &said))
        return false;
    for (const struct node *r = cell->parent->parent->first; r; r = r->next) {
        row += !r->head;
        if (r == cell->parent)
            break;
    }
    return row == said;
}

/* "one" is an article as often as a number: "one of a kind", "in one go". */
static bool is_article(struct str w)
{
    static const char *const words[] = { "one", "once", "twice", "half", "a", "an", "no", "none" };

    return str_among_nocase(w, words, LEN(words));
}

/* A number without a unit. In digits it may stand alone; in words something must be counted. */
static bool take_count(struct numbers *s, struct str w)
{
    bool digits = starts_with_digit(w);
    struct quantity_number number;
    struct str rest = str_sub(s->text, s->at, TEXT_MAX);
    ptrdiff_t room = rest.len;

    /* "1 000", "one hundred and fifty": more words than one */
    if (quantity_number(&rest, false, &number) && room - rest.len > w.len)
        w = bare(str_trim_end(str_sub(s->text, s->at, room - rest.len)));
    struct str before = word_before(s->text, s->at), behind = word_behind(s->text, s->at + w.len);
    if (!quantity_parse(w, &s->quantity) || s->quantity.unit || s->quantity.noun.len)
        return false;
    if (s->quantity.fraction || (!digits && (is_no_noun(behind) || behind.ptr > w.ptr + w.len + 1)))
        return false;
    if (is_month(before) || is_month(behind) || is_numbered(before) || is_outline(s, w) ||
        is_row_number(s, w) || is_article(w))
        return false;
    if (digits && is_year(&s->quantity, w))
        return false;
    s->found = w;
    s->kind = NUMBERS_COUNT;
    return true;
}

static bool take_word(struct numbers *s, struct str w, struct arena *keep)
{
    bool digits = starts_with_digit(w);
    struct arena scratch = arena_upper(keep);
    ptrdiff_t n;

    s->kind = NUMBERS_VERSION;
    s->found = w;
    if (is_date(w))
        return false;
    if (is_version(w))
        return !is_numbered(word_before(s->text, s->at));
    if (s->names && w.len < TEXT_MAX && map_get(s->names, str_lower(w, &scratch))) {
        s->kind = NUMBERS_NAME;
        return true;
    }
    if (!digits && !quantity_is_number_word(str_cut(w, '-').head))
        return false;
    n = quantity_length(str_from(s->text, s->at), &s->quantity);
    if (!n)
        return take_count(s, w);
    s->found = str_sub(s->text, s->at, n);
    s->kind = NUMBERS_QUANTITY;
    return !is_month(word_behind(s->text, s->at + n));
}

bool numbers_next(struct numbers *s, struct arena *keep)
{
    while (s->at < s->text.len) {
        struct str w = begins(s->text, s->at) ? word_at(s->text, s->at) : S("");

        if (w.len && take_word(s, w, keep)) {
            s->at += s->found.len;
            return true;
        }
        s->at++;
    }
    return false;
}
