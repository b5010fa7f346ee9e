/* review_file.c - reads what a review wrote down, and packs what it was made of. */
#include "write/review_file.h"

#include "base/deflate.h"
#include "check/secrets.h"
#include "judge/findings.h"
#include "judge/judge.h"
#include "model/rule.h"
#include "write/baseline.h"
#include "write/diff_show.h"

enum { MAX_FILE = 64 << 20, MAX_INPUTS = 256 << 20 };

bool review_file_read(struct str path, struct arena *keep, struct review_file *out, struct str *why)
{
    struct diag d = { .keep = keep };
    int64_t v;
    *out = (struct review_file){ .src.path = path };
    int error = fs_read(str_c(path, keep), MAX_FILE, keep, &out->src.text);
    if (error) {
        *why = str_fmt(keep, "%.*s cannot be read: %s", FMT(path), fs_error(error));
        return false;
    }
    out->root = json_parse(&out->src, keep, RULE(INPUT_JSON), &d);
    if (!out->root || !json_int(json_get(out->root, "v"), &v)) {
        *why = str_fmt(keep,
                       "%.*s is no file of a review: plumb report writes them (reviews/DATE.json)",
                       FMT(path));
        return false;
    }
    if (v != REVIEW_FILE_VERSION) {
        *why = str_fmt(keep,
                       "%.*s is of version %lld; this plumb reads version %d: take a newer plumb",
                       FMT(path), (long long)v, REVIEW_FILE_VERSION);
        return false;
    }
    out->date = json_str(json_get(out->root, "date"));
    out->commit = json_str(json_get(out->root, "commit"));
    return true;
}

static bool until_nul(struct str *rest, struct str *part)
{
    ptrdiff_t end = str_char(*rest, 0);
    *part = str_sub(*rest, 0, end < 0 ? 0 : end);
    *rest = str_from(*rest, end + 1);
    return end >= 0;
}

bool review_file_inputs(const struct review_file *f, struct arena *keep, struct history *out,
                        struct str *why)
{
    struct str rest;
    *why = str_fmt(keep, "%.*s: what the review was made of cannot be read", FMT(f->src.path));
    if (!deflate_unpack(json_str(json_get(f->root, "inputs")), MAX_INPUTS, keep, &rest))
        return false;
    while (rest.len) {
        struct str path, length;
        int64_t n;
        if (!until_nul(&rest, &path) || !until_nul(&rest, &length) || !str_int64(length, &n) ||
            n < 0 || n > rest.len)
            return false;
        *PUSH(&out->files, keep) = (struct history_file){ path, str_sub(rest, 0, n) };
        rest = str_from(rest, n);
    }
    return out->files.len > 0;
}

static void put(struct buf *b, struct map *done, const struct site *s, struct str path,
                struct str text, struct arena *keep)
{
    struct str below = source_root_below(&s->file.root, path, keep);
    void **at = map_at(done, below, keep);
    if (*at || !below.len)
        return;
    *at = b;
    struct str safe = secrets_mask(text, keep);
    buf_put(b, below);
    buf_char(b, 0);
    buf_int(b, safe.len);
    buf_char(b, 0);
    buf_put(b, safe);
}

/* All that s was read from, and what stands in for its pictures; texts pass the gate for secrets. */
static struct str pack(const struct site *s, struct arena *keep)
{
    static const char *const settings[] = { "site.json", "accepted.json", "actions.json",
                                            "differences.json", "claims.json" };
    struct buf b = buf_open(keep, MAX_INPUTS);
    struct map done = { 0 };
    for (ptrdiff_t i = 0; i < LEN(settings); i++) {
        struct str text;
        if (map_get(&s->file_at, str_of(settings[i])) &&
            site_read(s, str_of(settings[i]), MAX_FILE, keep, &text) == 0)
            put(&b, &done, s, str_of(settings[i]), text, keep);
    }
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].generated && s->pages[i].src.text.len)
            put(&b, &done, s, s->pages[i].path, s->pages[i].src.text, keep);
    for (int i = 0; i < s->data.n_sources; i++)
        for (int k = 0; k < s->data.sources[i].n_files; k++)
            put(&b, &done, s, s->data.sources[i].files[k].path,
                s->data.sources[i].files[k].src.text, keep);
    for (const struct map_entry *e = s->used_files.first; e; e = e->next) {
        struct arena scratch = arena_upper(keep);
        struct str text = changes_file(s, e->key, &scratch);
        if (text.len)
            put(&b, &done, s, e->key, text, keep);
    }
    return deflate_pack(buf_str(&b), keep);
}

/* ---- facts ---- */

static void member(struct buf *out, const char *key, struct str value)
{
    buf_fmt(out, ",\n\"%s\":", key);
    buf_json(out, value);
}

