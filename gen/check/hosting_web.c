/* hosting_web.c - what readers meet: origins, behaviours, errors, functions, headers, and whether
 * anybody asks them who they are. */
#include "base/path.h"
#include "check/hosting.h"
#include "check/hosting_parts.h"
#include "model/rule.h"

enum { FUNCTION_MAX = 10240 /* bytes that CloudFront takes */ };

static const struct json *get(const struct hosting *h, const struct json *v, const char *name)
{
    return hosting_get(h, v, str_of(name));
}

/* Not there, or an empty text, as answers write it. */
static bool is_absent(const struct hosting *h, const struct json *v)
{
    return !hosting_holds(h, v, TEST_PRESENT, NULL) || hosting_holds(h, v, TEST_EMPTY, NULL);
}

/* ---- origins ---- */

static void check_origin(struct hosting *h, const struct hosting_part *p, const struct json *origin)
{
    struct str attribute = { 0 }, name;
    const struct json *domain = get(h, origin, "DomainName"),
                      *s3 = get(h, origin, "S3OriginConfig");
    const struct json *identity = json_get(s3, "OriginAccessIdentity");

    hosting_target(domain, &attribute);
    name = hosting_text(h, domain);
    bool website = str_find(name, S("s3-website")) >= 0 || str_equal(attribute, S("WebsiteURL"));
    bool global =
        str_ends(name, S(".s3.amazonaws.com")) || (s3 && str_equal(attribute, S("DomainName")));
    if (website || global)
        hosting_report(h, p, json_get(origin, "DomainName"), RULE(HOSTING_ORIGIN),
                       "DomainName is %s: write the bucket's RegionalDomainName",
                       website ? "the website endpoint, which has no TLS"
                               : "the bucket's global name, which redirects");
    if (!s3 && !website)
        return; /* no bucket */
    if (is_absent(h, json_get(origin, "OriginAccessControlId")))
        hosting_report(h, p, origin->raw_key.len ? origin : json_get(origin, "Id"),
                       RULE(HOSTING_ORIGIN),
                       "OriginAccessControlId is missing: a private bucket answers nobody");
    if (identity && !hosting_holds(h, identity, TEST_EMPTY, NULL))
        hosting_report(
            h, p, identity, RULE(HOSTING_ORIGIN),
            "OriginAccessIdentity is the old way: leave it empty and give OriginAccessControlId");
}

/* ---- behaviours ---- */

static const struct json *viewer_request(const struct hosting *h, const struct json *behaviour,
                                         const char *member)
{
    for (const struct json *f = hosting_items(h, json_get(behaviour, member)); f; f = f->next)
        if (str_equal(hosting_text(h, get(h, f, "EventType")), S("viewer-request")))
            return f;
    return NULL;
}

/* The code of the function that an association names: of a template's resource, or of NAME.js. */
static struct str code_of(const struct hosting *h, const struct json *association)
{
    const struct json *arn = get(h, association, "FunctionARN");
    const struct hosting_part *part =
        hosting_part_named(h, PART_FUNCTION, hosting_target(arn, NULL));
    struct str name = str_rcut(hosting_text(h, arn), '/').tail;

    if (h->template)
        return part && hosting_target(arn, NULL).len
                   ? hosting_text(h, get(h, part->v, "FunctionCode"))
                   : (struct str){ 0 };
    for (int i = 0; i < h->n_files; i++) {
        struct str base = path_base(h->files[i].src.path);

        if (!h->files[i].root && name.len &&
            str_equal(str_sub(base, 0, base.len - path_ext(base).len), name))
            return h->files[i].src.text;
    }
    return (struct str){ 0 };
}

/* Code that looks at who asks and can say no. */
static bool code_asks(struct str code)
{
    bool looks =
        str_find_nocase(code, S("authorization")) >= 0 || str_find_nocase(code, S("cookie")) >= 0;
    bool refuses = str_find(code, S("401")) >= 0 || str_find(code, S("403")) >= 0 ||
                   str_find(code, S("302")) >= 0;

    return looks && refuses;
}

