/* test_markdown.c - Markdown to a tree, written as one line: kinds, texts, places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/front_matter.h"
#include "load/markdown.h"

static struct arena arena;

static const char *const names[] = {
    "doc", "p", "h", "quote", "alert", "list", "item", "code", "html", "table", "row", "cell", "hr",
    "", "`", "em", "strong", "del", "a", "img", "br", "soft", "raw", "note", "notes", "fold", "tab", "dl", "dt", "dd", "title",
};

static void dump(const struct node *n, struct buf *b)
{
    if (n->kind == NODE_TEXT) {
        buf_put(b, n->text);
        return;
    }
    buf_fmt(b, "%s", names[n->kind]);
    if (n->kind == NODE_HEADING)
        buf_fmt(b, "%d#%.*s", n->level, FMT(n->id));
    if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
        buf_fmt(b, "<%.*s>%s", FMT(n->href), n->autolink ? "!" : "");
    if (n->kind == NODE_CODE)
        buf_fmt(b, "<%.*s>", FMT(n->info));
    if (n->kind == NODE_NOTE)
        buf_fmt(b, "%d.%d", n->level, n->index);
    if (n->kind == NODE_ALERT)
        buf_fmt(b, "%d", (int)n->alert);
    if (n->kind == NODE_ITEM && n->task)
        buf_fmt(b, "%d", (int)n->task);
    if ((n->kind == NODE_ALERT || n->kind == NODE_FOLD || n->kind == NODE_TAB) && n->title.ptr)
        buf_fmt(b, "<%.*s>", FMT(n->title));
    buf_char(b, '(');
    buf_put(b, n->kind == NODE_CODE || n->kind == NODE_CODE_SPAN || n->kind == NODE_HTML || n->kind == NODE_RAW_HTML ? n->text : S(""));
    for (const struct node *c = n->first; c; c = c->next)
        dump(c, b);
    buf_char(b, ')');
}

static const struct {
    const char *name, *in, *tree, *finding; /* finding: "line:col rule", or NULL */
} cases[] = {
    { "words", "Hello *you*\n", "doc(p(Hello em(you)))", NULL },
    { "entity", "a &amp; b &#65;\n", "doc(p(a & b A))", NULL },
    { "heading ids", "# A b\n\n## A b\n\n## \xf0\x9f\x8f\x97\xef\xb8\x8f X: y\n",
      "doc(h1#a-b(A b)h2#a-b-1(A b)h2#\xef\xb8\x8f-x-y(\xf0\x9f\x8f\x97\xef\xb8\x8f X: y))", NULL },
    { "link", "[2 tasks](config.prod:/a) [](name:b)\n", "doc(p(a<config.prod:/a>(2 tasks) a<name:b>()))", NULL },
    { "autolink", "see https://example.com/a\n", "doc(p(see a<https://example.com/a>!(https://example.com/a)))", NULL },
    { "addresses end before punctuation and keep their own brackets", "(https://e.com/a_(b)), www.e.com. http://e.com/?q=1;\n",
      "doc(p((a<https://e.com/a_(b)>!(https://e.com/a_(b))), a<http://www.e.com>!(www.e.com). a<http://e.com/?q=1>!(http://e.com/?q=1);))", NULL },
    { "an address holds an entity", "https://e.com/?a=1&amp;b=2 x\n", "doc(p(a<https://e.com/?a=1&b=2>!(https://e.com/?a=1&b=2) x))", NULL },
    { "mail", "write to a.b@e.com, not @e or a@b\n", "doc(p(write to a<mailto:a.b@e.com>!(a.b@e.com), not @e or a@b))", NULL },
    { "no address", "xhttp://e.com awww.e.com http:// www.e\n", "doc(p(xhttp://e.com awww.e.com http:// a<http://www.e>!(www.e)))", NULL },
    { "links, code and pictures hold no addresses", "[https://e.com](x) `https://e.com` ![www.e.com](y.png)\n",
      "doc(p(a<x>(https://e.com) `(https://e.com) img<y.png>(www.e.com)))", NULL },
    { "an address in bold", "**https://e.com/a** b\n", "doc(p(strong(a<https://e.com/a>!(https://e.com/a)) b))", NULL },
    { "a bold link before a slash", "[**docs**](https://e.com/a)/**run** it\n",
      "doc(p(a<https://e.com/a>(strong(docs))/strong(run) it))", NULL },
    { "a bold link before a wide character", "- [**a**](http://e.com/f)\xef\xbc\x8c**b** c\n",
      "doc(list(item(a<http://e.com/f>(strong(a))\xef\xbc\x8cstrong(b) c)))", NULL },
    { "two bold links and an em dash", "[**a**](https://e.com/1)\xe2\x80\x94[*b*](https://e.com/2)x~~c~~ **d**\n",
      "doc(p(a<https://e.com/1>(strong(a))\xe2\x80\x94" "a<https://e.com/2>(em(b))xdel(c) strong(d)))", NULL },
    { "alert", "> [!WARNING]\n> Mind it\n", "doc(alert3(p(Mind it)))", NULL },
    { "no alert", "> [!OTHER]\n> x\n", "doc(quote(p([!OTHER]soft()x)))", NULL },
    { "task", "- [x] a\n- [ ] b\n", "doc(list(item2(a)item1(b)))", NULL },
    { "code", "```c title=\"x\"\nint a;\n```\n", "doc(code<c title=\"x\">(int a;\n))", NULL },
    { "open fence", "text\n\n```\nabc\n", "doc(p(text)code<>(abc\n))", "3:1 input-fence" },
    { "open fence in a list", "- a\n\n  ```\n  abc\n\nb\n", NULL, "3:3 input-fence" },
    { "blank lines in a fence", "```\nabc\n\n\n```\n", "doc(code<>(abc\n\n\n))", NULL },
    { "table", "| a | b |\n|---|--:|\n| 1 | 2 |\n", "doc(table(row(cell(a)cell(b))row(cell(1)cell(2))))", NULL },
    { "a cell too many", "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", NULL, "3:1 input-table" },
    { "a last cell that is empty", "a | b | c\n--|--|--\n 1 | 2 | \n", NULL, NULL },
    { "a cell too few", "| a | b |\n|---|---|\n| 1 |\n", NULL, "3:1 input-table" },
    { "escaped pipe", "| a | b |\n|---|---|\n| 1 \\| 2 | 3 |\n", NULL, NULL },
    { "strike", "~~a~~\n", "doc(p(del(a)))", NULL },
    { "note", "a[^1] b\n\n[^1]: N *m*\n", "doc(p(anote1.1() b)notes(item(p(N em(m)))))", NULL },
    { "notes in the order they are named", "a[^y] b[^x] c[^y]\n\n[^x]: X\n[^y]: Y\n",
      "doc(p(anote1.1() bnote2.1() cnote1.2())notes(item(p(Y))item(p(X))))", NULL },
    { "a note of several paragraphs", "a[^1]\n\n[^1]: One\n    more\nlazy\n\n    Two\n\nText\n",
      "doc(p(anote1.1())p(Text)notes(item(p(Onesoft()moresoft()lazy)p(Two))))", NULL },
    { "lists and code in a note", "a[^1]\n\n[^1]: One\n    - x\n    - y\n\n    ```sh\n    ls [^1]\n\n    cd\n    ```\n\n        deep\n",
      "doc(p(anote1.1())notes(item(p(One)list(item(x)item(y))code<sh>(ls [^1]\n\ncd\n)code<>(deep\n))))", NULL },
    { "a tab indents", "a[^1]\n\n[^1]:\tOne\n\n\tTwo\n\n \t- x\n", "doc(p(anote1.1())notes(item(p(One)p(Two)list(item(x)))))", NULL },
    { "a note that begins below its mark", "a[^1]\n\n[^1]:\n    - x\n", "doc(p(anote1.1())notes(item(list(item(x)))))", NULL },
    { "a block ends a note", "a[^1]\n\n[^1]: One\n# H\nText\n", "doc(p(anote1.1())h1#h(H)p(Text)notes(item(p(One))))", NULL },
    { "a note ends a paragraph", "a[^1]\n[^1]: One\n\nb\n", "doc(p(anote1.1())p(b)notes(item(p(One))))", NULL },
    { "a note names a note", "a[^1]\n\n[^2]: Two\n\n[^1]: One[^2]\n", "doc(p(anote1.1())notes(item(p(Onenote2.1()))item(p(Two))))", NULL },
    { "links by reference in a note", "a[^1]\n\n[^1]: [x] y\n\n[x]: /z\n", "doc(p(anote1.1())notes(item(p(a</z>(x) y))))", NULL },
    { "nobody names it", "a\n\n[^1]: one two\n", "doc(p(a)p([^1]: one two))", NULL },
    { "two of one name", "a[^1]\n\n[^1]: One\n\n[^1]: Two\n", "doc(p(anote1.1())notes(item(p(One))))", NULL },
    { "named in code alone", "`a[^1]`\n\n[^1]: One\n", "doc(p(`(a[^1]))notes(item(p(One))))", NULL },
    { "a note in code is code", "a[^1]\n\n```\n[^1]: One\n```\n", "doc(p(a[^1])code<>([^1]: One\n))", NULL },
    { "a note in code of a list is code", "a[^1]\n\n- ```\n  [^1]: One\n  ```\n", "doc(p(a[^1])list(item(code<>([^1]: One\n))))", NULL },
    { "a note behind markup nobody closed", "a[^1]\n\n<!-- x\n\n[^1]: One\n", "doc(p(a[^1])html(<!-- x\n\n[^1]: One\n))", NULL },
    { "a note behind a list", "- a[^1]\n\n[^1]: - b\n", "doc(list(item(anote1.1()))notes(item(list(item(b)))))", NULL },
    { "a quote and a note", "a[^1]\n\n> q\n\n[^1]: > n\n", "doc(p(anote1.1())quote(p(q))notes(item(quote(p(n)))))", NULL },
    { "an open fence in a note", "a[^1]\n\n[^1]: x\n\n    ```\n    y\n\nb\n", NULL, "5:5 input-fence" },
    { "a row in a note", "a[^1]\n\n[^1]: x\n\n    | a | b |\n    |---|---|\n    | 1 |\n", NULL, "7:5 input-table" },
    /* tables by GitHub's rules */
    { "one dash is enough", "|a|b|\n|-|-:|\n|1|2|\n", "doc(table(row(cell(a)cell(b))row(cell(1)cell(2))))", NULL },
    { "no pipes at the ends", "a | b\n-: | -\n1 | 2\n", "doc(table(row(cell(a)cell(b))row(cell(1)cell(2))))", NULL },
    { "an empty cell", "|a|b|c|\n|-|-|-|\n|1||3|\n", "doc(table(row(cell(a)cell(b)cell(c))row(cell(1)cell()cell(3))))", NULL },
    { "an empty cell at the end", "|a|b|\n|-|-|\n|1||\n", "doc(table(row(cell(a)cell(b))row(cell(1)cell())))", NULL },
    { "a pipe in code", "|a|b|\n|-|-|\n|`x \\| y`|2|\n", "doc(table(row(cell(a)cell(b))row(cell(`(x | y))cell(2))))", NULL },
    { "a bare pipe parts code", "|a|b|\n|-|-|\n|`x | y`|\n", "doc(table(row(cell(a)cell(b))row(cell(`x)cell(y`))))", NULL },
    { "a head that does not fit", "|a|b|c|\n|-|-|\n|1|2|\n", "doc(p(|a|b|c|soft()|-|-|soft()|1|2|))", NULL },
    { "below text", "x\n|a|\n|-|\n|1|\n", "doc(p(x)table(row(cell(a))row(cell(1))))", NULL },
    { "below text in a tight list", "- x\n  |a|\n  |-|\n  |1|\n- y\n", "doc(list(item(xtable(row(cell(a))row(cell(1))))item(y)))", NULL },
    { "ended by a comment", "|a|\n|-|\n|1|\n<!-- x -->\ny\n", "doc(table(row(cell(a))row(cell(1)))html(<!-- x -->\n)p(y))", NULL },
    { "ended by a heading", "|a|\n|-|\n|1|\n# x\n", "doc(table(row(cell(a))row(cell(1)))h1#x(x))", NULL },
    { "ended by a list", "|a|\n|-|\n|1|\n- x\n", "doc(table(row(cell(a))row(cell(1)))list(item(x)))", NULL },
    { "in a quote", "> |a|\n> |-|\n> |1|\nx\n", "doc(quote(table(row(cell(a))row(cell(1))))p(x))", NULL },
    { "no table in code", "```\n|a|\n|-|\n```\n", "doc(code<>(|a|\n|-|\n))", NULL },
    { "no table in an indented block", "    |a|\n    |-|\n", "doc(code<>(|a|\n|-|\n))", NULL },
    { "Windows line ends", "|a|\r\n|-|\r\n|1|\r\n\r\nx\r\n", "doc(table(row(cell(a))row(cell(1)))p(x))", NULL },
    /* blocks of other tools */
    { "colons", ":::note\na *b*\n:::\nc\n", "doc(alert0(p(a em(b)))p(c))", NULL },
    { "colons with a title", "::: danger Mind it\na\n:::\n", "doc(alert4<Mind it>(p(a)))", NULL },
    { "colons with a title in brackets", ":::tip[Mind it]\na\n:::\n", "doc(alert1<Mind it>(p(a)))", NULL },
    { "colons in colons", "::::info\n:::tip\na\n:::\nb\n::::\n", "doc(alert0<Info>(alert1(p(a))p(b)))", NULL },
    { "colons in a list", "- a\n\n  :::note\n  b\n  :::\n- c\n", "doc(list(item(p(a)alert0(p(b)))item(p(c))))", NULL },
    { "colons around a table", ":::note\n|a|\n|-|\n|1|\n:::\nx\n", "doc(alert0(table(row(cell(a))row(cell(1))))p(x))", NULL },
    { "colons nobody closed", ":::note\na\n", "doc(alert0(p(a)))", NULL },
    { "colons of a kind nobody knows", ":::columns\na\n:::\n", "doc(p(:::columnssoft()asoft():::))", "1:1 block-foreign" },
    { "colons in code", "```\n:::note\n```\n", "doc(code<>(:::note\n))", NULL },
    { "details", ":::details More\na\n:::\n", "doc(fold<More>(p(a)))", NULL },
    { "marks and an indent", "!!! note\n    a\n\n    - b\n\nc\n", "doc(alert0(p(a)list(item(b)))p(c))", NULL },
    { "marks with a title", "!!! warning \"Mind *it*\"\n    a\n", "doc(alert3<Mind *it*>(title(Mind em(it))p(a)))", NULL },
    { "a fold with a title of code", "??? tip \"Use `x`\"\n    a\n", "doc(fold<Use `x`>(title(Use `(x))p(a)))", NULL },
    { "a title and nothing below", ":::note A *b*\n:::\n", "doc(alert0<A *b*>(title(A em(b))))", NULL },
    { "marks with an empty title", "!!! danger \"\"\n    a\n", "doc(alert4<>(p(a)))", NULL },
    { "marks with a word of their own", "!!! pied-piper\n    a\n", "doc(alert0<Pied-piper>(p(a)))", NULL },
    { "a fold", "??? tip \"More\"\n    a\nb\n", "doc(fold<More>(p(a))p(b))", NULL },
    { "marks in marks", "!!! note\n    a\n\n    ??? tip\n        b\n\n    c\n", "doc(alert0(p(a)fold<Tip>(p(b))p(c)))", NULL },
    { "marks in a list", "1. a\n\n    !!! note\n        b\n\n2. c\n", "doc(list(item(p(a)alert0(p(b)))item(p(c))))", NULL },
    { "code in marks", "!!! note\n    ```sh\n    ls\n\n    cd\n    ```\n", "doc(alert0(code<sh>(ls\n\ncd\n)))", NULL },
    { "marks without a body", "!!! note\n\na\n", "doc(p(!!! note)p(a))", NULL },
    { "three marks in text", "Wow!!! note it\n", "doc(p(Wow!!! note it))", NULL },
    { "tabs", "=== \"A\"\n\n    a\n\n=== \"B\"\n\n    b\n", "doc(tab<A>(p(a))tab<B>(p(b)))", NULL },
    { "a heading's underline is no tab", "a\n===\n", "doc(h1#a(a))", NULL },
    { "tags around text", "{{< hint danger >}}\na **b**\n{{< /hint >}}\n", "doc(alert4<Danger>(p(a strong(b))))", NULL },
    { "tags of Liquid", "{% hint style=\"info\" %}\na\n{% endhint %}\n", "doc(alert0<Info>(p(a)))", NULL },
    { "tags that mean nothing", "{% highlight ruby %}\n{% raw %}{% highlight b %}\n*a*\n{% endhighlight %}{% endraw %}\n{% endhighlight %}\nb\n", "doc(code<ruby>({% highlight b %}\n*a*\n{% endhighlight %}\n)p(b))", NULL },
    { "HTML that holds Markdown", "<div markdown=\"1\">\n*a*\n</div>\n```\nb\n```\n", "doc(html(<div markdown=\"1\">\n)p(em(a))html(</div>\n)code<>(b\n))", NULL },
    { "HTML that does not", "<div markdown=\"0\">\n*a*\n</div>\n*b*\n", "doc(html(<div markdown=\"0\">\n*a*\n</div>\n*b*\n))", NULL },
    { "code between tags", "{% highlight ruby %}\n*a*\n{% endhighlight %}\nb\n", "doc(code<ruby>(*a*\n)p(b))", NULL },
    { "the target of a link", "[a]({{< ref \"b.md#c\" >}}) {{% relref d %}}\n", "doc(p(a</:ref:/b.md#c>(a) d))", NULL },
    { "a picture", "{{< figure src=\"a b.png\" caption=\"C\" >}}\n", "doc(p(img<a b.png>(C)))", NULL },
    { "the site's address", "[a]({{ site.baseurl }}/b)\n", "doc(p(a</b>(a)))", NULL },
    { "tags nobody knows", "a {{< gist x >}} `{{< y >}}` {{< gist z >}}\n", "doc(p(a {{< gist x >}} `({{< y >}}) {{< gist z >}}))", "1:3 block-foreign" },
    { "imports and components", "import T from 'x'\n\n<Tabs>\n  <TabItem value=\"a\" label=\"A\">\n    b\n  </TabItem>\n</Tabs>\n", "doc(doc(tab<A>(p(b))))", "1:1 block-foreign" },
    { "import in a sentence", "import duties from abroad\n", "doc(p(import duties from abroad))", NULL },
    { "a directive", "```{note} T\n:class: x\na *b*\n```\n", "doc(alert0<T>(p(a em(b))))", NULL },
    { "definitions", "A *b*\n: c\n: d\n\ne\n", "doc(dl(dt(A em(b))dd(p(c))dd(p(d)))p(e))", NULL },
    { "a definition below a blank line", "A\n\n:   b\n\n    c\n", "doc(dl(dt(A)dd(p(b)p(c))))", NULL },
    { "a colon alone", ": a\n", "doc(p(: a))", NULL },
    { "tabs of fences", "::: code-group\n```js [npm]\na\n```\n```js [pnpm]\nb\n```\n:::\n", "doc(doc(tab<npm>(code<js>(a\n))tab<pnpm>(code<js>(b\n))))", NULL },
    { "a component's own words", "import C from 'x'\n\n<C title=\"A\" href=\"/b/\" description=\"D\" />\n<C title=\"E\">\n\nf\n\n</C>\n", "doc(p(a</b/>(A) D)p(strong(E))p(f))", "1:1 block-foreign" },
    { "a name for a place", "(a-b)=\n# C\n", "doc(p(raw(<a id=\"a-b\">)raw(</a>))h1#c(C))", NULL },
    { "brackets of a table's name", "a [[b.c]] d\n", "doc(p(a [[b.c]] d))", NULL },
    { "a wiki's link", "a [[B c]] d\n", "doc(p(a [[B c]] d))", "1:3 block-foreign" },
    /* in lines */
    { "ids of headings", "## A {#b}\n### C { #d .e }\n## F {: #g}\n", "doc(h2#b(A)h3#d(C)h2#g(F))", NULL },
    { "braces that are no id", "## A {b}\n", "doc(h2#a-b(A {b}))", NULL },
    { "attributes of a link", "[a](b){target=_blank .c} ![d](e){: width=\"3 px\" }\n", "doc(p(a<b>(a) img<e>(d)))", NULL },
    { "attributes of a paragraph", "a\n{: .b}\n", "doc(p(asoft()))", NULL },
    { "a tag over lines", "a <img src=\"b\"\n alt='c'> d\n", "doc(p(a raw(<img src=\"b\"\nalt='c'>) d))", NULL },
    { "a comment over lines", "a <!-- b\nc --> d\n", "doc(p(a raw(<!-- b\nc -->) d))", NULL },
    { "a comment that begins at the end of a line", "[a](b)<!--\nc --> d\n", "doc(p(a<b>(a)raw(<!-- .\nc -->) d))", NULL },
    { "a comment with dashes", "a <!-- b -- c --> d\n", "doc(p(a raw(<!-- b - - c -->) d))", NULL },
    { "emoji", "a :rocket: :no-such: 10:30:45 `:tada:`\n", "doc(p(a \xf0\x9f\x9a\x80 :no-such: 10:30:45 `(:tada:)))", NULL },
    { "the contents", "[TOC]\n\na\n", "doc(p(a))", NULL },
    { "front matter that is indented", "---\n  title: X\n  weight: 1\n---\n# Y\n", "doc(h1#y(Y))", NULL },
    { "a rule before an indented list", "---\n\n- a: b\n\n---\n", "doc(hr()list(item(a: b))hr())", NULL },
    { "front matter", "---\ntitle: X\n---\n# Y\n", "doc(h1#y(Y))", NULL },
    { "unknown key", "---\ntitel: X\n---\n", "doc()", "2:1 input-unknown-key" },
    { "open front matter", "---\ntitle: X\n", NULL, "1:1 input-front-matter" },
    { "no number", "---\nweight: many\n---\n", NULL, "2:9 input-value" },
};

