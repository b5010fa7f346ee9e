/* html_raw.c - one pass over the markup: known tags are written again from their parts. */
#include "page/html_raw.h"

#include "base/path.h"
#include "base/tag.h"
#include "model/html_refs.h"

enum { NEAR = 2048 }; /* what belongs to a picture stands near it */

/* clang-format off */
static const char *const tags[] = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
    "mark", "ol", "p", "picture", "pre", "q", "s", "samp", "small", "source", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "video", "audio", "wbr",
};
static const char *const attributes[] = {
    "align", "alt", "class", "colspan", "controls", "dir", "height", "href", "id", "lang", "loop", "media", "muted",
    "name", "open", "poster", "rowspan", "scope", "sizes", "src", "srcset", "start", "title", "type", "width",
};
static const char *const empty[] = { "br", "hr", "img", "source", "wbr" };
/* their content is no text and goes too */
static const char *const dropped[] = { "script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math" };
static const char *const schemes[] = { "http", "https", "mailto", "tel" };
/* clang-format on */

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
        return str_among_nocase(scheme, schemes, LEN(schemes));
    return str_char(str_cut(head, '?').head, ':') < 0;
}

/* Appends an address as it is to stand: one below the site is asked for. */
static void put_address(struct str value, const struct html_raw *o, struct buf *out)
{
    bool own = o->address && value.len && !url_scheme(value).len && !str_starts(value, S("//")) &&
               *value.ptr != '#' && str_char(value, '&') < 0;
    buf_put(out, own ? o->address(o->page, value) : value);
}

/* "a.png 1x, b.png 2x"; nothing when one of the addresses may not pass. */
static void put_srcset(struct str value, const struct html_raw *o, struct buf *out)
{
    for (struct str rest = value; rest.len;)
        if (!is_safe_url(html_srcset_next(&rest)))
            return;
    for (bool first = true; value.len; first = false) {
        struct cut c = str_cut(value, ',');
        struct str one = c.head, url = html_srcset_next(&one);
        buf_put(out, first ? S("") : S(", "));
        put_address(url, o, out);
        buf_put(out, str_from(c.head, url.ptr + url.len - c.head.ptr));
        value = c.tail;
    }
}

/* A value as it is to stand: ids and links to them begin with the prefix, addresses lead from the page. */
static struct str value_of(struct str name, struct str value, const struct html_raw *o)
{
    struct buf b = buf_open(o->scratch, PTRDIFF_MAX);
    bool href = str_equal_nocase(name, S("href")), id = str_equal_nocase(name, S("id"));
    if (href && str_starts(value, S("#"))) {
        buf_char(&b, '#');
        value = str_from(value, 1);
        id = true;
    }
    buf_put(&b, id ? o->prefix : S(""));
    if (str_equal_nocase(name, S("srcset")))
        put_srcset(value, o, &b);
    else if (!id && html_is_address(name))
        put_address(value, o, &b);
    else
        buf_put(&b, value);
    return buf_str(&b);
}

static void put_value(struct str value, struct buf *out)
{
    buf_put(out, S("=\""));
    for (ptrdiff_t i = 0; i < value.len; i++)
        buf_put(out, value.ptr[i] == '"'   ? S("&quot;")
                     : value.ptr[i] == '<' ? S("&lt;")
                                           : str_sub(value, i, 1));
    buf_char(out, '"');
}

static void write_attributes(struct str tag, struct str rest, const struct html_raw *o,
                             struct buf *out)
{
    for (struct str name, value; html_attribute(&rest, &name, &value);) {
        bool has = value.ptr != NULL;
        if (str_equal_nocase(name, S("name")) && str_equal_nocase(tag, S("a")))
            name = S("id"); /* what older pages link to */
        if (!str_among_nocase(name, attributes, LEN(attributes)) ||
            (html_is_address(name) && !is_safe_url(value)))
            continue;
        struct arena scratch = *o->scratch;
        struct html_raw now = *o;
        now.scratch = &scratch;
        struct str written = has ? value_of(name, value, &now) : value;
        if (has && !written.len && value.len)
            continue; /* leads nowhere */
        buf_fmt(out, " %.*s", FMT(name));
        if (has)
            put_value(written, out);
    }
}

/* The end of the element that the tag at the head of s begins. */
static ptrdiff_t element_length(struct str s, struct str name)
{
    char end_tag[32];
    int len = snprintf(end_tag, sizeof end_tag, "</%.*s", FMT(name));
    ptrdiff_t end = str_find_nocase(s, (struct str){ end_tag, len });
    ptrdiff_t tail = end < 0 ? 0 : str_tag(str_from(s, end), false);
    return end < 0 || !tail ? s.len : end + tail;
}

