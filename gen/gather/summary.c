/* summary.c - a page without its text, and findings, as bytes and back. */
#include "gather/summary.h"

#include <stddef.h>

#include "model/rule.h"

/* ---- findings ---- */

static const size_t texts[] = {
    offsetof(struct finding, file),
    offsetof(struct finding, message),
    offsetof(struct finding, source_line),
    offsetof(struct finding, evidence.value),
    offsetof(struct finding, evidence.source),
    offsetof(struct finding, evidence.place),
    offsetof(struct finding, evidence.date),
    offsetof(struct finding, suggest),
    offsetof(struct finding, about),
    offsetof(struct finding, accepted),
    offsetof(struct finding, note),
};

static struct str *text_at(const void *of, size_t at)
{
    return (struct str *)((uintptr_t)of + at);
}

void summary_pack_findings(const struct finding *f, ptrdiff_t n, struct buf *out)
{
    pack_u64(out, (uint64_t)n);
    for (; n > 0; n--, f++) {
        pack_u64(out, (uint64_t)(f->rule - rules));
        pack_u64(out, f->severity);
        pack_i64(out, f->line);
        pack_i64(out, f->col);
        pack_i64(out, f->end_line);
        pack_i64(out, f->end_col);
        for (ptrdiff_t i = 0; i < LEN(texts); i++)
            pack_str(out, *text_at(f, texts[i]));
    }
}

void summary_unpack_findings(struct unpack *u, struct diag *d)
{
    for (ptrdiff_t n = unpack_count(u); n > 0 && !u->bad; n--) {
        struct finding *f = PUSH(&d->findings, d->keep);
        *f = (struct finding){ .rule = &rules[unpack_u64(u) % N_RULES] };
        f->severity = (enum severity)(unpack_u64(u) % (SEVERITY_ERROR + 1));
        f->line = (int)unpack_i64(u);
        f->col = (int)unpack_i64(u);
        f->end_line = (int)unpack_i64(u);
        f->end_col = (int)unpack_i64(u);
        for (ptrdiff_t i = 0; i < LEN(texts); i++)
            *text_at(f, texts[i]) = unpack_str(u);
    }
}

/* ---- front matter ---- */

#define IN_FRONT(m) offsetof(struct front_matter, m)
static const size_t front_texts[] = {
    IN_FRONT(title),  IN_FRONT(description), IN_FRONT(env),      IN_FRONT(owner),
    IN_FRONT(status), IN_FRONT(date),        IN_FRONT(redirect), IN_FRONT(review_by),
    IN_FRONT(label),  IN_FRONT(id),          IN_FRONT(address),
};
static const struct {
    size_t list, count;
} front_lists[] = {
    { IN_FRONT(aliases), IN_FRONT(n_aliases) },
    { IN_FRONT(tags), IN_FRONT(n_tags) },
    { IN_FRONT(onboarding), IN_FRONT(n_onboarding) },
    { IN_FRONT(prerequisites), IN_FRONT(n_prerequisites) },
    { IN_FRONT(deciders), IN_FRONT(n_deciders) },
    { IN_FRONT(consulted), IN_FRONT(n_consulted) },
    { IN_FRONT(informed), IN_FRONT(n_informed) },
    { IN_FRONT(supersedes), IN_FRONT(n_supersedes) },
    { IN_FRONT(bad), IN_FRONT(n_bad) },
};

static int *count_at(const struct front_matter *f, size_t at)
{
    return (int *)((uintptr_t)f + at);
}

static struct str **list_at(const struct front_matter *f, size_t at)
{
    return (struct str **)((uintptr_t)f + at);
}

static void pack_front(const struct front_matter *f, struct buf *out)
{
    for (ptrdiff_t i = 0; i < LEN(front_texts); i++)
        pack_str(out, *text_at(f, front_texts[i]));
    for (ptrdiff_t i = 0; i < LEN(front_lists); i++) {
        int n = *count_at(f, front_lists[i].count);
        pack_u64(out, (uint64_t)n);
        for (int k = 0; k < n; k++)
            pack_str(out, (*list_at(f, front_lists[i].list))[k]);
    }
    pack_i64(out, f->weight);
    pack_u64(out, (uint64_t)(f->draft + 2 * f->has_weight));
}

static void unpack_front(struct unpack *u, struct front_matter *f, struct arena *keep)
{
    for (ptrdiff_t i = 0; i < LEN(front_texts); i++)
        *text_at(f, front_texts[i]) = unpack_str(u);
    for (ptrdiff_t i = 0; i < LEN(front_lists); i++) {
        int n = (int)unpack_count(u);
        *count_at(f, front_lists[i].count) = n;
        *list_at(f, front_lists[i].list) = NEW(keep, struct str, n);
        for (int k = 0; k < n; k++)
            (*list_at(f, front_lists[i].list))[k] = unpack_str(u);
    }
    f->weight = unpack_i64(u);
    uint64_t flags = unpack_u64(u);
    f->draft = flags & 1;
    f->has_weight = flags & 2;
}

/* ---- pages ---- */