static void test_cases(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct source src = { .path = S("x.md"), .text = str_of(cases[i].in) };
        struct document *doc = markdown_read(&src, &scratch, &d);
        struct buf b = buf_open(&scratch, 4096);
        struct str finding = { 0 };
        dump(doc->root, &b);
        if (cases[i].tree && !str_equal(buf_str(&b), str_of(cases[i].tree)))
            fail_msg("%s: %.*s", cases[i].name, FMT(buf_str(&b)));
        if (d.findings.len)
            finding = str_fmt(&scratch, "%d:%d %s", d.findings.ptr[0].line, d.findings.ptr[0].col, d.findings.ptr[0].rule->id);
        if (!str_equal(finding, str_of(cases[i].finding)))
            fail_msg("%s: finding %.*s", cases[i].name, FMT(finding));
    }
}

static void test_places(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct source src = { .path = S("x.md"), .text = S("a\n\nb [](name:x) [c **d**](y)\n") };
    struct document *doc = markdown_read(&src, &scratch, &d);
    int seen = 0, line, col;
    (void)state;
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        if (n->kind != NODE_LINK)
            continue;
        diag_place(&src, n->place.ptr, &line, &col);
        assert_int_equal(line, 3);
        assert_int_equal(col, seen++ ? 15 : 6); /* an empty text stands where its target does */
    }
    assert_int_equal(seen, 2);
}

