/* review.c - page one of the pack as values, and the file around assets/review.html: style and script go inline,
 * each allowed by its hash alone. */
#include "write/review.h"

#include "base/hash.h"
#include "base/path.h"
#include "base/tag.h"
#include "check/diff_text.h"
#include "check/secrets.h"
#include "judge/decisions.h"
#include "judge/effect.h"
#include "judge/findings.h"
#include "judge/judge.h"
#include "judge/link.h"
#include "load/history.h"
#include "write/theme.h"

enum {
    SHOWN = 40 /* of one kind on page one; the rest is counted */,
    SHORT = 200, /* bytes of a value there */
    EFFECTS = 4  /* of tables and drawings, a proposal */
};

void review_set(struct review *r, struct value *map, const char *key, struct str s)
{
    if (s.len)
        value_set(map, key, value_str(s, r->keep), r->keep);
}

void review_set_path(struct review *r, struct value *map, const char *key, const char *shown,
                     struct str s)
{
    struct buf b = buf_open(r->keep, 16 * s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        buf_html(&b, str_sub(s, i, 1));
        if (str_char(S("/.:_="), s.ptr[i]) >= 0 && i + 1 < s.len)
            tag_open(&b, "wbr");
    }
    review_set(r, map, key, s);
    if (s.len)
        value_set(map, shown, value_html(buf_str(&b), r->keep), r->keep);
}

void review_count(struct review *r, struct value *map, const char *key, int64_t n)
{
    value_set(map, key, value_int(n, r->keep), r->keep);
}

struct value *review_row(struct review *r, struct value *list)
{
    return value_add(list, value_map(r->keep), r->keep);
}

struct str review_href(struct review *r, struct str path)
{
    const struct site_page *p = site_page_at(r->site, path);
    const struct data_source *source = p ? NULL : data_source_at(&r->site->data, path);
    struct str page = source ? link_data_page(source, r->keep) : S("");
    p = p || !page.len ? p : site_page_at(r->site, page);
    if (!p)
        return (struct str){ 0 };
    struct buf b = buf_open(r->keep, 1 << 14);
    if (r->site_url.len) {
        buf_put(&b, r->site_url);
        buf_put(&b, str_ends(r->site_url, S("/")) ? S("") : S("/"));
        buf_percent(&b, p->url, S("/"));
    } else {
        struct str at =
            path_join(r->site->options.out.len ? r->site->options.out : S("site"), p->out, r->keep);
        buf_percent(&b, path_relative(r->pack.len ? r->pack : S("review.html"), at, r->keep),
                    S("/"));
    }
    return buf_str(&b);
}

static struct str plural(struct review *r, int64_t n, const char *one, const char *many)
{
    static const char *const words[] = { "No",   "One", "Two",   "Three", "Four",
                                         "Five", "Six", "Seven", "Eight", "Nine" };
    return n >= 0 && n < LEN(words) ? str_fmt(r->keep, "%s %s", words[n], n == 1 ? one : many)
                                    : str_fmt(r->keep, "%lld %s", (long long)n, many);
}

static struct str capital(struct str s, struct arena *keep)
{
    struct str c = str_copy(s, keep);
    if (c.len && *c.ptr >= 'a' && *c.ptr <= 'z')
        *(char *)(uintptr_t)c.ptr = (char)(*c.ptr - 'a' + 'A');
    return c;
}

/* ---- decide ---- */

static void add_shown(struct review *r, struct value *list, const struct effect *e)
{
    ptrdiff_t n = e->rows.len + e->drawn.len;
    for (ptrdiff_t i = 0; i < n && i < EFFECTS; i++) {
        bool row = i < e->rows.len;
        const struct effect_shown *x = row ? &e->rows.ptr[i] : &e->drawn.ptr[i - e->rows.len];
        struct str page = x->page ? x->page->title : S("templates");
        review_set(r, review_row(r, list), "text",
                   str_fmt(r->keep, "%s of %.*s%s: %.*s", row ? "table" : "drawing", FMT(page),
                           x->better ? ", mended" : "", FMT(x->text)));
    }
    if (n > EFFECTS)
        review_set(r, review_row(r, list), "text",
                   str_fmt(r->keep, "and %td more in tables and drawings", n - EFFECTS));
}

