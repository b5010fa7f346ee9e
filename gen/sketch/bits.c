/* bits.c - bit layouts to a graph of fields.
 *
 * Rules are lines of + and - alone; what stands between two of them is a band of fields, parted by
 * the bars of its first line. Some rule must mark every bit (+-+-+), or a ruler stand above. Anything
 * that does not fit, fields that begin between two bits say, makes it another drawing. */
#include "sketch/bits.h"

#include "base/width.h"

enum { BITS_MIN = 8, LINES_MAX = 2000, COLUMNS_MAX = 1000, BARS_MAX = 256 };

struct line {
    struct str text;
    int y, x; /* of its first character that is not blank */
};
struct reader {
    struct arena *keep;
    struct line *lines;
    int n;
    LIST(struct graph_node) nodes;
    LIST(struct graph_text) free;
    struct graph *out;
};
struct band {
    int first, last; /* its lines */
    int top, foot;   /* rows of its rules */
    int bars[BARS_MAX], n_bars;
};

static bool is_rule(const struct line *l)
{
    int joints = 0;
    for (ptrdiff_t i = 0; i < l->text.len; i++) {
        joints += l->text.ptr[i] == '+';
        if (l->text.ptr[i] != '+' && l->text.ptr[i] != '-')
            return false;
    }
    return joints > 1 && *l->text.ptr == '+';
}

/* +-+-+-+-+-+-+-+-+ */
static bool marks_bits(struct str rule)
{
    for (ptrdiff_t i = 0; i < rule.len; i++)
        if (rule.ptr[i] != "+-"[i % 2])
            return false;
    return rule.len > 2 * BITS_MIN;
}

/* 0 1 2 3 4 5 6 7 */
static bool is_ruler(struct str s)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s.len; i += 2, n++)
        if (!char_is_digit(s.ptr[i]) || (i + 1 < s.len && s.ptr[i + 1] != ' '))
            return false;
    return n >= BITS_MIN;
}

static void read_lines(struct reader *r, struct str text, struct arena *scratch)
{
    int n = 0, y = 0;
    for (struct str rest = text; rest.len && n <= LINES_MAX; n++)
        str_line(&rest);
    r->lines = NEW(scratch, struct line, n + 1);
    for (; text.len && y < n; y++) {
        struct str whole = str_line(&text), s = str_trim(whole);
        if (s.len)
            r->lines[r->n++] = (struct line){ s, y, (int)(s.ptr - whole.ptr) };
    }
}

/* The rules have one left edge, and bits can be told. */
static bool has_layout(const struct reader *r, int *first, int *last)
{
    bool bits = false;
    int rules = 0;
    for (int i = 0; i < r->n; i++) {
        const struct line *l = r->lines + i;
        if (!is_rule(l)) {
            bits |= is_ruler(l->text);
            continue;
        }
        bits |= marks_bits(l->text);
        if (rules++ == 0)
            *first = i;
        if (l->x != r->lines[*first].x)
            return false;
        *last = i;
    }
    return bits && rules >= 2;
}

static bool is_bar(char c)
{
    return c == '|' || c == '+' || c == '/' || c == '~' || c == ':' || c == '\\';
}

/* Columns of bars, counted from the edge of the layout; false when one stands inside a bit. */
static bool find_bars(struct str s, struct band *b)
{
    int x = 0, cells;
    uint32_t cp;
    b->n_bars = 0;
    for (ptrdiff_t n; s.len; s = str_from(s, n), x += cells) {
        n = width_cluster(s, &cells, &cp);
        bool end = x == 0 || s.len == n;
        if (cp != '|' && !(end && cp < 0x80 && is_bar((char)cp)))
            continue;
        if (x % 2 || b->n_bars == BARS_MAX || x > COLUMNS_MAX)
            return false;
        b->bars[b->n_bars++] = x;
    }
    return b->n_bars >= 2;
}

/* The text of line l between two columns, counted from its first character. */
static struct graph_text text_between(const struct line *l, int from, int to)
{
    struct str s = l->text;
    int x = 0, cells;
    uint32_t cp;
    struct graph_text t = { .y = l->y };
    const char *beg = NULL, *end = NULL;
    for (ptrdiff_t n; s.len && x < to; s = str_from(s, n), x += cells) {
        n = width_cluster(s, &cells, &cp);
        if (x < from || cp == ' ')
            continue;
        if (!beg) {
            beg = s.ptr;
            t.x = l->x + x;
        }
        end = s.ptr + n;
        t.w = l->x + x + cells - t.x;
    }
    if (beg)
        t.text = str_span(beg, end);
    return t;
}

