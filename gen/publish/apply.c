/* apply.c - the one order of a publish, a release and a rollback. */
#include "publish/apply.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/time.h"
#include "publish/state.h"

enum {
    REFRESH_SECONDS = 120,  /* between two signs of life of a long publish */
    CHUNK_OBJECTS = 1000,   /* or so many bytes go out before it looks around */
    LOCK_SECONDS = 15 * 60, /* an unfinished publish of somebody else is left alone so long */
    FEW_DELETES = 10,       /* always allowed */
    DELETE_SHARE = 5,       /* more than one object in five: a wrong folder, most likely */
    STAGE_NEW_PAGES = 1000, /* after all levels of assets */
    STAGE_PAGES,
    STAGE_INDEXES,
    KEEP_RELEASES = 5, /* that can be rolled back to */
    MIN_KEPT =
        2, /* release mode: the live release, and the one that distant edges may still give */
    MAX_NAMED = 5, /* examples in a message */
    DAY = 10,      /* of a time, its letters */
};

#define SECOND ((int64_t)1000000000) /* in ns */

/* ---- refusals ------------------------------------------------------------------------------- */

static bool is_locked(struct run *r, const struct manifest *m, struct str publisher)
{
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
bool apply_is_busy(struct run *r, struct str publisher)
{
    const struct manifest *left = r->o.release ? r->o.release->unfinished(r) : NULL;
    if (state_lock(r->state, *r->memory))
        return is_locked(r, left ? left : &r->last, publisher);
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
static bool holds_foreign(struct run *r, const struct store_keys *keys)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0, k = 0; i < r->plan.n_steps && k < keys->len;) {
        const struct plan_step *s = &r->plan.steps[i];
        int order = str_cmp(s->now ? s->now->key : s->before->key, keys->ptr[k]);
        if (order == 0 && s->action == PLAN_NEW && n++ < MAX_NAMED)
            buf_fmt(r->why, "  %.*s\n", FMT(keys->ptr[k]));
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

/* Whoever looks at the list sees, too, what is gone. */
static bool takes_foreign(struct run *r)
{
    struct store_keys keys = { 0 };
    ptrdiff_t gone = 0;
    if (r->o.adopt || !plan_has_new_names(&r->plan))
        return false;
    if (!r->o.store->list(r->o.store->self, r->keep, &keys))
        return true;
    if (!run_mark_drift(r, &keys, false, &gone) || holds_foreign(r, &keys))
        return true;
    if (gone) {
        buf_fmt(r->notes,
                "%td files of release %.*s were not there any more; they are sent again\n", gone,
                FMT(r->last.release));
        run_compare(r);
    }
    return false;
}

static bool refuses(struct run *r, struct str publisher)
{
    if (apply_is_busy(r, publisher) || is_open_to_all(r))
        return true;
    return r->o.release ? r->o.release->takes_foreign(r) : too_many_deletes(r) || takes_foreign(r);
}

/* ---- the manifest --------------------------------------------------------------------------- */

enum run_result apply_put_manifest(struct run *r, const struct manifest *m)
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
        state_tidy(r->state, scratch);
    return RUN_OK;
}

/* A long publish says now and then that it is still at work, and how far it is. */
static bool is_alive(struct run *r)
{
    int64_t now = time_mono_ns();
    if (now - r->written_ns < REFRESH_SECONDS * SECOND)
        return true;
    r->intent->time = time_iso(r->store_time + (now - r->read_ns) / SECOND, r->keep);
    return apply_put_manifest(r, r->intent) == RUN_OK;
}

/* 20261123T150405Z-3f2b9c01: the store's time, and what is in it behind what */
static struct str release_id(struct run *r)
{
    struct str iso = time_iso(r->store_time ? r->store_time : time_now(), r->keep);
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
    struct manifest m =
        r->o.release ? r->o.release->intent(r) : manifest_intent(&r->plan, &r->last, r->keep);
    if (!r->o.release)
        r->steps = r->plan.steps;
    m.publisher = publisher;
    m.name = r->o.name;
    m.time = time_iso(r->store_time, r->keep);
    m.edge = r->request.tags == PLAN_TAGS_BEGIN ? S("") : run_edge_after(r);
    r->goes_on = r->o.release && r->o.release->goes_on(r, &m);
    if (r->goes_on)
        return m;
    m.release = release_id(r);
    m.releases[0].id = m.release;
    m.releases[0].time = m.time;
    m.releases[0].of = r->of;
    return m;
}

/* Of a server that nobody has published to, whether it obeys is not known yet. */
static enum run_result put_first(struct run *r, struct manifest *m)
{
    struct store *s = r->o.store;
    bool obeys = true, first = !r->etag.len && !r->last.release.len;
    enum run_result done = apply_put_manifest(r, m);
    if (done != RUN_OK || !first || !s->try_conditions)
        return done;
    struct arena scratch = arena_upper(r->memory);
    struct buf text = buf_open(&scratch, MANIFEST_MAX_SIZE);
    m->unconditional = true;
    manifest_write(m, &text);
    enum store_result tried = s->try_conditions(s->self, buf_str(&text), r->keep, &r->etag, &obeys);
    m->unconditional = !obeys;
    if (!obeys)
        buf_put(r->notes, S("the server has no conditional writes: two who publish at the same "
                            "moment are told apart by reading again, which is less sure\n"));
    if (tried == STORE_CONFLICT)
        buf_fmt(r->why, "somebody else has published to %.*s meanwhile", FMT(r->o.to));
    return tried == STORE_OK ? RUN_OK : tried == STORE_CONFLICT ? RUN_REFUSED : RUN_FAILED;
}

/* ---- what a rollback will want -------------------------------------------------------------- */

/* Once a day. What anybody can read is no place for what was taken off the site. */
static void ask_public(struct run *r, struct manifest *m)
{
    struct store *s = r->o.store;
    struct str today = str_sub(m->time, 0, DAY);
    if (!str_equal(m->asked, today))
        m->is_public = !s->apart && s->is_public && s->is_public(s->self);
    m->asked = today;
    if (m->is_public)
        buf_fmt(r->notes,
                "anybody can read %.*s/" MANIFEST_KEY
                ": nothing is kept there for a rollback. Name "
                "a place that readers cannot reach: publish.state in site.json, or --state\n",
                FMT(r->o.to));
}

static void add_record(struct manifest *m, struct str id, struct arena *keep)
{
    struct str *all = NEW(keep, struct str, m->n_records + 1);
    ptrdiff_t n = 0;
    all[n++] = id;
    for (ptrdiff_t i = 0; i < m->n_records; i++)
        if (!str_equal(m->records[i], id))
            all[n++] = m->records[i];
    m->records = all;
    m->n_records = n;
}

/* The release that used the object last, as far as it is listed. */
static struct manifest_release *last_with(const struct manifest *m, const struct plan_object *o)
{
    ptrdiff_t i = 1 + o->left;
    return i < m->n_releases ? &m->releases[i] : NULL;
}

struct keeping {
    struct run *r;
    const struct store_item *items;
    struct manifest_release **releases;
    ptrdiff_t n;
};

static void on_kept(void *ctx, ptrdiff_t i, struct str version)
{
    struct keeping *k = ctx;
    struct manifest_release *release = k->releases[i];
    (void)version;
    k->n++;
    release->kept[release->n_kept++] = k->items[i].object->hash;
}

static void room_for(struct manifest *m, ptrdiff_t more, struct arena *keep)
{
    for (ptrdiff_t i = 0; i < m->n_releases; i++) {
        struct manifest_release *release = &m->releases[i];
        struct sha256 *all = NEW(keep, struct sha256, release->n_kept + more);
        for (ptrdiff_t k = 0; k < release->n_kept; k++)
            all[k] = release->kept[k];
        release->kept = all;
    }
}

/* Bytes that no key of the bucket will have any more, by hash. */
static bool keep_bytes(struct run *r, struct manifest *m)
{
    const struct plan *p = &r->plan;
    struct store_item *items = NEW(r->keep, struct store_item, p->n_steps + 1);
    struct keeping k = { r, items, NEW(r->keep, struct manifest_release *, p->n_steps + 1), 0 };
    struct map seen = { 0 };
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < p->n_steps; i++) {
        const struct plan_object *o = p->steps[i].before;
        struct manifest_release *release = plan_is_replaced(&p->steps[i]) ? last_with(m, o) : NULL;
        struct str key = release ? manifest_object_key(&o->hash, r->keep) : S("");
        if (!release || *map_at(&seen, key, r->keep))
            continue;
        *map_at(&seen, key, r->keep) = release;
        k.releases[n] = release;
        items[n++] = (struct store_item){ .object = o, .to = key, .from = o->key };
    }
    room_for(m, n, r->keep);
    struct store_batch b = { .items = items, .n = n, .sent = on_kept, .ctx = &k };
    if (!r->o.store->copy(r->o.store->self, &b))
        return false;
    if (k.n < n)
        buf_fmt(r->notes, "%td files were gone or not what release %.*s put there\n", n - k.n,
                FMT(r->last.release));
    return true;
}

