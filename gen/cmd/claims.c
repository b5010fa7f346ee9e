/* claims.c - plumb claims: every claim and its verdict, how much of the prose is bound, what could
 * be. */
#include "cmd/commands.h"
#include "cmd/common.h"
#include "judge/coverage.h"
#include "load/markdown.h"

static const char usage[] =
    "claims [DIR] [--format text|json] [--coverage] [--suggest]: every claim and its verdict";

enum { TEXT_MAX = 1 << 28, SURE_MAX = 6 };

/* One page's numbers, with what each could be bound to. */
struct page_unbound {
    const struct site_page *page;
    struct unbound *found;
    int n, numbers, bound;
};
struct listing {
    const struct site *site;
    struct arena *keep;
    struct buf *out;
    struct page_unbound *pages; /* one for each page of the site; NULL when not asked */
    bool coverage, suggest;
};

static void count(struct listing *l, struct page_unbound *u, const struct document *doc,
                  const struct unbound_index *index)
{
    int empty;

    u->found = coverage_find(l->site, u->page, &u->page->src, doc, index, l->keep, &u->n, &empty);
    u->numbers = u->bound = empty;
    for (int i = 0; i < u->n; i++) {
        u->numbers += u->found[i].kind != NUMBERS_NAME;
        u->bound += u->found[i].kind != NUMBERS_NAME && u->found[i].bound;
    }
}

static void find_unbound(struct listing *l)
{
    const struct site *s = l->site;
    struct map by_env = { 0 };

    l->pages = NEW(l->keep, struct page_unbound, s->n_pages ? s->n_pages : 1);
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        const struct site_page *p = &s->pages[i];
        struct diag quiet = { .keep = l->keep };
        struct document *doc =
            p->generated || p->refused ? NULL : markdown_read(&p->src, l->keep, &quiet);
        void **index = map_at(&by_env, p->front.env, l->keep);

        l->pages[i].page = p;
        if (!*index)
            *index = unbound_index_make(&s->data, p->front.env, l->keep);
        if (doc)
            count(l, &l->pages[i], doc, *index);
    }
}

/* ---- text ---- */

static void text_place(struct buf *out, const struct site_page *p, struct str at)
{
    int line = 0, col = 0;

    diag_place(&p->src, at.ptr, &line, &col);
    buf_fmt(out, "%.*s:%d:%d: ", FMT(p->src.path), line, col);
}

static void text_claim(struct listing *l, const struct site_page *p, const struct claim *c)
{
    struct str text = c->text.len ? c->text : c->shown;

    text_place(l->out, p, c->place);
    buf_fmt(l->out, "%s: ", verdict_name(c->verdict));
    if (c->verdict == VERDICT_TRUE)
        buf_fmt(l->out, "%.*s = %.*s is %.*s\n", FMT(text), FMT(c->evidence.source),
                FMT(c->evidence.value));
    else if (c->verdict == VERDICT_FALSE || c->verdict == VERDICT_OUTDATED)
        buf_fmt(l->out, "%.*s\n", FMT(c->message)); /* it quotes the text */
    else
        buf_fmt(l->out, "\"%.*s\": %.*s\n", FMT(text), FMT(c->message));
}

static void text_claims(struct listing *l)
{
    for (ptrdiff_t i = 0; i < l->site->n_pages; i++)
        for (ptrdiff_t k = 0; k < l->site->pages[i].n_claims; k++)
            text_claim(l, &l->site->pages[i], &l->site->pages[i].claims[k].claim);
}

static void text_coverage(struct listing *l)
{
    ptrdiff_t numbers = 0, bound = 0;

    for (ptrdiff_t i = 0; i < l->site->n_pages; i++) {
        const struct page_unbound *u = &l->pages[i];

        numbers += u->numbers;
        bound += u->bound;
        if (u->numbers)
            buf_fmt(l->out, "%.*s: %d numbers, %d checked, %d nobody checks\n",
                    FMT(u->page->src.path), u->numbers, u->bound, u->numbers - u->bound);
    }
    buf_fmt(l->out, "%td numbers, %td checked: %td%%\n", numbers, bound,
            numbers ? 100 * bound / numbers : 100);
}

/* The surest first, each as a link that is ready; what nothing fits stands at the end. */
static void suggestions_of(struct listing *l, int sure, bool last)
{
    for (ptrdiff_t i = 0; i < l->site->n_pages; i++)
        for (int k = 0; k < l->pages[i].n; k++) {
            const struct unbound *u = &l->pages[i].found[k];

            if (u->bound || (u->sure < SURE_MAX ? u->sure : SURE_MAX) != sure)
                continue;
            text_place(l->out, l->pages[i].page, u->place);
            if (last)
                buf_fmt(l->out, "nothing checks \"%.*s\"\n", FMT(u->text));
            else
                buf_fmt(l->out, "%s: [%.*s](%.*s)\n", sure > 1 ? "bind it" : "perhaps",
                        FMT(u->text), FMT(u->target));
        }
}

static void text_suggestions(struct listing *l)
{
    for (int sure = SURE_MAX; sure >= 0; sure--)
        suggestions_of(l, sure, sure == 0);
}

static void text_counts(struct listing *l)
{
    common_count_claims(judge_claim_counts(l->site), l->out);
    buf_char(l->out, '\n');
}

