/* cost_chart.c - the rows of each kind of cost chart, and the sentence below it. */
#include "check/cost_chart.h"

#include "base/path.h"

static struct chart_range range_of(const struct cost_money *m)
{
    return (struct chart_range){ true, money_double(m->at[COST_LOW]),
                                 money_double(m->at[COST_TYPICAL]),
                                 money_double(m->at[COST_HIGH]) };
}

static struct chart_range written_range(const struct cost_written *w)
{
    if (!w || !w->has_money)
        return (struct chart_range){ 0 };
    double low = money_double(w->money.low), high = money_double(w->money.high);
    return (struct chart_range){ true, low, (low + high) / 2, high };
}

static struct str money_text(const struct cost_money *m, struct arena *keep)
{
    return money_show_range(m->at[COST_LOW], m->at[COST_HIGH], keep);
}

static struct str book_note(const struct price_book *book, struct arena *keep)
{
    return str_fmt(keep, "Prices of %.*s as of %.*s, on-demand, %lld hours a month.",
                   FMT(book->region), FMT(book->generated), (long long)book->hours_per_month);
}

static struct chart_row *add_row(struct chart *c, struct str label)
{
    struct chart_row *r = &c->rows[c->n_rows++];
    *r = (struct chart_row){ .label = label };
    return r;
}

static struct chart open_chart(enum chart_kind kind, int rows, struct arena *keep)
{
    return (struct chart){ .kind = kind,
                           .unit = S("$"),
                           .rows = NEW(keep, struct chart_row, rows + 1) };
}

/* The sentence about the two dearest services; empty without rows. */
static struct str dearest(const struct cost_size *s, struct arena *keep)
{
    const struct cost_row *first = NULL, *second = NULL;
    for (int i = 0; i < s->n_rows; i++) {
        const struct cost_row *r = &s->rows[i];
        if (!first || r->cost.at[COST_TYPICAL] > first->cost.at[COST_TYPICAL]) {
            second = first;
            first = r;
        } else if (!second || r->cost.at[COST_TYPICAL] > second->cost.at[COST_TYPICAL]) {
            second = r;
        }
    }
    if (!first)
        return S("");
    if (!second)
        return str_fmt(keep, " %.*s is all of it.", FMT(first->service));
    return str_fmt(keep, " %.*s and %.*s are the largest parts.", FMT(first->service),
                   FMT(second->service));
}

static const struct cost_written *written_for(const struct cost_judgement *j,
                                              const struct cost_row *row, bool *wrong)
{
    for (int i = 0; j && i < j->n_rows; i++) {
        const struct cost_judged *r = &j->rows[i];
        bool total = !row && r->written && r->written->kind == COST_LINE_TOTAL;
        bool same = row && r->row && str_equal(r->row->id, row->id);
        if (!total && !same)
            continue;
        *wrong = r->judged && r->verdict == COST_IS_WRONG;
        return r->written;
    }
    return NULL;
}

void cost_chart_size(const struct cost_size *s, const struct cost_judgement *j,
                     const struct price_book *book, struct arena *keep, struct chart *out)
{
    struct str total = money_text(&s->total, keep);
    *out = open_chart(CHART_RANGE, s->n_rows + 1, keep);
    out->title = str_fmt(keep, "Monthly cost: %.*s", FMT(s->name));
    out->desc = str_fmt(keep, "%.*s costs %.*s a month.%.*s", FMT(s->name), FMT(total),
                        FMT(dearest(s, keep)));
    out->note = book_note(book, keep);
    for (int i = 0; i <= s->n_rows; i++) {
        bool last = i == s->n_rows, wrong = false;
        struct chart_row *r = add_row(out, last ? S("Total") : s->rows[i].service);
        r->value = range_of(last ? &s->total : &s->rows[i].cost);
        r->written = written_range(written_for(j, last ? NULL : &s->rows[i], &wrong));
        r->wrong = wrong;
        r->total = last;
    }
}

