/* publisher.h - what publish, releases and rollback share: target, settings, the run, its messages.
 */
#ifndef CMD_PUBLISHER_H
#define CMD_PUBLISHER_H
#include "cmd/common.h"
#include "publish/run.h"
#include "publish/place.h"

struct publisher {
    struct common common;
    /* options */
    struct str to, site, region, distribution, path, mode, function, reader_check, state, headers;
    struct str preview;
    bool internal, wait, take_over, adopt, allow_deletes, cache_tags, repair, precompressed;
    int64_t connections;
    bool release;          /* the mode */
    struct str url;        /* base_url */
    struct str copy, link; /* of a preview: the folder of its marked files, where readers find it */
    /* the run */
    const char *verb; /* for messages */
    struct arena words, notes_memory, run_memory, store_memory;
    struct buf why, notes;
    struct run run;
    enum place_result opened;
    int64_t began, shown;
};

/* Rows of options: of all who look at a target, and of those who send. */
#define PUBLISHER_TARGET(p)                                                                        \
    { "mode",                                                                                      \
      0,                                                                                           \
      OPT_STR,                                                                                     \
      &(p)->mode,                                                                                  \
      "MODE",                                                                                      \
      "in-place, or release: all pages change at one moment",                                      \
      "in-place|release" },                                                                        \
        { "function",                                                                              \
          0,                                                                                       \
          OPT_STR,                                                                                 \
          &(p)->function,                                                                          \
          "NAME",                                                                                  \
          "release mode: CloudFront function that leads readers; the distribution's unless given", \
          NULL },                                                                                  \
        { "distribution",                                                                          \
          0,                                                                                       \
          OPT_STR,                                                                                 \
          &(p)->distribution,                                                                      \
          "ID",                                                                                    \
          "CloudFront distribution before the bucket",                                             \
          NULL },                                                                                  \
    {                                                                                              \
        "region", 0, OPT_STR, &(p)->region, "NAME", "region of the bucket", NULL                   \
    }
#define PUBLISHER_SENDS(p)                                                                           \
    { "wait", 0, OPT_FLAG, &(p)->wait, NULL, "wait until the invalidation is complete", NULL },      \
        { "cache-tags", 0,                                                                           \
          OPT_FLAG,     &(p)->cache_tags,                                                            \
          NULL,         "files carry cache tags, by which CloudFront forgets many at once",          \
          NULL },                                                                                    \
        { "path", 0, OPT_STR, &(p)->path, "PATH", "how readers' paths begin: /streamboard/", NULL }, \
    {                                                                                                \
        "take-over", 0, OPT_FLAG, &(p)->take_over, NULL,                                             \
            "go on with somebody else's unfinished publish", NULL                                    \
    }

/* Lets site.json of the content folder say what options leave open, unless a folder of another
 * generator is published. -1 to go on, else the exit code. */
int publisher_settings(struct publisher *p, const char *verb, bool wants_target);
/* Opens the target and prepares p->run. Without credentials it says so in three lines, p->opened
 * tells, and p->run compares with an empty target. -1 to go on, else the exit code. */
int publisher_open(struct publisher *p);
void publisher_close(struct publisher *p);
/* Carries out p->run.plan and tells how it went. The exit code. */
int publisher_apply(struct publisher *p);

int publisher_say(const struct publisher *p, const char *text, int code);
/* Each line of text behind the command's name; returns code. */
int publisher_lines(const struct publisher *p, const struct buf *text, int code);
#endif
