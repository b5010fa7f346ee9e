/* raster.c - the fence around libgd: polygons are filled and pixels halved by our own code, which
 * is cleaner and faster than gd's; FreeType text, resampling and encoding are gd's.
 *
 * The image is true colour at twice the size. Halving averages four pixels; then colours are
 * counted in boxes of 6 bits a channel and the most frequent of each of the 256 fullest boxes makes
 * the palette, so that flat colours stay exact. */
/* before our own headers, whose banned names FreeType's mention */
#if __has_include(<ft2build.h>)
#include <ft2build.h>
#include FT_FREETYPE_H
#endif

#include "draw/raster.h"

#include <gd.h>
#include <math.h>
#include <png.h>
#include <pthread.h>

#include "base/utf8.h"
#include "draw/font_width.h"
#include "draw/hatch.h"

/* added to a face: of characters that FreeType itself must draw */
enum { BEYOND = 16 };
/* a finished picture of more pixels than this is a mistake: 256 MB of bitmap */
enum { MAX_PIXELS = 16 << 20, SUPER = 2 };

/* clang-format off */
/* pinned: Debian's fonts-dejavu-core, fonts-noto-cjk, fonts-symbola */
static const char *const files[][2] = { /* regular, bold */
    [FONT_OWN]     = { "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf" },
    [FONT_SANS]    = { "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf" },
    [FONT_CJK]     = { "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc" },
    [FONT_SYMBOLS] = { "/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf", "/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf" },
};
static const char mono_file[] = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf";
/* clang-format on */

bool raster_open(struct raster *r, int w, int h, uint32_t background)
{
    *r = (struct raster){ .w = w, .h = h };
    if (w < 1 || h < 1 || (int64_t)w * h > MAX_PIXELS)
        return false;
    gdImagePtr im = gdImageCreateTrueColor(w * SUPER, h * SUPER);
    if (!im)
        return false;
    for (int y = 0; y < h * SUPER; y++)
        for (int x = 0; x < w * SUPER; x++)
            im->tpixels[y][x] = (int)background;
    r->image = im;
    return true;
}

/* ---- polygons ---- */

struct crossing {
    float x;
    int turn; /* +1 downwards, -1 upwards */
};

static int by_x(const void *a, const void *b)
{
    const struct crossing *p = a, *q = b;
    return (p->x > q->x) - (p->x < q->x);
}

static void sort_crossings(struct crossing *c, int n)
{
    if (n > 16) {
        qsort(c, (size_t)n, sizeof *c, by_x);
        return;
    }
    for (int i = 1; i < n; i++) {
        struct crossing one = c[i];
        int k = i;
        for (; k > 0 && c[k - 1].x > one.x; k--)
            c[k] = c[k - 1];
        c[k] = one;
    }
}

static int crossings_at(const struct curve_line *lines, ptrdiff_t n, float y, struct crossing *out)
{
    int found = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct curve_line *l = &lines[i];
        for (int k = 0; k < l->n; k++) {
            struct curve_point a = l->points[k], b = l->points[k + 1 < l->n ? k + 1 : 0];
            if ((a.y <= y) == (b.y <= y))
                continue;
            out[found++] =
                (struct crossing){ a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), a.y <= y ? 1 : -1 };
        }
    }
    sort_crossings(out, found);
    return found;
}

static int blend(int below, uint32_t rgb, int alpha256)
{
    int out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int b = (below >> shift) & 255, c = (int)(rgb >> shift) & 255;
        out |= ((b * (256 - alpha256) + c * alpha256 + 128) >> 8) << shift;
    }
    return out;
}

struct ink {
    uint32_t rgb;
    int alpha256, hatch;
    float unit; /* pixels of the large bitmap for one unit of the pattern */
};

static void fill_span(gdImagePtr im, int y, float from, float to, const struct ink *ink)
{
    int x0 = (int)ceilf(fmaxf(from - .5F, 0)), x1 = (int)ceilf(fminf(to - .5F, (float)im->sx));
    int *row = im->tpixels[y];
    for (int x = x0; x < x1; x++) {
        if (ink->hatch &&
            !hatch_covers(ink->hatch, ((float)x + .5F) / ink->unit, ((float)y + .5F) / ink->unit))
            continue;
        row[x] = ink->alpha256 >= 256 ? (int)ink->rgb : blend(row[x], ink->rgb, ink->alpha256);
    }
}

