/* nav_file.c - one reader for each form of navigation, by the file's name. */
#include "load/nav_file.h"

#include "base/path.h"
#include "load/markdown.h"
#include "load/script.h"
#include "load/toml.h"
#include "load/yaml.h"
#include "model/rule.h"

/* deeper is no navigation anybody can use */
enum { DEPTH_MAX = 32 };

static struct nav_entry *add(struct nav_entry *into, struct nav_entry e, struct arena *keep)
{
    struct nav_entry *made = NEW(keep, struct nav_entry, 1);

    *made = e;
    *(into->last ? &into->last->next : &into->first) = made;
    return into->last = made;
}

/* ---- lists: site.json, mkdocs.yml, zensical.toml ---- */

static void read_list(const struct json *list, int depth, struct arena *keep,
                      struct nav_entry *into);

/* "Title": what stands behind it */
static void read_titled(const struct json *v, int depth, struct arena *keep, struct nav_entry *into)
{
    struct nav_entry e = { .title = v->key };
    bool deep = v->kind == JSON_ARRAY || v->kind == JSON_OBJECT;

    if (!deep) {
        e.target = json_str(v);
        e.place = v->raw;
    }
    struct nav_entry *made = add(into, e, keep);
    if (deep)
        read_list(v, depth + 1, keep, made);
}

static void read_list(const struct json *list, int depth, struct arena *keep,
                      struct nav_entry *into)
{
    if (depth > DEPTH_MAX)
        return;
    for (const struct json *v = list->first; v; v = v->next)
        if (list->kind == JSON_OBJECT)
            read_titled(v, depth, keep, into);
        else if (v->kind == JSON_OBJECT)
            read_list(v, depth, keep, into);
        else if (v->kind == JSON_STRING)
            add(into, (struct nav_entry){ .target = v->str, .place = v->raw }, keep);
}

void nav_file_list(const struct json *list, struct arena *keep, struct nav_entry *into)
{
    read_list(list, 0, keep, into);
}

/* Does a list of names, of { name: settings }, or an object of such, name it? */
static bool lists(const struct json *list, const char *name)
{
    for (const struct json *v = list ? list->first : NULL; v; v = v->next)
        if (str_equal(v->kind == JSON_STRING ? v->str : v->key, str_of(name)) || json_get(v, name))
            return true;
    return false;
}

bool nav_file_is_folders(struct str path)
{
    return str_equal(path_base(path), S(".nav.yml")) || str_equal(path_base(path), S(".pages"));
}

/* pymdownx.snippets puts files below each page, which define references. */
static bool appends(const struct json *extensions)
{
    bool yes = false;
    for (const struct json *v = extensions ? extensions->first : NULL; v && !yes; v = v->next) {
        const struct json *own = json_get(v, "pymdownx.snippets");
        own = own || !str_equal(v->key, S("pymdownx.snippets")) ? own : v;
        yes = own && json_get(own, "auto_append");
    }
    return yes;
}

/* .pages and .nav.yml: a title for the folder, and what stands in it. */
static bool read_folder(const struct json *root, struct arena *keep, struct nav_file *out)
{
    const struct json *nav = json_get(root, "nav");

    out->title = json_str(json_get(root, "title"));
    nav = nav ? nav : json_get(root, "arrange");
    if (nav)
        read_list(nav, 0, keep, &out->root);
    return true;
}

static bool read_settings(const struct json *root, struct arena *keep, struct nav_file *out)
{
    const struct json *project = json_get(root, "project"); /* zensical.toml */
    const struct json *top = project ? project : root, *nav = json_get(top, "nav");

    if (root->kind == JSON_ARRAY) {
        read_list(root, 0, keep, &out->root);
        return true;
    }
    out->docs_dir = json_str(json_get(top, "docs_dir"));
    out->autorefs = lists(json_get(top, "plugins"), "mkdocstrings") ||
                    lists(json_get(top, "plugins"), "autorefs") ||
                    appends(json_get(top, "markdown_extensions"));
    if (!out->docs_dir.len)
        out->docs_dir = S("docs");
    if (!nav || (nav->kind != JSON_ARRAY && nav->kind != JSON_OBJECT))
        return false;
    read_list(nav, 0, keep, &out->root);
    return true;
}

/* ---- sidebars ---- */

static void read_items(const struct json *items, struct str base, int depth, struct arena *keep,
                       struct nav_entry *into);

