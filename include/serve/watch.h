/* watch.h - tells that something changed below folders: by inotify where the system has it. */
#ifndef SERVE_WATCH_H
#define SERVE_WATCH_H
#include "base/str.h"

struct serve_watch {
    int fd;    /* to poll; -1: the system does not tell, look again every second */
    bool full; /* not all folders could be watched */
};

/* poll: never ask the system, as for a network drive. */
struct serve_watch serve_watch_open(bool poll);
/* dir and the folders in it, but for out, for those that a build wrote, and for what is no content. Again is no harm. */
void serve_watch_tree(struct serve_watch *w, struct str dir, struct str out, struct arena scratch);
void serve_watch_dir(struct serve_watch *w, struct str dir, struct arena scratch);
/* Reads what was told. True when a file that counts changed, was added, or is gone. */
bool serve_watch_changed(struct serve_watch *w);
#endif
