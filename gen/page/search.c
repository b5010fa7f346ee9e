/* search.c - from the words of all documents to shards of an index, and the text of a document
 * beside it.
 *
 * Life: page/search_lists.c says what pages each word lists; words are parted into shards by their
 * first letters, so that a word more or less moves few borders; each shard is written, and named by
 * its bytes. */
#include "page/search.h"

#include "base/hash.h"
#include "page/search_bits.h"

enum {
    MOST_FOLDERS = 9, /* that are said to lead a URL as they do the one before */
    MOST_DROPPED = 9, /* characters of a slug */
    NEAR = 12,        /* words on more than one page of so many stand in near.js, */
    NEAR_LEAST = 5    /* when they have so many bytes */
};

struct index {
    struct search_lists *all;
    LIST(ptrdiff_t) ends; /* of shards */
};

/* ---- one word's bits ---- */

/* v >= 1 as its length in bits in ones and a zero, and the rest; odds by the length of m. */
static void put_often_count(struct search_bits *b, uint32_t v, ptrdiff_t m)
{
    int of = 0, len = 0;
    while (of < 7 && m >> (of + 1))
        of++;
    for (; v >> (len + 1); len++)
        search_bits_bit(b, true, SEARCH_OFTEN + of * 8 + (len < 7 ? len : 7));
    search_bits_bit(b, false, SEARCH_OFTEN + of * 8 + (len < 7 ? len : 7));
    if (len)
        search_bits_one(b, v - (UINT32_C(1) << len), UINT32_C(1) << len);
}

static void put_often(struct search_bits *b, const struct search_list *l)
{
    ptrdiff_t often = 0;
    for (ptrdiff_t i = 0; i < l->len; i++)
        often += l->ptr[i] & 1;
    put_often_count(b, (uint32_t)often + 1, l->len);
    struct search_gaps gaps = search_bits_list(b, often, l->len);
    for (ptrdiff_t i = 0; i < l->len; i++)
        if (l->ptr[i] & 1)
            search_bits_number(&gaps, (uint32_t)i);
}

static void put_list(struct search_bits *b, const struct search_list *l, ptrdiff_t n)
{
    bool most = l->len > n / 2;
    if (l->common) {
        search_bits_count(b, 0);
        search_bits_one(b, (uint32_t)l->common - 1, 8);
    }
    search_bits_count(b, (uint32_t)l->len);
    struct search_gaps gaps = search_bits_list(b, most ? n - l->len : l->len, n);
    uint32_t next = 0;
    for (ptrdiff_t i = 0; i < l->len; i++) {
        uint32_t doc = l->ptr[i] >> 1;
        for (; most && next < doc; next++)
            search_bits_number(&gaps, next);
        if (!most)
            search_bits_number(&gaps, doc);
        next = doc + 1;
    }
    for (; most && next < n; next++)
        search_bits_number(&gaps, next);
    if (l->len)
        put_often(b, l);
}

/* ---- shards ---- */

