/* images.c - which pictures get copies, and what they are called. */
#include "gather/images.h"

#include "base/path.h"
#include "model/rule.h"

/* The text column is 45rem: 720 pixels, and twice that on fine screens. */
static const int standard[LOOKUP_COPIES] = { 1440, 720 };

/* Raised when copies are made otherwise, so that all are made again. */
static const char style[] = "copies 1";

static bool is_larger(const struct site_image *i, int64_t bytes)
{
    return bytes > SHRINK_MAX_BYTES || (int64_t)i->size.width * i->size.height > SHRINK_MAX_PIXELS;
}

void images_measure(struct site *s, struct str file, const struct site_page *page, struct str place)
{
    struct arena scratch = s->workers[0].scratch;
    struct str head;
    void **at = map_at(&s->images, file, s->keep);
    const struct fs_entry *e = map_get(&s->file_at, file);
    if (*at || fs_read_head(path_join(s->options.dir, file, &scratch).ptr, IMAGE_SIZE_HEAD,
                            &scratch, &head))
        return;
    struct site_image *image = NEW(s->keep, struct site_image, 1);
    *image = (struct site_image){
        .file = file, .size = image_size_of(head), .page = page, .place = place
    };
    *at = image;
    if (image->size.format == IMAGE_OTHER || !is_larger(image, e ? e->size : 0))
        return;
    image->large = true;
    diag_at(&s->diag, RULE(IMAGE_LARGE), &page->src, place,
            "%.*s: %d × %d pixels, too large for smaller copies of it", FMT(file),
            image->size.width, image->size.height);
}

bool images_wanted(const struct site_image *image)
{
    bool lies =
        image->size.format == IMAGE_PNG && image->size.turn > 1; /* browsers differ over it */
    return image->size.format != IMAGE_OTHER && !image->large && !lies &&
           image->size.width > standard[LOOKUP_COPIES - 1];
}

int images_widths(const struct site *s, const struct site_image *image, int *widths,
                  struct arena scratch)
{
    int n = 0;
    for (int i = 0; i < LOOKUP_COPIES; i++)
        if (standard[i] < image->size.width &&
            !map_get(&s->file_at, images_copy_path(image->file, standard[i], &scratch)))
            widths[n++] = standard[i];
    return n;
}

struct str images_copy_path(struct str file, int width, struct arena *keep)
{
    struct str ext = path_ext(file);
    return str_fmt(keep, "%.*s.%dw%.*s", FMT(str_sub(file, 0, file.len - ext.len)), width,
                   FMT(ext));
}

uint64_t images_hash(const int *widths, int n, struct str data)
{
    uint64_t h = str_hash(str_of(style)) ^ str_hash(data);
    for (int i = 0; i < n; i++)
        h = (h ^ (uint64_t)widths[i]) * 0x9e3779b97f4a7c15u;
    return h | 1;
}

int images_shrink(const struct site_image *image, struct str data, const int *widths, int n,
                  struct arena *keep, struct diag *d, struct shrink_copy *out)
{
    struct image_size size =
        image_size_of(data); /* the file may be another than the one measured */
    if (size.width != image->size.width || size.height != image->size.height ||
        size.format != image->size.format)
        return 0;
    int made = shrink_picture(data, size.turn, widths, n, keep, out);
    if (made < 0)
        diag_at(d, RULE(IMAGE_BROKEN), &image->page->src, image->place,
                "%.*s is damaged: it cannot be read to its end", FMT(image->file));
    return made;
}
