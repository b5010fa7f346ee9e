/* bench_drawing.c - how long a text drawing takes to become a picture, in process, file by file.
 *     bench_drawing FILE...
 * CPU time, the least of several runs; median and worst over the files. */
#include <stdio.h>

#include "base/fs.h"
#include "base/time.h"
#include "draw/diagram.h"
#include "draw/svg.h"
#include "sketch/drawing.h"

enum { RUNS = 9, MAX_FILE = 1 << 22 };

static int64_t once(struct str text, struct arena arena, ptrdiff_t *bytes)
{
    struct graph g = { 0 };
    struct scene scene = { 0 };
    const char *why = NULL;
    int64_t start = time_cpu_ns();
    if (!drawing_read(text, &arena, arena_upper(&arena), &g, &why))
        return -1;
    diagram_scene(&g, &arena, &scene);
    struct buf svg = buf_open(&arena, 1 << 26);
    svg_write(&scene, &(struct svg_options){ .id = S("b"), .inline_ = true }, &svg);
    *bytes = svg.len;
    return time_cpu_ns() - start;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    struct arena arena = arena_open((ptrdiff_t)1 << 32);
    int64_t *best = NEW(&arena, int64_t, argc), *size = NEW(&arena, int64_t, argc);
    int n = 0;
    for (int i = 1; i < argc; i++) {
        struct arena work = arena;
        struct str text;
        ptrdiff_t bytes = 0;
        int64_t least = -1;
        if (fs_read(argv[i], MAX_FILE, &work, &text))
            continue;
        for (int run = 0; run < RUNS; run++) {
            int64_t t = once(text, work, &bytes);
            least = least < 0 || t < least ? t : least;
        }
        printf("%8.3f ms %7td bytes %s%s\n", (double)least / 1e6, bytes, argv[i], least < 0 ? " (refused)" : "");
        size[n] = bytes;
        best[n++] = least;
    }
    if (!n)
        return 1;
    qsort(best, (size_t)n, sizeof *best, by_size);
    qsort(size, (size_t)n, sizeof *size, by_size);
    printf("%d drawings: median %.3f ms, worst %.3f ms; median %lld bytes of SVG\n", n, (double)best[n / 2] / 1e6,
           (double)best[n - 1] / 1e6, (long long)size[n / 2]);
    return 0;
}
