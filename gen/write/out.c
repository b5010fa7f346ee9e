/* out.c - staging beside OUT, moving, putting back. */
#include "write/out.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"

enum {
    MAX_JOURNAL = 1 << 30,
    WORKER_NAMES = 1 << 28,
    WAIT_MS = 100,
    WAITS = 600, /* a minute */
    LOST = -12,  /* the lock's file, or OUT, was taken away by a build that came to nothing */
    LOST_TIMES = 100,
};
#define DIR_PLUMB  S(".plumb")
#define DIR_NEW    S(".plumb/new")
#define DIR_OLD    S(".plumb/old")
#define JOURNAL    S(".plumb/journal")
#define LOCK       S(".plumb/lock")
#define RECORD     S(".plumb/record")
#define RECORD_NEW S(".plumb/new/.record")

static int fail(struct out *out, struct str path, int error)
{
    if (error)
        out->at = str_copy(path, out->keep);
    return error;
}

static struct str staged_at(struct str path, struct arena *scratch)
{
    return path_join(DIR_NEW, path, scratch);
}

/* ---- the journal ----
 *
 *     plumb journal INODE OF THIS FILE, SUM OF THE RECORD TO COME
 *     made INODE PATH          a file or folder that was not there; its inode when staged
 *     kept N PATH              what stood at PATH is also old/N until the end
 *
 * One line is written before each step is taken; the file's own inode makes it this machine's. */

struct move {
    bool made;
    uint64_t number; /* inode, or N */
    struct str path;
};

static void journal_line(struct buf *b, const struct move *m)
{
    buf_fmt(b, "%s %llx ", m->made ? "made" : "kept", (unsigned long long)m->number);
    buf_percent(b, m->path, S("/"));
    buf_char(b, '\n');
}

static uint64_t hex_number(struct str s)
{
    uint64_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        n = n << 4 | (uint64_t)(char_is_digit(c) ? c - '0' : (c | 32) - 'a' + 10) % 16;
    }
    return n;
}

static bool is_ours_below(struct str path)
{
    bool inside = path.len && *path.ptr != '/' && *path.ptr != '.' && str_find(path, S("/../")) < 0;
    return (inside && !str_ends(path, S("/.."))) || str_equal(path, S(".plumb/policy"));
}

/* Takes one step back. What is not as the journal says was not done, or is done by now. */
static int undo(const struct out *out, const struct move *m, struct arena scratch)
{
    struct fs_entry e;
    if (!m->made) {
        struct str old = str_fmt(&scratch, ".plumb/old/%llx", (unsigned long long)m->number);
        if (root_look(&out->root, old, &e))
            return 0;
        return root_rename(&out->root, old, m->path);
    }
    if (root_look(&out->root, m->path, &e) || e.inode != m->number)
        return 0;
    return e.is_dir ? root_remove_tree(&out->root, m->path) : root_remove(&out->root, m->path);
}

static int undo_all(struct out *out, const struct move *moves, ptrdiff_t n)
{
    int first = 0;
    for (ptrdiff_t i = n - 1; i >= 0; i--) {
        int error = undo(out, &moves[i], *out->keep);
        if (error && !first)
            first = fail(out, moves[i].path, error);
    }
    return first;
}

/* The checksum of the record that stands, or 0. */
static uint64_t record_sum(const struct out *out, struct str path)
{
    struct str text;
    struct arena scratch = *out->keep;
    return root_head(&out->root, path, 64, &scratch, &text) ? 0 : str_hash(text);
}

static int clean(struct out *out)
{
    int error = root_remove(&out->root, JOURNAL);
    if (!error)
        error = root_remove_tree(&out->root, DIR_NEW);
    return error ? error : root_remove_tree(&out->root, DIR_OLD);
}

static void stays(struct out *out, struct str dir, int error)
{
    for (ptrdiff_t i = 0; i < out->kept.len; i++) /* each file that stood there asks */
        if (str_equal(out->kept.ptr[i].path, dir))
            return;
    *PUSH(&out->kept, out->keep) = (struct out_kept){ dir, error };
}

