/* files.c - reads a built folder: hashes, headers, and the reference graph that orders the uploads.
 *
 * Levels: an asset that refers to nothing stands on level 0, one that refers to others above all of
 * them. Cycles (style sheets that import each other) are cut where the walk meets them. */
#include "publish/files.h"

#include <limits.h>
#include <stdlib.h>

#include "base/root.h"
#include "base/map.h"
#include "base/path.h"
#include "base/time.h"
#include "base/utf8.h"
#include "publish/mime.h"
#include "publish/references.h"

enum {
    MAX_LEVEL = 30,      /* styles that import styles; deeper ones share the last level */
    MAX_KEY = 1024,      /* of S3, in bytes */
    MAX_LINKS = 8,       /* links to folders that hold links to folders */
    MAX_TEXT = 64 << 20, /* larger ones are data, and refer to nothing */
};

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
    int error = fs_read(path_of(dir, key, scratch), MAX_TEXT, scratch, out);
    if (error)
        buf_fmt(why, "%s/%.*s: %s", dir, FMT(key), fs_error(error));
    return error == 0;
}

/* ---- what a folder holds -------------------------------------------------------------------- */

enum left_out { LEFT_DOT, LEFT_OUTSIDE, LEFT_DANGLING, LEFT_LOOP, LEFT_SPECIAL, N_LEFT_OUT };
static const char *const left_out[N_LEFT_OUT] = {
    "names with a dot before them", "links that lead out of the folder", "links to nothing",
    "links to a folder that they stand in", "pipes and devices"
};
struct walk {
    const char *dir;
    struct arena *keep;
    struct fs_list all; /* regular files */
    struct str first[N_LEFT_OUT];
    ptrdiff_t n[N_LEFT_OUT];
    int depth;
    struct str under; /* of the folder that is walked: "", or "latest/" behind a link */
};

static void leave_out(struct walk *w, enum left_out why, struct str path)
{
    if (!w->n[why]++)
        w->first[why] = str_join(w->under, path, w->keep);
}

/* Files of generators that are no part of the site: .plumb is the build's own. */
static bool is_published(void *ctx, const struct fs_entry *e)
{
    struct walk *w = ctx;
    struct str name = path_base(e->path);
    if (!str_starts(name, S(".")) || str_equal(name, S(".well-known")))
        return true;
    if (!str_equal(name, S(".plumb")) && !str_equal(name, S(".git")))
        leave_out(w, LEFT_DOT, e->path);
    return false;
}

/* Whether the link leads to a folder that it stands in itself. */
static bool is_loop(const struct walk *w, struct str path)
{
    char to[PATH_MAX], at[PATH_MAX];
    struct arena scratch = *w->keep;
    struct str dir = path_dir(path);
    if (!realpath(path_of(w->dir, path, &scratch), to) ||
        !realpath(dir.len ? path_of(w->dir, dir, &scratch) : w->dir, at))
        return true;
    size_t n = strlen(to);
    return strncmp(at, to, n) == 0 && (at[n] == '/' || at[n] == 0);
}

static int walk(struct walk *w, const struct root *r, struct str under);

/* latest -> v2: what stands in v2 goes out under both names. */
static int follow(struct walk *w, const struct root *r, struct str path, struct str full)
{
    struct root below;
    if (w->depth > MAX_LINKS || is_loop(w, full)) {
        leave_out(w, LEFT_LOOP, path);
        return 0;
    }
    int error = root_below(r, path, &below);
    if (error)
        return error;
    struct str before = w->under;
    w->depth++;
    error = walk(w, &below, str_join(full, S("/"), w->keep));
    w->depth--;
    w->under = before;
    root_close(&below);
    return error;
}

static int walk(struct walk *w, const struct root *r, struct str under)
{
    struct fs_list list = { 0 };
    w->under = under;
    int error = root_walk(r, is_published, w, w->keep, &list);
    for (ptrdiff_t i = 0; i < list.len && !error; i++) {
        struct fs_entry e = list.ptr[i];
        struct str full = str_join(under, e.path, w->keep);
        if (e.kind == FS_FOLDER_LINK)
            error = follow(w, r, e.path, full);
        else if (e.kind != FS_PLAIN)
            leave_out(w,
                      e.kind == FS_OUTSIDE    ? LEFT_OUTSIDE
                      : e.kind == FS_DANGLING ? LEFT_DANGLING
                                              : LEFT_SPECIAL,
                      e.path);
        else if (!e.is_dir) {
            e.path = full;
            *PUSH(&w->all, w->keep) = e;
        }
    }
    return error;
}

