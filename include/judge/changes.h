/* changes.h - two states of a site compared: all that its pages stand on, and what follows from it.
 *
 *     changes_find     pages, files of data, resources, drawings    judge/changes_pages.c, changes_data.c
 *     changes_causes   who changed it, what it makes false, what it costs, whose it is   judge/changes_causes.c
 *
 * Pages and files are met by their paths, then by their names, then by what stands in them: what moved is no
 * change of what it says. */
#ifndef JUDGE_CHANGES_H
#define JUDGE_CHANGES_H
#include "check/diff_cost.h"
#include "check/diff_graph.h"
#include "gather/site.h"
#include "model/diff.h"

struct changes_drawing { /* a drawing of which something changed */
    const struct site_page *page;
    const struct graph *was, *now;
    struct str title;
    struct diff_marks marks;
};
struct changes_view { /* resources of which something changed */
    const struct infra *was, *now;
    struct str name;
};
struct changes_env { /* what an environment costs, then and now */
    struct diff_costs d;
    int64_t *cents; /* of each step */
};
struct changes {
    struct site *was, *now;
    struct arena *keep;
    struct diff_changes list; /* in the order of a review: risks, then by kind */
    struct map moved;         /* path before -> struct str * path now */
    struct map renamed;       /* name of a source before -> struct str * name now */
    LIST(struct changes_drawing) drawings;
    LIST(struct changes_view) views;
    LIST(struct changes_env) envs;  /* environments as configured */
    LIST(struct changes_env) sizes; /* alternatives: never added up */
    LIST(struct diff_place) loose;  /* false, and nothing of the list is why */
    LIST(struct str) mended;        /* findings that are gone */
    int commits;                    /* between the two, 0: not known */
    LIST(struct str) authors;
};
/* since: a commit where the history of changes begins, or empty: nobody is asked. known: fingerprints of the
 * findings of was, where they were written down; NULL: those of was count. */
struct changes *changes_find(struct site *was, struct site *now, struct str since,
                             const struct json *known, struct arena *keep);

/* ---- the parts ---- */

struct diff_change *changes_add(struct changes *c, enum diff_kind kind, enum diff_sign sign,
                                struct str file);
/* a string without its quotes, else as it is written; NULL: empty */
struct str changes_text(const struct json *v);
/* where sign says that there is one side alone: that side */
struct str *changes_side(struct diff_change *x);
/* path of the older state as it is called now */
struct str changes_path(const struct changes *c, struct str path);
/* What stands in for a picture or another file that goes out: its size and hash, in a line that is taken for the
 * file itself where it is found in its place. Empty: it cannot be read. */
struct str changes_file(const struct site *s, struct str path, struct arena *keep);
void changes_data(struct changes *c);
void changes_pages(struct changes *c);
void changes_causes(struct changes *c, struct str since, const struct json *known);
#endif
