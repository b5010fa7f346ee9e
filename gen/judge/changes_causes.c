/* changes_causes.c - from a change to what follows: costs, what is not true any more, who made it, whose it is. */
#include "judge/changes.h"

#include "base/path.h"
#include "check/claims.h"
#include "check/diff_text.h"
#include "judge/findings.h"
#include "judge/fix.h"
#include "load/history.h"
#include "load/owners.h"
#include "load/source_kind.h"
#include "model/rule.h"

struct tracer {
    struct changes *c;
    struct arena *keep;
    struct fix_edits edits;
    struct owners owners;
    struct map known; /* fingerprint of the older state -> how often */
};

/* ---- which change a value belongs to ---- */

static bool holds(const struct json *outer, const struct json *inner)
{
    return outer && inner && outer->raw.ptr && inner->raw.ptr >= outer->raw.ptr &&
           inner->raw.ptr + inner->raw.len <= outer->raw.ptr + outer->raw.len;
}

static struct diff_change *change_of_value(struct changes *c, const struct json *v)
{
    struct diff_change *best = NULL;
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        /* of a price, all that is said of it is one */
        bool in = holds(x->b, v) || (x->kind == DIFF_FACT && holds(v, x->b));
        if (in && (!best || x->b->raw.len < best->b->raw.len))
            best = x;
    }
    return best;
}

/* Is step one of pointer's steps? */
static bool names_step(struct str pointer, struct str step)
{
    for (struct cut c = str_cut(pointer, '/'); step.len; c = str_cut(c.tail, '/'))
        if (str_equal(c.head, step))
            return true;
        else if (!c.ok)
            break;
    return false;
}

static struct diff_change *change_of_gone(struct changes *c, struct str file, struct str pointer)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        struct str key = x->key;
        if (x->sign == DIFF_RENAMED && x->a) /* key is that of now */
            key = str_fmt(c->keep, "%.*s/%.*s", FMT(str_rcut(x->key, '/').head), FMT(x->old));
        bool at =
            str_ends(pointer, key) || (str_starts(pointer, key) && pointer.ptr[key.len] == '/');
        if ((x->sign == DIFF_REMOVED || x->sign == DIFF_RENAMED) && key.len && at &&
            (!file.len || str_equal(file, x->file)))
            return x;
        if (x->sign == DIFF_REMOVED && x->kind == DIFF_RESOURCE && !x->key.len &&
            names_step(pointer, str_rcut(x->name, '/').tail))
            return x;
    }
    return NULL;
}

/* An element that came into a list, or left it, gives those behind it other numbers. */
static struct diff_change *change_of_shift(struct changes *c, struct str file, struct str pointer)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        struct str list = str_rcut(x->key, '/').head;
        if ((x->sign == DIFF_ADDED || x->sign == DIFF_REMOVED) && str_equal(x->file, file) &&
            list.len && str_starts(pointer, list) && pointer.len > list.len + 1 &&
            char_is_digit(pointer.ptr[list.len + 1]))
            return x;
    }
    return NULL;
}

static struct diff_change *change_of_text(struct changes *c, struct str file, int line)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        if (x->kind >= DIFF_WRITTEN && x->line == line && x->sign != DIFF_REMOVED &&
            str_equal(x->file, file) &&
            (x->kind == DIFF_WRITTEN || x->kind == DIFF_SENTENCE || x->kind == DIFF_LINK))
            return x;
    }
    return NULL;
}

/* A record that is not a proposal any more: what it would set must be so now. */
static struct diff_change *change_of_state(struct changes *c, struct str file)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        if (x->kind == DIFF_DECISION && str_equal(x->key, S("status")) && str_equal(x->file, file))
            return x;
    }
    return NULL;
}

/* ---- costs ---- */

static struct diff_change *change_of_key(struct changes *c, enum diff_kind kind, struct str one,
                                         struct str two)
{
    struct diff_change *best = NULL;
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        if (x->kind != kind || str_find(x->key, one) < 0)
            continue;
        bool both = !two.len || str_find(x->key, two) >= 0;
        if (both)
            return x;
        best = best ? best : x;
    }
    return best;
}