/* lines in pixels of the large bitmap */
static void fill(gdImagePtr im, const struct curve_line *lines, ptrdiff_t n, const struct ink *ink,
                 struct arena scratch)
{
    float top = 1e9F, bottom = -1e9F;
    ptrdiff_t points = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        for (int k = 0; k < lines[i].n; k++, points++) {
            top = fminf(top, lines[i].points[k].y);
            bottom = fmaxf(bottom, lines[i].points[k].y);
        }
    if (!points || bottom < 0 || top > (float)im->sy)
        return;
    struct crossing *c = NEW(&scratch, struct crossing, points + 1);
    int y0 = (int)floorf(fmaxf(top, 0)), y1 = (int)ceilf(fminf(bottom, (float)im->sy));
    for (int y = y0; y < y1; y++) {
        int found = crossings_at(lines, n, (float)y + .5F, c), wound = 0;
        for (int i = 0; i + 1 < found; i++) {
            wound += c[i].turn;
            if (wound)
                fill_span(im, y, c[i].x, c[i + 1].x, ink);
        }
    }
}

void raster_fill(struct raster *r, const struct curve_line *lines, ptrdiff_t n, uint32_t rgb,
                 float alpha, int hatch, float hatch_scale, struct arena scratch)
{
    struct curve_line *large = NEW(&scratch, struct curve_line, n + 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        large[i] =
            (struct curve_line){ NEW(&scratch, struct curve_point, lines[i].n), lines[i].n, true };
        for (int k = 0; k < lines[i].n; k++)
            large[i].points[k] =
                (struct curve_point){ lines[i].points[k].x * SUPER, lines[i].points[k].y * SUPER };
    }
    struct ink ink = { rgb, (int)(alpha * 256 + .5F), hatch, hatch_scale * SUPER };
    fill(r->image, large, n, &ink, scratch);
}

/* ---- strokes: a quadrilateral for each piece, a disc at each joint ---- */

struct brush {
    gdImagePtr im;
    struct ink ink;
    float half; /* of the width */
    struct arena scratch;
};

static void disc(const struct brush *b, struct curve_point at)
{
    if (b->half < .7F)
        return; /* no gap to fill */
    enum { SIDES = 12 };
    struct curve_point p[SIDES];
    for (int i = 0; i < SIDES; i++) {
        float a = 6.2831853F * (float)i / SIDES;
        p[i] = (struct curve_point){ at.x + b->half * cosf(a), at.y + b->half * sinf(a) };
    }
    fill(b->im, &(struct curve_line){ p, SIDES, true }, 1, &b->ink, b->scratch);
}

static void piece(const struct brush *b, struct curve_point from, struct curve_point to)
{
    float dx = to.x - from.x, dy = to.y - from.y, d = hypotf(dx, dy);
    if (d < 1e-4F)
        return;
    float nx = -dy / d * b->half, ny = dx / d * b->half;
    struct curve_point p[] = { { from.x + nx, from.y + ny },
                               { to.x + nx, to.y + ny },
                               { to.x - nx, to.y - ny },
                               { from.x - nx, from.y - ny } };
    fill(b->im, &(struct curve_line){ p, 4, true }, 1, &b->ink, b->scratch);
}

/* Pieces of a dashed line; *phase is how far into a dash and its gap we are. */
static void dashed(const struct brush *b, struct curve_point from, struct curve_point to,
                   float dash, float *phase)
{
    float period = dash * 1.8F, d = hypotf(to.x - from.x, to.y - from.y), at = 0;
    while (d > 0 && at < d) {
        float in = fmodf(*phase, period), rest = in < dash ? dash - in : period - in;
        float end = fminf(d, at + fmaxf(rest, .01F));
        if (in < dash)
            piece(b,
                  (struct curve_point){ from.x + (to.x - from.x) * at / d,
                                        from.y + (to.y - from.y) * at / d },
                  (struct curve_point){ from.x + (to.x - from.x) * end / d,
                                        from.y + (to.y - from.y) * end / d });
        *phase += end - at;
        at = end;
    }
}

void raster_stroke(struct raster *r, const struct curve_line *line, float width, float dash,
                   uint32_t rgb, struct arena scratch)
{
    struct brush b = { r->image, { rgb, 256, 0, 1 }, width * SUPER / 2, scratch };
    float phase = 0;
    int last = line->closed ? line->n : line->n - 1;
    for (int i = 0; i < last; i++) {
        struct curve_point p = line->points[i], q = line->points[(i + 1) % line->n];
        struct curve_point from = { p.x * SUPER, p.y * SUPER }, to = { q.x * SUPER, q.y * SUPER };
        if (dash > 0) {
            dashed(&b, from, to, dash * SUPER, &phase);
            continue;
        }
        piece(&b, from, to);
        if (i || line->closed)
            disc(&b, from);
    }
}

