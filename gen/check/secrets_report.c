/* secrets_report.c - secrets in texts that go out: found, hidden, and said to the writer. */
#include "check/secrets.h"
#include "model/rule.h"

enum { HEAD = 4096 /* of what may be no text: a zero byte there says so */ };

static bool is_binary(struct str text)
{
    return text.len && memchr(text.ptr, 0, (size_t)(text.len < HEAD ? text.len : HEAD));
}

bool secrets_in(struct str bytes, struct secrets_hit *out)
{
    return !is_binary(bytes) && secrets_find(bytes, out);
}

struct str secrets_dots(void)
{
    return S("\xe2\x80\xa6");
}

struct str secrets_mask(struct str text, struct arena *keep)
{
    struct secrets_hit hit;
    if (!secrets_in(text, &hit))
        return text;
    struct buf b = buf_open(keep, text.len + 64);
    do {
        buf_put(&b, str_span(text.ptr, hit.at.ptr));
        buf_put(&b, secrets_dots());
        text = str_span(hit.at.ptr + hit.at.len, text.ptr + text.len);
    } while (secrets_find(text, &hit));
    buf_put(&b, text);
    return buf_str(&b);
}

static void mask_line(struct finding *f, struct arena *keep)
{
    struct secrets_hit hit;
    struct str rest = f->source_line;
    if (!secrets_find(rest, &hit))
        return;
    char *copy = NEW(keep, char, rest.len);
    memcpy(copy, rest.ptr, (size_t)rest.len);
    do {
        memset(copy + (hit.at.ptr - f->source_line.ptr), '*', (size_t)hit.at.len);
        rest = str_span(hit.at.ptr + hit.at.len, rest.ptr + rest.len);
    } while (secrets_find(rest, &hit));
    f->source_line.ptr = copy;
}

void secrets_mask_lines(struct diag *d)
{
    for (ptrdiff_t i = 0; i < d->findings.len; i++)
        mask_line(&d->findings.ptr[i], d->keep);
}

static void report(const struct secrets_hit *hit, struct str file, struct str out,
                   const struct source *src, struct diag *d)
{
    ptrdiff_t at = src ? str_find(src->text, hit->at) : -1;
    struct str where = at >= 0 ? str_sub(src->text, at, hit->at.len) : (struct str){ 0 };
    struct source none = { .path = file };
    struct finding *f = diag_at(
        d, RULE(SECRET), src ? src : &none, where,
        out.len ? "%s would stand in %.*s, so nothing is written; remove it, and change it "
                  "where it is valid; an example that opens nothing can be accepted: "
                  "accepted.json, \"rule\": \"secret\", \"page\", \"about\": \"%s\""
                : "looks like %s%.*s; remove it, and change it where it is valid; an example that "
                  "opens nothing can be accepted: accepted.json, \"rule\": \"secret\", \"page\", "
                  "\"about\": \"%s\"",
        hit->pattern, FMT(out), hit->pattern);
    f->about = str_of(hit->pattern);
}

int secrets_report(struct str text, struct str file, struct str out, const struct source *src,
                   struct diag *d)
{
    enum { MOST = 50 }; /* of one text; the rest comes when these are mended */
    struct secrets_hit hit;
    int n = 0;
    for (; n < MOST && secrets_in(text, &hit); n++) {
        report(&hit, file, out, src, d);
        text = str_span(hit.at.ptr + hit.at.len, text.ptr + text.len);
    }
    return n;
}
