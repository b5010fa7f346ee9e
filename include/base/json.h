/* json.h - strict JSON (RFC 8259) with places: a tree whose every value knows its text, and a pull
 * tokenizer for files too large for a tree.
 *
 * cJSON reads the values; our tokenizer walks beside it, refuses what cJSON lets pass (01, 1., raw
 * control characters, bytes that are not UTF-8, duplicate keys) and gives offsets and raw numbers. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/diag.h"

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
    JSON_UNKNOWN /* something stands there, and its value is not in the text: an expression */
};

struct json {
    enum json_kind kind;
    struct str raw;            /* its text in the source: `0.10`, `"a\n"`, `{ … }` */
    struct str str;            /* string: decoded; number: as JSON writes it; unknown: why */
    struct str key;            /* member of an object: decoded name */
    struct str raw_key;        /* with its quotes, in the source */
    struct json *first, *next; /* members in file order */
    int n;                     /* number of members; unknown: of the values that contradict */
};

/* Parses the whole of src. NULL after an error, which is reported at its place under rule
 * (duplicate keys too). Nesting past 200 is an error. The tree lives in keep, its text in src. */
struct json *json_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                        struct diag *d);
/* The same for config as editors write it: comments and a comma behind the last member may stand. */
struct json *json_parse_relaxed(const struct source *src, struct arena *keep,
                                const struct rule *rule, struct diag *d);

/* The same for text that is compiled in, and so is known to be right: several times as fast. */
struct json *json_own(const struct source *src, struct arena *keep);
/* Lookups; all take NULL and give NULL. */
const struct json *json_get(const struct json *object, const char *key);
const struct json *json_index(const struct json *array, ptrdiff_t i);
/* RFC 6901: "" is the root, "/a/0/b~1c" a member; percent-escapes must be decoded before. A step may
 * choose from an array by a member of its elements: "/containers/name=web/image"; name= looks at
 * /metadata/name too. NULL when nothing stands there, or when two elements chosen both hold it. */
const struct json *json_pointer(const struct json *root, struct str pointer);
struct str json_str(const struct json *v); /* decoded string, or the text of a number, else empty */
bool json_int(const struct json *v, int64_t *out); /* a number that is a whole int64_t */
/* value as one line for people: strings without quotes, null as "null", {…} and […] folded */
struct str json_show(const struct json *v, struct arena *keep);

/* Pull tokenizer: call json_next until it returns JSON_T_END or JSON_T_ERROR. */
enum json_token_kind {
    JSON_T_OBJECT,
    JSON_T_OBJECT_END,
    JSON_T_ARRAY,
    JSON_T_ARRAY_END,
    JSON_T_KEY,
    JSON_T_STRING,
    JSON_T_NUMBER,
    JSON_T_TRUE,
    JSON_T_FALSE,
    JSON_T_NULL,
    JSON_T_END,
    JSON_T_ERROR
};
struct json_token {
    enum json_token_kind kind;
    struct str raw; /* strings and keys with their quotes, undecoded; on error the place */
};
struct json_reader {
    struct str text;
    ptrdiff_t at;
    const char *why; /* after JSON_T_ERROR */
    int depth;
    unsigned char stack[200]; /* nesting past 200 is an attack or a mistake */
    int state;                /* what may come next; private */
};
struct json_reader json_reader_open(struct str text);
struct json_token json_next(struct json_reader *r);
struct str json_decode(struct str raw, struct arena *keep); /* a string token's text */
#endif
