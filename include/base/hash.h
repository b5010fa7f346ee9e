/* hash.h - SHA-256 and HMAC (libcrypto). */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/str.h"

struct sha256 {
    unsigned char byte[32];
};
struct sha256 sha256_of(struct str data);
struct sha256 sha256_hmac(struct str key, struct str data);
struct str sha256_hex(struct sha256 h, struct arena *keep);
struct str sha256_base64(struct sha256 h, struct arena *keep);
struct str base64_of(struct str data, struct arena *keep);
#endif
