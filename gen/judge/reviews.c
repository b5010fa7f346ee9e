/* reviews.c - a row a review: claims, what was false, coverage, costs, findings, actions; the latest first. */
#include "judge/reviews.h"

#include "judge/page_head.h"
#include "model/markdown_text.h"
#include "model/rule.h"

enum { MAX_TEXT = 1 << 24, MAX_FILE = 64 << 20, SHOWN = 60, VERSION = 1 };

struct kept { /* a review */
    struct str path, title;
    const struct json *root;
};

static int64_t count(const struct kept *k, const char *name)
{
    int64_t n = 0;
    json_int(json_get(json_get(k->root, "counts"), name), &n);
    return n;
}

static bool read_one(const struct site *s, struct str path, struct kept *out)
{
    struct diag quiet = { .keep = s->keep };
    struct source src = { .path = path };
    int64_t v = 0;
    if (site_read(s, path, MAX_FILE, s->keep, &src.text))
        return false;
    *out = (struct kept){ .path = path,
                          .title = str_sub(path, 8, 10),
                          .root = json_parse(&src, s->keep, RULE(INPUT_JSON), &quiet) };
    return out->root && json_int(json_get(out->root, "v"), &v) && v == VERSION;
}

static bool is_review(struct str path)
{
    struct date day;
    return path.len == 23 && str_starts(path, S("reviews/")) && str_ends(path, S(".json")) &&
           date_parse(str_from(path, 8), &day);
}

static const char *trend(int64_t now, int64_t before, bool known)
{
    return !known || now == before ? "" : now > before ? " ↑" : " ↓";
}

/* A cell, with an arrow to where it went since the review before. */
static void cell(struct buf *b, const struct kept *k, const struct kept *before, const char *name)
{
    int64_t n = count(k, name);
    buf_fmt(b, " %lld%s |", (long long)n,
            trend(n, before ? count(before, name) : 0, before != NULL));
}

static const struct json *cost_of(const struct kept *k, struct str env)
{
    const struct json *list = json_get(k->root, "costs");
    for (const struct json *c = list && list->kind == JSON_ARRAY ? list->first : NULL; c;
         c = c->next)
        if (str_equal(json_str(json_get(c, "env")), env))
            return json_get(c, "typical");
    return NULL;
}

static void put_cost(struct buf *b, const struct kept *k, const struct kept *before, struct str env)
{
    const struct json *now = cost_of(k, env), *was = before ? cost_of(before, env) : NULL;
    int64_t a = 0, z = 0;
    if (!now || !money_of_decimal(json_str(now), &a)) {
        buf_put(b, S(" – |"));
        return;
    }
    bool known = was && money_of_decimal(json_str(was), &z);
    buf_fmt(b, " %.*s%s |", FMT(money_show(a, b->arena)), trend(a, z, known));
}

static void row(const struct site *s, struct buf *b, const struct kept *k,
                const struct kept *before)
{
    int64_t numbers = count(k, "numbers");
    buf_fmt(b, "| %.*s |", FMT(k->title));
    cell(b, k, before, "claims");
    cell(b, k, before, "false");
    if (numbers)
        buf_fmt(b, " %lld %% |", (long long)(100 * count(k, "bound") / numbers));
    else
        buf_put(b, S(" – |"));
    put_cost(b, k, before, s->data.env);
    cell(b, k, before, "errors");
    cell(b, k, before, "warnings");
    cell(b, k, before, "actions_open");
    cell(b, k, before, "actions_overdue");
    buf_char(b, '\n');
}

/* What was said there: votes and actions. */
static void outcome(struct buf *b, const struct kept *k)
{
    const struct json *votes = json_get(k->root, "votes"), *actions = json_get(k->root, "actions");
    if ((!votes || !votes->n) && (!actions || !actions->n))
        return;
    buf_fmt(b, "\n## Review of %.*s\n\n", FMT(k->title));
    for (const struct json *v = votes ? votes->first : NULL; v; v = v->next) {
        buf_put(b, S("- "));
        markdown_text(b, v->key);
        buf_put(b, S(": "));
        markdown_text(b, json_str(v));
        buf_char(b, '\n');
    }
    for (const struct json *a = actions ? actions->first : NULL; a; a = a->next) {
        buf_put(b, S("- "));
        markdown_text(b, str_fmt(b->arena, "%.*s (%.*s, %.*s)", FMT(json_str(json_get(a, "text"))),
                                 FMT(json_str(json_get(a, "owner"))),
                                 FMT(json_str(json_get(a, "due")))));
        buf_char(b, '\n');
    }
}

void reviews_page(struct site *s)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct kept *list = NEW(s->keep, struct kept, SHOWN);
    int n = 0, odd = 0;
    for (ptrdiff_t i = s->files.len - 1; i >= 0 && n < SHOWN; i--)
        if (is_review(s->files.ptr[i].path) && map_get(&s->file_at, s->files.ptr[i].path)) {
            bool good = read_one(s, s->files.ptr[i].path, &list[n]);
            n += good;
            odd += !good;
        }
    if (!n)
        return;
    page_head(&b, "", S("Reviews"),
              "The reviews of this document: claims, costs and findings over time.", 0);
    buf_fmt(&b,
            "An arrow says where a number went since the review before.\n\n"
            "| Review | Claims | False | Bound | A month, %.*s | Errors | Warnings | Open actions "
            "| Overdue |\n"
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
            FMT(s->data.env.len ? s->data.env : S("typical")));
    for (int i = 0; i < n; i++)
        row(s, &b, &list[i], i + 1 < n ? &list[i + 1] : NULL);
    if (odd)
        buf_fmt(&b, "\n%d more could not be read: no files of reviews, or of a later version.\n",
                odd);
    for (int i = 0; i < n; i++)
        outcome(&b, &list[i]);
    site_add(s, S("reviews/index.md"), &b);
}
