/* run.c - plan and apply; the order of a publish. */
#include "publish/run.h"

#include <stdlib.h>

#include "base/fs.h"
#include "base/time.h"
#include "model/cache_tag.h"
#include "publish/archive.h"
#include "publish/state.h"

enum {
    MAX_PATHS = 300,       /* a month has 1,000 free: more at once become tags or a wildcard */
    MAX_TAGS = 20,         /* each counts as a path */
    REFRESH_SECONDS = 120, /* between two signs of life of a long publish */
    CHUNK_OBJECTS = 1000,  /* or so many bytes go out before it looks around */
    CHUNK_BYTES = 64 << 20,
    LOCK_SECONDS = 15 * 60, /* an unfinished publish of somebody else is left alone so long */
    FEW_DELETES = 10,       /* always allowed */
    DELETE_SHARE = 5,       /* more than one object in five: a wrong folder, most likely */
    STAGE_NEW_PAGES = 1000, /* after all levels of assets */
    STAGE_PAGES,
    STAGE_INDEXES,
    MAX_SAMPLES = 20,  /* of a verification */
    KEEP_RELEASES = 5, /* that can be rolled back to */
    MAX_NAMED = 5,     /* examples in a message */
};

#define SECOND ((int64_t)1000000000) /* in ns */

/* ---- plan ----------------------------------------------------------------------------------- */

static bool parse_manifest(struct run *r, struct str text)
{
    struct buf why = buf_open(r->keep, 400);
    if (manifest_read(text, r->keep, &r->last, &why))
        return true;
    buf_fmt(r->why, "%.*s/" MANIFEST_KEY " cannot be used: %.*s", FMT(r->o.to), FMT(buf_str(&why)));
    return false;
}

/* The release that stands in the target: our copy of it, if the target says it still is that. */
static bool read_last(struct run *r)
{
    struct str etag = { 0 }, copy = { 0 };
    struct store_text now;
    bool have = state_load(r->state, r->keep, &etag, &copy);
    if (have && !parse_manifest(r, copy)) {
        have = false; /* a damaged copy is no reason to stop */
        r->why->len = 0;
    }
    if (r->o.store->get(r->o.store->self, S(MANIFEST_KEY), have ? etag : S(""), r->keep, &now) !=
        STORE_OK)
        return false;
    r->store_time = now.time;
    r->read_ns = time_mono_ns();
    if (now.same) {
        r->etag = etag;
        return true;
    }
    r->last = (struct manifest){ 0 };
    r->etag = now.etag;
    return now.missing || parse_manifest(r, now.text);
}

/* What an unfinished publish of ours is known to have sent is no longer in doubt. */
static void use_journal(struct run *r)
{
    struct plan_objects *all = &r->last.objects;
    const bool *arrived = state_arrived(r->state, r->last.release, all->len, r->keep);
    for (ptrdiff_t i = 0; arrived && i < all->len; i++)
        all->ptr[i].unsure = all->ptr[i].unsure && !arrived[i];
}

bool run_open(struct run *r)
{
    r->state = state_open(r->o.site, r->o.to, r->keep);
    return !r->o.store || read_last(r);
}

/* Of names that never change nothing is invalidated. */
static void tag_objects(struct run *r)
{
    struct plan_objects *all = &r->request.now;
    for (ptrdiff_t i = 0; i < all->len; i++)
        all->ptr[i].tagged = r->o.cache_tags && !all->ptr[i].frozen ? r->o.web_path : S("");
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

/* The distribution whose copies all have their tags, once the plan is carried out. */
static struct str edge_after(const struct run *r)
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
    q->base = r->last.release;
    q->web_path = r->o.web_path;
    q->prices = r->o.store ? r->o.store->prices : &plan_prices_us_east_1;
    q->max_paths = MAX_PATHS;
    q->max_tags = MAX_TAGS;
    q->invalidates = r->o.store && r->o.store->invalidates;
    if (r->last.release.len && r->last.phase != MANIFEST_DONE) {
        use_journal(r);
        q->unfinished = true;
        q->more_paths = r->last.paths;
        q->n_more_paths = r->last.n_paths;
    }
    q->before = r->last.objects;
    tag_objects(r);
    r->plan = plan_make(q, r->keep);
    if (r->o.cache_tags && r->plan.n_paths) {
        ask_for_tags(r);
        r->plan = plan_make(q, r->keep);
    }
}

