/* html.c - one writer per kind of node, chosen by table; the tree is at most 100 deep (load/markdown.c),
 * so the walk may recurse. */
#include "page/html.h"

#include "page/figure.h"
#include "page/html_code.h"
#include "page/html_csv.h"
#include "page/html_raw.h"

struct writer {
    const struct document *doc;
    struct lookup *lookup;
    const struct html_options *options;
    struct arena *scratch;
    struct buf *out;
    bool styled; /* the link to the style sheet is out, or there is none */
};

static void write_node(struct writer *w, const struct node *n);

static struct str tab_of(const struct node *n);
static const struct node *write_tabs(struct writer *w, const struct node *first);

static void write_siblings(struct writer *w, const struct node *first)
{
    for (const struct node *c = first; c; c = c->next) {
        if (tab_of(c).len)
            c = write_tabs(w, c);
        else
            write_node(w, c);
    }
}

static void write_children(struct writer *w, const struct node *n)
{
    write_siblings(w, n->first);
}

static void put(struct writer *w, const char *s)
{
    buf_put(w->out, str_of(s));
}

static void need_style(struct writer *w)
{
    if (!w->styled)
        buf_put(w->out, w->options->style);
    w->styled = true;
}

static void put_figure(struct writer *w, const struct lookup_figure *f, struct str alt)
{
    need_style(w);
    figure_write(f, alt, w->out);
}

static void wrap(struct writer *w, const char *tag, const struct node *n)
{
    buf_fmt(w->out, "<%s>", tag);
    write_children(w, n);
    buf_fmt(w->out, "</%s>", tag);
}

/* The link or image that stands alone in a paragraph, or NULL. */
static const struct node *lone_link(const struct node *paragraph)
{
    const struct node *only = paragraph->first;
    bool alone = only && !only->next && (only->kind == NODE_LINK || only->kind == NODE_IMAGE);
    return alone ? only : NULL;
}

static const struct lookup_figure *ask_figure(struct writer *w, const char *what, int index)
{
    struct str key = str_fmt(w->scratch, "#%s-%d", what, index);
    return lookup_ask(w->lookup, LOOKUP_FIGURE, key);
}

static const struct lookup_link *ask_link(struct writer *w, struct str href)
{
    return lookup_ask(w->lookup, LOOKUP_LINK, href);
}

/* The figure that paragraph n is, or NULL. */
static const struct lookup_figure *figure_of(struct writer *w, const struct node *n)
{
    const struct node *only = lone_link(n);
    const struct lookup_link *link = only ? ask_link(w, only->href) : NULL;
    bool figure = link && link->kind == LINK_FIGURE;
    return figure ? ask_figure(w, only->kind == NODE_LINK ? "link" : "image", only->index) : NULL;
}

static void write_paragraph(struct writer *w, const struct node *n)
{
    const struct lookup_figure *f = figure_of(w, n);
    if (f) {
        put_figure(w, f, node_text(lone_link(n), w->scratch));
        return;
    }
    wrap(w, "p", n);
    put(w, "\n");
}

static void write_heading(struct writer *w, const struct node *n)
{
    int level = n->level + w->options->shift > 6 ? 6 : n->level + w->options->shift;
    buf_fmt(w->out, "<h%d id=\"%.*s", level, FMT(w->options->prefix));
    buf_html(w->out, n->id);
    put(w, "\">");
    write_children(w, n);
    buf_fmt(w->out, " <a class=\"anchor\" href=\"#%.*s", FMT(w->options->prefix));
    buf_html(w->out, n->id);
    buf_fmt(w->out, "\" aria-label=\"Link to this section\">#</a></h%d>\n", level);
}

static void write_quote(struct writer *w, const struct node *n)
{
    put(w, "<blockquote>\n");
    write_children(w, n);
    put(w, "</blockquote>\n");
}