static int series_of(struct chart *c, struct str name)
{
    for (int i = 0; i < c->n_series; i++)
        if (str_equal(c->series[i], name))
            return i;
    c->series[c->n_series] = name;
    return c->n_series++;
}

enum { COLOURS = 8 }; /* that everybody can tell apart */

/* A service and the most it costs in any size. */
struct weight {
    struct str service;
    int64_t most;
    bool own; /* it has a colour of its own */
};

/* All services with those that have a colour; small ones share the last. */
static struct map weigh(const struct cost_set *set, struct arena *keep)
{
    struct map all = { 0 };
    for (int i = 0; i < set->n_sizes; i++)
        for (int k = 0; k < set->sizes[i].n_rows; k++) {
            const struct cost_row *r = &set->sizes[i].rows[k];
            void **at = map_at(&all, r->service, keep);
            struct weight *w = *at ? *at : NEW(keep, struct weight, 1);
            *w = (struct weight){ r->service,
                                  r->cost.at[COST_TYPICAL] > w->most ? r->cost.at[COST_TYPICAL]
                                                                     : w->most,
                                  false };
            *at = w;
        }
    for (int n = 0; n < (all.len <= COLOURS ? COLOURS : COLOURS - 1); n++) {
        struct weight *best = NULL;
        for (struct map_entry *e = all.first; e; e = e->next) {
            struct weight *w = e->value;
            best = !w->own && (!best || w->most > best->most) ? w : best;
        }
        if (best)
            best->own = true;
    }
    return all;
}

static struct str colour_name(const struct map *weights, struct str service)
{
    const struct weight *w = map_get(weights, service);
    return w && w->own ? service : S("Smaller services");
}

/* The row's cost joins the part of its colour. */
static void add_part(struct chart_row *r, int series, struct chart_range value)
{
    for (int i = 0; i < r->n_parts; i++)
        if (r->parts[i].series == series) {
            r->parts[i].value.low += value.low;
            r->parts[i].value.typical += value.typical;
            r->parts[i].value.high += value.high;
            return;
        }
    r->parts[r->n_parts++] = (struct chart_part){ series, value };
}

void cost_chart_sizes(const struct cost_set *set, struct arena *keep, struct chart *out)
{
    int names = 0;
    for (int i = 0; i < set->n_sizes; i++)
        names += set->sizes[i].n_rows;
    *out = open_chart(CHART_STACK, set->n_sizes, keep);
    out->title = S("Monthly cost by size");
    out->note = book_note(set->book, keep);
    out->series = NEW(keep, struct str, names + 1);
    struct buf desc = buf_open(keep, 1000);
    struct map weights = weigh(set, keep);
    for (int i = 0; i < set->n_sizes; i++) {
        const struct cost_size *s = &set->sizes[i];
        struct chart_row *r = add_row(out, s->name);
        r->value = range_of(&s->total);
        if (s->users_high > 0)
            r->note =
                str_fmt(keep, "%lld–%lld users", (long long)s->users_low, (long long)s->users_high);
        r->parts = NEW(keep, struct chart_part, s->n_rows + 1);
        for (int k = 0; k < s->n_rows; k++)
            add_part(r, series_of(out, colour_name(&weights, s->rows[k].service)),
                     range_of(&s->rows[k].cost));
        buf_fmt(&desc, "%s%.*s %.*s", i ? ", " : "", FMT(s->name),
                FMT(money_text(&s->total, keep)));
    }
    buf_put(&desc, S(" a month."));
    out->desc = buf_str(&desc);
}

static struct str judged_name(const struct cost_judged *j)
{
    if (j->written && j->written->kind == COST_LINE_TOTAL)
        return S("Total");
    return j->written ? j->written->service : j->row->service;
}

static struct str table_name(const struct cost_judgement *j)
{
    return j->bound || j->table->heading.len == 0 ? j->size.name : j->table->heading;
}

