/* fuzz_page.c - Markdown, front matter, JSON and raw HTML: nothing may crash, hang or pass what must not. */
#include "base/json.h"
#include "check/unbound.h"
#include "load/markdown.h"
#include "model/rule.h"
#include "page/html_raw.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ARENA = 512 << 20, MAX_HTML = 1 << 24 };

static void must_not_hold(struct str html, const char *what)
{
    if (str_find_nocase(html, str_of(what)) >= 0) {
        fprintf(stderr, "raw HTML passed %s\n", what);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct arena whole;
    if (!whole.beg)
        whole = arena_open(ARENA);
    struct arena keep = whole;
    struct diag d = { .keep = &keep };
    struct source src = { .path = size % 2 ? S("x.md") : S("x.mdx"), .text = { (const char *)bytes, (ptrdiff_t)size } };
    json_parse(&src, &keep, RULE(INPUT_JSON), &d);
    if (markdown_acceptable(&src, &d)) {
        struct document *doc = markdown_read(&src, &keep, &d);
        for (const struct node *n = doc ? doc->root : NULL; n; n = node_next(n, doc->root))
            if (n->place.ptr && (n->place.ptr < src.text.ptr || n->place.ptr + n->place.len > src.text.ptr + src.text.len))
                abort();
        int n = 0;
        struct unbound *found = doc ? unbound_find(NULL, doc, NULL, 0, &keep, &n) : NULL;
        for (int i = 0; i < n; i++)
            if (!found[i].text.len)
                abort();
    }
    struct buf html = buf_open(&keep, MAX_HTML);
    struct arena scratch = arena_upper(&keep);
    struct html_raw o = { .prefix = S("p-"), .scratch = &scratch };
    html_raw(src.text, &o, &html);
    must_not_hold(buf_str(&html), "<script");
    must_not_hold(buf_str(&html), "<iframe");
    must_not_hold(buf_str(&html), " onclick=");
    struct buf text = buf_open(&keep, MAX_HTML);
    diag_sort(&d);
    diag_print(&d, false, &text);
    return 0;
}
