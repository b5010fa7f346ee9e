/* version.h - which plumb this is; the Makefile reads it too. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H
#define PLUMB_VERSION "0.1"
#endif
