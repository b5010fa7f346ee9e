/* kinds.c - the table of kinds, and looking types up in it. */
#include "infra/kinds.h"

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

/* "*", "ec2.*", "*.subnets" or a whole name. */
static bool fits(struct str name, struct str pattern)
{
    if (str_ends(pattern, S("*")))
        return str_starts(name, str_sub(pattern, 0, pattern.len - 1));
    if (str_starts(pattern, S("*")))
        return str_ends(name, str_from(pattern, 1));
    return str_equal(name, pattern);
}

bool kinds_in(const struct infra_kind *kind, const char *list)
{
    struct str rest = str_of(list);
    while (rest.len) {
        struct cut c = str_cut(rest, ',');
        if (str_equal(c.head, S("*")) || (kind && fits(str_of(kind->name), c.head)))
            return true;
        rest = c.tail;
    }
    return false;
}
