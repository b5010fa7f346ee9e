/* html.c - one writer per kind of node, chosen by table; the tree is at most 100 deep (load/markdown.c),
 * so the walk may recurse. */
#include "page/html.h"

#include "base/tag.h"
#include "base/variant.h"
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
    bool styled;                      /* the link to the style sheet is out, or there is none */
    bool pictured;                    /* so is that to the style of pictures */
    const struct node *heading;       /* stands above the text already; may be NULL */
    int tabs;                         /* groups so far */
    const struct lookup_terms *terms; /* NULL: no glossary */
    bool *used;                       /* by number of the term: this page has led to it */
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
    if (!w->pictured && f->svg.len)
        buf_put(w->out, w->options->pictures);
    w->pictured |= f->svg.len > 0;
    figure_write(f, alt, w->options->prefix, w->out);
}

static void wrap(struct writer *w, const char *tag, const struct node *n)
{
    tag_open(w->out, tag);
    write_children(w, n);
    tag_end(w->out, tag);
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
    bool image = only && only->kind == NODE_IMAGE && only->title.len && link &&
                 (link->kind == LINK_FILE || link->kind == LINK_EXTERNAL);
    bool figure = link && (link->kind == LINK_FIGURE || image);
    return figure ? ask_figure(w, only->kind == NODE_LINK ? "link" : "image", only->index) : NULL;
}

static void write_paragraph(struct writer *w, const struct node *n)
{
    const struct lookup_figure *f = figure_of(w, n);
    if (f && !f->svg.len) { /* a picture from a file */
        need_style(w);
        figure_open(f, w->options->prefix, w->out);
        write_children(w, n);
        figure_close(f, f->caption, w->options->prefix, w->out);
        return;
    }
    if (f) {
        put_figure(w, f, node_text(lone_link(n), w->scratch));
        return;
    }
    wrap(w, "p", n);
    put(w, "\n");
}

static void write_heading(struct writer *w, const struct node *n)
{
    if (n == w->heading)
        return;
    int level = n->level + w->options->shift > 6 ? 6 : n->level + w->options->shift;
    const char tag[] = { 'h', (char)('0' + level), '\0' };
    tag_with(w->out, tag, { "id", { w->options->prefix, n->id } });
    write_children(w, n);
    buf_char(w->out, ' ');
    tag_with(w->out, "a", { "class", { S("anchor") } },
             { "href", { S("#"), w->options->prefix, n->id } },
             { "aria-label", { S("Link to this section") } });
    buf_char(w->out, '#');
    tag_end(w->out, "a");
    tag_end_line(w->out, tag);
}

static void write_quote(struct writer *w, const struct node *n)
{
    tag_open(w->out, "blockquote");
    put(w, "\n");
    write_children(w, n);
    tag_end_line(w->out, "blockquote");
}

static const struct {
    const char *class, *title;
} alert_kinds[] = {
    [ALERT_NOTE] = { "note", "Note" },
    [ALERT_TIP] = { "tip", "Tip" },
    [ALERT_IMPORTANT] = { "important", "Important" },
    [ALERT_WARNING] = { "warning", "Warning" },
    [ALERT_CAUTION] = { "caution", "Caution" },
};

/* A title with markup is the first child; false: there is none. */
static bool write_title(struct writer *w, const struct node *n)
{
    if (!n->first || n->first->kind != NODE_TITLE)
        return false;
    write_children(w, n->first);
    return true;
}

static void write_nothing(struct writer *w, const struct node *n)
{
    (void)w, (void)n; /* its parent has */
}

static void write_alert(struct writer *w, const struct node *n)
{
    tag_with(w->out, "div", { "class", { S("alert "), str_of(alert_kinds[n->alert].class) } });
    if (!n->title.ptr || n->title.len) {
        tag_with(w->out, "p", { "class", { S("alert-title") } });
        if (!write_title(w, n))
            buf_html(w->out, n->title.ptr ? n->title : str_of(alert_kinds[n->alert].title));
        tag_end_line(w->out, "p");
    }
    write_children(w, n);
    tag_end_line(w->out, "div");
}

