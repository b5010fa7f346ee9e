/* test_template.c - what templates print, how they escape, and what they refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/template.h"

static const struct {
    const char *name, *text;
} partials[] = {
    { "greet", "Hello {{ name }}!\n" },
    { "item", "<li>{{ this.title }}{{#if this.children}}<ul>{{#each this.children}}{{> "
              "item}}{{/each}}</ul>{{/if}}</li>" },
    { "opens", "<p class=\"{{ name }}" },
    { "endless", "x{{> endless}}" },
    { "twice", "{{> twice}}{{> twice}}" },
    { "broken", "{{#if a}}" },
    { "base",
      "<main>{{#block main}}own {{ name }}{{/block}}</main>{{#block foot}}<p>foot</p>{{/block}}" },
    { "middle", "{{extends base}}\n{{#block main}}middle{{/block}}\n" },
    { "round", "{{extends round}}" },
};

static const struct source *find(const void *world, struct str name)
{
    struct arena *keep = (struct arena *)(uintptr_t)world;
    for (ptrdiff_t i = 0; i < LEN(partials); i++) {
        if (!str_equal(name, str_of(partials[i].name)))
            continue;
        struct source *src = NEW(keep, struct source, 1);
        src->path = str_join(name, S(".html"), keep);
        src->text = str_of(partials[i].text);
        return src;
    }
    return NULL;
}

static struct value *leaf(const char *title, struct arena *keep)
{
    struct value *v = value_map(keep);
    value_set(v, "title", value_str(str_of(title), keep), keep);
    return v;
}

static struct value *context(struct arena *keep)
{
    struct value *c = value_map(keep), *list = value_list(keep), *tree = value_list(keep);
    value_set(c, "name", value_str(S("Ada"), keep), keep);
    value_set(c, "empty", value_str(S(""), keep), keep);
    value_set(c, "evil", value_str(S("</script><script>\"'`=&alert(1)//\xe2\x80\xa8"), keep), keep);
    value_set(c, "js", value_str(S(" JaVaScript:alert(1)"), keep), keep);
    value_set(c, "tabbed", value_str(S("java\tscript:alert(1)"), keep), keep);
    value_set(c, "url", value_str(S("https://a.example/b c?d=e&f='g'\""), keep), keep);
    value_set(c, "half", value_str(S("script:alert(1)"), keep), keep);
    value_set(c, "html", value_html(S("<b>bold</b>"), keep), keep);
    value_set(c, "n", value_int(-42, keep), keep);
    value_set(c, "zero", value_int(0, keep), keep);
    value_set(c, "yes", value_bool(true, keep), keep);
    value_set(c, "no", value_bool(false, keep), keep);
    value_set(c, "nothing", value_none(keep), keep);
    value_set(c, "null", NULL, keep);
    value_set(c, "list", list, keep);
    value_add(list, value_str(S("a"), keep), keep);
    value_add(list, value_str(S("b<"), keep), keep);
    value_add(list, value_int(3, keep), keep);
    value_set(c, "none", value_list(keep), keep);
    value_set(c, "tree", tree, keep);
    struct value *one = value_add(tree, leaf("one", keep), keep);
    struct value *inner = value_set(one, "children", value_list(keep), keep);
    value_add(inner, leaf("two", keep), keep);
    value_add(tree, leaf("three", keep), keep);
    value_set(c, "map", leaf("T", keep), keep);
    return c;
}

/* out, or the message of the first error with its place */
static struct str run(const char *text, const struct value *schema, struct arena *keep)
{
    struct source src = { .path = S("t.html"), .text = str_of(text) };
    struct template_partials p = { .find = find, .world = keep, .schema = schema };
    struct diag d = { .keep = keep };
    struct template *t = template_compile(&src, &p, keep, &d);
    struct buf out = buf_open(keep, 1 << 16);
    if (t) {
        assert_int_equal(d.findings.len, 0);
        template_render(t, context(keep), &out);
        return buf_str(&out);
    }
    assert_true(d.findings.len > 0);
    const struct finding *f = d.findings.ptr;
    assert_string_equal(f->rule->id, "input-template");
    buf_fmt(&out, "%.*s:%d:%d: %.*s", FMT(f->file), f->line, f->col, FMT(f->message));
    return buf_str(&out);
}

struct test {
    const char *name, *in, *out;
};

