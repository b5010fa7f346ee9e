/* cost_table.c - rows of hand-written cost tables, column by column; and prose that says a price. */
#include "load/cost_table.h"

#include "load/cost_columns.h"
#include "model/quantity.h"

/* clang-format off */
/* what a row's name or another cell says the amount is the price of */
static const char *const units[] = { "each", "apiece", "and hour" };
static const char *const unit_cells[] = { "each", "apiece", "hour", "hourly", "hrs", "gb", "gb-month", "gb-mo", "request", "requests", "1m requests",
    "vcpu-hour", "gb-hour", "lcu-hour", "lcu-hrs", "query", "queries", "million requests", "hr" };
static const char *const slash_units[] = { "request", "requests", "query", "queries", "user", "seat", "instance", "node", "task", "zone", "az", "key",
    "secret", "image", "million", "call", "message", "event", "lcu", "unit", "hour", "hr", "connection" };
static const char *const bill_times[] = { "month", "months", "mo", "year", "yr", "annum", "day", "environment", "week" };
/* clang-format on */

/* A table while its rows are read. */
struct rows {
    const struct services *s;
    const struct cost_columns *c;
    const struct cost_column *money, *high; /* high: of a pair low and high, or NULL */
    struct arena *keep;
    struct cost_table *t;
};

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

static const struct node *cell_at(const struct node *row, ptrdiff_t column)
{
    const struct node *c = column >= 0 ? row->first : NULL;
    while (c && column-- > 0)
        c = c->next;
    return c;
}

/* "I/O" and "ARM/Graviton" are names: only of an amount is every word behind a slash a unit. */
static bool is_unit(struct str word)
{
    return word.len > 1 &&
           (quantity_unit(word) || str_among_nocase(word, slash_units, LEN(slash_units)));
}

/* "NAT gateway, per hour, and per GB": the first words that say what an amount is the price of; a time that
 * bills come in is none. */
static struct str unit_of(struct str text, bool amount)
{
    for (ptrdiff_t i = 0; i + 1 < text.len; i++) {
        bool slash = text.ptr[i] == '/', begins = i == 0 || !is_word_char(text.ptr[i - 1]);
        ptrdiff_t from = slash ? i + 1 : i + 4;
        from += slash && amount && text.ptr[from] == ' ' && from + 1 < text.len; /* "$0.10 / hr" */
        if (slash ? !char_is_alpha(text.ptr[from])
                  : !begins || !str_equal_nocase(str_sub(text, i, 4), S("per ")))
            continue;
        ptrdiff_t end = from;
        while (end < text.len && (is_word_char(text.ptr[end]) || text.ptr[end] == '-'))
            end++;
        if (end > from && (!slash || amount || is_unit(str_sub(text, from, end - from))) &&
            !str_among_nocase(str_sub(text, from, end - from), bill_times, LEN(bill_times)))
            return str_from(text, i);
    }
    for (ptrdiff_t i = 0; i < LEN(units); i++)
        if (has_word(text, str_of(units[i])))
            return text;
    return (struct str){ 0 };
}

static bool list_has(const struct rows *r, enum word_list list, struct str text)
{
    return services_in(r->s, list, text, arena_upper(r->keep)) != NULL;
}

static bool made_of(const struct rows *r, unsigned lists, struct str text)
{
    return services_only(r->s, lists, text, arena_upper(r->keep));
}

/* ---- amounts ---- */

/* "$1.10/hr (~$803/mo)": the amount for a month behind one for less. */
static bool monthly_remark(const struct rows *r, struct str rest, struct money_cell *m)
{
    for (ptrdiff_t i = 0; i < rest.len; i++) {
        struct money_cell later;
        struct ratio months;
        bool starts = rest.ptr[i] == '$' || str_starts(str_from(rest, i), S("€"));
        if (!starts || !money_cell(str_from(rest, i), NULL, r->money->comma, &later))
            continue;
        bool monthly =
            services_in(r->s, WORDS_PERIODS, later.rest, arena_upper(r->keep)) &&
            str_equal(str_of(cost_period(r->s, later.rest, arena_upper(r->keep), &months)),
                      S("month"));
        if (monthly)
            *m = later;
        return monthly;
    }
    return false;
}