static void write_fold(struct writer *w, const struct node *n)
{
    tag_open(w->out, "details");
    tag_open(w->out, "summary");
    if (!write_title(w, n))
        buf_html(w->out, n->title.len ? n->title : S("Details"));
    tag_end_line(w->out, "summary");
    write_children(w, n);
    tag_end_line(w->out, "details");
}

static void write_definitions(struct writer *w, const struct node *n)
{
    tag_open(w->out, "dl");
    put(w, "\n");
    for (const struct node *c = n->first; c; c = c->next) {
        const struct node *only = c->first;
        const char *tag = c->kind == NODE_TERM ? "dt" : "dd";
        tag_open(w->out, tag);
        bool bare =
            c->kind == NODE_DEFINITION && only && !only->next && only->kind == NODE_PARAGRAPH;
        write_children(w, bare ? only : c);
        tag_end_line(w->out, tag);
    }
    tag_end_line(w->out, "dl");
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
    const char *tag = n->ordered ? "ol" : "ul";
    bool counts = n->ordered && n->level != 1;
    tag_with(w->out, tag, { "start", { TAG_TEXT_IF(counts, str_fmt(w->scratch, "%d", n->level)) } },
             { "class", { TAG_TEXT_IF(has_tasks(n), S("tasks")) } });
    put(w, "\n");
    write_children(w, n);
    tag_end_line(w->out, tag);
}

static bool is_inline(const struct node *n)
{
    return n && n->kind >= NODE_TEXT && n->kind <= NODE_NOTE;
}

/* The box and its words are one label, so a click on either ticks it; it works without script, which only
 * remembers. Lists and blocks behind the first words stand behind the label. */
static void write_task(struct writer *w, const struct node *n)
{
    const struct node *first = n->first, *rest = first;
    bool paragraph = first && first->kind == NODE_PARAGRAPH && !figure_of(w, first);
    if (paragraph)
        tag_open(w->out, "p");
    tag_open(w->out, "label");
    tag_with(w->out, "input", { "type", { S("checkbox") } },
             { "checked", { TAG_IF(n->task == TASK_DONE) } },
             { "aria-label", { TAG_TEXT_IF(!paragraph && !is_inline(first), S("to do")) } });
    buf_char(w->out, ' ');
    if (paragraph) {
        write_children(w, first);
        rest = first->next;
    }
    for (; !paragraph && is_inline(rest); rest = rest->next)
        write_node(w, rest);
    tag_end(w->out, "label");
    if (paragraph)
        tag_end_line(w->out, "p");
    write_siblings(w, rest);
}

static void write_item(struct writer *w, const struct node *n)
{
    tag_open(w->out, "li");
    if (n->task != TASK_NONE)
        write_task(w, n);
    else
        write_children(w, n);
    tag_end_line(w->out, "li");
}

static void write_code(struct writer *w, const struct node *n)
{
    const struct lookup_figure *f = ask_figure(w, "fence", n->index);
    if (f)
        put_figure(w, f, node_attribute(n->info, S("title")));
    else
        html_code(n, w->options->prefix, w->out);
}

static struct str tab_of(const struct node *n)
{
    if (n && n->kind == NODE_TAB)
        return n->title.len ? n->title : S("Tab");
    return n && n->kind == NODE_CODE ? node_attribute(n->info, S("tab")) : (struct str){ 0 };
}

/* Consecutive tabs, or fences with tab="…": one is open, and opening another closes it, without script. On the
 * page of all pages, and on paper, all are open. Returns the last of them. */
static const struct node *write_tabs(struct writer *w, const struct node *first)
{
    bool all = w->options->shift > 0;
    const struct node *n = first;
    int number = ++w->tabs; /* groups may stand in tabs of others */
    need_style(w);
    struct str group = str_fmt(w->scratch, "tabs-%d", number);
    tag_with(w->out, "div", { "class", { S("tabs") } });
    put(w, "\n");
    for (;; n = n->next) {
        tag_with(w->out, "details", { "name", { TAG_TEXT_IF(!all, group) } },
                 { "open", { TAG_IF(n == first || all) } });
        tag_open(w->out, "summary");
        if (!write_title(w, n))
            buf_html(w->out, tab_of(n));
        tag_end_line(w->out, "summary");
        if (n->kind == NODE_TAB)
            write_children(w, n);
        else
            write_code(w, n);
        tag_end_line(w->out, "details");
        if (!tab_of(n->next).len)
            break;
    }
    tag_end_line(w->out, "div");
    return n;
}