static const struct json *either(const struct json *v, const char *a, const char *b)
{
    const struct json *first = json_get(v, a);

    return first ? first : json_get(v, b);
}

/* What an item leads to: an id, a slug, an address; of a category its link's. */
static const struct json *target_of(const struct json *v)
{
    const struct json *link = json_get(v, "link");
    const struct json *t = link && link->kind == JSON_OBJECT ? json_get(link, "id")
                           : link                            ? link
                                                             : either(v, "id", "slug");
    t = t ? t : json_get(v, "href");
    return t && t->kind == JSON_STRING ? t : NULL;
}

/* { "type": "doc", … } of Docusaurus, { text: …, link: …, items: [ … ] } of VitePress, { label: …, slug: … } of
 * Starlight, or { "Label": [ … ] } for short. */
static void read_item(const struct json *v, struct str base, int depth, struct arena *keep,
                      struct nav_entry *into)
{
    const struct json *label = either(v, "label", "text"), *items = json_get(v, "items");
    const struct json *made = json_get(v, "autogenerate"), *target = target_of(v);
    const struct json *dir = made ? json_get(made, "directory") : json_get(v, "dirName");
    struct str own = json_str(json_get(v, "base"));

    if (!label && !items && !target && !dir) {
        if (!json_get(v, "type"))
            read_items(v, base, depth + 1, keep, into);
        return;
    }
    if (label || target)
        into = add(into,
                   (struct nav_entry){ .title = json_str(label),
                                       .target = target ? str_join(base, target->str, keep)
                                                        : (struct str){ 0 },
                                       .place = target ? target->raw : (struct str){ 0 } },
                   keep);
    if (dir)
        add(into, (struct nav_entry){ NAV_FOLDER, .target = json_str(dir), .place = dir->raw },
            keep);
    if (items)
        read_items(items, own.len ? own : base, depth + 1, keep, into);
}

/* { "/guide/": … } of VitePress: the sidebar of all addresses below one, which is no heading. */
static void read_named_items(const struct json *v, struct str base, int depth, struct arena *keep,
                             struct nav_entry *into)
{
    if (str_starts(v->key, S("/")))
        read_items(v, base, depth + 1, keep, into);
    else
        read_items(v, base, depth + 1, keep,
                   add(into, (struct nav_entry){ .title = v->key }, keep));
}

static void read_items(const struct json *items, struct str base, int depth, struct arena *keep,
                       struct nav_entry *into)
{
    if (depth > DEPTH_MAX)
        return;
    if (json_get(items, "type") || json_get(items, "items")) {
        read_item(items, base, depth, keep, into);
        return;
    }
    for (const struct json *v = items->first; v; v = v->next)
        if (items->kind == JSON_OBJECT)
            read_named_items(v, base, depth, keep, into);
        else if (v->kind == JSON_STRING)
            add(into, (struct nav_entry){ .target = v->str, .place = v->raw }, keep);
        else if (v->kind == JSON_OBJECT)
            read_item(v, base, depth, keep, into);
}

/* One sidebar is the navigation; of several each has its heading. */
static bool read_sidebars(const struct json *root, struct arena *keep, struct nav_file *out)
{
    bool one = root->kind == JSON_OBJECT && root->n == 1 && !json_get(root, "items");

    out->ids = true;
    read_items(one ? root->first : root, S(""), 0, keep, &out->root);
    return out->root.first != NULL;
}

const struct json *nav_file_sidebar(const struct json *settings)
{
    const struct json *main = json_get(json_get(settings, "locales"), "root");
    const struct json *parts = json_get(settings, "integrations");
    const struct json *found = json_pointer(settings, S("/themeConfig/sidebar"));

    found = found ? found : json_pointer(main, S("/themeConfig/sidebar"));
    for (const struct json *v = parts ? parts->first : NULL; v && !found; v = v->next)
        found = json_get(v, "sidebar");
    return found && (found->kind == JSON_ARRAY || found->kind == JSON_OBJECT) ? found : NULL;
}

/* ---- Markdown ---- */

static const struct node *link_in(const struct node *block)
{
    for (const struct node *n = block->first; n; n = n->next) {
        if (n->kind == NODE_LINK)
            return n;
        if (n->kind == NODE_PARAGRAPH)
            return link_in(n);
    }
    return NULL;
}

