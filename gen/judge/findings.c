/* findings.c - findings for programs: JSON, SARIF 2.1.0, annotations of GitHub, GitLab's code quality. */
#include "judge/findings.h"

#include "base/hash.h"
#include "base/version.h"
#include "judge/judge.h"
#include "load/source_bytes.h"
#include "model/rule.h"

/* ---- what a finding is known by ---- */

/* file as it is called from the root of the repository, wherever that stands. */
static struct str place_of(const struct site *s, struct str file, struct arena *keep)
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

struct str findings_file(const struct site *s, struct str file, struct arena *keep)
{
    struct str place = place_of(s, file, keep), inside = s->file.root.inside;
    return inside.len && str_starts(place, inside) ? str_from(place, inside.len) : place;
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

struct str findings_fingerprint(const struct site *s, const struct finding *f, struct arena *keep)
{
    ptrdiff_t from = bytes_to(f->source_line, f->col),
              to =
                  f->end_line > f->line ? f->source_line.len : bytes_to(f->source_line, f->end_col);
    struct str quote = f->line && to > from ? str_sub(f->source_line, from, to - from) : S("");
    struct str file = findings_file(s, f->file, keep); /* the folder may stand elsewhere then */
    return str_fmt(keep, "%s\n%.*s\n%.*s\n%.*s", f->rule->id, FMT(file), FMT(quote), FMT(f->about));
}

bool findings_unjudged(const struct finding *f)
{
    const struct rule *r = f->rule;
    return r == RULE(COST_UNJUDGED) || r == RULE(COST_REGION) || r == RULE(COST_CURRENCY);
}

bool findings_counted(const struct finding *f)
{
    return !f->accepted.len &&
           (f->severity >= SEVERITY_WARNING ||
            (str_starts(str_of(f->rule->id), S("cost-")) && !findings_unjudged(f)));
}

/* ---- JSON ---- */

static void member(struct buf *out, const char *key, struct str value, const char *end)
{
    buf_fmt(out, "\"%s\":", key);
    buf_json(out, value);
    buf_put(out, str_of(end));
}

static void one_json(const struct finding *f, struct buf *out)
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
        one_json(&d->findings.ptr[i], out);
    }
    buf_fmt(out, "],\n\"counts\":{\"error\":%td,\"warning\":%td,\"info\":%td},\n\"claims\":{",
            errors, warnings, diag_count(d, SEVERITY_INFO) - errors - warnings);
    for (int i = 0; i < N_VERDICTS; i++)
        buf_fmt(out, "%s\"%s\":%d", i ? "," : "", verdict_name((enum verdict)i), claims.n[i]);
    buf_fmt(out, "},\n\"data_links\":%td}\n", judge_data_links(s));
}

/* ---- for other programs ---- */

struct writer {
    const struct site *site;
    struct map seen; /* fingerprint -> how often so far */
    struct arena *keep;
    struct buf *out;
    ptrdiff_t n;
};

/* Hashed; the second of one kind is another. */
static struct str hashed(struct writer *w, const struct finding *f)
{
    struct str text = findings_fingerprint(w->site, f, w->keep);
    void **times = map_at(&w->seen, text, w->keep);
    *times = (void *)((intptr_t)*times + 1);
    text = str_fmt(w->keep, "%.*s\n%d", FMT(text), (int)(intptr_t)*times);
    return str_sub(sha256_hex(sha256_of(text), w->keep), 0, 32);
}

/* ::error file=a.md,line=3,col=9,endColumn=12,title=claim-false::the message */
static void github_text(struct buf *out, struct str s, bool property)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '%' || s.ptr[i] == '\r' || s.ptr[i] == '\n' ||
            (property && (s.ptr[i] == ':' || s.ptr[i] == ',')))
            buf_fmt(out, "%%%02X", s.ptr[i]);
        else
            buf_char(out, s.ptr[i]);
}

static void github(struct writer *w, const struct finding *f)
{
    static const char *const levels[] = { "", "notice", "warning", "error" };
    if (f->accepted.len)
        return;
    buf_fmt(w->out, "::%s file=", levels[f->severity]);
    github_text(w->out, place_of(w->site, f->file, w->keep), true);
    if (f->line)
        buf_fmt(w->out, ",line=%d,col=%d", f->line, f->col);
    if (f->line && f->end_line == f->line && f->end_col > f->col)
        buf_fmt(w->out, ",endColumn=%d", f->end_col);
    buf_fmt(w->out, ",title=%s::", f->rule->id);
    github_text(w->out, f->message, false);
    if (f->suggest.len)
        github_text(w->out, str_fmt(w->keep, "\nwrite: %.*s", FMT(f->suggest)), false);
    buf_char(w->out, '\n');
}

