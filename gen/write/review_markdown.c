/* review_markdown.c - the facts of a pack as a comment: what a reader of a change wants to know first. */
#include "write/review.h"

enum { LINES = 60, FEW = 6 };

struct lines {
    struct buf *out;
    int n;
};

static struct str text(const struct value *map, const char *key)
{
    const struct value *v = value_get(map, str_of(key));
    return v && v->kind == VALUE_STR ? v->str : (struct str){ 0 };
}

static void line(struct lines *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void line(struct lines *l, const char *fmt, ...)
{
    va_list args;
    if (l->n++ >= LINES)
        return;
    va_start(args, fmt);
    buf_vfmt(l->out, fmt, args);
    va_end(args);
    buf_char(l->out, '\n');
}

static void title(struct lines *l, const char *name, ptrdiff_t n)
{
    line(l, "%s", "");
    line(l, "**%s** (%td)", name, n);
}

static void rest(struct lines *l, ptrdiff_t n)
{
    if (n > FEW)
        line(l, "- … and %td more in the pack", n - FEW);
}

static void decide(struct lines *l, const struct value *list)
{
    int n = 0;
    title(l, "Decide", list->len);
    for (const struct value_item *i = list->first; i && n++ < FEW; i = i->next) {
        struct buf b = buf_open_cut(l->out->arena, 400);
        const struct value *e = value_get(i->value, S("effects"));
        for (const struct value_item *k = e ? e->first : NULL; k; k = k->next)
            buf_fmt(&b, "%s%.*s", b.len ? "; " : "", FMT(text(k->value, "text")));
        line(l, "- %.*s: %.*s", FMT(text(i->value, "title")), FMT(buf_str(&b)));
    }
    rest(l, list->len);
}

static void change(struct lines *l, const struct value *v, bool risky)
{
    struct str old = text(v, "old"), now = text(v, "now"), commit = text(v, "commit"),
               owner = text(v, "owner"), where = text(v, "where");
    struct str of = value_get(v, S("of")) ? text(v, "name") : S(""); /* the resource */
    line(l, "- %.*s%s%.*s%s`%.*s` %.*s → %.*s%s%.*s%s%.*s%s%.*s%s%.*s",
         FMT(risky ? text(v, "title") : S("")), risky ? ": " : "", FMT(of), of.len ? " " : "",
         FMT(text(v, "key")), FMT(old.len ? old : S("–")), FMT(now.len ? now : S("gone")),
         where.len ? ", false in " : "", FMT(where), commit.len ? ", " : "", FMT(commit),
         commit.len ? " " : "", FMT(text(v, "who")), owner.len ? ", owner " : "", FMT(owner));
}

static void changes(struct lines *l, const char *name, const struct value *list, bool risky)
{
    int n = 0;
    title(l, name, list->len);
    for (const struct value_item *i = list->first; i && n++ < FEW; i = i->next)
        change(l, i->value, risky);
    rest(l, list->len);
}

static void costs(struct lines *l, const struct value *c)
{
    const struct value *envs = value_get(c, S("envs"));
    title(l, "Costs a month", envs->len);
    for (const struct value_item *i = envs->first; i; i = i->next) {
        struct str delta = text(i->value, "delta"), why = text(i->value, "why");
        line(l, "- %.*s: %.*s → %.*s%s%.*s", FMT(text(i->value, "name")),
             FMT(text(i->value, "old")), FMT(text(i->value, "now")),
             delta.len || why.len ? ": " : "", FMT(delta.len ? delta : why));
        const struct value *steps = value_get(i->value, S("steps"));
        int n = 0;
        for (const struct value_item *k = steps ? steps->first : NULL; k && n++ < FEW; k = k->next)
            line(l, "  - %.*s: %.*s %.*s", FMT(text(k->value, "kind")), FMT(text(k->value, "what")),
                 FMT(text(k->value, "delta")));
        rest(l, steps ? steps->len : 0);
    }
    const struct value *written = value_get(c, S("written"));
    int n = 0;
    for (const struct value_item *i = written->first; i && n++ < FEW; i = i->next)
        line(l, "- written, %.*s: %.*s → %.*s", FMT(text(i->value, "row")),
             FMT(text(i->value, "old")), FMT(text(i->value, "now")));
    rest(l, written->len);
    if (text(c, "sizes").len)
        line(l, "- alternatives: %.*s", FMT(text(c, "sizes")));
}

static void unchecked(struct lines *l, const struct value *list)
{
    title(l, "Nobody checks", list->len);
    for (const struct value_item *i = list->first; i; i = i->next) {
        const struct value *n = value_get(i->value, S("count"));
        if (n && n->number)
            line(l, "- %lld %.*s", (long long)n->number, FMT(text(i->value, "text")));
        else
            line(l, "- no %.*s", FMT(text(i->value, "text")));
    }
}

void review_markdown(const struct value *facts, struct buf *out)
{
    const struct value *v = value_get(facts, S("review"));
    struct lines l = { .out = out };
    line(&l, "### %.*s", FMT(text(v, "verdict")));
    line(&l, "%s", "");
    line(&l, "%.*s, %.*s%s%.*s", FMT(text(v, "title")), FMT(text(v, "date")),
         text(v, "since").len ? ", since " : "", FMT(text(v, "since")));
    decide(&l, value_get(v, S("decide")));
    changes(&l, "Risky", value_get(v, S("risky")), true);
    costs(&l, value_get(v, S("costs")));
    changes(&l, "No longer true", value_get(v, S("causes")), false);
    unchecked(&l, value_get(v, S("unchecked")));
    const struct value *kinds = value_get(v, S("changed"));
    struct buf b = buf_open_cut(out->arena, 1000);
    for (const struct value_item *i = kinds->first; i; i = i->next)
        buf_fmt(&b, "%s%.*s %lld", b.len ? " · " : "", FMT(text(i->value, "title")),
                (long long)value_get(i->value, S("n"))->number);
    line(&l, "%s", "");
    line(&l, "Changed: %.*s", FMT(b.len ? buf_str(&b) : S("nothing")));
}
