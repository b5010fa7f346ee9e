/* theme.c - finds, shadows and compiles. */
#include "write/theme.h"

#include <errno.h>

#include "base/hash.h"
#include "base/path.h"
#include "base/tag.h"
#include "draw/svg.h"
#include "model/rule.h"
#include "page/asset.h"
#include "page/style.h"

enum { MAX_THEME_FILE = 1 << 20 };

/* The author's file of that name, else ours. One that is there and cannot be read is told to d. */
static bool read_part(const struct site *s, struct str name, struct arena *keep, struct diag *d,
                      struct str *text, struct str *path)
{
    struct str own = path_join(S("theme"), name, keep);
    *path = path_join(s->options.dir, own, keep);
    int error = site_read(s, own, MAX_THEME_FILE, keep, text);
    if (!error)
        return true;
    if (error != ENOENT && error != ENOTDIR)
        diag_file(d, RULE(INPUT_READ), *path, "cannot be read: %s", fs_error(error));
    *path = path_join(S("assets"), name, keep);
    return asset_named(name, text);
}

static const struct source *find(const void *world, struct str name)
{
    struct theme *t = (struct theme *)(uintptr_t)world;
    void **at = map_at(&t->sources, str_copy(name, t->keep), t->keep);
    if (*at)
        return *at;
    struct source src = { .path = S("ground"), .text = t->head };
    struct str file = str_join(name, S(".html"), t->keep);
    if (!str_equal(name, S("ground")) &&
        !read_part(t->site, file, t->keep, t->diag, &src.text, &src.path))
        return NULL;
    *at = NEW(t->keep, struct source, 1);
    *(struct source *)*at = src;
    t->hash = t->hash * 31 + str_hash(src.text);
    return *at;
}

/* ---- what templates may ask for ---- */

/* What ours read, and what they could: the names that an author's templates may use. */
static const struct source *find_ours(const void *world, struct str name)
{
    struct arena *keep = (struct arena *)(uintptr_t)world;
    static const char also[] = "{{site.css}}{{site.style}}{{page.content}}{{page.styled}}";
    struct source *src = NEW(keep, struct source, 1);
    if (str_equal(name, S("ground")))
        src->text = str_of(also);
    else if (!asset_named(str_join(name, S(".html"), keep), &src->text))
        return NULL;
    return src;
}

static const struct value *learn_names(struct arena *keep)
{
    struct diag unused = { .keep = keep };
    struct value *names = value_map(keep);
    struct template_partials p = {
        .find = find_ours, .world = keep, .schema = names, .learns = true
    };
    for (const struct asset *a = assets; a->name; a++) {
        struct source src = { .path = str_of(a->name), .text = str_span(a->beg, a->end) };
        if (str_ends(src.path, S(".html")) && str_find(src.text, S("{{")) >= 0)
            template_compile(&src, &p, keep, &unused);
    }
    return names;
}

