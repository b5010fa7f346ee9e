/* history.c - a revision's tree, walked once. */
#include <git2.h> /* before ours: it has a member called ctime, which base/banned.h forbids */
#include <limits.h>

#include "load/history.h"

#include "base/fs.h"
#include "base/lazy.h"
#include "base/path.h"
#include "base/time.h"

/* Loaded when a revision is asked for, see base/lazy.h; the Makefile knows the library's name. */
/* clang-format off */
#define FUNCTIONS(X) \
    X(git_blob_free) \
    X(git_blob_lookup) \
    X(git_blob_rawcontent) \
    X(git_blob_rawsize) \
    X(git_commit_author) \
    X(git_commit_free) \
    X(git_commit_id) \
    X(git_commit_lookup) \
    X(git_commit_parent) \
    X(git_commit_parentcount) \
    X(git_commit_summary) \
    X(git_commit_time) \
    X(git_commit_tree) \
    X(git_diff_free) \
    X(git_diff_get_delta) \
    X(git_diff_num_deltas) \
    X(git_diff_tree_to_tree) \
    X(git_error_last) \
    X(git_libgit2_init) \
    X(git_libgit2_shutdown) \
    X(git_object_free) \
    X(git_object_id) \
    X(git_object_peel) \
    X(git_oid_tostr) \
    X(git_reference_list) \
    X(git_repository_free) \
    X(git_repository_is_shallow) \
    X(git_repository_open_ext) \
    X(git_repository_workdir) \
    X(git_revparse_single) \
    X(git_revwalk_free) \
    X(git_revwalk_hide) \
    X(git_revwalk_new) \
    X(git_revwalk_next) \
    X(git_revwalk_push_head) \
    X(git_revwalk_sorting) \
    X(git_strarray_dispose) \
    X(git_tree_entry_byname) \
    X(git_tree_entry_filemode) \
    X(git_tree_entry_id) \
    X(git_tree_entry_name) \
    X(git_tree_entry_type) \
    X(git_tree_free) \
    X(git_tree_id) \
    X(git_tree_lookup) \
    X(git_tree_walk)
/* clang-format on */
static struct {
#define X(f) __typeof__(f) *f;
    FUNCTIONS(X)
#undef X
} git;

static bool load_git(const char **why)
{
#define X(f) #f,
    static const char *const names[] = { FUNCTIONS(X) };
#undef X
    return lazy_load(LIBGIT2, names, (void **)&git, LEN(names), why);
}

enum {
    MAX_FILE = 16 << 20, /* larger blobs are no pages or config */
    MAX_TOTAL = 1 << 28,
    MAX_COMMITS = 1000000,
    MAX_DATED = 50000, /* commits looked through for dates: a second or two */
};

struct walk {
    git_repository *repo;
    struct str prefix; /* folder in the repository, ends in '/' or empty */
    struct arena *keep;
    struct history *out;
    ptrdiff_t total;
    bool too_large;
};

static struct str git_why(const char *what, struct str name, struct arena *keep)
{
    const git_error *e = git.git_error_last();
    return str_fmt(keep, "%s %.*s: %s", what, FMT(name),
                   e && e->message ? e->message : "git gives no reason");
}

static int take(const char *root, const git_tree_entry *entry, void *ctx)
{
    struct walk *w = ctx;
    git_blob *blob = NULL;
    if (git.git_tree_entry_type(entry) != GIT_OBJECT_BLOB ||
        git.git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK)
        return 0;
    struct str path = str_fmt(w->keep, "%s%s", root, git.git_tree_entry_name(entry));
    if (!str_starts(path, w->prefix) ||
        git.git_blob_lookup(&blob, w->repo, git.git_tree_entry_id(entry)))
        return 0;
    struct str text = { git.git_blob_rawcontent(blob), (ptrdiff_t)git.git_blob_rawsize(blob) };
    w->total += text.len <= MAX_FILE ? text.len : 0;
    w->too_large = w->total > MAX_TOTAL;
    if (text.len <= MAX_FILE && !w->too_large)
        *PUSH(&w->out->files, w->keep) =
            (struct history_file){ str_from(path, w->prefix.len), str_copy(text, w->keep) };
    git.git_blob_free(blob);
    return w->too_large ? -1 : 0;
}

