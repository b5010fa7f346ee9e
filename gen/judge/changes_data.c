/* changes_data.c - files of data on both sides: which is which, then value by value; templates by their
 * resources. */
#include "judge/changes.h"

#include "base/path.h"
#include "check/claims.h"
#include "check/config_diff.h"
#include "check/secrets.h"
#include "infra/cfn_value.h"
#include "infra/source.h"
#include "infra/tf_hcl.h"
#include "model/rule.h"

enum { JOINED_MAX = 1 << 20 };

/* A file, or the files of a folder that hold resources together. */
struct doc {
    struct data_source as; /* name, path, root of this one alone */
    enum diff_kind kind;
    struct doc *other;
};
struct docs {
    struct doc *ptr;
    ptrdiff_t len, cap;
};

/* ---- which there are ---- */

static bool has(const struct json *root, const char *key, enum json_kind kind)
{
    const struct json *v = json_get(root, key);
    return v && v->kind == kind;
}

static enum diff_kind kind_of(const struct data_source *s, struct str path, const struct json *root)
{
    static const char *const accepted[] = { "accepted.json", "actions.json", "differences.json",
                                            "claims.json" };
    if (str_among(path, accepted, LEN(accepted)))
        return DIFF_ACCEPTED;
    if (str_equal(path, S("site.json")))
        return DIFF_SETTING;
    if (str_equal(s->kind, S("price")) ||
        (has(root, "prices", JSON_ARRAY) && has(root, "currency", JSON_STRING)))
        return DIFF_PRICE;
    if (str_equal(s->kind, S("cost")) || str_starts(path, S("costs/")))
        return DIFF_ESTIMATE;
    return str_equal(s->kind, S("facts")) ? DIFF_FACT : DIFF_VALUE;
}

static void add_file(struct docs *docs, const struct data_source *s, const struct data_file *f,
                     struct arena *keep)
{
    struct doc *d;
    if (!f->root || str_starts(f->path, S("reviews/")))
        return;
    d = PUSH(docs, keep);
    d->as = *s;
    d->as.path = f->path;
    d->as.src = f->src;
    d->as.files = (struct data_file *)(uintptr_t)f;
    d->as.n_files = 1;
    d->as.root = f->root;
    d->as.resources = NULL;
    d->kind = kind_of(s, f->path, f->root);
}

static void add_resources(struct docs *docs, const struct data_source *s, struct arena *keep)
{
    struct doc *d = PUSH(docs, keep);
    d->as = *s;
    d->kind = DIFF_RESOURCE;
}

static bool describes(const struct data_file *f)
{
    return f->kind != DATA_PLAIN || tf_hcl_is(f->path);
}

/* Templates without a name: those of a folder belong together. */
static void add_folder(struct docs *docs, struct data *data, int first, bool *done,
                       struct arena *keep)
{
    struct str dir = path_dir(data->sources[first].path);
    struct data_source s = { .path = str_join(dir, S("/"), keep) };
    struct diag quiet = { .keep = keep };
    s.files = NEW(keep, struct data_file, data->n_sources + 1);
    for (int i = first; i < data->n_sources; i++) {
        const struct data_source *o = &data->sources[i];
        if (done[i] || o->name.len || o->n_files != 1 || !describes(&o->files[0]) ||
            o->files[0].kind != data->sources[first].files[0].kind ||
            !str_equal(path_dir(o->path), dir))
            continue;
        done[i] = true;
        s.files[s.n_files++] = o->files[0];
    }
    if (s.n_files == 1)
        s.path = s.files[0].path;
    s.src = s.files[0].src;
    s.root = s.files[0].root;
    infra_source_open(&s, keep, &quiet);
    if (s.resources)
        add_resources(docs, &s, keep);
    else
        for (int i = 0; i < s.n_files; i++)
            add_file(docs, &s, &s.files[i], keep);
}

