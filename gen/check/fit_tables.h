/* fit_tables.h - how texts are worded and keys are called: the tables of fit_*.c. */
#ifndef CHECK_FIT_TABLES_H
#define CHECK_FIT_TABLES_H
#include "base/str.h"

/* clang-format off */
/* ---- fit_bool.c ---- */

static const struct pair {
    const char *yes, *no;
    bool turns; /* of a key that says "disabled" it means the other */
} pairs[] = {
    { "yes", "no", false }, { "true", "false", false }, { "on", "off", true },
    { "enabled", "disabled", true }, { "active", "inactive", true },
    { "activated", "deactivated", true }, { "present", "absent", false },
    { "allowed", "forbidden", false }, { "allowed", "denied", false },
    { "allowed", "prohibited", false }, { "permitted", "disallowed", false },
    { "allowed", "blocked", false },
    { "enables", "disables", true }, { "enable", "disable", true },
    { "open", "closed", false }, { "required", "optional", false }, { "mandatory", "optional", false },
    { "enforced", "unenforced", false },
    { "encrypted", "unencrypted", false }, { "public", "private", false },
    { "supported", "unsupported", false }, { "available", "unavailable", false },
    { "protected", "unprotected", false }, { "versioned", "unversioned", false },
    { "automatic", "manual", false }, { "immutable", "mutable", false },
};
static const char *const signs_yes[] = { "✅", "✓", "✔", "☑", "🟢", "👍" };
static const char *const signs_no[] = { "❌", "✗", "✘", "✖", "☐", "🔴", "🚫", "⛔" };
/* behind a predicate: the sentence goes on, it does not name what the word is an adjective of */
static const char *const follows[] = {
    "in", "for", "by", "at", "with", "and", "but", "per", "when", "while", "unless", "only", "or",
    "until", "since", "because", "everywhere", "here", "there", "everything", "again", "now",
    "today", "as", "from", "to", "after", "before", "if", "on", "during", "across", "via", "always",
    "too", "throughout", "where", "yet", "already",
};
static const char *const be[] = {
    "is", "are", "was", "be", "been", "being", "turned", "switched", "set", "stays", "stay", "kept",
    "remains", "remain", "left", "always", "currently", "still", "permanently", "becomes", "keeps",
    "isn't", "aren't", "not", "never", "now", "fully",
};
static const char *const pass_over[] = { /* between a negator and its predicate */
    "yet", "be", "been", "currently", "longer", "publicly", "always", "by", "default", "being",
    "strictly", "set", "turned", "switched", "to", "ever",
};
static const char *const off_keys[] = { "disable", "disabled", "inactive", "deactivated" };
static const char *const verbs[] = {
    "block", "require", "enforce", "force", "allow", "enable", "use", "deny", "skip", "prevent",
    "ignore", "restrict", "create", "copy", "assign", "attach", "delete", "retain",
    "scan", "retry", "mount", "log", "track", "run",
};

/* ---- fit_words.c ---- */

static const struct {
    const char *words;
    bool past;
} rejecters[] = {
    { "formerly", true }, { "previously", true }, { "originally", true }, { "used to be", true },
    { "was", true }, { "were", true }, { "once was", true }, { "up from", true },
    { "down from", true }, { "instead of", false }, { "rather than", false }, { "not", false },
    { "no longer", false }, { "unlike", false }, { "anything but", false }, { "other than", false },
    { "replacing", false }, { "replaces", false }, { "in place of", false }, { "except", false },
    { "as opposed to", false }, { "never", false }, { "everything but", false },
};
static const char *const not_rejected[] = { /* "not more than", "not only": comparators and the like */
    "more", "less", "fewer", "longer", "over", "above", "below", "under", "exceed", "exceeding",
    "exceeds", "to", "quite", "greater", "later", "only", "just", "drops", "falls", "enabled",
    "disabled", "set", "shorter", "than", "including",
};
static const char *const changes[] = {
    "raised", "increased", "moved", "changed", "upgraded", "lowered", "reduced", "bumped",
    "migrated", "switched", "went", "cut", "grew", "grown", "raises", "moves", "moving", "migrating",
};

/* ---- fit_version.c ---- */

