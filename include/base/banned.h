/* banned.h - functions that read or write past their memory, or depend on locale or time zone.
 * Included by every base header, after the system headers that declare them. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atof localtime gmtime      \
    ctime asctime
#endif
