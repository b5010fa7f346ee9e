/* highlight_lex.h - what the lexers of highlight_*.c share: the pen that writes spans, the scanner,
 * the table of languages.
 *
 * A lexer walks over the code and marks what it knows; what it leaves unmarked stays plain. It
 * never goes back, so its time is linear, and it never fails: a string without an end ends with its
 * line or the code. */
#ifndef PAGE_HIGHLIGHT_LEX_H
#define PAGE_HIGHLIGHT_LEX_H
#include "base/buf.h"

/* What is written gathers here: pieces of a few bytes each cost less than when each is put into a buf. */
enum { SHEET_SIZE = 8192 };
struct sheet {
    char bytes[SHEET_SIZE];
    ptrdiff_t n;
    const char *end; /* of all code: so far may be read */
    struct buf *out;
};

/* Holds back one span, so that a neighbour of the same class can join it across blanks. */
struct pen {
    const char *written; /* everything before is in out */
    const char *beg, *end;
    char cls; /* of the span held back, 0: none */
    struct sheet *sheet;
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
    const struct word *words;   /* sorted by slot, see highlight_slot() */
    const unsigned short *from; /* [n]: the first word of slot n or a later one */
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
enum {
    BYTE_WORD = 1,
    BYTE_DIGIT = 2,
    BYTE_BLANK = 4,
    BYTE_ENTITY = 8,
    BYTE_SHELL = 16 /* ends a word of a command */
};
extern const unsigned char highlight_bytes[256];
#define BYTE_IS(c, what) ((highlight_bytes[(unsigned char)(c)] & (what)) != 0)

void highlight_mark(struct lexer *x, const char *beg, const char *end, char cls);

/* The slot of a word that is not empty, as in highlight_words.py. */
static inline unsigned highlight_slot(struct str word)
{
    unsigned n = (unsigned)word.len;
    const unsigned char *w = (const unsigned char *)word.ptr;
    return (n * 5 + w[0] * 7u + w[n / 2] * 29u + w[n - 1] * 113u) % 512;
}

enum { HIGHLIGHT_LONGEST = 24 }; /* no table has a longer word */
/* The class of a word of 1 to HIGHLIGHT_LONGEST letters in the language's table, or 0. */
char highlight_known(const struct language *lang, struct str word);

/* The same of any word; most are in no table, and that is seen at once. */
static inline char highlight_word(const struct language *lang, struct str word)
{
    if (!lang->words || word.len <= 0 || word.len > HIGHLIGHT_LONGEST)
        return 0;
    unsigned n = highlight_slot(word);
    bool none = lang->from[n] == lang->from[n + 1] && !(lang->flags & LEX_NOCASE);
    return none ? 0 : highlight_known(lang, word);
}

/* Scanners: from p to behind what they name, at most to x->end. Those asked at every word stand here, so
 * that they cost no call. */
const char *highlight_line_end(const struct lexer *x, const char *p);
/* p at the opening quote */
const char *highlight_string_end(const struct lexer *x, const char *p, bool multiline);

/* How many of the eight bytes at p belong to a word, up to the first that does not: letters, digits, _ and
 * all of other scripts. Each byte is compared by adding what carries into its top bit. */
static inline ptrdiff_t highlight_word_bytes(const char *p)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7F, top = ones * 0x80;
    uint64_t v;
    memcpy(&v, p, sizeof v);
    uint64_t t = v & low, letter = t | ones * 0x20;
    uint64_t letters = (letter + ones * (0x80 - 'a')) & ~(letter + ones * (0x80 - '{'));
    uint64_t digits = (t + ones * (0x80 - '0')) & ~(t + ones * (0x80 - ':'));
    uint64_t line = (t + ones * (0x80 - '_')) & ~(t + ones * (0x80 - '`'));
    uint64_t others = ~(letters | digits | line | v) & top;
    return others ? __builtin_ctzll(others) >> 3 : 8;
#else
    ptrdiff_t n = 0;
    while (n < 8 && BYTE_IS(p[n], BYTE_WORD))
        n++;
    return n;
#endif
}

/* Behind blanks, most of which are indentation. */
static inline const char *highlight_blanks_end(const char *p, const char *end)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    while (end - p >= 8) {
        uint64_t v;
        memcpy(&v, p, sizeof v);
        v ^= UINT64_C(0x0101010101010101) * ' ';
        if (v)
            return p + (__builtin_ctzll(v) >> 3);
        p += 8;
    }
#endif
    while (p < end && *p == ' ')
        p++;
    return p;
}

static inline const char *highlight_word_end(const struct lexer *x, const char *p, bool dollar)
{
    for (;;) {
        ptrdiff_t n = 8;
        while (n == 8 && x->end - p >= 8) {
            n = highlight_word_bytes(p);
            p += n;
        }
        if (n == 8)
            while (p < x->end && BYTE_IS(*p, BYTE_WORD))
                p++;
        if (!dollar || p == x->end || *p != '$')
            return p;
        p++;
    }
}

static inline bool highlight_at(const struct lexer *x, const char *p, const char *text)
{
    for (; *text; p++, text++)
        if (p == x->end || *p != *text)
            return false;
    return true;
}

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
