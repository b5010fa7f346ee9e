/* path.h - paths and URLs as text; nothing here touches the disk. */
#ifndef BASE_PATH_H
#define BASE_PATH_H
#include "base/buf.h"

struct str path_dir(struct str path);  /* "a/b.md" -> "a"; "b.md" -> "" */
struct str path_base(struct str path); /* "a/b.md" -> "b.md" */
struct str path_ext(struct str path);  /* "a/b.md" -> ".md"; none -> "" */
/* "a" and "b" -> "a/b"; a dir of "" or "." and an absolute name give name alone. */
struct str path_join(struct str dir, struct str name, struct arena *keep);
/* "a/./b/../c" -> "a/c". *escapes is set when it would leave the top ("../x"). */
struct str path_normal(struct str path, struct arena *keep, bool *escapes);
/* The same for a path that may leave the top: *up says how many folders above it, the rest is below
 * there. "../../x/./y" -> 2 and "x/y". */
struct str path_climb(struct str path, struct arena *keep, int *up);
/* "../" as often as up says, and rest behind it. */
struct str path_above(int up, struct str rest, struct arena *keep);
/* What to write in a page at `from` (a file path) to reach `to`: "a/b.html","c.css" -> "../c.css". */
struct str path_relative(struct str from, struct str to, struct arena *keep);
/* ** any text, * any text without a slash, ? one character without a slash; a leading "**" and a
 * slash also fits nothing. */
bool path_match(struct str pattern, struct str path);
/* By names with numbers as numbers, without regard to the case of ASCII letters: s2, s10. */
int path_order(struct str a, struct str b);
/* A scheme in front ("https:", "config.prod:"): letters, digits, + - . and a colon; else empty. */
struct str url_scheme(struct str url);
struct str url_decode(struct str s, struct arena *keep); /* percent-escapes */
#endif
