/* template_compile.c - template text to operations, with the HTML context carried along.
 *
 *     text {{#if a}} text {{else}} text {{/if}} {{#each b}} text {{/each}} {{> c}}
 *
 * By recursive descent: block() reads up to a tag it does not own and leaves it in c->tag. The
 * context of every branch is compared with its neighbours', so an escape chosen here holds for each
 * way through the template. After an error it reads on, so that one run tells all. */
#include "model/nearest.h"
#include "model/rule.h"
#include "page/template.h"
#include "page/template_op.h"

/* nesting past this is a mistake; the stack is ours */
enum { DEEPEST = 64, LONGEST_CHAIN = 8 };

enum tag_kind {
    TAG_END,
    TAG_PRINT,
    TAG_MARKUP,
    TAG_OPEN,
    TAG_CLOSE,
    TAG_ELSE,
    TAG_PARTIAL,
    TAG_EXTENDS
};

struct tag {
    enum tag_kind kind;
    struct str all;  /* with its braces, in the source */
    struct str word; /* OPEN, CLOSE: if, each, block */
    struct str rest; /* what follows the word: a path or name */
};

/* The body of a {{#block}} in a template that extends another. */
struct part {
    struct str name, body;
    const struct source *src;
    struct part *next;
    bool used;
    struct str place;
};

/* What schema says of `this`, outwards; value NULL: anything. */
struct scope {
    const struct value *value;
    const struct scope *up;
};

struct compiler {
    const struct source *src;
    const char *at, *end;
    struct tag tag;
    struct html_context html;
    char before; /* the last literal character, 0 behind a value */
    struct template_partials *partials;
    const struct scope *scope;
    struct part *parts;
    struct arena *keep;
    struct diag *d;
    int depth;
    bool failed;
};

struct ops {
    struct template_op *first, **end;
};

static __attribute__((format(printf, 3, 4))) void fail(struct compiler *c, struct str at,
                                                       const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct buf b = buf_open(c->keep, 1000);
    buf_vfmt(&b, fmt, args);
    va_end(args);
    c->failed = true;
    diag_at(c->d, RULE(INPUT_TEMPLATE), c->src, at, "%.*s", FMT(buf_str(&b)));
}

/* ---- text ---- */

static struct template_op *add(struct ops *to, enum op_kind kind, struct compiler *c)
{
    struct template_op *op = NEW(c->keep, struct template_op, 1);
    op->kind = kind;
    if (!to->end)
        to->end = &to->first;
    *to->end = op;
    to->end = &op->next;
    return op;
}

static bool blank(char ch)
{
    return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

/* Indentation and empty lines between tags only cost bytes. */
static bool drops(const struct compiler *c, char ch)
{
    bool loose =
        (c->html.state == HTML_TEXT && c->html.element != ELEMENT_PRE) || c->html.state == HTML_TAG;
    return loose && blank(ch) &&
           (c->before == '\n' || (c->html.state == HTML_TAG && blank(c->before)));
}

static void text(struct compiler *c, struct str s, struct ops *to)
{
    if (!s.len)
        return;
    struct buf b = buf_open(c->keep, s.len);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char ch = s.ptr[i];
        if (ch == '\r' || drops(c, ch))
            continue;
        template_html_feed(&c->html, (struct str){ &ch, 1 });
        buf_char(&b, ch);
        c->before = ch;
    }
    if (c->html.torn)
        fail(c, str_sub(s, 0, 1),
             "a name of a tag or attribute must not be cut by {{#if}}, {{#each}} or {{#block}}");
    c->html.torn = false;
    if (b.len)
        add(to, OP_TEXT, c)->text = buf_str(&b);
}

/* ---- tags ---- */

static struct str first_word(struct str s)
{
    ptrdiff_t n = 0;
    while (n < s.len && !blank(s.ptr[n]))
        n++;
    return str_sub(s, 0, n);
}

