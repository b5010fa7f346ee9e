/* fit_time.c - dates in words, and schedules: "15 March 2026" of 2026-03-15, "every 5 minutes" of
 * rate(5 minutes) and of a cron line, "daily at 02:00" of 0 2 * * *. */
#include "check/fit_parts.h"

#include "fit_tables.h"

#include "base/time.h"

/* clang-format off */
static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july",
                                      "august", "september", "october", "november", "december" };
static const char *const days[] = { "sunday", "monday", "tuesday", "wednesday", "thursday",
                                    "friday", "saturday" };
/* clang-format on */

/* The number of a name in full or by its first three letters; -1 when word is none. */
static int named(struct str word, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (str_equal_nocase(word, str_of(names[i])) ||
            str_equal_nocase(word, str_sub(str_of(names[i]), 0, 3)) ||
            (word.len == 4 && str_equal_nocase(word, S("sept")) && i == 8 && n == 12))
            return i;
    return -1;
}

/* ---- dates ---- */

struct said_date {
    int year, month, day; /* 0: not said */
    bool odd;             /* two of one kind, or nobody knows which number is which */
    struct str stuck;
    struct str before[2]; /* the last two words */
};

static void put(struct said_date *d, int *field, int64_t n)
{
    d->odd = d->odd || (*field && *field != n);
    *field = (int)n;
}

/* May w stand beside a date? Before it only a word that leads away from it may not. */
static bool is_date_word(const struct said_date *d, struct str w)
{
    bool before = !d->year && !d->month && !d->day;

    if (named(w, days, 7) >= 0 || str_among_nocase(w, date_word_small, LEN(date_word_small)))
        return true;
    return before && str_char(w, '-') <= 0 && !fit_has_number(w) && !fit_is_hedged(w) &&
           !str_among_nocase(w, date_word_away, LEN(date_word_away));
}

/* "15", "15th", "2026", "Mar" */
static void date_word(struct said_date *d, struct str w)
{
    bool end = str_equal_nocase(d->before[1], S("of")) && str_equal_nocase(d->before[0], S("end"));
    int month = named(w, months, 12);
    ptrdiff_t n = 0;
    int64_t number;

    while (n < w.len && char_is_digit(w.ptr[n]))
        n++;
    if (end && (month >= 0 || n) && !d->stuck.len)
        d->stuck = d->before[0]; /* "end of March" */
    d->before[0] = d->before[1];
    d->before[1] = w;
    bool is = str_int64(str_sub(w, 0, n), &number), bare = n == w.len;
    if (month >= 0)
        put(d, &d->month, month + 1);
    else if (is && n == 4 && bare)
        put(d, &d->year, number);
    else if (is && n <= 2 && (bare || n + 2 == w.len))
        put(d, &d->day, number);
    else if (!is_date_word(d, w) && !d->stuck.len)
        d->stuck = w;
}

/* 2026-03-15, 15.03.2026, 2026/03/15; 03/04/2026 is odd. */
static bool date_numbers(struct said_date *d, struct str text)
{
    int64_t n[3] = { 0 };
    int k = 0, year = -1;

    for (struct str rest = text; k < 3 && rest.len; k++) {
        ptrdiff_t len = 0;
        while (len < rest.len && char_is_digit(rest.ptr[len]))
            len++;
        if (!len || len > 4 || !str_int64(str_sub(rest, 0, len), &n[k]))
            return false;
        year = len == 4 ? k : year;
        rest = str_from(rest, len);
        if (k < 2 && (!rest.len || !char_among(rest.ptr[0], "-./")))
            return false;
        rest = str_from(rest, 1);
    }
    if (k < 3 || year == 1 || year < 0)
        return false;
    bool slash = str_char(text, '/') >= 0;
    int first = year == 2 ? 0 : 2;
    bool turned = year == 2 && slash && n[1] > 12; /* 03/15/2026 */
    *d = (struct said_date){
        (int)n[year], (int)(turned ? n[0] : n[1]), (int)(turned ? n[1] : n[first]), false, { 0 },
        { { 0 } }
    };
    d->odd = slash && year == 2 && n[0] <= 12 && n[1] <= 12 && n[0] != n[1];
    return true;
}

static struct said_date date_said(struct str text)
{
    struct said_date d = { 0 };

