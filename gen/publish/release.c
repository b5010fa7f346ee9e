/* release.c - which release readers get, the switch, and what has gone before. */
#include "publish/release.h"

#include "publish/apply.h"
#include "publish/pointer.h"
#include "publish/state.h"

enum { GONE = PLAN_GRACE + 1 };

struct release {
    struct store_text code; /* of the function, live */
    struct pointer live;
    struct manifest unfinished; /* of the last publish, as found; release empty: it was finished */
};

static struct manifest *unfinished(struct run *r)
{
    return r->release->unfinished.release.len ? &r->release->unfinished : NULL;
}

/* ---- plan ----------------------------------------------------------------------------------- */

/* A folder of the site's own that the function takes for previews. */
static bool hides_pages(struct run *r, const struct store_text *code)
{
    if (code->missing || str_find(code->text, PREVIEW_PLACE) < 0)
        return false;
    for (ptrdiff_t i = 0; i < r->request.now.len; i++)
        if (str_starts(r->request.now.ptr[i].key, PREVIEW_PLACE)) {
            buf_fmt(r->why,
                    "%.*s: the function takes preview/ for previews, which stand beside the site: "
                    "no reader would get it. Rename the folder",
                    FMT(r->request.now.ptr[i].key));
            return true;
        }
    return false;
}

/* Which release readers get, by the function itself. */
static enum run_result read_live(struct run *r)
{
    struct release *rel = r->release = NEW(r->keep, struct release, 1);
    struct store *s = r->o.store;
    if (!s)
        return RUN_OK;
    if (!s->get_function) {
        buf_put(r->why, S("release mode wants a bucket and a CloudFront distribution: "
                          "say --distribution, or publish in place\n"));
        return RUN_REFUSED;
    }
    if (!s->get_function(s->self, true, r->keep, &rel->code))
        return RUN_FAILED;
    if (!rel->code.missing && !pointer_read(rel->code.text, r->keep, &rel->live, r->why))
        return RUN_REFUSED;
    return hides_pages(r, &rel->code) ? RUN_REFUSED : RUN_OK;
}