static void add_effects(struct review *r, struct value *v, const struct effect *e)
{
    struct value *list = value_set(v, "effects", value_list(r->keep), r->keep);
    for (ptrdiff_t i = 0; i < e->sets.len; i++) {
        const struct effect_set *s = &e->sets.ptr[i];
        struct value *x = review_row(r, list);
        struct str name = str_rcut(s->target, '/').tail;
        if (s->why.len)
            review_set(r, x, "text",
                       str_fmt(r->keep, "%.*s: effect not computed, %.*s", FMT(name), FMT(s->why)));
        else
            review_set(r, x, "text",
                       s->same ? str_fmt(r->keep, "%.*s is %.*s already", FMT(name), FMT(s->now))
                               : str_fmt(r->keep, "%.*s %.*s → %.*s", FMT(name), FMT(s->was),
                                         FMT(s->now)));
        if (s->risk) {
            review_set(r, x, "class", S("bad"));
            review_set(r, x, "text",
                       str_fmt(r->keep, "%.*s → %.*s: %s", FMT(name), FMT(s->now), s->risk));
        }
    }
    for (ptrdiff_t i = 0; i < e->costs.len; i++) {
        if (!e->costs.ptr[i].was->env.len)
            continue;
        struct str delta = effect_delta(&e->costs.ptr[i], r->keep);
        struct value *x = review_row(r, list);
        review_set(
            r, x, "text",
            str_fmt(r->keep, "%.*s %.*s a month", FMT(e->costs.ptr[i].was->name), FMT(delta)));
        review_set(r, x, "class", str_starts(delta, S("−")) ? S("good") : S("bad"));
    }
    if (e->broken.len)
        review_set(r, review_row(r, list), "text",
                   str_fmt(r->keep, "%td sentence%s would change", e->broken.len,
                           str_plural(e->broken.len)));
    add_shown(r, list, e);
    if (!list->len)
        review_set(r, review_row(r, list), "text",
                   S("effect not computed: its Validation binds no value"));
}

static struct value *proposals(struct review *r)
{
    struct value *list = value_list(r->keep);
    const struct decisions *all = r->site->decisions;
    for (ptrdiff_t i = 0; all && i < all->n; i++) {
        const struct decision *d = &all->ptr[i];
        if (d->state != DECISION_PROPOSED)
            continue;
        struct value *v = review_row(r, list), *bad;
        const struct front_matter *f = &d->page->front;
        struct date day;
        if (d->number >= 0)
            review_count(r, v, "number", d->number);
        review_set(r, v, "title", d->page->title);
        review_set(r, v, "path", d->page->path);
        review_set(r, v, "href", review_href(r, d->page->path));
        review_set(r, v, "date", date_parse(f->date, &day) ? date_words(day, r->keep) : f->date);
        review_set(r, v, "deciders", decisions_names(f->deciders, f->n_deciders, r->keep));
        review_set(r, v, "owner", f->owner);
        review_set(r, v, "vote", str_fmt(r->keep, "vote-%lld", (long long)list->len));
        bad = value_set(v, "bad", value_list(r->keep), r->keep);
        for (int k = 0; k < f->n_bad; k++)
            value_add(bad, value_str(decisions_words(f->bad[k], r->keep), r->keep), r->keep);
        if (d->effect)
            add_effects(r, v, d->effect);
    }
    return list;
}

/* ---- a change, wherever it is shown ---- */

