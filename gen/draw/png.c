/* png.c - the items of a scene, one after the other, onto a bitmap. */
#include "draw/png.h"

#include <errno.h>
#include <math.h>

#include "draw/glyphs.h"
#include "draw/hatch.h"
#include "draw/heads.h"
#include "draw/raster.h"

/* pictures beyond this many pixels are drawn smaller: nobody can show them */
enum { COMFORTABLE = 6 << 20, MAX_DEPTH = 64 };

struct painter {
    struct raster r;
    enum palette_theme theme;
    float scale, dx, dy;
    enum scene_colour colour[MAX_DEPTH]; /* of the open groups */
    int depth;
};

static enum scene_colour current(const struct painter *p, const struct scene_item *it)
{
    if (it->colour)
        return it->colour;
    int top = p->depth < MAX_DEPTH ? p->depth : MAX_DEPTH;
    return top ? p->colour[top - 1] : COLOUR_EDGE;
}

static uint32_t rgb_of(const struct painter *p, const struct scene_item *it, enum scene_paint paint)
{
    uint32_t own = palette_colour(current(p, it), p->theme);
    if (paint == PAINT_CURRENT)
        return own;
    return paint == PAINT_ON ? palette_on(own) : palette_paint(paint, p->theme);
}

static void open_group(struct painter *p, const struct scene_item *it)
{
    enum scene_colour colour = current(p, it);
    if (p->depth < MAX_DEPTH)
        p->colour[p->depth] = colour;
    p->depth++;
}

/* ---- shapes ---- */

static void outline(struct painter *p, const struct scene_item *it, const struct curve_lines *lines,
                    struct arena scratch)
{
    const struct scene_pen *pen = &scene_pens[it->role];
    if (pen->fill != PAINT_NONE) {
        uint32_t rgb = rgb_of(p, it, pen->fill);
        raster_fill(&p->r, lines->ptr, lines->len, rgb, pen->fill_alpha, 0, 1, scratch);
    }
    if (it->hatch) {
        const struct hatch *h = hatch_at(it->hatch);
        raster_fill(&p->r, lines->ptr, lines->len, h->rgb, h->alpha, it->hatch, p->scale, scratch);
    }
    if (pen->stroke == PAINT_NONE || it->pen == PEN_NONE)
        return;
    float width = it->pen == PEN_HEAVY ? 2.6F : pen->stroke_width;
    for (ptrdiff_t i = 0; i < lines->len; i++)
        raster_stroke(&p->r, &lines->ptr[i], width * p->scale,
                      it->pen == PEN_DASHED ? 5 * p->scale : 0, rgb_of(p, it, pen->stroke),
                      scratch);
}

static struct curve_lines rounded_rect(const struct painter *p, const struct scene_item *it,
                                       struct arena *keep)
{
    enum { MOST = 8 }; /* chords of a corner */
    float x = it->x * p->scale + p->dx, y = it->y * p->scale + p->dy, w = it->w * p->scale,
          h = it->h * p->scale;
    float r = fminf(it->r * p->scale, fminf(w, h) / 2);
    struct curve_lines out = { 0 };
    int steps = (int)fminf(MOST, ceilf(r));
    struct curve_point *points = NEW(keep, struct curve_point, 4 * (MOST + 1));
    const struct curve_point centre[] = {
        { x + w - r, y + r }, { x + w - r, y + h - r }, { x + r, y + h - r }, { x + r, y + r }
    };
    int n = 0;
    for (int corner = 0; corner < 4; corner++)
        for (int i = 0; i <= steps; i++) {
            float a = 1.5707963F * ((float)corner - 1 + (steps ? (float)i / (float)steps : 0));
            points[n++] = (struct curve_point){ centre[corner].x + r * cosf(a),
                                                centre[corner].y + r * sinf(a) };
        }
    *PUSH(&out, keep) = (struct curve_line){ points, n, true };
    return out;
}

/* A head of 9 by 7 with its tip at the end of the line. */
static void arrow(struct painter *p, const struct scene_item *it, enum head kind,
                  struct curve_point tip, struct curve_point from, struct arena scratch)
{
    float dx = tip.x - from.x, dy = tip.y - from.y, d = hypotf(dx, dy);
    if (d < 1e-3F || kind == HEAD_NONE)
        return;
    dx *= p->scale / d;
    dy *= p->scale / d;
    const struct heads_shape *shape = heads_shape(kind);
    struct curve_point points[HEADS_POINTS];
    for (int i = 0; i < shape->n; i++) {
        float back = shape->at[i][0] - 9, side = shape->at[i][1] - 4;
        points[i] =
            (struct curve_point){ tip.x + dx * back - dy * side, tip.y + dy * back + dx * side };
    }
    uint32_t rgb = rgb_of(p, it, scene_pens[it->role].stroke);
    struct curve_line line = { points, shape->n, shape->filled };
    if (shape->filled)
        raster_fill(&p->r, &line, 1, rgb, 1, 0, 1, scratch);
    for (int i = 0; !shape->filled && i + 1 < shape->n; i += shape->pairs ? 2 : 1)
        raster_stroke(&p->r, &(struct curve_line){ points + i, 2, false }, 1.5F * p->scale, 0, rgb,
                      scratch);
}