/* The rows that were read, by the name of their release (in release mode readers may have been led
 * back to another), and what this one replaces. Of an unfinished one the release before it was kept
 * when it began. */
static bool keep_past(struct run *r, struct manifest *m)
{
    struct store *s = r->o.store;
    struct str etag;
    if (!r->last_text.len)
        return true;
    bool whole = r->o.release || r->last.phase == MANIFEST_DONE;
    if (!r->o.release)
        ask_public(r, m);
    if (m->is_public)
        return true;
    if (whole && s->put(s->self, manifest_record_key(r->last_id, r->keep), r->last_text,
                        (struct str){ 0 }, r->keep, &etag) != STORE_OK)
        return false;
    if (whole)
        add_record(m, r->last_id, r->keep);
    return r->o.release || keep_bytes(r, m);
}

/* ---- transfers ------------------------------------------------------------------------------ */

struct item {
    int stage;
    ptrdiff_t i; /* of the intent's objects, and of r->steps */
};

static int stage_of(const struct run *r, ptrdiff_t i)
{
    const struct plan_step *s = &r->steps[i];
    if (r->o.release)
        return 0; /* nobody sees it before the switch */
    switch (s->now->kind) {
    case PLAN_ASSET:
        return s->now->level;
    case PLAN_PAGE:
        return plan_step_is_new(s) ? STAGE_NEW_PAGES : STAGE_PAGES;
    default:
        return STAGE_INDEXES;
    }
}