static void write_text(struct listing *l)
{
    if (l->suggest)
        text_suggestions(l);
    if (l->coverage)
        text_coverage(l);
    if (!l->suggest && !l->coverage)
        text_claims(l);
    text_counts(l);
}

/* ---- JSON ---- */

static void json_place(struct listing *l, const struct site_page *p, struct str at)
{
    int line = 0, col = 0;

    diag_place(&p->src, at.ptr, &line, &col);
    buf_char(l->out, '{');
    buf_member(l->out, "file", p->src.path);
    buf_fmt(l->out, ",\"line\":%d,\"col\":%d", line, col);
}

static void json_claim(struct listing *l, const struct site_page *p, const struct claim *c)
{
    const struct {
        const char *key;
        struct str value;
    } members[] = {
        { "text", c->text },       { "target", c->href },
        { "title", c->title },     { "verdict", str_of(verdict_name(c->verdict)) },
        { "shown", c->shown },     { "message", c->message },
        { "suggest", c->suggest }, { "nearest", c->nearest },
        { "since", c->since },
    };
    const struct evidence *e = &c->evidence;

    json_place(l, p, c->place);
    for (ptrdiff_t i = 0; i < LEN(members); i++)
        buf_member(l->out, members[i].key, members[i].value);
    buf_put(l->out, S(",\"evidence\":{"));
    buf_member(l->out, "value", e->value);
    buf_member(l->out, "source", e->source);
    buf_member(l->out, "place", e->place);
    buf_member(l->out, "date", e->date);
    buf_put(l->out, S("}}"));
}

static void json_claims(struct listing *l)
{
    bool first = true;

    buf_put(l->out, S("{\"claims\":["));
    for (ptrdiff_t i = 0; i < l->site->n_pages; i++)
        for (ptrdiff_t k = 0; k < l->site->pages[i].n_claims; k++) {
            buf_put(l->out, first ? S("\n") : S(",\n"));
            json_claim(l, &l->site->pages[i], &l->site->pages[i].claims[k].claim);
            first = false;
        }
    buf_put(l->out, S("]"));
}

static void json_unbound(struct listing *l)
{
    ptrdiff_t numbers = 0, bound = 0;
    bool first = true;

    buf_put(l->out, S(",\n\"unbound\":["));
    for (ptrdiff_t i = 0; i < l->site->n_pages; i++)
        for (int k = 0; k < l->pages[i].n; k++) {
            static const char *const kinds[] = { "quantity", "count", "version", "name" };
            const struct unbound *u = &l->pages[i].found[k];

            if (u->bound)
                continue;
            buf_put(l->out, first ? S("\n") : S(",\n"));
            json_place(l, l->pages[i].page, u->place);
            buf_member(l->out, "kind", str_of(kinds[u->kind]));
            buf_member(l->out, "text", u->text);
            buf_member(l->out, "target", u->target);
            buf_fmt(l->out, ",\"sure\":%d}", u->sure);
            first = false;
        }
    buf_put(l->out, S("],\n"));
    for (ptrdiff_t i = 0; i < l->site->n_pages; i++) {
        numbers += l->pages[i].numbers;
        bound += l->pages[i].bound;
    }
    buf_fmt(l->out, "\"coverage\":{\"numbers\":%td,\"checked\":%td}", numbers, bound);
}

static void write_json(struct listing *l)
{
    struct claim_counts n = judge_claim_counts(l->site);

    json_claims(l);
    if (l->pages)
        json_unbound(l);
    buf_put(l->out, S(",\n\"counts\":{"));
    for (int i = 0; i < N_VERDICTS; i++)
        buf_fmt(l->out, "%s\"%s\":%d", i ? "," : "", verdict_name((enum verdict)i), n.n[i]);
    buf_put(l->out, S("}}\n"));
}

/* 1 when something is false or missing, 4 under --strict when something was not checked. */
static int exit_code(const struct site *s, bool strict)
{
    struct claim_counts n = judge_claim_counts(s);

    if (n.n[VERDICT_FALSE] + n.n[VERDICT_MISSING] > 0)
        return EXIT_FINDINGS;
    return strict && n.n[VERDICT_NOT_CHECKED] ? EXIT_UNCHECKED : EXIT_GOOD;
}

int cmd_claims(int argc, char **argv)
{
    static struct common c;
    struct str format = S("text");
    struct listing l = { 0 };
    struct buf out;
    const struct opt own[] = {
        { "format", 0, OPT_STR, &format, NULL, "how to print claims", "text|json" },
        { "coverage", 0, OPT_FLAG, &l.coverage, NULL,
          "how many numbers of each page something checks", NULL },
        { "suggest", 0, OPT_FLAG, &l.suggest, NULL,
          "numbers and names that no claim binds, and links that would; the surest first", NULL },
        { "strict", 0, OPT_FLAG, &c.strict, NULL, "exit with 4 when a claim was not checked",
          NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));

    if (code >= 0 || (code = common_load(&c)) >= 0)
        return code;
    out = buf_open(&c.keep, TEXT_MAX);
    l.site = &c.site;
    l.keep = &c.keep;
    l.out = &out;
    if (l.coverage || l.suggest)
        find_unbound(&l);
    if (str_equal(format, S("json")))
        write_json(&l);
    else
        write_text(&l);
    code = common_output((struct str){ 0 }, buf_str(&out));
    return code ? code : exit_code(&c.site, c.strict);
}
