/* fix.h - findings that say what to write, written.
 *
 * Only what is sure: the value of a claim without a text, the figure of a false or outdated claim
 * whose text stands plainly in the source and reads back as the value, a total that its rows give,
 * code shown from a file, a drawing that had to be repaired and reads as the same graph when drawn
 * again. Never a yes, a no or a name inside a sentence (the words around it would be wrong), never
 * in a decision's Validation, never what is accepted, never a change that a rule of check/risk.h marks
 * (the text may be right, and the change a mistake): such findings are left to a person. */
#ifndef JUDGE_FIX_H
#define JUDGE_FIX_H
#include "gather/site.h"

struct fix_edit { /* bytes beg..end of the page's text become text */
    const struct site_page *page;
    const struct rule *rule; /* NULL: a claim without a text takes its value in */
    ptrdiff_t beg, end;
    struct str text;
};
struct fix_edits {
    struct fix_edit *ptr;
    ptrdiff_t len, cap;
    LIST(const struct finding *) left; /* false or outdated, and not for plumb to write */
};

/* All sure edits of a loaded site, by page and place; none overlap. Texts live in keep. */
void fix_find(const struct site *s, struct arena *keep, struct arena scratch,
              struct fix_edits *out);
/* The page's text with edits first..first+n-1, which are all of that page. */
struct str fix_text(const struct fix_edit *edits, ptrdiff_t n, struct arena *keep);
/* One line for each finding that needs a person. */
void fix_print_left(const struct fix_edits *e, struct buf *out);
/* What changes, as a unified diff without context lines. */
void fix_print(const struct fix_edit *edits, ptrdiff_t n, struct buf *out);
#endif
