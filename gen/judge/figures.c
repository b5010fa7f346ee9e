/* figures.c - fences with drawings, links into costs, cost tables: recognised, named, drawn. */
#include "judge/figures.h"

#include "base/path.h"
#include "base/tag.h"
#include "draw/chart.h"
#include "draw/diagram.h"
#include "draw/narrow.h"
#include "draw/png.h"
#include "draw/sequence.h"
#include "draw/svg.h"
#include "sketch/drawing.h"
#include "model/rule.h"
#include "model/scene.h"
#include "judge/costs.h"
#include "judge/figure_nodes.h"
#include "judge/infra_figure.h"
#include "judge/link.h"
#include "sketch/picture.h"

/* Deeper than this many names one picture; a guard for slugs of long captions. */
enum { MAX_NAME = 60, WIDE_PX = 900 };

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

/* What a node of a page is looked at with. */
struct finder {
    const struct site *site;
    const struct site_page *page;
    const struct source *src;
    struct lookup *asks;
    struct arena *keep;
    struct diag *d;
};

static void set_figure(const struct finder *f, const struct node *n, struct graph *g,
                       struct site_figure *out)
{
    *out = (struct site_figure){ .kind = FIGURE_GRAPH, .text = n->text, .graph = g };
    out->caption = node_attribute(n->info, S("title"));
    out->key = str_fmt(f->keep, "#fence-%d", n->index);
}

static struct str label_of(const struct node *n)
{
    return str_cut(n->place, '\n').head;
}

/* Values and links of nodes come before the layout, which makes room for them. */
static bool finish_graph(const struct finder *f, const struct node *n, struct graph *g,
                         struct site_figure *out, const char **why)
{
    for (int i = 0; i < g->n_nodes; i++)
        if (g->nodes[i].href.len)
            lookup_note(f->asks, LOOKUP_TARGET, g->nodes[i].href);
    if (str_find(n->info, S("bind=\"")) >= 0)
        lookup_note(f->asks, LOOKUP_DATA, S(""));
    figure_nodes_link(f->site, f->page, f->src, g, label_of(n), f->asks, f->keep, f->d);
    figure_nodes_bind(f->site, f->page, f->src, g, n->info, label_of(n), f->keep, f->d);
    struct scene *scene = NEW(f->keep, struct scene, 1);
    set_figure(f, n, g, out);
    out->scene = scene;
    return diagram_place(g, f->keep, scene, why);
}

/* Fences that say their language. A fault is always told, since nothing but a drawing was meant. */
static bool find_graph(const struct finder *f, const struct node *n, enum picture_language language,
                       struct site_figure *out)
{
    struct graph_fault fault;
    struct graph *g = NEW(f->keep, struct graph, 1);
    bool good = picture_read(n->text, language, f->keep, arena_upper(f->keep), g, &fault);
    if (good) {
        fault = (struct graph_fault){ .at = str_sub(n->text, 0, 0) };
        good = finish_graph(f, n, g, out, &fault.why);
    }
    if (!good) {
        struct finding *found = diag_at(f->d, RULE(DIAGRAM_UNREAD), f->src, in_page(n, fault.at),
                                        "the drawing stays text: %s", fault.why);
        if (fault.foreign) /* nothing is wrong with it */
            found->severity = SEVERITY_INFO;
        return false;
    }
    for (int i = 0; i < g->n_omitted; i++)
        diag_at(f->d, RULE(DIAGRAM_OMITTED), f->src, in_page(n, g->omitted[i].at), "not drawn: %s",
                g->omitted[i].why);
    return true;
}

static bool unread(const struct finder *f, const struct node *n, const char *why)
{
    diag_at(f->d, RULE(DIAGRAM_UNREAD), f->src, label_of(n), "the drawing stays text: %s", why);
    return false;
}

/* Grids of words: a table of the page, no picture. */
static bool set_table(const struct finder *f, const struct node *n, const struct text_table *table,
                      struct site_figure *out)
{
    struct buf html = buf_open(f->keep, 1 << 22);
    set_figure(f, n, NULL, out);
    out->kind = FIGURE_TABLE;
    text_table_html(table, &html);
    out->html = buf_str(&html);
    return true;
}

