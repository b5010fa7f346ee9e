/* graph.c - ids and labels of a graph. */
#include "model/graph.h"

#include "base/map.h"

enum { ID_MAX = 40 };

struct str graph_label(const struct graph_text *lines, int n, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 20);
    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&b, ' ');
        buf_put(&b, lines[i].text);
    }
    return buf_str(&b);
}

/* "Task 1 (web)" -> "task-1-web"; characters beyond ASCII are left out. */
static struct str slug(const struct graph_node *n, struct arena *keep)
{
    char out[ID_MAX];
    int len = 0;
    bool gap = false;
    for (int i = 0; i < n->n_lines && i < 2 && len < ID_MAX; i++, gap = true)
        for (ptrdiff_t k = 0; k < n->lines[i].text.len && len < ID_MAX - 1; k++) {
            char c = n->lines[i].text.ptr[k];
            if (!char_is_alnum(c)) {
                gap = true;
                continue;
            }
            if (gap && len > 0)
                out[len++] = '-';
            out[len++] = char_lower(c);
            gap = false;
        }
    return str_copy((struct str){ out, len }, keep);
}

static bool starts_alpha(struct str s)
{
    return s.len > 0 && char_is_alpha(s.ptr[0]);
}

void graph_ids(struct graph *g, struct arena *keep)
{
    struct map used = { 0 };
    for (int i = 0; i < g->n_nodes; i++) {
        struct graph_node *n = g->nodes + i;
        struct str base = n->id.len ? n->id : slug(n, keep);
        if (!starts_alpha(base))
            base = base.len ? str_fmt(keep, "n-%.*s", FMT(base)) : str_fmt(keep, "n%d", i + 1);
        struct str id = base;
        int *count = map_get(&used, base);
        while (map_get(&used, id)) {
            ++*count;
            id = str_fmt(keep, "%.*s-%d", FMT(base), *count);
        }
        int *first = NEW(keep, int, 1);
        *first = 1;
        *map_at(&used, id, keep) = first;
        n->id = id;
    }
}

/* Texts of one row are one line of the label. */
