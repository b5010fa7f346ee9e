/* stray.c - a parser leaves as text what it cannot resolve, and a reader sees brackets. */
#include "judge/stray.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "model/html_refs.h"
#include "model/rule.h"

/* a label is a few words */
enum { LABEL_MAX = 100 };

static char before(const struct source *src, const char *at)
{
    return at > src->text.ptr ? at[-1] : ' ';
}

static bool has_letter(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (char_is_alpha(s.ptr[i]))
            return true;
    return false;
}

/* The label between brackets at the head of s, or empty. */
static struct str label_of(struct str s)
{
    ptrdiff_t close = str_char(str_sub(s, 0, LABEL_MAX), ']');
    struct str label = str_sub(s, 1, close - 1);

    return s.len && *s.ptr == '[' && close > 1 && str_char(label, '[') < 0 &&
                   str_char(label, '\n') < 0
               ? label
               : (struct str){ 0 };
}

static void no_reference(const struct stray *s, struct str at, struct str label)
{
    if (!s->autorefs) {
        diag_at(s->d, RULE(LINK_BROKEN), s->src, at, "no reference is called %.*s", FMT(label));
        return;
    }
    struct finding *f = diag_at(s->d, RULE(BLOCK_FOREIGN), s->src, at,
                                "references stay text that mkdocs.yml lets others define: "
                                "mkdocstrings, or auto_append of snippets");
    f->about = S("[text][name]");
    f->evidence.value = S("1");
}

/* "[text][label]" and "note[^label]" in a run of text. */
static void check_run(const struct stray *s, struct str run)
{
    const struct source *src = s->src;

    for (ptrdiff_t i = str_char(run, '['); i >= 0 && i < run.len; i++) {
        struct str rest = str_from(run, i), label = label_of(rest), second, behind;

        if (!label.len || before(src, rest.ptr) == '\\')
            continue;
        behind = str_from(rest, label.len + 2);
        second = label_of(behind);
        if (*label.ptr == '^' && label.len > 1 && str_char(label, ' ') < 0 &&
            !(behind.len && char_among(*behind.ptr, "+*?{(:")))
            diag_at(s->d, RULE(LINK_BROKEN), src, str_sub(rest, 0, label.len + 2),
                    "no footnote is called %.*s", FMT(label));
        else if (second.len && has_letter(second) && has_letter(label) &&
                 !char_is_alnum(before(src, rest.ptr)))
            no_reference(s, str_sub(behind, 0, second.len + 2), second);
        i += label.len + 1;
        if (second.len)
            i += second.len + 2;
    }
}

/* ---- asterisks ---- */

/* U+3000-303F and the wide forms: 。，「」（）！ */
static bool is_wide_mark(uint32_t cp)
{
    return (cp > 0x3000 && cp < 0x3040 && cp != 0x3005 && cp != 0x3006 && cp != 0x3007) ||
           (cp >= 0xff01 && cp <= 0xff0f) || (cp >= 0xff1a && cp <= 0xff20) ||
           (cp >= 0xff3b && cp <= 0xff40) || (cp >= 0xff5b && cp <= 0xff65);
}

static uint32_t last_of(struct str s)
{
    uint32_t cp = ' ';
    ptrdiff_t n = s.len - 1;
    while (n > 0 && s.len - n < 4 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80)
        n--;
    if (n >= 0)
        utf8_decode(str_from(s, n), &cp);
    return cp;
}

/* "**重点。**下一句": between a mark and a letter asterisks neither begin nor end anything. */
static void check_emphasis(const struct stray *s, struct str run)
{
    for (ptrdiff_t i = str_char(run, '*'), n; i >= 0 && i < run.len; i += n) {
        uint32_t before = last_of(str_sub(run, 0, i)), after = ' ';
        for (n = 0; i + n < run.len && run.ptr[i + n] == '*';)
            n++;
        if (i + n < run.len)
            utf8_decode(str_from(run, i + n), &after);
        bool stays = (is_wide_mark(before) && unicode_is_word(after)) ||
                     (unicode_is_word(before) && is_wide_mark(after));
        if (n && n < 4 && stays) {
            diag_at(s->d, RULE(INPUT_EMPHASIS), s->src, str_sub(run, i, n), NULL);
            return;
        }
        n = n ? n : 1;
    }
}

