/* fuzz_fence.c - a block of config and what it shows, or its schema, out of one input: two parts separated by
 * NUL. No crash, no hang, every finding stands in the page. */
#include <assert.h>
#include <stdlib.h>

#include "check/config_fence.h"
#include "load/pattern.h"
#include "load/source_kind.h"
#include "model/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BLOCK = 512 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char *block;
    static const char *const infos[] = { "yaml subset=a", "yaml keys=a#/x", "yaml schema=a" };
    struct cut parts = str_cut((struct str){ (const char *)data, (ptrdiff_t)size }, 0);

    if (!block)
        block = malloc(BLOCK);
    for (ptrdiff_t i = 0; i < LEN(infos); i++) {
        struct arena keep = { block, block + BLOCK };
        struct diag quiet = { .keep = &keep }, d = { .keep = &keep };
        struct source page = { .path = S("p.md"), .text = str_fmt(&keep, "%s\n%.*s", infos[i], FMT(parts.head)) };
        struct config_fence f = config_fence_of(str_sub(page.text, 0, (ptrdiff_t)strlen(infos[i])));
        struct source shown = { .path = S("p"), .text = config_fence_text(parts.head, i == 0, &f.open, &keep) };
        struct source file = { .path = S("a"), .text = parts.ok ? parts.tail : parts.head };
        const struct json *actual = source_form_parse(FORM_YAML, &file, &keep, &quiet);

        f.page = page.text;
        f.label = f.file;
        f.text = shown.text;
        f.shown = source_form_parse(FORM_YAML, &shown, &keep, &quiet);
        if (actual && f.shown)
            config_fence_check(&f, actual, pattern_matches, &page, &keep, &d);
        diag_sort(&d);
    }
    return 0;
}
