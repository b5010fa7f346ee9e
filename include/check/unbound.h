/* unbound.h - numbers in the prose, which of them nothing checks, and what they could be bound to. */
#ifndef CHECK_UNBOUND_H
#define CHECK_UNBOUND_H
#include "check/numbers.h"
#include "model/data.h"
#include "model/document.h"

/* The values of the sources, by the words of their keys; make one for each
 * environment and use it for many pages. */
struct unbound_index;
struct unbound_index *unbound_index_make(const struct data *data, struct str env,
                                         struct arena *keep);

struct unbound {
    enum numbers_kind kind;
    struct str text;  /* "1 hour", in the page's source, or a copy where the source has entities */
    struct str place; /* in the page's source */
    struct str sentence; /* the paragraph's text around it, in the source or keep */
    /* "name:affinity" or "config.prod:/alb/stickinessSeconds": agrees, and its key's words stand in
     * the sentence; empty: nothing fits, or several do */
    struct str target;
    int sure;   /* how many words they share; what only one value can mean counts for more */
    bool bound; /* it stands in one of the places given */
};
/* The numbers with a meaning in doc's prose, tables, headings and lists, in the order of the page: not
 * dates, times of day, ordinals, numbers of steps and chapters, code, and links that are no claims.
 * bound: n_bound places in the source that something checks. index may be NULL: no targets and names. */
struct unbound *unbound_find(const struct unbound_index *index, const struct document *doc,
                             const struct str *bound, ptrdiff_t n_bound, struct arena *keep,
                             int *n);
#endif
