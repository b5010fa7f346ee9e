/* diff.c - plumb diff: two states of a document compared by what they say. */
#include "cmd/commands.h"
#include "cmd/common.h"
#include "write/baseline.h"
#include "write/diff_show.h"
#include "write/review.h"
#include "write/review_file.h"

static const char usage[] =
    "diff OLD [NEW] [--format text|json|html]: folders, revisions, or files of reviews";

/* The state that revisions are those of, and that NEW is when nothing else is said. */
static bool load_new(struct common *c, struct str new, struct str *why)
{
    bool folder = new.len &&fs_is_dir(str_c(new, &c->keep));
    struct baseline b;
    c->site.options.blind = true;
    c->site.options.dir = common_default_dir();
    if (folder && baseline_open(&c->site, new, &c->keep, &b, why)) {
        c->site = *b.site;
        return true;
    }
    struct site_options options = c->site.options;
    options.texts = options.blind = true;
    *why = str_fmt(&c->keep, "%.*s is no folder of pages", FMT(options.dir));
    return !folder && site_load(&c->site, &options, &c->keep);
}

/* The pack of a review that nobody keeps. */
static bool print_html(struct common *c, struct site *now, struct changes *changes,
                       const struct baseline *was, struct buf *out)
{
    struct review r = {
        .site = now, .since = was, .changes = changes, .keep = &c->keep, .threshold = 1
    };
    struct buf file = buf_open(&c->keep, 1 << 28);
    review_file_write(now, changes, was, NULL, &file);
    r.file = buf_str(&file);
    return review_write(&r, review_facts(&r), out);
}

static int print(struct common *c, struct site *now, struct changes *changes,
                 const struct baseline *was, struct str format)
{
    struct buf out = buf_open(&c->keep, 1 << 28);
    if (str_equal(format, S("html")) && !print_html(c, now, changes, was, &out)) {
        common_print(c);
        return EXIT_IO;
    }
    if (str_equal(format, S("json"))) {
        buf_put(&out, S("{\"v\":1,\"changes\":"));
        diff_show_json(changes, &out);
        buf_put(&out, S(",\"environments\":"));
        diff_show_costs(changes, &out);
        buf_put(&out, S("}\n"));
    } else if (str_equal(format, S("text"))) {
        diff_show_text(changes, &out);
        if (!changes->list.len)
            buf_put(&out, S("nothing changed\n"));
    }
    int code = common_output((struct str){ 0 }, buf_str(&out));
    return code ? code : changes->list.len ? EXIT_FINDINGS : EXIT_GOOD;
}

/* Takes the second operand out of argv: all other commands have one. How many there were. */
static int take_second(int *argc, char **argv, struct str *second)
{
    static const char *const valued[] = { "--format", "--date", "--jobs" };
    int seen = 0;
    for (int i = 1; i < *argc; i++) {
        bool value = false;
        for (ptrdiff_t k = 0; k < LEN(valued); k++)
            value |= strcmp(argv[i - 1], valued[k]) == 0;
        if (value || argv[i][0] == '-' || ++seen != 2)
            continue;
        *second = str_of(argv[i]);
        for (int k = i--; k < *argc; k++)
            argv[k] = argv[k + 1];
        --*argc;
    }
    return seen;
}

int cmd_diff(int argc, char **argv)
{
    static struct common c;
    struct str format = S("text"), new = { 0 }, why = { 0 };
    const struct opt own[] = {
        { "format", 0, OPT_STR, &format, NULL, "how to print what changed", "text|json|html" },
    };
    int operands = take_second(&argc, argv, &new);
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    if (code >= 0)
        return code;
    if (!operands) {
        fprintf(stderr, "plumb diff: say with what to compare: a revision (HEAD, a tag), a folder, "
                        "a file of a review\n");
        return EXIT_USE;
    }
    struct str old = c.dir;
    struct baseline was = { 0 }, now = { 0 };
    bool good = load_new(&c, new, &why) && baseline_open(&c.site, old, &c.keep, &was, &why);
    struct site *site = &c.site;
    if (good && new.len && !fs_is_dir(str_c(new, &c.keep))) {
        good = baseline_open(&c.site, new, &c.keep, &now, &why);
        site = now.site;
    }
    if (good && was.site && site) {
        baseline_share(was.site, site);
        struct changes *changes = changes_find(was.site, site, now.site ? S("") : was.id,
                                               json_get(was.review, "known"), &c.keep);
        code = print(&c, site, changes, &was, format);
    } else {
        fprintf(stderr, "plumb diff: %.*s\n", FMT(why.len ? why : S("there is no review")));
        code = EXIT_IO;
    }
    baseline_close(&was);
    baseline_close(&now);
    return code;
}
