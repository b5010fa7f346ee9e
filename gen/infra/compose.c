/* compose.c - a Compose file to resources and leaves. Of an environment only the hosts that are services
 * of the file are kept, never a value. */
#include "infra/compose.h"

#include "infra/edges.h"

struct file {
    struct infra *t;
    struct infra_file *f;
    const struct json *services;
    struct map hosts; /* service name, container name, alias to resource */
    struct resource *router;
};

static bool is_object(const struct json *v)
{
    return v && v->kind == JSON_OBJECT;
}

static const struct json *members(const struct json *v)
{
    return v && v->kind >= JSON_ARRAY ? v->first : NULL;
}

/* ---- resources ---- */

static struct resource *add(struct file *c, struct str name, const char *type, struct str id,
                            struct str at)
{
    struct resource *r = table_add(c->t, name, str_of(type), INFRA_COMPOSE);
    if (!r)
        r = table_add(c->t, str_fmt(c->t->keep, "%s %.*s", type, FMT(name)), str_of(type),
                      INFRA_COMPOSE);
    if (!r)
        return NULL;
    r->id = r->label = id;
    r->src = &c->f->src;
    r->at = at;
    r->stack = c->f->path;
    table_identify_name(c->t, id, r);
    return r;
}

/* clang-format off */
static const struct { const char *key, *type, *prefix; } parts[] = {
    { "networks", "network", "network " }, { "volumes", "volume", "" }, { "secrets", "secret", "" }, { "configs", "config", "" },
};
/* clang-format on */

static void add_parts(struct file *c)
{
    for (ptrdiff_t i = 0; i < LEN(parts); i++) {
        const struct json *list = json_get(c->f->root, parts[i].key);
        for (const struct json *m = is_object(list) ? list->first : NULL; m; m = m->next)
            add(c, str_fmt(c->t->keep, "%s%.*s", parts[i].prefix, FMT(m->key)), parts[i].type,
                m->key, str_span(m->raw_key.ptr, m->raw.ptr + m->raw.len));
    }
}

static void add_services(struct file *c)
{
    for (const struct json *m = members(c->services); m; m = m->next) {
        struct resource *r =
            add(c, m->key, "service", m->key, str_span(m->raw_key.ptr, m->raw.ptr + m->raw.len));
        static const char *const also[] = { "container_name", "hostname" };
        if (!r)
            continue;
        r->properties = m;
        *map_at(&c->hosts, m->key, c->t->keep) = r;
        for (ptrdiff_t i = 0; i < LEN(also); i++)
            if (json_str(json_get(m, also[i])).len)
                *map_at(&c->hosts, json_str(json_get(m, also[i])), c->t->keep) = r;
        struct str image = json_str(json_get(m, "image"));
        if (str_find(str_cut(image, ':').head, S("traefik")) >= 0)
            c->router = r;
    }
}

/* ---- leaves ---- */

static struct infra_leaf *leaf(struct file *c, struct resource *r, const char *path,
                               struct str text, struct resource *to)
{
    struct infra_leaf *l = table_leaf(c->t, r, str_of(path));
    l->text = text;
    l->to = to;
    return l;
}

/* "127.0.0.1:8080:80/tcp", "443:443", 3000: what the outside reaches, and from where. */
static void port_text(struct file *c, struct resource *r, struct str text)
{
    struct cut protocol = str_cut(text, '/'), host = str_rcut(protocol.head, ':');
    struct cut address = host.ok ? str_rcut(host.head, ':') : host;
    struct str published = host.ok ? address.tail : protocol.head;
    bool local = address.ok &&
                 (str_starts(address.head, S("127.")) || str_equal(address.head, S("localhost")) ||
                  str_equal(address.head, S("[::1]")));
    leaf(c, r, local ? "ports.local" : "ports.open",
         str_fmt(c->t->keep, "%.*s %.*s", FMT(protocol.ok ? protocol.tail : S("tcp")),
                 FMT(published)),
         NULL);
}

