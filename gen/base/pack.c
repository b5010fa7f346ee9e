/* pack.c - numbers and texts as bytes and back. */
#include "base/pack.h"

enum { MAX_BYTES = 10 /* of 64 bits, seven a byte */ };

void pack_u64(struct buf *b, uint64_t n)
{
    char bytes[MAX_BYTES];
    ptrdiff_t len = 0;
    for (; n > 0x7F; n >>= 7)
        bytes[len++] = (char)(n | 0x80);
    bytes[len++] = (char)n;
    buf_put(b, (struct str){ bytes, len });
}

/* The sign goes into the lowest bit, so that small negative numbers stay short. */
void pack_i64(struct buf *b, int64_t n)
{
    pack_u64(b, n < 0 ? ~((uint64_t)n << 1) : (uint64_t)n << 1);
}

void pack_hash(struct buf *b, uint64_t hash)
{
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(hash >> (8 * i));
    buf_put(b, (struct str){ bytes, 8 });
}

void pack_str(struct buf *b, struct str s)
{
    pack_u64(b, (uint64_t)s.len);
    buf_put(b, s);
}

uint64_t unpack_u64(struct unpack *u)
{
    uint64_t n = 0;
    for (ptrdiff_t i = 0; i < u->rest.len && i < MAX_BYTES; i++) {
        unsigned char c = (unsigned char)u->rest.ptr[i];
        n |= (uint64_t)(c & 0x7F) << (7 * i);
        if (c < 0x80) {
            u->rest = str_from(u->rest, i + 1);
            return n;
        }
    }
    *u = (struct unpack){ .bad = true };
    return 0;
}

int64_t unpack_i64(struct unpack *u)
{
    uint64_t n = unpack_u64(u);
    return n & 1 ? (int64_t) ~(n >> 1) : (int64_t)(n >> 1);
}

uint64_t unpack_hash(struct unpack *u)
{
    uint64_t hash = 0;
    if (u->rest.len < 8) {
        *u = (struct unpack){ .bad = true };
        return 0;
    }
    for (int i = 0; i < 8; i++)
        hash |= (uint64_t)(unsigned char)u->rest.ptr[i] << (8 * i);
    u->rest = str_from(u->rest, 8);
    return hash;
}

struct str unpack_str(struct unpack *u)
{
    uint64_t len = unpack_u64(u);
    if (len > (uint64_t)u->rest.len) {
        *u = (struct unpack){ .bad = true };
        return (struct str){ 0 };
    }
    struct str s = str_sub(u->rest, 0, (ptrdiff_t)len);
    u->rest = str_from(u->rest, (ptrdiff_t)len);
    return s;
}

ptrdiff_t unpack_count(struct unpack *u)
{
    uint64_t n = unpack_u64(u);
    if (n <= (uint64_t)u->rest.len)
        return (ptrdiff_t)n;
    *u = (struct unpack){ .bad = true };
    return 0;
}
