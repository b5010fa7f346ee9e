/* manifest.c - reads and writes the release manifest.
 *
 * Read with the pull tokenizer: there is a row for each object, and a publish that changes nothing
 * should cost next to nothing. */
#include "publish/manifest.h"

#include "base/json.h"
#include "base/path.h"
#include "publish/files.h"
#include "publish/mime.h"

enum { GONE = PLAN_GRACE + 1, MAX_HEADERS = 256, HEX = 64 };

/* clang-format off */
static const char *const phases[] = {
    [MANIFEST_UPLOADING] = "uploading", [MANIFEST_DONE] = "done",
};
/* clang-format on */

struct headers {
    struct {
        struct str type, cache, tagged;
    } row[MAX_HEADERS];
    int n;
};

struct reading {
    struct json_reader r;
    struct json_token t; /* the one at hand */
    struct arena *keep;
    struct manifest *out;
    struct headers *headers;
    struct str check, before_check;
    int64_t version;
    const char *why;
};

static void next(struct reading *r)
{
    if (!r->why)
        r->t = json_next(&r->r);
    if (r->t.kind == JSON_T_ERROR && !r->why)
        r->why = r->r.why;
}

static bool is(struct reading *r, enum json_token_kind kind)
{
    return !r->why && r->t.kind == kind;
}

static void expect(struct reading *r, enum json_token_kind kind, const char *why)
{
    if (!is(r, kind) && !r->why)
        r->why = why;
    next(r);
}

static struct str text(struct reading *r)
{
    struct str raw = r->t.raw;
    bool ok = is(r, JSON_T_STRING) || is(r, JSON_T_KEY);
    if (!ok && !r->why)
        r->why = "a text is wanted";
    next(r);
    if (!ok || raw.len < 2)
        return S("");
    if (str_char(raw, '\\') < 0)
        return str_sub(raw, 1, raw.len - 2);
    struct str decoded = json_decode(raw, r->keep);
    for (ptrdiff_t i = 0; i < decoded.len && !r->why; i++)
        if ((unsigned char)decoded.ptr[i] < 0x20) /* would speak to the terminal it is shown on */
            r->why = "a text holds control characters";
    return decoded;
}

static int64_t number(struct reading *r)
{
    int64_t n = 0;
    if ((!is(r, JSON_T_NUMBER) || !str_int64(r->t.raw, &n) || n < 0) && !r->why)
        r->why = "a whole number is wanted";
    next(r);
    return n;
}

/* Passes over the value at hand. */
static void skip(struct reading *r)
{
    int depth = 0;
    do {
        if (is(r, JSON_T_OBJECT) || is(r, JSON_T_ARRAY))
            depth++;
        if (is(r, JSON_T_OBJECT_END) || is(r, JSON_T_ARRAY_END))
            depth--;
        next(r);
    } while (!r->why && depth > 0);
}

