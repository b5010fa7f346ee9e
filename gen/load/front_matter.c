/* front_matter.c - a table of keys, each with the member it fills.
 *
 * YAML between two --- lines, TOML between two +++ lines, or one JSON object at the head of a page become a
 * tree by the readers of those forms; only members of its root are keys of the page. */
#include "load/front_matter.h"

#include <stddef.h>

#include "load/toml.h"
#include "load/yaml.h"
#include "model/nearest.h"
#include "model/rule.h"

enum value_kind { VALUE_TEXT, VALUE_NUMBER, VALUE_BOOL, VALUE_DATE, VALUE_LIST };

struct key {
    const char *name;
    enum value_kind kind;
    size_t at, count_at; /* offsets in struct front_matter */
};

#define TEXT(m)    offsetof(struct front_matter, m), 0
#define LIST_OF(m) offsetof(struct front_matter, m), offsetof(struct front_matter, n_##m)
/* clang-format off */
static const struct key keys[] = {
    { "title",       VALUE_TEXT,   TEXT(title)        },
    { "description", VALUE_TEXT,   TEXT(description)  },
    { "env",         VALUE_TEXT,   TEXT(env)          },
    { "owner",       VALUE_TEXT,   TEXT(owner)        },
    { "review_by",   VALUE_DATE,   TEXT(review_by)    },
    { "status",      VALUE_TEXT,   TEXT(status)       },
    { "date",        VALUE_TEXT,   TEXT(date)         },
    { "label",       VALUE_TEXT,   TEXT(label)        },
    { "linkTitle",   VALUE_TEXT,   TEXT(label)        },
    { "sidebar_label", VALUE_TEXT, TEXT(label)        },
    { "id",          VALUE_TEXT,   TEXT(id)           },
    { "slug",        VALUE_TEXT,   TEXT(address)      },
    { "url",         VALUE_TEXT,   TEXT(address)      },
    { "permalink",   VALUE_TEXT,   TEXT(address)      },
    { "weight",      VALUE_NUMBER, TEXT(weight)       },
    { "sidebar_position", VALUE_NUMBER, TEXT(weight)  },
    { "nav_order",   VALUE_NUMBER, TEXT(weight)       },
    { "sort_rank",   VALUE_NUMBER, TEXT(weight)       },
    { "draft",       VALUE_BOOL,   TEXT(draft)        },
    { "aliases",     VALUE_LIST,   LIST_OF(aliases)   },
    { "tags",        VALUE_LIST,   LIST_OF(tags)      },
    { "onboarding",  VALUE_LIST,   LIST_OF(onboarding)},
    { "prerequisites", VALUE_LIST, LIST_OF(prerequisites) },
    { "deciders",    VALUE_LIST,   LIST_OF(deciders)  },
    { "decision-makers", VALUE_LIST, LIST_OF(deciders) },
    { "consulted",   VALUE_LIST,   LIST_OF(consulted) },
    { "informed",    VALUE_LIST,   LIST_OF(informed)  },
    { "supersedes",  VALUE_LIST,   LIST_OF(supersedes)},
};
/* clang-format on */

void front_matter_known(struct buf *out)
{
    static const char *const words[] = { [VALUE_TEXT] = "text",
                                         [VALUE_NUMBER] = "number",
                                         [VALUE_BOOL] = "true|false",
                                         [VALUE_DATE] = "day",
                                         [VALUE_LIST] = "list" };

    for (ptrdiff_t i = 0; i < LEN(keys); i++)
        buf_fmt(out, "front matter\t%s\t%s\n", keys[i].name, words[keys[i].kind]);
}

struct reader {
    const struct source *src;
    struct arena *keep;
    struct diag *d;
    struct front_matter *front;
};

/* ---- one key ---- */

/* A key that nobody reads may be another tool's: only one that looks misspelled is worth a warning. */
static void unknown_key(const struct reader *r, const struct json *m)
{
    struct nearest near = nearest_open(m->key);
    for (ptrdiff_t i = 0; i < LEN(keys); i++)
        nearest_offer(&near, str_of(keys[i].name));
    bool misspelled = near.best.len && m->key.len > 3 && 4 * near.distance <= m->key.len;
    struct finding *f =
        diag_at(r->d, RULE(INPUT_UNKNOWN_KEY), r->src, m->raw_key, "no page reads \"%.*s\"%s%.*s%s",
                FMT(m->key), misspelled ? "; did you mean \"" : "",
                FMT(misspelled ? near.best : S("")), misspelled ? "\"?" : "");
    f->about = m->key;
    f->suggest = misspelled ? near.best : S("");
    f->severity = misspelled ? f->severity : SEVERITY_INFO;
}

