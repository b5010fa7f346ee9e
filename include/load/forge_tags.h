/* forge_tags.h - tags that other tools put into Markdown: what they say, and which stay text.
 *
 *     {{< ref "a.md" >}}   {% include x.html %}   {{ site.baseurl }}   <TabItem label="npm">   {/ * … * /}
 */
#ifndef LOAD_FORGE_TAGS_H
#define LOAD_FORGE_TAGS_H
#include "base/diag.h"
#include "load/mapped.h"

/* In front of the target of a link whose page is known by the end of its path: {{< ref "install.md" >}}. */
#define FORGE_REF "/:ref:/"

enum { FORGE_TAG = 1024 }; /* no tag is longer: what opens is looked through once */
enum forge_syntax {
    FORGE_HUGO,
    FORGE_LIQUID,
    FORGE_COLONS,
    FORGE_MYST,
    FORGE_ROLE,
    FORGE_INCLUDE,
    FORGE_WIKI,
    FORGE_MATH,
    FORGE_MARKS,
    FORGE_MDX,
    FORGE_SYNTAXES
};
/* What stays text, counted: one finding for each kind on a page. */
struct forge_litter {
    const struct source *src;
    struct diag *d;
    struct str first[FORGE_SYNTAXES];
    int n[FORGE_SYNTAXES];
    struct str ahead;   /* behind the line at hand */
    const char *looked; /* up to here nothing ends a comment */
    bool text;          /* that line is no HTML */
    bool comment;       /* one is open */
};
void forge_litter_count(struct forge_litter *l, enum forge_syntax kind, struct str place);
void forge_litter_report(const struct forge_litter *l);

enum forge_use {
    FORGE_TAG_BLOCK, /* begins or ends something, if its name is known */
    FORGE_TAG_NONE,  /* says nothing to a reader */
    FORGE_TAG_CODE,  /* what follows is code */
    FORGE_TAG_LINK,  /* is the target of a link */
    FORGE_TAG_PICTURE
};
struct forge_tag {
    struct str whole, name, args;
    enum forge_syntax syntax;
    enum forge_use use;
    bool closing;
};
/* The tag that s begins with. mdx: components and comments of JSX are tags too. */
bool forge_tag_at(struct str s, bool mdx, struct forge_tag *out);
/* The nth word of the tag that has no key="…" before it; empty when there is none. */
struct str forge_tag_word(const struct forge_tag *t, int n);
/* What kind of note it asks for; what it is called. */
struct str forge_tag_kind(const struct forge_tag *t);
struct str forge_tag_title(const struct forge_tag *t);
/* Writes what a component says by its attributes: title, description, where it leads. False: nothing. */
bool forge_tag_card(const struct forge_tag *t, struct mapped *out);
/* Whether this line of code is the tag that ends the code. */
bool forge_tag_ends_code(struct str line);

/* Whether a line may hold tags; writes it with its tags as Markdown. */
bool forge_tags_wanted(struct str line);
void forge_tags_line(struct forge_litter *l, struct mapped *out, struct str line);
#endif
