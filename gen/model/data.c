/* data.c - finding sources, units and names. */
#include "model/data.h"

#include "base/path.h"

/* Sites list tens of sources, and pages link to tens of files: a walk that compares lengths first
 * is as fast as a map, and lets callers fill the array as they like. */

void data_add(struct data *data, struct data_source s, struct arena *keep)
{
    if (s.name.len)
        for (int i = 0; i < data->n_sources; i++)
            if (str_equal(data->sources[i].name, s.name)) {
                data->sources[i] = s;
                return;
            }
    if (data->n_sources >= data->cap_sources) {
        int cap = data->n_sources < 8 ? 16 : 2 * data->n_sources;
        struct data_source *grown = NEW(keep, struct data_source, cap);

        if (data->n_sources)
            memcpy(grown, data->sources, (size_t)data->n_sources * sizeof *grown);
        data->sources = grown;
        data->cap_sources = cap;
    }
    data->sources[data->n_sources++] = s;
}

static const struct data_source *named(const struct data *data, struct str kind, struct str env)
{
    for (int i = 0; i < data->n_sources; i++) {
        const struct data_source *s = &data->sources[i];

        if (s->name.len && str_equal(s->kind, kind) && str_equal(s->env, env))
            return s;
    }
    return NULL;
}

const struct data_source *data_source_named(const struct data *data, struct str name,
                                            struct str env)
{
    const struct data_source *s = NULL;

    if (!name.len)
        return NULL;
    if (str_char(name, '.') < 0)
        s = named(data, name, env.len ? env : data->env);
    for (int i = 0; !s && i < data->n_sources; i++)
        if (str_equal(data->sources[i].name, name))
            s = &data->sources[i];
    return s;
}

/* path, which may leave the content folder and come back ("../docs/a.json"), as it is called here. */
static struct str here(const struct data *data, struct str path)
{
    ptrdiff_t from = data->inside.len;

    for (ptrdiff_t up = 3; from > 0 && str_starts(str_from(path, up - 3), S("../")); up += 3) {
        from = str_rchar(str_sub(data->inside, 0, from - 1), '/') + 1;
        if (str_starts(str_from(path, up), str_from(data->inside, from)))
            return str_from(path, up + data->inside.len - from);
    }
    return path;
}

const struct data_file *data_file_at(const struct data *data, struct str path,
                                     const struct data_source **of)
{
    path = here(data, path);
    for (int i = 0; path.len && i < data->n_sources; i++) {
        const struct data_source *s = &data->sources[i];

        if (s->computed || !str_starts(path, s->path))
            continue;
        for (int k = 0; k < s->n_files; k++)
            if (str_equal(s->files[k].path, path)) {
                *of = s;
                return &s->files[k];
            }
    }
    return NULL;
}

static struct str without_slash(struct str path)
{
    return str_ends(path, S("/")) ? str_sub(path, 0, path.len - 1) : path;
}

const struct data_source *data_source_at(const struct data *data, struct str path)
{
    const struct data_source *of = NULL;

    path = here(data, path);
    for (int i = 0; path.len && i < data->n_sources; i++) {
        const struct data_source *s = &data->sources[i];

        if (s->path.len && str_equal(without_slash(s->path), without_slash(path)))
            return s;
    }
    data_file_at(data, path, &of);
    return of;
}

/* "/" is all of it, unless a member is called so. */
static const struct json *in_tree(const struct json *root, struct str pointer)
{
    const struct json *v = json_pointer(root, pointer);

    return !v && str_equal(pointer, S("/")) ? root : v;
}

const struct json *data_at(const struct data_source *s, const struct data_file *f,
                           struct str pointer)
{
    const struct json *v = NULL;

    if (f) {
        v = pointer.len > 1 ? json_pointer(f->table, pointer) : NULL;
        return v ? v : in_tree(f->root, pointer);
    }
    for (int i = 0; !v && pointer.len > 1 && i < s->n_files; i++)
        v = json_pointer(s->files[i].table, pointer);
    return v ? v : in_tree(s->root, pointer);
}

bool data_is_config(const struct data_source *s)
{
    static const char *const others[] = { "stack", "live", "facts", "price", "cost" };

    return s->name.len && !str_among(s->kind, others, LEN(others));
}

