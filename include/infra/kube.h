/* kube.h - Kubernetes manifests, one or many documents a file, and lists of kubectl. */
#ifndef INFRA_KUBE_H
#define INFRA_KUBE_H
#include "infra/table.h"

/* Adds the objects of all files that hold manifests: they refer to each other across files. */
void kube_read(struct infra *t, struct infra_file *files, int n);
#endif