static int by_stage(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->stage != y->stage)
        return x->stage < y->stage ? -1 : 1;
    return x->i < y->i ? -1 : 1;
}

struct transfer {
    struct run *r;
    const struct item *items; /* of the part under way */
    int64_t *count, of;
};

static void on_arrived(void *ctx, ptrdiff_t i, struct str version)
{
    struct transfer *t = ctx;
    struct run *r = t->r;
    struct plan_object *o = &r->intent->objects.ptr[t->items[i].i];
    struct arena scratch = arena_upper(r->memory);
    o->version = r->o.release ? S("") : str_copy(version, r->keep);
    o->unsure = o->fresh = false;
    state_sent(r->state, t->items[i].i, run_identity(o, &scratch), o->version);
    ++*t->count;
    r->sent_bytes += o->size;
    if (r->o.progress)
        r->o.progress(r->o.progress_ctx, r->sent + r->copied, t->of, r->sent_bytes);
}

static bool part_is_alive(void *ctx)
{
    struct transfer *t = ctx;
    return is_alive(t->r);
}

static struct store_item item_of(struct run *r, ptrdiff_t i, bool copies)
{
    const struct plan_object *o = &r->intent->objects.ptr[i];
    struct store_item item = { .object = o, .to = o->key };
    if (r->o.release) {
        item.to = str_join(run_place(r->intent->release, r->keep), o->key, r->keep);
        item.from = str_join(run_place(r->last.release, r->keep), o->key, r->keep);
    } else if (copies) {
        item.from = r->sources[i].key;
        item.version = r->sources[i].version;
    }
    return item;
}

