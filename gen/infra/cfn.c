/* cfn.c - templates to resources and leaves.
 *
 * First all templates are opened and their exports and nested stacks found, then each resource whose
 * condition may hold gets its name, then its properties are resolved and walked. */
#include "infra/cfn.h"

#include "base/path.h"
#include "infra/cfn_value.h"

enum { PATH_MAX_BYTES = 1024, WALK_DEPTH = 120 };

/* ---- names of stacks ---- */

static struct str stem_of(struct str path)
{
    static const char *const ends[] = { ".json", ".yaml", ".yml", ".template" };
    struct str base = path_base(path);
    for (int again = 0; again < 2; again++)
        for (ptrdiff_t i = 0; i < LEN(ends); i++)
            if (str_ends(base, str_of(ends[i])) && base.len > str_of(ends[i]).len)
                base = str_sub(base, 0, base.len - str_of(ends[i]).len);
    return base;
}

/* What all names begin with, up to a dash, says nothing: "App-prod-" of App-prod-Vpc, App-prod-Db. */
static ptrdiff_t shared_length(const struct cfn_set *set)
{
    struct str first = set->stacks[0].name;
    ptrdiff_t n = first.len;
    for (int i = 1; i < set->n; i++)
        for (ptrdiff_t k = 0; k < n; k++)
            if (k >= set->stacks[i].name.len || set->stacks[i].name.ptr[k] != first.ptr[k])
                n = k;
    while (n > 0 && first.ptr[n - 1] != '-')
        n--;
    for (int i = 0; i < set->n; i++)
        if (set->stacks[i].name.len <= n)
            return 0;
    return n;
}

static void name_stacks(struct cfn_set *set)
{
    ptrdiff_t shared = set->n > 1 ? shared_length(set) : 0;
    for (int i = 0; i < set->n; i++) {
        struct cfn_stack *s = &set->stacks[i];
        s->name = str_from(s->name, shared);
        for (int k = 0; k < set->n; k++)
            if (k != i && str_equal(stem_of(set->stacks[k].file->path), stem_of(s->file->path)))
                s->name = s->file->path; /* two of a name in different folders */
        s->prefix = set->n > 1 ? str_fmt(set->t->keep, "%.*s/", FMT(s->name)) : S("");
    }
}

static struct cfn_stack *stack_open(struct cfn_set *set, struct infra_file *f)
{
    struct cfn_stack *s = &set->stacks[set->n++];
    const struct json *transform = json_get(f->root, "Transform");
    *s = (struct cfn_stack){
        .set = set,
        .file = f,
        .name = stem_of(f->path),
        .resources = json_get(f->root, "Resources"),
        .parameters = json_get(f->root, "Parameters"),
        .conditions = json_get(f->root, "Conditions"),
        .mappings = json_get(f->root, "Mappings"),
        .outputs = json_get(f->root, "Outputs"),
        .sam = transform && str_find(transform->raw, S("Serverless")) >= 0,
    };
    return s;
}

/* ---- nested stacks ---- */

/* How many steps two paths have in common, counted from their ends. */
static int steps_alike(struct str a, struct str b)
{
    struct cut x = str_rcut(a, '/'), y = str_rcut(b, '/');
    int n = 0;
    for (; x.tail.len && str_equal(x.tail, y.tail);
         y = str_rcut(y.head, '/'), x = str_rcut(x.head, '/'))
        n++;
    return n;
}

/* The file whose path ends most like url; NULL when two do: nothing says which. */
static struct cfn_stack *stack_at(struct cfn_set *set, struct str url)
{
    struct cfn_stack *found = NULL;
    for (int i = 0, most = 0; i < set->n; i++) {
        int n = steps_alike(set->stacks[i].file->path, url);
        if (n && n >= most)
            found = n > most ? &set->stacks[i] : NULL;
        most = n > most ? n : most;
    }
    return found;
}

/* The last piece of a text, where a file name would stand. */
static struct str last_text(const struct json *v)
{
    struct str last = json_str(v);
    if (cfn_value_is_text(v))
        for (const struct json *p = v->first->first; p; p = p->next)
            last = p->kind == JSON_STRING ? p->str : S("");
    return last;
}

