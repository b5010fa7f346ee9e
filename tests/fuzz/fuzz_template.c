/* fuzz_template.c - any bytes as a template with partials that are the input itself; what is
 * rendered must have kept a hostile value from becoming markup. */
#include <assert.h>

#include "page/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct source *find(const void *world, struct str name)
{
    return str_equal(name, S("p")) ? world : NULL;
}

static struct value *context(struct arena *keep)
{
    struct value *c = value_map(keep), *list = value_list(keep);
    struct value *evil = value_str(S("\"'><zz onzz=1>javascript:zz"), keep);
    value_set(c, "a", evil, keep);
    value_set(c, "l", list, keep);
    value_add(list, evil, keep);
    value_add(list, c, keep);
    return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena all = arena_open(1 << 26);
    char *start = all.beg, *exact = malloc(size + 1);
    memcpy(exact, data, size);
    struct source src = { .path = S("p.html"), .text = { exact, (ptrdiff_t)size } };
    struct template_partials p = { .find = find, .world = &src };
    struct diag d = { .keep = &all };
    struct template *t = template_compile(&src, &p, &all, &d);
    assert(t || d.findings.len);
    if (t) {
        struct buf out = buf_open(&all, 1 << 16);
        template_render(t, context(&all), &out);
        if (str_find(src.text, S("zz")) < 0 && !out.over)
            assert(str_find(buf_str(&out), S("<zz")) < 0);
    }
    free(exact);
    arena_close(start, &all);
    return 0;
}
