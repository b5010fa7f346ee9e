/* cost_columns.c - roles of the columns of a cost table. */
#include "load/cost_columns.h"

/* clang-format off */
static const struct {
    const char *word;
    enum cost_role role;
} roles[] = { /* meanings of the list "columns"; the first that stands in a head decides */
    { "rate", COST_ROLE_RATE }, { "saving", COST_ROLE_IGNORED }, { "share", COST_ROLE_IGNORED },
    { "low", COST_ROLE_AMOUNT }, { "high", COST_ROLE_AMOUNT }, { "money", COST_ROLE_AMOUNT },
    { "quantity", COST_ROLE_QUANTITY }, { "users", COST_ROLE_QUANTITY },
    { "configuration", COST_ROLE_CONFIGURATION }, { "service", COST_ROLE_SERVICE },
    { "region", COST_ROLE_IGNORED }, { "environment", COST_ROLE_IGNORED }, { "note", COST_ROLE_IGNORED },
    { "aside", COST_ROLE_IGNORED },
};
static const struct {
    const char *name;
    struct ratio months;
} periods[] = { /* where several stand, the first holds: "6 hr session", "per month, 8 h a day" */
    { "once", { 0, 1 } }, { "year", { 1, 12 } }, { "month", { 1, 1 } }, { "week", { 365, 84 } }, { "day", { 365, 12 } },
    { "hour", { 730, 1 } },
};
/* clang-format on */

const char *cost_period(const struct services *s, struct str text, struct arena scratch,
                        struct ratio *months)
{
    struct token *t = NEW(&scratch, struct token, TOKENS_MAX);
    int n = services_tokens(text, t, &scratch), len, best = LEN(periods);
    for (int i = 0, amount = -2; i<n; i += len> 0 ? len : 1) {
        const struct service_word *w = services_at(s, WORDS_PERIODS, t, n, i, &len);
        bool of_amount = (i > 0 && t[i - 1].number) || (w && i == amount + 1);
        if (w && of_amount) { /* "1 yr RI", "120 h", "4 hr/day": how much of it is used */
            amount = i;
            continue;
        }
        for (int p = 0; w && p < best; p++)
            if (str_equal(w->name, str_of(periods[p].name)))
                best = p;
    }
    *months = best < LEN(periods) ? periods[best].months : ratio_whole(1);
    return best < LEN(periods) ? periods[best].name : "month";
}

static void put_text(const struct node *n, struct buf *b)
{
    if (n->kind == NODE_STRIKE || n->kind == NODE_NOTE)
        return;
    if (n->kind == NODE_TEXT || n->kind == NODE_CODE_SPAN)
        buf_put(b, n->text);
    if (n->kind == NODE_BREAK || n->kind == NODE_SOFT_BREAK)
        buf_char(b, ' ');
    if (n->kind == NODE_RAW_HTML && str_find_nocase(n->text, S("<br")) == 0)
        buf_char(b, ' ');
    for (const struct node *c = n->first; c; c = c->next)
        put_text(c, b);
}

struct str cost_cell_text(const struct node *cell, struct arena *keep, bool *struck)
{
    *struck = false;
    if (!cell)
        return (struct str){ 0 };
    struct buf b = buf_open(keep, 4000);
    for (const struct node *c = cell->first; c; c = c->next) {
        put_text(c, &b);
        *struck = *struck || c->kind == NODE_STRIKE;
    }
    struct str text = str_trim(buf_str(&b));
    *struck = *struck && text.len == 0;
    return text;
}

/* All meanings of the head's words, as bits of roles[]. */
static unsigned words_of(const struct services *s, struct str head, struct arena scratch)
{
    struct token *t = NEW(&scratch, struct token, TOKENS_MAX);
    unsigned found = 0;
    int n = services_tokens(head, t, &scratch), len;
    for (int i = 0; i<n; i += len> 0 ? len : 1) {
        const struct service_word *w = services_at(s, WORDS_COLUMNS, t, n, i, &len);
        for (int r = 0; w && r < LEN(roles); r++)
            if (str_equal(w->name, str_of(roles[r].word)))
                found |= 1U << r;
    }
    return found;
}

/* What the head says the amounts are in; NULL: nothing. */
static const char *head_currency(struct str head)
{
    static const struct {
        const char *sign, *code;
    } signs[] = { { "€", "EUR" },   { "EUR", "EUR" }, { "£", "GBP" },  { "GBP", "GBP" },
                  { "CHF", "CHF" }, { "$", "USD" },   { "USD", "USD" } };
    for (ptrdiff_t i = 0; i < LEN(signs); i++)
        if (str_find(head, str_of(signs[i].sign)) >= 0)
            return signs[i].code;
    return NULL;
}

static void open_column(const struct services *s, const struct node *cell, struct arena *keep,
                        struct cost_column *c)
{
    bool struck;
    *c = (struct cost_column){ .head = cost_cell_text(cell, keep, &struck) };
    for (const struct node *n = cell; n && !c->link.len; n = node_next(n, cell))
        if (n->kind == NODE_LINK)
            c->link = n->href;
    const char *currency = head_currency(c->head);
    c->currency = currency ? currency : "USD";
    c->period = cost_period(s, c->head, arena_upper(keep), &c->months);
}

static bool has_digit(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (char_is_digit(s.ptr[i]))
            return true;
    return false;
}

