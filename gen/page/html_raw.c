/* html_raw.c - one pass over the markup: known tags are written again from their parts. */
#include "page/html_raw.h"

#include "base/path.h"

/* clang-format off */
static const char *const tags[] = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
    "mark", "ol", "p", "picture", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "wbr",
};
static const char *const attributes[] = {
    "align", "alt", "class", "colspan", "dir", "height", "href", "id", "lang", "open", "rowspan", "scope", "src",
    "start", "title", "width",
};
/* their content is no text and goes too */
static const char *const dropped[] = { "script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math" };
static const char *const schemes[] = { "http", "https", "mailto", "tel" };
/* clang-format on */

static bool in_list(const char *const *list, ptrdiff_t n, struct str name)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_equal_nocase(name, str_of(list[i])))
            return true;
    return false;
}

static struct str take_name(struct str *rest)
{
    ptrdiff_t n = 0;
    while (n < rest->len && (char_is_alnum(rest->ptr[n]) || rest->ptr[n] == '-'))
        n++;
    struct str name = str_sub(*rest, 0, n);
    *rest = str_from(*rest, n);
    return name;
}

static struct str take_value(struct str *rest)
{
    *rest = str_trim(*rest);
    if (rest->len && (*rest->ptr == '"' || *rest->ptr == '\'')) {
        struct cut c = str_cut(str_from(*rest, 1), *rest->ptr);
        *rest = c.tail;
        return c.head;
    }
    ptrdiff_t n = 0;
    while (n < rest->len && !char_is_space(rest->ptr[n]))
        n++;
    struct str value = str_sub(*rest, 0, n);
    *rest = str_from(*rest, n);
    return value;
}

/* An address may be relative or of a known scheme; a character reference or control character could
 * hide one, so those are refused before the first slash. */
static bool is_safe_url(struct str url)
{
    struct str head = str_cut(url, '/').head;
    for (ptrdiff_t i = 0; i < head.len; i++)
        if ((unsigned char)head.ptr[i] <= ' ' || head.ptr[i] == '&')
            return false;
    struct str scheme = url_scheme(url);
    if (scheme.len)
        return in_list(schemes, LEN(schemes), scheme);
    return str_char(str_cut(head, '?').head, ':') < 0;
}

/* Begins an id, or a link to one of this page, with prefix; returns what is still to be written. */
static struct str with_prefix(struct str name, struct str value, struct str prefix, struct buf *out)
{
    bool link = str_equal_nocase(name, S("href")) && str_starts(value, S("#"));
    if (link)
        buf_char(out, '#');
    if (link || str_equal_nocase(name, S("id")))
        buf_put(out, prefix);
    return link ? str_from(value, 1) : value;
}

static void write_attributes(struct str rest, struct str prefix, struct buf *out)
{
    for (;;) {
        while (rest.len && (char_is_space(*rest.ptr) || *rest.ptr == '/'))
            rest = str_from(rest, 1);
        struct str name = take_name(&rest), value = { 0 };
        if (name.len == 0) {
            if (rest.len == 0)
                return;
            rest = str_from(rest, 1);
            continue;
        }
        rest = str_trim(rest);
        bool has = rest.len && *rest.ptr == '=';
        if (has) {
            rest = str_from(rest, 1);
            value = take_value(&rest);
        }
        bool url = str_equal_nocase(name, S("href")) || str_equal_nocase(name, S("src"));
        if (!in_list(attributes, LEN(attributes), name) || (url && !is_safe_url(value)))
            continue;
        buf_fmt(out, " %.*s", FMT(name));
        if (!has)
            continue;
        buf_put(out, S("=\""));
        value = with_prefix(name, value, prefix, out);
        for (ptrdiff_t i = 0; i < value.len; i++)
            buf_put(out, value.ptr[i] == '"'   ? S("&quot;")
                         : value.ptr[i] == '<' ? S("&lt;")
                                               : str_sub(value, i, 1));
        buf_char(out, '"');
    }
}

/* Length of the tag that begins at s ("<…>"), quotes respected; 0 when it never ends, or another one
 * begins first: text that opens again and again is looked at once. */
static ptrdiff_t tag_length(struct str s)
{
    char quote = '\0';
    for (ptrdiff_t i = 1; i < s.len; i++) {
        char c = s.ptr[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return i + 1;
        else if (c == '<')
            return 0;
    }
    return 0;
}

/* Writes the tag at the head of s if it may pass; returns how much of s is done. */
static ptrdiff_t write_tag(struct str s, struct str prefix, struct buf *out)
{
    if (str_starts(s, S("<!--"))) {
        ptrdiff_t end = str_find(str_from(s, 4), S("-->"));
        return end < 0 ? s.len : end + 7;
    }
    bool closing = s.len > 1 && s.ptr[1] == '/';
    struct str behind = str_from(s, 1 + closing), name = take_name(&behind);
    ptrdiff_t n = name.len ? tag_length(s) : 0;
    if (n == 0) {
        buf_put(out, S("&lt;"));
        return 1;
    }
    struct str rest = str_sub(behind, 0, s.ptr + n - 1 - behind.ptr);
    if (in_list(dropped, LEN(dropped), name) && !closing) {
        char end_tag[32];
        int len = snprintf(end_tag, sizeof end_tag, "</%.*s", FMT(name));
        ptrdiff_t end = str_find_nocase(s, (struct str){ end_tag, len });
        ptrdiff_t tail = end < 0 ? 0 : tag_length(str_from(s, end));
        return end < 0 || !tail ? s.len : end + tail;
    }
    if (!in_list(tags, LEN(tags), name))
        return n;
    buf_fmt(out, "<%s%.*s", closing ? "/" : "", FMT(name));
    if (!closing)
        write_attributes(rest, prefix, out);
    buf_char(out, '>');
    return n;
}

void html_raw(struct str html, struct str prefix, struct buf *out)
{
    while (html.len) {
        ptrdiff_t at = str_char(html, '<');
        buf_put(out, at < 0 ? html : str_sub(html, 0, at));
        html = at < 0 ? str_from(html, html.len) : str_from(html, at);
        if (html.len)
            html = str_from(html, write_tag(html, prefix, out));
    }
}