static void classify(struct tag *t, struct str in)
{
    in = str_trim(in);
    char sign = in.len ? in.ptr[0] : 0;
    struct str body = sign == '#' || sign == '/' || sign == '>' ? str_trim(str_from(in, 1)) : in;
    t->word = first_word(body);
    t->rest = str_trim(str_from(body, t->word.len));
    t->kind = sign == '#' ? TAG_OPEN : sign == '/' ? TAG_CLOSE : TAG_PRINT;
    if (sign == '>')
        *t = (struct tag){ .kind = TAG_PARTIAL, .all = t->all, .rest = body };
    else if (t->kind == TAG_PRINT && str_equal(t->word, S("else")))
        t->kind = TAG_ELSE;
    else if (t->kind == TAG_PRINT && str_equal(t->word, S("extends")))
        t->kind = TAG_EXTENDS;
    else if (t->kind == TAG_PRINT)
        t->rest = body;
}

/* The tag stands alone on its line (values and partials never count as alone). */
static bool alone(const struct compiler *c, struct str all)
{
    const char *p = all.ptr, *q = all.ptr + all.len;
    while (p > c->src->text.ptr && (p[-1] == ' ' || p[-1] == '\t'))
        p--;
    while (q < c->end && (*q == ' ' || *q == '\t' || *q == '\r'))
        q++;
    return (p == c->src->text.ptr || p[-1] == '\n') && (q == c->end || *q == '\n');
}

static struct str without_indent(struct str s)
{
    while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t'))
        s.len--;
    return s;
}

static void skip_line(struct compiler *c)
{
    while (c->at < c->end && *c->at != '\n')
        c->at++;
    if (c->at < c->end)
        c->at++;
}

/* Cuts the tag that begins at the {{ at s; false when it never ends. */
static bool cut_tag(struct compiler *c, struct str s, struct tag *t)
{
    struct str open = S("{{"), close = S("}}");
    if (str_starts(s, S("{{{")))
        open = S("{{{"), close = S("}}}");
    else if (str_starts(s, S("{{!--")))
        close = S("--}}");
    ptrdiff_t n = str_find(s, close);
    if (n < 0) {
        fail(c, str_sub(s, 0, 2), "this tag is never closed: write %.*s", FMT(close));
        return false;
    }
    struct str in = str_sub(s, open.len, n - open.len);
    *t = (struct tag){ .all = str_sub(s, 0, n + close.len) };
    classify(t, in);
    if (open.len == 3)
        *t = (struct tag){ .kind = TAG_MARKUP, .all = t->all, .rest = str_trim(in) };
    return true;
}

/* Takes text up to the next tag that means something and puts that in c->tag. */
static void advance(struct compiler *c, struct ops *to)
{
    for (;;) {
        struct str rest = str_span(c->at, c->end);
        ptrdiff_t n = str_find(rest, S("{{"));
        struct tag t = { 0 };
        if (n > 0 && rest.ptr[n - 1] == '\\') {
            text(c, str_sub(rest, 0, n - 1), to);
            text(c, S("{{"), to);
            c->at += n + 2;
            continue;
        }
        if (n < 0 || !cut_tag(c, str_from(rest, n), &t)) {
            text(c, rest, to);
            c->at = c->end;
            c->tag = (struct tag){ .all = str_span(c->end, c->end) };
            return;
        }
        struct str before = str_sub(rest, 0, n);
        bool comment = str_starts(t.all, S("{{!"));
        bool line = t.kind != TAG_PRINT && t.kind != TAG_MARKUP && t.kind != TAG_PARTIAL;
        line = (line || comment) && alone(c, t.all);
        text(c, line ? without_indent(before) : before, to);
        c->at = t.all.ptr + t.all.len;
        if (line)
            skip_line(c);
        c->tag = t;
        if (!comment)
            return;
    }
}

/* ---- names ---- */

static bool name_char(char ch)
{
    return char_is_alnum(ch) || ch == '_' || ch == '-';
}

static bool good_name(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!name_char(s.ptr[i]))
            return false;
    return s.len > 0;
}

static bool special(struct str s, struct template_path *p)
{
    static const struct {
        const char *name;
        enum path_root root;
    } names[] = { { "@index", PATH_INDEX },
                  { "@first", PATH_FIRST },
                  { "@last", PATH_LAST },
                  { "this", PATH_THIS } };
    for (ptrdiff_t i = 0; i < LEN(names); i++) {
        if (!str_equal(s, str_of(names[i].name)))
            continue;
        p->root = names[i].root;
        return true;
    }
    return false;
}

