/* fuzz_decision.c - a decision record, its state and its references; the words of a page as paths of a machine. */
#include "check/machine_path.h"
#include "load/decision.h"
#include "load/markdown.h"
#include "model/decision.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ARENA = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct arena whole;
    char *own = malloc(size ? size : 1); /* the sanitizer sees the byte behind it */

    if (!whole.beg)
        whole = arena_open(ARENA);
    struct arena keep = whole;
    if (size)
        memcpy(own, bytes, size);
    struct source src = { .path = S("adr/1.md"), .text = { own, (ptrdiff_t)size } };
    struct diag d = { .keep = &keep };
    struct document *doc = markdown_read(&src, &keep, &d);
    if (doc && doc->root)
        decision_read(doc, &keep);
    decision_state(doc ? doc->front.status : src.text);
    decision_successor(src.text);
    decision_number(src.text);
    decision_path(src.text);
    machine_path_report(&src, &d);
    diag_sort(&d);
    free(own);
    return 0;
}
