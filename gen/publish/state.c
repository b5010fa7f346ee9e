/* state.c - the local copy of the manifest, the journal, the publisher's id. */
#include "publish/state.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/fs.h"
#include "base/hash.h"

enum { MAX_STATE = 64 << 20, ID_BYTES = 8, NAME_LEN = 16, MAX_LINE = 1400 };

struct state {
    const char *dir, *journal_path; /* NULL: nowhere to remember */
    int journal;                    /* file, -1: closed */
    struct arena names;             /* for one path */
    struct str publisher;           /* once it is known */
    int error;                      /* the first that kept something from standing there */
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
    char *room = NEW(keep, char, 2 * PATH_MAX);
    *s = (struct state){ dir, dir ? path_in(dir, "journal", keep) : NULL, .journal = -1 };
    s->names = (struct arena){ .beg = room, .end = room + 2 * PATH_MAX };
    return s;
}

bool state_lock(struct state *s, struct arena scratch)
{
    if (!s->dir || fs_mkdirs(s->dir))
        return true;
    return fs_lock(path_in(s->dir, "lock", &scratch)) != EWOULDBLOCK;
}

/* Jobs by the names that their makers give them: another run of the same job is the same publisher,
 * on whatever machine. The first of a row says whose row it is. */
/* clang-format off */
static const char *const jobs[][5] = {
    { "PLUMB_PUBLISHER_ID" },
    { "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_WORKFLOW", "GITHUB_JOB" },
    { "CI_PROJECT_PATH", "CI_SERVER_URL", "CI_JOB_NAME" },
    { "BITBUCKET_REPO_FULL_NAME", "BITBUCKET_DEPLOYMENT_ENVIRONMENT" },
    { "CIRCLE_PROJECT_REPONAME", "CIRCLE_PROJECT_USERNAME", "CIRCLE_JOB" },
    { "BUILDKITE_PIPELINE_SLUG", "BUILDKITE_ORGANIZATION_SLUG", "BUILDKITE_LABEL" },
    { "SYSTEM_TEAMPROJECTID", "SYSTEM_DEFINITIONID", "SYSTEM_JOBNAME" },
    { "JENKINS_URL", "JOB_NAME" },
    { "CODEBUILD_PROJECT_UUID" },
};
/* clang-format on */

static struct str publisher_of_job(struct arena *keep)
{
    for (ptrdiff_t i = 0; i < LEN(jobs); i++) {
        struct buf b = buf_open(keep, 1 << 12);
        const char *first = getenv(jobs[i][0]);
        for (int k = 0; first && first[0] && k < LEN(jobs[i]) && jobs[i][k]; k++)
            buf_fmt(&b, "%s=%.*s\n", jobs[i][k], FMT(str_of(getenv(jobs[i][k]))));
        if (b.len)
            return str_sub(sha256_hex(sha256_of(buf_str(&b)), keep), 0, 2 * ID_BYTES);
    }
    return S("");
}

struct str state_publisher(struct state *s, struct arena *keep)
{
    struct str id = { 0 };
    const char *path = s->dir ? path_in(s->dir, "publisher", keep) : NULL;
    if (!s->publisher.len)
        s->publisher = publisher_of_job(keep);
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

/* NAME.new-PID of a fs_write() that was stopped, or a record as older versions kept it. */
static bool is_leftover(struct str name)
{
    return str_find(name, S(".new-")) > 0 || str_starts(name, S("release-"));
}

void state_tidy(struct state *s, struct arena scratch)
{
    struct fs_list all = { 0 };
    if (!s->dir || fs_walk(s->dir, NULL, NULL, &scratch, &all))
        return;
    for (ptrdiff_t i = 0; i < all.len; i++)
        if (is_leftover(all.ptr[i].path))
            (void)fs_remove(path_in(s->dir, str_c(all.ptr[i].path, &scratch), &scratch));
}

void state_note(struct state *s, const char *name, struct str text)
{
    struct arena room = s->names;
    if (s->dir && text.len)
        fail(s, fs_write(path_in(s->dir, name, &room), text));
    else if (s->dir)
        (void)fs_remove(path_in(s->dir, name, &room));
}

bool state_is_there(const struct state *s)
{
    return s->dir && fs_is_dir(s->dir);
}

struct str state_noted(struct state *s, const char *name, struct arena *keep)
{
    struct str text = { 0 };
    return s->dir && fs_read(path_in(s->dir, name, keep), MAX_STATE, keep, &text) == 0 ? text
                                                                                       : S("");
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

void state_sent(struct state *s, ptrdiff_t object, struct str what, struct str version)
{
    char line[MAX_LINE];
    if (s->journal < 0)
        return;
    int n = snprintf(line, sizeof line, "%td %.*s %.*s\n", object, FMT(what), FMT(version));
    /* written at once: what a kill must not lose. A full disk ends the journal, not the publish */
    int error = n < MAX_LINE ? fs_append(s->journal, (struct str){ line, n }) : 0;
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

const struct state_arrival *state_arrived(struct state *s, struct str release, ptrdiff_t n,
                                          struct arena *keep)
{
    struct str text;
    if (!s->dir || fs_read(s->journal_path, MAX_STATE, keep, &text))
        return NULL;
    if (!str_equal(str_line(&text), release))
        return NULL;
    struct state_arrival *arrived = NEW(keep, struct state_arrival, n + 1);
    while (text.len) {
        struct cut c = str_cut(text, '\n'); /* a line without its end was cut off */
        struct cut number = str_cut(c.head, ' '), what = str_cut(number.tail, ' ');
        int64_t i;
        if (c.ok && what.ok && str_int64(number.head, &i) && i >= 0 && i < n)
            arrived[i] = (struct state_arrival){ what.head, what.tail };
        text = c.ok ? c.tail : S("");
    }
    return arrived;
}
