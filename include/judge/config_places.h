/* config_places.h - where a template, and the running system, hold what a config key says.
 *
 * Either a name of site.json says so, and then the values are compared; or a property has the same value under
 * the same words ("service.cpu" 512: Cpu of a task definition), which is shown and proves nothing. */
#ifndef JUDGE_CONFIG_PLACES_H
#define JUDGE_CONFIG_PLACES_H
#include "gather/site.h"

/* Whether anything of the environment could be shown beside its config. */
bool config_places_any(const struct site *s, const struct data_source *config);
/* The cell of one key, Markdown without its bars; empty when nothing is known. */
void config_places_cell(const struct site *s, const struct data_source *config, struct str pointer,
                        const struct json *value, struct buf *b);
#endif