static void add_places(struct review *r, struct value *v, const struct diff_change *x)
{
    struct value *list = value_set(v, "places", value_list(r->keep), r->keep);
    struct map pages = { 0 };
    int fixable = 0;
    for (ptrdiff_t i = 0; i < x->places.len; i++) {
        const struct diff_place *p = &x->places.ptr[i];
        const struct site_page *page = site_page_at(r->site, p->file);
        struct value *row = review_row(r, list);
        *map_at(&pages, p->file, r->keep) = list;
        fixable += p->fixable;
        review_set(r, row, "href", review_href(r, p->file));
        review_set(r, row, "page", page ? page->title : path_base(p->file));
        review_set_path(r, row, "file", "path", p->file);
        review_count(r, row, "line", p->line);
        review_set_path(r, row, "text", "says", p->text);
    }
    review_count(r, v, "n", x->places.len);
    if (x->places.len)
        review_set(r, v, "where",
                   str_fmt(r->keep, "%td place%s%s", x->places.len, str_plural(x->places.len),
                           pages.len > 1 ? str_fmt(r->keep, " on %td pages", pages.len).ptr : ""));
    bool risky = x->risk != NULL;
    review_set(r, v, "fix",
               risky ? S("")
               : fixable == x->places.len
                   ? str_fmt(r->keep, fixable == 1 ? "plumb fix" : "plumb fix, all %d", fixable)
               : fixable ? str_fmt(r->keep, "plumb fix, %d", fixable)
                         : S(""));
    if (!risky && fixable < x->places.len)
        review_set(r, v, "hand", str_fmt(r->keep, "%td by hand", x->places.len - fixable));
}

void review_change(struct review *r, struct value *v, const struct diff_change *x)
{
    review_set(r, v, "mark", str_of(diff_sign_mark(x->sign)));
    review_set(r, v, "sign", str_of(diff_sign_name(x->sign)));
    review_set_path(r, v, "file", "path", x->file);
    if (x->line)
        review_count(r, v, "line", x->line);
    review_set(r, v, "href", review_href(r, x->file));
    review_set(r, v, "risk", str_of(x->risk));
    review_set(r, v, "commit", x->commit.id);
    review_set(r, v, "day", x->commit.date);
    review_set(r, v, "who", x->commit.who);
    review_set(r, v, "subject", x->commit.subject);
}

static void add_change(struct review *r, struct value *v, const struct diff_change *x)
{
    struct diff_excerpt old, now;
    review_change(r, v, x);
    review_set(r, v, "kind", str_of(diff_kind_name(x->kind)));
    bool resource = x->kind == DIFF_RESOURCE;
    review_set_path(r, v, "key", "words",
                    resource && !x->key.len ? x->name
                    : x->words.len          ? x->words
                                            : x->name);
    if (resource && x->key.len)
        review_set_path(r, v, "name", "of", x->name);
    diff_text_excerpt(x->old, x->now, SHORT, r->keep, &old, &now);
    review_set(r, v, "old", diff_text_flat(&old, r->keep));
    review_set(r, v, "now", diff_text_flat(&now, r->keep));
    review_set(r, v, "owner", x->owner);
    review_set(r, v, "risk_class", str_of(x->risk_class));
    add_places(r, v, x);
}

static struct value *risks(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (ptrdiff_t i = 0; r->changes && i < r->changes->list.len; i++) {
        const struct diff_change *x = &r->changes->list.ptr[i];
        if (!x->risk || x->cause >= 0)
            continue;
        struct value *v = review_row(r, list);
        add_change(r, v, x);
        review_set(r, v, "title", capital(str_of(x->risk), r->keep));
    }
    return list;
}

/* ---- no longer true ---- */

static struct value *causes(struct review *r, int64_t *sentences)
{
    struct value *list = value_list(r->keep);
    *sentences = 0;
    for (ptrdiff_t i = 0; r->changes && i < r->changes->list.len; i++) {
        const struct diff_change *x = &r->changes->list.ptr[i];
        if (!x->places.len || x->cause >= 0)
            continue;
        *sentences += x->places.len;
        add_change(r, review_row(r, list), x);
    }
    return list;
}

/* Those that were so before, or those that were not. */
static void put_loose(struct review *r, struct value *facts, bool known)
{
    struct value *list = value_list(r->keep);
    int64_t n = 0;
    for (ptrdiff_t i = 0; r->changes && i < r->changes->loose.len; i++) {
        const struct diff_place *p = &r->changes->loose.ptr[i];
        if (p->known != known || ++n > SHOWN)
            continue;
        struct value *v = review_row(r, list);
        review_set_path(r, v, "file", "path", p->file);
        review_count(r, v, "line", p->line);
        review_set(r, v, "href", review_href(r, p->file));
        review_set(r, v, "rule", p->rule);
        review_set(r, v, "text", p->text);
        const struct site_page *page = site_page_at(r->site, p->file);
        review_set(r, v, "owner", page ? page->front.owner : S(""));
    }
    value_set(facts, known ? "known" : "loose", list, r->keep);
    review_count(r, facts, known ? "known_more" : "loose_more", n - list->len);
}

