/* highlight_lex.h - what the lexers of highlight_*.c share: the pen that writes spans, the scanner,
 * the table of languages.
 *
 * A lexer walks over the code and marks what it knows; what it leaves unmarked stays plain. It
 * never goes back, so its time is linear, and it never fails: a string without an end ends with its
 * line or the code. */
#ifndef PAGE_HIGHLIGHT_LEX_H
#define PAGE_HIGHLIGHT_LEX_H
#include "base/buf.h"

/* Holds back one span, so that a neighbour of the same class can join it across blanks. */
struct pen {
    const char *written; /* everything before is in out */
    const char *beg, *end;
    char cls; /* of the span held back, 0: none */
    struct buf *out;
};

struct word {
    const char *text;
    unsigned char len;
    char cls;
};
struct lexer;
struct language {
    const char *names; /* as a fence may call it, between blanks: " ts typescript " */
    void (*lex)(struct lexer *x);
    const struct word *words;   /* sorted by text */
    const unsigned short *from; /* [c]: the first word that begins with c, 0..128 */
    const char *line_comment[2];
    const char *block_comment[2]; /* opens, closes */
    const char *quotes;
    unsigned flags;
};
enum {
    LEX_TEMPLATE = 1,   /* `…${code}…` */
    LEX_TRIPLE = 2,     /* """…""", string prefixes, f"…{code}…" */
    LEX_DECORATOR = 4,  /* @name */
    LEX_DIRECTIVE = 8,  /* #include … at the head of a line */
    LEX_REGEX = 16,     /* /…/ where no value stands before */
    LEX_DOLLAR = 32,    /* $ belongs to names */
    LEX_KEYS = 64,      /* a string before : is a key */
    LEX_NOCASE = 128,   /* words in any case */
    LEX_MULTILINE = 256 /* every string may hold line ends */
};

struct lexer {
    const char *at, *end;
    const struct language *lang;
    struct pen pen;
    char naming;       /* class of the word to come, behind def or class; 0: none */
    bool value_before; /* so a / divides */
    int depth;         /* of code inside strings inside code */
};
/* code in strings nested past this is lexed as string; the stack is ours */
enum { LEX_DEEPEST = 24 };

/* What a byte may be; a table, since lexers ask of every byte. */
enum { BYTE_WORD = 1, BYTE_DIGIT = 2, BYTE_BLANK = 4, BYTE_ENTITY = 8 };
extern const unsigned char highlight_bytes[256];
#define BYTE_IS(c, what) ((highlight_bytes[(unsigned char)(c)] & (what)) != 0)

void highlight_mark(struct lexer *x, const char *beg, const char *end, char cls);
/* The class of a word in the language's table, or 0. */
char highlight_word(const struct language *lang, struct str word);

/* Scanners: from p to behind what they name, at most to x->end. */
const char *highlight_line_end(const struct lexer *x, const char *p);
const char *highlight_word_end(const struct lexer *x, const char *p, bool dollar);
/* p at the opening quote */
const char *highlight_string_end(const struct lexer *x, const char *p, bool multiline);
bool highlight_at(const struct lexer *x, const char *p, const char *text);

/* Lexes from x->at to end as lang (NULL: the same), and stands at end. */
void highlight_part(struct lexer *x, const char *end, const struct language *lang,
                    void (*lex)(struct lexer *));

void highlight_code(struct lexer *x); /* free-form languages */
void highlight_shell(struct lexer *x);
void highlight_console(struct lexer *x);
void highlight_dockerfile(struct lexer *x);
void highlight_makefile(struct lexer *x);
void highlight_yaml(struct lexer *x);
void highlight_ini(struct lexer *x);
void highlight_diff(struct lexer *x);
void highlight_css(struct lexer *x);
void highlight_markup(struct lexer *x); /* HTML, XML, SVG */

const struct language *highlight_language(struct str name); /* NULL: not known */
#endif
