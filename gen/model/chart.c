/* chart.c - a chart's data as JSON. */
#include "model/chart.h"

static const char *const kinds[] = { "range", "stack", "dumbbell", "waterfall", "step", "tornado" };

static void put_text(struct buf *out, const char *key, struct str text)
{
    buf_fmt(out, ",\"%s\":", key);
    buf_json(out, text);
}

/* JSON wants a digit before the point, SVG does not. */
static void put_number(struct buf *out, double x)
{
    if (x < 0)
        buf_char(out, '-');
    x = x < 0 ? -x : x;
    if (x < 0.99995)
        buf_char(out, '0');
    if (x >= 0.00005)
        buf_num(out, x, 4);
}

static void put_range(struct buf *out, const char *key, const struct chart_range *r)
{
    if (!r->set)
        return;
    buf_fmt(out, ",\"%s\":{\"low\":", key);
    put_number(out, r->low);
    buf_put(out, S(",\"typical\":"));
    put_number(out, r->typical);
    buf_put(out, S(",\"high\":"));
    put_number(out, r->high);
    buf_char(out, '}');
}

void chart_json(const struct chart *c, struct buf *out)
{
    buf_fmt(out, "{\"v\":1,\"kind\":\"%s\"", kinds[c->kind]);
    put_text(out, "title", c->title);
    put_text(out, "desc", c->desc);
    put_text(out, "unit", c->unit);
    put_text(out, "note", c->note);
    buf_put(out, S(",\"rows\":["));
    for (int i = 0; i < c->n_rows; i++) {
        const struct chart_row *r = &c->rows[i];
        buf_fmt(out, "%s{\"total\":%s,\"wrong\":%s", i ? ",\n" : "\n", r->total ? "true" : "false", r->wrong ? "true" : "false");
        put_text(out, "label", r->label);
        put_text(out, "note", r->note);
        put_range(out, "value", &r->value);
        put_range(out, "written", &r->written);
        buf_put(out, S(",\"parts\":["));
        for (int k = 0; k < r->n_parts; k++) {
            buf_put(out, k ? S(",{\"series\":") : S("{\"series\":"));
            buf_json(out, c->series[r->parts[k].series]);
            put_range(out, "value", &r->parts[k].value);
            buf_char(out, '}');
        }
        buf_put(out, S("]}"));
    }
    buf_put(out, S("]}\n"));
}
