/* text_table.c - grids of words to rows and columns.
 *
 * A line is a rule (corners, joints and dashes from end to end), a row (bars at both ends and at the
 * same columns as all other rows), or neither. Rules that part the first row from the rest make it
 * the head; rules between all rows make the lines between two of them one row. */
#include "sketch/text_table.h"

#include "base/tag.h"
#include "base/width.h"

enum { COLUMNS_MAX = 200, LINES_MAX = 5000, OFF_MAX = 6 };
enum line_kind { LINE_OTHER, LINE_RULE, LINE_ROW, LINE_NAMES };

struct line {
    struct str text; /* without blanks at its ends */
    int x0, x1;      /* columns of its first and behind its last character */
    enum line_kind kind;
};
struct reader {
    struct line *lines;
    int n;
    int first, last;           /* of the table */
    int at[COLUMNS_MAX], n_at; /* columns of the bars that all rows share */
    bool loose;                /* rows are off by a column or so: their bars are counted */
    struct arena *keep;
};

static bool is_bar(uint32_t cp)
{
    return cp == '|' || cp == 0x2502 || cp == 0x2503 || cp == 0x2551 || cp == 0x2506 ||
           cp == 0x250A;
}

/* A dash of a rule: - = ─ ━ ═ and dashed ones. */
static bool is_dash(uint32_t cp)
{
    return cp == '-' || cp == '=' || cp == 0x2500 || cp == 0x2501 || cp == 0x2550 ||
           (cp >= 0x2504 && cp <= 0x2509) || (cp >= 0x254C && cp <= 0x254D);
}

static bool is_joint(uint32_t cp)
{
    return cp == '+' || (cp >= 0x250C && cp <= 0x2570 && !is_dash(cp) && !is_bar(cp));
}

static bool is_line_glyph(uint32_t cp)
{
    return cp >= 0x2500 && cp < 0x2580;
}

/* ┌─name─┬─size─┐ */
static bool has_names(struct str s)
{
    uint32_t first;
    utf8_decode(s, &first);
    return (first == 0x250C || first == 0x256D || first == 0x2570 || first == 0x2514 ||
            first == 0x250F) &&
           str_find(s, S(" ")) < 0;
}

static enum line_kind kind_of(struct str s)
{
    uint32_t first = 0, cp = 0;
    int dashes = 0, others = 0;
    for (struct str rest = s; rest.len;) {
        int n = utf8_decode(rest, &cp);
        first = first ? first : cp;
        dashes += is_dash(cp);
        others += !is_dash(cp) && !is_joint(cp) && !is_bar(cp);
        rest = str_from(rest, n);
    }
    bool ends = (is_joint(first) || is_bar(first)) && (is_joint(cp) || is_bar(cp));
    if (ends && dashes >= 2 && !others)
        return LINE_RULE;
    if (is_joint(first) && is_joint(cp) && first >= 0x80 && dashes >= 2 && has_names(s))
        return LINE_NAMES;
    return is_bar(first) && is_bar(cp) && s.len > 2 ? LINE_ROW : LINE_OTHER;
}

static void read_lines(struct reader *r, struct str text, struct arena *scratch)
{
    int n = 0;
    for (struct str rest = text; rest.len && n < LINES_MAX; n++)
        str_line(&rest);
    r->lines = NEW(scratch, struct line, n + 1);
    for (; text.len && r->n < n; r->n++) {
        struct str whole = str_line(&text), s = str_trim(whole);
        struct line *l = r->lines + r->n;
        *l = (struct line){ .text = s, .x0 = s.len ? (int)(s.ptr - whole.ptr) : 0 };
        if (!s.len || ((unsigned char)*s.ptr < 0x80 && *s.ptr != '+' && *s.ptr != '|'))
            continue;
        l->kind = kind_of(s);
        if (l->kind != LINE_OTHER)
            l->x1 = l->x0 + width_of(s);
    }
}

