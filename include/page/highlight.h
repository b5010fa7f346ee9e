/* highlight.h - source code to HTML with classes, by tables.
 *
 * <span class="k">if</span>: k keyword, t type, b built-in name, f function or key, s string, c
 * comment, d number or constant, p preprocessor or decorator, v variable; in diffs also i inserted,
 * x deleted, h head. Neighbours of one class share a span. */
#ifndef PAGE_HIGHLIGHT_H
#define PAGE_HIGHLIGHT_H
#include "base/buf.h"

/* Appends code, escaped, with spans. lang is the first word of a fence's info string, in any case:
 * ts, typescript, js, python, dockerfile, bash, console, json, yaml, c, sql, diff, ini, toml,
 * makefile, html, css and common other names of these. Unknown languages stay plain. */
void highlight(struct str lang, struct str code, struct buf *out);
#endif
