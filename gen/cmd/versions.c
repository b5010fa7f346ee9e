/* versions.c - one build a version, and the list of all. */
#include "cmd/versions.h"

#include <errno.h>

#include "base/path.h"
#include "base/tag.h"
#include "model/rule.h"
#include "page/asset.h"

enum { MAX_LIST = 1 << 20, MAX_NAME = 64, MAX_PAGE = 1 << 24 };

struct version {
    struct str name, alias;
};
struct versions {
    struct common *c;
    struct str top;  /* OUT */
    struct str list; /* "versions.json", or what site.json calls it */
    LIST(struct version) all;
};

static int fail(const struct versions *v, struct str file, const char *why, int code)
{
    fprintf(stderr, "plumb build: %.*s/%.*s: %s\n", FMT(v->top), FMT(file), why);
    return code;
}

static bool is_name(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_alnum(s.ptr[i]) && !(i && char_among(s.ptr[i], "._-+")))
            return false;
    return s.len > 0 && s.len <= MAX_NAME;
}

static const char *place(const struct versions *v, struct str file)
{
    return str_c(path_join(v->top, file, &v->c->keep), &v->c->keep);
}

/* ---- the list ---- */

/* Numbers in names are compared as numbers: v10 is newer than v9. */
static int compare(struct str a, struct str b)
{
    while (a.len && b.len) {
        int64_t x = 0, y = 0;
        ptrdiff_t i = 0, k = 0;
        for (; i < a.len && char_is_digit(a.ptr[i]) && i < 15; i++)
            x = x * 10 + (a.ptr[i] - '0');
        for (; k < b.len && char_is_digit(b.ptr[k]) && k < 15; k++)
            y = y * 10 + (b.ptr[k] - '0');
        if (x != y)
            return x < y ? -1 : 1;
        if (!i && !k && *a.ptr != *b.ptr)
            return *a.ptr < *b.ptr ? -1 : 1;
        a = str_from(a, i ? i : 1);
        b = str_from(b, k ? k : 1);
    }
    return (a.len > 0) - (b.len > 0);
}

static void put(struct versions *v, struct str name, struct str alias)
{
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < v->all.len; i++)
        if (alias.len && str_equal(v->all.ptr[i].alias, alias))
            v->all.ptr[i].alias = (struct str){ 0 }; /* it moves on */
    while (at < v->all.len && compare(v->all.ptr[at].name, name) > 0)
        at++;
    if (at == v->all.len || !str_equal(v->all.ptr[at].name, name)) {
        PUSH(&v->all, &v->c->keep);
        memmove(v->all.ptr + at + 1, v->all.ptr + at,
                (size_t)(v->all.len - 1 - at) * sizeof *v->all.ptr);
        v->all.ptr[at] = (struct version){ .name = name };
    }
    if (alias.len)
        v->all.ptr[at].alias = alias;
}

/* What stands there already. A folder that holds something else is somebody's. */
static int read_list(struct versions *v)
{
    struct root content;
    struct diag unheard = { .keep = &v->c->keep };
    v->list = S("versions.json");
    if (!root_open(str_c(v->c->dir, &v->c->keep), &content)) {
        struct str own = site_file_load(&content, v->c->dir, &v->c->keep, &unheard).versions;
        v->list = own.len && !diag_count(&unheard, SEVERITY_ERROR) ? own : v->list;
    }
    struct source src = { .path = path_join(v->top, v->list, &v->c->keep) };
    struct fs_list files = { 0 };
    struct diag d = { .keep = &v->c->keep };
    int error = fs_read(place(v, v->list), MAX_LIST, &v->c->keep, &src.text);
    if (error == ENOENT) {
        if (fs_is_dir(str_c(v->top, &v->c->keep)))
            fs_walk(str_c(v->top, &v->c->keep), NULL, NULL, &v->c->keep, &files);
        return files.len
                   ? fail(v, S(""), "holds no versions; name another folder with -o, or empty it",
                          EXIT_USE)
                   : EXIT_GOOD;
    }
    const struct json *list = error ? NULL : json_parse(&src, &v->c->keep, RULE(INPUT_JSON), &d);
    if (!list || list->kind != JSON_ARRAY)
        return fail(v, v->list, error ? fs_error(error) : "is no list of versions", EXIT_IO);
    for (const struct json *m = list->first; m; m = m->next) {
        struct str name = json_str(json_get(m, json_get(m, "version") ? "version" : "name")),
                   alias = json_str(json_index(json_get(m, "aliases"), 0));
        if (is_name(name) && (!alias.len || is_name(alias)))
            put(v, name, alias);
    }
    return EXIT_GOOD;
}

