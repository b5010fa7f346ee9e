/* open.c - the content folder, what it holds, settings and data: all that is known before a page is read. */
#include "gather/mount.h"

#include <errno.h>
#include <time.h>

#include "base/path.h"
#include "gather/include.h"
#include "load/front_matter.h"
#include "infra/source.h"
#include "load/history.h"
#include "load/source_file.h"
#include "model/rule.h"

/* Address space, not memory: pages are touched as they fill. */
enum { WORKER_KEEP = 1 << 30, WORKER_SCRATCH = 1 << 30 };
enum { MAX_PAGE = 16 << 20 /* a page of 16 MB is no page */ };

/* ---- what belongs to the content ---- */

struct filter {
    const struct root *content;
    struct str out; /* OUT when it lies inside the folder, relative to it; else empty */
    struct site *site;
};

/* A folder that a build wrote, whatever it is called, is no content. */
static bool is_output(const struct filter *f, struct str dir)
{
    struct fs_entry e;
    char path[4096];
    int n = snprintf(path, sizeof path, "%.*s/.plumb/record", FMT(dir));
    return n < (int)sizeof path && root_look(f->content, (struct str){ path, n }, &e) == 0;
}

/* Neither is a folder with settings of its own: it is a site of its own. */
static bool is_site(const struct filter *f, struct str dir)
{
    struct fs_entry e;
    char path[4096];
    int n = snprintf(path, sizeof path, "%.*s/site.json", FMT(dir));
    return n < (int)sizeof path && root_look(f->content, (struct str){ path, n }, &e) == 0 &&
           e.kind == FS_PLAIN;
}

/* What Jekyll makes pages with. */
static bool is_machinery(const struct filter *f, const struct fs_entry *e)
{
    static const char *const names[] = { "_includes", "_layouts", "_plugins",
                                         "_sass",     "_data",    "_site" };
    return f->site->jekyll && e->is_dir && str_among(e->path, names, LEN(names));
}

/* Copies of other projects, as Go and Composer keep them. */
static bool is_vendored(const struct filter *f, const struct fs_entry *e)
{
    static const char *const marks[] = { "modules.txt", "autoload.php" };
    struct fs_entry found;
    bool yes = false;
    for (ptrdiff_t i = 0; i < LEN(marks) && e->is_dir && !yes; i++) {
        char path[4096];
        int n = snprintf(path, sizeof path, "%.*s/%s", FMT(e->path), marks[i]);
        yes = str_equal(path_base(e->path), S("vendor")) && n < (int)sizeof path &&
              root_look(f->content, (struct str){ path, n }, &found) == 0;
    }
    return yes;
}

/* Dot files, dependencies and OUT itself hold no pages. */
static bool is_content(void *ctx, const struct fs_entry *e)
{
    const struct filter *f = ctx;
    struct str name = path_base(e->path);
    if (str_equal(name, S(".gitignore")) && !e->is_dir)
        *PUSH(&f->site->gitignores, f->site->keep) = str_copy(e->path, f->site->keep);
    for (ptrdiff_t i = 0; i < e->path.len; i++)
        if ((unsigned char)e->path.ptr[i] < ' ')
            return false; /* no name anybody meant */
    if (*name.ptr == '.' || str_equal(name, S("node_modules")) || is_machinery(f, e) ||
        is_vendored(f, e))
        return false;
    return !e->is_dir || (!is_site(f, e->path) && !(f->out.len && str_equal(e->path, f->out)) &&
                          !is_output(f, e->path));
}

/* OUT as a path below dir, or empty. Both are compared as text after normalising. */
static struct str out_inside(struct str dir, struct str out, struct arena *keep)
{
    bool escapes;
    struct str d = path_normal(dir, keep, &escapes), o = path_normal(out, keep, &escapes);
    if (d.len == 0)
        return o;
    return str_starts(o, d) && o.len > d.len && o.ptr[d.len] == '/' ? str_from(o, d.len + 1)
                                                                    : (struct str){ 0 };
}

/* Docusaurus and Starlight take _parts.mdx and _parts/a.mdx into other pages. */
static bool is_part(struct str path)
{
    bool inside = str_starts(path, S("_")) || str_find(path, S("/_")) >= 0;
    return inside && str_ends(path, S(".mdx")) && !str_equal(path_base(path), S("_index.mdx"));
}

