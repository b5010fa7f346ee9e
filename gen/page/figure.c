/* figure.c - the frame around a picture. */
#include "page/figure.h"

#include "base/tag.h"

static void take(struct str href, const char *kind, struct str what, struct buf *out)
{
    if (!href.len)
        return;
    buf_char(out, ' ');
    tag_with(out, "a", { "download", { TAG_BARE } }, { "href", { href } },
             { "aria-label", { str_of(kind), S(" of "), what } });
    buf_put(out, str_of(kind));
    tag_end(out, "a");
}

static void fold(const char *summary, struct str inside, bool code, struct buf *out)
{
    if (!inside.len)
        return;
    tag_open(out, "details");
    tag_text(out, "summary", str_of(summary));
    if (code) {
        tag_with(out, "pre", { "tabindex", { S("0") } });
        tag_text(out, "code", inside);
        tag_end(out, "pre");
    } else {
        buf_put(out, inside);
    }
    tag_end(out, "details");
}

void figure_open(const struct lookup_figure *f, struct str prefix, struct buf *out)
{
    tag_with(out, "figure", { "class", { f->wide ? S("figure wide") : S("figure") } },
             { "id", { TAG_TEXT_IF(f->id.len, prefix), TAG_TEXT_IF(f->id.len, f->id) } });
}

/* "Figure 2", which links to itself. */
static void put_number(const struct lookup_figure *f, struct str prefix, struct buf *out)
{
    if (!f->number)
        return;
    struct str id = str_fmt(out->arena, "figure-%d", f->number);
    tag_with(out, "a", { "class", { S("no") } }, { "id", { prefix, id } },
             { "href", { S("#"), prefix, id } });
    buf_fmt(out, "Figure %d", f->number);
    tag_end(out, "a");
    buf_char(out, ' ');
}

void figure_close(const struct lookup_figure *f, struct str caption, struct str prefix,
                  struct buf *out)
{
    struct str words = caption.len ? caption : f->alt;
    tag_open(out, "figcaption");
    put_number(f, prefix, out);
    buf_html(out, f->titled ? S("") : caption);
    if (f->note.len) {
        buf_char(out, ' ');
        tag_with(out, "span", { "class", { S("from") } });
        buf_html(out, f->note);
        tag_end(out, "span");
    }
    if (f->svg_href.len) {
        tag_with(out, "span", { "class", { S("take") } });
        buf_char(out, ' ');
        tag_with(out, "a", { "class", { S("enlarge") } }, { "href", { f->svg_href } },
                 { "aria-label", { S("Enlarge "), words } });
        buf_put(out, S("Enlarge"));
        tag_end(out, "a");
        take(f->svg_href, "SVG", words, out);
        take(f->png_href, "PNG", words, out);
        tag_end_line(out, "span");
    }
    fold("Data", f->table, false, out);
    fold("As text", f->source, true, out);
    tag_end(out, "figcaption");
    tag_end_line(out, "figure");
}

void figure_write(const struct lookup_figure *f, struct str caption, struct str prefix,
                  struct buf *out)
{
    struct str words = caption.len ? caption : f->alt;
    if (!f->svg.len) { /* a table of words */
        buf_put(out, f->table);
        return;
    }
    figure_open(f, prefix, out);
    tag_with(out, "div", { "class", { S("frame") } }, { "tabindex", { S("0") } },
             { "role", { S("group") } }, { "aria-label", { words.len ? words : S("Figure") } });
    buf_put(out, f->svg);
    if (f->list.len) {
        tag_with(out, "div", { "class", { S("unseen") } });
        buf_put(out, f->list);
        tag_end(out, "div");
    }
    tag_end_line(out, "div");
    figure_close(f, caption, prefix, out);
}