static struct docs find_docs(struct site *site, struct arena *keep)
{
    struct docs docs = { 0 };
    struct map seen = { 0 }; /* a file has one name: the first */
    bool *done = NEW(keep, bool, site->data.n_sources + 1);
    for (int i = 0; i < site->data.n_sources; i++) {
        const struct data_source *s = &site->data.sources[i];
        if (s->computed || !s->n_files || done[i])
            continue;
        if (s->resources) {
            add_resources(&docs, s, keep);
            for (int k = 0; k < s->n_files; k++)
                *map_at(&seen, s->files[k].path, keep) = &docs;
            continue;
        }
        if (!s->name.len && s->n_files == 1 && describes(&s->files[0]) &&
            !map_get(&seen, s->path)) {
            add_folder(&docs, &site->data, i, done, keep);
            continue;
        }
        for (int k = 0; k < s->n_files; k++) {
            void **at = map_at(&seen, s->files[k].path, keep);
            if (!*at)
                add_file(&docs, s, &s->files[k], keep);
            *at = &docs;
        }
    }
    return docs;
}

/* ---- which is which ---- */

static int likeness(struct changes *c, const struct doc *a, const struct doc *b)
{
    struct arena scratch = arena_upper(c->keep);
    struct data_source x = a->as, y = b->as;
    int same = 0, all = 0;
    if (a->kind != b->kind || !x.root || !y.root)
        return 0;
    struct config_diff d = config_diff_make(&c->now->data, &x, &y, NULL, &scratch);
    same = d.n[CONFIG_SAME];
    for (int i = 0; i < N_CONFIG_MARKS; i++)
        all += d.n[i];
    return all ? 100 * same / all : 0;
}

static void meet(struct changes *c, struct doc *a, struct doc *b)
{
    a->other = b;
    b->other = a;
    struct str *path = NEW(c->keep, struct str, 2);
    path[0] = b->as.path;
    path[1] = b->as.name;
    if (!str_equal(a->as.path, b->as.path))
        *map_at(&c->moved, a->as.path, c->keep) = path;
    if (a->as.name.len && b->as.name.len && !str_equal(a->as.name, b->as.name)) {
        *map_at(&c->renamed, a->as.name, c->keep) = path + 1;
        struct str *kind = NEW(c->keep, struct str, 1);
        *kind = b->as.kind;
        *map_at(&c->renamed, a->as.kind, c->keep) = kind;
    }
}

static bool same_path(const struct doc *a, const struct doc *b)
{
    return str_equal(a->as.path, b->as.path) ||
           (a->kind == DIFF_RESOURCE && b->kind == DIFF_RESOURCE &&
            str_starts(a->as.path, b->as.path));
}

static bool same_name(const struct doc *a, const struct doc *b)
{
    return a->as.name.len && str_equal(a->as.name, b->as.name) && a->as.n_files == 1 &&
           b->as.n_files == 1 &&
           (a->kind == DIFF_RESOURCE || str_equal(path_ext(a->as.path), path_ext(b->as.path)));
}

static void meet_docs(struct changes *c, struct docs *was, struct docs *now)
{
    bool (*const ways[])(const struct doc *, const struct doc *) = { same_path, same_name };
    for (ptrdiff_t w = 0; w < LEN(ways); w++)
        for (ptrdiff_t i = 0; i < was->len; i++)
            for (ptrdiff_t j = 0; j < now->len && !was->ptr[i].other; j++)
                if (!now->ptr[j].other && ways[w](&was->ptr[i], &now->ptr[j]))
                    meet(c, &was->ptr[i], &now->ptr[j]);
    for (ptrdiff_t i = 0; i < was->len; i++) {
        struct doc *best = NULL;
        int most = 59;
        for (ptrdiff_t j = 0; j < now->len && !was->ptr[i].other; j++) {
            int l = now->ptr[j].other ? 0 : likeness(c, &was->ptr[i], &now->ptr[j]);
            if (l > most) {
                most = l;
                best = &now->ptr[j];
            }
        }
        if (best)
            meet(c, &was->ptr[i], best);
    }
}

/* ---- values ---- */

static void place(struct diff_change *x, const struct data_source *s, const struct json *v)
{
    int col;
    for (int i = 0; v && i < s->n_files; i++) {
        struct str t = s->files[i].src.text;
        if (v->raw.ptr < t.ptr || v->raw.ptr >= t.ptr + t.len)
            continue;
        diag_place(&s->files[i].src, v->raw.ptr, &x->line, &col);
        x->file = s->files[i].path;
        return;
    }
}

