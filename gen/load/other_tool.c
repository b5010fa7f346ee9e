/* other_tool.c - generators by the names of their settings, and one reader for each. */
#include "load/other_tool.h"

#include <limits.h>
#include <stdlib.h>

#include "base/path.h"
#include "base/root.h"
#include "load/nav_file.h"
#include "load/script.h"
#include "load/toml.h"
#include "load/yaml.h"
#include "model/rule.h"

enum { CONFIG_MAX = 4 << 20, UP_MAX = 2 };

struct reader {
    struct root root; /* of base */
    struct arena *keep;
    struct other_tool *out;
    const struct json *tree; /* the settings, read; NULL when they cannot be */
};

static struct str text_at(const struct json *tree, const char *pointer)
{
    const struct json *v = json_pointer(tree, str_of(pointer));

    return v && (v->kind == JSON_STRING || v->kind == JSON_NUMBER) ? json_str(v)
                                                                   : (struct str){ 0 };
}

static struct str either(struct str a, struct str b)
{
    return a.len ? a : b;
}

static bool has(const struct reader *r, struct str path)
{
    struct fs_entry e;

    return path.len && !root_stat(&r->root, path, &e);
}

static void unread(struct reader *r, const char *what, struct str name)
{
    *PUSH(&r->out->unread, r->keep) = str_fmt(r->keep, "%s %.*s", what, FMT(name));
}

/* The names of a list of names or of { name: settings }, but those in known. */
static void unread_list(struct reader *r, const char *what, const struct json *list,
                        const char *known)
{
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        struct str name = v->kind == JSON_STRING ? v->str
                          : v->kind == JSON_OBJECT && v->first && list->kind == JSON_ARRAY
                              ? v->first->key
                              : v->key;
        if (name.len && str_find(str_of(known), str_fmt(r->keep, " %.*s ", FMT(name))) < 0)
            unread(r, what, name);
    }
}

/* The path of an address, "/" without one. */
static struct str path_of(struct str url)
{
    struct cut host = str_cut(str_from(url, str_find(url, S("://")) + 3), '/');

    return str_find(url, S("://")) > 0 && host.ok ? str_from(url, url.len - host.tail.len - 1)
                                                  : S("/");
}

static void set_url(struct reader *r, struct str url, struct str below)
{
    struct str sep = str_ends(url, S("/")) ? S("") : S("/");

    while (below.len && *below.ptr == '/')
        below = str_from(below, 1);
    if (str_find(url, S("://")) > 0)
        r->out->url = str_fmt(r->keep, "%.*s%.*s%.*s%s", FMT(url), FMT(sep), FMT(below),
                              below.len && !str_ends(below, S("/")) ? "/" : "");
    r->out->base_path = r->out->url.len ? path_of(r->out->url) : str_join(S("/"), below, r->keep);
    if (!str_ends(r->out->base_path, S("/")))
        r->out->base_path = str_join(r->out->base_path, S("/"), r->keep);
}

/* False when it cannot be read; *tree is NULL where it is none. */
static bool read_config(const struct reader *r, struct str name, const struct json **tree)
{
    struct source src = { .path = name };
    struct diag unheard = { .keep = r->keep };
    struct str ext = path_ext(name);

    if (root_read(&r->root, name, CONFIG_MAX, r->keep, &src.text, NULL))
        return false;
    *tree = str_equal(ext, S(".toml"))   ? toml_parse(&src, r->keep, RULE(INPUT_FORMAT), &unheard)
            : str_equal(ext, S(".json")) ? json_parse(&src, r->keep, RULE(INPUT_JSON), &unheard)
            : str_starts(ext, S(".y"))   ? yaml_parse(&src, r->keep, RULE(INPUT_YAML), &unheard)
                                         : script_read(&src, r->keep);
    return true;
}

