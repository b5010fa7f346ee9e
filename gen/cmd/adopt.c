/* adopt.c - plumb adopt: settings for a tree made for another generator. No page is changed. */
#include <stdio.h>

#include "base/fs.h"
#include "base/path.h"
#include "cmd/commands.h"
#include "cmd/common.h"
#include "load/other_tool.h"

static const char usage[] =
    "adopt [DIR] [--dry-run]: settings for a tree made for another generator";

/* How many folders site.json's "root" must name so that settings above the pages can be read. */
static int root_needed(const struct other_tool *f, struct str content, struct arena *keep)
{
    struct source_root root;
    int up = 0;

    for (struct str rest = f->content; rest.len && !str_equal(rest, S("..")); rest = path_dir(rest))
        up++;
    if (source_root_open(content, (struct str){ 0 }, keep, &root) && root.up >= up)
        return 0;
    return f->nav.len || f->statics.len ? up : 0;
}

static void say_found(const struct other_tool *f, struct str content)
{
    fprintf(stderr, "%.*s: %s%s%.*s\n", FMT(content), f->make, f->config.len ? ", by " : "",
            FMT(f->config));
    if (f->unread.len)
        fprintf(stderr, "its settings name what plumb does not read:\n");
    for (ptrdiff_t i = 0; i < f->unread.len; i++)
        fprintf(stderr, "  %.*s\n", FMT(f->unread.ptr[i]));
}

/* The pages, judged with the new settings: what of it is not understood, by rule. */
static int say_state(struct common *c, struct str content)
{
    c->site.options.dir = content;
    c->recall = true;
    int code = common_load(c);
    if (code >= 0)
        return code;
    const struct diag *d = &c->site.diag;
    int count[N_RULES] = { 0 };
    for (ptrdiff_t i = 0; i < d->findings.len; i++)
        count[d->findings.ptr[i].rule - rules]++;
    fprintf(stderr, "%td pages\n", c->site.n_pages);
    for (int i = 0; i < N_RULES; i++)
        if (count[i])
            fprintf(stderr, "  %5d %-20s %s\n", count[i], rules[i].id, rules[i].title);
    fprintf(stderr, "next: plumb check %.*s; plumb build %.*s\n", FMT(content), FMT(content));
    return EXIT_GOOD;
}

/* Settings of a folder without pages are nobody's. */
static int write_settings(struct common *c, struct str content, struct str file, struct str text)
{
    int code = common_output(file, text), own = 0;
    if (code)
        return code;
    code = say_state(c, content);
    for (ptrdiff_t i = 0; i < c->site.n_pages; i++)
        own += !c->site.pages[i].generated;
    if (own)
        fprintf(stderr, "%.*s is written\n", FMT(file));
    else
        fs_remove(str_c(file, &c->keep));
    return code;
}

int cmd_adopt(int argc, char **argv)
{
    static struct common c;
    struct other_tool f;
    bool dry = false;
    const struct opt own[] = {
        { "dry-run", 0, OPT_FLAG, &dry, NULL, "show the settings, write nothing", NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    other_tool_find(c.dir, &c.keep, &f);
    bool escapes;
    struct str content = path_normal(path_join(f.base, f.content, &c.keep), &c.keep, &escapes);
    content = escapes || *f.base.ptr == '/' ? path_join(f.base, f.content, &c.keep) : content;
    content = content.len ? content : S(".");
    if (!fs_is_dir(str_c(content, &c.keep))) {
        fprintf(stderr, "plumb: %.*s: no such folder%s%.*s\n", FMT(content),
                f.config.len ? ", which is where pages stand by " : "", FMT(f.config));
        return EXIT_IO;
    }
    struct str file = path_join(content, S("site.json"), &c.keep);
    struct str text = other_tool_settings(&f, root_needed(&f, content, &c.keep), &c.keep);
    say_found(&f, content);
    if ((code = common_output((struct str){ 0 }, text)) || dry)
        return code;
    if (fs_is_file(str_c(file, &c.keep))) {
        fprintf(stderr, "plumb: %.*s is there and stays as it is: put in by hand what it lacks\n",
                FMT(file));
        return EXIT_USE;
    }
    return write_settings(&c, content, file, text);
}