static bool has_amount(struct str text)
{
    for (ptrdiff_t i = 0; i + 1 < text.len; i++)
        if ((text.ptr[i] == '$' || str_starts(str_from(text, i), S("€"))))
            return true;
    return false;
}

/* "GB-month", "LCU-hour", "user/month": the price of one, and no amount for a time. */
static bool names_measure(const struct rows *r, struct str text)
{
    struct arena scratch = arena_upper(r->keep);
    struct token *t = NEW(&scratch, struct token, TOKENS_MAX);
    int n = services_tokens(text, t, &scratch), len;
    for (int i = 0; i<n; i += len> 0 ? len : 1) {
        const struct service_word *w = services_at(r->s, WORDS_NOUNS, t, n, i, &len);
        if (w && !str_equal(w->name, S("hours")))
            return true;
    }
    return false;
}

/* "/ mes", "per hour", "a day" right behind the amount: its own period; false: none. */
static bool own_period(const struct rows *r, struct str rest, struct ratio *months)
{
    struct str words = str_cut(rest, '(').head;
    bool per = str_starts(words, S("/")) || str_find_nocase(words, S("per ")) == 0 ||
               str_find_nocase(words, S("a ")) == 0 || str_find_nocase(words, S("pro ")) == 0 ||
               str_find_nocase(words, S("al ")) == 0;
    struct str only = per && str_starts(words, S("/")) ? str_from(words, 1) : words;
    unsigned lists = 1U << WORDS_PERIODS | 1U << WORDS_FILLER | 1U << WORDS_TOTAL_WORDS;
    if (names_measure(r, only))
        return false;
    if (only.len == 0 || !list_has(r, WORDS_PERIODS, only) || !made_of(r, lists, only))
        return false;
    return !str_equal(str_of(cost_period(r->s, only, arena_upper(r->keep), months)), S("once"));
}

static bool scale(struct money *m, struct ratio by)
{
    struct money_exact a = { m->low, 1 }, b = { m->high, 1 };
    return money_exact_times(&a, by) && money_exact_times(&b, by) && money_round(a, &m->low) &&
           money_round(b, &m->high);
}

static void set_month(const struct rows *r, struct cost_written *w, struct ratio months)
{
    w->month = w->money;
    w->month.per_written = w->money.per_written || ratio_cmp(months, ratio_whole(1)) != 0;
    w->has_month = months.num > 0 && scale(&w->month, months);
    struct ratio back;
    if (ratio_cmp(months, r->t->months) == 0 || months.num == 0 || r->t->months.num == 0)
        return;
    if (ratio_div(months, r->t->months, &back)) /* into the period of its column */
        scale(&w->money, back);
    w->money.low_places = w->money.high_places = 0;
}

/* "$0.40 × 2": so often, and nothing behind it. False: something stands there that is no whole number. */
static bool take_times(struct money_cell *m)
{
    static const char *const signs[] = { "×", "x ", "* " };
    for (ptrdiff_t i = 0; i < LEN(signs); i++) {
        struct str sign = str_of(signs[i]);
        ptrdiff_t at = str_find(m->rest, sign);
        int64_t n;
        if (at < 0 || (at > 0 && char_is_alpha(m->rest.ptr[at - 1])))
            continue;
        if (!str_int64(str_trim(str_from(m->rest, at + sign.len)), &n) || n < 1 || n > 1000000 ||
            !scale(&m->money, ratio_whole(n)))
            return false;
        m->rest = str_trim(str_sub(m->rest, 0, at));
    }
    return true;
}