/* The file called name in the folder of the settings, where they are several files; NULL without one. */
static const struct json *beside(const struct reader *r, struct str name)
{
    static const char *const endings[] = { "yaml", "toml", "yml", "json" };
    const struct json *tree = NULL;

    for (ptrdiff_t i = 0; i < LEN(endings) && str_starts(r->out->config, S("config/")); i++)
        if (read_config(r,
                        str_fmt(r->keep, "%.*s/%.*s.%s", FMT(path_dir(r->out->config)), FMT(name),
                                endings[i]),
                        &tree))
            return tree;
    return NULL;
}

/* ---- MkDocs and Zensical ---- */

/* Each folder says its own order. */
static void find_folder_nav(struct reader *r, struct str plugin)
{
    if (str_equal(plugin, S("awesome-nav")))
        r->out->nav = path_join(r->out->content, S(".nav.yml"), r->keep);
    else if (str_equal(plugin, S("awesome-pages")))
        r->out->nav = path_join(r->out->content, S(".pages"), r->keep);
}

static void read_mkdocs(struct reader *r)
{
    /* what plumb does without them, or in its own way */
    static const char own[] =
        " search tags admonition pymdownx.details pymdownx.superfences pymdownx.tabbed tables toc "
        "footnotes attr_list md_in_html def_list pymdownx.emoji pymdownx.highlight "
        "pymdownx.inlinehilite pymdownx.tasklist pymdownx.magiclink pymdownx.snippets "
        "pymdownx.tilde fenced_code codehilite sane_lists extra smarty meta git-revision-date "
        "git-revision-date-localized minify redirects section-index literate-nav awesome-nav "
        "awesome-pages autorefs mkdocs-material ";
    const struct json *project = json_get(r->tree, "project"), *t = project ? project : r->tree;
    struct str theme = either(text_at(t, "/theme/name"), text_at(t, "/theme"));
    struct other_tool *f = r->out;

    f->make = project                           ? "Zensical"
              : str_equal(theme, S("material")) ? "Material for MkDocs"
                                                : "MkDocs";
    f->title = text_at(t, "/site_name");
    f->description = text_at(t, "/site_description");
    f->content = either(text_at(t, "/docs_dir"), S("docs"));
    f->lang = either(text_at(t, "/theme/language"), text_at(t, "/theme/locale"));
    f->nav = json_get(t, "nav") ? f->config : (struct str){ 0 };
    for (const struct json *v = json_get(t, "plugins") ? json_get(t, "plugins")->first : NULL;
         v && !f->nav.len; v = v->next)
        find_folder_nav(r, v->key.len                           ? v->key
                           : v->kind == JSON_OBJECT && v->first ? v->first->key
                                                                : v->str);
    f->repo = text_at(t, "/repo_url");
    f->edit = text_at(t, "/edit_uri");
    set_url(r, text_at(t, "/site_url"), S(""));
    unread_list(r, "plugin", json_get(t, "plugins"), own);
    unread_list(r, "Markdown extension", json_get(t, "markdown_extensions"), own);
    if (text_at(t, "/extra/version/provider").len)
        unread(r, "versions by", text_at(t, "/extra/version/provider"));
    if (text_at(t, "/theme/custom_dir").len)
        unread(r, "theme folder", text_at(t, "/theme/custom_dir"));
}

/* ---- mdBook ---- */

static void read_mdbook(struct reader *r)
{
    struct other_tool *f = r->out;
    struct str edit = text_at(r->tree, "/output/html/edit-url-template");
    ptrdiff_t at = str_find(edit, S("/edit/"));

    f->make = "mdBook";
    f->title = text_at(r->tree, "/book/title");
    f->description = text_at(r->tree, "/book/description");
    f->lang = text_at(r->tree, "/book/language");
    f->content = either(text_at(r->tree, "/book/src"), S("src"));
    f->repo = text_at(r->tree, "/output/html/git-repository-url");
    if (at > 0 && str_ends(edit, S("{path}"))) {
        f->repo = str_sub(edit, 0, at);
        f->edit = str_fmt(r->keep, "%.*s%.*s/", FMT(str_sub(edit, at + 1, edit.len - at - 7)),
                          FMT(f->content));
    }
    f->base_path = text_at(r->tree, "/output/html/site-url");
    unread_list(r, "preprocessor", json_get(r->tree, "preprocessor"), " links index ");
    if (json_pointer(r->tree, S("/output/html/additional-css")))
        unread(r, "additional-css of", S("output.html"));
}