/* What the schema has for name in `this`, else in the whole context. */
static const struct value *in_schema(const struct scope *scope, struct str name, bool outwards,
                                     bool *known)
{
    const struct value *v = value_get(scope->value, name);
    while (outwards && !v && scope->up) {
        scope = scope->up;
        v = scope->up ? NULL : value_get(scope->value, name);
    }
    *known = v != NULL;
    return v;
}

/* Anything may stand below what the schema does not describe. */
static bool open_ended(const struct value *v)
{
    return !v || v->kind == VALUE_NONE || (v->kind == VALUE_MAP && !v->first);
}

static bool learns(const struct compiler *c)
{
    return c->partials && c->partials->learns;
}

static const struct value *learn(struct compiler *c, const struct value *in, struct str name)
{
    struct value *map = (struct value *)(uintptr_t)in; /* who learns owns the schema */
    return value_set(map, str_c(name, c->keep), value_map(c->keep), c->keep);
}

static const struct value *outermost(const struct scope *scope)
{
    while (scope->up)
        scope = scope->up;
    return scope->value;
}

static void fail_name(struct compiler *c, struct str name, const struct value *in, struct str all)
{
    struct nearest near = nearest_open(name);
    for (const struct value_item *i = in && in->kind == VALUE_MAP ? in->first : NULL; i;
         i = i->next)
        nearest_offer(&near, i->key);
    fail(c, all, "nothing is called %.*s here%s%.*s%s", FMT(name),
         near.best.len ? "; did you mean " : "", FMT(near.best), near.best.len ? "?" : "");
}

/* Reports a name that the schema lacks; returns what it has, or NULL for anything. */
static const struct value *check(struct compiler *c, const struct template_path *p, struct str all)
{
    const struct scope *scope = c->scope;
    for (int i = 0; i < p->up && scope && scope->up; i++)
        scope = scope->up;
    if (!scope || (open_ended(scope->value) && !learns(c)) || !scope->value ||
        p->root == PATH_INDEX || p->root == PATH_FIRST || p->root == PATH_LAST)
        return NULL;
    const struct value *v = scope->value;
    for (int i = 0; i < p->n && v && (learns(c) || !open_ended(v)); i++) {
        bool known, free = i == 0 && p->root == PATH_NAME;
        struct scope here = { .value = v };
        const struct value *in = free ? outermost(scope) : v;
        v = in_schema(free ? scope : &here, p->names[i], free, &known);
        if (!known && learns(c))
            v = learn(c, in, p->names[i]);
        else if (!known)
            fail_name(c, p->names[i], in, all);
    }
    return open_ended(v) && !learns(c) ? NULL : v;
}

static bool path(struct compiler *c, struct str s, struct template_path *p, const struct value **is)
{
    struct str rest = s;
    *p = (struct template_path){ 0 };
    for (; str_starts(rest, S("../")); rest = str_from(rest, 3))
        p->up++;
    LIST(struct str) names = { 0 };
    for (bool more = true, first = true; more; first = false) {
        struct cut cut = str_cut(rest, '.');
        more = cut.ok;
        rest = cut.tail;
        if (first && special(cut.head, p))
            continue;
        if (!good_name(cut.head)) {
            fail(c, s.len ? s : c->tag.all, s.len ? "no name: %.*s" : "a name is missing here%.*s",
                 FMT(s));
            return false;
        }
        *PUSH(&names, c->keep) = cut.head;
    }
    p->names = names.ptr;
    p->n = (int)names.len;
    *is = check(c, p, s);
    return true;
}

/* ---- the tags, one function each ---- */

static void block(struct compiler *c, struct ops *to);