/* The last commit of HEAD's history that is not younger than the end of day; *first: the oldest there is. */
static int commit_of_day(git_repository *repo, struct date day, git_commit **out, git_oid *first)
{
    git_revwalk *walk = NULL;
    int64_t end = (date_days(day) + 1) * 86400;
    int error = git.git_revwalk_new(&walk, repo);
    if (!error)
        error = git.git_revwalk_push_head(walk);
    git.git_revwalk_sorting(walk, GIT_SORT_TIME);
    for (int i = 0; !error && i < MAX_COMMITS && !(error = git.git_revwalk_next(first, walk));
         i++) {
        error = git.git_commit_lookup(out, repo, first);
        if (error || git.git_commit_time(*out) < end)
            break;
        git.git_commit_free(*out);
        *out = NULL;
    }
    git.git_revwalk_free(walk);
    return *out ? 0 : error ? error : -1;
}

static struct str commit_words(git_repository *repo, const git_oid *id, struct arena *keep)
{
    char name[GIT_OID_HEXSZ + 1];
    git_commit *c = NULL;
    if (git.git_commit_lookup(&c, repo, id))
        return S("not known");
    git.git_oid_tostr(name, 11, id);
    struct date day = date_of_days(git.git_commit_time(c) / 86400);
    git.git_commit_free(c);
    return str_fmt(keep, "%s of %.*s", name, FMT(date_iso(day, keep)));
}

/* "tags v1.0, v1.1; branches main": the first few of each. */
static struct str revisions(git_repository *repo, struct arena *keep)
{
    static const char *const kinds[][2] = { { "refs/tags/", "tags" },
                                            { "refs/heads/", "branches" } };
    enum { SHOWN = 6 };
    struct buf b = buf_open(keep, 4000);
    git_strarray list = { 0 };
    if (git.git_reference_list(&list, repo))
        return S("none");
    for (ptrdiff_t k = 0; k < LEN(kinds); k++) {
        int n = 0;
        for (size_t i = list.count; i-- > 0;) /* the latest names first */
            if (str_starts(str_of(list.strings[i]), str_of(kinds[k][0])) && n++ < SHOWN)
                buf_fmt(&b, "%s%s",
                        n > 1   ? ", "
                        : b.len ? "; branches "
                        : k     ? "branches "
                                : "tags ",
                        list.strings[i] + strlen(kinds[k][0]));
        if (n > SHOWN)
            buf_fmt(&b, " and %d more", n - SHOWN);
    }
    git.git_strarray_dispose(&list);
    return b.len ? buf_str(&b) : S("none");
}

static bool find_commit(git_repository *repo, struct str rev, struct arena *keep, git_commit **out,
                        struct str *why)
{
    git_object *object = NULL;
    struct date day;
    git_oid first = { { 0 } };
    const char *shallow = git.git_repository_is_shallow(repo) == 1
                              ? "; this clone is shallow: git fetch --unshallow brings the rest"
                              : "";
    *out = NULL;
    if (rev.len == 10 && date_parse(rev, &day)) {
        if (commit_of_day(repo, day, out, &first) == 0)
            return true;
        *why = str_fmt(keep, "there is no commit before %.*s; the first is %.*s%s", FMT(rev),
                       FMT(commit_words(repo, &first, keep)), shallow);
        return false;
    }
    int error = git.git_revparse_single(&object, repo, str_c(rev, keep));
    if (!error)
        error = git.git_object_peel((git_object **)out, object, GIT_OBJECT_COMMIT);
    git.git_object_free(object);
    if (error)
        *why = str_fmt(keep,
                       "no such revision: %.*s; there are %.*s, HEAD~N, commits, and days such as "
                       "2026-10-01%s",
                       FMT(rev), FMT(revisions(repo, keep)), shallow);
    return !error;
}

