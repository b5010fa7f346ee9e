/* releases.h - plumb releases and plumb rollback. argv has the verb first; the exit code. */
#ifndef CMD_RELEASES_H
#define CMD_RELEASES_H

int cmd_releases(int argc, char **argv);
int cmd_rollback(int argc, char **argv);
#endif
