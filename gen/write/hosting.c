/* hosting.c - templates and answers below hosting/, read and handed to the check. */
#include "write/hosting.h"

#include "base/path.h"
#include "check/hosting.h"
#include "load/yaml.h"
#include "model/rule.h"
#include "write/theme.h"

enum { FILE_MAX = 4 << 20, FILES_MAX = 200 };

struct found {
    struct hosting_file file;
    struct str dir;
    enum hosting_kind kind;
};

static bool has_ending(struct str path, const char *const *endings)
{
    for (; *endings; endings++)
        if (str_equal_nocase(path_ext(path), str_of(*endings)))
            return true;
    return false;
}

/* False when the file is no part of a hosting. A text that cannot be read is reported. */
static bool read_one(struct site *s, const struct fs_entry *e, struct found *out)
{
    static const char *const yaml[] = { ".yaml", ".yml", NULL }, *const json[] = { ".json",
                                                                                   ".template",
                                                                                   NULL };
    bool code = str_equal(path_ext(e->path), S(".js")), is_yaml = has_ending(e->path, yaml);
    struct source *src = &out->file.src;

    if (e->is_dir || !(code || is_yaml || has_ending(e->path, json)))
        return false;
    *src = (struct source){ .path = path_join(s->options.dir, e->path, s->keep) };
    int error = site_read(s, e->path, FILE_MAX, s->keep, &src->text);
    if (error) {
        diag_file(&s->diag, error == FS_TOO_LARGE ? RULE(INPUT_SIZE) : RULE(INPUT_READ), src->path,
                  "%s", error == FS_TOO_LARGE ? "larger than 4 MiB" : fs_error(error));
        return false;
    }
    out->dir = path_dir(e->path);
    out->kind = HOSTING_ANSWER;
    if (code)
        return true;
    out->file.root = is_yaml ? yaml_parse(src, s->keep, RULE(INPUT_YAML), &s->diag)
                             : json_parse(src, s->keep, RULE(INPUT_JSON), &s->diag);
    out->kind = hosting_kind(out->file.root);
    return out->kind != HOSTING_OTHER;
}

static void check(struct site *s, const struct hosting_file *files, int n)
{
    struct theme_ground ground = theme_ground(s, s->keep, &s->diag);

    hosting_check(files, n, s->file.audience == SITE_INTERNAL, &ground.needs, s->workers[0].scratch,
                  &s->diag);
}

/* All answers of the folder that found[first] stands in. */
static void check_answers(struct site *s, struct found *found, int first, int n)
{
    struct hosting_file files[FILES_MAX];
    int n_files = 0, n_answers = 0;

    for (int i = first; i < n; i++)
        if (found[i].kind == HOSTING_ANSWER && str_equal(found[i].dir, found[first].dir)) {
            files[n_files++] = found[i].file;
            n_answers += found[i].file.root != NULL;
            found[i].kind = i == first ? HOSTING_ANSWER : HOSTING_OTHER;
        }
    if (n_answers)
        check(s, files, n_files);
}

void hosting_judge(struct site *s)
{
    struct found *found = NEW(s->keep, struct found, FILES_MAX);
    int n = 0;

    for (ptrdiff_t i = 0; i < s->files.len && n < FILES_MAX; i++)
        if (str_starts(s->files.ptr[i].path, S("hosting/")))
            n += read_one(s, &s->files.ptr[i], &found[n]);
    for (int i = 0; i < n; i++) {
        if (found[i].kind == HOSTING_TEMPLATE)
            check(s, &found[i].file, 1);
        else if (found[i].kind == HOSTING_ANSWER)
            check_answers(s, found, i, n);
    }
}
