/* estimate.c - plumb estimate: what the sizes cost by the price list, as table, JSON or CSV. */
#include "base/utf8.h"
#include "cmd/commands.h"
#include "cmd/common.h"
#include "model/cost.h"

enum { MAX_TEXT = 1 << 26 };

static void pad(struct buf *b, struct str s, ptrdiff_t width, bool right)
{
    ptrdiff_t gap = width - utf8_count(s);
    if (right && gap > 0)
        buf_fill(b, ' ', gap);
    buf_put(b, s);
    if (!right && gap > 0)
        buf_fill(b, ' ', gap);
}

static void table_line(struct buf *b, struct str name, const struct cost_money *m, bool priced,
                       ptrdiff_t width)
{
    buf_put(b, S("  "));
    pad(b, name, width, false);
    for (int end = 0; end < COST_ENDS; end++) {
        struct ratio n = { 0, 1 };
        ratio_make(m->at[end], MONEY_USD, &n);
        pad(b, priced ? ratio_show(n, 2, false, b->arena) : S("no price"), 12, true);
    }
}

static ptrdiff_t widest(const struct cost_size *s)
{
    ptrdiff_t width = 5;
    for (int i = 0; i < s->n_rows; i++) {
        ptrdiff_t n = utf8_count(s->rows[i].service);
        width = n > width ? n : width;
    }
    return width;
}

static void table_size(const struct cost_size *s, struct buf *b)
{
    ptrdiff_t width = widest(s);
    buf_put(b, s->name);
    if (s->users_high > 0)
        buf_fmt(b, ", %lld–%lld users", (long long)s->users_low, (long long)s->users_high);
    buf_put(b, S(": USD a month\n  "));
    buf_fill(b, ' ', width);
    pad(b, S("low"), 12, true);
    pad(b, S("typical"), 12, true);
    pad(b, S("high"), 12, true);
    buf_char(b, '\n');
    for (int i = 0; i < s->n_rows; i++) {
        const struct cost_row *r = &s->rows[i];
        table_line(b, r->service, &r->cost, r->priced, width);
        buf_put(b, S("   "));
        buf_put(b, cost_row_formula(r, b->arena));
        buf_char(b, '\n');
    }
    table_line(b, S("Total"), &s->total, s->priced, width);
    buf_put(b, S("\n\n"));
}

/* A spreadsheet takes a cell that begins with one of these for a formula: an apostrophe keeps it a
 * text. Numbers of ours never go through here. */
static void csv_text(struct buf *b, struct str s)
{
    bool formula = s.len > 0 && char_among(*s.ptr, "=+-@\t\r");
    buf_char(b, '"');
    if (formula)
        buf_char(b, '\'');
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.ptr[i] == '\n' || s.ptr[i] == '\r' ? ' ' : s.ptr[i]);
    }
    buf_char(b, '"');
}

static void csv_row(const struct cost_size *s, struct str id, struct str service,
                    const struct cost_money *m, bool priced, const struct cost_row *r,
                    struct buf *b)
{
    csv_text(b, s->name);
    buf_char(b, ',');
    csv_text(b, id);
    buf_char(b, ',');
    csv_text(b, service);
    for (int end = 0; end < COST_ENDS; end++) {
        buf_char(b, ',');
        buf_put(b, priced ? money_decimal(m->at[end], b->arena) : S(""));
    }
    buf_put(b, S(",USD,"));
    csv_text(b, r ? cost_row_formula(r, b->arena) : S(""));
    buf_char(b, ',');
    csv_text(b, r ? r->assumption : S(""));
    buf_put(b, S("\r\n"));
}

static void csv_size(const struct cost_size *s, struct buf *b)
{
    for (int i = 0; i < s->n_rows; i++)
        csv_row(s, s->rows[i].id, s->rows[i].service, &s->rows[i].cost, s->rows[i].priced,
                &s->rows[i], b);
    csv_row(s, S("total"), S("Total"), &s->total, s->priced, NULL, b);
}

static void each(const struct cost_set *set, void (*put)(const struct cost_size *, struct buf *),
                 struct buf *b)
{
    for (int i = 0; i < set->n_sizes; i++)
        put(&set->sizes[i], b);
    for (int i = 0; i < set->n_alternatives; i++)
        put(&set->alternatives[i], b);
    for (int i = 0; i < set->n_others; i++)
        put(&set->others[i], b);
}

static void list_name(const struct cost_size *s, struct buf *b)
{
    buf_fmt(b, " %.*s", FMT(s->id));
}

/* ---- one row, explained ---- */

static void explain_price(const struct price *p, struct buf *b)
{
    if (!p)
        return;
    buf_fmt(b, "      %.*s: $%.*s", FMT(p->key), FMT(money_decimal(p->e10, b->arena)));
    if (p->high_e10 > p->e10)
        buf_fmt(b, "–%.*s", FMT(money_decimal(p->high_e10, b->arena)));
    buf_fmt(b, " per %.*s", FMT(p->unit.len ? p->unit : S("unit")));
    if (p->effective.len)
        buf_fmt(b, ", of %.*s", FMT(p->effective));
    if (p->region.len)
        buf_fmt(b, ", %.*s", FMT(p->region));
    buf_fmt(b, "\n        source: %.*s", FMT(p->source.len ? p->source : S("not said")));
    if (p->confidence.len)
        buf_fmt(b, "; confidence %.*s", FMT(p->confidence));
    if (p->note.len)
        buf_fmt(b, "\n        %.*s", FMT(p->note));
    buf_char(b, '\n');
}

