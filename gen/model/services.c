/* services.c - phrases of the services file, and the words of cells. */
#include "model/services.h"

#include "base/buf.h"

enum { PHRASE_MAX = 6, PHRASE_BYTES = 120 };

static const char *const list_names[N_WORD_LISTS] = {
    "services",    "nouns",       "bytes",   "flags",     "each",       "filler",   "regions",
    "columns",     "periods",     "totals",  "subtotals", "credits",    "optional", "taxes",
    "total_words", "total_doubt", "nothing", "unsure",    "scale_words"
};

static void add(struct services *s, enum word_list list, struct str phrase, struct service_word w,
                struct arena *keep)
{
    void **at = map_at(&s->lists[list], phrase, keep);
    if (*at) /* the first meaning holds */
        return;
    struct service_word *word = NEW(keep, struct service_word, 1);
    *word = w;
    *at = word;
}

/* "1/1024" too */
static struct ratio factor_of(const struct json *v)
{
    struct ratio num = ratio_whole(1), den = num;
    struct cut c = str_cut(json_str(v), '/');
    if (ratio_parse(c.head, &num) && c.ok && ratio_parse(c.tail, &den))
        ratio_div(num, den, &num);
    return num;
}

/* One meaning: phrases in an array, or phrases as keys of their factors. */
static void add_meaning(struct services *s, enum word_list list, struct str name,
                        const struct json *phrases, const struct json *service, struct arena *keep)
{
    for (const struct json *p = phrases ? phrases->first : NULL; p; p = p->next) {
        bool keyed = phrases->kind == JSON_OBJECT;
        struct service_word w = { name, keyed ? factor_of(p) : ratio_whole(1), service };
        add(s, list, keyed ? p->key : p->str, w, keep);
    }
}

/* Services of another cloud's books are found as "azure:nat gateway". */
static void add_service(struct services *s, const struct json *v, struct arena *keep)
{
    struct str book = json_str(json_get(v, "book")), id = json_str(json_get(v, "id"));
    for (const struct json *p = json_get(v, "names")->first; p; p = p->next) {
        struct str phrase = book.len ? str_fmt(keep, "%.*s:%.*s", FMT(book), FMT(p->str)) : p->str;
        add(s, WORDS_NAMES, phrase, (struct service_word){ id, ratio_whole(1), v }, keep);
    }
}