static void remove_empty_folders(struct out *out, struct str path)
{
    for (struct str dir = path_dir(path); dir.len; dir = path_dir(dir)) {
        int error = root_remove_dir(&out->root, dir);
        if (error && error != ENOTEMPTY &&
            error != EEXIST) /* no later build asks for it: once more */
            error = root_remove_dir(&out->root, dir);
        if (error && error != ENOTEMPTY && error != EEXIST)
            stays(out, dir, error);
        if (error)
            break;
    }
}

/* A build died when its record stood already: what is left to do is to let go. */
static int finish(struct out *out, const struct move *moves, ptrdiff_t n)
{
    struct fs_entry e;
    for (ptrdiff_t i = 0; i < n; i++)
        if (!moves[i].made && root_look(&out->root, moves[i].path, &e) == ENOENT)
            remove_empty_folders(out, moves[i].path);
    return 0;
}

/* A build died while it moved: put back what it did, or, when its record stands, finish. */
static int recover(struct out *out)
{
    struct str text;
    struct fs_entry e;
    LIST(struct move) moves = { 0 };
    int error = root_read(&out->root, JOURNAL, MAX_JOURNAL, out->keep, &text, &e);
    if (error == ENOENT || error == ENOTDIR)
        return fail(out, DIR_PLUMB, clean(out));
    if (error)
        return fail(out, JOURNAL, error);
    struct str head = str_line(&text);
    struct cut c = str_cut(head, ' ');
    if (hex_number(c.head) != e.inode) /* it came with a repository */
        return fail(out, JOURNAL, clean(out));
    while (text.len) {
        struct str line = str_line(&text);
        struct cut kind = str_cut(line, ' '), number = str_cut(kind.tail, ' ');
        struct move m = { str_equal(kind.head, S("made")), hex_number(number.head),
                          url_decode(number.tail, out->keep) };
        if (number.ok && is_ours_below(m.path)) /* a last line may be cut short: it was not done */
            *PUSH(&moves, out->keep) = m;
    }
    bool stands = hex_number(c.tail) == record_sum(out, RECORD);
    error = (stands ? finish : undo_all)(out, moves.ptr, moves.len);
    return error ? error : fail(out, DIR_PLUMB, clean(out));
}

/* ---- opening ---- */

static void pause_ms(int ms)
{
    struct timespec t = { .tv_nsec = ms * 1000000L };
    nanosleep(&t, NULL);
}

/* The file that is locked may have lost its name meanwhile: who had it took it away, and others may lock a new one. */
static bool has_name(const struct out *out)
{
    struct stat st;
    struct fs_entry e;
    return fstat(out->lock, &st) == 0 && root_look(&out->root, LOCK, &e) == 0 &&
           e.inode == st.st_ino;
}

