/* judge.c - the second pass over pages: links, claims, costs and figures, with all pages and data
 * known. What pages share (who links where) is gathered afterwards, in page order. */
#include "judge/judge.h"

#include "base/path.h"
#include "base/variant.h"
#include "base/pool.h"
#include "check/accepted.h"
#include "check/claim_context.h"
#include "check/claim_text.h"
#include "check/claims.h"
#include "check/machine_path.h"
#include "check/secrets.h"
#include "infra/source.h"
#include "judge/ask.h"
#include "judge/config_fences.h"
#include "judge/cost_pages.h"
#include "judge/costs.h"
#include "judge/coverage.h"
#include "judge/decisions.h"
#include "judge/figures.h"
#include "judge/freshness.h"
#include "judge/generated.h"
#include "judge/glossary.h"
#include "judge/judged.h"
#include "judge/link.h"
#include "judge/lost.h"
#include "judge/paths.h"
#include "judge/repository.h"
#include "judge/reviews.h"
#include "judge/snippets.h"
#include "judge/stray.h"
#include "judge/templates.h"
#include "load/accepted.h"
#include "load/markdown.h"
#include "load/source_file.h"
#include "model/near_sets.h"
#include "model/rule.h"

enum { MAX_SIZES = 12 /* more bars than anybody compares */, MAX_JUDGED = 1 << 28 };

struct judge {
    const struct site *site;
    struct site_page *page;
    const struct source *src; /* of the page, with its text */
    struct lookup *asks;
    struct arena *keep;
    struct diag *d;
    LIST(struct site_claim) claims;
    LIST(struct site_figure) figures;
    LIST(struct site_reach) reaches;
    const struct chart *sizes[MAX_SIZES]; /* charts of this page's cost tables */
    int n_sizes, last_table, data_links;
};

static void add_claim(struct judge *j, struct str key, struct claim c)
{
    c.state = decisions_pending(j->page->front.status, j->src->text, c.place);
    c.sentence = claim_context(j->src->text, c.place, c.text, j->keep);
    claims_judge(&j->site->data, &c, j->keep);
    claims_report(&c, j->src, j->d);
    *PUSH(&j->claims, j->keep) = (struct site_claim){ key, c, lost_before(j->src->text, c.place) };
    lookup_note(j->asks, LOOKUP_VERDICT, ask_verdict_key(&c, j->keep));
}

/* Whether a link into data is a claim is decided by what stands there: a later value may make one of it. */
static void judge_claim(struct judge *j, const struct node *n)
{
    struct claim c = { .href = n->href,
                       .title = n->title,
                       .text = str_trim(node_text(n, j->keep)),
                       .env = j->page->front.env,
                       .place = n->place };
    if (!claim_target(c.href, j->page->path, &c.target, j->keep))
        return;
    if (!claims_table_binds(&j->site->data, n, &c.target, c.env, j->keep)) {
        if (claim_text_claims(&j->site->data, &c.target, c.text, c.title, j->keep)) {
            add_claim(j, str_fmt(j->keep, "#link-%d", n->index), c);
            return;
        }
        j->data_links++;
    }
    lookup_note(j->asks, LOOKUP_DATA, S(""));
}

static void report_broken(struct judge *j, const struct node *n, const struct link_target *t)
{
    struct str text = j->src->text;
    bool literal = n->href.ptr >= text.ptr && n->href.ptr < text.ptr + text.len;
    struct finding *f =
        diag_at(j->d, t->rule, j->src, literal ? n->href : n->place, "%.*s", FMT(t->why));
    f->suggest = t->suggest;
    f->about = n->href;
    lookup_note(j->asks, LOOKUP_FILES, S(""));
}

static bool in_cell(const struct node *n)
{
    while (n && n->kind != NODE_CELL)
        n = n->parent;
    return n != NULL;
}