/* The folder that readers are sent to, who name no version. */
static struct str best(const struct versions *v)
{
    for (ptrdiff_t i = 0; i < v->all.len; i++)
        if (v->all.ptr[i].alias.len)
            return v->all.ptr[i].alias;
    return v->all.ptr[0].name;
}

static struct str written_list(const struct versions *v)
{
    struct buf b = buf_open(&v->c->keep, MAX_LIST);
    for (ptrdiff_t i = 0; i < v->all.len; i++) {
        const struct version *one = &v->all.ptr[i];
        buf_put(&b, i ? S(",\n{\"version\":") : S("[{\"version\":"));
        buf_json(&b, one->name);
        buf_put(&b, S(",\"aliases\":["));
        if (one->alias.len)
            buf_json(&b, one->alias);
        buf_char(&b, ']');
        buf_member(&b, "name", one->name);
        buf_fmt(&b, ",\"path\":\"%.*s/\"", FMT(one->name));
        buf_put(&b, str_equal(best(v), one->alias.len ? one->alias : one->name)
                        ? S(",\"latest\":true}")
                        : S("}"));
    }
    buf_put(&b, S("]\n"));
    return buf_str(&b);
}

/* The page at the top: nobody should stay there, so it has no look. */
static struct str lead_to(struct str to, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 12);
    tag_doctype(&b);
    tag_with(&b, "meta", { "charset", { S("utf-8") } });
    buf_char(&b, '\n');
    tag_text(&b, "title", to);
    buf_char(&b, '\n');
    tag_with(&b, "meta", { "http-equiv", { S("refresh") } },
             { "content", { S("0; url="), to, S("/index.html") } });
    buf_char(&b, '\n');
    tag_with(&b, "a", { "href", { to, S("/index.html") } });
    buf_put(&b, to);
    tag_end_line(&b, "a");
    return buf_str(&b);
}

static int write_lists(const struct versions *v)
{
    struct arena *keep = &v->c->keep;
    struct str list = written_list(v), code, to = best(v), lost;
    asset_named(S("versions.js"), &code);
    struct cut around = { code, S(""), false };
    ptrdiff_t at = str_find(code, S("VERSIONS"));
    around.head = str_sub(code, 0, at);
    around.tail = str_from(code, at + 8);
    struct {
        struct str file, text;
    } files[] = {
        { v->list, list },
        { S("versions.js"),
          str_fmt(keep, "%.*s%.*s%.*s", FMT(around.head), FMT(str_trim(list)), FMT(around.tail)) },
        { S("index.html"), lead_to(to, keep) },
        { S("404.html"), { 0 } },
    };
    if (!fs_read(place(v, path_join(to, S("404.html"), keep)), MAX_PAGE, keep, &lost))
        files[3].text = lost;
    for (ptrdiff_t i = 0; i < LEN(files); i++) {
        int error = files[i].text.len ? fs_write(place(v, files[i].file), files[i].text) : 0;
        if (error)
            return fail(v, files[i].file, fs_error(error), EXIT_IO);
    }
    return EXIT_GOOD;
}

/* ---- the builds ---- */

static int build(struct versions *v, struct str folder,
                 void (*done)(const struct common *c, const struct site_built *b))
{
    struct common *c = v->c;
    struct site_built built;
    struct site_options options = c->site.options;
    options.out = path_join(v->top, folder, &c->keep);
    options.below = folder;
    c->site = (struct site){ .options = options };
    int code = common_build(c, &built);
    if (code >= 0)
        return code;
    c->unchanged = built.unchanged;
    done(c, &built);
    return EXIT_GOOD;
}

int versions_build(struct common *c, struct str version, struct str alias,
                   void (*done)(const struct common *c, const struct site_built *b))
{
    struct versions v = { .c = c, .top = c->out };
    if (!is_name(version) || (alias.len && (!is_name(alias) || str_equal(alias, version)))) {
        fprintf(stderr, "plumb build: --version and --alias are two names of folders, such as v2 "
                        "and latest\n");
        return EXIT_USE;
    }
    int code = read_list(&v);
    if (code != EXIT_GOOD)
        return code;
    put(&v, version, alias);
    c->site.options.version = version;
    c->site.options.canonical = best(&v);
    code = build(&v, version, done);
    if (code == EXIT_GOOD && alias.len)
        code = build(&v, alias, done);
    return code == EXIT_GOOD ? write_lists(&v) : code;
}
