/* init.c - plumb init: a guide to begin with, or settings and a first page for a repository.
 *
 * Nothing that is there is written over. With --from, files of config become sources of site.json,
 * and when the folder has no page, one is written that takes their numbers in. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "cmd/commands.h"
#include "cmd/common.h"
#include "load/other_tool.h"
#include "load/source_bytes.h"
#include "load/source_kind.h"
#include "model/data.h"
#include "model/rule.h"

static const char usage[] = "init [DIR] [--from REPOSITORY]: a guide to begin with";

/* the files of the starter, each below a line "==== PATH" */
__asm__(".section .rodata\n"
        ".balign 8\n"
        "init_beg:\n"
        ".incbin \"gen/cmd/init.txt\"\n"
        "init_end:\n"
        ".byte 0\n"
        ".previous\n");
extern const char init_beg[], init_end[];

enum {
    CONFIG_MAX = 256 << 10, /* config that people write is smaller */
    FOUND_MAX = 256,
    SOURCES_MAX = 12, /* more is no proposal that anybody reads */
    LINES_MAX = 8,    /* of one source on the first page */
    DEEPEST = 4
};

struct found {
    struct str name, path; /* "deploy.prod"; from the repository */
    bool likely;           /* its name is one that config has */
    const struct json *tree;
};
struct init {
    struct common c;
    struct str repository, inside; /* inside: the folder of pages below it, "docs" */
    int up;                        /* how many folders it stands below the repository */
    bool dry;
    bool has_pages;
    struct fs_list pages; /* all files of the folder of pages */
    struct str title;
    struct found found[FOUND_MAX];
    int n_found, n_left; /* left: found, and not proposed */
};

static int refuse(struct str what, const char *why)
{
    fprintf(stderr, "plumb init: %.*s %s\n", FMT(what), why);
    return EXIT_USE;
}

/* ---- the starter ---- */

static int each_file(struct init *in, int (*act)(struct init *in, struct str path, struct str text))
{
    int code = EXIT_GOOD;
    for (struct str rest = str_span(init_beg, init_end); rest.len && !code;) {
        struct cut head = str_cut(str_from(rest, S("==== ").len), '\n');
        ptrdiff_t end = str_find(head.tail, S("\n==== "));
        code = act(in, path_join(in->c.dir, head.head, &in->c.keep),
                   end < 0 ? head.tail : str_sub(head.tail, 0, end + 1));
        rest = end < 0 ? (struct str){ 0 } : str_from(head.tail, end + 1);
    }
    return code;
}

static int is_free(struct init *in, struct str path, struct str text)
{
    (void)text;
    if (fs_is_file(str_c(path, &in->c.keep)))
        return refuse(path, "is there already: name another folder, or take plumb init --from");
    return EXIT_GOOD;
}

static int write_file(struct init *in, struct str path, struct str text)
{
    int code = in->dry ? EXIT_GOOD : common_output(path, text);
    if (!code)
        fprintf(stderr, "%s %.*s\n", in->dry ? "would write" : "wrote", FMT(path));
    return code;
}

/* What is not hidden, and no README or LICENSE as forges put them into a new repository. */
static bool is_foreign(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return *path_base(e->path).ptr != '.' && !str_starts(e->path, S("README")) &&
           !str_starts(e->path, S("LICENSE"));
}

static int starter(struct init *in)
{
    struct fs_list list = { 0 };
    int code = each_file(in, is_free);
    if (code)
        return code;
    if (!fs_walk(str_c(in->c.dir, &in->c.keep), is_foreign, NULL, &in->c.keep, &list) && list.len)
        return refuse(in->c.dir, "is not empty: plumb init --from . proposes settings for what is "
                                 "there, plumb init NAME writes a guide into a new folder");
    if ((code = each_file(in, write_file)))
        return code;
    fprintf(stderr, "next: plumb check %.*s; plumb serve %.*s\n", FMT(in->c.dir), FMT(in->c.dir));
    return EXIT_GOOD;
}

/* ---- what a repository has ---- */

static bool is_among(struct str s, const char *words)
{
    for (struct str rest = str_of(words); rest.len;) {
        struct cut c = str_cut(rest, ' ');
        if (str_equal_nocase(c.head, s))
            return true;
        rest = c.tail;
    }
    return false;
}

