/* claims.c - from a target to a place in the data, and from a text there to a verdict.
 *
 * A verdict is one of five and never fewer: what is not there (missing) and what was not asked (not
 * checked) differ, and what was true once (outdated) is not plainly false. */
#include "check/claims.h"

#include "check/fit.h"
#include "check/fit_parts.h"
#include "check/secrets.h"
#include "model/decision.h"
#include "model/near_sets.h"
#include "model/rule.h"

/* pointers looked at for "the nearest is"; a snapshot may hold more, an answer is wanted soon */
enum { POINTERS_MAX = 20000, DEPTH_MAX = 200 };

/* ---- places ---- */

static bool is_container(const struct json *v)
{
    return v && (v->kind == JSON_ARRAY || v->kind == JSON_OBJECT);
}

static int64_t days_old(const struct data *data, const struct data_source *s)
{
    return date_days(data->today) - date_days(s->date);
}

static bool is_stale(const struct data *data, const struct data_source *s)
{
    return data->live_max_age_days > 0 && data->today.year && s->date.year &&
           str_equal(s->kind, S("live")) && days_old(data, s) > data->live_max_age_days;
}

static enum target_kind kind_at(const struct data *data, struct str title, struct claims_value *out)
{
    if (!out->value)
        return TARGET_MISSING;
    if (out->value->kind == JSON_UNKNOWN && !fit_asks_container(title))
        return TARGET_UNKNOWN;
    if (is_container(out->value) && !data_is_history(out->value) && !fit_asks_container(title))
        return TARGET_LINK;
    return is_stale(data, out->source) ? TARGET_UNCAPTURED : TARGET_VALUE;
}

static enum target_kind resolve_file(const struct data *data, const struct target *t,
                                     struct str title, struct arena *keep, struct claims_value *out)
{
    const struct data_file *f = data_file_at(data, t->file, &out->source);

    out->label = claim_target_show(t, keep);
    out->pointer = t->pointer;
    if (!f)
        return TARGET_LINK;
    if (!f->root)
        return TARGET_UNCAPTURED;
    out->value = data_at(out->source, f, t->pointer);
    out->unit = data_unit(data, out->source, t->pointer);
    return kind_at(data, title, out);
}

static enum target_kind resolve_source(const struct data *data, struct str source,
                                       struct str pointer, struct str env, struct str title,
                                       struct arena *keep, struct claims_value *out)
{
    const struct data_source *s = data_source_named(data, source, env);

    out->source = s;
    out->pointer = pointer;
    out->label = str_fmt(keep, "%.*s:%.*s", FMT(s ? s->name : source), FMT(pointer));
    if (!s)
        return TARGET_MISSING;
    if (!s->root)
        return TARGET_UNCAPTURED;
    out->value = data_at(s, NULL, pointer);
    out->unit = data_unit(data, s, pointer);
    if (!out->unit.len && str_equal(s->kind, S("price")) && out->value &&
        out->value->kind == JSON_STRING)
        out->unit = S("USD");
    return kind_at(data, title, out);
}

static enum target_kind resolve_place(const struct data *data, const struct data_name *name, int i,
                                      struct str env, struct str title, struct arena *keep,
                                      struct claims_value *out)
{
    struct str source = { 0 }, pointer = { 0 };
    enum target_kind kind;

    *out = (struct claims_value){ 0 };
    data_ref(name->in[i], &source, &pointer);
    kind = resolve_source(data, source, pointer, env, title, keep, out);
    if (name->unit.len)
        out->unit = name->unit;
    return kind;
}

enum target_kind claims_resolve(const struct data *data, const struct target *t, struct str env,
                                struct str title, struct arena *keep, struct claims_value *out)
{
    const struct data_name *name;
    enum target_kind kind = TARGET_MISSING;

    *out = (struct claims_value){ 0 };
    if (t->file.len)
        return resolve_file(data, t, title, keep, out);
    if (!t->name.len)
        return resolve_source(data, t->source, t->pointer, env, title, keep, out);
    name = data_name(data, t->name);
    for (int i = 0; name && i < name->n_in; i++) {
        kind = resolve_place(data, name, i, env, title, keep, out);
        if (kind != TARGET_UNCAPTURED)
            return kind;
    }
    out->label = out->label.len ? out->label : claim_target_show(t, keep);
    return kind;
}

