/* tf_hcl.c - .tf files to the text of a plan, which tf.c reads.
 *
 *     resource "aws_subnet" "b" {        values:       {"cidr_block": "10.0.0.0/24"}
 *       vpc_id     = aws_vpc.a.id    ->  expressions:  {"vpc_id": {"references": ["aws_vpc.a.id"]}}
 *       cidr_block = "10.0.0.0/24"
 *     }
 *
 * Objects in lists are counted in both the same way ("element"), so that a rule's port and its group
 * find each other. What count and for_each make is written once each where they are literal; else one
 * stands for all and is marked as such. A dynamic block is the blocks it makes, by the same rule. */
#include "infra/tf_hcl.h"

#include "base/path.h"
#include "infra/tf.h"
#include "infra/tf_json.h"
#include "load/hcl.h"
#include "model/rule.h"

enum {
    DEPTH_MAX = 20,
    BOUND_MAX = 8 /* dynamic blocks in each other */,
    NEST_MAX = 64,
    REFS_MAX = 300,
    INSTANCES_MAX = 1000,
    BLOCKS_MAX = 50000, /* written: modules in modules could unfold without end */
    PLAN_MAX = 256 << 20
};

struct module { /* a folder */
    struct str path;
    LIST(struct infra_file *) files;
    struct map locals; /* name to struct json */
    bool called;
};
struct place { /* where a resource was written */
    struct str name;
    const struct source *src;
    const struct json *block;
    bool perhaps, many;
};
struct bound { /* each.key and each.value, or what the iterator of a dynamic block stands for */
    struct str name, key;
    const struct json *value;
};
struct writer {
    struct infra *t;
    struct arena *keep;
    struct diag *d;
    struct map modules; /* folder to struct module */
    struct buf out;
    LIST(struct place) places;
    struct bound bound[BOUND_MAX];
    int n_bound;
    int element, elements, blocks, refs, budget;
};

bool tf_hcl_is(struct str path)
{
    return str_equal(path_ext(path), S(".tf")) || str_ends(path, S(".tf.json"));
}

static void comma(struct writer *w)
{
    char last = w->out.len ? w->out.ptr[w->out.len - 1] : '{';
    if (last != '{' && last != '[' && last != ':')
        buf_char(&w->out, ',');
}

static void open_member(struct writer *w, const char *key, char bracket)
{
    comma(w);
    buf_fmt(&w->out, "\"%s\":%c", key, bracket);
}

static void put_text(struct writer *w, const char *key, struct str text)
{
    comma(w);
    buf_fmt(&w->out, "\"%s\":", key);
    buf_json(&w->out, text);
}

/* ---- blocks ---- */

static bool is_object(const struct json *v)
{
    return v && v->kind == JSON_OBJECT;
}

/* The first member of a table of blocks, the next: those that stand twice are no objects. */
static const struct json *first_block(const struct json *table)
{
    return is_object(table) ? table->first : NULL;
}

/* A block, or a list of blocks or objects; a map's text begins with its brace. */
static bool has_bodies(const struct json *v)
{
    bool block = v->kind == JSON_OBJECT && v->raw.len && *v->raw.ptr != '{';
    return block || (v->kind == JSON_ARRAY && is_object(v->first));
}

static bool is_meta(struct str key)
{
    static const char *const keys[] = { "count",    "for_each",    "depends_on", "lifecycle",
                                        "provider", "provisioner", "connection" };
    return str_among(key, keys, LEN(keys));
}

static ptrdiff_t word_length(struct str s)
{
    ptrdiff_t n = 0;
    while (n < s.len && (char_is_alnum(s.ptr[n]) || s.ptr[n] == '_' || (n && s.ptr[n] == '-')))
        n++;
    return n;
}