static bool read_commit(struct walk *w, git_commit *commit, struct str rev, struct str *why)
{
    char id[GIT_OID_HEXSZ + 1];
    git_tree *tree = NULL;
    git.git_oid_tostr(id, 11, git.git_commit_id(commit));
    w->out->id = str_copy(str_of(id), w->keep);
    w->out->date = date_iso(date_of_days(git.git_commit_time(commit) / 86400), w->keep);
    bool good = git.git_commit_tree(&tree, commit) == 0;
    if (good)
        git.git_tree_walk(tree, GIT_TREEWALK_PRE, take, w);
    if (!good)
        *why = git_why("the files of", rev, w->keep);
    else if (w->too_large)
        *why = str_fmt(w->keep, "the files of %.*s are more than %d MB", FMT(rev), MAX_TOTAL >> 20);
    else if (!w->out->files.len)
        *why = str_fmt(w->keep, "at %.*s the folder %.*s was not there", FMT(rev), FMT(w->prefix));
    git.git_tree_free(tree);
    return good && !w->too_large && w->out->files.len;
}

/* The folder's place in the work tree, with a slash behind it unless it is the top. */
static bool folder_prefix(git_repository *repo, const char *dir, struct arena *keep,
                          struct str *prefix)
{
    char real[PATH_MAX], top[PATH_MAX];
    const char *work = git.git_repository_workdir(repo);
    if (!work || !realpath(dir, real) || !realpath(work, top))
        return false;
    struct str r = str_of(real), t = str_of(top);
    if (!str_starts(r, t))
        return false;
    struct str below = str_from(r, t.len);
    while (below.len && *below.ptr == '/')
        below = str_from(below, 1);
    *prefix = below.len ? str_fmt(keep, "%.*s/", FMT(below)) : S("");
    return true;
}

bool history_read(struct str dir, struct str rev, struct arena *keep, struct history *out,
                  struct str *why)
{
    struct walk w = { .keep = keep, .out = out };
    git_commit *commit = NULL;
    const char *path = str_c(dir, keep);
    const char *reason;
    bool good = false;
    *out = (struct history){ 0 };
    if (!load_git(&reason)) {
        *why = str_fmt(keep, "libgit2 cannot be loaded: %s", reason);
        return false;
    }
    git.git_libgit2_init();
    if (git.git_repository_open_ext(&w.repo, path, 0, NULL))
        *why = git_why("no git repository holds", dir, keep);
    else if (!folder_prefix(w.repo, path, keep, &w.prefix))
        *why = str_fmt(keep, "%.*s is not in the work tree of its repository", FMT(dir));
    else if (find_commit(w.repo, rev, keep, &commit, why))
        good = read_commit(&w, commit, rev, why);
    git.git_commit_free(commit);
    git.git_repository_free(w.repo);
    git.git_libgit2_shutdown();
    return good;
}

/* ---- dates of last change ---- */

struct dating {
    git_repository *repo;
    const char *prefix; /* of the folder, without a slash behind it; "" for the top */
    struct map *want;
    ptrdiff_t left;  /* files still without a date */
    struct date day; /* of the commit at hand */
    struct str id;   /* of it, when want asks for ids */
    bool counting;   /* only find out what is tracked at all */
    bool ids;        /* want: path -> struct str instead of struct date */
    struct arena *keep;
};

static void touch(struct dating *d, const char *path)
{
    void *wanted = map_get(d->want, str_of(path));
    if (!wanted || (d->ids ? ((struct str *)wanted)->len != 0 : ((struct date *)wanted)->year != 0))
        return;
    if (!d->counting && d->ids)
        *(struct str *)wanted = d->id;
    else if (!d->counting)
        *(struct date *)wanted = d->day;
    d->left += d->counting ? 1 : -1;
}

static struct str full_id(const git_commit *commit, struct arena *keep)
{
    char id[GIT_OID_HEXSZ + 1];
    git.git_oid_tostr(id, sizeof id, git.git_commit_id(commit));
    return str_copy(str_of(id), keep);
}

