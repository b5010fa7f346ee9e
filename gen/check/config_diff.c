/* config_diff.c - walks two JSON trees together, member by member. */
#include "check/config_diff.h"

#include "base/map.h"
#include "check/fit.h"
#include "check/secrets.h"
#include "model/rule.h"

/* a page of more rows is no page; nesting is bounded by the JSON reader */
enum { ROWS_MAX = 5000, POINTER_MAX = 1000, SUMMARY_MAX = 300, AKIN_MAX = 100 };

struct walk {
    const struct data *data;
    const struct data_source *a, *b;
    const struct accepted *accepted;
    struct arena *keep;
    LIST(struct config_row) rows;
    struct config_diff *diff;
    bool changes;  /* only what differs, each subtree that one side alone has as a whole */
    bool resolved; /* values are not what their texts say */
};

struct str config_diff_name(struct str step, struct arena *keep)
{
    struct buf b = buf_open(keep, step.len + 1);
    for (ptrdiff_t i = 0; i < step.len; i++) {
        char next = step.ptr[i] == '~' && i + 1 < step.len ? step.ptr[i + 1] : 0;
        bool escaped = next == '0' || next == '1';
        buf_char(&b, !escaped ? step.ptr[i] : next == '1' ? '/' : '~');
        i += escaped;
    }
    return buf_str(&b);
}

static bool is_null(const struct json *v)
{
    return !v || v->kind == JSON_NULL;
}

static bool is_container(const struct json *v)
{
    return v && (v->kind == JSON_OBJECT || v->kind == JSON_ARRAY);
}

/* One row for a list of plain values and for what is empty. */
static bool is_leaf(const struct json *v)
{
    if (!is_container(v) || !v->first)
        return true;
    if (v->kind == JSON_OBJECT || data_is_history(v))
        return v->kind == JSON_ARRAY;
    for (const struct json *m = v->first; m; m = m->next)
        if (is_container(m))
            return false;
    return true;
}

/* low, typical and high of one quantity */
static bool is_range(const struct json *v)
{
    return v && v->kind == JSON_OBJECT && v->n > 1 && json_get(v, "low") && json_get(v, "high") &&
           v->n == 2 + (json_get(v, "typical") != NULL);
}

/* ---- one row ---- */

static struct str shown(const struct walk *w, const struct data_source *s, const struct json *v,
                        struct str pointer);

/* A subtree in a few words: "service: Redis, nodes: 2". */
static struct str summary(const struct walk *w, const struct data_source *s, const struct json *v)
{
    struct buf b = buf_open_cut(w->keep, SUMMARY_MAX);
    bool range = is_range(v);

    for (const struct json *m = v->first; m; m = m->next) {
        if (is_container(m) && m->first)
            continue;
        struct str one = shown(w, s, m, m->key);
        buf_fmt(&b, "%s%.*s%s%.*s", b.len ? (range ? " – " : ", ") : "",
                range ? 0 : (int)m->key.len, m->key.ptr, m->key.len && !range ? ": " : "",
                FMT(one));
    }
    return b.len ? buf_str(&b) : json_show(v, w->keep);
}

static struct str shown(const struct walk *w, const struct data_source *s, const struct json *v,
                        struct str pointer)
{
    struct str unit;

    if (!v)
        return (struct str){ 0 };
    if (data_is_history(v))
        v = json_get(data_on(v, w->data->today), "value");
    if (v && v->kind == JSON_STRING && secrets_at(pointer, v->str, secrets_sealed(s->path)))
        return secrets_dots();
    if (w->changes && v && v->first && (v->kind == JSON_OBJECT || is_container(v->first)))
        return summary(w, s, v);
    unit = data_unit(w->data, s, pointer);
    return fit_show(v, unit.len ? unit : data_unit_guess(pointer), w->keep);
}

static bool reason_holds(const struct difference *x, const struct walk *w, struct str pointer)
{
    bool source = str_equal(x->source, w->a->kind) || str_equal(x->source, w->a->name) ||
                  str_equal(x->source, w->b->name);

    return source && str_starts(pointer, x->pointer) &&
           (pointer.len == x->pointer.len || pointer.ptr[x->pointer.len] == '/');
}

