/* generated.c - pages made from data: one for each environment's config, one that compares them, one for
 * each other source. They are written as Markdown, so that everything a page has (table of contents,
 * links, print) comes by itself. */
#include "base/path.h"
#include "base/tag.h"
#include "check/config_diff.h"
#include "check/secrets.h"
#include "model/markdown_text.h"
#include "infra/tf_hcl.h"
#include "judge/config_places.h"
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

/* A heading for each group, its key as code; plain members of the root come under "General". */
static void group_heading(struct buf *b, struct str name)
{
    buf_put(b, S("\n## "));
    if (name.len && str_char(name, '`') < 0)
        buf_fmt(b, "`%.*s`", FMT(name));
    else
        markdown_text(b, name.len ? name : S("General"));
    buf_put(b, S("\n"));
}

static void group(struct buf *b, struct str name, const char *columns)
{
    group_heading(b, name);
    buf_fmt(b, "\n%s\n", columns);
}

/* Rows stand in file order; those of one group are put together under its first place. */
static bool is_first_of_group(const struct config_diff *d, int i)
{
    for (int k = 0; k < i; k++)
        if (str_equal(d->rows[k].group, d->rows[i].group))
            return false;
    return true;
}

static void values(const struct site *s, struct buf *b, const struct config_diff *d)
{
    bool places = config_places_any(s, d->a);
    for (int i = 0; i < d->n_rows; i++) {
        if (!is_first_of_group(d, i))
            continue;
        group(b, d->rows[i].group,
              places ? "| Setting | Value | Templates and live |\n|---|---|---|"
                     : "| Setting | Value |\n|---|---|");
        for (int k = i; k < d->n_rows; k++) {
            if (!str_equal(d->rows[k].group, d->rows[i].group))
                continue;
            put_cell(b, d->rows[k].label);
            put_cell(b, d->rows[k].shown_a);
            buf_put(b, S("|"));
            if (places && !str_equal(d->rows[k].shown_a, secrets_dots()))
                config_places_cell(s, d->a, d->rows[k].pointer, d->rows[k].a, b);
            buf_put(b, places ? S("|\n") : S("\n"));
        }
    }
    if (d->cut)
        buf_put(b, S("\nThere is more than one page can show.\n"));
}

/* ---- what a public site shows ---- */

/* Pointers that links of pages lead to, and those of names. */
static struct map spoken_of(const struct site *s)
{
    struct map spoken = { 0 };
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        for (ptrdiff_t k = 0; k < s->pages[i].n_links; k++) {
            struct str href = s->pages[i].links[k].href;
            struct cut at = str_cut(href, '#');
            *map_at(&spoken, at.ok ? at.tail : str_cut(href, ':').tail, s->keep) = s->keep;
        }
    for (int i = 0; i < s->data.n_names; i++)
        for (int k = 0; k < s->data.names[i].n_in; k++)
            *map_at(&spoken, str_cut(s->data.names[i].in[k], ':').tail, s->keep) = s->keep;
    return spoken;
}

/* clang-format off */
static const char *const harmless[] = {
    "region", "env", "cpu", "memory", "count", "size", "timeout", "ttl", "version", "engine", "class", "type", "mode",
    "tier", "level", "protocol", "path", "schedule", "zone", "tag", "strategy", "policy", "storage", "format",
    "runtime", "arch", "family", "retention", "interval", "capacity", "title", "unit", "stage", "cidr", "locale",
};
/* clang-format on */

/* A number or a switch is harmless, and a text whose key says that it is. */
static bool is_harmless(struct str pointer, const struct json *v)
{
    struct str key = str_rcut(pointer, '/').tail;
    if (!v || v->kind == JSON_NUMBER || v->kind == JSON_TRUE || v->kind == JSON_FALSE ||
        v->kind == JSON_NULL)
        return true;
    return str_holds_any(key, harmless, LEN(harmless));
}

/* Masks what nobody speaks of; how many values that are. */
static int mask(const struct site *s, const struct config_diff *d)
{
    int n = 0;
    struct map spoken = { 0 };
    if (s->file.audience != SITE_PUBLIC || s->file.public_config || !data_is_config(d->a))
        return 0;
    spoken = spoken_of(s);
    for (int i = 0; i < d->n_rows; i++) {
        struct config_row *r = &d->rows[i];
        if ((is_harmless(r->pointer, r->a) && is_harmless(r->pointer, r->b)) ||
            map_get(&spoken, r->pointer))
            continue;
        r->shown_a = r->shown_a.len ? secrets_dots() : r->shown_a;
        r->shown_b = r->shown_b.len ? secrets_dots() : r->shown_b;
        n++;
    }
    return n;
}

static void say_masked(struct buf *b, int n)
{
    if (n)
        buf_fmt(b, "\n%d value%s of which no page speaks %s not shown.\n", n, str_plural(n),
                n == 1 ? "is" : "are");
}

