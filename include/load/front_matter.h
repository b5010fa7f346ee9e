/* front_matter.h - the YAML subset between two `---` lines at the head of a page: `key: value`,
 * `key: [a, b]`, `key:` with `- item` lines. */
#ifndef LOAD_FRONT_MATTER_H
#define LOAD_FRONT_MATTER_H
#include "model/document.h"

/* Reads the head of src; body is what follows (all of src when there is no front matter). Unknown
 * keys and unreadable lines are reported. */
struct front_matter front_matter_read(const struct source *src, struct arena *keep, struct diag *d);
#endif
