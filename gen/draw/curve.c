/* curve.c - path data in and out.
 *
 * Writing: absolute letters, H and V where they are shorter, one decimal. Reading: what our own
 * writers and glyphs use: M L H V C S Q A Z, absolute and relative. */
#include "draw/curve.h"

#include <math.h>

enum { MAX_PATH = 1 << 20 };

static void put_pair(struct buf *b, float x, float y)
{
    buf_num(b, (double)x, 1);
    if (y >= 0 || y > -0.05F)
        buf_char(b, ' ');
    buf_num(b, (double)y, 1);
}

static void put_line(struct buf *b, struct curve_point from, struct curve_point to)
{
    if (fabsf(from.y - to.y) < .05F) {
        buf_char(b, 'H');
        buf_num(b, (double)to.x, 1);
    } else if (fabsf(from.x - to.x) < .05F) {
        buf_char(b, 'V');
        buf_num(b, (double)to.y, 1);
    } else {
        buf_char(b, 'L');
        put_pair(b, to.x, to.y);
    }
}

static float distance(struct curve_point a, struct curve_point b)
{
    return hypotf(a.x - b.x, a.y - b.y);
}

static struct curve_point towards(struct curve_point from, struct curve_point to, float by)
{
    float d = distance(from, to);
    float t = d > 0 ? by / d : 0;
    return (struct curve_point){ from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t };
}

static bool straight(struct curve_point a, struct curve_point b, struct curve_point c)
{
    float cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
    float dot = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
    return fabsf(cross) < .02F * (1 + distance(a, b) * distance(b, c)) && dot >= 0;
}

/* Tenths of a pixel: the same grid for every number of a path, so that joints meet. */
static float tenth(float v)
{
    return roundf(v * 10) / 10;
}

struct scene_box curve_bounds(const struct curve_point *points, int n)
{
    struct scene_box b = { 1e9F, 1e9F, -1e9F, -1e9F };
    for (int i = 0; i < n; i++) {
        b.x0 = fminf(b.x0, points[i].x);
        b.y0 = fminf(b.y0, points[i].y);
        b.x1 = fmaxf(b.x1, points[i].x);
        b.y1 = fmaxf(b.y1, points[i].y);
    }
    return b;
}

struct str curve_round(const struct curve_point *points, int n, float radius, struct arena *keep)
{
    struct curve_point *p = NEW(keep, struct curve_point, n);
    int m = 0;
    for (int i = 0; i < n; i++) {
        struct curve_point q = { tenth(points[i].x), tenth(points[i].y) };
        if (m && distance(p[m - 1], q) < .05F)
            continue;
        if (m > 1 && straight(p[m - 2], p[m - 1], q))
            m--;
        p[m++] = q;
    }
    struct buf b = buf_open(keep, MAX_PATH);
    struct curve_point at = p[0];
    buf_char(&b, 'M');
    put_pair(&b, at.x, at.y);
    for (int i = 1; i < m; i++) {
        if (i == m - 1) {
            put_line(&b, at, p[i]);
            break;
        }
        float room = fminf(distance(at, p[i]), distance(p[i], p[i + 1]) / (i + 2 < m ? 2 : 1));
        float r = fminf(radius, room);
        struct curve_point in = towards(p[i], p[i - 1], r), out = towards(p[i], p[i + 1], r);
        in = (struct curve_point){ tenth(in.x), tenth(in.y) };
        out = (struct curve_point){ tenth(out.x), tenth(out.y) };
        if (distance(at, in) >= .05F)
            put_line(&b, at, in);
        buf_char(&b, 'q');
        put_pair(&b, p[i].x - in.x, p[i].y - in.y);
        if (out.x - in.x > -.05F)
            buf_char(&b, ' ');
        put_pair(&b, out.x - in.x, out.y - in.y);
        at = out;
    }
    return buf_str(&b);
}

struct str curve_polygon(const struct curve_point *points, int n, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_PATH);
    for (int i = 0; i < n; i++) {
        if (i == 0) {
            buf_char(&b, 'M');
            put_pair(&b, tenth(points[0].x), tenth(points[0].y));
        } else {
            put_line(&b, points[i - 1], points[i]);
        }
    }
    buf_char(&b, 'z');
    return buf_str(&b);
}

struct reader {
    struct str rest;
    struct arena *keep;
    float scale, dx, dy;
    struct curve_point at, start, control; /* in path units */
    LIST(struct curve_point) points;
    struct curve_lines *out;
};

