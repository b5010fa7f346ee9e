/* dockerfile.c - instruction by instruction: FROM opens a stage, five kinds are kept. */
#include "load/dockerfile.h"

#include "base/json_tree.h"
#include "base/utf8.h"

struct reader {
    struct arena *keep;
    char escape;
    struct json_tree *root, *stages, *stage;
};

/* ---- words ---- */

static bool goes_on(const struct reader *r, struct str line)
{
    return line.len && line.ptr[line.len - 1] == r->escape;
}

/* s without blanks, joined line ends and comment lines between them at its front. */
static struct str skip_blanks(const struct reader *r, struct str s)
{
    for (s = str_trim(s); s.len; s = str_trim(s)) {
        struct str rest = str_from(s, 1);

        if (*s.ptr != '#' && (*s.ptr != r->escape || str_trim(str_line(&rest)).len))
            break;
        rest = s;
        str_line(&rest);
        s = rest;
    }
    return s;
}

/* The next word: up to a blank outside of quotes. */
static struct str word_take(const struct reader *r, struct str *rest)
{
    struct str s = skip_blanks(r, *rest);
    char quote = '\0';
    ptrdiff_t i = 0;

    for (; i < s.len && (quote || !char_is_space(s.ptr[i])); i++) {
        if (s.ptr[i] == r->escape)
            i++;
        else if (quote ? s.ptr[i] == quote : s.ptr[i] == '"' || s.ptr[i] == '\'')
            quote = quote ? '\0' : s.ptr[i];
    }
    *rest = str_from(s, i);
    return str_sub(s, 0, i);
}

static struct json value_of(struct str raw)
{
    struct json v = json_tree_plain(raw);
    bool quoted =
        raw.len > 1 && (*raw.ptr == '"' || *raw.ptr == '\'') && raw.ptr[raw.len - 1] == *raw.ptr;

    if (str_char(raw, '$') >= 0 && !(quoted && *raw.ptr == '\''))
        return json_tree_unknown(raw, S("made of variables"));
    if (str_char(raw, '\\') >= 0)
        return json_tree_unknown(raw, S("written with escapes"));
    if (quoted)
        v.str = str_sub(raw, 1, raw.len - 2);
    return v;
}

/* ---- the tree ---- */

static void put(struct reader *r, struct json_tree *t, const char *name, struct str raw,
                struct json v)
{
    json_tree_add_again(t, str_of(name), raw, v, r->keep);
}

/* Below ARG or ENV of t, and at its top. */
static void put_named(struct reader *r, struct json_tree *t, const char *kind, struct str name,
                      struct json v)
{
    struct json_tree *group = json_tree_get(t, str_of(kind)), *top = json_tree_get(t, name);
    struct json empty = { .kind = JSON_OBJECT, .raw = name, .str = name };
    static const char *const own[] = { "FROM", "ARG", "ENV", "EXPOSE", "USER", "stages" };

    if (!group)
        group = json_tree_add(t, str_of(kind), name, empty, r->keep);
    json_tree_add_again(group, name, name, v, r->keep);
    if (str_among(name, own, LEN(own)))
        return;
    if (!top)
        json_tree_add(t, name, name, v, r->keep);
    else if (top->v->kind != JSON_OBJECT && !str_equal(top->v->str, v.str)) {
        struct json was = *top->v;

        *top->v = json_tree_unknown(was.raw, S("set to several values"));
        top->v->n = 2;
        top->v->key = was.key;
        top->v->raw_key = was.raw_key;
        top->v->next = was.next;
    }
}

static void pairs(struct reader *r, const char *kind, struct str rest)
{
    struct str all = rest, first = word_take(r, &rest);
    struct cut c = str_cut(first, '=');

    if (!c.ok && str_equal(str_of(kind), S("ENV"))) { /* the old form: ENV NAME the rest */
        put_named(r, r->root, kind, first, value_of(str_trim(rest)));
        if (r->stage)
            put_named(r, r->stage, kind, first, value_of(str_trim(rest)));
        return;
    }
    for (rest = all; skip_blanks(r, rest).len;) {
        struct json v;

        first = word_take(r, &rest);
        c = str_cut(first, '=');
        v = c.ok ? value_of(c.tail) : json_tree_unknown(first, S("given when it is built"));
        put_named(r, r->root, kind, c.head, v);
        if (r->stage)
            put_named(r, r->stage, kind, c.head, v);
    }
}

static void from(struct reader *r, struct str rest)
{
    struct str image = word_take(r, &rest), as, name;
    struct json_tree *known;
    struct json stage = { .kind = JSON_OBJECT };

    while (str_starts(image, S("--")))
        image = word_take(r, &rest);
    as = word_take(r, &rest);
    name = str_equal_nocase(as, S("as")) ? word_take(r, &rest) : (struct str){ 0 };
    put(r, r->root, "FROM", image, value_of(image));
    r->stage = NULL;
    if (!name.len)
        return;
    stage.raw = stage.str = name;
    known = r->stages ? json_tree_get(r->stages, name) : NULL;
    if (!r->stages)
        r->stages = json_tree_add(r->root, S("stages"), name, stage, r->keep);
    if (!known)
        r->stage = json_tree_add(r->stages, name, name, stage, r->keep);
    if (r->stage)
        put(r, r->stage, "FROM", image, value_of(image));
}