static void wrong(const struct reader *r, const struct json *v, struct str what)
{
    diag_at(r->d, RULE(INPUT_VALUE), r->src, str_sub(v->raw, 0, v->raw.len), "%.*s", FMT(what));
}

/* A value as one line: `>` and `|` texts lose their line ends, several values are joined by commas. */
static struct str text_of(const struct json *v, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 20);
    if (v->kind == JSON_OBJECT || v->kind == JSON_NULL)
        return (struct str){ 0 };
    for (const struct json *m = v->kind == JSON_ARRAY ? v->first : NULL; m; m = m->next) {
        struct str one = m->kind == JSON_ARRAY ? S("") : text_of(m, keep);
        buf_put(&b, b.len && one.len ? S(", ") : S(""));
        buf_put(&b, one);
    }
    struct str s = str_trim(v->kind == JSON_ARRAY ? buf_str(&b) : v->str.len ? v->str : v->raw);
    if (v->kind == JSON_STRING && !v->str.len)
        return (struct str){ 0 };
    if (str_char(s, '\n') < 0)
        return s;
    char *out = (char *)(uintptr_t)str_copy(s, keep).ptr;
    for (ptrdiff_t i = 0; i < s.len; i++)
        out[i] = out[i] == '\n' ? ' ' : out[i];
    return (struct str){ out, s.len };
}

static void put_item(struct str item, struct str **items, int *n, ptrdiff_t *cap,
                     struct arena *keep)
{
    item = str_trim(item);
    if (!item.len)
        return;
    if (*n == *cap)
        *items = list_grow(keep, *items, *n, cap, sizeof **items, _Alignof(struct str));
    (*items)[(*n)++] = item;
}

/* [a, b], "a, b" or {a: 1, b: 2}: "a" and "b", or "a: 1" and "b: 2" */
static void set_list(const struct reader *r, const struct key *k, const struct json *v)
{
    struct str *items = NULL;
    ptrdiff_t cap = 0;
    int n = 0;
    char *base = (char *)r->front;
    for (const struct json *m = v->first; m; m = m->next) {
        const struct json *pair = v->kind == JSON_OBJECT   ? m
                                  : m->kind == JSON_OBJECT ? m->first
                                                           : NULL;
        struct str value = text_of(pair ? pair : m, r->keep);
        put_item(pair ? str_fmt(r->keep, "%.*s: %.*s", FMT(pair->key), FMT(value)) : value, &items,
                 &n, &cap, r->keep);
    }
    for (struct str rest = v->first ? S("") : text_of(v, r->keep); rest.len;) {
        struct cut c = str_cut(rest, ',');
        put_item(c.head, &items, &n, &cap, r->keep);
        rest = c.tail;
    }
    memcpy(base + k->at, &items, sizeof items);
    memcpy(base + k->count_at, &n, sizeof n);
}

static void set_bool(const struct reader *r, const struct key *k, const struct json *v)
{
    struct str s = text_of(v, r->keep);
    bool yes = str_equal_nocase(s, S("true")) || str_equal_nocase(s, S("yes"));
    if (!yes && !str_equal_nocase(s, S("false")) && !str_equal_nocase(s, S("no")))
        wrong(r, v, str_fmt(r->keep, "%s is true or false", k->name));
    r->front->draft = yes;
}

