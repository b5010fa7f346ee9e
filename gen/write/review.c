/* review.c - the facts of the pack as values for the template assets/review.html, and the file around
 * it: the style goes inline, allowed by its hash alone. */
#include "write/review.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/path.h"
#include "check/config_diff.h"
#include "check/secrets.h"
#include "draw/chart.h"
#include "draw/svg.h"
#include "load/history.h"
#include "page/value.h"
#include "judge/costs.h"
#include "judge/judge.h"
#include "write/build.h"
#include "write/theme.h"

struct review {
    struct site *site;
    const struct review_baseline *since;
    struct arena *keep;
    int pages_changed, values_changed;
};

static void set(struct review *r, struct value *map, const char *key, struct str s)
{
    if (s.len)
        value_set(map, key, value_str(s, r->keep), r->keep);
}

static struct value *row(struct review *r, struct value *list)
{
    return value_add(list, value_map(r->keep), r->keep);
}

/* ---- what changed ---- */

static void page_change(struct review *r, struct value *list, const char *sign, const char *word,
                        const struct site_page *p)
{
    struct value *v = row(r, list);
    set(r, v, "sign", str_of(sign));
    set(r, v, "word", str_of(word));
    set(r, v, "title", p->title);
    set(r, v, "path", p->path);
    r->pages_changed++;
}

static struct value *changed_pages(struct review *r)
{
    struct value *list = value_list(r->keep);
    const struct site *old = r->since->site;
    for (ptrdiff_t i = 0; i < r->site->n_pages; i++) {
        const struct site_page *p = &r->site->pages[i], *was = site_page_at(old, p->path);
        if (p->generated)
            continue;
        if (!was || was->generated)
            page_change(r, list, "+", "added", p);
        else if (was->hash != p->hash)
            page_change(r, list, "~", "changed", p);
    }
    for (ptrdiff_t i = 0; i < old->n_pages; i++) {
        const struct site_page *is = site_page_at(r->site, old->pages[i].path);
        if (!old->pages[i].generated && (!is || is->generated))
            page_change(r, list, "−", "removed", &old->pages[i]);
    }
    return list;
}

static void changed_source(struct review *r, struct value *list, const struct data_source *a,
                           const struct data_source *b)
{
    static const char *const words[] = {
        [CONFIG_DIFFER] = "changed", [CONFIG_ONLY_A] = "removed", [CONFIG_ONLY_B] = "added"
    };
    static const char *const signs[] = {
        [CONFIG_DIFFER] = "~", [CONFIG_ONLY_A] = "−", [CONFIG_ONLY_B] = "+"
    };
    struct config_diff d = config_diff_make(&r->site->data, a, b, NULL, r->keep);
    for (int i = 0; i < d.n_rows; i++) {
        if (d.rows[i].mark == CONFIG_SAME)
            continue;
        struct value *v = row(r, list);
        set(r, v, "sign", str_of(signs[d.rows[i].mark]));
        set(r, v, "word", str_of(words[d.rows[i].mark]));
        set(r, v, "source", b->name);
        set(r, v, "place", d.rows[i].pointer);
        set(r, v, "old", d.rows[i].shown_a);
        set(r, v, "new", d.rows[i].shown_b);
        r->values_changed++;
    }
}

static struct value *changed_values(struct review *r)
{
    struct value *list = value_list(r->keep);
    const struct data *old = &r->since->site->data;
    for (int i = 0; i < r->site->data.n_sources; i++) {
        const struct data_source *b = &r->site->data.sources[i];
        if (!data_is_config(b))
            continue;
        const struct data_source *a = data_source_named(old, b->name, S(""));
        if (a && a->root && b->root)
            changed_source(r, list, a, b);
    }
    return list;
}

/* ---- costs ---- */

static struct str total_of(const struct cost_size *s, struct arena *keep)
{
    return s && s->priced ? money_show_range(s->total.at[COST_LOW], s->total.at[COST_HIGH], keep)
                          : S("?");
}

static struct str signed_money(int64_t e10, struct arena *keep)
{
    return e10 == 0 ? S("no change")
                    : str_fmt(keep, "%s%.*s", e10 < 0 ? "−" : "+",
                              FMT(money_show(e10 < 0 ? -e10 : e10, keep)));
}

static struct value *cost_rows(struct review *r)
{
    struct value *list = value_list(r->keep);
    const struct cost_size *size;
    for (int i = 0; (size = cost_set_shown(r->site->costs, i)) != NULL; i++) {
        const struct cost_size *was =
            r->since ? cost_size_named(r->since->site->costs, size->id) : NULL;
        struct value *v = row(r, list);
        set(r, v, "name", size->name);
        if (size->users_low)
            set(r, v, "users",
                size->users_high
                    ? str_fmt(r->keep, "%lld–%lld users", (long long)size->users_low,
                              (long long)size->users_high)
                    : str_fmt(r->keep, "%lld users and more", (long long)size->users_low));
        set(r, v, "total", total_of(size, r->keep));
        if (was)
            set(r, v, "old", total_of(was, r->keep));
        if (was && was->priced && size->priced)
            set(r, v, "delta",
                signed_money(size->total.at[COST_TYPICAL] - was->total.at[COST_TYPICAL], r->keep));
    }
    return list;
}

