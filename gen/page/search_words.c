/* search_words.c - cuts text into words and numbers them. */
#include "page/search_words.h"

#include "base/unicode.h"
#include "base/utf8.h"

enum { MOST_CHARS = 24, MOST_HUMPS = 6, FIRST_SLOTS = 1 << 13 };
enum kind { KIND_GAP, KIND_SMALL, KIND_CAPITAL, KIND_DIGIT, KIND_WIDE };

struct token {
    char text[MOST_CHARS * 4 + 4];
    int len, chars;
    int humps[MOST_HUMPS + 1], n_humps;
    enum kind before; /* of the last character */
};

struct search_words *search_words_open(struct arena *keep)
{
    struct search_words *t = NEW(keep, struct search_words, 1);
    t->keep = keep;
    t->n_slots = FIRST_SLOTS;
    t->slots = NEW(keep, struct search_slot, t->n_slots);
    for (int c = 0; c < 256; c++)
        t->kinds[c] = c >= 0x80                 ? KIND_WIDE
                      : char_is_digit((char)c)  ? KIND_DIGIT
                      : !char_is_alpha((char)c) ? KIND_GAP
                      : c >= 'a'                ? KIND_SMALL
                                                : KIND_CAPITAL;
    return t;
}

static struct search_slot *slot_of(struct search_words *t, struct str word, uint32_t hash)
{
    size_t at = hash & (size_t)(t->n_slots - 1);
    while (t->slots[at].word && (t->slots[at].hash != hash ||
                                 !str_equal(t->words.ptr[t->slots[at].word - 1].text, word)))
        at = (at + 1) & (size_t)(t->n_slots - 1);
    return &t->slots[at];
}

static void more_slots(struct search_words *t)
{
    const struct search_slot *old = t->slots;
    ptrdiff_t n = t->n_slots;
    t->n_slots *= 2;
    t->slots = NEW(t->keep, struct search_slot, t->n_slots);
    for (ptrdiff_t i = 0; i < n; i++)
        if (old[i].word)
            *slot_of(t, (struct str){ 0 }, old[i].hash) = old[i];
}