static void check(const struct test *t, ptrdiff_t n, const struct value *(*schema)(struct arena *))
{
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena all = arena_open(1 << 24);
        char *start = all.beg;
        struct str got = run(t[i].in, schema ? schema(&all) : NULL, &all);
        if (!str_equal(got, str_of(t[i].out)))
            fail_msg("%s: got \"%.*s\", want \"%s\"", t[i].name, FMT(got), t[i].out);
        arena_close(start, &all);
    }
}

/* clang-format off */
static const struct test prints[] = {
    { "text only",        "plain",                                    "plain" },
    { "name",             "Hi {{ name }}.",                           "Hi Ada." },
    { "no blanks",        "{{name}}",                                 "Ada" },
    { "number",           "{{n}} {{zero}} {{yes}}",                   "-42 0 true" },
    { "dotted",           "{{map.title}}{{map.nope}}{{map.title.x}}", "T" },
    { "unknown",          "[{{ nobody }}{{ nothing }}{{ null }}]",              "[]" },
    { "a map prints nothing", "[{{ map }}{{ list }}]",                "[]" },
    { "markup",           "{{{ html }}}",                             "<b>bold</b>" },
    { "markup escaped",   "{{ html }}",                               "&lt;b&gt;bold&lt;/b&gt;" },
    { "text is no markup", "{{{ evil }}}",                            "&lt;/script&gt;&lt;script&gt;&quot;&#39;`=&amp;alert(1)//\xe2\x80\xa8" },
    { "if",               "{{#if name}}y{{else}}n{{/if}}",            "y" },
    { "if empty",         "{{#if empty}}y{{else}}n{{/if}}",           "n" },
    { "if not",           "{{#if not none}}y{{/if}}{{#if not yes}}n{{/if}}", "y" },
    { "else if",          "{{#if no}}a{{else if zero}}b{{else if yes}}c{{else}}d{{/if}}", "c" },
    { "each",             "{{#each list}}{{@index}}{{this}}{{#if not @last}},{{/if}}{{/each}}", "0a,1b&lt;,23" },
    { "first",            "{{#each list}}{{#if @first}}^{{/if}}{{/each}}", "^" },
    { "each of nothing",  "{{#each none}}x{{else}}empty{{/each}}",    "empty" },
    { "outer name",       "{{#each tree}}{{name}}{{/each}}",          "AdaAda" },
    { "only in this",     "{{#each tree}}{{this.name}}{{title}}{{/each}}", "onethree" },
    { "up",               "{{#each tree}}{{#each this.children}}{{../title}}{{title}}{{/each}}{{/each}}", "onetwo" },
    { "no way from outside", "{{#each tree}}{{#each children}}{{#each children}}x{{/each}}{{/each}}{{/each}}", "" },
    { "partial",          "{{> greet}}",                              "Hello Ada!" },
    { "partial in loop",  "<ul>{{#each tree}}{{> item}}{{/each}}</ul>", "<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>" },
    { "lines go",         "a\n  {{#if yes}}\n  b\n  {{/if}}\nc",      "a\nb\nc" },
    { "indent goes",      "<p>\n    <b>x</b>\n\n</p>",                "<p>\n<b>x</b>\n</p>" },
    { "not in pre",       "<pre>\n  <i>\n  x</i>\n</pre>\n  <p>",     "<pre>\n  <i>\n  x</i>\n</pre>\n<p>" },
    { "comment",          "a{{! no }}b{{!-- {{no}} --}}c",            "abc" },
    { "braces",           "\\{{ name }}",                             "{{ name }}" },
    { "extends",          "{{extends base}}{{#block main}}new {{name}}{{/block}}", "<main>new Ada</main><p>foot</p>" },
    { "extends twice",    "{{extends middle}}\n{{#block foot}}F{{/block}}\n", "<main>middle</main>F" },
    { "block by itself",  "{{#block a}}x{{/block}}y",                 "xy" },
    { "flag attribute",   "<option{{#if yes}} selected{{/if}}>",      "<option selected>" },
    { "flag behind blank", "<option {{#if yes}}selected{{/if}}>",     "<option selected>" },
    { "attribute or none", "<a{{#if no}} href=\"{{url}}\"{{else}} id=\"x\"{{/if}} class=\"{{name}}\">", "<a id=\"x\" class=\"Ada\">" },
};

