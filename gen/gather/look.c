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
    struct arena scratch = *s->keep;
    struct str settings = path_join(to, S("site.json"), &scratch);
    return str_ends(to, S("/")) && source_bytes_exists(&s->file.root, settings, scratch);
}

/* A file goes out with the site. */
static bool is_web(struct site *s, struct str to)
{
    if (is_address(to) || site_page_at(s, to) || is_site(s, to))
        return true;
    const struct fs_entry *e = map_get(&s->file_at, to);
    if (e)
        *map_at(&s->used_files, to, s->keep) = (void *)(uintptr_t)e;
    return e != NULL;
}

static bool is_language(struct site *s, struct str to)
{
    bool found = false;
    for (ptrdiff_t i = 0; i < s->n_pages && !found; i++)
        found = !s->pages[i].generated && str_equal(str_cut(s->pages[i].path, '/').head, to);
    return found;
}

static bool is_folder(struct site *s, struct str to)
{
    return source_bytes_is_folder(&s->file.root, to, *s->keep);
}

/* An estimate says in its file of which one it is. */
static bool is_env(struct site *s, struct str to)
{
    bool found = false;
    for (int i = 0; i < s->data.n_sources && !found; i++) {
        const struct data_source *d = &s->data.sources[i];
        found = str_equal(d->env, to);
        for (int k = 0; k < d->n_files && !found; k++)
            found = str_equal(json_str(json_get(d->files[k].root, "env")), to);
    }
    return found;
}

/* What was not captured may have it. */
static bool is_place(struct site *s, struct str to)
{
    struct str source, pointer;
    bool found = false, asked = false;
    data_ref(to, &source, &pointer);
    for (int i = 0; i < s->data.n_sources && !found; i++) {
        const struct data_source *d = &s->data.sources[i];
        if (!str_equal(d->name, source) && !str_equal(d->kind, source))
            continue;
        found = !d->root || data_at(d, NULL, pointer);
        asked = true;
    }
    return found || !asked;
}

static void look_at(struct site *s, const struct site_target *t)
{
    /* clang-format off */
    static const struct {
        bool (*is_there)(struct site *s, struct str to);
        const char *before, *after;
    } targets[] = {
        [SITE_TARGET_WEB]      = { is_web,      "there is no ", ": write an address, or a path below the content folder" },
        [SITE_TARGET_LANGUAGE] = { is_language, "there are no pages below ", "/" },
        [SITE_TARGET_STATIC]   = { is_folder,   "there is no folder ", " whose files could go out" },
        [SITE_TARGET_ENV]      = { is_env,      "no source is of the environment ", ": its name stands behind the dot, as in config.prod" },
        [SITE_TARGET_UNIT]     = { is_place,    "nothing stands at ", ", so the unit is nobody's" },
    };
    /* clang-format on */
    if (t->to.len && !targets[t->kind].is_there(s, t->to))
        diag_at(&s->diag, RULE(INPUT_VALUE), &s->file.src, t->place, "%s%.*s%s",
                targets[t->kind].before, FMT(t->to), targets[t->kind].after);
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

/* What is said in one language only. */
static void look_at_languages(struct site *s)
{
    int n = s->file.look.n_languages;
    int *pages = NEW(s->keep, int, n + 1);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        pages[language_of(s, s->pages[i].path)] += !s->pages[i].generated;
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
    for (ptrdiff_t i = 0; i < s->file.targets.len; i++)
        look_at(s, &s->file.targets.ptr[i]);
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
