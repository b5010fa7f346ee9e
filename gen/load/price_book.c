/* price_book.c - price books from JSON; the default one is the project's own, compiled in. */
#include "load/price_book.h"

#include "model/nearest.h"

/* The assembler copies the files into the program; make knows that this object depends on them. */
#define BOOK(name, file)                                                                           \
    __asm__(".section .rodata\n.balign 8\n" name "_beg:\n.incbin \"content/prices/" file           \
            ".json\"\n" name "_end:\n.byte 0\n.previous\n")
BOOK("book_us_east_1", "us-east-1");
BOOK("book_eu_west_1", "eu-west-1");
BOOK("book_eu_central_1", "eu-central-1");
extern const char book_us_east_1_beg[], book_us_east_1_end[], book_eu_west_1_beg[],
    book_eu_west_1_end[], book_eu_central_1_beg[], book_eu_central_1_end[];

static const struct {
    const char *region, *beg, *end;
} built_in[] = { { "us-east-1", book_us_east_1_beg, book_us_east_1_end },
                 { "eu-west-1", book_eu_west_1_beg, book_eu_west_1_end },
                 { "eu-central-1", book_eu_central_1_beg, book_eu_central_1_end } };

/* clang-format off */
/* What may stand in one price; *text: where a string goes. */
static const struct {
    const char *key;
    ptrdiff_t offset; /* in struct price, of a struct str; -1: read otherwise */
} fields[] = {
    { "key",            offsetof(struct price, key) },
    { "service",        offsetof(struct price, service) },
    { "usage",          offsetof(struct price, usage) },
    { "unit",           offsetof(struct price, unit) },
    { "region",         offsetof(struct price, region) },
    { "sku",            offsetof(struct price, sku) },
    { "effective_date", offsetof(struct price, effective) },
    { "source",         offsetof(struct price, source) },
    { "confidence",     offsetof(struct price, confidence) },
    { "note",           offsetof(struct price, note) },
    { "price_usd", -1 }, { "price_usd_high", -1 }, { "tier_begin", -1 }, { "tier_end", -1 }, { "free", -1 },
};
/* clang-format on */
static const char *const book_keys[] = { "schema",    "region",     "currency", "hours_per_month",
                                         "generated", "disclaimer", "prices",   "discounts" };

static void unknown_key(const struct source *src, const struct json *v, struct nearest *n,
                        struct diag *d)
{
    struct finding *f =
        diag_at(d, RULE(INPUT_UNKNOWN_KEY), src, v->raw_key,
                n->best.len > 0 ? "nobody reads %.*s; did you mean \"%.*s\"?" : "nobody reads %.*s",
                FMT(v->raw_key), FMT(n->best));
    if (n->best.len > 0)
        f->suggest = str_fmt(d->keep, "\"%.*s\"", FMT(n->best));
}

static ptrdiff_t field_of(struct str key)
{
    for (ptrdiff_t i = 0; i < LEN(fields); i++)
        if (str_equal(key, str_of(fields[i].key)))
            return i;
    return -1;
}

static void read_texts(const struct source *src, const struct json *v, struct price *p,
                       struct diag *d)
{
    for (const struct json *m = v->first; m; m = m->next) {
        ptrdiff_t i = field_of(m->key);
        if (i < 0) {
            struct nearest n = nearest_open(m->key);
            for (ptrdiff_t k = 0; k < LEN(fields); k++)
                nearest_offer(&n, str_of(fields[k].key));
            unknown_key(src, m, &n, d);
        } else if (fields[i].offset >= 0) {
            *(struct str *)(void *)((char *)p + fields[i].offset) = json_str(m);
        }
    }
}

/* A decimal as string or number, or the entry of a history that holds today; absent leaves *out alone. */
static bool read_e10(const struct source *src, const struct json *object, const char *key,
                     struct date today, int64_t *out, struct diag *d)
{
    const struct json *v = json_get(object, key);
    const struct json *now = data_is_history(v) ? json_get(data_on(v, today), "value") : v;
    if (!v || (now && money_of_decimal(json_str(now), out)))
        return true;
    diag_at(d, RULE(INPUT_VALUE), src, v->raw,
            v->kind == JSON_ARRAY
                ? "no entry of this history holds a decimal today"
                : "write a decimal with at most ten places, such as \"0.0404800000\"");
    return false;
}

