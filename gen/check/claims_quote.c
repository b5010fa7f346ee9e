/* claims_quote.c - claims of claims.json: found by the sentence they quote. */
#include "check/claims.h"
#include "model/rule.h"

/* a quote is a sentence; the bound keeps the search for it linear in the page */
enum { QUOTE_MAX = 1000 };

/* Length of the head of s that reads as quote, any run of blanks for any other; 0 when it does not.
 */
static ptrdiff_t match_length(struct str s, struct str quote)
{
    ptrdiff_t i = 0, k = 0;

    while (k < quote.len) {
        bool blank = false;

        for (; k < quote.len && char_is_space(quote.ptr[k]); k++)
            blank = true;
        if (blank) {
            ptrdiff_t from = i;

            while (i < s.len && char_is_space(s.ptr[i]))
                i++;
            if (i == from)
                return 0;
            continue;
        }
        if (i >= s.len || s.ptr[i] != quote.ptr[k])
            return 0;
        i++;
        k++;
    }
    return i;
}

static struct str find_quote(struct str text, struct str quote)
{
    quote = str_trim(quote);
    for (ptrdiff_t i = 0; quote.len && quote.len <= QUOTE_MAX && i < text.len; i++) {
        const char *at = memchr(text.ptr + i, quote.ptr[0], (size_t)(text.len - i));
        ptrdiff_t n;

        if (!at)
            break;
        i = at - text.ptr;
        n = match_length(str_from(text, i), quote);
        if (n)
            return str_sub(text, i, n);
    }
    return (struct str){ 0 };
}

bool claims_quoted(const struct accepted *accepted, const struct quoted_claim *q,
                   const struct source *src, struct str env, struct claim *out, struct arena *keep,
                   struct diag *d)
{
    struct claim c = { .href = q->target, .text = q->text, .title = q->title, .env = env };
    struct str quote = find_quote(src->text, q->quote);

    if (!quote.len) {
        diag_at(d, RULE(INPUT_VALUE), &accepted->claims_src, q->place, "%.*s does not say \"%.*s\"",
                FMT(q->page), FMT(str_sub(q->quote, 0, 100)));
        return false;
    }
    if (!claim_target(q->target, q->page, &c.target, keep)) {
        diag_at(d, RULE(INPUT_VALUE), &accepted->claims_src, q->place,
                "\"%.*s\" is no place in a source: write KIND:/POINTER, name:NAME or "
                "file.json#/POINTER",
                FMT(q->target));
        return false;
    }
    c.place = find_quote(quote, q->text);
    if (!c.place.len)
        c.place = quote;
    *out = c;
    return true;
}
