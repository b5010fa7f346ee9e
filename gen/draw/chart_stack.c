/* chart_stack.c - one bar a size, its parts side by side, a whisker for the range of the total.
 *
 * A part is named once, under the longest bar that has it, by labels that are moved apart and
 * joined to their part with a line; values stand in the parts that have room for them. */
#include <math.h>

#include "draw/chart_kinds.h"
#include "draw/curve.h"
#include "draw/font_width.h"

enum { ROW = 54, BAR = 26, GAP = 14, LANE = 18, MAX_LANES = 4, MAX_NAMES = 64 };

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

static float row(struct plot *p, const struct chart_row *r, float y, float label_w)
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
    return top + BAR;
}

struct names {
    struct plot_label label[MAX_NAMES];
    struct str text[MAX_NAMES];
    float foot[MAX_NAMES]; /* where on the bar the line begins */
    int n;
};

static bool has_series(const struct chart_row *r, int series)
{
    for (int i = 0; i < r->n_parts; i++)
        if (r->parts[i].series == series && r->parts[i].value.set && typical(r->parts[i].value) > 0)
            return true;
    return false;
}

/* Whether no longer bar has the series too. */
static bool named_here(const struct chart *c, int row, int series)
{
    for (int i = 0; i < c->n_rows; i++) {
        double here = sum_of(&c->rows[row]), there = sum_of(&c->rows[i]);
        bool longer = there > here || (there == here && i < row);
        if (i != row && longer && has_series(&c->rows[i], series))
            return false;
    }
    return true;
}

static void collect(const struct plot *p, int row, struct names *names)
{
    const struct chart_row *r = &p->c->rows[row];
    double start = 0;
    for (int i = 0; i < r->n_parts && names->n < MAX_NAMES; i++) {
        const struct chart_part *part_i = &r->parts[i];
        if (!part_i->value.set || part_i->series < 0 || part_i->series >= p->c->n_series)
            continue;
        double size = typical(part_i->value);
        float mid = (plot_x(p, start) + plot_x(p, start + size)) / 2;
        start += size;
        if (size <= 0 || !named_here(p->c, row, part_i->series))
            continue;
        struct str text = p->c->series[part_i->series];
        if (!(font_width(plot_number(p, size), ROLE_ON) + 10 <= plot_x(p, size) - plot_x(p, 0)))
            text = str_fmt(p->keep, "%.*s %.*s", FMT(text), FMT(plot_number(p, size)));
        names->label[names->n] =
            (struct plot_label){ .want = mid, .size = font_width(text, ROLE_LABEL) + 14 };
        names->text[names->n] = text;
        names->foot[names->n++] = mid;
    }
}

/* As few lanes as hold all names; lane k takes names k, k + lanes, …, so that neighbours differ. */
static int lanes_for(struct names *names, float min, float max)
{
    for (int lanes = 1;; lanes++) {
        bool fits = true;
        for (int lane = 0; lane < lanes; lane++) {
            struct plot_label some[MAX_NAMES];
            int n = 0;
            for (int i = lane; i < names->n; i += lanes)
                some[n++] = names->label[i];
            fits = plot_spread(some, n, min, max) && fits;
            n = 0;
            for (int i = lane; i < names->n; i += lanes)
                names->label[i].at = some[n++].at;
        }
        if (fits || lanes == names->n)
            return lanes;
    }
}

/* A line from the part down to its name; names in upper lanes must not be crossed, so each line
 * goes down in a gap: it ends on the top of its own label only when no upper label is in the way.
 */
static bool crosses_upper(const struct names *names, int lanes, int i, float x)
{
    for (int k = 0; k < names->n; k++) {
        float half = names->label[k].size / 2 - 5;
        if (k % lanes < i % lanes && x > names->label[k].at - half && x < names->label[k].at + half)
            return true;
    }
    return false;
}

static float names_height(const struct plot *p, int row)
{
    struct names names = { .n = 0 };
    collect(p, row, &names);
    int lanes = names.n ? lanes_for(&names, PLOT_MARGIN, PLOT_WIDTH - PLOT_MARGIN) : 0;
    return lanes ? (float)(34 - (ROW - 18 - BAR) + (lanes - 1) * LANE) : 0;
}

static void draw_names(struct plot *p, int row, float y)
{
    struct names names = { .n = 0 };
    collect(p, row, &names);
    if (!names.n)
        return;
    int lanes = lanes_for(&names, PLOT_MARGIN, PLOT_WIDTH - PLOT_MARGIN);
    for (int i = 0; i < names.n; i++) {
        float base = y + 24 + (float)(i % lanes * LANE), half = names.label[i].size / 2 - 6;
        float x = names.foot[i];
        float to = fmaxf(names.label[i].at - half, fminf(x, names.label[i].at + half));
        if (crosses_upper(&names, lanes, i, to) || crosses_upper(&names, lanes, i, x))
            to = names.label[i].at;
        struct curve_point line[] = {
            { x, y + 1 }, { x, y + 5 }, { to, y + 12 }, { to, base - 11 }
        };
        struct str path = curve_round(line, 4, 2, p->keep);
        scene_path(p->out, p->keep, ROLE_AXIS, path);
    }
    for (int i = 0; i < names.n; i++) {
        float base = y + 24 + (float)(i % lanes * LANE);
        scene_rect(p->out, p->keep, ROLE_VEIL, names.label[i].at - names.label[i].size / 2 + 3,
                   base - 11, names.label[i].size - 6, 15, 3);
        plot_text(p, ROLE_LABEL, names.label[i].at, base, ANCHOR_MIDDLE, names.text[i]);
    }
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
    float y = p->y + 4, bottom = y + 6;
    for (int i = 0; i < c->n_rows; i++)
        bottom += ROW + names_height(p, i);
    plot_axis(p, y, bottom);
    for (int i = 0; i < c->n_rows; i++) {
        float foot = row(p, &c->rows[i], y, label_w);
        draw_names(p, i, foot);
        y += ROW + names_height(p, i);
    }
}
