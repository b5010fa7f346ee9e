/* test_yaml.c - YAML to a tree, places of values and errors, bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "load/yaml.h"
#include "model/rule.h"

/* clang-format off */
static const struct {
    const char *name, *in, *json;
} good[] = {
    { "empty",           "",                               "null" },
    { "comment only",    "# nothing\n",                    "null" },
    { "mapping",         "a: 1\nb:\n  - x\n  - y: z\n",    "{'a':1,'b':['x',{'y':'z'}]}" },
    { "flow",            "{a: [1, 2], b: {}, c: []}",      "{'a':[1,2],'b':{},'c':[]}" },
    { "byte order mark", "\xef\xbb\xbf" "a: 1",            "{'a':1}" },
    { "CRLF",            "a: 1\r\nb: x y\r\n",             "{'a':1,'b':'x y'}" },
    { "plain kinds",     "[~, null, true, False, 1, -0.50, 1e3]", "[null,null,true,false,1,-0.50,1e3]" },
    { "stays text",      "[yes, on, 010, 0x1f, .5, 1_000, 2012-10-17, 1.2.3, +1]",
                         "['yes','on','010','0x1f','.5','1_000','2012-10-17','1.2.3','+1']" },
    { "quoted",          "a: '1'\nb: \"x\\ty\"\nc: ''",    "{'a':'1','b':'x\ty','c':''}" },
    { "no value",        "a:\nb: 1",                       "{'a':null,'b':1}" },
    { "literal block",   "a: |\n  x\n   y\nb: >-\n  p\n  q\n", "{'a':'x\n y\n','b':'p q'}" },
    { "names as text",   "1: a\ntrue: b\n",                "{'1':'a','true':'b'}" },
    { "anchor",          "a: &x {k: [1]}\nb: *x\n",        "{'a':{'k':[1]},'b':{'k':[1]}}" },
    { "anchor again",    "[&x 1, *x, &x 2, *x]",           "[1,1,2,2]" },
    { "merge",           "x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n", "{'x':{'a':1,'b':2},'y':{'b':3,'a':1}}" },
    { "merge of two",    "[&x {a: 1}, &y {a: 2, b: 3}, {<<: [*x, *y]}]", "[{'a':1},{'a':2,'b':3},{'a':1,'b':3}]" },
    { "merge of merged", "[&x {a: 1}, &y {<<: *x, b: 2}, {<<: *y}]", "[{'a':1},{'b':2,'a':1},{'b':2,'a':1}]" },
    { "no merge",        "{'<<': {a: 1}}",                "{'<<':{'a':1}}" },
    { "documents",       "a: 1\n---\nb: 2\n",             "[{'a':1},{'b':2}]" },
    { "empty documents", "---\n---\na: 1\n---\n",         "{'a':1}" },
    { "ref",             "a: !Ref B",                      "{'a':{'Ref':'B'}}" },
    { "attribute",       "!GetAtt A.B.C",                  "{'Fn::GetAtt':['A','B.C']}" },
    { "attribute list",  "!GetAtt [A, B]",                 "{'Fn::GetAtt':['A','B']}" },
    { "nested tags",     "!If [C, !Sub 'x${A}', !Ref AWS::NoValue]",
                         "{'Fn::If':['C',{'Fn::Sub':'x${A}'},{'Ref':'AWS::NoValue'}]}" },
    { "tag on a block",  "c: !Not\n  - !Equals [!Ref A, '']\n", "{'c':{'Fn::Not':[{'Fn::Equals':[{'Ref':'A'},'']}]}}" },
    { "condition",       "!Condition X",                   "{'Condition':'X'}" },
    { "tagged number",   "!Ref 1",                         "{'Ref':1}" },
    { "other tag",       "a: !reference [x, y]",           "{'a':{'!reference':['x','y']}}" },
    { "YAML's own tag",  "a: !!str 5",                     "{'a':'5'}" },
    { "tag and anchor",  "[&x !Ref A, *x]",                "[{'Ref':'A'},{'Ref':'A'}]" },
};
static const struct {
    const char *name, *in;
    int line, col;
    const char *says;
} bad[] = {
    { "tab",              "a:\n\tb: 1",          2, 1, "cannot start any token" },
    { "open bracket",     "a: [1, 2\nb: 3",      2, 2, "did not find expected" },
    { "twice",            "a: 1\nb: 2\na: 3",    3, 1, "the name a stands already in line 1" },
    { "twice in flow",    "é: {a: 1, a: 2}",     1, 11, "stands already" },
    { "no such anchor",   "a: *b",               1, 4, "no anchor" },
    { "anchor in itself", "a: &a [*a]",          1, 8, "no anchor" },
    { "alias as a name",  "- &a x\n- {*a : 1}",  2, 4, "cannot be a name" },
    { "list as a name",   "? [a]\n: 1",          1, 3, "must be a scalar" },
    { "anchor of another document", "&x 1\n---\n[*x]", 3, 2, "no anchor" },
    { "merged text",      "<<: 3",               1, 5, "takes a mapping" },
    { "merged list",      "<<: [{a: 1}, 3]",     1, 14, "takes a mapping" },
    { "control byte",     "a: \x01",             1, 4, "control characters" },
    { "not UTF-8",        "a: \xff",             1, 4, "UTF-8" },
    { "unclosed quote",   "a: 'x\n",             2, 1, "unexpected end" },
};
/* clang-format on */