/* ---- Docusaurus ---- */

static struct str plain_path(struct str path)
{
    return str_starts(path, S("./")) ? str_from(path, 2) : path;
}

/* The settings of pages in a list of [name, { docs: … }] or [plugin, { … }]; the first that stands in folder docs, or the
 * first of all. */
static const struct json *docs_of(const struct json *list, struct str member)
{
    const struct json *found = NULL;

    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        const struct json *own = json_index(v, 1);
        own = member.len ? json_get(own ? own : v, "docs") : own;
        struct str name = json_str(json_index(v, 0));
        if (!own || own->kind != JSON_OBJECT ||
            (!member.len && !str_ends(name, S("plugin-content-docs"))))
            continue;
        found = !found || str_equal(plain_path(text_at(own, "/path")), S("docs")) ? own : found;
    }
    return found;
}

static void find_sidebars(struct reader *r, struct str path)
{
    static const char *const sidebars[] = { "sidebars.js", "sidebars.ts", "sidebars.json",
                                            "sidebars.mjs" };

    r->out->nav = plain_path(path);
    for (ptrdiff_t i = 0; i < LEN(sidebars) && !has(r, r->out->nav); i++)
        r->out->nav = str_of(sidebars[i]);
    if (!has(r, r->out->nav))
        r->out->nav = (struct str){ 0 };
}

/* "https://github.com/o/r/edit/main/docs/" and what follows it. */
static void set_edit(struct reader *r, struct str url, struct str below)
{
    ptrdiff_t tree = str_find(url, S("/tree/")), at = tree < 0 ? str_find(url, S("/edit/")) : tree;

    if (at <= 0)
        return;
    struct str branch = str_from(url, at + 6), sep = str_ends(branch, S("/")) ? S("") : S("/");
    r->out->repo = str_sub(url, 0, at);
    r->out->edit = str_fmt(r->keep, "edit/%.*s%.*s%.*s%s", FMT(branch), FMT(sep), FMT(below),
                           below.len && !str_ends(below, S("/")) ? "/" : "");
}

static void read_docusaurus(struct reader *r)
{
    struct other_tool *f = r->out;
    const struct json *preset = docs_of(json_get(r->tree, "presets"), S("docs"));
    const struct json *plugin = docs_of(json_get(r->tree, "plugins"), S(""));
    const struct json *docs = preset ? preset : plugin;
    struct str route = either(text_at(docs, "/routeBasePath"), S("docs"));
    struct str top = text_at(r->tree, "/baseUrl");

    f->make = "Docusaurus";
    f->title = text_at(r->tree, "/title");
    f->description = text_at(r->tree, "/tagline");
    f->lang = text_at(r->tree, "/i18n/defaultLocale");
    f->content = plain_path(either(text_at(docs, "/path"), S("docs")));
    f->statics = S("static");
    find_sidebars(r, text_at(docs, "/sidebarPath"));
    while (route.len && *route.ptr == '/')
        route = str_from(route, 1);
    set_url(r, text_at(r->tree, "/url"),
            str_fmt(r->keep, "%.*s%s%.*s%s", FMT(top), str_ends(top, S("/")) ? "" : "/", FMT(route),
                    route.len && !str_ends(route, S("/")) ? "/" : ""));
    set_edit(r, text_at(docs, "/editUrl"), f->content);
    if (has(r, S("blog")))
        unread(r, "folder", S("blog"));
    if (has(r, S("versioned_docs")))
        unread(r, "versions in", S("versioned_docs"));
    if (has(r, S("src/pages")))
        unread(r, "pages in", S("src/pages"));
}