static const struct test escapes[] = {
    { "text",             "<p>{{evil}}",            "<p>&lt;/script&gt;&lt;script&gt;&quot;&#39;`=&amp;alert(1)//\xe2\x80\xa8" },
    { "attribute",        "<p title=\"{{evil}}\">", "<p title=\"&lt;/script&gt;&lt;script&gt;&quot;&#39;`=&amp;alert(1)//\xe2\x80\xa8\">" },
    { "single quotes",    "<p title='{{evil}}'>",   "<p title='&lt;/script&gt;&lt;script&gt;&quot;&#39;`=&amp;alert(1)//\xe2\x80\xa8'>" },
    { "url",              "<a href=\"{{url}}\">",   "<a href=\"https://a.example/b%20c?d=e&amp;f=&#39;g&#39;%22\">" },
    { "javascript",       "<a href=\"{{js}}\">",    "<a href=\"about:invalid\">" },
    { "javascript, tab",  "<a href='{{tabbed}}'>",  "<a href='about:invalid'>" },
    { "javascript, src",  "<img src=\"{{js}}\">",   "<img src=\"about:invalid\">" },
    { "two halves",       "<a href=\"java{{half}}\">", "<a href=\"javaabout:invalid\">" },
    { "behind an empty root", "<a href=\"{{empty}}{{js}}\">", "<a href=\"about:invalid\">" },
    { "behind a path",    "<a href=\"./{{js}}\">",  "<a href=\"./JaVaScript:alert(1)\">" },
    { "query",            "<a href=\"/s?q={{url}}\">", "<a href=\"/s?q=https%3A%2F%2Fa.example%2Fb%20c%3Fd%3De%26f%3D%27g%27%22\">" },
    { "fragment",         "<a href=\"#{{name}}\">", "<a href=\"#Ada\">" },
    { "mail",             "<a href=\"mailto:{{name}}\">", "<a href=\"mailto:Ada\">" },
    { "refresh",          "<meta http-equiv=\"refresh\" content=\"0; url={{js}}\">", "<meta http-equiv=\"refresh\" content=\"0; url=about:invalid\">" },
    { "meta",             "<meta name=\"description\" content=\"{{js}}\">", "<meta name=\"description\" content=\" JaVaScript:alert(1)\">" },
    { "json",             "<script type=\"application/json\">{{evil}}</script>",
      "<script type=\"application/json\">\"\\u003c/script\\u003e\\u003cscript\\u003e\\\"'`=\\u0026alert(1)//\\u2028\"</script>" },
    { "json tree",        "<script type=\"application/ld+json\">{\"a\":{{tree}},\"b\":{{nothing}},\"c\":{{no}}}</script>{{n}}",
      "<script type=\"application/ld+json\">{\"a\":[{\"title\":\"one\",\"children\":[{\"title\":\"two\"}]},{\"title\":\"three\"}],\"b\":null,\"c\":false}</script>-42" },
    { "title",            "<title>{{html}}</title>{{{html}}}", "<title>&lt;b&gt;bold&lt;/b&gt;</title><b>bold</b>" },
    { "style by markup",  "<style>{{{html}}}</style>", "<style><b>bold</b></style>" },
};

