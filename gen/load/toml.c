/* toml.c - a strict reader of TOML 1.0: line by line, values by recursive descent.
 *
 * Who may add to a table is the hard part. Each table remembers how it came to be: by its own
 * header, on the way to another's, by a dotted name (and in which section), or as a value, which
 * nobody may add to. */
#include "load/toml.h"

#include "base/json_tree.h"
#include "load/scan.h"

enum { DEPTH_MAX = 100 /* deeper is an attack or a mistake */ };

enum { MARK_PASSED, MARK_HEADER, MARK_VALUE, MARK_LIST, MARK_DOTTED /* + number of the section */ };

static void blanks(struct scan *r)
{
    while (scan_peek(r, 0) == ' ' || scan_peek(r, 0) == '\t')
        r->at++;
}

/* ---- lines ---- */

static bool is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

static void comment(struct scan *r)
{
    if (scan_peek(r, 0) != '#')
        return;
    while (r->at < r->text.len && scan_peek(r, 0) != '\n' && !scan_ahead(r, "\r\n")) {
        if (is_control(scan_peek(r, 0)))
            scan_refuse(r, r->at, "a control character in a comment");
        r->at++;
    }
}

/* A line end at the place; CR alone is none. */
static bool newline(struct scan *r)
{
    if (!scan_ahead(r, "\n") && !scan_ahead(r, "\r\n"))
        return false;
    r->at += scan_peek(r, 0) == '\r' ? 2 : 1;
    return true;
}

static void line_end(struct scan *r)
{
    blanks(r);
    comment(r);
    if (r->at < r->text.len && !newline(r))
        scan_refuse(r, r->at, "the line should end here");
}

static void lines(struct scan *r)
{
    do {
        blanks(r);
        comment(r);
    } while (!r->failed && newline(r));
}

/* ---- strings ---- */

/* A backslash at a line's end takes all blanks up to the next word with it. */
static bool folded_line(struct scan *r)
{
    ptrdiff_t start = r->at;

    r->at++;
    blanks(r);
    if (!newline(r)) {
        r->at = start;
        return false;
    }
    do
        blanks(r);
    while (newline(r));
    return true;
}

/* Up to two quotes may stand before the three that close. */
static bool closes(struct scan *r, char quote, int n, struct buf *b)
{
    int have = 0;

    while (have < n + 2 && scan_peek(r, have) == quote)
        have++;
    if (have < n)
        return false;
    for (int i = n; n == 3 && i < have; i++)
        buf_char(b, quote);
    r->at += n == 3 ? have : 1;
    return true;
}

static struct str string(struct scan *r)
{
    char quote = scan_peek(r, 0);
    int n = scan_peek(r, 1) == quote && scan_peek(r, 2) == quote ? 3 : 1;
    ptrdiff_t start = r->at;
    struct buf b = buf_open(r->keep, r->text.len - r->at);

    r->at += n;
    if (n == 3)
        newline(r);
    while (!r->failed && r->at < r->text.len) {
        char c = scan_peek(r, 0);

        if (c == quote && closes(r, quote, n, &b))
            return buf_str(&b);
        if (c == '\\' && quote == '"') {
            if (n == 3 && folded_line(r))
                continue;
            r->at++;
            scan_escape(r, "btnfr\"\\", "\b\t\n\f\r\"\\", &b);
        } else if (is_control(c) && !(n == 3 && (c == '\n' || scan_ahead(r, "\r\n")))) {
            scan_refuse(r, r->at, "a control character, or a line end in a text of one line");
        } else {
            buf_char(&b, c);
            r->at++;
        }
    }
    scan_refuse(r, start, "the text is never closed");
    return buf_str(&b);
}

/* ---- names ---- */

static bool is_bare(char c)
{
    return char_is_alnum(c) || c == '_' || c == '-';
}

struct name {
    struct str text, raw;
    bool more; /* a dot stands behind it */
};

static struct name name_take(struct scan *r)
{
    struct name name = { 0 };
    ptrdiff_t start = r->at;