/* ---- the nearest pointer ---- */

struct search {
    struct near_list *out;
    struct arena *keep;
    char path[NEAREST_MAX + 1];
    int left;
};

static ptrdiff_t put_token(char *path, ptrdiff_t len, struct str key)
{
    if (len < NEAREST_MAX)
        path[len++] = '/';
    for (ptrdiff_t i = 0; i < key.len && len < NEAREST_MAX; i++) {
        bool escaped = key.ptr[i] == '~' || key.ptr[i] == '/';

        path[len++] = escaped ? '~' : key.ptr[i];
        if (escaped && len < NEAREST_MAX)
            path[len++] = key.ptr[i] == '~' ? '0' : '1';
    }
    return len;
}

/* Lists the pointer of every value below v, whose own pointer is the first len bytes of path. */
static void search_below(struct search *s, const struct json *v, ptrdiff_t len, int depth)
{
    int index = 0;

    for (const struct json *m = is_container(v) ? v->first : NULL;
         m && s->left > 0 && depth < DEPTH_MAX; m = m->next, index++) {
        char digits[16];
        struct str key = m->key;
        ptrdiff_t end;

        if (v->kind == JSON_ARRAY)
            key = (struct str){ digits, snprintf(digits, sizeof digits, "%d", index) };
        end = put_token(s->path, len, key);
        if (end >= NEAREST_MAX)
            continue;
        s->left--;
        *PUSH(s->out, s->keep) = str_copy((struct str){ s->path, end }, s->keep);
        search_below(s, m, end, depth + 1);
    }
}

/* The part of pointer that leads somewhere: "/service" of "/service/speed/x". */
static struct str deepest(const struct json *root, struct str pointer)
{
    while (pointer.len && !json_pointer(root, pointer))
        pointer = str_sub(pointer, 0, str_rchar(pointer, '/'));
    return pointer;
}

static void list_pointers(const void *root, const void *key, struct near_list *out,
                          struct arena *keep)
{
    struct search s = { .out = out, .keep = keep, .left = POINTERS_MAX };
    (void)key;
    search_below(&s, root, 0, 0);
}

static struct str nearest_pointer(const struct data *data, const struct json *root,
                                  struct str pointer)
{
    struct str near = root
                          ? nearest_in(near_sets_of(data->near, root, list_pointers, root), pointer)
                          : (struct str){ 0 };
    return near.len ? near : deepest(root, pointer);
}

/* The nearest single value below v, as a pointer: the one called value or default, else the first. */
static struct str scalar_below(const struct json *v, struct str pointer, int depth,
                               struct arena *keep)
{
    static const char *const general[] = { "value", "default" };
    const struct json *next = v->first;

    if (!is_container(v))
        return pointer;
    for (ptrdiff_t i = 0; v->kind == JSON_OBJECT && i < LEN(general); i++)
        if (json_get(v, general[i]))
            next = json_get(v, general[i]);
    if (!next || depth > 8)
        return (struct str){ 0 };
    struct search s = { .keep = keep };
    ptrdiff_t n = put_token(s.path, 0, v->kind == JSON_ARRAY ? S("0") : next->key);
    return scalar_below(next, str_join(pointer, (struct str){ s.path, n }, keep), depth + 1, keep);
}

static const struct json *root_of(const struct data *data, const struct claim *c,
                                  const struct claims_value *at)
{
    const struct data_source *s = at->source;
    const struct data_file *f = c->target.file.len ? data_file_at(data, c->target.file, &s) : NULL;

    return f ? f->root : s ? s->root : NULL;
}

/* ---- verdicts ---- */

static void unnamed_source(const struct data *data, struct claim *c, struct str source,
                           struct arena *keep)
{
    struct nearest near = nearest_open(source);

