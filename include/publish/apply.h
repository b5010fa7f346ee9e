/* apply.h - a plan carried out: refusals, the intent, transfers, the end. */
#ifndef PUBLISH_APPLY_H
#define PUBLISH_APPLY_H
#include "publish/run.h"

enum run_result apply_run(struct run *r);
/* Whether somebody else may be at work there; why says who. Holds the target for this process if not. */
bool apply_is_busy(struct run *r, struct str publisher);
/* Writes m if the target still holds what r read or wrote last. */
enum run_result apply_put_manifest(struct run *r, const struct manifest *m);
/* Cuts m's releases to those that can come back; what is kept for others goes to keys. */
void apply_forget(struct run *r, struct manifest *m, struct store_keys *keys);
#endif
