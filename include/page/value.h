/* value.h - what a template is filled with: a small tree of texts, numbers, lists and maps.
 *
 * Values live in an arena and may be shared: one `site` map can hang in the context of every page.
 * Texts are views, so their bytes must live as long as the tree. NULL stands for "nothing" wherever
 * a value is taken. */
#ifndef PAGE_VALUE_H
#define PAGE_VALUE_H
#include "base/buf.h"

enum value_kind { VALUE_NONE, VALUE_STR, VALUE_HTML, VALUE_INT, VALUE_BOOL, VALUE_LIST, VALUE_MAP };

struct value_item {
    struct str key; /* empty in lists */
    const struct value *value;
    struct value_item *next;
};
struct value {
    enum value_kind kind;
    struct str str;                  /* STR, HTML */
    int64_t number;                  /* INT, BOOL */
    struct value_item *first, *last; /* LIST, MAP: in the order they were added */
    ptrdiff_t len;                   /* LIST, MAP: number of items */
};

struct value *value_none(struct arena *keep); /* in a schema: anything */
struct value *value_str(struct str s, struct arena *keep);
/* Markup made by plumb, or checked by it: the only kind that {{{ }}} prints as it is. */
struct value *value_html(struct str s, struct arena *keep);
struct value *value_int(int64_t n, struct arena *keep);
struct value *value_bool(bool b, struct arena *keep);
struct value *value_list(struct arena *keep);
struct value *value_map(struct arena *keep);

/* Puts v under key, in place of what stood there; the key's text must outlive the map. Returns v.
 */
struct value *value_set(struct value *map, const char *key, struct value *v, struct arena *keep);
/* Appends v. Returns v. */
struct value *value_add(struct value *list, struct value *v, struct arena *keep);

const struct value *value_get(const struct value *map, struct str key); /* NULL when not there */
/* Empty texts, lists and maps, 0, false and nothing are false. */
bool value_true(const struct value *v);
uint64_t value_hash(const struct value *v); /* of all in it; for comparing with what it was */
/* Appends v as JSON that is safe inside <script type="application/json">: < > & and the line
 * separators U+2028 and U+2029 are written as escapes. */
void value_json(const struct value *v, struct buf *out);
#endif