/* Without a state to compare with: what is not true now. */
static struct value *standing(struct review *r, int64_t *n)
{
    struct value *list = value_list(r->keep);
    *n = 0;
    for (ptrdiff_t i = 0; i < r->site->diag.findings.len; i++) {
        const struct finding *f = &r->site->diag.findings.ptr[i];
        if (!findings_counted(f) || ++*n > SHOWN)
            continue;
        struct value *v = review_row(r, list);
        review_set_path(r, v, "file", "path", f->file);
        review_count(r, v, "line", f->line);
        review_set(r, v, "rule", str_of(f->rule->id));
        review_set(r, v, "text", f->message);
    }
    return list;
}

/* ---- the head ---- */

static int64_t count_loose(const struct value *v, const char *list, const char *more)
{
    return value_get(v, str_of(list))->len + value_get(v, str_of(more))->number;
}

static void put_verdict(struct review *r, struct value *v, const struct value *costs)
{
    struct buf b = buf_open(r->keep, 4000);
    ptrdiff_t decide = value_get(v, S("decide"))->len, risky = value_get(v, S("risky"))->len,
              n = value_get(v, S("causes"))->len;
    int64_t wrong = value_get(v, S("wrong"))->number;
    int64_t loose = count_loose(v, "loose", "loose_more"),
            known = count_loose(v, "known", "known_more");
    if (decide)
        buf_fmt(&b, "%.*s to take. ", FMT(plural(r, decide, "decision", "decisions")));
    const struct value *says = value_get(costs, S("says"));
    if (says)
        buf_fmt(&b, "%.*s. ", FMT(says->str));
    const struct value *written = value_get(costs, S("written"));
    if (!says && written->len)
        buf_fmt(&b, "%.*s. ",
                FMT(plural(r, written->len, "written cost changed", "written costs changed")));
    if (risky == 1)
        buf_fmt(&b, "%.*s. ",
                FMT(value_get(value_get(v, S("risky"))->first->value, S("title"))->str));
    else if (risky)
        buf_fmt(&b, "%.*s. ", FMT(plural(r, risky, "change is risky", "changes are risky")));
    if (n)
        buf_fmt(&b, "%.*s %.*s false. ", FMT(plural(r, n, "cause makes", "causes make")),
                FMT(str_lower(plural(r, wrong, "sentence", "sentences"), r->keep)));
    else if (wrong)
        buf_fmt(&b, "%.*s not true. ", FMT(plural(r, wrong, "finding is", "findings are")));
    if (loose)
        buf_fmt(&b, "%.*s new, and no change is why. ",
                FMT(plural(r, loose, "finding is", "findings are")));
    if (known)
        buf_fmt(&b, "%.*s true. ",
                FMT(plural(r, known, "old sentence is still not", "old sentences are still not")));
    if (!b.len && r->changes && r->changes->list.len)
        buf_fmt(&b, "%.*s, nothing to decide, nothing false. ",
                FMT(plural(r, r->changes->list.len, "change", "changes")));
    if (!b.len)
        buf_put(&b, r->changes ? S("Nothing changed. ") : S("Nothing to decide. "));
    struct claim_counts claims = judge_claim_counts(r->site);
    int bad = claims.n[VERDICT_FALSE] + claims.n[VERDICT_MISSING] + claims.n[VERDICT_OUTDATED];
    if (!bad && claims.n[VERDICT_TRUE])
        buf_fmt(&b, "All %d claims are true.", claims.n[VERDICT_TRUE]);
    review_set(r, v, "verdict", capital(str_trim(buf_str(&b)), r->keep));
}

