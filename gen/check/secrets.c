/* secrets.c - shapes of keys and tokens, names that tell, and what is visibly neither.
 *
 * Every shape and name begins with an anchor of three letters or more ("AKIA", "token"). One pass looks at every
 * second place of the text: three bytes there, without case, are asked of a small set that holds the first and
 * the second three of each anchor. Few places pass, and only those are compared. Two more passes decode what is
 * written with percent signs and in base64, and look into that once. */
#include "check/secrets.h"

#include <assert.h>

#include "base/utf8.h"
#include "model/rule.h"

enum {
    BITS = 1 << 17, /* of the set */
    HEADS = 256,
    ENTRIES = 512,
    NEAR = 400,  /* between a name and its value: tags of a highlighted line */
    HEAD = 64,   /* of a value; what is visibly no secret says so here */
    VALUE = 512, /* a longer one is none */
    LONG = 4096, /* of a value; of a block that is decoded */
};

enum kind { SHAPE, JWT, PEM, URL, PASSWORD, TOKEN, BEARER, BASIC, HOOK };

/* ---- the table ---- */

struct anchor {
    const char *text;
    int at; /* where in it begin four bytes that English has least of */
    const char *pattern;
    enum kind kind;
    const char *
        set; /* SHAPE: what follows: u A-Z0-9, h 0-9a-f, a letters digits, w a and _, d w and -, . d and . */
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
};

/* Names of things about a secret: "passwordMinLength", "tokenUrl", "secretArn". */
static const char *const about[] = {
    "name", "arn", "ttl", "url", "uri", "endpoint", "file", "path", "dir", "len", "min", "max", "age", "polic",
    "count", "version", "ref", "type", "rotat", "expir", "timeout", "second", "minute", "hour", "day", "period",
    "hash", "algorithm", "manager", "limit", "size", "enabled", "required", "format", "header", "field", "param",
    "mount", "provider", "bucket", "per_", "rate", "usage", "cost", "price", "keyid", "_id", "-id", "digest",
};
static const char *const about_before[] = { "next", "cancel", "page", "pagina", "continuation", "public", "hash" };
/* What people write where a secret would stand. */
static const char *const fakes[] = {
    "example", "changeme", "change-me", "change_me", "placeholder", "your-", "your_", "yourp", "yours", "yourt",
    "yourk", "xxxx", "****", "....", "dummy", "redacted", "sample", "insert", "replace", "masked", "hidden", "todo",
    "7exam", "7mdeng", "${", "{{", "$(", "<%", "(", "arn:", "sha256", "sha384", "sha512", "sha1", "::", "\xe2\x80\xa6", "not-a-real", "var.", "env.", "local.",
    "secrets.", "vars.", "config.", "settings.", "self.", "this.",
};
/* Words with digits in them that are no passwords. */
static const char *const words[] = {
    "argon2", "oauth2", "base64", "ed25519", "pbkdf2", "aes", "rsa", "utf", "bcrypt", "scrypt", "x509", "v1", "v2",
    "md5", "hmac", "http", "saml2", "totp", "ecdsa", "us-", "eu-", "ap-", "db.", "cache.",
};
/* clang-format on */

/* ---- classes of bytes ---- */

static bool in_set(char c, char set)
{
    switch (set) {
    case 'u':
        return (c >= 'A' && c <= 'Z') || char_is_digit(c);
    case 'h':
        return char_is_digit(c) || (c >= 'a' && c <= 'f');
    case 'a':
        return char_is_alnum(c);
    case 'w':
        return char_is_alnum(c) || c == '_';
    case 'd':
        return char_is_alnum(c) || c == '_' || c == '-';
    case '.':
        return char_is_alnum(c) || c == '_' || c == '-' || c == '.';
    default: /* base64, both alphabets */
        return char_is_alnum(c) || c == '+' || c == '/' || c == '_' || c == '-';
    }
}

static ptrdiff_t run_of(struct str s, char set)
{
    ptrdiff_t n = 0;
    while (n < s.len && in_set(s.ptr[n], set))
        n++;
    return n;
}

static bool has_any(struct str s, const char *const *list, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_find_nocase(s, str_of(list[i])) >= 0)
            return true;
    return false;
}

