/* site.h - a content folder: its settings, data and pages, and what is known of each page, stage by stage.
 *
 *     gather   settings, data, the list of files; each page's title, headings, links; their order
 *     judge    each page against the data: claims, costs, figures, links
 *     write    what is made of it below OUT (write/build.h)
 *
 * A page's text is read when it is worked on and let go again, so memory grows with summaries; what the
 * last build's record (gather/record.h) knows of a file that has not changed is not read at all. Pages
 * are worked on in parallel, each by one worker with arenas of its own; what is found is merged in page
 * order. */
#ifndef GATHER_SITE_H
#define GATHER_SITE_H
#include "base/fs.h"
#include "gather/record.h"
#include "load/image_size.h"
#include "load/site_file.h"
#include "model/accepted.h"
#include "model/chart.h"
#include "model/claim.h"
#include "model/cost.h"
#include "model/document.h"
#include "model/graph.h"
#include "model/lookup.h"

enum { SITE_JOBS = 16 };

struct site_options {
    struct str dir;      /* the content folder */
    struct str out;      /* where the site is written */
    struct str base_url; /* overrides site.json */
    struct str version;  /* the name of this version, or empty */
    struct str below,
        canonical; /* folders below base_url: where it stands, where readers are to be sent */
    struct date today;
    int jobs;
    bool no_cache, timings;
    bool png, no_png; /* PNG of figures too; no picture made by libgd at all */
    bool drafts;      /* pages marked draft are pages too */
    bool blind;       /* no picture is looked at: views of resources are not drawn */
    bool export;      /* pages as Markdown for other generators, too: write/build.h */
    bool texts;       /* keep the texts of pages, for commands that look into them again */
};
struct site_heading {
    struct str id, text;
    int level;
};
struct site_link {
    struct str href; /* as written, decoded */
    struct str text;
    ptrdiff_t at, len; /* its place in the page's text */
    int index;         /* node.index */
    bool head;         /* in the head of a table */
    bool image, lone;  /* lone: alone in its paragraph, so a view of data is a figure */
};

/* ---- of judge ---- */

struct site_claim {
    struct str key; /* "#link-3", "#cell-0-2-1" */
    struct claim claim;
    struct str before; /* what the page says right before it, for judge/lost.h */
};
enum site_figure_kind {
    FIGURE_GRAPH,
    FIGURE_CHART,
    FIGURE_TABLE, /* of words: HTML alone */
    FIGURE_IMAGE, /* a file with a caption */
    FIGURE_SCENE  /* of resources: ready */
};
struct site_figure {
    struct str key; /* "#fence-0", "#link-3", "#table-1" */
    enum site_figure_kind kind;
    struct str text;     /* GRAPH: the drawing */
    struct graph *graph; /* GRAPH: laid out */
    struct str caption;
    struct str html;     /* TABLE */
    struct str name;     /* file name without extension, unique in the page's folder */
    struct str id;       /* its address: its caption's slug where nothing else has it, or empty */
    int number;          /* on the page, from 1; 0: a table, which is none */
    struct chart *chart; /* CHART: what is drawn */
    struct scene *ready, *phone; /* SCENE: the picture, and the one for a phone */
    struct lookup_figure *drawn; /* write: for the page, */
    struct scene *scene;         /* and as shapes; drawings have them when they are found */
};
struct site_outside {       /* a file above the content folder to which pages link */
    struct str commit;      /* that changed it last, or empty */
    int64_t size, mtime_ns; /* size below 0: a folder, or nothing */
};
struct site_reach {    /* where a link leads, for all that is said of links together */
    struct str page;   /* path of a page that is linked to, or empty */
    struct str file;   /* a file that goes out, or empty */
    struct str figure; /* the anchor of a figure of that page: known when it was judged */
    struct str line_text;
    int line, col, end_col;
    ptrdiff_t link; /* its number on the page */
};

