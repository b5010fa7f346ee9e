/* theme.c - finds, shadows and compiles. */
#include "site/theme.h"

#include "base/hash.h"
#include "base/path.h"
#include "model/rule.h"
#include "page/asset.h"

enum { MAX_THEME_FILE = 1 << 20 };

static bool read_part(struct theme *t, struct str name, struct str *text, struct str *path)
{
    struct arena *keep = t->keep;
    struct str own = path_join(t->site->options.dir, path_join(S("theme"), name, keep), keep);
    *path = own;
    if (fs_read(own.ptr, MAX_THEME_FILE, keep, text) == 0)
        return true;
    *path = path_join(S("assets"), name, keep);
    return asset_named(name, text);
}

static const struct source *find(const void *world, struct str name)
{
    struct theme *t = (struct theme *)(uintptr_t)world;
    void **at = map_at(&t->sources, str_copy(name, t->keep), t->keep);
    if (*at)
        return *at;
    struct source src;
    struct str file = str_join(name, S(".html"), t->keep);
    if (!read_part(t, file, &src.text, &src.path))
        return NULL;
    *at = NEW(t->keep, struct source, 1);
    *(struct source *)*at = src;
    t->hash = t->hash * 31 + str_hash(src.text);
    return *at;
}

static bool compile(struct theme *t, const char *name, struct diag *d)
{
    const struct source *src = find(t, str_of(name));
    if (!src) {
        diag_file(d, RULE(INPUT_TEMPLATE), str_of(name), "the theme has no %s.html", name);
        return false;
    }
    struct template *template = template_compile(src, &t->partials, t->keep, d);
    *map_at(&t->templates, str_of(name), t->keep) = template;
    return template != NULL;
}

/* Comments and indentation of a stylesheet or script are for its authors. */
static struct str without_comments(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len + 1);
    while (s.len) {
        ptrdiff_t at = str_find(s, S("/*"));
        buf_put(&b, at < 0 ? s : str_sub(s, 0, at));
        ptrdiff_t end = at < 0 ? -1 : str_find(str_from(s, at), S("*/"));
        s = at < 0 || end < 0 ? str_from(s, s.len) : str_from(s, at + end + 2);
    }
    struct str text = buf_str(&b);
    struct buf out = buf_open(keep, text.len + 1);
    while (text.len) {
        struct str line = str_trim(str_line(&text));
        buf_put(&out, line);
        if (line.len)
            buf_char(&out, '\n');
    }
    return buf_str(&out);
}

static struct str hashed_name(const char *stem, const char *ext, struct str text, struct arena *keep)
{
    struct str hex = sha256_hex(sha256_of(text), keep);
    return str_fmt(keep, "assets/%s.%.*s.%s", stem, 10, hex.ptr, ext);
}

struct str theme_style(struct theme *t, struct str name)
{
    struct str path, css = { 0 };
    struct buf all = buf_open(t->keep, 1 << 20);
    read_part(t, name, &css, &path);
    buf_put(&all, css);
    read_part(t, S("figure.css"), &css, &path);
    buf_put(&all, css);
    return without_comments(buf_str(&all), t->keep);
}

bool theme_load(struct theme *t, const struct site *s, struct arena *keep, struct diag *d)
{
    static const char *const templates[] = { "page", "home", "404", "print", "review" };
    bool good = true;
    struct str path;
    *t = (struct theme){ .site = s, .keep = keep, .partials = { .find = find, .world = t } };
    for (ptrdiff_t i = 0; i < LEN(templates); i++)
        good = compile(t, templates[i], d) && good;
    t->css = theme_style(t, S("plumb.css"));
    read_part(t, S("plumb.js"), &t->js, &path);
    read_part(t, S("favicon.svg"), &t->icon, &path);
    read_part(t, S("search.js"), &t->search_js, &path);
    read_part(t, S("search.css"), &t->search_css, &path);
    t->search_js = without_comments(t->search_js, keep);
    t->search_css = without_comments(t->search_css, keep);
    t->css_path = hashed_name("plumb", "css", t->css, keep);
    t->js_path = hashed_name("plumb", "js", t->js, keep);
    t->hash ^= str_hash(t->css) ^ str_hash(t->js);
    return good;
}

const struct template *theme_template(const struct theme *t, struct str name)
{
    return map_get(&t->templates, name);
}
