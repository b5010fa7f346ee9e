/* What is packed comes back; what is damaged, or leads out of OUT, says nothing at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "gather/record.h"
#include "gather/summary.h"
#include "judge/judged.h"
#include "model/rule.h"

static struct arena memory(void)
{
    return arena_open(64 << 20);
}

static void numbers_and_texts(void **state)
{
    static const int64_t numbers[] = { 0, 1, -1, 63, 64, -64, 127, 128, 1 << 20, INT64_MAX, INT64_MIN };
    struct arena keep = memory();
    struct buf b = buf_open(&keep, 1 << 20);
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(numbers); i++) {
        pack_i64(&b, numbers[i]);
        pack_u64(&b, (uint64_t)numbers[i]);
        pack_hash(&b, (uint64_t)numbers[i]);
    }
    pack_str(&b, S(""));
    pack_str(&b, S("a\nb"));
    struct unpack u = { .rest = buf_str(&b) };
    for (ptrdiff_t i = 0; i < LEN(numbers); i++) {
        assert_true(unpack_i64(&u) == numbers[i]);
        assert_true(unpack_u64(&u) == (uint64_t)numbers[i]);
        assert_true(unpack_hash(&u) == (uint64_t)numbers[i]);
    }
    assert_int_equal(unpack_str(&u).len, 0);
    assert_true(str_equal(unpack_str(&u), S("a\nb")));
    assert_false(u.bad);
    assert_int_equal(u.rest.len, 0);
    unpack_u64(&u);
    assert_true(u.bad); /* there is no more */
}

static void lengths_that_lie(void **state)
{
    static const struct str bytes[] = { { "\x05" "abc", 4 }, { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x", 11 },
                                        { "\xff\xff\xff", 3 }, { "", 0 } };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(bytes); i++) {
        struct unpack u = { .rest = bytes[i] };
        assert_int_equal(unpack_str(&u).len, 0);
        assert_true(u.bad);
        u = (struct unpack){ .rest = bytes[i] };
        assert_int_equal(unpack_count(&u), 0);
        assert_true(u.bad);
    }
}

/* ---- the record ---- */

static struct root folder(char *path)
{
    struct root r;
    assert_non_null(mkdtemp(path));
    assert_int_equal(root_open(path, &r), 0);
    return r;
}

static void write_record(const struct root *out, struct str bytes)
{
    root_remove(out, S(".plumb/record"));
    assert_int_equal(root_create(out, S(".plumb/record"), bytes, NULL), 0);
}

static struct str record_of(struct str path, struct arena *keep)
{
    struct record r = { .program = 7, .dir = S("content"), .moment_ns = 5, .written_ns = 6 };
    struct record_product *p = record_add(&r, S("a.md"), keep);
    struct buf b = buf_open(keep, 1 << 20);
    p->hash = 3;
    p->summary = S("summary");
    *PUSH(&p->asks, keep) = (struct lookup_record){ LOOKUP_TARGET, S("b.md"), 9 };
    *PUSH(&p->outs, keep) = (struct record_out){ .path = path, .hash = 4, .stamp = { 1, 2, 0, 3 } };
    record_write(&r, &b);
    return buf_str(&b);
}

static void a_record_comes_back(void **state)
{
    char path[] = "/tmp/plumb-record-XXXXXX";
    struct arena keep = memory();
    struct root out = folder(path);
    struct record r;
    (void)state;
    assert_int_equal(record_read(&out, 7, S("content"), &keep, &r), 0);
    assert_false(r.valid); /* there is none */
    write_record(&out, record_of(S("a/index.html"), &keep));
    assert_int_equal(record_read(&out, 7, S("content"), &keep, &r), 0);
    assert_true(r.valid && r.current);
    const struct record_product *p = record_named(&r, S("a.md"));
    assert_non_null(p);
    assert_true(p->hash == 3 && str_equal(p->summary, S("summary")) && p->asks.len == 1 && p->outs.len == 1);
    assert_true(p->asks.ptr[0].kind == LOOKUP_TARGET && p->asks.ptr[0].hash == 9);
    assert_non_null(record_out_named(p, S("a/index.html")));
    assert_null(record_out_named(p, S("b/index.html")));
    /* another program's, or of another folder: ours to replace, not to believe */
    assert_int_equal(record_read(&out, 8, S("content"), &keep, &r), 0);
    assert_true(r.valid && !r.current);
    assert_null(record_named(&r, S("a.md")));
    assert_int_equal(record_read(&out, 7, S("other"), &keep, &r), 0);
    assert_true(r.valid && !r.current);
    root_remove_tree(&out, S(".plumb"));
    rmdir(path);
}

