/* markdown.c - md4c's callbacks build the tree. The one home of md4c.h.
 *
 * md4c hands out text that lies inside the source, so places come for free; what does not (entities,
 * unescaped attributes, line ends of verbatim text) is copied into keep. */
#include "load/markdown.h"

#include <md4c.h>

#include "base/map.h"
#include "base/path.h"
#include "base/utf8.h"
#include "load/autolink.h"
#include "base/entity.h"
#include "load/footnotes.h"
#include "load/forge_inline.h"
#include "load/forge_text.h"
#include "load/front_matter.h"
#include "load/markdown_lint.h"
#include "model/rule.h"

enum {
    MAX_DEPTH = 100,    /* deeper nesting is an attack or a mistake; later walks recurse */
    MAX_LINE = 1 << 20, /* no prose has a line of a megabyte */
    TEXT_FACTOR =
        16, /* reference definitions may repeat text; this many times the source is enough */
    TEXT_SLACK = 1 << 20,
    MAX_MARKS = 64, /* characters of ours at the end of a note */
};

struct builder {
    const struct source *src;
    const struct footnotes *notes;
    const struct mapped *forge;
    struct arena *keep;
    struct diag *d;
    struct node *at; /* the open node */
    struct node *root;
    struct map slugs;
    ptrdiff_t text_left; /* bytes of text still allowed */
    int depth, n_images, n_codes, n_tables;
    bool head;           /* inside the table head */
    struct buf verbatim; /* of the open code or HTML block */
};

static bool in_source(const struct builder *b, const char *p)
{
    return p >= b->src->text.ptr && p <= b->src->text.ptr + b->src->text.len;
}

/* A piece of the parser's text as it stands in the source. */
static struct str source_of(const struct builder *b, struct str piece)
{
    return mapped_source(b->forge, footnotes_source(b->notes, piece));
}

/* Widens the place of n and of all it stands in so that it covers s. */
static void cover(struct builder *b, struct node *n, struct str s)
{
    if (!s.ptr || !in_source(b, s.ptr))
        return;
    for (; n; n = n->parent) {
        const char *end = s.ptr + s.len;
        if (!n->place.ptr) {
            n->place = s;
            continue;
        }
        const char *beg = n->place.ptr < s.ptr ? n->place.ptr : s.ptr;
        const char *old = n->place.ptr + n->place.len;
        if (beg == n->place.ptr && old >= end)
            return; /* covered already, and so by all above */
        n->place = str_span(beg, old > end ? old : end);
    }
}

static struct node *add(struct builder *b, enum node_kind kind)
{
    struct node *n = NEW(b->keep, struct node, 1);
    n->kind = kind;
    n->parent = b->at;
    if (b->at && b->at->last)
        b->at->last->next = n;
    else if (b->at)
        b->at->first = n;
    if (b->at)
        b->at->last = n;
    return n;
}

static struct str attribute(struct builder *b, const MD_ATTRIBUTE *a)
{
    if (!a->text || a->size == 0)
        return (struct str){ 0 };
    if (a->substr_offsets[1] == a->size && a->substr_types[0] == MD_TEXT_NORMAL) {
        struct str s = source_of(b, (struct str){ a->text, a->size });
        return in_source(b, s.ptr) ? s : str_copy(s, b->keep);
    }
    struct buf out = buf_open(b->keep, 1 << 20);
    for (int i = 0; a->substr_offsets[i] < a->size; i++) {
        struct str piece =
            str_span(a->text + a->substr_offsets[i], a->text + a->substr_offsets[i + 1]);
        buf_put(&out, a->substr_types[i] == MD_TEXT_ENTITY ? entity_text(piece, b->keep) : piece);
    }
    return buf_str(&out);
}

static int enter(struct builder *b, struct node *n)
{
    b->at = n;
    if (++b->depth <= MAX_DEPTH)
        return 0;
    diag_at(b->d, RULE(INPUT_DEEP), b->src, n->parent->place, "nested deeper than %d", MAX_DEPTH);
    return 1;
}

static void set_list(struct node *n, MD_BLOCKTYPE type, const void *detail)
{
    const MD_BLOCK_UL_DETAIL *ul = detail;
    const MD_BLOCK_OL_DETAIL *ol = detail;
    n->ordered = type == MD_BLOCK_OL;
    n->tight = n->ordered ? ol->is_tight : ul->is_tight;
    n->level = n->ordered ? (int)ol->start : 0;
}

static void set_item(struct node *n, const MD_BLOCK_LI_DETAIL *li)
{
    if (li->is_task)
        n->task = li->task_mark == ' ' ? TASK_OPEN : TASK_DONE;
}

