/* risk.c - the table of risk rules, and the tests that its rows name. */
#include "check/risk.h"

#include "base/buf.h"
#include "check/fit_parts.h"
#include "base/map.h"
#include "model/quantity.h"

enum test {
    TURNED_ON,  /* now says yes, and old did not */
    TURNED_OFF, /* old said yes or stood there, now says no or is gone */
    GONE,       /* was there and is not */
    CAME,       /* a value that was not there */
    SMALLER,    /* a number */
    LARGER,
    WIDER,     /* addresses: a block that holds more */
    MORE,      /* addresses: one that no block of old holds */
    STAR,      /* a star that old did not have */
    PUBLISHED, /* a port of the machine leads to one inside */
    HOLDS,     /* now holds the word of only, old did not */
    LOST,      /* the other way */
    BECAME,    /* now is the word of only, old was not */
    BLOCK,     /* a block of more addresses than one, where nothing was said */
};

/* The first row that fits is the answer. Keys are words in lower case: "flow logs" is flowLogs, FlowLogs, flow-logs. */
/* clang-format off */
static const struct risk table[] = {
    { RISK_EXPOSURE, "a bucket may become public", "block public|public access block|restrict public|ignore public", TURNED_OFF, NULL },
    { RISK_EXPOSURE, "open to the internet", "public|publicly accessible|assign public ip|map public ip|internet facing", TURNED_ON, NULL },
    { RISK_EXPOSURE, "open to the internet", "scheme|acl|access control|type|access|visibility|exposure", HOLDS, "public" },
    { RISK_EXPOSURE, "open to the internet", "scheme|internal", HOLDS, "internet-facing" },
    { RISK_EXPOSURE, "open to the outside", "ingress|external|expose|exposed|node port|internet", TURNED_ON, NULL },
    { RISK_EXPOSURE, "no longer internal", "internal", TURNED_OFF, NULL },
    { RISK_EXPOSURE, "a service gets an address of its own", "type", HOLDS, "loadbalancer" },
    { RISK_EXPOSURE, "a service gets a port on every node", "type", HOLDS, "nodeport" },
    { RISK_EXPOSURE, "a port of the machine is open", "ports", PUBLISHED, NULL },
    { RISK_EXPOSURE, "every site may call it", "allow origin|allow origins|allowed origins|cors origins|cors", STAR, NULL },
    { RISK_EXPOSURE, "visitors are no longer asked who they are", "auth|authentication|authenticate|authorization|mfa|oidc|sso", TURNED_OFF, NULL },
    { RISK_INGRESS, "open to more addresses", "cidr|cidrs|cidr ip|cidr blocks|ingress|source ranges|allowed|allow list|whitelist|ip ranges|addresses|from|source", WIDER, NULL },
    { RISK_INGRESS, "open to more addresses", "", WIDER, "ingress" },
    { RISK_INGRESS, "open to a block of addresses", "cidr ip|cidr ipv6|cidr blocks|source ranges|source range|whitelist source range", BLOCK, NULL },
    { RISK_INGRESS, "open to more addresses", "cidr ip|source ranges|source range|allowed|allow list|whitelist|ip ranges|ingress|security group", MORE, NULL },
    { RISK_INGRESS, "a rule that kept traffic out is off", "network policy|network policies|network acl", TURNED_OFF, NULL },
    { RISK_GRANTS, "a grant for everything", "action|actions|resource|resources|principal|principals|permissions|verbs|api groups|policy|not action|aws|identifiers|statement", STAR, NULL },
    { RISK_GRANTS, "may take more rights than it was given", "allow privilege escalation", TURNED_ON, NULL },
    { RISK_GRANTS, "its files may be written", "read only root filesystem|readonly root filesystem|read only", TURNED_OFF, NULL },
    { RISK_GRANTS, "nothing holds its calls of the kernel back", "seccomp|seccomp profile|seccomp type|app armor|apparmor|security opt", HOLDS, "unconfined" },
    { RISK_GRANTS, "runs with the rights of the machine", "cap add|capabilities", HOLDS, "sys_admin" },
    { RISK_GRANTS, "runs with the rights of the machine", "privileged|host network|host pid|run as root", TURNED_ON, NULL },
    { RISK_GRANTS, "reaches into the files of the machine", "host path", CAME, NULL },
    { RISK_GRANTS, "runs as root", "user", HOLDS, "root" },
    { RISK_GRANTS, "runs as root", "user|run as user", BECAME, "0" },
    { RISK_GRANTS, "runs as its image likes, as a rule as root", "user|run as user|run as non root", TURNED_OFF, NULL },
    { RISK_GRANTS, "runs as its image likes, as a rule as root", "security context|pod security context", GONE, NULL },
    { RISK_GRANTS, "a pipeline may write", "permissions", HOLDS, "write" },
    { RISK_GRANTS, "the machine's rights are there for any request", "http tokens", HOLDS, "optional" },
    { RISK_GRANTS, "an administrator's policy", "policy|arn|arns|managed policies|role|roles", HOLDS, "admin" },
    { RISK_ENCRYPTION, "nobody checks whose certificate it is", "verify|verify ssl|ssl verify|verify tls|tls verify|verify certificate|verify certificates|verify peer|reject unauthorized", TURNED_OFF, NULL },
    { RISK_ENCRYPTION, "nobody checks whose certificate it is", "insecure|insecure skip verify|skip verify|skip tls verify|allow insecure|tls insecure", TURNED_ON, NULL },
    { RISK_ENCRYPTION, "the cookie goes over open connections too", "cookie secure|secure cookie|secure cookies", TURNED_OFF, NULL },
    { RISK_EXPOSURE, "scripts may read the cookie", "http only|httponly", TURNED_OFF, NULL },
    { RISK_ENCRYPTION, "no longer encrypted", "encrypt|encrypted|encryption|kms|tls|ssl|https|sse|certificate", TURNED_OFF, NULL },
    { RISK_ENCRYPTION, "no longer encrypted", "protocol|viewer protocol policy|scheme|url|endpoint", LOST, "https" },
    { RISK_ENCRYPTION, "an older protocol is taken", "ssl policy|tls policy|tls version|protocol version|min tls|tls min|minimum tls|tls minimum|ssl min|ssl version", SMALLER, NULL },
    { RISK_ENCRYPTION, "keys are not renewed any more", "key rotation|rotation", TURNED_OFF, NULL },
    { RISK_PROTECTION, "the firewall is off", "waf|web acl|firewall|shield", TURNED_OFF, NULL },
    { RISK_PROTECTION, "nothing limits how much one may ask", "rate limit|rate limiting|throttle|throttling", TURNED_OFF, NULL },
    { RISK_PROTECTION, "fewer copies have to stay up", "min available|minimum healthy percent|pod disruption budget", SMALLER, NULL },
    { RISK_PROTECTION, "fewer copies have to stay up", "min available|pod disruption budget", TURNED_OFF, NULL },
    { RISK_PROTECTION, "can be deleted", "deletion protection|termination protection|prevent destroy|delete protection|mfa delete|object lock", TURNED_OFF, NULL },
    { RISK_PROTECTION, "goes with its stack", "deletion policy|removal policy|update replace policy|reclaim policy", HOLDS, "delete" },
    { RISK_PROTECTION, "goes with its stack", "removal policy", HOLDS, "destroy" },
    { RISK_PROTECTION, "goes without a last copy", "skip final snapshot|force destroy|empty on delete|auto delete objects", TURNED_ON, NULL },
    { RISK_PROTECTION, "not looked through any more", "scan on push|image scanning|guard duty|security hub|inspector|detective|macie", TURNED_OFF, NULL },
    { RISK_PROTECTION, "a failure of one zone stops it", "multi az|zone redundant|automatic failover|high availability|ha", TURNED_OFF, NULL },
    { RISK_BACKUPS, "backups are kept for less", "backup|backups|snapshot|snapshots|pitr|recovery", SMALLER, NULL },
    { RISK_BACKUPS, "no backup", "backup|backups|snapshot|snapshots|pitr|point in time|versioning|recovery", TURNED_OFF, NULL },
    { RISK_BACKUPS, "no versions are kept", "versioning|status", HOLDS, "suspended" },
    { RISK_EXPOSURE, "visitors need not say who they are", "allow anonymous|anonymous|anonymous access|anonymous enabled|guest access|allow guests", TURNED_ON, NULL },
    { RISK_EXPOSURE, "whoever reaches the machine reaches it", "bind|listen|host|bind address|listen address|bind ip|listen addresses|address", HOLDS, "0.0.0.0" },
    { RISK_EXPOSURE, "visitors may see what is inside", "debug|debug mode", TURNED_ON, NULL },
    { RISK_EXPOSURE, "shorter passwords are taken", "password min length|min password length|password length|minimum password length|password minimum length", SMALLER, NULL },
    { RISK_EXPOSURE, "everybody may read the pages", "audience", HOLDS, "public" },
    { RISK_EXPOSURE, "pages may hold any script", "raw html", HOLDS, "trusted" },
    { RISK_EXPOSURE, "all of config is shown", "public config", TURNED_ON, NULL },
    { RISK_WATCH, "a rule of the document is off", "checks", HOLDS, "off" },
    { RISK_WATCH, "logs are kept for less", "retention|retention days|retention in days|log retention", SMALLER, NULL },
    { RISK_WATCH, "nobody records who talks to whom", "flow logs|flow log", TURNED_OFF, NULL },
    { RISK_WATCH, "not logged any more", "logging|access logs|access log|audit|audit log|trail|cloud trail|log|logs|tracing", TURNED_OFF, NULL },
    { RISK_WATCH, "nobody is told", "alarm|alarms|alert|alerts|alarm actions|actions enabled|monitoring|insights|notify|notifications", TURNED_OFF, NULL },
    { RISK_WATCH, "the alarm comes later", "alarm|alarms|alert|alerts|threshold|evaluation periods|datapoints to alarm", LARGER, NULL },
    { RISK_LIMITS, "one may try or ask more often", "rate limit|rate limits|login attempts|max login attempts|max attempts|requests per ip", LARGER, NULL },
    { RISK_LIMITS, "silent connections and sessions stay open for longer", "idle timeout|idle timeout seconds|session timeout|session duration|token lifetime|ttl minutes", LARGER, "timeout|session|idle|token" },
};
/* What resources are, by their types. */
static const struct risk resources[] = {
    { RISK_EXPOSURE, "a bucket may become public", "public access block", GONE, NULL },
    { RISK_INGRESS, "a door more", "security group ingress|ingress rule|security group rule|network acl entry", CAME, NULL },
    { RISK_EXPOSURE, "a way to the internet", "internet gateway|elastic ip|eip|function url|api gateway|rest api|kubernetes ingress|gateway attachment", CAME, NULL },
    { RISK_EXPOSURE, "a load balancer more", "load balancer|lb|alb|elb|ingress", CAME, NULL },
    { RISK_INGRESS, "a rule that kept traffic out is gone", "network policy|network acl", GONE, NULL },
    { RISK_GRANTS, "a grant more", "policy|managed policy|policy attachment|role policy|iam|access key|cluster role binding|role binding|permission", CAME, NULL },
    { RISK_ENCRYPTION, "a key is gone", "kms|certificate", GONE, NULL },
    { RISK_PROTECTION, "the firewall is gone", "waf|wafv2|web acl|web acl association|firewall|shield", GONE, NULL },
    { RISK_BACKUPS, "no backup", "backup|backup plan|backup vault|backup selection|snapshot", GONE, NULL },
    { RISK_WATCH, "nobody records who talks to whom", "flow log", GONE, NULL },
    { RISK_WATCH, "not logged any more", "log group|trail|cloud trail|log delivery", GONE, NULL },
    { RISK_WATCH, "nobody is told", "alarm|metric alarm|composite alarm|alert|prometheus rule", GONE, NULL },
};
/* clang-format on */

