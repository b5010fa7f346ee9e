/* hosting_parts.h - what hosting.c, hosting_rows.c, hosting_policy.c and hosting_web.c share: the
 * parts of a template or of answers under one name, and values that may be CloudFormation's
 * functions. */
#ifndef CHECK_HOSTING_PARTS_H
#define CHECK_HOSTING_PARTS_H
#include "base/map.h"
#include "check/hosting_file.h"

enum hosting_part_kind {
    PART_ACCESS,
    PART_OWNER,
    PART_ENCRYPTION,
    PART_VERSIONS,
    PART_LIFECYCLE,
    PART_WEBSITE,
    PART_POLICY,
    PART_DISTRIBUTION,
    PART_CONTROL,
    PART_HEADERS,
    PART_CACHE,
    PART_FUNCTION,
    PART_ROLE,
    PART_ROLE_POLICY,
    PART_BEHAVIOUR, /* of a distribution */
    PART_PUBLISHER, /* a role that jobs outside may take */
    N_PARTS
};
struct hosting_part {
    enum hosting_part_kind kind;
    const struct json *v; /* NULL: its resource does not have it */
    const struct source *src;
    struct str at;   /* the resource's name, or the start of the answer: where lacks are shown */
    struct str name; /* the resource's name, or the id that the answer gives */
    bool other;      /* of a bucket that is not the site's */
};
struct hosting {
    const struct hosting_file *files;
    int n_files;
    bool internal, template;
    const struct hosting_needs *needs;
    const struct json *resources, *parameters; /* of a template */
    LIST(struct hosting_part) parts;
    struct map origins; /* buckets that a distribution reads, by resource name */
    int *said;          /* findings so far */
    struct arena *keep; /* of the check, not of its findings */
    struct diag *d;
};

enum hosting_test { TEST_TRUE, TEST_ONE_OF, TEST_AT_LEAST, TEST_AT_MOST, TEST_PRESENT, TEST_EMPTY };

/* The first branch of an If that has a value, the default of a parameter, else v itself; NULL for
 * AWS::NoValue. */
const struct json *hosting_value(const struct hosting *h, const struct json *v);
/* One member; alternatives stand between |, an empty one is v itself: "Items|". */
const struct json *hosting_get(const struct hosting *h, const struct json *v, struct str names);
/* The first member of a list, also of {"Quantity": 1, "Items": […]}; the others follow as ->next. A
 * single object or text is a list of its own. */
const struct json *hosting_items(const struct hosting *h, const struct json *v);
/* Text of a string, number, true or false; the pattern of a Sub; empty for all else. */
struct str hosting_text(const struct hosting *h, const struct json *v);
/* The resource that a Ref or GetAtt names, or empty; *attribute may be NULL. */
struct str hosting_target(const struct json *v, struct str *attribute);
/* Whatever branch is taken, v passes. What only a deployment knows passes. */
bool hosting_holds(const struct hosting *h, const struct json *v, enum hosting_test test,
                   const char *arg);
const struct hosting_part *hosting_part_named(const struct hosting *h, enum hosting_part_kind kind,
                                              struct str name);

/* A finding at v, or where p stands when v is NULL. After 200 nothing more is said. */
void hosting_report(const struct hosting *h, const struct hosting_part *p, const struct json *v,
                    const struct rule *rule, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

void hosting_rows(struct hosting *h, const struct hosting_part *p);
void hosting_bucket_policy(struct hosting *h, const struct hosting_part *p);
/* Can somebody outside the account take this role, with a token of GitHub's for instance? */
bool hosting_is_federated(const struct hosting *h, const struct hosting_part *p);
void hosting_role(struct hosting *h, const struct hosting_part *p);
void hosting_role_policy(struct hosting *h, const struct hosting_part *p,
                         const struct json *document);
void hosting_distribution(struct hosting *h, const struct hosting_part *p);
void hosting_headers(struct hosting *h, const struct hosting_part *p);
void hosting_function(struct hosting *h, const struct hosting_part *p);
#endif
