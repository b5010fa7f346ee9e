/* files.c - what goes out as it is: files that pages link to or show, and the theme's. */
#include "check/hosting.h"
#include "page/asset.h"
#include "write/makers.h"

enum { MAX_FILE = 1 << 30 };

/* One product a file: by its stamp, so that it is not read without need. */
static void make_file(struct build *b, struct str path)
{
    struct site *s = b->site;
    struct arena scratch = s->workers[0].scratch;
    const struct fs_entry *e = map_get(&s->file_at, path);
    struct str name = str_join(S("=file:"), path, b->keep), data;
    uint64_t hash = e ? (uint64_t)e->size : 0;
    const int64_t parts[] = { e ? e->mtime_ns : 0, e ? e->ctime_ns : 0, e ? (int64_t)e->inode : 0 };
    for (ptrdiff_t i = 0; i < LEN(parts); i++)
        hash = (hash ^ (uint64_t)parts[i]) * 0x9e3779b97f4a7c15u;
    /* one as young as the record may have changed without its clock */
    bool old = e && e->ctime_ns < s->record.moment_ns - 20000000;
    const struct record_product *was = old ? product_holds(b, name, hash | 1, scratch) : NULL;
    struct record_product *p = record_add(&b->now, name, b->keep);
    ptrdiff_t number = p->number;
    if (was)
        *p = *was;
    p->number = number;
    p->hash = hash | 1;
    if (was)
        return;
    int error = site_read(s, path, MAX_FILE, &scratch, &data);
    if (error)
        product_fail(b, 0, path, error);
    product_put(b, 0, p, path, data, scratch);
}

void files_scripts(struct build *b)
{
    asset_named(S("estimator.js"), &b->site->script);
}

void files_make(struct build *b)
{
    for (const struct map_entry *e = b->site->used_files.first; e; e = e->next)
        make_file(b, e->key);
}

static void put_theme(struct build *b, struct record_product *p, struct arena scratch)
{
    const struct theme *t = &b->theme;
    const struct {
        struct str path, text;
    } files[] = {
        { t->css_path, t->css },
        { t->pictures_path, t->pictures },
        { t->js_path, t->js },
        { t->figure_path, t->figure_js },
        { t->ground_path, t->ground.css },
        { S("favicon.svg"), t->icon },
        { b->site->script_path, b->site->script },
        { S(".plumb/policy"),
          str_join(hosting_page_policy(&t->ground.needs, b->keep), S("\n"), b->keep) },
    };
    for (ptrdiff_t i = 0; i < LEN(files); i++)
        if (files[i].path.len)
            product_put(b, 0, p, files[i].path, files[i].text, scratch);
    for (ptrdiff_t i = 0; i < t->files.len; i++)
        product_put(b, 0, p, t->files.ptr[i].path, t->files.ptr[i].text, scratch);
}

void files_make_theme(struct build *b)
{
    const struct theme *t = &b->theme;
    uint64_t h = product_mix(product_mix(t->hash, t->css), t->js) ^ str_hash(t->pictures);
    h = product_mix(product_mix(product_mix(product_mix(h, t->figure_js), t->ground.css), t->icon),
                    b->site->script);
    for (ptrdiff_t i = 0; i < t->files.len; i++)
        h = product_mix(h, t->files.ptr[i].path);
    product_one(b, "=theme", h, put_theme);
}