static struct str blanks(struct str s, struct arena *keep)
{
    char *text = NEW(keep, char, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        text[i] = s.ptr[i] == '-' ? ' ' : s.ptr[i];
    return (struct str){ text, s.len };
}

const struct services *services_of(const struct json *root, struct arena *keep)
{
    struct services *s = NEW(keep, struct services, 1);
    s->root = root;
    for (enum word_list i = 0; i < N_WORD_LISTS; i++) {
        const struct json *list = json_get(root, list_names[i]);
        for (const struct json *m = list ? list->first : NULL; m; m = m->next)
            if (i == WORDS_NAMES) {
                add_service(s, m, keep);
            } else if (i == WORDS_REGIONS) {
                struct str id = json_str(json_get(m, "id"));
                add(s, i, blanks(id, keep), (struct service_word){ .name = id }, keep);
                add_meaning(s, i, id, json_get(m, "names"), NULL, keep);
            } else if (m->kind == JSON_STRING) {
                add(s, i, m->str, (struct service_word){ m->str, ratio_whole(1), NULL }, keep);
            } else {
                add_meaning(s, i, m->key, m, NULL, keep);
            }
    }
    return s;
}

const struct json *services_named(const struct services *s, struct str id)
{
    const struct json *list = json_get(s->root, "services");
    for (const struct json *v = list ? list->first : NULL; v; v = v->next)
        if (str_equal(json_str(json_get(v, "id")), id))
            return v;
    return NULL;
}

bool services_lists(const struct json *list, struct str text)
{
    for (const struct json *v = list ? list->first : NULL; v; v = v->next)
        if (str_equal(v->str, text))
            return true;
    return false;
}

/* ---- words of a cell ---- */

static bool is_letter(char c)
{
    return char_is_alpha(c) || (unsigned char)c >= 0x80 || c == '_';
}

/* Signs of more than one byte that are no letters: what they stand for, and their length. */
static char sign_at(struct str s, ptrdiff_t *len)
{
    static const struct {
        const char *bytes;
        char as;
    } signs[] = { { "×", 'x' }, { "–", '-' }, { "—", ',' }, { "−", '-' },
                  { "≈", ' ' }, { "·", ',' }, { "•", ',' }, { "\xc2\xa0", ' ' },
                  { "→", ',' }, { "≤", '<' }, { "≥", '>' }, { "∼", ' ' } };
    *len = 1;
    for (ptrdiff_t i = 0; (unsigned char)*s.ptr >= 0x80 && i < LEN(signs); i++)
        if (str_starts(s, str_of(signs[i].bytes))) {
            *len = (ptrdiff_t)strlen(signs[i].bytes);
            return signs[i].as;
        }
    return *s.ptr;
}

/* Length of the number at the head of s: digits, groups of three behind commas, one point. */
static ptrdiff_t number_length(struct str s, struct ratio *value)
{
    char digits[20];
    ptrdiff_t i = 0, n = 0;
    bool point = false;
    for (; i < s.len && n < (ptrdiff_t)sizeof digits; i++) {
        char c = s.ptr[i];
        bool group = c == ',' && !point && i > 0 && i + 3 < s.len && char_is_digit(s.ptr[i + 1]) &&
                     char_is_digit(s.ptr[i + 2]) && char_is_digit(s.ptr[i + 3]) &&
                     (i + 4 >= s.len || !char_is_digit(s.ptr[i + 4]));
        bool dot = c == '.' && !point && i + 1 < s.len && char_is_digit(s.ptr[i + 1]);
        if (!char_is_digit(c) && !group && !dot)
            break;
        point = point || dot;
        if (!group)
            digits[n++] = c;
    }
    *value = ratio_whole(0);
    return n > 0 && ratio_parse((struct str){ digits, n }, value) ? i : 0;
}

static ptrdiff_t word_length(struct str s)
{
    ptrdiff_t i = 0, len;
    while (i < s.len && (is_letter(s.ptr[i]) || char_is_digit(s.ptr[i]) || s.ptr[i] == '.')) {
        if ((unsigned char)s.ptr[i] >= 0x80 && sign_at(str_from(s, i), &len) != s.ptr[i])
            break;
        i++;
    }
    while (i > 1 && s.ptr[i - 1] == '.')
        i--;
    return i;
}

/* A sign between words: what ends a phrase is stronger than what does not. */
static char stronger(char was, char sign)
{
    bool weak =
        sign == ' ' || sign == '&' || sign == '~' || sign == '\'' || sign == '"' || sign == '`';
    if (weak)
        return was ? was : ' ';
    if (sign == '-' || sign == '/')
        return was == 0 || was == ' ' ? sign : was;
    return sign;
}

/* "x2" and "3 x", but not "x86". */
static bool is_times(struct str rest, ptrdiff_t len, char before, const struct token *last)
{
    bool digit = rest.len > 1 && char_is_digit(rest.ptr[1]) && !str_starts(rest, S("x86"));
    return len > 1 || (digit && (before != 0 || (last && last->number)));
}

/* The token at the head of rest, which begins with sign, len bytes long; false: signs between tokens. */
static bool take_token(struct str rest, char sign, ptrdiff_t *len, const struct token *last,
                       struct token *t)
{
    if (char_is_digit(sign)) {
        ptrdiff_t n = number_length(rest, &t->value);
        t->number = n > 0;
        *len = n ? n : word_length(rest);
        t->open = n > 0 && rest.len > n && rest.ptr[n] == '+' &&
                  !(rest.len > n + 1 && char_is_digit(rest.ptr[n + 1]));
    } else if (sign == '*' || (sign == 'x' && is_times(rest, *len, t->before, last))) {
        t->low = S("x");
    } else if (sign == *rest.ptr && is_letter(sign)) {
        *len = word_length(rest);
    } else {
        return char_among(sign, "$%<>") || str_starts(rest, S("€"));
    }
    return true;
}

int services_tokens(struct str text, struct token out[TOKENS_MAX], struct arena *keep)
{
    int n = 0;
    char before = 0;
    for (ptrdiff_t i = 0, len; i < text.len && n < TOKENS_MAX; i += len) {
        struct str rest = str_from(text, i);
        struct token t = { .before = before };
        char sign = sign_at(rest, &len);
        if (!take_token(rest, sign, &len, n ? &out[n - 1] : NULL, &t)) {
            before = stronger(before, sign);
            continue;
        }
        t.text = str_sub(rest, 0, len);
        if (!t.low.len)
            t.low = str_lower(t.text, keep);
        out[n++] = t;
        len += t.open;
        before = 0;
    }
    return n;
}

static bool ends_phrase(char before)
{
    return before && before != ' ' && before != '-' && before != '/';
}

const struct service_word *services_at(const struct services *s, enum word_list list,
                                       const struct token *t, int n, int i, int *len)
{
    char phrase[PHRASE_BYTES];
    ptrdiff_t size = 0;
    const struct service_word *best = NULL;
    *len = 0;
    for (int k = 0; k < PHRASE_MAX && i + k < n; k++) {
        struct str low = t[i + k].low;
        if ((k && ends_phrase(t[i + k].before)) || size + low.len + 1 > PHRASE_BYTES)
            break;
        if (k)
            phrase[size++] = ' ';
        memcpy(phrase + size, low.ptr, (size_t)low.len);
        size += low.len;
        const struct service_word *w = map_get(&s->lists[list], (struct str){ phrase, size });
        if (w) {
            best = w;
            *len = k + 1;
        }
    }
    return best;
}

const struct service_word *services_in(const struct services *s, enum word_list list,
                                       struct str text, struct arena scratch)
{
    struct token t[TOKENS_MAX];
    const struct service_word *best = NULL;
    int n = services_tokens(text, t, &scratch), longest = 0, len;
    for (int i = 0; i < n; i++) {
        const struct service_word *w = services_at(s, list, t, n, i, &len);
        if (len > longest) {
            best = w;
            longest = len;
        }
    }
    return best;
}

bool services_only(const struct services *s, unsigned lists, struct str text, struct arena scratch)
{
    struct token t[TOKENS_MAX];
    int n = services_tokens(text, t, &scratch), longest;
    for (int i = 0; i < n; i += longest) {
        longest = 0;
        for (int list = 0, len; list < N_WORD_LISTS; list++)
            if (lists & 1U << list) {
                services_at(s, (enum word_list)list, t, n, i, &len);
                longest = len > longest ? len : longest;
            }
        if (longest == 0)
            return false;
    }
    return n > 0;
}
