/* ask.c - one function a kind of question; each gives a hash of all of the answer that a page could show or
 * report. */
#include "judge/ask.h"

#include "check/claims.h"
#include "judge/link.h"
#include "judge/repository.h"
#include "judge/snippets.h"

static uint64_t mix(uint64_t h, struct str s)
{
    return (h ^ str_hash(s)) * 0x9e3779b97f4a7c15u;
}

struct question {
    const struct site *site;
    struct str page, key;
    struct arena *keep;
};

struct str ask_target_key(struct str href, struct str title, struct arena *keep)
{
    return title.len ? str_fmt(keep, "%.*s%c%.*s", FMT(href), '\0', FMT(title)) : href;
}

static uint64_t target_hash(const struct question *q)
{
    struct cut c = str_cut(q->key, '\0');
    const struct site_page *p = site_page_at(q->site, q->page);
    struct link_target t = link_resolve(q->site, p, c.head, c.tail, q->keep);
    uint64_t h = mix(mix((uint64_t)t.kind, t.anchor), t.file);
    h = mix(mix(mix(mix(h + t.guessed, t.query), t.why), t.suggest), t.href);
    return t.page ? mix(mix(h, t.page->path), t.page->out) : h;
}

struct str ask_verdict_key(const struct claim *c, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 20);
    const struct str parts[] = { c->target.source,  c->target.file, c->target.name,
                                 c->target.pointer, c->href,        c->text,
                                 c->title,          c->env,         c->state,
                                 c->sentence };
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        pack_str(&b, parts[i]);
    return buf_str(&b);
}

static uint64_t verdict_hash(const struct question *q)
{
    struct unpack u = { .rest = q->key };
    struct claim c = { .verdict = VERDICT_TRUE };
    struct str *const parts[] = { &c.target.source,  &c.target.file, &c.target.name,
                                  &c.target.pointer, &c.href,        &c.text,
                                  &c.title,          &c.env,         &c.state,
                                  &c.sentence };
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        *parts[i] = unpack_str(&u);
    claims_judge(&q->site->data, &c, q->keep);
    uint64_t h = mix(mix((uint64_t)c.verdict * 2 + c.unreadable, c.shown), c.message);
    h = mix(mix(mix(h, c.suggest), c.nearest), c.since);
    h = mix(mix(h, c.evidence.value), c.evidence.source);
    return mix(mix(h, c.evidence.place), c.evidence.date);
}

static uint64_t quotes_hash(const struct question *q)
{
    uint64_t h = 1;
    for (int i = 0; i < q->site->accepted.n_claims; i++) {
        const struct quoted_claim *c = &q->site->accepted.claims[i];
        if (str_equal(c->page, q->page))
            h = mix(mix(mix(mix(h + (uint64_t)i, c->quote), c->text), c->target), c->title);
    }
    return h;
}

static uint64_t region_hash(const struct question *q)
{
    struct str text;
    return source_bytes(&q->site->file.root, q->key, SNIPPETS_MAX_FILE, q->keep, &text)
               ? 0
               : str_hash(text);
}

static uint64_t path_hash(const struct question *q)
{
    const struct site_page *p = site_page_at(q->site, q->page);
    return repository_lacks(q->site, p, q->key, *q->keep);
}

static uint64_t title_hash(const struct question *q)
{
    return map_get(&q->site->title_at, q->key) != NULL;
}

static uint64_t data_hash(const struct question *q)
{
    return q->site->epochs[EPOCH_DATA];
}

static uint64_t costs_hash(const struct question *q)
{
    return q->site->epochs[EPOCH_COSTS];
}

static uint64_t files_hash(const struct question *q)
{
    return q->site->epochs[EPOCH_FACES];
}

static uint64_t (*const hashes[N_LOOKUPS])(const struct question *q) = {
    [LOOKUP_TARGET] = target_hash,  [LOOKUP_VERDICT] = verdict_hash, [LOOKUP_QUOTES] = quotes_hash,
    [LOOKUP_REGION] = region_hash,  [LOOKUP_PATH] = path_hash,       [LOOKUP_COSTS] = costs_hash,
    [LOOKUP_DATA] = data_hash,      [LOOKUP_FILES] = files_hash,     [LOOKUP_TITLE] = title_hash,
    [LOOKUP_INCLUDE] = region_hash,
};

struct lookup_answer ask_find(const void *site, struct str page, enum lookup_kind kind,
                              struct str key, bool hash_only, struct arena *keep)
{
    struct question q = { site, page, key, keep };
    (void)hash_only;
    return (struct lookup_answer){ .hash = hashes[kind] ? hashes[kind](&q) : 0 };
}

static uint64_t mix_source(uint64_t h, const struct data_source *d)
{
    h = mix(mix(mix(h + d->claimed, d->name), d->path), d->src.text);
    for (int k = 0; k < d->n_files; k++)
        h = mix(mix(h, d->files[k].path), d->files[k].src.text);
    return h;
}

/* May an estimate take a value from elsewhere: "config.prod:/service/cpu"? An address is none. */
static bool may_point(struct str text)
{
    bool may = str_find(text, S("\\u")) >= 0;
    for (struct cut c = str_cut(text, ':'); c.ok && !may; c = str_cut(c.tail, ':'))
        may = c.tail.len &&
              (*c.tail.ptr == '\\' || (*c.tail.ptr == '/' && !str_starts(c.tail, S("//"))));
    return may;
}

/* Prices, estimates and bills; all data where an estimate takes values from it. */
static uint64_t costs_epoch(const struct site *s)
{
    uint64_t h = mix((uint64_t)date_days(s->options.today), s->costs->region);
    for (int i = 0; i < s->costs->n_books; i++)
        h = mix(h, s->costs->books[i]->region);
    for (int i = 0; i < s->data.n_sources; i++) {
        const struct data_source *d = &s->data.sources[i];
        bool cost = str_equal(d->kind, S("cost")), bill = str_equal(d->kind, S("billed"));
        h = cost || bill || str_equal(d->kind, S("price")) ? mix_source(h, d) : h;
        for (int k = 0; k < d->n_files && cost; k++)
            if (may_point(d->files[k].src.text))
                return s->epochs[EPOCH_DATA];
    }
    return h;
}

void ask_epochs(struct site *s)
{
    uint64_t h = (uint64_t)date_days(s->options.today);
    for (int i = 0; i < s->data.n_sources; i++)
        h = mix_source(h, &s->data.sources[i]);
    s->epochs[EPOCH_DATA] = h ^ repository_hash(s);
    s->epochs[EPOCH_COSTS] = costs_epoch(s);
    h = mix(mix((uint64_t)s->options.drafts, s->file.src.text), s->file.base_url);
    h = mix(mix(h, s->options.version), s->canonical);
    for (int i = 0; i < s->accepted.n_acceptances; i++) /* of secrets: what may go out */
        h = s->accepted.acceptances[i].text.len ? mix(h, s->accepted.acceptances[i].place) : h;
    s->epochs[EPOCH_SETTINGS] = (h ^ record_program()) * 2 + s->options.png +
                                4 * s->options.no_png + 8 * s->jekyll + 16 * s->autorefs +
                                32 * s->hugo + 64 * s->around;
}
