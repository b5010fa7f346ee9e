/* test_hosting.c - a good template and a good snapshot, each then with one property changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/hosting.h"
#include "model/rule.h"

#define CSP "default-src 'none'; script-src 'self' 'sha256-Js='; style-src 'self' 'sha256-Css='; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

static const struct hosting_needs needs = { .script = { "'sha256-Js='", 12 }, .style = { "'sha256-Css='", 13 } };

/* clang-format off */
static const char template_text[] =
"{'Parameters': {'Days': {'Type': 'Number', 'Default': 90}, 'Name': {'Type': 'String'}},\n"
"'Resources': {\n"
"'Site': {'Type': 'AWS::S3::Bucket', 'DeletionPolicy': 'Retain', 'UpdateReplacePolicy': 'Retain', 'Properties': {\n"
"  'PublicAccessBlockConfiguration': {'BlockPublicAcls': true, 'BlockPublicPolicy': true, 'IgnorePublicAcls': true, 'RestrictPublicBuckets': true},\n"
"  'OwnershipControls': {'Rules': [{'ObjectOwnership': 'BucketOwnerEnforced'}]},\n"
"  'BucketEncryption': {'ServerSideEncryptionConfiguration': [{'ServerSideEncryptionByDefault': {'SSEAlgorithm': 'AES256'}}]},\n"
"  'VersioningConfiguration': {'Status': 'Enabled'},\n"
"  'LifecycleConfiguration': {'Rules': [{'Status': 'Enabled', 'NoncurrentVersionExpiration': {'NoncurrentDays': {'Ref': 'Days'}}},\n"
"    {'Status': 'Enabled', 'AbortIncompleteMultipartUpload': {'DaysAfterInitiation': 7}, 'ExpiredObjectDeleteMarker': true}]},\n"
"  'LoggingConfiguration': {'DestinationBucketName': {'Ref': 'Logs'}}}},\n"
"'Policy': {'Type': 'AWS::S3::BucketPolicy', 'Properties': {'Bucket': {'Ref': 'Site'}, 'PolicyDocument': {'Statement': [\n"
"  {'Effect': 'Allow', 'Principal': {'Service': 'cloudfront.amazonaws.com'}, 'Action': 's3:GetObject', 'Resource': 'x',\n"
"   'Condition': {'StringEquals': {'AWS:SourceArn': {'Fn::Sub': 'arn:${Web}'}}}},\n"
"  {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': 'y', 'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}]}}},\n"
"'Access': {'Type': 'AWS::CloudFront::OriginAccessControl', 'Properties': {'OriginAccessControlConfig':\n"
"  {'OriginAccessControlOriginType': 's3', 'SigningBehavior': 'always', 'SigningProtocol': 'sigv4'}}},\n"
"'Cache': {'Type': 'AWS::CloudFront::CachePolicy', 'Properties': {'CachePolicyConfig': {'MinTTL': 0, 'MaxTTL': 31536000,\n"
"  'ParametersInCacheKeyAndForwardedToOrigin': {'EnableAcceptEncodingGzip': true, 'EnableAcceptEncodingBrotli': true,\n"
"  'CookiesConfig': {'CookieBehavior': 'none'}, 'QueryStringsConfig': {'QueryStringBehavior': 'none'}}}}},\n"
"'Headers': {'Type': 'AWS::CloudFront::ResponseHeadersPolicy', 'Properties': {'ResponseHeadersPolicyConfig': {'SecurityHeadersConfig': {\n"
"  'StrictTransportSecurity': {'AccessControlMaxAgeSec': 31536000, 'IncludeSubdomains': true, 'Override': true},\n"
"  'ContentTypeOptions': {'Override': true}, 'FrameOptions': {'FrameOption': 'DENY', 'Override': true},\n"
"  'ReferrerPolicy': {'ReferrerPolicy': 'no-referrer', 'Override': true},\n"
"  'ContentSecurityPolicy': {'ContentSecurityPolicy': \"" CSP "\", 'Override': true}},\n"
"  'CustomHeadersConfig': {'Items': [{'Header': 'Permissions-Policy', 'Value': 'usb=()'}, {'Header': 'X-Robots-Tag', 'Value': 'noindex'},\n"
"   {'Header': 'Cross-Origin-Opener-Policy', 'Value': 'same-origin'}, {'Header': 'Cross-Origin-Resource-Policy', 'Value': 'same-origin'}]},\n"
"  'RemoveHeadersConfig': {'Items': [{'Header': 'x-amz-server-side-encryption'}, {'Header': 'x-amz-version-id'}, {'Header': 'Server'}]}}}},\n"
"'Code': {'Type': 'AWS::CloudFront::Function', 'Properties': {'FunctionConfig': {'Runtime': 'cloudfront-js-2.0'},\n"
"  'FunctionCode': {'Fn::Sub': 'if (!headers.authorization) return 401'}}},\n"
"'Source': {'Type': 'AWS::Logs::DeliverySource'},\n"
"'Web': {'Type': 'AWS::CloudFront::Distribution', 'Properties': {'DistributionConfig': {'DefaultRootObject': 'index.html', 'HttpVersion': 'http2and3',\n"
"  'IPV6Enabled': true, 'PriceClass': 'PriceClass_100', 'Restrictions': {'GeoRestriction': {'RestrictionType': 'none'}},\n"
"  'ViewerCertificate': {'Fn::If': ['Own', {'AcmCertificateArn': {'Ref': 'Name'}, 'SslSupportMethod': 'sni-only', 'MinimumProtocolVersion': 'TLSv1.2_2021'}, {'CloudFrontDefaultCertificate': true}]},\n"
"  'Origins': [{'Id': 'b', 'DomainName': {'Fn::GetAtt': ['Site', 'RegionalDomainName']}, 'OriginAccessControlId': {'Fn::GetAtt': ['Access', 'Id']}, 'S3OriginConfig': {'OriginAccessIdentity': ''}}],\n"
"  'DefaultCacheBehavior': {'ViewerProtocolPolicy': 'redirect-to-https', 'AllowedMethods': ['GET', 'HEAD'], 'Compress': true, 'CachePolicyId': {'Ref': 'Cache'},\n"
"   'ResponseHeadersPolicyId': {'Ref': 'Headers'}, 'FunctionAssociations': [{'EventType': 'viewer-request', 'FunctionARN': {'Fn::GetAtt': ['Code', 'FunctionARN']}}]},\n"
"  'CustomErrorResponses': [{'ErrorCode': 403, 'ResponseCode': 404, 'ResponsePagePath': '/404.html', 'ErrorCachingMinTTL': 10}, {'ErrorCode': 404, 'ResponseCode': 404, 'ResponsePagePath': '/404.html'}]}}},\n"
"'Names': {'Type': 'AWS::Route53::RecordSetGroup', 'Properties': {'RecordSets': [{'Type': 'A', 'AliasTarget': {'DNSName': {'Fn::GetAtt': ['Web', 'DomainName']}}},\n"
"  {'Type': 'AAAA', 'AliasTarget': {'DNSName': {'Fn::GetAtt': ['Web', 'DomainName']}}}]}},\n"
"'Role': {'Type': 'AWS::IAM::Role', 'Properties': {'MaxSessionDuration': 3600, 'AssumeRolePolicyDocument': {'Statement': {'Effect': 'Allow', 'Principal': {'Federated': 'p'},\n"
"  'Action': 'sts:AssumeRoleWithWebIdentity', 'Condition': {'StringEquals': {'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',\n"
"  'token.actions.githubusercontent.com:sub': 'repo:o/r:environment:docs'}}}},\n"
"  'Policies': [{'PolicyDocument': {'Statement': [{'Effect': 'Allow', 'Action': ['s3:PutObject'], 'Resource': 'arn:aws:s3:::b/*'}]}}]}}\n"
"}}\n";