static struct diff_change *change_of_step(struct changes *c, const struct diff_cost_step *s,
                                          struct str env)
{
    struct str source, pointer, none = { 0 };
    struct arena *k = c->keep;
    if (s->kind == DIFF_COST_PRICE)
        return change_of_key(c, DIFF_PRICE, str_fmt(k, "key=%.*s/", FMT(s->what)), none);
    if (s->ref.len && data_ref(s->ref, &source, &pointer)) {
        const struct data_source *d = data_source_named(&c->now->data, source, env);
        const struct json *v = d && d->root ? data_at(d, NULL, pointer) : NULL;
        struct diff_change *x = v ? change_of_value(c, v) : change_of_gone(c, none, pointer);
        if (x)
            return x;
    }
    return change_of_key(c, DIFF_ESTIMATE, str_fmt(k, "id=%.*s", FMT(s->row->id)), s->what);
}

static struct changes_env price(struct changes *c, const struct cost_size *was,
                                const struct cost_size *now)
{
    struct changes_env e = { .d = diff_cost(was, now, c->keep) };
    e.cents = NEW(c->keep, int64_t, e.d.steps.len + 1);
    if (e.d.known)
        diff_cost_cents(&e.d, e.cents);
    return e;
}

static const struct cost_size *of_env(const struct cost_set *set, struct str env)
{
    const struct cost_size *s;
    for (int i = 0; (s = cost_set_each(set, i)) != NULL; i++)
        if (str_equal(s->env, env))
            return s;
    return NULL;
}

/* Several steps of one change and row are one sum. */
static void add_cost(struct diff_change *x, struct diff_cost n, struct arena *keep)
{
    for (ptrdiff_t i = 0; i < x->costs.len; i++) {
        struct diff_cost *o = &x->costs.ptr[i];
        if (str_equal(o->env, n.env) && str_equal(o->row, n.row)) {
            o->e10 += n.e10;
            return;
        }
    }
    *PUSH(&x->costs, keep) = n;
}

static void attach(struct changes *c, const struct changes_env *e, bool env)
{
    struct str name = env ? e->d.now->env : e->d.now->name;
    for (ptrdiff_t k = 0; e->d.known && k < e->d.steps.len + e->d.ends.len; k++) {
        bool end = k >= e->d.steps.len;
        const struct diff_cost_step *s =
            end ? &e->d.ends.ptr[k - e->d.steps.len] : &e->d.steps.ptr[k];
        struct diff_change *x = change_of_step(c, s, e->d.now->env);
        struct diff_cost n = { name, s->row->id, s->e10 };
        if (x && end)
            *PUSH(&x->ends, c->keep) = n;
        else if (x && s->e10)
            add_cost(x, n, c->keep);
    }
}

static void find_costs(struct changes *c)
{
    const struct cost_set *now = c->now->costs, *was = c->was->costs;
    const struct cost_size *s;
    for (int i = 0; (s = cost_set_each(now, i)) != NULL; i++)
        if (s->env.len)
            *PUSH(&c->envs, c->keep) = price(c, of_env(was, s->env), s);
    for (int i = 0; (s = cost_set_each(was, i)) != NULL; i++)
        if (s->env.len && !of_env(now, s->env))
            *PUSH(&c->envs, c->keep) = price(c, s, NULL);
    for (int i = 0; i < now->n_sizes; i++)
        *PUSH(&c->sizes, c->keep) =
            price(c, cost_size_named(was, now->sizes[i].id), &now->sizes[i]);
    for (ptrdiff_t i = 0; i < c->envs.len; i++)
        if (c->envs.ptr[i].d.now)
            attach(c, &c->envs.ptr[i], true);
    for (ptrdiff_t i = 0; i < c->sizes.len; i++)
        attach(c, &c->sizes.ptr[i], false);
}

static bool is_of(const struct diff_cost *d, struct str size, struct str id)
{
    return (!id.len || str_equal(d->row, id)) && (!size.len || str_equal_nocase(d->env, size));
}

