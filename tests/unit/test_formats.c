/* test_formats.c - what each form of config says: text in, tree out; what is refused; pointers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "load/pattern.h"
#include "load/source_kind.h"
#include "model/rule.h"

enum { ARENA = 64 << 20 };

/* clang-format off */
static const struct {
    const char *name, *path, *in, *json; /* NULL: refused */
} cases[] = {
    /* JSON as editors write it */
    { "comments",           "a.json", "// x\n{ /* y */ 'a': 1, // 'b': 2\n 'c': 'http://x' }", "{'a':1,'c':'http://x'}" },
    { "last commas",        "a.json", "{'a': [1, 2,], 'b': ',}',}", "{'a':[1,2],'b':',}'}" },
    { "comma and comment",  "a.jsonc", "[1, /* last */ ]", "[1]" },
    { "two commas",         "a.json", "[1,,]", NULL },
    { "comma alone",        "a.json", "[,]", NULL },
    { "comment unclosed",   "a.json", "[1] /* x", NULL },
    /* TOML; tests/formats_oracle.py has the rest */
    { "tables",             "a.toml", "a.b = 1\n[c]\nd = 'x'\n[c.e]\nf = [1, 2]\n", "{'a':{'b':1},'c':{'d':'x','e':{'f':[1,2]}}}" },
    { "list of tables",     "a.toml", "[[p]]\nn = 1\n[p.q]\nm = 2\n[[p]]\nn = 3\n", "{'p':[{'n':1,'q':{'m':2}},{'n':3}]}" },
    { "numbers",            "a.toml", "a = 1_000\nb = 0xff\nc = +2.50\nd = inf\n", "{'a':1000,'b':255,'c':2.50,'d':'inf'}" },
    { "table twice",        "a.toml", "[a]\n[a]\n", NULL },
    { "inline is closed",   "a.toml", "a = {b = 1}\n[a.c]\n", NULL },
    { "dotted is closed",   "a.toml", "[a]\nb.c = 1\n[a.b]\n", NULL },
    { "array is no list",   "a.toml", "a = []\n[[a]]\n", NULL },
    { "no value",           "a.toml", "a =\n", NULL },
    /* HCL */
    { "attributes",         "a.tfvars", "a = 1 # x\nb = \"y\" // z\nc = true\nd = null\ne = -2.5", "{'a':1,'b':'y','c':true,'d':null,'e':-2.5}" },
    { "lists and maps",     "a.tfvars", "a = [\n  1,\n  2, # two\n]\nb = { c = 1, \"d e\" : [true]\n f = {} }", "{'a':[1,2],'b':{'c':1,'d e':[true],'f':{}}}" },
    { "blocks",             "a.tf", "variable \"x\" {\n  type = string\n  default = 3\n}\nlocals {\n y = 1\n}", "{'variable':{'x':{'type':?,'default':3}},'locals':{'y':1}}" },
    { "blocks of one name", "a.tf", "a \"b\" { c = 1 }\na \"b\" { c = 2 }\na \"d\" {}", "{'a':{'b':[{'c':1},{'c':2}],'d':{}}}" },
    { "expressions",        "a.tf", "a = 1 + 1\nb = var.x\nc = f(1, \"}\")\nd = x ? 1 : 2\ne = \"${x}-y\"\nf = [1, x]\ng = [for i in [1] : i]\nh = { for k in [1] : k => 1 }\ni = !true\nj = (\n 1\n)\nk = [1][0]\nl = x.y[0].z",
                            "{'a':?,'b':?,'c':?,'d':?,'e':?,'f':[1,?],'g':?,'h':?,'i':?,'j':?,'k':?,'l':?}" },
    { "templates escaped",  "a.tf", "a = \"$${x} %%{y} \\\"z\\\" \\u00e9\"", "{'a':'${x} %{y} 'z' é'}" },
    { "template in texts",  "a.tf", "a = \"x ${f(\"}\")} y\"\nb = 1", "{'a':?,'b':1}" },
    { "heredoc",            "a.tf", "a = <<EOT\nx\n  y\nEOT\nb = <<-E\n    p\n      q\n    E\nc = 1", "{'a':'x\n  y\n','b':'p\n  q\n','c':1}" },
    { "heredoc computed",   "a.tf", "a = <<E\n${x}\nE\nb = [<<F\ny\nF\n, 2]", "{'a':?,'b':['y\n',2]}" },
    { "comment blocks",     "a.tf", "/* a = 1\n */ b = /* c */ 2", "{'b':2}" },
    { "name twice",         "a.tf", "a = 1\na = 2", NULL },
    { "map name twice",     "a.tf", "a = { b = 1, b = 2 }", NULL },
    { "unclosed block",     "a.tf", "a {\n b = 1\n", NULL },
    { "unclosed text",      "a.tf", "a = \"b\nc = 1", NULL },
    { "unclosed list",      "a.tf", "a = [1, 2", NULL },
    { "unclosed heredoc",   "a.tf", "a = <<E\nx\n", NULL },
    { "two values",         "a.tf", "a = 1 b = 2", "{'a':?}" },
    { "no HCL",             "a.tf", "{ \"a\": 1 }", NULL },
    { "stray bracket",      "a.tf", "a = 1\n}\n", NULL },
    /* ini, properties */
    { "sections",           "a.ini", "x = 1\n[a]\nb: two words ; c\nd = 'q;r'\n# e = 1\n", "{'x':1,'a':{'b':'two words','d':'q;r'}}" },
    { "lists of lines",     "setup.cfg", "[a]\nb =\n    x>=1\n    y\nc = 2\n", "{'a':{'b':'x>=1\ny','c':2}}" },
    { "repeated names",     "a.service", "[S]\nE=a\nE=b\n", "{'S':{'E':['a','b']}}" },
    { "editorconfig",       ".editorconfig", "root = true\n[*.{md,c}]\nindent_size = 4\n", "{'root':true,'*.{md,c}':{'indent_size':4}}" },
    { "git's sections",     ".gitconfig", "[remote \"origin\"]\n\turl = x\n\tfetch = y\n", "{'remote origin':{'url':'x','fetch':'y'}}" },
    { "no name",            "a.ini", "= 1\n", NULL },
    { "no section",         "a.ini", "[\n", NULL },
    { "properties",         "a.properties", "a.b=1\nc: x y\nd e\n! no\nf=a\\\n   b\ng=\\u00e9\\n\nh\\ i=\\=\n", "{'a.b':1,'c':'x y','d':'e','f':'ab','g':'é\n','h i':'='}" },
    { "property twice",     "a.properties", "a=1\na=2\n", NULL },
    /* dotenv */
    { "environment",        ".env", "A=1\nexport B=x y # c\nC='$x' # d\nD=\"a\\nb\"\nE=\nF=a#b\n", "{'A':1,'B':'x y','C':'$x','D':'a\nb','E':'','F':'a#b'}" },
    { "over lines",         "x.env", "A=\"b\nc\"\nD=1", "{'A':'b\nc','D':1}" },
    { "made of others",     "x.env", "A=$B\nC=\"x${D}\"\nE='$F'\nG=\\$1\nH", "{'A':?,'C':?,'E':'$F','G':'\\$1','H':?}" },
    { "set twice",          "x.env", "A=1\nA=2\nB=3", "{'A':?,'B':3}" },
    { "unclosed quote",     "x.env", "A='b\n", NULL },
    { "no line of it",      "x.env", "hello world\n", NULL },
    /* Dockerfile */
    { "stages",             "Dockerfile", "FROM a:1 AS x\nFROM b:2\nUSER me\n", "{'FROM':['a:1','b:2'],'stages':{'x':{'FROM':'a:1'}},'USER':'me'}" },
    { "other instructions", "x.dockerfile", "FROM a\nRUN x \\\n  # c\n  y\nRUN z\n", "{'FROM':'a','RUN':['x y','z']}" },
    { "joined lines",       "x.dockerfile", "ENV A=1 \\\n  # c\n  B=\"x y\"\nEXPOSE 80/tcp 90\n", "{'ENV':{'A':1,'B':'x y'},'A':1,'B':'x y','EXPOSE':[80,90]}" },
    { "old ENV, bare ARG",  "Dockerfile.web", "ARG V\nENV P a b\n", "{'ARG':{'V':?},'V':?,'ENV':{'P':'a b'},'P':'a b'}" },
    { "with variables",     "Dockerfile", "ARG V=1\nFROM n:$V\n", "{'ARG':{'V':1},'V':1,'FROM':?}" },
    { "two values",         "Dockerfile", "ARG V=1\nARG V=2\n", "{'ARG':{'V':[1,2]},'V':?}" },
    { "no Dockerfile",      "Dockerfile", "hello\n", NULL },
    /* XML */
    { "elements",           "pom.xml", "<p a='1'><v>1.0.1</v><m>x</m><m>y</m><e/>t</p>", "{'p':{'@a':1,'v':'1.0.1','m':['x','y'],'e':'','#text':'t'}}" },
    { "prefixes, entities", "a.xml", "<n:a xmlns:n='u'><n:b>1 &lt; 2</n:b></n:a>", "{'a':{'@xmlns:n':'u','b':'1 < 2'}}" },
    { "a DOCTYPE",          "a.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", NULL },
    { "not closed",         "a.xml", "<a><b></a>", NULL },
    /* programs */
    { "TypeScript",         "a.ts", "export const A = 30_000, B: string = 'x'; // C = 1\nlet d: Map<string, number> = 3\nconst E = 60 * 60;\nconst f = g(1);", "{'A':30000,'B':'x','d':3,'E':3600,'f':?}" },
    { "members",            "a.ts", "x({ a: 1, b: { c: 'd' } });\ny ? z : 5;\ninterface I { n: number; }", "{'a':1,'c':'d'}" },
    { "goes on",            "a.js", "const a = 3\n  * 4;\nconst b = 'x' + y;\nconst c = `t${d}`;\nconst e = `u`;", "{'a':?,'b':?,'c':?,'e':'u'}" },
    { "comparisons",        "a.ts", "if (a == 1 || b === 2 || c <= 3 || d => 4) {}", "{}" },
    { "several values",     "a.py", "A = 1\nA = 2\nB = 3\nB = 3\nC = 1\nC = f()\n", "{'A':?,'B':3,'C':?}" },
    { "Python",             "a.py", "A: int = 30  # s\nB = 'x'\n\"\"\"\nC = 1\n\"\"\"\nD = True\nE = f'x'\nF = 1.5\n", "{'A':30,'B':'x','D':true,'E':?,'F':1.5}" },
    { "Go",                 "a.go", "const (\n\tA = 30 * time.Second\n\tB time.Duration = 5\n)\nx := \"y\"\nvar C = B * 2\n", "{'A':'30 seconds','B':5,'x':'y','C':?}" },
    { "Java",               "A.java", "private static final int A = 1_000; long b = 5L;\nString s = \"t\";", "{'A':1000,'b':5,'s':'t'}" },
    { "C",                  "a.h", "#define A 30\n#define B (2 * 3)\n#define C(x) x\nenum { D = 4, E };\nstatic const char *f = \"g\";\n#define H 0x10u\n", "{'A':30,'B':6,'D':4,'f':'g','H':16}" },
    { "shell, escapes",     "a.sh", "A=x\\ y\nB=30\\\n1\nC=4\n", "{'A':?,'B':?,'C':4}" },
    { "shell",              "a.sh", "A=30\nreadonly B=\"x y\"\nexport C=$D\nE='$f'\n# G=1\nif [ \"$A\" = 3 ]; then H=z; fi\n", "{'A':30,'B':'x y','C':?,'E':'$f','H':'z'}" },
    /* CSV */
    { "rows by name",       "a.csv", "n,x\na,1\nb,'2'\n", "{'a':{'x':1},'b':{'x':''2''}}" },
};

