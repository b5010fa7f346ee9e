/* markdown_lint.c - reads the source lines around nodes again. */
#include "load/markdown_lint.h"

#include "model/rule.h"

static struct str line_at(const struct source *src, const char *at)
{
    struct str before = str_span(src->text.ptr, at);
    struct str rest = str_from(src->text, str_rchar(before, '\n') + 1);
    return str_line(&rest);
}

/* Without the marks of quotes and list indents. */
static struct str inner(struct str line)
{
    while (line.len && str_char(S("> \t"), *line.ptr) >= 0)
        line = str_from(line, 1);
    return str_trim_end(line);
}

static bool is_fence(struct str line, char mark)
{
    line = inner(line);
    ptrdiff_t n = 0;
    while (n < line.len && line.ptr[n] == mark)
        n++;
    return n >= 3 && n == line.len;
}

void markdown_lint_fence(const struct source *src, struct node *code, struct diag *d)
{
    char mark = (char)code->level;
    if (!mark || !code->place.ptr)
        return; /* indented code, or nothing to hold on to */
    const char *src_end = src->text.ptr + src->text.len;
    struct str rest = str_span(code->place.ptr + code->place.len, src_end);
    str_line(&rest); /* what remains of the last line of the body, or of the opening fence */
    while (rest.len) {
        struct str line = str_line(&rest);
        if (is_fence(line, mark))
            return;
        if (inner(line).len)
            break; /* blank lines belong to the body; anything else does not */
    }
    code->unclosed = true;
    /* the opening fence: the info string's line, or the first fence above the body */
    struct str line = line_at(src, code->place.ptr);
    while (!str_starts(inner(line), mark == '`' ? S("```") : S("~~~")) && line.ptr > src->text.ptr)
        line = line_at(src, line.ptr - 1);
    diag_at(d, RULE(INPUT_FENCE), src, inner(line), NULL);
}

/* Cells of a table line: pipes that are not escaped, without those at its ends. */
static int count_cells(struct str line)
{
    line = inner(line);
    if (line.len && *line.ptr == '|')
        line = str_from(line, 1);
    int n = 1;
    for (ptrdiff_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '\\')
            i++;
        else if (line.ptr[i] == '|')
            n += i + 1 < line.len; /* the closing pipe opens no cell */
    }
    return n;
}

/* "a | b | " without a pipe in front: the last cell is empty. */
static bool ends_empty(struct str line)
{
    line = inner(line);
    return line.len && *line.ptr != '|' && line.ptr[line.len - 1] == '|';
}

void markdown_lint_table(const struct source *src, const struct node *table, struct diag *d)
{
    int columns = 0;
    for (const struct node *row = table->first; row; row = row->next) {
        int cells = 0;
        for (const struct node *c = row->first; c; c = c->next)
            cells++;
        if (row->head)
            columns = cells;
        if (row->head || !row->place.ptr)
            continue;
        struct str line = line_at(src, row->place.ptr);
        int written = count_cells(line);
        if (written == columns || (written + 1 == columns && ends_empty(line)))
            continue;
        struct finding *f = diag_at(d, RULE(INPUT_TABLE), src, inner(line),
                                    "this row has %d cell%s, the head has %d", written,
                                    str_plural(written), columns);
        if (written < columns) /* nothing is lost */
            f->severity = SEVERITY_INFO;
    }
}
