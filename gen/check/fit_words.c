/* fit_words.c - words of texts and of keys: what a text turns away from, and names in any style. */
#include "check/fit_parts.h"

#include "fit_tables.h"

static bool is_word_char(char c)
{
    return char_is_alnum(c) || c == '_' || c == '\'';
}

struct str fit_word_take(struct str *rest)
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

struct str fit_last_word(struct str text)
{
    struct str last = { 0 };

    for (struct str w = fit_word_take(&text); w.len; w = fit_word_take(&text))
        last = w;
    return last;
}

bool fit_has_word(struct str text, const char *const *words, ptrdiff_t n)
{
    for (struct str w = fit_word_take(&text); w.len; w = fit_word_take(&text))
        if (str_among_nocase(w, words, n))
            return true;
    return false;
}

bool fit_is_negator(struct str word)
{
    return str_among_nocase(word, negator_words, LEN(negator_words)) ||
           quantity_is_contraction(word);
}

struct str fit_contractions(struct str text, struct arena *keep)
{
    static const struct str curly = { "n\xe2\x80\x99t", 5 };
    struct buf b;

    if (str_find(text, curly) < 0)
        return text;
    b = buf_open(keep, text.len);
    for (ptrdiff_t at; (at = str_find(text, curly)) >= 0; text = str_from(text, at + curly.len)) {
        buf_put(&b, str_sub(text, 0, at));
        buf_put(&b, S("n't"));
    }
    buf_put(&b, text);
    return buf_str(&b);
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

struct str fit_fold(struct str s, struct arena *keep)
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

bool fit_is_hedged(struct str text)
{
    for (struct str rest = text, w = fit_word_take(&rest); w.len; w = fit_word_take(&rest))
        if (fit_is_negator(w) || str_among_nocase(w, hedged_words, LEN(hedged_words)))
            return true;
    return false;
}

struct fit fit_stuck(const struct fit_asked *a, struct str shown, struct str word)
{
    struct str rest = a->text;

    if (!word.len)
        word = fit_word_take(&rest);
    word = word.len ? word : a->text;
    return (struct fit){ .kind = FIT_UNREADABLE,
                         .shown = shown,
                         .why = str_fmt(a->keep,
                                        "the value is %.*s, and \"%.*s\" is not understood: one "
                                        "link, one quantity or name",
                                        FMT(shown), FMT(str_sub(word, 0, 60))) };
}

/* ---- names in any style ---- */

/* Could the bytes at s go on a token such as us-east-1 or 10.0.0.0/16? A dot that ends a sentence
 * does not; neither do typographic quotes and dashes, nor "-based". */
static bool goes_on(struct str s)
{
    static const char *const tails[] = { "based", "backed", "only", "hosted", "class" };

    if (!s.len)
        return false;
    if (is_word_char(s.ptr[0]))
        return s.ptr[0] != '\'';
    if ((unsigned char)s.ptr[0] >= 0x80)
        return !str_starts(s, S("\xE2\x80"));
    struct str next = str_from(s, 1), word = next;
    if (s.ptr[0] == '-' && str_among_nocase(fit_word_take(&word), tails, LEN(tails)))
        return false;
    return char_among(s.ptr[0], "-./:@") && next.len && is_word_char(next.ptr[0]);
}

static bool came_from(struct str s)
{
    char last = s.len ? s.ptr[s.len - 1] : ' ';

    if (is_word_char(last))
        return last != '\'';
    if ((unsigned char)last >= 0x80)
        return s.len < 3 || !str_starts(str_from(s, s.len - 3), S("\xE2\x80"));
    return char_among(last, "-./:@") && s.len > 1 &&
           (is_word_char(s.ptr[s.len - 2]) || s.ptr[s.len - 2] == '*');
}

static ptrdiff_t skip_marks(struct str s, ptrdiff_t i)
{
    while (i < s.len && char_among(s.ptr[i], " -_./:"))
        i++;
    return i;
}

/* Length of the head of text that reads as name: marks between letters are free, between digits
 * they must be the same. 0: it does not. */
static ptrdiff_t name_length(struct str text, struct str name)
{
    ptrdiff_t i = 0, k = 0;

    while (k < name.len) {
        ptrdiff_t ti = skip_marks(text, i), nk = skip_marks(name, k);
        bool digits = k > 0 && i > 0 && char_is_digit(text.ptr[i - 1]) && ti < text.len &&
                      char_is_digit(text.ptr[ti]);
        if (nk == name.len)
            return skip_marks(name, k) == name.len && k > 0 ? i : 0;
        if (digits && !str_equal(str_sub(text, i, ti - i), str_sub(name, k, nk - k)))
            return 0;
        if (ti >= text.len || char_lower(text.ptr[ti]) != char_lower(name.ptr[nk]))
            return 0;
        i = ti + 1;
        k = nk + 1;
    }
    return i;
}

struct str fit_find_name(struct str text, struct str name)
{
    name = str_from(name, skip_marks(name, 0));
    for (ptrdiff_t at = 0; name.len && at < text.len; at++) {
        ptrdiff_t n = 0;
        if (char_lower(text.ptr[at]) == char_lower(name.ptr[0]) && !came_from(str_sub(text, 0, at)))
            n = name_length(str_from(text, at), name);
        /* "rolling updates" of RollingUpdate */
        bool many = n > 5 && at + n < text.len && char_lower(text.ptr[at + n]) == 's';
        if (n && !goes_on(str_from(text, at + n + many)))
            return str_sub(text, at, n + many);
    }
    return (struct str){ 0 };
}

/* ---- what a text turns away from ---- */

static bool at_words(struct str text, ptrdiff_t at, const char *words)
{
    struct str p = str_from(text, at);

    return QUANTITY_LIKE(p, words) && (at == 0 || !is_word_char(text.ptr[at - 1])) &&
           quantity_take(&p, words, false);
}

static ptrdiff_t find_words(struct str text, ptrdiff_t at, const char *words)
{
    for (; at < text.len; at++)
        if (at_words(text, at, words))
            return at;
    return -1;
}

/* The bytes from at on that the text turns away from; 0: none. */
static ptrdiff_t rejected_length(struct str text, ptrdiff_t at, bool past)
{
    ptrdiff_t end = 0;

    if (at && is_word_char(text.ptr[at - 1]))
        return 0;
    for (ptrdiff_t i = 0; i < LEN(rejecters) && !end; i++) {
        struct str rest;

        if ((past && !rejecters[i].past) || !at_words(text, at, rejecters[i].words))
            continue;
        end = at + (ptrdiff_t)strlen(rejecters[i].words);
        rest = str_from(text, end);
        bool guarded = !rejecters[i].past && rejecters[i].words[0] == 'n';
        if (guarded && str_among_nocase(fit_word_take(&rest), not_rejected, LEN(not_rejected)))
            return 0;
    }
    bool replaced = end && str_equal_nocase(str_sub(text, at, 6), S("replac"));
    while (end && end < text.len && !char_among(text.ptr[end], ",;()") &&
           !at_words(text, end, "now") && !at_words(text, end, "but") &&
           !(replaced && at_words(text, end, "with")))
        end++;
    return end ? end - at : 0;
}

/* "from A to" of a change; without a verb of change only when names are meant. "16, upgraded from
 * 14": from A alone, right behind the verb of a clause of its own. */
static ptrdiff_t changed_length(struct str text, ptrdiff_t at, bool names)
{
    ptrdiff_t to = at_words(text, at, "from") ? find_words(text, at, "to") : -1, end = at;
    struct str before = str_sub(text, 0, at), last = fit_last_word(before);

    if (to >= 0)
        return names || fit_has_word(before, changes, LEN(changes)) ? to + 2 - at : 0;
    struct str front = str_trim_end(str_span(text.ptr, last.len ? last.ptr : text.ptr));
    if (!str_among_nocase(last, changes, LEN(changes)) || !front.len ||
        !char_among(front.ptr[front.len - 1], ",;("))
        return 0;
    while (end < text.len && !char_among(text.ptr[end], ",;()"))
        end++;
    return end - at;
}

static struct str trim_marks(struct str s)
{
    while (s.len && char_among(s.ptr[0], ",;() "))
        s = str_from(s, 1);
    while (s.len && char_among(s.ptr[s.len - 1], ",;() "))
        s.len--;
    return s;
}

struct str fit_said_part(struct str text, bool past, bool names, struct arena *keep)
{
    struct buf b = buf_open(keep, text.len + 1);
    bool cut = false;

