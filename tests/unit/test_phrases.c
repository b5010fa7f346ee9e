/* test_phrases.c - a phrase book: what documentation says, a value that bears it out, and one that
 * does not. Keys stand as configuration has them, since a limit and a share are told by their name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/fit.h"

enum { ARENA = 64 << 20 };

/* clang-format off */
static const struct {
    const char *text, *key, *unit, *fits, *not;
} phrases[] = {
    /* numbers in words */
    { "twenty-four hours", "expiry", "hours", "24", "20" },
    { "twenty four hours", "expiry", "hours", "24", "20" },
    { "forty-five seconds", "wait", "s", "45", "40" },
    { "ninety-nine retries", "retries", "", "99", "90" },
    { "sixteen", "shards", "", "16", "6" },
    { "nineteen partitions", "partitions", "", "19", "9" },
    { "one hundred sessions", "sessions", "", "100", "1" },
    { "a hundred sessions", "sessions", "", "100", "1" },
    { "two hundred and fifty connections", "pool", "", "250", "200" },
    { "one thousand two hundred requests", "burst", "", "1200", "1000" },
    { "ten thousand messages", "depth", "", "10000", "10" },
    { "half a million records", "records", "", "500000", "0.5" },
    { "one and a half hours", "duration", "s", "5400", "3600" },
    { "two and a half hours", "duration", "s", "9000", "7200" },
    { "an hour and a half", "duration", "s", "5400", "3600" },
    { "a quarter of an hour", "duration", "s", "900", "3600" },
    { "three quarters of an hour", "duration", "minutes", "45", "180" },
    { "half an hour", "duration", "minutes", "30", "60" },
    { "half a second", "delay", "ms", "500", "1000" },
    { "a dozen nodes", "nodes", "", "12", "1" },
    { "two dozen nodes", "nodes", "", "24", "2" },
    { "half a dozen workers", "workers", "", "6", "12" },
    { "a single NAT gateway", "natGateways", "", "1", "2" },
    { "a pair of NAT gateways", "natGateways", "", "2", "1" },
    { "no NAT gateways", "natGateways", "", "0", "1" },
    { "zero downtime slots", "slots", "", "0", "1" },
    { "both replicas", "replicas", "", "2", "3" },
    { "five point five", "score", "", "5.5", "5" },
    { "two or three retries", "retries", "", "3", "5" },
    { "seventy-five percent", "share", "percent", "75", "70" },
    { "three quarters", "quota", "percent", "75", "3" },
    { "a quarter of the tasks", "share", "percent", "25", "50" },
    { "two thirds", "share", "percent", "67", "60" },
    { "a third of requests", "share", "ratio", "0.333", "0.5" },
    { "half of the nodes", "share", "percent", "50", "25" },
    { "half a CPU", "cpuShare", "CPU", "0.5", "1" },
    { "a hundred and one tests", "tests", "", "101", "100" },
    { "eleven nines", "nines", "", "11", "9" },
    { "one in-flight request", "inflight", "", "1", "0" },
    { "fifteen hundred users", "users", "", "1500", "15" },
    { "three million rows", "rows", "", "3000000", "3" },
    /* digits as people write them */
    { "1,000 users", "users", "", "1000", "1" },
    { "1 000 users", "users", "", "1000", "1" },
    { "1\u202f000 users", "users", "", "1000", "100" },
    { "1.000.000 users", "users", "", "1000000", "1000" },
    { "12,500 messages", "messages", "", "12500", "12" },
    { "1.5k requests", "requests", "", "1500", "1000" },
    { "10k requests", "requests", "", "10000", "10" },
    { "2M records", "records", "", "2000000", "2" },
    { "2.5 million records", "records", "", "2500000", "2.5" },
    { "1_000 entries", "entries", "", "1000", "1001" },
    { "2½ hours", "window", "minutes", "150", "120" },
    { "1/2 vCPU", "task", "vCPU", "0.5", "2" },
    { "3/4 of the quota", "share", "percent", "75", "34" },
    { "0.25", "weight", "", "0.25", "0.5" },
    { "port 8080", "port", "", "8080", "80" },
    { "port 443 (HTTPS)", "port", "", "443", "80" },
    { "HTTP 503", "status", "", "503", "500" },
    { "-1", "limit", "", "-1", "1" },
    { "unlimited", "limit", "", "-1", "100" },
    { "none", "replicas", "", "0", "1" },
    /* times */
    { "5 minutes", "wait", "s", "300", "360" },
    { "5 min", "wait", "s", "300", "3019" },
    { "5-minute", "wait", "minutes", "5", "15" },
    { "a 5-minute window", "window", "s", "300", "600" },
    { "90 seconds", "wait", "s", "90", "60" },
    { "1 hour", "stickySeconds", "", "3600", "3700" },
    { "1 minute", "waitSeconds", "", "60", "61" },
    { "1h30m", "wait", "s", "5400", "3600" },
    { "1 h 30 min", "wait", "s", "5400", "1800" },
    { "2 hours and 15 minutes", "wait", "minutes", "135", "120" },
    { "250 ms", "wait", "ms", "250", "25" },
    { "0.5 s", "wait", "ms", "500", "50" },
    { "30 days", "retentionDays", "", "30", "90" },
    { "30-day retention", "retentionDays", "", "30", "31" },
    { "4 weeks", "retentionDays", "", "28", "30" },
    { "a year", "retentionDays", "", "365", "90" },
    { "7 full days", "retentionDays", "", "7", "5" },
    { "24 consecutive hours", "window", "hours", "24", "12" },
    { "a day", "ttl", "s", "86400", "3600" },
    { "24 hours", "ttl", "", "\"86400\"", "\"172800\"" },
    { "one week", "maxAge", "s", "604800", "86400" },
    { "a fortnight", "window", "days", "14", "7" },
    { "every 5 minutes", "schedule", "", "\"rate(5 minutes)\"", "\"rate(15 minutes)\"" },
    { "every hour", "schedule", "", "\"rate(1 hour)\"", "\"rate(2 hours)\"" },
    { "hourly", "schedule", "", "\"rate(1 hour)\"", "\"rate(1 day)\"" },
    { "daily", "schedule", "", "\"rate(1 day)\"", "\"rate(7 days)\"" },
    { "every 30 s", "interval", "s", "30", "60" },
    { "30 seconds", "timeout", "", "30", "300" },
    { "30 seconds", "timeout", "", "30000", "3000" },
    { "3 seconds", "timeout", "", "3", "3000000" },
    /* durations as programs write them */
    { "5 minutes", "duration", "", "\"PT5M\"", "\"PT15M\"" },
    { "30 days", "period", "", "\"P30D\"", "\"P3D\"" },
    { "36 hours", "period", "", "\"P1DT12H\"", "\"P1D\"" },
    { "half a second", "delay", "", "\"PT0.5S\"", "\"PT5S\"" },
    { "90 minutes", "duration", "", "\"PT1H30M\"", "\"PT1H\"" },
    { "5 minutes", "timeLimit", "", "\"00:05:00\"", "\"00:50:00\"" },
    { "1 hour", "timeLimit", "", "\"01:00:00\"", "\"00:01:00\"" },
    { "10 seconds", "period", "", "\"10s\"", "\"10m\"" },
    { "15 minutes", "window", "", "\"15m\"", "\"15s\"" },
    { "two weeks", "retention", "", "\"2w\"", "\"2d\"" },
    { "90 minutes", "wait", "", "\"1h30m\"", "\"1h3m\"" },
    /* bytes and bits */
    { "512 MB", "memory", "MiB", "512", "1024" },
    { "512 MiB", "memory", "", "\"512Mi\"", "\"512Gi\"" },
    { "10 GiB", "storage", "", "\"10Gi\"", "\"1Gi\"" },
    { "half a GiB", "memory", "", "\"512Mi\"", "\"1Gi\"" },
    { "1 GB", "memory", "MiB", "1024", "2048" },
    { "1 GB", "memory", "MB", "1000", "100" },
    { "1.5 GB", "memory", "MB", "1536", "1024" },
    { "2 gigabytes", "memory", "MiB", "2048", "2000000" },
    { "10 MB", "upload", "bytes", "10485760", "1048576" },
    { "64 kB", "chunk", "bytes", "65536", "6553" },
    { "1 TB", "disk", "GB", "1000", "100" },
    { "100 Mbps", "line", "Mbps", "100", "800" },
    { "100 Mbit/s", "line", "Mbps", "100", "10" },
    { "100 MBps", "line", "Mbps", "800", "100" },
    { "100 MB/s", "line", "Mbit/s", "800", "100" },
    { "125 MB/s", "line", "Gbps", "1", "125" },
    { "1 Gbit/s", "line", "Mbps", "1000", "100" },
    { "10 Mb", "upload", "MB", "1.25", "10" },
    { "10 megabits", "upload", "MB", "1.25", "10" },
    { "512M", "heap", "MB", "512", "51.2" },
    { "2G", "heap", "GB", "2", "4" },
    { "5 GB", "allocated_storage", "", "5", "50" },
    { "100 GB", "allocatedStorage", "", "100", "20" },
    { "256 MB", "memory_size", "", "256", "128" },
    { "3 GB", "volumeSize", "", "3", "30" },
    /* processors */
    { "0.5 vCPU", "cpu", "vCPU/1024", "512", "256" },
    { "half a vCPU", "cpu", "vCPU/1024", "512", "1024" },
    { "half a CPU", "cpu", "", "\"500m\"", "\"250m\"" },
    { "500 millicores", "cpu", "", "\"500m\"", "\"5000m\"" },
    { "2 CPUs", "cpu", "", "\"2\"", "\"4\"" },
    { "two cores", "cpu", "", "2", "4" },
    { "4 vCPUs", "cpu", "", "4096", "2048" },
    { "512 CPU units", "cpu", "vCPU/1024", "512", "256" },
    { "1.5 CPUs", "cpu", "", "\"1500m\"", "\"150m\"" },
    { "four CPU cores", "cores", "CPU", "4", "8" },
    { "1 vCPU", "cpu", "vCPU", "1", "2" },
    /* rates */
    { "10 requests/min", "rate", "", "10", "20" },
    { "100 req/min", "rps", "", "1.6667", "500" },
    { "10 requests per minute", "perMinute", "", "10", "600" },
    { "600 requests per minute", "requestsPerSecond", "", "10", "600" },
    { "5 requests a second", "rps", "", "5", "300" },
    { "1,000 requests per second", "rps", "", "1000", "100" },
    { "50 rps", "rps", "", "50", "3000" },
    { "3000 rpm", "rpm", "", "3000", "50" },
    { "20 messages/s", "throughput", "", "20", "200" },
    { "$5/month", "cost", "$/month", "5", "60" },
    { "$0.0225 per hour", "cost", "$/month", "16.425", "0.0225" },
    { "$36 a month", "cost", "USD", "36.04", "63" },
    { "€40", "price", "EUR", "40", "45" },
    { "45 cents", "price", "USD", "0.45", "45" },
    { "$1.2k", "budget", "USD", "1234", "1340" },
    { "US$ 1,234.50", "budget", "USD", "1234.50", "1243.50" },
    /* shares */
    { "70%", "alarm", "percent", "70", "75" },
    { "70 percent", "threshold", "percent", "70", "7" },
    { "70%", "sampling_ratio", "", "0.7", "0.07" },
    { "0.7%", "sampling_ratio", "", "0.007", "0.7" },
    { "99.9 %", "slo", "", "0.999", "0.99" },
    { "99.95%", "availability", "", "0.9995", "0.9999" },
    { "0.1%", "errorRate", "", "0.001", "0.01" },
    { "100%", "sampleRate", "", "1", "0.1" },
    { "1%", "traceSampling", "", "0.01", "1" },
    { "half of all requests", "sampleRate", "", "0.5", "0.05" },
    { "5 %", "errorBudget", "ratio", "0.05", "0.5" },
    { "70%", "share", "", "0.7", "0.6" },
    { "20 per cent", "weight", "percent", "20", "80" },
    { "3 percentage points", "drop", "percent", "3", "5" },
    /* about, nearly, over */
    { "about 100 users", "users", "", "108", "149" },
    { "about 100 users", "users", "", "92", "51" },
    { "~1 hour", "age", "s", "3900", "5300" },
    { "about $1,000/month", "cost", "USD", "1040", "1490" },
    { "roughly 1 GB", "size", "MB", "950", "600" },
    { "around 200 GB", "size", "GB", "210", "300" },
    { "approximately 50 ms", "p99", "ms", "53", "60" },
    { "some 40 services", "services", "", "43", "60" },
    { "50 or so users", "users", "", "52", "70" },
    { "nearly 100 %", "coverage", "percent", "97", "55" },
    { "nearly 100 users", "users", "", "95", "105" },
    { "almost 1000 messages", "messages", "", "980", "1020" },
    { "just under 3 minutes", "p99", "s", "175", "185" },
    { "just over 3 minutes", "p99", "s", "185", "175" },
    { "a little over 50 requests", "requests", "", "53", "47" },
    { "not quite 10 GB", "size", "GB", "9.7", "10.4" },
    { "exactly 3 replicas", "replicas", "", "3", "4" },
    { "more than 10 nodes", "nodes", "", "12", "10" },
    { "over 50 users", "users", "", "51", "50" },
    { "in excess of 99 %", "coverage", "percent", "99.5", "98" },
    { "less than 500 ms", "p99", "ms", "480", "500" },
    { "under 2 seconds", "p99", "ms", "1900", "2100" },
    { "fewer than five errors", "errors", "", "4", "5" },
    { "at least 2 tasks", "desiredCount", "", "3", "1" },
    { "no fewer than three nodes", "nodes", "", "3", "2" },
    { "two or more replicas", "replicas", "", "2", "1" },
    { "50+ users", "users", "", "60", "40" },
    { "up to 50 users", "users", "", "30", "51" },
    { "no more than 4 errors", "errors", "", "4", "5" },
    { "within 2 seconds", "p99", "s", "1.8", "2.2" },
    { "<500 ms", "p99", "ms", "499", "500" },
    { "≥ 99 %", "coverage", "percent", "99", "98.5" },
    { "between 50 and 100 users", "users", "", "70", "120" },
    { "50–100 users", "users", "", "100", "101" },
    { "10 to 20 GB", "size", "GB", "15", "25" },
    { "1–2k requests", "requests", "", "1500", "2500" },
    /* limits are what they are */
    { "up to 4 tasks", "maxCapacity", "", "4", "2" },
    { "at most four tasks", "maxTasks", "", "4", "3" },
    { "at least 3 tasks", "minCapacity", "", "3", "5" },
    { "at least 50 %", "minimumHealthyPercent", "", "50", "100" },
    { "at most 30 seconds", "timeoutSeconds", "", "30", "5" },
    { "no longer than 15 minutes", "timeout", "s", "900", "60" },
    { "files up to 50 MB", "maxUploadMB", "", "50", "10" },
    { "a maximum of 10 connections", "maxConnections", "", "10", "5" },
    { "a minimum of two replicas", "minReplicas", "", "2", "3" },
    { "limited to 100 requests per second", "rateLimit", "", "100", "50" },
    { "capped at 20 GB", "quota", "GB", "20", "5" },
    { "no more than 5 retries", "maxRetries", "", "5", "3" },
    { "must not exceed 10 MB", "maxBodyMB", "", "10", "1" },
    { "between 2 and 10 tasks", "maxTasks", "", "10", "6" },
    { "above 80 %", "cpuThreshold", "percent", "80", "90" },
    { "below 20 %", "alarmThreshold", "percent", "20", "10" },
    { "2–6 nodes", "minNodes", "", "2", "4" },
    /* changes: the last word counts */
    { "raised from 2 to 4 tasks", "tasks", "", "4", "2" },
    { "now 10 minutes (was 5)", "wait", "minutes", "10", "5" },
    { "formerly 5 minutes, now 10 minutes", "wait", "minutes", "10", "5" },
    { "10 GB instead of 5", "disk", "GB", "10", "5" },
    { "4 rather than 2 tasks", "tasks", "", "4", "2" },
    { "formerly t3.micro, now t3.medium", "type", "", "\"t3.medium\"", "\"t3.micro\"" },
    { "moved from us-east-1 to us-west-2", "region", "", "\"us-west-2\"", "\"us-east-1\"" },
    { "gp3 rather than gp2", "disk", "", "\"gp3\"", "\"gp2\"" },
    { "gp3 (previously gp2)", "disk", "", "\"gp3\"", "\"gp2\"" },
    { "PostgreSQL 16 instead of 15", "engineVersion", "", "\"16.4\"", "\"15.7\"" },
    { "upgraded from Python 3.9 to Python 3.12", "runtime", "", "\"python3.12\"", "\"python3.9\"" },
    /* names */
    { "us-east-1", "region", "", "\"us-east-1\"", "\"us-east-2\"" },
    { "the region us-east-1.", "region", "", "\"us-east-1\"", "\"us-east-1a\"" },
    { "us-east-1a", "zone", "", "\"us-east-1a\"", "\"us-east-1\"" },
    { "t3.medium", "instanceClass", "", "\"db.t3.medium\"", "\"db.t3.micro\"" },
    { "cache.t3.micro nodes", "type", "", "\"cache.t3.micro\"", "\"cache.t3.small\"" },
    { "two t3.medium instances", "type", "", "\"t3.medium\"", "\"t3.large\"" },
    { "a rolling update", "strategy", "", "\"RollingUpdate\"", "\"Recreate\"" },
    { "rolling update", "strategy", "", "\"RollingUpdate\"", "\"BlueGreen\"" },
    { "round robin", "policy", "", "\"round_robin\"", "\"least_outstanding\"" },
    { "HTTPS only", "protocol", "", "\"https-only\"", "\"http-only\"" },
    { "pay per request", "billing", "", "\"PAY_PER_REQUEST\"", "\"PROVISIONED\"" },
    { "on-demand", "billing", "", "\"ON_DEMAND\"", "\"SPOT\"" },
    { "gp3-backed volumes", "disk", "", "\"gp3\"", "\"gp2\"" },
    { "10.0.0.0/16", "cidr", "", "\"10.0.0.0/16\"", "\"10.0.0.0/24\"" },
    { "the network 10.20.0.0/16", "cidr", "", "\"10.20.0.0/16\"", "\"10.2.0.0/16\"" },
    { "`/healthz`", "path", "", "\"/healthz\"", "\"/health\"" },
    { "the table `orders`", "table", "", "\"orders\"", "\"order\"" },
    { "api.example.com", "host", "", "\"api.example.com\"", "\"www.example.com\"" },
    { "arn:aws:iam::123456789012:role/app", "role", "", "\"arn:aws:iam::123456789012:role/app\"", "\"arn:aws:iam::999456789012:role/app\"" },
    { "Fargate", "launchType", "", "\"FARGATE\"", "\"EC2\"" },
    { "least privilege", "mode", "", "\"least-privilege\"", "\"admin\"" },
    { "the `web-blue` target group", "target", "", "\"web-blue\"", "\"web-green\"" },
    { "acme/web", "image", "", "\"ghcr.io/acme/web:1.4.2\"", "\"ghcr.io/acme/api:1.4.2\"" },
    { "INFO", "logLevel", "", "\"info\"", "\"debug\"" },
    { "TLS 1.2", "minTls", "", "\"TLSv1.2\"", "\"TLSv1.3\"" },
    { "SHA-256", "hash", "", "\"sha256\"", "\"sha512\"" },
    { "Amazon Linux 2023", "os", "", "\"amazon-linux-2023\"", "\"amazon-linux-2\"" },
    /* versions */
    { "PostgreSQL 16.4", "image", "", "\"postgres:16.4\"", "\"postgres:15.4\"" },
    { "Postgres 16", "image", "", "\"postgres:16.4\"", "\"postgres:15.16\"" },
    { "16.4", "image", "", "\"postgres:16.4\"", "\"postgres:16.40\"" },
    { "MySQL 8.0", "image", "", "\"mysql:8.0\"", "\"postgres:8.0\"" },
    { "Redis 7", "image", "", "\"redis:7-alpine\"", "\"redis:6-alpine\"" },
    { "Python 3.11", "runtime", "", "\"python3.11\"", "\"python3.12\"" },
    { "Python 3.1", "runtime", "", "\"python3.1\"", "\"python3.11\"" },
    { "Node.js 20", "runtime", "", "\"nodejs20.x\"", "\"nodejs18.x\"" },
    { "Node 20", "runtime", "", "\"nodejs20.x\"", "\"nodejs22.x\"" },
    { "Java 21", "runtime", "", "\"java21\"", "\"java17\"" },
    { "Go 1.22", "go", "", "\"1.22\"", "\"1.21\"" },
    { "version 1.2.3", "version", "", "\"v1.2.3\"", "\"v1.2.4\"" },
    { "v1.2", "version", "", "\"1.2.9\"", "\"1.3.0\"" },
    { "1.30", "version", "", "\"1.30\"", "\"1.3\"" },
    { "Kubernetes 1.29", "version", "", "\"1.29\"", "\"1.30\"" },
    { "20.11 or later", "node", "", "\">=20.11\"", "\">=18\"" },
    { "at least 20.11", "node", "", "\">=20.11\"", "\">=22\"" },
    { "Node 20.11+", "node", "", "\">=20.11\"", "\">=20.12\"" },
    { "18 or newer", "node", "", "\"20.1.0\"", "\"16.20.0\"" },
    { "fastify 4.28", "fastify", "", "\"^4.28.1\"", "\"^5.0.0\"" },
    { "React 18", "react", "", "\"~18.3.1\"", "\"~17.0.2\"" },
    { "provider 5.0", "aws", "", "\"~> 5.0\"", "\"~> 4.0\"" },
    { "Python 3.9 to 3.12", "python", "", "\">=3.9,<3.13\"", "\">=3.9,<3.12\"" },
    { "Django 4.2", "django", "", "\"==4.2.*\"", "\"==5.0.*\"" },
    { "Terraform 1.5 or later", "required_version", "", "\">= 1.5.0\"", "\">= 1.6.0\"" },
    { "Debian 12", "base", "", "\"debian:12-slim\"", "\"debian:11-slim\"" },
    { "3.12-slim", "image", "", "\"python:3.12-slim\"", "\"python:3.12\"" },
    { "OpenAPI 3.1", "openapi", "", "\"3.1.0\"", "\"3.0.3\"" },
    { "engine version 8.0.35", "engine_version", "", "\"8.0.35\"", "\"8.0.36\"" },
    { "1.30", "k8sVersion", "", "1.30", "1.3" },
    /* dates */
    { "15 March 2026", "until", "", "\"2026-03-15\"", "\"2026-05-15\"" },
    { "March 15, 2026", "until", "", "\"2026-03-15\"", "\"2026-03-16\"" },
    { "15 Mar 2026", "until", "", "\"2026-03-15\"", "\"2025-03-15\"" },
    { "until the 15th of March 2026", "until", "", "\"2026-03-15\"", "\"2026-03-14\"" },
    { "March 2026", "until", "", "\"2026-03-15\"", "\"2026-04-15\"" },
    { "15.03.2026", "until", "", "\"2026-03-15\"", "\"2026-03-13\"" },
    { "2026-03-15", "until", "", "\"2026-03-15T02:00:00Z\"", "\"2026-03-16T02:00:00Z\"" },
    { "03/25/2026", "until", "", "\"2026-03-25\"", "\"2026-03-24\"" },
    { "on 1 June 2026", "start", "", "\"2026-06-01\"", "\"2026-07-01\"" },
    /* schedules */
    { "every 5 minutes", "cron", "", "\"*/5 * * * *\"", "\"*/15 * * * *\"" },
    { "every hour", "cron", "", "\"0 * * * *\"", "\"0 */2 * * *\"" },
    { "daily", "cron", "", "\"0 3 * * *\"", "\"0 3 * * 1\"" },
    { "every day at 02:00", "cron", "", "\"0 2 * * *\"", "\"0 3 * * *\"" },
    { "nightly at 2 am", "cron", "", "\"cron(0 2 * * ? *)\"", "\"cron(0 14 * * ? *)\"" },
    { "at 02:30 UTC", "cron", "", "\"30 2 * * *\"", "\"0 2 * * *\"" },
    { "every Sunday at 04:00", "cron", "", "\"0 4 * * 0\"", "\"0 4 * * 1\"" },
    { "on Mondays at 6 am", "cron", "", "\"cron(0 6 ? * MON *)\"", "\"cron(0 6 ? * TUE *)\"" },
    { "weekly", "cron", "", "\"0 4 * * 0\"", "\"0 4 * * *\"" },
    { "on weekdays at 09:00", "cron", "", "\"0 9 * * 1-5\"", "\"0 9 * * *\"" },
    { "on the first of the month at 00:00", "cron", "", "\"0 0 1 * *\"", "\"0 0 2 * *\"" },
    { "hourly", "cron", "", "\"@hourly\"", "\"@daily\"" },
    /* yes and no */
    { "enabled", "waf", "", "true", "false" },
    { "is enabled", "waf", "", "true", "false" },
    { "disabled", "waf", "", "false", "true" },
    { "not enabled", "waf", "", "false", "true" },
    { "isn't enabled yet", "waf", "", "false", "true" },
    { "cannot be disabled", "waf", "", "true", "false" },
    { "turned off", "waf", "", "false", "true" },
    { "switched on", "waf", "", "true", "false" },
    { "is on", "waf", "", "true", "false" },
    { "on by default", "waf", "", "true", "false" },
    { "off in production", "waf", "", "false", "true" },
    { "enabled (no exceptions)", "waf", "", "true", "false" },
    { "yes, but not in dev", "waf", "", "true", "false" },
    { "no", "waf", "", "false", "true" },
    { "no WAF", "waf", "", "false", "true" },
    { "without deletion protection", "deletionProtection", "", "false", "true" },
    { "no public access", "publicAccess", "", "false", "true" },
    { "✅", "waf", "", "true", "false" },
    { "❌", "waf", "", "false", "true" },
    { "✓", "waf", "", "true", "false" },
    { "required", "mfa", "", "true", "false" },
    { "optional", "mfa", "", "false", "true" },
    { "optional", "mfaOptional", "", "true", "false" },
    { "encrypted at rest", "encrypted", "", "true", "false" },
    { "unencrypted", "encrypted", "", "false", "true" },
    { "not encrypted", "storageEncrypted", "", "false", "true" },
    { "encrypted volumes", "encrypted", "", "true", "false" },
    { "private", "public", "", "false", "true" },
    { "private", "private", "", "true", "false" },
    { "publicly accessible", "publiclyAccessible", "", "true", "false" },
    { "not publicly accessible", "publiclyAccessible", "", "false", "true" },
    { "Multi-AZ", "multiAz", "", "true", "false" },
    { "single-AZ", "multiAz", "", "false", "true" },
    { "blocks public access", "blockPublicAccess", "", "true", "false" },
    { "enabled", "disableCache", "", "false", "true" },
    { "the cache is off", "disableCache", "", "true", "false" },
    { "active", "active", "", "true", "false" },
    { "enabled", "status", "", "\"Enabled\"", "\"Disabled\"" },
    { "on", "flag", "", "\"true\"", "\"false\"" },
    { "disabled", "cacheTtl", "", "0", "300" },
    { "enabled", "FEATURE_X", "", "\"true\"", "\"false\"" },
    { "is no longer enabled", "legacy", "", "false", "true" },
    { "permanently disabled", "ssh", "", "false", "true" },
    /* lists */
    { "three subnets", "subnets", "", "[\"a\",\"b\",\"c\"]", "[\"a\",\"b\"]" },
    { "two zones", "zones", "", "[\"us-east-1a\",\"us-east-1b\"]", "[\"us-east-1a\"]" },
    { "us-east-1a and us-east-1b", "zones", "", "[\"us-east-1a\",\"us-east-1b\"]", "[\"us-east-1a\",\"us-east-1c\"]" },
    { "us-east-1a, us-east-1b and us-east-1c", "zones", "", "[\"us-east-1a\",\"us-east-1b\",\"us-east-1c\"]", "[\"us-east-1a\",\"us-east-1b\"]" },
    { "the zones us-east-1a and us-east-1b", "zones", "", "[\"us-east-1b\",\"us-east-1a\"]", "[\"us-east-1b\",\"us-east-1a\",\"us-east-1c\"]" },
    { "ports 80 and 443", "ports", "", "[80,443]", "[80,8443]" },
    { "80, 443 and 8080", "ports", "", "[80,443,8080]", "[80,443]" },
    { "30, 60 and 90 days", "steps", "", "[30,60,90]", "[30,60,120]" },
    { "three zones (a, b and c)", "zones", "", "[\"a\",\"b\",\"c\"]", "[\"a\",\"b\",\"d\"]" },
    { "at least two zones", "zones", "", "[\"a\",\"b\",\"c\"]", "[\"a\"]" },
    { "none", "peers", "", "[]", "[\"a\"]" },
    { "no peers", "peers", "", "[]", "[\"a\"]" },
    { "web and worker", "services", "", "[{\"name\":\"web\"},{\"name\":\"worker\"}]", "[{\"name\":\"web\"},{\"name\":\"cron\"}]" },
    { "two containers", "containers", "", "[{\"name\":\"web\"},{\"name\":\"log\"}]", "[{\"name\":\"web\"}]" },
    { "GET and POST", "methods", "", "[\"GET\",\"POST\"]", "[\"GET\",\"PUT\"]" },
    { "a single zone", "zones", "", "[\"a\"]", "[\"a\",\"b\"]" },
};

