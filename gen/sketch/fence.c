/* fence.c - what a fence is, by evidence: each kind has a weight, a label has a bar.
 *
 * Most fences with lines in them are not drawings but what a command printed: tables, error reports,
 * progress bars. Drawings have boxes that hold each other or are joined; output has prompts, counts
 * of rows and code around it. */
#include "sketch/fence.h"

#include <stddef.h>

/* ---- labels ---- */

/* labels of drawings, and those that say "text"; all others are languages */
static const char *const drawing_labels[] = { "diagram", "ascii", "asciiart", "ascii-art",
                                              "box",     "boxes", "goat",     "svgbob",
                                              "bob",     "ditaa", "aasvg",    "drawing" };
static const char *const bare_labels[] = { "",          "text",  "txt",         "plain",
                                           "plaintext", "none",  "nohighlight", "no-highlight",
                                           "tree",      "files", "raw",         "filestructure",
                                           "markup" };

/* The word among those behind the language, outside quotes. */
static bool has_word(struct str info, struct str word)
{
    for (bool quoted = false; info.len;) {
        struct cut c = str_cut(info, ' ');
        if (!quoted && str_equal(str_trim(c.head), word))
            return true;
        for (ptrdiff_t i = 0; i < c.head.len; i++)
            quoted ^= c.head.ptr[i] == '"';
        info = c.tail;
    }
    return false;
}

/* "text:no-line-numbers", "ascii{1,3}", "{.text}": the language alone */
static struct str language_of(struct str info)
{
    struct str word = str_cut(str_trim(info), ' ').head;
    while (word.len && (*word.ptr == '{' || *word.ptr == '.'))
        word = str_from(word, 1);
    ptrdiff_t n = 0;
    while (n < word.len && !char_among(word.ptr[n], ":{},=[]"))
        n++;
    return str_sub(word, 0, n);
}

enum fence_rule fence_rule_of(struct str info, enum fence_policy policy)
{
    struct str language = language_of(info), behind = str_cut(str_trim(info), ' ').tail;
    if (str_equal(language, S("draw")) || has_word(behind, S("draw")))
        return FENCE_ALWAYS;
    if (policy == FENCES_OFF || has_word(behind, S("plain")))
        return FENCE_NEVER;
    if (str_among_nocase(language, drawing_labels, LEN(drawing_labels)))
        return FENCE_DRAWING;
    if (policy == FENCES_LABELLED)
        return FENCE_NEVER;
    return str_among_nocase(language, bare_labels, LEN(bare_labels)) ? FENCE_BARE : FENCE_CODE;
}

/* ---- kinds of rows ---- */

static bool has_stroke(struct str line)
{
    for (ptrdiff_t i = 0; i + 1 < line.len; i++) {
        unsigned char a = (unsigned char)line.ptr[i], b = (unsigned char)line.ptr[i + 1];
        if ((a == 0xE2 && (b == 0x94 || b == 0x95)) || (a == '+' && b == '-') || a == '|')
            return true;
    }
    return line.len && line.ptr[line.len - 1] == '|';
}

static bool begins_with(struct str line, const char *const *words, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; line.len && i < n; i++)
        if (*line.ptr == *words[i] && str_starts(line, str_of(words[i])))
            return true;
    return false;
}

/* "$ ls", "> ls", "me@host:~$ ls", "mysql> select", "shop=# select", ">>> f()": what comes before the
 * sign is empty or has no blank and ends in a letter, a digit or what paths and prompts end in. */
static bool is_prompt(struct str line)
{
    static const char *const begins[] = { "$ ", ">>> ", "In [", "PS C:", "PS /", "\xE2\x9D\xAF " };
    if (*line.ptr == '(' && str_find(line, S(") ")) > 0) /* "(venv) $ ls" */
        line = str_trim(str_from(line, str_find(line, S(") ")) + 2));
    if (!line.len || begins_with(line, begins, LEN(begins)))
        return line.len > 0;
    bool word = *line.ptr == '['; /* "[me@host dir]$ ls" */
    ptrdiff_t i = word ? str_char(line, ']') + 1 : 0;
    for (; i < line.len && i < 60 && !char_among(line.ptr[i], "$>#% "); i++)
        word |= char_is_alpha(line.ptr[i]);
    char sign = i < line.len ? line.ptr[i] : ' ', last = i > 0 ? line.ptr[i - 1] : ' ',
         first = i + 2 < line.len ? line.ptr[i + 2] : ' ';
    if (i + 1 < line.len && line.ptr[i + 1] != ' ')
        return false;
    if (i == 0)
        return sign == '>' &&
               (char_is_alnum(first) || (first != ' ' && char_among(first, "^$.{[(\"'")));
    return sign != ' ' && word && last != '-' && last != '<' && (last != '=' || i > 2) &&
           (sign != '%' || last == '~');
}