static struct arena arena;

static void show(const struct json *v, struct buf *b)
{
    const char *close = v->kind == JSON_OBJECT ? "}" : "]";

    if (v->kind == JSON_STRING)
        buf_fmt(b, "'%.*s'", FMT(v->str));
    else if (v->kind == JSON_NUMBER)
        buf_put(b, v->raw);
    else if (v->kind < JSON_NUMBER)
        buf_put(b, v->kind == JSON_NULL ? S("null") : v->kind == JSON_TRUE ? S("true") : S("false"));
    if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY)
        return;
    buf_char(b, v->kind == JSON_OBJECT ? '{' : '[');
    for (const struct json *m = v->first; m; m = m->next) {
        if (v->kind == JSON_OBJECT)
            buf_fmt(b, "'%.*s':", FMT(m->key));
        show(m, b);
        if (m->next)
            buf_char(b, ',');
    }
    buf_put(b, str_of(close));
}

static struct json *parse(struct str in, struct arena *keep, struct diag *d)
{
    struct source *src = NEW(keep, struct source, 1);

    *src = (struct source){ .path = S("x.yaml"), .text = in };
    *d = (struct diag){ .keep = keep };
    return yaml_parse(src, keep, RULE(INPUT_JSON), d);
}

static void trees(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(good); i++) {
        struct arena keep = arena;
        struct diag d;
        struct json *v = parse(str_of(good[i].in), &keep, &d);
        struct buf b = buf_open(&keep, 1 << 16);

        if (v)
            show(v, &b);
        if (!v || d.findings.len || !str_equal(buf_str(&b), str_of(good[i].json)))
            fail_msg("%s: %.*s\n", good[i].name, FMT(buf_str(&b)));
    }
}

static void errors(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(bad); i++) {
        struct arena keep = arena;
        struct diag d;
        struct json *v = parse(str_of(bad[i].in), &keep, &d);
        const struct finding *f = d.findings.ptr;

        if (v || d.findings.len != 1)
            fail_msg("%s: %td findings", bad[i].name, d.findings.len);
        if (f->line != bad[i].line || f->col != bad[i].col || str_find(f->message, str_of(bad[i].says)) < 0)
            fail_msg("%s: %d:%d: %.*s", bad[i].name, f->line, f->col, FMT(f->message));
    }
}

static void places(void **state)
{
    struct arena keep = arena;
    struct diag d;
    struct str in = S("é:\n  b: &x 12\n  c: \"ü\"\n  d: !Ref E\nf: [1,\n 2] # end\ng: {h: *x}\n");
    struct json *v = parse(in, &keep, &d);
    static const struct {
        const char *pointer, *raw;
        int line, col;
    } all[] = {
        { "/é/b", "12", 2, 9 },      { "/é/c", "\"ü\"", 3, 6 },   { "/é/d", "!Ref E", 4, 6 },
        { "/f", "[1,\n 2]", 5, 4 },  { "/g/h", "12", 2, 9 },      { "/f/1", "2", 6, 2 },
    };

    (void)state;
    assert_non_null(v);
    for (ptrdiff_t i = 0; i < LEN(all); i++) {
        const struct json *at = json_pointer(v, str_of(all[i].pointer));
        struct source src = { .path = S("x"), .text = in };
        int line, col;

        assert_non_null(at);
        diag_place(&src, at->raw.ptr, &line, &col);
        if (!str_equal(at->raw, str_of(all[i].raw)) || line != all[i].line || col != all[i].col)
            fail_msg("%s: %d:%d: %.*s", all[i].pointer, line, col, FMT(at->raw));
    }
}

static struct str repeat(struct arena *keep, const char *what, int n)
{
    struct buf b = buf_open(keep, 8 << 20);

    for (int i = 0; i < n; i++)
        buf_put(&b, str_of(what));
    return buf_str(&b);
}

/* Each ends in one finding, soon, in little memory. */
static void bounds(void **state)
{
    struct arena keep = arena;
    struct buf bomb = buf_open(&keep, 1 << 16);
    struct diag d;
    struct str deep = repeat(&keep, "[", 1000000), wide = repeat(&keep, "- a\n", 250000);

    (void)state;
    buf_put(&bomb, S("a0: &a0 [x, x, x, x, x, x, x, x]\n"));
    for (int i = 1; i < 40; i++)
        buf_fmt(&bomb, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n", i, i, i - 1, i - 1, i - 1, i - 1);
    assert_null(parse(buf_str(&bomb), &keep, &d));
    assert_true(str_find(d.findings.ptr->message, S("aliases unfolded")) >= 0);
    assert_null(parse(deep, &keep, &d));
    assert_true(str_find(d.findings.ptr->message, S("nesting past 100")) >= 0);
    assert_null(parse(wide, &keep, &d));
    assert_null(parse(repeat(&keep, "a: b: ", 100000), &keep, &d));
    assert_null(parse(repeat(&keep, "#########\n", 500000), &keep, &d));
    assert_true(str_find(d.findings.ptr->message, S("4 MiB")) >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees),
        cmocka_unit_test(errors),
        cmocka_unit_test(places),
        cmocka_unit_test(bounds),
    };

    arena = arena_open((ptrdiff_t)1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
