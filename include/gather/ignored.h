/* ignored.h - what git leaves out (.gitignore of the repository's root down to the content folder): files of such a
 * name are made elsewhere, so a link to one that is not there may be good on the site that readers see. */
#ifndef GATHER_IGNORED_H
#define GATHER_IGNORED_H
#include "gather/site.h"

/* Fills s->ignored; its text joins s->nav_hash. */
void ignored_read(struct site *s);
/* Would git leave out a file or page at path, which is relative to the content folder? */
bool ignored_has(const struct site *s, struct str path, struct arena scratch);
#endif
