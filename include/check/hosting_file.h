/* hosting_file.h - what a check of a hosting is given: its files, and what pages need. */
#ifndef CHECK_HOSTING_FILE_H
#define CHECK_HOSTING_FILE_H
#include "base/json.h"

struct hosting_file {
    struct source src;
    const struct json *root; /* NULL: code of a function */
};
/* What stands in pages themselves, as words of a policy: 'sha256-…'; empty: nothing. font: 'self' when the
 * theme brings fonts. */
struct hosting_needs {
    struct str script, style, font;
};
#endif
