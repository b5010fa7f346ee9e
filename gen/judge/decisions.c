/* decisions.c - which records there are, and what they say of each other. */
#include "judge/decisions.h"

#include "base/path.h"
#include "judge/effect.h"
#include "judge/page_head.h"
#include "model/markdown_text.h"
#include "model/rule.h"

enum { MAX_TEXT = 1 << 22, MAX_CHAIN = 32 };

/* ---- what is decided, not observed ---- */

/* Level of an ATX heading line, 0: it is none. */
static int heading_level(struct str line)
{
    ptrdiff_t n = 0;
    while (n < line.len && line.ptr[n] == '#')
        n++;
    return n <= 6 && n < line.len && line.ptr[n] == ' ' ? (int)n : 0;
}

static bool is_validation(struct str line)
{
    struct str text = str_trim(line);
    while (text.len && (*text.ptr == '#' || *text.ptr == ' '))
        text = str_from(text, 1);
    return str_find_nocase(text, S("validation")) == 0 ||
           str_find_nocase(text, S("confirmation")) == 0;
}

bool decisions_validate(struct str status, struct str text, struct str place)
{
    struct str rest = text;
    int inside = 0; /* level of the heading that began the section */
    if (!status.len || !place.ptr)
        return false;
    while (rest.len && rest.ptr <= place.ptr) {
        struct str line = str_line(&rest);
        int level = heading_level(line);
        if (level && inside && level <= inside)
            inside = 0;
        if (level && !inside && is_validation(line))
            inside = level;
    }
    return inside > 0;
}

struct str decisions_pending(struct str status, struct str text, struct str place)
{
    return !decision_holds(decision_state(status)) && decisions_validate(status, text, place)
               ? status
               : (struct str){ 0 };
}

/* ---- which there are ---- */

static bool is_index(struct str path)
{
    struct str base = path_base(path), stem = str_sub(base, 0, base.len - path_ext(base).len);
    return str_equal_nocase(stem, S("index")) || str_equal_nocase(stem, S("_index")) ||
           str_equal_nocase(stem, S("readme"));
}

static bool is_record(const struct site_page *p)
{
    struct str base = path_base(p->path);
    bool named = char_is_digit(*base.ptr) || str_find_nocase(base, S("adr")) == 0;
    return decision_path(p->path) && !p->generated && !p->refused && !is_index(p->path) &&
           str_find_nocase(base, S("template")) < 0 && (p->front.status.len || named);
}

struct str decisions_words(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len + 1);
    for (;;) {
        ptrdiff_t open = str_char(s, '['), mid = str_find(s, S("]("));
        ptrdiff_t end = mid >= 0 ? str_char(str_from(s, mid), ')') : -1;
        if (open < 0 || mid < open || end < 0)
            break;
        buf_put(&b, str_sub(s, 0, open));
        buf_put(&b, str_sub(s, open + 1, mid - open - 1));
        s = str_from(s, mid + end + 1);
    }
    buf_put(&b, s);
    return buf_str(&b);
}

/* What a reference names: the address of a link, else all of it. */
static struct str address_of(struct str ref)
{
    ptrdiff_t mid = str_find(ref, S("]("));
    return mid < 0 ? str_trim(ref) : str_cut(str_cut(str_from(ref, mid + 2), ')').head, '#').head;
}

/* Is s a number and nothing that names a record besides: "ADR-0005", "#5", "decision 5"? */
static bool is_bare(struct str s)
{
    static const char *const fillers[] = { "adr", "decision", "record", "no", "number" };
    while (s.len) {
        ptrdiff_t skip = !char_is_alpha(*s.ptr);
        for (ptrdiff_t i = 0; !skip && i < LEN(fillers); i++)
            skip = str_find_nocase(s, str_of(fillers[i])) == 0 ? str_of(fillers[i]).len : 0;
        if (!skip)
            return false;
        s = str_from(s, skip);
    }
    return true;
}

