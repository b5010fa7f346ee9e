/* footnotes.h - `word[^1]` and, as a paragraph of its own, `[^1]: what the note says`. */
#ifndef LOAD_FOOTNOTES_H
#define LOAD_FOOTNOTES_H
#include "model/document.h"

/* Turns marks into NODE_NOTE and gathers the notes, in the order they are first named, in a NODE_NOTES at
 * the end of the document. Paragraphs of notes nobody names, and marks without a note, stay text. */
void footnotes_resolve(struct document *doc, struct arena *keep);
#endif
