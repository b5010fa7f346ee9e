/* frame.c - navigation, breadcrumbs, table of contents, claims, neighbours. */
#include "write/frame.h"

#include "base/path.h"
#include "base/tag.h"
#include "base/utf8.h"
#include "judge/paths.h"
#include "write/anchor.h"
#include "write/home.h"
#include "gather/look.h"
#include "gather/tags.h"
#include "write/offers.h"
#include "write/records.h"

struct frame {
    const struct site *site;
    const struct site_page *page;
    struct arena *keep;
};

enum {
    WHOLE_TREE = 30, /* a site of fewer pages has all of its tree on every page */
    TOC_LEVELS = 3,
};

static struct str percent_path(struct str path, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 14);
    buf_percent(&b, path, S("/"));
    return buf_str(&b);
}

static void set_str(struct frame *f, struct value *map, const char *key, struct str s)
{
    anchor_text(map, key, s, f->keep);
}

static struct value *link_to(struct frame *f, const struct site_page *p)
{
    return anchor_to(f->site, f->page, p, f->keep);
}

static bool is_above(const struct site_page *above, const struct site_page *p)
{
    for (; p; p = p->parent)
        if (p == above)
            return true;
    return false;
}

static bool is_own_language(struct frame *f, const struct site_page *p)
{
    return str_equal(look_lang(f->site, p), look_lang(f->site, f->page));
}

/* Marks the entry of the page, or of what the page is hidden below. */
static void set_current(struct frame *f, struct value *v, const struct site_page *p)
{
    if (p == f->page)
        set_str(f, v, "current", S("page"));
    else if (p->folded && is_above(p, f->page))
        set_str(f, v, "current", S("true"));
}

static struct value *add_children(struct frame *f, struct value *v, bool open)
{
    value_set(v, "open", value_bool(open, f->keep), f->keep);
    return value_set(v, "children", value_list(f->keep), f->keep);
}

/* A section opens when the site is small or the reader is in it; data lies below a reader alone. */
static struct value *nav_item(struct frame *f, const struct site_page *p, bool top)
{
    struct value *v = link_to(f, p);
    bool in = is_above(p, f->page);
    set_current(f, v, p);
    if (!p->first || p->folded)
        return v;
    if (top)
        value_set(v, "group", value_bool(true, f->keep), f->keep);
    if (!in && (f->site->n_written >= WHOLE_TREE || home_is_data(p))) {
        value_set(v, "more", value_bool(true, f->keep), f->keep);
        return v;
    }
    struct value *children = add_children(f, v, true);
    for (const struct site_page *c = p->first; c; c = c->next)
        value_add(children, nav_item(f, c, false), f->keep);
    return v;
}

/* The first of the pages made from data that end the list, when there are several. */
static const struct site_page *data_tail(struct frame *f, const struct site_page *c)
{
    const struct site_page *tail = NULL;
    for (; c; c = c->next)
        tail = !is_own_language(f, c) ? tail : !home_is_data(c) ? NULL : tail ? tail : c;
    return tail && tail->next ? tail : NULL;
}

/* The first page of the page's language, and whether another page is of that language. */
static const struct site_page *home_page(struct frame *f)
{
    return look_home(f->site, look_lang(f->site, f->page), f->keep);
}

static struct value *nav(struct frame *f)
{
    struct value *list = value_list(f->keep);
    const struct site_page *root = home_page(f);
    struct value *home = link_to(f, root), *into = list;
    set_current(f, home, root);
    if (!root->first)
        return list; /* one page needs no map */
    value_add(list, home, f->keep);
    const struct site_page *tail = data_tail(f, root->first);
    for (const struct site_page *c = root->first; c; c = c->next) {
        if (c == tail) {
            struct value *all = value_add(list, value_map(f->keep), f->keep);
            set_str(f, all, "title", S("Made from data"));
            bool in = false;
            for (const struct site_page *d = c; d; d = d->next)
                in = in || is_above(d, f->page);
            into = add_children(f, all, in);
        }
        if (is_own_language(f, c))
            value_add(into, nav_item(f, c, into == list), f->keep);
    }
    return list;
}

