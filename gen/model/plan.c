/* plan.c - compares two releases and says what a publish would do, cost and invalidate. */
#include "model/plan.h"

#include <stdlib.h>

#include "base/map.h"
#include "model/cache_tag.h"

enum {
    KEYS_PER_REQUEST = 1000, /* listed or deleted */
    MANIFEST_GETS = 1,
    MANIFEST_PUTS = 3, /* the last release's rows, the intent, the end */
    FIRST_ASKS = 1,    /* instead of a last release: does the server obey, may anybody read */
    FUNCTION_GETS = 1, /* release mode: which release readers get */
    PATHS = -1,        /* instead of a level of cache tags */
    SWITCH = 4,        /* describe, read, update, publish the function */
};

#define MAX_COPY ((int64_t)5 << 30) /* S3 copies no more in one request */

/* Per request: 0.005 USD for 1,000 PUT or LIST, 0.0004 for 1,000 GET; 0.005 a path. */
const struct plan_prices plan_prices_us_east_1 = { 50000, 4000, 50000000, 1000 };

/* clang-format off */
static const struct {
    const char *name, *sign;
    bool sends, stales; /* is sent; readers' copies at the edge become stale */
} actions[N_PLAN_ACTIONS] = {
    [PLAN_SAME]    = { "same",    " ", false, false },
    [PLAN_NEW]     = { "new",     "+", true,  false },
    [PLAN_CHANGED] = { "changed", "~", true,  true  },
    [PLAN_HEADERS] = { "headers", "~", true,  true  },
    [PLAN_RESUME]  = { "resume",  "~", true,  true  },
    [PLAN_KEPT]    = { "kept",    "=", false, false },
    [PLAN_DELETED] = { "deleted", "-", false, true  },
};
/* clang-format on */

bool plan_same_object(const struct plan_object *a, const struct plan_object *b)
{
    return memcmp(a->hash.byte, b->hash.byte, sizeof a->hash.byte) == 0 &&
           str_equal(a->type, b->type) && str_equal(a->cache, b->cache) &&
           str_equal(a->tagged, b->tagged) && str_equal(a->more, b->more);
}

bool plan_is_unknown(const struct plan_object *o)
{
    static const struct sha256 none;
    return memcmp(o->hash.byte, none.byte, sizeof none.byte) == 0;
}

bool plan_is_replaced(const struct plan_step *s)
{
    const struct plan_object *o = s->before;
    return (s->action == PLAN_CHANGED || s->action == PLAN_DELETED) && !o->unsure &&
           o->left <= PLAN_GRACE && !plan_is_unknown(o) && !o->version.len && o->size <= MAX_COPY;
}

bool plan_sends(enum plan_action a)
{
    return actions[a].sends;
}

bool plan_step_is_new(const struct plan_step *s)
{
    return !s->before || s->before->left > PLAN_GRACE || (s->before->unsure && s->before->fresh);
}

/* An unfinished publish has counted its own release already, and what it was to delete may be gone. */
static enum plan_action action_of(const struct plan_object *now, const struct plan_object *before,
                                  bool unfinished)
{
    if (!before)
        return PLAN_NEW;
    if (!now)
        return before->kind == PLAN_ASSET && before->left < PLAN_GRACE + unfinished ? PLAN_KEPT
                                                                                    : PLAN_DELETED;
    if (before->unsure || before->left > PLAN_GRACE)
        return PLAN_RESUME;
    if (memcmp(now->hash.byte, before->hash.byte, sizeof now->hash.byte) != 0)
        return PLAN_CHANGED;
    return plan_same_object(now, before) ? PLAN_SAME : PLAN_HEADERS;
}

static void compare(struct plan *p, struct arena *keep)
{
    const struct plan_objects *now = &p->request->now, *before = &p->request->before;
    p->steps = NEW(keep, struct plan_step, now->len + before->len);
    for (ptrdiff_t i = 0, k = 0; i < now->len || k < before->len;) {
        struct plan_step s = { 0 };
        int order = i == now->len      ? 1
                    : k == before->len ? -1
                                       : str_cmp(now->ptr[i].key, before->ptr[k].key);
        if (order <= 0)
            s.now = &now->ptr[i++];
        if (order >= 0)
            s.before = &before->ptr[k++];
        s.action = action_of(s.now, s.before, p->request->unfinished);
        p->steps[p->n_steps++] = s;
        p->n[s.action]++;
        if (actions[s.action].sends)
            p->bytes += s.now->size;
    }
}

