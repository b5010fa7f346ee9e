/* fit_list.c - a text against a list: it counts the members ("three subnets"), or lists them all
 * ("a, b and c"), or both. */
#include "check/fit_parts.h"

#include "fit_tables.h"

enum { ITEMS_MAX = 60 };

/* What people call a member: itself, or its name. */
static const struct json *member_of(const struct json *m)
{
    static const char *const keys[] = { "name", "id", "key", "Name", "Id", "Key" };

    for (ptrdiff_t i = 0; m->kind == JSON_OBJECT && i < LEN(keys); i++) {
        const struct json *v = json_get(m, keys[i]);
        if (v && (v->kind == JSON_STRING || v->kind == JSON_NUMBER))
            return v;
    }
    return m;
}

struct items {
    struct str item[ITEMS_MAX];
    int n;
};

/* "800 ms, then 1600 ms" as "800 ms, 1600 ms" */
static struct str without_then(struct str text, struct arena *keep)
{
    static const char *const words[] = { ", then ", ", finally ", " then " };

    for (ptrdiff_t i = 0; i < LEN(words); i++)
        for (ptrdiff_t at; (at = str_find(text, str_of(words[i]))) > 0;)
            text = str_fmt(keep, "%.*s, %.*s", FMT(str_sub(text, 0, at)),
                           FMT(str_from(text, at + (ptrdiff_t)strlen(words[i]))));
    return text;
}

/* Text cut at commas, semicolons, "and", "&", "plus" and "as well as"; at "or" where choices are listed. */
static void split(struct str text, bool choices, struct items *out)
{
    static const char *const words[] = { "and", "plus", "as well as", "&", "or" };
    ptrdiff_t n = LEN(words) - !choices;
    ptrdiff_t from = 0;

    for (ptrdiff_t i = 0; i <= text.len && out->n < ITEMS_MAX; i++) {
        struct str p = str_from(text, i);
        ptrdiff_t cut = i == text.len ? 1 : char_among(text.ptr[i], ",;") ? 1 : 0;
        cut = str_starts(p, S("→")) ? 3 : str_starts(p, S("->")) ? 2 : cut;
        for (ptrdiff_t k = 0; k < n && !cut && i && text.ptr[i - 1] == ' '; k++)
            if (quantity_take(&p, words[k], false))
                cut = p.ptr - text.ptr - i;
        if (!cut)
            continue;
        struct str item = str_trim(str_sub(text, from, i - from));
        if (item.len)
            out->item[out->n++] = item;
        from = i + cut;
        i = from - 1;
    }
}

/* "the zones a": of one letter only the last word, lest "a dozen" be it */
static bool ends_with(struct str item, struct str found)
{
    return found.len == 1 && found.ptr + 1 == item.ptr + item.len && item.len > 1 &&
           found.ptr[-1] == ' ';
}

/* "JPEG" of image/jpeg, "app.example.com" of an address: what people say of it. */
static struct str short_name(struct str shown)
{
    static const char *const media[] = { "image", "text", "application", "video", "audio", "font" };
    ptrdiff_t scheme = str_find(shown, S("://"));
    struct cut type = str_cut(shown, '/');

    if (scheme > 0)
        return str_cut(str_from(shown, scheme + 3), '/').head;
    return type.ok && str_among(type.head, media, LEN(media)) ? type.tail : (struct str){ 0 };
}

/* Is item the member? Its words may stand around it at the ends of the list: "zones a", "b only". */
static bool is_member(const struct fit_asked *a, struct str item, const struct json *m, bool loose)
{
    struct fit_asked one = *a;

    m = member_of(m);
    if (m->kind == JSON_ARRAY || m->kind == JSON_OBJECT)
        return false;
    ptrdiff_t remark = str_find(item, S(" (")); /* "macOS (Intel + Apple Silicon)" */
    if (remark > 0 && str_ends(item, S(")")))
        item = str_sub(item, 0, remark);
    struct str shown = json_show(m, a->keep), found = fit_find_name(item, shown);
    struct str name = short_name(shown);
    if (!found.len && name.len)
        found = fit_find_name(item, name);
    if (found.len && ((loose && found.len > 1) || found.len == item.len || ends_with(item, found)))
        return true;
    one.text = item;
    one.value = m;
    struct quantity q; /* "50%, 75%, 90%" of shares, "800 ms, then 1600 ms" */
    bool quantity = loose || (quantity_parse(item, &q) && q.unit && !q.noun.len);
    return m->kind == JSON_NUMBER && quantity && fit_number(&one).kind == FIT_TRUE;
}

