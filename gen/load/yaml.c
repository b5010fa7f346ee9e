/* yaml.c - libyaml's events build the tree, without recursion: a frame for each open collection.
 * libyaml counts characters and we bytes, so a cursor walks along. The one home of yaml.h. */
#include "load/yaml.h"

#include <yaml.h>

#include "base/map.h"
#include "base/utf8.h"

enum {
    DEPTH_MAX = 100,     /* deeper is an attack or a mistake; the frames are ours */
    VALUES_MAX = 200000, /* with all aliases unfolded: whoever walks the tree walks them */
    TEXT_MAX = 4 << 20,
};

struct frame { /* an open sequence or mapping */
    struct json *v, **tail;
    struct str tag, anchor;
    struct str key, raw_key;
    bool has_key, has_merge; /* has_merge: the key is << */
    struct json *merge;      /* the value of << */
    struct map seen;         /* of a mapping: name to member */
    int64_t values;          /* within, aliases unfolded */
};
struct anchor {
    const struct json *v;
    int64_t values;
};
struct reader {
    yaml_parser_t parser;
    const struct source *src;
    struct str text; /* without byte order mark */
    struct arena *keep;
    const struct rule *rule;
    struct diag *d;
    bool failed;
    size_t cursor_index;     /* in characters … */
    ptrdiff_t cursor_offset; /* … and the same in bytes */
    struct frame frames[DEPTH_MAX];
    int depth;
    struct map anchors;          /* name to struct anchor */
    struct json *root;           /* the document's value */
    struct json *stream, **next; /* of several: their array */
    int64_t values;              /* of all documents */
};

/* clang-format off */
static const struct { const char *tag, *name; } tags[] = {
    { "!Ref", "Ref" },                  { "!Condition", "Condition" },
    { "!And", "Fn::And" },              { "!Base64", "Fn::Base64" },
    { "!Cidr", "Fn::Cidr" },            { "!Equals", "Fn::Equals" },
    { "!FindInMap", "Fn::FindInMap" },  { "!GetAtt", "Fn::GetAtt" },
    { "!GetAZs", "Fn::GetAZs" },        { "!If", "Fn::If" },
    { "!ImportValue", "Fn::ImportValue" }, { "!Join", "Fn::Join" },
    { "!Length", "Fn::Length" },        { "!Not", "Fn::Not" },
    { "!Or", "Fn::Or" },                { "!Select", "Fn::Select" },
    { "!Split", "Fn::Split" },          { "!Sub", "Fn::Sub" },
    { "!ToJsonString", "Fn::ToJsonString" }, { "!Transform", "Fn::Transform" },
};
/* clang-format on */

static void refuse(struct reader *r, struct str at, struct str why)
{
    if (!r->failed)
        diag_at(r->d, r->rule, r->src, at, "%.*s", FMT(why));
    r->failed = true;
}

/* ---- places ---- */

/* Marks come nearly in order, so the walk is short. */
static const char *place(struct reader *r, const yaml_mark_t *mark)
{
    while (r->cursor_index < mark->index && r->cursor_offset < r->text.len) {
        uint32_t cp;

        r->cursor_offset += utf8_decode(str_from(r->text, r->cursor_offset), &cp);
        r->cursor_index++;
    }
    while (r->cursor_index > mark->index && r->cursor_offset > 0) {
        do
            r->cursor_offset--;
        while (r->cursor_offset > 0 && (r->text.ptr[r->cursor_offset] & 0xC0) == 0x80);
        r->cursor_index--;
    }
    return r->text.ptr + r->cursor_offset;
}

/* From the value's first character to its last; libyaml ends a block where the next thing begins.
 */
static struct str span(struct reader *r, const yaml_event_t *e)
{
    const char *beg = place(r, &e->start_mark), *end = place(r, &e->end_mark);

    return str_trim_end(str_span(beg, end < beg ? beg : end));
}

static void refuse_parser(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *at = r->text.ptr;
    struct str why = str_of(p->problem ? p->problem : "the text cannot be read");

    if (p->error == YAML_READER_ERROR)
        at += p->problem_offset < (size_t)r->text.len ? (ptrdiff_t)p->problem_offset : r->text.len;
    else
        at = place(r, &p->problem_mark);
    if (p->context)
        why = str_fmt(r->keep, "%s, %.*s", p->context, FMT(why));
    refuse(r, str_sub(str_span(at, r->text.ptr + r->text.len), 0, 1), why);
}

