/* diff_text.c - sentences met by what they say, then by the words they share. */
#include "check/diff_text.h"

#include "base/buf.h"
#include "base/utf8.h"

/* How far from its place a changed sentence is looked for, and how much it must share. */
enum { WINDOW = 60, ALIKE = 50, PLACED_ALIKE = 25, WORDS_MAX = 400, AROUND = 4 };

struct waiting { /* old units of one text, in order */
    int *next;
    int head, tail;
};

/* was[j]: the unit of a that says what b's j says, -1. Each is taken once. */
static void meet(const struct diff_unit *a, ptrdiff_t n, const struct diff_unit *b, ptrdiff_t m,
                 int *was, bool *taken, struct arena *keep)
{
    struct map texts = { 0 };
    int *next = NEW(keep, int, n + 1);

    for (ptrdiff_t i = 0; i < n; i++) {
        struct waiting **w = (struct waiting **)map_at(&texts, a[i].text, keep);
        if (!*w) {
            *w = NEW(keep, struct waiting, 1);
            (*w)->head = (*w)->tail = (int)i;
        } else {
            next[(*w)->tail] = (int)i;
            (*w)->tail = (int)i;
        }
        next[i] = -1;
    }
    for (ptrdiff_t j = 0; j < m; j++) {
        struct waiting *w = map_get(&texts, b[j].text);
        was[j] = w ? w->head : -1;
        if (w && w->head >= 0) {
            taken[w->head] = true;
            w->head = next[w->head];
        }
    }
}

static struct str word(struct str *rest)
{
    ptrdiff_t i = 0, from;
    while (i < rest->len && !(char_is_alnum(rest->ptr[i]) || (rest->ptr[i] & 0x80)))
        i++;
    for (from = i; i < rest->len && (char_is_alnum(rest->ptr[i]) || (rest->ptr[i] & 0x80));)
        i++;
    struct str w = str_sub(*rest, from, i - from);
    *rest = str_from(*rest, i);
    return w;
}

/* Words that both hold, in percent of all. */
static int alike(struct str a, struct str b, struct arena scratch)
{
    struct map words = { 0 };
    int n = 0, m = 0, both = 0;

    for (struct str w = word(&a); w.len && n < WORDS_MAX; w = word(&a), n++) {
        intptr_t *count = (intptr_t *)map_at(&words, w, &scratch);
        ++*count;
    }
    for (struct str w = word(&b); w.len && m < WORDS_MAX; w = word(&b), m++) {
        intptr_t *count = (intptr_t *)map_at(&words, w, NULL);
        if (count && *count > 0) {
            --*count;
            both++;
        }
    }
    return n + m ? 200 * both / (n + m) : 0;
}

static struct str first_cell(struct str row)
{
    ptrdiff_t end = str_find(row, S(" | "));
    return end < 0 ? row : str_sub(row, 0, end);
}

/* How much b may be what a was. */
static int score(const struct diff_unit *a, const struct diff_unit *b, struct arena scratch)
{
    if ((a->head.len > 0) != (b->head.len > 0))
        return 0;
    if (a->head.len)
        return str_equal(first_cell(a->text), first_cell(b->text)) && str_equal(a->under, b->under)
                   ? 100
                   : alike(a->text, b->text, scratch) * 3 / 4;
    return alike(a->text, b->text, scratch);
}

static int partner(const struct diff_unit *a, ptrdiff_t n, const bool *taken,
                   const struct diff_unit *unit, ptrdiff_t near, struct arena scratch)
{
    int best = -1, most = ALIKE - 1, seen = 0;

    /* from its place outwards: the first of equals is the nearest */
    for (ptrdiff_t d = 0; d < n && seen < WINDOW; d++)
        for (int side = 0; side < (d ? 2 : 1); side++) {
            ptrdiff_t i = side ? near - d : near + d;
            if (i < 0 || i >= n || taken[i])
                continue;
            int s = score(&a[i], unit, scratch);
            seen++;
            if (s > most) {
                most = s;
                best = (int)i;
            }
        }
    return best;
}

/* What stands between the same neighbours as another unit did, and shares less with it: a title has not to share
 * a word. */
