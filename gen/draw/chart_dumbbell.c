/* chart_dumbbell.c - written against computed: two ranges a row, joined, a point for what was
 * billed, the ratio at the right.
 *
 *     label     |   ▮▮————————▯▯▯▯▯    |  $80–120   $36   2.8×
 */
#include <math.h>

#include "draw/chart_kinds.h"
#include "draw/font_width.h"

enum { ROW = 30, BAR = 12, TICK = 18, COLUMN_GAP = 14, NUMBERS = 18 };

struct columns {
    float written, computed, billed, ratio; /* right ends; billed 0: there is no bill */
    float labels;                           /* how wide they may be */
};
enum column { WRITTEN, COMPUTED, BILLED };

static struct chart_range range_of(const struct chart_row *r, enum column column)
{
    return column == WRITTEN ? r->written : column == COMPUTED ? r->value : r->billed;
}

/* 0 when no row has anything in the column. */
static float widest(const struct plot *p, enum column column)
{
    static const char *const heads[] = { "written", "computed", "billed" };
    float w = font_width(str_of(heads[column]), ROLE_LABEL) + 16;
    bool any = column != BILLED;
    for (int i = 0; i < p->c->n_rows; i++) {
        const struct chart_row *r = &p->c->rows[i];
        struct chart_range range = range_of(r, column);
        any = any || range.set;
        if (range.set)
            w = fmaxf(w, font_width(plot_range(p, range), ROLE_STRONG));
        else if (column == WRITTEN)
            w = fmaxf(w, font_width(r->note, ROLE_LABEL));
    }
    return any ? w : 0;
}

/* A ratio of middles is no fault where the ranges meet: then the row says so, and no other ratio is grey. */
static struct str verdict_of(const struct plot *p, const struct chart_row *r)
{
    double computed = plot_middle(r->value);
    bool meet = r->written.low <= r->value.high && r->value.low <= r->written.high;
    if (r->written.set && r->value.set && computed > 0)
        return !r->wrong && meet ? S("within") : plot_ratio(p, plot_middle(r->written) / computed);
    return S("");
}

static struct columns lay_out(struct plot *p)
{
    float verdict = font_width(S("ratio"), ROLE_LABEL);
    for (int i = 0; i < p->c->n_rows; i++)
        verdict = fmaxf(verdict, font_width(verdict_of(p, &p->c->rows[i]), ROLE_WRONG));
    struct columns at = { .ratio = p->x1 - 6 };
    float bill = widest(p, BILLED);
    at.computed = at.ratio - verdict - COLUMN_GAP;
    if (bill > 0) {
        at.billed = at.computed;
        at.computed -= bill + COLUMN_GAP;
    }
    at.written = at.computed - widest(p, COMPUTED) - COLUMN_GAP;
    float values = p->x1 - at.written + widest(p, WRITTEN) + 8;
    at.labels = plot_columns(p, 185, p->narrow ? 0 : values, COLUMN_GAP);
    p->left += p->narrow ? 0 : 8; /* of the band behind what is wrong */
    return at;
}

static void bill_mark(struct plot *p, float x, float mid)
{
    scene_rect(p->out, p->keep, ROLE_BAR, x - 3.5F, mid - 3.5F, 7, 7, 3.5F)->colour =
        plot_series(2);
}

/* The names of the columns, with the marks they explain. */
static void header(struct plot *p, const struct columns *at)
{
    float y = p->y + 6;
    float w = plot_text(p, ROLE_LABEL, at->written, y, ANCHOR_END, S("written"));
    scene_rect(p->out, p->keep, ROLE_HOLLOW, at->written - w - 15, y - 8, 10, 9, 2)->colour =
        plot_series(5);
    w = plot_text(p, ROLE_LABEL, at->computed, y, ANCHOR_END, S("computed"));
    scene_rect(p->out, p->keep, ROLE_BAR, at->computed - w - 15, y - 8, 10, 9, 2)->colour =
        plot_series(0);
    if (at->billed > 0) {
        w = plot_text(p, ROLE_LABEL, at->billed, y, ANCHOR_END, S("billed"));
        bill_mark(p, at->billed - w - 10, y - 3.5F);
    }
    plot_text(p, ROLE_LABEL, at->ratio, y, ANCHOR_END, S("ratio"));
    p->y += 16;
}

