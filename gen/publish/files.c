/* files.c - reads a built folder: hashes, headers, and the reference graph that orders the uploads.
 *
 * Levels: an asset that refers to nothing stands on level 0, one that refers to others above all of
 * them. Cycles (style sheets that import each other) are cut where the walk meets them. */
#include "publish/files.h"

#include "base/fs.h"
#include "base/map.h"
#include "base/path.h"
#include "base/utf8.h"
#include "publish/mime.h"
#include "publish/references.h"

enum {
    MAX_LEVEL = 30, /* styles that import styles; deeper ones share the last level */
    MAX_KEY = 1024, /* of S3, in bytes */
};

static bool is_published(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    struct str name = path_base(e->path);
    return !str_starts(name, S(".")) || str_equal(name, S(".well-known"));
}

/* What S3 and XML can carry. */
static bool is_name(struct str key)
{
    for (ptrdiff_t i = 0; i < key.len; i++)
        if ((unsigned char)key.ptr[i] < 0x20 || key.ptr[i] == 0x7f)
            return false;
    return utf8_invalid(key) < 0 && key.len <= MAX_KEY;
}

static bool has_ext(struct str key, const char *const *exts)
{
    for (; *exts; exts++)
        if (str_equal_nocase(path_ext(key), str_of(*exts)))
            return true;
    return false;
}

enum plan_kind files_kind(struct str key)
{
    static const char *const lists[] = { ".xml", ".txt", ".json", ".atom", ".rss", NULL };
    if (mime_is_page(key))
        return PLAN_PAGE;
    return has_ext(key, lists) && !mime_is_hashed(key) ? PLAN_INDEX : PLAN_ASSET;
}

static const char *path_of(const char *dir, struct str key, struct arena *keep)
{
    return str_fmt(keep, "%s/%.*s%c", dir, FMT(key), '\0').ptr;
}

static bool read_file(const char *dir, struct str key, struct arena *scratch, struct str *out,
                      struct buf *why)
{
    int error = fs_read(path_of(dir, key, scratch), FILES_MAX_SIZE, scratch, out);
    if (error)
        buf_fmt(why, "%s/%.*s: %s", dir, FMT(key), fs_error(error));
    return error == 0;
}

static bool read_object(const char *dir, struct str key, const struct mime_rules *rules,
                        struct arena scratch, struct plan_object *o, struct buf *why)
{
    struct str text;
    if (!read_file(dir, key, &scratch, &text, why))
        return false;
    struct mime_headers h = mime_of(key, rules);
    *o = (struct plan_object){ .key = key,
                               .size = text.len,
                               .hash = sha256_of(text),
                               .type = h.type,
                               .cache = h.cache,
                               .kind = files_kind(key),
                               .frozen = mime_is_hashed(key) };
    return true;
}

bool files_read(const char *dir, const struct mime_rules *rules, struct arena *keep,
                struct arena scratch, struct plan_objects *out, struct buf *why)
{
    struct fs_list list = { 0 };
    int error = fs_walk(dir, is_published, NULL, keep, &list);
    if (error) {
        buf_fmt(why, "%s: %s", dir, fs_error(error));
        return false;
    }
    for (ptrdiff_t i = 0; i < list.len; i++) {
        if (list.ptr[i].is_dir)
            continue;
        if (!is_name(list.ptr[i].path)) {
            buf_fmt(why, "%s/%.*s: rename it: not UTF-8, control characters or too long", dir,
                    FMT(list.ptr[i].path));
            return false;
        }
        if (!read_object(dir, list.ptr[i].path, rules, scratch, PUSH(out, keep), why))
            return false;
    }
    return true;
}

/* ---- the graph ------------------------------------------------------------------------------ */

struct node {
    struct plan_object *object;
    ptrdiff_t first, n; /* edges: what it needs */
    enum { FRESH, OPEN, KNOWN } state;
    bool wanted; /* something needs it */
};
struct graph {
    struct node *nodes;
    LIST(struct node *) edges;
    struct map by_key;
    struct files_missing_list *missing;
    struct arena *keep;
};

