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

static bool is_identifier(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_alnum(s.ptr[i]) && s.ptr[i] != '_' && s.ptr[i] != '$')
            return false;
    return s.len > 0 && !char_is_digit(*s.ptr);
}

/* "#L12", "#L12-L20" are lines on a forge. */
static bool is_line(struct str s)
{
    return s.len > 1 && *s.ptr == 'L' && char_is_digit(s.ptr[1]);
}

static bool is_page(struct str path)
{
    static const char *const endings[] = { "", ".md", ".markdown", ".mdx", ".html", ".htm" };

    return !path.len ||
           (path_base(path).len && str_among_nocase(path_ext(path), endings, LEN(endings)));
}

/* The pointer that a fragment is: one, all of the file, or in a program the name of a constant. */
static bool fragment_pointer(struct str path, struct str fragment, struct str *pointer,
                             struct arena *keep)
{
    *pointer = fragment;
    if (str_starts(fragment, S("/")))
        return true;
    if (data_is_code(path) && is_identifier(fragment) && !is_line(fragment)) {
        *pointer = str_join(S("/"), fragment, keep);
        return true;
    }
    return !fragment.len && !is_page(path) && !data_is_code(path);
}

static bool parse_file(struct str href, struct str page_path, struct target *out,
                       struct arena *keep)
{
    struct cut c = str_cut(href, '#');
    struct str pointer, path = url_decode(c.head, keep), rest;
    int up;

    if (!c.ok || url_scheme(c.head).len || str_char(c.head, '?') >= 0)
        return false;
    /* a NUL would cut the path short where the system reads it, a backslash is a slash elsewhere */
    if (!path.len || path.ptr[0] == '/' || str_char(path, 0) >= 0 || str_char(path, '\\') >= 0)
        return false;
    if (!fragment_pointer(path, url_decode(c.tail, keep), &pointer, keep))
        return false;
    rest = path_climb(path_join(path_dir(page_path), path, keep), keep, &up);
    if (!rest.len)
        return false;
    *out = (struct target){ .file = path_above(up, rest, keep), .pointer = pointer };
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
    return str_fmt(keep, "%.*s#%.*s", FMT(t->file),
                   FMT(str_from(t->pointer, data_is_code(t->file))));
}
