/* glyphs.c - the set of signs and the words that call for them.
 *
 * Paths are strokes of 1.6 in a square of 24, round caps; nothing closer than 1 to its edge. Words
 * are matched whole, without regard to case; of all rows the first that matches wins, so the more
 * telling words stand above ("load balancer" above "application"). */
#include "draw/glyphs.h"

/* clang-format off */
static const struct glyph glyphs[] = {
    { "",             "", COLOUR_EDGE },
    { "balancer",     "M12 2a3 3 0 1 0 0 6a3 3 0 1 0 0-6M4 16a3 3 0 1 0 0 6a3 3 0 1 0 0-6M20 16a3 3 0 1 0 0 6a3 3 0 1 0 0-6M12 8v5l-6 4M12 13l6 4", COLOUR_PUBLIC },
    { "cdn",          "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M2 12h20M12 2c5 4 5 16 0 20M12 2c-5 4-5 16 0 20", COLOUR_NET },
    { "container",    "M12 1.5 21 6.7v10.6L12 22.5 3 17.3V6.7zM3 6.7l9 5.3 9-5.3M12 12v10.5", COLOUR_COMPUTE },
    { "server",       "M3 3h18v7H3zM3 14h18v7H3zM7 6.5h.1M7 17.5h.1M12 6.5h5M12 17.5h5", COLOUR_COMPUTE },
    { "function",     "M5 21 12 8M8 3c3 0 3 2 4 5l5 13h3", COLOUR_COMPUTE },
    { "database",     "M3 5.5a9 3.5 0 1 0 18 0a9 3.5 0 1 0-18 0v13c0 4.7 18 4.7 18 0v-13M3 12c0 4.7 18 4.7 18 0", COLOUR_DATA },
    { "cache",        "M3 5.5a9 3.5 0 1 0 18 0a9 3.5 0 1 0-18 0v13c0 4.7 18 4.7 18 0v-13M13 10.5l-3.5 4h4.5l-3.5 4", COLOUR_DATA },
    { "bucket",       "M3 5a9 3 0 1 0 18 0a9 3 0 1 0-18 0l2.5 14c1 3.5 12 3.5 13 0L21 5", COLOUR_DATA },
    { "table",        "M3 4h18v16H3zM3 9h18M3 14.5h18M9 9v11", COLOUR_DATA },
    { "secret",       "M8 10a5 5 0 1 0 0 10a5 5 0 1 0 0-10M11.5 11.5 21 2M16 7l4 4M19 4l2.5 2.5", COLOUR_DATA },
    { "certificate",  "M12 2a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 14l-1.5 8 5.5-3 5.5 3L16 14M9.5 8.5l2 2 3.5-4", COLOUR_PUBLIC },
    { "lock",         "M4 11h16v10H4zM7.5 11V7.5c0-6 9-6 9 0V11M12 15v2.5", COLOUR_DATA },
    { "firewall",     "M12 2l9 3v7c0 5-4 8-9 10c-5-2-9-5-9-10V5zM8 12l3 3 5-6", COLOUR_NET },
    { "role",         "M3 5h18v14H3zM8.5 8.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4M5.5 16c.5-3 5.5-3 6 0M14.5 10h4M14.5 14h4", COLOUR_WATCH },
    { "dns",          "M12 3v5M5 8h11l4 3-4 3H5zM12 14v8M8 22h8", COLOUR_NET },
    { "gateway",      "M3 4h5M16 4h5v16h-5M8 20H3V4M1 12h15M12 8l4 4-4 4", COLOUR_PUBLIC },
    { "network",      "M9 2h6v5H9zM2 17h6v5H2zM16 17h6v5h-6zM12 7v5M5 17v-5h14v5", COLOUR_NET },
    { "cloud",        "M7 19c-6 0-6.5-8-.5-8.5c.5-7 10-7.5 11-1c6 .5 6 9.5 0 9.5z", COLOUR_NET },
    { "queue",        "M2 7h5v10H2zM9.5 7h5v10h-5zM17 7h5v10h-5z", COLOUR_PRIVATE },
    { "topic",        "M3 9v6h4l8 5V4L7 9zM18 9c2 1.5 2 4.5 0 6", COLOUR_PRIVATE },
    { "stream",       "M2 7c4-4 6 4 10 0s6 4 10 0M2 12c4-4 6 4 10 0s6 4 10 0M2 17c4-4 6 4 10 0s6 4 10 0", COLOUR_PRIVATE },
    { "schedule",     "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M12 6v6l4 3", COLOUR_WATCH },
    { "log",          "M5 2h10l4 4v16H5zM15 2v4h4M8 10h8M8 14h8M8 18h5", COLOUR_WATCH },
    { "alarm",        "M5 18c2-2 2-4 2-8c0-7 10-7 10 0c0 4 0 6 2 8zM10 21h4M12 2v2", COLOUR_WATCH },
    { "metric",       "M3 2v20h19M7 16l4-5 4 3 6-8", COLOUR_WATCH },
    { "registry",     "M3 8l9-5 9 5-9 5zM3 12.5l9 5 9-5M3 17l9 5 9-5", COLOUR_COMPUTE },
    { "pipeline",     "M5 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6M19 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6M8 12h8M13 9l3 3-3 3", COLOUR_COMPUTE },
    { "code",         "M8 6l-6 6 6 6M16 6l6 6-6 6M14 3l-4 18", COLOUR_COMPUTE },
    { "user",         "M12 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M3 22c1-10 17-10 18 0", COLOUR_EDGE },
    { "browser",      "M2 4h20v16H2zM2 9h20M5 6.5h.1M8 6.5h.1", COLOUR_EDGE },
    { "folder",       "M2 4.5V19h20V7H11L9 4.5H2z", COLOUR_COMPUTE },
    { "file",         "M5 2h9l5 5v15H5zM14 2v5h5", COLOUR_EDGE },
    { "mail",         "M2 5h20v14H2zM2 6l10 8L22 6", COLOUR_EDGE },
};

