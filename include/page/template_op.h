/* template_op.h - a compiled template: what template_compile.c makes and template.c runs. */
#ifndef PAGE_TEMPLATE_OP_H
#define PAGE_TEMPLATE_OP_H
#include "page/template_html.h"

enum path_root { PATH_NAME, PATH_THIS, PATH_INDEX, PATH_FIRST, PATH_LAST };

struct template_path {
    enum path_root root;
    int up; /* number of ../ */
    struct str *names;
    int n;
};

enum op_kind { OP_TEXT, OP_PRINT, OP_IF, OP_EACH, OP_CALL };

struct template_op {
    enum op_kind kind;
    enum html_escape escape;   /* PRINT */
    bool negate;               /* IF */
    struct str text;           /* TEXT */
    struct template_path path; /* PRINT, IF, EACH */
    struct template_op *body, *otherwise;
    const struct template *call;
    struct template_op *next;
};

struct template
{
    struct template_op *first;
    struct str name; /* of a partial */
    struct html_context begin, end;
    bool done, failed; /* partials: compiled; with errors */
};
#endif
