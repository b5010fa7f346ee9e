/* kube.c - manifests to resources and leaves. Objects are known by kind, namespace and name; what a
 * Service selects and what a host in an environment means is looked up here, where labels and names
 * are at hand; data of Secrets is never looked at. */
#include "infra/kube.h"

#include "infra/edges.h"

enum { PATH_BYTES = 512, DEPTH_MAX = 60, OBJECTS_MAX = 100000 };

struct object {
    struct resource *r;
    const struct json *root, *labels; /* labels of its pods */
};
struct cluster {
    struct infra *t;
    LIST(struct object) objects;
    struct map by_namespace; /* namespace to struct many */
};
struct many { /* workloads of a namespace */
    LIST(int) objects;
};

static const struct json *at(const struct json *v, const char *a, const char *b, const char *c)
{
    v = json_get(v, a);
    v = b && v ? json_get(v, b) : v;
    return c && v ? json_get(v, c) : v;
}

static struct str namespace_of(const struct json *root)
{
    return json_str(at(root, "metadata", "namespace", NULL));
}

/* Labels of the pods that a workload makes; a CronJob's stand one step deeper. */
static const struct json *pod_labels(const struct json *root)
{
    const struct json *spec = json_get(root, "spec"), *job = at(spec, "jobTemplate", "spec", NULL);
    const struct json *labels =
        at(json_get(job ? job : spec, "template"), "metadata", "labels", NULL);
    bool pod = str_equal(json_str(json_get(root, "kind")), S("Pod"));
    return pod ? at(root, "metadata", "labels", NULL) : labels;
}

static void add(struct cluster *c, const struct json *root, struct infra_file *f)
{
    struct arena *keep = c->t->keep;
    struct str kind = json_str(json_get(root, "kind")),
               name = json_str(at(root, "metadata", "name", NULL));
    struct str space = namespace_of(root), full = str_fmt(keep, "%.*s/%.*s", FMT(kind), FMT(name));
    if (!kind.len || !name.len || c->objects.len >= OBJECTS_MAX)
        return;
    struct resource *r = table_add(c->t, full, kind, INFRA_K8S);
    if (!r)
        r = table_add(c->t, str_fmt(keep, "%.*s/%.*s/%.*s", FMT(kind), FMT(space), FMT(name)), kind,
                      INFRA_K8S);
    if (!r)
        return; /* the same object again */
    r->id = r->label = name;
    r->stack = space;
    r->src = &f->src;
    r->at = str_span(json_get(root, "kind")->raw.ptr, root->raw.ptr + root->raw.len);
    r->properties = str_equal(kind, S("Secret")) ? NULL : root;
    table_identify_name(c->t, name, r);
    *PUSH(&c->objects, keep) = (struct object){ r, root, pod_labels(root) };
    if (!pod_labels(root))
        return;
    void **many = map_at(&c->by_namespace, space, keep);
    *many = *many ? *many : NEW(keep, struct many, 1);
    *PUSH(&((struct many *)*many)->objects, keep) = (int)c->objects.len - 1;
}

static void add_all(struct cluster *c, const struct json *v, struct infra_file *f, int depth)
{
    const struct json *items = v && v->kind == JSON_OBJECT ? json_get(v, "items") : v;
    if (v && v->kind == JSON_OBJECT && !items)
        add(c, v, f);
    if (items && items->kind == JSON_ARRAY && depth < 3)
        for (const struct json *i = items->first; i; i = i->next)
            add_all(c, i, f, depth + 1);
}

/* ---- what is selected ---- */

static bool has_label(const struct json *labels, const struct json *want)
{
    for (const struct json *m = labels->first; m; m = m->next)
        if (str_equal(m->key, want->key))
            return str_equal(json_str(m), json_str(want));
    return false;
}

static bool selects(const struct json *selector, const struct json *labels)
{
    for (const struct json *m = selector->first; m; m = m->next)
        if (!has_label(labels, m))
            return false;
    return selector->n > 0;
}

static void leaf_ref(struct cluster *c, struct resource *r, const char *path, struct resource *to)
{
    table_leaf(c->t, r, str_of(path))->to = to;
}

static void select_pods(struct cluster *c, struct object *o)
{
    const struct json *selector = at(o->root, "spec", "selector", NULL);
    struct many *many = map_get(&c->by_namespace, o->r->stack);
    if (!str_equal(o->r->type, S("Service")) || !selector || selector->kind != JSON_OBJECT)
        return;
    for (ptrdiff_t i = 0; many && i < many->objects.len; i++) {
        struct object *w = &c->objects.ptr[many->objects.ptr[i]];
        if (selects(selector, w->labels))
            leaf_ref(c, o->r, "spec.selector", w->r);
    }
}

static struct resource *object_named(struct cluster *c, struct str kind, struct str name,
                                     struct str space)
{
    struct str full = str_fmt(c->t->keep, "%.*s/%.*s", FMT(kind), FMT(name));
    struct resource *r = map_get(&c->t->names, full);
    if (r && str_equal(r->stack, space))
        return r;
    struct resource *there = map_get(
        &c->t->names, str_fmt(c->t->keep, "%.*s/%.*s/%.*s", FMT(kind), FMT(space), FMT(name)));
    return there ? there : r && !r->outside && space.len ? NULL : r;
}

static void scale_target(struct cluster *c, struct object *o)
{
    const struct json *target = at(o->root, "spec", "scaleTargetRef", NULL);
    struct str kind = json_str(json_get(target, "kind")), name = json_str(json_get(target, "name"));
    if (!kind.len || !name.len)
        return;
    struct resource *to = object_named(c, kind, name, o->r->stack);
    struct str full = str_fmt(c->t->keep, "%.*s/%.*s", FMT(kind), FMT(name));
    leaf_ref(c, o->r, "spec.scaleTargetRef.name",
             to ? to : table_outside(c->t, full, kind, INFRA_K8S));
}

