/* kinds.h - what resources are: the rows of gen/infra/types.txt as a table. */
#ifndef INFRA_KINDS_H
#define INFRA_KINDS_H
#include "base/str.h"

struct infra_kind {
    const char *name;      /* "ec2.vpc" */
    const char *group;     /* edge net compute data security watch deploy */
    const char *show;      /* main, detail, box, fold */
    const char *words;     /* "VPC" */
    const char *types[20]; /* its spellings: "AWS::EC2::VPC", "aws_vpc" */
};

/* The kind of a type as a template or plan spells it; NULL: not in the table. */
const struct infra_kind *kinds_of(struct str type);
/* Row i, NULL behind the last. */
const struct infra_kind *kinds_at(ptrdiff_t i);
/* Whether kind is one of a list such as "ec2.vpc,rds.*,*.subnets" or "*"; NULL is in "*" alone. */
bool kinds_in(const struct infra_kind *kind, const char *list);
#endif
