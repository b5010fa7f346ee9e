/* chart_json.c - a chart's numbers as JSON, for those who draw them elsewhere. */
#include "draw/chart.h"

static void text_member(struct buf *out, const char *name, struct str text)
{
    if (text.len)
        buf_member(out, name, text);
}

static void number_member(struct buf *out, const char *name, double v)
{
    enum { PLACES = 6 };
    buf_key(out, str_of(name));
    struct buf one = buf_open(out->arena, 64);
    buf_num(&one, v, PLACES);
    struct str s = buf_str(&one);
    bool minus = str_starts(s, S("-"));
    if (minus)
        buf_char(out, '-');
    s = str_from(s, minus);
    if (str_starts(s, S("."))) /* JSON wants the zero that SVG does not */
        buf_char(out, '0');
    buf_put(out, s);
}

static void range_member(struct buf *out, const char *name, struct chart_range r)
{
    if (!r.set)
        return;
    buf_key(out, str_of(name));
    buf_char(out, '{');
    number_member(out, "low", r.low);
    number_member(out, "typical", r.typical);
    number_member(out, "high", r.high);
    buf_char(out, '}');
}

static void row(const struct chart *c, const struct chart_row *r, struct buf *out)
{
    buf_char(out, '{');
    text_member(out, "label", r->label);
    if (c->kind == CHART_STEP)
        number_member(out, "at", r->at);
    range_member(out, "value", r->value);
    range_member(out, "written", r->written);
    range_member(out, "billed", r->billed);
    if (r->n_parts) {
        buf_key(out, S("parts"));
        buf_char(out, '{');
        for (int i = 0; i < r->n_parts; i++)
            if (r->parts[i].series >= 0 && r->parts[i].series < c->n_series)
                range_member(out, str_c(c->series[r->parts[i].series], out->arena),
                             r->parts[i].value);
        buf_char(out, '}');
    }
    text_member(out, "note", r->note);
    if (r->total) {
        buf_key(out, S("total"));
        buf_put(out, S("true"));
    }
    if (r->wrong) {
        buf_key(out, S("wrong"));
        buf_put(out, S("true"));
    }
    buf_char(out, '}');
}

void chart_json(const struct chart *c, struct buf *out)
{
    static const char *const kinds[] = { "range",     "stack", "dumbbell",
                                         "waterfall", "step",  "tornado" };
    buf_put(out, S("{\"v\":1"));
    text_member(out, "kind", str_of(kinds[c->kind]));
    text_member(out, "title", c->title);
    text_member(out, "desc", c->desc);
    text_member(out, "unit", c->unit);
    text_member(out, "note", c->note);
    buf_key(out, S("series"));
    buf_char(out, '[');
    for (int i = 0; i < c->n_series; i++) {
        if (i)
            buf_char(out, ',');
        buf_json(out, c->series[i]);
    }
    buf_put(out, S("],\"rows\":["));
    for (int i = 0; i < c->n_rows; i++) {
        if (i)
            buf_char(out, ',');
        row(c, &c->rows[i], out);
    }
    buf_put(out, S("]}\n"));
}
