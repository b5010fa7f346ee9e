/* route.c - ends of edges. */
#include "draw/route.h"

#include <math.h>

static float clampf(float v, float low, float high)
{
    if (low > high)
        return (low + high) / 2;
    return v < low ? low : v > high ? high : v;
}

static float nearer(float v, float a, float b)
{
    return fabsf(v - a) <= fabsf(v - b) ? a : b;
}

static bool upright(struct curve_point a, struct curve_point b)
{
    return fabsf(a.x - b.x) < .05F;
}

static bool level(struct curve_point a, struct curve_point b)
{
    return fabsf(a.y - b.y) < .05F;
}

/* Moves a coordinate of the end and of the points in line with it, so that the line stays upright
 * or level; the far end of a line without corners stays. */
static void shift(struct curve_point *p, int n, int step, bool across, float to)
{
    float was = across ? p[0].x : p[0].y;
    for (int i = 0; i < n - 1; i++) {
        float *v = across ? &p[i * step].x : &p[i * step].y;
        if (fabsf(*v - was) > .05F)
            break;
        *v = to;
    }
}

/* The border that faces where the line comes from. */
static float facing(float from, float at, float low, float high)
{
    if (from <= low)
        return low;
    return from >= high ? high : nearer(at, low, high);
}

enum { CORNER = 4 }; /* keep off rounded corners */

/* p: the end; p[step]: its neighbour */
static void touch(struct curve_point *p, int n, int step, struct scene_box box)
{
    struct curve_point q = p[step];
    if (upright(p[0], q)) {
        shift(p, n, step, true, clampf(p[0].x, box.x0 + CORNER, box.x1 - CORNER));
        p[0].y = facing(q.y, p[0].y, box.y0, box.y1);
    } else if (level(p[0], q)) {
        shift(p, n, step, false, clampf(p[0].y, box.y0 + CORNER, box.y1 - CORNER));
        p[0].x = facing(q.x, p[0].x, box.x0, box.x1);
    } else {
        float dx = fminf(fabsf(p[0].x - box.x0), fabsf(p[0].x - box.x1));
        float dy = fminf(fabsf(p[0].y - box.y0), fabsf(p[0].y - box.y1));
        p[0].x = clampf(p[0].x, box.x0, box.x1);
        p[0].y = clampf(p[0].y, box.y0, box.y1);
        if (dx < dy)
            p[0].x = facing(q.x, p[0].x, box.x0, box.x1);
        else
            p[0].y = facing(q.y, p[0].y, box.y0, box.y1);
    }
}

/* A line without corners goes where both boxes can be met, if there is such a place. */
static void meet_both(struct curve_point *p, struct scene_box a, struct scene_box b)
{
    if (upright(p[0], p[1])) {
        float low = fmaxf(a.x0, b.x0) + CORNER, high = fminf(a.x1, b.x1) - CORNER;
        if (low <= high)
            p[0].x = p[1].x = clampf(p[0].x, low, high);
    } else if (level(p[0], p[1])) {
        float low = fmaxf(a.y0, b.y0) + CORNER, high = fminf(a.y1, b.y1) - CORNER;
        if (low <= high)
            p[0].y = p[1].y = clampf(p[0].y, low, high);
    }
}

void route_touch(struct curve_point *p, int n, const struct scene_box *from,
                 const struct scene_box *to)
{
    if (n == 2 && from && to)
        meet_both(p, *from, *to);
    if (from)
        touch(p, n, 1, *from);
    if (to)
        touch(p + n - 1, n, -1, *to);
}

static bool small_step(struct curve_point a, struct curve_point b, float dx, float dy)
{
    return !upright(a, b) && !level(a, b) && fabsf(a.x - b.x) <= dx && fabsf(a.y - b.y) <= dy;
}

