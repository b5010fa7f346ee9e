/* lookup.h - the one way by which rendering a page learns of anything outside the page.
 *
 * Each question is recorded with the hash of its answer: (kind, key, hash). A page whose own bytes
 * and whose records are unchanged need not be rendered again, so no dependency can be forgotten.
 * Judging asks in the same way, so a page
 * is neither judged nor rendered again without need. The answers come from judge and write, which know
 * everything; page only sees this face. */
#ifndef MODEL_LOOKUP_H
#define MODEL_LOOKUP_H
#include "model/claim.h"
#include "model/document.h"

enum lookup_kind {
    /* asked by a page that is written; judge's own: */
    LOOKUP_CLAIM,  /* key: "#link-N", "#cell-TABLE-ROW-COLUMN" -> struct claim */
    LOOKUP_FIGURE, /* key: "#fence-N", "#link-N", "#image-N", "#table-N", "#table-N-all", "@figure-2", "@an-id" -> struct lookup_figure */
    /* of others: */
    LOOKUP_LINK,     /* key: href as written                -> struct lookup_link */
    LOOKUP_IMAGE,    /* key: path of a picture              -> struct lookup_image */
    LOOKUP_FRAME,    /* key: "": all around the content     -> struct value (page/value.h) */
    LOOKUP_TOTALS,   /* key: "": what all pages are found to say, on the first page's frame */
    LOOKUP_EFFECTS,  /* key: "": what proposals would do, on their pages and their index */
    LOOKUP_TEMPLATE, /* key: name ("page")                  -> struct template (page/template.h) */
    LOOKUP_SETTING,  /* key: name in site.json              -> struct str */
    LOOKUP_TERMS,    /* key: "": words that the glossary explains -> struct lookup_terms */
    LOOKUP_TITLE,    /* key: text of a link: is it some page's title? */
    /* asked while a page is judged; only whether the answer changed counts */
    LOOKUP_TARGET,  /* key: href, NUL, title: what it means */
    LOOKUP_VERDICT, /* key: a claim, packed */
    LOOKUP_QUOTES,  /* key: path: what claims.json says of that page */
    LOOKUP_REGION,  /* key: path of a file that code is taken from */
    LOOKUP_INCLUDE, /* key: path of a file that is part of the page */
    LOOKUP_PATH,    /* key: path in code: does the repository lack it? */
    LOOKUP_COSTS,   /* key: "": all prices and estimates */
    LOOKUP_DATA,    /* key: "": all of the data */
    LOOKUP_FILES,   /* key: "": the names of all files and pages, for suggestions */
    N_LOOKUPS
};
struct lookup_record {
    enum lookup_kind kind;
    struct str key;
    uint64_t hash;
};
struct lookup_answer {
    const void *value; /* NULL: there is none, or only the hash was wanted */
    uint64_t hash;
};
struct lookup {
    /* page: path of the asking page in the content folder. keep: where the answer may be made.
     * hash_only: the value is not wanted and need not be made. */
    struct lookup_answer (*find)(const void *world, struct str page, enum lookup_kind kind,
                                 struct str key, bool hash_only, struct arena *keep);
    const void *world;
    struct str page;
    struct arena *keep;
    LIST(struct lookup_record) records;
};
/* Asks and records; what judge said of the page itself needs no record. */
const void *lookup_ask(struct lookup *l, enum lookup_kind kind, struct str key);
/* Records that something was asked, without the answer; nothing where find is NULL: nobody keeps it. */
void lookup_note(struct lookup *l, enum lookup_kind kind, struct str key);

enum link_kind {
    LINK_EXTERNAL, /* another site: href as it is */
    LINK_PAGE,     /* a page of ours, perhaps with an anchor */
    LINK_FILE,     /* a file that is published as it is */
    LINK_FORGE,    /* a file of the repository, where a forge shows it */
    LINK_DATA,     /* a plain link to a source: its generated page */
    LINK_CLAIM,    /* a link into data */
    LINK_FIGURE,   /* a view of data; a figure when alone in its paragraph */
    LINK_BROKEN,   /* reported; shown as text */
    LINK_REFUSED   /* a scheme that must not go out (javascript:) */
};
enum { LOOKUP_COPIES = 2 };
struct lookup_link {
    enum link_kind kind;
    struct str href; /* relative to the asking page's output */
    struct str file; /* FILE: below OUT */
    struct str page; /* PAGE, DATA: path of the page's source */
};
struct lookup_term {
    struct str text, meaning;
    struct str href; /* as a page would write it: "/glossary.md#task" */
};
struct lookup_terms {
    struct lookup_term *ptr;
    ptrdiff_t n;
    struct str page; /* path of the glossary */
    uint64_t hash;
};
struct lookup_image {
    int width, height; /* 0 when unknown */
    int copies
        [LOOKUP_COPIES]; /* widths of smaller copies of it, which stand beside it: photo.720w.png; 0: none */
};
struct lookup_figure {
    struct str svg;   /* inline markup */
    struct str table; /* the data behind it as an HTML table, or empty */
    struct str list;  /* nodes and connections as HTML lists for screen readers, or empty */
    struct str svg_href, png_href; /* relative to the asking page's output; png empty: not made */
    struct str id;                 /* made from the caption, or empty */
    int number;                    /* "Figure 2"; 0: it has none */
    struct str caption;            /* as its author gave it */
    struct str alt, note;
    struct str source; /* what a reader may unfold below: the drawing as text, or empty */
    int width, height;
    bool titled; /* the picture has its caption as its own title */
    bool wide;   /* so that it wants a large window, else its narrow twin */
};
#endif