/* Columns, counted from the line's first character, at which is() holds; at most COLUMNS_MAX. */
static int columns_of(struct str s, bool (*is)(uint32_t cp), int *at)
{
    int x = 0, n = 0;
    while (s.len && n < COLUMNS_MAX) {
        int cells;
        uint32_t cp;
        ptrdiff_t bytes = width_cluster(s, &cells, &cp);
        if (is(cp))
            at[n++] = x;
        x += cells;
        s = str_from(s, bytes);
    }
    return n;
}

static bool among(const int *list, int n, int x)
{
    for (int i = 0; i < n; i++)
        if (list[i] == x)
            return true;
    return false;
}

/* The lines of the first table: ruled at both ends, all of one width. */
static bool find_lines(struct reader *r)
{
    for (int i = 0, end; i<r->n; i = end> i ? end : i + 1) {
        const struct line *top = r->lines + i;
        int rows = 0;
        for (end = i; end < r->n; end++) {
            const struct line *l = r->lines + end;
            int off = l->x1 > top->x1 ? l->x1 - top->x1 : top->x1 - l->x1;
            if (l->kind == LINE_OTHER || l->x0 != top->x0 || off > OFF_MAX)
                break;
            rows += l->kind == LINE_ROW;
        }
        int last = end - 1;
        while (last > i && r->lines[last].kind == LINE_ROW)
            last--;
        if (rows < 1 || top->kind == LINE_ROW || top->kind == LINE_OTHER || last <= i + 1)
            continue;
        r->first = i;
        r->last = last;
        return true;
    }
    return false;
}

/* All rows have as many bars as the fullest rule has joints, though not below them. */
static bool count_columns(struct reader *r)
{
    int at[COLUMNS_MAX], most = 0;
    for (int i = r->first; i <= r->last; i++) {
        int n = r->lines[i].kind == LINE_RULE ? columns_of(r->lines[i].text, is_joint, at) : 0;
        most = n > most ? n : most;
    }
    for (int i = r->first; i <= r->last; i++) {
        const struct line *l = r->lines + i;
        int n = columns_of(l->text, l->kind == LINE_ROW ? is_bar : is_joint, at);
        if (l->kind == LINE_NAMES || (n != most && (l->kind == LINE_ROW || n > 2)))
            return false;
    }
    r->loose = true;
    r->n_at = most;
    return most >= 3;
}

/* The bars that all rows share; joints of rules must stand over them. */
static bool find_columns(struct reader *r)
{
    int at[COLUMNS_MAX];
    r->n_at = 0;
    for (int i = r->first; i <= r->last; i++) {
        const struct line *l = r->lines + i;
        if (l->kind != LINE_ROW)
            continue;
        int n = columns_of(l->text, is_bar, at), kept = 0;
        if (!r->n_at) {
            memcpy(r->at, at, sizeof at);
            r->n_at = n;
            continue;
        }
        for (int k = 0; k < r->n_at; k++)
            if (among(at, n, r->at[k]))
                r->at[kept++] = r->at[k];
        r->n_at = kept;
    }
    for (int i = r->first; i <= r->last; i++) {
        int n = r->lines[i].kind == LINE_ROW ? 0 : columns_of(r->lines[i].text, is_joint, at);
        for (int k = 0; k < n; k++)
            if (!among(r->at, r->n_at, at[k]))
                return false;
    }
    return r->n_at >= 2 && r->at[0] == 0 &&
           r->at[r->n_at - 1] == r->lines[r->first].x1 - r->lines[r->first].x0 - 1;
}

/* ---- cells ---- */

/* What stands between column k and the next one. */
static struct str raw_cell(const struct reader *r, const struct line *l, int k)
{
    struct str s = l->text;
    int x = 0, bars = 0;
    const char *beg = NULL;
    while (s.len) {
        int cells;
        uint32_t cp;
        ptrdiff_t bytes = width_cluster(s, &cells, &cp);
        bool bar = r->loose ? is_bar(cp) : x == r->at[k] || x == r->at[k + 1];
        bars += bar;
        if (bar && (r->loose ? bars == k + 2 : x == r->at[k + 1]))
            return str_span(beg ? beg : s.ptr, s.ptr);
        if (bar && (r->loose ? bars == k + 1 : x == r->at[k]))
            beg = s.ptr + bytes;
        x += cells;
        s = str_from(s, bytes);
    }
    return (struct str){ 0 };
}

