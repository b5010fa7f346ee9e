/* site_file.c - site.json by a table of keys: each says its kind and where its value goes. A key
 * that needs more than that has a function. */
#include "load/site_file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/path.h"
#include "model/header.h"
#include "model/nearest.h"
#include "model/quantity.h"

/* no site says more than this by hand */
enum { SITE_FILE_MAX = 4 << 20, DAYS_MAX = 36500, RELEASES_MAX = 1000 };

struct reader {
    const struct source *src;
    struct site_file *site;
    struct arena *keep;
    struct diag *d;
};
enum key_kind {
    KEY_TEXT,
    KEY_WORD,
    KEY_CHOICE,
    KEY_INT,
    KEY_BOOL,
    KEY_OBJECT,
    KEY_ARRAY,
    KEY_PAIRS,
    KEY_ANY
};
struct key {
    const char *name;
    enum key_kind kind;
    size_t at; /* of the value in struct site_file: struct str, bool, or int */
    const char
        *choices; /* KEY_CHOICE: "a|b", the first is 0; KEY_WORD: what is said of anything else */
    int least, most; /* KEY_INT */
    void (*read)(struct reader *r,
                 const struct json *v); /* after the kind was found right; may be NULL */
};

static void wrong(struct reader *r, struct str at, const char *what, struct str help)
{
    diag_at(r->d, RULE(INPUT_VALUE), r->src, at, "%s: %.*s", what, FMT(help));
}

static const char *kind_words(enum json_kind kind)
{
    static const char *const words[] = {
        [JSON_NULL] = "null",        [JSON_FALSE] = "false",     [JSON_TRUE] = "true",
        [JSON_NUMBER] = "a number",  [JSON_STRING] = "a string", [JSON_ARRAY] = "an array",
        [JSON_OBJECT] = "an object",
    };
    return words[kind];
}

/* Is v, the value of key, of the kind wanted? Reports when not. */
static bool is_kind(struct reader *r, struct str key, const struct json *v, enum json_kind want)
{
    if (v->kind == want)
        return true;
    diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "\"%.*s\" wants %s, and this is %s", FMT(key),
            kind_words(want), kind_words(v->kind));
    return false;
}

static void unknown_key(struct reader *r, const struct json *m, struct nearest near,
                        const char *what)
{
    struct finding *f;

    if (near.best.len)
        f = diag_at(r->d, RULE(INPUT_UNKNOWN_KEY), r->src, m->raw_key,
                    "%s is called \"%.*s\"; did you mean \"%.*s\"?", what, FMT(m->key),
                    FMT(near.best));
    else
        f = diag_at(r->d, RULE(INPUT_UNKNOWN_KEY), r->src, m->raw_key, "%s is called \"%.*s\"",
                    what, FMT(m->key));
    f->about = m->key;
    if (near.best.len)
        f->suggest = str_fmt(r->keep, "\"%.*s\"", FMT(near.best));
}

static bool choice_index(const char *choices, struct str s, int *out)
{
    struct str rest = str_of(choices);

    for (int i = 0; rest.len; i++) {
        struct cut c = str_cut(rest, '|');

        if (str_equal(c.head, s)) {
            *out = i;
            return true;
        }
        rest = c.ok ? c.tail : (struct str){ 0 };
    }
    return false;
}

static struct str choices_words(const char *choices, struct arena *keep)
{
    struct buf b = buf_open(keep, 200);

    for (const char *c = choices; *c; c++)
        if (*c == '|')
            buf_put(&b, S(", "));
        else
            buf_char(&b, *c);
    return buf_str(&b);
}

static bool read_choice(struct reader *r, const struct key *k, const struct json *v)
{
    int *into = (int *)(void *)((char *)r->site + k->at);

    if (!is_kind(r, str_of(k->name), v, JSON_STRING))
        return false;
    if (choice_index(k->choices, v->str, into))
        return true;
    diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "\"%s\" is one of %.*s", k->name,
            FMT(choices_words(k->choices, r->keep)));
    return false;
}

static bool read_int(struct reader *r, const struct key *k, const struct json *v)
{
    int *into = (int *)(void *)((char *)r->site + k->at);
    int64_t n;

    if (!is_kind(r, str_of(k->name), v, JSON_NUMBER))
        return false;
    if (json_int(v, &n) && n >= k->least && n <= k->most) {
        *into = (int)n;
        return true;
    }
    diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "\"%s\" is a whole number from %d to %d",
            k->name, k->least, k->most);
    return false;
}

static bool read_bool(struct reader *r, const struct key *k, const struct json *v)
{
    bool *into = (bool *)(void *)((char *)r->site + k->at);

    *into = v->kind == JSON_TRUE;
    if (v->kind == JSON_TRUE || v->kind == JSON_FALSE)
        return true;
    diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "\"%s\" is true or false", k->name);
    return false;
}

static bool is_word(struct str s, const char *also)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_alnum(s.ptr[i]) && !(s.ptr[i] && strchr(also, s.ptr[i])))
            return false;
    return s.len > 0 && s.len <= 255;
}

