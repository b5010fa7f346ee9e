/* unbound.c - which value of the sources each number of a page speaks of: one that agrees, and whose
 * key shares words with the sentence. A guess that is not the only best is none. */
#include "check/unbound.h"

#include "base/map.h"
#include "check/numbers.h"

enum {
    VALUES_MAX = 5000,  /* compared with every quantity found */
    FOUND_MAX = 10000,  /* quantities of one page */
    SENTENCE_MAX = 400, /* bytes to either side that can tell what a number is about */
    BLOCK_MAX = 20000,  /* a longer paragraph tells nothing about one number in it */
    NAME_MIN = 4,       /* a shorter name stands in a text by chance */
    SURE = 3,           /* for a text that says no other value, such as a version */
    KEYWORDS_MAX = 12
};

struct known {
    struct str target;
    struct quantity value;
    struct str text;                /* of a value that is no quantity */
    struct str words[KEYWORDS_MAX]; /* of its key and the keys above */
    int n_words;
};
struct unbound_index {
    LIST(struct known) values;
    struct map names; /* the lower-case text of a value -> its number in values + 1 */
};

/* ---- the index ---- */

/* "sticky" and "Seconds" of "stickySeconds", "max" and "gb" of "max_gb"; of three letters or more.
 */
static void add_words(struct known *k, struct str pointer)
{
    ptrdiff_t from = 0;

    for (ptrdiff_t i = 0; i <= pointer.len; i++) {
        bool letter = i < pointer.len && char_is_alpha(pointer.ptr[i]);
        bool upper = letter && pointer.ptr[i] >= 'A' && pointer.ptr[i] <= 'Z';
        bool after_lower = i > from && pointer.ptr[i - 1] >= 'a';

        if (letter && !(upper && after_lower))
            continue;
        if (i - from >= 3 && k->n_words < KEYWORDS_MAX)
            k->words[k->n_words++] = str_sub(pointer, from, i - from);
        from = letter ? i : i + 1;
    }
}

/* A version or a name, as one word of a text can say it. */
static bool is_name(struct str text)
{
    bool letter = false, own = false;

    for (ptrdiff_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] <= ' ')
            return false;
        letter = letter || char_is_alpha(text.ptr[i]);
        own = own || char_is_digit(text.ptr[i]) || char_among(text.ptr[i], "-_./:@");
    }
    return text.len >= NAME_MIN && own; /* a plain word would be found in any sentence */
}

static void push_known(struct unbound_index *index, struct known k, const struct data_source *s,
                       struct str pointer, struct arena *keep)
{
    k.target = str_fmt(keep, "%.*s:%.*s", FMT(s->name), FMT(pointer));
    add_words(&k, str_from(k.target, s->name.len));
    *PUSH(&index->values, keep) = k;
    if (!k.text.len)
        return;
    void **at = map_at(&index->names, str_lower(k.text, keep), keep);
    if (!*at)
        *at = (void *)(intptr_t)index->values.len;
}

static void add_value(struct unbound_index *index, const struct data *data,
                      const struct data_source *s, const struct json *v, struct str pointer,
                      struct arena *keep)
{
    struct known k = { 0 };
    struct str unit = data_unit(data, s, pointer);

    if (data_is_history(v))
        v = json_get(data_on(v, data->today), "value");
    if (!v || (v->kind != JSON_NUMBER && v->kind != JSON_STRING) || v->str.len > 100)
        return;
    unit = unit.len ? unit : data_unit_guess(pointer);
    bool number = quantity_of(json_str(v), unit, &k.value);
    if (v->kind == JSON_STRING && !(number && k.value.unit) && is_name(v->str))
        k.text = v->str;
    if (number || k.text.len)
        push_known(index, k, s, pointer, keep);
}

/* A list is counted. */
static void add_count(struct unbound_index *index, const struct data_source *s,
                      const struct json *v, struct str pointer, struct arena *keep)
{
    struct known k = { 0 };
    char digits[16];

    snprintf(digits, sizeof digits, "%d", v->n);
    if (pointer.len && quantity_of(str_copy(str_of(digits), keep), S(""), &k.value))
        push_known(index, k, s, pointer, keep);
}

