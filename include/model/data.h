/* data.h - sources: named JSON documents that claims and quantities point into.
 *
 * A source is called NAME or NAME.ENV ("config.prod", "price", "cost"). A pointer is RFC 6901. A
 * member that is an array of {value, from, until, source} is a fact with a history.
 *
 * Life: load/source_file.h fills one data_source for every name in site.json, site adds files that
 * pages link to (no name) and computed ones; from then on it is only read, by any thread. */
#ifndef MODEL_DATA_H
#define MODEL_DATA_H
#include "base/json.h"
#include "base/time.h"

struct infra;
enum data_kind { /* what a file describes, told by its content (load/source_kind.h) */
                 DATA_PLAIN,
                 DATA_TERRAFORM_PLAN,
                 DATA_TERRAFORM_STATE,
                 DATA_TEMPLATE, /* CloudFormation */
                 DATA_COMPOSE,
                 DATA_MANIFESTS /* Kubernetes, one or several */
};
struct data_file { /* one file of a source; a source that is a folder has several */
    struct source src;
    struct str path;         /* relative to the content folder; above it "../deploy/values.yaml" */
    const struct json *root; /* NULL: unreadable */
    enum data_kind kind;
    const struct json
        *table; /* of a kind that has resources: those by name, asked before root; or NULL */
};
struct data_source {
    struct str name;         /* "config.prod"; empty: a file that pages link to, without a name */
    struct str kind, env;    /* "config", "prod"; kind is the name, which the author chose */
    struct source src;       /* its file, the first of a folder; path as the user would name it */
    struct str path;         /* relative to the content folder, '/' between parts, a folder ends in
                                '/'; empty: computed */
    struct data_file *files; /* in byte order of paths */
    int n_files;
    const struct json *root; /* NULL: not captured or unreadable; claims are then not checked */
    struct date date; /* of the snapshot or the file's own "date"/"generated"; year 0: none */
    bool computed;
    struct infra *resources; /* infra/table.h: what its files hold; NULL: no resources */
    bool claimed; /* without a name: claims point into it, so it never goes out as it is */
};
struct data_unit {     /* what a bare number means: "config:/service/cpu" is in "vCPU/1024" */
    struct str source; /* kind or full name */
    struct str pointer;
    struct str unit;
};
struct data_name {                /* what many pages say; all places must agree */
    struct str name, unit, place; /* place: in site.json */
    struct str *in;               /* "config.prod:/alb/stickinessSeconds" */
    int n_in;
};
struct data {
    struct data_source *sources;
    int n_sources, cap_sources;
    struct data_unit *units;
    int n_units;
    struct data_name *names;
    int n_names;
    struct str env;    /* the site's */
    struct str region; /* the site's, for prices; or empty */
    struct str inside; /* the content folder below the root of its repository: "docs/", or empty */
    struct date today;
    int live_max_age_days; /* a snapshot older than this proves nothing; 0: any age will do */
    struct near_sets
        *near; /* pointers that missing ones may have meant; NULL: nothing is guessed */
};

/* Adds s, or replaces the source of the same name. Pointers into data->sources may move. */
void data_add(struct data *data, struct data_source s, struct arena *keep);
/* The source called name; a bare kind means kind.env (env empty: the site's), else the kind itself.
 */
const struct data_source *data_source_named(const struct data *data, struct str name,
                                            struct str env);
/* The source that is the file or folder at path (relative to the content folder), or the folder
 * source that holds that file. */
const struct data_source *data_source_at(const struct data *data, struct str path);
/* That file of the source found; NULL when path is a whole folder or nothing. */
const struct data_file *data_file_at(const struct data *data, struct str path,
                                     const struct data_source **of);
/* What stands at pointer of f, a file of s, or of the whole of s when f is NULL: in a table of
 * resources first, then in the raw text. "" and, where no member has an empty name, "/" are all of
 * it. NULL when nothing does. */
const struct json *data_at(const struct data_source *s, const struct data_file *f,
                           struct str pointer);
/* Does s hold settings: is it none of stack, live, facts, price, cost? */
bool data_is_config(const struct data_source *s);
/* Is path a program whose constants are read (load/code.h)? The language is for that reader. */
bool data_is_code(struct str path);
enum data_language {
    LANGUAGE_NONE,
    LANGUAGE_C,
    LANGUAGE_SCRIPT,
    LANGUAGE_PYTHON,
    LANGUAGE_GO,
    LANGUAGE_SHELL
};
enum data_language data_language(struct str path);
/* Unit of the bare number at pointer of s, or empty. */
struct str data_unit(const struct data *data, const struct data_source *s, struct str pointer);
/* What the last word of the key says about its unit: "s" of /alb/stickinessSeconds; or empty. */
struct str data_unit_guess(struct str pointer);
const struct data_name *data_name(const struct data *data, struct str name);
/* Splits "config.prod:/service/cpu" in source name and pointer; false when it has another form or
 * the name is a URI scheme in use. The pointer is not percent-decoded. */
bool data_ref(struct str ref, struct str *source, struct str *pointer);
/* Is name a URI scheme in use (http, mailto, data, javascript, …), and so no name for a source? */
bool data_is_scheme(struct str name);
/* One by which an address could run a script here, or read what is not the site's: javascript, file. */
bool data_is_script(struct str name);
/* "config" and "prod" of "config.prod". */
void data_split_name(struct str name, struct str *kind, struct str *env);
/* Where v stands: "cdk/config/prod.json:11:24", or the source's path; empty when computed. */
struct str data_place(const struct data_source *s, const struct json *v, struct arena *keep);
/* A non-empty array whose members are {value, from, until, source, note} objects with a value. */
bool data_is_history(const struct json *v);
/* The entry of a history that holds on day, or NULL; from is inclusive, until is not. One
 * with a date that is none holds never. */
const struct json *data_on(const struct json *history, struct date day);
#endif
