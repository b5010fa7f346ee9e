/* baseline.c - finds, lays out and judges another state of a site. */
#include "write/baseline.h"

#include <stdlib.h>

#include "base/path.h"
#include "load/history.h"
#include "load/source_file.h"
#include "write/build.h"
#include "write/review_file.h"

enum { SHARED_MAX = 500, LARGEST = 2 << 20 /* a file of data that nobody names */, REVIEWS = 400 };

/* ---- files in a folder of their own ---- */

static bool lay_out(const struct history *h, struct str dir, struct arena *keep, struct str *why)
{
    for (ptrdiff_t i = 0; i < h->files.len; i++) {
        bool escapes; /* a tree that git did not make may name anything */
        struct str to = path_join(dir, path_normal(h->files.ptr[i].path, keep, &escapes), keep);
        int error = escapes ? 0 : fs_write(to.ptr, h->files.ptr[i].text);
        if (error) {
            *why = str_fmt(keep, "%.*s cannot be written: %s", FMT(to), fs_error(error));
            return false;
        }
    }
    return true;
}

/* In memory where the system has such a place: a thousand small files are written and removed. */
static bool temporary(struct arena *keep, struct str *dir, struct str *why)
{
    const char *given = getenv("TMPDIR"),
               *places[] = { given && *given ? given : "/dev/shm", "/tmp" };
    for (ptrdiff_t i = 0; i < LEN(places); i++) {
        *dir = str_fmt(keep, "%s/plumb-since-XXXXXX%c", places[i], 0);
        dir->len--;
        if (mkdtemp((char *)(uintptr_t)dir->ptr))
            return true;
    }
    *dir = (struct str){ 0 };
    *why = str_fmt(keep, "no folder can be made in %s", places[0]);
    return false;
}

static bool load(const struct site *now, struct str dir, struct arena *keep, struct baseline *out)
{
    struct site_options options = now->options;
    options.dir = dir;
    options.out = (struct str){ 0 };
    options.texts = true;
    out->site = NEW(keep, struct site, 1);
    return site_load(out->site, &options, keep);
}

static bool judge_files_of(const struct site *now, const struct history *h, struct arena *keep,
                           struct baseline *out, struct str *why)
{
    struct str inside = now->file.root.inside;
    if (!temporary(keep, &out->dir, why) || !lay_out(h, out->dir, keep, why))
        return false;
    /* an own .git: the root is found here, and not by what stands around TMPDIR */
    if (fs_write(path_join(out->dir, S(".git/HEAD"), keep).ptr, S("")))
        return false;
    struct str dir = inside.len ? str_fmt(keep, "%.*s/%.*s", FMT(out->dir),
                                          FMT(str_sub(inside, 0, inside.len - 1)))
                                : out->dir;
    if (load(now, dir, keep, out))
        return true;
    *why =
        str_fmt(keep, "%.*s was no folder of pages at %.*s", FMT(now->options.dir), FMT(out->name));
    return false;
}

/* ---- the three kinds ---- */

/* "content" below dir, which has no pages of its own to be told apart. */
static struct str content_of(struct str dir, struct arena *keep)
{
    struct str inner = path_join(dir, S("content"), keep);
    bool own = fs_is_file(path_join(dir, S("site.json"), keep).ptr);
    return !own && fs_is_dir(inner.ptr) ? inner : (struct str){ 0 };
}

/* A checkout is looked at where the pages of now stand in theirs; any folder else as now is. */
static bool open_folder(const struct site *now, struct str dir, struct arena *keep,
                        struct baseline *out, struct str *why)
{
    struct str inside = now->file.root.inside, inner = content_of(dir, keep);
    bool whole = content_of(now->options.dir, keep).len > 0;
    struct str same = path_join(dir, inside, keep), git = path_join(dir, S(".git"), keep);
    if (inside.len && (fs_is_dir(git.ptr) || fs_is_file(git.ptr)) && fs_is_dir(same.ptr))
        dir = same;
    else if (inner.len && !whole)
        dir = inner;
    *why = str_fmt(keep, "%.*s is no folder of pages", FMT(dir));
    return load(now, dir, keep, out);
}

static bool open_review(const struct site *now, struct str path, struct arena *keep,
                        struct baseline *out, struct str *why)
{
    struct review_file file;
    struct history h = { 0 };
    if (!review_file_read(path, keep, &file, why) || !review_file_inputs(&file, keep, &h, why))
        return false;
    out->review = file.root;
    out->name = str_fmt(keep, "the review of %.*s", FMT(file.date));
    out->date = file.date;
    out->id = file.commit;
    return judge_files_of(now, &h, keep, out, why);
}

