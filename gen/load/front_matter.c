/* front_matter.c - a table of keys, each with the member it fills. */
#include "load/front_matter.h"

#include <stddef.h>

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
    { "weight",      VALUE_NUMBER, TEXT(weight)       },
    { "draft",       VALUE_BOOL,   TEXT(draft)        },
    { "aliases",     VALUE_LIST,   LIST_OF(aliases)   },
    { "tags",        VALUE_LIST,   LIST_OF(tags)      },
    { "onboarding",  VALUE_LIST,   LIST_OF(onboarding)},
    { "deciders",    VALUE_LIST,   LIST_OF(deciders)  },
};
/* clang-format on */

struct reader {
    const struct source *src;
    struct arena *keep;
    struct diag *d;
    struct front_matter *front;
};

static struct str unquote(struct str s, struct arena *keep)
{
    s = str_trim(s);
    char q = s.len ? *s.ptr : ' ';
    if (s.len < 2 || (q != '"' && q != '\'') || s.ptr[s.len - 1] != q)
        return s;
    s = str_sub(s, 1, s.len - 2);
    if (str_char(s, q == '"' ? '\\' : '\'') < 0)
        return s;
    char *out = NEW(keep, char, s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        bool pair = i + 1 < s.len &&
                    (q == '"' ? s.ptr[i] == '\\' : s.ptr[i] == '\'' && s.ptr[i + 1] == '\'');
        out[n++] = s.ptr[pair ? ++i : i];
    }
    return (struct str){ out, n };
}

/* A comment begins with # behind a blank, outside quotes. */
static struct str without_comment(struct str s)
{
    char quote = '\0';
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (quote)
            quote = s.ptr[i] == quote ? '\0' : quote;
        else if ((s.ptr[i] == '"' || s.ptr[i] == '\'') &&
                 (i == 0 || str_char(S(" [,:"), s.ptr[i - 1]) >= 0))
            quote = s.ptr[i];
        else if (s.ptr[i] == '#' && (i == 0 || char_is_space(s.ptr[i - 1])))
            return str_trim_end(str_sub(s, 0, i));
    }
    return s;
}

static void unknown_key(const struct reader *r, struct str name)
{
    struct nearest near = nearest_open(name);
    for (ptrdiff_t i = 0; i < LEN(keys); i++)
        nearest_offer(&near, str_of(keys[i].name));
    struct finding *f = diag_at(
        r->d, RULE(INPUT_UNKNOWN_KEY), r->src, name, "no page reads \"%.*s\"%s%.*s%s", FMT(name),
        near.best.len ? "; did you mean \"" : "", FMT(near.best), near.best.len ? "\"?" : "");
    f->suggest = near.best;
}

static void set_list(const struct reader *r, const struct key *k, struct str value)
{
    LIST(struct str) items = { 0 };
    char *base = (char *)r->front;
    value = str_trim(value);
    if (value.len >= 2 && *value.ptr == '[' && value.ptr[value.len - 1] == ']')
        value = str_sub(value, 1, value.len - 2);
    while (value.len) {
        struct cut c = str_cut(value, ',');
        struct str item = unquote(c.head, r->keep);
        if (item.len)
            *PUSH(&items, r->keep) = item;
        value = c.tail;
    }
    memcpy(base + k->at, &items.ptr, sizeof items.ptr);
    int n = (int)items.len;
    memcpy(base + k->count_at, &n, sizeof n);
}

static void set_value(const struct reader *r, const struct key *k, struct str raw)
{
    char *base = (char *)r->front;
    struct str value = unquote(raw, r->keep);
    struct date date;
    switch (k->kind) {
    case VALUE_TEXT:
        memcpy(base + k->at, &value, sizeof value);
        return;
    case VALUE_DATE:
        if (!date_parse(value, &date))
            diag_at(r->d, RULE(INPUT_VALUE), r->src, raw, "%s is a date such as 2027-03-01",
                    k->name);
        else
            memcpy(base + k->at, &value, sizeof value);
        return;
    case VALUE_NUMBER:
        if (!str_int64(value, &r->front->weight))
            diag_at(r->d, RULE(INPUT_VALUE), r->src, raw, "%s is a whole number", k->name);
        r->front->has_weight = true;
        return;
    case VALUE_BOOL:
        if (!str_equal(value, S("true")) && !str_equal(value, S("false")))
            diag_at(r->d, RULE(INPUT_VALUE), r->src, raw, "%s is true or false", k->name);
        r->front->draft = str_equal(value, S("true"));
        return;
    case VALUE_LIST:
        set_list(r, k, raw);
        return;
    }
}

/* Joins the `- item` lines behind a bare key with commas. */
static struct str block_list(struct str *rest, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    for (;;) {
        struct str ahead = *rest, line = str_trim(str_line(&ahead));
        if (!str_starts(line, S("- ")))
            return buf_str(&b);
        buf_put(&b, b.len ? S(",") : S(""));
        buf_put(&b, without_comment(str_from(line, 2)));
        *rest = ahead;
    }
}

static void read_line(const struct reader *r, struct str line, struct str *rest)
{
    struct cut c = str_cut(line, ':');
    struct str name = str_trim(c.head), value = without_comment(str_trim(c.tail));
    if (str_trim(line).len == 0 || *str_trim(line).ptr == '#')
        return;
    if (!c.ok || name.len == 0 || (c.tail.len && !char_is_space(*c.tail.ptr))) {
        diag_at(r->d, RULE(INPUT_FRONT_MATTER), r->src, str_trim(line), NULL);
        return;
    }
    if (value.len == 0)
        value = block_list(rest, r->keep);
    for (ptrdiff_t i = 0; i < LEN(keys); i++) {
        if (str_equal(name, str_of(keys[i].name))) {
            set_value(r, &keys[i], value);
            return;
        }
    }
    unknown_key(r, name);
}

struct front_matter front_matter_read(const struct source *src, struct arena *keep, struct diag *d)
{
    struct front_matter front = { .body = src->text };
    struct reader r = { src, keep, d, &front };
    if (str_starts(front.body, S("\xef\xbb\xbf")))
        front.body = str_from(front.body, 3);
    struct str rest = front.body, first = str_line(&rest), ahead = rest;
    if (!str_equal(str_trim_end(first), S("---")))
        return front;
    for (bool closed = false; !closed;) {
        if (ahead.len == 0) {
            diag_at(d, RULE(INPUT_FRONT_MATTER), src, first,
                    "front matter is never closed with ---");
            return front;
        }
        struct str line = str_line(&ahead);
        closed = str_equal(str_trim_end(line), S("---"));
    }
    for (struct str line = str_line(&rest); !str_equal(str_trim_end(line), S("---"));
         line = str_line(&rest))
        read_line(&r, line, &rest);
    front.body = rest;
    return front;
}