static bool is_due(const struct plan_step *s)
{
    return s->action == PLAN_DELETED && s->before->left > 0 && s->before->left <= PLAN_GRACE;
}

/* Assets whose grace is over go only together with another change, so that a no-op stays one. */
static void spare_due(struct plan *p)
{
    ptrdiff_t due = 0;
    for (ptrdiff_t i = 0; i < p->n_steps; i++)
        due += is_due(&p->steps[i]);
    p->n[PLAN_DELETED] -= due;
    if (plan_differs(p)) {
        p->n[PLAN_DELETED] += due;
        return;
    }
    for (ptrdiff_t i = 0; i < p->n_steps; i++)
        if (is_due(&p->steps[i]))
            p->steps[i].action = PLAN_KEPT;
    p->n[PLAN_KEPT] += due;
}

struct paths {
    struct str *ptr;
    ptrdiff_t len, cap;
};

/* CloudFront's own rule: what RFC 1738 calls unsafe and what is not ASCII is encoded, and nothing
 * else, or the path names no copy. Not the encoding of S3's keys. */
static void put_edge_path(struct buf *b, struct str key)
{
    for (ptrdiff_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        if (c > ' ' && c < 0x7f && str_char(S("<>\"#%{}|\\^~[]`"), c) < 0)
            buf_char(b, c);
        else
            buf_fmt(b, "%%%02X", (unsigned)(unsigned char)c);
    }
}

static void add_path(struct paths *all, struct str root, struct str key, struct arena *keep)
{
    struct buf b = buf_open(keep, root.len + 3 * key.len);
    buf_put(&b, root);
    put_edge_path(&b, key);
    *PUSH(all, keep) = buf_str(&b);
}

/* Readers reach x/index.html as /x/, /x/index.html and /x. */
static void add_spellings(struct paths *all, struct str root, struct str key, struct arena *keep)
{
    struct str index = S("index.html");
    add_path(all, root, key, keep);
    if (!str_ends(key, index) || (key.len > index.len && key.ptr[key.len - index.len - 1] != '/'))
        return;
    struct str folder = str_sub(key, 0, key.len - index.len);
    add_path(all, root, folder, keep);
    if (folder.len)
        add_path(all, root, str_sub(folder, 0, folder.len - 1), keep);
    else if (root.len > 1)
        add_path(all, str_sub(root, 0, root.len - 1), S(""), keep);
}

