/* lazy.c - dlopen, and whether this machine lacked something. A library once loaded stays. */
#include "base/lazy.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static atomic_bool missed;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

bool lazy_load(const char *file, const char *const *names, void **functions, ptrdiff_t n,
               const char **why)
{
    void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    *why = library ? NULL : dlerror();
    for (ptrdiff_t i = 0; library && i < n; i++) {
        functions[i] = dlsym(library, names[i]);
        if (!functions[i]) {
            *why = dlerror();
            memset(functions, 0, (size_t)n * sizeof *functions); /* none, or all */
            library = NULL;
        }
    }
    missed |= !library;
    return library != NULL;
}

void lazy_miss(void)
{
    missed = true;
}

bool lazy_missed(void)
{
    return missed;
}

void lazy_hold(void)
{
    pthread_mutex_lock(&lock);
}

void lazy_release(void)
{
    pthread_mutex_unlock(&lock);
}
