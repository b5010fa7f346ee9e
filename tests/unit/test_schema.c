/* test_schema.c - values against JSON Schemas, and blocks of config against what they show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "check/config_fence.h"
#include "load/pattern.h"
#include "load/source_kind.h"
#include "model/rule.h"

enum { ARENA = 64 << 20 };

/* clang-format off */
static const struct { const char *schema, *value, *says; /* NULL: obeys */ } schemas[] = {
    { "{'type':'integer'}", "3", NULL },
    { "{'type':'integer'}", "3.0", NULL },
    { "{'type':'integer'}", "3.5", "the document is 3.5, and the schema wants integer" },
    { "{'type':['string','null']}", "null", NULL },
    { "{'type':'boolean'}", "'true'", "wants boolean" },
    { "{'type':'object','properties':{'port':{'type':'number'}}}", "{'port':'x'}", "/port is x" },
    { "{'required':['a','b']}", "{'a':1}", "the document lacks b, which the schema requires" },
    { "{'properties':{'replicas':{}},'additionalProperties':false}", "{'replica':1}", "the schema has no /replica; the nearest key is replicas" },
    { "{'additionalProperties':{'type':'string'}}", "{'x':1}", "/x is 1" },
    { "{'patternProperties':{'^x-':{'type':'string'}},'additionalProperties':false}", "{'x-a':1}", "/x-a is 1" },
    { "{'enum':['info','debug']}", "'inf'", "wants one of info, debug; the nearest is info" },
    { "{'enum':[1,null,[2]]}", "[2.0]", NULL },
    { "{'const':{'a':1}}", "{'a':2}", "the schema wants" },
    { "{'pattern':'^v[0-9]+$'}", "'v12'", NULL },
    { "{'pattern':'^v[0-9]+$'}", "'x'", "pattern" },
    { "{'minimum':1,'maximum':10}", "0", "the schema's minimum is 1" },
    { "{'minimum':1,'maximum':10}", "10.5", "the schema's maximum is 10" },
    { "{'exclusiveMinimum':0}", "0", "exclusiveMinimum" },
    { "{'maxLength':2}", "'abc'", "maxLength" },
    { "{'minItems':1}", "[]", "minItems" },
    { "{'items':{'type':'string'}}", "['a',3]", "/1 is 3" },
    { "{'allOf':[{'type':'number'},{'minimum':5}]}", "3", "minimum" },
    { "{'anyOf':[{'type':'string'},{'type':'null'}]}", "3", "none of the schema's anyOf allows" },
    { "{'anyOf':[{'type':'string'},{'type':'number'}]}", "3", NULL },
    { "{'oneOf':[{'type':'number'},{'minimum':1}]}", "3", "several of the schema's oneOf allow" },
    { "{'not':{'type':'null'}}", "null", "excludes" },
    { "{'$ref':'#/$defs/p','$defs':{'p':{'type':'string'}}}", "3", "wants string" },
    { "{'$ref':'#'}", "3", NULL },
    { "{'$ref':'other.json'}", "3", "nobody checks the document: the schema's $ref other.json is not understood" },
    { "{'if':{'type':'string'}}", "3", "the schema's if is not understood" },
    { "{'x-order':1,'title':'x','format':'uri'}", "3", NULL },
    { "false", "3", "allows no" },
    { "{'type':'integer'}", "'…'", NULL },
    { "{'minimum':5}", "'<port>'", NULL },
};

