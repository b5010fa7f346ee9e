/* palette.h - every colour a figure may wear, light and dark.
 *
 * Series colours are Okabe and Ito's eight in one fixed order over all charts; black has a light
 * twin in the dark scheme. Category colours are the theme's (assets/figure.css holds the same). */
#ifndef DRAW_PALETTE_H
#define DRAW_PALETTE_H
#include "model/scene.h"

enum palette_theme { PALETTE_LIGHT, PALETTE_DARK };

/* 0xRRGGBB. paint must not be PAINT_NONE, PAINT_CURRENT or PAINT_ON. */
uint32_t palette_paint(enum scene_paint paint, enum palette_theme theme);
/* COLOUR_INHERIT gives that of COLOUR_EDGE. */
uint32_t palette_colour(enum scene_colour colour, enum palette_theme theme);
/* The custom property that holds it on a page: "--c-net", "--s1"; "--card". */
const char *palette_paint_name(enum scene_paint paint);
const char *palette_colour_name(enum scene_colour colour);
/* Its CSS class: "net", "s1". */
const char *palette_class(enum scene_colour colour);
/* The colour of the same hue, light or dark: how an author's colour is shown on both themes. Greys give
 * COLOUR_EDGE. rgb may have bits above its 24. */
enum scene_colour palette_nearest(uint32_t rgb);
/* Black or white: the one with more contrast on rgb. */
uint32_t palette_on(uint32_t rgb);
/* WCAG 2 contrast ratio, 1..21. */
double palette_contrast(uint32_t a, uint32_t b);
#endif
