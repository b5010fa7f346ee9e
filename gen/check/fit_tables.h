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

/* ---- fit_doubt.c ---- */

/* what keeps a text from being plainly true, wherever it stands */
static const char *const doubts[] = {
    /* as somebody thinks, hopes or wants it */
    "maybe", "perhaps", "possibly", "probably", "presumably", "supposedly", "allegedly",
    "reportedly", "apparently", "hopefully", "ideally", "theoretically", "in theory", "likely",
    "unlikely", "might", "could", "supposed to", "intended", "meant to", "planned", "proposed",
    "desirable", "expected to", "we think", "we hope", "we believe", "plan to", "plans to",
    "want", "wants", "we want", "aim for", "aims for", "should be", "should have", "should run",
    "may be", "may have", "will be", "will have", "going to", "ought to", "more like", "typo",
    "planning to", "aim to", "aims to", "would", "wants to", "wish",
    "draft", "tbd", "todo", "guess", "guessed", "tbc", "unknown", "unclear", "unverified",
    "citation needed", "wrong", "incorrect", "obsolete", "deprecated", "outdated", "legacy",
    "former", "upcoming", "too low", "too high", "too few", "too many", "insufficient",
    "inadequate", "not enough", "missing", "lacks", "lack", "lacking", "had", "used to",
    /* at times */
    "nearly all", "almost all", "most of", "some of", "many of", "part of", "any of", "as good as",
    "estimate", "estimates", "ballpark", "assume", "assuming", "suppose", "let us",
    "let's say", "let's set", "let's assume", "let's suppose", "let's make", "let's use", "let's take",
    "rule of thumb", "the old", "our old", "an old", "at best", "at worst", "more often", "less often",
    "anything from", "upwards", "to midnight", "to noon", "for instance", "for example", "e g", "usually", "typically", "generally", "often", "sometimes", "occasionally", "rarely", "seldom", "at times", "now and then",
    "most of the time", "mostly", "eventually", "soon", "future", "next year", "next month",
    "next week", "tomorrow", "after the upgrade", "after the migration", "after the move",
    "excluded", "excepted", "set aside", "aside", "next quarter", "initially", "at first",
    "overridden", "overrides", "and grows", "and rises", "and falls", "so far",
    /* by more, by less, of several */
    "extra", "additional", "another", "spare", "on top", "above the", "below the", "beyond",
    "short of", "short by", "shy of", "north of", "south of", "fewer", "cheaper", "dearer",
    "costlier", "expensive", "faster", "slower", "larger", "smaller", "bigger", "squared",
    "cubed", "root of", "reciprocal", "double", "triple", "halved", "halves", "twofold",
    "threefold", "fold", "pairs", "couples", "sets of", "batches of", "groups of", "rows of",
    "lakh", "crore", "grand", "gross", "ish", "factor of", "times more", "times as", "times less",
    "times faster", "times the", "above list", "below list", "rounded", "grows from",
    "shrinks from", "rises from", "falls from", "counts from", "of which", "into the", "ahead of",
    /* all but it */
    "all but", "all except", "everything but", "except", "apart from", "aside from", "save for",
    "but for", "other than",         /* near it, or like it */
    "outside", "close to", "near", "similar", "equivalent", "comparable", "akin", "resembling",
    "imitates", "emulates",
};
static const char *const doubts_of_numbers[] = {
    "of them", "until", "unless", "whether", "unlimited until", "unlimited after", "free after", "from now",
    "into force",
};
static const char *const plain_adverbs[] = {
    "formerly", "previously", "originally", "temporarily", "only", "daily", "hourly", "weekly", "monthly", "yearly", "nightly", "quarterly", "early",
    "automatically", "simultaneously", "concurrently", "currently", "exactly", "approximately",
    "roughly", "nearly", "precisely", "fully", "publicly", "internally", "externally", "directly",
    "explicitly", "strictly", "securely", "globally", "locally", "centrally", "transparently",
    "family", "assembly", "reply", "apply", "rely", "supply", "multiply", "anomaly", "continuously",
    "constantly", "independently", "separately", "evenly", "equally", "randomly",
    "manually", "privately", "natively", "individually", "jointly", "together", "annually",
    "completely", "entirely", "actually", "really", "simply", "normally", "gracefully", "uniformly",
    "immediately", "asynchronously", "synchronously", "regularly", "periodically", "repeatedly",
    "sequentially", "successively", "consecutively", "respectively", "slightly", "friendly", "dly",
    "exponentially", "linearly", "progressively", "gradually", "quickly", "safely", "cleanly",
    "efficiently", "carefully", "personally", "physically", "logically", "openly", "freely",
    "remotely", "dynamically", "statically", "lazily", "eagerly", "silently", "successfully",
    "unconditionally", "permanently", "closely", "newly", "recently", "universally", "invisibly",
    "consistently", "permissively", "properly", "correctly", "exclusively", "indefinitely", "horizontally", "vertically",
};
/* the same, behind a number */
static const char *const doubts_behind[] = {
    /* at times, in a case */
    "sounds", "seems", "feels", "looks", "when", "while", "during business", "during office", "during working", "during peak",
    "during the", "whenever", "if", "unless", "until", "till", "in case", "provided",
    "as long as", "at night", "overnight", "at weekends", "on weekends", "on weekdays", "for now",
    "temporarily", "unused", "longer", "shorter", "older than", "newer than", "and counting", "net", "next",
    /* and more, or less */
    "plus", "minus", "off", "doubled", "doubles", "doubling", "tripled", "excluding", "excl",
    "including", "incl", "without counting", "not counting", "before tax", "before vat",
    "before discount", "upfront", "up front", "one time", "one off", "a head", "per head", "p a",
};
/* the same, beside a name: another one is used, or this one at times or elsewhere */
static const char *const doubts_of_names[] = {
    "copy", "unless", "roadmap", "wish list", "agenda", "lost", "broken", "forbidden", "left", "forgotten", "beaten",
    "optional",     "chose", "chosen over", "mixed", "partly", "partially",
    "opposite", "rival", "competitor", "alternative", "alternatives", "compatible", "away from",
    "off", "gone", "disabled",     "fork", "port of", "clone of", "not supported",
    "unsupported", "end of life", "eol",     "far", "neighbour", "neighbor",
    "next to", "paired", "replicated", "replica", "fails over", "failover",
    "backup", "upgrade from", "upgraded from", "migrate from", "migrated from", "but", "despite",
    "against", "versus", "vs", "like", "unlike", "cousin", "successor", "predecessor",     "once we", "if", "while", "when", "during", "trial", "experiment",
    "experimental", "old", "some", "most", "many", "few",
};
/* the same, beside yes and no */
static const char *const doubts_of_flags[] = {
    "half of", "half the", "most", "some", "several", "many", "only in", "only for", "only on",
    "for new", "not all", "not every", "not everywhere", "roadmap", "yes and no", "no and yes", "partially", "partly", "in part", "almost",
    "nearly", "on paper", "on and on", "until", "till", "unless", "if", "when", "while", "as long",
    "for now", "outside", "during",
};
/* the same, beside the count of a list */
static const char *const doubts_of_lists[] = {
    "of its", "of the", "first", "last", "per", "each",
};
/* verbs, in any form, by which the thing is not so, or no more */
static const char *const doubt_verbs[] = {
    "discard", "remove", "add", "save", "skip", "ignore", "evict", "forget", "omit",
    "subtract", "waste", "lose", "miss", "lack", "overshoot", "undershoot", "deduct", "discount",
};
static const char *const doubt_verbs_of_names[] = {
    "drop", "reject", "lose", "leave", "retire", "remove", "replace", "break", "avoid", "ban",
    "forbid", "block", "skip", "stop", "consider", "evaluate", "discuss", "prefer", "copy",
    "deprecate", "abandon", "sunset", "discontinue", "decline", "refuse", "exclude", "omit",
    "uninstall", "outgrow", "outperform", "resemble", "imitate", "emulate", "mimic", "conflict",
    "ignore", "delete", "supersede", "abolish", "eliminate", "phase", "decommission", "beat",
};
/* at the head of a text: it tells a reader to change something */
static const char *const imperatives[] = {
    "change", "increase", "raise", "lower", "reduce", "bump", "adjust", "tune", "try", "edit",
    "turn", "switch", "enable", "disable", "say", "suppose", "imagine", "assume", "consider",
    "avoid", "prefer", "aim", "expect",
};
static const char *const objects[] = { /* behind an imperative */
    "it", "this", "that", "them", "the", "a", "an", "to", "your", "its", "all", "each", "these",
    "those", "up", "down", "on", "off", "for", "with", "there",
};
/* "8080 is free", "10 users are enough": what is said of a value beside what it is */
static const char *const plain_predicates[] = {
    "the", "a", "an", "our", "its", "in", "on", "at", "per", "for", "used", "set", "kept", "allowed",
    "default", "enough", "required", "needed", "stored", "retained", "held", "sent", "run",
    "running", "reserved", "accepted", "supported", "permitted", "available", "possible", "served",
    "created", "open", "exposed", "tried", "made", "made", "taken", "started", "checked", "read",
    "enforced", "configured", "tolerated", "granted", "what", "how", "sampled", "traced", "all",
    "deployed", "provisioned", "shown", "returned", "rejected", "refused", "logged", "purged",
};
static const char *const modals[] = { "can", "may", "could", "might", "must", "should", "would" };
static const char *const steps[] = { /* and "by": a difference */
    "raised", "raises", "increased", "increases", "lowered", "lowers", "reduced", "reduces",
    "grows", "grew", "shrinks", "shrank", "cut", "cuts", "scales", "scale", "scaled", "steps",
    "step", "drops", "dropped", "rises", "rose", "falls", "fell", "extended", "extends",
    "shortened", "exceeds", "exceeded", "delayed", "out", "in", "up", "down", "bumped", "more",
    "less", "cheaper", "faster", "slower", "off", "late", "early", "adjusts", "changes",
    "changed", "improves", "improved",
};

