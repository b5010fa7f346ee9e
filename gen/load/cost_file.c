/* cost_file.c - costs/NAME.json: sizes, rows, parts; amounts that point into config. */
#include "load/cost_file.h"

#include "base/path.h"
#include "model/nearest.h"

static const char *const size_keys[] = { "name", "users",       "region",  "currency", "rows",
                                         "env",  "description", "$schema", "base" };
static const char *const row_keys[] = { "id",    "service",    "also_called",
                                        "parts", "assumption", "gone" };
static const char *const price_keys[] = { "usd", "per", "source", "date", "note" };
static const char *const part_keys[] = { "price", "times", "free", "less" };
static const char *const end_keys[] = { "low", "typical", "high" };
static const char *const list_keys[] = { "sizes", "alternatives", "$schema" };

void cost_file_keys(const struct cost_reading *r, const struct json *object,
                    const char *const *names, ptrdiff_t n)
{
    for (const struct json *m = object->first; m; m = m->next) {
        struct nearest near = nearest_open(m->key);
        bool known = false;
        for (ptrdiff_t i = 0; i < n; i++) {
            known = known || str_equal(m->key, str_of(names[i]));
            nearest_offer(&near, str_of(names[i]));
        }
        if (known)
            continue;
        struct finding *f = diag_at(r->d, RULE(INPUT_UNKNOWN_KEY), r->src, m->raw_key,
                                    near.best.len ? "nobody reads %.*s; did you mean \"%.*s\"?"
                                                  : "nobody reads %.*s",
                                    FMT(m->raw_key), FMT(near.best));
        if (near.best.len)
            f->suggest = str_fmt(r->d->keep, "\"%.*s\"", FMT(near.best));
    }
}

void cost_file_wrong(const struct cost_reading *r, const struct json *v, const char *what)
{
    diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "%s", what);
}

struct str cost_file_text(const struct cost_reading *r, const struct json *object, const char *key)
{
    const struct json *v = json_get(object, key);
    if (v && v->kind == JSON_STRING && v->str.len > 0)
        return v->str;
    diag_at(r->d, RULE(INPUT_VALUE), r->src, v ? v->raw : str_sub(object->raw, 0, 1),
            "\"%s\" must be here, as text", key);
    return (struct str){ 0 };
}

static const struct json *pointed(const struct cost_reading *r, const struct json *v,
                                  const struct data_source **source, struct str *pointer)
{
    struct str name;
    if (!data_ref(v->str, &name, pointer)) {
        cost_file_wrong(r, v, "write a number, or a place such as \"config.prod:/service/cpu\"");
        return NULL;
    }
    *source = r->data ? data_source_named(r->data, name, r->env) : NULL;
    if (!*source || !(*source)->root) {
        diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "no source is called %.*s", FMT(name));
        return NULL;
    }
    *pointer = url_decode(*pointer, r->keep);
    const struct json *found = json_pointer((*source)->root, *pointer);
    if (found && data_is_history(found))
        found = json_get(data_on(found, r->data->today), "value");
    if (!found)
        diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "%.*s has nothing at %.*s", FMT(name),
                FMT(*pointer));
    return found;
}

/* The value a pointer leads to, in the unit the factor is called after. */
static bool follow(const struct cost_reading *r, const struct json *v, struct str factor,
                   struct ratio *out)
{
    const struct data_source *source = NULL;
    struct str pointer;
    const struct json *found = pointed(r, v, &source, &pointer);
    if (!found)
        return false;
    struct quantity q;
    const struct quantity_unit *to = quantity_unit(factor);
    struct ratio high;
    struct str unit = data_unit(r->data, source, pointer);
    if (unit.len == 0)
        unit = data_unit_guess(pointer);
    if (!quantity_of_dim(json_str(found), unit, to, &q)) {
        diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "%.*s is no number there",
                FMT(json_show(found, r->keep)));
        return false;
    }
    if (!to) {
        *out = q.low;
        return true;
    }
    if ((to->dim == QUANTITY_CPU || to->dim == QUANTITY_BYTES) && !q.unit) {
        diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw,
                "say in the units of site.json what the bare number %.*s means, to have it in %.*s",
                FMT(json_str(found)), FMT(factor));
        return false;
    }
    if (quantity_in(&q, to, out, &high))
        return true;
    diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "%.*s cannot be given in %.*s",
            FMT(json_show(found, r->keep)), FMT(factor));
    return false;
}

