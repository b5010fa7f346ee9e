/* highlight_yaml.c - YAML by lines: keys, scalars, block scalars by indentation, flow collections.
 */
#include "page/highlight_lex.h"

/* Where a plain scalar may end, and which of them are the marks of flow. */
enum { STOP = 1, FLOW = 2 };
static const unsigned char stops[256] = {
    ['\n'] = STOP,       [':'] = STOP,        ['#'] = STOP,        [','] = STOP | FLOW,
    ['['] = STOP | FLOW, [']'] = STOP | FLOW, ['{'] = STOP | FLOW, ['}'] = STOP | FLOW,
};

static bool flow_mark(const struct lexer *x, const char *p)
{
    return p < x->end && stops[(unsigned char)*p] & FLOW;
}

static bool blank_at(const struct lexer *x, const char *p)
{
    return p >= x->end || BYTE_IS(*p, BYTE_BLANK);
}

/* Where a plain scalar ends: before ": ", " #", the line's end, and in flow before , [ ] { } */
static const char *plain_end(const struct lexer *x, const char *from, bool flow)
{
    const char *p = from;
    for (;; p++) {
        while (p < x->end && !stops[(unsigned char)*p])
            p++;
        if (p == x->end || *p == '\n')
            break;
        if (*p == ':' && blank_at(x, p + 1))
            break;
        if (*p == '#' && p > from && BYTE_IS(p[-1], BYTE_BLANK))
            break;
        if (flow && (flow_mark(x, p) || (*p == ':' && flow_mark(x, p + 1))))
            break;
    }
    while (p > from && BYTE_IS(p[-1], BYTE_BLANK))
        p--;
    return p;
}

static bool is_key(const struct lexer *x, const char *p, bool flow)
{
    while (p < x->end && (*p == ' ' || *p == '\t'))
        p++;
    return p < x->end && *p == ':' && (flow || blank_at(x, p + 1));
}

static void tagged(struct lexer *x, char cls)
{
    const char *p = x->at + 1;
    while (p < x->end && !BYTE_IS(*p, BYTE_BLANK) && !char_among(*p, ",]}"))
        p++;
    highlight_mark(x, x->at, p, cls);
    x->at = p;
}

static int indent_of(const struct lexer *x, const char *line)
{
    int n = 0;
    while (line + n < x->end && line[n] == ' ')
        n++;
    return n;
}

/* | or >: all further lines that are deeper than the one that holds the key */
static void block_scalar(struct lexer *x, int indent)
{
    const char *p = highlight_line_end(x, x->at);
    const char *from = p < x->end ? p + 1 : p, *end = from;
    for (p = from; p < x->end;) {
        const char *stop = highlight_line_end(x, p);
        bool empty = !str_trim(str_span(p, stop)).len;
        if (!empty && indent_of(x, p) <= indent)
            break;
        if (!empty)
            end = stop;
        p = stop + (stop < x->end);
    }
    struct lexer head = { .at = x->at, .end = from };
    const char *hash = memchr(head.at, '#', (size_t)(from - head.at));
    if (hash)
        highlight_mark(x, hash, from, 'c');
    highlight_mark(x, from, end, 's');
    x->at = end;
}

/* plain: where it ends when it is a plain one, NULL: not known. */
static void scalar(struct lexer *x, const char *plain, bool flow)
{
    bool quoted = *x->at == '"' || *x->at == '\'';
    const char *end;
    if (*x->at == '"')
        end = highlight_string_end(x, x->at, true);
    else if (quoted)
        end = x->at + 1 + str_char(str_span(x->at + 1, x->end), '\'') + 1;
    else
        end = plain ? plain : plain_end(x, x->at, flow);
    if (end <= x->at)
        end = x->at + 1;
    char cls = quoted ? 's' : highlight_word(x->lang, str_span(x->at, end));
    highlight_mark(x, x->at, end, is_key(x, end, flow) ? 'f' : cls);
    x->at = end;
}

/* A sign that opens or closes a collection in brackets, or stands between its items. */
static bool is_flow_sign(const struct lexer *x, int flow)
{
    return flow_mark(x, x->at) && (flow || *x->at == '[' || *x->at == '{');
}

static int flow_behind(char c, int flow)
{
    flow += c == '[' || c == '{';
    return flow - (flow && (c == ']' || c == '}'));
}

/* One value, key or mark; indent is that of the line's last key or dash. */
static void piece(struct lexer *x, int *indent, const char *line, int *flow)
{
    char c = *x->at;
    bool mark = blank_at(x, x->at + 1);
    if (c == '#' && (x->at == line || BYTE_IS(x->at[-1], BYTE_BLANK))) {
        const char *end = highlight_line_end(x, x->at);
        highlight_mark(x, x->at, end, 'c');
        x->at = end;
    } else if ((c == '&' || c == '*') && !mark) {
        tagged(x, 'v');
    } else if (c == '!') {
        tagged(x, 't');
    } else if ((c == '|' || c == '>') && !*flow) {
        block_scalar(x, *indent);
    } else if (is_flow_sign(x, *flow)) {
        *flow = flow_behind(c, *flow);
        x->at++;
    } else if ((c == '-' || c == '?' || c == ':') && (mark || (c == ':' && *flow))) {
        x->at++;
    } else {
        bool first = !*flow && (x->at == line || x->at[-1] == ' ');
        const char *plain = first ? plain_end(x, x->at, false) : NULL;
        if (first && is_key(x, plain, false))
            *indent = (int)(x->at - line);
        scalar(x, plain, *flow > 0);
    }
}

static void document_mark(struct lexer *x, const char *line)
{
    const char *end = highlight_line_end(x, line);
    if (highlight_at(x, line, "%")) {
        highlight_mark(x, line, end, 'p');
        x->at = end;
    } else if (highlight_at(x, line, "---") || highlight_at(x, line, "...")) {
        x->at = line + 3;
    }
}

void highlight_yaml(struct lexer *x)
{
    int flow = 0, indent = 0;
    const char *line = x->at;
    document_mark(x, line);
    while (x->at < x->end) {
        if (*x->at == '\n') {
            line = ++x->at;
            indent = flow ? indent : indent_of(x, line);
            document_mark(x, line);
        } else if (BYTE_IS(*x->at, BYTE_BLANK)) {
            x->at = highlight_blanks_end(x->at + 1, x->end);
        } else {
            piece(x, &indent, line, &flow);
        }
    }
}
