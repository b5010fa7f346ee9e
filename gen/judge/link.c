/* link.c - a link is tried as an address, a claim, a page, a source, a file, in this order. */
#include "judge/link.h"

#include "base/path.h"
#include "check/claims.h"
#include "judge/repository.h"
#include "model/near_sets.h"
#include "model/rule.h"

static const char *const addresses[] = { "http", "https", "mailto", "tel", "sms",
                                         "ftp",  "news",  "irc",    "xmpp" };

static bool is_address(struct str scheme)
{
    for (ptrdiff_t i = 0; i < LEN(addresses); i++)
        if (str_equal_nocase(scheme, str_of(addresses[i])))
            return true;
    return false;
}

/* U+FE0F, which GitHub keeps in ids of headings that begin with an emoji and authors leave out. */
static struct str without_selector(struct str s, struct arena *keep)
{
    char *out = NEW(keep, char, s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (str_starts(str_from(s, i), S("\xef\xb8\x8f")))
            i += 2;
        else
            out[n++] = s.ptr[i];
    }
    return (struct str){ out, n };
}

static void list_anchors(const void *site, const void *page, struct near_list *out,
                         struct arena *keep)
{
    const struct site_page *p = page;
    (void)site;
    for (ptrdiff_t i = 0; i < p->n_headings; i++)
        *PUSH(out, keep) = p->headings[i].id;
    for (ptrdiff_t i = 0; i < p->n_anchors; i++)
        *PUSH(out, keep) = p->anchors[i];
}

static void list_bare_ids(const void *page, const void *key, struct near_list *out,
                          struct arena *keep)
{
    const struct site_page *p = page;
    (void)key;
    for (ptrdiff_t i = 0; i < p->n_headings; i++)
        *PUSH(out, keep) = without_selector(p->headings[i].id, keep);
}

/* As it is written, in another case, without selectors. */
static bool find_anchor(const struct site *s, const struct site_page *p, struct str want,
                        struct arena *keep, struct str *id)
{
    const struct str *same = nearest_same(near_sets_of(s->near, p, list_anchors, s), want);
    struct str bare = without_selector(want, keep);
    if (same) {
        *id = *same;
        return true;
    }
    if (!nearest_same(near_sets_of(s->near, &p->headings, list_bare_ids, p), bare))
        return false;
    for (ptrdiff_t i = 0; i < p->n_headings; i++) {
        struct arena scratch = *keep;
        *id = p->headings[i].id;
        if (str_equal_nocase(without_selector(*id, &scratch), bare))
            return true;
    }
    return false;
}

static struct link_target broken(struct str why, struct str suggest)
{
    return (struct link_target){
        .kind = LINK_BROKEN, .rule = RULE(LINK_BROKEN), .why = why, .suggest = suggest
    };
}

static struct link_target to_page(const struct site *s, const struct site_page *page,
                                  struct str anchor, struct arena *keep)
{
    struct link_target t = { .kind = LINK_PAGE, .page = page };
    if (anchor.len == 0 || str_equal(anchor, S("top")))
        return t;
    if (find_anchor(s, page, anchor, keep, &t.anchor)) {
        bool title = page->n_headings && page->headings[0].level == 1 &&
                     str_equal(t.anchor, page->headings[0].id);
        t.anchor =
            title ? S("main") : t.anchor; /* the template shows the title, in <main id="main"> */
        return t;
    }
    struct str near = nearest_in(near_sets_of(s->near, page, list_anchors, s), anchor);
    return (struct link_target){
        .kind = LINK_BROKEN,
        .rule = RULE(ANCHOR_BROKEN),
        .suggest = near,
        .why = str_fmt(keep, "%.*s has no heading #%.*s%s%.*s%s", FMT(page->path), FMT(anchor),
                       near.len ? "; did you mean #" : "", FMT(near), near.len ? "?" : "")
    };
}

