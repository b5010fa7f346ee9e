/* chart.c - plumb chart: an estimate as a picture, for slides and mail. */
#include "base/path.h"
#include "check/cost_chart.h"
#include "cmd/commands.h"
#include "cmd/common.h"
#include "draw/chart.h"
#include "draw/png.h"
#include "draw/svg.h"

static const char usage[] =
    "chart FILE [--kind K] [--to svg|png|json]: an estimate (costs/medium.json) as a picture";

enum { MAX_PICTURE = 1 << 26 };

/* The folder above file that holds site.json, else file's own: prices and config stand there. */
static struct str site_of(struct str file, struct arena *keep)
{
    struct str own = path_dir(file);
    for (struct str dir = own;; dir = path_dir(dir)) {
        if (fs_is_file(str_c(path_join(dir, S("site.json"), keep), keep)))
            return dir.len ? dir : S(".");
        if (!dir.len)
            return own.len ? own : S(".");
    }
}

static int write_svg(const struct scene *scene, struct arena *keep)
{
    struct buf out = buf_open(keep, MAX_PICTURE);
    svg_write(scene, &(struct svg_options){ .id = S("chart") }, &out);
    return common_output((struct str){ 0 }, buf_str(&out));
}

/* As large as a card for slides and link previews; a chart too tall for one keeps its own height. */
static int write_png(const struct scene *scene, struct arena *keep)
{
    enum { CARD_WIDTH = 1200, CARD_HEIGHT = 630 };
    bool wide = scene->h * CARD_WIDTH <= scene->w * CARD_HEIGHT;
    struct png_options card = { .width = CARD_WIDTH, .height = CARD_HEIGHT };
    struct png_options tall = { .scale = CARD_WIDTH / scene->w };
    struct str bytes;
    int error = png_write(scene, wide ? &card : &tall, keep, &bytes);
    if (!error)
        return common_output((struct str){ 0 }, bytes);
    fprintf(stderr, "plumb chart: the picture cannot be drawn: %s\n", fs_error(error));
    return EXIT_IO;
}

static int write_chart(const struct chart *chart, struct str to, bool narrow, struct arena *keep)
{
    struct scene scene = { 0 };
    if (str_equal(to, S("json"))) {
        struct buf out = buf_open(keep, MAX_PICTURE);
        chart_json(chart, &out);
        return common_output((struct str){ 0 }, buf_str(&out));
    }
    chart_scene(chart, narrow, keep, &scene);
    return str_equal(to, S("png")) ? write_png(&scene, keep) : write_svg(&scene, keep);
}

/* The first chart of that kind made from a table of the page at path. */
static const struct chart *page_chart(const struct site *site, struct str path, struct str kind)
{
    static const char *const kinds[] = {
        [CHART_RANGE] = "range",         [CHART_STACK] = "stack", [CHART_DUMBBELL] = "dumbbell",
        [CHART_WATERFALL] = "waterfall", [CHART_STEP] = "step",   [CHART_TORNADO] = "tornado",
    };
    const struct site_page *page = site_page_at(site, path);
    for (ptrdiff_t i = 0; page && i < page->n_figures; i++) {
        const struct chart *chart = page->figures[i].chart;
        if (page->figures[i].kind == FIGURE_CHART && chart &&
            str_equal(kind, str_of(kinds[chart->kind])))
            return chart;
    }
    return NULL;
}

static const struct chart *find_chart(struct common *c, struct str path, struct str kind,
                                      struct str *why)
{
    *why = str_fmt(&c->keep, "no table of %.*s gives a chart of the kind \"%.*s\"", FMT(path),
                   FMT(kind));
    if (str_equal(path_ext(path), S(".md")))
        return page_chart(&c->site, path, kind);
    return cost_chart_view(c->site.costs, path, kind, &c->keep, why);
}

int cmd_chart(int argc, char **argv)
{
    static struct common c;
    struct str kind = { 0 }, to = S("svg"), why = { 0 };
    bool narrow = false;
    const struct opt own[] = {
        { "kind", 0, OPT_STR, &kind, "KIND",
          "range, stack, tornado, step or waterfall; of a page dumbbell", NULL },
        { "narrow", 0, OPT_FLAG, &narrow, NULL, "the picture for a phone", NULL },
        { "to", 0, OPT_STR, &to, NULL, "what to write to standard output", "svg|png|json" },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    struct str file = c.dir;
    if (!fs_is_file(str_c(file, &c.keep))) {
        fprintf(stderr,
                "plumb chart: %.*s: no such file; name an estimate such as costs/medium.json\n",
                FMT(file));
        return fs_is_dir(str_c(file, &c.keep)) ? EXIT_USE : EXIT_IO;
    }
    c.site.options.dir = site_of(file, &c.keep);
    code = common_load(&c);
    if (code >= 0)
        return code;
    struct str dir = c.site.options.dir;
    struct str path = str_equal(dir, S(".")) ? file : str_from(file, dir.len + 1);
    if (!kind.len)
        kind = str_equal(path_ext(path), S(".md")) ? S("dumbbell") : S("range");
    const struct chart *chart = find_chart(&c, path, kind, &why);
    if (!chart) {
        fprintf(stderr, "plumb chart: %.*s\n", FMT(why));
        return EXIT_USE;
    }
    return write_chart(chart, to, narrow, &c.keep);
}
