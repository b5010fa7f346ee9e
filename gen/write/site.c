/* site.c - the one place that says in which order a content folder is read and judged. */
#include "gather/site.h"

#include "base/pool.h"
#include "check/accepted.h"
#include "load/accepted.h"
#include "model/rule.h"
#include "judge/costs.h"
#include "judge/hosting.h"

/* Address space, not memory: pages are touched as they fill. */
enum { WORKER_KEEP = 1 << 30, WORKER_SCRATCH = 1 << 30 };

static void open_workers(struct site *s)
{
    s->jobs = s->options.jobs > SITE_JOBS ? SITE_JOBS : s->options.jobs < 1 ? 1 : s->options.jobs;
    for (int i = 0; i < s->jobs; i++) {
        s->workers[i].keep = arena_open(WORKER_KEEP);
        s->workers[i].scratch = arena_open(WORKER_SCRATCH);
        s->workers[i].diag = (struct diag){ .keep = &s->workers[i].keep };
    }
}

bool site_load(struct site *s, const struct site_options *options, struct arena *keep)
{
    *s = (struct site){
        .options = *options, .keep = keep, .diag = { .keep = keep }, .file = site_file_defaults()
    };
    open_workers(s);
    if (!site_open(s)) {
        site_finish(s);
        return false;
    }
    s->accepted = accepted_load(s->options.dir, keep, &s->diag);
    costs_load(s);
    site_generate(s);
    site_collect(s, 0);
    site_tags(s);
    site_order(s);
    site_judge(s);
    site_hosting(s);
    site_finish(s);
    return true;
}

void site_finish(struct site *s)
{
    for (int i = 0; i < s->jobs; i++) {
        diag_merge(&s->diag, &s->workers[i].diag);
        s->workers[i].diag.findings.len = 0;
    }
    accepted_mark(&s->accepted, s->options.dir, s->options.today, &s->diag);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->diag.findings.len; i++) {
        struct finding f = s->diag.findings.ptr[i];
        enum severity wanted = s->file.severity[f.rule - rules];
        if (wanted != f.rule->severity) /* site.json says so; else the finding knows best */
            f.severity = wanted;
        if (f.severity != SEVERITY_OFF)
            s->diag.findings.ptr[n++] = f;
    }
    s->diag.findings.len = n;
    diag_sort(&s->diag);
}

struct str site_root_path(const struct site *s)
{
    ptrdiff_t host = str_find(s->file.base_url, S("://"));
    struct str rest = host < 0 ? s->file.base_url : str_from(s->file.base_url, host + 3);
    ptrdiff_t slash = str_char(rest, '/');
    return slash < 0 ? S("/") : str_from(rest, slash);
}

struct site_page *site_page_at(const struct site *s, struct str path)
{
    return map_get(&s->page_at, path);
}
