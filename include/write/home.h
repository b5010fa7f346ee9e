/* home.h - what the first page says of the whole site. */
#ifndef WRITE_HOME_H
#define WRITE_HOME_H
#include "page/value.h"
#include "gather/site.h"

/* For the template home.html, a map:
 *     claims   total true false outdated missing not_checked pages env   all claims of the site
 *     sizes    name users total href low wide   estimates; low and wide in thousandths of the dearest
 *     prices   region date                      of the price book, when there are sizes
 *     more     href title                       pages made from data, and tags
 *     few      the sections are few enough to stand before the text
 * Parts that the site has nothing for are empty. Lives in keep. */
struct value *home_of(const struct site *s, struct arena *keep);
/* Of what it tells of other pages than the first. */
uint64_t home_hash(const struct site *s, struct arena *keep);
/* Is p made from data alone, with all that is below it? */
bool home_is_data(const struct site_page *p);
#endif
