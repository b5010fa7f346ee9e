/* schema.c - one function for each keyword, by table; what no row knows is named, not passed over. */
#include "check/schema.h"

#include "check/fit.h"
#include "model/nearest.h"
#include "model/ratio.h"

/* $ref makes circles, and anyOf trees: both end here */
enum { DEPTH_MAX = 64, STEPS_MAX = 200000, PROBLEMS_MAX = 100 };

struct check {
    const struct json *root;
    bool partial;
    schema_matcher *matches;
    struct arena *keep;
    LIST(struct schema_problem) problems;
    int depth, steps;
    bool quiet; /* only count: a branch of anyOf */
    int wrong;
};
struct place { /* a value, and its pointer */
    const struct json *v;
    struct str pointer;
};

static void obey(struct check *c, const struct json *schema, struct place at);

static void tell(struct check *c, struct str at, struct str message)
{
    c->wrong++;
    if (!c->quiet && c->problems.len < PROBLEMS_MAX)
        *PUSH(&c->problems, c->keep) = (struct schema_problem){ at, message, false };
}

static struct str said(const struct place *at)
{
    return at->pointer.len ? at->pointer : S("the document");
}

/* ---- kinds ---- */

static bool is_whole(const struct json *v)
{
    struct ratio r;

    return v->kind == JSON_NUMBER && ratio_parse(v->str, &r) && r.den == 1;
}

static bool is_type(const struct json *v, struct str type)
{
    if (str_equal(type, S("integer")))
        return is_whole(v);
    if (str_equal(type, S("boolean")))
        return v->kind == JSON_TRUE || v->kind == JSON_FALSE;
    static const char *const names[] = {
        [JSON_NULL] = "null",     [JSON_FALSE] = "",        [JSON_TRUE] = "",
        [JSON_NUMBER] = "number", [JSON_STRING] = "string", [JSON_ARRAY] = "array",
        [JSON_OBJECT] = "object", [JSON_UNKNOWN] = "",
    };
    return str_equal(type, str_of(names[v->kind]));
}

static void check_type(struct check *c, const struct json *s, struct place at,
                       const struct json *schema)
{
    bool good = s->kind == JSON_STRING && is_type(at.v, s->str);

    (void)schema;
    for (const struct json *t = s->kind == JSON_ARRAY ? s->first : NULL; t && !good; t = t->next)
        good = is_type(at.v, t->str);
    if (!good)
        tell(c, at.v->raw,
             str_fmt(c->keep, "%.*s is %.*s, and the schema wants %.*s", FMT(said(&at)),
                     FMT(json_show(at.v, c->keep)), FMT(json_show(s, c->keep))));
}

static bool same(struct check *c, const struct json *a, const struct json *b)
{
    if (a->kind == JSON_NUMBER && b->kind == JSON_NUMBER)
        return fit_same(a, S(""), b, S(""), c->keep);
    if (a->kind != b->kind || a->n != b->n)
        return false;
    if (a->kind == JSON_ARRAY || a->kind == JSON_OBJECT) {
        const struct json *x = a->first, *y = b->first;

        for (; x && y; x = x->next, y = y->next)
            if (!str_equal(x->key, y->key) || c->steps-- <= 0 || !same(c, x, y))
                return false;
        return true;
    }
    return a->kind != JSON_STRING || str_equal(a->str, b->str);
}

static void check_enum(struct check *c, const struct json *s, struct place at,
                       const struct json *schema)
{
    struct nearest near = nearest_open(json_str(at.v));

    (void)schema;
    for (const struct json *e = s->first; e; e = e->next) {
        if (same(c, e, at.v))
            return;
        nearest_offer(&near, json_str(e));
    }
    tell(c, at.v->raw,
         str_fmt(c->keep, "%.*s is %.*s, and the schema wants one of %.*s%s%.*s", FMT(said(&at)),
                 FMT(json_show(at.v, c->keep)), FMT(json_show(s, c->keep)),
                 near.best.len ? "; the nearest is " : "", FMT(near.best)));
}

