/* header.c - names of headers, by table. */
#include "model/header.h"

#include "model/nearest.h"

/* clang-format off */
static const struct {
    const char *name;
    bool family, store; /* a beginning of names; how it is kept */
} headers[] = {
    { "content-type",                     false, false },
    { "cache-control",                    false, false },
    { "content-encoding",                 false, false },
    { "content-disposition",              false, false },
    { "content-language",                 false, false },
    { "expires",                          false, false },
    { "x-amz-website-redirect-location",  false, false },
    { "x-amz-storage-class",              false, false },
    { "x-amz-tagging",                    false, false },
    { "x-amz-meta-",                      true,  false },
    { "x-amz-object-lock-",               true,  false },
    { "x-amz-acl",                        false, true },
    { "x-amz-grant-",                     true,  true },
    { "x-amz-server-side-encryption",     true,  true },
    { "x-amz-expected-bucket-owner",      false, true },
    { "x-amz-request-payer",              false, true },
};
/* clang-format on */

static ptrdiff_t place_of(struct str name)
{
    for (ptrdiff_t i = 0; i < LEN(headers); i++) {
        struct str known = str_of(headers[i].name);
        struct str head = headers[i].family ? str_sub(name, 0, known.len) : name;
        if (str_equal_nocase(head, known))
            return i;
    }
    return -1;
}

bool header_is_known(struct str name)
{
    return place_of(name) >= 0;
}

bool header_is_of_store(struct str name)
{
    ptrdiff_t i = place_of(name);
    return i >= 0 && headers[i].store;
}

struct str header_nearest(struct str name)
{
    struct nearest near = nearest_open(name);
    for (ptrdiff_t i = 0; i < LEN(headers); i++)
        nearest_offer(&near, str_of(headers[i].name));
    return near.best;
}