static void tell_left_out(const struct walk *w, struct buf *notes)
{
    ptrdiff_t beg = notes->len;
    for (int i = 0; i < N_LEFT_OUT; i++)
        if (w->n[i])
            buf_fmt(notes, "%s%td %s (%.*s%s)", notes->len > beg ? ", " : "left out: ", w->n[i],
                    left_out[i], FMT(w->first[i]), w->n[i] > 1 ? ", …" : "");
    buf_put(notes, notes->len > beg ? S("\n") : S(""));
}

struct stamp { /* then the key, and the end of the line */
    int64_t size, mtime_ns, ctime_ns;
    uint64_t inode;
    struct sha256 hash;
};

/* The hash of the last time, when the file is the same; passes over keys before this one. */
static bool is_known(struct str *known, struct str key, struct stamp *now)
{
    struct stamp was;
    ptrdiff_t head = (ptrdiff_t)sizeof was;
    while (known->len > head) {
        struct cut line = str_cut(str_from(*known, head), '\n');
        int order = str_cmp(line.head, key);
        if (order > 0 || !line.ok)
            return false;
        memcpy(&was, known->ptr, sizeof was);
        *known = line.tail;
        if (order < 0)
            continue;
        now->hash = was.hash;
        return memcmp(now, &was, offsetof(struct stamp, hash)) == 0;
    }
    return false;
}

/* A file that was written a moment ago may be written again in the same moment. */
static void remember(struct files_stamps *s, struct str key, const struct stamp *now, bool known)
{
    enum { MOMENT_S = 2 };
    if (now->ctime_ns / 1000000000 >= time_now() - MOMENT_S)
        return;
    s->fresh |= !known;
    buf_put(&s->now, (struct str){ (const char *)now, (ptrdiff_t)sizeof *now });
    buf_put(&s->now, key);
    buf_char(&s->now, '\n');
}

static int hash_file(const char *dir, const struct fs_entry *e, struct files_stamps *stamps,
                     struct arena scratch, struct plan_object *o)
{
    struct stamp now = { e->size, e->mtime_ns, e->ctime_ns, e->inode, { { 0 } } };
    bool known = stamps && is_known(&stamps->known, e->path, &now);
    int file, error = known ? 0 : fs_open(path_of(dir, e->path, &scratch), &file);
    o->size = e->size;
    if (!known && !error) {
        error = fs_hash(file, 0, -1, &now.hash, &o->size);
        (void)fs_close(file);
    }
    o->hash = now.hash;
    if (stamps && !error && o->size == e->size)
        remember(stamps, e->path, &now, known);
    return error;
}

static bool read_object(const char *dir, const struct fs_entry *e, const struct mime_rules *rules,
                        struct files_stamps *stamps, struct arena *keep, struct arena scratch,
                        struct plan_object *o, struct buf *why)
{
    struct str key = e->path;
    struct mime_headers h = mime_of(key, rules, keep);
    *o = (struct plan_object){ .key = key,
                               .type = h.type,
                               .cache = h.cache,
                               .kind = files_kind(key),
                               .more = h.more,
                               .frozen = h.frozen };
    int error = hash_file(dir, e, stamps, scratch, o);
    if (error)
        buf_fmt(why, "%s/%.*s: %s", dir, FMT(key), fs_error(error));
    return error == 0;
}

/* A rule that fits nothing is mostly a wrong pattern: its header goes out with no file. */
static void tell_unused(const struct mime_rules *rules, const struct plan_objects *all,
                        struct buf *notes)
{
    for (ptrdiff_t i = 0; rules && i < rules->len; i++) {
        struct str match = rules->ptr[i].match;
        bool said = i && str_equal(match, rules->ptr[i - 1].match), fits = said;
        for (ptrdiff_t k = 0; k < all->len && !fits; k++)
            fits = path_match(match, all->ptr[k].key);
        if (!fits)
            buf_fmt(notes, "headers of \"%.*s\": no file is called so\n", FMT(match));
    }
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct fs_entry *)a)->path, ((const struct fs_entry *)b)->path);
}