/* Key groups and signers: a list in templates, { Enabled, Items } in answers. */
static bool asks_signature(const struct hosting *h, const struct json *behaviour,
                           const char *member)
{
    const struct json *v = get(h, behaviour, member), *enabled = get(h, v, "Enabled");

    return enabled ? hosting_holds(h, enabled, TEST_TRUE, NULL) : hosting_items(h, v) != NULL;
}

static void check_readers(struct hosting *h, const struct hosting_part *p,
                          const struct json *behaviour)
{
    const struct json *function = viewer_request(h, behaviour, "FunctionAssociations");

    if (asks_signature(h, behaviour, "TrustedKeyGroups") ||
        asks_signature(h, behaviour, "TrustedSigners") ||
        viewer_request(h, behaviour, "LambdaFunctionAssociations") ||
        code_asks(code_of(h, function)))
        return;
    struct str arn = hosting_text(h, get(h, function, "FunctionARN"));
    const struct json *at = function ? get(h, function, "FunctionARN") : behaviour;
    if (function && !h->template && !code_of(h, function).len)
        hosting_report(h, p, at, RULE(HOSTING_READERS),
                       "site.json says internal, and nothing shows that this function asks readers "
                       "who they are: save its code as %.*s.js",
                       FMT(str_rcut(arn, '/').tail));
    else
        hosting_report(h, p, behaviour->raw_key.len ? behaviour : get(h, behaviour, "PathPattern"),
                       RULE(HOSTING_READERS),
                       "site.json says internal, and nobody asks readers who they are: "
                       "TrustedKeyGroups, or a function at viewer-request that answers 401");
}

static void check_methods(struct hosting *h, const struct hosting_part *p,
                          const struct json *behaviour)
{
    for (const struct json *m = hosting_items(h, json_get(behaviour, "AllowedMethods")); m;
         m = m->next)
        if (!hosting_holds(h, m, TEST_ONE_OF, "GET|HEAD|OPTIONS"))
            hosting_report(h, p, m, RULE(HOSTING_PAGES),
                           "AllowedMethods: %.*s is nothing a reader does",
                           FMT(hosting_text(h, m)));
}

/* What an id of AWS's own stands for, where that is known to be less than asked. */
static void check_managed(struct hosting *h, const struct hosting_part *p,
                          const struct json *behaviour, const char *member,
                          enum hosting_part_kind kind, const struct rule *rule, const char *lacks)
{
    const struct json *id = json_get(behaviour, member);

    if (is_absent(h, id))
        hosting_report(h, p, behaviour->raw_key.len ? behaviour : get(h, behaviour, "PathPattern"),
                       rule, "%s is missing: %s", member, lacks);
    else if (h->template && hosting_text(h, id).len && !hosting_target(id, NULL).len)
        hosting_report(h, p, id, RULE(HOSTING_UNCHECKED),
                       "%s %.*s is not of this template: nothing here says what it does", member,
                       FMT(hosting_text(h, id)));
    else if (h->template && hosting_target(id, NULL).len &&
             !hosting_part_named(h, kind, hosting_target(id, NULL)))
        hosting_report(h, p, id, RULE(HOSTING_UNCHECKED),
                       "%s: only the deployment knows what stands there", member);
}

static void check_behaviour(struct hosting *h, const struct hosting_part *p,
                            const struct json *behaviour, bool first)
{
    const struct json *policy = json_get(behaviour, "ViewerProtocolPolicy"),
                      *compress = json_get(behaviour, "Compress");
    const struct json *here = behaviour->raw_key.len ? behaviour : get(h, behaviour, "PathPattern");

    if (!hosting_holds(h, policy, TEST_ONE_OF, "redirect-to-https|https-only"))
        hosting_report(h, p, policy ? policy : here, RULE(HOSTING_TLS),
                       "ViewerProtocolPolicy is not redirect-to-https: pages go out without TLS");
    if (!hosting_holds(h, compress, TEST_TRUE, NULL))
        hosting_report(h, p, compress ? compress : here, RULE(HOSTING_CACHE),
                       "Compress is not true: pages are four times as large");
    check_methods(h, p, behaviour);
    check_managed(h, p, behaviour, "CachePolicyId", PART_CACHE, RULE(HOSTING_CACHE),
                  "nothing says how long files are kept");
    check_managed(h, p, behaviour, "ResponseHeadersPolicyId", PART_HEADERS, RULE(HOSTING_HEADERS),
                  "answers go out without HSTS and a content security policy");
    if (first && !viewer_request(h, behaviour, "FunctionAssociations") &&
        !viewer_request(h, behaviour, "LambdaFunctionAssociations"))
        hosting_report(
            h, p, here, RULE(HOSTING_PAGES),
            "FunctionAssociations has nothing at viewer-request: /x/ does not give x/index.html");
    if (h->internal)
        check_readers(h, p, behaviour);
}

