/* prices.h - plumb prices. */
#ifndef CMD_PRICES_H
#define CMD_PRICES_H

/* argv[0] is the command's name. Returns the exit code of DESIGN §4. */
int cmd_prices(int argc, char **argv);
#endif
