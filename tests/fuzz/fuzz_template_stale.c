/* fuzz_template_stale.c - a list of hashes as it comes. Nothing may crash, hang or read past its text. */
#include "check/template_stale.h"
#include "model/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ARENA = 64 << 20 };

/* Every file holds its own name. */
static const char *read_name(void *ctx, struct str path, struct arena *scratch, struct str *bytes)
{
    (void)ctx;
    *bytes = str_copy(path, scratch);
    return path.len % 7 ? NULL : "is gone";
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct arena whole;
    struct arena keep, scratch;
    char *own = malloc(size ? size : 1); /* the sanitizer sees the byte behind it */

    if (!whole.beg)
        whole = arena_open(ARENA);
    keep = whole;
    scratch = arena_upper(&keep);
    keep.end = scratch.beg;
    if (size)
        memcpy(own, bytes, size);
    struct source list = { .path = S("hash"), .text = { own, (ptrdiff_t)size } };
    struct map listed = { 0 };
    struct diag d = { .keep = &keep };
    template_stale_check(&list, read_name, NULL, &listed, &keep, scratch, &d);
    diag_sort(&d);
    free(own);
    return 0;
}
