/* markdown_html.c - pages of Markdown as HTML, for scripts that compare it with other renderers: texts from stdin,
 * each ended by a NUL, to texts on stdout, each ended by a NUL. Every link leads outside, HTML is trusted. */
#include <stdio.h>

#include "load/markdown.h"
#include "page/html.h"

enum { MAX_IN = 1 << 24 };

static struct lookup_answer find(const void *world, struct str page, enum lookup_kind kind, struct str key, bool hash_only, struct arena *keep)
{
    (void)world, (void)page, (void)hash_only;
    if (kind != LOOKUP_LINK)
        return (struct lookup_answer){ 0 };
    struct lookup_link *link = NEW(keep, struct lookup_link, 1);
    link->kind = LINK_EXTERNAL;
    link->href = key;
    return (struct lookup_answer){ link, 1 };
}

static void write_page(struct str text, struct arena keep)
{
    struct diag d = { .keep = &keep };
    struct source src = { .path = S("x.md"), .text = text };
    struct lookup l = { .find = find, .keep = &keep };
    struct html_options o = { .raw_html = true };
    struct arena scratch = arena_upper(&keep);
    struct document *doc = markdown_read(&src, &keep, &d);
    struct buf out = buf_open(&keep, MAX_IN);
    if (doc)
        html_write(doc, &l, &o, &scratch, &out);
    if (out.len)
        fwrite(out.ptr, 1, (size_t)out.len, stdout);
    putchar('\0');
}

int main(void)
{
    struct arena keep = arena_open((ptrdiff_t)1 << 30);
    char *in = NEW(&keep, char, MAX_IN);
    struct str rest = { in, (ptrdiff_t)fread(in, 1, MAX_IN, stdin) };
    while (rest.len) {
        struct cut c = str_cut(rest, '\0');
        write_page(c.head, keep);
        rest = c.tail;
    }
    return 0;
}
