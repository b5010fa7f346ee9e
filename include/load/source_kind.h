/* source_kind.h - what a file is: its form by its name, its meaning by its content. */
#ifndef LOAD_SOURCE_KIND_H
#define LOAD_SOURCE_KIND_H
#include "base/diag.h"
#include "model/data.h"

enum source_form {
    FORM_NONE, /* no file that is read */
    FORM_JSON,
    FORM_YAML,
    FORM_TOML,
    FORM_INI,
    FORM_PROPERTIES,
    FORM_DOTENV,
    FORM_HCL,
    FORM_CSV,
    FORM_DOCKERFILE,
    FORM_XML,
    FORM_CODE,
    N_SOURCE_FORMS
};
/* The form of a file called path: by its ending or its whole name. */
enum source_form source_form(struct str path);
/* "toml" and so on, as site.json's "as" says it; FORM_NONE for a word that is none. */
enum source_form source_form_named(struct str word);
struct str source_form_words(struct arena *keep); /* "json, yaml, …" */
/* Does a folder that is a source take files of this form? Programs and Dockerfiles it does not. */
bool source_form_in_folder(enum source_form form);

/* The tree of src. NULL after an error, which is reported. */
struct json *source_form_parse(enum source_form form, const struct source *src, struct arena *keep,
                               struct diag *d);

/* What a tree describes. Resources of all kinds but DATA_PLAIN can be made a table by name, which is
 * room infra's; pointers ask that first (struct data_file.table). */
enum data_kind source_kind(const struct json *root);
#endif
