/* cost_pages.c - estimates, prices and savings as pages, written as Markdown. */
#include "judge/cost_pages.h"

#include "base/path.h"
#include "base/tag.h"
#include "check/cost_judge.h"
#include "load/cost_table.h"
#include "load/markdown.h"
#include "model/markdown_text.h"
#include "judge/estimator.h"
#include "judge/page_head.h"

enum {
    MAX_TEXT = 1 << 22,
    OTHERS_A_PAGE = 84, /* prices, but a service stands on one page */
    SERVICE_MANY =
        50 /* of a service with more, the page of prices in use has those that are used */
};
/* order in the navigation */
enum { SIZES = 1, ALTERNATIVES = 1000, OTHERS = 2000, SAVING = 3000, WRITTEN };

static const char *const confidences[] = { "high", "medium", "low" };

static void text_of(struct buf *b, const char *lead, struct str s, const char *tail)
{
    buf_put(b, str_of(lead));
    markdown_text(b, s);
    buf_put(b, str_of(tail));
}

static struct str money(const struct cost_money *m, enum cost_end end, bool priced,
                        struct arena *keep)
{
    return priced ? money_show(m->at[end], keep) : S("no price");
}

/* Three cells: low, typical, high. */
static void put_ends(struct buf *b, const struct cost_money *m, bool priced)
{
    for (int end = 0; end < COST_ENDS; end++)
        text_of(b, "| ", money(m, (enum cost_end)end, priced, b->arena), " ");
}

static void put_users(struct buf *b, const struct cost_size *z)
{
    if (z->users_high > 0)
        buf_fmt(b, "%lld–%lld", (long long)z->users_low, (long long)z->users_high);
}

/* "fargate.x86.vcpu_hour" as a link to its row of the price book, when it has one. */
static void put_price(struct buf *b, struct str key, const struct price *p)
{
    if (!p) {
        markdown_text(b, key);
        return;
    }
    text_of(b, "[", key, "](../price.md#");
    buf_percent(b, key, S("."));
    buf_char(b, ')');
}

static void put_date(struct buf *b, struct str date)
{
    struct date d;
    buf_put(b, date_parse(date, &d) ? date_words(d, b->arena) : date);
}

/* ---- one size ---- */

static void part_line(struct buf *b, const struct cost_part *part)
{
    const struct price *p = part->price;
    buf_put(b, S("| "));
    if (p && str_equal(p->confidence, S("own"))) /* the author's own is in no book */
        text_of(b, "", part->key, "");
    else
        put_price(b, part->key, p);
    text_of(b, " | $", p ? money_decimal(p->e10, b->arena) : S("no price"), "");
    if (p && p->high_e10 > p->e10)
        text_of(b, "–", money_decimal(p->high_e10, b->arena), "");
    buf_put(b, S(" | "));
    for (int i = 0; i < part->n_times; i++) {
        const struct cost_factor *f = &part->times[i];
        struct buf words = buf_open(b->arena, 200);
        cost_amount_words(&f->amount, f->name, &words);
        text_of(b, i ? ", " : "", buf_str(&words), "");
    }
    text_of(b, " | ", p ? p->effective : S(""), "");
    text_of(b, " | ", p ? p->confidence : S(""), " |\n");
}

/* "Amounts from config.prod:/service/cpu, …", each once. */
static void put_refs(struct buf *b, const struct cost_row *r)
{
    struct map seen = { 0 };
    for (int i = 0; i < r->n_parts; i++)
        for (int k = 0; k < r->parts[i].n_times; k++) {
            struct str ref = r->parts[i].times[k].amount.ref;
            void **at = ref.len ? map_at(&seen, ref, b->arena) : NULL;
            if (!at || *at)
                continue;
            text_of(b, seen.first->next ? ", " : "\nAmounts from ", ref, "");
            *at = b;
        }
    if (seen.first)
        buf_put(b, S(".\n"));
}

static void row_section(struct buf *b, const struct cost_row *r)
{
    text_of(b, "\n## ", r->service, "\n\n");
    text_of(b, "**",
            r->priced ? money_show_range(r->cost.at[COST_LOW], r->cost.at[COST_HIGH], b->arena)
                      : S("no price"),
            "** = ");
    text_of(b, "", cost_row_formula(r, b->arena), "\n\n");
    if (r->assumption.len)
        text_of(b, "Assumed: ", r->assumption, ".\n\n");
    buf_put(b, S("| Price key | USD | Quantities | Since | Confidence |\n|---|--:|---|---|---|\n"));
    for (int i = 0; i < r->n_parts; i++)
        part_line(b, &r->parts[i]);
    put_refs(b, r);
}

