/* mount.h - folders whose files stand at the top of the site: "static" of site.json, else static/ and public/ in the
 * content folder and beside it. */
#ifndef GATHER_MOUNT_H
#define GATHER_MOUNT_H
#include "gather/site.h"

/* Adds their files to s->file_at, where the author has none of the same path, and to s->mounts. Like all files
 * they go out only when a page links to them or shows them. */
void mount_all(struct site *s);
#endif
