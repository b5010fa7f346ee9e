/* kinds.c - the table of kinds, and looking types up in it. */
#include "infra/kinds.h"

#include <string.h>

/* clang-format off */
static const struct infra_kind kinds[] = {
#include "infra_types.h"
};
/* clang-format on */

const struct infra_kind *kinds_at(ptrdiff_t i)
{
    return i >= 0 && i < LEN(kinds) ? &kinds[i] : NULL;
}

static bool spells(const struct infra_kind *k, struct str type)
{
    for (ptrdiff_t i = 0; i < LEN(k->types) && k->types[i]; i++)
        if (str_equal(type, str_of(k->types[i])))
            return true;
    return false;
}

const struct infra_kind *kinds_of(struct str type)
{
    for (ptrdiff_t i = 0; i < LEN(kinds); i++)
        if (spells(&kinds[i], type))
            return &kinds[i];
    return NULL;
}

/* "*", "ec2.*", "*.subnets" or a whole name; the pattern ends at end. Asked for each resource of each view: no
 * length is counted that need not be. */
static bool fits(const char *name, const char *pattern, const char *end)
{
    if (*pattern == '*') {
        ptrdiff_t tail = end - pattern - 1, len = tail ? (ptrdiff_t)strlen(name) : 0;
        return tail <= len && memcmp(name + len - tail, pattern + 1, (size_t)tail) == 0;
    }
    while (pattern < end && *pattern == *name)
        pattern++, name++;
    return pattern < end ? *pattern == '*' && pattern + 1 == end : !*name;
}

bool kinds_in(const struct infra_kind *kind, const char *list)
{
    for (const char *at = list; *at;) {
        const char *end = at;
        while (*end && *end != ',')
            end++;
        bool all = *at == '*' && end == at + 1;
        if (all || (kind && end > at && fits(kind->name, at, end)))
            return true;
        at = end + (*end == ',');
    }
    return false;
}
