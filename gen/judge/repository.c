/* repository.c - files of the repository are never published; a forge shows them, at the last commit
 * that touched them, so that a page changes only when they do. */
#include "judge/repository.h"

#include "base/path.h"
#include "load/history.h"
#include "model/nearest.h"
#include "model/rule.h"

/* ---- addresses ---- */

/* repo_url, else what edit_url says of it: ".../edit/main/docs/{path}" of docs/ is
 * ".../blob/main/{path}" of the repository. */
static struct str forge_url(const struct site *s, struct arena *keep)
{
    struct str url = s->file.edit_url, tail = str_fmt(keep, "%.*s{path}", FMT(s->file.root.inside));
    ptrdiff_t edit = str_find(url, S("/edit/"));

    if (s->file.repo_url.len)
        return s->file.repo_url;
    if (edit < 0 || !s->file.root.inside.len || !str_ends(url, tail))
        return (struct str){ 0 };
    url = str_sub(url, 0, url.len - tail.len);
    return str_fmt(keep, "%.*s/blob/%.*s{path}", FMT(str_sub(url, 0, edit)),
                   FMT(str_from(url, edit + 6)));
}

static struct str commit_of(const struct site *s, struct str path)
{
    const struct site_outside *o = map_get(&s->outside, path);

    if (o && o->commit.len)
        return o->commit;
    return s->head.len ? s->head : S("HEAD");
}

/* path is relative to the content folder. */
static struct str expand(const struct site *s, struct str url, struct str path, struct str fragment,
                         struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    struct str below = source_root_below(&s->file.root, path, keep);

    while (url.len) {
        if (str_starts(url, S("{path}"))) {
            buf_percent(&b, below, S("/"));
            url = str_from(url, 6);
        } else if (str_starts(url, S("{commit}"))) {
            buf_put(&b, commit_of(s, path));
            url = str_from(url, 8);
        } else {
            buf_char(&b, *url.ptr);
            url = str_from(url, 1);
        }
    }
    if (fragment.len)
        buf_char(&b, '#');
    buf_percent(&b, fragment, S("-_.:"));
    return buf_str(&b);
}

/* ---- links ---- */

bool repository_has(const struct site *s, struct str path, struct arena scratch)
{
    struct str above = path_above(s->file.root.up, path, &scratch);

    return s->file.root.up && path.len && source_bytes_exists(&s->file.root, above, scratch);
}

/* a file of more bytes is no text whose lines people name */
enum { LINES_FILE_MAX = 4 << 20 };

struct str repository_lines(const struct site *s, struct str path, struct str fragment,
                            struct arena *keep)
{
    struct cut range = str_cut(fragment, '-');
    struct str last = range.ok && str_starts(range.tail, S("L")) ? range.tail : range.head, text;
    struct arena scratch = *keep;
    int64_t want, have = 0;

    if (!str_starts(last, S("L")) || !str_int64(str_from(last, 1), &want) ||
        source_bytes(&s->file.root, path, LINES_FILE_MAX, &scratch, &text))
        return (struct str){ 0 };
    for (; text.len; have++)
        str_line(&text);
    if (want <= have)
        return (struct str){ 0 };
    return str_fmt(keep, "%.*s has %lld lines", FMT(path), (long long)have);
}

static struct link_target broken(struct str why)
{
    return (struct link_target){ .kind = LINK_BROKEN, .rule = RULE(LINK_BROKEN), .why = why };
}

struct link_target repository_link(const struct site *s, struct str full, struct str fragment,
                                   struct arena *keep)
{
    const struct source_root *root = &s->file.root;
    struct str path = source_root_path(root, full, keep), url = forge_url(s, keep);

    if (!path.len)
        return broken(S("the link leaves the repository; when its root stands higher, say so in "
                        "site.json: \"root\": \"..\""));
    if (!source_bytes_exists(root, path, *keep))
        return broken(
            str_fmt(keep, "the repository has no %.*s", FMT(source_root_below(root, path, keep))));
    struct str short_of = repository_lines(s, path, fragment, keep);
    if (short_of.len)
        return broken(short_of);
    if (!url.len)
        return (struct link_target){
            .kind = LINK_REFUSED,
            .rule = RULE(LINK_REPOSITORY),
            .why = str_fmt(keep,
                           "%.*s stands outside of the content folder, so readers get plain text; "
                           "a \"repo_url\" in site.json makes it a link",
                           FMT(source_root_below(root, path, keep))),
        };
    return (struct link_target){ .kind = LINK_FORGE, .href = expand(s, url, path, fragment, keep) };
}

/* ---- what is outside ---- */

/* size of what is no file */
enum { SIZE_MISSING = -1, SIZE_FOLDER = -2 };

