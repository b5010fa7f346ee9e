/* main.c - a table of commands. */
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/version.h"
#include "cmd/commands.h"
#include "model/nearest.h"

/* clang-format off */
static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    { "init",     cmd_init,     "a guide to begin with: [DIR] [--from REPOSITORY]" },
    { "build",    cmd_build,    "write the site: [DIR] [-o OUT]" },
    { "check",    cmd_check,    "links, claims, totals: what is not true: [DIR]" },
    { "serve",    cmd_serve,    "the site on this machine, built again as you write: [DIR] [--port N]" },
    { "diff",     cmd_diff,     "what two states say differently: OLD [NEW] [--format json]" },
    { "report",   cmd_report,   "the review pack, one file: [DIR] [--since REV] [-o FILE.html]" },
    { "claims",   cmd_claims,   "every claim and its verdict: [DIR]" },
    { "export",   cmd_export,   "plain Markdown for another generator: [DIR] -o DIR" },
    { "explain",  cmd_explain,  "a rule or a key, with an example: [RULE|KEY]" },
    { "adopt",    cmd_adopt,    "settings for a tree made for another generator: [DIR]" },
    { "fix",      cmd_fix,      "write what is sure: drawings, totals, false numbers: [DIR] [--dry-run]" },
    { "diagram",  cmd_diagram,  "a drawing as svg, png, json, dot, mermaid or text: [FILE|-]" },
    { "chart",    cmd_chart,    "costs as a picture: FILE" },
    { "estimate", cmd_estimate, "what the sizes cost by the price list: [DIR]" },
    { "prices",   cmd_prices,   "an AWS price list as a price book: import FILE|-" },
    { "resources", cmd_resources, "what templates, plans and manifests hold: [DIR] [--env E]" },
    { "publish",  cmd_publish,  "to S3 and CloudFront, or a folder: [DIR] [--to TARGET]" },
    { "releases", cmd_releases, "what was published, and when: [DIR]" },
    { "rollback", cmd_rollback, "back to an earlier release: [DIR] [--to RELEASE]" },
};
/* clang-format on */

/* One line: where, and what would help. */
static void out_of_memory(ptrdiff_t wanted)
{
    ptrdiff_t len, mib = arena_space() >> 20;
    const char *path = arena_working_on(&len);
    fprintf(stderr, "plumb: %.*s%sout of memory: %td more bytes wanted; ",
            (int)(len > 4096 ? 4096 : len), path ? path : "", path ? ": " : "", wanted);
    if (mib)
        fprintf(stderr,
                "address space is limited to %td MiB: raise ulimit -v, or take fewer --jobs\n",
                mib);
    else
        fprintf(stderr, "free some memory, or take a smaller input\n");
    fflush(stderr);
    _exit(3); /* other threads still work: nothing of theirs is torn down */
}

/* A text that was cut is said, whatever the command made of it. */
static int whole(int code)
{
    const char *where;
    int n = buf_cuts(&where);
    if (n)
        fprintf(stderr,
                "plumb: %d texts were longer than plumb takes and were cut, the first in %s: take "
                "a smaller input\n",
                n, where);
    return n && code < 3 ? 3 : code;
}

static void usage(FILE *to)
{
    fprintf(to, "plumb keeps architecture documents true.\n\n    plumb COMMAND [options]\n\n");
    for (ptrdiff_t i = 0; i < LEN(commands); i++)
        fprintf(to, "    %-10s %s\n", commands[i].name, commands[i].help);
    fprintf(to, "\nplumb help COMMAND tells its options; plumb version the version.\n");
}

static int run(struct str verb, int argc, char **argv)
{
    struct nearest near = nearest_open(verb);
    for (ptrdiff_t i = 0; i < LEN(commands); i++) {
        if (str_equal(verb, str_of(commands[i].name)))
            return whole(commands[i].run(argc, argv));
        nearest_offer(&near, str_of(commands[i].name));
    }
    if (near.best.len) {
        fprintf(stderr, "plumb: no such command: %.*s; did you mean plumb %.*s?\n", FMT(verb),
                FMT(near.best));
        return 2;
    }
    if (verb.len)
        fprintf(stderr, "plumb: no such command: %.*s\n\n", FMT(verb));
    usage(stderr);
    return 2;
}

static bool is_one_of(struct str s, const char *a, const char *b, const char *c)
{
    return str_equal(s, str_of(a)) || str_equal(s, str_of(b)) || str_equal(s, str_of(c));
}

int main(int argc, char **argv)
{
    struct str verb = str_of(argc > 1 ? argv[1] : NULL);
    char help[] = "--help";
    arena_on_full(out_of_memory);
    if (is_one_of(verb, "version", "--version", "-V")) {
        printf("plumb " PLUMB_VERSION "\n");
        return 0;
    }
    if (!is_one_of(verb, "help", "--help", "-h"))
        return run(verb, argc - 1, argv + 1);
    if (argc > 2 && !is_one_of(str_of(argv[2]), "help", "version", "--help"))
        return run(str_of(argv[2]), 2, (char *[]){ argv[2], help, NULL });
    usage(stdout);
    return 0;
}