static bool has_few_letters(struct str s)
{
    uint64_t seen[4] = { 0 };
    int n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        n += !(seen[c / 64] >> c % 64 & 1);
        seen[c / 64] |= UINT64_C(1) << c % 64;
    }
    return n < 4 || (s.len >= 16 && n < 6);
}

static bool is_fake(struct str s)
{
    s = str_sub(s, 0, HEAD);
    return has_any(s, fakes, LEN(fakes)) || has_few_letters(s);
}

/* ---- values ---- */

struct mix {
    int letters, digits, symbols, pieces;
    int turns; /* between letters and digits, and from small to large, inside a piece */
    int mixed; /* bytes of pieces that look random: three turns or more */
};

static int class_of(char c)
{
    return char_is_digit(c) ? 1 : char_is_alpha(c) || (unsigned char)c >= 0x80 ? 2 : 0;
}

static bool is_uuid(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? s.ptr[i] != '-'
                                                    : !in_set(char_lower(s.ptr[i]), 'h'))
            return false;
    return s.len == 36;
}

static int turns_of(struct str piece)
{
    int n = 0;
    for (ptrdiff_t i = 1; i < piece.len; i++) {
        char c = piece.ptr[i], was = piece.ptr[i - 1];
        n += class_of(c) != class_of(was) || (c >= 'A' && c <= 'Z' && was >= 'a');
    }
    return n;
}

static struct mix mix_of(struct str s)
{
    struct mix m = { 0 };
    for (ptrdiff_t i = 0, n; i < s.len; i += n + 1) {
        n = 0;
        for (int c; i + n < s.len && (c = class_of(s.ptr[i + n])); n++) {
            m.letters += c == 2;
            m.digits += c == 1;
        }
        int turns = turns_of(str_sub(s, i, n));
        m.pieces += n > 0;
        m.turns += turns;
        m.mixed += turns >= 2 ? (int)n : 0;
        m.symbols += i + n + 1 < s.len && memchr("!@#$%^&*?~", s.ptr[i + n], 10);
    }
    return m;
}

/* "30days" */
static bool is_quantity(struct str s, const struct mix *m)
{
    ptrdiff_t lead = 0;
    while (lead < s.len && char_is_digit(s.ptr[lead]))
        lead++;
    return lead && m->digits == lead && m->turns <= 1;
}

static bool is_word(struct str s)
{
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (s.len >= (ptrdiff_t)strlen(words[i]) &&
            str_equal_nocase(str_sub(s, 0, (ptrdiff_t)strlen(words[i])), str_of(words[i])))
            return s.len < 16;
    return false;
}

/* A phrase of several words that names no secret and holds no placeholder: "correct-horse-…". */
static bool is_phrase(struct str v, const struct mix *m)
{
    static const char *const names[] = { "pass", "secret", "token", "key",
                                         "cred", "db",     "prod",  "env" };
    return m->pieces >= 4 && v.len >= 20 && m->letters + m->pieces - 1 == v.len &&
           str_char(v, '.') < 0 && str_char(v, '/') < 0 && !has_any(v, names, LEN(names));
}

static ptrdiff_t from_base64(struct str in, char *out, ptrdiff_t max);

/* What stands in a Kubernetes Secret of a manual: "not-a-real-…" in base64. */
static bool is_fake_base64(struct str v)
{
    char plain[256];
    struct str p = { plain, from_base64(v, plain, (ptrdiff_t)sizeof plain) };
    return p.len >= 6 && p.len >= v.len * 3 / 4 - 2 && is_fake(p);
}

static bool is_value(enum kind kind, struct str v, bool strong)
{
    if (v.len < (kind == PASSWORD ? 6 : 10) || v.len > VALUE ||
        memchr("$/.[{*#%@<-", v.ptr[0], 11) || is_fake(v) || is_word(v))
        return false;
    struct mix m = mix_of(v);
    if (is_uuid(v) || is_quantity(v, &m) || !m.letters || is_fake_base64(v))
        return false;
    if (kind == PASSWORD)
        return (m.digits && m.turns) || (m.symbols && strong) || (strong && is_phrase(v, &m));
    return m.digits && m.turns >= (v.len < 16 ? 2 : 3) && 2 * m.mixed >= v.len;
}

