/* html_code.c - code blocks. The highlighter's spans may run over several lines; where lines are marked
 * or numbered, each line becomes an element, and spans are ended and begun again at its edges. */
#include "page/html_code.h"

#include "base/tag.h"
#include "page/highlight.h"

enum { MAX_RANGES = 64, MAX_CODE = 1 << 28 };

struct lines {
    struct {
        int64_t from, to;
    } range[MAX_RANGES];
    int n;
    bool numbers;
};

/* "1,3-5" */
static void read_ranges(struct str list, struct lines *out)
{
    while (list.len && out->n < MAX_RANGES) {
        struct cut part = str_cut(list, ','), ends = str_cut(part.head, '-');
        int64_t from, to;
        if (str_int64(str_trim(ends.head), &from)) {
            to = ends.ok && str_int64(str_trim(ends.tail), &to) ? to : from;
            out->range[out->n].from = from;
            out->range[out->n++].to = to;
        }
        list = part.tail;
    }
}

/* The words of an info string outside quotes: {…} and numbers. */
static struct lines read_info(struct str info)
{
    struct lines lines = { .n = 0 };
    bool quoted = false;
    for (ptrdiff_t i = 0; i < info.len; i++) {
        bool begins = i > 0 && char_is_space(info.ptr[i - 1]) && !quoted;
        struct str rest = str_from(info, i);
        quoted ^= info.ptr[i] == '"';
        if (begins && *rest.ptr == '{')
            read_ranges(str_cut(str_from(rest, 1), '}').head, &lines);
        else if (begins && str_equal(str_cut(rest, ' ').head, S("numbers")))
            lines.numbers = true;
    }
    return lines;
}

static bool is_marked(const struct lines *lines, int64_t number)
{
    for (int i = 0; i < lines->n; i++)
        if (number >= lines->range[i].from && number <= lines->range[i].to)
            return true;
    return false;
}

/* Line by line; *open is the tag of a span that runs on into the next line. */
static struct str write_line(struct str html, struct str *open, struct buf *out)
{
    buf_put(out, *open);
    while (html.len) {
        ptrdiff_t n = 1;
        if (*html.ptr == '<') {
            n = str_char(html, '>') + 1;
            *open = html.ptr[1] == '/' ? (struct str){ 0 } : str_sub(html, 0, n);
        }
        if (*html.ptr == '\n') {
            if (open->len)
                tag_end(out, "span");
            buf_char(out, '\n');
            return str_from(html, 1);
        }
        buf_put(out, str_sub(html, 0, n));
        html = str_from(html, n);
    }
    if (open->len)
        tag_end(out, "span");
    *open = (struct str){ 0 };
    return html;
}

static void write_lines(const struct lines *lines, struct str html, struct buf *out)
{
    struct str open = { 0 };
    for (int64_t number = 1; html.len; number++) {
        tag_with(out, "span", { "class", { is_marked(lines, number) ? S("l hl") : S("l") } });
        html = write_line(html, &open, out);
        tag_end(out, "span");
    }
}

static struct str title_of(struct str info)
{
    struct str title = node_attribute(info, S("title"));
    return title.len ? title : str_cut(node_attribute(info, S("file")), '#').head;
}

void html_code(const struct node *n, struct str prefix, struct buf *out)
{
    struct str lang = str_cut(str_trim(n->info), ' ').head, title = title_of(n->info);
    struct lines lines = read_info(n->info);
    char digits[24];
    struct str number = { digits, snprintf(digits, sizeof digits, "%d", n->index + 1) };
    if (lang.len && *lang.ptr == '{')
        lang.len = 0;
    tag_with(out, "div", { "class", { lines.numbers ? S("code numbered") : S("code") } },
             { "id", { prefix, S("fence."), number } });
    if (title.len) {
        tag_with(out, "div", { "class", { S("code-title") } });
        buf_html(out, title);
        tag_end(out, "div");
    }
    tag_with(out, "pre", { "tabindex", { S("0") } });
    tag_with(out, "code",
             { "class", { TAG_TEXT_IF(lang.len, S("lang-")), TAG_TEXT_IF(lang.len, lang) } });
    if (lines.n || lines.numbers) {
        struct arena scratch = arena_upper(out->arena);
        struct buf plain = buf_open(&scratch, MAX_CODE);
        highlight(lang, n->text, &plain);
        write_lines(&lines, buf_str(&plain), out);
    } else {
        highlight(lang, n->text, out);
    }
    tag_end(out, "code");
    tag_end(out, "pre");
    tag_end_line(out, "div");
}