static void check_const(struct check *c, const struct json *s, struct place at,
                        const struct json *schema)
{
    (void)schema;
    if (!same(c, s, at.v))
        tell(c, at.v->raw,
             str_fmt(c->keep, "%.*s is %.*s, and the schema wants %.*s", FMT(said(&at)),
                     FMT(json_show(at.v, c->keep)), FMT(json_show(s, c->keep))));
}

static void check_pattern(struct check *c, const struct json *s, struct place at,
                          const struct json *schema)
{
    (void)schema;
    if (at.v->kind == JSON_STRING && s->kind == JSON_STRING &&
        !c->matches(s->str, at.v->str, *c->keep))
        tell(c, at.v->raw,
             str_fmt(c->keep, "%.*s is %.*s, which the schema's pattern %.*s does not match",
                     FMT(said(&at)), FMT(at.v->str), FMT(s->str)));
}

/* ---- bounds ---- */

/* What a bound of the schema is held against: a number, or how many there are of something. */
static bool measured(struct check *c, struct str keyword, const struct json *v, struct str *out)
{
    if (str_ends(keyword, S("Length")))
        *out = str_fmt(c->keep, "%td", v->str.len);
    else if (str_ends(keyword, S("Items")) || str_ends(keyword, S("Properties")))
        *out = str_fmt(c->keep, "%d", v->n);
    else
        *out = v->str;
    if (str_ends(keyword, S("Length")))
        return v->kind == JSON_STRING;
    if (str_ends(keyword, S("Items")))
        return v->kind == JSON_ARRAY;
    if (str_ends(keyword, S("Properties")))
        return v->kind == JSON_OBJECT;
    return v->kind == JSON_NUMBER;
}

static void check_bound(struct check *c, const struct json *s, struct place at,
                        const struct json *schema)
{
    bool most = str_starts(s->key, S("max")) || str_ends(s->key, S("Maximum"));
    bool strict = str_starts(s->key, S("exclusive"));
    struct str text;
    struct ratio value, bound;
    int order;

    (void)schema;
    if (s->kind != JSON_NUMBER || !measured(c, s->key, at.v, &text) || !ratio_parse(text, &value) ||
        !ratio_parse(s->str, &bound))
        return;
    order = ratio_cmp(value, bound) * (most ? 1 : -1);
    if (order > 0 || (strict && order == 0))
        tell(c, at.v->raw,
             str_fmt(c->keep, "%.*s is %.*s, and the schema's %.*s is %.*s", FMT(said(&at)),
                     FMT(text), FMT(s->key), FMT(s->str)));
}

/* ---- members ---- */

static struct place below(struct check *c, struct place at, const struct json *m, int index)
{
    struct str pointer = m->raw_key.len || m->key.len
                             ? str_fmt(c->keep, "%.*s/%.*s", FMT(at.pointer), FMT(m->key))
                             : str_fmt(c->keep, "%.*s/%d", FMT(at.pointer), index);

    return (struct place){ m, pointer };
}

static void check_properties(struct check *c, const struct json *s, struct place at,
                             const struct json *schema)
{
    (void)schema;
    for (const struct json *m = at.v->kind == JSON_OBJECT ? at.v->first : NULL; m; m = m->next)
        for (const struct json *p = s->first; p; p = p->next)
            if (str_equal(p->key, m->key))
                obey(c, p, below(c, at, m, 0));
}

static void check_pattern_properties(struct check *c, const struct json *s, struct place at,
                                     const struct json *schema)
{
    (void)schema;
    for (const struct json *m = at.v->kind == JSON_OBJECT ? at.v->first : NULL; m; m = m->next)
        for (const struct json *p = s->first; p; p = p->next)
            if (c->matches(p->key, m->key, *c->keep))
                obey(c, p, below(c, at, m, 0));
}

static bool is_named(struct check *c, const struct json *schema, struct str key,
                     struct nearest *near)
{
    const struct json *named = json_get(schema, "properties");
    const struct json *patterns = json_get(schema, "patternProperties");