static int touch_entry(const char *root, const git_tree_entry *entry, void *ctx)
{
    char path[PATH_MAX];
    if (git.git_tree_entry_type(entry) == GIT_OBJECT_BLOB &&
        snprintf(path, sizeof path, "%s%s", root, git.git_tree_entry_name(entry)) <
            (int)sizeof path)
        touch(ctx, path);
    return 0;
}

/* The folder's tree in a commit; NULL when it was not there. An error when that cannot be told: clones may lack
 * trees, and what is not here is not what was not there. */
static int folder_tree(const struct dating *d, const git_commit *commit, git_tree **tree)
{
    int error = git.git_commit_tree(tree, commit);
    struct str rest = str_of(d->prefix);
    while (!error && *tree && rest.len) {
        struct cut c = str_cut(rest, '/');
        struct arena scratch = *d->keep;
        const git_tree_entry *e = git.git_tree_entry_byname(*tree, str_c(c.head, &scratch));
        git_tree *folder = NULL;
        if (e && git.git_tree_entry_type(e) == GIT_OBJECT_TREE)
            error = git.git_tree_lookup(&folder, d->repo, git.git_tree_entry_id(e));
        git.git_tree_free(*tree);
        *tree = folder;
        rest = c.tail;
    }
    return error;
}

static int touch_changed(struct dating *d, git_tree *old, git_tree *now)
{
    git_diff *diff = NULL;
    int error = git.git_diff_tree_to_tree(&diff, d->repo, old, now, NULL);
    for (size_t i = 0; !error && i < git.git_diff_num_deltas(diff); i++)
        touch(d, git.git_diff_get_delta(diff, i)->new_file.path);
    git.git_diff_free(diff);
    return error;
}

/* An error when a parent or a tree is not here: nobody knows what it changed, nor whether it was the last to
 * change what older commits changed. */
static int date_commit(struct dating *d, git_commit *commit)
{
    git_commit *parent = NULL;
    git_tree *now = NULL, *old = NULL;
    unsigned parents = git.git_commit_parentcount(commit);
    if (parents > 1)
        return 0;
    int error = parents ? git.git_commit_parent(&parent, commit, 0) : 0;
    if (!error)
        error = folder_tree(d, commit, &now);
    if (!error && parent)
        error = folder_tree(d, parent, &old);
    d->day = date_of_days(git.git_commit_time(commit) / 86400);
    if (d->ids)
        d->id = full_id(commit, d->keep);
    if (!error && now &&
        !(old && memcmp(git.git_tree_id(old), git.git_tree_id(now), sizeof(git_oid)) == 0))
        error = touch_changed(d, old, now);
    git.git_tree_free(old);
    git.git_tree_free(now);
    git.git_commit_free(parent);
    return error;
}

/* How many of the wanted files HEAD holds: the others will never get a date. */
static int count_tracked(struct dating *d)
{
    int error = 0;
    git_object *object = NULL;
    git_commit *head = NULL;
    git_tree *tree = NULL;
    if (git.git_revparse_single(&object, d->repo, "HEAD") == 0 &&
        git.git_object_peel((git_object **)&head, object, GIT_OBJECT_COMMIT) == 0)
        error = folder_tree(d, head, &tree);
    d->counting = true;
    if (tree)
        git.git_tree_walk(tree, GIT_TREEWALK_PRE, touch_entry, d);
    d->counting = false;
    git.git_tree_free(tree);
    git.git_commit_free(head);
    git.git_object_free(object);
    return error;
}

/* Empty, or why some have no date. */
static struct str date_all(struct dating *d)
{
    git_revwalk *walk = NULL;
    git_oid id;
    int seen = 0, error = count_tracked(d);
    if (!error)
        error = git.git_revwalk_new(&walk, d->repo);
    if (!error)
        error = git.git_revwalk_push_head(walk);
    if (!error)
        git.git_revwalk_sorting(walk, GIT_SORT_TIME);
    for (; d->left > 0 && !error && seen < MAX_DATED; seen++) {
        git_commit *commit = NULL;
        error = git.git_revwalk_next(&id, walk);
        if (!error)
            error = git.git_commit_lookup(&commit, d->repo, &id);
        if (!error)
            error = date_commit(d, commit);
        git.git_commit_free(commit);
    }
    git.git_revwalk_free(walk);
    if (!d->left && (!error || error == GIT_ITEROVER))
        return (struct str){ 0 };
    if (git.git_repository_is_shallow(d->repo) == 1)
        return S("this clone is shallow: git fetch --unshallow brings the rest");
    if (error && error != GIT_ITEROVER)
        return S("this clone lacks a part of its history, as one made with --filter=tree:0 does");
    return error ? (struct str){ 0 } /* only merges changed them */
                 : str_fmt(d->keep, "they are older than the last %d commits", MAX_DATED);
}