static void set_value(const struct reader *r, const struct key *k, const struct json *v)
{
    char *base = (char *)r->front;
    struct str value = text_of(v, r->keep);
    struct date date;
    if (v->kind == JSON_NULL)
        return;
    switch (k->kind) {
    case VALUE_TEXT:
        memcpy(base + k->at, &value, sizeof value);
        return;
    case VALUE_DATE:
        if (!date_parse(value, &date))
            wrong(r, v, str_fmt(r->keep, "%s is a date such as 2027-03-01", k->name));
        else
            memcpy(base + k->at, &value, sizeof value);
        return;
    case VALUE_NUMBER:
        r->front->has_weight = str_int64(str_cut(value, '.').head, &r->front->weight);
        if (!r->front->has_weight && !strcmp(k->name, "weight"))
            wrong(r, v, str_fmt(r->keep, "%s is a whole number", k->name));
        return;
    case VALUE_BOOL:
        set_bool(r, k, v);
        return;
    case VALUE_LIST:
        set_list(r, k, v);
        return;
    }
}

static const struct key *key_named(struct str name)
{
    for (ptrdiff_t i = 0; i < LEN(keys); i++)
        if (str_equal(name, str_of(keys[i].name)))
            return &keys[i];
    return NULL;
}

/* sidebar: { order: 2, label: Short } is Starlight's. */
static void read_sidebar(const struct reader *r, const struct json *sidebar)
{
    const struct json *order = json_get(sidebar, "order"), *label = json_get(sidebar, "label");

    if (order)
        set_value(r, key_named(S("sidebar_position")), order);
    if (label)
        set_value(r, key_named(S("label")), label);
}

static void read_members(const struct reader *r, const struct json *root)
{
    for (const struct json *m = root->first; m; m = m->next) {
        const struct key *k = key_named(m->key);
        if (k)
            set_value(r, k, m);
        else if (str_equal(m->key, S("sidebar")) && m->kind == JSON_OBJECT)
            read_sidebar(r, m);
        else
            unknown_key(r, m);
    }
}

/* ---- YAML that is none ---- */

/* The value of a line "key: value" at the left margin; its ptr is NULL for other lines. */
static struct str value_of_line(struct str line)
{
    ptrdiff_t n = 0;
    while (n < line.len && (char_is_alnum(line.ptr[n]) || str_char(S("_-."), line.ptr[n]) >= 0 ||
                            (unsigned char)line.ptr[n] >= 0x80))
        n++;
    bool key = n && n < line.len && line.ptr[n] == ':' &&
               (n + 1 == line.len || char_is_space(line.ptr[n + 1]));
    return key ? str_trim(str_from(line, n + 1)) : (struct str){ 0 };
}

/* People write colons and marks into values, which YAML reads as its own. */
static bool wants_quotes(struct str value)
{
    return value.len && str_char(S("\"'[{|>&!#"), *value.ptr) < 0 &&
           (str_find(value, S(": ")) >= 0 || value.ptr[value.len - 1] == ':' ||
            str_char(S("@`%*"), *value.ptr) >= 0);
}

/* text with such values in quotes; a finding for each. Its ptr is NULL when there are none. */
static struct str with_quotes(const struct reader *r, struct str text)
{
    struct buf b = buf_open(r->keep, PTRDIFF_MAX);
    bool any = false;
    for (struct str rest = text; rest.len;) {
        struct str line = str_line(&rest), value = value_of_line(line);
        if (!wants_quotes(value)) {
            buf_put(&b, line);
            buf_char(&b, '\n');
            continue;
        }
        buf_put(&b, str_span(line.ptr, value.ptr));
        ptrdiff_t beg = b.len;
        buf_char(&b, '"');
        for (ptrdiff_t i = 0; i < value.len; i++) {
            buf_put(&b, value.ptr[i] == '"' || value.ptr[i] == '\\' ? S("\\") : S(""));
            buf_char(&b, value.ptr[i]);
        }
        buf_char(&b, '"');
        struct finding *f =
            diag_at(r->d, RULE(INPUT_FRONT_MATTER), r->src, value,
                    "a colon in a value needs quotes: other readers of YAML refuse this page");
        f->severity = SEVERITY_WARNING;
        f->suggest = str_copy(str_from(buf_str(&b), beg), r->keep);
        buf_char(&b, '\n');
        any = true;
    }
    return any ? buf_str(&b) : (struct str){ 0 };
}

