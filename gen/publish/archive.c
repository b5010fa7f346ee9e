/* archive.c - the bytes of a release, kept for rollback. */
#include "publish/archive.h"

#include <errno.h>

#include "base/fs.h"
#include "base/path.h"
#include "publish/files.h"

struct str archive_key(struct str release, struct arena *keep)
{
    return str_fmt(keep, ".plumb/releases/%.*s", FMT(release));
}

/* The place of a release's record; n_records when there is none. */
static ptrdiff_t record_of(const struct manifest *m, const struct manifest_release *r)
{
    struct str id = r->of.len ? r->of : r->id;
    ptrdiff_t i = 0;
    while (i < m->n_records && !str_equal(m->records[i].id, id))
        i++;
    return i;
}

bool archive_is_full(const struct manifest *intent, const struct manifest *last)
{
    int64_t since = 0, site = 0;
    if (!last->n_releases || record_of(last, &last->releases[0]) == last->n_records)
        return true; /* what the last release sent was not kept */
    for (ptrdiff_t i = 0; i < intent->objects.len; i++)
        site += intent->objects.ptr[i].left == 0 ? intent->objects.ptr[i].size : 0;
    for (ptrdiff_t i = 0; i < last->n_records && !last->records[i].full; i++)
        since += last->records[i].bytes;
    return since > site;
}

/* ---- writing -------------------------------------------------------------------------------- */

static bool is_kept(const struct plan_object *o, bool full)
{
    return o->unsure || (full && o->left == 0);
}

struct writing { /* a record under way */
    int file, error;
    int64_t size;
};

static void put(struct writing *w, struct str s)
{
    if (!w->error)
        w->error = fs_append(w->file, s);
    w->size += s.len;
}

static void put_head(struct writing *w, const struct manifest *intent, bool full,
                     struct arena scratch)
{
    struct manifest m = *intent;
    struct plan_object *rows = NEW(&scratch, struct plan_object, m.objects.len);
    for (ptrdiff_t i = 0; i < m.objects.len; i++) {
        rows[i] = m.objects.ptr[i];
        rows[i].unsure = is_kept(&rows[i], full);
    }
    m.objects.ptr = rows;
    struct buf text = buf_open(&scratch, MANIFEST_MAX_SIZE);
    manifest_write(&m, &text);
    put(w, str_fmt(&scratch, "plumb record 1 %td\n", text.len));
    put(w, buf_str(&text));
}

static void put_bytes(struct writing *w, const struct manifest *intent, bool full, const char *dir,
                      struct arena scratch)
{
    for (ptrdiff_t i = 0; i < intent->objects.len && !w->error; i++) {
        const struct plan_object *o = &intent->objects.ptr[i];
        struct arena work = scratch;
        struct str text;
        if (!is_kept(o, full))
            continue;
        const char *path = str_fmt(&work, "%s/%.*s%c", dir, FMT(o->key), '\0').ptr;
        w->error = fs_read(path, FILES_MAX_SIZE, &work, &text);
        if (!w->error && text.len != o->size)
            w->error = EBUSY; /* it changes while we publish it */
        if (!w->error)
            put(w, text);
    }
}

bool archive_write(const char *path, const struct manifest *intent, bool full, const char *dir,
                   struct arena scratch, int64_t *size, struct buf *why)
{
    struct writing w = { .file = -1 };
    w.error = fs_mkdirs(str_c(path_dir(str_of(path)), &scratch));
    if (!w.error)
        w.error = fs_begin(path, &w.file);
    if (!w.error) {
        put_head(&w, intent, full, scratch);
        put_bytes(&w, intent, full, dir, scratch);
        int error = fs_close(w.file);
        w.error = w.error ? w.error : error;
    }
    *size = w.size;
    if (w.error) {
        buf_fmt(why, "%s: %s", path, fs_error(w.error));
        (void)fs_remove(path);
    }
    return w.error == 0;
}

/* ---- reading -------------------------------------------------------------------------------- */

bool archive_read(struct str text, struct arena *keep, struct archive *out, struct buf *why)
{
    struct str head = str_line(&text), mark = S("plumb record 1 ");
    int64_t n = 0;
    bool ok = str_starts(head, mark) && str_int64(str_from(head, mark.len), &n) && n >= 0 &&
              n <= text.len;
    if (!ok) {
        buf_put(why, S("it is no record of a release"));
        return false;
    }
    out->bytes = str_from(text, (ptrdiff_t)n);
    return manifest_read(str_sub(text, 0, (ptrdiff_t)n), keep, &out->manifest, why);
}

struct str archive_find(const struct archive *r, const struct sha256 *hash)
{
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < r->manifest.objects.len; i++) {
        const struct plan_object *o = &r->manifest.objects.ptr[i];
        if (!o->unsure)
            continue;
        if (o->size > r->bytes.len - at)
            break;
        struct str found = str_sub(r->bytes, at, (ptrdiff_t)o->size);
        at += (ptrdiff_t)o->size;
        if (memcmp(o->hash.byte, hash->byte, sizeof hash->byte) != 0)
            continue;
        struct sha256 now = sha256_of(found);
        if (memcmp(now.byte, hash->byte, sizeof now.byte) == 0)
            return found.ptr ? found : S("");
    }
    return (struct str){ 0 };
}

/* ---- how long ------------------------------------------------------------------------------- */

/* The place of the full record that the release stands on; n_records when it is not there. */
static ptrdiff_t base_of(const struct manifest *m, const struct manifest_release *r)
{
    ptrdiff_t i = record_of(m, r);
    while (i < m->n_records && !m->records[i].full)
        i++;
    return i;
}

void archive_prune(struct manifest *m, int n, struct arena *keep, struct str **dropped,
                   ptrdiff_t *n_dropped)
{
    ptrdiff_t oldest = 0;
    if (m->n_releases > n)
        m->n_releases = n;
    for (ptrdiff_t i = 0; i < m->n_releases; i++) {
        ptrdiff_t base = base_of(m, &m->releases[i]);
        oldest = base > oldest ? base : oldest;
    }
    ptrdiff_t kept = oldest + 1 < m->n_records ? oldest + 1 : m->n_records;
    *n_dropped = m->n_records - kept;
    *dropped = NEW(keep, struct str, *n_dropped);
    for (ptrdiff_t i = 0; i < *n_dropped; i++)
        (*dropped)[i] = m->records[kept + i].id;
    m->n_records = kept;
}
