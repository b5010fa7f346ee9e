/* chart_step.c - cost over users: a line of steps for each alternative, named at its right end;
 * where another becomes the cheapest, a mark with the number of users. */
#include <math.h>

#include "draw/chart_kinds.h"
#include "draw/curve.h"
#include "draw/font_width.h"

enum { HEIGHT = 250, GAP = 12, NAME_LINE = 16, MAX_SERIES = 32, MAX_MARKS = 6 };

struct axes {
    struct plot across, up; /* users, value */
    float top, bottom;
};

static double value_at(const struct chart_row *r, int series, bool *found)
{
    for (int i = 0; i < r->n_parts; i++)
        if (r->parts[i].series == series && r->parts[i].value.set) {
            *found = true;
            return r->parts[i].value.typical;
        }
    *found = false;
    return 0;
}

static float px_y(const struct axes *a, double v)
{
    double share = (v - a->up.min) / (a->up.max - a->up.min);
    return roundf((a->bottom - (float)share * (a->bottom - a->top)) * 10) / 10;
}

static void grid(struct plot *p, const struct axes *a)
{
    int n = (int)((a->up.max - a->up.min) / a->up.step + 0.5);
    for (int i = 0; i <= n; i++) {
        double v = a->up.min + i * a->up.step;
        float y = px_y(a, v);
        plot_line(p, i ? ROLE_GRID : ROLE_AXIS, p->left, y, p->right, y);
        plot_text(p, ROLE_LABEL, p->left - 6, y + 4, ANCHOR_END, plot_number(p, v));
    }
    n = (int)((a->across.max - a->across.min) / a->across.step + 0.5);
    float taken = 0;
    for (int i = 0; i <= n; i++) {
        double v = i * a->across.step;
        float x = plot_x(&a->across, v);
        plot_line(p, ROLE_GRID, x, a->bottom, x, a->bottom + 4);
        struct buf b = buf_open(p->keep, 40);
        buf_num(&b, v, 2);
        float w = font_width(buf_str(&b), ROLE_LABEL);
        if (x - w / 2 < taken || x + w / 2 > p->x1 + p->x0)
            continue;
        taken = x + w / 2 + 4;
        plot_text(p, ROLE_LABEL, x, a->bottom + 17, ANCHOR_MIDDLE, buf_str(&b));
    }
    plot_text(p, ROLE_LABEL, p->right, a->bottom + 32, ANCHOR_END, S("users"));
}

/* The steps of one series; returns the height of its right end, below 0 when it has no points. */
static float curve(struct plot *p, const struct axes *a, int series)
{
    const struct chart *c = p->c;
    struct curve_point *points = NEW(p->keep, struct curve_point, 2 * c->n_rows + 2);
    int n = 0;
    for (int i = 0; i < c->n_rows; i++) {
        bool found;
        double v = value_at(&c->rows[i], series, &found);
        if (!found)
            continue;
        struct curve_point at = { plot_x(&a->across, c->rows[i].at), px_y(a, v) };
        if (n) {
            points[n] = (struct curve_point){ at.x, points[n - 1].y };
            n++;
        }
        points[n++] = at;
    }
    if (!n)
        return -1;
    scene_path(p->out, p->keep, ROLE_CURVE, curve_round(points, n, 0, p->keep))->colour =
        plot_series(series);
    if (series % 2)
        p->out->items.ptr[p->out->items.len - 1].pen = PEN_DASHED;
    return points[n - 1].y;
}

static void names(struct plot *p, const float *ends, int n)
{
    struct plot_label labels[MAX_SERIES];
    int series[MAX_SERIES], count = 0;
    for (int i = 0; i < n; i++) {
        if (ends[i] < 0)
            continue;
        int at = count++;
        for (; at > 0 && labels[at - 1].want > ends[i]; at--) {
            labels[at] = labels[at - 1];
            series[at] = series[at - 1];
        }
        labels[at] = (struct plot_label){ .want = ends[i], .size = NAME_LINE };
        series[at] = i;
    }
    plot_spread(labels, count, p->y - 8, p->y + HEIGHT + 8);
    for (int i = 0; i < count; i++) {
        float from = ends[series[i]], to = labels[i].at;
        plot_line(p, ROLE_CURVE, p->right + 2, from, p->right + 14, to)->colour =
            plot_series(series[i]);
        plot_text(p, ROLE_PLAIN, p->right + 19, to + 4, ANCHOR_START, p->c->series[series[i]]);
    }
}

