/* chain.c - who we are: one after the other, in AWS's own order. */
#include "publish/chain.h"

#include <stdlib.h>

#include "base/fs.h"
#include "publish/identity.h"
#include "publish/process.h"

enum {
    MAX_FILE = 1 << 20,
    MAX_OUTPUT = 1 << 16,
    PROCESS_SECONDS = 60,
    TOOL_SECONDS = 20,
    MAX_ROLES = 5 /* a role that takes a role */
};
enum found { FOUND, FOUND_NONE, FOUND_BROKEN /* it is there, and does not work: why says it */ };

static struct str value_of(credentials_env *get, const char *name)
{
    return str_trim(str_of(get(name)));
}

static void read_shared(const char *env, const char *name, struct str profile, bool config,
                        struct arena *keep, struct arena scratch, struct credentials_profile *into)
{
    const char *path = getenv(env), *home = getenv("HOME");
    struct str text;
    if ((!path || !path[0]) && home)
        path = str_fmt(&scratch, "%s/.aws/%s%c", home, name, '\0').ptr;
    if (path && path[0] && fs_read(path, MAX_FILE, &scratch, &text) == 0)
        credentials_of_file(text, profile, config, keep, into);
}

static bool of_process(struct str line, struct arena *keep, struct credentials *out,
                       struct buf *why)
{
    int n = 0;
    struct str text, *words = credentials_words(line, keep, &n);
    char *argv[CREDENTIALS_WORDS] = { 0 };
    for (int i = 0; i < n; i++)
        argv[i] = str_copy(words[i], keep).len ? (char *)(uintptr_t)words[i].ptr : "";
    out->source = S("credential_process");
    if (n && process_output(argv, PROCESS_SECONDS, true, MAX_OUTPUT, keep, &text) &&
        credentials_of_json(text, keep, out, why))
        return true;
    buf_put(why, S("; the profile's credential_process gave no credentials"));
    return false;
}

static bool of_tool(struct str profile, struct arena *keep, struct credentials *out,
                    struct buf *why)
{
    char *argv[] = { "aws", "configure", "export-credentials", "--format", "process", NULL,
                     NULL,  NULL };
    struct str text;
    if (profile.len) {
        argv[5] = "--profile";
        argv[6] = (char *)(uintptr_t)str_c(profile, keep);
    }
    out->source = S("aws configure export-credentials");
    return process_output(argv, TOOL_SECONDS, false, MAX_OUTPUT, keep, &text) &&
           credentials_of_json(text, keep, out, why);
}

static void take_region(credentials_env *get, const struct credentials_profile *p,
                        struct credentials *out)
{
    struct str region = value_of(get, "AWS_REGION"), fallback = value_of(get, "AWS_DEFAULT_REGION");
    out->region = region.len ? region : fallback.len ? fallback : p->region;
    out->endpoint = p->endpoint;
    out->ca_bundle = p->ca_bundle;
}

static const char *from_env(const char *name)
{
    return getenv(name);
}

static struct credentials_profile read_profile(struct str name, struct arena *keep,
                                               struct arena scratch)
{
    struct credentials_profile p = { 0 };
    read_shared("AWS_SHARED_CREDENTIALS_FILE", "credentials", name, false, keep, scratch, &p);
    read_shared("AWS_CONFIG_FILE", "config", name, true, keep, scratch, &p);
    return p;
}

static void add_service(const struct credentials_profile *p, struct arena *keep,
                        struct credentials *out)
{
    const char *path = getenv("AWS_CONFIG_FILE"), *home = getenv("HOME");
    struct str text;
    if ((!path || !path[0]) && home)
        path = str_fmt(keep, "%s/.aws/config%c", home, '\0').ptr;
    if (p->services.len && path && path[0] && fs_read(path, MAX_FILE, keep, &text) == 0)
        out->s3_endpoint = credentials_service(text, p->services, "s3");
}

static enum found of_profile(struct identity_ways *w, struct str name, int depth);

