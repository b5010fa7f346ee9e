/* lost.c - claims of a page then and now: those that are gone although what was said is still there. */
#include "judge/lost.h"

#include "judge/judged.h"
#include "model/rule.h"

enum {
    BEFORE_MAX = 40, /* bytes before a claim that are kept */
    BEFORE_MIN = 8   /* of so many the place is known by them alone */
};

struct str lost_before(struct str text, struct str place)
{
    ptrdiff_t at = place.ptr ? place.ptr - text.ptr : 0, from;

    if (!place.ptr || at < 0 || at > text.len)
        return (struct str){ 0 };
    while (at > 0 && text.ptr[at - 1] == '[')
        at--;
    for (from = at; from > 0 && at - from < BEFORE_MAX && text.ptr[from - 1] != '\n';)
        from--;
    return str_sub(text, from, at - from);
}

static struct str key_of(const struct claim *c, bool whole, struct arena *keep)
{
    return whole ? str_fmt(keep, "%.*s\n%.*s", FMT(c->href), FMT(c->text)) : c->href;
}

/* Takes a partner out of now for each of was that has one: of the same target and text, or of the same
 * target. */
static void pair(const struct site_claim *was, bool *was_paired, ptrdiff_t n,
                 const struct site_claim *now, bool *now_paired, ptrdiff_t m, bool whole,
                 struct arena scratch)
{
    struct map first = { 0 };
    ptrdiff_t *next = NEW(&scratch, ptrdiff_t, m + 1); /* of the same key; numbers from 1 */

    for (ptrdiff_t i = m; i > 0; i--)
        if (!now_paired[i - 1]) {
            void **at = map_at(&first, key_of(&now[i - 1].claim, whole, &scratch), &scratch);
            next[i] = (ptrdiff_t)(intptr_t)*at;
            *at = (void *)(intptr_t)i;
        }
    for (ptrdiff_t i = 0; i < n; i++) {
        void **at =
            was_paired[i] ? NULL : map_at(&first, key_of(&was[i].claim, whole, &scratch), &scratch);
        ptrdiff_t k = at ? (ptrdiff_t)(intptr_t)*at : 0;

        if (!k)
            continue;
        *at = (void *)(intptr_t)next[k];
        was_paired[i] = now_paired[k - 1] = true;
    }
}

/* Does a claim of p begin at text, or behind its bracket? */
static bool is_claimed(const struct site_page *p, const char *at)
{
    for (ptrdiff_t i = 0; i < p->n_claims; i++) {
        struct str place = p->claims[i].claim.place;
        if (place.ptr && place.ptr <= at + 1 && place.ptr + place.len > at)
            return true;
    }
    return false;
}

static struct str link_place(const struct claim *c, const struct site_page *p, struct str text)
{
    for (ptrdiff_t i = 0; i < p->n_links; i++) {
        const struct site_link *l = &p->links[i];
        if (str_equal(l->href, c->href) && l->at >= 0 && l->at <= text.len &&
            !is_claimed(p, text.ptr + l->at))
            return str_sub(text, l->at, l->len);
    }
    return (struct str){ 0 };
}

static struct str words_place(const struct site_claim *c, const struct site_page *p,
                              struct str text)
{
    for (ptrdiff_t from = 0; c->before.len && from < text.len;) {
        ptrdiff_t at = str_find(str_from(text, from), c->before);
        if (at < 0)
            break;
        from += at + c->before.len;
        struct str rest = str_from(text, from), said = c->claim.text;
        rest = str_from(rest, str_starts(rest, S("[")));
        bool same = said.len && str_starts(rest, said);
        if ((same || c->before.len >= BEFORE_MIN) && rest.len && !is_claimed(p, rest.ptr))
            return str_sub(rest, 0, same ? said.len : 1);
    }
    return (struct str){ 0 };
}

void lost_report(const struct site_claim *was, ptrdiff_t n, const struct site_page *p,
                 const struct source *src, struct arena scratch, struct diag *d)
{
    bool *was_paired = NEW(&scratch, bool, n + 1),
         *now_paired = NEW(&scratch, bool, p->n_claims + 1);

    pair(was, was_paired, n, p->claims, now_paired, p->n_claims, true, scratch);
    pair(was, was_paired, n, p->claims, now_paired, p->n_claims, false, scratch);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct str at = { 0 };
        if (!was_paired[i] && was[i].claim.href.len)
            at = link_place(&was[i].claim, p, src->text);
        if (!was_paired[i] && !at.len)
            at = words_place(&was[i], p, src->text);
        if (at.len)
            diag_at(d, RULE(CLAIM_LOST), src, at,
                    "\"%.*s\" was a claim on %.*s and is none any more: nobody checks it now",
                    FMT(was[i].claim.text), FMT(was[i].claim.href))
                ->about = str_copy(was[i].claim.href, d->keep);
    }
}

void lost_recorded(struct str judged, const struct site_page *p, const struct source *src,
                   struct arena scratch, struct diag *d)
{
    struct site_page was = { 0 };
    struct diag quiet = { .keep = &scratch };

    if (judged_unpack(judged, &was, &scratch, &quiet))
        lost_report(was.claims, was.n_claims, p, src, scratch, d);
}