/* The change that moves a row of estimates most, or an end of it; id empty: their totals. */
static struct diff_change *change_of_cost(struct changes *c, struct str size, struct str id)
{
    struct diff_change *best = NULL, *end = NULL;
    int64_t most = 0;
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        int64_t sum = 0;
        for (ptrdiff_t k = 0; k < x->costs.len; k++)
            if (is_of(&x->costs.ptr[k], size, id))
                sum += x->costs.ptr[k].e10;
        for (ptrdiff_t k = 0; k < x->ends.len && !end; k++)
            end = is_of(&x->ends.ptr[k], size, id) ? x : NULL;
        if (sum < 0)
            sum = -sum;
        if (sum > most) {
            most = sum;
            best = x;
        }
    }
    return best ? best : end;
}

/* "/medium/rows/nat/total": the size and the row. */
static struct diff_change *change_of_cost_pointer(struct changes *c, struct str pointer)
{
    struct cut one = str_cut(str_from(pointer, 1), '/'), two = str_cut(one.tail, '/');
    const struct cost_size *s = cost_size_named(c->now->costs, one.head);
    struct str id = str_equal(two.head, S("rows")) ? str_cut(two.tail, '/').head : S("");
    struct str name = !s ? S("") : s->env.len ? s->env : s->name;
    struct diff_change *x = change_of_cost(c, name, id);
    x = x ? x : change_of_cost(c, S(""), id);
    for (ptrdiff_t i = 0; s && !x && i < c->list.len; i++) /* an estimate of no environment */
        x = str_equal(c->list.ptr[i].file, s->path) ? &c->list.ptr[i] : NULL;
    return x;
}

/* ---- what is not true any more ---- */

static bool fixes(const struct tracer *t, const struct site_page *p, struct str place)
{
    for (ptrdiff_t i = 0; i < t->edits.len; i++) {
        const struct fix_edit *e = &t->edits.ptr[i];
        const char *at = p->src.text.ptr + e->beg;
        if (e->page == p && at >= place.ptr && at <= place.ptr + place.len)
            return true;
    }
    return false;
}

/* "/count/AWS::EC2::NatGateway": the resource of that type that came or went. */
static struct diff_change *change_of_count(struct changes *c, struct str pointer)
{
    for (ptrdiff_t i = 0; str_starts(pointer, S("/count/")) && i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        if (x->kind == DIFF_RESOURCE && !x->key.len && str_equal(x->words, str_from(pointer, 7)) &&
            (x->sign == DIFF_ADDED || x->sign == DIFF_REMOVED))
            return x;
    }
    return NULL;
}

static struct diff_change *change_of_ref(struct changes *c, const struct target *target,
                                         struct str env, struct str title)
{
    struct claims_value v = { 0 };
    struct arena scratch = arena_upper(c->keep);
    claims_resolve(&c->now->data, target, env, title, &scratch, &v);
    struct str file = v.source && v.source->n_files == 1 ? v.source->files[0].path : target->file;
    if (v.source && (v.source->computed || str_equal(v.source->kind, S("cost"))) &&
        !target->file.len)
        return change_of_cost_pointer(c, v.pointer);
    struct diff_change *x = v.value ? change_of_value(c, v.value) : NULL;
    x = x ? x : change_of_count(c, v.pointer);
    x = x ? x : change_of_gone(c, file, v.pointer);
    struct claims_value old = { 0 };
    claims_resolve(&c->was->data, target, env, title, &scratch, &old);
    bool same = old.value && v.value && str_equal(old.value->raw, v.value->raw);
    return x || same ? x : change_of_shift(c, file, v.pointer);
}

static struct diff_change *change_of_claim(struct changes *c, const struct claim *claim)
{
    const struct data_name *name =
        claim->target.name.len ? data_name(&c->now->data, claim->target.name) : NULL;
    struct diff_change *x = change_of_ref(c, &claim->target, claim->env, claim->title);
    for (int i = 0; name && !x && i < name->n_in; i++) {
        struct target t = { 0 };
        if (data_ref(name->in[i], &t.source, &t.pointer))
            x = change_of_ref(c, &t, claim->env, claim->title);
    }
    return x;
}