/* passed over from a value back to what governs it */
static const char *const determiners[] = {
    "the", "a", "an", "its", "their", "our", "your", "his", "her", "this", "these", "those", "all",
    "last", "latest", "recent", "only", "exactly", "just", "now", "currently", "always", "also",
    "still", "then", "today", "each", "both", "some", "about", "roughly", "around", "default",
    "total", "fixed", "own", "same", "new", "single", "dedicated", "managed", "version",
};
/* what may stand before a value: no more, no less, here and now */
static const char *const governors[] = {
    "of", "to", "for", "at", "in", "on", "with", "within", "after", "from", "every", "per", "as",
    "over", "under", "above", "below", "between", "through", "via", "into", "across", "behind",
    "once", "cidr", "block", "network", "subnet", "is", "are", "be", "being", "has", "have", "having", "port", "ports", "http", "https", "tcp",
    "udp", "level", "priority", "weight", "limit", "size", "count", "rate", "timeout", "error",
    "status", "code", "uid", "so", "js", "memory", "least", "or", "gid", "user", "factor", "class", "tier", "x",
};
/* before a name: it is not this one */
static const char *const leading_away[] = {
    "without", "besides", "except", "minus", "past", "versus", "vs", "unlike", "despite", "than",
    "until", "before", "against", "lost", "gone", "broken", "toward", "towards", "near", "off", "beat", "beats", "like",
};
/* verbs that say what a thing has, does or takes, whose object is just that much */
static const char *const have_verbs[] = {
    "has", "have", "keep", "hold", "last", "wait", "run", "take", "use", "get", "need", "require", "allow",
    "accept", "expect", "expose", "listen", "retry", "try", "set", "default", "cost", "pay", "store",
    "retain", "expire", "serve", "handle", "process", "contain", "include", "provide", "start",
    "spawn", "launch", "create", "open", "sleep", "pause", "poll", "check", "send", "receive",
    "read", "write", "pull", "push", "offer", "support", "request", "reserve", "allocate", "assign",
    "deploy", "scale", "carry", "show", "sample", "trace", "log", "permit", "make", "give", "stay",
    "live", "refresh", "renew", "rotate", "flush", "scan", "mark", "trigger", "tolerate", "span",
    "cover", "comprise", "mount", "attach", "provision", "maintain", "repeat", "limit", "cap",
    "charge", "consume", "fetch", "return", "load", "host", "target", "select", "pin", "bind",
    "enable", "enforce", "choose", "configure", "name", "call", "publish", "build", "install",
    "compile", "test", "range", "grow", "reach", "count", "equal", "print", "emit", "see", "drain",
    "buffer", "cache", "batch", "queue", "guarantee", "promise", "remain", "become", "stand",
    "connect", "point", "resolve", "manage", "back", "bundle", "ship", "specify", "declare", "define",
};
static const char *const have_past[] = {
    "kept", "held", "ran", "took", "got", "sent", "set", "gave", "made", "built", "bound", "paid",
    "read", "written", "given", "taken", "run", "chosen", "stood", "became", "had",
};
static const char *const passives[] = { "is", "are", "be", "being", "been", "gets", "get", "and" };

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
    { "js", "node" }, { "mongo", "mongodb" }, { "postgres", "postgresql" }, { "server", "sqlserver" },
};

