/* figure_nodes.c - links of nodes resolved as those of prose, values of nodes taken from data. */
#include "judge/figure_nodes.h"

#include "check/claims.h"
#include "model/rule.h"
#include "judge/link.h"

static void resolve(const struct site *s, const struct site_page *p, const struct source *src,
                    struct graph_node *n, struct str at, struct arena *keep, struct diag *d)
{
    struct link_target t = link_resolve(s, p, n->href, S(""), keep);
    struct str href = n->href;
    n->href = (struct str){ 0 };
    switch (t.kind) {
    case LINK_EXTERNAL:
        n->href = href;
        break;
    case LINK_PAGE:
    case LINK_DATA:
    case LINK_FILE:
        n->href = link_href(p, &t, keep);
        break;
    case LINK_BROKEN:
        diag_at(d, t.rule, src, at, "%.*s", FMT(t.why))->about = href;
        break;
    default: /* claims, figures and schemes like javascript: lead nowhere */
        break;
    }
}

/* The one heading of the page, else the one other page, that is called so. */
static struct str place_called(const struct site *s, const struct site_page *p, struct str label,
                               struct arena *keep)
{
    struct link_target t = { .kind = LINK_PAGE, .page = p };
    int n = 0;
    for (ptrdiff_t i = 0; i < p->n_headings; i++)
        if (p->headings[i].level > 1 && str_equal_nocase(p->headings[i].text, label)) {
            t.anchor = p->headings[i].id;
            n++;
        }
    const struct site_page *page = n ? NULL : map_get(&s->title_at, label);
    for (ptrdiff_t i = 0; page && page != p && i < s->n_pages; i++)
        n += str_equal(s->pages[i].title, label);
    if (page)
        t.page = page;
    return n == 1 ? link_href(p, &t, keep) : (struct str){ 0 };
}

static struct str href_of(const struct site *s, const struct site_page *p, struct str href,
                          struct arena *keep)
{
    struct link_target t = link_resolve(s, p, href, S(""), keep);
    return t.kind == LINK_PAGE || t.kind == LINK_DATA ? link_href(p, &t, keep) : (struct str){ 0 };
}

/* The one entry of the glossary that is called so, seen from another page. */
static struct str term_called(const struct site *s, const struct site_page *p, struct str label,
                              struct str *meaning, struct arena *keep)
{
    const struct lookup_term *found = NULL;
    int n = 0;
    for (ptrdiff_t i = 0; s->terms && i < s->terms->n; i++)
        if (str_equal_nocase(s->terms->ptr[i].text, label)) {
            found = &s->terms->ptr[i];
            n++;
        }
    if (n != 1 || str_equal(s->terms->page, p->path))
        return (struct str){ 0 };
    *meaning = found->meaning;
    return href_of(s, p, found->href, keep);
}

/* The page of the estimate with the one row of all that is called so. */
static struct str row_called(const struct site *s, const struct site_page *p, struct str label,
                             struct str *meaning, struct arena *keep)
{
    struct link_target t = { .kind = LINK_PAGE };
    int n = 0;
    for (int i = 0; s->costs && i < s->costs->n_sizes; i++) {
        const struct cost_size *size = &s->costs->sizes[i];
        for (int k = 0; k < size->n_rows; k++)
            if (str_equal_nocase(size->rows[k].service, label) && n++ == 0) {
                t.page = map_get(&s->page_at, str_fmt(keep, "data/cost/%.*s.md", FMT(size->id)));
                *meaning = size->rows[k].assumption;
            }
    }
    return n == 1 && t.page ? link_href(p, &t, keep) : (struct str){ 0 };
}

/* A node leads to what has its name, if no other node and no other place has it: a heading, a page, an
 * entry of the glossary, a row of an estimate. */
