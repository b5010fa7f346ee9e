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
    struct str text; /* what is read: that of src, or a copy without comments */
    bool failed;
};

static void refuse(struct builder *b, struct str at, const char *why)
{
    if (!b->failed)
        diag_at(b->d, b->rule, b->src, at, "%s", why);
    b->failed = true;
}

/* A place in the copy is the same place in the source. */
static struct json_token next(struct builder *b)
{
    struct json_token t = json_next(&b->reader);
    if (t.raw.ptr)
        t.raw.ptr = b->src->text.ptr + (t.raw.ptr - b->text.ptr);
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

static struct json *parse(struct builder *b)
{
    struct str text = b->text;
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_from(text, 3); /* a byte order mark is no part of the JSON */
    b->reader = json_reader_open(text);
    static pthread_once_t fenced = PTHREAD_ONCE_INIT;
    pthread_once(&fenced, fence);
    cJSON *tree = cJSON_ParseWithLength(text.ptr ? text.ptr : "", (size_t)text.len);
    struct json_token first = next(b);
    struct json *root = b->failed ? NULL : build(b, first, tree);
    if (!b->failed)
        next(b);
    if (!b->failed && !tree)
        refuse(b, str_sub(b->src->text, 0, 1), "the JSON cannot be read");
    cJSON_Delete(tree);
    return b->failed ? NULL : root;
}

struct json *json_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                        struct diag *d)
{
    struct builder b = { .src = src, .keep = keep, .rule = rule, .d = d, .text = src->text };
    return parse(&b);
}

/* Length of the string or comment at the head of s, or 0; a comment that never ends is none. */
static ptrdiff_t string_length(struct str s)
{
    ptrdiff_t i = 1;
    if (!s.len || *s.ptr != '"')
        return 0;
    while (i < s.len && s.ptr[i] != '"' && s.ptr[i] != '\n')
        i += s.ptr[i] == '\\' ? 2 : 1;
    return i + 1 < s.len ? i + 1 : s.len;
}

static ptrdiff_t comment_length(struct str s)
{
    ptrdiff_t end;
    if (str_starts(s, S("//")))
        return (end = str_char(s, '\n')) < 0 ? s.len : end;
    if (!str_starts(s, S("/*")))
        return 0;
    end = str_find(str_from(s, 2), S("*/"));
    return end < 0 ? 0 : end + 4;
}

/* text with blanks for comments and for commas behind the last member; each byte keeps its place. */
static struct str relaxed(struct str text, struct arena *keep)
{
    char *out = NEW(keep, char, text.len + 1);
    ptrdiff_t comma = -1;
    char before = '[';
    if (text.len)
        memcpy(out, text.ptr, (size_t)text.len);
    for (ptrdiff_t i = 0; i < text.len;) {
        struct str rest = str_from(text, i);
        ptrdiff_t comment = comment_length(rest), skip = comment ? comment : string_length(rest);
        char c = text.ptr[i];
        for (ptrdiff_t k = 0; k < comment; k++)
            out[i + k] = out[i + k] == '\n' ? '\n' : ' ';
        if (!skip && (c == '}' || c == ']') && comma >= 0)
            out[comma] = ' ';
        if (!comment && !char_is_space(c)) {
            comma = c == ',' && before && !char_among(before, "[{,") ? i : -1;
            before = c;
        }
        i += skip ? skip : 1;
    }
    return (struct str){ out, text.len };
}

