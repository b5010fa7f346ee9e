/* xml.h - answers of S3 and CloudFront as a tree. The one home of expat. */
#ifndef PUBLISH_XML_H
#define PUBLISH_XML_H
#include "base/buf.h"

struct xml {
    struct str name, text; /* text: all character data directly inside */
    struct xml *first, *last, *next;
};

/* The root element; names without a namespace prefix. NULL when text is not well-formed, declares
 * entities, or nests deeper than 32. */
struct xml *xml_parse(struct str text, struct arena *keep);
/* The first child of that name; NULL gives NULL. */
const struct xml *xml_child(const struct xml *x, const char *name);
struct str xml_text(const struct xml *x, const char *name); /* of that child, or empty */
#endif
