/* link.c - a link is tried as an address, a claim, a page, a source, a file, in this order. */
#include "judge/link.h"

#include "base/path.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "check/claims.h"
#include "gather/address.h"
#include "gather/ignored.h"
#include "judge/repository.h"
#include "load/forge_tags.h"
#include "model/near_sets.h"
#include "model/rule.h"

/* Addresses of the web, and of applications: those in use, "x-app://…", and what site.json allows. */
static bool is_address(const struct site *s, struct str href, struct str scheme)
{
    bool known = data_is_scheme(scheme) || str_starts(str_from(href, scheme.len + 1), S("//"));

    if (!scheme.len || data_is_script(scheme))
        return false;
    for (int i = 0; i < s->file.n_schemes; i++)
        known = known || str_equal_nocase(scheme, s->file.schemes[i]);
    return known;
}

/* Without U+FE0F, which GitHub keeps in ids of headings that begin with an emoji and authors leave out, and
 * with one dash for several, as Python-Markdown writes them. */
static struct str without_selector(struct str s, struct arena *keep)
{
    char *out = NEW(keep, char, s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (str_starts(str_from(s, i), S("\xef\xb8\x8f")))
            i += 2;
        else if (s.ptr[i] == '-' && n && out[n - 1] == '-')
            continue;
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

/* As VitePress makes ids: "1. Don't use `a_b`" is "_1-don-t-use-a-b". */
static struct str vue_slug(struct str heading, struct arena *keep)
{
    char *out = NEW(keep, char, heading.len * 2 + 2); /* lower case may take one byte more */
    ptrdiff_t n = 0;
    for (struct str rest = heading; rest.len;) {
        uint32_t cp;
        rest = str_from(rest, utf8_decode(rest, &cp));
        if (cp != '_' && cp != 0xFFFD && unicode_is_word(cp)) {
            if (n == 0 && cp >= '0' && cp <= '9')
                out[n++] = '_';
            n += utf8_encode(unicode_lower(cp), out + n);
        } else if (n && out[n - 1] != '-') {
            out[n++] = '-';
        }
    }
    n -= n && out[n - 1] == '-';
    return (struct str){ out, n };
}

static void list_bare_ids(const void *page, const void *key, struct near_list *out,
                          struct arena *keep)
{
    const struct site_page *p = page;
    (void)key;
    for (ptrdiff_t i = 0; i < p->n_headings; i++) {
        *PUSH(out, keep) = without_selector(p->headings[i].id, keep);
        *PUSH(out, keep) = vue_slug(p->headings[i].text, keep);
    }
}

/* As it is written, in another case, without selectors, as another tool makes it. */
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
        if (str_equal_nocase(without_selector(*id, &scratch), bare) ||
            str_equal_nocase(vue_slug(p->headings[i].text, &scratch), bare))
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

/* Neither good nor broken, as far as anybody can see here. */
static struct link_target unchecked(struct str why)
{
    return (struct link_target){ .kind = LINK_BROKEN, .rule = RULE(LINK_UNCHECKED), .why = why };
}

/* "figure-2", or the slug of what may be a caption: whether it is one, judge_together() says. */
static bool may_be_figure(const struct site_page *p, struct str anchor)
{
    struct str number = str_from(anchor, S("figure-").len);
    bool digits = str_starts(anchor, S("figure-")) && number.len > 0 && number.len < 5;
    for (ptrdiff_t i = 0; digits && i < number.len; i++)
        digits = char_is_digit(number.ptr[i]);
    for (ptrdiff_t i = 0; i < p->n_captions && !digits; i++)
        digits = str_equal(p->captions[i], anchor);
    return digits;
}

/* A folder's listing stands where another tool shows the author's HTML. */
static bool is_page_of_html(const struct site *s, const struct site_page *page,
                            struct arena scratch)
{
    struct str dir = path_dir(page->path);

    return page->generated && page->is_index &&
           (map_get(&s->file_at, path_join(dir, S("_index.html"), &scratch)) ||
            map_get(&s->file_at, path_join(dir, S("index.html"), &scratch)));
}

static struct link_target to_page(const struct site *s, const struct site_page *page,
                                  struct str anchor, struct arena *keep)
{
    struct link_target t = { .kind = LINK_PAGE, .page = page };
    if (anchor.len == 0 || str_equal(anchor, S("top")))
        return t;
    if (find_anchor(s, page, anchor, keep, &t.anchor))
        return t;
    if (may_be_figure(page, anchor)) {
        t.anchor = anchor;
        t.figure = true;
        return t;
    }
    if (is_page_of_html(s, page, *keep))
        return unchecked(
            str_fmt(keep, "%.*s stands in a page of HTML, which plumb does not read", FMT(anchor)));
    if (page->partial)
        return unchecked(str_fmt(keep, "#%.*s may stand in what %.*s could not take in",
                                 FMT(anchor), FMT(page->path)));
    if (s->autorefs && str_char(anchor, '.') > 0)
        return unchecked(
            str_fmt(keep, "#%.*s may be the name of a place that a plugin of mkdocs.yml makes",
                    FMT(anchor)));
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
    static const char *const endings[] = { ".md",       ".mdx",       ".markdown",
                                           "/index.md", "/README.md", "/_index.md" };
    const struct site_page *p = map_get(&s->page_at, path);
    if (p)
        return p;
    if (s->nav_path.len && str_equal(path, s->nav_path)) /* the list of all pages */
        return s->root;
    struct str stem = str_ends(path, S(".html")) ? str_sub(path, 0, path.len - 5) : path;
    for (ptrdiff_t i = 0; i < LEN(endings) && !p; i++) {
        struct str ending = str_of(endings[i]);
        p = map_get(&s->page_at, stem.len ? str_join(stem, ending, keep)
                                          : str_from(ending, ending.ptr[0] == '/'));
    }
    if (p)
        return p;
    if (str_equal(path_base(stem), S("index"))) /* "guide/index.html" */
        stem = path_dir(stem);
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

static bool is_view(struct str query)
{
    return str_starts(query, S("chart=")) || str_starts(query, S("view="));
}

static struct link_target to_file(const struct site *s, struct str path, struct str query,
                                  struct arena *keep)
{
    const struct data_source *source = source_for(s, path);
    struct link_target t = { .kind = LINK_FILE, .file = path, .query = query };
    if (source && is_view(query))
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

/* A path of a link, and what stands behind it. */
struct way {
    struct str path, anchor, fragment, query; /* path, anchor: decoded */
    bool top;                                 /* written from the top of the site */
};

static struct way way_of(struct str href, struct arena *keep)
{
    struct cut hash = str_cut(href, '#'), query = str_cut(hash.head, '?');
    ptrdiff_t text = str_find(hash.tail, S(":~:")); /* words for the browser to look for */
    if (text >= 0)
        hash.tail = str_sub(hash.tail, 0, text);
    struct way w = { .anchor = url_decode(hash.tail, keep),
                     .path = url_decode(query.head, keep),
                     .fragment = hash.tail,
                     .query = query.tail };
    w.top = w.path.len && *w.path.ptr == '/';
    return w;
}

/* A page, file or source of ours at path, normal. */
static bool to_own(const struct site *s, const struct way *w, struct str path, struct arena *keep,
                   struct link_target *out)
{
    const struct site_page *page = page_for(s, path, keep);
    if (page) {
        *out = to_page(s, page, w->anchor, keep);
        return true;
    }
    bool file = map_get(&s->file_at, path), found = file || source_for(s, path);
    struct str short_of = file ? repository_lines(s, path, w->anchor, keep) : (struct str){ 0 };
    if (found)
        *out =
            short_of.len ? broken(short_of, (struct str){ 0 }) : to_file(s, path, w->query, keep);
    return found;
}

/* "de", "zh-cn" */
static bool is_language(struct str name)
{
    bool letters = name.len > 1 && char_is_alpha(name.ptr[0]) && char_is_alpha(name.ptr[1]);
    return letters && (name.len == 2 || (name.len == 5 && name.ptr[2] == '-'));
}

/* An address of the site: "/docs/install/". */
static bool to_address(const struct site *s, const struct way *w, struct str path,
                       struct arena *keep, struct link_target *out)
{
    bool inside;
    struct str below = address_below(s, path, &inside);
    if (inside && below.len < path.len && to_own(s, w, below, keep, out))
        return true;
    const struct site_page *page = address_page(s, below);
    if (!page && s->file.base_path.len && !inside) {
        *out = (struct link_target){ .kind = LINK_EXTERNAL }; /* another part of the host */
        return true;
    }
    bool guessed = !page;
    if (!page && s->hugo) /* knows no capitals */
        page = address_page(s, str_lower(below, keep));
    if (!page && !repository_has(s, path, *keep))
        page = address_guess(s, below, *keep);
    struct cut c = str_cut(below, '/');
    /* what is not translated shows in the main language; what is not released yet is "next" to Docusaurus */
    if (!page && (is_language(c.head) || str_equal(c.head, S("next"))))
        page = address_page(s, c.tail);
    if (!page)
        return false;
    *out = to_page(s, page, w->anchor, keep);
    out->guessed = guessed && out->page;
    return true;
}

static bool is_around(const struct site *s, enum site_around mark)
{
    return s->around & 1U << mark;
}

/* "docs/latest" of "docs/latest/install": a folder that is not there, called as hosts call the newest version. */
static struct str host_version(const struct site *s, struct str path, struct arena *keep)
{
    static const char *const names[] = { "latest", "stable", "current" };
    for (ptrdiff_t at = 0; at >= 0 && at < path.len;) {
        struct str part = str_cut(str_from(path, at), '/').head;
        struct str upto = str_sub(path, 0, at + part.len);
        if (str_among(part, names, LEN(names)))
            return source_bytes_exists(&s->file.root, upto, *keep) ? (struct str){ 0 } : upto;
        at += part.len + 1;
    }
    return (struct str){ 0 };
}

/* At the host's top, or below folders that are not here, where a program makes pages of its own. */
static bool is_strange(const struct site *s, struct str path, struct arena *keep)
{
    struct str dir = path_dir(path);
    bool folder = dir.len && source_bytes_exists(&s->file.root, dir, *keep);
    return !s->file.base_url.len && !s->nav_path.len && !folder &&
           map_get(&s->file_at, S("package.json"));
}

/* Why nobody here can say whether the path is good; empty: there is no such reason. */
static struct str made_elsewhere(const struct site *s, const struct way *w, struct str path,
                                 struct arena *keep)
{
    bool inside;
    if (w->top && address_elsewhere(s, address_below(s, path, &inside)))
        return str_fmt(keep, "/%.*s is led elsewhere by _redirects", FMT(path));
    if (ignored_has(s, path, *keep))
        return str_fmt(keep, "there is no %.*s here, and git leaves it out: it is made elsewhere",
                       FMT(path));
    if (*w->path.ptr == '@' || str_starts(w->path, S("~/")))
        return str_fmt(keep, "%.*s begins with a name that only another tool knows", FMT(w->path));
    if (w->top && str_starts(path, S("blog/")) && is_around(s, AROUND_BLOG))
        return str_fmt(keep, "%.*s is of the blog beside these pages, which is not built",
                       FMT(path));
    bool word = !w->top && str_char(w->path, '/') < 0 && str_char(w->path, '.') < 0;
    if (word && is_around(s, AROUND_LINK_HOOK))
        return str_fmt(keep, "there is no %.*s here; the site's render hook for links may know it",
                       FMT(path));
    struct str version = w->top ? host_version(s, path, keep) : (struct str){ 0 };
    return version.len ? str_fmt(keep,
                                 "there is no %.*s here; /%.*s/ may be a version that the host "
                                 "chooses",
                                 FMT(path), FMT(version))
                       : version;
}

/* What the content folder has at the path and does not publish; kind LINK_BROKEN without a rule: nothing. */
static struct link_target withheld_at(const struct site *s, struct str path, struct arena *keep)
{
    const struct fs_entry *refused = map_get(&s->refused_at, path);
    if (refused)
        return broken(str_fmt(keep, "%.*s is %s, which is not published", FMT(path),
                              refused->kind == FS_OUTSIDE
                                  ? "a link that leads out of the content folder"
                              : refused->kind == FS_SPECIAL  ? "no regular file"
                              : refused->kind == FS_DANGLING ? "a link to nothing"
                                                             : "a link to a folder"),
                      (struct str){ 0 });
    if (map_get(&s->drafts, path))
        return broken(str_fmt(keep, "%.*s is a draft; --drafts takes it into the site", FMT(path)),
                      (struct str){ 0 });
    return (struct link_target){ .kind = LINK_BROKEN };
}

/* What stands at the path and is no page or file of ours; else it is broken. */
static struct link_target to_nothing(const struct site *s, const struct site_page *p,
                                     const struct way *w, struct str path, struct arena *keep)
{
    struct link_target held = withheld_at(s, path, keep);
    if (held.rule)
        return held;
    if (w->top && repository_has(s, path, *keep))
        return repository_link(s, path_above(s->file.root.up, path, keep), w->fragment, keep);
    if (source_bytes_exists(&s->file.root, path, *keep)) /* of another site, or hidden */
        return repository_link(s, path, w->fragment, keep);
    struct str why = made_elsewhere(s, w, path, keep);
    if (why.len)
        return unchecked(why);
    const struct site_page *moved =
        s->jekyll && w->top ? address_guess(s, path_base(path), *keep) : NULL;
    if (moved) { /* by settings of Jekyll for the addresses of whole folders */
        struct link_target t = to_page(s, moved, w->anchor, keep);
        t.guessed = t.page != NULL;
        return t;
    }
    struct str near = nearest_path(s, p, path, keep);
    if (w->top && !near.len && is_strange(s, path, keep))
        return unchecked(str_fmt(
            keep, "there is no %.*s here; the program of package.json may make it", FMT(path)));
    return broken(str_fmt(keep, "there is no %.*s%s%.*s%s", FMT(path),
                          near.len ? "; did you mean " : "", FMT(near), near.len ? "?" : ""),
                  near);
}

static int depth(struct str path)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < path.len; i++)
        n += path.ptr[i] == '/';
    return n;
}

/* "../std/index.html" of a book that stands beside others: a page of the host that nobody here knows. */
static struct link_target to_neighbour(const struct site_page *p, struct str href,
                                       struct arena *keep)
{
    int more = depth(p->url) - depth(p->path); /* the page stands in a folder of its own */
    return (struct link_target){ .kind = LINK_FORGE,
                                 .guessed = true,
                                 .href = path_above(more > 0 ? more : 0, href, keep) };
}

/* What stands above the content: a source, shown as a figure, or a file of the repository. */
static struct link_target to_above(const struct site *s, const struct way *w, struct str full,
                                   struct arena *keep)
{
    int up = 0;
    struct str path = path_climb(full, keep, &up);
    path = path_above(up, path, keep);
    if (is_view(w->query) && source_for(s, path))
        return to_file(s, path, w->query, keep);
    return repository_link(s, full, w->fragment, keep);
}

/* What is written from the top, as Hugo's ref and wikis do and forges do not; or leads above the top, where
 * browsers stop. */
static bool to_top(const struct site *s, const struct site_page *p, const struct way *w, bool above,
                   struct arena *keep, struct link_target *out)
{
    int up = 0;
    bool way = !w->top && *w->path.ptr != '.' &&
               (str_char(w->path, '/') > 0 || is_around(s, AROUND_DOCUSAURUS));
    const struct site_page *top =
        way ? page_for(s, path_normal(w->path, keep, &above), keep) : NULL;
    struct str seen = path_climb(path_join(p->url, w->path, keep), keep, &up);
    bool is = top && !above, bundle = str_starts(path_base(p->path), S("index.")) && !w->top;
    if (is)
        *out = to_page(s, top, w->anchor, keep);
    else
        is = (above && to_own(s, w, seen, keep, out)) ||
             (bundle && to_own(s, w, /* Hugo looks beside the folder of a page and its pictures */
                               path_normal(path_join(path_dir(path_dir(p->path)), w->path, keep),
                                           keep, &above),
                               keep, out));
    if (is)
        out->guessed = out->page != NULL;
    return is;
}

/* Is the link meant from where the page's address stands, before it is from where its file does? No forge knows
 * "x/" where no folder x stands; names of files are names of files everywhere. */
static bool by_address(const struct site *s, const struct site_page *p, const struct way *w,
                       struct str path, struct arena scratch)
{
    bool named = str_find(path_ext(w->path), S(".m")) == 0, folder = str_ends(w->path, S("/"));

    return !w->top && !p->is_index && !named &&
           (s->file.link_base == LINK_BASE_ADDRESS ||
            (folder && !map_get(&s->index_at, str_fmt(&scratch, "%.*s/", FMT(path)))));
}

/* By its slug or id, or as settings of another tool say: from the file, from the address, and from where that
 * tool shows the page. */
static const struct site_page *named_page(const struct site *s, const struct site_page *from,
                                          const struct way *w, struct arena *keep)
{
    struct str own = from->front.address, bases[] = { path_dir(from->path), from->url, { 0 } };
    const struct site_page *p = NULL;
    int n = own.len && *own.ptr == '/' ? 3 : 2;

    bases[2] = n > 2 ? str_span(own.ptr + 1, str_rcut(own, '/').tail.ptr) : own;
    for (int i = 0; i < n && !p && !w->top; i++) {
        bool escapes;
        struct str path = path_normal(path_join(bases[i], w->path, keep), keep, &escapes);
        p = escapes ? NULL : address_page(s, path);
    }
    return p;
}

/* From the page's file and from its address: the first that is good, else what the page's file says. False:
 * there is nothing at the file's. */
static bool to_either(const struct site *s, const struct site_page *p, const struct way *w,
                      struct str path, struct str seen, struct arena *keep, struct link_target *out)
{
    bool first = by_address(s, p, w, path, *keep), whole = w->anchor.len && !p->is_index && !w->top;
    struct link_target t;

    if (first && to_own(s, w, seen, keep, out) && out->kind != LINK_BROKEN)
        return true;
    if (!to_own(s, w, path, keep, out))
        return false;
    if (!first && whole && out->kind == LINK_BROKEN && str_find(path_ext(w->path), S(".m")) &&
        to_own(s, w, seen, keep, &t) && t.kind != LINK_BROKEN)
        *out = t;
    return true;
}

/* From the page's file; from the top; from the address at which the page stands, as browsers do. */
static struct link_target to_path(const struct site *s, const struct site_page *p, struct str href,
                                  struct arena *keep)
{
    struct way w = way_of(href, keep);
    struct link_target t, clamped;
    bool escapes, above;
    if (w.path.len == 0)
        return to_page(s, p, w.anchor, keep);
    struct str full = w.top ? str_from(w.path, 1) : path_join(path_dir(p->path), w.path, keep);
    struct str path = path_normal(full, keep, &escapes),
               seen = path_normal(path_join(p->url, w.path, keep), keep, &above);
    if (!escapes &&
        (above ? to_own(s, &w, path, keep, &t) : to_either(s, p, &w, path, seen, keep, &t)))
        return t;
    if (w.top && !escapes && to_address(s, &w, path, keep, &t))
        return t;
    if (escapes)
        t = to_above(s, &w, full, keep);
    if (escapes && t.kind != LINK_BROKEN)
        return t;
    if (!w.top && !p->is_index && !above && to_own(s, &w, seen, keep, &t))
        return t;
    const struct site_page *named = named_page(s, p, &w, keep);
    if (named)
        return to_page(s, named, w.anchor, keep);
    if (to_top(s, p, &w, above, keep, &clamped))
        return clamped;
    if (escapes && !w.top && str_ends(w.path, S(".html")))
        return to_neighbour(p, href, keep);
    return escapes ? t : to_nothing(s, p, &w, path, keep);
}

/* The picture beside the page whose name has this in it, as Hugo's resources are asked for. */
static struct str picture_like(const struct site *s, const struct site_page *p, struct str name)
{
    static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp" };
    struct str dir = path_dir(p->path);
    for (ptrdiff_t i = 0; i < s->files.len && name.len; i++) {
        struct str path = s->files.ptr[i].path;
        if (str_equal(path_dir(path), dir) && str_find_nocase(path_base(path), name) >= 0 &&
            str_among_nocase(path_ext(path), endings, LEN(endings)))
            return path;
    }
    return (struct str){ 0 };
}

/* As Hugo's ref finds pages: from here, from the top, and by what no other page's path ends in. */
static struct link_target to_ref(const struct site *s, const struct site_page *p, struct str href,
                                 struct arena *keep)
{
    struct link_target t = to_path(s, p, href, keep);
    struct way w = way_of(href, keep);
    struct str ext = path_ext(w.path);
    if (t.kind != LINK_BROKEN || t.rule != RULE(LINK_BROKEN)) {
        t.guessed = false;
        return t;
    }
    w.path = str_starts(ext, S(".m")) ? str_sub(w.path, 0, w.path.len - ext.len) : w.path;
    w.path = str_equal(path_base(w.path), S("_index")) ? path_dir(w.path) : w.path;
    const struct site_page *page = address_guess(s, w.path, *keep);
    struct str picture = page ? (struct str){ 0 } : picture_like(s, p, w.path);
    struct str gitmodules = path_above(s->file.root.up, S(".gitmodules"), keep);
    bool modules = source_bytes_exists(&s->file.root, gitmodules, *keep);
    if (!page && !picture.len && modules)
        return unchecked(str_fmt(keep, "there is no %.*s here; it may stand in a submodule of git",
                                 FMT(w.path)));
    return page          ? to_page(s, page, w.anchor, keep)
           : picture.len ? to_file(s, picture, w.query, keep)
                         : t;
}

/* Has the address a part that only another tool knows: "{{ site.api }}/x"? Its finding is block-foreign. */
static bool is_made_elsewhere(struct str href)
{
    return str_find(href, S("{{")) >= 0 || str_find(href, S("{%")) >= 0;
}

struct link_target link_resolve(const struct site *s, const struct site_page *p, struct str href,
                                struct str title, struct arena *keep)
{
    struct target target;
    struct claims_value value;
    struct str scheme = url_scheme(href);
    if (str_starts(href, S(FORGE_REF)))
        return to_ref(s, p, str_from(href, S(FORGE_REF).len), keep);
    if (is_made_elsewhere(href))
        return (struct link_target){ .kind = LINK_REFUSED };
    if (str_starts(href, S("//")) || is_address(s, href, scheme))
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
