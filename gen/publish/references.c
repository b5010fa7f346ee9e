/* references.c - href, src and srcset of HTML and SVG, url() and @import of CSS, names in scripts.
 *
 * A scanner, no parser: it walks from tag to tag and from attribute to attribute in one pass.
 * Reading too much does no harm (an edge of the graph that is not needed); reading too little
 * would. */
#include "publish/references.h"

#include "base/path.h"
#include "base/utf8.h"

enum {
    MAX_URL = 8192,   /* longer ones are data */
    MAX_JS_URL = 512, /* longer texts in scripts are no file names; bounds the look ahead */
    MAX_EXT = 6,      /* .woff2 */
};

/* clang-format off */
static const struct {
    const char *name;
    enum { ATTR_URL, ATTR_SET, ATTR_STYLE } kind;
} attributes[] = {
    { "href",        ATTR_URL },
    { "src",         ATTR_URL },
    { "poster",      ATTR_URL },
    { "data",        ATTR_URL },
    { "xlink:href",  ATTR_URL },
    { "srcset",      ATTR_SET },
    { "imagesrcset", ATTR_SET },
    { "style",       ATTR_STYLE },
};
/* of <link>: other pages, not parts of this one */
static const char *const page_rels[] = {
    "canonical", "alternate", "next", "prev", "author", "license", "help", "search", "up", "first", "last",
    "prefetch", "prerender", "dns-prefetch", "preconnect", "me", "edit", "amphtml", "shortlink",
};
static const struct {
    const char *name;
    uint32_t cp;
} entities[] = {
    { "amp", '&' }, { "quot", '"' }, { "apos", '\'' }, { "lt", '<' }, { "gt", '>' },
};
/* clang-format on */

struct attribute {
    struct str name, value;
};

static bool is_name_end(char c)
{
    return char_is_space(c) || c == '>' || c == '/' || c == '=';
}

/* The code point of "amp", "#38", "#x26"; 0 when it is none. */
static uint32_t entity(struct str name)
{
    for (ptrdiff_t i = 0; i < LEN(entities); i++)
        if (str_equal(name, str_of(entities[i].name)))
            return entities[i].cp;
    if (name.len < 2 || name.len > 8 || name.ptr[0] != '#')
        return 0;
    bool hex = char_lower(name.ptr[1]) == 'x';
    uint32_t cp = 0;
    for (ptrdiff_t i = hex ? 2 : 1; i < name.len; i++) {
        char c = char_lower(name.ptr[i]);
        if (char_is_digit(c))
            cp = cp * (hex ? 16 : 10) + (uint32_t)(c - '0');
        else if (hex && c >= 'a' && c <= 'f')
            cp = cp * 16 + (uint32_t)(c - 'a' + 10);
        else
            return 0;
    }
    return cp <= 0x10FFFF ? cp : 0;
}

static struct str decode(struct str s, struct arena *keep)
{
    if (str_char(s, '&') < 0)
        return s;
    struct buf b = buf_open(keep, s.len);
    while (s.len) {
        ptrdiff_t end = s.ptr[0] == '&' ? str_char(str_sub(s, 0, 12), ';') : -1;
        uint32_t cp = end > 0 ? entity(str_sub(s, 1, end - 1)) : 0;
        if (cp) {
            char bytes[4];
            buf_put(&b, (struct str){ bytes, utf8_encode(cp, bytes) });
            s = str_from(s, end + 1);
        } else {
            buf_char(&b, s.ptr[0]);
            s = str_from(s, 1);
        }
    }
    return buf_str(&b);
}

static void add(struct references *out, struct str url, bool link, struct arena *keep)
{
    url = str_trim(url);
    if (url.len > MAX_URL)
        return;
    url = str_cut(str_cut(url, '#').head, '?').head;
    if (url.len)
        *PUSH(out, keep) = (struct reference){ .url = url, .link = link };
}

