/* tf_refs.c - where a configuration's references lead: through variables of modules, their outputs, data
 * sources, each and count, to instances of resources. */
#include "infra/json_pull.h"
#include "infra/tf_parts.h"

enum { DEPTH_MAX = 20, REFS_MAX = 400, PATH_BYTES = 512, REACH_MAX = 2000 };

struct refs { /* of one expression */
    struct str ptr[REFS_MAX];
    int n;
};
struct search {
    struct tf *tf;
    struct tf_resource *of;
    struct str path;
    int depth, reached, element;
    bool dynamic;         /* each or count stands in the expression */
    struct arena scratch; /* free again when the expression was followed */
};

/* ---- reading expressions ---- */

/* All references below a value. */
static void collect(struct json_reader *r, struct json_token first, struct refs *refs,
                    struct arena *keep)
{
    struct str key;
    struct json_token v;
    if (first.kind == JSON_T_ARRAY) {
        while (json_pull_element(r, &v))
            collect(r, v, refs, keep);
        return;
    }
    while (first.kind == JSON_T_OBJECT && json_pull_member(r, keep, &key, &v)) {
        bool list = str_equal(key, S("references")) && v.kind == JSON_T_ARRAY;
        if (!list) {
            collect(r, v, refs, keep);
            continue;
        }
        while (json_pull_element(r, &v)) {
            if (v.kind == JSON_T_STRING && refs->n < REFS_MAX)
                refs->ptr[refs->n++] = json_pull_text(v, keep);
            else
                json_pull_rest(r, v);
        }
    }
}

static struct refs *refs_of(struct str expression, struct arena *keep)
{
    struct refs *refs = NEW(keep, struct refs, 1);
    struct json_reader r = json_reader_open(expression);
    collect(&r, json_next(&r), refs, keep);
    return refs;
}

/* The member `name` of an object's text. */
static struct str member(struct str object, struct str name, struct arena *keep)
{
    struct json_pull p = json_pull_open(object, keep);
    while (json_pull_next(&p))
        if (str_equal(p.key, name))
            return p.text;
    return (struct str){ 0 };
}

/* ---- parts of a reference ---- */

struct ref { /* data.aws_x.name["k"].attr */
    struct str type, name, index;
    bool data;
};

/* Up to the bracket that closes the one at s.ptr[0]; keys may hold anything in quotes. */
static ptrdiff_t bracket_length(struct str s)
{
    bool quoted = false;
    for (ptrdiff_t i = 1; i < s.len; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == '"')
            quoted = !quoted;
        else if (s.ptr[i] == ']' && !quoted)
            return i + 1;
    }
    return s.len;
}

static ptrdiff_t word_length(struct str s)
{
    ptrdiff_t n = 0;
    while (n < s.len && (char_is_alnum(s.ptr[n]) || s.ptr[n] == '_' || s.ptr[n] == '-'))
        n++;
    return n;
}

static bool ref_parse(struct str s, struct ref *out)
{
    *out = (struct ref){ 0 };
    if (str_starts(s, S("data."))) {
        out->data = true;
        s = str_from(s, 5);
    }
    out->type = str_sub(s, 0, word_length(s));
    s = str_from(s, out->type.len);
    if (!s.len || *s.ptr != '.')
        return false;
    s = str_from(s, 1);
    out->name = str_sub(s, 0, word_length(s));
    s = str_from(s, out->name.len);
    if (s.len && *s.ptr == '[')
        out->index = str_sub(s, 1, bracket_length(s) - 2);
    return out->name.len > 0;
}

/* "module.net.subnets" → the output's name. */
static struct str output_of(struct str s, struct str *index)
{
    s = str_from(s, 7);
    s = str_from(s, word_length(s));
    *index = (struct str){ 0 };
    if (s.len && *s.ptr == '[') {
        ptrdiff_t n = bracket_length(s);
        *index = str_sub(s, 1, n - 2);
        s = str_from(s, n);
    }
    return str_starts(s, S(".")) ? str_sub(s, 1, word_length(str_from(s, 1))) : (struct str){ 0 };
}

/* ---- following ---- */

static void follow(struct search *s, struct str expression, struct tf_instance *in, struct str key);

static void reach(struct search *s, struct tf_resource *to, bool perhaps)
{
    struct infra *t = s->tf->t;
    if (to->r == s->of->r || s->reached++ > REACH_MAX)
        return;
    struct infra_leaf *l = table_leaf(t, s->of->r, s->path);
    l->to = to->r;
    l->perhaps = perhaps;
    l->element = s->element;
}

/* Instances of a resource: the one with the index, the one with the same key, or all of them. With each
 * or count and no key in common nothing says which: perhaps. */
static void reach_all(struct search *s, const struct tf_many *many, struct str index,
                      struct str key)
{
    bool dynamic = s->dynamic && key.len && many->n > 1, found = false;
    struct str want = index.len ? index : dynamic ? key : S("");
    for (struct tf_resource *r = many->first; r && want.len; r = r->next)
        if (str_equal(r->index, want)) {
            reach(s, r, false);
            found = true;
        }
    for (struct tf_resource *r = many->first; r && !found; r = r->next)
        reach(s, r, want.len > 0);
}