static bool was_wrong(const struct changes *c, const struct site_page *p,
                      const struct site_claim *claim)
{
    for (ptrdiff_t i = 0; i < c->was->n_pages; i++) {
        const struct site_page *o = &c->was->pages[i];
        if (!str_equal(changes_path(c, o->path), p->path))
            continue;
        for (ptrdiff_t k = 0; k < o->n_claims; k++)
            if (str_equal(o->claims[k].claim.href, claim->claim.href) &&
                str_equal(o->claims[k].claim.text, claim->claim.text) &&
                o->claims[k].claim.verdict != VERDICT_TRUE)
                return true;
    }
    return false;
}

static void add_place(struct tracer *t, struct diff_change *x, struct diff_place place)
{
    if (x)
        *PUSH(&x->places, t->keep) = place;
    else
        *PUSH(&t->c->loose, t->keep) = place;
}

/* A sentence of which nothing is new but the words that a claim binds: it follows what they are bound to. */
static void fold_claim(struct changes *c, const struct claim *claim, const struct diff_change *of,
                       struct str file, int line)
{
    for (ptrdiff_t i = 0; of && i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        struct str old, now, text = claim->text;
        bool here = (x->kind == DIFF_SENTENCE || x->kind == DIFF_WRITTEN) && x->line == line &&
                    x->sign == DIFF_CHANGED && x != of && str_equal(x->file, file);
        if (!here || x->cause >= 0)
            continue;
        diff_text_middle(x->old, x->now, &old, &now);
        if (now.len && (str_find(text, now) >= 0 || str_find(now, text) == 0) &&
            now.len <= text.len + 1)
            x->cause = of->cause >= 0 ? of->cause : (int)(of - c->list.ptr);
    }
}

/* Is a sentence of the page another now? Only then can one follow a value. */
static bool is_edited(const struct changes *c, const struct site_page *p)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        const struct diff_change *x = &c->list.ptr[i];
        if ((x->kind == DIFF_SENTENCE || x->kind == DIFF_WRITTEN) && str_equal(x->file, p->path))
            return true;
    }
    return false;
}

static void trace_claims(struct tracer *t, const struct site_page *p)
{
    bool edited = is_edited(t->c, p);
    for (ptrdiff_t i = 0; i < p->n_claims; i++) {
        const struct claim *claim = &p->claims[i].claim;
        int line, col;
        if (claim->verdict == VERDICT_NOT_CHECKED || (claim->verdict == VERDICT_TRUE && !edited))
            continue;
        diag_place(&p->src, claim->place.ptr, &line, &col);
        struct diff_change *x = change_of_claim(t->c, claim);
        if (claim->verdict == VERDICT_TRUE)
            fold_claim(t->c, claim, x, p->path, line);
        if (claim->verdict == VERDICT_TRUE || claim->state.len)
            continue;
        bool known = was_wrong(t->c, p, &p->claims[i]); /* no change made it so */
        x = x ? x : change_of_text(t->c, p->path, line);
        x = x ? x : change_of_state(t->c, p->path);
        add_place(t, known ? NULL : x,
                  (struct diff_place){ .file = p->path,
                                       .text = claim->message,
                                       .rule = str_of(verdict_name(claim->verdict)),
                                       .line = line,
                                       .known = known,
                                       .fixable = fixes(t, p, claim->place) });
    }
}

static bool is_claims(const struct finding *f)
{
    const struct rule *r = f->rule;
    return r == RULE(CLAIM_FALSE) || r == RULE(CLAIM_OUTDATED) || r == RULE(CLAIM_MISSING) ||
           r == RULE(CLAIM_UNREADABLE);
}

static const struct site_page *page_of(const struct site *s, struct str file)
{
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (str_equal(s->pages[i].src.path, file))
            return &s->pages[i];
    return NULL;
}

/* A row that people wrote: of the one that the finding names, of any where it is about the sum. */
static struct diff_change *change_of_row(struct changes *c, const struct finding *f,
                                         const struct site_page *p)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        bool named = f->about.len && (str_starts(x->old, f->about) || str_starts(x->now, f->about));
        if (x->kind == DIFF_WRITTEN && str_equal(x->file, p->path) &&
            (f->rule == RULE(COST_TOTAL) || named))
            return x;
    }
    return NULL;
}