/* What stands behind local.x or each.value.x, step by step, or NULL; rest is what was no step of a value. */
static const struct json *named(const struct writer *w, const struct module *m, struct str name,
                                struct str *rest)
{
    struct cut c = str_cut(name, '.');
    ptrdiff_t n = word_length(c.tail);
    const struct json *v = NULL;
    if (str_equal(c.head, S("local")))
        v = map_get(&m->locals, str_sub(c.tail, 0, n));
    for (int i = w->n_bound - 1; i >= 0 && !v; i--)
        if (str_equal(c.head, w->bound[i].name) && str_equal(str_sub(c.tail, 0, n), S("value")))
            v = w->bound[i].value;
    for (*rest = str_from(c.tail, n); v && v->kind == JSON_OBJECT && rest->len > 1;) {
        if (*rest->ptr != '.' || (n = word_length(str_from(*rest, 1))) == 0)
            break;
        v = json_get(v, str_c(str_sub(*rest, 1, n), w->keep));
        *rest = str_from(*rest, 1 + n);
    }
    return v;
}

/* What stands behind local.x when that is all of the expression. */
static const struct json *resolved(const struct writer *w, const struct module *m,
                                   const struct json *v)
{
    for (int steps = 0; v->kind == JSON_UNKNOWN && steps < DEPTH_MAX; steps++) {
        struct str rest;
        const struct json *to = named(w, m, v->raw, &rest);
        if (!to || rest.len)
            return v;
        v = to;
    }
    return v;
}

/* The key that an expression names: each.key, or the iterator's. */
static struct str bound_key(const struct writer *w, const struct json *v)
{
    struct cut c = str_cut(v->raw, '.');
    for (int i = w->n_bound - 1; i >= 0 && str_equal(c.tail, S("key")); i--)
        if (str_equal(c.head, w->bound[i].name))
            return w->bound[i].key;
    return (struct str){ 0 };
}

/* ---- values ---- */

static bool put_value(struct writer *w, const struct module *m, const struct json *v, int depth);
static void put_dynamic(struct writer *w, const struct module *m, const struct json *dynamic,
                        int depth, bool values);

static void put_values(struct writer *w, const struct module *m, const struct json *v, int depth)
{
    bool object = v->kind == JSON_OBJECT;
    buf_char(&w->out, object ? '{' : '[');
    for (const struct json *e = v->first; e; e = e->next) {
        ptrdiff_t before = w->out.len;
        bool dynamic = has_bodies(v) && str_equal(e->key, S("dynamic"));
        if (dynamic)
            put_dynamic(w, m, e, depth, true);
        if (dynamic || (depth == 0 && is_meta(e->key)))
            continue;
        comma(w);
        if (object) {
            buf_json(&w->out, e->key);
            buf_char(&w->out, ':');
        }
        if (!put_value(w, m, e, depth + 1))
            w->out.len = before; /* unknown: not there, as in a plan */
    }
    buf_char(&w->out, object ? '}' : ']');
}

static bool put_value(struct writer *w, const struct module *m, const struct json *v, int depth)
{
    v = resolved(w, m, v);
    struct str key = v->kind == JSON_UNKNOWN ? bound_key(w, v) : (struct str){ 0 };
    if (key.len)
        buf_json(&w->out, key);
    if (v->kind == JSON_UNKNOWN || depth > DEPTH_MAX || --w->budget < 0)
        return key.len > 0;
    if (v->kind >= JSON_ARRAY)
        put_values(w, m, v, depth);
    else if (v->kind == JSON_STRING)
        buf_json(&w->out, v->str);
    else
        buf_put(&w->out, v->str);
    return true;
}

/* ---- references ---- */

/* [0] or ["key"]; anything else in brackets says nothing. */
static ptrdiff_t index_length(struct str s)
{
    ptrdiff_t end = str_char(s, ']'), i = 1;
    if (end < 2 || end > 80)
        return 0;
    if (s.ptr[1] == '"')
        return s.ptr[end - 1] == '"' && end > 3 && str_find(str_sub(s, 0, end), S("${")) < 0
                   ? end + 1
                   : 0;
    while (i < end && char_is_digit(s.ptr[i]))
        i++;
    return i == end ? end + 1 : 0;
}

static void put_references(struct writer *w, const struct module *m, struct str text, int depth);