/* A key below a long prefix may be longer than S3 takes. */
bool run_keys_fit(struct run *r, ptrdiff_t more)
{
    ptrdiff_t most = r->o.store && r->o.store->max_key ? r->o.store->max_key - more : PTRDIFF_MAX;
    for (ptrdiff_t i = 0; i < r->request.now.len; i++) {
        if (r->request.now.ptr[i].key.len <= most)
            continue;
        buf_fmt(r->why, "%.*s: below this prefix the name is too long by %td bytes",
                FMT(r->request.now.ptr[i].key), r->request.now.ptr[i].key.len - most);
        return false;
    }
    return true;
}

enum run_result run_plan(struct run *r)
{
    if (!files_read(r->o.site, &r->o.rules, r->keep, *r->memory, &r->request.now, r->why))
        return RUN_FAILED;
    if (r->request.now.len == 0) {
        buf_fmt(r->why, "%s holds no files to publish", r->o.site);
        return RUN_REFUSED;
    }
    if (!run_keys_fit(r, 0))
        return RUN_REFUSED;
    if (!run_open(r))
        return RUN_FAILED;
    if (r->last.released) {
        buf_fmt(r->why, "%.*s was published in release mode: say --mode release, or another prefix",
                FMT(r->o.to));
        return RUN_REFUSED;
    }
    run_compare(r);
    return RUN_OK;
}

bool run_record(struct run *r, struct str id, struct str *text)
{
    const char *copy = state_path(r->state, id, r->keep);
    struct store_text got;
    if (copy && fs_read(copy, FILES_MAX_SIZE, r->keep, text) == 0)
        return true;
    if (r->o.store->get(r->o.store->self, archive_key(id, r->keep), S(""), r->keep, &got) !=
        STORE_OK)
        return false;
    *text = got.text;
    return !got.missing;
}

/* ---- refusals ------------------------------------------------------------------------------- */

static bool is_locked(struct run *r, struct str publisher)
{
    const struct manifest *m = &r->last;
    int64_t since = 0;
    if (!m->release.len || m->phase == MANIFEST_DONE || str_equal(m->publisher, publisher) ||
        r->o.take_over || !time_parse(m->time, &since) || r->store_time - since >= LOCK_SECONDS)
        return false;
    buf_fmt(r->why,
            "%.*s has been publishing to %.*s since %.*s and may still be at work.\n"
            "Wait until it is done (%.*s at the latest), or say --take-over.",
            FMT(m->name.len ? m->name : S("somebody else")), FMT(r->o.to), FMT(m->time),
            FMT(time_iso(since + LOCK_SECONDS, r->keep)));
    return true;
}

/* Runs of this machine, which share the publisher's id, and runs of others. */
static bool is_busy(struct run *r, struct str publisher)
{
    if (state_lock(r->state, *r->memory))
        return is_locked(r, publisher);
    buf_fmt(r->why, "another plumb on this machine is publishing to %.*s; wait until it is done",
            FMT(r->o.to));
    return true;
}

/* What is internal goes only where readers are asked who they are. */
static bool is_open_to_all(struct run *r)
{
    struct store *s = r->o.store;
    if (!r->o.internal || !s->invalidates || s->asks_readers(s->self))
        return false;
    buf_put(r->why,
            S("the site is internal (audience in site.json, or --internal), and as far as can be "
              "seen the distribution asks no reader who he is: nothing was published\n"));
    return true;
}

bool run_refuses(struct run *r, struct str publisher)
{
    return is_busy(r, publisher) || is_open_to_all(r);
}

static bool too_many_deletes(struct run *r)
{
    ptrdiff_t n = 0, of = 0;
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++) {
        const struct plan_step *s = &r->plan.steps[i];
        of += s->before && s->before->left == 0;
        n += s->before && s->before->left == 0 && s->action == PLAN_DELETED;
    }
    if (r->o.allow_deletes || n <= FEW_DELETES || n * DELETE_SHARE <= of)
        return false;
    buf_fmt(r->why,
            "%td of the %td files of the last release would go. If %s is the right folder, say "
            "--allow-deletes.",
            n, of, r->o.site);
    return true;
}

/* Keys that would be new, but somebody else has put something there. */
static bool takes_foreign(struct run *r)
{
    struct store_keys keys = { 0 };
    ptrdiff_t n = 0;
    if (r->o.adopt || !plan_has_new_names(&r->plan))
        return false;
    if (!r->o.store->list(r->o.store->self, r->keep, &keys))
        return true;
    for (ptrdiff_t i = 0, k = 0; i < r->plan.n_steps && k < keys.len;) {
        const struct plan_step *s = &r->plan.steps[i];
        int order = str_cmp(s->now ? s->now->key : s->before->key, keys.ptr[k]);
        if (order == 0 && s->action == PLAN_NEW && n++ < MAX_NAMED)
            buf_fmt(r->why, "  %.*s\n", FMT(keys.ptr[k]));
        i += order <= 0;
        k += order >= 0;
    }
    if (n)
        buf_fmt(r->why,
                "%.*s holds %td files of the same names (above) that plumb did not put there. To "
                "replace them, say --adopt.",
                FMT(r->o.to), n);
    return n > 0;
}

