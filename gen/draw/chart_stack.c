/* chart_stack.c - one bar a size, its parts side by side, a whisker for the range of the total.
 *
 * A part is named once, in a legend above the bars; values stand in the parts that have room for
 * them, the typical total at the bar's end. */
#include <math.h>

#include "draw/chart_kinds.h"
#include "draw/font_width.h"

enum { ROW = 54, BAR = 26, GAP = 14, LANE = 18, SWATCH = 12 };

static double typical(struct chart_range r)
{
    return r.typical >= r.low && r.typical <= r.high ? r.typical : plot_middle(r);
}

static double sum_of(const struct chart_row *r)
{
    double sum = 0;
    for (int i = 0; i < r->n_parts; i++)
        sum += r->parts[i].value.set ? typical(r->parts[i].value) : 0;
    return sum;
}

static struct chart_range total_of(const struct chart_row *r)
{
    if (r->value.set)
        return r->value;
    struct chart_range t = { .set = true, .typical = sum_of(r) };
    for (int i = 0; i < r->n_parts; i++) {
        t.low += r->parts[i].value.low;
        t.high += r->parts[i].value.high;
    }
    return t;
}

static void part(struct plot *p, const struct chart_part *part, double start, float y)
{
    enum scene_colour colour = plot_series(part->series);
    float a = plot_x(p, start), b = plot_x(p, start + typical(part->value));
    if (b - a < .3F)
        return;
    struct scene_item *it = scene_rect(p->out, p->keep, ROLE_BAR, a, y, b - a, BAR, 0);
    it->colour = colour;
    it->hatch = plot_hatch(part->series);
    struct str words = plot_number(p, typical(part->value));
    float w = font_width(words, ROLE_ON);
    if (w + 10 > b - a)
        return;
    if (it->hatch)
        scene_rect(p->out, p->keep, ROLE_PLATE, (a + b - w) / 2 - 3, y + 5, w + 6, BAR - 10, 3)
            ->colour = colour;
    plot_text(p, ROLE_ON, (a + b) / 2, y + BAR / 2.0F + 4, ANCHOR_MIDDLE, words);
    p->out->items.ptr[p->out->items.len - 1].colour = colour;
}

static void whisker(struct plot *p, struct chart_range total, float y)
{
    float a = plot_x(p, total.low), b = plot_x(p, total.high), mid = y - 6;
    if (b - a < 2)
        return;
    plot_line(p, ROLE_MARK, a, mid, b, mid);
    plot_line(p, ROLE_MARK, a, mid - 3.5F, a, mid + 3.5F);
    plot_line(p, ROLE_MARK, b, mid - 3.5F, b, mid + 3.5F);
}

static void row(struct plot *p, const struct chart_row *r, float y, float label_w)
{
    float top = y + 18, mid = top + BAR / 2.0F + 4;
    plot_row_label(p, ROLE_STRONG, PLOT_MARGIN, mid - 4, label_w, r->label);
    double start = 0;
    for (int i = 0; i < r->n_parts; i++) {
        if (!r->parts[i].value.set)
            continue;
        part(p, &r->parts[i], start, top);
        start += typical(r->parts[i].value);
    }
    struct chart_range total = total_of(r);
    whisker(p, total, top);
    float x = PLOT_WIDTH - PLOT_MARGIN, end = plot_x(p, start) + 6;
    struct str typical_words = plot_number(p, start);
    if (total.high - total.low > start / 50 &&
        end + font_width(typical_words, ROLE_STRONG) <
            x - font_width(plot_range(p, total), ROLE_STRONG) - 12)
        plot_text(p, ROLE_STRONG, end, mid, ANCHOR_START, typical_words);
    plot_text(p, ROLE_STRONG, x, mid - (r->note.len ? 7 : 0), ANCHOR_END, plot_range(p, total));
    if (r->note.len)
        plot_text(p, ROLE_LABEL, x, mid + 9, ANCHOR_END, r->note);
}

/* Each part once, with its fill: in rows, in the order of the bars. */
static void legend(struct plot *p)
{
    float x = PLOT_MARGIN, base = p->y + 11;
    for (int i = 0; i < p->c->n_series; i++) {
        float wide = SWATCH + 5 + font_width(p->c->series[i], ROLE_LABEL);
        if (x > PLOT_MARGIN && x + wide > PLOT_WIDTH - PLOT_MARGIN) {
            x = PLOT_MARGIN;
            base += LANE;
        }
        struct scene_item *it =
            scene_rect(p->out, p->keep, ROLE_BAR, x, base - 10, SWATCH, SWATCH, 0);
        it->colour = plot_series(i);
        it->hatch = plot_hatch(i);
        plot_text(p, ROLE_LABEL, x + SWATCH + 5, base, ANCHOR_START, p->c->series[i]);
        x += wide + GAP;
    }
    p->y = base + 2;
}

void chart_stack_draw(struct plot *p)
{
    const struct chart *c = p->c;
    float label_w = plot_labels_width(p, 150), values = 0;
    double max = 0;
    for (int i = 0; i < c->n_rows; i++) {
        struct chart_range total = total_of(&c->rows[i]);
        values = fmaxf(values, font_width(plot_range(p, total), ROLE_STRONG));
        values = fmaxf(values, font_width(c->rows[i].note, ROLE_LABEL));
        max = fmax(max, fmax(total.high, sum_of(&c->rows[i])));
    }
    p->left = PLOT_MARGIN + label_w + GAP;
    p->right = PLOT_WIDTH - PLOT_MARGIN - values - GAP;
    plot_scale(p, 0, max);
    legend(p);
    float y = p->y + 4;
    plot_axis(p, y, y + 6 + (float)(ROW * c->n_rows));
    for (int i = 0; i < c->n_rows; i++, y += ROW)
        row(p, &c->rows[i], y, label_w);
}