/* "aws_subnet.a[*].id[0]" at the place: what it names, without what asks for all. The length read. */
static ptrdiff_t chain(struct writer *w, const struct module *m, struct str s, int depth)
{
    char name[256];
    ptrdiff_t n = word_length(s), len = n;
    int steps = 0;
    if (n >= (ptrdiff_t)sizeof name - 100)
        return n;
    memcpy(name, s.ptr, (size_t)n);
    while (n < s.len && len < (ptrdiff_t)sizeof name - 100) {
        struct str rest = str_from(s, n);
        ptrdiff_t more = *rest.ptr == '.' ? 1 + word_length(str_from(rest, 1)) : 0;
        bool all = str_starts(rest, S("[*]")) || str_starts(rest, S(".*"));
        if (*rest.ptr == '[' && !all && steps)
            more = index_length(rest);
        if (all)
            more = *rest.ptr == '[' ? 3 : 2;
        if (more < 2 || more > 99)
            break;
        if (!all) {
            memcpy(name + len, rest.ptr, (size_t)more);
            len += more;
        }
        n += more;
        steps++;
    }
    if (!steps || w->refs++ >= REFS_MAX)
        return n;
    struct str whole = { name, len }, rest;
    const struct json *of = named(w, m, whole, &rest);
    if (of) {
        put_references(w, m, of->raw, depth + 1);
        return n;
    }
    comma(w);
    buf_json(&w->out, whole);
    return n;
}

/* Past a comment at i of s, or i. */
static ptrdiff_t past_comment(struct str s, ptrdiff_t i)
{
    struct str rest = str_from(s, i);
    bool line = *rest.ptr == '#' || str_starts(rest, S("//"));
    if (!line && !str_starts(rest, S("/*")))
        return i;
    ptrdiff_t end = line ? str_char(rest, '\n') : str_find(rest, S("*/"));
    return end < 0 ? s.len : i + end + (line ? 1 : 2);
}

/* One step through plain text: "${" begins an expression, a quote ends the text. */
static ptrdiff_t in_text(struct str s, ptrdiff_t i, char *open, int *n)
{
    struct str rest = str_from(s, i);
    if (str_starts(rest, S("$${")) || str_starts(rest, S("%%{")))
        return i + 3;
    if (*rest.ptr == '\\' && open[*n - 1] == '"')
        return i + 2;
    if ((str_starts(rest, S("${")) || str_starts(rest, S("%{"))) && *n < NEST_MAX) {
        open[(*n)++] = '{';
        return i + 2;
    }
    if (*rest.ptr == '"' && open[*n - 1] == '"')
        --*n;
    return i + 1;
}

/* All references of an expression; texts are read for what stands in ${…} alone. */
static void put_references(struct writer *w, const struct module *m, struct str text, int depth)
{
    char open[NEST_MAX];
    int n = 0;
    if (depth > DEPTH_MAX || (w->budget -= 1 + (int)(text.len / 64)) < 0)
        return;
    open[n++] = str_starts(text, S("<<")) ? '<' : '{';
    for (ptrdiff_t i = 0; i < text.len && n > 0;) {
        char c = text.ptr[i];
        ptrdiff_t behind = i;
        if (open[n - 1] != '{') {
            i = in_text(text, i, open, &n);
        } else if ((behind = past_comment(text, i)) > i) {
            i = behind;
        } else if (char_is_alpha(c) || c == '_') {
            i += chain(w, m, str_from(text, i), depth);
        } else {
            if ((c == '"' || c == '{') && n < NEST_MAX)
                open[n++] = c;
            else if (c == '}' && n > 1)
                n--;
            i++;
        }
    }
}

/* How many objects in lists a value holds, counted as those of values are. */
static int objects_in(struct writer *w, const struct module *m, const struct json *v, int depth)
{
    int n = 0;
    v = resolved(w, m, v);
    for (const struct json *e = v->kind >= JSON_ARRAY && v->kind != JSON_UNKNOWN ? v->first : NULL;
         e && depth < DEPTH_MAX && --w->budget > 0; e = e->next)
        n += (v->kind == JSON_ARRAY && is_object(resolved(w, m, e))) +
             objects_in(w, m, e, depth + 1);
    return n;
}