/* clang-format off */
static const struct { const char *ext; enum data_language language; } languages[] = {
    { ".ts", LANGUAGE_SCRIPT }, { ".tsx", LANGUAGE_SCRIPT }, { ".mts", LANGUAGE_SCRIPT },
    { ".cts", LANGUAGE_SCRIPT }, { ".js", LANGUAGE_SCRIPT }, { ".mjs", LANGUAGE_SCRIPT },
    { ".cjs", LANGUAGE_SCRIPT }, { ".jsx", LANGUAGE_SCRIPT }, { ".py", LANGUAGE_PYTHON },
    { ".pyi", LANGUAGE_PYTHON }, { ".go", LANGUAGE_GO }, { ".java", LANGUAGE_C }, { ".kt", LANGUAGE_C },
    { ".cs", LANGUAGE_C }, { ".scala", LANGUAGE_C }, { ".swift", LANGUAGE_C }, { ".c", LANGUAGE_C },
    { ".h", LANGUAGE_C }, { ".cc", LANGUAGE_C }, { ".cpp", LANGUAGE_C }, { ".hpp", LANGUAGE_C },
    { ".rs", LANGUAGE_C }, { ".sh", LANGUAGE_SHELL }, { ".bash", LANGUAGE_SHELL }, { ".zsh", LANGUAGE_SHELL },
};
/* clang-format on */

enum data_language data_language(struct str path)
{
    for (ptrdiff_t i = 0; i < LEN(languages); i++)
        if (str_equal_nocase(path_ext(path), str_of(languages[i].ext)))
            return languages[i].language;
    return LANGUAGE_NONE;
}

bool data_is_code(struct str path)
{
    return data_language(path) != LANGUAGE_NONE;
}

static struct str unit_of(const struct data *data, struct str source, struct str pointer)
{
    for (int i = 0; source.len && i < data->n_units; i++)
        if (str_equal(data->units[i].pointer, pointer) && str_equal(data->units[i].source, source))
            return data->units[i].unit;
    return (struct str){ 0 };
}

/* "/fargate/max_vcpu" of "/fargate/max_vcpu/2/value": an entry of a history is in the fact's unit.
 */
static struct str fact_of(struct str pointer)
{
    struct cut value = str_rcut(pointer, '/'), index = str_rcut(value.head, '/');
    int64_t n;

    return str_equal(value.tail, S("value")) && str_int64(index.tail, &n) ? index.head : pointer;
}

struct str data_unit(const struct data *data, const struct data_source *s, struct str pointer)
{
    struct str unit = { 0 };

    if (!s)
        return unit;
    pointer = fact_of(pointer);
    unit = unit_of(data, s->name, pointer);
    if (!unit.len)
        unit = unit_of(data, s->kind, pointer);
    if (!unit.len)
        unit = unit_of(data, s->path, pointer);
    /* the same member by the stem of its file */
    if (!unit.len && str_ends(s->path, S("/")) && pointer.len) {
        ptrdiff_t second = str_char(str_from(pointer, 1), '/');

        if (second > 0)
            unit = unit_of(data, s->kind, str_from(pointer, second + 1));
    }
    return unit;
}

/* The last reference token that is no index and no word for all values: "stickinessSeconds" of
 * /alb/stickinessSeconds/0, "keep_days" of /variable/keep_days/default. */
static struct str last_key(struct str pointer)
{
    int64_t index;

    for (;;) {
        struct cut c = str_rcut(pointer, '/');

        if (!c.ok || (!str_int64(c.tail, &index) && !str_equal(c.tail, S("default"))))
            return c.tail;
        pointer = c.head;
    }
}

/* "Seconds" of "stickinessSeconds", "gb" of "max_memory_gb", "MiB" of "memoryMiB". */
static bool ends_in_word(struct str key, struct str word)
{
    ptrdiff_t at = key.len - word.len;
    char before, first;

    if (at < 0 || !str_equal_nocase(str_from(key, at), word))
        return false;
    if (at == 0)
        return true;
    before = key.ptr[at - 1];
    first = key.ptr[at];
    return !char_is_alpha(before) || !char_is_alpha(first) ||
           (first >= 'A' && first <= 'Z' && before >= 'a' && before <= 'z');
}