/* Stage by stage; each is complete before the next begins. */
static bool transfer(struct run *r, struct item *items, ptrdiff_t n, bool copies)
{
    struct store *s = r->o.store;
    struct store_item *some = NEW(r->keep, struct store_item, CHUNK_OBJECTS);
    struct transfer t = { r, items, r->of.len || !copies ? &r->sent : &r->copied, n };
    if (n)
        qsort(items, (size_t)n, sizeof *items, by_stage);
    for (ptrdiff_t beg = 0, end; beg < n; beg = end) {
        for (end = beg;
             end < n && end - beg < CHUNK_OBJECTS && items[end].stage == items[beg].stage; end++)
            some[end - beg] = item_of(r, items[end].i, copies);
        t.items = items + beg;
        struct store_batch b = { .dir = r->o.site,
                                 .items = some,
                                 .n = end - beg,
                                 .sent = on_arrived,
                                 .alive = part_is_alive,
                                 .ctx = &t };
        if (!(copies ? s->copy : s->send)(s->self, &b) || !is_alive(r))
            return false;
        for (ptrdiff_t i = beg; copies && r->of.len && i < end; i++)
            if (r->intent->objects.ptr[items[i].i].unsure) {
                buf_fmt(r->why, "the bytes of %.*s are not kept any more",
                        FMT(r->intent->objects.ptr[items[i].i].key));
                return false;
            }
    }
    return true;
}

/* In release mode: what did not change is copied, then all else is sent, what could not be copied
 * too. */
static bool transfer_all(struct run *r)
{
    struct plan_objects *all = &r->intent->objects;
    struct item *items = NEW(r->keep, struct item, all->len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < all->len; i++) {
        bool same = r->steps[i].before && !plan_sends(r->steps[i].action);
        if (all->ptr[i].unsure && (r->o.release ? same && r->last.release.len : r->of.len > 0))
            items[n++] = (struct item){ stage_of(r, i), i };
    }
    if (n && !transfer(r, items, n, true))
        return false;
    n = 0;
    for (ptrdiff_t i = 0; i < all->len; i++) {
        if (!all->ptr[i].unsure || all->ptr[i].left > PLAN_GRACE)
            continue;
        if (r->steps[i].now)
            items[n++] = (struct item){ stage_of(r, i), i };
        else if (r->o.release)
            all->ptr[i].left = PLAN_GRACE + 1; /* an old asset that is not there any more */
    }
    return n == 0 || transfer(r, items, n, false);
}

/* ---- the end -------------------------------------------------------------------------------- */

static void add_kept(struct map *into, const struct manifest_release *release, struct arena *keep)
{
    for (ptrdiff_t k = 0; k < release->n_kept; k++)
        *map_at(into, manifest_object_key(&release->kept[k], keep), keep) = into;
}

void apply_forget(struct run *r, struct manifest *m, struct store_keys *keys)
{
    int n = r->o.keep_releases > 0 ? r->o.keep_releases : KEEP_RELEASES;
    struct map needed = { 0 }, dropped = { 0 };
    ptrdiff_t most = m->is_public ? 1 : n > MANIFEST_MAX_RELEASES ? MANIFEST_MAX_RELEASES : n;
    if (r->o.release && most < MIN_KEPT)
        most = MIN_KEPT;
    /* a request of its own is worth while for many at once */
    bool cheap = r->o.release || !r->o.store->prices || keys->len > 0 || n != KEEP_RELEASES;
    if (!cheap && !m->is_public && m->n_releases < MANIFEST_MAX_RELEASES)
        most = MANIFEST_MAX_RELEASES;
    for (ptrdiff_t i = 0; i < m->n_releases; i++)
        add_kept(i < most ? &needed : &dropped, &m->releases[i], r->keep);
    m->n_releases = m->n_releases < most ? m->n_releases : most;
    for (struct map_entry *e = dropped.first; e; e = e->next)
        if (!map_get(&needed, e->key))
            *PUSH(keys, r->keep) = e->key;
    if (r->o.release)
        return; /* its records go with their objects */
    ptrdiff_t left = 0;
    for (ptrdiff_t i = 0; i < m->n_records; i++) {
        if (manifest_has_release(m, m->records[i]) && !m->is_public)
            m->records[left++] = m->records[i];
        else
            *PUSH(keys, r->keep) = manifest_record_key(m->records[i], r->keep);
    }
    m->n_records = left;
}

