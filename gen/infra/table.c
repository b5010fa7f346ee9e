/* table.c - the table itself: resources, identities, which texts may be kept. */
#include "infra/table.h"

/* Last steps of paths whose texts may be kept: what edges, labels, pictures and pages speak of. No
 * value that a person could have put a secret into: no environment, command, user data, policy. */
/* clang-format off */
static const char *const kept[] = {
    "CidrIp", "CidrIpv6", "CidrBlock", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "cidr_ipv4", "cidr_ipv6",
    "cidr_blocks", "ipv6_cidr_blocks", "cidr_block", "destination_cidr_block", "MapPublicIpOnLaunch", "map_public_ip_on_launch",
    "AvailabilityZone", "availability_zone", "AvailabilityZones", "availability_zones", "MultiAZ", "multi_az",
    "Port", "port", "FromPort", "from_port", "ToPort", "to_port", "IpProtocol", "ip_protocol", "Protocol", "protocol",
    "ContainerPort", "containerPort", "container_port", "targetPort", "HostPort", "type",
    "Cpu", "cpu", "Memory", "memory", "DesiredCount", "desired_count", "MinCapacity", "min_capacity", "MaxCapacity", "max_capacity",
    "MinSize", "min_size", "MaxSize", "max_size", "DesiredCapacity", "desired_capacity", "replicas", "minReplicas", "maxReplicas",
    "InstanceType", "instance_type", "DBInstanceClass", "instance_class", "CacheNodeType", "node_type", "NumCacheClusters",
    "num_cache_clusters", "AllocatedStorage", "allocated_storage", "storage", "StorageType", "storage_type", "Engine", "engine",
    "EngineVersion", "engine_version", "Runtime", "runtime", "MemorySize", "memory_size", "Timeout", "timeout", "LaunchType", "launch_type",
    "Scheme", "internal", "TargetType", "target_type", "VpcEndpointType", "vpc_endpoint_type", "RetentionInDays", "retention_in_days",
    "MetricName", "metric_name", "Threshold", "threshold", "Period", "period", "EvaluationPeriods", "evaluation_periods",
    "ServiceName", "service_name", "serviceName", "Priority", "priority", "Type", "ResourceType", "TrafficType", "traffic_type",
    "BucketName", "TableName", "FunctionName", "RoleName", "LogGroupName", "QueueName", "TopicName", "ClusterName", "RepositoryName",
    "DBInstanceIdentifier", "DBClusterIdentifier", "UserName", "GroupName", "ImageTagMutability", "ScanOnPush",
    "BillingMode", "billing_mode", "Encrypted", "encrypted", "StorageEncrypted", "storage_encrypted", "PubliclyAccessible", "publicly_accessible",
    "DeletionProtection", "deletion_protection", "ScheduleExpression", "schedule_expression", "PriceClass", "price_class",
    "deregistration_delay", "HealthCheckPath", "host", "path", "port.number", "label", "profiles",
    "CapacityProvider", "capacity_provider", "CpuArchitecture", "cpu_architecture", "RequiresCompatibilities", "requires_compatibilities",
    "LaunchType", "launch_type", "Size", "size", "VolumeType", "volume_type", "NumCacheNodes", "num_cache_nodes",
};
/* clang-format on */

static struct str last_step(struct str path)
{
    return str_rcut(path, '.').tail;
}

bool table_keeps(struct str path)
{
    struct str last = last_step(path);
    return str_among(last, kept, LEN(kept));
}

struct resource *table_add(struct infra *t, struct str name, struct str type,
                           enum infra_family family)
{
    void **at = map_at(&t->names, name, t->keep);
    if (*at)
        return NULL;
    struct resource *r = NEW(t->keep, struct resource, 1);
    *r = (struct resource){ .name = name,
                            .id = name,
                            .type = type,
                            .family = family,
                            .kind = kinds_of(type),
                            .index = (int)t->resources.len };
    *PUSH(&t->resources, t->keep) = r;
    return *at = r;
}

struct resource *table_outside(struct infra *t, struct str name, struct str type,
                               enum infra_family family)
{
    struct resource *r = map_get(&t->names, name);
    if (r)
        return r;
    r = table_add(t, name, type, family);
    r->outside = true;
    r->label = name;
    return r;
}

struct infra_leaf *table_leaf(struct infra *t, struct resource *r, struct str path)
{
    struct infra_leaf *l = PUSH(&r->leaves, t->keep);
    l->path = path;
    return l;
}

struct str table_text(const struct resource *r, const char *path)
{
    struct str want = str_of(path);
    for (ptrdiff_t i = 0; i < r->leaves.len; i++) {
        struct str p = r->leaves.ptr[i].path;
        bool step = p.len == want.len || (p.len > want.len && p.ptr[p.len - want.len - 1] == '.');
        if (r->leaves.ptr[i].text.len && step && str_ends(p, want))
            return r->leaves.ptr[i].text;
    }
    return (struct str){ 0 };
}