static bool is_named(const struct decision *d, struct str name, struct str path)
{
    struct str base = path_base(d->page->path), stem = str_sub(base, 0, base.len - 3);
    return str_equal(d->page->path, path) || str_equal_nocase(base, name) ||
           str_equal_nocase(stem, name) || str_equal_nocase(d->page->title, name) ||
           (is_bare(name) && d->number >= 0 && d->number == decision_number(name));
}

static const struct decision *find_record(const struct decisions *all, const struct decision *from,
                                          struct str ref, struct arena *keep)
{
    bool escapes;
    struct str name = address_of(ref);
    struct str path =
        path_normal(path_join(path_dir(from->page->path), name, keep), keep, &escapes);
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (&all->ptr[i] != from && is_named(&all->ptr[i], name, path))
            return &all->ptr[i];
    return NULL;
}

void decisions_open(struct site *s)
{
    struct decisions *all = s->decisions = NEW(s->keep, struct decisions, 1);
    all->ptr = NEW(s->keep, struct decision, s->n_pages + 1);
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        const struct site_page *p = &s->pages[i];
        if (!is_record(p))
            continue;
        all->ptr[all->n++] = (struct decision){
            .page = p,
            .number = decision_number(path_base(p->path)),
            .state = decision_state(p->front.status),
            .said = decisions_words(p->front.status, s->keep),
        };
        all->n_proposed += all->ptr[all->n - 1].state == DECISION_PROPOSED;
    }
    for (ptrdiff_t i = 0; i < all->n; i++) {
        struct str by = decision_successor(all->ptr[i].page->front.status);
        if (all->ptr[i].state == DECISION_SUPERSEDED && by.len)
            all->ptr[i].successor = find_record(all, &all->ptr[i], by, s->keep);
    }
}

const struct decision *decisions_of(const struct site *s, const struct site_page *p)
{
    for (ptrdiff_t i = 0; s->decisions && i < s->decisions->n; i++)
        if (s->decisions->ptr[i].page == p)
            return &s->decisions->ptr[i];
    return NULL;
}

bool decisions_indexed(const struct site *s, const struct site_page *p)
{
    struct str dir = path_dir(p->path);
    if (!s->decisions || !decision_path(p->path) || !p->is_index)
        return false;
    for (ptrdiff_t i = 0; i < s->decisions->n; i++)
        if (str_equal(path_dir(s->decisions->ptr[i].page->path), dir))
            return true;
    return false;
}

bool decisions_late(const struct site *s, const struct site_page *p)
{
    const struct decision *d = decisions_of(s, p);
    bool shows = (d && d->state == DECISION_PROPOSED) || decisions_indexed(s, p);
    return s->decisions && s->decisions->n_proposed && shows;
}

/* One proposal more for each, then all of them. */
void decisions_weigh(struct site *s)
{
    struct decisions *all = s->decisions;
    const struct decision **open = NEW(s->keep, const struct decision *, all->n + 1);
    ptrdiff_t n = 0;
    if (all->weighed)
        return;
    all->weighed = true;
    for (ptrdiff_t i = 0; i < all->n; i++) {
        const struct decision *d = &all->ptr[i];
        if (d->state != DECISION_PROPOSED)
            continue;
        all->ptr[i].effect = effect_of(s, &d, 1, s->keep);
        open[n++] = d;
    }
    all->all = n > 1 ? effect_of(s, open, n, s->keep) : NULL;
}

/* ---- what is wrong with them ---- */

/* A finding at `words` where they stand in p's text, else at its head. */
static void report_at(struct site *s, const struct rule *rule, const struct site_page *p,
                      struct str words, struct str message)
{
    struct source src;
    bool read = words.len && site_source(s, p, s->keep, &src) == 0;
    ptrdiff_t at = read ? str_find(src.text, words) : -1;
    if (at >= 0)
        diag_at(&s->diag, rule, &src, str_sub(src.text, at, words.len), "%.*s", FMT(message));
    else
        diag_file(&s->diag, rule, p->src.path, "%.*s", FMT(message));
}

