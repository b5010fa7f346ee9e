/* opt.c - options by table. */
#include "base/opt.h"

static const struct opt *named(const struct opt *table, ptrdiff_t n, struct str name)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_equal(str_of(table[i].name), name))
            return &table[i];
    return NULL;
}

static const struct opt *lettered(const struct opt *table, ptrdiff_t n, char letter)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (table[i].letter && table[i].letter == letter)
            return &table[i];
    return NULL;
}

static bool is_choice(const char *choices, struct str value)
{
    for (struct str rest = str_of(choices); rest.len;) {
        struct cut c = str_cut(rest, '|');
        if (str_equal(c.head, value))
            return true;
        rest = c.tail;
    }
    return false;
}

static bool store(const struct opt *o, struct str value, struct buf *error)
{
    if (o->kind == OPT_INT && !str_int64(value, o->into)) {
        buf_fmt(error, "--%s wants a whole number, not \"%.*s\"", o->name, FMT(value));
        return false;
    }
    if (o->choices && !is_choice(o->choices, value)) {
        buf_fmt(error, "--%s is one of %s, not \"%.*s\"", o->name, o->choices, FMT(value));
        return false;
    }
    if (o->kind == OPT_STR)
        *(struct str *)o->into = value;
    return true;
}

/* Takes argv[i] (and its value); returns how many words were taken, 0 on wrong use. */
static int take(int argc, char **argv, int i, const struct opt *table, ptrdiff_t n,
                struct buf *error)
{
    struct str word = str_of(argv[i]);
    bool is_long = str_starts(word, S("--"));
    struct cut parts = str_cut(str_from(word, 2), '=');
    const struct opt *o = is_long ? named(table, n, parts.head) : lettered(table, n, word.ptr[1]);
    if (!o || (!is_long && word.len != 2)) {
        buf_fmt(error, "no such option: %.*s", FMT(word));
        return 0;
    }
    if (o->kind == OPT_FLAG) {
        *(bool *)o->into = true;
        if (is_long && parts.ok)
            buf_fmt(error, "--%s takes no value", o->name);
        return !(is_long && parts.ok);
    }
    bool inside = is_long && parts.ok;
    if (!inside && i + 1 >= argc) {
        buf_fmt(error, "--%s wants %s", o->name, o->choices ? o->choices : o->value);
        return 0;
    }
    return store(o, inside ? parts.tail : str_of(argv[i + 1]), error) ? 1 + !inside : 0;
}

int opt_parse(int argc, char **argv, const struct opt *table, ptrdiff_t n, struct str *operands,
              int max, struct buf *error)
{
    int found = 0;
    bool only_operands = false;
    for (int i = 1; i < argc;) {
        struct str word = str_of(argv[i]);
        if (!only_operands && str_equal(word, S("--"))) {
            only_operands = true;
            i++;
        } else if (!only_operands && word.len > 1 && *word.ptr == '-') {
            int taken = take(argc, argv, i, table, n, error);
            if (!taken)
                return -1;
            i += taken;
        } else {
            if (found == max) {
                buf_fmt(error, "too much: %.*s", FMT(word));
                return -1;
            }
            operands[found++] = word;
            i++;
        }
    }
    return found;
}

void opt_help(const struct opt *table, ptrdiff_t n, struct buf *out)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct opt *o = &table[i];
        ptrdiff_t from = out->len;
        buf_fmt(out, "  --%s", o->name);
        if (o->letter)
            buf_fmt(out, ", -%c", o->letter);
        if (o->value || o->choices)
            buf_fmt(out, " %s", o->choices ? o->choices : o->value);
        buf_fill(out, ' ', 27 - (out->len - from));
        buf_fmt(out, "  %s\n", o->help);
    }
}