static bool is_config(void *ctx, const struct fs_entry *e)
{
    const struct init *in = ctx;
    struct str base = path_base(e->path), ext = path_ext(e->path);
    enum source_form form = e->is_dir ? FORM_NONE : source_form(e->path);
    if (*base.ptr == '.' || (in->inside.len && str_equal(e->path, in->inside)))
        return false;
    if (e->is_dir)
        return !is_among(base, "node_modules vendor test tests testdata fixtures build dist site "
                               "target coverage cdk.out __pycache__ costs prices reviews");
    return e->size <= CONFIG_MAX && form != FORM_NONE && form != FORM_CODE && form != FORM_CSV &&
           form != FORM_XML && !str_equal(ext, S(".lock")) && !str_equal(ext, S(".tf")) &&
           str_find(base, S("schema")) < 0 &&
           !is_among(base,
                     "package-lock.json npm-shrinkwrap.json composer.lock tsconfig.json "
                     "accepted.json actions.json mkdocs.yml book.toml site.json pnpm-lock.yaml");
}

/* "values-prod": "values" and "prod"; "prod": nothing and "prod". */
static struct str environment(struct str stem, struct str *name)
{
    ptrdiff_t at = stem.len;
    while (at > 0 && str_char(S("-_."), stem.ptr[at - 1]) < 0)
        at--;
    struct str last = str_from(stem, at);
    bool is_env = is_among(last, "dev development test qa stage staging prod production live");
    *name = is_env ? str_sub(stem, 0, at > 0 ? at - 1 : 0) : stem;
    return is_env ? last : (struct str){ 0 };
}

static struct str plain_word(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len + 16);
    while (s.len && !char_is_alnum(*s.ptr)) /* a name begins as the scheme of an address does */
        s = str_from(s, 1);
    if (s.len && '0' <= *s.ptr && *s.ptr <= '9')
        buf_put(&b, S("config-"));
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_char(&b, char_is_alnum(s.ptr[i]) ? s.ptr[i] : '-');
    bool meant = is_among(buf_str(&b), "stack live facts price cost name"); /* for something else */
    if (!b.len || meant || data_is_scheme(buf_str(&b)))
        buf_put(&b, b.len ? S("-config") : S("config"));
    return buf_str(&b);
}

/* The nearest folder above path whose name says whose config it is. */
static struct str telling_folder(struct str path)
{
    struct str folder = path_dir(path);
    while (is_among(path_base(folder), "chart charts helm deploy config conf k8s docker base "
                                       "default main resources templates src") &&
           path_dir(folder).len)
        folder = path_dir(folder);
    return path_base(folder);
}

/* A name for the source at path; with its folder in front when far. */
static struct str name_source(struct str path, bool far, struct arena *keep)
{
    struct str base = path_base(path), name;
    struct str env = environment(str_sub(base, 0, base.len - path_ext(base).len), &name);
    struct str folder = far ? telling_folder(path) : path_base(path_dir(path));
    if (!name.len)
        name = folder.len ? folder : S("config");
    else if (far && folder.len)
        name = str_fmt(keep, "%.*s-%.*s", FMT(folder), FMT(name));
    name = plain_word(name, keep);
    return env.len ? str_fmt(keep, "%.*s.%.*s", FMT(name), FMT(env)) : name;
}

static bool is_taken(const struct init *in, struct str name)
{
    for (int i = 0; i < in->n_found; i++)
        if (str_equal(in->found[i].name, name))
            return true;
    return false;
}

static bool is_number(const struct json *v)
{
    return v->kind == JSON_NUMBER;
}

static bool has_number(const struct json *v, int depth)
{
    bool yes = is_number(v);
    for (const struct json *m = v->first; m && !yes && depth < DEEPEST; m = m->next)
        yes = has_number(m, depth + 1);
    return yes;
}

static bool is_likely(struct str path)
{
    static const char *const words[] = { "values",      "config",         "settings", "appsettings",
                                         "application", "docker-compose", "compose",  "terraform",
                                         "param",       "variables" };
    struct str base = path_base(path), name;
    bool yes = environment(str_sub(base, 0, base.len - path_ext(base).len), &name).len;
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        yes |= str_starts(base, str_of(words[i]));
    return yes;
}

static void add_source(struct init *in, struct str path)
{
    struct arena *keep = &in->c.keep;
    struct diag unheard = { .keep = keep };
    struct source *src = NEW(keep, struct source, 1);
    src->path = path_join(in->repository, path, keep);
    if (fs_read(str_c(src->path, keep), CONFIG_MAX, keep, &src->text))
        return;
    struct found f = {
        { 0 }, path, is_likely(path), source_form_parse(source_form(path), src, keep, &unheard)
    };
    if (f.tree && has_number(f.tree, 0))
        in->found[in->n_found++] = f;
}