static bool in_source(const struct source *src, struct str s)
{
    return s.len && s.ptr >= src->text.ptr && s.ptr + s.len <= src->text.ptr + src->text.len;
}

/* Text nodes that stand side by side in the source are one run. */
static void check_text(const struct stray *s, const struct node *parent)
{
    struct str run = { 0 };

    for (const struct node *n = parent->first;; n = n->next) {
        bool text = n && n->kind == NODE_TEXT && in_source(s->src, n->text);

        if (text && run.len && n->text.ptr == run.ptr + run.len) {
            run.len += n->text.len;
            continue;
        }
        check_run(s, run);
        check_emphasis(s, run);
        run = text ? n->text : (struct str){ 0 };
        if (!n)
            return;
    }
}

/* Elements that a page does not have unless its HTML is trusted. */
static bool is_left_out(struct str tag)
{
    static const char *const names[] = { "script",   "style",    "iframe", "object",  "embed",
                                         "template", "noscript", "svg",    "math",    "form",
                                         "input",    "button",   "select", "textarea" };
    return str_among_nocase(tag, names, LEN(names));
}

static void left_out(const struct stray *s, struct str tag, struct str at)
{
    char name[16] = "<";
    for (ptrdiff_t i = 0; i < tag.len && i < 12; i++)
        name[i + 1] = char_lower(tag.ptr[i]);
    struct finding *f =
        diag_at(s->d, RULE(BLOCK_FOREIGN), s->src, at,
                str_equal_nocase(tag, S("iframe"))
                    ? "an iframe is shown as a link to what it holds"
                    : "the element %.*s is left out (\"raw_html\": \"trusted\" lets it through)",
                FMT(tag));
    f->about = str_fmt(s->d->keep, "%s>", name);
    f->evidence.value = S("1");
}

/* What stands between its ends is shown, and nothing of what it would make of its attributes. */
static void component(const struct stray *s, struct str tag, struct str at)
{
    struct finding *f =
        diag_at(s->d, RULE(BLOCK_FOREIGN), s->src, at,
                "<%.*s> is a component: what it holds is shown, its attributes are not", FMT(tag));
    f->about = str_fmt(s->d->keep, "<%.*s>", FMT(tag));
    f->evidence.value = S("1");
}

static void check_html(const struct stray *s, const struct node *n)
{
    struct str rest = n->text, inside = { 0 };
    bool first = true; /* of the element's attributes */
    for (struct html_ref r; html_ref_next(&rest, &inside, &r);) {
        struct str at = in_source(s->src, r.value) ? r.value : n->place;
        if (!r.name.len && !s->trusted && is_left_out(r.tag))
            left_out(s, r.tag, n->place);
        if (r.name.len && first && html_is_component(r.tag))
            component(s, r.tag, in_source(s->src, r.tag) ? r.tag : n->place);
        first = !r.name.len;
        bool gone = is_left_out(r.tag) || html_is_component(r.tag);
        struct str source, pointer;
        if (data_ref(r.value, &source, &pointer))
            diag_at(s->d, RULE(CLAIM_UNREADABLE), s->src, at,
                    "a link of HTML claims nothing: write [what it says](%.*s)", FMT(r.value));
        else if (html_is_address(r.name) && !gone)
            s->address(s->judge, r.value, at, !str_equal_nocase(r.name, S("href")));
        struct str set = str_equal_nocase(r.name, S("srcset")) && !gone ? r.value : S("");
        while (set.len)
            s->address(s->judge, html_srcset_next(&set), at, true);
    }
}

void stray_check(const struct stray *s, const struct node *n)
{
    if (n->kind == NODE_LINK && !n->href.len)
        diag_at(s->d, RULE(LINK_BROKEN), s->src, n->place, "the link has no target");
    if (n->kind == NODE_HTML || n->kind == NODE_RAW_HTML)
        check_html(s, n);
    if (n->first)
        check_text(s, n);
}