static void set_code(struct builder *b, struct node *n, const MD_BLOCK_CODE_DETAIL *code)
{
    n->info = attribute(b, &code->info);
    n->level = code->fence_char;
    if (str_starts(n->info, S("\x01"))) { /* forge_text.c made this fence of tags */
        n->info = str_from(n->info, 1);
        n->level = 0;
    }
    n->index = b->n_codes++;
    cover(b, n, n->info);
    b->verbatim = buf_open(b->keep, PTRDIFF_MAX);
}

static const enum node_kind block_kinds[] = {
    [MD_BLOCK_DOC] = NODE_DOCUMENT, [MD_BLOCK_QUOTE] = NODE_QUOTE, [MD_BLOCK_UL] = NODE_LIST,
    [MD_BLOCK_OL] = NODE_LIST,      [MD_BLOCK_LI] = NODE_ITEM,     [MD_BLOCK_HR] = NODE_RULE,
    [MD_BLOCK_H] = NODE_HEADING,    [MD_BLOCK_CODE] = NODE_CODE,   [MD_BLOCK_HTML] = NODE_HTML,
    [MD_BLOCK_P] = NODE_PARAGRAPH,  [MD_BLOCK_TABLE] = NODE_TABLE, [MD_BLOCK_TR] = NODE_ROW,
    [MD_BLOCK_TH] = NODE_CELL,      [MD_BLOCK_TD] = NODE_CELL,
};

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct builder *b = user;
    if (type == MD_BLOCK_THEAD || type == MD_BLOCK_TBODY) {
        b->head = type == MD_BLOCK_THEAD;
        return 0;
    }
    struct node *n = add(b, block_kinds[type]);
    if (type == MD_BLOCK_DOC)
        b->root = n;
    else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
        set_list(n, type, detail);
    else if (type == MD_BLOCK_LI)
        set_item(n, detail);
    else if (type == MD_BLOCK_H)
        n->level = (int)((MD_BLOCK_H_DETAIL *)detail)->level;
    else if (type == MD_BLOCK_CODE)
        set_code(b, n, detail);
    else if (type == MD_BLOCK_HTML)
        b->verbatim = buf_open(b->keep, PTRDIFF_MAX);
    else if (type == MD_BLOCK_TABLE)
        n->index = b->n_tables++;
    else if (type == MD_BLOCK_TR)
        n->head = b->head;
    else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
        n->align = (enum cell_align)((MD_BLOCK_TD_DETAIL *)detail)->align;
    return enter(b, n);
}

/* GitHub numbers equal ids: usage, usage-1, usage-2; and skips a number that a heading took itself. */
/* The slug, or the slug with the first free number behind the last one it got. */
static struct str unique_slug(struct builder *b, struct str slug)
{
    void **at = map_at(&b->slugs, slug, b->keep);
    int *number = *at;
    struct str id = slug;
    while (*at) {
        id = str_fmt(b->keep, "%.*s-%d", FMT(slug), ++*number);
        at = map_at(&b->slugs, id, b->keep);
    }
    *at = NEW(b->keep, int, 1);
    return id;
}

/* A quote whose first line is [!NOTE] is an alert of that kind. */
static void make_alert(struct node *quote)
{
    static const struct {
        struct str mark;
        enum alert_kind kind;
    } marks[] = { { { "[!NOTE]", 7 }, ALERT_NOTE },
                  { { "[!TIP]", 6 }, ALERT_TIP },
                  { { "[!IMPORTANT]", 12 }, ALERT_IMPORTANT },
                  { { "[!WARNING]", 10 }, ALERT_WARNING },
                  { { "[!CAUTION]", 10 }, ALERT_CAUTION } };
    struct node *p = quote->first, *text = p && p->kind == NODE_PARAGRAPH ? p->first : NULL;
    if (!text || text->kind != NODE_TEXT ||
        (text->next && text->next->kind != NODE_SOFT_BREAK && text->next->kind != NODE_BREAK))
        return;
    for (ptrdiff_t i = 0; i < LEN(marks); i++) {
        if (!str_equal_nocase(str_trim(text->text), marks[i].mark))
            continue;
        quote->kind = NODE_ALERT;
        quote->alert = marks[i].kind;
        p->first = text->next ? text->next->next : NULL;
        if (!p->first) {
            quote->first = p->next;
            quote->last = p->next ? quote->last : NULL;
        }
        return;
    }
}

