/* files.c - which files of a folder may hold resources, their texts, and the one table of all. */
#include "infra/files.h"

#include <errno.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "infra/cfn.h"
#include "infra/compose.h"
#include "infra/edges.h"
#include "infra/kube.h"
#include "infra/tf.h"
#include "infra/tf_hcl.h"
#include "load/hcl.h"
#include "load/yaml.h"
#include "model/rule.h"

enum { FILE_MAX = 64 << 20, FILES_MAX = 2000 };

static bool may_hold(void *ctx, const struct fs_entry *e)
{
    static const char *const ends[] = { ".json", ".yaml", ".yml", ".template", ".tfstate", ".tf" };
    struct str base = path_base(e->path);
    (void)ctx;
    if (!base.len || *base.ptr == '.' || str_equal(base, S("node_modules")))
        return false;
    for (ptrdiff_t i = 0; !e->is_dir && i < LEN(ends); i++)
        if (str_ends(base, str_of(ends[i])))
            return true;
    return e->is_dir;
}

static void report(struct diag *d, struct str path, int error)
{
    if (error == FS_TOO_LARGE)
        diag_file(d, RULE(INPUT_SIZE), path, "a file of more than 64 MiB is not read");
    else
        diag_file(d, RULE(INPUT_READ), path, "cannot be read: %s", fs_error(error));
}

static int read_folder(struct str dir, struct arena *keep, struct diag *d, struct infra_file **out)
{
    struct fs_list list = { 0 };
    int error = fs_walk(str_c(dir, keep), may_hold, NULL, keep, &list), n = 0;
    if (error) {
        report(d, dir, error);
        return -1;
    }
    if (list.len > FILES_MAX)
        diag_file(d, RULE(INPUT_SIZE), dir, "more than %d files: the rest is left out", FILES_MAX);
    *out = NEW(keep, struct infra_file, list.len + 1);
    for (ptrdiff_t i = 0; i < list.len && i < FILES_MAX; i++) {
        if (list.ptr[i].is_dir)
            continue;
        struct infra_file *f = &(*out)[n];
        f->path = list.ptr[i].path;
        f->src.path = path_join(dir, f->path, keep);
        error = fs_read(str_c(f->src.path, keep), FILE_MAX, keep, &f->src.text);
        if (error)
            report(d, f->src.path, error);
        else
            n++;
    }
    return n;
}

int infra_read(struct str path, struct arena *keep, struct diag *d, struct infra_file **files)
{
    if (fs_is_dir(str_c(path, keep)))
        return read_folder(path, keep, d, files);
    struct infra_file *f = *files = NEW(keep, struct infra_file, 1);
    f->path = path_base(path);
    f->src.path = path;
    int error = fs_read(str_c(path, keep), FILE_MAX, keep, &f->src.text);
    if (error)
        report(d, path, error);
    return error ? -1 : 1;
}

/* What PowerShell's > writes is UTF-16 with a mark in front; anything else stays as it is. */
static struct str utf8_of(struct str text, struct arena *keep)
{
    if (!str_starts(text, S("\xff\xfe")))
        return text;
    struct buf out = buf_open(keep, 2 * text.len);
    for (ptrdiff_t i = 2; i + 1 < text.len; i += 2) {
        const unsigned char *u = (const unsigned char *)text.ptr + i;
        uint32_t cp = (uint32_t)u[0] | (uint32_t)u[1] << 8;
        if (cp >= 0xD800 && cp < 0xDC00 && i + 3 < text.len) {
            cp = 0x10000 + ((cp - 0xD800) << 10) + (((uint32_t)u[2] | (uint32_t)u[3] << 8) & 0x3FF);
            i += 2;
        }
        char one[4];
        buf_put(&out, (struct str){ one, utf8_encode(cp, one) });
    }
    return buf_str(&out);
}

static bool looks_like_json(struct str text)
{
    struct str t = str_trim(text);
    return t.len && (*t.ptr == '{' || *t.ptr == '[');
}

void infra_parse(struct infra_file *files, int n, struct arena *keep, struct diag *d)
{
    for (int i = 0; i < n; i++) {
        struct infra_file *f = &files[i];
        struct str ext = path_ext(f->path);
        bool yaml = str_equal(ext, S(".yaml")) || str_equal(ext, S(".yml"));
        f->src.text = utf8_of(f->src.text, keep);
        f->terraform = !yaml && tf_is(f->src.text);
        if (f->root || f->terraform)
            continue;
        if (str_equal(ext, S(".tf")))
            f->root = hcl_parse(&f->src, keep, RULE(INPUT_FORMAT), d);
        else if (looks_like_json(f->src.text) && !yaml)
            f->root = json_parse(&f->src, keep, RULE(INPUT_JSON), d);
        else
            f->root = yaml_parse(&f->src, keep, RULE(INPUT_YAML), d);
    }
}

struct infra *infra_table(struct infra_file *files, int n, struct arena *keep, struct diag *d)
{
    struct infra *t = NEW(keep, struct infra, 1);
    t->keep = keep;
    cfn_read(t, files, n, d);
    for (int i = 0; i < n; i++)
        if (files[i].terraform)
            tf_read(t, &files[i], d);
    tf_hcl_read(t, files, n, d);
    kube_read(t, files, n);
    for (int i = 0; i < n; i++)
        if (table_family(files[i].root) == INFRA_COMPOSE)
            compose_read(t, &files[i]);
    edges_infer(t);
    /* what has a public name is for somebody */
    for (ptrdiff_t i = 0; i < t->resources.len; i++)
        if (t->resources.ptr[i]->kind &&
            kinds_in(t->resources.ptr[i]->kind, "dns.record,cdn.distribution,api.rest,api.http"))
            table_outside(t, S("internet"), S(""), t->resources.ptr[i]->family);
    return t;
}
