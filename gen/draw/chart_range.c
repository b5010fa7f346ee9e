/* chart_range.c - what adds up: each row starts where the one before ended.
 *
 * A row is a solid bar to its low value, a lighter one on to its high value, and a mark at the
 * typical value, where the next row starts. Rows that are totals start at zero. */
#include <math.h>

#include "draw/chart_kinds.h"
#include "draw/font_width.h"

enum { ROW = 28, BAR = 16, GAP = 14 };

static double typical(struct chart_range r)
{
    return r.typical >= r.low && r.typical <= r.high ? r.typical : plot_middle(r);
}

static double reach(const struct chart *c)
{
    double start = 0, max = 0;
    for (int i = 0; i < c->n_rows; i++) {
        const struct chart_row *r = &c->rows[i];
        double from = r->total ? 0 : start;
        if (r->value.set)
            max = fmax(max, from + r->value.high);
        if (r->written.set && r->total)
            max = fmax(max, r->written.high);
        start = from + (r->value.set ? typical(r->value) : 0);
    }
    return max;
}

static void bar(struct plot *p, const struct chart_row *r, double start, float mid)
{
    enum scene_colour colour = r->wrong   ? plot_series(5)
                               : r->total ? plot_series(0)
                                          : plot_series(4);
    float y = mid - BAR / 2.0F;
    float a = plot_x(p, start), b = plot_x(p, start + r->value.low),
          d = plot_x(p, start + r->value.high);
    float t = plot_x(p, start + typical(r->value));
    if (d - a < 3)
        d = b = a + 3;
    if (d - b > .5F)
        scene_rect(p->out, p->keep, ROLE_BAR_LIGHT, b, y, d - b, BAR, 0)->colour = colour;
    if (b - a > .5F)
        scene_rect(p->out, p->keep, ROLE_BAR, a, y, b - a, BAR, 0)->colour = colour;
    if (t - b > 1.5F && d - t > 1.5F)
        plot_line(p, ROLE_MARK, t, y - 3, t, y + BAR + 3);
}

static void words(struct plot *p, const struct chart_row *r, float mid, float label_w)
{
    enum scene_role role = r->total || r->wrong ? ROLE_STRONG : ROLE_PLAIN;
    plot_row_label(p, role, p->x0, mid, label_w, r->label);
    struct str value = r->value.set ? plot_range(p, r->value) : S("");
    struct str text =
        r->note.len ? str_fmt(p->keep, "%.*s  %.*s", FMT(value), FMT(r->note)) : value;
    enum scene_role value_role = r->wrong ? ROLE_WRONG : r->total ? ROLE_STRONG : ROLE_PLAIN;
    plot_text(p, value_role, p->x1, mid + 4, ANCHOR_END, text);
    if (r->wrong)
        p->out->items.ptr[p->out->items.len - 1].colour = COLOUR_FALSE;
}

static void written_row(struct plot *p, const struct chart_row *r, float mid, float text)
{
    float a = plot_x(p, r->written.low), b = plot_x(p, r->written.high);
    float w = fmaxf(b - a, 4);
    scene_rect(p->out, p->keep, ROLE_HOLLOW, (a + b - w) / 2, mid - BAR / 2.0F, w, BAR, 2)->colour =
        plot_series(5);
    plot_text(p, ROLE_PLAIN, p->x0, text + 4, ANCHOR_START, S("As written"));
    plot_text(p, ROLE_PLAIN, p->x1, text + 4, ANCHOR_END, plot_range(p, r->written));
}

static bool has_written(const struct chart_row *r)
{
    return r->total && r->written.set;
}

static struct plot_row measure(struct plot *p, const struct chart_row *r, float label_w)
{
    enum scene_role role = r->total || r->wrong ? ROLE_STRONG : ROLE_PLAIN;
    return plot_row(p, role, ROW, label_w, r->label);
}

/* What the prose says of a total has a row of its own. */
static struct plot_row measure_written(struct plot *p, const struct chart_row *r)
{
    return has_written(r) ? plot_row(p, ROLE_PLAIN, ROW, p->x1, S("")) : (struct plot_row){ 0 };
}

static float values_width(const struct plot *p)
{
    float w = 0;
    for (int i = 0; i < p->c->n_rows; i++) {
        const struct chart_row *r = &p->c->rows[i];
        float own = r->value.set ? font_width(plot_range(p, r->value), ROLE_STRONG) : 0;
        if (has_written(r))
            own = fmaxf(own, font_width(plot_range(p, r->written), ROLE_PLAIN));
        w = fmaxf(w, own + (r->note.len ? font_width(r->note, ROLE_STRONG) + 10 : 0));
    }
    return w;
}

void chart_range_draw(struct plot *p)
{
    const struct chart *c = p->c;
    float label_w = plot_columns(p, 190, values_width(p), GAP);
    plot_scale(p, 0, reach(c));
    float y = p->y + 2, bottom = y, foot = 0;
    for (int i = 0; i < c->n_rows; i++)
        bottom += measure(p, &c->rows[i], label_w).h + measure_written(p, &c->rows[i]).h;
    plot_axis(p, y, bottom + 2);
    double start = 0;
    for (int i = 0; i < c->n_rows; i++) {
        const struct chart_row *r = &c->rows[i];
        double from = r->total ? 0 : start;
        struct plot_row at = measure(p, r, label_w), written = measure_written(p, r);
        float mid = y + at.bar;
        if (i && !r->total && !c->rows[i - 1].total && !p->narrow)
            plot_line(p, ROLE_AXIS, plot_x(p, start), foot, plot_x(p, start), mid - BAR / 2.0F);
        foot = mid + BAR / 2.0F;
        if (r->total && i)
            plot_line(p, ROLE_AXIS, p->x0, y, p->x1, y);
        plot_row_open(p, r);
        if (r->value.set)
            bar(p, r, from, mid);
        words(p, r, y + at.text, label_w);
        plot_row_close(p);
        start = from + (r->value.set ? typical(r->value) : 0);
        y += at.h;
        if (has_written(r))
            written_row(p, r, y + written.bar, y + written.text);
        y += written.h;
    }
}
