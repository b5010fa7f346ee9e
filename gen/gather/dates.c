/* dates.c - the log is walked once for a commit; the dates found stand in OUT/.plumb/dates:
 *
 *     plumb-dates 1 COMMIT DIR
 *     2026-11-23 costs/medium.md
 *
 * so a build without a new commit does not even load libgit2. Names are percent-encoded. */
#include "gather/dates.h"

#include "base/path.h"
#include "load/history.h"

enum { MAX_DATES = 1 << 26 };

static struct str head_line(const struct site *s, struct str commit)
{
    struct buf b = buf_open(s->keep, 1 << 16);
    buf_fmt(&b, "plumb-dates 1 %.*s ", FMT(commit));
    buf_percent(&b, s->options.dir, S("/"));
    return buf_str(&b);
}

static bool read_kept(struct site *s, struct str want, struct map *dates)
{
    struct str text, path = path_join(s->options.out, S(".plumb/dates"), s->keep);
    if (s->options.no_cache || fs_read(path.ptr, MAX_DATES, s->keep, &text) ||
        !str_equal(str_line(&text), want))
        return false;
    while (text.len) {
        struct str line = str_line(&text);
        struct date *date = map_get(dates, url_decode(str_from(line, 11), s->keep));
        if (date && !date_parse(line, date))
            *date = (struct date){ 0 };
    }
    return true;
}

static struct str to_keep(const struct site *s, struct str head, const struct map *dates)
{
    struct buf b = buf_open(s->keep, MAX_DATES);
    buf_put(&b, head);
    buf_char(&b, '\n');
    for (const struct map_entry *e = dates->first; e; e = e->next) {
        const struct date *date = e->value;
        if (!date->year)
            continue;
        buf_put(&b, date_iso(*date, s->keep));
        buf_char(&b, ' ');
        buf_percent(&b, e->key, S("/"));
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

struct str dates_find(struct site *s)
{
    struct map dates = { 0 };
    struct str commit = history_head(s->options.dir, s->keep);
    if (!commit.len)
        return commit;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].generated)
            *map_at(&dates, s->pages[i].path, s->keep) = &s->pages[i].changed;
    struct str head = head_line(s, commit);
    bool kept = read_kept(s, head, &dates);
    if (!kept)
        history_dates(s->options.dir, &dates, s->keep);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        s->dated |= s->pages[i].changed.year && !s->pages[i].refused;
    return kept ? (struct str){ 0 } : to_keep(s, head, &dates);
}
