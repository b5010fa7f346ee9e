/* cfn_value.c - a function of a template each, by table. */
#include "infra/cfn_value.h"

#include "model/rule.h"

enum {
    DEPTH_MAX = 60, /* functions in functions, across exports and nested stacks: circles end here */
    TEXT_STEP = 64, /* bytes of text that count as a value */
    TEXT_MAX = 1 << 16,
};

/* Their addresses are the marks: nothing read from a file points here. */
static const char ref_mark[1], text_mark[1], either_mark[1];

bool cfn_value_is_ref(const struct json *v)
{
    return v && v->str.ptr == ref_mark;
}
bool cfn_value_is_text(const struct json *v)
{
    return v && v->str.ptr == text_mark;
}
bool cfn_value_is_either(const struct json *v)
{
    return v && v->str.ptr == either_mark;
}

/* ---- making values ---- */

static struct arena *keep_of(struct cfn_stack *s)
{
    return s->set->t->keep;
}

static struct json *make(struct cfn_stack *s, enum json_kind kind, const struct json *at)
{
    struct json *v = NEW(keep_of(s), struct json, 1);
    v->kind = kind;
    v->raw = at ? at->raw : (struct str){ 0 };
    s->set->steps++;
    return v;
}

static struct json *text(struct cfn_stack *s, struct str t, const struct json *at)
{
    struct json *v = make(s, JSON_STRING, at);
    v->str = t;
    s->set->steps += (int)(t.len / TEXT_STEP);
    return v;
}

static struct json *unknown(struct cfn_stack *s, struct str what, const struct json *at)
{
    return text(s, str_fmt(keep_of(s), "${%.*s}", FMT(what)), at);
}

static void append(struct json *list, struct json ***tail, const struct json *v,
                   struct cfn_stack *s)
{
    struct json *copy = NEW(keep_of(s), struct json, 1);
    *copy = *v;
    copy->next = NULL;
    **tail = copy;
    *tail = &copy->next;
    list->n++;
}

/* {name: inner} with a mark. */
static struct json *marked(struct cfn_stack *s, const char *mark, struct str name,
                           struct json *inner, const struct json *at)
{
    struct json *v = make(s, JSON_OBJECT, at);
    inner->key = name;
    v->str = (struct str){ mark, 0 };
    v->first = inner;
    v->n = 1;
    return v;
}

static bool is_scalar(const struct json *v)
{
    return v && v->kind <= JSON_STRING;
}

static struct str scalar_text(const struct json *v)
{
    static const char *const words[] = {
        [JSON_NULL] = "", [JSON_FALSE] = "false", [JSON_TRUE] = "true"
    };
    return v->kind <= JSON_TRUE ? str_of(words[v->kind]) : v->str;
}

static bool is_symbolic(struct str t)
{
    return str_find(t, S("${")) >= 0;
}

/* ---- texts of pieces ---- */

struct pieces {
    struct cfn_stack *s;
    struct json *list, **tail;
    struct buf b;
    bool refs;
};

static struct pieces pieces_open(struct cfn_stack *s, const struct json *at)
{
    struct pieces p = { .s = s,
                        .list = make(s, JSON_ARRAY, at),
                        .b = buf_open(keep_of(s), TEXT_MAX) };
    return p;
}

static void piece_flush(struct pieces *p)
{
    if (!p->b.len)
        return;
    append(p->list, &p->tail, text(p->s, buf_str(&p->b), p->list), p->s);
    p->b = buf_open(keep_of(p->s), TEXT_MAX);
}

static void piece_put(struct pieces *p, const struct json *v)
{
    if (!p->tail)
        p->tail = &p->list->first;
    if (!v)
        return;
    if (is_scalar(v)) {
        buf_put(&p->b, scalar_text(v));
        return;
    }
    piece_flush(p);
    p->refs = true;
    append(p->list, &p->tail, v, p->s);
}

static const struct json *pieces_close(struct pieces *p, const struct json *at)
{
    if (!p->refs)
        return text(p->s, buf_str(&p->b), at);
    piece_flush(p);
    return marked(p->s, text_mark, S("Fn::Join"), p->list, at);
}

