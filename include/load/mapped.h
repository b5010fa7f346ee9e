/* mapped.h - a text made of pieces of a source and of words of our own, which can tell where in the
 * source a piece of it stands.
 *
 *     source  :::note         text  <!-- 0 -->      "a *b*" of text is "a *b*" of source;
 *             a *b*                 a *b*           what was never there has no place
 */
#ifndef LOAD_MAPPED_H
#define LOAD_MAPPED_H
#include "base/buf.h"

struct mapped_piece {
    ptrdiff_t at, len; /* in the text */
    const char *source;
};
struct mapped {
    struct buf text;
    LIST(struct mapped_piece) pieces; /* in order of at */
    struct arena *keep;
};

struct mapped mapped_open(struct arena *keep);
/* Appends a piece of the source; one that follows the last piece there makes it longer. */
void mapped_put(struct mapped *m, struct str source);
/* Appends words of our own. */
void mapped_say(struct mapped *m, struct str words);
/* A piece of the text as it stands in the source; as it is, when it is of several pieces or of none. */
struct str mapped_source(const struct mapped *m, struct str piece);
#endif
