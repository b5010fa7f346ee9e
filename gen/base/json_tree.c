/* json_tree.c - members through a map, so that neither their number nor their order hurts. */
#include "base/json_tree.h"

struct json_tree *json_tree_open(enum json_kind kind, struct str raw, struct arena *keep)
{
    struct json_tree *t = NEW(keep, struct json_tree, 1);

    t->v = NEW(keep, struct json, 1);
    *t->v = (struct json){ .kind = kind, .raw = raw, .str = raw };
    return t;
}

struct json_tree *json_tree_get(const struct json_tree *t, struct str key)
{
    return map_get(&t->members, key);
}

struct json_tree *json_tree_add(struct json_tree *t, struct str key, struct str raw_key,
                                struct json value, struct arena *keep)
{
    struct json_tree *m = NEW(keep, struct json_tree, 1);

    m->v = NEW(keep, struct json, 1);
    *m->v = value;
    m->v->next = NULL;
    m->v->key = key;
    m->v->raw_key = raw_key;
    if (t->last)
        t->last->next = m->v;
    else
        t->v->first = m->v;
    t->last = m->v;
    t->v->n++;
    if (t->v->kind == JSON_OBJECT)
        *map_at(&t->members, key, keep) = m;
    return m;
}

enum { MARK_LIST = 1 << 20 };

struct json_tree *json_tree_add_again(struct json_tree *t, struct str key, struct str raw_key,
                                      struct json value, struct arena *keep)
{
    struct json_tree *m = json_tree_get(t, key);
    struct json first;

    if (!m)
        return json_tree_add(t, key, raw_key, value, keep);
    if (m->mark != MARK_LIST) {
        struct json_tree old = *m;

        first = *m->v;
        *m = (struct json_tree){ .v = m->v, .mark = MARK_LIST };
        *m->v = (struct json){ .kind = JSON_ARRAY,
                               .raw = first.raw,
                               .str = first.raw,
                               .key = first.key,
                               .raw_key = first.raw_key,
                               .next = first.next };
        *json_tree_add(m, (struct str){ 0 }, (struct str){ 0 }, first, keep) =
            (struct json_tree){ .v = m->last, .last = old.last, .members = old.members };
    }
    return json_tree_add(m, (struct str){ 0 }, (struct str){ 0 }, value, keep);
}

struct json json_tree_plain(struct str text)
{
    struct json_reader r = json_reader_open(text);
    struct json_token t = text.len ? json_next(&r) : (struct json_token){ .kind = JSON_T_ERROR };
    struct json v = { .kind = JSON_STRING, .raw = text, .str = text };

    if (t.raw.len != text.len)
        return v;
    v.kind = t.kind == JSON_T_NUMBER  ? JSON_NUMBER
             : t.kind == JSON_T_TRUE  ? JSON_TRUE
             : t.kind == JSON_T_FALSE ? JSON_FALSE
                                      : JSON_STRING;
    return v;
}

struct json json_tree_unknown(struct str raw, struct str why)
{
    return (struct json){ .kind = JSON_UNKNOWN, .raw = raw, .str = why };
}