static void print(struct compiler *c, struct ops *to)
{
    const char *why = "";
    const struct value *is;
    struct tag t = c->tag;
    enum html_escape e = template_html_escape(&c->html, t.kind == TAG_MARKUP, &why);
    struct template_path p;
    if (e == ESCAPE_NONE)
        fail(c, t.all, "%s", why);
    if (path(c, t.rest, &p, &is) && e != ESCAPE_NONE) {
        struct template_op *op = add(to, OP_PRINT, c);
        op->path = p;
        op->escape = e;
    }
    c->before = 0;
}

static bool closes(const struct compiler *c, const char *word)
{
    return c->tag.kind == TAG_CLOSE && str_equal(c->tag.word, str_of(word));
}

static void expect_close(struct compiler *c, struct str opened, const char *word)
{
    if (closes(c, word))
        return;
    fail(c, opened, "{{#%s}} is never closed: write {{/%s}}", word, word);
}

static void join(struct compiler *c, const struct html_context *other, struct str at,
                 const char *what)
{
    if (template_html_join(&c->html, other))
        return;
    fail(c, at, "%s: one way ends in %s, the other in %s", what, template_html_name(&c->html),
         template_html_name(other));
    c->html = *other;
}

static struct template_op *body(struct compiler *c)
{
    struct ops ops = { 0 };
    template_html_settle(&c->html);
    c->depth++;
    if (c->depth > DEEPEST)
        fail(c, c->tag.all, "nested too deep");
    block(c, &ops);
    template_html_settle(&c->html);
    c->depth--;
    return ops.first;
}

static void if_tag(struct compiler *c, struct str condition, struct ops *to)
{
    struct str opened = c->tag.all;
    struct template_op *op = add(to, OP_IF, c);
    const struct value *is;
    op->negate = str_equal(first_word(condition), S("not"));
    path(c, op->negate ? str_trim(str_from(condition, 3)) : condition, &op->path, &is);
    template_html_settle(&c->html);
    struct html_context start = c->html;
    op->body = body(c);
    struct html_context end = c->html;
    c->html = start;
    if (c->tag.kind == TAG_ELSE) {
        struct str rest = c->tag.rest;
        struct ops otherwise = { 0 };
        if (str_equal(first_word(rest), S("if"))) {
            if_tag(c, str_trim(str_from(rest, 2)), &otherwise); /* shares our {{/if}} */
            op->otherwise = otherwise.first;
            join(c, &end, opened, "{{#if}}");
            return;
        }
        op->otherwise = body(c);
    }
    expect_close(c, opened, "if");
    join(c, &end, opened, "{{#if}}");
    c->before = 0;
}

static void each_tag(struct compiler *c, struct ops *to)
{
    struct str opened = c->tag.all;
    struct template_op *op = add(to, OP_EACH, c);
    const struct value *is = NULL;
    path(c, c->tag.rest, &op->path, &is);
    const struct value *item =
        is && is->kind == VALUE_LIST && is->first ? is->first->value : value_get(is, S("[]"));
    if (is && !item && learns(c))
        item = learn(c, is, S("[]"));
    struct scope inner = { .value = item, .up = c->scope };
    const struct scope *outer = c->scope;
    template_html_settle(&c->html);
    struct html_context start = c->html;
    c->scope = &inner;
    op->body = body(c);
    c->scope = outer;
    join(c, &start, opened, "{{#each}}");
    if (c->tag.kind == TAG_ELSE) {
        op->otherwise = body(c);
        join(c, &start, opened, "{{#each}}");
    }
    expect_close(c, opened, "each");
    c->before = 0;
}

static struct part *part_named(struct compiler *c, struct str name)
{
    for (struct part *p = c->parts; p; p = p->next)
        if (str_equal(p->name, name))
            return p;
    return NULL;
}

static void replaced(struct compiler *c, struct part *p, struct ops *to)
{
    struct compiler in = *c;
    in.src = p->src;
    in.at = p->body.ptr;
    in.end = p->body.ptr + p->body.len;
    block(&in, to);
    if (in.tag.kind != TAG_END)
        fail(&in, in.tag.all, "this closes nothing");
    c->html = in.html;
    c->failed |= in.failed;
    p->used = true;
}

