/* source_file.c - JSON, YAML and CSV files and folders of them to sources. */
#include "load/source_file.h"

#include <errno.h>

#include "base/fs.h"
#include "base/map.h"
#include "base/path.h"
#include "base/utf8.h"
#include "load/csv.h"
#include "load/yaml.h"

/* a source is written or captured for people to point into; price lists in bulk have their own way
 * in */
enum { SOURCE_MAX = 64 << 20, FILES_MAX = 2000 };

static bool is_csv(struct str path)
{
    return str_equal_nocase(path_ext(path), S(".csv"));
}

static bool is_yaml(struct str path)
{
    return str_equal_nocase(path_ext(path), S(".yaml")) ||
           str_equal_nocase(path_ext(path), S(".yml"));
}

static bool is_data(struct str path)
{
    return is_csv(path) || is_yaml(path) || str_equal_nocase(path_ext(path), S(".json"));
}

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
    return str_equal(kind, S("facts")) || str_equal(kind, S("config")) ||
           str_equal(kind, S("price"));
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

static const struct json *parse(const struct source *src, struct str path, struct arena *keep,
                                struct diag *d)
{
    if (is_yaml(path))
        return yaml_parse(src, keep, RULE(INPUT_YAML), d);
    if (!is_csv(path))
        return json_parse(src, keep, RULE(INPUT_JSON), d);
    if (utf8_invalid(src->text) >= 0) {
        diag_at(d, RULE(INPUT_UTF8), src, str_sub(src->text, utf8_invalid(src->text), 1), NULL);
        return NULL;
    }
    return csv_parse(src, keep, RULE(INPUT_JSON), d);
}

void source_file_join(struct data_source *s, struct arena *keep, struct diag *d)
{
    bool folder = str_ends(s->path, S("/"));

    s->root = NULL;
    for (int i = 0; i < s->n_files; i++) {
        struct data_file *f = &s->files[i];
        struct date day;

        f->root = parse(&f->src, f->path, keep, d);
        if (str_equal(s->kind, S("price")) && f->root)
            f->root = with_prices(f->root, keep);
        day = date_of(f->root);
        /* of several, the oldest says how far the whole can be trusted */
        if (day.year && (!s->date.year || date_days(day) < date_days(s->date)))
            s->date = day;
    }
    if (s->n_files)
        s->src = s->files[0].src;
    s->root = folder ? join_folder(s, keep) : s->n_files ? s->files[0].root : NULL;
}

/* ---- the disk ---- */

static int file_read(struct data_source *s, struct str dir, struct str path, struct arena *keep)
{
    struct data_file f = { .path = path, .src = { .path = path_join(dir, path, keep) } };
    int error = fs_read(str_c(f.src.path, keep), SOURCE_MAX, keep, &f.src.text);

    if (!error)
        s->files[s->n_files++] = f;
    return error;
}

static bool plain_data_file(void *ctx, const struct fs_entry *e)
{
    (void)ctx;
    return !e->is_dir && path_base(e->path).ptr[0] != '.' && is_data(e->path);
}

static void report_read(struct diag *d, struct str path, int error)
{
    if (error == FS_TOO_LARGE)
        diag_file(d, RULE(INPUT_SIZE), path, "a source is larger than 64 MiB");
    else
        diag_file(d, RULE(INPUT_READ), path, "cannot be read: %s", fs_error(error));
}

static int folder_read(struct data_source *s, struct str dir, struct arena *keep, struct diag *d)
{
    struct fs_list list = { 0 };
    int error =
        fs_walk(str_c(path_join(dir, s->path, keep), keep), plain_data_file, NULL, keep, &list);
    ptrdiff_t n = list.len < FILES_MAX ? list.len : FILES_MAX;

    if (error)
        return error;
    if (list.len > FILES_MAX)
        diag_file(d, RULE(INPUT_SIZE), s->path,
                  "a source of more than %d files: the rest is left out", FILES_MAX);
    s->files = NEW(keep, struct data_file, n ? n : 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct str path = path_join(s->path, list.ptr[i].path, keep);

        error = file_read(s, dir, path, keep);
        if (error)
            report_read(d, path_join(dir, path, keep), error);
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
                error == FS_TOO_LARGE ? "it is larger than 64 MiB" : fs_error(error));
    else if (made)
        diag_at(d, RULE(CLAIM_UNCHECKED), &site->src, from->place,
                "the source %.*s was not captured: nothing stands at %.*s; %s", FMT(from->name),
                FMT(from->path),
                live ? "run plumb pull" : "write the templates there (cdk synth --output …)");
    else
        diag_at(d, RULE(INPUT_READ), &site->src, from->place,
                "the source %.*s is not there: nothing stands at %.*s", FMT(from->name),
                FMT(from->path));
}

static struct data_source read_one(const struct site_file *site, const struct site_source *from,
                                   struct str dir, struct arena *keep, struct diag *d)
{
    struct data_source s = {
        .name = from->name, .kind = from->kind, .env = from->env, .path = from->path
    };
    int error;

    if (!str_ends(s.path, S("/")) && fs_is_dir(str_c(path_join(dir, s.path, keep), keep)))
        s.path = str_join(s.path, S("/"), keep);
    s.src.path = path_join(dir, s.path, keep);
    if (str_ends(s.path, S("/"))) {
        error = folder_read(&s, dir, keep, d);
    } else {
        s.files = NEW(keep, struct data_file, 1);
        error = file_read(&s, dir, s.path, keep);
    }
    if (error || !s.n_files)
        report_absent(site, from, error, d);
    else
        source_file_join(&s, keep, d);
    return s;
}

void source_file_all(const struct site_file *site, struct str dir, struct data *data,
                     struct arena *keep, struct diag *d)
{
    for (int i = 0; i < site->n_sources; i++)
        data_add(data, read_one(site, &site->sources[i], dir, keep, d), keep);
}

bool source_file_add(struct data *data, struct str dir, struct str path, struct arena *keep)
{
    struct data_source s = { .path = path };
    struct diag quiet = { .keep = keep };

    if (data_source_at(data, path))
        return true;
    if (!is_data(path))
        return false;
    s.files = NEW(keep, struct data_file, 1);
    if (file_read(&s, dir, path, keep))
        return false;
    source_file_join(&s, keep, &quiet);
    if (!s.root)
        return false;
    data_add(data, s, keep);
    return true;
}
