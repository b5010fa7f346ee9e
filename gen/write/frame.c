/* frame.c - navigation, breadcrumbs, table of contents, claims, neighbours. */
#include "write/frame.h"

#include "base/path.h"
#include "write/home.h"
#include "gather/tags.h"
#include "write/offers.h"

struct frame {
    const struct site *site;
    const struct site_page *page;
    struct arena *keep;
};

enum {
    WHOLE_TREE = 80, /* a site of fewer pages shows all of its tree on every page */
    WORDS_A_MINUTE = 200,
    FIGURE_SECONDS = 15,
    CODE_SECONDS = 10, /* how long reading takes */
    TOC_LEVELS = 3,
};

static struct str percent_path(struct str path, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 14);
    buf_percent(&b, path, S("/"));
    return buf_str(&b);
}

static struct str href_to(const struct frame *f, const struct site_page *to)
{
    struct buf b = buf_open(f->keep, 1 << 14);
    if (f->page->rooted)
        buf_put(&b, site_root_path(f->site));
    buf_percent(&b, f->page->rooted ? to->out : path_relative(f->page->out, to->out, f->keep),
                S("/"));
    return buf_str(&b);
}

static void set_str(struct frame *f, struct value *map, const char *key, struct str s)
{
    if (s.len)
        value_set(map, key, value_str(s, f->keep), f->keep);
}

static struct value *link_to(struct frame *f, const struct site_page *p)
{
    struct value *v = value_map(f->keep);
    set_str(f, v, "href", href_to(f, p));
    set_str(f, v, "title", p->title);
    return v;
}

static bool is_above(const struct site_page *above, const struct site_page *p)
{
    for (; p; p = p->parent)
        if (p == above)
            return true;
    return false;
}

/* A section opens when the site is small or the reader is in it. */
static struct value *nav_item(struct frame *f, const struct site_page *p, bool top)
{
    struct value *v = link_to(f, p);
    if (p == f->page)
        value_set(v, "current", value_bool(true, f->keep), f->keep);
    if (!p->first || p->folded)
        return v;
    if (top)
        value_set(v, "group", value_bool(true, f->keep), f->keep);
    if (f->site->n_pages > WHOLE_TREE && !is_above(p, f->page))
        return v;
    struct value *children = value_set(v, "children", value_list(f->keep), f->keep);
    for (const struct site_page *c = p->first; c; c = c->next)
        value_add(children, nav_item(f, c, false), f->keep);
    return v;
}

static struct value *nav(struct frame *f)
{
    struct value *list = value_list(f->keep);
    const struct site_page *root = f->site->root;
    struct value *home = link_to(f, root);
    if (root == f->page)
        value_set(home, "current", value_bool(true, f->keep), f->keep);
    if (!root->first)
        return list; /* one page needs no map */
    value_add(list, home, f->keep);
    for (const struct site_page *c = root->first; c; c = c->next)
        value_add(list, nav_item(f, c, true), f->keep);
    return list;
}

static struct value *crumbs(struct frame *f)
{
    const struct site_page *way[64];
    int n = 0;
    for (const struct site_page *p = f->page->parent; p && n < 64; p = p->parent)
        way[n++] = p;
    struct value *list = value_list(f->keep);
    while (n--)
        value_add(list, link_to(f, way[n]), f->keep);
    return list;
}

static struct value *toc(struct frame *f)
{
    struct value *list = value_list(f->keep);
    int shown = 0;
    for (ptrdiff_t i = 0; i < f->page->n_headings; i++) {
        const struct site_heading *h = &f->page->headings[i];
        if (h->level < 2 || h->level > TOC_LEVELS)
            continue;
        struct value *v = value_map(f->keep);
        set_str(f, v, "id", h->id);
        set_str(f, v, "text", h->text);
        value_set(v, "level", value_int(h->level, f->keep), f->keep);
        value_add(list, v, f->keep);
        shown++;
    }
    return shown > 1 ? list : value_list(f->keep);
}