/* ---- apply ---------------------------------------------------------------------------------- */

/* Our copies are those of the records in the target. */
static void tidy(struct run *r, const struct manifest *m)
{
    struct arena scratch = *r->memory;
    struct str *kept = NEW(&scratch, struct str, m->n_records + 1);
    for (ptrdiff_t i = 0; i < m->n_records; i++)
        kept[i] = m->records[i].id;
    state_tidy(r->state, kept, m->n_records, scratch);
}

enum run_result run_put_manifest(struct run *r, const struct manifest *m)
{
    struct arena scratch = *r->memory;
    struct buf text = buf_open(&scratch, MANIFEST_MAX_SIZE);
    manifest_write(m, &text);
    struct store *s = r->o.store;
    struct str etag = { 0 };
    enum store_result done =
        s->put(s->self, S(MANIFEST_KEY), buf_str(&text), r->etag, r->keep, &etag);
    if (done == STORE_FAILED)
        return RUN_FAILED;
    if (done == STORE_CONFLICT) { /* or our own write, whose answer was lost */
        struct store_text now;
        struct arena work = scratch;
        if (s->get(s->self, S(MANIFEST_KEY), S(""), &work, &now) != STORE_OK)
            return RUN_FAILED;
        if (now.missing || !str_equal(now.text, buf_str(&text))) {
            buf_fmt(r->why, "somebody else has published to %.*s meanwhile; look at the plan again",
                    FMT(r->o.to));
            return m->phase == MANIFEST_UPLOADING ? RUN_REFUSED : RUN_FAILED;
        }
        etag = str_copy(now.etag, r->keep);
    }
    r->etag = etag;
    r->written_ns = time_mono_ns();
    state_save(r->state, etag, buf_str(&text), scratch, r->notes);
    if (m->phase == MANIFEST_DONE)
        tidy(r, m);
    return RUN_OK;
}

static int stage_of(const struct plan_step *s)
{
    switch (s->now->kind) {
    case PLAN_ASSET:
        return s->now->level;
    case PLAN_PAGE:
        return plan_step_is_new(s) ? STAGE_NEW_PAGES : STAGE_PAGES;
    default:
        return STAGE_INDEXES;
    }
}

struct item {
    int stage;
    ptrdiff_t step;
};

static int by_stage(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->stage != y->stage)
        return x->stage < y->stage ? -1 : 1;
    return x->step < y->step ? -1 : 1;
}

struct stage {
    struct run *r;
    const struct item *items;
};

static void on_sent(void *ctx, ptrdiff_t i)
{
    struct stage *st = ctx;
    struct run *r = st->r;
    const struct plan_object *o = r->plan.steps[st->items[i].step].now;
    state_sent(r->state, st->items[i].step);
    r->intent->objects.ptr[st->items[i].step].unsure = false;
    r->sent++;
    r->sent_bytes += o->size;
    if (r->o.progress)
        r->o.progress(r->o.progress_ctx, r->sent, r->plan.puts, r->sent_bytes);
}

static bool send_stage(struct run *r, const struct item *items, ptrdiff_t n)
{
    struct stage st = { r, items };
    const struct plan_object **objects = NEW(r->keep, const struct plan_object *, n);
    for (ptrdiff_t i = 0; i < n; i++)
        objects[i] = r->plan.steps[items[i].step].now;
    const struct str **texts = r->texts ? NEW(r->keep, const struct str *, n) : NULL;
    for (ptrdiff_t i = 0; texts && i < n; i++)
        texts[i] = map_get(r->texts, objects[i]->key);
    struct store_batch b = {
        .dir = r->o.site, .texts = texts, .objects = objects, .n = n, .sent = on_sent, .ctx = &st
    };
    return r->o.store->send(r->o.store->self, &b);
}

/* A long publish says now and then that it is still at work, and how far it is. */
bool run_refresh(struct run *r)
{
    int64_t now = time_mono_ns();
    if (now - r->written_ns < REFRESH_SECONDS * SECOND)
        return true;
    r->intent->time = time_iso(r->store_time + (now - r->read_ns) / SECOND, r->keep);
    return run_put_manifest(r, r->intent) == RUN_OK;
}