/* ---- text ---- */

/* gd reads entities in what it is given: an ampersand goes in as a number. */
static const char *for_gd(struct str text, struct arena *keep)
{
    enum { LONGEST = 5 }; /* "&#38;" */
    struct buf b = buf_open(keep, text.len * LONGEST + 1);
    for (ptrdiff_t i = 0; i < text.len; i++)
        buf_put(&b, text.ptr[i] == '&' ? S("&#38;") : str_sub(text, i, 1));
    return str_c(buf_str(&b), keep);
}

/* A box for each character that nobody can draw: seen to be missing, not left out. */
static void stand_in(struct raster *r, struct str text, float x, float y, float px, uint32_t rgb,
                     struct arena scratch)
{
    for (ptrdiff_t n = utf8_count(text), i = 0; i < n; i++, r->missing++) {
        float left = x + ((float)i * .8F + .1F) * px;
        struct curve_point corner[] = { { left, y },
                                        { left + .6F * px, y },
                                        { left + .6F * px, y - .7F * px },
                                        { left, y - .7F * px } };
        raster_stroke(r, &(struct curve_line){ corner, 4, true }, px / 14, 0, rgb, scratch);
    }
}

struct type {
    float px;
    bool bold, mono;
    uint32_t rgb;
};

#ifdef FT_FREETYPE_H
static void blend_bitmap(gdImagePtr im, const FT_Bitmap *b, int left, int top, uint32_t rgb)
{
    for (int y = 0; y < (int)b->rows; y++)
        for (int x = 0; x < (int)b->width; x++) {
            int to_x = left + x, to_y = top + y, alpha = b->buffer[y * b->pitch + x];
            if (alpha && to_x >= 0 && to_x < im->sx && to_y >= 0 && to_y < im->sy)
                im->tpixels[to_y][to_x] = blend(im->tpixels[to_y][to_x], rgb, alpha + alpha / 128);
        }
}

/* Characters beyond U+FFFF, which gd cannot be given: emoji, rare ideographs. */
static bool beyond(struct raster *r, uint32_t cp, const char *file, float x, float y,
                   const struct type *t)
{
    FT_Library library;
    FT_Face face;
    if (FT_Init_FreeType(&library))
        return false;
    bool drawn = false;
    if (FT_New_Face(library, file, 0, &face) == 0) {
        FT_Set_Char_Size(face, 0, (FT_F26Dot6)(t->px * SUPER * 64), 72, 72);
        drawn = FT_Get_Char_Index(face, cp) != 0 && FT_Load_Char(face, cp, FT_LOAD_RENDER) == 0 &&
                face->glyph->bitmap.pixel_mode == FT_PIXEL_MODE_GRAY;
        if (drawn)
            blend_bitmap(r->image, &face->glyph->bitmap,
                         (int)lroundf(x * SUPER) + face->glyph->bitmap_left,
                         (int)lroundf(y * SUPER) - face->glyph->bitmap_top, t->rgb);
        FT_Done_Face(face);
    }
    FT_Done_FreeType(library);
    return drawn;
}
#else
/* Without FreeType's headers these characters get a box each. */
static bool beyond(struct raster *r, uint32_t cp, const char *file, float x, float y,
                   const struct type *t)
{
    (void)r, (void)cp, (void)file, (void)x, (void)y, (void)t;
    return false;
}
#endif

static void run_beyond(struct raster *r, struct str text, int face, float x, float y,
                       const struct type *t, struct arena scratch)
{
    while (text.len > 0) {
        uint32_t cp;
        struct str one = str_sub(text, 0, utf8_decode(text, &cp));
        if (!beyond(r, cp, files[face][t->bold], x, y, t))
            stand_in(r, one, x, y, t->px, t->rgb, scratch);
        x += font_width(one, t->bold ? ROLE_STRONG : ROLE_PLAIN) * t->px / 12;
        text = str_from(text, one.len);
    }
}

/* gd sets its fonts, and the lock around them, up at the first text, itself without a lock: two threads
 * that draw their first text at once would each make a set. */
static void set_up_fonts(void)
{
    gdFontCacheSetup();
}