/* "Written $252–292, computed $161–198, 1.52 times as much. Wrong: ECS Fargate, ElastiCache Redis."
 */
static struct str verdict_words(const struct cost_judgement *j, struct arena *keep)
{
    struct buf b = buf_open(keep, 2000);
    int wrong = 0;
    for (int i = 0; i < j->n_rows; i++) {
        const struct cost_judged *r = &j->rows[i];
        if (!r->written || r->written->kind != COST_LINE_TOTAL || !r->judged)
            continue;
        buf_fmt(&b, "Written %.*s, computed %.*s", FMT(r->written->money_text),
                FMT(money_text(&r->computed, keep)));
        if (r->ratio.den)
            buf_fmt(&b, ", %.*s times as much", FMT(ratio_show(r->ratio, 2, false, keep)));
        buf_put(&b, S(". "));
    }
    for (int i = 0; i < j->n_rows; i++) {
        const struct cost_judged *r = &j->rows[i];
        if (!r->judged || r->verdict != COST_IS_WRONG || r->written->kind == COST_LINE_TOTAL)
            continue;
        buf_fmt(&b, "%s%.*s", wrong++ ? ", " : "Far off: ", FMT(r->written->service));
    }
    buf_put(&b, wrong ? S(".") : S("No row is far off."));
    return buf_str(&b);
}

void cost_chart_dumbbell(const struct cost_judgement *j, const struct price_book *book,
                         struct arena *keep, struct chart *out)
{
    *out = open_chart(CHART_DUMBBELL, j->n_rows, keep);
    out->title = str_fmt(keep, "Written and computed: %.*s", FMT(table_name(j)));
    out->desc = verdict_words(j, keep);
    out->note = book_note(book, keep);
    int64_t billed;
    bool bill = cost_set_billed(j->set, j->size.env, S(""), arena_upper(keep), &billed);
    if (bill)
        out->desc = str_fmt(keep, "%.*s Billed in %.*s: %.*s.", FMT(out->desc), FMT(j->size.env),
                            FMT(money_show(billed, keep)));
    for (int i = 0; i < j->n_rows; i++) {
        const struct cost_judged *r = &j->rows[i];
        struct chart_row *row = add_row(out, judged_name(r));
        bool total = r->written && r->written->kind == COST_LINE_TOTAL;
        if (r->row || total)
            row->value = range_of(&r->computed);
        if (r->row && !r->row->priced)
            row->value.set = false;
        row->written = written_range(r->written);
        row->note = r->written ? S("") : S("no row");
        row->wrong = r->judged && r->verdict != COST_AGREES;
        row->total = total;
        if (bill && cost_set_billed(j->set, j->size.env, total ? S("") : row->label,
                                    arena_upper(keep), &billed))
            row->billed = written_range(&(struct cost_written){
                .has_money = true, .money = { .low = billed, .high = billed } });
        if (total && !r->judged) /* a row has no price: the two are not of the same */
            row->value.set = false;
    }
}

static void step_row(struct chart *c, struct str label, double value, bool total)
{
    struct chart_row *r = add_row(c, label);
    r->value = (struct chart_range){ true, value, value, value };
    r->total = total;
}

/* The typical cost of the service called name in s, 0 when it has none. */
static double typical_of(const struct cost_size *s, struct str id)
{
    for (int i = 0; i < s->n_rows; i++)
        if (str_equal(s->rows[i].id, id))
            return money_double(s->rows[i].cost.at[COST_TYPICAL]);
    return 0;
}