static void meet_places(const struct diff_unit *a, ptrdiff_t n, const struct diff_unit *b,
                        ptrdiff_t m, int *was, bool *taken, struct arena scratch)
{
    for (ptrdiff_t j = 0; j < m; j++) {
        int before = j ? was[j - 1] + 1 : 0, behind = j + 1 < m ? was[j + 1] - 1 : -2;
        bool before_known = !j || was[j - 1] >= 0;
        for (int side = 0; side < 2 && was[j] < 0; side++) {
            int i = side ? behind : before_known ? before : -1;
            if (i < 0 || i >= n || taken[i] || (a[i].head.len > 0) != (b[j].head.len > 0) ||
                a[i].title != b[j].title)
                continue;
            if (!a[i].title && alike(a[i].text, b[j].text, scratch) < PLACED_ALIKE)
                continue;
            was[j] = i;
            taken[i] = true;
        }
    }
}

struct diff_pairs diff_text(const struct diff_unit *a, ptrdiff_t n, const struct diff_unit *b,
                            ptrdiff_t m, struct arena *keep)
{
    struct diff_pairs out = { 0 };
    struct arena scratch = arena_upper(keep);
    int *was = NEW(&scratch, int, m + 1);
    bool *taken = NEW(&scratch, bool, n + 1), *same = NEW(&scratch, bool, m + 1);
    ptrdiff_t near = 0;

    meet(a, n, b, m, was, taken, &scratch);
    for (ptrdiff_t j = 0; j < m; j++) {
        same[j] = was[j] >= 0;
        if (!same[j])
            was[j] = partner(a, n, taken, &b[j], near, scratch);
        else
            near = was[j] + 1;
        if (was[j] >= 0)
            taken[was[j]] = true;
    }
    meet_places(a, n, b, m, was, taken, scratch);
    for (ptrdiff_t j = 0; j < m; j++)
        if (!same[j] || !str_equal(a[was[j]].links, b[j].links))
            *PUSH(&out, keep) = (struct diff_pair){ was[j], (int)j, same[j] };
    for (ptrdiff_t i = 0; i < n; i++)
        if (!taken[i])
            *PUSH(&out, keep) = (struct diff_pair){ (int)i, -1, false };
    return out;
}

int diff_text_likeness(const struct diff_unit *a, ptrdiff_t n, const struct diff_unit *b,
                       ptrdiff_t m, struct arena scratch)
{
    int *was = NEW(&scratch, int, m + 1), same = 0;
    bool *taken = NEW(&scratch, bool, n + 1);

    meet(a, n, b, m, was, taken, &scratch);
    for (ptrdiff_t j = 0; j < m; j++)
        same += was[j] >= 0;
    return n > m ? (int)(100 * same / n) : m ? (int)(100 * same / m) : 0;
}

void diff_text_middle(struct str old, struct str now, struct str *old_mid, struct str *now_mid)
{
    ptrdiff_t head = str_equal(old, now) ? old.len : 0, tail = 0, at = head;

    while (at < old.len && at < now.len && old.ptr[at] == now.ptr[at])
        head = old.ptr[at++] == ' ' ? at : head;
    if (at == old.len || at == now.len)
        head = (at == old.len ? now : old).len > at && (at == old.len ? now : old).ptr[at] == ' '
                   ? at
                   : head;
    for (at = 0; at < old.len - head && at < now.len - head &&
                 old.ptr[old.len - 1 - at] == now.ptr[now.len - 1 - at];)
        tail = old.ptr[old.len - 1 - at++] == ' ' ? at : tail;
    *old_mid = str_sub(old, head, old.len - head - tail);
    *now_mid = str_sub(now, head, now.len - head - tail);
}

void diff_text_lines(struct str old, struct str now, struct str *old_mid, struct str *now_mid)
{
    ptrdiff_t head = 0, tail = 0;

    for (ptrdiff_t i = 0; i < old.len && i < now.len && old.ptr[i] == now.ptr[i]; i++)
        head = old.ptr[i] == '\n' ? i + 1 : head;
    for (ptrdiff_t i = 0; i < old.len - head && i < now.len - head &&
                          old.ptr[old.len - 1 - i] == now.ptr[now.len - 1 - i];
         i++)
        tail = old.ptr[old.len - 1 - i] == '\n' ? i : tail;
    *old_mid = str_trim(str_sub(old, head, old.len - head - tail));
    *now_mid = str_trim(str_sub(now, head, now.len - head - tail));
}