/* "days" of "renew_when_days_remaining" and "maxDaysOld". */
static bool has_inner_word(struct str key, struct str word)
{
    for (ptrdiff_t end = word.len; end < key.len; end++) {
        bool ends = !char_is_alpha(key.ptr[end]) || (key.ptr[end] >= 'A' && key.ptr[end] <= 'Z');
        if (ends && ends_in_word(str_sub(key, 0, end), word))
            return true;
    }
    return false;
}

/* clang-format off */
/* At the end of a key or in its middle: "max_days_old". */
static const char *const anywhere[][2] = {
    { "milliseconds", "ms" }, { "millis", "ms" }, { "seconds", "s" }, { "secs", "s" }, { "minutes", "minutes" },
    { "mins", "minutes" }, { "hours", "hours" }, { "days", "days" }, { "weeks", "weeks" }, { "months", "months" },
    { "years", "years" }, { "bytes", "bytes" }, { "percent", "percent" },
};
/* At the end alone: "vcpu_hour" is a price. */
static const char *const at_end[][2] = {
    { "ms", "ms" }, { "sec", "s" }, { "_s", "s" }, { "-s", "s" }, { "kib", "KiB" }, { "mib", "MiB" }, { "gib", "GiB" },
    { "tib", "TiB" }, { "kb", "KB" }, { "mb", "MB" }, { "gb", "GB" }, { "tb", "TB" }, { "pct", "percent" },
    { "vcpu", "vCPU" }, { "vcpus", "vCPU" }, { "cents", "cents" },
    { "cents_usd", "cents" }, { "usd_cents", "cents" }, { "usd", "USD" }, { "kbps", "kbps" },
    { "mbps", "mbps" }, { "gbps", "gbps" }, { "bps", "bps" },
};
/* clang-format on */

static struct str unit_at_end(struct str key, const char *const (*words)[2], ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (ends_in_word(key, str_of(words[i][0])))
            return str_of(words[i][1]);
    return (struct str){ 0 };
}

/* The key above that names several of a kind: two words or more, of which the last is the unit. */
static struct str unit_of_group(struct str key)
{
    struct str unit = unit_at_end(key, anywhere, LEN(anywhere));
    for (ptrdiff_t i = 1; i < key.len && unit.len; i++)
        if (!char_is_alpha(key.ptr[i]) || (key.ptr[i] >= 'A' && key.ptr[i] <= 'Z'))
            return unit;
    return (struct str){ 0 };
}

struct str data_unit_guess(struct str pointer)
{
    struct cut up = str_rcut(pointer, '/');
    struct cut named = str_cut(str_rcut(up.head, '/').tail, '='); /* env/name=POLL_MS/value */
    bool value = named.ok && str_equal(up.tail, S("value"));
    struct str key = value ? named.tail : last_key(fact_of(pointer));
    struct str unit = unit_at_end(key, anywhere, LEN(anywhere));

    if (!unit.len)
        unit = unit_at_end(key, at_end, LEN(at_end));
    if (!unit.len && !value) /* "/timeout_seconds/large" */
        unit = unit_of_group(str_rcut(up.head, '/').tail);
    if (unit.len || str_find_nocase(key, S("per")) >= 0)
        return unit;
    for (ptrdiff_t i = 0; i < LEN(anywhere); i++)
        if (has_inner_word(key, str_of(anywhere[i][0]))) {
            if (unit.len) /* "daysBeforeHoursCount" */
                return (struct str){ 0 };
            unit = str_of(anywhere[i][1]);
        }
    return unit;
}

const struct data_name *data_name(const struct data *data, struct str name)
{
    for (int i = 0; i < data->n_names; i++)
        if (str_equal(data->names[i].name, name))
            return &data->names[i];
    return NULL;
}

/* clang-format off */
static const char *const schemes[] = {
    "about", "acct", "aim", "app", "apt", "arn", "aws", "bitcoin", "blob", "callto", "chrome",
    "cid", "content", "data", "dav", "dns", "doi", "facetime", "feed", "file", "filesystem",
    "ftp", "ftps", "geo", "git", "gopher", "http", "https", "im", "imap", "info", "intent", "irc",
    "ircs", "jabber", "javascript", "jdbc", "jar", "ldap", "ldaps", "magnet", "mailto", "maps",
    "mid", "mms", "news", "nfs", "nntp", "obsidian", "pkcs11", "pop", "redis", "rediss",
    "resource", "rsync", "rtsp", "s3", "sftp", "sip", "sips", "skype", "slack", "smb", "sms",
    "snmp", "ssh", "steam", "stun", "svn", "tag", "tel", "telnet", "turn", "udp", "urn",
    "vbscript", "view-source", "vnc", "vscode", "webcal", "ws", "wss", "xmpp", "zoommtg",
};
/* clang-format on */

