/* files.h - templates, plans and manifests from the disk. */
#ifndef INFRA_FILES_H
#define INFRA_FILES_H
#include "infra/table.h"

/* Reads a file, or every .json, .yaml, .yml and .template file below a folder (dot files and
 * node_modules are left out), into files. The number read, or -1 when path is not there. */
int infra_read(struct str path, struct arena *keep, struct diag *d, struct infra_file **files);
/* Parses what is not parsed yet; a file of more than a few MB only when it is no plan, which the pull
 * reader takes. */
void infra_parse(struct infra_file *files, int n, struct arena *keep, struct diag *d);
/* What the files hold, edges inferred. Files that hold no resources are left alone. References to
 * nothing and the like are reported. Everything lives in keep and points into the files. */
struct infra *infra_table(struct infra_file *files, int n, struct arena *keep, struct diag *d);
#endif