static void write_alert(struct writer *w, const struct node *n)
{
    static const struct {
        const char *class, *title;
    } kinds[] = {
        [ALERT_NOTE] = { "note", "Note" },
        [ALERT_TIP] = { "tip", "Tip" },
        [ALERT_IMPORTANT] = { "important", "Important" },
        [ALERT_WARNING] = { "warning", "Warning" },
        [ALERT_CAUTION] = { "caution", "Caution" },
    };
    buf_fmt(w->out, "<div class=\"alert %s\"><p class=\"alert-title\">%s</p>\n",
            kinds[n->alert].class, kinds[n->alert].title);
    write_children(w, n);
    put(w, "</div>\n");
}

static bool has_tasks(const struct node *list)
{
    for (const struct node *i = list->first; i; i = i->next)
        if (i->task != TASK_NONE)
            return true;
    return false;
}

static void write_list(struct writer *w, const struct node *n)
{
    buf_fmt(w->out, n->ordered ? "<ol" : "<ul");
    if (n->ordered && n->level != 1)
        buf_fmt(w->out, " start=\"%d\"", n->level);
    put(w, has_tasks(n) ? " class=\"tasks\">\n" : ">\n");
    write_children(w, n);
    put(w, n->ordered ? "</ol>\n" : "</ul>\n");
}

static void write_item(struct writer *w, const struct node *n)
{
    put(w, "<li>");
    if (n->task != TASK_NONE)
        buf_fmt(w->out, "<input type=\"checkbox\" disabled%s aria-label=\"%s\"> ",
                n->task == TASK_DONE ? " checked" : "", n->task == TASK_DONE ? "done" : "to do");
    write_children(w, n);
    put(w, "</li>\n");
}

static void write_code(struct writer *w, const struct node *n)
{
    const struct lookup_figure *f = ask_figure(w, "fence", n->index);
    if (f)
        put_figure(w, f, node_attribute(n->info, S("title")));
    else
        html_code(n, w->out);
}

static struct str tab_of(const struct node *n)
{
    return n && n->kind == NODE_CODE ? node_attribute(n->info, S("tab")) : (struct str){ 0 };
}

/* Consecutive fences with tab="…": one is open, and opening another closes it, without script. On the
 * page of all pages, and on paper, all are open. Returns the last of them. */
static const struct node *write_tabs(struct writer *w, const struct node *first)
{
    bool all = w->options->shift > 0;
    const struct node *n = first;
    need_style(w);
    put(w, "<div class=\"tabs\">\n");
    for (;; n = n->next) {
        put(w, "<details");
        if (!all)
            buf_fmt(w->out, " name=\"tabs-%d\"", first->index);
        put(w, n == first || all ? " open><summary>" : "><summary>");
        buf_html(w->out, tab_of(n));
        put(w, "</summary>\n");
        write_code(w, n);
        put(w, "</details>\n");
        if (!tab_of(n->next).len)
            break;
    }
    put(w, "</div>\n");
    return n;
}

static void write_note(struct writer *w, const struct node *n)
{
    struct str prefix = w->options->prefix;
    buf_fmt(w->out,
            "<sup><a href=\"#%.*sfn-%d\" id=\"%.*sfnref-%d-%d\" role=\"doc-noteref\" "
            "aria-label=\"Note %d\">%d</a></sup>",
            FMT(prefix), n->level, FMT(prefix), n->level, n->index, n->level, n->level);
}

static void write_back(struct writer *w, int number, int marks)
{
    for (int mark = 1; mark <= marks; mark++) {
        buf_fmt(w->out,
                " <a href=\"#%.*sfnref-%d-%d\" role=\"doc-backlink\" aria-label=\"Back to the text",
                FMT(w->options->prefix), number, mark);
        if (marks > 1)
            buf_fmt(w->out, ", mark %d", mark);
        put(w, "\">↩</a>");
    }
}

/* A note of one paragraph stands in its item as it is; in a longer one the links back end the last
 * paragraph, or have one of their own. */