static bool is_stale(const struct plan_step *s)
{
    const struct plan_object *o = s->now ? s->now : s->before;
    /* a new page may stand at the edge as "not found" */
    if (s->action == PLAN_CHANGED)
        return true; /* whatever its name says */
    return !o->frozen &&
           (actions[s->action].stales || (s->action == PLAN_NEW && o->kind == PLAN_PAGE));
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Release mode: CloudFront asks for the page of lost readers without its function. */
static bool is_in_place(const struct plan_step *s)
{
    return str_equal(s->now ? s->now->key : s->before->key, PLAN_LOST_PAGE);
}

/* The copies at the edge have tags; one that says "not found" has none, and no object before. */
static bool is_known_by_tag(const struct plan_request *r, const struct plan_step *s)
{
    return r->tags == PLAN_TAGS_ON && s->before && s->before->tagged.len &&
           str_equal(s->before->tagged, r->web_path);
}

static void add_tag(struct paths *all, const struct plan_step *s, int level, struct arena *keep)
{
    struct str root = s->before->tagged, key = s->before->key;
    struct buf b = buf_open(keep, 16 + 3 * (root.len + key.len));
    buf_char(&b, '#');
    cache_tag_put(&b, root, key, level);
    *PUSH(all, keep) = buf_str(&b);
}

static void keep_one_each(struct paths *all)
{
    ptrdiff_t n = 0;
    if (all->len)
        qsort(all->ptr, (size_t)all->len, sizeof *all->ptr, by_bytes);
    for (ptrdiff_t i = 0; i < all->len; i++)
        if (!n || !str_equal(all->ptr[i], all->ptr[n - 1]))
            all->ptr[n++] = all->ptr[i];
    all->len = n;
}

/* By what all stale copies go: PATHS, or tags of a level for those that have them. */
static struct paths items_of(const struct plan *p, int level, struct arena *keep)
{
    const struct plan_request *r = p->request;
    struct paths all = { 0 };
    for (ptrdiff_t i = 0; i < r->n_more_paths; i++)
        *PUSH(&all, keep) = r->more_paths[i];
    for (ptrdiff_t i = 0; i < p->n_steps; i++) {
        const struct plan_step *s = &p->steps[i];
        if (!is_stale(s) || (r->release && !is_in_place(s)))
            continue;
        if (level != PATHS && is_known_by_tag(r, s))
            add_tag(&all, s, level, keep);
        else
            add_spellings(&all, r->web_path, s->now ? s->now->key : s->before->key, keep);
    }
    keep_one_each(&all);
    return all;
}

static ptrdiff_t count_tags(const struct str *paths, ptrdiff_t n)
{
    ptrdiff_t tags = 0;
    while (tags < n && str_starts(paths[tags], S("#"))) /* which sort before slashes */
        tags++;
    return tags;
}

static bool fits(const struct plan_request *r, const struct paths *all)
{
    ptrdiff_t tags = count_tags(all->ptr, all->len);
    return all->len <= r->max_paths && tags <= (r->tags == PLAN_TAGS_ON ? r->max_tags : 0);
}

static bool has_item(const struct paths *all, struct str item)
{
    for (ptrdiff_t i = 0; i < all->len && item.len; i++)
        if (str_equal(all->ptr[i], item))
            return true;
    return false;
}

/* The wildcard for all of the site; it begins behind a slash, so its folder without one is another
 * path. */
static struct paths everything(const struct plan_request *r, const struct paths *stale,
                               struct arena *keep)
{
    struct paths all = { 0 };
    struct str top = str_sub(r->web_path, 0, r->web_path.len - 1);
    if (has_item(stale, top))
        *PUSH(&all, keep) = top;
    *PUSH(&all, keep) = str_join(r->web_path, S("*"), keep);
    return all;
}

static void invalidate(struct plan *p, struct arena *keep)
{
    const struct plan_request *r = p->request;
    if (!r->invalidates)
        return;
    struct paths exact = items_of(p, PATHS, keep), all = exact;
    for (int level = CACHE_TAG_LEVELS - 1; level >= 0 && r->tags == PLAN_TAGS_ON && !fits(r, &all);
         level--)
        all = items_of(p, level, keep);
    bool first = r->base.len == 0 && !r->release; /* nobody knows what stood there before */
    if (exact.len && (first || r->tags == PLAN_TAGS_BEGIN || !fits(r, &all)))
        all = everything(r, &exact, keep);
    p->paths = all.ptr;
    p->n_paths = all.len;
}

bool plan_differs(const struct plan *p)
{
    for (int a = 0; a < N_PLAN_ACTIONS; a++)
        if ((actions[a].sends || a == PLAN_DELETED) && p->n[a])
            return true;
    /* assets that leave now begin their grace; those that left before just stay */
    for (ptrdiff_t i = 0; i < p->n_steps; i++)
        if (p->steps[i].action == PLAN_KEPT && p->steps[i].before->left == 0)
            return true;
    return false;
}

bool plan_is_empty(const struct plan *p)
{
    return !plan_differs(p) && p->request->n_more_paths == 0 && !p->request->unfinished &&
           !p->request->switches;
}

bool plan_has_new_names(const struct plan *p)
{
    for (ptrdiff_t i = 0; i < p->n_steps; i++)
        if (p->steps[i].action == PLAN_NEW && !p->steps[i].now->frozen)
            return true;
    return false;
}

/* Release mode: a place of its own for what differs, and the switch. Deletes are those of a release
 * that is not kept any more, which the plan does not know. */
static void count_release(struct plan *p)
{
    bool empty = plan_is_empty(p), differs = plan_differs(p);
    const struct plan_prices *price = p->request->prices;
    bool lost_page = false;
    for (ptrdiff_t i = 0; i < p->n_steps; i++) {
        enum plan_action a = p->steps[i].action;
        p->puts += actions[a].sends;
        p->copies += differs && (a == PLAN_SAME || a == PLAN_KEPT);
        lost_page = lost_page || (actions[a].sends && is_in_place(&p->steps[i]));
    }
    int64_t lists = p->request->base.len == 0, puts = differs ? MANIFEST_PUTS : 0;
    p->puts += lost_page;
    p->others =
        MANIFEST_GETS + FUNCTION_GETS + lists + puts + (empty ? 0 : SWITCH) + (p->n_paths > 0);
    if (price)
        p->usd_e10 = (p->puts + p->copies + puts + lists) * price->put + MANIFEST_GETS * price->get;
}

static void count(struct plan *p, struct arena *keep)
{
    if (p->request->release) {
        count_release(p);
        return;
    }
    bool empty = plan_is_empty(p);
    bool first = p->request->base.len == 0;
    int64_t puts = empty ? 0 : MANIFEST_PUTS + (first ? FIRST_ASKS : 0), lists = 0;
    if (plan_has_new_names(p)) /* looks whether others use them */
        lists = 1 + p->request->before.len / KEYS_PER_REQUEST;
    for (int a = 0; a < N_PLAN_ACTIONS; a++)
        p->puts += actions[a].sends ? p->n[a] : 0;
    struct map seen = { 0 };
    for (ptrdiff_t i = 0; i < p->n_steps; i++) {
        const struct plan_object *o = p->steps[i].before;
        if (plan_is_replaced(&p->steps[i]))
            *map_at(&seen, (struct str){ (const char *)o->hash.byte, sizeof o->hash.byte }, keep) =
                p;
    }
    p->copies = seen.len;
    p->deletes = (p->n[PLAN_DELETED] + KEYS_PER_REQUEST - 1) / KEYS_PER_REQUEST;
    p->others = MANIFEST_GETS + lists + puts + (p->n_paths > 0) + p->request->asks_tags;
    const struct plan_prices *price = p->request->prices;
    if (!price)
        return;
    int64_t paid = p->n_paths > price->free_paths ? p->n_paths - price->free_paths : 0;
    p->usd_e10 = (p->puts + p->copies + puts + lists) * price->put + MANIFEST_GETS * price->get +
                 paid * price->path;
}

struct plan plan_make(const struct plan_request *request, struct arena *keep)
{
    struct plan p = { .request = request };
    compare(&p, keep);
    spare_due(&p);
    invalidate(&p, keep);
    count(&p, keep);
    return p;
}

/* ---- writing ------------------------------------------------------------------------------- */

static void put_size(struct buf *out, int64_t bytes)
{
    static const char *const unit[] = { "B", "kB", "MB", "GB" };
    int64_t whole = bytes, tenth = 0;
    int u = 0;
    while (whole >= 1000 && u < (int)LEN(unit) - 1) {
        tenth = whole % 1000 / 100;
        whole /= 1000;
        u++;
    }
    if (u)
        buf_fmt(out, "%lld.%lld %s", (long long)whole, (long long)tenth, unit[u]);
    else
        buf_fmt(out, "%lld %s", (long long)whole, unit[u]);
}

/* dollars with as many places as the smallest price needs */
static void put_usd(struct buf *out, int64_t e10)
{
    enum { ONE = 100000 /* 1e-5 USD in 1e-10 */ };
    int64_t rounded = (e10 + ONE / 2) / ONE;
    buf_fmt(out, "%lld.%05lld USD", (long long)(rounded / 100000), (long long)(rounded % 100000));
}

static void put_line(struct buf *out, const struct plan_step *s)
{
    const struct plan_object *o = s->now ? s->now : s->before;
    buf_fmt(out, "  %s %.*s  ", actions[s->action].sign, FMT(o->key));
    switch (s->action) {
    case PLAN_NEW:
        put_size(out, o->size);
        buf_fmt(out, ", %.*s; %.*s", FMT(o->type), FMT(o->cache));
        break;
    case PLAN_CHANGED:
        put_size(out, s->before->size);
        buf_put(out, S(" becomes "));
        put_size(out, o->size);
        break;
    case PLAN_HEADERS:
        buf_fmt(out, "headers: %.*s; %.*s becomes %.*s; %.*s", FMT(s->before->type),
                FMT(s->before->cache), FMT(o->type), FMT(o->cache));
        if (!str_equal(o->tagged, s->before->tagged))
            buf_put(out, o->tagged.len ? S(", with cache tags") : S(", without cache tags"));
        break;
    case PLAN_RESUME:
        buf_put(out, S("left open by an unfinished publish"));
        break;
    case PLAN_KEPT:
        buf_fmt(out, "stays for open pages, %d more", PLAN_GRACE - o->left);
        break;
    default:
        buf_put(out, S("deleted"));
    }
    buf_char(out, '\n');
}

static void put_paths(const struct plan *p, ptrdiff_t max_lines, struct buf *out)
{
    if (!p->n_paths)
        return;
    ptrdiff_t tags = count_tags(p->paths, p->n_paths);
    if (tags)
        buf_fmt(out, "Invalidated cache tags: %td, paths: %td\n", tags, p->n_paths - tags);
    else
        buf_fmt(out, "Invalidated paths: %td\n", p->n_paths);
    for (ptrdiff_t i = 0; i < p->n_paths && i < max_lines; i++)
        buf_fmt(out, "  %.*s\n", FMT(p->paths[i]));
    if (p->n_paths > max_lines)
        buf_fmt(out, "  and %td more\n", p->n_paths - max_lines);
}

void plan_text(const struct plan *p, ptrdiff_t max_lines, struct buf *out)
{
    const struct plan_request *r = p->request;
    buf_fmt(out, "Plan for %.*s", FMT(r->to));
    if (r->base.len)
        buf_fmt(out, ", after release %.*s\n", FMT(r->base));
    else
        buf_put(out, r->blind ? S(" as if nothing stood there: it could not be read\n")
                              : S(", first release\n"));
    ptrdiff_t shown = 0, all = 0;
    for (ptrdiff_t i = 0; i < p->n_steps; i++) {
        if (p->steps[i].action == PLAN_SAME)
            continue;
        if (all++ < max_lines) {
            put_line(out, &p->steps[i]);
            shown++;
        }
    }
    if (all > shown)
        buf_fmt(out, "  and %td more\n", all - shown);
    put_paths(p, max_lines, out);
    for (int a = 0; a < N_PLAN_ACTIONS; a++)
        if (p->n[a] || a == PLAN_NEW || a == PLAN_CHANGED || a == PLAN_DELETED)
            buf_fmt(out, "%td %s, ", p->n[a], actions[a].name);
    put_size(out, p->bytes);
    buf_put(out, S(" to send, "));
    if (p->copies)
        buf_fmt(out, "%lld to copy, ", (long long)p->copies);
    int64_t requests = p->puts + p->copies + p->deletes + p->others;
    buf_fmt(out, "%lld requests, ", (long long)requests);
    put_usd(out, p->usd_e10);
    buf_char(out, '\n');
}

static void put_hex(struct buf *out, const struct sha256 *h)
{
    for (int i = 0; i < (int)sizeof h->byte; i++)
        buf_fmt(out, "%02x", h->byte[i]);
}

static void json_object(struct buf *out, const struct plan_step *s)
{
    const struct plan_object *o = s->now ? s->now : s->before;
    buf_put(out, S("{\"key\":"));
    buf_json(out, o->key);
    if (s->now) {
        buf_fmt(out, ",\"bytes\":%lld,\"sha256\":\"", (long long)o->size);
        put_hex(out, &o->hash);
        buf_put(out, S("\",\"content_type\":"));
        buf_json(out, o->type);
        buf_put(out, S(",\"cache_control\":"));
        buf_json(out, o->cache);
        if (o->tagged.len) {
            buf_put(out, S(",\"cache_tags\":\""));
            cache_tag_put_all(out, o->tagged, o->key);
            buf_char(out, '"');
        }
    }
    if (s->action == PLAN_KEPT)
        buf_fmt(out, ",\"releases_left\":%d", PLAN_GRACE - o->left);
    buf_char(out, '}');
}

static void json_group(const struct plan *p, enum plan_action a, struct buf *out)
{
    bool first = true;
    buf_fmt(out, ",\n\"%s\":[", actions[a].name);
    for (ptrdiff_t i = 0; i < p->n_steps; i++) {
        if (p->steps[i].action != a)
            continue;
        buf_put(out, first ? S("\n  ") : S(",\n  "));
        json_object(out, &p->steps[i]);
        first = false;
    }
    buf_put(out, first ? S("]") : S("\n]"));
}

void plan_json(const struct plan *p, struct buf *out)
{
    const struct plan_request *r = p->request;
    buf_put(out, S("{\"v\":1,\"to\":"));
    buf_json(out, r->to);
    buf_put(out, S(",\"after\":"));
    buf_json(out, r->base);
    for (int a = 0; a < N_PLAN_ACTIONS; a++)
        if (a != PLAN_SAME)
            json_group(p, (enum plan_action)a, out);
    buf_put(out, S(",\n\"invalidate\":["));
    for (ptrdiff_t i = 0; i < p->n_paths; i++) {
        buf_put(out, i ? S(",") : S(""));
        buf_json(out, p->paths[i]);
    }
    buf_fmt(out, "],\n\"same\":%td,\"bytes\":%lld,\"requests\":{\"put\":%lld,", p->n[PLAN_SAME],
            (long long)p->bytes, (long long)p->puts);
    if (r->release || p->copies)
        buf_fmt(out, "\"copy\":%lld,", (long long)p->copies);
    buf_fmt(out, "\"delete\":%lld,\"other\":%lld},", (long long)p->deletes, (long long)p->others);
    buf_fmt(out, "\"usd_e10\":%lld}\n", (long long)p->usd_e10);
}