/* "postgres://u@db.space.svc.cluster.local:5432" names the Service db in space. */
static void host_in(struct cluster *c, struct object *o, const struct json *variable)
{
    struct str text = json_str(json_get(variable, "value"));
    bool address = str_find(text, S("://")) >= 0 || str_char(text, ':') > 0 ||
                   edges_is_address(json_str(json_get(variable, "name")));
    struct str host = address && text.len < 500 ? edges_host(text) : S("");
    struct cut name = str_cut(host, '.');
    struct str space = name.ok ? str_cut(name.tail, '.').head : o->r->stack;
    bool local = !name.ok || str_find(name.tail, S(".svc")) > 0 || str_char(name.tail, '.') < 0;
    struct resource *to =
        name.head.len && local ? object_named(c, S("Service"), name.head, space) : NULL;
    if (to)
        leaf_ref(c, o->r, "env.value", to);
}

/* An Ingress is there to be reached; its host says as what. */
static void opening(struct cluster *c, struct object *o)
{
    bool ingress = str_equal(o->r->type, S("Ingress")) || str_equal(o->r->type, S("HTTPRoute"));
    const struct json *rules = at(o->root, "spec", "rules", NULL),
                      *names = at(o->root, "spec", "hostnames", NULL);
    struct str host = json_str(json_get(json_index(rules, 0), "host"));
    if (!ingress)
        return;
    struct infra_leaf *l = table_leaf(c->t, o->r, S("open"));
    l->text = host.len ? host : names ? json_str(json_index(names, 0)) : S("");
}

static void claim_templates(struct cluster *c, struct object *o)
{
    const struct json *list = at(o->root, "spec", "volumeClaimTemplates", NULL);
    for (const struct json *v = list && list->kind == JSON_ARRAY ? list->first : NULL; v;
         v = v->next) {
        struct str name = json_str(at(v, "metadata", "name", NULL));
        struct str full = str_fmt(c->t->keep, "volumeClaimTemplate %.*s", FMT(name));
        if (map_get(&c->t->names, full))
            full = str_fmt(c->t->keep, "volumeClaimTemplate %.*s/%.*s", FMT(o->r->id), FMT(name));
        struct resource *made = table_add(c->t, full, S("volumeClaimTemplate"), INFRA_K8S);
        if (!made)
            continue;
        made->id = made->label = name;
        made->stack = o->r->stack;
        made->src = o->r->src;
        made->at = v->raw;
        leaf_ref(c, o->r, "volumeClaimTemplates.metadata.name", made);
    }
}

/* ---- leaves ---- */

/* clang-format off */
static const char *const names[] = {
    "service.name", "serviceName", "backendRefs.name", "secretName", "configMapRef.name", "configMapKeyRef.name", "secretRef.name",
    "secretKeyRef.name", "configMap.name", "secret.name", "claimName",
};
/* clang-format on */

static bool is_name(struct str path)
{
    for (ptrdiff_t i = 0; i < LEN(names); i++)
        if (str_ends(path, str_of(names[i])))
            return true;
    return false;
}

struct walk {
    struct cluster *c;
    struct object *o;
    char path[PATH_BYTES];
    ptrdiff_t len;
    int element, elements, depth;
};

static void scalar(struct walk *w, const struct json *v)
{
    struct infra *t = w->c->t;
    struct str path = { w->path, w->len }, text = json_str(v);
    if (v->kind == JSON_TRUE || v->kind == JSON_FALSE)
        text = v->raw;
    if (!text.len || text.len > 300 || (!is_name(path) && !table_keeps(path)))
        return;
    struct infra_leaf *l = table_leaf(t, w->o->r, str_copy(path, t->keep));
    l->text = text;
    l->element = w->element;
}

static void walk(struct walk *w, const struct json *v)
{
    int was = w->element;
    ptrdiff_t len = w->len;
    if (v->kind <= JSON_STRING || w->depth >= DEPTH_MAX) {
        scalar(w, v);
        return;
    }
    w->depth++;
    for (const struct json *m = v->first; m; m = m->next) {
        if (v->kind == JSON_ARRAY && m->kind == JSON_OBJECT)
            w->element = ++w->elements;
        if (v->kind == JSON_OBJECT && w->len + m->key.len + 2 < PATH_BYTES) {
            if (w->len)
                w->path[w->len++] = '.';
            memcpy(w->path + w->len, m->key.ptr ? m->key.ptr : "", (size_t)m->key.len);
            w->len += m->key.len;
        }
        if (v->kind == JSON_ARRAY && str_ends((struct str){ w->path, w->len }, S(".env")))
            host_in(w->c, w->o, m);
        walk(w, m);
        w->len = len;
        w->element = was;
    }
    w->depth--;
}

static void leaves(struct cluster *c, ptrdiff_t i)
{
    struct object *o = &c->objects.ptr[i];
    const struct json *spec = json_get(o->root, "spec");
    struct walk w = { .c = c, .o = o, .path = "spec", .len = 4 };
    opening(c, o);
    select_pods(c, o);
    scale_target(c, o);
    claim_templates(c, o);
    if (spec)
        walk(&w, spec);
}

void kube_read(struct infra *t, struct infra_file *files, int n)
{
    struct cluster *c = NEW(t->keep, struct cluster, 1);
    c->t = t;
    for (int i = 0; i < n; i++)
        if (table_family(files[i].root) == INFRA_K8S) {
            add_all(c, files[i].root, &files[i], 0);
            t->files++;
        }
    for (ptrdiff_t i = 0; i < c->objects.len; i++)
        leaves(c, i);
}