/* Letters, digits, - and _; nothing at all leaves it open. */
static bool read_word(struct reader *r, const struct key *k, const struct json *v)
{
    if (!is_kind(r, str_of(k->name), v, JSON_STRING))
        return false;
    bool good = !v->str.len || is_word(v->str, "-_");
    if (good && v->str.len)
        *(struct str *)(void *)((char *)r->site + k->at) = v->str;
    else
        diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw, "%s", k->choices);
    return good;
}

static bool read_value(struct reader *r, const struct key *k, const struct json *v)
{
    switch (k->kind) {
    case KEY_TEXT:
        if (!is_kind(r, str_of(k->name), v, JSON_STRING))
            return false;
        *(struct str *)(void *)((char *)r->site + k->at) = v->str;
        return true;
    case KEY_WORD:
        return read_word(r, k, v);
    case KEY_CHOICE:
        return read_choice(r, k, v);
    case KEY_INT:
        return read_int(r, k, v);
    case KEY_BOOL:
        return read_bool(r, k, v);
    case KEY_OBJECT:
        return is_kind(r, str_of(k->name), v, JSON_OBJECT);
    case KEY_ARRAY:
        return is_kind(r, str_of(k->name), v, JSON_ARRAY);
    case KEY_PAIRS:
        return v->kind == JSON_ARRAY || is_kind(r, str_of(k->name), v, JSON_OBJECT);
    case KEY_ANY:
        return true;
    }
    return false;
}

static void read_object(struct reader *r, const struct json *object, const struct key *keys,
                        ptrdiff_t n, const char *unknown)
{
    for (const struct json *m = object->first; m; m = m->next) {
        struct nearest near = nearest_open(m->key);
        const struct key *key = NULL;

        for (ptrdiff_t i = 0; i < n && !key; i++) {
            if (str_equal(str_of(keys[i].name), m->key))
                key = &keys[i];
            nearest_offer(&near, str_of(keys[i].name));
        }
        if (!key)
            unknown_key(r, m, near, unknown);
        else if (read_value(r, key, m) && key->read)
            key->read(r, m);
    }
}

static void add_target(struct reader *r, enum site_target_kind kind, struct str to,
                       struct str place)
{
    *PUSH(&r->site->targets, r->keep) = (struct site_target){ kind, to, place };
}

/* ---- single values ---- */

/* What is no good is reported, and as if it had not been said. */
static void keep_good(struct reader *r, const struct json *v, struct str *into, bool good,
                      const char *what, struct str help)
{
    if (good)
        return;
    *into = (struct str){ 0 };
    wrong(r, v->raw, what, help);
}

static bool is_web(struct str url)
{
    return str_starts(url, S("https://")) || str_starts(url, S("http://"));
}

static void read_base_url(struct reader *r, const struct json *v)
{
    struct str url = v->str;

    r->site->base_url = (struct str){ 0 };
    if (!url.len)
        return;
    if (!is_web(url) || str_char(url, '?') >= 0 || str_char(url, '#') >= 0 ||
        str_char(url, ' ') >= 0) {
        wrong(r, v->raw, "no address of a site", S("write https://HOST/ or https://HOST/PATH/"));
        return;
    }
    r->site->base_url = str_ends(url, S("/")) ? url : str_join(url, S("/"), r->keep);
}

static bool has_path(struct str url)
{
    return !url.len || (is_web(url) && str_find(url, S("{path}")) >= 0);
}

static void read_edit_url(struct reader *r, const struct json *v)
{
    keep_good(r, v, &r->site->edit_url, has_path(v->str), "no address of a page's source",
              S("write https://…/{path}, {path} is the page's file"));
}

static void read_repo_url(struct reader *r, const struct json *v)
{
    keep_good(r, v, &r->site->repo_url, has_path(v->str), "no address of the repository's files",
              S("write https://…/{commit}/{path}, {path} is the file below the root"));
}

/* ---- the look ---- */

static void read_accent(struct reader *r, const struct json *v)
{
    bool good = v->str.len == 7 && v->str.ptr[0] == '#';
    for (ptrdiff_t i = 1; i < v->str.len; i++)
        good = good && (char_is_digit(v->str.ptr[i]) ||
                        (char_lower(v->str.ptr[i]) >= 'a' && char_lower(v->str.ptr[i]) <= 'f'));
    keep_good(r, v, &r->site->look.accent, good, "no colour",
              S("write red, green and blue as in \"#1f5fae\""));
}

/* A picture below the content folder. */
static void read_picture(struct reader *r, const struct json *v, struct str *into)
{
    bool escapes;
    *into = path_normal(v->str, r->keep, &escapes);
    if (escapes || !into->len || v->str.ptr[0] == '/') {
        *into = (struct str){ 0 };
        wrong(r, v->raw, "no picture of the site", S("write its path below the content folder"));
    }
    add_target(r, SITE_TARGET_WEB, *into, v->raw);
}

static void read_logo(struct reader *r, const struct json *v)
{
    read_picture(r, v, &r->site->look.logo);
}