static bool read_ratio(const struct source *src, const struct json *object, const char *key,
                       struct ratio *out, struct diag *d)
{
    const struct json *v = json_get(object, key);
    struct str s = json_str(v);
    if (!v || str_equal_nocase(s, S("inf")) || ratio_parse(s, out))
        return true;
    diag_at(d, RULE(INPUT_VALUE), src, v->raw, "write a number, or \"Inf\"");
    return false;
}

/* "first 5 GB/month free", "10 free per account", "10 M requests/month always free": the number at
 * the head of the clause that says "free". */
static struct ratio free_in_words(struct str note)
{
    const struct ratio million = { 1000000, 1 };
    struct ratio none = { 0, 1 }, n;
    ptrdiff_t at = str_find_nocase(note, S("free"));
    struct str clause = str_trim(str_rcut(str_sub(note, 0, at < 0 ? 0 : at), ';').tail);
    if (str_starts(clause, S("first ")))
        clause = str_from(clause, 6);
    struct cut number = str_cut(clause, ' ');
    if (!ratio_parse(number.head, &n))
        return none;
    if (str_starts(number.tail, S("M ")) && !ratio_mul(n, million, &n))
        return none;
    return n;
}

/* A price with a history and no date of its own is as old as the entry that holds. */
static void date_by_history(const struct json *v, struct date today, struct price *p)
{
    const struct json *history = json_get(v, "price_usd");
    if (!p->effective.len && data_is_history(history))
        p->effective = json_str(json_get(data_on(history, today), "from"));
}

static bool read_price(const struct source *src, const struct json *v, struct date today,
                       struct price *p, struct diag *d)
{
    *p = (struct price){ .begin = { 0, 1 }, .end = { 0, 1 }, .free = { 0, 1 } };
    if (v->kind != JSON_OBJECT) {
        diag_at(d, RULE(INPUT_VALUE), src, v->raw, "a price is an object");
        return false;
    }
    read_texts(src, v, p, d);
    if (p->key.len == 0 || !json_get(v, "price_usd")) {
        diag_at(d, RULE(INPUT_VALUE), src, str_sub(v->raw, 0, 1),
                "a price needs \"key\" and \"price_usd\"");
        return false;
    }
    if (!read_e10(src, v, "price_usd", today, &p->e10, d))
        return false;
    date_by_history(v, today, p);
    p->high_e10 = p->e10;
    if (!read_e10(src, v, "price_usd_high", today, &p->high_e10, d) ||
        !read_ratio(src, v, "tier_begin", &p->begin, d) ||
        !read_ratio(src, v, "tier_end", &p->end, d))
        return false;
    p->place = v->raw;
    p->percent_off = str_equal(p->unit, S("percent_off"));
    p->free = free_in_words(p->note);
    if (p->free.num == 0)
        p->free = free_in_words(p->source);
    return read_ratio(src, v, "free", &p->free, d);
}

/* Each price whose tier ends where another of the same usage begins goes on there. */
static void link_tiers(struct price_book *book, struct arena *keep)
{
    struct map begins = { 0 };
    for (int i = 0; i < book->n_prices; i++) {
        struct price *p = &book->prices[i];
        if (p->begin.num > 0)
            *map_at(&begins,
                    str_fmt(keep, "%.*s\n%.*s\n%lld/%lld", FMT(p->service), FMT(p->usage),
                            (long long)p->begin.num, (long long)p->begin.den),
                    keep) = p;
    }
    for (int i = 0; i < book->n_prices && begins.len > 0; i++) {
        struct price *p = &book->prices[i];
        if (p->end.num > 0 && ratio_cmp(p->end, p->begin) > 0)
            p->next_tier = map_get(&begins, str_fmt(keep, "%.*s\n%.*s\n%lld/%lld", FMT(p->service),
                                                    FMT(p->usage), (long long)p->end.num,
                                                    (long long)p->end.den));
    }
}