static void put_agenda(struct review *r, struct value *v, const struct value *costs, int unchecked)
{
    struct value *list = value_set(v, "agenda", value_list(r->keep), r->keep);
    ptrdiff_t n = value_get(v, S("causes"))->len;
    int64_t loose = count_loose(v, "loose", "loose_more");
    const struct value *delta = value_get(costs, S("delta"));
    const struct {
        const char *id, *name;
        struct str count;
    } items[] = {
        { "#decide", "Decide", str_fmt(r->keep, "%td", value_get(v, S("decide"))->len) },
        { "#risky", "Risky", str_fmt(r->keep, "%td", value_get(v, S("risky"))->len) },
        { "#costs", "Costs", delta ? delta->str : S("–") },
        { "#true", "No longer true",
          loose ? str_fmt(r->keep, "%td cause%s, %lld more", n, str_plural(n), (long long)loose)
          : n || r->changes
              ? str_fmt(r->keep, "%td cause%s", n, str_plural(n))
              : str_fmt(r->keep, "%lld", (long long)value_get(v, S("wrong"))->number) },
        { "#none", "Nobody checks", str_fmt(r->keep, "%d", unchecked) },
    };
    for (ptrdiff_t i = 0; i < LEN(items); i++) {
        struct value *x = review_row(r, list);
        review_count(r, x, "n", i + 1);
        review_set(r, x, "href", str_of(items[i].id));
        review_set(r, x, "name", str_of(items[i].name));
        review_set(r, x, "count", items[i].count);
    }
}

static void put_head(struct review *r, struct value *v)
{
    const struct baseline *b = r->since;
    struct date day;
    review_set(r, v, "title",
               r->site->file.title.len ? r->site->file.title
               : r->site->root         ? r->site->root->title
                                       : S("Review"));
    review_set(r, v, "env", r->site->data.env);
    review_set(r, v, "date", date_words(r->site->options.today, r->keep));
    review_set(r, v, "iso", date_iso(r->site->options.today, r->keep));
    struct str id = history_head(r->site->options.dir, r->keep);
    review_set(r, v, "commit", str_sub(id, 0, 10));
    review_set(r, v, "inputs", str_sub(sha256_hex(sha256_of(r->file), r->keep), 0, 8));
    if (!b)
        return;
    review_set(r, v, "since", b->name);
    review_set(r, v, "since_date", date_parse(b->date, &day) ? date_words(day, r->keep) : b->date);
    review_set(r, v, "since_id", str_sub(b->id, 0, 10));
    int n = r->changes->commits;
    struct str cut =
        n > HISTORY_LOGGED ? str_fmt(r->keep, ", the latest %d looked at", HISTORY_LOGGED) : S("");
    if (n)
        review_set(r, v, "commits",
                   str_fmt(r->keep, "%d commit%s%.*s", n, str_plural(n), FMT(cut)));
    struct buf who = buf_open(r->keep, 4000);
    for (ptrdiff_t i = 0; i < r->changes->authors.len && i < 6; i++)
        buf_fmt(&who, "%s%.*s", i ? ", " : "", FMT(r->changes->authors.ptr[i]));
    if (r->changes->authors.len > 6)
        buf_fmt(&who, " and %td more", r->changes->authors.len - 6);
    review_set(r, v, "authors", buf_str(&who));
}

struct value *review_facts(struct review *r)
{
    struct value *v = value_map(r->keep);
    int64_t sentences, wrong = 0;
    int unchecked = 0;
    decisions_weigh(r->site);
    put_head(r, v);
    value_set(v, "decide", proposals(r), r->keep);
    value_set(v, "risky", risks(r), r->keep);
    struct value *costs = value_set(v, "costs", review_costs(r), r->keep);
    value_set(v, "causes", causes(r, &sentences), r->keep);
    put_loose(r, v, false);
    put_loose(r, v, true);
    if (!r->changes) {
        struct value *list = value_set(v, "standing", standing(r, &wrong), r->keep);
        review_count(r, v, "standing_more", wrong - list->len);
    }
    review_count(r, v, "wrong", r->changes ? sentences : wrong);
    review_count(r, v, "mended", r->changes ? r->changes->mended.len : 0);
    value_set(v, "unchecked", review_unchecked(r, &unchecked), r->keep);
    value_set(v, "changed", review_changed(r), r->keep);
    ptrdiff_t more = 0;
    value_set(v, "drawings", review_drawings(r, &more), r->keep);
    review_count(r, v, "drawings_more", more);
    value_set(v, "actions", review_actions(r), r->keep);
    value_set(v, "decisions", review_decisions(r), r->keep);
    value_set(v, "accepted", review_accepted(r), r->keep);
    put_verdict(r, v, costs);
    put_agenda(r, v, costs, unchecked);
    struct value *top = value_map(r->keep);
    value_set(top, "review", v, r->keep);
    return top;
}