static bool set_drawing(const struct finder *f, const struct node *n, struct graph *g,
                        struct site_figure *out)
{
    const char *why = "";
    if (!finish_graph(f, n, g, out, &why))
        return unread(f, n, why);
    if (g->repaired)
        diag_at(f->d, RULE(DIAGRAM_REPAIRED), f->src, label_of(n),
                "%d border%s closed or moved to draw this; run plumb fix to redraw it", g->repaired,
                str_plural(g->repaired));
    return true;
}

static bool find_drawing(const struct finder *f, const struct node *n, struct site_figure *out)
{
    struct drawing *found = NEW(f->keep, struct drawing, 1);
    enum picture_language language = picture_language(str_cut(str_trim(n->info), ' ').head);
    if (n->unclosed)
        return false;
    if (language != PICTURE_TEXT)
        return find_graph(f, n, language, out);
    struct arena scratch = arena_upper(f->keep);
    enum fence_policy policy = (enum fence_policy)f->site->file.fences;
    if (drawing_find(n->text, n->info, policy, f->keep, scratch, found))
        return found->kind == DRAWING_TABLE ? set_table(f, n, &found->table, out)
                                            : set_drawing(f, n, &found->graph, out);
    return found->why && unread(f, n, found->why);
}

static bool find_view(const struct finder *f, const struct node *n, struct site_figure *out)
{
    struct link_target t = link_resolve(f->site, f->page, n->href, n->title, f->keep);
    bool lone = n->parent->kind == NODE_PARAGRAPH && n->parent->first == n && !n->next;
    struct str why = { 0 };
    if (t.kind != LINK_FIGURE || !lone)
        return false;
    lookup_note(f->asks, LOOKUP_COSTS, S(""));
    bool resources = str_starts(t.query, S("view="));
    if (!resources)
        out->chart = costs_chart(f->site, t.file, t.query, f->keep, &why);
    if (resources ? !infra_figure(f->site, f->page, t.file, t.query, f->keep, out, &why)
                  : !out->chart) {
        diag_at(f->d, RULE(LINK_BROKEN), f->src, n->place, "%.*s", FMT(why));
        return false;
    }
    out->caption = node_text(n, f->keep);
    if (!resources) {
        out->kind = FIGURE_CHART;
        out->chart->title = out->caption.len ? out->caption : out->chart->title;
    } else if (why.len)
        diag_at(f->d, RULE(DIAGRAM_OMITTED), f->src, n->place,
                "not drawn: resources of types that no view knows: %.*s; the page of resources has "
                "them",
                FMT(why));
    out->key = str_fmt(f->keep, n->kind == NODE_LINK ? "#link-%d" : "#image-%d", n->index);
    return true;
}

/* A picture with a title, alone in its paragraph: the title is its caption. */
static bool find_image(const struct finder *f, const struct node *n, struct site_figure *out)
{
    bool lone = n->parent->kind == NODE_PARAGRAPH && n->parent->first == n && !n->next;
    if (n->kind != NODE_IMAGE || !lone || !n->title.len)
        return false;
    struct link_target t = link_resolve(f->site, f->page, n->href, n->title, f->keep);
    if (t.kind != LINK_FILE && t.kind != LINK_EXTERNAL)
        return false;
    *out = (struct site_figure){ .kind = FIGURE_IMAGE, .caption = n->title };
    out->key = str_fmt(f->keep, "#image-%d", n->index);
    return true;
}

static bool find_table(const struct finder *f, const struct node *n, struct site_figure *out)
{
    struct chart *chart = NULL;
    if (!costs_table(f->site, f->page, f->src, n, f->keep, f->d, &chart))
        return false;
    lookup_note(f->asks, LOOKUP_COSTS, S(""));
    if (!chart)
        return false;
    *out = (struct site_figure){ .kind = FIGURE_CHART, .chart = chart, .caption = chart->title };
    out->key = str_fmt(f->keep, "#table-%d", n->index);
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
                     struct site_figure *out)
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
    return true;
}

