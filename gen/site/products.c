/* products.c - redirects from where pages stood before, and 404.html. */
#include "site/products.h"

#include "base/path.h"
#include "site/frame.h"

enum { MAX_PRODUCT = 1 << 26 };

static struct str percent(struct str path, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    buf_percent(&b, path, S("/"));
    return buf_str(&b);
}

/* Works without script and on any host; the link is for readers whose browser does not follow. */
static struct str redirect(const struct site *s, struct str from, const struct site_page *to, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_PRODUCT);
    struct str href = percent(path_relative(from, to->out, keep), keep);
    buf_put(&b, S("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Moved: "));
    buf_html(&b, to->title);
    buf_put(&b, S("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n"));
    buf_fmt(&b, "<meta http-equiv=\"refresh\" content=\"0; url=%.*s\">\n", FMT(href));
    if (s->file.base_url.len) {
        buf_put(&b, S("<link rel=\"canonical\" href=\""));
        buf_html(&b, s->file.base_url);
        buf_fmt(&b, "%.*s\">\n", FMT(percent(to->url, keep)));
    }
    buf_fmt(&b, "</head>\n<body>\n<main><h1>Moved</h1><p>This page is now at <a href=\"%.*s\">", FMT(href));
    buf_html(&b, to->title);
    buf_put(&b, S("</a>.</p></main>\n</body>\n</html>\n"));
    return buf_str(&b);
}

/* The frame of the first page with absolute links: a server shows it at any depth. */
static struct str lost(const struct site *s, const struct theme *theme, struct arena *keep)
{
    struct site_page *p = NEW(keep, struct site_page, 1);
    struct buf b = buf_open(keep, MAX_PRODUCT);
    *p = (struct site_page){ .path = S("404.md"), .out = S("404.html"), .url = S("404.html"), .title = S("Page not found"),
                             .generated = true, .rooted = true };
    template_render(theme_template(theme, S("404")), frame_of(s, theme, p, keep), &b);
    return buf_str(&b);
}

void products_write(const struct site *s, const struct theme *theme, struct arena scratch, products_emit *emit, void *ctx)
{
    for (const struct map_entry *e = s->aliases.first; e; e = e->next) {
        struct arena work = scratch;
        emit(ctx, e->key, redirect(s, e->key, e->value, &work));
    }
    struct arena work = scratch;
    emit(ctx, S("404.html"), lost(s, theme, &work));
}
