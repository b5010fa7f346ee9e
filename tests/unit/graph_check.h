/* graph_check.h - a graph in one line, and whether it shows every glyph of its drawing. */
#ifndef TESTS_GRAPH_CHECK_H
#define TESTS_GRAPH_CHECK_H
#include "base/utf8.h"
#include "model/graph.h"

static void check_put_label(const struct graph_text *lines, int n, struct buf *out)
{
    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_char(out, ' ');
        buf_put(out, lines[i].text);
    }
}

/* "A; B < A; ~text | A -> B: label; B -- C | free: x" */
static struct str check_say(const struct graph *g, struct arena *keep)
{
    static const char *const dirs[] = { " -- ", " -> ", " <-> " };
    struct buf b = buf_open(keep, 1 << 20);
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = g->nodes + i;
        buf_put(&b, i ? S("; ") : S(""));
        buf_put(&b, n->shape == SHAPE_TEXT ? S("~") : n->shape == SHAPE_DOT ? S("*") : S(""));
        check_put_label(n->lines, n->n_lines, &b);
        if (n->note.len > 0)
            buf_fmt(&b, " (%.*s)", FMT(n->note));
        if (n->parent >= 0) {
            buf_put(&b, S(" < "));
            check_put_label(g->nodes[n->parent].lines, g->nodes[n->parent].n_lines, &b);
        }
    }
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = g->edges + i;
        buf_put(&b, i ? S("; ") : S(" | "));
        check_put_label(g->nodes[e->from].lines, g->nodes[e->from].n_lines, &b);
        buf_put(&b, str_of(dirs[e->dir]));
        check_put_label(g->nodes[e->to].lines, g->nodes[e->to].n_lines, &b);
        if (e->n_lines > 0) {
            buf_put(&b, S(": "));
            check_put_label(e->lines, e->n_lines, &b);
        }
    }
    for (int i = 0, n = 0; i < g->n_free; i++)
        if (!g->free[i].margin) {
            buf_put(&b, n++ ? S("; ") : S(" | free: "));
            buf_put(&b, g->free[i].text);
        }
    return buf_str(&b);
}

enum { CHECK_GLYPHS = 4096 };

/* Glyphs that no line can consume: letters, digits, marks that draw nothing. */
static bool check_is_text(uint32_t cp)
{
    if (cp < 0x80)
        return cp > ' ' && cp != 0x7f && !strchr("-|+<>^vVoO*=.:'`\",/\\_", (int)cp);
    return (cp >= 0x3041 && cp < 0xE000) || (cp >= 0xC0 && cp < 0x250);
}

static void check_count(struct str s, int *counts, int step)
{
    while (s.len > 0) {
        uint32_t cp;
        int n = utf8_decode(s, &cp);
        if (check_is_text(cp))
            counts[cp % CHECK_GLYPHS] += step;
        s = str_from(s, n);
    }
}

static void check_texts(const struct graph_text *t, int n, int *counts)
{
    for (int i = 0; i < n; i++)
        check_count(t[i].text, counts, -1);
}

/* Arrow heads, as far as they are no ASCII. */
static int check_arrows(struct str s)
{
    int n = 0;
    for (uint32_t cp; s.len > 0;) {
        s = str_from(s, utf8_decode(s, &cp));
        n += (cp >= 0x2190 && cp <= 0x2195) || (cp >= 0x25B2 && cp <= 0x25C5) || cp == 0x21D2 ||
             cp == 0x27F6;
    }
    return n;
}

static int check_arrows_of(const struct graph_text *t, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += check_arrows(t[i].text);
    return sum;
}

/* Arrow heads of the drawing that neither a text nor the end of a line shows. */
static int check_arrows_lost(struct str drawing, const struct graph *g)
{
    int shown = check_arrows_of(g->free, g->n_free);
    for (int i = 0; i < g->n_nodes; i++)
        shown += check_arrows_of(g->nodes[i].lines, g->nodes[i].n_lines) + check_arrows(g->nodes[i].note);
    for (int i = 0; i < g->n_edges; i++)
        shown += check_arrows_of(g->edges[i].lines, g->edges[i].n_lines) + (int)g->edges[i].dir;
    for (int i = 0; i < g->n_lines; i++)
        shown += g->lines[i].head_begin + g->lines[i].head_end;
    int lost = check_arrows(drawing) - shown;
    return lost > 0 ? lost : 0;
}

/* Glyphs of the drawing that no text of the graph shows, or that are shown twice. */
static int check_lost(struct str drawing, const struct graph *g, struct arena scratch)
{
    int *counts = NEW(&scratch, int, CHECK_GLYPHS), lost = check_arrows_lost(drawing, g);
    check_count(drawing, counts, 1);
    for (int i = 0; i < g->n_nodes; i++) {
        check_texts(g->nodes[i].lines, g->nodes[i].n_lines, counts);
        check_count(g->nodes[i].note, counts, -1);
    }
    for (int i = 0; i < g->n_edges; i++)
        check_texts(g->edges[i].lines, g->edges[i].n_lines, counts);
    check_texts(g->free, g->n_free, counts);
    for (int i = 0; i < CHECK_GLYPHS; i++)
        lost += counts[i] > 0 ? counts[i] : -counts[i];
    return lost;
}
#endif