/* ---- excerpts ---- */

#define CUT S("\xe2\x80\xa6")

/* At most n bytes of the end of s, whole characters. */
static struct str end_of(struct str s, ptrdiff_t n)
{
    ptrdiff_t at = s.len > n ? s.len - n : 0;
    while (at < s.len && (s.ptr[at] & 0xC0) == 0x80)
        at++;
    return str_from(s, at);
}

static struct str clip(struct str s, ptrdiff_t most, struct arena *keep)
{
    struct str fits = utf8_fit(s, most);
    return fits.len == s.len ? s
                             : str_fmt(keep, "%.*s\xe2\x80\xa6 (%td more characters)", FMT(fits),
                                       utf8_count(str_from(s, fits.len)));
}

static struct diff_excerpt cut_around(struct str whole, struct str middle, ptrdiff_t most,
                                      struct arena *keep)
{
    struct str head = str_span(whole.ptr, middle.ptr),
               tail = str_from(whole, head.len + middle.len), before = head, behind = tail;
    if (whole.len > most) {
        before = end_of(head, most / AROUND);
        behind = utf8_fit(tail, most / AROUND);
    }
    return (struct diff_excerpt){
        before.len < head.len ? str_join(CUT, before, keep) : head,
        clip(middle, most, keep),
        behind.len < tail.len ? str_join(behind, CUT, keep) : tail,
    };
}

static struct diff_unit *lines_of(struct str text, ptrdiff_t *n, struct arena *keep)
{
    *n = 0;
    for (struct str rest = text; rest.len; ++*n)
        str_line(&rest);
    struct diff_unit *units = NEW(keep, struct diff_unit, *n + 1);
    for (ptrdiff_t i = 0; i < *n; i++)
        units[i] = (struct diff_unit){ .text = str_line(&text), .line = (int)i };
    return units;
}

/* The lines that differ, in order; lines between them are an ellipsis. */
static struct str lines_that(const struct diff_unit *units, ptrdiff_t n, const bool *differs,
                             struct arena *keep)
{
    struct buf out = buf_open(keep, PTRDIFF_MAX / 4);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (!differs[i])
            continue;
        if (i && !differs[i - 1])
            buf_put(&out, S("\xe2\x80\xa6\n"));
        buf_fmt(&out, "%.*s\n", FMT(units[i].text));
    }
    return str_sub(buf_str(&out), 0, out.len - (out.len > 0));
}

/* False when the same lines stand in another order. */
static bool only_lines(struct str *old, struct str *now, struct arena *keep)
{
    ptrdiff_t n, m;
    struct diff_unit *a = lines_of(*old, &n, keep), *b = lines_of(*now, &m, keep);
    bool *gone = NEW(keep, bool, n + 1), *come = NEW(keep, bool, m + 1);
    struct diff_pairs pairs = diff_text(a, n, b, m, keep);
    for (ptrdiff_t i = 0; i < pairs.len; i++) {
        if (pairs.ptr[i].a >= 0)
            gone[pairs.ptr[i].a] = true;
        if (pairs.ptr[i].b >= 0)
            come[pairs.ptr[i].b] = true;
    }
    *old = lines_that(a, n, gone, keep);
    *now = lines_that(b, m, come, keep);
    return pairs.len > 0;
}

void diff_text_excerpt(struct str old, struct str now, ptrdiff_t most, struct arena *keep,
                       struct diff_excerpt *was, struct diff_excerpt *is)
{
    struct str old_middle, now_middle, a = old, b = now;
    if (!old.len || !now.len) {
        *was = (struct diff_excerpt){ .head = clip(old, most, keep) };
        *is = (struct diff_excerpt){ .head = clip(now, most, keep) };
        return;
    }
    bool lines =
        (old.len > most || now.len > most) && str_char(old, '\n') >= 0 && str_char(now, '\n') >= 0;
    if (lines && only_lines(&a, &b, keep)) {
        old = a;
        now = b;
    }
    diff_text_middle(old, now, &old_middle, &now_middle);
    *was = cut_around(old, old_middle, most, keep);
    *is = cut_around(now, now_middle, most, keep);
}

struct str diff_text_flat(const struct diff_excerpt *e, struct arena *keep)
{
    struct str head = str_join(e->head, e->middle, keep);
    return str_join(head, e->tail, keep);
}
