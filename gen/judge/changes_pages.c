/* changes_pages.c - pages on both sides: which is which, then sentence by sentence, row by row, drawing by
 * drawing. */
#include "judge/changes.h"

#include "base/path.h"
#include "base/utf8.h"
#include "check/diff_text.h"
#include "judge/decisions.h"
#include "judge/snippets.h"
#include "load/markdown.h"

enum { ALIKE = 50, DRAWN_ALIKE = 30, SAYERS = 16, CANDIDATES = 8, MAX_FILE = 1 << 30 };

struct paper { /* a page taken apart */
    const struct site_page *page;
    struct diff_unit *units;
    ptrdiff_t n;
    struct paper *other;
};
struct cutter {
    const struct changes *c;
    const struct site *site;
    const struct site_page *page;
    const struct source *src;
    bool old, title;
    LIST(struct diff_unit) units;
    struct str under, head, box; /* box: of the item whose text comes next */
    LIST(struct {
        ptrdiff_t at;
        struct str to;
    })
    links;
};

/* ---- a page in sentences ---- */

/* Where a link leads, as it is called now: by files, whatever a source's name and the page's place are. */
static struct str leads_to(const struct cutter *k, struct str href)
{
    struct arena *keep = k->c->keep;
    struct target t;
    if (!claim_target(href, k->page->path, &t, keep)) {
        bool scheme = url_scheme(href).len || str_starts(href, S("#")) || str_starts(href, S("/"));
        int up;
        struct cut c = str_cut(href, '#');
        struct str path =
            scheme || !c.head.len
                ? c.head
                : path_climb(path_join(path_dir(k->page->path), c.head, keep), keep, &up);
        path = scheme || !c.head.len ? path : path_above(up, path, keep);
        if (k->old || !site_page_at(k->site, path)) /* a link may be left behind by what moved */
            path = changes_path(k->c, path);
        return str_fmt(keep, "%.*s%s%.*s", FMT(path), c.ok ? "#" : "", FMT(c.ok ? c.tail : S("")));
    }
    if (t.name.len)
        return str_join(S("name:"), t.name, keep);
    struct str path = t.file;
    if (t.source.len) {
        const struct data_source *s =
            data_source_named(&k->site->data, t.source, k->page->front.env);
        path = s && s->path.len ? s->path : t.source;
    }
    return str_fmt(keep, "%.*s#%.*s", FMT(k->old ? changes_path(k->c, path) : path),
                   FMT(t.pointer));
}

static bool is_inline(enum node_kind kind)
{
    return kind >= NODE_TEXT && kind != NODE_NOTES;
}

/* The text of n and the links in it. */
static void put_inline(struct cutter *k, const struct node *n, struct buf *b)
{
    if (n->kind == NODE_LINK || n->kind == NODE_IMAGE) {
        __typeof__(k->links.ptr) l = PUSH(&k->links, k->c->keep);
        l->at = b->len;
        l->to = leads_to(k, n->href);
    }
    if (n->kind == NODE_STRIKE)
        buf_put(b, S("~~"));
    if (n->kind == NODE_TEXT || n->kind == NODE_CODE_SPAN)
        buf_put(b, n->text);
    else if (n->kind == NODE_SOFT_BREAK || n->kind == NODE_BREAK)
        buf_char(b, ' ');
    for (const struct node *m = n->first; m; m = m->next)
        put_inline(k, m, b);
    if (n->kind == NODE_STRIKE)
        buf_put(b, S("~~"));
}

/* "Accepted", "See below" */
static bool few_words(struct str text)
{
    struct cut one = str_cut(text, ' ');
    return str_char(one.tail, ' ') < 0;
}

static void add_unit(struct cutter *k, struct str all, ptrdiff_t from, ptrdiff_t to, int line)
{
    struct str text = str_trim(str_sub(all, from, to - from));
    struct buf links = buf_open(k->c->keep, 1 << 16);
    for (ptrdiff_t i = 0; i < k->links.len; i++)
        if (k->links.ptr[i].at >= from && k->links.ptr[i].at < to + (to == all.len))
            buf_fmt(&links, "%.*s\n", FMT(k->links.ptr[i].to));
    if (text.len || links.len)
        *PUSH(&k->units, k->c->keep) =
            (struct diff_unit){ .text = text,
                                .links = buf_str(&links),
                                .head = k->head,
                                .under = k->under,
                                .line = line,
                                .title = k->title || (!k->head.len && few_words(text)) };
}

