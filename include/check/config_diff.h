/* config_diff.h - a config document as rows of pointer and value, and two of them side by side.
 *
 *     pointer          dev                prod               mark
 *     /service/cpu     256 (0.25 vCPU)    512 (0.5 vCPU)     differ
 *     /redis/nodes                        2                  only b
 *
 * Rows stand in file order. An array without objects in it is one row; null is like not being there
 * where the other side has members. */
#ifndef CHECK_CONFIG_DIFF_H
#define CHECK_CONFIG_DIFF_H
#include "model/accepted.h"
#include "model/data.h"

enum config_mark { CONFIG_SAME, CONFIG_DIFFER, CONFIG_ONLY_A, CONFIG_ONLY_B };
enum { N_CONFIG_MARKS = CONFIG_ONLY_B + 1 };

struct config_row {
    struct str pointer;       /* "/service/cpu" */
    struct str group;         /* its first token, "service"; empty for a plain member of the root */
    struct str label;         /* the rest, "cpu", "nodes/0/size" */
    const struct json *a, *b; /* NULL: not there */
    struct str shown_a, shown_b; /* with the unit's reading; empty: not there */
    enum config_mark mark;
    struct str reason; /* from differences.json, or empty */
    bool identity;     /* each is the name of its own environment: no difference to explain */
};
struct config_diff {
    const struct data_source *a, *b;
    struct config_row *rows;
    int n_rows, n[N_CONFIG_MARKS];
    bool cut; /* there were more rows than any page can show */
};

/* The rows of a alone (b NULL; all marked same), or of both. Sources without a root have no rows.
 * accepted may be NULL. Rows live in keep. */
struct config_diff config_diff_make(const struct data *data, const struct data_source *a,
                                    const struct data_source *b, const struct accepted *accepted,
                                    struct arena *keep);

/* What is different between two states of one document: rows that differ alone, a subtree that one side alone
 * has as one row; elements of a list are met by id, key or name, else by what is the same around them. resolved:
 * values are not what their texts say, as in resources. Both have roots. */
struct config_diff config_diff_changes(const struct data *data, const struct data_source *a,
                                       const struct data_source *b, bool resolved,
                                       struct arena *keep);

/* Reports each difference without a reason, at its place in b (or in a when only that has it). */
void config_diff_report(const struct config_diff *diff, struct diag *d);

/* The pairs worth comparing: of each kind (config) with several environments, the site's
 * environment (else the last) as b against every other as a. Returns how many; pairs lives in keep.
 */
struct config_pair {
    const struct data_source *a, *b;
};
int config_diff_pairs(const struct data *data, struct arena *keep, struct config_pair **pairs);

/* What a step of a pointer names: "a~1b" is a/b, "~0" is ~. */
struct str config_diff_name(struct str step, struct arena *keep);
#endif
