/* glossary.c - terms and their meanings, from the tree of one page. */
#include "judge/glossary.h"

#include "base/path.h"
#include "load/markdown.h"

enum { MOST_TERMS = 1000, MOST_BYTES = 320 };

struct reader {
    const struct site_page *page;
    struct arena *keep;
    struct lookup_terms *out;
};

/* At most MOST_BYTES, between words. */
static struct str brief(struct str s, struct arena *keep)
{
    ptrdiff_t end = MOST_BYTES;
    if (s.len <= MOST_BYTES)
        return s;
    while (end > 0 && s.ptr[end] != ' ')
        end--;
    return str_fmt(keep, "%.*s \xe2\x80\xa6", FMT(str_sub(s, 0, end)));
}

static void add(struct reader *r, struct str names, struct str meaning, struct str id)
{
    meaning = brief(str_trim(meaning), r->keep);
    while (names.len && meaning.len && r->out->n < MOST_TERMS) {
        struct cut c = str_cut(names, ',');
        struct str name = str_trim(c.head);
        names = c.tail;
        if (name.len < 2)
            continue;
        struct str href =
            str_fmt(r->keep, "/%.*s%s%.*s", FMT(r->page->path), id.len ? "#" : "", FMT(id));
        r->out->ptr[r->out->n++] = (struct lookup_term){ name, meaning, href };
        r->out->hash =
            (r->out->hash ^ str_hash(name)) * 31 + str_hash(meaning) * 7 + str_hash(href);
    }
}

/* Each term takes the definition behind it; several may stand before one. */
static void definitions(struct reader *r, const struct node *list)
{
    for (const struct node *n = list->first; n; n = n->next) {
        const struct node *meaning = n;
        while (meaning && meaning->kind == NODE_TERM)
            meaning = meaning->next;
        if (n->kind == NODE_TERM && meaning)
            add(r, node_text(n, r->keep), node_text(meaning, r->keep), S(""));
    }
}

/* "**Term**: meaning" */
static void paragraph(struct reader *r, const struct node *n)
{
    static const char *const marks[] = { ":", "\xe2\x80\x93", "\xe2\x80\x94", "-" };
    struct str name =
        n->first && n->first->kind == NODE_STRONG ? node_text(n->first, r->keep) : S("");
    struct str rest = str_trim(str_from(node_text(n, r->keep), name.len));
    for (ptrdiff_t i = 0; name.len && i < LEN(marks); i++)
        if (str_starts(rest, str_of(marks[i]))) {
            add(r, name, str_from(rest, str_of(marks[i]).len), S(""));
            return;
        }
}

static void rows(struct reader *r, const struct node *table)
{
    for (const struct node *row = table->first; row; row = row->next)
        if (!row->head && row->first && row->first->next)
            add(r, node_text(row->first, r->keep), node_text(row->first->next, r->keep), S(""));
}

static void read(struct reader *r, const struct node *top)
{
    for (const struct node *n = top->first; n; n = n->next) {
        bool meant = n->next && n->next->kind == NODE_PARAGRAPH;
        if (n->kind == NODE_HEADING && n->level > 1 && meant)
            add(r, node_text(n, r->keep), node_text(n->next, r->keep), n->id);
        else if (n->kind == NODE_PARAGRAPH ||
                 (n->kind == NODE_ITEM && n->first && n->first->kind == NODE_STRONG))
            paragraph(r, n);
        else if (n->kind == NODE_LIST || n->kind == NODE_ITEM)
            read(r, n);
        else if (n->kind == NODE_DEFINITIONS)
            definitions(r, n);
        else if (n->kind == NODE_TABLE)
            rows(r, n);
    }
}

bool glossary_is(const struct site *s, const struct site_page *p)
{
    return s->terms && p->path.ptr && str_equal(s->terms->page, p->path);
}

void glossary_open(struct site *s)
{
    struct source src;
    struct diag quiet = { .keep = s->keep };
    for (ptrdiff_t i = 0; i < s->n_pages && !s->terms; i++) {
        const struct site_page *p = &s->pages[i];
        if (!str_equal_nocase(path_base(p->path), S("glossary.md")) || p->generated || p->refused ||
            site_source(s, p, s->keep, &src))
            continue;
        s->terms = NEW(s->keep, struct lookup_terms, 1);
        *s->terms = (struct lookup_terms){ .ptr = NEW(s->keep, struct lookup_term, MOST_TERMS),
                                           .page = p->path };
        const struct document *doc = markdown_read(&src, s->keep, &quiet);
        struct reader r = { p, s->keep, s->terms };
        if (doc && doc->root)
            read(&r, doc->root);
    }
}
