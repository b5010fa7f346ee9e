/* fuzz_dot.c - any text as dot: no crash, a fault has words, fields lie in their tables, and what was read is
 * written again. */
#include <assert.h>
#include <stdlib.h>

#include "draw/layout_fields.h"
#include "model/graph_text.h"
#include "sketch/dot.h"

static char *block;
enum { BLOCK = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!block)
        block = malloc(BLOCK);
    char *copy = malloc(size + !size); /* exact, so that reading past its end is seen */
    memcpy(copy, data, size);
    struct arena keep = { block, block + BLOCK };
    struct graph g;
    struct graph_fault fault;
    if (dot_read((struct str){ copy, (ptrdiff_t)size }, &keep, &g, &fault)) {
        struct buf out = buf_open(&keep, 1 << 24);
        for (int i = 0; i < g.n_nodes; i++) {
            struct graph_node *n = &g.nodes[i];
            if (!n->n_fields)
                continue;
            layout_fields_size(n, arena_upper(&keep));
            layout_fields_place(n);
            for (int k = 0; k < n->n_fields; k++)
                assert(n->fields[k].x >= 0 && n->fields[k].x + n->fields[k].w < n->w && n->fields[k].y + n->fields[k].h < n->h);
        }
        graph_json(&g, &out);
        graph_text_dot(&g, &out);
    } else {
        assert(fault.why);
    }
    free(copy);
    return 0;
}
