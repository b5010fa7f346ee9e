/* review_changes.c - what changed, kind by kind, sentences with their marks; drawings with signs. */
#include <math.h>

#include "write/review.h"

#include "base/tag.h"
#include "base/utf8.h"
#include "check/diff_text.h"
#include "draw/diagram.h"
#include "draw/font_width.h"
#include "draw/svg.h"
#include "judge/effect.h"
#include "judge/infra_view.h"

enum { ROWS = 120, PICTURES = 6, LONGEST = 600, GHOST_W = 150, GHOST_H = 34 };

static const char *const titles[N_DIFF_KINDS] = { "Config and data",
                                                  "Prices",
                                                  "Facts",
                                                  "Estimates and assumptions",
                                                  "Written costs",
                                                  "Resources",
                                                  "Connections of resources",
                                                  "Drawings",
                                                  "Pages",
                                                  "Sentences and tables",
                                                  "Links",
                                                  "Decisions",
                                                  "Acceptances, actions, reasons",
                                                  "Settings",
                                                  "Secrets" };

/* Text with what differs marked. */
static struct value *marked(struct review *r, const struct diff_excerpt *e, const char *tag)
{
    struct buf b = buf_open(r->keep, 6 * (e->head.len + e->middle.len + e->tail.len) + 100);
    if (!e->head.len && !e->middle.len && !e->tail.len)
        return NULL;
    buf_html(&b, e->head);
    if (e->middle.len)
        buf_fmt(&b, "<%s>", tag);
    buf_html(&b, e->middle);
    if (e->middle.len)
        buf_fmt(&b, "</%s>", tag);
    buf_html(&b, e->tail);
    return value_html(buf_str(&b), r->keep);
}

static void add_row(struct review *r, struct value *list, const struct diff_change *x)
{
    struct value *v = review_row(r, list);
    struct diff_excerpt old, now;
    diff_text_excerpt(x->old, x->now, LONGEST, r->keep, &old, &now);
    value_set(v, "old", marked(r, &old, "del"), r->keep);
    value_set(v, "now", marked(r, &now, "ins"), r->keep);
    review_change(r, v, x);
    bool named = x->kind == DIFF_RESOURCE || x->kind >= DIFF_DRAWING;
    review_set_path(r, v, "name", "of",
                    named && x->kind < DIFF_ACCEPTED && !str_equal(x->name, x->words) ? x->name
                                                                                      : S(""));
    review_set_path(r, v, "key", "words", x->words);
    if (x->cause >= 0) {
        const struct diff_change *of = &r->changes->list.ptr[x->cause];
        review_set(r, v, "follows", of->words.len ? of->words : of->name);
    }
}

struct value *review_changed(struct review *r)
{
    struct value *groups = value_list(r->keep);
    for (int kind = 0; r->changes && kind < N_DIFF_KINDS; kind++) {
        struct value *rows = value_list(r->keep);
        int n = 0;
        for (ptrdiff_t i = 0; i < r->changes->list.len; i++)
            if ((int)r->changes->list.ptr[i].kind == kind && n++ < ROWS)
                add_row(r, rows, &r->changes->list.ptr[i]);
        if (!n)
            continue;
        struct value *g = review_row(r, groups);
        review_set(r, g, "title", str_of(titles[kind]));
        review_set(r, g, "id",
                   str_join(S("kind-"), str_of(diff_kind_name((enum diff_kind)kind)), r->keep));
        review_count(r, g, "n", n);
        review_count(r, g, "more", n > ROWS ? n - ROWS : 0);
        value_set(g, "rows", rows, r->keep);
    }
    return groups;
}

/* ---- drawings ---- */

static const struct scene_item *shape_of(const struct scene *s, struct str id)
{
    for (ptrdiff_t i = 0; i + 1 < s->items.len; i++)
        if (s->items.ptr[i].kind == SCENE_OPEN && str_equal(s->items.ptr[i].id, id))
            for (ptrdiff_t k = i + 1; k < s->items.len && s->items.ptr[k].kind != SCENE_CLOSE; k++)
                if (s->items.ptr[k].kind == SCENE_RECT)
                    return &s->items.ptr[k];
    return NULL;
}