/* ---- scalars ---- */

static bool is_number(struct str s)
{
    struct json_reader probe = json_reader_open(s);
    struct json_token t = json_next(&probe);

    return t.kind == JSON_T_NUMBER && t.raw.len == s.len;
}

/* clang-format off */
static const struct { const char *word; enum json_kind kind; } words[] = {
    { "", JSON_NULL }, { "~", JSON_NULL }, { "null", JSON_NULL }, { "Null", JSON_NULL }, { "NULL", JSON_NULL },
    { "true", JSON_TRUE }, { "True", JSON_TRUE }, { "TRUE", JSON_TRUE },
    { "false", JSON_FALSE }, { "False", JSON_FALSE }, { "FALSE", JSON_FALSE },
};
/* clang-format on */

static enum json_kind plain_kind(struct str s)
{
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (str_equal(s, str_of(words[i].word)))
            return words[i].kind;
    return is_number(s) ? JSON_NUMBER : JSON_STRING;
}

static struct json *scalar(struct reader *r, const yaml_event_t *e)
{
    struct json *v = NEW(r->keep, struct json, 1);
    struct str text = { (const char *)e->data.scalar.value, (ptrdiff_t)e->data.scalar.length };

    v->kind = e->data.scalar.plain_implicit ? plain_kind(text) : JSON_STRING;
    v->raw = span(r, e);
    if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && e->data.scalar.tag &&
        e->data.scalar.tag[0] == '!')
        v->kind = plain_kind(text); /* !Not false: the tag says nothing about the value */
    if (v->kind != JSON_STRING && str_ends(v->raw, text))
        v->raw = str_from(v->raw, v->raw.len - text.len); /* without tag and anchor */
    v->str = v->kind == JSON_STRING ? str_copy(text, r->keep) : v->raw;
    return v;
}

/* ---- tags ---- */

/* "Site.Arn" as ["Site", "Arn"]: the long form has a list. */
static void split_attribute(struct reader *r, struct json *v)
{
    struct cut c = str_cut(v->str, '.');
    struct json *parts;

    if (v->kind != JSON_STRING || !c.ok)
        return;
    parts = NEW(r->keep, struct json, 2);
    parts[0] =
        (struct json){ .kind = JSON_STRING, .raw = v->raw, .str = c.head, .next = &parts[1] };
    parts[1] = (struct json){ .kind = JSON_STRING, .raw = v->raw, .str = c.tail };
    v->kind = JSON_ARRAY;
    v->str = v->raw;
    v->first = parts;
    v->n = 2;
}

/* v, or the object that its tag stands for. */
static struct json *tagged(struct reader *r, struct json *v, struct str tag)
{
    struct json *outer;

    if (tag.len < 2 || *tag.ptr != '!')
        return v; /* none, or one of YAML's own */
    outer = NEW(r->keep, struct json, 1);
    *outer = (struct json){ .kind = JSON_OBJECT, .raw = v->raw, .str = v->raw, .first = v, .n = 1 };
    v->key = tag;
    for (ptrdiff_t i = 0; i < LEN(tags); i++)
        if (str_equal(tag, str_of(tags[i].tag)))
            v->key = str_of(tags[i].name);
    v->raw_key = v->raw;
    if (str_equal(v->key, S("Fn::GetAtt")))
        split_attribute(r, v);
    return outer;
}

/* ---- the tree ---- */

static void put_member(struct reader *r, struct frame *f, struct json *v)
{
    void **at = map_at(&f->seen, f->key, r->keep);
    int line, col;

    v->key = f->key;
    v->raw_key = f->raw_key;
    if (f->has_merge && !f->merge)
        f->merge = v;
    f->has_key = f->has_merge = false;
    if (*at) {
        diag_place(r->src, ((const struct json *)*at)->raw_key.ptr, &line, &col);
        refuse(r, v->raw_key,
               str_fmt(r->keep, "the name %.*s stands already in line %d", FMT(v->key), line));
    }
    *at = v;
}

