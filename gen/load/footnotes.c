/* footnotes.c - moves notes behind the text before it is parsed, and back into their place on the tree. */
#include "load/footnotes.h"

#include "base/map.h"

enum { MAX_LABEL = 100, INDENT = 4 };

struct fence {
    char mark; /* 0: none is open */
    ptrdiff_t n;
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

/* ---- lines ---- */

/* The line without its first columns of blanks, at most n; *columns: how many there were. */
static struct str outdent(struct str line, int n, int *columns)
{
    *columns = 0;
    while (line.len && *columns < n && (*line.ptr == ' ' || *line.ptr == '\t')) {
        *columns = *line.ptr == ' ' ? *columns + 1 : (*columns / INDENT + 1) * INDENT;
        line = str_from(line, 1);
    }
    return line;
}

/* The label of a note that begins with this line, "[^x]: …", and what stands behind; else empty. */
static struct str label_of(struct str line, struct str *rest)
{
    int columns;
    line = outdent(line, INDENT - 1, &columns);
    struct str label = label_at(line);
    *rest = str_from(line, label.len + 3);
    if (!label.len || !str_starts(*rest, S(":")))
        return (struct str){ 0 };
    *rest = outdent(str_from(*rest, 1), INDENT, &columns);
    return label;
}

/* Marks of quotes, lists and blanks off the head. */
static struct str inner(struct str line)
{
    for (;;) {
        while (line.len && str_char(S(" \t>"), *line.ptr) >= 0)
            line = str_from(line, 1);
        ptrdiff_t n = 0;
        while (n < line.len && n < 9 && char_is_digit(line.ptr[n]))
            n++;
        bool list = n < line.len && str_char(n ? S(".)") : S("-+*"), line.ptr[n]) >= 0;
        if (!list || n + 1 >= line.len || !char_is_space(line.ptr[n + 1]))
            return line;
        line = str_from(line, n + 1);
    }
}

/* Opens or closes the fence of code, when the line does that. */
static void pass_fence(struct fence *f, struct str line)
{
    line = inner(line);
    char mark = line.len && (*line.ptr == '`' || *line.ptr == '~') ? *line.ptr : '\0';
    ptrdiff_t n = 0;
    while (mark && n < line.len && line.ptr[n] == mark)
        n++;
    struct str behind = str_trim(str_from(line, n));
    if (!f->mark && n >= 3 && (mark == '~' || str_char(behind, '`') < 0))
        *f = (struct fence){ mark, n };
    else if (f->mark && f->mark == mark && n >= f->n && !behind.len)
        f->mark = '\0';
}

/* Whether a line that is not indented can go on with the paragraph above: it begins no block. */
static bool goes_on(struct str line)
{
    struct str rest;
    int columns;
    line = outdent(line, INDENT, &columns);
    return line.len && str_char(S("#><"), *line.ptr) < 0 && inner(line).ptr == line.ptr &&
           !str_starts(line, S("```")) && !str_starts(line, S("~~~")) &&
           !str_starts(line, S("---")) && !str_starts(line, S("***")) &&
           !str_starts(line, S("___")) && !label_of(line, &rest).len;
}

/* ---- before parsing ---- */

struct finder {
    struct footnotes *f;
    struct arena *keep;
    struct map named, taken;
    char *blanked;     /* copy of the body, made when the first note is found */
    struct buf behind; /* the notes as quotes */
};

/* All labels that stand in the text as marks; not the heads of notes, nor "[text][^label]". */
static void find_names(struct finder *w)
{
    struct str body = w->f->body;
    bool head = true; /* nothing but blanks since the line began */
    for (ptrdiff_t i = 0; i < body.len; i++) {
        char c = body.ptr[i];
        struct str label = c == '[' ? label_at(str_from(body, i)) : (struct str){ 0 };
        ptrdiff_t end = i + label.len + 3;
        bool defines = head && end < body.len && body.ptr[end] == ':';
        if (label.len && !defines && (i == 0 || body.ptr[i - 1] != ']'))
            *map_at(&w->named, label, w->keep) = w;
        head = c == '\n' || (head && (c == ' ' || c == '\t'));
    }
}

static void put_line(struct finder *w, struct str line)
{
    buf_put(&w->behind, line.len ? S("> ") : S(">"));
    *PUSH(&w->f->lines, w->keep) = (struct footnotes_line){ w->behind.len, line };
    buf_put(&w->behind, line);
    buf_char(&w->behind, '\n');
}

/* Takes the lines of a note whose first is done off *rest. Returns the end of the last. */
static const char *take_lines(struct finder *w, struct str first, struct str *rest)
{
    const char *end = first.ptr + first.len;
    struct fence fence = { 0 };
    ptrdiff_t blank = 0;
    bool paragraph = str_trim(first).len > 0;
    put_line(w, first);
    pass_fence(&fence, first);
    for (struct str ahead = *rest; ahead.len;) {
        struct str line = str_line(&ahead);
        int columns;
        struct str inside = outdent(line, INDENT, &columns);
        if (!str_trim(line).len) {
            blank++;
            paragraph = false;
            continue;
        }
        if (columns < INDENT && (!paragraph || !goes_on(line)))
            break;
        for (; blank; blank--)
            put_line(w, str_sub(line, 0, 0));
        put_line(w, columns < INDENT ? line : inside);
        pass_fence(&fence, inside);
        paragraph = !fence.mark;
        end = line.ptr + line.len;
        *rest = ahead;
    }
    return end;
}

static void take_note(struct finder *w, struct str label, struct str line, struct str first,
                      struct str *rest)
{
    struct str body = w->f->body;
    ptrdiff_t before = w->behind.len, lines = w->f->lines.len;
    if (!w->blanked)
        w->blanked = (char *)(uintptr_t)str_copy(body, w->keep).ptr;
    buf_char(&w->behind, '\n');
    struct str place = str_span(line.ptr, take_lines(w, first, rest));
    for (ptrdiff_t i = place.ptr - body.ptr; i < place.ptr - body.ptr + place.len; i++)
        if (w->blanked[i] != '\n' && w->blanked[i] != '\r')
            w->blanked[i] = ' ';
    void **taken = map_at(&w->taken, label, w->keep);
    if (*taken) { /* of notes with one label the first counts */
        w->behind.len = before;
        w->f->lines.len = lines;
        return;
    }
    *taken = w;
    *PUSH(&w->f->notes, w->keep) = (struct footnotes_note){ .label = label, .place = place };
}

static bool is_empty(struct str first, struct str rest)
{
    int columns;
    outdent(rest, INDENT, &columns);
    return !str_trim(first).len && columns < INDENT;
}

struct footnotes footnotes_find(struct str body, struct arena *keep)
{
    struct footnotes f = { .body = body, .text = body };
    struct finder w = { .f = &f, .keep = keep, .behind = buf_open(keep, PTRDIFF_MAX) };
    struct fence fence = { 0 };
    if (str_find(body, S("[^")) < 0)
        return f;
    find_names(&w);
    for (struct str rest = body; rest.len && w.named.len;) {
        struct str line = str_line(&rest), first;
        struct str label = fence.mark ? (struct str){ 0 } : label_of(line, &first);
        if (label.len && !is_empty(first, rest) && map_get(&w.named, label))
            take_note(&w, label, line, first, &rest);
        else
            pass_fence(&fence, line);
    }
    if (!f.notes.len)
        return f;
    f.text = str_join(str_join((struct str){ w.blanked, body.len }, S("\n"), keep),
                      buf_str(&w.behind), keep);
    for (ptrdiff_t i = 0; i < f.lines.len; i++)
        f.lines.ptr[i].at += body.len + 1;
    return f;
}

struct str footnotes_source(const struct footnotes *f, struct str piece)
{
    if (!f->notes.len || piece.ptr < f->text.ptr || piece.ptr > f->text.ptr + f->text.len)
        return piece;
    ptrdiff_t at = piece.ptr - f->text.ptr, low = 0, high = f->lines.len;
    if (at + piece.len <= f->body.len)
        return (struct str){ f->body.ptr + at, piece.len };
    while (high - low > 1) {
        ptrdiff_t middle = low + (high - low) / 2;
        *(f->lines.ptr[middle].at <= at ? &low : &high) = middle;
    }
    const struct footnotes_line *l = &f->lines.ptr[low];
    bool inside = at >= l->at && at + piece.len <= l->at + l->source.len;
    return inside ? (struct str){ l->source.ptr + (at - l->at), piece.len } : piece;
}

/* ---- on the tree ---- */

struct resolver {
    struct footnotes *f;
    struct arena *keep;
    struct map by_label;
    LIST(struct footnotes_note *) order; /* as numbered */
};

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

static struct node *new_node(struct resolver *r, enum node_kind kind, struct str place)
{
    struct node *n = NEW(r->keep, struct node, 1);
    n->kind = kind;
    n->place = place;
    return n;
}

/* The last children of root, one a note, become the items of notes. */
static bool take_items(struct resolver *r, struct node *root)
{
    ptrdiff_t n = 0, skip;
    for (const struct node *c = root->first; c; c = c->next)
        n++;
    skip = n - r->f->notes.len;
    struct node *before = NULL, *at = root->first;
    for (ptrdiff_t i = 0; i < skip; i++, at = at->next)
        before = at;
    ptrdiff_t k = 0;
    for (struct node *c = skip < 0 ? NULL : at; c; c = c->next, k++) {
        struct str note = r->f->notes.ptr[k].place;
        bool quote = c->kind == NODE_QUOTE || c->kind == NODE_ALERT;
        if (!quote || !c->place.ptr || c->place.ptr < note.ptr ||
            c->place.ptr > note.ptr + note.len)
            return false;
    }
    if (k != r->f->notes.len)
        return false;
    k = 0;
    for (struct node *c = at, *next; c; c = next, k++) {
        next = c->next;
        c->kind = NODE_ITEM;
        c->parent = NULL;
        c->next = NULL;
        r->f->notes.ptr[k].item = c;
        *map_at(&r->by_label, r->f->notes.ptr[k].label, r->keep) = &r->f->notes.ptr[k];
    }
    root->last = before;
    *(before ? &before->next : &root->first) = NULL;
    return true;
}

static struct node *make_mark(struct resolver *r, struct footnotes_note *note, struct str place)
{
    if (!note->number) {
        *PUSH(&r->order, r->keep) = note;
        note->number = (int)r->order.len;
    }
    struct node *mark = new_node(r, NODE_NOTE, place);
    mark->level = note->number;
    mark->index = ++note->named;
    return mark;
}

/* Cuts text node n around the first mark in it. n keeps what is before; the rest stands behind the mark. */
static void cut_mark(struct resolver *r, struct node *n)
{
    for (ptrdiff_t i = 0; i < n->text.len; i++) {
        struct str label =
            n->text.ptr[i] == '[' ? label_at(str_from(n->text, i)) : (struct str){ 0 };
        struct footnotes_note *note = label.len ? map_get(&r->by_label, label) : NULL;
        if (!note)
            continue;
        ptrdiff_t end = i + label.len + 3;
        struct node *mark = make_mark(r, note, str_sub(n->text, i, label.len + 3));
        struct node *rest = new_node(r, NODE_TEXT, str_from(n->text, end));
        rest->text = rest->place;
        mark->parent = rest->parent = n->parent;
        rest->next = n->next;
        mark->next = rest;
        n->next = mark;
        if (n->parent->last == n)
            n->parent->last = rest;
        n->text = n->place = str_sub(n->text, 0, i);
        return;
    }
}

static void find_marks(struct resolver *r, struct node *top)
{
    for (const struct node *n = top; n; n = node_next(n, top))
        if (n->kind == NODE_TEXT && n->parent->kind != NODE_LINK)
            cut_mark(
                r, (struct node *)(uintptr_t)n); /* the walk goes on with what is behind the mark */
}

bool footnotes_resolve(struct document *doc, struct footnotes *f, struct arena *keep)
{
    struct resolver r = { .f = f, .keep = keep };
    if (!f->notes.len)
        return true;
    if (!take_items(&r, doc->root))
        return false;
    find_marks(&r, doc->root);
    for (ptrdiff_t i = 0; i < r.order.len; i++) /* grows: notes may name notes */
        find_marks(&r, r.order.ptr[i]->item);
    for (ptrdiff_t i = 0; i < f->notes.len; i++) /* named in code alone, or by notes nobody names */
        if (!f->notes.ptr[i].number)
            *PUSH(&r.order, keep) = &f->notes.ptr[i];
    struct node *list = new_node(&r, NODE_NOTES, (struct str){ 0 });
    for (ptrdiff_t i = 0; i < r.order.len; i++) {
        r.order.ptr[i]->item->level = r.order.ptr[i]->named;
        append(list, r.order.ptr[i]->item);
    }
    append(doc->root, list);
    return true;
}
