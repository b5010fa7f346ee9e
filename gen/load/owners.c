/* owners.c - lines "PATTERN OWNER…": the last that fits counts. */
#include "load/owners.h"

#include "base/path.h"

enum { MAX_OWNERS = 1 << 20 };

struct owners owners_read(const struct source_root *root, struct arena *keep)
{
    static const char *const places[] = { ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS",
                                          "docs/CODEOWNERS" };
    struct owners o = { 0 };
    for (ptrdiff_t i = 0; i < LEN(places) && !o.text.len; i++)
        if (source_bytes(root, path_above(root->up, str_of(places[i]), keep), MAX_OWNERS, keep,
                         &o.text))
            o.text = (struct str){ 0 };
    return o;
}

struct back { /* where to go on when what follows a star does not fit */
    struct str pattern, path;
    bool set;
};

/* A star is any text within a part of a path, two stars any text. The last star gives way first: what fits the
 * stars before it could not fit better. */
static bool fits(struct str pattern, struct str path)
{
    struct back one = { 0 }, two = { 0 };
    for (;;) {
        bool deep = str_starts(pattern, S("**")), star = pattern.len && *pattern.ptr == '*';
        if (!pattern.len && (!path.len || *path.ptr == '/'))
            return true; /* a folder means all in it */
        if (star) {
            pattern = str_from(pattern, deep ? 2 : 1);
            if (deep && str_starts(pattern, S("/")))
                pattern = str_from(pattern, 1);
            *(deep ? &two : &one) = (struct back){ pattern, path, true };
            one.set = !deep;
        } else if (pattern.len && path.len && (*pattern.ptr == '?' || *pattern.ptr == *path.ptr)) {
            pattern = str_from(pattern, 1);
            path = str_from(path, 1);
        } else if (one.set && one.path.len && *one.path.ptr != '/') {
            one.path = str_from(one.path, 1);
            pattern = one.pattern;
            path = one.path;
        } else if (two.set && two.path.len) {
            one.set = false;
            two.path = str_from(two.path, 1);
            pattern = two.pattern;
            path = two.path;
        } else {
            return false;
        }
    }
}

/* One without a slash inside fits at every depth, as in .gitignore. */
static bool line_fits(struct str pattern, struct str path)
{
    bool anchored = str_char(str_sub(pattern, 0, pattern.len - 1), '/') >= 0;
    if (str_starts(pattern, S("/")))
        pattern = str_from(pattern, 1);
    if (str_ends(pattern, S("/")))
        pattern.len--;
    if (anchored)
        return fits(pattern, path);
    for (ptrdiff_t i = 0; i <= path.len; i++)
        if ((i == 0 || path.ptr[i - 1] == '/') && fits(pattern, str_from(path, i)))
            return true;
    return false;
}

struct str owners_of(const struct owners *o, struct str path)
{
    struct str rest = o->text, last = { 0 };
    while (rest.len) {
        struct str line = str_trim(str_cut(str_line(&rest), '#').head);
        ptrdiff_t end = 0;
        while (end < line.len && !char_is_space(line.ptr[end]))
            end++;
        if (end > 0 && *line.ptr != '[' && line_fits(str_sub(line, 0, end), path))
            last = str_trim(str_from(line, end));
    }
    return last;
}
