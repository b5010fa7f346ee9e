/* json_pull.c - steps on the pull tokenizer. */
#include "infra/json_pull.h"

static struct str unquoted(struct str raw, struct arena *keep)
{
    struct str inner = str_sub(raw, 1, raw.len - 2);
    return str_char(inner, '\\') < 0 ? inner : json_decode(raw, keep);
}

bool json_pull_member(struct json_reader *r, struct arena *keep, struct str *key,
                      struct json_token *value)
{
    struct json_token t = json_next(r);
    if (t.kind != JSON_T_KEY)
        return false;
    *key = unquoted(t.raw, keep);
    *value = json_next(r);
    return value->kind != JSON_T_ERROR && value->kind != JSON_T_END;
}

bool json_pull_element(struct json_reader *r, struct json_token *value)
{
    *value = json_next(r);
    return value->kind != JSON_T_ARRAY_END && value->kind != JSON_T_ERROR &&
           value->kind != JSON_T_END;
}

struct str json_pull_rest(struct json_reader *r, struct json_token first)
{
    int depth = 0;
    const char *beg = first.raw.ptr;
    struct json_token t = first;
    for (;;) {
        depth += t.kind == JSON_T_OBJECT || t.kind == JSON_T_ARRAY;
        depth -= t.kind == JSON_T_OBJECT_END || t.kind == JSON_T_ARRAY_END;
        if (depth <= 0 || t.kind == JSON_T_ERROR || t.kind == JSON_T_END)
            break;
        t = json_next(r);
    }
    return str_span(beg, r->text.ptr + r->at);
}

struct str json_pull_text(struct json_token t, struct arena *keep)
{
    switch (t.kind) {
    case JSON_T_STRING:
        return unquoted(t.raw, keep);
    case JSON_T_NUMBER:
    case JSON_T_TRUE:
    case JSON_T_FALSE:
        return t.raw;
    default:
        return (struct str){ 0 };
    }
}

struct json_pull json_pull_open(struct str text, struct arena *keep)
{
    struct json_pull p = { .r = json_reader_open(text), .keep = keep };
    p.of = json_next(&p.r).kind;
    return p;
}

bool json_pull_next(struct json_pull *p)
{
    struct json_token v = { 0 };
    bool more = p->of == JSON_T_OBJECT  ? json_pull_member(&p->r, p->keep, &p->key, &v)
                : p->of == JSON_T_ARRAY ? json_pull_element(&p->r, &v)
                                        : false;
    if (!more)
        return false;
    p->kind = v.kind;
    p->text = json_pull_rest(&p->r, v);
    return true;
}

bool json_pull_is(const struct json_pull *p, const char *key)
{
    return str_equal(p->key, str_of(key));
}

struct str json_pull_string(const struct json_pull *p)
{
    return p->kind == JSON_T_STRING ? unquoted(p->text, p->keep) : (struct str){ 0 };
}
