/* fix.c - from findings to edits of the source. */
#include "judge/fix.h"

#include "check/risk.h"
#include "judge/decisions.h"
#include "sketch/drawing.h"
#include "model/rule.h"

enum { DRAWING_MAX = 1 << 24, TEXT_MAX = 1 << 26 };

/* ---- places ---- */

/* Byte offset of a 1-based line and column (code points); -1 when the text has no such place. */
static ptrdiff_t offset_of(struct str text, int line, int col)
{
    struct str rest = text;
    for (int i = 1; i < line && rest.len > 0; i++)
        str_line(&rest);
    ptrdiff_t at = rest.ptr ? rest.ptr - text.ptr : 0;
    for (int i = 1; i < col; i++) {
        if (at >= text.len || text.ptr[at] == '\n')
            return -1;
        do
            at++;
        while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    }
    return at;
}

static struct str line_at(struct str text, ptrdiff_t at)
{
    ptrdiff_t beg = at, end = at;
    while (beg > 0 && text.ptr[beg - 1] != '\n')
        beg--;
    while (end < text.len && text.ptr[end] != '\n')
        end++;
    return str_sub(text, beg, end - beg);
}

/* ---- words and numbers ---- */

/* No markup: what stands there is what the reader sees, and so will be what is written. */
static bool is_plain(struct str s)
{
    static const char marks[] = "*_`<>[]()|\\&\n\r!";
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (memchr(marks, s.ptr[i], sizeof marks - 1))
            return false;
    return s.len > 0;
}

static void add(struct fix_edits *out, struct arena *keep, struct fix_edit e)
{
    struct str old = str_sub(e.page->src.text, e.beg, e.end - e.beg);
    if (!str_equal(old, e.text))
        *PUSH(out, keep) = e;
}

static void fix_words(const struct site_page *p, const struct finding *f, struct arena *keep,
                      struct fix_edits *out)
{
    struct str text = p->src.text;
    ptrdiff_t beg = offset_of(text, f->line, f->col),
              end = offset_of(text, f->end_line, f->end_col);
    if (f->line < 1 || f->end_line != f->line || beg < 0 || end <= beg)
        return;
    bool plain = is_plain(str_sub(text, beg, end - beg)) && is_plain(f->suggest);
    if (plain || f->rule == RULE(INPUT_FRONT_MATTER)) /* a value, and the same in quotes */
        add(out, keep, (struct fix_edit){ p, f->rule, beg, end, f->suggest });
}

/* The claim of a page that f is about. */
static const struct site_claim *claim_of(const struct site_page *p, const struct finding *f)
{
    ptrdiff_t at = offset_of(p->src.text, f->line, f->col);
    for (ptrdiff_t i = 0; i < p->n_claims; i++) {
        const struct claim *c = &p->claims[i].claim;
        ptrdiff_t from = c->place.ptr ? c->place.ptr - p->src.text.ptr : -1;
        if (at >= from && from >= 0 && at <= from + c->place.len && str_equal(c->href, f->about))
            return &p->claims[i];
    }
    return NULL;
}

/* Behind the link, is a noun counted that would have to turn with the number? "[1](x) gateway" */
static bool noun_behind(struct str text, const struct claim *c)
{
    struct str rest = str_from(text, c->place.ptr + c->place.len - text.ptr);
    struct str line = str_line(&rest);
    ptrdiff_t close = str_char(line, ']');
    struct str target = str_from(line, close + 1);
    bool reference = str_starts(target, S("["));
    close = str_char(target, reference ? ']' : ')');
    target = str_from(target, close + 1);
    return close >= 0 && target.len > 1 && *target.ptr == ' ' && char_is_alpha(target.ptr[1]);
}

static bool is_one(struct str s)
{
    return str_equal(s, S("1")) || str_equal_nocase(s, S("one")) || str_equal_nocase(s, S("a")) ||
           str_equal_nocase(s, S("a single"));
}

/* The text may be right, and the change a mistake: which of the two, a person says. */
static bool is_risk(const struct claim *c, struct arena scratch)
{
    struct str pointer = str_cut(c->evidence.source, ':').tail;
    struct str now = c->suggest.len ? c->suggest : c->evidence.value;
    if (str_starts(pointer, S("/count/")))
        return risk_of_resource(str_from(pointer, 7), risk_grows(c->text, now), scratch) != NULL;
    return risk_of(pointer.len ? pointer : c->evidence.source, c->text, now, scratch) != NULL;
}

