/* footnotes.c - md4c knows no footnotes: to it they are text in brackets, and one of a single word, or an
 * address, is a link by reference. They are found on the tree, so
 * marks inside code stay what they are. A note is one paragraph; several may follow each other, each on
 * a line of its own. */
#include "load/footnotes.h"

#include "base/map.h"

enum { MAX_LABEL = 100 };

struct note {
    struct node *item;
    int number, named; /* 0: not named so far; how often */
};
struct notes {
    struct document *doc;
    struct arena *keep;
    struct map by_label;
    LIST(struct note *) order; /* as numbered */
};

/* The label of a mark at the head of s: "[^x]"; empty when there is none. */
static struct str label_at(struct str s)
{
    if (!str_starts(s, S("[^")))
        return (struct str){ 0 };
    ptrdiff_t end = str_char(str_sub(s, 2, MAX_LABEL), ']');
    struct str label = str_sub(s, 2, end);
    for (ptrdiff_t i = 0; i < end; i++)
        if (char_is_space(label.ptr[i]) || label.ptr[i] == '[' || label.ptr[i] == '^')
            return (struct str){ 0 };
    return end > 0 ? label : (struct str){ 0 };
}

/* The label of a note that begins with node n: "[^x]: …". */
static struct str note_label(const struct node *n)
{
    struct str label = n && n->kind == NODE_TEXT ? label_at(n->text) : (struct str){ 0 };
    bool note = label.len && n->text.len > label.len + 3 && n->text.ptr[label.len + 3] == ':';
    return note ? label : (struct str){ 0 };
}

static void append(struct node *parent, struct node *n)
{
    n->parent = parent;
    n->next = NULL;
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
}

static struct node *new_node(struct notes *f, enum node_kind kind, struct str place)
{
    struct node *n = NEW(f->keep, struct node, 1);
    n->kind = kind;
    n->place = place;
    return n;
}

/* Moves the children of paragraph p into one item a note. The paragraph itself keeps nothing. */
static void split_paragraph(struct notes *f, struct node *p)
{
    struct node *inside = NULL;
    for (struct node *n = p->first, *next; n; n = next) {
        next = n->next;
        struct str label = note_label(n);
        struct note *note = label.len ? map_get(&f->by_label, label) : NULL;
        if (n->kind == NODE_SOFT_BREAK && note_label(next).len)
            continue; /* between two notes */
        if (note && !note->item) {
            note->item = new_node(f, NODE_ITEM, n->place);
            inside = new_node(f, NODE_PARAGRAPH, n->place);
            append(note->item, inside);
            ptrdiff_t skip = label.len + 4;
            skip += n->text.len > skip && n->text.ptr[skip] == ' ';
            n->text = n->place = str_from(n->text, skip);
        }
        append(inside, n);
    }
}

static bool begins_line(const struct node *parent, const struct node *before)
{
    return before ? before->kind == NODE_SOFT_BREAK : parent != NULL;
}

/* First pass: which labels have a note. */
static void find_notes(struct notes *f)
{
    for (struct node *p = f->doc->root->first; p; p = p->next) {
        if (p->kind != NODE_PARAGRAPH || !note_label(p->first).len)
            continue;
        const struct node *before = NULL;
        for (const struct node *n = p->first; n; before = n, n = n->next) {
            struct str label = begins_line(p, before) ? note_label(n) : (struct str){ 0 };
            if (!label.len)
                continue;
            void **at = map_at(&f->by_label, label, f->keep);
            if (!*at)
                *at = NEW(f->keep, struct note, 1);
        }
    }
}

static struct node *make_mark(struct notes *f, struct note *note, struct str place)
{
    if (!note->number) {
        *PUSH(&f->order, f->keep) = note;
        note->number = (int)f->order.len;
    }
    struct node *mark = new_node(f, NODE_NOTE, place);
    mark->level = note->number;
    mark->index = ++note->named;
    return mark;
}

/* Cuts text node n around the first mark in it; true when there was one. n keeps what is before. */
static bool cut_mark(struct notes *f, struct node *n)
{
    bool is_head = note_label(n).len > 0;
    for (ptrdiff_t i = is_head; i < n->text.len; i++) {
        struct str label = n->text.ptr[i] == '[' ? label_at(str_from(n->text, i)) : (struct str){ 0 };
        struct note *note = label.len ? map_get(&f->by_label, label) : NULL;
        if (!note)
            continue;
        ptrdiff_t end = i + label.len + 3;
        struct node *mark = make_mark(f, note, str_sub(n->text, i, label.len + 3));
        struct node *rest = new_node(f, NODE_TEXT, str_from(n->text, end));
        rest->text = rest->place;
        mark->parent = rest->parent = n->parent;
        rest->next = n->next;
        mark->next = rest;
        n->next = mark;
        if (n->parent->last == n)
            n->parent->last = rest;
        n->text = n->place = str_sub(n->text, 0, i);
        return true;
    }
    return false;
}

