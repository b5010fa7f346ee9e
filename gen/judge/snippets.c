/* snippets.c - a region is what stands between a line with "#region NAME" and its "#endregion", whatever
 * comment they stand in; marks of regions inside it are left out. */
#include "judge/snippets.h"

#include "base/path.h"
#include "model/rule.h"

/* The word behind mark in line; ok is false when mark is not there. */
static struct cut mark_of(struct str line, struct str mark)
{
    ptrdiff_t at = str_find(line, mark);
    struct str name = str_trim(str_from(line, at + mark.len));
    struct cut c = { .ok = at >= 0 };
    c.tail = c.ok ? str_cut(name, ' ').head : (struct str){ 0 };
    return c;
}

/* Lines of the region called name, without the marks of those inside. False when there is none. */
static bool find_region(struct str text, struct str name, struct buf *out)
{
    int depth = 0;
    while (text.len) {
        struct str line = str_line(&text);
        struct cut begin = mark_of(line, S("#region"));
        if (mark_of(line, S("#endregion")).ok) {
            if (depth && --depth == 0)
                return true;
        } else if (begin.ok) {
            depth += depth || str_equal(begin.tail, name);
        } else if (depth) {
            buf_put(out, line);
            buf_char(out, '\n');
        }
    }
    return depth > 0; /* to the end of the file */
}

static ptrdiff_t indent_of(struct str line)
{
    ptrdiff_t n = 0;
    while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t'))
        n++;
    return n;
}

/* The indentation that all lines with words share, off; blanks at ends of lines and empty lines at the end
 * too. */
static struct str level(struct str text, struct arena *keep)
{
    ptrdiff_t least = PTRDIFF_MAX;
    for (struct str rest = text; rest.len;) {
        struct str line = str_line(&rest);
        ptrdiff_t n = indent_of(line);
        if (n < line.len && n < least)
            least = n;
    }
    struct buf b = buf_open(keep, text.len + 2);
    while (text.len) {
        struct str line = str_trim_end(str_line(&text));
        buf_put(&b, str_from(line, least < line.len ? least : line.len));
        buf_char(&b, '\n');
    }
    return str_trim_end(buf_str(&b));
}

bool snippets_text(const struct site *s, struct str path, struct str name, struct arena *keep,
                   struct str *out)
{
    struct str text;
    if (!path.len || source_bytes(&s->file.root, path, SNIPPETS_MAX_FILE, keep, &text))
        return false;
    struct buf region = buf_open(keep, text.len + 2);
    if (name.len && !find_region(text, name, &region))
        return false;
    *out = level(name.len ? buf_str(&region) : text, keep);
    return true;
}

static int differing_line(struct str a, struct str b)
{
    for (int n = 1;; n++)
        if (!str_equal(str_line(&a), str_line(&b)) || (!a.len && !b.len))
            return n;
}

void snippets_check(const struct site *s, const struct site_page *p, const struct source *src,
                    const struct node *code, struct lookup *asks, struct arena *keep,
                    struct diag *d)
{
    struct str file = node_attribute(code->info, S("file")), text;
    struct cut c = str_cut(file, '#');
    struct str at = code->info.ptr && code->info.ptr >= src->text.ptr ? code->info : code->place;
    if (!file.len)
        return;
    struct str path =
        source_root_path(&s->file.root, path_join(path_dir(p->path), c.head, keep), keep);
    lookup_note(asks, LOOKUP_REGION, path);
    if (!path.len) {
        diag_at(d, RULE(LINK_BROKEN), src, at, "%.*s leaves the repository", FMT(c.head));
        return;
    }
    if (source_bytes(&s->file.root, path, SNIPPETS_MAX_FILE, keep, &text)) {
        diag_at(d, RULE(LINK_BROKEN), src, at, "there is no %.*s to take code from", FMT(path));
        return;
    }
    struct buf region = buf_open(keep, text.len + 2);
    if (c.ok && !find_region(text, c.tail, &region)) {
        diag_at(d, RULE(LINK_BROKEN), src, at, "%.*s has no #region %.*s", FMT(path), FMT(c.tail));
        return;
    }
    struct str want = level(c.ok ? buf_str(&region) : text, keep), have = level(code->text, keep);
    if (str_equal(want, have))
        return;
    struct finding *f =
        diag_at(d, RULE(SNIPPET_STALE), src, at, "line %d of the code is not what %.*s has",
                differing_line(want, have), FMT(file));
    f->suggest = want;
    f->about = file;
    f->evidence.source = path;
}
