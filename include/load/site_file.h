/* site_file.h - site.json: what a site is called, where its data stands, how strict it is, where it
 * is published. Every key is optional, and so is the file. */
#ifndef LOAD_SITE_FILE_H
#define LOAD_SITE_FILE_H
#include "base/json.h"
#include "load/pattern.h"
#include "load/source_bytes.h"
#include "load/source_kind.h"
#include "model/data.h"
#include "model/rule.h"

enum site_audience { SITE_PUBLIC, SITE_INTERNAL };
enum site_mode { SITE_IN_PLACE, SITE_RELEASE };
enum site_fences {
    SITE_FENCES_AUTO,
    SITE_FENCES_LABELLED,
    SITE_FENCES_OFF
}; /* as sketch/fence.h */
/* From where relative links are meant that name no file of Markdown. */
enum site_link_base { LINK_BASE_FILE, LINK_BASE_ADDRESS };
enum site_raw_html { SITE_HTML_SAFE, SITE_HTML_TRUSTED };

struct site_source {
    struct str name, kind, env; /* "config.prod", "config", "prod" */
    struct str path;  /* relative to the content folder, normal; a folder ends in '/' as written */
    struct str place; /* the path in site.json, for diagnostics */
    enum source_form form;    /* "as"; FORM_NONE: by the file's name */
    struct pattern *patterns; /* "find": what is taken out of the text */
    int n_patterns;
};
/* How the site looks, beside its theme. Empty texts: as plumb does it. */
enum site_font { SITE_FONT_SYSTEM, SITE_FONT_INTER };
enum site_dir { SITE_DIR_OF_LANG, SITE_DIR_LTR, SITE_DIR_RTL };
struct site_web { /* a text that leads somewhere: an address, or a file of the content folder */
    struct str text, to; /* to: empty for plain text */
};
struct site_look {
    struct str logo, card; /* pictures below the content folder */
    struct str accent;     /* "#rrggbb" */
    struct str lang;       /* "en" */
    struct str footer;     /* as written; [text](address) in it are links */
    enum site_font font;
    enum site_dir dir;
    struct site_web *links, *foot; /* in the head of pages, in their foot */
    struct site_web
        *languages; /* to: the code, and the folder of all but the first; text: its name */
    int n_links, n_foot, n_languages;
};
/* What a setting names, and may not be there: gather/look.c asks. */
enum site_target_kind {
    SITE_TARGET_WEB,      /* an address, a page, a file of the content folder */
    SITE_TARGET_LANGUAGE, /* a folder with pages */
    SITE_TARGET_STATIC,   /* a folder of the repository */
    SITE_TARGET_ENV,      /* what some source is of */
    SITE_TARGET_UNIT      /* "config:/service/cpu" */
};
struct site_target {
    enum site_target_kind kind;
    struct str to, place; /* place: in site.json */
};
struct site_header { /* one header of the files that match */
    struct str match, name, value;
};
struct site_publish {
    struct str to;           /* "s3://BUCKET[/PREFIX]", "file:DIR", or empty */
    struct str state;        /* the same, for what readers must not reach; or empty */
    struct str region;       /* us-east-1 */
    struct str distribution; /* of CloudFront, or empty */
    struct str function;     /* of CloudFront, for release mode; empty: the distribution's own */
    struct str reader_check; /* function or Lambda@Edge that asks readers who they are, or empty */
    enum site_mode mode;
    bool cache_tags;    /* files carry tags by which CloudFront forgets many at once */
    bool precompressed; /* a.js.br is a.js, compressed */
    int keep_releases;  /* 5 */
    struct site_header *headers;
    int n_headers;
};
struct site_file {
    struct source src; /* path "DIR/site.json"; text empty when there is none */
    bool found;
    struct str title, description; /* empty: the first heading of the first page */
    struct str base_url;           /* ends in '/', or empty */
    struct str edit_url;           /* holds {path}, or empty */
    struct str repo_url;           /* holds {path}, perhaps {commit}; or empty */
    struct str root_given;         /* "..", or empty */
    struct source_root root;       /* set by site_file_load */
    const struct json *nav;        /* a list, or a string that names a file; or NULL */
    struct str
        *statics; /* "static": folders whose files stand at the top, "../static"; NULL: not said */
    struct str *schemes; /* of applications, whose addresses may be linked: "vscode" */
    int n_statics, n_schemes;
    struct str
        base_path; /* where the site stands on its host for links from the root: "/docs/"; or empty */
    enum site_link_base link_base;
    struct site_web *permalinks; /* text: the folder; to: where its pages stand, "/:year/:slug/" */
    int n_permalinks;
    struct str env;
    struct str region; /* whose prices count where no config says it; or empty */
    enum site_audience audience;
    bool public_config; /* config pages of a public site show what no page speaks of */
    enum site_raw_html raw_html;
    enum site_fences fences;
    bool figures_png;            /* figures go out as PNG too */
    struct str versions;         /* how the list of versions is called; empty: versions.json */
    struct site_source *sources; /* in file order */
    int n_sources;
    struct data_unit *units;
    int n_units;
    struct data_name *names;
    int n_names;
    enum severity severity[N_RULES]; /* by enum rule_id: the default, or what "checks" says */
    enum severity fail_on;           /* error */
    int live_max_age_days;           /* 14 */
    struct site_look look;
    LIST(struct site_target) targets; /* in the order of the file */
    int coverage;                     /* percent of quantities that must be bound; 0: not asked */
    struct site_publish publish;
};

/* What holds when nothing is said. */
struct site_file site_file_defaults(void);
/* Reads the text of src (site.json). Wrong values are reported and leave the default; a text that
 * is no JSON leaves all of them. Results live in keep or src. */
struct site_file site_file_parse(const struct source *src, struct arena *keep, struct diag *d);
/* The same for DIR/site.json; defaults when it is not there. An unreadable one is reported. */
struct site_file site_file_load(const struct root *content, struct str dir, struct arena *keep,
                                struct diag *d);
/* publish.headers in a file of its own: a list, or an object that has one. False, reported, when some
 * of it cannot be used. */
bool site_file_headers(const struct source *src, struct arena *keep, struct diag *d,
                       struct site_publish *out);
/* The file with its sources, units and names as the start of struct data: no source is read yet. */
struct data site_file_data(const struct site_file *site, struct date today);
/* A line a key, by the reader's own tables: FILE, TAB, KEY, TAB, what it takes (may be empty). */
void site_file_known(struct buf *out);
#endif
