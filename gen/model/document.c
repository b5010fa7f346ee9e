/* document.c - walking a page's tree. */
#include "model/document.h"

#include "base/unicode.h"
#include "base/utf8.h"

const struct node *node_next(const struct node *n, const struct node *top)
{
    if (n->first)
        return n->first;
    while (n != top && !n->next)
        n = n->parent;
    return n == top ? NULL : n->next;
}

/* Comments and pictures may stand above a heading that begins the text. */
static bool is_decoration(const struct node *n)
{
    bool only_pictures = n->kind == NODE_PARAGRAPH;
    for (const struct node *c = only_pictures ? n->first : NULL; c; c = c->next) {
        const struct node *inner = c->kind == NODE_LINK && c->first ? c->first : c;
        only_pictures &= inner->kind == NODE_IMAGE || c->kind == NODE_SOFT_BREAK ||
                         c->kind == NODE_BREAK || c->kind == NODE_RAW_HTML;
    }
    return n->kind == NODE_HTML || only_pictures;
}

const struct node *document_heading(const struct document *doc)
{
    const struct node *first = doc->root ? doc->root->first : NULL;
    for (const struct node *n = first; n; n = n->next)
        if (n->kind == NODE_HEADING && n->level == 1 && n->first)
            return n;
    while (first && is_decoration(first))
        first = first->next;
    bool begins = first && first->kind == NODE_HEADING && first->first;
    return begins && !doc->front.title.len ? first : NULL;
}

struct str node_text(const struct node *top, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 24);
    struct str only = { 0 };
    int pieces = 0;
    for (const struct node *n = top; n; n = node_next(n, top)) {
        struct str piece = n->text;
        if (n->kind == NODE_SOFT_BREAK || n->kind == NODE_BREAK)
            piece = S(" ");
        else if (n->kind != NODE_TEXT && n->kind != NODE_CODE_SPAN && n->kind != NODE_CODE)
            continue;
        if (pieces++ == 0) {
            only = piece;
            continue;
        }
        if (pieces == 2)
            buf_put(&b, only);
        buf_put(&b, piece);
    }
    return pieces > 1 ? buf_str(&b) : only;
}

struct str slug_of(struct str heading, struct arena *keep)
{
    char *out = NEW(keep, char, heading.len * 2 + 1); /* lower case may take one byte more */
    ptrdiff_t n = 0;
    for (struct str rest = str_trim(heading); rest.len;) {
        uint32_t cp;
        int size = utf8_decode(rest, &cp);
        rest = str_from(rest, size);
        if (cp == ' ')
            out[n++] = '-';
        else if (cp == '-' || (cp != 0xFFFD && unicode_is_word(cp)))
            n += utf8_encode(unicode_lower(cp), out + n);
    }
    return (struct str){ out, n };
}

struct str node_attribute(struct str info, struct str key)
{
    for (struct str rest = info; rest.len;) {
        ptrdiff_t at = str_find(rest, key);
        if (at < 0)
            break;
        bool word = at > 0 && char_is_space(rest.ptr[at - 1]);
        rest = str_from(rest, at + key.len);
        if (!word || rest.len == 0 || *rest.ptr != '=')
            continue;
        rest = str_from(rest, 1);
        if (rest.len && *rest.ptr == '"')
            return str_cut(str_from(rest, 1), '"').head;
        return str_cut(rest, ' ').head;
    }
    return (struct str){ 0 };
}