const char *risk_class_name(enum risk_class c)
{
    static const char *const names[] = { "secrets", "exposure",   "ingress",
                                         "grants",  "encryption", "protection",
                                         "backups", "watch",      "limits" };
    return names[c];
}

/* ---- keys as words ---- */

/* "/vpc/flowLogs" as " vpc flow logs "; numbers of elements are left out. */
static struct str key_words(struct str key, struct arena *keep)
{
    struct buf b = buf_open(keep, 2 * key.len + 4);

    buf_char(&b, ' ');
    while (key.len) {
        struct str word = fit_key_word(&key);
        if (!word.len) {
            key = str_from(key, 1);
            continue;
        }
        if (char_is_digit(*word.ptr))
            continue;
        buf_put(&b, str_lower(word, keep));
        buf_char(&b, ' ');
    }
    return buf_str(&b);
}

/* Does one of "a|b c" stand in words, which are lower case between blanks? */
static bool has_words(struct str words, const char *list)
{
    struct str rest = str_of(list);

    while (rest.len) {
        struct cut one = str_cut(rest, '|');
        ptrdiff_t at = -1;
        do {
            at++;
            ptrdiff_t next = str_find(str_from(words, at), one.head);
            at = next < 0 ? -1 : at + next;
            if (at > 0 && words.ptr[at - 1] == ' ' && at + one.head.len < words.len &&
                words.ptr[at + one.head.len] == ' ')
                return true;
        } while (at >= 0);
        rest = one.tail;
    }
    return false;
}