/* Hands a finished value to the collection it stands in. */
static void put(struct reader *r, struct json *v, int64_t values)
{
    struct frame *f = r->depth ? &r->frames[r->depth - 1] : NULL;

    if (!f) {
        r->root = v;
        r->values += values;
        if (r->values > VALUES_MAX)
            refuse(r, str_sub(v->raw, 0, 1),
                   str_fmt(r->keep, "more than %d values, aliases unfolded", VALUES_MAX));
        return;
    }
    f->values += values;
    if (f->values > VALUES_MAX)
        refuse(r, v->raw, str_fmt(r->keep, "more than %d values, aliases unfolded", VALUES_MAX));
    if (f->v->kind == JSON_OBJECT)
        put_member(r, f, v);
    *f->tail = v;
    f->tail = &v->next;
    f->v->n++;
}

/* ---- merging ---- */

static bool is_merge(const yaml_event_t *e)
{
    return e->data.scalar.plain_implicit && e->data.scalar.length == 2 &&
           memcmp(e->data.scalar.value, "<<", 2) == 0;
}

/* Adds those members of from that f's mapping lacks; what stands first counts. */
static void merge_from(struct reader *r, struct frame *f, const struct json *from)
{
    if (from->kind != JSON_OBJECT) {
        refuse(r, from->raw, S("<< takes a mapping or a list of them"));
        return;
    }
    for (const struct json *m = from->first; m; m = m->next) {
        void **at = map_at(&f->seen, m->key, r->keep);
        struct json *copy;

        if (*at)
            continue;
        copy = NEW(r->keep, struct json, 1);
        *copy = *m;
        copy->next = NULL;
        *at = *f->tail = copy;
        f->tail = &copy->next;
        f->v->n++;
    }
}

/* A mapping with a member called <<: that goes, and its members come behind the others. The values
 * were counted when the alias was put. */
static void merge(struct reader *r, struct frame *f)
{
    const struct json *merged = f->merge;

    if (!merged)
        return;
    f->tail = &f->v->first;
    for (struct json *m = f->v->first; m; m = m->next) {
        if (m == merged)
            continue;
        *f->tail = m;
        f->tail = &m->next;
    }
    *f->tail = NULL;
    f->v->n--;
    if (merged->kind != JSON_ARRAY)
        merge_from(r, f, merged);
    for (const struct json *e = merged->kind == JSON_ARRAY ? merged->first : NULL; e; e = e->next)
        merge_from(r, f, e);
}

static bool wants_key(const struct reader *r)
{
    const struct frame *f = r->depth ? &r->frames[r->depth - 1] : NULL;

    return f && f->v->kind == JSON_OBJECT && !f->has_key;
}

static struct str copy(struct reader *r, const yaml_char_t *text)
{
    return text ? str_copy(str_of((const char *)text), r->keep) : (struct str){ 0 };
}

static void remember(struct reader *r, struct str anchor, const struct json *v, int64_t values)
{
    struct anchor *a;

    if (!anchor.len)
        return;
    a = NEW(r->keep, struct anchor, 1);
    *a = (struct anchor){ v, values };
    *map_at(&r->anchors, anchor, r->keep) =
        a; /* a later anchor of the same name counts from there */
}

static void on_scalar(struct reader *r, const yaml_event_t *e)
{
    struct json *v = scalar(r, e);

    if (wants_key(r)) {
        struct frame *f = &r->frames[r->depth - 1];

        f->key = v->kind == JSON_STRING
                     ? v->str
                     : str_copy(str_of((const char *)e->data.scalar.value), r->keep);
        f->raw_key = v->raw;
        f->has_key = true;
        f->has_merge = is_merge(e);
        remember(r, copy(r, e->data.scalar.anchor), v, 1);
        return;
    }
    v = tagged(r, v, copy(r, e->data.scalar.tag));
    remember(r, copy(r, e->data.scalar.anchor), v, 1);
    put(r, v, 1);
}

static void on_alias(struct reader *r, const yaml_event_t *e)
{
    const struct anchor *a = map_get(&r->anchors, str_of((const char *)e->data.alias.anchor));
    struct json *v = NEW(r->keep, struct json, 1);

    if (!a || wants_key(r)) {
        refuse(r, span(r, e),
               a ? S("an alias cannot be a name") : S("no anchor of this name stands before"));
        return;
    }
    *v = *a->v;
    v->next = NULL;
    put(r, v, a->values);
}