static void put_counts(const struct site *s, const struct changes *c, struct buf *out)
{
    struct claim_counts n = judge_claim_counts(s);
    ptrdiff_t errors = diag_count(&s->diag, SEVERITY_ERROR);
    int all = 0, open = 0, overdue = 0, fresh = 0, numbers = 0, bound = 0;
    for (int i = 0; i < N_VERDICTS; i++)
        all += n.n[i];
    for (int i = 0; i < s->accepted.n_actions; i++) {
        const struct action *a = &s->accepted.actions[i];
        bool is_open = str_equal(a->state, S("open"));
        open += is_open;
        overdue += is_open && a->due.year && date_days(a->due) < date_days(s->options.today);
    }
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        numbers += s->pages[i].numbers;
        bound += s->pages[i].numbers_bound;
    }
    for (ptrdiff_t i = 0; c && i < c->list.len; i++)
        fresh += c->list.ptr[i].cause < 0 ? (int)c->list.ptr[i].places.len : 0;
    buf_fmt(
        out,
        ",\n\"counts\":{\"claims\":%d,\"true\":%d,\"false\":%d,\"outdated\":%d,\"missing\":%d,"
        "\"not_checked\":%d,\"numbers\":%d,\"bound\":%d,\"errors\":%td,\"warnings\":%td,\"new\":%d,"
        "\"mended\":%d,\"actions_open\":%d,\"actions_overdue\":%d}",
        all, n.n[VERDICT_TRUE], n.n[VERDICT_FALSE], n.n[VERDICT_OUTDATED], n.n[VERDICT_MISSING],
        n.n[VERDICT_NOT_CHECKED], numbers, bound, errors,
        diag_count(&s->diag, SEVERITY_WARNING) - errors, c ? fresh + (int)c->loose.len : 0,
        c ? (int)c->mended.len : 0, open, overdue);
}

static void put_costs(const struct site *s, struct buf *out)
{
    const struct cost_size *size;
    const char *comma = "";
    buf_put(out, S(",\n\"costs\":["));
    for (int i = 0; (size = cost_set_each(s->costs, i)) != NULL; i++) {
        if (!size->env.len || !size->priced)
            continue;
        buf_fmt(out, "%s{\"env\":", comma);
        comma = ",";
        buf_json(out, size->env);
        static const char *const ends[] = { "low", "typical", "high" };
        for (int e = 0; e < COST_ENDS; e++)
            buf_fmt(out, ",\"%s\":%.*s", ends[e],
                    FMT(money_decimal(size->total.at[e], out->arena)));
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

/* What the meeting said stays, whatever is computed anew. */
static void put_outcome(const struct json *before, struct buf *out)
{
    static const char *const keys[][2] = {
        { "present", "[]" }, { "votes", "{}" }, { "actions", "[]" }, { "notes", "\"\"" }
    };
    for (ptrdiff_t i = 0; i < LEN(keys); i++) {
        const struct json *v = json_get(before, keys[i][0]);
        buf_fmt(out, ",\n\"%s\":", keys[i][0]);
        buf_put(out, v ? v->raw : str_of(keys[i][1]));
    }
}

struct str review_file_path(const struct site *s, struct arena *keep)
{
    return str_fmt(keep, "reviews/%.*s.json", FMT(date_iso(s->options.today, keep)));
}

void review_file_write(const struct site *s, const struct changes *changes,
                       const struct baseline *since, const struct json *before, struct buf *out)
{
    buf_fmt(out, "{\"v\":%d", REVIEW_FILE_VERSION);
    member(out, "date", date_iso(s->options.today, out->arena));
    member(out, "title", s->file.title);
    member(out, "commit", history_head(s->options.dir, out->arena));
    if (since && since->site) {
        buf_put(out, S(",\n\"since\":{\"name\":"));
        buf_json(out, since->name);
        member(out, "date", since->date);
        member(out, "commit", since->id);
        buf_char(out, '}');
    }
    put_counts(s, changes, out);
    put_costs(s, out);
    buf_put(out, S(",\n\"changes\":"));
    if (changes)
        diff_show_json(changes, out);
    else
        buf_put(out, S("[]"));
    buf_put(out, S(",\n\"known\":["));
    const char *comma = "\n";
    for (ptrdiff_t i = 0; i < s->diag.findings.len; i++) {
        const struct finding *f = &s->diag.findings.ptr[i];
        if (!findings_counted(f))
            continue;
        buf_put(out, str_of(comma));
        buf_json(out, findings_fingerprint(s, f, out->arena));
        comma = ",\n";
    }
    buf_char(out, ']');
    member(out, "inputs", pack(s, out->arena));
    put_outcome(before, out);
    buf_put(out, S("}\n"));
}
