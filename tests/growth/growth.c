/* growth.c - runs commands of plumb one after the other, each in a child of its own, for counting their
 * instructions under valgrind: the program is loaded and translated once for all of them.
 *
 *     valgrind --tool=callgrind --callgrind-out-file=cg.%p growth < list
 *
 * A line of the list: a name, a folder to go to, the command and its arguments, between tabs. For each a
 * line comes out: the child's process number, how it ended, the name. Its counts lie in cg.NUMBER. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

#include "base/fs.h"
#include "cmd/commands.h"
#include "page/html_raw.h"

enum { MAX_LIST = 1 << 20, MAX_ARGS = 32 };

/* Raw HTML as pages have it, without the page around it. */
static int raw(int argc, char **argv)
{
    struct arena keep = arena_open(1 << 28);
    struct str text;
    (void)argc;
    (void)argv;
    if (fs_read("index.md", 1 << 26, &keep, &text))
        return 97;
    struct arena scratch = arena_open(1 << 28);
    struct buf out = buf_open(&keep, 1 << 27);
    struct html_raw o = { .prefix = S("x-"), .scratch = &scratch };
    html_raw(text, &o, &out);
    return 0;
}

/* clang-format off */
static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
    { "build", cmd_build }, { "check", cmd_check }, { "claims", cmd_claims }, { "diagram", cmd_diagram },
    { "raw", raw }, { "estimate", cmd_estimate }, { "chart", cmd_chart }, { "fix", cmd_fix },
};
/* clang-format on */

static int run(const char *folder, int argc, char **argv)
{
    if (chdir(folder) || !freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
        return 98;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[0], commands[i].name) == 0) {
            CALLGRIND_ZERO_STATS;
            return commands[i].run(argc, argv);
        }
    return 99;
}

int main(void)
{
    /* read whole: a child that ends would put the place in a shared file back */
    static char list[MAX_LIST];
    list[fread(list, 1, sizeof list - 1, stdin)] = '\0';
    char *lines = NULL;
    for (char *line = strtok_r(list, "\n", &lines); line; line = strtok_r(NULL, "\n", &lines)) {
        char *args[MAX_ARGS], *rest = NULL;
        int n = 0, status = 0;
        for (char *at = strtok_r(line, "\t", &rest); at && n < MAX_ARGS - 1; at = strtok_r(NULL, "\t", &rest))
            args[n++] = at;
        args[n] = NULL;
        fflush(stdout);
        pid_t child = n > 2 ? fork() : -1;
        if (child == 0)
            exit(run(args[1], n - 2, args + 2));
        if (child < 0 || waitpid(child, &status, 0) != child)
            return 1;
        printf("%d %d %s\n", (int)child, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), args[0]);
    }
    return 0;
}
