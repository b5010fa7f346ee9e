/* accepted.c - matches findings with acceptances through one map, so that neither count hurts. */
#include "check/accepted.h"

#include "base/map.h"
#include "model/rule.h"

static struct str key_of(struct str rule, struct str page, struct str about, struct arena *keep)
{
    /* none of the three holds a NUL */
    struct str parts[] = { rule, page, about };
    struct buf b = buf_open(keep, rule.len + page.len + about.len + 2);

    for (ptrdiff_t i = 0; i < LEN(parts); i++) {
        if (i)
            buf_char(&b, 0);
        buf_put(&b, parts[i]);
    }
    return buf_str(&b);
}

/* file as a page below dir. */
static struct str page_of(struct str file, struct str dir)
{
    while (str_ends(dir, S("/")))
        dir = str_sub(dir, 0, dir.len - 1);
    if (str_starts(file, S("./")))
        file = str_from(file, 2);
    if (str_starts(dir, S("./")))
        dir = str_from(dir, 2);
    if (!dir.len || str_equal(dir, S(".")) || !str_starts(file, dir) || file.len <= dir.len ||
        file.ptr[dir.len] != '/')
        return file;
    return str_from(file, dir.len + 1);
}

static bool is_over(const struct acceptance *a, struct date today)
{
    return a->until.year && today.year && date_days(a->until) < date_days(today);
}

static void report_over(const struct accepted *accepted, const struct acceptance *a, struct diag *d)
{
    struct str of = a->page.len ? a->page : S("any page");
    struct finding *f =
        diag_at(d, RULE(REVIEW_EXPIRED), &accepted->accepted_src, a->place,
                "the acceptance of %.*s on %.*s%s%.*s ended on %.*s; decide again: mend it, or set "
                "a new date",
                FMT(a->rule), FMT(of), a->about.len ? ", about " : "", FMT(a->about),
                FMT(date_iso(a->until, d->keep)));

    f->about = a->about;
}

static const struct acceptance *covering(const struct map *by_key, const struct finding *f,
                                         struct str page, struct arena *keep)
{
    struct str rule = str_of(f->rule->id), none = { 0 };
    const struct acceptance *a =
        f->about.len ? map_get(by_key, key_of(rule, page, f->about, keep)) : NULL;

    if (!a && f->about.len)
        a = map_get(by_key, key_of(rule, none, f->about, keep));
    if (!a)
        a = map_get(by_key, key_of(rule, page, none, keep));
    if (!a)
        a = map_get(by_key, key_of(rule, none, none, keep));
    return a;
}

int accepted_mark(const struct accepted *accepted, struct str dir, struct date today,
                  struct diag *d)
{
    struct map by_key = { 0 };
    int marked = 0;

    for (int i = 0; i < accepted->n_acceptances; i++) {
        struct acceptance *a = &accepted->acceptances[i];

        if (is_over(a, today))
            report_over(accepted, a, d);
        else
            *map_at(&by_key, key_of(a->rule, a->page, a->about, d->keep), d->keep) = a;
    }
    for (ptrdiff_t i = 0; by_key.len && i < d->findings.len; i++) {
        struct finding *f = &d->findings.ptr[i];
        struct arena scratch = *d->keep;
        const struct acceptance *a = covering(&by_key, f, page_of(f->file, dir), &scratch);

        if (!a)
            continue;
        f->accepted = a->reason;
        marked++;
    }
    return marked;
}

bool accepted_secret(const struct accepted *accepted, struct str pattern, struct str value,
                     struct date today)
{
    enum { LEAST = 4 }; /* bytes; fewer stand anywhere */
    for (int i = 0; value.len >= LEAST && i < accepted->n_acceptances; i++) {
        const struct acceptance *a = &accepted->acceptances[i];
        if (a->text.len && !is_over(a, today) && (!a->about.len || str_equal(a->about, pattern)) &&
            str_find(a->text, value) >= 0)
            return true;
    }
    return false;
}
