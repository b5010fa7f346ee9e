/* bench_highlight.c - CPU megabytes a second of the highlighter, language by language.
 *     bench_highlight LANG=FILE...
 * The files of one language are joined and repeated up to a megabyte; the best of several runs. The rate
 * is of the code read; memory for the result is taken beforehand. */
#include <stdio.h>

#include "base/fs.h"
#include "base/time.h"
#include "page/highlight.h"

enum { RUNS = 15, SIZE = 1 << 20 };

static double best_of(struct str lang, struct str code, struct arena arena)
{
    int64_t least = INT64_MAX;
    for (int run = 0; run < RUNS; run++) {
        struct arena work = arena;
        struct buf out = buf_open(&work, (ptrdiff_t)SIZE * 32);
        buf_fill(&out, ' ', (ptrdiff_t)SIZE * 8);
        out.len = 0;
        int64_t start = time_cpu_ns();
        highlight(lang, code, &out);
        int64_t t = time_cpu_ns() - start;
        least = t < least ? t : least;
    }
    return (double)code.len * 1e3 / (double)least;
}

int main(int argc, char **argv)
{
    struct arena arena = arena_open((ptrdiff_t)1 << 30);
    for (int i = 1; i < argc;) {
        struct arena work = arena;
        struct str lang = str_cut(str_of(argv[i]), '=').head;
        struct buf all = buf_open(&work, SIZE * 4), code = buf_open(&work, SIZE * 8);
        for (; i < argc && str_equal(str_cut(str_of(argv[i]), '=').head, lang); i++) {
            struct str text;
            struct arena file = arena_upper(&work);
            if (fs_read(str_c(str_cut(str_of(argv[i]), '=').tail, &file), SIZE, &file, &text) == 0)
                buf_put(&all, text);
        }
        while (all.len && code.len < SIZE)
            buf_put(&code, buf_str(&all));
        if (code.len)
            printf("%-12.*s %6.0f MB/s\n", FMT(lang), best_of(lang, buf_str(&code), work));
    }
    return 0;
}
