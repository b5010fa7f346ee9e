/* figures.c - fences with drawings, links into costs, cost tables: recognised, named, drawn. */
#include "judge/figures.h"

#include "base/path.h"
#include "draw/chart.h"
#include "draw/diagram.h"
#include "draw/png.h"
#include "draw/svg.h"
#include "sketch/drawing.h"
#include "model/rule.h"
#include "model/scene.h"
#include "judge/costs.h"
#include "judge/figure_nodes.h"
#include "gather/link.h"
#include "sketch/picture.h"

/* Deeper than this many names one picture; a guard for slugs of long captions. */
enum { MAX_NAME = 60, WIDE_PX = 560 };

/* The place in the page of a place in the text of a labelled fence, which may be indented there. */
static struct str in_page(const struct node *n, struct str at)
{
    struct str text = n->text, page = n->place, line = { 0 }, there = { 0 };
    str_line(&page); /* the label: the first thing of a fence that has a place */
    while (text.len > 0 && (!line.ptr || at.ptr > line.ptr + line.len)) {
        line = str_line(&text);
        there = str_line(&page);
    }
    ptrdiff_t indent = str_find(there, line), from = at.ptr - line.ptr;
    if (indent < 0 || from < 0 || from > line.len)
        return there;
    return str_sub(there, indent + from, at.len);
}

static void set_figure(const struct node *n, struct str text, struct graph *g, struct arena *keep,
                       struct arena scratch, struct site_figure *out)
{
    *out = (struct site_figure){ .kind = FIGURE_GRAPH, .text = text, .graph = g };
    out->key = str_fmt(keep, "#fence-%d", n->index);
    out->hash = str_hash(text) ^ (g ? figure_nodes_hash(g, scratch) : 0);
}

/* Fences that say their language, and those with bound nodes: read to the end here. A fault is
 * always told, since nothing but a drawing was meant. */
static bool find_graph(const struct site *s, const struct site_page *p, const struct node *n,
                       enum picture_language language, struct arena *keep, struct arena scratch,
                       struct diag *d, struct site_figure *out)
{
    struct graph_fault fault;
    struct graph *g = NEW(keep, struct graph, 1);
    struct str text = str_copy(n->text, keep), label = str_cut(n->place, '\n').head;
    bool good = picture_read(text, language, keep, scratch, g, &fault);
    if (good) {
        figure_nodes_link(s, p, g, label, keep, d);
        figure_nodes_bind(s, p, g, n->info, label, keep, d);
        good = picture_place(text, g, keep, &fault);
    }
    if (!good) {
        struct str at = str_sub(n->text, fault.at.ptr - text.ptr, fault.at.len);
        diag_at(d, RULE(DIAGRAM_UNREAD), &p->src, in_page(n, at), "the drawing stays text: %s",
                fault.why);
        return false;
    }
    set_figure(n, text, g, keep, scratch, out);
    return true;
}

static bool find_drawing(const struct site *s, const struct site_page *p, const struct node *n,
                         struct arena *keep, struct arena scratch, struct diag *d,
                         struct site_figure *out)
{
    struct graph g = { 0 };
    const char *why = NULL;
    struct arena upper = arena_upper(&scratch);
    enum picture_language language = picture_language(str_cut(str_trim(n->info), ' ').head);
    if (n->unclosed)
        return false;
    if (language != PICTURE_TEXT)
        return find_graph(s, p, n, language, keep, scratch, d, out);
    if (drawing_kind_of(n->text, scratch) == DRAWING_NONE)
        return false;
    if (!drawing_read(n->text, &scratch, upper, &g, &why)) {
        diag_at(d, RULE(DIAGRAM_UNREAD), &p->src, str_cut(n->place, '\n').head,
                "the drawing stays text: %s", why);
        return false;
    }
    if (g.repaired)
        diag_at(d, RULE(DIAGRAM_REPAIRED), &p->src, str_cut(n->place, '\n').head,
                "%d border%s closed or moved to draw this; run plumb fix to redraw it", g.repaired,
                g.repaired == 1 ? "" : "s");
    if (str_find(n->info, S("bind=\"")) >= 0)
        return find_graph(s, p, n, language, keep, arena_upper(&scratch), d, out);
    set_figure(n, str_copy(n->text, keep), NULL, keep, scratch, out);
    return true;
}

