/* source_file.c - files and folders of them to sources. */
#include "load/source_file.h"

#include <errno.h>

#include "base/fs.h"
#include "base/map.h"
#include "base/path.h"
#include "model/rule.h"

/* a source is written or captured for people to point into; price lists in bulk have their own way
 * in */
enum { SOURCE_MAX = 64 << 20, FILES_MAX = 2000 };

/* ---- joining ---- */

static struct json *member_add(struct json *object, struct json **tail, const struct json *value,
                               struct str key, struct arena *keep)
{
    struct json *m = NEW(keep, struct json, 1);

    *m = *value;
    m->key = key;
    m->next = NULL;
    if (*tail)
        (*tail)->next = m;
    else
        object->first = m;
    object->n++;
    return *tail = m;
}

static struct str stem(struct str path)
{
    struct str base = path_base(path), ext = path_ext(base);

    return str_sub(base, 0, base.len - ext.len);
}

static bool offers_members(struct str kind)
{
    return !str_equal(kind, S("cost")) && !str_equal(kind, S("stack")) &&
           !str_equal(kind, S("live"));
}

/* An object of the files by their stems, then of their members that one file alone has. */
static const struct json *join_folder(struct data_source *s, struct arena *keep)
{
    struct json *root = NEW(keep, struct json, 1), *tail = NULL;
    struct map owner = { 0 }; /* member name -> its only file, or root when several have it */
    bool any = false;

    root->kind = JSON_OBJECT;
    for (int i = 0; i < s->n_files; i++) {
        struct data_file *f = &s->files[i];

        if (!f->root)
            continue;
        any = true;
        *map_at(&owner, stem(f->path), keep) = root;
        member_add(root, &tail, f->root, stem(f->path), keep);
    }
    for (int i = 0; offers_members(s->kind) && i < s->n_files; i++)
        for (const struct json *m = s->files[i].root ? s->files[i].root->first : NULL; m;
             m = m->next) {
            void **who = map_at(&owner, m->key, keep);

            *who = *who ? (void *)root : (void *)&s->files[i];
        }
    for (int i = 0; offers_members(s->kind) && i < s->n_files; i++)
        for (const struct json *m = s->files[i].root ? s->files[i].root->first : NULL; m;
             m = m->next)
            if (map_get(&owner, m->key) == &s->files[i])
                member_add(root, &tail, m, m->key, keep);
    return any ? root : NULL;
}

/* The book's root with each price by its key beside its own members. */
static const struct json *with_prices(const struct json *book, struct arena *keep)
{
    const struct json *list = json_get(book, "prices");
    struct json *root, *tail = NULL;
    struct map seen = { 0 };

    if (!list || list->kind != JSON_ARRAY)
        return book;
    root = NEW(keep, struct json, 1);
    *root = *book;
    root->first = NULL;
    root->n = 0;
    for (const struct json *m = book->first; m; m = m->next) {
        *map_at(&seen, m->key, keep) = root;
        member_add(root, &tail, m, m->key, keep);
    }
    for (const struct json *p = list->first; p; p = p->next) {
        const struct json *key = json_get(p, "key"), *usd = json_get(p, "price_usd");

        if (!key || key->kind != JSON_STRING || !usd || map_get(&seen, key->str))
            continue;
        *map_at(&seen, key->str, keep) = root;
        member_add(root, &tail, usd, key->str, keep);
    }
    return root;
}

static struct date date_of(const struct json *root)
{
    static const char *const keys[] = { "date", "generated", "captured", "taken" };
    struct date day = { 0 };

    for (ptrdiff_t i = 0; root && root->kind == JSON_OBJECT && i < LEN(keys); i++) {
        const struct json *v = json_get(root, keys[i]);

        if (v && v->kind == JSON_STRING && date_parse(v->str, &day))
            return day;
    }
    return (struct date){ 0 };
}

/* ---- facts ---- */

/* An array of objects some of which have what only facts have: a history that somebody meant. */
static bool means_history(const struct json *v)
{
    for (const struct json *e = v->kind == JSON_ARRAY ? v->first : NULL; e; e = e->next)
        if (e->kind == JSON_OBJECT &&
            (json_get(e, "from") || json_get(e, "until") || json_get(e, "value")))
            return true;
    return false;
}

static void check_entry(const struct source *src, const struct json *e, struct diag *d)
{
    static const char *const days[] = { "from", "until" };
    struct date day;

    if (e->kind != JSON_OBJECT || !json_get(e, "value"))
        diag_at(d, RULE(INPUT_VALUE), src, str_sub(e->raw, 0, 1),
                "an entry of a fact without \"value\": nothing can be held against it");
    for (ptrdiff_t i = 0; i < LEN(days); i++) {
        const struct json *v = json_get(e, days[i]);

        if (v && v->kind != JSON_NULL && (!date_parse(json_str(v), &day) || v->str.len != 10))
            diag_at(d, RULE(INPUT_VALUE), src, v->raw, "\"%s\" is no date: write it as 2026-06-01",
                    days[i]);
    }
}

