/* cfn.h - CloudFormation and SAM templates, one or many that import from each other. */
#ifndef INFRA_CFN_H
#define INFRA_CFN_H
#include "infra/table.h"

/* Adds the resources of the templates among files. Parameters take their defaults, conditions what
 * those decide; exports, nested stacks and all functions are followed across files. A value that
 * nothing decides reads "${Name}": the same text is the same value, whatever it is. */
void cfn_read(struct infra *t, struct infra_file *files, int n, struct diag *d);
#endif
