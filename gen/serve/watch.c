/* watch.c - inotify on folders. Which file it was does not matter: the build knows what holds. */
#include "serve/watch.h"

#include <dirent.h>
#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"

enum {
    DEEPEST = 64,
    EVENTS = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
             IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB | IN_ONLYDIR,
};

struct serve_watch serve_watch_open(bool poll)
{
    return (struct serve_watch){ .fd = poll ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC) };
}

static bool add(struct serve_watch *w, const char *path)
{
    if (inotify_add_watch(w->fd, path, EVENTS) >= 0)
        return true;
    w->full |= errno == ENOSPC || errno == ENOMEM;
    return false;
}

void serve_watch_dir(struct serve_watch *w, struct str dir, struct arena scratch)
{
    if (w->fd >= 0)
        add(w, str_c(dir, &scratch));
}

static bool is_content(struct str name)
{
    return !str_starts(name, S(".")) && !str_equal(name, S("node_modules"));
}

static void tree(struct serve_watch *w, struct str dir, struct str out, int depth,
                 struct arena scratch)
{
    bool escapes;
    const char *path = str_c(dir, &scratch);
    char record[4096];
    snprintf(record, sizeof record, "%s/.plumb/record", path);
    if (depth > DEEPEST || str_equal(path_normal(dir, &scratch, &escapes), out) ||
        fs_is_file(record) || !add(w, path))
        return;
    DIR *d = opendir(path);
    for (const struct dirent *e; d && (e = readdir(d));)
        if ((e->d_type == DT_DIR || e->d_type == DT_UNKNOWN) && is_content(str_of(e->d_name))) {
            struct arena own = scratch;
            struct str below = path_join(dir, str_of(e->d_name), &own);
            tree(w, below, out, depth + 1, own);
        }
    if (d)
        closedir(d);
}

void serve_watch_tree(struct serve_watch *w, struct str dir, struct str out, struct arena scratch)
{
    bool escapes;
    out = path_normal(out, &scratch, &escapes);
    if (w->fd >= 0)
        tree(w, dir, out, 0, scratch);
}

bool serve_watch_changed(struct serve_watch *w)
{
    _Alignas(struct inotify_event) char text[1 << 14];
    bool changed = false;
    for (ssize_t n; w->fd >= 0 && (n = read(w->fd, text, sizeof text)) > 0;)
        for (const char *p = text; p < text + n;) {
            const struct inotify_event *e = (const void *)p;
            struct str name = str_of(e->len ? e->name : NULL);
            changed |= (e->mask & IN_Q_OVERFLOW) || (!(e->mask & IN_IGNORED) && is_content(name));
            p += sizeof *e + e->len;
        }
    return changed;
}