static struct str date_below(struct str dir, struct dating d)
{
    struct str prefix, why = { 0 };
    const char *reason, *path = str_c(dir, d.keep);
    if (!load_git(&reason))
        return str_fmt(d.keep, "libgit2 cannot be loaded: %s", reason);
    git.git_libgit2_init();
    if (git.git_repository_open_ext(&d.repo, path, 0, NULL))
        why = git_why("no repository can be opened around", dir, d.keep);
    else if (folder_prefix(d.repo, path, d.keep, &prefix)) {
        d.prefix = str_c(str_sub(prefix, 0, prefix.len - 1), d.keep);
        why = date_all(&d);
    }
    git.git_repository_free(d.repo);
    git.git_libgit2_shutdown();
    return why;
}

struct str history_dates(struct str dir, struct map *want, struct arena *keep)
{
    return date_below(dir, (struct dating){ .want = want, .keep = keep });
}

void history_commits(struct str dir, struct map *want, struct arena *keep)
{
    date_below(dir, (struct dating){ .want = want, .ids = true, .keep = keep });
}

/* ---- who changed files since a commit ---- */

static struct str blob_text(git_repository *repo, const git_diff_file *f, struct arena *keep)
{
    git_blob *blob = NULL;
    struct str text = { 0 };
    if (!(f->flags & GIT_DIFF_FLAG_EXISTS) || git.git_blob_lookup(&blob, repo, &f->id))
        return text;
    if ((ptrdiff_t)git.git_blob_rawsize(blob) <= MAX_FILE)
        text = str_copy(
            (struct str){ git.git_blob_rawcontent(blob), (ptrdiff_t)git.git_blob_rawsize(blob) },
            keep);
    git.git_blob_free(blob);
    return text;
}

static void log_commit(git_repository *repo, git_commit *commit, struct str prefix,
                       struct map *want, struct arena *keep)
{
    git_commit *parent = NULL;
    git_tree *now = NULL, *old = NULL;
    git_diff *diff = NULL;
    struct history_version v = {
        .id = str_sub(full_id(commit, keep), 0, 10),
        .date = date_iso(date_of_days(git.git_commit_time(commit) / 86400), keep),
        .who = str_copy(str_of(git.git_commit_author(commit)->name), keep),
        .subject = str_copy(str_of(git.git_commit_summary(commit)), keep)
    };
    unsigned parents = git.git_commit_parentcount(commit);
    if (parents > 1)
        return;
    int error = git.git_commit_tree(&now, commit);
    if (!error && parents)
        error = git.git_commit_parent(&parent, commit, 0);
    if (!error && parents)
        error = git.git_commit_tree(&old, parent);
    if (!error && git.git_diff_tree_to_tree(&diff, repo, old, now, NULL) == 0)
        for (size_t i = 0; i < git.git_diff_num_deltas(diff); i++) {
            const git_diff_delta *delta = git.git_diff_get_delta(diff, i);
            struct str path = str_of(delta->new_file.path);
            struct history_log *log =
                str_starts(path, prefix) ? map_get(want, str_from(path, prefix.len)) : NULL;
            if (!log)
                continue;
            v.text = blob_text(repo, &delta->new_file, keep);
            *PUSH(log, keep) = v;
        }
    git.git_diff_free(diff);
    git.git_tree_free(old);
    git.git_tree_free(now);
    git.git_commit_free(parent);
}