/* ---- values ---- */

static bool is_one_of(struct str s, const char *list)
{
    struct str rest = str_of(list);

    while (rest.len) {
        struct cut one = str_cut(rest, ' ');
        if (str_equal_nocase(s, one.head))
            return true;
        rest = one.tail;
    }
    return false;
}

static bool says_no(struct str s)
{
    return !s.len ||
           is_one_of(s,
                     "false off no none disabled disable null 0 [] {} absent suspended never \"\"");
}

static bool says_yes(struct str s)
{
    return is_one_of(s, "true on yes enabled enable 1 required always");
}

/* The number s begins with, in thousandths; "35 days" is 35000. A version's last words count too: "TLSv1.2". */
static bool number_of(struct str s, int64_t *out)
{
    ptrdiff_t i = 0;
    int64_t n = 0, places = 1000;

    while (i < s.len && !char_is_digit(s.ptr[i]))
        i++;
    if (i == s.len || (i > 0 && s.ptr[i - 1] == '-'))
        return false;
    for (; i < s.len && char_is_digit(s.ptr[i]) && n < INT64_MAX / 20000; i++)
        n = n * 10 + (s.ptr[i] - '0');
    n *= 1000;
    for (i += i < s.len && (s.ptr[i] == '.' || s.ptr[i] == '_');
         i < s.len && char_is_digit(s.ptr[i]) && places > 1; i++)
        n += (s.ptr[i] - '0') * (places /= 10);
    *out = n;
    return true;
}

