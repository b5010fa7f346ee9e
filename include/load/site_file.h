/* site_file.h - site.json: what a site is called, where its data stands, how strict it is, where it
 * is published. Every key is optional, and so is the file. */
#ifndef LOAD_SITE_FILE_H
#define LOAD_SITE_FILE_H
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
enum site_raw_html { SITE_HTML_SAFE, SITE_HTML_TRUSTED };

struct site_source {
    struct str name, kind, env; /* "config.prod", "config", "prod" */
    struct str path;  /* relative to the content folder, normal; a folder ends in '/' as written */
    struct str place; /* the path in site.json, for diagnostics */
    enum source_form form;    /* "as"; FORM_NONE: by the file's name */
    struct pattern *patterns; /* "find": what is taken out of the text */
    int n_patterns;
};
struct site_header { /* one header of the files that match */
    struct str match, name, value;
};
struct site_publish {
    struct str to;           /* "s3://BUCKET[/PREFIX]", "file:DIR", or empty */
    struct str region;       /* us-east-1 */
    struct str distribution; /* of CloudFront, or empty */
    struct str function;     /* of CloudFront, for release mode; empty: the distribution's own */
    struct str reader_check; /* function or Lambda@Edge that asks readers who they are, or empty */
    enum site_mode mode;
    bool cache_tags;   /* files carry tags by which CloudFront forgets many at once */
    int keep_releases; /* 5 */
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
    struct str icons_dir, env;
    struct str region; /* whose prices count where no config says it; or empty */
    enum site_audience audience;
    bool public_config; /* config pages of a public site show what no page speaks of */
    enum site_raw_html raw_html;
    enum site_fences fences;
    struct site_source *sources; /* in file order */
    int n_sources;
    struct data_unit *units;
    int n_units;
    struct data_name *names;
    int n_names;
    enum severity severity[N_RULES]; /* by enum rule_id: the default, or what "checks" says */
    enum severity fail_on;           /* error */
    int live_max_age_days;           /* 14 */
    int coverage;                    /* percent of quantities that must be bound; 0: not asked */
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
/* The file with its sources, units and names as the start of struct data: no source is read yet. */
struct data site_file_data(const struct site_file *site, struct date today);
#endif