static bool read_number(const struct cost_reading *r, const struct json *v, struct str factor,
                        struct cost_amount *a, int end)
{
    if (v->kind == JSON_STRING) {
        a->ref = v->str;
        return follow(r, v, factor, &a->at[end]);
    }
    if (v->kind == JSON_NUMBER && ratio_parse(v->raw, &a->at[end]) && a->at[end].num >= 0)
        return true;
    cost_file_wrong(
        r, v,
        "write a number from 0 on, a place such as \"config.prod:/service/cpu\", or low, "
        "typical and high");
    return false;
}

/* { "new_connections": 25, "gb": 0.5 }: the dimension with most capacity units decides. */
static bool read_lcu(const struct cost_reading *r, const struct json *v, struct cost_amount *a)
{
    for (int end = 0; end < COST_ENDS; end++)
        a->at[end] = ratio_whole(0);
    for (const struct json *m = v->first; m; m = m->next) {
        struct cost_amount n = { 0 };
        if (!cost_file_amount(r, m, S(""), &n))
            return false;
        for (int end = 0; end < COST_ENDS; end++) {
            struct ratio lcu;
            if (!cost_lcu(m->key, n.at[end], &lcu)) {
                diag_at(r->d, RULE(INPUT_UNKNOWN_KEY), r->src, m->raw_key,
                        "write new_connections, active_connections, gb or rule_evaluations");
                return false;
            }
            if (ratio_cmp(lcu, a->at[end]) > 0)
                a->at[end] = lcu;
        }
    }
    return true;
}

bool cost_file_amount(const struct cost_reading *r, const struct json *v, struct str factor,
                      struct cost_amount *a)
{
    for (int end = 0; end < COST_ENDS; end++)
        a->at[end] = ratio_whole(0);
    if (v->kind == JSON_OBJECT && str_equal(factor, S("LCU")) && !json_get(v, "low"))
        return read_lcu(r, v, a);
    if (v->kind != JSON_OBJECT) {
        bool ok = read_number(r, v, factor, a, COST_LOW);
        a->at[COST_TYPICAL] = a->at[COST_HIGH] = a->at[COST_LOW];
        return ok;
    }
    cost_file_keys(r, v, end_keys, LEN(end_keys));
    for (int end = 0; end < COST_ENDS; end++) {
        const struct json *m = json_get(v, end_keys[end]);
        if (!m) {
            diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "\"%s\" is missing", end_keys[end]);
            return false;
        }
        if (!read_number(r, m, factor, a, end))
            return false;
    }
    if (ratio_cmp(a->at[COST_LOW], a->at[COST_TYPICAL]) <= 0 &&
        ratio_cmp(a->at[COST_TYPICAL], a->at[COST_HIGH]) <= 0)
        return true;
    cost_file_wrong(r, v, "low, typical and high must not fall");
    return false;
}

/* A percentage, or the key of a price that is one: "plan.1yr.no_upfront". */
static bool read_less(const struct cost_reading *r, const struct json *v, struct ratio *less)
{
    const struct price *p = v->kind == JSON_STRING ? price_named(r->book, v->str) : NULL;
    bool ok = p ? p->percent_off && ratio_make(p->e10, MONEY_USD, less)
                : v->kind == JSON_NUMBER && ratio_parse(v->raw, less);
    if (ok && less->num >= 0 && ratio_cmp(*less, ratio_whole(100)) <= 0)
        return true;
    cost_file_wrong(r, v, "write a percentage, or the key of a price in percent_off");
    return false;
}

