/* pattern.c - PCRE2 with bounds on its work: a pattern is the author's, the text may be anybody's. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "load/pattern.h"

#include <pcre2.h>

#include "base/json_tree.h"

/* past these a pattern is no look-up; finds beyond MATCHES_MAX are the same constant */
enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000, MATCHES_MAX = 10000 };

static pcre2_code *compile(struct str text, struct arena *keep, struct str *why)
{
    int error;
    PCRE2_SIZE at;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.ptr, (PCRE2_SIZE)text.len,
                                     PCRE2_UTF | PCRE2_MULTILINE, &error, &at, NULL);

    if (!code) {
        PCRE2_UCHAR message[200];

        pcre2_get_error_message(error, message, sizeof message);
        *why = str_fmt(keep, "no pattern: %s", (const char *)message);
    }
    return code;
}

/* A pattern with its one group. */
static pcre2_code *compile_group(struct str text, struct arena *keep, struct str *why)
{
    pcre2_code *code = compile(text, keep, why);
    uint32_t groups = 0;

    if (!code)
        return NULL;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups == 1)
        return code;
    *why = S("a pattern has one group, ( and ) around the value; others are written (?: )");
    pcre2_code_free(code);
    return NULL;
}

bool pattern_check(struct str text, struct arena *keep, struct str *why)
{
    pcre2_code *code = compile_group(text, keep, why);

    pcre2_code_free(code);
    return code != NULL;
}

struct found {
    struct str first, other; /* other: a different one */
    int error;
};

static pcre2_match_context *limits_open(void)
{
    pcre2_match_context *limits = pcre2_match_context_create(NULL);

    if (!limits)
        arena_full(1);
    pcre2_set_match_limit(limits, MATCH_LIMIT);
    pcre2_set_depth_limit(limits, DEPTH_LIMIT);
    return limits;
}

bool pattern_matches(struct str pattern, struct str text, struct arena scratch)
{
    struct str why;
    pcre2_code *code = compile(pattern, &scratch, &why);
    pcre2_match_data *match = code ? pcre2_match_data_create(1, NULL) : NULL;
    pcre2_match_context *limits = code ? limits_open() : NULL;
    bool found = match && pcre2_match(code, (PCRE2_SPTR)(text.ptr ? text.ptr : ""),
                                      (PCRE2_SIZE)text.len, 0, 0, match, limits) >= 0;

    pcre2_match_context_free(limits);
    pcre2_match_data_free(match);
    pcre2_code_free(code);
    return found;
}

static struct found search(pcre2_code *code, struct str text)
{
    struct found f = { 0 };
    pcre2_match_data *match = pcre2_match_data_create_from_pattern(code, NULL);
    pcre2_match_context *limits = limits_open();
    PCRE2_SIZE at = 0;

    if (!match)
        arena_full(1);
    for (int i = 0; i < MATCHES_MAX && at <= (PCRE2_SIZE)text.len && !f.other.ptr; i++) {
        const PCRE2_SIZE *o = pcre2_get_ovector_pointer(match);
        int n = pcre2_match(code, (PCRE2_SPTR)(text.ptr ? text.ptr : ""), (PCRE2_SIZE)text.len, at,
                            0, match, limits);

        if (n < 2) {
            f.error = n < 0 && n != PCRE2_ERROR_NOMATCH ? n : 0;
            break;
        }
        struct str group = str_sub(text, (ptrdiff_t)o[2], (ptrdiff_t)(o[3] - o[2]));
        if (!f.first.ptr)
            f.first = group;
        else if (!str_equal(f.first, group))
            f.other = group;
        at = o[1] > o[0] ? o[1] : o[1] + 1;
        while (at < (PCRE2_SIZE)text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
            at++;
    }
    pcre2_match_context_free(limits);
    pcre2_match_data_free(match);
    return f;
}

/* Numbers as programs write them: 30_000 is 30000. */
static struct json value_of(struct str raw, struct arena *keep)
{
    char *out = NEW(keep, char, raw.len + 1);
    struct str bare = { out, 0 };
    struct json v, plain = json_tree_plain(raw);

    for (ptrdiff_t i = 0; i < raw.len; i++)
        if (raw.ptr[i] != '_')
            out[bare.len++] = raw.ptr[i];
    v = json_tree_plain(bare);
    v.raw = raw;
    return v.kind == JSON_NUMBER ? v : plain;
}

static void put(struct json_tree *root, struct str pointer, struct json v, struct arena *keep)
{
    struct json_tree *t = root;
    struct json empty = { .kind = JSON_OBJECT, .raw = v.raw, .str = v.raw };

    for (struct cut c = str_cut(str_from(pointer, 1), '/');; c = str_cut(c.tail, '/')) {
        struct json_tree *m = json_tree_get(t, c.head);

        if (!c.ok) {
            if (!m)
                json_tree_add(t, c.head, v.raw, v, keep);
            return;
        }
        t = m ? m : json_tree_add(t, c.head, v.raw, empty, keep);
        if (t->v->kind != JSON_OBJECT)
            return;
    }
}

static void find_one(const struct pattern *p, const struct source *src, const struct source *site,
                     struct json_tree *root, struct arena *keep, const struct rule *rule,
                     struct diag *d)
{
    struct str why;
    pcre2_code *code = compile_group(p->text, keep, &why);
    struct found f = code ? search(code, src->text) : (struct found){ 0 };
    struct json several = json_tree_unknown(f.first, S("found with two values by its pattern"));

    pcre2_code_free(code);
    several.n = 2;
    if (f.error)
        diag_at(d, rule, site, p->place,
                "the pattern of %.*s takes too long in %.*s: make it plainer", FMT(p->pointer),
                FMT(src->path));
    else if (f.other.ptr)
        diag_at(d, rule, site, p->place,
                "the pattern of %.*s finds two values in %.*s: %.*s and %.*s", FMT(p->pointer),
                FMT(src->path), FMT(f.first), FMT(f.other));
    else if (code && !f.first.ptr)
        diag_at(d, rule, site, p->place, "the pattern of %.*s finds nothing in %.*s",
                FMT(p->pointer), FMT(src->path));
    if (f.first.ptr)
        put(root, p->pointer, f.other.ptr ? several : value_of(f.first, keep), keep);
}

struct json *pattern_find(const struct pattern *patterns, int n, const struct source *src,
                          const struct source *site, struct arena *keep, const struct rule *rule,
                          struct diag *d)
{
    struct json_tree *root = json_tree_open(JSON_OBJECT, src->text, keep);

    for (int i = 0; i < n; i++)
        find_one(&patterns[i], src, site, root, keep, rule, d);
    return root->v;
}