static void gitlab(struct writer *w, const struct finding *f)
{
    static const char *const levels[] = { "", "info", "minor", "major" };
    if (f->accepted.len)
        return;
    buf_put(w->out, w->n++ ? S(",\n{") : S("\n{"));
    member(w->out, "description", f->message, ",");
    member(w->out, "check_name", str_of(f->rule->id), ",");
    member(w->out, "fingerprint", hashed(w, f), ",");
    member(w->out, "severity", str_of(levels[f->severity]), ",\"location\":{");
    member(w->out, "path", place_of(w->site, f->file, w->keep), ",");
    buf_fmt(w->out, "\"lines\":{\"begin\":%d}}}", f->line ? f->line : 1);
}

static const char *sarif_level(enum severity s)
{
    return s == SEVERITY_INFO ? "note" : s == SEVERITY_OFF ? "none" : severity_name(s);
}

static void sarif_place(struct writer *w, const struct finding *f)
{
    struct buf uri = buf_open(w->keep, 1 << 14);
    buf_percent(&uri, place_of(w->site, f->file, w->keep), S("/"));
    buf_put(w->out, S("\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{"));
    member(w->out, "uri", buf_str(&uri), ",\"uriBaseId\":\"%SRCROOT%\"}");
    if (f->line)
        buf_fmt(w->out,
                ",\"region\":{\"startLine\":%d,\"startColumn\":%d,\"endLine\":%d,"
                "\"endColumn\":%d}",
                f->line, f->col, f->end_line, f->end_col);
    buf_put(w->out, S("}}],"));
}

static void sarif(struct writer *w, const struct finding *f)
{
    buf_put(w->out, w->n++ ? S(",\n{") : S("\n{"));
    member(w->out, "ruleId", str_of(f->rule->id), ",");
    buf_fmt(w->out, "\"ruleIndex\":%d,\"level\":\"%s\",\"message\":{", (int)(f->rule - rules),
            sarif_level(f->severity));
    member(w->out, "text", f->message, "},");
    sarif_place(w, f);
    if (f->accepted.len) {
        buf_put(w->out, S("\"suppressions\":[{\"kind\":\"external\","));
        member(w->out, "justification", f->accepted, "}],");
    }
    buf_put(w->out, S("\"partialFingerprints\":{"));
    member(w->out, "plumb/v1", hashed(w, f), "}}");
}

static void sarif_head(struct buf *out)
{
    buf_put(out, S("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                   "\"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\n"
                   "\"tool\":{\"driver\":{\"name\":\"plumb\",\"version\":\"" PLUMB_VERSION
                   "\",\"rules\":["));
    for (int i = 0; i < N_RULES; i++) {
        buf_put(out, i ? S(",\n{") : S("\n{"));
        member(out, "id", str_of(rules[i].id), ",\"shortDescription\":{");
        member(out, "text", str_of(rules[i].title), "},\"help\":{");
        member(out, "text", str_of(rules[i].help), "},\"defaultConfiguration\":{");
        member(out, "level", str_of(sarif_level(rules[i].severity)), "}}");
    }
    buf_put(out, S("]}},\n\"results\":["));
}

void findings_write(const struct site *s, enum findings_format format, enum severity least,
                    struct arena *keep, struct buf *out)
{
    static void (*const one[])(struct writer *, const struct finding *) = {
        [FINDINGS_SARIF] = sarif, [FINDINGS_GITHUB] = github, [FINDINGS_GITLAB] = gitlab
    };
    struct writer w = { .site = s, .keep = keep, .out = out };
    if (format == FINDINGS_SARIF)
        sarif_head(out);
    else if (format == FINDINGS_GITLAB)
        buf_char(out, '[');
    for (ptrdiff_t i = 0; i < s->diag.findings.len; i++)
        if (s->diag.findings.ptr[i].severity >= least && s->diag.findings.ptr[i].severity)
            one[format](&w, &s->diag.findings.ptr[i]);
    buf_put(out, format == FINDINGS_SARIF    ? S("]}]}\n")
                 : format == FINDINGS_GITLAB ? S("\n]\n")
                                             : S(""));
}
