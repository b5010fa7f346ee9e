/* claim.c - tells the three kinds of targets apart, and all else from them. */
#include "model/claim.h"

#include "base/path.h"

/* far past any pointer a person writes */
enum { HREF_MAX = 4096 };

static bool parse_name(struct str href, struct target *out, struct arena *keep)
{
    struct str name =
        str_starts(href, S("name:")) ? url_decode(str_from(href, 5), keep) : (struct str){ 0 };

    if (!name.len || name.ptr[0] == '/')
        return false;
    *out = (struct target){ .name = name };
    return true;
}

static bool parse_source(struct str href, struct target *out, struct arena *keep)
{
    struct str source, pointer;

    if (!data_ref(href, &source, &pointer))
        return false;
    *out = (struct target){ .source = source, .pointer = url_decode(pointer, keep) };
    return true;
}

static bool parse_file(struct str href, struct str page_path, struct target *out,
                       struct arena *keep)
{
    struct cut c = str_cut(href, '#');
    struct str pointer = url_decode(c.tail, keep), path = url_decode(c.head, keep), file;
    bool escapes = false;

    /* "values.json#" is the whole document, "guide.md#" the top of a page */
    if (!c.ok || (pointer.len ? !str_starts(pointer, S("/")) : str_ends(path, S(".md"))) ||
        url_scheme(c.head).len || str_char(c.head, '?') >= 0)
        return false;
    /* a NUL would cut the path short where the system reads it, a backslash is a slash elsewhere */
    if (!path.len || path.ptr[0] == '/' || str_char(path, 0) >= 0 || str_char(path, '\\') >= 0)
        return false;
    file = path_normal(path_join(path_dir(page_path), path, keep), keep, &escapes);
    if (escapes || !file.len)
        return false;
    *out = (struct target){ .file = file, .pointer = pointer };
    return true;
}

bool claim_target(struct str href, struct str page_path, struct target *out, struct arena *keep)
{
    if (!href.len || href.len > HREF_MAX)
        return false;
    return parse_name(href, out, keep) || parse_source(href, out, keep) ||
           parse_file(href, page_path, out, keep);
}

bool claim_tail(struct str href, struct str *pointer, struct arena *keep)
{
    struct str p;

    if (!str_starts(href, S("#")) || href.len > HREF_MAX)
        return false;
    p = url_decode(str_from(href, 1), keep);
    if (!str_starts(p, S("/")))
        return false;
    *pointer = p;
    return true;
}

struct str claim_target_show(const struct target *t, struct arena *keep)
{
    if (t->name.len)
        return str_join(S("name:"), t->name, keep);
    if (t->source.len)
        return str_fmt(keep, "%.*s:%.*s", FMT(t->source), FMT(t->pointer));
    return str_fmt(keep, "%.*s#%.*s", FMT(t->file), FMT(t->pointer));
}
