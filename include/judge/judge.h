/* judge.h - pages against the data: links, claims, costs, figures; and pages made from data.
 *
 *     judge_open    what people decided, prices and estimates; pages made from data     after site_collect
 *     judge_files   files of data that only links name; the epochs of the data           after site_order
 *     judge_all     every page, as plumb check does it; or, while it is written, page by page (write/pages.c):
 *       judge_page  one page on its tree
 *       judge_keep  packs what is found and lets the rest go
 *     judge_together  what is said of all pages: who is linked to, what goes out
 *     judge_finish    severities, acceptances, order of findings */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H
#include "gather/site.h"

void judge_open(struct site *s);
void judge_files(struct site *s);
void judge_all(struct site *s);
void judge_together(struct site *s);
/* Merges what workers found, sets severities, marks what is accepted, sorts. May come again. */
void judge_finish(struct site *s);

/* Sets claims, figures and reaches of p, which live in keep, and reports to d. src has p's text, doc its
 * tree. What is asked of others is recorded in asks, whose find answers LOOKUP_TITLE and what follows. */
void judge_page(const struct site *s, struct site_page *p, const struct source *src,
                const struct document *doc, struct lookup *asks, struct arena *keep,
                struct diag *d);
/* Sets p's claims alone, for whoever asks before it is judged for good. */
void judge_claims(struct site *s, struct site_page *p);
/* Packs p's claims, reaches and the findings, and leaves p with what lives in the worker's keep. */
void judge_keep(struct site_page *p, const struct source *src, const struct diag *found,
                struct site_worker *w);

typedef struct lookup_answer judge_find(const void *world, struct str page, enum lookup_kind kind,
                                        struct str key, bool hash_only, struct arena *keep);
/* Do all answers hold that was's page got? written: those asked to write it too. */
bool judge_holds(const struct site *s, const struct record_product *was, judge_find *find,
                 const void *world, bool written, struct arena scratch);
/* Takes what the last build found of p. False when that is damaged. */
bool judge_recall(const struct site *s, struct site_page *p, const struct record_product *was,
                  struct site_worker *w);

/* What a decision that is not in force would change is not counted. */
struct claim_counts judge_claim_counts(const struct site *s);
/* Links into data that claim nothing, so that nobody checks them. */
ptrdiff_t judge_data_links(const struct site *s);
#endif
