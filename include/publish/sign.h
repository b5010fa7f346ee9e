/* sign.h - AWS Signature Version 4, in the Authorization header.
 *
 * The caller builds path and query with sign_percent(), the one encoder for wire and signature. S3
 * signs the path as it stands on the wire; every other service encodes it once more and, unless
 * told otherwise, removes dot parts and doubled slashes first. Secrets enter only the key; nothing
 * here writes them anywhere. */
#ifndef PUBLISH_SIGN_H
#define PUBLISH_SIGN_H
#include "base/hash.h"

struct sign_header {
    struct str name, value;
};
struct sign_key {
    struct str id, secret;
    struct str token; /* of a session, or empty */
};
struct sign_request {
    struct str method;
    struct str path;                   /* as sent, from the first slash on */
    struct str query;                  /* as sent, without the question mark */
    const struct sign_header *headers; /* as sent; Host must be among them */
    int n_headers;
    struct str payload; /* SHA-256 of the body in hex, or UNSIGNED-PAYLOAD */
    bool send_payload;  /* x-amz-content-sha256 goes out too: S3 asks for it */
    bool path_as_sent;  /* S3 */
    bool path_raw;      /* not S3: keep dot parts and doubled slashes */
    struct str region, service;
    int64_t time; /* seconds since 1970 */
};
enum { SIGN_MAX_ADDED = 4 };
struct signature {
    struct sign_header added[SIGN_MAX_ADDED]; /* to be sent beside the request's own headers */
    int n_added;
    struct str canonical, to_sign; /* for tests and for explaining a refusal */
};

/* Signs r; everything returned lives in keep. */
struct signature sign(const struct sign_request *r, const struct sign_key *key, struct arena *keep);

/* Everything but A-Z a-z 0-9 - . _ ~ becomes %XX, upper case; a slash stays when slashes is set. */
struct str sign_percent(struct str s, bool slashes, struct arena *keep);
#endif