/* Ends a sentence: a mark, a blank, and what may begin one. */
static bool ends(struct str s, ptrdiff_t i)
{
    char next = i + 2 < s.len ? s.ptr[i + 2] : 0;
    return (s.ptr[i] == '.' || s.ptr[i] == '?' || s.ptr[i] == '!') && i + 2 < s.len &&
           s.ptr[i + 1] == ' ' &&
           ((next >= 'A' && next <= 'Z') || next < 0 || next == '`' || next == '"');
}

static void add_sentences(struct cutter *k, struct str text, int line)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < text.len; i++)
        if (ends(text, i)) {
            add_unit(k, text, from, i + 1, line);
            from = i + 1;
        }
    add_unit(k, text, from, text.len, line);
    k->links.len = 0;
}

static int line_of(const struct cutter *k, const struct node *n)
{
    int line = 0, col;
    while (n && !(n->place.ptr >= k->src->text.ptr &&
                  n->place.ptr <= k->src->text.ptr + k->src->text.len))
        n = n->first;
    if (n)
        diag_place(k->src, n->place.ptr, &line, &col);
    return line;
}

static void cut_row(struct cutter *k, const struct node *row, struct buf *b)
{
    for (const struct node *cell = row->first; cell; cell = cell->next) {
        if (cell != row->first)
            buf_put(b, S(" | "));
        put_inline(k, cell, b);
    }
}

static void cut_table(struct cutter *k, const struct node *table)
{
    for (const struct node *row = table->first; row; row = row->next) {
        struct buf b = buf_open(k->c->keep, 1 << 20);
        cut_row(k, row, &b);
        k->head = row->head ? buf_str(&b) : k->head;
        add_unit(k, buf_str(&b), 0, b.len, line_of(k, row));
        k->links.len = 0;
    }
    k->head = (struct str){ 0 };
}

static const struct site_figure *figure_of(const struct site_page *p, const struct node *code)
{
    char key[32];
    int n = snprintf(key, sizeof key, "#fence-%d", code->index);
    for (ptrdiff_t i = 0; i < p->n_figures; i++)
        if (p->figures[i].kind == FIGURE_GRAPH &&
            str_equal(p->figures[i].key, (struct str){ key, n }))
            return &p->figures[i];
    return NULL;
}

static void cut(struct cutter *k, const struct node *block)
{
    static const struct str alerts[] = {
        { "Note:", 5 }, { "Tip:", 4 }, { "Important:", 10 }, { "Warning:", 8 }, { "Caution:", 8 }
    };
    struct buf b = buf_open(k->c->keep, 1 << 22);
    const struct node *first = NULL;
    if (block->kind == NODE_ITEM && block->task)
        k->box = block->task == TASK_DONE ? S("[x] ") : S("[ ] ");
    for (const struct node *n = block->first; n; n = n->next) {
        if (is_inline(n->kind)) {
            first = first ? first : n;
            buf_put(&b, k->box);
            k->box = (struct str){ 0 };
            put_inline(k, n, &b);
        }
        if (b.len && (!n->next || !is_inline(n->next->kind))) {
            k->title = block->kind == NODE_HEADING;
            add_sentences(k, str_copy(buf_str(&b), k->c->keep), line_of(k, first));
            k->title = false;
            if (block->kind == NODE_HEADING)
                k->under = k->units.len ? k->units.ptr[k->units.len - 1].text : k->under;
            b.len = 0;
            first = NULL;
        }
        if (n->kind == NODE_ALERT)
            add_unit(k, alerts[n->alert], 0, alerts[n->alert].len, line_of(k, n));
        if (n->kind == NODE_TABLE)
            cut_table(k, n);
        else if (n->kind == NODE_CODE && !figure_of(k->page, n))
            add_unit(k, n->text, 0, n->text.len, line_of(k, n));
        else if (n->kind == NODE_HTML)
            add_unit(k, n->text, 0, n->text.len, line_of(k, n));
        else if (!is_inline(n->kind))
            cut(k, n);
    }
}

