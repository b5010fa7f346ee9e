/* ignored.c - the patterns of .gitignore, of which the last that fits decides. */
#include "gather/ignored.h"

#include <errno.h>

#include "base/path.h"
#include "model/rule.h"

enum { FILE_MAX = 1 << 20, RULES_MAX = 4096 };

static void add(struct site *s, struct str dir, struct str line)
{
    struct site_ignored r = { .dir = dir };

    r.kept = str_starts(line, S("!"));
    line = str_trim(str_from(line, r.kept));
    if (!line.len || *line.ptr == '#')
        return;
    if (line.ptr[line.len - 1] == '/')
        line.len--;
    r.anchored = str_char(line, '/') >= 0;
    r.pattern = str_from(line, str_starts(line, S("/")));
    *PUSH(&s->ignored, s->keep) = r;
}

static void read_file(struct site *s, struct str path)
{
    struct str text, dir = path_dir(source_root_below(&s->file.root, path, s->keep));

    int error = source_bytes(&s->file.root, path, FILE_MAX, s->keep, &text);
    if (!error)
        s->nav_hash = (s->nav_hash ^ str_hash(text)) * 0x9e3779b97f4a7c15u;
    while (!error && text.len && s->ignored.len < RULES_MAX)
        add(s, dir, str_line(&text));
    if (error ? error != ENOENT : text.len > 0)
        diag_file(&s->diag, RULE(INPUT_SIZE), path,
                  "is not read to its end: %d patterns, and files of 1 MiB, are the most; links to "
                  "what the rest leaves out are said to be broken",
                  RULES_MAX)
            ->severity = SEVERITY_WARNING;
}

void ignored_read(struct site *s)
{
    for (int up = s->file.root.up; up > 0; up--)
        read_file(s, path_above(up, S(".gitignore"), s->keep));
    for (ptrdiff_t i = 0; i < s->gitignores.len; i++)
        read_file(s, s->gitignores.ptr[i]);
}

/* Does the rule fit path, or a folder on the way to it? */
static bool fits(const struct site_ignored *r, struct str path)
{
    bool below = str_starts(path, r->dir) && path.len > r->dir.len && path.ptr[r->dir.len] == '/';
    if (r->dir.len && !below)
        return false;
    path = r->dir.len ? str_from(path, r->dir.len + 1) : path;
    for (ptrdiff_t from = 0, to = 0; to <= path.len; to++) {
        if (to < path.len && path.ptr[to] != '/')
            continue;
        if (path_match(r->pattern,
                       str_sub(path, r->anchored ? 0 : from, to - (r->anchored ? 0 : from))))
            return true;
        from = to + 1;
    }
    return false;
}

static bool is_ignored(const struct site *s, struct str path)
{
    bool ignored = false;

    for (ptrdiff_t i = 0; i < s->ignored.len; i++)
        if (s->ignored.ptr[i].kept == ignored && fits(&s->ignored.ptr[i], path))
            ignored = !ignored;
    return ignored;
}

bool ignored_has(const struct site *s, struct str path, struct arena scratch)
{
    struct str below = source_root_below(&s->file.root, path, &scratch);

    return s->ignored.len && below.len &&
           (is_ignored(s, below) ||
            (!path_ext(below).len && (is_ignored(s, str_join(below, S(".md"), &scratch)) ||
                                      is_ignored(s, str_join(below, S(".mdx"), &scratch)))));
}
