/* price_list.c - streams an AWS price list past the prices of a book.
 *
 * The first pass over the list finds the products that belong to the book, the second their
 * on-demand prices (load/price_slots.h). Both passes see JSON as leaves with their path:
 *
 *     bulk          products/SKU/attributes/NAME terms/OnDemand/SKU/TERM/priceDimensions/RATE/unit
 *     get-products  product/attributes/NAME        terms/OnDemand/TERM/priceDimensions/RATE/unit
 *
 * A bulk CSV has a line for each price with all attributes. */
#include "load/price_list.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "load/price_slots.h"

enum { DEPTH = 12, NESTING = 200, COLUMNS = 256 };

struct walk {
    bool
        mapped; /* the text is a file's pages: those behind are let go, so that a large list costs no memory */
    struct price_slots *slots;
    struct str path;
    struct diag *d;
    bool bulk;   /* paths have the SKU in them */
    bool prices; /* second pass */
    struct str key[DEPTH];
    int depth;            /* keys above the current value */
    bool object[NESTING]; /* what the current value stands in */
    int nesting;
    struct price_product product;
    struct str sku; /* get-products: of this document */
    struct price_term term;
};

static struct str bare(struct str raw)
{
    return raw.len >= 2 ? str_sub(raw, 1, raw.len - 2) : raw;
}

static bool at(const struct walk *w, int level, const char *key)
{
    return w->depth > level && str_equal(w->key[level], str_of(key));
}

/* products/SKU/attributes/NAME or product/attributes/NAME */
static void product_leaf(struct walk *w, struct str value)
{
    int level = w->bulk ? 2 : 1;
    if (w->depth == level + 2 && at(w, level, "attributes"))
        price_slots_attribute(&w->product, w->key[level + 1], value);
    else if (w->depth == level + 1 && at(w, level, "sku"))
        w->product.sku = value;
}

/* terms/OnDemand/[SKU/]TERM/… */
static void term_leaf(struct walk *w, struct str value)
{
    int level = w->bulk ? 4 : 3; /* below the term */
    struct price_dimension *now = &w->term.now;
    if (w->depth == level + 1 && at(w, level, "effectiveDate"))
        w->term.effective = value;
    if (!at(w, level, "priceDimensions") || w->depth < level + 3)
        return;
    if (w->depth == level + 4 && at(w, level + 2, "pricePerUnit") && at(w, level + 3, "USD"))
        now->usd = value;
    else if (at(w, level + 2, "unit"))
        now->unit = value;
    else if (at(w, level + 2, "beginRange"))
        now->begin = value;
    else if (at(w, level + 2, "description"))
        now->description = value;
}

static void leaf(struct walk *w, struct str value)
{
    if (w->depth > DEPTH)
        return;
    if (w->depth == 1 && at(w, 0, "version") && w->slots->version.len == 0)
        w->slots->version = str_copy(value, w->slots->keep);
    else if (!w->prices && at(w, 0, w->bulk ? "products" : "product"))
        product_leaf(w, value);
    else if (w->prices && at(w, 0, "terms") && at(w, 1, "OnDemand"))
        term_leaf(w, value);
}

/* An object at w->key[0..depth) ended. */
static void object_end(struct walk *w)
{
    int term = w->bulk ? 4 : 3;
    if (!w->prices && w->depth == (w->bulk ? 2 : 1) && at(w, 0, w->bulk ? "products" : "product")) {
        if (w->bulk)
            w->product.sku = w->key[1];
        w->sku = w->product.sku;
        price_slots_product(w->slots, &w->product);
        w->product = (struct price_product){ 0 };
    }
    if (!w->prices || !at(w, 0, "terms") || !at(w, 1, "OnDemand"))
        return;
    if (w->depth == term + 2 && at(w, term, "priceDimensions"))
        price_slots_dimension(&w->term);
    else if (w->depth == term)
        price_slots_term(w->slots, w->bulk ? w->key[2] : w->sku, &w->term, w->path, w->d);
}

