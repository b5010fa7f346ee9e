/* template_stale.c - a list of hashes against the files it names. */
#include "check/template_stale.h"

#include "base/hash.h"
#include "model/rule.h"

enum { HEX = 64, HEAD = HEX + 2 /* a blank, and a blank or a star in front of the path */ };

static bool is_hex(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_digit(s.ptr[i]) &&
            !(char_lower(s.ptr[i]) >= 'a' && char_lower(s.ptr[i]) <= 'f'))
            return false;
    return true;
}

static bool is_entry(struct str line)
{
    return line.len > HEAD && is_hex(str_sub(line, 0, HEX)) && line.ptr[HEX] == ' ' &&
           (line.ptr[HEX + 1] == ' ' || line.ptr[HEX + 1] == '*');
}

static void check_entry(const struct source *list, struct str line, template_read *read, void *ctx,
                        struct arena scratch, struct diag *d)
{
    struct str path = str_from(line, HEAD), bytes = { 0 };
    const char *why = read(ctx, path, &scratch, &bytes);

    if (why)
        diag_at(d, RULE(TEMPLATE_STALE), list, path, "%.*s: %s", FMT(path), why);
    else if (!str_equal_nocase(sha256_hex(sha256_of(bytes), &scratch), str_sub(line, 0, HEX)))
        diag_at(d, RULE(TEMPLATE_STALE), list, path,
                "%.*s is not what it was when the templates were made", FMT(path));
}

void template_stale_check(const struct source *list, template_read *read, void *ctx,
                          struct map *listed, struct arena *keep, struct arena scratch,
                          struct diag *d)
{
    for (struct str rest = list->text; rest.len;) {
        struct str line = str_trim_end(str_line(&rest));

        if (is_entry(line)) {
            check_entry(list, line, read, ctx, scratch, d);
            if (listed)
                *map_at(listed, str_from(line, HEAD), keep) = (void *)(uintptr_t)line.ptr;
        } else if (line.len)
            diag_at(d, RULE(TEMPLATE_STALE), list, line,
                    "no line of sha256sum: 64 hexadecimal digits, two blanks and a path");
    }
}
