/* mapped.c - pieces in a list, found by halving. */
#include "load/mapped.h"

struct mapped mapped_open(struct arena *keep)
{
    return (struct mapped){ .text = buf_open(keep, PTRDIFF_MAX), .keep = keep };
}

void mapped_put(struct mapped *m, struct str source)
{
    struct mapped_piece *last = m->pieces.len ? &m->pieces.ptr[m->pieces.len - 1] : NULL;
    if (!source.len)
        return;
    if (last && last->at + last->len == m->text.len && last->source + last->len == source.ptr)
        last->len += source.len;
    else
        *PUSH(&m->pieces, m->keep) = (struct mapped_piece){ m->text.len, source.len, source.ptr };
    buf_put(&m->text, source);
}

void mapped_say(struct mapped *m, struct str words)
{
    buf_put(&m->text, words);
}

struct str mapped_source(const struct mapped *m, struct str piece)
{
    ptrdiff_t low = 0, high = m->pieces.len;
    if (!high || piece.ptr < m->text.ptr || piece.ptr > m->text.ptr + m->text.len)
        return piece;
    ptrdiff_t at = piece.ptr - m->text.ptr;
    while (high - low > 1) {
        ptrdiff_t middle = low + (high - low) / 2;
        *(m->pieces.ptr[middle].at <= at ? &low : &high) = middle;
    }
    const struct mapped_piece *p = &m->pieces.ptr[low];
    bool inside = at >= p->at && at + piece.len <= p->at + p->len;
    return inside ? (struct str){ p->source + (at - p->at), piece.len } : piece;
}
