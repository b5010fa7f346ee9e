/* image_size.c - one reader per format, chosen by the file's first bytes.
 *
 *     PNG   89 "PNG" 0D 0A 1A 0A, length, "IHDR", width, height        big endian
 *     GIF   "GIF89a", width, height                                    little endian, 16 bit
 *     JPEG  FF D8, segments: FF kind, length, …; a frame (C0..CF) has height, width
 *     WebP  "RIFF", length, "WEBP", then "VP8 ", "VP8L" or "VP8X"
 *     SVG   the attributes of its <svg> */
#include "load/image_size.h"

/* Wider or higher is no picture for a page. */
enum { MAX_SIDE = 1 << 20, MAX_SEGMENTS = 1000, MAX_ENTRIES = 200, MAX_ATTRIBUTES = 100 };

static unsigned byte(struct str s, ptrdiff_t at)
{
    return at >= 0 && at < s.len ? (unsigned char)s.ptr[at] : 0;
}

static unsigned big16(struct str s, ptrdiff_t at)
{
    return byte(s, at) << 8 | byte(s, at + 1);
}

static unsigned little16(struct str s, ptrdiff_t at)
{
    return byte(s, at + 1) << 8 | byte(s, at);
}

static unsigned little24(struct str s, ptrdiff_t at)
{
    return byte(s, at + 2) << 16 | little16(s, at);
}

static struct image_size size_of(uint64_t width, uint64_t height)
{
    bool good = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
    return good ? (struct image_size){ .width = (int)width, .height = (int)height }
                : (struct image_size){ 0 };
}

static struct image_size gif(struct str s)
{
    return s.len < 10 ? (struct image_size){ 0 } : size_of(little16(s, 6), little16(s, 8));
}

/* The orientation that the Exif block (behind its "Exif\0\0") says, 1 to 8; 0: none. */
static int turn_of(struct str tiff)
{
    bool little = str_starts(tiff, S("II"));
    unsigned (*word)(struct str, ptrdiff_t) = little ? little16 : big16;
    ptrdiff_t at = little ? (ptrdiff_t)(little16(tiff, 4) | (uint64_t)little16(tiff, 6) << 16)
                          : (ptrdiff_t)(big16(tiff, 6) | (uint64_t)big16(tiff, 4) << 16);
    if (at > tiff.len)
        return 0;
    unsigned n = word(tiff, at);
    for (unsigned i = 0; i < n && i < MAX_ENTRIES; i++) {
        ptrdiff_t entry = at + 2 + 12 * (ptrdiff_t)i;
        unsigned turn = word(tiff, entry + 8);
        if (word(tiff, entry) == 0x0112)
            return turn <= 8 ? (int)turn : 0;
    }
    return 0;
}

/* An eXIf chunk is noted; not all browsers turn a PNG. */
static struct image_size png(struct str s)
{
    if (s.len < 24 || !str_equal(str_sub(s, 12, 4), S("IHDR")))
        return (struct image_size){ 0 };
    struct image_size size = size_of((uint64_t)big16(s, 16) << 16 | big16(s, 18),
                                     (uint64_t)big16(s, 20) << 16 | big16(s, 22));
    size.format = size.width ? IMAGE_PNG : IMAGE_OTHER;
    ptrdiff_t at = 8;
    for (int i = 0;
         i < MAX_SEGMENTS && at + 12 < s.len && !str_equal(str_sub(s, at + 4, 4), S("IDAT")); i++) {
        ptrdiff_t length = (ptrdiff_t)((uint64_t)big16(s, at) << 16 | big16(s, at + 2));
        if (str_equal(str_sub(s, at + 4, 4), S("eXIf")))
            size.turn = turn_of(str_sub(s, at + 8, length));
        at += length + 12;
    }
    return size;
}

static struct image_size jpeg(struct str s)
{
    int turn = 0;
    ptrdiff_t at = 2;
    for (int i = 0; i < MAX_SEGMENTS && at + 9 < s.len; i++) {
        unsigned kind = byte(s, at + 1), length = big16(s, at + 2);
        if (byte(s, at) != 0xFF)
            break;
        if (kind == 0xFF || kind == 0x01 ||
            (kind >= 0xD0 && kind <= 0xD8)) { /* fill bytes, marks without length */
            at += kind == 0xFF ? 1 : 2;
            continue;
        }
        if (length < 2 || kind == 0xDA || kind == 0xD9)
            break;
        if (kind == 0xE1 && str_equal(str_sub(s, at + 4, 6), S("Exif\0\0")))
            turn = turn_of(str_sub(s, at + 10, (ptrdiff_t)length - 8));
        if (kind >= 0xC0 && kind <= 0xCF && kind != 0xC4 && kind != 0xC8 && kind != 0xCC) {
            unsigned height = big16(s, at + 5), width = big16(s, at + 7);
            struct image_size size = turn >= 5 ? size_of(height, width) : size_of(width, height);
            size.format = size.width ? IMAGE_JPEG : IMAGE_OTHER;
            size.turn = turn;
            return size;
        }
        at += 2 + (ptrdiff_t)length;
    }
    return (struct image_size){ 0 };
}