static const struct change {
    const char *from, *to, *rule, *says;
} changes[] = {
    { "'BlockPublicAcls': true",       "'BlockPublicAcls': false",  "hosting-bucket", "BlockPublicAcls" },
    { "'BlockPublicPolicy': true, ",   "",                          "hosting-bucket", "BlockPublicPolicy" },
    { "'IgnorePublicAcls': true",      "'IgnorePublicAcls': 'no'",  "hosting-bucket", "IgnorePublicAcls" },
    { "'RestrictPublicBuckets': true", "'RestrictPublicBuckets': {'Fn::If': ['Own', true, false]}", "hosting-bucket", "RestrictPublicBuckets" },
    { "BucketOwnerEnforced",           "ObjectWriter",              "hosting-bucket", "ObjectOwnership" },
    { "'OwnershipControls'",           "'OwnershipControl'",        "hosting-bucket", "ObjectOwnership" },
    { "AES256",                        "none",                      "hosting-bucket", "BucketEncryption" },
    { "'LoggingConfiguration'",        "'WebsiteConfiguration': {'IndexDocument': 'index.html'}, 'LoggingConfiguration'", "hosting-bucket", "WebsiteConfiguration" },
    { "'Status': 'Enabled'}",          "'Status': 'Suspended'}",    "hosting-keeping", "VersioningConfiguration" },
    { "NoncurrentVersionExpiration",   "Transitions",               "hosting-keeping", "NoncurrentVersionExpiration" },
    { "'DaysAfterInitiation': 7",      "'DaysAfterInitiation': 700", "hosting-keeping", "AbortIncompleteMultipartUpload" },
    { "'ExpiredObjectDeleteMarker': true", "'ExpiredObjectDeleteMarker': false", "hosting-keeping", "ExpiredObjectDeleteMarker" },
    { "'DeletionPolicy': 'Retain', ",  "",                          "hosting-keeping", "DeletionPolicy" },
    { "'UpdateReplacePolicy': 'Retain'", "'UpdateReplacePolicy': 'Delete'", "hosting-keeping", "UpdateReplacePolicy" },
    { "{'Ref': 'Logs'}",               "{'Ref': 'Site'}",           "hosting-keeping", "LoggingConfiguration" },
    { "AWS::Logs::DeliverySource",     "AWS::Logs::LogGroup",       "hosting-keeping", "Logging is missing" },
    { "{'Service': 'cloudfront.amazonaws.com'}", "'*'",             "hosting-bucket", "Principal" },
    { "cloudfront.amazonaws.com",      "lambda.amazonaws.com",      "hosting-bucket", "s3:GetObject" },
    { "AWS:SourceArn",                 "AWS:SourceAccount",         "hosting-bucket", "AWS:SourceArn" },
    { "arn:${Web}",                    "arn:*",                     "hosting-bucket", "a star" },
    { "'aws:SecureTransport': 'false'", "'aws:SecureTransport': 'true'", "hosting-bucket", "SecureTransport" },
    { "'Effect': 'Deny'",              "'Effect': 'Allow'",         "hosting-bucket", "Principal" },
    { "AWS::S3::BucketPolicy",         "AWS::S3::BucketPolice",     "hosting-bucket", "no AWS::S3::BucketPolicy" },
    { "OriginAccessControlOriginType': 's3'", "OriginAccessControlOriginType': 'lambda'", "hosting-origin", "OriginType" },
    { "'always'",                      "'no-override'",             "hosting-origin", "SigningBehavior" },
    { "'sigv4'",                       "'sigv2'",                   "hosting-origin", "SigningProtocol" },
    { "RegionalDomainName",            "DomainName",                "hosting-origin", "global name" },
    { "{'Fn::GetAtt': ['Site', 'RegionalDomainName']}", "'b.s3-website-us-east-1.amazonaws.com'", "hosting-origin", "website endpoint" },
    { "'OriginAccessControlId': {'Fn::GetAtt': ['Access', 'Id']}, ", "", "hosting-origin", "OriginAccessControlId" },
    { "'OriginAccessIdentity': ''",    "'OriginAccessIdentity': 'origin-access-identity/cloudfront/E1'", "hosting-origin", "OriginAccessIdentity" },
    { "redirect-to-https",             "allow-all",                 "hosting-tls", "ViewerProtocolPolicy" },
    { "TLSv1.2_2021",                  "TLSv1.1_2016",              "hosting-tls", "MinimumProtocolVersion" },
    { "sni-only",                      "vip",                       "hosting-tls", "SslSupportMethod" },
    { "'AcmCertificateArn': {'Ref': 'Name'}, ", "",                 "hosting-tls", "AcmCertificateArn" },
    { "http2and3",                     "http1.1",                   "hosting-pages", "HttpVersion" },
    { "'IPV6Enabled': true",           "'IPV6Enabled': false",      "hosting-pages", "IPV6Enabled" },
    { "'Type': 'AAAA'",                "'Type': 'TXT'",             "hosting-pages", "none of type AAAA" },
    { "'DefaultRootObject': 'index.html', ", "",                    "hosting-pages", "DefaultRootObject" },
    { "'PriceClass': 'PriceClass_100', ", "",                       "hosting-pages", "PriceClass" },
    { "'RestrictionType': 'none'",     "",                          "hosting-pages", "GeoRestriction" },
    { "viewer-request",                "viewer-response",           "hosting-pages", "viewer-request" },
    { "cloudfront-js-2.0",             "cloudfront-js-1.0",         "hosting-pages", "Runtime" },
    { "'ErrorCode': 403",              "'ErrorCode': 500",          "hosting-pages", "lacks 403" },
    { "{'ErrorCode': 404, 'ResponseCode': 404", "{'ErrorCode': 404, 'ResponseCode': 200", "hosting-pages", "dead links" },
    { "'ErrorCachingMinTTL': 10",      "'ErrorCachingMinTTL': 300", "hosting-pages", "ErrorCachingMinTTL" },
    { "['GET', 'HEAD']",               "['GET', 'HEAD', 'POST']",   "hosting-pages", "POST" },
    { "'Compress': true",              "'Compress': false",         "hosting-cache", "Compress" },
    { "'CachePolicyId': {'Ref': 'Cache'},", "",                     "hosting-cache", "CachePolicyId" },
    { "'MinTTL': 0",                   "'MinTTL': 1",               "hosting-cache", "MinTTL" },
    { "'MaxTTL': 31536000",            "'MaxTTL': 60",              "hosting-cache", "MaxTTL" },
    { "EncodingGzip': true",           "EncodingGzip': false",      "hosting-cache", "Gzip" },
    { "EncodingBrotli': true",         "EncodingBrotli': false",    "hosting-cache", "Brotli" },
    { "'CookieBehavior': 'none'",      "'CookieBehavior': 'all'",   "hosting-cache", "CookieBehavior" },
    { "'QueryStringBehavior': 'none'", "'QueryStringBehavior': 'all'", "hosting-cache", "QueryStringBehavior" },
    { "   'ResponseHeadersPolicyId': {'Ref': 'Headers'}, ", "",     "hosting-headers", "ResponseHeadersPolicyId" },
    { "'AccessControlMaxAgeSec': 31536000", "'AccessControlMaxAgeSec': 3600", "hosting-headers", "StrictTransportSecurity" },
    { "'IncludeSubdomains': true",     "'IncludeSubdomains': false", "hosting-headers", "IncludeSubdomains" },
    { "'ContentTypeOptions': {'Override': true}, ", "",             "hosting-headers", "ContentTypeOptions" },
    { "'FrameOption': 'DENY'",         "'FrameOption': 'ALLOW'",    "hosting-headers", "FrameOptions" },
    { "no-referrer",                   "unsafe-url",                "hosting-headers", "ReferrerPolicy" },
    { "script-src 'self'",             "script-src 'self' 'unsafe-inline'", "hosting-headers", "'unsafe-inline'" },
    { "script-src 'self'",             "script-src 'self' https://cdn.example", "hosting-headers", "https://cdn.example" },
    { "'sha256-Js='",                  "'sha256-js='",              "hosting-headers", "script-src lacks 'sha256-Js='" },
    { " 'sha256-Css='",                "",                          "hosting-headers", "write: default-src 'none'; script-src 'self' 'sha256-Js='; style-src 'self' 'sha256-Css=';" },
    { "default-src 'none'; script-src 'self' 'sha256-Js='; ", "default-src 'self'; ", "hosting-headers", "script-src lacks 'sha256-Js='" },
    { "style-src 'self' 'sha256-Css='; ", "",                          "hosting-headers", "lacks style-src" },
    { "img-src 'self' data:",          "img-src data:",             "hosting-headers", "img-src lacks 'self'" },
    { "default-src 'none'",            "default-src *",             "hosting-headers", "default-src allows *" },
    { "base-uri 'none'; ",             "",                          "hosting-headers", "base-uri" },
    { "; frame-ancestors 'none'",      "",                          "hosting-headers", "frame-ancestors" },
    { "form-action 'none'",            "form-action 'none'; connect-src *", "hosting-headers", "connect-src allows *" },
    { "'Permissions-Policy'",          "'Feature-Policy'",          "hosting-leaks", "Permissions-Policy" },
    { "'Cross-Origin-Opener-Policy', 'Value': 'same-origin'", "'Cross-Origin-Opener-Policy', 'Value': 'unsafe-none'", "hosting-leaks", "Opener" },
    { "{'Header': 'X-Robots-Tag', 'Value': 'noindex'},", "",        "hosting-leaks", "X-Robots-Tag" },
    { "'Header': 'Permissions-Policy'", "'Header': 'X-XSS-Protection', 'Value': '1'}, {'Header': 'Permissions-Policy'", "hosting-leaks", "X-XSS-Protection" },
    { "x-amz-version-id",              "x-other",                   "hosting-leaks", "x-amz-version-id" },
    { "401",                           "200",                       "hosting-readers", "nobody asks" },
    { "'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com'", "'a': 'b'", "hosting-role", ":aud" },
    { "token.actions.githubusercontent.com:sub", "repo",            "hosting-role", ":sub" },
    { "StringEquals': {'token",        "StringLike': {'token",      "hosting-role", ":sub" },
    { "repo:o/r:environment:docs",     "repo:o/*",                  "hosting-role", "lets other jobs in" },
    { "repo:o/r:environment:docs",     "repo:o/r:*",                "hosting-role", "lets other jobs in" },
    { "'MaxSessionDuration': 3600",    "'MaxSessionDuration': 43200", "hosting-role", "MaxSessionDuration" },
    { "s3:PutObject",                  "s3:PutObjectAcl",           "hosting-role", "s3:PutObjectAcl" },
    { "['s3:PutObject']",              "'cloudfront:UpdateDistribution'", "hosting-role", "UpdateDistribution" },
    { "arn:aws:s3:::b/*",              "*",                         "hosting-role", "Resource" },
    { "'Policies'",                    "'ManagedPolicyArns': ['arn:aws:iam::aws:policy/AdministratorAccess'], 'Policies'", "hosting-role", "ManagedPolicyArns" },
    { "'AWS::Logs::DeliverySource'}",  "'AWS::Logs::DeliverySource'}, 'More': {'Type': 'AWS::IAM::Policy', 'Properties': {'Roles': [{'Ref': 'Role'}], 'PolicyDocument': {'Statement': {'Effect': 'Allow', 'Action': 'iam:PassRole', 'Resource': 'r'}}}}", "hosting-role", "iam:PassRole" },
    { "'AWS::Logs::DeliverySource'}",  "'AWS::Logs::DeliverySource'}, 'Key': {'Type': 'AWS::IAM::AccessKey'}", "hosting-role", "long-lived key" },
};