/* Where the link leads, for what is said of all links together. */
static void reach(struct judge *j, const struct link_target *t, struct str at, ptrdiff_t link)
{
    struct site_reach r = { .link = link };
    if (t->page && (t->page != j->page || t->figure) && !j->page->generated)
        r.page = t->page->path;
    if (r.page.len && t->figure) {
        struct diag there = { .keep = j->keep };
        const struct finding *f = diag_at(&there, RULE(ANCHOR_BROKEN), j->src, at, NULL);
        r.figure = t->anchor;
        r.line = f->line;
        r.col = f->col;
        r.end_col = f->end_col;
        r.line_text = f->source_line;
    }
    if (t->kind == LINK_FILE)
        r.file = t->file;
    if (r.page.len || r.file.len)
        *PUSH(&j->reaches, j->keep) = r;
}

static void report_foreign(struct judge *j, struct str href, struct str at)
{
    struct str host = str_from(href, str_find(href, S("//")) + 2);
    diag_at(j->d, RULE(IMAGE_FOREIGN), j->src, at,
            "%.*s: browsers do not load it under the site's own policy (img-src 'self'); put the "
            "picture beside the page",
            FMT(href))
        ->about = str_cut(host, '/').head;
}

/* x-dark.png beside the picture x.png goes out too. */
static void reach_dark(struct judge *j, const struct node *n, const struct link_target *t,
                       ptrdiff_t number)
{
    struct str href = variant_path(n->href, S("-dark"), j->keep);
    struct link_target dark = { .kind = LINK_FILE,
                                .file = variant_path(t->file, S("-dark"), j->keep) };
    if (!href.len || str_char(n->href, '#') >= 0)
        return;
    lookup_note(j->asks, LOOKUP_TARGET, ask_target_key(href, S(""), j->keep));
    if (map_get(&j->site->file_at, dark.file))
        reach(j, &dark, n->place, number);
}

static void judge_link(struct judge *j, const struct node *n, ptrdiff_t number)
{
    struct link_target t = link_resolve(j->site, j->page, n->href, n->title, j->keep);
    lookup_note(j->asks, LOOKUP_TARGET, ask_target_key(n->href, n->title, j->keep));
    reach(j, &t, n->place, number);
    if (n->kind == NODE_IMAGE && t.kind == LINK_FILE)
        reach_dark(j, n, &t, number);
    if (t.kind == LINK_CLAIM)
        judge_claim(j, n);
    else if (t.kind == LINK_BROKEN || (t.kind == LINK_REFUSED && t.rule))
        report_broken(j, n, &t);
    else if (t.kind == LINK_REFUSED && url_scheme(n->href).len && str_char(n->href, '{') < 0)
        diag_at(j->d, RULE(LINK_BROKEN), j->src, n->place,
                "%.*s: is no address a page may link to, and no source of site.json",
                FMT(url_scheme(n->href)));
    else if (t.kind == LINK_REFUSED && str_starts(n->href, S("#/")) && !in_cell(n))
        diag_at(j->d, RULE(ANCHOR_BROKEN), j->src, n->place,
                "%.*s is the tail of a table's binding; here it has no base", FMT(n->href));
    if (t.guessed && t.page)
        diag_at(j->d, RULE(LINK_GUESSED), j->src, n->place,
                "%.*s was found by a part of its address: %.*s", FMT(n->href), FMT(t.page->path))
            ->about = S("/");
    else if (t.guessed)
        diag_at(j->d, RULE(LINK_GUESSED), j->src, n->place,
                "%.*s leads out of the site, to a page that nobody checks", FMT(n->href))
            ->about = S("../");
    if (n->kind == NODE_IMAGE && t.kind == LINK_FORGE)
        diag_at(j->d, RULE(LINK_REPOSITORY), j->src, n->place,
                "a picture outside of the content folder is not published: readers get a link; "
                "copy it into the folder");
    if (n->kind == NODE_IMAGE && t.kind == LINK_EXTERNAL)
        report_foreign(j, n->href, n->place);
    if (n->kind == NODE_IMAGE && str_trim(node_text(n, j->keep)).len == 0 && t.kind != LINK_CLAIM)
        diag_at(j->d, RULE(ALT_MISSING), j->src, n->place, NULL);
}