    if (str_char(text, ' ') < 0)
        return text;
    for (ptrdiff_t i = 0; i < text.len;) {
        ptrdiff_t n = rejected_length(text, i, past);

        if (!n && at_words(text, i, "from"))
            n = changed_length(text, i, names);
        if (!n) {
            buf_char(&b, text.ptr[i++]);
            continue;
        }
        cut = true;
        i += n;
    }
    struct str left = trim_marks(buf_str(&b));
    if (cut && str_ends(left, S(" but")))
        left = trim_marks(str_sub(left, 0, left.len - 4));
    return cut ? left : text;
}

/* ---- keys ---- */

struct str fit_last_key(struct str pointer)
{
    int64_t index;

    for (;;) {
        struct cut c = str_rcut(pointer, '/');

        if (!c.ok || !str_int64(c.tail, &index))
            return c.tail;
        pointer = c.head;
    }
}

struct str fit_key_word(struct str *key)
{
    ptrdiff_t a = 0, b;

    while (a < key->len && !char_is_alnum(key->ptr[a]))
        a++;
    for (b = a + 1; b < key->len && char_is_alnum(key->ptr[b]); b++) {
        bool upper = key->ptr[b] >= 'A' && key->ptr[b] <= 'Z';
        bool next_lower = b + 1 < key->len && key->ptr[b + 1] >= 'a' && key->ptr[b + 1] <= 'z';
        bool last_upper = key->ptr[b - 1] >= 'A' && key->ptr[b - 1] <= 'Z';

        if (upper && (!last_upper || next_lower))
            break;
    }
    struct str word = str_sub(*key, a, b - a);
    *key = str_from(*key, b);
    return word;
}

static bool has_word(struct str key, const char *const *words, ptrdiff_t n)
{
    for (struct str w = fit_key_word(&key); w.len; w = fit_key_word(&key))
        if (str_among_nocase(w, words, n))
            return true;
    return false;
}

bool fit_key_has(struct str pointer, const char *const *words, ptrdiff_t n)
{
    struct str key = fit_last_key(pointer);

    if (has_word(key, words, n))
        return true;
    if (!str_among_nocase(key, key_has_general, LEN(key_has_general)))
        return false;
    struct cut up = str_rcut(pointer, '/');
    return up.ok && has_word(fit_last_key(up.head), words, n);
}