/* "maps ports 80 and 443 to the web": of numbers it names each once, and no other. */
static bool lists_numbers(const struct json *list, struct str text)
{
    struct str rest = text, last = { 0 };
    int named = 0, all = 0;

    for (struct str w = fit_word_take(&rest); w.len; w = fit_word_take(&rest)) {
        struct str gap = last.len ? str_trim(str_span(last.ptr + last.len, w.ptr)) : S(",");
        if (!char_is_digit(*w.ptr))
            continue;
        if (!str_among_nocase(gap, (const char *const[]){ ",", "and", ", and", "&", "or", "/" }, 6))
            return false;
        last = w;
        all++;
        for (const struct json *m = list->first; m; m = m->next)
            named += m->kind == JSON_NUMBER && str_equal(m->str, w);
    }
    return named == list->n && all == list->n;
}

/* "128x128" of two numbers, in their order */
static bool is_size(const struct json *list, struct str text)
{
    const struct json *m = list->first;
    struct str rest = text;

    for (; m && m->kind == JSON_NUMBER; m = m->next) {
        ptrdiff_t n = 0;
        while (n < rest.len && (char_is_digit(rest.ptr[n]) || rest.ptr[n] == '.'))
            n++;
        if (!n || !str_equal(str_sub(rest, 0, n), m->str))
            return false;
        rest = str_trim(str_from(rest, n));
        ptrdiff_t sign = str_starts(rest, S("×")) ? 2 : str_starts(rest, S("x")) ? 1 : 0;
        if (m->next && !sign)
            return false;
        rest = str_trim(str_from(rest, m->next ? sign : 0));
    }
    return !m && list->n > 1 && !rest.len;
}

/* Every item a member, every member an item. */
static bool lists_all(const struct fit_asked *a, struct str text, struct str *extra)
{
    struct items items = { 0 };
    bool used[ITEMS_MAX] = { 0 };

    if (lists_numbers(a->value, text) || is_size(a->value, text))
        return true;
    bool choices = fit_key_has(a->pointer, lists_all_choices, LEN(lists_all_choices));
    split(text, choices || a->value->n > 0, &items); /* "main or release" lists two */
    if (items.n != a->value->n)
        *extra = items.n > a->value->n ? items.item[items.n - 1] : (struct str){ 0 };
    for (int i = 0; i < items.n; i++) {
        bool loose = i == 0 || i == items.n - 1, found = false;
        int k = 0;
        for (const struct json *m = a->value->first; m && k < ITEMS_MAX && !found; m = m->next, k++)
            if (!used[k] && is_member(a, items.item[i], m, loose))
                found = used[k] = true;
        if (!found) {
            *extra = items.item[i];
            return false;
        }
    }
    return items.n == a->value->n;
}

static bool count_said(const struct fit_asked *a, struct str text, enum quantity_fit *fit)
{
    struct quantity said, n;
    struct str behind, stuck, number = str_fmt(a->keep, "%d", a->value->n);

    if (!fit_number_said(text, &said, &behind, &stuck) || said.unit || said.fraction || said.per)
        return false;
    quantity_of(number, (struct str){ 0 }, &n);
    said.limit = false;
    *fit = quantity_compare(&said, &n);
    return true;
}

/* The part behind the count in "three zones (a, b and c)" and "three zones: a, b and c". */
static struct str listed_part(struct str text)
{
    ptrdiff_t open = str_char(text, '('), colon = str_find(text, S(": "));
    ptrdiff_t at = open > 0 ? open : colon;

    if (at <= 0)
        return (struct str){ 0 };
    struct str part = str_from(text, at + 1);
    return str_trim(open > 0 ? str_cut(part, ')').head : part);
}

