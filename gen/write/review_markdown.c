/* review_markdown.c - the facts of a pack as a comment: what a reader of a change wants to know first. */
#include "write/review.h"

enum { FEW = 6 }; /* of a kind; the rest is counted */

static struct str text(const struct value *map, const char *key)
{
    const struct value *v = value_get(map, str_of(key));
    return v && v->kind == VALUE_STR ? v->str : (struct str){ 0 };
}

static void line(struct buf *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void line(struct buf *out, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    buf_vfmt(out, fmt, args);
    va_end(args);
    buf_char(out, '\n');
}

static void title(struct buf *out, const char *name, ptrdiff_t n)
{
    line(out, "%s", "");
    line(out, "**%s** (%td)", name, n);
}

static void rest(struct buf *out, ptrdiff_t n)
{
    if (n > FEW)
        line(out, "- … and %td more in the pack", n - FEW);
}

static void decide(struct buf *out, const struct value *list)
{
    int n = 0;
    title(out, "Decide", list->len);
    for (const struct value_item *i = list->first; i && n++ < FEW; i = i->next) {
        struct buf b = buf_open(out->arena, 1 << 16);
        const struct value *e = value_get(i->value, S("effects"));
        for (const struct value_item *k = e ? e->first : NULL; k; k = k->next)
            buf_fmt(&b, "%s%.*s", b.len ? "; " : "", FMT(text(k->value, "text")));
        line(out, "- %.*s: %.*s", FMT(text(i->value, "title")), FMT(buf_str(&b)));
    }
    rest(out, list->len);
}

/* An item of a list is one line. */
static struct str one_line(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_char(&b, s.ptr[i] == '\n' ? ' ' : s.ptr[i]);
    return buf_str(&b);
}

static void change(struct buf *out, const struct value *v, bool risky)
{
    struct str old = one_line(text(v, "old"), out->arena),
               now = one_line(text(v, "now"), out->arena), commit = text(v, "commit"),
               owner = text(v, "owner"), where = text(v, "where");
    struct str of = value_get(v, S("of")) ? text(v, "name") : S(""); /* the resource */
    line(out, "- %.*s%s%.*s%s`%.*s` %.*s → %.*s%s%.*s%s%.*s%s%.*s%s%.*s",
         FMT(risky ? text(v, "title") : S("")), risky ? ": " : "", FMT(of), of.len ? " " : "",
         FMT(text(v, "key")), FMT(old.len ? old : S("–")), FMT(now.len ? now : S("gone")),
         where.len ? ", false in " : "", FMT(where), commit.len ? ", " : "", FMT(commit),
         commit.len ? " " : "", FMT(text(v, "who")), owner.len ? ", owner " : "", FMT(owner));
}

static void changes(struct buf *out, const char *name, const struct value *list, bool risky)
{
    int n = 0;
    title(out, name, list->len);
    for (const struct value_item *i = list->first; i && n++ < FEW; i = i->next)
        change(out, i->value, risky);
    rest(out, list->len);
}

static void costs(struct buf *out, const struct value *c)
{
    const struct value *envs = value_get(c, S("envs"));
    int shown = 0;
    title(out, "Costs a month", envs->len);
    for (const struct value_item *i = envs->first; i && shown++ < FEW; i = i->next) {
        struct str delta = text(i->value, "delta"), why = text(i->value, "why");
        line(out, "- %.*s: %.*s → %.*s%s%.*s", FMT(text(i->value, "name")),
             FMT(text(i->value, "old")), FMT(text(i->value, "now")),
             delta.len || why.len ? ": " : "", FMT(delta.len ? delta : why));
        const struct value *steps = value_get(i->value, S("steps"));
        int n = 0;
        for (const struct value_item *k = steps ? steps->first : NULL; k && n++ < FEW; k = k->next)
            line(out, "  - %.*s: %.*s %.*s", FMT(text(k->value, "kind")),
                 FMT(text(k->value, "what")), FMT(text(k->value, "delta")));
        rest(out, steps ? steps->len : 0);
    }
    rest(out, envs->len);
    const struct value *written = value_get(c, S("written"));
    int n = 0;
    for (const struct value_item *i = written->first; i && n++ < FEW; i = i->next)
        line(out, "- written, %.*s: %.*s → %.*s", FMT(text(i->value, "row")),
             FMT(text(i->value, "old")), FMT(text(i->value, "now")));
    rest(out, written->len);
    if (text(c, "sizes").len)
        line(out, "- alternatives: %.*s", FMT(text(c, "sizes")));
}

/* What is not true and no change is why: new, or known before. */
static void loose(struct buf *out, const char *name, const struct value *list,
                  const struct value *more)
{
    int n = 0;
    if (!list || !list->len)
        return;
    title(out, name, list->len + more->number);
    for (const struct value_item *i = list->first; i && n++ < FEW; i = i->next) {
        const struct value *at = value_get(i->value, S("line"));
        line(out, "- `%.*s:%lld` %.*s", FMT(text(i->value, "file")), (long long)at->number,
             FMT(one_line(text(i->value, "text"), out->arena)));
    }
    rest(out, list->len + more->number);
}

static void unchecked(struct buf *out, const struct value *list)
{
    title(out, "Nobody checks", list->len);
    for (const struct value_item *i = list->first; i; i = i->next) {
        const struct value *n = value_get(i->value, S("count"));
        if (n && n->number)
            line(out, "- %lld %.*s", (long long)n->number, FMT(text(i->value, "text")));
        else
            line(out, "- no %.*s", FMT(text(i->value, "text")));
    }
}

void review_markdown(const struct value *facts, struct buf *out)
{
    const struct value *v = value_get(facts, S("review"));
    line(out, "### %.*s", FMT(text(v, "verdict")));
    line(out, "%s", "");
    line(out, "%.*s, %.*s%s%.*s", FMT(text(v, "title")), FMT(text(v, "date")),
         text(v, "since").len ? ", since " : "", FMT(text(v, "since")));
    decide(out, value_get(v, S("decide")));
    changes(out, "Risky", value_get(v, S("risky")), true);
    costs(out, value_get(v, S("costs")));
    changes(out, "No longer true", value_get(v, S("causes")), false);
    loose(out, "Not true", value_get(v, S("standing")), value_get(v, S("standing_more")));
    loose(out, "Not true, and no change is why", value_get(v, S("loose")),
          value_get(v, S("loose_more")));
    loose(out, "Known before, still not true", value_get(v, S("known")),
          value_get(v, S("known_more")));
    unchecked(out, value_get(v, S("unchecked")));
    const struct value *kinds = value_get(v, S("changed"));
    struct buf b = buf_open(out->arena, 1 << 16);
    for (const struct value_item *i = kinds->first; i; i = i->next)
        buf_fmt(&b, "%s%.*s %lld", b.len ? " · " : "", FMT(text(i->value, "title")),
                (long long)value_get(i->value, S("n"))->number);
    line(out, "%s", "");
    line(out, "Changed: %.*s", FMT(b.len ? buf_str(&b) : S("nothing")));
}
