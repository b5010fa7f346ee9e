/* tf_values.c - known values of a plan or state: who is who, and leaves. */
#include "infra/edges.h"
#include "infra/json_pull.h"
#include "infra/tf_parts.h"

enum {
    PATH_BYTES = 1024,
    DEPTH_MAX = 60,
    TEXT_KEPT = 300,
    JSON_ELEMENTS = 1 << 24 /* elements of JSON texts are counted from here */
};

/* ---- identities ---- */

/* clang-format off */
static const char *const id_keys[] = {
    "id", "arn", "dns_name", "domain_name", "arn_suffix", "repository_url", "primary_endpoint_address", "reader_endpoint_address",
    "configuration_endpoint", "invoke_arn", "bucket_domain_name", "bucket_regional_domain_name", "execution_arn", "endpoint",
    "address", "reader_endpoint", "url", "latest_restored_arn", "regional_domain_name", "website_endpoint", "api_endpoint", "fqdn",
};
static const char *const name_keys[] = {
    "name", "bucket", "function_name", "cluster_identifier", "identifier", "cluster_id", "replication_group_id", "family",
    "table_name", "user_name", "domain_name",
};
/* clang-format on */

/* "vpc-0a1b2c3d": letters, a dash, eight or more hexadecimal digits. */
static bool is_generated_id(struct str s)
{
    struct cut c = str_rcut(s, '-');
    bool hex = c.ok && c.head.len && c.tail.len >= 8;
    for (ptrdiff_t i = 0; hex && i < c.tail.len; i++)
        hex = char_is_digit(c.tail.ptr[i]) || (c.tail.ptr[i] >= 'a' && c.tail.ptr[i] <= 'f');
    return hex;
}

/* A bare name is no identity: a cluster, a service and a balancer may share it. */
static bool is_identity(struct str key, struct str s)
{
    if (s.len <= 5)
        return false;
    return str_starts(s, S("arn:")) || str_starts(s, S("http")) || is_generated_id(s) ||
           (!str_equal(key, S("id")) && str_char(s, '.') >= 0) || str_equal(key, S("arn_suffix"));
}

void tf_values_identify(struct tf *tf, struct tf_resource *res)
{
    struct json_reader r = json_reader_open(res->values);
    struct json_token v = json_next(&r);
    struct str key;
    if (v.kind != JSON_T_OBJECT)
        return;
    while (json_pull_member(&r, tf->t->keep, &key, &v)) {
        struct str text = v.kind == JSON_T_STRING ? json_pull_text(v, tf->t->keep) : S("");
        json_pull_rest(&r, v);
        if (str_among(key, id_keys, LEN(id_keys)) && is_identity(key, text))
            table_identify(tf->t, text, res->r);
        if (str_among(key, name_keys, LEN(name_keys)))
            table_identify_name(tf->t, text, res->r);
        if (str_equal(key, S("bucket")) && text.len && str_equal(res->r->type, S("aws_s3_bucket")))
            table_identify(tf->t, str_fmt(tf->t->keep, "arn:aws:s3:::%.*s", FMT(text)), res->r);
    }
}

/* ---- leaves ---- */

struct walk {
    struct tf *tf;
    struct tf_resource *res;
    struct arena *keep;
    char path[PATH_BYTES];
    ptrdiff_t len;
    int element, elements, json_elements, depth;
    bool json;         /* inside a JSON text */
    struct map hidden; /* paths marked sensitive */
};

static struct str path_of(const struct walk *w)
{
    return (struct str){ w->path, w->len };
}

static struct resource *known(const struct walk *w, struct str s)
{
    struct resource *r = table_known(w->tf->t, s);
    return r == w->res->r ? NULL : r;
}

/* "arn:…:x/" and a star, "arn:…:secret:x:key::", "host:6379", "redis://host", "repository:tag". */
static struct resource *meant(const struct walk *w, struct str s)
{
    struct resource *r = s.len < 5 ? NULL : known(w, s);
    bool arn = str_starts(s, S("arn:"));
    if (r || s.len < 5 || s.len > 4 * TEXT_KEPT)
        return r;
    for (int cuts = 0; arn && !r && cuts < 6; cuts++) {
        while (s.len &&
               (s.ptr[s.len - 1] == '*' || s.ptr[s.len - 1] == '/' || s.ptr[s.len - 1] == ':'))
            s.len--;
        r = known(w, s);
        ptrdiff_t slash = str_rchar(s, '/'), colon = str_rchar(s, ':');
        s.len = slash > colon ? slash : colon;
        if (s.len <= 8)
            break;
    }
    if (!r && !arn)
        r = known(w, str_rcut(s, ':').head);
    struct str host = r || arn ? S("") : edges_host(s);
    return r || host.len < 5 ? r : known(w, host);
}

