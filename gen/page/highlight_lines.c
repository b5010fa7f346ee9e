/* highlight_lines.c - languages of lines: console, Dockerfile, makefile, INI and TOML, diff. */
#include "page/highlight_lex.h"

static const char *blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    return p;
}

/* The end of a line and those that a backslash joins to it. */
static const char *joined_line_end(const struct lexer *x, const char *p)
{
    const char *end = highlight_line_end(x, p);
    while (end < x->end && end > p && end[-1] == '\\')
        end = highlight_line_end(x, end + 1);
    return end;
}

static void next_line(struct lexer *x)
{
    x->at = highlight_line_end(x, x->at);
    x->at += x->at < x->end;
}

static void shell_to(struct lexer *x, const char *from, const char *end)
{
    x->at = from;
    highlight_part(x, end, NULL, highlight_shell);
}

/* ---- console: what was typed behind a prompt, and what came out ---- */

/* "$ ", "# ", "> ", "user@host:~$ "; 0 when the line has none */
static ptrdiff_t prompt(struct str line)
{
    if (str_starts(line, S("$ ")) || str_starts(line, S("# ")) || str_starts(line, S("> ")))
        return 2;
    ptrdiff_t n = str_find(line, S("$ "));
    ptrdiff_t blank = str_char(line, ' '), at = str_char(line, '@');
    return n > 0 && blank == n + 1 && at > 0 && at < n ? n + 2 : 0;
}

void highlight_console(struct lexer *x)
{
    while (x->at < x->end) {
        const char *end = highlight_line_end(x, x->at);
        ptrdiff_t n = prompt(str_span(x->at, end));
        if (n) {
            highlight_mark(x, x->at, x->at + n, 'c');
            shell_to(x, x->at + n, joined_line_end(x, x->at));
        }
        next_line(x);
    }
}

/* ---- Dockerfile ---- */

static const struct {
    struct str name;
    bool text; /* what follows is no command */
} instructions[] = {
    { { "add", 3 }, false },   { { "arg", 3 }, false },         { { "cmd", 3 }, false },
    { { "copy", 4 }, false },  { { "entrypoint", 10 }, false }, { { "env", 3 }, false },
    { { "expose", 6 }, true }, { { "from", 4 }, true },         { { "healthcheck", 11 }, false },
    { { "label", 5 }, false }, { { "maintainer", 10 }, true },  { { "onbuild", 7 }, false },
    { { "run", 3 }, false },   { { "shell", 5 }, false },       { { "stopsignal", 10 }, true },
    { { "user", 4 }, true },   { { "volume", 6 }, true },       { { "workdir", 7 }, true },
};

/* FROM image AS name */
static void from_image(struct lexer *x, const char *p, const char *end)
{
    while (p < end) {
        p = blanks(p, end);
        const char *word = p;
        while (p < end && !BYTE_IS(*p, BYTE_BLANK))
            p++;
        bool as = str_equal_nocase(str_span(word, p), S("as"));
        highlight_mark(x, word, p, as ? 'k' : 's');
        if (p < end)
            p++;
    }
}

static void instruction(struct lexer *x)
{
    const char *p = blanks(x->at, x->end), *word = highlight_word_end(x, p, false);
    const char *end = joined_line_end(x, p);
    struct str name = str_span(p, word);
    for (ptrdiff_t i = 0; i < LEN(instructions); i++) {
        if (!str_equal_nocase(name, instructions[i].name))
            continue;
        highlight_mark(x, p, word, 'k');
        const char *rest = blanks(word, end);
        bool from = str_equal_nocase(name, S("from"));
        bool list = rest < end && *rest == '[';
        if (from)
            from_image(x, rest, end);
        else if (instructions[i].text && !list)
            highlight_mark(x, rest, end, 's');
        else
            shell_to(x, rest, end);
        x->at = end;
        return;
    }
    shell_to(x, p, end);
}

void highlight_dockerfile(struct lexer *x)
{
    for (; x->at < x->end; next_line(x)) {
        const char *p = blanks(x->at, x->end);
        if (p < x->end && *p == '#')
            highlight_mark(x, p, highlight_line_end(x, p), 'c');
        else if (p < x->end && *p != '\n')
            instruction(x);
    }
}

/* ---- makefile ---- */

/* $(name), $@ and comments in p..end */
static void make_text(struct lexer *x, const char *p, const char *end)
{
    for (; p < end; p++) {
        if (*p == '#' && (p == x->at || p[-1] != '\\')) {
            highlight_mark(x, p, end, 'c');
            return;
        }
        if (*p != '$' || p + 1 == end)
            continue;
        char close = p[1] == '(' ? ')' : p[1] == '{' ? '}' : '\0';
        const char *q = p + 2;
        while (close && q < end && *q != close)
            q++;
        q += close && q < end;
        highlight_mark(x, p, q, 'v');
        p = q - 1;
    }
}

