/* fuzz_formats.c - any text as each form of config: no crash, no hang, and every value's text is a part of
 * the source. */
#include <assert.h>
#include <stdlib.h>

#include "load/source_kind.h"
#include "model/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BLOCK = 512 << 20, WALK_MAX = 300000 };

static void walk(const struct json *v, const struct source *src, int *left)
{
    if (v->raw.len)
        assert(v->raw.ptr >= src->text.ptr && v->raw.ptr + v->raw.len <= src->text.ptr + src->text.len);
    for (const struct json *m = v->first; m && (*left)-- > 0; m = m->next)
        walk(m, src, left);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char *block;
    static const char *const paths[] = { "a.ts", "a.py", "a.go", "a.c", "a.sh" };
    char *copy = malloc(size + !size); /* exact, so that reading past its end is seen */

    if (!block)
        block = malloc(BLOCK);
    if (size)
        memcpy(copy, data, size);
    for (int form = 1; form < N_SOURCE_FORMS + (int)LEN(paths); form++) {
        struct arena keep = { block, block + BLOCK };
        bool code = form >= N_SOURCE_FORMS;
        struct source src = { .path = str_of(code ? paths[form - N_SOURCE_FORMS] : "a"), .text = { copy, (ptrdiff_t)size } };
        struct diag d = { .keep = &keep };
        const struct json *root =
            source_form_parse(code ? FORM_CODE : (enum source_form)form, &src, &keep, &d);
        int left = WALK_MAX;

        assert(root || d.findings.len);
        if (root)
            walk(root, &src, &left);
        source_kind(root);
        json_pointer(root, S("/a/name=b/0/c"));
    }
    free(copy);
    return 0;
}