/* Full ids of commits come as hexadecimal digits or a name. */
static bool log_walk(git_repository *repo, struct str since, struct arena *keep, git_revwalk **walk)
{
    git_object *object = NULL;
    if (git.git_revwalk_new(walk, repo) || git.git_revwalk_push_head(*walk))
        return false;
    git.git_revwalk_sorting(*walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
    if (since.len && git.git_revparse_single(&object, repo, str_c(since, keep)))
        return false;
    if (object)
        git.git_revwalk_hide(*walk, git.git_object_id(object));
    git.git_object_free(object);
    return true;
}

int history_log(struct str dir, struct str since, struct map *want, struct arena *keep)
{
    git_repository *repo = NULL;
    git_revwalk *walk = NULL;
    git_oid id;
    struct str prefix;
    const char *reason;
    int n = 0;
    if (!load_git(&reason))
        return 0;
    git.git_libgit2_init();
    if (git.git_repository_open_ext(&repo, str_c(dir, keep), 0, NULL) == 0 &&
        folder_prefix(repo, str_c(dir, keep), keep, &prefix) && log_walk(repo, since, keep, &walk))
        for (; git.git_revwalk_next(&id, walk) == 0; n++) {
            git_commit *commit = NULL;
            if (n >= HISTORY_LOGGED)
                continue;
            if (git.git_commit_lookup(&commit, repo, &id))
                break;
            log_commit(repo, commit, prefix, want, keep);
            git.git_commit_free(commit);
        }
    git.git_revwalk_free(walk);
    git.git_repository_free(repo);
    git.git_libgit2_shutdown();
    return n;
}

/* ---- HEAD without libgit2 ---- */

enum { MAX_REF_FILE = 16 << 20 };

static bool read_line(struct str dir, const char *name, struct arena *keep, struct str *line)
{
    struct str text;
    if (fs_read(path_join(dir, str_of(name), keep).ptr, MAX_REF_FILE, keep, &text))
        return false;
    *line = str_trim(str_line(&text));
    return true;
}

/* The folder .git, or where the file .git of a work tree points; empty when nothing above dir has one. */
static struct str find_git(struct str dir, struct arena *keep)
{
    char real[PATH_MAX];
    struct str line;
    if (!realpath(str_c(dir, keep), real))
        return (struct str){ 0 };
    for (struct str at = str_copy(str_of(real), keep); at.len > 1; at = path_dir(at)) {
        struct str git_dir = path_join(at, S(".git"), keep);
        if (fs_is_dir(git_dir.ptr))
            return git_dir;
        if (read_line(at, ".git", keep, &line) && str_starts(line, S("gitdir: ")))
            return path_join(at, str_from(line, 8), keep);
    }
    return (struct str){ 0 };
}

static bool is_id(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_digit(s.ptr[i]) && !(s.ptr[i] >= 'a' && s.ptr[i] <= 'f'))
            return false;
    return s.len == 40 || s.len == 64;
}

static struct str packed_ref(struct str common, struct str ref, struct arena *keep)
{
    struct str text;
    if (fs_read(path_join(common, S("packed-refs"), keep).ptr, MAX_REF_FILE, keep, &text))
        return (struct str){ 0 };
    while (text.len) {
        struct cut c = str_cut(str_trim_end(str_line(&text)), ' ');
        if (c.ok && str_equal(c.tail, ref))
            return c.head;
    }
    return (struct str){ 0 };
}

struct str history_head(struct str dir, struct arena *keep)
{
    struct str git_dir = find_git(dir, keep), common = git_dir, head, id;
    if (!git_dir.len || !read_line(git_dir, "HEAD", keep, &head))
        return (struct str){ 0 };
    if (!str_starts(head, S("ref: ")))
        return is_id(head) ? head : (struct str){ 0 };
    struct str ref = str_from(head, 5);
    if (read_line(git_dir, "commondir", keep, &common))
        common = path_join(git_dir, common, keep);
    if (str_find(ref, S("..")) >= 0)
        return (struct str){ 0 };
    if (!read_line(common, str_c(ref, keep), keep, &id) || !is_id(id))
        id = packed_ref(common, ref, keep);
    return is_id(id) ? id : (struct str){ 0 };
}
