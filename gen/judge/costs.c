/* costs.c - the site's estimates, and the cost tables and sentences of its pages. */
#include "judge/costs.h"

#include <pthread.h>

#include "base/path.h"
#include "check/cost_chart.h"
#include "check/cost_judge.h"
#include "check/cost_price.h"
#include "check/cost_scenario.h"
#include "check/cost_total.h"
#include "load/cost_bill.h"
#include "load/cost_file.h"
#include "load/cost_scenarios.h"
#include "load/cost_table.h"
#include "load/price_book.h"
#include "load/services.h"
#include "model/rule.h"

enum { MAX_JSON = 1 << 24 };

/* The computed figures take the place of the raw files in source "cost"; its files stay, so that links
 * to them still lead there. */
static void add_source(const struct cost_set *set, struct data *data, struct arena *keep,
                       struct diag *d)
{
    struct source *src = NEW(keep, struct source, 1);
    struct buf text = buf_open(keep, MAX_JSON);
    const struct data_source *old = data_source_named(data, S("cost"), S(""));
    struct data_source cost =
        old ? *old : (struct data_source){ .name = S("cost"), .kind = S("cost"), .computed = true };
    if (!set->n_sizes && !set->n_alternatives && !set->n_scenarios)
        return;
    cost_json(set, &text);
    *src = (struct source){ .path = S("computed costs"), .text = buf_str(&text) };
    cost.src = *src;
    cost.root = json_parse(src, keep, RULE(INPUT_JSON), d);
    data_add(data, cost, keep);
}

/* Amounts of estimates above the last tier that the book knows. */
static void check_tiers(struct site *s)
{
    const struct cost_size *size;
    for (int i = 0; (size = cost_set_each(s->costs, i)) != NULL; i++)
        for (int r = 0; r < size->n_rows; r++)
            for (int p = 0; p < size->rows[r].n_parts; p++) {
                const struct cost_part *part = &size->rows[r].parts[p];
                struct ratio end = cost_part_beyond(part);
                struct finding *f =
                    end.num > 0
                        ? diag_at(&s->diag, RULE(COST_BEYOND_BOOK), size->src,
                                  str_line(&(struct str){ part->place.ptr, part->place.len }),
                                  "the price book knows %.*s only up to %.*s; above that its last "
                                  "price is used",
                                  FMT(part->key), FMT(ratio_show(end, 0, true, s->keep)))
                        : NULL;
                if (f)
                    f->about = part->key;
            }
}

static bool names_region(struct str text, const struct json *region)
{
    bool yes = str_find(text, json_str(json_get(region, "id"))) >= 0;
    for (const struct json *n = json_get(region, "names")->first; n && !yes; n = n->next)
        yes = str_find_nocase(text, n->str) >= 0;
    return yes;
}

/* Books that only a page's words ask for are read when they do, by whichever worker comes first. */
struct shelf {
    pthread_mutex_t lock;
    struct arena keep;
    LIST(struct price_book *) books;
};

static const struct price_book *fetch_book(void *ctx, struct str region)
{
    enum { ROOM = 1 << 24 };
    struct shelf *shelf = ctx;
    struct price_book *book = NULL;
    pthread_mutex_lock(&shelf->lock);
    for (ptrdiff_t i = 0; i < shelf->books.len && !book; i++)
        book = str_equal(shelf->books.ptr[i]->region, region) ? shelf->books.ptr[i] : NULL;
    if (!book && !shelf->keep.beg)
        shelf->keep = arena_open(ROOM);
    if (!book && (book = price_book_built_in(region, &shelf->keep)) != NULL)
        *PUSH(&shelf->books, &shelf->keep) = book;
    pthread_mutex_unlock(&shelf->lock);
    return book;
}

/* What price_books_of asks: some source names the region. */
struct asker {
    const struct site *site;
    const struct services *services;
};

static bool is_wanted(const void *ctx, struct str id)
{
    const struct asker *a = ctx;
    if (str_equal(a->site->data.region, id))
        return true;
    const struct json *region = json_get(a->services->root, "regions")->first;
    while (region && !str_equal(json_str(json_get(region, "id")), id))
        region = region->next;
    for (int i = 0; region && i < a->site->data.n_sources; i++)
        for (int k = 0; k < a->site->data.sources[i].n_files; k++)
            if (names_region(a->site->data.sources[i].files[k].src.text, region))
                return true;
    return false;
}

/* The estimates of data, all computed. */
static struct cost_set *read_costs(const struct data *data, const struct price_books *books,
                                   const struct services *services, struct arena *keep,
                                   struct diag *d)
{
    struct cost_set *set = cost_file_set(data, books, services, keep, d);
    cost_scenarios_read(data, set, keep, d);
    cost_scenario_compute(set, keep);
    return set;
}

void costs_load(struct site *s)
{
    struct cost_set bills = { 0 };
    cost_bills_read(&s->data, &bills, s->keep, &s->diag);
    const struct services *services = services_load(s->keep);
    struct price_books books =
        price_books_of(&s->data, is_wanted, &(struct asker){ s, services }, s->keep, &s->diag);
    s->costs = read_costs(&s->data, &books, services, s->keep, &s->diag);
    s->prices = s->costs->books[0];
    struct shelf *shelf = NEW(s->keep, struct shelf, 1);
    pthread_mutex_init(&shelf->lock, NULL);
    s->costs->fetch = fetch_book;
    s->costs->shelf = shelf;
    s->costs->bills = bills.bills;
    s->costs->n_bills = bills.n_bills;
    check_tiers(s);
    cost_judge_prices(s->costs, s->options.today, &s->diag);
    add_source(s->costs, &s->data, s->keep, &s->diag);
}

