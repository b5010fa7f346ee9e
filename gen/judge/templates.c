/* templates.c - the list of hashes in templates/, read and handed to the check. */
#include "judge/templates.h"

#include "base/path.h"
#include "check/template_stale.h"
#include "model/rule.h"

enum { FILE_MAX = 16 << 20, LIST_MAX = 1 << 20 };

/* The folder, and the list in it. */
#define FOLDER S("templates/")
#define HASHES S("templates/hash")

static const char *read_listed(void *ctx, struct str path, struct arena *scratch, struct str *bytes)
{
    const struct site *s = ctx;
    bool escapes;
    struct str at = path_normal(path_join(FOLDER, path, scratch), scratch, &escapes);

    if (escapes || *path.ptr == '/')
        return "leaves the content folder, so nobody looks";
    if (!map_get(&s->file_at, at))
        return "is no file of the content folder any more";
    int error = site_read(s, at, FILE_MAX, scratch, bytes);
    return error == FS_TOO_LARGE ? "larger than 16 MiB" : error ? fs_error(error) : NULL;
}

/* A template that no line names was made by another run, or by hand. */
static void report_unlisted(struct site *s, const struct source *list, const struct map *listed)
{
    for (ptrdiff_t i = 0; i < s->files.len; i++) {
        struct str path = s->files.ptr[i].path;
        bool below =
            str_starts(path, FOLDER) && !s->files.ptr[i].is_dir && !str_equal(path, HASHES);

        if (below && !map_get(listed, str_from(path, FOLDER.len)))
            diag_file(&s->diag, RULE(TEMPLATE_STALE), list->path,
                      "%.*s stands beside it and in no line of it",
                      FMT(str_from(path, FOLDER.len)));
    }
}

void templates_check(struct site *s)
{
    struct source list = { .path = path_join(s->options.dir, HASHES, s->keep) };
    struct map listed = { 0 };

    if (!map_get(&s->file_at, HASHES))
        return;
    int error = site_read(s, HASHES, LIST_MAX, s->keep, &list.text);
    if (error) {
        diag_file(&s->diag, error == FS_TOO_LARGE ? RULE(INPUT_SIZE) : RULE(INPUT_READ), list.path,
                  "%s", error == FS_TOO_LARGE ? "larger than 1 MiB" : fs_error(error));
        return;
    }
    template_stale_check(&list, read_listed, s, &listed, s->keep, s->workers[0].scratch, &s->diag);
    report_unlisted(s, &list, &listed);
}
