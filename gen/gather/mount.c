/* mount.c - static/img/a.svg is img/a.svg on the site, whoever reads it. */
#include "gather/mount.h"

#include "base/path.h"
#include "load/source_kind.h"
#include "model/rule.h"

/* Another generator's output may be called public; settings are nobody's to read. */
static bool is_guessed(struct str path)
{
    struct str ext = path_ext(path);

    return !str_equal(ext, S(".html")) && source_form(path) == FORM_NONE;
}

static bool is_visible(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return *path_base(e->path).ptr != '.' && !str_equal(path_base(e->path), S("node_modules"));
}

/* path: relative to the content folder, without a slash behind it. */
static void mount(struct site *s, struct str path, bool guessed)
{
    struct fs_list files = { 0 };
    struct str folder = str_join(path, S("/"), s->keep);

    *PUSH(&s->mounted, s->keep) = folder;
    if (!source_bytes_is_folder(&s->file.root, path, *s->keep) ||
        source_bytes_list(&s->file.root, path, is_visible, s->keep, &files))
        return;
    for (ptrdiff_t i = 0; i < files.len; i++) {
        const struct fs_entry *e = &files.ptr[i];
        struct str below = str_starts(e->path, folder) ? str_from(e->path, folder.len) : e->path;
        if (e->kind != FS_PLAIN || (guessed && !is_guessed(below)))
            continue;
        void **at = map_at(&s->file_at, below, s->keep);
        if (*at)
            continue;
        *at = (void *)(uintptr_t)e;
        struct str *real = NEW(s->keep, struct str, 1);
        *real = path_join(path, below, s->keep);
        *map_at(&s->mounts, below, s->keep) = real;
    }
}

void mount_all(struct site *s)
{
    static const char *const usual[] = { "static", "public", "../static", "../public" };

    for (int i = 0; i < s->file.n_statics; i++)
        mount(s, s->file.statics[i], false);
    for (ptrdiff_t i = 0; i < LEN(usual) && !s->file.statics; i++)
        if (s->file.root.up || *usual[i] != '.')
            mount(s, str_of(usual[i]), true);
}
