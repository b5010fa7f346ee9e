/* data.h - sources: named JSON documents that claims and quantities point into.
 *
 * A source is called KIND or KIND.ENV ("config.prod", "price", "cost"). A pointer is RFC 6901. A
 * member that is an array of {value, from, until, source} is a fact with a history. */
#ifndef MODEL_DATA_H
#define MODEL_DATA_H
#include "base/json.h"
#include "base/time.h"

struct data_source {
    struct str name, kind, env; /* "config.prod", "config", "prod" */
    struct source src;          /* its file; path as the user would name it */
    struct str path;            /* relative to the content folder, '/' between parts; empty: computed */
    const struct json *root;    /* NULL: not captured or unreadable; claims are then not checked */
    struct date date;           /* of the snapshot or the file's own "date"/"generated"; year 0: none */
    bool computed;
};
struct data_unit { /* what a bare number means: "config:/service/cpu" is in "vCPU/1024" */
    struct str source; /* kind or full name */
    struct str pointer;
    struct str unit;
};
struct data_name { /* what many pages say; all places must agree */
    struct str name, unit;
    struct str *in; /* "config.prod:/alb/stickinessSeconds" */
    int n_in;
};
struct data {
    struct data_source *sources;
    int n_sources;
    struct data_unit *units;
    int n_units;
    struct data_name *names;
    int n_names;
    struct str env;     /* the site's */
    struct date today;
};

/* The source called name; a bare kind means kind.env (env empty: the site's), else the kind itself. */
const struct data_source *data_source_named(const struct data *data, struct str name, struct str env);
/* The source that is the file at path (relative to the content folder). */
const struct data_source *data_source_at(const struct data *data, struct str path);
/* Unit of the bare number at pointer of s, or empty. */
struct str data_unit(const struct data *data, const struct data_source *s, struct str pointer);
const struct data_name *data_name(const struct data *data, struct str name);
/* Splits "config.prod:/service/cpu" in source name and pointer; false when it has another form. */
bool data_ref(struct str ref, struct str *source, struct str *pointer);
#endif
