/* record.c - what the last build knew, packed and read back. */
#include "gather/record.h"

#include <errno.h>
#include <link.h>

#include "base/path.h"

static const char head[] = "plumb record 4\n";
static const char place[] = ".plumb/record";

enum {
    HEAD = sizeof head - 1,
    SUM = 8,
    /* a clock of the file system may stand still for so long */
    TICK_NS = 20 * 1000 * 1000,
};
#define MAX_RECORD ((ptrdiff_t)1 << 33)

/* ---- this program ---- */

static int find_build_id(struct dl_phdr_info *info, size_t size, void *ctx)
{
    struct str *id = ctx;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_NOTE)
            *id = (struct str){ (const char *)info->dlpi_addr + info->dlpi_phdr[i].p_vaddr,
                                (ptrdiff_t)info->dlpi_phdr[i].p_memsz };
    return 1; /* the first is the program itself */
}

/* The notes of the program hold its build id, a hash of all of it. */
uint64_t record_program(void)
{
    struct str id = { 0 };
    dl_iterate_phdr(find_build_id, &id);
    return str_hash(id) | 1;
}

/* ---- stamps ---- */

struct record_stamp record_stamp_of(const struct fs_entry *e)
{
    return (struct record_stamp){ e->size, e->mtime_ns, e->ctime_ns, e->inode };
}

struct record_stamp record_stamp_out(const struct fs_entry *e)
{
    return (struct record_stamp){ e->size, e->mtime_ns, 0, e->inode };
}

enum record_likeness record_same(const struct record *r, const struct record_stamp *s,
                                 const struct fs_entry *e)
{
    bool output =
        !s->ctime_ns; /* its clock stood still at the end of the build, an input's at the begin */
    int64_t young = (output ? r->written_ns : r->moment_ns) - TICK_NS;
    if (!s->inode || s->size != e->size || s->mtime_ns != e->mtime_ns || s->inode != e->inode ||
        (s->ctime_ns && s->ctime_ns != e->ctime_ns))
        return RECORD_OTHER;
    return e->mtime_ns < young && (output || e->ctime_ns < young) ? RECORD_SAME : RECORD_YOUNG;
}

/* ---- packing ---- */

static void pack_stamp(struct buf *b, const struct record_stamp *s)
{
    pack_i64(b, s->size);
    pack_i64(b, s->mtime_ns);
    pack_i64(b, s->ctime_ns);
    pack_u64(b, s->inode);
}

static struct record_stamp unpack_stamp(struct unpack *u)
{
    struct record_stamp s;
    s.size = unpack_i64(u);
    s.mtime_ns = unpack_i64(u);
    s.ctime_ns = unpack_i64(u);
    s.inode = unpack_u64(u);
    return s;
}

static void pack_product(struct buf *b, const struct record_product *p)
{
    pack_str(b, p->name);
    pack_hash(b, p->hash);
    pack_stamp(b, &p->stamp);
    pack_str(b, p->summary);
    pack_str(b, p->judged);
    pack_u64(b, (uint64_t)p->asks.len);
    for (ptrdiff_t i = 0; i < p->asks.len; i++) {
        pack_u64(b, p->asks.ptr[i].kind);
        pack_str(b, p->asks.ptr[i].key);
        pack_hash(b, p->asks.ptr[i].hash);
    }
    pack_u64(b, (uint64_t)p->outs.len);
    for (ptrdiff_t i = 0; i < p->outs.len; i++) {
        pack_str(b, p->outs.ptr[i].path);
        pack_stamp(b, &p->outs.ptr[i].stamp);
        pack_hash(b, p->outs.ptr[i].hash);
        pack_hash(b, p->outs.ptr[i].from);
    }
}

/* A path below OUT, as this program writes them. */
static bool stays_below(struct str path)
{
    if (!path.len || *path.ptr == '/' || str_char(path, '\0') >= 0)
        return false;
    for (struct str rest = path; rest.len;) {
        struct cut c = str_cut(rest, '/');
        if (!c.head.len || str_equal(c.head, S(".")) || str_equal(c.head, S("..")) ||
            (c.ok && !c.tail.len))
            return false;
        rest = c.tail;
    }
    return true;
}