enum bound { BOUND_IS, BOUND_LEAST, BOUND_MOST, BOUND_ABOVE, BOUND_BELOW };
static const struct {
    const char *words;
    enum bound bound;
} bounds[] = {
    { "at least", BOUND_LEAST }, { "≥", BOUND_LEAST }, { ">=", BOUND_LEAST },
    { "minimum", BOUND_LEAST }, { "or later", BOUND_LEAST }, { "or newer", BOUND_LEAST },
    { "or higher", BOUND_LEAST }, { "or above", BOUND_LEAST }, { "or greater", BOUND_LEAST },
    { "or more recent", BOUND_LEAST }, { "or up", BOUND_LEAST }, { "and later", BOUND_LEAST },
    { "and newer", BOUND_LEAST }, { "and above", BOUND_LEAST }, { "and up", BOUND_LEAST },
    { "and higher", BOUND_LEAST }, { "onwards", BOUND_LEAST }, { "upwards", BOUND_LEAST },
    { "and on", BOUND_LEAST }, { "no older than", BOUND_LEAST }, { "or better", BOUND_LEAST },
    { "newer than", BOUND_ABOVE }, { "later than", BOUND_ABOVE }, { "above", BOUND_ABOVE },
    { ">", BOUND_ABOVE }, { "after", BOUND_ABOVE }, { "higher than", BOUND_ABOVE },
    { "up to", BOUND_MOST }, { "at most", BOUND_MOST }, { "≤", BOUND_MOST },
    { "<=", BOUND_MOST }, { "no newer than", BOUND_MOST }, { "no later than", BOUND_MOST },
    { "maximum", BOUND_MOST }, { "or earlier", BOUND_MOST }, { "or older", BOUND_MOST },
    { "or lower", BOUND_MOST }, { "and earlier", BOUND_MOST }, { "and older", BOUND_MOST },
    { "before", BOUND_BELOW }, { "below", BOUND_BELOW }, { "older than", BOUND_BELOW },
    { "earlier than", BOUND_BELOW }, { "<", BOUND_BELOW }, { "less than", BOUND_BELOW },
    { "under", BOUND_BELOW }, { "lower than", BOUND_BELOW },
};
static const char *const same_products[][2] = {
    { "golang", "go" }, { "node", "nodejs" }, { "net", "dotnet" }, { "k8s", "kubernetes" },
    { "js", "nodejs" }, { "node.js", "nodejs" }, { "linux", "al" }, { "corretto", "java" },
    { "java", "jdk" }, { "java", "openjdk" }, { "java", "jre" }, { "temurin", "java" },
    { "js", "node" }, { "mongo", "mongodb" }, { "server", "sqlserver" },
};

/* ---- fit_number.c ---- */

static const char *const limit_words[] = { "max",    "maximum", "min",     "minimum",  "limit",
                                           "limits", "quota",   "timeout", "capacity", "ceiling",
                                           "floor",  "cap",     "maxima",  "most",     "least" };
static const char *const end_words[] = { "max", "maximum", "min", "minimum" };
static const char *const bound_words[] = { "threshold", "alarm", "trigger" };
static const char *const ratio_words[] = { "ratio",    "fraction",   "share",        "probability",
                                           "rate",     "proportion", "slo",          "sla",
                                           "sampling", "sample",     "availability", "objective" };

/* before a number: it is another one, or none yet */
static const char *const turning[] = { "minus", "planned", "proposed", "half",  "quarter",
                                       "third", "fourth",  "fifth",    "tenth", "other" };
/* what keys that name no unit are in, as AWS, Kubernetes, DNS and their kind have it */
static const struct {
    const char *end, *unit; /* unit "": a time, in s or ms by its size */
} conventions[] = {
    { "ttl", "s" }, { "maxage", "s" }, { "cooldown", "s" }, { "graceperiod", "s" },
    { "timeout", "" }, { "interval", "" }, { "delay", "" }, { "keepalive", "" },
    { "allocatedstorage", "GB" }, { "storagesize", "GB" }, { "volumesize", "GB" },
    { "disksize", "GB" }, { "memorysize", "MB" }, { "memory", "MiB" },
    { "retentionperiod", "days" }, { "retention", "days" }, { "expiration", "s" },
    { "lifetime", "s" }, { "mtu", "bytes" },
    { "keysize", "bits" }, { "keylength", "bits" }, { "bits", "bits" }, { "sessionduration", "s" },
};
/* clang-format on */
#endif