static void look(struct str dir, struct str path, struct arena scratch, int64_t *size,
                 int64_t *mtime_ns)
{
    struct fs_entry e;

    *mtime_ns = 0;
    *size = SIZE_MISSING;
    if (fs_stat(path_join(dir, path, &scratch).ptr, &e))
        return;
    *size = e.is_dir ? SIZE_FOLDER : e.size;
    *mtime_ns = e.is_dir && !str_ends(path, S("/")) ? 0 : e.mtime_ns;
}

/* The path that link l of p leads to when that is no page of ours, or empty. */
static struct str reached(const struct site *s, const struct site_page *p,
                          const struct site_link *l, struct arena *keep)
{
    struct str href = str_cut(str_cut(l->href, '#').head, '?').head;
    struct str full = url_decode(href, keep);
    bool top = full.len && *full.ptr == '/';

    if (!full.len || url_scheme(full).len || str_starts(full, S("//")))
        return (struct str){ 0 };
    full = top ? path_above(s->file.root.up, str_from(full, 1), keep)
               : path_join(path_dir(p->path), full, keep);
    return source_root_path(&s->file.root, full, keep);
}

/* In the content folder, and none of its pages and files: of another site, or with a dot in front. */
static bool is_hidden(const struct site *s, struct str path, struct arena scratch)
{
    return !map_get(&s->file_at, path) &&
           !map_get(&s->file_at, str_join(path, S(".md"), &scratch)) &&
           !map_get(&s->index_at, str_join(path, S("/"), &scratch)) &&
           source_bytes_exists(&s->file.root, path, scratch);
}

static void find_commits(struct site *s)
{
    struct map want = { 0 };

    if (!s->outside.len || str_find(s->file.repo_url, S("{commit}")) < 0)
        return;
    s->head = history_head(s->options.dir, s->keep);
    for (const struct map_entry *e = s->outside.first; e; e = e->next) {
        struct site_outside *o = e->value;

        if (o->size >= 0)
            *map_at(&want, source_root_below(&s->file.root, e->key, s->keep), s->keep) = &o->commit;
    }
    if (want.len && s->head.len)
        history_commits(s->file.root.top, &want, s->keep);
}

void repository_links(struct site *s)
{
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        for (ptrdiff_t k = 0; k < s->pages[i].n_links; k++) {
            struct str path = reached(s, &s->pages[i], &s->pages[i].links[k], s->keep);
            const struct data_source *of = path.len ? data_source_at(&s->data, path) : NULL;
            bool ours = !str_starts(path, S("../")) && !(of && of->claimed) &&
                        !is_hidden(s, path, *s->keep);

            if (!path.len || ours || map_get(&s->outside, path))
                continue;
            struct site_outside *o = NEW(s->keep, struct site_outside, 1);
            look(s->options.dir, path, *s->keep, &o->size, &o->mtime_ns);
            *map_at(&s->outside, path, s->keep) = o;
        }
    find_commits(s);
}

uint64_t repository_hash(const struct site *s)
{
    uint64_t h = str_hash(s->head);

    for (const struct map_entry *e = s->outside.first; e; e = e->next) {
        const struct site_outside *o = e->value;

        h = (h ^ str_hash(e->key)) * 0x9e3779b97f4a7c15u;
        h = (h ^ str_hash(o->commit)) * 0x9e3779b97f4a7c15u;
        h = (h ^ (uint64_t)o->size ^ (uint64_t)o->mtime_ns) * 0x9e3779b97f4a7c15u;
    }
    return h;
}

/* ---- the record ---- */

static void note(const struct site *s, struct str path, struct map *seen, struct record *now,
                 struct arena *keep)
{
    struct record_input in = { .path = path };

    if (map_get(&s->file_at, path) || !path.len || *map_at(seen, path, keep))
        return;
    *map_at(seen, path, keep) = now;
    if (!str_starts(path, S("../")))
        in.path = str_join(S("./"), path, keep);
    look(s->options.dir, path, *keep, &in.stamp.size, &in.stamp.mtime_ns);
    *PUSH(&now->inputs, keep) = in;
}

