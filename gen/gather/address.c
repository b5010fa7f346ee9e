/* address.c - two maps: whole addresses, and every end of each. */
#include "gather/address.h"

#include "base/path.h"
#include "gather/nav.h"

/* an address of more parts is known by its last ones */
enum { TAILS_MAX = 12, REDIRECTS_MAX = 4 << 20 };

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

/* "2024-05-01-name", as Jekyll calls posts */
static bool is_dated(struct str name)
{
    return name.len > 11 && name.ptr[4] == '-' && name.ptr[7] == '-' && name.ptr[10] == '-' &&
           char_is_digit(*name.ptr);
}

static void put_tail(struct site *s, struct site_page *p, struct str tail)
{
    void **at = map_at(&s->tails, tail, s->keep);
    *at = *at ? (void *)(uintptr_t)&several : p;
}

/* "2015/06/24/name" of a file called 2015-06-24-name. */
static struct str dated_tail(struct str file, struct arena *keep)
{
    return str_fmt(keep, "%.*s/%.*s/%.*s/%.*s", FMT(str_sub(file, 0, 4)), FMT(str_sub(file, 5, 2)),
                   FMT(str_sub(file, 8, 2)), FMT(str_from(file, 11)));
}

static void put_tails(struct site *s, struct site_page *p)
{
    struct str rest = bare(p->url), file = path_base(rest);
    if (is_dated(file))
        put_tail(s, p, dated_tail(file, s->keep));

    for (int n = 0; rest.len && n < TAILS_MAX; n++) {
        struct cut c = str_cut(rest, '/');
        put_tail(s, p, rest);
        if (!c.ok)
            return;
        rest = c.tail;
    }
}

/* As Hugo and Starlight write addresses: "Who's Inter-Process/a" is "whos-inter-process/a". */
static struct str slug(struct str path, struct arena *keep)
{
    char *out = NEW(keep, char, path.len + 1);

    ptrdiff_t n = 0;

    for (ptrdiff_t i = 0; i < path.len; i++) {
        char c = path.ptr[i] == ' ' ? '-' : char_lower(path.ptr[i]);
        bool kept = char_is_alnum(c) || (unsigned char)c >= 0x80 || str_char(S("-_./"), c) >= 0;
        if (kept && !(c == '-' && n && out[n - 1] == '-'))
            out[n++] = c;
    }
    return (struct str){ out, n };
}

enum address_token {
    YEAR,
    MONTH,
    DAY,
    SLUG,
    FILE_NAME,
    PATH,
    SECTION,
    SECTIONS,
    DIRS,
    NOTHING,
    N_TOKENS
};
/* clang-format off */
static const struct {
    const char *name;
    enum address_token is;
} tokens[] = {
    { "year", YEAR },          { "month", MONTH },               { "day", DAY },
    { "title", SLUG },         { "slug", SLUG },                 { "slugorfilename", SLUG },
    { "filename", FILE_NAME }, { "contentbasename", FILE_NAME }, { "name", FILE_NAME }, { "basename", FILE_NAME },
    { "path", PATH },          { "section", SECTION },           { "sections", SECTIONS },
    { "categories", DIRS },    { "output_ext", NOTHING },
};
/* clang-format on */

static enum address_token token_of(struct str name)
{
    for (ptrdiff_t i = 0; i < LEN(tokens); i++)
        if (str_equal(name, str_of(tokens[i].name)))
            return tokens[i].is;
    return N_TOKENS;
}

/* What ":name" of a pattern is for the page, below a folder; where both the title and the file's name may
 * be meant, as for ":slug", titled says which. ptr NULL: nobody knows. */
static struct str token_value(const struct site_page *p, struct str below, enum address_token token,
                              bool titled, struct arena *keep)
{
    struct str file = path_base(below), own = p->front.address, date = p->front.date, v = { 0 };

    if (is_dated(file)) {
        date = date.len ? date : str_sub(file, 0, 10);
        file = str_from(file, 11);
    }
    bool day = date.len >= 10 && date.ptr[4] == '-';
    if (token <= DAY && day)
        v = token == YEAR ? str_sub(date, 0, 4) : str_sub(date, token == MONTH ? 5 : 8, 2);
    else if (token == SLUG)
        v = own.len && str_char(own, '/') < 0 ? own : titled ? slug(p->title, keep) : file;
    else if (token == FILE_NAME)
        v = file;
    else if (token == PATH)
        v = below;
    else if (token == SECTION)
        v = str_cut(bare(p->url), '/').head;
    else if (token == SECTIONS || token == DIRS)
        v = path_dir(token == DIRS ? below : bare(p->url));
    return v.ptr || token <= DAY || token == N_TOKENS ? v : S("");
}

