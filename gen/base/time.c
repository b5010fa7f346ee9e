/* time.c - dates by arithmetic on days (proleptic Gregorian), free of locale and time zone. */
#include "base/time.h"

#include "base/buf.h"

static bool digits(struct str s, ptrdiff_t at, ptrdiff_t n, int *out)
{
    *out = 0;
    for (ptrdiff_t i = at; i < at + n; i++) {
        if (i >= s.len || !char_is_digit(s.ptr[i]))
            return false;
        *out = *out * 10 + (s.ptr[i] - '0');
    }
    return true;
}

int64_t date_days(struct date d)
{
    int64_t y = d.year - (d.month <= 2), era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct date date_of_days(int64_t days)
{
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct date){ (int)(yoe + era * 400 + (month <= 2)), month,
                          (int)(doy - (153 * mp + 2) / 5 + 1) };
}

bool date_parse(struct str s, struct date *out)
{
    struct date d;
    if (!digits(s, 0, 4, &d.year) || !digits(s, 5, 2, &d.month) || !digits(s, 8, 2, &d.day) ||
        s.ptr[4] != '-' || s.ptr[7] != '-' || (s.len > 10 && char_is_digit(s.ptr[10])))
        return false;
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
        return false;
    struct date back = date_of_days(date_days(d));
    if (back.month != d.month)
        return false; /* 30 February */
    *out = d;
    return true;
}

struct str date_iso(struct date d, struct arena *keep)
{
    return str_fmt(keep, "%04d-%02d-%02d", d.year, d.month, d.day);
}

struct str date_words(struct date d, struct arena *keep)
{
    static const char month[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    if (d.month < 1 || d.month > 12)
        return (struct str){ 0 };
    return str_fmt(keep, "%d %s %d", d.day, month[d.month - 1], d.year);
}

struct str time_iso(int64_t seconds, struct arena *keep)
{
    int64_t days = seconds / 86400 - (seconds % 86400 < 0), left = seconds - days * 86400;
    struct date d = date_of_days(days);
    return str_fmt(keep, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day,
                   (int)(left / 3600), (int)(left / 60 % 60), (int)(left % 60));
}

bool time_parse(struct str s, int64_t *seconds)
{
    struct date d;
    int h, m, sec;
    if (!date_parse(str_sub(s, 0, 10), &d) || !digits(s, 11, 2, &h) || !digits(s, 14, 2, &m) ||
        !digits(s, 17, 2, &sec) || (s.ptr[10] != 'T' && s.ptr[10] != ' ') || h > 23 || m > 59 ||
        sec > 60)
        return false;
    *seconds = date_days(d) * 86400 + h * 3600 + m * 60 + sec;
    return true;
}

static int64_t clock_ns(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t time_now(void)
{
    return clock_ns(CLOCK_REALTIME) / 1000000000;
}

int64_t time_cpu_ns(void)
{
    return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t time_mono_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}