/* ---- VitePress and Starlight ---- */

/* What their settings say of the language that stands at the top. */
static const struct json *main_language(const struct json *settings)
{
    return json_get(json_get(settings, "locales"), "root");
}

static void read_vitepress(struct reader *r)
{
    struct other_tool *f = r->out;
    struct str edit = text_at(r->tree, "/themeConfig/editLink/pattern");
    struct str folder = path_dir(path_dir(f->config)), own = text_at(r->tree, "/srcDir");

    f->make = "VitePress";
    f->title = either(text_at(r->tree, "/title"), text_at(main_language(r->tree), "/title"));
    f->description = text_at(r->tree, "/description");
    f->lang = either(text_at(r->tree, "/lang"), text_at(main_language(r->tree), "/lang"));
    f->content = own.len ? path_join(folder, plain_path(own), r->keep) : folder;
    f->statics = path_join(f->content, S("public"), r->keep);
    f->nav = nav_file_sidebar(r->tree) ? f->config : (struct str){ 0 };
    set_url(r, text_at(r->tree, "/sitemap/hostname"), text_at(r->tree, "/base"));
    if (str_ends(edit, S(":path")))
        set_edit(r, str_sub(edit, 0, edit.len - 5), S(""));
    if (!f->nav.len && json_pointer(r->tree, S("/themeConfig/sidebar")))
        unread(r, "a sidebar that is made by", f->config);
}

/* The integration that has a sidebar or a title. */
static const struct json *starlight_of(const struct json *tree)
{
    const struct json *parts = json_get(tree, "integrations");

    for (const struct json *v = parts ? parts->first : NULL; v; v = v->next)
        if (json_get(v, "sidebar") || json_get(v, "title"))
            return v;
    return NULL;
}

static void read_starlight(struct reader *r)
{
    struct other_tool *f = r->out;
    const struct json *own = starlight_of(r->tree), *title = json_get(own, "title");

    f->make = "Starlight";
    f->title = title && title->kind == JSON_OBJECT ? json_str(title->first) : json_str(title);
    f->description = text_at(own, "/description");
    f->lang = either(text_at(main_language(own), "/lang"), text_at(own, "/defaultLocale"));
    f->content = S("src/content/docs");
    f->statics = S("public");
    f->nav = nav_file_sidebar(r->tree) ? f->config : (struct str){ 0 };
    set_url(r, text_at(r->tree, "/site"), text_at(r->tree, "/base"));
    set_edit(r, text_at(own, "/editLink/baseUrl"), f->content);
    if (json_get(own, "plugins"))
        unread(r, "plugins in", f->config);
}

/* ---- addresses of whole folders ---- */

static void add_permalink(struct reader *r, struct str folder, struct str pattern)
{
    if (str_char(pattern, ':') >= 0)
        *PUSH(&r->out->permalinks, r->keep) =
            (struct other_tool_permalink){ str_copy(folder, r->keep), str_copy(pattern, r->keep) };
}

/* { "blog": "/:year/:slug/" }; Hugo also groups them by kinds of page. */
static void add_permalinks(struct reader *r, const struct json *of)
{
    for (const struct json *v = of && of->kind == JSON_OBJECT ? of->first : NULL; v; v = v->next)
        if (v->kind == JSON_STRING)
            add_permalink(r, v->key, v->str);
        else if (str_equal(v->key, S("page")))
            add_permalinks(r, v);
}

/* ---- Jekyll and GitBook ---- */

