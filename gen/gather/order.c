/* order.c - the tree of pages: every folder with pages has an index, siblings stand by weight, then
 * title; prev and next follow the tree as it is read. */
#include "base/path.h"
#include "model/rule.h"
#include "gather/aliases.h"

static bool is_index_name(struct str base)
{
    return str_equal_nocase(base, S("index.md")) || str_equal_nocase(base, S("_index.md"));
}

/* The page that stands for folder dir: index.md, else README.md, else its only page, else NULL. */
static struct site_page *index_of(const struct site *s, struct str dir)
{
    struct site_page *readme = NULL, *only = NULL;
    int n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct site_page *p = &s->pages[i];
        bool below = dir.len == 0 || (str_starts(p->path, dir) && p->path.ptr[dir.len] == '/');
        n += below; /* a page further down forbids "its only page" */
        if (!str_equal(path_dir(p->path), dir))
            continue;
        if (is_index_name(path_base(p->path)))
            return p;
        if (str_equal_nocase(path_base(p->path), S("readme.md")))
            readme = p;
        only = p;
    }
    return readme ? readme : n == 1 ? only : NULL;
}

/* A page that lists its folder; its content comes from the tree when it is rendered. */
static struct site_page *make_listing(struct site *s, struct str dir)
{
    struct site_page *p = &s->pages[s->n_pages++];
    struct str name = dir.len ? path_base(dir) : s->file.title.len ? s->file.title : S("Contents");
    char *title = NEW(s->keep, char, name.len + 1);
    for (ptrdiff_t i = 0; i < name.len; i++)
        title[i] = name.ptr[i] == '-' || name.ptr[i] == '_' ? ' ' : name.ptr[i];
    if (name.len && *title >= 'a' && *title <= 'z')
        *title = (char)(*title - 'a' + 'A');
    p->path = path_join(dir, S("index.md"), s->keep);
    p->title = (struct str){ title, name.len };
    p->src = (struct source){ path_join(s->options.dir, p->path, s->keep), { 0 } };
    p->generated = p->is_index = true;
    p->hash = 1; /* of no text; 0 would mean "unknown" to state.h */
    return p;
}

struct folder {
    struct site_page *index;
};

/* Every folder on the way to a page, by path. */
static void find_folders(struct site *s, struct map *folders)
{
    ptrdiff_t n = s->n_pages;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct str dir = path_dir(s->pages[i].path);
        for (;;) {
            void **at = map_at(folders, dir, s->keep);
            if (*at)
                break;
            *at = NEW(s->keep, struct folder, 1);
            if (dir.len == 0)
                break;
            dir = path_dir(dir);
        }
    }
    if (!*map_at(folders, S(""), s->keep))
        *map_at(folders, S(""), s->keep) = NEW(s->keep, struct folder, 1);
}

static void find_indexes(struct site *s, struct map *folders)
{
    for (struct map_entry *e = folders->first; e; e = e->next)
        ((struct folder *)e->value)->index = index_of(s, e->key);
    ptrdiff_t missing = 0;
    for (struct map_entry *e = folders->first; e; e = e->next)
        missing += ((struct folder *)e->value)->index == NULL;
    if (missing) { /* make room; pages may move, so indexes are looked up again */
        struct site_page *more = NEW(s->keep, struct site_page, s->n_pages + missing);
        memcpy(more, s->pages, (size_t)s->n_pages * sizeof *more);
        s->pages = more;
        for (struct map_entry *e = folders->first; e; e = e->next)
            if (!((struct folder *)e->value)->index)
                make_listing(s, e->key);
        for (struct map_entry *e = folders->first; e; e = e->next)
            ((struct folder *)e->value)->index = index_of(s, e->key);
        s->page_at = (struct map){ 0 };
        for (ptrdiff_t i = 0; i < s->n_pages; i++)
            *map_at(&s->page_at, s->pages[i].path, s->keep) = &s->pages[i];
    }
    for (struct map_entry *e = folders->first; e; e = e->next)
        ((struct folder *)e->value)->index->is_index = true;
}

static void set_out(struct site *s, struct site_page *p)
{
    struct str dir = path_dir(p->path), base = path_base(p->path);
    struct str name = str_sub(base, 0, base.len - path_ext(base).len);
    p->url = p->is_index ? (dir.len ? str_fmt(s->keep, "%.*s/", FMT(dir)) : S(""))
                         : str_fmt(s->keep, "%.*s/", FMT(path_join(dir, name, s->keep)));
    p->out = str_join(p->url, S("index.html"), s->keep);
    p->weight = p->front.has_weight ? p->front.weight
                : p->generated      ? INT64_MAX - 1
                                    : INT64_MAX / 2;
}

static struct site_page *parent_of(struct site_page *p, struct map *folders)
{
    struct str dir = path_dir(p->path);
    if (p->is_index && dir.len == 0)
        return NULL;
    struct folder *f = map_get(folders, p->is_index ? path_dir(dir) : dir);
    return f->index;
}

static int by_weight(const void *a, const void *b)
{
    const struct site_page *x = *(struct site_page *const *)a, *y = *(struct site_page *const *)b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    int order = str_cmp(x->title, y->title);
    return order ? order : str_cmp(x->path, y->path);
}

static void hang(struct site *s, struct map *folders)
{
    struct site_page **all = NEW(s->keep, struct site_page *, s->n_pages);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        all[i] = &s->pages[i];
    qsort(all, (size_t)s->n_pages, sizeof *all, by_weight);
    for (ptrdiff_t i = s->n_pages - 1; i >= 0; i--) {
        struct site_page *p = all[i];
        p->parent = parent_of(p, folders);
        if (p->parent && !p->refused) {
            p->next = p->parent->first;
            p->parent->first = p;
        }
    }
}

/* Reading order: a page, then its children. */
static void thread(struct site *s)
{
    struct site_page *last = NULL, *p = s->root;
    while (p) {
        p->prev_read = last;
        if (last)
            last->next_read = p;
        last = p;
        if (p->first) {
            p = p->first;
            continue;
        }
        while (p && !p->next)
            p = p->parent;
        p = p ? p->next : NULL;
    }
}

/* Two files may want the same place: a.md and a/index.md. The later one is reported and left out. */
static void check_places(struct site *s)
{
    struct map taken = { 0 };
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct site_page *p = &s->pages[i];
        void **at = map_at(&taken, p->out, s->keep);
        if (*at && !p->refused) {
            p->refused = true;
            diag_file(&s->diag, RULE(INPUT_VALUE), p->src.path,
                      "would be written to %.*s, as %.*s is; rename one", FMT(p->out),
                      FMT(((struct site_page *)*at)->path));
        }
        *at = p;
    }
}

void site_order(struct site *s)
{
    struct map folders = { 0 };
    find_folders(s, &folders);
    find_indexes(s, &folders);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        set_out(s, &s->pages[i]);
    check_places(s);
    hang(s, &folders);
    s->root = ((struct folder *)map_get(&folders, S("")))->index;
    thread(s);
    aliases_find(s);
    if (!s->file.title.len)
        s->file.title = s->root->title;
}