/* The reason given for pointer, or for the nearest member above it. */
static struct str reason_for(const struct walk *w, struct str pointer)
{
    const struct difference *best = NULL;

    for (int i = 0; w->accepted && i < w->accepted->n_differences; i++) {
        const struct difference *x = &w->accepted->differences[i];

        if (reason_holds(x, w, pointer) && (!best || x->pointer.len > best->pointer.len))
            best = x;
    }
    return best ? best->reason : (struct str){ 0 };
}

static bool same(const struct json *a, const struct json *b, struct arena *keep)
{
    if (is_container(a) || is_container(b)) {
        const struct json *x = a->first, *y = b->first;

        if (a->kind != b->kind || a->n != b->n)
            return false;
        for (; x && y; x = x->next, y = y->next)
            if (!str_equal(x->key, y->key) || !same(x, y, keep))
                return false;
        return true;
    }
    return a->kind == b->kind && (a->kind == JSON_NUMBER ? fit_same(a, S(""), b, S(""), keep)
                                                         : str_equal(a->str, b->str));
}

/* All entries of a fact, where the one of today is the same on both sides. */
static struct str entries(const struct walk *w, const struct json *v)
{
    struct buf b = buf_open_cut(w->keep, SUMMARY_MAX);
    for (const struct json *m = v->first; m; m = m->next) {
        struct str from = json_str(json_get(m, "from")), until = json_str(json_get(m, "until"));
        struct str source = json_str(json_get(m, "source")),
                   one = json_show(json_get(m, "value"), w->keep);
        buf_fmt(&b, "%s%.*s%s%.*s%s%.*s%s%.*s%s", b.len ? "; " : "", FMT(one),
                from.len ? " from " : "", FMT(from), until.len ? " until " : "", FMT(until),
                source.len ? " (" : "", FMT(source), source.len ? ")" : "");
    }
    return buf_str(&b);
}

/* Two values that read the same and are not: as they are written. */
static void tell_apart(const struct walk *w, struct config_row *row)
{
    bool dots = str_equal(row->shown_a, secrets_dots());
    if (!row->a || !row->b || dots || !str_equal(row->shown_a, row->shown_b))
        return;
    bool history = data_is_history(row->a) && data_is_history(row->b);
    row->shown_a = history ? entries(w, row->a) : row->a->raw;
    row->shown_b = history ? entries(w, row->b) : row->b->raw;
}

static enum config_mark mark_of(const struct walk *w, const struct json *a, const struct json *b)
{
    return !w->b                 ? CONFIG_SAME
           : !b                  ? CONFIG_ONLY_A
           : !a                  ? CONFIG_ONLY_B
           : same(a, b, w->keep) ? CONFIG_SAME
                                 : CONFIG_DIFFER;
}

static void row_add(struct walk *w, const struct json *a, const struct json *b, struct str pointer)
{
    struct config_row row = { .a = a, .b = b, .mark = mark_of(w, a, b) };

    w->diff->n[row.mark]++;
    if (w->changes && row.mark == CONFIG_SAME)
        return;
    row.pointer = str_copy(pointer, w->keep);
    struct cut token = str_cut(str_from(row.pointer, 1), '/');
    row.group = token.ok ? token.head : (struct str){ 0 };
    row.label = token.ok ? token.tail : token.head;
    row.shown_a = shown(w, w->a, a, pointer);
    row.shown_b = w->b ? shown(w, w->b, b, pointer) : (struct str){ 0 };
    row.identity = w->b && a && b && a->kind == JSON_STRING && b->kind == JSON_STRING &&
                   w->a->env.len && str_equal(a->str, w->a->env) && str_equal(b->str, w->b->env);
    if (row.mark != CONFIG_SAME)
        row.reason = reason_for(w, pointer);
    if (w->changes && row.mark == CONFIG_DIFFER)
        tell_apart(w, &row);
    *PUSH(&w->rows, w->keep) = row;
}

/* ---- the walk ---- */

static struct str pointer_of(struct str parent, struct str key, struct arena *keep)
{
    struct buf b = buf_open(keep, POINTER_MAX);