static int cheapest(const struct chart *c, int row, int n_series, double *value)
{
    int best = -1;
    for (int s = 0; s < n_series; s++) {
        bool found;
        double v = value_at(&c->rows[row], s, &found);
        if (found && (best < 0 || v < *value)) {
            best = s;
            *value = v;
        }
    }
    return best;
}

/* Marks where the cheapest changes; labels below the mark, moved aside when they would meet. */
static void crossovers(struct plot *p, const struct axes *a, int n_series)
{
    struct plot_label labels[MAX_MARKS];
    struct str words[MAX_MARKS];
    int n = 0, before = -1;
    for (int i = 0; i < p->c->n_rows && n < MAX_MARKS; i++) {
        double v = 0;
        int now = cheapest(p->c, i, n_series, &v);
        if (before >= 0 && now >= 0 && now != before) {
            float x = plot_x(&a->across, p->c->rows[i].at), y = px_y(a, v);
            plot_line(p, ROLE_MARK, x, y, x, a->bottom)->pen = PEN_DASHED;
            scene_rect(p->out, p->keep, ROLE_DOT, x - 4, y - 4, 8, 8, 4);
            struct buf b = buf_open(p->keep, 200);
            buf_fmt(&b, "from ");
            buf_num(&b, p->c->rows[i].at, 2);
            buf_fmt(&b, ": %.*s", FMT(p->c->series[now]));
            words[n] = buf_str(&b);
            labels[n] =
                (struct plot_label){ .want = x, .size = font_width(words[n], ROLE_STRONG) + 14 };
            n++;
        }
        if (now >= 0)
            before = now;
    }
    bool one_row = plot_spread(labels, n, p->left - 20, p->x1);
    for (int i = 0; i < n; i++) {
        float at = one_row ? labels[i].at : p->left + labels[i].size / 2;
        at = fmaxf(at, p->x0 + labels[i].size / 2);
        plot_text(p, ROLE_STRONG, at, a->bottom + 50 + (one_row ? 0 : (float)(i * 16)),
                  ANCHOR_MIDDLE, words[i]);
    }
    p->y = a->bottom + 36 + (n ? one_row ? 18 : (float)(n * 16 + 2) : 0);
}

void chart_step_draw(struct plot *p)
{
    const struct chart *c = p->c;
    int n_series = c->n_series < MAX_SERIES ? c->n_series : MAX_SERIES;
    double users = 0, most = 0;
    float name_w = 0;
    for (int s = 0; s < n_series; s++)
        name_w = fmaxf(name_w, font_width(c->series[s], ROLE_PLAIN));
    for (int i = 0; i < c->n_rows; i++) {
        users = fmax(users, c->rows[i].at);
        for (int s = 0; s < n_series; s++) {
            bool found;
            most = fmax(most, value_at(&c->rows[i], s, &found));
        }
    }
    struct axes a = { .across = *p, .up = *p };
    plot_scale(&a.up, 0, most);
    p->left = p->x0 + font_width(plot_number(p, a.up.max), ROLE_LABEL) + 10;
    p->right = p->narrow ? p->x1 - 8 : p->x1 - name_w - 22;
    if (p->narrow) /* names stand above, not at the ends of the lines */
        plot_legend(p);
    p->y += p->narrow ? 16 : 8;
    a.across.left = p->left;
    a.across.right = p->right;
    plot_scale(&a.across, 0, users);
    a.across.max = users > 0 ? users : 1; /* lines end where their names stand */
    a.top = p->y;
    a.bottom = p->y + HEIGHT;
    grid(p, &a);
    float ends[MAX_SERIES];
    for (int s = 0; s < n_series; s++)
        ends[s] = curve(p, &a, s);
    if (!p->narrow)
        names(p, ends, n_series);
    crossovers(p, &a, n_series);
}
