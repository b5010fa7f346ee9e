/* front_matter.h - YAML between two `---` lines at the head of a page, TOML between two `+++` lines, or
 * one JSON object. Only what stands at its root is the page's: a nested `draft: true` is not. */
#ifndef LOAD_FRONT_MATTER_H
#define LOAD_FRONT_MATTER_H
#include "model/document.h"

/* Reads the head of src; body is what follows (all of src when there is no front matter: a block without
 * any key is text between rules). Unknown keys and what cannot be read are reported; YAML whose values
 * only lack quotes is read as it is meant, with a warning for each. */
struct front_matter front_matter_read(const struct source *src, struct arena *keep, struct diag *d);
/* A line a key, by the reader's own tables: FILE, TAB, KEY, TAB, what it takes (may be empty). */
void front_matter_known(struct buf *out);
#endif