    buf_put(&b, parent);
    buf_char(&b, '/');
    for (ptrdiff_t i = 0; i < key.len; i++)
        if (key.ptr[i] == '~')
            buf_put(&b, S("~0"));
        else if (key.ptr[i] == '/')
            buf_put(&b, S("~1"));
        else
            buf_char(&b, key.ptr[i]);
    return buf_str(&b);
}

static bool is_full(struct walk *w)
{
    w->diff->cut = w->diff->cut || w->rows.len >= ROWS_MAX;
    return w->diff->cut;
}

static void walk_both(struct walk *w, const struct json *a, const struct json *b,
                      struct str pointer);

static void walk_objects(struct walk *w, const struct json *a, const struct json *b,
                         struct str pointer)
{
    struct map in_b = { 0 }, in_a = { 0 };

    for (const struct json *m = b ? b->first : NULL; m; m = m->next)
        *map_at(&in_b, m->key, w->keep) = (void *)(uintptr_t)m;
    for (const struct json *m = a ? a->first : NULL; m && !is_full(w); m = m->next) {
        *map_at(&in_a, m->key, w->keep) = (void *)(uintptr_t)m;
        walk_both(w, m, map_get(&in_b, m->key), pointer_of(pointer, m->key, w->keep));
    }
    for (const struct json *m = b ? b->first : NULL; m && !is_full(w); m = m->next)
        if (!map_get(&in_a, m->key))
            walk_both(w, NULL, m, pointer_of(pointer, m->key, w->keep));
}

/* The member by which the elements of both lists are told apart, or NULL. */
static const char *identity(const struct json *a, const struct json *b, struct arena scratch)
{
    static const char *const keys[] = { "id",  "key", "name", "Id",      "Key",    "Name",
                                        "Sid", "sid", "page", "address", "service" };
    for (ptrdiff_t i = 0; i < LEN(keys); i++) {
        const struct json *both[] = { a, b };
        bool good = true;
        for (int side = 0; side < 2 && good; side++) {
            struct map seen = { 0 };
            struct arena work = scratch;
            for (const struct json *e = both[side]->first; e && good; e = e->next) {
                struct str id = e->kind == JSON_OBJECT ? json_str(json_get(e, keys[i])) : S("");
                void **at = id.len ? map_at(&seen, id, &work) : NULL;
                good = at && !*at;
                if (good)
                    *at = &seen;
            }
        }
        if (good)
            return keys[i];
    }
    return NULL;
}

static void walk_named(struct walk *w, const struct json *a, const struct json *b, const char *key,
                       struct str pointer)
{
    struct map in_a = { 0 }, in_b = { 0 };

    for (const struct json *m = b->first; m; m = m->next)
        *map_at(&in_b, json_str(json_get(m, key)), w->keep) = (void *)(uintptr_t)m;
    for (const struct json *m = a->first; m && !is_full(w); m = m->next) {
        struct str id = json_str(json_get(m, key));
        *map_at(&in_a, id, w->keep) = (void *)(uintptr_t)m;
        walk_both(w, m, map_get(&in_b, id),
                  pointer_of(pointer, str_fmt(w->keep, "%s=%.*s", key, FMT(id)), w->keep));
    }
    for (const struct json *m = b->first; m && !is_full(w); m = m->next) {
        struct str id = json_str(json_get(m, key));
        if (!map_get(&in_a, id))
            walk_both(w, NULL, m,
                      pointer_of(pointer, str_fmt(w->keep, "%s=%.*s", key, FMT(id)), w->keep));
    }
}

/* Do two elements without a name say mostly the same, or the only ones that are left anything, or one thing of
 * one name? */
static bool akin(const struct json *a, const struct json *b, bool last, struct arena *keep)
{
    int n = 0;
    if (a->kind != JSON_OBJECT || b->kind != JSON_OBJECT)
        return a->kind == b->kind;
    for (const struct json *m = a->first, *o; m; m = m->next)
        for (o = b->first; o; o = o->next)
            n += str_equal(m->key, o->key) && same(m, o, keep);
    if (last && a->n == 1 && b->n == 1)
        return str_equal(a->first->key, b->first->key);
    return last ? n > 0 : 2 * n >= (a->n < b->n ? a->n : b->n);
}