/* ---- names and what stands between ---- */

/* "pass", "pass_prod", "password", "passwd", "passphrase"; neither "passes" nor "compass". */
static bool is_pass(struct str before, struct str after)
{
    static const char *const tails[] = { "_", "word", "wd", "phrase" };
    static const char *const heads[] = { "com", "by", "sur", "over", "tres" };
    bool is = !after.len;
    for (ptrdiff_t i = 0; i < LEN(tails); i++)
        is = is ||
             str_equal_nocase(str_sub(after, 0, (ptrdiff_t)strlen(tails[i])), str_of(tails[i]));
    for (ptrdiff_t i = 0; i < LEN(heads); i++)
        is = is && !str_ends(before, str_of(heads[i]));
    return is;
}

/* A name that stands for a secret: not one of a thing about it, as "passwordPolicy" is. */
static bool is_telling(const struct anchor *a, struct str before, struct str after)
{
    if (str_equal(str_of(a->text), S("pass")) && !is_pass(before, after))
        return false;
    if (a->text[0] == 't' && str_starts(after, S("iz")))
        return false; /* tokenizer */
    return !str_equal_nocase(after, S("id")) && !has_any(after, about, LEN(about)) &&
           !has_any(before, about_before, LEN(about_before));
}

static struct str name_before(struct str text, ptrdiff_t at)
{
    ptrdiff_t i = at;
    while (i > 0 && at - i < 64 && in_set(text.ptr[i - 1], 'd'))
        i--;
    return str_sub(text, i, at - i);
}

struct gap {
    bool strong, weak, quoted;
};

/* Length of a mark between name and value at s, or 0; notes in g what it means. */
static ptrdiff_t gap_step(struct str s, bool tag_name, struct gap *g)
{
    /* clang-format off */
    static const struct { struct str text; char sense; } marks[] = {
        { S("&quot;"), 'q' }, { S("&#34;"), 'q' }, { S("&#39;"), 'q' }, { S("&apos;"), 'q' }, { S("&gt;"), '>' },
        { S("%3D"), '=' }, { S("%3d"), '=' }, { S("%3A"), '=' }, { S("%3a"), '=' }, { S("%22"), 'q' },
        { S("%27"), 'q' }, { S("%20"), ' ' }, { S("\\n"), 0 }, { S("\\u0022"), 'q' }, { S("is "), ',' },
        { S("\""), 'q' }, { S("'"), 'q' }, { S("`"), 'q' }, { S("\\"), ' ' }, { S(" "), ' ' }, { S("\t"), ' ' },
        { S("="), '=' }, { S(":"), '=' }, { S("|"), ',' }, { S(","), ',' }, { S(";"), ',' }, { S(">"), '>' },
        { S("*"), ' ' }, { S("]"), 'q' }, { S("["), 'q' },
    };
    /* clang-format on */
    if (s.ptr[0] == '<') {
        const char *end = memchr(s.ptr, '>', (size_t)(s.len < NEAR ? s.len : NEAR));
        g->weak = g->weak || str_starts(s, S("</td")) || str_starts(s, S("</th")) ||
                  str_starts(s, S("</dt"));
        return end ? end + 1 - s.ptr : 0;
    }
    if ((s.ptr[0] == '\n' || s.ptr[0] == '\r') && str_starts(str_trim(str_sub(s, 0, 80)), S("<")))
        return 1;
    for (ptrdiff_t i = 0; i < LEN(marks); i++)
        if (str_starts(s, marks[i].text)) {
            char c = marks[i].sense;
            g->strong = g->strong || c == '=' || (c == '>' && tag_name);
            g->weak = g->weak || c == ',';
            g->quoted = c == 'q' && (g->strong || g->weak);
            return c ? marks[i].text.len : 0;
        }
    return 0;
}

