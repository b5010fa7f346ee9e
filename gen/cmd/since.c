/* since.c - two trees side by side: the files of a revision are laid out in a folder of their own, judged as
 * any site is, and the folder is removed. */
#include "cmd/since.h"

#include <stdlib.h>

#include "base/path.h"
#include "judge/coverage.h"
#include "judge/lost.h"
#include "load/history.h"
#include "model/rule.h"
#include "write/build.h"

static bool lay_out(const struct history *h, struct str dir, struct arena *keep, struct str *why)
{
    for (ptrdiff_t i = 0; i < h->files.len; i++) {
        bool escapes; /* a tree that git did not make may name anything */
        struct str to = path_join(dir, path_normal(h->files.ptr[i].path, keep, &escapes), keep);
        int error = escapes ? 0 : fs_write(to.ptr, h->files.ptr[i].text);
        if (error) {
            *why = str_fmt(keep, "%.*s cannot be written: %s", FMT(to), fs_error(error));
            return false;
        }
    }
    return true;
}

bool since_load(const struct site *now, struct str rev, struct arena *keep, struct site *was,
                struct str *why)
{
    const struct source_root *root = &now->file.root;
    const char *tmp = getenv("TMPDIR");
    struct history h;

    if (!history_read(root->top, rev, keep, &h, why))
        return false;
    struct str top = str_fmt(keep, "%s/plumb-since-XXXXXX%c", tmp && *tmp ? tmp : "/tmp", 0);
    top.len--;
    if (!mkdtemp((char *)(uintptr_t)top.ptr)) {
        *why = str_fmt(keep, "no folder can be made in %s", tmp && *tmp ? tmp : "/tmp");
        return false;
    }
    struct site_options options = now->options;
    options.dir = root->inside.len ? str_fmt(keep, "%.*s/%.*s", FMT(top),
                                             FMT(str_sub(root->inside, 0, root->inside.len - 1)))
                                   : top;
    options.out = (struct str){ 0 };
    options.texts = true;
    /* an own .git: the root is found here, and not by what stands around TMPDIR */
    bool good =
        lay_out(&h, top, keep, why) && !fs_write(path_join(top, S(".git/HEAD"), keep).ptr, S(""));
    if (good && !site_load(was, &options, keep)) {
        *why =
            str_fmt(keep, "%.*s was no folder of pages at %.*s", FMT(now->options.dir), FMT(rev));
        good = false;
    }
    fs_remove_tree(top.ptr);
    return good;
}

/* ---- what is known already ---- */

/* file as it is called from the root, wherever that stands. */
static struct str from_root(const struct site *s, struct str file, struct arena *keep)
{
    const struct source_root *r = &s->file.root;
    struct str up = S("x");
    for (int i = 0; i < r->up; i++)
        up = str_join(S("../"), up, keep);
    struct str inner = source_root_shown(r, S("x"), keep), outer = source_root_shown(r, up, keep);
    inner.len--;
    outer.len--;
    if (outer.len > inner.len && str_starts(file, outer))
        return str_from(file, outer.len);
    if (str_starts(file, inner))
        return str_join(r->inside, str_from(file, inner.len), keep);
    return str_starts(file, outer) ? str_from(file, outer.len) : file;
}

/* Bytes of line before column col, which counts code points from 1. */
static ptrdiff_t bytes_to(struct str line, int col)
{
    ptrdiff_t i = 0;
    for (; i < line.len && col > 1; col--)
        for (i++; i < line.len && ((unsigned char)line.ptr[i] & 0xC0) == 0x80;)
            i++;
    return i;
}

static struct str fingerprint(const struct site *s, const struct finding *f, struct arena *keep)
{
    ptrdiff_t from = bytes_to(f->source_line, f->col),
              to =
                  f->end_line > f->line ? f->source_line.len : bytes_to(f->source_line, f->end_col);
    struct str quote = f->line && to > from ? str_sub(f->source_line, from, to - from) : S("");
    return str_fmt(keep, "%s\n%.*s\n%.*s\n%.*s", f->rule->id, FMT(from_root(s, f->file, keep)),
                   FMT(quote), FMT(f->about));
}

static ptrdiff_t drop_known(struct site *now, const struct site *was, struct arena *keep)
{
    struct map known = { 0 }; /* fingerprint -> how often */
    ptrdiff_t n = 0, all = now->diag.findings.len;

    for (ptrdiff_t i = 0; i < was->diag.findings.len; i++) {
        void **at = map_at(&known, fingerprint(was, &was->diag.findings.ptr[i], keep), keep);
        *at = (void *)((intptr_t)*at + 1);
    }
    for (ptrdiff_t i = 0; i < all; i++) {
        struct finding f = now->diag.findings.ptr[i];
        void **at = map_at(&known, fingerprint(now, &f, keep), keep);
        if (*at)
            *at = (void *)((intptr_t)*at - 1);
        else
            now->diag.findings.ptr[n++] = f;
    }
    now->diag.findings.len = n;
    return all - n;
}

ptrdiff_t since_compare(struct site *now, const struct site *was, struct arena *keep)
{
    for (ptrdiff_t i = 0; i < now->n_pages; i++) {
        const struct site_page *p = &now->pages[i], *old = site_page_at(was, p->path);
        if (p->generated || p->refused)
            continue;
        if (old)
            lost_report(old->claims, old->n_claims, p, &p->src, arena_upper(keep), &now->diag);
        coverage_new(now, p, was, old, arena_upper(keep), &now->diag);
    }
    judge_finish(now);
    return drop_known(now, was, keep);
}
