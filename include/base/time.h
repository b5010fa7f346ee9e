/* time.h - dates without locale or time zone: days since 1970-01-01 in UTC. */
#ifndef BASE_TIME_H
#define BASE_TIME_H
#include "base/str.h"

struct date {
    int year, month, day; /* 2026, 11, 23 */
};
bool date_parse(struct str s, struct date *out); /* "2026-11-23" as head of s; must exist */
int64_t date_days(struct date d);                /* since 1970-01-01 */
struct date date_of_days(int64_t days);
struct str date_iso(struct date d, struct arena *keep);   /* 2026-11-23 */
struct str date_words(struct date d, struct arena *keep); /* 23 Nov 2026 */
/* Seconds since 1970 as 2026-11-23T15:04:05Z, and back; false when s is no such time. */
struct str time_iso(int64_t seconds, struct arena *keep);
bool time_parse(struct str s, int64_t *seconds);
int64_t time_now(void);    /* seconds since 1970; only cmd and publish may ask */
int64_t time_cpu_ns(void); /* of this process */
int64_t time_mono_ns(void);
#endif
