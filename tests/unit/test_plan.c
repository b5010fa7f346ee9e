/* test_plan.c - what changed, what that costs, which paths become stale; the manifest's round trip.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/cache_tag.h"
#include "publish/files.h"
#include "publish/manifest.h"
#include "publish/mime.h"

enum { MEMORY = 1 << 22, MAX = 8 };

/* One object: key, a letter for its bytes, "h" for other headers, releases since it left, "?" */
struct row {
    const char *key, *bytes;
    bool other_headers, unsure;
    int left;
};

static struct plan_object object(const struct row *r)
{
    struct str key = str_of(r->key);
    return (struct plan_object){
        .key = key,
        .size = 100,
        .hash = sha256_of(str_of(r->bytes)),
        .type = S("t"),
        .cache = r->other_headers ? S("no-store") : S("c"),
        .kind = files_kind(key),
        .frozen = mime_is_hashed(key),
        .left = r->left,
        .unsure = r->unsure,
    };
}

static struct plan_objects objects(const struct row *rows, struct arena *keep)
{
    struct plan_objects all = { 0 };
    for (int i = 0; i < MAX && rows[i].key; i++)
        *PUSH(&all, keep) = object(&rows[i]);
    return all;
}

/* clang-format off */
static const struct {
    const char *name;
    struct row now[MAX], before[MAX];
    const char *steps;      /* a letter each: s n c h r k d */
    const char *paths;      /* by blanks */
    const char *base;
    bool empty;
} cases[] = {
    { "first", { { "a.css", "1", 0, 0, 0 }, { "index.html", "1", 0, 0, 0 } }, { { 0 } },
      "nn", "/w /w/*", "", false },
    { "nothing", { { "index.html", "1", 0, 0, 0 } }, { { "index.html", "1", 0, 0, 0 } },
      "s", "", "R", true },
    { "page changed", { { "x/index.html", "2", 0, 0, 0 } }, { { "x/index.html", "1", 0, 0, 0 } },
      "c", "/w/x /w/x/ /w/x/index.html", "R", false },
    { "top page", { { "index.html", "2", 0, 0, 0 } }, { { "index.html", "1", 0, 0, 0 } },
      "c", "/w /w/ /w/index.html", "R", false },
    { "headers only", { { "y.html", "1", true, 0, 0 } }, { { "y.html", "1", 0, 0, 0 } },
      "h", "/w/y.html", "R", false },
    { "not an index", { { "myindex.html", "2", 0, 0, 0 } }, { { "myindex.html", "1", 0, 0, 0 } },
      "c", "/w/myindex.html", "R", false },
    { "new hashed asset", { { "a.0123456789ab.css", "1", 0, 0, 0 } }, { { 0 } },
      "n", "", "R", false },
    { "new page", { { "n.html", "1", 0, 0, 0 } }, { { 0 } },
      "n", "/w/n.html", "R", false },
    { "page gone", { { 0 } }, { { "x/index.html", "1", 0, 0, 0 } },
      "d", "/w/x /w/x/ /w/x/index.html", "R", false },
    { "asset gone", { { 0 } }, { { "a.css", "1", 0, 0, 0 } },
      "k", "", "R", false },
    { "asset gone before", { { 0 } }, { { "a.css", "1", 0, 0, 1 } },
      "k", "", "R", true },
    { "asset due, nothing else", { { 0 } }, { { "a.css", "1", 0, 0, 2 } },
      "k", "", "R", true },
    { "asset due with a change", { { "i.html", "2", 0, 0, 0 } },
      { { "a.0123456789ab.css", "1", 0, 0, 2 }, { "i.html", "1", 0, 0, 0 } },
      "dc", "/w/i.html", "R", false },
    { "asset back", { { "a.css", "1", 0, 0, 0 } }, { { "a.css", "1", 0, 0, 2 } },
      "s", "", "R", true },
    { "unfinished", { { "i.html", "1", 0, 0, 0 } }, { { "i.html", "1", 0, true, 0 } },
      "r", "/w/i.html", "R", false },
    { "awkward path", { { "a b/+\303\274.html", "2", 0, 0, 0 } }, { { "a b/+\303\274.html", "1", 0, 0, 0 } },
      "c", "/w/a%20b/+%C3%BC.html", "R", false },
};
/* clang-format on */