static void nest(struct cfn_stack *s, const struct json *r)
{
    const struct json *p = json_get(r, "Properties");
    const struct json *url =
        json_get(p, "TemplateURL") ? json_get(p, "TemplateURL") : json_get(p, "Location");
    struct cfn_stack *inner = url ? stack_at(s->set, last_text(cfn_value(s, url))) : NULL;
    if (!inner || inner == s)
        return;
    *map_at(&s->nests, r->key, s->set->t->keep) = inner;
    inner->shared = inner->shared || inner->parent;
    inner->parent = s;
    inner->given = json_get(p, "Parameters");
}

static void nest_all(struct cfn_stack *s)
{
    for (const struct json *r = s->resources ? s->resources->first : NULL; r; r = r->next)
        if (str_equal(json_str(json_get(r, "Type")), S("AWS::CloudFormation::Stack")) ||
            str_equal(json_str(json_get(r, "Type")), S("AWS::Serverless::Application")))
            nest(s, r);
}

/* A stack that nests itself by way of others is given nothing. */
static void break_circles(struct cfn_set *set)
{
    for (int i = 0; i < set->n; i++) {
        struct cfn_stack *up = set->stacks[i].parent;
        for (int steps = 0; up && steps <= set->n; steps++)
            up = up->parent;
        if (up)
            set->stacks[i].parent = NULL;
    }
}

/* ---- resources ---- */

static struct str label_of(const struct json *r, struct str id)
{
    struct str path = json_str(json_get(json_get(r, "Metadata"), "aws:cdk:path"));
    struct cut stack = str_cut(path, '/');
    if (!stack.ok)
        return id;
    if (str_ends(stack.tail, S("/Resource")))
        stack.tail = str_sub(stack.tail, 0, stack.tail.len - 9);
    return stack.tail;
}

static void resource_add(struct cfn_stack *s, const struct json *r)
{
    struct arena *keep = s->set->t->keep;
    struct str type = json_str(json_get(r, "Type"));
    struct str condition = json_str(json_get(r, "Condition"));
    enum cfn_verdict holds = condition.len ? cfn_value_condition(s, condition) : CFN_TRUE;
    if (!type.len)
        return;
    if (holds == CFN_FALSE) {
        *map_at(&s->gone, r->key, keep) = s;
        return;
    }
    struct resource *made =
        table_add(s->set->t, str_join(s->prefix, r->key, keep), type, INFRA_CFN);
    if (!made)
        return;
    /* the CDK's own helpers of a deployment are no part of what is deployed */
    if (str_find(r->key, S("CustomResourceProvider")) >= 0)
        made->kind = kinds_of(S("AWS::CDK::Metadata"));
    made->stack = s->name;
    made->id = r->key;
    made->label = label_of(r, r->key);
    made->src = &s->file->src;
    made->at = str_span(r->raw_key.ptr, r->raw.ptr + r->raw.len);
    made->perhaps = holds == CFN_UNKNOWN;
}

/* clang-format off */
static const char *const own_names[] = {
    "BucketName", "TableName", "FunctionName", "RoleName", "LogGroupName", "QueueName", "TopicName", "ClusterName",
    "ServiceName", "RepositoryName", "DBInstanceIdentifier", "DBClusterIdentifier", "UserName", "GroupName", "Name",
    "CacheSubnetGroupName", "DBSubnetGroupName", "LoadBalancerName", "ManagedPolicyName", "InstanceProfileName",
};
/* clang-format on */

static void identify(struct cfn_stack *s, struct resource *r)
{
    for (ptrdiff_t i = 0; i < LEN(own_names); i++) {
        const struct json *v = json_get(r->properties, own_names[i]);
        if (v && v->kind == JSON_STRING)
            table_identify_name(s->set->t, v->str, r);
    }
}

static void resolve(struct cfn_stack *s, const struct json *r)
{
    struct resource *made =
        map_get(&s->set->t->names, str_join(s->prefix, r->key, s->set->t->keep));
    const struct json *p = json_get(r, "Properties");
    if (!made || made->properties || made->src != &s->file->src || !p)
        return;
    made->properties = cfn_value(s, p);
    identify(s, made);
}

/* ---- leaves ---- */

struct walk {
    struct cfn_stack *s;
    struct resource *r;
    char path[PATH_MAX_BYTES];
    ptrdiff_t len;
    int element, elements, depth;
    bool perhaps;
};

