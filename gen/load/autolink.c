/* autolink.c - finds bare addresses in the text nodes of a tree and hangs links over them.
 *
 * md4c could do this itself, but 0.4.8 then closes a span too many behind a link whose text is bold.
 * Rules: GitHub Flavored Markdown, section "Autolinks (extension)". */
#include "load/autolink.h"

struct address {
    ptrdiff_t beg, end;
    const char *scheme; /* what the target has in front of the text */
};

static bool is_host(char c)
{
    return char_is_alnum(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

/* Length of a domain at the head of s: labels joined by dots, without _ in the last two; 0 when it is none. */
static ptrdiff_t domain_len(struct str s, bool dotted)
{
    ptrdiff_t n = 0, last = 0, before = 0;
    int dots = 0;
    for (; n < s.len && (is_host(s.ptr[n]) || s.ptr[n] == '.'); n++) {
        if (s.ptr[n] != '.')
            continue;
        if (n == last)
            return 0; /* an empty label */
        before = last;
        last = n + 1;
        dots++;
    }
    bool end_dot = n && s.ptr[n - 1] == '.';
    if (n == 0 || (dotted && dots - end_dot < 1) ||
        str_char(str_sub(s, before, n - before), '_') >= 0)
        return 0;
    return n;
}

/* An address does not end in punctuation, in a bracket that it did not open, or in an entity. */
static ptrdiff_t trim_end(struct str s, ptrdiff_t n)
{
    for (;;) {
        char c = n ? s.ptr[n - 1] : '\0';
        ptrdiff_t and = c == ';' ? str_rchar(str_sub(s, 0, n - 1), '&') : -1;
        int open = 0;
        for (ptrdiff_t i = 0; c == ')' && i < n; i++)
            open += s.ptr[i] == '(' ? 1 : s.ptr[i] == ')' ? -1 : 0;
        if (and >= 0 && n - and > 2)
            n = and;
        else if ((c && str_char(S("?!.,:*_~'\";"), c) >= 0) || open < 0)
            n--;
        else
            return n;
    }
}

static ptrdiff_t address_len(struct str s, ptrdiff_t host)
{
    ptrdiff_t n = host;
    while (n < s.len && !char_is_space(s.ptr[n]) && s.ptr[n] != '<')
        n++;
    n = trim_end(s, n);
    return n;
}

static bool web_at(struct str s, ptrdiff_t at, struct address *out)
{
    static const struct {
        struct str head;
        const char *scheme;
    } heads[] = { { { "https://", 8 }, "" },
                  { { "http://", 7 }, "" },
                  { { "ftp://", 6 }, "" },
                  { { "www.", 4 }, "http://" } };
    struct str rest = str_from(s, at);
    char before = at ? s.ptr[at - 1] : ' ';
    for (ptrdiff_t i = 0; i < LEN(heads); i++) {
        bool www = *heads[i].scheme;
        if (!str_equal_nocase(str_sub(rest, 0, heads[i].head.len), heads[i].head))
            continue;
        if (www ? !char_is_space(before) && str_char(S("*_~("), before) < 0 : char_is_alnum(before))
            return false;
        ptrdiff_t skip = www ? 0 : heads[i].head.len, host = domain_len(str_from(rest, skip), www);
        ptrdiff_t n = host ? address_len(rest, skip + host) : 0;
        *out = (struct address){ at, at + n, heads[i].scheme };
        return n > heads[i].head.len;
    }
    return false;
}

/* s.ptr[at] is '@'; from: where the last address ended. */
static bool mail_at(struct str s, ptrdiff_t at, ptrdiff_t from, struct address *out)
{
    ptrdiff_t beg = at, end = at + 1, dot = 0;
    while (beg > from &&
           (char_is_alnum(s.ptr[beg - 1]) || str_char(S(".-_+"), s.ptr[beg - 1]) >= 0))
        beg--;
    for (; end < s.len && (char_is_alnum(s.ptr[end]) || str_char(S(".-_"), s.ptr[end]) >= 0); end++)
        dot = s.ptr[end] == '.' && end + 1 < s.len && char_is_alnum(s.ptr[end + 1]) ? end : dot;
    while (end > at && s.ptr[end - 1] == '.')
        end--;
    *out = (struct address){ beg, end, "mailto:" };
    bool inside = beg > 0 && (s.ptr[beg - 1] == '/' ||
                              s.ptr[beg - 1] == ':'); /* the user part of an address */
    return beg < at && dot && s.ptr[end - 1] != '-' && s.ptr[end - 1] != '_' && !inside;
}

static bool next_address(struct str s, ptrdiff_t from, struct address *out)
{
    for (ptrdiff_t i = from; i < s.len; i++) {
        char c = char_lower(s.ptr[i]);
        if ((c == 'h' || c == 'f' || c == 'w') && web_at(s, i, out))
            return true;
        if (c == '@' && mail_at(s, i, from, out))
            return true;
    }
    return false;
}

/* Cuts the run of text nodes that begins at first so that a node begins at byte `at` of it, and
 * returns that node; NULL at the run's end. */
static struct node *node_from(struct node *first, ptrdiff_t at, struct arena *keep)
{
    struct node *n = first;
    for (; n && n->kind == NODE_TEXT && at >= n->text.len && at > 0; n = n->next)
        at -= n->text.len;
    if (!n || n->kind != NODE_TEXT || at == 0)
        return n;
    struct node *tail = NEW(keep, struct node, 1);
    *tail = *n;
    tail->text = str_from(n->text, at);
    n->text = str_sub(n->text, 0, at);
    if (n->place.ptr && n->place.len == n->text.len + tail->text.len) {
        tail->place = str_from(n->place, at);
        n->place = str_sub(n->place, 0, at);
    }
    n->next = tail;
    if (n->parent->last == n)
        n->parent->last = tail;
    return tail;
}

/* Nodes from `beg` to before `end`, all of parent, become the text of a link in their place. */
static struct node *wrap(struct node *parent, struct node *beg, struct node *end,
                         struct arena *keep)
{
    struct node *link = NEW(keep, struct node, 1), **at = &parent->first, *last = beg;
    link->kind = NODE_LINK;
    link->parent = parent;
    link->autolink = true;
    link->first = beg;
    link->place = beg->place;
    for (struct node *n = beg; n != end; n = n->next) {
        n->parent = link;
        last = n;
    }
    if (link->place.ptr && last->place.ptr)
        link->place = str_span(beg->place.ptr, last->place.ptr + last->place.len);
    link->last = last;
    last->next = NULL;
    link->next = end;
    while (*at != beg)
        at = &(*at)->next;
    *at = link;
    if (!end)
        parent->last = link;
    return link;
}

/* A sign behind a backslash makes no address; md4c begins a text with it. */
static bool is_escaped(const struct node *n)
{
    return n->text.len && n->place.ptr && str_char(S(":@."), *n->text.ptr) >= 0 &&
           n->place.ptr[-1] == '\\';
}

/* The text of the run of text nodes that begins at n, for looking: an escaped sign is a backslash
 * there; *end: the node behind it. */
static struct str run_text(struct node *n, struct node **end, struct arena *keep)
{
    ptrdiff_t size = 0;
    struct node *e = n;
    for (; e && e->kind == NODE_TEXT; e = e->next)
        size += e->text.len;
    *end = e;
    if (n->next == e)
        return n->text;
    struct buf b = buf_open(keep, size);
    for (const struct node *t = n; t != e; t = t->next) {
        bool escaped = t != n && is_escaped(t);
        buf_put(&b, escaped ? S("\\") : S(""));
        buf_put(&b, str_from(t->text, escaped));
    }
    return buf_str(&b);
}

static bool may_hold_address(struct str s)
{
    bool may = str_char(s, '@') >= 0;
    for (struct cut c = str_cut(s, ':'); c.ok && !may; c = str_cut(c.tail, ':'))
        may = str_starts(c.tail, S("//"));
    for (struct cut c = str_cut(s, '.'); c.ok && !may; c = str_cut(c.tail, '.'))
        may = c.head.len >= 3 && str_equal_nocase(str_from(c.head, c.head.len - 3), S("www"));
    return may;
}

static struct node *link_run(struct node *first, struct arena *keep)
{
    struct node *end;
    struct str s = run_text(first, &end, keep);
    struct address a;
    ptrdiff_t done = 0;
    if (!may_hold_address(s))
        return end;
    while (next_address(s, done, &a)) {
        struct node *beg = node_from(first, a.beg - done, keep);
        struct node *behind = node_from(beg, a.end - a.beg, keep);
        struct node *link = wrap(beg->parent, beg, behind, keep);
        link->href = str_join(str_of(a.scheme), node_text(link, keep), keep);
        done = a.end;
        first = behind;
        if (!first || first->kind != NODE_TEXT)
            break;
    }
    return end;
}

void autolink_all(struct node *root, struct arena *keep)
{
    for (struct node *n = root; n;) {
        bool closed = n->kind == NODE_LINK || n->kind == NODE_IMAGE || n->kind == NODE_CODE ||
                      n->kind == NODE_HTML;
        struct node *next = n->kind == NODE_TEXT ? link_run(n, keep)
                            : closed             ? n->next
                            : n->first           ? n->first
                                                 : n->next;
        const struct node *up = n;
        while (!next && up->parent && up != root) {
            up = up->parent;
            next = up == root ? NULL : up->next;
        }
        n = up == root && !next ? NULL : next;
    }
}
