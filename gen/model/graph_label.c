/* graph_label.c - labels, ids and order of graphs that were written in a language. */
#include "model/graph.h"

enum { TAG_MAX = 400, REFERENCE_MAX = 40 };

/* Length of the tag that s begins with, 0 when it begins with none. */
static ptrdiff_t tag_length(struct str s)
{
    ptrdiff_t i = s.len > 1 && s.ptr[1] == '/' ? 2 : 1;
    if (s.len < 3 || s.ptr[0] != '<' || i >= s.len || !char_is_alpha(s.ptr[i]))
        return 0;
    for (; i < s.len && i < TAG_MAX; i++) {
        if (s.ptr[i] == '>')
            return i + 1;
        if (s.ptr[i] == '<' || s.ptr[i] == '\n')
            return 0;
    }
    return 0;
}

static bool breaks_line(struct str tag)
{
    static const char *const names[] = { "br", "tr", "hr" };
    struct str name = str_from(tag, tag.ptr[1] == '/' ? 2 : 1);
    ptrdiff_t n = 0;
    while (n < name.len && char_is_alnum(name.ptr[n]))
        n++;
    for (ptrdiff_t i = 0; i < LEN(names); i++)
        if (str_equal_nocase(str_sub(name, 0, n), str_of(names[i])))
            return tag.ptr[1] != '/' || i == 0;
    return false;
}

static ptrdiff_t reference_length(struct str s)
{
    for (ptrdiff_t i = 1; i < s.len && i < REFERENCE_MAX; i++) {
        if (s.ptr[i] == ';')
            return i > 1 ? i + 1 : 0;
        if (!char_is_alnum(s.ptr[i]) && !(i == 1 && s.ptr[i] == '#'))
            return 0;
    }
    return 0;
}

struct graph_text *graph_lines(struct str label,
                               struct str (*entity)(struct str reference, struct arena *keep),
                               struct arena *keep, int *n)
{
    LIST(struct graph_text) lines = { 0 };
    struct buf plain = buf_open(keep, label.len * 4 + 64);
    for (ptrdiff_t i = 0, step; i < label.len; i += step) {
        struct str rest = str_from(label, i);
        step = 1;
        if (*rest.ptr == '<' && tag_length(rest)) {
            step = tag_length(rest);
            if (breaks_line(str_sub(rest, 0, step)))
                buf_char(&plain, '\n');
        } else if (*rest.ptr == '&' && reference_length(rest)) {
            step = reference_length(rest);
            buf_put(&plain, entity(str_sub(rest, 0, step), keep));
        } else {
            buf_char(&plain, *rest.ptr == '\t' || *rest.ptr == '\r' ? ' ' : *rest.ptr);
        }
    }
    struct str text = str_trim(buf_str(&plain));
    while (text.len > 0)
        *PUSH(&lines, keep) = (struct graph_text){ .text = str_trim(str_line(&text)) };
    *n = (int)lines.len;
    return lines.ptr;
}

struct str graph_id(struct str name, struct arena *keep)
{
    struct buf b = buf_open(keep, 64);
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (char_is_alnum(c))
            buf_char(&b, c);
        else if (b.len && b.ptr[b.len - 1] != '-')
            buf_char(&b, '-');
    }
    while (b.len && b.ptr[b.len - 1] == '-')
        b.len--;
    return buf_str(&b);
}

struct family {
    const struct graph *g;
    int *first, *next; /* of node i - 1: child + 1, sibling + 1; 0 ends, first[0] is the top */
    int *order, n;     /* old numbers in new order */
};

/* Walks without recursion: depth is the author's. */
static void walk(struct family *f)
{
    for (int at = f->first[0]; at;) {
        int node = at - 1;
        f->order[f->n++] = node;
        if (f->first[at]) {
            at = f->first[at];
            continue;
        }
        while (node >= 0 && !f->next[node + 1])
            node = f->g->nodes[node].parent;
        at = node < 0 ? 0 : f->next[node + 1];
    }
}

void graph_parents_first(struct graph *g, struct arena *keep)
{
    struct family f = { g, NEW(keep, int, g->n_nodes + 1), NEW(keep, int, g->n_nodes + 1),
                        NEW(keep, int, g->n_nodes + 1), 0 };
    for (int i = g->n_nodes; i >= 1; i--) {
        int parent = g->nodes[i - 1].parent + 1;
        f.next[i] = f.first[parent];
        f.first[parent] = i;
    }
    walk(&f);
    struct graph_node *nodes = NEW(keep, struct graph_node, g->n_nodes + 1);
    int *at = NEW(keep, int, g->n_nodes + 1);
    for (int i = 0; i < f.n; i++) {
        nodes[i] = g->nodes[f.order[i]];
        at[f.order[i]] = i;
    }
    for (int i = 0; i < f.n; i++)
        nodes[i].parent = nodes[i].parent < 0 ? -1 : at[nodes[i].parent];
    for (int i = 0; i < g->n_edges; i++) {
        g->edges[i].from = at[g->edges[i].from];
        g->edges[i].to = at[g->edges[i].to];
    }
    g->nodes = nodes;
}
