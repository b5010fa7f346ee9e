/* manifest.c - reads and writes the release manifest.
 *
 * Read with the pull tokenizer: there is a row for each object, and a publish that changes nothing
 * should cost next to nothing. */
#include "publish/manifest.h"

#include "base/json.h"
#include "base/path.h"
#include "publish/files.h"
#include "publish/mime.h"

enum {
    GONE = PLAN_GRACE + 1,
    MAX_HEADERS = 1024,
    BASE64 = 43,
    STAGE_PAGE = 100, /* a row's sixth member: the level of an asset, or … */
    STAGE_INDEX,
};

/* clang-format off */
static const char *const phases[] = {
    [MANIFEST_UPLOADING] = "uploading", [MANIFEST_DONE] = "done",
};
/* clang-format on */

struct headers {
    struct {
        struct str type, cache, tagged, more;
    } row[MAX_HEADERS];
    int n;
};

struct reading {
    struct json_reader r;
    struct json_token t; /* the one at hand */
    struct arena *keep;
    struct manifest *out;
    struct headers *headers;
    struct plan_objects coming;
    struct str check, before_check;
    int64_t version, last_headers;
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

/* A text of lines. */
static struct str lines(struct reading *r)
{
    const char *why = r->why;
    struct str all = text(r);
    if (r->why && !why && str_char(all, '\n') >= 0 && str_starts(str_of(r->why), S("a text holds")))
        r->why = NULL;
    return all;
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

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* In base64url; empty: not known. */
static bool read_hash(struct str s, struct sha256 *h)
{
    int have = 0, n = 0;
    unsigned word = 0;
    for (ptrdiff_t i = 0; i < s.len && n < 32; i++) {
        ptrdiff_t v = str_char(str_of(digits64), s.ptr[i]);
        if (v < 0)
            return false;
        word = word << 6 | (unsigned)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            h->byte[n++] = (unsigned char)(word >> have);
        }
    }
    return s.len == 0 || s.len == BASE64;
}

static struct sha256 hash(struct reading *r)
{
    struct sha256 h = { 0 };
    if (!read_hash(text(r), &h) && !r->why)
        r->why = "a SHA-256 is wanted";
    return h;
}

/* a key that a folder of files can have: it can lead nowhere else */
static bool is_key(struct str key, struct arena scratch)
{
    bool escapes = false;
    struct str normal = path_normal(key, &scratch, &escapes);
    return key.len > 0 && key.ptr[0] != '/' && !escapes && str_equal(normal, key);
}

static void read_flags(struct reading *r, struct plan_object *o)
{
    struct str flags = text(r);
    for (ptrdiff_t i = 0; i < flags.len; i++) {
        char c = flags.ptr[i];
        o->unsure |= c == '?' || c == '+';
        o->fresh |= c == '+';
        o->thawed |= c == 't';
        if (c == '-' || (c > '0' && c < '0' + GONE))
            o->left = c == '-' ? GONE : c - '0';
        else if (str_char(S("?+t"), c) < 0 && !r->why)
            r->why = "an unknown state of an object";
    }
}

static void read_stage(struct reading *r, struct plan_object *o)
{
    int64_t stage = number(r);
    o->kind = stage == STAGE_PAGE ? PLAN_PAGE : stage == STAGE_INDEX ? PLAN_INDEX : PLAN_ASSET;
    o->level = stage < STAGE_PAGE ? (int)stage : 0;
}

static void read_object(struct reading *r, struct plan_object *o)
{
    expect(r, JSON_T_ARRAY, "an object is a list");
    o->key = text(r);
    o->kind = files_kind(o->key);
    o->size = number(r);
    o->hash = hash(r);
    int64_t headers = is(r, JSON_T_ARRAY_END) ? r->last_headers : number(r);
    r->last_headers = headers;
    if (!is(r, JSON_T_ARRAY_END))
        read_flags(r, o);
    if (!is(r, JSON_T_ARRAY_END))
        read_stage(r, o);
    if (!is(r, JSON_T_ARRAY_END))
        o->version = text(r);
    expect(r, JSON_T_ARRAY_END, "an object has at most seven members");
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
    o->more = r->headers->row[headers].more;
    o->frozen = mime_is_hashed(o->key) && !o->thawed;
}

/* "PREFIX SUFFIX MIDDLE": bytes shared with the key before at its ends, and what stands between. */
static struct str next_key(struct reading *r, struct str last, struct str row)
{
    struct cut first = str_cut(row, ' '), second = str_cut(first.tail, ' ');
    int64_t head = 0, tail = 0;
    if (!second.ok || !str_int64(first.head, &head) || !str_int64(second.head, &tail) || head < 0 ||
        tail < 0 || head > last.len || tail > last.len - head) {
        r->why = "a coming key cannot be read";
        return S("");
    }
    return str_fmt(r->keep, "%.*s%.*s%.*s", (int)head, last.ptr, FMT(second.tail), (int)tail,
                   last.ptr + last.len - tail);
}

static void read_coming(struct reading *r)
{
    struct str last = S("");
    expect(r, JSON_T_ARRAY, "coming is a list");
    while (!r->why && !is(r, JSON_T_ARRAY_END)) {
        struct str key = next_key(r, last, text(r));
        if (!r->why && (!is_key(key, *r->keep) || str_cmp(last, key) >= 0))
            r->why = "a coming key is no path of a file, or not in order";
        *PUSH(&r->coming, r->keep) = (struct plan_object){
            .key = key, .kind = files_kind(key), .unsure = true, .fresh = true
        };
        last = key;
    }
    next(r);
}

/* Into one list by their keys. */
static void add_coming(struct reading *r)
{
    struct plan_objects *a = &r->out->objects, *b = &r->coming, all = { 0 };
    for (ptrdiff_t i = 0, k = 0; b->len && (i < a->len || k < b->len);) {
        int order = i == a->len ? 1 : k == b->len ? -1 : str_cmp(a->ptr[i].key, b->ptr[k].key);
        if (order == 0)
            r->why = "a coming key is there already";
        *PUSH(&all, r->keep) = order <= 0 ? a->ptr[i] : b->ptr[k];
        i += order <= 0;
        k += order >= 0;
    }
    if (b->len)
        *a = all;
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
        if (is(r, JSON_T_STRING))
            r->headers->row[r->headers->n].more = lines(r);
        r->headers->n++;
        expect(r, JSON_T_ARRAY_END, "headers have two to four members");
    }
    next(r);
}