/* {"element": 2, "references": […]} of one expression. */
static void put_expression(struct writer *w, const struct module *m, const char *key,
                           struct str text)
{
    open_member(w, key, '{');
    if (w->element)
        buf_fmt(&w->out, "\"element\":%d", w->element);
    open_member(w, "references", '[');
    w->refs = 0;
    put_references(w, m, text, 0);
    buf_put(&w->out, S("]}"));
}

static void put_body(struct writer *w, const struct module *m, const struct json *body, int depth)
{
    buf_char(&w->out, '{');
    for (const struct json *e = body->first; e && depth < DEPTH_MAX; e = e->next) {
        char key[80];
        int was = w->element;
        bool dynamic = str_equal(e->key, S("dynamic"));
        if (dynamic)
            put_dynamic(w, m, e, depth, false);
        if (dynamic || e->key.len >= (ptrdiff_t)sizeof key || word_length(e->key) < e->key.len ||
            (depth == 0 && is_meta(e->key)))
            continue;
        snprintf(key, sizeof key, "%.*s", FMT(e->key));
        if (!has_bodies(e)) {
            put_expression(w, m, key, e->raw);
            w->elements += objects_in(w, m, e, 0);
            continue;
        }
        open_member(w, key, '[');
        for (const struct json *b = e->kind == JSON_ARRAY ? e->first : e; b;
             b = b == e ? NULL : b->next) {
            if (b != e && is_object(b))
                w->element = ++w->elements;
            comma(w);
            if (is_object(b))
                put_body(w, m, b, depth + 1);
            else
                buf_put(&w->out, S("{}"));
        }
        w->element = was;
        buf_char(&w->out, ']');
    }
    buf_char(&w->out, '}');
}

/* ---- instances ---- */

struct instances {     /* of a block: [0], ["a"], or the one and only */
    struct str *index; /* as it stands in brackets */
    struct bound *each;
    int n;
    bool unknown;
};

/* toset(["a", "b"]) as its list. */
static const struct json *set_of(struct writer *w, const struct json *v)
{
    if (v->kind != JSON_UNKNOWN || !str_starts(v->raw, S("toset([")) || !str_ends(v->raw, S("])")))
        return v;
    struct diag quiet = { .keep = w->keep };
    struct source src = { .text = str_fmt(w->keep, "v = %.*s",
                                          FMT(str_sub(v->raw, 6, v->raw.len - 7))) };
    const struct json *list = json_get(hcl_parse(&src, w->keep, RULE(INPUT_FORMAT), &quiet), "v");
    return list ? list : v;
}

static struct instances instances_of(struct writer *w, const struct module *m,
                                     const struct json *block)
{
    const struct json *count = json_get(block, "count"), *each = json_get(block, "for_each");
    const struct json *v = count || each ? set_of(w, resolved(w, m, count ? count : each)) : NULL;
    int64_t n = v && !count ? v->n : 1;
    bool known = v && (count ? json_int(v, &n) : v->kind == JSON_ARRAY || v->kind == JSON_OBJECT);
    for (const struct json *e = known && v->kind == JSON_ARRAY ? v->first : NULL; e; e = e->next)
        known = known && e->kind != JSON_UNKNOWN; /* some of a list: nobody knows which */
    if (!known || n < 0 || n > INSTANCES_MAX)
        return (struct instances){ .index = NEW(w->keep, struct str, 1),
                                   .each = NEW(w->keep, struct bound, 1),
                                   .n = 1,
                                   .unknown = v != NULL };
    struct instances all = { .index = NEW(w->keep, struct str, n + 1),
                             .each = NEW(w->keep, struct bound, n + 1) };
    for (; count && all.n < n; all.n++)
        all.index[all.n] = str_fmt(w->keep, "%d", all.n);
    for (const struct json *e = v->first; e && !count && all.n < n; e = e->next) {
        struct str key = v->kind == JSON_OBJECT ? e->key : json_str(e);
        struct buf b = buf_open(w->keep, 6 * key.len + 3);
        buf_json(&b, key);
        all.each[all.n] = (struct bound){ S("each"), key, e };
        all.index[all.n++] = buf_str(&b);
    }
    return all;
}

