/* glyphs.c - the set of signs and the words that call for them.
 *
 * Paths are strokes of 1.6 in a square of 24, round caps; nothing closer than 1 to its edge. A label
 * gets a sign only when all of its words are spoken for: the name of a service, and words that only
 * say what kind of thing it is. "S3 bucket" is one, "Bucket list" and "S3 naming rules" are not. */
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

/* names of services, longer ones first where one begins with another */
static const struct { const char *name, *glyph; } services[] = {
    { "application load balancer", "balancer" }, { "network load balancer", "balancer" }, { "load balancer", "balancer" },
    { "alb", "balancer" }, { "nlb", "balancer" }, { "elb", "balancer" }, { "haproxy", "balancer" },
    { "cloudfront", "cdn" }, { "cdn", "cdn" }, { "fastly", "cdn" }, { "internet", "cdn" },
    { "waf", "firewall" }, { "security group", "firewall" }, { "guardduty", "firewall" },
    { "certificate manager", "certificate" }, { "acm", "certificate" },
    { "secrets manager", "secret" }, { "hashicorp vault", "secret" }, { "key vault", "secret" },
    { "kms", "lock" }, { "cognito", "lock" }, { "iam", "role" },
    { "elasticache", "cache" }, { "redis", "cache" }, { "memcached", "cache" }, { "valkey", "cache" },
    { "dynamodb", "table" },
    { "postgresql", "database" }, { "postgres", "database" }, { "mysql", "database" }, { "mariadb", "database" }, { "aurora", "database" }, { "rds", "database" }, { "mongodb", "database" }, { "cassandra", "database" },
    { "s3", "bucket" }, { "efs", "bucket" }, { "google cloud storage", "bucket" }, { "minio", "bucket" },
    { "ecr", "registry" }, { "cloudwatch logs", "log" }, { "cloudtrail", "log" },
    { "cloudwatch alarms", "alarm" }, { "pagerduty", "alarm" },
    { "cloudwatch", "metric" }, { "prometheus", "metric" }, { "grafana", "metric" },
    { "sqs", "queue" }, { "rabbitmq", "queue" }, { "sns", "topic" }, { "eventbridge", "topic" },
    { "kinesis", "stream" }, { "kafka", "stream" }, { "lambda", "function" },
    { "route 53", "dns" }, { "route53", "dns" }, { "dns", "dns" },
    { "nat gateway", "gateway" }, { "internet gateway", "gateway" }, { "api gateway", "gateway" }, { "nat", "gateway" },
    { "step functions", "pipeline" }, { "airflow", "pipeline" }, { "mwaa", "pipeline" },
    { "ecs", "container" }, { "fargate", "container" }, { "eks", "container" }, { "app runner", "container" },
    { "ec2", "server" }, { "lightsail", "server" }, { "sagemaker", "server" },
    { "github", "code" }, { "gitlab", "code" }, { "codebuild", "code" },
    { "ses", "mail" }, { "users", "user" }, { "user", "user" }, { "browser", "browser" },
};

/* what may stand beside a name without saying something else */
static const char *const plain_words[] = {
    "amazon", "aws", "azure", "apache", "the", "a", "an", "on", "and", "for", "with", "cluster", "clusters", "service", "services", "bucket", "buckets",
    "table", "tables", "queue", "queues", "topic", "topics", "stream", "streams", "function", "functions", "instance", "instances",
    "distribution", "database", "databases", "db", "cache", "broker", "brokers", "primary", "replica", "replicas", "standby", "zone", "zones",
    "task", "tasks", "user", "pool", "hosted", "private", "public", "storage", "bus", "exchange",
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

/* Whether word stands in text as a whole word. */
static bool has_word(struct str text, struct str word)
{
    for (ptrdiff_t at = 0, hit; (hit = str_find_nocase(str_from(text, at), word)) >= 0;
         at += hit + 1) {
        ptrdiff_t from = at + hit, end = from + word.len;
        bool begins = from == 0 || !char_is_alnum(text.ptr[from - 1]);
        if (begins && (end == text.len || !char_is_alnum(text.ptr[end])))
            return true;
    }
    return false;
}

/* The label in small letters with single blanks; longer ones than fit name no service. */
static struct str words_of(const struct graph_node *node, char *room, ptrdiff_t size)
{
    ptrdiff_t len = 0;
    for (int i = 0; i < node->n_lines; i++)
        for (ptrdiff_t k = 0; k <= node->lines[i].text.len && len < size - 1; k++) {
            struct str t = node->lines[i].text;
            char c = k < t.len ? char_lower(t.ptr[k]) : ' ';
            if (c == '(')
                return (struct str){ room, len };
            if (c != ' ' || (len && room[len - 1] != ' '))
                room[len++] = c;
        }
    return len < size - 1 ? (struct str){ room, len } : S("");
}

/* What follows the words that text begins with; *begins: it does. */
static struct str behind(struct str text, struct str words, bool *begins)
{
    *begins =
        str_starts(text, words) && (text.len == words.len || !char_is_alnum(text.ptr[words.len]));
    return *begins ? str_trim(str_from(text, words.len)) : text;
}

static struct str without_plain(struct str text, bool *any)
{
    *any = false;
    for (ptrdiff_t i = 0; i < LEN(plain_words) && !*any; i++)
        text = behind(text, str_of(plain_words[i]), any);
    ptrdiff_t n = 0;
    while (!*any && n < text.len && char_is_digit(text.ptr[n]))
        n++;
    *any |= n > 0 && (n == text.len || text.ptr[n] == ' ');
    return n > 0 && *any ? str_trim(str_from(text, n)) : text;
}

/* The sign of the service that text names and says nothing else of; 0: none. */
static int by_name(struct str text)
{
    int found = 0;
    for (bool any = true; any && text.len;) {
        any = false;
        for (ptrdiff_t i = 0; i < LEN(services) && !any; i++) {
            text = behind(text, str_of(services[i].name), &any);
            if (any && !found)
                found = glyphs_named(str_of(services[i].glyph));
        }
        if (!any)
            text = without_plain(text, &any);
    }
    return text.len ? 0 : found;
}

int glyphs_of_node(const struct graph_node *node)
{
    char room[100];
    if (node->kind.len) {
        int found = glyphs_named(node->kind);
        struct graph_text kind = { .text = node->kind };
        struct graph_node named = { .lines = &kind, .n_lines = 1 };
        return found ? found : by_name(str_trim(words_of(&named, room, (ptrdiff_t)sizeof room)));
    }
    return by_name(str_trim(words_of(node, room, (ptrdiff_t)sizeof room)));
}

enum scene_colour glyphs_of_container(const struct graph_node *node)
{
    struct str text = node->n_lines ? node->lines[0].text : node->kind;
    bool subnet = has_word(text, S("subnet")) || has_word(text, S("subnets"));
    if (subnet && has_word(text, S("public")))
        return COLOUR_PUBLIC;
    if (subnet)
        return COLOUR_PRIVATE;
    return has_word(text, S("vpc")) ? COLOUR_NET : COLOUR_EDGE;
}
