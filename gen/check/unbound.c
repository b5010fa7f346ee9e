/* unbound.c - reads quantities out of running text, and guesses which value each speaks of: one
 * that agrees, and whose key shares words with the sentence. A guess that is not the only best is
 * none. */
#include "check/unbound.h"

#include "model/quantity.h"

enum {
    VALUES_MAX = 5000,  /* compared with every quantity found */
    FOUND_MAX = 10000,  /* quantities of one page */
    WORDS_MAX = 6,      /* a quantity is no longer than that: "between 50 and 100 GB" */
    SENTENCE_MAX = 400, /* bytes to either side that can tell what a number is about */
    TEXT_MAX = 200,     /* of a quantity, as quantity_parse has it */
    BLOCK_MAX = 20000,  /* a longer paragraph tells nothing about one number in it */
    KEYWORDS_MAX = 12
};

struct known {
    struct str target;
    struct quantity value;
    struct str words[KEYWORDS_MAX]; /* of its key and the keys above */
    int n_words;
};
struct unbound_index {
    LIST(struct known) values;
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
    if (!quantity_of(json_str(v), unit, &k.value) || !k.value.unit)
        return;
    k.target = str_fmt(keep, "%.*s:%.*s", FMT(s->name), FMT(pointer));
    add_words(&k, str_from(k.target, s->name.len));
    *PUSH(&index->values, keep) = k;
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

/* ---- quantities in text ---- */

static bool begins(struct str text, ptrdiff_t at)
{
    char c = text.ptr[at], before = at ? text.ptr[at - 1] : ' ';

    if (!char_is_digit(c) && !(memchr("$<>~", c, 4) && at + 1 < text.len &&
                               (char_is_digit(text.ptr[at + 1]) || text.ptr[at + 1] == '$')))
        return false;
    return !char_is_alnum(before) && !memchr("._-/:#$<>~@", before, 11) &&
           (unsigned char)before < 0x80;
}

/* Length of the longest quantity with a unit at the head of s; 0: none. */
static ptrdiff_t quantity_length(struct str s, struct quantity *q)
{
    ptrdiff_t best = 0, end = 0;

    for (int words = 0; words < WORDS_MAX && end < s.len && end <= TEXT_MAX; words++) {
        struct quantity found;
        struct str head;

        while (end < s.len && char_is_space(s.ptr[end]))
            end++;
        while (end < s.len && end <= TEXT_MAX && !char_is_space(s.ptr[end]))
            end++;
        head = str_trim_end(str_sub(s, 0, end));
        while (head.len && memchr(".,;:!?)\"'", head.ptr[head.len - 1], 9))
            head.len--;
        if (quantity_parse(head, &found) && found.unit && !found.noun.len) {
            best = head.len;
            *q = found;
        }
        if (head.len < end && s.ptr[end - 1] != ')')
            break; /* a sentence or clause ends here */
    }
    return best;
}

/* ---- which value is meant ---- */

static int score(const struct known *k, struct str sentence)
{
    int n = 0;

    for (int i = 0; i < k->n_words; i++) {
        /* "stickiness" speaks of "sticky sessions": five letters are enough to be alike */
        struct str word = str_sub(k->words[i], 0, 5);

        n += str_find_nocase(sentence, word) >= 0;
    }
    return n;
}

static struct str target_for(const struct unbound_index *index, const struct quantity *q,
                             struct str sentence)
{
    struct str best = { 0 };
    int most = 0;

    for (ptrdiff_t i = 0; index && i < index->values.len; i++) {
        const struct known *k = &index->values.ptr[i];
        int n;

        if (!k->value.unit || !q->unit || k->value.unit->dim != q->unit->dim ||
            quantity_compare(q, &k->value) != QUANTITY_AGREES)
            continue;
        n = score(k, sentence);
        if (n > most) {
            most = n;
            best = k->target;
        } else if (n == most && !str_equal(k->target, best)) {
            best = (struct str){ 0 };
        }
    }
    return best;
}

/* ---- the page ---- */

static bool is_prose(const struct node *n)
{
    for (const struct node *p = n->parent; p; p = p->parent)
        if (p->kind == NODE_LINK || p->kind == NODE_IMAGE || p->kind == NODE_HEADING ||
            p->kind == NODE_TABLE)
            return false;
    return n->kind == NODE_TEXT;
}

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

/* The sentence in the block of t that holds the quantity at t->text + i. */
static struct str sentence_of(const struct node *t, struct str block, struct str quantity)
{
    ptrdiff_t at = block.len <= BLOCK_MAX ? str_find(block, quantity) : -1;

    if (at >= 0)
        return sentence_at(block, at);
    return sentence_at(t->text, quantity.ptr - t->text.ptr);
}

struct unbound *unbound_find(const struct unbound_index *index, const struct document *doc,
                             struct arena *keep, int *n)
{
    LIST(struct unbound) found = { 0 };
    const struct node *of = NULL;
    struct str block = { 0 };

    for (const struct node *t = doc->root; t && found.len < FOUND_MAX;
         t = node_next(t, doc->root)) {
        if (!is_prose(t))
            continue;
        for (ptrdiff_t i = 0; i < t->text.len && found.len < FOUND_MAX; i++) {
            struct quantity q;
            struct unbound u = { .text = str_from(t->text, i) };

            u.text.len = begins(t->text, i) ? quantity_length(u.text, &q) : 0;
            if (!u.text.len)
                continue;
            if (of != t->parent)
                block = node_text(t->parent, keep);
            of = t->parent;
            u.sentence = sentence_of(t, block, u.text);
            u.target = target_for(index, &q, u.sentence);
            *PUSH(&found, keep) = u;
            i += u.text.len - 1;
        }
    }
    *n = (int)found.len;
    return found.ptr;
}