static int lock(struct out *out, void (*say)(struct str holder))
{
    char who[32];
    struct arena scratch = *out->keep;
    out->lock = openat(out->root.fd, ".plumb/lock",
                       O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (out->lock < 0)
        return errno == ENOENT ? LOST : errno;
    for (int i = 0; flock(out->lock, LOCK_EX | LOCK_NB); i++) {
        struct str holder = { 0 };
        if (errno != EWOULDBLOCK && errno != EINTR)
            return errno;
        root_head(&out->root, LOCK, 100, &scratch, &holder);
        out->why = str_copy(str_trim(holder), out->keep);
        if (i == 0)
            say(out->why);
        if (i == WAITS)
            return OUT_BUSY;
        pause_ms(WAIT_MS);
    }
    out->why = (struct str){ 0 };
    if (!has_name(out))
        return LOST;
    int n = snprintf(who, sizeof who, "process %d\n", (int)getpid());
    return ftruncate(out->lock, 0) || pwrite(out->lock, who, (size_t)n, 0) != n ? errno : 0;
}

/* Anything but dot files makes a folder somebody's. */
static bool is_visible(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return *path_base(e->path).ptr != '.';
}

static int is_empty(const struct out *out, bool *empty)
{
    struct fs_list files = { 0 };
    struct arena scratch = *out->keep;
    int error = root_walk(&out->root, is_visible, NULL, &scratch, &files);
    *empty = files.len == 0;
    return error;
}

/* Before anything is made in a folder that exists, it must be empty or have a record. A build that is under way, or
 * died, has a lock, files and no record yet: out_claim judges what it leaves. */
static int look_before(struct out *out)
{
    struct fs_entry e;
    bool empty = false;
    int error = root_look(&out->root, RECORD, &e);
    if (error == ENOENT || error == ENOTDIR) {
        error = is_empty(out, &empty);
        if (!error && !empty)
            error = root_look(&out->root, LOCK, &e);
    }
    return error == ENOENT || error == ENOTDIR ? OUT_FOREIGN : fail(out, RECORD, error);
}

static void let_go(struct out *out)
{
    if (out->lock >= 0)
        close(out->lock);
    root_close(&out->root);
    out->lock = -1;
}

static int open_once(struct out *out, void (*say)(struct str holder))
{
    const char *path = str_c(out->dir, out->keep);
    bool is_new = !fs_is_dir(path);
    int error = is_new ? fs_mkdirs(path) : 0;
    out->made |= is_new;
    if (!error)
        error = root_open(path, &out->root);
    if (error)
        return fail(out, S("."), error);
    if (!is_new && (error = look_before(out)))
        return error;
    error = root_mkdirs(&out->root, DIR_PLUMB);
    return error == ENOENT ? LOST : fail(out, LOCK, error ? error : lock(out, say));
}

int out_open(struct out *out, struct str dir, struct arena *keep, void (*say)(struct str holder))
{
    *out = (struct out){ .dir = dir, .keep = keep, .lock = -1, .root = { .fd = -1 } };
    int error = open_once(out, say);
    for (int i = 0; error == LOST && i < LOST_TIMES; i++) {
        let_go(out);
        error = open_once(out, say);
    }
    if (error)
        return error == LOST ? OUT_BUSY : error;
    for (int i = 0; i < OUT_WORKERS; i++)
        out->work[i].keep = arena_open(WORKER_NAMES);
    return recover(out);
}

int out_claim(struct out *out, const struct record *old)
{
    bool empty;
    for (ptrdiff_t i = 0; i < old->products.len; i++)
        for (ptrdiff_t k = 0; k < old->products.ptr[i]->outs.len; k++) {
            struct record_out *o = &old->products.ptr[i]->outs.ptr[k];
            *map_at(&out->old, o->path, out->keep) = o;
        }
    int error = old->valid ? 0 : is_empty(out, &empty);
    return error ? fail(out, S("."), error) : old->valid || empty ? 0 : OUT_FOREIGN;
}

void out_close(struct out *out)
{
    struct fs_entry e;
    if (out->root.fd < 0)
        return;
    if (out->lock >= 0 && !out->half_moved) {
        root_remove_tree(&out->root, DIR_NEW);
        if (root_look(&out->root, RECORD, &e) == ENOENT) { /* nothing came of it */
            root_remove(&out->root, LOCK);
            root_remove_dir(&out->root, DIR_PLUMB);
            if (out->made)
                rmdir(str_c(out->dir, out->keep));
        }
    }
    let_go(out);
}

/* ---- staging ---- */

bool out_stands(const struct out *out, const struct record *old, const struct record_out *o,
                struct arena scratch)
{
    struct fs_entry e;
    struct str text;
    if (root_look(&out->root, o->path, &e) || e.is_dir || e.kind != FS_PLAIN)
        return false;
    enum record_likeness like = record_same(old, &o->stamp, &e);
    if (like != RECORD_YOUNG)
        return like == RECORD_SAME;
    return root_read(&out->root, o->path, (ptrdiff_t)e.size, &scratch, &text, NULL) == 0 &&
           str_hash(text) == o->hash;
}

int out_put(struct out *out, int worker, const struct record *old, struct record_product *p,
            struct str path, struct str data, struct arena *keep, struct arena scratch)
{
    struct record_out *o = PUSH(&p->outs, keep);
    const struct record_out *was = map_get(&out->old, path);
    *o = (struct record_out){ .path = str_copy(path, keep), .hash = str_hash(data) };
    if (was && was->hash == o->hash && was->stamp.size == data.len &&
        out_stands(out, old, was, scratch)) {
        o->stamp = was->stamp;
        return 0;
    }
    struct fs_entry e;
    int error = root_create(&out->root, staged_at(path, &scratch), data, &e);
    if (error)
        return error;
    o->stamp = record_stamp_out(&e);
    *PUSH(&out->work[worker].staged, &out->work[worker].keep) =
        (struct out_staged){ o->path, e.inode };
    return 0;
}

/* ---- moving ---- */

struct mover {
    struct out *out;
    const struct record *old;
    int journal; /* file */
    LIST(struct move) moves;
    struct map whole; /* folders that were moved with all in them */
    uint64_t n_kept;
    struct arena *keep;
};

/* Said before it is done. */
static int note(struct mover *m, struct move move, struct arena scratch)
{
    struct buf line = buf_open(&scratch, 1 << 14);
    *PUSH(&m->moves, m->keep) = move;
    journal_line(&line, &move);
    return fs_append(m->journal, buf_str(&line));
}

/* What stands at path stays as old/N, until all is done. */
static int keep_old(struct mover *m, struct str path, struct arena scratch)
{
    struct str old = str_fmt(&scratch, ".plumb/old/%llx", (unsigned long long)m->n_kept);
    int error = note(m, (struct move){ false, m->n_kept++, path }, scratch);
    const struct root *r = &m->out->root;
    if (!error && linkat(r->fd, str_c(path, &scratch), r->fd, old.ptr, 0))
        error = errno;
    if (error == EPERM || error == EOPNOTSUPP || error == EMLINK) /* a file system without links */
        error = root_rename(r, path, old);
    return error;
}

/* The outermost folder of path that is not there yet, else path. */
static struct str outermost_missing(const struct mover *m, struct str path)
{
    struct fs_entry e;
    for (ptrdiff_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/' && root_look(&m->out->root, str_sub(path, 0, i), &e) == ENOENT)
            return str_sub(path, 0, i);
    return path;
}

static bool moved_with_folder(const struct mover *m, struct str path)
{
    for (ptrdiff_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/' && map_get(&m->whole, str_sub(path, 0, i)))
            return true;
    return false;
}

static int move_one(struct mover *m, const struct out_staged *s)
{
    struct arena scratch = *m->out->keep;
    struct fs_entry e, new;
    if (moved_with_folder(m, s->path))
        return 0;
    struct str to = outermost_missing(m, s->path), from = staged_at(to, &scratch);
    int error = root_look(&m->out->root, from, &new);
    if (error)
        return error;
    if (root_look(&m->out->root, to, &e) == ENOENT) {
        error = note(m, (struct move){ true, new.inode, to }, scratch);
        if (new.is_dir)
            *map_at(&m->whole, to, m->keep) = m;
    } else {
        error = e.is_dir ? EISDIR : keep_old(m, to, scratch);
    }
    return error ? error : root_rename(&m->out->root, from, to);
}

/* Of the old record and not of the new one. What somebody changed is somebody's: it stays. */
static int remove_one(struct mover *m, const struct record_out *o, ptrdiff_t *removed)
{
    struct str text = { 0 };
    struct fs_entry e;
    struct arena scratch = *m->out->keep;
    int error = root_look(&m->out->root, o->path, &e);
    if (error)
        return error == ENOENT || error == ENOTDIR ? 0 : error;
    if (!e.is_dir && e.size == o->stamp.size)
        error = root_read(&m->out->root, o->path, (ptrdiff_t)e.size, &scratch, &text, NULL);
    if (error)
        return error;
    if (e.is_dir || e.size != o->stamp.size || str_hash(text) != o->hash) {
        *PUSH(&m->out->kept, m->out->keep) = (struct out_kept){ o->path, 0 };
        return 0;
    }
    error = keep_old(m, o->path, scratch);
    if (!error)
        error = root_remove(&m->out->root, o->path);
    *removed += !error;
    return error;
}

static int move_all(struct mover *m, ptrdiff_t *written)
{
    for (int i = 0; i < OUT_WORKERS; i++)
        for (ptrdiff_t k = 0; k < m->out->work[i].staged.len; k++) {
            const struct out_staged *s = &m->out->work[i].staged.ptr[k];
            int error = move_one(m, s);
            if (error)
                return fail(m->out, s->path, error);
            ++*written;
        }
    return 0;
}

static int remove_all(struct mover *m, const struct map *wanted, ptrdiff_t *removed)
{
    for (const struct map_entry *e = m->out->old.first; e; e = e->next) {
        int error = map_get(wanted, e->key) ? 0 : remove_one(m, e->value, removed);
        if (error)
            return fail(m->out, e->key, error);
    }
    return 0;
}

/* Files that would be replaced and are none of the last build's: nothing is touched. */
static int check_places(struct out *out)
{
    struct fs_entry e;
    for (int i = 0; i < OUT_WORKERS; i++)
        for (ptrdiff_t k = 0; k < out->work[i].staged.len; k++) {
            struct str path = out->work[i].staged.ptr[k].path;
            if (!map_get(&out->old, path) && root_look(&out->root, path, &e) == 0 && !e.is_dir)
                return fail(out, path, OUT_FOREIGN);
        }
    return 0;
}

static int open_journal(struct mover *m, struct str record)
{
    struct fs_entry e;
    struct out *out = m->out;
    struct arena scratch = *out->keep;
    int error = root_mkdirs(&out->root, DIR_OLD);
    if (!error)
        error = root_create(&out->root, RECORD_NEW, record, NULL);
    if (error)
        return fail(out, RECORD_NEW, error);
    m->journal = openat(out->root.fd, ".plumb/journal",
                        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (m->journal < 0)
        return fail(out, JOURNAL, errno);
    error = root_look(&out->root, JOURNAL, &e);
    struct str head = str_fmt(&scratch, "%llx %llx\n", (unsigned long long)e.inode,
                              (unsigned long long)str_hash(str_sub(record, 0, 64)));
    return error ? fail(out, JOURNAL, error) : fail(out, JOURNAL, fs_append(m->journal, head));
}

/* Puts everything back. The error stays the one that led here. */
static int give_up(struct mover *m, int error)
{
    struct str at = m->out->at;
    int again = undo_all(m->out, m->moves.ptr, m->moves.len);
    if (m->journal >= 0)
        close(m->journal);
    m->out->half_moved = again != 0;
    m->out->why = m->out->half_moved ? str_fmt(m->out->keep, "%.*s cannot be put back: %s",
                                               FMT(m->out->at), fs_error(again))
                                     : (struct str){ 0 };
    m->out->at = at;
    if (!again)
        clean(m->out);
    return error;
}

static void map_wanted(const struct record *now, struct map *wanted, struct arena *keep)
{
    for (ptrdiff_t i = 0; i < now->products.len; i++)
        for (ptrdiff_t k = 0; k < now->products.ptr[i]->outs.len; k++)
            *map_at(wanted, now->products.ptr[i]->outs.ptr[k].path, keep) = now->products.ptr[i];
}

int out_commit(struct out *out, const struct record *old, struct record *now, struct arena scratch,
               ptrdiff_t *written, ptrdiff_t *removed)
{
    struct map wanted = { 0 };
    struct mover m = { .out = out, .old = old, .journal = -1, .keep = &scratch };
    struct buf record = buf_open(&scratch, PTRDIFF_MAX / 2);
    record_write(now, &record);
    struct str text = buf_str(&record);
    map_wanted(now, &wanted, &scratch);
    int error = check_places(out);
    if (error)
        return error;
    error = open_journal(&m, text);
    if (!error)
        error = move_all(&m, written);
    if (!error)
        error = remove_all(&m, &wanted, removed);
    if (!error)
        error = fail(out, S("."), root_sync(&out->root));
    if (!error)
        error = fail(out, RECORD, root_rename(&out->root, RECORD_NEW, RECORD));
    if (error)
        return give_up(&m, error);
    close(m.journal);
    for (const struct map_entry *e = out->old.first; e; e = e->next)
        if (!map_get(&wanted, e->key))
            remove_empty_folders(out, e->key);
    clean(out); /* what stays behind is taken away by the next build */
    return 0;
}