void route_straighten(struct curve_point *p, int n, float dx, float dy)
{
    for (int i = 0; i + 2 < n; i++) { /* there and back again */
        if (!small_step(p[i], p[i + 1], dx, dy) || !small_step(p[i + 1], p[i + 2], dx, dy))
            continue;
        if (upright(p[i], p[i + 2]))
            p[i + 1].x = p[i].x;
        else if (level(p[i], p[i + 2]))
            p[i + 1].y = p[i].y;
    }
    for (int i = 0; i + 1 < n; i++) { /* aside between two stretches */
        struct curve_point a = p[i], b = p[i + 1];
        if (!small_step(a, b, dx, dy))
            continue;
        bool down = (i > 0 && upright(p[i - 1], a)) || (i + 2 < n && upright(b, p[i + 2]));
        bool along = (i > 0 && level(p[i - 1], a)) || (i + 2 < n && level(b, p[i + 2]));
        if (!down && !along)
            continue;
        if (i > 0 && i + 2 == n) /* its end moves, not the stretch it may share with others */
            shift(p + i + 1, 2, 1, down, down ? a.x : a.y);
        else
            shift(p + i, i + 2, -1, down, down ? b.x : b.y);
    }
}

/* Liang-Barsky: the part of a segment inside a box. */
static bool segment_meets(struct curve_point a, struct curve_point b, struct scene_box box)
{
    if ((a.x <= box.x0 && b.x <= box.x0) || (a.x >= box.x1 && b.x >= box.x1) ||
        (a.y <= box.y0 && b.y <= box.y0) || (a.y >= box.y1 && b.y >= box.y1))
        return false; /* most pairs: each line is asked of each box */
    float t0 = 0, t1 = 1;
    float d[] = { b.x - a.x, b.y - a.y };
    float low[] = { box.x0 - a.x, box.y0 - a.y }, high[] = { box.x1 - a.x, box.y1 - a.y };
    for (int i = 0; i < 2; i++) {
        if (fabsf(d[i]) < 1e-6F) {
            if (low[i] >= 0 || high[i] <= 0)
                return false;
            continue;
        }
        float in = low[i] / d[i], out = high[i] / d[i];
        t0 = fmaxf(t0, fminf(in, out));
        t1 = fminf(t1, fmaxf(in, out));
    }
    return t0 < t1;
}

bool route_crosses(const struct curve_point *p, int n, struct scene_box box)
{
    for (int i = 1; i < n; i++)
        if (segment_meets(p[i - 1], p[i], box))
            return true;
    return false;
}

/* The corners of the way around box, on its low or high side, of the stretch a to b. */
static void corners_of(struct curve_point a, struct curve_point b, struct scene_box box, float gap,
                       bool high, struct curve_point out[4])
{
    if (upright(a, b)) {
        float x = high ? box.x1 + gap : box.x0 - gap, first = box.y0 - gap, last = box.y1 + gap;
        bool down = b.y > a.y;
        out[0] = (struct curve_point){ a.x, down ? first : last };
        out[1] = (struct curve_point){ x, down ? first : last };
        out[2] = (struct curve_point){ x, down ? last : first };
        out[3] = (struct curve_point){ a.x, down ? last : first };
    } else {
        float y = high ? box.y1 + gap : box.y0 - gap, first = box.x0 - gap, last = box.x1 + gap;
        bool right = b.x > a.x;
        out[0] = (struct curve_point){ right ? first : last, a.y };
        out[1] = (struct curve_point){ right ? first : last, y };
        out[2] = (struct curve_point){ right ? last : first, y };
        out[3] = (struct curve_point){ right ? last : first, a.y };
    }
}

/* Whether v lies strictly between a and b. */
static bool between(float v, float a, float b)
{
    return (a < v && v < b) || (b < v && v < a);
}

int route_around(struct curve_point *p, int n, struct scene_box box, float gap,
                 bool (*is_free)(const void *ctx, const struct curve_point *way, int n),
                 const void *ctx)
{
    for (int i = 1; i < n; i++) {
        struct curve_point a = p[i - 1], b = p[i], way[4];
        bool up = upright(a, b);
        if ((!up && !level(a, b)) || !segment_meets(a, b, box))
            continue;
        bool high = up ? a.x - box.x0 > box.x1 - a.x : a.y - box.y0 > box.y1 - a.y;
        for (int k = 0; k < 2; k++, high = !high) {
            corners_of(a, b, box, gap, high, way);
            bool room = up ? between(way[0].y, a.y, b.y) && between(way[3].y, a.y, b.y)
                           : between(way[0].x, a.x, b.x) && between(way[3].x, a.x, b.x);
            if (!room || !is_free(ctx, way, 4))
                continue;
            memmove(p + i + 4, p + i, (size_t)(n - i) * sizeof *p);
            memcpy(p + i, way, sizeof way);
            return n + 4;
        }
    }
    return n;
}
