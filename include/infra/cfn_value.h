/* cfn_value.h - what the functions of a template say, as far as the templates decide it.
 *
 * A value comes back as JSON: scalars as they stand, and three shapes of our own that no template can
 * write (they are known by a mark):
 *     {"Ref": "Network/Alb"}             a resource, by its name in the table
 *     {"Fn::Join": ["arn:…", {Ref}]}     a text some pieces of which are resources
 *     {"Fn::If": [a, b]}                 one of the two, nothing decides which
 * A text that nothing decides holds "${Name}". NULL is AWS::NoValue. */
#ifndef INFRA_CFN_VALUE_H
#define INFRA_CFN_VALUE_H
#include "infra/table.h"

struct cfn_set;
struct cfn_stack { /* a template */
    struct cfn_set *set;
    struct infra_file *file;
    struct str name, prefix; /* "Network", and what stands before the names of its resources */
    const struct json *resources, *parameters, *conditions, *mappings, *outputs;
    struct cfn_stack *parent; /* the one template that nests it, if just one does */
    const struct json *given; /* what the parent gives its parameters */
    struct map gone, nests;   /* logical ids left out; logical id to nested stack */
    struct map decided;       /* condition to &verdicts */
    bool sam, shared;         /* shared: nested twice */
};
struct cfn_set {
    struct infra *t;
    struct cfn_stack *stacks;
    int n;
    struct map exports; /* export name to struct cfn_export */
    struct diag *d;
    int depth, steps, steps_max;
};
struct cfn_export {
    struct cfn_stack *stack;
    const struct json *value;
};
enum {
    CFN_STEPS = 1 << 20
}; /* values made beside what the files are large: exports of exports could
                                  unfold without end */
enum cfn_verdict { CFN_FALSE, CFN_TRUE, CFN_UNKNOWN };

const struct json *cfn_value(struct cfn_stack *s, const struct json *v);
enum cfn_verdict cfn_value_condition(struct cfn_stack *s, struct str name);
/* Is a value one of the three shapes? */
bool cfn_value_is_ref(const struct json *v);
bool cfn_value_is_text(const struct json *v); /* Fn::Join */
bool cfn_value_is_either(const struct json *v);
#endif