/* A sign on a plate: what it is can be told without its colour. */
static void sign(struct review *r, struct scene *s, float x, float y, const char *mark,
                 enum scene_colour colour)
{
    struct scene_item *plate = scene_rect(s, r->keep, ROLE_NODE, x - 10, y - 10, 20, 20, 4);
    plate->colour = colour;
    struct scene_item *text =
        scene_text(s, r->keep, ROLE_WRONG, x, y + 4, font_width(str_of(mark), ROLE_WRONG),
                   ANCHOR_MIDDLE, str_of(mark));
    text->colour = colour;
}

static enum scene_colour colour_of(enum diff_sign sign)
{
    return sign == DIFF_ADDED ? COLOUR_TRUE : sign == DIFF_REMOVED ? COLOUR_FALSE : COLOUR_WATCH;
}

static void mark_node(struct review *r, struct scene *s, const struct graph *g,
                      const struct diff_mark *m)
{
    const struct scene_item *box = shape_of(s, g->nodes[m->b].id);
    if (!box)
        return;
    struct scene_item at = *box;
    struct scene_item *frame = scene_rect(s, r->keep, ROLE_HOLLOW, at.x, at.y, at.w, at.h, at.r);
    frame->role = ROLE_MARK;
    frame->colour = colour_of(m->sign);
    frame->pen = PEN_HEAVY;
    sign(r, s, at.x + at.w - 4, at.y + 2, diff_sign_mark(m->sign), colour_of(m->sign));
}

/* "M12 34L…": where a line begins. */
static bool begins(struct str path, float *x, float *y)
{
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)(path.len < 60 ? path.len : 60), path.ptr);
    return sscanf(text, "M%f%*[ ,]%f", x, y) == 2; /* NOLINT: our own path */
}

static void mark_edge(struct review *r, struct scene *s, const struct graph *g,
                      const struct diff_mark *m)
{
    const struct graph_edge *e = &g->edges[m->b];
    float x, y;
    for (ptrdiff_t i = 0; i < s->items.len; i++) {
        struct scene_item *it = &s->items.ptr[i];
        if (it->kind != SCENE_PATH || !str_equal(it->from, g->nodes[e->from].id) ||
            !str_equal(it->to, g->nodes[e->to].id))
            continue;
        it->pen = PEN_HEAVY;
        it->colour = colour_of(m->sign);
        it->role = ROLE_WIRE;
        if (begins(it->path, &x, &y))
            sign(r, s, x, y, diff_sign_mark(m->sign), colour_of(m->sign));
        return;
    }
}

/* What is gone has no place any more: it stands below, crossed by its sign. */
static void add_ghost(struct review *r, struct scene *s, struct str label, int n)
{
    int columns = s->w > GHOST_W ? (int)(s->w / (GHOST_W + 16)) : 1;
    float x = (float)(n % columns) * (GHOST_W + 16) + 4,
          y = s->h + 14 + (float)(n / columns) * (GHOST_H + 14);
    struct scene_item *box = scene_rect(s, r->keep, ROLE_NODE, x, y, GHOST_W, GHOST_H, 6);
    box->colour = COLOUR_FALSE;
    box->pen = PEN_DASHED;
    while (label.len > 1 && font_width(label, ROLE_LABEL) > GHOST_W - 26)
        label = utf8_fit(label, label.len - 1);
    scene_text(s, r->keep, ROLE_LABEL, x + 10, y + 21, font_width(label, ROLE_LABEL), ANCHOR_START,
               label);
    sign(r, s, x + GHOST_W - 2, y + 2, "−", COLOUR_FALSE);
}

struct value *review_picture(struct review *r, const struct scene *wide, const struct scene *slim,
                             struct str id)
{
    struct buf svg = buf_open(r->keep, 1 << 23);
    struct str narrow = str_join(id, S("n"), r->keep);
    if (!slim) {
        svg_write(wide, &(struct svg_options){ .id = id, .inline_ = true }, &svg);
        return value_html(buf_str(&svg), r->keep);
    }
    tag_with(&svg, "div", { "class", { S("frame") } });
    tag_with(&svg, "div", { "class", { S("broad") } });
    svg_write(wide, &(struct svg_options){ .id = id, .inline_ = true }, &svg);
    tag_end(&svg, "div");
    tag_with(&svg, "div", { "class", { S("slim") } });
    svg_write(slim, &(struct svg_options){ .id = narrow, .inline_ = true }, &svg);
    tag_end(&svg, "div");
    tag_end(&svg, "div");
    return value_html(buf_str(&svg), r->keep);
}

