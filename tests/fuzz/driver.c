/* driver.c - runs a fuzz entry on mutations of seeds, the same ones each time: no fuzzer library needed.
 *     fuzz_x RUNS SEED-FILE...        so many inputs
 *     fuzz_x 2s SEED-FILE...          as many as two seconds of CPU time allow
 * A crash leaves its input in fuzz_x.crash beside the program. A run of over SLOW_MS is told. */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MAX_INPUT = 1 << 16, MAX_SEEDS = 512, MAX_STEPS = 12, SLOW_MS = 1000 };

static uint8_t input[MAX_INPUT];
static size_t input_size;
static const char *crash_file;
static uint64_t state = 0x9e3779b97f4a7c15u;

static uint64_t next(uint64_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below ? state % below : 0;
}

static void on_crash(void)
{
    FILE *f = fopen(crash_file, "wb");
    if (f) {
        fwrite(input, 1, input_size, f);
        fclose(f);
        fprintf(stderr, "the input is in %s\n", crash_file);
    }
}

static void on_signal(int number)
{
    on_crash();
    signal(number, SIG_DFL);
    raise(number);
}

/* What parsers trip over; picked now and then. */
static const char *const words[] = { "\xff", "\xef\xbb\xbf", "\xe2\x94\x8c", "\xe2\x94\x80", "\xe2\x94\x82", "```", "---", "|", "[", "](",
                                     "{{", "}}", "{\"", "\\u", "-9223372036854775808", "1e999", "\t", "\r\n", "<!--", "$", "%", "&#x" };

static void insert(size_t at, const void *bytes, size_t n)
{
    if (input_size + n > MAX_INPUT)
        return;
    memmove(input + at + n, input + at, input_size - at);
    memcpy(input + at, bytes, n);
    input_size += n;
}

static void mutate(void)
{
    size_t at = (size_t)next(input_size + 1), n = (size_t)next(16) + 1;
    uint8_t copy[256];
    switch (next(6)) {
    case 0: /* change a byte */
        if (at < input_size)
            input[at] = (uint8_t)next(256);
        return;
    case 1: /* lose a few */
        n = n > input_size - at ? input_size - at : n;
        memmove(input + at, input + at + n, input_size - at - n);
        input_size -= n;
        return;
    case 2: { /* a word */
        const char *word = words[next(sizeof words / sizeof *words)];
        insert(at, word, strlen(word));
        return;
    }
    case 3: { /* some of itself elsewhere */
        size_t from = (size_t)next(input_size + 1), len = (size_t)next(sizeof copy);
        len = len > input_size - from ? input_size - from : len;
        memcpy(copy, input + from, len);
        insert(at, copy, len);
        return;
    }
    case 4: /* one byte many times */
        memset(copy, at < input_size ? input[at] : ' ', sizeof copy);
        insert(at, copy, (size_t)next(sizeof copy));
        return;
    default: /* flip a bit */
        if (at < input_size)
            input[at] ^= (uint8_t)(1u << next(8));
    }
}

static void run(void)
{
    uint8_t *own = malloc(input_size ? input_size : 1); /* exact size: a byte too far is seen */
    struct timespec a, b;
    if (!own)
        exit(1);
    memcpy(own, input, input_size);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    LLVMFuzzerTestOneInput(own, input_size);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    free(own);
    long ms = (long)(b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000;
    if (ms > SLOW_MS) {
        fprintf(stderr, "slow: %ld ms for %zu bytes\n", ms, input_size);
        on_crash();
        exit(1);
    }
}

static void take_seed(const char *path)
{
    FILE *f = path ? fopen(path, "rb") : NULL;
    input_size = f ? fread(input, 1, MAX_INPUT / 2, f) : 0;
    if (f)
        fclose(f);
}

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

/* CPU seconds may be given in place of a number of runs. */
static bool is_time_left(long seconds)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return !seconds || now.tv_sec < seconds;
}

int main(int argc, char **argv)
{
    static char file[4096];
    char *unit = NULL;
    long runs = argc > 1 ? strtol(argv[1], &unit, 10) : 1000, seconds = 0, done = 0;
    if (unit && *unit == 's') {
        seconds = runs;
        runs = INT32_MAX;
    }
    int seeds = argc > 2 ? argc - 2 : 0;
    snprintf(file, sizeof file, "%s.crash", argv[0]);
    crash_file = file;
    signal(SIGABRT, on_signal);
    signal(SIGSEGV, on_signal);
    signal(SIGFPE, on_signal);
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_set_death_callback(on_crash);
#endif
    for (int i = 0; i < seeds && is_time_left(seconds); i++, done++) {
        take_seed(argv[2 + i]);
        run();
    }
    for (long i = 0; i < runs && is_time_left(seconds); i++, done++) {
        take_seed(seeds ? argv[2 + next((uint64_t)seeds)] : NULL);
        for (uint64_t steps = next(MAX_STEPS) + 1; steps; steps--)
            mutate();
        run();
    }
    printf("%s: %ld inputs from %d seeds\n", argv[0], done, seeds);
    return 0;
}