/* What looks like a path is asked for as one, and what looks like a day as a day. */
static bool names_no_path(struct str what, struct arena *keep, struct str *why)
{
    bool path = str_starts(what, S("/")) || str_starts(what, S("./")) ||
                str_starts(what, S("../")) || str_ends(what, S(".json"));
    struct date day;
    if (!what.len)
        *why = S("it is empty; write a revision, a day, a folder or the file of a review");
    else if (fs_is_file(str_c(what, keep)))
        *why = str_fmt(keep, "%.*s is no folder and no file of a review", FMT(what));
    else if (path)
        *why = str_fmt(keep, "there is no file or folder %.*s", FMT(what));
    else if (what.len == 10 && what.ptr[4] == '-' && what.ptr[7] == '-' && !date_parse(what, &day))
        *why = str_fmt(keep, "%.*s is no day", FMT(what));
    return !why->len;
}

static bool open_revision(const struct site *now, struct str rev, struct arena *keep,
                          struct baseline *out, struct str *why)
{
    struct history h;
    struct date day;
    *why = (struct str){ 0 };
    if (rev.len == 10 && date_parse(rev, &day) && date_days(day) > date_days(now->options.today)) {
        *why = str_fmt(keep, "%.*s lies ahead: today is %.*s", FMT(rev),
                       FMT(date_iso(now->options.today, keep)));
        return false;
    }
    if (!names_no_path(rev, keep, why) || !history_read(now->file.root.top, rev, keep, &h, why))
        return false;
    out->id = h.id;
    out->date = h.date;
    return judge_files_of(now, &h, keep, out, why);
}

/* The latest first. */
static int reviews(const struct site *s, struct str *paths, int n)
{
    int found = 0;
    for (ptrdiff_t i = s->files.len - 1; i >= 0 && found < n; i--) {
        struct str p = s->files.ptr[i].path;
        struct date day;
        if (str_starts(p, S("reviews/")) && p.len == 23 && str_ends(p, S(".json")) &&
            date_parse(str_from(p, 8), &day))
            paths[found++] = p;
    }
    return found;
}

/* A review of today is the one that is being prepared; one of a later day is not there yet. */
static struct str last_review(const struct site *s, struct arena *keep)
{
    struct str *paths = NEW(keep, struct str, REVIEWS);
    int n = reviews(s, paths, REVIEWS);
    for (int i = 0; i < n; i++) {
        struct date day;
        if (date_parse(str_from(paths[i], 8), &day) && date_days(day) < date_days(s->options.today))
            return path_join(s->options.dir, paths[i], keep);
    }
    return (struct str){ 0 };
}

bool baseline_open(const struct site *now, struct str what, struct arena *keep,
                   struct baseline *out, struct str *why)
{
    const char *path = str_c(what, keep);
    *out = (struct baseline){ .name = what };
    if (str_equal(what, S("last")) && !fs_is_dir(path)) {
        struct str last = last_review(now, keep);
        return !last.len || open_review(now, last, keep, out, why);
    }
    if (fs_is_dir(path))
        return open_folder(now, what, keep, out, why);
    if (str_ends(what, S(".json")) && fs_is_file(path))
        return open_review(now, what, keep, out, why);
    return open_revision(now, what, keep, out, why);
}

void baseline_close(struct baseline *b)
{
    if (b->dir.len)
        fs_remove_tree(b->dir.ptr);
}

/* ---- what is read on both sides ---- */

static bool is_data(struct str path)
{
    enum source_form form = source_form(path);
    struct str base = path_base(path);
    return form != FORM_NONE && form != FORM_CODE && !str_ends(base, S("-lock.json")) &&
           !str_ends(base, S(".lock")) && !str_ends(base, S("-lock.yaml")) &&
           !str_starts(path, S("reviews/"));
}

static void add(struct site *s, struct str path)
{
    struct diag quiet = { .keep = s->keep };
    source_file_add(&s->data, &s->file.root, path, s->keep, &quiet);
}

void baseline_share(struct site *was, struct site *now)
{
    struct site *both[] = { was, now };
    for (int side = 0; side < 2; side++) {
        struct site *s = both[side], *other = both[1 - side];
        int n = 0;
        for (ptrdiff_t i = 0; i < s->files.len && n < SHARED_MAX; i++) {
            const struct fs_entry *e = &s->files.ptr[i];
            if (!e->is_dir && e->kind == FS_PLAIN && e->size <= LARGEST && is_data(e->path)) {
                add(s, e->path);
                n++;
            }
        }
        for (int i = 0; i < s->data.n_sources; i++)
            for (int k = 0; k < s->data.sources[i].n_files; k++)
                add(other, s->data.sources[i].files[k].path);
    }
}