/* ---- errors and logs ---- */

static void check_errors(struct hosting *h, const struct hosting_part *p)
{
    static const char *const codes[] = { "403", "404" };
    const struct json *list = get(h, p->v, "CustomErrorResponses");

    for (ptrdiff_t i = 0; i < LEN(codes); i++) {
        const struct json *found = NULL;

        for (const struct json *e = hosting_items(h, list); e && !found; e = e->next)
            found = str_equal(hosting_text(h, get(h, e, "ErrorCode")), str_of(codes[i])) ? e : NULL;
        const struct json *code = get(h, found, "ResponseCode"),
                          *wait = get(h, found, "ErrorCachingMinTTL");
        if (!found)
            hosting_report(
                h, p, list, RULE(HOSTING_PAGES),
                "CustomErrorResponses lacks %s: a lost reader sees XML instead of 404.html",
                codes[i]);
        else if (!hosting_holds(h, code, TEST_ONE_OF, "404"))
            hosting_report(h, p, code ? code : get(h, found, "ErrorCode"), RULE(HOSTING_PAGES),
                           "ResponseCode for %s is not 404: dead links look alive", codes[i]);
        else if (!hosting_holds(h, get(h, found, "ResponsePagePath"), TEST_PRESENT, NULL))
            hosting_report(h, p, code, RULE(HOSTING_PAGES),
                           "ResponsePagePath for %s is missing: write /404.html", codes[i]);
        if (found && wait && !hosting_holds(h, wait, TEST_AT_MOST, "60"))
            hosting_report(h, p, wait, RULE(HOSTING_PAGES),
                           "ErrorCachingMinTTL is more than a minute: a page asked for too early "
                           "stays missing");
    }
}

static bool delivers_logs(const struct hosting *h)
{
    for (const struct json *r = h->resources ? h->resources->first : NULL; r; r = r->next)
        if (str_equal(json_str(json_get(r, "Type")), S("AWS::Logs::DeliverySource")))
            return true;
    return false;
}

static void check_logs(struct hosting *h, const struct hosting_part *p)
{
    const struct json *logging = get(h, p->v, "Logging"),
                      *cookies = get(h, logging, "IncludeCookies");
    const struct json *enabled = get(h, logging, "Enabled"), *bucket = get(h, logging, "Bucket");
    bool on = logging && (!enabled || hosting_holds(h, enabled, TEST_TRUE, NULL));

    if (!on && !h->template)
        hosting_report(h, p, logging, RULE(HOSTING_UNCHECKED),
                       "Logging is off; logs of the second kind do not show here");
    else if (!on && !delivers_logs(h))
        hosting_report(h, p, NULL, RULE(HOSTING_KEEPING),
                       "Logging is missing: nobody can say who read or asked for what");
    if (on && cookies && !hosting_holds(h, cookies, TEST_ONE_OF, "false"))
        hosting_report(h, p, cookies, RULE(HOSTING_KEEPING),
                       "IncludeCookies is true: logins would stand in the logs");
    if (on && hosting_target(bucket, NULL).len &&
        map_get(&h->origins, hosting_target(bucket, NULL)))
        hosting_report(h, p, bucket, RULE(HOSTING_KEEPING),
                       "Logging goes to the site's own bucket; name another");
}

