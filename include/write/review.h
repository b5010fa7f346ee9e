/* review.h - the review pack: one HTML file with all that a review meeting needs, and the same in Markdown.
 *
 * Both are made of one tree of values, so that they say the same. Page one: decide, risky, costs, no longer true,
 * nobody checks; behind it what changed, decisions, what is accepted, the outcome as a form. */
#ifndef WRITE_REVIEW_H
#define WRITE_REVIEW_H
#include "judge/changes.h"
#include "model/scene.h"
#include "page/value.h"
#include "write/baseline.h"

struct review {
    struct site *site;
    const struct baseline *since; /* NULL: nothing to compare with */
    struct changes *changes;      /* NULL then, too */
    struct arena *keep;
    struct str pack;     /* the file's own path, from which links lead; or empty */
    struct str site_url; /* where the site stands; empty: options.out, relative to pack */
    struct str file; /* the review's own file (write/review_file.h), without what it was made of */
    int threshold;   /* costs below so many percent are no news */
};
/* All that both say. */
struct value *review_facts(struct review *r);
/* Appends the file: self-contained, printable, works without script but for the form. False after mistakes in the
 * templates or a secret in it, which are reported in site->diag. */
bool review_write(struct review *r, const struct value *facts, struct buf *out);
/* A comment for a change: at most sixty lines. */
void review_markdown(const struct value *facts, struct buf *out);

/* ---- the parts: review_costs.c, review_changes.c, review_parts.c ---- */

struct value *review_row(struct review *r, struct value *list);
void review_set(struct review *r, struct value *map, const char *key, struct str s);
/* The same, and as markup that may break behind "/", ".", ":". */
void review_set_path(struct review *r, struct value *map, const char *key, const char *shown,
                     struct str s);
void review_count(struct review *r, struct value *map, const char *key, int64_t n);
/* What is said of a change wherever it stands: its sign, place, risk and commit. */
void review_change(struct review *r, struct value *v, const struct diff_change *x);
/* The address of a page, or of the page of a source; empty when it has none. line: a heading is looked for. */
struct str review_href(struct review *r, struct str path);
/* A figure's markup; slim (or NULL): the picture for narrow places. */
struct value *review_picture(struct review *r, const struct scene *wide, const struct scene *slim,
                             struct str id);
struct value *review_costs(struct review *r);
struct value *review_changed(struct review *r);
struct value *review_drawings(struct review *r,
                              ptrdiff_t *more); /* more: for which there is no room */
struct value *review_actions(struct review *r);
struct value *review_accepted(struct review *r);
struct value *review_decisions(struct review *r);
struct value *review_unchecked(struct review *r, int *n);
#endif