bool figures_find(const struct site *s, const struct site_page *p, const struct source *src,
                  const struct node *n, struct lookup *asks, struct arena *keep, struct diag *d,
                  struct site_figure *out)
{
    struct finder f = { s, p, src, asks, keep, d };
    switch (n->kind) {
    case NODE_CODE:
        return find_drawing(&f, n, out);
    case NODE_LINK:
    case NODE_IMAGE:
        return find_view(&f, n, out) || find_image(&f, n, out);
    case NODE_TABLE:
        return find_table(&f, n, out);
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

static void add_id(struct site_page *p, struct str id)
{
    p->figure_ids[p->n_figure_ids++] = id;
}

/* Numbers and addresses: the slug of the caption where no heading and no figure has it. */
static void figures_number(struct site_page *p, struct arena *keep)
{
    struct map taken = { 0 };
    p->figures_seen = 0;
    p->n_figure_ids = 0;
    p->figure_ids = NEW(keep, struct str, 2 * p->n_figures + 1);
    for (ptrdiff_t i = 0; i < p->n_headings; i++)
        *map_at(&taken, p->headings[i].id, keep) = p;
    for (ptrdiff_t i = 0; i < p->n_figures; i++) {
        struct site_figure *f = &p->figures[i];
        if (f->kind == FIGURE_TABLE)
            continue;
        f->number = ++p->figures_seen;
        struct str number = str_fmt(keep, "figure-%d", f->number), id = slug_of(f->caption, keep);
        if (*map_at(&taken, number, keep)) /* a heading says "Figure 2" */
            number.len = 0;
        else
            add_id(p, number);
        if (!id.len || str_equal(id, number) || *map_at(&taken, id, keep))
            continue;
        *map_at(&taken, id, keep) = f;
        f->id = id;
        add_id(p, id);
    }
}

void figures_name(struct site_page *p, struct arena *keep)
{
    struct map taken = { 0 };
    figures_number(p, keep);
    for (ptrdiff_t i = 0; i < p->n_figures; i++) {
        struct site_figure *f = &p->figures[i];
        struct str name = file_name(f->caption.len ? f->caption : p->title, keep), unique = name;
        for (int n = 2; *map_at(&taken, unique, keep); n++)
            unique = str_fmt(keep, "%.*s-%d", FMT(name), n);
        *map_at(&taken, unique, keep) = f;
        f->name = unique;
    }
}

static void figures_scene(struct site_figure *f, struct arena *keep, struct scene *scene)
{
    if (f->kind == FIGURE_SCENE)
        *scene = *f->ready;
    else if (f->kind == FIGURE_CHART) {
        f->phone = NEW(keep, struct scene, 1);
        chart_scene(f->chart, true, keep, f->phone);
        chart_scene(f->chart, false, keep, scene);
    } else
        diagram_scene(f->graph, keep, scene);
}

/* Of its page too, since pages may stand together on one. */
static struct str figure_id(const struct site_page *p, const struct site_figure *f,
                            struct arena *keep)
{
    return str_fmt(keep, "f%06llx-%td", (unsigned long long)(str_hash(p->path) & 0xffffff),
                   f - p->figures + 1);
}

/* What stays on top of a tall sequence on a small screen: its heads once more, for the eye alone. */
static void put_heads(const struct graph *g, struct str id, struct arena *keep, struct buf *out)
{
    struct scene heads = { 0 };
    if (!g->sequence || !sequence_heads(g, keep, &heads))
        return;
    struct svg_options o = { .id = str_join(id, S("h"), keep), .inline_ = true };
    tag_with(out, "div", { "class", { S("heads") } }, { "aria-hidden", { S("true") } });
    svg_write(&heads, &o, out);
    tag_end(out, "div");
}

/* Drawings that a phone would show too small are laid out once more. */
static void narrow_figure(struct site_figure *f, struct arena *keep)
{
    struct scene *scene = NEW(keep, struct scene, 1);
    if (narrow_draw(f->graph, keep, scene))
        f->phone = scene;
}

/* A picture that has no words for those who do not see it takes the caption. */
static void name_scenes(struct site_figure *f)
{
    if (!f->scene->title.len)
        f->scene->title = f->caption;
    if (f->phone && !f->phone->title.len) {
        f->phone->title = f->scene->title;
        f->phone->desc = f->scene->desc;
    }
}

/* The picture as it stands in the page; for the phone one of its own beside the wide one. */
static struct str draw(const struct site_page *p, struct site_figure *f, struct arena *keep)
{
    struct buf svg = buf_open(keep, 1 << 24);
    struct str id = figure_id(p, f, keep);
    if (f->kind == FIGURE_GRAPH)
        put_heads(f->graph, id, keep, &svg);
    svg_write(f->scene, &(struct svg_options){ .id = id, .inline_ = true }, &svg);
    if (!f->phone)
        return buf_str(&svg);
    struct buf both = buf_open(keep, 1 << 25);
    tag_with(&both, "div", { "class", { S("broad") } });
    buf_put(&both, buf_str(&svg));
    tag_end(&both, "div");
    tag_with(&both, "div", { "class", { S("slim") } });
    svg_write(f->phone, &(struct svg_options){ .id = str_join(id, S("n"), keep), .inline_ = true },
              &both);
    tag_end(&both, "div");
    return buf_str(&both);
}

/* What the picture says in words: the table of a chart, the list of a drawing and its source. */
static void put_words(const struct site_figure *f, struct arena *keep, struct lookup_figure *out)
{
    struct buf words = buf_open(keep, 1 << 20);
    if (f->kind == FIGURE_CHART) {
        chart_table(f->chart, &words);
        out->table = buf_str(&words);
        return;
    }
    if (f->graph && f->graph->sequence)
        sequence_list(f->graph, &words);
    else
        diagram_list(f->scene, arena_upper(keep), &words);
    out->list = buf_str(&words);
    out->source = f->kind == FIGURE_GRAPH ? f->text : (struct str){ 0 };
}

void figures_draw(const struct site *s, const struct site_page *p, struct site_figure *f,
                  struct arena *keep)
{
    struct lookup_figure *out = NEW(keep, struct lookup_figure, 1);
    f->drawn = out;
    out->id = f->id;
    out->number = f->number;
    out->caption = f->caption;
    out->table = f->html;
    if (f->kind == FIGURE_TABLE || f->kind == FIGURE_IMAGE)
        return;
    if (!f->scene) {
        f->scene = NEW(keep, struct scene, 1);
        figures_scene(f, keep, f->scene);
    }
    if (f->kind == FIGURE_GRAPH && f->scene->w > NARROW_FITS)
        narrow_figure(f, keep);
    const struct scene *scene = f->scene;
    name_scenes(f);
    out->svg = draw(p, f, keep);
    put_words(f, keep, out);
    out->svg_href = str_fmt(keep, "%.*s.svg", FMT(f->name));
    out->png_href =
        figures_want_png(s) ? str_fmt(keep, "%.*s.png", FMT(f->name)) : (struct str){ 0 };
    out->alt = f->caption.len ? f->caption : scene->title.len ? scene->title : p->title;
    out->width = (int)scene->w;
    out->height = (int)scene->h;
    out->titled = f->kind == FIGURE_CHART;
    out->wide = scene->w > WIDE_PX;
}

bool figures_want_png(const struct site *s)
{
    return (s->options.png || s->file.figures_png) && !s->options.no_png;
}

struct str figures_svg(const struct site_figure *f, struct arena *keep)
{
    struct buf svg = buf_open(keep, 1 << 24);
    svg_write(f->scene, &(struct svg_options){ .id = S("f"), .of_site = true }, &svg);
    return buf_str(&svg);
}

int figures_png(const struct site_figure *f, struct arena *keep, struct str *out)
{
    return png_write(f->scene, &(struct png_options){ .scale = 2 }, keep, out);
}
