/* hosting.c - sorts a template's resources, or the aws command's answers, into parts that have one
 * shape, and has each part checked. */
#include "check/hosting.h"
#include "check/hosting_parts.h"

#include <stdarg.h>

#include "base/path.h"
#include "model/rule.h"

enum {
    IFS_MAX = 8,         /* one condition inside another */
    RESOURCES_MAX = 500, /* CloudFormation takes no more */
    FINDINGS_MAX = 200,  /* whoever wrote that is told enough; each costs a walk through the text */
};

/* clang-format off */
static const struct {
    enum hosting_part_kind kind;
    const char *type, *member; /* of a template: resource type and property */
    const char *answer;        /* of an answer: way to the same value; its first name marks the answer */
    const char *asked;         /* the call, for what was not captured; NULL: need not be there */
} sources[] = {
    { PART_DISTRIBUTION, "AWS::CloudFront::Distribution", "DistributionConfig", "DistributionConfig", "cloudfront get-distribution-config" },
    { PART_DISTRIBUTION, NULL, NULL, "Distribution/DistributionConfig", NULL },
    { PART_CONTROL,    "AWS::CloudFront::OriginAccessControl", "OriginAccessControlConfig", "OriginAccessControl/OriginAccessControlConfig", "cloudfront get-origin-access-control" },
    { PART_CONTROL,    NULL, NULL, "OriginAccessControlConfig", NULL },
    { PART_HEADERS,    "AWS::CloudFront::ResponseHeadersPolicy", "ResponseHeadersPolicyConfig", "ResponseHeadersPolicy/ResponseHeadersPolicyConfig", "cloudfront get-response-headers-policy" },
    { PART_HEADERS,    NULL, NULL, "ResponseHeadersPolicyConfig", NULL },
    { PART_CACHE,      "AWS::CloudFront::CachePolicy", "CachePolicyConfig", "CachePolicy/CachePolicyConfig", "cloudfront get-cache-policy" },
    { PART_CACHE,      NULL, NULL, "CachePolicyConfig", NULL },
    { PART_FUNCTION,   "AWS::CloudFront::Function", NULL, "FunctionSummary", "cloudfront describe-function" },
    { PART_ACCESS,     "AWS::S3::Bucket", "PublicAccessBlockConfiguration", "PublicAccessBlockConfiguration", "s3api get-public-access-block" },
    { PART_OWNER,      "AWS::S3::Bucket", "OwnershipControls", "OwnershipControls", "s3api get-bucket-ownership-controls" },
    { PART_ENCRYPTION, "AWS::S3::Bucket", "BucketEncryption", "ServerSideEncryptionConfiguration", NULL },
    { PART_VERSIONS,   "AWS::S3::Bucket", "VersioningConfiguration", "Status|", "s3api get-bucket-versioning" },
    { PART_LIFECYCLE,  "AWS::S3::Bucket", "LifecycleConfiguration", "Rules|", "s3api get-bucket-lifecycle-configuration" },
    { PART_WEBSITE,    "AWS::S3::Bucket", "WebsiteConfiguration", "IndexDocument|", NULL },
    { PART_POLICY,     "AWS::S3::BucketPolicy", "PolicyDocument", "Policy", "s3api get-bucket-policy" },
    { PART_ROLE,       "AWS::IAM::Role", NULL, "Role", NULL },
    { PART_ROLE_POLICY, "AWS::IAM::RolePolicy", "PolicyDocument", "PolicyDocument", NULL },
    { PART_ROLE_POLICY, "AWS::IAM::Policy", "PolicyDocument", "PolicyDocument", NULL },
};
/* clang-format on */

/* ---- values ---- */

static const struct json *only_member(const struct json *v, const char *name)
{
    return v && v->kind == JSON_OBJECT && v->n == 1 && str_equal(v->first->key, str_of(name))
               ? v->first
               : NULL;
}

static bool is_no_value(const struct json *v)
{
    return str_equal(json_str(only_member(v, "Ref")), S("AWS::NoValue"));
}

