/* compose.h - Compose files. */
#ifndef INFRA_COMPOSE_H
#define INFRA_COMPOSE_H
#include "infra/table.h"

/* Adds services, networks, volumes, secrets and configs of one file. */
void compose_read(struct infra *t, struct infra_file *f);
#endif
