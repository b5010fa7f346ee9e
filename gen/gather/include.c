/* include.c - lines copied from file to file, depth first, with a part for each run that came from one place. */
#include "gather/include.h"

#include <errno.h>

#include "base/path.h"
#include "gather/address.h"
#include "load/source_bytes.h"
#include "model/rule.h"

enum {
    MAX_TEXT = 16 << 20, /* bytes of a page, as of one file */
    MAX_DEPTH = 10,      /* files within files; mdBook's bound too */
    MAX_FILES = 1000,    /* of a page: a few lines that include each other could ask for millions */
};

/* import Name from './_part.mdx' */
struct import {
    struct str name, path; /* path: from the content folder */
};
struct include {
    const struct site *s;
    struct arena *keep;
    struct diag *d;
    struct buf out;
    LIST(struct source_part) parts;
    LIST(struct str) asked;
    LIST(struct import) imports;
    int next; /* line of the last part's file that would go on with it */
    int files;
    bool lacks; /* some prose could not be taken in */
};

/* A file being copied, and the one that took it in. */
struct file {
    const struct file *by;
    struct str path;  /* in the content folder */
    struct source in; /* as it is by itself */
    struct str view;  /* the part of it that is taken */
    struct str indent;
    int line;
    bool list, code; /* between two "--8<--"; the line is indented as code is */
    char fence;      /* '`', '~': in code; 0: not */
    int fence_n;
};

/* ---- what a line asks for ---- */

struct wanted {
    struct str file, part; /* part: empty, a name, or lines "3:9" */
};

static ptrdiff_t blanks_of(struct str line)
{
    ptrdiff_t n = 0;
    while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t'))
        n++;
    return n;
}

static struct str between(struct str s, struct str open, struct str close)
{
    bool is = str_starts(s, open) && str_ends(s, close) && s.len >= open.len + close.len;
    return is ? str_trim(str_sub(s, open.len, s.len - open.len - close.len)) : S("");
}

static struct str unquoted(struct str s)
{
    struct str q = between(s, S("\""), S("\""));
    return q.len ? q : between(s, S("'"), S("'"));
}

/* "<!-- include: a.md -->"; without its colon it may be a sentence. */
static struct str of_comment(struct str t)
{
    struct str s = between(t, S("<!--"), S("-->"));
    if (!str_starts(s, S("include")) || s.len < 9)
        return S("");
    bool sure = s.ptr[7] == ':' || s.ptr[7] == '=';
    s = str_trim(str_from(s, 7 + sure));
    struct str q = unquoted(s);
    s = q.len ? q : s;
    return str_char(s, ' ') < 0 && (sure || path_ext(str_cut(s, '#').head).len) ? s : S("");
}

static struct str asked(struct str t, bool code)
{
    struct str s = str_starts(t, S("--8<--")) ? unquoted(str_trim(str_from(t, 6))) : S("");
    if (!s.len)
        s = between(t, S("{{#include "), S("}}"));
    if (!s.len)
        s = between(t, S("{{#rustdoc_include "), S("}}"));
    return s.len || code ? s : of_comment(t);
}

static struct str without(struct str s, char c, struct arena *keep)
{
    struct buf b = buf_open(keep, PTRDIFF_MAX);
    if (str_char(s, c) < 0)
        return s;
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_put(&b, str_sub(s, i, s.ptr[i] != c));
    return buf_str(&b);
}

/* Notes what an import of MDX names, when it is Markdown; such a line is for programs. */
static bool import(struct include *c, struct str dir, struct str t)
{
    ptrdiff_t from = str_find(t, S(" from "));
    struct str file =
        without(unquoted(str_trim(str_cut(str_from(t, from + 6), ';').head)), '\\', c->keep);
    bool site = str_starts(file, S("@site/")); /* the folder above the pages, and theirs */
    if (!str_starts(t, S("import ")) || from < 7 || str_find(path_ext(file), S(".md")) != 0 ||
        !(site || str_starts(file, S("."))))
        return false;
    struct str path = site ? str_cut(str_from(file, 6), '/').tail : path_join(dir, file, c->keep);
    bool escapes;
    *PUSH(&c->imports, c->keep) =
        (struct import){ str_trim(str_sub(t, 7, from - 7)), path_normal(path, c->keep, &escapes) };
    return !escapes;
}

/* "<Part />", when Part was imported. */
static struct str imported(const struct include *c, struct str t)
{
    struct str inside = between(t, S("<"), S("/>"));
    struct str name = str_cut(inside, ' ').head;
    for (ptrdiff_t i = 0; i < c->imports.len && name.len; i++)
        if (str_equal(c->imports.ptr[i].name, name))
            return c->imports.ptr[i].path;
    return S("");
}

static struct wanted wanted_of(struct str s)
{
    ptrdiff_t at = str_char(s, '#');
    at = at >= 0 || str_find(s, S("://")) >= 0 ? at : str_char(s, ':');
    return at < 0 ? (struct wanted){ s, { 0 } }
                  : (struct wanted){ str_sub(s, 0, at), str_from(s, at + 1) };
}

/* ---- parts ---- */