static void read_card(struct reader *r, const struct json *v)
{
    read_picture(r, v, &r->site->look.card);
}

static void add_links(struct reader *r, const struct json *object)
{
    struct site_look *look = &r->site->look;
    for (const struct json *m = object->first; m; m = m->next)
        if (is_kind(r, m->key, m, JSON_STRING)) {
            look->links[look->n_links++] = (struct site_web){ m->key, m->str };
            add_target(r, SITE_TARGET_WEB, m->str, m->raw);
        }
}

/* { "Status": "https://…" }, or the same as a list of such objects, which some editors keep in order. */
static void read_links(struct reader *r, const struct json *v)
{
    int n = v->n;
    for (const struct json *m = v->first; m; m = m->next)
        n += m->n;
    r->site->look.links = NEW(r->keep, struct site_web, n ? n : 1);
    if (v->kind == JSON_OBJECT)
        add_links(r, v);
    for (const struct json *m = v->first; m && v->kind == JSON_ARRAY; m = m->next)
        if (is_kind(r, S("links"), m, JSON_OBJECT))
            add_links(r, m);
}

static void read_versions(struct reader *r, const struct json *v)
{
    struct str stem = str_sub(v->str, 0, v->str.len - 5);
    if (!str_ends(v->str, S(".json")) || !is_word(stem, "-_"))
        wrong(r, v->raw, "no name of a list", S("write one such as \"versions.json\""));
}

/* { "en": "English", "de": "Deutsch" } */
static void read_languages(struct reader *r, const struct json *v)
{
    struct site_look *look = &r->site->look;
    look->languages = NEW(r->keep, struct site_web, v->n ? v->n : 1);
    for (const struct json *m = v->first; m; m = m->next) {
        bool code = is_word(m->key, "-") && m->key.len >= 2;
        if (!code)
            wrong(r, m->raw_key, "no language", S("write its code, such as \"de\""));
        if (!code || !is_kind(r, m->key, m, JSON_STRING))
            continue;
        if (look->n_languages)
            add_target(r, SITE_TARGET_LANGUAGE, m->key, m->raw_key);
        look->languages[look->n_languages++] = (struct site_web){ m->str, m->key };
    }
}

/* The next part of a text with [links](address) in it. */
static struct site_web next_part(struct str *rest)
{
    ptrdiff_t open = str_char(*rest, '['), middle = str_find(*rest, S("]("));
    ptrdiff_t end = middle < open ? -1 : str_char(str_from(*rest, middle), ')');
    struct site_web part = { .text = *rest };
    if (open < 0 || end < 0) {
        *rest = (struct str){ 0 };
    } else if (open > 0) {
        part.text = str_sub(*rest, 0, open);
        *rest = str_from(*rest, open);
    } else {
        part.text = str_sub(*rest, 1, middle - 1);
        part.to = str_sub(*rest, middle + 2, end - 2);
        *rest = str_from(*rest, middle + end + 1);
    }
    return part;
}

static void read_footer(struct reader *r, const struct json *v)
{
    struct site_look *look = &r->site->look;
    look->foot = NEW(r->keep, struct site_web, v->str.len + 1);
    for (struct str rest = v->str; rest.len;) {
        look->foot[look->n_foot] = next_part(&rest);
        add_target(r, SITE_TARGET_WEB, look->foot[look->n_foot++].to, v->raw);
    }
}

static void read_nav(struct reader *r, const struct json *v)
{
    if (v->kind == JSON_ARRAY || (v->kind == JSON_STRING && v->str.len))
        r->site->nav = v;
    else
        wrong(
            r, v->raw, "no navigation",
            S("write a list such as [\"index.md\", { \"Guides\": [\"guides/*.md\"] }], or the name "
              "of a file such as \"SUMMARY.md\" or \"../mkdocs.yml\""));
}

/* Of the prices; "eu-west-1". */
static void read_site_region(struct reader *r, const struct json *v)
{
    keep_good(r, v, &r->site->region, is_word(v->str, "-") && str_char(v->str, '-') > 0,
              "no region", S("write the region whose prices count, such as \"eu-west-1\""));
}

static bool is_place(struct str to)
{
    struct str bucket = str_cut(str_from(to, 5), '/').head;

    return !to.len || (str_starts(to, S("file:")) && to.len > 5) ||
           (str_starts(to, S("s3://")) && is_word(bucket, ".-") && bucket.len >= 3);
}

static void read_to(struct reader *r, const struct json *v)
{
    keep_good(r, v, &r->site->publish.to, is_place(v->str), "no place to publish to",
              S("write s3://BUCKET/PREFIX or file:FOLDER"));
}

static void read_state(struct reader *r, const struct json *v)
{
    keep_good(r, v, &r->site->publish.state, is_place(v->str),
              "no place for the state of a publish",
              S("write s3://BUCKET/PREFIX or file:FOLDER that readers cannot reach"));
}

/* A path below the root of the repository, normal; ok false after a report. How far the root
 * stands above is known when the source is read. */
static struct str source_path(struct reader *r, const struct json *v, bool *ok)
{
    struct str path = { 0 }, rest;
    int up = 0;

