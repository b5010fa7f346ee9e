/* source.h - sources that hold resources: pointers by their names.
 *
 *     stack.prod:/Container/App/Service/DesiredCount     by logical id or by the CDK's path
 *     stack.prod:/Network/Targets/stickiness.lb_cookie.duration_seconds     keys of Key/Value lists
 *     tf:/module.db.aws_db_instance.main/allocated_storage
 *     k8s.prod:/Deployment/api/spec/replicas
 *     stack.prod:/count/AWS::SecretsManager::Secret
 *     live.prod:/services/app/desiredCount               by the name or id in an answer
 *
 * What stands in the files themselves is still there behind all that. */
#ifndef INFRA_SOURCE_H
#define INFRA_SOURCE_H
#include "infra/table.h"
#include "model/data.h"

/* Gives each source whose files hold resources its table (data_source.resources) and a root by names.
 * Sources that are config, facts, prices or costs stay what they are. */
void infra_sources(struct data *data, struct arena *keep, struct diag *d);
/* The same for one source, whatever it is called: files that a folder holds, a file that claims point into. */
void infra_source_open(struct data_source *s, struct arena *keep, struct diag *d);
#endif
