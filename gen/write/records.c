/* records.c - a decision's head, and the table of all in its folder. */
#include "write/records.h"

#include "base/path.h"
#include "judge/effect.h"
#include "write/anchor.h"

/* The words of the page's own classes: what holds is true, what is asked is stale, the rest is past. */
static const char *class_of(enum decision_state state)
{
    if (state == DECISION_ACCEPTED)
        return "true";
    return state == DECISION_PROPOSED ? "outdated" : decision_holds(state) ? "said" : "false";
}

static void describe(const struct site *s, const struct site_page *from, const struct decision *d,
                     struct value *v, struct arena *keep)
{
    const struct front_matter *f = &d->page->front;
    struct date day;
    anchor_text(v, "said", d->said.len ? d->said : S("state not said"), keep);
    anchor_text(v, "state", str_of(decision_state_name(d->state)), keep);
    anchor_text(v, "class", str_of(class_of(d->state)), keep);
    value_set(v, "open", value_bool(d->state == DECISION_PROPOSED, keep), keep);
    anchor_text(v, "date", date_parse(f->date, &day) ? date_words(day, keep) : f->date, keep);
    anchor_text(v, "deciders", decisions_names(f->deciders, f->n_deciders, keep), keep);
    anchor_text(v, "consulted", decisions_names(f->consulted, f->n_consulted, keep), keep);
    anchor_text(v, "informed", decisions_names(f->informed, f->n_informed, keep), keep);
    if (d->successor)
        value_set(v, "successor", anchor_to(s, from, d->successor->page, keep), keep);
}

struct value *records_of(const struct site *s, const struct site_page *p, struct arena *keep)
{
    const struct decision *d = decisions_of(s, p);
    if (!d)
        return NULL;
    struct value *v = value_map(keep), *replaced = value_set(v, "replaced", value_list(keep), keep);
    describe(s, p, d, v, keep);
    for (ptrdiff_t i = 0; i < s->decisions->n; i++)
        if (s->decisions->ptr[i].successor == d)
            value_add(replaced, anchor_to(s, p, s->decisions->ptr[i].page, keep), keep);
    return v;
}

struct value *records_list(const struct site *s, const struct site_page *p, struct arena *keep)
{
    if (!decisions_indexed(s, p))
        return NULL;
    struct value *list = value_list(keep);
    for (ptrdiff_t i = 0; i < s->decisions->n; i++) {
        const struct decision *d = &s->decisions->ptr[i];
        if (!str_equal(path_dir(d->page->path), path_dir(p->path)))
            continue;
        struct value *v = value_add(list, anchor_to(s, p, d->page, keep), keep);
        if (d->number >= 0)
            value_set(v, "number", value_int(d->number, keep), keep);
        describe(s, p, d, v, keep);
    }
    return list;
}

/* ---- what would change ---- */

static struct value *set_rows(const struct effect *e, struct arena *keep)
{
    struct value *list = value_list(keep);
    for (ptrdiff_t i = 0; i < e->sets.len; i++) {
        const struct effect_set *set = &e->sets.ptr[i];
        struct value *v = value_add(list, value_map(keep), keep);
        anchor_text(v, "target", set->target, keep);
        anchor_text(v, "was", set->was, keep);
        anchor_text(v, "now", set->why.len ? set->claim->claim.text : set->now, keep);
        anchor_text(v, "why", set->why, keep);
        anchor_text(v, "risk", str_of(set->risk), keep);
        value_set(v, "same", value_bool(set->same, keep), keep);
    }
    return list;
}

static struct str month(const struct cost_size *z, struct arena *keep)
{
    return z->priced ? money_show_range(z->total.at[COST_LOW], z->total.at[COST_HIGH], keep)
                     : S("not priced");
}

