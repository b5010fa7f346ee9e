/* rollback.h - an earlier release, from the records that were kept. */
#ifndef PUBLISH_ROLLBACK_H
#define PUBLISH_ROLLBACK_H
#include "publish/run.h"

/* Fills r->plan with what brings `release` back (empty: the one before the last): only what differs
 * is sent. Then apply_run(). r->o.site is not read. */
enum run_result rollback_plan(struct run *r, struct str release);
#endif