static bool is_page(struct str path)
{
    struct str ext = path_ext(path);
    return str_equal_nocase(ext, S(".md")) || str_equal_nocase(ext, S(".markdown")) ||
           (str_equal_nocase(ext, S(".mdx")) && !is_part(path));
}

/* ---- opening ---- */

int64_t site_moment(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME_COARSE, &t); /* the clock that files are stamped with */
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void open_workers(struct site *s)
{
    s->jobs = s->options.jobs > SITE_JOBS ? SITE_JOBS : s->options.jobs < 1 ? 1 : s->options.jobs;
    for (int i = 0; i < s->jobs; i++) {
        s->workers[i].keep = arena_open(WORKER_KEEP);
        s->workers[i].scratch = arena_open(WORKER_SCRATCH);
        s->workers[i].diag = (struct diag){ .keep = &s->workers[i].keep };
    }
}

static void list_pages(struct site *s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->files.len; i++)
        n += s->files.ptr[i].kind == FS_PLAIN && is_page(s->files.ptr[i].path);
    s->cap_pages = n + 64; /* room for generated pages */
    s->pages = NEW(s->keep, struct site_page, s->cap_pages);
    for (ptrdiff_t i = 0; i < s->files.len; i++) {
        struct fs_entry *e = &s->files.ptr[i];
        *map_at(e->kind == FS_PLAIN ? &s->file_at : &s->refused_at, e->path, s->keep) = e;
        if (e->kind != FS_PLAIN || !is_page(e->path))
            continue;
        struct site_page *p = &s->pages[s->n_pages++];
        p->path = e->path;
        p->src.path = path_join(s->options.dir, e->path, s->keep);
        p->stamp = record_stamp_of(e);
    }
}

bool site_open(struct site *s, const struct site_options *options, struct arena *keep)
{
    *s = (struct site){ .options = *options, .keep = keep, .diag = { .keep = keep } };
    s->file = site_file_defaults();
    s->moment_ns = site_moment();
    open_workers(s);
    struct str dir = s->options.dir;
    const char *path = str_c(dir, keep);
    int error = root_open(path, &s->content);
    if (error) {
        diag_file(&s->diag, RULE(INPUT_READ), dir, "%s",
                  error == ENOENT    ? "no such folder; name the one that holds your Markdown"
                  : error == ENOTDIR ? "is a file; name a folder of Markdown"
                                     : fs_error(error));
        return false;
    }
    struct filter filter = { &s->content, out_inside(dir, s->options.out, keep), s };
    struct fs_entry config;
    s->jekyll = root_look(&s->content, S("_config.yml"), &config) == 0;
    error = root_walk(&s->content, is_content, &filter, keep, &s->files);
    if (error)
        diag_file(&s->diag, RULE(INPUT_READ), dir, "cannot be listed: %s", fs_error(error));
    else
        list_pages(s);
    return !error;
}

/* ---- settings ---- */

/* As site.json's: an address that ends in a slash. */
static void set_base_url(struct site *s)
{
    struct str url = s->options.base_url;
    if (!str_starts(url, S("https://")) && !str_starts(url, S("http://"))) {
        diag_file(&s->diag, RULE(INPUT_VALUE), url,
                  "--base-url is an address such as https://docs.example.com/guide/");
        return;
    }
    s->file.base_url = str_ends(url, S("/")) ? url : str_join(url, S("/"), s->keep);
}

