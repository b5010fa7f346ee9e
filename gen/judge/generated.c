/* generated.c - pages made from data: one for each environment's config, one that compares them, one for
 * each other source. They are written as Markdown, so that everything a page has (table of contents,
 * links, print) comes by itself. */
#include "base/path.h"
#include "check/config_diff.h"
#include "model/markdown_text.h"
#include "judge/generated.h"
#include "judge/page_head.h"
#include "judge/infra_pages.h"
#include "judge/link.h"

enum { MAX_TEXT = 1 << 24 };

static void put_cell(struct buf *b, struct str s)
{
    buf_put(b, S("| "));
    markdown_text(b, s);
    buf_char(b, ' ');
}

/* "From `cdk/config/prod.json`, 23 Nov 2026." */
static void from(struct site *s, struct buf *b, const struct data_source *d)
{
    if (!d->path.len)
        return;
    buf_put(b, S("From `"));
    buf_put(b, d->path);
    buf_char(b, '`');
    if (d->date.year)
        buf_fmt(b, ", %.*s", FMT(date_words(d->date, s->keep)));
    buf_put(b, S(".\n\n"));
}

/* A heading for each group; plain members of the root come under "General". */
static void group(struct buf *b, struct str name, const char *columns)
{
    buf_put(b, S("\n## "));
    markdown_text(b, name.len ? name : S("General"));
    buf_fmt(b, "\n\n%s\n", columns);
}

/* Rows stand in file order; those of one group are put together under its first place. */
static bool is_first_of_group(const struct config_diff *d, int i)
{
    for (int k = 0; k < i; k++)
        if (str_equal(d->rows[k].group, d->rows[i].group))
            return false;
    return true;
}

static void values(struct buf *b, const struct config_diff *d)
{
    for (int i = 0; i < d->n_rows; i++) {
        if (!is_first_of_group(d, i))
            continue;
        group(b, d->rows[i].group, "| Setting | Value |\n|---|---|");
        for (int k = i; k < d->n_rows; k++) {
            if (!str_equal(d->rows[k].group, d->rows[i].group))
                continue;
            put_cell(b, d->rows[k].label);
            put_cell(b, d->rows[k].shown_a);
            buf_put(b, S("|\n"));
        }
    }
    if (d->cut)
        buf_put(b, S("\nThere is more than one page can show.\n"));
}

static void environment_page(struct site *s, const struct data_source *d)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct config_diff rows = config_diff_make(&s->data, d, NULL, NULL, s->keep);
    page_head(&b, "Config: ", d->env, "Every setting as it stands in config, with its unit.", 0);
    from(s, &b, d);
    values(&b, &rows);
    site_add(s, link_data_page(d, s->keep), &b);
}

static void difference_cells(struct buf *b, const struct config_row *r)
{
    static const char *const marks[] = { [CONFIG_SAME] = "same",
                                         [CONFIG_DIFFER] = "**≠ differs**",
                                         [CONFIG_ONLY_A] = "**− only here**",
                                         [CONFIG_ONLY_B] = "**+ only here**" };
    put_cell(b, r->label);
    put_cell(b, r->shown_a.len ? r->shown_a : S("—"));
    put_cell(b, r->shown_b.len ? r->shown_b : S("—"));
    buf_fmt(b, "| %s", r->identity ? "its own name" : marks[r->mark]);
    if (r->reason.len) {
        buf_put(b, S(": "));
        markdown_text(b, r->reason);
    }
    buf_put(b, S(" |\n"));
}

static void comparison(struct site *s, struct buf *b, const struct config_pair *pair)
{
    struct config_diff d = config_diff_make(&s->data, pair->a, pair->b, &s->accepted, s->keep);
    config_diff_report(&d, &s->diag);
    int differ = d.n[CONFIG_DIFFER], only = d.n[CONFIG_ONLY_A] + d.n[CONFIG_ONLY_B];
    buf_fmt(b, "**%d** setting%s differ, **%d** stand%s in one only, %d are the same.\n", differ,
            differ == 1 ? "" : "s", only, only == 1 ? "s" : "", d.n[CONFIG_SAME]);
    struct str columns =
        str_fmt(s->keep, "| Setting | %.*s | %.*s | Difference |\n|---|---|---|---|",
                FMT(pair->a->env), FMT(pair->b->env));
    for (int i = 0; i < d.n_rows; i++) {
        if (!is_first_of_group(&d, i))
            continue;
        group(b, d.rows[i].group, columns.ptr);
        for (int k = i; k < d.n_rows; k++)
            if (str_equal(d.rows[k].group, d.rows[i].group))
                difference_cells(b, &d.rows[k]);
    }
}

static void comparison_page(struct site *s)
{
    struct config_pair *pairs;
    int n = config_diff_pairs(&s->data, s->keep, &pairs);
    for (int i = 0; i < n; i++) {
        struct buf b = buf_open(s->keep, MAX_TEXT);
        struct str what =
            str_fmt(s->keep, "%.*s and %.*s", FMT(pairs[i].a->env), FMT(pairs[i].b->env));
        page_head(&b, "Config: ", what, "The two environments side by side, differences marked.",
                  0);
        comparison(s, &b, &pairs[i]);
        bool config = str_equal(pairs[i].a->kind, S("config"));
        site_add(s,
                 n == 1 && config ? S("config/index.md")
                 : config ? str_fmt(s->keep, "config/%.*s-and-%.*s.md", FMT(pairs[i].a->env),
                                    FMT(pairs[i].b->env))
                          : str_fmt(s->keep, "data/%.*s.%.*s-and-%.*s.md", FMT(pairs[i].a->kind),
                                    FMT(pairs[i].a->env), FMT(pairs[i].b->env)),
                 &b);
    }
}

static void data_page(struct site *s, const struct data_source *d)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct config_diff rows = config_diff_make(&s->data, d, NULL, NULL, s->keep);
    page_head(&b, "Data: ", d->name, "The values that claims on other pages are checked against.",
              0);
    from(s, &b, d);
    values(&b, &rows);
    site_add(s, link_data_page(d, s->keep), &b);
}

void generated_pages(struct site *s)
{
    comparison_page(s);
    for (int i = 0; i < s->data.n_sources; i++) {
        const struct data_source *d = &s->data.sources[i];
        if (!d->name.len || !d->root)
            continue;
        if (d->resources)
            infra_pages_add(s, d);
        else if (str_equal(d->kind, S("config")) && d->env.len)
            environment_page(s, d);
        else if (!str_equal(d->kind, S("price")) && !str_equal(d->kind, S("cost")))
            data_page(s, d);
    }
}