/* The region that a block shows. */
static struct diff_change *change_of_region(struct changes *c, const struct finding *f)
{
    struct str key = str_fmt(c->keep, "#%.*s", FMT(str_cut(f->about, '#').tail));
    for (ptrdiff_t i = 0; f->rule == RULE(SNIPPET_STALE) && i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        if (str_equal(x->key, key) && str_equal(x->file, f->evidence.source))
            return x;
    }
    return NULL;
}

/* The change in the file that the list of templates names. */
static struct diff_change *change_of_listed(struct changes *c, const struct finding *f)
{
    struct str named = str_cut(f->message, ' ').head;
    while (str_starts(named, S("../")))
        named = str_from(named, 3);
    for (ptrdiff_t i = 0; f->rule == RULE(TEMPLATE_STALE) && i < c->list.len; i++)
        if (named.len && str_ends(c->list.ptr[i].file, named))
            return &c->list.ptr[i];
    return NULL;
}

/* A finding about money: of the row that it names, else of all. */
static struct diff_change *change_of_finding(struct changes *c, const struct finding *f,
                                             const struct site_page *p)
{
    struct diff_change *x = p ? change_of_text(c, p->path, f->line) : NULL;
    struct str source, pointer;
    if (x)
        return x;
    x = p ? change_of_row(c, f, p) : change_of_listed(c, f);
    x = x ? x : change_of_region(c, f);
    if (x)
        return x;
    if (str_starts(str_of(f->rule->id), S("cost-"))) {
        const struct cost_size *s;
        for (int i = 0; f->about.len && (s = cost_set_each(c->now->costs, i)) != NULL; i++) {
            const struct cost_row *row = cost_row_named(s, f->about);
            x = row ? change_of_cost(c, S(""), row->id) : NULL;
            if (x)
                return x;
        }
        return change_of_cost(c, S(""), S(""));
    }
    if (data_ref(f->evidence.source, &source, &pointer)) {
        struct target t = { .source = source, .pointer = pointer };
        return change_of_ref(c, &t, S(""), S(""));
    }
    return NULL;
}

static void trace_findings(struct tracer *t)
{
    struct changes *c = t->c;
    for (ptrdiff_t i = 0; i < c->now->diag.findings.len; i++) {
        const struct finding *f = &c->now->diag.findings.ptr[i];
        intptr_t *n = (intptr_t *)map_at(&t->known, findings_fingerprint(c->now, f, t->keep), NULL);
        bool known = n && *n > 0;
        if (known)
            --*n;
        if (known || is_claims(f) || !findings_counted(f))
            continue;
        const struct site_page *p = page_of(c->now, f->file);
        struct str at = { p && p->src.text.ptr ? p->src.text.ptr : "", 0 };
        add_place(
            t, change_of_finding(c, f, p),
            (struct diff_place){ .file = p ? p->path : findings_file(c->now, f->file, t->keep),
                                 .text = f->message,
                                 .rule = str_of(f->rule->id),
                                 .line = f->line,
                                 .fixable = p && f->suggest.len && fixes(t, p, at),
                                 .finding = f });
    }
    for (struct map_entry *e = t->known.first; e; e = e->next)
        for (intptr_t k = (intptr_t)e->value; k > 0; k--)
            *PUSH(&c->mended, t->keep) = e->key;
}

static void read_known(struct tracer *t, const struct json *known)
{
    const struct changes *c = t->c;
    for (const struct json *k = known ? known->first : NULL; k; k = k->next)
        ++*(intptr_t *)map_at(&t->known, k->str, t->keep);
    for (ptrdiff_t i = 0; !known && i < c->was->diag.findings.len; i++)
        if (findings_counted(&c->was->diag.findings.ptr[i]))
            ++*(intptr_t *)map_at(
                &t->known, findings_fingerprint(c->was, &c->was->diag.findings.ptr[i], t->keep),
                t->keep);
}

/* ---- who ---- */

/* Is the change one of a tree, that its key leads to? Else it is looked for as a line. */
static bool in_tree(const struct diff_change *x)
{
    return x->kind != DIFF_RESOURCE && x->key.len && *x->key.ptr == '/' && (x->a || x->b);
}

