/* diag.h - what is wrong, where, and what to do: collected, sorted and printed once.
 *
 *     guide.md:88:7: error: write a plain number such as 0.04048 [cost-number]
 *        88 | RAM | $0.004 | 1460
 *           |       ^~~~~~
 *
 * A finding points into the text of its source; line and column (1-based; columns count code points)
 * are computed when it is made. Collectors are not shared between threads: each worker has its own
 * and diag_merge() joins them. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H
#include "base/buf.h"

enum severity { SEVERITY_OFF, SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };

/* One kind of finding; the rows stand in model/rules.def. */
struct rule {
    const char *id;
    enum severity severity; /* unless site.json says otherwise */
    const char *title;      /* one line for lists */
    const char *help;       /* what to do, one sentence */
};

/* From a place of a text on, until the next part: which file it came from, and which line of it begins there. */
struct source_part {
    ptrdiff_t at;
    struct str path; /* as the user would name it */
    int line;
    bool own; /* the file that the others were taken into */
};
/* A text that findings can point into. */
struct source {
    struct str path; /* as the user would name it */
    struct str text;
    const struct source_part *parts; /* of a text made of several files, in order; else NULL */
    ptrdiff_t n_parts;
    const struct str *asked; /* files it was to take in, whether it could or not */
    ptrdiff_t n_asked;
    bool lacks; /* a part of the prose could not be taken in */
};

struct evidence {
    struct str value, source, place, date; /* each may be empty */
};

struct finding {
    const struct rule *rule;
    enum severity severity;
    struct str file, message;
    int line, col, end_line, end_col; /* line 0: the file as a whole; end is exclusive */
    struct str source_line;           /* the text of `line`, without its end */
    struct evidence evidence;
    struct str suggest;  /* replacement text for the place, may be empty */
    struct str about;    /* what accepted.json can name: a row, a pointer, a target */
    struct str accepted; /* the reason, when accepted.json accepts it */
    struct str note;     /* further lines to print below the caret; may be empty */
};

struct diag {
    struct arena *keep; /* where findings live */
    LIST(struct finding) findings;
    struct {
        const char *text,
            *at; /* the place found last: many findings of a text stand in its order */
        int line;
    } last;
};

/* Adds a finding of rule at `at`, in the file of the part it stands in; at must be a part of src->text (or empty with NULL ptr: the file
 * as a whole). The returned finding stays valid until the next is added; fill evidence, suggest and
 * about in it. fmt NULL gives the rule's help as message. */
struct finding *diag_at(struct diag *d, const struct rule *rule, const struct source *src,
                        struct str at, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The same for a file whose text is not at hand. */
struct finding *diag_file(struct diag *d, const struct rule *rule, struct str path, const char *fmt,
                          ...) __attribute__((format(printf, 4, 5)));

void diag_merge(struct diag *into, const struct diag *from); /* copies the list, not the texts */
/* By file, line, column, rule, message; equal ones are dropped. */
void diag_sort(struct diag *d);
/* Number of findings at or above severity that are not accepted. */
ptrdiff_t diag_count(const struct diag *d, enum severity at_least);
/* Appends all as text; colour turns on ANSI escapes. */
void diag_print(const struct diag *d, bool colour, struct buf *out);
/* The same with findings of one cause folded behind the first few, which are those of one rule about one
 * thing, and all infos of a rule. Returns how many were not printed. out must not live in scratch. */
ptrdiff_t diag_print_folded(const struct diag *d, bool colour, struct arena scratch,
                            struct buf *out);
/* "1 error, 2 warnings, 0 notes" */
void diag_count_words(const struct diag *d, struct buf *out);
/* 1-based line and column (in code points) of the place at in src. */
void diag_place(const struct source *src, const char *at, int *line, int *col);
const char *severity_name(enum severity s);
bool severity_parse(struct str s, enum severity *out);
#endif