/* "2 rows in set (0.00 sec)", "(2 rows)", "Query OK", "1 row affected" */
static bool is_result(struct str line)
{
    static const char *const begins[] = { "Query OK", "Empty set", "Usage: ", "# =>", "// =>" };
    static const char *const behind[] = { "s (",        ")",         "s)",        " in set",
                                          "s in set",   "(s)",       " affected", "s affected",
                                          "s selected", " selected", "s returned" };
    if (str_starts(line, S("\xE2\x94\x82")))
        line = str_trim(str_from(line, 3)); /* in the last row of its table */
    if (str_starts(line, S("## ")))
        line = str_trim(str_from(line, 3)); /* knitr's mark of output */
    if (begins_with(line, begins, LEN(begins)) ||
        (str_starts(line, S("shape: (")) && line.ptr[line.len - 1] == ')'))
        return true;
    ptrdiff_t at = str_find(line, S(" row"));
    if (at < 1 || !(char_is_digit(*line.ptr) || *line.ptr == '(') ||
        !char_is_digit(line.ptr[at - 1]))
        return false;
    return begins_with(str_from(line, at + 4), behind, LEN(behind));
}

/* A numbered row of quoted source: "12 | let x" */
static bool is_quoted_row(struct str line)
{
    ptrdiff_t i = 0;
    while (i < line.len && char_is_digit(line.ptr[i]))
        i++;
    struct str rest = str_trim(str_from(line, i));
    return i > 0 && (str_starts(rest, S("| ")) || str_starts(rest, S("\xE2\x94\x82 ")));
}

/* What compilers and shells print to show a place in a program. */
static bool is_report(struct str line)
{
    static const char *const begins[] = { "--> ",     "error:",   "error[",    "Error:",
                                          "warning:", "Warning:", "\xC2\xB7 ", "Traceback ",
                                          "^^",       "~~~^",     "~^" };
    static const char *const holds[] = { "\xE2\x95\xAD\xE2\x94\x80[", "\xE2\x94\x8C\xE2\x94\x80[",
                                         "^^^" };
    for (ptrdiff_t i = 0; i < LEN(holds); i++)
        if (str_find(line, str_of(holds[i])) >= 0)
            return true;
    return begins_with(line, begins, LEN(begins)) || is_quoted_row(line);
}

static bool is_statement(struct str line)
{
    static const char *const begins[] = { "def ",     "import ",  "from ",    "let ",    "const ",
                                          "fn ",      "func ",    "class ",   "return ", "SELECT ",
                                          "CREATE ",  "#include", "package ", "pub ",    "export ",
                                          "var ",     "#!/",      "\"\"\"",   "'''",     "struct ",
                                          "INSERT ",  "select ",  "insert ",  "create ", "Select ",
                                          "EXPLAIN ", "explain " };
    return line.ptr[line.len - 1] == ';' || begins_with(line, begins, LEN(begins));
}

/* "* 1a2b3c4 words", "| * 1a2b3c4": a row of git's graph */
static bool is_commit(struct str line)
{
    ptrdiff_t i = 0, n = 0;
    bool star = false;
    for (; i < line.len && char_among(line.ptr[i], "*|/\\_ "); i++)
        star |= line.ptr[i] == '*';
    while (i + n < line.len &&
           (char_is_digit(line.ptr[i + n]) || (line.ptr[i + n] >= 'a' && line.ptr[i + n] <= 'f')))
        n++;
    return star && n >= 7 && n <= 40;
}

/* ▀ to ▟ and the dots of Braille: bars, banners, spinners */
static int shades_in(struct str line)
{
    int n = 0;
    for (ptrdiff_t i = 0; i + 2 < line.len; i++) {
        unsigned char a = (unsigned char)line.ptr[i], b = (unsigned char)line.ptr[i + 1],
                      c = (unsigned char)line.ptr[i + 2];
        n += a == 0xE2 && ((b == 0x96 && c <= 0x9F) || (b >= 0xA0 && b <= 0xA3));
    }
    return n;
}

