/* emoji.c - a table that a script made, halved. */
#include "model/emoji.h"

#include "emoji_table.h"

struct str emoji_named(struct str name)
{
    ptrdiff_t low = 0, high = LEN(emojis);
    while (low < high) {
        ptrdiff_t mid = low + (high - low) / 2;
        int order = str_cmp(str_of(emojis[mid].name), name);
        if (order == 0)
            return str_of(emojis[mid].text);
        *(order < 0 ? &low : &high) = order < 0 ? mid + 1 : mid;
    }
    return (struct str){ 0 };
}
