/* site.h - everything known of a content folder: its settings, data, pages and what is wrong with it.
 *
 * Life, in this order, each step by its own file:
 *     site_open     settings, data, the list of files               gen/gather/open.c
 *     site_collect  each page: title, headings, links, words        gen/gather/collect.c
 *     site_tags     a page for each tag                             gen/gather/tags.c
 *     site_order    the tree of pages, navigation order             gen/gather/order.c
 *     site_judge    each page: claims, costs, figures, links        gen/judge/judge.c
 *     site_build    pages that changed are rendered and written     gen/write/build.c
 * check, claims and report stop before the last. Pages are worked on in parallel, each by one worker
 * with an arena of its own; what is found is merged in page order. */
#ifndef GATHER_SITE_H
#define GATHER_SITE_H
#include "base/fs.h"
#include "base/map.h"
#include "load/image_size.h"
#include "load/site_file.h"
#include "model/accepted.h"
#include "model/chart.h"
#include "model/claim.h"
#include "model/cost.h"
#include "model/document.h"
#include "model/graph.h"
#include "model/lookup.h"
#include "page/search_words.h"

enum { SITE_JOBS = 16 };

struct site_options {
    struct str dir;      /* the content folder */
    struct str out;      /* where the site is written */
    struct str base_url; /* overrides site.json */
    struct date today;
    int jobs;
    bool no_cache, no_png, timings;
    bool drafts; /* pages marked draft are pages too */
};
struct site_heading {
    struct str id, text;
    int level;
};
struct site_link {
    struct str href;  /* as written, decoded */
    struct str place; /* in the page's source */
    struct str text;
    int index;        /* node.index */
    bool image, lone; /* lone: alone in its paragraph, so a view of data is a figure */
    /* site_judge */
    enum link_kind kind;
    struct site_page *to; /* PAGE, DATA */
    struct str file;      /* FILE */
};
struct site_claim {
    struct str key; /* "#link-3", "#cell-0-2-1" */
    struct claim claim;
};
enum site_figure_kind { FIGURE_GRAPH, FIGURE_CHART };
struct site_figure {
    struct str key; /* "#fence-0", "#link-3", "#table-1" */
    enum site_figure_kind kind;
    struct str text;     /* GRAPH: the drawing, in the page's source or the worker's keep */
    struct graph *graph; /* GRAPH: laid out already; NULL: text is read when it is drawn */
    struct str caption;
    struct str name;     /* file name without extension, unique in the page's folder */
    struct chart *chart; /* CHART: what is drawn */
    uint64_t hash;       /* of all that decides the picture */
};
struct site_page {
    struct source src; /* path as the user would name it, and the text */
    struct str path;   /* below the content folder: "costs/medium.md" */
    struct str out;    /* below OUT: "costs/medium/index.html" */
    struct str url;    /* "costs/medium/", "" for the root */
    bool generated;    /* made by plumb from data; has no file */
    bool own_html;     /* its HTML is plumb's own and passes as it is */
    bool refused;      /* not fit for reading; reported */
    struct front_matter front;
    struct str title, description;
    struct site_heading *headings;
    ptrdiff_t n_headings;
    struct str *anchors; /* ids of raw HTML */
    ptrdiff_t n_anchors;
    struct site_link *links;
    ptrdiff_t n_links;
    int words, codes;                /* codes: code blocks, drawings included */
    struct search_section *sections; /* for search, headings and text */
    ptrdiff_t n_sections;
    uint64_t hash;       /* of the source text */
    struct date changed; /* last change by git; year 0: not known */
    bool folded;         /* pages below it stand on it, not in the navigation */
    bool rooted;         /* links are absolute: nobody knows at which depth it is shown (404) */
    /* site_order */
    struct site_page *parent, *first, *next, *prev_read, *next_read; /* tree; reading order */
    int64_t weight;
    bool is_index;
    int linked; /* pages that link here */
    /* site_judge */
    struct site_claim *claims;
    ptrdiff_t n_claims;
    struct site_figure *figures;
    ptrdiff_t n_figures;
};
struct site_image { /* a picture that pages show */
    struct str file;
    struct image_size size;
    const struct site_page *page; /* that shows it first, and where */
    struct str place;
    bool large;                /* too large for copies */
    int copies[LOOKUP_COPIES]; /* site_build: widths of those beside it */
};
struct site_worker {
    struct arena keep, scratch;
    struct diag diag;
};
struct site {
    struct site_options options;
    struct arena *keep;
    struct site_file file;
    struct data data;
    struct accepted accepted;       /* acceptances, actions, differences, quoted claims */
    struct cost_set *costs;         /* empty when the site has no estimates */
    struct price_book *prices;      /* the site's, or the compiled-in one */
    struct str script_path, script; /* of the estimator, below OUT; empty: there is none */
    struct fs_list files;           /* below the content folder, filtered */
    struct map file_at;             /* path -> struct fs_entry */
    struct site_page *pages;        /* in order of paths; generated ones last */
    ptrdiff_t n_pages, cap_pages;
    bool dated;         /* some page knows when it was changed */
    struct map page_at; /* path -> struct site_page */
    struct site_page *root;
    struct map tags;       /* key -> struct tag of tags.c */
    struct map aliases;    /* below OUT -> struct site_page that stands elsewhere now */
    struct map drafts;     /* path -> struct fs_entry of pages left out */
    struct map images;     /* path -> struct site_image */
    struct map used_files; /* files that pages link to or show: they go out */
    struct diag diag;      /* merged, severities set, accepted marked, sorted */
    struct site_worker workers[SITE_JOBS];
    int jobs;
};

/* Reads and judges all of options->dir. False when the folder cannot be read; the reason is in diag. */
bool site_load(struct site *s, const struct site_options *options, struct arena *keep);

/* The steps, for site_load and tests. */
bool site_open(struct site *s);
void site_generate(struct site *s);                 /* pages made from data: gen/judge/generated.c */
void site_collect(struct site *s, ptrdiff_t first); /* pages from number first on */
void site_tags(struct site *s);
void site_order(struct site *s);
void site_judge(struct site *s);
void site_finish(struct site *s); /* merges findings: severities, acceptances, order */

struct site_page *site_page_at(const struct site *s, struct str path);
struct claim_counts site_claim_counts(const struct site *s);

/* The path of base_url, "/" without one: where the site's first page stands on its host. */
struct str site_root_path(const struct site *s);

struct site_built {
    ptrdiff_t pages, rendered, written, removed, images;
};
/* Writes the site to options.out. 0, or an errno value with a finding in s->diag. */
int site_build(struct site *s, struct site_built *built);
#endif