/* "/service/memoryMiB" is service.memoryMiB, "/rows/id=alb/parts/0/times/LCU" is alb.LCU. */
static struct str key_words(const struct doc *d, struct str pointer, struct arena *keep)
{
    static const char *const silent[] = { "rows",   "parts",     "times",
                                          "prices", "price_usd", "Properties" };
    struct buf b = buf_open(keep, 2000);
    for (struct str rest = str_from(pointer, 1); rest.len;) {
        struct cut c = str_cut(rest, '/');
        struct cut id = str_cut(c.head, '=');
        struct str step = id.ok ? id.tail : c.head;
        bool skip = d->kind != DIFF_VALUE && step.len && char_is_digit(*step.ptr) && !id.ok;
        skip |= d->kind != DIFF_VALUE && str_among(step, silent, LEN(silent));
        if (!skip)
            buf_fmt(&b, "%s%.*s", b.len ? "." : "", FMT(step));
        rest = c.tail;
    }
    return config_diff_name(buf_str(&b), keep);
}

/* "cost-wrong costs/small.md NAT Gateway.until": which acceptance or action it is, by what it says. */
static struct str whole_words(const struct doc *d, struct str pointer, struct arena *keep)
{
    static const char *const keys[] = { "rule", "page", "about", "text" };
    struct cut c = str_cut(str_from(pointer, 1), '/');
    int64_t n;
    const struct json *of =
        str_int64(c.head, &n) && n >= 0 ? json_index(d->as.root, (ptrdiff_t)n) : NULL;
    struct buf b = buf_open(keep, 2000);
    for (ptrdiff_t i = 0; of && i < LEN(keys); i++) {
        struct str v = json_str(json_get(of, keys[i]));
        buf_fmt(&b, "%s%.*s", b.len && v.len ? " " : "", FMT(v));
    }
    if (b.len && c.tail.len)
        buf_fmt(&b, ".%.*s", FMT(c.tail));
    return buf_str(&b);
}

static struct diff_change *add_row(struct changes *c, const struct doc *a, const struct doc *b,
                                   const struct config_row *r)
{
    static const enum diff_sign signs[] = { DIFF_CHANGED, DIFF_CHANGED, DIFF_REMOVED, DIFF_ADDED };
    struct diff_change *x = changes_add(c, b->kind, signs[r->mark], b->as.path);
    x->name = b->as.name.len ? b->as.name : path_base(b->as.path);
    x->key = r->pointer;
    x->words = b->kind == DIFF_ACCEPTED ? whole_words(r->b ? b : a, r->pointer, c->keep) : S("");
    x->words = x->words.len ? x->words : key_words(b, r->pointer, c->keep);
    x->old = r->shown_a;
    x->now = r->shown_b;
    x->a = r->a;
    x->b = r->b;
    place(x, r->b ? &b->as : &a->as, r->b ? r->b : r->a);
    if (!r->b)
        x->file = changes_path(c, x->file);
    return x;
}

/* name of a source before, or a ref that begins with one, as it is called now */
static struct str renamed(const struct changes *c, struct str ref, struct arena *keep)
{
    struct cut cut = str_cut(ref, ':');
    const struct str *now = cut.ok ? map_get(&c->renamed, cut.head) : NULL;
    return now ? str_fmt(keep, "%.*s:%.*s", FMT(*now), FMT(cut.tail)) : ref;
}

static struct str renamed_all(const struct changes *c, struct str text, struct arena *keep)
{
    for (const struct map_entry *e = c->renamed.first; e; e = e->next) {
        struct str was = str_fmt(keep, "%.*s:", FMT(e->key)), now = *(const struct str *)e->value;
        struct buf b = buf_open(keep, text.len * 2 + 1000);
        for (ptrdiff_t at; (at = str_find(text, was)) >= 0; text = str_from(text, at + was.len)) {
            buf_put(&b, str_sub(text, 0, at));
            buf_fmt(&b, "%.*s:", FMT(now));
        }
        buf_put(&b, text);
        text = buf_str(&b);
    }
    return text;
}