static void read_jekyll(struct reader *r)
{
    struct other_tool *f = r->out;
    const struct json *t = r->tree, *collections = json_get(t, "collections");
    struct str repo = text_at(t, "/repository");

    f->make = "Jekyll";
    f->title = text_at(t, "/title");
    f->description = text_at(t, "/description");
    f->lang = either(text_at(t, "/lang"), text_at(t, "/locale"));
    f->content = plain_path(text_at(t, "/source"));
    set_url(r, text_at(t, "/url"), text_at(t, "/baseurl"));
    if (repo.len && str_find(repo, S("://")) < 0)
        f->repo = str_join(S("https://github.com/"), repo, r->keep);
    if (text_at(t, "/remote_theme").len || text_at(t, "/theme").len)
        unread(r, "theme", either(text_at(t, "/remote_theme"), text_at(t, "/theme")));
    struct str pretty = S("pretty"), top = text_at(t, "/permalink");
    f->by_address = str_equal(top, pretty) || str_ends(top, S("/"));
    for (const struct json *v = collections ? collections->first : NULL; v; v = v->next) {
        struct str own = either(text_at(v, "/permalink"), str_equal(top, pretty) ? S("") : top);
        add_permalink(r, str_fmt(r->keep, "_%.*s", FMT(v->key)), own);
        f->by_address = f->by_address || str_ends(own, S("/"));
    }
    unread_list(r, "plugin", json_get(t, "plugins"),
                " jekyll-feed jekyll-sitemap jekyll-seo-tag jekyll-redirect-from "
                "jekyll-relative-links jekyll-titles-from-headings jekyll-readme-index "
                "jekyll-optional-front-matter jekyll-default-layout ");
}

static void read_gitbook(struct reader *r)
{
    struct other_tool *f = r->out;
    struct str root = plain_path(text_at(r->tree, "/root"));
    struct str list = plain_path(either(text_at(r->tree, "/structure/summary"), S("SUMMARY.md")));

    while (root.len && root.ptr[root.len - 1] == '/')
        root.len--;
    f->make = "GitBook";
    f->content = root;
    f->nav = path_join(root, list, r->keep);
    if (!has(r, f->nav))
        f->nav = (struct str){ 0 };
    if (has(r, S("docs.yaml")))
        unread(r, "sections in", S("docs.yaml"));
}

/* ---- Hugo ---- */

static void read_hugo(struct reader *r)
{
    struct other_tool *f = r->out;
    struct str lang =
        either(text_at(r->tree, "/defaultContentLanguage"), text_at(r->tree, "/languageCode"));
    struct str own = str_fmt(r->keep, "/languages/%.*s/contentDir", FMT(lang));
    struct str dir = either(text_at(r->tree, str_c(own, r->keep)), text_at(r->tree, "/contentDir"));
    struct str theme = either(text_at(r->tree, "/theme"), text_at(r->tree, "/theme/0"));

    f->make = "Hugo";
    f->title = text_at(r->tree, "/title");
    f->description = text_at(r->tree, "/params/description");
    f->lang = lang;
    f->content = either(dir, S("content"));
    /* content/en beside content/fr */
    if (!dir.len && lang.len && has(r, path_join(S("content"), lang, r->keep)))
        f->content = path_join(S("content"), lang, r->keep);
    f->statics = either(text_at(r->tree, "/staticDir"), S("static"));
    set_url(r, either(text_at(r->tree, "/baseURL"), text_at(r->tree, "/baseurl")), S(""));
    f->repo = text_at(r->tree, "/params/github_repo");
    add_permalinks(r, json_get(r->tree, "permalinks"));
    add_permalinks(r, beside(r, S("permalinks")));
    /* a theme may look links up by their files, and Hugo does where there are several languages */
    f->by_address = !theme.len && !json_pointer(r->tree, S("/module/imports")) &&
                    !json_get(r->tree, "languages") &&
                    !has(r, S("layouts/_default/_markup/render-link.html")) &&
                    !has(r, S("layouts/_markup/render-link.html")) &&
                    !has(r, S("config/_default/languages.yaml")) &&
                    !has(r, S("config/_default/languages.toml"));
    if (theme.len)
        unread(r, "theme", theme);
    if (has(r, S("layouts/shortcodes")) || has(r, S("layouts/_shortcodes")))
        unread(r, "shortcodes in", S("layouts"));
    unread_list(r, "module", json_pointer(r->tree, S("/module/imports")), " ");
}