/* An address in raw HTML. */
static void judge_address(void *ctx, struct str value, struct str at, bool shown)
{
    struct judge *j = ctx;
    if (shown && str_starts(value, S("http")) && url_scheme(value).len)
        report_foreign(j, value, at);
    if (!value.len || url_scheme(value).len || str_starts(value, S("//")) || *value.ptr == '{')
        return;
    struct link_target t = link_resolve(j->site, j->page, value, (struct str){ 0 }, j->keep);
    lookup_note(j->asks, LOOKUP_TARGET, ask_target_key(value, (struct str){ 0 }, j->keep));
    reach(j, &t, at, j->page->n_links);
    if (t.kind == LINK_BROKEN)
        diag_at(j->d, t.rule, j->src, at, "%.*s", FMT(t.why))->about = value;
}

static void judge_cells(struct judge *j, const struct node *table)
{
    int n = 0;
    struct claims_cell *cells =
        claims_table(&j->site->data, table, j->page->path, j->page->front.env, j->keep, &n);
    const struct node *lost = claims_table_lost(&j->site->data, table, j->page->path, j->keep);
    if (lost)
        diag_at(j->d, RULE(ANCHOR_BROKEN), j->src, lost->place,
                "%.*s is the tail of a binding, and no header cell gives the base",
                FMT(lost->href));
    for (int i = 0; i < n; i++) {
        int row = 0, column = 0;
        for (const struct node *r = table->first; r && r != cells[i].cell->parent; r = r->next)
            row++;
        for (const struct node *c = cells[i].cell->parent->first; c && c != cells[i].cell;
             c = c->next)
            column++;
        add_claim(j, str_fmt(j->keep, "#cell-%d-%d-%d", table->index, row, column), cells[i].claim);
    }
}

/* Several tables with totals on one page are sizes of one thing: a chart compares them, behind the last. */
static void add_comparison(struct judge *j)
{
    struct site_figure figure = { 0 };
    if (j->n_sizes > 1 && figures_compare(j->sizes, j->n_sizes, j->last_table, j->keep, &figure))
        *PUSH(&j->figures, j->keep) = figure;
}

static void judge_node(struct judge *j, const struct node *n, ptrdiff_t *next_link)
{
    struct site_figure figure = { 0 };
    if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
        judge_link(j, n, (*next_link)++);
    if (n->kind == NODE_TABLE)
        judge_cells(j, n);
    if (n->kind == NODE_CODE)
        snippets_check(j->site, j->page, j->src, n, j->asks, j->keep, j->d);
    if (n->kind == NODE_CODE)
        config_fences_check(j->site, j->page, j->src, n, j->asks, j->keep, j->d);
    struct stray stray = { .src = j->src,
                           .d = j->d,
                           .trusted = j->site->file.raw_html == SITE_HTML_TRUSTED,
                           .autorefs = j->site->autorefs,
                           .address = judge_address,
                           .judge = j };
    if (!j->page->generated)
        stray_check(&stray, n);
    if (n->kind == NODE_CODE_SPAN && !j->page->generated)
        repository_span(j->site, j->page, j->src, n, j->asks, j->keep, j->d);
    if ((n->kind == NODE_PARAGRAPH || n->kind == NODE_ITEM) && !j->page->generated &&
        costs_sentence(j->site, j->src, n, j->keep, j->d))
        lookup_note(j->asks, LOOKUP_COSTS, S(""));
    if (!figures_find(j->site, j->page, j->src, n, j->asks, j->keep, j->d, &figure))
        return;
    *PUSH(&j->figures, j->keep) = figure;
    if (n->kind == NODE_TABLE && j->n_sizes < MAX_SIZES) {
        j->sizes[j->n_sizes++] = figure.chart;
        j->last_table = n->index;
    }
}