/* ---- names ---- */

static const struct json *name_of_stack(struct cfn_stack *s, struct str name, const struct json *at)
{
    struct str full = str_join(s->prefix, name, keep_of(s));
    struct json *inner = text(s, full, at);
    return map_get(&s->set->t->names, full) ? marked(s, ref_mark, S("Ref"), inner, at) : NULL;
}

/* "a,b" of a list parameter as an array. */
static const struct json *split_text(struct cfn_stack *s, struct str t, struct str by,
                                     const struct json *at)
{
    struct json *list = make(s, JSON_ARRAY, at), **tail = &list->first;
    while (by.len) {
        ptrdiff_t i = str_find(t, by);
        append(list, &tail, text(s, str_trim(i < 0 ? t : str_sub(t, 0, i)), at), s);
        if (i < 0)
            break;
        t = str_from(t, i + by.len);
    }
    return list;
}

static const struct json *parameter(struct cfn_stack *s, const struct json *p,
                                    const struct json *at)
{
    struct str type = json_str(json_get(p, "Type"));
    const struct json *given = json_get(s->given, str_c(p->key, keep_of(s)));
    const struct json *value = json_get(p, "Default");
    bool list = str_starts(type, S("List<")) || str_equal(type, S("CommaDelimitedList"));
    if (s->shared || json_get(p, "NoEcho"))
        return unknown(s, p->key, at);
    if (given && s->parent)
        return cfn_value(s->parent, given);
    if (!value || str_starts(type, S("AWS::SSM::Parameter::Value")))
        return unknown(s, p->key, at); /* what stands there is the name of the value */
    if (list && is_scalar(value) && value->str.len)
        return split_text(s, value->str, S(","), at);
    return is_scalar(value) ? text(s, scalar_text(value), at) : value;
}

/* Resources that the serverless transform makes and templates may name. */
static bool is_implicit(struct cfn_stack *s, struct str name)
{
    static const char *const ends[] = { "Role",  "Version",  "Alias",
                                        "Stage", "ApiStage", "Deployment" };
    if (!s->sam)
        return false;
    if (str_starts(name, S("Serverless")))
        return true;
    for (ptrdiff_t i = 0; i < LEN(ends); i++)
        if (str_ends(name, str_of(ends[i])))
            return true;
    return str_char(name, '.') >= 0;
}

static const struct json *named(struct cfn_stack *s, struct str name, const struct json *at)
{
    const char *key = str_c(name, keep_of(s));
    const struct json *p = json_get(s->parameters, key), *r;
    if (str_equal(name, S("AWS::NoValue")))
        return NULL;
    if (str_starts(name, S("AWS::")))
        return unknown(s, name, at);
    if (p)
        return parameter(s, p, at);
    r = name_of_stack(s, name, at);
    if (r)
        return r;
    if (map_get(&s->gone, name))
        return NULL; /* its condition does not hold: it is not there */
    if (!is_implicit(s, name) && !json_get(s->resources, key))
        diag_at(s->set->d, RULE(TEMPLATE_UNRESOLVED), &s->file->src, at->raw,
                "%.*s is neither a resource nor a parameter of this template", FMT(name));
    return unknown(s, name, at);
}

/* ---- functions ---- */

static const struct json *nth(const struct json *list, int i)
{
    return list && list->kind == JSON_ARRAY ? json_index(list, i) : NULL;
}

static const struct json *fn_ref(struct cfn_stack *s, const struct json *arg)
{
    return is_scalar(arg) ? named(s, arg->str, arg) : NULL;
}

/* A nested stack's output is what its template says; a VPC's DefaultSecurityGroup is another thing. */
static const struct json *attribute(struct cfn_stack *s, struct str name, struct str attr,
                                    const struct json *at)
{
    struct cfn_stack *nested = map_get(&s->nests, name);
    const struct json *out = NULL;
    if (str_starts(attr, S("Default")))
        return unknown(s, str_fmt(keep_of(s), "%.*s.%.*s", FMT(name), FMT(attr)), at);
    if (nested && str_starts(attr, S("Outputs.")))
        out = json_get(json_get(nested->outputs, str_c(str_from(attr, 8), keep_of(s))), "Value");
    return out ? cfn_value(nested, out) : named(s, name, at);
}

