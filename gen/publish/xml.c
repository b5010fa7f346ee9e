/* xml.c - a small tree by expat. Servers are not trusted: no entities, bounded depth; the size is
 * bounded by what the caller lets in. */
#include "publish/xml.h"

#include <expat.h>

enum { MAX_DEPTH = 32 };

struct parsing {
    XML_Parser expat;
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
    (void)attributes;
    if (p->depth == MAX_DEPTH) {
        refuse(p);
        return;
    }
    struct xml *x = NEW(p->keep, struct xml, 1);
    struct cut c = str_rcut(str_of(name), ':');
    x->name = str_copy(c.tail, p->keep);
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
    p->open[p->depth]->text = buf_str(&p->text[p->depth]);
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
    struct parsing p = { .expat = XML_ParserCreate("UTF-8"), .keep = keep };
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
