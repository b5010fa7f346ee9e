/* identity.c - asks for credentials: STS, sign-on, container, instance. */
#include "publish/identity.h"

#include <stdlib.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/path.h"
#include "base/time.h"
#include "base/xml.h"
#include "model/rule.h"
#include "publish/aws_answer.h"
#include "publish/http.h"

enum {
    PATIENCE_S = 10,
    NEAR_S = 2 /* of an address that only some machines have */,
    MAX_TOKEN = 1 << 16
};

static struct str env(const char *name)
{
    return str_trim(str_of(getenv(name)));
}

/* The key of who asks: until it is replaced. */
static const struct sign_key *key_of(void *ctx, bool fresh)
{
    (void)fresh;
    return ctx;
}

struct question {
    struct str url; /* "http://host/path" */
    struct str method, query, body, service;
    struct sign_header header;
    int patience_s;
};

static struct http_answer ask(struct identity_ways *w, const struct question *q)
{
    struct sign_key key = w->out->key;
    struct http_options o = { .connections = 1,
                              .key = q->service.len ? key_of : NULL,
                              .key_ctx = &key,
                              .ca = w->out->ca_bundle };
    struct arena memory = arena_upper(&w->scratch);
    struct http *http = http_open(&o, &memory, w->why);
    if (!http)
        return (struct http_answer){ 0 };
    ptrdiff_t host = str_find(q->url, S("://")) + 3;
    struct cut c = str_cut(str_from(q->url, host), '/');
    struct http_service to = { .base = str_sub(q->url, 0, host + c.head.len),
                               .region = w->out->region.len ? w->out->region : S("us-east-1"),
                               .service = q->service };
    struct http_call call = { .to = &to,
                              .method = q->method,
                              .path = str_join(S("/"), c.tail, w->keep),
                              .query = q->query,
                              .body = q->body,
                              .plain = !q->service.len,
                              .patience_s = q->patience_s };
    if (q->header.name.len)
        call.headers[call.n_headers++] = q->header;
    struct http_answer a = http_one(http, &call, w->keep);
    http_close(http);
    return a;
}

static bool failed(struct identity_ways *w, const struct http_answer *a, struct str what)
{
    buf_put(w->why, S("no credentials: "));
    aws_answer_explain(a, what, w->scratch, w->why);
    return false;
}

static bool is_whole(struct identity_ways *w, struct str expires, const char *source)
{
    w->out->expires = 0;
    if (expires.len && !time_parse(expires, &w->out->expires))
        w->out->expires = 0;
    w->out->source = str_of(source);
    return w->out->key.id.len && w->out->key.secret.len;
}

/* ---- STS ------------------------------------------------------------------------------------ */

static struct str sts_url(const struct identity_ways *w)
{
    struct str own = env("AWS_ENDPOINT_URL_STS"), all = env("AWS_ENDPOINT_URL");
    struct str region = w->out->region;
    if (own.len || all.len)
        return str_join(own.len ? own : all, str_ends(own.len ? own : all, S("/")) ? S("") : S("/"),
                        w->keep);
    return region.len ? str_fmt(w->keep, "https://sts.%.*s.amazonaws.com%s/", FMT(region),
                                str_starts(region, S("cn-")) ? ".cn" : "")
                      : S("https://sts.amazonaws.com/");
}

static void put(struct buf *b, const char *name, struct str value)
{
    if (!value.len)
        return;
    buf_fmt(b, "&%s=", name);
    buf_percent(b, value, S(""));
}

static bool of_sts(struct identity_ways *w, const char *action, struct str role, struct str session,
                   const char *more, struct str value, bool is_signed)
{
    struct buf body = buf_open(w->keep, MAX_TOKEN);
    buf_fmt(&body, "Action=%s&Version=2011-06-15", action);
    put(&body, "RoleArn", role);
    put(&body, "RoleSessionName", session.len ? session : S("plumb"));
    put(&body, more, value);
    struct question q = { .url = sts_url(w),
                          .method = S("POST"),
                          .body = buf_str(&body),
                          .service = is_signed ? S("sts") : S(""),
                          .header = { S("Content-Type"), S("application/x-www-form-urlencoded") },
                          .patience_s = PATIENCE_S };
    struct http_answer a = ask(w, &q);
    const struct xml *x = a.status == 200 ? xml_parse(a.body, w->keep) : NULL;
    char result[64];
    snprintf(result, sizeof result, "%sResult", action);
    x = xml_child(xml_child(x, result), "Credentials");
    if (!x)
        return failed(w, &a, str_fmt(w->keep, "taking role %.*s", FMT(role)));
    w->out->key = (struct sign_key){ xml_text(x, "AccessKeyId"), xml_text(x, "SecretAccessKey"),
                                     xml_text(x, "SessionToken") };
    return is_whole(w, xml_text(x, "Expiration"), is_signed ? "role" : "web identity");
}

bool identity_of_web(struct identity_ways *w, struct str role, struct str token_file,
                     struct str session)
{
    struct str token;
    int error = fs_read(str_c(token_file, w->keep), MAX_TOKEN, w->keep, &token);
    if (error) {
        buf_fmt(w->why, "no credentials: %.*s (AWS_WEB_IDENTITY_TOKEN_FILE): %s", FMT(token_file),
                fs_error(error));
        return false;
    }
    return of_sts(w, "AssumeRoleWithWebIdentity", role, session, "WebIdentityToken",
                  str_trim(token), false);
}

bool identity_take_role(struct identity_ways *w, struct str role, struct str external_id,
                        struct str session)
{
    return of_sts(w, "AssumeRole", role, session, "ExternalId", external_id, true);
}

/* ---- sign-on -------------------------------------------------------------------------------- */