/* Links and code of a note stand where they were written. */
static void test_places_of_notes(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct source src = { .path = S("x.md"), .text = S("a[^1] [l](m)\n\n[^1]: b\n\n    c [d](e)\n    [f](g \"h\")\n") };
    struct document *doc = markdown_read(&src, &scratch, &d);
    static const int places[][2] = { { 1, 8 }, { 5, 8 }, { 6, 6 } };
    int seen = 0, line, col;
    (void)state;
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        if (n->kind != NODE_LINK)
            continue;
        diag_place(&src, n->place.ptr, &line, &col);
        assert_int_equal(line, places[seen][0]);
        assert_int_equal(col, places[seen][1]);
        assert_true(n->href.ptr > src.text.ptr && n->href.ptr < src.text.ptr + src.text.len);
        assert_int_equal(n->index, seen++);
    }
    assert_int_equal(seen, 3);
}

static void test_front_matter(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct source src = { .path = S("x.md"), .text = S("---\ntitle: \"A: b\" # why\nweight: 3\ndraft: true\ntags: [a, 'b c']\naliases:\n  - /old\n  - /older\n---\nbody") };
    struct document *doc = markdown_read(&src, &scratch, &d);
    (void)state;
    assert_int_equal(d.findings.len, 0);
    assert_true(str_equal(doc->front.title, S("A: b")));
    assert_int_equal(doc->front.weight, 3);
    assert_true(doc->front.draft);
    assert_int_equal(doc->front.n_tags, 2);
    assert_true(str_equal(doc->front.tags[1], S("b c")));
    assert_int_equal(doc->front.n_aliases, 2);
    assert_true(str_equal(doc->front.body, S("body")));
}

