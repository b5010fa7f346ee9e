/* effect.c - a copy of the data with values set in it, and what is judged otherwise under that. */
#include "judge/effect.h"

#include "check/claims.h"
#include "check/config_diff.h"
#include "check/diff_cost.h"
#include "check/fit.h"
#include "check/risk.h"
#include "judge/costs.h"
#include "model/quantity.h"

enum { MAX_PLACES = 16, MAX_DIGITS = 12 };

/* ---- a copy of the data with one value changed ---- */

/* v with `now` where `at` stands (NULL: without it); v itself when at is not below it. */
static const struct json *with(const struct json *v, const struct json *at, const struct json *now,
                               struct arena *keep)
{
    /* a table of resources has copies of what stands in the files */
    bool copy_of = v && v != at && v->raw.len && v->raw.ptr == at->raw.ptr &&
                   v->raw.len == at->raw.len && v->kind == at->kind && !v->first;
    if (!v || v == at || copy_of)
        return v ? now : v;
    for (const struct json *m = v->first; m; m = m->next) {
        const struct json *made = with(m, at, now, keep);
        if (made == m)
            continue;
        struct json *copy = NEW(keep, struct json, 1), **end = &copy->first;
        *copy = *v;
        for (const struct json *c = v->first; c; c = c->next) {
            const struct json *one = c == m ? made : c;
            if (!one) {
                copy->n--;
                continue;
            }
            *end = NEW(keep, struct json, 1);
            **end = *one;
            (*end)->key = c->key;
            (*end)->raw_key = c->raw_key;
            end = &(*end)->next;
        }
        *end = NULL;
        return copy;
    }
    return v;
}

static void replace(struct data *data, const struct data_source *of, const struct json *at,
                    const struct json *now, struct arena *keep)
{
    struct data_source *sources = NEW(keep, struct data_source, data->n_sources);
    struct data_source *s = &sources[of - data->sources];
    memcpy(sources, data->sources, sizeof *sources * (size_t)data->n_sources);
    struct data_file *files = NEW(keep, struct data_file, s->n_files);
    for (int i = 0; i < s->n_files; i++) {
        files[i] = s->files[i];
        files[i].root = with(files[i].root, at, now, keep);
        files[i].table = with(files[i].table, at, now, keep);
    }
    s->root = with(s->root, at, now, keep);
    s->files = files;
    data->sources = sources;
    data->cap_sources = data->n_sources;
}

/* The object that the last step of pointer leads into, and that step's name. */
static const struct json *parent_of(const struct data *data, const struct claims_value *at,
                                    const struct target *t, struct str *name, struct arena *keep)
{
    struct cut c = str_rcut(at->pointer, '/');
    const struct data_source *of = at->source;
    const struct data_file *f = t->file.len ? data_file_at(data, t->file, &of) : NULL;
    *name = config_diff_name(c.tail, keep);
    return c.ok && of ? data_at(of, f, c.head) : NULL;
}

/* object with a member more; a null becomes an object */
static const struct json *with_member(const struct json *object, struct str name,
                                      const struct json *value, struct arena *keep)
{
    struct json *copy = NEW(keep, struct json, 1), **end = &copy->first;
    *copy = *object;
    copy->kind = JSON_OBJECT;
    for (const struct json *m = object->first; m; m = m->next, end = &(*end)->next) {
        *end = NEW(keep, struct json, 1);
        **end = *m;
    }
    *end = NEW(keep, struct json, 1);
    **end = *value;
    (*end)->key = name;
    copy->n++;
    return copy;
}

/* ---- the value that makes a text true ---- */

/* Tried in this order; the first under which the text is true is the value. */
enum way { WAY_NUMBER, WAY_TRUE, WAY_FALSE, WAY_TEXT, WAY_GONE, N_WAYS };

static struct json *scalar(enum json_kind kind, struct str text, struct arena *keep)
{
    struct json *v = NEW(keep, struct json, 1);
    *v = (struct json){ .kind = kind, .raw = text, .str = text };
    return v;
}

static struct str wanted(const struct claim *c)
{
    return str_starts(c->title, S("= ")) ? str_from(c->title, 2) : c->text;
}