static void bind(struct writer *w, struct bound each)
{
    if (w->n_bound < BOUND_MAX)
        w->bound[w->n_bound++] = each;
    else
        w->budget = -1; /* said as what it is: more than is read */
}

/* dynamic "ingress" { for_each = …  content { … } }: a block for each; one where nobody knows how many. */
static void put_made(struct writer *w, const struct module *m, const struct json *block,
                     struct str label, int depth, bool values)
{
    const struct json *content = json_get(block, "content"), *name = json_get(block, "iterator");
    struct instances all = instances_of(w, m, block);
    int bound = w->n_bound;
    for (int i = 0; is_object(content) && depth < DEPTH_MAX && i < all.n && --w->budget > 0; i++) {
        all.each[i].name = name ? name->raw : label;
        bind(w, all.each[i]);
        comma(w);
        if (!values)
            w->element = ++w->elements;
        (values ? put_values : put_body)(w, m, content, depth + 1);
        w->n_bound = bound;
    }
}

static void put_dynamic(struct writer *w, const struct module *m, const struct json *dynamic,
                        int depth, bool values)
{
    int was = w->element;
    for (const struct json *label = first_block(dynamic); label; label = label->next) {
        if (word_length(label->key) < label->key.len || label->key.len > 80)
            continue;
        open_member(w, str_c(label->key, w->keep), '[');
        for (const struct json *b = label->kind == JSON_ARRAY ? label->first : label; b;
             b = b == label ? NULL : b->next)
            put_made(w, m, b, label->key, depth, values);
        buf_char(&w->out, ']');
    }
    w->element = was;
}

/* ---- planned values ---- */

struct where { /* a module that is being written */
    const struct module *m;
    struct str address; /* "envs/prod", "module.a[0]" or empty */
    bool perhaps;
    int depth;
};

static struct str address_of(struct writer *w, struct str below, char joint, struct str name,
                             struct str index)
{
    return str_fmt(w->keep, "%.*s%.*s%.*s%s%.*s%s", FMT(below), below.len ? 1 : 0, &joint,
                   FMT(name), index.len ? "[" : "", FMT(index), index.len ? "]" : "");
}

static void put_resource(struct writer *w, const struct where *at, struct infra_file *f,
                         struct str type, const struct json *block)
{
    struct instances all = instances_of(w, at->m, block);
    struct str name = str_fmt(w->keep, "%.*s.%.*s", FMT(type), FMT(block->key));
    bool root = !at->address.len || str_find(at->address, S("module.")) < 0;
    for (int i = 0; i < all.n && w->blocks++ < BLOCKS_MAX; i++) {
        struct str address = address_of(w, at->address, root ? '/' : '.', name, all.index[i]);
        comma(w);
        buf_char(&w->out, '{');
        put_text(w, "address", address);
        put_text(w, "type", type);
        put_text(w, "name", block->key);
        if (all.index[i].len) {
            open_member(w, "index", ' ');
            buf_put(&w->out, all.index[i]);
        }
        open_member(w, "values", ' ');
        bind(w, all.each[i]);
        put_values(w, at->m, block, 0);
        w->n_bound = 0;
        buf_char(&w->out, '}');
        *PUSH(&w->places, w->keep) =
            (struct place){ address, &f->src, block, at->perhaps || all.unknown, all.unknown };
    }
}

/* The module among the files that a call means, or NULL. */
static struct module *callee(struct writer *w, const struct module *from, const struct json *call)
{
    const struct json *source = json_get(call, "source");
    if (!source || source->kind != JSON_STRING || !str_starts(source->str, S(".")))
        return NULL;
    int up;
    struct str path = path_climb(path_join(from->path, source->str, w->keep), w->keep, &up);
    path = path_above(up, path, w->keep);
    while (str_ends(path, S("/")))
        path.len--;
    return map_get(&w->modules, path);
}

