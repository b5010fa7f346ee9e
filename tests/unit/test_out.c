/* Files below a root, and OUT as a transaction. In a folder of its own below the system's temporary one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "write/out.h"

static char top[64];
static struct root r;

static int begin(void **state)
{
    (void)state;
    snprintf(top, sizeof top, "/tmp/plumb-out-XXXXXX");
    return !mkdtemp(top) || root_open(top, &r) || mkdirat(r.fd, "in", 0777);
}

static int end(void **state)
{
    (void)state;
    root_close(&r);
    return fs_remove_tree(top);
}

static struct arena memory(void)
{
    return arena_open(64 << 20);
}

/* ---- below a root ---- */

static void what_is_refused(void **state)
{
    static const struct {
        const char *name, *link, *path; /* a link of that name is made, then path is read */
        int error;
    } cases[] = {
        { "a file", NULL, "in/a", 0 },
        { "dots inside", NULL, "in/../in/a", 0 },
        { "a link inside", "../in/a", "in/l1", 0 },
        { "a link to a link", "l1", "in/l2", 0 },
        { "a link out", "../../etc/passwd", "in/l3", EXDEV },
        { "an absolute link", "/etc/passwd", "in/l4", EXDEV },
        { "a link to itself", "l5", "in/l5", ELOOP },
        { "a link to a folder out", "/etc", "in/l6", EXDEV },
        { "through a link out", NULL, "in/l6/passwd", EXDEV },
        { "up", NULL, "../x", EXDEV },
        { "up behind a folder", NULL, "in/../../x", EXDEV },
        { "absolute", NULL, "/etc/passwd", EXDEV },
        { "a folder", NULL, "in", EISDIR },
        { "nothing", NULL, "in/none", ENOENT },
        { "below a file", NULL, "in/a/b", ENOTDIR },
        { "a pipe", NULL, "in/pipe", FS_NOT_REGULAR },
        { "the environment", "/proc/self/environ", "in/l7", EXDEV },
    };
    struct arena keep = memory();
    struct str text;
    (void)state;
    assert_int_equal(root_open(top, &r), 0);
    struct root below;
    assert_int_equal(root_create(&r, S("in/a"), S("text"), NULL), 0);
    assert_int_equal(mkfifoat(r.fd, "in/pipe", 0600), 0);
    assert_int_equal(root_below(&r, S("in"), &below), 0);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        if (cases[i].link)
            assert_int_equal(symlinkat(cases[i].link, r.fd, cases[i].path), 0);
        int error = root_read(&r, str_of(cases[i].path), 1 << 20, &keep, &text, NULL);
        if (error != cases[i].error)
            fail_msg("%s: %s", cases[i].name, fs_error(error));
    }
    assert_int_equal(root_read(&below, S("../in/a"), 100, &keep, &text, NULL), EXDEV);
    assert_int_equal(root_read(&r, S("in/a"), 3, &keep, &text, NULL), FS_TOO_LARGE);
    assert_int_equal(root_head(&r, S("in/a"), 3, &keep, &text), 0);
    assert_true(str_equal(text, S("tex")));
    root_close(&below);
}

/* /proc says of its files that they are empty: they are read to the end, or refused, never cut. */
static void a_file_of_unknown_size(void **state)
{
    (void)state;
    struct arena keep = memory();
    struct root proc;
    struct str whole = { 0 }, below = { 0 };
    if (fs_read("/proc/kallsyms", 48 << 20, &keep, &whole) || whole.len <= 1 << 16 ||
        root_open("/proc", &proc))
        skip(); /* there is no long one */
    struct fs_entry e;
    assert_int_equal(root_read(&proc, S("kallsyms"), 1 << 17, &keep, &below, &e), FS_TOO_LARGE);
    keep = memory();
    assert_int_equal(fs_read("/proc/kallsyms", 48 << 20, &keep, &whole), 0);
    ptrdiff_t len = whole.len;
    keep = memory();
    assert_int_equal(root_read(&proc, S("kallsyms"), 48 << 20, &keep, &below, &e), 0);
    assert_int_equal(below.len, len);
    root_close(&proc);
}