bool data_is_scheme(struct str name)
{
    return str_among_nocase(name, schemes, LEN(schemes));
}

bool data_is_script(struct str name)
{
    static const char *const scripts[] = { "about",    "blob",       "chrome",      "cid",
                                           "content",  "data",       "file",        "filesystem",
                                           "jar",      "mid",        "javascript",  "resource",
                                           "vbscript", "livescript", "view-source", "mocha" };

    return str_among_nocase(name, scripts, LEN(scripts));
}

void data_split_name(struct str name, struct str *kind, struct str *env)
{
    struct cut c = str_cut(name, '.');

    *kind = c.head;
    *env = c.ok ? c.tail : (struct str){ 0 };
}

static bool name_char(char c)
{
    return char_is_alnum(c) || c == '.' || c == '-' || c == '_';
}

bool data_ref(struct str ref, struct str *source, struct str *pointer)
{
    ptrdiff_t colon = str_char(ref, ':');
    struct str name = str_sub(ref, 0, colon), rest = str_from(ref, colon + 1), kind, env;

    /* one letter is a drive, two slashes an authority: both are addresses */
    if (colon < 2 || !str_starts(rest, S("/")) || str_starts(rest, S("//")) ||
        !char_is_alpha(name.ptr[0]))
        return false;
    for (ptrdiff_t i = 0; i < name.len; i++)
        if (!name_char(name.ptr[i]))
            return false;
    data_split_name(name, &kind, &env);
    if (data_is_scheme(kind) || !kind.len || (kind.len < name.len && !env.len))
        return false;
    *source = name;
    *pointer = rest;
    return true;
}

static bool within(struct str text, struct str part)
{
    uintptr_t t = (uintptr_t)text.ptr, p = (uintptr_t)part.ptr;

    return part.ptr && text.ptr && p >= t && p <= t + (uintptr_t)text.len;
}

struct str data_place(const struct data_source *s, const struct json *v, struct arena *keep)
{
    for (int i = 0; v && i < s->n_files; i++) {
        const struct data_file *f = &s->files[i];
        int line = 0, col = 0;

        if (!within(f->src.text, v->raw))
            continue;
        diag_place(&f->src, v->raw.ptr, &line, &col);
        return str_fmt(keep, "%.*s:%d:%d", FMT(f->src.path), line, col);
    }
    return s->computed ? (struct str){ 0 } : s->src.path;
}

bool data_is_history(const struct json *v)
{
    static const char *const keys[] = { "value", "from", "until", "source", "note" };

    if (!v || v->kind != JSON_ARRAY || !v->n)
        return false;
    for (const struct json *e = v->first; e; e = e->next) {
        if (e->kind != JSON_OBJECT || !json_get(e, "value"))
            return false;
        for (const struct json *m = e->first; m; m = m->next)
            if (!str_among(m->key, keys, LEN(keys)))
                return false;
    }
    return true;
}

/* The day at key; *bad becomes true when something else stands there. */
static bool day_at(const struct json *e, const char *key, int64_t *day, bool *bad)
{
    const struct json *v = json_get(e, key);
    struct date date;

    if (!v || v->kind == JSON_NULL)
        return false;
    if (!date_parse(json_str(v), &date)) {
        *bad = true;
        return false;
    }
    *day = date_days(date);
    return true;
}

const struct json *data_on(const struct json *history, struct date day)
{
    int64_t today = date_days(day), from, until;

    for (const struct json *e = history ? history->first : NULL; e; e = e->next) {
        bool bad = false;

        if (day_at(e, "from", &from, &bad) && from > today)
            continue;
        if (day_at(e, "until", &until, &bad) && until <= today)
            continue;
        if (!bad)
            return e;
    }
    return NULL;
}
