/* offers.c - what a site has besides its pages, and where. */
#include "write/offers.h"

#include "page/asset.h"

enum { MAX_SHEETS = 500 /* more pages on one nobody prints, and browsers crawl */ };

bool offers_print(const struct site *s)
{
    return s->root && s->root->first && s->n_pages <= MAX_SHEETS;
}

bool offers_search(const struct site *s)
{
    return s->n_pages > 1;
}

/* Another name when the author has a folder "search". */
struct str offers_search_dir(const struct site *s)
{
    bool taken = map_get(&s->page_at, S("search.md")) || map_get(&s->page_at, S("search/index.md"));
    return taken ? S("plumb-search/") : S("search/");
}

struct str offers_search_text(const struct site_page *p, struct arena *keep)
{
    return str_join(p->url, S("plumb-text.js"), keep);
}

bool offers_icon(const struct site *s, const struct theme *theme)
{
    struct str own;
    return !s->options.no_png && asset_named(S("favicon.svg"), &own) && str_equal(own, theme->icon);
}

bool offers_cards(const struct site *s)
{
    return s->file.base_url.len && !s->options.no_png && !s->file.look.card.len;
}

struct str offers_card_path(const struct site_page *p, struct arena *keep)
{
    return str_join(p->url, S("card.png"), keep);
}
