/* config_diff.c - walks two JSON trees together, member by member. */
#include "check/config_diff.h"

#include "base/map.h"
#include "check/fit.h"
#include "check/secrets.h"
#include "model/rule.h"

/* a page of more rows is no page; nesting is bounded by the JSON reader */
enum { ROWS_MAX = 5000, POINTER_MAX = 1000 };

struct walk {
    const struct data *data;
    const struct data_source *a, *b;
    const struct accepted *accepted;
    struct arena *keep;
    LIST(struct config_row) rows;
    struct config_diff *diff;
};

const char *config_mark_name(enum config_mark mark)
{
    static const char *const names[N_CONFIG_MARKS] = { "same", "differ", "only_a", "only_b" };

    return names[mark];
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

/* ---- one row ---- */

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

static void row_add(struct walk *w, const struct json *a, const struct json *b, struct str pointer)
{
    struct config_row row = { .pointer = str_copy(pointer, w->keep), .a = a, .b = b };
    struct cut token = str_cut(str_from(row.pointer, 1), '/');

    row.group = token.ok ? token.head : (struct str){ 0 };
    row.label = token.ok ? token.tail : token.head;
    row.shown_a = shown(w, w->a, a, pointer);
    if (w->b) {
        row.shown_b = shown(w, w->b, b, pointer);
        row.mark = !b                    ? CONFIG_ONLY_A
                   : !a                  ? CONFIG_ONLY_B
                   : same(a, b, w->keep) ? CONFIG_SAME
                                         : CONFIG_DIFFER;
        row.identity = a && b && a->kind == JSON_STRING && b->kind == JSON_STRING &&
                       w->a->env.len && str_equal(a->str, w->a->env) &&
                       str_equal(b->str, w->b->env);
        if (row.mark != CONFIG_SAME)
            row.reason = reason_for(w, pointer);
    }
    w->diff->n[row.mark]++;
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

    if (is_leaf(a) && is_leaf(b)) {
        row_add(w, a, b, pointer);
        return;
    }
    /* members on one side and nothing on the other: each member is there alone */
    if (is_null(a) || is_null(b) || a->kind == b->kind) {
        a = is_null(a) ? NULL : a;
        b = is_null(b) ? NULL : b;
        if (deep->kind == JSON_OBJECT)
            walk_objects(w, a, b, pointer);
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
