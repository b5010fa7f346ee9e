/* shape.c - boxes, rounds, diamonds, cylinders. */
#include "draw/shape.h"

#include <math.h>

#include "draw/curve.h"

float shape_room(enum graph_shape shape, float need)
{
    static const struct {
        float times, more;
    } room[N_SHAPES] = {
        [SHAPE_DIAMOND] = { 1.6F, 0 }, [SHAPE_TRIANGLE] = { 1.6F, 20 },
        [SHAPE_HEXAGON] = { 1, 24 },   [SHAPE_STADIUM] = { 1, 10 },
        [SHAPE_CIRCLE] = { 1, 10 },    [SHAPE_SUBROUTINE] = { 1, 16 },
        [SHAPE_SLANT] = { 1, 22 },     [SHAPE_SLANT_BACK] = { 1, 22 },
        [SHAPE_TRAPEZOID] = { 1, 26 }, [SHAPE_FUNNEL] = { 1, 26 },
        [SHAPE_FLAG] = { 1, 14 },      [SHAPE_NOTE] = { 1, 10 },
        [SHAPE_HOUSE] = { 1, 8 },      [SHAPE_COMPONENT] = { 1, 14 },
    };
    return need * (room[shape].times > 0 ? room[shape].times : 1) + room[shape].more;
}

static float tenth(float v)
{
    return roundf(v * 10) / 10;
}

static struct str cylinder(struct scene_box b, struct arena *keep)
{
    float lid = fminf(8, (b.y1 - b.y0) / 5), rx = (b.x1 - b.x0) / 2;
    struct buf out = buf_open(keep, 400);
    const float v[] = { b.x0, b.y0 + lid };
    const char *arc[] = { "a", " 0 0 0 ", " 0 0 0 " };
    buf_char(&out, 'M');
    buf_num(&out, (double)v[0], 1);
    buf_char(&out, ' ');
    buf_num(&out, (double)v[1], 1);
    buf_char(&out, 'V');
    buf_num(&out, (double)(b.y1 - lid), 1);
    for (int i = 0; i < 3; i++) { /* foot, then the lid: back and front */
        buf_put(&out, str_of(i == 0 ? arc[0] : i == 1 ? "V" : "a"));
        if (i == 1) {
            buf_num(&out, (double)(b.y0 + lid), 1);
            continue;
        }
        for (int half = 0; half < (i == 2 ? 2 : 1); half++) {
            if (half)
                buf_char(&out, 'a');
            buf_num(&out, (double)rx, 1);
            buf_char(&out, ' ');
            buf_num(&out, (double)lid, 1);
            buf_put(&out, str_of(arc[1]));
            buf_num(&out, (double)(i == 2 && half == 0 ? -2 * rx : 2 * rx), 1);
            buf_put(&out, S(" 0"));
        }
    }
    return buf_str(&out);
}

/* Corners as shares of width and height, and pixels from there. */
struct corner {
    float x, y, dx, dy;
};
struct corners {
    int n;
    struct corner at[6];
};

/* clang-format off */
static const struct corners polygons[N_SHAPES] = {
    [SHAPE_DIAMOND] =    { 4, { { .5F, 0, 0, 0 }, { 1, .5F, 0, 0 }, { .5F, 1, 0, 0 }, { 0, .5F, 0, 0 } } },
    [SHAPE_HEXAGON] =    { 6, { { 0, 0, 12, 0 }, { 1, 0, -12, 0 }, { 1, .5F, 0, 0 }, { 1, 1, -12, 0 }, { 0, 1, 12, 0 },
                                { 0, .5F, 0, 0 } } },
    [SHAPE_SLANT] =      { 4, { { 0, 0, 12, 0 }, { 1, 0, 0, 0 }, { 1, 1, -12, 0 }, { 0, 1, 0, 0 } } },
    [SHAPE_SLANT_BACK] = { 4, { { 0, 0, 0, 0 }, { 1, 0, -12, 0 }, { 1, 1, 0, 0 }, { 0, 1, 12, 0 } } },
    [SHAPE_TRAPEZOID] =  { 4, { { 0, 0, 14, 0 }, { 1, 0, -14, 0 }, { 1, 1, 0, 0 }, { 0, 1, 0, 0 } } },
    [SHAPE_FUNNEL] =     { 4, { { 0, 0, 0, 0 }, { 1, 0, 0, 0 }, { 1, 1, -14, 0 }, { 0, 1, 14, 0 } } },
    [SHAPE_FLAG] =       { 5, { { 0, 0, 0, 0 }, { 1, 0, 0, 0 }, { 1, 1, 0, 0 }, { 0, 1, 0, 0 }, { 0, .5F, 12, 0 } } },
    [SHAPE_NOTE] =       { 5, { { 0, 0, 0, 0 }, { 1, 0, -10, 0 }, { 1, 0, 0, 10 }, { 1, 1, 0, 0 }, { 0, 1, 0, 0 } } },
    [SHAPE_TRIANGLE] =   { 3, { { .5F, 0, 0, 0 }, { 1, 1, 0, 0 }, { 0, 1, 0, 0 } } },
    [SHAPE_HOUSE] =      { 5, { { .5F, 0, 0, 0 }, { 1, 0, 0, 12 }, { 1, 1, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 0, 12 } } },
};
/* clang-format on */

