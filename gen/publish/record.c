/* record.c - the bytes of a release, kept for rollback. */
#include "publish/record.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "publish/files.h"

struct str record_key(struct str release, struct arena *keep)
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

bool record_is_full(const struct manifest *intent, const struct manifest *last)
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

static int put_all(int fd, struct str s)
{
    while (s.len) {
        ssize_t n = write(fd, s.ptr, (size_t)s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        s = str_from(s, n);
    }
    return 0;
}

static int put_head(int fd, const struct manifest *intent, bool full, struct arena scratch)
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
    int error = put_all(fd, str_fmt(&scratch, "plumb record 1 %td\n", text.len));
    return error ? error : put_all(fd, buf_str(&text));
}

static int put_bytes(int fd, const struct manifest *intent, bool full, const char *dir,
                     struct arena scratch)
{
    for (ptrdiff_t i = 0; i < intent->objects.len; i++) {
        const struct plan_object *o = &intent->objects.ptr[i];
        struct arena work = scratch;
        struct str text;
        if (!is_kept(o, full))
            continue;
        const char *path = str_fmt(&work, "%s/%.*s%c", dir, FMT(o->key), '\0').ptr;
        int error = fs_read(path, FILES_MAX_SIZE, &work, &text);
        if (!error && text.len != o->size)
            error = EBUSY; /* it changes while we publish it */
        if (!error)
            error = put_all(fd, text);
        if (error)
            return error;
    }
    return 0;
}

bool record_write(const char *path, const struct manifest *intent, bool full, const char *dir,
                  struct arena scratch, int64_t *size, struct buf *why)
{
    int error = fs_mkdirs(str_c(path_dir(str_of(path)), &scratch));
    int fd = error ? -1 : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        buf_fmt(why, "%s: %s", path, fs_error(error ? error : errno));
        return false;
    }
    error = put_head(fd, intent, full, scratch);
    if (!error)
        error = put_bytes(fd, intent, full, dir, scratch);
    *size = (int64_t)lseek(fd, 0, SEEK_CUR);
    if (close(fd) && !error)
        error = errno;
    if (error) {
        buf_fmt(why, "%s: %s", path, fs_error(error));
        (void)fs_remove(path);
    }
    return error == 0;
}

/* ---- reading -------------------------------------------------------------------------------- */

bool record_read(struct str text, struct arena *keep, struct record *out, struct buf *why)
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

struct str record_find(const struct record *r, const struct sha256 *hash)
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

void record_prune(struct manifest *m, int n, struct arena *keep, struct str **dropped,
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
