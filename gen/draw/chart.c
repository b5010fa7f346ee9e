/* chart.c - from a chart to its kind's drawing, and the table behind every one. */
#include "draw/chart.h"

#include "base/tag.h"
#include "draw/chart_kinds.h"

void chart_scene(const struct chart *c, bool narrow, struct arena *keep, struct scene *out)
{
    static void (*const kinds[])(struct plot *) = {
        [CHART_RANGE] = chart_range_draw,       [CHART_STACK] = chart_stack_draw,
        [CHART_DUMBBELL] = chart_dumbbell_draw, [CHART_WATERFALL] = chart_waterfall_draw,
        [CHART_STEP] = chart_step_draw,         [CHART_TORNADO] = chart_tornado_draw,
    };
    *out = (struct scene){ .title = c->title.len ? c->title : S("Chart"), .desc = c->desc };
    struct plot p = plot_open(c, narrow, keep, out);
    if (c->n_rows > 0)
        kinds[c->kind](&p);
    plot_close(&p);
}

/* ---- the table ---- */

static void cell(struct buf *out, bool number, struct str text)
{
    tag_with(out, "td", { "class", { TAG_TEXT_IF(number, S("n")) } });
    buf_html(out, text);
    tag_end(out, "td");
}

static void head_cell(struct buf *out, const char *scope, bool number, struct str text)
{
    tag_with(out, "th", { "scope", { str_of(scope) } },
             { "class", { TAG_TEXT_IF(number, S("n")) } });
    buf_html(out, text);
    tag_end(out, "th");
}

static void value_cell(const struct plot *p, struct chart_range r, struct buf *out)
{
    cell(out, true, r.set ? plot_range(p, r) : S("\xE2\x80\x94"));
}

static const struct chart_part *part_of(const struct chart_row *r, int series)
{
    for (int i = 0; i < r->n_parts; i++)
        if (r->parts[i].series == series)
            return &r->parts[i];
    return NULL;
}

struct shown { /* columns that some row fills */
    bool written, value, note, at;
};

static struct shown shown_in(const struct chart *c)
{
    struct shown s = { .at = c->kind == CHART_STEP };
    for (int i = 0; i < c->n_rows; i++) {
        s.written |= c->rows[i].written.set;
        s.value |= c->rows[i].value.set;
        s.note |= c->rows[i].note.len > 0;
    }
    return s;
}

static void table_head(const struct chart *c, struct shown s, struct buf *out)
{
    tag_open(out, "thead");
    tag_open(out, "tr");
    head_cell(out, "col", false, s.at ? S("Users") : S("Item"));
    for (int i = 0; i < c->n_series; i++)
        head_cell(out, "col", true, c->series[i]);
    if (s.written)
        head_cell(out, "col", true, S("Written"));
    if (s.value)
        head_cell(out, "col", true,
                  c->n_series ? S("Total")
                  : s.written ? S("Computed")
                              : S("Value"));
    if (s.written && s.value)
        head_cell(out, "col", true, S("Ratio"));
    if (s.note)
        head_cell(out, "col", false, S("Note"));
    tag_end(out, "tr");
    tag_end(out, "thead");
}

static void table_row(const struct plot *p, const struct chart_row *r, struct shown s,
                      struct buf *out)
{
    const struct chart *c = p->c;
    struct buf at = buf_open(p->keep, 40);
    buf_num(&at, r->at, 2);
    struct str kind = r->wrong ? S("wrong") : S("total");
    tag_with(out, "tr", { "class", { TAG_TEXT_IF(r->wrong || r->total, kind) } });
    head_cell(out, "row", false, s.at && !r->label.len ? buf_str(&at) : r->label);
    for (int i = 0; i < c->n_series; i++) {
        const struct chart_part *part = part_of(r, i);
        value_cell(p, part ? part->value : (struct chart_range){ 0 }, out);
    }
    if (s.written)
        value_cell(p, r->written, out);
    if (s.value)
        value_cell(p, r->value, out);
    if (s.written && s.value) {
        bool both = r->written.set && r->value.set && plot_middle(r->value) > 0;
        cell(out, true,
             both ? plot_ratio(p, plot_middle(r->written) / plot_middle(r->value))
                  : S("\xE2\x80\x94"));
    }
    if (s.note)
        cell(out, false, r->note);
    tag_end(out, "tr");
}

void chart_table(const struct chart *c, struct buf *out)
{
    struct plot p = { .c = c, .keep = out->arena };
    struct shown s = shown_in(c);
    tag_open(out, "table");
    tag_text(out, "caption", c->title.len ? c->title : c->desc);
    table_head(c, s, out);
    tag_open(out, "tbody");
    for (int i = 0; i < c->n_rows; i++)
        table_row(&p, &c->rows[i], s, out);
    tag_end(out, "tbody");
    tag_end(out, "table");
}
