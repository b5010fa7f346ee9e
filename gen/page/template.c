/* template.c - runs a compiled template: a walk over its operations with a chain of `this`. */
#include "page/template.h"

#include "page/template_op.h"

/* nesting of loops and partials past this is a partial that calls itself without end */
enum { DEEPEST = 100 };
/* turns of loops and calls of partials in one page past this are one that calls itself twice */
enum { MOST_TURNS = 1 << 22 };

struct frame {
    const struct value *self;
    const struct frame *up; /* of the loop around, NULL in the outermost */
    const struct value *context;
    ptrdiff_t index;
    bool last;
    int depth;
    int *turns; /* left for this page */
};

static const struct value *walk(const struct value *v, const struct template_path *p, int from)
{
    for (int i = from; i < p->n && v; i++)
        v = value_get(v, p->names[i]);
    return v;
}

static const struct frame *climb(const struct frame *f, int up)
{
    while (up-- > 0 && f->up)
        f = f->up;
    return f;
}

/* *own is space for the values that exist nowhere: @index, @first, @last */
static const struct value *find(const struct template_path *p, const struct frame *at,
                                struct value *own)
{
    const struct frame *f = climb(at, p->up);
    const struct value *v;
    switch (p->root) {
    case PATH_INDEX:
        *own = (struct value){ .kind = VALUE_INT, .number = f->index };
        return own;
    case PATH_FIRST:
        *own = (struct value){ .kind = VALUE_BOOL, .number = f->index == 0 };
        return own;
    case PATH_LAST:
        *own = (struct value){ .kind = VALUE_BOOL, .number = f->last };
        return own;
    case PATH_THIS:
        return walk(f->self, p, 0);
    case PATH_NAME:
        break;
    }
    v = value_get(f->self, p->names[0]);
    return walk(v ? v : value_get(f->context, p->names[0]), p, 1);
}

static void put_text(const struct value *v, enum html_escape e, struct buf *out)
{
    bool url = e == ESCAPE_URL || e == ESCAPE_URL_PATH || e == ESCAPE_URL_QUERY;
    if (v->kind == VALUE_INT)
        buf_int(out, v->number);
    else if (v->kind == VALUE_BOOL)
        buf_put(out, v->number ? S("true") : S("false"));
    else if (url)
        template_html_url(e, v->str, out);
    else if (e == ESCAPE_RAW && v->kind == VALUE_HTML)
        buf_put(out, v->str);
    else
        buf_html(out, v->str);
}

static void print(const struct template_op *op, const struct frame *f, struct buf *out)
{
    struct value own;
    const struct value *v = find(&op->path, f, &own);
    if (op->escape == ESCAPE_JSON)
        value_json(v, out);
    else if (v && v->kind != VALUE_LIST && v->kind != VALUE_MAP)
        put_text(v, op->escape, out);
}

static void run(const struct template_op *op, const struct frame *f, struct buf *out);

static void each(const struct template_op *op, const struct frame *f, struct buf *out)
{
    struct value own;
    const struct value *list = find(&op->path, f, &own);
    if (!value_true(list) || (list->kind != VALUE_LIST && list->kind != VALUE_MAP)) {
        run(op->otherwise, f, out);
        return;
    }
    struct frame in = { .up = f, .context = f->context, .depth = f->depth + 1, .turns = f->turns };
    for (const struct value_item *i = list->first; i && --*f->turns > 0; i = i->next, in.index++) {
        in.self = i->value;
        in.last = !i->next;
        run(op->body, &in, out);
    }
}

static void call(const struct template *t, const struct frame *f, struct buf *out)
{
    struct frame in = *f;
    in.depth++;
    if (--*f->turns > 0)
        run(t->first, &in, out);
}

static void run(const struct template_op *op, const struct frame *f, struct buf *out)
{
    if (f->depth > DEEPEST)
        return;
    for (; op; op = op->next) {
        struct value own;
        switch (op->kind) {
        case OP_TEXT:
            buf_put(out, op->text);
            break;
        case OP_PRINT:
            print(op, f, out);
            break;
        case OP_IF:
            run(value_true(find(&op->path, f, &own)) != op->negate ? op->body : op->otherwise, f,
                out);
            break;
        case OP_EACH:
            each(op, f, out);
            break;
        case OP_CALL:
            call(op->call, f, out);
            break;
        }
    }
}

void template_render(const struct template *t, const struct value *context, struct buf *out)
{
    int turns = MOST_TURNS;
    struct frame f = { .self = context, .context = context, .last = true, .turns = &turns };
    run(t->first, &f, out);
}