static void write_item_of_notes(struct writer *w, const struct node *item, int number)
{
    const struct node *last = item->last;
    bool inside = last && last->kind == NODE_PARAGRAPH && !figure_of(w, last);
    if (inside && item->first == last) {
        write_children(w, last);
        write_back(w, number, item->level);
        return;
    }
    for (const struct node *c = item->first; c && (c != last || !inside); c = c->next)
        write_node(w, c);
    put(w, "<p>");
    if (inside)
        write_children(w, last);
    write_back(w, number, item->level);
    put(w, "</p>\n");
}

static void write_notes(struct writer *w, const struct node *n)
{
    int number = 1;
    put(w, "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\"><ol>\n");
    for (const struct node *item = n->first; item; item = item->next, number++) {
        buf_fmt(w->out, "<li id=\"%.*sfn-%d\">", FMT(w->options->prefix), number);
        write_item_of_notes(w, item, number);
        put(w, "</li>\n");
    }
    put(w, "</ol></section>\n");
}

static void write_html(struct writer *w, const struct node *n)
{
    if (w->options->raw_html)
        buf_put(w->out, n->text);
    else
        html_raw(n->text, w->options->prefix, w->out);
}

/* A row all of whose words are strong reads as a total. */
static bool is_total(const struct node *row)
{
    int strong = 0;
    for (const struct node *c = row->first; c; c = c->next) {
        if (c->first && (c->first->kind != NODE_STRONG || c->first->next))
            return false;
        strong += c->first != NULL;
    }
    return strong > 1;
}

static void write_claim(struct writer *w, const struct claim *c, const struct node *inside);

static void write_cell(struct writer *w, const struct node *cell, int table, int row, int column)
{
    static const char *const align[] = { "", "", " class=\"c\"", " class=\"n\"" };
    bool head = cell->parent->head && cell->first; /* an empty cell is no heading of anything */
    const char *tag = head ? "th" : "td";
    buf_fmt(w->out, "<%s%s%s>", tag, head ? " scope=\"col\"" : "", align[cell->align]);
    struct str key = str_fmt(w->scratch, "#cell-%d-%d-%d", table, row, column);
    const struct claim *claim =
        cell->parent->head ? NULL : lookup_ask(w->lookup, LOOKUP_CLAIM, key);
    if (claim)
        write_claim(w, claim, cell);
    else
        write_children(w, cell);
    buf_fmt(w->out, "</%s>", tag);
}

/* A table that is a figure has a file beside the page; of others the browser makes one when asked. */
static void offer_csv(struct writer *w, const struct node *n, bool file)
{
    if (!file) {
        put(w, "<p class=\"take\" data-csv></p>\n");
        return;
    }
    put(w, "<p class=\"take\"><a download href=\"");
    buf_html(w->out, w->options->beside);
    buf_fmt(w->out, "%.*s\" aria-label=\"Table %d as CSV\">CSV</a></p>\n",
            FMT(html_csv_name(n, w->scratch)), n->index + 1);
}

static void write_table(struct writer *w, const struct node *n)
{
    put(w, "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n");
    int row = 0;
    for (const struct node *r = n->first; r; r = r->next, row++) {
        int column = 0;
        put(w, r->head ? "<thead>" : row == 1 ? "<tbody>\n" : "");
        put(w, !r->head && is_total(r) ? "<tr class=\"total\">" : "<tr>");
        for (const struct node *c = r->first; c; c = c->next)
            write_cell(w, c, n->index, row, column++);
        put(w, r->head ? "</tr></thead>\n" : "</tr>\n");
    }
    put(w, row > 1 ? "</tbody></table></div>\n" : "</table></div>\n");
    const struct lookup_figure *own = ask_figure(w, "table", n->index);
    if (html_csv_wanted(n))
        offer_csv(w, n, own != NULL);
    const struct lookup_figure *all =
        lookup_ask(w->lookup, LOOKUP_FIGURE, str_fmt(w->scratch, "#table-%d-all", n->index));
    if (own)
        put_figure(w, own, own->alt);
    if (all)
        put_figure(w, all, all->alt);
}

static void write_rule(struct writer *w, const struct node *n)
{
    (void)n;
    put(w, "<hr>\n");
}

static void write_text(struct writer *w, const struct node *n)
{
    buf_html(w->out, n->text);
}