/* "─name──" -> "name" */
static struct str bare_name(struct str s)
{
    uint32_t cp;
    while (s.len && utf8_decode(s, &cp) && is_dash(cp))
        s = str_from(s, utf8_decode(s, &cp));
    while (s.len >= 3 && is_dash((utf8_decode(str_from(s, s.len - 3), &cp), cp)))
        s.len -= 3;
    return s;
}

static bool has_lines(struct str s)
{
    uint32_t cp;
    for (; s.len; s = str_from(s, utf8_decode(s, &cp))) {
        utf8_decode(s, &cp);
        if (is_line_glyph(cp))
            return true;
    }
    return false;
}

static struct str *cell_at(struct text_table *t, int row, int column)
{
    return t->cells + (ptrdiff_t)row * t->n_columns + column;
}

static void add_line(struct reader *r, struct text_table *t, const struct line *l, bool goes_on)
{
    t->n_rows += !goes_on;
    for (int k = 0; k < t->n_columns; k++) {
        struct str s = raw_cell(r, l, k), *cell = cell_at(t, t->n_rows - 1, k);
        s = l->kind == LINE_NAMES ? bare_name(s) : str_trim(s);
        if (!goes_on)
            *cell = str_copy(s, r->keep);
        else if (s.len)
            *cell = str_fmt(r->keep, "%.*s%s%.*s", FMT(*cell), cell->len ? "\n" : "", FMT(s));
    }
}

/* How many rules stand between the first and the last. */
static int inner_rules(const struct reader *r)
{
    int n = 0;
    for (int i = r->first + 1; i < r->last; i++)
        n += r->lines[i].kind == LINE_RULE;
    return n;
}

/* A line without anything in its first cell goes on with the row above, as wrapped text does. */
static bool goes_on(const struct reader *r, int i, bool ruled)
{
    if (r->lines[i - 1].kind != LINE_ROW)
        return false;
    return ruled || !str_trim(raw_cell(r, r->lines + i, 0)).len;
}

/* A foot that says the names of the head again. */
static bool repeats_head(const struct reader *r, const struct text_table *t, const struct line *l)
{
    for (int k = 0; k < t->n_columns; k++)
        if (!t->head || !str_equal(bare_name(raw_cell(r, l, k)), t->cells[k]))
            return false;
    return true;
}

static void fill(struct reader *r, struct text_table *t, bool ruled)
{
    for (int i = r->first; i <= r->last; i++) {
        const struct line *l = r->lines + i;
        bool names = l->kind == LINE_NAMES && !repeats_head(r, t, l);
        if (l->kind == LINE_ROW || names)
            add_line(r, t, l, !names && goes_on(r, i, ruled));
        t->head |= names && i == r->first;
    }
}

/* ---- what is a table ---- */

/* The widest cell of a column has one blank on each side: a program measured it. */
static bool is_tight(const struct reader *r, int k)
{
    int least = 1 << 20;
    for (int i = r->first; i <= r->last; i++) {
        const struct line *l = r->lines + i;
        if (l->kind != LINE_ROW)
            continue;
        struct str s = raw_cell(r, l, k), words = str_trim(s);
        int blanks = words.len ? (int)(s.len - words.len) : least;
        least = blanks < least ? blanks : least;
    }
    return least == 2;
}

static bool all_tight(const struct reader *r)
{
    for (int k = 0; k + 1 < r->n_at; k++)
        if (!is_tight(r, k))
            return false;
    return true;
}

static bool is_number(struct str s)
{
    while (s.len && char_among(*s.ptr, "+-~<>=$("))
        s = str_from(s, 1);
    return s.len && char_is_digit(*s.ptr);
}