/* "discounts": { "AmazonECS": 12.5 }: percent off all prices of a service. */
static void read_discounts(const struct source *src, const struct json *list,
                           struct price_book *book, struct diag *d)
{
    for (const struct json *m = list ? list->first : NULL; m; m = m->next) {
        struct ratio percent;
        bool used = false;
        if (!ratio_parse(json_str(m), &percent) || percent.num < 0 ||
            ratio_cmp(percent, ratio_whole(100)) > 0) {
            diag_at(d, RULE(INPUT_VALUE), src, m->raw, "write percent from 0 to 100");
            continue;
        }
        for (int i = 0; i < book->n_prices; i++)
            if (str_equal(book->prices[i].service, m->key)) {
                book->prices[i].discount = percent;
                used = true;
            }
        if (!used)
            diag_at(d, RULE(INPUT_VALUE), src, m->raw_key, "no price is of service %.*s",
                    FMT(m->key));
    }
}

/* What the built-in book of the region has and this one lacks. */
static void merge(struct price_book *book, const struct price_book *other, struct arena *keep)
{
    for (int i = 0; other && i < other->n_prices; i++) {
        void **place = map_at(&book->by_key, other->prices[i].key, keep);
        if (*place)
            continue;
        struct price *p = &book->prices[book->n_prices++];
        *p = other->prices[i];
        p->next_tier = NULL;
        *place = p;
    }
}

static void read_prices(const struct source *src, const struct json *list, struct date today,
                        const struct price_book *other, struct price_book *book, struct arena *keep,
                        struct diag *d)
{
    book->prices = NEW(keep, struct price, list->n + (other ? other->n_prices : 0) + 1);
    for (const struct json *v = list->first; v; v = v->next) {
        struct price *p = &book->prices[book->n_prices];
        if (!read_price(src, v, today, p, d))
            continue;
        void **place = map_at(&book->by_key, p->key, keep);
        if (*place) {
            diag_at(d, RULE(INPUT_VALUE), src, json_get(v, "key")->raw,
                    "two prices are called %.*s; the first counts", FMT(p->key));
            continue;
        }
        *place = p;
        book->n_prices++;
    }
    book->n_own = book->n_prices;
    merge(book, other, keep);
    link_tiers(book, keep);
}

/* A source offers each price by its key beside the book's own members; those are known. */
static void check_book_keys(const struct source *src, const struct json *root,
                            const struct price_book *book, struct diag *d)
{
    for (const struct json *m = root->first; m; m = m->next) {
        struct nearest n = nearest_open(m->key);
        bool known = map_get(&book->by_key, m->key) || str_equal(m->raw_key, S("\"price_usd\""));
        for (ptrdiff_t k = 0; k < LEN(book_keys); k++) {
            known = known || str_equal(m->key, str_of(book_keys[k]));
            nearest_offer(&n, str_of(book_keys[k]));
        }
        if (!known)
            unknown_key(src, m, &n, d);
    }
}

static struct price_book *read_book(const struct source *src, const struct json *root,
                                    struct date today, const struct price_book *other,
                                    struct arena *keep, struct diag *d)
{
    const struct json *list = json_get(root, "prices"), *hours = json_get(root, "hours_per_month");
    if (!root || root->kind != JSON_OBJECT || !list || list->kind != JSON_ARRAY) {
        diag_at(d, RULE(INPUT_VALUE), src, (struct str){ 0 },
                "a price book is an object with an array \"prices\"");
        return NULL;
    }
    struct price_book *book = NEW(keep, struct price_book, 1);
    book->src = *src;
    book->region = json_str(json_get(root, "region"));
    book->currency = json_str(json_get(root, "currency"));
    book->generated = json_str(json_get(root, "generated"));
    book->disclaimer = json_str(json_get(root, "disclaimer"));
    book->hours_per_month = 730;
    if (hours && !json_int(hours, &book->hours_per_month))
        diag_at(d, RULE(INPUT_VALUE), src, hours->raw, "write a whole number of hours");
    read_prices(src, list, today, other, book, keep, d);
    read_discounts(src, json_get(root, "discounts"), book, d);
    check_book_keys(src, root, book, d);
    return book;
}

struct price_book *price_book_read(const struct source *src, const struct json *root,
                                   struct arena *keep, struct diag *d)
{
    const struct date latest = { 9999, 12, 31 };
    return read_book(src, root, latest, NULL, keep, d);
}

