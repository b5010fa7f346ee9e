/* glossary.h - the words that a page glossary.md explains.
 *
 *     ## Task              Task                  - **Task**: one running container
 *     One running …        : one running …       | Task | one running container |
 *
 * A heading may name several: "Zone, AZ". */
#ifndef JUDGE_GLOSSARY_H
#define JUDGE_GLOSSARY_H
#include "gather/site.h"

/* Reads the glossary, if there is one, into s->terms. */
void glossary_open(struct site *s);
/* Is p the glossary? Its own words are not led anywhere. */
bool glossary_is(const struct site *s, const struct site_page *p);
#endif
