/* figure.c - the frame around a picture. */
#include "page/figure.h"

static void take(struct str href, const char *kind, struct str what, struct buf *out)
{
    if (!href.len)
        return;
    buf_put(out, S(" <a download href=\""));
    buf_html(out, href);
    buf_fmt(out, "\" aria-label=\"%s of ", kind);
    buf_html(out, what);
    buf_fmt(out, "\">%s</a>", kind);
}

static void fold(const char *summary, struct str inside, bool code, struct buf *out)
{
    if (!inside.len)
        return;
    buf_fmt(out, "<details><summary>%s</summary>", summary);
    if (code) {
        buf_put(out, S("<pre tabindex=\"0\"><code>"));
        buf_html(out, inside);
        buf_put(out, S("</code></pre>"));
    } else {
        buf_put(out, inside);
    }
    buf_put(out, S("</details>"));
}

void figure_write(const struct lookup_figure *f, struct str caption, struct buf *out)
{
    struct str words = caption.len ? caption : f->alt;
    if (!f->svg.len) { /* a table of words */
        buf_put(out, f->table);
        return;
    }
    buf_fmt(out,
            "<figure class=\"figure%s\"><div class=\"frame\" tabindex=\"0\" role=\"group\" "
            "aria-label=\"",
            f->wide ? " wide" : "");
    buf_html(out, words.len ? words : S("Figure"));
    buf_put(out, S("\">"));
    buf_put(out, f->svg);
    if (f->list.len) {
        buf_put(out, S("<div class=\"unseen\">"));
        buf_put(out, f->list);
        buf_put(out, S("</div>"));
    }
    buf_fmt(out, "</div>\n<figcaption%s>", caption.len || f->note.len ? "" : " class=\"bare\"");
    buf_html(out, caption);
    if (f->note.len) {
        buf_put(out, S(" <span class=\"from\">"));
        buf_html(out, f->note);
        buf_put(out, S("</span>"));
    }
    buf_put(out, S("<span class=\"take\">"));
    take(f->svg_href, "SVG", words, out);
    take(f->png_href, "PNG", words, out);
    buf_put(out, S("</span>\n"));
    fold("Data", f->table, false, out);
    fold("As text", f->source, true, out);
    buf_put(out, S("</figcaption></figure>\n"));
}
