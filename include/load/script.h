/* script.h - what a settings file in JavaScript or TypeScript exports, as far as it is written down.
 *
 *     const items = ['a', 'b'];
 *     export default defineConfig({ title: 'Docs', sidebar: { '/x/': items }, when: Date.now() });
 *
 * Nothing is run. Literals are values; so is a name for the first thing that is declared by it, a function without
 * branches for what it returns, a call of a function from elsewhere for the first object or list it is given (of
 * path.join() and the like the last text), "a || b" for what of both is known, and ...x inside of {} and []. All
 * else is JSON_UNKNOWN. */
#ifndef LOAD_SCRIPT_H
#define LOAD_SCRIPT_H
#include "base/json.h"

/* The value behind `export default` or `module.exports =`; NULL when there is none. Texts without escapes and all
 * raw texts point into src. Nesting past 64, and names that stand for more than 64 times the file, are unknown. */
const struct json *script_read(const struct source *src, struct arena *keep);
#endif
