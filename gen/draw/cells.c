/* cells.c - growing columns until every text has its room: short needs first, so that what they
 * gain counts for the long ones around them. */
#include "draw/cells.h"

#include <math.h>

static int by_length(const void *a, const void *b)
{
    const struct cells_need *p = a, *q = b;
    int lp = p->to - p->from, lq = q->to - q->from;
    if (lp != lq)
        return lp < lq ? -1 : 1;
    if (p->from != q->from)
        return p->from < q->from ? -1 : 1;
    return (p->px > q->px) - (p->px < q->px);
}

struct cells cells_solve(int n, float px, struct cells_needs *needs, struct arena *keep)
{
    float *width = NEW(keep, float, n + 1);
    for (int i = 0; i < n; i++)
        width[i] = px;
    if (needs->len)
        qsort(needs->ptr, (size_t)needs->len, sizeof *needs->ptr, by_length);
    for (ptrdiff_t i = 0; i < needs->len; i++) {
        const struct cells_need *need = &needs->ptr[i];
        float has = 0;
        for (int k = need->from; k < need->to; k++)
            has += width[k];
        float more = (need->px + 1 - has) / (float)(need->to - need->from);
        for (int k = need->from; more > 0 && k < need->to; k++)
            width[k] += more;
    }
    struct cells c = { NEW(keep, float, n + 1), n };
    double edge =
        0; /* exact; what is drawn stands on whole pixels, which costs a span at most one */
    for (int i = 0; i < n; i++) {
        edge += (double)width[i];
        c.at[i + 1] = (float)floor(edge + 0.5);
    }
    return c;
}

float cells_px(const struct cells *c, float cell)
{
    float half = cell * 2;
    if (half <= 0)
        return c->at[0];
    if (half >= (float)c->n)
        return c->at[c->n];
    int i = (int)half;
    return c->at[i] + (c->at[i + 1] - c->at[i]) * (half - (float)i);
}
