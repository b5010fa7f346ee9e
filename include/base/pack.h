/* pack.h - numbers and texts as bytes and back, for records that the program keeps.
 *
 * A number is seven bits a byte, low ones first, the high bit set while more follow; a text is its
 * length and its bytes. What is read back is views of the packed bytes. A reader that runs past the
 * end, or is told of more than there is, is `bad` and gives zeros from then on: a damaged record
 * ends in one look at `bad`. */
#ifndef BASE_PACK_H
#define BASE_PACK_H
#include "base/buf.h"

void pack_u64(struct buf *b, uint64_t n);
void pack_i64(struct buf *b, int64_t n);
void pack_hash(struct buf *b, uint64_t hash); /* eight bytes: hashes are never small */
void pack_str(struct buf *b, struct str s);

struct unpack {
    struct str rest;
    bool bad;
};
uint64_t unpack_u64(struct unpack *u);
int64_t unpack_i64(struct unpack *u);
uint64_t unpack_hash(struct unpack *u);
struct str unpack_str(struct unpack *u);
/* A count of things that take at least one byte each; 0 and bad when there cannot be so many. */
ptrdiff_t unpack_count(struct unpack *u);
#endif