/* How many marks of forms, menus and key hints stand in line, each counted once. */
static int controls_in(struct str line)
{
    /* clang-format off */
    static const char *const marks[] = {
        "[x]", "[X]", "[ ]", "[Y/n]", "[y/N]", "[Enter]", "[Esc]", "[Tab]", "[OK]", "[Cancel]",
        "[Save]", "[q]", "[Q]", "(x)", "( )", "(\xE2\x80\xA2)", "<Tab>", "<Enter>", "< OK >",
        "Ctrl+", "Ctrl-", "quit", "--help", "Update available", "\xE2\x86\x91/\xE2\x86\x93",
        "\xE2\x86\x91\xE2\x86\x93", "\xE2\x98\x90", "\xE2\x98\x91", "\xE2\x9D\xAF ", "\xE2\x96\x8C",
    };
    /* clang-format on */
    uint64_t seen = 0;
    int n = 0;
    for (ptrdiff_t at = 0; at < line.len; at++) {
        if (char_is_space(line.ptr[at]) || !char_among(line.ptr[at], "[(<Cq-U\xE2"))
            continue;
        for (ptrdiff_t i = 0; i < LEN(marks); i++)
            if (*marks[i] == line.ptr[at] && !(seen >> i & 1) &&
                str_starts(str_from(line, at), str_of(marks[i]))) {
                seen |= (uint64_t)1 << i;
                n++;
            }
    }
    return n;
}

/* "Name: value", in a box or not: a row of a report. */
static bool is_pair(struct str line)
{
    enum { NAME_MAX = 40 };
    while (line.len && ((unsigned char)*line.ptr >= 0x80 || *line.ptr == '|' || *line.ptr == ' '))
        line = str_from(line, 1);
    ptrdiff_t at = str_find(line, S(": "));
    if (at < 2 || at > NAME_MAX || !char_is_alpha(*line.ptr) || line.ptr[at - 1] == ' ')
        return false;
    struct str value = str_trim(str_from(line, at + 2));
    return value.len && (char_is_alnum(*value.ptr) || *value.ptr == '$');
}

/* A rule of at least two columns: "+---+---+". */
static bool is_ruled(struct str line)
{
    int joints = 0;
    for (ptrdiff_t i = 0; i < line.len; i++) {
        joints += line.ptr[i] == '+';
        if (line.ptr[i] != '+' && line.ptr[i] != '-' && line.ptr[i] != '=')
            return false;
    }
    return joints > 2;
}

/* What the rows before say of the next one. */
struct ruling {
    struct str rule; /* the last one */
    int same, rows;  /* how often in turn it came, and rows of a table since; -1: none */
};

/* Rules of tables, and tables whose last rule is missing: a console's, cut off. */
static void count_rules(struct fence_facts *f, struct ruling *r, struct str line)
{
    enum { ROWS = 2 };
    bool ruled = line.len && is_ruled(line);
    if (ruled) {
        r->same = str_equal(line, r->rule) ? r->same + 1 : 0;
        f->rules = r->same > f->rules ? r->same : f->rules;
        r->rule = line;
    }
    bool row = line.len && *line.ptr == '|' && line.ptr[line.len - 1] == '|';
    f->cut += r->rows > ROWS && !row && !ruled;
    r->rows = ruled ? 0 : row && r->rows >= 0 ? r->rows + 1 : -1;
}

struct fence_facts fence_read(struct str text)
{
    struct fence_facts f = { 0 };
    struct ruling ruling = { .rows = -1 };
    while (text.len > 0) {
        struct str line = str_trim(str_line(&text));
        if (!line.len)
            continue;
        count_rules(&f, &ruling, line);
        f.escapes += str_char(line, '\x1B') >= 0;
        f.shades += shades_in(line);
        f.controls += controls_in(line);
        f.pairs += is_pair(line);
        f.commits += is_commit(line);
        f.reports += is_report(line);
        f.prompts += is_prompt(line) && str_find(line, S("tree")) < 0;
        f.results += is_result(line);
        if (has_stroke(line))
            continue;
        bool statement = is_statement(line);
        f.statements += statement;
        f.code += statement || char_among(line.ptr[line.len - 1], "{}");
    }
    count_rules(&f, &ruling, (struct str){ 0 });
    f.shades /= 4;
    return f;
}

/* ---- weights ---- */

