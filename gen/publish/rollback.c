/* rollback.c - finds what an earlier release had and where its bytes are kept. */
#include "publish/rollback.h"

#include "publish/archive.h"
#include "publish/state.h"

struct shelf { /* the records read so far, each once */
    struct run *r;
    struct archive *records;
    bool *tried;
};

/* Record i of the last manifest; NULL when it is not there any more or damaged. */
static const struct archive *load(struct shelf *s, ptrdiff_t i)
{
    struct run *r = s->r;
    struct str text;
    struct buf why = buf_open(r->keep, 400);
    if (!s->tried[i]) {
        s->tried[i] = true;
        if (!run_record(r, r->last.records[i].id, &text) ||
            !archive_read(text, r->keep, &s->records[i], &why))
            s->records[i] = (struct archive){ 0 };
    }
    return s->records[i].manifest.release.len ? &s->records[i] : NULL;
}

static const struct manifest_release *find_release(struct run *r, struct str id)
{
    const struct manifest *m = &r->last;
    struct str noted = state_noted(r->state, r->keep);
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

static const struct manifest *find_manifest(struct shelf *s, const struct manifest_release *release)
{
    struct run *r = s->r;
    struct str id = release->of.len ? release->of : release->id;
    for (ptrdiff_t i = 0; i < r->last.n_records; i++) {
        const struct archive *record = str_equal(r->last.records[i].id, id) ? load(s, i) : NULL;
        if (record)
            return &record->manifest;
    }
    buf_fmt(r->why, "the record of release %.*s is not there", FMT(release->id));
    return NULL;
}

static void take_objects(struct run *r, const struct manifest *m)
{
    for (ptrdiff_t i = 0; i < m->objects.len; i++) {
        struct plan_object o = m->objects.ptr[i];
        o.unsure = false;
        if (o.left == 0)
            *PUSH(&r->request.now, r->keep) = o;
    }
}

/* Looks into the records, newest first, until the bytes are found. */
static bool take_text(struct shelf *s, const struct plan_object *o)
{
    struct run *r = s->r;
    for (ptrdiff_t i = 0; i < r->last.n_records; i++) {
        const struct archive *record = load(s, i);
        struct str text = record ? archive_find(record, &o->hash) : (struct str){ 0 };
        if (!text.ptr)
            continue;
        struct str *kept = NEW(r->keep, struct str, 1);
        *kept = text;
        *map_at(r->texts, o->key, r->keep) = kept;
        return true;
    }
    buf_fmt(r->why, "the bytes of %.*s are not kept any more", FMT(o->key));
    return false;
}

enum run_result rollback_plan(struct run *r, struct str release)
{
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
    struct shelf s = { r, NEW(r->keep, struct archive, r->last.n_records + 1),
                       NEW(r->keep, bool, r->last.n_records + 1) };
    const struct manifest_release *back = find_release(r, release);
    const struct manifest *m = back ? find_manifest(&s, back) : NULL;
    if (!m)
        return RUN_REFUSED;
    r->of = back->of.len ? back->of : back->id;
    r->texts = NEW(r->keep, struct map, 1);
    take_objects(r, m);
    run_compare(r);
    for (ptrdiff_t i = 0; i < r->plan.n_steps; i++)
        if (plan_sends(r->plan.steps[i].action) && !take_text(&s, r->plan.steps[i].now))
            return RUN_REFUSED;
    return RUN_OK;
}
