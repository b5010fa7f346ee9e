/* chart.c - from a chart to its kind's drawing, and the table behind every one. */
#include "draw/chart.h"

#include "draw/chart_kinds.h"

void chart_scene(const struct chart *c, struct arena *keep, struct scene *out)
{
    static void (*const kinds[])(struct plot *) = {
        [CHART_RANGE] = chart_range_draw,       [CHART_STACK] = chart_stack_draw,
        [CHART_DUMBBELL] = chart_dumbbell_draw, [CHART_WATERFALL] = chart_waterfall_draw,
        [CHART_STEP] = chart_step_draw,         [CHART_TORNADO] = chart_tornado_draw,
    };
    *out = (struct scene){ .title = c->title.len ? c->title : S("Chart"), .desc = c->desc };
    struct plot p = plot_open(c, keep, out);
    if (c->n_rows > 0)
        kinds[c->kind](&p);
    plot_close(&p);
}

/* ---- the table ---- */

static void cell(struct buf *out, const char *tag, const char *attributes, struct str text)
{
    buf_fmt(out, "<%s%s>", tag, attributes);
    buf_html(out, text);
    buf_fmt(out, "</%s>", tag);
}

static void value_cell(const struct plot *p, struct chart_range r, struct buf *out)
{
    cell(out, "td", " class=\"n\"", r.set ? plot_range(p, r) : S("\xE2\x80\x94"));
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
    const char *number = " scope=\"col\" class=\"n\"";
    buf_put(out, S("<thead><tr>"));
    cell(out, "th", " scope=\"col\"", s.at ? S("Users") : S("Item"));
    for (int i = 0; i < c->n_series; i++)
        cell(out, "th", number, c->series[i]);
    if (s.written)
        cell(out, "th", number, S("Written"));
    if (s.value)
        cell(out, "th", number, c->n_series ? S("Total") : s.written ? S("Computed") : S("Value"));
    if (s.written && s.value)
        cell(out, "th", number, S("Ratio"));
    if (s.note)
        cell(out, "th", " scope=\"col\"", S("Note"));
    buf_put(out, S("</tr></thead>"));
}

static void table_row(const struct plot *p, const struct chart_row *r, struct shown s,
                      struct buf *out)
{
    const struct chart *c = p->c;
    struct buf at = buf_open(p->keep, 40);
    buf_num(&at, r->at, 2);
    buf_put(out, r->wrong   ? S("<tr class=\"wrong\">")
                 : r->total ? S("<tr class=\"total\">")
                            : S("<tr>"));
    cell(out, "th", " scope=\"row\"", s.at && !r->label.len ? buf_str(&at) : r->label);
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
        cell(out, "td", " class=\"n\"",
             both ? plot_ratio(p, plot_middle(r->written) / plot_middle(r->value))
                  : S("\xE2\x80\x94"));
    }
    if (s.note)
        cell(out, "td", "", r->note);
    buf_put(out, S("</tr>"));
}

void chart_table(const struct chart *c, struct buf *out)
{
    struct plot p = { .c = c, .keep = out->arena };
    struct shown s = shown_in(c);
    buf_put(out, S("<table>"));
    cell(out, "caption", "", c->title.len ? c->title : c->desc);
    table_head(c, s, out);
    buf_put(out, S("<tbody>"));
    for (int i = 0; i < c->n_rows; i++)
        table_row(&p, &c->rows[i], s, out);
    buf_put(out, S("</tbody></table>"));
}