/* cells: more than a layout by hand has; rows: more than a box with a name */
enum { SHEET = 16, NOTE = 4 };

/* What follows from the facts. */
struct signs {
    struct fence_facts f;
    int boxed, several, lone, report, whole, aside, grid, sheet, table, ruled;
};

static struct signs signs_of(const struct fence_facts *f)
{
    return (struct signs){ .f = *f,
                           .boxed = f->boxes > 0,
                           .several = f->boxes > 1,
                           .lone = f->boxes == 1 && !f->joined && !f->flows && !f->nested &&
                                   !f->loose && f->rows > NOTE,
                           .whole = 20 * f->drawn >= 17 * f->rows,
                           .aside = 5 * f->drawn<2 * f->rows, .grid = 2 * f->parts> f->boxes &&
                                    !f->joined,
                           .report = f->boxes - f->parts <= 1 && f->parts <= 4 &&
                                     5 * f->pairs >= 2 * f->rows && !f->joined && !f->nested &&
                                     !f->loose,
                           .sheet = f->parts >= SHEET && 4 * f->parts >= 3 * f->boxes && !f->joined,
                           .table = f->table && !f->joined,
                           .ruled = f->rules == 2 };
}

/* clang-format off */
#define AT(member) offsetof(struct signs, member)
static const struct {
    int weight, most; /* for each found, and for how many at most */
    size_t at;
} evidence[] = {
    {  3,  2, AT(f.joined)   }, /* lines from box to box */
    {  2,  2, AT(f.flows)    }, /* lines between words */
    {  4,  1, AT(f.nested)   }, /* boxes in boxes */
    {  2,  1, AT(several)    }, /* more than one box */
    {  2,  1, AT(boxed)      },
    { -2,  1, AT(lone)       }, /* one box around lines says no more than they do */
    { -4,  1, AT(report)     }, /* boxes around rows of names and values */
    {  2,  1, AT(whole)      }, /* nearly every row is part of the drawing */
    { -9,  1, AT(aside)      }, /* less than two rows of five are */
    { -2,  1, AT(grid)       }, /* mostly cells side by side */
    { -9,  1, AT(sheet)      }, /* and many: a printed table with cells in cells */
    { -9,  1, AT(table)      }, /* a console's table among other text */
    { -9,  1, AT(f.cut)      }, /* a table that lacks its last rule */
    { -6,  1, AT(ruled)      }, /* a console's head, body and foot: the same rule three times */
    { -19, 1, AT(f.escapes)  }, /* colours of a terminal */
    { -19, 1, AT(f.prompts)  }, /* a prompt with a command */
    { -19, 1, AT(f.results)  }, /* "2 rows in set" */
    { -5,  2, AT(f.reports)  }, /* a compiler shows a place */
    { -5,  2, AT(f.commits)  }, /* git log --graph */
    { -3,  3, AT(f.code)     }, /* rows that end or begin like code */
    { -1,  9, AT(f.shades)   }, /* bars and banners, four to one */
    { -2,  4, AT(f.controls) }, /* forms, menus, key hints */
};
#undef AT
/* clang-format on */

/* A bare fence is drawn on little evidence, a language only when all of it is a drawing. */
static const struct {
    int bonus, bar;
    bool whole;
} bars[] = {
    [FENCE_NEVER] = { 0, 1 << 20, true }, [FENCE_ALWAYS] = { 0, -1000, false },
    [FENCE_DRAWING] = { 6, 3, false },    [FENCE_BARE] = { 0, 3, false },
    [FENCE_CODE] = { 0, 9, true },
};

bool fence_is_tree(enum fence_rule rule, const struct fence_facts *f)
{
    bool plain = f->prompts <= 1 && !f->results && !f->statements && !f->reports && !f->commits;
    return rule == FENCE_ALWAYS || rule == FENCE_DRAWING || plain;
}

bool fence_is_drawing(enum fence_rule rule, const struct fence_facts *f)
{
    struct signs all = signs_of(f);
    int sum = bars[rule].bonus;
    for (ptrdiff_t i = 0; i < LEN(evidence); i++) {
        int n = *(const int *)(const void *)((const char *)&all + evidence[i].at);
        sum += evidence[i].weight * (n < evidence[i].most ? n : evidence[i].most);
    }
    return sum >= bars[rule].bar && (!bars[rule].whole || (all.whole && f->rules < 2));
}
