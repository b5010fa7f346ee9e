/* pool.c - one shared counter hands out items; the calling thread is worker 0. */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { MAX_JOBS = 64 };

struct pool {
    _Atomic ptrdiff_t next;
    ptrdiff_t n;
    void (*work)(void *ctx, ptrdiff_t i, int worker);
    void *ctx;
};
static void (*watcher)(ptrdiff_t done, ptrdiff_t n);

struct worker {
    struct pool *pool;
    int number;
};

static void *pool_worker(void *arg)
{
    struct worker *w = arg;
    for (;;) {
        ptrdiff_t i = atomic_fetch_add(&w->pool->next, 1);
        if (i >= w->pool->n)
            return NULL;
        w->pool->work(w->pool->ctx, i, w->number);
        if (watcher && !w->number)
            watcher(i + 1, w->pool->n);
    }
}

void pool_run(int jobs, ptrdiff_t n, void (*work)(void *ctx, ptrdiff_t i, int worker), void *ctx)
{
    struct pool pool = { .n = n, .work = work, .ctx = ctx };
    struct worker workers[MAX_JOBS];
    pthread_t threads[MAX_JOBS];
    int started = 1;
    jobs = jobs > MAX_JOBS ? MAX_JOBS : jobs;
    for (int i = 0; i < MAX_JOBS; i++)
        workers[i] = (struct worker){ &pool, i };
    for (; started < jobs && started < n; started++)
        if (pthread_create(&threads[started], NULL, pool_worker, &workers[started]))
            break; /* fewer threads do the same work */
    pool_worker(&workers[0]);
    for (int i = 1; i < started; i++)
        pthread_join(threads[i], NULL);
}

void pool_watch(void (*seen)(ptrdiff_t done, ptrdiff_t n))
{
    watcher = seen;
}

int pool_cores(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}