static void a_folder_is_listed(void **state)
{
    struct arena keep = memory();
    struct fs_list list = { 0 };
    (void)state;
    root_create(&r, S("in/b/c"), S("x"), NULL);
    root_create(&r, S("in/b.md"), S("x"), NULL);
    assert_int_equal(symlinkat("/etc/passwd", r.fd, "in/out"), 0);
    assert_int_equal(symlinkat("none", r.fd, "in/dangling"), 0);
    assert_int_equal(symlinkat("b", r.fd, "in/folder"), 0);
    assert_int_equal(mkfifoat(r.fd, "in/pipe", 0600), 0);
    assert_int_equal(root_walk(&r, NULL, NULL, &keep, &list), 0);
    static const struct {
        const char *path;
        enum fs_kind kind;
    } want[] = { { "in/b.md", FS_PLAIN },        { "in/b/c", FS_PLAIN },
                 { "in/dangling", FS_DANGLING }, { "in/folder", FS_FOLDER_LINK },
                 { "in/out", FS_OUTSIDE },       { "in/pipe", FS_SPECIAL } };
    assert_int_equal(list.len, LEN(want));
    for (ptrdiff_t i = 0; i < LEN(want); i++) {
        assert_true(str_equal(list.ptr[i].path, str_of(want[i].path)));
        assert_int_equal(list.ptr[i].kind, want[i].kind);
    }
}

/* ---- the transaction ---- */

static void nobody_waits(struct str holder)
{
    (void)holder;
}

/* One build that writes the n files of paths, all with the same text, as one product. */
static int build(const char *const *paths, int n, const char *text, struct arena *keep,
                 struct out *out)
{
    struct record old,
        now = { .program = 1, .dir = S("c"), .moment_ns = 1, .written_ns = INT64_MAX };
    struct str dir = str_fmt(keep, "%s/out", top);
    ptrdiff_t written = 0, removed = 0;
    int error = out_open(out, dir, keep, nobody_waits);
    if (!error)
        error = record_read(&out->root, 1, S("c"), keep, &old);
    if (!error)
        error = out_claim(out, &old);
    struct record_product *p = record_add(&now, S("p"), keep);
    for (int i = 0; i < n && !error; i++)
        error = out_put(out, 0, &old, p, str_of(paths[i]), str_of(text), keep, arena_upper(keep));
    if (!error)
        error = out_commit(out, &old, &now, arena_upper(keep), &written, &removed);
    out_close(out);
    return error;
}

static bool holds(const char *path, const char *text)
{
    struct arena keep = memory();
    struct str found;
    return root_read(&r, str_fmt(&keep, "out/%s", path), 1 << 20, &keep, &found, NULL) == 0 &&
           str_equal(found, str_of(text));
}

static bool is_there(const char *path)
{
    struct fs_entry e;
    struct arena keep = memory();
    return root_look(&r, str_fmt(&keep, "out/%s", path), &e) == 0;
}

static const char *const two[] = { "a/index.html", "b/c/index.html" };

static void written_replaced_removed(void **state)
{
    struct arena keep = memory();
    struct out out;
    (void)state;
    assert_int_equal(build(two, 2, "one", &keep, &out), 0);
    assert_true(holds(two[0], "one") && holds(two[1], "one"));
    assert_int_equal(build(two, 2, "two", &keep, &out), 0);
    assert_true(holds(two[0], "two") && holds(two[1], "two"));
    assert_int_equal(build(two, 1, "two", &keep, &out), 0);
    assert_true(holds(two[0], "two") && !is_there("b"));
    assert_false(is_there(".plumb/new"));
    assert_false(is_there(".plumb/old"));
    assert_false(is_there(".plumb/journal"));
}

