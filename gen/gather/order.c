/* order.c - the tree of pages. Where an author wrote an order down (nav.h) the tree is that; else every
 * folder with pages has an index, and siblings stand by weight, then by the name of their file with
 * numbers as numbers, then by title. prev and next follow the tree as it is read.
 *
 * A folder's page is its index.md or _index.md, else x.md beside folder x/, else its README.md; the
 * whole site's may be its only page. */
#include "base/path.h"
#include "load/yaml.h"
#include "model/rule.h"
#include "gather/address.h"
#include "gather/aliases.h"
#include "gather/around.h"
#include "gather/ignored.h"
#include "gather/nav.h"
#include "gather/summary.h"

enum { CATEGORY_MAX = 1 << 16, DEPTH_MAX = 64 };

static bool is_index_name(struct str base)
{
    return str_equal_nocase(base, S("index.md")) || str_equal_nocase(base, S("_index.md")) ||
           str_equal_nocase(base, S("index.mdx"));
}

struct folder {
    struct site_page *index, *beside, *readme, *only;
    ptrdiff_t below; /* pages in it and further down */
    LIST(struct site_page *) kids;
};
struct order {
    struct site *site;
    struct map folders; /* path -> struct folder */
    struct nav_file nav;
    struct nav_pages pages;
    struct map opened; /* folders whose own file was read */
    struct map titled; /* path of the source -> page that has its title from nav alone */
    bool written;      /* nav says the order */
    bool rest;         /* what nothing names is placed */
    bool made_only;    /* only pages made from data are taken */
};

/* The page that stands for the folder. */
static struct site_page *index_of(const struct folder *f, struct str dir)
{
    return f->index                   ? f->index
           : f->beside                ? f->beside
           : f->readme                ? f->readme
           : dir.len || f->below != 1 ? NULL
                                      : f->only;
}

static struct str title_of_folder(const struct site *s, struct str dir)
{
    struct str name = dir.len             ? nav_unnumbered(path_base(dir))
                      : s->file.title.len ? s->file.title
                                          : S("Contents");
    char *title = NEW(s->keep, char, name.len + 1);
    for (ptrdiff_t i = 0; i < name.len; i++)
        title[i] = dir.len && (name.ptr[i] == '-' || name.ptr[i] == '_') ? ' ' : name.ptr[i];
    if (name.len && *title >= 'a' && *title <= 'z')
        *title = (char)(*title - 'a' + 'A');
    return (struct str){ title, name.len };
}

/* A page that lists its folder; its content comes from the tree when it is rendered. */
static void make_listing(struct site *s, struct str dir)
{
    struct site_page *p = &s->pages[s->n_pages++];
    p->path = path_join(dir, S("index.md"), s->keep);
    p->title = title_of_folder(s, dir);
    p->src = (struct source){ .path = path_join(s->options.dir, p->path, s->keep), .text = { 0 } };
    p->generated = true;
    p->hash = 1; /* of no text */
}

/* In the tree alone: words above the pages below it. */
static struct site_page *make_heading(struct site *s, struct str title)
{
    struct site_page *h = NEW(s->keep, struct site_page, 1);
    h->title = title;
    h->heading = h->generated = true;
    h->weight = INT64_MAX / 2;
    return h;
}

/* ---- folders and their pages ---- */

static struct folder *folder_at(struct order *o, struct str dir)
{
    void **at = map_at(&o->folders, dir, o->site->keep);
    if (!*at)
        *at = NEW(o->site->keep, struct folder, 1);
    return *at;
}

static struct str without_ext(struct str path)
{
    return str_sub(path, 0, path.len - path_ext(path).len);
}

