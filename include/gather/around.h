/* around.h - marks of other tools around the content folder, by which links in it mean something else. */
#ifndef GATHER_AROUND_H
#define GATHER_AROUND_H
#include "gather/site.h"

/* Looks for them once: sets s->around, and in s->looked all paths at which one may stand, for the record: what
 * comes or goes there is a change. */
void around_look(struct site *s);
#endif
