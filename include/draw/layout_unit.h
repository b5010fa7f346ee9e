/* layout_unit.h - how large a cell of a drawing is, in pixels. */
#ifndef DRAW_LAYOUT_UNIT_H
#define DRAW_LAYOUT_UNIT_H

enum { LAYOUT_CELL_W = 8, LAYOUT_CELL_H = 18, LAYOUT_GAP = 20 };
#endif
