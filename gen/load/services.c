/* services.c - the services file, compiled in. */
#include "load/services.h"

/* The assembler copies the file into the program; make knows that this object depends on it. */
__asm__(".section .rodata\n"
        ".balign 8\n"
        "services_beg:\n"
        ".incbin \"assets/services.json\"\n"
        "services_end:\n"
        ".byte 0\n"
        ".previous\n");
extern const char services_beg[], services_end[];

const struct services *services_load(struct arena *keep)
{
    struct source *src = NEW(keep, struct source, 1);
    *src = (struct source){ .path = S("built-in services"),
                            .text = str_span(services_beg, services_end) };
    return services_of(json_own(src, keep), keep);
}
