/* diag.c - findings: made at a place, sorted, printed with a caret. */
#include "base/diag.h"

#include "base/map.h"
#include "base/utf8.h"

static const char *const names[] = { "off", "info", "warning", "error" };

const char *severity_name(enum severity s)
{
    return names[s];
}

bool severity_parse(struct str s, enum severity *out)
{
    for (int i = 0; i < (int)LEN(names); i++) {
        if (str_equal(s, str_of(names[i]))) {
            *out = (enum severity)i;
            return true;
        }
    }
    return false;
}

/* The line that holds at, without its end. */
static struct str line_around(const struct source *src, const char *at)
{
    struct str before = str_span(src->text.ptr, at);
    struct str line = str_from(src->text, str_rchar(before, '\n') + 1);
    return str_line(&line);
}

static int count_lines(const char *from, const char *to)
{
    int n = 0;
    for (const char *p = from; p < to && (p = memchr(p, '\n', (size_t)(to - p))); p++)
        n++;
    return n;
}

static int column(const struct source *src, const char *at)
{
    struct str before = str_span(src->text.ptr, at);
    return (int)utf8_count(str_from(before, str_rchar(before, '\n') + 1)) + 1;
}

/* The part that at stands in; NULL when the text is one file's. */
static const struct source_part *part_at(const struct source *src, const char *at)
{
    ptrdiff_t low = 0, high = src->n_parts;
    while (high - low > 1) {
        ptrdiff_t middle = low + (high - low) / 2;
        *(src->parts[middle].at <= at - src->text.ptr ? &low : &high) = middle;
    }
    return high ? &src->parts[low] : NULL;
}

void diag_place(const struct source *src, const char *at, int *line, int *col)
{
    const struct source_part *p = part_at(src, at);
    *line = (p ? p->line : 1) + count_lines(src->text.ptr + (p ? p->at : 0), at);
    *col = column(src, at);
}

/* The same, counting on from the place before where that is nearer. */
static void place(struct diag *d, const struct source *src, const char *at, int *line, int *col)
{
    if (src->n_parts) {
        diag_place(src, at, line, col);
        return;
    }
    bool near = d->last.text == src->text.ptr && d->last.at && d->last.at <= at;
    *line = near ? d->last.line + count_lines(d->last.at, at) : 1 + count_lines(src->text.ptr, at);
    *col = column(src, at);
    d->last.text = src->text.ptr;
    d->last.at = at;
    d->last.line = *line;
}

static struct finding *add(struct diag *d, const struct rule *rule, struct str path,
                           const char *fmt, va_list args)
{
    struct finding *f = PUSH(&d->findings, d->keep);
    struct buf b = buf_open(d->keep, 1 << 16);
    if (fmt)
        buf_vfmt(&b, fmt, args);
    *f = (struct finding){ .rule = rule, .severity = rule->severity, .file = path };
    f->message = fmt ? buf_str(&b) : str_of(rule->help);
    return f;
}

struct finding *diag_file(struct diag *d, const struct rule *rule, struct str path, const char *fmt,
                          ...)
{
    va_list args;
    va_start(args, fmt);
    struct finding *f = add(d, rule, path, fmt, args);
    va_end(args);
    return f;
}

struct finding *diag_at(struct diag *d, const struct rule *rule, const struct source *src,
                        struct str at, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct finding *f = add(d, rule, src->path, fmt, args);
    va_end(args);
    const char *text_end = src->text.ptr + src->text.len;
    if (!at.ptr || at.ptr < src->text.ptr || at.ptr + at.len > text_end)
        return f;
    const struct source_part *p = part_at(src, at.ptr);
    bool whole = !p || part_at(src, at.ptr + at.len) == p;
    place(d, src, at.ptr, &f->line, &f->col);
    place(d, src, at.ptr + (whole ? at.len : 0), &f->end_line, &f->end_col);
    f->file = p ? p->path : f->file;
    d->last.at = at.ptr; /* the next may begin inside this one */
    d->last.line = f->line;
    f->source_line = line_around(src, at.ptr);
    return f;
}

void diag_merge(struct diag *into, const struct diag *from)
{
    for (ptrdiff_t i = 0; i < from->findings.len; i++)
        *PUSH(&into->findings, into->keep) = from->findings.ptr[i];
}

