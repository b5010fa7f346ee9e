/* fuzz_drawing.c - any text as a drawing: no crash, no lost glyph, no time without end; what is
 * drawn again can be read again; pictures are read back. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/graph_check.h"
#include "draw/diagram.h"
#include "draw/narrow.h"
#include "sketch/box_redraw.h"
#include "sketch/drawing.h"

static char *block;
enum { BLOCK = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!block)
        block = malloc(BLOCK);
    /* an exact copy, so that reading past its end is seen */
    char *copy = malloc(size + !size);
    memcpy(copy, data, size);
    struct arena keep = { block, block + BLOCK / 4 },
                 scratch = { block + BLOCK / 4, block + BLOCK };
    struct str text = { copy, (ptrdiff_t)size };
    struct graph g;
    const char *why = NULL;
    if (utf8_invalid(text) < 0 && drawing_read(text, &keep, scratch, &g, &why)) {
        int lost = check_lost(text, &g, scratch);
        if (lost) /* the text of a find becomes a case */
            fwrite(copy, 1, size, stderr);
        assert(lost == 0);
        struct buf out = buf_open(&keep, 1 << 24);
        box_redraw(&g, scratch, &out);
        struct graph again;
        (void)drawing_read(buf_str(&out), &keep, scratch, &again, &why);
        struct drawing found;
        (void)drawing_find(text, S("text"), FENCES_AUTO, &keep, scratch, &found);
        struct scene scene;
        (void)diagram_draw(&g, &keep, &scene, &why);
        (void)narrow_draw(&g, &keep, &scene);
    }
    free(copy);
    return 0;
}