/* What claims.json says of this page; nothing in the text marks it. */
static void judge_quotes(struct judge *j)
{
    for (int i = 0; i < j->site->accepted.n_claims; i++) {
        const struct quoted_claim *q = &j->site->accepted.claims[i];
        struct claim c;
        if (str_equal(q->page, j->page->path) &&
            claims_quoted(&j->site->accepted, q, j->src, j->page->front.env, &c, j->keep, j->d))
            add_claim(j, str_fmt(j->keep, "#quote-%d", i), c);
    }
    lookup_note(j->asks, LOOKUP_QUOTES, j->page->path);
}

void judge_page(const struct site *s, struct site_page *p, const struct source *src,
                const struct document *doc, struct lookup *asks, struct arena *keep, struct diag *d)
{
    struct judge j = {
        .site = s, .page = p, .src = src, .asks = asks, .keep = keep, .d = d, .last_table = 0
    };
    ptrdiff_t next_link = 0;
    p->n_marks = 0;
    for (ptrdiff_t i = 0; i < src->n_asked; i++)
        lookup_note(asks, LOOKUP_INCLUDE, src->asked[i]);
    for (const struct node *n = doc ? doc->root : NULL; n; n = node_next(n, doc->root))
        judge_node(&j, n, &next_link);
    judge_quotes(&j);
    add_comparison(&j);
    if (!p->generated)
        secrets_report(src->text, src->path, S(""), src, d);
    if (!p->generated)
        machine_path_report(src, d);
    p->claims = j.claims.ptr;
    p->n_claims = j.claims.len;
    p->figures = j.figures.ptr;
    p->n_figures = j.figures.len;
    p->drawings_seen = 0;
    for (ptrdiff_t i = 0; i < j.figures.len; i++)
        p->drawings_seen += j.figures.ptr[i].kind == FIGURE_GRAPH;
    p->data_links = j.data_links;
    p->reaches = j.reaches.ptr;
    p->n_reaches = j.reaches.len;
    if (s->file.coverage)
        coverage_count(s, p, src, doc, keep);
    figures_name(p, keep);
}

void judge_claims(struct site *s, struct site_page *p)
{
    struct source src;
    struct diag quiet = { .keep = s->keep };
    struct lookup asks = { .find = ask_find, .world = s, .page = p->path, .keep = s->keep };
    if (!p->refused && !site_source(s, p, s->keep, &src) && src.text.len)
        judge_page(s, p, &src, markdown_read(&src, s->keep, &quiet), &asks, s->keep, &quiet);
}

void judge_keep(struct site_page *p, const struct source *src, const struct diag *found,
                struct site_worker *w)
{
    struct buf packed = buf_open(&w->keep, MAX_JUDGED);
    struct diag shared = *found;
    secrets_mask_lines(&shared); /* the record stands below OUT, too */
    judged_pack(p, src, found->findings.ptr, found->findings.len, &packed);
    p->judged = buf_str(&packed);
    p->figures = NULL;
    p->n_figures = 0;
    judged_unpack(p->judged, p, &w->keep, &w->diag);
}

/* Claims may name files that site.json does not: they join the data before anything is judged. A file
 * that one of them points into is no file to publish. */
static void add_file(struct site *s, const struct site_page *p, const struct site_link *l,
                     bool mark, struct arena scratch)
{
    struct str href =
        l->head && str_char(l->href, '#') < 0 ? str_join(l->href, S("#"), &scratch) : l->href;
    struct target t;
    const struct data_source *of;
    if (!claim_target(href, p->path, &t, &scratch) || !t.file.len)
        return;
    int known = s->data.n_sources;
    if (!mark)
        source_file_add(&s->data, &s->file.root, str_copy(t.file, s->keep), s->keep, &s->diag);
    for (int i = known; i < s->data.n_sources; i++)
        infra_source_open(&s->data.sources[i], s->keep, &s->diag);
    if (!mark)
        return;
    if ((of = data_source_at(&s->data, t.file)) &&
        (l->head || claim_text_claims(&s->data, &t, l->text, S(""), &scratch)))
        ((struct data_source *)(uintptr_t)of)->claimed = true;
}