static struct str value_at(struct str s, bool whole)
{
    ptrdiff_t n = 0;
    while (n < s.len && n <= VALUE && (unsigned char)s.ptr[n] > ' ' &&
           !memchr("\"'`<>\\", s.ptr[n], 6) && (whole || !memchr(",;|&)]}", s.ptr[n], 7)))
        n++;
    while (n && memchr(".:,*", s.ptr[n - 1], 4))
        n--;
    return str_sub(s, 0, n);
}

/* "[hunter2](config:/db/password)": a claim says the value, and its target the name. */
static bool claimed(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    ptrdiff_t from = at, close;
    while (from > 0 && at - from < NEAR && (unsigned char)text.ptr[from - 1] > ' ' &&
           text.ptr[from - 1] != '(')
        from--;
    struct str target = str_sub(text, from, at - from), before = str_sub(text, 0, from);
    if (!str_ends(before, S("](")) ||
        (str_find(target, S(":/")) < 0 && str_find(target, S("#/")) < 0))
        return false;
    for (close = from - 2, from = close; from > 0 && close - from < VALUE &&
                                         text.ptr[from - 1] != '[' &&
                                         (unsigned char)text.ptr[from - 1] > ' ';)
        from--;
    *out = (struct secrets_hit){ a->pattern, str_sub(text, from, close - from) };
    return from > 0 && text.ptr[from - 1] == '[' && is_value(a->kind, out->at, true);
}

static bool beside(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    ptrdiff_t n = (ptrdiff_t)strlen(a->text), from = at + n;
    struct str before = name_before(text, at);
    struct str after = str_sub(text, from, run_of(str_sub(text, from, 64), 'd'));
    bool sign = a->text[n - 1] == '=';
    if (!sign && !is_telling(a, before, after))
        return false;
    if (!sign && claimed(a, text, at, out))
        return true;
    ptrdiff_t i = from + (sign ? 0 : after.len), head = at - before.len;
    struct gap g = { .strong = sign };
    bool tag =
        head > 0 && (text.ptr[head - 1] == '<' || str_ends(str_sub(text, 0, head), S("&lt;")));
    for (ptrdiff_t step = 1; step && i < text.len && i - from < NEAR; i += step)
        step = gap_step(str_from(text, i), tag, &g);
    g.weak = g.weak || str_starts(before, S("--"));
    struct str v = value_at(str_from(text, i), false);
    if (a->text[0] == 't' && v.len == 64 && run_of(v, 'h') == 64)
        return false; /* as likely a SHA-256 */
    struct cut pair = str_cut(v, '=');
    if (!g.strong && pair.tail.len > 2 && !mix_of(pair.head).digits)
        return false; /* the next name */
    if ((!g.strong && !g.weak) || !is_value(a->kind, v, g.strong))
        return false;
    *out = (struct secrets_hit){ a->pattern, value_at(str_from(text, i), true) };
    return true;
}

static bool name_tells(struct str key, enum kind *kind)
{
    for (ptrdiff_t i = 0; i < LEN(anchors); i++) {
        const struct anchor *a = &anchors[i];
        ptrdiff_t at =
            a->kind == PASSWORD || a->kind == TOKEN ? str_find_nocase(key, str_of(a->text)) : -1;
        *kind = a->kind;
        if (at >= 0 &&
            is_telling(a, str_sub(key, 0, at), str_from(key, at + (ptrdiff_t)strlen(a->text))))
            return true;
    }
    return false;
}

bool secrets_sealed(struct str path)
{
    struct cut folder = str_rcut(path, '/');
    return str_starts(folder.tail, S(".env")) || str_ends(path, S(".env")) ||
           str_ends(path, S(".tfvars")) || str_ends(path, S(".tfvars.json"));
}

bool secrets_at(struct str pointer, struct str value, bool sealed)
{
    enum kind kind;
    struct secrets_hit hit;
    for (struct str rest = pointer; rest.len;) {
        struct cut token = str_cut(rest, '/');
        if (name_tells(token.head, &kind) && (sealed || is_value(kind, value, true)))
            return true;
        rest = token.tail;
    }
    return secrets_find(value, &hit);
}

/* ---- shapes ---- */

