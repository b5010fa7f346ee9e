/* quantity.h - what a text says in numbers: comparator, number or range, unit.
 *
 *     "<500 ms"  "50–100 users"  "$97-112/month"  "~$50"  "up to 4 vCPU"  "15-minute"  "99.9%"
 *
 * Numbers are exact (model/ratio.h). Written precision is the tolerance: 0.5 agrees with what
 * rounds to 0.5, but never with what is more than a twentieth away ("1 hour" is not 80 minutes;
 * whole dollars are exempt). "about" and ~ allow a tenth; "exactly" nothing. */
#ifndef MODEL_QUANTITY_H
#define MODEL_QUANTITY_H
#include "model/ratio.h"

enum quantity_dim {
    QUANTITY_COUNT, /* bare numbers and counted things: users, tasks, gateways */
    QUANTITY_TIME,
    QUANTITY_BYTES,
    QUANTITY_BITRATE,
    QUANTITY_CPU,
    QUANTITY_PERCENT,
    QUANTITY_MONEY
};
enum quantity_sign {
    QUANTITY_IS,
    QUANTITY_EXACTLY,
    QUANTITY_ABOUT,
    QUANTITY_BELOW,   /* <, under, less than */
    QUANTITY_AT_MOST, /* ≤, up to, at most, within, max */
    QUANTITY_ABOVE,   /* >, over, more than */
    QUANTITY_AT_LEAST /* ≥, at least, 50+, or more */
};
enum quantity_fit { QUANTITY_AGREES, QUANTITY_DIFFERS, QUANTITY_NOT_COMPARABLE };

/* One spelling of a unit. factor: in s, bytes, bit/s, vCPU, percent or the currency; binary: the
 * same for those who say GB and mean GiB (as AWS does). */
struct quantity_unit {
    const char *name;
    enum quantity_dim dim;
    struct ratio factor, binary;
    const char *currency;   /* of money: "USD" */
    const char *one, *many; /* how to write it for 1 and for more, when that differs */
    ptrdiff_t len;          /* of name */
};
struct quantity {
    enum quantity_sign sign;
    bool range;
    struct ratio low, high;      /* in unit; equal unless range */
    int low_places, high_places; /* digits behind the point as written; negative for 1.2k (-2) */
    const struct quantity_unit *unit; /* NULL: bare number or counted noun */
    const struct quantity_unit *per;  /* unit of time behind / or per; NULL: none */
    struct str noun;         /* "users": the words behind a number without unit, or empty */
    struct str number, word; /* spans of the text: its number(s), and unit as written */
};

/* Reads the whole of text, which may hold one quantity and words behind it, but no second one.
 * False: text is no quantity. The spans point into text. */
bool quantity_parse(struct str text, struct quantity *q);

/* A value from data: text is a JSON number or a string, unit what its bare number means ("MiB",
 * "vCPU/1024", or empty). A string may carry its own unit. */
bool quantity_of(struct str text, struct str unit, struct quantity *q);

/* Does value bear out what is said? A bare value takes the unit of said percents and money; other
 * dimensions are not comparable with a bare number, nor with each other. Decimal and binary bytes
 * are taken for each other where only that makes them agree. A said range must hold a single value,
 * and must match the ends of a range; a single said number must lie in a range of values. */
enum quantity_fit quantity_compare(const struct quantity *said, const struct quantity *value);

/* value in the unit of like (NULL: its own), as people write it: "0.5 vCPU", "1.5 hours",
 * "$161–198". Falls back to a better unit of the same dimension where like's would give a crooked
 * number. */
struct str quantity_show(const struct quantity *value, const struct quantity *like,
                         struct arena *keep);

/* text (which said was parsed from) with its number replaced by value's, and the unit's word put
 * into the right form: what would make the claim true. Comparator and other words stay. Empty when
 * the two are not comparable. */
struct str quantity_rewrite(struct str text, const struct quantity *said,
                            const struct quantity *value, struct arena *keep);

/* The numbers of q in unit `to`; a bare number is taken to be in it. MiB in GB are binary
 * gigabytes. False: another dimension or currency, or no 64 bits hold it. */
bool quantity_in(const struct quantity *q, const struct quantity_unit *to, struct ratio *low,
                 struct ratio *high);
/* The unit called name (exact spelling first, then without case), or NULL. */
const struct quantity_unit *quantity_unit(struct str name);
/* low (or high) of q in the base unit of its dimension, per second where q->per is set. */
bool quantity_base(const struct quantity *q, struct ratio value, struct ratio *out);
#endif