/* Does a version hold the change as it stands now? root: the version, read. */
static bool holds_now(const struct diff_change *x, struct str line, struct str text,
                      const struct json *root)
{
    if (!in_tree(x))
        return (str_find(text, line) >= 0) == (x->sign != DIFF_REMOVED);
    const struct json *v = root ? json_pointer(root, x->key) : NULL;
    return x->b ? v && str_equal(v->raw, x->b->raw) : !v;
}

/* The line that the change is seen in: of now, or the one that is gone. */
static struct str telling_line(const struct tracer *t, const struct diff_change *x)
{
    bool gone = x->sign == DIFF_REMOVED;
    const struct site *s = gone ? t->c->was : t->c->now;
    const struct data_file *f = data_file_at(&s->data, x->file, &(const struct data_source *){ 0 });
    const struct site_page *p = site_page_at(s, x->file);
    struct str rest = p ? p->src.text : f ? f->src.text : S(""), line = rest;
    for (int i = 0; i < x->line && rest.len; i++)
        line = str_line(&rest);
    return x->line ? line : S("");
}

static void set_commit(struct diff_change *x, const struct history_version *v)
{
    x->commit = (struct diff_commit){ v->id, v->date, v->who, v->subject };
}

/* A change of the file that is looked for, and the line that shows it. */
struct traced {
    struct diff_change *x;
    struct str line;
};
struct traces {
    LIST(struct traced) open;
};

/* Of each change the first version, back from now, that does not hold it: the one behind it made it. All
 * changes of the file ask a version at once, which is read once. */
static void trace_file(struct traces *f, const struct history_log *log, struct arena *keep)
{
    bool tree = false;
    for (ptrdiff_t i = 0; i < f->open.len; i++)
        tree = tree || in_tree(f->open.ptr[i].x);
    for (ptrdiff_t k = 0, left; k < log->len && f->open.len; k++, f->open.len = left) {
        struct arena scratch = arena_upper(keep);
        struct diag quiet = { .keep = &scratch };
        struct source src = { .path = f->open.ptr->x->file, .text = log->ptr[k].text };
        const struct json *root =
            tree ? source_form_parse(source_form(src.path), &src, &scratch, &quiet) : NULL;
        left = 0;
        for (ptrdiff_t i = 0; i < f->open.len; i++) {
            struct traced *o = &f->open.ptr[i];
            if (holds_now(o->x, o->line, src.text, root))
                f->open.ptr[left++] = *o;
            else if (k)
                set_commit(o->x, &log->ptr[k - 1]);
        }
    }
    for (ptrdiff_t i = 0; i < f->open.len; i++)
        set_commit(f->open.ptr[i].x, &log->ptr[log->len - 1]);
}

/* The file's log, and the changes that it may tell of. One without a line or a key is the last version's. */
static void trace_changes(struct tracer *t, struct map *want)
{
    struct changes *c = t->c;
    for (const struct map_entry *e = want->first; e; e = e->next) {
        const struct history_log *log = e->value;
        struct traces f = { 0 };
        for (ptrdiff_t i = 0; i < c->list.len && log->len; i++) {
            struct diff_change *x = &c->list.ptr[i];
            if (x->kind == DIFF_SECRET ||
                !str_equal(source_root_below(&c->now->file.root, x->file, t->keep), e->key))
                continue;
            struct str line = telling_line(t, x);
            if (line.len || in_tree(x))
                *PUSH(&f.open, t->keep) = (struct traced){ x, line };
            else
                set_commit(x, log->ptr);
        }
        if (log->len)
            trace_file(&f, log, t->keep);
    }
}

static void add_author(struct tracer *t, struct str who)
{
    for (ptrdiff_t i = 0; i < t->c->authors.len; i++)
        if (str_equal(t->c->authors.ptr[i], who))
            return;
    *PUSH(&t->c->authors, t->keep) = who;
}

static void find_commits(struct tracer *t, struct str since)
{
    struct changes *c = t->c;
    struct map want = { 0 };
    if (!since.len)
        return;
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        void **at = map_at(
            &want, source_root_below(&c->now->file.root, c->list.ptr[i].file, t->keep), t->keep);
        *at = *at ? *at : NEW(t->keep, struct history_log, 1);
    }
    c->commits = history_log(c->now->file.root.top, since, &want, t->keep);
    if (c->commits)
        trace_changes(t, &want);
    for (ptrdiff_t i = 0; i < c->list.len; i++)
        if (c->list.ptr[i].commit.id.len)
            add_author(t, c->list.ptr[i].commit.who);
}

