/* export.c - plumb export: the pages as plain Markdown for another generator. The site is built in a folder of
 * its own, and what of it belongs to the Markdown is moved. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/path.h"
#include "cmd/commands.h"
#include "cmd/common.h"

static const char usage[] = "export [DIR] -o DIR: plain Markdown for another generator";

enum { FILE_MAX = 1 << 30 };
#define MARK ".plumb-export" /* lists what an export wrote, so that the next one may replace it */

struct export
{
    struct common *common;
    struct root from, to;
    struct map old; /* what the last export wrote */
    struct buf list;
    ptrdiff_t n;
};

/* A folder of somebody else's is not written to. */
static int open_target(struct export *e, struct str dir)
{
    struct arena *keep = &e->common->keep;
    struct fs_list files = { 0 };
    struct str text;
    int error = fs_mkdirs(str_c(dir, keep));
    if (!error)
        error = root_open(str_c(dir, keep), &e->to);
    if (error)
        return error;
    error = root_read(&e->to, S(MARK), FILE_MAX, keep, &text, NULL);
    for (struct str rest = text; !error && rest.len;)
        *map_at(&e->old, str_line(&rest), keep) = e;
    if (error != ENOENT)
        return error;
    error = root_walk(&e->to, NULL, NULL, keep, &files);
    return error ? error : files.len ? ENOTEMPTY : 0;
}

static int move(struct export *e, struct str from, struct str to)
{
    struct arena scratch = e->common->keep;
    struct str text;
    int error = root_read(&e->from, from, FILE_MAX, &scratch, &text, NULL);
    if (!error && map_get(&e->old, to))
        error = root_remove(&e->to, to);
    if (!error)
        error = root_create(&e->to, to, text, NULL);
    buf_put(&e->list, to);
    buf_char(&e->list, '\n');
    e->n++;
    return error;
}

/* Pages, the pictures of figures, and files that pages link to. */
static int move_all(struct export *e)
{
    struct arena *keep = &e->common->keep;
    const struct site *s = &e->common->site;
    struct fs_list files = { 0 };
    int error = root_walk(&e->from, NULL, NULL, keep, &files);
    for (ptrdiff_t i = 0; i < files.len && !error; i++) {
        struct str path = files.ptr[i].path;
        bool page = str_starts(path, S(BUILD_EXPORT));
        bool picture = str_equal(path_ext(path), S(".svg")) && !str_equal(path, S("favicon.svg"));
        if (page)
            error = move(e, path, str_from(path, S(BUILD_EXPORT).len));
        else if (picture || map_get(&s->used_files, path))
            error = move(e, path, path);
    }
    return error;
}

/* What the last export wrote and this one did not. */
static int remove_rest(struct export *e)
{
    for (struct str rest = buf_str(&e->list); rest.len;) {
        void **at = map_at(&e->old, str_line(&rest), NULL);
        if (at)
            *at = NULL;
    }
    for (const struct map_entry *o = e->old.first; o; o = o->next)
        if (o->value && o->key.len)
            root_remove(&e->to, o->key);
    root_remove(&e->to, S(MARK));
    return root_create(&e->to, S(MARK), buf_str(&e->list), NULL);
}

static int export_built(struct export *e, struct str built, struct str to)
{
    int error = root_open(str_c(built, &e->common->keep), &e->from);
    if (!error)
        error = move_all(e);
    if (!error)
        error = remove_rest(e);
    if (error)
        fprintf(stderr, "plumb: %.*s: cannot be written: %s\n", FMT(to), fs_error(error));
    else
        printf("%td files written: %.*s\n", e->n, FMT(to));
    return error ? EXIT_IO : common_exit(e->common, false);
}

static int build_and_export(struct common *c, struct str to)
{
    struct export e = { .common = c, .list = buf_open(&c->keep, FILE_MAX) };
    const char *tmp = getenv("TMPDIR");
    char *work =
        (char *)(uintptr_t)str_fmt(&c->keep, "%s/plumb.XXXXXX", tmp && *tmp ? tmp : "/tmp").ptr;
    struct site_built built;
    int error = open_target(&e, to), code;
    if (error == ENOTEMPTY) {
        fprintf(stderr,
                "plumb: %.*s holds files that plumb export did not write; name another folder\n",
                FMT(to));
        return EXIT_USE;
    }
    if (error || !mkdtemp(work)) {
        fprintf(stderr, "plumb: %.*s: %s\n", FMT(to), fs_error(error ? error : errno));
        return EXIT_IO;
    }
    c->site.options.out = str_fmt(&c->keep, "%s/site", work);
    c->site.options.export = c->site.options.no_png = true;
    code = common_build(c, &built);
    if (code < 0)
        code = export_built(&e, c->site.options.out, to);
    fs_remove_tree(work);
    return code;
}

int cmd_export(int argc, char **argv)
{
    static struct common c;
    struct str to = { 0 };
    const struct opt own[] = {
        { "output", 'o', OPT_STR, &to, "DIR",
          "the folder to write, a new one or one of an earlier export", NULL },
        { "quiet", 'q', OPT_FLAG, &c.quiet, NULL, "print errors alone, count the rest", NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    if (!to.len) {
        fprintf(stderr, "plumb export: -o says where; see plumb export --help\n");
        return EXIT_USE;
    }
    return build_and_export(&c, to);
}
