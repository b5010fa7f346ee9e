/* legend.c - the categories that groups of a scene wear, in one fixed order. */
#include "draw/legend.h"

#include <math.h>

#include "draw/font_width.h"

enum { FEW = 3, MARGIN = 16, LANE = 20, SWATCH = 11, GAP = 16 };

static const char *const names[COLOUR_FALSE] = {
    [COLOUR_NET] = "network",     [COLOUR_PUBLIC] = "public", [COLOUR_PRIVATE] = "private",
    [COLOUR_COMPUTE] = "compute", [COLOUR_DATA] = "data",     [COLOUR_WATCH] = "monitoring",
};

/* An author's own colour looks like one of these and means something else. */
static int categories(const struct scene *s, bool *seen)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s->items.len; i++) {
        const struct scene_item *it = &s->items.ptr[i];
        if (it->kind != SCENE_OPEN || it->own_colour || it->colour >= COLOUR_FALSE ||
            !names[it->colour])
            continue;
        n += !seen[it->colour];
        seen[it->colour] = true;
    }
    return n;
}

void legend_add(struct scene *s, struct arena *keep)
{
    bool seen[COLOUR_FALSE] = { 0 };
    if (categories(s, seen) <= FEW)
        return;
    scene_open(s, keep, S(""), S("Legend"), COLOUR_INHERIT);
    float x = MARGIN, y = s->h + LANE / 2.0F - 4, right = s->w - MARGIN;
    for (int i = 0; i < COLOUR_FALSE; i++) {
        if (!seen[i])
            continue;
        struct str name = str_of(names[i]);
        float w = font_width(name, ROLE_LABEL), whole = SWATCH + 5 + w;
        if (x > MARGIN && x + whole > right) {
            x = MARGIN;
            y += LANE;
        }
        scene_rect(s, keep, ROLE_PLATE, x, y - 9, SWATCH, SWATCH, 2)->colour = (enum scene_colour)i;
        scene_text(s, keep, ROLE_LABEL, x + SWATCH + 5, y, w, ANCHOR_START, name);
        x += whole + GAP;
    }
    scene_close(s, keep);
    s->h = ceilf(y + MARGIN);
}