static void explain_row(const struct cost_size *s, const struct cost_row *r, struct buf *b)
{
    buf_fmt(b, "%.*s: %.*s (%.*s)\n", FMT(s->name), FMT(r->service), FMT(r->id));
    if (r->priced)
        buf_fmt(b, "    %.*s a month",
                FMT(money_show_range(r->cost.at[COST_LOW], r->cost.at[COST_HIGH], b->arena)));
    else
        buf_put(b, S("    not priced"));
    buf_fmt(b, " = %.*s\n", FMT(cost_row_formula(r, b->arena)));
    for (int i = 0; i < r->n_parts; i++) {
        for (const struct price *p = r->parts[i].price; p; p = p->next_tier)
            explain_price(p, b);
        for (int k = 0; k < r->parts[i].n_times; k++)
            if (r->parts[i].times[k].amount.ref.len)
                buf_fmt(b, "      %.*s from %.*s\n", FMT(r->parts[i].times[k].name),
                        FMT(r->parts[i].times[k].amount.ref));
    }
    if (r->assumption.len)
        buf_fmt(b, "    assumed: %.*s\n", FMT(r->assumption));
    buf_char(b, '\n');
}

static int explain(const struct cost_set *set, struct str row, struct buf *b)
{
    const struct cost_size *s;
    int n = 0;
    for (int i = 0; (s = cost_set_each(set, i)) != NULL; i++) {
        const struct cost_row *r = cost_row_named(s, row);
        if (r)
            explain_row(s, r, b);
        n += r != NULL;
    }
    if (n == 0)
        fprintf(stderr, "plumb estimate: no estimate has a row %.*s\n", FMT(row));
    return n ? EXIT_GOOD : EXIT_USE;
}

/* What is wrong with the files an estimate is made of. */
static void print_findings(const struct site *s, struct arena *keep)
{
    struct diag own = { .keep = keep };
    struct buf b = buf_open(keep, MAX_TEXT);
    for (ptrdiff_t i = 0; i < s->diag.findings.len; i++) {
        const struct finding *f = &s->diag.findings.ptr[i];
        bool ours = false;
        for (int k = 0; k < s->data.n_sources; k++) {
            const struct data_source *from = &s->data.sources[k];
            for (int n = 0; n < from->n_files && (str_equal(from->kind, S("cost")) ||
                                                  str_equal(from->kind, S("price")) ||
                                                  str_equal(from->kind, S("billed")));
                 n++)
                ours = ours || str_equal(from->files[n].src.path, f->file);
        }
        if (ours && f->severity >= SEVERITY_WARNING && !f->accepted.len)
            *PUSH(&own.findings, keep) = *f;
    }
    diag_print(&own, false, &b);
    fwrite(b.ptr ? b.ptr : "", 1, (size_t)b.len, stderr);
}

/* The one size asked for, as a set of its own; exit code 2 when there is none. */
static int choose(const struct cost_set *all, struct str size, struct cost_set *one,
                  struct arena *keep)
{
    const struct cost_size *s = cost_size_named(all, size);
    *one = *all;
    if (size.len == 0)
        return EXIT_GOOD;
    if (!s) {
        struct buf names = buf_open(keep, 4096);
        each(all, list_name, &names);
        fprintf(stderr, "plumb estimate: no size is called %.*s; there are:%.*s\n", FMT(size),
                FMT(buf_str(&names)));
        return EXIT_USE;
    }
    struct cost_size *copy = NEW(keep, struct cost_size, 1);
    *copy = *s;
    *one = (struct cost_set){ .book = all->book, .sizes = copy, .n_sizes = 1 };
    return EXIT_GOOD;
}

int cmd_estimate(int argc, char **argv)
{
    struct common c;
    struct str format = S("table"), size = { 0 }, file = { 0 }, row = { 0 };
    const struct opt own[] = {
        { "size", 0, OPT_STR, &size, "NAME", "only this estimate: small, medium, …", NULL },
        { "format", 0, OPT_STR, &format, "FORMAT", "how to write it", "table|json|csv" },
        { "explain", 0, OPT_STR, &row, "ROW",
          "formula, prices, sources and assumptions of a row: nat, \"NAT Gateway\"", NULL },
        { "output", 'o', OPT_STR, &file, "FILE", "write there instead of to the terminal", NULL },
    };
    int done = common_options(
        &c, argc, argv, "estimate [DIR] [--size NAME] [--format table|json|csv] [--explain ROW]",
        own, LEN(own));
    if (done < 0)
        done = common_load(&c);
    if (done >= 0)
        return done;
    struct cost_set set;
    int code = choose(c.site.costs, size, &set, &c.keep);
    if (code != EXIT_GOOD)
        return code;
    if (set.n_sizes + set.n_alternatives + set.n_others == 0)
        fprintf(
            stderr,
            "plumb estimate: %.*s has no estimates: write costs/NAME.json (plumb explain rows)\n",
            FMT(c.dir));
    struct buf out = buf_open(&c.keep, MAX_TEXT);
    print_findings(&c.site, &c.keep);
    const struct cost_size *each_size;
    for (int i = 0; (each_size = cost_set_each(&set, i)) != NULL; i++)
        code = each_size->priced ? code : EXIT_FINDINGS;
    if (row.len) {
        code = explain(&set, row, &out) == EXIT_USE ? EXIT_USE : code;
    } else if (str_equal(format, S("json"))) {
        cost_json(&set, &out);
    } else if (str_equal(format, S("csv"))) {
        buf_put(&out, S("size,id,service,low,typical,high,currency,formula,assumption\r\n"));
        each(&set, csv_size, &out);
    } else {
        each(&set, table_size, &out);
    }
    int written = common_output(file, buf_str(&out));
    return written == EXIT_GOOD ? code : written;
}
