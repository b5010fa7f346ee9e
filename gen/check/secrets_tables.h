/* secrets_tables.h - the shapes, names and words that secrets.c asks: how keys begin, what stands beside them, and
 * what is visibly none. */
#ifndef CHECK_SECRETS_TABLES_H
#define CHECK_SECRETS_TABLES_H

enum kind { SHAPE, JWT, PEM, URL, PASSWORD, TOKEN, BEARER, BASIC, HOOK, LOGIN, PGPASS };

struct anchor {
    const char *text;
    int at; /* where in it begin four bytes that English has least of */
    const char *pattern;
    enum kind kind;
    const char *
        set; /* SHAPE: what follows: u A-Z0-9, h 0-9a-f, a letters digits, w a and _, d w and -, . d and .;
                behind it how many bytes on the one point stands */
    int min, max; /* how many; max 0: more are as good */
};

/* clang-format off */
static const struct anchor anchors[] = {
    { "AKIA", 0,        "an AWS access key",        SHAPE, "u", 16, 16 },
    { "ASIA", 0,        "an AWS access key",        SHAPE, "u", 16, 16 },
    { "ABIA", 0,        "an AWS access key",        SHAPE, "u", 16, 16 },
    { "ACCA", 0,        "an AWS access key",        SHAPE, "u", 16, 16 },
    { "ghp_", 0,        "a GitHub token",           SHAPE, "a", 30, 0 },
    { "gho_", 0,        "a GitHub token",           SHAPE, "a", 30, 0 },
    { "ghu_", 0,        "a GitHub token",           SHAPE, "a", 30, 0 },
    { "ghs_", 0,        "a GitHub token",           SHAPE, "a", 30, 0 },
    { "ghr_", 0,        "a GitHub token",           SHAPE, "a", 30, 0 },
    { "github_pat_", 4, "a GitHub token",           SHAPE, "w", 22, 0 },
    { "glpat-", 0,      "a GitLab token",           SHAPE, "d", 20, 0 },
    { "gldt-", 0,       "a GitLab token",           SHAPE, "d", 20, 0 },
    { "glrt-", 0,       "a GitLab token",           SHAPE, "d", 20, 0 },
    { "glptt-", 0,      "a GitLab token",           SHAPE, "d", 20, 0 },
    { "glcbt-", 0,      "a GitLab token",           SHAPE, "d", 20, 0 },
    { "xoxb-", 0,       "a Slack token",            SHAPE, "d", 20, 0 },
    { "xoxa-", 0,       "a Slack token",            SHAPE, "d", 20, 0 },
    { "xoxp-", 0,       "a Slack token",            SHAPE, "d", 20, 0 },
    { "xoxr-", 0,       "a Slack token",            SHAPE, "d", 20, 0 },
    { "xoxs-", 0,       "a Slack token",            SHAPE, "d", 20, 0 },
    { "xoxe-", 0,       "a Slack token",            SHAPE, "d", 20, 0 },
    { "xapp-1-", 2,       "a Slack token",            SHAPE, "d", 20, 0 },
    { "hooks.slack.com/services/", 4, "a Slack webhook",   HOOK, "", 30, 0 },
    { "/api/webhooks/", 2,            "a Discord webhook", HOOK, "", 40, 0 },
    { "webhook.office.com/", 6,       "a Teams webhook",   HOOK, "", 40, 0 },
    { "sk_live_", 0,    "a Stripe key",             SHAPE, "a", 16, 0 },
    { "rk_live_", 0,    "a Stripe key",             SHAPE, "a", 16, 0 },
    { "sk_test_", 0,    "a Stripe key",             SHAPE, "a", 16, 0 },
    { "rk_test_", 0,    "a Stripe key",             SHAPE, "a", 16, 0 },
    { "whsec_", 0,      "a Stripe key",             SHAPE, "a", 16, 0 },
    { "AIza", 0,        "a Google API key",         SHAPE, "d", 35, 35 },
    { "ya29.", 0,       "a Google token",           SHAPE, ".", 20, 0 },
    { "GOCSPX-", 2,     "a Google client secret",   SHAPE, "d", 24, 0 },
    { "npm_", 0,        "an npm token",             SHAPE, "a", 36, 36 },
    { "pypi-", 0,       "a PyPI token",             SHAPE, "d", 40, 0 },
    { "SG.", 0,         "a SendGrid key",           SHAPE, ".", 60, 0 },
    { "hf_", 0,         "a Hugging Face token",     SHAPE, "a", 30, 0 },
    { "dop_v1_", 2,     "a DigitalOcean token",     SHAPE, "h", 64, 0 },
    { "doo_v1_", 2,     "a DigitalOcean token",     SHAPE, "h", 64, 0 },
    { "shpat_", 0,      "a Shopify token",          SHAPE, "h", 32, 0 },
    { "shpss_", 0,      "a Shopify token",          SHAPE, "h", 32, 0 },
    { "shpca_", 0,      "a Shopify token",          SHAPE, "h", 32, 0 },
    { "sq0atp-", 0,     "a Square token",           SHAPE, "d", 20, 0 },
    { "sq0csp-", 0,     "a Square token",           SHAPE, "d", 20, 0 },
    { "sk-proj-", 0,    "an OpenAI key",            SHAPE, "d", 30, 0 },
    { "sk-svcacct-", 1, "an OpenAI key",            SHAPE, "d", 30, 0 },
    { "sk-ant-", 0,     "an Anthropic key",         SHAPE, "d", 30, 0 },
    { "hvs.", 0,        "a Vault token",            SHAPE, "d", 24, 0 },
    { "hvb.", 0,        "a Vault token",            SHAPE, "d", 24, 0 },
    { ".atlasv1.", 4,   "a Terraform Cloud token",  SHAPE, "d", 40, 0 },
    { "dapi", 0,        "a Databricks token",       SHAPE, "h", 32, 32 },
    { "dp.pt.", 0,      "a Doppler token",          SHAPE, "a", 40, 0 },
    { "lin_api_", 2,    "a Linear key",             SHAPE, "a", 32, 0 },
    { "PMAK-", 0,       "a Postman key",            SHAPE, "d", 50, 0 },
    { "NRAK-", 0,       "a New Relic key",          SHAPE, "u", 27, 0 },
    { "glsa_", 0,       "a Grafana token",          SHAPE, "w", 32, 0 },
    { "pscale_", 3,     "a PlanetScale token",      SHAPE, "d", 36, 0 },
    { "pul-", 0,        "a Pulumi token",           SHAPE, "h", 40, 40 },
    { "key-", 0,        "a Mailgun key",            SHAPE, "h", 32, 32 },
    { "dckr_pat_", 0,   "a Docker Hub token",       SHAPE, "d", 20, 0 },
    { "ATATT3x", 0,     "an Atlassian token",       SHAPE, "d", 60, 0 },
    { "figd_", 1,       "a Figma token",            SHAPE, "d", 30, 0 },
    { "ntn_", 0,        "a Notion token",           SHAPE, "a", 40, 0 },
    { "sntrys_", 2,     "a Sentry token",           SHAPE, "b", 40, 0 },
    { "nfp_", 0,        "a Netlify token",          SHAPE, "a", 36, 0 },
    { "rubygems_", 5,   "a RubyGems key",           SHAPE, "h", 48, 48 },
    { "bkua_", 0,       "a Buildkite token",        SHAPE, "h", 40, 40 },
    { "sbp_", 0,        "a Supabase token",         SHAPE, "h", 40, 40 },
    { "sk.eyJ", 2,      "a Mapbox token",           SHAPE, ".", 40, 0 },
    { "glc_", 0,        "a Grafana token",          SHAPE, "b", 60, 0 },
    { "pat", 0,         "an Airtable token",        SHAPE, ".\16", 79, 79 },
    { "tskey-", 2,      "a Tailscale key",          SHAPE, "d", 20, 0 },
    { "xkeysib-", 0,    "a Brevo key",              SHAPE, "d", 60, 0 },
    { "CCIPAT_", 0,     "a CircleCI token",         SHAPE, "d", 30, 0 },
    { "gsk_", 0,        "a Groq key",               SHAPE, "a", 40, 0 },
    { "nvapi-", 0,      "an NVIDIA key",            SHAPE, "d", 50, 0 },
    { "dt0c01.", 0,     "a Dynatrace token",        SHAPE, ".", 80, 0 },
    { "AGE-SECRET-KEY-1", 10, "an age key",          SHAPE, "u", 50, 0 },
    { "-----BEGIN ", 4, "a private key",            PEM,   "", 0, 0 },
    { ".eyJ", 0,        "a JSON Web Token",         JWT,   "", 0, 0 },
    { "://", 0,         "a password in an address", URL,   "", 0, 0 },
    { "pass", 0,        "a password beside its name", PASSWORD, "", 0, 0 },
    { "pwd", 0,         "a password beside its name", PASSWORD, "", 0, 0 },
    { "secret", 2,      "a secret beside its name", TOKEN, "", 0, 0 },
    { "token", 0,       "a token beside its name",  TOKEN, "", 0, 0 },
    { "credential", 2,  "a secret beside its name", TOKEN, "", 0, 0 },
    { "apikey", 0,      "a key beside its name",    TOKEN, "", 0, 0 },
    { "api_key", 1,     "a key beside its name",    TOKEN, "", 0, 0 },
    { "api-key", 1,     "a key beside its name",    TOKEN, "", 0, 0 },
    { "accesskey", 4,   "a key beside its name",    TOKEN, "", 0, 0 },
    { "access_key", 4,  "a key beside its name",    TOKEN, "", 0, 0 },
    { "access-key", 0,  "a key beside its name",    TOKEN, "", 0, 0 },
    { "accountkey", 5,  "a key beside its name",    TOKEN, "", 0, 0 },
    { "account_key", 6, "a key beside its name",    TOKEN, "", 0, 0 },
    { "privatekey", 5,  "a key beside its name",    TOKEN, "", 0, 0 },
    { "private_key", 0, "a key beside its name",    TOKEN, "", 0, 0 },
    { "auth_key", 2,    "a key beside its name",    TOKEN, "", 0, 0 },
    { "signingkey", 5,  "a key beside its name",    TOKEN, "", 0, 0 },
    { "signing_key", 5, "a key beside its name",    TOKEN, "", 0, 0 },
    { "encryptionkey", 8,  "a key beside its name", TOKEN, "", 0, 0 },
    { "encryption_key", 8, "a key beside its name", TOKEN, "", 0, 0 },
    { "sig=", 0,        "a signature of an address", TOKEN, "", 0, 0 },
    { "bearer ", 0,     "a bearer token",           BEARER, "", 0, 0 },
    { "basic ", 0,      "a user and password",      BASIC, "", 0, 0 },
    { "auth", 0,        "a user and password",      BASIC, "", 0, 0 },
    { "curl", 0,        "a user and password",      LOGIN, "", 0, 0 },
    { ":5432:", 1,      "a line of .pgpass",        PGPASS, "", 0, 0 },
};

