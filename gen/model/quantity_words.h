/* quantity_words.h - how units, comparators and numbers are spelled: the tables of quantity.c and
 * quantity_number.c. */
#ifndef MODEL_QUANTITY_WORDS_H
#define MODEL_QUANTITY_WORDS_H
#include "model/quantity.h"

/* clang-format off */
#define R(n, d) { (n), (d) }
#define UNIT(name, dim, n, d) \
    { name, dim, R(n, d), R(n, d), NULL, NULL, NULL, sizeof name - 1, false }
#define DATA(name, dim, n, d) \
    { name, dim, R(n, d), R(n, d), NULL, NULL, NULL, sizeof name - 1, true }
#define WORD(name, dim, n, d, one, many) \
    { name, dim, R(n, d), R(n, d), NULL, one, many, sizeof name - 1, false }
#define SIZE(name, n, b) \
    { name, QUANTITY_BYTES, R(n, 1), R(b, 1), NULL, NULL, NULL, sizeof name - 1, false }
#define NAME(name, n, b) \
    { name, QUANTITY_BYTES, R(n, 1), R(b, 1), NULL, name, name "s", sizeof name - 1, false }, \
    { name "s", QUANTITY_BYTES, R(n, 1), R(b, 1), NULL, name, name "s", sizeof name, false }
#define BITS(name, n) \
    WORD(name, QUANTITY_BYTES, n, 8, name, name "s"), \
    WORD(name "s", QUANTITY_BYTES, n, 8, name, name "s")
#define RATE(k, n) \
    UNIT(k "bps", QUANTITY_BITRATE, n, 8), UNIT(k "bit/s", QUANTITY_BITRATE, n, 8)
#define CASH(name, n, d, code) \
    { name, QUANTITY_MONEY, R(n, d), R(n, d), code, NULL, NULL, sizeof name - 1, false }
#define KILO INT64_C(1000)
#define MEGA INT64_C(1000000)
#define GIGA INT64_C(1000000000)
#define KIBI INT64_C(1024)
#define MEBI (KIBI * KIBI)
#define GIBI (KIBI * KIBI * KIBI)
#define TIME QUANTITY_TIME

