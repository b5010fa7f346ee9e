/* cost_scenarios.c - costs/scenarios.json: ways to save. */
#include "load/cost_scenarios.h"

#include "base/path.h"

static const char *const root_keys[] = { "scenarios", "$schema" };
static const char *const scenario_keys[] = { "id",    "name",       "now",        "then",
                                             "share", "break_even", "assumption", "false_when" };
static const char *const then_keys[] = { "prices", "times", "less" };
static const char *const end_keys[] = { "low", "typical", "high" };

static bool read_parts(const struct cost_reading *r, const struct json *list, struct cost_row *row)
{
    bool ok = list->n > 0;
    row->parts = NEW(r->keep, struct cost_part, list->n + 1);
    for (const struct json *v = list->first; v; v = v->next)
        ok = cost_file_part(r, v, &row->parts[row->n_parts++]) && ok;
    return ok;
}

/* "cost:/medium/rows/fargate" */
static const struct cost_row *row_at(const struct cost_set *set, struct str text)
{
    struct str lead = S("cost:/");
    if (!str_starts(text, lead))
        return NULL;
    struct cut id = str_cut(str_from(text, lead.len), '/'), rows = str_cut(id.tail, '/');
    const struct cost_size *size = cost_size_named(set, id.head);
    for (int i = 0; size && str_equal(rows.head, S("rows")) && i < size->n_rows; i++)
        if (str_equal(size->rows[i].id, rows.tail))
            return &size->rows[i];
    return NULL;
}

static bool read_now(const struct cost_reading *r, const struct cost_set *set,
                     const struct json *scenario, struct cost_row *now)
{
    const struct json *v = json_get(scenario, "now");
    if (v && v->kind == JSON_ARRAY)
        return read_parts(r, v, now);
    const struct cost_row *row = v && v->kind == JSON_STRING ? row_at(set, v->str) : NULL;
    if (!row) {
        cost_file_wrong(
            r, v ? v : scenario,
            "write parts, or a row of an estimate such as \"cost:/medium/rows/fargate\"");
        return false;
    }
    *now = *row;
    return true;
}

/* then begins as now, with amounts of its own to be changed. */
static void copy_parts(const struct cost_row *now, struct cost_row *then, struct arena *keep)
{
    then->n_parts = now->n_parts;
    then->parts = NEW(keep, struct cost_part, now->n_parts);
    for (int i = 0; i < now->n_parts; i++) {
        struct cost_part *p = &then->parts[i];
        *p = now->parts[i];
        p->times = NEW(keep, struct cost_factor, p->n_times);
        for (int k = 0; k < p->n_times; k++)
            p->times[k] = now->parts[i].times[k];
    }
}

static bool swap_prices(const struct cost_reading *r, const struct json *prices,
                        struct cost_row *then)
{
    for (const struct json *m = prices ? prices->first : NULL; m; m = m->next) {
        const struct price *to = price_named(r->book, json_str(m));
        bool found = false;
        for (int i = 0; i < then->n_parts && to; i++)
            if (str_equal(then->parts[i].key, m->key)) {
                then->parts[i].key = to->key;
                then->parts[i].price = to;
                found = true;
            }
        if (!found) {
            cost_file_wrong(
                r, m, to ? "now has no part of this price" : "the price book has no such price");
            return false;
        }
    }
    return true;
}

static bool swap_amounts(const struct cost_reading *r, const struct json *times,
                         struct cost_row *then)
{
    for (const struct json *m = times ? times->first : NULL; m; m = m->next) {
        struct cost_amount amount = { 0 };
        bool found = false;
        if (!cost_file_amount(r, m, m->key, &amount))
            return false;
        for (int i = 0; i < then->n_parts; i++)
            for (int k = 0; k < then->parts[i].n_times; k++)
                if (str_equal(then->parts[i].times[k].name, m->key)) {
                    then->parts[i].times[k].amount = amount;
                    found = true;
                }
        if (!found) {
            cost_file_wrong(r, m, "now has no such amount");
            return false;
        }
    }
    return true;
}

static bool read_percent(const struct cost_reading *r, const struct json *v, struct ratio *out)
{
    const struct price *p = v->kind == JSON_STRING ? price_named(r->book, v->str) : NULL;
    bool ok = p ? p->percent_off && ratio_make(p->e10, MONEY_USD, out)
                : v->kind == JSON_NUMBER && ratio_parse(v->raw, out);
    if (ok && out->num >= 0 && ratio_cmp(*out, ratio_whole(100)) <= 0)
        return true;
    cost_file_wrong(r, v, "write a percentage, or the key of a price in percent_off");
    return false;
}

static bool read_percents(const struct cost_reading *r, const struct json *v, struct cost_amount *a)
{
    if (v->kind != JSON_OBJECT) {
        bool ok = read_percent(r, v, &a->at[COST_LOW]);
        a->at[COST_TYPICAL] = a->at[COST_HIGH] = a->at[COST_LOW];
        return ok;
    }
    cost_file_keys(r, v, end_keys, LEN(end_keys));
    for (int end = 0; end < COST_ENDS; end++) {
        const struct json *m = json_get(v, end_keys[end]);
        if (!m)
            cost_file_wrong(r, v, "write low, typical and high");
        if (!m || !read_percent(r, m, &a->at[end]))
            return false;
    }
    return true;
}