/* Settings that say the same of what is called otherwise now, or stands elsewhere. */
static bool is_renaming(const struct changes *c, const struct config_diff *d, int i,
                        struct arena keep)
{
    const struct config_row *r = &d->rows[i];
    if (str_starts(r->pointer, S("/sources/"))) {
        for (const struct map_entry *e = c->moved.first; r->a && e; e = e->next)
            if (str_find(r->a->raw, e->key) >= 0 ||
                (r->b && str_find(r->b->raw, *(const struct str *)e->value) >= 0))
                return true;
        struct str name = str_from(r->pointer, 9);
        for (const struct map_entry *e = c->renamed.first; e; e = e->next)
            if (str_equal(e->key, name) || str_equal(*(const struct str *)e->value, name))
                return true;
    }
    if (r->a && r->b)
        return str_equal(renamed_all(c, r->a->raw, &keep), r->b->raw);
    const struct json *v = r->a ? r->a : r->b;
    for (int k = 0; k < d->n_rows; k++) {
        const struct config_row *o = &d->rows[k];
        if (k == i || (o->a != NULL) == (r->a != NULL) || (o->a && o->b))
            continue;
        const struct config_row *before = r->a ? r : o, *after = r->a ? o : r;
        struct str from = str_from(before->pointer, str_rcut(before->pointer, '/').head.len + 1);
        struct str to = str_from(after->pointer, str_rcut(after->pointer, '/').head.len + 1);
        if (str_equal(renamed(c, from, &keep), to) && str_equal((o->a ? o->a : o->b)->raw, v->raw))
            return true;
    }
    return false;
}

/* Is it the only key that came into its object? */
static bool alone(const struct changes *c, ptrdiff_t first, const struct diff_change *x)
{
    struct str of = str_rcut(x->key, '/').head;
    for (ptrdiff_t i = first; i < c->list.len; i++)
        if (&c->list.ptr[i] != x && c->list.ptr[i].sign == x->sign &&
            str_equal(str_rcut(c->list.ptr[i].key, '/').head, of))
            return false;
    return true;
}

/* A key that went and one that came beside it with the same value: it is called otherwise now. */
static void join_renamed(struct changes *c, ptrdiff_t first)
{
    for (ptrdiff_t i = first; i < c->list.len; i++) {
        struct diff_change *gone = &c->list.ptr[i];
        if (gone->sign != DIFF_REMOVED || !gone->a || gone->a->raw.len < 2)
            continue;
        for (ptrdiff_t k = first; k < c->list.len; k++) {
            struct diff_change *came = &c->list.ptr[k];
            if (came->sign != DIFF_ADDED || !came->b || !str_equal(gone->a->raw, came->b->raw) ||
                !str_equal(str_rcut(gone->key, '/').head, str_rcut(came->key, '/').head) ||
                (gone->a->kind < JSON_NUMBER && !alone(c, first, came)))
                continue;
            came->sign = DIFF_RENAMED;
            came->a = gone->a;
            came->old = str_rcut(gone->key, '/').tail;
            came->now =
                str_fmt(c->keep, "%.*s (%.*s)", FMT(str_rcut(came->key, '/').tail), FMT(came->now));
            memmove(gone, gone + 1, sizeof *gone * (size_t)(c->list.len - i - 1));
            c->list.len--;
            i--;
            break;
        }
    }
}

/* A price is one value, whatever is said of it beside. */
static void join_prices(struct changes *c, ptrdiff_t first)
{
    ptrdiff_t n = first;
    for (ptrdiff_t i = first; i < c->list.len; i++) {
        struct diff_change *x = &c->list.ptr[i], *last = n > first ? &c->list.ptr[n - 1] : NULL;
        struct str of = str_rcut(x->key, '/').head;
        bool price = str_ends(x->key, S("/price_usd"));
        bool same = last && of.len > 8 && str_equal(str_rcut(last->key, '/').head, of);
        if (price && x->b && x->a) {
            x->old = str_join(S("$"), x->a->str, c->keep);
            x->now = str_join(S("$"), x->b->str, c->keep);
        }
        if (!same)
            c->list.ptr[n++] = *x;
        else if (price)
            *last = *x;
    }
    c->list.len = n;
}

static bool same_text(const struct json *a, const struct json *b)
{
    return a && b ? a->raw.len && a->raw.ptr == b->raw.ptr && a->raw.len == b->raw.len : a == b;
}

/* A file offers some values under two names. */
static bool is_told_of(const struct changes *c, ptrdiff_t first, const struct config_row *r)
{
    for (ptrdiff_t i = first; i < c->list.len; i++)
        if (same_text(c->list.ptr[i].a, r->a) && same_text(c->list.ptr[i].b, r->b))
            return true;
    return false;
}