static const struct { const char *name, *json, *pointer, *want; } pointers[] = {
    { "by name",         "{'c':[{'name':'a','v':1},{'name':'b','v':2}]}", "/c/name=b/v", "2" },
    { "by metadata",     "[{'metadata':{'name':'a'},'v':1}]", "/name=a/v", "1" },
    { "by a number",     "[{'port':80,'v':1},{'port':90,'v':2}]", "/port=90/v", "2" },
    { "by a boolean",    "[{'on':true,'v':1}]", "/on=true/v", "1" },
    { "escaped",         "[{'path':'/x','v':1}]", "/path=~1x/v", "1" },
    { "no such",         "[{'name':'a'}]", "/name=b", NULL },
    { "two that hold it", "[{'name':'a','v':1},{'name':'a','v':2}]", "/name=a/v", NULL },
    { "one of two",      "[{'name':'a','v':1},{'name':'a','w':2}]", "/name=a/w", "2" },
    { "twice",           "[{'n':'a','l':[{'n':'x','v':7}]}]", "/n=a/l/n=x/v", "7" },
    { "a name with =",   "{'a=b':1}", "/a=b", "1" },
    { "no array",        "{'c':{'name':'b'}}", "/c/name=b", NULL },
    { "index",           "[5,6]", "/1", "6" },
    { "no index",        "[5,6]", "/01", NULL },
};

