/* login.c - known code of functions, by hash. */
#include "publish/login.h"

#include "base/buf.h"
#include "base/hash.h"

/* Functions that ask readers for name and password; a version that was ever published stays. */
static const char *const known[] = {
    /* content/hosting/hosting.yaml */
    "81d0ce015b8ad8311c5c1bbbe7bca7457a9a8c598261bd2c40f763f6dba0a3e3",
    "4a63f634576f656c4a2c1ca09e9885fc1dada12859e6f3426273a93a252bf61e",
};

/* Lines that differ from site to site. */
static bool is_setting(struct str line)
{
    static const char *const settings[] = { "const internal = ", "const home = ",
                                            "const plumb = " };
    for (ptrdiff_t i = 0; i < LEN(settings); i++)
        if (str_starts(line, str_of(settings[i])))
            return true;
    return false;
}

struct str login_hash(struct str code, struct arena *keep)
{
    struct buf b = buf_open(keep, code.len + 1);
    while (code.len) {
        struct str line = str_trim(str_line(&code));
        if (!line.len || is_setting(line))
            continue;
        buf_put(&b, line);
        buf_char(&b, '\n');
    }
    return sha256_hex(sha256_of(buf_str(&b)), keep);
}

/* Says so in one line, and nothing else anywhere. */
static bool is_on(struct str code)
{
    int yes = 0, all = 0;
    while (code.len) {
        struct str line = str_trim(str_line(&code));
        all += str_starts(line, S("const internal = "));
        yes += str_equal(line, S("const internal = true;"));
    }
    return yes == 1 && all == 1;
}

enum login login_of(struct str code, struct arena scratch)
{
    struct str hash = login_hash(code, &scratch);
    for (ptrdiff_t i = 0; i < LEN(known); i++)
        if (str_equal(hash, str_of(known[i])))
            return is_on(code) ? LOGIN_ASKS : LOGIN_OFF;
    return str_find(code, S("statusCode")) < 0 ? LOGIN_NEVER : LOGIN_MAYBE;
}
