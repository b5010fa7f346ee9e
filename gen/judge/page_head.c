/* page_head.c - front matter and heading of a page made from data, and links in it. */
#include "judge/page_head.h"

#include "model/markdown_text.h"

void page_head(struct buf *b, const char *title, struct str what, const char *description,
               int weight)
{
    buf_put(b, S("---\ntitle: "));
    buf_json(b, str_fmt(b->arena, "%s%.*s", title, FMT(what)));
    if (weight)
        buf_fmt(b, "\nweight: %d", weight);
    buf_fmt(b, "\ndescription: \"%s\"\n---\n# %s", description, title);
    markdown_text(b, what);
    buf_put(b, S("\n\n"));
}

void page_head_link(struct buf *b, const struct site_page *to)
{
    buf_char(b, '[');
    markdown_text(b, to->title);
    buf_put(b, S("](/"));
    buf_percent(b, to->path, S("/"));
    buf_char(b, ')');
}
