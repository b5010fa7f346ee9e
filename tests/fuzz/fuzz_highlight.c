/* fuzz_highlight.c - any bytes as code in any language; without its spans the text must be the
 * same. */
#include <assert.h>

#include "page/highlight.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same_text(struct str html, struct str code)
{
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < html.len; i++) {
        struct str rest = str_from(html, i);
        char c = html.ptr[i];
        if (c == '<') {
            i += str_char(rest, '>');
            continue;
        }
        if (c == '&') {
            c = str_starts(rest, S("&amp;")) ? '&' : str_starts(rest, S("&lt;")) ? '<' : '>';
            i += str_char(rest, ';');
        }
        assert(at < code.len && code.ptr[at] == c);
        at++;
    }
    assert(at == code.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const langs[] = { "ts",   "py",      "c",          "sql",      "json",
                                         "bash", "console", "dockerfile", "makefile", "yaml",
                                         "ini",  "diff",    "css",        "html" };
    if (!size)
        return 0;
    struct arena all = arena_open(1 << 26);
    char *start = all.beg, *exact = malloc(size);
    memcpy(exact, data + 1, size - 1);
    struct str code = { exact, (ptrdiff_t)size - 1 };
    struct buf out = buf_open(&all, 1 << 24);
    highlight(str_of(langs[data[0] % LEN(langs)]), code, &out);
    same_text(buf_str(&out), code);
    free(exact);
    arena_close(start, &all);
    return 0;
}
