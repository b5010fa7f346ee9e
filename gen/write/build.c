/* build.c - render what changed, write it beside OUT's files, then move all of it into place at once:
 * a full disk or an unwritable folder leaves the old site as it was.
 *
 * Life of a page here: its state from the last build is compared (source, answers, files); when all
 * still hold, nothing is done. Else the document is read again into the worker's scratch, written as
 * HTML, and staged in OUT/.plumb/new/. */
#include <errno.h>
#include <stdatomic.h>

#include "base/path.h"
#include "base/pool.h"
#include "draw/card.h"
#include "load/markdown.h"
#include "model/rule.h"
#include "page/html.h"
#include "page/html_csv.h"
#include "judge/figures.h"
#include "write/search.h"
#include "gather/dates.h"
#include "gather/images.h"
#include "write/products.h"
#include "gather/site.h"
#include "write/state.h"
#include "write/world.h"

enum { MAX_STATE = 1 << 30, MAX_COPY = 1 << 30, MAX_HTML = 1 << 28, TOUCH_ICON = 180 };

struct staged { /* written to .plumb/new, waiting for its place */
    struct str from, to;
};
struct build {
    struct site *site;
    struct theme theme;
    struct world world;
    struct state old, now;
    struct state_page **pages;          /* of now, by page number */
    LIST(struct site_image *) pictures; /* worked on now, and the copies of each */
    struct state_page **copies;
    struct map *figures; /* drawn by this build, for the page of all pages; by page number */
    struct str dates;    /* to be kept for the next build */
    struct arena *keep;
    struct {
        LIST(struct staged) staged;
        ptrdiff_t rendered, images;
    } work[SITE_JOBS];
    _Atomic int error, next_file;
};

static struct str version(struct arena *keep)
{
    struct fs_entry e = { 0 };
    fs_stat("/proc/self/exe", &e);
    return str_fmt(keep, "%llx-%llx", (unsigned long long)e.size, (unsigned long long)e.mtime_ns);
}

static struct str below_out(const struct build *b, struct str path, struct arena *keep)
{
    return path_join(b->site->options.out, path, keep);
}

static void fail(struct build *b, struct diag *d, struct str path, int error)
{
    atomic_store(&b->error, error);
    diag_file(d, RULE(INPUT_READ), str_copy(path, d->keep),
              "cannot be written: %s; the site is as it was", fs_error(error));
}

/* Stages data for path unless OUT has just that. */
static void stage(struct build *b, int worker, struct str path, struct str data,
                  struct arena scratch)
{
    struct site_worker *w = &b->site->workers[worker];
    struct str to = below_out(b, path, &scratch), old;
    struct fs_entry e;
    if (atomic_load(&b->error))
        return;
    if (fs_stat(to.ptr, &e) == 0 && e.size == data.len &&
        fs_read(to.ptr, data.len, &scratch, &old) == 0 && str_equal(old, data))
        return;
    int number = atomic_fetch_add(&b->next_file, 1);
    struct str from = below_out(b, str_fmt(&scratch, ".plumb/new/%d", number), &w->keep);
    int error = fs_create(from.ptr, data);
    if (error)
        fail(b, &w->diag, to, error);
    else
        *PUSH(&b->work[worker].staged, &w->keep) = (struct staged){ from, str_copy(to, &w->keep) };
}

static void add_out(struct state_page *p, struct str path, uint64_t hash, struct arena *keep)
{
    *PUSH(&p->outs, keep) = (struct state_out){ str_copy(path, keep), hash };
}

static bool exists(const struct build *b, struct str path, struct arena scratch)
{
    return fs_is_file(below_out(b, path, &scratch).ptr);
}

/* Nothing the page is made of has changed, and its files are there. */
static bool is_current(const struct build *b, const struct site_page *p,
                       const struct state_page *old, struct arena scratch)
{
    if (!old || !old->hash || old->hash != p->hash || !old->outs.len)
        return false;
    for (ptrdiff_t i = 0; i < old->outs.len; i++)
        if (!exists(b, old->outs.ptr[i].path, scratch))
            return false;
    for (ptrdiff_t i = 0; i < old->asked.len; i++) {
        const struct lookup_record *r = &old->asked.ptr[i];
        struct arena work = scratch;
        if (world_find(&b->world, p->path, r->kind, r->key, true, &work).hash != r->hash)
            return false;
    }
    return true;
}

