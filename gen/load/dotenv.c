/* dotenv.c - one NAME=value after another; a value in quotes may go over several lines. */
#include "load/dotenv.h"

#include "base/json_tree.h"
#include "load/scan.h"

struct reader {
    struct scan s;
    struct str rest;
};

static bool is_name(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_alnum(s.ptr[i]) && !char_among(s.ptr[i], "_.-"))
            return false;
    return s.len > 0 && !char_is_digit(*s.ptr);
}

static bool has_variable(struct str s)
{
    for (ptrdiff_t i = 0; i + 1 < s.len; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == '$' &&
                 (char_is_alpha(s.ptr[i + 1]) || char_among(s.ptr[i + 1], "_{(")))
            return true;
    }
    return false;
}

/* The value in quotes at the front of rest, and the rest of its line, which may hold a comment. */
static struct json quoted(struct reader *r)
{
    struct json v = { .kind = JSON_STRING };
    char quote = *r->rest.ptr;
    ptrdiff_t i = 1;
    struct str behind;

    while (i < r->rest.len && r->rest.ptr[i] != quote)
        i += r->rest.ptr[i] == '\\' && quote == '"' ? 2 : 1;
    if (i >= r->rest.len) {
        scan_refuse_at(&r->s, r->rest, "the quote is never closed");
        r->rest = (struct str){ 0 };
        return v;
    }
    v.raw = str_sub(r->rest, 0, i + 1);
    v.str = str_sub(v.raw, 1, i - 1);
    r->rest = str_from(r->rest, i + 1);
    behind = str_trim(str_line(&r->rest));
    if (behind.len && *behind.ptr != '#')
        scan_refuse_at(&r->s, behind, "nothing but a comment should stand behind the quote");
    if (quote != '\'' && has_variable(v.str))
        return json_tree_unknown(v.raw, S("made of other variables"));
    v.str = quote == '"' ? scan_unescaped(v.str, "nrt", "\n\r\t", r->s.keep) : v.str;
    return v;
}

static struct json unquoted(struct reader *r)
{
    struct str s = str_trim(str_line(&r->rest));

    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '#' && (i == 0 || char_is_space(s.ptr[i - 1])))
            s = str_trim_end(str_sub(s, 0, i));
    return has_variable(s) ? json_tree_unknown(s, S("made of other variables"))
                           : json_tree_plain(s);
}

static void blanks(struct reader *r)
{
    while (r->rest.len && (*r->rest.ptr == ' ' || *r->rest.ptr == '\t'))
        r->rest = str_from(r->rest, 1);
}

/* Takes one line, or as many as a value in quotes has. */
static void line(struct reader *r, struct json_tree *root)
{
    struct str whole = r->rest, text = str_trim(str_line(&whole)), name = text;
    ptrdiff_t equals = str_char(text, '=');
    struct json_tree *known;
    struct json v;

    if (!text.len || *text.ptr == '#' || equals < 0) {
        r->rest = whole;
        v = json_tree_unknown(text, S("taken from the environment"));
    } else {
        name = str_trim(str_sub(text, 0, equals));
        r->rest = str_from(r->rest, text.ptr - r->rest.ptr + equals + 1);
        blanks(r);
        v = r->rest.len && char_among(*r->rest.ptr, "\"'`") ? quoted(r) : unquoted(r);
    }
    if (!text.len || *text.ptr == '#')
        return;
    if (str_starts(name, S("export ")))
        name = str_trim(str_from(name, 7));
    known = json_tree_get(root, name);
    if (!is_name(name))
        scan_refuse_at(&r->s, text, "a line here is NAME=value");
    else if (!known)
        json_tree_add(root, name, name, v, r->s.keep);
    else
        *known->v = (struct json){ .kind = JSON_UNKNOWN,
                                   .raw = known->v->raw,
                                   .str = S("set more than once"),
                                   .key = name,
                                   .raw_key = known->v->raw_key,
                                   .next = known->v->next,
                                   .n = 2 };
}

struct json *dotenv_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                          struct diag *d)
{
    struct reader r = { .s = scan_open(src, keep, rule, d) };
    struct json_tree *root = json_tree_open(JSON_OBJECT, r.s.text, keep);

    r.rest = r.s.text;
    while (r.rest.len && !r.s.failed)
        line(&r, root);
    return r.s.failed ? NULL : root->v;
}