bool files_read(const char *dir, const struct mime_rules *rules, struct files_stamps *stamps,
                struct arena *keep, struct arena scratch, struct plan_objects *out,
                struct buf *notes, struct buf *why)
{
    struct walk w = { .dir = dir, .keep = keep };
    struct root r;
    int error = root_open(dir, &r);
    if (!error) {
        error = walk(&w, &r, S(""));
        root_close(&r);
    }
    if (error) {
        buf_fmt(why, "%s: %s", dir, fs_error(error));
        return false;
    }
    if (w.all.len)
        qsort(w.all.ptr, (size_t)w.all.len, sizeof *w.all.ptr, by_path);
    for (ptrdiff_t i = 0; i < w.all.len; i++) {
        struct str key = w.all.ptr[i].path;
        if (!is_name(key)) {
            buf_fmt(why, "%s/%.*s: rename it: not UTF-8, control characters or too long", dir,
                    FMT(key));
            return false;
        }
        if (!read_object(dir, &w.all.ptr[i], rules, stamps, keep, scratch, PUSH(out, keep), why))
            return false;
    }
    tell_left_out(&w, notes);
    tell_unused(rules, out, notes);
    return true;
}

/* ---- the graph ------------------------------------------------------------------------------ */

enum text { TEXT_NONE, TEXT_STYLE, TEXT_SCRIPT, TEXT_JSON, TEXT_MARKUP };
struct node {
    struct plan_object *object;
    ptrdiff_t first, n; /* edges: what it needs */
    enum { FRESH, OPEN, KNOWN } state;
    enum text text;
    int base;             /* the lowest level it may have */
    bool wanted;          /* something needs it */
    bool named;           /* or may need it */
    bool data;            /* a script without code */
    bool lists;           /* data that names most of the pages */
    struct node *counted; /* the last one that named this page */
};
struct graph {
    struct node *nodes;
    ptrdiff_t n, n_pages;
    LIST(struct node *) edges;
    struct map by_key;
    struct files_missing_list *missing;
    struct arena *keep;
    struct str web_path;
};

static enum text text_of(struct str key)
{
    static const char *const exts[][6] = {
        [TEXT_NONE] = { NULL },
        [TEXT_STYLE] = { ".css", NULL },
        [TEXT_SCRIPT] = { ".js", ".mjs", ".cjs", NULL },
        [TEXT_JSON] = { ".json", ".webmanifest", ".manifest", NULL },
        [TEXT_MARKUP] = { ".html", ".htm", ".xhtml", ".svg", NULL },
    };
    for (ptrdiff_t i = TEXT_STYLE; i < LEN(exts); i++)
        if (has_ext(key, exts[i]))
            return (enum text)i;
    return TEXT_NONE;
}

/* What a reference means; from the top of the site when it is a script's, whose page nobody knows.
 */
static struct node *target_of(const struct graph *g, const struct node *from,
                              const struct references *all, const struct reference *r,
                              struct arena *scratch, struct str *key)
{
    struct str url = references_on_base(all->base, r->url, scratch), own = from->object->key;
    *key = references_key(url, own, g->web_path, scratch);
    struct node *to = map_get(&g->by_key, *key);
    if (!to) /* a site made for the top of its host */
        to = map_get(&g->by_key, references_key(url, own, S("/"), scratch));
    if (!to && r->guess)
        to = map_get(&g->by_key, references_key(url, S(""), S("/"), scratch));
    return to;
}

/* Whether all names at least half of the pages. */
static bool lists_pages(struct graph *g, struct node *n, const struct references *all,
                        struct arena scratch)
{
    ptrdiff_t pages = 0;
    for (ptrdiff_t i = 0; i < all->len; i++) {
        struct arena work = scratch;
        struct str key = references_key(all->ptr[i].url, S(""), g->web_path, &work);
        const struct str ways[] = { key, str_join(key, S(".html"), &work),
                                    str_join(key, S("/index.html"), &work) };
        for (ptrdiff_t w = 0; w < LEN(ways); w++) {
            struct node *to = map_get(&g->by_key, ways[w]);
            if (!to || to->object->kind != PLAN_PAGE || to->counted == n)
                continue;
            to->counted = n;
            pages++;
        }
    }
    return pages && pages * 2 >= g->n_pages;
}