static uint32_t hash_of(struct str word)
{
    uint32_t hash = 2166136261u;
    for (ptrdiff_t i = 0; i < word.len; i++)
        hash = (hash ^ (unsigned char)word.ptr[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static uint32_t number_of(struct search_words *t, struct str word, uint32_t hash)
{
    struct search_slot *slot = slot_of(t, word, hash);
    if (slot->word)
        return slot->word - 1;
    *PUSH(&t->words, t->keep) = (struct search_word){ .text = str_copy(word, t->keep) };
    *slot = (struct search_slot){ hash, (uint32_t)t->words.len };
    if (t->words.len * 2 > t->n_slots)
        more_slots(t);
    return (uint32_t)t->words.len - 1;
}

uint32_t search_words_number(struct search_words *t, struct str word)
{
    return number_of(t, word, hash_of(word));
}

static void count(struct search_words *t, uint32_t *posting, bool heading, bool plain)
{
    if (plain && !(*posting & 32))
        t->words.ptr[*posting >> 6].plain++;
    *posting += !heading && (*posting & 15) < 15;
    *posting |= plain ? 32 : 0;
}

/* A word the page has had just now is found in a table that the processor has at hand. */
static void add(struct search_words *t, struct str word, uint32_t doc, bool heading, bool plain)
{
    uint32_t hash = hash_of(word);
    struct search_seen *seen = &t->seen[hash % LEN(t->seen)];
    if (seen->last == doc + 1 && seen->hash == hash && str_equal(seen->text, word)) {
        count(t, &t->postings.ptr[seen->at], heading, plain);
        return;
    }
    uint32_t number = number_of(t, word, hash);
    struct search_word *w = &t->words.ptr[number];
    if (w->last == doc + 1) {
        count(t, &t->postings.ptr[w->at], heading, plain);
    } else {
        w->plain += plain;
        w->last = doc + 1;
        w->at = (uint32_t)t->postings.len;
        w->docs++;
        *PUSH(&t->postings, t->keep) = number * 64 + (plain ? 32 : 0) + (heading ? 16 : 1);
    }
    *seen = (struct search_seen){ w->text, hash, w->last, w->at };
}

static void end_token(struct search_words *t, struct token *k, uint32_t doc, bool heading)
{
    if (k->len)
        add(t, (struct str){ k->text, k->len }, doc, heading, k->n_humps == 0);
    k->humps[k->n_humps] = k->len;
    for (int i = 0, beg = 0; k->n_humps && i <= k->n_humps; beg = k->humps[i++])
        add(t, (struct str){ k->text + beg, k->humps[i] - beg }, doc, heading, true);
    k->len = k->chars = k->n_humps = 0;
    k->before = KIND_GAP;
}

/* What stands without blanks between words: CJK radicals, kana, unified ideographs. */
static bool is_ideograph(uint32_t cp)
{
    return cp >= 0x2E80 && cp <= 0x9FFF;
}

/* A character of more than one byte; returns its length. */
static int wide(struct search_words *t, struct token *k, struct str rest, uint32_t doc,
                bool heading)
{
    uint32_t cp;
    int len = utf8_decode(rest, &cp);
    bool alone = is_ideograph(cp), word = unicode_is_word(cp);
    if (!word || alone)
        end_token(t, k, doc, heading);
    if (!word)
        return len;
    if (k->chars < MOST_CHARS) {
        k->len += utf8_encode(unicode_lower(cp), k->text + k->len);
        k->chars++;
    }
    k->before = KIND_WIDE;
    if (alone)
        end_token(t, k, doc, heading);
    return len;
}

static void scan(struct search_words *t, struct token *k, struct str s, uint32_t doc, bool heading)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        enum kind kind = t->kinds[c];
        if (kind == KIND_WIDE) {
            i += wide(t, k, str_from(s, i), doc, heading) - 1;
            continue;
        }
        bool point =
            c == '.' && k->before == KIND_DIGIT && i + 1 < s.len && char_is_digit(s.ptr[i + 1]);
        if (kind == KIND_GAP && !point) {
            if (k->before)
                end_token(t, k, doc, heading);
            continue;
        }
        if (k->chars < MOST_CHARS) {
            if (kind == KIND_CAPITAL && k->before == KIND_SMALL && k->n_humps < MOST_HUMPS)
                k->humps[k->n_humps++] = k->len;
            k->text[k->len++] = (char)(kind == KIND_CAPITAL ? c + 32 : c);
            k->chars++;
        }
        k->before = kind ? kind : KIND_WIDE; /* behind a point no second one */
    }
}

void search_words_add(struct search_words *t, ptrdiff_t number, const struct search_doc *doc)
{
    ptrdiff_t beg = t->postings.len;
    struct token k = { .len = 0 };
    for (ptrdiff_t i = 0; i < doc->n_sections; i++) {
        scan(t, &k, doc->sections[i].heading, (uint32_t)number, true);
        end_token(t, &k, (uint32_t)number, true);
    }
    for (ptrdiff_t i = 0; i < doc->n_sections; i++) {
        const struct search_section *s = &doc->sections[i];
        for (ptrdiff_t p = 0, skip = 0; p < s->n_text; p++) {
            bool skips = skip < s->skip.len && s->skip.ptr[skip] == p;
            skip += skips;
            if (skips || s->text[p].len == 0)
                end_token(t, &k, (uint32_t)number, false);
            if (!skips)
                scan(t, &k, s->text[p], (uint32_t)number, false);
        }
        end_token(t, &k, (uint32_t)number, false);
    }
    *PUSH(&t->spans, t->keep) = (struct search_span){ number, beg, t->postings.len };
}
