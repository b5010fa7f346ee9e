/* release.c - the order of a publish in release mode, its resume, the switch. */
#include "publish/release.h"

#include "base/fs.h"
#include "base/path.h"
#include "base/time.h"
#include "publish/pointer.h"
#include "publish/archive.h"
#include "publish/state.h"

enum {
    CHUNK = 1000, /* objects between two looks around */
    GONE = PLAN_GRACE + 1,
    MIN_KEPT = 2, /* the live release, and the one that distant edges may still give */
    KEEP_RELEASES = 5,
    PREFIX_LENGTH = 32, /* of r/20261123T150405Z-3f2b9c01/, and some */
};

struct release {
    struct store_text code; /* of the function, live */
    struct pointer live;
    struct manifest unfinished; /* of the last publish, as found; release empty: it was finished */
    struct manifest m;          /* the intent */
    struct plan_step **steps;   /* of m's objects */
};

static struct str place_of(struct str release, struct arena *keep)
{
    return str_fmt(keep, "r/%.*s/", FMT(release));
}

/* ---- plan ----------------------------------------------------------------------------------- */

/* Which release readers get, by the function itself. */
static enum run_result read_live(struct run *r, struct release *rel)
{
    struct store *s = r->o.store;
    if (!s->get_function) {
        buf_put(r->why, S("release mode wants a bucket and a CloudFront distribution: "
                          "say --distribution, or publish in place\n"));
        return RUN_REFUSED;
    }
    if (!s->get_function(s->self, true, r->keep, &rel->code))
        return RUN_FAILED;
    if (!rel->code.missing && !pointer_read(rel->code.text, r->keep, &rel->live, r->why))
        return RUN_REFUSED;
    return RUN_OK;
}

/* The release before the unfinished one, from its record; nothing when that is not there. */
static struct manifest base_of(struct run *r, const struct manifest *unfinished)
{
    struct manifest base = *unfinished;
    struct archive record = { 0 };
    struct str text;
    struct buf why = buf_open(r->keep, 400);
    base.phase = MANIFEST_DONE;
    base.release = unfinished->after;
    base.objects = (struct plan_objects){ 0 };
    base.n_paths = 0;
    if (base.n_releases) {
        base.releases++;
        base.n_releases--;
    }
    if (base.release.len && run_record(r, base.release, &text) &&
        archive_read(text, r->keep, &record, &why))
        base.objects = record.manifest.objects;
    return base;
}

/* Makes r->last the last whole release; what was left unfinished goes to rel. */
static void settle(struct run *r, struct release *rel)
{
    struct plan_request *q = &r->request;
    if (!r->last.release.len || r->last.phase == MANIFEST_DONE)
        return;
    rel->unfinished = r->last;
    q->more_paths = r->last.paths;
    q->n_more_paths = r->last.n_paths;
    r->last = str_equal(rel->live.release, r->last.release) ? manifest_done(&r->last, r->keep)
                                                            : base_of(r, &r->last);
}

static bool is_kept(const struct manifest *m, struct str id)
{
    for (ptrdiff_t i = 0; i < m->n_releases; i++)
        if (str_equal(m->releases[i].id, id))
            return true;
    return false;
}

/* A rollback has led readers away from the last release: makes r->last the one they get, so that
 * what they have open is copied along. False when it is that already, or its record is lost. */
static bool follow_readers(struct run *r, const struct release *rel)
{
    struct archive record = { 0 };
    struct str text, live = rel->live.release;
    struct buf why = buf_open(r->keep, 400);
    if (!live.len || str_equal(live, r->last.release) || !is_kept(&r->last, live) ||
        !run_record(r, live, &text) || !archive_read(text, r->keep, &record, &why))
        return false;
    r->last.release = live;
    r->last.objects = record.manifest.objects;
    return true;
}

static void compare(struct run *r, struct release *rel)
{
    struct plan_request *q = &r->request;
    q->to = r->o.to;
    q->base = r->last.release;
    q->web_path = r->o.web_path;
    q->prices = r->o.store ? r->o.store->prices : &plan_prices_us_east_1;
    q->max_paths = 1;
    q->invalidates = r->o.store && r->o.store->invalidates;
    q->release = true;
    q->before = r->last.objects;
    q->switches = rel->unfinished.release.len ||
                  (r->last.release.len && !str_equal(rel->live.release, r->last.release));
    r->plan = plan_make(q, r->keep);
}

