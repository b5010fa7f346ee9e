/* shape.c - boxes, rounds, diamonds, cylinders. */
#include "draw/shape.h"

#include <math.h>

#include "draw/curve.h"

float shape_room(enum graph_shape shape, float need)
{
    switch (shape) {
    case SHAPE_DIAMOND:
        return need * 1.6F;
    case SHAPE_HEXAGON:
        return need + 24;
    case SHAPE_STADIUM:
        return need + 10;
    default:
        return need;
    }
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

static struct str polygon(enum graph_shape shape, struct scene_box b, struct arena *keep)
{
    float mx = (b.x0 + b.x1) / 2, my = (b.y0 + b.y1) / 2, cut = 12;
    struct curve_point diamond[] = { { mx, b.y0 }, { b.x1, my }, { mx, b.y1 }, { b.x0, my } };
    struct curve_point hexagon[] = { { b.x0 + cut, b.y0 }, { b.x1 - cut, b.y0 }, { b.x1, my },
                                     { b.x1 - cut, b.y1 }, { b.x0 + cut, b.y1 }, { b.x0, my } };
    return shape == SHAPE_DIAMOND ? curve_polygon(diamond, 4, keep)
                                  : curve_polygon(hexagon, 6, keep);
}

static float radius(enum graph_shape shape, float w, float h, bool leaf, bool square)
{
    float most = fminf(w, h) / 2;
    if (square)
        return fminf(most, 2);
    if (shape == SHAPE_STADIUM)
        return most;
    if (shape == SHAPE_ROUND)
        return fminf(most, 15);
    return fminf(most, leaf ? 8 : 10);
}

static void outline(struct scene *out, struct arena *keep, const struct graph_node *n,
                    struct scene_box b, enum scene_role role, bool leaf, bool square)
{
    struct scene_item *it;
    float w = tenth(b.x1 - b.x0), h = tenth(b.y1 - b.y0);
    if (n->shape == SHAPE_CYLINDER)
        it = scene_path(out, keep, role, cylinder(b, keep));
    else if (n->shape == SHAPE_DIAMOND || n->shape == SHAPE_HEXAGON)
        it = scene_path(out, keep, role, polygon(n->shape, b, keep));
    else
        it = scene_rect(out, keep, role, tenth(b.x0), tenth(b.y0), w, h,
                        radius(n->shape, w, h, leaf, square));
    it->pen = n->stroke == STROKE_HEAVY    ? PEN_HEAVY
              : n->stroke == STROKE_DASHED ? PEN_DASHED
              : n->stroke == STROKE_NONE   ? PEN_NONE
                                           : PEN_PLAIN;
}

void shape_draw(struct scene *out, struct arena *keep, const struct graph_node *n,
                struct scene_box box, bool leaf, bool square)
{
    if (n->shape == SHAPE_DOT) {
        float w = box.x1 - box.x0;
        scene_rect(out, keep, ROLE_DOT, tenth(box.x0), tenth(box.y0), tenth(w),
                   tenth(box.y1 - box.y0), w / 2);
        return;
    }
    enum scene_role role = leaf ? ROLE_NODE : ROLE_BOX;
    outline(out, keep, n, box, role, leaf, square);
    if (n->stroke == STROKE_DOUBLE && box.x1 - box.x0 > 12 && box.y1 - box.y0 > 12) {
        struct scene_box in = { box.x0 + 3, box.y0 + 3, box.x1 - 3, box.y1 - 3 };
        outline(out, keep, n, in, role, leaf, square);
    }
}
