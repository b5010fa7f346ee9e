/* address.c - two maps: whole addresses, and every end of each. */
#include "gather/address.h"

#include "base/path.h"
#include "gather/nav.h"

/* an address of more parts is known by its last ones */
enum { TAILS_MAX = 12 };

static const struct site_page several; /* of tails: more than one page ends so */

/* "/docs/install/index.html" -> "docs/install" */
static struct str bare(struct str path)
{
    while (path.len && *path.ptr == '/')
        path = str_from(path, 1);
    if (str_ends(path, S(".html")))
        path.len -= 5;
    while (path.len && path.ptr[path.len - 1] == '/')
        path.len--;
    if (str_equal(path_base(path), S("index")))
        path = path_dir(path);
    return path;
}

static void put(struct site *s, struct str address, struct site_page *p)
{
    void **at = map_at(&s->addresses, bare(address), s->keep);

    if (!*at)
        *at = p;
}

static void put_tails(struct site *s, struct site_page *p)
{
    struct str rest = bare(p->url);

    for (int n = 0; rest.len && n < TAILS_MAX; n++) {
        struct cut c = str_cut(rest, '/');
        void **at = map_at(&s->tails, rest, s->keep);
        *at = *at ? (void *)(uintptr_t)&several : p;
        if (!c.ok)
            return;
        rest = c.tail;
    }
}

/* As Starlight writes addresses: "Inter-Process Calls/a" is "inter-process-calls/a". */
static struct str slug(struct str path, struct arena *keep)
{
    char *out = NEW(keep, char, path.len + 1);

    for (ptrdiff_t i = 0; i < path.len; i++)
        out[i] = path.ptr[i] == ' ' ? '-' : char_lower(path.ptr[i]);
    return (struct str){ out, path.len };
}

/* "blog/_posts/2024-05-01-name" is "blog/2024/05/01/name", too. */
static void put_post(struct site *s, struct site_page *p)
{
    struct str url = bare(p->url), name = path_base(url), dir = path_dir(url);
    bool dated = name.len > 11 && name.ptr[4] == '-' && name.ptr[7] == '-' && name.ptr[10] == '-';

    if (!str_equal(path_base(dir), S("_posts")) || !dated)
        return;
    struct str day =
        str_fmt(s->keep, "%.*s/%.*s/%.*s/%.*s", FMT(str_sub(name, 0, 4)), FMT(str_sub(name, 5, 2)),
                FMT(str_sub(name, 8, 2)), FMT(str_from(name, 11)));
    put(s, path_join(path_dir(dir), day, s->keep), p);
}

/* "slug: /x" is from the top, "slug: x" stands for the name of the file. */
static void put_own(struct site *s, struct site_page *p)
{
    struct str own = p->front.address, dir = path_dir(bare(p->url)), plain = { 0 };
    bool escapes;

    if (own.len && !url_scheme(own).len)
        put(s,
            path_normal(
                path_join(*own.ptr == '/' ? S("") : dir, str_from(own, *own.ptr == '/'), s->keep),
                s->keep, &escapes),
            p);
    if (p->front.id.len)
        put(s, path_join(dir, p->front.id, s->keep), p);
    for (struct str rest = bare(p->url); rest.len; rest = str_cut(rest, '/').tail) {
        struct str part = nav_unnumbered(str_cut(rest, '/').head);
        part = str_from(part, str_starts(part, S("_")) && part.len > 1); /* collections of Jekyll */
        plain = plain.len ? path_join(plain, part, s->keep) : part;
    }
    put(s, plain, p);
    put(s, slug(plain, s->keep), p);
    put_post(s, p);
}

void address_index(struct site *s)
{
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        put(s, s->pages[i].url, &s->pages[i]);
    for (const struct map_entry *e = s->aliases.first; e; e = e->next)
        put(s, e->key, e->value);
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        put_tails(s, &s->pages[i]);
        put_own(s, &s->pages[i]);
    }
}

const struct site_page *address_page(const struct site *s, struct str path)
{
    return map_get(&s->addresses, bare(path));
}

const struct site_page *address_guess(const struct site *s, struct str path)
{
    struct arena scratch = *s->keep;
    struct str key = bare(path), inside = s->file.root.inside, own;
    const struct site_page *p = key.len ? map_get(&s->tails, key) : NULL;
    bool escapes;

    if (p && p != &several)
        return p;
    while (inside.len && inside.ptr[inside.len - 1] == '/')
        inside.len--;
    own = path_base(inside.len ? inside : path_normal(s->options.dir, &scratch, &escapes));
    if (!own.len || !str_starts(key, own) || (key.len > own.len && key.ptr[own.len] != '/'))
        return NULL;
    return address_page(s, str_from(key, own.len));
}

struct str address_below(const struct site *s, struct str path, bool *inside)
{
    struct str base = s->file.base_path.len ? s->file.base_path : site_root_path(s);

    base = str_from(base, 1);
    *inside = str_starts(path, base) || (path.len + 1 == base.len && str_starts(base, path));
    return *inside ? str_from(path, base.len) : path;
}
