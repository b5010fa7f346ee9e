/* commands.h - the verbs. Each takes argv with its own name first and returns the exit code. */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

int cmd_build(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_claims(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_init(int argc, char **argv);
int cmd_adopt(int argc, char **argv);
int cmd_fix(int argc, char **argv);
int cmd_diagram(int argc, char **argv);
int cmd_chart(int argc, char **argv);
int cmd_estimate(int argc, char **argv);
int cmd_prices(int argc, char **argv);
int cmd_resources(int argc, char **argv);
int cmd_publish(int argc, char **argv);
int cmd_releases(int argc, char **argv);
int cmd_rollback(int argc, char **argv);
#endif
