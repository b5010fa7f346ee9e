/* credentials.h - keys, as environment, shared files and processes write them.
 *
 * Secrets stay in memory: they are never an argument of a process, and no message names them. The
 * functions that only read text are apart, so that tests need neither files nor environment. */
#ifndef PUBLISH_CREDENTIALS_H
#define PUBLISH_CREDENTIALS_H
#include "base/buf.h"
#include "publish/sign.h"

enum { CREDENTIALS_WORDS = 64 /* of a command line */ };
struct credentials {
    struct sign_key key;
    int64_t expires;                   /* seconds since 1970, 0: never */
    struct str region;                 /* of the environment or profile, or empty */
    struct str endpoint;               /* of the profile, or empty */
    struct str s3_endpoint, ca_bundle; /* likewise */
    struct str source;                 /* for people: "environment", "profile docs" */
};
typedef const char *credentials_env(const char *name); /* getenv, or a table */

/* One profile of the shared files. */
struct credentials_profile {
    bool found;
    struct str id, secret, token, process, region, endpoint;
    struct str role, source, source_kind, external_id, session, mfa, token_file; /* of a role */
    struct str sso_session, sso_start, sso_region, sso_account, sso_role;        /* of a sign-on */
    struct str services, ca_bundle;
    bool by_tool; /* the aws command alone knows how */
};

bool credentials_of_env(credentials_env *get, struct credentials *out);
/* The endpoint of one service in [services NAME]; empty: none. */
struct str credentials_service(struct str text, struct str name, const char *service);
/* Adds what text says of the profile. Config files write [profile x], credentials files [x]. */
void credentials_of_file(struct str text, struct str profile, bool config, struct arena *keep,
                         struct credentials_profile *into);
/* What credential_process and `aws configure export-credentials` write: JSON, Version 1. What
 * containers and instances answer is the same without a version. */
bool credentials_of_json(struct str text, struct arena *keep, struct credentials *out,
                         struct buf *why);
/* A command line into its words: blanks part, quotes and backslashes keep together. */
struct str *credentials_words(struct str line, struct arena *keep, int *n);
#endif