/* One cell of amounts. */
static void read_money(const struct rows *r, const struct node *cell, const struct cost_column *c,
                       struct cost_written *w)
{
    struct money_cell m;
    bool struck;
    struct str text = cost_cell_text(cell, r->keep, &struck);
    struct ratio months = r->t->months;
    w->money_text = text;
    w->money_place = cell ? str_trim(cell->place) : (struct str){ 0 };
    if (struck || text.len == 0) {
        w->kind = struck ? COST_LINE_OTHER : w->kind;
        return;
    }
    if (made_of(r, 1U << WORDS_NOTHING, text) || str_equal(text, S("–")) ||
        str_equal(text, S("-")) || str_equal(text, S("—"))) {
        w->has_money = w->none = true;
        w->money = (struct money){ .currency = r->t->currency, .number = text };
        set_month(r, w, months);
        return;
    }
    w->unreadable = true;
    if (!money_cell(text, c->currency, c->comma, &m))
        return;
    if (!take_times(&m))
        return;
    w->percent = m.percent;
    if (m.percent) {
        w->money = m.money;
        return;
    }
    bool month_too = has_amount(m.rest) && monthly_remark(r, m.rest, &m);
    if (has_amount(m.rest) && !month_too)
        return;
    if (r->money->role != COST_ROLE_RATE && own_period(r, m.rest, &months))
        m.money.per_written = ratio_cmp(months, ratio_whole(1)) != 0;
    else
        w->unit = unit_of(str_cut(m.rest, '(').head, true);
    w->unreadable = false;
    w->has_money = true;
    w->open = m.open || str_starts(m.rest, S("+"));
    w->money = m.money;
    w->none = m.money.low == 0 && m.money.high == 0;
    set_month(r, w, months);
}

/* The high column of a pair ends the range. */
static void read_high(const struct rows *r, const struct node *row, struct cost_written *w)
{
    struct cost_written high = { 0 };
    if (!r->high || !w->has_money)
        return;
    read_money(r, cell_at(row, r->high - r->c->all), r->high, &high);
    if (!high.has_money || high.money.high < w->money.low) {
        w->has_money = false;
        w->unreadable = true;
        return;
    }
    w->high_text = high.money_text;
    w->money.range = w->month.range = true;
    w->money.high = high.money.high;
    w->month.high = high.month.high;
    w->money.high_places = high.money.high_places;
    w->none = w->none && high.none;
}

/* ---- what a row is ---- */

static bool is_bold(const struct node *cell)
{
    int strong = 0;
    for (const struct node *c = cell ? cell->first : NULL; c; c = c->next)
        if (c->kind == NODE_STRONG)
            strong++;
        else if (c->kind != NODE_TEXT || str_trim(c->text).len > 0)
            return false;
    return strong > 0;
}

/* only: nothing else is said; begins, ends: it does so with the word; last: nothing stands below. */
static bool is_total(const struct cost_written *w, bool total, bool only, bool begins, bool ends,
                     bool last)
{
    return (total && only) || (begins && (w->bold || last)) || (ends && w->bold) ||
           (total && w->bold && last); /* "v2 Total (scaled)" */
}

/* "Total", "TOTAL (est.)", "Gesamt", "Yearly"; but "Total Wine API" is an item. */
static void find_total(const struct rows *r, struct str name, bool last, struct cost_written *w)
{
    enum {
        WORDS = 1U << WORDS_TOTALS | 1U << WORDS_SUBTOTALS | 1U << WORDS_TOTAL_WORDS |
                1U << WORDS_PERIODS | 1U << WORDS_FILLER
    };
    bool total = list_has(r, WORDS_TOTALS, name), sub = list_has(r, WORDS_SUBTOTALS, name);
    bool only = made_of(r, WORDS, name) || str_starts(name, S("Σ"));
    bool begins =
        str_find_nocase(name, S("total")) == 0 || str_find_nocase(name, S("grand total")) == 0;
    bool ends = name.len > 5 && str_equal_nocase(str_from(name, name.len - 5), S("total"));
    if (sub)
        w->kind = COST_LINE_SUBTOTAL;
    else if (is_total(w, total, only, begins, ends, last))
        w->kind = COST_LINE_TOTAL;
    else
        return;
    w->sure = (only || (sub && last)) && !list_has(r, WORDS_TOTAL_DOUBT, name);
    struct ratio months;
    const char *period = cost_period(r->s, name, arena_upper(r->keep), &months);
    bool own = list_has(r, WORDS_PERIODS, name) && !w->money.per_written;
    w->times = ratio_whole(1);
    if (!own || str_equal(str_of(period), str_of(r->t->period)))
        return;
    if (months.num == 0 || r->t->months.num == 0 || !ratio_div(r->t->months, months, &w->times))
        w->sure = false;
    w->month = w->money;
    w->has_month = w->has_money && months.num > 0 && scale(&w->month, months);
}