static bool shape(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    ptrdiff_t from = at + (ptrdiff_t)strlen(a->text), n;
    if (at > 0 && a->text[0] != '.' && char_is_alnum(text.ptr[at - 1]))
        return false;
    n = run_of(str_sub(text, from, VALUE), a->set[0]);
    bool ends = from + n >= text.len || a->set[0] == 'h' || !char_is_alnum(text.ptr[from + n]);
    struct str value = str_sub(text, at, from + n - at);
    if (n < a->min || (a->max && n > a->max) || !ends || is_fake(str_sub(text, from, n)))
        return false;
    *out = (struct secrets_hit){ a->pattern, value };
    return true;
}

static bool hook(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    struct str v = value_at(str_from(text, at + (ptrdiff_t)strlen(a->text)), false);
    *out = (struct secrets_hit){ a->pattern, v };
    return v.len >= a->min && mix_of(v).turns >= 4 && !is_fake(v);
}

static bool jwt(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    ptrdiff_t head = at;
    while (head > 0 && at - head < LONG && in_set(text.ptr[head - 1], 'd'))
        head--;
    ptrdiff_t end = at + 1 + run_of(str_from(text, at + 1), 'd');
    bool is = str_starts(str_from(text, head), S("eyJ")) && at - head >= 12 && end - at >= 12;
    if (is && end + 1 < text.len && text.ptr[end] == '.')
        end += 1 + run_of(str_from(text, end + 1), 'd');
    *out = (struct secrets_hit){ a->pattern, str_sub(text, head, end - head) };
    return is;
}

/* The mark alone is what manuals show; a key has a line of base64 below it. */
static bool pem(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    struct str near = str_sub(text, at, 600);
    ptrdiff_t kind = str_find(str_sub(near, 0, 60), S("PRIVATE KEY"));
    for (ptrdiff_t i = kind + 11, n; kind > 0 && i < near.len; i += n + 1) {
        n = run_of(str_from(near, i), 'b');
        if (n < 24 || is_fake(str_sub(near, i, n)))
            continue;
        ptrdiff_t end = str_find(str_sub(text, at + i, 4 * LONG), S("-----END"));
        *out = (struct secrets_hit){ a->pattern, str_sub(text, at + i, end < 0 ? n : end) };
        return true;
    }
    return false;
}

static bool url(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    static const char *const plain[] = { "pass", "pw", "secret", "user", "test", "token" };
    struct str host = str_sub(text, at + 3, 300);
    ptrdiff_t n = 0;
    while (n < host.len && (unsigned char)host.ptr[n] > ' ' &&
           !memchr("/?#\"'<>`\\|,", host.ptr[n], 11))
        n++;
    struct cut c = str_rcut(str_sub(host, 0, n), '@');
    struct cut u = str_cut(c.head, ':');
    struct str word = u.ok ? u.tail : c.head;
    if (!c.ok || !at || !char_is_alnum(text.ptr[at - 1]))
        return false;
    *out = (struct secrets_hit){ a->pattern, word };
    if (!u.ok)
        return is_value(TOKEN, word, true);
    if (has_any(word, plain, LEN(plain)) && !mix_of(word).digits)
        return false;
    return word.len >= 4 && !str_equal(word, u.head) && !memchr("$%{[*", word.ptr[0], 5) &&
           !is_fake(word) && class_of(word.ptr[0]);
}

static bool scheme(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    char plain[256];
    struct str v = value_at(str_from(text, at + (ptrdiff_t)strlen(a->text)), false);
    *out = (struct secrets_hit){ a->pattern, v };
    if (a->kind == BEARER)
        return v.len >= 20 && is_value(TOKEN, v, true);
    struct str p = { plain, from_base64(v, plain, (ptrdiff_t)sizeof plain) };
    return v.len >= 8 && v.len < 300 && p.len >= v.len / 4 * 3 - 2 && str_cut(p, ':').ok &&
           !is_fake(p);
}

