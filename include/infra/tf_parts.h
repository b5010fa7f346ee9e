/* tf_parts.h - what the reader, the references and the values of a plan share. */
#ifndef INFRA_TF_PARTS_H
#define INFRA_TF_PARTS_H
#include "infra/table.h"

struct tf_module {        /* of the configuration: one definition, whatever its instances */
    struct map calls;     /* name to struct tf_call */
    struct map resources; /* "type.name", "data.type.name" to struct tf_config */
    struct map outputs;   /* name to struct str: its expression */
};
struct tf_call {
    struct tf_module *module;
    struct str expressions; /* what the caller gives its variables */
};
struct tf_config {
    struct str expressions, each; /* each: for_each_expression */
};
struct tf_instance { /* a module in the plan: module.a["k"].module.b */
    struct str address, name, index;
    struct tf_instance *parent;
    struct tf_module *module; /* NULL: no configuration for it */
    struct map by_name;       /* "type.name" to struct tf_many */
    struct tf_instance *first_child, *next;
};
struct tf_resource {
    struct resource *r;
    struct tf_instance *in;
    struct str key;   /* "type.name" */
    struct str index; /* raw: 0, "a"; empty: none */
    struct str values, sensitive;
    struct tf_resource *next; /* of the same name */
};
struct tf_many {
    struct tf_resource *first, *last;
    int n;
};
struct tf {
    struct infra *t;
    struct infra_file *f;
    struct diag *d;
    struct tf_instance root;
    struct map instances; /* address to struct tf_instance */
    LIST(struct tf_resource *) resources;
    struct map actions;   /* address to first action as text */
    struct arena scratch; /* of one resource at a time */
};

/* Says of each resource by which texts others know it. */
void tf_values_identify(struct tf *tf, struct tf_resource *r);
/* The leaves of its known values. */
void tf_values_leaves(struct tf *tf, struct tf_resource *r);
/* The leaves of its configuration's references, where no value is known. */
void tf_refs_leaves(struct tf *tf, struct tf_resource *r);
#endif
