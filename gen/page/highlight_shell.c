/* highlight_shell.c - shell commands: words, quotes, $expansions and here-documents within each
 * other. */
#include "page/highlight_lex.h"

static void commands(struct lexer *x, char close);

static void mark(struct lexer *x, ptrdiff_t n, char cls)
{
    const char *end = x->end - x->at < n ? x->end : x->at + n;
    highlight_mark(x, x->at, end, cls);
    x->at = end;
}

/* ${name:-word}: the name, then what commands may hold */
static void braces(struct lexer *x)
{
    mark(x, 2, 's');
    if (x->at < x->end && *x->at == '#')
        mark(x, 1, 's');
    while (x->at < x->end && *x->at != '}') {
        const char *word = highlight_word_end(x, x->at, false);
        if (word > x->at)
            mark(x, word - x->at, 'v');
        else if (char_among(*x->at, "\"'`$\\"))
            commands(x, '}');
        else
            x->at++;
    }
    mark(x, 1, 's');
}

/* $((…)) */
static void arithmetic(struct lexer *x)
{
    int level = 0;
    mark(x, 3, 'k');
    while (x->at < x->end && (level || !highlight_at(x, x->at, "))"))) {
        const char *word = highlight_word_end(x, x->at, false);
        level += *x->at == '(';
        level -= *x->at == ')';
        if (word > x->at)
            mark(x, word - x->at, BYTE_IS(*x->at, BYTE_DIGIT) ? 'd' : 'v');
        else
            x->at++;
    }
    mark(x, 2, 'k');
}

static void dollar(struct lexer *x)
{
    if (x->depth >= LEX_DEEPEST) {
        x->at++;
        return;
    }
    x->depth++;
    const char *word = highlight_word_end(x, x->at + 1, false);
    if (highlight_at(x, x->at, "$((")) {
        arithmetic(x);
    } else if (highlight_at(x, x->at, "$(")) {
        mark(x, 2, 'k');
        commands(x, ')');
        mark(x, 1, 'k');
    } else if (highlight_at(x, x->at, "${")) {
        braces(x);
    } else if (word > x->at + 1) {
        mark(x, word - x->at, 'v');
    } else if (x->at + 1 < x->end && char_among(x->at[1], "#$?!_*@-")) {
        mark(x, 2, 'v');
    } else {
        x->at++;
    }
    x->depth--;
}

static void double_quoted(struct lexer *x)
{
    const char *from = x->at++;
    while (x->at < x->end && *x->at != '"') {
        if (*x->at == '\\' && x->at + 1 < x->end) {
            x->at += 2;
        } else if (*x->at == '$' && x->depth < LEX_DEEPEST) {
            highlight_mark(x, from, x->at, 's');
            dollar(x);
            from = x->at;
        } else {
            x->at++;
        }
    }
    x->at += x->at < x->end;
    highlight_mark(x, from, x->at, 's');
}

static void single_quoted(struct lexer *x, bool escapes)
{
    const char *p = x->at + 1;
    while (p < x->end && *p != '\'')
        p += *p == '\\' && escapes && p + 1 < x->end ? 2 : 1;
    mark(x, p + 1 - x->at, 's');
}

/* <<WORD … WORD, with the first line's rest as part of it; false when this is no here-document */
static bool here_document(struct lexer *x)
{
    const char *p = x->at + 2;
    if (p < x->end && (*p == '<' || *p == '='))
        return false;
    p += p < x->end && *p == '-';
    while (p < x->end && (*p == ' ' || char_among(*p, "'\"\\")))
        p++;
    const char *end = highlight_word_end(x, p, false);
    struct str word = str_span(p, end);
    if (!word.len || BYTE_IS(*p, BYTE_DIGIT))
        return false;
    for (p = highlight_line_end(x, end); p < x->end; p = highlight_line_end(x, p)) {
        p++;
        struct str line = str_trim(str_span(p, highlight_line_end(x, p)));
        if (str_equal(line, word))
            break;
    }
    mark(x, highlight_line_end(x, p) - x->at, 's');
    return true;
}

static bool assigns(const struct lexer *x, const char *p)
{
    if (p < x->end && *p == '+')
        p++;
    return p < x->end && *p == '=';
}

static void word(struct lexer *x)
{
    const char *end = highlight_word_end(x, x->at, false), *stop = end;
    while (stop < x->end && !BYTE_IS(*stop, BYTE_SHELL))
        stop++;
    char cls = highlight_word(x->lang, str_span(x->at, end));
    bool whole =
        end == x->end || (cls == 'k' ? !char_among(*end, "#$?!*@-")
                                     : BYTE_IS(*end, BYTE_BLANK) || char_among(*end, ")`"));
    if (end > x->at && assigns(x, end))
        mark(x, end - x->at, 'v');
    else if (cls && whole)
        mark(x, end - x->at, cls);
    else if (end > x->at && BYTE_IS(*x->at, BYTE_DIGIT) &&
             str_int64(str_span(x->at, end), &(int64_t){ 0 }))
        mark(x, end - x->at, 'd');
    x->at = stop > x->at ? stop : x->at + 1;
}

static void backticks(struct lexer *x)
{
    mark(x, 1, 's');
    if (x->depth < LEX_DEEPEST) {
        x->depth++;
        commands(x, '`');
        x->depth--;
    }
    mark(x, 1, 's');
}

static void command(struct lexer *x)
{
    switch (*x->at) {
    case '#':
        mark(x, highlight_line_end(x, x->at) - x->at, 'c');
        break;
    case '\\':
        mark(x, 2, 's');
        break;
    case '"':
        double_quoted(x);
        break;
    case '\'':
        single_quoted(x, false);
        break;
    case '`':
        backticks(x);
        break;
    case '$':
        if (highlight_at(x, x->at, "$'")) {
            mark(x, 1, 's');
            single_quoted(x, true);
        } else {
            dollar(x);
        }
        break;
    case '<':
        if (!highlight_at(x, x->at, "<<") || !here_document(x))
            x->at++;
        break;
    default:
        word(x);
    }
}

/* Up to close at this level, which stays. */
static void commands(struct lexer *x, char close)
{
    int level = 0;
    while (x->at < x->end) {
        char c = *x->at;
        if (c == close && c && level == 0)
            return;
        if (BYTE_IS(c, BYTE_BLANK)) {
            x->at = highlight_blanks_end(x->at + 1, x->end);
            continue;
        }
        level += c == '(' && close == ')';
        level -= c == ')' && close == ')';
        command(x);
    }
}

void highlight_shell(struct lexer *x)
{
    commands(x, '\0');
}