static uint64_t chart_hash(const struct chart *c, struct arena scratch)
{
    struct scene scene = { 0 };
    struct buf b = buf_open(&scratch, 1 << 24);
    chart_scene(c, &scratch, &scene);
    svg_write(&scene, &(struct svg_options){ 0 }, &b);
    return str_hash(buf_str(&b));
}

static bool find_view(const struct site *s, const struct site_page *p, const struct node *n,
                      struct arena *keep, struct arena scratch, struct diag *d,
                      struct site_figure *out)
{
    struct site_target t = site_resolve(s, p, n->href, n->title, keep);
    bool lone = n->parent->kind == NODE_PARAGRAPH && n->parent->first == n && !n->next;
    struct str why = { 0 };
    if (t.kind != LINK_FIGURE || !lone)
        return false;
    out->chart = costs_chart(s, t.file, t.query, keep, &why);
    if (!out->chart) {
        diag_at(d, RULE(LINK_BROKEN), &p->src, n->place, "%.*s", FMT(why));
        return false;
    }
    out->kind = FIGURE_CHART;
    out->caption = str_copy(node_text(n, keep), keep);
    out->key = str_fmt(keep, n->kind == NODE_LINK ? "#link-%d" : "#image-%d", n->index);
    out->hash = chart_hash(out->chart, scratch);
    return true;
}

static bool find_table(const struct site *s, const struct site_page *p, const struct node *n,
                       struct arena *keep, struct arena scratch, struct diag *d,
                       struct site_figure *out)
{
    struct chart *chart = NULL;
    if (!costs_table(s, p, n, keep, d, &chart) || !chart)
        return false;
    *out = (struct site_figure){ .kind = FIGURE_CHART, .chart = chart, .caption = chart->title };
    out->key = str_fmt(keep, "#table-%d", n->index);
    out->hash = chart_hash(chart, scratch);
    return true;
}

/* The total row of a table's chart as a bar of the comparison. */
static const struct chart_row *total_of(const struct chart *c)
{
    for (int i = 0; i < c->n_rows; i++)
        if (c->rows[i].total)
            return &c->rows[i];
    return NULL;
}

/* "Written and computed: Medium Setup" -> "Medium Setup" */
static struct str size_name(struct str title)
{
    struct cut c = str_cut(title, ':');
    return c.ok ? str_trim(c.tail) : title;
}

bool figures_compare(const struct chart *const *charts, int n, int last, struct arena *keep,
                     struct arena scratch, struct site_figure *out)
{
    struct chart *all = NEW(keep, struct chart, 1);
    all->rows = NEW(keep, struct chart_row, n);
    for (int i = 0; i < n; i++) {
        const struct chart_row *total = total_of(charts[i]);
        if (!total)
            continue;
        all->rows[all->n_rows] = *total;
        all->rows[all->n_rows].total = false;
        all->rows[all->n_rows++].label = size_name(charts[i]->title);
    }
    if (all->n_rows < 2)
        return false;
    all->kind = CHART_DUMBBELL;
    all->title = S("The sizes compared");
    all->desc = S("Each bar is the monthly total of one table.");
    all->unit = charts[0]->unit;
    all->note = charts[0]->note;
    *out = (struct site_figure){ .kind = FIGURE_CHART, .chart = all, .caption = all->title };
    out->key = str_fmt(keep, "#table-%d-all", last);
    out->hash = chart_hash(all, scratch);
    return true;
}