/* { "usd": "0.008", "per": "GB", "source": "contract 7", "date": "2026-11-01" }: what the book cannot know. */
static const struct price *own_price(const struct cost_reading *r, const struct json *v,
                                     struct cost_part *part)
{
    struct price *p = NEW(r->keep, struct price, 1);
    const struct json *usd = json_get(v, "usd");
    cost_file_keys(r, v, price_keys, LEN(price_keys));
    *p = (struct price){ .unit = json_str(json_get(v, "per")),
                         .effective = json_str(json_get(v, "date")),
                         .source = json_str(json_get(v, "source")),
                         .note = json_str(json_get(v, "note")),
                         .confidence = S("own"),
                         .place = v->raw };
    p->key = part->key = p->source.len ? p->source : S("own price");
    if (!usd || !money_of_decimal(json_str(usd), &p->e10) || p->e10 < 0) {
        cost_file_wrong(r, usd ? usd : v,
                        "write the price as \"usd\": a decimal such as \"0.008\"");
        return NULL;
    }
    if (!p->source.len)
        cost_file_wrong(r, v,
                        "say in \"source\" where this price stands: a contract, an offer, a page");
    p->high_e10 = p->e10;
    return p;
}

/* Names the nearest of the same thing, else its first, else the nearest of all: for ec2.t3.small.hour not
 * msk.t3.small.hour but ec2.t3.small.on_demand_hour. */
static void no_price(const struct cost_reading *r, const struct json *at, struct str key)
{
    struct nearest near = nearest_open(key);
    struct str kin = { 0 }, thing = str_sub(key, 0, str_rchar(key, '.') + 1);
    for (int i = 0; r->book && i < r->book->n_prices; i++) {
        struct str other = r->book->prices[i].key;
        nearest_offer(&near, other);
        kin = !kin.len && thing.len && str_starts(other, thing) ? other : kin;
    }
    kin = !kin.len || str_starts(near.best, thing) ? near.best : kin;
    diag_at(r->d, RULE(INPUT_VALUE), r->src, at->raw,
            kin.len ? "the price book has no %.*s; did you mean %.*s?"
                    : "the price book has no %.*s",
            FMT(key), FMT(kin));
}

bool cost_file_part(const struct cost_reading *r, const struct json *v, struct cost_part *part)
{
    const struct json *price = json_get(v, "price");
    if (v->kind != JSON_OBJECT) {
        cost_file_wrong(r, v, "a part is an object with \"price\" and \"times\"");
        return false;
    }
    cost_file_keys(r, v, part_keys, LEN(part_keys));
    const struct json *times = json_get(v, "times"), *off = json_get(v, "free");
    const struct json *less = json_get(v, "less");
    bool own = price && price->kind == JSON_OBJECT;
    part->key = own ? S("") : cost_file_text(r, v, "price");
    part->place = v->raw;
    part->price = own ? own_price(r, price, part) : price_named(r->book, part->key);
    if (part->key.len > 0 && !part->price && !own)
        no_price(r, json_get(v, "price"), part->key);
    if (!times || times->kind != JSON_OBJECT || times->n == 0) {
        cost_file_wrong(r, times ? times : v, "\"times\" must name at least one amount");
        return false;
    }
    bool ok = part->price != NULL;
    part->times = NEW(r->keep, struct cost_factor, times->n);
    for (const struct json *m = times->first; m; m = m->next) {
        struct cost_factor *f = &part->times[part->n_times++];
        f->name = m->key;
        f->amount.unread = !cost_file_amount(r, m, m->key, &f->amount);
        ok = ok && !f->amount.unread;
    }
    ok = (!off || cost_file_amount(r, off, S(""), &part->free)) && ok;
    return (!less || read_less(r, less, &part->less)) && ok;
}

void cost_file_texts(const struct cost_reading *r, const struct json *list, struct str **out,
                     int *n)
{
    if (!list)
        return;
    if (list->kind != JSON_ARRAY) {
        cost_file_wrong(r, list, "write a list of texts");
        return;
    }
    *out = NEW(r->keep, struct str, list->n + 1);
    for (const struct json *m = list->first; m; m = m->next)
        if (m->kind == JSON_STRING)
            (*out)[(*n)++] = m->str;
        else
            cost_file_wrong(r, m, "write a text");
}

