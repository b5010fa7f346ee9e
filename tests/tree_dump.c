/* tree_dump.c - a config file as JSON, for scripts that compare our readers with others:
 * tree_dump FILE... prints a line for each: the tree, or null where it is refused. */
#include <stdio.h>

#include "base/fs.h"
#include "load/source_kind.h"

static void put(const struct json *v, struct buf *b)
{
    if (v->kind == JSON_STRING || v->kind == JSON_UNKNOWN) {
        buf_json(b, v->kind == JSON_STRING ? v->str : S("UNKNOWN"));
        return;
    }
    if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY) {
        buf_put(b, v->kind == JSON_NUMBER ? v->str
                   : v->kind == JSON_NULL ? S("null")
                   : v->kind == JSON_TRUE ? S("true")
                                          : S("false"));
        return;
    }
    buf_char(b, v->kind == JSON_OBJECT ? '{' : '[');
    for (const struct json *m = v->first; m; m = m->next) {
        if (v->kind == JSON_OBJECT) {
            buf_json(b, m->key);
            buf_char(b, ':');
        }
        put(m, b);
        buf_put(b, m->next ? S(",") : S(""));
    }
    buf_char(b, v->kind == JSON_OBJECT ? '}' : ']');
}

int main(int argc, char **argv)
{
    struct arena whole = arena_open(1 << 30);

    for (int i = 1; i < argc; i++) {
        struct arena keep = whole;
        struct source src = { .path = str_of(argv[i]), .text = { 0 } };
        struct diag d = { .keep = &keep };
        struct buf b;
        const struct json *root = NULL;

        if (!fs_read(argv[i], 1 << 26, &keep, &src.text))
            root = source_form_parse(source_form(src.path), &src, &keep, &d);
        b = buf_open(&keep, 1 << 26);
        if (root)
            put(root, &b);
        printf("%.*s\n", root ? (int)b.len : 4, root ? b.ptr : "null");
    }
    return 0;
}