/* What a page is called, whether it is hidden, and what is left to read. */
static const struct {
    const char *name, *in, *title, *description, *body, *rule;
    bool draft;
} fronts[] = {
    { "folded text", "---\ntitle: T\ndescription: >-\n  one\n  two\n---\nb", "T", "one two", "b", NULL, false },
    { "literal text", "---\ndescription: |\n  one\n  two\n---\nb", "", "one two", "b", NULL, false },
    { "plain text over lines", "---\ndescription: one\n  two\n---\nb", "", "one two", "b", NULL, false },
    { "a nested draft hides nothing", "---\nbanner:\n  draft: true\nhero: { title: W }\n---\nb", "", "", "b", "input-unknown-key", false },
    { "a draft in a list neither", "---\ncascade:\n  - draft: true\n---\nb", "", "", "b", "input-unknown-key", false },
    { "a draft", "---\ndraft: Yes\n---\nb", "", "", "b", NULL, true },
    { "TOML", "+++\ntitle = \"T\"\nweight = 3\n[params]\ndraft = true\n+++\nb", "T", "", "b", "input-unknown-key", false },
    { "TOML, a draft", "+++\ndraft = true\n+++\nb", "", "", "b", NULL, true },
    { "TOML that is broken", "+++\ntitle = T\n+++\nb", "", "", "b", "input-front-matter", false },
    { "JSON", "{\n  \"title\": \"T\", \"a\": {\"draft\": true}\n}\nb", "T", "", "b", "input-unknown-key", false },
    { "a brace is no JSON", "{{< x >}}\nb", "", "", "{{< x >}}\nb", NULL, false },
    { "ended by dots", "---\ntitle: T\n...\nb", "T", "", "b", NULL, false },
    { "two rules", "---\n\ntext\n\n---\nb", "", "", "---\n\ntext\n\n---\nb", NULL, false },
    { "two rules around a sentence", "---\nSee https://x.y: it is.\n---\nb", "", "", "---\nSee https://x.y: it is.\n---\nb", NULL, false },
    { "a rule alone", "---\ntext", "", "", "---\ntext", NULL, false },
    { "nothing in it", "---\n---\nb", "", "", "b", NULL, false },
    { "two rules alone", "---\n---\n", "", "", "---\n---\n", NULL, false },
    { "a colon in a value", "---\ntitle: A: b\n---\nb", "A: b", "", "b", "input-front-matter", false },
    { "a mark in a value", "---\ntitle: @x\n---\nb", "@x", "", "b", "input-front-matter", false },
    { "a tab", "---\na:\n\t- b: [\n---\nb", "", "", "b", "input-front-matter", false },
    { "a misspelled key", "---\ntitel: T\n---\nb", "", "", "b", "input-unknown-key", false },
    { "a number is a title too", "---\ntitle: 2026\n---\nb", "2026", "", "b", NULL, false },
    { "a list of lists", "---\ntitle: [a, [b], c]\n---\nb", "a, c", "", "b", NULL, false },
    { "byte order mark", "\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nb", "T", "", "b", NULL, false },
};

