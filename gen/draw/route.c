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

/* Moves a coordinate of the end and of the points in line with it, so that the line stays upright or
 * level; a line that would have to move at its far end too keeps that end and gets a slant. */
static void shift(struct curve_point *p, int n, int step, bool upright, float to)
{
    float was = upright ? p[0].x : p[0].y;
    for (int i = 0; i < n - 1; i++) {
        float *v = upright ? &p[i * step].x : &p[i * step].y;
        if (fabsf(*v - was) > .05F)
            break;
        *v = to;
    }
}

void route_touch(struct curve_point *p, int n, int step, struct scene_box box)
{
    enum { CORNER = 4 }; /* keep off rounded corners */
    struct curve_point q = p[step];
    if (fabsf(p[0].x - q.x) < .05F) {
        shift(p, n, step, true, clampf(p[0].x, box.x0 + CORNER, box.x1 - CORNER));
        p[0].y = nearer(p[0].y, box.y0, box.y1);
    } else if (fabsf(p[0].y - q.y) < .05F) {
        shift(p, n, step, false, clampf(p[0].y, box.y0 + CORNER, box.y1 - CORNER));
        p[0].x = nearer(p[0].x, box.x0, box.x1);
    } else {
        float dx = fminf(fabsf(p[0].x - box.x0), fabsf(p[0].x - box.x1));
        float dy = fminf(fabsf(p[0].y - box.y0), fabsf(p[0].y - box.y1));
        p[0].x = clampf(p[0].x, box.x0, box.x1);
        p[0].y = clampf(p[0].y, box.y0, box.y1);
        if (dx < dy)
            p[0].x = nearer(p[0].x, box.x0, box.x1);
        else
            p[0].y = nearer(p[0].y, box.y0, box.y1);
    }
}

/* Liang-Barsky: the part of a segment inside a box. */
static bool segment_meets(struct curve_point a, struct curve_point b, struct scene_box box)
{
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
