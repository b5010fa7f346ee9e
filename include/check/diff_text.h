/* diff_text.h - two pages, sentence by sentence: which are new, gone, or say something else.
 *
 * A sentence that stands in both is the same wherever it stands. What is left is paired by its words; rows of
 * tables by their first cell; then by the place between neighbours that are the same. */
#ifndef CHECK_DIFF_TEXT_H
#define CHECK_DIFF_TEXT_H
#include "base/map.h"

struct diff_unit {
    struct str text;  /* without markup; cells of a row are parted by " | " */
    struct str links; /* what its links lead to, in order, each behind a line end */
    struct str head;  /* of a row of a table: the titles of its columns, parted as the cells */
    struct str under; /* the heading it stands under */
    int line;
    bool title; /* a heading, the name of a note, a word or two that stand alone */
};
struct diff_pair {
    int a, b;   /* in the old and the new list, -1: not there */
    bool links; /* only what it leads to is different */
};
struct diff_pairs {
    struct diff_pair *ptr;
    ptrdiff_t len, cap;
};
/* Those that differ, in the order of the new page. */
struct diff_pairs diff_text(const struct diff_unit *a, ptrdiff_t n, const struct diff_unit *b,
                            ptrdiff_t m, struct arena *keep);
/* How many of a's sentences stand in b too, in percent of the longer list. */
int diff_text_likeness(const struct diff_unit *a, ptrdiff_t n, const struct diff_unit *b,
                       ptrdiff_t m, struct arena scratch);
/* What is at both ends of old and now the same words, cut off: *old_at and so on become the middles. */
void diff_text_middle(struct str old, struct str now, struct str *old_mid, struct str *now_mid);
/* What is shown of two texts of which one became the other, in some `most` bytes each (a little more where the
 * cuts are marked): all when it fits, else what differs with some words around. Of texts of many lines the lines
 * that differ are shown alone. Each cut is an ellipsis, and at the end how many characters are not shown. Where
 * one text is empty, all of the other is in head. */
struct diff_excerpt {
    struct str head, middle, tail;
};
void diff_text_excerpt(struct str old, struct str now, ptrdiff_t most, struct arena *keep,
                       struct diff_excerpt *was, struct diff_excerpt *is);
struct str diff_text_flat(const struct diff_excerpt *e, struct arena *keep); /* its three parts */
/* What is at both ends of old and now the same lines, cut off. */
void diff_text_lines(struct str old, struct str now, struct str *old_mid, struct str *now_mid);
#endif