static void put_figure(struct buf *b, const char *caption, struct str name, struct str path,
                       const char *kind)
{
    text_of(b, "[", str_of(caption), "");
    text_of(b, "", name, "](/");
    buf_percent(b, path, S("/"));
    buf_fmt(b, "?chart=%s)\n\n", kind);
}

static void size_page(struct site *s, const struct cost_size *z, int weight)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    page_head(&b, "", z->name, "What it costs a month by the price book, row by row.", weight);
    if (z->users_high > 0) {
        put_users(&b, z);
        buf_put(&b, S(" users: "));
    }
    text_of(&b, "**",
            z->priced ? money_show_range(z->total.at[COST_LOW], z->total.at[COST_HIGH], s->keep)
                      : S("no price"),
            "** a month, ");
    text_of(&b, "typical ", money(&z->total, COST_TYPICAL, z->priced, s->keep), ".\n\n");
    if (z->priced) {
        put_figure(&b, "What adds up: ", z->name, z->path, "range");
        put_figure(&b, "Which assumption moves it most: ", z->name, z->path, "tornado");
    }
    buf_put(&b, S("| Service | Low | Typical | High |\n|---|--:|--:|--:|\n"));
    for (int i = 0; i < z->n_rows; i++) {
        text_of(&b, "| ", z->rows[i].service, " ");
        put_ends(&b, &z->rows[i].cost, z->rows[i].priced);
        buf_put(&b, S("|\n"));
    }
    buf_put(&b, S("| **Total** "));
    put_ends(&b, &z->total, z->priced);
    buf_put(&b, S("|\n"));
    for (int i = 0; i < z->n_rows; i++)
        row_section(&b, &z->rows[i]);
    site_add(s, str_fmt(s->keep, "data/cost/%.*s.md", FMT(z->id)), &b);
}

/* ---- all sizes ---- */

static void size_lines(struct buf *b, const struct cost_size *sizes, int n, const char *what)
{
    if (n == 0)
        return;
    buf_fmt(b, "\n## %s\n\n| Name | Users | Low | Typical | High |\n|---|--:|--:|--:|--:|\n", what);
    for (int i = 0; i < n; i++) {
        text_of(b, "| [", sizes[i].name, "](");
        buf_percent(b, sizes[i].id, S("/"));
        buf_put(b, S(".md) | "));
        put_users(b, &sizes[i]);
        buf_char(b, ' ');
        put_ends(b, &sizes[i].total, sizes[i].priced);
        buf_put(b, S("|\n"));
    }
}

static struct str sizes_path(const struct site *s)
{
    const struct data_source *cost = data_source_named(&s->data, S("cost"), S(""));
    for (int i = 0; cost && i < cost->n_files; i++)
        if (str_equal(path_base(cost->files[i].path), S("sizes.json")))
            return cost->files[i].path;
    return (struct str){ 0 };
}

static void index_page(struct site *s, bool written)
{
    const struct cost_set *set = s->costs;
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct str sizes = sizes_path(s);
    page_head(&b, "Computed costs", S(""),
              "What each size and alternative costs a month by the price book.", 0);
    text_of(&b, "By the [price book](../price.md) of ", set->book->region, ", ");
    put_date(&b, set->book->generated);
    buf_char(&b, '.');
    if (estimator_has(s))
        buf_put(&b, S("\nOther numbers: [estimator](../estimator.md)."));
    if (set->n_scenarios)
        buf_put(&b, S("\nLess money: [ways to save](saving.md)."));
    if (written)
        buf_put(&b, S("\nWhat the guide says: [written against computed](written.md)."));
    buf_put(&b, S("\n"));
    size_lines(&b, set->sizes, set->n_sizes, "Sizes");
    buf_char(&b, '\n');
    if (sizes.len && set->n_sizes > 1) {
        put_figure(&b, "What each size is made of", S(""), sizes, "stack");
        if (set->sizes[set->n_sizes - 1].users_high > 0)
            put_figure(&b, "What users cost", S(""), sizes, "step");
    }
    size_lines(&b, set->alternatives, set->n_alternatives, "Alternatives");
    size_lines(&b, set->others, set->n_others, "Others");
    site_add(s, S("data/cost/index.md"), &b);
}

/* ---- ways to save ---- */