static void paths_that_leave(void **state)
{
    static const char *const paths[] = { "../a", "a/../../b", "/etc/x", "a//b", "a/./b", "..", ".", "", "a/" };
    char path[] = "/tmp/plumb-record-XXXXXX";
    struct arena keep = memory();
    struct root out = folder(path);
    struct record r;
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(paths); i++) {
        write_record(&out, record_of(str_of(paths[i]), &keep));
        assert_int_equal(record_read(&out, 7, S("content"), &keep, &r), 0);
        if (r.valid)
            fail_msg("a record that names \"%s\" is believed", paths[i]);
    }
    root_remove_tree(&out, S(".plumb"));
    rmdir(path);
}

static void every_byte_counts(void **state)
{
    char path[] = "/tmp/plumb-record-XXXXXX";
    struct arena keep = memory();
    struct root out = folder(path);
    struct str good = record_of(S("a/index.html"), &keep);
    (void)state;
    for (ptrdiff_t i = 0; i < good.len; i++) {
        struct arena scratch = keep;
        struct record r;
        struct str bad = str_copy(good, &scratch);
        ((char *)(uintptr_t)bad.ptr)[i] ^= 1;
        write_record(&out, bad);
        assert_int_equal(record_read(&out, 7, S("content"), &scratch, &r), 0);
        assert_false(r.valid);
        write_record(&out, str_sub(good, 0, i));
        assert_int_equal(record_read(&out, 7, S("content"), &scratch, &r), 0);
        assert_false(r.valid);
    }
    root_remove_tree(&out, S(".plumb"));
    rmdir(path);
}

static void stamps(void **state)
{
    const struct record r = { .moment_ns = INT64_C(10000000000), .written_ns = INT64_C(20000000000) };
    const struct fs_entry e = { .size = 5, .mtime_ns = 9000000000, .ctime_ns = 9000000000, .inode = 4 };
    struct record_stamp in = record_stamp_of(&e), out = record_stamp_out(&e);
    struct fs_entry other = e;
    (void)state;
    assert_int_equal(record_same(&r, &in, &e), RECORD_SAME);
    assert_int_equal(record_same(&r, &out, &e), RECORD_SAME);
    other.inode = 5;
    assert_int_equal(record_same(&r, &in, &other), RECORD_OTHER);
    other = e;
    other.size = 6;
    assert_int_equal(record_same(&r, &in, &other), RECORD_OTHER);
    other = e;
    other.ctime_ns = 9500000000; /* renamed: an output is, an input was changed */
    assert_int_equal(record_same(&r, &in, &other), RECORD_OTHER);
    assert_int_equal(record_same(&r, &out, &other), RECORD_SAME);
    other = (struct fs_entry){ .size = 5, .mtime_ns = 9995000000, .ctime_ns = 9995000000, .inode = 4 };
    in = record_stamp_of(&other);
    assert_int_equal(record_same(&r, &in, &other), RECORD_YOUNG);
    in = (struct record_stamp){ 0 };
    assert_int_equal(record_same(&r, &in, &(struct fs_entry){ 0 }), RECORD_OTHER);
}

/* ---- pages ---- */