/* State of older versions, which stood among the readers' files. */
static void forget_old_place(struct run *r, struct store_keys *keys)
{
    if (!r->moved)
        return;
    *PUSH(keys, r->keep) = S("/" MANIFEST_KEY);
    for (ptrdiff_t i = 0; i < r->last.n_records; i++)
        *PUSH(keys, r->keep) =
            str_join(S("/"), manifest_record_key(r->last.records[i], r->keep), r->keep);
}

static enum run_result finish(struct run *r, struct manifest *m)
{
    struct store *s = r->o.store;
    struct store_keys keys = { 0 };
    struct str edge = run_edge_after(r);
    if (m->n_paths && !s->invalidate(s->self, m->release, m->paths, m->n_paths, r->o.wait))
        return RUN_FAILED;
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++)
        if (r->plan.steps[i].action == PLAN_DELETED)
            *PUSH(&keys, r->keep) = r->plan.steps[i].before->key;
    forget_old_place(r, &keys);
    r->last = manifest_done(m, r->keep);
    r->last.edge = edge;
    apply_forget(r, &r->last, &keys);
    if (keys.len && !s->remove(s->self, keys.ptr, keys.len))
        return RUN_FAILED;
    return apply_put_manifest(r, &r->last);
}

static enum run_result carry_out(struct run *r, struct manifest *m)
{
    if (!r->goes_on && !keep_past(r, m))
        return RUN_FAILED;
    enum run_result done = put_first(r, m);
    if (done != RUN_OK)
        return done;
    if (!r->last_text.len && !r->o.release)
        ask_public(r, m);
    state_begin(r->state, m->release);
    if (r->of.len)
        state_note(r->state, "switch", r->of);
    r->intent = m;
    bool ok = transfer_all(r);
    state_end(r->state);
    return ok ? RUN_OK : RUN_FAILED;
}

/* What a publish that was killed before its intent has kept: older than any that may be at work. */
static bool sweep(struct run *r)
{
    struct store *s = r->o.store;
    const struct manifest *m = &r->last;
    struct store_keys keys = { 0 };
    struct map named = { 0 };
    ptrdiff_t n = 0;
    if (!s->list_state(s->self, r->store_time - LOCK_SECONDS, r->keep, &keys))
        return false;
    for (ptrdiff_t i = 0; i < m->n_releases; i++)
        add_kept(&named, &m->releases[i], r->keep);
    for (ptrdiff_t i = 0; i < m->n_records; i++)
        *map_at(&named, manifest_record_key(m->records[i], r->keep), r->keep) = &named;
    for (ptrdiff_t i = 0; i < keys.len; i++) {
        struct str key = keys.ptr[i];
        bool ours = str_starts(key, S(".plumb/objects/")) || str_starts(key, S(".plumb/releases/"));
        if (ours && !map_get(&named, key))
            keys.ptr[n++] = key;
    }
    if (n)
        buf_fmt(r->notes, "%td files that a stopped publish had kept for a rollback are removed\n",
                n);
    return !n || s->remove(s->self, keys.ptr, n);
}

static enum run_result end(struct run *r)
{
    state_note(r->state, "switch", S(""));
    state_note(r->state, "drift", S(""));
    return !r->o.repair || sweep(r) ? RUN_OK : RUN_FAILED;
}

enum run_result apply_run(struct run *r)
{
    struct str publisher = state_publisher(r->state, r->keep);
    struct manifest m;
    bool differs = !r->o.release || plan_differs(&r->plan);
    if (plan_is_empty(&r->plan))
        return r->o.repair && apply_is_busy(r, publisher) ? RUN_REFUSED : end(r);
    if (refuses(r, publisher))
        return RUN_REFUSED;
    if (differs && !r->of.len &&
        !files_order(r->o.site, r->o.web_path, &r->request.now, r->keep, *r->memory, &r->missing,
                     r->why))
        return RUN_FAILED;
    enum run_result done = RUN_OK;
    if (differs) {
        m = intent_of(r, publisher);
        done = carry_out(r, &m);
    }
    if (done == RUN_OK)
        done = r->o.release ? r->o.release->finish(r, differs ? &m : NULL) : finish(r, &m);
    return done == RUN_OK ? end(r) : done;
}
