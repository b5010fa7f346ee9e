/* credentials.c - the chain, first that has them wins:
 *     1  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
 *     2  the profile's keys in ~/.aws/credentials, then ~/.aws/config
 *     3  the profile's credential_process
 *     4  aws configure export-credentials: single sign-on, roles, web identity, containers */
#include "publish/credentials.h"

#include <stdlib.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/path.h"
#include "base/time.h"
#include "model/rule.h"
#include "publish/process.h"

enum {
    MAX_FILE = 1 << 20,
    MAX_OUTPUT = 1 << 16,
    MAX_WORDS = 64,
    PROCESS_SECONDS = 60,
    TOOL_SECONDS = 20
};

static struct str value_of(credentials_env *get, const char *name)
{
    return str_trim(str_of(get(name)));
}

bool credentials_of_env(credentials_env *get, struct credentials *out)
{
    struct str id = value_of(get, "AWS_ACCESS_KEY_ID"),
               secret = value_of(get, "AWS_SECRET_ACCESS_KEY");
    if (!id.len || !secret.len)
        return false;
    out->key = (struct sign_key){ id, secret, value_of(get, "AWS_SESSION_TOKEN") };
    out->source = S("environment");
    return true;
}

/* ---- shared files --------------------------------------------------------------------------- */

/* "[profile x]" in config, "[x]" in credentials and for the default profile */
static bool is_section(struct str line, struct str profile, bool config)
{
    struct str name = str_trim(str_cut(str_from(line, 1), ']').head);
    if (config && str_starts(name, S("profile")) && name.len > 7 && char_is_space(name.ptr[7]))
        return str_equal(str_trim(str_from(name, 7)), profile);
    return str_equal(name, profile) && (!config || str_equal(profile, S("default")));
}

/* without a comment behind it */
static struct str plain(struct str v)
{
    ptrdiff_t hash = str_find(v, S(" #")), semicolon = str_find(v, S(" ;"));
    if (hash >= 0)
        v = str_sub(v, 0, hash);
    if (semicolon >= 0)
        v = str_sub(v, 0, semicolon);
    return str_trim(v);
}

static void take(struct credentials_profile *p, struct str name, struct str value,
                 struct arena *keep)
{
    static const char *const tools[] = {
        "sso_session",   "sso_start_url",           "role_arn",
        "login_session", "web_identity_token_file", "source_profile"
    };
    const struct {
        const char *name;
        struct str *into;
    } texts[] = {
        { "aws_access_key_id", &p->id },       { "aws_secret_access_key", &p->secret },
        { "aws_session_token", &p->token },    { "region", &p->region },
        { "credential_process", &p->process }, { "endpoint_url", &p->endpoint },
    };
    for (ptrdiff_t i = 0; i < LEN(texts); i++)
        if (str_equal_nocase(name, str_of(texts[i].name)) && !texts[i].into->len)
            *texts[i].into = str_copy(value, keep);
    for (ptrdiff_t i = 0; i < LEN(tools); i++)
        p->by_tool |= str_equal_nocase(name, str_of(tools[i]));
}