/* Both as people write quantities: "two weeks" and "3 days". 0: they are no such two, or the same. */
static int compared(struct str old, struct str now)
{
    struct quantity a, b;
    struct ratio x, y;

    if (!quantity_parse(old, &a) || !quantity_parse(now, &b) || a.range || b.range)
        return 0;
    x = a.low;
    y = b.low;
    if (a.unit && b.unit && (!quantity_base(&a, a.low, &x) || !quantity_base(&b, b.low, &y)))
        return 0;
    return ratio_cmp(y, x);
}

static bool grows(struct str old, struct str now, int sign)
{
    int64_t a, b;
    int by = compared(old, now);

    if (by)
        return by * sign > 0;
    return number_of(old, &a) && number_of(now, &b) && (sign > 0 ? b > a : b < a);
}

bool risk_grows(struct str old, struct str now)
{
    return grows(old, now, 1);
}

struct block {     /* of addresses */
    uint32_t base; /* 0 for IPv6, whose blocks are told apart by their bits alone */
    int bits;
    bool v4;
};

/* The next block that *rest names: "0.0.0.0/0", "::/0". */
static bool next_block(struct str *rest, struct block *out)
{
    for (ptrdiff_t slash; (slash = str_char(*rest, '/')) >= 0;) {
        ptrdiff_t from = slash, end = slash + 1;
        int64_t bits, part;
        while (from > 0 && (char_is_alnum(rest->ptr[from - 1]) || rest->ptr[from - 1] == '.' ||
                            rest->ptr[from - 1] == ':'))
            from--;
        while (end < rest->len && char_is_digit(rest->ptr[end]))
            end++;
        struct str address = str_sub(*rest, from, slash - from), number = { 0 };
        number = str_sub(*rest, slash + 1, end - slash - 1);
        *rest = str_from(*rest, end);
        if (!address.len || !str_int64(number, &bits) || bits < 0 || bits > 128 ||
            (str_char(address, ':') < 0 && !char_is_digit(address.ptr[address.len - 1])))
            continue;
        *out = (struct block){ 0, (int)bits, true };
        for (int i = 0; i < 4; i++) {
            struct cut c = str_cut(address, '.');
            out->v4 &= c.ok == (i < 3) && str_int64(c.head, &part) && part >= 0 && part < 256;
            out->base = out->base << 8 | (uint32_t)(out->v4 ? part : 0);
            address = c.tail;
        }
        out->base = out->v4 && bits && bits <= 32 ? out->base >> (32 - bits) << (32 - bits) : 0;
        return true;
    }
    return false;
}

