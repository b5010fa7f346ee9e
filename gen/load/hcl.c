/* hcl.c - bodies of attributes and blocks; of expressions only the literal ones.
 *
 * A value is read as a literal first. Where that does not end at the end of its expression, the
 * place is taken back and the expression skipped: brackets, texts and comments balanced. */
#include "load/hcl.h"

#include "base/json_tree.h"
#include "load/scan.h"

enum { DEPTH_MAX = 64 /* deeper is an attack or a mistake */ };

/* ---- between tokens ---- */

/* A comment at the place; a # or // ends before its line end. */
static bool comment(struct scan *r)
{
    if (scan_ahead(r, "/*")) {
        ptrdiff_t end = str_find(str_from(r->text, r->at + 2), S("*/"));

        if (end < 0)
            scan_refuse(r, r->at, "the comment is never closed");
        r->at = end < 0 ? r->text.len : r->at + end + 4;
        return true;
    }
    if (!scan_ahead(r, "#") && !scan_ahead(r, "//"))
        return false;
    while (r->at < r->text.len && scan_peek(r, 0) != '\n')
        r->at++;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void blanks(struct scan *r)
{
    do
        while (is_blank(scan_peek(r, 0)))
            r->at++;
    while (comment(r));
}

static void lines(struct scan *r)
{
    for (blanks(r); scan_peek(r, 0) == '\n'; blanks(r))
        r->at++;
}

static bool is_name(char c)
{
    return char_is_alnum(c) || c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

static struct str name_take(struct scan *r)
{
    ptrdiff_t start = r->at;

    while (is_name(scan_peek(r, 0)) &&
           !(r->at == start && (char_is_digit(scan_peek(r, 0)) || scan_peek(r, 0) == '-')))
        r->at++;
    return str_sub(r->text, start, r->at - start);
}

/* ---- texts ---- */

static void skip_to(struct scan *r, char close);

/* "${", "%{" at the place begin what is computed; "$${" is how "${" is written. */
static bool is_computed(struct scan *r, struct buf *b)
{
    if (scan_ahead(r, "$${") || scan_ahead(r, "%%{")) {
        buf_put(b, str_sub(r->text, r->at + 1, 2));
        r->at += 3;
        return false;
    }
    if (!scan_ahead(r, "${") && !scan_ahead(r, "%{")) {
        buf_char(b, scan_peek(r, 0));
        r->at++;
        return false;
    }
    r->at += 2;
    skip_to(r, '}');
    return true;
}

/* A quoted text; false when part of it is computed. */
static bool quoted(struct scan *r, struct str *out)
{
    struct buf b = buf_open(r->keep, r->text.len - r->at);
    ptrdiff_t start = r->at++;
    bool plain = true;

    while (!r->failed && scan_peek(r, 0) != '"') {
        if (r->at >= r->text.len || scan_peek(r, 0) == '\n') {
            scan_refuse(r, start, "the text is not closed on its line");
        } else if (scan_peek(r, 0) == '\\') {
            r->at++;
            scan_escape(r, "nrt\"\\", "\n\r\t\"\\", &b);
        } else if (is_computed(r, &b)) {
            plain = false;
        }
    }
    r->at++;
    *out = buf_str(&b);
    return plain;
}

/* The lines of a heredoc without the indentation they share. */
static struct str flush(struct str text, struct arena *keep)
{
    ptrdiff_t least = PTRDIFF_MAX;
    struct buf b = buf_open(keep, text.len + 1);

    for (struct str rest = text; rest.len;) {
        struct str line = str_line(&rest);
        ptrdiff_t n = 0;

        while (n < line.len && is_blank(line.ptr[n]))
            n++;
        if (n < line.len && n < least)
            least = n;
    }
    while (text.len) {
        struct str line = str_line(&text);

        buf_put(&b, str_from(line, least < line.len ? least : line.len));
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

/* <<EOT or <<-EOT up to the line that says EOT; false when part of it is computed. */
static bool heredoc(struct scan *r, struct str *out)
{
    ptrdiff_t start = r->at;
    bool indented = scan_ahead(r, "<<-"), plain = true;
    struct str mark, body, rest, line;
    struct buf b = buf_open(r->keep, r->text.len);

    r->at += indented ? 3 : 2;
    mark = name_take(r);
    rest = str_from(r->text, r->at);
    if (!mark.len || str_trim(str_line(&rest)).len) {
        scan_refuse(r, start, "a text over several lines begins <<NAME");
        return false;
    }
    body = rest;
    do {
        if (!rest.len) {
            scan_refuse(r, start, "the text is never closed");
            return false;
        }
        line = str_line(&rest);
    } while (!str_equal(str_trim(line), mark));
    body = str_span(body.ptr, line.ptr);
    r->at = line.ptr + line.len - r->text.ptr;
    for (struct scan
             inner = { .text = body, .src = r->src, .keep = r->keep, .d = r->d, .failed = true };
         inner.at < body.len && plain;)
        plain = !is_computed(&inner, &b);
    *out = indented ? flush(buf_str(&b), r->keep) : buf_str(&b);
    return plain;
}

/* ---- expressions ---- */

/* One token of an expression that is not read; brackets are the caller's. */
static void skip_token(struct scan *r)
{
    struct str ignored;

    if (scan_peek(r, 0) == '"')
        quoted(r, &ignored);
    else if (scan_ahead(r, "<<") &&
             (is_name(scan_peek(r, 2)) || (scan_peek(r, 2) == '-' && is_name(scan_peek(r, 3)))))
        heredoc(r, &ignored);
    else if (!comment(r))
        r->at++;
}

/* Up to and with the bracket that closes what was opened before the place. */
static void skip_to(struct scan *r, char close)
{
    char open[DEPTH_MAX];
    int n = 0;
    ptrdiff_t start = r->at;

    if (++r->depth > DEPTH_MAX)
        scan_refuse(r, r->at, "nested deeper than 64");
    open[n++] = close;
    while (!r->failed && n) {
        char c = scan_peek(r, 0);

        if (r->at >= r->text.len || ((c == '}' || c == ']' || c == ')') && c != open[n - 1])) {
            scan_refuse(r, start, "a bracket is never closed");
        } else if (c == open[n - 1]) {
            n--;
            r->at++;
        } else if (c == '{' || c == '[' || c == '(') {
            if (n == DEPTH_MAX)
                scan_refuse(r, r->at, "nested deeper than 64");
            else
                open[n++] = c == '{' ? '}' : c == '[' ? ']' : ')';
            r->at++;
        } else {
            skip_token(r);
        }
    }
    r->depth--;
}

/* Where an expression ends: at a line end, a comma or the bracket around it. */
static bool ends(struct scan *r)
{
    blanks(r);
    return r->at >= r->text.len || char_among(scan_peek(r, 0), "\n,]})");
}

static struct json skip_expression(struct scan *r, ptrdiff_t start)
{
    r->at = start;
    while (!r->failed && !ends(r)) {
        char c = scan_peek(r, 0);

        if (c == '{' || c == '[' || c == '(') {
            r->at++;
            skip_to(r, c == '{' ? '}' : c == '[' ? ']' : ')');
        } else {
            skip_token(r);
        }
    }
    if (r->at == start)
        scan_refuse(r, r->at, "a value should stand here");
    return json_tree_unknown(str_trim(str_sub(r->text, start, r->at - start)), S("an expression"));
}

static struct json value(struct scan *r);

static struct json list(struct scan *r, bool *known)
{
    struct json_tree *t = json_tree_open(JSON_ARRAY, (struct str){ 0 }, r->keep);

    r->at++;
    for (lines(r); !r->failed && scan_peek(r, 0) != ']'; lines(r)) {
        ptrdiff_t start = r->at;

        if (scan_ahead(r, "for ")) {
            *known = false;
            return *t->v;
        }
        json_tree_add(t, (struct str){ 0 }, (struct str){ 0 }, value(r), r->keep);
        lines(r);
        if (scan_peek(r, 0) == ',')
            r->at++;
        else if (scan_peek(r, 0) != ']')
            scan_refuse(r, start, "a comma or ] should stand behind this value");
    }
    r->at++;
    return *t->v;
}

struct name {
    struct str text, raw;
};

/* A name, quoted or not; false when it is computed or none. */
static bool name_said(struct scan *r, struct name *name)
{
    ptrdiff_t start = r->at;
    bool plain =
        scan_peek(r, 0) == '"' ? quoted(r, &name->text) : (name->text = name_take(r)).len > 0;

    name->raw = str_sub(r->text, start, r->at - start);
    blanks(r);
    return plain && !r->failed;
}

/* A name that is computed makes the whole map unknown. */
static bool member(struct scan *r, struct json_tree *t)
{
    struct name name = { 0 };

    if (scan_ahead(r, "for ") || !name_said(r, &name) ||
        (scan_peek(r, 0) != '=' && scan_peek(r, 0) != ':'))
        return false;
    r->at++;
    blanks(r);
    if (json_tree_get(t, name.text))
        scan_refuse(r, name.raw.ptr - r->text.ptr, "this name stands already in the map");
    json_tree_add(t, name.text, name.raw, value(r), r->keep);
    blanks(r);
    if (scan_peek(r, 0) == ',')
        r->at++;
    else if (scan_peek(r, 0) != '\n' && scan_peek(r, 0) != '}')
        scan_refuse(r, r->at, "a comma, a line end or } should stand here");
    return true;
}

static struct json map(struct scan *r, bool *known)
{
    struct json_tree *t = json_tree_open(JSON_OBJECT, (struct str){ 0 }, r->keep);

    r->at++;
    for (lines(r); !r->failed && *known && scan_peek(r, 0) != '}'; lines(r))
        *known = member(r, t);
    r->at += *known;
    return *t->v;
}

static struct json number(struct scan *r, bool *known)
{
    ptrdiff_t start = r->at;
    struct json v;

    r->at += scan_peek(r, 0) == '-';
    while (
        char_is_alnum(scan_peek(r, 0)) || scan_peek(r, 0) == '.' ||
        ((scan_peek(r, 0) == '+' || scan_peek(r, 0) == '-') && char_lower(scan_peek(r, -1)) == 'e'))
        r->at++;
    v = json_tree_plain(str_sub(r->text, start, r->at - start));
    *known = *known && v.kind == JSON_NUMBER;
    return v;
}

static struct json text(struct scan *r, bool *known)
{
    struct json v = { .kind = JSON_STRING };
    bool plain = scan_peek(r, 0) == '"' ? quoted(r, &v.str) : heredoc(r, &v.str);

    *known = *known && plain;
    return v;
}

static struct json word(struct scan *r, bool *known)
{
    struct str name = name_take(r);
    struct json v = json_tree_plain(name);

    if (str_equal(name, S("null")))
        v.kind = JSON_NULL;
    *known = *known && v.kind != JSON_STRING;
    return v;
}

static struct json literal(struct scan *r, bool *known)
{
    char c = scan_peek(r, 0);

    if (c == '"' || scan_ahead(r, "<<"))
        return text(r, known);
    if (c == '[')
        return list(r, known);
    if (c == '{')
        return map(r, known);
    if (char_is_digit(c) || c == '-')
        return number(r, known);
    return word(r, known);
}

static struct json value(struct scan *r)
{
    ptrdiff_t start = r->at;
    bool known = true;
    struct json v = { 0 };

    if (++r->depth > DEPTH_MAX)
        scan_refuse(r, r->at, "nested deeper than 64");
    else
        v = literal(r, &known);
    if (!r->failed && known) {
        v.raw = str_sub(r->text, start, r->at - start);
        if (v.kind != JSON_STRING && v.kind != JSON_NUMBER)
            v.str = v.raw;
        known = ends(r);
    }
    r->depth--;
    return r->failed || known ? v : skip_expression(r, start);
}

/* ---- bodies ---- */

static void body(struct scan *r, struct json_tree *t);

/* The table for labels below t: made, or the one that blocks made before. */
static struct json_tree *step_to(struct scan *r, struct json_tree *t, const struct name *name)
{
    struct json_tree *m = json_tree_get(t, name->text);

    if (!m)
        return json_tree_add(
            t, name->text, name->raw,
            (struct json){ .kind = JSON_OBJECT, .raw = name->raw, .str = name->raw }, r->keep);
    if (m->v->kind != JSON_OBJECT || (m->v->first && !m->last))
        scan_refuse(r, name->raw.ptr - r->text.ptr, "this name is taken already");
    return m;
}

/* A block behind its type: labels, then a body in braces. */
static void block(struct scan *r, struct json_tree *t, struct name name)
{
    const char *start = name.raw.ptr;
    struct json_tree *own = json_tree_open(JSON_OBJECT, name.raw, r->keep);

    while (!r->failed && scan_peek(r, 0) != '{') {
        t = step_to(r, t, &name);
        if (!name_said(r, &name))
            scan_refuse(r, r->at, "a label, a block in braces or = should stand here");
    }
    r->at++;
    if (++r->depth > DEPTH_MAX)
        scan_refuse(r, r->at, "nested deeper than 64");
    if (!r->failed)
        body(r, own);
    if (!r->failed && scan_peek(r, 0) != '}')
        scan_refuse(r, start - r->text.ptr, "the block is never closed");
    r->at++;
    r->depth--;
    own->v->raw = own->v->str =
        str_sub(r->text, start - r->text.ptr, r->at - (start - r->text.ptr));
    if (!r->failed)
        json_tree_add_again(t, name.text, name.raw, *own->v, r->keep);
}

static void attribute(struct scan *r, struct json_tree *t, const struct name *name)
{
    r->at++;
    blanks(r);
    if (json_tree_get(t, name->text))
        scan_refuse(r, name->raw.ptr - r->text.ptr, "this name stands already in its block");
    else
        json_tree_add(t, name->text, name->raw, value(r), r->keep);
}

/* Up to the end of the text or the brace that closes the block. */
static void body(struct scan *r, struct json_tree *t)
{
    for (lines(r); !r->failed && r->at < r->text.len && scan_peek(r, 0) != '}'; lines(r)) {
        struct name name = { 0 };

        if (!name_said(r, &name))
            scan_refuse(r, r->at, "a name should stand here");
        else if (scan_peek(r, 0) == '=')
            attribute(r, t, &name);
        else
            block(r, t, name);
        blanks(r);
        if (!r->failed && r->at < r->text.len && scan_peek(r, 0) != '\n' && scan_peek(r, 0) != '}')
            scan_refuse(r, r->at, "the line should end here");
    }
}

struct json *hcl_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                       struct diag *d)
{
    struct scan r = scan_open(src, keep, rule, d);
    struct json_tree *root = json_tree_open(JSON_OBJECT, r.text, keep);

    if (!r.failed)
        body(&r, root);
    if (!r.failed && r.at < r.text.len)
        scan_refuse(&r, r.at, "closes what was not opened");
    return r.failed ? NULL : root->v;
}