static void follow_variable(struct search *s, struct str name, struct tf_instance *in)
{
    struct tf_instance *up = in->parent;
    struct tf_call *call = up && up->module ? map_get(&up->module->calls, in->name) : NULL;
    struct arena *keep = &s->scratch;
    struct str e = call ? member(call->expressions, name, keep) : S("");
    if (e.len)
        follow(s, e, up, S(""));
}

static void follow_output(struct search *s, const struct ref *ref, struct str whole,
                          struct tf_instance *in)
{
    struct str index, out = output_of(whole, &index);
    for (struct tf_instance *c = in->first_child; c; c = c->next) {
        struct str *e =
            str_equal(c->name, ref->name) && c->module ? map_get(&c->module->outputs, out) : NULL;
        if (e && (!index.len || str_equal(index, c->index)))
            follow(s, *e, c, S(""));
    }
}

static bool says_more(const struct refs *refs, struct str r)
{
    for (int i = 0; i < refs->n; i++) {
        struct str q = refs->ptr[i];
        if (q.len > r.len && str_starts(q, r) && (q.ptr[r.len] == '.' || q.ptr[r.len] == '['))
            return true;
    }
    return false;
}

static void follow_one(struct search *s, struct str r, struct tf_instance *in, struct str key)
{
    static const char *const ends[] = { "each", "count", "local", "path", "terraform", "self" };
    struct ref ref;
    if (!ref_parse(r, &ref))
        return;
    if (!ref.data && str_among(ref.type, ends, LEN(ends)))
        return; /* the trail ends: what a local holds is not in the document */
    if (str_equal(ref.type, S("var"))) {
        follow_variable(s, ref.name, in);
    } else if (str_equal(ref.type, S("module"))) {
        follow_output(s, &ref, r, in);
    } else if (ref.data) {
        struct str name = str_fmt(&s->scratch, "data.%.*s.%.*s", FMT(ref.type), FMT(ref.name));
        struct tf_config *c = in->module ? map_get(&in->module->resources, name) : NULL;
        if (c)
            follow(s, c->expressions, in, S(""));
    } else {
        struct str name = str_fmt(&s->scratch, "%.*s.%.*s", FMT(ref.type), FMT(ref.name));
        struct tf_many *many = map_get(&in->by_name, name);
        if (many)
            reach_all(s, many, ref.index, key);
    }
}

static bool has_dynamic(const struct refs *refs)
{
    for (int i = 0; i < refs->n; i++)
        if (str_starts(refs->ptr[i], S("each.")) || str_starts(refs->ptr[i], S("count.")))
            return true;
    return false;
}

static void follow(struct search *s, struct str expression, struct tf_instance *in, struct str key)
{
    bool was = s->dynamic;
    struct arena before = s->scratch;
    if (s->depth >= DEPTH_MAX || s->reached > REACH_MAX)
        return;
    s->depth++;
    struct refs *refs = refs_of(expression, &s->scratch);
    s->dynamic = has_dynamic(refs);
    for (int i = 0; i < refs->n; i++)
        if (!says_more(refs, refs->ptr[i]))
            follow_one(s, refs->ptr[i], in, key);
    s->dynamic = was;
    s->scratch = before;
    s->depth--;
}

/* ---- leaves ---- */

struct walk {
    struct search s;
    struct tf_config *config;
    char path[PATH_BYTES];
    ptrdiff_t len;
};

static bool path_is_known(const struct resource *r, struct str path, ptrdiff_t before)
{
    for (ptrdiff_t i = 0; i < before; i++)
        if (r->leaves.ptr[i].to && str_equal(r->leaves.ptr[i].path, path))
            return true;
    return false;
}

static void expression(struct walk *w, struct str text, ptrdiff_t before)
{
    struct str path = { w->path, w->len };
    if (path_is_known(w->s.of->r, path, before))
        return;
    w->s.path = str_copy(path, w->s.tf->t->keep);
    follow(&w->s, text, w->s.of->in, w->s.of->index);
    if (w->config->each.len && str_find(text, S("\"each.value")) >= 0)
        follow(&w->s, w->config->each, w->s.of->in, w->s.of->index);
}

static void walk(struct walk *w, struct str text, ptrdiff_t before)
{
    struct json_pull p = json_pull_open(text, &w->s.scratch);
    ptrdiff_t was = w->len;
    w->s.element = 0;
    while (json_pull_next(&p)) {
        if (json_pull_is(&p, "element") && p.kind == JSON_T_NUMBER) {
            int64_t n;
            w->s.element = str_int64(p.text, &n) && n < INT32_MAX ? (int)n : 0;
            continue;
        }
        if (json_pull_is(&p, "references") && p.kind == JSON_T_ARRAY) {
            expression(w, text, before);
            return;
        }
        if (json_pull_is(&p, "constant_value") || w->len + p.key.len + 2 > PATH_BYTES)
            continue;
        if (w->len && p.of == JSON_T_OBJECT)
            w->path[w->len++] = '.';
        memcpy(w->path + w->len, p.key.ptr ? p.key.ptr : "", (size_t)p.key.len);
        w->len += p.key.len;
        walk(w, p.text, before);
        w->len = was;
    }
}

void tf_refs_leaves(struct tf *tf, struct tf_resource *r)
{
    struct tf_config *c = r->in->module ? map_get(&r->in->module->resources, r->key) : NULL;
    if (!c)
        return;
    struct walk w = { .s = { .tf = tf, .of = r, .scratch = tf->scratch }, .config = c };
    walk(&w, c->expressions, r->r->leaves.len);
}