/* What may be written without a person: figures, and names that are all of a table's cell. What is
 * decided, and a noun that would have to turn with its number, is not. */
static bool is_sure(const struct site_page *p, const struct site_claim *s, struct arena scratch)
{
    const struct claim *c = &s->claim;
    bool turns = is_one(c->text) != is_one(c->suggest);
    return !decisions_validate(p->front.status, p->src.text, c->place) && !is_risk(c, scratch) &&
           (!c->by_hand || str_starts(s->key, S("#cell"))) &&
           !(turns && noun_behind(p->src.text, c));
}

static void fix_claim(const struct site_page *p, const struct finding *f, struct arena *keep,
                      struct fix_edits *out)
{
    const struct site_claim *c = claim_of(p, f);
    if (c && is_sure(p, c, *keep))
        fix_words(p, f, keep, out);
}

/* `[](target)` takes its value in when it is shown; written here, forges and diffs show it too. */
static void fix_empty(const struct site_page *p, const struct claim *c, struct arena *keep,
                      struct fix_edits *out)
{
    struct str text = p->src.text;
    ptrdiff_t at = c->place.ptr - text.ptr; /* an empty text stands where its target does */
    at -= at > 0 && text.ptr[at - 1] == '<';
    if (c->verdict == VERDICT_TRUE && !decisions_validate(p->front.status, p->src.text, c->place) &&
        at >= 3 && at < text.len && str_equal(str_sub(text, at - 3, 3), S("[](")) &&
        is_plain(c->shown))
        add(out, keep, (struct fix_edit){ p, NULL, at - 2, at - 2, c->shown });
}

/* ---- drawings ---- */

struct fence {
    struct str open;   /* its line */
    struct str prefix; /* before the marks: indent, list marker, quote marks */
    char mark;
    ptrdiff_t marks;
};

static bool read_fence(struct str line, struct fence *f)
{
    ptrdiff_t n = 0;
    while (n < line.len && line.ptr[n] != '`' && line.ptr[n] != '~')
        n++;
    *f = (struct fence){ .open = line, .prefix = str_sub(line, 0, n) };
    if (n == line.len)
        return false;
    f->mark = line.ptr[n];
    while (n + f->marks < line.len && line.ptr[n + f->marks] == f->mark)
        f->marks++;
    return f->marks >= 3 && str_char(f->prefix, '\t') < 0;
}

/* List markers are blanks on the lines behind the first; quote marks stay. False: it is neither. */
static bool body_prefix(struct str prefix, struct arena *keep, struct str *out)
{
    struct buf b = buf_open(keep, prefix.len + 1);
    bool known = true;
    for (ptrdiff_t i = 0; i < prefix.len; i++) {
        char c = prefix.ptr[i];
        bool list = c == '-' || c == '*' || c == '+' || c == '.' || c == ')' || char_is_digit(c);
        known = known && (c == ' ' || c == '>' || list);
        buf_char(&b, c == '>' ? '>' : ' ');
    }
    *out = buf_str(&b);
    return known;
}

/* The line without the prefix; blank lines may be shorter. */
static bool strip(struct str line, struct str prefix, struct str *out)
{
    ptrdiff_t n = 0;
    bool quoted = str_char(prefix, '>') >= 0;
    while (n < prefix.len && n < line.len && line.ptr[n] == prefix.ptr[n])
        n++;
    *out = str_from(line, n);
    return n == prefix.len || (!quoted && line.len > n && line.ptr[n] != ' ') ||
           !str_trim(*out).len;
}

struct body {
    struct str text;    /* without the prefix */
    ptrdiff_t beg, end; /* in the page */
    struct str line_end;
};

static bool closes(struct str line, const struct fence *f)
{
    struct str s = str_trim(line);
    ptrdiff_t n = 0;
    while (n < s.len && s.ptr[n] == f->mark)
        n++;
    return n >= f->marks && n == s.len;
}

static bool read_body(struct str text, const struct fence *f, struct str prefix, struct arena *keep,
                      struct body *out)
{
    struct buf b = buf_open_cut(keep, DRAWING_MAX);
    ptrdiff_t at = f->open.ptr - text.ptr + f->open.len + 1;
    bool crlf = f->open.len && f->open.ptr[f->open.len - 1] == '\r';
    out->line_end = crlf ? S("\r\n") : S("\n");
    out->beg = at;
    while (at < text.len) {
        struct str line = line_at(text, at), inner;
        if (!strip(line, prefix, &inner))
            return false;
        if (closes(inner, f)) {
            out->end = at;
            out->text = buf_str(&b);
            return !b.over;
        }
        buf_put(&b, crlf ? str_trim_end(inner) : inner);
        buf_char(&b, '\n');
        at += line.len + 1;
    }
    return false;
}

