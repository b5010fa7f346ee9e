/* pattern.h - values that a pattern finds in a text (PCRE2); the one home of pcre2.h. */
#ifndef LOAD_PATTERN_H
#define LOAD_PATTERN_H
#include "base/json.h"

struct pattern { /* one of site.json's "find" */
    struct str pointer, text;
    struct str place; /* in site.json */
};

/* Is text a pattern with exactly one group? Else *why says what it is. why lives in keep. */
bool pattern_check(struct str text, struct arena *keep, struct str *why);

/* Does pattern match somewhere in text? False too when it is no pattern. */
bool pattern_matches(struct str pattern, struct str text, struct arena scratch);

/* An object that has, at each pattern's pointer, what its group holds in src. A pattern that finds
 * nothing leaves its place empty; one that finds two different texts makes it JSON_UNKNOWN. Both are
 * reported at the pattern's place in site under rule. The tree lives in keep, its text in src. */
struct json *pattern_find(const struct pattern *patterns, int n, const struct source *src,
                          const struct source *site, struct arena *keep, const struct rule *rule,
                          struct diag *d);
#endif
