/* cache_tag.h - names by which CloudFront forgets many files at once.
 *
 * Files that may change carry tags, as metadata of their objects: one for the whole site, one for
 * the section they stand in, one for the part of the section. All follow from the key alone, so
 * that no publish changes them:
 *
 *     costs/aws/ec2/index.html of "/docs/"   pages:/docs/,pages:/docs/costs/,pages:/docs/costs/aws/
 *     search.js                              files:/docs/
 *
 * A distribution whose CacheTagConfig names the header stores them with each copy; the item #TAG of
 * an invalidation then counts as one path, however many copies it reaches. CloudFront takes tags of
 * visible ASCII without commas, of 256 characters, 50 of them, and is blind to case. */
#ifndef MODEL_CACHE_TAG_H
#define MODEL_CACHE_TAG_H
#include "base/buf.h"

#define CACHE_TAG_HEADER S("x-amz-meta-cache-tag") /* S3's metadata "cache-tag" */
enum { CACHE_TAG_LEVELS = 3 };                     /* site, section, part */

/* Appends the tag of a key on a level, or on the deepest one that the key has. root: how readers'
 * paths begin, "/" or "/docs/". All tags are safe in JSON and XML. */
void cache_tag_put(struct buf *out, struct str root, struct str key, int level);
/* Appends all tags of a key: the header's value. */
void cache_tag_put_all(struct buf *out, struct str root, struct str key);
#endif