static struct image_size webp(struct str s)
{
    struct str kind = str_sub(s, 12, 4);
    if (s.len < 30)
        return (struct image_size){ 0 };
    if (str_equal(kind, S("VP8X")))
        return size_of(little24(s, 24) + 1, little24(s, 27) + 1);
    if (str_equal(kind, S("VP8 ")) && byte(s, 23) == 0x9D && byte(s, 24) == 1 &&
        byte(s, 25) == 0x2A)
        return size_of(little16(s, 26) & 0x3FFF, little16(s, 28) & 0x3FFF);
    if (str_equal(kind, S("VP8L")) && byte(s, 20) == 0x2F) {
        unsigned bits = little24(s, 21) | byte(s, 24) << 24;
        return size_of((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }
    return (struct image_size){ 0 };
}

/* ---- SVG ---- */

/* Takes a number off the head of *s, in hundredths; false when there is none. */
static bool take_number(struct str *s, int64_t *hundredths)
{
    int64_t n = 0;
    int places = -1, digits = 0;
    while (s->len && (char_is_space(*s->ptr) || *s->ptr == ','))
        *s = str_from(*s, 1);
    for (; s->len && (char_is_digit(*s->ptr) || (*s->ptr == '.' && places < 0));
         *s = str_from(*s, 1)) {
        if (*s->ptr == '.') {
            places = 0;
        } else if (places < 2 && n < (int64_t)MAX_SIDE * 1000) {
            n = n * 10 + (*s->ptr - '0');
            places += places >= 0;
            digits++;
        }
    }
    for (int i = places < 0 ? 0 : places; i < 2; i++)
        n *= 10;
    *hundredths = n;
    return digits > 0;
}

/* "120" and "120px"; lengths of other units depend on the reader. */
static int64_t pixels(struct str value)
{
    int64_t n;
    bool number = take_number(&value, &n);
    value = str_trim(value);
    return number && (value.len == 0 || str_equal(value, S("px"))) ? n : 0;
}

/* "0 0 120 80": the origin may be negative, so signs are passed over. */
static void view_box(struct str value, int64_t *w, int64_t *h)
{
    int64_t n[4] = { 0 };
    for (int i = 0; i < 4; i++) {
        while (value.len &&
               (char_is_space(*value.ptr) || *value.ptr == ',' || (i < 2 && *value.ptr == '-')))
            value = str_from(value, 1);
        if (!take_number(&value, &n[i]))
            return;
    }
    *w = n[2];
    *h = n[3];
}

static struct str take_attribute(struct str *rest, struct str *name)
{
    while (rest->len && (char_is_space(*rest->ptr) || *rest->ptr == '/'))
        *rest = str_from(*rest, 1);
    ptrdiff_t n = 0;
    while (n < rest->len && !char_is_space(rest->ptr[n]) && rest->ptr[n] != '=' &&
           rest->ptr[n] != '>')
        n++;
    *name = str_sub(*rest, 0, n);
    *rest = str_from(*rest, n);
    while (rest->len && char_is_space(*rest->ptr))
        *rest = str_from(*rest, 1);
    if (rest->len < 2 || *rest->ptr != '=')
        return (struct str){ 0 };
    *rest = str_from(*rest, 1);
    while (rest->len && char_is_space(*rest->ptr))
        *rest = str_from(*rest, 1);
    char quote = rest->len ? *rest->ptr : ' ';
    if (quote != '"' && quote != '\'')
        return (struct str){ 0 };
    struct cut c = str_cut(str_from(*rest, 1), quote);
    *rest = c.tail;
    return c.head;
}

static struct image_size svg(struct str s)
{
    int64_t w = 0, h = 0, box_w = 0, box_h = 0;
    ptrdiff_t at = str_find(s, S("<svg"));
    struct str rest = str_from(s, at + 4);
    if (at < 0)
        return (struct image_size){ 0 };
    for (int i = 0; i < MAX_ATTRIBUTES && rest.len && *rest.ptr != '>'; i++) {
        struct str name, value = take_attribute(&rest, &name);
        if (name.len == 0 && rest.len && *rest.ptr != '>')
            break;
        if (str_equal(name, S("width")))
            w = pixels(value);
        else if (str_equal(name, S("height")))
            h = pixels(value);
        else if (str_equal(name, S("viewBox")))
            view_box(value, &box_w, &box_h);
    }
    bool sized = w > 0 && h > 0;
    return sized ? size_of((uint64_t)(w + 50) / 100, (uint64_t)(h + 50) / 100)
                 : size_of((uint64_t)(box_w + 50) / 100, (uint64_t)(box_h + 50) / 100);
}

struct image_size image_size_of(struct str s)
{
    struct str start = s;
    if (str_starts(s, S("\x89PNG\r\n\x1a\n")))
        return png(s);
    if (str_starts(s, S("GIF87a")) || str_starts(s, S("GIF89a")))
        return gif(s);
    if (str_starts(s, S("\xff\xd8\xff")))
        return jpeg(s);
    if (str_starts(s, S("RIFF")) && str_equal(str_sub(s, 8, 4), S("WEBP")))
        return webp(s);
    if (str_starts(start, S("\xef\xbb\xbf")))
        start = str_from(start, 3);
    while (start.len && char_is_space(*start.ptr))
        start = str_from(start, 1);
    return str_starts(start, S("<")) ? svg(s) : (struct image_size){ 0 };
}
