/* table.h - one table of resources, whatever they were written in, and the edges between them.
 *
 *     AWS::ECS::Service, aws_ecs_service, Deployment, a service of Compose
 *         -> struct resource: name, type, kind, leaves
 *     leaves: every scalar and every reference below it, by path
 *         -> edges by the rules of gen/infra/edges.txt
 *
 * Life: infra_table() (infra/files.h) reads files by what they hold; from then on it is only read. What cannot be
 * resolved is unknown, never guessed. Of texts only what table_keeps() names is kept: a password
 * has no way in. */
#ifndef INFRA_TABLE_H
#define INFRA_TABLE_H
#include "base/json.h"
#include "base/map.h"
#include "infra/kinds.h"

enum infra_family { INFRA_CFN, INFRA_TF, INFRA_K8S, INFRA_COMPOSE, INFRA_NOT };
enum infra_change { CHANGE_NONE, CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED, CHANGE_REPLACED };

struct resource;
struct infra_leaf {
    struct str path; /* names alone, numbers left out: "SecurityGroupIngress.CidrIp" */
    int element;     /* which element of a list it stands in; 0: none */
    struct str text; /* a scalar that may be kept, else empty */
    struct resource *to;
    bool perhaps; /* under a condition that nothing decides */
};
struct infra_leaves {
    struct infra_leaf *ptr;
    ptrdiff_t len, cap;
};
struct resource {
    struct str name;  /* unique: "Network/Alb", "module.a.aws_lb.b[0]", "Deployment/api", "web" */
    struct str type;  /* as written: "AWS::EC2::VPC" */
    struct str stack; /* template, module, namespace; or empty */
    struct str label; /* for people */
    struct str id;    /* its name in its own file: logical id, name */
    const struct infra_kind *kind; /* NULL: not in the table of types */
    enum infra_family family;
    enum infra_change change;
    struct infra_leaves leaves;
    const struct json *properties; /* resolved; NULL: none, or read by the pull reader */
    const struct source *src;
    struct str at; /* its text in src */
    bool perhaps;  /* under a condition that nothing decides */
    bool outside;  /* named, but in no file: everybody, an Ingress's missing Service */
    int index;     /* in the table */
    int out, in;   /* its first edges, as places in the table's list + 1; 0: none */
};
struct infra_edge {
    const char *kind; /* of edges.txt: "allows", "in-subnet"; "placed" is none to be shown */
    struct resource *from, *to;
    struct str label;    /* "tcp 443", or empty */
    struct str property; /* where it was found */
    bool perhaps;
    int next_out, next_in; /* the next edge of the same from, of the same to, + 1 */
};
struct infra_output { /* of a template: a stack's outputs and parameters */
    struct str stack, name, value;
    bool parameter;
};
struct infra {
    LIST(struct resource *) resources;
    LIST(struct infra_edge) edges;
    LIST(struct infra_output) outputs;
    struct map names; /* resource name to resource */
    struct map ids;   /* identities known to be one resource's: ids, ARNs, "KIND name" */
    struct arena *keep;
    int files; /* that held resources */
};
struct infra_file {
    struct source src;
    struct str path;         /* relative to what was asked for */
    const struct json *root; /* NULL: not parsed yet */
    bool terraform;          /* a plan or state: read by pulling, never parsed */
};

/* The edges that begin at r, or end at it. */
#define EACH_OUT(t, r, e)                                                                          \
    for (const struct infra_edge *e = table_out(t, r, NULL); e; e = table_out(t, r, e))
#define EACH_IN(t, r, e)                                                                           \
    for (const struct infra_edge *e = table_in(t, r, NULL); e; e = table_in(t, r, e))
const struct infra_edge *table_out(const struct infra *t, const struct resource *r,
                                   const struct infra_edge *e);
const struct infra_edge *table_in(const struct infra *t, const struct resource *r,
                                  const struct infra_edge *e);
/* "Web/Alb → Web/Service (allows tcp 8501)" */
struct str table_edge_words(const struct infra_edge *e, struct arena *keep);

bool table_is(const struct infra_edge *e, const char *kind);

/* The line of a resource in its file, 0 outside of all; last, at first empty, is where the one before stood. */
struct table_place {
    const struct source *src;
    const char *at;
    int line;
};
int table_line(struct table_place *last, const struct resource *r);
/* Stacks, modules, namespaces: name to int *, how many resources; and types the same way. */
struct map table_stacks(const struct infra *t, struct arena *keep);
struct map table_types(const struct infra *t, struct arena *keep);

/* What a file is by its content: INFRA_NOT when it holds no resources. */
enum infra_family table_family(const struct json *root);

/* ---- for the readers of each family ---- */

/* A new resource, its kind looked up; NULL when the name is taken. */
struct resource *table_add(struct infra *t, struct str name, struct str type,
                           enum infra_family family);
/* The resource of that name, made as one outside when it is not there. */
struct resource *table_outside(struct infra *t, struct str name, struct str type,
                               enum infra_family family);
struct infra_leaf *table_leaf(struct infra *t, struct resource *r, struct str path);
/* May a text at this path be kept? By the last step of the path. */
bool table_keeps(struct str path);
/* The first text at path of r (last steps will do), or empty. */
struct str table_text(const struct resource *r, const char *path);
/* Says that this text is this resource; a second owner makes it nobody's. */
void table_identify(struct infra *t, struct str text, struct resource *r);
void table_identify_name(struct infra *t, struct str name, struct resource *r);
struct resource *table_known(const struct infra *t, struct str text);
#endif
