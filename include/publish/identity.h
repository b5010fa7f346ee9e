/* identity.h - credentials that somebody else hands out when asked: STS, the sign-on portal, the agent of a
 * container, the metadata of an instance. Each takes seconds at most and says in why what went wrong; an
 * instance that is none is no failure. */
#ifndef PUBLISH_IDENTITY_H
#define PUBLISH_IDENTITY_H
#include "publish/credentials.h"

struct identity_ways {
    struct arena *keep, scratch;
    struct credentials *out; /* region is known; key: who asks, and then who we are */
    struct buf *why;
};
bool identity_of_web(struct identity_ways *w, struct str role, struct str token_file,
                     struct str session);
/* As out->key, which becomes the role's. */
bool identity_take_role(struct identity_ways *w, struct str role, struct str external_id,
                        struct str session);
bool identity_of_signon(struct identity_ways *w, const struct credentials_profile *p);
bool identity_of_container(struct identity_ways *w);
bool identity_of_instance(struct identity_ways *w);
#endif