static bool has_templates(const struct site *s)
{
    for (ptrdiff_t i = 0; i < s->files.len; i++)
        if (str_starts(s->files.ptr[i].path, S("theme/")) &&
            str_ends(s->files.ptr[i].path, S(".html")))
            return true;
    return false;
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

/* Comments and indentation of our scripts are for those who change them; "/" "*" stands in no string of theirs. */
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

struct str theme_hashed(struct str stem, struct str ext, struct str text, struct arena *keep)
{
    struct str hex = sha256_hex(sha256_of(text), keep);
    return str_fmt(keep, "assets/%.*s.%.*s.%.*s", FMT(stem), 10, hex.ptr, FMT(ext));
}

/* An author's script is taken as it is. */
static struct str script(const struct site *s, struct str name, struct arena *keep, struct diag *d)
{
    struct str path, js = { 0 }, own;
    read_part(s, name, keep, d, &js, &path);
    return asset_named(name, &own) && str_equal(own, js) ? without_comments(js, keep) : js;
}

static struct str style(const struct site *s, struct str name, struct arena *keep, struct diag *d)
{
    struct str path, css = { 0 };
    read_part(s, name, keep, d, &css, &path);
    return style_squeeze(css, keep);
}

struct str theme_style(const struct theme *t, struct str name)
{
    return str_join(style(t->site, name, t->keep, t->diag),
                    style(t->site, S("figure.css"), t->keep, t->diag), t->keep);
}

struct str theme_script(const struct theme *t, struct str name)
{
    return script(t->site, name, t->keep, t->diag);
}

/* What stands in files besides the built-in sheet: the font of site.json, and all of theme/extra.css. */
static struct str extra_style(const struct site *s, struct arena *keep, struct diag *d)
{
    static const char inter[] =
        "@font-face{font-family:Inter;src:url(inter.woff2) format(\"woff2\");font-weight:400 700;"
        "font-display:optional}";
    struct str font = s->file.look.font == SITE_FONT_INTER ? str_of(inter) : S("");
    return str_join(font, style(s, S("extra.css"), keep, d), keep);
}

/* A sheet of an author that styles nothing of what ours does was meant to join it. */
static void check_bare(const struct site *s, const char *name, const char *const *needs,
                       struct arena *keep, struct diag *d)
{
    struct str path, css = { 0 };
    read_part(s, str_of(name), keep, d, &css, &path);
    for (; *needs; needs++)
        if (str_find(css, str_of(*needs)) >= 0)
            return;
    diag_file(d, RULE(THEME_BARE), path,
              "takes the place of plumb's own %s and has none of its rules: what joins them stands "
              "in theme/extra.css",
              name);
}

static struct str replaced(struct str s, struct str what, struct str by, struct arena *keep)
{
    struct buf out = buf_open(keep, 2 * s.len + 1);
    for (ptrdiff_t at; (at = str_find(s, what)) >= 0; s = str_from(s, at + what.len)) {
        buf_put(&out, str_sub(s, 0, at));
        buf_put(&out, by);
    }
    buf_put(&out, s);
    return buf_str(&out);
}

static struct str hash_word(struct str text, struct arena *keep)
{
    return text.len ? str_fmt(keep, "'sha256-%.*s'", FMT(sha256_base64(sha256_of(text), keep)))
                    : text;
}

struct theme_ground theme_ground(const struct site *s, struct arena *keep, struct diag *d)
{
    struct str ground = style(s, S("ground.css"), keep, d);
    struct theme_ground g = { .css = str_join(ground, theme_look(s, keep, d), keep) };
    struct str js = str_trim(script(s, S("ground.js"), keep, d));
    /* what would end the element, or begin a comment in it, means the same in a string with a backslash */
    g.js = replaced(replaced(js, S("</"), S("<\\/"), keep), S("<!--"), S("<\\!--"), keep);
    bool fonts = theme_has_fonts(style(s, S("plumb.css"), keep, d)) ||
                 theme_has_fonts(extra_style(s, keep, d));
    struct buf figures = buf_open(keep, 1 << 14);
    svg_site_style(&figures);
    struct str styles = str_fmt(keep, "%.*s %.*s", FMT(hash_word(g.css, keep)),
                                FMT(hash_word(buf_str(&figures), keep)));
    g.needs = (struct hosting_needs){ hash_word(g.js, keep), str_trim(styles),
                                      fonts ? S("'self'") : S("") };
    return g;
}

/* The partial that stands for both: a text of its own, so that no page carries it among its values. */
static struct str head_part(const struct theme_ground *g, struct arena *keep)
{
    struct buf b = buf_open(keep, g->js.len + g->css.len + 64);
    if (g->js.len) {
        tag_open(&b, "script");
        buf_put(&b, g->js);
        tag_end_line(&b, "script");
    }
    if (g->css.len) {
        tag_open(&b, "style");
        buf_put(&b, g->css);
        tag_end(&b, "style");
    }
    return replaced(buf_str(&b), S("{{"), S("\\{{"), keep);
}

bool theme_load(struct theme *t, const struct site *s, struct arena *keep, struct diag *d)
{
    static const char *const templates[] = { "page", "home", "404", "moved", "print", "review" };
    bool good = true;
    struct str path;
    *t = (struct theme){
        .site = s, .keep = keep, .diag = d, .partials = { .find = find, .world = t }
    };
    if (has_templates(s)) /* ours are tested */
        t->partials.schema = learn_names(keep);
    t->ground = theme_ground(s, keep, d);
    t->head = head_part(&t->ground, keep);
    for (ptrdiff_t i = 0; i < LEN(templates); i++)
        good = compile(t, templates[i], d) && good;
    static const char *const plumb[] = { ".alert", ".code", ".pager", ".tabs", NULL },
                             *const ground[] = { ".tree", ".layout", ".top", "main", NULL };
    check_bare(s, "plumb.css", plumb, keep, d);
    check_bare(s, "ground.css", ground, keep, d);
    t->css = theme_linked(
        t, str_join(style(s, S("plumb.css"), keep, d), extra_style(s, keep, d), keep), d);
    t->pictures = theme_linked(
        t, str_join(style(s, S("figure.css"), keep, d), style(s, S("extra.css"), keep, d), keep),
        d);
    t->pictures_path = theme_hashed(S("figure"), S("css"), t->pictures, keep);
    t->js = script(s, S("plumb.js"), keep, d);
    read_part(s, S("favicon.svg"), keep, d, &t->icon, &path);
    t->figure_js = script(s, S("figure.js"), keep, d);
    t->figure_path = theme_hashed(S("figure"), S("js"), t->figure_js, keep);
    t->search_js = script(s, S("search.js"), keep, d);
    t->search_css = style(s, S("search.css"), keep, d);
    t->ground_path = theme_hashed(S("ground"), S("css"), t->ground.css, keep);
    t->css_path = theme_hashed(S("plumb"), S("css"), t->css, keep);
    t->js_path = theme_hashed(S("plumb"), S("js"), t->js, keep);
    t->hash = (t->hash * 31 + str_hash(t->css)) * 31 + str_hash(t->js);
    t->hash = t->hash * 31 + str_hash(t->figure_js);
    return good;
}

const struct template *theme_template(const struct theme *t, struct str name)
{
    return map_get(&t->templates, name);
}
