/* findings.h - the findings of a site for programs (DESIGN §7), and what each is known by. */
#ifndef JUDGE_FINDINGS_H
#define JUDGE_FINDINGS_H
#include "gather/site.h"

/* {"findings":[{"rule","severity","file","line","col","end_line","end_col","message",
 *   "evidence":{"value","source","place","date"},"suggest","accepted"}],
 *  "counts":{"error","warning","info"},"claims":{"true","false","outdated","missing","not_checked"}} */
void findings_json(const struct site *s, struct buf *out);

/* What others read: SARIF 2.1.0, workflow commands of GitHub, the code quality report of GitLab. Findings
 * below least are left out; places are told from the root of the repository. */
enum findings_format { FINDINGS_SARIF, FINDINGS_GITHUB, FINDINGS_GITLAB };
void findings_write(const struct site *s, enum findings_format format, enum severity least,
                    struct arena *keep, struct buf *out);

/* What a review speaks of: warnings and errors, and all about money; not what is accepted. */
bool findings_counted(const struct finding *f);
/* Does it say that costs were not judged? Then nothing is wrong, and nothing is known to be right. */
bool findings_unjudged(const struct finding *f);
/* file, as findings name it, from the content folder, or from the root when it stands outside. */
struct str findings_file(const struct site *s, struct str file, struct arena *keep);
/* By rule, page, quote and target, never by a line: the same in two states of a page. */
struct str findings_fingerprint(const struct site *s, const struct finding *f, struct arena *keep);
#endif