/* Every folder on the way to a page, by path. */
static void find_folders(struct order *o)
{
    struct site *s = o->site;
    o->folders = (struct map){ 0 };
    folder_at(o, S(""));
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct site_page *p = &s->pages[i];
        struct str dir = path_dir(p->path), base = path_base(p->path);
        struct folder *f = folder_at(o, dir);
        if (is_index_name(base) && !f->index)
            f->index = p;
        else if (str_equal_nocase(without_ext(base), S("readme")))
            f->readme = p;
        f->only = p;
        for (;; dir = path_dir(dir)) {
            folder_at(o, dir)->below++;
            if (dir.len == 0)
                break;
        }
    }
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct folder *f = map_get(&o->folders, without_ext(s->pages[i].path));
        if (f && f != map_get(&o->folders, S("")))
            f->beside = &s->pages[i];
    }
}

/* Folders without a page of their own get one that lists them, or where nav says the order, words in the
 * tree. Pages may move, so folders are looked for again. */
static void find_indexes(struct order *o)
{
    struct site *s = o->site;
    ptrdiff_t missing = 0;
    find_folders(o);
    for (const struct map_entry *e = o->folders.first; e; e = e->next)
        missing += !index_of(e->value, e->key) && (!o->written || !e->key.len);
    if (missing) {
        struct site_page *more = NEW(s->keep, struct site_page, s->n_pages + missing);
        memcpy(more, s->pages, (size_t)s->n_pages * sizeof *more);
        s->pages = more;
        for (struct map_entry *e = o->folders.first; e; e = e->next)
            if (!index_of(e->value, e->key) && (!o->written || !e->key.len))
                make_listing(s, e->key);
        find_folders(o);
    }
    for (struct map_entry *e = o->folders.first; e; e = e->next) {
        struct folder *f = e->value;
        f->index = index_of(f, e->key);
        if (!f->index)
            f->index = make_heading(s, title_of_folder(s, e->key));
        f->index->is_index = true;
        f->index->stands = e->key;
    }
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

static void set_out(struct site *s, struct site_page *p)
{
    struct str place = p->is_index ? p->stands : without_ext(p->path);
    bool author = !p->generated || !p->src.text.len; /* a listing stands among the author's pages */
    p->url = place.len ? str_join(place, S("/"), s->keep) : place;
    p->out = str_join(p->url, S("index.html"), s->keep);
    if (p->is_index)
        *map_at(&s->index_at, p->url, s->keep) = p;
    p->weight = p->front.has_weight ? p->front.weight : author ? INT64_MAX / 2 : INT64_MAX - 1;
    p->label = p->front.label;
}

/* Docusaurus' _category_.json: what the folder is called, and its place among its siblings. */
static void read_category(struct site *s, struct str dir, struct site_page *index)
{
    static const char *const names[] = { "_category_.json", "_category_.yml", "_category_.yaml" };
    for (ptrdiff_t i = 0; i < LEN(names); i++) {
        struct source src = { .path = path_join(dir, str_of(names[i]), s->keep) };
        if (!map_get(&s->file_at, src.path) ||
            site_read(s, src.path, CATEGORY_MAX, s->keep, &src.text))
            continue;
        src.path = path_join(s->options.dir, src.path, s->keep);
        s->nav_hash = (s->nav_hash ^ str_hash(src.text)) * 0x9e3779b97f4a7c15u;
        /* JSON as editors write it is YAML, too */
        const struct json *root = yaml_parse(&src, s->keep, RULE(INPUT_FORMAT), &s->diag);
        struct str label = json_str(json_get(root, "label"));
        struct cut position = str_cut(json_str(json_get(root, "position")), '.');
        int64_t weight;
        index->label = label.len ? label : index->label;
        if (!index->front.has_weight && str_int64(position.head, &weight))
            index->weight = weight;
        return;
    }
}

static struct str name_of(const struct site_page *p)
{
    return path_base(p->is_index ? p->stands : without_ext(p->path));
}

static int by_weight(const void *a, const void *b)
{
    const struct site_page *x = *(struct site_page *const *)a, *y = *(struct site_page *const *)b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    int order = path_order(name_of(x), name_of(y));
    order = order ? order : str_cmp(x->title, y->title);
    return order ? order : str_cmp(x->path, y->path);
}

/* Each folder's pages and the folders in it, in order. */
static void find_kids(struct order *o)
{
    struct site *s = o->site;
    struct site_page **all = NEW(s->keep, struct site_page *, s->n_pages + o->folders.len);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].refused)
            all[n++] = &s->pages[i];
    for (const struct map_entry *e = o->folders.first; e; e = e->next) {
        struct folder *f = e->value;
        read_category(s, e->key, f->index);
        if (f->index->heading)
            all[n++] = f->index;
    }
    qsort(all, (size_t)n, sizeof *all, by_weight);
    for (ptrdiff_t i = 0; i < n; i++) {
        bool root = all[i]->is_index && !all[i]->stands.len;
        struct str in = path_dir(all[i]->is_index ? all[i]->stands : all[i]->path);
        struct folder *f = map_get(&o->folders, in);
        if (!root)
            *PUSH(&f->kids, s->keep) = all[i];
    }
}

