/* fuzz_data.c - site.json, CSV, the decision files and a claim, all out of one input: its parts are
 * separated by NUL. Nothing may crash, hang or read past its text. */
#include "check/accepted.h"
#include "check/claims.h"
#include "check/config_diff.h"
#include "load/accepted.h"
#include "load/csv.h"
#include "load/source_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { PARTS = 5, ARENA = 256 << 20 };

/* Copies each part to a block of its own size, so that the sanitizer sees the byte behind it. */
static void split(const uint8_t *bytes, size_t size, struct str parts[PARTS])
{
    struct str rest = { (const char *)bytes, (ptrdiff_t)size };

    for (int i = 0; i < PARTS; i++) {
        struct cut c = str_cut(rest, 0);
        char *own = malloc(c.head.len ? (size_t)c.head.len : 1);

        if (c.head.len)
            memcpy(own, c.head.ptr, (size_t)c.head.len);
        parts[i] = (struct str){ own, c.head.len };
        rest = c.ok ? c.tail : (struct str){ 0 };
    }
}

static struct data_source source(const char *name, const char *path, struct str text,
                                 struct arena *keep, struct diag *d)
{
    struct data_source s = { .name = str_of(name), .path = str_of(path), .n_files = 1 };

    data_split_name(s.name, &s.kind, &s.env);
    s.files = NEW(keep, struct data_file, 1);
    s.files[0] = (struct data_file){ .src = { s.path, text }, .path = s.path };
    source_file_join(&s, keep, d);
    return s;
}

static void judge(const struct data *data, struct str text, struct str title, struct str href,
                  struct arena *keep, struct diag *d)
{
    struct source page = { .path = S("p.md"), .text = text };
    struct claim c = { .text = text, .title = title, .href = href, .place = text };

    if (!claim_target(href, S("a/p.md"), &c.target, keep))
        claim_target(S("config:/a"), S("p.md"), &c.target, keep);
    claims_judge(data, &c, keep);
    claims_report(&c, &page, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct arena whole;
    struct arena arena;
    struct str parts[PARTS];

    if (!whole.beg)
        whole = arena_open(ARENA);
    if (size > 1 << 16)
        return 0;
    arena = whole;
    split(bytes, size, parts);
    struct diag d = { .keep = &arena };
    struct source settings = { .path = S("site.json"), .text = parts[0] };
    struct site_file site = site_file_parse(&settings, &arena, &d);
    struct data data = site_file_data(&site, (struct date){ 2026, 11, 23 });
    data_add(&data, source("config.a", "a.json", parts[0], &arena, &d), &arena);
    data_add(&data, source("config.b", "b.csv", parts[1], &arena, &d), &arena);
    data_add(&data, source("facts", "f/", parts[1], &arena, &d), &arena);
    struct accepted accepted = { 0 };
    for (int i = 0; i < N_ACCEPTED_FILES; i++) {
        struct source src = { .path = S("x.json"), .text = parts[0] };
        accepted_parse((enum accepted_file)i, &src, &accepted, &arena, &d);
    }
    judge(&data, parts[2], parts[3], parts[4], &arena, &d);
    struct config_diff diff =
        config_diff_make(&data, &data.sources[0], &data.sources[1], &accepted, &arena);
    config_diff_report(&diff, &d);
    accepted_mark(&accepted, S("."), data.today, &d);
    for (int i = 0; i < PARTS; i++)
        free((void *)(uintptr_t)parts[i].ptr);
    return 0;
}
