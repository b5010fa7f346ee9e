/* records.h - what pages show of decisions. */
#ifndef WRITE_RECORDS_H
#define WRITE_RECORDS_H
#include "gather/site.h"
#include "page/value.h"

/* Of a decision record: said state date deciders consulted informed; late (date passed) class;
 * successor, replaced: href title. NULL: p is none. */
struct value *records_of(const struct site *s, const struct site_page *p, struct arena *keep);
/* For the index of a folder: number href title said class date deciders successor. NULL: p is none. */
struct value *records_list(const struct site *s, const struct site_page *p, struct arena *keep);
/* What proposals would do, on their own pages and on the index of their folder, where all together come last: a list
 * of title href words bad sets (target was now why risk same) costs (name was now delta env) broken (href title text
 * message) mended undrawn. Effects are weighed. NULL: p shows none. */
struct value *records_effects(const struct site *s, const struct site_page *p, struct arena *keep);
#endif
