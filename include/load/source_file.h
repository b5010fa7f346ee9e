/* source_file.h - the sources that site.json names, from the disk into struct data. */
#ifndef LOAD_SOURCE_FILE_H
#define LOAD_SOURCE_FILE_H
#include "load/site_file.h"

/* Reads every source of site below the content folder dir into data. A file is JSON, YAML or CSV. A
 * folder is an object of its files by their stems; where a member of one file has a name of its own
 * among all files and stems, it stands beside them ("facts:/fargate/…" for "facts:/aws/fargate/…";
 * not in costs, templates and snapshots). A price book offers each price by its key:
 * "price:/alb.hour". What is not there or cannot be read is reported, and its source has no root.
 */
void source_file_all(const struct site_file *site, struct str dir, struct data *data,
                     struct arena *keep, struct diag *d);

/* Adds the .json, .yaml or .csv file at path (relative to dir) as a source without a name, unless data has
 * it already. False, without a word, when it is not there or is no JSON: then a link to it is a
 * link. */
bool source_file_add(struct data *data, struct str dir, struct str path, struct arena *keep);

/* The steps in between, without a disk: parses files[i].src into roots and joins them. */
void source_file_join(struct data_source *s, struct arena *keep, struct diag *d);
#endif
