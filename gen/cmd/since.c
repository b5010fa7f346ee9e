/* since.c - two trees side by side: findings that both have are known. */
#include "cmd/since.h"

#include "judge/coverage.h"
#include "judge/findings.h"
#include "judge/lost.h"
#include "model/rule.h"

/* ---- what is known already ---- */

static ptrdiff_t drop_known(struct site *now, const struct site *was, struct arena *keep)
{
    struct map known = { 0 }; /* fingerprint -> how often */
    ptrdiff_t n = 0, all = now->diag.findings.len;

    for (ptrdiff_t i = 0; i < was->diag.findings.len; i++) {
        void **at =
            map_at(&known, findings_fingerprint(was, &was->diag.findings.ptr[i], keep), keep);
        *at = (void *)((intptr_t)*at + 1);
    }
    for (ptrdiff_t i = 0; i < all; i++) {
        struct finding f = now->diag.findings.ptr[i];
        void **at = map_at(&known, findings_fingerprint(now, &f, keep), keep);
        if (*at)
            *at = (void *)((intptr_t)*at - 1);
        else
            now->diag.findings.ptr[n++] = f;
    }
    now->diag.findings.len = n;
    return all - n;
}

ptrdiff_t since_compare(struct site *now, const struct site *was, struct arena *keep)
{
    for (ptrdiff_t i = 0; i < now->n_pages; i++) {
        const struct site_page *p = &now->pages[i], *old = site_page_at(was, p->path);
        if (p->generated || p->refused)
            continue;
        if (old)
            lost_report(old->claims, old->n_claims, p, &p->src, arena_upper(keep), &now->diag);
        coverage_new(now, p, was, old, arena_upper(keep), &now->diag);
    }
    judge_finish(now);
    return drop_known(now, was, keep);
}
