/* source_file.h - the sources that site.json names, from the disk into struct data. */
#ifndef LOAD_SOURCE_FILE_H
#define LOAD_SOURCE_FILE_H
#include "load/site_file.h"

/* Reads every source of site, below its root, into data. A
 * folder is an object of its files by their stems; where a member of one file has a name of its own
 * among all files and stems, it stands beside them ("facts:/fargate/…" for "facts:/aws/fargate/…";
 * not in costs, templates and snapshots). A price book offers each price by its key:
 * "price:/alb.hour". What is not there or cannot be read is reported, and its source has no root.
 */
void source_file_all(const struct site_file *site, struct data *data, struct arena *keep,
                     struct diag *d);

/* Adds the file at path (relative to the content folder, as a link says it) as a source without a
 * name, unless data has it already. False, without a word, when it is not there, stands outside of
 * the root or has no form that is read: then a link to it is a link. One that cannot be read in its
 * form is reported, and its source has no root. */
bool source_file_add(struct data *data, const struct source_root *root, struct str path,
                     struct arena *keep, struct diag *d);

/* The steps in between, without a disk: parses files[i].src into roots and joins them. */
void source_file_join(struct data_source *s, struct arena *keep, struct diag *d);
#endif