/* One file of a page. */
static void put_out(struct build *b, int worker, struct state_page *now, struct str path,
                    struct str data, struct arena scratch)
{
    add_out(now, path, str_hash(data), &b->site->workers[worker].keep);
    stage(b, worker, path, data, scratch);
}

static struct str figure_path(const struct site_page *p, const struct site_figure *f,
                              const char *ext, struct arena *keep)
{
    return str_fmt(keep, "%.*s%.*s.%s", FMT(p->url), FMT(f->name), ext);
}

/* Notes a picture among the outputs; true when the last build drew just that. */
static bool is_drawn(const struct build *b, const struct state_page *old, struct state_page *now,
                     struct str path, uint64_t hash, struct arena *keep, struct arena scratch)
{
    const struct state_out *was = state_out_named(old, path);
    add_out(now, path, hash, keep);
    return was && was->hash && was->hash == hash && exists(b, path, scratch);
}

static void stage_drawn(struct build *b, int worker, struct str path, int error, struct str bytes,
                        struct arena scratch)
{
    if (error)
        fail(b, &b->site->workers[worker].diag, path, error);
    else
        stage(b, worker, path, bytes, scratch);
    b->work[worker].images++;
}

static void write_figures(struct build *b, int worker, const struct site_page *p,
                          const struct state_page *old, struct state_page *now,
                          struct arena scratch)
{
    struct site_worker *w = &b->site->workers[worker];
    for (ptrdiff_t i = 0; i < p->n_figures; i++) {
        const struct site_figure *f = &p->figures[i];
        struct arena work = scratch;
        struct str svg = figure_path(p, f, "svg", &w->keep),
                   png = figure_path(p, f, "png", &w->keep), bytes;
        add_out(now, svg, f->hash, &w->keep);
        stage(b, worker, svg, figures_svg(f, &work), work);
        if (b->site->options.no_png)
            continue;
        if (!is_drawn(b, old, now, png, f->hash, &w->keep, work))
            stage_drawn(b, worker, png, figures_png(f, &work, &bytes), bytes, work);
    }
}

static void write_card(struct build *b, int worker, const struct site_page *p,
                       const struct state_page *old, struct state_page *now, struct arena scratch)
{
    struct site_worker *w = &b->site->workers[worker];
    struct str path = products_card_path(p, &w->keep), bytes = { 0 };
    if (!is_drawn(b, old, now, path, products_card_hash(b->site, p), &w->keep, scratch))
        stage_drawn(b, worker, path, products_card(b->site, p, &scratch, &bytes), bytes, scratch);
}

static struct str render(struct build *b, const struct site_page *p, const struct document *doc,
                         struct lookup *l, struct arena *scratch)
{
    struct html_options options = { .raw_html = p->own_html ||
                                                b->site->file.raw_html == SITE_HTML_TRUSTED };
    struct buf content = buf_open(scratch, MAX_HTML), page = buf_open(scratch, MAX_HTML);
    struct value *frame = (struct value *)(uintptr_t)lookup_ask(l, LOOKUP_FRAME, S(""));
    struct value *values = (struct value *)(uintptr_t)value_get(frame, S("page"));
    options.style = value_get(value_get(frame, S("site")), S("style"))->str;
    bool styled = doc && html_write(doc, l, &options, scratch, &content);
    value_set(values, "styled", value_bool(styled, scratch), scratch);
    value_set(values, "content", value_html(buf_str(&content), scratch), scratch);
    bool home = p == b->site->root && p->first;
    const struct template *t = lookup_ask(l, LOOKUP_TEMPLATE, home ? S("home") : S("page"));
    template_render(t, frame, &page);
    return buf_str(&page);
}

