/* cost_table.c - cost tables of prose: which column is the money, which rows are totals. */
#include "load/cost_table.h"

enum { COLUMNS_MAX = 40 }; /* wider tables are data, not prose */

enum column { COLUMN_OTHER, COLUMN_SERVICE, COLUMN_CONFIGURATION, COLUMN_MONEY, COLUMN_ASIDE };

/* clang-format off */
static const struct {
    const char *word;
    enum column column;
} head_words[] = { /* the first that stands in a head decides, money first */
    { "cost", COLUMN_MONEY }, { "price", COLUMN_MONEY }, { "usd", COLUMN_MONEY },
    { "$", COLUMN_MONEY },
    { "eur", COLUMN_MONEY }, { "€", COLUMN_MONEY }, { "amount", COLUMN_MONEY },
    { "spend", COLUMN_MONEY },
    { "bill", COLUMN_MONEY }, { "charge", COLUMN_MONEY }, { "monthly", COLUMN_MONEY },
    { "month", COLUMN_MONEY },
    { "configuration", COLUMN_CONFIGURATION }, { "config", COLUMN_CONFIGURATION },
    { "spec", COLUMN_CONFIGURATION }, { "specs", COLUMN_CONFIGURATION },
    { "size", COLUMN_CONFIGURATION },
    { "setup", COLUMN_CONFIGURATION }, { "details", COLUMN_CONFIGURATION },
    { "detail", COLUMN_CONFIGURATION },
    { "usage", COLUMN_CONFIGURATION }, { "quantity", COLUMN_CONFIGURATION },
    { "capacity", COLUMN_CONFIGURATION },
    { "sizing", COLUMN_CONFIGURATION }, { "assumption", COLUMN_CONFIGURATION },
    { "assumptions", COLUMN_CONFIGURATION }, { "what we run", COLUMN_CONFIGURATION },
    { "description", COLUMN_CONFIGURATION }, { "notes", COLUMN_CONFIGURATION },
    { "service", COLUMN_SERVICE }, { "services", COLUMN_SERVICE }, { "resource", COLUMN_SERVICE },
    { "resources", COLUMN_SERVICE }, { "component", COLUMN_SERVICE }, { "item", COLUMN_SERVICE },
    { "effective", COLUMN_ASIDE }, { "date", COLUMN_ASIDE }, { "as of", COLUMN_ASIDE },
    { "since", COLUMN_ASIDE }, { "source", COLUMN_ASIDE }, { "updated", COLUMN_ASIDE },
    { "owner", COLUMN_ASIDE }, { "sku", COLUMN_ASIDE }, { "confidence", COLUMN_ASIDE },
    { "product", COLUMN_SERVICE }, { "aws service", COLUMN_SERVICE },
    { "line item", COLUMN_SERVICE },
};
/* a row whose name says so is the price of one, not what we pay; so is "per" with anything but a time
 * that bills come in */
static const char *const unit_prices[] = { "each", "apiece", "and hour", "/gb", "/hour", "/request", "/task" };
static const char *const bill_times[] = { "month", "months", "mo", "year", "yr", "annum", "day" };
/* a cell that says no more than this says what the row's amount is for */
static const char *const unit_cells[] = { "each", "apiece", "hour", "hourly", "hrs", "gb", "gb-month", "gb-mo", "request", "requests",
                                          "vcpu-hour", "gb-hour", "lcu-hour", "lcu-hrs", "query", "queries" };
/* what a money column's head says its cells are per */
static const struct {
    const char *word, *unit;
} periods[] = {
    { "hourly", "hour" }, { "per hour", "hour" }, { "/hour", "hour" }, { "/hr", "hour" },
    { "/h", "hour" },
    { "daily", "day" }, { "per day", "day" }, { "/day", "day" }, { "yearly", "year" },
    { "annual", "year" },
    { "annually", "year" }, { "per year", "year" }, { "/year", "year" }, { "/yr", "year" },
};
static const char *const filler[] = { /* words that may stand with "total" */
    "monthly", "cost", "costs", "per", "month", "mo", "estimated", "estimate", "grand", "all",
    "overall",
    "usd", "approximate", "approx", "about", "yearly", "annual", "annually", "year", "hourly",
    "hour",
    "infrastructure", "aws", "the", "of", "in", "for", "this", "setup", "range", "expected",
    "bill", "charges",
};
/* clang-format on */

static bool is_word_char(char c)
{
    return char_is_alnum(c) || (unsigned char)c >= 0x80;
}

