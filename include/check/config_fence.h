/* config_fence.h - code blocks that show config, held against the file they show.
 *
 *     ```yaml subset=../deploy/values.yaml         keys and values shown stand there
 *     ```toml keys=../pyproject.toml#/tool/ruff    the keys do
 *     ```json schema=../config.schema.json         the block obeys the schema
 *
 * "…" and "...", <x> and ${X} match anything; alone on a line they say that something is left out. */
#ifndef CHECK_CONFIG_FENCE_H
#define CHECK_CONFIG_FENCE_H
#include "check/schema.h"
#include "model/data.h"

enum config_fence_kind {
    CONFIG_FENCE_NONE,
    CONFIG_FENCE_SUBSET,
    CONFIG_FENCE_KEYS,
    CONFIG_FENCE_SCHEMA
};
struct config_fence {
    enum config_fence_kind kind;
    struct str language;      /* the first word: "yaml" */
    struct str file, pointer; /* as written; pointer may be empty */
    struct str page;          /* the block in the page's source, from its info string on */
    struct str text;          /* what is parsed: the block with placeholders as texts */
    bool open;                /* something is left out */
    const struct json *shown; /* text as a tree */
    struct str label;         /* the file, for messages */
};

/* What the info string of a block asks for. */
struct config_fence config_fence_of(struct str info);
/* The block with each placeholder as a text that every form reads. Lines stay lines. */
struct str config_fence_text(struct str body, bool quote, bool *open, struct arena *keep);
/* Reports, at the lines of the block in src, what is shown and does not stand in actual; for a schema
 * what breaks it. */
void config_fence_check(const struct config_fence *f, const struct json *actual,
                        schema_matcher *matches, const struct source *src, struct arena *keep,
                        struct diag *d);
#endif
