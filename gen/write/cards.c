/* cards.c - the picture that stands for a page where its link is shared: its title, its section, the site; and
 * the sign of the program as a picture. */
#include "write/cards.h"

#include "draw/card.h"
#include "page/asset.h"
#include "write/makers.h"
#include "write/offers.h"

enum { TOUCH_ICON = 180 };

/* Raised when cards are drawn otherwise, so that all are drawn again. */
static const char style[] = "card 2";

static struct str section_of(const struct site *s, const struct site_page *p)
{
    return p->parent && p->parent != s->root ? p->parent->title : (struct str){ 0 };
}

uint64_t cards_hash(const struct site *s, const struct site_page *p, uint64_t figure)
{
    const struct str parts[] = { str_of(style), p->title, section_of(s, p), s->file.title };
    uint64_t h = figure;
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        h = product_mix(h, parts[i]);
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
    product_put_drawn(b, 0, p, S("touch-icon.png"), 1, error, bytes, scratch);
}

void cards_make_icon(struct build *b)
{
    if (offers_icon(b->site, &b->theme))
        product_one(b, "=icon", 1, put_icon);
}