/* The fence whose label or first line a finding points at. */
static bool find_fence(struct str text, int line, struct fence *f)
{
    ptrdiff_t at = offset_of(text, line, 1);
    while (at >= 0 && at <= text.len) {
        struct str l = line_at(text, at);
        if (read_fence(l, f))
            return true;
        bool first = (int)(l.ptr - text.ptr) == 0;
        bool further = !str_trim(l).len || at == offset_of(text, line, 1);
        if (first || !further)
            return false;
        at = l.ptr - text.ptr - 1;
    }
    return false;
}

/* The body of the fence that a finding points at. */
static bool find_body(const struct site_page *p, const struct finding *f, struct arena *keep,
                      struct fence *fence, struct str *prefix, struct body *body)
{
    return find_fence(p->src.text, f->line, fence) && body_prefix(fence->prefix, keep, prefix) &&
           read_body(p->src.text, fence, *prefix, keep, body);
}

static void replace_body(const struct site_page *p, const struct finding *f,
                         const struct body *body, struct str prefix, struct str text,
                         struct arena *keep, struct fix_edits *out)
{
    struct buf b = buf_open_cut(keep, DRAWING_MAX);
    while (text.len > 0) {
        struct str line = str_trim_end(str_line(&text));
        buf_put(&b, line.len ? prefix : str_trim_end(prefix));
        buf_put(&b, line);
        buf_put(&b, body->line_end);
    }
    if (!b.over)
        add(out, keep, (struct fix_edit){ p, f->rule, body->beg, body->end, buf_str(&b) });
}

static void fix_drawing(const struct site_page *p, const struct finding *f, struct arena *keep,
                        struct arena scratch, struct fix_edits *out)
{
    struct fence fence;
    struct str prefix;
    struct body body;
    struct graph g;
    const char *why;
    if (!find_body(p, f, keep, &fence, &prefix, &body))
        return;
    struct arena upper = arena_upper(&scratch);
    if (!drawing_read(body.text, &scratch, upper, &g, &why) || !g.repaired)
        return;
    struct buf drawn = buf_open_cut(keep, DRAWING_MAX);
    drawing_redraw(body.text, &g, arena_upper(&scratch), &drawn);
    if (!drawn.over && !str_equal(buf_str(&drawn), body.text))
        replace_body(p, f, &body, prefix, buf_str(&drawn), keep, out);
}

/* Code that is shown from a file: the suggestion is what the file has. */
static void fix_snippet(const struct site_page *p, const struct finding *f, struct arena *keep,
                        struct fix_edits *out)
{
    struct fence fence;
    struct str prefix, rest = f->suggest;
    struct body body;
    if (!find_body(p, f, keep, &fence, &prefix, &body) ||
        risk_of_code(body.text, f->suggest, *keep))
        return;
    while (rest.len > 0)
        if (closes(str_line(&rest), &fence))
            return; /* it would end its own fence */
    replace_body(p, f, &body, prefix, f->suggest, keep, out);
}

/* ---- all of them ---- */

static int by_place(const void *a, const void *b)
{
    const struct fix_edit *p = a, *q = b;
    if (p->page != q->page)
        return p->page < q->page ? -1 : 1; /* pages are one array in order of paths */
    return (p->beg > q->beg) - (p->beg < q->beg);
}

static void drop_overlaps(struct fix_edits *e)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < e->len; i++) {
        const struct fix_edit *last = n ? &e->ptr[n - 1] : NULL;
        if (!last || last->page != e->ptr[i].page || last->end <= e->ptr[i].beg)
            e->ptr[n++] = e->ptr[i];
    }
    e->len = n;
}

