/* folder.c - the file: target. Each file is written beside its place and renamed, so a reader of
 * the folder sees the old file or the new one; Content-Type and Cache-Control live in the manifest
 * only. */
#include "publish/folder.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/time.h"

enum { MAX_STATE = 64 << 20 /* a manifest */ };

struct folder {
    const char *dir;
    const char *state; /* DIR.plumb, beside it: whoever serves DIR does not serve that */
    struct arena *memory;
    struct buf *why;
    struct str below; /* a preview's folder of DIR: it goes when it is empty */
};

/* Keys below .plumb/ are the state; with a slash before them they stand in the folder itself. */
static const char *place(const struct folder *f, struct str key, struct arena *keep)
{
    struct str state = S(".plumb/");
    if (str_starts(key, state))
        return str_fmt(keep, "%s/%.*s%c", f->state, FMT(str_from(key, state.len)), '\0').ptr;
    bool old = str_starts(key, S("/"));
    return str_fmt(keep, "%s/%.*s%c", f->dir, FMT(str_from(key, old)), '\0').ptr;
}

static bool failed(struct folder *f, struct str key, int error)
{
    struct arena scratch = *f->memory;
    if (error)
        buf_fmt(f->why, "%s: %s", place(f, key, &scratch), fs_error(error));
    return error != 0;
}

static enum store_result folder_get(void *self, struct str key, struct str etag, struct arena *keep,
                                    struct store_text *out)
{
    struct folder *f = self;
    *out = (struct store_text){ .time = time_now() };
    struct arena scratch = *f->memory;
    const char *path = place(f, key, &scratch);
    if (!fs_is_file(path)) {
        out->missing = true;
        return STORE_OK;
    }
    if (failed(f, key, fs_read(path, MAX_STATE, keep, &out->text)))
        return STORE_FAILED;
    out->etag = sha256_hex(sha256_of(out->text), keep);
    out->same = etag.len && str_equal(etag, out->etag);
    return STORE_OK;
}

static enum store_result folder_put(void *self, struct str key, struct str text, struct str etag,
                                    struct arena *keep, struct str *new_etag)
{
    struct folder *f = self;
    struct arena scratch = *f->memory;
    struct store_text now;
    if (folder_get(self, key, S(""), &scratch, &now) != STORE_OK)
        return STORE_FAILED;
    if (etag.ptr && (now.missing ? etag.len > 0 : !str_equal(now.etag, etag)))
        return STORE_CONFLICT;
    if (failed(f, key, fs_write(place(f, key, &scratch), text)))
        return STORE_FAILED;
    *new_etag = sha256_hex(sha256_of(text), keep);
    return STORE_OK;
}

static bool is_hash(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->byte, b->byte, sizeof a->byte) == 0;
}

static bool folder_send(void *self, const struct store_batch *b)
{
    struct folder *f = self;
    for (ptrdiff_t i = 0; i < b->n; i++) {
        struct arena scratch = *f->memory;
        const struct plan_object *o = b->items[i].object;
        const char *from = str_fmt(&scratch, "%s/%.*s%c", b->dir, FMT(o->key), '\0').ptr;
        struct sha256 hash;
        if (failed(f, b->items[i].to, fs_copy(from, place(f, b->items[i].to, &scratch), &hash)))
            return false;
        if (!is_hash(&hash, &o->hash)) {
            buf_fmt(f->why, "%s: it changed while it was sent", from);
            return false;
        }
        b->sent(b->ctx, i, S(""));
        if (b->alive && !b->alive(b->ctx))
            return false;
    }
    return true;
}

/* What is kept is the same file under a second name: it is replaced by others, never written to.
 * What comes back is a file of its own. */
static int copy_one(const struct folder *f, const struct store_item *item, struct sha256 *hash,
                    struct arena scratch)
{
    const char *from = place(f, item->from, &scratch), *to = place(f, item->to, &scratch);
    int64_t size;
    if (!str_starts(item->to, S(".plumb/")))
        return fs_copy(from, to, hash);
    int file = -1, error = fs_open(from, &file);
    if (!error) {
        error = fs_hash(file, 0, -1, hash, &size);
        (void)fs_close(file);
    }
    if (!error && is_hash(hash, &item->object->hash) && fs_link(from, to))
        error = fs_copy(from, to, hash);
    return error;
}

static bool folder_copy(void *self, const struct store_batch *b)
{
    struct folder *f = self;
    for (ptrdiff_t i = 0; i < b->n; i++) {
        struct sha256 hash;
        int error = copy_one(f, &b->items[i], &hash, *f->memory);
        if (error != ENOENT && failed(f, b->items[i].from, error))
            return false;
        if (!error && is_hash(&hash, &b->items[i].object->hash))
            b->sent(b->ctx, i, S(""));
    }
    return true;
}

