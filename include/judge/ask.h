/* ask.h - what judging a page asks of all that is outside the page, and whether the answers of the last
 * build still hold. */
#ifndef JUDGE_ASK_H
#define JUDGE_ASK_H
#include "gather/site.h"

/* The find of struct lookup for judging (LOOKUP_TARGET and what follows it); world is a struct site. Only
 * the hash is given. Safe to call from several threads. */
struct lookup_answer ask_find(const void *site, struct str page, enum lookup_kind kind,
                              struct str key, bool hash_only, struct arena *keep);

/* Sets the epochs of data and settings, which decide all answers of their kinds. Comes when all data is
 * there. */
void ask_epochs(struct site *s);

/* The keys of questions that are more than a name. */
struct str ask_target_key(struct str href, struct str title, struct arena *keep);
struct str ask_verdict_key(const struct claim *c, struct arena *keep);
#endif
