/* hash.c - SHA-256 and HMAC by libcrypto; the one home of its headers. */
/* The functions that take no memory: the newer ones end the program when there is none. */
#define OPENSSL_API_COMPAT 0x10100000L
#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct sha256_pieces), "room for libcrypto's state");

void sha256_begin(struct sha256_pieces *p)
{
    SHA256_Init((SHA256_CTX *)p);
}

void sha256_put(struct sha256_pieces *p, struct str piece)
{
    SHA256_Update((SHA256_CTX *)p, piece.len ? piece.ptr : "", (size_t)piece.len);
}

struct sha256 sha256_end(struct sha256_pieces *p)
{
    struct sha256 h;
    SHA256_Final(h.byte, (SHA256_CTX *)p);
    return h;
}

struct sha256 sha256_of(struct str data)
{
    struct sha256_pieces p;
    sha256_begin(&p);
    sha256_put(&p, data);
    return sha256_end(&p);
}

struct sha256 sha256_hmac(struct str key, struct str data)
{
    struct sha256 h = { 0 };
    unsigned int n = 0;
    HMAC(EVP_sha256(), key.len ? key.ptr : "", (int)key.len,
         (const unsigned char *)(data.len ? data.ptr : ""), (size_t)data.len, h.byte, &n);
    return h;
}

struct str sha256_hex(struct sha256 h, struct arena *keep)
{
    char *p = NEW(keep, char, 65);
    for (int i = 0; i < 32; i++) {
        p[2 * i] = "0123456789abcdef"[h.byte[i] >> 4];
        p[2 * i + 1] = "0123456789abcdef"[h.byte[i] & 15];
    }
    return (struct str){ p, 64 };
}

struct str hash_sha1_hex(struct str data, struct arena *keep)
{
    unsigned char h[20];
    char *p = NEW(keep, char, 41);
    SHA1((const unsigned char *)(data.len ? data.ptr : ""), (size_t)data.len, h);
    for (int i = 0; i < 20; i++) {
        p[2 * i] = "0123456789abcdef"[h[i] >> 4];
        p[2 * i + 1] = "0123456789abcdef"[h[i] & 15];
    }
    return (struct str){ p, 40 };
}

struct str base64_of(struct str data, struct arena *keep)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = NEW(keep, char, (data.len + 2) / 3 * 4 + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < data.len; i += 3) {
        ptrdiff_t have = data.len - i < 3 ? data.len - i : 3;
        uint32_t w = 0;
        for (ptrdiff_t k = 0; k < 3; k++)
            w = w << 8 | (k < have ? (unsigned char)data.ptr[i + k] : 0u);
        for (int k = 0; k < 4; k++)
            out[n++] = k <= have ? digit[w >> (18 - 6 * k) & 63] : '=';
    }
    return (struct str){ out, n };
}

struct str sha256_base64(struct sha256 h, struct arena *keep)
{
    return base64_of((struct str){ (const char *)h.byte, 32 }, keep);
}
