/* test_highlight.c - code in, spans out; and what must hold for any bytes: the text stays the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/highlight.h"

#define K(s)   "<span class=k>" s "</span>"
#define T(s)   "<span class=t>" s "</span>"
#define B(s)   "<span class=b>" s "</span>"
#define F(s)   "<span class=f>" s "</span>"
#define STR(s) "<span class=s>" s "</span>"
#define C(s)   "<span class=c>" s "</span>"
#define D(s)   "<span class=d>" s "</span>"
#define P(s)   "<span class=p>" s "</span>"
#define V(s)   "<span class=v>" s "</span>"

static const struct {
    const char *name, *lang, *in, *out;
} cases[] = {
    { "unknown is plain", "brainfuck", "if <a> & b", "if &lt;a&gt; &amp; b" },
    { "no language", "", "if", "if" },
    { "a language's name in any case", "TypeScript", "if", K("if") },
    { "no part of a name", "scrip", "if", "if" },
    { "quotes stay quotes", "json", "\"a\"", STR("\"a\"") },
    { "neighbours share a span", "ts", "export default class A", K("export default class") " A" },
    { "template", "ts", "`a${b + `c${1}`}d`", STR("`a${") "b + " STR("`c${") D("1") STR("}`}d`") },
    { "regex", "js", "x = /a[/]b/g; y = a / b / c", "x = " STR("/a[/]b/g") "; y = a / b / c" },
    { "regex behind return", "js", "return /x/", K("return") " " STR("/x/") },
    { "dollar", "ts", "$if ifs", "$if ifs" },
    { "decorator", "ts", "@Input() a: string", P("@Input") "() a: " T("string") },
    { "hashbang", "js", "#!/usr/bin/env node\nif", C("#!/usr/bin/env node") "\n" K("if") },
    { "unclosed string", "js", "'abc\nif", STR("'abc") "\n" K("if") },
    { "unclosed comment", "js", "/* abc", C("/* abc") },
    { "python", "python", "@a.b\ndef f(x):\n    return None # no",
      P("@a.b") "\n" K("def") " " F("f") "(x):\n    " K("return") " " D("None") " " C("# no") },
    { "docstring", "py", "r\"\"\"a\n\"b\"\"\"\nc", STR("r\"\"\"a\n\"b\"\"\"") "\nc" },
    { "f-string", "py", "f'{a}{{b}} {len(c)}'",
      STR("f'{") "a" STR("}{{b}} {") B("len") "(c)" STR("}'") },
    { "member is no builtin", "py", "a.len", "a.len" },
    { "matrix product", "py", "a = b @ c", "a = b @ c" },
    { "C", "c", "#include <a.h>\nstatic int a = 0x1fL; // x",
      P("#include &lt;a.h&gt;") "\n" K("static") " " T("int") " a = " D("0x1fL") "; " C("// x") },
    { "SQL", "sql", "Select 'it''s' From t -- x",
      K("Select") " " STR("'it''s'") " " K("From") " t " C("-- x") },
    { "JSON", "json", "{ \"a\" : [-1.5e+3, true] }",
      "{ " F("\"a\"") " : [" D("-1.5e+3") ", " D("true") "] }" },
    { "shell", "bash", "if [ -n \"$A\" ]; then echo ${B:-c} 'd'; fi # x",
      K("if") " [ -n " STR("\"") V("$A") STR("\"") " ]; " K("then") " " B("echo") " " STR("${")
          V("B") ":-" V("c") STR("} 'd'") "; " K("fi") " " C("# x") },
    { "assignment", "sh", "A=1 B+=2 c", V("A") "=" D("1") " " V("B") "+=" D("2") " c" },
    { "here-document", "sh", "cat <<EOF\n$x if\nEOF\nif",
      "cat " STR("&lt;&lt;EOF\n$x if\nEOF") "\n" K("if") },
    { "substitution", "sh", "a=$(b \"c)\")", V("a") "=" K("$(") "b " STR("\"c)\"") K(")") },
    { "console", "console", "$ cd /\nif\n", C("$ ") B("cd") " /\nif\n" },
    { "Dockerfile", "dockerfile", "FROM a:1 AS b\nRUN cd x \\\n && y\nEXPOSE 80\n",
      K("FROM") " " STR("a:1") " " K("AS") " " STR("b") "\n" K("RUN") " " B("cd") " x " STR(
          "\\\n") " &amp;&amp; y\n" K("EXPOSE") " " STR("80") "\n" },
    { "makefile", "make", "A := $(B) # c\nall: x\n\tcd y\n",
      V("A") " := " V("$(B)") " " C("# c") "\n" F("all") ": x\n\t" B("cd") " y\n" },
    { "YAML", "yaml", "a: b # c\n\"d\": [e, {f: 'g'}]\nh: &i !j\n  k: *i\n",
      F("a") ": b " C("# c") "\n" F("\"d\"") ": [e, {" F("f") ": " STR("'g'") "}]\n" F("h") ": " V(
          "&amp;i") " " T("!j") "\n  " F("k") ": " V("*i") "\n" },
    { "YAML block", "yaml", "a: |\n  b: c\n\n  d\ne: f\n",
      F("a") ": |\n" STR("  b: c\n\n  d") "\n" F("e") ": f\n" },
    { "YAML url", "yaml", "a: http://b/#c\n", F("a") ": http://b/#c\n" },
    { "INI", "ini", "; x\n[a.b]\nc = \"d\"\n",
      C("; x") "\n" K("[a.b]") "\n" F("c") " = " STR("\"d\"") "\n" },
    { "TOML", "toml", "a = [1, true] # x", F("a") " = [" D("1") ", " D("true") "] " C("# x") },
    { "diff", "diff", "--- a\n+++ b\n@@ -1 +1 @@\n-c\n+d\n e\n",
      "<span class=h>--- a\n+++ b\n@@ -1 +1 @@</span>\n<span class=x>-c</span>\n<span "
      "class=i>+d</span>\n e\n" },
    { "CSS", "css", "@media x { .a:hover { --b: 1px; c: \"d\" } }",
      K("@media") " " T("x") " { " V(".a") ":hover { " F("--b") ": " D("1px") "; " F("c") ": " STR(
          "\"d\"") " } }" },
    { "HTML", "html", "<!-- a --><p class=\"b\">&amp;</p>",
      C("&lt;!-- a --&gt;") K("&lt;p") " " F("class") "=" STR("\"b\"") K("&gt;") D("&amp;amp;")
          K("&lt;/p&gt;") },
    { "script in HTML", "html", "<script>if</script>", K("&lt;script&gt;if&lt;/script&gt;") },
};

static struct str run(const char *lang, struct str code, struct arena *keep)
{
    struct buf out = buf_open(keep, 1 << 22);
    highlight(str_of(lang), code, &out);
    return buf_str(&out);
}

static void test_cases(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena all = arena_open(1 << 22);
        char *start = all.beg;
        struct str got = run(cases[i].lang, str_of(cases[i].in), &all);
        if (!str_equal(got, str_of(cases[i].out)))
            fail_msg("%s: got\n%.*s, want\n%s", cases[i].name, FMT(got), cases[i].out);
        arena_close(start, &all);
    }
}

/* What a browser would show of the markup: spans gone, references resolved. */
static struct str shown(struct str html, struct arena *keep)
{
    struct buf out = buf_open(keep, html.len + 1);
    for (ptrdiff_t i = 0; i < html.len; i++) {
        struct str rest = str_from(html, i);
        if (html.ptr[i] == '<')
            i += str_char(rest, '>');
        else if (html.ptr[i] != '&')
            buf_char(&out, html.ptr[i]);
        else {
            buf_char(&out, str_starts(rest, S("&amp;"))  ? '&'
                           : str_starts(rest, S("&lt;")) ? '<'
                                                         : '>');
            i += str_char(rest, ';');
        }
    }
    return buf_str(&out);
}

