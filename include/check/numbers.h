/* numbers.h - the numbers with a meaning in a piece of text, one after the other. */
#ifndef CHECK_NUMBERS_H
#define CHECK_NUMBERS_H
#include "base/map.h"
#include "model/document.h"
#include "model/quantity.h"

enum numbers_kind {
    NUMBERS_QUANTITY, /* a number with its unit: "1 hour" */
    NUMBERS_COUNT,    /* a number of things, or a bare one: "two" of "two zones", "8501" */
    NUMBERS_VERSION,  /* "v1.2.3", "10.0.0.0/16", "m5.2xlarge": what digits and dots name */
    NUMBERS_NAME      /* a value that the text calls by its name: a guess, counted nowhere */
};
struct numbers {
    struct str text;          /* of node */
    const struct node *node;  /* tells a heading's own number */
    const struct map *names;  /* lower-case words that count as NUMBERS_NAME, or NULL */
    ptrdiff_t at;             /* how far it is read */
    struct str found;         /* the next one, */
    enum numbers_kind kind;   /* what it is, */
    struct quantity quantity; /* and says, when it is a quantity or a count */
};
/* The next one; false at the end. */
bool numbers_next(struct numbers *s, struct arena *keep);
#endif
