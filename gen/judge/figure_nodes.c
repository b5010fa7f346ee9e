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

void figure_nodes_link(const struct site *s, const struct site_page *p, const struct source *src,
                       struct graph *g, struct str at, struct arena *keep, struct diag *d)
{
    for (int i = 0; i < g->n_nodes; i++)
        if (g->nodes[i].href.len)
            resolve(s, p, src, &g->nodes[i], at, keep, d);
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

void figure_nodes_bind(const struct site *s, const struct site_page *p, const struct source *src,
                       struct graph *g, struct str info, struct str at, struct arena *keep,
                       struct diag *d)
{
    ptrdiff_t from = str_find(info, S("bind=\""));
    if (from < 0)
        return;
    struct cut list = { .tail = str_cut(str_from(info, from + 6), '"').head, .ok = true };
    list.tail = str_copy(list.tail, keep);
    while (list.ok) {
        list = str_cut(list.tail, ';');
        if (str_trim(list.head).len)
            bind(s, p, src, g, str_trim(list.head), at, keep, d);
    }
}