/* Closes what md4c opened and did not close, or nothing when it closes what it never opened: a fault
 * of the library costs a page its looks, not the site. False when no node of this kind is open. */
static bool leave_to(struct builder *b, enum node_kind kind)
{
    struct node *n = b->at;
    int up = 0;
    for (; n && n->kind != kind; n = n->parent)
        up++;
    if (!n)
        return false;
    b->at = n;
    b->depth -= up;
    return true;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct builder *b = user;
    (void)detail;
    if (type == MD_BLOCK_THEAD || type == MD_BLOCK_TBODY || !leave_to(b, block_kinds[type]))
        return 0;
    struct node *n = b->at;
    if (type == MD_BLOCK_H) {
        struct str id = forge_heading_id(n);
        n->id = unique_slug(b, id.len ? id : slug_of(node_text(n, b->keep), b->keep));
    }
    if (type == MD_BLOCK_CODE || type == MD_BLOCK_HTML)
        n->text = buf_str(&b->verbatim);
    if (type == MD_BLOCK_QUOTE)
        make_alert(n);
    if (type == MD_BLOCK_CODE)
        markdown_lint_fence(b->src, n, b->d);
    if (type == MD_BLOCK_TABLE)
        markdown_lint_table(b->src, n, b->d);
    b->at = n->parent;
    b->depth--;
    return 0;
}

static const enum node_kind span_kinds[] = {
    [MD_SPAN_EM] = NODE_EMPHASIS, [MD_SPAN_STRONG] = NODE_STRONG,  [MD_SPAN_A] = NODE_LINK,
    [MD_SPAN_IMG] = NODE_IMAGE,   [MD_SPAN_CODE] = NODE_CODE_SPAN, [MD_SPAN_DEL] = NODE_STRIKE,
};

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct builder *b = user;
    struct node *n = add(b, span_kinds[type]);
    if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
        const MD_SPAN_A_DETAIL *a =
            detail; /* MD_SPAN_IMG_DETAIL has the same members in the same order */
        n->href = attribute(b, &a->href);
        n->title = attribute(b, &a->title);
        n->index = type == MD_SPAN_IMG ? b->n_images++ : 0;
    }
    return enter(b, n);
}

static bool is_autolink(const struct node *link)
{
    const struct node *t = link->first;
    struct str head = t ? str_sub(link->href, 0, link->href.len - t->text.len) : S("");
    return t && !t->next && t->kind == NODE_TEXT && link->title.len == 0 &&
           str_ends(link->href, t->text) &&
           (link->href.len == t->text.len || str_equal(head, S("mailto:")) ||
            str_equal(head, S("http://"))) &&
           url_scheme(link->href).len > 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct builder *b = user;
    (void)detail;
    if (!leave_to(b, span_kinds[type]))
        return 0;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
        b->at->autolink = is_autolink(b->at);
        if (!b->at->place.ptr)
            cover(b, b->at, b->at->href); /* an empty text has no place but its target's */
    }
    b->at = b->at->parent;
    b->depth--;
    return 0;
}

static int add_text(struct builder *b, struct str s)
{
    struct node *last = b->at->last;
    if (b->at->kind == NODE_CODE_SPAN) {
        b->at->text = b->at->text.len ? str_join(b->at->text, s, b->keep) : s;
        cover(b, b->at, s);
        return 0;
    }
    cover(b, b->at, s);
    if (last && last->kind == NODE_TEXT && last->text.ptr + last->text.len == s.ptr &&
        in_source(b, s.ptr)) {
        last->text.len += s.len;
        last->place.len += s.len;
        return 0;
    }
    struct node *n = add(b, NODE_TEXT);
    n->text = s;
    if (in_source(b, s.ptr))
        n->place = s;
    return 0;
}

static int text(MD_TEXTTYPE type, const MD_CHAR *chars, MD_SIZE size, void *user)
{
    struct builder *b = user;
    struct str s = source_of(b, (struct str){ chars, (ptrdiff_t)size });
    b->text_left -= s.len + 1;
    if (b->text_left < 0) {
        diag_at(b->d, RULE(INPUT_SIZE), b->src, b->at->place,
                "references repeat more text than a page can hold");
        return 1;
    }
    if (b->at->kind == NODE_CODE || b->at->kind == NODE_HTML) {
        buf_put(&b->verbatim, type == MD_TEXT_NULLCHAR ? S("\xef\xbf\xbd") : s);
        cover(b, b->at, s);
        return 0;
    }
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        if (b->at->kind == NODE_CODE_SPAN)
            return add_text(b, S(" "));
        add(b, type == MD_TEXT_BR ? NODE_BREAK : NODE_SOFT_BREAK);
        return 0;
    }
    if (type == MD_TEXT_HTML) {
        struct node *n = add(b, NODE_RAW_HTML);
        n->text = s;
        n->place = in_source(b, s.ptr) ? s : (struct str){ 0 }; /* md4c's own line end */
        cover(b, b->at, s);
        return 0;
    }
    if (type == MD_TEXT_NULLCHAR)
        return add_text(b, S("\xef\xbf\xbd"));
    if (type == MD_TEXT_ENTITY) {
        cover(b, b->at, s);
        return add_text(b, entity_text(s, b->keep));
    }
    return add_text(b, in_source(b, s.ptr) || size == 0 ? s : str_copy(s, b->keep));
}