/* ---- fit_number.c ---- */

static const char *const limit_words[] = { "max",    "maximum", "min",     "minimum",  "limit",
                                           "limits", "quota",   "timeout", "capacity", "ceiling",
                                           "floor",  "cap",     "maxima",  "most",     "least",
                                           "retries", "attempts", "tries", "burst",
                                           "initial" };
/* settings of how long: "up to 30 days" of one names it */
static const char *const length_words[] = { "validity", "valid", "lifetime", "ttl", "expiry", "expires", "expiration",
                                            "expire", "lease", "lifespan" };
/* versions below which nothing goes */
static const char *const floor_words[] = { "target", "required", "requires", "engines", "supported", "baseline", "sdk" };
static const char *const end_words[] = { "max", "maximum", "min", "minimum" };
static const char *const bound_words[] = { "threshold", "alarm", "trigger", "after", "target", "warn", "warning", "critical", "under", "over", "below", "above" };
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
/* ---- fit.c ---- */

static const char *const general[] = {
    "max", "min", "size", "count", "value", "default", "total", "number", "limit", "per",
};

/* ---- fit_bool.c ---- */

static const char *const open_words[] = {
    "whether", "if", "can", "may", "could", "might", "should", "would", "unless", "planned", "partly",
    "partially", "will", "needs", "need",
};

