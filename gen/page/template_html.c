/* template_html.c - the HTML context of a place in a template.
 *
 *     text --<--> open --letter--> tag name --blank--> tag --letter--> attribute name --=--> equals
 * --"--> quoted ^                              |  >               |  > |
 *      '------------------------------'------------------'            (script, style: raw, up to
 * </name)    '--"--> tag
 *
 * One function a state, in a table. Each takes one character and may leave it to the next state
 * (returns false), so every loop ends: no state hands back to one that handed to it. */
#include "page/template_html.h"

static void forget(struct html_context *c)
{
    c->n_name = 0;
    memset(c->name, 0, sizeof c->name);
}

static void go(struct html_context *c, enum html_state state)
{
    c->state = state;
    forget(c);
}

/* Names longer than the space matter to nobody: they are in no table. */
static void note(struct html_context *c, char ch)
{
    if (c->n_name < (int)sizeof c->name)
        c->name[c->n_name++] = char_lower(ch);
}

/* Keeps the last characters instead: for ends such as --> and </script */
static void note_last(struct html_context *c, char ch)
{
    if (c->n_name == (int)sizeof c->name) {
        memmove(c->name, c->name + 1, sizeof c->name - 1);
        c->n_name--;
    }
    c->name[c->n_name++] = char_lower(ch);
}

static struct str noted(const struct html_context *c)
{
    return (struct str){ c->name, c->n_name };
}

struct named {
    const char *name;
    int is;
};
/* clang-format off */
static const struct named elements[] = {
    { "script",   ELEMENT_SCRIPT   },
    { "style",    ELEMENT_STYLE    },
    { "title",    ELEMENT_TITLE    },
    { "textarea", ELEMENT_TEXTAREA },
    { "meta",     ELEMENT_META     },
    { "pre",      ELEMENT_PRE      },
    { 0 },
};
static const struct named attrs[] = {
    { "href",       ATTR_URL     }, { "src",      ATTR_URL     }, { "action",     ATTR_URL     },
    { "formaction", ATTR_URL     }, { "cite",     ATTR_URL     }, { "data",       ATTR_URL     },
    { "poster",     ATTR_URL     }, { "background", ATTR_URL   }, { "manifest",   ATTR_URL     },
    { "longdesc",   ATTR_URL     }, { "xlink:href", ATTR_URL   }, { "style",      ATTR_STYLE   },
    { "srcdoc",     ATTR_REFUSED }, { "srcset",   ATTR_REFUSED }, { "imagesrcset", ATTR_REFUSED },
    { "ping",       ATTR_REFUSED }, { "http-equiv", ATTR_REFUSED }, { "type",     ATTR_TYPE    },
    { "content",    ATTR_CONTENT },
    { 0 },
};
static const struct named raw_ends[] = { /* by element */
    { "", 0 }, { "</script", 0 }, { "</style", 0 }, { "</title", 0 }, { "</textarea", 0 },
};
/* clang-format on */

static int look_up(const struct named *table, struct str name, int otherwise)
{
    for (; table->name; table++)
        if (str_equal(str_of(table->name), name))
            return table->is;
    return otherwise;
}

static bool is_raw(enum html_element e)
{
    return e >= ELEMENT_SCRIPT && e <= ELEMENT_TEXTAREA;
}

static bool ends_tag(struct html_context *c, char ch)
{
    if (ch != '>')
        return false;
    bool raw = !c->closing && is_raw(c->element);
    if (!raw && c->element != ELEMENT_PRE)
        c->element = ELEMENT_OTHER;
    if (c->closing)
        c->element = ELEMENT_OTHER;
    c->in_string = false;
    c->attr = ATTR_PLAIN;
    if (!raw)
        c->json = c->closing = false;
    go(c, raw ? HTML_RAW : HTML_TEXT);
    return true;
}

static bool in_text(struct html_context *c, char ch)
{
    if (ch == '<')
        go(c, HTML_OPEN);
    return true;
}