static struct paper paper(const struct changes *c, const struct site *s, const struct site_page *p,
                          bool old)
{
    struct diag quiet = { .keep = c->keep };
    struct cutter k = { .c = c, .site = s, .page = p, .src = &p->src, .old = old };
    if (p->src.text.len)
        cut(&k, markdown_read(&p->src, c->keep, &quiet)->root);
    return (struct paper){ p, k.units.ptr, k.units.len, NULL };
}

/* ---- which is which ---- */

static ptrdiff_t papers(const struct changes *c, const struct site *s, bool old, struct paper **out)
{
    ptrdiff_t n = 0;
    *out = NEW(c->keep, struct paper, s->n_pages + 1);
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        const struct site_page *p = &s->pages[i];
        const struct site_page *other = site_page_at(old ? c->now : c->was, p->path);
        bool same = other && !other->generated && str_equal(other->src.text, p->src.text);
        if (p->generated || p->refused || (same && !c->moved.len && !c->renamed.len))
            continue;
        (*out)[n++] = (struct paper){ .page = p };
    }
    return n;
}

static void meet(struct changes *c, struct paper *a, struct paper *b)
{
    a->other = b;
    b->other = a;
    if (str_equal(a->page->path, b->page->path))
        return;
    struct str *path = NEW(c->keep, struct str, 1);
    *path = b->page->path;
    *map_at(&c->moved, a->page->path, c->keep) = path;
}

/* Pages that have no partner yet, by the sentences that few of them say. */
struct sayers {
    int n, page[SAYERS + 1];
};

static void count_sayers(struct map *said, const struct paper *now, ptrdiff_t j, struct arena *keep)
{
    for (ptrdiff_t k = 0; k < now[j].n; k++) {
        struct sayers **at = (struct sayers **)map_at(said, now[j].units[k].text, keep);
        struct sayers *s = *at = *at ? *at : NEW(keep, struct sayers, 1);
        if (s->n <= SAYERS && !(s->n && s->page[s->n - 1] == (int)j))
            s->page[s->n++] = (int)j;
    }
}

/* The page of now that says most of what `was` says; NULL: none says half of it. Compared sentence by sentence are
 * those alone that share most of what few pages say: all with all would take the square of their number. */
static struct paper *moved_to(const struct paper *was, struct paper *now, const struct map *said,
                              int *votes, struct arena scratch)
{
    LIST(int) named = { 0 };
    struct paper *best = NULL;
    int most = ALIKE - 1;
    for (ptrdiff_t k = 0; k < was->n; k++) {
        const struct sayers *s = map_get(said, was->units[k].text);
        for (int i = 0; s && s->n <= SAYERS && i < s->n; i++)
            if (!now[s->page[i]].other && votes[s->page[i]]++ == 0)
                *PUSH(&named, &scratch) = s->page[i];
    }
    for (int round = 0; round < CANDIDATES && named.len; round++) {
        ptrdiff_t first = 0;
        for (ptrdiff_t i = 1; i < named.len; i++) {
            int a = votes[named.ptr[i]], b = votes[named.ptr[first]];
            first = a > b || (a == b && a && named.ptr[i] < named.ptr[first]) ? i : first;
        }
        struct paper *p = &now[named.ptr[first]];
        if (!votes[named.ptr[first]])
            break;
        votes[named.ptr[first]] = 0;
        int l = diff_text_likeness(was->units, was->n, p->units, p->n, scratch);
        if (l > most) {
            most = l;
            best = p;
        }
    }
    for (ptrdiff_t i = 0; i < named.len; i++)
        votes[named.ptr[i]] = 0;
    return best;
}

static void meet_pages(struct changes *c, struct paper *was, ptrdiff_t n, struct paper *now,
                       ptrdiff_t m)
{
    struct map at = { 0 }, said = { 0 };
    struct arena scratch = arena_upper(c->keep);
    int *votes = NEW(&scratch, int, m + 1);
    for (ptrdiff_t j = 0; j < m; j++)
        *map_at(&at, now[j].page->path, &scratch) = &now[j];
    for (ptrdiff_t i = 0; i < n; i++)
        if (map_get(&at, was[i].page->path))
            meet(c, &was[i], map_get(&at, was[i].page->path));
    for (ptrdiff_t j = 0; j < m; j++)
        if (!now[j].other)
            count_sayers(&said, now, j, &scratch);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct paper *to = was[i].other ? NULL : moved_to(&was[i], now, &said, votes, scratch);
        if (to)
            meet(c, &was[i], to);
    }
}

