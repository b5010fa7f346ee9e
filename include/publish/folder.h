/* folder.h - a folder as the target of a publish: file:DIR. */
#ifndef PUBLISH_FOLDER_H
#define PUBLISH_FOLDER_H
#include "publish/store.h"

/* A store in the folder `below` (or empty) of dir, which is made when something is written. state: the folder of what
 * plumb knows of dir; empty: dir with .plumb behind its name. memory is for one text at a time. */
struct store *folder_open(const char *dir, struct str state, struct str below, struct arena *keep,
                          struct arena *memory, struct buf *why);
#endif
