/* json_tree.h - a tree of values that grows: for formats that name members in any order. */
#ifndef BASE_JSON_TREE_H
#define BASE_JSON_TREE_H
#include "base/json.h"
#include "base/map.h"

struct json_tree {
    struct json *v, *last; /* a value, and the last of its members */
    struct map members;    /* of an object: name -> struct json_tree */
    int mark;              /* the format's own, 0 at first */
};

struct json_tree *json_tree_open(enum json_kind kind, struct str raw, struct arena *keep);
/* The member called key, or NULL. */
struct json_tree *json_tree_get(const struct json_tree *t, struct str key);
/* Adds a copy of value behind the members of t. An object's member gets the name key, which must be
 * new, and stands at raw_key. All live in keep. */
struct json_tree *json_tree_add(struct json_tree *t, struct str key, struct str raw_key,
                                struct json value, struct arena *keep);
/* The same for a name that may stand more than once: from the second on it is an array of its
 * values. */
struct json_tree *json_tree_add_again(struct json_tree *t, struct str key, struct str raw_key,
                                      struct json value, struct arena *keep);
/* A text without quotes as a value: a JSON number, true or false is that, all else a string. */
struct json json_tree_plain(struct str text);
/* A value that only a program knows, and why: "an expression". */
struct json json_tree_unknown(struct str raw, struct str why);
#endif
