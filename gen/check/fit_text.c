/* fit_text.c - a text against a string: what kind of value the string holds decides how it is read;
 * a name stands in the text in any style, and no other of its kind beside it. */
#include "check/fit_parts.h"

#include "fit_tables.h"

enum { PARTS_MAX = 12, SHAPE_MAX = 64 };

/* ---- parts of a value ---- */

static bool has_letters(struct str s)
{
    ptrdiff_t n = 0;

    for (ptrdiff_t i = 0; i < s.len; i++)
        n += char_is_alpha(s.ptr[i]);
    return n > 1;
}

/* Addresses are said whole: a network without its length is another, an ARN without its account too. */
static bool is_whole(struct str value)
{
    for (ptrdiff_t i = 0; i < value.len; i++)
        if (!char_is_digit(value.ptr[i]) && !char_among(value.ptr[i], "./:abcdef"))
            return str_starts(value, S("arn:"));
    return true;
}

/* What of the value a text may name: itself, "t3.medium" of "db.t3.medium", "nodejs20" of
 * "nodejs20.x", "postgres" and "acme/web" of an image. */
static int parts_of(struct str value, struct str part[PARTS_MAX])
{
    static const char *const heads[] = { "db.", "cache.", "ml.", "kafka.", "mq." };
    static const char *const tails[] = { ".x", ".search", ".elasticsearch", ".fifo" };
    int n = 0;

    part[n++] = value;
    if (is_whole(value) || str_find(value, S("://")) >= 0)
        return n;
    for (ptrdiff_t i = 0; i < LEN(heads); i++)
        if (str_starts(value, str_of(heads[i])))
            part[n++] = str_from(value, str_of(heads[i]).len);
    for (ptrdiff_t i = 0; i < LEN(tails); i++)
        if (str_ends(value, str_of(tails[i])))
            part[n++] = str_sub(value, 0, value.len - str_of(tails[i]).len);
    struct cut mail = str_cut(value, '<'); /* "Shop <shop@example.com>" */
    if (mail.ok && str_ends(mail.tail, S(">")) && str_char(mail.tail, '@') > 0)
        part[n++] = str_sub(mail.tail, 0, mail.tail.len - 1);
    struct cut tag = str_rcut(value, ':');
    struct str image = tag.ok ? tag.head : (struct str){ 0 };
    for (ptrdiff_t at = -1; image.len && n < PARTS_MAX; at = 0) {
        if (has_letters(image))
            part[n++] = image;
        at = str_char(image, '/');
        if (at < 0)
            break;
        image = str_from(image, at + 1);
    }
    if (tag.ok && has_letters(tag.tail) && n < PARTS_MAX)
        part[n++] = tag.tail;
    return n;
}

static struct str find_part(struct str text, struct str value)
{
    struct str part[PARTS_MAX], found = { 0 };
    int n = parts_of(value, part);

    for (int i = 0; i < n && !found.len; i++)
        if (part[i].len > 1 || str_equal_nocase(text, part[i]))
            found = fit_find_name(text, part[i]);
    for (struct str w = fit_word_take(&text); w.len && !found.len; w = fit_word_take(&text))
        if (fit_is_alias(w, value) && !str_equal_nocase(w, value))
            found = w;
    return found;
}

/* "least recently used" of allkeys-lru */
static bool has_initials(struct str text, struct str value)
{
    enum { FEWEST = 3, MOST = 6 };
    char initials[MOST];
    ptrdiff_t n = 0;

    for (struct str w = fit_word_take(&text); w.len; w = fit_word_take(&text)) {
        if (n == MOST)
            return false;
        initials[n++] = *w.ptr;
    }
    for (struct str w = fit_key_word(&value); n >= FEWEST && w.len; w = fit_key_word(&value))
        if (str_equal_nocase(w, (struct str){ initials, n }))
            return true;
    return false;
}

/* "every write", "only the leader": a sentence's words, no other name. */
static bool is_phrase(struct str text)
{
    static const char *const begins[] = { "every", "each",     "any",  "both", "some",   "most",
                                          "only",  "whenever", "when", "if",   "before", "after" };
    struct str first = fit_word_take(&text), next = fit_word_take(&text);
    bool proper = next.len && *next.ptr >= 'A' && *next.ptr <= 'Z'; /* "every Friday" names one */

    return str_among_nocase(first, begins, LEN(begins)) && next.len && !proper;
}

/* ---- another name of the same kind ---- */

