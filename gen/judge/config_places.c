/* config_places.c - names first; then properties with the words of the key and its value. */
#include "judge/config_places.h"

#include "base/tag.h"
#include "check/claims.h"
#include "check/fit.h"
#include "infra/table.h"
#include "judge/link.h"
#include "model/markdown_text.h"

enum { SHOWN_MAX = 3, WORDS_MAX = 8, NAMES_MAX = 16 };

static bool is_made(const struct data_source *d, struct str env)
{
    bool made = str_equal(d->kind, S("live")) || d->resources;
    return made && d->root && d->name.len && (!d->env.len || str_equal(d->env, env));
}

bool config_places_any(const struct site *s, const struct data_source *config)
{
    for (int i = 0; i < s->data.n_sources && data_is_config(config); i++)
        if (&s->data.sources[i] != config && is_made(&s->data.sources[i], config->env))
            return true;
    return false;
}

/* ---- words ---- */

struct words { /* of "natGateways", "RetentionInDays": lower case, without s at the end */
    char text[WORDS_MAX][24];
    int n;
};

static void words_add(struct words *w, struct str s)
{
    static const char *const units[] = { "mib", "mb",      "gib",  "gb",     "second", "minute",
                                         "day", "percent", "unit", "number", "per",    "of" };
    for (ptrdiff_t i = 0; i < s.len && w->n < WORDS_MAX;) {
        char *out = w->text[w->n];
        int n = 0;
        while (i < s.len && !char_is_alnum(s.ptr[i]))
            i++;
        for (ptrdiff_t start = i; i < s.len && char_is_alnum(s.ptr[i]) && n < 23; i++) {
            bool upper = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
            if (i > start && upper && (s.ptr[i - 1] < 'A' || s.ptr[i - 1] > 'Z') &&
                !str_equal(str_from(s, i), S("B"))) /* MiB */
                break;
            out[n++] = char_lower(s.ptr[i]);
        }
        n -= n > 3 && out[n - 1] == 's';
        out[n] = 0;
        w->n += n && !str_among(str_of(out), units, LEN(units));
    }
}

static bool words_within(const struct words *some, const struct words *all)
{
    for (int i = 0; i < some->n; i++) {
        bool found = false;
        for (int k = 0; k < all->n && !found; k++)
            found = str_equal(str_of(some->text[i]), str_of(all->text[k]));
        if (!found)
            return false;
    }
    return some->n > 0;
}

/* ---- cells ---- */

struct cell {
    const struct site *s;
    const struct data_source *config;
    struct buf *b;
    int n;
};

static void place_put(struct cell *c, const struct data_source *d, int row, struct str what)
{
    if (c->n++ >= SHOWN_MAX)
        return;
    if (c->n > 1)
        tag_open(c->b, "br");
    buf_char(c->b, '[');
    markdown_text(c->b, what);
    buf_put(c->b, S("](/"));
    buf_percent(c->b, link_data_page(d, c->s->keep), S("/"));
    buf_fmt(c->b, row < 0 ? ")" : "#r%d)", row);
}

/* "stack.prod: 3600 ✓" of the other places of a name that lists the key. */
static void by_name(struct cell *c, const struct data_name *name, const struct json *value)
{
    for (int i = 0; i < name->n_in; i++) {
        struct target t = { 0 };
        struct claims_value v;
        if (!data_ref(name->in[i], &t.source, &t.pointer))
            continue;
        claims_resolve(&c->s->data, &t, c->config->env, S("present"), c->s->keep, &v);
        if (!v.source || !v.value || !is_made(v.source, c->config->env))
            continue;
        struct str unit = name->unit.len ? name->unit : v.unit;
        bool same = fit_same(value, unit, v.value, unit, c->s->keep);
        place_put(c, v.source, -1,
                  str_fmt(c->s->keep, "%s %.*s %.*s, by the name %.*s", same ? "=" : "≠",
                          FMT(v.source->name), FMT(fit_show(v.value, unit, c->s->keep)),
                          FMT(name->name)));
    }
}

static const struct json *member_nocase(const struct json *v, struct str key)
{
    const struct json *m = v && v->kind == JSON_OBJECT ? v->first : NULL;
    while (m && !str_equal_nocase(m->key, key))
        m = m->next;
    return m;
}

/* Names under which the cloud may know a resource: those that it has been given, and the one that an answer
 * of cloudformation list-stack-resources says. */