static bool has_word(struct str text, struct str word)
{
    for (ptrdiff_t at = 0;;) {
        ptrdiff_t found = str_find_nocase(str_from(text, at), word);
        if (found < 0)
            return false;
        ptrdiff_t beg = at + found, end = beg + word.len;
        bool free_left = !is_word_char(word.ptr[0]) || beg == 0 || !is_word_char(text.ptr[beg - 1]);
        bool free_right = !is_word_char(word.ptr[word.len - 1]) || end == text.len ||
                          !is_word_char(text.ptr[end]);
        if (free_left && free_right)
            return true;
        at = end;
    }
}

static enum column column_by_head(struct str head)
{
    for (ptrdiff_t i = 0; i < LEN(head_words); i++)
        if (has_word(head, str_of(head_words[i].word)))
            return head_words[i].column;
    return COLUMN_OTHER;
}

static const struct quantity_unit *period_of(struct str head)
{
    for (ptrdiff_t i = 0; i < LEN(periods); i++)
        if (has_word(head, str_of(periods[i].word)))
            return quantity_unit(str_of(periods[i].unit));
    return NULL;
}

/* One column while the table is looked over. */
struct look {
    struct str head;
    struct str link;
    enum column by_head;
    const struct quantity_unit *per;
    int money, filled; /* body cells that hold money with a currency, that hold anything */
    int numbers;       /* plain numbers */
};

static const struct node *cell_at(const struct node *row, int column)
{
    const struct node *c = row->first;
    while (c && column-- > 0)
        c = c->next;
    return c;
}

static struct str link_in(const struct node *cell)
{
    for (const struct node *n = cell; n; n = node_next(n, cell))
        if (n->kind == NODE_LINK)
            return n->href;
    return (struct str){ 0 };
}

static struct str cell_text(const struct node *cell, struct arena *keep)
{
    return cell ? str_trim(node_text(cell, keep)) : (struct str){ 0 };
}

static bool plain_number(struct str text, struct quantity *q)
{
    return quantity_parse(text, q) && !q->unit && q->noun.len == 0;
}

/* "$45 (2 zones)" and "$45; grows": the amount without what is said about it. */
static struct str without_remark(struct str text)
{
    for (ptrdiff_t i = 1; i < text.len; i++)
        if (text.ptr[i] == '(' || text.ptr[i] == ';' || text.ptr[i] == '[')
            return str_trim(str_sub(text, 0, i));
    return (struct str){ 0 };
}

static bool has_digit(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (char_is_digit(s.ptr[i]))
            return true;
    return false;
}

static int look_over(const struct node *table, struct look *looks, struct arena *keep)
{
    int columns = 0;
    for (const struct node *row = table->first; row; row = row->next) {
        int i = 0;
        for (const struct node *cell = row->first; cell && i < COLUMNS_MAX;
             cell = cell->next, i++) {
            struct str text = cell_text(cell, keep);
            struct look *l = &looks[i];
            if (row->head) {
                *l = (struct look){ .head = text,
                                    .link = link_in(cell),
                                    .by_head = column_by_head(text),
                                    .per = period_of(text) };
                columns = i + 1;
                continue;
            }
            struct money m;
            struct quantity q;
            l->filled += text.len > 0;
            if (!has_digit(text)) /* most cells of most tables */
                continue;
            l->money +=
                money_parse(text, NULL, &m) && m.number.len > 0 && char_is_digit(m.number.ptr[0]);
            l->numbers += plain_number(text, &q);
        }
    }
    return columns;
}

/* A column is money when most of its cells are, or when its head says so and its cells are numbers.
 */
static bool is_money(const struct look *l)
{
    bool by_cells = l->money * 2 > l->filled;
    bool by_head = l->by_head == COLUMN_MONEY && (l->money + l->numbers) * 2 > l->filled;
    return l->filled > 0 && (by_cells || by_head);
}

/* The column of kind, else the first (or next) one that is not money. */
static int text_column(const struct look *looks, int n, enum column kind, int not )
{
    for (int i = 0; i < n; i++)
        if (looks[i].by_head == kind && i != not &&!is_money(&looks[i]))
            return i;
    for (int i = 0; i < n; i++)
        if (i != not &&!is_money(&looks[i]) && looks[i].by_head == COLUMN_OTHER)
            return i;
    for (int i = 0; i < n; i++)
        if (i != not &&!is_money(&looks[i]) && kind == COLUMN_SERVICE)
            return i;
    return -1;
}