static void put_module(struct writer *w, const struct where *at);

static void put_call(struct writer *w, const struct where *at, const struct json *call)
{
    struct module *m = callee(w, at->m, call);
    struct instances all = instances_of(w, at->m, call);
    struct str name = str_fmt(w->keep, "module.%.*s", FMT(call->key));
    bool root = !at->address.len || str_find(at->address, S("module.")) < 0;
    for (int i = 0; m && at->depth < DEPTH_MAX && i < all.n && w->blocks++ < BLOCKS_MAX; i++) {
        struct where inner = { m, address_of(w, at->address, root ? '/' : '.', name, all.index[i]),
                               at->perhaps || all.unknown, at->depth + 1 };
        comma(w);
        put_module(w, &inner);
    }
}

/* Each block "KIND" of a module's files, by a function. */
#define EACH_BLOCK(module, kind, file, block)                                                      \
    for (int i_ = 0; i_ < (int)(module)->files.len; i_++)                                          \
        for (struct infra_file *file = (module)->files.ptr[i_]; file; file = NULL)                 \
            for (const struct json *block = first_block(json_get(file->root, kind)); block;        \
                 block = block->next)

static void put_module(struct writer *w, const struct where *at)
{
    buf_char(&w->out, '{');
    put_text(w, "address", at->address);
    open_member(w, "resources", '[');
    EACH_BLOCK(at->m, "resource", f, type)
    for (const struct json *b = first_block(type); b; b = b->next)
        if (is_object(b))
            put_resource(w, at, f, type->key, b);
    buf_char(&w->out, ']');
    open_member(w, "child_modules", '[');
    EACH_BLOCK(at->m, "module", f, call)
    if (is_object(call))
        put_call(w, at, call);
    buf_put(&w->out, S("]}"));
}

/* ---- configuration ---- */

static void put_config(struct writer *w, const struct module *m, int depth);

static void put_block_config(struct writer *w, const struct module *m, const char *mode,
                             struct str type, const struct json *block)
{
    const struct json *each = json_get(block, "for_each");
    comma(w);
    buf_fmt(&w->out, "{\"mode\":\"%s\"", mode);
    put_text(w, "type", type);
    put_text(w, "name", block->key);
    if (each)
        put_expression(w, m, "for_each_expression", each->raw);
    w->elements = 0;
    open_member(w, "expressions", ' ');
    put_body(w, m, block, 0);
    buf_char(&w->out, '}');
}

static void put_call_config(struct writer *w, const struct module *m, const struct json *call,
                            int depth)
{
    const struct module *inner = callee(w, m, call);
    comma(w);
    buf_json(&w->out, call->key);
    buf_put(&w->out, S(":{\"expressions\":"));
    put_body(w, m, call, 0);
    if (inner && depth < DEPTH_MAX && w->blocks++ < BLOCKS_MAX) {
        open_member(w, "module", ' ');
        put_config(w, inner, depth + 1);
    }
    buf_char(&w->out, '}');
}

static void put_config(struct writer *w, const struct module *m, int depth)
{
    static const char *const kinds[][2] = { { "resource", "managed" }, { "data", "data" } };
    buf_char(&w->out, '{');
    open_member(w, "resources", '[');
    for (ptrdiff_t k = 0; k < LEN(kinds); k++) {
        EACH_BLOCK(m, kinds[k][0], f, type)
        for (const struct json *b = first_block(type); b; b = b->next)
            if (is_object(b) && w->blocks++ < BLOCKS_MAX)
                put_block_config(w, m, kinds[k][1], type->key, b);
    }
    buf_char(&w->out, ']');
    open_member(w, "module_calls", '{');
    EACH_BLOCK(m, "module", f, call)
    if (is_object(call))
        put_call_config(w, m, call, depth);
    buf_char(&w->out, '}');
    open_member(w, "outputs", '{');
    EACH_BLOCK(m, "output", f, out)
    if (json_get(out, "value")) {
        comma(w);
        buf_json(&w->out, out->key);
        buf_put(&w->out, S(":{"));
        put_expression(w, m, "expression", json_get(out, "value")->raw);
        buf_char(&w->out, '}');
    }
    buf_put(&w->out, S("}}"));
}

