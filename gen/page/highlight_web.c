/* highlight_web.c - CSS, and HTML with what stands in its scripts and styles. */
#include "page/highlight_lex.h"

static bool css_name(char c)
{
    return BYTE_IS(c, BYTE_WORD) || c == '-';
}

static const char *css_name_end(const struct lexer *x, const char *p)
{
    while (p < x->end && css_name(*p))
        p++;
    return p;
}

static void take(struct lexer *x, const char *end, char cls)
{
    highlight_mark(x, x->at, end, cls);
    x->at = end > x->at ? end : x->at + 1;
}

/* Inside braces a name before : is a property; a { before the next ; or } makes it a selector after
 * all. */
static bool is_property(const struct lexer *x, const char *p)
{
    while (p < x->end && BYTE_IS(*p, BYTE_BLANK))
        p++;
    if (p == x->end || *p != ':')
        return false;
    for (int i = 0; p < x->end && i < 200; p++, i++)
        if (*p == ';' || *p == '}' || *p == '{')
            return *p != '{';
    return true;
}

static const char *css_number_end(const struct lexer *x, const char *p)
{
    while (p < x->end && (char_is_alnum(*p) || *p == '.' || *p == '%'))
        p++;
    return p;
}

static void css_comment(struct lexer *x)
{
    const char *p = x->at + 2;
    while (p < x->end && !highlight_at(x, p, "*/"))
        p++;
    take(x, p < x->end ? p + 2 : x->end, 'c');
}

static void css_name_or_sign(struct lexer *x, int level, bool value)
{
    char c = *x->at, next = x->at + 1 < x->end ? x->at[1] : '\0';
    const char *end = css_name_end(x, x->at);
    bool negative = (c == '-' || c == '.') && (BYTE_IS(next, BYTE_DIGIT) || next == '.');
    if (BYTE_IS(c, BYTE_DIGIT) || negative)
        take(x, css_number_end(x, x->at + 1), 'd');
    else if (end > x->at && c == '-' && next == '-')
        take(x, end, value ? 'v' : 'f');
    else if (end > x->at && level && !value && is_property(x, end))
        take(x, end, 'f');
    else if (end > x->at)
        take(x, end, level && value ? 0 : 't');
    else if (c == '#' && value)
        take(x, css_name_end(x, x->at + 1), 'd');
    else if (c == '#' || c == '.' || c == ':')
        take(x, css_name_end(x, x->at + 1), c == ':' ? 0 : 'v');
    else
        x->at++;
}

void highlight_css(struct lexer *x)
{
    int level = 0;
    bool value = false;
    while (x->at < x->end) {
        char c = *x->at;
        if (highlight_at(x, x->at, "/*")) {
            css_comment(x);
        } else if (c == '"' || c == '\'') {
            take(x, highlight_string_end(x, x->at, false), 's');
        } else if (c == '@') {
            take(x, css_name_end(x, x->at + 1), 'k');
        } else if (c == '{' || c == '}' || c == ';') {
            level += c == '{' ? 1 : c == '}' && level ? -1 : 0;
            value = false;
            x->at++;
        } else if (c == ':' && level && !value && x->at > x->pen.written && x->pen.cls == 'f') {
            value = true;
            x->at++;
        } else {
            css_name_or_sign(x, level, value);
        }
    }
}

/* ---- markup ---- */

static const char *find(const struct lexer *x, const char *p, struct str what)
{
    ptrdiff_t n = str_find_nocase(str_span(p, x->end), what);
    return n < 0 ? x->end : p + n;
}

static const char *tag_name_end(const struct lexer *x, const char *p)
{
    while (p < x->end && (css_name(*p) || *p == ':'))
        p++;
    return p;
}

static void attributes(struct lexer *x)
{
    while (x->at < x->end && *x->at != '>') {
        const char *end = tag_name_end(x, x->at);
        if (end > x->at)
            take(x, end, 'f');
        else if (*x->at == '"' || *x->at == '\'') {
            const char *quote = find(x, x->at + 1, (struct str){ x->at, 1 });
            take(x, quote < x->end ? quote + 1 : quote, 's');
        } else {
            x->at++;
        }
    }
}

static void tag(struct lexer *x)
{
    const char *p = x->at + 1 + highlight_at(x, x->at, "</");
    struct str name = str_span(p, tag_name_end(x, p));
    bool closing = x->at[1] == '/';
    take(x, name.ptr + name.len, 'k');
    attributes(x);
    if (x->at < x->end)
        take(x, x->at + 1, 'k');
    bool script = str_equal_nocase(name, S("script")), style = str_equal_nocase(name, S("style"));
    if (closing || !(script || style))
        return;
    const struct language *lang = highlight_language(script ? S("js") : S("css"));
    highlight_part(x, find(x, x->at, script ? S("</script") : S("</style")), lang, lang->lex);
}

void highlight_markup(struct lexer *x)
{
    while (x->at < x->end) {
        const char *next = x->at + 1;
        if (!BYTE_IS(*x->at, BYTE_ENTITY)) {
            x->at = next;
            continue;
        }
        if (highlight_at(x, x->at, "<!--")) {
            const char *end = find(x, x->at, S("-->"));
            take(x, end < x->end ? end + 3 : end, 'c');
        } else if (highlight_at(x, x->at, "<!") || highlight_at(x, x->at, "<?")) {
            const char *end = find(x, x->at, S(">"));
            take(x, end < x->end ? end + 1 : end, 'p');
        } else if (*x->at == '<' && next < x->end && (char_is_alpha(*next) || *next == '/')) {
            tag(x);
        } else if (*x->at == '&') {
            const char *end = highlight_word_end(x, next + highlight_at(x, next, "#"), false);
            take(x, end < x->end && *end == ';' ? end + 1 : next,
                 end < x->end && *end == ';' ? 'd' : 0);
        } else {
            x->at++;
        }
    }
}