/* The row says in another cell what its amount is for. */
static struct str unit_cell(const struct rows *r, const struct node *row)
{
    int i = 0;
    for (const struct node *cell = row->first; cell; cell = cell->next, i++) {
        bool struck, text = &r->c->all[i] != r->money && i < r->c->n &&
                            r->c->all[i].role != COST_ROLE_RATE &&
                            r->c->all[i].role != COST_ROLE_AMOUNT;
        struct str s = text ? cost_cell_text(cell, r->keep, &struck) : (struct str){ 0 };
        bool per = str_find_nocase(s, S("per ")) == 0 || str_starts(s, S("/"));
        if (str_among_nocase(s, unit_cells, LEN(unit_cells)) || (per && unit_of(s, true).len))
            return s;
    }
    return (struct str){ 0 };
}

static void read_texts(const struct rows *r, const struct node *row, struct cost_written *w)
{
    int i = 0;
    for (const struct node *cell = row->first; cell && i < r->c->n; cell = cell->next, i++) {
        const struct cost_column *c = &r->c->all[i];
        bool struck, more = c->role == COST_ROLE_QUANTITY || c->role == COST_ROLE_CONFIGURATION;
        if (i == r->c->service || i == r->c->configuration || c == r->money)
            continue;
        struct str text = cost_cell_text(cell, r->keep, &struck);
        struct ratio n;
        if (str_equal(c->word, S("noun")) && ratio_parse(text, &n))
            text = str_fmt(r->keep, "%.*s %.*s", FMT(text), FMT(c->head));
        if (more && text.len)
            w->quantity = w->quantity.len
                              ? str_fmt(r->keep, "%.*s, %.*s", FMT(w->quantity), FMT(text))
                              : text;
        else if (c->role == COST_ROLE_RATE)
            w->rate = text;
        else if (str_equal(c->word, S("aside")) &&
                 (has_word(c->head, S("effective")) || has_word(c->head, S("as of")) ||
                  has_word(c->head, S("since")))) {
            w->date = text;
            w->date_place = cell->place;
        } else if (str_equal(c->word, S("region"))) {
            const struct service_word *where =
                services_in(r->s, WORDS_REGIONS, text, arena_upper(r->keep));
            w->region = where ? where->name : (struct str){ 0 };
        } else if (c->role == COST_ROLE_OTHER || str_equal(c->word, S("note")))
            w->note = w->note.len ? str_fmt(r->keep, "%.*s, %.*s", FMT(w->note), FMT(text)) : text;
    }
}

static struct cost_written read_row(const struct rows *r, const struct node *row)
{
    struct cost_written w = { .times = { 1, 1 } };
    const struct node *service = cell_at(row, r->c->service),
                      *configuration = cell_at(row, r->c->configuration),
                      *money = cell_at(row, r->money - r->c->all);
    bool struck, ignored;
    w.service = cost_cell_text(service, r->keep, &struck);
    w.configuration = cost_cell_text(configuration, r->keep, &ignored);
    w.service_place = service ? service->place : (struct str){ 0 };
    w.configuration_place = configuration ? configuration->place : (struct str){ 0 };
    for (const struct node *n = service; n && !w.link.len; n = node_next(n, service))
        if (n->kind == NODE_LINK)
            w.link = n->href;
    w.bold = is_bold(service);
    read_money(r, money, r->money, &w);
    read_high(r, row, &w);
    read_texts(r, row, &w);
    if (struck || w.kind == COST_LINE_OTHER) {
        w.kind = COST_LINE_OTHER;
        w.has_money = false;
        return w;
    }
    struct str name = w.service.len ? w.service : w.configuration;
    if (!name.len) { /* "TOTAL" below "Category" */
        name = cost_cell_text(row->first, r->keep, &ignored);
        w.bold = is_bold(row->first);
    }
    find_total(r, name, !row->next, &w);
    if (w.kind != COST_LINE_ITEM)
        return w;
    w.credit = list_has(r, WORDS_CREDITS, name) &&
               !services_in(r->s, WORDS_NAMES, name, arena_upper(r->keep));
    bool detail = str_starts(name, S("- ")) || str_starts(name, S("– ")) ||
                  str_starts(name, S("↳")) || str_starts(name, S("└"));
    w.optional = detail || list_has(r, WORDS_OPTIONAL, name) ||
                 list_has(r, WORDS_OPTIONAL, w.note) ||
                 list_has(r, WORDS_OPTIONAL, w.configuration);
    if (!w.unit.len)
        w.unit = unit_of(w.service, false);
    /* "~$16–20" of an ALB "per LCU and hour" is a month's amount */
    if (!w.unit.len && !w.money.range && w.money.low_places > 0)
        w.unit = unit_cell(r, row);
    w.heads = !w.has_money && !w.unreadable;
    if (w.heads || w.unit.len)
        w.kind = COST_LINE_OTHER;
    return w;
}