static void pages_come_back(void **state)
{
    struct arena keep = memory();
    struct str tags[] = { S("aws"), S("cost") };
    struct site_heading headings[] = { { S("a"), S("A"), 1 }, { S("b"), S("B"), 2 } };
    struct site_link links[] = { { .href = S("b.md"), .text = S("to b"), .at = 4, .len = 10, .lone = true } };
    struct site_page p = { .front = { .title = S("T"), .tags = tags, .n_tags = 2, .weight = -3, .has_weight = true },
                           .title = S("T"), .headings = headings, .n_headings = 2, .links = links, .n_links = 1,
                           .words = 12, .codes = 1 };
    struct finding f = { .rule = RULE(TITLE_MISSING), .severity = SEVERITY_WARNING, .file = S("a.md"),
                         .message = S("m"), .line = 3, .col = 4, .source_line = S("line") };
    struct buf b = buf_open(&keep, 1 << 20);
    struct diag d = { .keep = &keep };
    struct site_page q = { 0 };
    (void)state;
    summary_pack(&p, &f, 1, &b);
    assert_true(summary_unpack(buf_str(&b), &q, &keep, &d));
    assert_true(str_equal(q.title, S("T")) && q.front.n_tags == 2 && str_equal(q.front.tags[1], S("cost")));
    assert_true(q.front.weight == -3 && q.front.has_weight && q.words == 12 && q.codes == 1);
    assert_true(q.n_headings == 2 && q.headings[1].level == 2 && q.n_links == 1 && q.links[0].lone);
    assert_true(q.links[0].at == 4 && q.links[0].len == 10);
    assert_int_equal(d.findings.len, 1);
    assert_ptr_equal(d.findings.ptr[0].rule, RULE(TITLE_MISSING));
    assert_int_equal(d.findings.ptr[0].line, 3);
    assert_true(summary_face(&p) == summary_face(&q));
    headings[1].id = S("c");
    assert_true(summary_face(&p) != summary_face(&q)); /* an anchor that others may link to */
    for (ptrdiff_t i = 0; i < b.len; i++) { /* cut anywhere it is refused */
        struct arena scratch = keep;
        struct diag quiet = { .keep = &scratch };
        struct site_page none = { 0 };
        assert_false(summary_unpack(str_sub(buf_str(&b), 0, i), &none, &scratch, &quiet));
    }
}

static void verdicts_come_back(void **state)
{
    struct arena keep = memory();
    const struct source src = { .path = S("a.md"), .text = S("Each has [2 tasks](config:/n).") };
    struct site_claim claims[] = { { .key = S("#link-0"), .claim = { .text = S("2 tasks"), .href = S("config:/n"),
                                                     .place = str_sub(src.text, 10, 7), .verdict = VERDICT_FALSE,
                                                     .message = S("not 2") } } };
    struct site_reach reaches[] = { { .page = S("b.md"), .figure = S("figure-2"), .line = 7, .link = 3 } };
    struct site_page p = { .claims = claims, .n_claims = 1, .reaches = reaches, .n_reaches = 1, .figures_seen = 2 };
    struct site_page q = { .src = src };
    struct buf b = buf_open(&keep, 1 << 20);
    struct diag d = { .keep = &keep };
    (void)state;
    judged_pack(&p, &src, NULL, 0, &b);
    assert_true(judged_unpack(buf_str(&b), &q, &keep, &d));
    assert_true(q.n_claims == 1 && q.claims[0].claim.verdict == VERDICT_FALSE && q.figures_seen == 2);
    assert_true(str_equal(q.claims[0].claim.place, S("2 tasks"))); /* in the text that is at hand */
    assert_true(q.n_reaches == 1 && str_equal(q.reaches[0].page, S("b.md")) && q.reaches[0].link == 3);
    for (ptrdiff_t i = 0; i < b.len; i++) {
        struct arena scratch = keep;
        struct diag quiet = { .keep = &scratch };
        struct site_page none = { 0 };
        assert_false(judged_unpack(str_sub(buf_str(&b), 0, i), &none, &scratch, &quiet));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_texts), cmocka_unit_test(lengths_that_lie),
        cmocka_unit_test(a_record_comes_back), cmocka_unit_test(paths_that_leave),
        cmocka_unit_test(every_byte_counts),   cmocka_unit_test(stamps),
        cmocka_unit_test(pages_come_back),     cmocka_unit_test(verdicts_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
