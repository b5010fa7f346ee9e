/* json_pull.h - walking a JSON text member by member, keeping nothing but slices of it. */
#ifndef INFRA_JSON_PULL_H
#define INFRA_JSON_PULL_H
#include "base/json.h"

/* Members of an object's text, or elements of an array's (key empty), whole: text is the value's. */
struct json_pull {
    struct json_reader r;
    struct arena *keep;            /* for names that must be decoded */
    enum json_token_kind of, kind; /* of the whole, of the value's first token */
    struct str key, text;
};
struct json_pull json_pull_open(struct str text, struct arena *keep);
bool json_pull_next(struct json_pull *p);
bool json_pull_is(const struct json_pull *p, const char *key);
struct str json_pull_string(const struct json_pull *p); /* a string, decoded; else empty */

/* After a JSON_T_OBJECT token: the next member's name (decoded when it must be, in keep) and the first
 * token of its value, which must be read to its end before the next call. False at the end. */
bool json_pull_member(struct json_reader *r, struct arena *keep, struct str *key,
                      struct json_token *value);
/* After a JSON_T_ARRAY token: the first token of the next element. */
bool json_pull_element(struct json_reader *r, struct json_token *value);
/* Reads a value whose first token is first to its end; its text. */
struct str json_pull_rest(struct json_reader *r, struct json_token first);
/* A string token's text, a number's digits, true or false; else empty. */
struct str json_pull_text(struct json_token t, struct arena *keep);
#endif