/* Those of the same name are told apart by their folders; what is likely goes first. */
static void choose_sources(struct init *in)
{
    struct arena *keep = &in->c.keep;
    struct found *all = NEW(keep, struct found, FOUND_MAX);
    struct map same = { 0 };
    int n = in->n_found;
    memcpy(all, in->found, sizeof in->found);
    in->n_found = 0;
    for (int i = 0; i < n; i++) {
        void **at = map_at(&same, name_source(all[i].path, false, keep), keep);
        *at = (void *)((uintptr_t)*at + 1);
    }
    for (int k = 0; k < 2 * n; k++) {
        struct found f = all[k % n];
        f.name = name_source(f.path, false, keep);
        if ((uintptr_t)map_get(&same, f.name) > 1)
            f.name = name_source(f.path, true, keep);
        if (f.likely != (k < n))
            continue;
        bool room = in->n_found < SOURCES_MAX && !is_taken(in, f.name);
        in->n_left += !room;
        if (room)
            in->found[in->n_found++] = f;
    }
}

static int find_sources(struct init *in)
{
    struct fs_list list = { 0 };
    int error = fs_walk(str_c(in->repository, &in->c.keep), is_config, in, &in->c.keep, &list);
    if (error) {
        fprintf(stderr, "plumb init: %.*s: %s\n", FMT(in->repository), fs_error(error));
        return EXIT_IO;
    }
    for (ptrdiff_t i = 0; i < list.len && in->n_found < FOUND_MAX; i++)
        add_source(in, list.ptr[i].path);
    choose_sources(in);
    return EXIT_GOOD;
}

/* The first heading of the text, where it is plain words; or empty. */
static struct str plain_heading(struct str text)
{
    while (text.len) {
        struct str line = str_trim(str_line(&text));
        if (!str_starts(line, S("# ")))
            continue;
        line = str_trim(str_from(line, 2));
        for (ptrdiff_t i = 0; i < line.len; i++)
            if (str_char(S("[]<>`*_!\\&{}"), line.ptr[i]) >= 0)
                return (struct str){ 0 };
        return line;
    }
    return (struct str){ 0 };
}

/* What the first page calls itself, else the repository's README. */
static struct str find_title(struct init *in)
{
    struct arena *keep = &in->c.keep;
    const struct str pages[] = { path_join(in->c.dir, S("index.md"), keep),
                                 path_join(in->c.dir, S("README.md"), keep),
                                 path_join(in->repository, S("README.md"), keep) };
    struct str title = { 0 }, text;
    for (ptrdiff_t i = 0; i < LEN(pages) && !title.len; i++)
        if (!fs_read(str_c(pages[i], keep), CONFIG_MAX, keep, &text))
            title = plain_heading(text);
    return title.len ? title : S("Our service");
}

static void find_pages(struct init *in)
{
    if (fs_walk(str_c(in->c.dir, &in->c.keep), NULL, NULL, &in->c.keep, &in->pages))
        in->pages.len = 0;
    for (ptrdiff_t i = 0; i < in->pages.len; i++)
        in->has_pages |=
            str_ends(in->pages.ptr[i].path, S(".md")) || str_ends(in->pages.ptr[i].path, S(".mdx"));
}

/* ---- settings ---- */

static void put_nav(struct init *in, struct buf *b)
{
    const struct fs_list list = in->pages;
    struct str folder = { 0 }, front = S("index.md");
    struct arena *keep = &in->c.keep;
    bool has_index = false, has_readme = false;
    int at_top = 0;
    for (ptrdiff_t i = 0; i < list.len; i++) {
        bool page = str_ends(list.ptr[i].path, S(".md"));
        at_top += page && str_char(list.ptr[i].path, '/') < 0;
        has_index |= str_equal(list.ptr[i].path, front);
        has_readme |= str_equal(list.ptr[i].path, S("README.md"));
    }
    if (!in->has_pages)
        return;
    const char *first = has_index ? "\"index.md\"" : has_readme ? "\"README.md\"" : "";
    buf_fmt(b, ",\n  \"nav\": [%s%s", first,
            at_top <= (*first != 0) ? ""
            : *first                ? ", \"*.md\""
                                    : "\"*.md\"");
    for (ptrdiff_t i = 0; i < list.len; i++) {
        struct str path = list.ptr[i].path, top = str_cut(path, '/').head;
        if (!str_ends(path, S(".md")) || top.len == path.len || str_equal(top, folder) ||
            *top.ptr == '.' || str_equal(top, S("node_modules")))
            continue;
        folder = top;
        if (fs_is_file(
                str_c(path_join(path_join(in->c.dir, top, keep), S("site.json"), keep), keep)))
            continue; /* a site of its own */
        buf_fmt(b, "%s{ \"%c%.*s\": [\"%.*s/**/*.md\"] }", b->ptr[b->len - 1] == '[' ? "" : ", ",
                *top.ptr - ('a' <= *top.ptr && *top.ptr <= 'z' ? 32 : 0), FMT(str_from(top, 1)),
                FMT(top));
    }
    buf_char(b, ']');
}

