/* config_fence.c - two trees walked together: what is shown, and what the file holds. */
#include "check/config_fence.h"

#include "check/fit.h"
#include "model/nearest.h"
#include "model/rule.h"

/* nesting is bounded by the readers; comparisons are bounded so that lists of lists end */
enum { COMPARED_MAX = 1 << 20 };

static const struct str ELLIPSIS = { "\xE2\x80\xA6", 3 };

/* ---- what is asked ---- */

/* The value of key=… in an info string. */
static struct str word_of(struct str info, struct str key)
{
    for (struct cut c = str_cut(info, ' ');; c = str_cut(c.tail, ' ')) {
        if (str_starts(c.head, key))
            return str_from(c.head, key.len);
        if (!c.ok)
            return (struct str){ 0 };
    }
}

struct config_fence config_fence_of(struct str info)
{
    static const struct {
        struct str key;
        enum config_fence_kind kind;
    } keys[] = {
        { { "subset=", 7 }, CONFIG_FENCE_SUBSET },
        { { "keys=", 5 }, CONFIG_FENCE_KEYS },
        { { "schema=", 7 }, CONFIG_FENCE_SCHEMA },
    };
    struct config_fence f = { .language = str_cut(info, ' ').head, .page = info };

    for (ptrdiff_t i = 0; i < LEN(keys) && !f.kind; i++) {
        struct cut c = str_cut(word_of(info, keys[i].key), '#');

        if (!c.head.len)
            continue;
        f.kind = keys[i].kind;
        f.file = c.head;
        f.pointer = c.tail;
    }
    return f;
}

/* ---- placeholders ---- */

/* Length of a placeholder at the head of s, or 0. */
static ptrdiff_t placeholder(struct str s)
{
    ptrdiff_t end;

    if (str_starts(s, ELLIPSIS))
        return ELLIPSIS.len;
    if (str_starts(s, S("...")))
        return 3;
    if (str_starts(s, S("${")))
        return (end = str_char(s, '}')) > 2 && str_char(str_sub(s, 0, end), '\n') < 0 ? end + 1 : 0;
    if (s.len < 3 || *s.ptr != '<' || !char_is_alpha(s.ptr[1]))
        return 0;
    end = str_char(s, '>');
    return end > 1 && str_char(str_sub(s, 0, end), '\n') < 0 ? end + 1 : 0;
}

/* A line of nothing but "…", perhaps as a comment or with a comma. */
static bool leaves_out(struct str line)
{
    line = str_trim(line);
    while (line.len && char_among(*line.ptr, "#/;-, "))
        line = str_from(line, 1);
    if (line.len && line.ptr[line.len - 1] == ',')
        line.len--;
    return str_equal(line, ELLIPSIS) || str_equal(line, S("..."));
}

/* line with each placeholder outside of quotes in quotes. */
static void quote_line(struct str line, struct buf *out)
{
    char quote = '\0';

    for (ptrdiff_t i = 0; i < line.len;) {
        char c = line.ptr[i];
        ptrdiff_t n = quote ? 0 : placeholder(str_from(line, i));

        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? '\0' : c;
        if (n) {
            buf_char(out, '"');
            buf_put(out, str_sub(line, i, n));
            buf_char(out, '"');
        } else {
            n = c == '\\' && i + 1 < line.len ? 2 : 1;
            buf_put(out, str_sub(line, i, n));
        }
        i += n;
    }
}

struct str config_fence_text(struct str body, bool quote, bool *open, struct arena *keep)
{
    struct buf b = buf_open(keep, 3 * body.len + 2);