static const struct json *parse(struct identity_ways *w, struct str text)
{
    struct source *src = NEW(w->keep, struct source, 1);
    struct diag d = { .keep = w->keep };
    *src = (struct source){ .path = S("credentials"), .text = text };
    return json_parse(src, w->keep, RULE(INPUT_JSON), &d);
}

/* The token that the aws command keeps after a login; it alone renews it. */
bool identity_of_signon(struct identity_ways *w, const struct credentials_profile *p)
{
    struct str name = p->sso_session.len ? p->sso_session : p->sso_start, text;
    int64_t until = 0, ms = 0;
    const char *path = str_fmt(w->keep, "%.*s/.aws/sso/cache/%.*s.json%c", FMT(env("HOME")),
                               FMT(hash_sha1_hex(name, w->keep)), '\0')
                           .ptr;
    const struct json *j = fs_read(path, MAX_TOKEN, w->keep, &text) ? NULL : parse(w, text);
    struct str token = json_str(json_get(j, "accessToken")),
               expires = json_str(json_get(j, "expiresAt"));
    struct str region = json_str(json_get(j, "region")), own = env("AWS_ENDPOINT_URL_SSO");
    if (!token.len || !time_parse(expires, &until) || until < time_now())
        return false;
    struct buf query = buf_open(w->keep, MAX_TOKEN);
    put(&query, "account_id", p->sso_account);
    put(&query, "role_name", p->sso_role);
    struct question q = {
        .url = own.len ? str_fmt(w->keep, "%.*s/federation/credentials", FMT(own))
                       : str_fmt(w->keep,
                                 "https://portal.sso.%.*s.amazonaws.com/federation/credentials",
                                 FMT(region.len ? region : p->sso_region)),
        .method = S("GET"),
        .query = str_from(buf_str(&query), 1),
        .header = { S("x-amz-sso_bearer_token"), token },
        .patience_s = PATIENCE_S,
    };
    struct http_answer a = ask(w, &q);
    const struct json *c = a.status == 200 ? json_get(parse(w, a.body), "roleCredentials") : NULL;
    if (!c)
        return false;
    w->out->key = (struct sign_key){ json_str(json_get(c, "accessKeyId")),
                                     json_str(json_get(c, "secretAccessKey")),
                                     json_str(json_get(c, "sessionToken")) };
    bool whole = is_whole(w, S(""), "sign-on");
    w->out->expires = json_int(json_get(c, "expiration"), &ms) ? ms / 1000 : 0;
    return whole;
}

/* ---- containers and instances --------------------------------------------------------------- */

static bool take_json(struct identity_ways *w, const struct http_answer *a, const char *source)
{
    bool ok = a->status == 200 && credentials_of_json(a->body, w->keep, w->out, w->why);
    w->out->source = str_of(source);
    return ok;
}

/* Only to this machine, or the agents' own addresses, unless it is encrypted. */
static bool is_near(struct str url)
{
    static const char *const hosts[] = { "https://",
                                         "http://127.0.0.1",
                                         "http://localhost",
                                         "http://[::1]",
                                         "http://169.254.170.2",
                                         "http://169.254.170.23",
                                         "http://[fd00:ec2::23]" };
    for (ptrdiff_t i = 0; i < LEN(hosts); i++) {
        struct str tail = str_from(url, str_of(hosts[i]).len);
        bool ends = i == 0 || !tail.len || tail.ptr[0] == ':' || tail.ptr[0] == '/';
        if (str_starts(url, str_of(hosts[i])) && ends)
            return true;
    }
    return false;
}

bool identity_of_container(struct identity_ways *w)
{
    struct str full = env("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
               part = env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    struct str token = env("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
               file = env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    if (!full.len && !part.len)
        return false;
    if (part.len)
        full = str_join(S("http://169.254.170.2"), part, w->keep);
    if (!is_near(full)) {
        buf_put(w->why,
                S("no credentials: AWS_CONTAINER_CREDENTIALS_FULL_URI leads to another machine, "
                  "unencrypted"));
        return false;
    }
    if (file.len && fs_read(str_c(file, w->keep), MAX_TOKEN, w->keep, &token))
        token = S("");
    struct question q = { .url = full, .method = S("GET"), .patience_s = PATIENCE_S };
    if (str_trim(token).len)
        q.header = (struct sign_header){ S("Authorization"), str_trim(token) };
    struct http_answer a = ask(w, &q);
    return take_json(w, &a, "container") || failed(w, &a, S("asking the container's agent"));
}

bool identity_of_instance(struct identity_ways *w)
{
    struct str base = env("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    if (str_equal_nocase(env("AWS_EC2_METADATA_DISABLED"), S("true")))
        return false;
    while (str_ends(base, S("/")))
        base.len--;
    if (!base.len)
        base = S("http://169.254.169.254");
    struct str under =
        str_fmt(w->keep, "%.*s/latest/meta-data/iam/security-credentials/", FMT(base));
    struct question q = { .url = str_fmt(w->keep, "%.*s/latest/api/token", FMT(base)),
                          .method = S("PUT"),
                          .header = { S("x-aws-ec2-metadata-token-ttl-seconds"), S("21600") },
                          .patience_s = NEAR_S };
    struct http_answer a = ask(w, &q);
    if (a.status != 200)
        return false;
    q = (struct question){ .url = under,
                           .method = S("GET"),
                           .header = { S("x-aws-ec2-metadata-token"), str_trim(a.body) },
                           .patience_s = NEAR_S };
    a = ask(w, &q);
    struct str role = str_line(&a.body);
    if (a.status != 200 || !role.len) {
        buf_put(w->why, S("no credentials: this instance has no role"));
        return false;
    }
    q.url = str_join(under, str_trim(role), w->keep);
    a = ask(w, &q);
    return take_json(w, &a, "instance");
}