static void pack_link(const struct site_link *l, struct buf *out)
{
    pack_str(out, l->href);
    pack_str(out, l->text);
    pack_i64(out, l->at);
    pack_i64(out, l->len);
    pack_i64(out, l->index);
    pack_u64(out, (uint64_t)(l->image + 2 * l->lone + 4 * l->head));
}

static void unpack_link(struct unpack *u, struct site_link *l)
{
    l->href = unpack_str(u);
    l->text = unpack_str(u);
    l->at = (ptrdiff_t)unpack_i64(u);
    l->len = (ptrdiff_t)unpack_i64(u);
    l->index = (int)unpack_i64(u);
    uint64_t flags = unpack_u64(u);
    l->image = flags & 1;
    l->lone = flags & 2;
    l->head = flags & 4;
}

void summary_pack(const struct site_page *p, const struct finding *findings, ptrdiff_t n,
                  struct buf *out)
{
    pack_front(&p->front, out);
    pack_str(out, p->title);
    pack_i64(out, p->words);
    pack_i64(out, p->codes);
    pack_u64(out, (uint64_t)(p->refused + 2 * p->partial));
    pack_u64(out, (uint64_t)p->n_headings);
    for (ptrdiff_t i = 0; i < p->n_headings; i++) {
        pack_str(out, p->headings[i].id);
        pack_str(out, p->headings[i].text);
        pack_i64(out, p->headings[i].level);
    }
    pack_u64(out, (uint64_t)p->n_anchors);
    for (ptrdiff_t i = 0; i < p->n_anchors; i++)
        pack_str(out, p->anchors[i]);
    pack_u64(out, (uint64_t)p->n_captions);
    for (ptrdiff_t i = 0; i < p->n_captions; i++)
        pack_str(out, p->captions[i]);
    pack_u64(out, (uint64_t)p->n_links);
    for (ptrdiff_t i = 0; i < p->n_links; i++)
        pack_link(&p->links[i], out);
    summary_pack_findings(findings, n, out);
}

bool summary_unpack(struct str packed, struct site_page *p, struct arena *keep, struct diag *d)
{
    struct unpack u = { .rest = packed };
    unpack_front(&u, &p->front, keep);
    p->title = unpack_str(&u);
    p->words = (int)unpack_i64(&u);
    p->codes = (int)unpack_i64(&u);
    uint64_t flags = unpack_u64(&u);
    p->refused = flags & 1;
    p->partial = flags & 2;
    p->n_headings = unpack_count(&u);
    p->headings = NEW(keep, struct site_heading, p->n_headings);
    for (ptrdiff_t i = 0; i < p->n_headings; i++) {
        p->headings[i].id = unpack_str(&u);
        p->headings[i].text = unpack_str(&u);
        p->headings[i].level = (int)unpack_i64(&u);
    }
    p->n_anchors = unpack_count(&u);
    p->anchors = NEW(keep, struct str, p->n_anchors);
    for (ptrdiff_t i = 0; i < p->n_anchors; i++)
        p->anchors[i] = unpack_str(&u);
    p->n_captions = unpack_count(&u);
    p->captions = NEW(keep, struct str, p->n_captions);
    for (ptrdiff_t i = 0; i < p->n_captions; i++)
        p->captions[i] = unpack_str(&u);
    p->n_links = unpack_count(&u);
    p->links = NEW(keep, struct site_link, p->n_links);
    for (ptrdiff_t i = 0; i < p->n_links && !u.bad; i++)
        unpack_link(&u, &p->links[i]);
    summary_unpack_findings(&u, d);
    p->description = p->front.description;
    return !u.bad && !u.rest.len;
}

static uint64_t mix(uint64_t h, struct str s)
{
    return (h ^ str_hash(s)) * 0x9e3779b97f4a7c15u;
}

uint64_t summary_face(const struct site_page *p)
{
    uint64_t h = mix(mix(mix((uint64_t)p->weight ^ p->refused, p->out), p->title), p->description);
    h = mix(mix(h, p->path), p->parent ? site_label(p->parent) : S("/"));
    h = mix(h, p->parent ? p->parent->path : S("/"));
    h = mix(mix(h, p->label), p->front.address);
    h = (h ^ (uint64_t)date_days(p->changed)) * 0x9e3779b97f4a7c15u;
    for (ptrdiff_t i = 0; i < p->n_headings; i++)
        h = mix(mix(h, p->headings[i].id), p->headings[i].text) + (uint64_t)p->headings[i].level;
    for (ptrdiff_t i = 0; i < p->n_anchors; i++)
        h = mix(h, p->anchors[i]);
    for (ptrdiff_t i = 0; i < p->n_captions; i++)
        h = mix(h, p->captions[i]);
    for (ptrdiff_t l = 0; l < LEN(front_lists); l++)
        for (int i = 0; i < *count_at(&p->front, front_lists[l].count); i++)
            h = mix(h, (*list_at(&p->front, front_lists[l].list))[i]);
    h = mix(mix(mix(h, p->front.status), p->front.date), p->front.owner);
    if (p->front.n_onboarding) /* paths tell how long it takes */
        h = (h ^ (uint64_t)(p->words + 1000 * p->codes + p->n_links)) * 0x9e3779b97f4a7c15u;
    return mix(h, p->front.review_by);
}