/* From one size to another, service by service, typical values. */
static void between_chart(const struct cost_size *from, const struct cost_size *to,
                          const struct price_book *book, struct arena *keep, struct chart *out)
{
    double a = money_double(from->total.at[COST_TYPICAL]),
           b = money_double(to->total.at[COST_TYPICAL]);
    *out = open_chart(CHART_WATERFALL, from->n_rows + to->n_rows + 2, keep);
    out->title = str_fmt(keep, "From %.*s to %.*s", FMT(from->name), FMT(to->name));
    out->desc = str_fmt(keep, "From %.*s (%.*s typical) to %.*s (%.*s).", FMT(from->name),
                        FMT(money_show(from->total.at[COST_TYPICAL], keep)), FMT(to->name),
                        FMT(money_show(to->total.at[COST_TYPICAL], keep)));
    out->note = book_note(book, keep);
    step_row(out, from->name, a, true);
    for (int i = 0; i < from->n_rows; i++) {
        double delta = typical_of(to, from->rows[i].id) - typical_of(from, from->rows[i].id);
        if (delta > 0.005 || delta < -0.005)
            step_row(out, from->rows[i].service, delta, false);
    }
    for (int i = 0; i < to->n_rows; i++) {
        bool known = false;
        for (int k = 0; k < from->n_rows; k++)
            known = known || str_equal(from->rows[k].id, to->rows[i].id);
        double more = typical_of(to, to->rows[i].id);
        if (!known && more > 0.005)
            step_row(out, to->rows[i].service, more, false);
    }
    step_row(out, to->name, b, true);
}

void cost_chart_tornado(const struct cost_size *s, const struct price_book *book,
                        struct arena *keep, struct chart *out)
{
    const int64_t *total = s->total.at;
    const struct cost_row *widest = NULL;
    *out = open_chart(CHART_TORNADO, s->n_rows + 1, keep);
    out->title = str_fmt(keep, "What moves the total: %.*s", FMT(s->name));
    out->note = book_note(book, keep);
    struct chart_row *base = add_row(out, S("Total"));
    base->total = true;
    base->value = range_of(&s->total);
    for (int i = 0; i < s->n_rows; i++) {
        const struct cost_row *r = &s->rows[i];
        int64_t swing = r->cost.at[COST_HIGH] - r->cost.at[COST_LOW];
        if (swing <= 0)
            continue;
        int64_t others = total[COST_TYPICAL] - r->cost.at[COST_TYPICAL];
        struct chart_row *row = add_row(out, r->service);
        row->value = (struct chart_range){ true, money_double(others + r->cost.at[COST_LOW]),
                                           money_double(total[COST_TYPICAL]),
                                           money_double(others + r->cost.at[COST_HIGH]) };
        if (!widest || swing > widest->cost.at[COST_HIGH] - widest->cost.at[COST_LOW])
            widest = r;
    }
    out->desc = widest ? str_fmt(keep, "%.*s moves the total most: %.*s.", FMT(widest->service),
                                 FMT(widest->assumption))
                       : S("Nothing in this estimate is assumed.");
}

/* What the estimate costs with n times its tasks, instances or nodes. */
static double cost_times(const struct cost_size *s, int64_t n)
{
    static const char *const counts[] = { "tasks", "instances", "nodes" };
    double sum = 0;
    for (int i = 0; i < s->n_rows; i++) {
        const struct cost_row *r = &s->rows[i];
        bool grows = false;
        for (ptrdiff_t k = 0; r->n_parts > 0 && k < LEN(counts); k++)
            for (int f = 0; f < r->parts[0].n_times; f++)
                grows = grows || str_equal(r->parts[0].times[f].name, str_of(counts[k]));
        sum += money_double(r->cost.at[COST_TYPICAL]) * (grows ? (double)n : 1);
    }
    return sum;
}

/* The first size that is meant for so many users, else the last. */
static const struct cost_size *size_for(const struct cost_set *set, int64_t users)
{
    for (int i = 0; i < set->n_sizes; i++)
        if (users <= set->sizes[i].users_high)
            return &set->sizes[i];
    return &set->sizes[set->n_sizes - 1];
}

