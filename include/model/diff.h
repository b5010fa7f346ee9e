/* diff.h - what is different between two states of a document and all it stands on.
 *
 *     kind      sign     where                       key                    old -> now
 *     value     ~        cdk/config/prod.json        /service/memoryMiB     1024 MiB -> 2048 MiB
 *     drawing   renamed  architecture/index.md       figure 1, a node       Redis -> Valkey
 *
 * One changed value is one change, and the cause of what it makes false and of what it costs. */
#ifndef MODEL_DIFF_H
#define MODEL_DIFF_H
#include "base/json.h"

enum diff_kind {
    DIFF_VALUE,    /* of a source, or of a file that claims point into */
    DIFF_PRICE,    /* of a price book */
    DIFF_FACT,     /* of facts */
    DIFF_ESTIMATE, /* of an estimate or a way to save: quantities, assumptions */
    DIFF_WRITTEN,  /* a row of a table that people wrote */
    DIFF_RESOURCE, /* of a template, plan or manifest */
    DIFF_EDGE,     /* between two resources */
    DIFF_DRAWING,  /* a node or edge of a drawing */
    DIFF_PAGE,     /* a page, or a setting of one */
    DIFF_SENTENCE,
    DIFF_LINK,     /* the sentence is the same, what it leads to is not */
    DIFF_DECISION, /* a record or its state */
    DIFF_ACCEPTED, /* what people decided: acceptances, actions, reasons */
    DIFF_SETTING,  /* of site.json */
    DIFF_SECRET,   /* one that was found */
    N_DIFF_KINDS
};
enum diff_sign {
    DIFF_ADDED,
    DIFF_REMOVED,
    DIFF_CHANGED,
    DIFF_MOVED,
    DIFF_RENAMED,
    DIFF_REPLACED,
    N_DIFF_SIGNS
};
struct diff_commit {
    struct str id, date, who, subject; /* id empty: not committed yet, or not known */
};
struct diff_place { /* what a change makes false */
    struct str file, text, rule;
    int line;
    bool fixable, known; /* known: it was false before, too */
    const void *finding;
};
struct diff_cost { /* what a change costs an environment a month */
    struct str env, row;
    int64_t e10;
};
struct diff_change {
    enum diff_kind kind;
    enum diff_sign sign;
    struct str file;  /* below the content folder, as it stands now; of what is gone, as it stood */
    struct str name;  /* "config.prod", a page's title, "Figure 1": what file is to people */
    struct str key;   /* pointer, row, node, heading */
    struct str words; /* key for people: "service memory MiB" */
    struct str old, now; /* empty: not there */
    int line;            /* in file; 0: not known */
    const struct json *a, *b;
    const void *of, *of_old; /* of a drawing: its graphs; of a page's: the pages */
    int node, node_old;      /* of a drawing: its nodes or edges, -1: none */
    bool edge;
    const char *risk, *risk_class; /* what it is a risk of, or NULL */
    int risk_rank;
    int cause; /* the change that this one only follows, or -1 */
    struct diff_commit commit;
    struct str owner;
    LIST(struct diff_place) places;
    LIST(struct diff_cost) costs, ends; /* ends: moves the low or the high end alone */
};
struct diff_changes {
    struct diff_change *ptr;
    ptrdiff_t len, cap;
};

const char *diff_kind_name(enum diff_kind k); /* "value" */
const char *diff_sign_name(enum diff_sign s); /* "added" */
const char *diff_sign_mark(enum diff_sign s); /* "+" "−" "~" "→" */
#endif