    for (struct str rest = text; rest.len;) {
        ptrdiff_t n = 0;
        while (n < rest.len && !char_among(rest.ptr[n], " ,()"))
            n++;
        struct str w = str_sub(rest, 0, n);
        while (w.len && w.ptr[w.len - 1] == '.')
            w.len--;
        if (w.len && !date_numbers(&d, w))
            date_word(&d, w);
        rest = str_from(rest, n + 1);
    }
    return d;
}

bool fit_date(const struct fit_asked *a, struct fit *out)
{
    struct str value = str_trim(json_str(a->value));
    struct date held;

    if (a->value->kind != JSON_STRING || !date_parse(value, &held) ||
        (value.len > 10 && !char_among(value.ptr[10], "T ")))
        return false;
    *out = (struct fit){ .kind = FIT_FALSE, .shown = date_words(held, a->keep), .by_hand = true };
    if (str_equal_nocase(a->text, value)) {
        out->kind = FIT_TRUE;
        return true;
    }
    struct said_date d = date_said(fit_said_part(a->text, false, true, a->keep));
    if (d.stuck.len || d.odd || !(d.year || (d.month && d.day)))
        *out = fit_stuck(a, out->shown, d.stuck);
    else if ((!d.year || d.year == held.year) && (!d.month || d.month == held.month) &&
             (!d.day || d.day == held.day))
        out->kind = FIT_TRUE;
    return true;
}

/* ---- schedules ---- */

struct schedule {
    int64_t every;      /* seconds; 0: at a time of the day */
    int hour, minute;   /* -1: not said */
    int weekday;        /* 0 Sunday; -1: any */
    int month_day;      /* -1: any */
    bool workdays, odd; /* odd: more than this can hold */
    bool other_days;    /* days of the week that no word of ours says */
};

/* One field: a number, a star, or steps of one; anything else is odd. */
static void cron_field(struct str f, int *at, int64_t *step, bool *odd)
{
    int64_t n;

    *at = -1;
    *step = 0;
    if (str_equal(f, S("*")) || str_equal(f, S("?")))
        return;
    struct cut slash = str_cut(f, '/');
    if (slash.ok && (str_equal(slash.head, S("*")) || str_equal(slash.head, S("0"))) &&
        str_int64(slash.tail, step) && *step > 0)
        return;
    if (str_int64(f, &n) && n >= 0 && n < 60)
        *at = (int)n;
    else
        *odd = true;
}

static bool cron_nick(struct str s, struct schedule *c)
{
    static const struct {
        const char *name;
        int64_t every;
    } names[] = { { "@hourly", 3600 },
                  { "@daily", 86400 },
                  { "@midnight", 86400 },
                  { "@weekly", 604800 },
                  { "@monthly", 2628000 } };

    for (ptrdiff_t i = 0; i < LEN(names); i++)
        if (str_equal_nocase(s, str_of(names[i].name))) {
            c->every = names[i].every;
            return true;
        }
    return false;
}

static int cron_day(struct str f, bool from_one)
{
    int64_t n;

    if (named(f, days, 7) >= 0)
        return named(f, days, 7);
    return str_int64(f, &n) && n >= 0 && n <= 7 ? (int)((n - from_one + 7) % 7) : -1;
}

/* "1-5", "MON,WED", "SUN": a bit a day; 0: none of that. */
static unsigned cron_days(struct str f, bool from_one)
{
    unsigned all = 0;
    struct cut part = { .tail = f, .ok = true };

    while (part.ok) {
        part = str_cut(part.tail, ',');
        struct cut range = str_cut(part.head, '-');
        int from = cron_day(range.head, from_one),
            to = range.ok ? cron_day(range.tail, from_one) : from;
        if (from < 0 || to < 0)
            return 0;
        for (int day = from;; day = (day + 1) % 7) {
            all |= 1U << day;
            if (day == to)
                break;
        }
    }
    return all;
}

static void cron_weekday(struct str f, bool from_one, struct schedule *c)
{
    enum { WORKDAYS = 0x3e, WEEK = 0x7f };
    unsigned all = str_equal(f, S("*")) || str_equal(f, S("?")) ? WEEK : cron_days(f, from_one);

    c->odd = c->odd || !all;
    c->workdays = all == WORKDAYS;
    for (int day = 0; day < 7; day++)
        if (all == 1U << day)
            c->weekday = day;
    c->other_days = all && !c->workdays && c->weekday < 0 && all != WEEK;
}

