/* publish.h - plumb publish. */
#ifndef CMD_PUBLISH_H
#define CMD_PUBLISH_H

/* argv[0] is the command's name. Returns the exit code of DESIGN §4. */
int cmd_publish(int argc, char **argv);
#endif