static const char *const snapshot[] = {
"{'ETag': 'E', 'DistributionConfig': {'DefaultRootObject': 'index.html', 'HttpVersion': 'http2and3', 'IsIPV6Enabled': true, 'PriceClass': 'PriceClass_All',\n"
" 'Restrictions': {'GeoRestriction': {'RestrictionType': 'none', 'Quantity': 0}},\n"
" 'ViewerCertificate': {'ACMCertificateArn': 'arn:aws:acm:us-east-1:1:certificate/x', 'SSLSupportMethod': 'sni-only', 'MinimumProtocolVersion': 'TLSv1.2_2021'},\n"
" 'Origins': {'Quantity': 1, 'Items': [{'Id': 'b', 'DomainName': 'b.s3.us-east-1.amazonaws.com', 'S3OriginConfig': {'OriginAccessIdentity': ''}, 'OriginAccessControlId': 'E2'}]},\n"
" 'DefaultCacheBehavior': {'TrustedSigners': {'Enabled': false, 'Quantity': 0}, 'TrustedKeyGroups': {'Enabled': false, 'Quantity': 0}, 'ViewerProtocolPolicy': 'redirect-to-https',\n"
"  'AllowedMethods': {'Quantity': 2, 'Items': ['HEAD', 'GET'], 'CachedMethods': {'Quantity': 2, 'Items': ['HEAD', 'GET']}}, 'Compress': true, 'LambdaFunctionAssociations': {'Quantity': 0},\n"
"  'FunctionAssociations': {'Quantity': 1, 'Items': [{'FunctionARN': 'arn:aws:cloudfront::1:function/ask', 'EventType': 'viewer-request'}]}, 'CachePolicyId': 'c', 'ResponseHeadersPolicyId': 'h'},\n"
" 'CacheBehaviors': {'Quantity': 0},\n"
" 'CustomErrorResponses': {'Quantity': 2, 'Items': [{'ErrorCode': 403, 'ResponsePagePath': '/404.html', 'ResponseCode': '404', 'ErrorCachingMinTTL': 10}, {'ErrorCode': 404, 'ResponsePagePath': '/404.html', 'ResponseCode': '404', 'ErrorCachingMinTTL': 10}]},\n"
" 'Logging': {'Enabled': true, 'IncludeCookies': false, 'Bucket': 'logs.s3.amazonaws.com', 'Prefix': ''}}}",
"{'PublicAccessBlockConfiguration': {'BlockPublicAcls': true, 'IgnorePublicAcls': true, 'BlockPublicPolicy': true, 'RestrictPublicBuckets': true}}",
"{'OwnershipControls': {'Rules': [{'ObjectOwnership': 'BucketOwnerEnforced'}]}}",
"{'ServerSideEncryptionConfiguration': {'Rules': [{'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'AES256'}, 'BucketKeyEnabled': false}]}}",
"{'Status': 'Enabled'}",
"{'Rules': [{'Expiration': {'ExpiredObjectDeleteMarker': true}, 'NoncurrentVersionExpiration': {'NoncurrentDays': 30}, 'AbortIncompleteMultipartUpload': {'DaysAfterInitiation': 7}}]}",
"{'Policy': '{`Statement`:[{`Effect`:`Allow`,`Principal`:{`Service`:`cloudfront.amazonaws.com`},`Action`:`s3:GetObject`,`Resource`:`x`,`Condition`:{`StringEquals`:{`AWS:SourceArn`:`arn`}}},{`Effect`:`Deny`,`Principal`:`*`,`Action`:`s3:*`,`Resource`:`y`,`Condition`:{`Bool`:{`aws:SecureTransport`:`false`}}}]}'}",
"{'OriginAccessControl': {'Id': 'E2', 'OriginAccessControlConfig': {'SigningProtocol': 'sigv4', 'SigningBehavior': 'always', 'OriginAccessControlOriginType': 's3'}}}",
"{'CachePolicy': {'Id': 'c', 'CachePolicyConfig': {'MinTTL': 0, 'MaxTTL': 31536000, 'ParametersInCacheKeyAndForwardedToOrigin': {'EnableAcceptEncodingGzip': true, 'EnableAcceptEncodingBrotli': true, 'CookiesConfig': {'CookieBehavior': 'none'}, 'QueryStringsConfig': {'QueryStringBehavior': 'none'}}}}}",
"{'ResponseHeadersPolicyConfig': {'SecurityHeadersConfig': {'FrameOptions': {'Override': true, 'FrameOption': 'DENY'}, 'ReferrerPolicy': {'Override': true, 'ReferrerPolicy': 'same-origin'},\n"
" 'ContentSecurityPolicy': {'Override': true, 'ContentSecurityPolicy': \"" CSP "\"}, 'ContentTypeOptions': {'Override': true},\n"
" 'StrictTransportSecurity': {'Override': true, 'IncludeSubdomains': true, 'Preload': false, 'AccessControlMaxAgeSec': 63072000}},\n"
" 'CustomHeadersConfig': {'Quantity': 4, 'Items': [{'Header': 'Permissions-Policy', 'Value': 'usb=()'}, {'Header': 'X-Robots-Tag', 'Value': 'noindex'}, {'Header': 'Cross-Origin-Opener-Policy', 'Value': 'same-origin'}, {'Header': 'Cross-Origin-Resource-Policy', 'Value': 'same-site'}]},\n"
" 'RemoveHeadersConfig': {'Quantity': 3, 'Items': [{'Header': 'server'}, {'Header': 'x-amz-version-id'}, {'Header': 'x-amz-server-side-encryption'}]}}}",
"{'FunctionSummary': {'Name': 'ask', 'FunctionConfig': {'Runtime': 'cloudfront-js-2.0'}}}",
"function handler(event) { return event.request.headers.cookie ? event.request : { statusCode: 401 }; }",
};
enum { N_SNAPSHOT = 12, CODE = 11 };