struct site_page {
    /* gather: the page by itself */
    struct source
        src;         /* path as the user would name it; text while the page is worked on, and always
                          of pages made from data and with options.texts */
    struct str path; /* below the content folder: "costs/medium.md" */
    struct record_stamp stamp;
    uint64_t hash;  /* of the text */
    bool generated; /* made by plumb from data; has no file */
    bool own_html;  /* its HTML is plumb's own and passes as it is */
    bool refused;   /* not fit for reading; reported */
    bool folded;    /* pages below it stand on it, not in the navigation */
    bool heading;   /* in the tree alone: words above what is below, or an address elsewhere */
    bool rest;      /* heading: above pages that the navigation does not name */
    bool rooted;    /* links are absolute: nobody knows at which depth it is shown (404) */
    struct front_matter front;
    struct str title, description;
    struct site_heading *headings;
    ptrdiff_t n_headings;
    struct str *anchors; /* ids of raw HTML */
    ptrdiff_t n_anchors;
    struct str *captions; /* slugs of what may be the captions of figures */
    ptrdiff_t n_captions;
    struct site_link *links;
    ptrdiff_t n_links;
    int words, codes;   /* codes: code blocks, drawings included */
    struct str summary; /* all this packed, for the record */
    /* gather: the page among others */
    struct str out;    /* below OUT: "costs/medium/index.html" */
    struct str url;    /* "costs/medium/", "" for the root */
    struct str label;  /* what navigation calls it, where that is not its title */
    struct str href;   /* heading: the address elsewhere, when out is empty */
    struct str stands; /* is_index: the folder it stands for */
    struct site_page *parent, *first, *last, *next, *prev_read,
        *next_read; /* tree; reading order */
    int64_t weight;
    bool is_index;
    struct date changed; /* last change by git; year 0: not known */
    /* judge */
    struct site_claim *claims;
    ptrdiff_t n_claims;
    struct site_claim
        *marks; /* cells of bound cost tables that are not what the price list gives */
    ptrdiff_t n_marks;
    struct site_figure *figures; /* while the page is worked on */
    ptrdiff_t n_figures;
    int figures_seen, drawings_seen; /* how many there were, when they are gone, */
    struct str *figure_ids;          /* and their addresses */
    ptrdiff_t n_figure_ids;
    int data_links;             /* links into data that claim nothing */
    int numbers, numbers_bound; /* counted where site.json asks for a coverage: judge/coverage.h */
    struct site_reach *reaches;
    ptrdiff_t n_reaches;
    struct str judged; /* claims, reaches and findings packed, for the record */
    bool partial;  /* another tool would show more: a file that is not there, what a tag makes */
    bool recalled; /* the record knew it, and all it asked holds */
    int linked;    /* pages that link here */
};
/* Marks of other tools around the content folder, gather/around.h; bits of site.around. */
enum site_around {
    AROUND_DOCUSAURUS, /* a link to a file is looked for from the top too */
    AROUND_BLOG,       /* its blog, which is not built */
    AROUND_LINK_HOOK   /* Hugo: a template of the site's own makes of links what it likes */
};
struct site_ignored {        /* a line of a .gitignore */
    struct str dir, pattern; /* whose, from the root of the repository */
    bool kept, anchored;     /* "!…": not left out after all; it names a way, not a name */
};
struct site_image { /* a picture that pages show */
    struct str file;
    struct image_size size;
    const struct site_page *page; /* that shows it first, and with which link */
    ptrdiff_t link;
    bool large;                /* too large for copies */
    int copies[LOOKUP_COPIES]; /* write: widths of those beside it */
};
struct decisions;
struct paths;
struct site_worker {
    struct arena keep, scratch;
    struct diag diag;
};
struct site {
    struct site_options options;
    struct arena *keep;
    struct root content;  /* the content folder, open: nothing outside is published */
    struct record record; /* of the last build; not valid: there is none */
    int64_t moment_ns;    /* when this run began to read */
    struct site_file file;
    struct data data;
    struct accepted accepted;  /* acceptances, actions, differences, quoted claims */
    struct cost_set *costs;    /* empty when the site has no estimates */
    struct price_book *prices; /* the site's, or the compiled-in one */
    struct str script_path,
        script;           /* of the estimator, below OUT; text by write/files.h; no path: unused */
    struct fs_list files; /* below the content folder, filtered */
    struct map file_at;   /* path -> struct fs_entry that can be read */
    struct map
        mounts; /* path -> struct str, where the file stands that is called so: gather/mount.h */
    LIST(struct str) mounted; /* their folders, "../static/" */
    struct map refused_at;    /* path -> struct fs_entry that cannot: pipes, links that lead out */
    struct site_page *pages;  /* in order of paths; generated ones last */
    ptrdiff_t n_pages, cap_pages, n_written; /* those that authors wrote */
    bool dated;                              /* some page knows when it was changed */
    struct map page_at;                      /* path -> struct site_page */
    struct map index_at;                     /* url -> struct site_page that stands for a folder */
    struct map title_at;                     /* title -> struct site_page */
    struct site_page *root;
    struct str nav_path; /* the file that says the order, as sources are named; or empty */
    bool nav_written;    /* an author says the order */
    uint64_t nav_hash;   /* of its text and of what folders are called */
    struct map tags;     /* key -> struct tag of tags.c */
    struct map aliases;  /* below OUT -> struct site_page that stands elsewhere now */
    struct map addresses, tails, elsewhere; /* gather/address.h */
    struct map drafts;                      /* path -> struct fs_entry of pages left out */
    struct map images;                      /* path -> struct site_image */
    LIST(struct str) gitignores;            /* paths below the content folder */
    LIST(struct site_ignored) ignored;      /* gather/ignored.h */
    bool jekyll;                            /* a _config.yml says where pages stand */
    bool hugo;               /* sections say so by the name of their page: _index.md */
    bool autorefs;           /* so does mkdocs.yml: [text][name] may mean a name of code */
    unsigned around;         /* bits of enum site_around */
    LIST(struct str) looked; /* where such marks may stand */
    struct map outside;      /* what links reach above -> struct site_outside: judge/repository.h */
    struct str canonical;    /* base_url of the version that stays, or empty */
    struct str head;         /* the commit checked out, where commits are asked for */
    struct map used_files;   /* files that pages link to or show: they go out */
    uint64_t epochs[N_EPOCHS];   /* of what all pages may ask; unchanged: so is every answer */
    struct str commit, dates;    /* git's, for the record */
    struct decisions *decisions; /* judge/decisions.h */
    struct paths *paths;         /* judge/paths.h */
    struct lookup_terms *terms;  /* judge/glossary.h; NULL: no glossary */
    struct near_sets *near;      /* judge: what broken links may have meant */
    struct diag diag;            /* merged, severities set, accepted marked, sorted */
    struct site_worker workers[SITE_JOBS];
    int jobs;
};