/* The number that text says, in unit, as data would write it. */
static bool number_in(struct str text, struct str unit, struct arena *keep, struct str *out)
{
    const struct quantity_unit *to = unit.len ? quantity_unit(unit) : NULL;
    struct quantity said, one;
    struct ratio n, base;
    if (!quantity_parse(text, &said) || said.range)
        return false;
    n = said.low;
    bool binary = to && said.unit && to->dim == QUANTITY_BYTES &&
                  said.unit->dim == QUANTITY_BYTES && ratio_cmp(to->factor, to->binary) == 0;
    if (binary) { /* who writes GB of a setting in MiB means GiB */
        if (!ratio_mul(n, said.unit->binary, &n) || !ratio_div(n, to->factor, &n))
            return false;
    } else if (unit.len && said.unit && quantity_of(S("1"), unit, &one) &&
               quantity_comparable(&said, &one) &&
               (!quantity_base(&said, said.low, &n) || !quantity_base(&one, one.low, &base) ||
                !ratio_div(n, base, &n)))
        return false;
    *out = ratio_show(n, MAX_DIGITS, true, keep);
    return ratio_places(n) >= 0;
}

/* NULL: this way leads to nothing here. `was` is what stands there, or NULL. */
static const struct json *value_by(enum way way, const struct claim *c, const struct json *was,
                                   struct str unit, struct arena *keep)
{
    struct str text = wanted(c), digits;
    struct ratio number;
    bool empty = !was || was->kind == JSON_NULL, string = was && was->kind == JSON_STRING;
    bool yes_no = was && (was->kind == JSON_TRUE || was->kind == JSON_FALSE);
    bool numeric = string && ratio_parse(was->str, &number);
    switch (way) {
    case WAY_NUMBER:
        if ((!empty && !numeric && was->kind != JSON_NUMBER) ||
            !number_in(text, unit, keep, &digits))
            return NULL;
        return scalar(numeric ? JSON_STRING : JSON_NUMBER, digits, keep);
    case WAY_TRUE:
    case WAY_FALSE:
        return empty || yes_no ? scalar(way == WAY_TRUE ? JSON_TRUE : JSON_FALSE,
                                        way == WAY_TRUE ? S("true") : S("false"), keep)
                               : NULL;
    case WAY_TEXT: /* words around a name would be no name */
        if (!(empty || string) || !text.len ||
            (str_char(text, ' ') >= 0 && text.ptr == c->text.ptr &&
             !(string && str_char(was->str, ' ') >= 0)))
            return NULL;
        return scalar(JSON_STRING, text, keep);
    default:
        return NULL;
    }
}

/* ---- setting ---- */

struct run {
    const struct site *site;
    struct data data; /* the copy */
    struct arena *keep;
    struct effect *out;
};

/* Where the claim's value stands: a place, or all those of a name. */
static int places_of(const struct run *r, const struct claim *c, struct target *places)
{
    const struct data_name *name = data_name(&r->site->data, c->target.name);
    int n = 0;
    if (!c->target.name.len)
        places[n++] = c->target;
    for (int i = 0; name && i < name->n_in && n < MAX_PLACES; i++) {
        places[n] = (struct target){ 0 };
        n += data_ref(name->in[i], &places[n].source, &places[n].pointer);
    }
    return n;
}

static const struct json *now_of(const struct data *data, const struct json *v)
{
    const struct json *entry = data_is_history(v) ? data_on(v, data->today) : NULL;
    return entry ? json_get(entry, "value") : v;
}

/* Sets one place of a copy; false: it cannot be set in this way. */
static bool set_place(struct data *data, const struct claim *c, const struct target *t,
                      enum way way, struct arena *keep)
{
    struct claims_value at;
    struct str name;
    enum target_kind kind = claims_resolve(data, t, c->env, S("present"), keep, &at);
    const struct json *was = at.value ? now_of(data, at.value) : NULL, *value;
    const struct data_name *own = data_name(data, c->target.name);
    if (!at.source || !at.source->root || kind == TARGET_UNCAPTURED || kind == TARGET_UNKNOWN)
        return false;
    if (way == WAY_GONE && at.value) {
        replace(data, at.source, at.value, NULL, keep);
        return true;
    }
    value = value_by(way, c, was, own && own->unit.len ? own->unit : at.unit, keep);
    if (value && !at.value) {
        const struct json *parent = parent_of(data, &at, t, &name, keep);
        if (!parent || (parent->kind != JSON_OBJECT && parent->kind != JSON_NULL))
            return false;
        replace(data, at.source, parent, with_member(parent, name, value, keep), keep);
    } else if (value) {
        replace(data, at.source, at.value, value, keep);
    }
    return value != NULL;
}

static bool is_true(const struct data *data, const struct claim *c, struct arena *keep,
                    struct claim *probe)
{
    *probe = *c;
    probe->state = (struct str){ 0 };
    claims_judge(data, probe, keep);
    return probe->verdict == VERDICT_TRUE;
}

