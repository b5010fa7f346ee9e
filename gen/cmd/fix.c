/* fix.c - plumb fix: writes what findings are sure about. */
#include "judge/fix.h"

#include <stdio.h>

#include "cmd/commands.h"
#include "cmd/common.h"

static const char usage[] =
    "fix [DIR] [--dry-run]: writes what is sure: drawings, totals, false numbers";

enum { OUTPUT_MAX = 1 << 28 };
/* a row that was mended changes its total, which changes a claim: no chain is longer */
enum { ROUNDS_MAX = 4 };

static int write_pages(const struct fix_edits *e, struct arena *keep)
{
    for (ptrdiff_t i = 0, next; i < e->len; i = next) {
        const struct site_page *p = e->ptr[i].page;
        for (next = i + 1; next < e->len && e->ptr[next].page == p; next++)
            ;
        int code = common_output(p->src.path, fix_text(e->ptr + i, next - i, keep));
        if (code)
            return code;
    }
    return EXIT_GOOD;
}

/* One look at the folder: finds, prints, and writes unless dry. */
static int fix_once(struct common *c, bool dry, ptrdiff_t *found)
{
    struct fix_edits edits = { 0 };
    int code = common_load(c);
    if (code >= 0)
        return code;
    fix_find(&c->site, &c->keep, arena_upper(&c->keep), &edits);
    *found = edits.len;
    struct buf out = buf_open(&c->keep, OUTPUT_MAX);
    fix_print(edits.ptr, edits.len, &out);
    code = common_output((struct str){ 0 }, buf_str(&out));
    if (dry || !edits.len) { /* the last look */
        struct buf left = buf_open(&c->keep, OUTPUT_MAX);
        fix_print_left(&edits, &left);
        fprintf(stderr, "%.*s", FMT(buf_str(&left)));
    }
    return code || dry ? code : write_pages(&edits, &c->keep);
}

int cmd_fix(int argc, char **argv)
{
    static struct common c;
    bool dry = false;
    const struct opt own[] = {
        { "dry-run", 0, OPT_FLAG, &dry, NULL, "only show it; exit 1 when something would change",
          NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    struct site_options options = c.site.options;
    code = EXIT_GOOD;
    ptrdiff_t found = 1, all = 0;
    for (int i = 0; i < ROUNDS_MAX && found && !code; i++) {
        c.site = (struct site){ .options = options };
        code = fix_once(&c, dry, &found);
        all += code ? 0 : found;
        if (dry)
            break;
    }
    if (code > 0)
        return code;
    fprintf(stderr, "%td place%s %s\n", all, str_plural(all), dry ? "would change" : "changed");
    return dry && all ? EXIT_FINDINGS : EXIT_GOOD;
}
