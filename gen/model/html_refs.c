/* html_refs.c - tag after tag, attribute after attribute. */
#include "model/html_refs.h"

static bool is_name(char c)
{
    return char_is_alnum(c) || c == '-' || c == '_' || c == ':';
}

struct str html_name(struct str *s)
{
    ptrdiff_t n = 0;
    while (n < s->len && is_name(s->ptr[n]))
        n++;
    struct str name = str_sub(*s, 0, n);
    *s = str_from(*s, n);
    return name;
}

/* Takes what is before the next tag off *rest, and its name. */
static bool next_tag(struct str *rest, struct html_ref *out)
{
    while (rest->len) {
        ptrdiff_t at = str_char(*rest, '<');
        *rest = at < 0 ? str_from(*rest, rest->len) : str_from(*rest, at + 1);
        if (str_starts(*rest, S("!--"))) {
            ptrdiff_t end = str_find(*rest, S("-->"));
            *rest = str_from(*rest, end < 0 ? rest->len : end + 3);
        } else if (rest->len && char_is_alpha(*rest->ptr)) {
            *out = (struct html_ref){ .tag = html_name(rest) };
            return true;
        }
    }
    return false;
}

static struct str take_value(struct str *rest)
{
    char quote = rest->len ? *rest->ptr : ' ';
    if (quote == '"' || quote == '\'') {
        struct cut c = str_cut(str_from(*rest, 1), quote);
        *rest = c.tail;
        return c.head;
    }
    ptrdiff_t n = 0;
    while (n < rest->len && !char_is_space(rest->ptr[n]) && rest->ptr[n] != '>')
        n++;
    struct str value = str_sub(*rest, 0, n);
    *rest = str_from(*rest, n);
    return value;
}

static struct str past_blanks(struct str s)
{
    while (s.len && char_is_space(*s.ptr))
        s = str_from(s, 1);
    return s;
}

bool html_attribute(struct str *rest, struct str *name, struct str *value)
{
    while ((*name = html_name(rest)).len == 0) {
        if (!rest->len || *rest->ptr == '>')
            return false;
        *rest = str_from(*rest, 1); /* blanks, slashes, what is no name */
    }
    struct str ahead = past_blanks(*rest);
    *value = (struct str){ 0 };
    if (ahead.len && *ahead.ptr == '=') {
        *rest = past_blanks(str_from(ahead, 1));
        *value = take_value(rest);
    }
    return true;
}

bool html_ref_next(struct str *rest, struct str *inside, struct html_ref *out)
{
    struct str name, value;
    while (inside->len && html_attribute(rest, &name, &value)) {
        *out = (struct html_ref){ *inside, name, value };
        if (value.len)
            return true;
    }
    if (!next_tag(rest, out))
        return false;
    *inside = out->tag;
    return true;
}

bool html_is_address(struct str name)
{
    static const char *const names[] = { "href", "src", "poster" };
    return str_among_nocase(name, names, LEN(names));
}

bool html_is_component(struct str tag)
{
    bool low = false;
    for (ptrdiff_t i = 1; i < tag.len; i++)
        low = low || (tag.ptr[i] >= 'a' && tag.ptr[i] <= 'z');
    return low && *tag.ptr >= 'A' && *tag.ptr <= 'Z';
}

/* "2x", "1.5x", "640w" */
static bool is_descriptor(struct str s)
{
    for (ptrdiff_t i = 0; i + 1 < s.len; i++)
        if (!char_is_digit(s.ptr[i]) && s.ptr[i] != '.')
            return false;
    return s.len > 1 && (s.ptr[s.len - 1] == 'x' || s.ptr[s.len - 1] == 'w');
}

struct str html_srcset_next(struct str *srcset)
{
    struct cut c = str_cut(*srcset, ',');
    struct str one = str_trim(c.head);
    struct cut parts = str_rcut(one, ' ');
    *srcset = c.tail;
    return parts.ok && is_descriptor(parts.tail) ? str_trim(parts.head) : one;
}
