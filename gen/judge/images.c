/* images.c - which pictures get copies, and what they are called. */
#include "judge/images.h"

#include "base/path.h"
#include "judge/link.h"
#include "model/rule.h"

/* The text column is 45rem: 720 pixels, and twice that on fine screens. */
static const int standard[LOOKUP_COPIES] = { 1440, 720 };

static bool is_larger(const struct site_image *i, int64_t bytes)
{
    return bytes > IMAGES_MAX_BYTES || (int64_t)i->size.width * i->size.height > IMAGES_MAX_PIXELS;
}

void images_report(const struct site *s, const struct site_image *image, const struct rule *rule,
                   struct str what, struct diag *d)
{
    const struct site_link *l = &image->page->links[image->link];
    struct source src;
    site_source(s, image->page, d->keep, &src);
    diag_at(d, rule, &src, str_sub(src.text, l->at, l->len), "%.*s", FMT(what));
}

static void measure(struct site *s, struct str file, const struct site_page *page, ptrdiff_t link)
{
    struct arena scratch = s->workers[0].scratch;
    struct str head;
    const struct fs_entry *e = map_get(&s->file_at, file);
    if (map_get(&s->images, file))
        return;
    int error = site_head(s, file, IMAGE_SIZE_HEAD, &scratch, &head);
    if (error) {
        diag_file(&s->diag, RULE(INPUT_READ), path_join(s->options.dir, file, s->keep),
                  "cannot be read: %s", fs_error(error));
        return;
    }
    struct site_image *image = NEW(s->keep, struct site_image, 1);
    *image = (struct site_image){ file, image_size_of(head), page, link, false, { 0 } };
    *map_at(&s->images, file, s->keep) = image;
    if (image->size.format == IMAGE_OTHER || !is_larger(image, e ? e->size : 0))
        return;
    image->large = true;
    images_report(s, image, RULE(IMAGE_LARGE),
                  str_fmt(s->keep, "%.*s: %d × %d pixels, too large for smaller copies of it",
                          FMT(file), image->size.width, image->size.height),
                  &s->diag);
}

void images_measure(struct site *s)
{
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        const struct site_page *p = &s->pages[i];
        for (ptrdiff_t k = 0; k < p->n_links && !p->refused; k++) {
            struct arena scratch = s->workers[0].scratch;
            if (!p->links[k].image)
                continue;
            struct link_target t = link_resolve(s, p, p->links[k].href, S(""), &scratch);
            if (t.kind == LINK_FILE)
                measure(s, str_copy(t.file, s->keep), p, k);
        }
    }
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