static void read_plain(struct reader *r)
{
    struct other_tool *f = r->out;

    f->make = "plain Markdown";
    if (has(r, S("SUMMARY.md")))
        f->nav = S("SUMMARY.md");
}

/* ---- which ---- */

/* clang-format off */
static const struct {
    const char *file;
    void (*read)(struct reader *r);
} makes[] = {
    { "zensical.toml",            read_mkdocs     },
    { "mkdocs.yml",               read_mkdocs     },
    { "mkdocs.yaml",              read_mkdocs     },
    { "book.toml",                read_mdbook     },
    { "docusaurus.config.js",     read_docusaurus },
    { "docusaurus.config.ts",     read_docusaurus },
    { "docusaurus.config.mjs",    read_docusaurus },
    { "docusaurus.config.cjs",    read_docusaurus },
    { "hugo.toml",                read_hugo       },
    { "hugo.yaml",                read_hugo       },
    { "hugo.yml",                 read_hugo       },
    { "hugo.json",                read_hugo       },
    { "config/_default/hugo.toml",   read_hugo    },
    { "config/_default/hugo.yaml",   read_hugo    },
    { "config/_default/config.toml", read_hugo    },
    { "config/_default/config.yaml", read_hugo    },
    { ".vitepress/config.ts",     read_vitepress  },
    { ".vitepress/config.mts",    read_vitepress  },
    { ".vitepress/config.js",     read_vitepress  },
    { ".vitepress/config.mjs",    read_vitepress  },
    { "docs/.vitepress/config.ts",   read_vitepress },
    { "docs/.vitepress/config.mts",  read_vitepress },
    { "docs/.vitepress/config.js",   read_vitepress },
    { "docs/.vitepress/config.mjs",  read_vitepress },
    { "astro.config.mjs",         read_starlight  },
    { "astro.config.ts",          read_starlight  },
    { "astro.config.js",          read_starlight  },
    { ".gitbook.yaml",            read_gitbook    },
    { "_config.yml",              read_jekyll     },
    { "_config.yaml",             read_jekyll     },
    { "config.toml",              read_hugo       },
    { "config.yaml",              read_hugo       },
    { "config.json",              read_hugo       },
};
/* clang-format on */

/* config.toml is many programs': Hugo's says baseURL, or stands beside content/. */
static bool is_hugo(const struct reader *r)
{
    return text_at(r->tree, "/baseURL").len || text_at(r->tree, "/baseurl").len ||
           has(r, S("content"));
}

/* What another program may call its settings, too. */
static bool is_own(const struct reader *r, void (*read)(struct reader *r), struct str name)
{
    if (read == read_hugo && str_starts(name, S("config")))
        return is_hugo(r);
    if (read == read_starlight)
        return has(r, S("src/content/docs"));
    return read != read_jekyll || !(has(r, S("_toc.yml")) || has(r, S("source/_posts")));
}

static bool find_in(struct reader *r)
{
    char real[PATH_MAX];

    if (realpath(str_c(r->out->base, r->keep), real))
        r->out->real = str_copy(str_of(real), r->keep);
    for (ptrdiff_t i = 0; i < LEN(makes); i++) {
        struct str name = str_of(makes[i].file);
        if (!has(r, name) || !read_config(r, name, &r->tree) || !is_own(r, makes[i].read, name))
            continue;
        r->out->config = name;
        makes[i].read(r);
        if (!has(r, r->out->statics))
            r->out->statics = (struct str){ 0 };
        return true;
    }
    return false;
}

/* Looks in folder base alone. */
static bool find_at(struct str base, struct arena *keep, struct other_tool *out)
{
    struct reader r = { .keep = keep, .out = out };

    *out = (struct other_tool){ .base = base };
    if (root_open(str_c(base, keep), &r.root))
        return false;
    bool found = find_in(&r);
    root_close(&r.root);
    return found;
}

