/* build.c - the table of makers, the loop around it, and what is said when it fails. */
#include "write/build.h"

#include <errno.h>

#include "base/lazy.h"
#include "base/pool.h"
#include "gather/dates.h"
#include "gather/summary.h"
#include "judge/ask.h"
#include "gather/look.h"
#include "judge/images.h"
#include "judge/judge.h"
#include "judge/repository.h"
#include "load/history.h"
#include "model/rule.h"
#include "write/hosting.h"
#include "write/makers.h"

/* In this order: pages name the copies of pictures, and what is made of all pages comes last. */
static void (*const makers[])(struct build *b) = {
    copies_make, pages_make,      files_make,  files_make_theme,
    lists_make,  cards_make_icon, search_make, print_make,
};

/* ---- nothing changed ---- */

/* Every file that was read is the same, and no other is there. */
static bool same_inputs(const struct site *s, const struct record *r)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < r->inputs.len; i++) {
        const struct fs_entry *e = map_get(&s->file_at, r->inputs.ptr[i].path);
        if (str_starts(r->inputs.ptr[i].path, S("."))) { /* above the content, or hidden in it */
            if (!repository_same(s->options.dir, &r->inputs.ptr[i], r->moment_ns, *s->keep))
                return false;
            continue;
        }
        if (!e || record_same(r, &r->inputs.ptr[i].stamp, e) != RECORD_SAME)
            return false;
        n++;
    }
    for (ptrdiff_t i = 0; i < r->products.len; i++) {
        const struct record_product *p = r->products.ptr[i];
        if (!p->stamp.inode)
            continue;
        const struct fs_entry *e = map_get(&s->file_at, p->name);
        if (!e || record_same(r, &p->stamp, e) != RECORD_SAME)
            return false;
        n++;
    }
    return n + s->refused_at.len == s->files.len && !s->refused_at.len;
}

struct looking {
    const struct build *b;
    bool stands[SITE_JOBS];
};

static void look_at(void *ctx, ptrdiff_t i, int worker)
{
    struct looking *l = ctx;
    const struct record *r = &l->b->site->record;
    const struct record_product *p = r->products.ptr[i];
    for (ptrdiff_t k = 0; k < p->outs.len && l->stands[worker]; k++)
        l->stands[worker] =
            out_stands(&l->b->out, r, &p->outs.ptr[k], l->b->site->workers[worker].scratch);
}

static bool outputs_stand(const struct build *b)
{
    struct looking l = { .b = b };
    for (int i = 0; i < SITE_JOBS; i++)
        l.stands[i] = true;
    pool_run(b->site->jobs, b->site->record.products.len, look_at, &l);
    for (int i = 0; i < SITE_JOBS; i++)
        if (!l.stands[i])
            return false;
    return true;
}

static uint64_t options_hash(const struct site_options *o)
{
    uint64_t h = product_mix((uint64_t)date_days(o->today), o->base_url);
    h = product_mix(product_mix(product_mix(h, o->version), o->below), o->canonical);
    return h * 16 + (uint64_t)(o->png + 2 * o->no_png + 4 * o->drafts) + 1;
}

/* Then the last build's findings are this one's. */
static bool is_unchanged(struct build *b)
{
    struct site *s = b->site;
    const struct record *r = &s->record;
    if (!r->current || r->options != options_hash(&s->options) ||
        !str_equal(r->commit, history_head(s->options.dir, s->keep)) || !same_inputs(s, r) ||
        !outputs_stand(b))
        return false;
    struct unpack u = { .rest = r->findings };
    summary_unpack_findings(&u, &s->diag);
    s->file.fail_on = (enum severity)r->fail_on;
    return !u.bad;
}

/* ---- what goes wrong ---- */

static void report(struct build *b, struct str path, int error)
{
    struct site *s = b->site;
    struct str place = str_fmt(s->keep, "%.*s/%.*s", FMT(s->options.out), FMT(path));
    const char *after =
        b->out.half_moved ? "; the site is half moved: " : "; the site is as it was";
    if (error == OUT_FOREIGN && !path.len)
        diag_file(&s->diag, RULE(OUTPUT_FOREIGN), s->options.out,
                  "holds files that plumb did not write; name another folder with -o, or empty it");
    else if (error == OUT_FOREIGN)
        diag_file(
            &s->diag, RULE(OUTPUT_FOREIGN), place,
            "is a file that plumb did not write; move it away, or name another folder with -o");
    else if (error == OUT_BUSY)
        diag_file(&s->diag, RULE(INPUT_READ), s->options.out, "another build works here: %.*s",
                  FMT(b->out.why));
    else
        diag_file(&s->diag, RULE(INPUT_READ), place, "cannot be written: %s%s%.*s", fs_error(error),
                  after, FMT(b->out.why));
}

static int first_failure(struct build *b)
{
    for (int i = 0; i < SITE_JOBS; i++)
        if (b->failed[i].error) {
            report(b, b->failed[i].path, b->failed[i].error);
            return b->failed[i].error;
        }
    return 0;
}

