/* diff_show.c - what changed, line by line. */
#include "write/diff_show.h"

#include "check/diff_text.h"

enum { LONGEST = 400 }; /* bytes of a text; JSON has all of it */

static const char *const titles[N_DIFF_KINDS] = {
    "Config and other data",      "Prices",   "Facts",  "Estimates", "Written costs", "Resources",
    "Connections of resources",   "Drawings", "Pages",  "Sentences", "Links",         "Decisions",
    "Accepted, actions, reasons", "Settings", "Secrets"
};

static void put_lines(struct buf *out, const char *mark, struct str text)
{
    while (text.len) {
        struct str line = str_line(&text);
        buf_fmt(out, "\n      %s %.*s", mark, FMT(line));
    }
}

/* Texts of several lines stand below, as a patch has them. */
static void put_sides(struct buf *out, const struct diff_change *x)
{
    struct diff_excerpt was, is;
    diff_text_excerpt(x->old, x->now, LONGEST, out->arena, &was, &is);
    struct str old = diff_text_flat(&was, out->arena), now = diff_text_flat(&is, out->arena);
    if (str_char(old, '\n') >= 0 || str_char(now, '\n') >= 0) {
        put_lines(out, "-", old);
        put_lines(out, "+", now);
    } else if (old.len && now.len) {
        buf_fmt(out, " %.*s %s %.*s", FMT(old), x->edge ? "becomes" : "→", FMT(now));
    } else if (old.len || now.len) {
        buf_fmt(out, " %.*s", FMT(old.len ? old : now));
    }
}

static void put_money(struct buf *out, int64_t e10)
{
    buf_put(out, diff_cost_delta(e10, out->arena));
}

static void put_change(struct buf *out, const struct diff_change *x)
{
    buf_fmt(out, "  %s %s %.*s", diff_sign_mark(x->sign),
            x->sign == DIFF_CHANGED ? "" : diff_sign_name(x->sign), FMT(x->file));
    if (x->line)
        buf_fmt(out, ":%d", x->line);
    if (x->kind == DIFF_RESOURCE || x->kind == DIFF_DRAWING || x->kind == DIFF_DECISION ||
        x->kind == DIFF_PAGE)
        buf_fmt(out, " %.*s", FMT(x->name));
    if (x->words.len)
        buf_fmt(out, " · %.*s", FMT(x->words));
    buf_char(out, ':');
    put_sides(out, x);
    if (x->risk)
        buf_fmt(out, "  [%s: %s]", x->risk_class, x->risk);
    buf_char(out, '\n');
    if (x->commit.id.len)
        buf_fmt(out, "      %.*s %.*s %.*s: %.*s\n", FMT(x->commit.id), FMT(x->commit.date),
                FMT(x->commit.who), FMT(x->commit.subject));
    for (ptrdiff_t i = 0; i < x->costs.len; i++) {
        buf_fmt(out, "      costs %.*s (%.*s) ", FMT(x->costs.ptr[i].env),
                FMT(x->costs.ptr[i].row));
        put_money(out, x->costs.ptr[i].e10);
        buf_put(out, S(" a month\n"));
    }
    for (ptrdiff_t i = 0; i < x->places.len; i++)
        buf_fmt(out, "      makes false %.*s:%d: %.*s\n", FMT(x->places.ptr[i].file),
                x->places.ptr[i].line, FMT(x->places.ptr[i].text));
}

/* What a change is seen in, too: said with it, not by itself. */
static void put_followers(struct buf *out, const struct changes *c, int of)
{
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        const struct diff_change *x = &c->list.ptr[i];
        if (x->cause != of)
            continue;
        buf_fmt(out, "      also in %.*s:%d · %.*s:", FMT(x->file), x->line, FMT(x->words));
        put_sides(out, x);
        buf_char(out, '\n');
    }
}

void diff_show_text(const struct changes *c, struct buf *out)
{
    for (int kind = 0; kind < N_DIFF_KINDS; kind++) {
        bool first = true;
        for (ptrdiff_t i = 0; i < c->list.len; i++) {
            if ((int)c->list.ptr[i].kind != kind || c->list.ptr[i].cause >= 0)
                continue;
            if (first)
                buf_fmt(out, "%s%s\n", out->len ? "\n" : "", titles[kind]);
            first = false;
            put_change(out, &c->list.ptr[i]);
            put_followers(out, c, (int)i);
        }
    }
    bool first = true;
    for (ptrdiff_t i = 0; i < c->loose.len; i++) {
        const struct diff_place *p = &c->loose.ptr[i];
        if (p->known)
            continue;
        buf_put(out, first ? S("\nNot true, and nothing above is why\n") : S(""));
        first = false;
        buf_fmt(out, "  %.*s:%d: %.*s\n", FMT(p->file), p->line, FMT(p->text));
    }
    for (ptrdiff_t i = 0; i < c->envs.len; i++) {
        const struct changes_env *e = &c->envs.ptr[i];
        if (!e->d.known) {
            const struct cost_size *any = e->d.now ? e->d.now : e->d.was;
            buf_fmt(out, "\n%.*s: what it costs is not compared: %.*s\n", FMT(any->name),
                    FMT(e->d.why));
        }
        if (!e->d.known || !e->d.e10)
            continue;
        buf_fmt(out, "\n%.*s costs ", FMT(e->d.now->name));
        put_money(out, e->d.e10);
        buf_put(out, S(" a month\n"));
        for (ptrdiff_t k = 0; k < e->d.steps.len; k++) {
            const struct diff_cost_step *s = &e->d.steps.ptr[k];
            buf_fmt(out, "  %s %.*s %.*s: ", diff_cost_name(s->kind), FMT(s->row->service),
                    FMT(s->what));
            put_money(out, e->cents[k] * (MONEY_USD / 100));
            buf_char(out, '\n');
        }
    }
}

