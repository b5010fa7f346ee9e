/* forge_text.c - line after line: tables, marks of other tools' blocks, their tags. */
#include "load/forge_text.h"

#include "load/block_lines.h"
#include "load/forge_table.h"
#include "load/forge_tags.h"
#include "model/rule.h"

enum { MAX_OPEN = 30, SHIFT = 4, FENCE = 12 };

/* A block of another tool that is open. */
struct opened {
    struct str prefix; /* what a line of its containers begins with */
    int depth;         /* containers it stands in; a shift is the one behind these */
    int shift;         /* its width, 0: it is none */
    ptrdiff_t colons;  /* of ":::", or of "```" */
    bool silent;       /* of a kind nobody knows: its end is text as well */
    struct str tag;    /* of a tag: its name */
};

struct forge {
    const struct source *src;
    struct arena *keep;
    struct foreign *foreign;
    struct forge_litter *litter;
    struct mapped out;
    struct block_lines lines;
    struct str rest, raw; /* behind the line at hand; it, with its end */
    struct block_line at;
    LIST(struct opened) open;
    int columns, table_depth; /* of the table that is open; 0: none is */
    int strip;                /* columns that components indent their content by */
    bool mdx, code;           /* code: between two tags that mean a fence */
    bool raw_tags;            /* in it, between two that say that tags mean nothing */
    bool elements;            /* HTML that holds Markdown was seen: its ends stand alone */
    bool after_text;          /* the last line that is not blank was text */
};

/* ---- writing lines ---- */

static struct str prefix_of(struct forge *f, int depth)
{
    struct buf b = buf_open(f->keep, 1 << 16);
    for (int i = 0; i < depth; i++)
        if (f->lines.open[i].kind == CONTAINER_QUOTE)
            buf_put(&b, S("> "));
        else if (f->lines.open[i].kind == CONTAINER_ITEM)
            buf_fill(&b, ' ', f->lines.open[i].width);
    return buf_str(&b);
}

/* The marks of the line's containers, as they stand there; shifts leave none. */
static void put_marks(struct forge *f)
{
    int n = f->at.lazy ? f->at.n_before : f->lines.n;
    for (int i = 0; i < n; i++)
        if (f->lines.open[i].kind != CONTAINER_SHIFT)
            mapped_put(&f->out, f->lines.open[i].at);
    for (int i = 0; i < f->at.pending; i++)
        mapped_say(&f->out, S(" "));
}

/* The line's end; one is made where the text ends without. */
static void put_end(struct forge *f)
{
    mapped_say(&f->out, S("\n"));
}

static bool is_shifted(const struct forge *f)
{
    for (int i = 0; i < f->lines.n; i++)
        if (f->lines.open[i].kind == CONTAINER_SHIFT)
            return true;
    return f->strip > 0;
}

static void put_line(struct forge *f)
{
    f->litter->ahead = f->rest;
    f->litter->text = f->at.kind == LINE_TEXT || f->at.kind == LINE_HEADING;
    f->litter->comment &= f->litter->text;
    bool tags = (f->litter->comment || forge_tags_wanted(f->at.rest)) && f->at.kind != LINE_CODE &&
                f->at.kind != LINE_FENCE && f->at.kind != LINE_BLANK;
    if (!is_shifted(f) && !tags) {
        mapped_put(&f->out, f->raw);
        return;
    }
    put_marks(f);
    if (tags)
        forge_tags_line(f->litter, &f->out, f->at.rest);
    else
        mapped_put(&f->out, f->at.rest);
    put_end(f);
}

/* ---- blocks ---- */

/* A line of ours stands where the line at hand stood. */
static void begin_mark(struct forge *f)
{
    put_marks(f);
    f->lines.paragraph = false;
    f->lines.html_end.ptr = NULL;
}

static bool has_markup(struct str title)
{
    for (ptrdiff_t i = 0; i < title.len; i++)
        if (char_among(title.ptr[i], "*_`[~<&\\"))
            return true;
    return false;
}