static void diff_values(struct changes *c, const struct doc *a, const struct doc *b)
{
    ptrdiff_t first = c->list.len;
    struct config_diff d = config_diff_changes(&c->now->data, &a->as, &b->as, false, c->keep);
    for (int i = 0; i < d.n_rows; i++) {
        const struct config_row *r = &d.rows[i];
        bool sealed =
            str_equal(r->shown_a, secrets_dots()) || (r->a && str_equal(r->a->str, secrets_dots()));
        if (b->kind == DIFF_PRICE && has(b->as.root, "prices", JSON_ARRAY) &&
            !str_starts(r->pointer, S("/prices/")))
            continue; /* a book offers its prices by their keys, too */
        if ((sealed && r->a && r->b && !str_equal(r->a->str, r->b->str) &&
             str_equal(r->a->str, secrets_dots())) ||
            (b->kind == DIFF_SETTING && is_renaming(c, &d, i, arena_upper(c->keep))) ||
            is_told_of(c, first, r))
            continue;
        add_row(c, a, b, r);
    }
    if (b->kind == DIFF_PRICE)
        join_prices(c, first);
    join_renamed(c, first);
}

/* ---- resources ---- */

/* The path of a source's file, from the content folder. */
static struct str file_of(const struct doc *d, const struct source *src)
{
    for (int i = 0; i < d->as.n_files; i++)
        if (str_equal(d->as.files[i].src.path, src->path))
            return d->as.files[i].path;
    return d->as.path;
}

static struct diff_change *add_resource(struct changes *c, const struct doc *d, enum diff_sign sign,
                                        const struct resource *r)
{
    struct diff_change *x = changes_add(c, DIFF_RESOURCE, sign, d->as.path);
    int col;
    x->name = r->name;
    x->words = r->type;
    *changes_side(x) = r->kind ? str_of(r->kind->words) : r->type;
    if (r->src && r->at.ptr)
        diag_place(r->src, r->at.ptr, &x->line, &col);
    if (r->src)
        x->file = file_of(d, r->src);
    return x;
}

/* A value of these makes another resource of it. */
static bool replaces(const struct resource *r, struct str pointer)
{
    static const char *const rows[][2] = {
        { "ec2.vpc", "/CidrBlock" },
        { "ec2.subnet", "/CidrBlock" },
        { "ec2.subnet", "/AvailabilityZone" },
        { "rds.", "/Engine" },
        { "rds.", "/MasterUsername" },
        { "elasticache", "/Engine" },
        { "elb", "/Scheme" },
        { "elb", "/Type" },
        { "s3", "/BucketName" },
        { "dynamodb", "/KeySchema" },
    };
    for (ptrdiff_t i = 0; r->kind && i < LEN(rows); i++)
        if (str_starts(str_of(r->kind->name), str_of(rows[i][0])) &&
            str_starts(pointer, str_of(rows[i][1])))
            return true;
    return false;
}

/* A text some pieces of which are resources: "arn:aws:s3:::${Assets}". */
static struct str joined(const struct json *list, struct arena *keep)
{
    struct buf b = buf_open(keep, JOINED_MAX);
    for (const struct json *m = list->first; m; m = m->next)
        if (cfn_value_is_ref(m))
            buf_fmt(&b, "${%.*s}", FMT(m->first->str));
        else
            buf_put(&b, m->str);
    return buf_str(&b);
}

/* A document written as a string, such as a policy: what it holds. NULL: it is a plain text. */
static const struct json *unpacked(struct str text, struct arena *keep)
{
    struct diag quiet = { .keep = keep };
    struct source src = { .path = S(""), .text = text };
    bool tree = text.len > 2 && (*text.ptr == '{' || *text.ptr == '[');
    return tree ? json_parse(&src, keep, RULE(INPUT_JSON), &quiet) : NULL;
}

