/* paths.c - roles from front matter, sorted, and a page for each. */
#include "judge/paths.h"

#include "base/path.h"
#include "judge/page_head.h"
#include "model/markdown_text.h"

enum {
    MAX_TEXT = 1 << 20,
    WORDS_A_MINUTE = 200,
    FIGURE_SECONDS = 15,
    CODE_SECONDS = 10, /* how long reading takes */
};

int paths_minutes(const struct site_page *p)
{
    int64_t seconds = (int64_t)p->words * 60 / WORDS_A_MINUTE + p->codes * CODE_SECONDS;
    for (ptrdiff_t i = 0; i < p->n_links; i++)
        if (p->links[i].image || (p->links[i].lone && str_char(p->links[i].href, '?') >= 0))
            seconds += FIGURE_SECONDS;
    return p->generated ? 0 : (int)((seconds + 59) / 60);
}

/* "developer: 2" */
static struct str role_of(struct str entry, int64_t *place)
{
    struct cut c = str_cut(entry, ':');
    if (!c.ok || !str_int64(str_trim(c.tail), place))
        *place = INT64_MAX;
    return str_trim(c.head);
}

static struct path *path_named(struct site *s, struct paths *all, struct str role)
{
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (str_equal_nocase(all->ptr[i].role, role))
            return &all->ptr[i];
    struct path *p = &all->ptr[all->n++];
    bool home = map_get(&s->page_at, S("onboarding/index.md")) != NULL;
    *p = (struct path){ .role = role, .steps = NEW(s->keep, struct path_step, s->n_pages) };
    p->page =
        str_fmt(s->keep, "%s/%.*s.md", home ? "onboarding" : "paths", FMT(slug_of(role, s->keep)));
    return p;
}

/* ---- the reading order, as far as folders, weights and titles say it ---- */

/* The index of a folder, "" or "a/b/"; NULL: it has none. */
static const struct site_page *index_of(const struct site *s, struct str dir, struct arena scratch)
{
    static const char *const names[] = { "index.md", "README.md", "_index.md" };
    const struct site_page *index = NULL;
    for (ptrdiff_t i = 0; !index && i < LEN(names); i++)
        index = map_get(&s->page_at, str_join(dir, str_of(names[i]), &scratch));
    return index;
}

/* What stands for p in the folder whose name is its path's first dir bytes: p, or the index of a folder. */
static const struct site_page *standing(const struct site *s, const struct site_page *p,
                                        ptrdiff_t dir, struct arena scratch)
{
    ptrdiff_t slash = str_char(str_from(p->path, dir), '/');
    const struct site_page *index =
        slash < 0 ? NULL : index_of(s, str_sub(p->path, 0, dir + slash + 1), scratch);
    return index ? index : p;
}

static bool is_before(const struct site *s, const struct path_step *a, const struct path_step *b)
{
    ptrdiff_t dir = 0;
    if (a->place != b->place)
        return a->place < b->place;
    for (ptrdiff_t i = 0; i < a->page->path.len && i < b->page->path.len &&
                          a->page->path.ptr[i] == b->page->path.ptr[i];
         i++)
        dir = a->page->path.ptr[i] == '/' ? i + 1 : dir;
    const struct site_page *x = standing(s, a->page, dir, *s->keep),
                           *y = standing(s, b->page, dir, *s->keep);
    const struct site_page *own = index_of(s, str_sub(a->page->path, 0, dir), *s->keep);
    if (x == own || y == own) /* a folder's index comes first */
        return x == own && y != own;
    int64_t wx = x->front.has_weight ? x->front.weight : INT64_MAX,
            wy = y->front.has_weight ? y->front.weight : INT64_MAX;
    int order = str_cmp(x->title, y->title);
    if (wx != wy)
        return wx < wy;
    return order ? order < 0 : str_cmp(x->path, y->path) < 0;
}

static int roles_of(const struct site *s)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        n += s->pages[i].front.n_onboarding;
    return n;
}

static void add_page(struct site *s, struct paths *all, const struct site_page *p)
{
    for (int k = 0; k < p->front.n_onboarding && !p->refused; k++) {
        int64_t place;
        struct str role = role_of(p->front.onboarding[k], &place);
        if (!role.len)
            continue;
        struct path *path = path_named(s, all, role);
        bool twice = path->n && path->steps[path->n - 1].page == p;
        if (!twice)
            path->steps[path->n++] = (struct path_step){ p, place };
    }
}

static void sort(const struct site *s, struct path *p)
{
    for (ptrdiff_t i = 1; i < p->n; i++)
        for (ptrdiff_t k = i; k > 0 && is_before(s, &p->steps[k], &p->steps[k - 1]); k--) {
            struct path_step swap = p->steps[k];
            p->steps[k] = p->steps[k - 1];
            p->steps[k - 1] = swap;
        }
}

void paths_open(struct site *s)
{
    struct paths *all = s->paths = NEW(s->keep, struct paths, 1);
    int n = roles_of(s);
    if (!n)
        return;
    all->ptr = NEW(s->keep, struct path, n);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        add_page(s, all, &s->pages[i]);
    for (ptrdiff_t i = 0; i < all->n; i++)
        sort(s, &all->ptr[i]);
}

const struct site_page *paths_before(const struct site *s, const struct site_page *p,
                                     struct str entry, struct arena scratch)
{
    bool escapes;
    struct str path =
        path_normal(path_join(path_dir(p->path), entry, &scratch), &scratch, &escapes);
    const struct site_page *to = map_get(&s->page_at, path);
    to = to ? to : map_get(&s->page_at, entry);
    return to ? to : map_get(&s->title_at, entry);
}

/* ---- pages ---- */

static void step(const struct site *s, struct buf *b, const struct site_page *p)
{
    int minutes = paths_minutes(p);
    buf_put(b, S("- [ ] "));
    page_head_link(b, p);
    buf_fmt(b, " (%d min)", minutes > 0 ? minutes : 1);
    if (p->description.len) {
        buf_put(b, S(": "));
        markdown_text(b, p->description);
    }
    for (int i = 0; i < p->front.n_prerequisites; i++) {
        struct str entry = p->front.prerequisites[i];
        const struct site_page *before = paths_before(s, p, entry, *s->keep);
        buf_put(b, i ? S(", ") : S(" Before it: "));
        if (before)
            page_head_link(b, before);
        else
            markdown_text(b, entry);
    }
    buf_put(b, S("\n"));
}

static void page(struct site *s, const struct path *path)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    int minutes = 0;
    for (ptrdiff_t i = 0; i < path->n; i++)
        minutes += paths_minutes(path->steps[i].page);
    page_head(&b, "Path: ", path->role, "What to read, in this order; tick what is done.", 0);
    buf_fmt(&b, "%td page%s, about %d minute%s to read. The ticks stay in this browser.\n\n",
            path->n, str_plural(path->n), minutes, str_plural(minutes));
    for (ptrdiff_t i = 0; i < path->n; i++)
        step(s, &b, path->steps[i].page);
    site_add(s, path->page, &b);
}

void paths_pages(struct site *s)
{
    paths_open(s);
    for (ptrdiff_t i = 0; i < s->paths->n; i++)
        page(s, &s->paths->ptr[i]);
}