    *ok =
        v->str.len && v->str.ptr[0] != '/' && str_char(v->str, 0) < 0 && str_char(v->str, '\\') < 0;
    if (*ok) {
        rest = path_climb(v->str, r->keep, &up);
        path = path_above(up, rest, r->keep);
        *ok = rest.len && !url_scheme(v->str).len;
    }
    if (!*ok)
        wrong(r, v->raw, "no path of a file or folder of the repository",
              S("write one relative to site.json, such as \"../deploy/values.yaml\""));
    else if (str_ends(v->str, S("/")) && !str_ends(path, S("/")))
        path = str_join(path, S("/"), r->keep);
    return path;
}

static void read_statics(struct reader *r, const struct json *v)
{
    struct site_file *site = r->site;
    bool ok;

    site->statics = NEW(r->keep, struct str, v->n + 1);
    site->n_statics = 0;
    for (const struct json *m = v->first; m; m = m->next) {
        if (!is_kind(r, S("static"), m, JSON_STRING))
            continue;
        struct str path = source_path(r, m, &ok);
        if (str_ends(path, S("/")))
            path.len--;
        if (!ok)
            continue;
        site->statics[site->n_statics++] = path;
        add_target(r, SITE_TARGET_STATIC, path, m->raw);
    }
}

static void read_schemes(struct reader *r, const struct json *v)
{
    struct site_file *site = r->site;

    site->schemes = NEW(r->keep, struct str, v->n + 1);
    site->n_schemes = 0;
    for (const struct json *m = v->first; m; m = m->next) {
        if (!is_kind(r, S("schemes"), m, JSON_STRING))
            continue;
        if (!is_word(m->str, "+-.") || data_is_script(m->str))
            wrong(r, m->raw, "no scheme of an application",
                  S("write what stands before the colon, such as \"vscode\""));
        else
            site->schemes[site->n_schemes++] = m->str;
    }
}

/* "docs", "/docs/" */
static void read_base_path(struct reader *r, const struct json *v)
{
    bool escapes;
    struct str path = v->str;

    while (path.len && *path.ptr == '/')
        path = str_from(path, 1);
    path = path_normal(path, r->keep, &escapes);
    if (escapes || str_find(v->str, S("://")) >= 0)
        wrong(r, v->raw, "no path of an address", S("write one such as \"/docs/\""));
    r->site->base_path =
        escapes ? (struct str){ 0 } : str_fmt(r->keep, "/%.*s%s", FMT(path), path.len ? "/" : "");
}

/* { "blog": "/:year/:month/:day/:slug/" } */
static void read_permalinks(struct reader *r, const struct json *v)
{
    struct site_file *site = r->site;

    site->permalinks = NEW(r->keep, struct site_web, v->n + 1);
    site->n_permalinks = 0;
    for (const struct json *m = v->first; m; m = m->next)
        if (is_kind(r, m->key, m, JSON_STRING))
            site->permalinks[site->n_permalinks++] = (struct site_web){ m->key, m->str };
}

static void read_env(struct reader *r, const struct json *v)
{
    add_target(r, SITE_TARGET_ENV, v->str, v->raw);
}

/* ---- sources ---- */

static bool source_name(struct reader *r, const struct json *m, struct str *kind, struct str *env)
{
    struct str source, pointer;

    data_split_name(m->key, kind, env);
    if (data_is_scheme(*kind)) {
        diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw_key,
                "\"%.*s\" begins addresses of the web, so no source can be called so; "
                "write NAME or NAME.ENV, such as config.prod",
                FMT(*kind));
        return false;
    }
    if (kind->len < m->key.len && !is_word(*env, "-_")) {
        diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw_key,
                "no environment behind the dot: write NAME.ENV with letters, digits, - and _");
        return false;
    }
    if (data_ref(str_join(m->key, S(":/"), r->keep), &source, &pointer))
        return true;
    diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw_key,
            "no name of a source: write NAME or NAME.ENV, two letters at least, then letters, "
            "digits, - and _");
    return false;
}

/* "find": { "/timeoutMs": "const TIMEOUT_MS = ([0-9_]+)" } */
static void source_find(struct reader *r, const struct json *v, struct site_source *s)
{
    s->patterns = NEW(r->keep, struct pattern, v->n ? v->n : 1);
    for (const struct json *m = v->first; m; m = m->next) {
        struct str why = S("a pattern stands at a pointer, such as \"/timeoutMs\"");

        if (!is_kind(r, m->key, m, JSON_STRING))
            continue;
        if (!str_starts(m->key, S("/")) || !pattern_check(m->str, r->keep, &why))
            diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw, "%.*s", FMT(why));
        else
            s->patterns[s->n_patterns++] = (struct pattern){ m->key, m->str, m->raw };
    }
}