    for (int i = 0; i < data->n_sources; i++) {
        nearest_offer(&near, data->sources[i].name);
        nearest_offer(&near, data->sources[i].kind);
    }
    if (str_equal(near.best, source)) {
        c->message = str_fmt(keep, "no \"%.*s\" is of the environment \"%.*s\"", FMT(source),
                             FMT(c->env.len ? c->env : data->env));
        return;
    }
    if (near.best.len)
        c->message = str_fmt(keep, "site.json lists no source \"%.*s\"; the nearest is %.*s",
                             FMT(source), FMT(near.best));
    else
        c->message = str_fmt(keep,
                             "site.json lists no source \"%.*s\"; write there "
                             "\"sources\": { \"%.*s\": \"FILE\" }",
                             FMT(source), FMT(source));
    c->nearest = near.best;
}

static void list_names(const void *ctx, const void *key, struct near_list *out, struct arena *keep)
{
    const struct data *data = ctx;
    (void)key;
    for (int i = 0; i < data->n_names; i++)
        *PUSH(out, keep) = data->names[i].name;
}

static void unknown_name(const struct data *data, struct claim *c, struct arena *keep)
{
    struct str near =
        nearest_in(near_sets_of(data->near, &data->names, list_names, data), c->target.name);

    c->verdict = VERDICT_MISSING;
    if (near.len)
        c->message = str_fmt(keep, "site.json has no name \"%.*s\"; the nearest is %.*s",
                             FMT(c->target.name), FMT(near));
    else
        c->message = str_fmt(keep,
                             "site.json has no name \"%.*s\"; write there \"names\": { \"%.*s\": "
                             "{ \"in\": [\"SOURCE:/POINTER\"] } }",
                             FMT(c->target.name), FMT(c->target.name));
    c->nearest = near;
}

static void judge_missing(const struct data *data, struct claim *c, const struct claims_value *at,
                          struct arena *keep)
{
    struct cut name = str_cut(at->label, ':');

    c->verdict = VERDICT_MISSING;
    if (!at->source) {
        unnamed_source(data, c, name.head, keep);
        return;
    }
    c->nearest = nearest_pointer(data, root_of(data, c, at), at->pointer);
    if (c->nearest.len)
        c->message = str_fmt(keep, "nothing stands at %.*s; the nearest is %.*s", FMT(at->label),
                             FMT(c->nearest));
    else
        c->message = str_fmt(keep, "nothing stands at %.*s", FMT(at->label));
}

static void judge_uncaptured(const struct data *data, struct claim *c,
                             const struct claims_value *at, struct arena *keep)
{
    const struct data_source *s = at->source;

    c->verdict = VERDICT_NOT_CHECKED;
    if (s && s->root && is_stale(data, s)) {
        struct str day = date_iso(s->date, keep);

        c->evidence.date = day;
        c->message = str_fmt(
            keep,
            "the snapshot %.*s of %.*s is %lld days old, more than the %d of live_max_age_days",
            FMT(s->name), FMT(day), (long long)days_old(data, s), data->live_max_age_days);
    } else if (s && s->n_files && !s->root) {
        c->message = str_fmt(keep, "%.*s cannot be read", FMT(s->src.path));
    } else {
        c->message =
            str_fmt(keep, "%.*s was not captured", FMT(s && s->name.len ? s->name : at->label));
    }
}

static void set_evidence(struct claim *c, const struct claims_value *at, const struct json *v,
                         struct arena *keep)
{
    struct str unit = at->unit.len ? at->unit : data_unit_guess(at->pointer);

    c->evidence = (struct evidence){ .value = fit_show(v, unit, keep), .source = at->label };
    if (at->source) {
        c->evidence.place = data_place(at->source, v, keep);
        if (at->source->date.year)
            c->evidence.date = date_iso(at->source->date, keep);
    }
}

/* What is known of a secret is whether the text agrees. */
static void hide_secret(struct claim *c, const struct claims_value *at, struct fit *fit)
{
    const struct json *v = at->value;
    if (!v || v->kind != JSON_STRING ||
        !secrets_at(at->pointer, v->str, at->source && secrets_sealed(at->source->path)))
        return;
    c->secret = str_find(c->text, v->str) >= 0;
    c->evidence.value = fit->shown = secrets_dots();
    fit->suggest = fit->why = (struct str){ 0 };
}

static void no_price(struct claim *c, const struct claims_value *at, struct arena *keep)
{
    c->message = str_fmt(keep, "%.*s has no price: plumb estimate shows which row lacks one",
                         FMT(at->label));
    c->evidence.value = (struct str){ 0 }; /* stands nowhere */
}