static struct plan_request request(int i, struct arena *keep)
{
    return (struct plan_request){
        .to = S("s3://b"),
        .base = str_of(cases[i].base),
        .web_path = S("/w/"),
        .invalidates = true,
        .max_paths = 300,
        .now = objects(cases[i].now, keep),
        .before = objects(cases[i].before, keep),
        .prices = &plan_prices_us_east_1,
    };
}

static void steps(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (int i = 0; i < (int)LEN(cases); i++) {
        struct arena keep = a;
        struct plan_request q = request(i, &keep);
        struct plan p = plan_make(&q, &keep);
        struct buf got = buf_open(&keep, 100), paths = buf_open(&keep, 1000);
        for (ptrdiff_t k = 0; k < p.n_steps; k++)
            buf_char(&got, "snchrkd"[p.steps[k].action]); /* same, new, changed, headers, … */
        for (ptrdiff_t k = 0; k < p.n_paths; k++)
            buf_fmt(&paths, "%s%.*s", k ? " " : "", FMT(p.paths[k]));
        if (!str_equal(buf_str(&got), str_of(cases[i].steps)))
            fail_msg("%s: steps %.*s", cases[i].name, FMT(buf_str(&got)));
        if (!str_equal(buf_str(&paths), str_of(cases[i].paths)))
            fail_msg("%s: paths %.*s", cases[i].name, FMT(buf_str(&paths)));
        if (plan_is_empty(&p) != cases[i].empty)
            fail_msg("%s: empty", cases[i].name);
    }
    arena_close(start, &a);
}

static void money(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    struct plan_request q = request(2, &a);
    struct plan p = plan_make(&q, &a);
    assert_int_equal(p.bytes, 100);
    assert_int_equal(p.puts, 1);
    assert_int_equal(p.deletes, 0);
    assert_int_equal(p.copies, 1);
    assert_int_equal(p.usd_e10, 5 * 50000 + 4000);
    q.max_paths = 2;
    p = plan_make(&q, &a);
    assert_int_equal(p.n_paths, 1);
    assert_true(str_equal(p.paths[0], S("/w/*")));
    arena_close(start, &a);
}

static void forms(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    struct plan_request q = request(4, &a);
    struct plan p = plan_make(&q, &a);
    struct buf text = buf_open(&a, 1 << 16), json = buf_open(&a, 1 << 16);
    plan_text(&p, 10, &text);
    assert_true(str_find(buf_str(&text), S("~ y.html  headers: t; c becomes t; no-store")) >= 0);
    plan_json(&p, &json);
    assert_true(
        str_find(buf_str(&json), S("\"headers\":[\n  {\"key\":\"y.html\",\"bytes\":100,")) >= 0);
    arena_close(start, &a);
}

/* ---- cache tags ---- */

static const struct {
    const char *name, *root, *key, *tags;
} tags[] = {
    { "top", "/", "index.html", "pages:/" },
    { "not a page", "/docs/", "search.js", "files:/docs/" },
    { "section", "/docs/", "a/index.html", "pages:/docs/,pages:/docs/a/" },
    { "deeper than parts", "/", "a/b/c/d.html", "pages:/,pages:/a/,pages:/a/b/" },
    { "comma, blank, percent", "/", "a,b %/=.HTM", "pages:/,pages:/a=2Cb=20=25/" },
    { "beyond ASCII", "/", "\303\274/i.html", "pages:/,pages:/=C3=BC/" },
    { "empty", "/", "", "files:/" },
};

static void tag_texts(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg, key[1024 + 1] = { 0 };
    for (ptrdiff_t i = 0; i < LEN(tags); i++) {
        struct buf b = buf_open(&a, 1000);
        cache_tag_put_all(&b, str_of(tags[i].root), str_of(tags[i].key));
        if (!str_equal(buf_str(&b), str_of(tags[i].tags)))
            fail_msg("%s: %.*s", tags[i].name, FMT(buf_str(&b)));
    }
    memset(key, 'x', 1024);
    key[600] = '/';
    struct buf b = buf_open(&a, 1 << 12);
    cache_tag_put_all(&b, S("/"), str_of(key));
    assert_int_equal(b.len, 8 + 6 + 32); /* a hash instead of 600 letters */
    arena_close(start, &a);
}

