/* theme.h - templates, stylesheet and script of a site: the compiled-in theme, shadowed file by file by
 * theme/ beside site.json. */
#ifndef SITE_THEME_H
#define SITE_THEME_H
#include "page/template.h"
#include "site/site.h"

struct theme {
    const struct site *site;
    struct arena *keep;
    struct template_partials partials;
    struct map sources;   /* name -> struct source */
    struct map templates; /* name -> struct template */
    struct str css, js, icon;           /* their texts */
    struct str search_css, search_js;   /* loaded when a reader searches */
    struct str css_path, js_path;       /* below OUT, the name carries a hash */
    uint64_t hash;                      /* of all of it */
};

/* Reads and compiles. Mistakes in templates are reported to d; false when the theme cannot be used.
 * theme must stay where it is. */
bool theme_load(struct theme *theme, const struct site *s, struct arena *keep, struct diag *d);
/* The stylesheet called name with the styles of diagrams and charts behind it, comments left out. */
struct str theme_style(struct theme *theme, struct str name);
const struct template *theme_template(const struct theme *theme, struct str name);
#endif
