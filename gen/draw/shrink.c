/* shrink.c - looks into the file for what decides whether and how it is made smaller; the bitmap's
 * work is draw/raster.c's.
 *
 *     PNG   signature, then chunks: length, kind, data, checksum; those before IDAT matter here
 *     JPEG  FF D8, segments FF kind length data up to the first scan (DA) */
#include "draw/shrink.h"

#include "base/buf.h"
#include "draw/raster.h"

enum {
    MAX_CHUNKS = 1000,
    MAX_SCANS = 32,       /* each goes over the whole picture again; cameras write a dozen */
    MAX_COLOUR = 4 << 20, /* bytes of colour profile; no screen's has a tenth of this */
    PNG_HEAD = 33,        /* signature and IHDR */
};

struct inside {
    bool jpeg, damaged;
    bool alone;              /* better left as it is */
    LIST(struct str) colour; /* chunks or segments that say which colours are meant, whole */
    ptrdiff_t colour_len;
};

static unsigned byte(struct str s, ptrdiff_t at)
{
    return at >= 0 && at < s.len ? (unsigned char)s.ptr[at] : 0;
}

static unsigned big16(struct str s, ptrdiff_t at)
{
    return byte(s, at) << 8 | byte(s, at + 1);
}

static ptrdiff_t big32(struct str s, ptrdiff_t at)
{
    return (ptrdiff_t)((uint64_t)big16(s, at) << 16 | big16(s, at + 2));
}

static void take_colour(struct inside *in, struct str part, struct arena *keep)
{
    *PUSH(&in->colour, keep) = part;
    in->colour_len += part.len;
    in->alone = in->alone || in->colour_len > MAX_COLOUR;
}

/* A grey profile would not fit a copy in colours. */
static void look_into_png(struct str s, struct inside *in, struct arena *keep)
{
    static const char *const colours[] = { "cHRM", "gAMA", "iCCP", "sRGB" };
    unsigned type = byte(s, 25);
    ptrdiff_t at = 8;
    for (int i = 0; i < MAX_CHUNKS && at + 12 <= s.len; i++) {
        ptrdiff_t length = big32(s, at);
        struct str kind = str_sub(s, at + 4, 4);
        if (length > s.len - at - 12 || str_equal(kind, S("IDAT")))
            return;
        in->alone = in->alone || str_equal(kind, S("acTL")) || str_equal(kind, S("cICP")) ||
                    (str_equal(kind, S("iCCP")) && (type & 3) == 0);
        for (ptrdiff_t k = 0; k < LEN(colours); k++)
            if (str_equal(kind, str_of(colours[k])))
                take_colour(in, str_sub(s, at, length + 12), keep);
        at += length + 12;
    }
}

/* In the data of a scan FF is followed by 00 or a restart mark, so that this counts scans, and at most a
 * few previews behind the picture too much. False when there is no end to it: libjpeg makes one up. */
static bool count_scans(struct str s, int *n)
{
    for (ptrdiff_t at = str_char(s, '\xff'); at >= 0; at = str_char(s, '\xff')) {
        unsigned kind = byte(s, at + 1);
        if (kind == 0xD9)
            return true;
        *n += kind == 0xDA;
        s = str_from(s, at + 1);
    }
    return false;
}

static void look_into_jpeg(struct str s, struct inside *in, struct arena *keep)
{
    ptrdiff_t at = 2;
    unsigned components = 0;
    int scans = 0;
    in->jpeg = true;
    for (int i = 0; i < MAX_CHUNKS && byte(s, at) == 0xFF && byte(s, at + 1) != 0xDA; i++) {
        unsigned kind = byte(s, at + 1), length = big16(s, at + 2);
        if (kind == 0xFF || kind == 0x01 || (kind >= 0xD0 && kind <= 0xD8)) {
            at += kind == 0xFF ? 1 : 2;
            continue;
        }
        if (kind >= 0xC0 && kind <= 0xCF && kind != 0xC4 && kind != 0xC8 && kind != 0xCC)
            components = byte(s, at + 9);
        if (kind == 0xE2 && str_equal(str_sub(s, at + 4, 12), S("ICC_PROFILE\0")))
            take_colour(in, str_sub(s, at, (ptrdiff_t)length + 2), keep);
        at += 2 + (ptrdiff_t)length;
    }
    in->damaged = !count_scans(str_from(s, at), &scans);
    in->alone =
        in->alone || components > 3 || (components == 1 && in->colour.len) || scans > MAX_SCANS;
}

/* Where the bitmap's own data begins in what raster.c wrote: behind the head, and behind the comment of
 * the library that wrote it. */
static ptrdiff_t body_of(struct str s, bool jpeg, ptrdiff_t *head)
{
    *head = jpeg ? 4 + (ptrdiff_t)big16(s, 4) : PNG_HEAD;
    ptrdiff_t body = *head;
    if (jpeg && byte(s, body) == 0xFF && byte(s, body + 1) == 0xFE)
        body += 2 + (ptrdiff_t)big16(s, body + 2);
    return body;
}

static struct str with_colour(struct str s, const struct inside *in, struct arena *keep)
{
    ptrdiff_t head, body = body_of(s, in->jpeg, &head);
    struct buf b = buf_open(keep, s.len + in->colour_len + 1);
    buf_put(&b, str_sub(s, 0, head));
    for (ptrdiff_t i = 0; i < in->colour.len; i++)
        buf_put(&b, in->colour.ptr[i]);
    buf_put(&b, str_from(s, body));
    return buf_str(&b);
}

enum { ROOM = 30 }; /* all copies of a picture take at most so many hundredths of its bytes */

static int make_copies(const struct raster_photo *p, const struct inside *in, struct str picture,
                       int turn, const int *widths, int n, struct arena *keep,
                       struct shrink_copy *out)
{
    int width = turn >= 5 ? p->h : p->w, made = 0;
    ptrdiff_t room = picture.len * ROOM / 100, before = 0;
    for (int i = n - 1; i >= 0; i--) { /* the narrowest saves the most to those with the least */
        struct arena mark = *keep;
        struct str bytes;
        if (widths[i] > width - width / 5)
            continue;
        if (!raster_photo_copy(p, widths[i], turn, keep, &bytes))
            return -1;
        bytes = with_colour(bytes, in, keep);
        if (bytes.len > room || before > bytes.len - bytes.len / 5) {
            *keep = mark;
            continue;
        }
        for (int k = made++; k > 0; k--)
            out[k] = out[k - 1];
        out[0] = (struct shrink_copy){ widths[i], bytes };
        before = bytes.len;
        room -= bytes.len;
    }
    return made;
}

int shrink_picture(struct str picture, int turn, const int *widths, int n, struct arena *keep,
                   struct shrink_copy *out)
{
    struct inside in = { 0 };
    struct raster_photo photo;
    if (picture.len > SHRINK_MAX_BYTES)
        return 0;
    if (str_starts(picture, S("\x89PNG\r\n\x1a\n")))
        look_into_png(picture, &in, keep);
    else if (str_starts(picture, S("\xff\xd8\xff")))
        look_into_jpeg(picture, &in, keep);
    else
        return 0;
    if (in.damaged)
        return -1;
    if (in.alone)
        return 0;
    if (!raster_photo_open(&photo, picture, in.jpeg))
        return -1;
    int made = make_copies(&photo, &in, picture, turn, widths, n, keep, out);
    raster_photo_close(&photo);
    return made;
}
