/* scene_check.h - what must hold for every scene: texts apart from each other and inside the
 * picture. */
#ifndef SCENE_CHECK_H
#define SCENE_CHECK_H
#include <cmocka.h>

#include "model/scene.h"

static inline void scene_texts_apart(const struct scene *s, const char *name)
{
    for (ptrdiff_t i = 0; i < s->items.len; i++) {
        const struct scene_item *a = &s->items.ptr[i];
        if (a->kind != SCENE_TEXT)
            continue;
        struct scene_box box = scene_text_box(a);
        if (box.x0 < 0 || box.y0 < 0 || box.x1 > s->w || box.y1 > s->h)
            fail_msg("%s: '%.*s' leaves the picture: %g..%g of %g, %g..%g of %g", name,
                     FMT(a->text), (double)box.x0, (double)box.x1, (double)s->w, (double)box.y0,
                     (double)box.y1, (double)s->h);
        for (ptrdiff_t k = i + 1; k < s->items.len; k++) {
            const struct scene_item *b = &s->items.ptr[k];
            if (b->kind == SCENE_TEXT && scene_boxes_meet(box, scene_text_box(b)))
                fail_msg("%s: '%.*s' lies over '%.*s'", name, FMT(a->text), FMT(b->text));
        }
    }
}
#endif