static const struct { const char *path, *in; enum data_kind kind; } kinds[] = {
    { "a.json", "{'format_version':'1.2','planned_values':{}}", DATA_TERRAFORM_PLAN },
    { "a.json", "{'terraform_version':'1.9','resources':[]}", DATA_TERRAFORM_STATE },
    { "a.yaml", "Resources: {A: {Type: 'AWS::S3::Bucket'}}", DATA_TEMPLATE },
    { "a.yaml", "services: {a: {image: b}, c: {build: .}}", DATA_COMPOSE },
    { "a.yaml", "apiVersion: v1\nkind: Service", DATA_MANIFESTS },
    { "a.yaml", "apiVersion: v1\nkind: A\n---\napiVersion: v1\nkind: B", DATA_MANIFESTS },
    { "a.yaml", "services: {a: {port: 1}}", DATA_PLAIN },
    { "a.json", "{'resources':{}}", DATA_PLAIN },
};

static const struct { const char *pattern, *in, *want; int findings; } patterns[] = {
    { "A = ([0-9_]+)",    "const A = 30_000;",     "30000", 0 },
    { "v=(\\S+)",         "v=1.2-x",               "1.2-x", 0 },
    { "^b: (\\d+)$",      "a: 1\nb: 2\n",          "2",     0 },
    { "n(\\d)",           "n1 n1 n1",              "1",     0 },
    { "n(\\d)",           "n1 n2",                 "?",     1 },
    { "z(\\d)",           "n1",                    NULL,    1 },
    { "(a+)+$",           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", NULL, 1 },
    { "(a*)*b",           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", NULL, 1 },
    { "(\xc3\xa9)",       "x\xc3\xa9",             "\xc3\xa9", 0 },
};
/* clang-format on */

static struct str quotes(const char *s, struct arena *keep)
{
    struct str out = str_copy(str_of(s), keep);

    for (ptrdiff_t i = 0; i < out.len; i++)
        if (out.ptr[i] == '\'')
            ((char *)(uintptr_t)out.ptr)[i] = '"';
    return out;
}

static void show(const struct json *v, struct buf *b)
{
    if (v->kind == JSON_STRING)
        buf_fmt(b, "'%.*s'", FMT(v->str));
    else if (v->kind == JSON_UNKNOWN)
        buf_char(b, '?');
    else if (v->kind < JSON_ARRAY)
        buf_put(b, v->kind == JSON_NUMBER ? v->str
                   : v->kind == JSON_NULL ? S("null")
                   : v->kind == JSON_TRUE ? S("true")
                                          : S("false"));
    if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY)
        return;
    buf_char(b, v->kind == JSON_OBJECT ? '{' : '[');
    for (const struct json *m = v->first; m; m = m->next) {
        if (v->kind == JSON_OBJECT)
            buf_fmt(b, "'%.*s':", FMT(m->key));
        show(m, b);
        buf_put(b, m->next ? S(",") : S(""));
    }
    buf_char(b, v->kind == JSON_OBJECT ? '}' : ']');
}

static struct str shown(const struct json *v, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);

    if (!v)
        return S("refused");
    show(v, &b);
    for (ptrdiff_t i = 0; i < b.len; i++)
        if (b.ptr[i] == '"')
            b.ptr[i] = '\'';
    return buf_str(&b);
}