struct elements {
    const struct json **at; /* NULL: met */
    int n;
};

static struct elements elements(const struct json *list, struct arena *keep)
{
    struct elements e = { NEW(keep, const struct json *, list->n + 1), 0 };
    for (const struct json *m = list->first; m; m = m->next)
        e.at[e.n++] = m;
    return e;
}

/* Is all of v in its text? Sections of TOML, INI and HCL have their titles alone. */
static bool is_whole(const struct json *v)
{
    const char *end = v->raw.ptr + v->raw.len;
    for (const struct json *m = v->first, *last = m; m; m = last = last->first) {
        while (last->next)
            last = last->next;
        if (last->raw.ptr < v->raw.ptr || last->raw.ptr + last->raw.len > end)
            return false;
    }
    return v->raw.len > 0;
}

/* v by what it says, however it is laid out. */
static void put_sense(struct buf *b, const struct json *v)
{
    buf_char(b, (char)('a' + v->kind));
    if (!is_container(v))
        buf_fmt(b, "%td:%.*s", v->str.len ? v->str.len : v->raw.len,
                FMT(v->str.len ? v->str : v->raw));
    for (const struct json *m = is_container(v) ? v->first : NULL; m; m = m->next) {
        buf_fmt(b, "%td:%.*s", m->key.len, FMT(m->key));
        put_sense(b, m);
    }
    buf_char(b, ';');
}

static struct str sense(const struct json *v, struct arena *keep)
{
    struct buf b = buf_open(keep, PTRDIFF_MAX);
    put_sense(&b, v);
    return buf_str(&b);
}

/* What stands in both, wherever it stands, is the same. */
static void meet_same(struct walk *w, struct elements *a, struct elements *b)
{
    struct map texts = { 0 };
    for (int i = a->n - 1; i >= 0 && !w->resolved; i--) {
        struct elements *e = NEW(w->keep, struct elements, 1);
        void **at = map_at(&texts, sense(a->at[i], w->keep), w->keep);
        *e = (struct elements){ *at, i }; /* a list of the places of one text */
        *at = e;
    }
    for (int j = 0; j < b->n; j++) {
        struct arena scratch = *w->keep;
        void **at = map_at(&texts, sense(b->at[j], &scratch), NULL);
        struct elements *e = at ? *at : NULL;
        if (!e)
            continue;
        *at = (void *)e->at;
        a->at[e->n] = b->at[j] = NULL;
    }
}

static int left(const struct elements *e)
{
    int n = 0;
    for (int i = 0; i < e->n; i++)
        n += e->at[i] != NULL;
    return n;
}

/* Elements without a name: equal ones first, then those akin, the first for the first. */
static void walk_unnamed(struct walk *w, const struct json *a, const struct json *b,
                         struct str pointer)
{
    struct elements x = elements(a, w->keep), y = elements(b, w->keep);

    meet_same(w, &x, &y);
    bool last = left(&x) == 1 && left(&y) == 1;
    for (int j = 0, from = 0, i; j < y.n && !is_full(w); j++) {
        if (!y.at[j])
            continue;
        while (from < x.n && !x.at[from])
            from++;
        int end = from + AKIN_MAX < x.n ? from + AKIN_MAX : x.n;
        for (i = from; i < end && !(x.at[i] && akin(x.at[i], y.at[j], last, w->keep));)
            i++;
        walk_both(w, i < end ? x.at[i] : NULL, y.at[j],
                  str_fmt(w->keep, "%.*s/%d", FMT(pointer), j));
        if (i < end)
            x.at[i] = NULL;
    }
    for (int i = 0; i < x.n && !is_full(w); i++)
        if (x.at[i])
            walk_both(w, x.at[i], NULL, str_fmt(w->keep, "%.*s/%d", FMT(pointer), i));
}

static void walk_lists(struct walk *w, const struct json *a, const struct json *b,
                       struct str pointer)
{
    const char *key = identity(a, b, arena_upper(w->keep));