static void scenario_section(struct buf *b, const struct cost_scenario *x)
{
    text_of(b, "\n## ", x->name, "\n\n");
    if (!x->computed) {
        buf_put(b, S("A price is missing, so nothing can be said.\n"));
        return;
    }
    text_of(b, "**", money_show_range(x->saving.at[COST_LOW], x->saving.at[COST_HIGH], b->arena),
            "** a month");
    text_of(b, " = ", x->formula, "\n\n");
    if (x->assumption.len)
        text_of(b, "Assumed: ", x->assumption, ".\n\n");
    if (x->break_even.den) {
        struct buf words = buf_open(b->arena, 200);
        struct cost_amount a = { .at = { x->break_even, x->break_even, x->break_even } };
        cost_amount_words(&a, x->solve, &words);
        text_of(b, "Break-even: **", buf_str(&words), "** cost the same on both sides.\n\n");
    }
    if (x->n_false_when)
        buf_put(b, S("It is false when\n\n"));
    for (int i = 0; i < x->n_false_when; i++)
        text_of(b, "- ", x->false_when[i], "\n");
}

static void saving_page(struct site *s)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    page_head(&b, "Ways to save", S(""),
              "What each saves a month by the price book, and when it does not.", SAVING);
    buf_put(&b, S("| Way | Now | Low | Typical | High | Of it |\n|---|--:|--:|--:|--:|--:|\n"));
    for (int i = 0; i < s->costs->n_scenarios; i++) {
        const struct cost_scenario *x = &s->costs->scenarios[i];
        text_of(&b, "| ", x->name, " ");
        text_of(&b, "| ",
                money_show_range(x->now.cost.at[COST_LOW], x->now.cost.at[COST_HIGH], s->keep),
                " ");
        put_ends(&b, &x->saving, x->computed);
        text_of(&b, "| ", ratio_show(x->percent[COST_TYPICAL], 0, false, s->keep), " % |\n");
    }
    for (int i = 0; i < s->costs->n_scenarios; i++)
        scenario_section(&b, &s->costs->scenarios[i]);
    site_add(s, S("data/cost/saving.md"), &b);
}

/* ---- written against computed ---- */

static void judged_line(struct buf *b, const struct cost_judgement *t, const struct cost_judged *j)
{
    static const char *const words[] = { "agrees", "**≠ differs**", "**✗ wrong**" };
    struct str name = j->written ? j->written->service : j->row ? j->row->service : S("Total");
    bool known = j->row || j->judged;
    text_of(b, "| ", name, " ");
    text_of(b, "| ", j->written ? j->written->money_text : S("—"), " ");
    text_of(b, "| ",
            known ? money_show_range(j->computed.at[COST_LOW], j->computed.at[COST_HIGH], b->arena)
                  : S("no price"),
            " ");
    int64_t billed;
    bool total = !j->row && j->written && j->written->kind == COST_LINE_TOTAL;
    if (cost_set_billed(t->set, t->size.env, S(""), arena_upper(b->arena), &billed)) {
        bool has =
            total || cost_set_billed(t->set, t->size.env, name, arena_upper(b->arena), &billed);
        text_of(b, "| ", has ? money_show(billed, b->arena) : S("—"), " ");
    }
    text_of(b, "| ", j->judged && j->ratio.den ? ratio_show(j->ratio, 2, false, b->arena) : S(""),
            " ");
    buf_fmt(b, "| %s", !j->written ? "**+ no row**" : j->judged ? words[j->verdict] : "not judged");
    if (j->hint.len)
        text_of(b, ": ", j->hint, "");
    buf_put(b, S(" |\n"));
}

static bool judged_table(const struct site *s, const struct site_page *p, const struct source *src,
                         const struct node *table, struct buf *b)
{
    int n = 0, put = 0;
    struct cost_table *tables = cost_table_read(s->costs->services, src, table, s->keep, &n);
    for (int i = 0; i < n; i++) {
        struct cost_judgement j = { 0 };
        if (!cost_judge_table(&tables[i], s->costs, p->path, s->keep, &j) || !j.bound)
            continue;
        text_of(b, "\n## ", tables[i].heading.len ? tables[i].heading : j.size.name, "\n\nFrom [");
        text_of(b, "", p->path, "](/");
        buf_percent(b, p->path, S("/"));
        int64_t billed;
        bool bill = cost_set_billed(s->costs, j.size.env, S(""), arena_upper(s->keep), &billed);
        buf_fmt(
            b,
            ").\n\n| Service | Written | Computed %s| Ratio | Verdict |\n|---|--:|--:%s|--:|---|\n",
            bill ? "| Billed " : "", bill ? "|--:" : "");
        for (int k = 0; k < j.n_rows; k++)
            judged_line(b, &j, &j.rows[k]);
        put++;
    }
    return put > 0;
}

