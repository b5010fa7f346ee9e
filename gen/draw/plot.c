/* plot.c - frame, axis, numbers and label placement of charts. */
#include "draw/plot.h"

#include <math.h>

#include "draw/curve.h"
#include "draw/font_width.h"

enum { LINE = 16, MARGIN = 16, NARROW_MARGIN = 8, ABOVE = 14, SWATCH = 12, LANE = 18 };

float plot_text(struct plot *p, enum scene_role role, float x, float y, enum scene_anchor anchor,
                struct str text)
{
    float w = font_width(text, role);
    scene_text(p->out, p->keep, role, roundf(x * 10) / 10, roundf(y * 10) / 10, w, anchor, text);
    return w;
}

/* Text over several lines of at most width; returns their number. */
static int wrap(struct plot *p, enum scene_role role, float x, float y, float width,
                struct str text, bool draw)
{
    int lines = 0;
    for (struct str rest = str_trim(text); rest.len > 0; lines++) {
        struct str line = font_fit(rest, role, width);
        if (draw)
            plot_text(p, role, x, y + (float)(lines * LINE), ANCHOR_START, str_trim_end(line));
        rest = str_trim(str_from(rest, line.len));
    }
    return lines;
}

struct plot_row plot_row(struct plot *p, enum scene_role role, float one_line, float width,
                         struct str label)
{
    int lines = wrap(p, role, 0, 0, width, label, false);
    float words = (float)(lines > 1 ? lines * LINE : LINE);
    if (p->narrow)
        return (struct plot_row){ one_line + words + 2, ABOVE - LINE / 2.0F + words / 2,
                                  words + one_line / 2 + 2 };
    float h = one_line + words - LINE;
    return (struct plot_row){ h, h / 2, h / 2 };
}

void plot_row_label(struct plot *p, enum scene_role role, float x, float middle, float width,
                    struct str label)
{
    int lines = wrap(p, role, 0, 0, width, label, false);
    wrap(p, role, x, middle + 4 - (float)((lines - 1) * LINE) / 2, width, label, true);
}

struct scene_item *plot_line(struct plot *p, enum scene_role role, float x0, float y0, float x1,
                             float y1)
{
    struct curve_point points[] = { { x0, y0 }, { x1, y1 } };
    return scene_path(p->out, p->keep, role, curve_round(points, 2, 0, p->keep));
}

struct plot plot_open(const struct chart *c, bool narrow, struct arena *keep, struct scene *out)
{
    struct plot p = { .c = c, .keep = keep, .out = out, .narrow = narrow };
    p.x0 = narrow ? NARROW_MARGIN : MARGIN;
    p.x1 = (narrow ? PLOT_NARROW : PLOT_WIDTH) - p.x0;
    p.left = p.x0, p.right = p.x1;
    p.y = p.x0 + 14;
    int lines = wrap(&p, ROLE_HEADING, p.x0, p.y, p.x1 - p.x0, c->title, true);
    p.y += lines ? (float)(lines * LINE) + 4 : 0;
    lines = wrap(&p, ROLE_SUB, p.x0, p.y, p.x1 - p.x0, c->desc, true);
    p.y += (float)(lines * LINE);
    return p;
}

void plot_close(struct plot *p)
{
    if (p->c->note.len) {
        p->y += 10;
        int lines = wrap(p, ROLE_LABEL, p->x0, p->y + 8, p->x1 - p->x0, p->c->note, true);
        p->y += (float)(lines * LINE) - 4;
    }
    p->out->w = p->x1 + p->x0;
    p->out->h = ceilf(p->y + p->x0);
}

/* ---- axis ---- */

void plot_scale(struct plot *p, double min, double max)
{
    static const double nice[] = { 1, 2, 2.5, 5, 10 };
    const double steps = 5; /* about so many on the axis */
    double low = min < 0 || p->c->from > 0 ? min : 0, high = max > low ? max : low + 1;
    double rough = (high - low) / steps, ten = pow(10, floor(log10(rough)));
    p->step = 10 * ten;
    for (ptrdiff_t i = LEN(nice) - 1; i >= 0; i--)
        if (nice[i] * ten >= rough * 0.999)
            p->step = nice[i] * ten;
    p->min = floor(low / p->step) * p->step;
    p->max = fmin(ceil(high / p->step - 1e-9) * p->step, high + p->step / 4);
}

float plot_x(const struct plot *p, double value)
{
    double share = (value - p->min) / (p->max - p->min);
    return roundf((p->left + (float)share * (p->right - p->left)) * 10) / 10;
}

/* "/month" to "per month"; "$" and the like stand at the numbers. */
static struct str prefix_of(struct str unit)
{
    ptrdiff_t n = 0;
    while (n < unit.len && !char_is_alnum(unit.ptr[n]) && unit.ptr[n] != '/' && unit.ptr[n] != ' ')
        n++;
    return str_sub(unit, 0, n);
}

static struct str axis_words(const struct plot *p)
{
    struct str rest = str_trim(str_from(p->c->unit, prefix_of(p->c->unit).len));
    if (str_starts(rest, S("/")))
        return str_fmt(p->keep, "per %.*s", FMT(str_trim(str_from(rest, 1))));
    return rest;
}