static struct json *parse(const char *path, struct str text, struct diag *d, struct arena *keep)
{
    struct source *src = NEW(keep, struct source, 1);

    *src = (struct source){ .path = str_of(path), .text = text };
    return source_form_parse(source_form(src->path), src, keep, d);
}

static void each_form_is_read(void **state)
{
    struct arena whole = arena_open(ARENA);
    int bad = 0;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena keep = whole;
        struct diag d = { .keep = &keep };
        bool json = str_ends(str_of(cases[i].path), S(".json")) || str_ends(str_of(cases[i].path), S(".jsonc"));
        struct str in = json ? quotes(cases[i].in, &keep) : str_of(cases[i].in);
        struct str got = shown(parse(cases[i].path, in, &d, &keep), &keep);

        if (str_equal(got, str_of(cases[i].json ? cases[i].json : "refused")) &&
            (d.findings.len > 0) == !cases[i].json)
            continue;
        print_error("%s: %.*s\n", cases[i].name, FMT(got));
        bad++;
    }
    assert_int_equal(bad, 0);
}

static void values_know_their_place(void **state)
{
    struct arena keep = arena_open(ARENA);
    static const struct { const char *path, *in, *pointer, *raw; } places[] = {
        { "a.toml", "a = 1\nb = 1_000 # x\n", "/b", "1_000" },
        { "a.tf", "a \"b\" {\n c = [1, \"x\"]\n}\n", "/a/b/c/1", "\"x\"" },
        { "a.ini", "[a]\nb = c d ; e\n", "/a/b", "c d" },
        { "x.env", "A=1\nB='x'\n", "/B", "'x'" },
        { "Dockerfile", "FROM x\nENV A=\"b\"\n", "/A", "\"b\"" },
        { "a.ts", "const A = 30_000;\n", "/A", "30_000" },
        { "a.properties", "a.b = c\n", "/a.b", "c" },
        { "a.jsonc", "{ // x\n \"a\": 12 }", "/a", "12" },
    };

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(places); i++) {
        struct diag d = { .keep = &keep };
        struct str in = str_of(places[i].in);
        const struct json *v = json_pointer(parse(places[i].path, in, &d, &keep), str_of(places[i].pointer));

        if (!v || !str_equal(v->raw, str_of(places[i].raw)) || v->raw.ptr < in.ptr ||
            v->raw.ptr >= in.ptr + in.len)
            fail_msg("%s: %.*s", places[i].in, FMT(v ? v->raw : S("nothing")));
    }
}