void other_tool_find(struct str dir, struct arena *keep, struct other_tool *out)
{
    static const char *const below[] = { "docs", "website", "site", "doc", "documentation" };

    for (int up = 0; up <= UP_MAX; up++)
        if (find_at(up ? path_join(dir, path_above(up, S(""), keep), keep) : dir, keep, out))
            return;
    for (ptrdiff_t i = 0; i < LEN(below); i++)
        if (find_at(path_join(dir, str_of(below[i]), keep), keep, out))
            return;
    struct reader r = { .keep = keep, .out = out };
    *out = (struct other_tool){ .base = dir };
    if (!root_open(str_c(dir, keep), &r.root)) {
        read_plain(&r);
        root_close(&r.root);
    }
}

/* ---- site.json ---- */

static void put(struct buf *b, const char *key, struct str value)
{
    if (!value.len)
        return;
    buf_fmt(b, "%s\n  \"%s\": ", b->len > 1 ? "," : "", key);
    buf_json(b, value);
}

/* From the folder of pages to path, which is relative to base. Pages may stand beside base: "../docs". */
static struct str from_content(const struct other_tool *f, struct str path, struct arena *keep)
{
    struct str content = f->content, base = f->real;

    for (; str_starts(content, S("../")) && path.len; content = str_from(content, 3)) {
        path = path_join(path_base(base), path, keep);
        base = path_dir(base);
    }
    return path.len ? path_relative(path_join(content, S("site.json"), keep), path, keep) : path;
}

static void put_forge(struct buf *b, const struct other_tool *f, struct arena *keep)
{
    struct str repo = f->repo;

    while (repo.len && repo.ptr[repo.len - 1] == '/')
        repo.len--;
    if (str_find(repo, S("://")) < 0)
        return;
    bool gitlab = str_find(repo, S("gitlab")) >= 0;
    put(b, "repo_url", str_fmt(keep, "%.*s%s/blob/{commit}/{path}", FMT(repo), gitlab ? "/-" : ""));
    if (str_starts(f->edit, S("edit/")) || str_starts(f->edit, S("-/edit/")))
        put(b, "edit_url",
            str_fmt(keep, "%.*s/%.*s%s{path}", FMT(repo), FMT(f->edit),
                    str_ends(f->edit, S("/")) ? "" : "/"));
}

struct str other_tool_settings(const struct other_tool *f, int root, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 20);
    bool web = str_starts(f->url, S("http")) && str_char(f->url, ' ') < 0 &&
               str_char(f->url, '$') < 0 && str_char(f->url, '?') < 0 && str_char(f->url, '#') < 0;

    buf_char(&b, '{');
    put(&b, "title", f->title);
    put(&b, "description", f->description);
    put(&b, "lang", f->lang);
    put(&b, "base_url", web ? f->url : S(""));
    if (*(f->base_path.len ? f->base_path : S("x")).ptr == '/' && f->base_path.len > 1)
        put(&b, "base_path", f->base_path);
    for (ptrdiff_t i = 0; i < f->permalinks.len; i++) {
        const struct other_tool_permalink *l = &f->permalinks.ptr[i];
        buf_fmt(&b, i ? ", " : "%s\n  \"permalinks\": { ", b.len > 1 ? "," : "");
        buf_json(&b, l->folder);
        buf_put(&b, S(": "));
        buf_json(&b, l->pattern);
        buf_put(&b, i + 1 == f->permalinks.len ? S(" }") : S(""));
    }
    put(&b, "link_base", f->by_address ? S("address") : S(""));
    put(&b, "root", root ? path_above(root, S(""), keep) : S(""));
    put_forge(&b, f, keep);
    put(&b, "nav", from_content(f, f->nav, keep));
    if (f->statics.len) {
        buf_fmt(&b, "%s\n  \"static\": [", b.len > 1 ? "," : "");
        buf_json(&b, from_content(f, f->statics, keep));
        buf_char(&b, ']');
    }
    buf_put(&b, S("\n}\n"));
    return buf_str(&b);
}
