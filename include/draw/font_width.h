/* font_width.h - how wide text is, without asking any installed font.
 *
 * The table behind it (font_width.inc, made by font_width.py) holds the advances of DejaVu Sans,
 * one of the widest faces a reader's system may choose, so text that fits here fits everywhere. */
#ifndef DRAW_FONT_WIDTH_H
#define DRAW_FONT_WIDTH_H
#include "model/scene.h"

/* Width in pixels of one line of UTF-8 in the type of a text role, some slack included. */
float font_width(struct str s, enum scene_role role);
/* The longest head of s, cut between words where it can be, that is at most max pixels wide. */
struct str font_fit(struct str s, enum scene_role role, float max);
/* Which of the pinned font files (draw/raster.c) has a character: the face of the role itself,
 * DejaVu Sans, a CJK face, a face of symbols and emoji, or none. */
enum font_face { FONT_OWN, FONT_SANS, FONT_CJK, FONT_SYMBOLS, FONT_NONE };
enum font_face font_face_of(uint32_t cp, bool mono);
#endif
