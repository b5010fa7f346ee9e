/* run.c - what stands in the target, the plan, whether the target is what its manifest says. */
#include "publish/run.h"

#include "base/time.h"
#include "model/cache_tag.h"
#include "publish/state.h"

enum {
    MAX_PATHS = 300, /* a month has 1,000 free: more at once become tags or a wildcard */
    MAX_TAGS = 20,   /* each counts as a path */
    MAX_STAMPS = 256 << 20,
    MAX_SAMPLES = 20,   /* of a verification */
    MAX_NAMED = 5,      /* examples in a message */
    PREFIX_LENGTH = 32, /* of r/20261123T150405Z-3f2b9c01/, and some */
};

/* ---- what stands there ---------------------------------------------------------------------- */

struct str run_place(struct str release, struct arena *keep)
{
    return str_fmt(keep, "r/%.*s/", FMT(release));
}

static bool parse_manifest(struct run *r, struct str text)
{
    struct buf why = buf_open(r->keep, 400);
    r->last_text = text;
    bool good = manifest_read(text, r->keep, &r->last, &why);
    r->last_id = r->last.release;
    if (good)
        return true;
    buf_fmt(r->why, "%.*s/" MANIFEST_KEY " cannot be used: %.*s", FMT(r->o.to), FMT(buf_str(&why)));
    return false;
}

/* The release that stands in the target: our copy of it, if the target says it still is that. */
static bool read_last(struct run *r)
{
    struct str etag = { 0 }, copy = { 0 };
    struct store_text now;
    struct store *s = r->o.store;
    bool have = state_load(r->state, r->keep, &etag, &copy);
    if (have && !parse_manifest(r, copy)) {
        have = false; /* a damaged copy is no reason to stop */
        r->why->len = 0;
    }
    if (s->get(s->self, S(MANIFEST_KEY), have ? etag : S(""), r->keep, &now) != STORE_OK)
        return false;
    r->store_time = now.time;
    r->read_ns = time_mono_ns();
    if (now.same) {
        r->etag = etag;
        return true;
    }
    r->last = (struct manifest){ 0 };
    r->last_text = r->etag = S("");
    if (!now.missing)
        r->etag = now.etag;
    else if (!s->apart || s->get(s->self, S("/" MANIFEST_KEY), S(""), r->keep, &now) != STORE_OK)
        return !s->apart;
    r->moved = !now.missing && !r->etag.len;
    return now.missing || parse_manifest(r, now.text);
}

bool run_open(struct run *r)
{
    if (!r->state)
        r->state = state_open(r->o.site, r->o.to, r->keep);
    if (r->o.store && !read_last(r))
        return false;
    if (r->last.unconditional)
        r->o.store->distrust(r->o.store->self);
    return true;
}

enum run_rows run_record(struct run *r, struct str id, struct manifest *out)
{
    struct store_text got;
    struct buf why = buf_open(r->keep, 400);
    struct store *s = r->o.store;
    if (s->get(s->self, manifest_record_key(id, r->keep), S(""), r->keep, &got) != STORE_OK)
        return RUN_ROWS_UNREAD;
    if (got.missing)
        return RUN_ROWS_NONE;
    return manifest_read(got.text, r->keep, out, &why) ? RUN_ROWS : RUN_ROWS_UNREAD;
}

/* ---- plan ----------------------------------------------------------------------------------- */

/* What an unfinished publish of ours is known to have sent is no longer in doubt. Of a new key only
 * the journal knows the bytes: those of now, when they are the same in one word. */
static void use_journal(struct run *r)
{
    struct plan_objects *all = &r->last.objects, *now = &r->request.now;
    const struct state_arrival *arrived =
        state_arrived(r->state, r->last.release, all->len, r->keep);
    for (ptrdiff_t i = 0, k = 0; arrived && i < all->len; i++) {
        struct plan_object *o = &all->ptr[i];
        if (!o->unsure || !arrived[i].what.len)
            continue;
        while (k < now->len && str_cmp(now->ptr[k].key, o->key) < 0)
            k++;
        bool same = k < now->len && str_equal(now->ptr[k].key, o->key) &&
                    str_equal(run_identity(&now->ptr[k], r->keep), arrived[i].what);
        if (o->fresh && !same)
            continue;
        if (o->fresh)
            *o = now->ptr[k];
        o->unsure = o->fresh = false;
        o->version = arrived[i].version;
    }
}