void credentials_of_file(struct str text, struct str profile, bool config, struct arena *keep,
                         struct credentials_profile *into)
{
    bool inside = false;
    while (text.len) {
        struct str line = str_line(&text);
        if (!line.len || line.ptr[0] == '#' || line.ptr[0] == ';')
            continue;
        if (line.ptr[0] == '[') {
            inside = is_section(line, profile, config);
            into->found |= inside;
            continue;
        }
        struct cut c = str_cut(line, '=');
        if (inside && c.ok &&
            !char_is_space(line.ptr[0])) /* indented lines belong to a nested table */
            take(into, str_trim(c.head), plain(c.tail), keep);
    }
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

/* ---- processes ------------------------------------------------------------------------------ */

bool credentials_of_json(struct str text, struct arena *keep, struct credentials *out,
                         struct buf *why)
{
    struct source *src = NEW(keep, struct source, 1);
    struct diag d = { .keep = keep };
    *src = (struct source){ S("credentials"), str_copy(text, keep) };
    const struct json *j = json_parse(src, keep, RULE(INPUT_JSON), &d);
    int64_t version = 0;
    if (!j || !json_int(json_get(j, "Version"), &version) || version != 1) {
        buf_put(why, S("its answer is not JSON of Version 1"));
        return false;
    }
    out->key = (struct sign_key){ json_str(json_get(j, "AccessKeyId")),
                                  json_str(json_get(j, "SecretAccessKey")),
                                  json_str(json_get(j, "SessionToken")) };
    struct str expires = json_str(json_get(j, "Expiration"));
    out->expires = 0;
    if (expires.len && !time_parse(expires, &out->expires))
        out->expires = 0;
    if (out->key.id.len && out->key.secret.len)
        return true;
    buf_put(why, S("its answer has no AccessKeyId or no SecretAccessKey"));
    return false;
}

struct str *credentials_words(struct str line, struct arena *keep, int *n)
{
    struct str *words = NEW(keep, struct str, MAX_WORDS);
    *n = 0;
    for (ptrdiff_t i = 0; *n < MAX_WORDS - 1;) {
        while (i < line.len && char_is_space(line.ptr[i]))
            i++;
        if (i == line.len)
            break;
        struct buf word = buf_open(keep, line.len + 1);
        for (char quote = 0; i < line.len && (quote || !char_is_space(line.ptr[i])); i++) {
            char c = line.ptr[i];
            if (c == '\\' && quote != '\'' && i + 1 < line.len)
                buf_char(&word, line.ptr[++i]);
            else if (quote ? c == quote : c == '"' || c == '\'')
                quote = quote ? 0 : c;
            else
                buf_char(&word, c);
        }
        words[(*n)++] = str_copy(buf_str(&word), keep);
    }
    return words;
}

static bool of_process(struct str line, struct arena *keep, struct credentials *out,
                       struct buf *why)
{
    int n = 0;
    struct str text, *words = credentials_words(line, keep, &n);
    char *argv[MAX_WORDS] = { 0 };
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
}

static const char *from_env(const char *name)
{
    return getenv(name);
}

bool credentials_find(struct arena *keep, struct arena scratch, struct credentials *out,
                      struct buf *why)
{
    struct str named = value_of(from_env, "AWS_PROFILE");
    struct str profile = named.len ? named : S("default");
    struct credentials_profile p = { 0 };
    *out = (struct credentials){ 0 };
    read_shared("AWS_SHARED_CREDENTIALS_FILE", "credentials", profile, false, keep, scratch, &p);
    read_shared("AWS_CONFIG_FILE", "config", profile, true, keep, scratch, &p);
    take_region(from_env, &p, out);
    if (credentials_of_env(from_env, out))
        return true;
    if (p.id.len && p.secret.len) {
        out->key = (struct sign_key){ p.id, p.secret, p.token };
        out->source = str_fmt(keep, "profile %.*s", FMT(profile));
        return true;
    }
    struct buf words = buf_open(keep, MAX_OUTPUT);
    if (p.process.len && of_process(p.process, keep, out, &words))
        return true;
    if (of_tool(named, keep, out, &words))
        return true;
    if (named.len && !p.found)
        buf_fmt(why, "no credentials: there is no profile %.*s in ~/.aws", FMT(named));
    else if (p.by_tool)
        buf_fmt(why, "no credentials: log in first: aws sso login --profile %.*s", FMT(profile));
    else
        buf_fmt(why,
                "no credentials: not in the environment (AWS_ACCESS_KEY_ID, "
                "AWS_SECRET_ACCESS_KEY), not in profile %.*s of ~/.aws%.*s",
                FMT(profile), FMT(buf_str(&words)));
    return false;
}