/* Records for one kind of address alone leave readers out. */
static void check_addresses(struct hosting *h, const struct hosting_part *p)
{
    const struct json *a = NULL, *aaaa = NULL;

    for (const struct json *r = h->resources ? h->resources->first : NULL; r; r = r->next) {
        const struct json *own = json_get(r, "Properties"), *sets = get(h, own, "RecordSets");
        bool one = str_equal(json_str(json_get(r, "Type")), S("AWS::Route53::RecordSet"));

        for (const struct json *s = one ? own : hosting_items(h, sets); s;
             s = one ? NULL : s->next) {
            struct str kind = hosting_text(h, get(h, s, "Type"));

            if (!str_equal(hosting_target(get(h, get(h, s, "AliasTarget"), "DNSName"), NULL),
                           p->name))
                continue;
            a = str_equal(kind, S("A")) ? get(h, s, "Type") : a;
            aaaa = str_equal(kind, S("AAAA")) ? get(h, s, "Type") : aaaa;
        }
    }
    if ((a == NULL) != (aaaa == NULL))
        hosting_report(h, p, a ? a : aaaa, RULE(HOSTING_PAGES),
                       "there is an alias record of type %s and none of type %s", a ? "A" : "AAAA",
                       a ? "AAAA" : "A");
}

void hosting_distribution(struct hosting *h, const struct hosting_part *p)
{
    const struct json *first = get(h, p->v, "DefaultCacheBehavior");

    for (const struct json *o = hosting_items(h, get(h, p->v, "Origins")); o; o = o->next)
        check_origin(h, p, o);
    if (first)
        check_behaviour(h, p, first, true);
    for (const struct json *b = hosting_items(h, get(h, p->v, "CacheBehaviors")); b; b = b->next)
        check_behaviour(h, p, b, false);
    check_errors(h, p);
    check_logs(h, p);
    check_addresses(h, p);
}

void hosting_function(struct hosting *h, const struct hosting_part *p)
{
    struct str code = hosting_text(h, get(h, p->v, "FunctionCode"));

    if (code.len > FUNCTION_MAX)
        hosting_report(h, p, get(h, p->v, "FunctionCode"), RULE(HOSTING_PAGES),
                       "FunctionCode has %td bytes; CloudFront takes %d", code.len, FUNCTION_MAX);
}

/* ---- headers ---- */

/* The words behind a directive's name, or !ok when it is not there. */
static struct cut directive(struct str policy, const char *name)
{
    for (struct cut c = str_cut(policy, ';');; c = str_cut(c.tail, ';')) {
        struct str one = str_trim(c.head);
        struct cut words = str_cut(one, ' ');

        if (str_equal_nocase(words.head, str_of(name)))
            return (struct cut){ words.head, str_trim(words.tail), true };
        if (!c.ok)
            return (struct cut){ 0 };
    }
}

static bool has_word(struct str words, const char *word)
{
    for (struct cut c = str_cut(words, ' ');; c = str_cut(c.tail, ' ')) {
        if (str_equal_nocase(str_trim(c.head), str_of(word)))
            return true;
        if (!c.ok)
            return false;
    }
}

/* clang-format off */
/* In the order in which the policy is written. */
static const struct {
    const char *name, *needs;  /* what plumb's pages need; NULL: nothing */
    const char *allowed;       /* no other words, between | */
    const char *best;          /* what stands in the policy to paste */
} directives[] = {
    { "default-src",     NULL,     "'none'|'self'",       "'none'" },
    { "script-src",      "'self'", "'self'|'none'",       "'self'" },
    { "style-src",       "'self'", "'self'|'none'",       "'self'" },
    { "img-src",         "'self'", "'self'|'none'|data:", "'self' data:" },
    { "font-src",        NULL,     "'self'|'none'",       "" }, /* only when the theme asks for it */
    { "base-uri",        NULL,     "'none'|'self'",       "'none'" },
    { "form-action",     NULL,     "'none'|'self'",       "'none'" },
    { "frame-ancestors", NULL,     "'none'|'self'",       "'none'" },
};
/* clang-format on */

/* What these pages need in a directive beside what all need, or empty. */
static struct str own_need(const struct hosting_needs *needs, const char *name)
{
    struct str directive = str_of(name);

    if (str_equal(directive, S("script-src")))
        return needs->script;
    if (str_equal(directive, S("font-src")))
        return needs->font;
    return str_equal(directive, S("style-src")) ? needs->style : (struct str){ 0 };
}

struct str hosting_page_policy(const struct hosting_needs *needs, struct arena *keep)
{
    struct buf b = buf_open(keep, 4096);

