/* cards.c - the picture that stands for a page where its link is shared: its title, its section, the site; and
 * the sign of the program as a picture. */
#include "write/cards.h"

#include "draw/card.h"
#include "page/asset.h"
#include "write/makers.h"

enum { TOUCH_ICON = 180 };

/* Raised when cards are drawn otherwise, so that all are drawn again. */
static const char style[] = "card 2";

bool cards_have_icon(const struct site *s, const struct theme *theme)
{
    struct str own;
    return !s->options.no_png && asset_named(S("favicon.svg"), &own) && str_equal(own, theme->icon);
}

bool cards_have(const struct site *s)
{
    return s->file.base_url.len && !s->options.no_png;
}

struct str cards_path(const struct site_page *p, struct arena *keep)
{
    return str_join(p->url, S("card.png"), keep);
}

static struct str section_of(const struct site *s, const struct site_page *p)
{
    return p->parent && p->parent != s->root ? p->parent->title : (struct str){ 0 };
}

uint64_t cards_hash(const struct site *s, const struct site_page *p, uint64_t figure)
{
    const struct str parts[] = { str_of(style), p->title, section_of(s, p), s->file.title };
    uint64_t h = figure;
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        h = build_mix(h, parts[i]);
    return h | 1;
}

int cards_draw(const struct site *s, const struct site_page *p, const struct scene *figure,
               struct arena *keep, struct str *png)
{
    struct card c = { p->title, section_of(s, p), s->file.title, figure };
    return card_png(&c, keep, png);
}

static void put_icon(struct build *b, struct record_product *p, struct arena scratch)
{
    struct str bytes;
    int error = card_icon(TOUCH_ICON, &scratch, &bytes);
    build_put_drawn(b, 0, p, S("touch-icon.png"), 1, error, bytes, scratch);
}

void cards_make_icon(struct build *b)
{
    if (cards_have_icon(b->site, &b->theme))
        build_product(b, "=icon", 1, put_icon);
}
