/* site.c - a content folder read and judged, in this order: gather, judge; write comes in build.c. */
#include "write/build.h"

#include "gather/look.h"
#include "judge/images.h"
#include "judge/judge.h"
#include "model/rule.h"
#include "write/hosting.h"

/* What the last build knows, when there is one: never instead of looking at the files. */
static void recall(struct site *s)
{
    struct root out;
    if (s->options.texts || !s->options.out.len || root_open(str_c(s->options.out, s->keep), &out))
        return;
    record_read(&out, record_program(), s->options.dir, s->keep, &s->record);
    root_close(&out);
}

bool site_load(struct site *s, const struct site_options *options, struct arena *keep)
{
    if (!site_open(s, options, keep)) {
        judge_finish(s);
        return false;
    }
    recall(s);
    site_settings(s);
    site_collect(s, 0);
    judge_open(s);
    site_tags(s);
    look_open(s);
    site_order(s);
    site_faces(s);
    judge_files(s);
    images_measure(s);
    judge_all(s);
    hosting_judge(s);
    judge_finish(s);
    return true;
}

bool site_is_unreadable(const struct site *s)
{
    static const enum rule_id unreadable[] = {
        RULE_INPUT_READ, RULE_INPUT_SIZE, RULE_INPUT_UTF8, RULE_INPUT_JSON, RULE_INPUT_DEEP,
    };
    for (ptrdiff_t i = 0; i < s->diag.findings.len; i++)
        for (ptrdiff_t k = 0; k < LEN(unreadable); k++)
            if (s->diag.findings.ptr[i].rule == &rules[unreadable[k]] &&
                s->diag.findings.ptr[i].severity == SEVERITY_ERROR)
                return true;
    return false;
}
