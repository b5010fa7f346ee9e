/* hosting_policy.c - statements of policies: who may read the bucket, what roles may do, who may
 * take them. */
#include "check/hosting_parts.h"
#include "model/rule.h"

/* What a publish may have to do; more is reported. */
/* clang-format off */
static const char *const publishing[] = {
    "s3:ListBucket", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:GetBucketLocation",
    "cloudfront:CreateInvalidation", "cloudfront:GetInvalidation", "cloudfront:ListInvalidations",
    "cloudfront:GetDistribution", "cloudfront:GetDistributionConfig",
    "cloudfront:UpdateFunction", "cloudfront:PublishFunction", "cloudfront:DescribeFunction", "cloudfront:GetFunction",
    "cloudfront-keyvaluestore:DescribeKeyValueStore", "cloudfront-keyvaluestore:GetKey", "cloudfront-keyvaluestore:PutKey",
};
/* clang-format on */

static const struct json *get(const struct hosting *h, const struct json *v, const char *name)
{
    return hosting_get(h, v, str_of(name));
}

static bool is_effect(const struct hosting *h, const struct json *statement, const char *effect)
{
    return str_equal(hosting_text(h, get(h, statement, "Effect")), str_of(effect));
}

/* A condition's value by its key, whatever its operator begins with: names of keys ignore case. */
static const struct json *condition(const struct hosting *h, const struct json *statement,
                                    const char *operator, const char * key)
{
    const struct json *conditions = get(h, statement, "Condition");

    for (const struct json *o = conditions && conditions->kind == JSON_OBJECT ? conditions->first
                                                                              : NULL;
         o; o = o->next)
        for (const struct json *m = o->kind == JSON_OBJECT ? o->first : NULL; m; m = m->next)
            if (str_equal_nocase(m->key, str_of(key)) && str_equal(o->key, str_of(operator)))
                return m;
    return NULL;
}

static bool lists(const struct hosting *h, const struct json *list, const char *word)
{
    for (const struct json *m = hosting_items(h, list); m; m = m->next)
        if (str_equal_nocase(hosting_text(h, m), str_of(word)))
            return true;
    return false;
}

/* Everybody: "*", or { "AWS": "*" }. */
static bool is_everybody(const struct hosting *h, const struct json *principal)
{
    return lists(h, principal, "*") || lists(h, get(h, principal, "AWS"), "*");
}

static bool asks_tls(const struct hosting *h, const struct json *statement)
{
    const struct json *tls = condition(h, statement, "Bool", "aws:SecureTransport");

    return is_effect(h, statement, "Deny") && is_everybody(h, get(h, statement, "Principal")) &&
           (lists(h, get(h, statement, "Action"), "s3:*") ||
            lists(h, get(h, statement, "Action"), "*")) &&
           str_equal(hosting_text(h, tls), S("false"));
}

/* Only the distribution may read, and only this one. */
static bool check_allow(struct hosting *h, const struct hosting_part *p,
                        const struct json *statement)
{
    const struct json *principal = get(h, statement, "Principal"),
                      *member = json_get(statement, "Principal");
    const struct json *arn = condition(h, statement, "StringEquals", "aws:SourceArn");

    arn = arn ? arn : condition(h, statement, "ArnEquals", "aws:SourceArn");
    if (is_everybody(h, principal)) {
        hosting_report(h, p, member, RULE(HOSTING_BUCKET),
                       "Principal is everybody: anyone may use the bucket directly");
        return false;
    }
    if (!lists(h, get(h, principal, "Service"), "cloudfront.amazonaws.com"))
        return false;
    if (!arn)
        hosting_report(h, p, member, RULE(HOSTING_BUCKET),
                       "any account's distribution may read: add the Condition StringEquals "
                       "AWS:SourceArn, this distribution's ARN");
    else if (str_char(hosting_text(h, arn), '*') >= 0)
        hosting_report(h, p, arn, RULE(HOSTING_BUCKET),
                       "AWS:SourceArn has a star: name this one distribution");
    return lists(h, get(h, statement, "Action"), "s3:GetObject");
}

void hosting_bucket_policy(struct hosting *h, const struct hosting_part *p)
{
    bool reads = false, tls = false;

    for (const struct json *s = hosting_items(h, get(h, p->v, "Statement")); s; s = s->next) {
        tls |= asks_tls(h, s);
        if (is_effect(h, s, "Allow"))
            reads |= check_allow(h, p, s);
    }
    if (!reads && !p->other)
        hosting_report(h, p, NULL, RULE(HOSTING_BUCKET),
                       "no statement allows s3:GetObject to the Service cloudfront.amazonaws.com: "
                       "no reader gets a page");
    if (!tls)
        hosting_report(h, p, NULL, RULE(HOSTING_BUCKET),
                       "no statement denies s3:* when aws:SecureTransport is false: requests "
                       "without TLS are answered");
}