static bool in_open(struct html_context *c, char ch)
{
    if (ch == '/' && !c->closing) {
        c->closing = true;
        return true;
    }
    if (ch == '!') {
        go(c, HTML_DECLARATION);
        return true;
    }
    bool letter = char_is_alpha(ch);
    if (!letter)
        c->closing = false;
    go(c, letter ? HTML_TAG_NAME : HTML_TEXT);
    return false;
}

static bool in_tag_name(struct html_context *c, char ch)
{
    if (!char_is_space(ch) && ch != '/' && ch != '>') {
        note(c, ch);
        return true;
    }
    enum html_element was = c->element;
    c->element = (enum html_element)look_up(elements, noted(c), ELEMENT_OTHER);
    /* markup inside <pre> does not end it */
    if (was == ELEMENT_PRE && c->element == ELEMENT_OTHER)
        c->element = ELEMENT_PRE;
    if (was == ELEMENT_PRE && c->closing && !str_equal(noted(c), S("pre"))) {
        c->closing = false;
    }
    c->json = false;
    go(c, HTML_TAG);
    return false;
}

static bool in_tag(struct html_context *c, char ch)
{
    if (ends_tag(c, ch) || char_is_space(ch) || ch == '/')
        return true;
    go(c, HTML_ATTR_NAME);
    return false;
}

static enum html_attr attr_of(const struct html_context *c)
{
    struct str name = noted(c);
    if (str_starts(name, S("on")))
        return ATTR_EVENT;
    enum html_attr a = (enum html_attr)look_up(attrs, name, ATTR_PLAIN);
    if (a == ATTR_TYPE && c->element != ELEMENT_SCRIPT)
        return ATTR_PLAIN;
    if (a == ATTR_CONTENT && c->element != ELEMENT_META)
        return ATTR_PLAIN;
    return a;
}

static bool in_attr_name(struct html_context *c, char ch)
{
    if (!char_is_space(ch) && ch != '=' && ch != '>' && ch != '/') {
        note(c, ch);
        return true;
    }
    c->attr = attr_of(c);
    go(c, HTML_ATTR_END);
    return false;
}

static bool in_attr_end(struct html_context *c, char ch)
{
    if (char_is_space(ch))
        return true;
    if (ch == '=') {
        go(c, HTML_EQUALS);
        return true;
    }
    c->attr = ATTR_PLAIN;
    go(c, HTML_TAG);
    return false;
}

static bool in_equals(struct html_context *c, char ch)
{
    if (char_is_space(ch))
        return true;
    c->url = URL_START;
    c->bad_scheme = false;
    if (ch == '"' || ch == '\'') {
        c->quote = ch;
        go(c, HTML_QUOTED);
        return true;
    }
    go(c, HTML_UNQUOTED);
    return false;
}

static bool scheme_good(struct str scheme)
{
    static const char *const good[] = { "http", "https", "mailto", "tel", "sms" };
    return str_among_nocase(scheme, good, LEN(good));
}

static void read_url(struct html_context *c, char ch)
{
    if (ch == '?' || ch == '#') {
        c->url = URL_QUERY;
    } else if (ch == '/' && c->url == URL_START) {
        c->url = URL_PATH;
    } else if (ch == ':' && c->url == URL_START) {
        c->bad_scheme = !scheme_good(noted(c));
        c->url = URL_PATH;
    } else if (c->url == URL_START) {
        note(c, ch);
    }
}

static void end_value(struct html_context *c)
{
    if (c->attr == ATTR_TYPE)
        c->json = str_ends(noted(c), S("json"));
    c->quote = 0;
    c->attr = ATTR_PLAIN;
    c->url = URL_START;
    c->bad_scheme = false;
    go(c, HTML_TAG);
}

static bool in_quoted(struct html_context *c, char ch)
{
    if (ch == c->quote)
        end_value(c);
    else if (c->attr == ATTR_URL)
        read_url(c, ch);
    else if (c->attr == ATTR_CONTENT || c->attr == ATTR_TYPE)
        note_last(c, ch);
    /* <meta http-equiv="refresh" content="0; url=…"> */
    if (c->attr == ATTR_CONTENT && str_ends(noted(c), S("url="))) {
        forget(c);
        c->attr = ATTR_URL;
    }
    return true;
}