/* Six pages changed in two sections, one of them in a part, and one file. */
static const struct {
    const char *name, *paths;
    enum plan_tags tags;
    int max_paths, max_tags;
    bool before_untagged;
} tagged[] = {
    { "paths fit", "/w/a/b/1.html /w/a/b/2.html /w/a/c.html /w/d/e.html /w/f.html /w/s.js",
      PLAN_TAGS_ON, 6, 9, false },
    { "parts", "#files:/w/ #pages:/w/ #pages:/w/a/ #pages:/w/a/b/ #pages:/w/d/", PLAN_TAGS_ON, 5, 5,
      false },
    { "sections", "#files:/w/ #pages:/w/ #pages:/w/a/ #pages:/w/d/", PLAN_TAGS_ON, 5, 4, false },
    { "site", "#files:/w/ #pages:/w/", PLAN_TAGS_ON, 5, 3, false },
    { "not even that", "/w/*", PLAN_TAGS_ON, 5, 1, false },
    { "no tags at the edge", "/w/*", PLAN_TAGS_OFF, 5, 9, false },
    { "tags begin", "/w/*", PLAN_TAGS_BEGIN, 300, 9, false },
    { "no tags before", "/w/*", PLAN_TAGS_ON, 5, 9, true },
};

static struct plan_objects six(const char *bytes, const char *root, struct arena *keep)
{
    const struct row rows[MAX] = {
        { "a/b/1.html", bytes, 0, 0, 0 }, { "a/b/2.html", bytes, 0, 0, 0 },
        { "a/c.html", bytes, 0, 0, 0 },   { "d/e.html", bytes, 0, 0, 0 },
        { "f.html", bytes, 0, 0, 0 },     { "s.js", bytes, 0, 0, 0 }
    };
    struct plan_objects all = objects(rows, keep);
    for (ptrdiff_t i = 0; i < all.len; i++)
        all.ptr[i].tagged = str_of(root);
    return all;
}

static void tag_items(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(tagged); i++) {
        struct arena keep = a;
        struct plan_request q = request(2, &keep);
        q.now = six("2", "/w/", &keep);
        q.before = six("1", tagged[i].before_untagged ? "" : "/w/", &keep);
        q.tags = tagged[i].tags;
        q.max_paths = tagged[i].max_paths;
        q.max_tags = tagged[i].max_tags;
        struct plan p = plan_make(&q, &keep);
        struct buf paths = buf_open(&keep, 1000);
        for (ptrdiff_t k = 0; k < p.n_paths; k++)
            buf_fmt(&paths, "%s%.*s", k ? " " : "", FMT(p.paths[k]));
        if (!str_equal(buf_str(&paths), str_of(tagged[i].paths)))
            fail_msg("%s: %.*s", tagged[i].name, FMT(buf_str(&paths)));
    }
    struct plan_request q = request(2, &a);
    q.now = six("1", "/w/", &a);
    q.before = six("1", "", &a);
    assert_int_equal(plan_make(&q, &a).n[PLAN_HEADERS], 6);
    arena_close(start, &a);
}

