/* decision.c - the lines of a record's blocks, by the heading they stand under. */
#include "load/decision.h"

#include "base/buf.h"
#include "model/decision.h"

enum { MAX_LINE = 1 << 16 };

struct record {
    struct front_matter *front;
    struct arena *keep;
    LIST(struct str) supersedes, bad;
    struct str status; /* of the section, or of lines in front */
    bool was_said;     /* the front matter had a status */
};

/* The words of n as Markdown with its links, a line for each of its lines; struck words are left out. */
static void put_inline(const struct node *n, struct buf *b)
{
    for (const struct node *c = n->first; c; c = c->next) {
        if (c->kind == NODE_STRIKE || c->kind == NODE_RAW_HTML || c->kind == NODE_LIST)
            continue;
        if (c->kind == NODE_SOFT_BREAK || c->kind == NODE_BREAK)
            buf_char(b, '\n');
        buf_put(b, c->kind == NODE_LINK ? S("[") : c->text);
        put_inline(c, b);
        if (c->kind == NODE_LINK)
            buf_fmt(b, "](%.*s)", FMT(c->href));
        else if (c->kind == NODE_CELL)
            buf_char(b, c->next ? ':' : '\n');
    }
}

static struct str text_of(const struct node *n, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_LINE);
    put_inline(n, &b);
    return buf_str(&b);
}

static void set_once(struct str *to, struct str value)
{
    if (!to->len)
        *to = value;
}

static void set_deciders(struct record *r, struct str value)
{
    LIST(struct str) names = { 0 };
    struct front_matter *f = r->front;
    while (value.len && !f->n_deciders) {
        struct cut c = str_cut(value, ',');
        if (str_trim(c.head).len)
            *PUSH(&names, r->keep) = str_trim(c.head);
        value = c.tail;
    }
    if (names.len) {
        f->deciders = names.ptr;
        f->n_deciders = (int)names.len;
    }
}

/* "Status: accepted" and its like, in front of the first section. */
static void key_line(struct record *r, struct str line)
{
    struct cut c = str_cut(line, ':');
    struct str key = str_trim(c.head), value = str_trim(c.tail);
    if (!c.ok || !value.len)
        return;
    if (str_equal_nocase(key, S("status")))
        set_once(&r->status, value);
    else if (str_equal_nocase(key, S("date")))
        set_once(&r->front->date, value);
    else if (str_equal_nocase(key, S("deciders")) || str_equal_nocase(key, S("decision-makers")) ||
             str_equal_nocase(key, S("decision makers")))
        set_deciders(r, value);
    else if (str_equal_nocase(key, S("supersedes")))
        *PUSH(&r->supersedes, r->keep) = value;
}

/* A line of the section Status: the state, or what it replaces; anything behind adds to the state. */
static void status_line(struct record *r, struct str line)
{
    static const char *const leads[] = { "supersedes", "supercedes", "replaces" };
    for (ptrdiff_t i = 0; i < LEN(leads); i++)
        if (str_find_nocase(line, str_of(leads[i])) == 0) {
            *PUSH(&r->supersedes, r->keep) = str_trim(str_from(line, str_of(leads[i]).len));
            return;
        }
    if (r->status.len)
        line = str_fmt(r->keep, "%.*s; %.*s", FMT(r->status), FMT(line));
    r->status = line;
}

static bool is_bad(struct str line)
{
    return str_find_nocase(line, S("bad")) == 0 || str_find_nocase(line, S("negative")) == 0 ||
           str_find_nocase(line, S("con:")) == 0;
}

/* Calls take with each line of n, a block, and of the blocks in it. */
static void each_line(struct record *r, const struct node *n,
                      void (*take)(struct record *r, struct str line))
{
    bool holds = n->first && (n->first->kind <= NODE_TABLE);
    if (holds) {
        for (const struct node *c = n->first; c; c = c->next)
            each_line(r, c, take);
        return;
    }
    struct str rest = n->kind == NODE_CODE ? (struct str){ 0 } : text_of(n, r->keep);
    while (rest.len) {
        struct str line = str_trim(str_line(&rest));
        if (line.len)
            take(r, line);
    }
}

/* Items of the consequences: "Bad, because …"; under a heading that says so, all of them. */
static void bad_items(struct record *r, const struct node *list, bool all)
{
    for (const struct node *item = list->first; item; item = item->next) {
        struct str text = str_trim(text_of(
            item->first && item->first->kind == NODE_PARAGRAPH ? item->first : item, r->keep));
        if (text.len && (all || is_bad(text)))
            *PUSH(&r->bad, r->keep) = text;
    }
}

static bool says(struct str heading, const char *word)
{
    return str_find_nocase(heading, str_of(word)) >= 0;
}

static void block(struct record *r, const struct node *n, struct str heading, bool in_front)
{
    if (in_front)
        each_line(r, n, key_line);
    else if (str_equal_nocase(heading, S("status")) && !r->was_said)
        each_line(r, n, status_line);
    else if (n->kind == NODE_LIST && says(heading, "negative consequence"))
        bad_items(r, n, true);
    else if (n->kind == NODE_LIST && (says(heading, "consequence") || says(heading, "outcome")))
        bad_items(r, n, false);
}

void decision_read(struct document *doc, struct arena *keep)
{
    struct front_matter *f = &doc->front;
    struct record r = { .front = f, .keep = keep, .was_said = f->status.len > 0 };
    struct str heading = { 0 };
    bool in_front = true;
    for (const struct node *n = doc->root->first; n; n = n->next) {
        if (n->kind == NODE_HEADING) {
            heading = str_trim(node_text(n, keep));
            in_front &= n->level == 1;
            if (str_equal_nocase(heading, S("status")))
                r.status = (struct str){ 0 };
            continue;
        }
        block(&r, n, heading, in_front);
    }
    set_once(&f->status, r.status);
    if (r.supersedes.len && !f->n_supersedes) {
        f->supersedes = r.supersedes.ptr;
        f->n_supersedes = (int)r.supersedes.len;
    }
    f->bad = r.bad.ptr;
    f->n_bad = (int)r.bad.len;
}