/* A title of the source with markup: a paragraph of its own, the first in the block. */
static void put_title(struct forge *f, struct str title)
{
    mapped_say(&f->out, prefix_of(f, f->lines.n));
    mapped_put(&f->out, title);
    put_end(f);
    mapped_say(&f->out, prefix_of(f, f->lines.n));
    put_end(f);
}

static void push(struct forge *f, struct foreign_block b, struct opened o)
{
    b.heads = b.heads && has_markup(b.title);
    b.place = f->at.text;
    o.depth = f->lines.n;
    o.prefix = prefix_of(f, f->lines.n);
    begin_mark(f);
    foreign_open(f->foreign, &f->out, b);
    put_end(f);
    *PUSH(&f->open, f->keep) = o;
    if (o.shift)
        f->lines.open[f->lines.n++] =
            (struct container){ .kind = CONTAINER_SHIFT, .width = o.shift };
    if (b.heads)
        put_title(f, b.title);
}

/* Ends the innermost open blocks down to n of them. */
static void close_to(struct forge *f, ptrdiff_t n)
{
    for (; f->open.len > n; f->open.len--) {
        if (f->open.ptr[f->open.len - 1].silent)
            continue;
        if (f->out.text.len && f->out.text.ptr[f->out.text.len - 1] != '\n')
            put_end(f);
        if (f->columns) /* a table that nothing else ends */
            put_end(f);
        f->columns = 0;
        mapped_say(&f->out, f->open.ptr[f->open.len - 1].prefix);
        foreign_close(&f->out);
        put_end(f);
    }
}

/* Blocks whose containers the line at hand has left. */
static void close_left(struct forge *f)
{
    ptrdiff_t n = f->open.len;
    while (n > 0 && f->at.n_before < f->open.ptr[n - 1].depth + (f->open.ptr[n - 1].shift > 0))
        n--;
    if (f->at.lazy || n == f->open.len)
        return;
    close_to(f, n);
}

static bool may_open(const struct forge *f)
{
    return f->open.len < MAX_OPEN && f->lines.n < BLOCK_DEPTH && f->at.indent < SHIFT &&
           !f->at.lazy;
}

static struct str take_word(struct str *s)
{
    ptrdiff_t n = 0;
    while (n < s->len && (char_is_alnum(s->ptr[n]) || s->ptr[n] == '-' || s->ptr[n] == '_'))
        n++;
    struct str word = str_sub(*s, 0, n);
    *s = str_trim(str_from(*s, n));
    return word;
}

/* "Title", [Title] or Title; {attributes} are left out. */
static struct str title_of(struct str s)
{
    ptrdiff_t brace = str_char(s, '{');
    s = str_trim(brace >= 0 ? str_sub(s, 0, brace) : s);
    bool bare = s.len > 1 && ((*s.ptr == '"' && s.ptr[s.len - 1] == '"') ||
                              (*s.ptr == '[' && s.ptr[s.len - 1] == ']'));
    return bare ? str_sub(s, 1, s.len - 2) : s;
}

/* The next line that is not blank is indented: the mark has a body. */
static bool has_body(struct forge *f)
{
    struct block_lines ahead = f->lines;
    for (struct str rest = f->rest; rest.len;) {
        struct block_line l = block_lines_next(&ahead, str_line(&rest));
        if (l.kind != LINE_BLANK)
            return l.n_before >= f->lines.n && l.indent >= SHIFT;
    }
    return false;
}

/* What a block is by its first three bytes; NODE_DOCUMENT: none. */
static enum node_kind indented_kind(struct str head)
{
    return str_equal(head, S("!!!"))   ? NODE_ALERT
           : str_equal(head, S("===")) ? NODE_TAB
           : str_equal(head, S("???")) ? NODE_FOLD
                                       : NODE_DOCUMENT;
}