static void add_free(struct reader *r, const struct line *l, int from)
{
    struct graph_text t = text_between(l, from, INT32_MAX);
    if (t.text.len)
        *PUSH(&r->free, r->keep) = t;
}

static void add_field(struct reader *r, const struct band *b, int k)
{
    const struct line *first = r->lines + b->first;
    struct graph_node *n = PUSH(&r->nodes, r->keep);
    LIST(struct graph_text) lines = { 0 };
    for (int i = b->first; i <= b->last; i++) {
        struct graph_text t = text_between(r->lines + i, b->bars[k] + 1, b->bars[k + 1]);
        if (t.text.len)
            *PUSH(&lines, r->keep) = t;
    }
    *n = (struct graph_node){ .lines = lines.ptr,
                              .n_lines = (int)lines.len,
                              .parent = -1,
                              .shape = SHAPE_BOX,
                              .x = first->x + b->bars[k],
                              .y = b->top,
                              .w = b->bars[k + 1] - b->bars[k] + 1,
                              .h = b->foot - b->top + 1 };
}

/* A side that is broken off keeps its mark. */
static void add_breaks(struct reader *r, const struct line *l, const struct band *b)
{
    for (int k = 0; k < b->n_bars; k += b->n_bars - 1) {
        struct graph_text t = text_between(l, b->bars[k], b->bars[k] + 1);
        if (str_ends(t.text, S("~"))) /* a mark without width may stand before it */
            *PUSH(&r->free, r->keep) = t;
    }
}

/* The lines between two rules; all must have the bars of the first one. */
static bool read_band(struct reader *r, struct band *b)
{
    const struct line *first = r->lines + b->first;
    int edge = r->lines[b->first - 1].x;
    if (first->x != edge || !find_bars(first->text, b))
        return false;
    for (int i = b->first + 1; i <= b->last; i++) {
        struct band other;
        const struct line *l = r->lines + i;
        if (l->x != edge || !find_bars(l->text, &other) ||
            other.bars[other.n_bars - 1] != b->bars[b->n_bars - 1])
            return false;
    }
    for (int k = 0; k + 1 < b->n_bars; k++)
        add_field(r, b, k);
    for (int i = b->first; i <= b->last; i++) {
        add_breaks(r, r->lines + i, b);
        add_free(r, r->lines + i, b->bars[b->n_bars - 1] + 1);
    }
    return true;
}

static bool read_bands(struct reader *r, int first, int last)
{
    for (int i = first, next; i < last; i = next) {
        for (next = i + 1; !is_rule(r->lines + next);)
            next++;
        struct band b = {
            .first = i + 1, .last = next - 1, .top = r->lines[i].y, .foot = r->lines[next].y
        };
        if (next == i + 1 || !read_band(r, &b))
            return false;
    }
    return true;
}

static void measure(struct graph *g)
{
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = g->nodes + i;
        g->w = n->x + n->w > g->w ? n->x + n->w : g->w;
        g->h = n->y + n->h > g->h ? n->y + n->h : g->h;
    }
    for (int i = 0; i < g->n_free; i++) {
        const struct graph_text *t = g->free + i;
        g->w = t->x + t->w > g->w ? t->x + t->w : g->w;
        g->h = t->y + 1 > g->h ? t->y + 1 : g->h;
    }
}

bool bits_read(struct str text, struct arena *keep, struct arena scratch, struct graph *out)
{
    struct reader r = { .keep = keep, .out = out };
    int first = 0, last = 0;
    if (str_find(text, S("\t")) >= 0 || str_find(text, S("+-")) < 0)
        return false;
    read_lines(&r, text, &scratch);
    if (r.n > LINES_MAX || !has_layout(&r, &first, &last))
        return false;
    for (int i = 0; i < first; i++)
        add_free(&r, r.lines + i, 0);
    if (!read_bands(&r, first, last))
        return false;
    for (int i = last + 1; i < r.n; i++)
        add_free(&r, r.lines + i, 0);
    *out = (struct graph){ .kind = GRAPH_TABLE, .even = true };
    out->nodes = r.nodes.ptr;
    out->n_nodes = (int)r.nodes.len;
    out->free = r.free.ptr;
    out->n_free = (int)r.free.len;
    measure(out);
    graph_ids(out, keep);
    return true;
}