/* file: which answer; to NULL: the answer was not captured */
static const struct { int file; struct change change; } answers[] = {
    { 0, { "TLSv1.2_2021", "TLSv1", "hosting-tls", "MinimumProtocolVersion" } },
    { 0, { "'IsIPV6Enabled': true", "'IsIPV6Enabled': false", "hosting-pages", "IPV6Enabled" } },
    { 0, { "'OriginAccessControlId': 'E2'", "'OriginAccessControlId': ''", "hosting-origin", "OriginAccessControlId" } },
    { 0, { "b.s3.us-east-1.", "b.s3.", "hosting-origin", "global name" } },
    { 0, { "'ResponseCode': '404'", "'ResponseCode': '200'", "hosting-pages", "dead links" } },
    { 0, { "'HEAD', 'GET'],", "'HEAD', 'DELETE', 'GET'],", "hosting-pages", "DELETE" } },
    { 0, { "'Logging': {'Enabled': true", "'Logging': {'Enabled': false", "hosting-unchecked", "Logging is off" } },
    { 0, { "'IncludeCookies': false", "'IncludeCookies': true", "hosting-keeping", "IncludeCookies" } },
    { 0, { "function/ask", "function/other", "hosting-readers", "other.js" } },
    { 1, { "'BlockPublicAcls': true", "'BlockPublicAcls': false", "hosting-bucket", "BlockPublicAcls" } },
    { 2, { "BucketOwnerEnforced", "BucketOwnerPreferred", "hosting-bucket", "ObjectOwnership" } },
    { 3, { "AES256", "?", "hosting-bucket", "BucketEncryption" } },
    { 4, { "Enabled", "Suspended", "hosting-keeping", "VersioningConfiguration" } },
    { 5, { "ExpiredObjectDeleteMarker': true", "Days': 3", "hosting-keeping", "ExpiredObjectDeleteMarker" } },
    { 6, { "{`Service`:`cloudfront.amazonaws.com`}", "{`AWS`:`*`}", "hosting-bucket", "Principal" } },
    { 6, { "`Statement`:", "`Statement`", "input-json", "no JSON" } },
    { 7, { "always", "never", "hosting-origin", "SigningBehavior" } },
    { 8, { "'MinTTL': 0", "'MinTTL': 5", "hosting-cache", "MinTTL" } },
    { 9, { "63072000", "60", "hosting-headers", "StrictTransportSecurity" } },
    { 9, { "'ContentSecurityPolicy'", "'Other'", "hosting-headers", "ContentSecurityPolicy is missing" } },
    { 11, { "401", "200", "hosting-readers", "nobody asks" } },
    { 1, { NULL, NULL, "hosting-unchecked", "get-public-access-block" } },
    { 9, { NULL, NULL, "hosting-unchecked", "get-response-headers-policy" } },
};
/* clang-format on */

