/* rollback.c - finds what an earlier release had and where its bytes are kept. */
#include "publish/rollback.h"

#include "base/map.h"
#include "publish/state.h"

static const struct manifest_release *find_release(struct run *r, struct str id)
{
    const struct manifest *m = &r->last;
    struct str noted = state_noted(r->state, "switch", r->keep);
    bool again = m->n_releases && m->releases[0].of.len &&
                 (m->phase != MANIFEST_DONE || str_equal(noted, m->releases[0].of));
    if (!id.len && again)
        return &m->releases[0]; /* a rollback that was stopped, maybe at its very end: the same */
    if (!id.len && m->n_releases > 1)
        return &m->releases[1]; /* behind an unfinished publish stands the last whole release */
    for (ptrdiff_t i = 0; id.len && i < m->n_releases; i++)
        if (str_equal(m->releases[i].id, id))
            return &m->releases[i];
    if (id.len)
        buf_fmt(r->why, "there is no release %.*s; plumb releases lists them", FMT(id));
    else
        buf_put(r->why, S("there is no earlier release"));
    return NULL;
}

/* Its own rows, or of what it brought back. */
static bool find_rows(struct run *r, const struct manifest_release *release, struct manifest *out)
{
    if (r->last.phase == MANIFEST_DONE && str_equal(release->id, r->last.release)) {
        *out = r->last;
        return true;
    }
    enum run_rows found = run_record(r, release->id, out);
    if (found == RUN_ROWS_NONE && release->of.len)
        found = run_record(r, release->of, out);
    if (found == RUN_ROWS)
        return true;
    buf_fmt(r->why, "the record of release %.*s %s%s", FMT(release->id),
            found == RUN_ROWS_UNREAD ? "could not be read" : "is not there",
            found == RUN_ROWS_NONE && r->last.is_public
                ? ": anybody can read the target, so nothing is kept in it (publish.state "
                  "in site.json, or --state, names a place that readers cannot reach)"
                : "");
    return false;
}

static void take_objects(struct run *r, const struct manifest *m)
{
    for (ptrdiff_t i = 0; i < m->objects.len; i++) {
        struct plan_object o = m->objects.ptr[i];
        o.unsure = false;
        if (o.left == 0 && !plan_is_unknown(&o))
            *PUSH(&r->request.now, r->keep) = o;
    }
}

struct shelf {
    struct map
        kept; /* keys below .plumb/objects/ that are there, or will be before they are wanted */
    struct map live; /* by the same name: the key of an object that stays as it is */
};

static void fill(struct shelf *s, struct run *r)
{
    for (ptrdiff_t i = 0; i < r->last.n_releases; i++)
        for (ptrdiff_t k = 0; k < r->last.releases[i].n_kept; k++)
            *map_at(&s->kept, manifest_object_key(&r->last.releases[i].kept[k], r->keep), r->keep) =
                s;
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++) {
        const struct plan_step *step = &r->plan.steps[i];
        const struct plan_object *o = step->before;
        if (!o || o->unsure || plan_is_unknown(o))
            continue;
        struct str name = manifest_object_key(&o->hash, r->keep);
        bool stays = step->action == PLAN_SAME || step->action == PLAN_KEPT ||
                     step->action == PLAN_HEADERS || o->version.len;
        if (stays)
            *map_at(&s->live, name, r->keep) = (void *)(uintptr_t)o;
        else
            *map_at(&s->kept, name, r->keep) = s; /* as soon as it is replaced */
    }
}

static bool find_source(const struct shelf *s, const struct plan_object *o, struct arena *keep,
                        struct run_source *out)
{
    struct str name = manifest_object_key(&o->hash, keep);
    const struct plan_object *live = map_get(&s->live, name);
    if (o->version.len)
        *out = (struct run_source){ o->key, o->version };
    else if (map_get(&s->kept, name))
        *out = (struct run_source){ .key = name };
    else if (live)
        *out = (struct run_source){ live->key, live->version };
    return out->key.len > 0;
}

/* Where the bytes of each step stand, and whether they do: nothing may change before that is sure.
 */
static bool find_sources(struct run *r)
{
    struct shelf shelf = { 0 };
    struct store_item *items = NEW(r->keep, struct store_item, r->plan.n_steps + 1);
    ptrdiff_t n = 0;
    r->sources = NEW(r->keep, struct run_source, r->plan.n_steps + 1);
    fill(&shelf, r);
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++) {
        const struct plan_object *o = r->plan.steps[i].now;
        if (!plan_sends(r->plan.steps[i].action))
            continue;
        if (!find_source(&shelf, o, r->keep, &r->sources[i])) {
            buf_fmt(r->why, "the bytes of %.*s are not kept any more", FMT(o->key));
            return false;
        }
        struct run_source from = r->sources[i];
        if (from.version.len) /* the bucket forgets old versions when it is told to */
            items[n++] =
                (struct store_item){ .object = o, .to = from.key, .version = from.version };
    }
    ptrdiff_t said = r->notes->len,
              wrong = n ? r->o.store->check(r->o.store->self, items, n, NULL, r->notes) : 0;
    if (wrong > 0) {
        buf_fmt(r->why, "%td files of that release are not kept any more:\n%.*s", wrong,
                FMT(str_from(buf_str(r->notes), said)));
        r->notes->len = said;
    }
    return wrong == 0;
}

enum run_result rollback_plan(struct run *r, struct str release)
{
    struct manifest rows;
    if (!run_open(r))
        return RUN_FAILED;
    if (!r->last.release.len) {
        buf_fmt(r->why, "nothing was published to %.*s yet", FMT(r->o.to));
        return RUN_REFUSED;
    }
    if (r->last.released) {
        buf_fmt(r->why, "%.*s was published in release mode: say --mode release", FMT(r->o.to));
        return RUN_REFUSED;
    }
    const struct manifest_release *back = find_release(r, release);
    if (!back || !find_rows(r, back, &rows))
        return RUN_REFUSED;
    r->of = back->of.len ? back->of : back->id;
    take_objects(r, &rows);
    run_compare(r);
    return find_sources(r) ? RUN_OK : RUN_REFUSED;
}