static void marks(struct plot *p, const struct chart_row *r, float mid)
{
    if (r->written.set && r->value.set) {
        float a = plot_x(p, plot_middle(r->value)), b = plot_x(p, plot_middle(r->written));
        struct scene_item *join = plot_line(p, r->wrong ? ROLE_CURVE : ROLE_AXIS, a, mid, b, mid);
        join->colour = r->wrong ? COLOUR_FALSE : COLOUR_INHERIT;
    }
    if (r->written.set) {
        float a = plot_x(p, r->written.low), b = plot_x(p, r->written.high);
        if (b - a < 6)
            plot_line(p, ROLE_CURVE, (a + b) / 2, mid - TICK / 2.0F, (a + b) / 2, mid + TICK / 2.0F)
                ->colour = plot_series(5);
        else
            scene_rect(p->out, p->keep, ROLE_HOLLOW, a, mid - 7, b - a, 14, 3)->colour =
                plot_series(5);
    }
    if (r->value.set) {
        float a = plot_x(p, r->value.low), b = plot_x(p, r->value.high);
        float w = fmaxf(b - a, 6);
        scene_rect(p->out, p->keep, ROLE_BAR, (a + b - w) / 2, mid - BAR / 2.0F, w, BAR, 2)
            ->colour = plot_series(0);
    }
    if (r->billed.set)
        bill_mark(p, plot_x(p, r->billed.low), mid);
}

/* label: the middle of its lines; base: where numbers stand. */
static void words(struct plot *p, const struct columns *at, const struct chart_row *r, float label,
                  float base)
{
    enum scene_role strong = r->wrong || r->total ? ROLE_STRONG : ROLE_PLAIN;
    plot_row_label(p, strong, p->x0 + (p->narrow ? 0.0F : 8.0F), label, at->labels, r->label);
    if (r->written.set)
        plot_text(p, strong, at->written, base, ANCHOR_END, plot_range(p, r->written));
    else if (r->note.len)
        plot_text(p, ROLE_LABEL, at->written, base, ANCHOR_END, r->note);
    if (r->value.set)
        plot_text(p, strong, at->computed, base, ANCHOR_END, plot_range(p, r->value));
    if (r->billed.set)
        plot_text(p, strong, at->billed, base, ANCHOR_END, plot_range(p, r->billed));
    struct str verdict = verdict_of(p, r);
    if (verdict.len) {
        plot_text(p, r->wrong ? ROLE_WRONG : ROLE_SUB, at->ratio, base, ANCHOR_END, verdict);
        if (r->wrong)
            p->out->items.ptr[p->out->items.len - 1].colour = COLOUR_FALSE;
    }
}

/* Narrow, the numbers have a line of their own between label and bar. */
static struct plot_row measure(struct plot *p, const struct chart_row *r, float label_w)
{
    enum scene_role role = r->wrong || r->total ? ROLE_STRONG : ROLE_PLAIN;
    struct plot_row row = plot_row(p, role, ROW, label_w, r->label);
    row.h += p->narrow ? NUMBERS : 0;
    row.bar += p->narrow ? NUMBERS : 0;
    return row;
}

static double largest(const struct chart *c)
{
    double max = 0;
    for (int i = 0; i < c->n_rows; i++)
        for (enum column k = WRITTEN; k <= BILLED; k++)
            max = fmax(max, range_of(&c->rows[i], k).set ? range_of(&c->rows[i], k).high : 0);
    return max;
}

void chart_dumbbell_draw(struct plot *p)
{
    const struct chart *c = p->c;
    struct columns at = lay_out(p);
    plot_scale(p, 0, largest(c));
    header(p, &at);
    float top = p->y, bottom = top;
    for (int i = 0; i < c->n_rows; i++) {
        float h = measure(p, &c->rows[i], at.labels).h;
        if (c->rows[i].wrong)
            scene_rect(p->out, p->keep, ROLE_BAND, p->x0, bottom + 1, p->x1 - p->x0, h - 2, 5)
                ->colour = COLOUR_FALSE;
        bottom += h;
    }
    float y = top;
    plot_axis(p, top, bottom + 2);
    for (int i = 0; i < c->n_rows; i++) {
        struct plot_row row = measure(p, &c->rows[i], at.labels);
        if (c->rows[i].total && i)
            plot_line(p, ROLE_AXIS, p->x0, y, p->x1, y);
        plot_row_open(p, &c->rows[i]);
        marks(p, &c->rows[i], y + row.bar);
        words(p, &at, &c->rows[i], y + row.text, y + (p->narrow ? row.bar - NUMBERS : row.bar + 4));
        plot_row_close(p);
        y += row.h;
    }
}
