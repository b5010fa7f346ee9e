/* quantity_words.h - how units, comparators and numbers are spelled: the tables of quantity.c. */
#ifndef MODEL_QUANTITY_WORDS_H
#define MODEL_QUANTITY_WORDS_H
#include "model/quantity.h"

/* clang-format off */
#define R(n, d) { (n), (d) }
#define UNIT(name, dim, n, d)              { name, dim, R(n, d), R(n, d), NULL, NULL, NULL, sizeof name - 1 }
#define WORD(name, dim, n, d, one, many)   { name, dim, R(n, d), R(n, d), NULL, one, many, sizeof name - 1 }
#define SIZE(name, n, b) \
    { name, QUANTITY_BYTES, R(n, 1), R(b, 1), NULL, NULL, NULL, sizeof name - 1 }
#define CASH(name, n, d, code) \
    { name, QUANTITY_MONEY, R(n, d), R(n, d), code, NULL, NULL, sizeof name - 1 }
#define KILO INT64_C(1000)
#define KIBI INT64_C(1024)
#define TIME QUANTITY_TIME

/* A month is 730 hours, as price lists have it. */
static const struct quantity_unit units[] = {
    UNIT("ns", TIME, 1, 1000000000), UNIT("µs", TIME, 1, 1000000), UNIT("us", TIME, 1, 1000000),
    UNIT("ms", TIME, 1, 1000), UNIT("msec", TIME, 1, 1000),
    WORD("millisecond", TIME, 1, 1000, "millisecond", "milliseconds"),
    WORD("milliseconds", TIME, 1, 1000, "millisecond", "milliseconds"),
    UNIT("s", TIME, 1, 1), UNIT("sec", TIME, 1, 1), UNIT("secs", TIME, 1, 1),
    WORD("second", TIME, 1, 1, "second", "seconds"),
    WORD("seconds", TIME, 1, 1, "second", "seconds"),
    UNIT("min", TIME, 60, 1), UNIT("mins", TIME, 60, 1), UNIT("m", TIME, 60, 1),
    WORD("minute", TIME, 60, 1, "minute", "minutes"),
    WORD("minutes", TIME, 60, 1, "minute", "minutes"),
    UNIT("h", TIME, 3600, 1), UNIT("hr", TIME, 3600, 1), UNIT("hrs", TIME, 3600, 1),
    WORD("hour", TIME, 3600, 1, "hour", "hours"), WORD("hours", TIME, 3600, 1, "hour", "hours"),
    UNIT("d", TIME, 86400, 1),
    WORD("day", TIME, 86400, 1, "day", "days"), WORD("days", TIME, 86400, 1, "day", "days"),
    WORD("week", TIME, 604800, 1, "week", "weeks"), WORD("weeks", TIME, 604800, 1, "week", "weeks"),
    UNIT("mo", TIME, 2628000, 1),
    WORD("month", TIME, 2628000, 1, "month", "months"),
    WORD("months", TIME, 2628000, 1, "month", "months"),
    UNIT("yr", TIME, 31536000, 1),
    WORD("year", TIME, 31536000, 1, "year", "years"),
    WORD("years", TIME, 31536000, 1, "year", "years"),

    SIZE("B", 1, 1),
    WORD("byte", QUANTITY_BYTES, 1, 1, "byte", "bytes"),
    WORD("bytes", QUANTITY_BYTES, 1, 1, "byte", "bytes"),
    SIZE("KB", KILO, KIBI), SIZE("kB", KILO, KIBI), SIZE("KiB", KIBI, KIBI),
    SIZE("MB", KILO * KILO, KIBI * KIBI), SIZE("MiB", KIBI * KIBI, KIBI * KIBI),
    SIZE("GB", KILO * KILO * KILO, KIBI * KIBI * KIBI),
    SIZE("GiB", KIBI * KIBI * KIBI, KIBI * KIBI * KIBI),
    SIZE("TB", KILO * KILO * KILO * KILO, KIBI * KIBI * KIBI * KIBI),
    SIZE("TiB", KIBI * KIBI * KIBI * KIBI, KIBI * KIBI * KIBI * KIBI),
    SIZE("PB", KILO * KILO * KILO * KILO * KILO, KIBI * KIBI * KIBI * KIBI * KIBI),
    WORD("megabyte", QUANTITY_BYTES, KILO * KILO, 1, "megabyte", "megabytes"),
    WORD("megabytes", QUANTITY_BYTES, KILO * KILO, 1, "megabyte", "megabytes"),
    WORD("gigabyte", QUANTITY_BYTES, KILO * KILO * KILO, 1, "gigabyte", "gigabytes"),
    WORD("gigabytes", QUANTITY_BYTES, KILO * KILO * KILO, 1, "gigabyte", "gigabytes"),

    UNIT("bps", QUANTITY_BITRATE, 1, 1), UNIT("kbps", QUANTITY_BITRATE, KILO, 1),
    UNIT("Mbps", QUANTITY_BITRATE, KILO * KILO, 1),
    UNIT("Mbit/s", QUANTITY_BITRATE, KILO * KILO, 1),
    UNIT("Gbps", QUANTITY_BITRATE, KILO * KILO * KILO, 1),
    UNIT("Gbit/s", QUANTITY_BITRATE, KILO * KILO * KILO, 1),

    UNIT("vCPU", QUANTITY_CPU, 1, 1), WORD("vCPUs", QUANTITY_CPU, 1, 1, "vCPU", "vCPUs"),
    UNIT("virtual CPU", QUANTITY_CPU, 1, 1),
    WORD("virtual CPUs", QUANTITY_CPU, 1, 1, "virtual CPU", "virtual CPUs"),
    WORD("CPUs", QUANTITY_CPU, 1, 1, "CPU", "CPUs"), UNIT("CPU", QUANTITY_CPU, 1, 1),
    WORD("core", QUANTITY_CPU, 1, 1, "core", "cores"),
    WORD("cores", QUANTITY_CPU, 1, 1, "core", "cores"),
    UNIT("vCPU/1024", QUANTITY_CPU, 1, 1024),
    WORD("CPU unit", QUANTITY_CPU, 1, 1024, "CPU unit", "CPU units"),
    WORD("CPU units", QUANTITY_CPU, 1, 1024, "CPU unit", "CPU units"),

    UNIT("%", QUANTITY_PERCENT, 1, 1), UNIT("percent", QUANTITY_PERCENT, 1, 1),
    UNIT("per cent", QUANTITY_PERCENT, 1, 1), UNIT("pct", QUANTITY_PERCENT, 1, 1),
    WORD("percentage point", QUANTITY_PERCENT, 1, 1, "percentage point", "percentage points"),
    WORD("percentage points", QUANTITY_PERCENT, 1, 1, "percentage point", "percentage points"),

    CASH("$", 1, 1, "USD"), CASH("US$", 1, 1, "USD"), CASH("USD", 1, 1, "USD"),
    CASH("US dollars", 1, 1, "USD"), CASH("dollars", 1, 1, "USD"), CASH("dollar", 1, 1, "USD"),
    CASH("cents", 1, 100, "USD"), CASH("cent", 1, 100, "USD"), CASH("¢", 1, 100, "USD"),
    CASH("€", 1, 1, "EUR"), CASH("EUR", 1, 1, "EUR"), CASH("euros", 1, 1, "EUR"),
    CASH("euro", 1, 1, "EUR"),
    CASH("£", 1, 1, "GBP"), CASH("GBP", 1, 1, "GBP"), CASH("¥", 1, 1, "JPY"),
    CASH("JPY", 1, 1, "JPY"),
    CASH("CHF", 1, 1, "CHF"), CASH("CAD", 1, 1, "CAD"), CASH("C$", 1, 1, "CAD"),
    CASH("AUD", 1, 1, "AUD"), CASH("A$", 1, 1, "AUD"), CASH("INR", 1, 1, "INR"),
    CASH("₹", 1, 1, "INR"),
};

