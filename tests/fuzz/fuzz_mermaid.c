/* fuzz_mermaid.c - any text as a diagram of Mermaid: no crash, a fault stands in the text, what was read is
 * read again when it is written, and a sequence has a picture. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "sketch/mermaid.h"
#include "draw/sequence.h"
#include "model/graph_text.h"

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
    struct str text = { copy, (ptrdiff_t)size };
    struct graph g, again;
    struct graph_fault fault;
    (void)mermaid_is(text);
    if (mermaid_read(text, &keep, &g, &fault)) {
        struct buf out = buf_open(&keep, 1 << 24), words = buf_open(&keep, 1 << 24);
        struct scene scene = { 0 };
        for (int i = 0; i < g.n_omitted; i++)
            assert(g.omitted[i].at.ptr >= copy && g.omitted[i].at.ptr + g.omitted[i].at.len <= copy + size);
        if (g.sequence) {
            sequence_scene(&g, &keep, &scene);
            assert(scene.w > 0 && scene.h > 0);
            sequence_list(&g, &words);
        }
        graph_json(&g, &words);
        graph_text_mermaid(&g, &out);
        if (!out.over && !mermaid_read(buf_str(&out), &keep, &again, &fault)) {
            fwrite(out.ptr, 1, (size_t)out.len, stderr);
            abort();
        }
        assert(out.over || again.n_edges == g.n_edges);
    } else {
        assert(fault.why && fault.at.ptr >= copy && fault.at.ptr + fault.at.len <= copy + size);
    }
    free(copy);
    return 0;
}
