/* copies.c - smaller copies of pictures beside them. In the record a picture's copies are a product, by its bytes. */
#include "base/pool.h"
#include "draw/shrink.h"
#include "judge/images.h"
#include "model/rule.h"
#include "write/makers.h"

_Static_assert((int)IMAGES_MAX_BYTES == (int)SHRINK_MAX_BYTES &&
                   (int)IMAGES_MAX_PIXELS == (int)SHRINK_MAX_PIXELS,
               "what is said to be too large is what is not worked on");

enum {
    MANY_PIXELS = 8 << 20, /* 32 MB as a bitmap; those of more are worked on two at a time */
    FEW_JOBS = 2,
};

/* Raised when copies are made otherwise, so that all are made again. */
static const char style[] = "copies 3";

struct copying {
    struct build *b;
    LIST(struct site_image *) images;
    struct record_product **made;
};

static int64_t pixels_of(const struct site_image *p)
{
    return (int64_t)p->size.width * p->size.height;
}

static struct str name_of(const struct site_image *image, struct arena *keep)
{
    return str_join(S("=copies:"), image->file, keep);
}

/* Of all that decides the copies: the picture's file as it stands, and the widths. */
static uint64_t hash_of(const struct site *s, const struct site_image *image, const int *widths,
                        int n)
{
    const struct fs_entry *e = map_get(&s->file_at, image->file);
    uint64_t h = str_hash(str_of(style));
    const int64_t parts[] = { e->size, e->mtime_ns, e->ctime_ns, (int64_t)e->inode };
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        h = (h ^ (uint64_t)parts[i]) * 0x9e3779b97f4a7c15u;
    for (int i = 0; i < n; i++)
        h = (h ^ (uint64_t)widths[i]) * 0x9e3779b97f4a7c15u;
    return h | 1;
}

/* The widths that product p has, for those who name them. */
static void set_widths(struct site_image *image, const struct record_product *p, const int *widths,
                       int n, struct arena scratch)
{
    int *copy = image->copies;
    for (int i = 0; i < n; i++)
        if (record_out_named(p, images_copy_path(image->file, widths[i], &scratch)))
            *copy++ = widths[i];
}

/* Makes the copies that are useful. A picture that was changed meanwhile gets none. */
static int shrink(struct build *b, int worker, const struct site_image *image, const int *widths,
                  int n, struct record_product *p, struct arena *scratch)
{
    struct site_worker *w = &b->site->workers[worker];
    struct shrink_copy copies[LOOKUP_COPIES];
    struct str data;
    if (site_read(b->site, image->file, IMAGES_MAX_BYTES, scratch, &data))
        return -1; /* said when the file itself is copied */
    struct image_size size = image_size_of(data);
    if (size.width != image->size.width || size.height != image->size.height ||
        size.format != image->size.format)
        return -1;
    int made = shrink_picture(data, size.turn, widths, n, scratch, copies);
    if (made < 0)
        images_report(
            b->site, image, RULE(IMAGE_BROKEN),
            str_fmt(&w->keep, "%.*s is damaged: it cannot be read to its end", FMT(image->file)),
            &w->diag);
    for (int i = 0; i < made; i++)
        product_put(b, worker, p, images_copy_path(image->file, copies[i].width, &w->keep),
                    copies[i].bytes, *scratch);
    b->images[worker] += made > 0 ? made : 0;
    return made;
}

static void make_one(void *ctx, ptrdiff_t i, int worker)
{
    struct copying *c = ctx;
    struct build *b = c->b;
    struct site_image *image = c->images.ptr[i];
    struct site_worker *w = &b->site->workers[worker];
    struct arena scratch = w->scratch;
    int widths[LOOKUP_COPIES], n = images_widths(b->site, image, widths, scratch);
    struct str name = name_of(image, &w->keep);
    uint64_t hash = hash_of(b->site, image, widths, n);
    const struct record_product *was = product_holds(b, name, hash, scratch);
    struct record_product *p = NEW(&w->keep, struct record_product, 1);
    if (was)
        *p = *was;
    p->name = name;
    p->hash = hash;
    if (!was && shrink(b, worker, image, widths, n, p, &scratch) < 0)
        return; /* nothing is remembered, so that the next build says it too */
    set_widths(image, p, widths, n, scratch);
    c->made[i] = p;
}

static void make_all(struct build *b, bool large)
{
    const struct site *s = b->site;
    struct copying c = { .b = b };
    for (const struct map_entry *e = s->images.first; e; e = e->next)
        if (images_wanted(e->value) && (pixels_of(e->value) > MANY_PIXELS) == large)
            *PUSH(&c.images, b->keep) = e->value;
    c.made = NEW(b->keep, struct record_product *, c.images.len);
    pool_run(large && s->jobs > FEW_JOBS ? FEW_JOBS : s->jobs, c.images.len, make_one, &c);
    for (ptrdiff_t i = 0; i < c.images.len; i++) {
        if (!c.made[i])
            continue;
        struct record_product *p = record_add(&b->now, c.made[i]->name, b->keep);
        ptrdiff_t number = p->number;
        *p = *c.made[i];
        p->number = number;
    }
}

void copies_make(struct build *b)
{
    make_all(b, false);
    make_all(b, true);
}