static const struct json *fn_get_att(struct cfn_stack *s, const struct json *arg)
{
    struct cut c = str_cut(json_str(arg), '.');
    if (arg->kind == JSON_ARRAY) {
        const struct json *attr = nth(arg, 1) ? cfn_value(s, nth(arg, 1)) : NULL;
        c = (struct cut){ json_str(nth(arg, 0)), json_str(attr), true };
    }
    return c.head.len ? attribute(s, c.head, c.tail, arg) : NULL;
}

/* One ${…} of a Sub: a name of its own map, a resource with or without an attribute, a parameter. */
static const struct json *sub_name(struct cfn_stack *s, struct str name, const struct json *own,
                                   const struct json *at)
{
    const struct json *v = json_get(own, str_c(name, keep_of(s)));
    struct cut c = str_cut(name, '.');
    if (v)
        return cfn_value(s, v);
    return c.ok ? attribute(s, c.head, c.tail, at) : named(s, name, at);
}

static const struct json *fn_sub(struct cfn_stack *s, const struct json *arg)
{
    const struct json *own = nth(arg, 1);
    struct str t = json_str(arg->kind == JSON_ARRAY ? nth(arg, 0) : arg);
    struct pieces p = pieces_open(s, arg);
    ptrdiff_t i;
    while ((i = str_find(t, S("${"))) >= 0) {
        struct cut c = str_cut(str_from(t, i + 2), '}');
        struct str name = str_trim(c.head);
        if (!c.ok)
            break;
        piece_put(&p, text(s, str_sub(t, 0, i), arg));
        if (str_starts(name, S("!")))
            piece_put(&p, text(s, str_fmt(keep_of(s), "${%.*s}", FMT(str_from(name, 1))), arg));
        else
            piece_put(&p, sub_name(s, name, own, arg));
        t = c.tail;
    }
    piece_put(&p, text(s, t, arg));
    return pieces_close(&p, arg);
}

static const struct json *fn_join(struct cfn_stack *s, const struct json *arg)
{
    const struct json *list = nth(arg, 1) ? cfn_value(s, nth(arg, 1)) : NULL;
    struct pieces p = pieces_open(s, arg);
    if (!list || list->kind != JSON_ARRAY) {
        piece_put(&p, list);
        return pieces_close(&p, arg);
    }
    for (const struct json *v = list->first; v; v = v->next) {
        if (v != list->first)
            piece_put(&p, nth(arg, 0));
        piece_put(&p, v);
    }
    return pieces_close(&p, arg);
}

static const struct json *fn_split(struct cfn_stack *s, const struct json *arg)
{
    const struct json *v = nth(arg, 1) ? cfn_value(s, nth(arg, 1)) : NULL;
    struct str by = json_str(nth(arg, 0));
    if (!is_scalar(v) || is_symbolic(v->str) || !by.len)
        return v; /* pieces of it are still of it */
    return split_text(s, v->str, by, arg);
}

static const struct json *fn_select(struct cfn_stack *s, const struct json *arg)
{
    const struct json *list = nth(arg, 1) ? cfn_value(s, nth(arg, 1)) : NULL;
    const struct json *i = nth(arg, 0) ? cfn_value(s, nth(arg, 0)) : NULL;
    int64_t n;
    bool whole = is_scalar(i) && str_int64(i->str, &n) && n >= 0;
    if (list && list->kind == JSON_ARRAY && whole)
        return json_index(list, (ptrdiff_t)n);
    if (is_scalar(list) && whole && str_ends(list->str, S("}")))
        return text(
            s,
            str_fmt(keep_of(s), "%.*s#%d}", FMT(str_sub(list->str, 0, list->str.len - 1)), (int)n),
            arg);
    return list;
}