/* ---- the table ---- */

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

/* The page's first heading. */
static struct str title_of(const struct source *src)
{
    for (struct str rest = src->text; rest.len > 0;) {
        struct str line = str_line(&rest);
        if (str_starts(line, S("# ")))
            return str_from(line, 2);
    }
    return (struct str){ 0 };
}

static const char *common_currency(const struct cost_table *t)
{
    const char *best = "USD";
    int most = 0;
    for (int i = 0; i < t->n_rows; i++) {
        int count = 0;
        if (!t->rows[i].has_money || t->rows[i].none || !t->rows[i].money.currency)
            continue;
        for (int k = 0; k < t->n_rows; k++)
            count +=
                t->rows[k].has_money && !t->rows[k].none && t->rows[k].money.currency &&
                str_equal(str_of(t->rows[k].money.currency), str_of(t->rows[i].money.currency));
        if (count > most) {
            most = count;
            best = t->rows[i].money.currency;
        }
    }
    return best;
}

static bool says_something(struct str word)
{
    for (ptrdiff_t i = 0; i < word.len; i++)
        if (is_word_char(word.ptr[i]))
            return true;
    return false;
}

/* The first word of the head that is none of cost tables: "Behind a balancer". */
static struct str head_doubt(const struct rows *r, struct str head)
{
    enum {
        KNOWN = 1U << WORDS_COLUMNS | 1U << WORDS_PERIODS | 1U << WORDS_FILLER | 1U << WORDS_SCALE |
                1U << WORDS_REGIONS | 1U << WORDS_TOTAL_WORDS | 1U << WORDS_TOTALS
    };
    struct cut c = { .tail = head, .ok = true };
    if (made_of(r, KNOWN, head))
        return (struct str){ 0 };
    while (c.ok) {
        c = str_cut(c.tail, ' ');
        bool sign = str_equal(c.head, S("$")) || str_equal(c.head, S("($)")) ||
                    str_equal(c.head, S("€")) || str_equal(c.head, S("(€)")) ||
                    str_equal(c.head, S("(USD)")) || str_equal(c.head, S("(US$)"));
        if (says_something(c.head) && !sign && !made_of(r, KNOWN, c.head))
            return c.head;
    }
    return (struct str){ 0 };
}

static bool read_table(struct rows *r, const struct source *src, const struct node *table)
{
    enum {
        ROWS_MAX = 500
    }; /* longer tables are exports, not prose; the currency count is quadratic */
    struct cost_table *t = r->t;
    int rows = 0, items = 0, prices = 0;
    for (const struct node *row = table->first; row; row = row->next)
        rows += !row->head;
    if (rows == 0 || rows > ROWS_MAX)
        return false;
    *t = (struct cost_table){ .src = src,
                              .place = table->place,
                              .column = r->money->head,
                              .link = r->money->link,
                              .title = title_of(src),
                              .currency = r->money->currency,
                              .period = r->money->period,
                              .months = r->money->months,
                              .heading = heading_before(table, r->keep) };
    if (has_word(t->column, S("h")) || has_word(t->column, S("hours")) ||
        has_word(t->column, S("hr")))
        t->hours = t->column;
    for (ptrdiff_t i = 0, digits = 0; i <= t->column.len; i++) {
        digits += i < t->column.len && char_is_digit(t->column.ptr[i]);
        if (i == t->column.len && !digits)
            t->hours = (struct str){ 0 };
    }
    t->doubt = head_doubt(r, t->column);
    t->rows = NEW(r->keep, struct cost_written, rows);
    for (const struct node *row = table->first; row; row = row->next) {
        if (row->head)
            continue;
        struct cost_written *w = &t->rows[t->n_rows++];
        *w = read_row(r, row);
        items += w->kind == COST_LINE_ITEM && w->has_money;
        prices += w->kind == COST_LINE_OTHER && w->unit.len > 0;
    }
    t->currency = common_currency(t);
    t->rates = items == 0 && prices > 0;
    return items + prices > 0;
}