/* `!!! note "Title"`, `??? note`, `=== "Tab"`: the body is indented. */
static bool indented_block(struct forge *f)
{
    struct str s = str_trim_end(f->at.text), rest = str_from(s, 3);
    enum node_kind kind = indented_kind(str_sub(s, 0, 3));
    bool tab = kind == NODE_TAB, fold = kind == NODE_FOLD;
    rest = str_from(rest, rest.len && str_char(S("+!"), *rest.ptr) >= 0);
    if (kind == NODE_DOCUMENT || !rest.len || !char_is_space(*rest.ptr) || !may_open(f))
        return false;
    rest = str_trim(rest);
    struct str word = tab ? (struct str){ 0 } : take_word(&rest);
    while (!tab && rest.len && *rest.ptr != '"' && take_word(&rest).len)
        ; /* further classes */
    bool titled = rest.len > 1 && *rest.ptr == '"' && str_ends(rest, S("\""));
    if ((rest.len && !titled) || (!titled && !word.len) || !has_body(f))
        return false;
    struct foreign_block b = foreign_note(word, f->keep);
    if (titled)
        b.title = str_sub(rest, 1, rest.len - 2);
    b.heads = titled;
    if (fold && !b.title.ptr)
        b.title = foreign_title(word, f->keep);
    b.kind = tab || fold ? kind : b.kind;
    push(f, b, (struct opened){ .shift = SHIFT });
    return true;
}

/* "Term" and below it ": what it means" */
static bool definition(struct forge *f)
{
    struct str s = f->at.text;
    bool behind = f->at.was_text || f->after_text;
    if (s.len < 3 || *s.ptr != ':' || !char_is_space(s.ptr[1]) || !behind || !may_open(f))
        return false;
    struct foreign_block b = { .kind = NODE_DEFINITION, .place = s };
    struct str text = str_trim(str_from(s, 1));
    f->litter->ahead = f->rest;
    f->litter->text = true;
    int width = (int)(text.ptr - s.ptr);
    push(f, b, (struct opened){ .shift = width < SHIFT && s.ptr[1] == ' ' ? width : SHIFT });
    f->lines.paragraph = true;
    mapped_say(&f->out, prefix_of(f, f->lines.n));
    forge_tags_line(f->litter, &f->out, text);
    put_end(f);
    return true;
}

/* Ends the innermost block that was begun with n of these marks, else the innermost that any began. */
static bool close_marks(struct forge *f, ptrdiff_t n)
{
    ptrdiff_t k = f->open.len, any = 0;
    while (k > 0 && f->open.ptr[k - 1].colons != n) {
        any = !any && n > 0 && f->open.ptr[k - 1].colons > 0 ? k : any;
        k--;
    }
    k = k ? k : any;
    bool silent = k && f->open.ptr[k - 1].silent;
    if (!k)
        return false;
    close_to(f, silent ? k : k - 1);
    f->open.len = k - 1;
    f->lines.paragraph &= silent;
    return !silent;
}

/* ":name: value" lines below the mark of a directive are for its tool. */
static void drop_options(struct forge *f)
{
    for (struct str ahead = f->rest; ahead.len; f->rest = ahead) {
        struct str line = str_trim(str_line(&ahead)), behind = str_from(line, 1);
        take_word(&behind);
        if (!str_starts(line, S(":")) || str_starts(line, S("::")) || !str_starts(behind, S(":")))
            return;
    }
}

/* What begins with n marks and "note Title", "{note} Title" or "{.note}" behind them. */
static bool named_block(struct forge *f, struct str rest, ptrdiff_t n)
{
    bool brace = *rest.ptr == '{';
    struct foreign_block b;
    rest = brace ? str_from(rest, 1) : rest;
    rest = brace && str_starts(rest, S(".")) ? str_from(rest, 1) : rest;
    struct str word = take_word(&rest);
    rest = brace ? str_trim(str_cut(rest, '}').tail) : rest;
    if (!word.len || !foreign_word(word, &b) || !may_open(f))
        return false;
    b.heads = title_of(rest).len > 0;
    if (title_of(rest).len)
        b.title = title_of(rest);
    push(f, b, (struct opened){ .colons = n });
    if (brace)
        drop_options(f);
    return true;
}