    *open = false;
    while (body.len) {
        struct str line = str_line(&body);

        if (leaves_out(line))
            *open = true;
        else if (quote)
            quote_line(line, &b);
        else
            buf_put(&b, line);
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

static bool has_placeholder(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (placeholder(str_from(s, i)))
            return true;
    return false;
}

/* Does actual hold the pieces of shown between its placeholders, in order? */
static bool matches_around(struct str shown, struct str actual)
{
    bool first = true;

    while (shown.len) {
        ptrdiff_t n = 0, at = 0, found;

        while (at < shown.len && !(n = placeholder(str_from(shown, at))))
            at++;
        found = str_find(actual, str_sub(shown, 0, at));
        if (found < 0 || (first && found > 0))
            return false;
        actual = str_from(actual, found + at);
        shown = str_from(shown, at + n);
        first = false;
        if (!n)
            return !actual.len;
    }
    return true;
}

/* ---- comparing ---- */

struct walk {
    const struct config_fence *f;
    const struct source *src;
    struct arena *keep;
    struct diag *d; /* NULL: only count */
    int wrong, left;
};

/* The line of the block in the page where raw, a part of the parsed text, stands. */
static struct str line_at(const struct config_fence *f, struct str raw)
{
    struct str rest = f->page;
    const char *end = raw.ptr && raw.ptr >= f->text.ptr ? raw.ptr : f->text.ptr;

    str_line(&rest);
    for (const char *c = f->text.ptr; c < end; c++)
        if (*c == '\n')
            str_line(&rest);
    return str_trim(str_line(&rest));
}

static struct finding *tell(struct walk *w, const struct rule *rule, struct str raw,
                            struct str message)
{
    w->wrong++;
    return w->d ? diag_at(w->d, rule, w->src, line_at(w->f, raw), "%.*s", FMT(message)) : NULL;
}

static bool compare(struct walk *w, const struct json *shown, const struct json *actual,
                    struct str pointer);

static void missing(struct walk *w, const struct json *m, const struct json *actual,
                    struct str pointer)
{
    struct nearest near = nearest_open(m->key);
    struct finding *f;

    for (const struct json *a = actual->first; a; a = a->next)
        nearest_offer(&near, a->key);
    f = tell(w, RULE(CLAIM_MISSING), m->raw_key,
             str_fmt(w->keep, "%.*s has no %.*s%s%.*s", FMT(w->f->label), FMT(pointer),
                     near.best.len ? "; the nearest key is " : "", FMT(near.best)));
    if (f)
        f->about = pointer;
}

static void compare_object(struct walk *w, const struct json *shown, const struct json *actual,
                           struct str pointer)
{
    for (const struct json *m = shown->first; m; m = m->next) {
        struct str below = str_fmt(w->keep, "%.*s/%.*s", FMT(pointer), FMT(m->key));
        const struct json *found = NULL;

        if (has_placeholder(m->key))
            continue;
        for (const struct json *a = actual->first; a && !found; a = a->next)
            found = str_equal(a->key, m->key) ? a : NULL;
        if (found)
            compare(w, m, found, below);
        else
            missing(w, m, actual, below);
    }
}

/* How much of shown does not stand in actual. */
static int wrongs(const struct walk *w, const struct json *shown, const struct json *actual,
                  int *left)
{
    struct walk quiet = *w;

    quiet.d = NULL;
    quiet.wrong = 0;
    quiet.left = *left;
    compare(&quiet, shown, actual, (struct str){ 0 });
    *left = quiet.left;
    return quiet.wrong;
}

/* Elements stand in the order shown, others between them. What fits nowhere is held against the one
 * it resembles most. */
static void compare_array(struct walk *w, const struct json *shown, const struct json *actual,
                          struct str pointer)
{
    const struct json *from = actual->first;

    for (const struct json *e = shown->first; e; e = e->next) {
        const struct json *best = NULL, *a;
        int least = INT32_MAX;

        if (e->kind == JSON_STRING && has_placeholder(e->str) && placeholder(e->str) == e->str.len)
            continue;
        for (a = from; a && least; a = a->next) {
            int n = wrongs(w, e, a, &w->left);

            if (n < least)
                best = a;
            least = n < least ? n : least;
        }
        if (!least)
            from = best->next;
        else if (best && e->kind == JSON_OBJECT && best->kind == JSON_OBJECT)
            compare(w, e, best, pointer);
        else
            tell(w, RULE(CLAIM_FALSE), e->raw,
                 str_fmt(w->keep, "%.*s%.*s has no element %.*s", FMT(w->f->label), FMT(pointer),
                         FMT(json_show(e, w->keep))));
    }
}

static bool same_scalar(const struct walk *w, const struct json *shown, const struct json *actual)
{
    struct str a = json_show(shown, w->keep), b = json_show(actual, w->keep);

    if (actual->kind == JSON_ARRAY || actual->kind == JSON_OBJECT)
        return false;
    if (shown->kind == JSON_STRING && has_placeholder(a))
        return matches_around(a, b);
    return str_equal(a, b) || (shown->kind == JSON_NUMBER && actual->kind == JSON_NUMBER &&
                               fit_same(shown, S(""), actual, S(""), w->keep));
}

static void compare_value(struct walk *w, const struct json *shown, const struct json *actual,
                          struct str pointer)
{
    struct str held = json_show(actual, w->keep);
    struct finding *f;

    if (same_scalar(w, shown, actual))
        return;
    f = tell(w, RULE(CLAIM_FALSE), shown->raw,
             str_fmt(w->keep, "the block says %.*s, %.*s%.*s is %.*s",
                     FMT(json_show(shown, w->keep)), FMT(w->f->label), FMT(pointer), FMT(held)));
    if (!f)
        return;
    f->evidence = (struct evidence){ .value = held, .source = w->f->label };
    f->about = pointer;
}

static bool compare(struct walk *w, const struct json *shown, const struct json *actual,
                    struct str pointer)
{
    bool any =
        shown->kind == JSON_STRING && placeholder(shown->str) == shown->str.len && shown->str.len;

    if (any || shown->kind == JSON_UNKNOWN || actual->kind == JSON_UNKNOWN || w->left-- <= 0)
        return true;
    if (shown->kind == JSON_OBJECT && actual->kind == JSON_OBJECT)
        compare_object(w, shown, actual, pointer);
    else if (shown->kind == JSON_ARRAY && actual->kind == JSON_ARRAY)
        compare_array(w, shown, actual, pointer);
    else if (w->f->kind == CONFIG_FENCE_SUBSET && !(shown->kind == JSON_NULL && w->f->open))
        compare_value(w, shown, actual, pointer);
    return true;
}

void config_fence_check(const struct config_fence *f, const struct json *actual,
                        schema_matcher *matches, const struct source *src, struct arena *keep,
                        struct diag *d)
{
    struct walk w = { .f = f, .src = src, .keep = keep, .d = d, .left = COMPARED_MAX };
    struct json one = { .kind = JSON_ARRAY, .n = 1 }, first = *f->shown;

    if (f->kind == CONFIG_FENCE_SCHEMA) {
        struct schema_problem *problems;
        int n = schema_check(actual, f->shown, f->open, matches, keep, &problems);

        for (int i = 0; i < n; i++)
            tell(&w, problems[i].unknown ? RULE(CLAIM_UNCHECKED) : RULE(CONFIG_SCHEMA),
                 problems[i].at, problems[i].message);
        return;
    }
    if (actual->kind == JSON_ARRAY && f->shown->kind == JSON_OBJECT) {
        first.next = NULL; /* one document of several */
        one.first = &first;
        compare(&w, &one, actual, f->pointer);
        return;
    }
    compare(&w, f->shown, actual, f->pointer);
}
