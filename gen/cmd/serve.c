/* serve.c - plumb serve: the site on this machine, built again as its author writes. */
#include "serve/serve.h"

#include "base/path.h"
#include "cmd/commands.h"
#include "cmd/common.h"
#include "page/asset.h"
#include "publish/mime.h"

enum { FIRST_PORT = 8000, PORTS = 20, LAST_PORT = 65535 };

static const char usage[] = "serve [DIR] [--port N]: builds, watches, shows";

static struct str type_of(struct str path, struct arena *keep)
{
    const struct mime_rules none = { 0 };
    struct mime_headers h = mime_of(path, &none, keep);
    return str_fmt(keep, "%.*s", FMT(h.type));
}

/* ---- one build, in a process of its own ---- */

static void put_folder(struct common *c, struct map *seen, struct str file, struct buf *report)
{
    void **at = map_at(seen, path_dir(file), &c->keep);
    if (*at || !str_starts(file, S("../")))
        return;
    *at = c;
    buf_fmt(report, "%.*s\n", FMT(path_join(c->site.options.dir, path_dir(file), &c->keep)));
}

/* Where files outside the folder stand that the site is made of; commits are told by git's log. */
static void put_folders(struct common *c, struct buf *report)
{
    struct map seen = { 0 };
    struct root out;
    struct site *s = &c->site;
    for (int i = 0; i < s->file.n_sources; i++)
        put_folder(c, &seen, path_join(s->file.sources[i].path, S("x"), &c->keep), report);
    for (int i = 0; i < s->file.n_sources; i++)
        put_folder(c, &seen, s->file.sources[i].path, report);
    if (!root_open(str_c(s->options.out, &c->keep), &out))
        record_read(&out, record_program(), s->options.dir, &c->keep, &s->record);
    for (ptrdiff_t i = 0; i < s->record.inputs.len; i++)
        put_folder(c, &seen, s->record.inputs.ptr[i].path, report);
    buf_fmt(report, "%.*s/.git/logs\n", FMT(s->file.root.top));
}

static void build(void *ctx, struct buf *report)
{
    struct common *c = ctx;
    struct site_built built;
    struct str text;
    int code = common_build(c, &built);
    buf_fmt(report, "%td %d\n", built.written + built.removed, code < 0);
    put_folders(c, report);
    buf_char(report, '\n');
    common_findings(c, SEVERITY_WARNING, false, &c->keep, &text);
    buf_put(report, text);
}

/* ---- the command ---- */

static bool run(struct serve *s, bool any_port, struct arena *keep, struct str *why)
{
    for (int i = 0; i < PORTS; i++, s->http.port++)
        if (serve_run(s, keep, why))
            return true;
        else if (!any_port)
            break;
    return false;
}

int cmd_serve(int argc, char **argv)
{
    static struct common c;
    int64_t port = -1;
    bool poll = false;
    struct str why = { 0 };
    const struct opt own[] = {
        { "port", 0, OPT_INT, &port, "N", "8000 or the next free one unless given; 0: any", NULL },
        { "output", 'o', OPT_STR, &c.out, "OUT", "the folder to write, site unless given", NULL },
        { "poll", 0, OPT_FLAG, &poll, NULL,
          "look every second: for drives whose changes the system does not tell", NULL },
        { "drafts", 0, OPT_FLAG, &c.drafts, NULL, "take pages marked draft into the site", NULL },
        COMMON_FINDINGS(&c),
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    if (port > LAST_PORT || port < -1) {
        fprintf(stderr, "plumb serve: --port is a number up to %d\n", LAST_PORT);
        return EXIT_USE;
    }
    if (!fs_is_dir(str_c(c.dir, &c.keep)))
        return common_load(&c);
    fs_mkdirs(str_c(c.out, &c.keep)); /* else each build that fails makes and removes it, which is a
                                         change in the folder above */
    struct serve s = {
        .dir = c.dir,
        .out = c.out,
        .http = { .dir = c.out, .port = port < 0 ? FIRST_PORT : (int)port, .type = type_of },
        .poll = poll,
        .build = build,
        .ctx = &c
    };
    asset_named(S("live.js"), &s.http.script);
    if (run(&s, port < 0, &c.keep, &why))
        return EXIT_GOOD;
    fprintf(stderr, "plumb serve: %.*s\n", FMT(why));
    return EXIT_IO;
}