static bool read_references(struct graph *g, const char *dir, struct node *n, struct arena *scratch,
                            struct references *out, struct buf *why)
{
    struct str text, key = n->object->key;
    if (n->text == TEXT_NONE || n->object->size > MAX_TEXT)
        return true;
    if (!read_file(dir, key, scratch, &text, why))
        return false;
    n->data = n->text == TEXT_SCRIPT && references_is_data(text);
    if (n->text == TEXT_STYLE)
        references_css(text, scratch, out);
    else if (n->text == TEXT_JSON || n->data)
        references_strings(text, scratch, out);
    else if (n->text == TEXT_SCRIPT)
        references_js(text, scratch, out);
    else
        references_html(text, scratch, out);
    n->lists = (n->text == TEXT_JSON || n->data) && lists_pages(g, n, out, *scratch);
    return true;
}

static void add_edges(struct graph *g, struct node *n, const struct references *all,
                      struct arena scratch)
{
    n->first = g->edges.len;
    for (ptrdiff_t i = 0; i < all->len; i++) {
        const struct reference *r = &all->ptr[i];
        struct arena work = scratch;
        struct str key;
        if (r->link)
            continue;
        struct node *to = target_of(g, n, all, r, &work, &key);
        if (!to && key.len && path_ext(key).len && !r->guess)
            *PUSH(g->missing, g->keep) =
                (struct files_missing){ n->object->key, str_copy(key, g->keep) };
        if (!to || to == n)
            continue;
        to->wanted = to->wanted || !r->guess;
        to->named = true;
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
    int level = n->base;
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

/* A list of pages comes last, and so does data that nobody refers to: it is fetched by name. All
 * code is there before any page: what a script loads by a name that it puts together, nobody can
 * read. */
static void set_kind(struct node *n)
{
    struct plan_object *o = n->object;
    if (o->kind == PLAN_PAGE || n->wanted)
        o->kind = o->kind == PLAN_PAGE ? PLAN_PAGE : PLAN_ASSET;
    else if (n->text == TEXT_JSON || n->text == TEXT_SCRIPT)
        o->kind = (n->lists || (n->data && !n->named)) && !o->frozen ? PLAN_INDEX : PLAN_ASSET;
    n->base = n->text == TEXT_SCRIPT;
}

/* Whether it may be loaded by a name that a script puts together: nobody names it. */
static bool is_orphan(const struct node *n)
{
    return n->object->kind == PLAN_ASSET && !n->named && n->text != TEXT_MARKUP &&
           (n->text != TEXT_NONE || str_equal_nocase(path_ext(n->object->key), S(".wasm")));
}

/* Those first that nobody names, then the scripts that may ask for them. */
static void set_levels(struct graph *g)
{
    int top = 0;
    for (ptrdiff_t i = 0; i < g->n; i++)
        if (is_orphan(&g->nodes[i])) {
            int level = level_of(g, &g->nodes[i], 0);
            top = level > top ? level : top;
        }
    for (ptrdiff_t i = 0; i < g->n; i++)
        if (g->nodes[i].state == FRESH && g->nodes[i].text == TEXT_SCRIPT)
            g->nodes[i].base = top + 1;
    for (ptrdiff_t i = 0; i < g->n; i++)
        if (g->nodes[i].object->kind == PLAN_ASSET)
            level_of(g, &g->nodes[i], 0);
}

bool files_order(const char *dir, struct str web_path, struct plan_objects *objects,
                 struct arena *keep, struct arena scratch, struct files_missing_list *missing,
                 struct buf *why)
{
    struct graph g = { .nodes = NEW(keep, struct node, objects->len),
                       .n = objects->len,
                       .missing = missing,
                       .keep = keep,
                       .web_path = web_path };
    for (ptrdiff_t i = 0; i < g.n; i++) {
        g.nodes[i].object = &objects->ptr[i];
        g.nodes[i].text = text_of(objects->ptr[i].key);
        g.n_pages += objects->ptr[i].kind == PLAN_PAGE;
        *map_at(&g.by_key, objects->ptr[i].key, keep) = &g.nodes[i];
    }
    for (ptrdiff_t i = 0; i < g.n; i++) {
        struct arena work = scratch;
        struct references all = { 0 };
        if (!read_references(&g, dir, &g.nodes[i], &work, &all, why))
            return false;
        add_edges(&g, &g.nodes[i], &all, work);
    }
    for (ptrdiff_t i = 0; i < g.n; i++)
        set_kind(&g.nodes[i]);
    set_levels(&g);
    return true;
}