/* A month is 730 hours, as price lists have it. Of bits and bytes the case tells: b is a bit. */
static const struct quantity_unit units[] = {
    UNIT("ns", TIME, 1, 1000000000), UNIT("µs", TIME, 1, 1000000), UNIT("us", TIME, 1, 1000000),
    WORD("nanosecond", TIME, 1, 1000000000, "nanosecond", "nanoseconds"),
    WORD("nanoseconds", TIME, 1, 1000000000, "nanosecond", "nanoseconds"),
    WORD("microsecond", TIME, 1, 1000000, "microsecond", "microseconds"),
    WORD("microseconds", TIME, 1, 1000000, "microsecond", "microseconds"),
    UNIT("ms", TIME, 1, 1000), UNIT("msec", TIME, 1, 1000), UNIT("msecs", TIME, 1, 1000),
    UNIT("millis", TIME, 1, 1000),
    WORD("millisecond", TIME, 1, 1000, "millisecond", "milliseconds"),
    WORD("milliseconds", TIME, 1, 1000, "millisecond", "milliseconds"),
    UNIT("s", TIME, 1, 1), UNIT("sec", TIME, 1, 1), UNIT("secs", TIME, 1, 1),
    UNIT("sec.", TIME, 1, 1),
    WORD("second", TIME, 1, 1, "second", "seconds"),
    WORD("seconds", TIME, 1, 1, "second", "seconds"),
    UNIT("min", TIME, 60, 1), UNIT("min.", TIME, 60, 1), UNIT("mins", TIME, 60, 1),
    UNIT("m", TIME, 60, 1),
    WORD("minute", TIME, 60, 1, "minute", "minutes"),
    WORD("minutes", TIME, 60, 1, "minute", "minutes"),
    UNIT("h", TIME, 3600, 1), UNIT("hr", TIME, 3600, 1), UNIT("hrs", TIME, 3600, 1),
    WORD("hour", TIME, 3600, 1, "hour", "hours"), WORD("hours", TIME, 3600, 1, "hour", "hours"),
    UNIT("d", TIME, 86400, 1),
    WORD("day", TIME, 86400, 1, "day", "days"), WORD("days", TIME, 86400, 1, "day", "days"),
    UNIT("w", TIME, 604800, 1), WORD("fortnight", TIME, 1209600, 1, "fortnight", "fortnights"),
    WORD("week", TIME, 604800, 1, "week", "weeks"), WORD("weeks", TIME, 604800, 1, "week", "weeks"),
    UNIT("wk", TIME, 604800, 1), UNIT("wks", TIME, 604800, 1),
    UNIT("mo", TIME, 2628000, 1), UNIT("mos", TIME, 2628000, 1),
    WORD("month", TIME, 2628000, 1, "month", "months"),
    WORD("months", TIME, 2628000, 1, "month", "months"),
    UNIT("y", TIME, 31536000, 1), UNIT("yr", TIME, 31536000, 1), UNIT("yrs", TIME, 31536000, 1),
    WORD("year", TIME, 31536000, 1, "year", "years"),
    WORD("years", TIME, 31536000, 1, "year", "years"),

    SIZE("B", 1, 1),
    WORD("byte", QUANTITY_BYTES, 1, 1, "byte", "bytes"),
    WORD("bytes", QUANTITY_BYTES, 1, 1, "byte", "bytes"),
    SIZE("KB", KILO, KIBI), SIZE("kB", KILO, KIBI), SIZE("kb", KILO, KIBI),
    SIZE("KiB", KIBI, KIBI), SIZE("kib", KIBI, KIBI), SIZE("Ki", KIBI, KIBI),
    SIZE("MB", MEGA, MEBI), SIZE("mb", MEGA, MEBI),
    SIZE("MiB", MEBI, MEBI), SIZE("mib", MEBI, MEBI), SIZE("Mi", MEBI, MEBI),
    SIZE("GB", GIGA, GIBI), SIZE("gb", GIGA, GIBI),
    SIZE("GiB", GIBI, GIBI), SIZE("gib", GIBI, GIBI), SIZE("Gi", GIBI, GIBI),
    SIZE("GByte", GIGA, GIBI), SIZE("MByte", MEGA, MEBI), SIZE("kByte", KILO, KIBI),
    SIZE("TB", GIGA * KILO, GIBI * KIBI), SIZE("tb", GIGA * KILO, GIBI * KIBI),
    SIZE("TiB", GIBI * KIBI, GIBI * KIBI), SIZE("tib", GIBI * KIBI, GIBI * KIBI),
    SIZE("Ti", GIBI * KIBI, GIBI * KIBI),
    SIZE("PB", GIGA * MEGA, GIBI * MEBI), SIZE("PiB", GIBI * MEBI, GIBI * MEBI),
    NAME("kilobyte", KILO, KIBI), NAME("megabyte", MEGA, MEBI), NAME("gigabyte", GIGA, GIBI),
    NAME("terabyte", GIGA * KILO, GIBI * KIBI), NAME("kibibyte", KIBI, KIBI),
    NAME("mebibyte", MEBI, MEBI), NAME("gibibyte", GIBI, GIBI),
    NAME("tebibyte", GIBI * KIBI, GIBI * KIBI), NAME("petabyte", GIGA * MEGA, GIBI * MEBI),
    UNIT("gigs", QUANTITY_BYTES, GIGA, 1), UNIT("gig", QUANTITY_BYTES, GIGA, 1),
    UNIT("megs", QUANTITY_BYTES, MEGA, 1), UNIT("meg", QUANTITY_BYTES, MEGA, 1),
    WORD("bit", QUANTITY_BYTES, 1, 8, "bit", "bits"),
    WORD("bits", QUANTITY_BYTES, 1, 8, "bit", "bits"),
    UNIT("kbit", QUANTITY_BYTES, KILO, 8),
    UNIT("Kb", QUANTITY_BYTES, KILO, 8),
    UNIT("Kbit", QUANTITY_BYTES, KILO, 8), UNIT("kbits", QUANTITY_BYTES, KILO, 8),
    UNIT("Mb", QUANTITY_BYTES, MEGA, 8), UNIT("Mbit", QUANTITY_BYTES, MEGA, 8),
    UNIT("Mbits", QUANTITY_BYTES, MEGA, 8),
    UNIT("Gb", QUANTITY_BYTES, GIGA, 8), UNIT("Gbit", QUANTITY_BYTES, GIGA, 8),
    UNIT("Gbits", QUANTITY_BYTES, GIGA, 8), UNIT("Tbit", QUANTITY_BYTES, GIGA * KILO, 8),
    BITS("kilobit", KILO), BITS("megabit", MEGA), BITS("gigabit", GIGA),

    UNIT("bps", QUANTITY_BITRATE, 1, 8), RATE("k", KILO), RATE("K", KILO),
    RATE("M", MEGA), RATE("G", GIGA), RATE("T", GIGA * KILO),
    UNIT("mbps", QUANTITY_BITRATE, MEGA, 8), UNIT("gbps", QUANTITY_BITRATE, GIGA, 8),
    UNIT("Bps", QUANTITY_BITRATE, 1, 1),
    UNIT("KBps", QUANTITY_BITRATE, KILO, 1), UNIT("kBps", QUANTITY_BITRATE, KILO, 1),
    { "MBps", QUANTITY_BITRATE, R(MEGA, 1), R(MEBI, 1), NULL, NULL, NULL, 4, false },
    { "GBps", QUANTITY_BITRATE, R(GIGA, 1), R(GIBI, 1), NULL, NULL, NULL, 4, false },
    { "MiBps", QUANTITY_BITRATE, R(MEBI, 1), R(MEBI, 1), NULL, NULL, NULL, 5, false },

    UNIT("vCPU", QUANTITY_CPU, 1, 1), WORD("vCPUs", QUANTITY_CPU, 1, 1, "vCPU", "vCPUs"),
    UNIT("virtual CPU", QUANTITY_CPU, 1, 1),
    WORD("virtual CPUs", QUANTITY_CPU, 1, 1, "virtual CPU", "virtual CPUs"),
    WORD("CPUs", QUANTITY_CPU, 1, 1, "CPU", "CPUs"), UNIT("CPU", QUANTITY_CPU, 1, 1),
    WORD("core", QUANTITY_CPU, 1, 1, "core", "cores"),
    WORD("cores", QUANTITY_CPU, 1, 1, "core", "cores"),
    UNIT("vCPU/1024", QUANTITY_CPU, 1, 1024),
    WORD("CPU unit", QUANTITY_CPU, 1, 1024, "CPU unit", "CPU units"),
    WORD("CPU units", QUANTITY_CPU, 1, 1024, "CPU unit", "CPU units"),
    WORD("CPU share", QUANTITY_CPU, 1, 1024, "CPU share", "CPU shares"),
    WORD("CPU shares", QUANTITY_CPU, 1, 1024, "CPU share", "CPU shares"),
    WORD("CPU core", QUANTITY_CPU, 1, 1, "CPU core", "CPU cores"),
    WORD("CPU cores", QUANTITY_CPU, 1, 1, "CPU core", "CPU cores"),
    WORD("millicore", QUANTITY_CPU, 1, 1000, "millicore", "millicores"),
    WORD("millicores", QUANTITY_CPU, 1, 1000, "millicore", "millicores"),
    UNIT("mCPU", QUANTITY_CPU, 1, 1000), UNIT("m CPU", QUANTITY_CPU, 1, 1000),
    UNIT("m CPUs", QUANTITY_CPU, 1, 1000),
    WORD("milli-CPU", QUANTITY_CPU, 1, 1000, "milli-CPU", "milli-CPUs"),
    WORD("vcore", QUANTITY_CPU, 1, 1, "vcore", "vcores"),
    WORD("vcores", QUANTITY_CPU, 1, 1, "vcore", "vcores"),

    UNIT("%", QUANTITY_PERCENT, 1, 1), UNIT("percent", QUANTITY_PERCENT, 1, 1),
    UNIT("per cent", QUANTITY_PERCENT, 1, 1), UNIT("pct", QUANTITY_PERCENT, 1, 1),
    WORD("percentage point", QUANTITY_PERCENT, 1, 1, "percentage point", "percentage points"),
    WORD("percentage points", QUANTITY_PERCENT, 1, 1, "percentage point", "percentage points"),

    DATA("ratio", QUANTITY_PERCENT, 100, 1), DATA("fraction", QUANTITY_PERCENT, 100, 1),
    UNIT("basis points", QUANTITY_PERCENT, 1, 100),
    UNIT("‰", QUANTITY_PERCENT, 1, 10), UNIT("per mille", QUANTITY_PERCENT, 1, 10),

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
    { "circa", QUANTITY_ABOUT }, { "ca.", QUANTITY_ABOUT }, { "some", QUANTITY_ABOUT },
    { "in the region of", QUANTITY_ABOUT }, { "on the order of", QUANTITY_ABOUT },
    { "in the order of", QUANTITY_ABOUT }, { "an estimated", QUANTITY_ABOUT },
    { "close to", QUANTITY_ABOUT },
    { "nearly", QUANTITY_NEARLY }, { "almost", QUANTITY_NEARLY },
    { "just under", QUANTITY_NEARLY }, { "just below", QUANTITY_NEARLY },
    { "not quite", QUANTITY_NEARLY }, { "a little under", QUANTITY_NEARLY },
    { "slightly under", QUANTITY_NEARLY }, { "a little less than", QUANTITY_NEARLY },
    { "slightly less than", QUANTITY_NEARLY }, { "a bit less than", QUANTITY_NEARLY },
    { "slightly below", QUANTITY_NEARLY }, { "shy of", QUANTITY_NEARLY },
    { "just over", QUANTITY_JUST_OVER }, { "just above", QUANTITY_JUST_OVER },
    { "a little over", QUANTITY_JUST_OVER }, { "slightly over", QUANTITY_JUST_OVER },
    { "a bit over", QUANTITY_JUST_OVER }, { "slightly above", QUANTITY_JUST_OVER },
    { "a little more than", QUANTITY_JUST_OVER }, { "slightly more than", QUANTITY_JUST_OVER },
    { "a bit more than", QUANTITY_JUST_OVER },
    { "at least", QUANTITY_AT_LEAST }, { "at minimum", QUANTITY_AT_LEAST },
    { "at a minimum", QUANTITY_AT_LEAST },
    { "no less than", QUANTITY_AT_LEAST }, { "not less than", QUANTITY_AT_LEAST },
    { "no fewer than", QUANTITY_AT_LEAST }, { "not fewer than", QUANTITY_AT_LEAST },
    { "never less than", QUANTITY_AT_LEAST }, { "never fewer than", QUANTITY_AT_LEAST },
    { "no lower than", QUANTITY_AT_LEAST }, { "not below", QUANTITY_AT_LEAST },
    { "never below", QUANTITY_AT_LEAST }, { "not under", QUANTITY_AT_LEAST },
    { "never under", QUANTITY_AT_LEAST }, { "no shorter than", QUANTITY_AT_LEAST },
    { "no smaller than", QUANTITY_AT_LEAST },
    { "never drops below", QUANTITY_AT_LEAST }, { "never falls below", QUANTITY_AT_LEAST },
    { "a minimum of", QUANTITY_AT_LEAST }, { "minimum of", QUANTITY_AT_LEAST },
    { "minimum", QUANTITY_AT_LEAST }, { "min.", QUANTITY_AT_LEAST }, { "min", QUANTITY_AT_LEAST },
    { "starting at", QUANTITY_AT_LEAST }, { "starting from", QUANTITY_AT_LEAST },
    { "starts at", QUANTITY_AT_LEAST },
    { "at most", QUANTITY_AT_MOST }, { "at the most", QUANTITY_AT_MOST },
    { "at maximum", QUANTITY_AT_MOST }, { "no more than", QUANTITY_AT_MOST },
    { "not more than", QUANTITY_AT_MOST }, { "never more than", QUANTITY_AT_MOST },
    { "no longer than", QUANTITY_AT_MOST }, { "not longer than", QUANTITY_AT_MOST },
    { "never longer than", QUANTITY_AT_MOST }, { "no greater than", QUANTITY_AT_MOST },
    { "no larger than", QUANTITY_AT_MOST }, { "no bigger than", QUANTITY_AT_MOST },
    { "no higher than", QUANTITY_AT_MOST }, { "no later than", QUANTITY_AT_MOST },
    { "no slower than", QUANTITY_AT_MOST },
    { "not above", QUANTITY_AT_MOST }, { "never above", QUANTITY_AT_MOST },
    { "not over", QUANTITY_AT_MOST }, { "never over", QUANTITY_AT_MOST },
    { "not exceeding", QUANTITY_AT_MOST }, { "not to exceed", QUANTITY_AT_MOST },
    { "not exceed", QUANTITY_AT_MOST }, { "never exceeds", QUANTITY_AT_MOST },
    { "never exceed", QUANTITY_AT_MOST }, { "doesn't exceed", QUANTITY_AT_MOST },
    { "cannot exceed", QUANTITY_AT_MOST }, { "can't exceed", QUANTITY_AT_MOST },
    { "cannot be longer than", QUANTITY_AT_MOST }, { "cannot be larger than", QUANTITY_AT_MOST },
    { "cannot be more than", QUANTITY_AT_MOST }, { "cannot be greater than", QUANTITY_AT_MOST },
    { "must not be longer than", QUANTITY_AT_MOST }, { "must not be larger than", QUANTITY_AT_MOST },
    { "must not be more than", QUANTITY_AT_MOST }, { "must not be greater than", QUANTITY_AT_MOST },
    { "up to", QUANTITY_AT_MOST }, { "a maximum of", QUANTITY_AT_MOST },
    { "maximum of", QUANTITY_AT_MOST }, { "maximum", QUANTITY_AT_MOST },
    { "limited to", QUANTITY_AT_MOST }, { "capped at", QUANTITY_AT_MOST },
    { "restricted to", QUANTITY_AT_MOST }, { "caps at", QUANTITY_AT_MOST },
    { "as many as", QUANTITY_AT_MOST }, { "as much as", QUANTITY_AT_MOST },
    { "as few as", QUANTITY_AT_LEAST }, { "as little as", QUANTITY_AT_LEAST },
    { "max.", QUANTITY_AT_MOST },
    { "max", QUANTITY_AT_MOST }, { "within", QUANTITY_AT_MOST },
    { "less than", QUANTITY_BELOW }, { "fewer than", QUANTITY_BELOW },
    { "lower than", QUANTITY_BELOW }, { "smaller than", QUANTITY_BELOW },
    { "shorter than", QUANTITY_BELOW }, { "faster than", QUANTITY_BELOW },
    { "well under", QUANTITY_BELOW }, { "well below", QUANTITY_BELOW },
    { "under", QUANTITY_BELOW }, { "below", QUANTITY_BELOW }, { "sub-", QUANTITY_BELOW },
    { "more than", QUANTITY_ABOVE }, { "greater than", QUANTITY_ABOVE },
    { "higher than", QUANTITY_ABOVE }, { "larger than", QUANTITY_ABOVE },
    { "longer than", QUANTITY_ABOVE }, { "bigger than", QUANTITY_ABOVE },
    { "older than", QUANTITY_ABOVE }, { "slower than", QUANTITY_ABOVE },
    { "newer than", QUANTITY_BELOW }, { "younger than", QUANTITY_BELOW },
    { "in excess of", QUANTITY_ABOVE }, { "upwards of", QUANTITY_ABOVE },
    { "well over", QUANTITY_ABOVE }, { "well above", QUANTITY_ABOVE },
    { "exceeding", QUANTITY_ABOVE }, { "exceeds", QUANTITY_ABOVE }, { "beyond", QUANTITY_ABOVE },
    { "over", QUANTITY_ABOVE }, { "above", QUANTITY_ABOVE },
    { "exactly", QUANTITY_EXACTLY }, { "precisely", QUANTITY_EXACTLY },
    { "between", QUANTITY_IS }, { "from", QUANTITY_IS }, { "only", QUANTITY_IS },
    { "just", QUANTITY_IS }, { "a total of", QUANTITY_IS }, { "all", QUANTITY_IS },
};
static const struct {
    const char *word;
    enum quantity_sign sign;
} behind[] = {
    { "or more", QUANTITY_AT_LEAST },   { "and more", QUANTITY_AT_LEAST },
    { "or longer", QUANTITY_AT_LEAST }, { "or greater", QUANTITY_AT_LEAST },
    { "or higher", QUANTITY_AT_LEAST }, { "or larger", QUANTITY_AT_LEAST },
    { "or above", QUANTITY_AT_LEAST }, { "or over", QUANTITY_AT_LEAST },
    { "or better", QUANTITY_AT_LEAST }, { "and higher", QUANTITY_AT_LEAST },
    { "and over", QUANTITY_AT_LEAST }, 
    { "and above", QUANTITY_AT_LEAST }, { "and up", QUANTITY_AT_LEAST },
    { "and upwards", QUANTITY_AT_LEAST }, { "upwards", QUANTITY_AT_LEAST },
    { "at least", QUANTITY_AT_LEAST }, { "at the least", QUANTITY_AT_LEAST },
    { "at a minimum", QUANTITY_AT_LEAST }, { "at minimum", QUANTITY_AT_LEAST },
    { "minimum", QUANTITY_AT_LEAST },   { "min", QUANTITY_AT_LEAST },
    { "plus", QUANTITY_AT_LEAST },
    { "or less", QUANTITY_AT_MOST }, { "or below", QUANTITY_AT_MOST },
    { "or under", QUANTITY_AT_MOST }, { "or lower", QUANTITY_AT_MOST },
    { "or shorter", QUANTITY_AT_MOST }, { "or smaller", QUANTITY_AT_MOST },
    { "or fewer", QUANTITY_AT_MOST },   { "and below", QUANTITY_AT_MOST },
    { "and under", QUANTITY_AT_MOST }, { "or faster", QUANTITY_AT_MOST },
    { "at most", QUANTITY_AT_MOST }, { "at the most", QUANTITY_AT_MOST },
    { "at a maximum", QUANTITY_AT_MOST }, { "tops", QUANTITY_AT_MOST },
    { "maximum", QUANTITY_AT_MOST },    { "max", QUANTITY_AT_MOST },
    { "or so", QUANTITY_ABOUT }, { "or thereabouts", QUANTITY_ABOUT },
    { "give or take", QUANTITY_ABOUT }, { "-ish", QUANTITY_ABOUT }, { "exactly", QUANTITY_EXACTLY },
};