static bool is_filler(struct str word)
{
    for (ptrdiff_t i = 0; i < LEN(filler); i++)
        if (str_equal_nocase(word, str_of(filler[i])))
            return true;
    return false;
}

/* "Total", "**Total** (monthly)", "Subtotal compute", "Sum"; but "Total Wine API" is an item. */
static enum cost_line line_of(struct str text)
{
    bool total = false, other = false;
    if (str_find_nocase(text, S("subtotal")) == 0 || str_find_nocase(text, S("sub-total")) == 0 ||
        str_find_nocase(text, S("sub total")) == 0 || has_word(text, S("subtotal")))
        return COST_LINE_SUBTOTAL;
    if (str_starts(text, S("Σ")))
        return COST_LINE_TOTAL;
    for (ptrdiff_t i = 0; i < text.len;) {
        ptrdiff_t beg = i;
        while (i < text.len && is_word_char(text.ptr[i]))
            i++;
        struct str word = str_sub(text, beg, i - beg);
        if (str_equal_nocase(word, S("total")) || str_equal_nocase(word, S("totals")) ||
            str_equal_nocase(word, S("sum")))
            total = true;
        else if (word.len > 0 && !is_filler(word))
            other = true;
        if (i == beg)
            i++;
    }
    return total && !other ? COST_LINE_TOTAL : COST_LINE_ITEM;
}

/* The columns of one cost table. */
struct columns {
    int service, configuration, money;
    const struct quantity_unit *per;
    const char *currency; /* of plain numbers below a head that says money */
};

static void read_money(const struct node *cell, const struct columns *c, struct cost_written *w,
                       struct arena *keep)
{
    struct quantity q;
    w->money_text = cell_text(cell, keep);
    w->money_place = cell ? str_trim(cell->place) : (struct str){ 0 };
    w->has_money = money_parse(w->money_text, c->per, &w->money) ||
                   money_parse(without_remark(w->money_text), c->per, &w->money);
    if (!w->has_money && plain_number(w->money_text, &q)) { /* "20" below "Cost (USD)" */
        struct str text = str_fmt(keep, "%s %.*s", c->currency, FMT(w->money_text));
        w->has_money = money_parse(text, c->per, &w->money);
        w->money.number = w->money_text;
    }
    w->unreadable = !w->has_money && w->money_text.len > 0;
}

static bool in_words(const char *const *words, ptrdiff_t n, struct str word)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

/* "per hour", "(per task)", "/GB"; but "per month" is what we pay. */
static bool names_unit_price(struct str service)
{
    for (ptrdiff_t i = 0; i < LEN(unit_prices); i++)
        if (has_word(service, str_of(unit_prices[i])))
            return true;
    for (ptrdiff_t i = 0; i + 4 < service.len; i++) {
        bool begins = i == 0 || !is_word_char(service.ptr[i - 1]);
        if (!begins || !str_equal_nocase(str_sub(service, i, 4), S("per ")))
            continue;
        ptrdiff_t end = i + 4;
        while (end < service.len && is_word_char(service.ptr[end]))
            end++;
        if (!in_words(bill_times, LEN(bill_times), str_sub(service, i + 4, end - i - 4)))
            return true;
    }
    return false;
}

/* The row says in another cell what its amount is for. */
static bool has_unit_cell(const struct node *row, const struct columns *c, struct arena *keep)
{
    int i = 0;
    for (const struct node *cell = row->first; cell; cell = cell->next, i++) {
        struct str text = i == c->money ? (struct str){ 0 } : cell_text(cell, keep);
        bool per = str_find_nocase(text, S("per ")) == 0 || str_starts(text, S("/"));
        if (in_words(unit_cells, LEN(unit_cells), text) || (per && names_unit_price(text)))
            return true;
    }
    return false;
}

static struct cost_written read_row(const struct node *row, const struct columns *c,
                                    struct arena *keep)
{
    struct cost_written w = { 0 };
    const struct node *service = cell_at(row, c->service);
    const struct node *configuration =
        c->configuration >= 0 ? cell_at(row, c->configuration) : NULL;
    w.service = cell_text(service, keep);
    w.configuration = cell_text(configuration, keep);
    w.service_place = service ? service->place : (struct str){ 0 };
    w.configuration_place = configuration ? configuration->place : (struct str){ 0 };
    if (service)
        w.link = link_in(service);
    read_money(cell_at(row, c->money), c, &w, keep);
    w.kind = line_of(w.service);
    if (w.kind == COST_LINE_ITEM && w.service.len == 0 &&
        line_of(w.configuration) != COST_LINE_ITEM)
        w.kind = line_of(w.configuration);
    if (w.kind == COST_LINE_ITEM && ((!w.has_money && !w.unreadable) ||
                                     names_unit_price(w.service) || has_unit_cell(row, c, keep)))
        w.kind = COST_LINE_OTHER;
    return w;
}

