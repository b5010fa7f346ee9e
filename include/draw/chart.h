/* chart.h - a chart as a picture, and the table of its data. */
#ifndef DRAW_CHART_H
#define DRAW_CHART_H
#include "model/chart.h"
#include "model/scene.h"

/* The axis starts at zero, numbers stand at the bars, series have colour and pattern in one fixed
 * order, rows marked wrong are seen first. The scene lives in keep and points into the chart's
 * text. narrow: for a phone, words above their bars. */
void chart_scene(const struct chart *c, bool narrow, struct arena *keep, struct scene *out);
/* The data behind it as an HTML table with caption and scopes. */
void chart_table(const struct chart *c, struct buf *out);
/* {"v":1,"kind","title","desc","unit","note","series":[],"rows":[{"label","value":{"low","typical","high"},
 * "written","parts":{SERIES:range},"note","total","wrong","at"}]}: what is not set is left out. */
void chart_json(const struct chart *c, struct buf *out);
#endif