/* How many of the items from beg on go out before the next look around. */
static ptrdiff_t chunk_of(const struct run *r, const struct item *items, ptrdiff_t beg, ptrdiff_t n)
{
    int64_t bytes = 0;
    ptrdiff_t end = beg;
    while (end < n && items[end].stage == items[beg].stage && end - beg < CHUNK_OBJECTS &&
           bytes < CHUNK_BYTES)
        bytes += r->plan.steps[items[end++].step].now->size;
    return end - beg;
}

/* Stage by stage; each is complete before the next begins. */
static bool send_all(struct run *r)
{
    struct item *items = NEW(r->keep, struct item, r->plan.n_steps + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++)
        if (plan_sends(r->plan.steps[i].action))
            items[n++] = (struct item){ stage_of(&r->plan.steps[i]), i };
    if (n)
        qsort(items, (size_t)n, sizeof *items, by_stage);
    for (ptrdiff_t beg = 0, some; beg < n; beg += some) {
        some = chunk_of(r, items, beg, n);
        if (!send_stage(r, items + beg, some) || !run_refresh(r))
            return false;
    }
    return true;
}

/* What the plan deletes, and records that no release needs any more. */
static bool remove_all(struct run *r, const struct str *dropped, ptrdiff_t n_dropped)
{
    struct str *keys = NEW(r->keep, struct str, r->plan.n[PLAN_DELETED] + n_dropped + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++)
        if (r->plan.steps[i].action == PLAN_DELETED)
            keys[n++] = r->plan.steps[i].before->key;
    for (ptrdiff_t i = 0; i < n_dropped; i++) {
        const char *copy = state_path(r->state, dropped[i], r->keep);
        if (copy)
            (void)fs_remove(copy);
        keys[n++] = archive_key(dropped[i], r->keep);
    }
    return n == 0 || r->o.store->remove(r->o.store->self, keys, n);
}

/* 20261123T150405Z-3f2b9c01: the store's time, and what is in it behind what */
struct str run_release_id(struct run *r)
{
    struct str iso = time_iso(r->store_time, r->keep);
    struct buf all = buf_open(r->keep, 1 << 28), id = buf_open(r->keep, 40);
    buf_put(&all, r->etag); /* the same files published again are another release, … */
    buf_put(&all, state_publisher(r->state, r->keep)); /* … and so are those of somebody else */
    for (ptrdiff_t i = 0; i < r->request.now.len; i++)
        buf_put(&all, (struct str){ (const char *)r->request.now.ptr[i].hash.byte, 32 });
    for (ptrdiff_t i = 0; i < iso.len; i++)
        if (iso.ptr[i] != '-' && iso.ptr[i] != ':')
            buf_char(&id, iso.ptr[i]);
    buf_fmt(&id, "-%.8s", sha256_hex(sha256_of(buf_str(&all)), r->keep).ptr);
    return buf_str(&id);
}

static struct manifest intent_of(struct run *r, struct str publisher)
{
    struct manifest m = manifest_intent(&r->plan, &r->last, r->keep);
    m.release = run_release_id(r);
    m.publisher = publisher;
    m.name = r->o.name;
    m.time = time_iso(r->store_time, r->keep);
    m.edge = r->request.tags == PLAN_TAGS_BEGIN ? S("") : edge_after(r);
    m.releases[0].id = m.release;
    m.releases[0].time = m.time;
    return m;
}

/* Puts what a rollback will want into the target, before anything else changes there. Without a
 * place for the file, or with a full disk, the release cannot be rolled back to: that is told, no
 * failure. */
static bool keep_record(struct run *r, struct manifest *m)
{
    const char *path = state_path(r->state, m->release, r->keep);
    bool full = archive_is_full(m, &r->last);
    int64_t size = 0;
    if (r->texts) { /* a rollback sends only what records have */
        m->releases[0].of = r->of;
        return true;
    }
    if (!path || !archive_write(path, m, full, r->o.site, *r->memory, &size, r->notes)) {
        buf_fmt(r->notes, "%srelease %.*s cannot be rolled back to\n", path ? "; " : "",
                FMT(m->release));
        return true;
    }
    if (!r->o.store->put_file(r->o.store->self, archive_key(m->release, r->keep), path, size))
        return false;
    struct manifest_record *all = NEW(r->keep, struct manifest_record, m->n_records + 1);
    all[0] = (struct manifest_record){ m->release, size, full };
    for (ptrdiff_t i = 0; i < m->n_records; i++)
        all[i + 1] = m->records[i];
    m->records = all;
    m->n_records++;
    return true;
}

