/* other_tool.h - a tree of pages made for another generator: which one, and what its settings say that
 * site.json says too. */
#ifndef LOAD_OTHER_TOOL_H
#define LOAD_OTHER_TOOL_H
#include "base/json.h"

struct other_tool_permalink { /* where the pages of a folder stand: "blog", "/:year/:slug/" */
    struct str folder, pattern;
};
struct other_tool {
    const char *make;   /* "Material for MkDocs"; "plain Markdown" */
    struct str base;    /* the folder of its settings, as the user names it */
    struct str real;    /* the same from the top of the file system */
    struct str config;  /* their file in base; or empty */
    struct str content; /* the folder of pages, from base: "docs"; empty: base itself */
    struct str nav;     /* the file that says the order, from base; or empty */
    struct str statics; /* the folder of static files, from base; or empty */
    struct str title, description, lang;
    struct str url;        /* where readers find the site, "https://…/"; or empty */
    struct str base_path;  /* "/docs/"; or empty */
    struct str repo, edit; /* of a forge: "https://github.com/o/r", "edit/main/docs/"; or empty */
    LIST(struct other_tool_permalink) permalinks;
    bool by_address;         /* relative links are meant from the page's address */
    LIST(struct str) unread; /* what it uses besides, in its own words: "plugin search" */
};

/* Looks in dir, in the two folders above it, and in docs/, website/ and the like below. What cannot be read is left
 * out. */
void other_tool_find(struct str dir, struct arena *keep, struct other_tool *out);
/* What site.json says of it, as JSON text; root: how many folders the repository must stand above the pages,
 * 0 when git tells. */
struct str other_tool_settings(const struct other_tool *f, int root, struct arena *keep);
#endif
