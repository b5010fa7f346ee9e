/* hosting.h - is a place where a site stands safe and right?  A CloudFormation template, or answers
 * of the aws command about what runs, against a list of properties: a private bucket, a distribution
 * that alone may read it, TLS, headers, cache, error pages, logs, roles that can only publish.
 *
 *     hosting.yaml:64:9: error: BlockPublicPolicy is not true: … [hosting-bucket]
 *
 * Answers are told apart by what they hold: get-distribution-config, get-origin-access-control,
 * get-response-headers-policy, get-cache-policy, describe-function; of s3api
 * get-public-access-block, get-bucket-ownership-controls, get-bucket-encryption,
 * get-bucket-versioning, get-bucket-policy, get-bucket-lifecycle-configuration, get-bucket-website;
 * iam get-role and get-role-policy. What was not captured is said once, as such. A function's code
 * stands beside them as NAME.js. */
#ifndef CHECK_HOSTING_H
#define CHECK_HOSTING_H
#include "check/hosting_file.h"

enum hosting_kind { HOSTING_OTHER, HOSTING_TEMPLATE, HOSTING_ANSWER };

/* A template has resources of S3 or CloudFront; other JSON and YAML is nothing of ours. */
enum hosting_kind hosting_kind(const struct json *root);

/* One template (n is 1), or all the answers about one site. internal: readers must have to log in.
 * Findings point into files, which must stay. */
void hosting_check(const struct hosting_file *files, int n, bool internal,
                   const struct hosting_needs *needs, struct arena scratch, struct diag *d);

/* The strictest content security policy that the pages run under. */
struct str hosting_page_policy(const struct hosting_needs *needs, struct arena *keep);
#endif