/* Cuts s at its blanks; how many fields it has, 0: they are none of a schedule. */
static int cron_fields(struct str s, struct str field[7])
{
    int n = 0;

    for (; n < 7 && s.len; n++) {
        struct cut cut = str_cut(s, ' ');
        for (ptrdiff_t i = 0; i < cut.head.len; i++)
            if (!char_is_alnum(cut.head.ptr[i]) && !char_among(cut.head.ptr[i], "*/,-?#L"))
                return 0;
        field[n] = cut.head;
        s = str_trim(cut.tail);
    }
    return n;
}

bool fit_is_cron(struct str s)
{
    struct str field[7];
    int n = cron_fields(s, field);
    for (int i = 0; i < 2 && i < n; i++) /* minutes and hours are no words */
        for (ptrdiff_t k = 0; k < field[i].len; k++)
            if (char_is_alpha(field[i].ptr[k]))
                return false;
    return n >= 5 && n <= 6;
}

/* No hour is given: every so many minutes, or hours. */
static void cron_every(struct schedule *c, int64_t minute_step, int64_t hour_step)
{
    bool minutes = c->minute < 0 && !hour_step;
    int64_t step = minutes ? minute_step : hour_step;

    c->every = (step ? step : 1) * (minutes ? 60 : 3600);
    c->odd = c->odd || (c->minute < 0 && hour_step) || (c->minute >= 0 && minute_step) ||
             c->month_day >= 0;
}

/* "0 2 * * *", "cron(0 2 * * ? *)", "@daily". */
static bool cron_read(struct str s, struct schedule *c)
{
    struct str field[7];
    int month;
    int64_t minute_step, hour_step, day_step, month_step;
    bool aws = str_starts(s, S("cron(")) && str_ends(s, S(")"));

    *c = (struct schedule){ .hour = -1, .minute = -1, .weekday = -1, .month_day = -1 };
    if (cron_nick(s, c))
        return true;
    int n = cron_fields(aws ? str_sub(s, 5, s.len - 6) : s, field);
    aws = aws || (n == 6 && (field[2].ptr[0] == '?' || field[4].ptr[0] == '?'));
    bool seconds = !aws && n == 6; /* Spring and Quartz begin with them */
    bool from_one = aws || (seconds && (field[3].ptr[0] == '?' || field[5].ptr[0] == '?'));
    const struct str *f = field + seconds;
    if (n != (aws || seconds ? 6 : 5) || (seconds && !str_equal(field[0], S("0"))))
        return false;
    cron_field(f[0], &c->minute, &minute_step, &c->odd);
    cron_field(f[1], &c->hour, &hour_step, &c->odd);
    cron_field(f[2], &c->month_day, &day_step, &c->odd);
    cron_field(f[3], &month, &month_step, &c->odd);
    cron_weekday(f[4], from_one, c);
    c->odd = c->odd || month >= 0 || month_step || day_step || (c->hour >= 0 && c->minute < 0);
    if (c->hour < 0)
        cron_every(c, minute_step, hour_step);
    return true;
}

/* Does text begin with "am" or "a.m", or go on as "o'clock in the morning"? */
static bool is_half(struct str text, const char *plain, const char *dotted, const char *clock)
{
    return str_find_nocase(text, str_of(plain)) == 0 ||
           str_find_nocase(text, str_of(dotted)) == 0 ||
           (str_find_nocase(text, S("o'clock")) == 0 && str_find_nocase(text, str_of(clock)) > 0);
}

/* "02:00", "2 am", "midnight", "noon" at word w. */
static bool clock_word(struct str w, struct str rest, struct schedule *s)
{
    struct cut colon = str_cut(w, ':');
    bool noon = str_equal_nocase(w, S("noon"));
    ptrdiff_t n = 0;
    int64_t h = noon ? 12 : 0, m = 0;

    if (!noon && !str_equal_nocase(w, S("midnight"))) {
        while (n < colon.head.len && char_is_digit(colon.head.ptr[n]))
            n++;
        if (!str_int64(str_sub(colon.head, 0, n), &h) || h > 24 ||
            (colon.ok && !str_int64(str_sub(colon.tail, 0, 2), &m)))
            return false;
        struct str tail = colon.ok ? str_from(colon.tail, 2) : str_from(w, n);
        struct str half = tail.len ? tail : str_trim(rest);
        bool am = is_half(half, "am", "a.m", "morning");
        bool pm = is_half(half, "pm", "p.m", "afternoon") || is_half(half, "pm", "p.m", "evening");
        if (!colon.ok && !am && !pm)
            return false;
        h = am || pm ? h % 12 + (pm ? 12 : 0) : h;
    }
    s->hour = (int)h;
    s->minute = (int)m;
    return true;
}