bool markdown_acceptable(const struct source *src, struct diag *d)
{
    ptrdiff_t bad = utf8_invalid(src->text);
    if (bad >= 0) {
        diag_at(d, RULE(INPUT_UTF8), src, str_sub(src->text, bad, 1),
                "byte 0x%02X is not UTF-8; save the file as UTF-8",
                (unsigned)(unsigned char)src->text.ptr[bad]);
        return false;
    }
    for (struct str rest = src->text; rest.len;) {
        struct str line = str_line(&rest);
        if (line.len > MAX_LINE) {
            diag_at(d, RULE(INPUT_SIZE), src, str_sub(line, 0, 1),
                    "a line of %td bytes; break it below %d", line.len, MAX_LINE);
            return false;
        }
    }
    return true;
}

/* Links are numbered as they stand on the page, those that were bare addresses among them. */
static void number_links(struct node *root)
{
    int n_links = 0;
    for (const struct node *n = root; n; n = node_next(n, root))
        if (n->kind == NODE_LINK)
            ((struct node *)(uintptr_t)n)->index = n_links++;
}

static bool parse(struct document *doc, const struct mapped *forge, struct footnotes *notes,
                  struct arena *keep, struct diag *d)
{
    struct builder b = { .src = doc->src, .forge = forge, .notes = notes, .keep = keep, .d = d };
    b.text_left = doc->front.body.len * TEXT_FACTOR + TEXT_SLACK;
    MD_PARSER parser = { .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
                         .enter_block = enter_block,
                         .leave_block = leave_block,
                         .enter_span = enter_span,
                         .leave_span = leave_span,
                         .text = text };
    int ended =
        md_parse(notes->text.ptr ? notes->text.ptr : "", (MD_SIZE)notes->text.len, &parser, &b);
    if (ended < 0) /* md4c had no memory: half a page is none */
        arena_full(notes->text.len);
    doc->root = b.root;
    return ended == 0;
}

/* The place of a note in the source: of its first and last characters that stand there. */
static struct str place_of_note(const struct mapped *forge, struct str place)
{
    struct str beg = mapped_source(forge, str_sub(place, 0, 1)), end = beg;
    for (ptrdiff_t i = place.len - 1; i >= 0 && i > place.len - MAX_MARKS; i--) {
        end = mapped_source(forge, str_sub(place, i, 1));
        if (end.ptr != place.ptr + i)
            break;
    }
    return end.ptr >= beg.ptr ? str_span(beg.ptr, end.ptr + end.len) : beg;
}

struct document *markdown_read(const struct source *src, struct arena *keep, struct diag *d)
{
    struct document *doc = NEW(keep, struct document, 1);
    doc->src = src;
    doc->front = front_matter_read(src, keep, d);
    struct foreign foreign = { .keep = keep };
    bool mdx = str_equal_nocase(path_ext(src->path), S(".mdx"));
    struct mapped forge = forge_text(src, doc->front.body, mdx, &foreign, d);
    struct footnotes notes = footnotes_find(buf_str(&forge.text), keep);
    for (ptrdiff_t i = 0; i < notes.notes.len; i++)
        notes.notes.ptr[i].place = place_of_note(&forge, notes.notes.ptr[i].place);
    ptrdiff_t found = d->findings.len;
    if (!parse(doc, &forge, &notes, keep, d))
        return NULL;
    if (!footnotes_resolve(doc, &notes, keep)) {
        d->findings.len = found;
        struct footnotes none = { .body = notes.body, .text = notes.body };
        if (!parse(doc, &forge, &none, keep, d))
            return NULL;
    }
    doc->lacks = foreign.lacks;
    foreign_resolve(&foreign, doc->root);
    forge_inline(doc->root, src->text, keep);
    autolink_all(doc->root, keep);
    number_links(doc->root);
    return doc;
}