/* Who may take the role: another profile, or what the environment, container or instance says. */
static enum found of_role(struct identity_ways *w, const struct credentials_profile *p,
                          struct str name, int depth)
{
    static const struct {
        const char *name;
        bool (*find)(struct identity_ways *w);
    } kinds[] = { { "EcsContainer", identity_of_container },
                  { "Ec2InstanceMetadata", identity_of_instance } };
    bool base = false;
    if (p->mfa.len) {
        buf_fmt(
            w->why,
            "no credentials: profile %.*s wants a code of a device (mfa_serial), which plumb does "
            "not ask for; run: eval \"$(aws configure export-credentials --profile %.*s --format "
            "env)\"",
            FMT(name), FMT(name));
        return FOUND_BROKEN;
    }
    if (p->token_file.len)
        return identity_of_web(w, p->role, p->token_file, p->session) ? FOUND : FOUND_BROKEN;
    if (p->source.len && str_equal(p->source, name)) {
        w->out->key = (struct sign_key){ p->id, p->secret, p->token };
        base = p->id.len && p->secret.len;
    } else if (p->source.len && depth < MAX_ROLES) {
        base = of_profile(w, p->source, depth + 1) == FOUND;
    } else if (str_equal(p->source_kind, S("Environment"))) {
        base = credentials_of_env(from_env, w->out);
    }
    for (ptrdiff_t i = 0; i < LEN(kinds) && !base; i++)
        base = str_equal(p->source_kind, str_of(kinds[i].name)) && kinds[i].find(w);
    if (base && identity_take_role(w, p->role, p->external_id, p->session)) {
        w->out->source = str_fmt(w->keep, "profile %.*s: role %.*s", FMT(name), FMT(p->role));
        return FOUND;
    }
    if (!w->why->len)
        buf_fmt(w->why, "no credentials: profile %.*s takes role %.*s, and nothing says as whom",
                FMT(name), FMT(p->role));
    return FOUND_BROKEN;
}

static enum found of_profile(struct identity_ways *w, struct str name, int depth)
{
    struct credentials_profile p = read_profile(name, w->keep, w->scratch);
    if (p.role.len && (p.source.len || p.source_kind.len || p.token_file.len || p.mfa.len))
        return of_role(w, &p, name, depth);
    if (p.sso_session.len || p.sso_start.len) {
        bool ok = identity_of_signon(w, &p) || of_tool(name, w->keep, w->out, w->why);
        if (!ok)
            buf_fmt(w->why, "no credentials: log in first: aws sso login --profile %.*s",
                    FMT(name));
        return ok ? FOUND : FOUND_BROKEN;
    }
    if (p.id.len && p.secret.len) {
        w->out->key = (struct sign_key){ p.id, p.secret, p.token };
        w->out->source = str_fmt(w->keep, "profile %.*s", FMT(name));
        return FOUND;
    }
    if (p.process.len)
        return of_process(p.process, w->keep, w->out, w->why) ? FOUND : FOUND_BROKEN;
    if (p.by_tool && !of_tool(name, w->keep, w->out, w->why)) {
        buf_fmt(w->why, "no credentials: log in first: aws login --profile %.*s", FMT(name));
        return FOUND_BROKEN;
    }
    return p.by_tool ? FOUND : FOUND_NONE;
}

bool chain_find(struct arena *keep, struct arena scratch, struct credentials *out, struct buf *why)
{
    struct str named = value_of(from_env, "AWS_PROFILE");
    if (!named.len)
        named = value_of(from_env, "AWS_DEFAULT_PROFILE");
    struct str profile = named.len ? named : S("default");
    struct credentials_profile p = read_profile(profile, keep, scratch);
    *out = (struct credentials){ 0 };
    take_region(from_env, &p, out);
    add_service(&p, keep, out);
    struct identity_ways w = { keep, scratch, out, why };
    if (credentials_of_env(from_env, out))
        return true;
    if (value_of(from_env, "AWS_WEB_IDENTITY_TOKEN_FILE").len &&
        value_of(from_env, "AWS_ROLE_ARN").len) /* a cluster's, or a CI's */
        return identity_of_web(&w, value_of(from_env, "AWS_ROLE_ARN"),
                               value_of(from_env, "AWS_WEB_IDENTITY_TOKEN_FILE"),
                               value_of(from_env, "AWS_ROLE_SESSION_NAME"));
    enum found found = of_profile(&w, profile, 0);
    if (found != FOUND_NONE)
        return found == FOUND;
    if (named.len && !p.found) {
        buf_fmt(why, "no credentials: there is no profile %.*s in ~/.aws", FMT(named));
        return false;
    }
    if (identity_of_container(&w) || of_tool(named, keep, out, why) || identity_of_instance(&w))
        return true;
    if (!why->len)
        buf_fmt(why,
                "no credentials: not in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, "
                "AWS_WEB_IDENTITY_TOKEN_FILE, AWS_CONTAINER_CREDENTIALS_*), not in profile %.*s of "
                "~/.aws, not of this machine",
                FMT(profile));
    return false;
}
