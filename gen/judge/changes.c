/* changes.c - the order of comparing two states, and of what is different. */
#include "judge/changes.h"

#include <stdlib.h>

#include "check/risk.h"

struct diff_change *changes_add(struct changes *c, enum diff_kind kind, enum diff_sign sign,
                                struct str file)
{
    struct diff_change *x = PUSH(&c->list, c->keep);
    *x = (struct diff_change){ .kind = kind,
                               .sign = sign,
                               .file = file,
                               .cause = -1,
                               .node = -1,
                               .node_old = -1,
                               .risk_rank = INT8_MAX };
    return x;
}

struct str *changes_side(struct diff_change *x)
{
    return x->sign == DIFF_REMOVED ? &x->old : &x->now;
}

struct str changes_path(const struct changes *c, struct str path)
{
    const struct str *now = map_get(&c->moved, path);
    return now ? *now : path;
}

struct str changes_text(const struct json *v)
{
    return !v ? S("") : v->kind == JSON_STRING ? v->str : v->raw;
}

/* A setting of the site that lets readers see more, or nobody check: not one that only speaks of such. */
static bool is_open(struct str key)
{
    return str_equal(key, S("/audience")) || str_equal(key, S("/raw_html")) ||
           str_equal(key, S("/public_config")) || str_starts(key, S("/checks/"));
}

static void find_risks(struct changes *c)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i];
        bool value = x->kind == DIFF_VALUE || x->kind == DIFF_RESOURCE ||
                     (x->kind == DIFF_SETTING && is_open(x->key));
        const struct risk *r = NULL;
        if (x->kind == DIFF_RESOURCE && !x->key.len)
            r = x->sign == DIFF_ADDED || x->sign == DIFF_REMOVED
                    ? risk_of_resource(x->words, x->sign == DIFF_ADDED, arena_upper(c->keep))
                    : NULL;
        else if (x->key.len && *x->key.ptr == '#')
            r = risk_of_code(x->old, x->now, arena_upper(c->keep));
        else if (value && x->sign != DIFF_RENAMED)
            r = risk_of(str_fmt(c->keep, "%.*s/%.*s", FMT(x->name), FMT(x->key)),
                        changes_text(x->a), changes_text(x->b), arena_upper(c->keep));
        if (x->kind == DIFF_SECRET)
            r = &(const struct risk){ .class = RISK_SECRETS,
                                      .says = "a secret stands in the open" };
        if (!r)
            continue;
        x->risk = r->says;
        x->risk_class = risk_class_name(r->class);
        x->risk_rank = (int)r->class;
    }
}

static int in_order(const void *a, const void *b)
{
    const struct diff_change *x = a, *y = b;
    int by = x->risk_rank - y->risk_rank;
    by = by ? by : (int)x->kind - (int)y->kind;
    by = by ? by : str_cmp(x->file, y->file);
    return by                                      ? by
           : x->node_old != y->node_old && x->edge ? x->edge - y->edge
                                                   : x->cause - y->cause;
}

/* qsort keeps no order: the number of each stands in cause while it sorts. */
static void sort(struct changes *c)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++)
        c->list.ptr[i].cause = (int)i;
    if (c->list.len)
        qsort(c->list.ptr, (size_t)c->list.len, sizeof *c->list.ptr, in_order);
    for (ptrdiff_t i = 0; i < c->list.len; i++)
        c->list.ptr[i].cause = -1;
}

static void find_secrets(struct changes *c)
{
    struct map had = { 0 };
    for (ptrdiff_t i = 0; i < c->was->diag.findings.len; i++) {
        const struct finding *f = &c->was->diag.findings.ptr[i];
        if (str_equal(str_of(f->rule->id), S("secret")))
            *map_at(&had, f->message, c->keep) = &had;
    }
    for (ptrdiff_t i = 0; i < c->now->diag.findings.len; i++) {
        const struct finding *f = &c->now->diag.findings.ptr[i];
        if (!str_equal(str_of(f->rule->id), S("secret")) || map_get(&had, f->message))
            continue;
        struct diff_change *x = changes_add(c, DIFF_SECRET, DIFF_ADDED, f->file);
        x->words = x->now = f->message;
        x->line = f->line;
    }
}

struct changes *changes_find(struct site *was, struct site *now, struct str since,
                             const struct json *known, struct arena *keep)
{
    struct changes *c = NEW(keep, struct changes, 1);
    *c = (struct changes){ .was = was, .now = now, .keep = keep };
    changes_data(c);
    changes_pages(c);
    find_secrets(c);
    find_risks(c);
    sort(c);
    changes_causes(c, since, known);
    return c;
}