static void pointers_choose_from_arrays(void **state)
{
    struct arena keep = arena_open(ARENA);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(pointers); i++) {
        struct diag d = { .keep = &keep };
        const struct json *v = json_pointer(parse("a.json", quotes(pointers[i].json, &keep), &d, &keep),
                                            str_of(pointers[i].pointer));

        if (!str_equal(v ? shown(v, &keep) : S("none"), str_of(pointers[i].want ? pointers[i].want : "none")))
            fail_msg("%s: %.*s", pointers[i].name, FMT(shown(v, &keep)));
    }
}

static void kinds_are_told_by_content(void **state)
{
    struct arena keep = arena_open(ARENA);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(kinds); i++) {
        struct diag d = { .keep = &keep };
        struct str in = kinds[i].path[2] == 'j' ? quotes(kinds[i].in, &keep) : str_of(kinds[i].in);

        if (source_kind(parse(kinds[i].path, in, &d, &keep)) != kinds[i].kind)
            fail_msg("%s", kinds[i].in);
    }
}

static void patterns_find(void **state)
{
    struct arena keep = arena_open(ARENA);
    struct source site = { .path = S("site.json"), .text = S("x") };

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(patterns); i++) {
        struct diag d = { .keep = &keep };
        struct source src = { .path = S("a"), .text = str_of(patterns[i].in) };
        struct pattern p = { S("/x/y"), str_of(patterns[i].pattern), site.text };
        const struct json *v = json_pointer(
            pattern_find(&p, 1, &src, &site, &keep, RULE(CLAIM_MISSING), &d), S("/x/y"));
        struct str got = v ? v->kind == JSON_UNKNOWN ? S("?") : v->str : S("none");

        if (!str_equal(got, str_of(patterns[i].want ? patterns[i].want : "none")) ||
            d.findings.len != patterns[i].findings)
            fail_msg("%s: %.*s, %td findings", patterns[i].pattern, FMT(got), d.findings.len);
    }
}