static int corners_of(enum graph_shape shape, struct scene_box b, struct curve_point *out)
{
    const struct corners *c = &polygons[shape];
    for (int i = 0; i < c->n; i++)
        out[i] = (struct curve_point){ b.x0 + c->at[i].x * (b.x1 - b.x0) + c->at[i].dx,
                                       b.y0 + c->at[i].y * (b.y1 - b.y0) + c->at[i].dy };
    return c->n;
}

/* Where a level line at height y meets the side of a shape that is no box: how far inside it. */
float shape_inset(enum graph_shape shape, struct scene_box b, float y, bool left)
{
    struct curve_point at[6];
    int n = corners_of(shape, b, at);
    float found = left ? b.x1 : b.x0;
    for (int i = 0; i < n; i++) {
        struct curve_point p = at[i], q = at[(i + 1) % n];
        if (fabsf(p.y - q.y) < .1F || fminf(p.y, q.y) > y || fmaxf(p.y, q.y) < y)
            continue;
        float x = p.x + (q.x - p.x) * (y - p.y) / (q.y - p.y);
        found = left ? fminf(found, x) : fmaxf(found, x);
    }
    return n ? (left ? found - b.x0 : b.x1 - found) : 0;
}

/* A page with a wave for its lower side. */
static struct str document(struct scene_box b, struct arena *keep)
{
    float w = (b.x1 - b.x0) / 2, foot = b.y1 - 4;
    struct buf out = buf_open(keep, 200);
    const float v[] = { b.x0, foot, b.y0, b.x1, foot };
    static const char *const letters[] = { "M", " ", "V", "H", "V" };
    for (int i = 0; i < LEN(v); i++) {
        buf_put(&out, str_of(letters[i]));
        buf_num(&out, (double)v[i], 1);
    }
    for (int half = 0; half < 2; half++) {
        buf_fmt(&out, "q%d %d %d 0", (int)(-w / 2), half ? 8 : -8,
                (int)(half ? b.x0 - b.x1 + floorf(w) : -floorf(w)));
    }
    buf_char(&out, 'z');
    return buf_str(&out);
}

static float radius(enum graph_shape shape, float w, float h, bool leaf, bool square)
{
    float most = fminf(w, h) / 2;
    if (square)
        return fminf(most, 2);
    if (shape == SHAPE_STADIUM || shape == SHAPE_CIRCLE)
        return most;
    if (shape == SHAPE_SUBROUTINE || shape == SHAPE_COMPONENT || shape == SHAPE_BAR)
        return fminf(most, 3);
    if (shape == SHAPE_ROUND)
        return fminf(most, 15);
    return fminf(most, leaf ? 8 : 10);
}

static void outline(struct scene *out, struct arena *keep, const struct graph_node *n,
                    struct scene_box b, enum scene_role role, bool leaf, bool square)
{
    struct scene_item *it;
    float w = tenth(b.x1 - b.x0), h = tenth(b.y1 - b.y0);
    struct curve_point at[6];
    int corners = corners_of(n->shape, b, at);
    if (n->shape == SHAPE_CYLINDER)
        it = scene_path(out, keep, role, cylinder(b, keep));
    else if (n->shape == SHAPE_DOCUMENT)
        it = scene_path(out, keep, role, document(b, keep));
    else if (corners)
        it = scene_path(out, keep, role, curve_polygon(at, corners, keep));
    else
        it = scene_rect(out, keep, role, tenth(b.x0), tenth(b.y0), w, h,
                        radius(n->shape, w, h, leaf, square));
    it->pen = n->stroke == STROKE_HEAVY    ? PEN_HEAVY
              : n->stroke == STROKE_DASHED ? PEN_DASHED
              : n->stroke == STROKE_NONE   ? PEN_NONE
                                           : PEN_PLAIN;
}

