/* pool.h - the same work on many items, on several threads. */
#ifndef BASE_POOL_H
#define BASE_POOL_H
#include <stddef.h>

/* Calls work(ctx, i, worker) for each i in 0..n-1 on up to jobs threads, worker in 0..jobs-1, and
 * returns when all are done. Items are handed out in order; results must go to places of their own,
 * so that output does not depend on who was first. */
void pool_run(int jobs, ptrdiff_t n, void (*work)(void *ctx, ptrdiff_t i, int worker), void *ctx);
int pool_cores(void);
/* seen is called by the first worker behind each of its items, for progress on a terminal. NULL: nobody. */
void pool_watch(void (*seen)(ptrdiff_t done, ptrdiff_t n));
#endif
