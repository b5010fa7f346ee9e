/* edge.c - connections as items of a scene. */
#include "draw/edge.h"

#include "draw/palette.h"

enum scene_stroke edge_pen(enum graph_stroke stroke)
{
    static const enum scene_stroke pens[] = {
        [STROKE_HEAVY] = PEN_HEAVY,
        [STROKE_DOUBLE] = PEN_HEAVY,
        [STROKE_DASHED] = PEN_DASHED,
        [STROKE_NONE] = PEN_PLAIN,
    };
    return pens[stroke];
}

struct scene_item *edge_draw(struct scene *out, struct arena *keep, const struct graph *g,
                             const struct graph_edge *e, struct str path)
{
    struct scene_item *it = scene_path(out, keep, e->tint ? ROLE_WIRE : ROLE_EDGE, path);
    it->colour = e->tint ? palette_nearest(e->tint) : COLOUR_INHERIT;
    it->pen = edge_pen(e->stroke);
    it->from = e->from >= 0 ? g->nodes[e->from].id : S("");
    it->to = e->to >= 0 ? g->nodes[e->to].id : S("");
    it->head_end = e->dir == DIR_NONE ? HEAD_NONE : e->end ? e->end : HEAD_ARROW;
    it->head_begin = e->dir != DIR_BOTH ? HEAD_NONE : e->begin ? e->begin : HEAD_ARROW;
    return it;
}
