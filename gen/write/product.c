/* product.c - whether a product still holds, and the files of one that is made. */
#include "write/product.h"

#include "check/accepted.h"
#include "check/secrets.h"
#include "judge/judge.h"

uint64_t product_mix(uint64_t h, struct str s)
{
    return (h ^ str_hash(s)) * 0x9e3779b97f4a7c15u;
}

const struct record_product *product_holds(const struct build *b, struct str name, uint64_t hash,
                                           struct arena scratch)
{
    const struct record_product *was = record_named(&b->site->record, name);
    if (!was || was->hash != hash || !hash)
        return NULL;
    for (ptrdiff_t i = 0; i < was->outs.len; i++)
        if (!out_stands(&b->out, &b->site->record, &was->outs.ptr[i], scratch))
            return NULL;
    return judge_holds(b->site, was, world_find, &b->world, true, scratch) ? was : NULL;
}

void product_fail(struct build *b, int worker, struct str path, int error)
{
    if (b->failed[worker].error)
        return;
    b->failed[worker].error = error;
    b->failed[worker].path = str_copy(path, &b->site->workers[worker].keep);
}

static bool holds_secret(const struct site *s, struct str data)
{
    struct secrets_hit hit;
    while (secrets_in(data, &hit)) {
        if (!accepted_secret(&s->accepted, str_of(hit.pattern), hit.at, s->options.today))
            return true;
        data = str_span(hit.at.ptr + hit.at.len, data.ptr + data.len);
    }
    return false;
}

/* The gate: what holds a secret is not written, and then nothing is. The finding stands in the page's source
 * where that has the value, too. */
static bool keeps_secrets(struct build *b, int worker, const struct record_product *p,
                          struct str path, struct str data)
{
    struct site *s = b->site;
    const struct site_page *page = site_page_at(s, p->name);
    bool said = false; /* the source is reported already */
    for (ptrdiff_t i = 0; page && i < page->n_claims; i++)
        said = said || page->claims[i].claim.secret;
    b->leaks[worker] += said;
    if (said || !holds_secret(s, data))
        return !said;
    struct source src;
    bool read = page && !site_source(s, page, &s->workers[worker].keep, &src);
    secrets_report(data,
                   str_fmt(&s->workers[worker].keep, "%.*s/%.*s", FMT(s->options.out), FMT(path)),
                   path, read ? &src : NULL, &s->workers[worker].diag);
    b->leaks[worker]++;
    return false;
}

bool product_leaks(const struct build *b)
{
    int n = 0;
    for (int i = 0; i < SITE_JOBS; i++)
        n += b->leaks[i];
    return n > 0;
}

static void put(struct build *b, int worker, struct record_product *p, struct str path,
                struct str data, struct arena scratch)
{
    struct arena *keep = &b->site->workers[worker].keep;
    int error = out_put(&b->out, worker, &b->site->record, p, path, data, keep, scratch);
    if (error)
        product_fail(b, worker, path, error);
}

void product_put(struct build *b, int worker, struct record_product *p, struct str path,
                 struct str data, struct arena scratch)
{
    if (!b->failed[worker].error && keeps_secrets(b, worker, p, path, data))
        put(b, worker, p, path, data, scratch);
}

void product_put_coded(struct build *b, int worker, struct record_product *p, struct str path,
                       struct str data, struct arena scratch)
{
    if (!b->failed[worker].error)
        put(b, worker, p, path, data, scratch);
}

void product_put_drawn(struct build *b, int worker, struct record_product *p, struct str path,
                       uint64_t from, int error, struct str data, struct arena scratch)
{
    if (error) {
        product_fail(b, worker, path, error);
        return;
    }
    product_put_coded(b, worker, p, path, data, scratch);
    if (p->outs.len)
        p->outs.ptr[p->outs.len - 1].from = from;
    b->images[worker]++;
}

bool product_drawn(struct build *b, int worker, struct record_product *p,
                   const struct record_product *was, struct str path, uint64_t from,
                   struct arena scratch)
{
    const struct record_out *o = record_out_named(was, path);
    if (!o || o->from != from || !out_stands(&b->out, &b->site->record, o, scratch))
        return false;
    *PUSH(&p->outs, &b->site->workers[worker].keep) = *o;
    return true;
}

bool product_failed(const struct build *b)
{
    for (int i = 0; i < SITE_JOBS; i++)
        if (b->failed[i].error)
            return true;
    return false;
}

void product_one(struct build *b, const char *name, uint64_t hash, product_make *make)
{
    struct arena scratch = b->site->workers[0].scratch;
    const struct record_product *was = product_holds(b, str_of(name), hash | 1, scratch);
    struct record_product *p = record_add(&b->now, str_of(name), b->keep);
    ptrdiff_t number = p->number;
    if (was)
        *p = *was;
    p->number = number;
    p->hash = hash | 1;
    if (!was)
        make(b, p, scratch);
}