/* About what word w adds to a shard. */
static ptrdiff_t size_of(const struct index *x, ptrdiff_t w)
{
    ptrdiff_t n = x->all->n_docs, m = x->all->lists[w].len, few = m > n / 2 ? n - m : m;
    int k = 0;
    while (few && (3 * few) << k < 2 * (n - few))
        k++;
    return 4 + (few * (k + 2) + 8) / 6;
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
        for (next = at + 1; next < end && byte_at(x->all->words[next], depth) ==
                                              byte_at(x->all->words[at], depth);)
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

/* Words beg to end with their lists. */
static void write_words(const struct index *x, ptrdiff_t beg, ptrdiff_t end, struct buf *out)
{
    buf_char(out, '"');
    struct search_bits bits = search_bits_open(out);
    search_bits_one(&bits, (uint32_t)(end - beg), UINT32_C(1) << 24);
    for (ptrdiff_t w = beg; w < end; w++) {
        search_bits_word(&bits, w > beg ? x->all->words[w - 1] : S(""), x->all->words[w]);
        put_list(&bits, &x->all->lists[w], x->all->n_docs);
    }
    search_bits_end(&bits);
    buf_char(out, '"');
}

/* A hash of the words from beg to end. */
static uint64_t hash_words(const struct search_lists *all, ptrdiff_t beg, ptrdiff_t end)
{
    uint64_t h = 1;
    for (ptrdiff_t w = beg; w < end; w++)
        h = (h ^ str_hash(all->words[w])) * 0x9e3779b97f4a7c15u;
    return h | 1;
}

/* The shard that had these words before, when none of their lists has changed. */
static const struct search_file *before(const struct search_files *was,
                                        const struct search_lists *all, ptrdiff_t beg,
                                        ptrdiff_t end, uint64_t words)
{
    for (ptrdiff_t w = beg; w < end; w++)
        if (!all->changed || all->changed[w])
            return NULL;
    for (ptrdiff_t i = 0; i < was->len; i++)
        if (was->ptr[i].words == words)
            return &was->ptr[i];
    return NULL;
}

/* A file for each shard; those that are as they were have no text. The words of all others are wanted. */
static struct search_file *plan_shards(const struct index *x, const struct search_files *was,
                                       bool *wanted, struct arena *keep)
{
    struct search_file *shards = NEW(keep, struct search_file, x->ends.len + 1);
    ptrdiff_t beg = 0;
    for (ptrdiff_t i = 0, end; i < x->ends.len; i++, beg = end) {
        end = x->ends.ptr[i];
        shards[i].words = hash_words(x->all, beg, end);
        const struct search_file *old = before(was, x->all, beg, end, shards[i].words);
        if (old)
            shards[i].name = old->name;
        else
            memset(wanted + beg, true, (size_t)(end - beg));
    }
    return shards;
}

static void write_shard(struct search_file *f, const struct index *x, ptrdiff_t beg, ptrdiff_t end,
                        struct arena *keep, struct arena scratch)
{
    struct buf text = buf_open(&scratch, PTRDIFF_MAX / 2), file = buf_open(keep, PTRDIFF_MAX / 2);
    write_words(x, beg, end, &text);
    struct str name = str_sub(sha256_hex(sha256_of(buf_str(&text)), keep), 0, 10);
    buf_fmt(&file, "plumbSearch(\"%.*s\",", FMT(name));
    buf_put(&file, buf_str(&text));
    buf_put(&file, S(")\n"));
    f->name = str_join(name, S(".js"), keep);
    f->text = buf_str(&file);
}

/* ---- the directory ---- */

static void put_line(struct buf *out, struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_char(out, (unsigned char)s.ptr[i] < ' ' ? ' ' : s.ptr[i]);
}

static struct str slug_of(struct str title, struct arena *keep)
{
    struct buf b = buf_open(keep, title.len);
    bool gap = false;
    for (ptrdiff_t i = 0; i < title.len; i++) {
        char c = char_lower(title.ptr[i]);
        bool stays = char_is_alpha(c) || char_is_digit(c);
        if (stays && gap && b.len)
            buf_char(&b, '-');
        if (stays)
            buf_char(&b, c);
        gap = !stays;
    }
    return buf_str(&b);
}

/* How many characters at the beginning of a slug end the last folder of url; 0 for too few. */
static ptrdiff_t slug_in(struct str url, struct str slug)
{
    struct str folder = str_sub(url, 0, url.len - (url.len > 0)); /* less its slash */
    for (ptrdiff_t len = slug.len; len > 2 && slug.len - len < MOST_DROPPED; len--)
        if (str_ends(folder, str_sub(slug, 0, len)))
            return len;
    return 0;
}

/* url after the one before it. */
static void put_url(struct buf *out, struct str before, struct str url, struct str slug)
{
    int folders = 0;
    ptrdiff_t same = 0;
    for (ptrdiff_t i = 0; i < url.len && i < before.len && url.ptr[i] == before.ptr[i]; i++)
        if (url.ptr[i] == '/' && folders < MOST_FOLDERS) {
            folders++;
            same = i + 1;
        }
    buf_char(out, (char)('0' + folders));
    struct str rest = str_from(url, same);
    ptrdiff_t len = slug_in(rest, slug);
    buf_put(out, len ? str_sub(rest, 0, rest.len - 1 - len) : rest);
    if (len) {
        buf_char(out, '>');
        buf_char(out, (char)('0' + (slug.len - len)));
    }
}

static void write_docs(const struct search_doc *docs, ptrdiff_t n, struct buf *out,
                       struct arena scratch)
{
    struct arena upper = arena_upper(&scratch);
    struct buf urls = buf_open(&scratch, PTRDIFF_MAX / 2);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena piece = upper;
        buf_put(&urls, i ? S("\n") : S(""));
        put_url(&urls, i ? docs[i - 1].url : S(""), docs[i].url, slug_of(docs[i].title, &piece));
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
    ptrdiff_t end = n;
    while (end && docs[end - 1].kind == SEARCH_WRITTEN)
        end--;
    buf_put(out, end ? S(",k:\"") : S(""));
    for (ptrdiff_t i = 0; i < end; i++)
        buf_char(out, (char)('0' + docs[i].kind));
    buf_put(out, end ? S("\"") : S(""));
}

/* ---- words that many misspell ---- */

static bool is_near_word(const struct search_lists *x, ptrdiff_t w)
{
    struct str s = x->words[w];
    return x->docs[w] > x->n_docs / NEAR && s.len >= NEAR_LEAST && !char_is_digit(s.ptr[0]);
}

static struct search_file near_file(const struct search_lists *x, struct arena *keep)
{
    struct buf out = buf_open(keep, PTRDIFF_MAX / 2);
    struct str before = { 0 };
    uint32_t n = 0;
    for (ptrdiff_t w = 0; w < x->n_words; w++)
        n += is_near_word(x, w);
    buf_put(&out, S("plumbSearch(\"near\",\""));
    struct search_bits bits = search_bits_open(&out);
    search_bits_one(&bits, n, UINT32_C(1) << 24);
    for (ptrdiff_t w = 0; w < x->n_words; w++)
        if (is_near_word(x, w)) {
            search_bits_word(&bits, before, x->words[w]);
            before = x->words[w];
        }
    search_bits_end(&bits);
    buf_put(&out, S("\")\n"));
    return (struct search_file){ S("near.js"), buf_str(&out), 0 };
}

/* The shards, with a line each in the directory. */
static void add_shards(struct search_files *files, struct index *x, const struct search_files *was,
                       struct buf *directory, struct arena *keep, struct arena scratch)
{
    bool *wanted = NEW(&scratch, bool, x->all->n_words + 1);
    struct search_file *shards = plan_shards(x, was, wanted, keep);
    struct arena upper = arena_upper(&scratch);
    ptrdiff_t beg = 0;
    search_lists_fill(x->all, wanted, &scratch, upper);
    for (ptrdiff_t i = 0; i < x->ends.len; beg = x->ends.ptr[i++]) {
        if (!shards[i].name.len)
            write_shard(&shards[i], x, beg, x->ends.ptr[i], keep, upper);
        buf_fmt(directory, "%s%.*s %.*s", beg ? " " : "", FMT(x->all->words[beg]),
                FMT(str_sub(shards[i].name, 0, 10)));
        *PUSH(files, keep) = shards[i];
    }
}

struct search_files search_index(const struct search_doc *docs, struct str same,
                                 struct search_lists *lists, const struct search_files *was,
                                 struct arena *keep, struct arena scratch)
{
    struct search_files files = { 0 };
    struct index x = { .all = lists };
    struct buf directory = buf_open(keep, PTRDIFF_MAX / 2);
    bool small = lists->n_docs < SEARCH_SMALL;
    if (small) {
        bool *all = NEW(&scratch, bool, lists->n_words + 1);
        memset(all, true, (size_t)lists->n_words);
        search_lists_fill(lists, all, keep, scratch);
    } else {
        part(&x, 0, lists->n_words, 0, &scratch);
        join_small(&x);
        *PUSH(&files, keep) = near_file(lists, keep);
        add_shards(&files, &x, was, &directory, keep, scratch);
    }
    struct buf file = buf_open(keep, PTRDIFF_MAX / 2);
    buf_put(&file, S("plumbSearch(\"index\","));
    write_docs(docs, lists->n_docs, &file, scratch);
    buf_put(&file, same.len ? S(",y:") : S(""));
    if (same.len)
        buf_json(&file, same);
    buf_put(&file, S(",s:"));
    buf_json(&file, buf_str(&directory));
    buf_char(&file, '}');
    if (small) {
        buf_char(&file, ',');
        write_words(&x, 0, lists->n_words, &file);
    }
    buf_put(&file, S(")\n"));
    *PUSH(&files, keep) = (struct search_file){ S("index.js"), buf_str(&file), 0 };
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