static bool in_unquoted(struct html_context *c, char ch)
{
    if (!char_is_space(ch) && ch != '>') {
        note_last(c, ch);
        return true;
    }
    end_value(c);
    return false;
}

static bool in_raw(struct html_context *c, char ch)
{
    bool escaped = c->in_string && c->n_name && c->name[c->n_name - 1] == '\\';
    if (c->json && ch == '"' && !escaped)
        c->in_string = !c->in_string;
    if (escaped && ch == '\\')
        ch = ' '; /* an escaped backslash escapes nothing */
    note_last(c, ch);
    if (str_ends(noted(c), str_of(raw_ends[c->element].name))) {
        c->closing = true;
        go(c, HTML_TAG);
    }
    return true;
}

static bool in_comment(struct html_context *c, char ch)
{
    note_last(c, ch);
    if (str_ends(noted(c), S("-->")))
        go(c, HTML_TEXT);
    return true;
}

static bool in_declaration(struct html_context *c, char ch)
{
    note(c, ch);
    if (str_equal(noted(c), S("--")))
        go(c, HTML_COMMENT);
    else if (ch == '>')
        go(c, HTML_TEXT);
    return true;
}

void template_html_feed(struct html_context *c, struct str text)
{
    static bool (*const states[])(struct html_context *, char) = {
        [HTML_TEXT] = in_text,           [HTML_OPEN] = in_open,
        [HTML_TAG_NAME] = in_tag_name,   [HTML_TAG] = in_tag,
        [HTML_ATTR_NAME] = in_attr_name, [HTML_ATTR_END] = in_attr_end,
        [HTML_EQUALS] = in_equals,       [HTML_QUOTED] = in_quoted,
        [HTML_UNQUOTED] = in_unquoted,   [HTML_RAW] = in_raw,
        [HTML_COMMENT] = in_comment,     [HTML_DECLARATION] = in_declaration,
    };
    if (text.len && c->glued) {
        c->torn |= !char_is_space(text.ptr[0]) && text.ptr[0] != '>' && text.ptr[0] != '/';
        c->glued = false;
    }
    for (ptrdiff_t i = 0; i < text.len; i++)
        while (!states[c->state](c, text.ptr[i]))
            ;
}

void template_html_settle(struct html_context *c)
{
    bool name =
        c->state == HTML_TAG_NAME || c->state == HTML_ATTR_NAME || c->state == HTML_ATTR_END;
    if (name)
        template_html_feed(c, S(" "));
    if (name && c->state == HTML_ATTR_END) {
        c->attr = ATTR_PLAIN;
        go(c, HTML_TAG);
    }
    c->glued |= name;
}

static enum html_escape refuse(const char *text, const char **why)
{
    *why = text;
    return ESCAPE_NONE;
}

static enum html_escape in_value(struct html_context *c, const char **why)
{
    switch (c->attr) {
    case ATTR_STYLE:
        return refuse("no value in style=: use a class", why);
    case ATTR_EVENT:
        return refuse("no value in an event attribute: use data-… and the script", why);
    case ATTR_REFUSED:
    case ATTR_TYPE:
        return refuse("no value in this attribute", why);
    case ATTR_PLAIN:
    case ATTR_CONTENT:
        c->n_name = 0;
        return ESCAPE_TEXT;
    case ATTR_URL:
        break;
    }
    if (c->bad_scheme)
        return refuse("no value behind this scheme: use http, https, mailto, tel or sms", why);
    if (c->url == URL_QUERY)
        return ESCAPE_URL_QUERY;
    if (c->url == URL_PATH)
        return ESCAPE_URL_PATH;
    return ESCAPE_URL;
}