/* What no value makes true: a text that was not read whole must be said to be unreadable. */
static const struct {
    const char *text, *key, *unit, *value;
} stuck[] = {
    { "runs on Fargate", "flag", "", "true" },
    { "depends on the size", "flag", "", "true" },
    { "active sessions", "flag", "", "true" },
    { "no downtime on deploy", "flag", "", "false" },
    { "a few retries", "retries", "", "3" },
    { "several nodes", "nodes", "", "3" },
    { "twice the timeout", "n", "", "2" },
    { "3 times the size", "n", "", "3" },
    { "two more tasks", "tasks", "", "2" },
    { "5 business days", "days", "days", "5" },
    { "2 out of three", "n", "", "2" },
    { "not 8501", "port", "", "8501" },
    { "the second task", "n", "", "2" },
    { "the third task", "n", "", "3" },
    { "30 users", "timeout", "s", "30" },
    { "1 hour", "bare", "", "3600" },
    { "us-east-1 and us-west-2", "region", "", "\"us-east-1\"" },
    { "rolling update or recreate", "strategy", "", "\"RollingUpdate\"" },
    { "t3.micro or t3.small", "type", "", "\"t3.micro\"" },
    { "on or off", "flag", "", "true" },
    { "03/04/2026", "until", "", "\"2026-03-04\"" },
};
/* clang-format on */

