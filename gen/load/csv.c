/* csv.c - RFC 4180 with a separator that may be ; or tab, read in one pass. */
#include "load/csv.h"

#include "base/map.h"

/* past this a table is a database */
enum { COLUMNS_MAX = 4096 };

struct cell {
    struct str raw;    /* as it stands, with quotes */
    bool quoted, last; /* last of its row */
};
struct csv {
    const struct source *src;
    struct str rest;
    char separator;
    struct arena *keep;
    const struct rule *rule;
    struct diag *d;
};

/* Takes the cell at the front of rest, and the separator or line end behind it. */
static struct cell cell_take(struct csv *c)
{
    struct cell cell = { 0 };
    ptrdiff_t i = 0;

    if (c->rest.len && c->rest.ptr[0] == '"') {
        cell.quoted = true;
        for (i = 1; i < c->rest.len; i++) {
            if (c->rest.ptr[i] != '"')
                continue;
            if (i + 1 >= c->rest.len || c->rest.ptr[i + 1] != '"')
                break;
            i++;
        }
        if (i >= c->rest.len)
            diag_at(c->d, c->rule, c->src, str_sub(c->rest, 0, 1), "a quote that is never closed");
    }
    while (i < c->rest.len && c->rest.ptr[i] != c->separator && c->rest.ptr[i] != '\n')
        i++;
    cell.raw = str_trim(str_sub(c->rest, 0, i));
    cell.last = i >= c->rest.len || c->rest.ptr[i] == '\n';
    c->rest = str_from(c->rest, i + 1);
    return cell;
}

static struct str cell_text(const struct cell *cell, struct arena *keep)
{
    struct str in = str_sub(cell->raw, 1, cell->raw.len - 2);
    struct buf b;

    if (!cell->quoted)
        return cell->raw;
    if (str_char(in, '"') < 0)
        return in;
    b = buf_open(keep, in.len);
    for (ptrdiff_t i = 0; i < in.len; i++) {
        buf_char(&b, in.ptr[i]);
        if (in.ptr[i] == '"' && i + 1 < in.len && in.ptr[i + 1] == '"')
            i++;
    }
    return buf_str(&b);
}

static bool is_number(struct str s)
{
    struct json_reader r = json_reader_open(s);
    struct json_token first = json_next(&r), last = json_next(&r);

    return first.kind == JSON_T_NUMBER && last.kind == JSON_T_END;
}

static struct json *cell_node(const struct cell *cell, struct str key, struct arena *keep)
{
    struct json *v = NEW(keep, struct json, 1);

    v->key = key;
    v->raw = cell->raw;
    v->str = cell_text(cell, keep);
    v->kind = JSON_STRING;
    if (cell->quoted)
        return v;
    if (!cell->raw.len)
        v->kind = JSON_NULL;
    else if (is_number(cell->raw))
        v->kind = JSON_NUMBER;
    else if (str_equal(cell->raw, S("true")))
        v->kind = JSON_TRUE;
    else if (str_equal(cell->raw, S("false")))
        v->kind = JSON_FALSE;
    return v;
}

struct columns {
    LIST(struct str) names; /* empty: a column named twice, left out */
};

static struct columns head_take(struct csv *c)
{
    struct columns columns = { 0 };
    struct map seen = { 0 };
    struct cell cell;

    do {
        struct str name;
        void **place;

        cell = cell_take(c);
        name = cell_text(&cell, c->keep);
        place = map_at(&seen, name, c->keep);
        if (*place) {
            diag_at(c->d, c->rule, c->src, cell.raw, "a second column is called \"%.*s\"",
                    FMT(name));
            name = (struct str){ 0 };
        }
        *place = c;
        *PUSH(&columns.names, c->keep) = name;
    } while (!cell.last && columns.names.len < COLUMNS_MAX);
    return columns;
}

/* The cells behind the first, as members of row. */
static void row_take(struct csv *c, const struct columns *columns, struct json *row)
{
    struct json **tail = &row->first;
    struct cell cell = { 0 };

    for (ptrdiff_t i = 1; !cell.last; i++) {
        cell = cell_take(c);
        if (i >= columns->names.len || !columns->names.ptr[i].len)
            continue;
        *tail = cell_node(&cell, columns->names.ptr[i], c->keep);
        tail = &(*tail)->next;
        row->n++;
    }
}

static void rows_take(struct csv *c, const struct columns *columns, struct json *root)
{
    struct json **tail = &root->first;
    struct map seen = { 0 };

    while (c->rest.len) {
        struct json *row = NEW(c->keep, struct json, 1);
        struct cell first = cell_take(c);
        void **place;

        row->kind = JSON_OBJECT;
        row->key = cell_text(&first, c->keep);
        row->raw = row->raw_key = first.raw;
        if (!first.last)
            row_take(c, columns, row);
        if (!row->key.len)
            continue;
        place = map_at(&seen, row->key, c->keep);
        if (*place) {
            diag_at(c->d, c->rule, c->src, first.raw, "a second row is called \"%.*s\"",
                    FMT(row->key));
            continue;
        }
        *place = row;
        *tail = row;
        tail = &row->next;
        root->n++;
    }
}

static char separator_of(struct str head)
{
    for (ptrdiff_t i = 0; i < head.len; i++)
        if (head.ptr[i] == ',' || head.ptr[i] == ';' || head.ptr[i] == '\t')
            return head.ptr[i];
    return ',';
}

struct json *csv_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                       struct diag *d)
{
    struct csv c = { .src = src, .rest = src->text, .keep = keep, .rule = rule, .d = d };
    struct json *root = NEW(keep, struct json, 1);
    struct columns columns;
    struct str first;

    if (str_starts(c.rest, S("\xEF\xBB\xBF")))
        c.rest = str_from(c.rest, 3);
    first = c.rest;
    first = str_line(&first);
    if (!str_trim(first).len) {
        diag_at(d, rule, src, (struct str){ 0 }, "a CSV file begins with a row of column names");
        return NULL;
    }
    c.separator = separator_of(first);
    columns = head_take(&c);
    root->kind = JSON_OBJECT;
    root->raw = src->text;
    rows_take(&c, &columns, root);
    return root;
}