static struct value *claims(struct frame *f)
{
    const struct site_page *p = f->page;
    struct value *v = value_map(f->keep);
    int n[N_VERDICTS] = { 0 };
    struct str newest = { 0 };
    struct date date;
    for (ptrdiff_t i = 0; i < p->n_claims; i++) {
        const struct claim *c = &p->claims[i].claim;
        n[c->verdict]++;
        newest = str_cmp(c->evidence.date, newest) > 0 ? c->evidence.date
                                                       : newest; /* ISO: text order is time */
    }
    if (date_parse(newest, &date))
        set_str(f, v, "date", date_words(date, f->keep));
    value_set(v, "total", value_int(p->n_claims, f->keep), f->keep);
    value_set(v, "single", value_bool(p->n_claims == 1, f->keep), f->keep);
    for (int i = 0; i < N_VERDICTS; i++)
        value_set(v, verdict_name((enum verdict)i), value_int(n[i], f->keep), f->keep);
    struct date until = { 0 };
    for (int i = 0; i < f->site->accepted.n_acceptances; i++) {
        const struct acceptance *a = &f->site->accepted.acceptances[i];
        bool sooner = !until.year || (a->until.year && date_days(a->until) < date_days(until));
        if (str_starts(a->rule, S("cost-")) && str_equal(a->page, p->path) && sooner)
            until = a->until;
    }
    value_set(v, "differ", value_int(p->n_marks, f->keep), f->keep);
    value_set(v, "one_differs", value_bool(p->n_marks == 1, f->keep), f->keep);
    if (until.year)
        set_str(f, v, "accepted_until", date_words(until, f->keep));
    set_str(f, v, "env", p->front.env.len ? p->front.env : f->site->file.env);
    return v;
}

/* What print shows for the tooltips: each claim with its evidence. */
static struct value *checked(struct frame *f)
{
    static const char *const words[] = { "true", "false", "outdated", "missing", "not checked" };
    struct value *list = value_list(f->keep);
    for (ptrdiff_t i = 0; i < f->page->n_claims; i++) {
        const struct claim *c = &f->page->claims[i].claim;
        struct value *v = value_map(f->keep);
        set_str(f, v, "verdict",
                c->verdict == VERDICT_NOT_CHECKED ? S("unchecked")
                                                  : str_of(verdict_name(c->verdict)));
        set_str(f, v, "word", str_of(words[c->verdict]));
        set_str(f, v, "text", c->text.len ? c->text : c->shown);
        set_str(f, v, "value", c->verdict == VERDICT_TRUE ? c->evidence.value : c->message);
        set_str(f, v, "place", c->evidence.place);
        set_str(f, v, "date", c->evidence.date);
        value_add(list, v, f->keep);
    }
    return list;
}

struct value *frame_checked(const struct site *s, const struct site_page *p, struct arena *keep)
{
    struct frame f = { s, p, keep };
    return checked(&f);
}

static struct value *card(struct frame *f, const struct site_page *p)
{
    struct value *v = link_to(f, p);
    set_str(f, v, "description", p->description);
    if (f->page == f->site->root || p->folded)
        return v; /* the tree beside the first page has them */
    struct value *children = value_set(v, "children", value_list(f->keep), f->keep);
    for (const struct site_page *c = p->first; c; c = c->next)
        value_add(children, link_to(f, c), f->keep);
    return v;
}

/* The first page and pages that list a folder show what is below them; what the first page has made
 * from data stands in its home.more. */
static struct value *cards(struct frame *f)
{
    struct value *list = value_list(f->keep);
    bool listing = f->page->generated && f->page->is_index && !f->page->src.text.len;
    if (!listing && f->page != f->site->root)
        return list;
    for (const struct site_page *c = f->page->first; c; c = c->next)
        if (f->page != f->site->root || !home_is_data(c))
            value_add(list, card(f, c), f->keep);
    return list;
}

static struct str edit_href(struct frame *f)
{
    struct str url = f->site->file.edit_url;
    ptrdiff_t at = str_find(url, S("{path}"));
    if (f->page->generated || at < 0)
        return (struct str){ 0 };
    struct buf b = buf_open(f->keep, 1 << 14);
    buf_put(&b, str_sub(url, 0, at));
    buf_percent(&b, f->page->path, S("/"));
    buf_put(&b, str_from(url, at + 6));
    return buf_str(&b);
}

static void add_review(struct frame *f, struct value *page)
{
    struct date due;
    set_str(f, page, "owner", f->page->front.owner);
    if (!date_parse(f->page->front.review_by, &due))
        return;
    set_str(f, page, "review_by", date_words(due, f->keep));
    if (date_days(due) < date_days(f->site->options.today))
        value_set(page, "overdue", value_bool(true, f->keep), f->keep);
}