/* "a.png 1x, b.png 2x": a comma inside a URL ends no candidate unless it ends the URL */
static void add_set(struct references *out, struct str set, struct arena *keep)
{
    while (set.len) {
        ptrdiff_t beg = 0;
        while (beg < set.len && (char_is_space(set.ptr[beg]) || set.ptr[beg] == ','))
            beg++;
        ptrdiff_t end = beg;
        while (end < set.len && !char_is_space(set.ptr[end]))
            end++;
        struct str url = str_sub(set, beg, end - beg);
        bool closed = str_ends(url, S(","));
        while (str_ends(url, S(",")))
            url.len--;
        add(out, url, false, keep);
        set = str_from(set, end);
        ptrdiff_t comma = closed ? 0 : str_char(set, ',');
        set = comma < 0 ? S("") : str_from(set, comma);
    }
}

static struct str skip_space(struct str s)
{
    while (s.len && char_is_space(s.ptr[0]))
        s = str_from(s, 1);
    return s;
}

/* The text in quotes at the head of s, or up to `stop`; rest begins behind it. */
static struct str quoted(struct str s, char stop, struct str *rest)
{
    s = skip_space(s);
    char mark = s.len && (s.ptr[0] == '"' || s.ptr[0] == '\'') ? s.ptr[0] : stop;
    if (mark != stop)
        s = str_from(s, 1);
    struct cut c = str_cut(s, mark);
    *rest = c.ok ? c.tail : S("");
    return c.ok ? c.head : S("");
}

void references_css(struct str text, struct arena *keep, struct references *out)
{
    while (text.len) {
        if (str_starts(text, S("/*"))) {
            ptrdiff_t end = str_find(str_from(text, 2), S("*/"));
            text = end < 0 ? S("") : str_from(text, end + 4);
        } else if (str_equal_nocase(str_sub(text, 0, 4), S("url("))) {
            add(out, quoted(str_from(text, 4), ')', &text), false, keep);
        } else if (str_equal_nocase(str_sub(text, 0, 7), S("@import"))) {
            text = skip_space(str_from(text, 7));
            if (text.len && (text.ptr[0] == '"' || text.ptr[0] == '\''))
                add(out, quoted(text, ';', &text), false, keep);
        } else {
            text = str_from(text, 1);
        }
    }
}

static bool has_blank(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (char_is_space(s.ptr[i]))
            return true;
    return false;
}

/* "./x.js", "/a/b.css", "lib/x.mjs", "chunk.js"; no sentence, no other host, no ".js" alone. */
static bool looks_like_file(struct str s)
{
    struct str path = str_cut(str_cut(s, '#').head, '?').head, ext = path_ext(path);
    bool letters = ext.len > 1 && ext.len <= MAX_EXT && path_base(path).len > ext.len;
    for (ptrdiff_t i = 1; i < ext.len; i++)
        letters = letters && char_is_alnum(ext.ptr[i]);
    return letters && !has_blank(s) && !str_starts(s, S("//"));
}

static bool is_text(struct str s)
{
    return s.len > 0 && !has_blank(s);
}

/* Comments and regular expressions are not told apart from code: a stray quote only hides or
 * invents a guess, and never past the end of its line. */
static void add_texts(struct str text, bool (*wanted)(struct str), struct arena *keep,
                      struct references *out)
{
    for (ptrdiff_t at = 0; at < text.len; at++) {
        char quote = text.ptr[at];
        if (quote != '"' && quote != '\'' && quote != '`')
            continue;
        ptrdiff_t end = at + 1;
        while (end < text.len && end - at <= MAX_JS_URL && text.ptr[end] != quote &&
               text.ptr[end] != '\n')
            end++;
        struct str inside = str_sub(text, at + 1, end - at - 1);
        if (end == text.len || text.ptr[end] != quote || !wanted(inside))
            continue;
        ptrdiff_t n = out->len;
        add(out, inside, false, keep);
        if (out->len > n)
            out->ptr[n].guess = true;
        at = end;
    }
}

void references_js(struct str text, struct arena *keep, struct references *out)
{
    add_texts(text, looks_like_file, keep, out);
}

void references_strings(struct str text, struct arena *keep, struct references *out)
{
    add_texts(text, is_text, keep, out);
}

/* Behind a text in quotes at i; its length when it does not end. */
static ptrdiff_t behind_text(struct str s, ptrdiff_t i)
{
    char quote = s.ptr[i++];
    while (i < s.len && s.ptr[i] != quote)
        i += s.ptr[i] == '\\' ? 2 : 1;
    return i < s.len ? i + 1 : s.len;
}