/* The value the last key stands for is over. */
static void value_end(struct walk *w)
{
    if (w->nesting > 0 && w->object[w->nesting - 1])
        w->depth--;
}

/* One token; false at the end. */
static bool step(struct walk *w, struct json_token t)
{
    switch (t.kind) {
    case JSON_T_KEY:
        if (w->depth < DEPTH)
            w->key[w->depth] = bare(t.raw);
        w->depth++;
        return true;
    case JSON_T_OBJECT:
    case JSON_T_ARRAY:
        if (w->nesting < NESTING)
            w->object[w->nesting] = t.kind == JSON_T_OBJECT;
        w->nesting++;
        return true;
    case JSON_T_OBJECT_END:
        if (w->depth <= DEPTH)
            object_end(w);
        w->nesting--;
        value_end(w);
        return true;
    case JSON_T_ARRAY_END:
        w->nesting--;
        value_end(w);
        return true;
    case JSON_T_END:
    case JSON_T_ERROR:
        return false;
    default:
        if (t.kind == JSON_T_STRING || t.kind == JSON_T_NUMBER)
            leaf(w, t.kind == JSON_T_STRING ? bare(t.raw) : t.raw);
        value_end(w);
        return true;
    }
}

/* Pages that were read come back from the file when somebody asks for them again. */
static void let_go(struct str text, ptrdiff_t from, ptrdiff_t to)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
    uintptr_t beg = ((uintptr_t)text.ptr + (uintptr_t)from + page) & ~page,
              end = ((uintptr_t)text.ptr + (uintptr_t)to) & ~page;
    if (end > beg)
        madvise((void *)beg, end - beg, MADV_DONTNEED);
}

/* Walks one JSON text; false after a syntax error. */
static bool walk_json(struct walk *w, struct str text)
{
    enum { STEP = 1 << 22 };
    struct json_reader r = json_reader_open(text);
    struct json_token t;
    ptrdiff_t gone = 0;
    w->depth = w->nesting = 0;
    do {
        t = json_next(&r);
        if (w->mapped && r.at - gone > STEP) {
            let_go(text, gone, r.at);
            gone = r.at;
        }
    } while (step(w, t));
    return t.kind == JSON_T_END;
}

static bool both_passes(struct walk *w, struct str text)
{
    w->prices = false;
    if (!walk_json(w, text))
        return false;
    w->prices = true;
    return walk_json(w, text);
}

/* The text of the object that has just begun, to its end. */
static struct str object_text(struct json_reader *r, struct json_token t)
{
    const char *beg = t.raw.ptr;
    for (int depth = 1; depth > 0 && t.kind != JSON_T_END && t.kind != JSON_T_ERROR;) {
        t = json_next(r);
        depth += t.kind == JSON_T_OBJECT;
        depth -= t.kind == JSON_T_OBJECT_END;
    }
    return str_span(beg, t.raw.ptr + t.raw.len);
}

/* The elements of "PriceList": documents as strings, or as they are. */
static bool get_products(struct walk *w, struct json_reader *r)
{
    struct json_token t = json_next(r);
    if (t.kind != JSON_T_ARRAY)
        return false;
    for (;;) {
        struct arena scratch = arena_open((ptrdiff_t)1 << 26);
        char *start = scratch.beg;
        t = json_next(r);
        bool more = t.kind == JSON_T_STRING || t.kind == JSON_T_OBJECT;
        if (more && !both_passes(w, t.kind == JSON_T_STRING ? json_decode(t.raw, &scratch)
                                                            : object_text(r, t)))
            diag_file(w->d, RULE(INPUT_JSON), w->path, "a product that is no JSON");
        arena_close(start, &scratch);
        if (!more)
            return t.kind == JSON_T_ARRAY_END;
    }
}