enum run_result release_plan(struct run *r)
{
    struct release *rel = r->release = NEW(r->keep, struct release, 1);
    if (!files_read(r->o.site, &r->o.rules, r->keep, *r->memory, &r->request.now, r->why))
        return RUN_FAILED;
    if (r->request.now.len == 0) {
        buf_fmt(r->why, "%s holds no files to publish", r->o.site);
        return RUN_REFUSED;
    }
    if (!run_keys_fit(r, PREFIX_LENGTH))
        return RUN_REFUSED;
    enum run_result live = r->o.store ? read_live(r, rel) : RUN_OK;
    if (live != RUN_OK)
        return live;
    if (!run_open(r))
        return RUN_FAILED;
    if (r->last.release.len && !r->last.released) {
        buf_fmt(r->why, "%.*s was published in place: release mode wants another prefix",
                FMT(r->o.to));
        return RUN_REFUSED;
    }
    settle(r, rel);
    compare(r, rel);
    if (plan_differs(&r->plan) && follow_readers(r, rel))
        compare(r, rel);
    return RUN_OK;
}

/* ---- the intent ----------------------------------------------------------------------------- */

/* The objects that the release will have, all on their way; steps tells what to do for each. */
static struct manifest intent_of(struct run *r, struct release *rel, struct str publisher)
{
    struct manifest m = manifest_intent(&r->plan, &r->last, r->keep);
    ptrdiff_t n = 0;
    rel->steps = NEW(r->keep, struct plan_step *, r->plan.n_steps + 1);
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++) {
        struct plan_object o = m.objects.ptr[i];
        if (o.left >= GONE)
            continue;
        o.unsure = true;
        rel->steps[n] = &r->plan.steps[i];
        m.objects.ptr[n++] = o;
    }
    m.objects.len = n;
    m.released = true;
    m.publisher = publisher;
    m.name = r->o.name;
    m.time = time_iso(r->store_time, r->keep);
    return m;
}

/* The unfinished release is the one wanted now: what has arrived of it, stays. */
static bool goes_on(struct run *r, struct release *rel, struct manifest *m)
{
    const struct manifest *u = &rel->unfinished;
    if (!u->release.len || !str_equal(u->after, r->last.release) ||
        !manifest_same_objects(&u->objects, &m->objects))
        return false;
    const bool *arrived = state_arrived(r->state, u->release, u->objects.len, r->keep);
    for (ptrdiff_t i = 0; i < m->objects.len; i++)
        m->objects.ptr[i].unsure = u->objects.ptr[i].unsure && !(arrived && arrived[i]);
    m->release = u->release;
    m->releases = u->releases;
    m->n_releases = u->n_releases;
    m->records = u->records;
    m->n_records = u->n_records;
    return true;
}

/* The keys of the release, in the target and beside us. */
static enum run_result keep_record(struct run *r, struct manifest *m)
{
    struct arena scratch = *r->memory;
    struct manifest rows = *m;
    rows.objects.ptr = NEW(&scratch, struct plan_object, m->objects.len);
    for (ptrdiff_t i = 0; i < m->objects.len; i++) {
        rows.objects.ptr[i] = m->objects.ptr[i];
        rows.objects.ptr[i].unsure = false;
    }
    struct buf text = buf_open(&scratch, MANIFEST_MAX_SIZE);
    manifest_write(&rows, &text);
    struct buf whole = buf_open(&scratch, MANIFEST_MAX_SIZE + 64);
    buf_fmt(&whole, "plumb record 1 %td\n", text.len);
    buf_put(&whole, buf_str(&text));
    struct str etag;
    const char *copy = state_path(r->state, m->release, r->keep);
    if (copy)
        (void)fs_write(copy, buf_str(&whole)); /* without it, the target's is read */
    /* a conflict is our own write, whose answer was lost: the id is new */
    if (r->o.store->put(r->o.store->self, archive_key(m->release, r->keep), buf_str(&whole), S(""),
                        r->keep, &etag) == STORE_FAILED)
        return RUN_FAILED;
    struct manifest_record *all = NEW(r->keep, struct manifest_record, m->n_records + 1);
    all[0] = (struct manifest_record){ m->release, whole.len, false };
    for (ptrdiff_t i = 0; i < m->n_records; i++)
        all[i + 1] = m->records[i];
    m->records = all;
    m->n_records++;
    return RUN_OK;
}

static bool remove_record(struct run *r, struct str id)
{
    struct store *s = r->o.store;
    struct str key = archive_key(id, r->keep);
    const char *copy = state_path(r->state, id, r->keep);
    if (!s->remove(s->self, &key, 1))
        return false;
    if (copy)
        (void)fs_remove(copy);
    return true;
}