/* The page whose file is path, or that stands for folder path, or path with an ending left out. */
static const struct site_page *page_for(const struct site *s, struct str path, struct arena *keep)
{
    static const char *const endings[] = { ".md", ".markdown", "/index.md", "/README.md",
                                           "/_index.md" };
    const struct site_page *p = map_get(&s->page_at, path);
    if (p)
        return p;
    struct str stem = str_ends(path, S(".html")) ? str_sub(path, 0, path.len - 5) : path;
    for (ptrdiff_t i = 0; i < LEN(endings) && !p; i++) {
        struct str ending = str_of(endings[i]);
        p = map_get(&s->page_at, stem.len ? str_join(stem, ending, keep)
                                          : str_from(ending, ending.ptr[0] == '/'));
    }
    if (p)
        return p;
    struct str url = stem.len ? str_fmt(keep, "%.*s/", FMT(stem)) : stem;
    return map_get(&s->index_at, url);
}

static const struct data_source *source_for(const struct site *s, struct str path)
{
    struct str bare =
        path.len && path.ptr[path.len - 1] == '/' ? str_sub(path, 0, path.len - 1) : path;
    for (int i = 0; i < s->data.n_sources; i++) {
        const struct data_source *d = &s->data.sources[i];
        struct str own = d->path;
        if (own.len && own.ptr[own.len - 1] == '/')
            own.len--;
        bool inside = own.len && str_starts(bare, own) && bare.len > own.len &&
                      bare.ptr[own.len] == '/' && map_get(&s->file_at, bare);
        if (d->name.len && own.len && (str_equal(own, bare) || inside))
            return d;
    }
    return NULL;
}

struct str link_data_page(const struct data_source *source, struct arena *keep)
{
    if (!source->name.len)
        return (struct str){ 0 };
    if (str_equal(source->kind, S("config")) && source->env.len)
        return str_fmt(keep, "config/%.*s.md", FMT(source->env));
    return str_fmt(keep, str_equal(source->kind, S("cost")) ? "data/%.*s/index.md" : "data/%.*s.md",
                   FMT(source->name));
}

/* Other people's machinery never goes out raw; DESIGN names the folder. */
static bool is_withheld(struct str path)
{
    return str_starts(path, S("cdk/")) || str_find(path, S("/cdk/")) >= 0 ||
           str_equal(path, S("site.json"));
}

/* Settings that claims point into, and those that are never meant for readers. */
static bool is_claimed(const struct site *s, struct str path)
{
    const struct data_source *of = data_source_at(&s->data, path);

    return (of && of->claimed) || source_form(path) == FORM_DOTENV || source_form(path) == FORM_HCL;
}

static struct link_target to_file(const struct site *s, struct str path, struct str query,
                                  struct arena *keep)
{
    const struct data_source *source = source_for(s, path);
    struct link_target t = { .kind = LINK_FILE, .file = path, .query = query };
    if (source && (str_starts(query, S("chart=")) || str_starts(query, S("view="))))
        t.kind = LINK_FIGURE;
    else if (source) {
        t.page = map_get(&s->page_at, link_data_page(source, keep));
        t.kind = t.page ? LINK_DATA : LINK_REFUSED;
    } else if (is_withheld(path) || is_claimed(s, path)) {
        t = repository_link(s, path, (struct str){ 0 }, keep);
        if (t.kind != LINK_FORGE)
            t = (struct link_target){ .kind = LINK_REFUSED };
    }
    return t;
}

static void list_files(const void *site, const void *key, struct near_list *out, struct arena *keep)
{
    const struct site *s = site;
    (void)key;
    for (ptrdiff_t i = 0; i < s->files.len; i++)
        *PUSH(out, keep) = s->files.ptr[i].path;
}

static struct str nearest_path(const struct site *s, const struct site_page *p, struct str path,
                               struct arena *keep)
{
    struct str near = near_sets_path(s->near, &s->files, list_files, s, path);
    return near.len ? path_relative(p->path, near, keep) : near;
}