static bool references_of(const char *dir, const struct map *texts, struct str key,
                          struct arena *scratch, struct references *out, struct buf *why)
{
    static const char *const styles[] = { ".css", NULL };
    static const char *const scripts[] = { ".js", ".mjs", NULL };
    static const char *const marked_up[] = { ".html", ".htm", ".xhtml", ".svg", NULL };
    struct str text;
    bool css = has_ext(key, styles), js = has_ext(key, scripts);
    if (!css && !js && !has_ext(key, marked_up))
        return true;
    const struct str *given = texts ? map_get(texts, key) : NULL;
    if (texts && !given)
        return true;
    if (given)
        text = *given;
    else if (!read_file(dir, key, scratch, &text, why))
        return false;
    if (css)
        references_css(text, scratch, out);
    else if (js)
        references_js(text, scratch, out);
    else
        references_html(text, scratch, out);
    return true;
}

static void add_edges(struct graph *g, struct node *n, const struct references *all,
                      struct str web_path, struct arena scratch)
{
    n->first = g->edges.len;
    for (ptrdiff_t i = 0; i < all->len; i++) {
        if (all->ptr[i].link)
            continue;
        struct str key = references_key(all->ptr[i].url, n->object->key, web_path, &scratch);
        struct node *to = map_get(&g->by_key, key);
        if (!to) /* a site made for the top of its host */
            to = map_get(&g->by_key,
                         references_key(all->ptr[i].url, n->object->key, S("/"), &scratch));
        if (!to && key.len && path_ext(key).len && !all->ptr[i].guess)
            *PUSH(g->missing, g->keep) =
                (struct files_missing){ n->object->key, str_copy(key, g->keep) };
        if (!to || to == n)
            continue;
        to->wanted = to->wanted || !all->ptr[i].guess;
        *PUSH(&g->edges, g->keep) = to;
    }
    n->n = g->edges.len - n->first;
}

/* Depth first; the call depth is the nesting of assets, cut at MAX_LEVEL. */
static int level_of(struct graph *g, struct node *n, int depth)
{
    if (n->state != FRESH || depth > MAX_LEVEL)
        return n->object->level;
    n->state = OPEN;
    int level = 0;
    for (ptrdiff_t i = 0; i < n->n; i++) {
        struct node *to = g->edges.ptr[n->first + i];
        if (to->object->kind != PLAN_ASSET)
            continue;
        int below = level_of(g, to, depth + 1);
        level = below >= level ? below + 1 : level;
    }
    n->object->level = level < MAX_LEVEL ? level : MAX_LEVEL;
    n->state = KNOWN;
    return n->object->level;
}

/* A script or data file with a fixed name that no file refers to is fetched by a script, by name:
 * it leads to the rest (a search directory) and so comes last. */
static void set_kind(struct node *n)
{
    static const char *const fetched[] = { ".js", ".mjs", ".json", NULL };
    struct plan_object *o = n->object;
    if (o->kind == PLAN_INDEX && n->wanted)
        o->kind = PLAN_ASSET;
    if (o->kind == PLAN_ASSET && !n->wanted && !o->frozen && has_ext(o->key, fetched))
        o->kind = PLAN_INDEX;
}

bool files_order(const char *dir, const struct map *texts, struct str web_path,
                 struct plan_objects *objects, struct arena *keep, struct arena scratch,
                 struct files_missing_list *missing, struct buf *why)
{
    struct graph g = { .nodes = NEW(keep, struct node, objects->len),
                       .missing = missing,
                       .keep = keep };
    for (ptrdiff_t i = 0; i < objects->len; i++) {
        g.nodes[i].object = &objects->ptr[i];
        *map_at(&g.by_key, objects->ptr[i].key, keep) = &g.nodes[i];
    }
    for (ptrdiff_t i = 0; i < objects->len; i++) {
        struct arena work = scratch;
        struct references all = { 0 };
        if (!references_of(dir, texts, objects->ptr[i].key, &work, &all, why))
            return false;
        add_edges(&g, &g.nodes[i], &all, web_path, work);
    }
    for (ptrdiff_t i = 0; i < objects->len; i++)
        set_kind(&g.nodes[i]);
    for (ptrdiff_t i = 0; i < objects->len; i++)
        if (objects->ptr[i].kind == PLAN_ASSET)
            level_of(&g, &g.nodes[i], 0);
    return true;
}