static void run_of_text(struct raster *r, struct str text, int face, float x, float y,
                        const struct type *t, struct arena scratch)
{
    gdFTStringExtra extra = { .flags = gdFTEX_RESOLUTION | gdFTEX_CHARMAP,
                              .charmap = gdFTEX_Unicode,
                              .hdpi = 72,
                              .vdpi = 72 };
    if (face >= BEYOND) {
        run_beyond(r, text, face - BEYOND, x, y, t, scratch);
        return;
    }
    if (face == FONT_NONE) {
        stand_in(r, text, x, y, t->px, t->rgb, scratch);
        return;
    }
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const char *file = t->mono && face == FONT_OWN ? mono_file : files[face][t->bold];
    int box[8];
    char path[200], words[1 << 15]; /* gd takes both as char *, not const */
    snprintf(path, sizeof path, "%s", file);
    snprintf(words, sizeof words, "%s", for_gd(text, &scratch));
    pthread_once(&once, set_up_fonts);
    if (gdImageStringFTEx(r->image, box, (int)t->rgb, path, (double)(t->px * SUPER), 0,
                          (int)lroundf(x * SUPER), (int)lroundf(y * SUPER), words, &extra))
        stand_in(r, text, x, y, t->px, t->rgb, scratch); /* the font is not installed */
}

/* Joiners and selectors have no shape of their own. */
static bool is_unseen(uint32_t cp)
{
    return cp == 0x200D || (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFEFF || cp < ' ';
}

void raster_text(struct raster *r, struct str text, float x, float y, float px, bool bold,
                 bool mono, uint32_t rgb, struct arena scratch)
{
    enum scene_role ruler = mono   ? ROLE_MONO
                            : bold ? ROLE_STRONG
                                   : ROLE_PLAIN; /* all of 12 pixels */
    struct type type = { px, bold, mono, rgb };
    enum { LONGEST = 2500 }; /* bytes of a line; longer ones leave every picture */
    struct str rest = str_sub(text, 0, LONGEST), run = { rest.ptr, 0 };
    int face = -1;
    while (rest.len > 0) {
        uint32_t cp;
        int n = utf8_decode(rest, &cp);
        int now = is_unseen(cp) ? -1 : (int)font_face_of(cp, mono);
        now += now >= 0 && now != FONT_NONE && cp > 0xFFFF ? BEYOND : 0;
        if (now != face && run.len > 0) {
            if (face >= 0) {
                run_of_text(r, run, face, x, y, &type, scratch);
                x += font_width(run, ruler) * px / 12;
            }
            run = (struct str){ rest.ptr, 0 };
        }
        face = now;
        run.len += n;
        rest = str_from(rest, n);
    }
    if (face >= 0 && run.len > 0)
        run_of_text(r, run, face, x, y, &type, scratch);
}

/* ---- halving and encoding ---- */

static void halve(gdImagePtr im, int w, int h)
{
    for (int y = 0; y < h; y++) {
        const int *a = im->tpixels[SUPER * y], *b = im->tpixels[SUPER * y + 1];
        int *out = im->tpixels[y]; /* rows above have been read already */
        for (int x = 0; x < w; x++) {
            unsigned p = (unsigned)a[2 * x], q = (unsigned)a[2 * x + 1], s = (unsigned)b[2 * x],
                     t = (unsigned)b[2 * x + 1];
            unsigned rb =
                (p & 0xFF00FF) + (q & 0xFF00FF) + (s & 0xFF00FF) + (t & 0xFF00FF) + 0x20002;
            unsigned g =
                ((p >> 8) & 0xFF) + ((q >> 8) & 0xFF) + ((s >> 8) & 0xFF) + ((t >> 8) & 0xFF) + 2;
            out[x] = (int)(((rb >> 2) & 0xFF00FF) | ((g >> 2) << 8));
        }
    }
}

enum { BOXES = 1 << 18, COLOURS = 256 };
struct colour_box {
    int count, key; /* pixels in it; its number */
    int rgb, votes; /* of the colour that prevails (majority vote) */
};

static int box_of(int rgb)
{
    return ((rgb >> 18) & 63) << 12 | ((rgb >> 10) & 63) << 6 | ((rgb >> 2) & 63);
}

static int by_count(const void *a, const void *b)
{
    const struct colour_box *p = a, *q = b;
    if (p->count != q->count)
        return p->count > q->count ? -1 : 1;
    return (p->key > q->key) - (p->key < q->key);
}

/* Boxes that hold pixels, packed to the front; returns their number. */
static int count_colours(gdImagePtr im, int w, int h, struct colour_box *boxes)
{
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            int rgb = im->tpixels[y][x];
            struct colour_box *box = &boxes[box_of(rgb)];
            box->count++;
            if (box->votes == 0)
                box->rgb = rgb;
            box->votes += box->rgb == rgb ? 1 : -1;
        }
    int n = 0;
    for (int i = 0; i < BOXES; i++)
        if (boxes[i].count) {
            boxes[i].key = i;
            boxes[n++] = boxes[i];
        }
    return n;
}

