/* foreign.c - a table of words, and siblings between two comments hung below a node of their own. */
#include "load/foreign.h"

/* clang-format off */
static const struct {
    const char *word;
    enum node_kind kind;
    enum alert_kind alert;
    bool plain; /* the kind's own title will do */
} words[] = {
    { "Note",       NODE_ALERT,    ALERT_NOTE,      true  }, { "Info",      NODE_ALERT, ALERT_NOTE,      false },
    { "Tip",        NODE_ALERT,    ALERT_TIP,       true  }, { "Hint",      NODE_ALERT, ALERT_TIP,       false },
    { "Important",  NODE_ALERT,    ALERT_IMPORTANT, true  }, { "Warning",   NODE_ALERT, ALERT_WARNING,   true  },
    { "Caution",    NODE_ALERT,    ALERT_CAUTION,   true  }, { "Danger",    NODE_ALERT, ALERT_CAUTION,   false },
    { "Attention",  NODE_ALERT,    ALERT_WARNING,   false }, { "Error",     NODE_ALERT, ALERT_CAUTION,   false },
    { "Failure",    NODE_ALERT,    ALERT_CAUTION,   false }, { "Bug",       NODE_ALERT, ALERT_CAUTION,   false },
    { "Success",    NODE_ALERT,    ALERT_TIP,       false }, { "Check",     NODE_ALERT, ALERT_TIP,       false },
    { "Secondary",  NODE_ALERT,    ALERT_NOTE,      true  }, { "Abstract",  NODE_ALERT, ALERT_NOTE,      false },
    { "Summary",    NODE_ALERT,    ALERT_NOTE,      false }, { "Question",  NODE_ALERT, ALERT_NOTE,      false },
    { "Example",    NODE_ALERT,    ALERT_NOTE,      false }, { "Quote",     NODE_ALERT, ALERT_NOTE,      false },
    { "Seealso",    NODE_ALERT,    ALERT_NOTE,      false }, { "Todo",      NODE_ALERT, ALERT_NOTE,      false },
    { "Admonition", NODE_ALERT,    ALERT_NOTE,      true  }, { "Callout",   NODE_ALERT, ALERT_NOTE,      true  },
    { "Alert",      NODE_ALERT,    ALERT_NOTE,      true  }, { "Notice",    NODE_ALERT, ALERT_NOTE,      true  },
    { "Aside",      NODE_ALERT,    ALERT_NOTE,      true  },
    { "Details",    NODE_FOLD,     ALERT_NOTE,      false }, { "Expand",    NODE_FOLD,  ALERT_NOTE,      false },
    { "Collapse",   NODE_FOLD,     ALERT_NOTE,      false }, { "Dropdown",  NODE_FOLD,  ALERT_NOTE,      false },
    { "Tab",        NODE_TAB,      ALERT_NOTE,      false }, { "Tabitem",   NODE_TAB,   ALERT_NOTE,      false },
    { "Tab-item",   NODE_TAB,      ALERT_NOTE,      false },
    { "Tabs",       NODE_DOCUMENT, ALERT_NOTE,      false }, { "Tabpane",   NODE_DOCUMENT, ALERT_NOTE,   false },
    { "Code-group", NODE_DOCUMENT, ALERT_NOTE,      false }, { "Tab-set",   NODE_DOCUMENT, ALERT_NOTE,   false },
    { "V-pre",      NODE_DOCUMENT, ALERT_NOTE,      false },
};
/* clang-format on */

struct str foreign_title(struct str word, struct arena *keep)
{
    char *s = (char *)(uintptr_t)str_copy(word, keep).ptr;
    if (word.len && *s >= 'a' && *s <= 'z')
        *s = (char)(*s - 'a' + 'A');
    return (struct str){ s, word.len };
}

bool foreign_word(struct str name, struct foreign_block *out)
{
    for (ptrdiff_t i = 0; i < LEN(words); i++) {
        if (!str_equal_nocase(name, str_of(words[i].word)))
            continue;
        *out = (struct foreign_block){ .kind = words[i].kind, .alert = words[i].alert };
        if (!words[i].plain)
            out->title = str_of(words[i].word);
        return true;
    }
    return false;
}

struct foreign_block foreign_note(struct str name, struct arena *keep)
{
    struct foreign_block b = { .kind = NODE_ALERT, .alert = ALERT_NOTE, .title = name };
    bool known = foreign_word(name, &b);
    if (known && b.kind != NODE_ALERT)
        b = (struct foreign_block){ .kind = NODE_ALERT, .alert = ALERT_NOTE, .title = name };
    if (!known || b.title.ptr == name.ptr)
        b.title = foreign_title(b.title, keep);
    return b;
}

/* ---- comments of our own ---- */

static const char mark[] = "<!--\x01";

void foreign_open(struct foreign *f, struct mapped *out, struct foreign_block b)
{
    mapped_say(out, str_fmt(f->keep, "%s%td-->", mark, f->blocks.len));
    *PUSH(&f->blocks, f->keep) = b;
}

void foreign_close(struct mapped *out)
{
    mapped_say(out, S("<!--\x01/-->"));
}