static struct value *crumbs(struct frame *f)
{
    const struct site_page *way[64];
    int n = 0;
    for (const struct site_page *p = f->page->parent; p && n < 64; p = p->parent)
        if (is_own_language(f, p))
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

/* "config.prod, facts and 2 more": what the claims of the page were held against. */
static struct str sources_of(const struct site_page *p, struct arena *keep)
{
    enum { MOST = 3 };
    struct map seen = { 0 };
    struct buf b = buf_open(keep, 1 << 14);
    for (ptrdiff_t i = 0; i < p->n_claims; i++) {
        struct str label = p->claims[i].claim.evidence.source;
        struct str name = path_base(str_cut(str_cut(label, '#').head, ':').head);
        void **at = name.len ? map_at(&seen, name, keep) : NULL;
        if (!at || *at)
            continue;
        *at = &b;
        if (seen.len <= MOST)
            buf_fmt(&b, "%s%.*s", b.len ? ", " : "", FMT(name));
    }
    if (seen.len > MOST)
        buf_fmt(&b, " and %td more", seen.len - MOST);
    return buf_str(&b);
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
    set_str(f, v, "sources", sources_of(p, f->keep));
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
        if (is_own_language(f, c) && (f->page != f->site->root || !home_is_data(c)))
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

/* The ways that lead over this page: where they go on, and how far it is. */
static struct value *paths(struct frame *f)
{
    struct value *list = value_list(f->keep);
    for (ptrdiff_t i = 0; i < f->site->paths->n; i++) {
        const struct path *p = &f->site->paths->ptr[i];
        const struct site_page *index = site_page_at(f->site, p->page);
        ptrdiff_t at = 0;
        int left = 0;
        while (at < p->n && p->steps[at].page != f->page)
            at++;
        if (at == p->n || !index)
            continue;
        for (ptrdiff_t k = at + 1; k < p->n; k++)
            left += paths_minutes(p->steps[k].page);
        struct value *v = value_add(list, link_to(f, index), f->keep);
        set_str(f, v, "role", p->role);
        value_set(v, "step", value_int(at + 1, f->keep), f->keep);
        value_set(v, "of", value_int(p->n, f->keep), f->keep);
        value_set(v, "left", value_int(left, f->keep), f->keep);
        if (at > 0)
            value_set(v, "prev", link_to(f, p->steps[at - 1].page), f->keep);
        if (at + 1 < p->n)
            value_set(v, "next", link_to(f, p->steps[at + 1].page), f->keep);
    }
    return list;
}

/* What to have read or at hand before. */
static struct value *before(struct frame *f)
{
    struct value *list = value_list(f->keep);
    for (int i = 0; i < f->page->front.n_prerequisites; i++) {
        struct str entry = f->page->front.prerequisites[i];
        const struct site_page *to = paths_before(f->site, f->page, entry, *f->keep);
        struct value *v = value_add(list, to ? link_to(f, to) : value_map(f->keep), f->keep);
        if (!to)
            set_str(f, v, "title", entry);
    }
    return list;
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
    value_set(page, "minutes", value_int(paths_minutes(p), f->keep), f->keep);
    if (p->changed.year)
        set_str(f, page, "updated", date_words(p->changed, f->keep));
}

static struct value *webs(struct frame *f, const struct site_web *all, int n)
{
    struct value *list = value_list(f->keep);
    for (int i = 0; i < n; i++) {
        struct value *v = value_add(list, value_map(f->keep), f->keep);
        set_str(f, v, "text", all[i].text);
        set_str(f, v, "href", look_href(f->site, f->page, &all[i], f->keep));
    }
    return list;
}

/* A page whose title begins with a Hebrew or Arabic letter is read from right to left, whatever the site's language. */
static bool is_titled_rtl(struct frame *f)
{
    uint32_t cp = 0;
    if (f->page->title.len)
        utf8_decode(f->page->title, &cp);
    return cp >= 0x0590 && cp < 0x0780;
}

/* What settings of one line say. */
static void add_look(struct frame *f, struct value *v)
{
    const struct site_look *look = &f->site->file.look;
    struct str lang = look_lang(f->site, f->page);
    set_str(f, v, "lang", lang);
    set_str(f, v, "home", anchor_href(f->site, f->page, home_page(f), f->keep));
    if (look_is_rtl(f->site, lang) || is_titled_rtl(f))
        set_str(f, v, "dir", S("rtl"));
    set_str(f, v, "logo",
            look_href(f->site, f->page, &(struct site_web){ .to = look->logo }, f->keep));
    value_set(v, "links", webs(f, look->links, look->n_links), f->keep);
    value_set(v, "footer", webs(f, look->foot, look->n_foot), f->keep);
}

/* The page in each language; where it is not there, that language's first page. */
static struct value *languages(struct frame *f)
{
    const struct site *s = f->site;
    struct value *list = value_list(f->keep);
    for (int i = 0; i < s->file.look.n_languages; i++) {
        struct str code = s->file.look.languages[i].to;
        const struct site_page *twin = look_twin(s, f->page, code, f->keep);
        const struct site_page *to = twin ? twin : look_home(s, code, f->keep);
        struct value *v = value_add(list, link_to(f, to), f->keep);
        set_str(f, v, "code", code);
        set_str(f, v, "name", s->file.look.languages[i].text);
        value_set(v, "missing", value_bool(!twin, f->keep), f->keep);
        value_set(v, "current", value_bool(str_equal(code, look_lang(s, f->page)), f->keep),
                  f->keep);
        if (twin && s->file.base_url.len && !f->page->rooted)
            set_str(f, v, "address", str_join(s->file.base_url, twin->url, f->keep));
    }
    return list;
}

static void set_sheet(struct frame *f, struct value *v, const char *key, struct str id,
                      struct str root, struct str path)
{
    struct buf link = buf_open(f->keep, 1 << 12);
    tag_with(&link, "link", { "rel", { S("stylesheet") } }, { "id", { id } },
             { "href", { root, path } });
    value_set(v, key, value_html(buf_str(&link), f->keep), f->keep);
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
    set_sheet(f, v, "style", S("Sheet"), root, theme->css_path);
    set_sheet(f, v, "pictures", (struct str){ 0 }, root, theme->pictures_path);
    set_str(f, v, "js", theme->js_path);
    set_str(f, v, "figure", theme->figure_path);
    add_look(f, v);
    if (f->site->options.version.len && !f->page->rooted) {
        set_str(f, v, "version", f->site->options.version);
        set_str(f, v, "versions", str_join(root, S("../versions.js"), f->keep));
    }
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
        set_str(&f, page, "section", site_label(p->parent));
    set_str(&f, page, "url", p->url);
    if (s->file.base_url.len && !p->rooted)
        set_str(&f, page, "canonical", str_join(site_canonical(s), p->url, keep));
    set_str(&f, page, "edit_href", edit_href(&f));
    add_review(&f, page);
    add_facts(&f, page);
    if (s->file.look.card.len && s->file.base_url.len)
        set_str(&f, page, "card",
                str_join(s->file.base_url, percent_path(s->file.look.card, keep), keep));
    if (offers_cards(s) && site_page_at(s, p->path) == p)
        set_str(&f, page, "card",
                str_join(s->file.base_url, percent_path(offers_card_path(p, keep), keep), keep));
    if (site_page_at(s, p->path) == p)
        set_str(&f, page, "copy", S("index.md"));
    value_set(page, "languages", languages(&f), keep);
    value_set(page, "nav", nav(&f), keep);
    value_set(page, "crumbs", crumbs(&f), keep);
    value_set(page, "toc", toc(&f), keep);
    value_set(page, "claims", claims(&f), keep);
    value_set(page, "checked", checked(&f), keep);
    value_set(page, "cards", cards(&f), keep);
    value_set(page, "paths", paths(&f), keep);
    value_set(page, "before", before(&f), keep);
    value_set(page, "decision", records_of(s, p, keep), keep);
    value_set(page, "decisions", records_list(s, p, keep), keep);
    if (p->prev_read && is_own_language(&f, p->prev_read))
        value_set(page, "prev", link_to(&f, p->prev_read), keep);
    if (p->next_read && is_own_language(&f, p->next_read))
        value_set(page, "next", link_to(&f, p->next_read), keep);
    return v;
}