void repository_inputs(const struct site *s, struct record *now, struct arena *keep)
{
    struct map seen = { 0 };

    for (const struct map_entry *e = s->outside.first; e; e = e->next)
        note(s, e->key, &seen, now, keep);
    note(s, s->nav_path, &seen, now, keep);
    for (ptrdiff_t i = 0; i < s->looked.len; i++)
        note(s, s->looked.ptr[i], &seen, now, keep);
    for (ptrdiff_t i = 0; i < s->mounted.len; i++)
        note(s, s->mounted.ptr[i], &seen, now, keep);
    for (const struct map_entry *e = s->mounts.first; e; e = e->next) {
        const struct str *real = e->value;

        note(s, path_join(path_dir(*real), S(""), keep), &seen, now, keep);
        if (map_get(&s->used_files, e->key))
            note(s, *real, &seen, now, keep);
    }
    for (int i = 0; i < s->data.n_sources; i++) {
        const struct data_source *d = &s->data.sources[i];

        note(s, d->path, &seen, now, keep);
        for (int k = 0; k < d->n_files; k++)
            note(s, d->files[k].path, &seen, now, keep);
    }
    for (ptrdiff_t i = 0; i < now->products.len; i++)
        for (ptrdiff_t k = 0; k < now->products.ptr[i]->asks.len; k++) {
            const struct lookup_record *r = &now->products.ptr[i]->asks.ptr[k];
            struct str folder = str_cut(r->key, '/').head;

            bool code = r->kind == LOOKUP_INCLUDE && str_starts(r->key, S("../"));
            if (r->kind == LOOKUP_REGION || code)
                note(s, r->key, &seen, now, keep);
            if (r->kind != LOOKUP_PATH)
                continue;
            note(s, path_above(s->file.root.up, r->key, keep), &seen, now, keep);
            note(s, path_above(s->file.root.up, folder, keep), &seen, now, keep);
        }
}

bool repository_same(struct str dir, const struct record_input *in, int64_t moment_ns,
                     struct arena scratch)
{
    int64_t size, mtime_ns;

    look(dir, in->path, scratch, &size, &mtime_ns);
    /* what was written in the moment it was read may have been written after that */
    return size == in->stamp.size && mtime_ns == in->stamp.mtime_ns &&
           (size < 0 || mtime_ns + 2000000000 < moment_ns);
}

/* ---- code spans ---- */

/* endings that files of repositories have; a span such as `application/json` has none of them */
static const char endings[] =
    " .ts .tsx .js .mjs .cjs .jsx .py .go .java .kt .c .h .cc .cpp .hpp .rs .rb .php .cs .swift "
    ".sh .bash .sql "
    ".json .jsonc .yaml .yml .toml .ini .cfg .properties .env .tf .tfvars .hcl .csv .xml .md .mdx "
    ".css "
    ".scss .svg .png .jpg .txt .lock .proto .graphql .gradle .dockerfile .service .conf .tpl ";

static bool has_ending(struct str path)
{
    char padded[16];
    struct str ext = path_ext(path);
    int n = snprintf(padded, sizeof padded, " %.*s ", FMT(ext));

    return ext.len > 1 && n < (int)sizeof padded && strstr(endings, padded);
}

/* "src/server.ts" out of "src/server.ts:42"; empty when it is no path of files and folders. */
static struct str path_said(struct str text)
{
    struct cut line = str_rcut(text, ':');
    int64_t n;

    if (line.ok && str_int64(line.tail, &n))
        text = line.head;
    for (ptrdiff_t i = 0; i < text.len; i++)
        if (!char_is_alnum(text.ptr[i]) && !char_among(text.ptr[i], "_-./+@"))
            return (struct str){ 0 };
    if (str_starts(text, S("./")))
        text = str_from(text, 2);
    if (text.len > 200 || str_char(text, '/') <= 0 || !has_ending(text))
        return (struct str){ 0 };
    return text;
}

/* Is said below the page, the content folder or the root? */
static bool exists(const struct site *s, const struct site_page *p, struct str said,
                   struct arena scratch)
{
    const struct source_root *root = &s->file.root;
    struct str beside =
        source_root_path(root, path_join(path_dir(p->path), said, &scratch), &scratch);
    struct str top = path_above(root->up, said, &scratch);

    return (beside.len && source_bytes_exists(root, beside, scratch)) ||
           source_bytes_exists(root, said, scratch) || source_bytes_exists(root, top, scratch);
}

bool repository_lacks(const struct site *s, const struct site_page *p, struct str said,
                      struct arena scratch)
{
    /* a folder that is none of ours belongs to somebody else's repository */
    return exists(s, p, str_cut(said, '/').head, scratch) && !exists(s, p, said, scratch);
}

void repository_span(const struct site *s, const struct site_page *p, const struct source *src,
                     const struct node *span, struct lookup *asks, struct arena *keep,
                     struct diag *d)
{
    struct str said = path_said(str_trim(span->text));

    if (!said.len || str_starts(said, S("..")))
        return;
    lookup_note(asks, LOOKUP_PATH, said);
    if (repository_lacks(s, p, said, *keep))
        diag_at(d, RULE(PATH_MISSING), src, span->place, "the repository has no %.*s", FMT(said))
            ->about = said;
}
