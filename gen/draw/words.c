/* words.c - a line of text as pieces that each keep their place in cells. */
#include "draw/words.h"

#include "base/width.h"

/* How many characters text has, when all stand apart by one blank; 0: they do not. */
static int apart(struct str text, int *marks)
{
    int n = 0;
    *marks = 0;
    for (struct cut c; text.len; text = c.tail, n++) {
        c = str_cut(text, ' ');
        if (utf8_count(c.head) != 1)
            return 0;
        *marks += !char_is_alnum(*c.head.ptr);
    }
    return n;
}

bool words_is_ruler(struct str text)
{
    int marks, n = apart(text, &marks);
    return n >= WORDS_RULER && 4 * marks <= n;
}

/* "12", "1,024", "$5.30", "80%", "(3)" */
static bool is_number(struct str s)
{
    bool digit = false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        digit |= char_is_digit(s.ptr[i]);
        if (!char_is_digit(s.ptr[i]) && !char_among(s.ptr[i], ".,%$()+-"))
            return false;
    }
    return digit;
}

/* Length of the piece that s begins with; stars apart are places that lines point to. */
static ptrdiff_t piece_of(struct str s, bool ruler)
{
    if (str_starts(s, S("* ")))
        return 1;
    ptrdiff_t end = ruler ? str_char(s, ' ') : str_find(s, S("  "));
    return end < 0 ? s.len : end;
}

struct words_piece *words_pieces(const struct graph_text *t, bool even, struct arena *keep, int *n)
{
    int marks;
    LIST(struct words_piece) all = { 0 };
    bool ruler = even ? apart(t->text, &marks) > 0 : words_is_ruler(t->text);
    int x = t->x;
    for (struct str s = t->text; s.len;) {
        ptrdiff_t len = piece_of(s, ruler);
        struct words_piece p = { str_sub(s, 0, len), x, width_of(str_sub(s, 0, len)),
                                 ANCHOR_START };
        if (ruler)
            p.anchor = ANCHOR_MIDDLE;
        else if (all.len && is_number(p.text))
            p.anchor = ANCHOR_END;
        if (p.text.len)
            *PUSH(&all, keep) = p;
        for (; len < s.len && s.ptr[len] == ' '; len++)
            x++;
        x += p.w;
        s = str_from(s, len);
    }
    if (all.len == 1)
        all.ptr[0].w = t->w;
    for (ptrdiff_t i = 0; i < all.len && all.len > 1; i++)
        if (all.ptr[i].w == 1)
            all.ptr[i].anchor = ANCHOR_MIDDLE;
    *n = (int)all.len;
    return all.ptr;
}
