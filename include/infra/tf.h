/* tf.h - Terraform and OpenTofu: plans and states as `show -json` writes them, and raw states.
 *
 * What is known has its value; what is only known after the apply is followed through the
 * configuration's references: variables of modules, outputs, data sources, each and count. The text
 * may be large: it is read by pulling, and only slices of it are kept. */
#ifndef INFRA_TF_H
#define INFRA_TF_H
#include "infra/table.h"

/* Does the text look like a plan or state, or like something of Terraform's that is none? The first few
 * names decide. */
bool tf_is(struct str text);
/* Adds the resources of one file. */
void tf_read(struct infra *t, struct infra_file *f, struct diag *d);
/* The same for a plan whose addresses all begin with a folder: "envs/prod/aws_vpc.main". */
void tf_read_below(struct infra *t, struct infra_file *f, struct str below, struct diag *d);
#endif
