/* test_risk.c - which changes are risks, and which are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "check/risk.h"

static const struct {
    const char *key, *old, *now, *class;
} cases[] = {
    { "/alb/waf", "true", "false", "protection" },
    { "/tls/verify_ssl", "true", "false", "encryption" },
    { "/tls/insecureSkipVerify", "false", "true", "encryption" },
    { "/tls/insecureSkipVerify", "true", "false", "" },
    { "/tls/disabled", "false", "true", "encryption" },
    { "/tls/disabled", "true", "false", "" },
    { "/disable_auth", "false", "true", "exposure" },
    { "/backup/disabled", "true", "false", "" },
    { "/DISABLE_PUBLIC_ACCESS", "true", "false", "exposure" },
    { "/ignorePublicAcls", "true", "false", "exposure" },
    { "/SESSION_COOKIE_SECURE", "True", "False", "encryption" },
    { "/cookie/httpOnly", "true", "", "exposure" },
    { "/auth/allow_anonymous", "false", "true", "exposure" },
    { "/auth/allow_anonymous", "true", "false", "" },
    { "/server/bind", "127.0.0.1", "0.0.0.0", "exposure" },
    { "/server/bind", "0.0.0.0", "127.0.0.1", "" },
    { "/DEBUG", "0", "1", "exposure" },
    { "/logging/level", "info", "debug", "" },
    { "/password_min_length", "12", "8", "exposure" },
    { "/password_min_length", "8", "12", "" },
    { "/rateLimit", "100", "10000", "limits" },
    { "/maxLoginAttempts", "5", "3", "" },
    { "/c/securityContext/allowPrivilegeEscalation", "false", "true", "grants" },
    { "/c/securityContext/readOnlyRootFilesystem", "true", "false", "grants" },
    { "/c/securityContext/seccompProfile/type", "RuntimeDefault", "Unconfined", "grants" },
    { "/c/securityContext/runAsNonRoot", "true", "", "grants" },
    { "/c/securityContext/capabilities/add", "[]", "[\"SYS_ADMIN\"]", "grants" },
    { "/alb/waf", "false", "true", "" },
    { "/alb/waf", "true", "", "protection" },
    { "/USER", "10001", "", "grants" },
    { "/USER", "app", "0", "grants" },
    { "/USER", "0", "10001", "" },
    { "/spec/securityContext/runAsUser", "1000", "0", "grants" },
    { "/permissions/contents", "read", "write", "grants" },
    { "/RedisIn/CidrIp", "", "10.0.0.0/8", "ingress" },
    { "/RedisIn/CidrIp", "", "10.1.2.3/32", "" },
    { "/metadata/annotations/alb.ingress.kubernetes.io~1load-balancer-attributes", "access_logs.s3.enabled=true,idle_timeout.timeout_seconds=60", "access_logs.s3.enabled=false,idle_timeout.timeout_seconds=60", "watch" },
    { "/metadata/annotations/alb.ingress.kubernetes.io~1load-balancer-attributes", "deletion_protection.enabled=true", "idle_timeout.timeout_seconds=60", "protection" },
    { "/vpc/flowLogs", "true", "false", "watch" },
    { "/vpc/flow_logs/enabled", "yes", "no", "watch" },
    { "/alb/idleTimeoutSeconds", "300", "3600", "limits" },
    { "/alb/idleTimeoutSeconds", "3600", "300", "" },
    { "/backup/retention", "35", "14", "backups" },
    { "/backup_retention_period", "14", "35", "" },
    { "/logs/retentionDays", "30", "7", "watch" },
    { "/alarms/cpuPercent", "80", "95", "watch" },
    { "Sg/SecurityGroupIngress/0/CidrIp", "10.0.0.0/8", "0.0.0.0/0", "ingress" },
    { "aws_security_group.db/ingress/0/cidr_blocks", "[\"10.0.0.0/16\"]", "[\"0.0.0.0/0\"]",
      "ingress" },
    { "/ingress/allow", "10.0.0.0/16", "10.0.0.0/24", "" },
    { "/vpc/cidr", "", "10.0.0.0/16", "" },
    { "/service/loadBalancerSourceRanges", "", "[\"0.0.0.0/0\"]", "ingress" },
    { "Role/Policies/0/Statement/0/Action", "s3:GetObject", "s3:*", "grants" },
    { "Role/Statement/Resource", "[\"arn:aws:s3:::a/*\"]", "*", "grants" },
    { "Role/Statement/Resource", "[\"arn:aws:s3:::a/*\"]", "[\"arn:aws:s3:::b/*\"]", "" },
    { "Role/Statement/Action", "[\"s3:Get*\"]", "[\"s3:Get*\",\"s3:*\"]", "grants" },
    { "api/rules/verbs", "[\"get\"]", "[\"*\"]", "grants" },
    { "Deployment/api/spec/volumes/data/hostPath", "", "{ path: /var/lib }", "grants" },
    { "/cors/allowOrigins", "https://a.example.com", "*", "exposure" },
    { "Launch/MetadataOptions/HttpTokens", "required", "optional", "grants" },
    { "/db/ports", "", "[\"5432:5432\"]", "exposure" },
    { "/db/ports", "", "[\"127.0.0.1:5432:5432\"]", "" },
    { "Deployment/api/ports", "", "[{\"containerPort\": 3000}]", "" },
    { "vars/allowed_cidrs", "[\"10.40.0.0/16\"]", "[\"10.40.0.0/16\", \"203.0.113.0/24\"]",
      "ingress" },
    { "vars/allowed_cidrs", "[\"10.40.0.0/16\"]", "[\"10.40.3.0/24\"]", "" },
    { "vars/allowed_cidrs", "10.40.0.0/16", "10.41.0.0/24", "ingress" },
    { "/vpc/cidr", "10.10.0.0/16", "10.20.0.0/16", "" },
    { "helm/networkPolicy/enabled", "true", "false", "ingress" },
    { "env/TLS_MIN_VERSION", "1.2", "1.0", "encryption" },
    { "env/MIN_TLS", "1.0", "1.2", "" },
    { "Key/EnableKeyRotation", "true", "false", "encryption" },
    { "env/RATE_LIMIT", "on", "off", "protection" },
    { "helm/podDisruptionBudget/minAvailable", "2", "", "protection" },
    { "HighCpu/EvaluationPeriods", "3", "10", "watch" },
    { "Role/Statement/Resource", "arn:aws:s3:::a", "*", "grants" },
    { "aws_s3_bucket_public_access_block.x/block_public_acls", "true", "false", "exposure" },
    { "Bucket/PublicAccessBlockConfiguration/BlockPublicAcls", "true", "false", "exposure" },
    { "aws_db_instance.a/publicly_accessible", "false", "true", "exposure" },
    { "aws_db_instance.a/storage_encrypted", "true", "false", "encryption" },
    { "aws_db_instance.a/deletion_protection", "true", "false", "protection" },
    { "aws_db_instance.a/multi_az", "true", "false", "protection" },
    { "Alb/Scheme", "internal", "internet-facing", "exposure" },
    { "Service/api/spec/type", "ClusterIP", "LoadBalancer", "exposure" },
    { "Listener/Protocol", "HTTPS", "HTTP", "encryption" },
    { "Listener/SslPolicy", "ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS12-1-2",
      "encryption" },
    { "Deployment/api/securityContext/privileged", "", "true", "grants" },
    { "/ingress/enabled", "false", "true", "exposure" },
    { "/ingress/enabled", "true", "false", "" },
    { "/service/desiredCount", "2", "4", "" },
    { "/service/memoryMiB", "1024", "512", "" },
    { "/hours", "24", "12", "" },
};

static const struct {
    const char *type;
    bool added;
    const char *class;
} resources[] = {
    { "AWS::WAFv2::WebACLAssociation", false, "protection" },
    { "AWS::EC2::FlowLog", false, "watch" },
    { "AWS::EC2::FlowLog", true, "" },
    { "aws_cloudwatch_metric_alarm", false, "watch" },
    { "AWS::EC2::SecurityGroupIngress", true, "ingress" },
    { "aws_s3_bucket_public_access_block", false, "exposure" },
    { "AWS::IAM::Policy", true, "grants" },
    { "AWS::ECS::Service", true, "" },
};

static char memory[1 << 16];

static void check(const struct risk *r, const char *name, const char *want)
{
    const char *is = r ? risk_class_name(r->class) : "";

    if (strcmp(is, want) != 0)
        fail_msg("%s: %s, not %s", name, is, want);
}

static void test_values(void **state)
{
    (void)state;
    struct arena scratch = { memory, memory + sizeof memory, NULL };
    for (ptrdiff_t i = 0; i < LEN(cases); i++)
        check(risk_of(str_of(cases[i].key), str_of(cases[i].old), str_of(cases[i].now), scratch),
              cases[i].key, cases[i].class);
}

static void test_resources(void **state)
{
    (void)state;
    struct arena scratch = { memory, memory + sizeof memory, NULL };
    for (ptrdiff_t i = 0; i < LEN(resources); i++)
        check(risk_of_resource(str_of(resources[i].type), resources[i].added, scratch),
              resources[i].type, resources[i].class);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_resources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
