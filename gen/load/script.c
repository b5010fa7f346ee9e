/* script.c - values by one walk over the text, which goes aside where a name was declared. */
#include "load/script.h"

#include "base/json_tree.h"
#include "base/map.h"

enum {
    DEPTH_MAX = 64,   /* of brackets and of names that stand for names; the stack is ours */
    STEPS_A_BYTE = 64 /* names may stand for names that stand twice for names … */
};

struct script {
    struct str text;
    ptrdiff_t at;
    struct map names; /* name -> where its value begins, in text; of functions: their word */
    struct arena *keep;
    ptrdiff_t steps; /* that may still be taken; none: all ends */
    int depth;
};

static struct json value(struct script *s);
static struct json expression(struct script *s);

/* ---- what is no code ---- */

static char look(const struct script *s, ptrdiff_t ahead)
{
    return s->at + ahead < s->text.len ? s->text.ptr[s->at + ahead] : '\0';
}

static bool sees(const struct script *s, struct str what)
{
    return str_starts(str_from(s->text, s->at), what);
}

static void move(struct script *s, ptrdiff_t n)
{
    s->steps -= n > 0 ? n : 1;
    s->at = s->steps < 0 ? s->text.len : s->at + n;
}

static bool is_word(char c)
{
    return char_is_alnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static void skip_comment(struct script *s)
{
    struct str rest = str_from(s->text, s->at);
    ptrdiff_t end = look(s, 1) == '/' ? str_char(rest, '\n') : str_find(rest, S("*/"));

    move(s, end < 0 ? rest.len : end + (look(s, 1) == '/' ? 1 : 2));
}

static bool is_comment(const struct script *s)
{
    return sees(s, S("//")) || sees(s, S("/*"));
}

static void skip_blank(struct script *s)
{
    while (s->at < s->text.len)
        if (is_comment(s))
            skip_comment(s);
        else if (char_is_space(look(s, 0)))
            move(s, 1);
        else
            return;
}

/* Behind a text in quotes, `a ${b} c` too. */
static void skip_text(struct script *s)
{
    char quote = look(s, 0);
    int braces = 0;

    for (move(s, 1); s->at < s->text.len; move(s, 1)) {
        char c = look(s, 0);
        if (c == '\\')
            move(s, 1);
        else if (quote == '`' && c == '$' && look(s, 1) == '{')
            braces++;
        else if (braces && c == '}')
            braces--;
        else if ((c == quote && !braces) || (c == '\n' && quote != '`'))
            break;
    }
    move(s, 1);
}

/* Does a "/" here begin /a pattern/? It does behind what cannot be divided. */
static bool is_pattern(const struct script *s)
{
    ptrdiff_t i = s->at - 1;

    while (i >= 0 && (s->text.ptr[i] == ' ' || s->text.ptr[i] == '\t'))
        i--;
    return look(s, 0) == '/' && (i < 0 || str_char(S("(,=:[!&|?{};\n>"), s->text.ptr[i]) >= 0 ||
                                 str_ends(str_sub(s->text, 0, i + 1), S("return")));
}

static void skip_pattern(struct script *s)
{
    bool set = false;

    for (move(s, 1); s->at < s->text.len && look(s, 0) != '\n'; move(s, 1)) {
        char c = look(s, 0);
        if (c == '\\')
            move(s, 1);
        else if (c == '/' && !set)
            break;
        else
            set = c == '[' || (set && c != ']');
    }
    move(s, 1);
}

/* One sign of code, a whole text, pattern or comment. Returns the sign, or a blank for those. */
static char skip_one(struct script *s)
{
    char c = look(s, 0);

    if (is_comment(s))
        skip_comment(s);
    else if (c == '"' || c == '\'' || c == '`')
        skip_text(s);
    else if (is_pattern(s))
        skip_pattern(s);
    else {
        move(s, 1);
        return c;
    }
    return ' ';
}

/* Behind the bracket that closes the one here. */
static void skip_brackets(struct script *s)
{
    int depth = 0;

    do {
        char c = skip_one(s);
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
    } while (depth > 0 && s->at < s->text.len);
}

/* To the comma or bracket that ends the expression. */
static void skip_rest(struct script *s)
{
    while (s->at < s->text.len && (is_comment(s) || str_char(S(",;)]}"), look(s, 0)) < 0))
        if (!is_comment(s) && str_char(S("([{"), look(s, 0)) >= 0)
            skip_brackets(s);
        else
            skip_one(s);
}

/* ---- values ---- */

static struct json unknown(struct script *s, ptrdiff_t from)
{
    return json_tree_unknown(str_sub(s->text, from, s->at - from), S("an expression"));
}

static bool is_known(struct json v)
{
    return v.kind != JSON_UNKNOWN;
}

static struct str unescaped(struct str in, struct arena *keep)
{
    struct buf b = buf_open(keep, in.len + 1);

    for (ptrdiff_t i = 0; i < in.len; i++) {
        bool escape = in.ptr[i] == '\\' && i + 1 < in.len;
        i += escape;
        if (!escape || in.ptr[i] != '\n')
            buf_char(&b, escape && in.ptr[i] == 'n' ? '\n' : in.ptr[i]);
    }
    return buf_str(&b);
}

static struct json text_value(struct script *s)
{
    ptrdiff_t from = s->at;
    bool made = look(s, 0) == '`';

    skip_text(s);
    struct str raw = str_sub(s->text, from, s->at - from), in = str_sub(raw, 1, raw.len - 2);
    if (made && str_find(in, S("${")) >= 0)
        return unknown(s, from);
    return (struct json){ .kind = JSON_STRING,
                          .raw = raw,
                          .str = str_char(in, '\\') < 0 ? in : unescaped(in, s->keep) };
}

static struct str word(struct script *s)
{
    ptrdiff_t from = s->at;

    while (is_word(look(s, 0)) || (s->at > from && look(s, 0) == '.' && is_word(look(s, 1))))
        move(s, 1);
    return str_sub(s->text, from, s->at - from);
}

static void put(struct script *s, struct json_tree *t, struct str key, struct str raw_key,
                struct json v)
{
    struct json_tree *old = t->v->kind == JSON_OBJECT ? json_tree_get(t, key) : NULL;

    if (!old) {
        json_tree_add(t, key, raw_key, v, s->keep);
        return;
    }
    v.key = old->v->key; /* the later one holds */
    v.raw_key = raw_key;
    v.next = old->v->next;
    *old->v = v;
}

/* ...x: what is in x stands here. */
static void spread(struct script *s, struct json_tree *t)
{
    move(s, 3);
    struct json v = value(s);
    for (const struct json *m = v.kind == t->v->kind ? v.first : NULL; m && s->steps > 0;
         m = m->next) {
        s->steps--;
        put(s, t, m->key, m->raw_key, *m);
    }
}

/* "key: value", "key" alone, "key() {…}"; a computed key is nobody's. */
static void member(struct script *s, struct json_tree *t)
{
    ptrdiff_t from = s->at;
    char c = look(s, 0);
    struct str key = { 0 };

    if (c == '"' || c == '\'')
        key = text_value(s).str;
    else if (c == '[')
        skip_brackets(s);
    else
        key = word(s);
    for (skip_blank(s); is_word(look(s, 0)); skip_blank(s))
        key = word(s); /* "async name() {" */
    struct str raw_key = str_trim(str_sub(s->text, from, s->at - from));
    bool alone = str_char(S(",}"), look(s, 0)) >= 0 && key.len;
    if (look(s, 0) == ':')
        move(s, 1);
    else if (alone)
        s->at = from;
    else
        skip_rest(s);
    struct json v = value(s);
    if (key.len)
        put(s, t, key, raw_key, v);
}

static struct json object_or_list(struct script *s)
{
    ptrdiff_t from = s->at;
    bool object = look(s, 0) == '{';
    struct json_tree *t = json_tree_open(object ? JSON_OBJECT : JSON_ARRAY, S(""), s->keep);

    move(s, 1);
    for (skip_blank(s); s->at < s->text.len && look(s, 0) != (object ? '}' : ']'); skip_blank(s)) {
        ptrdiff_t before = s->at;
        if (sees(s, S("...")))
            spread(s, t);
        else if (object)
            member(s, t);
        else
            put(s, t, S(""), S(""), value(s));
        skip_blank(s);
        if (look(s, 0) == ',' || s->at == before)
            move(s, 1);
    }
    move(s, 1);
    t->v->raw = t->v->str = str_sub(s->text, from, s->at - from);
    return *t->v;
}

/* ---- functions and names ---- */

/* { … return x; }: x, of the first that stands in no block of its own. */
static struct json body_value(struct script *s)
{
    ptrdiff_t from = s->at, end;
    struct json v = { 0 };

    skip_brackets(s);
    end = s->at;
    v = unknown(s, from);
    for (s->at = from + 1; s->at < end;) {
        bool begins = !is_word(s->text.ptr[s->at - 1]);
        if (begins && sees(s, S("return")) && !is_word(look(s, 6))) {
            move(s, 6);
            v = expression(s);
            break;
        }
        if (str_char(S("([{"), look(s, 0)) >= 0 && !is_comment(s))
            skip_brackets(s);
        else
            skip_one(s);
    }
    s->at = s->steps < 0 ? s->text.len : end;
    return v;
}

/* Behind "=>". */
static struct json arrow_value(struct script *s)
{
    move(s, 2);
    skip_blank(s);
    return look(s, 0) == '{' ? body_value(s) : expression(s);
}

/* Behind the word "function": name, arguments, type, body. */
static struct json function_value(struct script *s)
{
    while (s->at < s->text.len && look(s, 0) != '(' && look(s, 0) != '{')
        move(s, 1);
    skip_brackets(s);
    while (s->at < s->text.len && look(s, 0) != '{')
        skip_one(s);
    return body_value(s);
}

/* "(a, b) => …", or a value in brackets. */
static struct json bracket_value(struct script *s)
{
    ptrdiff_t from = s->at;

    skip_brackets(s);
    ptrdiff_t end = s->at;
    skip_blank(s);
    if (sees(s, S("=>")))
        return arrow_value(s);
    s->at = from + 1;
    struct json v = value(s);
    s->at = s->steps < 0 ? s->text.len : end;
    return v;
}

static struct json named(struct script *s, struct str path, ptrdiff_t from)
{
    struct cut c = str_cut(path, '.');
    const char *place = map_get(&s->names, c.head);
    ptrdiff_t back = s->at;
    struct json v = unknown(s, from);
    if (!place || s->depth >= DEPTH_MAX)
        return v;
    s->at = place - s->text.ptr;
    v = expression(s);
    s->at = s->steps < 0 ? s->text.len : back;
    while (c.ok) {
        c = str_cut(c.tail, '.');
        const struct json *m = json_get(&v, str_c(c.head, s->keep));
        v = m ? *m : unknown(s, from);
    }
    return v;
}

/* f(a, b): of a function of this file what it gives back, else what it is given. */
static struct json call_value(struct script *s, struct str name, ptrdiff_t from)
{
    static const char *const paths[] = {
        "require.resolve", "path.resolve", "path.join", "resolve", "join", "fileURLToPath", "URL"
    };
    struct json given = { .kind = JSON_UNKNOWN }, text = given;

    if (map_get(&s->names, name)) {
        skip_brackets(s);
        return named(s, name, from);
    }
    for (move(s, 1), skip_blank(s); s->at < s->text.len && look(s, 0) != ')'; skip_blank(s)) {
        struct json v = value(s);
        if (!is_known(given) && (v.kind == JSON_OBJECT || v.kind == JSON_ARRAY))
            given = v;
        text = v.kind == JSON_STRING ? v : text;
        skip_blank(s);
        if (look(s, 0) != ',')
            break;
        move(s, 1);
    }
    move(s, 1);
    return is_known(given)                                        ? given
           : is_known(text) && str_among(name, paths, LEN(paths)) ? text
                                                                  : unknown(s, from);
}

static struct json word_value(struct script *s)
{
    ptrdiff_t from = s->at;
    struct str name = word(s);

    skip_blank(s);
    if (str_equal(name, S("true")) || str_equal(name, S("false")))
        return (struct json){ .kind = name.len == 4 ? JSON_TRUE : JSON_FALSE, .raw = name };
    if (str_equal(name, S("async")) || str_equal(name, S("await")) || str_equal(name, S("new")))
        return expression(s);
    if (str_equal(name, S("function")))
        return function_value(s);
    if (sees(s, S("=>")))
        return arrow_value(s);
    return look(s, 0) == '(' ? call_value(s, name, from) : named(s, name, from);
}

static struct json number_value(struct script *s)
{
    ptrdiff_t from = s->at;

    while (char_is_alnum(look(s, 0)) || look(s, 0) == '.' || look(s, 0) == '-')
        move(s, 1);
    return json_tree_plain(str_sub(s->text, from, s->at - from));
}

static struct json first_value(struct script *s)
{
    char c = look(s, 0);

    return c == '{' || c == '['                ? object_or_list(s)
           : c == '"' || c == '\'' || c == '`' ? text_value(s)
           : c == '('                          ? bracket_value(s)
           : char_is_digit(c) || c == '-'      ? number_value(s)
           : is_word(c)                        ? word_value(s)
                                               : unknown(s, s->at);
}

/* With what stands behind its first value: "as T" changes nothing, "|| x" may. */
static struct json expression(struct script *s)
{
    struct json v = { .kind = JSON_UNKNOWN };

    skip_blank(s);
    ptrdiff_t from = s->at;
    if (s->depth < DEPTH_MAX) {
        s->depth++;
        v = first_value(s);
        skip_blank(s);
        bool either = sees(s, S("||")) || sees(s, S("??"));
        if (either && !is_known(v)) {
            move(s, 2);
            v = expression(s);
        } else if (!either && look(s, 0) && str_char(S("+-*/?.([&<>=!%"), look(s, 0)) >= 0) {
            v.kind = JSON_UNKNOWN;
        }
        s->depth--;
    }
    return is_known(v) ? v : unknown(s, from);
}

/* An expression among others: the place is at what ends it. */
static struct json value(struct script *s)
{
    struct json v = expression(s);

    skip_rest(s);
    return v;
}

/* ---- the file ---- */

/* Behind the "=" that the name's type may stand before; false: it has no value here ("let x" alone on its line). */
static bool to_value(struct script *s)
{
    bool typed = false;

    while (s->at < s->text.len && look(s, 0) != ';' && (typed || look(s, 0) != '\n')) {
        typed = typed || look(s, 0) == ':';
        if (look(s, 0) == '=' && look(s, 1) != '>') {
            move(s, 1);
            return true;
        }
        skip_one(s);
    }
    return false;
}

static void declare(struct script *s, struct str name, ptrdiff_t at)
{
    void **slot = name.len ? map_at(&s->names, name, s->keep) : NULL;

    if (slot && !*slot)
        *slot = (void *)(uintptr_t)(s->text.ptr + at);
}

/* "const x = …", "function f() …", "export default …", "module.exports = …". */
static void find_names(struct script *s)
{
    static const char *const makers[] = { "const", "let", "var" };
    struct str before = { 0 };

    while (s->at < s->text.len) {
        if (!is_word(look(s, 0))) {
            skip_one(s);
            continue;
        }
        ptrdiff_t from = s->at;
        struct str w = word(s);
        skip_blank(s);
        if (str_equal(w, S("module.exports")) && to_value(s)) {
            declare(s, S("default"), s->at);
        } else if (str_among(w, makers, LEN(makers))) {
            struct str name = word(s);
            ptrdiff_t back = s->at;
            if (name.len && to_value(s))
                declare(s, name, s->at);
            s->at = back;
        } else if (str_equal(w, S("function"))) {
            declare(s, word(s), from);
        } else if (str_equal(w, S("default")) && str_equal(before, S("export"))) {
            declare(s, w, s->at);
        }
        before = w;
    }
}

const struct json *script_read(const struct source *src, struct arena *keep)
{
    struct script s = { .text = src->text, .keep = keep };
    struct json *root = NEW(keep, struct json, 1);

    s.steps = src->text.len * STEPS_A_BYTE;
    find_names(&s);
    s.at = 0;
    s.steps = src->text.len * STEPS_A_BYTE;
    *root = named(&s, S("default"), 0);
    return is_known(*root) ? root : NULL;
}