/* The bits of the widest block of addresses that s names, 129: none. */
static int widest(struct str s)
{
    struct block b;
    int best = 129;

    while (next_block(&s, &b))
        best = b.bits < best ? b.bits : best;
    return best;
}

/* Does now name addresses that no block of old holds? */
static bool opens_more(struct str old, struct str now)
{
    struct block b, o;

    while (next_block(&now, &b)) {
        bool held = !b.v4;
        for (struct str rest = old; !held && next_block(&rest, &o);)
            held = o.v4 && o.bits <= b.bits &&
                   (!o.bits || b.base >> (32 - o.bits) == o.base >> (32 - o.bits));
        if (!held)
            return old.len > 0;
    }
    return false;
}

/* 0: no star, 1: one behind a path, "arn:aws:s3:::a/" and a star, 2: one that stands for all, "*", "s3:*". */
static int star(struct str s)
{
    int most = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char next = i + 1 < s.len ? s.ptr[i + 1] : ',', last = i ? s.ptr[i - 1] : ' ';
        bool ends = next == '"' || next == ',' || next == ' ' || next == ']';
        int is = s.ptr[i] != '*' || !ends ? 0 : str_char(S("\"\',:[ "), last) >= 0 ? 2 : 1;
        most = is > most ? is : most;
    }
    return most;
}

/* "5432:5432", but for this machine alone. */
static bool publishes(struct str s)
{
    for (ptrdiff_t i = 1; i + 1 < s.len; i++)
        if (s.ptr[i] == ':' && char_is_digit(s.ptr[i - 1]) && char_is_digit(s.ptr[i + 1]) &&
            str_find(s, S("127.0.0.1:")) < 0)
            return true;
    return false;
}

static bool holds(struct str s, const char *word)
{
    return str_find_nocase(s, str_of(word)) >= 0;
}

/* "disable tls", "skip verify": on is off there. Rows that name such a word mean the key as it stands. */
static bool is_negated(const struct risk *r, struct str words)
{
    static const char *const negators[] = { "disable", "disabled", "skip", "insecure", "anonymous",
                                            "guest",   "ignore",   "no",   "without" };
    for (ptrdiff_t i = 0; i < LEN(negators); i++)
        if (has_words(words, negators[i]))
            return !strstr(r->keys, negators[i]);
    return false;
}

