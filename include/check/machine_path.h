/* machine_path.h - paths that hold on one machine alone: /home/ana/x, /Users/ana/x, C:\Users\ana\x, a link to file:///x. */
#ifndef CHECK_MACHINE_PATH_H
#define CHECK_MACHINE_PATH_H
#include "base/diag.h"

/* Reports each in src. Homes of users that images and runners have (/home/node, /home/ubuntu) and placeholders
 * (/home/<you>, /Users/$USER) are no machine's own, nor is the home of a program that the page speaks of. */
void machine_path_report(const struct source *src, struct diag *d);
#endif
