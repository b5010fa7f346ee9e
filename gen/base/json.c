/* json.c - the tree: cJSON reads the values, our tokenizer walks beside it for places, raw numbers
 * and everything cJSON lets pass. The one home of cJSON.h. */
#include "base/json.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/map.h"

/* cJSON gives NULL for a text it cannot read, and for one it has no memory for. */
static void *take(size_t n)
{
    void *p = malloc(n);
    if (!p)
        arena_full((ptrdiff_t)n);
    return p;
}

static void fence(void)
{
    cJSON_InitHooks(&(cJSON_Hooks){ take, free });
}

struct builder {
    struct json_reader reader;
    const struct source *src;
    struct arena *keep;
    const struct rule *rule;
    struct diag *d;
    bool failed;
};

static void refuse(struct builder *b, struct str at, const char *why)
{
    if (!b->failed)
        diag_at(b->d, b->rule, b->src, at, "%s", why);
    b->failed = true;
}

static struct json_token next(struct builder *b)
{
    struct json_token t = json_next(&b->reader);
    if (t.kind == JSON_T_ERROR)
        refuse(b, t.raw, b->reader.why);
    return t;
}

static struct json *build(struct builder *b, struct json_token t, const cJSON *c);

/* Reports a member whose name stood before in the same object. */
static void check_duplicate(struct builder *b, struct map *seen, const struct json *member)
{
    void **at = map_at(seen, member->key, b->keep);
    if (!*at) {
        *at = (void *)(uintptr_t)member;
        return;
    }
    int line, col;
    diag_place(b->src, ((const struct json *)*at)->raw_key.ptr, &line, &col);
    refuse(b, member->raw_key,
           str_fmt(b->keep, "the name %.*s stands already in line %d", FMT(member->raw_key), line)
               .ptr);
}

/* The members behind an opening bracket up to and including the closing one. */
static void build_members(struct builder *b, struct json *group, const cJSON *c)
{
    struct json **at = &group->first;
    struct map seen = { 0 };
    for (const cJSON *m = c ? c->child : NULL; !b->failed; m = m ? m->next : NULL) {
        struct json_token t = next(b), name = { 0 };
        if (t.kind == JSON_T_OBJECT_END || t.kind == JSON_T_ARRAY_END) {
            group->raw = str_span(group->raw.ptr, t.raw.ptr + 1);
            return;
        }
        if (t.kind == JSON_T_KEY) {
            name = t;
            t = next(b);
        }
        if (b->failed)
            return;
        struct json *v = build(b, t, m);
        if (name.kind == JSON_T_KEY && m && m->string) {
            v->key = str_copy(str_of(m->string), b->keep);
            v->raw_key = name.raw;
            check_duplicate(b, &seen, v);
        }
        *at = v;
        at = &v->next;
        group->n++;
    }
}

static struct json *build(struct builder *b, struct json_token t, const cJSON *c)
{
    static const enum json_kind kinds[] = {
        [JSON_T_OBJECT] = JSON_OBJECT, [JSON_T_ARRAY] = JSON_ARRAY, [JSON_T_STRING] = JSON_STRING,
        [JSON_T_NUMBER] = JSON_NUMBER, [JSON_T_TRUE] = JSON_TRUE,   [JSON_T_FALSE] = JSON_FALSE,
        [JSON_T_NULL] = JSON_NULL,
    };
    struct json *v = NEW(b->keep, struct json, 1);
    v->kind = kinds[t.kind];
    v->raw = v->str = t.raw;
    if (v->kind == JSON_STRING && c)
        v->str = str_copy(str_of(c->valuestring), b->keep);
    if (v->kind == JSON_OBJECT || v->kind == JSON_ARRAY)
        build_members(b, v, c);
    return v;
}

struct json *json_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                        struct diag *d)
{
    struct builder b = { .src = src, .keep = keep, .rule = rule, .d = d };
    struct str text = src->text;
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_from(text, 3); /* a byte order mark is no part of the JSON */
    b.reader = json_reader_open(text);
    static pthread_once_t fenced = PTHREAD_ONCE_INIT;
    pthread_once(&fenced, fence);
    cJSON *tree = cJSON_ParseWithLength(text.ptr ? text.ptr : "", (size_t)text.len);
    struct json_token first = next(&b);
    struct json *root = b.failed ? NULL : build(&b, first, tree);
    if (!b.failed)
        next(&b);
    if (!b.failed && !tree)
        refuse(&b, str_sub(text, 0, 1), "the JSON cannot be read");
    cJSON_Delete(tree);
    return b.failed ? NULL : root;
}

static const struct json *member(const struct json *object, struct str key)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (const struct json *m = object->first; m; m = m->next)
        if (str_equal(m->key, key))
            return m;
    return NULL;
}

const struct json *json_get(const struct json *object, const char *key)
{
    return member(object, str_of(key));
}

const struct json *json_index(const struct json *array, ptrdiff_t i)
{
    if (!array || array->kind != JSON_ARRAY || i < 0)
        return NULL;
    const struct json *m = array->first;
    while (m && i--)
        m = m->next;
    return m;
}

/* A reference token equals key once ~1 is / and ~0 is ~. */
static bool token_equal(struct str token, struct str key)
{
    ptrdiff_t k = 0;
    for (ptrdiff_t i = 0; i < token.len; i++, k++) {
        char c = token.ptr[i];
        if (c == '~' && i + 1 < token.len && (token.ptr[i + 1] == '0' || token.ptr[i + 1] == '1'))
            c = token.ptr[++i] == '1' ? '/' : '~';
        if (k >= key.len || key.ptr[k] != c)
            return false;
    }
    return k == key.len;
}

static const struct json *step(const struct json *at, struct str token)
{
    int64_t i = 0;
    if (at->kind == JSON_ARRAY)
        return str_int64(token, &i) && (token.len == 1 || *token.ptr != '0') ? json_index(at, i)
                                                                             : NULL;
    if (at->kind == JSON_OBJECT)
        for (const struct json *m = at->first; m; m = m->next)
            if (token_equal(token, m->key))
                return m;
    return NULL;
}

const struct json *json_pointer(const struct json *root, struct str pointer)
{
    if (pointer.len && *pointer.ptr != '/')
        return NULL;
    struct str rest = str_from(pointer, 1);
    bool more = pointer.len > 0;
    while (root && more) {
        struct cut c = str_cut(rest, '/');
        root = step(root, c.head);
        rest = c.tail;
        more = c.ok;
    }
    return root;
}

struct str json_str(const struct json *v)
{
    return v && (v->kind == JSON_STRING || v->kind == JSON_NUMBER) ? v->str : (struct str){ 0 };
}

bool json_int(const struct json *v, int64_t *out)
{
    return v && v->kind == JSON_NUMBER && str_int64(v->raw, out);
}

struct str json_show(const struct json *v, struct arena *keep)
{
    if (!v)
        return S("");
    if (v->kind == JSON_OBJECT)
        return str_fmt(keep, "{%s%d members}", v->n ? "… " : "", v->n);
    if (v->kind == JSON_ARRAY && v->n > 8)
        return str_fmt(keep, "[… %d values]", v->n);
    if (v->kind == JSON_ARRAY) {
        struct buf b = buf_open(keep, 1 << 16);
        for (const struct json *m = v->first; m; m = m->next) {
            struct str one = json_show(m, keep);
            buf_put(&b, m == v->first ? S("") : S(", "));
            buf_put(&b, one);
        }
        return buf_str(&b);
    }
    return v->kind == JSON_STRING ? v->str : v->raw;
}