static void json_places(const struct diff_change *x, struct buf *out)
{
    buf_put(out, S(",\"places\":["));
    for (ptrdiff_t i = 0; i < x->places.len; i++) {
        const struct diff_place *p = &x->places.ptr[i];
        buf_fmt(out, "%s{\"line\":%d,\"fix\":%s", i ? "," : "", p->line,
                p->fixable ? "true" : "false");
        buf_member(out, "file", p->file);
        buf_member(out, "rule", p->rule);
        buf_member(out, "message", p->text);
        buf_char(out, '}');
    }
    buf_put(out, S("],\"costs\":["));
    for (ptrdiff_t i = 0; i < x->costs.len; i++) {
        buf_fmt(out, "%s{\"delta\":%.*s", i ? "," : "",
                FMT(money_decimal(x->costs.ptr[i].e10, out->arena)));
        buf_member(out, "env", x->costs.ptr[i].env);
        buf_member(out, "row", x->costs.ptr[i].row);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

void diff_show_json(const struct changes *c, struct buf *out)
{
    buf_char(out, '[');
    for (ptrdiff_t i = 0; i < c->list.len; i++) {
        const struct diff_change *x = &c->list.ptr[i];
        buf_fmt(out, "%s\n{\"kind\":\"%s\",\"sign\":\"%s\",\"line\":%d,\"cause\":%d", i ? "," : "",
                diff_kind_name(x->kind), diff_sign_name(x->sign), x->line, x->cause);
        buf_member(out, "file", x->file);
        buf_member(out, "name", x->name);
        buf_member(out, "key", x->key);
        buf_member(out, "words", x->words);
        buf_member(out, "old", x->old);
        buf_member(out, "new", x->now);
        buf_member(out, "owner", x->owner);
        if (x->risk) {
            buf_member(out, "risk", str_of(x->risk));
            buf_member(out, "risk_class", str_of(x->risk_class));
        }
        if (x->commit.id.len) {
            buf_put(out, S(",\"commit\":{"));
            buf_member(out, "id", x->commit.id);
            buf_member(out, "date", x->commit.date);
            buf_member(out, "who", x->commit.who);
            buf_member(out, "subject", x->commit.subject);
            buf_char(out, '}');
        }
        json_places(x, out);
        buf_char(out, '}');
    }
    buf_put(out, S("]"));
}

void diff_show_costs(const struct changes *c, struct buf *out)
{
    buf_char(out, '[');
    for (ptrdiff_t i = 0; i < c->envs.len; i++) {
        const struct diff_costs *d = &c->envs.ptr[i].d;
        const struct cost_size *any = d->now ? d->now : d->was;
        buf_put(out, i ? S(",\n{") : S("\n{"));
        buf_member(out, "env", any->env);
        if (d->was && d->was->priced)
            buf_fmt(out, ",\"old\":%.*s",
                    FMT(money_decimal(d->was->total.at[COST_TYPICAL], out->arena)));
        if (d->now && d->now->priced)
            buf_fmt(out, ",\"new\":%.*s,\"low\":%.*s,\"high\":%.*s",
                    FMT(money_decimal(d->now->total.at[COST_TYPICAL], out->arena)),
                    FMT(money_decimal(d->now->total.at[COST_LOW], out->arena)),
                    FMT(money_decimal(d->now->total.at[COST_HIGH], out->arena)));
        if (d->known)
            buf_fmt(out, ",\"delta\":%.*s", FMT(money_decimal(d->e10, out->arena)));
        else
            buf_member(out, "not_known", d->why);
        buf_put(out, S(",\"steps\":["));
        for (ptrdiff_t k = 0; k < d->steps.len; k++) {
            const struct diff_cost_step *s = &d->steps.ptr[k];
            buf_fmt(out, "%s{\"kind\":\"%s\",\"delta\":%.*s", k ? "," : "", diff_cost_name(s->kind),
                    FMT(money_decimal(s->e10, out->arena)));
            buf_member(out, "row", s->row->service);
            buf_member(out, "what", s->what);
            buf_member(out, "old", s->old);
            buf_member(out, "new", s->now);
            buf_char(out, '}');
        }
        buf_put(out, S("]}"));
    }
    buf_char(out, ']');
}