    for (const struct json *p = named ? named->first : NULL; p; p = p->next) {
        if (str_equal(p->key, key))
            return true;
        nearest_offer(near, p->key);
    }
    for (const struct json *p = patterns ? patterns->first : NULL; p; p = p->next)
        if (c->matches(p->key, key, *c->keep))
            return true;
    return false;
}

static void check_additional(struct check *c, const struct json *s, struct place at,
                             const struct json *schema)
{
    for (const struct json *m = at.v->kind == JSON_OBJECT ? at.v->first : NULL; m; m = m->next) {
        struct nearest near = nearest_open(m->key);

        if (is_named(c, schema, m->key, &near))
            continue;
        if (s->kind == JSON_FALSE)
            tell(c, m->raw_key,
                 str_fmt(c->keep, "the schema has no %.*s%s%.*s", FMT(below(c, at, m, 0).pointer),
                         near.best.len ? "; the nearest key is " : "", FMT(near.best)));
        else
            obey(c, s, below(c, at, m, 0));
    }
}

static void check_required(struct check *c, const struct json *s, struct place at,
                           const struct json *schema)
{
    (void)schema;
    for (const struct json *r = at.v->kind == JSON_OBJECT && !c->partial ? s->first : NULL; r;
         r = r->next) {
        bool found = false;

        for (const struct json *m = at.v->first; m && !found; m = m->next)
            found = str_equal(m->key, r->str);
        if (!found)
            tell(c, str_sub(at.v->raw, 0, 1),
                 str_fmt(c->keep, "%.*s lacks %.*s, which the schema requires", FMT(said(&at)),
                         FMT(r->str)));
    }
}

static void check_items(struct check *c, const struct json *s, struct place at,
                        const struct json *schema)
{
    int i = 0;

    (void)schema;
    for (const struct json *m = at.v->kind == JSON_ARRAY ? at.v->first : NULL; m;
         m = m->next, i++) {
        const struct json *own = s->kind == JSON_ARRAY ? json_index(s, i) : s;

        if (own)
            obey(c, own, below(c, at, m, i));
    }
}

/* ---- several schemas ---- */

static int wrongs(struct check *c, const struct json *schema, struct place at)
{
    struct check quiet = *c;

    quiet.quiet = true;
    quiet.wrong = 0;
    obey(&quiet, schema, at);
    c->steps = quiet.steps;
    return quiet.wrong;
}

static void check_all(struct check *c, const struct json *s, struct place at,
                      const struct json *schema)
{
    (void)schema;
    for (const struct json *e = s->first; e; e = e->next)
        obey(c, e, at);
}

static void check_any(struct check *c, const struct json *s, struct place at,
                      const struct json *schema)
{
    int good = 0, least = INT32_MAX;
    const struct json *best = NULL;

    (void)schema;
    for (const struct json *e = s->first; e; e = e->next) {
        int n = wrongs(c, e, at);

        good += !n;
        best = n < least ? e : best;
        least = n < least ? n : least;
    }
    if (!good && best && s->n == 1)
        obey(c, best, at);
    else if (!good || (good > 1 && str_equal(s->key, S("oneOf"))))
        tell(c, at.v->raw,
             str_fmt(c->keep, "%.*s is %.*s, which %s of the schema's %.*s allow%s", FMT(said(&at)),
                     FMT(json_show(at.v, c->keep)), good ? "several" : "none", FMT(s->key),
                     good ? "" : "s"));
}

static void check_not(struct check *c, const struct json *s, struct place at,
                      const struct json *schema)
{
    (void)schema;
    if (!wrongs(c, s, at))
        tell(c, at.v->raw,
             str_fmt(c->keep, "%.*s is %.*s, which the schema excludes", FMT(said(&at)),
                     FMT(json_show(at.v, c->keep))));
}

static void unknown(struct check *c, struct place at, struct str what)
{
    struct str message = str_fmt(c->keep, "nobody checks %.*s: the schema's %.*s is not understood",
                                 FMT(said(&at)), FMT(what));

    if (!c->quiet && c->problems.len < PROBLEMS_MAX)
        *PUSH(&c->problems, c->keep) = (struct schema_problem){ at.v->raw, message, true };
}