/* The release before the unfinished one, from its record; nothing when that is not there. */
static struct manifest base_of(struct run *r, const struct manifest *unfinished)
{
    struct manifest base = *unfinished, record = { 0 };
    base.phase = MANIFEST_DONE;
    base.release = unfinished->after;
    base.objects = (struct plan_objects){ 0 };
    base.n_paths = 0;
    if (base.n_releases) {
        base.releases++;
        base.n_releases--;
    }
    if (base.release.len && run_record(r, base.release, &record) == RUN_ROWS)
        base.objects = record.objects;
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

/* A rollback has led readers away from the last release: makes r->last the one they get, so that
 * what they have open is copied along. False when it is that already, or its record is lost. */
static bool follow_readers(struct run *r, const struct release *rel)
{
    struct manifest record = { 0 };
    struct str live = rel->live.release;
    if (!live.len || str_equal(live, r->last.release) || !manifest_has_release(&r->last, live) ||
        run_record(r, live, &record) != RUN_ROWS)
        return false;
    r->last.release = live;
    r->last.objects = record.objects;
    return true;
}

static void make_plan(struct run *r, struct release *rel)
{
    struct plan_request *q = &r->request;
    q->base = r->last.release;
    q->release = true;
    q->before = r->last.objects;
    q->switches = rel->unfinished.release.len ||
                  (r->last.release.len && !str_equal(rel->live.release, r->last.release));
    r->plan = plan_make(q, r->keep);
}

static void compare(struct run *r)
{
    struct release *rel = r->release;
    settle(r, rel);
    if (r->last.release.len && !rel->live.release.len && r->o.store)
        buf_put(r->notes,
                S("the function leads nowhere: an update of the hosting stack has emptied "
                  "its pointer, which is put right now\n"));
    make_plan(r, rel);
    if (plan_differs(&r->plan) && follow_readers(r, rel))
        make_plan(r, rel);
}

/* ---- the intent ----------------------------------------------------------------------------- */

/* The objects that the release will have, all on their way; r->steps tells what to do for each. */
static struct manifest intent(struct run *r)
{
    struct manifest m = manifest_intent(&r->plan, &r->last, r->keep);
    struct plan_step *steps = NEW(r->keep, struct plan_step, r->plan.n_steps + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++) {
        struct plan_object o = m.objects.ptr[i];
        if (o.left >= GONE)
            continue;
        o.unsure = true;
        o.fresh = false;
        steps[n] = r->plan.steps[i];
        m.objects.ptr[n++] = o;
    }
    r->steps = steps;
    m.objects.len = n;
    m.released = true;
    return m;
}

static bool goes_on(struct run *r, struct manifest *m)
{
    const struct manifest *u = &r->release->unfinished;
    if (!u->release.len || !str_equal(u->after, r->last.release) ||
        !manifest_same_objects(&u->objects, &m->objects))
        return false;
    const struct state_arrival *arrived =
        state_arrived(r->state, u->release, u->objects.len, r->keep);
    for (ptrdiff_t i = 0; i < m->objects.len; i++)
        m->objects.ptr[i].unsure = u->objects.ptr[i].unsure && !(arrived && arrived[i].what.len);
    m->release = u->release;
    m->releases = u->releases;
    m->n_releases = u->n_releases;
    m->records = u->records;
    m->n_records = u->n_records;
    return true;
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
        known = known || str_equal(m->records[i], id);
    known = known || manifest_has_release(m, id);
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

static void on_lost_page(void *ctx, ptrdiff_t i, struct str version)
{
    (void)ctx, (void)i, (void)version;
}

/* CloudFront fetches the page of lost readers without asking the function. */
static bool put_lost_page(struct run *r, const struct release *rel)
{
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++) {
        const struct plan_step *s = &r->plan.steps[i];
        if (!s->now || !str_equal(s->now->key, PLAN_LOST_PAGE) ||
            !(plan_sends(s->action) || rel->unfinished.release.len))
            continue;
        struct store_item item = { .object = s->now, .to = s->now->key };
        struct store_batch b = { .dir = r->o.site, .items = &item, .n = 1, .sent = on_lost_page };
        return r->o.store->send(r->o.store->self, &b);
    }
    return true;
}

/* The objects of a release first, so that a run that is stopped finds the record again. */
static bool remove_release(struct run *r, struct str id, const struct plan_objects *all)
{
    struct str under = run_place(id, r->keep), key = manifest_record_key(id, r->keep);
    struct store *s = r->o.store;
    struct str *keys = NEW(r->keep, struct str, all->len + 1);
    for (ptrdiff_t i = 0; i < all->len; i++)
        keys[i] = str_join(under, all->ptr[i].key, r->keep);
    if (all->len && !s->remove(s->self, keys, all->len))
        return false;
    return s->remove(s->self, &key, 1);
}

/* Edges far away may still lead readers to the release that was live before. What a release holds only its
 * record says: one that cannot be read stays listed, and is tried again. */
static bool prune(struct run *r, const struct release *rel, struct manifest *m)
{
    ptrdiff_t n = 0;
    struct str *kept = NEW(r->keep, struct str, m->n_records + 1);
    for (ptrdiff_t i = 0; i < m->n_records; i++) {
        struct str id = m->records[i];
        struct manifest record = { 0 };
        bool stays = manifest_has_release(m, id) || str_equal(id, rel->live.release);
        enum run_rows found = stays ? RUN_ROWS : run_record(r, id, &record);
        if (found == RUN_ROWS_UNREAD)
            buf_fmt(r->notes,
                    "release %.*s is no longer kept, but its record could not be read: its files "
                    "stay, and the next publish tries again\n",
                    FMT(id));
        if (stays || found == RUN_ROWS_UNREAD)
            kept[n++] = id;
        else if (!remove_release(r, id, &record.objects))
            return false;
    }
    m->records = kept;
    m->n_records = n;
    return true;
}

/* Somebody else's 404.html where ours is to stand; all else has places of its own. */
static bool takes_foreign(struct run *r)
{
    struct store_keys keys = { 0 };
    if (r->o.adopt || r->last.release.len || r->release->unfinished.release.len)
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

static enum run_result finish(struct run *r, struct manifest *m)
{
    struct release *rel = r->release;
    struct store *s = r->o.store;
    struct store_keys none = { 0 };
    const struct plan *p = &r->plan;
    if (m)
        r->last = manifest_done(m, r->keep);
    apply_forget(r, &r->last, &none);
    bool is_live = str_equal(rel->live.release, r->last.release);
    enum run_result done = is_live ? RUN_OK : switch_to(r, rel, &r->last);
    if (done != RUN_OK || !(m || rel->unfinished.release.len))
        return done;
    if (!put_lost_page(r, rel))
        return RUN_FAILED;
    if (p->n_paths && !s->invalidate(s->self, r->last.release, p->paths, p->n_paths, r->o.wait))
        return RUN_FAILED;
    return prune(r, rel, &r->last) ? apply_put_manifest(r, &r->last) : RUN_FAILED;
}

const struct run_mode release_mode = { .read_live = read_live,
                                       .compare = compare,
                                       .intent = intent,
                                       .goes_on = goes_on,
                                       .unfinished = unfinished,
                                       .finish = finish,
                                       .takes_foreign = takes_foreign };

/* ---- back ----------------------------------------------------------------------------------- */

/* Where `to` leads; empty, with the reason in why, when there is no such release. */
static struct str find_target(struct run *r, const struct pointer *p, struct str to)
{
    struct str noted = state_noted(r->state, "switch", r->keep);
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
    state_note(r->state, "switch", *now);
    enum run_result done = put_code(r, &code, &p);
    if (done == RUN_OK)
        state_note(r->state, "switch", S(""));
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