static void test_fronts(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(fronts); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct source src = { .path = S("x.md"), .text = str_of(fronts[i].in) };
        struct front_matter f = front_matter_read(&src, &scratch, &d);
        const char *rule = d.findings.len ? d.findings.ptr[0].rule->id : NULL;
        if (!str_equal(f.title, str_of(fronts[i].title)) || !str_equal(f.description, str_of(fronts[i].description)) ||
            !str_equal(f.body, str_of(fronts[i].body)) || f.draft != fronts[i].draft)
            fail_msg("%s: %.*s|%.*s|%.*s", fronts[i].name, FMT(f.title), FMT(f.description), FMT(f.body));
        if (!rule != !fronts[i].rule || (rule && strcmp(rule, fronts[i].rule) != 0))
            fail_msg("%s: %s, not %s", fronts[i].name, rule ? rule : "nothing", fronts[i].rule ? fronts[i].rule : "nothing");
    }
}

/* Which heading is the page's own. */
static void test_headings(void **state)
{
    static const struct {
        const char *in, *heading; /* NULL: none */
    } rows[] = {
        { "# A\n\n# B", "A" },         { "<!-- x -->\n\n# A", "A" },     { "## A\n\nt", "A" },          { "t\n\n## A", NULL },
        { "t\n\n# A", "A" },           { "## A\n\n# B", "B" },           { "> # A\n\nt", NULL },        { "- # A\n\nt", NULL },
        { "---\ntitle: T\n---\n## A", NULL }, { "---\ntitle: T\n---\n# A", "A" }, { "[![b](c)](d)\n\n## A", "A" }, { "#\n\nt", NULL },
        { "<img src=x>\n\n## A", "A" }, { "", NULL },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct source src = { .path = S("x.md"), .text = str_of(rows[i].in) };
        const struct node *n = document_heading(markdown_read(&src, &scratch, &d));
        if (!n != !rows[i].heading || (n && !str_equal(node_text(n, &scratch), str_of(rows[i].heading))))
            fail_msg("%s", rows[i].in);
    }
}