const struct infra_edge *table_out(const struct infra *t, const struct resource *r,
                                   const struct infra_edge *e)
{
    int i = e ? e->next_out : r->out;
    return i ? &t->edges.ptr[i - 1] : NULL;
}

const struct infra_edge *table_in(const struct infra *t, const struct resource *r,
                                  const struct infra_edge *e)
{
    int i = e ? e->next_in : r->in;
    return i ? &t->edges.ptr[i - 1] : NULL;
}

struct str table_edge_words(const struct infra_edge *e, struct arena *keep)
{
    return str_fmt(keep, "%.*s → %.*s (%s%s%.*s)", FMT(e->from->name), FMT(e->to->name), e->kind,
                   e->label.len ? " " : "", FMT(e->label));
}

bool table_is(const struct infra_edge *e, const char *kind)
{
    return str_equal(str_of(e->kind), str_of(kind));
}

/* ---- where and how many ---- */

int table_line(struct table_place *last, const struct resource *r)
{
    if (!r->src || !r->at.ptr)
        return 0;
    if (last->src != r->src || r->at.ptr < last->at)
        *last = (struct table_place){ r->src, r->src->text.ptr, 1 };
    struct str between = str_span(last->at, r->at.ptr);
    for (ptrdiff_t i; (i = str_char(between, '\n')) >= 0; last->line++)
        between = str_from(between, i + 1);
    last->at = r->at.ptr;
    return last->line;
}

static struct map count_by(const struct infra *t, bool types, struct arena *keep)
{
    struct map counts = { 0 };
    for (ptrdiff_t i = 0; i < t->resources.len; i++) {
        const struct resource *r = t->resources.ptr[i];
        if (r->outside || (types && r->change == CHANGE_REMOVED))
            continue;
        void **at = map_at(&counts, types ? r->type : r->stack, keep);
        *at = *at ? *at : NEW(keep, int, 1);
        ++*(int *)*at;
    }
    return counts;
}

struct map table_stacks(const struct infra *t, struct arena *keep)
{
    return count_by(t, false, keep);
}

struct map table_types(const struct infra *t, struct arena *keep)
{
    return count_by(t, true, keep);
}

/* ---- identities ---- */

static struct resource nobody; /* owns what two claim */

void table_identify(struct infra *t, struct str text, struct resource *r)
{
    void **at = text.len ? map_at(&t->ids, text, t->keep) : NULL;
    if (at)
        *at = *at && *at != r ? &nobody : (void *)r;
}

void table_identify_name(struct infra *t, struct str name, struct resource *r)
{
    struct str stack = r->family == INFRA_TF ? S("") : r->stack;
    if (!name.len || !r->kind)
        return;
    table_identify(t, str_fmt(t->keep, "%s %.*s/%.*s", r->kind->name, FMT(stack), FMT(name)), r);
    /* that something has this name, whatever it is */
    *map_at(&t->ids, str_fmt(t->keep, "? %.*s/%.*s", FMT(stack), FMT(name)), t->keep) = &nobody;
}

struct resource *table_known(const struct infra *t, struct str text)
{
    struct resource *r = map_get(&t->ids, text);
    return r == &nobody ? NULL : r;
}

/* ---- families ---- */

static bool is_object(const struct json *v)
{
    return v && v->kind == JSON_OBJECT;
}

static bool has_types(const struct json *resources)
{
    for (const struct json *r = is_object(resources) ? resources->first : NULL; r; r = r->next)
        if (json_str(json_get(r, "Type")).len)
            return true;
    return false;
}

static bool is_manifest(const struct json *v)
{
    return is_object(v) && json_str(json_get(v, "apiVersion")).len &&
           json_str(json_get(v, "kind")).len;
}

static bool is_compose(const struct json *v)
{
    const struct json *services = json_get(v, "services");
    for (const struct json *s = is_object(services) ? services->first : NULL; s; s = s->next)
        if (json_get(s, "image") || json_get(s, "build") || json_get(s, "extends"))
            return true;
    return false;
}

enum infra_family table_family(const struct json *root)
{
    if (is_manifest(root))
        return INFRA_K8S;
    if (root && root->kind == JSON_ARRAY)
        for (const struct json *v = root->first; v; v = v->next)
            if (is_manifest(v))
                return INFRA_K8S;
    if (!is_object(root))
        return INFRA_NOT;
    if (has_types(json_get(root, "Resources")))
        return INFRA_CFN;
    if (is_object(json_get(root, "planned_values")) ||
        is_object(json_get(json_get(root, "values"), "root_module")) ||
        (json_get(root, "terraform_version") && json_get(root, "resources")))
        return INFRA_TF;
    return is_compose(root) ? INFRA_COMPOSE : INFRA_NOT;
}