static int nearest(const int *palette, int n, int rgb)
{
    int best = 0, least = 1 << 30;
    for (int i = 0; i < n; i++) {
        int far = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int d = ((palette[i] >> shift) & 255) - ((rgb >> shift) & 255);
            far += d * d;
        }
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

/* number of the palette's colour for each box */
static int choose_palette(gdImagePtr im, int w, int h, int *palette, unsigned char *index,
                          struct arena scratch)
{
    struct colour_box *boxes = NEW(&scratch, struct colour_box, BOXES);
    int used = count_colours(im, w, h, boxes), n = used < COLOURS ? used : COLOURS;
    qsort(boxes, (size_t)used, sizeof *boxes, by_count);
    for (int i = 0; i < n; i++)
        palette[i] = boxes[i].rgb;
    for (int i = 0; i < used; i++)
        index[boxes[i].key] = (unsigned char)(i < n ? i : nearest(palette, n, boxes[i].rgb));
    return n;
}

static bool encode(gdImagePtr im, int w, int h, struct arena *keep, struct str *out)
{
    int palette[COLOURS], size = 0;
    struct arena scratch = *keep;
    unsigned char *index = NEW(&scratch, unsigned char, BOXES);
    int n = choose_palette(im, w, h, palette, index, scratch);
    gdImagePtr small = gdImageCreate(w, h);
    if (!small)
        return false;
    for (int i = 0; i < n; i++)
        gdImageColorAllocate(small, palette[i] >> 16 & 255, palette[i] >> 8 & 255,
                             palette[i] & 255);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
            small->pixels[y][x] = index[box_of(im->tpixels[y][x])];
    enum { LEVEL = 6 }; /* 9 takes twice the time for 2 % */
    void *data = gdImagePngPtrEx(small, &size, LEVEL);
    gdImageDestroy(small);
    if (!data)
        return false;
    *out = str_copy((struct str){ data, size }, keep);
    gdFree(data);
    return true;
}

bool raster_png(struct raster *r, struct arena *keep, struct str *out)
{
    gdImagePtr im = r->image;
    halve(im, r->w, r->h);
    bool ok = encode(im, r->w, r->h, keep, out);
    gdImageDestroy(im);
    r->image = NULL;
    return ok;
}

/* ---- pictures from files ---- */

/* What gd and its libraries say of a damaged file on standard error is for nobody. */
static void say_nothing(int level, const char *format, va_list args)
{
    (void)level;
    (void)format;
    (void)args;
}

static void silence(void)
{
    gdSetErrorMethod(say_nothing);
}

static gdImagePtr decode_jpeg(struct str bytes)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, silence);
    return gdImageCreateFromJpegPtrEx((int)bytes.len, (void *)(uintptr_t)bytes.ptr, 0);
}

/* PNG is read by libpng itself: gd lets it print warnings, and blends a single transparent colour. */
struct png_file {
    struct str rest;
    gdImagePtr image;
    bool palette;
};

static void read_bytes(png_structp png, png_bytep to, size_t n)
{
    struct png_file *f = png_get_io_ptr(png);
    if (n > (size_t)f->rest.len)
        png_error(png, "end of file");
    memcpy(to, f->rest.ptr, n);
    f->rest = str_from(f->rest, (ptrdiff_t)n);
}

static void no_warning(png_structp png, png_const_charp words)
{
    (void)png;
    (void)words;
}

static void on_error(png_structp png, png_const_charp words)
{
    (void)words;
    png_longjmp(png, 1);
}

/* Rows are read as blue, green, red, alpha into gd's, then made gd's numbers, whose alpha has 7 bits. */
static void read_png(struct png_file *f, png_structp png, png_infop info)
{
    png_set_read_fn(png, f, read_bytes);
    png_read_info(png, info);
    f->palette = png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE;
    f->image = gdImageCreateTrueColor((int)png_get_image_width(png, info),
                                      (int)png_get_image_height(png, info));
    if (!f->image)
        png_error(png, "no memory");
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_gray_to_rgb(png);
    png_set_bgr(png);
    png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
    png_read_update_info(png, info);
    png_read_image(png, (png_bytepp)f->image->tpixels);
    png_read_end(png, NULL);
    for (int y = 0; y < gdImageSY(f->image); y++)
        for (int x = 0; x < gdImageSX(f->image); x++) {
            const unsigned char *p = (const unsigned char *)&f->image->tpixels[y][x];
            f->image->tpixels[y][x] =
                (gdAlphaMax - (p[3] >> 1)) << 24 | p[2] << 16 | p[1] << 8 | p[0];
        }
}

