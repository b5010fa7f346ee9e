/* Sizes of pictures from their first bytes, damaged ones included. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/image_size.h"

#define T(literal) { (literal), (ptrdiff_t)sizeof(literal) - 1 }
static const struct {
    const char *name;
    struct str in;
    int width, height;
} cases[] = {
    { "PNG", T("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\2\x80\0\0\1\xe0\x08\2\0\0\0"), 640, 480 },
    { "PNG cut off", T("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\2"), 0, 0 },
    { "PNG of another first chunk", T("\x89PNG\r\n\x1a\n\0\0\0\x0d" "CgBI\0\0\2\x80\0\0\1\xe0"), 0, 0 },
    { "PNG without width", T("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\1\xe0"), 0, 0 },
    { "PNG wider than any page", T("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\xff\xff\xff\xff\0\0\1\xe0"), 0, 0 },
    { "GIF", T("GIF89a\x40\1\xc8\0"), 320, 200 },
    { "GIF cut off", T("GIF87a\x40\1\xc8"), 0, 0 },
    { "JPEG", T("\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08\0\x64\0\xc8\3\1"), 200, 100 },
    { "JPEG, progressive, fill bytes", T("\xff\xd8\xff\xff\xff\xc2\0\x11\x08\0\x64\0\xc8\3\1\1"), 200, 100 },
    { "JPEG, tables before the frame", T("\xff\xd8\xff\xc4\0\4ab\xff\xc0\0\x11\x08\0\x64\0\xc8\3\1"), 200, 100 },
    { "JPEG on its side", T("\xff\xd8\xff\xe1\0\x22" "Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0" "\xff\xc0\0\x11\x08\0\x64\0\xc8\3\1"), 100, 200 },
    { "JPEG on its side, big endian", T("\xff\xd8\xff\xe1\0\x22" "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\x08\0\0\0\0\0\0" "\xff\xc0\0\x11\x08\0\x64\0\xc8\3\1"), 100, 200 },
    { "JPEG, Exif that points far away", T("\xff\xd8\xff\xe1\0\x12" "Exif\0\0II*\0\xff\xff\xff\xff\0\0" "\xff\xc0\0\x11\x08\0\x64\0\xc8\3\1"), 200, 100 },
    { "JPEG of zero length segments", T("\xff\xd8\xff\xe0\0\0\xff\xe0\0\0\xff\xe0\0\0\xff\xe0\0\0"), 0, 0 },
    { "JPEG, data before a frame", T("\xff\xd8\xff\xda\0\4ab\xff\xc0\0\x11\x08\0\x64\0\xc8\3\1"), 0, 0 },
    { "WebP", T("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\1\x2a\x40\1\xc8\0"), 320, 200 },
    { "WebP, lossless", T("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc1\x31\0\0\0\0\0\0"), 320, 200 },
    { "WebP, extended", T("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x3f\1\0\xc7\0\0"), 320, 200 },
    { "WebP cut off", T("RIFF\0\0\0\0WEBPVP8X\0\0"), 0, 0 },
    { "SVG", T("<svg xmlns=\"x\" width=\"120\" height=\"80.4px\">"), 120, 80 },
    { "SVG behind a declaration", T("<?xml version=\"1.0\"?>\n<!-- x -->\n<svg viewBox='0 0 12.5 9' >"), 13, 9 },
    { "SVG of a share of the page", T("<svg width=\"100%\" height=\"2em\" viewBox=\"-5,-5 30 40\"/>"), 30, 40 },
    { "SVG, half a size", T("<svg width=\"10\">"), 0, 0 },
    { "SVG without an end", T("<svg width=\"10"), 0, 0 },
    { "SVG of strange attributes", T("<svg = = = width='3' 'a' height='4'>"), 0, 0 },
    { "SVG, a number without end", T("<svg width='99999999999999999999999999' height='4'>"), 0, 0 },
    { "text", T("hello"), 0, 0 },
    { "nothing", T(""), 0, 0 },
};

static void sizes(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct image_size size = image_size_of(cases[i].in);
        if (size.width != cases[i].width || size.height != cases[i].height)
            fail_msg("%s: %d x %d, not %d x %d", cases[i].name, size.width, size.height, cases[i].width, cases[i].height);
    }
}

/* Every head of every case, in a block of its own size: nothing is read behind the end. */
static void cut_off(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        for (ptrdiff_t n = 1; n <= cases[i].in.len; n++) {
            char *block = malloc((size_t)n);
            assert_non_null(block);
            memcpy(block, cases[i].in.ptr, (size_t)n);
            struct image_size size = image_size_of((struct str){ block, n });
            assert_true(size.width >= 0 && size.height >= 0);
            free(block);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sizes), cmocka_unit_test(cut_off) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