static bool read_then(const struct cost_reading *r, const struct json *scenario,
                      struct cost_scenario *s)
{
    const struct json *v = json_get(scenario, "then");
    if (v && v->kind == JSON_ARRAY)
        return read_parts(r, v, &s->then);
    if (!v || v->kind != JSON_OBJECT) {
        cost_file_wrong(r, v ? v : scenario,
                        "write parts, or what changes: \"prices\", \"times\", \"less\"");
        return false;
    }
    const struct json *less = json_get(v, "less");
    cost_file_keys(r, v, then_keys, LEN(then_keys));
    copy_parts(&s->now, &s->then, r->keep);
    return swap_prices(r, json_get(v, "prices"), &s->then) &&
           swap_amounts(r, json_get(v, "times"), &s->then) &&
           (!less || read_percents(r, less, &s->less));
}

/* "then/endpoints" */
static bool read_break_even(const struct cost_reading *r, const struct json *v,
                            struct cost_scenario *s)
{
    struct cut c = str_cut(json_str(v), '/');
    const struct cost_row *row = str_equal(c.head, S("now")) ? &s->now : &s->then;
    s->solve = c.tail;
    s->solve_now = row == &s->now;
    for (int i = 0; i < row->n_parts; i++)
        for (int k = 0; k < row->parts[i].n_times; k++)
            if (str_equal(row->parts[i].times[k].name, c.tail))
                return true;
    cost_file_wrong(r, v, "write now or then, a slash, and one of its amounts");
    return false;
}

static bool read_scenario(const struct cost_reading *r, const struct cost_set *set,
                          const struct json *v, struct cost_scenario *s)
{
    if (v->kind != JSON_OBJECT) {
        cost_file_wrong(r, v, "a scenario is an object");
        return false;
    }
    const struct json *share = json_get(v, "share"), *even = json_get(v, "break_even");
    cost_file_keys(r, v, scenario_keys, LEN(scenario_keys));
    *s = (struct cost_scenario){ .place = v->raw,
                                 .assumption = json_str(json_get(v, "assumption")) };
    s->id = cost_file_text(r, v, "id");
    s->name = cost_file_text(r, v, "name");
    for (int end = 0; end < COST_ENDS; end++) {
        s->share.at[end] = ratio_whole(100);
        s->less.at[end] = ratio_whole(0);
    }
    cost_file_texts(r, json_get(v, "false_when"), &s->false_when, &s->n_false_when);
    return s->id.len && s->name.len && read_now(r, set, v, &s->now) && read_then(r, v, s) &&
           (!share || read_percents(r, share, &s->share)) && (!even || read_break_even(r, even, s));
}

static void read_file(const struct cost_reading *r, const struct json *root, struct cost_set *set)
{
    const struct json *list = json_get(root, "scenarios");
    struct map ids = { 0 };
    if (!list || list->kind != JSON_ARRAY) {
        cost_file_wrong(r, root, "write { \"scenarios\": [ … ] }");
        return;
    }
    cost_file_keys(r, root, root_keys, LEN(root_keys));
    set->scenarios = NEW(r->keep, struct cost_scenario, list->n + 1);
    for (const struct json *v = list->first; v; v = v->next) {
        struct cost_scenario *s = &set->scenarios[set->n_scenarios];
        if (!read_scenario(r, set, v, s))
            continue;
        void **seen = map_at(&ids, s->id, r->keep);
        if (*seen)
            cost_file_wrong(r, json_get(v, "id"), "two scenarios have this id");
        else
            set->n_scenarios++;
        *seen = s;
    }
}

void cost_scenarios_read(const struct data *data, struct cost_set *set, struct arena *keep,
                         struct diag *d)
{
    const struct data_source *cost = data ? data_source_named(data, S("cost"), S("")) : NULL;
    for (int i = 0; cost && i < cost->n_files; i++) {
        const struct data_file *file = &cost->files[i];
        struct cost_reading r = {
            .src = &file->src, .data = data, .book = set->book, .keep = keep, .d = d
        };
        if (file->root && !set->n_scenarios &&
            str_equal(path_base(file->path), S("scenarios.json")))
            read_file(&r, file->root, set);
    }
}

void cost_scenarios_known(struct buf *out)
{
    const char *file = "costs/scenarios.json";

    cost_file_put_keys(out, file, "", root_keys, LEN(root_keys));
    cost_file_put_keys(out, file, "scenarios.", scenario_keys, LEN(scenario_keys));
    cost_file_put_keys(out, file, "scenarios.then.", then_keys, LEN(then_keys));
    cost_file_put_keys(out, file, "scenarios.share.", end_keys, LEN(end_keys));
}