static struct arena arena;

/* ' as " and ` as \", but not inside "…". */
static struct str as_json(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    bool quoted = false;

    for (ptrdiff_t i = 0; i < s.len; i++) {
        quoted ^= s.ptr[i] == '"';
        if (s.ptr[i] == '`')
            buf_put(&b, S("\\\""));
        else
            buf_char(&b, s.ptr[i] == '\'' && !quoted ? '"' : s.ptr[i]);
    }
    return buf_str(&b);
}

static struct str changed(const char *text, const struct change *c, struct arena *keep)
{
    struct str s = str_of(text);
    ptrdiff_t at = c ? str_find(s, str_of(c->from)) : -1;

    if (c && at < 0)
        fail_msg("the text has no %s", c->from);
    if (!c)
        return s;
    return str_fmt(keep, "%.*s%s%.*s", (int)at, s.ptr, c->to, FMT(str_from(s, at + (ptrdiff_t)strlen(c->from))));
}

static struct hosting_file file_of(const char *name, struct str text, bool code, struct arena *keep, struct diag *d)
{
    struct hosting_file f = { .src = { str_of(name), code ? text : as_json(text, keep) } };

    f.root = code ? NULL : json_parse(&f.src, keep, RULE(INPUT_JSON), d);
    if (!code && !f.root)
        fail_msg("%.*s", FMT(d->findings.ptr->message));
    return f;
}