static const struct json *fn_import(struct cfn_stack *s, const struct json *arg)
{
    const struct json *name = cfn_value(s, arg);
    struct cfn_export *e = is_scalar(name) ? map_get(&s->set->exports, name->str) : NULL;
    if (e)
        return cfn_value(e->stack, e->value);
    if (is_scalar(name) && !is_symbolic(name->str) && s->set->n > 1)
        diag_at(s->set->d, RULE(TEMPLATE_UNRESOLVED), &s->file->src, arg->raw,
                "no template here exports %.*s", FMT(name->str));
    return unknown(s, is_scalar(name) ? name->str : S("import"), arg);
}

static const struct json *fn_find(struct cfn_stack *s, const struct json *arg)
{
    const struct json *at = s->mappings, *step = arg->kind == JSON_ARRAY ? arg->first : NULL;
    for (int i = 0; i < 3 && step; i++, step = step->next) {
        const struct json *key = cfn_value(s, step);
        at = is_scalar(key) ? json_get(at, str_c(key->str, keep_of(s))) : NULL;
    }
    if (at && !step)
        return at;
    return at ? at : unknown(s, S("map"), arg);
}

static const struct json *fn_if(struct cfn_stack *s, const struct json *arg)
{
    enum cfn_verdict v = cfn_value_condition(s, json_str(nth(arg, 0)));
    if (v != CFN_UNKNOWN)
        return nth(arg, v == CFN_TRUE ? 1 : 2) ? cfn_value(s, nth(arg, v == CFN_TRUE ? 1 : 2))
                                               : NULL;
    struct json *list = make(s, JSON_ARRAY, arg), **tail = &list->first;
    for (int i = 1; i <= 2; i++) {
        const struct json *branch = nth(arg, i) ? cfn_value(s, nth(arg, i)) : NULL;
        if (branch)
            append(list, &tail, branch, s);
    }
    return marked(s, either_mark, S("Fn::If"), list, arg);
}

static const struct json *fn_inner(struct cfn_stack *s, const struct json *arg)
{
    struct pieces p = pieces_open(s, arg);
    const struct json *v = cfn_value(s, arg);
    piece_put(&p, v);
    return is_scalar(v) ? v : pieces_close(&p, arg);
}

static const struct json *fn_zones(struct cfn_stack *s, const struct json *arg)
{
    return unknown(s, S("AvailabilityZone"), arg);
}

static const struct json *fn_unknown(struct cfn_stack *s, const struct json *arg)
{
    return unknown(s, arg->key, arg);
}

static const struct json *fn_length(struct cfn_stack *s, const struct json *arg)
{
    const struct json *v = cfn_value(s, arg);
    if (!v || v->kind != JSON_ARRAY)
        return unknown(s, S("Length"), arg);
    return text(s, str_fmt(keep_of(s), "%d", v->n), arg);
}

/* clang-format off */
static const struct {
    const char *name;
    const struct json *(*run)(struct cfn_stack *s, const struct json *arg);
} functions[] = {
    { "Ref", fn_ref },                { "Fn::GetAtt", fn_get_att },     { "Fn::Sub", fn_sub },
    { "Fn::Join", fn_join },          { "Fn::Split", fn_split },        { "Fn::Select", fn_select },
    { "Fn::ImportValue", fn_import }, { "Fn::FindInMap", fn_find },     { "Fn::If", fn_if },
    { "Fn::Base64", fn_inner },       { "Fn::ToJsonString", fn_inner }, { "Fn::GetAZs", fn_zones },
    { "Fn::Cidr", fn_unknown },       { "Fn::Transform", fn_unknown },  { "Fn::Length", fn_length },
};
/* clang-format on */

/* ---- values ---- */

static const struct json *each_member(struct cfn_stack *s, const struct json *v)
{
    struct json *out = make(s, v->kind, v), **tail = &out->first;
    out->str = v->str;
    for (const struct json *m = v->first; m; m = m->next) {
        const struct json *value = cfn_value(s, m);
        if (!value)
            continue;
        struct json **was = tail;
        append(out, &tail, value, s);
        (*was)->key = m->key;
        (*was)->raw_key = m->raw_key;
        if (!(*was)->raw.len)
            (*was)->raw = m->raw;
    }
    return out;
}