/* Only a page that links to an estimate can have a table bound to one; others are not read for this. */
static bool may_be_bound(const struct site *s, const struct site_page *p)
{
    for (ptrdiff_t k = 0; k < p->n_links && !p->generated && !p->refused; k++) {
        struct str href = p->links[k].href;
        if (str_starts(href, S("cost:")))
            return true;
        for (int i = 0; i < s->costs->n_sizes; i++)
            if (str_ends(str_cut(href, '#').head, path_base(s->costs->sizes[i].path)))
                return true;
    }
    return false;
}

static bool written_page(struct site *s)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct diag quiet = { .keep = s->keep };
    bool any = false;
    page_head(&b, "Written against computed", S(""),
              "The guide's cost tables, row by row, beside what the price book gives.", WRITTEN);
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        if (!may_be_bound(s, &s->pages[i]))
            continue;
        struct source *src = NEW(s->keep, struct source, 1);
        site_source(s, &s->pages[i], s->keep, src);
        const struct document *doc = markdown_read(src, s->keep, &quiet);
        for (const struct node *n = doc ? doc->root : NULL; n; n = node_next(n, doc->root))
            if (n->kind == NODE_TABLE && judged_table(s, &s->pages[i], src, n, &b))
                any = true;
    }
    if (any)
        site_add(s, S("data/cost/written.md"), &b);
    return any;
}

/* ---- the price book ---- */

static void price_line(const struct site *s, struct buf *b, const struct price *p)
{
    struct buf id = buf_open(s->keep, 3 * p->key.len + 16);
    buf_percent(&id, p->key, S("."));
    buf_put(b, S("| "));
    tag_with(b, "span", { "id", { buf_str(&id) } });
    tag_end(b, "span");
    text_of(b, "", p->key, " | ");
    text_of(b, "",
            p->percent_off ? str_fmt(s->keep, "%.*s %%", FMT(money_decimal(p->e10, s->keep)))
                           : money_decimal(p->e10, s->keep),
            "");
    if (p->high_e10 > p->e10)
        text_of(b, "–", money_decimal(p->high_e10, s->keep), "");
    text_of(b, " | ", p->percent_off ? S("off") : p->unit, " | ");
    text_of(b, "", p->effective, "");
    if (price_old(p, s->options.today))
        buf_put(b, S(", **old**"));
    text_of(b, price_unsure(p) ? " | **" : " | ", p->confidence,
            price_unsure(p) ? "** |\n" : " |\n");
}

static bool is_first_of_service(const struct price_book *book, int i)
{
    for (int k = 0; k < i; k++)
        if (str_equal(book->prices[k].service, book->prices[i].service))
            return false;
    return true;
}

static void price_counts(struct site *s, struct buf *b)
{
    const struct price_book *book = s->prices;
    int old = 0;
    for (int i = 0; i < book->n_prices; i++)
        old += price_old(&book->prices[i], s->options.today);
    buf_fmt(b, "%d prices; %d are older than 180 days", book->n_prices, old);
    for (ptrdiff_t c = 0; c < LEN(confidences); c++) {
        int n = 0;
        for (int i = 0; i < book->n_prices; i++)
            n += str_equal(book->prices[i].confidence, str_of(confidences[c]));
        buf_fmt(b, "; %d of %s confidence", n, confidences[c]);
    }
    buf_put(b, S(".\n"));
}

/* Does a row of sizes count with a price of service, with just that one when it is given? */
static bool size_uses(const struct cost_size *sizes, int n, struct str service,
                      const struct price *one)
{
    for (int i = 0; i < n; i++)
        for (int r = 0; r < sizes[i].n_rows; r++)
            for (int p = 0; p < sizes[i].rows[r].n_parts; p++) {
                const struct price *price = sizes[i].rows[r].parts[p].price;
                if (price && str_equal(price->service, service) && (!one || price == one))
                    return true;
            }
    return false;
}

/* Does an estimate of the site count with it? Without estimates all are looked at alike. */
static bool is_used(const struct site *s, struct str service, const struct price *one)
{
    const struct cost_set *set = s->costs;
    return set->n_sizes + set->n_alternatives == 0 ||
           size_uses(set->sizes, set->n_sizes, service, one) ||
           size_uses(set->alternatives, set->n_alternatives, service, one) ||
           size_uses(set->others, set->n_others, service, one);
}