static void somebody_elses(void **state)
{
    struct arena keep = memory();
    struct out out;
    (void)state;
    assert_int_equal(root_create(&r, S("out/mine"), S("x"), NULL), 0);
    assert_int_equal(build(two, 2, "one", &keep, &out),
                     OUT_FOREIGN); /* a folder with files in it */
    assert_true(holds("mine", "x") && !is_there("a") && !is_there(".plumb"));
    root_remove(&r, S("out/mine"));
    assert_int_equal(build(two, 1, "one", &keep, &out), 0);
    assert_int_equal(root_create(&r, S("out/b/c/index.html"), S("mine"), NULL), 0);
    assert_int_equal(build(two, 2, "two", &keep, &out),
                     OUT_FOREIGN); /* a file in the place of one of ours */
    assert_true(holds(two[0], "one") && holds(two[1], "mine"));
}

static void what_was_changed_stays(void **state)
{
    struct arena keep = memory();
    struct out out;
    (void)state;
    assert_int_equal(build(two, 2, "one", &keep, &out), 0);
    root_remove(&r, S("out/b/c/index.html"));
    assert_int_equal(root_create(&r, S("out/b/c/index.html"), S("ONE"), NULL), 0);
    assert_int_equal(build(two, 1, "one", &keep, &out), 0);
    assert_int_equal(out.kept.len, 1); /* and is named */
    assert_true(holds(two[1], "ONE"));
}

static void half_way_is_put_back(void **state)
{
    struct arena keep = memory();
    struct out out;
    (void)state;
    assert_int_equal(build(two, 2, "one", &keep, &out), 0);
    root_remove(&r, S("out/b/c/index.html"));
    assert_int_equal(root_create(&r, S("out/b/c/index.html/x"), S("in the way"), NULL), 0);
    assert_int_equal(build(two, 2, "two", &keep, &out), EISDIR);
    assert_false(out.half_moved);
    assert_true(holds(two[0], "one"));
    root_remove_tree(&r, S("out/b/c/index.html"));
    assert_int_equal(build(two, 2, "two", &keep, &out), 0);
    assert_true(holds(two[0], "two") && holds(two[1], "two"));
}

/* A journal of ours is undone; one with another file's number came with a repository. */
static void a_build_that_died(void **state)
{
    struct arena keep = memory();
    struct out out;
    struct fs_entry e;
    (void)state;
    assert_int_equal(build(two, 2, "one", &keep, &out), 0);
    assert_int_equal(root_create(&r, S("out/.plumb/old/0"), S("one"), NULL), 0);
    root_remove(&r, S("out/a/index.html"));
    assert_int_equal(root_create(&r, S("out/a/index.html"), S("half"), NULL), 0);
    int f = openat(r.fd, "out/.plumb/journal", O_WRONLY | O_CREAT, 0600);
    assert_int_equal(root_look(&r, S("out/.plumb/journal"), &e), 0);
    dprintf(f, "%llx 1\nkept 0 a/index.html\nkept 1 ../../in/x\n", (unsigned long long)e.inode);
    close(f);
    assert_int_equal(build(two, 2, "one", &keep, &out), 0);
    assert_true(holds(two[0], "one"));
    assert_int_equal(root_create(&r, S("out/.plumb/old/0"), S("evil"), NULL), 0);
    assert_int_equal(
        root_create(&r, S("out/.plumb/journal"), S("1 1\nkept 0 a/index.html\n"), NULL), 0);
    assert_int_equal(build(two, 2, "one", &keep, &out), 0);
    assert_true(holds(two[0], "one"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_refused, begin, end),
        cmocka_unit_test(a_file_of_unknown_size),
        cmocka_unit_test_setup_teardown(a_folder_is_listed, begin, end),
        cmocka_unit_test_setup_teardown(written_replaced_removed, begin, end),
        cmocka_unit_test_setup_teardown(somebody_elses, begin, end),
        cmocka_unit_test_setup_teardown(what_was_changed_stays, begin, end),
        cmocka_unit_test_setup_teardown(half_way_is_put_back, begin, end),
        cmocka_unit_test_setup_teardown(a_build_that_died, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