static ptrdiff_t count_marks(struct str s, char mark)
{
    ptrdiff_t n = 0;
    while (n < s.len && s.ptr[n] == mark)
        n++;
    return n;
}

/* `:::note Title` and `:::`; MyST and Pandoc write `:::{note}`. */
static bool colon_block(struct forge *f)
{
    ptrdiff_t n = count_marks(f->at.text, ':');
    struct str rest = str_trim(str_from(f->at.text, n));
    if (n < 3)
        return false;
    if (!rest.len)
        return close_marks(f, n);
    if (named_block(f, rest, n))
        return true;
    forge_litter_count(f->litter, FORGE_COLONS, f->at.text);
    if (may_open(f))
        *PUSH(&f->open, f->keep) =
            (struct opened){ .depth = f->lines.n, .colons = n, .silent = true };
    return false;
}

/* MyST writes ```{note} around Markdown; other directives stay code. */
static bool fence_block(struct forge *f)
{
    ptrdiff_t n = count_marks(f->at.text, '`');
    struct str rest = str_trim(str_from(f->at.text, n));
    bool opens = f->lines.fence == '`' && n >= 3, directive = opens && str_starts(rest, S("{"));
    if (opens && !rest.len && f->open.len && f->open.ptr[f->open.len - 1].colons == -n) {
        f->lines.fence = '\0';
        return close_marks(f, -n);
    }
    if (!directive || !named_block(f, rest, -n)) {
        if (directive && str_char(str_sub(rest, 0, 40), '}') > 3 && !str_starts(rest, S("{code")) &&
            !str_starts(rest, S("{.")) && str_char(str_cut(rest, '}').head, ' ') < 0)
            forge_litter_count(f->litter, FORGE_MYST, f->at.text);
        return false;
    }
    f->lines.fence = '\0';
    return true;
}

/* ---- tags alone on their line ---- */

/* Leaves out the line at hand and what a tag of several lines took behind it. */
static void drop(struct forge *f, struct str tag)
{
    const char *end = tag.ptr + tag.len;
    f->lines.paragraph = false;
    f->lines.html_end.ptr = NULL;
    while (f->rest.len && f->rest.ptr < end)
        str_line(&f->rest);
    if (!f->mdx || f->lines.n)
        return;
    struct str ahead = f->rest; /* components indent what is in them */
    while (ahead.len && !str_trim(str_sub(ahead, 0, str_char(ahead, '\n') + 1)).len)
        str_line(&ahead);
    f->strip = (int)count_marks(str_sub(ahead, 0, FORGE_TAG), ' ');
}

static void open_fence(struct forge *f, struct str language)
{
    begin_mark(f);
    mapped_say(&f->out, str_fmt(f->keep, "````````````\x01%.*s\n", FMT(language)));
    f->lines.fence = '`';
    f->lines.fence_len = FENCE;
    f->lines.fence_depth = f->lines.n;
    f->code = true;
}

static bool close_tag(struct forge *f, const struct forge_tag *t)
{
    for (ptrdiff_t k = f->open.len; k > 0; k--) {
        if (!f->open.ptr[k - 1].tag.len || !str_equal_nocase(f->open.ptr[k - 1].tag, t->name))
            continue;
        close_to(f, k - 1);
        drop(f, t->whole);
        return true;
    }
    return false;
}