/* Sets all places of c in r's copy: true when the text then reads as true. */
static bool set_claim(struct run *r, const struct claim *c)
{
    struct target places[MAX_PLACES];
    int n = places_of(r, c, places);
    bool gone = str_equal(c->title, S("absent"));
    for (int way = gone ? WAY_GONE : 0; n && way < N_WAYS; way++) {
        struct data trial = r->data;
        struct claim probe;
        int set = 0;
        while (set < n && set_place(&trial, c, &places[set], (enum way)way, r->keep))
            set++;
        if (set == n && is_true(&trial, c, r->keep, &probe)) {
            r->data = trial;
            return true;
        }
    }
    return false;
}

/* "cost:/…" is computed; a file of the estimates is not. */
static bool is_result(const struct claims_value *at, const struct claim *c)
{
    return at->source && !c->target.file.len &&
           (at->source->computed || str_equal(at->source->kind, S("cost")));
}

static struct str why_not(const struct claim *c, const struct claims_value *at,
                          enum target_kind kind)
{
    struct quantity q;
    if (kind == TARGET_UNCAPTURED || kind == TARGET_UNKNOWN)
        return S("its source was not captured, or does not say the value");
    if (!at->source)
        return S("there is no such source");
    if (is_result(at, c))
        return S("it is computed from other values: set those");
    if (quantity_parse(c->text, &q) && (q.range || q.sign != QUANTITY_IS))
        return S("its text names no single value");
    return S("no value was found that makes its text true");
}

static struct str shown_at(const struct run *r, const struct data *data, const struct claim *c,
                           struct claims_value *at, enum target_kind *kind)
{
    *kind = claims_resolve(data, &c->target, c->env, S("present"), r->keep, at);
    return at->value ? fit_show(now_of(data, at->value), at->unit, r->keep) : S("not set");
}

static void add_undrawn(struct run *r, const struct data_source *of)
{
    for (ptrdiff_t i = 0; i < r->out->undrawn.len; i++)
        if (str_equal(r->out->undrawn.ptr[i], of->name))
            return;
    *PUSH(&r->out->undrawn, r->keep) = of->name;
}

static void set_target(struct run *r, const struct site_page *p, const struct site_claim *c)
{
    struct effect_set *set = PUSH(&r->out->sets, r->keep);
    struct claims_value at;
    enum target_kind kind;
    struct claim probe;
    *set = (struct effect_set){ .page = p,
                                .claim = c,
                                .target = claim_target_show(&c->claim.target, r->keep) };
    set->was = shown_at(r, &r->site->data, &c->claim, &at, &kind);
    set->same = is_true(&r->site->data, &c->claim, r->keep, &probe);
    if (!is_true(&r->data, &c->claim, r->keep, &probe) &&
        (is_result(&at, &c->claim) || !set_claim(r, &c->claim)))
        set->why = why_not(&c->claim, &at, kind);
    if (at.source && at.source->resources && !set->same && !set->why.len)
        add_undrawn(r, at.source);
}

/* What the targets are at last, when all are set: one may have undone another. */
static void read_back(struct run *r)
{
    for (ptrdiff_t i = 0; i < r->out->sets.len; i++) {
        struct effect_set *set = &r->out->sets.ptr[i];
        struct claims_value was, at;
        enum target_kind kind;
        struct claim probe;
        const struct claim *c = &set->claim->claim;
        shown_at(r, &r->site->data, c, &was, &kind);
        set->now = shown_at(r, &r->data, c, &at, &kind);
        if (!set->why.len && !is_true(&r->data, c, r->keep, &probe))
            set->why = S("another target of the same proposals sets it otherwise");
        const struct risk *risk =
            risk_of(at.pointer, was.value ? now_of(&r->data, was.value)->raw : S(""),
                    at.value ? now_of(&r->data, at.value)->raw : S(""), *r->keep);
        set->risk = risk && !set->why.len ? risk->says : NULL;
        r->out->n_unset += set->why.len > 0;
        r->out->n_set += !set->why.len && !set->same;
    }
}

/* ---- running again ---- */

static bool differs(const struct cost_size *a, const struct cost_size *b)
{
    return a->priced != b->priced || memcmp(&a->total, &b->total, sizeof a->total) != 0;
}

static const struct cost_set *run_costs(struct run *r)
{
    const struct cost_set *was = r->site->costs;
    const struct cost_set *now = costs_under(r->site, &r->data, r->keep);
    const struct cost_size *size;
    for (int envs = 1; envs >= 0; envs--)
        for (int i = 0; (size = cost_set_each(was, i)) != NULL; i++) {
            const struct cost_size *other = cost_size_named(now, size->id);
            if ((size->env.len > 0) == envs && other && differs(size, other))
                *PUSH(&r->out->costs, r->keep) = (struct effect_cost){ size, other };
        }
    return now;
}