static void source_member(struct reader *r, const struct json *m, struct site_source *s)
{
    static const char *const known[] = { "file", "as", "find" };
    struct nearest near = nearest_open(m->key);

    if (str_equal(m->key, S("find"))) {
        if (is_kind(r, m->key, m, JSON_OBJECT))
            source_find(r, m, s);
    } else if (str_equal(m->key, S("as"))) {
        if (is_kind(r, m->key, m, JSON_STRING))
            s->form = source_form_named(m->str);
        if (m->kind == JSON_STRING && s->form == FORM_NONE)
            diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw, "\"as\" is one of %.*s",
                    FMT(source_form_words(r->keep)));
    } else if (!str_equal(m->key, S("file"))) {
        for (ptrdiff_t i = 0; i < LEN(known); i++)
            nearest_offer(&near, str_of(known[i]));
        unknown_key(r, m, near, "nothing in a source");
    }
}

/* A path, or an object of "file", "as" and "find". */
static bool source_value(struct reader *r, const struct json *m, struct site_source *s)
{
    const struct json *file = m->kind == JSON_OBJECT ? json_get(m, "file") : m;
    bool ok;

    for (const struct json *k = m->kind == JSON_OBJECT ? m->first : NULL; k; k = k->next)
        source_member(r, k, s);
    if (!file) {
        wrong(r, m->raw, "a source without a file",
              S("write { \"file\": \"../deploy/prod.env\" }"));
        return false;
    }
    if (!is_kind(r, m->key, file, JSON_STRING))
        return false;
    s->place = file->raw;
    s->path = source_path(r, file, &ok);
    return ok;
}

static void read_sources(struct reader *r, const struct json *v)
{
    struct site_file *site = r->site;

    site->sources = NEW(r->keep, struct site_source, v->n ? v->n : 1);
    site->n_sources = 0;
    for (const struct json *m = v->first; m; m = m->next) {
        struct site_source s = { .name = m->key };

        if (source_name(r, m, &s.kind, &s.env) && source_value(r, m, &s))
            site->sources[site->n_sources++] = s;
    }
}

/* Is source (a kind or a full name) listed? A name that is not is reported at `at`. */
static bool is_listed(struct reader *r, struct str source, struct str at)
{
    struct nearest near = nearest_open(source);
    const struct site_file *site = r->site;

    for (int i = 0; i < site->n_sources; i++) {
        const struct site_source *s = &site->sources[i];

        if (str_equal(s->name, source) || str_equal(s->kind, source))
            return true;
        nearest_offer(&near, s->name);
        nearest_offer(&near, s->kind);
    }
    diag_at(r->d, RULE(INPUT_VALUE), r->src, at, "\"sources\" lists no \"%.*s\"%s%.*s%s",
            FMT(source), near.best.len ? "; did you mean \"" : "", FMT(near.best),
            near.best.len ? "\"?" : "");
    return false;
}

static bool is_ref(struct reader *r, struct str ref, struct str at, struct str *source,
                   struct str *pointer)
{
    if (data_ref(ref, source, pointer))
        return is_listed(r, *source, at);
    wrong(r, at, "no place in a source",
          S("write NAME:/POINTER or NAME.ENV:/POINTER, such as config:/service/cpu"));
    return false;
}

static bool is_unit(struct reader *r, const struct json *v)
{
    struct quantity q;

    if (!v->str.len ||
        (quantity_of(S("1"), v->str, &q) && q.unit && (q.per || quantity_unit(v->str))))
        return true;
    diag_at(r->d, RULE(INPUT_VALUE), r->src, v->raw,
            "no unit is called \"%.*s\": write one such as s, minutes, MiB, GB, vCPU, vCPU/1024, "
            "percent or USD",
            FMT(v->str));
    return false;
}

static void read_units(struct reader *r, const struct json *v)
{
    struct site_file *site = r->site;

    site->units = NEW(r->keep, struct data_unit, v->n ? v->n : 1);
    site->n_units = 0;
    for (const struct json *m = v->first; m; m = m->next) {
        struct data_unit u = { .unit = m->str };

        if (!is_kind(r, m->key, m, JSON_STRING) || !is_unit(r, m) ||
            !is_ref(r, m->key, m->raw_key, &u.source, &u.pointer))
            continue;
        site->units[site->n_units++] = u;
        add_target(r, SITE_TARGET_UNIT, m->key, m->raw_key);
    }
}

/* ---- names ---- */

static void name_places(struct reader *r, const struct json *in, struct data_name *name)
{
    name->in = NEW(r->keep, struct str, in->n ? in->n : 1);
    for (const struct json *e = in->first; e; e = e->next) {
        struct str source, pointer;

        if (is_kind(r, S("in"), e, JSON_STRING) && is_ref(r, e->str, e->raw, &source, &pointer))
            name->in[name->n_in++] = e->str;
    }
}

static bool name_member(struct reader *r, const struct json *m, struct data_name *name)
{
    struct nearest near = nearest_open(m->key);

    if (str_equal(m->key, S("unit"))) {
        if (is_kind(r, m->key, m, JSON_STRING) && is_unit(r, m))
            name->unit = m->str;
        return false;
    }
    if (str_equal(m->key, S("in"))) {
        if (is_kind(r, m->key, m, JSON_ARRAY))
            name_places(r, m, name);
        return true;
    }
    nearest_offer(&near, S("unit"));
    nearest_offer(&near, S("in"));
    unknown_key(r, m, near, "nothing in a name");
    return false;
}