struct str run_identity(const struct plan_object *o, struct arena *keep)
{
    enum { LETTERS = 20 };
    struct buf b = buf_open(keep, 1 << 13);
    buf_put(&b, (struct str){ (const char *)o->hash.byte, sizeof o->hash.byte });
    buf_fmt(&b, "%.*s\n%.*s\n%.*s\n%.*s", FMT(o->type), FMT(o->cache), FMT(o->tagged),
            FMT(o->more));
    return str_sub(sha256_hex(sha256_of(buf_str(&b)), keep), 0, LETTERS);
}

/* Of names that never change nothing is invalidated. A name that looks as if it carried a hash of its
 * bytes, and whose bytes changed all the same, carries none. */
static void settle_objects(struct run *r)
{
    struct plan_objects *all = &r->request.now;
    const struct plan_objects *last = &r->last.objects;
    for (ptrdiff_t i = 0, k = 0; i < all->len; i++) {
        struct plan_object *o = &all->ptr[i];
        while (k < last->len && str_cmp(last->ptr[k].key, o->key) < 0)
            k++;
        const struct plan_object *was =
            k < last->len && str_equal(last->ptr[k].key, o->key) ? &last->ptr[k] : NULL;
        bool changed = was && !plan_is_unknown(was) && !was->unsure &&
                       memcmp(was->hash.byte, o->hash.byte, sizeof o->hash.byte) != 0;
        if (o->frozen && was && (was->thawed || changed) && !r->of.len) {
            o->thawed = true;
            o->frozen = false;
            o->cache = MIME_AGAIN;
            if (changed)
                buf_fmt(r->notes,
                        "%.*s: its name looks like that of a file that never changes, and it has "
                        "changed; browsers may keep the old one for a year: give it a new name\n",
                        FMT(o->key));
        }
        o->tagged = r->o.cache_tags && !o->frozen ? r->o.web_path : S("");
    }
}

/* Whether the copies at the edge have their tags: the distribution must read them now, and must
 * have done so when it got the copies, which is what the manifest remembers. */
static void ask_for_tags(struct run *r)
{
    struct store *s = r->o.store;
    struct plan_request *q = &r->request;
    ptrdiff_t said = r->why->len;
    bool yes = false;
    q->asks_tags = true;
    if (!s->reads_tags(s->self, &yes)) {
        buf_put(r->notes, str_from(buf_str(r->why), said));
        r->why->len = said;
    }
    if (yes)
        q->tags = str_equal(r->last.edge, s->edge) ? PLAN_TAGS_ON : PLAN_TAGS_BEGIN;
    else
        buf_fmt(r->notes,
                "cache tags are of no use yet: distribution %.*s must read them, by CacheTagConfig "
                "with HeaderName %.*s\n",
                FMT(s->edge), FMT(CACHE_TAG_HEADER));
}

struct str run_edge_after(const struct run *r)
{
    if (!r->o.cache_tags)
        return S("");
    if (!r->request.asks_tags)
        return r->last.edge;
    return r->request.tags == PLAN_TAGS_OFF ? S("") : r->o.store->edge;
}

void run_compare(struct run *r)
{
    struct plan_request *q = &r->request;
    q->to = r->o.to;
    q->blind = !r->o.store;
    q->base = r->last.release;
    q->web_path = r->o.web_path;
    q->prices = r->o.store ? r->o.store->prices : &plan_prices_us_east_1;
    q->max_paths = r->o.release ? 1 : MAX_PATHS;
    q->max_tags = MAX_TAGS;
    q->invalidates = r->o.store && r->o.store->invalidates;
    q->before = r->last.objects;
    if (r->o.release) {
        r->o.release->compare(r);
        return;
    }
    if (r->last.release.len && r->last.phase != MANIFEST_DONE) {
        use_journal(r);
        q->unfinished = true;
        q->more_paths = r->last.paths;
        q->n_more_paths = r->last.n_paths;
    }
    settle_objects(r);
    r->plan = plan_make(q, r->keep);
    if (r->o.cache_tags && r->plan.n_paths) {
        ask_for_tags(r);
        r->plan = plan_make(q, r->keep);
    }
}

