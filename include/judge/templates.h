/* templates.h - the folder templates/ of a content folder: when a list of hashes stands there
 * (templates/hash, check/template_stale.h), what it names must still be the same, and all templates below
 * must be named. Without a list nobody knows what the templates were made of. */
#ifndef JUDGE_TEMPLATES_H
#define JUDGE_TEMPLATES_H
#include "gather/site.h"

void templates_check(struct site *s);
#endif