static void add_drawing(struct review *r, struct value *list, const struct changes_drawing *d)
{
    struct value *v = review_row(r, list);
    struct scene s = { 0 };
    int gone = 0;
    float foot;
    diagram_scene(d->now, r->keep, &s);
    foot = s.h;
    for (ptrdiff_t i = 0; i < d->marks.len; i++) {
        const struct diff_mark *m = &d->marks.ptr[i];
        if (m->b >= 0 && m->edge)
            mark_edge(r, &s, d->now, m);
        else if (m->b >= 0)
            mark_node(r, &s, d->now, m);
        else
            add_ghost(r, &s, m->old, gone++);
    }
    int columns = s.w > GHOST_W ? (int)(s.w / (GHOST_W + 16)) : 1;
    s.h = gone ? foot + 14 + (float)((gone + columns - 1) / columns) * (GHOST_H + 14) : foot;
    s.w = gone && s.w < GHOST_W + 24 ? GHOST_W + 24 : s.w;
    s.title = str_fmt(r->keep, "%.*s: %.*s, marked", FMT(d->page->title), FMT(d->title));
    review_set(r, v, "title", str_fmt(r->keep, "%.*s, %.*s", FMT(d->page->title), FMT(d->title)));
    review_set(r, v, "href", review_href(r, d->page->path));
    value_set(v, "svg", review_picture(r, &s, NULL, str_fmt(r->keep, "d%td", list->len)), r->keep);
}

static void add_view(struct review *r, struct value *list, const struct changes_view *view,
                     struct str title)
{
    struct scene both[2] = { 0 };
    for (int narrow = 0; narrow < 2; narrow++) {
        struct grid grid;
        struct infra_view_request ask = { .name = S("overview"),
                                          .against = view->was,
                                          .narrow = narrow };
        if (!infra_view(view->now, &ask, r->keep, &grid))
            return;
        grid_scene(&grid, r->keep, &both[narrow]);
        both[narrow].title = str_join(title, S(", marked"), r->keep);
    }
    struct value *v = review_row(r, list);
    review_set(r, v, "title", title);
    struct str id = str_fmt(r->keep, "d%td", list->len);
    value_set(v, "svg", review_picture(r, &both[0], &both[1], id), r->keep);
}

/* Pictures are large: the first stand here, the others are counted. */
struct gallery {
    struct value *list;
    ptrdiff_t more;
};

static bool has_room(struct gallery *g)
{
    bool room = g->list->len < PICTURES;
    g->more += !room;
    return room;
}

/* Templates as a proposal would have them. */
static void add_proposed(struct review *r, struct gallery *g, const struct decision *d,
                         const struct effect_view *e)
{
    struct changes_view view = { e->was, e->now, e->name };
    if (has_room(g))
        add_view(r, g->list, &view,
                 str_fmt(r->keep, "Resources of %.*s, as proposed: %.*s", FMT(e->name),
                         FMT(d->page->title)));
}

struct value *review_drawings(struct review *r, ptrdiff_t *more)
{
    struct gallery g = { .list = value_list(r->keep) };
    const struct decisions *all = r->site->decisions;
    for (ptrdiff_t i = 0; r->changes && i < r->changes->drawings.len; i++)
        if (has_room(&g))
            add_drawing(r, g.list, &r->changes->drawings.ptr[i]);
    for (ptrdiff_t i = 0; r->changes && i < r->changes->views.len; i++)
        if (has_room(&g))
            add_view(r, g.list, &r->changes->views.ptr[i],
                     str_join(S("Resources of "), r->changes->views.ptr[i].name, r->keep));
    for (ptrdiff_t i = 0; i < all->n; i++)
        for (ptrdiff_t k = 0; all->ptr[i].effect && k < all->ptr[i].effect->views.len; k++)
            add_proposed(r, &g, &all->ptr[i], &all->ptr[i].effect->views.ptr[k]);
    *more = g.more;
    return g.list;
}