static void add_below(struct unbound_index *index, const struct data *data,
                      const struct data_source *s, const struct json *v, struct str pointer,
                      struct arena *keep)
{
    int i = 0;

    if ((v->kind != JSON_OBJECT && v->kind != JSON_ARRAY) || data_is_history(v)) {
        add_value(index, data, s, v, pointer, keep);
        return;
    }
    if (v->kind == JSON_ARRAY)
        add_count(index, s, v, pointer, keep);
    for (const struct json *m = v->first; m && index->values.len < VALUES_MAX && pointer.len < 200;
         m = m->next, i++) {
        /* a key with ~ or / would need escapes; such keys hold paths, not quantities */
        if (str_char(m->key, '/') >= 0 || str_char(m->key, '~') >= 0)
            continue;
        add_below(index, data, s, m,
                  v->kind == JSON_OBJECT ? str_fmt(keep, "%.*s/%.*s", FMT(pointer), FMT(m->key))
                                         : str_fmt(keep, "%.*s/%d", FMT(pointer), i),
                  keep);
    }
}

/* A name says it better than any of its places. */
static void use_names(struct unbound_index *index, const struct data *data, struct str env,
                      struct arena *keep)
{
    for (int i = 0; i < data->n_names; i++)
        for (int k = 0; k < data->names[i].n_in; k++) {
            struct str source = { 0 }, pointer = { 0 }, target;
            const struct data_source *s;

            data_ref(data->names[i].in[k], &source, &pointer);
            s = data_source_named(data, source, env);
            target = s ? str_fmt(keep, "%.*s:%.*s", FMT(s->name), FMT(pointer)) : source;
            for (ptrdiff_t j = 0; j < index->values.len; j++)
                if (str_equal(index->values.ptr[j].target, target))
                    index->values.ptr[j].target = str_join(S("name:"), data->names[i].name, keep);
        }
}

struct unbound_index *unbound_index_make(const struct data *data, struct str env,
                                         struct arena *keep)
{
    struct unbound_index *index = NEW(keep, struct unbound_index, 1);

    env = env.len ? env : data->env;
    for (int i = 0; i < data->n_sources; i++) {
        const struct data_source *s = &data->sources[i];
        bool ours = !s->env.len || str_equal(s->env, env);
        bool told = data_is_config(s) || str_equal(s->kind, S("facts"));

        if (s->root && s->name.len && ours && told)
            add_below(index, data, s, s->root, (struct str){ 0 }, keep);
    }
    use_names(index, data, env, keep);
    return index;
}

/* ---- which value is meant ---- */

enum { NEAR = 24, /* bytes: the word before and the one or two behind */ NEAR_COUNTS = 2 };

/* "stickiness" speaks of "sticky sessions": five letters are enough to be alike. A word right beside the
 * number counts for more than one elsewhere in the sentence. */
static int score(const struct known *k, struct str sentence, struct str near)
{
    int n = 0;

    for (int i = 0; i < k->n_words; i++) {
        struct str word = str_sub(k->words[i], 0, 5);

        if (str_find_nocase(near, word) >= 0)
            n += 1 + NEAR_COUNTS;
        else
            n += str_find_nocase(sentence, word) >= 0;
    }
    return n;
}

/* What stands beside part, which is a part of text. */
static struct str near_of(struct str text, struct str part)
{
    ptrdiff_t at = part.ptr - text.ptr, from = at > NEAR / 2 ? at - NEAR / 2 : 0;

    return str_sub(text, from, at - from + part.len + NEAR);
}

static bool agrees(const struct known *k, const struct quantity *q)
{
    if (!k->value.unit != !q->unit)
        return false;
    if (k->value.unit && k->value.unit->dim != q->unit->dim)
        return false;
    return quantity_compare(q, &k->value) == QUANTITY_AGREES;
}