static enum run_result begin(struct run *r, struct release *rel, struct str publisher)
{
    struct manifest *m = &rel->m;
    *m = intent_of(r, rel, publisher);
    if (!goes_on(r, rel, m)) {
        m->release = m->releases[0].id = run_release_id(r);
        m->releases[0].time = m->time;
        if (keep_record(r, m) != RUN_OK)
            return RUN_FAILED;
    }
    r->intent = m;
    enum run_result done = run_put_manifest(r, m);
    if (done == RUN_OK)
        state_begin(r->state, m->release);
    else if (done == RUN_REFUSED && !str_equal(m->release, rel->unfinished.release))
        (void)remove_record(r, m->release); /* it belongs to no release */
    return done;
}

/* ---- copies and uploads --------------------------------------------------------------------- */

struct transfer {
    struct run *r;
    ptrdiff_t *items; /* of m's objects */
    int64_t *count, of;
};

static void on_arrived(void *ctx, ptrdiff_t i)
{
    struct transfer *t = ctx;
    struct run *r = t->r;
    struct plan_object *o = &r->intent->objects.ptr[t->items[i]];
    o->unsure = false;
    state_sent(r->state, t->items[i]);
    ++*t->count;
    r->sent_bytes += o->size;
    if (r->o.progress)
        r->o.progress(r->o.progress_ctx, r->sent + r->copied, t->of, r->sent_bytes);
}

/* Items of the same kind, by the thousand. */
static bool transfer(struct run *r, struct transfer *t, ptrdiff_t n, bool copies)
{
    struct store *s = r->o.store;
    struct str from = place_of(r->last.release, r->keep);
    const struct plan_object **objects = NEW(r->keep, const struct plan_object *, n);
    for (ptrdiff_t i = 0; i < n; i++)
        objects[i] = &r->intent->objects.ptr[t->items[i]];
    for (ptrdiff_t beg = 0, some; beg < n; beg += some) {
        some = n - beg < CHUNK ? n - beg : CHUNK;
        struct transfer part = { r, t->items + beg, t->count, t->of };
        struct store_batch b = { .under = place_of(r->intent->release, r->keep),
                                 .dir = r->o.site,
                                 .objects = objects + beg,
                                 .n = some,
                                 .sent = on_arrived,
                                 .ctx = &part };
        if (!(copies ? s->copy(s->self, &b, from) : s->send(s->self, &b)) || !run_refresh(r))
            return false;
    }
    return true;
}

static bool transfer_all(struct run *r, struct release *rel)
{
    struct plan_objects *all = &rel->m.objects;
    ptrdiff_t *items = NEW(r->keep, ptrdiff_t, all->len + 1), n = 0;
    struct transfer copies = { r, items, &r->copied, all->len };
    for (ptrdiff_t i = 0; i < all->len && r->last.release.len; i++)
        if (all->ptr[i].unsure && rel->steps[i]->before && !plan_sends(rel->steps[i]->action))
            items[n++] = i;
    if (!transfer(r, &copies, n, true))
        return false;
    n = 0;
    for (ptrdiff_t i = 0; i < all->len; i++) {
        if (!all->ptr[i].unsure)
            continue;
        if (rel->steps[i]->now)
            items[n++] = i;
        else
            all->ptr[i].left = GONE; /* an old asset that is not there any more */
    }
    struct transfer uploads = { r, items, &r->sent, r->copied + n };
    return transfer(r, &uploads, n, false);
}

/* ---- the switch ----------------------------------------------------------------------------- */

static enum run_result put_code(struct run *r, const struct store_text *code, struct pointer *p)
{
    struct store *s = r->o.store;
    struct str text = pointer_write(code->text, p, r->keep);
    if (!text.len) {
        buf_fmt(r->why, "the function would grow past %d bytes", (int)POINTER_MAX_CODE);
        return RUN_FAILED;
    }
    enum store_result done = s->put_function(s->self, text, p->config, code->etag);
    if (done == STORE_CONFLICT)
        buf_put(r->why, S("somebody else has changed the function meanwhile"));
    return done == STORE_OK ? RUN_OK : RUN_FAILED;
}

/* Somebody's half-done work on the function would become live with ours. */
static bool has_draft(struct run *r, const struct store_text *live, const struct store_text *code)
{
    if (live->missing ||
        str_equal(pointer_rest(live->text, r->keep), pointer_rest(code->text, r->keep)))
        return false;
    buf_put(r->why, S("the function has changes that are not live yet: publish it or take them "
                      "back, then run this again"));
    return true;
}

/* Whether the release that the function was last to lead to is one we know of; else somebody has
 * taken over meanwhile and switched, and what we would switch to may be gone. */