/* Whole minutes; 0 for pages without text of their own. */
static int minutes(const struct site_page *p)
{
    int drawings = p->drawings_seen;
    int64_t seconds = (int64_t)p->words * 60 / WORDS_A_MINUTE + p->figures_seen * FIGURE_SECONDS;
    seconds += (p->codes > drawings ? p->codes - drawings : 0) * CODE_SECONDS;
    return p->generated ? 0 : (int)((seconds + 59) / 60);
}

static void add_facts(struct frame *f, struct value *page)
{
    const struct site_page *p = f->page;
    struct value *tags = value_set(page, "tags", value_list(f->keep), f->keep);
    for (int i = 0; i < p->front.n_tags; i++) {
        const struct site_page *to = tags_page(f->site, p->front.tags[i], f->keep);
        if (to)
            set_str(f, value_add(tags, link_to(f, to), f->keep), "name", p->front.tags[i]);
    }
    value_set(page, "minutes", value_int(minutes(p), f->keep), f->keep);
    if (p->changed.year)
        set_str(f, page, "updated", date_words(p->changed, f->keep));
}

static struct value *site_value(struct frame *f, const struct theme *theme)
{
    struct value *v = value_map(f->keep);
    struct str root =
        f->page->rooted ? site_root_path(f->site) : path_relative(f->page->out, S(""), f->keep);
    set_str(f, v, "title", f->site->file.title);
    set_str(f, v, "description", f->site->file.description);
    root = str_equal(root, S("./")) ? S("") : root;
    set_str(f, v, "root", root);
    set_str(f, v, "css", theme->css_path);
    set_str(f, v, "ground", theme->ground_path);
    struct str link = str_fmt(f->keep, "<link rel=\"stylesheet\" href=\"%.*s%.*s\">", FMT(root),
                              FMT(theme->css_path));
    value_set(v, "style", value_html(link, f->keep), f->keep);
    set_str(f, v, "js", theme->js_path);
    if (offers_icon(f->site, theme))
        set_str(f, v, "touch_icon", S("touch-icon.png"));
    if (offers_print(f->site))
        set_str(f, v, "print", S("print/index.html"));
    if (offers_search(f->site))
        set_str(f, v, "search", str_join(offers_search_dir(f->site), S("index.html"), f->keep));
    if (f->site->file.base_url.len && f->site->dated)
        set_str(f, v, "feed", str_join(f->site->file.base_url, S("feed.xml"), f->keep));
    return v;
}

struct value *frame_of(const struct site *s, const struct theme *theme, const struct site_page *p,
                       struct arena *keep)
{
    struct frame f = { s, p, keep };
    struct value *v = value_map(keep), *page = value_map(keep);
    value_set(v, "site", site_value(&f, theme), keep);
    value_set(v, "page", page, keep);
    set_str(&f, page, "title", p->title);
    set_str(&f, page, "description", p->description);
    if (p->parent && p->parent != s->root)
        set_str(&f, page, "section", p->parent->title);
    if (s->file.base_url.len && !p->rooted)
        set_str(&f, page, "canonical", str_join(s->file.base_url, p->url, keep));
    set_str(&f, page, "edit_href", edit_href(&f));
    add_review(&f, page);
    add_facts(&f, page);
    if (offers_cards(s) && site_page_at(s, p->path) == p)
        set_str(&f, page, "card",
                str_join(s->file.base_url, percent_path(offers_card_path(p, keep), keep), keep));
    if (site_page_at(s, p->path) == p)
        set_str(&f, page, "copy", S("index.md"));
    value_set(page, "nav", nav(&f), keep);
    value_set(page, "crumbs", crumbs(&f), keep);
    value_set(page, "toc", toc(&f), keep);
    value_set(page, "claims", claims(&f), keep);
    value_set(page, "checked", checked(&f), keep);
    value_set(page, "cards", cards(&f), keep);
    if (p->prev_read)
        value_set(page, "prev", link_to(&f, p->prev_read), keep);
    if (p->next_read)
        value_set(page, "next", link_to(&f, p->next_read), keep);
    return v;
}
