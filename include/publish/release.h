/* release.h - release mode: each release stands whole below r/ID/, and one line of the CloudFront
 * Function at viewer-request says which of them readers get (pointer.h).
 *
 *     rows of the last release            its keys, for clean-up
 *     intent written (If-Match)
 *     what did not change                 copied inside the bucket, SHA-256 compared
 *     what did                            sent
 *     the function updated and published  from here on readers get the new release, all of it
 *     404.html, which CloudFront asks for without the function; its invalidation
 *     releases that are not kept any more deleted
 *     release written (If-Match)
 *
 * Which release is live, the function says, not the manifest. So a rollback is the switch alone,
 * and a publish after it sees what readers get. Assets that left are copied along for as long as
 * plan.h says, for pages that are still open. */
#ifndef PUBLISH_RELEASE_H
#define PUBLISH_RELEASE_H
#include "publish/run.h"

extern const struct run_mode release_mode;

/* Switches to `to` (empty: the release before the live one), or only says which that is; *now is
 * its id. Three requests. */
enum run_result release_rollback(struct run *r, struct str to, bool only_say, struct str *now);

/* The release readers get; empty when there is none or it cannot be found out. */
struct str release_live(struct run *r);
#endif