/* A key below a long prefix may be longer than S3 takes. */
static bool keys_fit(struct run *r)
{
    ptrdiff_t most = r->o.store && r->o.store->max_key ? r->o.store->max_key : PTRDIFF_MAX;
    most -= r->o.release ? PREFIX_LENGTH : 0;
    for (ptrdiff_t i = 0; i < r->request.now.len; i++) {
        if (r->request.now.ptr[i].key.len <= most)
            continue;
        buf_fmt(r->why, "%.*s: below this prefix the name is too long by %td bytes",
                FMT(r->request.now.ptr[i].key), r->request.now.ptr[i].key.len - most);
        return false;
    }
    return true;
}

static bool is_of_mode(struct run *r)
{
    if (!r->last.release.len || r->last.released == (r->o.release != NULL))
        return true;
    if (r->last.released)
        buf_fmt(r->why, "%.*s was published in release mode: say --mode release, or another prefix",
                FMT(r->o.to));
    else
        buf_fmt(r->why, "%.*s was published in place: release mode wants another prefix",
                FMT(r->o.to));
    return false;
}

/* What --verify or --repair have to say of the target is sent again. */
static bool find_drift(struct run *r)
{
    ptrdiff_t n = 0;
    bool noted = state_noted(r->state, "drift", r->keep).len > 0;
    struct store_keys keys = { 0 };
    if (!r->o.store || !r->last.release.len || !(r->o.repair || noted) || r->o.release)
        return true;
    if (!r->o.store->list(r->o.store->self, r->keep, &keys) || !run_mark_drift(r, &keys, true, &n))
        return false;
    if (n)
        buf_fmt(r->notes, "%td file%s not what release %.*s put there: sent again\n", n,
                n == 1 ? " is" : "s are", FMT(r->last.release));
    return true;
}

/* The site's files; those that have not changed since the last time are not read, unless asked. */
static bool read_files(struct run *r)
{
    struct files_stamps stamps = { .now = buf_open(r->keep, MAX_STAMPS) };
    r->state = state_open(r->o.site, r->o.to, r->keep);
    if (!r->o.repair)
        stamps.known = state_noted(r->state, "stamps", r->keep);
    bool was = stamps.known.len > 0;
    if (!files_read(r->o.site, &r->o.rules, &stamps, r->keep, *r->memory, &r->request.now, r->notes,
                    r->why))
        return false;
    if (stamps.fresh && (was || state_is_there(r->state)))
        state_note(r->state, "stamps", buf_str(&stamps.now));
    return true;
}

enum run_result run_plan(struct run *r)
{
    if (!read_files(r))
        return RUN_FAILED;
    if (r->request.now.len == 0) {
        buf_fmt(r->why, "%s holds no files to publish", r->o.site);
        return RUN_REFUSED;
    }
    if (!keys_fit(r))
        return RUN_REFUSED;
    enum run_result live = r->o.release ? r->o.release->read_live(r) : RUN_OK;
    if (live != RUN_OK)
        return live;
    if (!run_open(r))
        return RUN_FAILED;
    if (!is_of_mode(r))
        return RUN_REFUSED;
    if (!find_drift(r))
        return RUN_FAILED;
    run_compare(r);
    return RUN_OK;
}

/* ---- is it still so? ------------------------------------------------------------------------ */

/* In release mode all stands below r/, and what CloudFront asks for in place. */
static bool is_of_releases(const struct run *r, struct str key)
{
    return r->last.released && (str_starts(key, S("r/")) || str_equal(key, PLAN_LOST_PAGE));
}

/* Where the objects of the last release stand. */
static struct store_item *items_of(struct run *r)
{
    const struct plan_objects *all = &r->last.objects;
    struct store_item *items = NEW(r->keep, struct store_item, all->len + 1);
    struct str under = r->last.released ? run_place(r->last.release, r->keep) : S("");
    for (ptrdiff_t i = 0; i < all->len; i++)
        items[i] = (struct store_item){ .object = &all->ptr[i],
                                        .to = str_join(under, all->ptr[i].key, r->keep) };
    return items;
}