static struct value *cost_rows(const struct effect *e, struct arena *keep)
{
    struct value *list = value_list(keep);
    for (ptrdiff_t i = 0; i < e->costs.len; i++) {
        const struct effect_cost *c = &e->costs.ptr[i];
        struct value *v = value_add(list, value_map(keep), keep);
        anchor_text(v, "name", c->was->name, keep);
        anchor_text(v, "env", c->was->env, keep);
        anchor_text(v, "was", month(c->was, keep), keep);
        anchor_text(v, "now", month(c->now, keep), keep);
        anchor_text(v, "delta", effect_delta(c, keep), keep);
    }
    return list;
}

static struct value *broken_rows(const struct site *s, const struct site_page *p,
                                 const struct effect *e, struct arena *keep)
{
    struct value *list = value_list(keep);
    for (ptrdiff_t i = 0; i < e->broken.len; i++) {
        const struct effect_claim *c = &e->broken.ptr[i];
        struct value *v = value_add(list, anchor_to(s, p, c->page, keep), keep);
        anchor_text(v, "text",
                    c->claim->claim.text.len ? c->claim->claim.text : c->claim->claim.shown, keep);
        anchor_text(v, "message", c->message, keep);
    }
    return list;
}

/* Tables of costs and drawings that would be others. */
static struct value *shown_rows(const struct site *s, const struct site_page *p,
                                const struct effect *e, struct arena *keep)
{
    struct value *list = value_list(keep);
    for (ptrdiff_t i = 0; i < e->rows.len + e->drawn.len; i++) {
        const struct effect_shown *x =
            i < e->rows.len ? &e->rows.ptr[i] : &e->drawn.ptr[i - e->rows.len];
        struct value *v =
            value_add(list, x->page ? anchor_to(s, p, x->page, keep) : value_map(keep), keep);
        anchor_text(v, "text", x->text, keep);
        value_set(v, "better", value_bool(x->better, keep), keep);
    }
    return list;
}

static struct value *effect_value(const struct site *s, const struct site_page *p,
                                  const struct effect *e, struct arena *keep)
{
    struct value *v = value_map(keep);
    struct buf undrawn = buf_open(keep, 1 << 14);
    for (ptrdiff_t i = 0; i < e->undrawn.len; i++)
        buf_fmt(&undrawn, "%s%.*s", i ? ", " : "", FMT(e->undrawn.ptr[i]));
    anchor_text(v, "words", effect_words(e, keep), keep);
    anchor_text(v, "undrawn", buf_str(&undrawn), keep);
    value_set(v, "sets", set_rows(e, keep), keep);
    value_set(v, "costs", cost_rows(e, keep), keep);
    value_set(v, "broken", broken_rows(s, p, e, keep), keep);
    value_set(v, "shown", shown_rows(s, p, e, keep), keep);
    value_set(v, "n_broken", value_int(e->broken.len, keep), keep);
    value_set(v, "mended", value_int(e->mended.len, keep), keep);
    return v;
}

static void add_effect(const struct site *s, const struct site_page *p, const struct decision *d,
                       struct value *list, struct arena *keep)
{
    struct value *v = value_add(list, effect_value(s, p, d->effect, keep), keep);
    struct value *bad = value_set(v, "bad", value_list(keep), keep);
    for (int i = 0; i < d->page->front.n_bad; i++)
        value_add(bad, value_str(decisions_words(d->page->front.bad[i], keep), keep), keep);
    if (d->page == p)
        return;
    anchor_text(v, "title", d->page->title, keep);
    anchor_text(v, "href", anchor_href(s, p, d->page, keep), keep);
}

struct value *records_effects(const struct site *s, const struct site_page *p, struct arena *keep)
{
    const struct decision *own = decisions_of(s, p);
    struct value *list = value_list(keep);
    if (own && own->effect)
        add_effect(s, p, own, list, keep);
    for (ptrdiff_t i = 0; !own && i < s->decisions->n; i++) {
        const struct decision *d = &s->decisions->ptr[i];
        if (d->effect && str_equal(path_dir(d->page->path), path_dir(p->path)))
            add_effect(s, p, d, list, keep);
    }
    if (!own && s->decisions->all)
        anchor_text(value_add(list, effect_value(s, p, s->decisions->all, keep), keep), "title",
                    S("All of them together"), keep);
    return list;
}