const struct json *hosting_value(const struct hosting *h, const struct json *v)
{
    for (int i = 0; v && i < IFS_MAX; i++) {
        const struct json *branch = only_member(v, "Fn::If"), *ref = only_member(v, "Ref");

        if (branch)
            v = is_no_value(json_index(branch, 1)) ? json_index(branch, 2) : json_index(branch, 1);
        else if (ref && json_get(h->parameters, str_c(json_str(ref), h->keep)))
            return json_get(json_get(h->parameters, str_c(json_str(ref), h->keep)), "Default");
        else
            break;
    }
    return is_no_value(v) ? NULL : v;
}

const struct json *hosting_get(const struct hosting *h, const struct json *v, struct str names)
{
    v = hosting_value(h, v);
    for (struct cut c = str_cut(names, '|');; c = str_cut(c.tail, '|')) {
        const struct json *m = c.head.len ? json_get(v, str_c(c.head, h->keep)) : v;

        if (m || !c.ok)
            return hosting_value(h, m);
    }
}

const struct json *hosting_items(const struct hosting *h, const struct json *v)
{
    v = hosting_value(h, v);
    if (v && v->kind == JSON_OBJECT && json_get(v, "Quantity"))
        v = hosting_value(h, json_get(v, "Items"));
    else if (v && v->kind == JSON_OBJECT && v->n == 1 && json_get(v, "Items"))
        v = hosting_value(h, json_get(v, "Items"));
    if (!v || v->kind == JSON_ARRAY)
        return v ? v->first : NULL;
    struct json *alone = NEW(h->keep, struct json, 1);
    *alone = *v;
    alone->next = NULL;
    return alone;
}

struct str hosting_text(const struct hosting *h, const struct json *v)
{
    const struct json *sub;

    v = hosting_value(h, v);
    sub = only_member(v, "Fn::Sub");
    if (sub && sub->kind == JSON_ARRAY)
        sub = sub->first;
    v = sub ? sub : v;
    return v && (v->kind == JSON_TRUE || v->kind == JSON_FALSE) ? v->raw : json_str(v);
}

struct str hosting_target(const struct json *v, struct str *attribute)
{
    const struct json *ref = only_member(v, "Ref"), *get = only_member(v, "Fn::GetAtt");
    struct cut c = str_cut(json_str(get), '.');

    if (attribute)
        *attribute = get && get->kind == JSON_ARRAY ? json_str(json_index(get, 1)) : c.tail;
    if (ref)
        return json_str(ref);
    return get && get->kind == JSON_ARRAY ? json_str(get->first) : c.head;
}

static bool one_of(struct str s, const char *choices)
{
    for (struct cut c = str_cut(str_of(choices), '|');; c = str_cut(c.tail, '|')) {
        if (str_equal_nocase(c.head, s))
            return true;
        if (!c.ok)
            return false;
    }
}

static bool test_text(struct str s, enum hosting_test test, const char *arg)
{
    int64_t n = 0, bound = 0;
    bool numbers = arg && str_int64(s, &n) && str_int64(str_of(arg), &bound);

    switch (test) {
    case TEST_TRUE:
        return str_equal_nocase(s, S("true"));
    case TEST_ONE_OF:
        return one_of(s, arg);
    case TEST_AT_LEAST:
        return numbers && n >= bound;
    case TEST_AT_MOST:
        return numbers && n <= bound;
    case TEST_PRESENT:
        return true;
    case TEST_EMPTY:
        return s.len == 0;
    }
    return false;
}

static bool holds(const struct hosting *h, const struct json *v, enum hosting_test test,
                  const char *arg, int ifs)
{
    const struct json *branch = only_member(v, "Fn::If"), *ref = only_member(v, "Ref");

    if (branch && ifs < IFS_MAX)
        return holds(h, json_index(branch, 1), test, arg, ifs + 1) &&
               holds(h, json_index(branch, 2), test, arg, ifs + 1);
    if (is_no_value(v))
        v = NULL;
    else if (ref && json_get(h->parameters, str_c(json_str(ref), h->keep))) {
        v = json_get(json_get(h->parameters, str_c(json_str(ref), h->keep)), "Default");
        if (!v)
            return test != TEST_EMPTY; /* whoever deploys says */
    }
    if (!v)
        return test == TEST_EMPTY;
    if (v->kind == JSON_OBJECT || v->kind == JSON_ARRAY)
        return test != TEST_EMPTY || v->n == 0;
    return test_text(v->kind == JSON_STRING ? v->str : v->raw, test, arg);
}

