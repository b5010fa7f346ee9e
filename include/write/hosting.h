/* hosting.h - the folder hosting/ of a content folder: each template in it, and the answers of the aws
 * command, one site a folder, are checked (check/hosting.h). Other files there are nobody's business. */
#ifndef WRITE_HOSTING_H
#define WRITE_HOSTING_H
#include "gather/site.h"

void hosting_judge(struct site *s);
#endif