static void port(struct file *c, struct resource *r, const struct json *v)
{
    if (!is_object(v)) {
        port_text(c, r, json_str(v));
        return;
    }
    struct str ip = json_str(json_get(v, "host_ip")), out = json_str(json_get(v, "published"));
    struct str protocol = json_str(json_get(v, "protocol")),
               target = json_str(json_get(v, "target"));
    leaf(c, r, str_starts(ip, S("127.")) ? "ports.local" : "ports.open",
         str_fmt(c->t->keep, "%.*s %.*s", FMT(protocol.len ? protocol : S("tcp")),
                 FMT(out.len ? out : target)),
         NULL);
}

static void host_in(struct file *c, struct resource *r, struct str name, struct str text)
{
    bool address =
        str_find(text, S("://")) >= 0 || str_char(text, ':') > 0 || edges_is_address(name);
    while (address && text.len && text.len < 500) { /* "kafka1:9092,kafka2:9092" */
        struct cut one = str_cut(text, ',');
        struct str host = edges_host(one.head);
        struct resource *to = host.len ? map_get(&c->hosts, host) : NULL;
        if (to && to != r)
            leaf(c, r, "environment.value", S(""), to);
        text = one.tail;
    }
}

/* A map of names and values, or a list of NAME=VALUE. */
static void environment(struct file *c, struct resource *r, const struct json *v)
{
    for (const struct json *m = members(v); m; m = m->next) {
        struct cut pair = str_cut(json_str(m), '=');
        host_in(c, r, v->kind == JSON_ARRAY ? pair.head : m->key,
                v->kind == JSON_ARRAY ? pair.tail : json_str(m));
    }
}

static void routed(struct file *c, struct resource *r, const struct json *v)
{
    bool found = false;
    for (const struct json *m = members(v); m; m = m->next)
        found = found || str_starts(v->kind == JSON_ARRAY ? json_str(m) : m->key,
                                    S("traefik.http.routers."));
    if (found && c->router && c->router != r)
        leaf(c, r, "labels.routed", S(""), c->router);
}

/* Lists of names, maps by name, lists of {source: name}. */
static void names_in(struct file *c, struct resource *r, const char *path, const struct json *v)
{
    for (const struct json *m = members(v); m; m = m->next) {
        struct str name = v->kind == JSON_OBJECT ? m->key
                          : is_object(m)         ? json_str(json_get(m, "source"))
                                                 : json_str(m);
        if (name.len)
            leaf(c, r, path, name, NULL);
    }
}

/* "pgdata:/var/lib": a volume; "./x:/y", "/x:/y", "~/x:/y" are paths of the host. */
static void volume(struct file *c, struct resource *r, const struct json *v)
{
    struct cut text = str_cut(json_str(v), ':');
    struct str name = is_object(v) ? json_str(json_get(v, "source")) : text.ok ? text.head : S("");
    if (name.len && *name.ptr != '.' && *name.ptr != '/' && *name.ptr != '~' && *name.ptr != '$')
        leaf(c, r, "volumes.source", name, NULL);
}

static void service(struct file *c, const struct json *s)
{
    struct resource *r = map_get(&c->hosts, s->key);
    if (!r || r->properties != s)
        return;
    for (const struct json *p = members(json_get(s, "ports")); p; p = p->next)
        port(c, r, p);
    environment(c, r, json_get(s, "environment"));
    routed(c, r, json_get(s, "labels"));
    names_in(c, r, "depends_on", json_get(s, "depends_on"));
    names_in(c, r, "networks", json_get(s, "networks"));
    names_in(c, r, "secrets", json_get(s, "secrets"));
    names_in(c, r, "configs", json_get(s, "configs"));
    for (const struct json *v = members(json_get(s, "volumes")); v; v = v->next)
        volume(c, r, v);
    struct str replicas = json_str(json_get(json_get(s, "deploy"), "replicas"));
    if (replicas.len)
        leaf(c, r, "deploy.replicas", replicas, NULL);
}

void compose_read(struct infra *t, struct infra_file *f)
{
    struct file *c = NEW(t->keep, struct file, 1);
    *c = (struct file){ .t = t, .f = f, .services = json_get(f->root, "services") };
    add_services(c);
    add_parts(c);
    for (const struct json *s = members(c->services); s; s = s->next)
        service(c, s);
    t->files++;
}