static int hex_value(char c)
{
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct sha256 hash(struct reading *r)
{
    struct sha256 h = { 0 };
    struct str hex = text(r);
    bool ok = hex.len == HEX;
    for (int i = 0; ok && i < HEX; i++) {
        int v = hex_value(hex.ptr[i]);
        ok = v >= 0;
        h.byte[i / 2] = (unsigned char)(h.byte[i / 2] << 4 | (v & 15));
    }
    if (!ok && !r->why)
        r->why = "a SHA-256 in hex is wanted";
    return h;
}

/* a key that a folder of files can have: it can lead nowhere else */
static bool is_key(struct str key, struct arena scratch)
{
    bool escapes = false;
    struct str normal = path_normal(key, &scratch, &escapes);
    return key.len > 0 && key.ptr[0] != '/' && !escapes && str_equal(normal, key);
}

static void read_state(struct reading *r, struct plan_object *o)
{
    if (is(r, JSON_T_NUMBER)) {
        int64_t left = number(r);
        o->left = left < GONE ? (int)left : GONE;
        return;
    }
    struct str state = text(r);
    o->fresh = str_equal(state, S("+"));
    o->unsure = o->fresh || str_starts(state, S("?"));
    if (o->unsure && state.len == 2 && state.ptr[1] > '0' && state.ptr[1] < '0' + GONE)
        o->left = state.ptr[1] - '0';
    else if (state.len > 1 && !r->why)
        r->why = "an unknown state of an object";
    if (str_equal(state, S("-")))
        o->left = GONE;
    else if (!o->unsure && !r->why)
        r->why = "an unknown state of an object";
}

static void read_object(struct reading *r, struct plan_object *o)
{
    expect(r, JSON_T_ARRAY, "an object is a list");
    o->key = text(r);
    o->size = number(r);
    o->hash = hash(r);
    int64_t headers = number(r);
    if (!is(r, JSON_T_ARRAY_END))
        read_state(r, o);
    expect(r, JSON_T_ARRAY_END, "an object has at most five members");
    if (r->why)
        return;
    if (headers >= r->headers->n || !is_key(o->key, *r->keep)) {
        r->why = headers >= r->headers->n ? "an object names headers that are not there"
                                          : "a key is no path of a file";
        return;
    }
    o->type = r->headers->row[headers].type;
    o->cache = r->headers->row[headers].cache;
    o->tagged = r->headers->row[headers].tagged;
    o->kind = files_kind(o->key);
    o->frozen = mime_is_hashed(o->key);
}

static void read_objects(struct reading *r)
{
    struct plan_objects *all = &r->out->objects;
    expect(r, JSON_T_ARRAY, "objects is a list");
    while (!r->why && !is(r, JSON_T_ARRAY_END)) {
        read_object(r, PUSH(all, r->keep));
        if (!r->why && all->len > 1 &&
            str_cmp(all->ptr[all->len - 2].key, all->ptr[all->len - 1].key) >= 0)
            r->why = "the objects are not in order";
    }
    next(r);
}

static void read_headers(struct reading *r)
{
    expect(r, JSON_T_ARRAY, "headers is a list");
    while (!r->why && !is(r, JSON_T_ARRAY_END)) {
        if (r->headers->n == MAX_HEADERS) {
            r->why = "too many kinds of headers";
            return;
        }
        expect(r, JSON_T_ARRAY, "headers are lists");
        r->headers->row[r->headers->n].type = text(r);
        r->headers->row[r->headers->n].cache = text(r);
        if (is(r, JSON_T_STRING))
            r->headers->row[r->headers->n].tagged = text(r);
        r->headers->n++;
        expect(r, JSON_T_ARRAY_END, "headers have two or three members");
    }
    next(r);
}

static void read_paths(struct reading *r)
{
    LIST(struct str) paths = { 0 };
    expect(r, JSON_T_ARRAY, "paths is a list");
    while (!r->why && !is(r, JSON_T_ARRAY_END))
        *PUSH(&paths, r->keep) = text(r);
    next(r);
    r->out->paths = paths.ptr;
    r->out->n_paths = paths.len;
}

static void read_publisher(struct reading *r)
{
    expect(r, JSON_T_OBJECT, "publisher is an object");
    while (is(r, JSON_T_KEY)) {
        struct str name = text(r);
        if (str_equal(name, S("id")))
            r->out->publisher = text(r);
        else if (str_equal(name, S("name")))
            r->out->name = text(r);
        else
            skip(r);
    }
    expect(r, JSON_T_OBJECT_END, "publisher is an object");
}

static void read_release(struct reading *r, struct manifest_release *release)
{
    const struct {
        struct str name;
        struct str *text;
        int64_t *number;
    } members[] = {
        { S("id"), &release->id, NULL },       { S("time"), &release->time, NULL },
        { S("of"), &release->of, NULL },       { S("objects"), NULL, &release->objects },
        { S("bytes"), NULL, &release->bytes }, { S("sent"), NULL, &release->sent },
    };
    expect(r, JSON_T_OBJECT, "a release is an object");
    while (is(r, JSON_T_KEY)) {
        struct str name = text(r);
        ptrdiff_t i = 0;
        while (i < LEN(members) && !str_equal(name, members[i].name))
            i++;
        if (i == LEN(members))
            skip(r);
        else if (members[i].text)
            *members[i].text = text(r);
        else
            *members[i].number = number(r);
    }
    expect(r, JSON_T_OBJECT_END, "a release is an object");
}

static void read_releases(struct reading *r)
{
    LIST(struct manifest_release) all = { 0 };
    expect(r, JSON_T_ARRAY, "releases is a list");
    while (!r->why && !is(r, JSON_T_ARRAY_END))
        read_release(r, PUSH(&all, r->keep));
    next(r);
    r->out->releases = all.ptr;
    r->out->n_releases = all.len;
}

static void read_record(struct reading *r, struct manifest_record *record)
{
    expect(r, JSON_T_OBJECT, "a record is an object");
    while (is(r, JSON_T_KEY)) {
        struct str name = text(r);
        if (str_equal(name, S("id"))) {
            record->id = text(r);
        } else if (str_equal(name, S("bytes"))) {
            record->bytes = number(r);
        } else {
            record->full |= str_equal(name, S("full")) && is(r, JSON_T_TRUE);
            skip(r);
        }
    }
    expect(r, JSON_T_OBJECT_END, "a record is an object");
}

static void read_records(struct reading *r)
{
    LIST(struct manifest_record) all = { 0 };
    expect(r, JSON_T_ARRAY, "records is a list");
    while (!r->why && !is(r, JSON_T_ARRAY_END))
        read_record(r, PUSH(&all, r->keep));
    next(r);
    r->out->records = all.ptr;
    r->out->n_records = all.len;
}

static void read_phase(struct reading *r)
{
    struct str name = text(r);
    int i = 0;
    while (i < (int)LEN(phases) && !str_equal(name, str_of(phases[i])))
        i++;
    if (i == (int)LEN(phases) && !r->why)
        r->why = "an unknown phase";
    r->out->phase = i < (int)LEN(phases) ? (enum manifest_phase)i : MANIFEST_UPLOADING;
}

static void read_version(struct reading *r)
{
    r->version = number(r);
    if (r->version != 1 && !r->why)
        r->why = "it was written by a newer plumb";
}
static void read_id(struct reading *r)
{
    r->out->release = text(r);
}
static void read_mode(struct reading *r)
{
    r->out->released = str_equal(text(r), S("release"));
    if (!r->out->released && !r->why)
        r->why = "an unknown mode";
}
static void read_edge(struct reading *r)
{
    r->out->edge = text(r);
}
static void read_after(struct reading *r)
{
    r->out->after = text(r);
}
static void read_time(struct reading *r)
{
    r->out->time = text(r);
}

/* clang-format off */
static const struct {
    const char *name;
    void (*read)(struct reading *r);
} members[] = {
    { "v",         read_version },
    { "release",   read_id },
    { "after",     read_after },
    { "phase",     read_phase },
    { "publisher", read_publisher },
    { "time",      read_time },
    { "headers",   read_headers },
    { "objects",   read_objects },
    { "paths",     read_paths },
    { "releases",  read_releases },
    { "records",   read_records },
    { "mode",      read_mode },
    { "edge",      read_edge },
};
/* clang-format on */

static void read_member(struct reading *r)
{
    const char *beg = r->t.raw.ptr;
    struct str name = text(r);
    for (ptrdiff_t i = 0; i < LEN(members); i++)
        if (str_equal(name, str_of(members[i].name))) {
            members[i].read(r);
            return;
        }
    if (str_equal(name, S("check"))) {
        r->before_check = str_span(r->r.text.ptr, beg);
        r->check = text(r);
        return;
    }
    skip(r);
}

bool manifest_read(struct str whole, struct arena *keep, struct manifest *out, struct buf *why)
{
    struct reading r = { .r = json_reader_open(whole),
                         .keep = keep,
                         .out = out,
                         .headers = NEW(keep, struct headers, 1) };
    *out = (struct manifest){ 0 };
    next(&r);
    expect(&r, JSON_T_OBJECT, "it is no JSON object");
    while (is(&r, JSON_T_KEY))
        read_member(&r);
    expect(&r, JSON_T_OBJECT_END, "it does not end");
    if (!r.why && (r.version == 0 || out->release.len == 0))
        r.why = "it is no manifest";
    if (!r.why && !str_equal(r.check, sha256_hex(sha256_of(r.before_check), keep)))
        r.why = "its check sum is wrong: it was changed by hand or cut off";
    if (r.why)
        buf_fmt(why, "%s", r.why);
    return r.why == NULL;
}

/* ---- writing -------------------------------------------------------------------------------- */

/* The row of o's headers, made when it is new; all sites have a handful. */
static int headers_of(struct headers *h, const struct plan_object *o)
{
    for (int i = 0; i < h->n; i++)
        if (str_equal(h->row[i].type, o->type) && str_equal(h->row[i].cache, o->cache) &&
            str_equal(h->row[i].tagged, o->tagged))
            return i;
    if (h->n == MAX_HEADERS)
        return MAX_HEADERS - 1;
    h->row[h->n].type = o->type;
    h->row[h->n].cache = o->cache;
    h->row[h->n].tagged = o->tagged;
    return h->n++;
}

static void put_hex(struct buf *out, const struct sha256 *h)
{
    static const char digit[] = "0123456789abcdef";
    char hex[HEX];
    for (int i = 0; i < HEX; i++)
        hex[i] = digit[h->byte[i / 2] >> (i % 2 ? 0 : 4) & 15];
    buf_put(out, (struct str){ hex, HEX });
}

static void write_object(struct buf *out, const struct plan_object *o, int headers)
{
    buf_put(out, S("\n["));
    buf_json(out, o->key);
    buf_char(out, ',');
    buf_int(out, o->size);
    buf_put(out, S(",\""));
    put_hex(out, &o->hash);
    buf_put(out, S("\","));
    buf_int(out, headers);
    if (o->left >= GONE)
        buf_put(out, S(",\"-\""));
    else if (o->unsure && o->left)
        buf_fmt(out, ",\"?%d\"", o->left);
    else if (o->unsure)
        buf_put(out, o->fresh ? S(",\"+\"") : S(",\"?\""));
    else if (o->left)
        buf_fmt(out, ",%d", o->left);
    buf_char(out, ']');
}

static void write_objects(const struct manifest *m, struct buf *out)
{
    struct headers h = { .n = 0 };
    for (ptrdiff_t i = 0; i < m->objects.len; i++)
        headers_of(&h, &m->objects.ptr[i]);
    buf_put(out, S(",\n\"headers\":["));
    for (int i = 0; i < h.n; i++) {
        buf_put(out, i ? S(",\n[") : S("\n["));
        buf_json(out, h.row[i].type);
        buf_char(out, ',');
        buf_json(out, h.row[i].cache);
        if (h.row[i].tagged.len) {
            buf_char(out, ',');
            buf_json(out, h.row[i].tagged);
        }
        buf_char(out, ']');
    }
    buf_put(out, S("],\n\"objects\":["));
    for (ptrdiff_t i = 0; i < m->objects.len; i++) {
        if (i)
            buf_char(out, ',');
        write_object(out, &m->objects.ptr[i], headers_of(&h, &m->objects.ptr[i]));
    }
    buf_char(out, ']');
}

static void write_releases(const struct manifest *m, struct buf *out)
{
    buf_put(out, S(",\n\"releases\":["));
    for (ptrdiff_t i = 0; i < m->n_releases && i < MANIFEST_MAX_RELEASES; i++) {
        const struct manifest_release *r = &m->releases[i];
        buf_put(out, i ? S(",\n{\"id\":") : S("\n{\"id\":"));
        buf_json(out, r->id);
        buf_put(out, S(",\"time\":"));
        buf_json(out, r->time);
        buf_fmt(out,
                ",\"objects\":%lld,\"bytes\":%lld,\"sent\":%lld,\"of\":", (long long)r->objects,
                (long long)r->bytes, (long long)r->sent);
        buf_json(out, r->of);
        buf_char(out, '}');
    }
    buf_put(out, S("],\n\"records\":["));
    for (ptrdiff_t i = 0; i < m->n_records; i++) {
        const struct manifest_record *r = &m->records[i];
        buf_put(out, i ? S(",\n{\"id\":") : S("\n{\"id\":"));
        buf_json(out, r->id);
        buf_fmt(out, ",\"bytes\":%lld,\"full\":%s}", (long long)r->bytes,
                r->full ? "true" : "false");
    }
    buf_char(out, ']');
}

static void write_text(struct buf *out, struct str name, struct str value)
{
    buf_fmt(out, ",\"%.*s\":", FMT(name));
    buf_json(out, value);
}

void manifest_write(const struct manifest *m, struct buf *out)
{
    ptrdiff_t beg = out->len;
    buf_put(out, S("{\"v\":1"));
    write_text(out, S("release"), m->release);
    write_text(out, S("after"), m->after);
    write_text(out, S("phase"), str_of(phases[m->phase]));
    buf_put(out, S(",\"publisher\":{\"id\":"));
    buf_json(out, m->publisher);
    write_text(out, S("name"), m->name);
    buf_char(out, '}');
    write_text(out, S("time"), m->time);
    write_objects(m, out);
    buf_put(out, S(",\n\"paths\":["));
    for (ptrdiff_t i = 0; i < m->n_paths; i++) {
        buf_put(out, i ? S(",") : S(""));
        buf_json(out, m->paths[i]);
    }
    buf_char(out, ']');
    write_releases(m, out);
    if (m->released)
        write_text(out, S("mode"), S("release"));
    if (m->edge.len)
        write_text(out, S("edge"), m->edge);
    buf_put(out, S(",\n"));
    struct sha256 sum = sha256_of(str_from(buf_str(out), beg));
    buf_put(out, S("\"check\":\""));
    put_hex(out, &sum);
    buf_put(out, S("\"}\n"));
}

/* ---- the life of a publish ------------------------------------------------------------------ */

static struct plan_object step_object(const struct plan_step *s, bool unfinished)
{
    struct plan_object o = s->now ? *s->now : *s->before;
    o.left = 0;
    o.unsure = plan_sends(s->action);
    o.fresh = o.unsure && plan_step_is_new(s);
    if (s->action == PLAN_KEPT)
        o.left = s->before->left + (s->before->left == 0 || !unfinished);
    else if (s->action == PLAN_DELETED)
        o.left = GONE;
    return o;
}

struct manifest manifest_intent(const struct plan *p, const struct manifest *last,
                                struct arena *keep)
{
    struct manifest m = { .phase = MANIFEST_UPLOADING,
                          .after = p->request->base,
                          .paths = p->paths,
                          .n_paths = p->n_paths };
    bool unfinished = p->request->unfinished; /* its record is replaced by ours */
    ptrdiff_t skip = unfinished && last->n_releases ? 1 : 0;
    struct manifest_release *now = NEW(keep, struct manifest_release, last->n_releases + 1);
    for (ptrdiff_t i = 0; i < p->n_steps; i++) {
        const struct plan_object o = *PUSH(&m.objects, keep) =
            step_object(&p->steps[i], unfinished);
        now->objects += o.left == 0;
        now->bytes += o.left == 0 ? o.size : 0;
        now->sent += o.unsure;
    }
    for (ptrdiff_t i = skip; i < last->n_releases; i++)
        now[i - skip + 1] = last->releases[i];
    m.releases = now;
    m.n_releases = last->n_releases - skip + 1;
    m.records = last->records;
    m.n_records = last->n_records;
    return m;
}

bool manifest_same_objects(const struct plan_objects *a, const struct plan_objects *b)
{
    if (a->len != b->len)
        return false;
    for (ptrdiff_t i = 0; i < a->len; i++) {
        const struct plan_object *x = &a->ptr[i], *y = &b->ptr[i];
        if (!str_equal(x->key, y->key) || x->left != y->left || !str_equal(x->type, y->type) ||
            !str_equal(x->cache, y->cache) || !str_equal(x->tagged, y->tagged) ||
            memcmp(x->hash.byte, y->hash.byte, sizeof x->hash.byte) != 0)
            return false;
    }
    return true;
}

struct manifest manifest_done(const struct manifest *intent, struct arena *keep)
{
    struct manifest m = *intent;
    m.phase = MANIFEST_DONE;
    m.n_paths = 0;
    m.objects = (struct plan_objects){ 0 };
    for (ptrdiff_t i = 0; i < intent->objects.len; i++) {
        if (intent->objects.ptr[i].left >= GONE)
            continue;
        struct plan_object *o = PUSH(&m.objects, keep);
        *o = intent->objects.ptr[i];
        o->unsure = false;
    }
    return m;
}