static void read_names(struct reader *r, const struct json *v)
{
    struct site_file *site = r->site;

    site->names = NEW(r->keep, struct data_name, v->n ? v->n : 1);
    site->n_names = 0;
    for (const struct json *m = v->first; m; m = m->next) {
        struct data_name *name = &site->names[site->n_names];
        bool has_places = false;

        *name = (struct data_name){ .name = m->key, .place = m->raw_key };
        if (!is_kind(r, m->key, m, JSON_OBJECT))
            continue;
        for (const struct json *k = m->first; k; k = k->next)
            has_places = name_member(r, k, name) || has_places;
        if (!has_places)
            wrong(r, m->raw, "a name without places",
                  S("list them: \"in\": [\"config.prod:/service/port\"]"));
        if (name->n_in)
            site->n_names++;
    }
}

/* ---- checks and headers ---- */

static void read_checks(struct reader *r, const struct json *v)
{
    for (const struct json *m = v->first; m; m = m->next) {
        const struct rule *rule = rule_named(m->key);
        struct nearest near = nearest_open(m->key);
        enum severity severity;

        for (int i = 0; !rule && i < N_RULES; i++)
            nearest_offer(&near, str_of(rules[i].id));
        if (!rule)
            unknown_key(r, m, near, "no rule");
        else if (!is_kind(r, m->key, m, JSON_STRING))
            continue;
        else if (severity_parse(m->str, &severity))
            r->site->severity[rule - rules] = severity;
        else
            wrong(r, m->raw, "no severity", S("write off, info, warning or error"));
    }
}

static bool header_is_safe(struct str value)
{
    for (ptrdiff_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == 0x7f)
            return false;
    return true;
}

static void read_header_set(struct reader *r, const struct json *set)
{
    struct site_publish *p = &r->site->publish;
    const struct json *match = json_get(set, "match");

    if (!match || match->kind != JSON_STRING || !match->str.len) {
        wrong(r, set->raw, "headers for no files", S("say which: \"match\": \"**/*.html\""));
        return;
    }
    for (const struct json *m = set->first; m; m = m->next) {
        if (m == match || !is_kind(r, m->key, m, JSON_STRING))
            continue;
        if (!header_is_known(m->key))
            wrong(r, m->raw_key, "no header that a bucket keeps",
                  header_nearest(m->key).len
                      ? str_fmt(r->keep, "did you mean %.*s?", FMT(header_nearest(m->key)))
                      : S("what all readers get is said by the distribution's response headers "
                          "policy"));
        else if (!is_word(m->key, "-_") || !header_is_safe(m->str))
            wrong(r, m->raw_key, "no header",
                  S("write \"Name\": \"value\" in printable characters"));
        else
            p->headers[p->n_headers++] = (struct site_header){ match->str, m->key, m->str };
    }
}

static void read_headers(struct reader *r, const struct json *v)
{
    int n = 0;

    for (const struct json *set = v->first; set; set = set->next)
        n += set->n;
    r->site->publish.headers = NEW(r->keep, struct site_header, n ? n : 1);
    r->site->publish.n_headers = 0;
    for (const struct json *set = v->first; set; set = set->next)
        if (is_kind(r, S("headers"), set, JSON_OBJECT))
            read_header_set(r, set);
}

bool site_file_headers(const struct source *src, struct arena *keep, struct diag *d,
                       struct site_publish *out)
{
    struct site_file site = { 0 };
    struct reader r = { src, &site, keep, d };
    const struct json *root = json_parse(src, keep, RULE(INPUT_JSON), d);
    const struct json *list = root && root->kind == JSON_OBJECT ? json_get(root, "headers") : root;

    if (!root || !list || list->kind != JSON_ARRAY) {
        if (root)
            wrong(&r, root->raw, "no list of headers",
                  S("write [{\"match\": \"**/*.pdf\", \"Content-Disposition\": \"inline\"}]"));
        return false;
    }
    read_headers(&r, list);
    out->headers = site.publish.headers;
    out->n_headers = site.publish.n_headers;
    return diag_count(d, SEVERITY_WARNING) == 0;
}

/* ---- the tables ---- */

static void read_publish(struct reader *r, const struct json *v);
static void read_figures(struct reader *r, const struct json *v);

