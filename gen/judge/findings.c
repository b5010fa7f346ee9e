/* findings.c - one line a finding, in the order they are printed. */
#include "judge/findings.h"

#include "judge/judge.h"

static void member(struct buf *out, const char *key, struct str value, const char *end)
{
    buf_fmt(out, "\"%s\":", key);
    buf_json(out, value);
    buf_put(out, str_of(end));
}

static void one(const struct finding *f, struct buf *out)
{
    buf_char(out, '{');
    member(out, "rule", str_of(f->rule->id), ",");
    member(out, "severity", str_of(severity_name(f->severity)), ",");
    member(out, "file", f->file, ",");
    buf_fmt(out, "\"line\":%d,\"col\":%d,\"end_line\":%d,\"end_col\":%d,", f->line, f->col,
            f->end_line, f->end_col);
    member(out, "message", f->message, ",\"evidence\":{");
    member(out, "value", f->evidence.value, ",");
    member(out, "source", f->evidence.source, ",");
    member(out, "place", f->evidence.place, ",");
    member(out, "date", f->evidence.date, "},");
    member(out, "suggest", f->suggest, ",");
    member(out, "accepted", f->accepted, "}");
}

void findings_json(const struct site *s, struct buf *out)
{
    const struct diag *d = &s->diag;
    struct claim_counts claims = judge_claim_counts(s);
    ptrdiff_t errors = diag_count(d, SEVERITY_ERROR),
              warnings = diag_count(d, SEVERITY_WARNING) - errors;
    buf_put(out, S("{\"findings\":["));
    for (ptrdiff_t i = 0; i < d->findings.len; i++) {
        buf_put(out, i ? S(",\n") : S("\n"));
        one(&d->findings.ptr[i], out);
    }
    buf_fmt(out, "],\n\"counts\":{\"error\":%td,\"warning\":%td,\"info\":%td},\n\"claims\":{",
            errors, warnings, diag_count(d, SEVERITY_INFO) - errors - warnings);
    for (int i = 0; i < N_VERDICTS; i++)
        buf_fmt(out, "%s\"%s\":%d", i ? "," : "", verdict_name((enum verdict)i), claims.n[i]);
    buf_fmt(out, "},\n\"data_links\":%td}\n", judge_data_links(s));
}
