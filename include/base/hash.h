/* hash.h - SHA-256 and HMAC (libcrypto). */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/str.h"

struct sha256 {
    unsigned char byte[32];
};
struct sha256 sha256_of(struct str data);
/* A text that comes in pieces: begin, put each, end. */
struct sha256_pieces {
    uint32_t state[32]; /* libcrypto's */
};
void sha256_begin(struct sha256_pieces *p);
void sha256_put(struct sha256_pieces *p, struct str piece);
struct sha256 sha256_end(struct sha256_pieces *p);
struct sha256 sha256_hmac(struct str key, struct str data);
struct str sha256_hex(struct sha256 h, struct arena *keep);
struct str sha256_base64(struct sha256 h, struct arena *keep);
/* Of names that others chose to hash so. */
struct str hash_sha1_hex(struct str data, struct arena *keep);
struct str base64_of(struct str data, struct arena *keep);
#endif