    if (key)
        walk_named(w, a, b, key, pointer);
    else
        walk_unnamed(w, a, b, pointer);
}

static void walk_arrays(struct walk *w, const struct json *a, const struct json *b,
                        struct str pointer)
{
    const struct json *x = a ? a->first : NULL, *y = b ? b->first : NULL;

    for (int i = 0; (x || y) && !is_full(w); i++) {
        walk_both(w, x, y, str_fmt(w->keep, "%.*s/%d", FMT(pointer), i));
        x = x ? x->next : NULL;
        y = y ? y->next : NULL;
    }
}

static void walk_both(struct walk *w, const struct json *a, const struct json *b,
                      struct str pointer)
{
    const struct json *deep = is_leaf(a) ? b : a;
    bool whole = w->changes && (is_null(a) || is_null(b) || (is_range(a) && is_range(b)));

    if (w->changes && !w->resolved && a && b && str_equal(a->raw, b->raw) && is_whole(a) &&
        is_whole(b))
        return;
    if (whole || (is_leaf(a) && is_leaf(b))) {
        row_add(w, a, b, pointer);
        return;
    }
    /* members on one side and nothing on the other: each member is there alone */
    if (is_null(a) || is_null(b) || a->kind == b->kind) {
        a = is_null(a) ? NULL : a;
        b = is_null(b) ? NULL : b;
        if (deep->kind == JSON_OBJECT)
            walk_objects(w, a, b, pointer);
        else if (w->changes)
            walk_lists(w, a, b, pointer);
        else
            walk_arrays(w, a, b, pointer);
        return;
    }
    row_add(w, a, b, pointer);
}

/* The root without the members that stand in it twice: a folder offers its files' members beside
 * the files (load/source_file.h), and the files come first. */
static const struct json *plain_root(const struct data_source *s, struct arena *keep)
{
    struct json *root, **tail;
    int files = 0;

    for (int i = 0; i < s->n_files; i++)
        files += s->files[i].root != NULL;
    if (!str_ends(s->path, S("/")) || !s->root || s->computed || files >= s->root->n)
        return s->root;
    root = NEW(keep, struct json, 1);
    *root = *s->root;
    tail = &root->first;
    root->n = files;
    for (const struct json *m = s->root->first; m && files > 0; m = m->next, files--) {
        *tail = NEW(keep, struct json, 1);
        **tail = *m;
        (*tail)->next = NULL;
        tail = &(*tail)->next;
    }
    *tail = NULL;
    return root;
}

struct config_diff config_diff_make(const struct data *data, const struct data_source *a,
                                    const struct data_source *b, const struct accepted *accepted,
                                    struct arena *keep)
{
    struct config_diff diff = { .a = a, .b = b };
    struct walk w = {
        .data = data, .a = a, .b = b, .accepted = accepted, .keep = keep, .diff = &diff
    };

    if (a->root && (!b || b->root))
        walk_both(&w, plain_root(a, keep), b ? plain_root(b, keep) : NULL, (struct str){ 0 });
    diff.rows = w.rows.ptr;
    diff.n_rows = (int)w.rows.len;
    return diff;
}

struct config_diff config_diff_changes(const struct data *data, const struct data_source *a,
                                       const struct data_source *b, bool resolved,
                                       struct arena *keep)
{
    struct config_diff diff = { .a = a, .b = b };
    struct walk w = { .data = data,
                      .a = a,
                      .b = b,
                      .keep = keep,
                      .diff = &diff,
                      .changes = true,
                      .resolved = resolved };

    walk_both(&w, a->root, b->root, (struct str){ 0 });
    diff.rows = w.rows.ptr;
    diff.n_rows = (int)w.rows.len;
    return diff;
}

/* ---- reporting ---- */

/* The file of s that v stands in; its first one when v was computed. */
static const struct source *source_of(const struct data_source *s, const struct json *v)
{
    for (int i = 0; i < s->n_files; i++) {
        const struct source *src = &s->files[i].src;
        uintptr_t p = (uintptr_t)v->raw.ptr, from = (uintptr_t)src->text.ptr;

        if (p >= from && p < from + (uintptr_t)src->text.len)
            return src;
    }
    return NULL;
}