static void words(struct reader *r, const char *kind, struct str rest)
{
    while (skip_blanks(r, rest).len) {
        struct str word = word_take(r, &rest), number = str_cut(word, '/').head;
        struct json v = value_of(str_equal(str_of(kind), S("EXPOSE")) ? number : word);

        put(r, r->root, kind, word, v);
        if (r->stage)
            put(r, r->stage, kind, word, v);
    }
}

/* An instruction that nothing is taken out of: its text, on one line. */
static void whole(struct reader *r, const char *kind, struct str rest)
{
    struct buf b = buf_open(r->keep, PTRDIFF_MAX);
    struct json v = { .kind = JSON_STRING, .raw = rest };

    for (struct str line, text = rest; text.len;) {
        line = str_trim(str_line(&text));
        if (str_starts(line, S("#")))
            continue;
        buf_put(&b, b.len ? S(" ") : S(""));
        buf_put(&b, str_trim(str_sub(line, 0, line.len - goes_on(r, line))));
    }
    v.str = buf_str(&b);

    put(r, r->root, kind, rest, v);
    if (r->stage)
        put(r, r->stage, kind, rest, v);
}

static void instruction(struct reader *r, struct str line)
{
    static const char *const other[] = { "RUN",        "COPY",        "ADD",   "CMD",
                                         "ENTRYPOINT", "HEALTHCHECK", "LABEL", "VOLUME",
                                         "WORKDIR",    "STOPSIGNAL",  "SHELL", "ONBUILD" };
    struct str rest = line, name = word_take(r, &rest);

    if (str_equal_nocase(name, S("FROM")))
        from(r, rest);
    else if (str_equal_nocase(name, S("ARG")))
        pairs(r, "ARG", rest);
    else if (str_equal_nocase(name, S("ENV")))
        pairs(r, "ENV", rest);
    else if (str_equal_nocase(name, S("EXPOSE")))
        words(r, "EXPOSE", rest);
    else if (str_equal_nocase(name, S("USER")))
        words(r, "USER", rest);
    for (ptrdiff_t i = 0; i < LEN(other); i++)
        if (str_equal_nocase(name, str_of(other[i])) && str_trim(rest).len)
            whole(r, other[i], str_trim(rest));
}

/* ---- lines ---- */

/* A line with those that the escape character at its end joins to it, and comment lines between:
 * one view, as places are the source's. */
static struct str long_line(const struct reader *r, struct str *rest)
{
    struct str line = str_trim(str_line(rest)), last = line;

    if (str_starts(line, S("#")))
        return line;
    while (rest->len && (goes_on(r, last) || (str_starts(last, S("#")) && last.ptr != line.ptr))) {
        last = str_trim(str_line(rest));
        line = str_span(line.ptr, last.ptr + last.len);
    }
    return line;
}

/* A RUN or COPY with <<NAME: the lines up to NAME are no instructions. */
static void skip_heredoc(struct str line, struct str *rest)
{
    ptrdiff_t at = str_find(line, S("<<"));
    struct str mark = str_from(line, at + 2);
    ptrdiff_t n = 0;

    if (at < 0)
        return;
    while (mark.len && char_among(*mark.ptr, "-\"'"))
        mark = str_from(mark, 1);
    while (n < mark.len && (char_is_alnum(mark.ptr[n]) || mark.ptr[n] == '_'))
        n++;
    while (n && rest->len && !str_equal(str_trim(str_line(rest)), str_sub(mark, 0, n)))
        continue;
}

struct json *dockerfile_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                              struct diag *d)
{
    struct reader r = { .keep = keep, .escape = '\\' };
    struct str rest = src->text;

    r.root = json_tree_open(JSON_OBJECT, rest, keep);
    if (utf8_invalid(rest) >= 0) {
        diag_at(d, rule, src, str_sub(rest, utf8_invalid(rest), 1), "not UTF-8");
        return NULL;
    }
    while (rest.len) {
        struct str line = long_line(&r, &rest);

        if (str_starts(line, S("#")) && str_ends(line, S("escape=`")))
            r.escape = '`';
        else if (line.len && *line.ptr != '#')
            instruction(&r, line);
        if (str_starts(line, S("RUN")) || str_starts(line, S("COPY")))
            skip_heredoc(line, &rest);
    }
    if (r.root->v->n)
        return r.root->v;
    diag_at(d, rule, src, str_sub(src->text, 0, 1), "no FROM and no ARG: this is no Dockerfile");
    return NULL;
}