static void expect(const struct diag *d, const struct change *c)
{
    bool found = false;

    for (ptrdiff_t i = 0; i < d->findings.len; i++) {
        const struct finding *f = &d->findings.ptr[i];

        found |= str_equal(str_of(f->rule->id), str_of(c->rule)) && str_find(f->message, str_of(c->says)) >= 0 && f->line > 0;
    }
    if (!found || d->findings.len > 4)
        fail_msg("%s -> %s: %td findings, first: %.*s", c->from, c->to, d->findings.len,
                 FMT(d->findings.len ? d->findings.ptr->message : S("none")));
}

static void check_template(const struct change *c, bool internal)
{
    struct arena keep = arena, scratch = arena_upper(&keep);
    struct diag d = { .keep = &keep };
    struct hosting_file f;

    keep.end = scratch.beg;
    f = file_of("t.json", changed(template_text, c, &keep), false, &keep, &d);
    assert_int_equal(hosting_kind(f.root), HOSTING_TEMPLATE);
    hosting_check(&f, 1, internal, &needs, scratch, &d);
    if (c)
        expect(&d, c);
    else if (d.findings.len)
        fail_msg("good: %.*s", FMT(d.findings.ptr->message));
}

static void templates(void **state)
{
    (void)state;
    check_template(NULL, false);
    check_template(NULL, true);
    for (ptrdiff_t i = 0; i < LEN(changes); i++)
        check_template(&changes[i], true);
}