/* Tables as files beside the page. l has answered for the page's HTML before. */
static void write_tables(struct build *b, int worker, const struct site_page *p,
                         const struct document *doc, struct lookup l, struct state_page *now,
                         struct arena scratch)
{
    for (const struct node *n = doc ? doc->root : NULL; n; n = node_next(n, doc->root)) {
        if (n->kind != NODE_TABLE || !html_csv_wanted(n))
            continue;
        struct arena work = scratch;
        struct buf csv = buf_open(&work, MAX_HTML);
        l.keep = &work;
        l.records.ptr = NULL; /* what is asked now was asked before */
        l.records.len = l.records.cap = 0;
        html_csv(n, &l, &csv);
        put_out(b, worker, now, str_join(p->url, html_csv_name(n, &work), &work), buf_str(&csv),
                work);
    }
}

/* ---- smaller copies of pictures ---- */

enum {
    MANY_PIXELS = 8 << 20, /* 32 MB as a bitmap; those of more are worked on two at a time */
    FEW_JOBS = 2,
};

static int64_t pixels_of(const struct site_image *p)
{
    return (int64_t)p->size.width * p->size.height;
}

/* The copies of the last build stand, when they were made of just this file. */
static bool have_copies(const struct build *b, const struct site_image *image, uint64_t hash,
                        const int *widths, int n, struct arena scratch)
{
    const struct state_page *old = map_get(&b->old.pages, image->file);
    if (!old || old->hash != hash)
        return false;
    for (ptrdiff_t i = 0; i < old->outs.len; i++)
        if (!exists(b, old->outs.ptr[i].path, scratch))
            return false;
    int *copy = ((struct site_image *)(uintptr_t)image)->copies;
    for (int i = 0; i < n; i++)
        if (state_out_named(old, images_copy_path(image->file, widths[i], &scratch)))
            *copy++ = widths[i];
    return true;
}

static void make_copies(void *ctx, ptrdiff_t i, int worker)
{
    struct build *b = ctx;
    struct site_image *image = b->pictures.ptr[i];
    struct site_worker *w = &b->site->workers[worker];
    struct arena scratch = w->scratch;
    struct str data, from = path_join(b->site->options.dir, image->file, &scratch);
    struct shrink_copy copies[LOOKUP_COPIES];
    int widths[LOOKUP_COPIES], n = images_widths(b->site, image, widths, scratch);
    if (fs_read(from.ptr, SHRINK_MAX_BYTES, &scratch, &data))
        return; /* said when the file itself is copied */
    uint64_t hash = images_hash(widths, n, data);
    if (have_copies(b, image, hash, widths, n, scratch)) {
        b->copies[i] = map_get(&b->old.pages, image->file);
        return;
    }
    int made = images_shrink(image, data, widths, n, &scratch, &w->diag, copies);
    if (made < 0)
        return; /* nothing is remembered, so that the next build says it too */
    b->copies[i] = NEW(&w->keep, struct state_page, 1);
    b->copies[i]->path = image->file;
    b->copies[i]->hash = hash;
    for (int k = 0; k < made; k++) {
        image->copies[k] = copies[k].width;
        put_out(b, worker, b->copies[i], images_copy_path(image->file, copies[k].width, &w->keep),
                copies[k].bytes, scratch);
    }
    b->work[worker].images += made;
}

/* Comes before the pages, which name the copies. In the state the copies of a picture stand as a page. */
static void write_copies(struct build *b, bool large)
{
    const struct site *s = b->site;
    b->pictures.len = 0;
    for (const struct map_entry *e = s->images.first; e; e = e->next)
        if (images_wanted(e->value) && (pixels_of(e->value) > MANY_PIXELS) == large)
            *PUSH(&b->pictures, b->keep) = e->value;
    b->copies = NEW(b->keep, struct state_page *, b->pictures.len);
    pool_run(large && s->jobs > FEW_JOBS ? FEW_JOBS : s->jobs, b->pictures.len, make_copies, b);
    for (ptrdiff_t i = 0; i < b->pictures.len; i++)
        if (b->copies[i])
            *map_at(&b->now.pages, b->copies[i]->path, b->keep) = b->copies[i];
}

