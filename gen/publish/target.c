/* target.c - what stands behind --to. */
#include "publish/target.h"

#include "publish/folder.h"

enum { MIN_BUCKET = 3, MAX_BUCKET = 63, MAX_PREFIX = 512 };

static bool is_bucket(struct str s)
{
    if (s.len < MIN_BUCKET || s.len > MAX_BUCKET)
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool ok = (c >= 'a' && c <= 'z') || char_is_digit(c) || c == '-' || c == '.';
        if (!ok)
            return false;
    }
    return char_is_alnum(s.ptr[0]) && char_is_alnum(s.ptr[s.len - 1]);
}

static bool parse_s3(struct str rest, struct target *out, struct buf *why)
{
    struct cut c = str_cut(rest, '/');
    *out = (struct target){ .kind = TARGET_S3, .bucket = c.head, .prefix = c.ok ? c.tail : S("") };
    while (str_ends(out->prefix, S("/")))
        out->prefix.len--;
    while (str_starts(out->prefix, S("/")))
        out->prefix = str_from(out->prefix, 1);
    if (!is_bucket(out->bucket)) {
        buf_fmt(why, "\"%.*s\" is no name of a bucket: 3 to 63 of a-z 0-9 - .", FMT(out->bucket));
        return false;
    }
    if (out->prefix.len > MAX_PREFIX) {
        buf_fmt(why, "the prefix is longer than %d bytes", (int)MAX_PREFIX);
        return false;
    }
    return true;
}

bool target_parse(struct str to, struct target *out, struct buf *why)
{
    *out = (struct target){ 0 };
    if (str_starts(to, S("s3://")))
        return parse_s3(str_from(to, 5), out, why);
    if (str_starts(to, S("file:"))) {
        struct str dir = str_from(to, 5);
        if (str_starts(dir, S("//")))
            dir = str_from(dir, 2);
        *out = (struct target){ .kind = TARGET_FOLDER, .folder = dir };
        if (dir.len)
            return true;
    }
    buf_fmt(why, "a target is s3://BUCKET, s3://BUCKET/PREFIX or file:DIR, not \"%.*s\"", FMT(to));
    return false;
}

enum target_result target_open(const struct target *t, const struct target_options *o,
                               struct arena *keep, struct arena *memory, struct buf *why,
                               struct store **out)
{
    (void)o;
    if (t->kind == TARGET_FOLDER) {
        *out = folder_open(str_c(t->folder, keep), keep, memory, why);
        return TARGET_OK;
    }
    return TARGET_FAILED;
}

void target_close(struct store *s)
{
    (void)s;
}
