/* Smaller copies of pictures: sizes, transparency, colours, orientation, and files that are not what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gd.h>

#include "base/buf.h"
#include "draw/shrink.h"
#include "load/image_size.h"

static struct arena arena;
static const int widths[] = { 200, 100 };

enum form { PNG, PNG_ALPHA, PNG_PALETTE, JPEG, PROGRESSIVE };

static uint32_t crc_of(struct str s)
{
    uint32_t crc = ~0u;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.ptr[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
    }
    return ~crc;
}

static struct str big32(uint32_t n, struct arena *keep)
{
    const char four[] = { (char)(n >> 24), (char)(n >> 16), (char)(n >> 8), (char)n };
    return str_copy((struct str){ four, 4 }, keep);
}

static struct str chunk(struct str kind, struct str data, struct arena *keep)
{
    struct str body = str_join(kind, data, keep);
    return str_join(big32((uint32_t)data.len, keep), str_join(body, big32(crc_of(body), keep), keep), keep);
}

/* A picture whose upper left quarter is white, all else of many colours. */
static struct str picture(enum form form, int w, int h, struct arena *keep)
{
    unsigned seed = 7;
    int size = 0;
    gdImagePtr im = gdImageCreateTrueColor(w, h);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            seed = seed * 1664525 + 1013904223;
            int rgb = (x * 200 / w) << 16 | (y * 200 / h) << 8 | (int)(seed >> 26);
            im->tpixels[y][x] = x < w / 2 && y < h / 2 ? 0xFFFFFF : form == PNG_ALPHA && x > w / 2 ? 64 << 24 | rgb : rgb;
        }
    gdImageSaveAlpha(im, form == PNG_ALPHA);
    gdImageInterlace(im, form == PROGRESSIVE);
    if (form == PNG_PALETTE)
        gdImageTrueColorToPalette(im, 0, 64);
    void *data = form >= JPEG ? gdImageJpegPtr(im, &size, 95) : gdImagePngPtr(im, &size);
    struct str out = str_copy((struct str){ data, size }, keep);
    gdFree(data);
    gdImageDestroy(im);
    return out;
}

static struct str with(struct str s, ptrdiff_t at, struct str what, struct arena *keep)
{
    return str_join(str_sub(s, 0, at), str_join(what, str_from(s, at), keep), keep);
}

static int shrink(struct str s, int turn, struct arena *keep, struct shrink_copy *out)
{
    char *block = malloc((size_t)s.len + 1); /* exact, so that nothing behind the end is read unseen */
    assert_non_null(block);
    memcpy(block, s.ptr, (size_t)s.len);
    int n = shrink_picture((struct str){ block, s.len }, turn, widths, LEN(widths), keep, out);
    free(block);
    return n;
}

static gdImagePtr decode(struct str s)
{
    void *data = (void *)(uintptr_t)s.ptr;
    return str_starts(s, S("\xff")) ? gdImageCreateFromJpegPtr((int)s.len, data) : gdImageCreateFromPngPtr((int)s.len, data);
}

static void sizes(void **state)
{
    static const struct {
        const char *name;
        enum form form;
        int w, h, copies, width, height; /* of the last copy */
    } cases[] = {
        { "PNG", PNG, 900, 270, 2, 100, 30 },          { "a palette", PNG_PALETTE, 800, 90, 0, 0, 0 },
        { "JPEG", JPEG, 900, 273, 2, 100, 30 },        { "progressive", PROGRESSIVE, 900, 270, 2, 100, 30 },
        { "hardly wider", PNG, 240, 90, 1, 100, 38 }, { "narrower", PNG, 120, 90, 0, 0, 0 },
        { "one row", PNG, 1000, 1, 1, 100, 1 },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena;
        struct shrink_copy out[LEN(widths)], again[LEN(widths)];
        struct str in = picture(cases[i].form, cases[i].w, cases[i].h, &scratch);
        int n = shrink(in, 0, &scratch, out);
        ptrdiff_t all = 0;
        for (int k = 0; k < n; k++)
            all += out[k].bytes.len;
        assert_true(all * 10 <= in.len * 3);
        if (n != cases[i].copies)
            fail_msg("%s: %d copies", cases[i].name, n);
        for (int k = 0; k < n; k++) {
            struct image_size size = image_size_of(out[k].bytes);
            assert_int_equal(size.width, out[k].width);
            assert_true(out[k].bytes.len < (k ? out[k - 1].bytes.len : in.len));
            if (k == n - 1 && (size.width != cases[i].width || size.height != cases[i].height))
                fail_msg("%s: %d x %d", cases[i].name, size.width, size.height);
        }
        assert_int_equal(shrink(in, 0, &scratch, again), n);
        for (int k = 0; k < n; k++)
            assert_true(str_equal(out[k].bytes, again[k].bytes));
    }
}

static void transparency(void **state)
{
    struct arena scratch = arena;
    struct shrink_copy out[LEN(widths)];
    (void)state;
    assert_int_equal(shrink(picture(PNG_ALPHA, 400, 100, &scratch), 0, &scratch, out), 2);
    gdImagePtr im = decode(out[1].bytes);
    assert_non_null(im);
    assert_int_equal(gdTrueColorGetAlpha(gdImageGetTrueColorPixel(im, 80, 20)), 64);
    assert_int_equal(gdImageGetTrueColorPixel(im, 10, 5), 0xFFFFFF);
    gdImageDestroy(im);
    /* white declared transparent, as in old PNGs */
    struct str png = picture(PNG, 400, 100, &scratch);
    png = with(png, 33, chunk(S("tRNS"), S("\0\xff\0\xff\0\xff"), &scratch), &scratch);
    assert_int_equal(shrink(png, 0, &scratch, out), 2);
    im = decode(out[1].bytes);
    assert_int_equal(gdTrueColorGetAlpha(gdImageGetTrueColorPixel(im, 10, 5)), gdAlphaTransparent);
    assert_int_equal(gdTrueColorGetAlpha(gdImageGetTrueColorPixel(im, 80, 5)), gdAlphaOpaque);
    gdImageDestroy(im);
}