    for (ptrdiff_t i = 0; i < LEN(directives); i++) {
        struct str own = own_need(needs, directives[i].name);
        const char *best = directives[i].best;

        if (*best || own.len)
            buf_fmt(&b, "%s%s %s%s%.*s", i ? "; " : "", directives[i].name, best,
                    *best && own.len ? " " : "", FMT(own));
    }
    return buf_str(&b);
}

static bool is_allowed(struct str word, const char *allowed)
{
    for (struct cut c = str_cut(str_of(allowed), '|');; c = str_cut(c.tail, '|')) {
        if (str_equal_nocase(c.head, word) || str_starts(word, S("'sha256-")) ||
            str_starts(word, S("'nonce-")))
            return true;
        if (!c.ok)
            return false;
    }
}

static void check_words(struct hosting *h, const struct hosting_part *p, const struct json *at,
                        struct cut have, const char *allowed)
{
    for (struct cut c = str_cut(have.tail, ' ');; c = str_cut(c.tail, ' ')) {
        if (c.head.len && !is_allowed(c.head, allowed))
            hosting_report(h, p, at, RULE(HOSTING_HEADERS),
                           "ContentSecurityPolicy: %.*s allows %.*s, which the pages do not need",
                           FMT(have.head), FMT(c.head));
        if (!c.ok)
            return;
    }
}

/* Kinds of loads that the pages have none of: nothing open may stand there. */
static void check_other_directives(struct hosting *h, const struct hosting_part *p,
                                   const struct json *at, struct str policy)
{
    for (struct cut c = str_cut(policy, ';');; c = str_cut(c.tail, ';')) {
        struct cut words = str_cut(str_trim(c.head), ' ');
        bool known = !str_ends(words.head, S("-src"));

        for (ptrdiff_t i = 0; i < LEN(directives); i++)
            known |= str_equal_nocase(words.head, str_of(directives[i].name));
        if (!known)
            check_words(h, p, at, words, "'self'|'none'|data:");
        if (!c.ok)
            return;
    }
}

/* Capitals count in hashes. Others may stand beside ours: while a theme changes, pages of two are out. */
static void check_own(struct hosting *h, const struct hosting_part *p, const struct json *at,
                      const char *name, struct str words)
{
    struct str own = own_need(h->needs, name);
    bool found = own.len == 0;

    for (struct cut c = str_cut(words, ' '); !found; c = str_cut(c.tail, ' ')) {
        found = str_equal(str_trim(c.head), own);
        if (!c.ok)
            break;
    }
    if (!found)
        hosting_report(h, p, at, RULE(HOSTING_HEADERS),
                       "ContentSecurityPolicy: %s lacks %.*s, %s; write: %.*s", name, FMT(own),
                       str_starts(own, S("'sha")) ? "the hash of what stands in each page"
                                                  : "where the theme has its fonts",
                       FMT(hosting_page_policy(h->needs, h->keep)));
}

/* A sandbox runs nothing, so a picture may have its styles inside; pages have neither. */
static void check_policy(struct hosting *h, const struct hosting_part *p, const struct json *at,
                         struct str policy)
{
    struct cut sandbox = directive(policy, "sandbox"), fallback = directive(policy, "default-src");
    bool picture = sandbox.ok && !sandbox.tail.len && str_equal(fallback.tail, S("'none'"));

    for (ptrdiff_t i = 0; i < LEN(directives); i++) {
        struct cut have = directive(policy, directives[i].name);
        bool fetches = str_ends(str_of(directives[i].name), S("-src"));
        const char *allowed = directives[i].allowed;

        if (picture && str_equal(str_of(directives[i].name), S("style-src")))
            allowed = "'self'|'unsafe-inline'";
        bool plain = *directives[i].best; /* else it is asked for by check_own() alone */

        if (!have.ok && plain &&
            !(fetches && i > 0 && (picture || has_word(fallback.tail, directives[i].needs))))
            hosting_report(h, p, at, RULE(HOSTING_HEADERS), "ContentSecurityPolicy lacks %s",
                           directives[i].name);
        else if (have.ok && !picture && directives[i].needs &&
                 !has_word(have.tail, directives[i].needs))
            hosting_report(h, p, at, RULE(HOSTING_HEADERS),
                           "ContentSecurityPolicy: %s lacks %s, which the pages need",
                           directives[i].name, directives[i].needs);
        if (!picture)
            check_own(h, p, at, directives[i].name, have.ok ? have.tail : fallback.tail);
        if (have.ok)
            check_words(h, p, at, have, allowed);
    }
    check_other_directives(h, p, at, policy);
}