/* name(, behind a comment */
static ptrdiff_t behind_name(struct str s)
{
    ptrdiff_t i = 0, end;
    if (str_starts(s, S("/*")) && (end = str_find(s, S("*/"))) > 0)
        i = end + 2;
    while (i < s.len && char_is_space(s.ptr[i]))
        i++;
    ptrdiff_t beg = i;
    while (i < s.len && (char_is_alnum(s.ptr[i]) || str_char(S("_$."), s.ptr[i]) >= 0))
        i++;
    return i > beg && i < s.len && s.ptr[i] == '(' ? i + 1 : -1;
}

bool references_is_data(struct str script)
{
    ptrdiff_t i = behind_name(script);
    if (i < 0)
        return false;
    while (i < script.len && script.ptr[i] != ')') {
        char c = script.ptr[i];
        if (c == '"' || c == '\'')
            i = behind_text(script, i);
        else if (char_is_alnum(c) || char_is_space(c) || str_char(S("[]{},:._$+-"), c) >= 0)
            i++;
        else
            return false;
    }
    struct str rest = str_trim(str_from(script, i));
    return str_equal(rest, S(")")) || str_equal(rest, S(");"));
}

/* Takes the next attribute of a tag; false at its end, with rest behind the '>'. */
static bool next_attribute(struct str *rest, struct attribute *a)
{
    struct str s = *rest;
    while (s.len && (char_is_space(s.ptr[0]) || s.ptr[0] == '/'))
        s = str_from(s, 1);
    if (!s.len || s.ptr[0] == '>') {
        *rest = str_from(s, 1);
        return false;
    }
    ptrdiff_t n = 1; /* a name may begin with '=' */
    while (n < s.len && !is_name_end(s.ptr[n]))
        n++;
    *a = (struct attribute){ .name = str_sub(s, 0, n) };
    s = skip_space(str_from(s, n));
    if (s.len && s.ptr[0] == '=') {
        s = skip_space(str_from(s, 1));
        char mark = s.len ? s.ptr[0] : 0;
        if (mark == '"' || mark == '\'') {
            struct cut c = str_cut(str_from(s, 1), mark);
            a->value = c.head;
            s = c.tail;
        } else {
            for (n = 0; n < s.len && !char_is_space(s.ptr[n]) && s.ptr[n] != '>';)
                n++;
            a->value = str_sub(s, 0, n);
            s = str_from(s, n);
        }
    }
    *rest = s;
    return true;
}

static bool is_page_rel(struct str rel)
{
    rel = str_trim(rel);
    for (ptrdiff_t i = 0; i < LEN(page_rels); i++)
        if (str_equal_nocase(str_cut(rel, ' ').head, str_of(page_rels[i])))
            return true;
    return false;
}

static void add_attribute(struct references *out, const struct attribute *a, bool link,
                          struct arena *keep)
{
    for (ptrdiff_t i = 0; i < LEN(attributes); i++) {
        if (!str_equal_nocase(a->name, str_of(attributes[i].name)))
            continue;
        struct str value = decode(a->value, keep);
        if (attributes[i].kind == ATTR_URL)
            add(out, value, link, keep);
        else if (attributes[i].kind == ATTR_SET)
            add_set(out, value, keep);
        else
            references_css(value, keep, out);
    }
}

struct tag {
    struct str name, type;
};

/* A tag behind its '<'; rest goes behind its '>'. */
static struct tag tag(struct str *rest, struct arena *keep, struct references *out)
{
    ptrdiff_t n = 0;
    while (n < rest->len && !is_name_end(rest->ptr[n]))
        n++;
    struct tag t = { .name = str_sub(*rest, 0, n) };
    *rest = str_from(*rest, n);
    bool link = str_equal_nocase(t.name, S("a")) || str_equal_nocase(t.name, S("area")) ||
                str_equal_nocase(t.name, S("form"));
    bool base = str_equal_nocase(t.name, S("base"));
    ptrdiff_t first = out->len;
    struct attribute a;
    while (next_attribute(rest, &a)) {
        if (base && str_equal_nocase(a.name, S("href")) && !out->base.len)
            out->base = decode(a.value, keep);
        if (base)
            continue;
        add_attribute(out, &a, link, keep);
        if (str_equal_nocase(a.name, S("type")))
            t.type = str_trim(a.value);
        if (str_equal_nocase(a.name, S("rel")) && is_page_rel(a.value))
            link = true;
    }
    for (ptrdiff_t i = first; link && i < out->len; i++)
        out->ptr[i].link = true; /* rel may stand behind href */
    return t;
}