/* clang-format off */
static const struct { const char *service, *head, *kind; } arns[] = {
    { "s3", "", "s3.bucket" },            { "dynamodb", "table/", "dynamo.table" }, { "lambda", "function:", "lambda.function" },
    { "logs", "log-group:", "logs.group" }, { "sqs", "", "sqs.queue" },             { "sns", "", "sns.topic" },
    { "secretsmanager", "secret:", "secret.secret" }, { "iam", "role/", "iam.role" }, { "ecr", "repository/", "ecr.repository" },
    { "ecs", "cluster/", "ecs.cluster" }, { "kinesis", "stream/", "kinesis.stream" }, { "ssm", "parameter", "ssm.parameter" },
};
/* clang-format on */

/* "arn:aws:s3:::NAME/…" of this account: the resource of this template that has that name. */
static struct resource *by_arn(struct walk *w, struct str text)
{
    struct str part[5] = { 0 }, rest = text;
    for (int i = 0; i < 5; i++) {
        struct cut c = str_cut(rest, ':');
        if (str_starts(rest, S("${"))) { /* the colons of ${AWS::Region} part nothing */
            ptrdiff_t end = str_char(rest, '}');
            c = (struct cut){ str_sub(rest, 0, end + 1), str_from(rest, end + 2), end >= 0 };
        }
        if (!c.ok)
            return NULL;
        part[i] = c.head;
        rest = c.tail;
    }
    bool here = !part[4].len || str_equal(part[4], S("${AWS::AccountId}"));
    for (ptrdiff_t i = 0; here && i < LEN(arns); i++) {
        struct str head = str_of(arns[i].head);
        if (!str_equal(part[2], str_of(arns[i].service)) || !str_starts(rest, head))
            continue;
        struct str name = str_from(rest, head.len);
        ptrdiff_t end = str_find(name, S("/*"));
        name = str_sub(name, 0, end < 0 ? name.len : end);
        if (str_ends(name, S(":*")))
            name.len -= 2;
        struct resource *r =
            table_known(w->s->set->t, str_fmt(w->s->set->t->keep, "%s %.*s/%.*s", arns[i].kind,
                                              FMT(w->r->stack), FMT(name)));
        return r ? r
                 : table_known(w->s->set->t,
                               str_fmt(w->s->set->t->keep, "%s %.*s/%.*s", arns[i].kind,
                                       FMT(w->r->stack), FMT(str_cut(name, '/').head)));
    }
    return NULL;
}

static void leaf(struct walk *w, const struct json *v)
{
    struct infra *t = w->s->set->t;
    struct str path = { w->path, w->len }, text = json_str(v);
    struct resource *to = cfn_value_is_ref(v) ? map_get(&t->names, v->first->str) : NULL;
    if (!to && str_starts(text, S("arn:")))
        to = by_arn(w, text);
    bool named = text.len && text.len < 300 &&
                 map_get(&t->ids, str_fmt(t->keep, "? %.*s/%.*s", FMT(w->r->stack), FMT(text)));
    if (!to && !named && !(text.len && table_keeps(path)))
        return;
    struct infra_leaf *l = table_leaf(t, w->r, str_copy(path, t->keep));
    l->to = to;
    l->text = to ? (struct str){ 0 } : text;
    l->element = w->element;
    l->perhaps = w->perhaps;
}

static void walk(struct walk *w, const struct json *v);

static void walk_member(struct walk *w, const struct json *m)
{
    ptrdiff_t was = w->len;
    if (w->len + m->key.len + 1 >= PATH_MAX_BYTES)
        return;
    if (w->len)
        w->path[w->len++] = '.';
    memcpy(w->path + w->len, m->key.ptr ? m->key.ptr : "", (size_t)m->key.len);
    w->len += m->key.len;
    walk(w, m);
    w->len = was;
}

static void walk_list(struct walk *w, const struct json *list)
{
    int was = w->element;
    for (const struct json *v = list->first; v; v = v->next) {
        if (v->kind == JSON_OBJECT && !cfn_value_is_ref(v) && !cfn_value_is_text(v))
            w->element = ++w->elements;
        walk(w, v);
        w->element = was;
    }
}

static void walk(struct walk *w, const struct json *v)
{
    bool was = w->perhaps;
    if (w->depth++ > WALK_DEPTH) {
        w->depth--;
        return;
    }
    if (cfn_value_is_ref(v) || (v->kind >= JSON_FALSE && v->kind <= JSON_STRING)) {
        leaf(w, v);
    } else if (cfn_value_is_text(v) || cfn_value_is_either(v)) {
        w->perhaps = was || cfn_value_is_either(v);
        for (const struct json *p = v->first->first; p; p = p->next)
            if (p->kind > JSON_STRING || cfn_value_is_either(v))
                walk(w, p);
    } else if (v->kind == JSON_ARRAY) {
        walk_list(w, v);
    } else if (v->kind == JSON_OBJECT) {
        for (const struct json *m = v->first; m; m = m->next)
            walk_member(w, m);
    }
    w->perhaps = was;
    w->depth--;
}