static bool check(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    static bool (*const by_kind[])(const struct anchor *, struct str, ptrdiff_t,
                                   struct secrets_hit *) = {
        [SHAPE] = shape,  [JWT] = jwt,       [PEM] = pem,      [URL] = url,   [PASSWORD] = beside,
        [TOKEN] = beside, [BEARER] = scheme, [BASIC] = scheme, [HOOK] = hook,
    };
    struct str head = str_sub(text, at, (ptrdiff_t)strlen(a->text));
    bool any_case = a->kind == PASSWORD || a->kind == TOKEN || a->kind >= BEARER;
    bool is = any_case ? str_equal_nocase(head, str_of(a->text)) : str_equal(head, str_of(a->text));
    return is && by_kind[a->kind](a, text, at, out) && out->at.len;
}

/* ---- the pass over a text ---- */

struct scan {
    uint32_t bits[BITS / 32];
    uint16_t head[HEADS], next[ENTRIES]; /* entry numbers, 0 ends */
    struct {
        uint32_t four, mask; /* how the anchor begins, without case */
        uint8_t anchor, offset;
    } entry[ENTRIES];
    int n;
    bool base64[256]; /* bytes of it */
};

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "grams are cut out of words");

static uint64_t word_at(const char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return x | UINT64_C(0x2020202020202020);
}

static uint32_t four_at(const char *p)
{
    uint32_t x;
    memcpy(&x, p, 4);
    return x | 0x20202020u;
}

static uint32_t gram(uint64_t word)
{
    return ((uint32_t)word & 0xffffffu) * 0x9e3779b1u >> 15;
}

static bool has_gram(const struct scan *s, uint32_t h)
{
    return s->bits[h / 32] >> h % 32 & 1;
}

static void scan_add(struct scan *s, int anchor, int offset, const char *three)
{
    const char *t = anchors[anchor].text;
    uint32_t h = gram(four_at((char[]){ three[0], three[1], three[2], 0 }));
    s->bits[h / 32] |= 1u << h % 32;
    s->n++;
    assert(s->n < ENTRIES);
    s->entry[s->n].anchor = (uint8_t)anchor;
    s->entry[s->n].offset = (uint8_t)offset;
    s->entry[s->n].four = four_at(t) & (t[3] ? UINT32_MAX : 0xffffffu);
    s->entry[s->n].mask = t[3] ? UINT32_MAX : 0xffffffu;
    s->next[s->n] = s->head[h % HEADS];
    s->head[h % HEADS] = (uint16_t)s->n;
}

/* An anchor of three letters has no second three of its own: it is any that begins like it. */
static void scan_open(struct scan *s)
{
    static const char ends[] = "0123456789abcdefghijklmnopqrstuvwxyz_-.=:;\"'` <%|,&>\\";
    static const char base64[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";
    memset(s, 0, sizeof *s);
    for (const char *c = base64; *c; c++)
        s->base64[(unsigned char)*c] = true;
    for (int i = 0; i < (int)LEN(anchors); i++) {
        const char *t = anchors[i].text;
        int at = anchors[i].at;
        scan_add(s, i, at, t + at);
        for (const char *e = ends; !t[3] && *e; e++)
            scan_add(s, i, 1, (char[]){ t[1], t[2], *e });
        if (t[3])
            scan_add(s, i, at + 1, t + at + 1);
    }
}

static bool try_at(const struct scan *s, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    uint32_t h = gram(four_at(text.ptr + at));
    for (int e = s->head[h % HEADS]; e; e = s->next[e]) {
        ptrdiff_t from = at - s->entry[e].offset;
        if (from >= 0 && from + 4 <= text.len &&
            (four_at(text.ptr + from) & s->entry[e].mask) == s->entry[e].four &&
            check(&anchors[s->entry[e].anchor], text, from, out))
            return true;
    }
    return false;
}

static bool find_plain(const struct scan *s, struct str text, struct secrets_hit *out)
{
    ptrdiff_t i = 0;
    for (; i + 8 <= text.len; i += 6) {
        uint64_t w = word_at(text.ptr + i);
        bool a = has_gram(s, gram(w)), b = has_gram(s, gram(w >> 16)),
             c = has_gram(s, gram(w >> 32));
        if (a | b | c && ((a && try_at(s, text, i, out)) || (b && try_at(s, text, i + 2, out)) ||
                          (c && try_at(s, text, i + 4, out))))
            return true;
    }
    for (; i + 4 <= text.len; i += 2)
        if (try_at(s, text, i, out))
            return true;
    return false;
}

/* ---- encoded ---- */

static int sextet(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : char_is_digit(c)     ? c - '0' + 52
           : c == '+' || c == '-' ? 62
           : c == '/' || c == '_' ? 63
                                  : -1;
}

static bool is_printable(unsigned char c)
{
    return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t';
}

/* Decodes while what comes is plain text; returns how many bytes that is. */
static ptrdiff_t from_base64(struct str in, char *out, ptrdiff_t max)
{
    ptrdiff_t n = 0;
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < in.len && n < max; i++) {
        int six = sextet(in.ptr[i]);
        if (six < 0)
            break;
        bits = bits << 6 | (uint32_t)six;
        if (i % 4 == 0)
            continue;
        unsigned char c = (unsigned char)(bits >> (6 - 2 * (i % 4)));
        if (!is_printable(c))
            break;
        out[n++] = (char)c;
    }
    return n;
}