/* words of labels and kinds; words are divided by blanks here */
static const struct { const char *words, *glyph; } words[] = {
    { "load balancer", "balancer" }, { "balancer", "balancer" }, { "alb", "balancer" }, { "nlb", "balancer" }, { "elb", "balancer" },
    { "cloudfront", "cdn" }, { "cdn", "cdn" }, { "internet", "cdn" }, { "fastly", "cdn" },
    { "waf", "firewall" }, { "firewall", "firewall" }, { "security group", "firewall" }, { "shield", "firewall" }, { "guardduty", "firewall" },
    { "certificate", "certificate" }, { "certificates", "certificate" }, { "acm", "certificate" },
    { "secrets manager", "secret" }, { "secrets", "secret" }, { "secret", "secret" }, { "vault", "secret" }, { "api key", "secret" },
    { "kms", "lock" }, { "idp", "lock" }, { "auth", "lock" }, { "cognito", "lock" }, { "lock", "lock" },
    { "iam", "role" }, { "role", "role" }, { "roles", "role" }, { "policy", "role" },
    { "elasticache", "cache" }, { "redis", "cache" }, { "memcached", "cache" }, { "valkey", "cache" }, { "cache", "cache" },
    { "dynamodb", "table" }, { "table", "table" }, { "tables", "table" },
    { "database", "database" }, { "postgres", "database" }, { "postgresql", "database" }, { "mysql", "database" }, { "aurora", "database" }, { "rds", "database" }, { "db", "database" }, { "mongodb", "database" },
    { "s3", "bucket" }, { "bucket", "bucket" }, { "buckets", "bucket" }, { "object store", "bucket" }, { "efs", "bucket" }, { "storage", "bucket" },
    { "ecr", "registry" }, { "registry", "registry" }, { "image registry", "registry" },
    { "alarm", "alarm" }, { "alarms", "alarm" }, { "pagerduty", "alarm" }, { "alert", "alarm" }, { "alerts", "alarm" },
    { "logs", "log" }, { "log", "log" }, { "cloudtrail", "log" },
    { "cloudwatch", "metric" }, { "metrics", "metric" }, { "dashboard", "metric" }, { "prometheus", "metric" }, { "grafana", "metric" }, { "monitoring", "metric" },
    { "sqs", "queue" }, { "queue", "queue" }, { "queues", "queue" }, { "rabbitmq", "queue" },
    { "sns", "topic" }, { "topic", "topic" }, { "notification", "topic" }, { "notifications", "topic" }, { "eventbridge", "topic" },
    { "kinesis", "stream" }, { "kafka", "stream" }, { "stream", "stream" },
    { "lambda", "function" }, { "function", "function" },
    { "route 53", "dns" }, { "route53", "dns" }, { "dns", "dns" },
    { "nat", "gateway" }, { "gateway", "gateway" },
    { "pipeline", "pipeline" }, { "step functions", "pipeline" }, { "airflow", "pipeline" }, { "mwaa", "pipeline" }, { "workflow", "pipeline" },
    { "scheduler", "schedule" }, { "schedule", "schedule" }, { "cron", "schedule" },
    { "ecs", "container" }, { "fargate", "container" }, { "container", "container" }, { "containers", "container" }, { "task", "container" }, { "tasks", "container" }, { "pod", "container" }, { "pods", "container" }, { "docker", "container" }, { "kubernetes", "container" }, { "app runner", "container" }, { "app", "container" },
    { "ec2", "server" }, { "server", "server" }, { "instance", "server" }, { "host", "server" }, { "lightsail", "server" }, { "node", "server" }, { "worker", "server" }, { "sagemaker", "server" },
    { "github", "code" }, { "repository", "code" }, { "codebuild", "code" }, { "cdk", "code" }, { "codegen", "code" },
    { "users", "user" }, { "user", "user" }, { "visitor", "user" }, { "visitors", "user" }, { "human", "user" }, { "customer", "user" },
    { "browser", "browser" }, { "client", "browser" }, { "ui", "browser" }, { "console", "browser" },
    { "email", "mail" }, { "mail", "mail" }, { "ses", "mail" },
    { "vpc", "network" }, { "subnet", "network" }, { "subnets", "network" }, { "network", "network" },
    { "endpoint", "gateway" }, { "endpoints", "gateway" }, { "proxy", "gateway" },
    { "cloud", "cloud" }, { "aws", "cloud" },
};

