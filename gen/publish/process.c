/* process.c - runs a command and reads its output, with a time limit. */
#include "publish/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/time.h"

extern char **environ;

enum { MS = 1000000 };

static bool spawn(char *const argv[], bool speaks, int out, pid_t *pid)
{
    posix_spawn_file_actions_t todo;
    if (posix_spawn_file_actions_init(&todo))
        return false;
    posix_spawn_file_actions_addopen(&todo, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&todo, out, STDOUT_FILENO);
    if (!speaks)
        posix_spawn_file_actions_addopen(&todo, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawnp(pid, argv[0], &todo, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&todo);
    return error == 0;
}

/* Until the end of the output; false when time or room runs out. */
static bool read_until(int fd, int64_t deadline_ns, struct buf *out)
{
    for (;;) {
        int64_t left = (deadline_ns - time_mono_ns()) / MS;
        struct pollfd p = { .fd = fd, .events = POLLIN };
        if (left <= 0)
            return false;
        int ready = poll(&p, 1, (int)left);
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return false;
        char piece[4096];
        ssize_t n = ready > 0 ? read(fd, piece, sizeof piece) : -1;
        if (n == 0)
            return true;
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            buf_put(out, (struct str){ piece, n });
        if (out->over)
            return false;
    }
}

bool process_output(char *const argv[], int seconds, bool speaks, ptrdiff_t max, struct arena *keep,
                    struct str *out)
{
    int ends[2], status = 0;
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC))
        return false;
    bool ok = spawn(argv, speaks, ends[1], &pid);
    close(ends[1]);
    if (ok) {
        struct buf b = buf_open_cut(keep, max);
        ok = read_until(ends[0], time_mono_ns() + seconds * 1000 * (int64_t)MS, &b);
        if (!ok)
            kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            continue;
        ok = ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
        *out = buf_str(&b);
    }
    close(ends[0]);
    return ok;
}
