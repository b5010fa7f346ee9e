/* effect_shown.c - what people wrote as tables of costs and what is drawn, judged again under a proposal. */
#include "check/claims.h"
#include "infra/source.h"
#include "infra/tf_hcl.h"
#include "judge/costs.h"
#include "judge/effect.h"
#include "judge/figure_nodes.h"
#include "load/markdown.h"
#include "model/rule.h"

struct again {
    const struct site *now, *then; /* then: with the values set and what they cost */
    struct effect *out;
    struct arena *keep;
};

/* ---- tables of costs ---- */

static void judge_node(const struct site *s, const struct site_page *p, const struct source *src,
                       const struct node *n, struct arena *keep, struct diag *d)
{
    struct chart *chart = NULL;
    if (n->kind == NODE_TABLE)
        costs_table(s, p, src, n, keep, d, &chart);
    else if (n->kind == NODE_PARAGRAPH)
        costs_sentence(s, src, n, keep, d);
    else
        for (const struct node *m = n->first; m; m = m->next)
            judge_node(s, p, src, m, keep, d);
}

static bool is_amount(const struct rule *r)
{
    return r == RULE(COST_DIFFERS) || r == RULE(COST_WRONG);
}

/* At one place, about the same, by the same evidence: that an amount is wrong stays so when it is less wrong. */
static bool same_finding(const struct finding *a, const struct finding *b)
{
    return a->line == b->line && a->col == b->col && a->end_col == b->end_col &&
           str_equal(a->about, b->about) && str_equal(a->evidence.source, b->evidence.source) &&
           (a->rule == b->rule || (is_amount(a->rule) && is_amount(b->rule)));
}

/* Findings of one that the other has not. */
static void add_rows(struct again *a, const struct site_page *p, const struct diag *of,
                     const struct diag *others, bool better)
{
    for (ptrdiff_t i = 0; i < of->findings.len; i++) {
        const struct finding *f = &of->findings.ptr[i];
        ptrdiff_t k = 0;
        while (k < others->findings.len && !same_finding(f, &others->findings.ptr[k]))
            k++;
        if (k == others->findings.len)
            *PUSH(&a->out->rows, a->keep) =
                (struct effect_shown){ p, f->line, str_copy(f->message, a->keep), better };
    }
}

/* Only a page with a row that has an amount can hold a table of costs. */
static bool may_cost(struct str text)
{
    while (text.len) {
        struct str line = str_line(&text);
        ptrdiff_t at = str_char(line, '|') < 0 ? -1 : str_char(line, '$');
        if (at >= 0 && at + 1 < line.len && char_is_digit(line.ptr[at + 1]))
            return true;
    }
    return false;
}

static void page_tables(struct again *a, const struct site_page *page)
{
    struct diag now = { .keep = a->keep }, then = now, quiet = now;
    struct source src;
    if (page->generated || page->refused || site_source(a->now, page, a->keep, &src) != 0 ||
        !may_cost(src.text))
        return;
    const struct node *root = markdown_read(&src, a->keep, &quiet)->root;
    struct site_page bare = *page, copy; /* its marks were made where nothing stays */
    bare.marks = NULL;
    bare.n_marks = 0;
    copy = bare;
    judge_node(a->now, &copy, &src, root, a->keep, &now);
    copy = bare;
    judge_node(a->then, &copy, &src, root, a->keep, &then);
    add_rows(a, page, &then, &now, false);
    add_rows(a, page, &now, &then, true);
}

/* ---- drawings ---- */

/* A node of a drawing that is bound to a value: "Label=source:/pointer". */
static void bound_node(struct again *a, const struct site_page *p, struct str pair)
{
    struct cut c = str_cut(pair, '=');
    struct claim now = { .href = str_trim(c.tail), .env = p->front.env }, then;
    if (!c.ok || !claim_target(now.href, p->path, &now.target, a->keep))
        return;
    then = now;
    claims_judge(&a->now->data, &now, a->keep);
    claims_judge(&a->then->data, &then, a->keep);
    if (!str_equal(now.shown, then.shown))
        *PUSH(&a->out->drawn, a->keep) =
            (struct effect_shown){ p, 0,
                                   str_fmt(a->keep, "%.*s %.*s → %.*s", FMT(str_trim(c.head)),
                                           FMT(now.shown), FMT(then.shown)),
                                   false };
}

