/* hosting_rows.c - the properties that one value decides, as a table: a way into the part, a test.
 */
#include "check/hosting_parts.h"
#include "model/rule.h"

/* A step of a way is a name; a|b: the first that is there; ~a: it may be missing; #: every member, at least one; *: every
 * member, if any; ?: some member. *a=b|c, ?a=b: of the members whose a is b or c. */
/* clang-format off */
static const struct row {
    enum hosting_part_kind kind;
    bool always; /* of buckets for logs too; of headers: of sites that are not internal too */
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

    { PART_HEADERS, true, "SecurityHeadersConfig/StrictTransportSecurity/AccessControlMaxAgeSec", TEST_AT_LEAST, "31536000", RULE_HOSTING_HEADERS, "StrictTransportSecurity is shorter than a year: AccessControlMaxAgeSec is 31536000 or more" },
    { PART_HEADERS, true, "SecurityHeadersConfig/StrictTransportSecurity/IncludeSubdomains", TEST_TRUE, NULL, RULE_HOSTING_HEADERS, "StrictTransportSecurity leaves hosts below out: IncludeSubdomains is true" },
    { PART_HEADERS, true, "SecurityHeadersConfig/StrictTransportSecurity/Override", TEST_TRUE, NULL, RULE_HOSTING_HEADERS, "StrictTransportSecurity gives way to the bucket's answer: Override is true" },
    { PART_HEADERS, true, "SecurityHeadersConfig/ContentTypeOptions/Override", TEST_TRUE, NULL, RULE_HOSTING_HEADERS, "ContentTypeOptions is missing: browsers may guess what a file is" },
    { PART_HEADERS, true, "SecurityHeadersConfig/FrameOptions/FrameOption", TEST_ONE_OF, "DENY|SAMEORIGIN", RULE_HOSTING_HEADERS, "FrameOptions is neither DENY nor SAMEORIGIN: other sites may frame the pages" },
    { PART_HEADERS, true, "SecurityHeadersConfig/ReferrerPolicy/ReferrerPolicy", TEST_ONE_OF, "strict-origin-when-cross-origin|strict-origin|same-origin|no-referrer", RULE_HOSTING_HEADERS, "ReferrerPolicy tells other sites which page was read: write strict-origin-when-cross-origin" },

    { PART_HEADERS, true, "SecurityHeadersConfig/ContentSecurityPolicy/ContentSecurityPolicy", TEST_PRESENT, NULL, RULE_HOSTING_HEADERS, "ContentSecurityPolicy is missing: a script that gets in would run" },
    { PART_HEADERS, true, "SecurityHeadersConfig/~ContentSecurityPolicy/Override", TEST_TRUE, NULL, RULE_HOSTING_HEADERS, "ContentSecurityPolicy: Override is not true" },
    { PART_HEADERS, true, "SecurityHeadersConfig/~XSSProtection/~Protection", TEST_ONE_OF, "false", RULE_HOSTING_LEAKS, "X-XSS-Protection opens holes of its own: leave it out" },
    { PART_HEADERS, true, "CustomHeadersConfig/*Header=X-XSS-Protection/Value", TEST_ONE_OF, "0", RULE_HOSTING_LEAKS, "X-XSS-Protection opens holes of its own: leave it out" },
    { PART_HEADERS, true, "CustomHeadersConfig/?Header=Permissions-Policy/Value", TEST_PRESENT, NULL, RULE_HOSTING_LEAKS, "the header Permissions-Policy is missing" },
    { PART_HEADERS, true, "CustomHeadersConfig/?Header=Cross-Origin-Opener-Policy/Value", TEST_ONE_OF, "same-origin", RULE_HOSTING_LEAKS, "the header Cross-Origin-Opener-Policy is not same-origin: other sites may hold on to the pages" },
    { PART_HEADERS, true, "CustomHeadersConfig/?Header=Cross-Origin-Resource-Policy/Value", TEST_ONE_OF, "same-origin|same-site", RULE_HOSTING_LEAKS, "the header Cross-Origin-Resource-Policy is not same-origin: other sites may hold on to the pages" },
    { PART_HEADERS, false, "CustomHeadersConfig/?Header=X-Robots-Tag/Value", TEST_ONE_OF, "noindex|noindex, nofollow|none", RULE_HOSTING_LEAKS, "the header X-Robots-Tag is not noindex" },
    { PART_HEADERS, true, "RemoveHeadersConfig/?Header=x-amz-server-side-encryption/Header", TEST_PRESENT, NULL, RULE_HOSTING_LEAKS, "RemoveHeadersConfig lacks x-amz-server-side-encryption" },
    { PART_HEADERS, true, "RemoveHeadersConfig/?Header=x-amz-version-id/Header", TEST_PRESENT, NULL, RULE_HOSTING_LEAKS, "RemoveHeadersConfig lacks x-amz-version-id" },
    { PART_HEADERS, true, "RemoveHeadersConfig/?Header=server/Header", TEST_PRESENT, NULL, RULE_HOSTING_LEAKS, "RemoveHeadersConfig lacks server" },

    { PART_BEHAVIOUR, false, "ViewerProtocolPolicy", TEST_ONE_OF, "redirect-to-https|https-only", RULE_HOSTING_TLS, "ViewerProtocolPolicy is not redirect-to-https: pages go out without TLS" },
    { PART_BEHAVIOUR, false, "Compress", TEST_TRUE, NULL, RULE_HOSTING_CACHE, "Compress is not true: pages are four times as large" },
    { PART_BEHAVIOUR, false, "AllowedMethods/*", TEST_ONE_OF, "GET|HEAD|OPTIONS", RULE_HOSTING_PAGES, "AllowedMethods: @ is nothing a reader does" },
    { PART_DISTRIBUTION, false, "CustomErrorResponses/?ErrorCode=403/ErrorCode", TEST_PRESENT, NULL, RULE_HOSTING_PAGES, "CustomErrorResponses lacks 403: a lost reader sees XML instead of 404.html" },
    { PART_DISTRIBUTION, false, "CustomErrorResponses/?ErrorCode=404/ErrorCode", TEST_PRESENT, NULL, RULE_HOSTING_PAGES, "CustomErrorResponses lacks 404: a lost reader sees XML instead of 404.html" },
    { PART_DISTRIBUTION, false, "CustomErrorResponses/*ErrorCode=403|404/ResponseCode", TEST_ONE_OF, "404", RULE_HOSTING_PAGES, "ResponseCode is not 404: dead links look alive" },
    { PART_DISTRIBUTION, false, "CustomErrorResponses/*ErrorCode=403|404/ResponsePagePath", TEST_PRESENT, NULL, RULE_HOSTING_PAGES, "ResponsePagePath is missing: write /404.html" },
    { PART_DISTRIBUTION, false, "CustomErrorResponses/*ErrorCode=403|404/~ErrorCachingMinTTL", TEST_AT_MOST, "60", RULE_HOSTING_PAGES, "ErrorCachingMinTTL is more than a minute: a page asked for too early stays missing" },
    { PART_PUBLISHER, false, "~MaxSessionDuration", TEST_AT_MOST, "3600", RULE_HOSTING_ROLE, "MaxSessionDuration is more than an hour (3600)" },
    { PART_PUBLISHER, false, "~ManagedPolicyArns", TEST_EMPTY, NULL, RULE_HOSTING_ROLE, "ManagedPolicyArns grant what nobody sees here: write the statements out" },

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

/* Whether the member is meant by the step behind its star or question mark: "", "Header=server". */
static bool is_meant(const struct walk *w, const struct json *m, struct str which)
{
    struct cut c = str_cut(which, '=');
    const struct json *v = hosting_get(w->h, m, c.head);

    return !c.ok || hosting_holds(w->h, v, TEST_ONE_OF, str_c(c.tail, w->h->keep));
}

static bool follow_members(struct walk *w, const struct json *v, struct str step, struct str rest)
{
    bool some = *step.ptr == '?', any = *step.ptr == '*';

    for (const struct json *m = hosting_items(w->h, v); m; m = m->next) {
        if (!is_meant(w, m, str_from(step, 1)))
            continue;
        bool good = follow(w, m, rest);

        if (good == some)
            return good;
        any = true;
    }
    if (some)
        w->at = v;
    return any && !some;
}

static bool follow(struct walk *w, const struct json *v, struct str way)
{
    struct cut step = str_cut(way, '/');
    const struct json *in = hosting_value(w->h, v);

    if (!way.len) {
        w->at = v ? v : w->at;
        return hosting_holds(w->h, v, w->row->test, w->row->arg);
    }
    if (*way.ptr == '*' && !in)
        return true;
    if (!in)
        return false;
    w->at = v;
    if (char_among(*way.ptr, "#?*"))
        return follow_members(w, v, step.head, step.tail);
    bool optional = *way.ptr == '~';
    for (struct cut name = str_cut(str_from(step.head, optional), '|');;
         name = str_cut(name.tail, '|')) {
        const struct json *m = name.head.len ? json_get(in, str_c(name.head, w->h->keep)) : v;

        if (optional && !m)
            return true;
        if (m || !name.ok)
            return follow(w, m, step.ok ? step.tail : (struct str){ 0 });
    }
}

/* An @ stands for the value. */
static void report(const struct walk *w, const struct hosting_part *p)
{
    struct cut says = str_cut(str_of(w->row->says), '@');

    hosting_report(w->h, p, w->at, &rules[w->row->rule], "%.*s%.*s%.*s", FMT(says.head),
                   FMT(says.ok ? hosting_text(w->h, w->at) : S("")), FMT(says.tail));
}

void hosting_rows(struct hosting *h, const struct hosting_part *p)
{
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct walk w = { h, &rows[i], NULL };

        bool always = p->kind == PART_HEADERS ? h->internal : !p->other;

        if (rows[i].kind != p->kind || !(always || rows[i].always))
            continue;
        if (p->kind == PART_ENCRYPTION && !p->v) /* S3 encrypts with AES256 when nothing is said */
            continue;
        if (!follow(&w, p->v, str_of(rows[i].way)))
            report(&w, p);
    }
}
