/* chain.h - whom we are to AWS, found in AWS's own order: environment, web identity, the profile (its
 * role, sign-on, keys or process), container, the aws command for what it alone knows, instance. */
#ifndef PUBLISH_CHAIN_H
#define PUBLISH_CHAIN_H
#include "publish/credentials.h"

/* False when there are none; why then says what was tried, in one line. */
bool chain_find(struct arena *keep, struct arena scratch, struct credentials *out, struct buf *why);
#endif