static int own_names(const struct data_source *live, const struct resource *r, struct str *names)
{
    int n = 0;
    for (ptrdiff_t k = 0; k < r->leaves.len && n < NAMES_MAX; k++)
        if (r->leaves.ptr[k].text.len && (str_ends(r->leaves.ptr[k].path, S("Name")) ||
                                          str_ends(r->leaves.ptr[k].path, S("name"))))
            names[n++] = r->leaves.ptr[k].text;
    for (const struct json *f = live->root->first; f && r->stack.len; f = f->next) {
        const struct json *list = json_get(f, "StackResourceSummaries");
        bool mine = list && str_ends(f->key, r->stack);
        for (const struct json *e = mine ? list->first : NULL; e && n + 1 < NAMES_MAX;
             e = e->next) {
            struct str id = json_str(json_get(e, "PhysicalResourceId"));
            if (!str_equal(json_str(json_get(e, "LogicalResourceId")), r->id))
                continue;
            names[n++] = id;
            names[n++] = str_rcut(str_rcut(id, '/').tail, ':').tail;
        }
    }
    return n;
}

/* The property in the one answer that has it under one of the names. */
static const struct json *running(const struct data_source *live, const struct resource *r,
                                  struct str property)
{
    struct str names[NAMES_MAX];
    const struct json *found = NULL;
    int n = own_names(live, r, names);
    for (int k = 0; k < n; k++)
        for (const struct json *list = live->root->first; list; list = list->next) {
            const struct json *v = member_nocase(member_nocase(list, names[k]), property);
            if (!v || v->kind >= JSON_ARRAY || (found && found->raw.ptr == v->raw.ptr))
                continue;
            if (found)
                return NULL; /* nobody knows which is meant */
            found = v;
        }
    return found;
}

static void by_live(struct cell *c, const struct resource *r, struct str property,
                    const struct json *value)
{
    for (int i = 0; i < c->s->data.n_sources; i++) {
        const struct data_source *d = &c->s->data.sources[i];
        bool live = str_equal(d->kind, S("live")) && is_made(d, c->config->env);
        const struct json *v = live ? running(d, r, property) : NULL;
        if (v)
            place_put(c, d, -1,
                      str_fmt(c->s->keep, "%s %.*s %.*s",
                              str_equal(json_str(v), json_str(value)) ? "=" : "≠", FMT(d->name),
                              FMT(fit_show(v, S(""), c->s->keep))));
    }
}

/* Properties with the key's words and its value; and as many resources of a kind as the key says. */
static void by_words(struct cell *c, const struct data_source *d, const struct words *key,
                     const struct json *value)
{
    const struct infra *t = d->resources;
    int64_t count = 0, n = 0, first = -1;
    for (ptrdiff_t i = 0; i < t->resources.len; i++) {
        const struct resource *r = t->resources.ptr[i];
        struct words kind = { 0 };
        words_add(&kind, str_of(r->kind ? r->kind->words : NULL));
        if (!r->outside && words_within(key, &kind) && words_within(&kind, key)) {
            first = first < 0 ? r->index : first;
            n++;
        }
        for (ptrdiff_t k = 0; k < r->leaves.len; k++) {
            const struct infra_leaf *l = &r->leaves.ptr[k];
            struct words own = { 0 };
            if (!l->text.len || !str_equal(l->text, json_str(value)))
                continue;
            words_add(&own, str_rcut(l->path, '.').tail);
            words_add(&own, r->label);
            if (!words_within(key, &own))
                continue;
            place_put(c, d, r->index,
                      str_fmt(c->s->keep, "%.*s: %.*s", FMT(r->label.len ? r->label : r->name),
                              FMT(str_rcut(l->path, '.').tail)));
            by_live(c, r, str_rcut(l->path, '.').tail, value);
            break; /* one property of a resource is enough */
        }
    }
    if (json_int(value, &count) && n == count && n > 0)
        place_put(c, d, (int)first, str_fmt(c->s->keep, "as many in %.*s", FMT(d->name)));
}

void config_places_cell(const struct site *s, const struct data_source *config, struct str pointer,
                        const struct json *value, struct buf *b)
{
    struct cell c = { s, config, b, 0 };
    struct words key = { 0 };
    struct str here = str_fmt(s->keep, "%.*s:%.*s", FMT(config->name), FMT(pointer));
    for (int i = 0; i < s->data.n_names; i++)
        for (int k = 0; k < s->data.names[i].n_in; k++)
            if (str_equal(s->data.names[i].in[k], here))
                by_name(&c, &s->data.names[i], value);
    words_add(&key, str_rcut(pointer, '/').tail);
    for (int i = 0; i < s->data.n_sources && !c.n && json_str(value).len; i++)
        if (s->data.sources[i].resources && is_made(&s->data.sources[i], config->env))
            by_words(&c, &s->data.sources[i], &key, value);
    if (c.n > SHOWN_MAX) {
        tag_open(b, "br");
        buf_fmt(b, "and %d more", c.n - SHOWN_MAX);
    }
}