static bool is_known(const struct release *rel, const struct manifest *m, struct str id)
{
    bool known = !id.len || str_equal(id, rel->live.release);
    for (int i = 0; i < rel->live.n_releases; i++)
        known = known || str_equal(rel->live.releases[i], id);
    for (ptrdiff_t i = 0; i < m->n_records; i++)
        known = known || str_equal(m->records[i].id, id);
    return known;
}

static enum run_result switch_to(struct run *r, struct release *rel, const struct manifest *m)
{
    struct store *s = r->o.store;
    struct store_text code;
    struct pointer p;
    if (!s->get_function(s->self, false, r->keep, &code) ||
        !pointer_read(code.text, r->keep, &p, r->why) || has_draft(r, &rel->code, &code) ||
        !s->describe_function(s->self, r->keep, &p.config))
        return RUN_FAILED;
    if (!is_known(rel, m, p.release)) {
        buf_fmt(r->why, "somebody else has published to %.*s meanwhile; look at the plan again",
                FMT(r->o.to));
        return RUN_FAILED;
    }
    p.release = m->release;
    p.root = r->o.web_path;
    p.n_releases = 0;
    for (ptrdiff_t i = 0; i < m->n_releases && p.n_releases < POINTER_RELEASES; i++)
        p.releases[p.n_releases++] = m->releases[i].id;
    return put_code(r, &code, &p);
}

/* ---- after the switch ----------------------------------------------------------------------- */

static void on_lost_page(void *ctx, ptrdiff_t i)
{
    (void)ctx, (void)i;
}

/* CloudFront fetches the page of lost readers without asking the function. */
static bool put_lost_page(struct run *r, const struct release *rel)
{
    struct store_batch b = { .dir = r->o.site, .n = 1, .sent = on_lost_page };
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++) {
        const struct plan_step *s = &r->plan.steps[i];
        if (!s->now || !str_equal(s->now->key, PLAN_LOST_PAGE))
            continue;
        b.objects = (const struct plan_object **)&s->now;
        if (plan_sends(s->action) || rel->unfinished.release.len)
            return r->o.store->send(r->o.store->self, &b);
    }
    return true;
}

/* The objects of a release first, so that a run that is stopped finds the record again. */
static bool remove_release(struct run *r, struct str id)
{
    struct archive record = { 0 };
    struct str text, under = place_of(id, r->keep);
    struct buf why = buf_open(r->keep, 400);
    struct store *s = r->o.store;
    if (run_record(r, id, &text) && archive_read(text, r->keep, &record, &why)) {
        const struct plan_objects *all = &record.manifest.objects;
        struct str *keys = NEW(r->keep, struct str, all->len + 1);
        for (ptrdiff_t i = 0; i < all->len; i++)
            keys[i] = str_join(under, all->ptr[i].key, r->keep);
        if (all->len && !s->remove(s->self, keys, all->len))
            return false;
    }
    return remove_record(r, id);
}

static void cut_releases(struct run *r, struct manifest *m)
{
    int n = r->o.keep_releases > 0 ? r->o.keep_releases : KEEP_RELEASES;
    n = n < MIN_KEPT ? MIN_KEPT : n > MANIFEST_MAX_RELEASES ? MANIFEST_MAX_RELEASES : n;
    if (m->n_releases > n)
        m->n_releases = n;
}

/* Edges far away may still lead readers to the release that was live before. */
static bool prune(struct run *r, const struct release *rel, struct manifest *m)
{
    ptrdiff_t n = 0;
    struct manifest_record *kept = NEW(r->keep, struct manifest_record, m->n_records + 1);
    for (ptrdiff_t i = 0; i < m->n_records; i++) {
        if (is_kept(m, m->records[i].id) || str_equal(m->records[i].id, rel->live.release))
            kept[n++] = m->records[i];
        else if (!remove_release(r, m->records[i].id))
            return false;
    }
    m->records = kept;
    m->n_records = n;
    return true;
}

static enum run_result finish(struct run *r, struct release *rel)
{
    struct store *s = r->o.store;
    const struct plan *p = &r->plan;
    if (!put_lost_page(r, rel))
        return RUN_FAILED;
    if (p->n_paths && !s->invalidate(s->self, r->last.release, p->paths, p->n_paths, r->o.wait))
        return RUN_FAILED;
    return prune(r, rel, &r->last) ? run_put_manifest(r, &r->last) : RUN_FAILED;
}

/* ---- apply ---------------------------------------------------------------------------------- */