/* ---- what is different ---- */

static struct diff_change *add(struct changes *c, enum diff_kind kind, enum diff_sign sign,
                               const struct site_page *p, struct str words)
{
    struct diff_change *x = changes_add(c, kind, sign, p->path);
    x->name = p->title;
    x->words = words;
    return x;
}

static void diff_front(struct changes *c, const struct site_page *a, const struct site_page *b)
{
    const struct front_matter *x = &a->front, *y = &b->front;
    struct arena *k = c->keep;
    const struct {
        const char *name;
        struct str old, now;
        enum diff_kind kind;
    } rows[] = {
        { "title", x->title, y->title, DIFF_PAGE },
        { "description", x->description, y->description, DIFF_PAGE },
        { "owner", x->owner, y->owner, DIFF_PAGE },
        { "review_by", x->review_by, y->review_by, DIFF_PAGE },
        { "env", x->env, y->env, DIFF_PAGE },
        { "redirect", x->redirect, y->redirect, DIFF_PAGE },
        { "weight", x->has_weight ? str_fmt(k, "%lld", (long long)x->weight) : S(""),
          y->has_weight ? str_fmt(k, "%lld", (long long)y->weight) : S(""), DIFF_PAGE },
        { "draft", x->draft ? S("true") : S(""), y->draft ? S("true") : S(""), DIFF_PAGE },
        { "tags", decisions_names(x->tags, x->n_tags, k), decisions_names(y->tags, y->n_tags, k),
          DIFF_PAGE },
        { "onboarding", decisions_names(x->onboarding, x->n_onboarding, k),
          decisions_names(y->onboarding, y->n_onboarding, k), DIFF_PAGE },
        { "status", x->status, y->status, DIFF_DECISION },
        { "date", x->date, y->date, y->status.len ? DIFF_DECISION : DIFF_PAGE },
        { "deciders", decisions_names(x->deciders, x->n_deciders, k),
          decisions_names(y->deciders, y->n_deciders, k), DIFF_DECISION },
    };
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        if (str_equal(rows[i].old, rows[i].now))
            continue;
        struct diff_change *change = add(c, rows[i].kind, DIFF_CHANGED, b, str_of(rows[i].name));
        change->key = change->words;
        change->old = rows[i].old;
        change->now = rows[i].now;
        change->line = 1;
    }
}

static bool has_money(struct str s)
{
    static const char *const signs[] = { "€", "£", "¥", "EUR", "USD", "GBP", "CHF" };
    for (ptrdiff_t i = 0; i + 1 < s.len; i++)
        if (s.ptr[i] == '$' && char_is_digit(s.ptr[i + 1]))
            return true;
    for (ptrdiff_t i = 0; i < LEN(signs); i++)
        if (str_find(s, str_of(signs[i])) >= 0)
            return true;
    return false;
}

/* A row of a table that says what something costs: by its cells, or by a column's title and a number. */
static bool is_cost(const struct diff_unit *u)
{
    static const char *const titles[] = { "cost", "price", "$", "€", "£", "EUR", "USD", "GBP" };
    bool number = false, titled = false;
    for (ptrdiff_t i = 0; i < u->text.len; i++)
        number |= char_is_digit(u->text.ptr[i]);
    for (ptrdiff_t i = 0; i < LEN(titles) && number; i++)
        titled |= str_find_nocase(u->head, str_of(titles[i])) >= 0;
    return u->head.len && (titled || has_money(u->text));
}

static struct str cell(struct str *rest)
{
    ptrdiff_t end = str_find(*rest, S(" | "));
    struct str c = end < 0 ? *rest : str_sub(*rest, 0, end);
    *rest = end < 0 ? str_sub(*rest, rest->len, 0) : str_from(*rest, end + 3);
    return c;
}