static struct str attribute_of(struct str tag, const char *name)
{
    struct str rest = tag, inside = { 0 };
    for (struct html_ref r; html_ref_next(&rest, &inside, &r);)
        if (str_equal_nocase(r.name, str_of(name)))
            return r.value;
    return (struct str){ 0 };
}

/* What would be loaded from elsewhere into a frame is a link. */
static void write_frame(struct str tag, struct buf *out)
{
    struct str src = attribute_of(tag, "src"), title = attribute_of(tag, "title");
    if (!src.len || !is_safe_url(src))
        return;
    buf_put(out, S("<a rel=\"noopener\" href"));
    put_value(src, out);
    buf_char(out, '>');
    buf_html(out, title.len ? title : src);
    tag_end(out, "a");
}

/* A source for dark screens would follow the system and not the page's own switch: it becomes a picture
 * that is seen in the dark, and the picture behind it one for the light. */
static bool write_dark(struct str tag, struct str rest, const struct html_raw *o, struct buf *out)
{
    struct str set = attribute_of(tag, "srcset"), media = attribute_of(tag, "media");
    struct str name = attribute_of(str_sub(rest, 0, NEAR), "alt");
    if (str_find_nocase(media, S("prefers-color-scheme")) < 0)
        return false;
    bool dark = str_find_nocase(media, S("dark")) >= 0;
    struct str url = html_srcset_next(&set);
    if (!dark || !is_safe_url(url))
        return true; /* the picture itself is for the light */
    struct buf address = buf_open(o->scratch, PTRDIFF_MAX);
    put_address(url, o, &address);
    buf_put(out, S("<img class=\"only-dark\" src"));
    put_value(buf_str(&address), out);
    buf_put(out, S(" alt"));
    put_value(name, out);
    buf_char(out, '>');
    return true;
}

static bool is_for_dark(struct str picture)
{
    struct str near = str_sub(picture, 0, NEAR);
    struct str text = str_sub(near, 0, element_length(near, S("picture")));
    return str_find_nocase(text, S("prefers-color-scheme")) >= 0;
}

/* Writes the tag at the head of s if it may pass; returns how much of s is done. */
static ptrdiff_t write_tag(struct str s, struct html_raw *o, struct buf *out)
{
    if (str_starts(s, S("<!--"))) {
        ptrdiff_t end = str_find(str_from(s, 4), S("-->"));
        return end < 0 ? s.len : end + 7;
    }
    bool closing = s.len > 1 && s.ptr[1] == '/';
    struct str behind = str_from(s, 1 + closing), name = html_name(&behind);
    ptrdiff_t n = name.len ? str_tag(s, false) : 0;
    if (n == 0) {
        buf_put(out, S("&lt;"));
        return 1;
    }
    struct str rest = str_sub(behind, 0, s.ptr + n - 1 - behind.ptr);
    if (str_among_nocase(name, dropped, LEN(dropped)) && !closing) {
        if (str_equal_nocase(name, S("iframe")))
            write_frame(str_sub(s, 0, n), out);
        return element_length(s, name);
    }
    if (!str_among_nocase(name, tags, LEN(tags)))
        return n;
    bool picture = str_equal_nocase(name, S("picture")), was = o->dark;
    if (picture)
        o->dark = !closing && is_for_dark(s);
    if (picture && (o->dark || was))
        return n;
    if (o->dark && str_equal_nocase(name, S("source")) &&
        write_dark(str_sub(s, 0, n), str_from(s, n), o, out))
        return n;
    buf_fmt(out, "<%s%.*s", closing ? "/" : "", FMT(name));
    if (o->dark && str_equal_nocase(name, S("img")))
        buf_put(out, S(" class=\"only-light\""));
    if (!closing)
        write_attributes(name, rest, o, out);
    buf_char(out, '>');
    if (!closing && str_ends(rest, S("/")) && !str_among_nocase(name, empty, LEN(empty)))
        buf_fmt(out, "</%.*s>", FMT(name)); /* as it was meant: browsers would leave it open */
    return n;
}

void html_raw(struct str html, const struct html_raw *options, struct buf *out)
{
    struct html_raw o = *options;
    while (html.len) {
        ptrdiff_t at = str_char(html, '<');
        buf_put(out, at < 0 ? html : str_sub(html, 0, at));
        html = at < 0 ? str_from(html, html.len) : str_from(html, at);
        struct arena scratch = *options->scratch;
        o.scratch = &scratch;
        if (html.len)
            html = str_from(html, write_tag(html, &o, out));
    }
}