static bool read_row(const struct cost_reading *r, const struct json *v, struct cost_row *row)
{
    if (v->kind != JSON_OBJECT) {
        cost_file_wrong(r, v, "a row is an object");
        return false;
    }
    cost_file_keys(r, v, row_keys, LEN(row_keys));
    const struct json *parts = json_get(v, "parts");
    bool based = r->based && json_get(v, "id");
    row->id = cost_file_text(r, v, "id");
    row->service = based && !json_get(v, "service") ? row->id : cost_file_text(r, v, "service");
    row->gone = based && json_get(v, "gone") && json_get(v, "gone")->kind == JSON_TRUE;
    row->assumption = json_str(json_get(v, "assumption"));
    row->place = v->raw;
    row->written = -1;
    cost_file_texts(r, json_get(v, "also_called"), &row->also_called, &row->n_also_called);
    if (row->gone)
        return true;
    if (!parts || parts->kind != JSON_ARRAY || parts->n == 0) {
        cost_file_wrong(r, parts ? parts : v,
                        "\"parts\" must hold at least one price and its amounts");
        return false;
    }
    bool ok = true;
    row->parts = NEW(r->keep, struct cost_part, parts->n);
    for (const struct json *m = parts->first; m; m = m->next) {
        struct cost_part *part = &row->parts[row->n_parts++];
        if (!cost_file_part(r, m, part)) {
            part->price = NULL; /* keeps the row from being priced */
            ok = false;
        }
    }
    return row->id.len > 0 && row->service.len > 0 && (ok || row->n_parts > 0);
}

static void read_users(const struct cost_reading *r, const struct json *v, struct cost_size *out)
{
    if (!v)
        return;
    bool ok = v->kind == JSON_ARRAY ? v->n == 2 && json_int(json_index(v, 0), &out->users_low) &&
                                          json_int(json_index(v, 1), &out->users_high)
                                    : json_int(v, &out->users_high);
    if (!ok || out->users_low < 0 || out->users_high < out->users_low) {
        cost_file_wrong(r, v, "write [lowest, highest] number of users");
        out->users_low = out->users_high = 0;
    }
}

static void check_book(const struct cost_reading *r, const struct json *root,
                       const struct cost_size *s)
{
    const struct json *region = json_get(root, "region"), *currency = json_get(root, "currency");
    if (region && !r->book)
        diag_at(r->d, RULE(COST_REGION), r->src, region->raw,
                "no price book for %.*s; import its price list", FMT(s->region))
            ->severity = SEVERITY_ERROR;
    if (r->book && currency && r->book->currency.len > 0 &&
        !str_equal(s->currency, r->book->currency))
        diag_at(r->d, RULE(INPUT_VALUE), r->src, currency->raw, "the price book is in %.*s",
                FMT(r->book->currency));
}

static bool read_size(struct cost_reading *r, const struct json *root, struct cost_size *out);

/* Rows of the base, in its order, with those of the same id in their place; then the new ones. */
static void lay_over(struct cost_size *out, const struct cost_size *base, struct arena *keep)
{
    struct cost_row *rows = NEW(keep, struct cost_row, base->n_rows + out->n_rows + 1);
    int n = 0;
    for (int i = 0; i < base->n_rows; i++) {
        struct cost_row *own = NULL;
        for (int k = 0; k < out->n_rows; k++)
            if (str_equal(out->rows[k].id, base->rows[i].id))
                own = &out->rows[k];
        rows[n] = own ? *own : base->rows[i];
        if (own && str_equal(own->service, own->id)) { /* it says only what differs */
            rows[n].service = base->rows[i].service;
            rows[n].also_called = base->rows[i].also_called;
            rows[n].n_also_called = base->rows[i].n_also_called;
        }
        n += !own || !own->gone;
    }
    for (int k = 0; k < out->n_rows; k++) {
        bool known = false;
        for (int i = 0; i < base->n_rows; i++)
            known = known || str_equal(out->rows[k].id, base->rows[i].id);
        if (!known && !out->rows[k].gone)
            rows[n++] = out->rows[k];
    }
    out->rows = rows;
    out->n_rows = n;
    out->region = out->region.len ? out->region : base->region;
    out->currency = out->currency.len ? out->currency : base->currency;
    out->users_low = out->users_high ? out->users_low : base->users_low;
    out->users_high = out->users_high ? out->users_high : base->users_high;
}

