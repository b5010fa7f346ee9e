/* bench_cost.c - how long the whole cost chapter takes, in process.
 *     bench_cost CONTENT PAGE...
 * Prices, estimates and savings are read and computed, each page parsed and its tables judged, five charts
 * drawn as SVG. CPU time, the least of several runs; step by step. Exit status 1 above the bar. */
#include <stdio.h>

#include "base/path.h"
#include "base/time.h"
#include "check/cost_chart.h"
#include "check/cost_judge.h"
#include "check/cost_total.h"
#include "draw/chart.h"
#include "draw/svg.h"
#include "load/cost_table.h"
#include "load/markdown.h"
#include "judge/costs.h"

enum { RUNS = 9, MAX_PAGE = 1 << 22, BAR_MS = 20 };
enum { LOAD, JUDGE, DRAW, STEPS };

static const struct {
    const char *file, *kind;
} charts[] = {
    { "sizes.json", "stack" },   { "sizes.json", "step" },     { "sizes.json", "waterfall" },
    { "medium.json", "range" }, { "medium.json", "tornado" },
};

static void judge_page(struct site *s, const struct source *src, struct arena *keep, int *judged)
{
    struct diag d = { .keep = keep };
    const struct document *doc = markdown_read(src, keep, &d);
    struct str page = path_join(S("costs"), path_base(src->path), keep);
    for (const struct node *n = doc ? doc->root : NULL; n; n = node_next(n, doc->root)) {
        int tables = 0;
        struct cost_table *t = n->kind == NODE_TABLE ? cost_table_read(s->costs->services, src, n, keep, &tables) : NULL;
        for (int i = 0; i < tables; i++) {
            struct cost_judgement j;
            cost_total_check(&t[i], &d);
            if (!cost_judge_table(&t[i], s->costs, page, keep, &j))
                continue;
            cost_judge_report(&j, s->costs, &d);
            *judged += j.n_rows;
        }
    }
}

static ptrdiff_t draw(struct site *s, struct arena *keep)
{
    ptrdiff_t bytes = 0;
    for (ptrdiff_t i = 0; i < LEN(charts); i++) {
        struct str why;
        struct scene scene = { 0 };
        struct buf svg = buf_open(keep, 1 << 20);
        struct chart *c = cost_chart_view(s->costs, path_join(S("costs"), str_of(charts[i].file), keep),
                                          str_of(charts[i].kind), keep, &why);
        if (!c) {
            fprintf(stderr, "%s: %.*s\n", charts[i].kind, FMT(why));
            continue;
        }
        chart_scene(c, false, keep, &scene);
        svg_write(&scene, &(struct svg_options){ .id = S("b"), .inline_ = true }, &svg);
        bytes += svg.len;
    }
    return bytes;
}

/* The folder is opened before: reading files is not what is measured. */
static void once(struct site s, const struct source *pages, int n, struct arena arena, int64_t took[STEPS], int *judged,
                 ptrdiff_t *bytes)
{
    int64_t start = time_cpu_ns();
    s.keep = &arena;
    s.diag = (struct diag){ .keep = &arena };
    costs_load(&s);
    took[LOAD] = time_cpu_ns() - start;
    for (int i = 0; i < n; i++)
        judge_page(&s, &pages[i], &arena, judged);
    took[JUDGE] = time_cpu_ns() - start - took[LOAD];
    *bytes = draw(&s, &arena);
    took[DRAW] = time_cpu_ns() - start - took[LOAD] - took[JUDGE];
}

int main(int argc, char **argv)
{
    struct arena arena = arena_open((ptrdiff_t)1 << 32);
    struct site s = { 0 };
    const struct site_options options = { .dir = str_of(argc > 1 ? argv[1] : "content"),
                                          .today = { 2026, 11, 23 }, .jobs = 1 };
    struct source *pages = NEW(&arena, struct source, argc);
    int n = 0, judged = 0;
    int64_t best[STEPS] = { 0 }, least = -1;
    ptrdiff_t bytes = 0;
    for (int i = 2; i < argc; i++) {
        pages[n].path = str_of(argv[i]);
        n += fs_read(argv[i], MAX_PAGE, &arena, &pages[n].text) == 0;
    }
    if (!site_open(&s, &options, &arena))
        return 1;
    site_settings(&s);
    for (int run = 0; run < RUNS; run++) {
        int64_t took[STEPS], all = 0;
        judged = 0;
        once(s, pages, n, arena, took, &judged, &bytes);
        for (int k = 0; k < STEPS; k++)
            all += took[k];
        if (least >= 0 && all >= least)
            continue;
        least = all;
        memcpy(best, took, sizeof best);
    }
    printf("costs: %.3f ms (prices and estimates %.3f, %d rows judged on %d pages %.3f, five charts %.3f, %td bytes)\n",
           (double)least / 1e6, (double)best[LOAD] / 1e6, judged, n, (double)best[JUDGE] / 1e6, (double)best[DRAW] / 1e6, bytes);
    return least > (int64_t)BAR_MS * 1000000;
}
