/* chart_stack.c - one bar a size, its parts side by side, a whisker for the range of the total.
 *
 * A part is named once, in a legend above the bars; values stand in the parts that have room for
 * them, the typical total at the bar's end. */
#include <math.h>

#include "draw/chart_kinds.h"
#include "draw/font_width.h"

enum { ROW = 54, BAR = 26, GAP = 14 };

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

/* A part says its own value. */
static void part_open(struct plot *p, const struct chart_part *part)
{
    struct str name =
        part->series >= 0 && part->series < p->c->n_series ? p->c->series[part->series] : S("");
    scene_open(p->out, p->keep, S(""), name, COLOUR_INHERIT)->tip =
        str_fmt(p->keep, "%.*s: %.*s", FMT(name), FMT(plot_range(p, part->value)));
}

static void part(struct plot *p, const struct chart_part *part, double start, float y)
{
    enum scene_colour colour = plot_series(part->series);
    float a = plot_x(p, start), b = plot_x(p, start + typical(part->value));
    if (b - a < .3F)
        return;
    part_open(p, part);
    struct scene_item *it = scene_rect(p->out, p->keep, ROLE_BAR, a, y, b - a, BAR, 0);
    it->colour = colour;
    it->hatch = plot_hatch(part->series);
    struct str words = plot_number(p, typical(part->value));
    float w = font_width(words, ROLE_ON);
    if (w + 10 > b - a) {
        plot_row_close(p);
        return;
    }
    if (it->hatch)
        scene_rect(p->out, p->keep, ROLE_PLATE, (a + b - w) / 2 - 3, y + 5, w + 6, BAR - 10, 3)
            ->colour = colour;
    plot_text(p, ROLE_ON, (a + b) / 2, y + BAR / 2.0F + 4, ANCHOR_MIDDLE, words);
    p->out->items.ptr[p->out->items.len - 1].colour = colour;
    plot_row_close(p);
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

/* Wide: the whisker has room above the bar; narrow, the note below. */
static struct plot_row measure(struct plot *p, const struct chart_row *r, float label_w)
{
    if (!p->narrow)
        return (struct plot_row){ ROW, ROW / 2.0F + 4, ROW / 2.0F + 4 };
    struct plot_row at = plot_row(p, ROLE_STRONG, ROW, label_w, r->label);
    at.h += r->note.len ? 12 : 0;
    at.bar += 4;
    return at;
}

static void row(struct plot *p, const struct chart_row *r, float y, float label_w)
{
    struct plot_row at = measure(p, r, label_w);
    float top = y + at.bar - BAR / 2.0F, mid = top + BAR / 2.0F + 4, text = y + at.text + 4;
    plot_row_label(p, ROLE_STRONG, p->x0, y + at.text, label_w, r->label);
    double start = 0;
    for (int i = 0; i < r->n_parts; i++) {
        if (!r->parts[i].value.set)
            continue;
        part(p, &r->parts[i], start, top);
        start += typical(r->parts[i].value);
    }
    struct chart_range total = total_of(r);
    whisker(p, total, top);
    float x = p->x1, end = plot_x(p, start) + 6;
    struct str typical_words = plot_number(p, start);
    float used = p->narrow ? 0 : font_width(plot_range(p, total), ROLE_STRONG) + 12;
    if (total.high - total.low > start / 50 &&
        end + font_width(typical_words, ROLE_STRONG) < x - used)
        plot_text(p, ROLE_STRONG, end, mid, ANCHOR_START, typical_words);
    plot_text(p, ROLE_STRONG, x, text - (r->note.len && !p->narrow ? 7 : 0), ANCHOR_END,
              plot_range(p, total));
    if (r->note.len)
        plot_text(p, ROLE_LABEL, x, p->narrow ? y + at.h - 2 : mid + 9, ANCHOR_END, r->note);
}

void chart_stack_draw(struct plot *p)
{
    const struct chart *c = p->c;
    float values = 0;
    double max = 0;
    for (int i = 0; i < c->n_rows; i++) {
        struct chart_range total = total_of(&c->rows[i]);
        values = fmaxf(values, font_width(plot_range(p, total), ROLE_STRONG));
        values = fmaxf(values, font_width(c->rows[i].note, ROLE_LABEL));
        max = fmax(max, fmax(total.high, sum_of(&c->rows[i])));
    }
    float label_w = plot_columns(p, 150, values, GAP);
    plot_scale(p, 0, max);
    plot_legend(p);
    float y = p->y + 4, bottom = y + 6;
    for (int i = 0; i < c->n_rows; i++)
        bottom += measure(p, &c->rows[i], label_w).h;
    plot_axis(p, y, bottom);
    for (int i = 0; i < c->n_rows; i++) {
        row(p, &c->rows[i], y, label_w);
        y += measure(p, &c->rows[i], label_w).h;
    }
}