/* ---- modules ---- */

static void add_file(struct writer *w, struct infra_file *f)
{
    void **at = map_at(&w->modules, path_dir(f->path), w->keep);
    struct module *m = *at ? *at : (*at = NEW(w->keep, struct module, 1));
    m->path = path_dir(f->path);
    *PUSH(&m->files, w->keep) = f;
    const struct json *locals = json_get(f->root, "locals");
    for (const struct json *one = locals && locals->kind == JSON_ARRAY ? locals->first : locals;
         one; one = one == locals ? NULL : one->next)
        for (const struct json *l = first_block(one); l; l = l->next)
            *map_at(&m->locals, l->key, w->keep) = (void *)l;
}

/* Marks what is called, and says what is called and not there. */
static void find_calls(struct writer *w, const struct module *m)
{
    EACH_BLOCK(m, "module", f, call)
    {
        struct module *to = callee(w, m, call);
        const struct json *source = json_get(call, "source");
        if (to && to != m)
            to->called = true;
        else if (source)
            diag_at(w->d, RULE(TEMPLATE_UNRESOLVED), &f->src, source->raw,
                    "the module %.*s is not among these files, so nobody knows what it makes; "
                    "terraform show -json of a plan says it",
                    FMT(call->key));
    }
}

static void read_root(struct writer *w, const struct module *m, bool alone)
{
    struct where at = { .m = m, .address = alone ? S("") : m->path };
    struct infra_file *plan = NEW(w->keep, struct infra_file, 1);
    ptrdiff_t first = w->places.len;
    w->out = buf_open_cut(w->keep, PLAN_MAX);
    w->blocks = 0;
    w->budget = 1 << 22;
    buf_put(&w->out, S("{\"planned_values\":{\"root_module\":"));
    put_module(w, &at);
    buf_put(&w->out, S("},\"configuration\":{\"root_module\":"));
    put_config(w, m, 0);
    buf_put(&w->out, S("}}"));
    *plan = *m->files.ptr[0];
    if (w->out.over || w->blocks > BLOCKS_MAX || w->budget < 0)
        diag_file(w->d, RULE(INPUT_SIZE), plan->src.path,
                  "these modules unfold to more than is read: resources are left out");
    if (w->out.over)
        return;
    plan->src.text = buf_str(&w->out);
    tf_read_below(w->t, plan, at.address, w->d);
    for (ptrdiff_t i = first; i < w->places.len; i++) {
        const struct place *p = &w->places.ptr[i];
        struct resource *r = map_get(&w->t->names, p->name);
        if (!r)
            continue;
        r->src = p->src;
        r->at = p->block->raw;
        r->properties = p->block;
        r->perhaps = p->perhaps;
        r->label = p->many ? str_fmt(w->keep, "%.*s[*]", FMT(r->label)) : r->label;
    }
}

void tf_hcl_read(struct infra *t, struct infra_file *files, int n, struct diag *d)
{
    struct writer w = { .t = t, .keep = t->keep, .d = d };
    int roots = 0;
    for (int i = 0; i < n; i++)
        if (tf_hcl_is(files[i].path) && is_object(files[i].root)) {
            if (str_ends(files[i].path, S(".json")))
                files[i].root = tf_json(files[i].root, w.keep);
            add_file(&w, &files[i]);
        }
    for (struct map_entry *e = w.modules.first; e; e = e->next)
        find_calls(&w, e->value);
    for (struct map_entry *e = w.modules.first; e; e = e->next)
        roots += !((struct module *)e->value)->called;
    for (struct map_entry *e = w.modules.first; e; e = e->next)
        if (!((struct module *)e->value)->called || !roots)
            read_root(&w, e->value, roots == 1);
}
