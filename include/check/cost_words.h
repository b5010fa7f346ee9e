/* cost_words.h - what the configuration cell of a cost table says: sizes, counts, volumes, types.
 *
 *     "0.5 vCPU, 1GB RAM x 2 tasks"   "2 × (0.5 vCPU / 1 GB)"   "Multi-AZ"   "cache.t3.micro"
 *     "~50GB"   "5 secrets"   "With WAF"   "2 LCU, 3 rules"   "t3.small reserved instance" */
#ifndef CHECK_COST_WORDS_H
#define CHECK_COST_WORDS_H
#include "model/cost.h"

enum cost_fact {
    FACT_COUNT, /* tasks, nodes, gateways, instances, load balancers; or "x 2" */
    FACT_VCPU,
    FACT_MEMORY,  /* GB of memory */
    FACT_VOLUME,  /* GB moved */
    FACT_LOGS,    /* GB of logs */
    FACT_STORAGE, /* GB kept */
    FACT_ZONES,   /* availability zones */
    FACT_LCU,
    FACT_REQUESTS,
    FACT_SECRETS,
    FACT_ALARMS,
    FACT_METRICS,
    FACT_DASHBOARDS,
    FACT_RULES,
    FACT_ENDPOINTS,
    FACT_ADDRESSES,
    FACT_KEYS,
    FACT_USERS,
    N_FACTS
};
enum cost_flag {
    FLAG_SINGLE_AZ = 1,
    FLAG_MULTI_AZ = 2,
    FLAG_SPOT = 4,
    FLAG_ARM = 8,
    FLAG_WINDOWS = 16,
    FLAG_WAF = 32,
    FLAG_RESERVED = 64,
    FLAG_REPLICA = 128
};
struct cost_facts {
    bool has[N_FACTS];
    bool open[N_FACTS]; /* "50+": no upper end */
    struct ratio low[N_FACTS], high[N_FACTS];
    struct str place[N_FACTS]; /* where in the text it stands */
    unsigned flags;            /* of enum cost_flag */
    struct str type;           /* "cache.t3.micro", "t3.small", or empty */
};
/* Adds what text says to *f; what stands there already is kept. */
void cost_words_read(struct str text, struct cost_facts *f);
/* Whole words of text, without case. */
bool cost_words_has(struct str text, const char *word);
/* "2 availability zones" and the like, as an author would write the fact: "vCPU", "GB", "tasks". */
const char *cost_words_name(enum cost_fact fact);
#endif