static struct link_target to_path(const struct site *s, const struct site_page *p, struct str href,
                                  struct arena *keep)
{
    struct cut hash = str_cut(href, '#'), query = str_cut(hash.head, '?');
    ptrdiff_t text = str_find(hash.tail, S(":~:")); /* words for the browser to look for */
    if (text >= 0)
        hash.tail = str_sub(hash.tail, 0, text);
    struct str anchor = url_decode(hash.tail, keep), path = url_decode(query.head, keep);
    if (path.len == 0)
        return to_page(s, p, anchor, keep);
    bool escapes, root = *path.ptr == '/';
    struct str full = root ? str_from(path, 1) : path_join(path_dir(p->path), path, keep);
    struct str normal = path_normal(full, keep, &escapes);
    if (escapes)
        return repository_link(s, full, hash.tail, keep);
    const struct site_page *page = page_for(s, normal, keep);
    if (page)
        return to_page(s, page, anchor, keep);
    struct str short_of = repository_lines(s, normal, anchor, keep);
    if (short_of.len)
        return broken(short_of, (struct str){ 0 });
    if (map_get(&s->file_at, normal) || source_for(s, normal))
        return to_file(s, normal, query.tail, keep);
    const struct fs_entry *refused = map_get(&s->refused_at, normal);
    if (refused)
        return broken(str_fmt(keep, "%.*s is %s, which is not published", FMT(normal),
                              refused->kind == FS_OUTSIDE
                                  ? "a link that leads out of the content folder"
                              : refused->kind == FS_SPECIAL  ? "no regular file"
                              : refused->kind == FS_DANGLING ? "a link to nothing"
                                                             : "a link to a folder"),
                      (struct str){ 0 });
    if (map_get(&s->drafts, normal))
        return broken(
            str_fmt(keep, "%.*s is a draft; --drafts takes it into the site", FMT(normal)),
            (struct str){ 0 });
    if (root && repository_has(s, normal, *keep))
        return repository_link(s, path_above(s->file.root.up, normal, keep), hash.tail, keep);
    struct str near = nearest_path(s, p, normal, keep);
    return broken(str_fmt(keep, "there is no %.*s%s%.*s%s", FMT(normal),
                          near.len ? "; did you mean " : "", FMT(near), near.len ? "?" : ""),
                  near);
}

struct link_target link_resolve(const struct site *s, const struct site_page *p, struct str href,
                                struct str title, struct arena *keep)
{
    struct target target;
    struct claims_value value;
    struct str scheme = url_scheme(href);
    if (str_starts(href, S("//")) || is_address(scheme))
        return (struct link_target){ .kind = LINK_EXTERNAL };
    if (claim_target(href, p->path, &target, keep)) {
        /* whether a link into a file claims something its text decides: judge.c */
        if (claims_resolve(&s->data, &target, p->front.env, title, keep, &value) != TARGET_LINK ||
            !target.file.len || value.source)
            return (struct link_target){ .kind = LINK_CLAIM };
        return to_path(s, p, str_cut(href, '#').head, keep);
    }
    if (scheme.len || str_starts(href, S("#/"))) /* the tail of a table's binding shows as text */
        return (struct link_target){ .kind = LINK_REFUSED };
    return to_path(s, p, href, keep);
}

struct str link_href(const struct site_page *p, const struct link_target *t, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    if (t->kind == LINK_FORGE)
        return t->href;
    if (t->kind == LINK_FILE) {
        buf_percent(&b, path_relative(p->out, t->file, keep), S("/"));
        return buf_str(&b);
    }
    if (!t->page)
        return (struct str){ 0 };
    if (t->page != p)
        buf_percent(&b, path_relative(p->out, t->page->out, keep), S("/"));
    if (t->anchor.len || t->page == p)
        buf_char(&b, '#');
    buf_percent(&b, t->anchor, S("/:"));
    return buf_str(&b);
}