static int compare(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    int order = str_cmp(x->file, y->file);
    if (!order)
        order = x->line - y->line;
    if (!order)
        order = x->col - y->col;
    if (!order)
        order = strcmp(x->rule->id, y->rule->id);
    return order ? order : str_cmp(x->message, y->message);
}

void diag_sort(struct diag *d)
{
    if (d->findings.len == 0)
        return;
    qsort(d->findings.ptr, (size_t)d->findings.len, sizeof *d->findings.ptr, compare);
    ptrdiff_t n = 1;
    for (ptrdiff_t i = 1; i < d->findings.len; i++)
        if (compare(&d->findings.ptr[n - 1], &d->findings.ptr[i]) != 0)
            d->findings.ptr[n++] = d->findings.ptr[i];
    d->findings.len = n;
}

ptrdiff_t diag_count(const struct diag *d, enum severity at_least)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < d->findings.len; i++)
        n += d->findings.ptr[i].severity >= at_least && !d->findings.ptr[i].accepted.len;
    return n;
}

/* A window of the source line around the place, so that a line of a megabyte prints as one. */
enum { WINDOW = 160 };

static void print_caret(const struct finding *f, struct buf *out)
{
    struct str line = f->source_line;
    ptrdiff_t at = 0; /* byte of the column */
    for (int col = 1; col < f->col && at < line.len; col++) {
        uint32_t cp;
        at += utf8_decode(str_from(line, at), &cp);
    }
    ptrdiff_t from = at > WINDOW / 2 && line.len > WINDOW ? at - WINDOW / 2 : 0;
    while (from && ((unsigned char)line.ptr[from] & 0xC0) == 0x80)
        from--;
    struct str shown = utf8_fit(str_from(line, from), WINDOW);
    buf_fmt(out, "%5d | ", f->line);
    buf_shown(out, shown);
    buf_put(out, S("\n      | "));
    for (ptrdiff_t i = from; i < at; i++)
        if (((unsigned char)line.ptr[i] & 0xC0) != 0x80)
            buf_char(out, line.ptr[i] == '\t' ? '\t' : ' ');
    int width = f->end_line == f->line ? f->end_col - f->col : 1;
    ptrdiff_t room = utf8_count(str_from(shown, at - from));
    width = width > room ? (int)room : width;
    buf_char(out, '^');
    buf_fill(out, '~', width - 1);
    if (f->suggest.len)
        buf_put(out, S("  write: "));
    buf_shown(out, f->suggest);
    buf_char(out, '\n');
}

static void print_one(const struct finding *f, bool colour, struct buf *out)
{
    static const char *const paint[] = { "", "\033[36m", "\033[33m", "\033[31m" };
    const char *on = colour ? paint[f->severity] : "", *off = colour ? "\033[0m" : "";
    buf_shown(out, f->file);
    if (f->line)
        buf_fmt(out, ":%d:%d", f->line, f->col);
    buf_fmt(out, ": %s%s:%s ", on, severity_name(f->severity), off);
    buf_shown(out, f->message);
    buf_fmt(out, " [%s]\n", f->rule->id);
    if (f->line)
        print_caret(f, out);
    for (struct str rest = f->note; rest.len;) {
        struct str line = str_line(&rest);
        buf_put(out, S("      | "));
        buf_shown(out, line);
        buf_char(out, '\n');
    }
}

static bool is_shown(const struct finding *f)
{
    return !f->accepted.len && f->severity != SEVERITY_OFF;
}

void diag_print(const struct diag *d, bool colour, struct buf *out)
{
    for (ptrdiff_t i = 0; i < d->findings.len; i++)
        if (is_shown(&d->findings.ptr[i]))
            print_one(&d->findings.ptr[i], colour, out);
}

/* ---- folded ---- */

enum { FEW = 3, PLACES = 8, CAUSES = 50 };

/* Findings of one rule about one thing, that say the same or know the same value. Of infos, all of a rule are one: what matters must not drown. */
struct cause {
    ptrdiff_t n, printed, first_more;
    ptrdiff_t *next; /* finding -> the next of its cause */
    ptrdiff_t last;
    bool beyond; /* the rule has so many causes that the rest is only counted */
};
struct rule_causes {
    ptrdiff_t n, beyond;
};

