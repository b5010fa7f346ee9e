/* emoji.h - GitHub's names of emoji: ":rocket:". */
#ifndef MODEL_EMOJI_H
#define MODEL_EMOJI_H
#include "base/str.h"

enum { EMOJI_NAME = 50 }; /* no name is longer */

/* The emoji that is called so, without its colons; empty when none is. */
struct str emoji_named(struct str name);
#endif