static bool find_in_run(const struct scan *s, struct str run, struct secrets_hit *out)
{
    char plain[LONG];
    for (ptrdiff_t at = 0; at + 12 < run.len;) {
        struct secrets_hit inner;
        struct str p = { plain, from_base64(str_from(run, at), plain, LONG) };
        if (p.len >= 12 && find_plain(s, p, &inner)) {
            *out = (struct secrets_hit){ inner.pattern, run };
            return true;
        }
        while (at + 1 < run.len && run.ptr[at] == run.ptr[at + 1])
            at++; /* lines of dashes */
        at += p.len == LONG ? LONG : p.len >= 12 ? p.len / 3 * 4 + 1 : 1;
    }
    return false;
}

/* No byte of the eight is a blank, a quote or outside of ASCII: base64 has none of these. */
static bool is_dense(const char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return !(((x - UINT64_C(0x2b2b2b2b2b2b2b2b)) | x) & UINT64_C(0x8080808080808080));
}

/* A run of RUN has two of the words in it that are looked at. */
static bool find_base64(const struct scan *s, struct str text, struct secrets_hit *out)
{
    enum { RUN = 23, STEP = 8 };
    bool was = false;
    for (ptrdiff_t i = 0; i + STEP <= text.len; i += STEP) {
        ptrdiff_t beg = i, end = i;
        bool is = is_dense(text.ptr + i), both = is && was;
        was = is;
        if (!both)
            continue;
        while (beg > 0 && i - beg < 2 * RUN && s->base64[(unsigned char)text.ptr[beg - 1]])
            beg--;
        while (end < text.len && s->base64[(unsigned char)text.ptr[end]])
            end++;
        if (end - beg >= RUN && find_in_run(s, str_sub(text, beg, end - beg), out))
            return true;
        i += (end - i) / STEP * STEP;
    }
    return false;
}

