/* order.c - the tree of pages: every folder with pages has an index, siblings stand by weight, then
 * title; prev and next follow the tree as it is read. */
#include "base/path.h"
#include "model/rule.h"
#include "gather/aliases.h"
#include "gather/summary.h"

static bool is_index_name(struct str base)
{
    return str_equal_nocase(base, S("index.md")) || str_equal_nocase(base, S("_index.md"));
}

struct folder {
    struct site_page *index, *readme, *only;
    ptrdiff_t below; /* pages in it and further down */
};

/* The page that stands for the folder: index.md, else README.md; for the whole site its only page, too. */
static struct site_page *index_of(const struct folder *f, struct str dir)
{
    return f->index ? f->index : f->readme ? f->readme : !dir.len && f->below == 1 ? f->only : NULL;
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
    p->hash = 1; /* of no text */
    return p;
}

static struct folder *folder_at(struct site *s, struct map *folders, struct str dir)
{
    void **at = map_at(folders, dir, s->keep);
    if (!*at)
        *at = NEW(s->keep, struct folder, 1);
    return *at;
}

/* Every folder on the way to a page, by path. */
static void find_folders(struct site *s, struct map *folders)
{
    folder_at(s, folders, S(""));
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct site_page *p = &s->pages[i];
        struct str dir = path_dir(p->path), base = path_base(p->path);
        struct folder *f = folder_at(s, folders, dir);
        if (is_index_name(base) && !f->index)
            f->index = p;
        else if (str_equal_nocase(base, S("readme.md")))
            f->readme = p;
        f->only = p;
        for (;; dir = path_dir(dir)) {
            folder_at(s, folders, dir)->below++;
            if (dir.len == 0)
                break;
        }
    }
}

static ptrdiff_t count_missing(const struct map *folders)
{
    ptrdiff_t n = 0;
    for (const struct map_entry *e = folders->first; e; e = e->next)
        n += index_of(e->value, e->key) == NULL;
    return n;
}

static void map_pages(struct site *s)
{
    s->page_at = s->title_at = (struct map){ 0 };
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct site_page *p = &s->pages[i];
        *map_at(&s->page_at, p->path, s->keep) = p;
        if (!p->refused && p->title.len)
            *map_at(&s->title_at, p->title, s->keep) = p;
    }
}

/* Folders without a page of their own get one that lists them; so pages move, and folders are looked
 * for again. */
static void find_indexes(struct site *s, struct map *folders)
{
    find_folders(s, folders);
    ptrdiff_t missing = count_missing(folders);
    if (missing) {
        struct site_page *more = NEW(s->keep, struct site_page, s->n_pages + missing);
        memcpy(more, s->pages, (size_t)s->n_pages * sizeof *more);
        s->pages = more;
        for (struct map_entry *e = folders->first; e; e = e->next)
            if (!index_of(e->value, e->key))
                make_listing(s, e->key);
        *folders = (struct map){ 0 };
        find_folders(s, folders);
    }
    for (struct map_entry *e = folders->first; e; e = e->next) {
        struct folder *f = e->value;
        f->index = index_of(f, e->key);
        f->index->is_index = true;
    }
}

static void set_out(struct site *s, struct site_page *p)
{
    struct str dir = path_dir(p->path), base = path_base(p->path);
    struct str name = str_sub(base, 0, base.len - path_ext(base).len);
    p->url = p->is_index ? (dir.len ? str_fmt(s->keep, "%.*s/", FMT(dir)) : S(""))
                         : str_fmt(s->keep, "%.*s/", FMT(path_join(dir, name, s->keep)));
    p->out = str_join(p->url, S("index.html"), s->keep);
    if (p->is_index)
        *map_at(&s->index_at, p->url, s->keep) = p;
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

void site_faces(struct site *s)
{
    uint64_t h = (uint64_t)s->n_pages;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        h = (h ^ summary_face(&s->pages[i])) * 0x9e3779b97f4a7c15u;
    for (const struct site_page *p = s->root; p; p = p->next_read)
        h = (h ^ str_hash(p->path)) * 0x9e3779b97f4a7c15u;
    for (ptrdiff_t i = 0; i < s->files.len; i++) {
        const struct fs_entry *e = &s->files.ptr[i];
        h = (h ^ str_hash(e->path) ^ (uint64_t)e->kind) * 0x9e3779b97f4a7c15u;
    }
    s->epochs[EPOCH_FACES] = h;
}

void site_order(struct site *s)
{
    struct map folders = { 0 };
    find_indexes(s, &folders);
    map_pages(s);
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