static enum html_escape in_raw_text(struct html_context *c, bool markup, const char **why)
{
    if (c->element == ELEMENT_TITLE || c->element == ELEMENT_TEXTAREA)
        return ESCAPE_TEXT;
    if (markup)
        return ESCAPE_RAW;
    if (c->element == ELEMENT_STYLE)
        return refuse("no value in <style>: use a class, or {{{ }}} with checked markup", why);
    if (!c->json)
        return refuse("no value in a script: use <script type=\"application/json\">", why);
    if (c->in_string)
        return refuse("take the quotes away: a value in JSON brings its own", why);
    return ESCAPE_JSON;
}

enum html_escape template_html_escape(struct html_context *c, bool markup, const char **why)
{
    if (markup && c->state != HTML_TEXT && c->state != HTML_RAW)
        return refuse("{{{ }}} is for text between tags: write {{ }}", why);
    switch (c->state) {
    case HTML_TEXT:
        return markup ? ESCAPE_RAW : ESCAPE_TEXT;
    case HTML_RAW:
        return in_raw_text(c, markup, why);
    case HTML_QUOTED:
        return in_value(c, why);
    case HTML_EQUALS:
    case HTML_UNQUOTED:
        return refuse("quote the attribute: a value without quotes can end it", why);
    case HTML_COMMENT:
    case HTML_DECLARATION:
        return refuse("no value in a comment or declaration", why);
    case HTML_OPEN:
    case HTML_TAG_NAME:
    case HTML_TAG:
    case HTML_ATTR_NAME:
    case HTML_ATTR_END:
        break;
    }
    return refuse("no value in the name of a tag or attribute", why);
}

static bool names_matter(const struct html_context *c)
{
    return c->state != HTML_TEXT && c->state != HTML_QUOTED && c->state != HTML_RAW &&
           c->state != HTML_TAG;
}

bool template_html_join(struct html_context *a, const struct html_context *b)
{
    if (a->state != b->state || a->element != b->element || a->attr != b->attr ||
        a->quote != b->quote || a->closing != b->closing || a->json != b->json ||
        a->in_string != b->in_string)
        return false;
    if ((a->url == URL_QUERY) != (b->url == URL_QUERY))
        return false;
    if (names_matter(a) && !str_equal(noted(a), noted(b)))
        return false;
    if (b->url < a->url)
        a->url = b->url;
    a->bad_scheme |= b->bad_scheme;
    a->glued |= b->glued;
    a->torn |= b->torn;
    return true;
}

const char *template_html_name(const struct html_context *c)
{
    static const char *const names[] = {
        [HTML_TEXT] = "text",
        [HTML_OPEN] = "a tag",
        [HTML_TAG_NAME] = "a tag's name",
        [HTML_TAG] = "a tag",
        [HTML_ATTR_NAME] = "an attribute's name",
        [HTML_ATTR_END] = "a tag",
        [HTML_EQUALS] = "an attribute",
        [HTML_QUOTED] = "an attribute's value",
        [HTML_UNQUOTED] = "an attribute's value",
        [HTML_RAW] = "a script, style or title",
        [HTML_COMMENT] = "a comment",
        [HTML_DECLARATION] = "a declaration",
    };
    return names[c->state];
}

/* What stands before a colon is a scheme unless a / ? or # came first. */
static bool url_refused(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '/' || c == '?' || c == '#')
            return false;
        if (c == ':')
            return !scheme_good(str_sub(s, 0, i));
    }
    return false;
}

void template_html_url(enum html_escape e, struct str s, struct buf *out)
{
    static const char part[] = "-._~";
    static const char whole[] = "-._~:/?#[]@!$()*+,;=%"; /* & and ' follow as entities */
    s = str_trim(s);
    if (e == ESCAPE_URL && url_refused(s)) {
        buf_put(out, S("about:invalid"));
        return;
    }
    const char *also = e == ESCAPE_URL_QUERY ? part : whole;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (char_is_alnum(c) || (unsigned char)c >= 0x80 || (c && strchr(also, c)))
            buf_char(out, c);
        else if (e != ESCAPE_URL_QUERY && (c == '&' || c == '\''))
            buf_put(out, c == '&' ? S("&amp;") : S("&#39;"));
        else
            buf_fmt(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}
