/* block_lines.h - what each line of a page is, by CommonMark's rules for blocks: in which quotes and list
 * items it stands, and whether it is text, code or raw HTML there.
 *
 *     > - a          two containers: a quote, an item of width 2; text "a"
 *     >   ```        the same two; a fence
 *     >   | x |      the same two; code
 *
 * Blocks of other tools whose body is indented (`!!! note`) are containers too: shifts. Links, reference
 * definitions and lazy lines behind several containers are no concern of this reader. */
#ifndef LOAD_BLOCK_LINES_H
#define LOAD_BLOCK_LINES_H
#include "base/str.h"

enum { BLOCK_DEPTH = 100 };
enum container_kind { CONTAINER_QUOTE, CONTAINER_ITEM, CONTAINER_SHIFT };
struct container {
    enum container_kind kind;
    int width;     /* columns that its lines are indented by */
    struct str at; /* what it took of the line at hand; empty when it was not matched by marks */
};
enum line_kind {
    LINE_BLANK,
    LINE_TEXT,
    LINE_HEADING,
    LINE_RULE,  /* and the underline of a heading */
    LINE_FENCE, /* opens one, or closes it */
    LINE_CODE,  /* in a fence, or indented */
    LINE_HTML
};

struct block_lines {
    struct container open[BLOCK_DEPTH];
    int n;          /* open ones */
    bool paragraph; /* the line before is of one */
    char fence;     /* its mark; 0: none is open */
    ptrdiff_t fence_len;
    int fence_depth;
    struct str
        html_end; /* what ends the open HTML block; "": a blank line; ptr NULL: none is open */
    int html_depth;
};
struct block_line {
    enum line_kind kind;
    struct str rest; /* behind the containers' marks, without the line end, with its indent */
    struct str text; /* rest without its indent */
    int indent;      /* columns in front of text */
    int pending;     /* of these, columns of a tab that a container cut in two */
    bool lazy;       /* goes on with a paragraph of containers that it has no marks of */
    bool was_text;   /* a paragraph was open, and this line may go on with it */
    int n_before;    /* containers of the line before whose marks this line has */
};

/* Takes a line (without its end) and says what it is. */
struct block_line block_lines_next(struct block_lines *b, struct str line);
#endif
