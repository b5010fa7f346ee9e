/* html_csv.c - cells to quoted fields. */
#include "page/html_csv.h"

enum { MANY_ROWS = 4, MAX_CELL = 1 << 20 };

bool html_csv_wanted(const struct node *table)
{
    int rows = 0;
    bool numbers = false;
    for (const struct node *r = table->first; r; r = r->next) {
        rows += !r->head;
        for (const struct node *c = r->first; c; c = c->next)
            numbers |= c->align == ALIGN_RIGHT;
    }
    return rows > MANY_ROWS || (rows > 0 && numbers);
}

struct str html_csv_name(const struct node *table, struct arena *keep)
{
    return str_fmt(keep, "table-%d.csv", table->index + 1);
}

static void put_claim(struct lookup *l, struct str key, struct buf *cell)
{
    const struct claim *c = lookup_ask(l, LOOKUP_CLAIM, key);
    if (c)
        buf_put(cell, c->shown);
}

static void read_cell(const struct node *cell, struct str key, struct lookup *l, struct buf *out)
{
    if (!cell->first && !cell->parent->head)
        put_claim(l, key, out);
    for (const struct node *n = cell->first; n; n = node_next(n, cell)) {
        if (n->kind == NODE_TEXT || n->kind == NODE_CODE_SPAN)
            buf_put(out, n->text);
        else if (n->kind == NODE_BREAK || n->kind == NODE_SOFT_BREAK)
            buf_char(out, ' ');
        else if (n->kind == NODE_LINK && !n->first)
            put_claim(l, str_fmt(l->keep, "#link-%d", n->index), out);
    }
}

/* "-5", "+3.2", "-1,000 %": what no spreadsheet computes with. */
static bool is_number(struct str s)
{
    for (ptrdiff_t i = 1; i < s.len; i++)
        if (!char_is_digit(s.ptr[i]) && str_char(S(".,% "), s.ptr[i]) < 0)
            return false;
    return s.len > 1 && char_is_digit(s.ptr[1]) && (*s.ptr == '-' || *s.ptr == '+');
}

static void put_field(struct buf *b, struct str s)
{
    bool formula = s.len > 0 && str_char(S("=+-@\t\r"), *s.ptr) >= 0 && !is_number(s);
    buf_put(b, formula ? S("\"'") : S("\""));
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.ptr[i] == '\n' || s.ptr[i] == '\r' ? ' ' : s.ptr[i]);
    }
    buf_char(b, '"');
}

void html_csv(const struct node *table, struct lookup *l, struct buf *out)
{
    int row = 0;
    for (const struct node *r = table->first; r; r = r->next, row++) {
        int column = 0;
        for (const struct node *c = r->first; c; c = c->next, column++) {
            struct buf cell = buf_open(l->keep, MAX_CELL);
            read_cell(c, str_fmt(l->keep, "#cell-%d-%d-%d", table->index, row, column), l, &cell);
            buf_put(out, column ? S(",") : S(""));
            put_field(out, str_trim(buf_str(&cell)));
        }
        buf_put(out, S("\r\n"));
    }
}