static void keep_figures(const struct map *drawn, struct map *into, struct arena *keep)
{
    for (const struct map_entry *e = drawn->first; e; e = e->next) {
        const struct lookup_figure *f = ((const struct lookup_answer *)e->value)->value;
        struct lookup_figure *copy = NEW(keep, struct lookup_figure, 1);
        *copy = *f;
        struct str *const texts[] = { &copy->svg,      &copy->table, &copy->list, &copy->svg_href,
                                      &copy->png_href, &copy->alt,   &copy->note, &copy->source };
        for (ptrdiff_t i = 0; i < LEN(texts); i++)
            *texts[i] = str_copy(*texts[i], keep);
        *map_at(into, str_copy(e->key, keep), keep) = copy;
    }
}

static void build_page(void *ctx, ptrdiff_t i, int worker)
{
    struct build *b = ctx;
    struct site *s = b->site;
    struct site_page *p = &s->pages[i];
    struct site_worker *w = &s->workers[worker];
    struct arena scratch = w->scratch;
    const struct state_page *old = map_get(&b->old.pages, p->path);
    if (p->refused || atomic_load(&b->error))
        return;
    if (is_current(b, p, old, scratch)) {
        b->pages[i] = (struct state_page *)(uintptr_t)old;
        return;
    }
    struct state_page *now = NEW(&w->keep, struct state_page, 1);
    struct world_memo memo = { .world = &b->world, .keep = &scratch };
    struct lookup l = { .find = world_recall, .world = &memo, .page = p->path, .keep = &scratch };
    now->path = p->path;
    now->hash = p->hash;
    struct diag quiet = { .keep = &scratch };
    struct document *doc = p->src.text.len ? markdown_read(&p->src, &scratch, &quiet) : NULL;
    struct str html = render(b, p, doc, &l, &scratch);
    for (ptrdiff_t k = 0; k < l.records.len; k++) {
        struct lookup_record r = l.records.ptr[k];
        r.key = str_copy(r.key, &w->keep);
        *PUSH(&now->asked, &w->keep) = r;
    }
    struct str copy = products_copy(p, doc, l, &scratch);
    put_out(b, worker, now, p->out, html, scratch);
    put_out(b, worker, now, str_join(p->url, S("index.md"), &scratch), copy, scratch);
    if (site_search_has(s)) {
        struct str path = site_search_text_path(p, &w->keep), text = site_search_text(p, &scratch);
        add_out(now, path, str_hash(text), &w->keep);
        stage(b, worker, path, text, scratch);
    }
    write_tables(b, worker, p, doc, l, now, scratch);
    write_figures(b, worker, p, old, now, scratch);
    if (products_have_cards(s))
        write_card(b, worker, p, old, now, scratch);
    if (products_have_print(s))
        keep_figures(&memo.figures, &b->figures[i], &w->keep);
    b->pages[i] = now;
    b->work[worker].rendered++;
}

static void stage_shared(struct build *b, struct state_page *shared, struct str path,
                         struct str data)
{
    struct arena scratch = b->site->workers[0].scratch;
    add_out(shared, path, str_hash(data), b->keep);
    stage(b, 0, path, data, scratch);
}

static void emit(void *ctx, struct str path, struct str data)
{
    struct build *b = ctx;
    stage_shared(b, state_page(&b->now, S(""), b->keep), path, data);
}

/* The search index stands in the state as if it were a page: it is made again when a page was changed. */
static void write_search(struct build *b)
{
    struct site *s = b->site;
    struct arena scratch = s->workers[0].scratch;
    struct str name = site_search_dir(s);
    const struct state_page *old = map_get(&b->old.pages, name);
    struct state_page *now = state_page(&b->now, name, b->keep);
    now->hash = site_search_hash(s, &b->theme, scratch);
    bool current = old && old->outs.len && old->hash == now->hash;
    for (ptrdiff_t i = 0; current && i < old->outs.len; i++)
        current = exists(b, old->outs.ptr[i].path, scratch);
    if (current) {
        *now = *old;
        return;
    }
    struct search_files files = site_search_write(s, &b->theme);
    for (ptrdiff_t i = 0; i < files.len; i++)
        stage_shared(b, now, files.ptr[i].name, files.ptr[i].text);
}

