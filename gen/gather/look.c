/* look.c - logo, card, links and languages of a site. */
#include "gather/look.h"

#include "base/path.h"
#include "model/rule.h"

static bool is_address(struct str to)
{
    return url_scheme(to).len || str_starts(to, S("#"));
}

/* "manual/": a folder with settings of its own, whose site stands in this one's folder of that name. */
static bool is_site(const struct site *s, struct str to)
{
    return str_ends(to, S("/")) &&
           source_bytes_exists(&s->file.root, path_join(to, S("site.json"), s->keep), *s->keep);
}

/* True when w names a page, a file or a site of its own; a file goes out with the site. */
static bool is_there(struct site *s, const struct site_web *w)
{
    if (!w->to.len || is_address(w->to) || site_page_at(s, w->to) || is_site(s, w->to))
        return true;
    const struct fs_entry *e = map_get(&s->file_at, w->to);
    if (e)
        *map_at(&s->used_files, w->to, s->keep) = (void *)(uintptr_t)e;
    return e != NULL;
}

static void look_at(struct site *s, const struct site_web *all, int n)
{
    for (int i = 0; i < n; i++)
        if (!is_there(s, &all[i]))
            diag_at(&s->diag, RULE(INPUT_VALUE), &s->file.src, all[i].place,
                    "there is no %.*s in %.*s: write an address, or a path below the folder",
                    FMT(all[i].to), FMT(s->options.dir));
}

/* ---- languages ---- */

/* The language whose folder path stands in; 0 for all outside of such. */
static int language_of(const struct site *s, struct str path)
{
    struct cut top = str_cut(path, '/');
    for (int i = 1; top.ok && i < s->file.look.n_languages; i++)
        if (str_equal(top.head, s->file.look.languages[i].to))
            return i;
    return 0;
}

struct str look_lang(const struct site *s, const struct site_page *page)
{
    const struct site_look *look = &s->file.look;
    int i = language_of(s, page->path);
    struct str first = look->n_languages ? look->languages[0].to : S("en");
    return i ? look->languages[i].to : look->lang.len ? look->lang : first;
}

const struct site_page *look_twin(const struct site *s, const struct site_page *page,
                                  struct str lang, struct arena *keep)
{
    struct str path = language_of(s, page->path) ? str_cut(page->path, '/').tail : page->path;
    for (int i = 1; i < s->file.look.n_languages; i++)
        if (str_equal(lang, s->file.look.languages[i].to))
            path = path_join(lang, path, keep);
    return site_page_at(s, path);
}

const struct site_page *look_home(const struct site *s, struct str lang, struct arena *keep)
{
    bool first = !s->file.look.n_languages || str_equal(lang, s->file.look.languages[0].to);
    const struct site_page *p = first ? NULL : map_get(&s->index_at, str_join(lang, S("/"), keep));
    return p ? p : s->root;
}

static void report_missing(struct site *s, const struct site_page *p, int lang)
{
    const struct site_web *to = &s->file.look.languages[lang];
    struct arena scratch = s->workers[0].scratch;
    if (!look_twin(s, p, to->to, &scratch))
        diag_file(&s->diag, RULE(TRANSLATION_MISSING), p->src.path, "has no page in %.*s",
                  FMT(to->text))
            ->about = to->to;
}

/* What is said in one language only; a language without a page is told once. */
static void look_at_languages(struct site *s)
{
    int n = s->file.look.n_languages;
    int *pages = NEW(s->keep, int, n + 1);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        pages[language_of(s, s->pages[i].path)] += !s->pages[i].generated;
    for (int i = 1; i < n; i++)
        if (!pages[i])
            diag_at(&s->diag, RULE(INPUT_VALUE), &s->file.src, s->file.look.languages[i].place,
                    "there are no pages below %.*s/", FMT(s->file.look.languages[i].to));
    for (ptrdiff_t i = 0; i < s->n_pages && n; i++) {
        const struct site_page *p = &s->pages[i];
        int own = language_of(s, p->path);
        for (int k = own ? 0 : 1; k < (own ? 1 : n) && !p->generated; k++)
            if (!k || pages[k])
                report_missing(s, p, k);
    }
}

void look_open(struct site *s)
{
    look_at_languages(s);
    struct site_look *look = &s->file.look;
    look_at(s, look->files, LEN(look->files));
    look_at(s, look->links, look->n_links);
    look_at(s, look->foot, look->n_foot);
}

struct str look_href(const struct site *s, const struct site_page *page, const struct site_web *w,
                     struct arena *keep)
{
    const struct site_page *to = site_page_at(s, w->to);
    struct str path = to ? to->out : w->to;
    struct buf b = buf_open(keep, 1 << 14);
    if (!w->to.len || is_address(w->to))
        return w->to;
    if (page->rooted)
        buf_put(&b, site_root_path(s));
    buf_percent(&b, page->rooted ? path : path_relative(page->out, path, keep), S("/"));
    if (!page->rooted && str_ends(path, S("/")))
        buf_put(&b, S("index.html")); /* opens from disk too */
    return buf_str(&b);
}

bool look_is_rtl(const struct site *s, struct str lang)
{
    static const char *const rtl[] = { "ar", "arc", "ckb", "dv", "fa", "he",
                                       "ps", "sd",  "ug",  "ur", "yi" };
    struct str code = str_cut(lang, '-').head;
    return s->file.look.dir == SITE_DIR_RTL ||
           (s->file.look.dir == SITE_DIR_OF_LANG && str_among(code, rtl, LEN(rtl)));
}