static void report_row(const struct config_diff *diff, const struct config_row *row, struct diag *d)
{
    const struct data_source *s = row->b ? diff->b : diff->a, *other = row->b ? diff->a : diff->b;
    const struct json *v = row->b ? row->b : row->a;
    struct str theirs = row->b ? row->shown_a : row->shown_b,
               ours = row->b ? row->shown_b : row->shown_a;
    const struct source *src = source_of(s, v);
    struct finding *f;

    theirs = theirs.len ? theirs : S("not there");
    ours = str_sub(ours, 0, 200);
    theirs = str_sub(theirs, 0, 200);
    f = src ? diag_at(d, RULE(CONFIG_DIFFERENCE), src, v->raw,
                      "%.*s is %.*s in %.*s and %.*s in %.*s, and nothing says why",
                      FMT(row->pointer), FMT(ours), FMT(s->env), FMT(theirs), FMT(other->env))
            : diag_file(d, RULE(CONFIG_DIFFERENCE), s->src.path,
                        "%.*s is %.*s in %.*s and %.*s in %.*s, and nothing says why",
                        FMT(row->pointer), FMT(ours), FMT(s->env), FMT(theirs), FMT(other->env));
    f->about = str_fmt(d->keep, "%.*s:%.*s", FMT(s->kind), FMT(row->pointer));
    f->evidence = (struct evidence){ .value = theirs,
                                     .source = str_fmt(d->keep, "%.*s:%.*s", FMT(other->name),
                                                       FMT(row->pointer)) };
    if (row->a && row->b)
        f->evidence.place = data_place(diff->a, row->a, d->keep);
    f->note =
        str_fmt(d->keep, "give the reason in differences.json: { \"%.*s\": \"…\" }", FMT(f->about));
}

void config_diff_report(const struct config_diff *diff, struct diag *d)
{
    for (int i = 0; i < diff->n_rows; i++) {
        const struct config_row *row = &diff->rows[i];

        if (row->mark != CONFIG_SAME && !row->identity && !row->reason.len)
            report_row(diff, row, d);
    }
}

static bool is_environment(const struct data_source *s)
{
    return data_is_config(s) && s->env.len && s->root && s->root->kind == JSON_OBJECT;
}

/* Half of the smaller one's members stand in the other too: else the two are no environments of one
 * thing, whatever they are called. */
static bool alike(const struct json *a, const struct json *b, struct arena scratch)
{
    const struct json *small = a->n <= b->n ? a : b, *large = small == a ? b : a;
    struct map names = { 0 };
    int shared = 0;

    for (const struct json *m = large->first; m; m = m->next)
        *map_at(&names, m->key, &scratch) = &names;
    for (const struct json *m = small->first; m; m = m->next)
        shared += map_get(&names, m->key) != NULL;
    return 2 * shared >= small->n;
}

/* The environment that others of its name are compared with: the site's, else the first. */
static bool is_measure(const struct data *data, const struct data_source *s)
{
    for (int i = 0; i < data->n_sources; i++) {
        const struct data_source *o = &data->sources[i];

        if (o == s || !is_environment(o) || !str_equal(o->kind, s->kind))
            continue;
        if (str_equal(o->env, data->env) || (o < s && !str_equal(s->env, data->env)))
            return false;
    }
    return true;
}

int config_diff_pairs(const struct data *data, struct arena *keep, struct config_pair **pairs)
{
    LIST(struct config_pair) list = { 0 };

    for (int i = 0; i < data->n_sources; i++) {
        const struct data_source *to = &data->sources[i];

        if (!is_environment(to) || !is_measure(data, to))
            continue;
        for (int k = 0; k < data->n_sources; k++) {
            const struct data_source *s = &data->sources[k];

            if (s != to && is_environment(s) && str_equal(s->kind, to->kind) &&
                alike(s->root, to->root, arena_upper(keep)))
                *PUSH(&list, keep) = (struct config_pair){ s, to };
        }
    }
    *pairs = list.ptr;
    return (int)list.len;
}
