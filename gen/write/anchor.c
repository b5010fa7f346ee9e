/* anchor.c - addresses of pages, relative to the page that links to them. */
#include "write/anchor.h"

#include "base/path.h"
#include "write/offers.h"

struct str anchor_href(const struct site *s, const struct site_page *from,
                       const struct site_page *to, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 14);
    if (!to->out.len) /* an address elsewhere, in the tree */
        return to->href;
    if (from->rooted)
        buf_put(&b, site_root_path(s));
    buf_percent(&b, from->rooted ? to->out : path_relative(from->out, to->out, keep), S("/"));
    return buf_str(&b);
}

void anchor_text(struct value *map, const char *key, struct str text, struct arena *keep)
{
    if (text.len)
        value_set(map, key, value_str(text, keep), keep);
}

struct value *anchor_to(const struct site *s, const struct site_page *from,
                        const struct site_page *to, struct arena *keep)
{
    struct value *v = value_map(keep);
    anchor_text(v, "href", anchor_href(s, from, to, keep), keep);
    anchor_text(v, "title", site_label(to), keep);
    return v;
}