static void open_frame(struct reader *r, const yaml_event_t *e, enum json_kind kind,
                       const yaml_char_t *tag, const yaml_char_t *anchor)
{
    struct json *v;

    if (wants_key(r))
        refuse(r, str_sub(span(r, e), 0, 1), S("a name must be a scalar"));
    else if (r->depth == DEPTH_MAX)
        refuse(r, str_sub(span(r, e), 0, 1), str_fmt(r->keep, "nesting past %d", DEPTH_MAX));
    if (r->failed)
        return;
    v = NEW(r->keep, struct json, 1);
    v->kind = kind;
    v->raw = span(r, e);
    r->frames[r->depth++] = (struct frame){
        .v = v, .tail = &v->first, .values = 1, .tag = copy(r, tag), .anchor = copy(r, anchor)
    };
}

static void close_frame(struct reader *r, const yaml_event_t *e)
{
    struct frame *f = &r->frames[--r->depth];
    struct json *v = f->v;
    const char *end = place(r, &e->end_mark);

    merge(r, f);
    v->raw = v->str = str_trim_end(str_span(v->raw.ptr, end < v->raw.ptr ? v->raw.ptr : end));
    v = tagged(r, v, f->tag);
    remember(r, f->anchor, v, f->values);
    put(r, v, f->values);
}

/* Several documents are an array of them. Empty ones, which templates leave behind, do not count. */
static void close_document(struct reader *r)
{
    struct json *v = r->root;

    r->anchors = (struct map){ 0 };
    r->root = NULL;
    if (!v || v->kind == JSON_NULL)
        return;
    if (!r->stream) {
        r->stream = NEW(r->keep, struct json, 1);
        *r->stream = (struct json){ .kind = JSON_ARRAY, .raw = r->text, .str = r->text };
        r->next = &r->stream->first;
    }
    *r->next = v;
    r->next = &v->next;
    r->stream->n++;
}

static void on_event(struct reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_DOCUMENT_END_EVENT:
        close_document(r);
        break;
    case YAML_SCALAR_EVENT:
        on_scalar(r, e);
        break;
    case YAML_ALIAS_EVENT:
        on_alias(r, e);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_frame(r, e, JSON_ARRAY, e->data.sequence_start.tag, e->data.sequence_start.anchor);
        break;
    case YAML_MAPPING_START_EVENT:
        open_frame(r, e, JSON_OBJECT, e->data.mapping_start.tag, e->data.mapping_start.anchor);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_frame(r, e);
        break;
    default:
        break;
    }
}

static void read_events(struct reader *r)
{
    bool done = false;

    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->text.ptr,
                                 (size_t)r->text.len);
    while (!done && !r->failed) {
        yaml_event_t e;

        if (!yaml_parser_parse(&r->parser, &e)) {
            if (r->parser.error == YAML_MEMORY_ERROR)
                arena_full(r->text.len);
            refuse_parser(r);
            return;
        }
        on_event(r, &e);
        done = e.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
    }
}

struct json *yaml_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                        struct diag *d)
{
    struct reader *r = NEW(keep, struct reader, 1);

    *r = (struct reader){ .src = src, .text = src->text, .keep = keep, .rule = rule, .d = d };
    if (str_starts(r->text, S("\xef\xbb\xbf")))
        r->text = str_from(r->text, 3);
    if (r->text.len > TEXT_MAX)
        refuse(r, str_sub(r->text, 0, 1), S("more than 4 MiB"));
    else if (r->text.len && !yaml_parser_initialize(&r->parser))
        arena_full((ptrdiff_t)sizeof r->parser);
    else if (r->text.len) {
        read_events(r);
        yaml_parser_delete(&r->parser);
    }
    if (r->stream)
        r->root = r->stream->n == 1 ? r->stream->first : r->stream;
    if (!r->failed && !r->root) {
        r->root = NEW(keep, struct json, 1);
        r->root->raw = r->root->str = str_sub(src->text, 0, 0);
    }
    return r->failed ? NULL : r->root;
}
