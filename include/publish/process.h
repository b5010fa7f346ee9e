/* process.h - what a command writes to its standard output. */
#ifndef PUBLISH_PROCESS_H
#define PUBLISH_PROCESS_H
#include "base/str.h"

/* Runs argv (NULL at its end) without a shell, looked up in PATH. False when it cannot be run, does
 * not end with 0, takes longer than seconds (it is then ended), or writes more than max bytes. Its
 * standard error goes to ours when speaks is set, else nowhere. */
bool process_output(char *const argv[], int seconds, bool speaks, ptrdiff_t max, struct arena *keep,
                    struct str *out);
#endif
