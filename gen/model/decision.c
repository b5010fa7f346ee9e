/* decision.c - a table of the words people write for a state. */
#include "model/decision.h"

/* clang-format off */
static const struct {
    const char *word;
    enum decision_state state;
} words[] = {
    { "partially superseded", DECISION_ACCEPTED   }, { "partly superseded", DECISION_ACCEPTED   },
    { "superseded",           DECISION_SUPERSEDED }, { "superceded",        DECISION_SUPERSEDED },
    { "replaced by",          DECISION_SUPERSEDED }, { "superseded-by",     DECISION_SUPERSEDED },
    { "not yet",              DECISION_PROPOSED   }, { "proposed",          DECISION_PROPOSED   },
    { "proposal",             DECISION_PROPOSED   }, { "draft",             DECISION_PROPOSED   },
    { "pending",              DECISION_PROPOSED   }, { "in review",         DECISION_PROPOSED   },
    { "under discussion",     DECISION_PROPOSED   }, { "open",              DECISION_PROPOSED   },
    { "rfc",                  DECISION_PROPOSED   }, { "wip",               DECISION_PROPOSED   },
    { "not accepted",         DECISION_REJECTED   }, { "rejected",          DECISION_REJECTED   },
    { "declined",             DECISION_REJECTED   }, { "withdrawn",         DECISION_REJECTED   },
    { "accepted",             DECISION_ACCEPTED   }, { "approved",          DECISION_ACCEPTED   },
    { "decided",              DECISION_ACCEPTED   }, { "adopted",           DECISION_ACCEPTED   },
    { "implemented",          DECISION_ACCEPTED   }, { "in force",          DECISION_ACCEPTED   },
    { "agreed",               DECISION_ACCEPTED   }, { "done",              DECISION_ACCEPTED   },
    { "active",               DECISION_ACCEPTED   }, { "deprecated",        DECISION_DEPRECATED },
    { "retired",              DECISION_DEPRECATED }, { "obsolete",          DECISION_DEPRECATED },
};
/* clang-format on */

/* Where word stands in s as a whole word, or -1. */
static ptrdiff_t find_word(struct str s, struct str word)
{
    for (ptrdiff_t from = 0;;) {
        ptrdiff_t at = str_find_nocase(str_from(s, from), word);
        if (at < 0)
            return -1;
        at += from;
        bool begins = at == 0 || !char_is_alnum(s.ptr[at - 1]);
        bool ends = at + word.len == s.len || !char_is_alnum(s.ptr[at + word.len]);
        if (begins && ends)
            return at;
        from = at + 1;
    }
}

enum decision_state decision_state(struct str status)
{
    enum decision_state state = str_trim(status).len ? DECISION_UNKNOWN : DECISION_UNSAID;
    ptrdiff_t first = status.len;
    for (ptrdiff_t i = 0; i < LEN(words); i++) {
        ptrdiff_t at = find_word(status, str_of(words[i].word));
        bool earlier = at >= 0 && at < first;
        bool wins = at >= 0 && words[i].state == DECISION_SUPERSEDED && state != DECISION_ACCEPTED;
        if (at < 0 || (state == DECISION_SUPERSEDED) || (!earlier && !wins))
            continue;
        first = at;
        state = words[i].state;
    }
    return state;
}

const char *decision_state_name(enum decision_state state)
{
    static const char *const names[] = { "",           "proposed",   "accepted", "rejected",
                                         "deprecated", "superseded", "unknown" };
    return names[state];
}

bool decision_holds(enum decision_state state)
{
    return state == DECISION_ACCEPTED || state == DECISION_UNKNOWN || state == DECISION_UNSAID;
}

bool decision_path(struct str path)
{
    struct cut c = str_cut(path, '/');
    for (; c.ok; c = str_cut(c.tail, '/')) {
        bool adr = str_equal_nocase(c.head, S("adr")) || str_equal_nocase(c.head, S("adrs"));
        if (adr || str_find_nocase(c.head, S("decision")) >= 0)
            return true;
    }
    return false;
}

int64_t decision_number(struct str name)
{
    struct str rest = str_rcut(name, '/').tail;
    int64_t n;
    while (rest.len && !char_is_digit(*rest.ptr))
        rest = str_from(rest, 1);
    ptrdiff_t len = 0;
    while (len < rest.len && char_is_digit(rest.ptr[len]))
        len++;
    return str_int64(str_sub(rest, 0, len), &n) ? n : -1;
}

struct str decision_successor(struct str status)
{
    static const char *const leads[] = { "superseded by", "superceded by", "replaced by",
                                         "superseded-by" };
    for (ptrdiff_t i = 0; i < LEN(leads); i++) {
        ptrdiff_t at = find_word(status, str_of(leads[i]));
        if (at >= 0)
            return str_trim(str_cut(str_from(status, at + str_of(leads[i]).len), ';').head);
    }
    return (struct str){ 0 };
}
