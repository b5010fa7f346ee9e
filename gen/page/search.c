/* search.c - from the words of all documents to shards of an index, and the text of a document
 * beside it.
 *
 * Life: the tables of all threads become one, its words sorted; the postings of each word stand on
 * end, in the order of documents; words are parted into shards by their first letters, so that a
 * word more or less moves few borders; each shard is written, and named by its bytes. */
#include "page/search.h"

#include "base/hash.h"

struct list { /* one word's documents: number * 2 + whether in a heading */
    uint32_t *ptr;
    ptrdiff_t len;
};
struct index {
    ptrdiff_t n_docs, n_words;
    struct str *words; /* sorted */
    struct list *lists;
    LIST(ptrdiff_t) ends; /* of shards */
};
struct bits {
    struct buf *out;
    uint64_t held;
    int n; /* bits of held that are not written yet, below 6 */
};

/* ---- one table of all ---- */

struct sort_item {
    struct str text;
    uint32_t number;
};

static int by_text(const void *a, const void *b)
{
    return str_cmp(((const struct sort_item *)a)->text, ((const struct sort_item *)b)->text);
}

/* Each word's place among all in order, by its number. */
static uint32_t *sort_words(struct index *x, const struct search_words *all, struct arena *keep)
{
    struct sort_item *items = NEW(keep, struct sort_item, all->words.len + 1);
    uint32_t *place = NEW(keep, uint32_t, all->words.len + 1);
    x->n_words = all->words.len;
    x->words = NEW(keep, struct str, x->n_words + 1);
    for (ptrdiff_t i = 0; i < x->n_words; i++)
        items[i] = (struct sort_item){ all->words.ptr[i].text, (uint32_t)i };
    qsort(items, (size_t)x->n_words, sizeof *items, by_text);
    for (ptrdiff_t i = 0; i < x->n_words; i++) {
        x->words[i] = items[i].text;
        place[items[i].number] = (uint32_t)i;
    }
    return place;
}

struct doc_span {
    const struct search_words *table;
    const uint32_t *number; /* of a word in all, by the table's own */
    struct search_span span;
};

/* The spans of documents by number, with the numbers their words have among all. */
static struct doc_span *join_tables(ptrdiff_t n, struct search_words *const *tables, int n_tables,
                                    struct arena *keep)
{
    struct doc_span *docs = NEW(keep, struct doc_span, n + 1);
    for (int i = 0; i < n_tables; i++) {
        const struct search_words *t = tables[i];
        uint32_t *number = NEW(keep, uint32_t, t->words.len + 1);
        for (ptrdiff_t w = 0; w < t->words.len; w++) {
            number[w] = i ? search_words_number(tables[0], t->words.ptr[w].text) : (uint32_t)w;
            tables[0]->words.ptr[number[w]].docs += i ? t->words.ptr[w].docs : 0;
        }
        for (ptrdiff_t d = 0; d < t->spans.len; d++)
            docs[t->spans.ptr[d].doc] = (struct doc_span){ t, number, t->spans.ptr[d] };
    }
    return docs;
}

/* The lists stand on end, each as long as its word has documents; these come in order. */
static void fill_lists(struct index *x, const struct search_words *all, const struct doc_span *docs,
                       const uint32_t *place, struct arena *keep)
{
    struct list **of = NEW(keep, struct list *, all->words.len + 1);
    x->lists = NEW(keep, struct list, x->n_words + 1);
    for (ptrdiff_t w = 0; w < all->words.len; w++) {
        of[w] = &x->lists[place[w]];
        of[w]->ptr = NEW(keep, uint32_t, all->words.ptr[w].docs);
    }
    for (ptrdiff_t d = 0; d < x->n_docs; d++) {
        for (ptrdiff_t i = docs[d].span.beg; i < docs[d].span.end; i++) {
            uint32_t p = docs[d].table->postings.ptr[i];
            struct list *l = of[docs[d].number[p >> 1]];
            l->ptr[l->len++] = (uint32_t)d * 2 + (p & 1);
        }
    }
}

