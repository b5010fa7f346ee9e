/* nav.c - finds the file that says the order, and which page each of its entries means. */
#include "gather/nav.h"

#include "base/path.h"
#include "gather/ignored.h"
#include "model/rule.h"

enum { NAV_FILE_MAX = 4 << 20 };

/* ---- what says the order ---- */

static bool read_named(struct site *s, struct str path, bool quiet, struct nav_file *out)
{
    struct source src = { .path = source_root_shown(&s->file.root, path, s->keep) };
    int error = str_starts(path, S("../"))
                    ? source_bytes(&s->file.root, path, NAV_FILE_MAX, s->keep, &src.text)
                    : site_read(s, path, NAV_FILE_MAX, s->keep, &src.text);

    s->nav_hash = (s->nav_hash ^ str_hash(src.text)) * 0x9e3779b97f4a7c15u;
    if (!error)
        return nav_file_read(&src, quiet, s->keep, &s->diag, out);
    if (nav_file_is_folders(path)) /* not every folder has one */
        return false;
    if (!quiet)
        diag_at(&s->diag, RULE(INPUT_VALUE), &s->file.src, s->file.nav->raw,
                "\"nav\": %.*s cannot be read: %s", FMT(src.path), fs_error(error));
    return false;
}

/* All of the folder, in its own order. */
static void add_folder(struct site *s, struct nav_entry *into)
{
    into->first = into->last = NEW(s->keep, struct nav_entry, 1);
    into->first->kind = NAV_FOLDER;
}

/* Entries of a folder's file name what stands in it. */
static void set_below(struct str dir, struct nav_entry *of, struct arena *keep)
{
    for (struct nav_entry *e = of->first; e; e = e->next) {
        if (e->target.len && !url_scheme(e->target).len)
            e->target = path_join(dir, e->target, keep);
        set_below(dir, e, keep);
    }
}

bool nav_of_folder(struct site *s, const struct nav_file *of, struct str dir, struct nav_file *out)
{
    if (!of->folders.len || !read_named(s, path_join(dir, of->folders, s->keep), false, out))
        return false;
    set_below(dir, &out->root, s->keep);
    return true;
}

bool nav_open(struct site *s, struct nav_file *out)
{
    const struct json *nav = s->file.nav;

    if (!nav)
        s->nav_path = S("SUMMARY.md");
    else if (nav->kind == JSON_STRING) {
        s->nav_path = source_root_path(&s->file.root, nav->str, s->keep);
        if (!s->nav_path.len)
            diag_at(&s->diag, RULE(INPUT_VALUE), &s->file.src, nav->raw,
                    "\"nav\": %.*s stands above the root, %.*s; set \"root\" to the folder around "
                    "both, such as \"..\"",
                    FMT(nav->str), FMT(s->file.root.top));
    }
    if (nav && nav->kind == JSON_ARRAY) {
        *out = (struct nav_file){ .src = s->file.src };
        nav_file_list(nav, s->keep, &out->root);
        return true;
    }
    if (!nav && !map_get(&s->file_at, s->nav_path))
        s->nav_path = (struct str){ 0 };
    if (nav_file_is_folders(s->nav_path)) {
        *out = (struct nav_file){ .folders = path_base(s->nav_path) };
        add_folder(s, &out->root);
        return true;
    }
    if (!s->nav_path.len || !read_named(s, s->nav_path, !nav, out)) {
        s->nav_path = (struct str){ 0 };
        return false;
    }
    return true;
}

/* ---- pages ---- */

struct str nav_unnumbered(struct str name)
{
    ptrdiff_t n = 0;

    while (n < name.len && char_is_digit(name.ptr[n]))
        n++;
    ptrdiff_t letters = n;
    while (letters < name.len && char_among(name.ptr[letters], "-_. "))
        letters++;
    return n && letters > n && letters < name.len && !char_is_digit(name.ptr[letters])
               ? str_from(name, letters)
               : name;
}

/* "guides/01-intro.md" -> "guides/intro": what Docusaurus calls it. */
static struct str id_of(struct str path, bool plain, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 14);

    path = str_sub(path, 0, path.len - path_ext(path).len);
    for (struct cut c = str_cut(path, '/');; c = str_cut(c.tail, '/')) {
        buf_put(&b, plain ? c.head : nav_unnumbered(c.head));
        if (!c.ok)
            return buf_str(&b);
        buf_char(&b, '/');
    }
}

