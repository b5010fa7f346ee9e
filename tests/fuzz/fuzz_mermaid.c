/* fuzz_mermaid.c - any text as a Mermaid flowchart: no crash, a fault stands in the text, and what was
 * read is read again when it is written. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "sketch/mermaid.h"
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
        struct buf out = buf_open(&keep, 1 << 24);
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