/* Runs of letters become a, runs of digits 0: "t3.micro" is "a0.a". */
static struct str shape_of(struct str s, char out[SHAPE_MAX])
{
    ptrdiff_t n = 0;

    for (ptrdiff_t i = 0; i < s.len && n < SHAPE_MAX; i++) {
        char c = char_is_digit(s.ptr[i]) ? '0' : char_is_alpha(s.ptr[i]) ? 'a' : s.ptr[i];
        if (n && out[n - 1] == c && char_is_alnum(c))
            continue;
        out[n++] = c;
    }
    return (struct str){ out, n };
}

static struct str token_at(struct str text)
{
    ptrdiff_t n = 0;

    while (n < text.len && !char_among(text.ptr[n], " ,;()\"'`"))
        n++;
    while (n && char_among(text.ptr[n - 1], ".:!?"))
        n--;
    return str_sub(text, 0, n);
}

/* The token of text beside found that looks like a part of value; of plain words none does. */
static struct str other_of_kind(struct str text, struct str found, struct str value)
{
    struct str part[PARTS_MAX];
    char a[SHAPE_MAX], b[SHAPE_MAX];
    int n = parts_of(value, part);

    for (ptrdiff_t i = 0; i < text.len; i++) {
        struct str token = token_at(str_from(text, i));
        if (!token.len)
            continue;
        struct str shape = shape_of(token, a);
        bool beside = token.ptr + token.len <= found.ptr || token.ptr >= found.ptr + found.len;
        bool plain = str_equal(shape, S("a")) || str_equal(shape, S("0"));
        for (int k = 0; k < n && beside && !plain; k++)
            if (str_equal(shape, shape_of(part[k], b)) && !fit_find_name(value, token).len)
                return token;
        i += token.len;
    }
    return (struct str){ 0 };
}

/* "rolling update or recreate": two words, and nobody knows which. */
static struct str alternative(struct str text, struct str found)
{
    static const char *const words[] = { "or", "and", "either", "versus", "vs", "&" };
    struct str behind = str_from(text, found.ptr + found.len - text.ptr);
    struct str last = fit_last_word(str_span(text.ptr, found.ptr));
    struct str next = fit_word_take(&behind);

    if (str_among_nocase(next, words, LEN(words)))
        return next;
    return str_among_nocase(last, words, LEN(words)) ? last : (struct str){ 0 };
}

/* "Fargate Spot" is another thing than Fargate: a proper name goes on behind the one found. */
static struct str longer_name(struct str text, struct str found)
{
    struct str rest = str_from(text, found.ptr + found.len - text.ptr), next = rest;
    struct str word = fit_word_take(&next);

    if (rest.len > 1 && *rest.ptr == ' ' && word.ptr == rest.ptr + 1 && *word.ptr >= 'A' &&
        *word.ptr <= 'Z' && word.len > 1 && char_is_alpha(*found.ptr) &&
        !str_among_nocase(word, longer_name_kinds, LEN(longer_name_kinds)))
        return word;
    return (struct str){ 0 };
}

/* A number beside a part of the value that is not in the value: "Postgres 16" of postgres:16rc1. */
static struct str foreign_number(struct str text, struct str found, struct str value)
{
    for (ptrdiff_t i = 0; i < text.len; i++) {
        struct str token = token_at(str_from(text, i));
        bool beside = token.ptr + token.len <= found.ptr || token.ptr >= found.ptr + found.len;
        if (token.len && beside && char_is_digit(*token.ptr) && !fit_find_name(value, token).len)
            return token;
        i += token.len;
    }
    return (struct str){ 0 };
}

/* "Debian bookworm" of debian:bullseye: a word behind the name where the value has another. */
static struct str foreign_tag(struct str text, struct str found, struct str value)
{
    struct cut tag = str_rcut(value, ':');
    struct str rest = str_from(text, found.ptr + found.len - text.ptr), w = fit_word_take(&rest);
    bool words = tag.ok && has_letters(tag.tail) && char_is_alpha(*tag.tail.ptr);

    if (!words || !w.len || w.ptr != found.ptr + found.len + 1 || str_find_nocase(value, w) >= 0)
        return (struct str){ 0 };
    return w;
}