static void report(struct site *s, const struct site_page *p, struct str words, struct str message)
{
    report_at(s, RULE(DECISION_SUPERSEDED), p, words, message);
}

/* What is decided was decided on a day that has been; a proposal may name the day of its meeting. */
static void report_date(struct site *s, const struct decision *d)
{
    struct date day;
    struct str date = d->page->front.date;
    if (d->state == DECISION_PROPOSED || !date_parse(date, &day) ||
        date_days(day) <= date_days(s->options.today))
        return;
    report_at(s, RULE(INPUT_VALUE), d->page, date,
              str_fmt(s->keep, "%.*s on %.*s, a day that is still to come", FMT(d->said),
                      FMT(date_words(day, s->keep))));
}

/* The last of d's chain; NULL when it goes in a circle. */
static const struct decision *last_of(const struct decision *d)
{
    for (int i = 0; i < MAX_CHAIN; i++, d = d->successor)
        if (!d->successor)
            return d;
    return NULL;
}

static void report_chain(struct site *s, const struct decision *d)
{
    struct str by = decision_successor(d->page->front.status);
    struct str name = str_trim(str_cut(address_of(by), '\n').head);
    const struct decision *last = last_of(d);
    if (!by.len)
        report(s, d->page, d->page->front.status,
               S("superseded, and does not say by what; write: superseded by [TITLE](FILE.md)"));
    else if (!d->successor)
        report(s, d->page, name,
               str_fmt(s->keep,
                       "superseded by %.*s: there is no such record; correct the name, or "
                       "add the record",
                       FMT(name)));
    else if (!last)
        report(s, d->page, name, S("the records supersede each other in a circle"));
    else if (last == d->successor && !decision_holds(last->state))
        report(s, d->page, name,
               str_fmt(s->keep, "superseded by %.*s, which is only %s: so neither is in force",
                       FMT(name), decision_state_name(last->state)));
}

/* What d says it replaces must say so itself, once d is in force. */
static void report_replaced(struct site *s, const struct decision *d)
{
    for (int i = 0; i < d->page->front.n_supersedes; i++) {
        struct str ref = d->page->front.supersedes[i], name = address_of(ref);
        const struct decision *old = find_record(s->decisions, d, ref, s->keep);
        if (!old)
            report(s, d->page, name,
                   str_fmt(s->keep, "supersedes %.*s: there is no such record", FMT(name)));
        else if (d->state == DECISION_ACCEPTED && old->state != DECISION_SUPERSEDED)
            report(s, d->page, name,
                   str_fmt(s->keep, "supersedes %.*s, whose own status is still \"%.*s\"",
                           FMT(old->page->path), FMT(old->said)));
    }
}

/* Those who replaced a record, tables of records, and what is no longer in force may name it. */
static bool may_cite(const struct site *s, const struct site_page *p, const struct decision *old)
{
    const struct decision *own = decisions_of(s, p);
    bool mentions = p->generated || decisions_indexed(s, p) || (own && !decision_holds(own->state));
    for (int i = 0; own && i < MAX_CHAIN && old->successor; i++, old = old->successor)
        mentions |= old->successor == own;
    for (int i = 0; own && i < p->front.n_supersedes; i++)
        mentions |= find_record(s->decisions, own, p->front.supersedes[i], s->keep) == old;
    return mentions;
}

static void report_citation(struct site *s, const struct site_page *p, const struct site_link *l,
                            const struct decision *old)
{
    struct source src;
    const struct decision *last = last_of(old);
    if (may_cite(s, p, old) || site_source(s, p, s->keep, &src))
        return;
    struct str to =
        last && last != old ? path_relative(p->path, last->page->path, s->keep) : (struct str){ 0 };
    struct finding *f =
        diag_at(&s->diag, RULE(DECISION_SUPERSEDED), &src, str_sub(src.text, l->at, l->len),
                "cites \"%.*s\", which is superseded%s %.*s", FMT(old->page->title),
                old->successor ? "; cite" : ", by a record that is not there; see",
                FMT(to.len ? to : old->page->path));
    f->about = old->page->path;
}