static bool number(struct reader *r, float *out)
{
    struct str s = r->rest;
    while (s.len && (char_is_space(s.ptr[0]) || s.ptr[0] == ','))
        s = str_from(s, 1);
    float sign = 1, v = 0, place = 1;
    if (s.len && s.ptr[0] == '-') {
        sign = -1;
        s = str_from(s, 1);
    }
    bool any = false, point = false;
    for (; s.len; s = str_from(s, 1)) {
        char c = s.ptr[0];
        if (char_is_digit(c)) {
            any = true;
            v = v * 10 + (float)(c - '0');
            place *= point ? 10 : 1;
        } else if (c == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    if (!any)
        return false;
    r->rest = s;
    *out = sign * v / place;
    return true;
}

static void add(struct reader *r, struct curve_point p)
{
    *PUSH(&r->points, r->keep) =
        (struct curve_point){ p.x * r->scale + r->dx, p.y * r->scale + r->dy };
    r->at = p;
}

static void finish(struct reader *r, bool closed)
{
    if (r->points.len > 0)
        *PUSH(r->out, r->keep) = (struct curve_line){ r->points.ptr, (int)r->points.len, closed };
    r->points.ptr = NULL;
    r->points.len = r->points.cap = 0;
}

static void cubic(struct reader *r, struct curve_point b, struct curve_point c,
                  struct curve_point d)
{
    struct curve_point a = r->at;
    float length = (distance(a, b) + distance(b, c) + distance(c, d)) * r->scale;
    int n = (int)fminf(64, fmaxf(4, length / 3));
    for (int i = 1; i <= n; i++) {
        float t = (float)i / (float)n, u = 1 - t;
        float k0 = u * u * u, k1 = 3 * u * u * t, k2 = 3 * u * t * t, k3 = t * t * t;
        add(r, (struct curve_point){ k0 * a.x + k1 * b.x + k2 * c.x + k3 * d.x,
                                     k0 * a.y + k1 * b.y + k2 * c.y + k3 * d.y });
    }
    r->control = c;
}

static void quadratic(struct reader *r, struct curve_point b, struct curve_point d)
{
    struct curve_point a = r->at;
    cubic(r, (struct curve_point){ a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3 },
          (struct curve_point){ d.x + (b.x - d.x) * 2 / 3, d.y + (b.y - d.y) * 2 / 3 }, d);
}

/* SVG 1.1 F.6.5, axes not turned. */
static void arc(struct reader *r, float rx, float ry, bool large, bool sweep, struct curve_point to)
{
    struct curve_point from = r->at;
    float x = (from.x - to.x) / 2 / rx, y = (from.y - to.y) / 2 / ry;
    float square = x * x + y * y;
    if (square > 1) {
        rx *= sqrtf(square);
        ry *= sqrtf(square);
        x /= sqrtf(square);
        y /= sqrtf(square);
        square = 1;
    }
    float k = square > 0 ? sqrtf((1 - square) / square) * (large == sweep ? -1.0F : 1.0F) : 0;
    float cx = k * y, cy = -k * x; /* centre in units of the radii, seen from the middle */
    float begin = atan2f(y - cy, x - cx), end = atan2f(-y - cy, -x - cx);
    const float turn = 6.2831853F;
    float sweep_by = end - begin;
    if (sweep && sweep_by < 0)
        sweep_by += turn;
    if (!sweep && sweep_by > 0)
        sweep_by -= turn;
    float mx = (from.x + to.x) / 2 + cx * rx, my = (from.y + to.y) / 2 + cy * ry;
    int n = (int)fminf(64, fmaxf(4, fabsf(sweep_by) * fmaxf(rx, ry) * r->scale / 3));
    for (int i = 1; i <= n; i++) {
        float a = begin + sweep_by * (float)i / (float)n;
        add(r, (struct curve_point){ mx + rx * cosf(a), my + ry * sinf(a) });
    }
    r->at = to;
}

/* Numbers a letter takes, for the letters we know. */
static int arity(char letter)
{
    static const char letters[] = "mlhvcsqaz";
    static const int counts[] = { 2, 2, 1, 1, 6, 4, 4, 7, 0 };
    for (int i = 0; letters[i]; i++)
        if (letters[i] == letter)
            return counts[i];
    return -1;
}

static void step(struct reader *r, char letter, bool relative, const float *v)
{
    struct curve_point o = relative ? r->at : (struct curve_point){ 0, 0 };
    struct curve_point a = { o.x + v[0], o.y + v[1] }, b = { o.x + v[2], o.y + v[3] };
    struct curve_point mirror = { 2 * r->at.x - r->control.x, 2 * r->at.y - r->control.y };
    switch (letter) {
    case 'm':
        finish(r, false);
        add(r, a);
        r->start = a;
        break;
    case 'l':
        add(r, a);
        break;
    case 'h':
        add(r, (struct curve_point){ o.x + v[0], r->at.y });
        break;
    case 'v':
        add(r, (struct curve_point){ r->at.x, o.y + v[0] });
        break;
    case 'c':
        cubic(r, a, b, (struct curve_point){ o.x + v[4], o.y + v[5] });
        break;
    case 's':
        cubic(r, mirror, a, b);
        break;
    case 'q':
        quadratic(r, a, b);
        break;
    case 'a':
        arc(r, v[0], v[1], v[3] != 0, v[4] != 0, (struct curve_point){ o.x + v[5], o.y + v[6] });
        break;
    default:
        finish(r, true);
        r->at = r->start;
    }
    if (letter != 'c' && letter != 's')
        r->control = r->at;
}

struct curve_lines curve_flatten(struct str d, float scale, float dx, float dy, struct arena *keep)
{
    struct curve_lines out = { 0 };
    struct reader r = { .rest = d, .keep = keep, .scale = scale, .dx = dx, .dy = dy, .out = &out };
    char letter = 0;
    for (;;) {
        r.rest = str_trim(r.rest);
        if (r.rest.len == 0)
            break;
        char c = r.rest.ptr[0];
        if (char_is_alpha(c)) {
            letter = c;
            r.rest = str_from(r.rest, 1);
        } else if (char_lower(letter) == 'z') {
            break;
        }
        char low = char_lower(letter);
        int n = arity(low);
        float v[7] = { 0 };
        for (int i = 0; i < n; i++)
            if (!number(&r, &v[i]))
                n = -1;
        if (n < 0)
            break;
        if (r.points.len == 0 && low != 'm' && low != 'z')
            add(&r, r.at); /* after a z the next subpath starts where the last one did */
        step(&r, low, letter == low, v);
        if (low == 'm')
            letter = letter == 'm' ? 'l' : 'L';
    }
    finish(&r, false);
    return out;
}