/* The cells of a row that differ, with the titles of their columns. */
static void row_change(struct diff_change *x, const struct diff_unit *a, const struct diff_unit *b,
                       struct arena *keep)
{
    struct str old = a->text, now = b->text, head = b->head, first = now, column = { 0 };
    struct buf was = buf_open(keep, 4000), is = buf_open(keep, 4000);
    x->words = cell(&first);
    for (int n = 0; old.len || now.len; n++) {
        struct str o = cell(&old), w = cell(&now), h = cell(&head);
        if (str_equal(o, w))
            continue;
        column = h;
        buf_fmt(&was, "%s%.*s", was.len ? " · " : "", FMT(o));
        buf_fmt(&is, "%s%.*s", is.len ? " · " : "", FMT(w));
    }
    x->key = column;
    x->old = buf_str(&was);
    x->now = buf_str(&is);
}

/* The links of a, a line each, that do not stand in the same place of b. */
static struct str links_only_in(struct str a, struct str b, struct arena *keep)
{
    struct buf out = buf_open(keep, a.len * 2 + 1);
    while (a.len) {
        struct str link = str_line(&a), other = str_line(&b);
        if (!str_equal(link, other))
            buf_fmt(&out, "%s%.*s", out.len ? ", " : "", FMT(link));
    }
    return buf_str(&out);
}

static void add_pair(struct changes *c, const struct paper *a, const struct paper *b,
                     struct diff_pair p)
{
    const struct diff_unit *old = p.a >= 0 ? &a->units[p.a] : NULL,
                           *now = p.b >= 0 ? &b->units[p.b] : NULL;
    const struct diff_unit *u = now ? now : old;
    enum diff_sign sign = !old ? DIFF_ADDED : !now ? DIFF_REMOVED : DIFF_CHANGED;
    bool row = u->head.len > 0, money = is_cost(u) || (old && is_cost(old));
    struct diff_change *x = add(c,
                                p.links ? DIFF_LINK
                                : money ? DIFF_WRITTEN
                                        : DIFF_SENTENCE,
                                sign, b->page, u->under);
    x->line = u->line;
    if (p.links) {
        x->words = u->text;
        x->old = links_only_in(old->links, now->links, c->keep);
        x->now = links_only_in(now->links, old->links, c->keep);
    } else if (row && old && now) {
        row_change(x, old, now, c->keep);
    } else {
        x->old = old ? old->text : S("");
        x->now = now ? now->text : S("");
    }
}

static const struct graph *graph_at(const struct site_page *p, ptrdiff_t i)
{
    return p->figures[i].kind == FIGURE_GRAPH ? p->figures[i].graph : NULL;
}

static void diff_drawing(struct changes *c, const struct site_page *p, const struct site_figure *f,
                         const struct graph *a, int number)
{
    struct diff_marks marks = diff_graph(a, f->graph, NULL, c->keep);
    struct str title = f->caption.len ? f->caption : str_fmt(c->keep, "drawing %d", number);
    if (marks.len)
        *PUSH(&c->drawings, c->keep) = (struct changes_drawing){ p, a, f->graph, title, marks };
    for (ptrdiff_t i = 0; i < marks.len; i++) {
        struct diff_mark m = marks.ptr[i];
        struct diff_change *x = add(c, DIFF_DRAWING, m.sign, p, title);
        x->key = m.edge ? S("edge") : S("node");
        x->old = m.old;
        x->now = m.now;
        x->edge = m.edge;
        x->node = m.b;
        x->node_old = m.a;
        x->of = f->graph;
        x->of_old = a;
    }
}