/* Entries of facts that no claim could be judged by. */
static void check_facts(const struct source *src, const struct json *v, struct diag *d)
{
    if (means_history(v))
        for (const struct json *e = v->first; e; e = e->next)
            check_entry(src, e, d);
    else
        for (const struct json *m = v->first; m; m = m->next)
            check_facts(src, m, d);
}

/* The tree of one file: by its form, or by what patterns find in it. */
static const struct json *parse(const struct data_source *s, const struct data_file *f,
                                const struct site_source *how, const struct source *site,
                                struct arena *keep, struct diag *d)
{
    enum source_form form = how && how->form ? how->form : source_form(f->path);
    const struct json *root;

    if (how && how->n_patterns)
        return pattern_find(how->patterns, how->n_patterns, &f->src, site, keep,
                            RULE(CLAIM_MISSING), d);
    root = source_form_parse(form, &f->src, keep, d);
    if (root && str_equal(s->kind, S("facts")))
        check_facts(&f->src, root, d);
    return str_equal(s->kind, S("price")) && root ? with_prices(root, keep) : root;
}

static void join(struct data_source *s, const struct site_source *how, const struct source *site,
                 struct arena *keep, struct diag *d)
{
    bool folder = str_ends(s->path, S("/"));

    s->root = NULL;
    for (int i = 0; i < s->n_files; i++) {
        struct data_file *f = &s->files[i];
        struct date day;

        bool bill = str_equal(s->kind, S("cost")) && s->env.len > 0 &&
                    str_equal_nocase(path_ext(f->path), S(".csv")); /* load/cost_bill.c */
        f->root = bill ? NULL : parse(s, f, how, site, keep, d);
        f->kind = source_kind(f->root);
        day = date_of(f->root);
        /* of several, the oldest says how far the whole can be trusted */
        if (day.year && (!s->date.year || date_days(day) < date_days(s->date)))
            s->date = day;
    }
    if (s->n_files)
        s->src = s->files[0].src;
    s->root = folder ? join_folder(s, keep) : s->n_files ? s->files[0].root : NULL;
}

void source_file_join(struct data_source *s, struct arena *keep, struct diag *d)
{
    join(s, NULL, NULL, keep, d);
}

/* ---- the disk ---- */

static int file_read(struct data_source *s, const struct source_root *root, struct str path,
                     struct arena *keep)
{
    struct data_file f = { .path = path, .src = { .path = source_root_shown(root, path, keep) } };
    int error = source_bytes(root, path, SOURCE_MAX, keep, &f.src.text);

    if (!error)
        s->files[s->n_files++] = f;
    return error;
}

static bool plain_data_file(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return path_base(e->path).ptr[0] != '.' &&
           (e->is_dir || source_form_in_folder(source_form(e->path)));
}

static bool answer_file(void *ctx, const struct fs_entry *e)
{
    enum source_form form = source_form(e->path);
    return plain_data_file(ctx, e) && (e->is_dir || form == FORM_JSON || form == FORM_YAML);
}

static const char *read_error(int error)
{
    return error == FS_TOO_LARGE ? "it is larger than 64 MiB"
           : error == EACCES     ? "it stands outside of the repository's root, or may not be read"
                                 : fs_error(error);
}

static void report_read(struct diag *d, struct str path, int error)
{
    diag_file(d, error == FS_TOO_LARGE ? RULE(INPUT_SIZE) : RULE(INPUT_READ), path,
              "cannot be read: %s", read_error(error));
}

static int folder_read(struct data_source *s, const struct source_root *root, struct arena *keep,
                       struct diag *d)
{
    struct fs_list list = { 0 };
    /* beside answers stand lists of the calls that were made */
    bool live = str_equal(s->kind, S("live"));
    int error = source_bytes_list(root, s->path, live ? answer_file : plain_data_file, keep, &list);
    ptrdiff_t n = list.len < FILES_MAX ? list.len : FILES_MAX;

    if (error)
        return error;
    if (list.len > FILES_MAX)
        diag_file(d, RULE(INPUT_SIZE), s->path,
                  "a source of more than %d files: the rest is left out", FILES_MAX);
    s->files = NEW(keep, struct data_file, n ? n : 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct str path = path_join(s->path, list.ptr[i].path, keep);

        error = file_read(s, root, path, keep);
        if (error)
            report_read(d, source_root_shown(root, path, keep), error);
    }
    return 0;
}

