/* pointer.c - finds, reads and replaces the line `const plumb = {…};` */
#include "publish/pointer.h"

#include "base/hash.h"
#include "base/json.h"
#include "model/rule.h"

#define BEGIN S("const plumb = ")

struct place { /* of the line in the code: before, the object, behind */
    struct str head, object, tail;
    bool ok;
};

static struct place find(struct str code)
{
    struct str rest = code;
    while (rest.len) {
        struct str line = str_line(&rest);
        struct str words = str_trim(line);
        if (!str_starts(words, BEGIN) || !str_ends(words, S(";")))
            continue;
        struct str object = str_sub(words, BEGIN.len, words.len - BEGIN.len - 1);
        return (struct place){ str_span(code.ptr, object.ptr), object,
                               str_span(object.ptr + object.len, code.ptr + code.len), true };
    }
    return (struct place){ .ok = false };
}

static void read_releases(const struct json *list, struct pointer *out)
{
    for (const struct json *r = list ? list->first : NULL; r; r = r->next)
        if (r->kind == JSON_STRING && out->n_releases < POINTER_RELEASES)
            out->releases[out->n_releases++] = r->str;
}

bool pointer_read(struct str code, struct arena *keep, struct pointer *out, struct buf *why)
{
    struct place at = find(code);
    *out = (struct pointer){ 0 };
    if (!at.ok) {
        buf_put(why, S("the function has no line `const plumb = {};`: see release mode in the "
                       "manual\n"));
        return false;
    }
    struct source src = { .path = S("function"), .text = at.object };
    struct diag d = { .keep = keep };
    const struct json *o = json_parse(&src, keep, RULE(INPUT_JSON), &d);
    if (!o || o->kind != JSON_OBJECT) {
        buf_put(why, S("the function's line `const plumb = {…};` holds no JSON object\n"));
        return false;
    }
    out->release = json_str(json_get(o, "release"));
    out->root = json_str(json_get(o, "root"));
    out->config = json_str(json_get(o, "config"));
    out->rest = json_str(json_get(o, "rest"));
    read_releases(json_get(o, "releases"), out);
    return true;
}

struct str pointer_rest(struct str code, struct arena *keep)
{
    struct place at = find(code);
    return sha256_hex(sha256_of(str_join(at.head, at.tail, keep)), keep);
}

static void put_member(struct buf *b, const char *name, struct str value)
{
    buf_fmt(b, "\"%s\":", name);
    buf_json(b, value);
    buf_char(b, ',');
}

struct str pointer_write(struct str code, const struct pointer *p, struct arena *keep)
{
    struct place at = find(code);
    struct buf b = buf_open_cut(keep, POINTER_MAX_CODE);
    if (!at.ok)
        return S("");
    buf_put(&b, at.head);
    buf_char(&b, '{');
    put_member(&b, "release", p->release);
    put_member(&b, "root", p->root);
    buf_put(&b, S("\"releases\":["));
    for (int i = 0; i < p->n_releases; i++) {
        buf_put(&b, i ? S(",") : S(""));
        buf_json(&b, p->releases[i]);
    }
    buf_put(&b, S("],"));
    put_member(&b, "config", p->config);
    buf_put(&b, S("\"rest\":"));
    buf_json(&b, pointer_rest(code, keep));
    buf_char(&b, '}');
    buf_put(&b, at.tail);
    return b.over ? S("") : buf_str(&b);
}