static void run_claims(struct run *r, const struct site_page *p)
{
    for (ptrdiff_t i = 0; i < p->n_claims; i++) {
        const struct site_claim *c = &p->claims[i];
        struct arena scratch = *r->keep;
        struct claim probe = c->claim;
        if (c->claim.state.len || c->claim.verdict == VERDICT_NOT_CHECKED)
            continue;
        claims_judge(&r->data, &probe, &scratch);
        if ((c->claim.verdict == VERDICT_TRUE) == (probe.verdict == VERDICT_TRUE))
            continue;
        claims_judge(&r->data, &probe, r->keep); /* once more, to keep what it says */
        struct effect_claim found = { p, c, probe.message };
        if (probe.verdict == VERDICT_TRUE)
            *PUSH(&r->out->mended, r->keep) = found;
        else
            *PUSH(&r->out->broken, r->keep) = found;
    }
}

static bool is_among(const struct site_page *p, const struct decision *const *list, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (list[i]->page == p)
            return true;
    return false;
}

struct effect *effect_of(const struct site *s, const struct decision *const *list, ptrdiff_t n,
                         struct arena *keep)
{
    struct run r = { .site = s, .data = s->data, .keep = keep, .out = NEW(keep, struct effect, 1) };
    r.data.near = NULL;
    for (ptrdiff_t i = 0; i < n; i++)
        for (ptrdiff_t k = 0; k < list[i]->page->n_claims; k++)
            if (list[i]->page->claims[k].claim.state.len)
                set_target(&r, list[i]->page, &list[i]->page->claims[k]);
    read_back(&r);
    if (!r.out->n_set)
        return r.out;
    const struct cost_set *costs = run_costs(&r);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!is_among(&s->pages[i], list, n)) /* they speak of what is, and of what would be */
            run_claims(&r, &s->pages[i]);
    effect_shown(s, &r.data, costs, r.out, keep);
    return r.out;
}

/* ---- in words ---- */

struct str effect_delta(const struct effect_cost *c, struct arena *keep)
{
    int64_t was = c->was->total.at[COST_TYPICAL], now = c->now->total.at[COST_TYPICAL], sum;
    if (!c->was->priced || !c->now->priced || __builtin_sub_overflow(now, was, &sum))
        return S("not priced");
    struct str money = diff_cost_delta(sum, keep);
    double percent = was ? 100.0 * (double)sum / (double)was : 0; /* shown whole */
    return str_fmt(keep, "%.*s%s", FMT(money),
                   was ? str_fmt(keep, " (%s%.0f %%)", sum < 0 ? "\xe2\x88\x92" : "+",
                                 percent < 0 ? -percent : percent)
                             .ptr
                       : "");
}

static void put_part(struct buf *b, struct str words)
{
    buf_put(b, b->len ? S(", ") : S(""));
    buf_put(b, words);
}

static void put_count(struct buf *b, ptrdiff_t n, const char *one, const char *many)
{
    if (n)
        put_part(b, str_fmt(b->arena, "%td %s", n, n == 1 ? one : many));
}

/* An environment is what is paid; sizes beside it are other answers to the same question. */
static bool is_shown(const struct effect *e, ptrdiff_t i)
{
    return e->costs.ptr[i].was->env.len || !e->costs.ptr[0].was->env.len;
}

struct str effect_words(const struct effect *e, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 14);
    for (ptrdiff_t i = 0; i < e->costs.len; i++)
        if (is_shown(e, i))
            put_part(&b, str_fmt(keep, "%.*s %.*s a month", FMT(e->costs.ptr[i].was->name),
                                 FMT(effect_delta(&e->costs.ptr[i], keep))));
    if (!e->costs.len && e->n_set)
        put_part(&b, S("no estimate changes"));
    put_count(&b, e->broken.len, "sentence no longer true", "sentences no longer true");
    put_count(&b, e->mended.len, "sentence becomes true", "sentences become true");
    ptrdiff_t better = 0;
    for (ptrdiff_t i = 0; i < e->rows.len; i++)
        better += e->rows.ptr[i].better;
    put_count(&b, e->rows.len - better, "written cost no longer right",
              "written costs no longer right");
    put_count(&b, better, "written cost becomes right", "written costs become right");
    put_count(&b, e->drawn.len, "change in drawings", "changes in drawings");
    for (ptrdiff_t i = 0; i < e->sets.len; i++)
        if (e->sets.ptr[i].risk)
            put_part(&b, str_fmt(keep, "a risk: %s", e->sets.ptr[i].risk));
    put_count(&b, e->n_unset, "target not computed", "targets not computed");
    if (!e->sets.len)
        put_part(&b, S("effect not computed: its Validation binds nothing"));
    else if (!e->n_set && !e->n_unset)
        put_part(&b, S("all it asks for holds already"));
    return buf_str(&b);
}
