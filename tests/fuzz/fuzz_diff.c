/* fuzz_diff.c - two states out of one input, parted by NUL: JSON, JSON, CODEOWNERS, a packed text. */
#include "base/deflate.h"
#include "check/config_diff.h"
#include "check/diff_graph.h"
#include "check/diff_text.h"
#include "check/risk.h"
#include "load/owners.h"
#include "model/rule.h"
#include "sketch/mermaid.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { PARTS = 4, ARENA = 256 << 20, UNITS = 64 };

static ptrdiff_t units(struct str text, struct diff_unit *out)
{
    ptrdiff_t n = 0;
    while (text.len && n < UNITS) {
        struct str line = str_line(&text);
        out[n++] = (struct diff_unit){ .text = line, .head = n % 3 ? line : S("") };
    }
    return n;
}

static void try_trees(struct str a, struct str b, struct arena *keep, struct diag *d)
{
    struct source x = { .path = S("a.json"), .text = a }, y = { .path = S("b.json"), .text = b };
    struct data data = { 0 };
    struct data_source s = { .path = x.path,
                             .src = x,
                             .root = json_parse(&x, keep, RULE(INPUT_JSON), d) };
    struct data_source t = { .path = y.path,
                             .src = y,
                             .root = json_parse(&y, keep, RULE(INPUT_JSON), d) };
    if (!s.root || !t.root)
        return;
    struct config_diff diff = config_diff_changes(&data, &s, &t, a.len % 2 == 1, keep);
    for (int i = 0; i < diff.n_rows; i++)
        risk_of(diff.rows[i].pointer, diff.rows[i].shown_a, diff.rows[i].shown_b,
                arena_upper(keep));
    diff = config_diff_changes(&data, &s, &s, false, keep);
    if (diff.n_rows) /* what is the same has no changes */
        __builtin_trap();
}

static void try_texts(struct str a, struct str b, struct arena *keep)
{
    struct diff_unit x[UNITS], y[UNITS];
    struct graph g = { 0 }, h = { 0 };
    struct graph_fault why;
    struct str mid_a, mid_b;
    ptrdiff_t n = units(a, x), m = units(b, y);
    diff_text(x, n, y, m, keep);
    if (diff_text(x, n, x, n, keep).len)
        __builtin_trap();
    diff_text_middle(a, b, &mid_a, &mid_b);
    risk_of(a, b, a, arena_upper(keep));
    if (mermaid_read(a, keep, &g, &why) && mermaid_read(b, keep, &h, &why))
        diff_graph(&g, &h, NULL, keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct arena whole;
    struct str parts[PARTS], back;
    if (!whole.beg)
        whole = arena_open(ARENA);
    if (size > 1 << 14)
        return 0;
    char *own =
        malloc(size ? size : 1); /* of its own size: the sanitizer sees the byte behind it */
    memcpy(own, bytes, size);
    struct arena arena = whole;
    struct diag d = { .keep = &arena };
    struct str rest = { own, (ptrdiff_t)size };
    for (int i = 0; i < PARTS; i++) {
        struct cut c = str_cut(rest, 0);
        parts[i] = c.head;
        rest = c.ok ? c.tail : (struct str){ 0 };
    }
    try_trees(parts[0], parts[1], &arena, &d);
    try_texts(parts[0], parts[1], &arena);
    owners_of(&(struct owners){ parts[2] }, parts[1]);
    deflate_unpack(parts[3], 1 << 20, &arena, &back);
    deflate_unpack(deflate_pack(parts[0], &arena), 1 << 20, &arena, &back);
    if (!str_equal(back, parts[0]))
        __builtin_trap();
    free(own);
    return 0;
}