static enum run_result carry_out(struct run *r, struct manifest *m)
{
    struct store *s = r->o.store;
    struct str *dropped;
    ptrdiff_t n_dropped;
    if (!keep_record(r, m))
        return RUN_FAILED;
    enum run_result done = run_put_manifest(r, m);
    if (done == RUN_REFUSED && !r->texts) { /* the record belongs to no release */
        struct str orphan = archive_key(m->release, r->keep);
        (void)s->remove(s->self, &orphan, 1);
    }
    if (done != RUN_OK)
        return done;
    state_begin(r->state, m->release);
    if (r->texts)
        state_note(r->state, r->of);
    r->intent = m;
    bool ok = send_all(r);
    state_end(r->state);
    if (!ok)
        return RUN_FAILED;
    if (m->n_paths && !s->invalidate(s->self, m->release, m->paths, m->n_paths, r->o.wait))
        return RUN_FAILED;
    struct str edge = edge_after(r);
    r->last = manifest_done(m, r->keep);
    r->last.edge = edge;
    archive_prune(&r->last, r->o.keep_releases > 0 ? r->o.keep_releases : KEEP_RELEASES, r->keep,
                  &dropped, &n_dropped);
    if (!remove_all(r, dropped, n_dropped))
        return RUN_FAILED;
    return run_put_manifest(r, &r->last);
}

enum run_result run_apply(struct run *r)
{
    if (plan_is_empty(&r->plan)) {
        state_note(r->state, S(""));
        return RUN_OK;
    }
    struct str publisher = state_publisher(r->state, r->keep);
    if (run_refuses(r, publisher) || too_many_deletes(r) || takes_foreign(r))
        return RUN_REFUSED;
    if (!files_order(r->o.site, r->texts, r->o.web_path, &r->request.now, r->keep, *r->memory,
                     &r->missing, r->why))
        return RUN_FAILED;
    struct manifest m = intent_of(r, publisher);
    enum run_result done = carry_out(r, &m);
    if (done == RUN_OK)
        state_note(r->state, S(""));
    return done;
}

/* A few objects, spread evenly, compared in bytes and headers; the number that differ, or -1. */
static ptrdiff_t check_samples(struct run *r)
{
    const struct plan_object *samples[MAX_SAMPLES];
    const struct plan_objects *own = &r->last.objects;
    ptrdiff_t n = own->len < MAX_SAMPLES ? own->len : MAX_SAMPLES;
    for (ptrdiff_t i = 0; i < n; i++)
        samples[i] = &own->ptr[i * own->len / n];
    return n ? r->o.store->check(r->o.store->self, samples, n, r->notes) : 0;
}

/* In release mode all stands below r/, and what CloudFront asks for in place. */
static bool is_of_releases(const struct run *r, struct str key)
{
    return r->last.released && (str_starts(key, S("r/")) || str_equal(key, PLAN_LOST_PAGE));
}

static void place_objects(struct run *r)
{
    struct plan_objects *all = &r->last.objects;
    for (ptrdiff_t i = 0; r->last.released && i < all->len; i++)
        all->ptr[i].key =
            str_fmt(r->keep, "r/%.*s/%.*s", FMT(r->last.release), FMT(all->ptr[i].key));
}

/* Ends the run: the keys of r->last become those of the target. */
enum run_result run_verify(struct run *r)
{
    struct store_keys keys = { 0 };
    place_objects(r);
    const struct plan_objects *own = &r->last.objects;
    ptrdiff_t missing = 0, foreign = 0;
    if (!r->o.store->list(r->o.store->self, r->keep, &keys))
        return RUN_FAILED;
    for (ptrdiff_t i = 0, k = 0; i < own->len || k < keys.len;) {
        int order = i == own->len ? 1 : k == keys.len ? -1 : str_cmp(own->ptr[i].key, keys.ptr[k]);
        if (order < 0 && missing++ < MAX_NAMED)
            buf_fmt(r->notes, "%.*s: missing\n", FMT(own->ptr[i].key));
        foreign += order > 0 && !is_of_releases(r, keys.ptr[k]);
        i += order <= 0;
        k += order >= 0;
    }
    ptrdiff_t wrong = check_samples(r);
    if (wrong < 0)
        return RUN_FAILED;
    buf_fmt(r->notes, "%td of %td files are there, %td files of others\n", own->len - missing,
            own->len, foreign);
    if (missing || wrong)
        buf_fmt(r->why,
                "%.*s is not release %.*s: %td files are missing, %td of the samples differ",
                FMT(r->o.to), FMT(r->last.release), missing, wrong);
    return missing || wrong ? RUN_FAILED : RUN_OK;
}
