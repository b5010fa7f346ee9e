/* xml.h - XML as a tree: config, and answers of S3 and CloudFront. The one home of expat. */
#ifndef BASE_XML_H
#define BASE_XML_H
#include "base/buf.h"

struct xml {
    struct str name, text; /* text: all character data directly inside */
    struct str raw;        /* in the source: from < of the start tag to < of the end tag */
    struct xml *first, *last, *next;
    struct xml *attributes; /* in file order, each with name, text and the element's raw */
};

/* The root element; names without a namespace prefix. NULL when text is not well-formed, declares
 * entities (has a DOCTYPE), or nests deeper than 100. */
struct xml *xml_parse(struct str text, struct arena *keep);
/* The first child of that name; NULL gives NULL. */
const struct xml *xml_child(const struct xml *x, const char *name);
struct str xml_text(const struct xml *x, const char *name); /* of that child, or empty */
#endif