static void check_snapshot(int file, const struct change *c)
{
    struct arena keep = arena, scratch = arena_upper(&keep);
    struct diag d = { .keep = &keep };
    struct hosting_file files[N_SNAPSHOT];
    int n = 0;

    keep.end = scratch.beg;
    for (int i = 0; i < N_SNAPSHOT; i++) {
        const struct change *here = i == file ? c : NULL;

        if (!here || here->to)
            files[n++] = file_of(i == CODE ? "live/ask.js" : "live/x.json", changed(snapshot[i], here, &keep), i == CODE, &keep, &d);
        if (i != CODE && (!here || here->to))
            assert_int_equal(hosting_kind(files[n - 1].root), HOSTING_ANSWER);
    }
    hosting_check(files, n, true, &needs, scratch, &d);
    if (c)
        expect(&d, c);
    else if (d.findings.len)
        fail_msg("good: %.*s", FMT(d.findings.ptr->message));
}

static void snapshots(void **state)
{
    (void)state;
    check_snapshot(-1, NULL);
    for (ptrdiff_t i = 0; i < LEN(answers); i++)
        check_snapshot(answers[i].file, &answers[i].change);
}

static void kinds(void **state)
{
    static const struct {
        const char *in;
        enum hosting_kind kind;
    } all[] = {
        { "{}", HOSTING_OTHER }, { "[]", HOSTING_OTHER }, { "1", HOSTING_OTHER }, { "{'jobs': {}}", HOSTING_OTHER },
        { "{'Resources': {'a': {'Type': 'AWS::EC2::VPC'}}}", HOSTING_OTHER },
        { "{'Resources': {'a': {'Type': 'AWS::S3::Bucket'}}}", HOSTING_TEMPLATE },
        { "{'Policy': '{}'}", HOSTING_ANSWER }, { "{'Resources': []}", HOSTING_OTHER },
    };

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(all); i++) {
        struct arena keep = arena;
        struct diag d = { .keep = &keep };

        assert_int_equal(hosting_kind(file_of("x", str_of(all[i].in), false, &keep, &d).root), all[i].kind);
    }
}

