/* picture.c - one reader for each language. */
#include "sketch/picture.h"

#include "base/path.h"
#include "sketch/dot.h"
#include "sketch/drawing.h"
#include "sketch/mermaid.h"

enum picture_language picture_language(struct str name)
{
    static const struct {
        const char *name;
        enum picture_language language;
    } known[] = { { "dot", PICTURE_DOT },
                  { "graphviz", PICTURE_DOT },
                  { "gv", PICTURE_DOT },
                  { "mermaid", PICTURE_MERMAID } };
    for (ptrdiff_t i = 0; i < LEN(known); i++)
        if (str_equal_nocase(name, str_of(known[i].name)))
            return known[i].language;
    return PICTURE_TEXT;
}

/* The first line that is neither blank nor a comment of dot's. */
static struct str first_line(struct str text)
{
    bool comment = false;
    while (text.len > 0) {
        struct str line = str_trim(str_line(&text));
        if (str_starts(line, S("/*")))
            comment = true;
        bool skip = comment || !line.len || str_starts(line, S("//")) || str_starts(line, S("#"));
        if (!skip)
            return line;
        if (str_find(line, S("*/")) >= 0)
            comment = false;
    }
    return (struct str){ 0 };
}

/* "strict digraph name {" */
static bool is_dot(struct str text)
{
    struct str line = first_line(text);
    struct cut c = str_cut(line, ' ');
    if (c.ok && str_equal_nocase(c.head, S("strict")))
        line = str_trim(c.tail);
    static const char *const heads[] = { "digraph", "graph" };
    for (ptrdiff_t i = 0; i < LEN(heads); i++) {
        struct str head = str_of(heads[i]);
        if (line.len < head.len || !str_equal_nocase(str_sub(line, 0, head.len), head))
            continue;
        struct str rest = str_from(line, head.len);
        char next = rest.len ? *rest.ptr : '\n';
        if (next == '{' || (char_is_space(next) && (i == 0 || str_char(rest, '{') >= 0)))
            return true;
    }
    return false;
}

enum picture_language picture_guess(struct str text)
{
    return is_dot(text) ? PICTURE_DOT : mermaid_is(text) ? PICTURE_MERMAID : PICTURE_TEXT;
}

/* Scripts in addresses must not go out. */
static bool is_safe(struct str href)
{
    static const char *const bad[] = { "javascript", "vbscript", "data" };
    struct str scheme = url_scheme(str_trim(href));
    if (str_among_nocase(scheme, bad, LEN(bad)))
        return false;
    for (ptrdiff_t i = 0; i < href.len; i++)
        if ((unsigned char)href.ptr[i] < ' ')
            return false;
    return true;
}

bool picture_read(struct str text, enum picture_language language, struct arena *keep,
                  struct arena scratch, struct graph *out, struct graph_fault *fault)
{
    *fault = (struct graph_fault){ .at = str_sub(text, 0, 0) };
    bool good = language == PICTURE_TEXT  ? drawing_read(text, keep, scratch, out, &fault->why)
                : language == PICTURE_DOT ? dot_read(text, keep, out, fault)
                                          : mermaid_read(text, keep, out, fault);
    for (int i = 0; good && i < out->n_nodes; i++)
        if (!is_safe(out->nodes[i].href))
            out->nodes[i].href = (struct str){ 0 };
    return good;
}