#define AT(member) offsetof(struct site_file, member)
#define SEVERITIES "off|info|warning|error"
/* clang-format off */
static const struct key keys[] = {
    { "$schema", KEY_ANY, 0, NULL, 0, 0, NULL }, /* for editors */
    { "title", KEY_TEXT, AT(title), NULL, 0, 0, NULL },
    { "description", KEY_TEXT, AT(description), NULL, 0, 0, NULL },
    { "logo", KEY_TEXT, AT(look.logo), NULL, 0, 0, read_logo },
    { "accent", KEY_TEXT, AT(look.accent), NULL, 0, 0, read_accent },
    { "font", KEY_CHOICE, AT(look.font), "system|inter", 0, 0, NULL },
    { "lang", KEY_WORD, AT(look.lang), "no language: write its code, such as \"en\" or \"pt-BR\"", 0, 0, NULL },
    { "dir", KEY_CHOICE, AT(look.dir), "auto|ltr|rtl", 0, 0, NULL },
    { "footer", KEY_TEXT, AT(look.footer), NULL, 0, 0, read_footer },
    { "card", KEY_TEXT, AT(look.card), NULL, 0, 0, read_card },
    { "links", KEY_PAIRS, 0, NULL, 0, 0, read_links },
    { "languages", KEY_OBJECT, 0, NULL, 0, 0, read_languages },
    { "versions", KEY_TEXT, AT(versions), NULL, 0, 0, read_versions },
    { "base_url", KEY_TEXT, AT(base_url), NULL, 0, 0, read_base_url },
    { "audience", KEY_CHOICE, AT(audience), "public|internal", 0, 0, NULL },
    { "edit_url", KEY_TEXT, AT(edit_url), NULL, 0, 0, read_edit_url },
    { "public_config", KEY_BOOL, AT(public_config), NULL, 0, 0, NULL },
    { "repo_url", KEY_TEXT, AT(repo_url), NULL, 0, 0, read_repo_url },
    { "root", KEY_TEXT, AT(root_given), NULL, 0, 0, NULL },
    { "coverage", KEY_INT, AT(coverage), NULL, 0, 100, NULL },
    { "sources", KEY_OBJECT, 0, NULL, 0, 0, NULL },
    { "static", KEY_ARRAY, 0, NULL, 0, 0, read_statics },
    { "schemes", KEY_ARRAY, 0, NULL, 0, 0, read_schemes },
    { "base_path", KEY_TEXT, AT(base_path), NULL, 0, 0, read_base_path },
    { "permalinks", KEY_OBJECT, 0, NULL, 0, 0, read_permalinks },
    { "link_base", KEY_CHOICE, AT(link_base), "file|address", 0, 0, NULL },
    { "nav", KEY_ANY, 0, NULL, 0, 0, read_nav },
    { "env", KEY_WORD, AT(env), "no name of an environment: write letters, digits, - and _, such as \"prod\"", 0, 0, read_env },
    { "region", KEY_TEXT, AT(region), NULL, 0, 0, read_site_region },
    { "units", KEY_OBJECT, 0, NULL, 0, 0, read_units },
    { "names", KEY_OBJECT, 0, NULL, 0, 0, read_names },
    { "checks", KEY_OBJECT, 0, NULL, 0, 0, read_checks },
    { "fail_on", KEY_CHOICE, AT(fail_on), SEVERITIES, 0, 0, NULL },
    { "live_max_age_days", KEY_INT, AT(live_max_age_days), NULL, 0, DAYS_MAX, NULL },
    { "publish", KEY_OBJECT, 0, NULL, 0, 0, read_publish },
    { "figures", KEY_OBJECT, 0, NULL, 0, 0, read_figures },
    { "raw_html", KEY_CHOICE, AT(raw_html), "safe|trusted", 0, 0, NULL },
};
static const struct key figure_keys[] = {
    { "png", KEY_BOOL, AT(figures_png), NULL, 0, 0, NULL },
    { "fences", KEY_CHOICE, AT(fences), "auto|labelled|off", 0, 0, NULL },
};
static const struct key publish_keys[] = {
    { "to", KEY_TEXT, AT(publish.to), NULL, 0, 0, read_to },
    { "state", KEY_TEXT, AT(publish.state), NULL, 0, 0, read_state },
    { "region", KEY_WORD, AT(publish.region), "no region: write one such as us-east-1", 0, 0, NULL },
    { "distribution", KEY_WORD, AT(publish.distribution), "no CloudFront distribution: write its id, such as E1ABCDEFGHIJKL", 0, 0, NULL },
    { "function", KEY_WORD, AT(publish.function), "no CloudFront function: write its name, such as docs-requests", 0, 0, NULL },
    { "reader_check", KEY_WORD, AT(publish.reader_check), "no function: write the name of a CloudFront function or Lambda@Edge", 0, 0, NULL },
    { "mode", KEY_CHOICE, AT(publish.mode), "in-place|release", 0, 0, NULL },
    { "precompressed", KEY_BOOL, AT(publish.precompressed), NULL, 0, 0, NULL },
    { "cache_tags", KEY_BOOL, AT(publish.cache_tags), NULL, 0, 0, NULL },
    { "keep_releases", KEY_INT, AT(publish.keep_releases), NULL, 1, RELEASES_MAX, NULL },
    { "headers", KEY_ARRAY, 0, NULL, 0, 0, read_headers },
};
/* clang-format on */

static void read_figures(struct reader *r, const struct json *v)
{
    read_object(r, v, figure_keys, LEN(figure_keys), "no key of \"figures\"");
}

static void read_publish(struct reader *r, const struct json *v)
{
    read_object(r, v, publish_keys, LEN(publish_keys), "no key of \"publish\"");
}

