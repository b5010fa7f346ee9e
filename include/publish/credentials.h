/* credentials.h - whom we are to AWS: environment, shared files, a process, the aws command.
 *
 * Secrets stay in memory: they are never an argument of a process, and no message names them. The
 * functions that only read text are apart, so that tests need neither files nor environment. */
#ifndef PUBLISH_CREDENTIALS_H
#define PUBLISH_CREDENTIALS_H
#include "base/buf.h"
#include "publish/sign.h"

struct credentials {
    struct sign_key key;
    int64_t expires;     /* seconds since 1970, 0: never */
    struct str region;   /* of the environment or profile, or empty */
    struct str endpoint; /* of the profile, or empty */
    struct str source;   /* for people: "environment", "profile docs" */
};
typedef const char *credentials_env(const char *name); /* getenv, or a table */

/* One profile of the shared files. */
struct credentials_profile {
    bool found;
    struct str id, secret, token, process, region, endpoint;
    bool by_tool; /* single sign-on, a role, web identity: the aws command knows how */
};

bool credentials_of_env(credentials_env *get, struct credentials *out);
/* Adds what text says of the profile. Config files write [profile x], credentials files [x]. */
void credentials_of_file(struct str text, struct str profile, bool config, struct arena *keep,
                         struct credentials_profile *into);
/* What credential_process and `aws configure export-credentials` write: JSON, Version 1. */
bool credentials_of_json(struct str text, struct arena *keep, struct credentials *out,
                         struct buf *why);
/* A command line into its words: blanks part, quotes and backslashes keep together. */
struct str *credentials_words(struct str line, struct arena *keep, int *n);

/* The whole chain. False when there are none; why then says what was tried, in one line. */
bool credentials_find(struct arena *keep, struct arena scratch, struct credentials *out,
                      struct buf *why);
#endif
