/* tf_hcl.h - Terraform's own files (.tf), as far as what they say is literal.
 *
 * They become the plan they would make: literal values are values, all else is the references in it, so
 * that tf.h follows variables, outputs, data sources, each and count as it does for a plan. Locals are
 * in the files and are followed; variables are not resolved, not by their defaults either. A folder is
 * a module; one that another calls by path stands where it is called. */
#ifndef INFRA_TF_HCL_H
#define INFRA_TF_HCL_H
#include "infra/table.h"

/* Is path one of a .tf file? */
bool tf_hcl_is(struct str path);
/* Adds the resources of the .tf files among files. With several folders that nobody calls, names begin
 * with theirs: "envs/prod/aws_vpc.main". Modules that are not among the files are reported. */
void tf_hcl_read(struct infra *t, struct infra_file *files, int n, struct diag *d);
#endif
