/* build.c - plumb build: the folder to a site. */
#include "base/time.h"
#include "cmd/commands.h"
#include "cmd/common.h"
#include "cmd/versions.h"

static const char usage[] = "build [DIR] [-o OUT] [--strict]: write the site";

static void say(const struct common *c, const struct site_built *b)
{
    struct arena scratch = c->keep;
    struct buf claims = buf_open(&scratch, 1 << 10);
    const char *pages = b->pages == 1 ? "page is" : "pages are";
    if (!b->rendered && !b->written && !b->removed)
        printf("nothing to do: %td %s up to date in %.*s\n", b->pages, pages,
               FMT(c->site.options.out));
    else
        printf("%td of %td page%s rendered, %td image%s drawn, %td file%s written, %td removed: "
               "%.*s/index.html\n",
               b->rendered, b->pages, str_plural(b->pages), b->images, str_plural(b->images),
               b->written, str_plural(b->written), b->removed, FMT(c->site.options.out));
    if (common_count_claims(common_claims(c), &claims))
        printf("%.*s\n", FMT(buf_str(&claims)));
}

int cmd_build(int argc, char **argv)
{
    static struct common c;
    struct str version = { 0 }, alias = { 0 };
    const struct opt own[] = {
        { "output", 'o', OPT_STR, &c.out, "OUT", "the folder to write, site unless given", NULL },
        { "strict", 0, OPT_FLAG, &c.strict, NULL,
          "exit with 1 on findings, 4 on claims not checked", NULL },
        { "base-url", 0, OPT_STR, &c.base_url, "URL", "where readers will find the site", NULL },
        { "version", 0, OPT_STR, &version, "NAME", "build to OUT/NAME, beside other versions",
          NULL },
        { "alias", 0, OPT_STR, &alias, "NAME",
          "with --version: to OUT/NAME as well, which stays the newest", NULL },
        { "no-cache", 0, OPT_FLAG, &c.no_cache, NULL, "render everything again", NULL },
        { "png", 0, OPT_FLAG, &c.png, NULL, "write figures as PNG too, beside their SVG", NULL },
        { "no-png", 0, OPT_FLAG, &c.no_png, NULL, "leave out previews and signs as PNG too", NULL },
        { "drafts", 0, OPT_FLAG, &c.drafts, NULL, "take pages marked draft into the site", NULL },
        COMMON_FINDINGS(&c),
        { "timings", 0, OPT_FLAG, &c.timings, NULL, "say how long it took", NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    struct site_built built;
    if (code < 0 && (version.len || alias.len)) {
        code = versions_build(&c, version, alias, say);
        return code ? code : c.strict ? common_exit(&c, true) : EXIT_GOOD;
    }
    if (code >= 0 || (code = common_build(&c, &built)) >= 0)
        return code;
    c.unchanged = built.unchanged;
    say(&c, &built);
    if (c.timings)
        printf("%lld ms of CPU time\n", (long long)(time_cpu_ns() / 1000000));
    return c.strict ? common_exit(&c, true) : EXIT_GOOD;
}
