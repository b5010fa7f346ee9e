/* preview.c - a copy of the site that search engines leave out, and its end. */
#include "publish/preview.h"

#include "base/fs.h"
#include "base/time.h"
#include "publish/apply.h"
#include "publish/mime.h"
#include "publish/state.h"

enum { MAX_NAME = 63, MAX_PAGE = 64 << 20 };

#define MARK S("<meta name=\"robots\" content=\"noindex\"/>")

bool preview_is_name(struct str name)
{
    for (ptrdiff_t i = 0; i < name.len; i++)
        if (!char_is_alnum(name.ptr[i]) && !(i && str_char(S("._-"), name.ptr[i]) >= 0))
            return false;
    return name.len > 0 && name.len <= MAX_NAME;
}

/* ---- pages ---------------------------------------------------------------------------------- */

/* Behind the tag `name` at the head of a page, past comments and what else stands there; -1: there is none. */
static ptrdiff_t behind_tag(struct str page, struct str name)
{
    for (ptrdiff_t at = 0, end; (end = str_char(str_from(page, at), '<')) >= 0;) {
        struct str rest = str_from(page, at += end);
        bool comment = str_starts(rest, S("<!--"));
        end = comment ? str_find(rest, S("-->")) : str_char(rest, '>');
        if (end < 0)
            return -1;
        struct str inside = str_sub(rest, 1, end - 1);
        if (str_equal_nocase(str_sub(inside, 0, name.len), name) &&
            (inside.len == name.len || char_is_space(inside.ptr[name.len])))
            return at + end + 1;
        if (str_equal_nocase(str_sub(inside, 0, 4), S("body")))
            return -1;
        at += end + (comment ? 3 : 1);
    }
    return -1;
}

bool preview_mark(struct str page, struct arena *keep, struct str *out)
{
    static const char *const places[] = { "head", "html", "!doctype" };
    ptrdiff_t at = -1;
    for (ptrdiff_t i = 0; i < LEN(places) && at < 0; i++)
        at = behind_tag(page, str_of(places[i]));
    if (at < 0)
        at = str_starts(page, S("\xEF\xBB\xBF")) ? 3 : 0;
    *out = str_join(str_join(str_sub(page, 0, at), MARK, keep), str_from(page, at), keep);
    return str_char(str_sub(page, 0, 1 << 10), 0) < 0; /* UTF-16 */
}

static int copy_page(const char *from, const char *to, struct arena scratch, bool *marked)
{
    struct str page, out;
    int error = fs_read(from, MAX_PAGE, &scratch, &page);
    if (error)
        return error;
    *marked = preview_mark(page, &scratch, &out);
    return fs_write(to, *marked ? out : page);
}

/* index.html.br: a page that nobody can mark. */
static bool is_packed_page(const struct plan_object *o)
{
    return str_find(o->more, S("content-encoding:")) >= 0 && str_find(o->type, S("html")) >= 0;
}

bool preview_copy(const char *site, const char *to, bool packed, struct arena *keep,
                  struct arena scratch, struct buf *notes, struct buf *why)
{
    struct plan_objects all = { 0 };
    struct mime_rules rules = { .precompressed = packed };
    if (!files_read(site, &rules, NULL, keep, scratch, &all, notes, why))
        return false;
    for (ptrdiff_t i = 0; i < all.len; i++) {
        struct arena work = scratch;
        struct str key = all.ptr[i].key;
        if (is_packed_page(&all.ptr[i]))
            continue;
        const char *from = str_fmt(&work, "%s/%.*s%c", site, FMT(key), '\0').ptr,
                   *into = str_fmt(&work, "%s/%.*s%c", to, FMT(key), '\0').ptr;
        bool page = mime_is_page(key) && all.ptr[i].size <= MAX_PAGE, marked = !mime_is_page(key);
        int error =
            page ? copy_page(from, into, work, &marked) : fs_copy(from, into, &all.ptr[i].hash);
        if (error) {
            buf_fmt(why, "%s: %s", into, fs_error(error));
            return false;
        }
        if (!marked)
            buf_fmt(notes,
                    "%.*s: search engines are not asked to leave it out: it is no UTF-8, or too "
                    "large\n",
                    FMT(key));
    }
    return true;
}

bool preview_is_reachable(struct run *r)
{
    struct store *s = r->o.store;
    struct store_text code;
    if (!s || !s->get_function)
        return true;
    if (!s->get_function(s->self, true, r->keep, &code))
        return false;
    if (code.missing || str_find(code.text, PREVIEW_PLACE) >= 0)
        return true;
    buf_put(r->why,
            S("the function leads all readers to a release, and nobody to a preview: deploy "
              "the hosting template anew, or let preview/ pass in its code\n"));
    return false;
}

/* ---- the end -------------------------------------------------------------------------------- */

/* From now on others see that all of it goes. */
static enum run_result announce(struct run *r, struct str publisher, struct str *path)
{
    struct manifest *m = &r->last;
    m->phase = MANIFEST_UPLOADING;
    m->publisher = publisher;
    m->name = r->o.name;
    m->time = time_iso(r->store_time ? r->store_time : time_now(), r->keep);
    m->paths = path;
    m->n_paths = 1;
    for (ptrdiff_t i = 0; i < m->objects.len; i++)
        m->objects.ptr[i].left = PLAN_GRACE + 1;
    return apply_put_manifest(r, m);
}

/* What the manifest names and the manifest itself, which goes last. */
static bool remove_state(struct run *r)
{
    struct store *s = r->o.store;
    struct store_keys keys = { 0 };
    struct str manifest = S(MANIFEST_KEY);
    ptrdiff_t n = 0;
    if (!s->list_state(s->self, INT64_MAX, r->keep, &keys))
        return false;
    for (ptrdiff_t i = 0; i < keys.len; i++)
        if (!str_equal(keys.ptr[i], manifest))
            keys.ptr[n++] = keys.ptr[i];
    return (!n || s->remove(s->self, keys.ptr, n)) && s->remove(s->self, &manifest, 1);
}

static bool remove_objects(struct run *r, bool pages)
{
    struct store_keys keys = { 0 };
    const struct plan_objects *all = &r->last.objects;
    for (ptrdiff_t i = 0; i < all->len; i++)
        if (mime_is_page(all->ptr[i].key) == pages)
            *PUSH(&keys, r->keep) = all->ptr[i].key;
    r->sent += keys.len;
    return !keys.len || r->o.store->remove(r->o.store->self, keys.ptr, keys.len);
}

enum run_result preview_remove(struct run *r, bool only_say)
{
    struct store *s = r->o.store;
    if (!s)
        return RUN_REFUSED;
    if (!run_open(r))
        return RUN_FAILED;
    struct str publisher = state_publisher(r->state, r->keep);
    struct str path = str_join(r->o.web_path, S("*"), r->keep);
    if (only_say)
        r->sent = r->last.objects.len;
    if (only_say || !r->last.release.len)
        return RUN_OK;
    if (apply_is_busy(r, publisher))
        return RUN_REFUSED;
    enum run_result done = announce(r, publisher, &path);
    if (done != RUN_OK)
        return done;
    if (!remove_objects(r, true) || !remove_objects(r, false) ||
        (s->invalidates && !s->invalidate(s->self, str_join(r->last.release, S("-gone"), r->keep),
                                          &path, 1, r->o.wait)) ||
        !remove_state(r))
        return RUN_FAILED;
    state_note(r->state, "remote", S(""));
    return RUN_OK;
}