/* ",5" or ",50" and no three digits: a decimal comma. */
static bool has_comma(struct str s)
{
    for (ptrdiff_t i = 1; i + 2 < s.len + 1; i++) {
        ptrdiff_t n = 0;
        while (i + 1 + n < s.len && char_is_digit(s.ptr[i + 1 + n]))
            n++;
        if (s.ptr[i] == ',' && char_is_digit(s.ptr[i - 1]) && (n == 1 || n == 2))
            return true;
    }
    return false;
}

static void count_cell(const struct services *s, struct str text, struct cost_column *c,
                       struct arena scratch)
{
    struct money_cell m;
    struct ratio n;
    bool none = services_only(s, 1U << WORDS_NOTHING | 1U << WORDS_UNSURE, text, scratch);
    c->filled += text.len > 0 && !none;
    c->comma = c->comma || has_comma(text);
    if (!has_digit(text) || none)
        return;
    bool money = money_cell(text, NULL, false, &m) && !m.percent;
    c->money += money;
    c->numbers += !money && (ratio_parse(text, &n) ||
                             (money_cell(text, "USD", false, &m) && m.rest.len == 0));
}

static void set_role(struct cost_column *c, enum cost_role role, const char *word)
{
    c->role = role;
    c->word = str_of(word);
}

/* By the words of the head; *note: they name amounts, and sentences stand below. */
static void decide_by_words(struct cost_column *c, unsigned words, bool numbers, bool *note)
{
    c->role = COST_ROLE_OTHER;
    for (int r = 0; r < LEN(roles) && c->role == COST_ROLE_OTHER; r++) {
        bool rate = roles[r].role == COST_ROLE_RATE, amount = roles[r].role == COST_ROLE_AMOUNT;
        if (!(words & 1U << r))
            continue;
        if ((amount || rate) && (!numbers || c->filled == 0)) /* "Rate" with sentences below it */
            *note = *note || rate || str_equal(str_of(roles[r].word), S("money"));
        else
            set_role(c, roles[r].role, roles[r].word);
    }
}

/* By what stands in it, where no word of the head is known. */
static void decide_by_cells(struct cost_column *c, bool noun, bool numbers, bool note)
{
    if (noun && c->numbers > 0) /* "Tasks" above numbers */
        set_role(c, COST_ROLE_QUANTITY, "noun");
    else if (head_currency(c->head) && numbers && c->filled > 0) /* "$ / мес" */
        set_role(c, COST_ROLE_AMOUNT, "");
    else if (note)
        set_role(c, COST_ROLE_IGNORED, "note");
}

/* A column is money when most of its cells are, or when its head says so and its cells are numbers. */
static void decide(struct cost_column *c, unsigned words, bool noun)
{
    static const char *const never[] = { "saving", "share", "aside", "noun" };
    bool note = false, by_cells = c->money * 2 > c->filled,
         numbers = (c->money + c->numbers) * 2 > c->filled;
    decide_by_words(c, words, numbers, &note);
    if (str_equal(str_trim(c->head), S("#")) || str_equal(str_trim(c->head), S("№")))
        set_role(c, COST_ROLE_IGNORED, "aside"); /* numbers of rows */
    else if (c->role == COST_ROLE_OTHER)
        decide_by_cells(c, noun, numbers, note);
    bool text = c->role != COST_ROLE_AMOUNT && c->role != COST_ROLE_RATE;
    if (c->filled > 0 && by_cells && text && !str_among(c->word, never, LEN(never)))
        set_role(c, COST_ROLE_AMOUNT, "money");
}

static int text_column(const struct cost_columns *c, enum cost_role role, int not )
{
    for (int i = 0; i < c->n; i++)
        if (c->all[i].role == role && i != not )
            return i;
    for (int i = 0; i < c->n; i++)
        if (c->all[i].role == COST_ROLE_OTHER && i != not )
            return i;
    for (int i = 0; i < c->n && role == COST_ROLE_SERVICE; i++)
        if (c->all[i].role == COST_ROLE_CONFIGURATION || c->all[i].role == COST_ROLE_QUANTITY ||
            (c->all[i].role == COST_ROLE_IGNORED && c->all[i].money == 0 && c->all[i].numbers == 0))
            return i;
    return -1;
}

bool cost_columns_read(const struct services *s, const struct node *table, struct arena *keep,
                       struct cost_columns *out)
{
    int amounts = 0, rates = 0;
    *out = (struct cost_columns){ .service = -1, .configuration = -1 };
    for (const struct node *row = table->first; row; row = row->next) {
        int i = 0;
        for (const struct node *cell = row->first; cell && i < COST_COLUMNS_MAX;
             cell = cell->next, i++) {
            bool struck;
            struct arena scratch = arena_upper(keep);
            if (row->head)
                open_column(s, cell, keep, &out->all[i]);
            else
                count_cell(s, cost_cell_text(cell, &scratch, &struck), &out->all[i],
                           arena_upper(&scratch));
            out->n = row->head ? i + 1 : out->n;
        }
    }
    for (int i = 0; i < out->n; i++) {
        struct str head = out->all[i].head;
        decide(&out->all[i], words_of(s, head, arena_upper(keep)),
               services_only(s, 1U << WORDS_NOUNS, head, arena_upper(keep)));
        amounts += out->all[i].role == COST_ROLE_AMOUNT;
        rates += out->all[i].role == COST_ROLE_RATE;
    }
    out->service = text_column(out, COST_ROLE_SERVICE, -1);
    if (out->service >= 0)
        out->configuration = text_column(out, COST_ROLE_CONFIGURATION, out->service);
    return amounts + rates > 0 && out->service >= 0;
}