static const struct {
    const char *word;
    enum quantity_sign sign;
} before[] = { /* of two that begin alike the longer stands first */
    { "<=", QUANTITY_AT_MOST },  { "≤", QUANTITY_AT_MOST },   { "<", QUANTITY_BELOW },
    { ">=", QUANTITY_AT_LEAST }, { "≥", QUANTITY_AT_LEAST },  { ">", QUANTITY_ABOVE },
    { "=", QUANTITY_EXACTLY },   { "~", QUANTITY_ABOUT },     { "≈", QUANTITY_ABOUT },
    { "about", QUANTITY_ABOUT }, { "around", QUANTITY_ABOUT }, { "approximately", QUANTITY_ABOUT },
    { "approx.", QUANTITY_ABOUT }, { "approx", QUANTITY_ABOUT }, { "roughly", QUANTITY_ABOUT },
    { "circa", QUANTITY_ABOUT }, { "ca.", QUANTITY_ABOUT },   { "nearly", QUANTITY_ABOUT },
    { "almost", QUANTITY_ABOUT },
    { "at least", QUANTITY_AT_LEAST }, { "no less than", QUANTITY_AT_LEAST },
    { "not less than", QUANTITY_AT_LEAST }, { "no fewer than", QUANTITY_AT_LEAST },
    { "a minimum of", QUANTITY_AT_LEAST }, { "minimum of", QUANTITY_AT_LEAST },
    { "minimum", QUANTITY_AT_LEAST }, { "min.", QUANTITY_AT_LEAST }, { "min", QUANTITY_AT_LEAST },
    { "at most", QUANTITY_AT_MOST }, { "no more than", QUANTITY_AT_MOST },
    { "not more than", QUANTITY_AT_MOST }, { "no longer than", QUANTITY_AT_MOST },
    { "up to", QUANTITY_AT_MOST }, { "a maximum of", QUANTITY_AT_MOST },
    { "maximum of", QUANTITY_AT_MOST }, { "maximum", QUANTITY_AT_MOST },
    { "max.", QUANTITY_AT_MOST },
    { "max", QUANTITY_AT_MOST }, { "within", QUANTITY_AT_MOST },
    { "less than", QUANTITY_BELOW }, { "fewer than", QUANTITY_BELOW }, { "under", QUANTITY_BELOW },
    { "below", QUANTITY_BELOW },
    { "more than", QUANTITY_ABOVE }, { "greater than", QUANTITY_ABOVE }, { "over", QUANTITY_ABOVE },
    { "above", QUANTITY_ABOVE },
    { "exactly", QUANTITY_EXACTLY }, { "precisely", QUANTITY_EXACTLY },
    { "between", QUANTITY_IS }, { "from", QUANTITY_IS }, { "only", QUANTITY_IS },
    { "just", QUANTITY_IS },
};
static const struct {
    const char *word;
    enum quantity_sign sign;
} behind[] = {
    { "or more", QUANTITY_AT_LEAST },   { "and more", QUANTITY_AT_LEAST },
    { "or longer", QUANTITY_AT_LEAST },
    { "and above", QUANTITY_AT_LEAST }, { "and up", QUANTITY_AT_LEAST },
    { "at least", QUANTITY_AT_LEAST },
    { "minimum", QUANTITY_AT_LEAST },   { "min", QUANTITY_AT_LEAST },
    { "or less", QUANTITY_AT_MOST },
    { "or fewer", QUANTITY_AT_MOST },   { "and below", QUANTITY_AT_MOST },
    { "at most", QUANTITY_AT_MOST },
    { "maximum", QUANTITY_AT_MOST },    { "max", QUANTITY_AT_MOST },
};
static const struct {
    const char *word;
    int64_t num, den;
    bool needs_unit; /* "an hour" is a quantity, "an error" is none */
} numbers[] = {
    { "half an", 1, 2, true }, { "half a", 1, 2, true }, { "an", 1, 1, true }, { "a", 1, 1, true },
    { "zero", 0, 1, false },  { "no", 0, 1, false },   { "one", 1, 1, false },
    { "two", 2, 1, false },
    { "three", 3, 1, false }, { "four", 4, 1, false }, { "five", 5, 1, false },
    { "six", 6, 1, false },
    { "seven", 7, 1, false }, { "eight", 8, 1, false }, { "nine", 9, 1, false },
    { "ten", 10, 1, false },
    { "eleven", 11, 1, false }, { "twelve", 12, 1, false }, { "fifteen", 15, 1, false },
    { "twenty", 20, 1, false }, { "thirty", 30, 1, false }, { "forty", 40, 1, false },
    { "fifty", 50, 1, false }, { "sixty", 60, 1, false }, { "ninety", 90, 1, false },
    { "hundred", 100, 1, false },
};
static const struct {
    const char *word;
    int power;
} magnitudes[] = {
    { "thousand", 3 }, { "million", 6 }, { "billion", 9 }, { "k", 3 }, { "K", 3 },
    { "M", 6 }, { "bn", 9 },
};
static const struct {
    const char *word, *unit;
} adverbs[] = {
    { "hourly", "hour" }, { "daily", "day" }, { "weekly", "week" }, { "monthly", "month" },
    { "yearly", "year" }, { "annually", "year" },
};
/* clang-format on */
#endif
