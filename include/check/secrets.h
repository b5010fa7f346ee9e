/* secrets.h - what looks like a key, a token or a password in a text that is about to go out.
 *
 *     AKIA… ghp_… xoxb-… eyJ….eyJ…     by shape: a row of the table in secrets.c
 *     postgres://app:…@db              the password of an address
 *     "db_password": "…", token=…      a value that looks random beside a name that tells
 *
 * Names and values may have quotes, tags, table cells or percent signs between them; base64 is read too.
 * What is visibly no secret is none: EXAMPLE, changeme, your-…, xxxx, <…>, ${…}, my-password1, abc123, a token
 * that ends in dots, hashes, ARNs, UUIDs. Nothing
 * here keeps a value: who reports says the pattern and the place. Time is linear in the text. */
#ifndef CHECK_SECRETS_H
#define CHECK_SECRETS_H
#include "base/diag.h"

struct secrets_hit {
    const char *pattern; /* "a GitHub token" */
    struct str at;       /* the value, a part of the text; encoded as it stands there */
};

/* The first secret of text. */
bool secrets_find(struct str text, struct secrets_hit *out);
/* The same for what may be no text, which has none. */
bool secrets_in(struct str bytes, struct secrets_hit *out);
/* Is value a secret by itself, or by a part of pointer ("/db/password") that names one? sealed: it is from a file
 * where secrets live (secrets_sealed), so the name is enough. */
bool secrets_at(struct str pointer, struct str value, bool sealed);
bool secrets_sealed(struct str path); /* .env, .tfvars */
/* What stands in the place of a secret: "…". */
struct str secrets_dots(void);
/* text with "…" for each secret; text itself when it has none, or is no text at all. */
struct str secrets_mask(struct str text, struct arena *keep);
/* Stars over the secrets of the source lines that findings show: their columns stay. */
void secrets_mask_lines(struct diag *d);
/* Reports all secrets of text, once a pattern. They are said to stand in `file`, or, with out, in the file out
 * below OUT that is made of it; src (or NULL) is the source in which they are looked for, too. How many. */
int secrets_report(struct str text, struct str file, struct str out, const struct source *src,
                   struct diag *d);
#endif