static struct nav_entry *add_link(struct nav_entry *into, const struct node *link,
                                  struct arena *keep)
{
    struct nav_entry e = { .title = str_trim(node_text(link, keep)),
                           .target = str_cut(url_decode(link->href, keep), '#').head,
                           .place = link->place };

    return add(into, e, keep);
}

/* The words of an item that is no link: of its first paragraph, or its own. */
static struct str words_of(const struct node *item, struct arena *keep)
{
    struct buf b = buf_open(keep, 4096);

    for (const struct node *n = item->first; n && n->kind != NODE_LIST; n = n->next)
        buf_put(&b,
                n->kind == NODE_SOFT_BREAK || n->kind == NODE_BREAK ? S(" ") : node_text(n, keep));
    return str_trim(buf_str(&b));
}

static void read_markdown_list(const struct node *list, int depth, struct arena *keep,
                               struct nav_entry *into)
{
    for (const struct node *item = list->first; item && depth < DEPTH_MAX; item = item->next) {
        const struct node *link = link_in(item);
        struct nav_entry *made =
            link ? add_link(into, link, keep)
                 : add(into, (struct nav_entry){ .title = words_of(item, keep) }, keep);

        for (const struct node *n = item->first; n; n = n->next)
            if (n->kind == NODE_LIST)
                read_markdown_list(n, depth + 1, keep, made);
    }
}

/* Headings behind the first begin parts; what stands before and behind the lists are chapters too. */
static bool read_markdown(const struct source *src, struct arena *keep, struct nav_file *out)
{
    struct diag unheard = { .keep = keep };
    const struct document *doc = markdown_read(src, keep, &unheard);
    struct nav_entry *part = &out->root;
    bool titled = false;

    for (const struct node *n = doc ? doc->root->first : NULL; n; n = n->next) {
        const struct node *link = n->kind == NODE_PARAGRAPH ? link_in(n) : NULL;

        if (n->kind == NODE_HEADING && (titled || n->level > 1))
            part =
                add(&out->root, (struct nav_entry){ .title = str_trim(node_text(n, keep)) }, keep);
        titled = titled || n->kind == NODE_HEADING;
        if (n->kind == NODE_LIST)
            read_markdown_list(n, 0, keep, part);
        else if (n->kind == NODE_RULE)
            part = &out->root;
        for (; link; link = link->next)
            if (link->kind == NODE_LINK)
                add_link(part, link, keep);
    }
    return out->root.first != NULL;
}

/* ---- by name ---- */

static bool read_tree(const struct source *src, struct arena *keep, struct diag *d,
                      struct nav_file *out)
{
    struct str ext = path_ext(src->path);
    bool folder = nav_file_is_folders(src->path);
    bool yaml = folder || str_equal(ext, S(".yml")) || str_equal(ext, S(".yaml"));
    bool script = str_equal(ext, S(".js")) || str_equal(ext, S(".ts")) ||
                  str_equal(ext, S(".cjs")) || str_equal(ext, S(".mjs")) ||
                  str_equal(ext, S(".mts"));
    const struct json *root = NULL;

    if (yaml)
        root = yaml_parse(src, keep, RULE(INPUT_YAML), d);
    else if (str_equal(ext, S(".toml")))
        root = toml_parse(src, keep, RULE(INPUT_FORMAT), d);
    else if (script)
        root = script_read(src, keep);
    else
        root = json_parse_relaxed(src, keep, RULE(INPUT_JSON), d);
    if (!root)
        return false;
    if (folder)
        return read_folder(root, keep, out);
    if (yaml || str_equal(ext, S(".toml")))
        return read_settings(root, keep, out);
    const struct json *sidebar = nav_file_sidebar(root);
    return read_sidebars(sidebar ? sidebar : root, keep, out);
}

bool nav_file_read(const struct source *src, bool quiet, struct arena *keep, struct diag *d,
                   struct nav_file *out)
{
    struct diag unheard = { .keep = keep }, *to = quiet ? &unheard : d;
    struct str ext = path_ext(src->path);
    ptrdiff_t before = to->findings.len;

    *out = (struct nav_file){ .src = *src };
    if (str_equal(ext, S(".md")) ? read_markdown(src, keep, out) : read_tree(src, keep, to, out))
        return true;
    if (to->findings.len == before)
        diag_file(
            to, RULE(INPUT_VALUE), src->path,
            "holds no navigation: plumb reads lists of links in Markdown, nav of mkdocs.yml "
            "and zensical.toml, and sidebars of JSON or of a script that says them as they are");
    return false;
}
