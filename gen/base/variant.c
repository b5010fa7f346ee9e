/* variant.c - names of files that stand beside another one. */
#include "base/variant.h"

#include "base/buf.h"

struct str variant_path(struct str path, struct str tail, struct arena *keep)
{
    ptrdiff_t dot = str_rchar(path, '.');
    if (dot <= str_rchar(path, '/') + 1)
        return (struct str){ 0 };
    return str_fmt(keep, "%.*s%.*s%.*s", FMT(str_sub(path, 0, dot)), FMT(tail),
                   FMT(str_from(path, dot)));
}
