/* state.c - lines to records and back. */
#include "write/state.h"

#include "base/path.h"

static const char head[] = "plumb-state 1 ";

static struct str word(struct str *line)
{
    struct cut c = str_cut(*line, ' ');
    *line = c.tail;
    return c.head;
}

static uint64_t number(struct str s)
{
    uint64_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        n = n << 4 | (uint64_t)(char_is_digit(c) ? c - '0' : (c | 32) - 'a' + 10) % 16;
    }
    return n;
}

struct state_page *state_page(struct state *s, struct str path, struct arena *keep)
{
    void **at = map_at(&s->pages, path, keep);
    if (!*at) {
        *at = NEW(keep, struct state_page, 1);
        ((struct state_page *)*at)->path = path;
    }
    return *at;
}

const struct state_out *state_out_named(const struct state_page *p, struct str path)
{
    for (ptrdiff_t i = 0; p && i < p->outs.len; i++)
        if (str_equal(p->outs.ptr[i].path, path))
            return &p->outs.ptr[i];
    return NULL;
}

/* A path below OUT; the file may come from a stranger, and what it names is removed. */
static bool stays_below(struct str path, struct arena *keep)
{
    bool escapes;
    return str_equal(path_normal(path, keep, &escapes), path) && !escapes && path.len > 0;
}

struct state state_read(struct str text, struct str version, struct arena *keep)
{
    struct state s = { 0 };
    struct str first = str_line(&text);
    struct state_page *p = state_page(&s, S(""), keep);
    if (!str_starts(first, str_of(head)))
        return s;
    /* another version's hashes mean nothing here, but its files are still ours to remove */
    uint64_t valid =
        str_equal(str_from(first, (ptrdiff_t)sizeof head - 1), version) ? ~UINT64_C(0) : 0;
    while (text.len) {
        struct str line = str_line(&text), kind = word(&line);
        if (str_equal(kind, S("page"))) {
            uint64_t hash = number(word(&line)) & valid;
            p = state_page(&s, url_decode(line, keep), keep);
            p->hash = hash;
        } else if (str_equal(kind, S("ask"))) {
            struct lookup_record r = { .kind =
                                           (enum lookup_kind)(number(word(&line)) % N_LOOKUPS) };
            r.hash = number(word(&line));
            r.key = url_decode(line, keep);
            *PUSH(&p->asked, keep) = r;
        } else if (str_equal(kind, S("out"))) {
            struct state_out o = { .hash = number(word(&line)) & valid };
            o.path = url_decode(line, keep);
            if (!stays_below(o.path, keep))
                return (struct state){ 0 };
            *PUSH(&p->outs, keep) = o;
        }
    }
    return s;
}

static void line_of(struct buf *out, const char *kind, uint64_t hash, struct str path)
{
    buf_fmt(out, "%s %llx ", kind, (unsigned long long)hash);
    buf_percent(out, path, S("/#:?=&,"));
    buf_char(out, '\n');
}

void state_write(const struct state *s, struct str version, struct buf *out)
{
    buf_fmt(out, "%s%.*s\n", head, FMT(version));
    for (const struct map_entry *e = s->pages.first; e; e = e->next) {
        const struct state_page *p = e->value;
        line_of(out, "page", p->hash, p->path);
        for (ptrdiff_t i = 0; i < p->asked.len; i++) {
            buf_fmt(out, "ask %x ", (unsigned)p->asked.ptr[i].kind);
            buf_fmt(out, "%llx ", (unsigned long long)p->asked.ptr[i].hash);
            buf_percent(out, p->asked.ptr[i].key, S("/#:?=&,"));
            buf_char(out, '\n');
        }
        for (ptrdiff_t i = 0; i < p->outs.len; i++)
            line_of(out, "out", p->outs.ptr[i].hash, p->outs.ptr[i].path);
    }
}