/* What is not there was not captured when it is made by a tool, and is missing when people write
 * it. */
static void report_absent(const struct site_file *site, const struct site_source *from, int error,
                          struct diag *d)
{
    bool live = str_equal(from->kind, S("live")), made = live || str_equal(from->kind, S("stack"));

    if (error && error != ENOENT && error != ENOTDIR)
        diag_at(d, error == FS_TOO_LARGE ? RULE(INPUT_SIZE) : RULE(INPUT_READ), &site->src,
                from->place, "the source %.*s cannot be read: %s", FMT(from->name),
                read_error(error));
    else if (made)
        diag_at(d, RULE(CLAIM_UNCHECKED), &site->src, from->place,
                "the source %.*s was not captured: nothing stands at %.*s; %s", FMT(from->name),
                FMT(from->path),
                live ? "put what the running system says there, as JSON or YAML"
                     : "write the templates there (cdk synth --output …)");
    else
        diag_at(d, RULE(INPUT_READ), &site->src, from->place,
                "the source %.*s is not there: nothing %sstands at %.*s", FMT(from->name),
                str_ends(from->path, S("/")) ? "that is read " : "", FMT(from->path));
}

static struct data_source read_one(const struct site_file *site, const struct site_source *from,
                                   struct arena *keep, struct diag *d)
{
    struct data_source s = { .name = from->name, .kind = from->kind, .env = from->env };
    int error = 0;

    s.path = source_root_path(&site->root, from->path, keep);
    if (!s.path.len)
        s.path = from->path;
    else if (str_ends(from->path, S("/")) || source_bytes_is_folder(&site->root, s.path, *keep))
        s.path = str_join(s.path, S("/"), keep);
    s.src.path = source_root_shown(&site->root, s.path, keep);
    if (str_ends(s.path, S("/"))) {
        error = folder_read(&s, &site->root, keep, d);
    } else if (!from->form && !from->n_patterns && source_form(s.path) == FORM_NONE) {
        diag_at(d, RULE(INPUT_VALUE), &site->src, from->place,
                "nothing tells what form %.*s has: write { \"file\": \"%.*s\", \"as\": \"…\" } "
                "with one "
                "of %.*s",
                FMT(s.path), FMT(s.path), FMT(source_form_words(keep)));
        return s;
    } else {
        s.files = NEW(keep, struct data_file, 1);
        error = file_read(&s, &site->root, s.path, keep);
    }
    if (error || !s.n_files)
        report_absent(site, from, error, d);
    else
        join(&s, from, &site->src, keep, d);
    return s;
}

/* costs/ and prices/ are sources where they stand, once a file in them looks like one of ours. */
static void add_found(const struct site_file *site, struct data *data, struct arena *keep,
                      struct diag *d)
{
    static const struct {
        const char *kind, *path, *sign;
    } found[] = { { "cost", "costs/", "\"parts\"" }, { "price", "prices/", "\"price_usd\"" } };
    for (ptrdiff_t i = 0; i < LEN(found); i++) {
        struct site_source from = { .name = str_of(found[i].kind), .path = str_of(found[i].path) };
        struct diag quiet = { .keep = keep };
        bool named = false, ours = false;
        for (int k = 0; k < site->n_sources; k++)
            named = named || str_equal(site->sources[k].name, from.name);
        if (named)
            continue;
        from.kind = from.name;
        struct data_source s = read_one(site, &from, keep, &quiet);
        for (int k = 0; k < s.n_files; k++)
            ours = ours || str_find(s.files[k].src.text, str_of(found[i].sign)) >= 0;
        if (ours)
            data_add(data, read_one(site, &from, keep, d), keep);
    }
}

void source_file_all(const struct site_file *site, struct data *data, struct arena *keep,
                     struct diag *d)
{
    for (int i = 0; i < site->n_sources; i++)
        data_add(data, read_one(site, &site->sources[i], keep, d), keep);
    add_found(site, data, keep, d);
}

bool source_file_add(struct data *data, const struct source_root *root, struct str path,
                     struct arena *keep, struct diag *d)
{
    struct data_source s = { .path = source_root_path(root, path, keep) };
    int error;

    if (!s.path.len || source_form(s.path) == FORM_NONE)
        return false;
    if (data_source_at(data, s.path))
        return true;
    s.src.path = source_root_shown(root, s.path, keep);
    s.files = NEW(keep, struct data_file, 1);
    error = file_read(&s, root, s.path, keep);
    if (error == FS_TOO_LARGE)
        report_read(d, s.src.path, error);
    if (error)
        return false;
    source_file_join(&s, keep, d);
    data_add(data, s, keep);
    return true;
}