/* ---- the steps of gather, in this order (gen/gather) ---- */

/* Opens workers, the content folder and lists its files. False when that cannot be: the reason is in
 * s->diag. */
bool site_open(struct site *s, const struct site_options *options, struct arena *keep);
void site_settings(struct site *s);                 /* site.json and the data it names */
void site_collect(struct site *s, ptrdiff_t first); /* pages from number first on */
void site_tags(struct site *s);                     /* a page for each tag */
void site_order(struct site *s);                    /* the tree of pages, navigation order */
void site_faces(struct site *s); /* what pages see of each other, as one hash: after their dates */

/* Adds a page with text as its source, or returns NULL when the author has a file of that path. Pages may
 * move; path and the buffer's bytes must live as long as the site. */
struct site_page *site_add(struct site *s, struct str path, const struct buf *text);
struct site_page *site_page_at(const struct site *s, struct str path);
/* What navigation calls it. */
struct str site_label(const struct site_page *p);
/* The page's source with its text, read into keep unless it is at hand. The text is empty, with an error,
 * when it cannot be read any more. */
int site_source(const struct site *s, const struct site_page *p, struct arena *keep,
                struct source *out);
/* A file below the content folder. */
int site_read(const struct site *s, struct str path, ptrdiff_t max, struct arena *keep,
              struct str *out);
/* The first bytes of it. */
int site_head(const struct site *s, struct str path, ptrdiff_t max, struct arena *keep,
              struct str *out);
/* Now, by the clock that files are stamped with, in nanoseconds. */
int64_t site_moment(void);
/* The path of base_url, "/" without one: where the site's first page stands on its host. */
struct str site_root_path(const struct site *s);
/* Where search engines are to find a page: base_url, or that of the version that stays. */
struct str site_canonical(const struct site *s);
#endif