static struct str settings(struct init *in, const struct other_tool *f)
{
    struct arena *keep = &in->c.keep;
    struct source_root root;
    bool seen = source_root_open(in->c.dir, (struct str){ 0 }, keep, &root) && root.up >= in->up;
    struct str text = other_tool_settings(f, seen ? 0 : in->up, keep);
    struct buf b = buf_open(keep, 1 << 20);
    text = str_sub(text, 0, str_rchar(text, '}'));
    while (text.len && text.ptr[text.len - 1] == '\n')
        text.len--;
    buf_put(&b, text.len == 1 ? S("{\n  \"title\": ") : text);
    if (text.len == 1) /* nothing but the brace */
        buf_json(&b, in->title);
    if (!f->nav.len)
        put_nav(in, &b);
    buf_put(&b, S(",\n  \"sources\": {"));
    for (int i = 0; i < in->n_found; i++) {
        buf_fmt(&b, "%s\n    ", i ? "," : "");
        buf_json(&b, in->found[i].name);
        buf_put(&b, S(": "));
        buf_json(&b, path_above(in->up, in->found[i].path, keep));
    }
    buf_put(&b, in->n_found ? S("\n  }") : S("}"));
    for (int i = 0; i < in->n_found; i++)
        if (str_ends(in->found[i].name, S(".prod")) && (i = SOURCES_MAX))
            buf_put(&b, S(",\n  \"env\": \"prod\""));
    buf_put(&b, S("\n}\n"));
    return buf_str(&b);
}

/* ---- the first page ---- */

/* A key that stands in a pointer, a table and a code span as it is. */
static bool is_simple(struct str key)
{
    for (ptrdiff_t i = 0; i < key.len; i++)
        if (!char_is_alnum(key.ptr[i]) && str_char(S("-_."), key.ptr[i]) < 0)
            return false;
    return key.len > 0;
}

static void put_claims(struct buf *b, const struct found *f, const struct json *v, struct str at,
                       int depth, int *left)
{
    for (const struct json *m = v->first; m && depth < DEEPEST && *left; m = m->next) {
        if (v->kind == JSON_ARRAY || !is_simple(m->key))
            continue;
        struct str pointer = str_fmt(b->arena, "%.*s/%.*s", FMT(at), FMT(m->key));
        if (is_number(m)) {
            buf_fmt(b, "| `%.*s` | [](%.*s:%.*s) |\n", FMT(str_from(pointer, 1)), FMT(f->name),
                    FMT(pointer));
            --*left;
        }
        put_claims(b, f, m, pointer, depth + 1, left);
    }
}

static struct str first_page(struct init *in)
{
    struct buf b = buf_open(&in->c.keep, 1 << 20);
    buf_fmt(&b, "# %.*s\n\n", FMT(in->title));
    buf_put(&b, S("What is configured, read from the files themselves. `plumb fix` "
                  "writes the values into this text;\nfrom then on `plumb check` says when one "
                  "changes.\n"));
    for (int i = 0; i < in->n_found; i++) {
        int left = LINES_MAX;
        struct str rows = { 0 };
        struct buf table = buf_open(&in->c.keep, 1 << 16);
        put_claims(&table, &in->found[i], in->found[i].tree, rows, 0, &left);
        if (left < LINES_MAX)
            buf_fmt(&b, "\n## %.*s\n\n| Setting | Value |\n|---|---|\n%.*s", FMT(in->found[i].path),
                    FMT(buf_str(&table)));
    }
    return buf_str(&b);
}

static int propose_claims(struct str dir, struct arena *keep)
{
    fprintf(stderr, "next: plumb serve %.*s; ", FMT(dir));
    char verb[] = "claims", suggest[] = "--suggest", *name = NEW(keep, char, dir.len + 1);
    memcpy(name, dir.ptr, (size_t)dir.len);
    fprintf(stderr, "the numbers of its pages, and what could bind them:\n");
    fflush(stderr);
    return cmd_claims(3, (char *[]){ verb, name, suggest, NULL });
}

