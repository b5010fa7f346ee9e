/* chart.c - plumb chart: an estimate as a picture, for slides and mail. */
#include "base/path.h"
#include "check/cost_chart.h"
#include "cmd/commands.h"
#include "cmd/common.h"
#include "draw/chart.h"
#include "draw/png.h"
#include "draw/svg.h"

static const char usage[] = "chart FILE [--kind K] [--to svg|png|json]: an estimate (costs/medium.json) as a picture";

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

static int write_png(const struct scene *scene, struct arena *keep)
{
    struct str bytes;
    int error = png_write(scene, &(struct png_options){ .scale = 2 }, keep, &bytes);
    if (!error)
        return common_output((struct str){ 0 }, bytes);
    fprintf(stderr, "plumb chart: the picture cannot be drawn: %s\n", fs_error(error));
    return EXIT_IO;
}

static int write_chart(const struct chart *chart, struct str to, struct arena *keep)
{
    struct scene scene = { 0 };
    if (str_equal(to, S("json"))) {
        struct buf out = buf_open(keep, MAX_PICTURE);
        chart_json(chart, &out);
        return common_output((struct str){ 0 }, buf_str(&out));
    }
    chart_scene(chart, keep, &scene);
    return str_equal(to, S("png")) ? write_png(&scene, keep) : write_svg(&scene, keep);
}

int cmd_chart(int argc, char **argv)
{
    static struct common c;
    struct str kind = S("range"), to = S("svg"), why = { 0 };
    const struct opt own[] = {
        { "kind", 0, OPT_STR, &kind, "KIND", "range, stack, tornado, step or waterfall", NULL },
        { "to", 0, OPT_STR, &to, NULL, "what to write to standard output", "svg|png|json" },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    struct str file = c.dir;
    if (!fs_is_file(str_c(file, &c.keep))) {
        fprintf(stderr, "plumb chart: %.*s: no such file; name an estimate such as costs/medium.json\n", FMT(file));
        return fs_is_dir(str_c(file, &c.keep)) ? EXIT_USE : EXIT_IO;
    }
    c.site.options.dir = site_of(file, &c.keep);
    code = common_load(&c);
    if (code >= 0)
        return code;
    struct str dir = c.site.options.dir;
    struct str path = str_equal(dir, S(".")) ? file : str_from(file, dir.len + 1);
    struct chart *chart = cost_chart_view(c.site.costs, path, kind, &c.keep, &why);
    if (!chart) {
        fprintf(stderr, "plumb chart: %.*s\n", FMT(why));
        return EXIT_USE;
    }
    return write_chart(chart, to, &c.keep);
}
