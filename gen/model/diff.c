/* diff.c - names of kinds and signs of changes. */
#include "model/diff.h"

const char *diff_kind_name(enum diff_kind k)
{
    static const char *const names[N_DIFF_KINDS] = { "value",    "price",    "fact",  "estimate",
                                                     "written",  "resource", "edge",  "drawing",
                                                     "page",     "sentence", "link",  "decision",
                                                     "accepted", "setting",  "secret" };
    return names[k];
}

const char *diff_sign_name(enum diff_sign s)
{
    static const char *const names[N_DIFF_SIGNS] = { "added", "removed", "changed",
                                                     "moved", "renamed", "replaced" };
    return names[s];
}

const char *diff_sign_mark(enum diff_sign s)
{
    static const char *const marks[N_DIFF_SIGNS] = { "+", "−", "~", "→", "~", "±" };
    return marks[s];
}
