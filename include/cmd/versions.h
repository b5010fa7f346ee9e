/* versions.h - versions of a site beside each other, a folder each, with a list that their pages read.
 *
 *     OUT/v2/ …          the version
 *     OUT/latest/ …      the same once more, at an address that stays: what search engines are sent to
 *     OUT/versions.js    the list, newest first, and the script that shows it
 *     OUT/versions.json  the list for programs, and for the next build
 *     OUT/index.html     leads to latest, or to the newest
 */
#ifndef CMD_VERSIONS_H
#define CMD_VERSIONS_H
#include "cmd/common.h"

/* Builds version (and alias, which may be empty) below c's OUT; done is told of each build. The exit code. */
int versions_build(struct common *c, struct str version, struct str alias,
                   void (*done)(const struct common *c, const struct site_built *b));
#endif
