/* fuzz_nav.c - the order of pages in other tools' files, and their settings. Nothing may crash, hang or read
 * past its text. Each input is read in every form. */
#include <stdlib.h>

#include "load/nav_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ARENA = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const names[] = { "SUMMARY.md",    "mkdocs.yml",  "zensical.toml",
                                         "sidebars.json", "sidebars.js", ".pages" };
    static struct arena whole;
    struct nav_file nav;
    char *own = malloc(size ? size : 1); /* the sanitizer sees the byte behind it */

    if (!whole.beg)
        whole = arena_open(ARENA);
    if (size)
        memcpy(own, bytes, size);
    for (ptrdiff_t i = 0; i < LEN(names); i++) {
        struct arena keep = whole;
        struct diag d = { .keep = &keep };
        struct source src = { .path = str_of(names[i]), .text = { own, (ptrdiff_t)size } };
        nav_file_read(&src, false, &keep, &d, &nav);
        diag_sort(&d);
    }
    free(own);
    return 0;
}
