/* xml.c - a small tree by expat. Texts are not trusted: no entities, bounded depth; the size is
 * bounded by what the caller lets in. */
#include "base/xml.h"

#include <expat.h>

enum { MAX_DEPTH = 100 };

struct parsing {
    XML_Parser expat;
    struct str source;
    struct arena *keep;
    struct xml *root, *open[MAX_DEPTH];
    struct buf text[MAX_DEPTH];
    int depth;
    bool refused;
};

static void refuse(struct parsing *p)
{
    p->refused = true;
    XML_StopParser(p->expat, XML_FALSE);
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    struct parsing *p = user;
    if (p->depth == MAX_DEPTH) {
        refuse(p);
        return;
    }
    struct xml *x = NEW(p->keep, struct xml, 1);
    struct cut c = str_rcut(str_of(name), ':');
    x->name = str_copy(c.tail, p->keep);
    x->raw = str_from(p->source, XML_GetCurrentByteIndex(p->expat));
    for (struct xml **at = &x->attributes; *attributes; attributes += 2, at = &(*at)->next) {
        *at = NEW(p->keep, struct xml, 1);
        **at = (struct xml){ .name = str_copy(str_of(attributes[0]), p->keep),
                             .text = str_copy(str_of(attributes[1]), p->keep) };
        (*at)->raw = x->raw;
    }
    struct xml *parent = p->depth ? p->open[p->depth - 1] : NULL;
    if (!parent)
        p->root = x;
    else if (parent->last)
        parent->last->next = x;
    else
        parent->first = x;
    if (parent)
        parent->last = x;
    p->text[p->depth] = buf_open(p->keep, 1 << 20);
    p->open[p->depth++] = x;
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    struct parsing *p = user;
    (void)name;
    p->depth--;
    struct xml *x = p->open[p->depth];
    x->text = buf_str(&p->text[p->depth]);
    x->raw = str_span(x->raw.ptr, p->source.ptr + XML_GetCurrentByteIndex(p->expat));
}

static void XMLCALL on_text(void *user, const XML_Char *text, int len)
{
    struct parsing *p = user;
    if (p->depth)
        buf_put(&p->text[p->depth - 1], (struct str){ text, len });
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    refuse(user); /* no answer has one; entities come only by it */
}

struct xml *xml_parse(struct str text, struct arena *keep)
{
    struct parsing p = { .expat = XML_ParserCreate("UTF-8"), .source = text, .keep = keep };
    if (!p.expat)
        arena_full(1);
    XML_SetUserData(p.expat, &p);
    XML_SetElementHandler(p.expat, on_start, on_end);
    XML_SetCharacterDataHandler(p.expat, on_text);
    XML_SetStartDoctypeDeclHandler(p.expat, on_doctype);
    enum XML_Status done = XML_Parse(p.expat, text.len ? text.ptr : "", (int)text.len, 1);
    XML_ParserFree(p.expat);
    return done == XML_STATUS_OK && !p.refused ? p.root : NULL;
}

const struct xml *xml_child(const struct xml *x, const char *name)
{
    for (const struct xml *c = x ? x->first : NULL; c; c = c->next)
        if (str_equal(c->name, str_of(name)))
            return c;
    return NULL;
}

struct str xml_text(const struct xml *x, const char *name)
{
    const struct xml *c = xml_child(x, name);
    return c ? c->text : S("");
}
