/* glyphs.h - our own signs for services, as path data in a 24 by 24 square, and who wears which. */
#ifndef DRAW_GLYPHS_H
#define DRAW_GLYPHS_H
#include "model/graph.h"
#include "model/scene.h"

struct glyph {
    const char *name, *path;
    enum scene_colour colour; /* category of what wears it */
};
/* Number of a glyph, 1.., by name; 0 when there is none. */
int glyphs_named(struct str name);
const struct glyph *glyphs_at(int number);
int glyphs_count(void); /* numbers run from 1 to this */
/* The glyph for a node: by its kind, else by the words of its label; 0: none fits. */
int glyphs_of_node(const struct graph_node *node);
/* The category colour for a node that contains others: by kind or words; COLOUR_EDGE when none. */
enum scene_colour glyphs_of_container(const struct graph_node *node);
#endif