/* Left and upper borders of the cells of a table, where they are not the outline. */
static void fields(struct scene *out, struct arena *keep, const struct graph_node *n,
                   struct scene_box b)
{
    float sx = (b.x1 - b.x0) / (float)(n->w > 1 ? n->w - 1 : 1),
          sy = (b.y1 - b.y0) / (float)(n->h > 1 ? n->h - 1 : 1);
    struct buf d = buf_open(keep, 60 * (ptrdiff_t)n->n_fields + 1);
    for (int i = 0; i < n->n_fields; i++) {
        const struct graph_field *f = &n->fields[i];
        double x = (double)tenth(b.x0 + (float)f->x * sx),
               y = (double)tenth(b.y0 + (float)f->y * sy);
        if (f->x > 0)
            buf_fmt(&d, "M%g %gv%g", x, y, (double)tenth((float)f->h * sy));
        if (f->y > 0)
            buf_fmt(&d, "M%g %gh%g", x, y, (double)tenth((float)f->w * sx));
    }
    if (d.len)
        scene_path(out, keep, ROLE_GLYPH, buf_str(&d));
}

/* Lines inside the outline. */
static void details(struct scene *out, struct arena *keep, const struct graph_node *n,
                    struct scene_box b)
{
    struct buf d = buf_open(keep, 200);
    float w = tenth(b.x1 - b.x0), h = tenth(b.y1 - b.y0), x = tenth(b.x0), y = tenth(b.y0);
    if (n->shape == SHAPE_SUBROUTINE)
        buf_fmt(&d, "M%g %gv%gM%g %gv%g", (double)(x + 7), (double)y, (double)h,
                (double)(x + w - 7), (double)y, (double)h);
    else if (n->shape == SHAPE_NOTE)
        buf_fmt(&d, "M%g %gv10h10", (double)(x + w - 10), (double)y);
    if (d.len)
        scene_path(out, keep, ROLE_GLYPH, buf_str(&d));
    fields(out, keep, n, b);
    for (int i = 0; i < 2 && n->shape == SHAPE_COMPONENT; i++)
        scene_rect(out, keep, ROLE_NODE, x - 6, y + (i ? h - 15 : 7), 12, 8, 1);
}

void shape_draw(struct scene *out, struct arena *keep, const struct graph_node *n,
                struct scene_box box, bool leaf, bool square)
{
    if (n->shape == SHAPE_DOT || n->shape == SHAPE_BAR) {
        if (n->shape == SHAPE_BAR && box.x1 - box.x0 > box.y1 - box.y0)
            box = (struct scene_box){ box.x0, (box.y0 + box.y1) / 2 - 4, box.x1,
                                      (box.y0 + box.y1) / 2 + 4 };
        else if (n->shape == SHAPE_BAR)
            box = (struct scene_box){ (box.x0 + box.x1) / 2 - 4, box.y0, (box.x0 + box.x1) / 2 + 4,
                                      box.y1 };
        float w = box.x1 - box.x0, ring = n->stroke == STROKE_DOUBLE ? 3 : 0;
        if (ring > 0)
            scene_rect(out, keep, ROLE_HOLLOW, tenth(box.x0 - ring), tenth(box.y0 - ring),
                       tenth(w + 2 * ring), tenth(box.y1 - box.y0 + 2 * ring), w / 2 + ring);
        scene_rect(out, keep, ROLE_DOT, tenth(box.x0), tenth(box.y0), tenth(w),
                   tenth(box.y1 - box.y0), n->shape == SHAPE_BAR ? 2 : w / 2);
        return;
    }
    enum scene_role role = leaf ? ROLE_NODE : ROLE_BOX;
    outline(out, keep, n, box, role, leaf, square);
    if (n->tint && leaf) /* a breath of the author's colour on the opaque card */
        outline(out, keep, n, box, ROLE_BAND, leaf, square);
    if (n->stroke == STROKE_DOUBLE && box.x1 - box.x0 > 12 && box.y1 - box.y0 > 12) {
        struct scene_box in = { box.x0 + 3, box.y0 + 3, box.x1 - 3, box.y1 - 3 };
        outline(out, keep, n, in, role, leaf, square);
    }
    details(out, keep, n, box);
}
