/* open.c - settings, data and the list of files: what a folder holds before any page is read. */
#include "gather/site.h"

#include <errno.h>

#include "base/path.h"
#include "load/front_matter.h"
#include "load/source_file.h"
#include "model/rule.h"

enum {
    MAX_PAGE = 16 << 20, /* a page of 16 MB is no page */
    MAX_HEAD = 1 << 16,  /* front matter says draft in its first bytes or not at all */
};

struct filter {
    const char *dir;
    struct str
        out; /* real path of OUT when it lies inside the folder, relative to it; else empty */
};

/* Dot files, dependencies and OUT itself hold no pages. */
static bool is_content(void *ctx, const struct fs_entry *e)
{
    const struct filter *f = ctx;
    struct str name = path_base(e->path);
    for (ptrdiff_t i = 0; i < e->path.len; i++)
        if ((unsigned char)e->path.ptr[i] < ' ')
            return false; /* no name anybody meant */
    return *name.ptr != '.' && !str_equal(name, S("node_modules")) &&
           !(f->out.len && str_equal(e->path, f->out));
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

static bool is_page(struct str path)
{
    return str_equal_nocase(path_ext(path), S(".md")) ||
           str_equal_nocase(path_ext(path), S(".markdown"));
}

static void read_page(struct site *s, struct site_page *p, const struct fs_entry *e)
{
    struct str full = path_join(s->options.dir, e->path, s->keep);
    *p = (struct site_page){ .path = e->path, .src = { .path = full } };
    int error = fs_read(str_c(full, s->keep), MAX_PAGE, s->keep, &p->src.text);
    if (!error)
        return;
    p->refused = true;
    if (error == FS_TOO_LARGE)
        diag_file(&s->diag, RULE(INPUT_SIZE), full, "%lld bytes; a page has at most %d",
                  (long long)e->size, MAX_PAGE);
    else
        diag_file(&s->diag, RULE(INPUT_READ), full, "cannot be read: %s", fs_error(error));
}

/* Left out before anything looks at it: a draft is not checked either. */
static bool is_draft(struct site *s, const struct site_page *p)
{
    struct arena scratch = *s->keep;
    struct diag quiet = { .keep = &scratch };
    if (s->options.drafts || p->refused ||
        str_find(str_sub(p->src.text, 0, MAX_HEAD), S("draft")) < 0)
        return false;
    return front_matter_read(&p->src, &scratch, &quiet).draft;
}

static void read_pages(struct site *s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->files.len; i++)
        n += is_page(s->files.ptr[i].path);
    s->cap_pages = n + 64; /* room for generated pages */
    s->pages = NEW(s->keep, struct site_page, s->cap_pages);
    for (ptrdiff_t i = 0; i < s->files.len; i++) {
        struct fs_entry *e = &s->files.ptr[i];
        struct site_page *p = &s->pages[s->n_pages];
        if (is_page(e->path))
            read_page(s, p, e);
        if (is_page(e->path) && is_draft(s, p)) {
            *map_at(&s->drafts, e->path, s->keep) = e;
            *p = (struct site_page){ 0 };
            continue;
        }
        *map_at(&s->file_at, e->path, s->keep) = e;
        s->n_pages += is_page(e->path);
    }
}

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

bool site_open(struct site *s)
{
    struct str dir = s->options.dir;
    const char *path = str_c(dir, s->keep);
    struct filter filter = { path, out_inside(dir, s->options.out, s->keep) };
    if (!fs_is_dir(path)) {
        diag_file(&s->diag, RULE(INPUT_READ), dir,
                  fs_is_file(path) ? "is a file; plumb wants a folder of Markdown"
                                   : "no such folder");
        return false;
    }
    int error = fs_walk(path, is_content, &filter, s->keep, &s->files);
    if (error) {
        diag_file(&s->diag, RULE(INPUT_READ), dir, "cannot be listed: %s", fs_error(error));
        return false;
    }
    s->file = site_file_load(dir, s->keep, &s->diag);
    s->data = site_file_data(&s->file, s->options.today);
    source_file_all(&s->file, dir, &s->data, s->keep, &s->diag);
    if (s->options.base_url.len)
        set_base_url(s);
    read_pages(s);
    return true;
}