/* "starts at 03:00" of 03:00-04:00: one of two, and nobody knows which is meant. */
static bool names_a_part(struct str text, struct str value)
{
    ptrdiff_t mark = str_char(value, '-');
    bool two = mark > 0 && char_is_digit(*value.ptr) && mark + 1 < value.len &&
               char_is_digit(value.ptr[mark + 1]);

    for (ptrdiff_t i = 0; two && i < text.len; i++) {
        struct str token = token_at(str_from(text, i));
        if (token.len > 3 && str_find(value, token) >= 0)
            return true;
        i += token.len;
    }
    return false;
}

static struct fit name_judge(const struct fit_asked *a)
{
    struct str value = str_trim(a->value->str);
    struct str part = fit_said_part(a->text, false, true, a->keep);
    struct str found = find_part(part, value), other;
    if (!found.len && has_initials(part, value))
        found = part;
    struct fit fit = { .kind = FIT_FALSE, .shown = value, .by_hand = true };

    if (!found.len) {
        bool gone = find_part(a->text, value).len > 0;
        bool single = str_char(a->text, ' ') < 0 || str_char(value, ' ') >= 0;
        if ((!part.len && !gone) || names_a_part(part, value) || is_phrase(part))
            return fit_stuck(a, value, a->text);
        if (part.ptr == a->text.ptr && single)
            fit.suggest = value;
        return fit;
    }
    other = other_of_kind(part, found, value);
    if (!other.len)
        other = alternative(part, found);
    if (!other.len)
        other = longer_name(part, found);
    if (!other.len && found.len < value.len)
        other = foreign_number(part, found, value);
    if (!other.len && found.len < value.len)
        other = foreign_tag(part, found, value);
    if (!other.len && fit_is_hedged(part))
        other = part;
    if (!other.len)
        other = fit_governor(a, part, found, true);
    if (other.len) {
        fit = fit_stuck(a, value, other);
        fit.why = str_fmt(a->keep,
                          "the value is %.*s, and beside it the text says \"%.*s\": one link, one "
                          "name",
                          FMT(value), FMT(other));
        return fit;
    }
    fit.kind = FIT_TRUE;
    return fit;
}

/* ---- numbers in strings ---- */

/* "2 tasks" or "two tasks" for "2", "24 hours" for the ttl "86400". "1.30" is no "1.3". */
static bool plain_number(const struct fit_asked *a, struct fit *out)
{
    struct quantity said, used;
    struct str behind, stuck, part = fit_said_part(a->text, false, false, a->keep);
    struct str raw = str_trim(a->value->str);
    int64_t n;
    bool whole = str_int64(raw, &n);

    if (!fit_number_said(part, &said, &behind, &stuck) || (!whole && !said.unit))
        return false;
    enum quantity_fit fit = fit_number_compare(a, &said, &used);
    if (fit == QUANTITY_NOT_COMPARABLE && !said.unit && !said.range)
        return false;
    *out = fit_number(a);
    return true;
}

static bool is_number(struct str s)
{
    struct quantity q;

    return quantity_of(s, (struct str){ 0 }, &q) && !q.unit && q.number.len == s.len && !q.noun.len;
}

/* "31g", as a heap's size is written */
static bool is_sized(struct str raw)
{
    struct quantity q;
    ptrdiff_t n = raw.len - 1;

    return n > 0 && char_among(raw.ptr[n], "kKmMgGtT") &&
           quantity_of(str_sub(raw, 0, n), (struct str){ 0 }, &q) && q.number.len == n;
}

/* ---- ports ---- */

/* The one number of text, which speaks of a port; false: it speaks of none, or of more. */
static bool port_said(struct str text, int64_t *port)
{
    bool is_port = fit_has_word(text, (const char *const[]){ "port", "ports" }, 2);
    int n = 0;

    for (struct str w = fit_word_take(&text); w.len; w = fit_word_take(&text))
        if (char_is_digit(*w.ptr))
            n += str_int64(w, port) ? 1 : 2;
    return is_port && n == 1;
}

bool fit_port(const struct fit_asked *a, struct fit *out)
{
    static const char *const inner[] = { "container", "inside", "internal", "internally" };
    struct str value = str_cut(str_trim(a->value->str), '/').head;
    struct cut port = str_rcut(value, ':');
    struct str host = str_rcut(port.head, ':').ok ? str_rcut(port.head, ':').tail : port.head;
    int64_t said, in, published;

    if (!port.ok || !str_int64(port.tail, &in) || !port_said(a->text, &said))
        return false;
    bool two = str_int64(host, &published) && published != in;
    bool from = fit_has_word(a->text, port_outer, LEN(port_outer)),
         to = fit_has_word(a->text, inner, LEN(inner));
    struct json number = { .kind = JSON_NUMBER, .str = two && from ? host : port.tail };
    struct fit_asked one = *a;

    one.value = &number;
    *out = fit_number(&one);
    out->suggest = (struct str){ 0 };
    struct str doubt = fit_doubt(&one);
    if (doubt.len || (two && from == to && (said == in || said == published)))
        *out = fit_stuck(a, a->value->str, doubt);
    return true;
}