/* ---- bits ---- */

/* The n lower bits of value, at most 32. */
static void put_bits(struct bits *b, uint64_t value, int n)
{
    b->held = b->held << n | (value & ((UINT64_C(1) << n) - 1));
    for (b->n += n; b->n >= 6;) {
        b->n -= 6;
        char c = (char)('0' + (b->held >> b->n & 63));
        buf_char(b->out, c == '\\' ? '~' : c);
    }
}

static void put_gamma(struct bits *b, unsigned value)
{
    int len = 0;
    while (value >> len > 1)
        len++;
    put_bits(b, 0, len);
    put_bits(b, value, len + 1);
}

static int rice_of(ptrdiff_t m, ptrdiff_t n)
{
    int k = 0;
    while (m && (3 * m) << k < 2 * (n - m))
        k++;
    return k;
}

/* A list of m of n numbers, a number at a time. */
struct rice {
    struct bits *bits;
    ptrdiff_t next; /* the number that gap 0 means */
    int k;
};

static void put_rice(struct rice *r, ptrdiff_t number)
{
    ptrdiff_t gap = number - r->next;
    ptrdiff_t ones = gap >> r->k;
    for (; ones > 30; ones -= 30)
        put_bits(r->bits, UINT32_MAX, 30);
    put_bits(r->bits, (UINT64_C(1) << (ones + 1)) - 2, (int)ones + 1);
    put_bits(r->bits, (uint64_t)gap, r->k);
    r->next = number + 1;
}

static void put_list(struct bits *b, const struct list *l, ptrdiff_t n)
{
    bool most = l->len > n / 2;
    struct rice r = { b, 0, rice_of(most ? n - l->len : l->len, n) };
    ptrdiff_t headings = 0, next = 0;
    put_gamma(b, (unsigned)l->len);
    for (ptrdiff_t i = 0; i < l->len; i++) {
        ptrdiff_t doc = l->ptr[i] >> 1;
        for (; most && next < doc; next++)
            put_rice(&r, next);
        if (!most)
            put_rice(&r, doc);
        next = doc + 1;
        headings += l->ptr[i] & 1;
    }
    for (; most && next < n; next++)
        put_rice(&r, next);
    put_gamma(b, (unsigned)headings + 1);
    r = (struct rice){ b, 0, rice_of(headings, l->len) };
    for (ptrdiff_t i = 0; i < l->len; i++)
        if (l->ptr[i] & 1)
            put_rice(&r, i);
}

/* ---- shards ---- */

/* About what word w adds to a shard. */
static ptrdiff_t size_of(const struct index *x, ptrdiff_t w)
{
    ptrdiff_t m = x->lists[w].len, few = m > x->n_docs / 2 ? x->n_docs - m : m;
    return 5 + (few * (rice_of(few, x->n_docs) + 2) + 8) / 6;
}

static ptrdiff_t sizes_of(const struct index *x, ptrdiff_t beg, ptrdiff_t end)
{
    ptrdiff_t size = 0;
    for (ptrdiff_t w = beg; w < end; w++)
        size += size_of(x, w);
    return size;
}

static int byte_at(struct str s, int at)
{
    return at < s.len ? (unsigned char)s.ptr[at] : -1;
}

/* Words that agree in `depth` bytes: one shard, or those of each next byte by themselves,
 * neighbours put together as far as they fit. Depth is at most the length of the longest word. */
static void part(struct index *x, ptrdiff_t beg, ptrdiff_t end, int depth, struct arena *keep)
{
    ptrdiff_t held = 0;
    if (sizes_of(x, beg, end) <= SEARCH_SHARD || end - beg < 2) {
        *PUSH(&x->ends, keep) = end;
        return;
    }
    for (ptrdiff_t at = beg, next; at < end; at = next) {
        for (next = at + 1;
             next < end && byte_at(x->words[next], depth) == byte_at(x->words[at], depth);)
            next++;
        ptrdiff_t size = sizes_of(x, at, next);
        if (held && held + size > SEARCH_SHARD) {
            *PUSH(&x->ends, keep) = at;
            held = 0;
        }
        if (size > SEARCH_SHARD)
            part(x, at, next, depth + 1, keep);
        else
            held += size;
    }
    if (held)
        *PUSH(&x->ends, keep) = end;
}

