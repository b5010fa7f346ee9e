/* svg.h - a scene as SVG, for pages and as a file of its own.
 *
 * Inline: classes and plain attributes only (no style attribute, no style element), so that it
 * lives under style-src 'self'; ids carry the figure's prefix; colours come from assets/figure.css,
 * in custom properties of the theme. Title and description that stand in the
 * picture as lines of text are named there, not said again. Without any style sheet shapes are light,
 * outlined, and text is legible. File: own style for light and dark
 * with plain colours, which librsvg and mail readers understand too.
 *
 * Classes: those of scene_pens (model/scene.h) for shapes and text, `m` and `z` for text anchored
 * in the middle and at the end, `dash` and `heavy` for strokes, and one of palette_class() (`net`,
 * `s1`) on a group or an item, which sets `color`; all else is currentColor. */
#ifndef DRAW_SVG_H
#define DRAW_SVG_H
#include "draw/palette.h"

enum svg_theme { SVG_AUTO, SVG_LIGHT, SVG_DARK };
struct svg_options {
    struct str
        id; /* prefix of all ids: letters, digits, -; needed inline, may be empty in a file */
    bool inline_;
    bool of_site; /* a file with svg_site_style(), the same in each, so that a policy can name it */
    enum svg_theme theme; /* of a file: AUTO follows the reader's scheme */
};
void svg_write(const struct scene *s, const struct svg_options *o, struct buf *out);
/* What stands in the style element of each file of a site. */
void svg_site_style(struct buf *out);
#endif