static const struct { const char *words; enum scene_colour colour; } container_words[] = {
    { "public", COLOUR_PUBLIC }, { "private", COLOUR_PRIVATE }, { "isolated", COLOUR_PRIVATE }, { "subnet", COLOUR_PRIVATE }, { "subnets", COLOUR_PRIVATE },
    { "vpc", COLOUR_NET }, { "region", COLOUR_NET }, { "network", COLOUR_NET },
    { "monitoring", COLOUR_WATCH }, { "observability", COLOUR_WATCH },
};
/* clang-format on */

int glyphs_count(void)
{
    return (int)LEN(glyphs) - 1;
}

const struct glyph *glyphs_at(int number)
{
    return &glyphs[number];
}

int glyphs_named(struct str name)
{
    for (int i = 1; i < (int)LEN(glyphs); i++)
        if (str_equal(str_of(glyphs[i].name), name))
            return i;
    return 0;
}

/* Whether words stand in text as whole words. */
static bool has_words(struct str text, struct str find)
{
    for (ptrdiff_t at = 0; at + find.len <= text.len; at++) {
        ptrdiff_t hit = str_find_nocase(str_from(text, at), find);
        if (hit < 0)
            return false;
        at += hit;
        bool begins = at == 0 || !char_is_alnum(text.ptr[at - 1]);
        ptrdiff_t end = at + find.len;
        if (begins && (end == text.len || !char_is_alnum(text.ptr[end])))
            return true;
    }
    return false;
}

/* The label as one line; longer ones than fit are cut, which costs at most a sign. */
static struct str joined(const struct graph_node *node, char *room, ptrdiff_t size)
{
    ptrdiff_t len = 0;
    for (int i = 0; i < node->n_lines; i++) {
        struct str t = str_sub(node->lines[i].text, 0, size - 1 - len);
        if (t.len > 0)
            memcpy(room + len, t.ptr, (size_t)t.len);
        len += t.len;
        if (len < size - 1)
            room[len++] = ' ';
    }
    return (struct str){ room, len };
}

static int by_words(struct str text)
{
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (has_words(text, str_of(words[i].words)))
            return glyphs_named(str_of(words[i].glyph));
    return 0;
}

int glyphs_of_node(const struct graph_node *node)
{
    char room[200];
    int found = node->kind.len ? glyphs_named(node->kind) : 0;
    if (!found && node->kind.len)
        found = by_words(node->kind);
    struct str label = joined(node, room, (ptrdiff_t)sizeof room);
    if (!found) /* the name; a remark in brackets may speak of others */
        found = by_words(str_cut(label, '(').head);
    return found ? found : by_words(label);
}

enum scene_colour glyphs_of_container(const struct graph_node *node)
{
    struct str text = node->n_lines ? node->lines[0].text : node->kind;
    for (ptrdiff_t i = 0; i < LEN(container_words); i++)
        if (has_words(text, str_of(container_words[i].words)))
            return container_words[i].colour;
    return glyphs[by_words(text)].colour;
}