static const struct { const char *info, *path, *block, *file, *says; int line; } fences[] = {
    { "yaml subset=a.yaml", "a.yaml", "a: 1\nb:\n  c: x\n", "z: 0\na: 1\nb: {c: x, d: y}\n", NULL, 0 },
    { "yaml subset=a.yaml", "a.yaml", "a: 2\n", "a: 1\n", "the block says 2, a.yaml/a is 1", 1 },
    { "yaml subset=a.yaml", "a.yaml", "b:\n  replica: 3\n", "b: {replicas: 3}\n", "a.yaml has no /b/replica; the nearest key is replicas", 2 },
    { "yaml subset=a.yaml", "a.yaml", "a: …\nb: <name>\nc: x/${TAG}-y\n# …\n", "a: {q: 1}\nb: 7\nc: x/1.2-y\n", NULL, 0 },
    { "yaml subset=a.yaml", "a.yaml", "…\na: 1\n...\n", "a: 1\nb: 2\n", NULL, 0 },
    { "yaml subset=a.yaml", "a.yaml", "c: x/${TAG}-y\n", "c: x/1.2-z\n", "the block says x/${TAG}-y", 1 },
    { "yaml subset=a.yaml", "a.yaml", "l:\n  - n: b\n    v: 2\n", "l: [{n: a, v: 1}, {n: b, v: 2}]\n", NULL, 0 },
    { "yaml subset=a.yaml", "a.yaml", "l:\n  - n: b\n    v: 3\n", "l: [{n: a, v: 1}, {n: b, v: 2}]\n", "the block says 3, a.yaml/l/v is 2", 3 },
    { "yaml subset=a.yaml", "a.yaml", "l: [2, 1]\n", "l: [1, 2]\n", "has no element 1", 1 },
    { "yaml subset=a.yaml", "a.yaml", "kind: B\nv: 2\n", "kind: A\n---\nkind: B\nv: 2\n", NULL, 0 },
    { "json subset=a.json", "a.json", "{\n  'a': <port>,\n  …\n}", "{'a':1,'b':2}", NULL, 0 },
    { "json subset=a.json", "a.json", "{ 'a': 1.0, 'b': '8' }", "{'a':1,'b':8}", NULL, 0 },
    { "toml subset=a.toml", "a.toml", "[t]\na = ${A}\nb = 2\n", "[t]\na = 1\nb = 3\n", "the block says 2, a.toml/t/b is 3", 3 },
    { "hcl subset=a.tf", "a.tf", "a = <zone>\nb = [\"x\"]\n", "a = \"z\"\nb = [\"w\", \"x\"]\n", NULL, 0 },
    { "dotenv subset=a.env", "a.env", "A=…\nB=1\n", "A=5\nB=2\n", "the block says 1, a.env/B is 2", 2 },
    { "yaml keys=a.yaml", "a.yaml", "a: 1\nb: [x]\n", "a: 2\nb: [y]\n", NULL, 0 },
    { "yaml keys=a.yaml", "a.yaml", "a: 1\nc: 1\n", "a: 2\nb: 1\n", "a.yaml has no /c", 2 },
    { "json schema=a.json", "a.json", "{ 'a': 'x' }", "{'properties':{'a':{'type':'number'}},'required':['b']}", "/a is x", 1 },
    { "json schema=a.json", "a.json", "{\n …\n}", "{'required':['b']}", NULL, 0 },
};
/* clang-format on */

static struct str quotes(const char *s, bool json, struct arena *keep)
{
    struct str out = str_copy(str_of(s), keep);

    for (ptrdiff_t i = 0; i < out.len && json; i++)
        if (out.ptr[i] == '\'')
            ((char *)(uintptr_t)out.ptr)[i] = '"';
    return out;
}

static const struct json *parse(const char *path, struct str text, struct arena *keep)
{
    struct source *src = NEW(keep, struct source, 1);
    struct diag d = { .keep = keep };
    const struct json *root;

    *src = (struct source){ .path = str_of(path), .text = text };
    root = source_form_parse(source_form(src->path), src, keep, &d);
    if (!root)
        fail_msg("%.*s: %.*s", FMT(text), FMT(d.findings.ptr[0].message));
    return root;
}

static void schemas_are_obeyed(void **state)
{
    struct arena keep = arena_open(ARENA);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(schemas); i++) {
        struct schema_problem *found;
        int n = schema_check(parse("a.json", quotes(schemas[i].schema, true, &keep), &keep),
                             parse("a.json", quotes(schemas[i].value, true, &keep), &keep), false,
                             pattern_matches, &keep, &found);

        if ((n > 0) != (schemas[i].says != NULL) ||
            (n && str_find(found[0].message, str_of(schemas[i].says)) < 0))
            fail_msg("%s, %s: %.*s", schemas[i].schema, schemas[i].value, FMT(n ? found[0].message : S("obeys")));
    }
}

static void blocks_show_what_stands_there(void **state)
{
    struct arena keep = arena_open(ARENA);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(fences); i++) {
        bool json = str_ends(str_of(fences[i].path), S(".json"));
        struct str body = quotes(fences[i].block, json, &keep);
        struct source page = { .path = S("p.md"), .text = str_fmt(&keep, "```%s\n%.*s```\n", fences[i].info, FMT(body)) };
        struct config_fence f = config_fence_of(str_sub(page.text, 3, (ptrdiff_t)strlen(fences[i].info)));
        struct diag d = { .keep = &keep };

        f.label = f.file;
        f.page = str_from(page.text, 3);
        f.text = config_fence_text(body, !str_ends(f.file, S(".yaml")) && !str_ends(f.file, S(".env")),
                                   &f.open, &keep);
        f.shown = parse(fences[i].path, f.text, &keep);
        config_fence_check(&f, parse(fences[i].path, quotes(fences[i].file, json, &keep), &keep),
                           pattern_matches, &page, &keep, &d);
        if ((d.findings.len > 0) != (fences[i].says != NULL) ||
            (d.findings.len && (str_find(d.findings.ptr[0].message, str_of(fences[i].says)) < 0 ||
                                d.findings.ptr[0].line != fences[i].line + 1)))
            fail_msg("%td: %s: %.*s in line %d", i, fences[i].block,
                     FMT(d.findings.len ? d.findings.ptr[0].message : S("nothing")),
                     d.findings.len ? d.findings.ptr[0].line : 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemas_are_obeyed),
        cmocka_unit_test(blocks_show_what_stands_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