/* The value that u speaks of, if only one shares most words with its sentence. */
static void guess(const struct unbound_index *index, const struct quantity *q, struct str near,
                  struct unbound *u, struct arena *keep)
{
    int most = 0;
    bool word = u->kind == NUMBERS_VERSION || u->kind == NUMBERS_NAME;

    if (word && !map_get(&index->names, str_lower(u->text, keep)))
        return;
    for (ptrdiff_t i = 0; i < index->values.len; i++) {
        const struct known *k = &index->values.ptr[i];
        bool same = k->text.len ? str_equal_nocase(k->text, u->text) : !word && agrees(k, q);
        int n = !same ? 0 : score(k, u->sentence, near) + (word ? SURE : 0);

        if (n > most) {
            most = n;
            u->target = k->target;
        } else if (n == most && n && !str_equal(k->target, u->target)) {
            u->target = (struct str){ 0 };
        }
    }
    u->sure = u->target.len ? most + (u->kind == NUMBERS_QUANTITY) : 0;
}

/* ---- the page ---- */

/* The block's text around at, from full stop to full stop. */
static struct str sentence_at(struct str block, ptrdiff_t at)
{
    ptrdiff_t from = at, to = at;

    while (from > 0 && at - from < SENTENCE_MAX &&
           !(block.ptr[from - 1] == ' ' && from > 1 && block.ptr[from - 2] == '.'))
        from--;
    while (to < block.len && to - at < SENTENCE_MAX &&
           !(block.ptr[to] == '.' && (to + 1 == block.len || block.ptr[to + 1] == ' ')))
        to++;
    return str_sub(block, from, to - from);
}

/* The sentence in the block of t that holds text; a row of a table is one. */
static struct str sentence_of(const struct node *t, struct str text, struct arena *keep)
{
    const struct node *of = t->parent;

    while (of->parent && of->kind >= NODE_TEXT)
        of = of->parent;
    struct str block = node_text(of->kind == NODE_CELL ? of->parent : of, keep);
    ptrdiff_t at = block.len <= BLOCK_MAX ? str_find(block, text) : -1;

    if (at >= 0)
        return of->kind == NODE_CELL ? block : sentence_at(block, at);
    return sentence_at(t->text, text.ptr - t->text.ptr);
}

static bool overlaps(struct str place, const struct str *bound, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (place.ptr < bound[i].ptr + bound[i].len && bound[i].ptr < place.ptr + place.len)
            return true;
    return false;
}

/* The link or picture around t, or NULL. */
static const struct node *link_around(const struct node *t)
{
    while (t && t->kind != NODE_LINK && t->kind != NODE_IMAGE)
        t = t->parent;
    return t;
}

static struct str place_of(const struct document *doc, const struct node *t, struct str text)
{
    struct str all = doc->src->text;

    return text.ptr >= all.ptr && text.ptr + text.len <= all.ptr + all.len ? text : t->place;
}

struct unbound *unbound_find(const struct unbound_index *index, const struct document *doc,
                             const struct str *bound, ptrdiff_t n_bound, struct arena *keep, int *n)
{
    LIST(struct unbound) found = { 0 };

    for (const struct node *t = doc->root; t && found.len < FOUND_MAX;
         t = node_next(t, doc->root)) {
        const struct node *link = t->kind == NODE_TEXT ? link_around(t) : NULL;
        struct numbers scan = { .text = t->text, .node = t, .names = index ? &index->names : NULL };

        if (t->kind != NODE_TEXT || (link && !overlaps(link->place, bound, n_bound)))
            continue;
        while (found.len < FOUND_MAX && numbers_next(&scan, keep)) {
            struct unbound u = { .kind = scan.kind, .text = scan.found };

            u.place = place_of(doc, t, u.text);
            u.bound = overlaps(u.place, bound, n_bound);
            if (index && !u.bound) {
                u.sentence = sentence_of(t, u.text, keep);
                guess(index, &scan.quantity, near_of(t->text, u.text), &u, keep);
            }
            if (u.kind != NUMBERS_NAME || u.target.len)
                *PUSH(&found, keep) = u;
        }
    }
    *n = (int)found.len;
    return found.ptr;
}