static int from_repository(struct init *in)
{
    struct arena *keep = &in->c.keep;
    struct other_tool f;
    struct str file = path_join(in->c.dir, S("site.json"), keep);
    int code = find_sources(in);
    if (code)
        return code;
    other_tool_find(in->c.dir, keep, &f);
    in->title = find_title(in);
    find_pages(in);
    struct str text = settings(in, &f);
    code = common_output((struct str){ 0 }, text);
    if (in->n_left)
        fprintf(stderr,
                "plumb init: %d more files look like config; add to \"sources\" what you need\n",
                in->n_left);
    if (code || in->dry)
        return code;
    if (fs_is_file(str_c(file, keep)))
        return refuse(file, "is there and stays as it is: put in by hand what it lacks");
    code = write_file(in, file, text);
    struct str index = path_join(in->c.dir, S("index.md"), keep);
    if (!code && !in->has_pages && !fs_is_file(str_c(index, keep)))
        code = write_file(in, index, first_page(in));
    if (code || !in->has_pages) {
        fprintf(stderr, "next: plumb fix %.*s; plumb check %.*s; plumb serve %.*s\n",
                FMT(in->c.dir), FMT(in->c.dir), FMT(in->c.dir));
        return code;
    }
    return propose_claims(in->c.dir, keep);
}

/* Where the folder of pages stands below the repository. False when it does not. */
static bool find_inside(struct init *in)
{
    char top[PATH_MAX], dir[PATH_MAX];
    struct arena *keep = &in->c.keep;
    if (!realpath(str_c(in->repository, keep), top) || !realpath(str_c(in->c.dir, keep), dir))
        return false;
    struct str above = str_of(top), below = str_of(dir);
    bool same = str_equal(above, below);
    if (!str_starts(below, above) || (!same && above.len > 1 && below.ptr[above.len] != '/'))
        return false;
    in->inside = str_copy(same ? S("") : str_from(below, above.len + (above.len > 1)), keep);
    for (struct str rest = in->inside; rest.len; rest = path_dir(rest))
        in->up++;
    return true;
}

static bool is_page(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return !e->is_dir && str_ends(e->path, S(".md"));
}

static bool has_page(struct str dir, struct arena *keep)
{
    struct fs_list list = { 0 };
    return !fs_walk(str_c(dir, keep), is_page, NULL, keep, &list) && list.len;
}

/* docs/ or content/ when there is one, else the repository when a page stands in it, else docs/. */
static struct str folder_of_pages(struct init *in)
{
    static const char *const names[] = { "docs", "content", "doc" };
    struct arena *keep = &in->c.keep;
    for (ptrdiff_t i = 0; i < LEN(names); i++) {
        struct str dir = path_join(in->repository, str_of(names[i]), keep);
        if (has_page(dir, keep))
            return dir;
    }
    return has_page(in->repository, keep) ? in->repository
                                          : path_join(in->repository, S("docs"), keep);
}

/* "--from ." in docs/ means the repository around it, whose pages these are. */
static bool find_top(struct init *in)
{
    struct source_root root;
    char path[PATH_MAX];
    struct arena *keep = &in->c.keep;
    if (!realpath(str_c(in->repository, keep), path) ||
        !is_among(path_base(str_of(path)), "docs content doc") ||
        !source_root_open(in->repository, (struct str){ 0 }, keep, &root) || !root.up)
        return false;
    in->c.dir = in->repository;
    in->repository = root.top;
    return true;
}

static bool is_named(struct str dir, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (argv[i] == dir.ptr)
            return true;
    return false;
}

int cmd_init(int argc, char **argv)
{
    static struct init in;
    struct str from = { 0 };
    bool dry = false;
    const struct opt own[] = {
        { "from", 0, OPT_STR, &from, "REPOSITORY",
          "propose sources, nav and claims of what is there", NULL },
        { "dry-run", 0, OPT_FLAG, &dry, NULL, "show it, write nothing", NULL },
    };
    int code = common_options(&in.c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    in.dry = dry;
    if (!from.len)
        return starter(&in);
    in.repository = from;
    if (!fs_is_dir(str_c(from, &in.c.keep)))
        return refuse(from, "is no folder");
    if (!is_named(in.c.dir, argc, argv) && !find_top(&in))
        in.c.dir = folder_of_pages(&in);
    bool made = !fs_is_dir(str_c(in.c.dir, &in.c.keep));
    code = fs_mkdirs(str_c(in.c.dir, &in.c.keep)) || !find_inside(&in)
               ? refuse(in.c.dir, "stands outside of the repository: pages read what is beside and "
                                  "above them, below one top")
               : from_repository(&in);
    if (made)
        fs_remove_dir(str_c(in.c.dir, &in.c.keep)); /* which only goes when nothing was written */
    return code;
}