/* ---- whose ---- */

static struct str joined(struct str a, struct str b, struct arena *keep)
{
    return !a.len                          ? b
           : !b.len || str_find(a, b) >= 0 ? a
                                           : str_fmt(keep, "%.*s, %.*s", FMT(a), FMT(b));
}

/* The owners of the pages that it concerns, else of the file. */
static void find_owner(struct tracer *t, struct diff_change *x)
{
    const struct site_page *p = site_page_at(t->c->now, x->file);
    x->owner = p ? p->front.owner : S("");
    for (ptrdiff_t i = 0; i < x->places.len && !p; i++) {
        const struct site_page *o = site_page_at(t->c->now, x->places.ptr[i].file);
        x->owner = o ? joined(x->owner, o->front.owner, t->keep) : x->owner;
    }
    if (!x->owner.len)
        x->owner =
            owners_of(&t->owners, source_root_below(&t->c->now->file.root, x->file, t->keep));
}

/* ---- one cause, seen in several places ---- */

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The next word of a name: "retentionInDays" has three, "backup_window" two. */
static struct str name_word(struct str *rest)
{
    ptrdiff_t from = 0, end;
    while (from < rest->len && !char_is_alnum(rest->ptr[from]))
        from++;
    for (end = from; end < rest->len && char_is_alnum(rest->ptr[end]); end++)
        if (end > from && is_upper(rest->ptr[end]) && !is_upper(rest->ptr[end - 1]))
            break;
    struct str w = str_sub(*rest, from, end - from);
    *rest = str_from(*rest, end);
    return w;
}

/* The same, or forms of one: gateway, gateways; encrypted, encryption. */
static bool is_form(struct str a, struct str b)
{
    enum { STEM = 6, ENDING = 2 };
    ptrdiff_t n = 0, shorter = a.len < b.len ? a.len : b.len;
    while (n < shorter && (a.ptr[n] | 32) == (b.ptr[n] | 32))
        n++;
    return n >= STEM || (n == shorter && a.len - b.len <= ENDING && b.len - a.len <= ENDING);
}

/* How many words of a name stand in text, too; *all: that is each of them. */
static int shared_words(struct str name, struct str text, bool *all)
{
    int n = 0, of = 0;
    for (struct str w = name_word(&name); w.len; w = name_word(&name)) {
        bool found = false;
        struct str rest = text;
        for (struct str v = name_word(&rest); v.len && !found; v = name_word(&rest))
            found = is_form(w, v);
        n += found;
        of++;
    }
    *all = of > 0 && n == of;
    return n;
}

/* Yes, no and small numbers are what they are in many places by chance. */
static bool is_common(const struct json *v)
{
    return v->kind == JSON_TRUE || v->kind == JSON_FALSE || v->kind == JSON_NULL ||
           changes_text(v).len < 2;
}

static bool is_switch(struct str step)
{
    static const char *const names[] = { "enable", "enabled", "disable", "disabled", "create" };
    return str_among_nocase(step, names, LEN(names));
}

/* The last step of a pointer; of a switch the one above: that is what it switches. */
static struct str subject(struct str pointer)
{
    struct cut c = str_rcut(pointer, '/');
    return is_switch(c.tail) ? str_rcut(c.head, '/').tail : c.tail;
}

/* A template says what a value of config says: the same before and now, under a key like its own. */
static bool repeats(const struct diff_change *x, const struct diff_change *of)
{
    if (of->kind != DIFF_VALUE || of->sign != DIFF_CHANGED || x->kind != DIFF_RESOURCE ||
        !x->key.len || x->sign == DIFF_ADDED || x->sign == DIFF_REMOVED || !x->a || !x->b ||
        !of->a || !of->b || !str_equal(changes_text(x->a), changes_text(of->a)) ||
        !str_equal(changes_text(x->b), changes_text(of->b)))
        return false;
    struct str step = str_rcut(of->key, '/').tail,
               above = str_rcut(str_rcut(of->key, '/').head, '/').tail;
    bool all, common = is_common(of->a) || is_common(of->b), on = is_switch(step);
    int n = shared_words(subject(of->key), on ? subject(x->key) : x->key, &all);
    return common ? all : n > 0 || (!on && above.len && str_find(x->b->raw, above) >= 0);
}