static bool import_json(struct walk *w, struct str text)
{
    struct json_reader r = json_reader_open(text);
    struct json_token t = json_next(&r);
    if (t.kind != JSON_T_OBJECT)
        return false;
    for (t = json_next(&r); t.kind == JSON_T_KEY; t = json_next(&r)) {
        struct str key = bare(t.raw);
        if (str_equal(key, S("PriceList")))
            return get_products(w, &r);
        if (str_equal(key, S("products")) || str_equal(key, S("terms"))) {
            w->bulk = true;
            return both_passes(w, text);
        }
        t = json_next(&r);
        if (t.kind == JSON_T_OBJECT)
            object_text(&r, t);
    }
    return false;
}

/* One field of a CSV line, quotes taken off; doubled quotes inside stay as they are. */
static struct str csv_field(struct str *line)
{
    struct str s = *line, field;
    if (!str_starts(s, S("\""))) {
        struct cut c = str_cut(s, ',');
        *line = c.tail;
        return c.head;
    }
    ptrdiff_t i = 1;
    while (i < s.len && (s.ptr[i] != '"' || (i + 1 < s.len && s.ptr[i + 1] == '"')))
        i += s.ptr[i] == '"' ? 2 : 1;
    field = str_sub(s, 1, i - 1);
    s = str_from(s, i + 1);
    *line = str_starts(s, S(",")) ? str_from(s, 1) : s;
    return field;
}

static void csv_line(struct walk *w, const struct str *heads, int n, struct str line)
{
    bool on_demand = true;
    w->product = (struct price_product){ 0 };
    for (int i = 0; i < n && line.len > 0; i++) {
        struct str value = csv_field(&line), head = heads[i];
        struct price_dimension *now = &w->term.now;
        if (str_equal(head, S("SKU")))
            w->product.sku = value;
        else if (str_equal(head, S("TermType")))
            on_demand = str_equal(value, S("OnDemand"));
        else if (str_equal(head, S("PriceDescription")))
            now->description = value;
        else if (str_equal(head, S("EffectiveDate")))
            w->term.effective = value;
        else if (str_equal(head, S("StartingRange")))
            now->begin = value;
        else if (str_equal(head, S("Unit")))
            now->unit = value;
        else if (str_equal(head, S("PricePerUnit")))
            now->usd = value;
        else if (str_equal(head, S("Currency")))
            on_demand = on_demand && str_equal(value, S("USD"));
        else
            price_slots_attribute(&w->product, head, value);
    }
    if (on_demand) {
        price_slots_product(w->slots, &w->product);
        price_slots_dimension(&w->term);
    }
    price_slots_term(w->slots, w->product.sku, &w->term, w->path, w->d);
}

static bool import_csv(struct walk *w, struct str text)
{
    struct str heads[COLUMNS];
    int n = 0;
    while (text.len > 0) {
        struct str line = str_line(&text);
        if (n > 0) {
            csv_line(w, heads, n, line);
            continue;
        }
        struct str rest = line, first = csv_field(&rest);
        if (str_equal(first, S("Version")))
            w->slots->version = csv_field(&rest);
        if (!str_equal(first, S("SKU")))
            continue;
        while (line.len > 0 && n < COLUMNS)
            heads[n++] = csv_field(&line);
    }
    return n > 0;
}

static bool import_text(const struct source *list, bool mapped, struct str region,
                        struct price_book *book, struct arena *keep, struct diag *d,
                        struct price_slots_counts *n)
{
    struct price_slots slots = price_slots_open(book, region, keep);
    struct walk *w = NEW(keep, struct walk, 1);
    struct str text = list->text;
    *n = (struct price_slots_counts){ 0 };
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_from(text, 3);
    w->mapped = mapped;
    w->slots = &slots;
    w->path = list->path;
    w->d = d;
    struct str head = str_trim(str_sub(text, 0, 4096));
    bool ok = str_starts(head, S("{")) ? import_json(w, text) : import_csv(w, text);
    if (!ok) {
        diag_file(d, RULE(INPUT_JSON), list->path,
                  "no AWS price list: neither get-products nor a bulk offer, or cut off");
        return false;
    }
    price_slots_finish(&slots, list->path, d, n);
    return true;
}

