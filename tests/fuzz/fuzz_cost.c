/* fuzz_cost.c - quantities, money, configuration cells, cost tables, estimates and price lists out
 * of one input; its parts are separated by NUL: text, page, estimate, price book, price list.
 * Nothing may crash, hang or read past its text. */
#include "check/cost_chart.h"
#include "check/cost_judge.h"
#include "check/cost_price.h"
#include "check/cost_total.h"
#include "check/cost_words.h"
#include "load/cost_file.h"
#include "load/cost_table.h"
#include "load/markdown.h"
#include "load/price_book.h"
#include "load/price_list.h"
#include "load/services.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { PARTS = 5, ARENA = 256 << 20 };

/* Each part in a block of its own size, so that the sanitizer sees the byte behind it. */
static void split(const uint8_t *bytes, size_t size, struct str parts[PARTS])
{
    struct str rest = { (const char *)bytes, (ptrdiff_t)size };
    for (int i = 0; i < PARTS; i++) {
        struct cut c = str_cut(rest, 0);
        char *own = malloc(c.head.len ? (size_t)c.head.len : 1);
        if (c.head.len)
            memcpy(own, c.head.ptr, (size_t)c.head.len);
        parts[i] = (struct str){ own, c.head.len };
        rest = c.ok ? c.tail : (struct str){ 0 };
    }
}

static void try_text(const struct services *services, struct str text, struct arena *keep)
{
    struct quantity q, same;
    struct money m;
    struct cost_facts facts = { 0 };
    money_parse(text, NULL, &m);
    cost_words_read(services, NULL, text, keep, &facts);
    cost_words_settle(services, NULL, &facts);
    if (!quantity_parse(text, &q) || !quantity_of(text, S("MiB"), &same))
        return;
    quantity_compare(&q, &same);
    quantity_show(&q, &same, keep);
    quantity_rewrite(text, &q, &same, keep);
}

static void try_page(struct str text, const struct cost_set *set, struct arena *keep,
                     struct diag *d)
{
    struct source src = { .path = S("p.md"), .text = text };
    struct document *doc = markdown_acceptable(&src, d) ? markdown_read(&src, keep, d) : NULL;
    for (const struct node *n = doc ? doc->root : NULL; n; n = node_next(n, doc->root)) {
        int tables = 0;
        struct cost_judgement j;
        struct cost_table sentence,
            *t = n->kind == NODE_TABLE ? cost_table_read(set->services, &src, n, keep, &tables)
                                       : NULL;
        for (int i = 0; i < tables; i++) {
            struct chart chart;
            bool *priced = NEW(keep, bool, t[i].n_rows + 1);
            cost_price_table(&t[i], set, priced, d);
            cost_judge_unjudged(&t[i], set, NULL, priced, cost_total_check(&t[i], d), d);
            if (!cost_judge_table(&t[i], set, S("p.md"), keep, &j))
                continue;
            cost_judge_report(&j, set, d);
            cost_chart_dumbbell(&j, set->book, keep, &chart);
        }
        cost_total_check_rows(t, tables, d);
        if (cost_table_sentence(&src, n, keep, &sentence) &&
            cost_judge_sentence(&sentence, set, keep, &j))
            cost_judge_report(&j, set, d);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct arena whole;
    static struct price_book *built_in;
    static const struct services *services;
    struct str parts[PARTS];
    if (!whole.beg) {
        whole = arena_open(ARENA);
        built_in = price_book_default(&whole);
        services = services_load(&whole);
    }
    if (size > 1 << 15)
        return 0;
    struct arena arena = whole;
    struct diag d = { .keep = &arena };
    split(bytes, size, parts);
    struct price_book copy = *built_in, *book = &copy; /* an import changes prices, not the array */
    copy.prices = NEW(&arena, struct price, copy.n_prices);
    memcpy(copy.prices, built_in->prices, (size_t)copy.n_prices * sizeof *copy.prices);
    struct source file = { .path = S("costs/a.json"), .text = parts[2] },
                  own = { .path = S("prices.json"), .text = parts[3] };
    const struct json *root = json_parse(&own, &arena, RULE(INPUT_JSON), &d);
    struct price_book *read = root ? price_book_read(&own, root, &arena, &d) : NULL;
    struct cost_size size_read;
    struct cost_set set = { .services = services, .book = read ? read : built_in };
    root = json_parse(&file, &arena, RULE(INPUT_JSON), &d);
    if (root && cost_file_read(&file, root, NULL, set.book, &size_read, &arena, &d)) {
        set.sizes = set.alternatives = &size_read;
        set.n_sizes = set.n_alternatives = 1;
        cost_set_price(&set);
        struct buf json = buf_open(&arena, 1 << 20);
        struct chart chart;
        cost_json(&set, &json);
        cost_chart_sizes(&set, &arena, &chart);
        cost_chart_step(&set, &arena, &chart);
        cost_chart_tornado(&size_read, set.book, &arena, &chart);
    }
    cost_judge_prices(&set, (struct date){ 2026, 11, 23 }, &d);
    try_text(services, parts[0], &arena);
    try_page(parts[1], &set, &arena, &d);
    struct source list = { .path = S("list"), .text = parts[4] };
    struct price_slots_counts n;
    price_list_import(&list, S("us-east-1"), book, &arena, &d, &n);
    for (int i = 0; i < PARTS; i++)
        free((void *)(uintptr_t)parts[i].ptr);
    return 0;
}