static void refuse(const struct reader *r, struct str text, const struct diag *quiet)
{
    const struct finding *f = quiet->findings.ptr;
    struct str rest = text, line = str_line(&rest);
    for (int i = 1; quiet->findings.len && i < f->line && rest.len; i++)
        line = str_line(&rest);
    diag_at(r->d, RULE(INPUT_FRONT_MATTER), r->src, str_trim(line), "%.*s",
            FMT(quiet->findings.len ? f->message : str_of(RULE(INPUT_FRONT_MATTER)->help)));
}

typedef struct json *parser(const struct source *src, struct arena *keep, const struct rule *rule,
                            struct diag *d);

static void read_tree(const struct reader *r, struct str text, parser *parse)
{
    struct diag quiet = { .keep = r->keep };
    struct source part = { .path = r->src->path, .text = text }, again = part;
    const struct json *root = parse(&part, r->keep, RULE(INPUT_FRONT_MATTER), &quiet);
    struct reader inside = *r;
    if (!root && parse == yaml_parse) {
        again.text = with_quotes(r, text);
        root = again.text.ptr ? parse(&again, r->keep, RULE(INPUT_FRONT_MATTER), &quiet) : NULL;
        inside.src = &again; /* places of the text in quotes mean nothing on the page */
        inside.d = &quiet;
    }
    if (root && root->kind == JSON_OBJECT)
        read_members(again.text.ptr == text.ptr ? r : &inside, root);
    else if (!root)
        refuse(r, text, &quiet);
}

/* ---- where it stands ---- */

/* The lines behind the first up to one of the closing marks; *rest: what follows. ptr NULL: never closed. */
static struct str lines_until(struct str body, struct str mark, struct str other, struct str *rest)
{
    str_line(&body);
    for (struct str ahead = body; ahead.len;) {
        struct str line = str_line(&ahead), bare = str_trim_end(line);
        if (!str_equal(bare, mark) && !str_equal(bare, other))
            continue;
        *rest = ahead;
        return str_span(body.ptr, line.ptr);
    }
    return (struct str){ 0 };
}

/* Some line at the margin is a key, or the first line, where all are indented; or nothing stands there, and a page
 * follows: Jekyll's mark. */
static bool is_yaml(struct str text, struct str behind)
{
    struct str ahead = str_trim(text), first = str_trim(str_line(&ahead));
    if (value_of_line(first).ptr)
        return true;
    for (struct str rest = text; rest.len;) {
        struct str line = str_line(&rest);
        if (value_of_line(line).ptr)
            return true;
        if (line.len && str_char(S("\"'{"), *line.ptr) >= 0 && str_char(line, ':') > 0)
            return true;
    }
    return !text.len && str_trim(behind).len;
}

static struct str json_at(struct str body)
{
    struct json_reader r = json_reader_open(body);
    struct str second = str_trim(str_from(body, 1));
    if (!str_starts(body, S("{")) || !second.len || *second.ptr != '"')
        return (struct str){ 0 };
    for (struct json_token t = json_next(&r); t.kind != JSON_T_ERROR && t.kind != JSON_T_END;
         t = json_next(&r))
        if (r.depth == 0)
            return str_sub(body, 0, r.at);
    return (struct str){ 0 };
}

struct front_matter front_matter_read(const struct source *src, struct arena *keep, struct diag *d)
{
    struct front_matter front = { .body = src->text };
    struct reader r = { src, keep, d, &front };
    if (str_starts(front.body, S("\xef\xbb\xbf")))
        front.body = str_from(front.body, 3);
    struct str ahead = front.body, behind = { 0 }, first = str_trim_end(str_line(&ahead));
    bool yaml = str_equal(first, S("---")), toml = str_equal(first, S("+++"));
    struct str text = yaml   ? lines_until(front.body, S("---"), S("..."), &behind)
                      : toml ? lines_until(front.body, S("+++"), S("+++"), &behind)
                             : json_at(front.body);
    if (text.ptr && !yaml && !toml) {
        behind = str_from(front.body, text.len);
        str_line(&behind);
    }
    if (!text.ptr && yaml && value_of_line(str_line(&ahead)).ptr)
        diag_at(d, RULE(INPUT_FRONT_MATTER), src, first, "front matter is never closed with ---");
    if (!text.ptr || (yaml && !is_yaml(text, behind)))
        return front;
    read_tree(&r, text, yaml ? yaml_parse : toml ? toml_parse : json_parse);
    front.body = behind;
    return front;
}