static void report_kept(struct build *b)
{
    struct site *s = b->site;
    for (ptrdiff_t i = 0; i < b->out.kept.len; i++) {
        const struct out_kept *k = &b->out.kept.ptr[i];
        struct str place = str_fmt(s->keep, "%.*s/%.*s", FMT(s->options.out), FMT(k->path));
        if (k->error)
            diag_file(&s->diag, RULE(OUTPUT_CHANGED), place,
                      "is empty now, and cannot be removed: %s", fs_error(k->error));
        else
            diag_file(
                &s->diag, RULE(OUTPUT_CHANGED), place,
                "is no part of the site any more, and was changed since plumb wrote it: it stays");
    }
}

/* ---- the record to come ---- */

static void note_inputs(struct build *b)
{
    const struct site *s = b->site;
    for (ptrdiff_t i = 0; i < s->files.len; i++) {
        const struct fs_entry *e = &s->files.ptr[i];
        if (e->kind == FS_PLAIN && !site_page_at(s, e->path))
            *PUSH(&b->now.inputs, b->keep) = (struct record_input){ e->path, record_stamp_of(e) };
    }
    repository_inputs(s, &b->now, b->keep);
}

static void note_all(struct build *b)
{
    struct site *s = b->site;
    struct buf findings = buf_open(b->keep, PTRDIFF_MAX / 2);
    struct claim_counts claims = judge_claim_counts(s);
    summary_pack_findings(s->diag.findings.ptr, s->diag.findings.len, &findings);
    /* 0 is no program: what was made on a machine that lacked something is made again */
    b->now.program = lazy_missed() ? 0 : record_program();
    b->now.dir = s->options.dir;
    b->now.commit = s->commit;
    b->now.dates = s->dates;
    b->now.moment_ns = s->moment_ns;
    b->now.written_ns = site_moment();
    b->now.options = options_hash(&s->options);
    memcpy(b->now.epochs, s->epochs, sizeof b->now.epochs);
    b->now.findings = buf_str(&findings);
    memcpy(b->now.claims.n, claims.n, sizeof claims.n);
    b->now.fail_on = (int)s->file.fail_on;
    note_inputs(b);
}

/* ---- the order of things ---- */

static int make_and_move(struct build *b, struct site_built *built)
{
    struct site *s = b->site;
    if (!theme_load(&b->theme, s, s->keep, &s->diag))
        return EINVAL;
    b->world = (struct world){ s, &b->theme };
    world_epoch(s, &b->theme);
    for (ptrdiff_t i = 0; i < LEN(makers) && !product_failed(b); i++)
        makers[i](b);
    hosting_judge(s);
    judge_finish(s);
    const char *where;
    int error = first_failure(b);
    if (buf_cuts(&where)) /* cmd says it */
        return EFBIG;
    if (error || site_is_unreadable(s) || product_leaks(b))
        return error ? error : EINVAL;
    note_all(b);
    error = out_commit(&b->out, &s->record, &b->now, s->workers[0].scratch, &built->written,
                       &built->removed);
    if (error)
        report(b, b->out.at, error);
    report_kept(b);
    return error;
}

static int build_all(struct build *b, struct site_built *built)
{
    struct site *s = b->site;
    site_settings(s);
    site_collect(s, 0);
    files_scripts(b);
    judge_open(s);
    site_tags(s);
    look_open(s);
    site_order(s);
    site_dates(s);
    site_faces(s);
    judge_files(s);
    images_measure(s);
    judge_finish(s);
    if (site_is_unreadable(s)) {
        judge_all(s); /* so that all of it is said at once */
        return EINVAL;
    }
    int error = make_and_move(b, built);
    built->pages = s->n_pages;
    for (int i = 0; i < s->jobs; i++) {
        built->rendered += b->rendered[i];
        built->images += b->images[i];
    }
    return error;
}

int build_site(struct site *s, const struct site_options *options, struct arena *keep,
               struct site_built *built, void (*say)(struct str holder))
{
    struct build *b = NEW(keep, struct build, 1);
    *built = (struct site_built){ 0 };
    b->site = s;
    b->keep = keep;
    if (!site_open(s, options, keep)) {
        judge_finish(s);
        return EINVAL;
    }
    int error = out_open(&b->out, s->options.out, keep, say);
    if (!error)
        error = record_read(&b->out.root, record_program(), s->options.dir, keep, &s->record);
    if (s->options.no_cache)
        s->record.current = false;
    bool unchanged = !error && is_unchanged(b);
    if (!error && !unchanged)
        error = out_claim(&b->out, &s->record);
    if (error) {
        report(b, error == OUT_FOREIGN ? S("") : b->out.at, error);
    } else if (unchanged) {
        built->unchanged = true;
        built->pages = 0;
        for (ptrdiff_t i = 0; i < s->record.products.len; i++)
            built->pages += s->record.products.ptr[i]->name.ptr[0] != '=';
    } else {
        error = build_all(b, built);
    }
    out_close(&b->out);
    judge_finish(s);
    return error;
}