/* v with resources by their names, texts joined and documents unpacked: as people compare it. */
static struct json *plain(const struct json *v, struct arena *keep)
{
    struct json *out = NEW(keep, struct json, 1), **tail = &out->first;
    *out = *v;
    if (cfn_value_is_ref(v) || cfn_value_is_text(v)) {
        out->kind = JSON_STRING;
        out->str = cfn_value_is_ref(v) ? v->first->str : joined(v->first, keep);
        out->first = NULL;
        out->n = 0;
    }
    const struct json *tree = out->kind == JSON_STRING ? unpacked(out->str, keep) : NULL;
    if (tree) {
        *out = *tree;
        out->key = v->key;
        out->next = NULL;
        return out;
    }
    for (const struct json *m = out->first; m; m = m->next, tail = &(*tail)->next)
        *tail = plain(m, keep);
    *tail = NULL;
    return out;
}

static const struct json *properties(const struct doc *d, const struct resource *r,
                                     struct arena *keep)
{
    const struct json *v =
        r->family == INFRA_TF ? json_get(d->as.root, str_c(r->name, keep)) : r->properties;
    return v ? plain(v, keep) : NULL;
}

static int diff_properties(struct changes *c, const struct doc *a, const struct doc *b,
                           const struct resource *was, const struct resource *now)
{
    struct data_source x = a->as, y = b->as;
    int col;
    x.root = properties(a, was, c->keep);
    y.root = properties(b, now, c->keep);
    if (!x.root || !y.root)
        return 0;
    struct config_diff d = config_diff_changes(&c->now->data, &x, &y, true, c->keep);
    for (int i = 0; i < d.n_rows; i++) {
        struct diff_change *change = add_row(c, a, b, &d.rows[i]);
        change->name = now->name;
        if (!change->line && now->src && now->at.ptr) { /* in a text of its own */
            diag_place(now->src, now->at.ptr, &change->line, &col);
            change->file = file_of(b, now->src);
        }
        if (replaces(now, d.rows[i].pointer))
            change->sign = DIFF_REPLACED;
    }
    return d.n_rows;
}

static const struct resource *twin(const struct infra *t, const struct resource *r,
                                   const struct infra *others)
{
    struct str raw = r->properties ? r->properties->raw : S("");
    for (ptrdiff_t i = 0; raw.len > 2 && i < t->resources.len; i++) {
        const struct resource *o = t->resources.ptr[i];
        if (str_equal(o->type, r->type) && o->properties && str_equal(o->properties->raw, raw) &&
            !map_get(&others->names, o->name))
            return o;
    }
    return NULL;
}

static bool is_there(const struct resource *r)
{
    return r && !r->outside && r->change != CHANGE_REMOVED;
}

static void one_resource(struct changes *c, const struct doc *a, const struct doc *b,
                         const struct resource *r, struct map *touched)
{
    const struct resource *was = map_get(&a->as.resources->names, r->name);
    if (!is_there(r))
        return;
    if (!is_there(was)) {
        const struct resource *old = twin(a->as.resources, r, b->as.resources);
        struct diff_change *x = add_resource(c, b, old ? DIFF_RENAMED : DIFF_ADDED, r);
        x->old = old ? old->name : S("");
        x->now = old ? r->name : x->now;
        *map_at(touched, r->name, c->keep) = x;
        if (old)
            *map_at(touched, old->name, c->keep) = x;
    } else if (!str_equal(was->type, r->type)) {
        struct diff_change *x = add_resource(c, b, DIFF_REPLACED, r);
        x->old = was->type;
        x->now = r->type;
        *map_at(touched, r->name, c->keep) = x;
    } else if (diff_properties(c, a, b, was, r)) {
        *map_at(touched, r->name, c->keep) = (void *)(uintptr_t)r;
    } else if (r->change == CHANGE_REPLACED && was->change != CHANGE_REPLACED) {
        struct diff_change *x = add_resource(c, b, DIFF_REPLACED, r);
        x->old = S("kept");
        x->now = S("replaced by the plan");
    }
}

/* Does a resource that came or went lead to both ends? Then the edge is what it did. */
static bool tied(const struct infra *t, const struct map *touched, const struct infra_edge *e)
{
    for (const struct map_entry *m = touched->first; m; m = m->next) {
        const struct resource *r = map_get(&t->names, m->key);
        bool from = false, to = false;
        for (ptrdiff_t i = 0; r && i < r->leaves.len; i++) {
            from |= r->leaves.ptr[i].to == e->from;
            to |= r->leaves.ptr[i].to == e->to;
        }
        if (from && to)
            return true;
    }
    return false;
}

