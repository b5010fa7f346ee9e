/* fuzz_infra.c - templates, plans, manifests and Compose files: resources, edges, every view. Nothing may
 * crash, hang or read past its text. The first byte chooses how the rest is read. */
#include "infra/files.h"
#include "infra/table_json.h"
#include "judge/infra_view.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define ARENA ((ptrdiff_t)1 << 30)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const names[] = { "a.json", "a.yaml",   "a.template", "terraform.tfstate",
                                         "a.tf",   "a.tf.json" };
    static struct arena whole;
    struct arena keep;
    struct infra_file file = { 0 };
    char *own = malloc(size ? size : 1); /* the sanitizer sees the byte behind it */

    if (!whole.beg)
        whole = arena_open(ARENA);
    keep = whole;
    if (size)
        memcpy(own, bytes, size);
    file.src.text = (struct str){ own, (ptrdiff_t)size };
    file.src.path = file.path = str_of(names[size ? bytes[size - 1] % 6 : 0]);
    struct diag d = { .keep = &keep };
    infra_parse(&file, 1, &keep, &d);
    struct infra *t = infra_table(&file, 1, &keep, &d);
    struct buf b = buf_open(&keep, 1 << 24);
    table_json(t, &b);
    for (int i = 0; infra_view_name(i) && t->resources.len < 200; i++) {
        struct infra_view_request ask = { .name = str_of(infra_view_name(i)), .narrow = i % 2 };
        struct grid grid;
        struct scene scene;
        if (infra_view(t, &ask, &keep, &grid))
            grid_scene(&grid, &keep, &scene);
    }
    diag_sort(&d);
    free(own);
    return 0;
}