static void bound_nodes(struct again *a, const struct site_page *p, const struct node *n)
{
    struct str pairs = n->kind == NODE_CODE ? figure_nodes_bound(n->info) : (struct str){ 0 };
    while (pairs.len) {
        struct cut c = str_cut(pairs, ';');
        bound_node(a, p, c.head);
        pairs = c.tail;
    }
    for (const struct node *m = n->first; m; m = m->next)
        bound_nodes(a, p, m);
}

static void page_drawings(struct again *a, const struct site_page *p)
{
    struct diag quiet = { .keep = a->keep };
    struct source src;
    if (!p->generated && site_source(a->now, p, a->keep, &src) == 0 &&
        str_find(src.text, S("bind=")) >= 0)
        bound_nodes(a, p, markdown_read(&src, a->keep, &quiet)->root);
}

static void add_edges(struct again *a, const struct infra *of, const struct infra *others,
                      const char *sign)
{
    struct map had = { 0 };
    for (ptrdiff_t i = 0; i < others->edges.len; i++)
        *map_at(&had, table_edge_words(&others->edges.ptr[i], a->keep), a->keep) = &had;
    for (ptrdiff_t i = 0; i < of->edges.len; i++) {
        struct str words = table_edge_words(&of->edges.ptr[i], a->keep);
        if (!map_get(&had, words) && !str_equal(str_of(of->edges.ptr[i].kind), S("placed")))
            *PUSH(&a->out->drawn, a->keep) =
                (struct effect_shown){ NULL, 0, str_fmt(a->keep, "%s %.*s", sign, FMT(words)),
                                       false };
    }
}

/* Resources are made anew from the files with the value in them; a plan is what Terraform makes, not we. */
static void redraw(struct again *a, const struct data_source *now, struct data_source then)
{
    struct diag quiet = { .keep = a->keep };
    for (int i = 0; i < now->n_files; i++)
        if (now->files[i].kind == DATA_TERRAFORM_PLAN || now->files[i].kind == DATA_TERRAFORM_STATE)
            return;
    then.resources = NULL;
    then.root = then.files[0].root;
    infra_source_open(&then, a->keep, &quiet);
    if (!then.resources)
        return;
    *PUSH(&a->out->views, a->keep) =
        (struct effect_view){ now->resources, then.resources, now->name };
    add_edges(a, then.resources, now->resources, "+");
    add_edges(a, now->resources, then.resources, "−");
}

static bool is_drawn(const struct effect *e, struct str name)
{
    for (ptrdiff_t i = 0; i < e->views.len; i++)
        if (str_equal(e->views.ptr[i].name, name))
            return true;
    return false;
}

void effect_shown(const struct site *s, const struct data *data, const struct cost_set *costs,
                  struct effect *out, struct arena *keep)
{
    struct site then = *s;
    struct again a = { s, &then, out, keep };
    ptrdiff_t n = 0;
    then.data = *data;
    then.costs = (struct cost_set *)(uintptr_t)costs;
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        if (out->costs.len)
            page_tables(&a, &s->pages[i]);
        page_drawings(&a, &s->pages[i]);
    }
    for (ptrdiff_t i = 0; i < out->undrawn.len; i++) {
        struct str name = out->undrawn.ptr[i];
        for (int k = 0; k < s->data.n_sources; k++)
            if (str_equal(s->data.sources[k].name, name))
                redraw(&a, &s->data.sources[k], data->sources[k]);
        if (!is_drawn(out, name))
            out->undrawn.ptr[n++] = name;
    }
    out->undrawn.len = n;
}
