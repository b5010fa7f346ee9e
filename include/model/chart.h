/* chart.h - what a chart shows: rows of ranges in one unit, without a place or colour. */
#ifndef MODEL_CHART_H
#define MODEL_CHART_H
#include "base/str.h"

enum chart_kind {
    CHART_RANGE, /* one row per item, a bar from low to high, stacked: each starts where the last ended; last row: total */
    CHART_STACK, /* one row per size: parts side by side (typical values), a whisker from low to high of the total */
    CHART_DUMBBELL, /* one row per item: written and computed ranges on one axis, the ratio at the right */
    CHART_WATERFALL, /* from one total to another, row by row */
    CHART_STEP,      /* value over users, one line per series, crossovers marked */
    CHART_TORNADO    /* how far each assumption moves the total */
};
struct chart_range {
    bool set;
    double low, typical, high;
};
struct chart_part {
    int series; /* index into chart.series */
    struct chart_range value;
};
struct chart_row {
    struct str label, note;     /* note: short text at the right end, may be empty */
    struct chart_range value;   /* computed, or the only one */
    struct chart_range written; /* as the prose says; unset when there is none */
    struct chart_range billed;  /* what a bill says, one number; unset when there is none */
    struct chart_part *parts;   /* CHART_STACK */
    int n_parts;
    bool total, wrong;
    double at; /* CHART_STEP: users */
};
struct chart {
    enum chart_kind kind;
    struct str title, desc; /* desc: the one sentence somebody should take away */
    struct str unit;        /* "$" in front of numbers, "/month" … as axis label */
    struct str note;        /* source and date of the figures, below the chart */
    struct str *series;     /* names of parts */
    int n_series;
    struct chart_row *rows;
    int n_rows;
    double from; /* CHART_WATERFALL: where the axis begins; bars that begin at zero show a break */
};
#endif
