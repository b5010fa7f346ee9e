/* aliases.c - where pages stood before, as paths below OUT. */
#include "gather/aliases.h"

#include "base/path.h"
#include "model/rule.h"

static bool is_relative(struct str alias)
{
    return str_starts(alias, S("./")) || str_starts(alias, S("../"));
}

/* Where the alias of p would be written, or empty with *why set. One that begins with a dot is meant from the folder
 * in which the page's address stands, and so does Hugo mean all that begin with no slash. */
static struct str place_of(const struct site_page *p, struct str alias, bool hugo,
                           struct arena *keep, const char **why)
{
    bool escapes;
    struct str path = str_trim(alias);
    if (is_relative(path) || (hugo && path.len && *path.ptr != '/'))
        path = path_join(path_dir(path_dir(p->out)), path, keep);
    while (path.len && *path.ptr == '/')
        path = str_from(path, 1);
    path = path_normal(path, keep, &escapes);
    *why = escapes                                    ? "leaves the site"
           : path.len == 0 || str_equal(path, S(".")) ? "is the first page's place"
                                                      : NULL;
    for (ptrdiff_t i = 0; i < path.len && !*why; i++)
        if ((unsigned char)path.ptr[i] < ' ' || path.ptr[i] == '#' || path.ptr[i] == '?' ||
            path.ptr[i] == '\\')
            *why = "is no path: write one such as old/place/";
    if (!*why && (*path.ptr == '.' || str_starts(path, S("assets/"))))
        *why = "stands where plumb keeps its own files";
    if (*why)
        return (struct str){ 0 };
    if (str_ends(path, S(".html")))
        return path;
    if (str_equal(path_ext(path), S(".md")))
        path = str_sub(path, 0, path.len - 3);
    if (str_equal(path_base(path), S("index")))
        path = path_dir(path);
    return path_join(path, S("index.html"), keep);
}

/* The alias in the page's text when it stands there literally, else the page as a whole. */
static struct finding *report(struct site *s, const struct site_page *p, struct str alias,
                              struct str why)
{
    struct source src;
    site_source(s, p, s->keep, &src);
    ptrdiff_t at = str_find(src.text, alias);
    return diag_at(&s->diag, RULE(INPUT_VALUE), &src,
                   at < 0 ? (struct str){ 0 } : str_sub(src.text, at, alias.len),
                   "the alias %.*s %.*s", FMT(alias), FMT(why));
}

static void add(struct site *s, struct map *taken, struct site_page *p, struct str alias)
{
    const char *why;
    struct str place = place_of(p, alias, s->hugo, s->keep, &why);
    if (why) {
        struct finding *f = report(s, p, alias, str_of(why));
        if (is_relative(alias)) /* right where this folder is a part of a larger site */
            f->severity = SEVERITY_INFO;
        return;
    }
    void **at = map_at(taken, place, s->keep);
    const struct site_page *other = *at;
    if (other == p) /* said twice, or the page itself */
        return;
    if (other || map_get(&s->file_at, place)) {
        struct str who = other ? other->path : place;
        struct finding *f =
            report(s, p, alias, str_fmt(s->keep, "is the place of %.*s; remove it", FMT(who)));
        if (other &&
            !str_equal(other->out, place)) /* several versions of a page: the first has it */
            f->severity = SEVERITY_WARNING;
        return;
    }
    *at = p;
    *map_at(&s->aliases, place, s->keep) = p;
}

void aliases_find(struct site *s)
{
    struct map taken = { 0 };
    int n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        n += s->pages[i].front.n_aliases;
    for (ptrdiff_t i = 0; i < s->n_pages && n; i++)
        *map_at(&taken, s->pages[i].out, s->keep) = &s->pages[i];
    for (ptrdiff_t i = 0; i < s->n_pages && n; i++)
        for (int k = 0; k < s->pages[i].front.n_aliases && !s->pages[i].refused; k++)
            add(s, &taken, &s->pages[i], s->pages[i].front.aliases[k]);
}