bool hosting_holds(const struct hosting *h, const struct json *v, enum hosting_test test,
                   const char *arg)
{
    return holds(h, v, test, arg, 0);
}

/* ---- findings ---- */

static bool is_inside(struct str part, struct str whole)
{
    return part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len;
}

/* The value in its line; of a list or object its name, so that the caret stays short. */
static struct str place_of(const struct hosting_part *p, const struct json *v)
{
    bool group = v && (v->kind == JSON_OBJECT || v->kind == JSON_ARRAY);
    struct str at = !v ? p->at : group && v->raw_key.len ? v->raw_key : v->raw;

    if (!is_inside(at, p->src->text))
        at = p->at; /* a policy inside a text: it has no place of its own */
    return str_cut(at, '\n').head;
}

void hosting_report(const struct hosting *h, const struct hosting_part *p, const struct json *v,
                    const struct rule *rule, const char *fmt, ...)
{
    char text[1024];
    va_list args;

    if ((*h->said)++ >= FINDINGS_MAX)
        return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    struct finding *f = diag_at(h->d, rule, p->src, place_of(p, v), "%s", text);
    f->about = str_copy(p->name.len ? p->name : path_base(p->src->path), h->d->keep);
}

/* ---- parts ---- */

enum hosting_kind hosting_kind(const struct json *root)
{
    const struct json *resources = json_get(root, "Resources");

    for (const struct json *r = resources && resources->kind == JSON_OBJECT ? resources->first
                                                                            : NULL;
         r; r = r->next) {
        struct str type = json_str(json_get(r, "Type"));

        if (str_starts(type, S("AWS::CloudFront::")) || str_starts(type, S("AWS::S3::")))
            return HOSTING_TEMPLATE;
    }
    for (ptrdiff_t i = 0; i < LEN(sources); i++) {
        struct cut way = str_cut(str_of(sources[i].answer), '/');
        struct str mark = str_cut(way.head, '|').head;

        for (const struct json *m = root && root->kind == JSON_OBJECT ? root->first : NULL; m;
             m = m->next)
            if (str_equal(m->key, mark) && !(resources && resources->kind == JSON_OBJECT))
                return HOSTING_ANSWER;
    }
    return HOSTING_OTHER;
}

const struct hosting_part *hosting_part_named(const struct hosting *h, enum hosting_part_kind kind,
                                              struct str name)
{
    for (ptrdiff_t i = 0; i < h->parts.len; i++)
        if (h->parts.ptr[i].kind == kind && (!name.len || str_equal(h->parts.ptr[i].name, name)))
            return &h->parts.ptr[i];
    return NULL;
}

static void add_resource(struct hosting *h, const struct json *resource)
{
    struct str type = json_str(json_get(resource, "Type"));
    const struct json *properties = json_get(resource, "Properties");

    for (ptrdiff_t i = 0; i < LEN(sources); i++)
        if (sources[i].type && str_equal(type, str_of(sources[i].type)))
            *PUSH(&h->parts, h->keep) = (struct hosting_part){
                .kind = sources[i].kind,
                .src = &h->files->src,
                .at = resource->raw_key,
                .name = resource->key,
                .v = sources[i].member ? hosting_get(h, properties, str_of(sources[i].member))
                                       : properties,
            };
}

/* An answer's Policy is a text that holds JSON. */
static const struct json *policy_of(struct hosting *h, const struct hosting_file *file,
                                    const struct json *v)
{
    struct source *inner = NEW(h->keep, struct source, 1);

    if (!v || v->kind != JSON_STRING)
        return v;
    *inner = (struct source){ .path = file->src.path, .text = v->str };
    struct diag quiet = { .keep = h->keep };
    const struct json *policy = json_parse(inner, h->keep, RULE(INPUT_JSON), &quiet);
    if (!policy)
        diag_at(h->d, RULE(INPUT_JSON), &file->src, str_cut(v->raw, '\n').head,
                "the policy is no JSON");
    return policy;
}

