/* entity.c - HTML character references by table. */
#include "base/entity.h"

#include "base/utf8.h"
#include "entity_table.h"

static struct str named(struct str name)
{
    ptrdiff_t low = 0, high = LEN(entities);
    while (low < high) {
        ptrdiff_t mid = low + (high - low) / 2;
        int order = str_cmp(str_of(entities[mid].name), name);
        if (order == 0)
            return str_of(entities[mid].text);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return (struct str){ 0 };
}

static struct str numbered(struct str digits, struct arena *keep)
{
    bool hex = digits.len && char_lower(*digits.ptr) == 'x';
    uint32_t cp = 0;
    for (ptrdiff_t i = hex; i < digits.len && cp < 0x110000; i++) {
        char c = char_lower(digits.ptr[i]);
        cp = cp * (hex ? 16 : 10) + (uint32_t)(char_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        cp = 0xFFFD;
    char *p = NEW(keep, char, 5);
    return (struct str){ p, utf8_encode(cp, p) };
}

struct str entity_text(struct str reference, struct arena *keep)
{
    struct str name = str_sub(reference, 1, reference.len - 2);
    struct str text =
        name.len && *name.ptr == '#' ? numbered(str_from(name, 1), keep) : named(name);
    return text.len ? text : reference;
}