static void read_base(const struct cost_reading *r, const struct json *v, struct cost_size *out)
{
    enum { DEEPEST = 4 }; /* bases of bases; more is a circle */
    const struct data_source *cost = r->data ? data_source_named(r->data, S("cost"), S("")) : NULL;
    struct cost_size base;
    struct diag quiet = { .keep = r->keep };
    for (int i = 0; cost && i < cost->n_files; i++)
        if (str_equal(path_base(cost->files[i].path), path_base(json_str(v))) &&
            cost->files[i].root && r->depth < DEEPEST) {
            struct cost_reading b = *r;
            b.src = &cost->files[i].src;
            b.d = &quiet; /* it has findings of its own */
            b.depth++;
            if (read_size(&b, cost->files[i].root, &base))
                lay_over(out, &base, r->keep);
            return;
        }
    cost_file_wrong(r, v,
                    r->depth < DEEPEST ? "there is no such file beside this one"
                                       : "this leads back to itself");
}

static bool read_size(struct cost_reading *r, const struct json *root, struct cost_size *out)
{
    const struct source *src = r->src;
    struct arena *keep = r->keep;
    struct diag *d = r->d;
    const struct json *rows = json_get(root, "rows");
    if (!root || root->kind != JSON_OBJECT || !rows || rows->kind != JSON_ARRAY) {
        diag_at(d, RULE(INPUT_VALUE), src, root ? str_sub(root->raw, 0, 1) : (struct str){ 0 },
                "an estimate is an object with an array \"rows\"");
        return false;
    }
    cost_file_keys(r, root, size_keys, LEN(size_keys));
    struct str base = path_base(src->path);
    *out = (struct cost_size){ .id = str_sub(base, 0, base.len - path_ext(base).len) };
    out->name = json_get(root, "name") ? json_str(json_get(root, "name")) : out->id;
    out->region = json_str(json_get(root, "region"));
    out->currency = json_str(json_get(root, "currency"));
    out->path = src->path;
    out->src = src;
    out->env = json_str(json_get(root, "env"));
    r->env = out->env.len ? out->env : r->env;
    r->based = json_get(root, "base") != NULL;
    read_users(r, json_get(root, "users"), out);
    check_book(r, root, out);
    out->rows = NEW(keep, struct cost_row, rows->n + 1);
    struct map ids = { 0 };
    for (const struct json *v = rows->first; v; v = v->next) {
        struct cost_row *row = &out->rows[out->n_rows];
        *row = (struct cost_row){ 0 };
        if (!read_row(r, v, row))
            continue;
        void **seen = map_at(&ids, row->id, keep);
        if (*seen)
            cost_file_wrong(r, json_get(v, "id"), "two rows have this id");
        *seen = row;
        out->n_rows++;
    }
    if (r->based)
        read_base(r, json_get(root, "base"), out);
    return true;
}

bool cost_file_read(const struct source *src, const struct json *root, const struct data *data,
                    const struct price_book *book, struct cost_size *out, struct arena *keep,
                    struct diag *d)
{
    struct cost_reading r = { .src = src, .data = data, .book = book, .keep = keep, .d = d };
    return read_size(&r, root, out);
}

/* The book that the file's region, or its base's, asks for. */
static const struct price_book *book_for(const struct price_books *books,
                                         const struct data_source *cost, const struct json *root,
                                         int depth)
{
    struct str region = json_str(json_get(root, "region")), base = json_str(json_get(root, "base"));
    for (int i = 0; base.len && !region.len && depth < 4 && i < cost->n_files; i++)
        if (str_equal(path_base(cost->files[i].path), path_base(base)))
            return book_for(books, cost, cost->files[i].root, depth + 1);
    region = region.len ? region : books->region;
    for (int i = 0; i < books->n; i++)
        if (region.len == 0 || str_equal(books->books[i]->region, region))
            return books->books[i];
    return NULL;
}

