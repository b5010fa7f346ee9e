/* chart_tornado.c - how far each assumption moves the total: the widest bar on top. */
#include <math.h>

#include "draw/chart_kinds.h"
#include "draw/font_width.h"

enum { ROW = 30, BAR = 16, GAP = 14, NUMBER_GAP = 6 };

static double swing(const struct chart_row *r)
{
    return r->value.high - r->value.low;
}

/* Rows by falling swing; equal ones keep their order. A row that is the total is the base line. */
static int order(const struct plot *p, const struct chart_row **rows)
{
    int n = 0;
    for (int i = 0; i < p->c->n_rows; i++) {
        const struct chart_row *r = &p->c->rows[i];
        if (r->total || !r->value.set)
            continue;
        int at = n++;
        for (; at > 0 && swing(rows[at - 1]) < swing(r); at--)
            rows[at] = rows[at - 1];
        rows[at] = r;
    }
    return n;
}

static double base_of(const struct chart *c)
{
    for (int i = 0; i < c->n_rows; i++)
        if (c->rows[i].total && c->rows[i].value.set)
            return c->rows[i].value.typical;
    return c->rows[0].value.typical;
}

static void row(struct plot *p, const struct chart_row *r, double base, float mid)
{
    float x0 = plot_x(p, r->value.low), x1 = plot_x(p, r->value.high), xb = plot_x(p, base);
    float left = fminf(x0, xb), right = fmaxf(x1, xb);
    if (xb - x0 > .3F)
        scene_rect(p->out, p->keep, ROLE_BAR, x0, mid - BAR / 2.0F, fminf(x1, xb) - x0, BAR, 0)
            ->colour = plot_series(4);
    if (x1 - xb > .3F) {
        struct scene_item *it = scene_rect(p->out, p->keep, ROLE_BAR, fmaxf(x0, xb),
                                           mid - BAR / 2.0F, x1 - fmaxf(x0, xb), BAR, 0);
        it->colour = plot_series(1);
        it->hatch = 2;
    }
    plot_text(p, ROLE_LABEL, left - NUMBER_GAP, mid + 4, ANCHOR_END, plot_number(p, r->value.low));
    plot_text(p, ROLE_LABEL, right + NUMBER_GAP, mid + 4, ANCHOR_START,
              plot_number(p, r->value.high));
}

/* Bars begin at the base line, so the axis need not show zero when they would be slivers then. */
static void scale(struct plot *p, double min, double max)
{
    plot_scale(p, fmin(min, 0), max);
    if (min <= 0 || (max - min) * 3 > max)
        return;
    double from = min - (max - min) * 0.15;
    plot_scale(p, 0, max - from); /* steps for the range that is shown */
    p->min = floor(from / p->step) * p->step;
    p->max = ceil(max / p->step) * p->step;
}

void chart_tornado_draw(struct plot *p)
{
    const struct chart *c = p->c;
    const struct chart_row **rows = NEW(p->keep, const struct chart_row *, c->n_rows + 1);
    int n = order(p, rows);
    double base = base_of(c), max = base, min = base;
    float low_w = 0, high_w = 0;
    for (int i = 0; i < n; i++) {
        max = fmax(max, rows[i]->value.high);
        min = fmin(min, rows[i]->value.low);
        low_w = fmaxf(low_w, font_width(plot_number(p, rows[i]->value.low), ROLE_LABEL));
        high_w = fmaxf(high_w, font_width(plot_number(p, rows[i]->value.high), ROLE_LABEL));
    }
    float label_w = plot_columns(p, 210, 0, GAP);
    p->left += low_w + NUMBER_GAP;
    p->right = p->x1 - high_w - NUMBER_GAP;
    scale(p, min, max);
    struct str words = str_fmt(p->keep, "as assumed %.*s", FMT(plot_number(p, base)));
    float half = font_width(words, ROLE_STRONG) / 2, xb = plot_x(p, base);
    float x = fmaxf(p->x0 + half, fminf(xb, p->x1 - half));
    plot_text(p, ROLE_STRONG, x, p->y + 8, ANCHOR_MIDDLE, words);
    float top = p->y + 14, bottom = top + 2, y = top;
    for (int i = 0; i < n; i++)
        bottom += plot_row(p, ROLE_PLAIN, ROW, label_w, rows[i]->label).h;
    plot_axis(p, top, bottom);
    for (int i = 0; i < n; i++) {
        struct plot_row at = plot_row(p, ROLE_PLAIN, ROW, label_w, rows[i]->label);
        plot_row_open(p, rows[i]);
        plot_row_label(p, ROLE_PLAIN, p->x0, y + at.text, label_w, rows[i]->label);
        row(p, rows[i], base, y + at.bar);
        plot_row_close(p);
        y += at.h;
    }
    plot_line(p, ROLE_MARK, xb, top, xb, bottom);
}