bool figures_find(const struct site *s, const struct site_page *p, const struct node *n,
                  struct arena *keep, struct arena scratch, struct diag *d, struct site_figure *out)
{
    switch (n->kind) {
    case NODE_CODE:
        return find_drawing(s, p, n, keep, scratch, d, out);
    case NODE_LINK:
    case NODE_IMAGE:
        return find_view(s, p, n, keep, scratch, d, out);
    case NODE_TABLE:
        return find_table(s, p, n, keep, scratch, d, out);
    default:
        return false;
    }
}

/* Letters, digits and single dashes of a caption. */
static struct str file_name(struct str words, struct arena *keep)
{
    char *out = NEW(keep, char, MAX_NAME + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < words.len && n < MAX_NAME; i++) {
        if (char_is_alnum(words.ptr[i]))
            out[n++] = char_lower(words.ptr[i]);
        else if (n && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n && out[n - 1] == '-')
        n--;
    return n ? (struct str){ out, n } : S("figure");
}

void figures_name(struct site_page *p, struct arena *keep)
{
    struct map taken = { 0 };
    for (ptrdiff_t i = 0; i < p->n_figures; i++) {
        struct site_figure *f = &p->figures[i];
        struct str name = file_name(f->caption.len ? f->caption : p->title, keep), unique = name;
        for (int n = 2; *map_at(&taken, unique, keep); n++)
            unique = str_fmt(keep, "%.*s-%d", FMT(name), n);
        *map_at(&taken, unique, keep) = f;
        f->name = unique;
    }
}

void figures_scene(const struct site_figure *f, struct arena *keep, struct scene *scene)
{
    if (f->kind == FIGURE_CHART) {
        chart_scene(f->chart, keep, scene);
        return;
    }
    struct graph g = { 0 };
    const char *why;
    if (f->graph)
        diagram_scene(f->graph, keep, scene);
    else if (drawing_read(f->text, keep, arena_upper(keep), &g, &why))
        diagram_scene(&g, keep, scene);
}

/* Of its page too, since pages may stand together on one. */
static struct str figure_id(const struct site_page *p, const struct site_figure *f,
                            struct arena *keep)
{
    return str_fmt(keep, "f%06llx-%td", (unsigned long long)(str_hash(p->path) & 0xffffff),
                   f - p->figures + 1);
}

struct lookup_figure *figures_draw(const struct site *s, const struct site_page *p,
                                   const struct site_figure *f, struct arena *keep)
{
    struct lookup_figure *out = NEW(keep, struct lookup_figure, 1);
    struct scene scene = { 0 };
    struct buf svg = buf_open(keep, 1 << 24), table = buf_open(keep, 1 << 20);
    figures_scene(f, keep, &scene);
    svg_write(&scene, &(struct svg_options){ .id = figure_id(p, f, keep), .inline_ = true }, &svg);
    if (f->kind == FIGURE_CHART) {
        chart_table(f->chart, &table);
    } else {
        struct buf list = buf_open(keep, 1 << 20);
        diagram_list(&scene, arena_upper(keep), &list);
        out->list = buf_str(&list);
        out->source = f->text;
    }
    out->svg = buf_str(&svg);
    out->table = buf_str(&table);
    out->svg_href = str_fmt(keep, "%.*s.svg", FMT(f->name));
    out->png_href = s->options.no_png ? (struct str){ 0 } : str_fmt(keep, "%.*s.png", FMT(f->name));
    out->alt = f->caption.len ? f->caption : scene.title.len ? scene.title : p->title;
    out->width = (int)scene.w;
    out->height = (int)scene.h;
    out->wide = scene.w > WIDE_PX;
    return out;
}

struct str figures_svg(const struct site_figure *f, struct arena *keep)
{
    struct scene scene = { 0 };
    struct buf svg = buf_open(keep, 1 << 24);
    figures_scene(f, keep, &scene);
    svg_write(&scene, &(struct svg_options){ .id = S("f") }, &svg);
    return buf_str(&svg);
}

int figures_png(const struct site_figure *f, struct arena *keep, struct str *out)
{
    struct scene scene = { 0 };
    figures_scene(f, keep, &scene);
    return png_write(&scene, &(struct png_options){ .scale = 2 }, keep, out);
}