/* What is left over at the ends of letters goes together, where it fits. */
static void join_small(struct index *x)
{
    ptrdiff_t n = 0, beg = 0, held = 0;
    for (ptrdiff_t i = 0, end; i < x->ends.len; i++, beg = end) {
        end = x->ends.ptr[i];
        ptrdiff_t size = sizes_of(x, beg, end);
        bool joins = n > 0 && held + size <= SEARCH_SHARD;
        held = joins ? held + size : size;
        n += !joins;
        x->ends.ptr[n - 1] = end;
    }
    x->ends.len = n;
}

static int shared_bytes(struct str a, struct str b)
{
    int n = 0;
    while (n < 25 && n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
        n++;
    while (n > 0 && n < b.len && ((unsigned char)b.ptr[n] & 0xC0) == 0x80)
        n--; /* whole characters */
    return n;
}

/* The script counts characters as UTF-16 does. */
static int utf16_length(struct str s)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80 ? 1 + ((unsigned char)s.ptr[i] >= 0xF0) : 0;
    return n;
}

/* words,bits */
static void write_words(const struct index *x, ptrdiff_t beg, ptrdiff_t end, struct buf *out)
{
    struct str before = { 0 };
    struct bits bits = { .out = out };
    buf_char(out, '"');
    for (ptrdiff_t w = beg; w < end; w++) {
        int same = shared_bytes(before, x->words[w]);
        buf_char(out, (char)('A' + utf16_length(str_sub(x->words[w], 0, same))));
        buf_put(out, str_from(x->words[w], same));
        before = x->words[w];
    }
    buf_put(out, S("\",\""));
    for (ptrdiff_t w = beg; w < end; w++)
        put_list(&bits, &x->lists[w], x->n_docs);
    put_bits(&bits, 0, bits.n ? 6 - bits.n : 0);
    buf_char(out, '"');
}

static void add_shard(struct search_files *files, const struct index *x, ptrdiff_t beg,
                      ptrdiff_t end, struct buf *directory, struct arena *keep,
                      struct arena scratch)
{
    struct buf text = buf_open(&scratch, PTRDIFF_MAX / 2), file = buf_open(keep, PTRDIFF_MAX / 2);
    write_words(x, beg, end, &text);
    struct str name = str_sub(sha256_hex(sha256_of(buf_str(&text)), keep), 0, 10);
    buf_fmt(&file, "plumbSearch(\"%.*s\",", FMT(name));
    buf_put(&file, buf_str(&text));
    buf_put(&file, S(")\n"));
    buf_fmt(directory, "%s%.*s %.*s", beg ? " " : "", FMT(x->words[beg]), FMT(name));
    *PUSH(files, keep) = (struct search_file){ str_join(name, S(".js"), keep), buf_str(&file) };
}

/* ---- the directory ---- */

static void put_line(struct buf *out, struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_char(out, (unsigned char)s.ptr[i] < ' ' ? ' ' : s.ptr[i]);
}

static void write_docs(const struct search_doc *docs, ptrdiff_t n, struct buf *out,
                       struct arena scratch)
{
    struct buf urls = buf_open(&scratch, PTRDIFF_MAX / 2);
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_put(&urls, i ? S("\n") : S(""));
        buf_put(&urls, docs[i].url);
    }
    buf_fmt(out, "{n:%td,u:", n);
    buf_json(out, buf_str(&urls));
    struct buf titles = buf_open(&scratch, PTRDIFF_MAX / 2);
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_put(&titles, i ? S("\n") : S(""));
        put_line(&titles, docs[i].title);
    }
    buf_put(out, S(",t:"));
    buf_json(out, buf_str(&titles));
}