/* The point of the polyline at least a head's length away from its end. */
static struct curve_point behind(const struct curve_line *l, bool from_end, float length)
{
    struct curve_point tip = l->points[from_end ? l->n - 1 : 0], at = tip;
    for (int i = 1; i < l->n; i++) {
        at = l->points[from_end ? l->n - 1 - i : i];
        if (hypotf(at.x - tip.x, at.y - tip.y) >= length / 2)
            break;
    }
    return at;
}

static void path(struct painter *p, const struct scene_item *it, struct arena scratch)
{
    struct curve_lines lines = curve_flatten(it->path, p->scale, p->dx, p->dy, &scratch);
    outline(p, it, &lines, scratch);
    if (!lines.len)
        return;
    const struct curve_line *first = &lines.ptr[0], *last = &lines.ptr[lines.len - 1];
    if (it->head_begin)
        arrow(p, it, it->head_begin, first->points[0], behind(first, false, 9 * p->scale), scratch);
    if (it->head_end)
        arrow(p, it, it->head_end, last->points[last->n - 1], behind(last, true, 9 * p->scale),
              scratch);
}

static void glyph(struct painter *p, const struct scene_item *it, struct arena scratch)
{
    float unit = it->w * p->scale / 24;
    struct curve_lines lines =
        curve_flatten(str_of(glyphs_at(it->glyph)->path), unit, it->x * p->scale + p->dx,
                      it->y * p->scale + p->dy, &scratch);
    for (ptrdiff_t i = 0; i < lines.len; i++)
        raster_stroke(&p->r, &lines.ptr[i], scene_pens[ROLE_GLYPH].stroke_width * unit, 0,
                      rgb_of(p, it, PAINT_CURRENT), scratch);
}

static void text(struct painter *p, const struct scene_item *it, struct arena scratch)
{
    enum { LEGIBLE = 4 }; /* pixels; smaller type is a grey smear that takes its time */
    const struct scene_pen *pen = &scene_pens[it->role];
    if (pen->px * p->scale < LEGIBLE)
        return;
    float left = scene_text_box(it).x0 * p->scale + p->dx;
    raster_text(&p->r, it->text, left, it->y * p->scale + p->dy, pen->px * p->scale,
                pen->weight >= 600, pen->mono, rgb_of(p, it, pen->fill), scratch);
}

static void item(struct painter *p, const struct scene_item *it, struct arena scratch)
{
    struct curve_lines lines;
    switch (it->kind) {
    case SCENE_OPEN:
        open_group(p, it);
        break;
    case SCENE_CLOSE:
        p->depth--;
        break;
    case SCENE_RECT:
        lines = rounded_rect(p, it, &scratch);
        outline(p, it, &lines, scratch);
        break;
    case SCENE_PATH:
        path(p, it, scratch);
        break;
    case SCENE_TEXT:
        text(p, it, scratch);
        break;
    case SCENE_GLYPH:
        glyph(p, it, scratch);
        break;
    }
}

/* Scale and place of the scene, size of the picture. */
static void fit(struct painter *p, const struct scene *s, const struct png_options *o, int *w,
                int *h)
{
    p->scale = o->scale > 0 ? o->scale : 2;
    if (o->width > 0 && o->height > 0) {
        p->scale = fminf((float)o->width / s->w, (float)o->height / s->h);
        *w = o->width;
        *h = o->height;
        p->dx = ((float)*w - s->w * p->scale) / 2;
        p->dy = ((float)*h - s->h * p->scale) / 2;
        return;
    }
    float pixels = s->w * s->h * p->scale * p->scale;
    if (pixels > COMFORTABLE)
        p->scale *= sqrtf(COMFORTABLE / pixels);
    *w = (int)fminf(ceilf(s->w * p->scale), 1e6F);
    *h = (int)fminf(ceilf(s->h * p->scale), 1e6F);
}

static void draw_inset(struct painter *p, const struct png_inset *in, struct arena scratch)
{
    float room_w = in->w * p->scale, room_h = in->h * p->scale, left = p->dx + in->x * p->scale,
          top = p->dy + in->y * p->scale;
    if (!(in->scene->w > 0) || !(in->scene->h > 0))
        return;
    p->scale = fminf(fminf(room_w / in->scene->w, room_h / in->scene->h), p->scale);
    p->dx = left + (room_w - in->scene->w * p->scale) / 2;
    p->dy = top + (room_h - in->scene->h * p->scale) / 2;
    p->depth = 0;
    for (ptrdiff_t i = 0; i < in->scene->items.len; i++)
        item(p, &in->scene->items.ptr[i], scratch);
}

int png_write(const struct scene *s, const struct png_options *o, struct arena *keep,
              struct str *out)
{
    struct painter p = { .theme = o->theme };
    int w, h;
    if (!(s->w > 0) || !(s->h > 0))
        return EINVAL;
    fit(&p, s, o, &w, &h);
    if (!raster_open(&p.r, w, h, palette_paint(PAINT_PAPER, o->theme)))
        return EOVERFLOW;
    for (ptrdiff_t i = 0; i < s->items.len; i++)
        item(&p, &s->items.ptr[i], *keep);
    if (o->inset.scene)
        draw_inset(&p, &o->inset, *keep);
    if (o->missing)
        *o->missing = p.r.missing;
    return raster_png(&p.r, keep, out) ? 0 : ENOMEM;
}