static void add_files(struct site *s)
{
    for (int mark = 0; mark < 2; mark++)
        for (ptrdiff_t i = 0; i < s->n_pages; i++)
            for (ptrdiff_t k = 0; k < s->pages[i].n_links; k++)
                add_file(s, &s->pages[i], &s->pages[i].links[k], mark, s->workers[0].scratch);
}

/* ---- what the record knows ---- */

static const enum record_epoch *epochs_of(enum lookup_kind kind)
{
    static const enum record_epoch faces[] = { EPOCH_FACES, N_EPOCHS },
                                   data[] = { EPOCH_DATA, N_EPOCHS },
                                   costs[] = { EPOCH_COSTS, N_EPOCHS },
                                   both[] = { EPOCH_FACES, EPOCH_DATA, N_EPOCHS },
                                   frame[] = { EPOCH_FRAME, N_EPOCHS }, none[] = { N_EPOCHS };
    switch (kind) {
    case LOOKUP_LINK:
    case LOOKUP_TARGET:
        return both;
    case LOOKUP_VERDICT:
    case LOOKUP_DATA:
        return data;
    case LOOKUP_COSTS:
        return costs;
    case LOOKUP_FILES:
    case LOOKUP_TITLE:
        return faces;
    case LOOKUP_FRAME:
        return frame;
    default:
        return none;
    }
}

bool judge_holds(const struct site *s, const struct record_product *was, judge_find *find,
                 const void *world, bool written, struct arena scratch)
{
    bool same[N_EPOCHS];
    for (int i = 0; i < N_EPOCHS; i++)
        same[i] = s->record.epochs[i] == s->epochs[i];
    if (!same[EPOCH_SETTINGS])
        return false;
    for (ptrdiff_t i = 0; i < was->asks.len; i++) {
        const struct lookup_record *r = &was->asks.ptr[i];
        const enum record_epoch *e = epochs_of(r->kind);
        bool holds = *e != N_EPOCHS;
        for (; *e != N_EPOCHS; e++)
            holds &= same[*e];
        if (holds || (!written && r->kind < LOOKUP_TITLE))
            continue;
        struct arena work = scratch;
        if (find(world, was->name, r->kind, r->key, true, &work).hash != r->hash)
            return false;
    }
    return true;
}

bool judge_recall(const struct site *s, struct site_page *p, const struct record_product *was,
                  struct site_worker *w)
{
    p->judged = was->judged;
    p->recalled = judged_unpack(p->judged, p, &w->keep, &w->diag);
    (void)s;
    return p->recalled;
}

/* ---- all pages ---- */

/* Which figures a page has is known when it was judged. */
static void report_figure(struct site *s, const struct site_page *p, const struct site_reach *r,
                          const struct site_page *to)
{
    for (ptrdiff_t i = 0; i < to->n_figure_ids; i++)
        if (str_equal(to->figure_ids[i], r->figure))
            return;
    struct finding *f = diag_file(&s->diag, RULE(ANCHOR_BROKEN), p->src.path,
                                  "%.*s has no figure #%.*s; its last is figure-%d", FMT(to->path),
                                  FMT(r->figure), to->figures_seen);
    f->line = f->end_line = r->line;
    f->col = r->col;
    f->end_col = r->end_col;
    f->source_line = r->line_text;
    f->about = r->figure;
}

static void reached(struct site *s)
{
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        for (ptrdiff_t k = 0; k < s->pages[i].n_reaches; k++) {
            const struct site_reach *r = &s->pages[i].reaches[k];
            struct site_page *to = r->page.len ? site_page_at(s, r->page) : NULL;
            if (to && to != &s->pages[i])
                to->linked++;
            if (to && r->figure.len)
                report_figure(s, &s->pages[i], r, to);
            if (r->file.len)
                *map_at(&s->used_files, r->file, s->keep) = (void *)(uintptr_t)r;
        }
    }
}

/* Does the navigation that an author wrote name p? */
static bool is_listed(const struct site *s, const struct site_page *p)
{
    const struct site_page *top = p;
    while (top->parent && top->parent != s->root)
        top = top->parent;
    return !top->rest;
}

