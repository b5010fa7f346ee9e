/* state.c - the local copy of the manifest, the journal, the publisher's id. */
#include "publish/state.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/fs.h"
#include "base/hash.h"

enum { MAX_STATE = 64 << 20, ID_BYTES = 8, NAME_LEN = 16, MAX_LINE = 128 };

struct state {
    const char *dir, *journal_path, *switch_path; /* NULL: nowhere to remember */
    int journal;                                  /* file, -1: closed */
    struct str publisher;                         /* once it is known */
    int error; /* the first that kept something from standing there */
    bool told;
};

static void fail(struct state *s, int error)
{
    if (!s->error)
        s->error = error;
}

static const char *path_in(const char *dir, const char *name, struct arena *keep)
{
    return str_fmt(keep, "%s/%s%c", dir, name, '\0').ptr;
}

static const char *folder_for(const char *site, struct str to, struct arena *keep)
{
    struct str name = str_sub(sha256_hex(sha256_of(to), keep), 0, NAME_LEN);
    const char *ours = path_in(site, ".plumb", keep), *cache = getenv("XDG_CACHE_HOME");
    if (fs_is_dir(ours))
        return str_fmt(keep, "%s/publish-%.*s%c", ours, FMT(name), '\0').ptr;
    if (cache && cache[0] == '/')
        return str_fmt(keep, "%s/plumb/publish-%.*s%c", cache, FMT(name), '\0').ptr;
    const char *home = getenv("HOME");
    if (home && home[0] == '/')
        return str_fmt(keep, "%s/.cache/plumb/publish-%.*s%c", home, FMT(name), '\0').ptr;
    return NULL;
}

struct state *state_open(const char *site, struct str to, struct arena *keep)
{
    struct state *s = NEW(keep, struct state, 1);
    const char *dir = folder_for(site, to, keep);
    *s = (struct state){ dir, dir ? path_in(dir, "journal", keep) : NULL,
                         dir ? path_in(dir, "switch", keep) : NULL, .journal = -1 };
    return s;
}

bool state_lock(struct state *s, struct arena scratch)
{
    if (!s->dir || fs_mkdirs(s->dir))
        return true;
    return fs_lock(path_in(s->dir, "lock", &scratch)) != EWOULDBLOCK;
}

struct str state_publisher(struct state *s, struct arena *keep)
{
    struct str id = { 0 };
    const char *path = s->dir ? path_in(s->dir, "publisher", keep) : NULL;
    if (s->publisher.len)
        return s->publisher;
    if (path && fs_read(path, MAX_STATE, keep, &id) == 0 && str_trim(id).len == 2 * ID_BYTES)
        return s->publisher = str_trim(id);
    unsigned char raw[ID_BYTES];
    if (getrandom(raw, sizeof raw, 0) != (ssize_t)sizeof raw)
        memset(raw, 0, sizeof raw);
    struct buf b = buf_open(keep, 2 * ID_BYTES + 1);
    for (int i = 0; i < ID_BYTES; i++)
        buf_fmt(&b, "%02x", raw[i]);
    if (path) /* without it the next run is another publisher */
        fail(s, fs_write(path, buf_str(&b)));
    return s->publisher = buf_str(&b);
}

bool state_load(struct state *s, struct arena *keep, struct str *etag, struct str *manifest)
{
    struct str text;
    if (!s->dir || fs_read(path_in(s->dir, "remote", keep), MAX_STATE, keep, &text))
        return false;
    struct cut c = str_cut(text, '\n');
    *etag = c.head;
    *manifest = c.tail;
    return c.ok && c.head.len > 0;
}

void state_save(struct state *s, struct str etag, struct str manifest, struct arena scratch,
                struct buf *why)
{
    if (!s->dir)
        return;
    const char *path = path_in(s->dir, "remote", &scratch);
    struct buf b = buf_open(&scratch, etag.len + manifest.len + 1);
    buf_put(&b, etag);
    buf_char(&b, '\n');
    buf_put(&b, manifest);
    int error = fs_write(path, buf_str(&b));
    if (error)
        (void)fs_remove(path);
    fail(s, error);
    if (!s->error || s->told)
        return;
    s->told = true;
    buf_fmt(why,
            "%s: %s; what plumb knows of this publish cannot be kept there: the next one reads "
            "more and sends more\n",
            s->dir, fs_error(s->error));
}

const char *state_path(const struct state *s, struct str release, struct arena *keep)
{
    return s->dir ? str_fmt(keep, "%s/release-%.*s%c", s->dir, FMT(release), '\0').ptr : NULL;
}

/* release-ID of a release that is not kept, or NAME.new-PID of fs_write() */
static bool is_leftover(struct str name, const struct str *releases, ptrdiff_t n)
{
    struct str head = S("release-");
    if (str_find(name, S(".new-")) > 0)
        return true;
    if (!str_starts(name, head))
        return false;
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_equal(str_from(name, head.len), releases[i]))
            return false;
    return true;
}

void state_tidy(struct state *s, const struct str *releases, ptrdiff_t n, struct arena scratch)
{
    struct fs_list all = { 0 };
    if (!s->dir || fs_walk(s->dir, NULL, NULL, &scratch, &all))
        return;
    for (ptrdiff_t i = 0; i < all.len; i++)
        if (is_leftover(all.ptr[i].path, releases, n))
            (void)fs_remove(path_in(s->dir, str_c(all.ptr[i].path, &scratch), &scratch));
}

void state_note(struct state *s, struct str release)
{
    if (s->dir && release.len)
        fail(s, fs_write(s->switch_path, release));
    else if (s->dir)
        (void)fs_remove(s->switch_path);
}

struct str state_noted(struct state *s, struct arena *keep)
{
    struct str text = { 0 };
    return s->dir && fs_read(s->switch_path, MAX_STATE, keep, &text) == 0 ? text : S("");
}

void state_begin(struct state *s, struct str release)
{
    state_end(s);
    if (!s->dir || fs_mkdirs(s->dir))
        return;
    char line[MAX_LINE];
    int n = snprintf(line, sizeof line, "%.*s\n", FMT(release));
    int error = fs_begin(s->journal_path, &s->journal);
    if (!error)
        error = fs_append(s->journal, (struct str){ line, n < MAX_LINE ? n : 0 });
    fail(s, error);
    if (error)
        state_end(s);
}

void state_sent(struct state *s, ptrdiff_t object)
{
    char line[MAX_LINE];
    if (s->journal < 0)
        return;
    int n = snprintf(line, sizeof line, "%td\n", object);
    /* written at once: what a kill must not lose. A full disk ends the journal, not the publish */
    int error = fs_append(s->journal, (struct str){ line, n });
    fail(s, error);
    if (error)
        state_end(s);
}

void state_end(struct state *s)
{
    if (s->journal >= 0)
        (void)fs_close(s->journal);
    s->journal = -1;
}

const bool *state_arrived(struct state *s, struct str release, ptrdiff_t n, struct arena *keep)
{
    struct str text;
    if (!s->dir || fs_read(s->journal_path, MAX_STATE, keep, &text))
        return NULL;
    if (!str_equal(str_line(&text), release))
        return NULL;
    bool *arrived = NEW(keep, bool, n);
    while (text.len) {
        struct cut c = str_cut(text, '\n'); /* a line without its end was cut off */
        int64_t i;
        if (c.ok && str_int64(c.head, &i) && i >= 0 && i < n)
            arrived[i] = true;
        text = c.ok ? c.tail : S("");
    }
    return arrived;
}
