/* document.h - a page of Markdown as a tree whose nodes know their place in the source.
 *
 * Text of a node points into the source where it stands there literally, else (entities, escapes)
 * into the arena. `place` always points into the source; use it for diagnostics. */
#ifndef MODEL_DOCUMENT_H
#define MODEL_DOCUMENT_H
#include "base/diag.h"
#include "base/time.h"

enum node_kind {
    /* blocks */
    NODE_DOCUMENT,
    NODE_PARAGRAPH,
    NODE_HEADING,
    NODE_QUOTE,
    NODE_ALERT,
    NODE_LIST,
    NODE_ITEM,
    NODE_CODE,
    NODE_HTML,
    NODE_TABLE,
    NODE_ROW,
    NODE_CELL,
    NODE_RULE,
    /* in a line */
    NODE_TEXT,
    NODE_CODE_SPAN,
    NODE_EMPHASIS,
    NODE_STRONG,
    NODE_STRIKE,
    NODE_LINK,
    NODE_IMAGE,
    NODE_BREAK,
    NODE_SOFT_BREAK,
    NODE_RAW_HTML,
    /* footnotes: a mark in the text; the notes at the end, as items */
    NODE_NOTE,
    NODE_NOTES,
    /* blocks of other tools: FOLD, TAB (those that follow each other are one group) and ALERT may have a
     * title; DEFINITIONS hold terms and what they mean */
    NODE_FOLD,
    NODE_TAB,
    NODE_DEFINITIONS,
    NODE_TERM,
    NODE_DEFINITION,
    NODE_TITLE /* of an alert, a fold or a tab, where it has markup: the first child */
};
enum alert_kind { ALERT_NOTE, ALERT_TIP, ALERT_IMPORTANT, ALERT_WARNING, ALERT_CAUTION };
enum cell_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
enum task_state { TASK_NONE, TASK_OPEN, TASK_DONE };

struct node {
    enum node_kind kind;
    struct node *parent, *first, *last, *next;
    struct str text;  /* TEXT, CODE_SPAN, HTML, RAW_HTML: the text; CODE: the body */
    struct str place; /* in the source */
    struct str href,
        title;       /* LINK, IMAGE: decoded; ALERT, FOLD, TAB: title; ptr NULL: none of its own */
    struct str info; /* CODE: the info string; its first word is the language */
    struct str id;   /* HEADING: GitHub's slug, unique on the page */
    int level; /* HEADING 1..6; LIST: start number; NOTE: its number; ITEM of NOTES: how many marks */
    bool ordered, tight; /* LIST */
    bool head;           /* ROW: of the table head */
    bool autolink;       /* LINK written as a bare address */
    bool unclosed;       /* CODE: the fence was never closed */
    enum alert_kind alert;
    enum cell_align align; /* CELL */
    enum task_state task;  /* ITEM */
    int index; /* LINK, IMAGE, CODE, TABLE: how many of its kind stand before it on the page;
                                    NOTE: 1 for the first mark of this note */
};

struct front_matter {
    struct str title, description, env, owner, review_by, status, date, redirect;
    struct str *aliases, *tags, *onboarding, *prerequisites;
    int n_aliases, n_tags, n_onboarding, n_prerequisites;
    /* of a decision; supersedes and bad also from its text: load/decision.h */
    struct str *deciders, *consulted, *informed, *supersedes, *bad;
    int n_deciders, n_consulted, n_informed, n_supersedes, n_bad;
    struct str label;   /* what navigation calls the page, where that is not its title */
    struct str id;      /* Docusaurus': what stands for the name of its file */
    struct str address; /* where another tool shows the page: "/docs/x/" */
    int64_t weight;     /* 0 when absent */
    bool draft, has_weight;
    struct str body; /* the text behind it */
};
struct document {
    const struct source *src;
    struct front_matter front;
    struct node *root;
    bool lacks; /* a tag that stays text would make something: maybe headings */
};

/* The heading that is the page's own, shown on top and nowhere else: the first of level 1 that stands in
 * no quote and no list; without one, and without a title in front matter, the heading that the text
 * begins with. NULL: there is none. */
const struct node *document_heading(const struct document *doc);
/* The text of a node and all in it, without markup; points into the source when it is one piece. */
struct str node_text(const struct node *n, struct arena *keep);
/* Depth-first successor of n inside top; NULL at the end. */
const struct node *node_next(const struct node *n, const struct node *top);
/* The value of key="…" or key=… in the info string of a code block; empty when it is not there. */
struct str node_attribute(struct str info, struct str key);
/* GitHub's heading slug: lower case, letters digits - _ kept, spaces to -, the rest dropped. */
struct str slug_of(struct str heading, struct arena *keep);
#endif