/* Edges at a resource that came, went or has another property are part of that. */
static void diff_edges(struct changes *c, const struct doc *a, const struct doc *b,
                       const struct map *touched, enum diff_sign sign)
{
    const struct infra *t = b->as.resources, *o = a->as.resources;
    struct map had = { 0 };
    for (ptrdiff_t i = 0; i < o->edges.len; i++)
        *map_at(&had, table_edge_words(&o->edges.ptr[i], c->keep), c->keep) = &had;
    for (ptrdiff_t i = 0; i < t->edges.len; i++) {
        const struct infra_edge *e = &t->edges.ptr[i];
        if (map_get(&had, table_edge_words(e, c->keep)) || map_get(touched, e->from->name) ||
            map_get(touched, e->to->name) || tied(t, touched, e) ||
            str_equal(str_of(e->kind), S("placed")))
            continue;
        struct diff_change *x = changes_add(c, DIFF_EDGE, sign, b->as.path);
        x->name = e->from->name;
        x->words = *changes_side(x) = table_edge_words(e, c->keep);
    }
}

static bool lies_in(const struct json *v, struct str text)
{
    return v && v->raw.ptr >= text.ptr && v->raw.ptr < text.ptr + text.len;
}

/* The resource in whose text v stands. */
static const struct resource *resource_around(const struct infra *t, const struct json *v)
{
    for (ptrdiff_t i = 0; i < t->resources.len; i++)
        if (lies_in(v, t->resources.ptr[i]->at))
            return t->resources.ptr[i];
    return NULL;
}

/* Was it said of the resource already? Then it is a property, or the resource is new or gone. */
static bool is_said(const struct resource *r, const struct json *v, const struct infra *others)
{
    return r && ((r->properties && lies_in(v, r->properties->raw)) ||
                 !is_there(map_get(&others->names, r->name)));
}

/* What stands in two files beside the properties of resources: deletion policies, networks, outputs. */
static void diff_rest(struct changes *c, const struct doc *a, const struct doc *b,
                      const struct data_file *x, const struct data_file *y)
{
    struct data_source was = a->as, now = b->as;
    was.root = x->root;
    now.root = y->root;
    struct config_diff d = config_diff_changes(&c->now->data, &was, &now, false, c->keep);
    for (int i = 0; i < d.n_rows; i++) {
        const struct config_row *row = &d.rows[i];
        const struct resource *r = row->b ? resource_around(b->as.resources, row->b) : NULL,
                              *o = row->a ? resource_around(a->as.resources, row->a) : NULL;
        if (is_said(r, row->b, a->as.resources) || is_said(o, row->a, b->as.resources) ||
            str_find(row->pointer, S("/Metadata")) >= 0)
            continue;
        struct diff_change *change = add_row(c, a, b, row);
        r = r ? r : o;
        change->kind = r ? DIFF_RESOURCE : DIFF_VALUE;
        change->name = r ? r->name : change->name;
        ptrdiff_t below = r ? str_find(change->words, str_fmt(c->keep, "%.*s.", FMT(r->id))) : -1;
        change->words = str_from(change->words, below < 0 ? 0 : below + r->id.len + 1);
        change->file = y->path;
        if (!row->b) {
            int col;
            diag_place(&x->src, row->a->raw.ptr, &change->line, &col);
        }
    }
}

static void diff_rests(struct changes *c, const struct doc *a, const struct doc *b)
{
    for (int i = 0; i < a->as.n_files; i++)
        for (int j = 0; j < b->as.n_files; j++) {
            const struct data_file *x = &a->as.files[i], *y = &b->as.files[j];
            bool one = a->as.n_files == 1 && b->as.n_files == 1;
            if (x->root && y->root && x->kind != DATA_TERRAFORM_PLAN &&
                x->kind != DATA_TERRAFORM_STATE && x->kind != DATA_MANIFESTS &&
                (one || str_equal(changes_path(c, x->path), y->path)))
                diff_rest(c, a, b, x, y);
        }
}