/* Which of the items are not among the keys; *foreign counts keys that are nobody's. */
static ptrdiff_t find_missing(const struct run *r, const struct store_item *items,
                              const struct store_keys *keys, bool *wrong, ptrdiff_t *foreign)
{
    ptrdiff_t n = r->last.objects.len, missing = 0;
    *foreign = 0;
    for (ptrdiff_t i = 0, k = 0; i < n || k < keys->len;) {
        int order = i == n ? 1 : k == keys->len ? -1 : str_cmp(items[i].to, keys->ptr[k]);
        if (order < 0 && !plan_is_unknown(items[i].object)) {
            wrong[i] = true;
            missing++;
        }
        *foreign += order > 0 && !is_of_releases(r, keys->ptr[k]) &&
                    !str_starts(keys->ptr[k], PREVIEW_PLACE);
        i += order <= 0;
        k += order >= 0;
    }
    return missing;
}

bool run_mark_drift(struct run *r, const struct store_keys *keys, bool bytes, ptrdiff_t *n)
{
    struct plan_objects *all = &r->last.objects;
    struct store_item *items = items_of(r);
    bool *wrong = NEW(r->keep, bool, all->len + 1);
    ptrdiff_t foreign, ignored = r->notes->len;
    if (bytes && r->o.store->check(r->o.store->self, items, all->len, wrong, r->notes) < 0)
        return false;
    if (!bytes)
        r->notes->len = ignored;
    (void)find_missing(r, items, keys, wrong, &foreign);
    for (ptrdiff_t i = 0; i < all->len; i++) {
        if (!wrong[i] || all->ptr[i].unsure)
            continue;
        ++*n;
        all->ptr[i].unsure = true;
        if (all->ptr[i].left)
            all->ptr[i].left = PLAN_GRACE + 1; /* an old asset, which nobody has any more */
    }
    return true;
}

/* A few of the objects that are there, spread evenly, compared in bytes and headers; the number that differ, or -1. */
static ptrdiff_t check_samples(struct run *r, const struct store_item *items, const bool *missing)
{
    struct store_item samples[MAX_SAMPLES];
    ptrdiff_t all = r->last.objects.len, most = all < MAX_SAMPLES ? all : MAX_SAMPLES, n = 0;
    for (ptrdiff_t i = 0; i < most; i++)
        if (!missing[i * all / most])
            samples[n++] = items[i * all / most];
    return n ? r->o.store->check(r->o.store->self, samples, n, NULL, r->notes) : 0;
}

enum run_result run_verify(struct run *r)
{
    struct store_keys keys = { 0 };
    struct store_item *items = items_of(r);
    ptrdiff_t n = r->last.objects.len, foreign, named = 0;
    bool *wrong = NEW(r->keep, bool, n + 1);
    if (!r->o.store->list(r->o.store->self, r->keep, &keys))
        return RUN_FAILED;
    ptrdiff_t missing = find_missing(r, items, &keys, wrong, &foreign);
    for (ptrdiff_t i = 0; i < n; i++)
        if (wrong[i] && named++ < MAX_NAMED)
            buf_fmt(r->notes, "%.*s: missing\n", FMT(items[i].to));
    ptrdiff_t differ = check_samples(r, items, wrong);
    if (differ < 0)
        return RUN_FAILED;
    buf_fmt(r->notes, "%td of %td file%s are there, %td file%s of others\n", n - missing, n,
            str_plural(n), foreign, str_plural(foreign));
    state_note(r->state, "drift", missing || differ ? r->last.release : S(""));
    if (!missing && !differ)
        return RUN_OK;
    buf_fmt(r->why,
            "%.*s is not release %.*s: %td file%s missing, %td of the samples differ; plumb "
            "publish --repair mends it",
            FMT(r->o.to), FMT(r->last.release), missing, missing == 1 ? " is" : "s are", differ);
    return RUN_FAILED;
}
