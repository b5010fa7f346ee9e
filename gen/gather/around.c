/* around.c - a table of marks: what stands where, and what it means. */
#include "gather/around.h"

#include "base/path.h"
#include "load/source_bytes.h"

/* clang-format off */
static const struct {
    enum site_around mark;
    const char *path; /* from a folder above the content folder */
    int up;           /* folders above it that are looked into */
} marks[] = {
    { AROUND_DOCUSAURUS, "docusaurus.config.js",              1 },
    { AROUND_DOCUSAURUS, "docusaurus.config.ts",              1 },
    { AROUND_DOCUSAURUS, "docusaurus.config.mjs",             1 },
    { AROUND_BLOG,       "blog",                              1 },
    { AROUND_LINK_HOOK,  "layouts/_markup/render-link.html",  4 },
    { AROUND_LINK_HOOK,  "layouts/_default/_markup/render-link.html", 4 },
};
/* clang-format on */

void around_look(struct site *s)
{
    for (ptrdiff_t i = 0; i < LEN(marks); i++)
        for (int up = 1; up <= marks[i].up && up <= s->file.root.up; up++) {
            struct str path = path_above(up, str_of(marks[i].path), s->keep);
            *PUSH(&s->looked, s->keep) = path;
            if (source_bytes_exists(&s->file.root, path, *s->keep))
                s->around |= 1U << marks[i].mark;
        }
}