static bool add_answer(struct hosting *h, const struct hosting_file *file)
{
    for (ptrdiff_t i = 0; i < LEN(sources); i++) {
        struct cut way = str_cut(str_of(sources[i].answer), '/');
        bool whole = str_ends(way.head, S("|"));
        struct str mark = str_cut(way.head, '|').head;
        const struct json *v = json_get(file->root, str_c(mark, h->keep)), *outer = v;

        if (!v)
            continue;
        v = whole ? file->root : way.ok ? json_get(v, str_c(way.tail, h->keep)) : v;
        if (sources[i].kind == PART_POLICY || sources[i].kind == PART_ROLE_POLICY)
            v = policy_of(h, file, v);
        struct str name = json_str(hosting_get(h, outer, S("Id|Name|RoleName")));
        *PUSH(&h->parts, h->keep) = (struct hosting_part){
            .kind = sources[i].kind,
            .v = v,
            .src = &file->src,
            .at = str_sub(file->src.text, 0, 1),
            .name = name,
        };
        return true;
    }
    return false;
}

static void find_origins(struct hosting *h)
{
    for (ptrdiff_t i = 0; i < h->parts.len; i++) {
        const struct hosting_part *p = &h->parts.ptr[i];
        const struct json *list =
            p->kind == PART_DISTRIBUTION ? hosting_get(h, p->v, S("Origins")) : NULL;

        for (const struct json *o = hosting_items(h, list); o; o = o->next) {
            struct str to = hosting_target(hosting_get(h, o, S("DomainName")), NULL);

            if (to.len)
                *map_at(&h->origins, to, h->keep) = h;
        }
    }
}

/* Which bucket is the site's: the one that an origin names; each, when none does. */
static bool is_origin(const struct hosting *h, struct str bucket)
{
    return !h->origins.len || map_get(&h->origins, bucket);
}

static void mark_buckets(struct hosting *h)
{
    find_origins(h);
    for (ptrdiff_t i = 0; i < h->parts.len; i++) {
        struct hosting_part *p = &h->parts.ptr[i];

        if (p->kind <= PART_WEBSITE)
            p->other = !is_origin(h, p->name);
        if (p->kind == PART_POLICY)
            p->other = !is_origin(
                h, hosting_target(json_get(json_get(json_get(h->resources, str_c(p->name, h->keep)),
                                                    "Properties"),
                                           "Bucket"),
                                  NULL));
    }
}

/* ---- what is lacking as a whole ---- */

/* What the template keeps when the stack is deleted, and where its logs go. */
static void check_bucket(struct hosting *h, const struct hosting_part *p)
{
    const struct json *resource = json_get(h->resources, str_c(p->name, h->keep));
    const struct json *logging =
        hosting_get(h, json_get(resource, "Properties"), S("LoggingConfiguration"));
    struct str to = hosting_target(hosting_get(h, logging, S("DestinationBucketName")), NULL);
    static const char *const keeps[] = { "DeletionPolicy", "UpdateReplacePolicy" };

    for (ptrdiff_t i = 0; i < LEN(keeps); i++)
        if (!hosting_holds(h, json_get(resource, keeps[i]), TEST_ONE_OF,
                           "Retain|RetainExceptOnCreate"))
            hosting_report(h, p, json_get(resource, keeps[i]), RULE(HOSTING_KEEPING),
                           "%s of the site's bucket is not Retain: the site goes with the stack",
                           keeps[i]);
    if (logging && (!json_get(logging, "DestinationBucketName") || str_equal(to, p->name)))
        hosting_report(h, p, logging, RULE(HOSTING_KEEPING),
                       "LoggingConfiguration keeps logs in the site's own bucket; name another");
    bool policy = false;
    for (ptrdiff_t i = 0; i < h->parts.len; i++)
        policy |= h->parts.ptr[i].kind == PART_POLICY && !h->parts.ptr[i].other;
    if (!policy)
        hosting_report(h, p, NULL, RULE(HOSTING_BUCKET),
                       "the site's bucket has no AWS::S3::BucketPolicy: nobody may read it, and "
                       "TLS is not asked for");
}