/* The books of the site, which are those of data too where neither prices nor the region differ. */
static struct price_books books_under(const struct site *s, const struct data *data,
                                      struct arena *keep, struct diag *d)
{
    const struct data_source *was = data_source_named(&s->data, S("price"), S("")),
                             *now = data_source_named(data, S("price"), S(""));
    struct price_books same = { (struct price_book **)(uintptr_t)s->costs->books, s->costs->n_books,
                                s->costs->region };
    if ((was ? was->root : NULL) == (now ? now->root : NULL) &&
        str_equal(price_book_region(&s->data), price_book_region(data)))
        return same;
    return price_books_of(data, is_wanted, &(struct asker){ s, s->costs->services }, keep, d);
}

const struct cost_set *costs_under(const struct site *s, struct data *data, struct arena *keep)
{
    struct diag quiet = { .keep = keep };
    struct price_books books = books_under(s, data, keep, &quiet);
    struct cost_set *set = read_costs(data, &books, s->costs->services, keep, &quiet);
    set->fetch = s->costs->fetch;
    set->shelf = s->costs->shelf;
    add_source(set, data, keep, &quiet);
    return set;
}

struct chart *costs_chart(const struct site *s, struct str file, struct str query,
                          struct arena *keep, struct str *why)
{
    if (str_starts(query, S("chart=")))
        return cost_chart_view(s->costs, file, str_cut(str_from(query, 6), '&').head, keep, why);
    *why = str_fmt(keep, "a view of costs is ?chart=range, not ?%.*s", FMT(query));
    return NULL;
}

/* "#cell-0-2-1": where the written amount stands in the table; empty: nowhere. */
static struct str cell_key(const struct node *table, const struct cost_written *w,
                           struct arena *keep)
{
    int row = 0;
    for (const struct node *r = table->first; r; r = r->next, row++) {
        int column = 0;
        for (const struct node *c = r->first; c; c = c->next, column++)
            if (w->money_place.len > 0 && str_trim(c->place).ptr == w->money_place.ptr)
                return str_fmt(keep, "#cell-%d-%d-%d", table->index, row, column);
    }
    return (struct str){ 0 };
}

/* Readers see what is not true, whether the team has accepted it or not. */
static void mark_rows(const struct cost_judgement *j, const struct node *table, struct site_page *p,
                      struct arena *keep)
{
    struct site_claim *marks = NEW(keep, struct site_claim, p->n_marks + j->n_rows);
    if (p->n_marks)
        memcpy(marks, p->marks, (size_t)p->n_marks * sizeof *marks);
    p->marks = marks;
    for (int i = 0; i < j->n_rows; i++) {
        const struct cost_judged *r = &j->rows[i];
        struct str key = r->written && r->judged && r->verdict != COST_AGREES
                             ? cell_key(table, r->written, keep)
                             : S("");
        if (!key.len)
            continue;
        struct str right =
            money_show_range(r->computed.at[COST_LOW], r->computed.at[COST_HIGH], keep);
        struct claim c = { .text = r->written->money_text,
                           .verdict = VERDICT_FALSE,
                           .shown = right };
        c.message = str_fmt(keep, "the price list gives %.*s", FMT(right));
        c.evidence = (struct evidence){ .value = right,
                                        .place = j->book->region,
                                        .date = j->book->generated };
        marks[p->n_marks++] = (struct site_claim){ key, c, S("") };
    }
}

bool costs_table(const struct site *s, const struct site_page *p, const struct source *src,
                 const struct node *table, struct arena *keep, struct diag *d, struct chart **chart)
{
    int n = 0;
    if (p->generated)
        return false; /* computed figures need no judge */
    struct cost_table *tables = cost_table_read(s->costs->services, src, table, keep, &n);
    for (int i = 0; i < n; i++) {
        struct cost_judgement judged = { 0 };
        struct str unsummed = cost_total_check(&tables[i], d);
        bool known = cost_judge_table(&tables[i], s->costs, p->path, keep, &judged);
        if (known)
            cost_judge_report(&judged, s->costs, d);
        bool *priced = NEW(keep, bool, tables[i].n_rows + 1);
        cost_price_table(&tables[i], s->costs, priced, d);
        cost_judge_unjudged(&tables[i], s->costs, known ? &judged : NULL, priced, unsummed, d);
        if (known && judged.bound)
            mark_rows(&judged, table, (struct site_page *)(uintptr_t)p,
                      keep); /* the worker's own page */
        if (known && judged.bound && !*chart) {
            *chart = NEW(keep, struct chart, 1);
            cost_chart_dumbbell(&judged, s->prices, keep, *chart);
        }
    }
    cost_total_check_rows(tables, n, d);
    return n > 0;
}

bool costs_sentence(const struct site *s, const struct source *src, const struct node *node,
                    struct arena *keep, struct diag *d)
{
    struct cost_table t;
    struct cost_judgement judged = { 0 };
    bool priced = cost_price_sentence(src, node, s->costs, keep, d);
    if (!cost_table_sentence(src, node, keep, &t))
        return priced;
    if (cost_judge_sentence(&t, s->costs, keep, &judged))
        cost_judge_report(&judged, s->costs, d);
    return true;
}