bool price_list_import(const struct source *list, struct str region, struct price_book *book,
                       struct arena *keep, struct diag *d, struct price_slots_counts *n)
{
    return import_text(list, false, region, book, keep, d, n);
}

bool price_list_import_mapped(const struct source *list, struct str region, struct price_book *book,
                              struct arena *keep, struct diag *d, struct price_slots_counts *n)
{
    return import_text(list, true, region, book, keep, d, n);
}

int price_list_map(const char *path, struct str *text)
{
    struct stat st;
    int error = 0, fd = open(path, O_RDONLY | O_CLOEXEC);
    *text = (struct str){ 0 };
    if (fd < 0)
        return errno;
    if (fstat(fd, &st) != 0) {
        error = errno;
    } else if (!S_ISREG(st.st_mode)) {
        error = EINVAL;
    } else if (st.st_size > 0) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED)
            error = errno;
        else
            *text = (struct str){ p, (ptrdiff_t)st.st_size };
    }
    close(fd);
    return error;
}

static void put_member(struct buf *out, const char *name, struct str value)
{
    if (value.len == 0)
        return;
    buf_fmt(out, ",\n   \"%s\": ", name);
    buf_json(out, value);
}

static void put_tier(struct buf *out, const struct price *p)
{
    if (p->begin.num == 0 && p->end.num == 0)
        return;
    put_member(out, "tier_begin", ratio_show(p->begin, 10, true, out->arena));
    put_member(out, "tier_end",
               p->end.num > 0 ? ratio_show(p->end, 10, true, out->arena) : S("Inf"));
}

static void put_price(struct buf *out, const struct price *p)
{
    struct ratio usd = { 0, 1 };
    ratio_make(p->e10, MONEY_USD, &usd);
    buf_put(out, S("  {\n   \"key\": "));
    buf_json(out, p->key);
    put_member(out, "service", p->service);
    put_member(out, "usage", p->usage);
    put_member(out, "unit", p->unit);
    put_member(out, "price_usd",
               p->percent_off ? money_decimal(p->e10, out->arena)
                              : ratio_show(usd, 10, false, out->arena));
    if (p->high_e10 != p->e10)
        put_member(out, "price_usd_high", money_decimal(p->high_e10, out->arena));
    put_tier(out, p);
    if (p->free.num > 0)
        put_member(out, "free", ratio_show(p->free, 10, true, out->arena));
    put_member(out, "region", p->region);
    put_member(out, "effective_date", p->effective);
    put_member(out, "source", p->source);
    put_member(out, "confidence", p->confidence);
    put_member(out, "note", p->note);
    put_member(out, "sku", p->sku);
    buf_put(out, S("\n  }"));
}

void price_list_write(const struct price_book *book, struct buf *out)
{
    buf_put(out, S("{\n \"schema\": \"price-book/1\",\n \"region\": "));
    buf_json(out, book->region);
    buf_put(out, S(",\n \"currency\": "));
    buf_json(out, book->currency);
    buf_fmt(out,
            ",\n \"hours_per_month\": %lld,\n \"generated\": ", (long long)book->hours_per_month);
    buf_json(out, book->generated);
    if (book->disclaimer.len > 0) {
        buf_put(out, S(",\n \"disclaimer\": "));
        buf_json(out, book->disclaimer);
    }
    buf_put(out, S(",\n \"prices\": [\n"));
    for (int i = 0; i < book->n_prices; i++) {
        buf_put(out, i ? S(",\n") : S(""));
        put_price(out, &book->prices[i]);
    }
    buf_put(out, S("\n ]\n}\n"));
}
