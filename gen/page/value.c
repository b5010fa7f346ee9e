/* value.c - the tree a template is filled with. */
#include <assert.h>

#include "page/value.h"

static struct value *make(enum value_kind kind, struct arena *keep)
{
    struct value *v = NEW(keep, struct value, 1);
    v->kind = kind;
    return v;
}

struct value *value_none(struct arena *keep)
{
    return make(VALUE_NONE, keep);
}

struct value *value_str(struct str s, struct arena *keep)
{
    struct value *v = make(VALUE_STR, keep);
    v->str = s;
    return v;
}

struct value *value_html(struct str s, struct arena *keep)
{
    struct value *v = make(VALUE_HTML, keep);
    v->str = s;
    return v;
}

struct value *value_int(int64_t n, struct arena *keep)
{
    struct value *v = make(VALUE_INT, keep);
    v->number = n;
    return v;
}

struct value *value_bool(bool b, struct arena *keep)
{
    struct value *v = make(VALUE_BOOL, keep);
    v->number = b;
    return v;
}

struct value *value_list(struct arena *keep)
{
    return make(VALUE_LIST, keep);
}

struct value *value_map(struct arena *keep)
{
    return make(VALUE_MAP, keep);
}

static struct value_item *append(struct value *to, struct arena *keep)
{
    struct value_item *item = NEW(keep, struct value_item, 1);
    if (to->last)
        to->last->next = item;
    else
        to->first = item;
    to->last = item;
    to->len++;
    return item;
}

static struct value_item *item_of(const struct value *map, struct str key)
{
    for (struct value_item *i = map->first; i; i = i->next)
        if (str_equal(i->key, key))
            return i;
    return NULL;
}

struct value *value_set(struct value *map, const char *key, struct value *v, struct arena *keep)
{
    assert(map->kind == VALUE_MAP);
    struct str name = str_of(key);
    struct value_item *item = item_of(map, name);
    if (!item)
        item = append(map, keep);
    item->key = name;
    item->value = v;
    return v;
}

struct value *value_add(struct value *list, struct value *v, struct arena *keep)
{
    assert(list->kind == VALUE_LIST);
    append(list, keep)->value = v;
    return v;
}

const struct value *value_get(const struct value *map, struct str key)
{
    if (!map || map->kind != VALUE_MAP)
        return NULL;
    const struct value_item *item = item_of(map, key);
    return item ? item->value : NULL;
}

bool value_true(const struct value *v)
{
    if (!v)
        return false;
    switch (v->kind) {
    case VALUE_NONE:
        return false;
    case VALUE_STR:
    case VALUE_HTML:
        return v->str.len > 0;
    case VALUE_INT:
    case VALUE_BOOL:
        return v->number != 0;
    case VALUE_LIST:
    case VALUE_MAP:
        return v->len > 0;
    }
    return false;
}

/* A JSON text may hold these only inside strings, so they can be escaped after the fact. */
static void put_inert(struct str json, struct buf *out)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < json.len; i++) {
        char c = json.ptr[i];
        bool separator = c == '\xe2' && i + 2 < json.len && json.ptr[i + 1] == '\x80' &&
                         (json.ptr[i + 2] == '\xa8' || json.ptr[i + 2] == '\xa9');
        if (c != '<' && c != '>' && c != '&' && !separator)
            continue;
        buf_put(out, str_sub(json, from, i - from));
        if (separator)
            buf_fmt(out, "\\u202%c", json.ptr[i + 2] == '\xa8' ? '8' : '9');
        else
            buf_fmt(out, "\\u%04x", (unsigned)c);
        i += separator ? 2 : 0;
        from = i + 1;
    }
    buf_put(out, str_from(json, from));
}

static bool inert(struct str json)
{
    for (ptrdiff_t i = 0; i < json.len; i++)
        if (char_among(json.ptr[i], "<>&\xe2"))
            return false;
    return true;
}

static void json_text(struct str s, struct buf *out)
{
    ptrdiff_t from = out->len;
    buf_json(out, s);
    struct str json = str_from(buf_str(out), from);
    if (inert(json))
        return;
    json = str_copy(json, out->arena);
    out->len = from;
    put_inert(json, out);
}

static void json_at(const struct value *v, struct buf *out, int depth);

static void json_items(const struct value *v, struct buf *out, int depth)
{
    bool map = v->kind == VALUE_MAP;
    buf_char(out, map ? '{' : '[');
    for (const struct value_item *i = v->first; i; i = i->next) {
        if (i != v->first)
            buf_char(out, ',');
        if (map) {
            json_text(i->key, out);
            buf_char(out, ':');
        }
        json_at(i->value, out, depth + 1);
    }
    buf_char(out, map ? '}' : ']');
}

static void json_at(const struct value *v, struct buf *out, int depth)
{
    enum { DEEPEST = 64 }; /* a value that holds itself is a mistake; the stack is ours */
    if (!v || v->kind == VALUE_NONE || depth > DEEPEST)
        buf_put(out, S("null"));
    else if (v->kind == VALUE_STR || v->kind == VALUE_HTML)
        json_text(v->str, out);
    else if (v->kind == VALUE_INT)
        buf_int(out, v->number);
    else if (v->kind == VALUE_BOOL)
        buf_put(out, v->number ? S("true") : S("false"));
    else
        json_items(v, out, depth);
}

void value_json(const struct value *v, struct buf *out)
{
    json_at(v, out, 0);
}

uint64_t value_hash(const struct value *v)
{
    uint64_t h = v ? (uint64_t)v->kind + 1 : 0;
    if (!v)
        return h;
    h = (h ^ str_hash(v->str)) * 0x9e3779b97f4a7c15u + (uint64_t)v->number;
    for (const struct value_item *i = v->first; i; i = i->next)
        h = ((h ^ str_hash(i->key)) * 0x9e3779b97f4a7c15u) ^ value_hash(i->value);
    return h * 0xff51afd7ed558ccdu;
}