/* A snapshot that does not say when it was captured is as old as the commit of its oldest file. */
static void date_live(struct site *s)
{
    struct map dates = { 0 };
    for (int i = 0; i < s->data.n_sources; i++) {
        const struct data_source *d = &s->data.sources[i];
        for (int k = 0; k < d->n_files && str_equal(d->kind, S("live")) && !d->date.year; k++)
            *map_at(&dates, d->files[k].path, s->keep) = NEW(s->keep, struct date, 1);
    }
    struct str why = { 0 };
    if (dates.first && history_head(s->options.dir, s->keep).len)
        why = history_dates(s->options.dir, &dates, s->keep);
    for (int i = 0; i < s->data.n_sources && dates.first; i++) {
        struct data_source *d = &s->data.sources[i];
        struct date oldest = d->date;
        bool cut = false; /* a file of it may be older than all days that git tells here */
        for (int k = 0; k < d->n_files && !d->date.year; k++) {
            const struct date *day = map_get(&dates, d->files[k].path);
            cut |= why.len && !(day && day->year);
            if (day && day->year && (!oldest.year || date_days(*day) < date_days(oldest)))
                oldest = *day;
        }
        d->date = cut ? (struct date){ 0 } : oldest;
        if (!d->date.year && d->n_files && str_equal(d->kind, S("live")))
            diag_file(&s->diag, RULE(CLAIM_UNCHECKED), path_join(s->options.dir, d->path, s->keep),
                      "nobody knows how old this snapshot is: write \"captured\": \"%.*s\" "
                      "into it, or commit it%s%.*s",
                      FMT(date_iso(s->options.today, s->keep)), why.len ? "; " : "", FMT(why));
    }
}

void site_settings(struct site *s)
{
    s->file = site_file_load(&s->content, s->options.dir, s->keep, &s->diag);
    mount_all(s);
    s->data = site_file_data(&s->file, s->options.today);
    source_file_all(&s->file, &s->data, s->keep, &s->diag);
    infra_sources(&s->data, s->keep, &s->diag);
    date_live(s);
    if (s->options.base_url.len)
        set_base_url(s);
    if (!s->file.base_url.len || !s->options.below.len)
        return;
    if (s->options.canonical.len)
        s->canonical =
            str_fmt(s->keep, "%.*s%.*s/", FMT(s->file.base_url), FMT(s->options.canonical));
    s->file.base_url = str_fmt(s->keep, "%.*s%.*s/", FMT(s->file.base_url), FMT(s->options.below));
}

struct str site_canonical(const struct site *s)
{
    return s->canonical.len ? s->canonical : s->file.base_url;
}

/* ---- files ---- */

int site_head(const struct site *s, struct str path, ptrdiff_t max, struct arena *keep,
              struct str *out)
{
    const struct str *real = map_get(&s->mounts, path);
    if (!real)
        return root_head(&s->content, path, max, keep, out);
    return root_head(&s->file.root.files, source_root_below(&s->file.root, *real, keep), max, keep,
                     out);
}

int site_read(const struct site *s, struct str path, ptrdiff_t max, struct arena *keep,
              struct str *out)
{
    const struct str *real = map_get(&s->mounts, path);
    if (real)
        return source_bytes(&s->file.root, *real, max, keep, out);
    return root_read(&s->content, path, max, keep, out, NULL);
}

int site_source(const struct site *s, const struct site_page *p, struct arena *keep,
                struct source *out)
{
    *out = p->src;
    if (p->generated || p->src.text.ptr)
        return 0;
    int error = site_read(s, p->path, MAX_PAGE, keep, &out->text);
    if (!error)
        include_all(s, p->path, out, keep, NULL);
    return error;
}

struct site_page *site_page_at(const struct site *s, struct str path)
{
    return map_get(&s->page_at, path);
}

struct str site_label(const struct site_page *p)
{
    return p->label.len ? p->label : p->title;
}

struct site_page *site_add(struct site *s, struct str path, const struct buf *text)
{
    if (map_get(&s->file_at, path))
        return NULL;
    if (s->n_pages == s->cap_pages)
        s->pages = list_grow(s->keep, s->pages, s->n_pages, &s->cap_pages, sizeof *s->pages,
                             _Alignof(struct site_page));
    struct site_page *p = &s->pages[s->n_pages++];
    *p = (struct site_page){ .path = path, .generated = true };
    p->src =
        (struct source){ .path = path_join(s->options.dir, path, s->keep), .text = buf_str(text) };
    return p;
}

struct str site_root_path(const struct site *s)
{
    ptrdiff_t host = str_find(s->file.base_url, S("://"));
    struct str rest = host < 0 ? s->file.base_url : str_from(s->file.base_url, host + 3);
    ptrdiff_t slash = str_char(rest, '/');
    return slash < 0 ? S("/") : str_from(rest, slash);
}
