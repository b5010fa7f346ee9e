/* tag.c - writes tags. */
#include "base/tag.h"

static bool is_left_out(const struct tag_attribute *a)
{
    for (int i = 0; i < TAG_PARTS; i++)
        if (a->value[i].ptr)
            return false;
    return true;
}

static void put_attribute(struct buf *out, const struct tag_attribute *a)
{
    if (is_left_out(a))
        return;
    buf_char(out, ' ');
    buf_put(out, str_of(a->name));
    if (a->value[0].len < 0)
        return;
    buf_put(out, S("=\""));
    for (int i = 0; i < TAG_PARTS; i++)
        buf_html(out, a->value[i]);
    buf_char(out, '"');
}

void tag_begin(struct buf *out, const char *name, const struct tag_attribute *attributes)
{
    buf_char(out, '<');
    buf_put(out, str_of(name));
    for (; attributes && attributes->name; attributes++)
        put_attribute(out, attributes);
    buf_char(out, '>');
}

void tag_open(struct buf *out, const char *name)
{
    tag_begin(out, name, NULL);
}

void tag_end(struct buf *out, const char *name)
{
    buf_put(out, S("</"));
    buf_put(out, str_of(name));
    buf_char(out, '>');
}

void tag_end_line(struct buf *out, const char *name)
{
    tag_end(out, name);
    buf_char(out, '\n');
}

void tag_text(struct buf *out, const char *name, struct str text)
{
    tag_open(out, name);
    buf_html(out, text);
    tag_end(out, name);
}

void tag_json(struct buf *out, const char *name, const char *class, const char *attribute,
              struct str json)
{
    buf_fmt(out, "<%s class=\"%s\" %s='", name, class, attribute);
    for (ptrdiff_t i = 0; i < json.len; i++)
        switch (json.ptr[i]) {
        case '&':
            buf_put(out, S("&amp;"));
            break;
        case '<':
            buf_put(out, S("&lt;"));
            break;
        case '\'':
            buf_put(out, S("&#39;"));
            break;
        default:
            buf_char(out, json.ptr[i]);
        }
    buf_put(out, S("'>"));
}

void tag_doctype(struct buf *out)
{
    buf_put(out, S("<!doctype html>\n"));
}