/* ---- roles ---- */

static bool may_publish_with(struct str action)
{
    return str_among_nocase(action, publishing, LEN(publishing));
}

static void check_grant(struct hosting *h, const struct hosting_part *p,
                        const struct json *statement)
{
    if (json_get(statement, "NotAction") || json_get(statement, "NotResource"))
        hosting_report(h, p, statement, RULE(HOSTING_ROLE),
                       "a grant of everything but something: name what is granted");
    for (const struct json *a = hosting_items(h, get(h, statement, "Action")); a; a = a->next) {
        struct str action = hosting_text(h, a);

        if (!may_publish_with(action))
            hosting_report(h, p, a, RULE(HOSTING_ROLE), "%.*s is more than a publish needs",
                           FMT(action));
    }
    for (const struct json *r = hosting_items(h, get(h, statement, "Resource")); r; r = r->next) {
        struct str to = hosting_text(h, r);

        if (str_equal(to, S("*")) || str_equal(to, S("arn:aws:s3:::*")) ||
            str_ends(to, S(":distribution/*")))
            hosting_report(h, p, r, RULE(HOSTING_ROLE), "Resource %.*s is more than this site",
                           FMT(to));
    }
}

void hosting_role_policy(struct hosting *h, const struct hosting_part *p,
                         const struct json *document)
{
    for (const struct json *s = hosting_items(h, get(h, document, "Statement")); s; s = s->next)
        if (is_effect(h, s, "Allow"))
            check_grant(h, p, s);
}

/* repo:OWNER/NAME:environment:X, or :ref:X, or :pull_request; nothing open. */
static bool is_one_job(struct str sub)
{
    struct cut repo = str_cut(str_from(sub, 5), ':');

    /* a Sub's ${AWS::Region} would hold colons too, but a repository is a parameter of one word */
    return str_starts(sub, S("repo:")) && str_char(sub, '*') < 0 && repo.ok && repo.head.len > 0 &&
           (str_starts(repo.tail, S("environment:")) || str_starts(repo.tail, S("ref:")) ||
            str_equal(repo.tail, S("pull_request")));
}

static void check_trust(struct hosting *h, const struct hosting_part *p,
                        const struct json *statement)
{
    const struct json *aud =
        condition(h, statement, "StringEquals", "token.actions.githubusercontent.com:aud");
    const struct json *sub =
        condition(h, statement, "StringEquals", "token.actions.githubusercontent.com:sub");

    if (!str_equal(hosting_text(h, aud), S("sts.amazonaws.com")))
        hosting_report(h, p, aud ? aud : json_get(statement, "Condition"), RULE(HOSTING_ROLE),
                       "the trust does not ask for token.actions.githubusercontent.com:aud = "
                       "sts.amazonaws.com");
    if (!sub)
        hosting_report(h, p, json_get(statement, "Condition"), RULE(HOSTING_ROLE),
                       "the trust does not name one repository: StringEquals "
                       "token.actions.githubusercontent.com:sub");
    for (const struct json *one = hosting_items(h, sub); one; one = one->next)
        if (!is_one_job(hosting_text(h, one)))
            hosting_report(h, p, sub, RULE(HOSTING_ROLE),
                           "%.*s lets other jobs in: write repo:OWNER/NAME:environment:NAME",
                           FMT(hosting_text(h, one)));
}

static bool is_trust(const struct hosting *h, const struct json *statement)
{
    return get(h, get(h, statement, "Principal"), "Federated") && is_effect(h, statement, "Allow");
}

static const struct json *trust_of(const struct hosting *h, const struct hosting_part *p)
{
    return hosting_items(h, get(h, get(h, p->v, "AssumeRolePolicyDocument"), "Statement"));
}

bool hosting_is_federated(const struct hosting *h, const struct hosting_part *p)
{
    for (const struct json *s = trust_of(h, p); s; s = s->next)
        if (is_trust(h, s))
            return true;
    return false;
}

/* Roles that only services take do other work. */
void hosting_role(struct hosting *h, const struct hosting_part *p)
{
    if (!hosting_is_federated(h, p))
        return;
    for (const struct json *s = trust_of(h, p); s; s = s->next)
        if (is_trust(h, s))
            check_trust(h, p, s);
    struct hosting_part part = *p;
    part.kind = PART_PUBLISHER;
    hosting_rows(h, &part);
    for (const struct json *one = hosting_items(h, get(h, p->v, "Policies")); one; one = one->next)
        hosting_role_policy(h, p, get(h, one, "PolicyDocument"));
}
