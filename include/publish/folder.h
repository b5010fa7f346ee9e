/* folder.h - a folder as the target of a publish: file:DIR. */
#ifndef PUBLISH_FOLDER_H
#define PUBLISH_FOLDER_H
#include "publish/store.h"

/* A store below dir, which is made when something is written. memory is for one file at a time. */
struct store *folder_open(const char *dir, struct arena *keep, struct arena *memory,
                          struct buf *why);
#endif