/* "3:9", "3:", ":9", "3". False when s is a name. */
static bool lines_of(struct str s, int64_t *first, int64_t *last)
{
    struct cut c = str_cut(s, ':');
    *first = 1;
    *last = INT64_MAX;
    if (c.head.len && !str_int64(c.head, first))
        return false;
    if (!c.ok)
        *last = *first;
    return !c.tail.len || str_int64(c.tail, last);
}

static bool has_mark(struct str line, struct str mark, struct str name, struct str close)
{
    ptrdiff_t at = str_find(line, mark);
    struct str rest = str_from(line, at + mark.len);
    return at >= 0 && str_starts(rest, name) &&
           (close.len ? str_starts(str_from(rest, name.len), close)
                      : rest.len == name.len || !char_is_alnum(rest.ptr[name.len]));
}

static bool begins(struct str line, struct str name)
{
    return has_mark(line, S("#region "), name, S("")) ||
           has_mark(line, S("ANCHOR: "), name, S("")) || has_mark(line, S("[start:"), name, S("]"));
}

static bool ends(struct str line, struct str name)
{
    return str_find(line, S("#endregion")) >= 0 || has_mark(line, S("ANCHOR_END: "), name, S("")) ||
           has_mark(line, S("[end:"), name, S("]"));
}

/* A mark of a part is for programs, whichever part it is of. */
static bool is_mark(struct str line)
{
    return str_find(line, S("ANCHOR: ")) >= 0 || str_find(line, S("ANCHOR_END: ")) >= 0 ||
           str_find(line, S("--8<-- [")) >= 0 || str_find(line, S("<!-- #region")) >= 0 ||
           str_find(line, S("<!-- #endregion")) >= 0;
}

/* The wanted part of f as a view; *line is its first. False when there is none. */
static bool cut_part(struct str text, struct str part, struct str *out, int *line)
{
    int64_t first, last;
    bool numbers = lines_of(part, &first, &last);
    const char *beg = NULL, *end = NULL;
    int n = 1;
    for (struct str rest = text; rest.len && !end; n++) {
        const char *at = rest.ptr;
        struct str l = str_line(&rest);
        if (numbers ? n == first : !beg && begins(l, part)) {
            beg = numbers ? at : rest.ptr;
            *line = numbers ? n : n + 1;
        }
        if (beg && (numbers ? n >= last : ends(l, part)))
            end = numbers ? rest.ptr : at;
    }
    *out = str_span(beg, end ? end : text.ptr + text.len);
    return beg != NULL;
}

/* ---- copying ---- */

static void copy_line(struct include *c, const struct file *f, struct str line)
{
    const struct source_part *last = c->parts.len ? &c->parts.ptr[c->parts.len - 1] : NULL;
    if (!last || last->path.ptr != f->in.path.ptr || c->next != f->line)
        *PUSH(&c->parts, c->keep) =
            (struct source_part){ c->out.len, f->in.path, f->line, f->by == NULL };
    c->next = f->line + 1;
    if (str_trim(line).len)
        buf_put(&c->out, f->indent);
    buf_put(&c->out, line);
    buf_char(&c->out, '\n');
}

/* Says why the line at is not what it asks for. In code it stays: it may be an example. */
static bool refuse(struct include *c, const struct file *f, struct str at, const char *why,
                   struct str name)
{
    bool code = f->fence || f->code;
    c->lacks = c->lacks || !code;
    bool ours =
        str_starts(str_trim(at), S("<!--")); /* others have folders of their own to look in */
    const struct rule *rule = code || !ours ? RULE(BLOCK_FOREIGN) : RULE(LINK_BROKEN);
    if (c->d)
        diag_at(c->d, rule, &f->in, at, "%.*s cannot be taken in here: %s%s", FMT(name), why,
                code ? "; an example of such a line is written with a backslash before it" : "");
    return !code;
}

static bool is_above(const struct file *f, struct str path)
{
    for (; f; f = f->by)
        if (str_equal(f->path, path))
            return true;
    return false;
}

/* Below the content folder. What goes into code may stand anywhere in the repository, as with file= of a fence. */
static int read_at(const struct include *c, const struct file *out, struct str *text)
{
    return out->fence ? source_bytes(&c->s->file.root, out->path, MAX_TEXT, c->keep, text)
                      : root_read(&c->s->content, out->path, MAX_TEXT, c->keep, text, NULL);
}

/* Reads name as f means it, from its page's folder, the content folder, or a folder of parts; 0 or why not. */
static const char *read_file(struct include *c, const struct file *page, struct str name,
                             struct file *out)
{
    if (str_find(name, S("://")) >= 0)
        return "it is an address; copy the file below the content folder";
    struct str own = address_folder(c->s, c->keep), behind = str_from(name, own.len);
    if (own.len && str_starts(name, own) && str_starts(behind, S("/"))) /* from above the pages */
        name = str_from(behind, 1);
    struct str dirs[] = { path_dir(page->path), S(""),          S("snippets"),
                          S("includes"),        S("_snippets"), S("_includes") };
    int error = ENOENT;
    bool own_name = false;
    for (ptrdiff_t i = 0; error && i < LEN(dirs); i++) {
        out->path = path_join(dirs[i], name, c->keep);
        error = read_at(c, out, &out->in.text);
        bool circle = !error && is_above(out->by, out->path);
        own_name = own_name || circle;
        error = circle ? ENOENT : error; /* "part.md" in a page of that name is the other one */
        bool leads_out = str_starts(out->path, S("..")) && (!out->fence || error == EACCES);
        if (leads_out || error == EXDEV)
            return "it lies outside of the content folder, and nothing else is published; move it "
                   "below, or show code of it with a fence that names it in file=";
    }
    if (error && own_name)
        return "it would take itself in; break the circle";
    return error ? "there is no such file, neither from here nor from the content folder, nor in "
                   "snippets/ or includes/"
                 : NULL;
}