static void apply_fit(struct claim *c, const struct claims_value *at, struct fit *fit,
                      struct arena *keep)
{
    static const enum verdict verdicts[] = {
        [FIT_TRUE] = VERDICT_TRUE,
        [FIT_FALSE] = VERDICT_FALSE,
        [FIT_ABSENT] = VERDICT_MISSING,
        [FIT_UNREADABLE] = VERDICT_NOT_CHECKED,
    };
    const char *quote = c->text.len ? "\"" : "";

    hide_secret(c, at, fit);
    c->verdict = verdicts[fit->kind];
    c->shown = fit->shown;
    c->suggest = fit->suggest;
    c->by_hand = fit->by_hand;
    c->unreadable = fit->kind == FIT_UNREADABLE;
    if (fit->kind == FIT_FALSE && fit->why.len)
        c->message = str_fmt(keep, "%.*s is %.*s: %.*s", FMT(at->label), FMT(c->evidence.value),
                             FMT(fit->why));
    else if (fit->kind == FIT_FALSE)
        c->message = str_fmt(keep, "the text says %s%.*s%s, %.*s is %.*s", quote, FMT(c->text),
                             quote, FMT(at->label), FMT(c->evidence.value));
    else if (fit->kind == FIT_ABSENT && at->source && str_equal(at->source->kind, S("cost")))
        no_price(c, at, keep);
    else if (fit->kind == FIT_ABSENT)
        c->message = str_fmt(keep, "%.*s is not set", FMT(at->label));
    else if (fit->unit_missing && at->source && at->source->kind.len)
        c->message =
            str_fmt(keep, "%.*s: %.*s; add \"%.*s:%.*s\" to \"units\" in site.json", FMT(at->label),
                    FMT(fit->why), FMT(at->source->kind), FMT(at->pointer));
    else if (fit->kind == FIT_UNREADABLE)
        c->message = str_fmt(keep, "%.*s: %.*s", FMT(at->label), FMT(fit->why));
}

/* ---- facts with a history ---- */

static struct fit fit_entry(const struct claim *c, const struct claims_value *at,
                            const struct json *entry, struct arena *keep)
{
    return fit_judge(c->text, c->title, json_get(entry, "value"), at->unit, at->pointer, keep);
}

/* The day from which on the newest past entry that bears out c no longer holds; empty when none
 * did. */
static struct str true_until(const struct data *data, const struct claim *c,
                             const struct claims_value *at, struct arena *keep)
{
    int64_t today = date_days(data->today), last = INT64_MIN;
    struct str since = { 0 };

    for (const struct json *e = c->text.len ? at->value->first : NULL; e; e = e->next) {
        struct str until = json_str(json_get(e, "until"));
        struct date day;

        if (!date_parse(until, &day) || date_days(day) > today || date_days(day) <= last)
            continue;
        if (fit_entry(c, at, e, keep).kind != FIT_TRUE)
            continue;
        last = date_days(day);
        since = until;
    }
    return since;
}

static void judge_history(const struct data *data, struct claim *c, const struct claims_value *at,
                          struct arena *keep)
{
    const struct json *now = data_on(at->value, data->today);
    const struct json *v = json_get(now, "value");
    struct fit fit = { .kind = FIT_ABSENT, .shown = S("not set") };

    if (now) {
        fit = fit_entry(c, at, now, keep);
        set_evidence(c, at, v, keep);
        if (json_str(json_get(now, "from")).len)
            c->evidence.date = json_str(json_get(now, "from"));
    }
    apply_fit(c, at, &fit, keep);
    if (fit.kind == FIT_TRUE || fit.kind == FIT_UNREADABLE)
        return;
    c->since = true_until(data, c, at, keep);
    if (!c->since.len)
        return;
    c->verdict = VERDICT_OUTDATED;
    c->message = now ? str_fmt(keep, "\"%.*s\" was true until %.*s; %.*s is %.*s now", FMT(c->text),
                               FMT(c->since), FMT(at->label), FMT(c->evidence.value))
                     : str_fmt(keep, "\"%.*s\" was true until %.*s; %.*s holds nothing now",
                               FMT(c->text), FMT(c->since), FMT(at->label));
}

