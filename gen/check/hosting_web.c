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
    const struct json *here = behaviour->raw_key.len ? behaviour : get(h, behaviour, "PathPattern");
    struct hosting_part part = *p;

    part.kind = PART_BEHAVIOUR;
    part.v = behaviour;
    hosting_rows(h, &part);
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

/* ---- logs and addresses ---- */

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

/* Capitals count in hashes. */
static bool has_word(struct str words, struct str word)
{
    bool hash = str_starts(word, S("'sha"));
    for (struct cut c = str_cut(words, ' ');; c = str_cut(c.tail, ' ')) {
        struct str here = str_trim(c.head);
        if (hash ? str_equal(here, word) : str_equal_nocase(here, word))
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

/* Others may stand beside ours: while a theme changes, pages of two are out. */
static void check_own(struct hosting *h, const struct hosting_part *p, const struct json *at,
                      const char *name, struct str words)
{
    for (struct cut own = { .tail = own_need(h->needs, name) }; own.tail.len;) {
        own = str_cut(own.tail, ' ');
        if (has_word(words, own.head))
            continue;
        hosting_report(h, p, at, RULE(HOSTING_HEADERS),
                       "ContentSecurityPolicy: %s lacks %.*s, %s; write: %.*s", name, FMT(own.head),
                       str_starts(own.head, S("'sha"))
                           ? "the hash of what stands in pages or pictures"
                           : "where the theme has its fonts",
                       FMT(hosting_page_policy(h->needs, h->keep)));
        return;
    }
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
            !(fetches && i > 0 &&
              (picture || has_word(fallback.tail, str_of(directives[i].needs)))))
            hosting_report(h, p, at, RULE(HOSTING_HEADERS), "ContentSecurityPolicy lacks %s",
                           directives[i].name);
        else if (have.ok && !picture && directives[i].needs &&
                 !has_word(have.tail, str_of(directives[i].needs)))
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

void hosting_headers(struct hosting *h, const struct hosting_part *p)
{
    const struct json *security = get(h, p->v, "SecurityHeadersConfig"),
                      *policy = get(h, get(h, security, "ContentSecurityPolicy"),
                                    "ContentSecurityPolicy");

    if (policy)
        check_policy(h, p, policy, hosting_text(h, policy));
}