static void diff_resources(struct changes *c, const struct doc *a, const struct doc *b)
{
    const struct infra *was = a->as.resources, *now = b->as.resources;
    struct map touched = { 0 };
    for (ptrdiff_t i = 0; i < now->resources.len; i++)
        one_resource(c, a, b, now->resources.ptr[i], &touched);
    for (ptrdiff_t i = 0; i < was->resources.len; i++) {
        const struct resource *r = was->resources.ptr[i];
        if (!is_there(r) || is_there(map_get(&now->names, r->name)) || map_get(&touched, r->name))
            continue;
        struct diff_change *x = add_resource(c, a, DIFF_REMOVED, r);
        x->file = changes_path(c, x->file);
        *map_at(&touched, r->name, c->keep) = x;
    }
    diff_rests(c, a, b);
    if (touched.len)
        *PUSH(&c->views, c->keep) =
            (struct changes_view){ was, now, b->as.name.len ? b->as.name : b->as.path };
    diff_edges(c, a, b, &touched, DIFF_ADDED);
    diff_edges(c, b, a, &touched, DIFF_REMOVED);
}

/* ---- the net below it all ---- */

static bool is_told(const struct changes *c, const struct json *v)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        const struct json *b = c->list.ptr[i].b;
        if (b && (lies_in(v, b->raw) || lies_in(b, v->raw)))
            return true;
    }
    return false;
}

/* What a sentence of now stands on is compared, in whatever part of a file it stands. */
static void diff_claim(struct changes *c, const struct claim *claim, struct map *seen)
{
    struct claims_value old = { 0 }, now = { 0 };
    struct arena scratch = arena_upper(c->keep);
    const struct target *t = &claim->target;
    struct str key = str_fmt(&scratch, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s", FMT(t->source), FMT(t->file),
                             FMT(t->name), FMT(t->pointer), FMT(claim->env));
    if (map_get(seen, key))
        return;
    *map_at(seen, str_copy(key, c->keep), c->keep) = c;
    claims_resolve(&c->was->data, &claim->target, claim->env, claim->title, &scratch, &old);
    claims_resolve(&c->now->data, &claim->target, claim->env, claim->title, &scratch, &now);
    if (!old.value || !now.value || !now.source || now.source->computed || now.value->first ||
        str_equal(old.value->raw, now.value->raw) || is_told(c, now.value))
        return;
    struct config_row row = { .pointer = str_copy(now.pointer, c->keep),
                              .a = old.value,
                              .b = now.value,
                              .mark = CONFIG_DIFFER,
                              .shown_a = json_show(old.value, c->keep),
                              .shown_b = json_show(now.value, c->keep) };
    struct doc d = { .as = *now.source, .kind = DIFF_VALUE };
    struct diff_change *x = add_row(c, &d, &d, &row);
    if (!x->line) /* computed from others, which are told */
        c->list.len--;
}

static void diff_claims(struct changes *c)
{
    struct map seen = { 0 };
    for (ptrdiff_t i = 0; i < c->now->n_pages; i++)
        for (ptrdiff_t k = 0; k < c->now->pages[i].n_claims; k++)
            diff_claim(c, &c->now->pages[i].claims[k].claim, &seen);
}

/* A file that one side alone has. */
static void add_doc(struct changes *c, const struct doc *d, enum diff_sign sign)
{
    struct diff_change *x = changes_add(c, d->kind, sign, d->as.path);
    x->name = d->as.name.len ? d->as.name : path_base(d->as.path);
    x->words = d->kind == DIFF_RESOURCE ? S("") : S("the whole file");
    int n = d->as.root ? d->as.root->n : 0;
    *changes_side(x) = str_fmt(c->keep, "%d member%s", n, str_plural(n));
}

void changes_data(struct changes *c)
{
    struct docs was = find_docs(c->was, c->keep), now = find_docs(c->now, c->keep);
    meet_docs(c, &was, &now);
    for (ptrdiff_t i = 0; i < now.len; i++) {
        struct doc *b = &now.ptr[i], *a = b->other;
        if (!a)
            add_doc(c, b, DIFF_ADDED);
        else if (a->as.resources && b->as.resources)
            diff_resources(c, a, b);
        else if (a->as.root && b->as.root)
            diff_values(c, a, b);
    }
    for (ptrdiff_t i = 0; i < was.len; i++)
        if (!was.ptr[i].other)
            add_doc(c, &was.ptr[i], DIFF_REMOVED);
    diff_claims(c);
}