static const struct test refusals[] = {
    { "script",           "<p>\n<script>var a = {{name}};</script>", "t.html:2:17: no value in a script: use <script type=\"application/json\">" },
    { "json quotes",      "<script type=\"application/json\">{\"a\":\"{{name}}\"}</script>", "t.html:1:39: take the quotes away: a value in JSON brings its own" },
    { "style",            "<style>p{color:{{name}}}</style>",  "t.html:1:16: no value in <style>: use a class, or {{{ }}} with checked markup" },
    { "style attribute",  "<p style=\"{{name}}\">",            "t.html:1:11: no value in style=: use a class" },
    { "event",            "<p onclick=\"{{name}}\">",          "t.html:1:13: no value in an event attribute: use data-… and the script" },
    { "unquoted",         "<p class={{name}}>",                "t.html:1:10: quote the attribute: a value without quotes can end it" },
    { "unquoted later",   "<p class=a{{name}}>",               "t.html:1:11: quote the attribute: a value without quotes can end it" },
    { "tag name",         "<{{name}}>",                        "t.html:1:2: no value in the name of a tag or attribute" },
    { "attribute name",   "<p {{name}}=\"\">",                 "t.html:1:4: no value in the name of a tag or attribute" },
    { "comment",          "<!-- {{name}} -->",                 "t.html:1:6: no value in a comment or declaration" },
    { "srcset",           "<img srcset=\"{{name}}\">",         "t.html:1:14: no value in this attribute" },
    { "own scheme",       "<a href=\"javascript:{{name}}\">",  "t.html:1:21: no value behind this scheme: use http, https, mailto, tel or sms" },
    { "markup in attribute", "<p title=\"{{{html}}}\">",       "t.html:1:11: {{{ }}} is for text between tags: write {{ }}" },
    { "branches",         "{{#if a}}<p title=\"{{/if}}x",      "t.html:1:1: {{#if}}: one way ends in text, the other in an attribute's value" },
    { "loop",             "{{#each a}}<p title=\"{{/each}}",   "t.html:1:1: {{#each}}: one way ends in an attribute's value, the other in text" },
    { "partial's context", "{{> opens}}\">",                   "t.html:1:1: a partial must end where it began: opens begins in text and ends in an attribute's value" },
    { "torn name",        "<p{{#if a}}re{{/if}}>",             "t.html:1:12: a name of a tag or attribute must not be cut by {{#if}}, {{#each}} or {{#block}}" },
    { "torn event",       "<p {{#if a}}on{{/if}}click=\"{{name}}\">", "t.html:1:22: a name of a tag or attribute must not be cut by {{#if}}, {{#each}} or {{#block}}" },
    { "end in a tag",     "<p class=\"a\"",                    "t.html:1:13: the template ends inside a tag" },
    { "unclosed if",      "a\n {{#if a}}",                     "t.html:2:2: {{#if}} is never closed: write {{/if}}" },
    { "unclosed tag",     "a {{ name",                         "t.html:1:3: this tag is never closed: write }}" },
    { "wrong close",      "{{#if a}}{{/each}}{{/if}}",         "t.html:1:1: {{#if}} is never closed: write {{/if}}" },
    { "stray close",      "a{{/if}}",                          "t.html:1:2: this closes nothing" },
    { "stray else",       "é{{else}}",                         "t.html:1:2: this closes nothing" },
    { "no name",          "{{ a..b }}",                        "t.html:1:4: no name: a..b" },
    { "no name at all",   "{{}}",                              "t.html:1:1: a name is missing here" },
    { "unknown tag",      "{{#when a}}",                       "t.html:1:1: no such tag: use #if, #each or #block" },
    { "no partial",       "{{> nobody}}",                      "t.html:1:1: there is no partial nobody.html" },
    { "partial's error",  "{{> broken}}",                      "broken.html:1:1: {{#if}} is never closed: write {{/if}}" },
    { "no base",          "{{extends nobody}}",                "t.html:1:1: there is no template of this name" },
    { "circle",           "{{extends round}}",                 "round.html:1:1: templates extend each other in a circle" },
    { "no such block",    "{{extends base}}{{#block nav}}x{{/block}}", "t.html:1:17: the base has no block nav" },
    { "text outside",     "{{extends base}}x",                 "t.html:1:1: text outside of blocks: this template extends another" },
};

static const struct test names[] = {
    { "known",            "{{name}}{{map.title}}{{#each tree}}{{title}}{{this.title}}{{name}}{{@index}}{{/each}}", "AdaToneoneAda0threethreeAda1" },
    { "unknown",          "{{nmae}}",                          "t.html:1:3: nothing is called nmae here; did you mean name?" },
    { "unknown member",   "{{map.titel}}",                     "t.html:1:3: nothing is called titel here; did you mean title?" },
    { "unknown in loop",  "{{#each tree}}{{this.name}}{{/each}}", "t.html:1:17: nothing is called name here" },
    { "anything goes",    "{{nothing.at.all}}",                "" },
};
/* clang-format on */

static void test_prints(void **state)
{
    (void)state;
    check(prints, LEN(prints), NULL);
}

static void test_escapes(void **state)
{
    (void)state;
    check(escapes, LEN(escapes), NULL);
}

static void test_refusals(void **state)
{
    (void)state;
    check(refusals, LEN(refusals), NULL);
}

static const struct value *schema_of(struct arena *keep)
{
    return context(keep);
}

static void test_names(void **state)
{
    (void)state;
    check(names, LEN(names), schema_of);
}

static void test_depth(void **state)
{
    (void)state;
    struct arena all = arena_open(1 << 26);
    char *start = all.beg;
    struct str got = run("{{> endless}}", NULL, &all);
    assert_true(got.len > 10 && got.len < 1000);
    assert_int_equal(run("{{> twice}}", NULL, &all).len, 0);
    struct buf deep = buf_open(&all, 1 << 20);
    for (int i = 0; i < 10000; i++)
        buf_put(&deep, S("{{#if a}}"));
    buf_char(&deep, '\0');
    got = run(deep.ptr, NULL, &all);
    assert_true(str_find(got, S("t.html:1:")) == 0);
    arena_close(start, &all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prints),   cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_names),
        cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