/* ---- the tree ---- */

static bool is_placed(const struct order *o, const struct site_page *p)
{
    return p->parent || p == o->site->root;
}

static void append(struct site_page *into, struct site_page *p)
{
    *(into->last ? &into->last->next : &into->first) = p;
    into->last = p;
    p->parent = into;
}

static void append_folder(struct order *o, const struct folder *f, struct site_page *into);
static void place_all(struct order *o, const struct nav_entry *of, struct site_page *into,
                      int depth);

/* Its pages and the folders in it, as far as they have no place yet. */
static void append_kids(struct order *o, const struct folder *f, struct site_page *into)
{
    for (ptrdiff_t i = 0; i < f->kids.len; i++) {
        struct site_page *p = f->kids.ptr[i];
        const struct folder *own = p->is_index ? map_get(&o->folders, p->stands) : NULL;
        bool here = !is_placed(o, p) && (!o->made_only || p->generated);
        if (here && !p->heading)
            append(into, p);
        if (own)
            append_folder(o, own, here ? p : into);
        if (here && p->heading && p->first)
            append(into, p);
    }
}

/* What of folder f has no place yet; as deep as folders are. Its own file may say the order, in which "..." is the
 * rest. */
static void append_folder(struct order *o, const struct folder *f, struct site_page *into)
{
    struct nav_file own;
    bool asks =
        o->nav.folders.len && !o->made_only && !o->rest && !map_get(&o->opened, f->index->stands);
    if (asks)
        *map_at(&o->opened, f->index->stands, o->site->keep) = f->index;
    if (!asks || !nav_of_folder(o->site, &o->nav, f->index->stands, &own)) {
        append_kids(o, f, into);
        return;
    }
    if (own.title.len)
        *(f->index->heading ? &f->index->title : &f->index->label) = own.title;
    const struct source *outer = o->pages.src;
    o->pages.src = &own.src;
    for (struct nav_entry *e = own.root.first; e; e = e->next) {
        struct nav_entry one = { .first = &(struct nav_entry){ .target = { 0 } } };
        *one.first = *e;
        one.first->next = NULL;
        if (str_equal(path_base(e->target), S("...")))
            append_kids(o, f, into);
        else
            place_all(o, &one, into, 0);
    }
    o->pages.src = outer;
    if (!own.root.first)
        append_kids(o, f, into);
}

/* False when there are none, placed or not. */
static bool place_matches(struct order *o, struct str pattern, const struct folder *f,
                          struct site_page *into)
{
    bool found = false;
    for (ptrdiff_t i = 0; i < f->kids.len; i++) {
        struct site_page *p = f->kids.ptr[i];
        const struct folder *own = p->is_index ? map_get(&o->folders, p->stands) : NULL;
        bool is = !p->heading && nav_matches(&o->pages, pattern, p->path);
        if (is && !is_placed(o, p))
            append(into, p);
        found |= is | (own && place_matches(o, pattern, own, into));
    }
    return found;
}