static const struct {
    const char *word, *unit;
} adverbs[] = {
    { "hourly", "hour" }, { "daily", "day" }, { "nightly", "day" }, { "weekly", "week" },
    { "monthly", "month" }, { "yearly", "year" }, { "annually", "year" }, { "rps", "second" },
    { "qps", "second" }, { "tps", "second" }, { "rpm", "minute" },
};

/* Numbers in words: the grammar is in quantity_number.c. */
enum number_kind { ONES, TENS, HUNDRED, SCALE, DOZEN };
static const struct {
    const char *word;
    enum number_kind kind;
    int64_t n;
} cardinals[] = {
    { "zero", ONES, 0 }, { "one", ONES, 1 }, { "two", ONES, 2 }, { "three", ONES, 3 },
    { "four", ONES, 4 }, { "five", ONES, 5 }, { "six", ONES, 6 }, { "seven", ONES, 7 },
    { "eight", ONES, 8 }, { "nine", ONES, 9 }, { "ten", ONES, 10 }, { "eleven", ONES, 11 },
    { "twelve", ONES, 12 }, { "thirteen", ONES, 13 }, { "fourteen", ONES, 14 },
    { "fifteen", ONES, 15 }, { "sixteen", ONES, 16 }, { "seventeen", ONES, 17 },
    { "eighteen", ONES, 18 }, { "nineteen", ONES, 19 }, { "twenty", TENS, 20 },
    { "thirty", TENS, 30 }, { "forty", TENS, 40 }, { "fourty", TENS, 40 }, { "fifty", TENS, 50 },
    { "sixty", TENS, 60 }, { "seventy", TENS, 70 }, { "eighty", TENS, 80 },
    { "ninety", TENS, 90 }, { "hundred", HUNDRED, 100 }, { "thousand", SCALE, 1000 },
    { "million", SCALE, 1000000 }, { "billion", SCALE, 1000000000 }, { "dozen", DOZEN, 12 },
};
static const struct {
    const char *one, *many;
    int64_t den;
} parts[] = {
    { "half", "halves", 2 }, { "third", "thirds", 3 }, { "quarter", "quarters", 4 },
    { "fourth", "fourths", 4 }, { "fifth", "fifths", 5 }, { "sixth", "sixths", 6 },
    { "eighth", "eighths", 8 }, { "tenth", "tenths", 10 }, { "hundredth", "hundredths", 100 },
};
static const struct {
    const char *word;
    int64_t n;
} counts[] = { /* that are no part of a larger number */
    { "a single", 1 }, { "a pair of", 2 }, { "a couple of", 2 }, { "both", 2 },
    { "no", 0 }, { "once", 1 }, { "twice", 2 }, { "thrice", 3 },
};
/* number words that quantity_number does not read: whoever meets one has read too little */
static const char *const number_words[] = {
    "hundreds", "thousands", "millions", "billions", "dozens", "trillion", "double", "triple",
    "twice", "thrice", "once", "treble", "quadruple", "twofold", "tenfold", "score", "several",
    "few", "many",
};
static const struct {
    const char *word;
    int power;
} magnitudes[] = {
    { "hundred", 2 }, { "thousand", 3 }, { "million", 6 }, { "billion", 9 }, { "trillion", 12 },
    { "mn", 6 }, { "bn", 9 }, { "k", 3 }, { "K", 3 }, { "M", 6 }, { "G", 9 }, { "T", 12 },
};
/* clang-format on */
#endif
