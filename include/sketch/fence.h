/* fence.h - what a fence is: a drawing, or text that stays as it stands.
 *
 * The label says who may draw at all (fence_rule_of); then evidence is weighed: what the lines of the
 * text are like (fence_read) and what the reader of drawings found in it (the second half of
 * fence_facts, filled by drawing.c). The table of weights stands in fence.c. */
#ifndef SKETCH_FENCE_H
#define SKETCH_FENCE_H
#include "base/str.h"

/* "figures": {"fences": …} of site.json, in its order */
enum fence_policy { FENCES_AUTO, FENCES_LABELLED, FENCES_OFF };
enum fence_rule {
    FENCE_NEVER,   /* "plain", or the site says so */
    FENCE_ALWAYS,  /* "draw" */
    FENCE_DRAWING, /* labelled as a drawing */
    FENCE_BARE,    /* no label, or one that says no more than that it is text */
    FENCE_CODE     /* a language or a console: drawn when the whole fence is a drawing */
};
struct fence_facts {
    /* of the text: rows of each kind */
    int prompts, results, reports, statements, code, commits, escapes, rules, cut;
    int shades, controls; /* characters of bars and banners; marks of forms and menus */
    int pairs;            /* "Name: value", in a box too */
    /* of the drawing */
    int boxes, nested, parts, joined, flows,
        loose;       /* lines between boxes, between words, and others */
    int rows, drawn; /* rows that are not blank, and those with a part of the drawing */
    bool table;      /* a table of words stands in it, or is all of it with tables in its cells */
};

enum fence_rule fence_rule_of(struct str info, enum fence_policy policy);
struct fence_facts fence_read(struct str text);
/* Whether a fence whose rows are mostly branches is a tree: of files, say, and not the plan of a
 * query behind its statement. The prompt of the command that printed it does no harm. */
bool fence_is_tree(enum fence_rule rule, const struct fence_facts *f);
/* Whether a fence with these facts is a drawing. */
bool fence_is_drawing(enum fence_rule rule, const struct fence_facts *f);
#endif