/* A navigation that plumb makes has all pages. */
static void report_orphans(struct site *s)
{
    if (s->n_pages < 2 || !s->nav_written)
        return;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].linked && !s->pages[i].generated && !s->pages[i].refused &&
            !s->pages[i].is_index && !is_listed(s, &s->pages[i]) &&
            !decisions_of(s, &s->pages[i])) /* their index has them */
            diag_file(&s->diag, RULE(PAGE_ORPHAN), s->pages[i].src.path,
                      "no page links here, and \"nav\" does not name it");
}

void judge_open(struct site *s)
{
    s->accepted = accepted_load(&s->content, s->options.dir, s->keep, &s->diag);
    s->near = s->data.near = near_sets_open(s->keep);
    costs_load(s);
    ptrdiff_t first = s->n_pages;
    generated_pages(s);
    cost_pages_add(s);
    decisions_pages(s);
    freshness_page(s);
    paths_pages(s);
    reviews_page(s);
    site_collect(s, first);
}

void judge_files(struct site *s)
{
    add_files(s);
    decisions_open(s); /* pages have moved */
    paths_open(s);
    glossary_open(s);
    repository_links(s);
    ask_epochs(s);
}

/* A page that is judged and not written, as plumb check does it. */
static void judge_one(void *ctx, ptrdiff_t i, int worker)
{
    struct site *s = ctx;
    struct site_page *p = &s->pages[i];
    struct site_worker *w = &s->workers[worker];
    struct arena scratch = w->scratch;
    struct diag found = { .keep = &scratch }, quiet = { .keep = &scratch };
    arena_works_on(p->path.ptr, p->path.len);
    struct lookup asks = {
        .find = s->options.texts ? NULL : ask_find, .world = s, .page = p->path, .keep = &scratch
    };
    const struct record_product *was = s->options.texts ? NULL : record_named(&s->record, p->path);
    struct source src;
    if (p->refused || (p->generated && !p->src.text.len))
        return;
    if (was && was->hash == p->hash && judge_holds(s, was, ask_find, s, false, scratch) &&
        judge_recall(s, p, was, w))
        return;
    struct arena *keep = s->options.texts ? &w->keep : &scratch; /* then figures stay at hand */
    struct diag *d = s->options.texts ? &w->diag : &found;
    asks.keep = keep;
    site_source(s, p, keep, &src);
    judge_page(s, p, &src, markdown_read(&src, keep, &quiet), &asks, keep, d);
    if (was && s->record.current)
        lost_recorded(was->judged, p, &src, arena_upper(&scratch), d);
    if (!s->options.texts)
        judge_keep(p, &src, &found, w);
    p->n_marks =
        s->options.texts ? p->n_marks : 0; /* they were in scratch; who renders judges again */
}

void judge_all(struct site *s)
{
    pool_run(s->jobs, s->n_pages, judge_one, s);
    judge_together(s);
}

/* A row of claims.json whose page is gone would be judged by nobody. */
static void report_pageless(struct site *s)
{
    for (int i = 0; i < s->accepted.n_claims; i++) {
        const struct quoted_claim *q = &s->accepted.claims[i];
        if (!site_page_at(s, q->page))
            diag_at(&s->diag, RULE(INPUT_VALUE), &s->accepted.claims_src, q->place,
                    "there is no page %.*s: correct the path, or remove the row", FMT(q->page));
    }
}

static bool is_claimed(const struct site *s, struct str name)
{
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        for (ptrdiff_t k = 0; k < s->pages[i].n_links; k++)
            if (str_starts(s->pages[i].links[k].href, S("name:")) &&
                str_equal(str_from(s->pages[i].links[k].href, 5), name))
                return true;
    return false;
}