static struct str cost_delta(struct review *r)
{
    int64_t sum = 0;
    if (!r->since)
        return S("—");
    for (int i = 0; i < r->site->costs->n_sizes; i++) {
        const struct cost_size *size = &r->site->costs->sizes[i];
        const struct cost_size *was = cost_size_named(r->since->site->costs, size->id);
        if (was && was->priced && size->priced)
            sum += size->total.at[COST_TYPICAL] - was->total.at[COST_TYPICAL];
    }
    return signed_money(sum, r->keep);
}

static struct value *cost_chart_html(struct review *r)
{
    struct str why;
    struct chart *chart = r->site->costs->n_sizes ? costs_chart(r->site, S("costs/sizes.json"),
                                                                S("chart=range"), r->keep, &why)
                                                  : NULL;
    if (!chart)
        return NULL;
    struct scene scene = { 0 };
    struct buf svg = buf_open(r->keep, 1 << 22);
    chart_scene(chart, r->keep, &scene);
    svg_write(&scene, &(struct svg_options){ .id = S("sizes"), .inline_ = true }, &svg);
    return value_html(buf_str(&svg), r->keep);
}

/* ---- findings, claims, decisions, actions ---- */

static struct value *finding_rows(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (int level = SEVERITY_ERROR; level >= SEVERITY_WARNING; level--) {
        for (ptrdiff_t i = 0; i < r->site->diag.findings.len; i++) {
            const struct finding *f = &r->site->diag.findings.ptr[i];
            if ((int)f->severity != level || f->accepted.len)
                continue;
            struct value *v = row(r, list);
            set(r, v, "severity", str_of(severity_name(f->severity)));
            set(r, v, "rule", str_of(f->rule->id));
            set(r, v, "place",
                f->line ? str_fmt(r->keep, "%.*s:%d:%d", FMT(f->file), f->line, f->col) : f->file);
            set(r, v, "message", f->message);
            set(r, v, "evidence", f->evidence.value);
            set(r, v, "suggest", f->suggest);
        }
    }
    return list;
}

static struct value *decision_rows(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (ptrdiff_t i = 0; i < r->site->n_pages; i++) {
        const struct site_page *p = &r->site->pages[i];
        if (!p->front.status.len)
            continue;
        int n[N_VERDICTS] = { 0 };
        for (ptrdiff_t k = 0; k < p->n_claims; k++)
            n[p->claims[k].claim.verdict]++;
        struct value *v = row(r, list);
        set(r, v, "title", p->title);
        set(r, v, "status", p->front.status);
        set(r, v, "date", p->front.date);
        if (p->n_claims)
            set(r, v, "checked",
                str_fmt(r->keep, "%d of %td claims true", n[VERDICT_TRUE], p->n_claims));
    }
    return list;
}

static struct value *action_rows(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (int i = 0; i < r->site->accepted.n_actions; i++) {
        const struct action *a = &r->site->accepted.actions[i];
        struct value *v = row(r, list);
        set(r, v, "id", a->id);
        set(r, v, "text", a->text);
        set(r, v, "owner", a->owner);
        set(r, v, "state", a->state);
        if (a->due.year)
            set(r, v, "due", date_words(a->due, r->keep));
        bool late = a->due.year && str_equal(a->state, S("open")) &&
                    date_days(a->due) < date_days(r->site->options.today);
        value_set(v, "overdue", value_bool(late, r->keep), r->keep);
    }
    return list;
}

static struct value *acceptance_rows(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (int i = 0; i < r->site->accepted.n_acceptances; i++) {
        const struct acceptance *a = &r->site->accepted.acceptances[i];
        struct value *v = row(r, list);
        set(r, v, "rule", a->rule);
        set(r, v, "page", a->page);
        set(r, v, "about", a->about);
        set(r, v, "reason", a->reason);
        set(r, v, "owner", a->owner);
        if (a->until.year)
            set(r, v, "until", date_words(a->until, r->keep));
    }
    return list;
}

static struct value *input_rows(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (int i = 0; i < r->site->data.n_sources; i++) {
        const struct data_source *d = &r->site->data.sources[i];
        if (!d->name.len || !d->src.text.len)
            continue;
        struct value *v = row(r, list);
        set(r, v, "name", d->name);
        set(r, v, "path", d->path);
        set(r, v, "hash", str_sub(sha256_hex(sha256_of(d->src.text), r->keep), 0, 16));
    }
    return list;
}

static void counter(struct review *r, struct value *list, struct str value, const char *label,
                    bool bad)
{
    struct value *v = row(r, list);
    set(r, v, "value", value);
    set(r, v, "label", str_of(label));
    value_set(v, "bad", value_bool(bad, r->keep), r->keep);
}

