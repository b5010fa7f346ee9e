/* world.c - one function a kind of question. Each can give the hash alone: that is how a page that
 * has not changed is known without rendering it. */
#include "write/world.h"

#include "base/path.h"
#include "judge/ask.h"
#include "judge/glossary.h"
#include "judge/link.h"
#include "write/frame.h"
#include "write/home.h"
#include "write/records.h"

struct question {
    const struct world *world;
    const struct site_page *page;
    struct str key;
    struct arena *keep;
};

static uint64_t mix(uint64_t h, struct str s)
{
    return (h ^ str_hash(s)) * 0x9e3779b97f4a7c15u;
}

static struct lookup_answer find_link(const struct question *q)
{
    struct link_target t = link_resolve(q->world->site, q->page, q->key, S(""), q->keep);
    struct lookup_link *link = NEW(q->keep, struct lookup_link, 1);
    link->kind = t.kind;
    link->href = t.kind == LINK_EXTERNAL ? q->key : link_href(q->page, &t, q->keep);
    link->file = t.kind == LINK_FILE ? t.file : S("");
    link->page = t.page ? t.page->path : S("");
    return (struct lookup_answer){ link, mix((uint64_t)link->kind, link->href) };
}

static struct lookup_answer find_image(const struct question *q)
{
    const struct site_image *image = map_get(&q->world->site->images, q->key);
    struct lookup_image *out = NEW(q->keep, struct lookup_image, 1);
    if (!image)
        return (struct lookup_answer){ 0 };
    out->width = image->size.width;
    out->height = image->size.height;
    memcpy(out->copies, image->copies, sizeof out->copies);
    uint64_t h = (uint64_t)out->width << 32 ^ (uint64_t)out->height;
    for (int i = 0; i < LOOKUP_COPIES; i++)
        h = h * 0x9e3779b97f4a7c15u + (uint64_t)out->copies[i];
    return (struct lookup_answer){ out, h };
}

static struct lookup_answer find_claim(const struct question *q)
{
    for (ptrdiff_t i = 0; i < q->page->n_claims; i++)
        if (str_equal(q->page->claims[i].key, q->key))
            return (struct lookup_answer){ &q->page->claims[i].claim, 0 };
    for (ptrdiff_t i = 0; i < q->page->n_marks; i++)
        if (str_equal(q->page->marks[i].key, q->key))
            return (struct lookup_answer){ &q->page->marks[i].claim, 0 };
    return (struct lookup_answer){ 0 };
}

/* Its key, or "@" and its address. */
static bool is_called(const struct site_figure *f, struct str key)
{
    if (!str_starts(key, S("@")))
        return str_equal(f->key, key);
    char number[32];
    int n = snprintf(number, sizeof number, "figure-%d", f->number);
    struct str id = str_from(key, 1);
    return f->number && (str_equal(f->id, id) || str_equal((struct str){ number, n }, id));
}

static struct lookup_answer find_figure(const struct question *q)
{
    for (ptrdiff_t i = 0; i < q->page->n_figures; i++)
        if (is_called(&q->page->figures[i], q->key))
            return (struct lookup_answer){ q->page->figures[i].drawn, 0 };
    return (struct lookup_answer){ 0 };
}

static struct lookup_answer find_frame(const struct question *q)
{
    struct value *v = frame_of(q->world->site, q->world->theme, q->page, q->keep);
    return (struct lookup_answer){ v, value_hash(v) };
}

static struct lookup_answer find_totals(const struct question *q)
{
    return (struct lookup_answer){ home_of(q->world->site, q->keep),
                                   home_hash(q->world->site, q->keep) };
}

static struct lookup_answer find_effects(const struct question *q)
{
    struct value *v = records_effects(q->world->site, q->page, q->keep);
    return (struct lookup_answer){ v, value_hash(v) };
}

static struct lookup_answer find_terms(const struct question *q)
{
    const struct lookup_terms *terms = q->world->site->terms;
    bool own = glossary_is(q->world->site, q->page) || q->page->generated;
    return (struct lookup_answer){ own ? NULL : terms, own || !terms ? 1 : terms->hash };
}

static struct lookup_answer find_template(const struct question *q)
{
    return (struct lookup_answer){ theme_template(q->world->theme, q->key), q->world->theme->hash };
}

static struct lookup_answer find_setting(const struct question *q)
{
    static const struct str trusted = { "trusted", 7 }, safe = { "safe", 4 };
    const struct site *s = q->world->site;
    const struct str *value = s->file.raw_html == SITE_HTML_TRUSTED ? &trusted : &safe;
    if (!str_equal(q->key, S("raw_html")))
        return (struct lookup_answer){ 0 };
    return (struct lookup_answer){ value, str_hash(*value) };
}

static struct lookup_answer (*const finders[LOOKUP_TITLE])(const struct question *q) = {
    [LOOKUP_LINK] = find_link,         [LOOKUP_IMAGE] = find_image,
    [LOOKUP_CLAIM] = find_claim,       [LOOKUP_FIGURE] = find_figure,
    [LOOKUP_FRAME] = find_frame,       [LOOKUP_TOTALS] = find_totals,
    [LOOKUP_TEMPLATE] = find_template, [LOOKUP_SETTING] = find_setting,
    [LOOKUP_EFFECTS] = find_effects,   [LOOKUP_TERMS] = find_terms,
};

struct lookup_answer world_find(const void *world, struct str page, enum lookup_kind kind,
                                struct str key, bool hash_only, struct arena *keep)
{
    const struct world *w = world;
    struct question q = { w, site_page_at(w->site, page), key, keep };
    return kind < LOOKUP_TITLE ? finders[kind](&q)
                               : ask_find(w->site, page, kind, key, hash_only, keep);
}

void world_epoch(struct site *s, const struct theme *theme)
{
    const struct str parts[] = { theme->css_path, theme->pictures_path, theme->js_path,
                                 theme->ground_path, s->file.title };
    uint64_t h = s->epochs[EPOCH_FACES] ^ (s->epochs[EPOCH_SETTINGS] * 3) ^ theme->hash;
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        h = mix(h, parts[i]);
    s->epochs[EPOCH_FRAME] = h + (uint64_t)date_days(s->options.today);
}
