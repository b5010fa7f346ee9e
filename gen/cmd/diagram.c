/* diagram.c - plumb diagram: a drawing in another form. */
#include <errno.h>
#include <stdio.h>

#include "base/fs.h"
#include "base/opt.h"
#include "base/path.h"
#include "base/utf8.h"
#include "check/secrets.h"
#include "cmd/commands.h"
#include "draw/diagram.h"
#include "draw/layout.h"
#include "draw/narrow.h"
#include "draw/png.h"
#include "draw/svg.h"
#include "infra/files.h"
#include "infra/table_json.h"
#include "judge/infra_view.h"
#include "sketch/doubt.h"
#include "sketch/drawing.h"
#include "model/graph_text.h"
#include "model/sequence.h"
#include "model/rule.h"
#include "sketch/picture.h"

enum { GOOD, FINDINGS, USE, IO };
enum { INPUT_MAX = 64 << 20, OUTPUT_MAX = 1 << 29 };
/* address space only: pages are touched as they are needed */
#define KEEP_SIZE    ((ptrdiff_t)2 << 30)
#define SCRATCH_SIZE ((ptrdiff_t)4 << 30)

struct options {
    struct str from, to, theme, view;
    bool help, narrow;
};

static const char usage_text[] =
    "plumb diagram [FILE|-] [options]: a drawing as a picture, a graph, or drawn anew\n";

/* Standard input to its end. */
static int read_stdin(struct arena *keep, struct str *out)
{
    struct buf b = buf_open_cut(keep, INPUT_MAX);
    char block[65536];
    size_t n;
    while ((n = fread(block, 1, sizeof block, stdin)) > 0)
        buf_put(&b, (struct str){ block, (ptrdiff_t)n });
    *out = buf_str(&b);
    return ferror(stdin) ? EIO : b.over ? FS_TOO_LARGE : 0;
}

static int read_input(struct str file, struct arena *keep, struct source *src)
{
    bool std = file.len == 0 || str_equal(file, S("-"));
    int error = std ? read_stdin(keep, &src->text)
                    : fs_read(str_c(file, keep), INPUT_MAX, keep, &src->text);
    src->path = std ? S("<stdin>") : file;
    if (!error)
        return GOOD;
    fprintf(stderr, "plumb: %.*s: %s\n", FMT(src->path),
            error == FS_TOO_LARGE ? "larger than 64 MiB" : fs_error(error));
    return IO;
}

static void report(const struct source *src, const struct rule *rule, const char *what,
                   const struct graph_fault *fault, struct arena *keep)
{
    struct diag d = { .keep = keep };
    struct finding *f = diag_at(&d, rule, src, fault->at, "%s%s", what, fault->why);
    if (fault->foreign) /* nothing is wrong with it */
        f->severity = SEVERITY_INFO;
    struct buf b = buf_open(keep, 1 << 20);
    diag_print(&d, false, &b);
    struct str safe = secrets_mask(buf_str(&b), keep);
    fwrite(safe.ptr, 1, (size_t)safe.len, stderr);
}

static enum picture_language language_of(const struct options *o, struct str text)
{
    return str_equal(o->from, S("auto")) ? picture_guess(text) : picture_language(o->from);
}

static int read_graph(const struct options *o, const struct source *src, struct arena *keep,
                      struct graph *g)
{
    struct graph_fault fault;
    enum picture_language language = language_of(o, src->text);
    struct arena scratch = arena_open(SCRATCH_SIZE);
    char *start = scratch.beg;
    ptrdiff_t invalid = utf8_invalid(src->text);
    if (invalid >= 0) {
        struct diag d = { .keep = keep };
        diag_at(&d, RULE(INPUT_UTF8), src, str_sub(src->text, invalid, 1), NULL);
        struct buf b = buf_open(keep, 1 << 20);
        diag_print(&d, false, &b);
        fwrite(b.ptr, 1, (size_t)b.len, stderr);
    }
    bool good = invalid < 0 && picture_read(src->text, language, keep, scratch, g, &fault);
    if (good) {
        fault = (struct graph_fault){ .at = str_sub(src->text, 0, 0) };
        good = layout_place(g, keep, &fault.why);
    }
    arena_close(start, &scratch);
    if (good) {
        for (int i = 0; i < g->n_omitted; i++)
            report(src, RULE(DIAGRAM_OMITTED), "not drawn: ", &g->omitted[i], keep);
        g->source = path_base(src->path);
        return GOOD;
    }
    if (invalid < 0)
        report(src, RULE(DIAGRAM_UNREAD), "the drawing was not read: ", &fault, keep);
    return invalid < 0 ? FINDINGS : IO;
}