static void place_page(struct order *o, const struct nav_entry *e, struct site_page *p,
                       struct site_page *into, int depth)
{
    bool again = is_placed(o, p) && p != o->site->root;
    if (e->title.len && !again) {
        p->label = e->title;
        if (!p->front.title.len && !(p->n_headings && p->headings[0].level == 1)) {
            p->title = e->title;
            *map_at(&o->titled, p->src.path, o->site->keep) = p;
        }
    }
    if (!is_placed(o, p))
        append(into, p);
    place_all(o, e, again ? into : p, depth);
}

static void place_folder(struct order *o, const struct nav_entry *e, struct site_page *into)
{
    const struct folder *f = map_get(&o->folders, nav_folder(&o->pages, e->target, o->site->keep));
    if (!f) {
        nav_report(o->site, &o->pages, e);
        return;
    }
    if (!f->index->heading && !is_placed(o, f->index))
        append(into, f->index);
    append_folder(o, f, into);
}

static bool is_folder(const struct order *o, struct str target)
{
    while (target.len && target.ptr[target.len - 1] == '/')
        target.len--;
    return target.len && map_get(&o->folders, target);
}

/* A folder by its name, perhaps under another title. */
static void place_own_folder(struct order *o, const struct nav_entry *e, struct site_page *into)
{
    const struct folder *f = map_get(&o->folders, nav_folder(&o->pages, e->target, o->site->keep));
    struct site_page *own = f->index;
    if (is_placed(o, own) || map_get(&o->opened, own->stands))
        return;
    if (!own->heading)
        append(into, own);
    append_folder(o, f, own);
    if (e->title.len)
        *(own->heading ? &own->title : &own->label) = e->title;
    if (own->heading && own->first)
        append(into, own);
}

/* Words alone, or an address elsewhere; what leads nowhere and has nothing below is left out. */
static void place_heading(struct order *o, const struct nav_entry *e, struct site_page *into,
                          int depth)
{
    struct site_page *h = make_heading(o->site, e->title.len ? e->title : e->target);
    if (url_scheme(e->target).len || str_starts(e->target, S("/")))
        h->href = e->target;
    if (str_ends(e->target, S("/")) && !h->href.len)
        place_folder(o, e, h);
    place_all(o, e, h, depth);
    if (h->first || h->href.len)
        append(into, h);
}

/* "Guides" above an index.md without a title of its own is that page. */
static const struct nav_entry *own_page(const struct order *o, const struct nav_entry *e)
{
    const struct nav_entry *first = e->first;
    const struct site_page *p =
        !e->target.len && first && first->target.len && !first->title.len && !o->pages.file->ids
            ? nav_page(&o->pages, first)
            : NULL;
    return p && p->is_index && p->stands.len ? first : NULL;
}

static void place(struct order *o, const struct nav_entry *e, struct site_page *into, int depth)
{
    const struct nav_entry *own = own_page(o, e);
    struct site_page *p = e->target.len || own ? nav_page(&o->pages, own ? own : e) : NULL;
    if (e->kind == NAV_FOLDER) {
        place_folder(o, e, into);
    } else if (p && !p->refused) {
        place_page(o, e, p, into, depth);
    } else if (o->nav.folders.len && is_folder(o, e->target)) {
        place_own_folder(o, e, into);
    } else if (str_char(e->target, '*') >= 0) {
        if (!place_matches(o, e->target, map_get(&o->folders, S("")), into))
            nav_report(o->site, &o->pages, e);
    } else {
        bool elsewhere = url_scheme(e->target).len || str_starts(e->target, S("/")) ||
                         str_ends(e->target, S("/"));
        if (e->target.len && !p && !elsewhere)
            nav_report(o->site, &o->pages, e);
        if (e->first || elsewhere)
            place_heading(o, e, into, depth);
    }
}

static void place_all(struct order *o, const struct nav_entry *of, struct site_page *into,
                      int depth)
{
    for (const struct nav_entry *e = of->first; e && depth < DEPTH_MAX; e = e->next)
        place(o, e, into, depth + 1);
}