static bool has_many(const struct price_book *book, struct str service)
{
    int n = 0;
    for (int i = 0; i < book->n_prices; i++)
        n += str_equal(book->prices[i].service, service);
    return n > SERVICE_MANY;
}

/* Does the price stand with those in use, or with the others? */
static bool stands(const struct site *s, const struct price *price, bool used, bool many)
{
    return is_used(s, price->service, many ? price : NULL) == used;
}

/* The prices of the service that is named first at i; how many. */
static int price_section(const struct site *s, struct buf *b, int i, bool used)
{
    const struct price_book *book = s->prices;
    bool many = has_many(book, book->prices[i].service);
    int n = 0;
    text_of(b, "\n## ", book->prices[i].service,
            "\n\n| Price | USD | Per | Since | Confidence |\n|---|--:|---|---|---|\n");
    for (int k = i; k < book->n_prices; k++)
        if (str_equal(book->prices[k].service, book->prices[i].service) &&
            stands(s, &book->prices[k], used, many)) {
            price_line(s, b, &book->prices[k]);
            n++;
        }
    return n;
}

static bool has_section(const struct site *s, struct str service, bool used)
{
    bool in_use = is_used(s, service, NULL);
    return in_use == used || (in_use && s->costs->n_sizes && has_many(s->prices, service));
}

/* The first place at or behind i of a service that has prices in use, or others; else the end. */
static int next_service(const struct site *s, int i, bool used)
{
    const struct price_book *book = s->prices;
    while (i < book->n_prices &&
           (!is_first_of_service(book, i) || !has_section(s, book->prices[i].service, used)))
        i++;
    return i;
}

/* Pages of the prices that no estimate counts with, each listed in links. */
static void other_pages(struct site *s, struct buf *links)
{
    int end = s->prices->n_prices, page = 1;
    for (int i = next_service(s, 0, false); i < end; page++) {
        struct buf b = buf_open(s->keep, MAX_TEXT), prices = buf_open(s->keep, MAX_TEXT);
        struct str name =
            page == 1 ? S("other-prices.md") : str_fmt(s->keep, "other-prices-%d.md", page);
        struct str first = s->prices->prices[i].service, last = first;
        for (int n = 0; i < end && n < OTHERS_A_PAGE; i = next_service(s, i + 1, false)) {
            last = s->prices->prices[i].service;
            n += price_section(s, &prices, i, false);
        }
        struct str part = page == 1 ? S("") : str_fmt(s->keep, ", part %d", page);
        page_head(&b, "Other prices", part,
                  "Prices of the book that no estimate here counts with, by service.", 0);
        text_of(&b, "Of ", s->prices->region, "");
        text_of(&b, ", from ", first, "");
        text_of(&b, " to ", last, ".\n");
        buf_put(&b, buf_str(&prices));
        text_of(links, "* [", first, "");
        if (!str_equal(first, last))
            text_of(links, " to ", last, "");
        buf_fmt(links, "](%.*s)\n", FMT(name));
        site_add(s, str_join(S("data/"), name, s->keep), &b);
    }
}

static void price_page(struct site *s)
{
    const struct price_book *book = s->prices;
    struct buf b = buf_open(s->keep, MAX_TEXT), links = buf_open(s->keep, MAX_TEXT);
    page_head(&b, "Price book: ", book->region,
              "The unit prices that every estimate is computed from, with date and confidence.", 0);
    text_of(&b, "", book->disclaimer, "\n\n");
    price_counts(s, &b);
    other_pages(s, &links);
    if (buf_str(&links).len) {
        buf_put(&b, S("\nThose of services in estimates. The others:\n\n"));
        buf_put(&b, buf_str(&links));
    }
    for (int i = next_service(s, 0, true); i < book->n_prices; i = next_service(s, i + 1, true))
        price_section(s, &b, i, true);
    site_add(s, S("data/price.md"), &b);
}

void cost_pages_add(struct site *s)
{
    const struct cost_set *set = s->costs;
    if (set->n_sizes + set->n_alternatives == 0) {
        if (!s->prices->built_in)
            price_page(s);
        return;
    }
    bool written = written_page(s);
    index_page(s, written);
    for (int i = 0; i < set->n_sizes; i++)
        size_page(s, &set->sizes[i], SIZES + i);
    for (int i = 0; i < set->n_alternatives; i++)
        size_page(s, &set->alternatives[i], ALTERNATIVES + i);
    for (int i = 0; i < set->n_others; i++)
        size_page(s, &set->others[i], OTHERS + i);
    if (set->n_scenarios)
        saving_page(s);
    price_page(s);
    estimator_add(s);
}