/* A total that speaks of a year below monthly rows. */
static void fit_period(struct cost_written *w, const struct columns *c)
{
    if (w->kind == COST_LINE_ITEM || !w->has_money || w->money.per_written || c->per)
        return;
    for (ptrdiff_t i = 0; i < LEN(periods); i++) {
        struct money m;
        if (has_word(w->service, str_of(periods[i].word)) &&
            money_parse(w->money_text, quantity_unit(str_of(periods[i].unit)), &m))
            w->money = m;
    }
}

/* The heading before the table, on the same or an outer level. */
static struct str heading_before(const struct node *node, struct arena *keep)
{
    for (const struct node *at = node; at->parent; at = at->parent) {
        const struct node *heading = NULL;
        for (const struct node *n = at->parent->first; n && n != at; n = n->next)
            if (n->kind == NODE_HEADING)
                heading = n;
        if (heading)
            return node_text(heading, keep);
    }
    return (struct str){ 0 };
}

static const char *common_currency(const struct cost_table *t)
{
    const char *best = "USD";
    int most = 0;
    for (int i = 0; i < t->n_rows; i++) {
        int count = 0;
        if (!t->rows[i].has_money)
            continue;
        for (int k = 0; k < t->n_rows; k++)
            count += t->rows[k].has_money && str_equal(str_of(t->rows[k].money.currency),
                                                       str_of(t->rows[i].money.currency));
        if (count > most) {
            most = count;
            best = t->rows[i].money.currency;
        }
    }
    return best;
}

static bool read_table(const struct source *src, const struct node *table, const struct look *looks,
                       struct columns c, struct arena *keep, struct cost_table *t)
{
    enum {
        ROWS_MAX = 500
    }; /* longer tables are exports, not prose; the currency count is quadratic */
    int rows = 0, items = 0;
    for (const struct node *row = table->first; row; row = row->next)
        rows += !row->head;
    if (rows == 0 || rows > ROWS_MAX)
        return false;
    *t = (struct cost_table){ .src = src,
                              .place = table->place,
                              .column = looks[c.money].head,
                              .link = looks[c.money].link,
                              .heading = heading_before(table, keep) };
    t->rows = NEW(keep, struct cost_written, rows);
    for (const struct node *row = table->first; row; row = row->next) {
        if (row->head)
            continue;
        struct cost_written *w = &t->rows[t->n_rows++];
        *w = read_row(row, &c, keep);
        fit_period(w, &c);
        items += w->kind == COST_LINE_ITEM && w->has_money;
    }
    t->currency = common_currency(t);
    return items > 0;
}

/* Whether another money column says the same for the month while this one is per hour or year. */
static bool is_twin(const struct look *looks, int n, int column)
{
    if (!looks[column].per)
        return false;
    for (int i = 0; i < n; i++)
        if (i != column && is_money(&looks[i]) && !looks[i].per)
            return true;
    return false;
}

/* "Unit price", "rate": what one costs, not what all cost. */
static bool is_unit_price(const struct look *looks, int n, int column)
{
    struct str head = looks[column].head;
    bool unit = has_word(head, S("unit")) || has_word(head, S("rate")) || has_word(head, S("each"));
    if (has_word(head, S("unit")) || has_word(head, S("each")))
        return true;
    for (int i = 0; unit && i < n; i++)
        if (i != column && is_money(&looks[i]))
            return true;
    return false;
}