    if (scan_ahead(r, "\"\"\"") || scan_ahead(r, "'''")) {
        scan_refuse(r, r->at, "a name stands on one line");
    } else if (scan_peek(r, 0) == '"' || scan_peek(r, 0) == '\'') {
        name.text = string(r);
    } else {
        while (is_bare(scan_peek(r, 0)))
            r->at++;
        name.text = str_sub(r->text, start, r->at - start);
        if (!name.text.len)
            scan_refuse(r, r->at, "a name should stand here");
    }
    name.raw = str_sub(r->text, start, r->at - start);
    blanks(r);
    name.more = scan_peek(r, 0) == '.';
    if (name.more) {
        r->at++;
        blanks(r);
    }
    return name;
}

/* ---- numbers and dates ---- */

static bool digits_only(struct str s, ptrdiff_t at, int n)
{
    for (int i = 0; i < n; i++)
        if (at + i >= s.len || !char_is_digit(s.ptr[at + i]))
            return false;
    return true;
}

static int two(struct str s, ptrdiff_t at)
{
    return (s.ptr[at] - '0') * 10 + s.ptr[at + 1] - '0';
}

/* Length of hh:mm:ss[.fraction] at the head of s, or 0. */
static ptrdiff_t time_length(struct str s)
{
    ptrdiff_t n = 8;

    if (s.len < 8 || !digits_only(s, 0, 2) || s.ptr[2] != ':' || !digits_only(s, 3, 2) ||
        s.ptr[5] != ':' || !digits_only(s, 6, 2) || two(s, 0) > 23 || two(s, 3) > 59 ||
        two(s, 6) > 60)
        return 0;
    if (n < s.len && s.ptr[n] == '.') {
        while (++n < s.len && char_is_digit(s.ptr[n]))
            continue;
        return n == 9 ? 0 : n;
    }
    return n;
}

static ptrdiff_t offset_length(struct str s)
{
    if (s.len && (*s.ptr == 'Z' || *s.ptr == 'z'))
        return 1;
    return s.len >= 6 && (*s.ptr == '+' || *s.ptr == '-') && digits_only(s, 1, 2) &&
                   s.ptr[3] == ':' && digits_only(s, 4, 2) && two(s, 1) < 24 && two(s, 4) < 60
               ? 6
               : 0;
}