/* "service/CLUSTER/SERVICE" names the service. */
static struct str name_in(struct str path, struct str text)
{
    return str_ends(path, S("resource_id")) ? str_rcut(text, '/').tail : text;
}

static void scalar(struct walk *w, struct str text)
{
    struct infra *t = w->tf->t;
    struct str path = path_of(w);
    if (!text.len || map_get(&w->hidden, path))
        return;
    struct resource *to = meant(w, text);
    struct str name = name_in(path, text);
    char key[TEXT_KEPT + 8];
    int n = name.len < TEXT_KEPT ? snprintf(key, sizeof key, "? /%.*s", FMT(name)) : 0;
    bool named = n > 0 && map_get(&t->ids, (struct str){ key, n });
    if (!to && !named && !(table_keeps(path) && text.len < TEXT_KEPT && !w->json))
        return;
    struct infra_leaf *l = table_leaf(t, w->res->r, str_copy(path, t->keep));
    l->to = to;
    l->text = to ? (struct str){ 0 } : str_copy(name, t->keep);
    l->element = w->element;
}

static void value(struct walk *w, struct json_reader *r, struct json_token first);

static bool push(struct walk *w, struct str key)
{
    if (w->len + key.len + 2 > PATH_BYTES || w->depth >= DEPTH_MAX)
        return false;
    if (w->len)
        w->path[w->len++] = '.';
    memcpy(w->path + w->len, key.ptr ? key.ptr : "", (size_t)key.len);
    w->len += key.len;
    w->depth++;
    return true;
}

static void members(struct walk *w, struct json_reader *r)
{
    struct str key;
    struct json_token v;
    ptrdiff_t was = w->len;
    while (json_pull_member(r, w->keep, &key, &v)) {
        if (!push(w, key)) {
            json_pull_rest(r, v);
            continue;
        }
        value(w, r, v);
        w->len = was;
        w->depth--;
    }
}

static void elements(struct walk *w, struct json_reader *r)
{
    struct json_token v;
    int was = w->element;
    while (json_pull_element(r, &v)) {
        if (v.kind == JSON_T_OBJECT)
            w->element = w->json ? JSON_ELEMENTS + ++w->json_elements : ++w->elements;
        value(w, r, v);
        w->element = was;
    }
}

/* Attributes that hold JSON as text. */
static bool holds_json(struct str path, struct str text)
{
    static const char *const ends[] = { "policy", "container_definitions", "redrive_policy",
                                        "definition", "body" };
    struct str last = str_rcut(path, '.').tail;
    return text.len > 1 && (*text.ptr == '{' || *text.ptr == '[') &&
           str_among(last, ends, LEN(ends));
}

static void value(struct walk *w, struct json_reader *r, struct json_token first)
{
    if (first.kind == JSON_T_OBJECT) {
        members(w, r);
        return;
    }
    if (first.kind == JSON_T_ARRAY) {
        elements(w, r);
        return;
    }
    struct str text = json_pull_text(first, w->keep);
    if (w->json || !holds_json(path_of(w), text) || map_get(&w->hidden, path_of(w))) {
        scalar(w, text);
        return;
    }
    struct json_reader inner = json_reader_open(text);
    w->json = true;
    value(w, &inner, json_next(&inner));
    w->json = false;
}

/* Paths that sensitive_values marks. */
static void hide(struct walk *w, struct json_reader *r, struct json_token first)
{
    struct str key;
    struct json_token v;
    ptrdiff_t was = w->len;
    if (first.kind == JSON_T_TRUE && w->len)
        *map_at(&w->hidden, str_copy(path_of(w), w->keep), w->keep) = w;
    while (first.kind == JSON_T_OBJECT && json_pull_member(r, w->keep, &key, &v)) {
        if (!push(w, key)) {
            json_pull_rest(r, v);
            continue;
        }
        hide(w, r, v);
        w->len = was;
        w->depth--;
    }
    while (first.kind == JSON_T_ARRAY && json_pull_element(r, &v))
        hide(w, r, v);
}

void tf_values_leaves(struct tf *tf, struct tf_resource *res)
{
    struct arena scratch = tf->scratch;
    struct walk w = { .tf = tf, .res = res, .keep = &scratch };
    if (res->sensitive.len > 2) {
        struct json_reader marks = json_reader_open(res->sensitive);
        hide(&w, &marks, json_next(&marks));
        w.len = 0;
        w.depth = 0;
    }
    struct json_reader r = json_reader_open(res->values);
    value(&w, &r, json_next(&r));
}
