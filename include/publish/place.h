/* place.h - s3://BUCKET[/PREFIX] or file:DIR as a store. */
#ifndef PUBLISH_PLACE_H
#define PUBLISH_PLACE_H
#include "publish/http.h"
#include "publish/store.h"

enum place_kind { PLACE_NONE, PLACE_FOLDER, PLACE_S3 };
struct place {
    enum place_kind kind;
    struct str folder;         /* file:DIR */
    struct str bucket, prefix; /* prefix without slashes at its ends, may be empty */
    struct str below;          /* a folder of it that is meant: "preview/NAME", or empty */
};
/* False with the reason in why when `to` is neither. */
bool place_parse(struct str to, struct place *out, struct buf *why);

struct place_options {
    struct str region;       /* empty: of the credentials, else us-east-1 */
    struct str distribution; /* CloudFront, or empty */
    struct str function;     /* for release mode; empty: the distribution's at viewer-request */
    struct str reader_check; /* function that is said to ask readers who they are; may be empty */
    struct str state; /* "s3://…" or "file:…" for the state; empty: below or beside the target */
    struct str state_headers; /* that files there would have, by lines */
    int connections;          /* 0: 16 */
    http_say *say;            /* what people should know at once */
    void *say_ctx;
};
enum place_result { PLACE_OK, PLACE_NO_CREDENTIALS, PLACE_FAILED };
/* Opens the store. memory is its own: nobody else may take from it while the store is in use. why
 * says what is missing, in lines for people. */
enum place_result place_open(const struct place *t, const struct place_options *o,
                             struct arena *keep, struct arena *memory, struct buf *why,
                             struct store **out);
/* Closes connections. */
void place_close(struct store *s);
#endif
