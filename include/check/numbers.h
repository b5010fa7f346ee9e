/* numbers.h - the numbers with a meaning in a piece of text, one after the other. */
#ifndef CHECK_NUMBERS_H
#define CHECK_NUMBERS_H
#include "base/map.h"
#include "check/unbound.h"
#include "model/quantity.h"

struct numbers {
    struct str text;          /* of node */
    const struct node *node;  /* tells a heading's own number */
    const struct map *names;  /* lower-case words that count as UNBOUND_NAME, or NULL */
    ptrdiff_t at;             /* how far it is read */
    struct str found;         /* the next one, */
    enum unbound_kind kind;   /* what it is, */
    struct quantity quantity; /* and says, when it is a quantity or a count */
};
/* The next one; false at the end. */
bool numbers_next(struct numbers *s, struct arena *keep);
#endif