/* What Globals of a serverless template says for every function. */
static const struct json *globals_for(struct cfn_stack *s, const struct resource *r)
{
    const struct json *g = s->sam ? json_get(s->file->root, "Globals") : NULL;
    return str_equal(r->type, S("AWS::Serverless::Function")) ? json_get(g, "Function") : NULL;
}

static void walk_resource(struct cfn_stack *s, const struct json *r)
{
    struct resource *made =
        map_get(&s->set->t->names, str_join(s->prefix, r->key, s->set->t->keep));
    if (!made || made->src != &s->file->src || made->leaves.len)
        return;
    struct walk w = { .s = s, .r = made };
    const struct json *globals = globals_for(s, made);
    if (made->properties)
        walk(&w, made->properties);
    if (globals)
        walk(&w, cfn_value(s, globals));
}

/* ---- outputs and parameters, for pages ---- */

static void note_outputs(struct cfn_stack *s)
{
    struct infra *t = s->set->t;
    for (const struct json *o = s->outputs ? s->outputs->first : NULL; o; o = o->next) {
        const struct json *v = json_get(o, "Value") ? cfn_value(s, json_get(o, "Value")) : NULL;
        struct str value = cfn_value_is_ref(v)           ? v->first->str
                           : v && v->kind <= JSON_STRING ? json_str(v)
                                                         : S("");
        *PUSH(&t->outputs, t->keep) = (struct infra_output){ s->name, o->key, value, false };
    }
    for (const struct json *p = s->parameters ? s->parameters->first : NULL; p; p = p->next)
        *PUSH(&t->outputs, t->keep) = (struct infra_output){
            s->name, p->key, json_get(p, "NoEcho") ? S("") : json_str(json_get(p, "Default")), true
        };
}

static void find_exports(struct cfn_stack *s)
{
    struct arena *keep = s->set->t->keep;
    for (const struct json *o = s->outputs ? s->outputs->first : NULL; o; o = o->next) {
        const struct json *name = json_get(json_get(o, "Export"), "Name");
        const struct json *text = name ? cfn_value(s, name) : NULL;
        if (!text || text->kind != JSON_STRING || !json_get(o, "Value"))
            continue;
        struct cfn_export *e = NEW(keep, struct cfn_export, 1);
        *e = (struct cfn_export){ s, json_get(o, "Value") };
        *map_at(&s->set->exports, text->str, keep) = e;
    }
}

static void each_resource(struct cfn_set *set,
                          void (*what)(struct cfn_stack *, const struct json *))
{
    for (int i = 0; i < set->n; i++) {
        const struct json *all = set->stacks[i].resources;
        for (const struct json *r = all ? all->first : NULL; r; r = r->next)
            what(&set->stacks[i], r);
    }
}

void cfn_read(struct infra *t, struct infra_file *files, int n, struct diag *d)
{
    struct cfn_set *set = NEW(t->keep, struct cfn_set, 1);
    struct diag quiet = { .keep = t->keep }; /* names are looked up before all are known */
    *set = (struct cfn_set){ .t = t, .d = &quiet, .stacks = NEW(t->keep, struct cfn_stack, n + 1) };
    for (int i = 0; i < n; i++)
        if (table_family(files[i].root) == INFRA_CFN)
            stack_open(set, &files[i]);
    if (!set->n)
        return;
    set->steps_max = CFN_STEPS;
    for (int i = 0; i < set->n; i++)
        set->steps_max += (int)set->stacks[i].file->src.text.len;
    t->files += set->n;
    name_stacks(set);
    for (int i = 0; i < set->n; i++)
        nest_all(&set->stacks[i]);
    break_circles(set);
    for (int i = 0; i < set->n; i++)
        find_exports(&set->stacks[i]);
    each_resource(set, resource_add);
    set->d = d;
    each_resource(set, resolve);
    each_resource(set, walk_resource);
    for (int i = 0; i < set->n; i++)
        note_outputs(&set->stacks[i]);
}