static struct str *texts(struct reading *r, ptrdiff_t *n)
{
    LIST(struct str) all = { 0 };
    expect(r, JSON_T_ARRAY, "a list is wanted");
    while (!r->why && !is(r, JSON_T_ARRAY_END))
        *PUSH(&all, r->keep) = text(r);
    next(r);
    *n = all.len;
    return all.ptr;
}

static void read_paths(struct reading *r)
{
    r->out->paths = texts(r, &r->out->n_paths);
}
static void read_records(struct reading *r)
{
    r->out->records = texts(r, &r->out->n_records);
}

static void read_kept(struct reading *r, struct manifest_release *release)
{
    ptrdiff_t n;
    struct str *all = texts(r, &n);
    release->kept = NEW(r->keep, struct sha256, n + 1);
    for (ptrdiff_t i = 0; i < n; i++)
        if (!read_hash(all[i], &release->kept[release->n_kept++]) && !r->why)
            r->why = "a SHA-256 is wanted";
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
        if (str_equal(name, S("kept")))
            read_kept(r, release);
        else if (i == LEN(members))
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
static void read_mode(struct reading *r)
{
    r->out->released = str_equal(text(r), S("release"));
    if (!r->out->released && !r->why)
        r->why = "an unknown mode";
}
/* clang-format off */
#define AT(member) offsetof(struct manifest, member)
static const struct {
    const char *name;
    void (*read)(struct reading *r); /* NULL: a text, or true, at a place of the manifest */
    enum { TEXT, FLAG } kind;
    size_t at;
} members[] = {
    { "v",         read_version, TEXT, 0 },
    { "release",   NULL, TEXT, AT(release) },
    { "after",     NULL, TEXT, AT(after) },
    { "phase",     read_phase, TEXT, 0 },
    { "publisher", read_publisher, TEXT, 0 },
    { "time",      NULL, TEXT, AT(time) },
    { "headers",   read_headers, TEXT, 0 },
    { "objects",   read_objects, TEXT, 0 },
    { "paths",     read_paths, TEXT, 0 },
    { "releases",  read_releases, TEXT, 0 },
    { "records",   read_records, TEXT, 0 },
    { "mode",      read_mode, TEXT, 0 },
    { "edge",      NULL, TEXT, AT(edge) },
    { "coming",    read_coming, TEXT, 0 },
    { "public",    NULL, FLAG, AT(is_public) },
    { "asked",     NULL, TEXT, AT(asked) },
    { "unconditional", NULL, FLAG, AT(unconditional) },
};
/* clang-format on */

static void read_known(struct reading *r, ptrdiff_t i)
{
    char *at = (char *)r->out + members[i].at;
    bool yes = is(r, JSON_T_TRUE);
    if (members[i].read) {
        members[i].read(r);
    } else if (members[i].kind == TEXT) {
        struct str value = text(r);
        memcpy(at, &value, sizeof value);
    } else {
        memcpy(at, &yes, sizeof yes);
        skip(r);
    }
}

static void read_member(struct reading *r)
{
    const char *beg = r->t.raw.ptr;
    struct str name = text(r);
    for (ptrdiff_t i = 0; i < LEN(members); i++)
        if (str_equal(name, str_of(members[i].name))) {
            read_known(r, i);
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
    add_coming(&r);
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
            str_equal(h->row[i].tagged, o->tagged) && str_equal(h->row[i].more, o->more))
            return i;
    if (h->n == MAX_HEADERS)
        return MAX_HEADERS - 1;
    h->row[h->n].type = o->type;
    h->row[h->n].cache = o->cache;
    h->row[h->n].tagged = o->tagged;
    h->row[h->n].more = o->more;
    return h->n++;
}

static void put_hash(struct buf *out, const struct sha256 *h)
{
    char text[BASE64];
    for (int i = 0; i < BASE64; i++) { /* six bits each */
        int at = i * 6 / 8, shift = 10 - i * 6 % 8;
        unsigned word = (unsigned)h->byte[at] << 8 | (at + 1 < 32 ? h->byte[at + 1] : 0u);
        text[i] = digits64[word >> shift & 63];
    }
    buf_put(out, (struct str){ text, BASE64 });
}

static int stage_of(const struct plan_object *o)
{
    return o->kind == PLAN_PAGE ? STAGE_PAGE : o->kind == PLAN_INDEX ? STAGE_INDEX : o->level;
}

/* As few members as say it. */
static void write_object(struct buf *out, const struct plan_object *o, int headers, int *last)
{
    struct plan_object plain = { .kind = files_kind(o->key) };
    bool stage = stage_of(o) != stage_of(&plain) || o->version.len;
    buf_put(out, headers == *last ? S("[") : S("\n["));
    buf_json(out, o->key);
    buf_char(out, ',');
    buf_int(out, o->size);
    buf_put(out, S(",\""));
    if (!plan_is_unknown(o))
        put_hash(out, &o->hash);
    buf_char(out, '"');
    bool more = stage || o->left || o->unsure || o->thawed;
    if (more || headers != *last) {
        buf_char(out, ',');
        buf_int(out, headers);
    }
    *last = headers;
    if (more) {
        buf_put(out, S(",\""));
        buf_put(out, o->unsure ? o->fresh ? S("+") : S("?") : S(""));
        if (o->left)
            buf_char(out, o->left >= GONE ? '-' : (char)('0' + o->left));
        buf_put(out, o->thawed ? S("t\"") : S("\""));
    }
    if (stage)
        buf_fmt(out, ",%d", stage_of(o));
    if (o->version.len) {
        buf_char(out, ',');
        buf_json(out, o->version);
    }
    buf_char(out, ']');
}

static void write_coming(struct buf *out, struct str last, struct str key)
{
    ptrdiff_t head = 0, tail = 0, least = last.len < key.len ? last.len : key.len;
    while (head < least && last.ptr[head] == key.ptr[head])
        head++;
    while (tail < least - head && last.ptr[last.len - 1 - tail] == key.ptr[key.len - 1 - tail])
        tail++;
    /* a character of several bytes stays whole */
    while (head > 0 && head < key.len && ((unsigned char)key.ptr[head] & 0xC0) == 0x80)
        head--;
    while (tail > 0 && ((unsigned char)key.ptr[key.len - tail] & 0xC0) == 0x80)
        tail--;
    struct buf row = *out;
    buf_fmt(&row, "\"%td %td ", head, tail);
    *out = row;
    struct str middle = str_sub(key, head, key.len - head - tail);
    ptrdiff_t at = out->len;
    buf_json(out, middle);
    memmove(out->ptr + at, out->ptr + at + 1, (size_t)(out->len - at - 1));
    out->len--;
}

static void write_headers(const struct headers *h, struct buf *out)
{
    buf_put(out, S(",\n\"headers\":["));
    for (int i = 0; i < h->n; i++) {
        const struct str all[] = { h->row[i].type, h->row[i].cache, h->row[i].tagged,
                                   h->row[i].more };
        int n = h->row[i].more.len ? 4 : h->row[i].tagged.len ? 3 : 2;
        for (int k = 0; k < n; k++) {
            buf_put(out, k ? S(",") : i ? S(",\n[") : S("\n["));
            buf_json(out, all[k]);
        }
        buf_char(out, ']');
    }
    buf_char(out, ']');
}

static bool is_coming(const struct plan_object *o)
{
    return o->unsure && o->fresh && !o->left;
}

static void write_objects(const struct manifest *m, struct buf *out)
{
    struct headers h = { .n = 0 };
    struct str last = S("");
    int before = -1;
    for (ptrdiff_t i = 0; i < m->objects.len; i++)
        if (!is_coming(&m->objects.ptr[i]))
            headers_of(&h, &m->objects.ptr[i]);
    write_headers(&h, out);
    buf_put(out, S(",\n\"objects\":["));
    bool first = true;
    for (ptrdiff_t i = 0; i < m->objects.len; i++) {
        if (is_coming(&m->objects.ptr[i]))
            continue;
        buf_put(out, first ? S("") : S(","));
        write_object(out, &m->objects.ptr[i], headers_of(&h, &m->objects.ptr[i]), &before);
        first = false;
    }
    buf_put(out, S("],\n\"coming\":["));
    for (ptrdiff_t i = 0; i < m->objects.len; i++) {
        if (!is_coming(&m->objects.ptr[i]))
            continue;
        buf_put(out, last.len ? S(",") : S(""));
        write_coming(out, last, m->objects.ptr[i].key);
        last = m->objects.ptr[i].key;
    }
    buf_char(out, ']');
}

static void write_texts(struct buf *out, const char *name, const struct str *all, ptrdiff_t n)
{
    buf_fmt(out, ",\n\"%s\":[", name);
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_put(out, i ? S(",") : S(""));
        buf_json(out, all[i]);
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
        for (ptrdiff_t k = 0; k < r->n_kept; k++) {
            buf_put(out, k ? S("\",\"") : S(",\"kept\":[\""));
            put_hash(out, &r->kept[k]);
        }
        buf_put(out, r->n_kept ? S("\"]}") : S("}"));
    }
    buf_char(out, ']');
    write_texts(out, "records", m->records, m->n_records);
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
    write_texts(out, "paths", m->paths, m->n_paths);
    write_releases(m, out);
    if (m->released)
        write_text(out, S("mode"), S("release"));
    if (m->edge.len)
        write_text(out, S("edge"), m->edge);
    buf_put(out, m->is_public ? S(",\"public\":true") : S(""));
    buf_put(out, m->unconditional ? S(",\"unconditional\":true") : S(""));
    if (m->asked.len)
        write_text(out, S("asked"), m->asked);
    buf_put(out, S(",\n"));
    struct sha256 sum = sha256_of(str_from(buf_str(out), beg));
    buf_put(out, S("\"check\":\""));
    for (int i = 0; i < 32; i++)
        buf_fmt(out, "%02x", sum.byte[i]);
    buf_put(out, S("\"}\n"));
}