static bool said_some(const struct schedule *s)
{
    return s->hour >= 0 || s->weekday >= 0 || s->workdays || s->month_day >= 0;
}

static struct schedule schedule_said(struct str text, struct str *stuck)
{
    static const char *const work[] = { "weekday", "weekdays", "workday", "workdays" };
    struct schedule s = { .hour = -1, .minute = -1, .weekday = -1, .month_day = -1 };
    bool weekly = false, monthly = false, twice = false;

    for (struct str rest = text; rest.len;) {
        ptrdiff_t n = 0;
        while (n < rest.len && !char_among(rest.ptr[n], " ,()."))
            n++;
        struct str w = str_sub(rest, 0, n);
        rest = str_from(rest, n + 1);
        struct str day = str_ends(w, S("s")) ? str_sub(w, 0, w.len - 1) : w;
        struct schedule was = s;
        if (!w.len)
            continue;
        if (clock_word(w, rest, &s)) { /* "at 02:00 and 14:00" are two */
            twice = twice || was.hour >= 0;
            continue;
        }
        weekly = weekly || str_equal_nocase(w, S("weekly"));
        monthly = monthly || str_equal_nocase(w, S("monthly"));
        if (named(day, days, 7) >= 0 && day.len > 2) {
            twice = twice || s.weekday >= 0;
            s.weekday = named(day, days, 7);
        } else if (str_among_nocase(w, work, LEN(work)))
            s.workdays = true;
        else if (str_equal_nocase(w, S("first")) || str_equal_nocase(w, S("1st")))
            s.month_day = 1;
        else if (!str_among_nocase(w, schedule_said_small, LEN(schedule_said_small)) &&
                 !stuck->len && (said_some(&s) || fit_is_hedged(w)))
            *stuck = w;
    }
    s.odd = twice || (weekly && s.weekday < 0) || (monthly && s.month_day < 0);
    return s;
}

static bool same_schedule(const struct schedule *said, const struct schedule *c)
{
    bool time = said->hour < 0 || (said->hour == c->hour && said->minute == c->minute);

    return time && !c->other_days && said->weekday == c->weekday &&
           said->month_day == c->month_day && said->workdays == c->workdays;
}

/* How often a schedule with a time of the day runs. */
static int64_t period_of(const struct schedule *c)
{
    if (c->every)
        return c->every;
    return c->month_day >= 0 ? 2628000 : c->weekday >= 0 ? 604800 : 86400;
}

bool fit_schedule(const struct fit_asked *a, struct fit *out)
{
    struct str raw = str_trim(json_str(a->value)), stuck = { 0 }, behind, word;
    struct schedule c, said;
    struct quantity q;
    struct ratio every;

    if (a->value->kind != JSON_STRING || raw.len > 100 || !cron_read(raw, &c))
        return false;
    *out = (struct fit){ .kind = FIT_FALSE, .shown = raw, .by_hand = true };
    if (c.odd) {
        *out = fit_stuck(a, raw, raw);
        return true;
    }
    if (fit_number_said(a->text, &q, &behind, &word) && q.unit && q.unit->dim == QUANTITY_TIME &&
        !q.range && q.sign == QUANTITY_IS && !q.noun.len && quantity_base(&q, q.low, &every) &&
        !c.workdays && !c.other_days) {
        out->kind = ratio_cmp(every, ratio_whole(period_of(&c))) == 0 ? FIT_TRUE : FIT_FALSE;
        said = schedule_said(a->text, &stuck);
        if (said.hour < 0 && said.weekday < 0)
            return true;
        stuck = (struct str){ 0 };
    }
    said = schedule_said(a->text, &stuck);
    if (stuck.len || said.odd || !said_some(&said))
        *out = fit_stuck(a, raw, stuck);
    else
        out->kind = !c.every && same_schedule(&said, &c) ? FIT_TRUE : FIT_FALSE;
    return true;
}