struct json *json_parse_relaxed(const struct source *src, struct arena *keep,
                                const struct rule *rule, struct diag *d)
{
    struct builder b = { .src = src, .keep = keep, .rule = rule, .d = d };
    b.text = relaxed(src->text, keep);
    return parse(&b);
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

static const struct json *member_by_token(const struct json *object, struct str token)
{
    for (const struct json *m = object->kind == JSON_OBJECT ? object->first : NULL; m; m = m->next)
        if (token_equal(token, m->key))
            return m;
    return NULL;
}

/* Does element have the member that "name=web" asks for? */
static bool is_chosen(const struct json *element, struct cut want)
{
    const struct json *v = member_by_token(element, want.head);
    if (!v && str_equal(want.head, S("name")) && json_get(element, "metadata"))
        v = json_get(json_get(element, "metadata"), "name");
    return v &&
           (v->kind == JSON_STRING || v->kind == JSON_NUMBER || v->kind == JSON_TRUE ||
            v->kind == JSON_FALSE) &&
           token_equal(want.tail,
                       v->kind == JSON_STRING || v->kind == JSON_NUMBER ? v->str : v->raw);
}

/* A pointer has few steps that choose: each is a frame of the stack. */
enum { CHOICES_MAX = 16 };

/* Sets *found when it is NULL; returns how many places rest leads to. Elements that are chosen
 * share no member, so no value is looked at twice. */
static int find(const struct json *at, struct str rest, int choices, const struct json **found)
{
    bool more = rest.len > 0;
    rest = str_from(rest, 1);
    while (at && more) {
        struct cut c = str_cut(rest, '/'), want = str_cut(c.head, '=');
        int64_t i = 0;
        int n = 0;
        bool index = str_int64(c.head, &i) && (c.head.len == 1 || *c.head.ptr != '0');
        if (at->kind == JSON_ARRAY && !index) {
            struct str left = c.ok ? str_from(rest, c.head.len) : (struct str){ 0 };
            for (const struct json *e = want.ok && choices ? at->first : NULL; e; e = e->next)
                n += is_chosen(e, want) ? find(e, left, choices - 1, found) : 0;
            return n;
        }
        at = at->kind == JSON_ARRAY ? json_index(at, i) : member_by_token(at, c.head);
        rest = c.tail;
        more = c.ok;
    }
    if (at && !*found)
        *found = at;
    return at != NULL;
}

const struct json *json_pointer(const struct json *root, struct str pointer)
{
    const struct json *found = NULL;
    if (!root || (pointer.len && *pointer.ptr != '/'))
        return NULL;
    return find(root, pointer, CHOICES_MAX, &found) == 1 ? found : NULL;
}

struct str json_str(const struct json *v)
{
    return v && (v->kind == JSON_STRING || v->kind == JSON_NUMBER) ? v->str : (struct str){ 0 };
}

bool json_int(const struct json *v, int64_t *out)
{
    return v && v->kind == JSON_NUMBER && str_int64(v->str, out);
}

struct str json_show(const struct json *v, struct arena *keep)
{
    if (!v)
        return S("");
    if (v->kind == JSON_OBJECT)
        return str_fmt(keep, "{%s%d member%s}", v->n ? "… " : "", v->n, str_plural(v->n));
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
    return v->kind == JSON_STRING || v->kind == JSON_NUMBER ? v->str : v->raw;
}

/* ---- text of our own ---- */

/* The value that begins with token t, its members after it. */
static struct json *own_value(struct json_reader *r, struct json_token t, struct arena *keep)
{
    static const enum json_kind kinds[] = {
        [JSON_T_OBJECT] = JSON_OBJECT, [JSON_T_ARRAY] = JSON_ARRAY, [JSON_T_STRING] = JSON_STRING,
        [JSON_T_NUMBER] = JSON_NUMBER, [JSON_T_TRUE] = JSON_TRUE,   [JSON_T_FALSE] = JSON_FALSE,
        [JSON_T_NULL] = JSON_NULL
    };
    struct json *v = NEW(keep, struct json, 1), **tail = &v->first;
    bool plain = memchr(t.raw.ptr, '\\', (size_t)t.raw.len) == NULL;
    v->kind = kinds[t.kind];
    v->raw = v->str = t.raw;
    if (v->kind == JSON_STRING)
        v->str = plain ? str_sub(t.raw, 1, t.raw.len - 2) : json_decode(t.raw, keep);
    while (v->kind == JSON_OBJECT || v->kind == JSON_ARRAY) {
        struct json_token m = json_next(r), key = m;
        if (m.kind == JSON_T_OBJECT_END || m.kind == JSON_T_ARRAY_END || m.kind == JSON_T_ERROR ||
            m.kind == JSON_T_END) {
            v->raw = str_span(t.raw.ptr, m.raw.ptr + m.raw.len);
            break;
        }
        if (m.kind == JSON_T_KEY)
            m = json_next(r);
        *tail = own_value(r, m, keep);
        if (key.kind == JSON_T_KEY) {
            (*tail)->raw_key = key.raw;
            (*tail)->key = str_sub(key.raw, 1, key.raw.len - 2);
        }
        tail = &(*tail)->next;
        v->n++;
    }
    return v;
}

struct json *json_own(const struct source *src, struct arena *keep)
{
    struct json_reader r = json_reader_open(src->text);
    return own_value(&r, json_next(&r), keep);
}
