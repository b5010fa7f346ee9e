/* lookup.c - asks and records. */
#include "model/lookup.h"

const void *lookup_ask(struct lookup *l, enum lookup_kind kind, struct str key)
{
    struct lookup_answer a = l->find(l->world, l->page, kind, key, false, l->keep);
    *PUSH(&l->records, l->keep) =
        (struct lookup_record){ .kind = kind, .key = str_copy(key, l->keep), .hash = a.hash };
    return a.value;
}