bool cost_chart_step(const struct cost_set *set, struct arena *keep, struct chart *out)
{
    enum { POINTS = 80 }; /* a finer curve would be a smear */
    int64_t most = 0, least = 0;
    for (int i = 0; i < set->n_sizes;
         i++) /* beyond twice where the last size begins nothing changes */
        most = set->sizes[i].users_low * 2 > most ? set->sizes[i].users_low * 2 : most;
    for (int i = 0; i < set->n_alternatives; i++)
        if (set->alternatives[i].users_high > 0 &&
            (least == 0 || set->alternatives[i].users_high < least))
            least = set->alternatives[i].users_high;
    if (most == 0)
        return false;
    if (set->n_sizes > 0 && (least == 0 || set->sizes[0].users_high < least))
        least = set->sizes[0].users_high;
    int64_t stride = least > most / POINTS ? least : most / POINTS + 1;
    *out = open_chart(CHART_STEP, (int)(most / stride) + 2, keep);
    out->title = S("Monthly cost over users");
    out->note = book_note(set->book, keep);
    out->series = NEW(keep, struct str, set->n_alternatives + 1);
    out->series[out->n_series++] = S("Our sizes");
    for (int i = 0; i < set->n_alternatives; i++)
        out->series[out->n_series++] = set->alternatives[i].name;
    for (int64_t users = 1; users <= most + stride - 1; users += stride) {
        int64_t at = users > most ? most : users;
        struct chart_row *r = add_row(out, S(""));
        r->at = (double)at;
        r->parts = NEW(keep, struct chart_part, out->n_series);
        double ours = money_double(size_for(set, at)->total.at[COST_TYPICAL]);
        r->parts[r->n_parts++] = (struct chart_part){ 0, { true, ours, ours, ours } };
        for (int i = 0; i < set->n_alternatives; i++) {
            const struct cost_size *s = &set->alternatives[i];
            int64_t per = s->users_high > 0 ? s->users_high : most;
            double v = cost_times(s, (at + per - 1) / per);
            r->parts[r->n_parts++] = (struct chart_part){ i + 1, { true, v, v, v } };
        }
    }
    out->desc = str_fmt(
        keep,
        "Typical cost from 1 to %lld users; alternatives add an instance for each %lld users.",
        (long long)most, (long long)least);
    return true;
}

static bool size_view(const struct cost_set *set, const struct cost_size *s, struct str kind,
                      struct arena *keep, struct chart *out)
{
    if (kind.len == 0 || str_equal(kind, S("range")))
        cost_chart_size(s, NULL, set->book, keep, out);
    else if (str_equal(kind, S("tornado")))
        cost_chart_tornado(s, set->book, keep, out);
    else
        return false;
    return true;
}

static bool sizes_view(const struct cost_set *set, struct str kind, struct arena *keep,
                       struct chart *out)
{
    if (kind.len == 0 || str_equal(kind, S("range")) || str_equal(kind, S("stack")))
        cost_chart_sizes(set, keep, out);
    else if (str_equal(kind, S("waterfall")) && set->n_sizes > 1)
        between_chart(&set->sizes[0], &set->sizes[set->n_sizes - 1], set->book, keep, out);
    else
        return str_equal(kind, S("step")) && cost_chart_step(set, keep, out);
    return true;
}

struct chart *cost_chart_view(const struct cost_set *set, struct str path, struct str kind,
                              struct arena *keep, struct str *why)
{
    struct chart *out = NEW(keep, struct chart, 1);
    const struct cost_size *size = cost_size_at(set, path);
    bool list = str_equal(path_base(path), S("sizes.json"));
    if (!size && !(list && set->n_sizes > 0)) {
        *why = str_fmt(keep, "%.*s is no estimate", FMT(path));
        return NULL;
    }
    if (size ? size_view(set, size, kind, keep, out) : sizes_view(set, kind, keep, out))
        return out;
    *why = str_fmt(keep, "there is no chart \"%.*s\" of %s; write %s", FMT(kind),
                   size ? "one size" : "the sizes",
                   size ? "range or tornado" : "range, step or waterfall");
    return NULL;
}
