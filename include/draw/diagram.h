/* diagram.h - a graph as a picture that keeps its author's arrangement. */
#ifndef DRAW_DIAGRAM_H
#define DRAW_DIAGRAM_H
#include "model/graph.h"
#include "model/scene.h"

/* Real type instead of cells, signs and colours by what the labels say; columns grow where text
 * needs them to, so that no text overlaps another or leaves its box. The scene lives in keep and
 * points into the graph's text. A tree (GRAPH_TREE) becomes rows with folders, files and aligned
 * notes. */
void diagram_scene(const struct graph *g, struct arena *keep, struct scene *out);
/* The same, and reads the picture back (draw/proof.h): false and a reason in words when it does not
 * show what g says. */
bool diagram_draw(const struct graph *g, struct arena *keep, struct scene *out, const char **why);
/* Lays g out if it has no places yet, and draws it; when that does not show what g says, once more with the
 * layout's own, slanted lines. */
bool diagram_place(struct graph *g, struct arena *keep, struct scene *out, const char **why);
/* Appends the nodes, nested, and the connections of a diagram's scene as HTML lists: the picture in words,
 * for screen readers. out must not live in scratch. */
void diagram_list(const struct scene *s, struct arena scratch, struct buf *out);
#endif