static void add_verdict(struct review *r, struct value *v)
{
    struct claim_counts claims = judge_claim_counts(r->site);
    ptrdiff_t errors = diag_count(&r->site->diag, SEVERITY_ERROR);
    ptrdiff_t open = diag_count(&r->site->diag, SEVERITY_WARNING);
    int wrong = claims.n[VERDICT_FALSE] + claims.n[VERDICT_MISSING], all = 0;
    for (int i = 0; i < N_VERDICTS; i++)
        all += claims.n[i];
    struct value *counters = value_set(v, "counters", value_list(r->keep), r->keep);
    value_set(v, "good", value_bool(!errors && !wrong, r->keep), r->keep);
    set(r, v, "verdict",
        wrong
            ? str_fmt(r->keep, "Not true: %d of %d claims disagree with their source.", wrong, all)
        : errors ? str_fmt(r->keep, "%td finding%s to mend before this document can be trusted.",
                           errors, errors == 1 ? "" : "s")
                 : str_fmt(r->keep, "True: all %d checked claims agree with their sources.",
                           all - claims.n[VERDICT_NOT_CHECKED]));
    counter(r, counters, cost_delta(r), "a month, all sizes", false);
    counter(r, counters, r->since ? str_fmt(r->keep, "%d", r->values_changed) : S("—"),
            "config values changed", false);
    counter(r, counters, str_fmt(r->keep, "%d", wrong), "claims now false", wrong > 0);
    counter(r, counters, str_fmt(r->keep, "%td", open), "findings open", errors > 0);
    set(r, v, "coverage",
        str_fmt(
            r->keep,
            "%d claims on %td pages: %d true, %d false, %d outdated, %d missing, %d not checked.",
            all, r->site->n_pages, claims.n[VERDICT_TRUE], claims.n[VERDICT_FALSE],
            claims.n[VERDICT_OUTDATED], claims.n[VERDICT_MISSING], claims.n[VERDICT_NOT_CHECKED]));
}

static struct value *facts(struct review *r)
{
    struct value *v = value_map(r->keep);
    set(r, v, "title", r->site->file.title);
    set(r, v, "date", date_words(r->site->options.today, r->keep));
    if (r->since) {
        set(r, v, "since", r->since->name);
        set(r, v, "since_date", r->since->date);
        set(r, v, "since_id", r->since->id);
        value_set(v, "pages", changed_pages(r), r->keep);
        value_set(v, "values", changed_values(r), r->keep);
    }
    add_verdict(r, v);
    value_set(v, "costs", cost_rows(r), r->keep);
    value_set(v, "chart", cost_chart_html(r), r->keep);
    value_set(v, "findings", finding_rows(r), r->keep);
    value_set(v, "decisions", decision_rows(r), r->keep);
    value_set(v, "actions", action_rows(r), r->keep);
    value_set(v, "accepted", acceptance_rows(r), r->keep);
    value_set(v, "inputs", input_rows(r), r->keep);
    struct value *top = value_map(r->keep);
    value_set(top, "review", v, r->keep);
    return top;
}

bool review_write(struct site *s, const struct review_baseline *since, struct buf *out)
{
    struct theme *theme = NEW(s->keep, struct theme, 1);
    struct review r = { .site = s, .since = since, .keep = s->keep };
    if (!theme_load(theme, s, s->keep, &s->diag))
        return false;
    struct str css = theme_style(theme, S("review.css"));
    buf_put(out, S("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "img-src data:; style-src 'sha256-"));
    buf_put(out, sha256_base64(sha256_of(css), s->keep));
    buf_put(out, S("'\">\n<title>Review: "));
    buf_html(out, s->file.title);
    buf_put(out, S("</title>\n<style>"));
    buf_put(out, css);
    buf_put(out, S("</style>\n</head>\n"));
    template_render(theme_template(theme, S("review")), facts(&r), out);
    return !secrets_report(buf_str(out), s->options.dir, S("the review pack"), NULL, &s->diag);
}

/* ---- the baseline ---- */

static bool write_files(const struct history *h, struct str dir, struct arena *keep,
                        struct str *why)
{
    for (ptrdiff_t i = 0; i < h->files.len; i++) {
        struct str to = path_join(dir, h->files.ptr[i].path, keep);
        int error = fs_write(to.ptr, h->files.ptr[i].text);
        if (error) {
            *why = str_fmt(keep, "%.*s cannot be written: %s", FMT(to), fs_error(error));
            return false;
        }
    }
    return true;
}

bool review_baseline(const struct site *now, struct str rev, struct arena *keep,
                     struct review_baseline *out, struct str *why)
{
    struct history h;
    const char *tmp = getenv("TMPDIR");
    if (!history_read(now->options.dir, rev, keep, &h, why))
        return false;
    struct str dir = str_fmt(keep, "%s/plumb-since-%d", tmp && *tmp ? tmp : "/tmp", (int)getpid());
    struct site_options options = now->options;
    options.dir = dir;
    options.out = path_join(dir, S(".out"), keep);
    *out = (struct review_baseline){
        .name = rev, .id = h.id, .date = h.date, .site = NEW(keep, struct site, 1)
    };
    bool good = write_files(&h, dir, keep, why);
    if (good && !site_load(out->site, &options, keep)) {
        *why = S("the folder as it was cannot be read");
        good = false;
    }
    fs_remove_tree(dir.ptr);
    return good;
}