static void test_hostile(void **state)
{
    static const struct {
        const char *unit, *end;
        int times;
    } rows[] = { { "> ", "x", 3000 }, { "[", "", 50000 }, { "**a", "", 20000 }, { "`", "", 50000 }, { "- ", "x", 3000 },
                 { "![", "", 20000 }, { "<a ", "", 20000 }, { "|", "\n|-|\n", 20000 },
                 { "[^1] ", "", 20000 }, { "[^1]: [^1]\n", "", 20000 }, { "[^1]: [^1]\n\n    ", "x", 20000 },
                 { "[^1]:\n    [^1]\n", "", 20000 }, { "[^", "]: x", 20000 }, { "[^a]\n[^a]: ```\n", "", 9000 } };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct buf b = buf_open(&scratch, 1 << 20);
        for (int k = 0; k < rows[i].times; k++)
            buf_put(&b, str_of(rows[i].unit));
        buf_put(&b, str_of(rows[i].end));
        struct source src = { .path = S("x.md"), .text = buf_str(&b) };
        struct document *doc = markdown_read(&src, &scratch, &d);
        assert_true(doc || d.findings.len);
    }
}

static void test_reference_bomb(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct buf b = buf_open(&scratch, 1 << 20);
    (void)state;
    buf_put(&b, S("[a]: /"));
    buf_fill(&b, 'x', 40000);
    buf_put(&b, S("\n\n"));
    for (int i = 0; i < 20000; i++)
        buf_put(&b, S("[a]"));
    struct source src = { .path = S("x.md"), .text = buf_str(&b) };
    markdown_read(&src, &scratch, &d); /* hrefs point into the source: no memory for each */
    assert_true(scratch.beg - arena.beg < 1 << 25);
}

/* md4c ends a line of raw HTML with a line end of its own. */
static void places_are_inside(void **state)
{
    static const char *const pages[] = { "a <!-- b\n c --> d\n", "a <b\nid='x'>b</b>\n", "a&amp;b https\\://x.org\nc\n", "| a | b |\n|---|---|\n| <!-- x --> | c |\n" };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(pages); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct source src = { .path = S("x.md"), .text = str_of(pages[i]) };
        struct document *doc = markdown_read(&src, &scratch, &d);
        for (const struct node *n = doc->root; n; n = node_next(n, doc->root))
            if (n->place.ptr && (n->place.ptr < src.text.ptr || n->place.ptr + n->place.len > src.text.ptr + src.text.len))
                fail_msg("%s: a place outside of it", pages[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_places), cmocka_unit_test(test_places_of_notes),
                                        cmocka_unit_test(test_front_matter), cmocka_unit_test(test_fronts), cmocka_unit_test(test_headings), cmocka_unit_test(test_hostile),
                                        cmocka_unit_test(places_are_inside), cmocka_unit_test(test_reference_bomb) };
    arena = arena_open((ptrdiff_t)1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