/* Deep nesting and what looks as if it needed a look at all that was before. */
static void enemies_end_soon(void **state)
{
    static const struct { const char *path, *head, *repeat, *tail; int n; } enemies[] = {
        { "a.toml", "a = ", "[", "", 1 << 20 },      { "a.toml", "a = ", "{b=", "", 1 << 19 },
        { "a.tf", "a = ", "[", "", 1 << 20 },        { "a.tf", "a = ", "{b=", "", 1 << 19 },
        { "a.tf", "", "a {", "", 1 << 19 },          { "a.tf", "a = \"", "${\"", "", 1 << 19 },
        { "a.tf", "a = ", "[1+", "", 1 << 19 },      { "a.tf", "a = ", "<<E\n", "", 1 << 18 },
        { "a.json", "", "[", "", 1 << 20 },          { "a.json", "", "/*", "", 1 << 20 },
        { "a.json", "", "[1,", "]", 1 << 19 },       { "a.ini", "a = b\n", " c\n", "", 1 << 19 },
        { "a.properties", "", "a\\\n", "", 1 << 19 }, { "x.env", "A=\"", "\n", "", 1 << 20 },
        { "Dockerfile", "FROM a\n", "ENV A=1 \\\n", "", 1 << 18 }, { "Dockerfile", "FROM a\n", "ENV A=1\n", "", 1 << 18 },
        { "a.ts", "", "a=1;a=2;", "", 1 << 18 },     { "a.ts", "", "a:\n", "", 1 << 19 },
        { "a.ts", "", "`${", "", 1 << 19 },          { "a.py", "", "\"\"\"", "", 1 << 19 },
        { "a.xml", "", "<a>", "", 1 << 19 },         { "a.yaml", "", "[", "", 1 << 20 },
        { "a.yaml", "- &a {x: 1}\n", "- {<<: *a}\n", "", 1 << 17 },
    };
    struct arena whole = arena_open((ptrdiff_t)2 << 30);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(enemies); i++) {
        struct arena keep = whole;
        struct diag d = { .keep = &keep };
        struct buf b = buf_open(&keep, 16 << 20);

        buf_put(&b, str_of(enemies[i].head));
        for (int k = 0; k < enemies[i].n; k++)
            buf_put(&b, str_of(enemies[i].repeat));
        buf_put(&b, str_of(enemies[i].tail));
        parse(enemies[i].path, buf_str(&b), &d, &keep);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_form_is_read),
        cmocka_unit_test(values_know_their_place),
        cmocka_unit_test(pointers_choose_from_arrays),
        cmocka_unit_test(kinds_are_told_by_content),
        cmocka_unit_test(patterns_find),
        cmocka_unit_test(enemies_end_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