/* What stands up to </name; rest goes to it. */
static struct str raw_text(struct str *rest, struct str name)
{
    struct str s = *rest;
    for (ptrdiff_t at = 0; at < s.len; at++) {
        const char *open = memchr(s.ptr + at, '<', (size_t)(s.len - at));
        if (!open)
            break;
        at = open - s.ptr;
        if (str_sub(s, at, 2).len == 2 && s.ptr[at + 1] == '/' &&
            str_equal_nocase(str_sub(s, at + 2, name.len), name)) {
            *rest = str_from(s, at);
            return str_sub(s, 0, at);
        }
    }
    *rest = S("");
    return s;
}

/* Data blocks, such as JSON-LD, name pages and pictures that nobody loads. */
static void script(struct str text, struct str type, struct arena *keep, struct references *out)
{
    static const char *const code[] = { "", "module", "text/javascript", "application/javascript" };
    if (str_equal_nocase(type, S("importmap")))
        references_strings(text, keep, out);
    for (ptrdiff_t i = 0; i < LEN(code); i++)
        if (str_equal_nocase(type, str_of(code[i])))
            references_js(text, keep, out);
}

void references_html(struct str text, struct arena *keep, struct references *out)
{
    while (text.len) {
        const char *open = memchr(text.ptr, '<', (size_t)text.len);
        if (!open)
            return;
        text = str_from(text, open - text.ptr + 1);
        if (str_starts(text, S("!--"))) {
            ptrdiff_t end = str_find(str_from(text, 3), S("-->"));
            text = end < 0 ? S("") : str_from(text, end + 6);
        } else if (text.len && char_is_alpha(text.ptr[0])) {
            struct tag t = tag(&text, keep, out);
            if (str_equal_nocase(t.name, S("style")))
                references_css(raw_text(&text, t.name), keep, out);
            else if (str_equal_nocase(t.name, S("script")))
                script(raw_text(&text, t.name), t.type, keep, out);
        }
    }
}

struct str references_on_base(struct str base, struct str url, struct arena *keep)
{
    if (!base.len || url_scheme(url).len || str_starts(url, S("/")))
        return url;
    ptrdiff_t host = str_find(base, S("//"));
    if (host >= 0) { /* of this site's host, most likely; reading too much does no harm */
        struct cut c = str_cut(str_from(base, host + 2), '/');
        base = c.ok ? str_span(c.head.ptr + c.head.len, base.ptr + base.len) : S("/");
    }
    base = str_cut(str_cut(base, '#').head, '?').head;
    return str_join(str_sub(base, 0, str_rchar(base, '/') + 1), url, keep);
}

struct str references_key(struct str url, struct str from, struct str web_path, struct arena *keep)
{
    if (url_scheme(url).len || str_starts(url, S("//")))
        return S("");
    struct str path;
    if (str_starts(url, S("/"))) {
        if (!str_starts(url, web_path))
            return S("");
        path = str_from(url, web_path.len);
    } else {
        struct str dir = path_dir(from);
        path = dir.len ? str_fmt(keep, "%.*s/%.*s", FMT(dir), FMT(url)) : url;
    }
    path = url_decode(path, keep);
    bool folder = path.len == 0 || str_ends(path, S("/")) || str_ends(path, S("/.")) ||
                  str_ends(path, S("/..")) || str_equal(path, S(".")) || str_equal(path, S(".."));
    bool escapes = false;
    path = path_normal(path, keep, &escapes);
    if (escapes)
        return S("");
    if (!folder)
        return path;
    return path.len && !str_equal(path, S(".")) ? str_join(path, S("/index.html"), keep)
                                                : S("index.html");
}
