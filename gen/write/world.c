/* world.c - one function a kind of question. Each can give the hash alone: that is how a page that
 * has not changed is known without rendering it. */
#include "write/world.h"

#include "base/path.h"
#include "judge/figures.h"
#include "write/frame.h"
#include "gather/link.h"

struct question {
    const struct world *world;
    const struct site_page *page;
    struct str key;
    struct arena *keep;
    bool hash_only;
};

static uint64_t mix(uint64_t h, struct str s)
{
    return (h ^ str_hash(s)) * 0x9e3779b97f4a7c15u;
}

static struct lookup_answer find_link(const struct question *q)
{
    struct site_target t =
        site_resolve(q->world->site, q->page, q->key, (struct str){ 0 }, q->keep);
    struct lookup_link *link = NEW(q->keep, struct lookup_link, 1);
    link->kind = t.kind;
    link->href = t.kind == LINK_EXTERNAL ? q->key : site_href(q->page, &t, q->keep);
    const struct site_image *image =
        t.kind == LINK_FILE ? map_get(&q->world->site->images, t.file) : NULL;
    if (image) {
        link->width = image->size.width;
        link->height = image->size.height;
        memcpy(link->copies, image->copies, sizeof link->copies);
    }
    uint64_t hash =
        mix((uint64_t)link->kind + ((uint64_t)link->width << 8) + ((uint64_t)link->height << 32),
            link->href);
    for (int i = 0; i < LOOKUP_COPIES; i++)
        hash += (uint64_t)link->copies[i] << (16 * i + 20);
    return (struct lookup_answer){ link, hash };
}

static struct lookup_answer find_claim(const struct question *q)
{
    for (ptrdiff_t i = 0; i < q->page->n_claims; i++) {
        const struct claim *c = &q->page->claims[i].claim;
        if (!str_equal(q->page->claims[i].key, q->key))
            continue;
        uint64_t hash = mix((uint64_t)c->verdict + 1, c->shown);
        hash = mix(mix(mix(hash, c->message), c->evidence.value), c->evidence.place);
        return (struct lookup_answer){ c, mix(hash, c->evidence.date) };
    }
    return (struct lookup_answer){ 0 };
}

static struct lookup_answer find_figure(const struct question *q)
{
    for (ptrdiff_t i = 0; i < q->page->n_figures; i++) {
        const struct site_figure *f = &q->page->figures[i];
        if (!str_equal(f->key, q->key))
            continue;
        uint64_t hash = mix(mix(f->hash + q->world->site->options.no_png, f->name), f->caption);
        return (struct lookup_answer){
            q->hash_only ? NULL : figures_draw(q->world->site, q->page, f, q->keep), hash
        };
    }
    return (struct lookup_answer){ 0 };
}

static struct lookup_answer find_frame(const struct question *q)
{
    struct value *v = frame_of(q->world->site, q->world->theme, q->page, q->keep);
    struct buf b = buf_open(q->keep, PTRDIFF_MAX);
    value_json(v, &b);
    return (struct lookup_answer){ v, str_hash(buf_str(&b)) };
}

static struct lookup_answer find_template(const struct question *q)
{
    return (struct lookup_answer){ theme_template(q->world->theme, q->key), q->world->theme->hash };
}

static struct lookup_answer (*const finders[N_LOOKUPS])(const struct question *q) = {
    [LOOKUP_LINK] = find_link,   [LOOKUP_CLAIM] = find_claim,       [LOOKUP_FIGURE] = find_figure,
    [LOOKUP_FRAME] = find_frame, [LOOKUP_TEMPLATE] = find_template,
};

struct lookup_answer world_find(const void *world, struct str page, enum lookup_kind kind,
                                struct str key, bool hash_only, struct arena *keep)
{
    const struct world *w = world;
    struct question q = { w, site_page_at(w->site, page), key, keep, hash_only };
    return finders[kind](&q);
}

struct lookup_answer world_recall(const void *memo, struct str page, enum lookup_kind kind,
                                  struct str key, bool hash_only, struct arena *keep)
{
    struct world_memo *m = (struct world_memo *)(uintptr_t)memo;
    const struct lookup_answer *known = kind == LOOKUP_FIGURE ? map_get(&m->figures, key) : NULL;
    if (known)
        return *known;
    struct lookup_answer a = world_find(m->world, page, kind, key, hash_only, keep);
    if (kind != LOOKUP_FIGURE || !a.value)
        return a;
    struct lookup_answer *new = NEW(m->keep, struct lookup_answer, 1);
    *new = a;
    *map_at(&m->figures, str_copy(key, m->keep), m->keep) = new;
    return a;
}