static void diff_drawings(struct changes *c, const struct site_page *a, const struct site_page *b)
{
    bool *met = NEW(c->keep, bool, a->n_figures + 1);
    int number = 0;
    for (ptrdiff_t j = 0; j < b->n_figures; j++) {
        ptrdiff_t best = -1;
        int most = DRAWN_ALIKE - 1;
        if (!graph_at(b, j))
            continue;
        number++;
        for (ptrdiff_t i = 0; i < a->n_figures; i++) {
            int l = met[i] || !graph_at(a, i)
                        ? 0
                        : diff_graph_likeness(graph_at(a, i), graph_at(b, j), arena_upper(c->keep));
            l += l > 0 && i == j;
            if (l > most) {
                most = l;
                best = i;
            }
        }
        if (best >= 0)
            met[best] = true;
        if (best >= 0 && !str_equal(a->figures[best].text, b->figures[j].text))
            diff_drawing(c, b, &b->figures[j], graph_at(a, best), number);
        else if (best < 0)
            add(c, DIFF_DRAWING, DIFF_ADDED, b, str_fmt(c->keep, "drawing %d", number))->now =
                S("the whole drawing");
    }
    for (ptrdiff_t i = 0; i < a->n_figures; i++)
        if (graph_at(a, i) && !met[i])
            add(c, DIFF_DRAWING, DIFF_REMOVED, b, str_fmt(c->keep, "drawing %d", (int)i + 1))->old =
                S("the whole drawing");
}

static void diff_page(struct changes *c, const struct paper *a, const struct paper *b)
{
    if (!str_equal(a->page->path, b->page->path)) {
        struct diff_change *x = add(c, DIFF_PAGE, DIFF_MOVED, b->page, S(""));
        x->old = a->page->path;
        x->now = b->page->path;
    }
    diff_front(c, a->page, b->page);
    struct diff_pairs pairs = diff_text(a->units, a->n, b->units, b->n, c->keep);
    for (ptrdiff_t i = 0; i < pairs.len; i++)
        add_pair(c, a, b, pairs.ptr[i]);
    diff_drawings(c, a->page, b->page);
}

static void whole_page(struct changes *c, const struct site_page *p, enum diff_sign sign)
{
    bool decision = p->front.status.len > 0;
    struct diff_change *x = add(c, decision ? DIFF_DECISION : DIFF_PAGE, sign, p, S(""));
    *changes_side(x) = decision ? p->front.status : str_fmt(c->keep, "%d words", p->words);
}

/* ---- pictures and other files that go out ---- */

static const struct str stand_in = { "plumb: a file of ", 17 };

struct str changes_file(const struct site *s, struct str path, struct arena *keep)
{
    struct str text;
    if (root_read(&s->content, path, MAX_FILE, keep, &text, NULL))
        return (struct str){ 0 };
    if (str_starts(text, stand_in))
        return text;
    return str_fmt(keep, "%.*s%td bytes, %06x", FMT(stand_in), text.len,
                   (unsigned)(str_hash(text) & 0xffffff));
}

/* What a page shows and what it lets readers load: other bytes under the same name. Data is compared by value. */
static void diff_files(struct changes *c)
{
    const struct data_source *of;
    for (struct map_entry *e = c->was->used_files.first; e; e = e->next) {
        struct arena scratch = arena_upper(c->keep);
        struct str now = changes_path(c, e->key);
        if (!map_get(&c->now->used_files, now) || data_file_at(&c->now->data, now, &of))
            continue;
        struct str a = changes_file(c->was, e->key, &scratch),
                   b = changes_file(c->now, now, &scratch);
        if (!a.len || str_equal(a, b))
            continue;
        struct diff_change *x = changes_add(c, DIFF_PAGE, DIFF_CHANGED, now);
        x->name = path_base(now);
        x->words = S("file");
        x->old = str_copy(str_from(a, stand_in.len), c->keep);
        x->now = str_copy(str_from(b, stand_in.len), c->keep);
    }
}

/* ---- code that pages show ---- */

/* A region of code that is another now, once, whoever shows it. */
static void diff_region(struct changes *c, struct str path, struct str name, struct map *seen)
{
    struct str old, now, key = str_fmt(c->keep, "#%.*s", FMT(name));
    void **at = map_at(seen, str_fmt(c->keep, "%.*s%.*s", FMT(path), FMT(key)), c->keep);
    const struct data_source *of;
    if (*at || data_file_at(&c->now->data, path, &of) ||
        !snippets_text(c->now, path, name, c->keep, &now) ||
        !snippets_text(c->was, path, name, c->keep, &old))
        return;
    *at = c;
    if (str_equal(old, now))
        return;
    struct diff_change *x = changes_add(c, DIFF_VALUE, DIFF_CHANGED, path);
    x->name = path_base(path);
    x->key = key;
    x->words = name.len ? str_fmt(c->keep, "region %.*s", FMT(name)) : S("the whole file");
    diff_text_lines(old, now, &x->old, &x->now);
}