static void put(struct nav_pages *n, struct str key, struct site_page *p, struct arena *keep)
{
    void **at = map_at(&n->at, key, keep);

    if (!*at)
        *at = p;
}

/* "/Guide/why.html#x" -> "guide/why", "/guide/" and "guide/index" -> "guide": what addresses in sidebars name. */
static struct str plain_id(struct str target, struct arena *keep)
{
    struct str id = str_lower(str_cut(target, '#').head, keep);
    struct str ext = path_ext(id);

    id = str_from(id, str_starts(id, S("/")) ? 1 : str_starts(id, S("./")) ? 2 : 0);
    if (str_equal(ext, S(".html")) || str_equal(ext, S(".md")))
        id.len -= ext.len;
    while (id.len && id.ptr[id.len - 1] == '/')
        id.len--;
    return str_equal(path_base(id), S("index")) ? path_dir(id) : id;
}

void nav_index(struct site *s, const struct nav_file *file, struct nav_pages *out)
{
    *out = (struct nav_pages){ .site = s, .file = file };
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        put(out, s->pages[i].path, &s->pages[i], s->keep);
    for (int plain = 1; plain >= 0 && file->ids; plain--)
        for (ptrdiff_t i = 0; i < s->n_pages; i++) {
            struct site_page *p = &s->pages[i];
            struct str id = id_of(p->path, plain, s->keep);

            put(out, id, p, s->keep);
            put(out, plain_id(id, s->keep), p, s->keep);
            if (p->front.id.len)
                put(out, path_join(path_dir(id), p->front.id, s->keep), p, s->keep);
        }
}

/* target, relative to the nav file, as a path below the content folder; empty when it leads out. */
static struct str below(const struct nav_pages *n, struct str target, struct arena *keep)
{
    struct str dir = path_dir(n->site->nav_path);

    if (n->file->ids)
        return target;
    if (n->file->docs_dir.len)
        dir = path_join(dir, n->file->docs_dir, keep);
    return source_root_path(&n->site->file.root, path_join(dir, target, keep), keep);
}

struct site_page *nav_page(const struct nav_pages *n, const struct nav_entry *e)
{
    struct arena scratch = *n->site->keep;
    struct str path = below(n, e->target, &scratch);
    struct site_page *p = path.len ? map_get(&n->at, path) : NULL;

    /* the folder that is built may be a part of what the file is for, or a copy of it */
    p = p ? p : map_get(&n->at, e->target);
    return p || !n->file->ids || url_scheme(e->target).len
               ? p
               : map_get(&n->at, plain_id(e->target, &scratch));
}

struct str nav_folder(const struct nav_pages *n, struct str target, struct arena *keep)
{
    struct str path = below(n, target, keep);

    while (path.len && path.ptr[path.len - 1] == '/')
        path.len--;
    return str_equal(path, S(".")) ? (struct str){ 0 } : path;
}

bool nav_matches(const struct nav_pages *n, struct str pattern, struct str path)
{
    struct arena scratch = *n->site->keep;

    return path_match(below(n, pattern, &scratch), path);
}

void nav_report(struct site *s, const struct nav_pages *n, const struct nav_entry *e)
{
    const struct source *src = n->src ? n->src : &n->file->src;
    struct str text = src->text;
    bool literal = e->place.ptr >= text.ptr && e->place.ptr + e->place.len <= text.ptr + text.len;

    struct arena scratch = *s->keep;
    for (const struct map_entry *draft = s->drafts.first; draft; draft = draft->next)
        if (path_match(e->target, draft->key) || str_starts(draft->key, e->target))
            return;
    struct str path = below(n, e->target, &scratch);
    if (ignored_has(s, path, scratch)) {
        diag_at(&s->diag, RULE(LINK_UNCHECKED), src, literal ? e->place : (struct str){ 0 },
                "the navigation names %.*s, which git leaves out: it is made elsewhere",
                FMT(e->target))
            ->about = e->target;
        return;
    }
    diag_at(&s->diag, RULE(LINK_BROKEN), src, literal ? e->place : (struct str){ 0 },
            "the navigation names %.*s, and there is no such page", FMT(e->target))
        ->about = e->target;
}