/* ---- the life of a publish ------------------------------------------------------------------ */

static struct plan_object step_object(const struct plan_step *s, bool unfinished)
{
    struct plan_object o = s->now ? *s->now : *s->before;
    o.left = 0;
    o.version = s->before && !plan_sends(s->action) ? s->before->version : S("");
    if (!s->now || s->action == PLAN_SAME) {
        o.thawed = s->before->thawed;
        o.kind = s->now ? o.kind : s->before->kind;
    }
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
    m.is_public = last->is_public;
    m.unconditional = last->unconditional;
    m.asked = last->asked;
    return m;
}

bool manifest_same_objects(const struct plan_objects *a, const struct plan_objects *b)
{
    if (a->len != b->len)
        return false;
    for (ptrdiff_t i = 0; i < a->len; i++)
        if (!str_equal(a->ptr[i].key, b->ptr[i].key) || a->ptr[i].left != b->ptr[i].left ||
            !plan_same_object(&a->ptr[i], &b->ptr[i]))
            return false;
    return true;
}

bool manifest_has_release(const struct manifest *m, struct str id)
{
    for (ptrdiff_t i = 0; i < m->n_releases; i++)
        if (str_equal(m->releases[i].id, id))
            return true;
    return false;
}

struct str manifest_record_key(struct str release, struct arena *keep)
{
    return str_fmt(keep, ".plumb/releases/%.*s", FMT(release));
}

struct str manifest_object_key(const struct sha256 *hash, struct arena *keep)
{
    return str_join(S(".plumb/objects/"), sha256_hex(*hash, keep), keep);
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