static void unreadable(struct claim *c, struct str message)
{
    c->verdict = VERDICT_NOT_CHECKED;
    c->unreadable = true;
    c->message = message;
}

/* An object, or a list without a text: the pointer ends too early. */
static void judge_container(struct claim *c, const struct claims_value *at, struct arena *keep)
{
    struct str near = scalar_below(at->value, at->pointer, 0, keep);
    bool list = at->value->kind == JSON_ARRAY;

    c->nearest = near;
    unreadable(c, str_fmt(keep, "%.*s is %s of %d, no single value%s%.*s", FMT(at->label),
                          list ? "a list" : "an object", at->value->n,
                          near.len ? "; the nearest is " : "", FMT(near)));
}

/* An entry that data_is_history would not take for one, or a day that is none. */
static const struct json *bad_entry(const struct json *v, const char **why)
{
    static const char *const days[] = { "from", "until" };
    bool fact = false;
    struct date day;

    for (const struct json *e = v->kind == JSON_ARRAY ? v->first : NULL; e; e = e->next)
        fact = fact || json_get(e, "from") || json_get(e, "until");
    for (const struct json *e = fact ? v->first : NULL; e; e = e->next) {
        *why = "has no \"value\"";
        if (!json_get(e, "value"))
            return e;
        *why = "has a date that is none: write 2026-06-01";
        for (ptrdiff_t i = 0; i < LEN(days); i++) {
            const struct json *d = json_get(e, days[i]);
            if (d && d->kind != JSON_NULL && (!date_parse(json_str(d), &day) || d->str.len != 10))
                return d;
        }
    }
    return NULL;
}

/* ---- environments ---- */

/* The environments that text names, a bit each; *word is the last. */
static unsigned environments_of(struct str text, struct str *word)
{
    static const char *const names[][3] = {
        { "prod", "production", "prd" },
        { "staging", "stg", "preprod" },
        { "dev", "development", "development" },
        { "qa", "uat", "sandbox" },
    };
    unsigned all = 0;

    for (struct str w = fit_word_take(&text); w.len; w = fit_word_take(&text))
        for (unsigned i = 0; i < LEN(names); i++)
            if (str_among_nocase(w, names[i], LEN(names[i]))) {
                all |= 1u << i;
                *word = w;
            }
    return all;
}

/* "2 tasks in production" of dev's config: true of another place than it speaks of. */
static void ask_environment(const struct claim *c, const struct claims_value *at, struct fit *fit,
                            struct arena *keep)
{
    struct str said = { 0 }, of = { 0 };
    unsigned place = environments_of(at->label, &of), text = environments_of(c->text, &said);

    if (fit->kind != FIT_TRUE || !place || !text || (place & text))
        return;
    fit->kind = FIT_UNREADABLE;
    fit->why =
        str_fmt(keep, "the text says \"%.*s\", and this value is of \"%.*s\"", FMT(said), FMT(of));
}

/* "less than [3 tasks]": what the link says alone is not what the sentence says. */
static void ask_sentence(const struct claim *c, const struct claims_value *at, struct fit *fit,
                         struct arena *keep)
{
    if (!c->sentence.len)
        return;
    struct fit whole = fit_judge(c->sentence, c->title, at->value, at->unit, at->pointer, keep);

    fit->suggest = (struct str){ 0 };
    /* "[5](…) minutes" of a bare 5: nothing says otherwise */
    if ((fit->kind == FIT_TRUE) == (whole.kind == FIT_TRUE) || fit->kind == FIT_UNREADABLE ||
        whole.unit_missing)
        return;
    fit->kind = FIT_UNREADABLE;
    fit->why =
        str_fmt(keep,
                "the sentence says \"%.*s\", and the value is %.*s: take the words beside the "
                "link into its text",
                FMT(c->sentence), FMT(fit->shown));
}

static void judge_value(const struct data *data, struct claim *c, const struct claims_value *at,
                        struct arena *keep)
{
    struct fit fit;
    const char *why;