/* Where the page stands by a pattern of Hugo or Jekyll, "/:year/:month/:slug/". */
static void put_pattern(struct site *s, struct site_page *p, struct str below, struct str pattern,
                        bool titled)
{
    struct buf b = buf_open(s->keep, 1 << 16);
    bool escapes;

    for (struct str rest = pattern; rest.len;) {
        ptrdiff_t n = 1;
        while (*rest.ptr == ':' && n < rest.len &&
               (char_is_alpha(rest.ptr[n]) || rest.ptr[n] == '_'))
            n++;
        struct str value =
            n > 1 ? token_value(p, below, token_of(str_sub(rest, 1, n - 1)), titled, s->keep)
                  : str_sub(rest, 0, 1);
        if (!value.ptr)
            return;
        buf_put(&b, value);
        rest = str_from(rest, n);
    }
    put(s, path_normal(bare(buf_str(&b)), s->keep, &escapes), p);
}

/* What settings of another tool say of the addresses of whole folders; of Jekyll's posts without settings. */
static void put_permalinks(struct site *s, struct site_page *p)
{
    struct str url = bare(p->url), posts = S("_posts/");
    ptrdiff_t at = str_starts(url, posts) ? 0 : str_find(url, S("/_posts/")) + 1;

    for (int i = 0; i < s->file.n_permalinks; i++) {
        const struct site_web *l = &s->file.permalinks[i];
        struct str dir = bare(l->text);
        bool in =
            !dir.len || (str_starts(url, dir) && url.len > dir.len && url.ptr[dir.len] == '/');
        for (int titled = 0; in && titled < 2; titled++)
            put_pattern(s, p, str_from(url, dir.len + (dir.len > 0)), l->to, titled);
    }
    if ((at > 0 || str_starts(url, posts)) && is_dated(path_base(url)))
        put_pattern(s, p, str_from(url, at + posts.len),
                    str_join(str_sub(url, 0, at), S(":year/:month/:day/:title"), s->keep), false);
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
    put_permalinks(s, p);
}

/* Lines "/from /to 301" of the host's own list of places that moved, which may lead out of these pages. */
static void put_redirects(struct site *s)
{
    struct str text, path = S("_redirects");

    if (!map_get(&s->file_at, path) || site_read(s, path, REDIRECTS_MAX, s->keep, &text))
        return;
    s->nav_hash = (s->nav_hash ^ str_hash(text)) * 0x9e3779b97f4a7c15u;
    while (text.len) {
        struct str line = str_trim(str_line(&text)), from = str_cut(line, ' ').head;
        struct str to = str_cut(str_cut(str_trim(str_from(line, from.len)), ' ').head, '#').head;
        bool inside;
        if (!str_starts(from, S("/")))
            continue;
        struct str old = address_below(s, str_from(from, 1), &inside);
        const struct site_page *p =
            str_starts(to, S("/")) ? address_page(s, address_below(s, str_from(to, 1), &inside))
                                   : NULL;
        struct str below =
            str_sub(from, 0, from.len - 1); /* its folder, of a rule for all below it */
        if (str_ends(from, S("/*")) && from.len > 2 && !str_starts(to, below))
            *map_at(&s->elsewhere, str_sub(old, 0, old.len - 1), s->keep) = s;
        else if (p)
            put(s, old, (struct site_page *)(uintptr_t)p);
        else
            *map_at(&s->elsewhere, bare(old), s->keep) = s;
    }
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
    put_redirects(s);
}

bool address_elsewhere(const struct site *s, struct str path)
{
    for (ptrdiff_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/' && map_get(&s->elsewhere, str_sub(path, 0, i + 1)))
            return true;
    return map_get(&s->elsewhere, bare(path)) != NULL;
}

const struct site_page *address_page(const struct site *s, struct str path)
{
    return map_get(&s->addresses, bare(path));
}

struct str address_folder(const struct site *s, struct arena *keep)
{
    struct str inside = s->file.root.inside;
    bool escapes;

    while (inside.len && inside.ptr[inside.len - 1] == '/')
        inside.len--;
    return path_base(inside.len ? inside : path_normal(s->options.dir, keep, &escapes));
}

/* "2015/06/24/name" at the end of an address; empty: it ends otherwise. */
static struct str dated_end(struct str key)
{
    ptrdiff_t name = path_base(key).len, at = key.len - name - 11;
    struct str day = str_sub(key, at > 0 ? at : 0, 11);
    bool dated = at >= 0 && (at == 0 || key.ptr[at - 1] == '/') && name > 0;
    for (ptrdiff_t i = 0; i < day.len && dated; i++)
        dated = i == 4 || i == 7 || i == 10 ? day.ptr[i] == '/' : char_is_digit(day.ptr[i]);
    return dated ? str_from(key, at) : (struct str){ 0 };
}

const struct site_page *address_guess(const struct site *s, struct str path, struct arena scratch)
{
    struct str key = bare(path), own;
    const struct site_page *p = key.len ? map_get(&s->tails, key) : NULL;

    if (p && p != &several)
        return p;
    p = map_get(&s->tails, dated_end(key));
    if (p && p != &several)
        return p;
    own = address_folder(s, &scratch);
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
