/* quantity.h - what a text says in numbers: comparator, number or range, unit.
 *
 *     "<500 ms"  "50–100 users"  "$97-112/month"  "~$50"  "up to 4 vCPU"  "15-minute"  "99.9%"
 *     "twenty-four hours"  "one and a half hours"  "three quarters"  "half a dozen retries"
 *
 * A quantity is read whole or not at all. Numbers are exact (model/ratio.h). Written precision is
 * the tolerance: 0.5 agrees with what rounds to 0.5, but never with what is more than a twentieth
 * away. Between whole numbers there is none ("1 hour" is not 3601 seconds; dollars are exempt, and
 * months have 30 days and a bit). "about" and ~ allow a tenth, "nearly" a tenth below
 * and nothing above; "exactly" nothing. */
#ifndef MODEL_QUANTITY_H
#define MODEL_QUANTITY_H
#include "model/ratio.h"

enum quantity_dim {
    QUANTITY_COUNT, /* bare numbers and counted things: users, tasks, gateways */
    QUANTITY_TIME,
    QUANTITY_BYTES,
    QUANTITY_BITRATE, /* its factors are bytes a second, so that MB/s and Mbit/s meet */
    QUANTITY_CPU,
    QUANTITY_PERCENT,
    QUANTITY_MONEY
};
enum quantity_sign {
    QUANTITY_IS,
    QUANTITY_EXACTLY,
    QUANTITY_ABOUT,
    QUANTITY_NEARLY,    /* nearly, just under: a tenth below, never the number itself */
    QUANTITY_JUST_OVER, /* a little more than: a tenth above */
    QUANTITY_BELOW,     /* <, under, less than */
    QUANTITY_AT_MOST,   /* ≤, up to, at most, within, max */
    QUANTITY_ABOVE,     /* >, over, more than */
    QUANTITY_AT_LEAST   /* ≥, at least, 50+, or more */
};
enum quantity_fit { QUANTITY_AGREES, QUANTITY_DIFFERS, QUANTITY_NOT_COMPARABLE };

/* One spelling of a unit. factor: in s, bytes, byte/s, vCPU, percent or the currency; binary: the
 * same for those who say GB and mean GiB (as AWS does). */
struct quantity_unit {
    const char *name;
    enum quantity_dim dim;
    struct ratio factor, binary;
    const char *currency;   /* of money: "USD" */
    const char *one, *many; /* how to write it for 1 and for more, when that differs */
    ptrdiff_t len;          /* of name */
    bool data;              /* of settings only: "ratio" in a text is a word */
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
    bool fraction;           /* "three quarters", "2/3": 75 where the value is a percentage */
    bool letter;             /* "512M": a million, or megabytes where the value is bytes */
    bool dotted;             /* "1.000": one, or a thousand */
    bool broken;             /* number or unit are no single span: "an hour and a half" */
    bool limit;              /* "max 4" names a limit, as does who compares: then "up to 4" is 4 */
    struct str stuck;        /* after a failed parse: the word that was not understood, or empty */
};

/* Reads the whole of text, which may hold one quantity and words behind it, but no second one, no
 * second part of a number and no "not". False: text is no quantity, and only q->stuck is set. The
 * spans point into text. */
bool quantity_parse(struct str text, struct quantity *q);
/* Does word stand for a number or a part of one ("four", "hundred", "quarters", "twice")? */
bool quantity_is_number_word(struct str word);
/* "isn't", "can't", "won't" */
bool quantity_is_contraction(struct str word);

/* A value from data: text is a JSON number or a string, unit what its bare number means ("MiB",
 * "vCPU/1024", "ratio", or empty). A string may carry its own unit, and be written as programs do:
 * PT5M, P30D, rate(5 minutes), 00:05:00, 512Mi. */
bool quantity_of(struct str text, struct str unit, struct quantity *q);
/* The same where a quantity of asked's kind is meant (NULL: any): "500m" is half a CPU to who asks
 * for CPU (Kubernetes), "10m" ten megabytes to who asks for bytes (nginx, -Xmx), else minutes. */
bool quantity_of_dim(struct str text, struct str unit, const struct quantity_unit *asked,
                     struct quantity *q);

/* A number at the head of *s: "1,234.5", "1 000", "2½", "1.5k", "twenty-four", "half a", "2/3". */
struct quantity_number {
    struct ratio n;
    int places;
    bool words, fraction, letter, dotted;
    bool article;    /* only "a" or "an": a quantity when a unit follows */
    bool needs_noun; /* "no": nothing by itself */
};
bool quantity_number(struct str *s, bool comma_is_point, struct quantity_number *out);

/* Does value bear out what is said? A bare value takes the unit of said percents and money; other
 * dimensions are not comparable with a bare number, nor with each other. Decimal and binary bytes
 * are taken for each other where only that makes them agree. A said range must hold a single value,
 * and must match the ends of a range; a single said number must lie in a range of values. */
enum quantity_fit quantity_compare(const struct quantity *said, const struct quantity *value);

/* Have the two a common dimension? */
bool quantity_comparable(const struct quantity *said, const struct quantity *value);

/* value in the unit of like (NULL: its own), as people write it: "0.5 vCPU", "1.5 hours",
 * "$161–198". Falls back to a better unit of the same dimension where like's would give a crooked
 * number. */
struct str quantity_show(const struct quantity *value, const struct quantity *like,
                         struct arena *keep);

/* text (which said was parsed from) with its number replaced by value's, and the unit's word put
 * into the right form: what would make the claim true. Comparator and other words stay. Empty when
 * the two are not comparable, when things are counted and the value is no whole number, and when
 * the words around the number would have to change with it ("one shared gateway"). */
struct str quantity_rewrite(struct str text, const struct quantity *said,
                            const struct quantity *value, struct arena *keep);

/* The numbers of q in unit `to`; a bare number is taken to be in it. MiB in GB are binary
 * gigabytes. False: another dimension or currency, or no 64 bits hold it. */
bool quantity_in(const struct quantity *q, const struct quantity_unit *to, struct ratio *low,
                 struct ratio *high);
/* The unit called name (exact spelling first, then without case but for bits and bytes), or NULL. */
const struct quantity_unit *quantity_unit(struct str name);
/* Takes the unit at the head of *s; only: of this dimension (NULL: any). NULL when there is none. */
const struct quantity_unit *quantity_unit_take(struct str *s, const enum quantity_dim *only);
/* May word stand at the head of s? Most rows of a table are passed over by their first letter. */
#define QUANTITY_LIKE(s, word) ((s).len > 0 && ((*(s).ptr ^ *(word)) & 0xDF) == 0)
/* Takes word when it stands at the head of *s as a whole word, in any case unless exact. */
bool quantity_take(struct str *s, const char *word, bool exact);
/* s without the blanks at its head; no-break and thin ones count. */
struct str quantity_skip_space(struct str s);
/* low (or high) of q in the base unit of its dimension, per second where q->per is set. */
bool quantity_base(const struct quantity *q, struct ratio value, struct ratio *out);
#endif