/* Who reads what is risky must not miss it: it is folded only into what is risky in the same way. */
static bool may_fold(const struct diff_change *x, const struct diff_change *of)
{
    return !x->risk || (of->risk && strcmp(x->risk_class, of->risk_class) == 0);
}

/* A value that names a resource which came or went. */
static bool names(const struct diff_change *x, const struct diff_change *of)
{
    struct str id = str_rcut(of->name, '/').tail;
    bool whole = of->kind == DIFF_RESOURCE && !of->key.len && id.len >= 4;
    const struct json *v = of->sign == DIFF_ADDED ? x->b : x->a;
    return whole && !x->risk && (of->sign == DIFF_ADDED || of->sign == DIFF_REMOVED) &&
           x->key.len && v && (x->kind == DIFF_RESOURCE || x->kind == DIFF_VALUE) &&
           (str_find(changes_text(v), id) >= 0 || str_find(v->raw, id) >= 0);
}

/* The section "Status" of a record says what its state is. */
static bool is_status(const struct diff_change *x, const struct diff_change *of)
{
    bool of_state = of->kind == DIFF_DECISION && of->key.len && x->kind == DIFF_SENTENCE &&
                    str_equal(x->file, of->file);
    return of_state && (x->sign == DIFF_ADDED || str_find(x->old, of->old) >= 0) &&
           (x->sign == DIFF_REMOVED || str_find(x->now, of->now) >= 0) &&
           (x->sign == DIFF_CHANGED || str_find_nocase(x->old.len ? x->old : x->now, of->key) >= 0);
}

/* A page's block of code that shows the region, and the next sentence that went the same way. */
static bool goes_along(const struct diff_change *x, const struct diff_change *of)
{
    bool region = of->kind == DIFF_VALUE && of->key.len && *of->key.ptr == '#' &&
                  x->kind == DIFF_SENTENCE && x->sign == DIFF_CHANGED && of->now.len &&
                  str_find(x->now, of->now) >= 0 && str_find(x->old, of->old) >= 0;
    bool moved = x->sign == DIFF_MOVED && of->sign == DIFF_MOVED && x->kind >= DIFF_WRITTEN &&
                 x->kind == of->kind && x->kind != DIFF_PAGE && x > of &&
                 str_equal(x->old, of->old) && str_equal(x->now, of->now);
    return region || moved;
}

static void fold(struct changes *c)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        for (ptrdiff_t k = 0; x->cause < 0 && k < c->list.len; k++) {
            const struct diff_change *of = &c->list.ptr[k];
            if (k != i && of->cause < 0 && may_fold(x, of) &&
                (repeats(x, of) || names(x, of) || is_status(x, of) || goes_along(x, of)))
                x->cause = (int)k;
        }
    }
}

void changes_causes(struct changes *c, struct str since, const struct json *known)
{
    struct tracer t = { .c = c, .keep = c->keep };
    fix_find(c->now, c->keep, arena_upper(c->keep), &t.edits);
    t.owners = owners_read(&c->now->file.root, c->keep);
    read_known(&t, known);
    fold(c);
    find_costs(c);
    for (ptrdiff_t i = 0; i < c->now->n_pages; i++)
        if (!c->now->pages[i].generated)
            trace_claims(&t, &c->now->pages[i]);
    trace_findings(&t);
    for (ptrdiff_t i = 0; i < c->list.len; i++) { /* what follows from a change is said there */
        struct diff_change *x = &c->list.ptr[i];
        for (ptrdiff_t k = 0; x->cause >= 0 && k < x->places.len; k++)
            *PUSH(&c->list.ptr[x->cause].places, c->keep) = x->places.ptr[k];
        find_owner(&t, x);
    }
    find_commits(&t, since);
}