void fix_find(const struct site *s, struct arena *keep, struct arena scratch, struct fix_edits *out)
{
    struct map pages = { 0 };
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].generated && !s->pages[i].refused && !s->pages[i].src.n_parts)
            *map_at(&pages, s->pages[i].src.path, keep) = &s->pages[i];
    for (ptrdiff_t i = 0; i < s->diag.findings.len; i++) {
        const struct finding *f = &s->diag.findings.ptr[i];
        const struct site_page *p = map_get(&pages, f->file);
        if (!p || f->accepted.len)
            continue;
        bool claim = f->rule == RULE(CLAIM_FALSE) || f->rule == RULE(CLAIM_OUTDATED);
        ptrdiff_t before = out->len;
        if (claim)
            fix_claim(p, f, keep, out);
        else if (f->rule == RULE(COST_TOTAL) ||
                 (f->rule == RULE(INPUT_FRONT_MATTER) && f->suggest.len))
            fix_words(p, f, keep, out);
        else if (f->rule == RULE(DIAGRAM_REPAIRED))
            fix_drawing(p, f, keep, scratch, out);
        else if (f->rule == RULE(SNIPPET_STALE) && f->suggest.len)
            fix_snippet(p, f, keep, out);
        if ((claim || f->rule == RULE(COST_TOTAL)) && out->len == before)
            *PUSH(&out->left, keep) = f;
    }
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        for (ptrdiff_t k = 0;
             k < s->pages[i].n_claims && !s->pages[i].generated && !s->pages[i].src.n_parts; k++)
            if (!s->pages[i].claims[k].claim.text.len)
                fix_empty(&s->pages[i], &s->pages[i].claims[k].claim, keep, out);
    if (out->len)
        qsort(out->ptr, (size_t)out->len, sizeof *out->ptr, by_place);
    drop_overlaps(out);
}

/* text[beg, end) with the edits that lie in it. */
static void put_edited(struct str text, ptrdiff_t beg, ptrdiff_t end, const struct fix_edit *edits,
                       ptrdiff_t n, struct buf *out)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_put(out, str_sub(text, beg, edits[i].beg - beg));
        buf_put(out, edits[i].text);
        beg = edits[i].end;
    }
    buf_put(out, str_sub(text, beg, end - beg));
}

struct str fix_text(const struct fix_edit *edits, ptrdiff_t n, struct arena *keep)
{
    struct str text = edits->page->src.text;
    struct buf b = buf_open(keep, text.len + TEXT_MAX);
    put_edited(text, 0, text.len, edits, n, &b);
    return buf_str(&b);
}

static void put_lines(struct str lines, char sign, struct buf *out)
{
    while (lines.len > 0) {
        buf_char(out, sign);
        buf_put(out, str_line(&lines));
        buf_char(out, '\n');
    }
}

static int count_lines(struct str s)
{
    int n = 0;
    while (s.len > 0) {
        str_line(&s);
        n++;
    }
    return n;
}

/* End of the line that holds the last byte before at. */
static ptrdiff_t lines_end(struct str text, ptrdiff_t at)
{
    while (at < text.len && (at == 0 || text.ptr[at - 1] != '\n'))
        at++;
    return at;
}

static void print_hunk(const struct fix_edit *edits, ptrdiff_t n, ptrdiff_t beg, ptrdiff_t end,
                       int *moved, struct buf *out)
{
    struct str text = edits->page->src.text, old = str_sub(text, beg, end - beg);
    struct buf now = buf_open(out->arena, old.len + TEXT_MAX);
    put_edited(text, beg, end, edits, n, &now);
    int line = count_lines(str_sub(text, 0, beg)) + 1, before = count_lines(old);
    int after = count_lines(buf_str(&now));
    buf_fmt(out, "@@ -%d,%d +%d,%d @@ %s\n", line, before, line + *moved, after,
            edits->rule ? edits->rule->id : "empty-claim");
    put_lines(old, '-', out);
    put_lines(buf_str(&now), '+', out);
    *moved += after - before;
}

void fix_print_left(const struct fix_edits *e, struct buf *out)
{
    for (ptrdiff_t i = 0; i < e->left.len; i++) {
        const struct finding *f = e->left.ptr[i];
        buf_fmt(out, "%.*s:%d:%d: needs a person: %.*s [%s]\n", FMT(f->file), f->line, f->col,
                FMT(f->message), f->rule->id);
    }
}

void fix_print(const struct fix_edit *edits, ptrdiff_t n, struct buf *out)
{
    int moved = 0;
    for (ptrdiff_t i = 0, next; i < n; i = next) {
        const struct fix_edit *e = &edits[i];
        struct str text = e->page->src.text;
        if (i == 0 || e->page != edits[i - 1].page) {
            buf_fmt(out, "--- %.*s\n+++ %.*s\n", FMT(e->page->src.path), FMT(e->page->src.path));
            moved = 0;
        }
        ptrdiff_t beg = line_at(text, e->beg).ptr - text.ptr, end = lines_end(text, e->end);
        for (next = i + 1; next < n && edits[next].page == e->page && edits[next].beg < end; next++)
            end = lines_end(text, edits[next].end);
        print_hunk(e, next - i, beg, end, &moved, out);
    }
}
