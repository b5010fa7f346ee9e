/* fuzz_yaml.c - YAML and JSON as a hosting template or an answer. Nothing may crash, hang or read past
 * its text. */
#include "check/hosting.h"
#include "load/yaml.h"
#include "model/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ARENA = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct arena whole;
    struct arena keep, scratch;
    struct hosting_file file = { .src = { S("fuzz.yaml"), { 0 } } };
    char *own = malloc(size ? size : 1); /* the sanitizer sees the byte behind it */

    if (!whole.beg)
        whole = arena_open(ARENA);
    keep = whole;
    scratch = arena_upper(&keep);
    keep.end = scratch.beg;
    if (size)
        memcpy(own, bytes, size);
    file.src.text = (struct str){ own, (ptrdiff_t)size };
    struct diag d = { .keep = &keep };
    file.root = yaml_parse(&file.src, &keep, RULE(INPUT_YAML), &d);
    if (hosting_kind(file.root) != HOSTING_OTHER) {
        static const struct hosting_needs needs = { .script = { "'sha256-x'", 10 } };
        hosting_check(&file, 1, true, &needs, scratch, &d);
        hosting_check(&file, 1, false, &needs, scratch, &d);
    }
    diag_sort(&d);
    free(own);
    return 0;
}