static bool open_tag(struct forge *f, const struct forge_tag *t)
{
    struct foreign_block b;
    if (!foreign_word(t->name, &b) || !may_open(f))
        return false;
    struct str kind = forge_tag_kind(t), title = forge_tag_title(t);
    struct foreign_block as;
    if (b.kind == NODE_ALERT && kind.len && foreign_word(kind, &as) && as.kind == NODE_ALERT)
        b = as;
    if (title.len)
        b.title = title;
    push(f, b, (struct opened){ .tag = t->name });
    f->lines.paragraph = false;
    drop(f, t->whole);
    return true;
}

static void put_card(struct forge *f, const struct forge_tag *t)
{
    ptrdiff_t before = f->out.text.len;
    mapped_say(&f->out, prefix_of(f, f->lines.n));
    if (forge_tag_card(t, &f->out)) {
        put_end(f);
        mapped_say(&f->out, prefix_of(f, f->lines.n));
        put_end(f);
    } else {
        f->out.text.len = before;
    }
}

/* Ends nowhere near: it wraps no text, it makes some. */
static bool makes_text(const struct forge *f, const struct forge_tag *t)
{
    enum { NEAR = 4096 };
    struct str ahead = str_sub(f->rest, 0, NEAR);
    bool ends = t->syntax > FORGE_LIQUID;
    for (ptrdiff_t at; !ends && (at = str_char(ahead, '{')) >= 0;) {
        struct forge_tag end;
        ahead = str_from(ahead, at);
        ends = forge_tag_at(ahead, false, &end) && end.closing && str_equal(end.name, t->name);
        ahead = str_from(ahead, 1);
    }
    return !ends;
}

/* A tag that is all of a line, or begins it and ends another. */
static bool lone_tag(struct forge *f)
{
    struct forge_tag t;
    struct str ahead = str_span(f->at.text.ptr, f->rest.ptr + f->rest.len);
    if (!forge_tag_at(str_sub(ahead, 0, FORGE_TAG), f->mdx, &t) || f->at.indent >= SHIFT)
        return false;
    struct str behind = str_span(t.whole.ptr + t.whole.len, ahead.ptr + ahead.len);
    if (str_trim(str_line(&behind)).len)
        return false;
    switch (t.use) {
    case FORGE_TAG_CODE:
        open_fence(f, t.closing ? S("") : forge_tag_word(&t, 0));
        drop(f, t.whole);
        return true;
    case FORGE_TAG_NONE:
        drop(f, t.whole);
        if (f->mdx && t.syntax == FORGE_MDX)
            forge_litter_count(f->litter, FORGE_MDX, t.whole);
        f->foreign->lacks =
            f->foreign->lacks || (t.syntax == FORGE_MDX && !t.closing && *t.whole.ptr == '<' &&
                                  (t.args.len || str_ends(t.whole, S("/>"))));
        begin_mark(f);
        foreign_break(&f->out);
        put_end(f);
        put_card(f, &t);
        return true;
    default:
        if (t.closing)
            return close_tag(f, &t);
        if (open_tag(f, &t))
            return true;
        f->foreign->lacks = f->foreign->lacks || makes_text(f, &t);
        return false;
    }
}

/* `import X from 'y'`, `export const x = …` between blocks: the rest of the paragraph is code. */
static bool module_line(struct forge *f)
{
    struct str s = f->at.text;
    bool import = str_starts(s, S("import ")) &&
                  (str_find(s, S(" from ")) > 0 || str_char(S("'\"{"), s.ptr[7]) >= 0);
    bool export = f->mdx && str_starts(s, S("export "));
    struct str end = str_trim_end(s);
    bool whole = str_ends(end, S("'")) || str_ends(end, S("\"")) || str_ends(end, S(";"));
    if (f->at.was_text || f->lines.n || (!import && !export) || (!f->mdx && !whole))
        return false;
    f->mdx = true;
    f->lines.paragraph = false;
    while (f->rest.len) {
        struct str ahead = f->rest;
        if (!str_trim(str_line(&ahead)).len)
            break;
        f->rest = ahead;
    }
    forge_litter_count(f->litter, FORGE_MDX, s);
    return true;
}

