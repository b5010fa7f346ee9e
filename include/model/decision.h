/* decision.h - decision records (MADR 3 and 4, Nygard): which pages are some, and their states. */
#ifndef MODEL_DECISION_H
#define MODEL_DECISION_H
#include "base/str.h"

enum decision_state {
    DECISION_UNSAID,   /* no status at all */
    DECISION_PROPOSED, /* and drafts: open for a decision */
    DECISION_ACCEPTED,
    DECISION_REJECTED,
    DECISION_DEPRECATED,
    DECISION_SUPERSEDED,
    DECISION_UNKNOWN /* a status whose words nobody knows */
};
/* What a status says as people write it: "Accepted (2024-02-01)", "superseded by [ADR-5](0005-x.md)",
 * "not yet accepted". Superseded anywhere in it wins, else the word that comes first. */
enum decision_state decision_state(struct str status);
const char *decision_state_name(enum decision_state state); /* "proposed"; of UNSAID "" */
/* Is it asked, answered no, or no longer in force? Then what it validates need not hold. */
bool decision_holds(enum decision_state state);
/* Does path ("docs/adr/0001-x.md") stand in a folder of decisions? */
bool decision_path(struct str path);
/* The number a record is called by: 7 of "adr/0007-x.md", "ADR-7 Use it", "#7"; -1: none. */
int64_t decision_number(struct str name);
/* What stands behind "superseded by" in a status, or empty: "[ADR-5](0005-x.md)", "0005". */
struct str decision_successor(struct str status);
#endif