static bool names_member(const struct fit_asked *a, struct str text)
{
    for (const struct json *m = a->value->first; m; m = m->next)
        if (is_member(a, text, m, true))
            return true;
    return false;
}

/* Does text list something: a comma, or a token such as 0.0.0.0/0? */
static bool has_marks(struct str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++)
        if (char_is_digit(text.ptr[i]) || char_among(text.ptr[i], ",/@"))
            return true;
    return false;
}

/* ---- "or later" ---- */

static bool says_or_later(struct str text)
{
    static const char *const phrases[] = { "or higher",  "or later",  "or newer",  "or above",
                                           "and higher", "and later", "and newer", "and above",
                                           "or better",  "and up" };

    for (ptrdiff_t i = 0; i < LEN(phrases); i++)
        if (fit_find_name(text, str_of(phrases[i])).len)
            return true;
    return false;
}

/* The first number of a name and its parts: 1002 of TLSv1.2; -1: it has none. */
static int64_t version_of(const struct json *v)
{
    int64_t n = -1, part = 0;
    int parts = 0;
    struct str s = v->kind == JSON_STRING || v->kind == JSON_NUMBER ? v->str : (struct str){ 0 };

    for (ptrdiff_t i = 0; i <= s.len && parts < 3; i++) {
        bool digit = i < s.len && char_is_digit(s.ptr[i]);
        part = digit && part < 100000 ? (n < 0 ? 0 : part) * 10 + (s.ptr[i] - '0') : part;
        n = digit && n < 0 ? 0 : n;
        if (n < 0 || digit)
            continue;
        n = n * 1000 + part;
        part = 0;
        parts++;
        if (i < s.len && s.ptr[i] != '.')
            break;
    }
    for (; n >= 0 && parts < 3; parts++)
        n *= 1000;
    return n;
}

/* "TLS 1.2 or higher" of a list is judged by its lowest version. */
static const struct json *lowest(const struct json *list)
{
    const struct json *low = NULL;

    for (const struct json *m = list->first; m; m = m->next) {
        if (version_of(m) < 0)
            return NULL;
        low = !low || version_of(m) < version_of(low) ? m : low;
    }
    return low;
}

struct fit fit_list(const struct fit_asked *a)
{
    struct fit fit = { .kind = FIT_FALSE,
                       .shown = fit_show(a->value, a->unit, a->keep),
                       .by_hand = true };
    struct str text = fit_said_part(a->text, false, true, a->keep), extra = { 0 };
    text = without_then(text, a->keep);
    struct str part = listed_part(text);
    struct str front = part.len ? str_span(text.ptr, part.ptr - 1) : text;
    enum quantity_fit count;
    struct fit_asked only = *a;

    only.value = says_or_later(text) ? lowest(a->value) : NULL;
    if (only.value && only.value->kind == JSON_STRING) {
        fit = fit_text(&only);
        fit.suggest = (struct str){ 0 };
        return fit;
    }
    only.value = a->value->first;
    if (a->value->n == 1 && only.value->kind == JSON_STRING && fit_port(&only, &fit))
        return fit;
    bool none = str_equal_nocase(text, S("none")) || str_equal_nocase(text, S("empty"));

    if (none || (!fit_is_hedged(text) && lists_all(a, text, &extra))) {
        fit.kind = !none || !a->value->n ? FIT_TRUE : FIT_FALSE;
    } else if (count_said(a, front, &count)) {
        bool all = !part.len || lists_all(a, part, &extra);
        fit.kind = count == QUANTITY_AGREES && all ? FIT_TRUE : FIT_FALSE;
        if (count == QUANTITY_DIFFERS)
            fit.shown = str_fmt(a->keep, "%d", a->value->n);
    } else if (!names_member(a, text) && !has_marks(text)) {
        fit = fit_stuck(a, fit.shown, extra);
        fit.why = str_fmt(a->keep,
                          "the value is a list of %d: count it (\"%d …\"), name all of it, or give "
                          "the link a title such as \"includes a, b\"",
                          a->value->n, a->value->n);
    } else {
        fit.why = extra.len
                      ? str_fmt(a->keep, "\"%.*s\" is none of it, or there is more", FMT(extra))
                      : S("the text does not name all of it");
    }
    return fit;
}