static const char *assignment(const char *p, const char *end)
{
    for (; p < end && *p != '#'; p++) {
        if (*p == '=')
            return p;
        bool sign = (*p == '?' || *p == '+' || *p == ':' || *p == '!') && p + 1 < end &&
                    (p[1] == '=' || p[1] == ':');
        if (!sign && *p == ':')
            return NULL;
    }
    return NULL;
}

static void make_line(struct lexer *x, const char *end)
{
    static const struct str words[] = {
        { "include", 7 }, { "-include", 8 }, { "ifeq", 4 },  { "ifneq", 5 },  { "ifdef", 5 },
        { "ifndef", 6 },  { "else", 4 },     { "endif", 5 }, { "define", 6 }, { "endef", 5 },
        { "export", 6 },  { "override", 8 }, { "vpath", 5 },
    };
    const char *p = x->at, *word = p;
    while (word < end && (char_is_alpha(*word) || *word == '-'))
        word++;
    for (ptrdiff_t i = 0; i < LEN(words); i++) {
        if (!str_equal(str_span(p, word), words[i]))
            continue;
        highlight_mark(x, p, word, 'k');
        p = blanks(word, end);
        break;
    }
    const char *is = assignment(p, end);
    struct cut target = str_cut(str_span(p, end), ':');
    if (is) {
        const char *name = is;
        while (name > p && char_among(name[-1], "?+:! \t"))
            name--;
        highlight_mark(x, p, name, 'v');
        make_text(x, is + 1, end);
    } else if (target.ok && p == x->at) {
        highlight_mark(x, p, p + target.head.len, 'f');
        make_text(x, target.tail.ptr, end);
    } else {
        make_text(x, p, end);
    }
}

void highlight_makefile(struct lexer *x)
{
    for (; x->at < x->end; next_line(x)) {
        const char *end = joined_line_end(x, x->at);
        if (*x->at == '\t')
            shell_to(x, x->at, end);
        else
            make_line(x, end);
        x->at = end;
    }
}

/* ---- INI and TOML ---- */

static void ini_value(struct lexer *x, const char *p, const char *end)
{
    while (p < end) {
        const char *q = highlight_word_end(x, p, false);
        struct lexer line = { .end = end };
        bool sign = (*p == '-' || *p == '+') && p + 1 < end && BYTE_IS(p[1], BYTE_DIGIT);
        if ((*p == '#' || *p == ';') && BYTE_IS(p[-1], BYTE_BLANK)) {
            highlight_mark(x, p, end, 'c');
            return;
        }
        if (*p == '"' || *p == '\'') {
            q = highlight_string_end(&line, p, false);
            highlight_mark(x, p, q, 's');
        } else if (BYTE_IS(*p, BYTE_DIGIT) || sign) {
            for (q = p + 1; q < end && (char_is_alnum(*q) || char_among(*q, ".:_-"));)
                q++;
            highlight_mark(x, p, q, 'd');
        } else if (q > p) {
            highlight_mark(x, p, q, highlight_word(x->lang, str_span(p, q)));
        }
        p = q > p ? q : p + 1;
    }
}

void highlight_ini(struct lexer *x)
{
    for (; x->at < x->end; next_line(x)) {
        const char *end = highlight_line_end(x, x->at), *p = blanks(x->at, end);
        const char *is = p < end ? memchr(p, '=', (size_t)(end - p)) : NULL;
        if (p < end && (*p == '#' || *p == ';')) {
            highlight_mark(x, p, end, 'c');
        } else if (p < end && *p == '[' && !is) {
            highlight_mark(x, p, end, 'k');
        } else if (is) {
            highlight_mark(x, p, p + str_trim_end(str_span(p, is)).len, 'f');
            ini_value(x, is + 1, end);
        } else if (p < end) {
            ini_value(x, p, end);
        }
    }
}

/* ---- diff ---- */

void highlight_diff(struct lexer *x)
{
    static const struct {
        const char *head;
        char cls;
    } kinds[] = { { "diff ", 'h' }, { "index ", 'h' }, { "--- ", 'h' },
                  { "+++ ", 'h' },  { "@@", 'h' },     { "+", 'i' },
                  { "-", 'x' },     { ">", 'i' },      { "<", 'x' } };
    for (; x->at < x->end; next_line(x)) {
        const char *end = highlight_line_end(x, x->at);
        for (ptrdiff_t i = 0; i < LEN(kinds); i++) {
            if (!highlight_at(x, x->at, kinds[i].head))
                continue;
            highlight_mark(x, x->at, end, kinds[i].cls);
            break;
        }
    }
}