/* ---- addresses ---- */

/* "65,536 addresses" of 10.0.0.0/16: as many as the block holds. False: the text counts none. */
static bool fit_addresses(const struct fit_asked *a, struct fit *out)
{
    static const char *const nouns[] = { "addresses", "address", "ips", "hosts" };
    struct cut block = str_rcut(str_trim(a->value->str), '/');
    struct quantity said;
    struct str behind, stuck, rest;
    int64_t bits;

    if (!block.ok || !is_whole(block.head) || str_char(block.head, '.') < 0 ||
        !str_int64(block.tail, &bits) || bits < 0 || bits > 32 ||
        !fit_number_said(a->text, &said, &behind, &stuck) || said.unit || said.range)
        return false;
    rest = said.noun;
    struct str noun = fit_word_take(&rest);
    if (str_equal_nocase(noun, S("ip")))
        noun = fit_word_take(&rest);
    if (!str_among_nocase(noun, nouns, LEN(nouns)))
        return false;
    struct ratio holds = ratio_whole(INT64_C(1) << (32 - bits));
    bool same = ratio_cmp(said.low, holds) == 0 ||
                (said.sign == QUANTITY_ABOUT && ratio_cmp(said.low, holds) < 0 &&
                 (__int128)said.low.num * 10 * holds.den > (__int128)holds.num * 9 * said.low.den);
    *out = (struct fit){ .kind = same ? FIT_TRUE : FIT_FALSE,
                         .shown = str_fmt(a->keep, "%.*s (%lld addresses)", FMT(a->value->str),
                                          (long long)holds.num),
                         .by_hand = true };
    return true;
}

struct fit fit_text(const struct fit_asked *a)
{
    struct str raw = str_trim(a->value->str);
    struct fit fit = { .kind = FIT_TRUE, .shown = raw };
    struct quantity said, held;
    struct str behind, stuck = { 0 };
    bool yes;

    if (str_equal(fit_fold(a->text, a->keep), fit_fold(raw, a->keep)))
        return fit;
    if (fit_bool_value(a->value, &yes)) {
        fit = fit_bool(a, yes);
        if (fit.kind != FIT_UNREADABLE ||
            raw.len < 6) /* "active" is a name as well, "true" is none */
            return fit;
    }
    if (fit_schedule(a, &fit) || fit_date(a, &fit) || fit_port(a, &fit) || fit_addresses(a, &fit))
        return fit;
    struct str part = fit_said_part(a->text, false, false, a->keep);
    bool is_held = fit_number_held(a->value, a->unit, &held);
    bool said_some = fit_number_said(part, &said, &behind, &stuck);
    bool bytes = said_some && said.unit && said.unit->dim == QUANTITY_BYTES;
    bool twice = is_held && str_ends(a->text, S(")")); /* "one second (1s)" */
    if (twice || (said_some && (is_held || (bytes && is_sized(raw))))) {
        fit = fit_number(a);
        if (fit.kind != FIT_UNREADABLE)
            return fit;
    }
    if (is_number(raw) && plain_number(a, &fit))
        return fit;
    if (fit_version(a, raw, &fit))
        return fit;
    if (is_held && stuck.len && fit_has_number(part))
        return fit_stuck(a, raw, stuck);
    return name_judge(a);
}

/* ---- nothing ---- */

static bool says_nothing(struct str text, struct str pointer)
{
    struct str rest = text, first = fit_word_take(&rest);
    bool yes;

    return str_among_nocase(text, says_nothing_words, LEN(says_nothing_words)) ||
           str_equal_nocase(first, S("no")) || str_equal_nocase(first, S("without")) ||
           (fit_bool_said(text, pointer, &yes) && !yes);
}

struct fit fit_nothing(const struct fit_asked *a)
{
    struct fit fit = { .kind = FIT_ABSENT, .shown = S("not set"), .by_hand = true };

    if (a->value && a->text.len && says_nothing(a->text, a->pointer))
        fit.kind = FIT_TRUE;
    return fit;
}