/* Another column says the same for other setups, in the same period. */
static bool is_shared(const struct cost_columns *c, int column)
{
    for (int i = 0; i < c->n; i++)
        if (i != column && c->all[i].role == COST_ROLE_AMOUNT &&
            str_equal(str_of(c->all[i].period), str_of(c->all[column].period)) &&
            !str_equal(c->all[i].word, S("high")))
            return true;
    return false;
}

static const struct cost_column *pair_of(const struct cost_columns *c, int column)
{
    for (int i = 0; str_equal(c->all[column].word, S("low")) && i < c->n; i++)
        if (str_equal(c->all[i].word, S("high")) && c->all[i].role == COST_ROLE_AMOUNT)
            return &c->all[i];
    return NULL;
}

struct cost_table *cost_table_read(const struct services *s, const struct source *src,
                                   const struct node *table, struct arena *keep, int *n)
{
    struct cost_columns *c = NEW(keep, struct cost_columns, 1);
    *n = 0;
    if (!cost_columns_read(s, table, keep, c))
        return NULL;
    struct cost_table *out = NEW(keep, struct cost_table, c->n);
    bool amounts = false, paired = false;
    for (int i = 0; i < c->n; i++) {
        amounts = amounts || c->all[i].role == COST_ROLE_AMOUNT;
        paired = paired || pair_of(c, i);
    }
    for (int i = 0; i < c->n; i++) {
        bool rate = !amounts && c->all[i].role == COST_ROLE_RATE;
        if (c->all[i].role != COST_ROLE_AMOUNT && !rate)
            continue;
        if (paired && str_equal(c->all[i].word, S("high")))
            continue;
        struct rows r = { s, c, &c->all[i], pair_of(c, i), keep, &out[*n] };
        if (!read_table(&r, src, table))
            continue;
        out[*n].shared = is_shared(c, i);
        for (int k = 0; k < c->n && strcmp(out[*n].period, "month") != 0; k++)
            out[*n].twin = out[*n].twin || (c->all[k].role == COST_ROLE_AMOUNT &&
                                            strcmp(c->all[k].period, "month") == 0);
        out[*n].rates = out[*n].rates || rate;
        ++*n;
    }
    return out;
}

/* ---- prose ---- */

/* The first amount in text, if it says per what: "~$50-80/month", and nothing behind that. */
static bool money_in(struct str text, struct str *found, struct money *m)
{
    enum { LONGEST = 40 };
    if (str_char(text, '$') < 0 && str_find(text, S("€")) < 0)
        return false;
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
    if (names_several_sizes(heading, text) || unit_of(text, false).len > 0)
        return false;
    ptrdiff_t at = str_find(node->place, found);
    *out = (struct cost_table){ .src = src,
                                .place = node->place,
                                .rows = w,
                                .n_rows = 1,
                                .heading = heading,
                                .title = title_of(src),
                                .sentence = true,
                                .period = "month",
                                .months = { 1, 1 },
                                .currency = w->money.currency };
    w->service = out->heading;
    w->configuration =
        str_fmt(keep, "%.*s, %.*s", FMT(str_span(text.ptr, found.ptr)), /* the amount is no count */
                FMT(str_span(found.ptr + found.len, text.ptr + text.len)));
    w->has_money = w->has_month = true;
    w->month = w->money;
    w->times = ratio_whole(1);
    w->money_text = found;
    w->service_place = w->configuration_place = node->place;
    w->money_place = at >= 0 ? str_sub(node->place, at, found.len) : node->place;
    return true;
}