/* JSON that may stand in a script: no tag can begin in it. */
static struct str harmless(struct str json, struct arena *keep)
{
    struct buf b = buf_open(keep, json.len * 2 + 100);
    for (ptrdiff_t i = 0; i < json.len; i++)
        if (json.ptr[i] == '<')
            buf_put(&b, S("\\u003c"));
        else
            buf_char(&b, json.ptr[i]);
    return buf_str(&b);
}

/* The sheet without what depends on containers: checkers of HTML do not know it, and one file is one width. */
static struct str plain_style(struct str css, struct arena *keep)
{
    struct buf b = buf_open(keep, css.len + 1);
    while (css.len) {
        ptrdiff_t at = str_find(css, S("@container")), end;
        struct str rest = at < 0 ? S("") : str_from(css, at);
        buf_put(&b, str_sub(css, 0, at < 0 ? css.len : at));
        end = str_find(rest, S("}}"));
        css = end < 0 ? S("") : str_from(rest, end + 2);
    }
    css = buf_str(&b);
    struct str frame = S(".figure>.frame{container-type:inline-size}");
    ptrdiff_t at = str_find(css, frame);
    return at < 0 ? css : str_join(str_sub(css, 0, at), str_from(css, at + frame.len), keep);
}

static void put_meta(struct str key, const char *by, struct str content, struct buf *out)
{
    tag_with(out, "meta", { by, { key } }, { "content", { S(""), content } });
    buf_char(out, '\n');
}

/* No template takes in a whole sheet, and the hash of it. */
static void open_file(struct str css, struct str js, struct str title, struct arena *keep,
                      struct buf *out)
{
    static const char policy[] = "default-src 'none'; img-src data:; base-uri 'none'; form-action "
                                 "'none'; style-src 'sha256-%.*s'; script-src 'sha256-%.*s'";
    tag_doctype(out);
    tag_with(out, "html", { "lang", { S("en") } });
    buf_char(out, '\n');
    tag_open(out, "head");
    buf_char(out, '\n');
    tag_with(out, "meta", { "charset", { S("utf-8") } });
    buf_char(out, '\n');
    put_meta(S("viewport"), "name", S("width=device-width, initial-scale=1"), out);
    put_meta(S("Content-Security-Policy"), "http-equiv",
             str_fmt(keep, policy, FMT(sha256_base64(sha256_of(css), keep)),
                     FMT(sha256_base64(sha256_of(js), keep))),
             out);
    tag_open(out, "title");
    buf_put(out, S("Review: "));
    buf_html(out, title);
    tag_end_line(out, "title");
    tag_open(out, "style");
    buf_put(out, css);
    tag_end_line(out, "style");
    tag_end_line(out, "head");
    tag_open(out, "body");
    buf_char(out, '\n');
}

bool review_write(struct review *r, const struct value *facts, struct buf *out)
{
    struct site *s = r->site;
    struct theme *theme = NEW(s->keep, struct theme, 1);
    if (!theme_load(theme, s, s->keep, &s->diag))
        return false;
    struct str css = plain_style(theme_style(theme, S("review.css")), s->keep),
               js = theme_script(theme, S("review.js"));
    open_file(css, js, value_get(value_get(facts, S("review")), S("title"))->str, s->keep, out);
    template_render(theme_template(theme, S("review")), facts, out);
    tag_with(out, "script", { "type", { S("application/json") } }, { "id", { S("file") } });
    buf_put(out, harmless(r->file, s->keep));
    tag_end_line(out, "script");
    tag_open(out, "script");
    buf_put(out, js);
    tag_end_line(out, "script");
    tag_end_line(out, "body");
    tag_end_line(out, "html");
    return !secrets_report(buf_str(out), s->options.dir, S("the review pack"), NULL, &s->diag);
}