static void write_code_span(struct writer *w, const struct node *n)
{
    put(w, "<code>");
    buf_html(w->out, n->text);
    put(w, "</code>");
}

static void write_emphasis(struct writer *w, const struct node *n)
{
    wrap(w, "em", n);
}

static void write_strong(struct writer *w, const struct node *n)
{
    wrap(w, "strong", n);
}

static void write_strike(struct writer *w, const struct node *n)
{
    wrap(w, "del", n);
}

static void write_break(struct writer *w, const struct node *n)
{
    put(w, n->kind == NODE_BREAK ? "<br>\n" : "\n");
}

static const char *const verdict_class[] = { "true", "false", "outdated", "missing", "unchecked" };
static const char *const verdict_words[] = { "True", "False", "Outdated", "Missing",
                                             "Not checked" };

/* " True 512 config.prod:/service/cpu 2026-11-23": the blank in front shows where style is off. */
static void write_tip(struct writer *w, const struct claim *c)
{
    buf_fmt(w->out, "<span class=\"tip\" role=\"tooltip\"> <b>%s</b>", verdict_words[c->verdict]);
    if (c->verdict != VERDICT_TRUE && c->message.len) {
        put(w, " ");
        buf_html(w->out, c->message);
    } else if (c->evidence.value.len) {
        put(w, " ");
        buf_html(w->out, c->evidence.value);
    }
    if (c->evidence.place.len) {
        put(w, " <code>");
        buf_html(w->out, c->evidence.place);
        put(w, "</code>");
    }
    if (c->evidence.date.len) {
        put(w, " ");
        buf_html(w->out, c->evidence.date);
    }
    put(w, "</span>");
}

static void write_claim(struct writer *w, const struct claim *c, const struct node *inside)
{
    buf_fmt(w->out, "<span class=\"claim %s\" tabindex=\"0\">", verdict_class[c->verdict]);
    if (inside->first)
        write_children(w, inside);
    else
        buf_html(w->out, c->shown);
    if (c->verdict == VERDICT_FALSE || c->verdict == VERDICT_OUTDATED) {
        put(w, "<span class=\"is\">");
        buf_html(w->out, c->shown);
        put(w, "</span>");
    }
    write_tip(w, c);
    put(w, "</span>");
}

static void write_link(struct writer *w, const struct node *n)
{
    const struct lookup_link *link = ask_link(w, n->href);
    if (link && link->kind == LINK_CLAIM) {
        const struct claim *c =
            lookup_ask(w->lookup, LOOKUP_CLAIM, str_fmt(w->scratch, "#link-%d", n->index));
        if (c) {
            write_claim(w, c, n);
            return;
        }
        link = ask_link(w, str_cut(n->href, '#').head); /* a link to data that claims nothing */
    }
    if (!link || link->kind == LINK_CLAIM || link->kind == LINK_REFUSED ||
        link->kind == LINK_BROKEN) {
        buf_fmt(w->out, "<span class=\"%s\">",
                link && link->kind == LINK_BROKEN ? "broken" : "plain");
        write_children(w, n);
        put(w, "</span>");
        return;
    }
    put(w, "<a href=\"");
    buf_html(w->out, link->href);
    put(w, link->kind == LINK_EXTERNAL || link->kind == LINK_FORGE ? "\" rel=\"noopener" : "");
    if (n->title.len) {
        put(w, "\" title=\"");
        buf_html(w->out, n->title);
    }
    put(w, "\">");
    write_children(w, n);
    put(w, "</a>");
}

/* "../pics/photo.png" -> "../pics/photo.720w.png 720w" for each copy; the text column is 45rem wide. */
static void write_copies(struct writer *w, struct str href, const struct lookup_image *image)
{
    ptrdiff_t dot = str_rchar(href, '.');
    if (!image->copies[0] || dot < 0)
        return;
    put(w, " srcset=\"");
    for (int i = 0; i < LOOKUP_COPIES && image->copies[i]; i++) {
        buf_html(w->out, str_sub(href, 0, dot));
        buf_fmt(w->out, ".%dw", image->copies[i]);
        buf_html(w->out, str_from(href, dot));
        buf_fmt(w->out, " %dw, ", image->copies[i]);
    }
    buf_html(w->out, href);
    buf_fmt(w->out, " %dw\" sizes=\"(max-width: 48rem) 100vw, 45rem\"", image->width);
}

