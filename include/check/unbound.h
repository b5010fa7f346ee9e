/* unbound.h - quantities in the prose that nothing checks, and what they could be bound to. */
#ifndef CHECK_UNBOUND_H
#define CHECK_UNBOUND_H
#include "model/data.h"
#include "model/document.h"

/* The values of the sources that have a unit, by the words of their keys; make one for each
 * environment and use it for many pages. */
struct unbound_index;
struct unbound_index *unbound_index_make(const struct data *data, struct str env,
                                         struct arena *keep);

struct unbound {
    struct str text;     /* "1 hour", in the page's source */
    struct str sentence; /* the paragraph's text around it, in the source or keep */
    /* "name:affinity" or "config.prod:/alb/stickinessSeconds": agrees, and its key's words stand in
     * the sentence; empty: nothing fits, or several do */
    struct str target;
};
/* The quantities with a unit in doc's text: not those in links, headings, code and tables. In the
 * order of the page; index may be NULL (then no targets). */
struct unbound *unbound_find(const struct unbound_index *index, const struct document *doc,
                             struct arena *keep, int *n);
#endif