static bool holds_note(const struct notes *f, const struct node *p)
{
    if (p->kind != NODE_PARAGRAPH)
        return false;
    for (const struct node *n = p->first; n; n = n->next) {
        struct str label = note_label(n);
        const struct note *note = label.len ? map_get(&f->by_label, label) : NULL;
        if (note && note->number)
            return note_label(p->first).len > 0;
    }
    return false;
}

/* What stands behind "[^label]: " when link n was written "[^label]" and means just that; else empty. */
static struct str definition_of(const struct notes *f, const struct node *n, struct str *label)
{
    const struct node *t = n->first;
    struct str body = f->doc->front.body, none = { 0 };
    bool shaped = t && !t->next && t->kind == NODE_TEXT && t->text.len > 1 && *t->text.ptr == '^';
    if (!shaped || n->href.ptr < body.ptr || n->href.ptr >= body.ptr + body.len)
        return none;
    *label = str_from(t->text, 1);
    const char *p = n->href.ptr;
    while (p > body.ptr && (p[-1] == ' ' || p[-1] == '\t' || p[-1] == '<'))
        p--;
    struct str head = str_join(S("["), str_join(t->text, S("]:"), f->keep), f->keep);
    struct str rest = str_span(n->href.ptr, body.ptr + body.len);
    bool defined = p - body.ptr >= head.len && str_equal((struct str){ p - head.len, head.len }, head);
    return defined ? str_trim_end(str_line(&rest)) : none;
}

/* The note of such a definition: an address stays a link. */
static struct node *item_of(struct notes *f, const struct node *n, struct str text)
{
    struct node *item = new_node(f, NODE_ITEM, text), *inside = new_node(f, NODE_PARAGRAPH, text);
    append(item, inside);
    if (str_starts(n->href, S("http://")) || str_starts(n->href, S("https://"))) {
        struct node *link = new_node(f, NODE_LINK, n->href), *words = new_node(f, NODE_TEXT, n->href);
        link->href = words->text = n->href;
        link->index = n->index;
        link->autolink = true;
        append(link, words);
        append(inside, link);
        text = str_from(text, n->href.len);
    }
    struct node *rest = new_node(f, NODE_TEXT, text);
    rest->text = text;
    append(inside, rest);
    return item;
}

/* A link by reference that is the mark of a note becomes one. */
static void turn_link(struct notes *f, struct node *n)
{
    struct str label, text = definition_of(f, n, &label);
    if (!text.len)
        return;
    void **at = map_at(&f->by_label, label, f->keep);
    if (!*at)
        *at = NEW(f->keep, struct note, 1);
    struct note *note = *at;
    if (!note->item)
        note->item = item_of(f, n, text);
    struct node *mark = make_mark(f, note, n->place);
    n->kind = NODE_NOTE;
    n->level = mark->level;
    n->index = mark->index;
    n->first = n->last = NULL;
}

/* Second pass: marks, in reading order. */
static void find_marks(struct notes *f)
{
    const struct node *root = f->doc->root;
    for (const struct node *n = root; n; n = node_next(n, root))
        if (n->kind == NODE_TEXT && n->parent->kind != NODE_LINK)
            cut_mark(f, (struct node *)(uintptr_t)n); /* the walk goes on with what is behind the mark */
        else if (n->kind == NODE_LINK)
            turn_link(f, (struct node *)(uintptr_t)n);
}

/* Third pass: paragraphs of named notes leave the text. */
static void take_notes(struct notes *f)
{
    struct node *root = f->doc->root, *before = NULL;
    for (struct node *p = root->first, *next; p; p = next) {
        next = p->next;
        if (!holds_note(f, p)) {
            before = p;
            continue;
        }
        if (before)
            before->next = next;
        else
            root->first = next;
        root->last = root->last == p ? before : root->last;
        split_paragraph(f, p);
    }
}

void footnotes_resolve(struct document *doc, struct arena *keep)
{
    struct notes f = { .doc = doc, .keep = keep };
    if (str_find(doc->front.body, S("[^")) < 0)
        return;
    find_notes(&f);
    find_marks(&f);
    if (!f.order.len)
        return;
    take_notes(&f);
    struct node *list = new_node(&f, NODE_NOTES, (struct str){ 0 });
    for (struct map_entry *e = f.by_label.first; e; e = e->next) { /* notes of a paragraph that left, not named */
        struct note *note = e->value;
        if (note->item && !note->number)
            *PUSH(&f.order, keep) = note;
    }
    for (ptrdiff_t i = 0; i < f.order.len; i++) {
        if (!f.order.ptr[i]->item)
            continue;
        f.order.ptr[i]->item->level = f.order.ptr[i]->named;
        append(list, f.order.ptr[i]->item);
    }
    if (list->first)
        append(doc->root, list);
}