struct price_book *price_book_built_in(struct str region, struct arena *keep)
{
    ptrdiff_t i = 0;
    while (i < LEN(built_in) && !str_equal(region, str_of(built_in[i].region)))
        i++;
    if (i == LEN(built_in))
        return NULL;
    struct source *src = NEW(keep, struct source, 1);
    struct diag ignored = { .keep = keep };
    *src = (struct source){ .path = S("built-in price book"),
                            .text = str_span(built_in[i].beg, built_in[i].end) };
    struct price_book *book = price_book_read(src, json_own(src, keep), keep, &ignored);
    book->built_in = true;
    book->n_own = 0;
    return book;
}

struct price_book *price_book_default(struct arena *keep)
{
    return price_book_built_in(S("us-east-1"), keep);
}

/* "region" of the environment's config, on top or one level below. */
struct str price_book_region(const struct data *data)
{
    static const char *const keys[] = { "region", "awsRegion", "aws_region", "AWS_REGION" };
    const struct data_source *s = data_source_named(data, S("config"), S(""));
    const struct json *root = s ? s->root : NULL;
    for (const struct json *at = root; at && root->kind == JSON_OBJECT;
         at = at == root ? root->first : at->next)
        for (ptrdiff_t i = 0; i < LEN(keys) && at->kind == JSON_OBJECT; i++) {
            const struct json *v = json_get(at, keys[i]);
            if (v && v->kind == JSON_STRING && str_char(v->str, '-') > 0)
                return v->str;
        }
    return (struct str){ 0 };
}

static void add_book(struct price_books *out, struct price_book *book)
{
    for (int i = 0; i < out->n; i++)
        if (str_equal(out->books[i]->region, book->region))
            return;
    out->books[out->n++] = book;
}

/* The site's books, each with what the program knows of its region. */
static void own_books(const struct data_source *s, const struct data *data, struct price_books *out,
                      struct arena *keep, struct diag *d)
{
    for (int i = 0; s && i < s->n_files; i++) {
        const struct json *root = s->files[i].root;
        struct price_book *other =
                              root ? price_book_built_in(json_str(json_get(root, "region")), keep)
                                   : NULL,
                          *book =
                              root ? read_book(&s->files[i].src, root, data->today, other, keep, d)
                                   : NULL;
        if (book)
            add_book(out, book);
    }
}

struct price_books price_books_of(const struct data *data, price_book_wanted *wanted,
                                  const void *ctx, struct arena *keep, struct diag *d)
{
    const struct data_source *s = data ? data_source_named(data, S("price"), S("")) : NULL;
    struct price_books out = { .books = NEW(keep, struct price_book *,
                                            LEN(built_in) + (s ? s->n_files : 0)) };
    own_books(s, data, &out, keep, d);
    int own = out.n;
    for (ptrdiff_t i = 0; i < LEN(built_in); i++) {
        bool there = false;
        for (int k = 0; k < own; k++)
            there = there || str_equal(out.books[k]->region, str_of(built_in[i].region));
        bool first = i == 0 && own == 0;
        if (!there && (first || !wanted || wanted(ctx, str_of(built_in[i].region))))
            add_book(&out, price_book_built_in(str_of(built_in[i].region), keep));
    }
    struct str config = data ? price_book_region(data) : S("");
    if (data && !config.len)
        config = data->region;
    out.region = config.len ? config : own == 1 ? out.books[0]->region : config;
    for (int i = 0; i < out.n; i++)
        if (str_equal(out.books[i]->region, out.region.len ? out.region : S("us-east-1"))) {
            struct price_book *first = out.books[i];
            out.books[i] = out.books[0];
            out.books[0] = first;
            break;
        }
    return out;
}

void price_book_known(struct buf *out)
{
    for (ptrdiff_t i = 0; i < LEN(book_keys); i++)
        buf_fmt(out, "prices/REGION.json\t%s\t\n", book_keys[i]);
    for (ptrdiff_t i = 0; i < LEN(fields); i++)
        buf_fmt(out, "prices/REGION.json\tprices.%s\t\n", fields[i].key);
}