static bool decode_png(struct png_file *f)
{
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, no_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    volatile bool good = false;
    if (info && setjmp(png_jmpbuf(png)) == 0) {
        read_png(f, png, info);
        good = true;
    }
    png_destroy_read_struct(&png, &info, NULL);
    if (!good && f->image)
        gdImageDestroy(f->image);
    return good;
}

bool raster_photo_open(struct raster_photo *p, struct str bytes, bool jpeg)
{
    struct png_file png = { .rest = bytes };
    *p = (struct raster_photo){ .jpeg = jpeg };
    if (bytes.len > INT32_MAX)
        return false;
    if (jpeg)
        p->image = decode_jpeg(bytes);
    else if (decode_png(&png))
        p->image = png.image;
    if (!p->image)
        return false;
    p->palette = png.palette;
    p->w = gdImageSX((gdImagePtr)p->image);
    p->h = gdImageSY((gdImagePtr)p->image);
    return true;
}

void raster_photo_close(struct raster_photo *p)
{
    gdImageDestroy(p->image);
    p->image = NULL;
}

/* Exif's eight orientations are the ways to walk over the bitmap. */
static gdImagePtr upright(gdImagePtr im, int turn)
{
    bool swapped = turn >= 5, flip_x = turn == 2 || turn == 3 || turn == 7 || turn == 8,
         flip_y = turn == 3 || turn == 4 || turn == 6 || turn == 7;
    int w = gdImageSX(im), h = gdImageSY(im);
    gdImagePtr out = gdImageCreateTrueColor(swapped ? h : w, swapped ? w : h);
    for (int y = 0; out && y < gdImageSY(out); y++)
        for (int x = 0; x < gdImageSX(out); x++) {
            int a = swapped ? y : x, b = swapped ? x : y;
            out->tpixels[y][x] = im->tpixels[flip_y ? h - 1 - b : b][flip_x ? w - 1 - a : a];
        }
    gdImageDestroy(im);
    return out;
}

static bool is_opaque(gdImagePtr im)
{
    for (int y = 0; y < gdImageSY(im); y++)
        for (int x = 0; x < gdImageSX(im); x++)
            if (gdTrueColorGetAlpha(im->tpixels[y][x]))
                return false;
    return true;
}

static bool encode_photo(gdImagePtr im, bool jpeg, bool palette, struct arena *keep,
                         struct str *out)
{
    enum { QUALITY = 82, LEVEL = 6 };
    int size = 0;
    bool opaque = jpeg || is_opaque(im);
    if (palette && opaque)
        return encode(im, gdImageSX(im), gdImageSY(im), keep, out);
    gdImageSaveAlpha(im, !opaque);
    gdImageInterlace(im, jpeg); /* a progressive JPEG is smaller; a PNG is larger */
    void *data = jpeg ? gdImageJpegPtr(im, &size, QUALITY) : gdImagePngPtrEx(im, &size, LEVEL);
    if (!data)
        return false;
    *out = str_copy((struct str){ data, size }, keep);
    gdFree(data);
    return true;
}

bool raster_photo_copy(const struct raster_photo *p, int width, int turn, struct arena *keep,
                       struct str *out)
{
    gdImagePtr from = p->image;
    int shown_w = turn >= 5 ? p->h : p->w, shown_h = turn >= 5 ? p->w : p->h;
    int height = (int)(((int64_t)shown_h * width + shown_w / 2) / shown_w);
    height = height < 1 ? 1 : height;
    gdImagePtr im =
        turn >= 5 ? gdImageCreateTrueColor(height, width) : gdImageCreateTrueColor(width, height);
    if (!im)
        return false;
    gdImageAlphaBlending(im, 0);
    gdImageCopyResampled(im, from, 0, 0, 0, 0, gdImageSX(im), gdImageSY(im), p->w, p->h);
    if (turn > 1)
        im = upright(im, turn);
    bool ok = im && encode_photo(im, p->jpeg, p->palette, keep, out);
    if (im)
        gdImageDestroy(im);
    return ok;
}