/* One list of sizes.json, or every file when there is no list. */
static void read_list(const struct data_source *cost, const struct price_books *books,
                      const struct json *list, struct cost_reading *r, struct str folder,
                      bool *taken, struct cost_size *out, int *n)
{
    if (list && list->kind != JSON_ARRAY) {
        cost_file_wrong(r, list, "write a list of file names");
        return;
    }
    const struct source *lists = r->src;
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        bool escapes = false;
        struct str path = path_normal(path_join(folder, json_str(v), r->keep), r->keep, &escapes);
        int at = -1;
        for (int i = 0; i < cost->n_files && at < 0; i++)
            at = str_equal(cost->files[i].path, path) ? i : -1;
        if (at < 0 || taken[at]) {
            r->src = lists;
            cost_file_wrong(r, v,
                            at < 0 ? "there is no such file beside this one"
                                   : "this file is listed twice");
            continue;
        }
        taken[at] = true;
        const struct data_file *file = &cost->files[at];
        if (file->root &&
            cost_file_read(&file->src, file->root, r->data, book_for(books, cost, file->root, 0),
                           &out[*n], r->keep, r->d))
            out[(*n)++].path = file->path;
    }
    r->src = lists;
}

struct cost_set *cost_file_set(const struct data *data, const struct price_books *books,
                               const struct services *services, struct arena *keep, struct diag *d)
{
    struct cost_set *set = NEW(keep, struct cost_set, 1);
    const struct data_source *cost = data ? data_source_named(data, S("cost"), S("")) : NULL;
    const struct data_file *lists = NULL;
    *set = (struct cost_set){ .services = services,
                              .book = books->books[0],
                              .books = books->books,
                              .n_books = books->n,
                              .region = books->region };
    if (!cost || cost->n_files == 0)
        return set;
    int n = cost->n_files;
    bool *taken = NEW(keep, bool, n);
    set->sizes = NEW(keep, struct cost_size, n);
    set->alternatives = NEW(keep, struct cost_size, n);
    set->others = NEW(keep, struct cost_size, n);
    for (int i = 0; i < n; i++)
        if (str_equal(path_base(cost->files[i].path), S("sizes.json"))) {
            lists = &cost->files[i];
            taken[i] = true;
        } else if (str_equal(path_base(cost->files[i].path), S("scenarios.json"))) {
            taken[i] = true; /* load/cost_scenarios.c */
        }
    if (lists && lists->root) {
        struct cost_reading r = {
            .src = &lists->src, .data = data, .book = set->book, .keep = keep, .d = d
        };
        struct str folder = path_dir(lists->path);
        cost_file_keys(&r, lists->root, list_keys, LEN(list_keys));
        read_list(cost, books, json_get(lists->root, "sizes"), &r, folder, taken, set->sizes,
                  &set->n_sizes);
        read_list(cost, books, json_get(lists->root, "alternatives"), &r, folder, taken,
                  set->alternatives, &set->n_alternatives);
    }
    for (int i = 0; i < n; i++) {
        const struct data_file *file = &cost->files[i];
        struct cost_size *into = lists ? &set->others[set->n_others] : &set->sizes[set->n_sizes];
        if (taken[i] || !file->root ||
            !cost_file_read(&file->src, file->root, data, book_for(books, cost, file->root, 0),
                            into, keep, d))
            continue;
        into->path = file->path;
        ++*(lists ? &set->n_others : &set->n_sizes);
    }
    cost_set_price(set);
    return set;
}

void cost_file_put_keys(struct buf *out, const char *file, const char *above,
                        const char *const *names, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        buf_fmt(out, "%s\t%s%s\t\n", file, above, names[i]);
}

void cost_file_known(struct buf *out)
{
    static const struct {
        const char *above;
        const char *const *names;
        ptrdiff_t n;
    } levels[] = {
        { "", size_keys, LEN(size_keys) },
        { "rows.", row_keys, LEN(row_keys) },
        { "rows.parts.", part_keys, LEN(part_keys) },
        { "rows.parts.price.", price_keys, LEN(price_keys) },
        { "rows.parts.times.", end_keys, LEN(end_keys) },
    };

    for (ptrdiff_t i = 0; i < LEN(levels); i++)
        cost_file_put_keys(out, "costs/NAME.json", levels[i].above, levels[i].names, levels[i].n);
    cost_file_put_keys(out, "costs/sizes.json", "", list_keys, LEN(list_keys));
}