/* ---- fit_doubt.c ---- */

static const char *const by_doers_sums[] = {
    "multiplied", "divided", "exceeded", "rounded", "shifted", "offset", "followed", "preceded", "replaced",
    "missed",
};

/* ---- fit_list.c ---- */

static const char *const lists_all_choices[] = {
    "enum", "allowed", "values", "choices", "options", "accepted", "valid", "permitted", "formats",
    "supported", "methods", "types",
};

/* ---- fit_number.c ---- */

static const char *const counts_things_small[] = {
    "or", "and", "in", "for", "by", "at", "of", "on", "a", "an", "to", "is", "here", "each", "per",
};
static const char *const edge_reached[] = {
    "scaled", "bumped", "raised", "increased", "moved", "ramped", "stepped", "went", "grew", "grown", "sums",
    "adds", "brought", "rounded", "added",
};
static const char *const begins_at_refused[] = {
    "rejected", "refused", "denied", "dropped", "truncated", "ignored", "blocked", "fails", "fail", "queued",
    "declined", "split", "an", "throttled",
};
static const char *const number_word_none[] = {
    "none", "nothing", "zero", "off", "disabled", "turned off", "switched off", "no",
};
static const char *const endless[] = {
    "unlimited", "no limit", "without limit", "infinite", "unbounded", "not limited", "forever", "for ever",
};

/* ---- fit_text.c ---- */

static const char *const longer_name_kinds[] = {
    "Database", "Cluster", "Instance", "Instances", "Mode", "Tasks", "Server", "Engine", "Region", "Cache",
};
static const char *const port_outer[] = {
    "host", "published", "publishes", "outside", "localhost", "exposed", "reachable", "machine",
};
static const char *const says_nothing_words[] = {
    "none", "no", "not set", "unset", "absent", "off", "disabled", "never", "null", "n/a", "-", "–", "—",
    "nothing", "not used", "unlimited", "not configured",
};

/* ---- fit_time.c ---- */

static const char *const date_word_small[] = {
    "of", "the", "on", "until", "by", "since", "from", "as", "at", "in", "till", "utc", "through", "ends",
    "expires", "starts", "begins", "valid", "due", "eol", "date", "ending", "supported", "support",
    "deadline", "expired", "ended", "starting",
};
static const char *const date_word_away[] = {
    "before", "after", "week", "weeks", "day", "days", "month", "months", "quarter", "early", "late", "mid",
    "middle", "start", "beginning", "moved", "earlier", "shortly", "postponed", "delayed", "shifted",
    "around", "about", "past", "between", "half", "end of", "instead", "was", "were", "formerly",
    "previously", "originally", "either", "or", "every", "each", "any", "first", "second", "probably",
    "expected", "planned", "years", "year", "hours", "rescheduled", "approximately",
};
static const char *const schedule_said_small[] = {
    "at", "on", "the", "utc", "every", "each", "day", "in", "runs", "once", "a", "am", "pm", "o'clock",
    "morning", "night", "time", "and", "of", "month", "week", "run", "daily", "nightly", "weekly", "monthly",
    "per", "gmt", "scheduled", "is", "m", "p",
};

/* ---- fit_version.c ---- */

static const char *const early_words[] = {
    "rc", "alpha", "beta", "pre", "dev", "snapshot", "preview",
};
static const char *const neutral[] = {
    "version", "v", "release", "engine", "image", "tag", "runtime", "at", "from", "least", "is", "on", "the",
};
static const char *const products[] = {
    "node", "python", "java", "ruby", "go", "php", "nginx", "postgres", "postgresql", "mysql", "mariadb",
    "redis", "mongo", "kafka", "alpine", "debian", "ubuntu",
};

/* ---- fit_words.c ---- */

static const char *const negator_words[] = {
    "not", "no", "never", "without", "cannot", "none", "neither", "nor", "nothing", "hardly", "barely",
    "rarely", "scarcely", "seldom", "nobody",
};
static const char *const hedged_words[] = {
    "than", "then", "until", "planned", "proposed", "later", "soon", "maybe", "perhaps", "future", "outside",
    "except", "close", "near", "beyond", "possibly", "similar", "equivalent",
};
static const char *const key_has_general[] = {
    "value", "default", "seconds", "minutes", "memory", "cpu", "count", "size", "percent",
};
/* clang-format on */
#endif