static int put_png(const struct options *o, const struct scene *s, struct arena *keep,
                   struct str *out)
{
    bool dark = str_equal(o->theme, S("dark"));
    int missing = 0;
    struct png_options png = { .theme = dark ? PALETTE_DARK : PALETTE_LIGHT, .missing = &missing };
    int error = png_write(s, &png, keep, out);
    if (error)
        fprintf(stderr, "plumb: png: %s\n", fs_error(error));
    else if (missing)
        fprintf(stderr, "plumb: png: no installed font has %d of the characters\n", missing);
    return error ? IO : GOOD;
}

static int put_scene(const struct options *o, const struct scene *s, struct arena *keep,
                     struct buf *out)
{
    if (str_equal(o->to, S("png"))) {
        struct str png;
        int code = put_png(o, s, keep, &png);
        if (code == GOOD)
            buf_put(out, png);
        return code;
    }
    struct svg_options svg = { .theme = str_equal(o->theme, S("dark"))    ? SVG_DARK
                                        : str_equal(o->theme, S("light")) ? SVG_LIGHT
                                                                          : SVG_AUTO };
    svg_write(s, &svg, out);
    return GOOD;
}

static int put_picture(const struct options *o, const struct source *src, struct graph *g,
                       struct arena *keep, struct buf *out)
{
    struct scene s = { 0 };
    struct graph_fault fault = { .at = str_cut(src->text, '\n').head };
    fault.why = "it has no picture for a phone";
    const char *doubt = language_of(o, src->text) == PICTURE_TEXT ? drawing_doubt(g) : NULL;
    const struct graph_fault sign = { .at = fault.at, .why = doubt };
    if (doubt) /* who asks for a picture gets one, with a word */
        report(src, RULE(DIAGRAM_UNREAD), "on a page the drawing would stay text: ", &sign, keep);
    if (o->narrow ? narrow_draw(g, keep, &s) : diagram_place(g, keep, &s, &fault.why))
        return put_scene(o, &s, keep, out);
    report(src, RULE(DIAGRAM_UNREAD), "the drawing was not shown: ", &fault, keep);
    return FINDINGS;
}

static void put_text(const struct source *src, const struct graph *g, bool text, struct buf *out)
{
    struct arena scratch = arena_open(SCRATCH_SIZE);
    char *start = scratch.beg;
    if (text)
        drawing_redraw(src->text, g, scratch, out);
    else
        sequence_text(g, scratch, out);
    arena_close(start, &scratch);
}

/* As JSON, dot or Mermaid; false: another form is asked for. */
static bool put_written(const struct options *o, const struct graph *g, struct buf *out)
{
    static const struct {
        const char *name;
        void (*write)(const struct graph *g, struct buf *out);
    } writers[] = { { "json", graph_json },
                    { "dot", graph_text_dot },
                    { "mermaid", graph_text_mermaid } };
    for (ptrdiff_t i = 0; i < LEN(writers); i++)
        if (str_equal(o->to, str_of(writers[i].name))) {
            writers[i].write(g, out);
            return true;
        }
    return false;
}

static int no_text(const char *of)
{
    fprintf(stderr, "plumb diagram: --to text draws box drawings, trees and sequences, not %s\n",
            of);
    return USE;
}

static int put_graph(const struct options *o, const struct source *src, struct graph *g,
                     struct arena *keep, struct buf *out)
{
    if (str_equal(o->to, S("text"))) {
        bool text = language_of(o, src->text) == PICTURE_TEXT;
        if (!text && !g->sequence)
            return no_text("dot or flowcharts");
        put_text(src, g, text, out);
        return GOOD;
    }
    return put_written(o, g, out) ? GOOD : put_picture(o, src, g, keep, out);
}