/* The intent of a plan, read back, says what an interrupted publish leaves behind. */
static void manifests(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (int i = 0; i < (int)LEN(cases); i++) {
        struct arena keep = a;
        struct plan_request q = request(i, &keep);
        struct plan p = plan_make(&q, &keep);
        struct manifest last = { 0 }, again;
        struct manifest intent = manifest_intent(&p, &last, &keep);
        intent.release = S("R1");
        intent.releases[0].id = S("R1");
        intent.edge = i % 2 ? S("E0") : S("");
        for (ptrdiff_t k = 0; i % 3 && k < intent.objects.len; k += 2) {
            struct plan_object *o = &intent.objects.ptr[k];
            o->tagged = o->fresh
                            ? S("")
                            : S("/w/"); /* of what is new and on its way, the key alone is told */
            o->more = o->fresh ? S("") : S("content-language:de\nx-amz-meta-a:b\n");
            o->version = o->fresh ? S("") : S("v\"1");
            o->level = o->kind == PLAN_ASSET && !o->fresh ? 3 : 0;
            o->thawed = k % 4 == 0 && !o->fresh;
        }
        struct buf text = buf_open(&keep, 1 << 16), why = buf_open(&keep, 1000), twice = text;
        manifest_write(&intent, &text);
        if (!manifest_read(buf_str(&text), &keep, &again, &why))
            fail_msg("%s: %.*s", cases[i].name, FMT(buf_str(&why)));
        assert_true(str_equal(again.edge, intent.edge));
        for (ptrdiff_t k = 0; k < again.objects.len; k++)
            assert_true(str_equal(again.objects.ptr[k].key, intent.objects.ptr[k].key) &&
                        str_equal(again.objects.ptr[k].tagged, intent.objects.ptr[k].tagged) &&
                        str_equal(again.objects.ptr[k].more, intent.objects.ptr[k].more) &&
                        str_equal(again.objects.ptr[k].version, intent.objects.ptr[k].version) &&
                        again.objects.ptr[k].level == intent.objects.ptr[k].level &&
                        again.objects.ptr[k].thawed == intent.objects.ptr[k].thawed);
        twice = buf_open(&keep, 1 << 16);
        manifest_write(&again, &twice);
        if (!str_equal(buf_str(&text), buf_str(&twice)))
            fail_msg("%s: %.*s", cases[i].name, FMT(buf_str(&twice)));
        struct manifest end = manifest_done(&again, &keep);
        for (ptrdiff_t k = 0; k < end.objects.len; k++)
            assert_false(end.objects.ptr[k].unsure || end.objects.ptr[k].left > PLAN_GRACE);
    }
    arena_close(start, &a);
}

/* clang-format off */
static const struct {
    const char *name, *in;
} bad_manifests[] = {
    { "empty",     "" },
    { "no object", "[]" },
    { "newer",     "{\"v\":2,\"release\":\"R\"}" },
    { "no sum",    "{\"v\":1,\"release\":\"R\"}" },
    { "wrong sum", "{\"v\":1,\"release\":\"R\",\"check\":\"00\"}" },
    { "leads out", "{\"v\":1,\"release\":\"R\",\"headers\":[[\"t\",\"c\"]],\"objects\":[[\"../x\",1,"
                   "\"0000000000000000000000000000000000000000000000000000000000000000\",0]]}" },
    { "no header", "{\"v\":1,\"release\":\"R\",\"headers\":[],\"objects\":[[\"x\",1,"
                   "\"0000000000000000000000000000000000000000000000000000000000000000\",0]]}" },
    { "coming, not in order", "{\"v\":1,\"release\":\"R\",\"coming\":[\"0 0 b\",\"0 0 a\"]}" },
    { "coming, leads out", "{\"v\":1,\"release\":\"R\",\"coming\":[\"0 0 ../x\"]}" },
    { "coming, more than there was", "{\"v\":1,\"release\":\"R\",\"coming\":[\"0 0 a\",\"2 0 b\"]}" },
    { "short sum", "{\"v\":1,\"headers\":[[\"t\",\"c\"]],\"objects\":[[\"x\",1,\"00\",0]]}" },
    { "terminal",  "{\"v\":1,\"release\":\"\\u001b[2J\",\"check\":\"\"}" },
    { "deep",      "{\"v\":1,\"x\":[[[[[[[[[[[[[[[[" },
};
/* clang-format on */

static void refused(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(bad_manifests); i++) {
        struct manifest m;
        struct buf why = buf_open(&a, 1000);
        if (manifest_read(str_of(bad_manifests[i].in), &a, &m, &why) || why.len == 0)
            fail_msg("%s was read", bad_manifests[i].name);
    }
    arena_close(start, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps),     cmocka_unit_test(money),     cmocka_unit_test(forms),
        cmocka_unit_test(tag_texts), cmocka_unit_test(tag_items), cmocka_unit_test(manifests),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
