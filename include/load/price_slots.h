/* price_slots.h - what a price list says about the prices of one book; fed by load/price_list.c. */
#ifndef LOAD_PRICE_SLOTS_H
#define LOAD_PRICE_SLOTS_H
#include "base/diag.h"
#include "base/map.h"
#include "model/cost.h"

struct price_slots_counts {
    int products; /* seen */
    int matched;  /* prices of the book found in the list */
    int changed;  /* of these, with another price than before */
    int added;    /* tiers the book did not have */
    int older;    /* left alone: the book's own price is of a later day */
};
struct price_slot;
struct price_slots {
    const struct json *regions; /* of assets/services.json */
    struct price_book *book;
    struct str region;
    struct arena *keep;
    struct price_slot *slots; /* one for each service and usage type of the book */
    int n_slots;
    struct map by_usage, by_sku;
    int products;
    struct str version;       /* of the list */
    LIST(struct price) added; /* tiers new to the book */
};
/* Texts below may be gone after the call they are given to. */
struct price_product {
    struct str sku, service, usage, region, location;
    bool refused; /* Windows, Spot, Outposts … */
};
struct price_dimension {
    struct str usd, unit, begin, description;
};
struct price_term {
    struct str effective;
    struct price_dimension now;     /* while it is read */
    struct price_dimension all[60]; /* price lists have at most a dozen tiers */
    int n;
};
struct price_slots price_slots_open(struct price_book *book, struct str region, struct arena *keep);
/* One attribute by its name in JSON ("usagetype") or CSV ("usageType", "Region Code"). */
void price_slots_attribute(struct price_product *p, struct str name, struct str value);
void price_slots_product(struct price_slots *s, const struct price_product *p);
/* The dimension in t->now is complete. */
void price_slots_dimension(struct price_term *t);
/* An on-demand term of sku is complete; empties it. Contradictions are reported for path. */
void price_slots_term(struct price_slots *s, struct str sku, struct price_term *t, struct str path,
                      struct diag *d);
/* Lays what was found on the book. */
void price_slots_finish(struct price_slots *s, struct str path, struct diag *d,
                        struct price_slots_counts *n);
#endif