/* Somebody else's 404.html where ours is to stand; all else has places of its own. */
static bool takes_foreign(struct run *r, const struct release *rel)
{
    struct store_keys keys = { 0 };
    if (r->o.adopt || r->last.release.len || rel->unfinished.release.len)
        return false;
    if (!r->o.store->list(r->o.store->self, r->keep, &keys))
        return true;
    for (ptrdiff_t i = 0; i < keys.len; i++)
        if (str_equal(keys.ptr[i], PLAN_LOST_PAGE)) {
            buf_fmt(r->why,
                    "%.*s holds a 404.html that plumb did not put there. To replace it, "
                    "say --adopt.",
                    FMT(r->o.to));
            return true;
        }
    return false;
}

static bool refuses(struct run *r, const struct release *rel, struct str publisher)
{
    struct manifest base = r->last;
    if (rel->unfinished.release.len)
        r->last = rel->unfinished; /* whose lock it is */
    bool no = run_refuses(r, publisher);
    r->last = base;
    return no || takes_foreign(r, rel);
}

enum run_result release_apply(struct run *r)
{
    struct release *rel = r->release;
    if (plan_is_empty(&r->plan))
        return RUN_OK;
    struct str publisher = state_publisher(r->state, r->keep);
    if (refuses(r, rel, publisher))
        return RUN_REFUSED;
    bool differs = plan_differs(&r->plan);
    if (!differs) {
        cut_releases(r, &r->last);
    } else {
        if (!files_order(r->o.site, NULL, r->o.web_path, &r->request.now, r->keep, *r->memory,
                         &r->missing, r->why))
            return RUN_FAILED;
        enum run_result begun = begin(r, rel, publisher);
        if (begun != RUN_OK)
            return begun;
        bool ok = transfer_all(r, rel);
        state_end(r->state);
        if (!ok)
            return RUN_FAILED;
        r->last = manifest_done(&rel->m, r->keep);
        cut_releases(r, &r->last);
    }
    bool is_live = str_equal(rel->live.release, r->last.release);
    enum run_result done = is_live ? RUN_OK : switch_to(r, rel, &r->last);
    if (done != RUN_OK)
        return done;
    return differs || rel->unfinished.release.len ? finish(r, rel) : RUN_OK;
}

/* ---- back ----------------------------------------------------------------------------------- */

/* Where `to` leads; empty, with the reason in why, when there is no such release. */
static struct str find_target(struct run *r, const struct pointer *p, struct str to)
{
    struct str noted = state_noted(r->state, r->keep);
    if (!to.len && str_equal(noted, p->release))
        return noted; /* our own rollback, which may not have become live */
    for (int i = 0; i < p->n_releases; i++) {
        if (to.len && str_equal(p->releases[i], to))
            return to;
        if (!to.len && str_equal(p->releases[i], p->release) && i + 1 < p->n_releases)
            return p->releases[i + 1];
    }
    if (to.len)
        buf_fmt(r->why, "there is no release %.*s; plumb releases lists them", FMT(to));
    else
        buf_put(r->why, S("there is no earlier release"));
    return S("");
}

/* The function is still as the last switch left it, or all of it is live. */
static bool may_write(struct run *r, const struct store_text *code, const struct pointer *p)
{
    struct store_text live;
    struct store *s = r->o.store;
    if (str_equal(pointer_rest(code->text, r->keep), p->rest))
        return true;
    return s->get_function(s->self, true, r->keep, &live) && !has_draft(r, &live, code);
}

enum run_result release_rollback(struct run *r, struct str to, bool only_say, struct str *now)
{
    struct store *s = r->o.store;
    struct store_text code;
    struct pointer p;
    if (!s->get_function) {
        buf_put(r->why, S("release mode wants a bucket and a CloudFront distribution"));
        return RUN_REFUSED;
    }
    r->state = state_open(r->o.site, r->o.to, r->keep);
    if (!s->get_function(s->self, false, r->keep, &code))
        return RUN_FAILED;
    if (!pointer_read(code.text, r->keep, &p, r->why))
        return RUN_REFUSED;
    *now = find_target(r, &p, to);
    if (!now->len)
        return RUN_REFUSED;
    if (only_say)
        return RUN_OK;
    if (!may_write(r, &code, &p))
        return RUN_REFUSED;
    p.release = *now;
    state_note(r->state, *now);
    enum run_result done = put_code(r, &code, &p);
    if (done == RUN_OK)
        state_note(r->state, S(""));
    return done;
}

struct str release_live(struct run *r)
{
    struct release rel = { 0 };
    struct store *s = r->o.store;
    struct buf why = buf_open(r->keep, 400);
    if (!s->get_function || !s->get_function(s->self, true, r->keep, &rel.code) ||
        rel.code.missing || !pointer_read(rel.code.text, r->keep, &rel.live, &why))
        return S("");
    return rel.live.release;
}
