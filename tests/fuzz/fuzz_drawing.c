/* fuzz_drawing.c - any text as a drawing: no crash, no lost glyph, no time without end; what is
 * drawn again can be read again.
 *
 *     clang -fsanitize=fuzzer,address,undefined ... reads mutations; with -DREPLAY a main() that
 * takes files and a number of mutations of each. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/graph_check.h"
#include "base/fs.h"
#include "base/time.h"
#include "load/box_redraw.h"
#include "load/drawing.h"

static char *block;
enum { BLOCK = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!block)
        block = malloc(BLOCK);
    /* an exact copy, so that reading past its end is seen */
    char *copy = malloc(size + !size);
    memcpy(copy, data, size);
    struct arena keep = { block, block + BLOCK / 4 },
                 scratch = { block + BLOCK / 4, block + BLOCK };
    struct str text = { copy, (ptrdiff_t)size };
    struct graph g;
    const char *why = NULL;
    if (utf8_invalid(text) < 0 && drawing_read(text, &keep, scratch, &g, &why)) {
        int lost = check_lost(text, &g, scratch);
        if (lost) /* the text of a find becomes a case */
            fwrite(copy, 1, size, stderr);
        assert(lost == 0);
        struct buf out = buf_open(&keep, 1 << 24);
        box_redraw(&g, scratch, &out);
        struct graph again;
        (void)drawing_read(buf_str(&out), &keep, scratch, &again, &why);
        (void)drawing_kind_of(text, scratch);
    }
    free(copy);
    return 0;
}

#ifdef REPLAY
static uint64_t state = 88172645463325252u;

static int random_below(int n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int)(state % (uint64_t)n);
}

static const char *const glyphs[] = { " ", " ",  "│", "─",  "┌", "┐", "└", "┘", "┼",
                                      "├", "▶",  "▼", "|",  "-", "+", ">", "v", "a",
                                      "9", "漢", "🚀", "\t", ".", "'", "/", "\n" };

/* Drops, inserts or replaces a few characters. */
static ptrdiff_t mutate(struct str in, char *out, ptrdiff_t room)
{
    ptrdiff_t n = 0;
    int rate = 5 + random_below(200);
    while (in.len > 0 && n + 16 < room) {
        uint32_t cp;
        int len = utf8_decode(in, &cp);
        int what = random_below(rate);
        if (what == 1 || what == 2) {
            const char *g = glyphs[random_below((int)LEN(glyphs))];
            memcpy(out + n, g, strlen(g));
            n += (ptrdiff_t)strlen(g);
        }
        if (what != 0 && what != 1) {
            memcpy(out + n, in.ptr, (size_t)len);
            n += len;
        }
        in = str_from(in, len);
    }
    return n;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 100;
    struct arena keep = arena_open(1 << 24);
    int64_t worst = 0, n = 0;
    for (int f = 2; f < argc; f++) {
        struct str text;
        if (fs_read(argv[f], 1 << 20, &keep, &text))
            return 3;
        char *out = malloc((size_t)text.len * 8 + 64);
        for (int k = 0; k < rounds; k++, n++) {
            ptrdiff_t len = k ? mutate(text, out, text.len * 8 + 64)
                              : (memcpy(out, text.ptr, (size_t)text.len), text.len);
            int64_t start = time_cpu_ns();
            LLVMFuzzerTestOneInput((const uint8_t *)out, (size_t)len);
            int64_t took = time_cpu_ns() - start;
            if (took > 200000000)
                fprintf(stderr, "slow: %s round %d: %lld ms\n", argv[f], k,
                        (long long)(took / 1000000));
            worst = took > worst ? took : worst;
        }
        free(out);
    }
    printf("%lld drawings, worst %.1f ms for reading twice, drawing again and classing\n",
           (long long)n, (double)worst / 1e6);
    return 0;
}
#endif