static struct fit judged(const char *text, const char *key, const char *unit, const char *value,
                         struct arena *keep)
{
    struct source src = { S("v.json"), str_of(value) };
    struct diag d = { .keep = keep };
    static const struct rule rule = { "input-json", SEVERITY_ERROR, "", "" };
    const struct json *v = json_parse(&src, keep, &rule, &d);

    if (!v)
        fail_msg("no JSON: %s", value);
    return fit_judge(str_of(text), S(""), v, str_of(unit), str_join(S("/"), str_of(key), keep), keep);
}

static void phrases_hold_and_fail(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(phrases); i++) {
        const char *text = phrases[i].text, *key = phrases[i].key, *unit = phrases[i].unit;
        struct fit yes = judged(text, key, unit, phrases[i].fits, keep);
        struct fit no = judged(text, key, unit, phrases[i].not, keep);

        if (yes.kind != FIT_TRUE)
            fail_msg("\"%s\" is not true of %s %s: %d %.*s", text, key, phrases[i].fits, yes.kind, FMT(yes.why));
        if (no.kind != FIT_FALSE)
            fail_msg("\"%s\" is not false of %s %s: %d %.*s", text, key, phrases[i].not, no.kind, FMT(no.why));
    }
}

static void what_is_not_read_is_said(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(stuck); i++) {
        struct fit fit = judged(stuck[i].text, stuck[i].key, stuck[i].unit, stuck[i].value, keep);

        if (fit.kind != FIT_UNREADABLE || !fit.why.len)
            fail_msg("\"%s\" of %s %s: %d %.*s", stuck[i].text, stuck[i].key, stuck[i].value, fit.kind,
                     FMT(fit.why));
    }
}

/* What is suggested reads back as the value, whatever the phrase. */
static void suggestions_read_back(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    int n = 0;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(phrases); i++) {
        struct fit no = judged(phrases[i].text, phrases[i].key, phrases[i].unit, phrases[i].not, keep);

        if (!no.suggest.len)
            continue;
        n++;
        struct fit now = judged(str_c(no.suggest, keep), phrases[i].key, phrases[i].unit, phrases[i].not, keep);
        if (now.kind != FIT_TRUE)
            fail_msg("\"%s\" of %s: \"%.*s\"", phrases[i].text, phrases[i].not, FMT(no.suggest));
    }
    assert_true(n > LEN(phrases) / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_hold_and_fail),
        cmocka_unit_test(what_is_not_read_is_said),
        cmocka_unit_test(suggestions_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
