/* card.c - a small scene drawn large, so that its type is read in a preview the size of a stamp. */
#include "draw/card.h"

#include "draw/font_width.h"
#include "draw/png.h"

/* pixels of the picture, and of the scene */
enum {
    WIDE = 1200,
    HIGH = 630,
    W = 400,
    H = 210,
    LEFT = 34,
    LINE = 20,
    MAX_LINES = 4,
    NARROW = 170,
    FULL = 336,
    ROOM = 146
};

static void sign(struct scene *s, struct arena *keep, const char *string, const char *bob)
{
    scene_path(s, keep, ROLE_AXIS, str_of(string));
    scene_path(s, keep, ROLE_PLATE, str_of(bob))->colour = COLOUR_COMPUTE;
}

static void line(struct scene *s, struct arena *keep, enum scene_role role, float y,
                 struct str text)
{
    scene_text(s, keep, role, LEFT, y, font_width(text, role), ANCHOR_START, text);
}

/* The longest head of text in width; with a sign that it goes on when it does. */
static struct str fitted(struct str text, enum scene_role role, float width, struct arena *keep)
{
    struct str head = font_fit(text, role, width);
    return head.len == text.len
               ? text
               : str_join(str_trim_end(font_fit(text, role, width - 16)), S("…"), keep);
}

static void title(struct scene *s, struct arena *keep, struct str text, float width)
{
    float y = 92;
    for (int i = 0; i < MAX_LINES && text.len; i++) {
        bool last = i == MAX_LINES - 1;
        struct str head = last ? text : font_fit(text, ROLE_HEADING, width);
        line(s, keep, ROLE_HEADING, y, last ? fitted(text, ROLE_HEADING, width, keep) : head);
        text = str_trim(str_from(text, head.len));
        y += LINE;
    }
}

int card_png(const struct card *c, struct arena *keep, struct str *out)
{
    struct scene s = { .w = W, .h = H };
    float width = c->figure ? NARROW : FULL;
    sign(&s, keep, "M20 0V50", "M15.500 50h9v3.500L20 64 15.500 53.500z");
    if (c->section.len)
        scene_text(&s, keep, ROLE_CAPTION, LEFT, 66, width, ANCHOR_START,
                   fitted(c->section, ROLE_CAPTION, width, keep))
            ->colour = COLOUR_COMPUTE;
    title(&s, keep, c->title, width);
    line(&s, keep, ROLE_SUB, H - 22, fitted(c->site, ROLE_SUB, width, keep));
    struct png_options o = { .width = WIDE, .height = HIGH };
    if (c->figure) {
        float ratio = c->figure->w > 0 ? c->figure->h / c->figure->w : 1,
              high = ratio * ROOM < ROOM ? ratio * ROOM : ROOM;
        scene_rect(&s, keep, ROLE_PILL, 218, (H - high) / 2 - 8, ROOM + 16, high + 16, 6);
        o.inset = (struct png_inset){ c->figure, 226, (H - high) / 2, ROOM, high };
    }
    return png_write(&s, &o, keep, out);
}

int card_icon(int side, struct arena *keep, struct str *out)
{
    struct scene s = { .w = 32, .h = 32 };
    sign(&s, keep, "M16 0V13", "M10 12h12v4.200L16 28 10 16.200z");
    return png_write(&s, &(struct png_options){ .width = side, .height = side }, keep, out);
}
