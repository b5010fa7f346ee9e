/* footnotes.h - `word[^1]`, and on a line of its own `[^1]: what the note says`.
 *
 * A note goes on with lines that follow without a blank one, and with blocks indented by four columns:
 *
 *     [^1]: The first paragraph,
 *     its second line.
 *
 *         Another paragraph, a list, code.
 *
 * The parser of Markdown knows none of this. It is given the page's text with blanks in place of the
 * notes, and the notes as quotes behind it; so they may hold all that a page may. */
#ifndef LOAD_FOOTNOTES_H
#define LOAD_FOOTNOTES_H
#include "model/document.h"

struct footnotes_line {
    ptrdiff_t at; /* in the parser's text */
    struct str source;
};
struct footnotes_note {
    struct str label;
    struct str place; /* in the page's source */
    struct node *item;
    int number, named; /* 0: not named so far; how often */
};
struct footnotes {
    struct str body;                   /* of the page */
    struct str text;                   /* for the parser; body itself when there are no notes */
    LIST(struct footnotes_line) lines; /* of notes, in order of at */
    LIST(struct footnotes_note) notes;
};

/* Finds the notes that the text names. */
struct footnotes footnotes_find(struct str body, struct arena *keep);

/* A piece of the parser's text as it stands in the source; as it is, when it is none, or of several lines. */
struct str footnotes_source(const struct footnotes *f, struct str piece);

/* Turns marks into NODE_NOTE and the quotes into a NODE_NOTES at the end of the document, in the order in
 * which they are first named. Notes nobody names, and marks without a note, are text. False when the
 * quotes are not where they should be (an HTML block that nobody closed holds them): read body then. */
bool footnotes_resolve(struct document *doc, struct footnotes *f, struct arena *keep);
#endif
