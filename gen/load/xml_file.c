/* xml_file.c - elements to members; base/xml.h bounds the depth. */
#include "load/xml_file.h"

#include "base/json_tree.h"
#include "base/xml.h"

static struct json value_of(const struct xml *x, struct arena *keep)
{
    struct str text = str_trim(x->text);
    struct json v = json_tree_plain(text);
    struct json_tree *t;

    v.raw = x->raw;
    if (!x->first && !x->attributes)
        return v;
    t = json_tree_open(JSON_OBJECT, x->raw, keep);
    for (const struct xml *a = x->attributes; a; a = a->next) {
        v = json_tree_plain(a->text);
        v.raw = a->raw;
        json_tree_add_again(t, str_join(S("@"), a->name, keep), a->raw, v, keep);
    }
    for (const struct xml *c = x->first; c; c = c->next)
        json_tree_add_again(t, c->name, c->raw, value_of(c, keep), keep);
    v = json_tree_plain(text);
    v.raw = x->raw;
    if (text.len)
        json_tree_add_again(t, S("#text"), x->raw, v, keep);
    return *t->v;
}

struct json *xml_file_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                            struct diag *d)
{
    const struct xml *x = xml_parse(src->text, keep);
    struct json_tree *root;

    if (!x) {
        diag_at(d, rule, src, str_sub(src->text, 0, 1),
                "no XML that is read: it is not well-formed, has a DOCTYPE, or nests past 100");
        return NULL;
    }
    root = json_tree_open(JSON_OBJECT, src->text, keep);
    json_tree_add(root, x->name, x->raw, value_of(x, keep), keep);
    return root->v;
}