static void check_template(struct hosting *h)
{
    for (const struct json *r = h->resources->first; r; r = r->next) {
        struct hosting_part p = { .src = &h->files->src, .at = r->raw_key, .name = r->key };
        struct str type = json_str(json_get(r, "Type"));

        if (str_equal(type, S("AWS::IAM::AccessKey")) || str_equal(type, S("AWS::IAM::User")))
            hosting_report(h, &p, NULL, RULE(HOSTING_ROLE),
                           "%.*s is or has a long-lived key; use a role and OIDC", FMT(type));
        if (str_equal(type, S("AWS::CloudFront::CloudFrontOriginAccessIdentity")))
            hosting_report(h, &p, NULL, RULE(HOSTING_ORIGIN),
                           "an origin access identity is the old way; use "
                           "AWS::CloudFront::OriginAccessControl");
        if (str_equal(type, S("AWS::S3::Bucket")) && is_origin(h, r->key))
            check_bucket(h, &p);
    }
}

static void check_captured(struct hosting *h)
{
    struct hosting_part here = { .src = &h->files->src };

    for (ptrdiff_t i = 0; i < h->parts.len; i++)
        if (h->parts.ptr[i].kind == PART_DISTRIBUTION)
            here = h->parts.ptr[i];
    struct buf calls = buf_open(h->keep, 1 << 10);
    for (ptrdiff_t i = 0; i < LEN(sources); i++)
        if (sources[i].asked && !hosting_part_named(h, sources[i].kind, (struct str){ 0 }))
            buf_fmt(&calls, "%s%s", calls.len ? ", " : "", sources[i].asked);
    if (calls.len)
        hosting_report(h, &here, NULL, RULE(HOSTING_UNCHECKED),
                       "not captured: what these calls of aws answer: %.*s", FMT(buf_str(&calls)));
}

/* Of a template: whether the policy is one of a role that jobs outside take. */
static bool is_of_publisher(const struct hosting *h, const struct hosting_part *p)
{
    const struct json *resource = json_get(h->resources, str_c(p->name, h->keep));
    const struct json *roles =
        hosting_get(h, json_get(resource, "Properties"), S("Roles|RoleName"));

    for (const struct json *r = hosting_items(h, roles); r; r = r->next) {
        const struct hosting_part *role = hosting_part_named(h, PART_ROLE, hosting_target(r, NULL));

        if (hosting_target(r, NULL).len && role && hosting_is_federated(h, role))
            return true;
    }
    return !h->template;
}

static void check_part(struct hosting *h, const struct hosting_part *p)
{
    hosting_rows(h, p);
    if (p->kind == PART_POLICY)
        hosting_bucket_policy(h, p);
    if (p->kind == PART_ROLE)
        hosting_role(h, p);
    if (p->kind == PART_ROLE_POLICY && is_of_publisher(h, p))
        hosting_role_policy(h, p, p->v);
    if (p->kind == PART_DISTRIBUTION)
        hosting_distribution(h, p);
    if (p->kind == PART_HEADERS)
        hosting_headers(h, p);
    if (p->kind == PART_FUNCTION)
        hosting_function(h, p);
}

void hosting_check(const struct hosting_file *files, int n, bool internal,
                   const struct hosting_needs *needs, struct arena scratch, struct diag *d)
{
    int said = 0;
    struct hosting h = { .files = files,
                         .n_files = n,
                         .internal = internal,
                         .needs = needs,
                         .said = &said,
                         .keep = &scratch,
                         .d = d,
                         .template = n == 1 && hosting_kind(files->root) == HOSTING_TEMPLATE };

    if (h.template && json_get(files->root, "Resources")->n > RESOURCES_MAX) {
        diag_at(d, RULE(INPUT_SIZE), &files->src, json_get(files->root, "Resources")->raw_key,
                "more than %d resources", RESOURCES_MAX);
        return;
    }
    if (h.template) {
        h.resources = json_get(files->root, "Resources");
        h.parameters = json_get(files->root, "Parameters");
        for (const struct json *r = h.resources->first; r; r = r->next)
            add_resource(&h, r);
        mark_buckets(&h);
        check_template(&h);
    }
    for (int i = 0; i < n && !h.template; i++)
        if (files[i].root)
            add_answer(&h, &files[i]);
    if (!h.template)
        check_captured(&h);
    for (ptrdiff_t i = 0; i < h.parts.len; i++)
        check_part(&h, &h.parts.ptr[i]);
}