static void write_image(struct writer *w, const struct node *n)
{
    const struct lookup_link *link = ask_link(w, n->href);
    struct str alt = node_text(n, w->scratch);
    if (link && link->kind == LINK_FORGE) { /* nothing from outside is loaded or published */
        put(w, "<a href=\"");
        buf_html(w->out, link->href);
        put(w, "\" rel=\"noopener\">");
        buf_html(w->out, alt);
        put(w, "</a>");
        return;
    }
    if (!link || (link->kind != LINK_FILE && link->kind != LINK_EXTERNAL)) {
        put(w, "<span class=\"broken\">");
        buf_html(w->out, alt);
        put(w, "</span>");
        return;
    }
    put(w, "<img src=\"");
    buf_html(w->out, link->href);
    put(w, "\" alt=\"");
    buf_html(w->out, alt);
    put(w, "\"");
    const struct lookup_image *image =
        link->file.len ? lookup_ask(w->lookup, LOOKUP_IMAGE, link->file) : NULL;
    if (image && image->width)
        buf_fmt(w->out, " width=\"%d\" height=\"%d\"", image->width, image->height);
    if (image)
        write_copies(w, link->href, image);
    if (n->title.len) {
        put(w, " title=\"");
        buf_html(w->out, n->title);
        put(w, "\"");
    }
    put(w, " loading=\"lazy\">");
}

static void (*const writers[])(struct writer *w, const struct node *n) = {
    [NODE_DOCUMENT] = write_children,   [NODE_PARAGRAPH] = write_paragraph,
    [NODE_HEADING] = write_heading,     [NODE_QUOTE] = write_quote,
    [NODE_ALERT] = write_alert,         [NODE_LIST] = write_list,
    [NODE_ITEM] = write_item,           [NODE_CODE] = write_code,
    [NODE_HTML] = write_html,           [NODE_TABLE] = write_table,
    [NODE_RULE] = write_rule,           [NODE_TEXT] = write_text,
    [NODE_CODE_SPAN] = write_code_span, [NODE_EMPHASIS] = write_emphasis,
    [NODE_STRONG] = write_strong,       [NODE_STRIKE] = write_strike,
    [NODE_LINK] = write_link,           [NODE_IMAGE] = write_image,
    [NODE_BREAK] = write_break,         [NODE_SOFT_BREAK] = write_break,
    [NODE_RAW_HTML] = write_html,       [NODE_ROW] = write_children,
    [NODE_CELL] = write_children,       [NODE_NOTE] = write_note,
    [NODE_NOTES] = write_notes,
};

/* What assets/ground.css does not style. */
static bool is_rich(const struct node *n)
{
    static const bool rich[LEN(writers)] = {
        [NODE_ALERT] = true, [NODE_CODE] = true,  [NODE_HTML] = true,
        [NODE_RULE] = true,  [NODE_NOTES] = true,
    };
    return rich[n->kind] || (n->kind == NODE_LIST && has_tasks(n));
}

static void write_node(struct writer *w, const struct node *n)
{
    if (is_rich(n))
        need_style(w);
    writers[n->kind](w, n);
}

/* The level 1 heading that opens the document, or NULL. */
static const struct node *opening_heading(const struct document *doc)
{
    const struct node *first = doc->root ? doc->root->first : NULL;
    return first && first->kind == NODE_HEADING && first->level == 1 ? first : NULL;
}

bool html_write(const struct document *doc, struct lookup *l, const struct html_options *o,
                struct arena *scratch, struct buf *out)
{
    struct writer w = { doc, l, o, scratch, out, o->style.len == 0 };
    const struct node *heading = opening_heading(doc);
    write_siblings(&w, heading ? heading->next : doc->root->first);
    return w.styled;
}