void decisions_report(struct site *s)
{
    for (ptrdiff_t i = 0; i < s->decisions->n; i++) {
        if (s->decisions->ptr[i].state == DECISION_SUPERSEDED)
            report_chain(s, &s->decisions->ptr[i]);
        report_replaced(s, &s->decisions->ptr[i]);
        report_date(s, &s->decisions->ptr[i]);
    }
    for (ptrdiff_t i = 0; s->decisions->n && i < s->n_pages; i++)
        for (ptrdiff_t k = 0; k < s->pages[i].n_reaches; k++) {
            const struct site_reach *r = &s->pages[i].reaches[k];
            const struct decision *d = r->page.len && decision_path(r->page)
                                           ? decisions_of(s, site_page_at(s, r->page))
                                           : NULL;
            if (d && d->state == DECISION_SUPERSEDED && r->link < s->pages[i].n_links)
                report_citation(s, &s->pages[i], &s->pages[i].links[r->link], d);
        }
}

/* ---- the timeline ---- */

static int by_date(const void *a, const void *b)
{
    const struct decision *x = a, *y = b;
    int order = -str_cmp(x->page->front.date, y->page->front.date);
    return order ? order : -str_cmp(x->page->path, y->page->path);
}

static void timeline_row(struct buf *b, const struct decision *d)
{
    struct date day;
    struct str date = d->page->front.date;
    buf_put(b, S("| "));
    markdown_text(b, date_parse(date, &day) ? date_words(day, b->arena) : date);
    buf_put(b, S(" | "));
    page_head_link(b, d->page);
    buf_put(b, S(" | "));
    markdown_text(b, d->said.len ? d->said : S("not said"));
    buf_put(b, S(" | "));
    for (int i = 0; i < d->page->front.n_deciders; i++) {
        buf_put(b, i ? S(", ") : S(""));
        markdown_text(b, d->page->front.deciders[i]);
    }
    buf_put(b, S(" |\n"));
}

/* One timeline a folder of records: the newest first, in a section a year. */
static void timeline(struct site *s, const struct decisions *all, ptrdiff_t first)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct str dir = path_dir(all->ptr[first].page->path), year = { "?", 1 };
    struct decision *sorted = NEW(s->keep, struct decision, all->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = first; i < all->n; i++)
        if (str_equal(path_dir(all->ptr[i].page->path), dir))
            sorted[n++] = all->ptr[i];
    if (n < 2)
        return;
    qsort(sorted, (size_t)n, sizeof *sorted, by_date);
    page_head(&b, "", S("Timeline"), "The decisions by date, the newest first.", 0);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct str now = str_sub(sorted[i].page->front.date, 0, 4);
        if (!str_equal(now, year))
            buf_fmt(&b,
                    "\n## %.*s\n\n| Date | Decision | State | Decided by |\n|---|---|---|---|\n",
                    FMT(now.len ? now : S("Without a date")));
        year = now;
        timeline_row(&b, &sorted[i]);
    }
    site_add(s, path_join(dir, S("timeline.md"), s->keep), &b);
}

void decisions_pages(struct site *s)
{
    struct decisions *all;
    decisions_open(s);
    all = s->decisions;
    for (ptrdiff_t i = 0; i < all->n; i++) {
        bool seen = false;
        for (ptrdiff_t k = 0; k < i && !seen; k++)
            seen = str_equal(path_dir(all->ptr[k].page->path), path_dir(all->ptr[i].page->path));
        if (!seen)
            timeline(s, all, i);
    }
}

struct str decisions_names(const struct str *list, int n, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 14);
    for (int i = 0; i < n; i++) {
        buf_put(&b, i ? S(", ") : S(""));
        buf_put(&b, list[i]);
    }
    return buf_str(&b);
}
