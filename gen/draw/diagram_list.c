/* diagram_list.c - what a diagram shows, as lists for those who do not see it. */
#include "base/map.h"
#include "base/tag.h"
#include "draw/diagram.h"

/* Groups stand inside each other as nodes do: a list in the item of the one around it. */
static void put_nodes(const struct scene *s, struct map *labels, struct arena *scratch,
                      struct buf *out)
{
    bool just_opened = true; /* nothing stands yet in the list or item at hand */
    for (ptrdiff_t i = 0; i < s->items.len; i++) {
        const struct scene_item *item = &s->items.ptr[i];
        if (item->kind == SCENE_OPEN) {
            if (just_opened)
                tag_open(out, "ul");
            tag_open(out, "li");
            buf_html(out, item->text.len ? item->text : S("unnamed"));
            *map_at(labels, item->id, scratch) = (void *)(uintptr_t)item;
            just_opened = true;
        } else if (item->kind == SCENE_CLOSE) {
            if (!just_opened)
                tag_end(out, "ul");
            tag_end(out, "li");
            just_opened = false;
        }
    }
    if (!just_opened)
        tag_end(out, "ul");
}

static void put_edges(const struct scene *s, const struct map *labels, struct buf *out)
{
    for (ptrdiff_t i = 0; i < s->items.len; i++) {
        const struct scene_item *item = &s->items.ptr[i];
        const struct scene_item *from = item->from.len ? map_get(labels, item->from) : NULL;
        const struct scene_item *to = item->to.len ? map_get(labels, item->to) : NULL;
        if (item->kind != SCENE_PATH || !from || !to)
            continue;
        bool both = item->head_begin && item->head_end, none = !item->head_begin && !item->head_end;
        tag_open(out, "li");
        buf_html(out, from->text);
        buf_put(out, both || none ? S(" and ") : S(" to "));
        buf_html(out, to->text);
        buf_put(out, none ? S(", joined") : both ? S(", both ways") : S(""));
        tag_end(out, "li");
    }
}

void diagram_list(const struct scene *s, struct arena scratch, struct buf *out)
{
    struct map labels = { 0 };
    struct arena upper = arena_upper(&scratch);
    struct buf edges = buf_open(&upper, PTRDIFF_MAX);
    put_nodes(s, &labels, &scratch, out);
    put_edges(s, &labels, &edges);
    if (edges.len) {
        tag_text(out, "p", S("Connections"));
        tag_open(out, "ul");
        buf_put(out, buf_str(&edges));
        tag_end(out, "ul");
    }
}
