/* ini.c - two readers of lines: sections and comments here, escapes there. */
#include "load/ini.h"

#include "base/json_tree.h"
#include "load/scan.h"

struct reader {
    struct scan s;
    struct json_tree *root, *section;
    struct json_tree *last; /* the name that deeper lines go on with */
    ptrdiff_t indent;       /* its own */
};

static struct reader open_text(const struct source *src, struct arena *keep,
                               const struct rule *rule, struct diag *d)
{
    struct reader r = { .s = scan_open(src, keep, rule, d) };

    r.root = r.section = json_tree_open(JSON_OBJECT, r.s.text, keep);
    return r;
}

/* ---- ini ---- */

/* s up to a comment: ; or # behind a blank, outside of quotes. */
static struct str without_comment(struct str s)
{
    char quote = s.len && (*s.ptr == '"' || *s.ptr == '\'') ? *s.ptr : '\0';

    for (ptrdiff_t i = 1; i < s.len; i++) {
        if (quote && s.ptr[i] == quote)
            quote = '\0';
        if (!quote && (s.ptr[i] == ';' || s.ptr[i] == '#') && char_is_space(s.ptr[i - 1]))
            return str_trim_end(str_sub(s, 0, i));
    }
    return s.len && (*s.ptr == ';' || *s.ptr == '#') ? str_sub(s, 0, 0) : s;
}

static struct json plain_or_quoted(struct str s)
{
    struct json v = json_tree_plain(s);

    if (s.len >= 2 && (*s.ptr == '"' || *s.ptr == '\'') && s.ptr[s.len - 1] == *s.ptr)
        v.str = str_sub(s, 1, s.len - 2);
    return v;
}

/* "remote "origin"" of a git config is one name: remote origin. */
static struct str section_name(struct str s, struct arena *keep)
{
    struct cut c = str_cut(s, '"');

    if (!c.ok || !str_ends(c.tail, S("\"")))
        return s;
    return str_fmt(keep, "%.*s%.*s", FMT(c.head), (int)c.tail.len - 1, c.tail.ptr);
}

static void section(struct reader *r, struct str line)
{
    ptrdiff_t close = str_rchar(without_comment(line), ']');
    struct str raw = str_trim(str_sub(line, 1, close - 1)), name = section_name(raw, r->s.keep);
    struct json_tree *t = json_tree_get(r->root, name);

    if (close < 2)
        scan_refuse_at(&r->s, line, "a section's name stands between [ and ]");
    else if (t && t->v->kind != JSON_OBJECT)
        scan_refuse_at(&r->s, line, "this name is taken already");
    else if (!t)
        t = json_tree_add(r->root, name, raw,
                          (struct json){ .kind = JSON_OBJECT, .raw = raw, .str = raw }, r->s.keep);
    r->section = t;
    r->last = NULL;
}

static void pair(struct reader *r, struct str line, ptrdiff_t indent)
{
    ptrdiff_t at = 0;
    struct str name, value;

    while (at < line.len && line.ptr[at] != '=' && line.ptr[at] != ':')
        at++;
    name = str_trim(str_sub(line, 0, at));
    value = without_comment(str_trim(str_from(line, at + 1)));
    if (!name.len) {
        scan_refuse_at(&r->s, line, "a name should stand before the value");
        return;
    }
    r->last = json_tree_add_again(
        r->section, name, name, at < line.len ? plain_or_quoted(value) : json_tree_plain(S("true")),
        r->s.keep);
    if (at >= line.len)
        r->last->v->raw = name;
    r->indent = indent;
}

/* A deeper line: the value is a text of several lines then. */
static void go_on(struct reader *r, struct str line)
{
    struct json *v = r->last->v;

    v->kind = JSON_STRING;
    v->str = v->str.len ? str_fmt(r->s.keep, "%.*s\n%.*s", FMT(v->str), FMT(line)) : line;
    v->raw = v->raw.len ? v->raw : line;
}

/* a value of more lines is no setting any more; joining them one by one would be quadratic */
enum { LINES_MAX = 1000 };

struct json *ini_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                       struct diag *d)
{
    struct reader r = open_text(src, keep, rule, d);
    struct str rest = r.s.text;
    int deeper = 0;

    while (rest.len && !r.s.failed) {
        struct str whole = str_line(&rest), line = str_trim(whole);
        ptrdiff_t indent = line.ptr - whole.ptr;

        if (!line.len || *line.ptr == ';' || *line.ptr == '#')
            continue;
        if (r.last && indent > r.indent && *line.ptr != '[' && ++deeper > LINES_MAX)
            scan_refuse_at(&r.s, line, "a value of more than 1000 lines");
        else if (r.last && indent > r.indent && *line.ptr != '[')
            go_on(&r, line);
        else if (*line.ptr == '[')
            section(&r, line);
        else
            pair(&r, line, indent);
    }
    return r.s.failed ? NULL : r.root->v;
}

/* ---- properties ---- */

/* The next line with those that a backslash at its end joins to it. */
static struct str long_line(struct reader *r, struct str *rest, struct str *raw)
{
    struct str line = str_trim(str_line(rest));
    struct buf b = { 0 };

    *raw = line;
    while (rest->len && str_ends(line, S("\\")) && !str_ends(line, S("\\\\"))) {
        if (!b.max) {
            b = buf_open(r->s.keep, r->s.text.len);
            buf_put(&b, str_sub(line, 0, line.len - 1));
        } else {
            b.len--;
        }
        line = str_trim(str_line(rest));
        buf_put(&b, line);
    }
    return b.max ? buf_str(&b) : line;
}

static void property(struct reader *r, struct str line, struct str raw)
{
    ptrdiff_t at = 0;
    struct str name, value;
    struct json v;

    while (at < line.len && !char_among(line.ptr[at], "=: \t\f"))
        at += line.ptr[at] == '\\' ? 2 : 1;
    name = scan_unescaped(str_sub(line, 0, at), "ntrfu", "\n\t\r\fu", r->s.keep);
    value = str_trim(str_from(line, at));
    if (value.len && (*value.ptr == '=' || *value.ptr == ':'))
        value = str_trim(str_from(value, 1));
    v = json_tree_plain(scan_unescaped(value, "ntrfu", "\n\t\r\fu", r->s.keep));
    v.raw = value.ptr >= raw.ptr && value.ptr <= raw.ptr + raw.len ? value : raw;
    if (json_tree_get(r->root, name))
        scan_refuse_at(&r->s, raw, "this name stands already");
    else
        json_tree_add(r->root, name, raw, v, r->s.keep);
}

struct json *ini_parse_properties(const struct source *src, struct arena *keep,
                                  const struct rule *rule, struct diag *d)
{
    struct reader r = open_text(src, keep, rule, d);
    struct str rest = r.s.text, raw;

    while (rest.len && !r.s.failed) {
        struct str line = long_line(&r, &rest, &raw);

        if (line.len && *raw.ptr != '#' && *raw.ptr != '!')
            property(&r, line, raw);
    }
    return r.s.failed ? NULL : r.root->v;
}