static void without_front_matter(struct file *f)
{
    struct str text = f->in.text, rest = text;
    if (!str_equal(str_trim_end(str_line(&rest)), S("---")) ||
        str_find(path_ext(f->path), S(".md")))
        return;
    for (int n = 2; rest.len; n++)
        if (str_equal(str_trim_end(str_line(&rest)), S("---"))) {
            f->view = rest;
            f->line = n + 1;
            return;
        }
}

static void copy_file(struct include *c, struct file *f);

static int depth_of(const struct file *f)
{
    int n = 0;
    for (; f; f = f->by)
        n++;
    return n;
}

/* Takes in what the line at of f asks for; false: the line stays. */
static bool take(struct include *c, const struct file *f, struct str at, struct str asks)
{
    struct wanted w = wanted_of(asks);
    const struct file *page = f;
    while (page->by)
        page = page->by;
    struct file in = { .by = f, .fence = f->fence, .fence_n = f->fence_n, .line = 1 };
    in.indent = str_join(f->indent, str_sub(at, 0, blanks_of(at)), c->keep);
    const char *why = read_file(c, page, w.file, &in);
    *PUSH(&c->asked, c->keep) = in.path;
    if (!why && (depth_of(f) >= MAX_DEPTH || ++c->files > MAX_FILES ||
                 c->out.len + in.in.text.len > MAX_TEXT))
        why = "ten files within each other, a thousand on a page and 16 MiB are the most";
    if (why)
        return refuse(c, f, at, why, w.file);
    in.view = in.in.text;
    in.in.path = path_join(c->s->options.dir, in.path, c->keep);
    if (!w.part.len)
        without_front_matter(&in);
    else if (!cut_part(in.in.text, w.part, &in.view, &in.line))
        return refuse(c, f, at, "the file has no such part", asks);
    copy_file(c, &in);
    return true;
}

/* "```" begins and ends code. */
static void step_fence(struct file *f, struct str t)
{
    int n = 0;
    while (n < t.len && t.ptr[n] == t.ptr[0] && (t.ptr[0] == '`' || t.ptr[0] == '~'))
        n++;
    if (n < 3 || (f->fence && (t.ptr[0] != f->fence || n < f->fence_n || n < t.len)))
        return;
    f->fence = f->fence ? '\0' : t.ptr[0];
    f->fence_n = n;
}

/* A list of files between two lines "--8<--". */
static bool in_list(struct include *c, struct file *f, struct str line, struct str t)
{
    bool edge = str_equal(t, S("--8<--"));
    if (edge)
        f->list = !f->list;
    else if (f->list && t.len && *t.ptr != ';')
        take(c, f, line, t);
    return edge || f->list;
}

static void copy_file(struct include *c, struct file *f)
{
    for (struct str rest = f->view; rest.len; f->line++) {
        struct str line = str_line(&rest), t = str_trim(line);
        f->code = blanks_of(line) >= 4;
        if (in_list(c, f, line, t))
            continue;
        step_fence(f, t);
        if (!f->fence && import(c, path_dir(f->path), t))
            continue;
        struct str asks = asked(t, f->fence != 0);
        asks = asks.len || f->fence ? asks : imported(c, t);
        if (asks.len && take(c, f, line, asks))
            continue;
        if (!f->by || !is_mark(line))
            copy_line(c, f, line);
    }
}

/* A look that most pages pass. */
static bool may_ask(struct str text)
{
    return str_find(text, S("--8<--")) >= 0 || str_find(text, S("{{#")) >= 0 ||
           str_find(text, S("include")) >= 0 || str_find(text, S(".mdx")) >= 0 ||
           (str_find(text, S("import ")) >= 0 && str_find(text, S(".md")) >= 0);
}

void include_all(const struct site *s, struct str path, struct source *src, struct arena *keep,
                 struct diag *d)
{
    if (!may_ask(src->text))
        return;
    struct include c = { .s = s, .keep = keep, .d = d, .out = buf_open(keep, 2 * MAX_TEXT) };
    struct file page = { .path = path, .in = *src, .view = src->text, .line = 1 };
    copy_file(&c, &page);
    src->asked = c.asked.ptr;
    src->n_asked = c.asked.len;
    src->lacks = c.lacks;
    if (!c.asked.len)
        return;
    src->text = buf_str(&c.out);
    src->parts = c.parts.ptr;
    src->n_parts = c.parts.len;
}
