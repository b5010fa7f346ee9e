/* login.h - what the code of a CloudFront Function at viewer-request shows of itself: does it ask
 * readers who they are?
 *
 * Only code that is known does: that of the hosting template, by the SHA-256 of its lines, with the
 * switch `const internal = true;`. Its lines for home and release may say anything. All other code
 * may ask or not; whoever knows names the function in site.json. */
#ifndef PUBLISH_LOGIN_H
#define PUBLISH_LOGIN_H
#include "base/str.h"

enum login {
    LOGIN_ASKS,  /* known, and switched on */
    LOGIN_OFF,   /* known, and switched off: asks nobody */
    LOGIN_NEVER, /* not known, and cannot turn a reader away: it makes no answer of its own */
    LOGIN_MAYBE  /* not known */
};
enum login login_of(struct str code, struct arena scratch);

/* The hash by which known code is known. */
struct str login_hash(struct str code, struct arena *keep);
#endif