struct cost_table *cost_table_read(const struct source *src, const struct node *table,
                                   struct arena *keep, int *n)
{
    struct look looks[COLUMNS_MAX] = { 0 };
    int columns = look_over(table, looks, keep), money = 0;
    *n = 0;
    for (int i = 0; i < columns; i++)
        money += is_money(&looks[i]);
    if (money == 0)
        return NULL;
    struct cost_table *out = NEW(keep, struct cost_table, money);
    int service = text_column(looks, columns, COLUMN_SERVICE, -1);
    if (service < 0)
        return out;
    int configuration = text_column(looks, columns, COLUMN_CONFIGURATION, service);
    for (int i = 0; i < columns; i++) {
        if (!is_money(&looks[i]) || is_twin(looks, columns, i) || is_unit_price(looks, columns, i))
            continue;
        struct str head = looks[i].head;
        bool euro = has_word(head, S("€")) || has_word(head, S("eur")) || has_word(head, S("euro"));
        struct columns c = { service, configuration, i, looks[i].per, euro ? "EUR" : "USD" };
        *n += read_table(src, table, looks, c, keep, &out[*n]);
    }
    return out;
}

/* The first amount in text, if it says per what: "~$50-80/month", and nothing behind that. */
static bool money_in(struct str text, struct str *found, struct money *m)
{
    enum { LONGEST = 40 };
    for (ptrdiff_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '$' && !str_starts(str_from(text, i), S("€")))
            continue;
        ptrdiff_t beg = i > 0 && text.ptr[i - 1] == '~' ? i - 1 : i;
        for (ptrdiff_t end = i + 1; end <= text.len && end - beg <= LONGEST; end++) {
            struct str piece = str_sub(text, beg, end - beg);
            if ((end < text.len && is_word_char(text.ptr[end])) || !money_parse(piece, NULL, m) ||
                !m->per_written)
                continue;
            *found = str_trim(piece);
            return true;
        }
        return false; /* an amount that is for no time: a comparison, or no running cost */
    }
    return false;
}

/* Tables have rows of their own; what quotes, notes and links say is discussed or checked
 * elsewhere. */
static bool is_plain(const struct node *node)
{
    for (const struct node *n = node; n; n = n->parent)
        if (n->kind == NODE_TABLE || n->kind == NODE_HEADING || n->kind == NODE_QUOTE ||
            n->kind == NODE_ALERT)
            return false;
    for (const struct node *n = node; n; n = node_next(n, node))
        if (n->kind == NODE_LINK && str_char(n->place, '$') >= 0)
            return false;
    return true;
}

/* One amount, in a sentence that is about cost: two amounts are a comparison. */
static bool is_about_cost(struct str text, struct str found)
{
    static const char *const words[] = {
        "cost", "costs",  "price", "priced", "pricing", "pay",
        "bill", "billed", "fee",   "fees",   "charge",  "charges"
    };
    struct str rest = str_span(found.ptr + found.len, text.ptr + text.len);
    if (str_char(rest, '$') >= 0 || str_find(rest, S("€")) >= 0)
        return false;
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (has_word(text, str_of(words[i])))
            return true;
    return str_trim(text).ptr == found.ptr;
}

/* Who names several sizes compares them; which of them the amount is of, only a reader can tell. */
static bool names_several_sizes(struct str heading, struct str text)
{
    static const char *const sizes[] = { "small", "medium",      "large",      "dev",
                                         "prod",  "development", "production", "staging" };
    int n = 0;
    for (ptrdiff_t i = 0; i < LEN(sizes); i++)
        n += has_word(text, str_of(sizes[i])) || has_word(heading, str_of(sizes[i]));
    return n > 1;
}

bool cost_table_sentence(const struct source *src, const struct node *node, struct arena *keep,
                         struct cost_table *out)
{
    enum { LONGEST = 2000 }; /* a paragraph, not a chapter */
    struct str found;
    if (node->kind != NODE_PARAGRAPH &&
        !(node->kind == NODE_ITEM && node->first && node->first->kind >= NODE_TEXT))
        return false;
    struct str text = node_text(node, keep);
    struct cost_written *w = NEW(keep, struct cost_written, 1);
    if (!is_plain(node) || text.len > LONGEST || !money_in(text, &found, &w->money) ||
        !is_about_cost(text, found))
        return false;
    struct str heading = heading_before(node, keep);
    if (names_several_sizes(heading, text) || names_unit_price(text))
        return false;
    ptrdiff_t at = str_find(node->place, found);
    *out = (struct cost_table){ .src = src,
                                .place = node->place,
                                .rows = w,
                                .n_rows = 1,
                                .heading = heading,
                                .currency = w->money.currency };
    w->service = out->heading;
    w->configuration = text;
    w->has_money = true;
    w->money_text = found;
    w->service_place = w->configuration_place = node->place;
    w->money_place = at >= 0 ? str_sub(node->place, at, found.len) : node->place;
    return true;
}
