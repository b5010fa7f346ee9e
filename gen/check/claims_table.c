/* claims_table.c - the claims of a table whose head and first column hold links.
 *
 *     | Setting      | [dev](../config/dev.json#/service) | [prod](../config/prod.json#/service) |
 *     | [CPU](#/cpu) | 256                                | 512                                  |
 *
 * One side gives the base, the other the tail; "256" is then said of config/dev.json#/service/cpu.
 */
#include "base/path.h"
#include "check/claims.h"

/* a table wider than this is no table for people */
enum { COLUMNS_MAX = 200 };

enum binding_kind { BINDS_NOTHING, BINDS_BASE, BINDS_TAIL };
struct binding {
    enum binding_kind kind;
    struct str href, pointer; /* pointer: of a tail */
};

/* The only link of a cell, or NULL. */
static const struct node *link_of(const struct node *cell)
{
    const struct node *found = NULL;

    for (const struct node *n = cell ? node_next(cell, cell) : NULL; n; n = node_next(n, cell)) {
        if (n->kind != NODE_LINK)
            continue;
        if (found)
            return NULL;
        found = n;
    }
    return found;
}

static bool is_cost(const struct data *data, const struct target *t)
{
    const struct data_source *s = t->file.len ? data_source_at(data, t->file) : NULL;
    struct str kind, env;

    data_split_name(t->source, &kind, &env);
    return str_equal(kind, S("cost")) || (s && str_equal(s->kind, S("cost")));
}

/* A whole document is a base too: "config/dev.json", "config/dev.json#" or "config.dev:/". */
static bool base_parse(struct str href, struct str page_path, struct target *t, struct arena *keep)
{
    if (str_ends(href, S("#")))
        href = str_sub(href, 0, href.len - 1);
    if (str_ends(href, S(":")))
        href = str_join(href, S("/"), keep);
    if (claim_target(href, page_path, t, keep))
        return true;
    return str_char(href, '#') < 0 && str_char(href, '?') < 0 &&
           claim_target(str_join(href, S("#/"), keep), page_path, t, keep);
}

static bool is_data_file(const struct data *data, const struct target *t)
{
    const struct data_source *s;

    return !t->file.len || data_file_at(data, t->file, &s);
}

static struct binding binding_of(const struct data *data, const struct node *cell,
                                 struct str page_path, struct arena *keep)
{
    const struct node *link = link_of(cell);
    struct binding b = { 0 };
    struct target t;

    if (!link)
        return b;
    b.href = link->href;
    if (claim_tail(b.href, &b.pointer, keep))
        b.kind = BINDS_TAIL;
    else if (base_parse(b.href, page_path, &t, keep) && !t.name.len && is_data_file(data, &t) &&
             !is_cost(data, &t))
        b.kind = BINDS_BASE;
    return b;
}

/* base with tail behind it, as an href: "../config/dev.json#/service" and "#/cpu". */
static struct str href_join(struct str base, struct str tail, struct arena *keep)
{
    tail = str_from(tail, 1);
    if (str_ends(base, S(":#")))
        base = str_sub(base, 0, base.len - 1);
    if (str_ends(base, S(":")))
        return str_join(base, tail, keep);
    if (str_char(base, '#') < 0 && str_find(base, S(":/")) < 0)
        base = str_join(base, S("#"), keep);
    if (str_ends(base, S("/")))
        base = str_sub(base, 0, base.len - 1);
    return str_join(base, tail, keep);
}

static bool cell_claim(const struct node *cell, const struct binding *column,
                       const struct binding *row, struct str page_path, struct str env,
                       struct arena *keep, struct claims_cell *out)
{
    const struct binding *base = column->kind == BINDS_BASE ? column : row,
                         *tail = base == column ? row : column;
    struct claim c = { .env = env };

    if (base->kind != BINDS_BASE || tail->kind != BINDS_TAIL || link_of(cell))
        return false;
    c.text = str_trim(node_text(cell, keep));
    if (!c.text.len)
        return false;
    c.href = href_join(base->href, tail->href, keep);
    c.place = str_trim(cell->place);
    if (!claim_target(c.href, page_path, &c.target, keep))
        return false;
    *out = (struct claims_cell){ cell, c };
    return true;
}

const struct node *claims_table_lost(const struct data *data, const struct node *table,
                                     struct str page_path, struct arena *keep)
{
    const struct node *tail = NULL;
    bool based = false;

    for (const struct node *row = table->first; row; row = row->next)
        for (const struct node *cell = row->first; cell; cell = cell->next) {
            enum binding_kind kind = binding_of(data, cell, page_path, keep).kind;

            struct target t;
            const struct node *link = row->head ? link_of(cell) : NULL;

            based = based || kind == BINDS_BASE || /* costs bind the rows of an estimate */
                    (link && base_parse(link->href, page_path, &t, keep));
            if (!tail && !row->head && cell == row->first && kind == BINDS_TAIL)
                tail = link_of(cell);
        }
    return based ? NULL : tail;
}

bool claims_table_binds(const struct data *data, const struct node *link, const struct target *t,
                        struct str env, struct arena *keep)
{
    const struct node *cell = link;
    struct claims_value at;

    while (cell && cell->kind != NODE_CELL)
        cell = cell->parent;
    if (!cell || link_of(cell) != link || t->name.len)
        return false;
    if (!cell->parent->head && cell->parent->first != cell)
        return false;
    return claims_resolve(data, t, env, S(""), keep, &at) == TARGET_LINK && at.value;
}

bool claims_table_costs(const struct data *data, const struct node *table, struct str page_path,
                        struct arena *keep)
{
    struct target t;

    for (const struct node *cell = table->first ? table->first->first : NULL; cell;
         cell = cell->next) {
        const struct node *link = link_of(cell);
        if (link && base_parse(link->href, page_path, &t, keep) && is_cost(data, &t))
            return true;
    }
    return false;
}

struct claims_cell *claims_table(const struct data *data, const struct node *table,
                                 struct str page_path, struct str env, struct arena *keep, int *n)
{
    struct binding columns[COLUMNS_MAX] = { 0 };
    LIST(struct claims_cell) cells = { 0 };

    for (const struct node *row = table->first; row; row = row->next) {
        struct binding side =
            row->head ? (struct binding){ 0 } : binding_of(data, row->first, page_path, keep);
        int i = 0;

        for (const struct node *cell = row->first; cell && i < COLUMNS_MAX;
             cell = cell->next, i++) {
            struct claims_cell made;

            if (row->head)
                columns[i] = binding_of(data, cell, page_path, keep);
            else if (i && cell_claim(cell, &columns[i], &side, page_path, env, keep, &made))
                *PUSH(&cells, keep) = made;
        }
    }
    *n = (int)cells.len;
    return cells.ptr;
}