static void align(struct text_table *t)
{
    for (int k = 0; k < t->n_columns; k++) {
        int numbers = 0, others = 0;
        for (int i = t->head; i < t->n_rows; i++) {
            struct str s = *cell_at(t, i, k);
            numbers += is_number(s);
            others += s.len && !is_number(s);
        }
        t->right[k] = numbers > 0 && others == 0;
    }
}

static bool has_tables(const struct text_table *t)
{
    for (int i = 0; i < t->n_rows * t->n_columns; i++)
        if (has_lines(t->cells[i]))
            return true;
    return false;
}

/* Cells that say something. */
static bool is_words(const struct text_table *t)
{
    int filled = 0, n = t->n_rows * t->n_columns;
    for (int i = 0; i < n; i++)
        filled += t->cells[i].len > 0;
    return 3 * filled >= n;
}

/* Every cell below the head is one word. */
static bool is_list(const struct text_table *t)
{
    for (int i = 1; i < t->n_rows; i++)
        if (!t->cells[i].len || str_char(t->cells[i], ' ') >= 0)
            return false;
    return true;
}

static bool is_table(const struct reader *r, const struct text_table *t, int rules)
{
    if (t->n_columns > 1 && t->n_rows == 1) /* a head without rows */
        return rules == 1 && is_words(t);
    if (!is_words(t) || t->n_rows < 2)
        return false;
    if (t->n_columns == 1) /* else it is a box with parts, drawn by hand */
        return rules == 1 && (all_tight(r) || is_list(t));
    if (rules == 0 && !t->head)
        return t->n_rows >= 3 && all_tight(r);
    return true;
}

bool text_table_find(struct str text, struct arena *keep, struct arena scratch,
                     struct text_table *out)
{
    struct reader r = { .keep = keep };
    *out = (struct text_table){ 0 };
    read_lines(&r, text, &scratch);
    if (!find_lines(&r) || (!find_columns(&r) && !count_columns(&r)))
        return false;
    int rules = inner_rules(&r);
    out->n_columns = r.n_at - 1;
    out->cells = NEW(keep, struct str, (ptrdiff_t)(r.last - r.first + 1) * out->n_columns);
    out->right = NEW(keep, bool, out->n_columns);
    fill(&r, out, rules > 1);
    out->head |= rules > 0 && r.lines[r.first].kind == LINE_RULE;
    out->nested = has_tables(out);
    if (out->nested) {
        out->nested = out->n_columns > 1 && all_tight(&r);
        return false;
    }
    if (!is_table(&r, out, rules))
        return false;
    align(out);
    out->whole = true;
    for (int i = 0; i < r.n; i++)
        out->whole &= (i >= r.first && i <= r.last) || !r.lines[i].text.len;
    return true;
}

/* ---- HTML ---- */

static void write_cell(const struct text_table *t, int row, int column, struct buf *out)
{
    const char *tag = row == 0 && t->head ? "th" : "td";
    struct str rest = *cell_at((struct text_table *)t, row, column);
    tag_with(out, tag, { "scope", { TAG_TEXT_IF(row == 0 && t->head, S("col")) } },
             { "class", { TAG_TEXT_IF(t->right[column], S("n")) } });
    for (bool first = true; rest.len; first = false) {
        if (!first)
            tag_open(out, "br");
        buf_html(out, str_line(&rest));
    }
    tag_end(out, tag);
}

void text_table_html(const struct text_table *t, struct buf *out)
{
    tag_with(out, "div", { "class", { S("table") } }, { "tabindex", { S("0") } },
             { "role", { S("group") } }, { "aria-label", { S("Table") } });
    tag_open(out, "table");
    for (int i = 0; i < t->n_rows; i++) {
        bool head = i == 0 && t->head;
        if (i == 0 || (i == 1 && t->head))
            tag_open(out, head ? "thead" : "tbody");
        tag_open(out, "tr");
        for (int k = 0; k < t->n_columns; k++)
            write_cell(t, i, k, out);
        tag_end(out, "tr");
        if (head)
            tag_end(out, "thead");
    }
    tag_end(out, "tbody");
    tag_end(out, "table");
    tag_end_line(out, "div");
}
