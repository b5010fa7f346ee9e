/* fuzz_secrets.c - any bytes as text; a secret that is found lies inside, and is gone when masked. */
#include <assert.h>
#include <stdlib.h>

#include "check/secrets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena all = arena_open(1 << 26);
    char *start = all.beg, *exact = malloc(size ? size : 1);
    memcpy(exact, data, size);
    struct str text = { exact, (ptrdiff_t)size };
    struct secrets_hit hit;
    if (secrets_find(text, &hit)) {
        assert(hit.at.ptr >= exact && hit.at.ptr + hit.at.len <= exact + size && hit.at.len > 0);
        struct str safe = secrets_mask(text, &all);
        assert(safe.ptr != exact || memchr(exact, 0, size));
    }
    secrets_at(str_sub(text, 0, text.len / 2), str_from(text, text.len / 2), size & 1);
    free(exact);
    arena_close(start, &all);
    return 0;
}