static void block_tag(struct compiler *c, struct ops *to)
{
    struct str opened = c->tag.all, name = c->tag.rest;
    if (!good_name(name))
        fail(c, opened, "a block wants a name: {{#block main}}");
    struct part *p = part_named(c, name);
    template_html_settle(&c->html);
    struct html_context start = c->html;
    struct template_op *own = body(c);
    expect_close(c, opened, "block");
    if (p) {
        struct html_context end = c->html;
        c->html = start;
        replaced(c, p, to);
        join(c, &end, opened, "{{#block}}");
        return;
    }
    for (; own; own = own->next) { /* the default joins the list as it is */
        if (!to->end)
            to->end = &to->first;
        *to->end = own;
        to->end = &own->next;
    }
}

/* ---- partials ---- */

static struct str partial_key(struct compiler *c, struct str name)
{
    const struct html_context *h = &c->html;
    return str_fmt(c->keep, "%.*s %d %d %d %d %d %d", FMT(name), (int)h->state, (int)h->element,
                   (int)h->attr, (int)h->url, (int)h->quote, (int)h->json);
}

static void compile_into(struct compiler *c, struct template *t);

static struct template *partial(struct compiler *c, struct str name)
{
    void **at = map_at(&c->partials->compiled, partial_key(c, name), c->keep);
    if (*at)
        return (struct template *)*at;
    const struct source *src = c->partials->find(c->partials->world, name);
    if (!src)
        return NULL;
    struct template *t = NEW(c->keep, struct template, 1);
    *at = t;
    t->begin = t->end = c->html;
    struct compiler in = *c;
    in.src = src;
    in.at = src->text.ptr;
    in.end = src->text.ptr + str_trim_end(src->text).len;
    in.parts = NULL;
    in.failed = false;
    in.depth++;
    in.before = '\n';
    compile_into(&in, t);
    return t;
}

static void partial_tag(struct compiler *c, struct ops *to)
{
    struct str name = c->tag.rest;
    if (!good_name(name)) {
        fail(c, c->tag.all, "a partial wants a name: {{> nav}}");
        return;
    }
    if (c->depth > DEEPEST) {
        fail(c, c->tag.all, "partials nested too deep");
        return;
    }
    struct str all = c->tag.all;
    template_html_settle(&c->html);
    struct template *t = c->partials ? partial(c, name) : NULL;
    if (!t) {
        fail(c, all, "there is no partial %.*s.html", FMT(name));
        return;
    }
    c->failed |= t->failed;
    struct html_context end = t->end;
    if (t->done && !t->failed && !template_html_join(&end, &c->html))
        fail(c, all, "a partial must end where it began: %.*s begins in %s and ends in %s",
             FMT(name), template_html_name(&c->html), template_html_name(&t->end));
    c->html.glued |= t->end.glued;
    add(to, OP_CALL, c)->call = t;
    c->before = 0;
}

static void open_tag(struct compiler *c, struct ops *to)
{
    if (str_equal(c->tag.word, S("if")))
        if_tag(c, c->tag.rest, to);
    else if (str_equal(c->tag.word, S("each")))
        each_tag(c, to);
    else if (str_equal(c->tag.word, S("block")))
        block_tag(c, to);
    else
        fail(c, c->tag.all, "no such tag: use #if, #each or #block");
}

/* Up to {{else}}, a closing tag or the end, which stays in c->tag. */
static void block(struct compiler *c, struct ops *to)
{
    if (c->depth > DEEPEST + 1) {
        c->at = c->end;
        c->tag = (struct tag){ .all = str_span(c->end, c->end) };
        return;
    }
    for (;;) {
        advance(c, to);
        switch (c->tag.kind) {
        case TAG_PRINT:
        case TAG_MARKUP:
            print(c, to);
            break;
        case TAG_OPEN:
            open_tag(c, to);
            break;
        case TAG_PARTIAL:
            partial_tag(c, to);
            break;
        case TAG_EXTENDS:
            fail(c, c->tag.all, "{{extends}} must be the first thing in a template");
            break;
        case TAG_ELSE:
        case TAG_CLOSE:
        case TAG_END:
            return;
        }
    }
}

/* ---- whole templates ---- */