static void diff_regions(struct changes *c)
{
    struct map seen = { 0 };
    for (ptrdiff_t i = 0; i < c->now->n_pages; i++) {
        const struct site_page *p = &c->now->pages[i];
        for (struct str rest = p->generated ? S("") : p->src.text; rest.len;) {
            struct str line = str_line(&rest);
            ptrdiff_t fence = str_find(line, S("```"));
            struct str file = fence < 0 ? S("") : node_attribute(str_from(line, fence), S("file"));
            struct cut cut = str_cut(file, '#');
            if (file.len)
                diff_region(c,
                            source_root_path(&c->now->file.root,
                                             path_join(path_dir(p->path), cut.head, c->keep),
                                             c->keep),
                            cut.tail, &seen);
        }
    }
}

/* ---- what went to another page ---- */

static bool is_text(const struct diff_change *x)
{
    return (x->kind == DIFF_SENTENCE || x->kind == DIFF_WRITTEN) &&
           (x->sign == DIFF_ADDED || x->sign == DIFF_REMOVED);
}

/* Code that stands as one text is called by its beginning. */
static struct str name_of_text(struct str text, struct arena *keep)
{
    enum { LONGEST = 160 };
    struct str head = utf8_fit(text, LONGEST);
    return head.len < text.len ? str_join(head, S("…"), keep) : text;
}

/* A sentence that went from one page and came to another is moved: its line tells both pages. */
static void join_moved(struct changes *c, ptrdiff_t first)
{
    struct map gone = { 0 };
    ptrdiff_t n = first;
    for (ptrdiff_t i = first; i < c->list.len; i++)
        if (is_text(&c->list.ptr[i]) && c->list.ptr[i].sign == DIFF_REMOVED)
            *map_at(&gone, c->list.ptr[i].old, c->keep) = &c->list.ptr[i];
    for (ptrdiff_t i = first; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i], *o;
        if (!is_text(x) || x->sign != DIFF_ADDED)
            continue;
        o = map_get(&gone, x->now);
        if (!o || str_equal(o->file, x->file) || o->sign != DIFF_REMOVED)
            continue;
        x->sign = DIFF_MOVED;
        x->words = name_of_text(x->now, c->keep);
        x->old = o->file;
        x->now = x->file;
        o->sign = N_DIFF_SIGNS; /* told */
    }
    for (ptrdiff_t i = first; i < c->list.len; i++)
        if (c->list.ptr[i].sign != N_DIFF_SIGNS)
            c->list.ptr[n++] = c->list.ptr[i];
    c->list.len = n;
}

void changes_pages(struct changes *c)
{
    ptrdiff_t first = c->list.len;
    struct paper *was, *now;
    ptrdiff_t n = papers(c, c->was, true, &was), m = papers(c, c->now, false, &now);
    for (ptrdiff_t i = 0; i < n; i++)
        was[i] = paper(c, c->was, was[i].page, true);
    for (ptrdiff_t j = 0; j < m; j++)
        now[j] = paper(c, c->now, now[j].page, false);
    meet_pages(c, was, n, now, m);
    bool moved = false;
    for (ptrdiff_t i = 0; i < n; i++)
        moved |= was[i].other && !str_equal(was[i].page->path, was[i].other->page->path);
    for (ptrdiff_t i = 0; i < n && moved; i++) { /* links lead to where pages stand now */
        struct paper *other = was[i].other;
        was[i] = paper(c, c->was, was[i].page, true);
        was[i].other = other;
    }
    for (ptrdiff_t j = 0; j < m && moved; j++) {
        struct paper *other = now[j].other;
        now[j] = paper(c, c->now, now[j].page, false);
        now[j].other = other;
    }
    for (ptrdiff_t j = 0; j < m; j++)
        if (now[j].other)
            diff_page(c, now[j].other, &now[j]);
        else
            whole_page(c, now[j].page, DIFF_ADDED);
    for (ptrdiff_t i = 0; i < n; i++)
        if (!was[i].other)
            whole_page(c, was[i].page, DIFF_REMOVED);
    join_moved(c, first);
    diff_files(c);
    diff_regions(c);
}