const struct json *cfn_value(struct cfn_stack *s, const struct json *v)
{
    struct cfn_set *set = s->set;
    if (is_scalar(v) || set->depth > DEPTH_MAX || set->steps > set->steps_max)
        return is_scalar(v) ? v : unknown(s, S("circle"), v);
    const struct json *out = NULL;
    bool done = false;
    set->depth++;
    for (ptrdiff_t i = 0; v->kind == JSON_OBJECT && v->n == 1 && !done && i < LEN(functions); i++)
        if (str_equal(v->first->key, str_of(functions[i].name))) {
            out = functions[i].run(s, v->first);
            done = true;
        }
    if (!done)
        out = each_member(s, v);
    set->depth--;
    return out;
}

/* ---- conditions ---- */

static enum cfn_verdict verdict(struct cfn_stack *s, const struct json *v);

static enum cfn_verdict equals(struct cfn_stack *s, const struct json *arg)
{
    const struct json *a = nth(arg, 0) ? cfn_value(s, nth(arg, 0)) : NULL;
    const struct json *b = nth(arg, 1) ? cfn_value(s, nth(arg, 1)) : NULL;
    if (!is_scalar(a) || !is_scalar(b))
        return CFN_UNKNOWN;
    struct str x = scalar_text(a), y = scalar_text(b);
    if (str_equal(x, y))
        return CFN_TRUE;
    return is_symbolic(x) || is_symbolic(y) ? CFN_UNKNOWN : CFN_FALSE;
}

/* And: stops at false; Or: stops at true. */
static enum cfn_verdict all_of(struct cfn_stack *s, const struct json *arg, enum cfn_verdict stop)
{
    enum cfn_verdict sum = stop == CFN_FALSE ? CFN_TRUE : CFN_FALSE;
    for (const struct json *v = arg->kind == JSON_ARRAY ? arg->first : NULL; v; v = v->next) {
        enum cfn_verdict one = verdict(s, v);
        if (one == stop)
            return stop;
        sum = one == CFN_UNKNOWN ? CFN_UNKNOWN : sum;
    }
    return sum;
}

static enum cfn_verdict verdict(struct cfn_stack *s, const struct json *v)
{
    const struct json *arg = v && v->kind == JSON_OBJECT && v->n == 1 ? v->first : NULL;
    if (v && (v->kind == JSON_TRUE || v->kind == JSON_FALSE))
        return v->kind == JSON_TRUE ? CFN_TRUE : CFN_FALSE;
    if (!arg || s->set->depth > DEPTH_MAX)
        return CFN_UNKNOWN;
    enum cfn_verdict out = CFN_UNKNOWN;
    s->set->depth++;
    if (str_equal(arg->key, S("Condition")))
        out = cfn_value_condition(s, json_str(arg));
    else if (str_equal(arg->key, S("Fn::Equals")))
        out = equals(s, arg);
    else if (str_equal(arg->key, S("Fn::And")))
        out = all_of(s, arg, CFN_FALSE);
    else if (str_equal(arg->key, S("Fn::Or")))
        out = all_of(s, arg, CFN_TRUE);
    else if (str_equal(arg->key, S("Fn::Not")) && arg->first)
        out = verdict(s, arg->kind == JSON_ARRAY ? arg->first : arg);
    else if (str_equal(arg->key, S("Fn::Not")) && arg->kind <= JSON_STRING)
        out = verdict(s, arg);
    s->set->depth--;
    if (str_equal(arg->key, S("Fn::Not")) && out != CFN_UNKNOWN)
        out = out == CFN_TRUE ? CFN_FALSE : CFN_TRUE;
    return out;
}

enum cfn_verdict cfn_value_condition(struct cfn_stack *s, struct str name)
{
    static char verdicts[3];
    void **at = map_at(&s->decided, name, keep_of(s));
    if (*at)
        return (enum cfn_verdict)((char *)*at - verdicts);
    *at = &verdicts[CFN_UNKNOWN]; /* a circle of conditions decides nothing */
    enum cfn_verdict v = verdict(s, json_get(s->conditions, str_c(name, keep_of(s))));
    *map_at(&s->decided, name, keep_of(s)) = &verdicts[v];
    return v;
}