static bool is_day(struct str s)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year, month, day;

    if (s.len < 10 || !digits_only(s, 0, 4) || s.ptr[4] != '-' || !digits_only(s, 5, 2) ||
        s.ptr[7] != '-' || !digits_only(s, 8, 2))
        return false;
    year = two(s, 0) * 100 + two(s, 2);
    month = two(s, 5);
    day = two(s, 8);
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] +
                      (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* Length of a date, a time or both at the head of s, or 0. */
static ptrdiff_t date_length(struct str s)
{
    ptrdiff_t n;

    if (!is_day(s))
        return time_length(s);
    if (s.len < 11 || !char_among(s.ptr[10], "Tt "))
        return 10;
    n = time_length(str_from(s, 11));
    if (!n)
        return s.ptr[10] == ' ' ? 10 : 0;
    n += 11;
    return n + offset_length(str_from(s, n));
}

/* raw without underscores; empty when one does not stand between two digits. */
static struct str without_underscores(struct str raw, struct arena *keep)
{
    char *out = NEW(keep, char, raw.len + 1);
    ptrdiff_t n = 0;

    for (ptrdiff_t i = 0; i < raw.len; i++) {
        bool between = i > 0 && i + 1 < raw.len && char_is_alnum(raw.ptr[i - 1]) &&
                       char_is_alnum(raw.ptr[i + 1]) && raw.ptr[i - 1] != 'x' &&
                       raw.ptr[i - 1] != 'o';

        if (raw.ptr[i] != '_')
            out[n++] = raw.ptr[i];
        else if (!between)
            return (struct str){ 0 };
    }
    return (struct str){ out, n };
}

static bool is_special(struct str s)
{
    if (s.len && (*s.ptr == '+' || *s.ptr == '-'))
        s = str_from(s, 1);
    return str_equal(s, S("inf")) || str_equal(s, S("nan"));
}

static bool number_of(struct scan *r, struct str raw, struct json *v)
{
    struct str s = without_underscores(raw, r->keep);
    int64_t n;

    v->kind = JSON_STRING;
    v->str = raw;
    if (is_special(raw))
        return true;
    v->kind = JSON_NUMBER;
    if (!s.len)
        return false;
    if (s.len > 2 && *s.ptr == '0' && char_among(s.ptr[1], "xob")) {
        v->str = scan_prefixed(s, r->keep);
        /* 0b1_e and 0x_1 were refused with the underscores */
        return v->str.len > 0;
    }
    v->str = s.len > 1 && *s.ptr == '+' ? str_from(s, 1) : s;
    for (ptrdiff_t i = 0; i < raw.len; i++) /* 1_e5: an underscore stands between digits alone */
        if (raw.ptr[i] == '_' && (!char_is_digit(raw.ptr[i - 1]) || !char_is_digit(raw.ptr[i + 1])))
            return false;
    if (s.len > 1 && *s.ptr == '+' && s.ptr[1] == '-')
        return false;
    return json_tree_plain(v->str).kind == JSON_NUMBER &&
           (str_int64(v->str, &n) || str_char(v->str, '.') >= 0 || str_char(v->str, 'e') >= 0 ||
            str_char(v->str, 'E') >= 0);
}

static void number(struct scan *r, struct json *v)
{
    struct str rest = str_from(r->text, r->at);
    ptrdiff_t n = date_length(rest);

    if (n) {
        v->kind = JSON_STRING;
        r->at += n;
        v->str = str_sub(rest, 0, n);
        return;
    }
    while (n < rest.len && (char_is_alnum(rest.ptr[n]) || char_among(rest.ptr[n], "+-._")))
        n++;
    if (!n || !number_of(r, str_sub(rest, 0, n), v))
        scan_refuse(r, r->at, n ? "no number, date or time" : "a value should stand here");
    r->at += n;
}

/* ---- values ---- */

static struct json value(struct scan *r);

static struct json array(struct scan *r)
{
    struct json_tree *t = json_tree_open(JSON_ARRAY, (struct str){ 0 }, r->keep);

    r->at++;
    for (lines(r); !r->failed && scan_peek(r, 0) != ']'; lines(r)) {
        json_tree_add(t, (struct str){ 0 }, (struct str){ 0 }, value(r), r->keep);
        lines(r);
        if (scan_peek(r, 0) == ',')
            r->at++;
        else if (scan_peek(r, 0) != ']')
            scan_refuse(r, r->at,
                        r->at < r->text.len ? "a comma or ] should stand here"
                                            : "the array is never closed");
    }
    r->at++;
    return *t->v;
}

static void pair(struct scan *r, struct json_tree *table);

static struct json inline_table(struct scan *r)
{
    struct json_tree *t = json_tree_open(JSON_OBJECT, (struct str){ 0 }, r->keep);
    int outer = r->section;

    r->section = ++r->sections;
    r->at++;
    blanks(r);
    while (!r->failed && scan_peek(r, 0) != '}') {
        pair(r, t);
        blanks(r);
        if (scan_peek(r, 0) == ',') {
            r->at++;
            blanks(r);
            if (scan_peek(r, 0) == '}')
                scan_refuse(r, r->at, "a comma at the end of an inline table");
        } else if (scan_peek(r, 0) != '}') {
            scan_refuse(r, r->at, "a comma or } should stand here");
        }
    }
    r->at++;
    r->section = outer;
    return *t->v;
}

static struct json value(struct scan *r)
{
    ptrdiff_t start = r->at;
    struct json v = { 0 };
    char c = scan_peek(r, 0);

    if (++r->depth > DEPTH_MAX)
        scan_refuse(r, r->at, "nested deeper than 100");
    else if (c == '"' || c == '\'')
        v = (struct json){ .kind = JSON_STRING, .str = string(r) };
    else if (c == '[')
        v = array(r);
    else if (c == '{')
        v = inline_table(r);
    else if (scan_ahead(r, "true") && !is_bare(scan_peek(r, 4)))
        v = (struct json){ .kind = JSON_TRUE };
    else if (scan_ahead(r, "false") && !is_bare(scan_peek(r, 5)))
        v = (struct json){ .kind = JSON_FALSE };
    else
        number(r, &v);
    if (v.kind == JSON_TRUE || v.kind == JSON_FALSE)
        r->at += v.kind == JSON_TRUE ? 4 : 5;
    r->depth--;
    v.raw = str_sub(r->text, start, r->at - start);
    if (v.kind != JSON_STRING && v.kind != JSON_NUMBER)
        v.str = v.raw;
    return v;
}

/* ---- tables ---- */

/* The table called name in t, on the way to another; made with mark when there is none. */
static struct json_tree *descend(struct scan *r, struct json_tree *t, const struct name *name,
                                 int mark)
{
    struct json_tree *m = json_tree_get(t, name->text);
    bool dotted = mark >= MARK_DOTTED;

    if (!m) {
        m = json_tree_add(t, name->text, name->raw,
                          (struct json){ .kind = JSON_OBJECT, .raw = name->raw, .str = name->raw },
                          r->keep);
        m->mark = mark;
        return m;
    }
    if (!dotted && m->mark == MARK_LIST)
        return (struct json_tree *)map_get(&m->members, S("last"));
    if (m->mark == MARK_VALUE || m->v->kind != JSON_OBJECT ||
        (dotted && m->mark != MARK_PASSED && m->mark != mark))
        scan_refuse(r, name->raw.ptr - r->text.ptr, "this name is taken already");
    if (dotted)
        m->mark = mark;
    return m;
}

static void pair(struct scan *r, struct json_tree *table)
{
    struct name name = name_take(r);
    struct json v;

    while (!r->failed && name.more) {
        table = descend(r, table, &name, MARK_DOTTED + r->section);
        name = name_take(r);
    }
    if (scan_peek(r, 0) != '=')
        scan_refuse(r, r->at, "a = should stand here");
    r->at++;
    blanks(r);
    if (r->failed)
        return;
    v = value(r);
    if (json_tree_get(table, name.text))
        scan_refuse(r, name.raw.ptr - r->text.ptr, "this name is taken already");
    if (!r->failed)
        json_tree_add(table, name.text, name.raw, v, r->keep)->mark = MARK_VALUE;
}

/* A [[list]]: one more table of it. */
static struct json_tree *list_entry(struct scan *r, struct json_tree *t, const struct name *name,
                                    struct str raw)
{
    struct json_tree *m = json_tree_get(t, name->text);
    struct json empty = { .kind = JSON_ARRAY, .raw = raw, .str = raw };

    if (!m) {
        m = json_tree_add(t, name->text, name->raw, empty, r->keep);
        m->mark = MARK_LIST;
    }
    if (m->mark != MARK_LIST) {
        scan_refuse(r, name->raw.ptr - r->text.ptr, "this name is taken already");
        return t;
    }
    empty.kind = JSON_OBJECT;
    return *map_at(&m->members, S("last"), r->keep) =
               json_tree_add(m, (struct str){ 0 }, (struct str){ 0 }, empty, r->keep);
}

static struct json_tree *own_table(struct scan *r, struct json_tree *t, const struct name *name)
{
    struct json_tree *m = json_tree_get(t, name->text);

    if (m && (m->mark != MARK_PASSED || m->v->kind != JSON_OBJECT)) {
        scan_refuse(r, name->raw.ptr - r->text.ptr, "this table stands already");
        return t;
    }
    m = descend(r, t, name, MARK_PASSED);
    m->mark = MARK_HEADER;
    return m;
}

/* [a.b] or [[a.b]] */
static struct json_tree *header(struct scan *r, struct json_tree *root)
{
    bool list = scan_peek(r, 1) == '[';
    ptrdiff_t start = r->at;
    struct json_tree *t = root;
    struct name name;

    r->at += list ? 2 : 1;
    r->section = ++r->sections;
    blanks(r);
    name = name_take(r);
    while (!r->failed && name.more) {
        t = descend(r, t, &name, MARK_PASSED);
        name = name_take(r);
    }
    if (!scan_ahead(r, list ? "]]" : "]"))
        scan_refuse(r, r->at, "the header of a table ends in ]");
    r->at += list ? 2 : 1;
    if (r->failed)
        return root;
    return list ? list_entry(r, t, &name, str_sub(r->text, start, r->at - start))
                : own_table(r, t, &name);
}

struct json *toml_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                        struct diag *d)
{
    struct scan r = scan_open(src, keep, rule, d);
    struct json_tree *root = json_tree_open(JSON_OBJECT, r.text, keep), *table = root;

    for (lines(&r); !r.failed && r.at < r.text.len; lines(&r)) {
        if (scan_peek(&r, 0) == '[')
            table = header(&r, root);
        else
            pair(&r, table);
        line_end(&r);
    }
    return r.failed ? NULL : root->v;
}