static void check_ref(struct check *c, const struct json *s, struct place at,
                      const struct json *schema)
{
    const struct json *to =
        str_starts(s->str, S("#")) ? json_pointer(c->root, str_from(s->str, 1)) : NULL;

    (void)schema;
    if (to)
        obey(c, to, at);
    else
        unknown(c, at, str_fmt(c->keep, "$ref %.*s", FMT(s->str)));
}

/* ---- the table ---- */

static void ignore(struct check *c, const struct json *s, struct place at,
                   const struct json *schema)
{
    (void)c, (void)s, (void)at, (void)schema;
}

/* clang-format off */
static const struct {
    const char *keyword;
    void (*run)(struct check *c, const struct json *s, struct place at, const struct json *schema);
} keywords[] = {
    { "type", check_type }, { "enum", check_enum }, { "const", check_const }, { "pattern", check_pattern },
    { "minimum", check_bound }, { "maximum", check_bound }, { "exclusiveMinimum", check_bound },
    { "exclusiveMaximum", check_bound }, { "minLength", check_bound }, { "maxLength", check_bound },
    { "minItems", check_bound }, { "maxItems", check_bound }, { "minProperties", check_bound },
    { "maxProperties", check_bound }, { "properties", check_properties }, { "required", check_required },
    { "patternProperties", check_pattern_properties }, { "additionalProperties", check_additional },
    { "items", check_items }, { "prefixItems", check_items }, { "allOf", check_all }, { "anyOf", check_any },
    { "oneOf", check_any }, { "not", check_not }, { "$ref", check_ref },
    /* these bind nothing */
    { "$schema", ignore }, { "$id", ignore }, { "id", ignore }, { "$defs", ignore }, { "definitions", ignore },
    { "$comment", ignore }, { "$anchor", ignore }, { "title", ignore }, { "description", ignore },
    { "markdownDescription", ignore }, { "default", ignore }, { "example", ignore }, { "examples", ignore },
    { "format", ignore }, { "deprecated", ignore }, { "readOnly", ignore }, { "writeOnly", ignore },
    { "uniqueItems", ignore }, { "nullable", ignore },
};
/* clang-format on */

static bool is_placeholder(const struct json *v)
{
    if (v->kind == JSON_UNKNOWN)
        return true;
    return v->kind == JSON_STRING &&
           (str_find(v->str, S("\xE2\x80\xA6")) >= 0 || str_find(v->str, S("${")) >= 0 ||
            str_equal(v->str, S("...")) ||
            (str_starts(v->str, S("<")) && str_ends(v->str, S(">"))));
}

static void obey(struct check *c, const struct json *schema, struct place at)
{
    if (is_placeholder(at.v) || c->depth >= DEPTH_MAX || c->steps-- <= 0)
        return;
    if (schema->kind == JSON_FALSE)
        tell(c, at.v->raw, str_fmt(c->keep, "the schema allows no %.*s", FMT(said(&at))));
    c->depth++;
    for (const struct json *s = schema->kind == JSON_OBJECT ? schema->first : NULL; s;
         s = s->next) {
        ptrdiff_t i = 0;

        while (i < LEN(keywords) && !str_equal(s->key, str_of(keywords[i].keyword)))
            i++;
        if (i < LEN(keywords))
            keywords[i].run(c, s, at, schema);
        else if (!str_starts(s->key, S("x-")))
            unknown(c, at, s->key);
    }
    c->depth--;
}

int schema_check(const struct json *schema, const struct json *value, bool partial,
                 schema_matcher *matches, struct arena *keep, struct schema_problem **out)
{
    struct check c = {
        .root = schema, .partial = partial, .matches = matches, .keep = keep, .steps = STEPS_MAX
    };

    obey(&c, schema, (struct place){ value, { 0 } });
    if (c.steps <= 0)
        unknown(&c, (struct place){ value, { 0 } }, S("size"));
    *out = c.problems.ptr;
    return (int)c.problems.len;
}