static void put_keys(struct buf *out, const struct key *table, ptrdiff_t n, const char *above)
{
    static const char *const words[] = {
        [KEY_TEXT] = "text",  [KEY_WORD] = "word",        [KEY_CHOICE] = "",
        [KEY_INT] = "number", [KEY_BOOL] = "true|false",  [KEY_OBJECT] = "object",
        [KEY_ARRAY] = "list", [KEY_ANY] = "list or text", [KEY_PAIRS] = "object or list",
    };

    for (const struct key *k = table; k < table + n; k++) {
        buf_fmt(out, "site.json\t%s%s\t", above, k->name);
        if (k->kind == KEY_INT)
            buf_fmt(out, "%d to %d\n", k->least, k->most);
        else
            buf_fmt(out, "%s\n", k->kind == KEY_CHOICE ? k->choices : words[k->kind]);
    }
}

void site_file_known(struct buf *out)
{
    put_keys(out, keys, LEN(keys), "");
    put_keys(out, figure_keys, LEN(figure_keys), "figures.");
    put_keys(out, publish_keys, LEN(publish_keys), "publish.");
}

struct site_file site_file_defaults(void)
{
    struct site_file site = {
        .fail_on = SEVERITY_ERROR,
        .live_max_age_days = 14,
        .publish = { .region = S("us-east-1"), .keep_releases = 5 },
    };

    for (int i = 0; i < N_RULES; i++)
        site.severity[i] = rules[i].severity;
    return site;
}

struct site_file site_file_parse(const struct source *src, struct arena *keep, struct diag *d)
{
    struct site_file site = site_file_defaults();
    struct reader r = { src, &site, keep, d };
    const struct json *root = json_parse(src, keep, RULE(INPUT_JSON), d), *sources;

    site.src = *src;
    site.found = true;
    if (!root)
        return site;
    if (root->kind != JSON_OBJECT) {
        wrong(&r, root->raw, "no settings", S("site.json is an object: { \"title\": \"…\" }"));
        return site;
    }
    /* units and names are judged by the sources, wherever these stand in the file */
    sources = json_get(root, "sources");
    if (sources && sources->kind == JSON_OBJECT)
        read_sources(&r, sources);
    read_object(&r, root, keys, LEN(keys), "no key of site.json");
    return site;
}

/* "../" of docs/ when edit_url is ".../edit/main/docs/{path}": outside of git, that says where the root is. */
static struct str root_by_edit_url(const struct site_file *site, struct arena *keep)
{
    ptrdiff_t edit = str_find(site->edit_url, S("/edit/"));
    struct str rest = str_cut(str_from(site->edit_url, edit + 6), '/').tail, up = { 0 };
    char buffer[PATH_MAX];

    if (edit < 0 || !str_ends(rest, S("/{path}")) ||
        !realpath(str_c(path_dir(site->src.path).len ? path_dir(site->src.path) : S("."), keep),
                  buffer))
        return up;
    rest = str_sub(rest, 0, rest.len - 7);
    if (!str_ends(str_of(buffer), str_join(S("/"), rest, keep)))
        return up;
    for (ptrdiff_t i = 0; i <= rest.len; i++)
        if (i == rest.len || rest.ptr[i] == '/')
            up = str_join(up, S("../"), keep);
    return up;
}

static void find_root(struct site_file *site, struct str dir, struct arena *keep, struct diag *d)
{
    struct str up = site->root_given.len ? S("") : root_by_edit_url(site, keep);

    if (up.len && source_root_open(dir, S(""), keep, &site->root) && site->root.up)
        return;
    if (up.len && source_root_open(dir, up, keep, &site->root))
        return;
    if (source_root_open(dir, site->root_given, keep, &site->root))
        return;
    diag_at(
        d, RULE(INPUT_VALUE), &site->src,
        str_sub(site->src.text, str_find(site->src.text, site->root_given), site->root_given.len),
        "\"root\" is no folder above: write \"..\", \"../..\" or \".\"");
}

struct site_file site_file_load(const struct root *content, struct str dir, struct arena *keep,
                                struct diag *d)
{
    struct str path = path_join(dir, S("site.json"), keep);
    struct source src = { .path = path };
    struct site_file site;
    int error = root_read(content, S("site.json"), SITE_FILE_MAX, keep, &src.text, NULL);

    site = error ? site_file_defaults() : site_file_parse(&src, keep, d);
    site.src = src;
    if (error == FS_TOO_LARGE)
        diag_file(d, RULE(INPUT_SIZE), path, "site.json is larger than 4 MiB");
    else if (error && error != ENOENT)
        diag_file(d, RULE(INPUT_READ), path, "cannot be read: %s", fs_error(error));
    find_root(&site, dir, keep, d);
    return site;
}

struct data site_file_data(const struct site_file *site, struct date today)
{
    return (struct data){
        .units = site->units,
        .n_units = site->n_units,
        .names = site->names,
        .n_names = site->n_names,
        .env = site->env,
        .region = site->region,
        .inside = site->root.inside,
        .today = today,
        .live_max_age_days = site->live_max_age_days,
    };
}
