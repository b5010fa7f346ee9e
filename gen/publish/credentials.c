/* credentials.c - environment and shared files; which of them speaks, and for whom. */
#include "publish/credentials.h"

#include "base/json.h"
#include "base/time.h"
#include "model/rule.h"

enum { MAX_WORDS = CREDENTIALS_WORDS };

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
    const struct {
        const char *name;
        struct str *into;
    } texts[] = {
        { "aws_access_key_id", &p->id },
        { "aws_secret_access_key", &p->secret },
        { "aws_session_token", &p->token },
        { "region", &p->region },
        { "credential_process", &p->process },
        { "endpoint_url", &p->endpoint },
        { "role_arn", &p->role },
        { "source_profile", &p->source },
        { "credential_source", &p->source_kind },
        { "external_id", &p->external_id },
        { "role_session_name", &p->session },
        { "mfa_serial", &p->mfa },
        { "web_identity_token_file", &p->token_file },
        { "sso_session", &p->sso_session },
        { "sso_start_url", &p->sso_start },
        { "sso_region", &p->sso_region },
        { "sso_account_id", &p->sso_account },
        { "sso_role_name", &p->sso_role },
        { "services", &p->services },
        { "ca_bundle", &p->ca_bundle },
    };
    for (ptrdiff_t i = 0; i < LEN(texts); i++)
        if (str_equal_nocase(name, str_of(texts[i].name)) && !texts[i].into->len)
            *texts[i].into = str_copy(value, keep);
    p->by_tool |= str_equal_nocase(name, S("login_session"));
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

struct str credentials_service(struct str text, struct str name, const char *service)
{
    bool inside = false, ours = false;
    while (text.len) {
        struct str line = str_line(&text);
        if (line.len && line.ptr[0] == '[') {
            struct str head = str_trim(str_cut(str_from(line, 1), ']').head);
            struct cut c = str_cut(head, ' ');
            inside = str_equal(c.head, S("services")) && str_equal(str_trim(c.tail), name);
            continue;
        }
        struct cut c = str_cut(line, '=');
        if (!inside || !c.ok)
            continue;
        if (!char_is_space(line.ptr[0]))
            ours = str_equal(str_trim(c.head), str_of(service));
        else if (ours && str_equal(str_trim(c.head), S("endpoint_url")))
            return plain(c.tail);
    }
    return S("");
}

bool credentials_of_json(struct str text, struct arena *keep, struct credentials *out,
                         struct buf *why)
{
    struct source *src = NEW(keep, struct source, 1);
    struct diag d = { .keep = keep };
    *src = (struct source){ .path = S("credentials"), .text = str_copy(text, keep) };
    const struct json *j = json_parse(src, keep, RULE(INPUT_JSON), &d);
    int64_t version = 1;
    bool told = j && json_get(j, "Version");
    if (!j || (told && (!json_int(json_get(j, "Version"), &version) || version != 1)) ||
        (!told && !json_get(j, "Token"))) {
        buf_put(why, S("its answer is not JSON of Version 1"));
        return false;
    }
    out->key = (struct sign_key){ json_str(json_get(j, "AccessKeyId")),
                                  json_str(json_get(j, "SecretAccessKey")),
                                  json_str(json_get(j, told ? "SessionToken" : "Token")) };
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
