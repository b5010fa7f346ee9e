/* target.h - s3://BUCKET[/PREFIX] or file:DIR as a store. */
#ifndef PUBLISH_TARGET_H
#define PUBLISH_TARGET_H
#include "publish/store.h"

enum target_kind { TARGET_NONE, TARGET_FOLDER, TARGET_S3 };
struct target {
    enum target_kind kind;
    struct str folder;         /* file:DIR */
    struct str bucket, prefix; /* prefix without slashes at its ends, may be empty */
};
/* False with the reason in why when `to` is neither. */
bool target_parse(struct str to, struct target *out, struct buf *why);

struct target_options {
    struct str region;       /* empty: of the credentials, else us-east-1 */
    struct str distribution; /* CloudFront, or empty */
    int connections;         /* 0: 16 */
};
enum target_result { TARGET_OK, TARGET_NO_CREDENTIALS, TARGET_FAILED };
/* Opens the store. memory is its own: nobody else may take from it while the store is in use. why
 * says what is missing, in lines for people. */
enum target_result target_open(const struct target *t, const struct target_options *o,
                               struct arena *keep, struct arena *memory, struct buf *why,
                               struct store **out);
/* Closes connections. */
void target_close(struct store *s);
#endif
