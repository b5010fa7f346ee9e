/* repository.h - links and names that lead out of the content folder into its repository. */
#ifndef JUDGE_REPOSITORY_H
#define JUDGE_REPOSITORY_H
#include "judge/target.h"

/* Where a path leads that stands above the content folder ("../src/main.go"), or is none of its files
 * and written from the root ("/src/main.go", as full without the slash): LINK_FORGE with href when
 * the file or folder exists and site.json's repo_url (or edit_url) says where a forge shows it;
 * LINK_REFUSED with a finding when nothing says so; LINK_BROKEN when there is none. */
struct link_target repository_link(const struct site *s, struct str full, struct str fragment,
                                   struct arena *keep);
/* Is path, from the root, a file or folder of the repository that is no content of ours? */
bool repository_has(const struct site *s, struct str path, struct arena scratch);
/* What is wrong with fragment, "L12" or "L12-L20" of a text file at path: it has fewer lines. Empty when
 * nothing is. */
struct str repository_lines(const struct site *s, struct str path, struct str fragment,
                            struct arena *keep);
/* Looks at all files above to which pages link, and finds the commits that changed them last where repo_url
 * wants that. Comes before ask_epochs(). */
void repository_links(struct site *s);
uint64_t repository_hash(const struct site *s); /* of what it found */

/* Adds what was looked at above the content folder to the inputs of a record; and is one of those, whose
 * path begins with "../" or, for what hides in it, "./", what it was then? */
void repository_inputs(const struct site *s, struct record *now, struct arena *keep);
bool repository_same(struct str dir, const struct record_input *in, int64_t moment_ns,
                     struct arena scratch);

/* A code span that looks like a file of the repository (`src/server.ts`) and is none: path-missing. */
void repository_span(const struct site *s, const struct site_page *p, const struct source *src,
                     const struct node *span, struct lookup *asks, struct arena *keep,
                     struct diag *d);
/* Does the repository have the first folder of said and not the file? The answer to LOOKUP_PATH. */
bool repository_lacks(const struct site *s, const struct site_page *p, struct str said,
                      struct arena scratch);
#endif
