/* hosting_rows.c - the properties that one value decides, as a table: a way into the part, a test.
 */
#include "check/hosting_parts.h"
#include "model/rule.h"

/* A step of a way is a name; a|b: the first that is there; #: every member, at least one; ?: some
 * member. */
/* clang-format off */
static const struct row {
    enum hosting_part_kind kind;
    bool any_bucket; /* of buckets for logs too */
    const char *way;
    enum hosting_test test;
    const char *arg;
    enum rule_id rule;
    const char *says;
} rows[] = {
    { PART_ACCESS, true, "BlockPublicAcls",       TEST_TRUE, NULL, RULE_HOSTING_BUCKET, "BlockPublicAcls is not true: anybody who writes could make a file public" },
    { PART_ACCESS, true, "BlockPublicPolicy",     TEST_TRUE, NULL, RULE_HOSTING_BUCKET, "BlockPublicPolicy is not true: a policy could open the bucket" },
    { PART_ACCESS, true, "IgnorePublicAcls",      TEST_TRUE, NULL, RULE_HOSTING_BUCKET, "IgnorePublicAcls is not true: public files would stay public" },
    { PART_ACCESS, true, "RestrictPublicBuckets", TEST_TRUE, NULL, RULE_HOSTING_BUCKET, "RestrictPublicBuckets is not true: an open policy would still hold" },
    { PART_OWNER,  true, "Rules/#/ObjectOwnership", TEST_ONE_OF, "BucketOwnerEnforced", RULE_HOSTING_BUCKET, "ObjectOwnership is not BucketOwnerEnforced: ACLs decide beside the policy" },
    { PART_ENCRYPTION, true, "ServerSideEncryptionConfiguration|Rules/#/ServerSideEncryptionByDefault|ApplyServerSideEncryptionByDefault/SSEAlgorithm", TEST_ONE_OF, "AES256|aws:kms|aws:kms:dsse", RULE_HOSTING_BUCKET, "BucketEncryption names no algorithm: write AES256" },
    { PART_WEBSITE, true, "", TEST_EMPTY, NULL, RULE_HOSTING_BUCKET, "WebsiteConfiguration opens an endpoint without TLS: remove it, CloudFront shows index pages" },
    { PART_VERSIONS, false, "Status", TEST_ONE_OF, "Enabled", RULE_HOSTING_KEEPING, "VersioningConfiguration is not Enabled: what is overwritten is gone" },
    { PART_LIFECYCLE, false, "Rules/?/NoncurrentVersionExpiration|NoncurrentVersionExpirationInDays", TEST_PRESENT, NULL, RULE_HOSTING_KEEPING, "no rule has NoncurrentVersionExpiration: old versions are kept and paid for ever" },
    { PART_LIFECYCLE, false, "Rules/?/AbortIncompleteMultipartUpload/DaysAfterInitiation", TEST_AT_MOST, "30", RULE_HOSTING_KEEPING, "no rule has AbortIncompleteMultipartUpload: halves of uploads are kept and paid for ever" },
    { PART_LIFECYCLE, false, "Rules/?/Expiration|/ExpiredObjectDeleteMarker", TEST_TRUE, NULL, RULE_HOSTING_KEEPING, "no rule has ExpiredObjectDeleteMarker: marks of deleted files pile up" },

    { PART_CONTROL, false, "OriginAccessControlOriginType", TEST_ONE_OF, "s3", RULE_HOSTING_ORIGIN, "OriginAccessControlOriginType is not s3" },
    { PART_CONTROL, false, "SigningBehavior", TEST_ONE_OF, "always", RULE_HOSTING_ORIGIN, "SigningBehavior is not always: readers' own headers would go to the bucket" },
    { PART_CONTROL, false, "SigningProtocol", TEST_ONE_OF, "sigv4", RULE_HOSTING_ORIGIN, "SigningProtocol is not sigv4" },

    { PART_DISTRIBUTION, false, "ViewerCertificate/AcmCertificateArn|ACMCertificateArn", TEST_PRESENT, NULL, RULE_HOSTING_TLS, "ViewerCertificate has no AcmCertificateArn: with CloudFront's own certificate old TLS stays allowed" },
    { PART_DISTRIBUTION, false, "ViewerCertificate/MinimumProtocolVersion", TEST_ONE_OF, "TLSv1.2_2021|TLSv1.2_2025|TLSv1.3_2025", RULE_HOSTING_TLS, "MinimumProtocolVersion is not TLSv1.2_2021 or newer" },
    { PART_DISTRIBUTION, false, "ViewerCertificate/SslSupportMethod|SSLSupportMethod", TEST_ONE_OF, "sni-only", RULE_HOSTING_TLS, "SslSupportMethod is not sni-only" },
    { PART_DISTRIBUTION, false, "HttpVersion", TEST_ONE_OF, "http2and3", RULE_HOSTING_PAGES, "HttpVersion is not http2and3" },
    { PART_DISTRIBUTION, false, "IPV6Enabled|IsIPV6Enabled", TEST_TRUE, NULL, RULE_HOSTING_PAGES, "IPV6Enabled is not true: readers with IPv6 alone cannot come" },
    { PART_DISTRIBUTION, false, "DefaultRootObject", TEST_ONE_OF, "index.html", RULE_HOSTING_PAGES, "DefaultRootObject is not index.html: the host's first page gives an error" },
    { PART_DISTRIBUTION, false, "PriceClass", TEST_PRESENT, NULL, RULE_HOSTING_PAGES, "PriceClass is not given: say where in the world the site is kept" },
    { PART_DISTRIBUTION, false, "Restrictions/GeoRestriction/RestrictionType", TEST_PRESENT, NULL, RULE_HOSTING_PAGES, "GeoRestriction is not given: write none, or which countries" },

    { PART_HEADERS, false, "SecurityHeadersConfig/StrictTransportSecurity/AccessControlMaxAgeSec", TEST_AT_LEAST, "31536000", RULE_HOSTING_HEADERS, "StrictTransportSecurity is shorter than a year: AccessControlMaxAgeSec is 31536000 or more" },
    { PART_HEADERS, false, "SecurityHeadersConfig/StrictTransportSecurity/IncludeSubdomains", TEST_TRUE, NULL, RULE_HOSTING_HEADERS, "StrictTransportSecurity leaves hosts below out: IncludeSubdomains is true" },
    { PART_HEADERS, false, "SecurityHeadersConfig/StrictTransportSecurity/Override", TEST_TRUE, NULL, RULE_HOSTING_HEADERS, "StrictTransportSecurity gives way to the bucket's answer: Override is true" },
    { PART_HEADERS, false, "SecurityHeadersConfig/ContentTypeOptions/Override", TEST_TRUE, NULL, RULE_HOSTING_HEADERS, "ContentTypeOptions is missing: browsers may guess what a file is" },
    { PART_HEADERS, false, "SecurityHeadersConfig/FrameOptions/FrameOption", TEST_ONE_OF, "DENY|SAMEORIGIN", RULE_HOSTING_HEADERS, "FrameOptions is neither DENY nor SAMEORIGIN: other sites may frame the pages" },
    { PART_HEADERS, false, "SecurityHeadersConfig/ReferrerPolicy/ReferrerPolicy", TEST_ONE_OF, "strict-origin-when-cross-origin|strict-origin|same-origin|no-referrer", RULE_HOSTING_HEADERS, "ReferrerPolicy tells other sites which page was read: write strict-origin-when-cross-origin" },

    { PART_CACHE, false, "MinTTL", TEST_AT_MOST, "0", RULE_HOSTING_CACHE, "MinTTL is not 0: files that say max-age=0 are kept all the same" },
    { PART_CACHE, false, "MaxTTL", TEST_AT_LEAST, "31536000", RULE_HOSTING_CACHE, "MaxTTL is less than a year: files that never change are asked for again" },
    { PART_CACHE, false, "ParametersInCacheKeyAndForwardedToOrigin/EnableAcceptEncodingGzip", TEST_TRUE, NULL, RULE_HOSTING_CACHE, "EnableAcceptEncodingGzip is not true: nothing is compressed" },
    { PART_CACHE, false, "ParametersInCacheKeyAndForwardedToOrigin/EnableAcceptEncodingBrotli", TEST_TRUE, NULL, RULE_HOSTING_CACHE, "EnableAcceptEncodingBrotli is not true: pages are a fifth larger than they need be" },
    { PART_CACHE, false, "ParametersInCacheKeyAndForwardedToOrigin/CookiesConfig/CookieBehavior", TEST_ONE_OF, "none", RULE_HOSTING_CACHE, "CookieBehavior is not none: each reader gets a cache of his own" },
    { PART_CACHE, false, "ParametersInCacheKeyAndForwardedToOrigin/QueryStringsConfig/QueryStringBehavior", TEST_ONE_OF, "none|whitelist", RULE_HOSTING_CACHE, "QueryStringBehavior is neither none nor whitelist: any ?x=1 passes the cache by" },

    { PART_FUNCTION, false, "FunctionConfig/Runtime", TEST_ONE_OF, "cloudfront-js-2.0", RULE_HOSTING_PAGES, "Runtime is not cloudfront-js-2.0" },
};
/* clang-format on */