static bool folder_remove(void *self, const struct str *keys, ptrdiff_t n)
{
    struct folder *f = self;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena scratch = *f->memory;
        if (failed(f, keys[i], fs_remove(place(f, keys[i], &scratch))))
            return false;
        /* folders that are empty now go too; the first that is not stops it */
        for (struct str d = path_dir(keys[i]); d.len > 1; d = path_dir(d))
            if (fs_remove_dir(place(f, d, &scratch)))
                break;
    }
    struct arena scratch = *f->memory;
    const char *const tops[] = { f->dir, f->state };
    for (ptrdiff_t i = 0; i < LEN(tops) && f->below.len; i++)
        if (fs_remove_dir(tops[i]) == 0)
            (void)fs_remove_dir(str_c(path_dir(str_of(tops[i])), &scratch));
    return true;
}

static ptrdiff_t folder_check(void *self, const struct store_item *items, ptrdiff_t n, bool *wrong,
                              struct buf *notes)
{
    struct folder *f = self;
    ptrdiff_t n_wrong = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena scratch = *f->memory;
        struct sha256 hash = { 0 };
        int64_t size;
        int file, error = fs_open(place(f, items[i].to, &scratch), &file);
        if (!error) {
            error = fs_hash(file, 0, -1, &hash, &size);
            (void)fs_close(file);
        }
        bool bad =
            error || (!plan_is_unknown(items[i].object) && !is_hash(&hash, &items[i].object->hash));
        if (bad)
            buf_fmt(notes, "%.*s: %s\n", FMT(items[i].object->key),
                    error == ENOENT ? "missing"
                    : error         ? fs_error(error)
                                    : "other bytes");
        n_wrong += bad;
        if (wrong)
            wrong[i] = bad;
    }
    return n_wrong;
}

static bool is_foreign_state(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return !str_equal(e->path, S(".plumb"));
}

/* A second name for an old file is new: the time of its last change of name counts, not of its bytes. */
static bool list_below(struct folder *f, const char *dir, struct str head, int64_t before,
                       struct arena *keep, struct store_keys *out)
{
    struct fs_list list = { 0 };
    if (!fs_is_dir(dir))
        return true;
    if (failed(f, head, fs_walk(dir, head.len ? NULL : is_foreign_state, NULL, keep, &list)))
        return false;
    for (ptrdiff_t i = 0; i < list.len; i++)
        if (!list.ptr[i].is_dir && list.ptr[i].ctime_ns / 1000000000 < before)
            *PUSH(out, keep) = str_join(head, list.ptr[i].path, keep);
    return true;
}

static bool folder_list(void *self, struct arena *keep, struct store_keys *out)
{
    struct folder *f = self;
    return list_below(f, f->dir, S(""), INT64_MAX, keep, out);
}

static bool folder_list_state(void *self, int64_t before, struct arena *keep,
                              struct store_keys *out)
{
    struct folder *f = self;
    return list_below(f, f->state, S(".plumb/"), before, keep, out);
}

static bool folder_invalidate(void *self, struct str reference, const struct str *paths,
                              ptrdiff_t n, bool wait)
{
    (void)self, (void)reference, (void)paths, (void)n, (void)wait;
    return true; /* nothing stands between a folder and its readers */
}

struct store *folder_open(const char *dir, struct str state, struct str below, struct arena *keep,
                          struct arena *memory, struct buf *why)
{
    struct folder *f = NEW(keep, struct folder, 1);
    struct str name = str_of(dir);
    char real[PATH_MAX];
    if (str_ends(name, S(".")) && realpath(dir, real)) /* ".." and "." have no name of their own */
        name = str_copy(str_of(real), keep);
    while (name.len > 1 && str_ends(name, S("/")))
        name.len--;
    state = state.len ? state : str_join(name, S(".plumb"), keep);
    *f = (struct folder){ dir, str_c(state, keep), memory, why, below };
    if (below.len) {
        f->dir = str_c(path_join(str_of(dir), below, keep), keep);
        f->state = str_c(path_join(state, below, keep), keep);
    }
    struct store *s = NEW(keep, struct store, 1);
    *s = (struct store){ .self = f,
                         .why = why,
                         .apart = true,
                         .get = folder_get,
                         .put = folder_put,
                         .send = folder_send,
                         .copy = folder_copy,
                         .remove = folder_remove,
                         .check = folder_check,
                         .list = folder_list,
                         .list_state = folder_list_state,
                         .invalidate = folder_invalidate };
    return s;
}
