/* folder.c - the file: target. Each file is written beside its place and renamed, so a reader of
 * the folder sees the old file or the new one; Content-Type and Cache-Control live in the manifest
 * only. */
#include "publish/folder.h"

#include "base/fs.h"
#include "base/path.h"
#include "base/time.h"
#include "publish/files.h"

struct folder {
    const char *dir;
    struct arena *memory;
    struct buf *why;
};

static const char *place(const char *dir, struct str key, struct arena *keep)
{
    return str_fmt(keep, "%s/%.*s%c", dir, FMT(key), '\0').ptr;
}

static bool failed(struct folder *f, struct str key, int error)
{
    if (error)
        buf_fmt(f->why, "%s/%.*s: %s", f->dir, FMT(key), fs_error(error));
    return error != 0;
}

static enum store_result folder_get(void *self, struct str key, struct str etag, struct arena *keep,
                                    struct store_text *out)
{
    struct folder *f = self;
    *out = (struct store_text){ .time = time_now() };
    struct arena scratch = *f->memory;
    const char *path = place(f->dir, key, &scratch);
    if (!fs_is_file(path)) {
        out->missing = true;
        return STORE_OK;
    }
    if (failed(f, key, fs_read(path, FILES_MAX_SIZE, keep, &out->text)))
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
    if (now.missing ? etag.len > 0 : !str_equal(now.etag, etag))
        return STORE_CONFLICT;
    if (failed(f, key, fs_write(place(f->dir, key, &scratch), text)))
        return STORE_FAILED;
    *new_etag = sha256_hex(sha256_of(text), keep);
    return STORE_OK;
}

static bool folder_send(void *self, const struct store_batch *b)
{
    struct folder *f = self;
    for (ptrdiff_t i = 0; i < b->n; i++) {
        struct arena scratch = *f->memory;
        struct str key = b->objects[i]->key, text = { 0 };
        int error =
            b->texts ? 0 : fs_read(place(b->dir, key, &scratch), FILES_MAX_SIZE, &scratch, &text);
        if (error) {
            buf_fmt(f->why, "%s/%.*s: %s", b->dir, FMT(key), fs_error(error));
            return false;
        }
        if (b->texts)
            text = *b->texts[i];
        if (failed(f, key, fs_write(place(f->dir, key, &scratch), text)))
            return false;
        b->sent(b->ctx, i);
    }
    return true;
}

static bool folder_put_file(void *self, struct str key, const char *path, int64_t size)
{
    struct folder *f = self;
    struct arena scratch = *f->memory;
    struct str text;
    (void)size;
    int error = fs_read(path, FILES_MAX_SIZE, &scratch, &text);
    if (!error)
        error = fs_write(place(f->dir, key, &scratch), text);
    return !failed(f, key, error);
}

static bool folder_remove(void *self, const struct str *keys, ptrdiff_t n)
{
    struct folder *f = self;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena scratch = *f->memory;
        if (failed(f, keys[i], fs_remove(place(f->dir, keys[i], &scratch))))
            return false;
        /* folders that are empty now go too; the first that is not stops it */
        for (struct str d = path_dir(keys[i]); d.len; d = path_dir(d))
            if (fs_remove_dir(place(f->dir, d, &scratch)))
                break;
    }
    return true;
}

static ptrdiff_t folder_check(void *self, const struct plan_object *const *objects, ptrdiff_t n,
                              struct buf *notes)
{
    struct folder *f = self;
    ptrdiff_t wrong = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena scratch = *f->memory;
        struct str text = { 0 };
        int error =
            fs_read(place(f->dir, objects[i]->key, &scratch), FILES_MAX_SIZE, &scratch, &text);
        struct sha256 h = sha256_of(text);
        if (!error && memcmp(h.byte, objects[i]->hash.byte, sizeof h.byte) == 0)
            continue;
        wrong++;
        buf_fmt(notes, "%.*s: %s\n", FMT(objects[i]->key), error ? fs_error(error) : "other bytes");
    }
    return wrong;
}

static bool is_foreign_state(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return !str_equal(e->path, S(".plumb"));
}

static bool folder_list(void *self, struct arena *keep, struct store_keys *out)
{
    struct folder *f = self;
    struct fs_list list = { 0 };
    if (!fs_is_dir(f->dir))
        return true;
    if (failed(f, S(""), fs_walk(f->dir, is_foreign_state, NULL, keep, &list)))
        return false;
    for (ptrdiff_t i = 0; i < list.len; i++)
        if (!list.ptr[i].is_dir)
            *PUSH(out, keep) = list.ptr[i].path;
    return true;
}

static bool folder_invalidate(void *self, struct str reference, const struct str *paths,
                              ptrdiff_t n, bool wait)
{
    (void)self, (void)reference, (void)paths, (void)n, (void)wait;
    return true; /* nothing stands between a folder and its readers */
}

struct store *folder_open(const char *dir, struct arena *keep, struct arena *memory,
                          struct buf *why)
{
    struct folder *f = NEW(keep, struct folder, 1);
    *f = (struct folder){ dir, memory, why };
    struct store *s = NEW(keep, struct store, 1);
    *s = (struct store){ .self = f,
                         .why = why,
                         .get = folder_get,
                         .put = folder_put,
                         .put_file = folder_put_file,
                         .send = folder_send,
                         .remove = folder_remove,
                         .check = folder_check,
                         .list = folder_list,
                         .invalidate = folder_invalidate };
    return s;
}