static int nibble(char c)
{
    c = char_lower(c);
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_percent(struct str s, ptrdiff_t i)
{
    return i + 2 < s.len && s.ptr[i] == '%' && nibble(s.ptr[i + 1]) >= 0 &&
           nibble(s.ptr[i + 2]) >= 0;
}

static bool find_in_percents(const struct scan *s, struct str run, struct secrets_hit *out)
{
    char plain[LONG];
    struct str p = { plain, 0 };
    for (ptrdiff_t i = 0; i < run.len && p.len < LONG; i++) {
        bool coded = is_percent(run, i);
        plain[p.len++] =
            coded ? (char)(nibble(run.ptr[i + 1]) * 16 + nibble(run.ptr[i + 2])) : run.ptr[i];
        i += coded ? 2 : 0;
    }
    struct secrets_hit inner;
    if (!find_plain(s, p, &inner) && !find_base64(s, p, &inner))
        return false;
    *out = (struct secrets_hit){ inner.pattern, run };
    return true;
}

/* The word around each percent sign, in parts of LONG. */
static bool find_percents(const struct scan *s, struct str text, struct secrets_hit *out)
{
    for (ptrdiff_t at = 0, done = 0; at < text.len;) {
        const char *p = memchr(text.ptr + at, '%', (size_t)(text.len - at));
        ptrdiff_t i = p ? p - text.ptr : text.len, beg = i, end = i;
        at = i + 1;
        if (!p || !is_percent(text, i))
            continue;
        while (beg > done && i - beg < 256 && (unsigned char)text.ptr[beg - 1] > ' ')
            beg--;
        while (end < text.len && end - beg < LONG && (unsigned char)text.ptr[end] > ' ' &&
               !memchr("\"'<>`", text.ptr[end], 5))
            end++;
        if (find_in_percents(s, str_sub(text, beg, end - beg), out))
            return true;
        at = done = end - beg == LONG ? end - VALUE : end > i ? end : i + 1;
    }
    return false;
}

/* The first, however it is written. */
static bool find(const struct scan *s, struct str text, struct secrets_hit *out)
{
    bool found = find_plain(s, text, out);
    text = found ? str_span(text.ptr, out->at.ptr) : text;
    found = find_percents(s, text, out) || found;
    text = found ? str_span(text.ptr, out->at.ptr) : text;
    return find_base64(s, text, out) || found;
}

bool secrets_find(struct str text, struct secrets_hit *out)
{
    struct scan s;
    if (text.len < 6)
        return false;
    scan_open(&s);
    return find(&s, text, out);
}

/* ---- reporting and hiding ---- */

static bool is_binary(struct str text)
{
    return text.len && memchr(text.ptr, 0, (size_t)(text.len < LONG ? text.len : LONG));
}

bool secrets_in(struct str bytes, struct secrets_hit *out)
{
    return !is_binary(bytes) && secrets_find(bytes, out);
}

struct str secrets_dots(void)
{
    return S("\xe2\x80\xa6");
}

struct str secrets_mask(struct str text, struct arena *keep)
{
    struct secrets_hit hit;
    if (!secrets_in(text, &hit))
        return text;
    struct buf b = buf_open(keep, text.len + 64);
    do {
        buf_put(&b, str_span(text.ptr, hit.at.ptr));
        buf_put(&b, secrets_dots());
        text = str_span(hit.at.ptr + hit.at.len, text.ptr + text.len);
    } while (secrets_find(text, &hit));
    buf_put(&b, text);
    return buf_str(&b);
}

static void mask_line(const struct scan *s, struct finding *f, struct arena *keep)
{
    struct secrets_hit hit;
    struct str rest = f->source_line;
    if (!find(s, rest, &hit))
        return;
    char *copy = NEW(keep, char, rest.len);
    memcpy(copy, rest.ptr, (size_t)rest.len);
    do {
        memset(copy + (hit.at.ptr - f->source_line.ptr), '*', (size_t)hit.at.len);
        rest = str_span(hit.at.ptr + hit.at.len, rest.ptr + rest.len);
    } while (find(s, rest, &hit));
    f->source_line.ptr = copy;
}

void secrets_mask_lines(struct diag *d)
{
    struct scan s;
    if (d->findings.len)
        scan_open(&s);
    for (ptrdiff_t i = 0; i < d->findings.len; i++)
        mask_line(&s, &d->findings.ptr[i], d->keep);
}

static void report(const struct secrets_hit *hit, struct str file, struct str out,
                   const struct source *src, struct diag *d)
{
    ptrdiff_t at = src ? str_find(src->text, hit->at) : -1;
    struct str where = at >= 0 ? str_sub(src->text, at, hit->at.len) : (struct str){ 0 };
    struct source none = { .path = file };
    diag_at(d, RULE(SECRET), src ? src : &none, where,
            out.len ? "%s would stand in %.*s, so nothing is written; remove it, and change it "
                      "where it is valid"
                    : "looks like %s%.*s; remove it, and change it where it is valid",
            hit->pattern, FMT(out));
}

int secrets_report(struct str text, struct str file, struct str out, const struct source *src,
                   struct diag *d)
{
    enum { MOST = 50 }; /* of one text; the rest comes when these are mended */
    struct secrets_hit hit;
    int n = 0;
    for (; n < MOST && secrets_in(text, &hit); n++) {
        report(&hit, file, out, src, d);
        text = str_span(hit.at.ptr + hit.at.len, text.ptr + text.len);
    }
    return n;
}