static void write_note(struct writer *w, const struct node *n)
{
    struct str prefix = w->options->prefix;
    struct str number = str_fmt(w->scratch, "%d", n->level);
    tag_open(w->out, "sup");
    tag_with(w->out, "a", { "href", { S("#"), prefix, str_join(S("fn-"), number, w->scratch) } },
             { "id", { prefix, str_fmt(w->scratch, "fnref-%d-%d", n->level, n->index) } },
             { "role", { S("doc-noteref") } }, { "aria-label", { S("Note "), number } });
    buf_put(w->out, number);
    tag_end(w->out, "a");
    tag_end(w->out, "sup");
}

static void write_back(struct writer *w, int number, int marks)
{
    for (int mark = 1; mark <= marks; mark++) {
        struct str which = marks > 1 ? str_fmt(w->scratch, ", mark %d", mark) : S(""),
                   id = str_fmt(w->scratch, "fnref-%d-%d", number, mark);
        buf_char(w->out, ' ');
        tag_with(w->out, "a", { "href", { S("#"), w->options->prefix, id } },
                 { "role", { S("doc-backlink") } },
                 { "aria-label", { S("Back to the text"), which } });
        put(w, "↩");
        tag_end(w->out, "a");
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
    tag_open(w->out, "p");
    if (inside)
        write_children(w, last);
    write_back(w, number, item->level);
    tag_end_line(w->out, "p");
}

static void write_notes(struct writer *w, const struct node *n)
{
    int number = 1;
    tag_with(w->out, "section", { "class", { S("footnotes") } }, { "role", { S("doc-endnotes") } },
             { "aria-label", { S("Notes") } });
    tag_open(w->out, "ol");
    put(w, "\n");
    for (const struct node *item = n->first; item; item = item->next, number++) {
        tag_with(w->out, "li",
                 { "id", { w->options->prefix, str_fmt(w->scratch, "fn-%d", number) } });
        write_item_of_notes(w, item, number);
        tag_end_line(w->out, "li");
    }
    tag_end(w->out, "ol");
    tag_end_line(w->out, "section");
}

static struct str address_of(void *page, struct str value)
{
    struct writer *w = page;
    const struct lookup_link *link = ask_link(w, value);
    bool leads = link && link->kind <= LINK_DATA;
    return leads ? link->href : (struct str){ 0 };
}

/* HTML of our own, or trusted: as it stands, but for ids and links to them, which get the prefix. */
static void put_trusted(struct writer *w, struct str html)
{
    static const struct str before[] = { { " id=\"", 5 }, { "href=\"#", 7 } };
    struct str prefix = w->options->prefix;
    while (prefix.len && html.len) {
        ptrdiff_t id = str_find(html, before[0]), link = str_find(html, before[1]);
        bool first = id >= 0 && (link < 0 || id < link);
        if (id < 0 && link < 0)
            break;
        ptrdiff_t end = first ? id + before[0].len : link + before[1].len;
        buf_put(w->out, str_sub(html, 0, end));
        buf_put(w->out, prefix);
        html = str_from(html, end);
    }
    buf_put(w->out, html);
}

static void write_html(struct writer *w, const struct node *n)
{
    struct arena scratch = arena_upper(w->scratch);
    struct html_raw o = { w->options->prefix, address_of, w, &scratch, false };
    if (w->options->raw_html)
        put_trusted(w, n->text);
    else
        html_raw(n->text, &o, w->out);
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

/* "30 days", "2026-09-11": what reads as one figure does not wrap. */
static bool is_figure(const struct node *cell)
{
    enum { SHORT = 12 };
    const struct node *t = cell->first;
    return t && !t->next && t->kind == NODE_TEXT && t->text.len <= SHORT &&
           char_is_digit(*t->text.ptr) && !cell->align;
}

static void write_cell(struct writer *w, const struct node *cell, int table, int row, int column)
{
    static const struct str align[] = { { 0 }, { 0 }, { "c", 1 }, { "n", 1 } };
    bool head = cell->parent->head && cell->first; /* an empty cell is no heading of anything */
    const char *tag = head ? "th" : "td";
    struct str class = is_figure(cell) ? S("nb") : align[cell->align];
    tag_with(w->out, tag, { "scope", { TAG_TEXT_IF(head, S("col")) } }, { "class", { class } });
    struct str key = str_fmt(w->scratch, "#cell-%d-%d-%d", table, row, column);
    const struct claim *claim =
        cell->parent->head ? NULL : lookup_ask(w->lookup, LOOKUP_CLAIM, key);
    if (claim)
        write_claim(w, claim, cell);
    else
        write_children(w, cell);
    tag_end(w->out, tag);
}

/* A table that is a figure has a file beside the page; of others the browser makes one when asked. */
static void offer_csv(struct writer *w, const struct node *n, bool file)
{
    tag_with(w->out, "p", { "class", { S("take") } }, { "data-csv", { TAG_IF(!file) } });
    if (file) {
        tag_with(w->out, "a", { "download", { TAG_BARE } },
                 { "href", { w->options->beside, html_csv_name(n, w->scratch) } },
                 { "aria-label", { str_fmt(w->scratch, "Table %d as CSV", n->index + 1) } });
        put(w, "CSV");
        tag_end(w->out, "a");
    }
    tag_end_line(w->out, "p");
}

static void write_table(struct writer *w, const struct node *n)
{
    tag_with(w->out, "div", { "class", { S("table") } }, { "tabindex", { S("0") } },
             { "role", { S("group") } }, { "aria-label", { S("Table") } });
    tag_open(w->out, "table");
    put(w, "\n");
    int row = 0;
    for (const struct node *r = n->first; r; r = r->next, row++) {
        int column = 0;
        if (r->head || row == 1)
            tag_open(w->out, r->head ? "thead" : "tbody");
        put(w, !r->head && row == 1 ? "\n" : "");
        tag_with(w->out, "tr", { "class", { TAG_TEXT_IF(!r->head && is_total(r), S("total")) } });
        for (const struct node *c = r->first; c; c = c->next)
            write_cell(w, c, n->index, row, column++);
        tag_end(w->out, "tr");
        if (r->head)
            tag_end(w->out, "thead");
        put(w, "\n");
    }
    if (row > 1)
        tag_end(w->out, "tbody");
    tag_end(w->out, "table");
    tag_end_line(w->out, "div");
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
    tag_open(w->out, "hr");
    put(w, "\n");
}

/* ---- words of the glossary ---- */

/* Does the term stand at the head of s as a word, perhaps with an s? How many bytes then; else 0. A name that
 * begins as sentences do may be written small: "Task", but not "WAF". */
static ptrdiff_t term_at(struct str s, struct str term)
{
    bool small = term.len > 1 && !(term.ptr[1] >= 'A' && term.ptr[1] <= 'Z');
    bool head = s.len >= term.len &&
                (*s.ptr == *term.ptr || (small && char_lower(*s.ptr) == char_lower(*term.ptr)));
    if (!head || !str_equal(str_sub(s, 1, term.len - 1), str_from(term, 1)))
        return 0;
    ptrdiff_t n = term.len;
    n += n < s.len && s.ptr[n] == 's';
    bool ends = n == s.len || !(char_is_alnum(s.ptr[n]) || s.ptr[n] == '-' || s.ptr[n] == '_');
    return ends ? n : 0;
}

static bool takes_terms(const struct writer *w, const struct node *n)
{
    for (const struct node *p = n->parent; p && w->terms; p = p->parent)
        if (p->kind == NODE_LINK || p->kind == NODE_HEADING || (p->kind == NODE_ROW && p->head))
            return false;
    return w->terms != NULL;
}

/* The blank in front shows where style is off. */
static void open_tip(struct writer *w)
{
    tag_with(w->out, "span", { "class", { S("tip") } }, { "role", { S("tooltip") } });
    buf_char(w->out, ' ');
}

static void write_term(struct writer *w, struct str text, const struct lookup_term *t)
{
    const struct lookup_link *link = ask_link(w, t->href);
    need_style(w);
    tag_with(w->out, "a", { "class", { S("term") } }, { "href", { link ? link->href : S("") } });
    buf_html(w->out, text);
    open_tip(w);
    buf_html(w->out, t->meaning);
    tag_end(w->out, "span");
    tag_end(w->out, "a");
}

/* The term at the head of rest that the page has not led to yet, and how long it is there. Of two that begin
 * alike the longer one is meant. */
static const struct lookup_term *find_term(struct writer *w, struct str rest, ptrdiff_t *len)
{
    ptrdiff_t best = -1;
    *len = 0;
    for (ptrdiff_t i = 0; i < w->terms->n; i++) {
        ptrdiff_t n = term_at(rest, w->terms->ptr[i].text);
        best = n > *len ? i : best;
        *len = n > *len ? n : *len;
    }
    if (best < 0 || w->used[best])
        return NULL;
    w->used[best] = true;
    return &w->terms->ptr[best];
}

static bool is_word(char c)
{
    return char_is_alnum(c) || (c & 0x80) || str_char(S("-_/.@"), c) >= 0;
}

static void write_text(struct writer *w, const struct node *n)
{
    ptrdiff_t from = 0, len;
    bool terms = takes_terms(w, n);
    for (ptrdiff_t i = 0; terms && i < n->text.len; i++) {
        bool begins = is_word(n->text.ptr[i]) && (i == 0 || !is_word(n->text.ptr[i - 1]));
        const struct lookup_term *t = begins ? find_term(w, str_from(n->text, i), &len) : NULL;
        if (!t)
            continue;
        buf_html(w->out, str_sub(n->text, from, i - from));
        write_term(w, str_sub(n->text, i, len), t);
        from = i + len;
        i = from - 1;
    }
    buf_html(w->out, str_from(n->text, from));
}

static void write_code_span(struct writer *w, const struct node *n)
{
    tag_text(w->out, "code", n->text);
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
    if (n->kind == NODE_BREAK)
        tag_open(w->out, "br");
    put(w, "\n");
}

static const char *const verdict_class[] = { "true", "false", "outdated", "missing", "unchecked" };
static const char *const verdict_words[] = { "True", "False", "Outdated", "Missing",
                                             "Not checked" };

/* " True 512 config.prod:/service/cpu 2026-11-23" */
static void write_tip(struct writer *w, const struct claim *c)
{
    open_tip(w);
    tag_text(w->out, "b", str_of(verdict_words[c->verdict]));
    if (c->verdict != VERDICT_TRUE && c->message.len) {
        put(w, " ");
        buf_html(w->out, c->message);
    } else if (c->evidence.value.len) {
        put(w, " ");
        buf_html(w->out, c->evidence.value);
    }
    if (c->evidence.place.len) {
        buf_char(w->out, ' ');
        tag_text(w->out, "code", c->evidence.place);
    }
    if (c->evidence.date.len) {
        put(w, " ");
        buf_html(w->out, c->evidence.date);
    }
    tag_end(w->out, "span");
}

static void put_span(struct writer *w, const char *class, struct str text)
{
    tag_with(w->out, "span", { "class", { str_of(class) } });
    buf_html(w->out, text);
    tag_end(w->out, "span");
}

enum { SHORT_CLAIM = 24 }; /* bytes that stay on one line */

/* "1 GB (not true: 2 GB)" for who hears it. The way to the list of claims is the one stop of the tab key, so a claim
 * is none; a tap focuses it. */
static void write_claim(struct writer *w, const struct claim *c, const struct node *inside)
{
    static const char *const said[] = { [VERDICT_FALSE] = " (not true: ",
                                        [VERDICT_OUTDATED] = " (no longer true, now: ",
                                        [VERDICT_MISSING] = " (not found)",
                                        [VERDICT_NOT_CHECKED] = " (not checked)" };
    bool other = c->verdict == VERDICT_FALSE || c->verdict == VERDICT_OUTDATED;
    struct str text = inside->first ? node_text(inside, w->scratch) : c->shown;
    tag_with(w->out, "span",
             { "class",
               { S("claim "), str_of(verdict_class[c->verdict]),
                 text.len > SHORT_CLAIM ? S(" long") : S("") } },
             { "tabindex", { S("-1") } });
    if (other)
        tag_open(w->out, "del");
    if (inside->first)
        write_children(w, inside);
    else
        buf_html(w->out, c->shown);
    if (other)
        tag_end(w->out, "del");
    if (said[c->verdict])
        put_span(w, "unseen", str_of(said[c->verdict]));
    if (other) {
        tag_with(w->out, "ins", { "class", { S("is") } });
        buf_html(w->out, c->shown);
        tag_end(w->out, "ins");
        put_span(w, "unseen", S(")"));
    }
    write_tip(w, c);
    tag_end(w->out, "span");
}

/* A link to a figure of the page that says nothing, or only "Figure", gets its number. */
static bool put_figure_number(struct writer *w, const struct node *n)
{
    struct str text = str_trim(node_text(n, w->scratch));
    if (!str_starts(n->href, S("#")) || (text.len && !str_equal_nocase(text, S("figure"))))
        return false;
    struct str key = str_fmt(w->scratch, "@%.*s", FMT(str_from(n->href, 1)));
    const struct lookup_figure *f = lookup_ask(w->lookup, LOOKUP_FIGURE, key);
    if (f)
        buf_fmt(w->out, "Figure %d", f->number);
    return f != NULL;
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
        bool broken = link && link->kind == LINK_BROKEN;
        tag_with(w->out, "span", { "class", { broken ? S("broken") : S("plain") } });
        write_children(w, n);
        tag_end(w->out, "span");
        return;
    }
    bool away = link->kind == LINK_EXTERNAL || link->kind == LINK_FORGE;
    tag_with(w->out, "a", { "href", { S(""), link->href } },
             { "rel", { TAG_TEXT_IF(away, S("noopener")) } },
             { "title", { TAG_TEXT_IF(n->title.len, n->title) } });
    if (!put_figure_number(w, n))
        write_children(w, n);
    tag_end(w->out, "a");
}

/* "../pics/photo.png" -> "../pics/photo.720w.png 720w" for each copy; nothing when there is none. */
static struct str copies_of(struct writer *w, struct str href, const struct lookup_image *image)
{
    ptrdiff_t dot = str_rchar(href, '.');
    if (!image || !image->copies[0] || dot < 0)
        return (struct str){ 0 };
    struct buf b = buf_open(w->scratch, (LOOKUP_COPIES + 1) * (href.len + 32));
    for (int i = 0; i < LOOKUP_COPIES && image->copies[i]; i++) {
        buf_put(&b, str_sub(href, 0, dot));
        buf_fmt(&b, ".%dw%.*s %dw, ", image->copies[i], FMT(str_from(href, dot)), image->copies[i]);
    }
    buf_fmt(&b, "%.*s %dw", FMT(href), image->width);
    return buf_str(&b);
}

/* GitHub and Material write a.png#gh-dark-mode-only, a.png#only-dark. */
static bool is_only(struct str href, const char *scheme)
{
    struct str tail = str_cut(href, '#').tail;
    return str_find(tail, str_of(scheme)) >= 0 && str_find(tail, S("only")) >= 0;
}

/* x-dark.png beside x.png is for dark screens. */
static const struct lookup_link *dark_twin(struct writer *w, const struct node *n,
                                           const struct lookup_link *link)
{
    if (link->kind != LINK_FILE || str_char(n->href, '#') >= 0 || str_char(n->href, '?') >= 0)
        return NULL;
    struct str href = variant_path(n->href, S("-dark"), w->scratch);
    const struct lookup_link *dark = href.len ? ask_link(w, href) : NULL;
    return dark && dark->kind == LINK_FILE ? dark : NULL;
}

/* The title of a figure is its caption, below it. */
static bool is_caption(struct writer *w, const struct node *n)
{
    return n->parent && n->parent->kind == NODE_PARAGRAPH && figure_of(w, n->parent);
}

static void put_image(struct writer *w, const struct node *n, const struct lookup_link *link,
                      const char *scheme)
{
    const struct lookup_image *image =
        link->file.len ? lookup_ask(w->lookup, LOOKUP_IMAGE, link->file) : NULL;
    bool sized = image && image->width, title = n->title.len && !is_caption(w, n);
    struct str copies = copies_of(w, link->href, image), alt = node_text(n, w->scratch);
    struct str width = sized ? str_fmt(w->scratch, "%d", image->width) : (struct str){ 0 };
    struct str height = sized ? str_fmt(w->scratch, "%d", image->height) : (struct str){ 0 };
    tag_with(
        w->out, "img", { "src", { S(""), link->href } },
        { "class", { TAG_TEXT_IF(*scheme, S("only-")), TAG_TEXT_IF(*scheme, str_of(scheme)) } },
        { "alt", { S(""), alt } }, { "width", { width } }, { "height", { height } },
        { "srcset", { copies } },
        /* the text column is 45rem wide */
        { "sizes", { TAG_TEXT_IF(copies.len, S("(max-width: 48rem) 100vw, 45rem")) } },
        { "title", { TAG_TEXT_IF(title, n->title) } }, { "loading", { S("lazy") } });
}

static void write_image(struct writer *w, const struct node *n)
{
    const struct lookup_link *link = ask_link(w, n->href);
    struct str alt = node_text(n, w->scratch);
    if (link && link->kind == LINK_FORGE) { /* nothing from outside is loaded or published */
        tag_with(w->out, "a", { "href", { S(""), link->href } }, { "rel", { S("noopener") } });
        buf_html(w->out, alt);
        tag_end(w->out, "a");
        return;
    }
    if (!link || (link->kind != LINK_FILE && link->kind != LINK_EXTERNAL)) {
        put_span(w, "broken", alt);
        return;
    }
    const struct lookup_link *dark = dark_twin(w, n, link);
    put_image(w, n, link,
              is_only(n->href, "dark")            ? "dark"
              : dark || is_only(n->href, "light") ? "light"
                                                  : "");
    if (dark)
        put_image(w, n, dark, "dark");
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
    [NODE_NOTES] = write_notes,         [NODE_FOLD] = write_fold,
    [NODE_TAB] = write_children,        [NODE_DEFINITIONS] = write_definitions,
    [NODE_TITLE] = write_nothing,
};

/* What assets/ground.css does not style. */
static bool is_rich(const struct node *n)
{
    static const bool rich[LEN(writers)] = {
        [NODE_ALERT] = true, [NODE_CODE] = true,  [NODE_HTML] = true,
        [NODE_RULE] = true,  [NODE_NOTES] = true, [NODE_FOLD] = true,
    };
    return rich[n->kind] || (n->kind == NODE_LIST && has_tasks(n));
}

static void write_node(struct writer *w, const struct node *n)
{
    if (is_rich(n))
        need_style(w);
    writers[n->kind](w, n);
}

void html_heading(const struct document *doc, struct lookup *l, const struct html_options *o,
                  struct arena *scratch, struct buf *out)
{
    struct writer w = {
        .doc = doc, .lookup = l, .options = o, .scratch = scratch, .out = out, .styled = true
    };
    const struct node *heading = document_heading(doc);
    if (heading)
        write_children(&w, heading);
}

bool html_write(const struct document *doc, struct lookup *l, const struct html_options *o,
                struct arena *scratch, struct buf *out)
{
    struct writer w = { .doc = doc,
                        .lookup = l,
                        .options = o,
                        .scratch = scratch,
                        .out = out,
                        .styled = o->style.len == 0,
                        .heading = document_heading(doc) };
    w.terms = lookup_ask(l, LOOKUP_TERMS, S(""));
    w.used = NEW(scratch, bool, w.terms ? w.terms->n : 1);
    write_siblings(&w, doc->root->first);
    return w.styled;
}
