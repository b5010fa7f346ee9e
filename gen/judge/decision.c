/* decision.c - sections of a decision, found in its source line by line. */
#include "judge/decision.h"

/* Level of an ATX heading line, 0: it is none. */
static int heading_level(struct str line)
{
    ptrdiff_t n = 0;

    while (n < line.len && line.ptr[n] == '#')
        n++;
    return n <= 6 && n < line.len && line.ptr[n] == ' ' ? (int)n : 0;
}

static bool is_validation(struct str line)
{
    struct str text = str_trim(line);

    while (text.len && (*text.ptr == '#' || *text.ptr == ' '))
        text = str_from(text, 1);
    return str_find_nocase(text, S("validation")) == 0 ||
           str_find_nocase(text, S("confirmation")) == 0;
}

bool decision_validates(struct str status, struct str text, struct str place)
{
    struct str rest = text;
    int inside = 0; /* level of the heading that began the section */

    if (!status.len || !place.ptr)
        return false;
    while (rest.len && rest.ptr <= place.ptr) {
        struct str line = str_line(&rest);
        int level = heading_level(line);

        if (level && inside && level <= inside)
            inside = 0;
        if (level && !inside && is_validation(line))
            inside = level;
    }
    return inside > 0;
}

struct str decision_state(struct str status, struct str text, struct str place)
{
    static const char *const states[] = { "propos", "draft", "reject", "deprecat", "supersed" };

    for (ptrdiff_t i = 0; i < LEN(states); i++)
        if (str_find_nocase(status, str_of(states[i])) >= 0)
            return decision_validates(status, text, place) ? status : (struct str){ 0 };
    return (struct str){ 0 };
}
