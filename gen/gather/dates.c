/* dates.c - git's log is walked once for a commit; what it says of each page stands in the record, so a
 * build without a new commit does not even load libgit2. */
#include "gather/dates.h"

#include "load/history.h"
#include "model/rule.h"

enum { MAX_DATES = 1 << 26 };

static bool recall(struct site *s, struct map *dates)
{
    const struct record *r = &s->record;
    if (!r->current || !str_equal(r->commit, s->commit))
        return false;
    struct unpack u = { .rest = r->dates };
    for (ptrdiff_t n = unpack_count(&u); n > 0 && !u.bad; n--) {
        struct date *date = map_get(dates, unpack_str(&u)), kept = date_of_days(unpack_i64(&u));
        if (date)
            *date = kept;
    }
    return !u.bad;
}

static void keep_dates(struct site *s, const struct map *dates)
{
    struct buf b = buf_open(s->keep, MAX_DATES);
    ptrdiff_t n = 0;
    for (const struct map_entry *e = dates->first; e; e = e->next)
        n += ((const struct date *)e->value)->year != 0;
    pack_u64(&b, (uint64_t)n);
    for (const struct map_entry *e = dates->first; e; e = e->next) {
        const struct date *date = e->value;
        if (!date->year)
            continue;
        pack_str(&b, e->key);
        pack_i64(&b, date_days(*date));
    }
    s->dates = buf_str(&b);
}

void site_dates(struct site *s)
{
    struct map dates = { 0 };
    s->commit = history_head(s->options.dir, s->keep);
    if (!s->commit.len)
        return;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].generated)
            *map_at(&dates, s->pages[i].path, s->keep) = &s->pages[i].changed;
    struct str why = { 0 };
    if (!recall(s, &dates))
        why = history_dates(s->options.dir, &dates, s->keep);
    if (why.len) { /* what git can tell may change without a commit: it is asked again */
        diag_file(&s->diag, RULE(INPUT_READ), s->options.dir,
                  "pages have no day of their last change: %.*s", FMT(why))
            ->severity = SEVERITY_WARNING;
        s->commit = (struct str){ 0 };
    }
    keep_dates(s, &dates);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        s->dated |= s->pages[i].changed.year && !s->pages[i].refused;
}