/* What nav does not name stands behind it: what is made from data by folder, other pages together. */
static void hang(struct order *o)
{
    struct site *s = o->site;
    const struct folder *top = map_get(&o->folders, S(""));
    if (o->written) {
        struct site_page *others = make_heading(s, S("Other pages"));
        others->rest = true;
        nav_index(s, &o->nav, &o->pages);
        place_all(o, &o->nav.root, s->root, 0);
        o->made_only = true;
        append_folder(o, top, s->root);
        o->made_only = false;
        o->rest = true;
        append_folder(o, top, others);
        if (others->first)
            append(s->root, others);
    } else {
        append_folder(o, top, s->root);
    }
}

/* A page without a title that nav gives one has it. */
static void drop_untitled(const struct order *o)
{
    for (int i = 0; i < o->site->jobs && o->titled.len; i++) {
        struct diag *d = &o->site->workers[i].diag;
        ptrdiff_t n = 0;
        for (ptrdiff_t k = 0; k < d->findings.len; k++) {
            const struct finding *f = &d->findings.ptr[k];
            if (f->rule != RULE(TITLE_MISSING) || !map_get(&o->titled, f->file))
                d->findings.ptr[n++] = *f;
        }
        d->findings.len = n;
    }
}

/* A heading leads to the first page below it, else to the first address. */
static void lead_headings(struct site_page *p)
{
    for (struct site_page *h = p->parent; h && h->heading && !h->out.len; h = h->parent) {
        if (!p->heading) {
            h->out = p->out;
            h->url = p->url;
        } else if (!h->href.len) {
            h->href = p->href;
        }
    }
}

/* Reading order: a page, then its children. */
static void thread(struct site *s)
{
    struct site_page *last = NULL, *p = s->root;
    while (p) {
        lead_headings(p);
        if (!p->heading) {
            p->prev_read = last;
            if (last)
                last->next_read = p;
            last = p;
        }
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

/* A file that says the order is no page. */
static void drop_nav_page(struct site *s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->nav_path.len || !str_equal(s->pages[i].path, s->nav_path))
            s->pages[n++] = s->pages[i];
    s->n_pages = n;
}

void site_faces(struct site *s)
{
    uint64_t h = (uint64_t)s->n_pages;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        h = (h ^ summary_face(&s->pages[i])) * 0x9e3779b97f4a7c15u;
    h ^= s->nav_hash;
    for (const struct site_page *p = s->root; p; p = p->next_read)
        h = (h ^ str_hash(p->path)) * 0x9e3779b97f4a7c15u;
    for (ptrdiff_t i = 0; i < s->files.len; i++) {
        const struct fs_entry *e = &s->files.ptr[i];
        h = (h ^ str_hash(e->path) ^ (uint64_t)e->kind) * 0x9e3779b97f4a7c15u;
    }
    for (const struct map_entry *e = s->mounts.first; e; e = e->next)
        h = (h ^ str_hash(e->key)) * 0x9e3779b97f4a7c15u;
    s->epochs[EPOCH_FACES] = h;
}

void site_order(struct site *s)
{
    struct order o = { .site = s };
    o.written = s->nav_written = nav_open(s, &o.nav);
    s->autorefs = o.nav.autorefs;
    around_look(s);
    for (ptrdiff_t i = 0; i < s->n_pages && !s->hugo; i++)
        s->hugo = str_equal(path_base(s->pages[i].path), S("_index.md"));
    ignored_read(s);
    drop_nav_page(s);
    find_indexes(&o);
    map_pages(s);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        set_out(s, &s->pages[i]);
    check_places(s);
    s->n_written = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        s->n_written += !s->pages[i].generated && !s->pages[i].refused;
    s->root = ((struct folder *)map_get(&o.folders, S("")))->index;
    find_kids(&o);
    hang(&o);
    drop_untitled(&o);
    thread(s);
    aliases_find(s);
    address_index(s);
    if (!s->file.title.len)
        s->file.title = s->root->title;
}
