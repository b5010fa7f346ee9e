/* theme_files.c - fonts and pictures that an author's plumb.css asks for: url(inter.woff2) is theme/inter.woff2, written
 * beside the sheet under a name of its bytes. */
#include "base/fs.h"
#include "base/path.h"
#include "model/rule.h"
#include "page/asset.h"
#include "write/theme.h"

enum { MAX_FILE = 4 << 20, MAX_NAME = 200 };

/* The next url(…) in css: what stands before its target, the target without quotes, what follows it. */
static bool next_url(struct str css, struct str *before, struct str *target, struct str *after)
{
    ptrdiff_t at = str_find(css, S("url("));
    if (at < 0)
        return false;
    struct str rest = str_from(css, at + 4);
    ptrdiff_t end = str_char(rest, ')');
    if (end < 0)
        return false;
    struct str word = str_trim(str_sub(rest, 0, end));
    bool quoted = word.len > 1 && (word.ptr[0] == '"' || word.ptr[0] == '\'') &&
                  word.ptr[word.len - 1] == word.ptr[0];
    *before = str_sub(css, 0, at + 4);
    *target = quoted ? str_sub(word, 1, word.len - 2) : word;
    *after = str_from(rest, end);
    return true;
}

/* A plain name: anything else leads elsewhere, or into the picture itself. */
static bool is_file_name(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_alnum(s.ptr[i]) && !(i && char_among(s.ptr[i], "._-")))
            return false;
    return s.len > 0 && s.len <= MAX_NAME && path_ext(s).len > 1;
}

static struct str file_for(struct theme *t, struct str name, struct diag *d)
{
    struct str path = path_join(S("theme"), name, t->keep), text;
    int error = site_read(t->site, path, MAX_FILE, t->keep, &text);
    if (error && !asset_named(name, &text)) {
        diag_file(d, RULE(INPUT_TEMPLATE), S("theme/plumb.css"),
                  "asks for theme/%.*s, which cannot be read: %s", FMT(name), fs_error(error));
        return name;
    }
    struct str ext = path_ext(name), stem = str_sub(name, 0, name.len - ext.len);
    struct str out = theme_hashed(stem, str_from(ext, 1), text, t->keep);
    for (ptrdiff_t i = 0; i < t->files.len; i++)
        if (str_equal(t->files.ptr[i].path, out))
            return path_base(out);
    *PUSH(&t->files, t->keep) = (struct theme_file){ out, text };
    return path_base(out);
}

struct str theme_linked(struct theme *t, struct str css, struct diag *d)
{
    struct buf out = buf_open(t->keep, 4 * css.len + 1);
    struct str before, target, after;
    while (next_url(css, &before, &target, &after)) {
        buf_put(&out, before);
        buf_put(&out, is_file_name(target)
                          ? file_for(t, target, d)
                          : str_sub(css, before.len, after.ptr - css.ptr - before.len));
        css = after;
    }
    buf_put(&out, css);
    return buf_str(&out);
}

bool theme_has_fonts(struct str css)
{
    struct str before, target, after;
    for (; next_url(css, &before, &target, &after); css = after)
        if (is_file_name(target) && str_starts(path_ext(target), S(".woff")))
            return true;
    return false;
}