void plot_axis(struct plot *p, float top, float bottom)
{
    int n = (int)((p->max - p->min) / p->step + 0.001);
    struct str words = axis_words(p);
    float unit_left = p->x1 - font_width(words, ROLE_LABEL);
    float taken = 0; /* by numbers, on a narrow axis */
    for (int i = 0; i <= n; i++) {
        double v = p->min + i * p->step;
        float x = plot_x(p, v);
        bool zero = fabs(v) < p->step / 1000;
        plot_line(p, zero ? ROLE_AXIS : ROLE_GRID, x, top, x, bottom);
        float w = font_width(plot_number(p, v), ROLE_LABEL);
        if (x - w / 2 < taken || x + w / 2 > p->x1 + p->x0)
            continue;
        taken = x + w / 2 + 4;
        plot_text(p, ROLE_LABEL, x, bottom + 16, ANCHOR_MIDDLE, plot_number(p, v));
        if (x + w / 2 + 8 > unit_left)
            words = S("");
    }
    if (words.len)
        plot_text(p, ROLE_LABEL, p->x1, bottom + 16, ANCHOR_END, words);
    p->y = bottom + 20;
}

/* ---- numbers ---- */

static void put_number(struct buf *b, double value)
{
    double v = fabs(value);
    if (v < 9.995 && fabs(v - floor(v + 0.5)) > 0.004) {
        buf_fmt(b, "%.2f", v);
        return;
    }
    char digits[40];
    int n = snprintf(digits, sizeof digits, "%.0f", v < 1e15 ? v : 1e15);
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            buf_char(b, ',');
        buf_char(b, digits[i]);
    }
}

struct str plot_number(const struct plot *p, double value)
{
    struct buf b = buf_open(p->keep, 80);
    struct str before = prefix_of(p->c->unit), after = str_trim(str_from(p->c->unit, before.len));
    if (value < -0.004)
        buf_put(&b, S("\xE2\x88\x92")); /* minus */
    buf_put(&b, before);
    put_number(&b, value);
    if (!before.len && after.len && after.ptr[0] != '/')
        buf_fmt(&b, " %.*s", FMT(str_sub(after, 0, 12)));
    return buf_str(&b);
}

struct str plot_range(const struct plot *p, struct chart_range r)
{
    struct str low = plot_number(p, r.low), high = plot_number(p, r.high);
    if (str_equal(low, high))
        return low;
    struct str before = prefix_of(p->c->unit);
    if (r.low >= 0 && str_starts(high, before))
        high = str_from(high, before.len);
    return str_fmt(p->keep, "%.*s\xE2\x80\x93%.*s", FMT(low), FMT(high));
}

struct str plot_ratio(const struct plot *p, double ratio)
{
    return str_fmt(p->keep, ratio < 9.95 ? "%.1f\xC3\x97" : "%.0f\xC3\x97", ratio);
}

double plot_middle(struct chart_range r)
{
    return (r.low + r.high) / 2;
}

void plot_row_open(struct plot *p, const struct chart_row *r)
{
    const struct {
        const char *name;
        struct chart_range range;
    } values[] = { { "written ", r->written },
                   { r->written.set ? "computed " : "", r->value },
                   { "billed ", r->billed } };
    struct buf b = buf_open(p->keep, r->label.len + r->note.len + 400);
    buf_put(&b, r->label);
    for (ptrdiff_t i = 0, n = 0; i < LEN(values); i++)
        if (values[i].range.set)
            buf_fmt(&b, "%s%s%.*s", n++ ? ", " : ": ", values[i].name,
                    FMT(plot_range(p, values[i].range)));
    if (r->note.len)
        buf_fmt(&b, "; %.*s", FMT(r->note));
    scene_open(p->out, p->keep, S(""), r->label, COLOUR_INHERIT)->tip = buf_str(&b);
}

void plot_row_close(struct plot *p)
{
    scene_close(p->out, p->keep);
}

/* ---- labels ---- */

float plot_columns(struct plot *p, float most, float values, float gap)
{
    enum { LEAST = 40, NARROW_LEAST = 120 };
    float w = LEAST;
    for (int i = 0; i < p->c->n_rows; i++)
        w = fmaxf(w, font_width(p->c->rows[i].label, ROLE_STRONG));
    p->left = p->narrow ? p->x0 : p->x0 + fminf(w, most) + gap;
    p->right = p->narrow ? p->x1 - gap : p->x1 - values - gap;
    return p->narrow ? fmaxf(p->x1 - p->x0 - values - gap, NARROW_LEAST) : fminf(w, most);
}

void plot_legend(struct plot *p)
{
    enum { GAP = 14 };
    float x = p->x0, base = p->y + 11;
    for (int i = 0; i < p->c->n_series; i++) {
        float wide = SWATCH + 5 + font_width(p->c->series[i], ROLE_LABEL);
        if (x > p->x0 && x + wide > p->x1) {
            x = p->x0;
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

bool plot_spread(struct plot_label *labels, int n, float min, float max)
{
    float sum = 0;
    for (int i = 0; i < n; i++)
        sum += labels[i].size;
    bool fits = sum <= max - min;
    float edge = min;
    for (int i = 0; i < n; i++) { /* forwards: nobody before the end of the one before */
        float at =
            fits ? fmaxf(labels[i].want, edge + labels[i].size / 2) : edge + labels[i].size / 2;
        labels[i].at = at;
        edge = at + labels[i].size / 2;
    }
    edge = max;
    for (int i = n - 1; fits && i >= 0; i--) { /* back: nobody past the end, none over the next */
        labels[i].at = fminf(labels[i].at, edge - labels[i].size / 2);
        edge = labels[i].at - labels[i].size / 2;
    }
    return fits;
}

enum scene_colour plot_series(int series)
{
    return (enum scene_colour)(COLOUR_SERIES + (series >= 0 ? series % N_SERIES : 0));
}

/* Series past the eighth wear a colour again, with another pattern. */
int plot_hatch(int series)
{
    return series > 0 ? (series + series / N_SERIES) % N_SERIES : 0;
}
