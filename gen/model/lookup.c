/* lookup.c - asks and records. */
#include "model/lookup.h"

static struct lookup_answer ask(struct lookup *l, enum lookup_kind kind, struct str key,
                                bool hash_only)
{
    struct lookup_answer a = l->find(l->world, l->page, kind, key, hash_only, l->keep);
    const struct lookup_record *last = l->records.len ? &l->records.ptr[l->records.len - 1] : NULL;
    bool again = last && last->kind == kind && str_equal(last->key, key);
    if (kind > LOOKUP_FIGURE && !again)
        *PUSH(&l->records, l->keep) =
            (struct lookup_record){ kind, str_copy(key, l->keep), a.hash };
    return a;
}

const void *lookup_ask(struct lookup *l, enum lookup_kind kind, struct str key)
{
    return ask(l, kind, key, false).value;
}

void lookup_note(struct lookup *l, enum lookup_kind kind, struct str key)
{
    if (l->find)
        ask(l, kind, key, true);
}