/* Places of a name that no claim speaks of agree all the same: config, template and what runs. */
static void check_names(struct site *s)
{
    for (int i = 0; i < s->data.n_names; i++) {
        const struct data_name *n = &s->data.names[i];
        struct claim c = { .target = { .name = n->name }, .title = S("present") };
        if (is_claimed(s, n->name))
            continue;
        claims_judge(&s->data, &c, s->keep);
        if (c.verdict == VERDICT_FALSE || c.verdict == VERDICT_MISSING)
            diag_at(&s->diag, c.verdict == VERDICT_FALSE ? RULE(CLAIM_FALSE) : RULE(CLAIM_MISSING),
                    &s->file.src, n->place, "%.*s", FMT(c.message));
    }
}

void judge_together(struct site *s)
{
    reached(s);
    check_names(s);
    report_pageless(s);
    coverage_report(s);
    report_orphans(s);
    decisions_report(s);
    freshness_report(s);
    templates_check(s);
}

/* What another tool's tree is full of is said once for each kind, with the number, where it is first. */
static bool is_summed(const struct finding *f)
{
    return f->about.len && !f->accepted.len &&
           (f->rule == RULE(BLOCK_FOREIGN) || f->rule == RULE(IMAGE_FOREIGN) ||
            (f->rule == RULE(INPUT_UNKNOWN_KEY) && f->severity == SEVERITY_INFO));
}

struct sum {
    struct finding *first;
    int64_t n, pages;
    struct str last; /* page */
};

static int64_t count_of(const struct finding *f)
{
    int64_t n = 1;
    if (f->rule == RULE(BLOCK_FOREIGN))
        str_int64(f->evidence.value, &n);
    return n;
}

static void sum_up(struct diag *d, struct arena *keep)
{
    struct map sums = { 0 };
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < d->findings.len; i++) {
        struct finding *f = &d->findings.ptr[i];
        struct str key = str_fmt(keep, "%s %.*s", f->rule->id, FMT(f->about));
        void **at = is_summed(f) ? map_at(&sums, key, keep) : NULL;
        struct sum *sum = at ? *at : NULL;
        if (at && !sum) {
            *at = sum = NEW(keep, struct sum, 1);
            sum->first = &d->findings.ptr[n];
        } else if (!at || sum->first->severity != f->severity) {
            sum = NULL;
        }
        if (!sum || !sum->n)
            d->findings.ptr[n++] = *f;
        if (!sum)
            continue;
        sum->n += count_of(f);
        sum->pages += !str_equal(sum->last, f->file);
        sum->last = f->file;
    }
    d->findings.len = n;
    for (const struct map_entry *e = sums.first; e; e = e->next) {
        const struct sum *sum = e->value;
        if (sum->n > 1)
            sum->first->message =
                str_fmt(keep, "%.*s (%lld in all, on %lld page%s)", FMT(sum->first->message),
                        (long long)sum->n, (long long)sum->pages, str_plural(sum->pages));
    }
}

void judge_finish(struct site *s)
{
    for (int i = 0; i < s->jobs; i++) {
        diag_merge(&s->diag, &s->workers[i].diag);
        s->workers[i].diag.findings.len = 0;
    }
    accepted_mark(&s->accepted, s->options.dir, s->options.today, &s->diag);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->diag.findings.len; i++) {
        struct finding f = s->diag.findings.ptr[i];
        enum severity wanted = s->file.severity[f.rule - rules];
        if (wanted != f.rule->severity) /* site.json says so; else the finding knows best */
            f.severity = wanted;
        if (f.severity != SEVERITY_OFF)
            s->diag.findings.ptr[n++] = f;
    }
    s->diag.findings.len = n;
    diag_sort(&s->diag);
    sum_up(&s->diag, s->keep);
    secrets_mask_lines(&s->diag);
}

ptrdiff_t judge_data_links(const struct site *s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        n += s->pages[i].data_links;
    return n;
}

struct claim_counts judge_claim_counts(const struct site *s)
{
    struct claim_counts all = { 0 };
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        for (ptrdiff_t k = 0; k < s->pages[i].n_claims; k++) {
            const struct claim *c = &s->pages[i].claims[k].claim;
            bool asked = c->state.len && c->verdict == VERDICT_NOT_CHECKED; /* no claim yet */
            all.n[c->verdict] += !asked;
        }
    return all;
}