/* Members of wrong kinds everywhere: nothing may crash. */
static void strange(void **state)
{
    static const char *const values[] = { "1", "[]", "{}", "null", "'x'", "[[[]]]", "{'Fn::If': 1}", "{'Fn::Sub': []}",
                                          "{'Items': 1, 'Quantity': 1}", "[{'Ref': 1}]", "{'Fn::GetAtt': []}", "{'Ref': 'AWS::NoValue'}" };
    static const char *const members[] = { "'Properties'", "'DistributionConfig'", "'Origins'", "'DefaultCacheBehavior'", "'Statement'",
                                           "'Condition'", "'PolicyDocument'", "'SecurityHeadersConfig'", "'CustomHeadersConfig'",
                                           "'RemoveHeadersConfig'", "'Rules'", "'FunctionAssociations'", "'CustomErrorResponses'",
                                           "'ContentSecurityPolicy'", "'RecordSets'", "'Principal'", "'Type'", "'Parameters'", "'Default'" };

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(members); i++)
        for (ptrdiff_t k = 0; k < LEN(values); k++) {
            struct arena keep = arena, scratch = arena_upper(&keep);
            struct diag d = { .keep = &keep };
            struct str to = str_fmt(&keep, "%s: %s, 'was'", members[i], values[k]);
            struct change c = { members[i], str_c(to, &keep), "", "" };
            struct hosting_file f;

            keep.end = scratch.beg;
            f = file_of("t.json", changed(template_text, &c, &keep), false, &keep, &d);
            hosting_check(&f, 1, true, &needs, scratch, &d);
        }
}

/* A theme with fonts needs one directive more, others must not be told to have it. */
static void fonts(void **state)
{
    static const struct {
        const char *name, *directive, *says;
    } rows[] = {
        { "none", "", "where the theme has its fonts" },
        { "own", "font-src 'self'; ", NULL },
        { "nothing allowed", "font-src 'none'; ", "where the theme has its fonts" },
        { "any", "font-src *; ", "font-src allows *" },
    };
    struct arena keep = arena_open((ptrdiff_t)64 << 20), scratch = arena_upper(&keep);
    struct hosting_needs with = needs;

    (void)state;
    keep.end = scratch.beg;
    with.font = S("'self'");
    assert_non_null(strstr(hosting_page_policy(&with, &keep).ptr, "data:; font-src 'self'; base-uri"));
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct diag d = { .keep = &keep };
        struct str to = str_fmt(&keep, "%sbase-uri%c", rows[i].directive, '\0');
        struct change c = { "base-uri", to.ptr, "", "" };
        struct hosting_file f = file_of("t.json", changed(template_text, &c, &keep), false, &keep, &d);

        hosting_check(&f, 1, true, &with, scratch, &d);
        bool told = false;
        for (ptrdiff_t k = 0; k < d.findings.len && rows[i].says; k++)
            told |= str_find(d.findings.ptr[k].message, str_of(rows[i].says)) >= 0;
        if (rows[i].says ? !told : d.findings.len != 0)
            fail_msg("%s: %td findings", rows[i].name, d.findings.len);
    }
}

/* A hundred thousand wrong things are told once or twice, not each. */
static void many(void **state)
{
    struct arena keep = arena_open((ptrdiff_t)512 << 20), scratch = arena_upper(&keep);
    struct diag d = { .keep = &keep };
    struct hosting_file f = { .src = { .path = S("t.json") } };
    struct buf b;

    (void)state;
    keep.end = scratch.beg;
    b = buf_open(&keep, 4 << 20);
    buf_put(&b, S("{\"Resources\":{\"D\":{\"Type\":\"AWS::CloudFront::Distribution\",\"Properties\":"
                  "{\"DistributionConfig\":{\"CacheBehaviors\":[{}"));
    for (int i = 0; i < 100000; i++)
        buf_put(&b, S(",\n{}"));
    buf_put(&b, S("]}}}}}"));
    f.src.text = buf_str(&b);
    f.root = json_parse(&f.src, &keep, RULE(INPUT_JSON), &d);
    assert_non_null(f.root);
    hosting_check(&f, 1, true, &needs, scratch, &d);
    assert_in_range(d.findings.len, 1, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates),
        cmocka_unit_test(fonts),
        cmocka_unit_test(snapshots),
        cmocka_unit_test(kinds),
        cmocka_unit_test(strange),
        cmocka_unit_test(many),
    };

    arena = arena_open((ptrdiff_t)64 << 20);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