/* ---- tables ---- */

static void put_row(struct forge *f)
{
    put_marks(f);
    forge_table_row(&f->out, f->at.rest, f->columns);
    put_end(f);
}

/* The line that follows, when it is a delimiter row in the same containers. */
static bool delimiter_ahead(const struct forge *f, struct block_lines *state,
                            struct block_line *row, struct str *rest)
{
    struct str first = f->rest, line = str_line(&first);
    for (ptrdiff_t i = 0; i < line.len; i++)
        if (str_char(S(" \t>|:-"), line.ptr[i]) < 0)
            return false;
    *state = f->lines;
    *rest = first;
    *row = block_lines_next(state, line);
    return line.len && row->n_before == f->lines.n && state->n == f->lines.n &&
           row->indent < SHIFT && forge_table_delimiters(row->text) > 0;
}

/* The line at hand is the head of a table; a row of dashes that does not fit is kept from making one. */
static bool table(struct forge *f)
{
    struct block_lines state;
    struct block_line row;
    struct str rest;
    if (f->at.lazy || f->at.indent >= SHIFT || !delimiter_ahead(f, &state, &row, &rest))
        return false;
    int n = forge_table_delimiters(row.text);
    bool fits = forge_table_cells(f->at.text) == n;
    if (fits && f->at.was_text) {
        mapped_say(&f->out, prefix_of(f, f->lines.n));
        foreign_break(&f->out);
        put_end(f);
    }
    f->columns = fits ? n : 0;
    f->table_depth = f->lines.n;
    if (fits)
        put_row(f);
    else
        put_line(f);
    f->rest = rest;
    f->at = row;
    f->lines = state;
    put_marks(f);
    if (fits)
        forge_table_delimiter(&f->out, row.rest);
    else
        mapped_say(&f->out, S("\\"));
    mapped_put(&f->out, fits ? S("") : row.text);
    put_end(f);
    f->lines.paragraph = !fits;
    return true;
}

/* Goes on with the table, or ends it. */
static bool in_table(struct forge *f)
{
    struct str s = f->at.text;
    bool mark = str_starts(s, S(":::")) || str_starts(s, S("{{<")) || str_starts(s, S("{{%")) ||
                str_starts(s, S("{%"));
    bool row = f->at.kind == LINE_TEXT && f->lines.n == f->table_depth &&
               f->at.n_before == f->table_depth && f->at.indent < SHIFT && !mark;
    if (row) {
        put_row(f);
        f->lines.paragraph = false;
        return true;
    }
    f->columns = 0;
    if (f->at.kind != LINE_BLANK && f->at.n_before == f->table_depth) {
        mapped_say(&f->out, prefix_of(f, f->at.n_before));
        put_end(f);
    }
    return false;
}

/* MyST names the place that follows: `(some-name)=` */
static bool named_place(struct forge *f)
{
    struct str s = str_trim_end(f->at.text), name = str_sub(s, 1, s.len - 3);
    if (f->at.was_text || s.len < 4 || !str_ends(s, S(")=")) || f->at.indent >= SHIFT)
        return false;
    for (ptrdiff_t i = 0; i < name.len; i++)
        if (!char_is_alnum(name.ptr[i]) && str_char(S("-_.:/"), name.ptr[i]) < 0)
            return false;
    begin_mark(f);
    mapped_say(&f->out, S("<a id=\""));
    mapped_put(&f->out, name);
    mapped_say(&f->out, S("\"></a>\n"));
    put_end(f);
    return true;
}

/* ---- HTML that holds Markdown ---- */

/* `<div class="x" markdown="1">`, all of a line: what follows is Markdown, though no blank line stands before it. */
static bool holds_markdown(struct str line)
{
    ptrdiff_t at = str_find(line, S(" markdown"));
    struct str behind = str_from(line, at + 9);

    return at > 0 && char_is_alpha(line.ptr[1]) && str_char(line, '>') == line.len - 1 &&
           str_char(S("=> "), *behind.ptr) >= 0 && !str_starts(behind, S("=\"0"));
}