/* The resources of a template, a plan, manifests or a folder of them. */
static int read_resources(struct str path, struct arena *keep, struct infra **t)
{
    struct diag d = { .keep = keep };
    struct infra_file *files = NULL;
    int n = infra_read(path, keep, &d, &files);
    if (n > 0)
        infra_parse(files, n, keep, &d);
    *t = n > 0 ? infra_table(files, n, keep, &d) : NULL;
    diag_sort(&d);
    struct buf b = buf_open(keep, 1 << 24);
    diag_print(&d, false, &b);
    fwrite(b.ptr ? b.ptr : "", 1, (size_t)b.len, stderr);
    if (n >= 0 && !(*t && (*t)->files))
        fprintf(stderr, "plumb diagram: %.*s holds no resources that plumb knows\n", FMT(path));
    return *t && (*t)->files ? GOOD : n < 0 ? IO : FINDINGS;
}

static int convert_template(const struct options *o, struct str path)
{
    struct arena keep = arena_open(KEEP_SIZE);
    struct infra *t;
    if (str_equal(o->to, S("text")))
        return no_text("resources");
    int code = read_resources(path.len ? path : S("."), &keep, &t);
    if (code != GOOD)
        return code;
    struct buf out = buf_open(&keep, OUTPUT_MAX);
    struct grid grid;
    struct infra_view_request ask = { .name = o->view, .narrow = o->narrow };
    if (str_equal(o->to, S("json"))) {
        table_json(t, &out);
    } else if (!infra_view(t, &ask, &keep, &grid)) {
        fprintf(stderr, "plumb diagram: there is no view %.*s\n", FMT(o->view));
        return USE;
    } else if (!put_written(o, grid.g, &out)) {
        struct scene s = { 0 };
        grid_scene(&grid, &keep, &s);
        code = put_scene(o, &s, &keep, &out);
    }
    if (code != GOOD)
        return code;
    return fwrite(out.ptr, 1, (size_t)out.len, stdout) == (size_t)out.len ? GOOD : IO;
}

static int convert(const struct options *o, struct str file)
{
    if (str_equal(o->from, S("template")))
        return convert_template(o, file);
    struct arena keep = arena_open(KEEP_SIZE);
    struct source src = { 0 };
    struct graph g;
    int code = read_input(file, &keep, &src);
    if (code == GOOD)
        code = read_graph(o, &src, &keep, &g);
    if (code != GOOD)
        return code;
    struct buf out = buf_open_cut(&keep, OUTPUT_MAX);
    code = put_graph(o, &src, &g, &keep, &out);
    if (code != GOOD)
        return code;
    if (out.over || fwrite(out.ptr, 1, (size_t)out.len, stdout) != (size_t)out.len ||
        fflush(stdout)) {
        fprintf(stderr, "plumb: the picture could not be written\n");
        return IO;
    }
    return GOOD;
}

int cmd_diagram(int argc, char **argv)
{
    struct options o = {
        .from = S("auto"), .to = S("svg"), .theme = S("auto"), .view = S("overview")
    };
    const struct opt table[] = {
        { "from", 0, OPT_STR, &o.from, "LANGUAGE", "what FILE is",
          "auto|box|dot|mermaid|template" },
        { "to", 0, OPT_STR, &o.to, "FORM", "what to write to standard output",
          "svg|png|json|dot|mermaid|text" },
        { "theme", 0, OPT_STR, &o.theme, "THEME", "colours of svg and png", "auto|light|dark" },
        { "view", 0, OPT_STR, &o.view, "VIEW", "of a template",
          "overview|network|security|dataflow|monitoring|stacks" },
        { "narrow", 0, OPT_FLAG, &o.narrow, NULL, "the picture for a phone", NULL },
        { "help", 'h', OPT_FLAG, &o.help, NULL, "show this help", NULL },
    };
    struct arena mem = arena_open(1 << 20);
    struct buf text = buf_open(&mem, 1 << 16);
    struct str operand = { 0 };
    int n = opt_parse(argc, argv, table, LEN(table), &operand, 1, &text);
    if (n < 0) {
        fprintf(stderr, "plumb: %.*s\n", FMT(buf_str(&text)));
        return USE;
    }
    if (o.help) {
        opt_help(table, LEN(table), &text);
        printf("%s\n%.*s", usage_text, FMT(buf_str(&text)));
        return GOOD;
    }
    return convert(&o, operand);
}