static void unpack_product(struct unpack *u, struct record *r, struct arena *keep)
{
    struct record_product *p = record_add(r, unpack_str(u), keep);
    p->hash = unpack_hash(u);
    p->stamp = unpack_stamp(u);
    p->summary = unpack_str(u);
    p->judged = unpack_str(u);
    ptrdiff_t n = unpack_count(u);
    p->asks.ptr = NEW(keep, struct lookup_record, n);
    for (; p->asks.len < n && !u->bad; p->asks.len++) {
        struct lookup_record *a = &p->asks.ptr[p->asks.len];
        a->kind = (enum lookup_kind)(unpack_u64(u) % N_LOOKUPS);
        a->key = unpack_str(u);
        a->hash = unpack_hash(u);
    }
    n = unpack_count(u);
    p->outs.ptr = NEW(keep, struct record_out, n);
    for (; p->outs.len < n && !u->bad; p->outs.len++) {
        struct record_out *o = &p->outs.ptr[p->outs.len];
        o->path = unpack_str(u);
        o->stamp = unpack_stamp(u);
        o->hash = unpack_hash(u);
        o->from = unpack_hash(u);
        u->bad |= !stays_below(o->path);
    }
}

static void unpack_all(struct unpack *u, struct record *r, struct arena *keep)
{
    r->program = unpack_hash(u);
    r->dir = unpack_str(u);
    r->commit = unpack_str(u);
    r->moment_ns = unpack_i64(u);
    r->written_ns = unpack_i64(u);
    r->options = unpack_hash(u);
    for (int i = 0; i < N_EPOCHS; i++)
        r->epochs[i] = unpack_hash(u);
    for (ptrdiff_t n = unpack_count(u); n > 0 && !u->bad; n--)
        unpack_product(u, r, keep);
    for (ptrdiff_t n = unpack_count(u); n > 0 && !u->bad; n--) {
        struct record_input *in = PUSH(&r->inputs, keep);
        in->path = unpack_str(u);
        in->stamp = unpack_stamp(u);
    }
    r->findings = unpack_str(u);
    r->dates = unpack_str(u);
    r->words = unpack_str(u);
    for (int i = 0; i < N_VERDICTS; i++)
        r->claims.n[i] = (int)unpack_u64(u);
    r->fail_on = (int)unpack_u64(u);
}

void record_write(const struct record *r, struct buf *out)
{
    buf_put(out, str_of(head));
    buf_fill(out, '\0', SUM);
    pack_hash(out, r->program);
    pack_str(out, r->dir);
    pack_str(out, r->commit);
    pack_i64(out, r->moment_ns);
    pack_i64(out, r->written_ns);
    pack_hash(out, r->options);
    for (int i = 0; i < N_EPOCHS; i++)
        pack_hash(out, r->epochs[i]);
    pack_u64(out, (uint64_t)r->products.len);
    for (ptrdiff_t i = 0; i < r->products.len; i++)
        pack_product(out, r->products.ptr[i]);
    pack_u64(out, (uint64_t)r->inputs.len);
    for (ptrdiff_t i = 0; i < r->inputs.len; i++) {
        pack_str(out, r->inputs.ptr[i].path);
        pack_stamp(out, &r->inputs.ptr[i].stamp);
    }
    pack_str(out, r->findings);
    pack_str(out, r->dates);
    pack_str(out, r->words);
    for (int i = 0; i < N_VERDICTS; i++)
        pack_u64(out, (uint64_t)r->claims.n[i]);
    pack_u64(out, (uint64_t)r->fail_on);
    uint64_t sum = str_hash(str_from(buf_str(out), HEAD + SUM));
    for (int i = 0; i < SUM; i++)
        out->ptr[HEAD + i] = (char)(sum >> (8 * i));
}

int record_read(const struct root *out, uint64_t program, struct str dir, struct arena *keep,
                struct record *r)
{
    struct str text;
    *r = (struct record){ 0 };
    int error = root_map(out, str_of(place), &text);
    if (error)
        return error == ENOENT || error == ENOTDIR ? 0 : error;
    if (!str_starts(text, str_of(head)) || text.len > MAX_RECORD)
        return 0;
    struct unpack u = { .rest = str_from(text, HEAD) };
    uint64_t sum = unpack_hash(&u);
    if (u.bad || sum != str_hash(u.rest))
        return 0;
    unpack_all(&u, r, keep);
    if (u.bad || u.rest.len) {
        *r = (struct record){ 0 };
        return 0;
    }
    r->valid = true;
    r->current = r->program == program && str_equal(r->dir, dir);
    return 0;
}

/* ---- looking up ---- */

struct record_product *record_add(struct record *r, struct str name, struct arena *keep)
{
    struct record_product *p = NEW(keep, struct record_product, 1);
    p->name = name;
    p->number = r->products.len;
    *PUSH(&r->products, keep) = p;
    *map_at(&r->product_at, name, keep) = p;
    return p;
}

const struct record_product *record_named(const struct record *r, struct str name)
{
    return r->current ? map_get(&r->product_at, name) : NULL;
}

const struct record_out *record_out_named(const struct record_product *p, struct str path)
{
    for (ptrdiff_t i = 0; p && i < p->outs.len; i++)
        if (str_equal(p->outs.ptr[i].path, path))
            return &p->outs.ptr[i];
    return NULL;
}