static bool markdown_element(struct forge *f)
{
    struct str s = str_trim_end(f->at.text);
    bool begins = holds_markdown(s), ends = f->elements && str_starts(s, S("</"));

    if ((!begins && !ends) || str_char(s, '>') != s.len - 1)
        return false;
    f->elements = true;
    put_line(f);
    mapped_say(&f->out, prefix_of(f, f->lines.n));
    put_end(f);
    f->lines.paragraph = false;
    f->lines.html_end.ptr = NULL;
    return true;
}

/* ---- the page ---- */

static bool block(struct forge *f)
{
    char c = f->at.text.len ? *f->at.text.ptr : ' ';
    bool tag = c == '<' || c == '{';
    if (f->at.kind == LINE_HTML)
        return tag && (lone_tag(f) || markdown_element(f));
    if (c == '-' && str_starts(f->at.text, S("--8<--")))
        forge_litter_count(f->litter, FORGE_INCLUDE, f->at.text);
    if (f->at.kind == LINE_FENCE)
        return c == '`' && fence_block(f);
    if (f->at.kind != LINE_TEXT)
        return false;
    if ((c == '!' || c == '?' || c == '=') && indented_block(f))
        return true;
    if (c == ':' && (colon_block(f) || definition(f)))
        return true;
    if (c == '(' && named_place(f))
        return true;
    return (tag && lone_tag(f)) || ((c == 'i' || c == 'e') && module_line(f)) || table(f);
}

/* A line of code between two tags, without the marks between which tags mean nothing; or the end of the code. */
static void tagged_code(struct forge *f)
{
    bool raw = f->raw_tags;

    put_marks(f);
    if (!raw && forge_tag_ends_code(f->at.text)) {
        mapped_say(&f->out, S("````````````\n"));
        f->lines.fence = '\0';
        f->code = false;
        return;
    }
    for (struct str rest = f->at.rest; rest.len;) {
        struct str mark = f->raw_tags ? S("{% endraw %}") : S("{% raw %}");
        ptrdiff_t at = str_find(rest, mark);
        mapped_put(&f->out, at < 0 ? rest : str_sub(rest, 0, at));
        f->raw_tags ^= at >= 0;
        rest = at < 0 ? S("") : str_from(rest, at + mark.len);
    }
    put_end(f);
}

static void one_line(struct forge *f)
{
    const char *from = f->rest.ptr;
    struct str line = str_line(&f->rest);
    f->raw = str_span(from, f->rest.ptr);
    for (int i = 0; i < f->strip && line.len && *line.ptr == ' '; i++)
        line = str_from(line, 1);
    f->at = block_lines_next(&f->lines, line);
    close_left(f);
    if (f->code && f->at.kind == LINE_CODE) {
        tagged_code(f);
        return;
    }
    enum line_kind kind = f->at.kind;
    if (!(f->columns && in_table(f)) && !block(f))
        put_line(f);
    f->after_text = kind == LINE_BLANK ? f->after_text : kind == LINE_TEXT || kind == LINE_HEADING;
}

struct mapped forge_text(const struct source *src, struct str body, bool mdx,
                         struct foreign *foreign, struct diag *d)
{
    struct arena *keep = foreign->keep;
    struct forge_litter litter = { .src = src, .d = d };
    struct forge *f = NEW(keep, struct forge, 1);
    *f = (struct forge){
        .src = src, .keep = keep, .foreign = foreign, .litter = &litter, .mdx = mdx
    };
    f->out = mapped_open(keep);
    f->rest = body;
    while (f->rest.len)
        one_line(f);
    close_to(f, 0);
    forge_litter_report(&litter);
    return f->out;
}
