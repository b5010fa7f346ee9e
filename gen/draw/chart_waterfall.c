/* chart_waterfall.c - from one total to another, a step a row; the sign is printed and coloured. */
#include <math.h>

#include "draw/chart_kinds.h"
#include "draw/font_width.h"

enum { ROW = 28, BAR = 16, GAP = 14 };

static double amount(const struct chart_row *r)
{
    return r->value.set ? r->value.typical : 0;
}

static struct str words_of(const struct plot *p, const struct chart_row *r)
{
    struct str number = plot_number(p, amount(r));
    if (r->total || amount(r) <= 0)
        return number;
    return str_fmt(p->keep, "+%.*s", FMT(number));
}

static void extent(const struct chart *c, double *min, double *max)
{
    double at = 0;
    for (int i = 0; i < c->n_rows; i++) {
        at = c->rows[i].total ? amount(&c->rows[i]) : at + amount(&c->rows[i]);
        *min = fmin(*min, at);
        *max = fmax(*max, at);
    }
}

static void bar(struct plot *p, const struct chart_row *r, double from, double to, float y)
{
    enum scene_colour colour = r->total    ? plot_series(0)
                               : to > from ? plot_series(5)
                                           : plot_series(2);
    bool broken = r->total && from < p->min;
    float a = plot_x(p, fmax(fmin(from, to), p->min)), b = plot_x(p, fmax(from, to));
    struct scene_item *it = scene_rect(p->out, p->keep, ROLE_BAR, a, y, fmaxf(b - a, 2), BAR, 0);
    it->colour = colour;
    it->hatch = r->total ? 0 : to > from ? 2 : 1;
    if (broken) { /* two cuts: the bar begins at zero, far to the left */
        scene_rect(p->out, p->keep, ROLE_PLATE, a + 8, y - 2, 3, BAR + 4, 0);
        scene_rect(p->out, p->keep, ROLE_PLATE, a + 14, y - 2, 3, BAR + 4, 0);
    }
}

static struct plot_row measure(struct plot *p, const struct chart_row *r, float label_w)
{
    return plot_row(p, r->total ? ROLE_STRONG : ROLE_PLAIN, ROW, label_w, r->label);
}

void chart_waterfall_draw(struct plot *p)
{
    const struct chart *c = p->c;
    float values = 0;
    for (int i = 0; i < c->n_rows; i++)
        values = fmaxf(
            values, font_width(words_of(p, &c->rows[i]), ROLE_STRONG) +
                        (c->rows[i].note.len ? font_width(c->rows[i].note, ROLE_LABEL) + 12 : 0));
    double min = 0, max = 0, at = 0;
    extent(c, &min, &max);
    min = fmax(min, c->from);
    float label_w = plot_columns(p, 210, values, GAP);
    plot_scale(p, min, max);
    float y = p->y + 2, bottom = y, foot = 0;
    for (int i = 0; i < c->n_rows; i++)
        bottom += measure(p, &c->rows[i], label_w).h;
    plot_axis(p, y, bottom + 2);
    for (int i = 0; i < c->n_rows; i++) {
        const struct chart_row *r = &c->rows[i];
        struct plot_row row = measure(p, r, label_w);
        float mid = y + row.bar, text = y + row.text;
        double from = r->total ? 0 : at, to = r->total ? amount(r) : at + amount(r);
        if (i && !p->narrow)
            plot_line(p, ROLE_AXIS, plot_x(p, at), foot, plot_x(p, at), mid - BAR / 2.0F);
        foot = mid + BAR / 2.0F;
        plot_row_open(p, r);
        bar(p, r, from, to, mid - BAR / 2.0F);
        at = to;
        enum scene_role role = r->total ? ROLE_STRONG : ROLE_PLAIN;
        plot_row_label(p, role, p->x0, text, label_w, r->label);
        float x = p->x1;
        y += row.h;
        x -= plot_text(p, ROLE_STRONG, x, text + 4, ANCHOR_END, words_of(p, r)) + 10;
        if (r->note.len)
            plot_text(p, ROLE_LABEL, x, text + 4, ANCHOR_END, r->note);
        plot_row_close(p);
    }
}
