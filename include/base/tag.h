/* tag.h - HTML elements as every page has them: the one place that writes tags and attributes.
 *
 *     tag_with(out, "a", { "class", { S("no") } }, { "href", { S("#"), prefix, id } });
 *     buf_html(out, words);
 *     tag_end(out, "a");              <a class="no" href="#…">…</a>
 *
 * The parts of a value are joined and escaped. An attribute all of whose parts are without a text
 * (NULL) is left out; TAG_BARE, or TAG_IF(condition), is one that has no value: <details open>.
 * Names are ours and written as they are. What a whole page is made of stands in assets/. */
#ifndef BASE_TAG_H
#define BASE_TAG_H
#include "base/buf.h"

enum { TAG_PARTS = 3 };
struct tag_attribute {
    const char *name;
    struct str value[TAG_PARTS];
};

#define TAG_BARE          ((struct str){ "", -1 })
#define TAG_IF(condition) ((condition) ? TAG_BARE : (struct str){ 0 })
/* text where condition holds, else nothing: an attribute that only some elements have */
#define TAG_TEXT_IF(condition, text) ((condition) ? (text) : (struct str){ 0 })

#define tag_with(out, name, ...)                                                                   \
    tag_begin((out), (name), (const struct tag_attribute[]){ __VA_ARGS__, { 0 } })
/* <name …>; attributes end with one without a name, or are NULL. */
void tag_begin(struct buf *out, const char *name, const struct tag_attribute *attributes);
/* <name> */
void tag_open(struct buf *out, const char *name);
/* </name> */
void tag_end(struct buf *out, const char *name);
/* </name> and the end of the line */
void tag_end_line(struct buf *out, const char *name);
/* <name>text</name>, the text escaped */
void tag_text(struct buf *out, const char *name, struct str text);
/* <name class="class" attribute='json'>: in single quotes, since JSON is full of the others. */
void tag_json(struct buf *out, const char *name, const char *class, const char *attribute,
              struct str json);
/* The first line of a page. */
void tag_doctype(struct buf *out);
#endif