void foreign_break(struct mapped *out)
{
    mapped_say(out, S("<!--\x01.-->"));
}

/* What stands in the comment of ours that a line is: a number, "/" or "."; empty when it is none. */
static struct str mark_of(struct str line)
{
    bool ours = str_starts(str_trim(line), str_of(mark));
    return ours ? str_cut(str_from(str_trim(line), sizeof mark - 1), '-').head : S("");
}

static bool is_marked(const struct node *n)
{
    return n->kind == NODE_HTML && str_find(n->text, str_of(mark)) >= 0;
}

/* ---- on the tree ---- */

static void append(struct node *parent, struct node *n)
{
    n->parent = parent;
    n->next = NULL;
    *(parent->last ? &parent->last->next : &parent->first) = n;
    parent->last = n;
}

/* The paragraph before a definition holds its term: it becomes a list of both. False when there is none. */
static bool takes_definition(const struct foreign *f, struct node *before)
{
    if (before && before->kind == NODE_DEFINITIONS)
        return true;
    if (!before || before->kind != NODE_PARAGRAPH)
        return false;
    struct node *term = NEW(f->keep, struct node, 1);
    *term = *before;
    term->kind = NODE_TERM;
    for (struct node *c = term->first; c; c = c->next)
        c->parent = term;
    before->kind = NODE_DEFINITIONS;
    before->first = before->last = NULL;
    append(before, term);
    return true;
}

static struct node *begin(const struct foreign *f, struct node *parent, struct str number)
{
    int64_t at = 0;
    struct node *n = NEW(f->keep, struct node, 1);
    n->kind = NODE_DOCUMENT;
    if (str_int64(number, &at) && at < f->blocks.len) {
        struct foreign_block *b = &f->blocks.ptr[at];
        b->node = n;
        n->kind = b->kind;
        n->alert = b->alert;
        n->title = b->title;
        n->place = b->place;
    }
    bool definition = n->kind == NODE_DEFINITION;
    if (definition && !takes_definition(f, parent->last)) {
        n->kind = NODE_DOCUMENT;
        definition = false;
    }
    append(definition ? parent->last : parent, n);
    return n;
}

/* A fence in a group of tabs says its tab's name behind the language: ```js [npm] */
static struct node *in_tab(const struct foreign *f, struct node *into, struct node *n)
{
    ptrdiff_t open = n->kind == NODE_CODE ? str_char(n->info, '[') : -1;
    struct cut name = str_cut(str_from(n->info, open + 1), ']');
    if (open < 0 || !name.ok || into->kind != NODE_DOCUMENT || !into->parent)
        return into;
    struct node *tab = NEW(f->keep, struct node, 1);
    tab->kind = NODE_TAB;
    tab->title = name.head;
    tab->place = n->place;
    n->info = str_trim_end(str_sub(n->info, 0, open));
    append(into, tab);
    return tab;
}

static struct node *at_mark(const struct foreign *f, struct node *top, struct node *into,
                            struct str m)
{
    if (char_is_digit(*m.ptr))
        return begin(f, into, m);
    if (*m.ptr != '/' || into == top)
        return into;
    return into->parent->kind == NODE_DEFINITIONS ? into->parent->parent : into->parent;
}

/* The parser makes one block of HTML that follows HTML: lines of comments of ours, and others. */
static struct node *at_html(const struct foreign *f, struct node *top, struct node *into,
                            struct node *n)
{
    for (struct str rest = n->text; rest.len;) {
        struct str from = rest, other = str_sub(rest, 0, 0);
        while (rest.len && !mark_of(str_sub(rest, 0, str_char(rest, '\n'))).len) {
            str_line(&rest);
            other.len = rest.ptr - from.ptr;
        }
        if (str_trim(other).len) {
            struct node *html = NEW(f->keep, struct node, 1);
            *html = *n;
            html->text = other;
            append(into, html);
        }
        struct str m = rest.len ? mark_of(str_line(&rest)) : S("");
        into = m.len ? at_mark(f, top, into, m) : into;
    }
    return into;
}

/* Hangs the children of top again, those between two comments below a node of their own. */
static void gather(const struct foreign *f, struct node *top)
{
    struct node *into = top, *next, *first = top->first;
    top->first = top->last = NULL;
    for (struct node *n = first; n; n = next) {
        next = n->next;
        if (is_marked(n))
            into = at_html(f, top, into, n);
        else
            append(in_tab(f, into, n), n);
    }
}

static bool has_mark(const struct node *n)
{
    for (const struct node *c = n->first; c; c = c->next)
        if (is_marked(c))
            return true;
    return false;
}

void foreign_resolve(struct foreign *f, struct node *root)
{
    for (const struct node *n = root; n; n = node_next(n, root))
        if (has_mark(n))
            gather(f, (struct node *)(uintptr_t)n);
    for (ptrdiff_t i = 0; i < f->blocks.len; i++) {
        struct foreign_block *b = &f->blocks.ptr[i];
        if (b->heads && b->node && b->node->first && b->node->first->kind == NODE_PARAGRAPH)
            b->node->first->kind = NODE_TITLE;
    }
}
