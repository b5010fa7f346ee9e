/* judged.c - what is kept of a judged page as bytes and back. */
#include "judge/judged.h"

#include <stddef.h>

#include "gather/summary.h"

#define IN_CLAIM(m) offsetof(struct site_claim, m)
static const size_t texts[] = {
    IN_CLAIM(key),
    IN_CLAIM(before),
    IN_CLAIM(claim.href),
    IN_CLAIM(claim.text),
    IN_CLAIM(claim.title),
    IN_CLAIM(claim.env),
    IN_CLAIM(claim.state),
    IN_CLAIM(claim.target.source),
    IN_CLAIM(claim.target.file),
    IN_CLAIM(claim.target.name),
    IN_CLAIM(claim.target.pointer),
    IN_CLAIM(claim.shown),
    IN_CLAIM(claim.message),
    IN_CLAIM(claim.suggest),
    IN_CLAIM(claim.nearest),
    IN_CLAIM(claim.since),
    IN_CLAIM(claim.evidence.value),
    IN_CLAIM(claim.evidence.source),
    IN_CLAIM(claim.evidence.place),
    IN_CLAIM(claim.evidence.date),
};

static struct str *text_at(const struct site_claim *c, size_t at)
{
    return (struct str *)((uintptr_t)c + at);
}

static void pack_claim(const struct site_claim *c, const struct source *src, struct buf *out)
{
    const char *beg = src->text.ptr, *end = beg + src->text.len, *at = c->claim.place.ptr;
    bool inside = at && at >= beg && at <= end;
    for (ptrdiff_t i = 0; i < LEN(texts); i++)
        pack_str(out, *text_at(c, texts[i]));
    pack_u64(out, c->claim.verdict);
    pack_u64(out, c->claim.unreadable);
    pack_u64(out, c->claim.secret);
    pack_i64(out, inside ? at - beg : -1);
    pack_i64(out, c->claim.place.len);
}

static void unpack_claim(struct unpack *u, struct str text, struct site_claim *c)
{
    for (ptrdiff_t i = 0; i < LEN(texts); i++)
        *text_at(c, texts[i]) = unpack_str(u);
    c->claim.verdict = (enum verdict)(unpack_u64(u) % N_VERDICTS);
    c->claim.unreadable = unpack_u64(u);
    c->claim.secret = unpack_u64(u);
    int64_t at = unpack_i64(u), len = unpack_i64(u);
    if (at >= 0 && at <= text.len)
        c->claim.place = str_sub(text, (ptrdiff_t)at, (ptrdiff_t)len);
}

void judged_pack(const struct site_page *p, const struct source *src,
                 const struct finding *findings, ptrdiff_t n, struct buf *out)
{
    pack_u64(out, (uint64_t)p->n_claims);
    for (ptrdiff_t i = 0; i < p->n_claims; i++)
        pack_claim(&p->claims[i], src, out);
    pack_i64(out, p->figures_seen);
    pack_i64(out, p->drawings_seen);
    pack_u64(out, (uint64_t)p->n_figure_ids);
    for (ptrdiff_t i = 0; i < p->n_figure_ids; i++)
        pack_str(out, p->figure_ids[i]);
    pack_i64(out, p->data_links);
    pack_i64(out, p->numbers);
    pack_i64(out, p->numbers_bound);
    pack_u64(out, (uint64_t)p->n_reaches);
    for (ptrdiff_t i = 0; i < p->n_reaches; i++) {
        pack_str(out, p->reaches[i].page);
        pack_str(out, p->reaches[i].file);
        pack_str(out, p->reaches[i].figure);
        pack_i64(out, p->reaches[i].line);
        pack_i64(out, p->reaches[i].col);
        pack_i64(out, p->reaches[i].end_col);
        pack_str(out, p->reaches[i].line_text);
        pack_i64(out, p->reaches[i].link);
    }
    summary_pack_findings(findings, n, out);
}

bool judged_unpack(struct str packed, struct site_page *p, struct arena *keep, struct diag *d)
{
    struct unpack u = { .rest = packed };
    p->n_claims = unpack_count(&u);
    p->claims = NEW(keep, struct site_claim, p->n_claims);
    for (ptrdiff_t i = 0; i < p->n_claims && !u.bad; i++)
        unpack_claim(&u, p->src.text, &p->claims[i]);
    p->figures_seen = (int)unpack_i64(&u);
    p->drawings_seen = (int)unpack_i64(&u);
    p->n_figure_ids = unpack_count(&u);
    p->figure_ids = NEW(keep, struct str, p->n_figure_ids);
    for (ptrdiff_t i = 0; i < p->n_figure_ids; i++)
        p->figure_ids[i] = unpack_str(&u);
    p->data_links = (int)unpack_i64(&u);
    p->numbers = (int)unpack_i64(&u);
    p->numbers_bound = (int)unpack_i64(&u);
    p->n_reaches = unpack_count(&u);
    p->reaches = NEW(keep, struct site_reach, p->n_reaches);
    for (ptrdiff_t i = 0; i < p->n_reaches && !u.bad; i++) {
        p->reaches[i].page = unpack_str(&u);
        p->reaches[i].file = unpack_str(&u);
        p->reaches[i].figure = unpack_str(&u);
        p->reaches[i].line = (int)unpack_i64(&u);
        p->reaches[i].col = (int)unpack_i64(&u);
        p->reaches[i].end_col = (int)unpack_i64(&u);
        p->reaches[i].line_text = unpack_str(&u);
        p->reaches[i].link = (ptrdiff_t)unpack_i64(&u);
    }
    summary_unpack_findings(&u, d);
    return !u.bad && !u.rest.len;
}