/* Where the white quarter lies when the camera was turned. */
static void orientation(void **state)
{
    static const char *const white[] = { "left top", "left top", "right top", "right bottom", "left bottom",
                                         "left top", "right top", "right bottom", "left bottom" };
    (void)state;
    for (int turn = 0; turn <= 8; turn++) {
        struct arena scratch = arena;
        struct shrink_copy out[LEN(widths)];
        assert_int_equal(shrink(picture(JPEG, 400, 300, &scratch), turn, &scratch, out), 2);
        gdImagePtr im = decode(out[1].bytes);
        int w = gdImageSX(im), h = gdImageSY(im);
        assert_int_equal(w, 100);
        assert_int_equal(h, turn >= 5 ? 133 : 75);
        int x = str_starts(str_of(white[turn]), S("left")) ? 8 : w - 9, y = str_ends(str_of(white[turn]), S("top")) ? 8 : h - 9;
        if ((gdImageGetTrueColorPixel(im, x, y) & 0xF0F0F0) != 0xF0F0F0)
            fail_msg("orientation %d: %s is not white", turn, white[turn]);
        gdImageDestroy(im);
    }
}

/* The profile goes with the copy, words do not. */
static void colours(void **state)
{
    struct arena scratch = arena;
    struct shrink_copy out[LEN(widths)];
    (void)state;
    struct str gamma = chunk(S("gAMA"), S("\0\0\xb1\x8f"), &scratch), words = chunk(S("tEXt"), S("Author\0somebody"), &scratch);
    struct str png = with(with(picture(PNG, 400, 100, &scratch), 33, words, &scratch), 33, gamma, &scratch);
    assert_int_equal(shrink(png, 0, &scratch, out), 2);
    assert_int_equal(str_find(out[1].bytes, gamma), 33);
    assert_true(str_find(out[1].bytes, S("Author")) < 0);
    struct str profile = S("\xff\xe2\0\x14" "ICC_PROFILE\0\1\1abcd"), comment = S("\xff\xfe\0\x0asomebody");
    struct str jpeg = with(with(picture(JPEG, 400, 100, &scratch), 2, comment, &scratch), 2, profile, &scratch);
    assert_int_equal(shrink(jpeg, 0, &scratch, out), 2);
    assert_int_equal(str_find(out[1].bytes, profile), 20);
    assert_true(str_find(out[1].bytes, S("somebody")) < 0 && str_find(out[1].bytes, S("gd-jpeg")) < 0);
}

static void left_alone(void **state)
{
    struct arena scratch = arena;
    struct shrink_copy out[LEN(widths)];
    (void)state;
    struct str png = picture(PNG, 400, 100, &scratch), jpeg = picture(JPEG, 400, 100, &scratch);
    struct buf scans = buf_open(&scratch, 1 << 20);
    buf_put(&scans, str_sub(jpeg, 0, jpeg.len - 2));
    for (int i = 0; i < 40; i++)
        buf_put(&scans, S("\xff\xda\0\x08\1\1\0\0\x3f\0"));
    buf_put(&scans, S("\xff\xd9"));
    const struct {
        const char *name;
        struct str in;
        int n;
    } cases[] = {
        { "animation", with(png, 33, chunk(S("acTL"), S("\0\0\0\2\0\0\0\0"), &scratch), &scratch), 0 },
        { "scans without end", buf_str(&scans), 0 },
        { "another format", S("GIF89a\x40\1\xc8\0"), 0 },
        { "nothing", S(""), 0 },
        { "PNG cut off", str_sub(png, 0, png.len / 2), -1 },
        { "PNG, signature alone", str_sub(png, 0, 8), -1 },
        { "JPEG cut off", str_sub(jpeg, 0, jpeg.len / 2), -1 },
        { "JPEG, start alone", str_sub(jpeg, 0, 3), -1 },
    };
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        int n = shrink(cases[i].in, 0, &scratch, out);
        if (n != cases[i].n)
            fail_msg("%s: %d", cases[i].name, n);
    }
}

/* Bytes changed at random: any answer will do that does not read or write where it must not. */
static void hostile(void **state)
{
    unsigned seed = 1;
    (void)state;
    for (int form = PNG; form <= PROGRESSIVE; form++) {
        struct arena keep = arena;
        struct str in = picture((enum form)form, 260, 20, &keep);
        for (int round = 0; round < 300; round++) {
            struct arena scratch = keep;
            struct shrink_copy out[LEN(widths)];
            char *bytes = (char *)(uintptr_t)str_copy(in, &scratch).ptr;
            for (int k = 0; k < 4; k++) {
                seed = seed * 1664525 + 1013904223;
                ptrdiff_t at = (ptrdiff_t)(seed >> 8) % (k ? in.len : 200);
                bytes[at] = (char)(seed >> 3);
            }
            struct str changed = { bytes, in.len };
            struct image_size size = image_size_of(changed);
            if ((int64_t)size.width * size.height <= 1 << 22) /* as callers ask before */
                shrink(changed, (int)(seed >> 29) + 1, &scratch, out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sizes),   cmocka_unit_test(transparency), cmocka_unit_test(orientation),
                                        cmocka_unit_test(colours), cmocka_unit_test(left_alone),   cmocka_unit_test(hostile) };
    arena = arena_open((ptrdiff_t)1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
