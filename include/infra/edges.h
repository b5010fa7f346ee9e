/* edges.h - from references to edges, by the rows of gen/infra/edges.txt. */
#ifndef INFRA_EDGES_H
#define INFRA_EDGES_H
#include "infra/table.h"

/* Fills t->edges: each pair and kind once, in the order of resources. */
void edges_infer(struct infra *t);
/* Hangs t->edges on the resources at their ends. */
void edges_chain(struct infra *t);
/* The host in "postgres://user@db:5432/x", "db:5432", "db"; empty when the text holds none. */
struct str edges_host(struct str text);
/* Does a variable of this name hold an address ("DB_HOST", "API_URL")? Then a bare word in it is a host;
 * in any other ("POSTGRES_DB") it is just a word. */
bool edges_is_address(struct str variable);
#endif