static struct str cause_key(const struct finding *f, struct arena *keep)
{
    bool wrong = f->severity > SEVERITY_INFO; /* a value has one cause, however it is told */
    struct str about = wrong ? f->about : S(""),
               said = wrong && !f->evidence.value.len ? f->message : S("");
    return str_fmt(keep, "%s\n%.*s\n%.*s", f->rule->id, FMT(about), FMT(said));
}

static struct rule_causes *causes_of(struct map *rules, const struct finding *f, struct arena *keep)
{
    void **at = map_at(rules, str_of(f->rule->id), keep);
    if (!*at)
        *at = NEW(keep, struct rule_causes, 1);
    return *at;
}

/* The cause of each finding, NULL for those that are not shown. */
static struct cause **find_causes(const struct diag *d, struct map *rules, struct arena *keep)
{
    struct map all = { 0 };
    ptrdiff_t *next = NEW(keep, ptrdiff_t, d->findings.len + 1);
    struct cause **of = NEW(keep, struct cause *, d->findings.len + 1);
    for (ptrdiff_t i = 0; i < d->findings.len; i++) {
        const struct finding *f = &d->findings.ptr[i];
        if (!is_shown(f))
            continue;
        void **at = map_at(&all, cause_key(f, keep), keep);
        if (!*at) {
            struct rule_causes *r = causes_of(rules, f, keep);
            *at = NEW(keep, struct cause, 1);
            *(struct cause *)*at = (struct cause){ .next = next, .beyond = ++r->n > CAUSES };
        }
        of[i] = *at;
        if (of[i]->n++ == FEW)
            of[i]->first_more = i;
        if (of[i]->n > 1)
            next[of[i]->last] = i;
        of[i]->last = i;
    }
    return of;
}

static void print_more(const struct diag *d, const struct cause *c, struct buf *out)
{
    ptrdiff_t n = c->n - FEW;
    buf_fmt(out, "      | and %td more like it: ", n);
    for (ptrdiff_t k = 0, i = c->first_more; k < n && k < PLACES; k++, i = c->next[i]) {
        const struct finding *f = &d->findings.ptr[i];
        buf_fmt(out, "%s%.*s", k ? ", " : "", FMT(f->file));
        if (f->line)
            buf_fmt(out, ":%d:%d", f->line, f->col);
    }
    buf_put(out, n > PLACES ? S(", …\n") : S("\n"));
}

ptrdiff_t diag_print_folded(const struct diag *d, bool colour, struct arena scratch,
                            struct buf *out)
{
    struct map rules = { 0 };
    ptrdiff_t hidden = 0;
    struct cause **of = find_causes(d, &rules, &scratch);
    for (ptrdiff_t i = 0; i < d->findings.len; i++) {
        const struct finding *f = &d->findings.ptr[i];
        if (!of[i])
            continue;
        if (of[i]->beyond)
            causes_of(&rules, f, &scratch)->beyond++;
        else if (of[i]->printed < FEW)
            print_one(f, colour, out);
        if (++of[i]->printed > FEW || of[i]->beyond)
            hidden++;
        else if (of[i]->printed == FEW && of[i]->n > FEW)
            print_more(d, of[i], out);
    }
    for (const struct map_entry *e = rules.first; e; e = e->next) {
        ptrdiff_t more = ((const struct rule_causes *)e->value)->beyond;
        if (more)
            buf_fmt(out, "and %td more [%.*s]\n", more, FMT(e->key));
    }
    return hidden;
}

void diag_count_words(const struct diag *d, struct buf *out)
{
    ptrdiff_t n[] = { diag_count(d, SEVERITY_ERROR), diag_count(d, SEVERITY_WARNING),
                      diag_count(d, SEVERITY_INFO) };
    static const char *const words[] = { "error", "warning", "note" };
    for (int i = 2; i > 0; i--)
        n[i] -= n[i - 1];
    for (int i = 0; i < 3; i++)
        buf_fmt(out, "%s%td %s%s", i ? ", " : "", n[i], words[i], str_plural(n[i]));
}