    if (bad_entry(at->value, &why)) {
        unreadable(c, str_fmt(keep, "%.*s: an entry of the fact %s", FMT(at->label), why));
        return;
    }
    if (data_is_history(at->value)) {
        judge_history(data, c, at, keep);
        return;
    }
    if (is_container(at->value) && !fit_asks_container(c->title) &&
        (at->value->kind == JSON_OBJECT || !c->text.len)) {
        judge_container(c, at, keep);
        return;
    }
    set_evidence(c, at, at->value, keep);
    fit = fit_judge(c->text, c->title, at->value, at->unit, at->pointer, keep);
    ask_sentence(c, at, &fit, keep);
    ask_environment(c, at, &fit, keep);
    apply_fit(c, at, &fit, keep);
}

/* Nothing stands there: that is what "absent" says, and an error for all else. */
static void judge_nothing(const struct data *data, struct claim *c, const struct claims_value *at,
                          struct arena *keep)
{
    struct fit fit = { .kind = FIT_ABSENT };

    if (at->source && fit_is_title(c->title))
        fit = fit_judge(c->text, c->title, NULL, at->unit, at->pointer, keep);
    if (fit.kind != FIT_TRUE) {
        judge_missing(data, c, at, keep);
        return;
    }
    c->evidence = (struct evidence){ .value = S("not set"), .source = at->label };
    c->evidence.place = at->source->src.path;
    apply_fit(c, at, &fit, keep);
}

/* Several values contradict each other: nobody can say which; one is computed: only a program can. */
static void judge_unknown(struct claim *c, const struct claims_value *at, struct arena *keep)
{
    set_evidence(c, at, at->value, keep);
    c->evidence.value = (struct str){ 0 };
    c->verdict = at->value->n > 1 ? VERDICT_MISSING : VERDICT_NOT_CHECKED;
    c->message =
        str_fmt(keep, "no value stands at %.*s: it is %.*s", FMT(at->label), FMT(at->value->str));
}

static void judge_place(const struct data *data, struct claim *c, enum target_kind kind,
                        const struct claims_value *at, struct arena *keep)
{
    switch (kind) {
    case TARGET_VALUE:
        judge_value(data, c, at, keep);
        return;
    case TARGET_MISSING:
        judge_nothing(data, c, at, keep);
        return;
    case TARGET_UNCAPTURED:
        judge_uncaptured(data, c, at, keep);
        return;
    case TARGET_UNKNOWN:
        judge_unknown(c, at, keep);
        return;
    case TARGET_LINK:
        if (at->value)
            judge_value(data, c, at, keep);
        else
            unreadable(c, str_fmt(keep, "%.*s is no source", FMT(at->label)));
        return;
    }
}

/* ---- names ---- */

static const struct json *value_now(const struct data *data, const struct json *v)
{
    return data_is_history(v) ? json_get(data_on(v, data->today), "value") : v;
}

static void judge_disagreement(const struct data *data, struct claim *c,
                               const struct claims_value *a, const struct claims_value *b,
                               struct arena *keep)
{
    const struct json *va = value_now(data, a->value), *vb = value_now(data, b->value);
    struct str sa = fit_show(va, a->unit, keep), sb = fit_show(vb, b->unit, keep);

    set_evidence(c, a, va, keep);
    c->verdict = VERDICT_FALSE;
    c->shown = sa;
    c->suggest = (struct str){ 0 };
    c->message = str_fmt(keep, "the places of \"%.*s\" disagree: %.*s is %.*s, %.*s is %.*s",
                         FMT(c->target.name), FMT(a->label), FMT(sa), FMT(b->label), FMT(sb));
}

/* The worst comes first: a place where nothing stands, two that disagree; then the text is judged
 * by the first place that was captured. */
static void judge_name(const struct data *data, struct claim *c, const struct data_name *name,
                       struct arena *keep)
{
    struct claims_value first = { 0 }, at;
    enum target_kind first_kind = TARGET_UNCAPTURED, kind;

    for (int i = 0; i < name->n_in; i++) {
        kind = resolve_place(data, name, i, c->env, c->title, keep, &at);
        if (kind == TARGET_MISSING || kind == TARGET_LINK) {
            judge_place(data, c, kind, &at, keep);
            if (c->verdict != VERDICT_TRUE)
                return;
        }
        if (first_kind == TARGET_UNCAPTURED) {
            first = at;
            first_kind = kind;
        } else if (kind != TARGET_UNCAPTURED && kind != TARGET_UNKNOWN &&
                   !fit_same(value_now(data, first.value), first.unit, value_now(data, at.value),
                             at.unit, keep)) {
            judge_disagreement(data, c, &first, &at, keep);
            return;
        }
    }
    judge_place(data, c, first_kind, &first, keep);
}