/* Names of things about a secret: "passwordMinLength", "tokenUrl", "secretArn". */
static const char *const about[] = {
    "name", "arn", "ttl", "url", "uri", "endpoint", "file", "path", "dir", "len", "min", "max", "age", "polic",
    "count", "version", "ref", "type", "rotat", "expir", "timeout", "second", "minute", "hour", "day", "period",
    "hash", "algorithm", "manager", "limit", "size", "enabled", "required", "format", "header", "field", "param",
    "mount", "store", "storage", "address", "provider", "bucket", "per_", "rate", "usage", "cost", "price", "keyid", "_id", "-id", "digest",
};
static const char *const about_before[] = { "next", "cancel", "page", "pagina", "continuation", "public", "hash" };
/* What people write where a secret would stand. */
static const char *const fakes[] = {
    "example", "changeme", "change-me", "change_me", "placeholder", "your-", "your_", "yourp", "yours", "yourt",
    "yourk", "xxxx", "****", "....", "dummy", "redacted", "sample", "insert", "replace", "masked", "hidden", "todo",
    "7exam", "7mdeng", "${", "{{", "$(", "<%", "(", "arn:", "urn:", "sha256", "sha384", "sha512", "sha1", "::", "\xe2\x80\xa6", "not-a-real", "var.", "env.", "local.",
    "secrets.", "vars.", "config.", "settings.", "self.", "this.", "://", "12345", "asdf",
};
/* What manuals make example passwords of: "my_password", "secret2", "foo:bar". */
static const char *const stock[] = {
    "password", "passwd", "pass", "pwd", "secret", "token", "key", "api", "access", "my", "the", "user", "name", "test",
    "admin", "root", "default", "demo", "foo", "bar", "baz", "qwerty", "guest", "some", "value", "string", "here",
    "client", "account", "db", "database", "login", "fake", "mock", "pw", "super", "strong", "very", "new", "old",
    "it", "is", "a", "p4ssw0rd", "passw0rd", "pa55word", "s3cr3t", "s3cret", "letmein", "monkey",
};
/* Whom tokens in manuals are made out to. */
static const char *const nobody[] = { "john doe", "johndoe", "jane doe", "1234567890", "example", "alice", "foo" };
/* Tags that stand between a name and its value; any other after "=" is what to fill in: <YOUR_PASSWORD>. */
static const char *const tags[] = {
    "span", "code", "td", "th", "tr", "tbody", "strong", "em", "b", "i", "a", "p", "dd", "dt", "div", "br", "mark",
    "kbd", "samp", "pre", "s", "del", "ins", "u", "sub", "sup", "abbr", "li", "ul", "small", "wbr",
};
/* Words with digits in them that are no passwords. */
static const char *const words[] = {
    "argon2", "oauth2", "a128", "a192", "a256", "base64", "ed25519", "pbkdf2", "aes", "rsa", "utf", "bcrypt", "scrypt", "x509", "v1", "v2",
    "md5", "hmac", "http", "saml2", "totp", "ecdsa", "us-", "eu-", "ap-", "db.", "cache.",
};
static const struct {
    struct str text;
    char sense; /* of what stands between a name and its value: = sets it, > ends a tag, q a quote, "," a cell */
} marks[] = {
    { S("&quot;"), 'q' }, { S("&#34;"), 'q' }, { S("&#39;"), 'q' }, { S("&apos;"), 'q' }, { S("&gt;"), '>' },
    { S("%3D"), '=' }, { S("%3d"), '=' }, { S("%3A"), '=' }, { S("%3a"), '=' }, { S("%22"), 'q' },
    { S("%27"), 'q' }, { S("%20"), ' ' }, { S("\\n"), 0 }, { S("\\u0022"), 'q' }, { S("is "), ',' },
    { S("\""), 'q' }, { S("'"), 'q' }, { S("`"), 'q' }, { S("\\"), ' ' }, { S(" "), ' ' }, { S("\t"), ' ' },
    { S("="), '=' }, { S(":"), '=' }, { S("|"), ',' }, { S(","), ',' }, { S(";"), ',' }, { S(">"), '>' },
    { S("*"), ' ' }, { S("]"), 'q' }, { S("["), 'q' },
};
/* clang-format on */
#endif