static void write_icon(struct build *b, struct state_page *shared)
{
    struct arena scratch = b->site->workers[0].scratch;
    struct str path = S("touch-icon.png"), bytes = { 0 };
    if (!is_drawn(b, map_get(&b->old.pages, S("")), shared, path, 1, b->keep, scratch))
        stage_drawn(b, 0, path, card_icon(TOUCH_ICON, &scratch, &bytes), bytes, scratch);
}

/* Written again when any page was: the hash of a page's HTML says so. */
static void write_print(struct build *b)
{
    const struct state_page *old = map_get(&b->old.pages, S("print/"));
    struct state_page *now = state_page(&b->now, S("print/"), b->keep);
    now->hash = b->theme.hash | 1;
    for (const struct site_page *p = b->site->root; p; p = p->next_read) {
        const struct state_page *page = b->pages[p - b->site->pages];
        now->hash = (now->hash ^ (page ? page->outs.ptr[0].hash : 0)) * 0x9e3779b97f4a7c15u;
    }
    if (old && old->outs.len && old->hash == now->hash &&
        exists(b, old->outs.ptr[0].path, b->site->workers[0].scratch))
        *now = *old;
    else if (!b->error)
        stage_shared(b, now, S("print/index.html"), products_print(&b->world, b->figures));
}

/* Files that belong to no page: the theme's, and what pages show or link to. */
static void write_shared(struct build *b)
{
    struct state_page *shared = state_page(&b->now, S(""), b->keep);
    stage_shared(b, shared, b->theme.css_path, b->theme.css);
    stage_shared(b, shared, b->theme.js_path, b->theme.js);
    stage_shared(b, shared, b->theme.ground_path, b->theme.ground.css);
    stage_shared(b, shared, S(".plumb/policy"),
                 str_join(hosting_page_policy(&b->theme.ground.needs, b->keep), S("\n"), b->keep));
    stage_shared(b, shared, S("favicon.svg"), b->theme.icon);
    for (ptrdiff_t i = 0; i < b->theme.files.len; i++)
        stage_shared(b, shared, b->theme.files.ptr[i].path, b->theme.files.ptr[i].text);
    if (b->site->script_path.len)
        stage_shared(b, shared, b->site->script_path, b->site->script);
    products_write(b->site, &b->theme, arena_upper(b->keep), emit, b);
    if (products_have_icon(b->site, &b->theme))
        write_icon(b, shared);
    if (products_have_print(b->site))
        write_print(b);
    for (const struct map_entry *e = b->site->used_files.first; e; e = e->next) {
        struct arena scratch = b->site->workers[0].scratch;
        struct str from = path_join(b->site->options.dir, e->key, &scratch), data;
        int error = fs_read(from.ptr, MAX_COPY, &scratch, &data);
        if (error)
            fail(b, &b->site->diag, from, error);
        else {
            add_out(shared, e->key, str_hash(data), b->keep);
            stage(b, 0, e->key, data, scratch);
        }
    }
}

static ptrdiff_t move_into_place(struct build *b)
{
    ptrdiff_t n = 0;
    for (int i = 0; i < b->site->jobs; i++) {
        for (ptrdiff_t k = 0; k < b->work[i].staged.len && !b->error; k++, n++) {
            const struct staged *f = &b->work[i].staged.ptr[k];
            int error = fs_rename(f->from.ptr, f->to.ptr);
            if (error)
                fail(b, &b->site->diag, f->to, error);
        }
    }
    return n;
}