static const char *const langs[] = { "ts",   "py",      "c",          "sql",      "json",
                                     "bash", "console", "dockerfile", "makefile", "yaml",
                                     "ini",  "diff",    "css",        "html" };

/* Every beginning of every case, in every language, in a block of its exact size. */
static void test_any_bytes(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct str in = str_of(cases[i].in);
        for (ptrdiff_t n = 0; n <= in.len; n++) {
            for (ptrdiff_t l = 0; l < LEN(langs); l++) {
                struct arena all = arena_open(1 << 20);
                char *start = all.beg, *exact = malloc((size_t)(n ? n : 1));
                memcpy(exact, in.ptr, (size_t)n);
                struct str code = { exact, n }, text = shown(run(langs[l], code, &all), &all);
                if (!str_equal(text, code))
                    fail_msg("%s as %s cut at %td: %.*s", cases[i].name, langs[l], n, FMT(text));
                free(exact);
                arena_close(start, &all);
            }
        }
    }
}

static const struct {
    const char *lang, *piece;
} hostile[] = {
    { "ts", "`${" },
    { "py", "f\"{" },
    { "py", "f'''{" },
    { "bash", "$(" },
    { "bash", "\"$(" },
    { "bash", "${a" },
    { "bash", "<<a\n" },
    { "bash", "`" },
    { "yaml", "[" },
    { "yaml", "a: |\n" },
    { "yaml", "\"" },
    { "css", "a{" },
    { "css", "b:" },
    { "html", "<script>" },
    { "html", "<!--" },
    { "makefile", "$(" },
    { "makefile", "a\\\n" },
    { "js", "/[" },
    { "dockerfile", "RUN \\\n" },
    { "c", "#\\\n" },
};

static void test_hostile(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(hostile); i++) {
        struct arena all = arena_open(1 << 26);
        char *start = all.beg;
        struct buf in = buf_open(&all, 1 << 20);
        while (in.len < 200000)
            buf_put(&in, str_of(hostile[i].piece));
        clock_t before = clock();
        struct str text = shown(run(hostile[i].lang, buf_str(&in), &all), &all);
        double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
        if (!str_equal(text, buf_str(&in)) || seconds > 1)
            fail_msg("%s %s: %.2f s", hostile[i].lang, hostile[i].piece, seconds);
        arena_close(start, &all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