/* Reads the blocks of a template that extends another; their bodies are compiled where they go. */
static void read_parts(struct compiler *c)
{
    struct ops outside = { 0 };
    struct part *first = c->parts;
    for (advance(c, &outside); c->tag.kind != TAG_END; advance(c, &outside)) {
        if (c->tag.kind != TAG_OPEN || !str_equal(c->tag.word, S("block"))) {
            fail(c, c->tag.all, "only blocks may stand here: this template extends another");
            continue;
        }
        struct tag opened = c->tag;
        const char *from = c->at;
        struct ops skipped = { 0 };
        for (int depth = 1; depth > 0 && c->tag.kind != TAG_END;) {
            advance(c, &skipped);
            bool is_block = str_equal(c->tag.word, S("block"));
            depth += is_block && c->tag.kind == TAG_OPEN;
            depth -= is_block && c->tag.kind == TAG_CLOSE;
        }
        expect_close(c, opened.all, "block");
        struct part *p = NEW(c->keep, struct part, 1);
        *p =
            (struct part){ .name = opened.rest, .src = c->src, .next = first, .place = opened.all };
        p->body = str_span(from, c->tag.all.ptr);
        first = p;
        if (c->tag.kind == TAG_END)
            break;
    }
    for (const struct template_op *op = outside.first; op; op = op->next)
        if (str_trim(op->text).len)
            fail(c, str_sub(c->src->text, 0, 0),
                 "text outside of blocks: this template extends another");
    c->parts = first;
}

/* A child's parts stand before its base's, so the nearest to the reader wins. */
static void append_parts(struct part **to, struct part *more)
{
    while (*to)
        to = &(*to)->next;
    *to = more;
}

/* A template that extends another is read for its parts; its base takes its place in c. */
static void follow_base(struct compiler *c, int chain)
{
    struct compiler look = *c;
    struct ops ops = { 0 };
    advance(&look, &ops);
    if (look.tag.kind != TAG_EXTENDS)
        return;
    struct str all = look.tag.all;
    const struct source *base = NULL;
    if (c->partials && good_name(look.tag.rest))
        base = c->partials->find(c->partials->world, look.tag.rest);
    look.parts = NULL;
    read_parts(&look);
    append_parts(&c->parts, look.parts);
    c->failed |= look.failed;
    c->at = c->end;
    if (!base || chain >= LONGEST_CHAIN) {
        fail(c, all,
             base ? "templates extend each other in a circle"
                  : "there is no template of this name");
        return;
    }
    c->src = base;
    c->at = base->text.ptr;
    c->end = base->text.ptr + base->text.len;
    follow_base(c, chain + 1);
}

static bool check_parts(struct compiler *c)
{
    for (const struct part *p = c->parts; p; p = p->next) {
        if (p->used || c->failed)
            continue;
        c->src = p->src;
        fail(c, p->place, "the base has no block %.*s", FMT(p->name));
    }
    return !c->failed;
}

static void compile_into(struct compiler *c, struct template *t)
{
    struct ops ops = { 0 };
    follow_base(c, 0);
    for (block(c, &ops); c->tag.kind != TAG_END; block(c, &ops))
        fail(c, c->tag.all, "this closes nothing");
    template_html_settle(&c->html);
    t->first = ops.first;
    t->end = c->html;
    t->done = true;
    t->failed = !check_parts(c);
}

struct template *template_compile(const struct source *src, struct template_partials *p,
                                  struct arena *keep, struct diag *d)
{
    struct scope scope = { .value = p ? p->schema : NULL };
    struct compiler c = {
        .src = src, .partials = p, .scope = &scope, .keep = keep, .d = d, .before = '\n'
    };
    c.at = src->text.ptr;
    c.end = src->text.ptr + src->text.len;
    struct template *t = NEW(keep, struct template, 1);
    compile_into(&c, t);
    if (!t->failed && t->end.state != HTML_TEXT) {
        fail(&c, str_from(c.src->text, c.src->text.len), "the template ends inside %s",
             template_html_name(&t->end));
        t->failed = true;
    }
    return t->failed ? NULL : t;
}