struct search_files search_index(const struct search_doc *docs, ptrdiff_t n,
                                 struct search_words *const *tables, int n_tables,
                                 struct arena *keep, struct arena scratch)
{
    struct search_files files = { 0 };
    struct index x = { .n_docs = n };
    struct doc_span *spans = join_tables(n, tables, n_tables, &scratch);
    uint32_t *place = sort_words(&x, tables[0], &scratch);
    struct buf directory = buf_open(keep, PTRDIFF_MAX / 2);
    fill_lists(&x, tables[0], spans, place, &scratch);
    bool small = n < SEARCH_SMALL;
    if (!small) {
        part(&x, 0, x.n_words, 0, &scratch);
        join_small(&x);
    }
    ptrdiff_t beg = 0;
    for (ptrdiff_t i = 0; i < x.ends.len; beg = x.ends.ptr[i++])
        add_shard(&files, &x, beg, x.ends.ptr[i], &directory, keep, scratch);
    struct buf file = buf_open(keep, PTRDIFF_MAX / 2);
    buf_put(&file, S("plumbSearch(\"index\","));
    write_docs(docs, n, &file, scratch);
    buf_put(&file, S(",s:"));
    buf_json(&file, buf_str(&directory));
    buf_char(&file, '}');
    if (small) {
        buf_char(&file, ',');
        write_words(&x, 0, x.n_words, &file);
    }
    buf_put(&file, S(")\n"));
    *PUSH(&files, keep) = (struct search_file){ S("index.js"), buf_str(&file) };
    return files;
}

/* ---- the text of a document ---- */

/* U+2500..25BF, lines and boxes, are E2 94..96 xx in UTF-8. */
static bool is_line(struct str s, ptrdiff_t i)
{
    return (unsigned char)s.ptr[i] == 0xE2 && i + 2 < s.len &&
           (unsigned char)s.ptr[i + 1] - 0x94u < 3;
}

/* Two comparisons for most of a text: # to [ and ] to ~. */
static inline bool is_plain(struct str s, ptrdiff_t i)
{
    unsigned char c = (unsigned char)s.ptr[i];
    if (c - (unsigned)'#' < '\\' - '#' || c - (unsigned)']' < 0x7F - ']' || c == '!')
        return true;
    return c >= 0x80 && (c != 0xE2 || !is_line(s, i));
}

/* Appends piece as part of a JSON string: blanks run together, lines of drawings left out. */
static bool put_piece(struct buf *out, struct str piece, bool blank)
{
    for (ptrdiff_t i = 0, run; i < piece.len; i = run) {
        /* words with single blanks between them go at once */
        for (run = i; run < piece.len; run++)
            if (!is_plain(piece, run) &&
                (piece.ptr[run] != ' ' || run == i || piece.ptr[run - 1] == ' '))
                break;
        if (run > i) {
            buf_put(out, str_sub(piece, i, run - i));
            blank = piece.ptr[run - 1] == ' ';
            continue;
        }
        char c = piece.ptr[i];
        if (c == '"' || c == '\\') {
            buf_char(out, '\\');
            buf_char(out, c);
        } else if (!blank) {
            buf_char(out, ' ');
        }
        blank = c != '"' && c != '\\';
        run = i + (is_line(piece, i) ? 3 : 1);
    }
    return blank;
}

void search_text(const struct search_doc *doc, struct buf *out)
{
    buf_put(out, S("plumbSearch("));
    buf_json(out, doc->url);
    buf_put(out, doc->n_sections ? S(",[") : S(",[[\"\",\"\",\"\"]"));
    for (ptrdiff_t i = 0; i < doc->n_sections; i++) {
        const struct search_section *s = &doc->sections[i];
        buf_put(out, i ? S(",\n[") : S("["));
        buf_json(out, s->id);
        buf_char(out, ',');
        buf_json(out, s->heading);
        buf_put(out, S(",\""));
        bool blank = true;
        for (ptrdiff_t p = 0; p < s->n_text; p++)
            blank = put_piece(out, s->text[p].len ? s->text[p] : S(" "), blank);
        buf_put(out, S("\"]"));
    }
    buf_put(out, S("])\n"));
}
