/* tags.c - tags/index.md and a page for each tag, as Markdown. Tags are told apart without regard to
 * the case of ASCII letters; the first page that uses one says how it is written. */
#include "base/path.h"
#include "model/markdown_text.h"
#include "gather/tags.h"

enum { MAX_TEXT = 1 << 24 };

struct tag {
    struct str name, path; /* "AWS", "tags/aws.md" */
    LIST(ptrdiff_t) pages; /* numbers, since pages move when some are added */
};

static struct str tag_key(struct str name, struct arena *keep)
{
    return str_lower(str_trim(name), keep);
}

static void add_tag(struct site *s, struct map *tags, struct str name, ptrdiff_t page)
{
    void **at = map_at(tags, tag_key(name, s->keep), s->keep);
    if (!*at)
        *at = NEW(s->keep, struct tag, 1);
    struct tag *t = *at;
    t->name = t->name.len ? t->name : str_trim(name);
    if (!t->pages.len || t->pages.ptr[t->pages.len - 1] != page) /* a page may name a tag twice */
        *PUSH(&t->pages, s->keep) = page;
}

static int by_key(const void *a, const void *b)
{
    const struct map_entry *x = *(const struct map_entry *const *)a,
                           *y = *(const struct map_entry *const *)b;
    return str_cmp(x->key, y->key);
}

/* Entries in the order of their keys. */
static struct map_entry **sorted(const struct map *tags, struct arena *keep)
{
    struct map_entry **list = NEW(keep, struct map_entry *, tags->len + 1);
    ptrdiff_t n = 0;
    for (struct map_entry *e = tags->first; e; e = e->next)
        list[n++] = e;
    qsort(list, (size_t)n, sizeof(struct map_entry *), by_key);
    return list;
}

/* "C" and "C++" have the same slug; the second gets a number. */
static void name_pages(struct site *s, struct map_entry **list, ptrdiff_t n)
{
    struct map taken = { 0 };
    *map_at(&taken, S("index"), s->keep) = s;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct tag *t = list[i]->value;
        struct str slug = slug_of(t->name, s->keep), unique;
        unique = slug = slug.len ? slug : S("tag");
        for (int k = 2; map_get(&taken, unique); k++)
            unique = str_fmt(s->keep, "%.*s-%d", FMT(slug), k);
        *map_at(&taken, unique, s->keep) = t;
        t->path = str_fmt(s->keep, "tags/%.*s.md", FMT(unique));
    }
}

static void put_link(struct site *s, struct buf *b, struct str title, struct str to)
{
    buf_char(b, '[');
    markdown_text(b, title);
    buf_put(b, S("]("));
    buf_percent(b, path_relative(S("tags/index.md"), to, s->keep), S("/"));
    buf_char(b, ')');
}

static void tag_page(struct site *s, const struct tag *t)
{
    struct buf text = buf_open(s->keep, MAX_TEXT), *b = &text;
    buf_put(b, S("# Tag: "));
    markdown_text(b, t->name);
    buf_put(b, S("\n\n"));
    for (ptrdiff_t i = 0; i < t->pages.len; i++) {
        const struct site_page *p = &s->pages[t->pages.ptr[i]];
        buf_put(b, S("- "));
        put_link(s, b, p->title, p->path);
        buf_put(b, p->description.len ? S(": ") : S(""));
        markdown_text(b, p->description);
        buf_char(b, '\n');
    }
    site_add(s, t->path, b);
}

static void index_page(struct site *s, struct map_entry **list, ptrdiff_t n)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    buf_put(&b, S("# Tags\n\n"));
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct tag *t = list[i]->value;
        buf_put(&b, S("- "));
        put_link(s, &b, t->name, t->path);
        buf_fmt(&b, ": %td page%s\n", t->pages.len, str_plural(t->pages.len));
    }
    struct site_page *index = site_add(s, S("tags/index.md"), &b);
    if (index)
        index->folded = true;
}

void site_tags(struct site *s)
{
    struct map *tags = &s->tags;
    ptrdiff_t first = s->n_pages;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        for (int k = 0; k < s->pages[i].front.n_tags && !s->pages[i].refused; k++)
            add_tag(s, tags, s->pages[i].front.tags[k], i);
    if (!tags->len)
        return;
    struct map_entry **list = sorted(tags, s->keep);
    name_pages(s, list, tags->len);
    for (ptrdiff_t i = 0; i < tags->len; i++)
        tag_page(s, list[i]->value);
    index_page(s, list, tags->len);
    site_collect(s, first);
}

const struct site_page *tags_page(const struct site *s, struct str name, struct arena *keep)
{
    const struct tag *t = map_get(&s->tags, tag_key(name, keep));
    return t ? site_page_at(s, t->path) : NULL;
}
