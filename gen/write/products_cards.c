/* products_cards.c - what stands on a page's card: its title, its section, the site, its first figure. */
#include "draw/card.h"
#include "page/asset.h"
#include "judge/figures.h"
#include "write/products.h"

/* Raised when cards are drawn otherwise, so that all are drawn again. */
static const char style[] = "card 1";

bool products_have_icon(const struct site *s, const struct theme *theme)
{
    struct str own;
    return !s->options.no_png && asset_named(S("favicon.svg"), &own) && str_equal(own, theme->icon);
}

bool products_have_cards(const struct site *s)
{
    return s->file.base_url.len && !s->options.no_png;
}

struct str products_card_path(const struct site_page *p, struct arena *keep)
{
    return str_join(p->url, S("card.png"), keep);
}

static struct str section_of(const struct site *s, const struct site_page *p)
{
    return p->parent && p->parent != s->root ? p->parent->title : (struct str){ 0 };
}

uint64_t products_card_hash(const struct site *s, const struct site_page *p)
{
    const struct str parts[] = { str_of(style), p->title, section_of(s, p), s->file.title };
    uint64_t h = p->n_figures ? p->figures[0].hash : 1;
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        h = (h ^ str_hash(parts[i])) * 0x9e3779b97f4a7c15u;
    return h | 1;
}

int products_card(const struct site *s, const struct site_page *p, struct arena *keep,
                  struct str *png)
{
    struct scene figure = { 0 };
    struct card c = { p->title, section_of(s, p), s->file.title, NULL };
    if (p->n_figures) {
        figures_scene(&p->figures[0], keep, &figure);
        c.figure = &figure;
    }
    return card_png(&c, keep, png);
}