/* Files of the last build that this one does not have. */
static ptrdiff_t remove_stale(struct build *b)
{
    struct map wanted = { 0 };
    ptrdiff_t n = 0;
    for (const struct map_entry *e = b->now.pages.first; e; e = e->next)
        for (ptrdiff_t i = 0; i < ((struct state_page *)e->value)->outs.len; i++)
            *map_at(&wanted, ((struct state_page *)e->value)->outs.ptr[i].path, b->keep) = b;
    for (const struct map_entry *e = b->old.pages.first; e; e = e->next) {
        const struct state_page *p = e->value;
        for (ptrdiff_t i = 0; i < p->outs.len; i++) {
            struct arena scratch = b->site->workers[0].scratch;
            if (map_get(&wanted, p->outs.ptr[i].path))
                continue;
            n += fs_remove(below_out(b, p->outs.ptr[i].path, &scratch).ptr) == 0;
            for (struct str dir = path_dir(p->outs.ptr[i].path); dir.len; dir = path_dir(dir))
                if (fs_remove_dir(below_out(b, dir, &scratch).ptr))
                    break;
        }
    }
    return n;
}

static bool only_dot_files(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return *path_base(e->path).ptr != '.';
}

/* OUT is ours when it is new, empty or carries our state; anything else is somebody's folder. */
static bool is_ours(struct build *b, struct arena scratch)
{
    struct site *s = b->site;
    struct fs_list files = { 0 };
    const char *out = str_c(s->options.out, &scratch);
    if (fs_is_file(below_out(b, S(".plumb/state"), &scratch).ptr) || !fs_is_dir(out))
        return true;
    if (fs_walk(out, only_dot_files, NULL, &scratch, &files) == 0 && files.len == 0)
        return true;
    diag_file(&s->diag, RULE(INPUT_READ), s->options.out,
              "holds files that plumb did not write; name another folder with -o, or empty it");
    return false;
}

static void read_state(struct build *b)
{
    struct str text, path = below_out(b, S(".plumb/state"), b->keep);
    if (fs_read(path.ptr, MAX_STATE, b->keep, &text) == 0)
        b->old = state_read(text, b->site->options.no_cache ? S("") : version(b->keep), b->keep);
}

static void write_state(struct build *b)
{
    struct buf text = buf_open(b->keep, MAX_STATE);
    struct str path = below_out(b, S(".plumb/state"), b->keep);
    bool wrote;
    state_write(&b->now, version(b->keep), &text);
    int error = fs_write_changed(path.ptr, buf_str(&text), b->site->workers[0].scratch, &wrote);
    if (!error && b->dates.len)
        error = fs_write(below_out(b, S(".plumb/dates"), b->keep).ptr, b->dates);
    if (error)
        fail(b, &b->site->diag, path, error);
}

static void build_all(struct build *b, struct site_built *built)
{
    struct site *s = b->site;
    b->pages = NEW(b->keep, struct state_page *, s->n_pages);
    b->figures = NEW(b->keep, struct map, s->n_pages);
    write_copies(b, false);
    write_copies(b, true);
    pool_run(s->jobs, s->n_pages, build_page, b);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (b->pages[i])
            *map_at(&b->now.pages, b->pages[i]->path, b->keep) = b->pages[i];
    write_shared(b);
    if (site_search_has(s))
        write_search(b);
    for (int i = 0; i < s->jobs; i++) {
        built->rendered += b->work[i].rendered;
        built->images += b->work[i].images;
    }
    built->pages = s->n_pages;
    if (b->error)
        return;
    built->written = move_into_place(b);
    built->removed = b->error ? 0 : remove_stale(b);
    write_state(b);
}

int site_build(struct site *s, struct site_built *built)
{
    struct build *b = NEW(s->keep, struct build, 1);
    *built = (struct site_built){ 0 };
    b->dates = dates_find(s);
    b->site = s;
    b->keep = s->keep;
    if (!is_ours(b, s->workers[0].scratch))
        return EEXIST;
    if (!theme_load(&b->theme, s, s->keep, &s->diag))
        return EINVAL;
    b->world = (struct world){ s, &b->theme };
    read_state(b);
    build_all(b, built);
    fs_remove_tree(below_out(b, S(".plumb/new"), s->keep).ptr);
    site_finish(s);
    return b->error;
}