static void link_by_name(const struct site *s, const struct site_page *p, struct graph *g, int node,
                         struct lookup *asks, struct arena *keep)
{
    struct graph_node *n = &g->nodes[node];
    struct str label = graph_label(n->lines, n->n_lines, keep);
    lookup_note(asks, LOOKUP_TITLE, label);
    if (map_get(&s->title_at, label)) /* that no other page is called so may change too */
        lookup_note(asks, LOOKUP_FILES, S(""));
    struct str href = place_called(s, p, label, keep), meaning = { 0 };
    lookup_note(asks, LOOKUP_TERMS, S(""));
    if (!href.len)
        href = term_called(s, p, label, &meaning, keep);
    if (!href.len && s->costs && s->costs->n_sizes) {
        lookup_note(asks, LOOKUP_COSTS, S(""));
        href = row_called(s, p, label, &meaning, keep);
    }
    for (int i = 0; href.len && i < g->n_nodes; i++) {
        struct arena scratch = *keep;
        const struct graph_node *o = &g->nodes[i];
        if (i != node && str_equal(graph_label(o->lines, o->n_lines, &scratch), label))
            return;
    }
    n->href = href;
    if (!n->tip.len && href.len)
        n->tip = meaning;
}

void figure_nodes_link(const struct site *s, const struct site_page *p, const struct source *src,
                       struct graph *g, struct str at, struct lookup *asks, struct arena *keep,
                       struct diag *d)
{
    for (int i = 0; i < g->n_nodes; i++)
        if (g->nodes[i].href.len)
            resolve(s, p, src, &g->nodes[i], at, keep, d);
        else if (g->nodes[i].n_lines)
            link_by_name(s, p, g, i, asks, keep);
}

static bool is_called(const struct graph_node *n, struct str label, struct arena scratch)
{
    return str_equal(n->id, label) || (n->n_lines && str_equal(n->lines[0].text, label)) ||
           str_equal(graph_label(n->lines, n->n_lines, &scratch), label);
}

static void add_value(struct graph *g, struct graph_node *n, const struct claim *c,
                      struct arena *keep)
{
    struct str from = claim_target_show(&c->target, keep);
    n->tip = str_fmt(keep, "%.*s%s%.*s is %.*s", FMT(n->tip), n->tip.len ? "; " : "", FMT(from),
                     FMT(c->shown));
    if (!g->loose)
        return; /* the author's box has the rows it has */
    struct graph_text *lines = NEW(keep, struct graph_text, n->n_lines + 1);
    for (int i = 0; i < n->n_lines; i++)
        lines[i] = n->lines[i];
    lines[n->n_lines++].text = c->shown;
    n->lines = lines;
}

static void bind(const struct site *s, const struct site_page *p, const struct source *src,
                 struct graph *g, struct str pair, struct str at, struct arena *keep,
                 struct diag *d)
{
    struct cut c = str_cut(pair, '=');
    struct str label = str_trim(c.head);
    struct claim claim = { .href = str_trim(c.tail), .env = p->front.env, .place = at };
    bool found = false;
    if (!c.ok || !claim_target(claim.href, p->path, &claim.target, keep)) {
        diag_at(d, RULE(CLAIM_MISSING), src, at, "bind wants Label=source:/pointer, not %.*s",
                FMT(pair));
        return;
    }
    claims_judge(&s->data, &claim, keep);
    claims_report(&claim, src, d);
    for (int i = 0; i < g->n_nodes; i++) {
        if (!is_called(&g->nodes[i], label, arena_upper(keep)))
            continue;
        found = true;
        if (claim.verdict == VERDICT_TRUE && claim.shown.len)
            add_value(g, &g->nodes[i], &claim, keep);
    }
    if (!found)
        diag_at(d, RULE(CLAIM_MISSING), src, at, "the drawing has no node called %.*s", FMT(label));
}

struct str figure_nodes_bound(struct str info)
{
    ptrdiff_t from = str_find(info, S("bind=\""));
    return from < 0 ? (struct str){ 0 } : str_cut(str_from(info, from + 6), '"').head;
}

void figure_nodes_bind(const struct site *s, const struct site_page *p, const struct source *src,
                       struct graph *g, struct str info, struct str at, struct arena *keep,
                       struct diag *d)
{
    struct cut list = { .tail = str_copy(figure_nodes_bound(info), keep), .ok = true };
    while (list.ok && list.tail.len) {
        list = str_cut(list.tail, ';');
        if (str_trim(list.head).len)
            bind(s, p, src, g, str_trim(list.head), at, keep, d);
    }
}
