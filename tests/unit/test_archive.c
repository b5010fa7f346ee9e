/* test_archive.c - what is kept of a release, for how long, and found again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "publish/archive.h"

enum { MEMORY = 1 << 22, MAX = 8 };

/* Two objects whose bytes are kept and one whose are not. */
static struct str make(struct str bytes, struct arena *keep)
{
    struct manifest m = { .release = S("R1"), .phase = MANIFEST_UPLOADING };
    struct manifest_release release = { .id = S("R1") };
    const struct plan_object rows[] = {
        { .key = S("a"), .size = 5, .hash = sha256_of(S("first")), .unsure = true },
        { .key = S("b"), .size = 4, .hash = sha256_of(S("none")) },
        { .key = S("c"), .size = 0, .hash = sha256_of(S("")), .unsure = true },
        { .key = S("d"), .size = 6, .hash = sha256_of(S("second")), .unsure = true },
    };
    for (ptrdiff_t i = 0; i < LEN(rows); i++)
        *PUSH(&m.objects, keep) = rows[i];
    m.releases = &release;
    m.n_releases = 1;
    struct buf text = buf_open(keep, 1 << 16), all = buf_open(keep, 1 << 16);
    manifest_write(&m, &text);
    buf_fmt(&all, "plumb record 1 %td\n%.*s%.*s", text.len, FMT(buf_str(&text)), FMT(bytes));
    return buf_str(&all);
}

static const struct {
    const char *name, *bytes, *wanted;
    bool found;
} finds[] = {
    { "the first", "firstsecond", "first", true },
    { "the last", "firstsecond", "second", true },
    { "an empty one", "firstsecond", "", true },
    { "one that was not sent", "firstsecond", "none", false },
    { "cut off", "firstseco", "second", false },
    { "damaged", "fIrstsecond", "first", false },
    { "behind a damaged one", "fIrstsecond", "second", true },
};

static void find(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(finds); i++) {
        struct archive r = { 0 };
        struct buf why = buf_open(&a, 400);
        struct sha256 h = sha256_of(str_of(finds[i].wanted));
        assert_true(archive_read(make(str_of(finds[i].bytes), &a), &a, &r, &why));
        struct str got = archive_find(&r, &h);
        if ((got.ptr != NULL) != finds[i].found ||
            (got.ptr && !str_equal(got, str_of(finds[i].wanted))))
            fail_msg("%s", finds[i].name);
    }
    arena_close(start, &a);
}

static const char *const no_records[] = {
    "",
    "plumb record 2 0\n",
    "plumb record 1 -1\n",
    "plumb record 1 99\n{}",
    "plumb record 1 2\n{}",
    "plumb record 1",
    "plumb record 1 99999999999999999999\n",
};

static void refused(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(no_records); i++) {
        struct archive r = { 0 };
        struct buf why = buf_open(&a, 400);
        if (archive_read(str_of(no_records[i]), &a, &r, &why) || !why.len)
            fail_msg("%s", no_records[i]);
    }
    arena_close(start, &a);
}

/* Newest first. A capital letter is a full record; releases name theirs, "b=a" brings back a. */
static const struct {
    const char *name, *records;
    const char *releases[MAX];
    int keep;
    const char *dropped;
} prunes[] = {
    { "few", "cbA", { "c", "b", "A" }, 5, "" },
    { "all stand on one", "edcbA", { "e", "d", "c", "b", "A" }, 2, "" },
    { "a newer full one", "edCbA", { "e", "d", "C", "b", "A" }, 2, "bA" },
    { "the oldest kept stands below it", "edCbA", { "e", "d", "C", "b" }, 4, "" },
    { "one brought back", "eDcA", { "f=A", "e", "D" }, 3, "" },
    { "brought back long ago", "eDcA", { "e", "D", "f=A" }, 2, "cA" },
    { "of a killed run", "xDcA", { "D" }, 5, "cA" },
    { "no records", "", { "a" }, 5, "" },
    { "record lost", "bA", { "c", "b" }, 1, "" },
};

static struct str letter(const char *c)
{
    return (struct str){ c, 1 };
}

static struct manifest history(ptrdiff_t i, struct arena *keep)
{
    struct manifest m = { 0 };
    struct str records = str_of(prunes[i].records);
    m.records = NEW(keep, struct manifest_record, records.len);
    m.releases = NEW(keep, struct manifest_release, MAX);
    for (ptrdiff_t k = 0; k < records.len; k++)
        m.records[m.n_records++] =
            (struct manifest_record){ letter(records.ptr + k), 10, records.ptr[k] < 'a' };
    for (int k = 0; k < MAX && prunes[i].releases[k]; k++) {
        const char *r = prunes[i].releases[k];
        m.releases[m.n_releases].id = letter(r);
        if (r[1] == '=')
            m.releases[m.n_releases].of = letter(r + 2);
        m.n_releases++;
    }
    return m;
}

static void prune(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(prunes); i++) {
        struct manifest m = history(i, &a);
        struct str *dropped;
        ptrdiff_t n;
        struct buf got = buf_open(&a, 100);
        archive_prune(&m, prunes[i].keep, &a, &dropped, &n);
        for (ptrdiff_t k = 0; k < n; k++)
            buf_put(&got, dropped[k]);
        if (!str_equal(buf_str(&got), str_of(prunes[i].dropped)))
            fail_msg("%s: %.*s", prunes[i].name, FMT(buf_str(&got)));
    }
    arena_close(start, &a);
}

static void full(void **state)
{
    (void)state;
    struct plan_object site[] = { { .key = S("a"), .size = 100 },
                                  { .key = S("b"), .size = 50, .left = 1 } };
    struct manifest intent = { .objects = { site, 2, 2 } }, last = { 0 };
    struct manifest_release release = { .id = S("c") };
    struct manifest_record records[] = { { S("c"), 60, false },
                                         { S("b"), 40, false },
                                         { S("A"), 900, true } };
    assert_true(archive_is_full(&intent, &last));
    last = (struct manifest){
        .releases = &release, .n_releases = 1, .records = records, .n_records = 3
    };
    assert_false(archive_is_full(&intent, &last));
    release.of = S("A");
    assert_false(archive_is_full(&intent, &last));
    release = (struct manifest_release){ .id = S("lost") };
    assert_true(archive_is_full(&intent, &last));
    release.id = S("c");
    records[0].bytes = 61;
    assert_true(archive_is_full(&intent, &last));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(find),
        cmocka_unit_test(refused),
        cmocka_unit_test(prune),
        cmocka_unit_test(full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