/* The last value on the way, where a lack is shown. */
struct walk {
    const struct hosting *h;
    const struct row *row;
    const struct json *at;
};

static bool follow(struct walk *w, const struct json *v, struct str way);

static bool follow_members(struct walk *w, const struct json *v, struct str rest, bool all)
{
    const struct json *list = hosting_items(w->h, v);

    for (const struct json *m = list; m; m = m->next) {
        bool good = follow(w, m, rest);

        if (good != all)
            return good;
    }
    if (!all)
        w->at = v;
    return all && list;
}

static bool follow(struct walk *w, const struct json *v, struct str way)
{
    struct cut step = str_cut(way, '/');
    const struct json *in = hosting_value(w->h, v);

    if (!way.len) {
        w->at = v ? v : w->at;
        return hosting_holds(w->h, v, w->row->test, w->row->arg);
    }
    if (!in)
        return false;
    w->at = v;
    if (str_equal(step.head, S("#")) || str_equal(step.head, S("?")))
        return follow_members(w, v, step.tail, *step.head.ptr == '#');
    for (struct cut name = str_cut(step.head, '|');; name = str_cut(name.tail, '|')) {
        const struct json *m = name.head.len ? json_get(in, str_c(name.head, w->h->keep)) : v;

        if (m || !name.ok)
            return follow(w, m, step.ok ? step.tail : (struct str){ 0 });
    }
}

void hosting_rows(struct hosting *h, const struct hosting_part *p)
{
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct walk w = { h, &rows[i], NULL };

        if (rows[i].kind != p->kind || (p->other && !rows[i].any_bucket))
            continue;
        if (p->kind == PART_ENCRYPTION && !p->v) /* S3 encrypts with AES256 when nothing is said */
            continue;
        if (!follow(&w, p->v, str_of(rows[i].way)))
            hosting_report(h, p, w.at, &rules[rows[i].rule], "%s", rows[i].says);
    }
}