/* What a decision that is not in force says is not expected to hold yet, or any more. */
static void judge_state(struct claim *c, struct arena *keep)
{
    bool open = decision_state(c->state) == DECISION_PROPOSED;

    if (!c->state.len || c->verdict == VERDICT_TRUE || c->verdict == VERDICT_NOT_CHECKED)
        return;
    c->verdict = VERDICT_NOT_CHECKED;
    c->suggest = (struct str){ 0 };
    c->message = open ? str_fmt(keep, "would change: %.*s → %.*s (the decision is %.*s)",
                                FMT(c->evidence.value.len ? c->evidence.value : S("not set")),
                                FMT(c->text), FMT(c->state))
                      : str_fmt(keep, "%.*s; the decision is %.*s", FMT(c->message), FMT(c->state));
}

static void judge(const struct data *data, struct claim *c, struct arena *keep)
{
    struct claims_value at;
    enum target_kind kind;
    const struct data_name *name;

    c->evidence = (struct evidence){ 0 };
    c->shown = c->message = c->suggest = c->nearest = c->since = (struct str){ 0 };
    c->unreadable = c->by_hand = false;
    c->text = str_trim(c->text);
    if (c->target.name.len) {
        name = data_name(data, c->target.name);
        if (name)
            judge_name(data, c, name, keep);
        else
            unknown_name(data, c, keep);
        return;
    }
    kind = claims_resolve(data, &c->target, c->env, c->title, keep, &at);
    judge_place(data, c, kind, &at, keep);
}

void claims_judge(const struct data *data, struct claim *c, struct arena *keep)
{
    judge(data, c, keep);
    judge_state(c, keep);
}

/* ---- reporting ---- */

/* Where the text stands in the link: between [ and ], when it stands there as it reads. */
static struct str text_place(const struct claim *c)
{
    ptrdiff_t end = str_find(c->place, S("](")), at = -1;
    struct str inside = end < 0 ? c->place : str_sub(c->place, 0, end);

    if (c->text.len)
        at = str_find(inside, c->text);
    return at < 0 ? c->place : str_sub(inside, at, c->text.len);
}

void claims_report(const struct claim *c, const struct source *src, struct diag *d)
{
    static const enum rule_id ids[N_VERDICTS] = {
        [VERDICT_FALSE] = RULE_CLAIM_FALSE,
        [VERDICT_OUTDATED] = RULE_CLAIM_OUTDATED,
        [VERDICT_MISSING] = RULE_CLAIM_MISSING,
        [VERDICT_NOT_CHECKED] = RULE_CLAIM_UNCHECKED,
    };
    const struct rule *rule = c->unreadable ? RULE(CLAIM_UNREADABLE) : &rules[ids[c->verdict]];
    struct finding *f;

    if (c->secret)
        diag_at(
            d, RULE(SECRET), src, text_place(c),
            "the text is the value of a secret, so nothing is written; remove it, and change it "
            "where it is valid")
            ->source_line = secrets_dots();
    if (c->verdict == VERDICT_TRUE)
        return;
    f = diag_at(d, rule, src, text_place(c), "%.*s", FMT(c->message));
    f->evidence = c->evidence;
    f->suggest = c->suggest;
    f->about = c->href;
    if (!c->evidence.place.len || !c->evidence.value.len)
        return;
    /* nobody knows which of the two is the mistake */
    bool both = str_starts(c->message, S("the text says")) && str_char(c->evidence.place, ':') >= 0;
    f->note = str_fmt(d->keep, "%.*s: note: %.*s stands here%s%.*s%s", FMT(c->evidence.place),
                      FMT(c->evidence.value), both ? "; correct the text, or take " : "",
                      FMT(both && !c->changed.len ? S("the change")
                          : both                  ? c->changed
                                                  : S("")),
                      both ? " back" : "");
}