static void environment_page(struct site *s, const struct data_source *d)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct config_diff rows = config_diff_make(&s->data, d, NULL, NULL, s->keep);
    int masked = mask(s, &rows);
    page_head(&b, "Config: ", d->env, "Every setting as it stands in config, with its unit.", 0);
    from(s, &b, d);
    values(s, &b, &rows);
    say_masked(&b, masked);
    struct site_page *p = site_add(s, link_data_page(d, s->keep), &b);
    if (p)
        p->own_html = true;
}

static bool is_quiet(const struct config_row *r)
{
    return r->mark == CONFIG_SAME && !r->identity && !r->reason.len;
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
    if (is_quiet(r)) {
        buf_put(b, S("| |\n"));
        return;
    }
    buf_fmt(b, "| %s", r->identity ? "its own name" : marks[r->mark]);
    if (r->reason.len) {
        buf_put(b, S(": "));
        markdown_text(b, r->reason);
    }
    buf_put(b, S(" |\n"));
}

/* The rows of a group that differ; those that are the same fold behind their number. */
static void begin_fold(struct buf *b, int same)
{
    buf_char(b, '\n');
    tag_open(b, "details");
    tag_open(b, "summary");
    buf_fmt(b, "%d the same", same);
    tag_end_line(b, "summary");
}

static void end_block(struct buf *b, const char *tag)
{
    buf_char(b, '\n');
    tag_end_line(b, tag);
}

static void compare_group(struct buf *b, const struct config_diff *d, int first, struct str columns)
{
    struct str name = d->rows[first].group;
    int n[2] = { 0 };
    for (int i = first; i < d->n_rows; i++)
        n[is_quiet(&d->rows[i])] += str_equal(d->rows[i].group, name);
    group_heading(b, name);
    for (int quiet = 0; quiet < 2; quiet++) {
        if (!n[quiet])
            continue;
        if (quiet)
            begin_fold(b, n[1]);
        buf_fmt(b, "\n%.*s\n", FMT(columns));
        for (int i = first; i < d->n_rows; i++)
            if (str_equal(d->rows[i].group, name) && is_quiet(&d->rows[i]) == quiet)
                difference_cells(b, &d->rows[i]);
        if (quiet)
            end_block(b, "details");
    }
}

static void comparison(struct site *s, struct buf *b, const struct config_pair *pair)
{
    struct config_diff d = config_diff_make(&s->data, pair->a, pair->b, &s->accepted, s->keep);
    config_diff_report(&d, &s->diag);
    int masked = mask(s, &d);
    int differ = d.n[CONFIG_DIFFER], only = d.n[CONFIG_ONLY_A] + d.n[CONFIG_ONLY_B];
    buf_fmt(b, "**%d** setting%s differ, **%d** stand%s in one only, %d are the same.\n", differ,
            str_plural(differ), only, only == 1 ? "s" : "", d.n[CONFIG_SAME]);
    struct str columns =
        str_fmt(s->keep, "| Setting | %.*s | %.*s | Difference |\n|---|---|---|---|",
                FMT(pair->a->env), FMT(pair->b->env));
    buf_char(b, '\n');
    tag_with(b, "div", { "class", { S("compare") } });
    buf_char(b, '\n');
    for (int i = 0; i < d.n_rows; i++)
        if (is_first_of_group(&d, i))
            compare_group(b, &d, i, columns);
    end_block(b, "div");
    say_masked(b, masked);
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
        struct site_page *p = site_add(
            s,
            n == 1 && config ? S("config/index.md")
            : config         ? str_fmt(s->keep, "config/%.*s-and-%.*s.md", FMT(pairs[i].a->env),
                                       FMT(pairs[i].b->env))
                             : str_fmt(s->keep, "data/%.*s.%.*s-and-%.*s.md", FMT(pairs[i].a->kind),
                                       FMT(pairs[i].a->env), FMT(pairs[i].b->env)),
            &b);
        if (p)
            p->own_html = true;
    }
}

static void data_page(struct site *s, const struct data_source *d)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct config_diff rows = config_diff_make(&s->data, d, NULL, NULL, s->keep);
    page_head(&b, "Data: ", d->name, "The values that claims on other pages are checked against.",
              0);
    from(s, &b, d);
    values(s, &b, &rows);
    site_add(s, link_data_page(d, s->keep), &b);
}

/* Where secrets live they are at home, and of templates and plans only what is allowed is kept; in any other source they
 * are found. */
static void look_into(struct site *s, const struct data_source *d)
{
    for (int i = 0; i < d->n_files; i++)
        if ((!d->resources || tf_hcl_is(d->files[i].path)) && !secrets_sealed(d->files[i].path))
            secrets_report(d->files[i].src.text, d->files[i].src.path, S(""), &d->files[i].src,
                           &s->diag);
}

void generated_pages(struct site *s)
{
    for (int i = 0; i < s->data.n_sources; i++)
        look_into(s, &s->data.sources[i]);
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