/* The value of a header that the policy adds. */
static const struct json *custom(const struct hosting *h, const struct hosting_part *p,
                                 const char *name)
{
    const struct json *list = get(h, p->v, "CustomHeadersConfig");

    for (const struct json *m = hosting_items(h, list); m; m = m->next) {
        const struct json *one = hosting_value(h, m);

        if (str_equal_nocase(hosting_text(h, get(h, one, "Header")), str_of(name)))
            return get(h, one, "Value");
    }
    return NULL;
}

/* clang-format off */
static const struct {
    const char *name, *values; /* NULL: any */
    bool internal;             /* asked of internal sites alone */
} added[] = {
    { "Permissions-Policy",           NULL, false },
    { "Cross-Origin-Opener-Policy",   "same-origin", false },
    { "Cross-Origin-Resource-Policy", "same-origin|same-site", false },
    { "X-Robots-Tag",                 "noindex|noindex, nofollow|none", true },
};
static const char *const removed[] = { "x-amz-server-side-encryption", "x-amz-version-id", "server" };
/* clang-format on */

static void check_custom(struct hosting *h, const struct hosting_part *p)
{
    const struct json *list = get(h, p->v, "CustomHeadersConfig"),
                      *xss = custom(h, p, "X-XSS-Protection");
    const struct json *filter = get(h, get(h, p->v, "SecurityHeadersConfig"), "XSSProtection");

    for (ptrdiff_t i = 0; i < LEN(added); i++) {
        const struct json *v = custom(h, p, added[i].name);

        if (added[i].internal && !h->internal)
            continue;
        if (!v || (added[i].values && !hosting_holds(h, v, TEST_ONE_OF, added[i].values)))
            hosting_report(h, p, v ? v : list, RULE(HOSTING_LEAKS), "the header %s is %s%s%s",
                           added[i].name, v ? "not " : "missing",
                           v ? str_c(str_cut(str_of(added[i].values), '|').head, h->keep) : "",
                           v ? ": other sites may hold on to the pages" : "");
    }
    if ((xss && !hosting_holds(h, xss, TEST_ONE_OF, "0")) ||
        hosting_holds(h, get(h, filter, "Protection"), TEST_TRUE, NULL))
        hosting_report(h, p, xss ? xss : filter, RULE(HOSTING_LEAKS),
                       "X-XSS-Protection opens holes of its own: leave it out");
}

void hosting_headers(struct hosting *h, const struct hosting_part *p)
{
    const struct json *security = get(h, p->v, "SecurityHeadersConfig"),
                      *outer = get(h, security, "ContentSecurityPolicy");
    const struct json *policy = get(h, outer, "ContentSecurityPolicy"),
                      *gone = get(h, p->v, "RemoveHeadersConfig");

    if (!policy)
        hosting_report(h, p, security, RULE(HOSTING_HEADERS),
                       "ContentSecurityPolicy is missing: a script that gets in would run");
    else
        check_policy(h, p, policy, hosting_text(h, policy));
    if (policy && !hosting_holds(h, get(h, outer, "Override"), TEST_TRUE, NULL))
        hosting_report(h, p, outer, RULE(HOSTING_HEADERS),
                       "ContentSecurityPolicy: Override is not true");
    check_custom(h, p);
    for (ptrdiff_t i = 0; i < LEN(removed); i++) {
        bool found = false;

        for (const struct json *m = hosting_items(h, gone); m; m = m->next)
            found |= str_equal_nocase(hosting_text(h, get(h, m, "Header")), str_of(removed[i]));
        if (!found)
            hosting_report(h, p, gone, RULE(HOSTING_LEAKS), "RemoveHeadersConfig lacks %s",
                           removed[i]);
    }
}
