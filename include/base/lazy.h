/* lazy.h - shared libraries that few commands need, loaded when one of them is first used: curl and
 * git2 with all they pull in would cost each start of the program more than its work. */
#ifndef BASE_LAZY_H
#define BASE_LAZY_H
#include <stdbool.h>
#include <stddef.h>

/* Loads file ("libgit2.so.1.5") and looks up names[0..n-1] into functions[0..n-1], an array of function
 * pointers. False, with *why set to a text of the loader's, when something is not there. */
bool lazy_load(const char *file, const char *const *names, void **functions, ptrdiff_t n,
               const char **why);
/* Something that this machine should give was not there, now and in this process: what was made without it is
 * not what the input says, and no later run may take it for that. lazy_load notes its own failures. */
void lazy_miss(void);
bool lazy_missed(void);
/* One lock for all libraries that bear no second thread: their users hold it while they are inside, and
 * whoever copies the process does. */
void lazy_hold(void);
void lazy_release(void);
#endif