static bool fits(const struct risk *r, struct str words, struct str old, struct str now)
{
    if (r->keys[0] && !has_words(words, r->keys))
        return false;
    bool negated = is_negated(r, words);
    switch ((enum test)r->test) {
    case TURNED_ON:
        return negated ? old.len && says_no(now) && !says_no(old) : says_yes(now) && !says_yes(old);
    case TURNED_OFF:
        return negated ? says_yes(now) && !says_yes(old) : says_no(now) && !says_no(old);
    case SMALLER:
        return grows(old, now, -1);
    case LARGER:
        return grows(old, now, 1) && (!r->only || has_words(words, r->only));
    case WIDER:
        return widest(now) < widest(old) && (!r->only || has_words(words, r->only)) &&
               (old.len || widest(now) == 0);
    case MORE:
        return opens_more(old, now);
    case STAR:
        return star(now) > star(old);
    case PUBLISHED:
        return publishes(now) && str_find(old, now) < 0;
    case HOLDS:
        return holds(now, r->only) && !holds(old, r->only);
    case LOST:
        return holds(old, r->only) && now.len && !holds(now, r->only);
    case BECAME:
        return str_equal(now, str_of(r->only)) && !str_equal(old, str_of(r->only));
    case BLOCK:
        return !old.len && widest(now) < 32;
    case GONE:
        return !now.len;
    case CAME:
        return !old.len;
    }
    return false;
}

static const struct risk *search(const struct risk *rows, ptrdiff_t n, struct str key,
                                 struct str old, struct str now, struct arena *scratch)
{
    struct str words = key_words(key, scratch);

    for (ptrdiff_t i = 0; i < n; i++)
        if (fits(&rows[i], words, old, now))
            return &rows[i];
    return NULL;
}

const struct risk *risk_of(struct str key, struct str old, struct str now, struct arena scratch)
{
    const struct risk *r = search(table, LEN(table), key, old, now, &scratch);

    /* "access_logs.s3.enabled=true,idle_timeout.timeout_seconds=60" */
    return r || str_char(old, '=') < 0 || str_char(now, '=') < 0 ? r
                                                                 : risk_of_code(old, now, scratch);
}

const struct risk *risk_of_resource(struct str type, bool added, struct arena scratch)
{
    struct str there = S("x"), none = { 0 };

    return search(resources, LEN(resources), type, added ? none : there, added ? there : none,
                  &scratch);
}

/* ---- code ---- */

static bool in_name(char c)
{
    return char_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* The next "name: value" or "name = value" of *code; quotes around the name do not count. */
static bool next_pair(struct str *code, struct str *name, struct str *value)
{
    for (ptrdiff_t i = 0, from = 0; i < code->len; i++) {
        char c = code->ptr[i];
        if (in_name(c)) {
            from = i && in_name(code->ptr[i - 1]) ? from : i;
            continue;
        }
        ptrdiff_t end = i;
        while (end > from && !in_name(code->ptr[end - 1]))
            end--;
        bool binds = (c == ':' || c == '=') && end > from && i - end <= 2;
        if (!binds)
            continue;
        struct str rest = str_from(*code, i + 1);
        ptrdiff_t len = 0;
        while (len < rest.len && str_char(S(",;}\n)"), rest.ptr[len]) < 0)
            len++;
        *name = str_sub(*code, from, end - from);
        *value = str_trim(str_sub(rest, 0, len));
        *code = rest;
        return true;
    }
    return false;
}

/* The values that names have in code, those of a name in order. */
struct named {
    struct str value;
    struct named *next;
};

const struct risk *risk_of_code(struct str old, struct str now, struct arena scratch)
{
    struct map had = { 0 };
    struct str name, value;
    const struct risk *r = NULL;

    while (next_pair(&old, &name, &value)) {
        struct named **end = (struct named **)map_at(&had, name, &scratch);
        while (*end)
            end = &(*end)->next;
        *end = NEW(&scratch, struct named, 1);
        (*end)->value = value;
    }
    while (!r && next_pair(&now, &name, &value)) {
        struct named **at = (struct named **)map_at(&had, name, NULL);
        if (at && *at && !str_equal((*at)->value, value))
            r = risk_of(name, (*at)->value, value, scratch);
        if (at && *at)
            *at = (*at)->next;
    }
    for (const struct map_entry *e = had.first; e && !r; e = e->next)
        if (e->value)
            r = risk_of(e->key, ((const struct named *)e->value)->value, (struct str){ 0 },
                        scratch);
    return r;
}
