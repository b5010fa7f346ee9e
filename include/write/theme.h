/* theme.h - templates, stylesheet and script of a site: the compiled-in theme, shadowed file by file by
 * theme/ beside site.json. */
#ifndef WRITE_THEME_H
#define WRITE_THEME_H
#include "check/hosting.h"
#include "page/template.h"
#include "gather/site.h"

/* What stands in the head of every page itself, so that a page shows with its first bytes. */
struct theme_ground {
    struct str css, js; /* as they stand there: the hashes of a policy are of just these bytes */
    struct hosting_needs needs; /* what a policy must say for them */
};
struct theme_file {
    struct str path, text;
};
struct theme {
    const struct site *site;
    struct arena *keep;
    struct diag *diag; /* what cannot be read is told to */
    struct template_partials partials;
    struct map sources;   /* name -> struct source */
    struct map templates; /* name -> struct template */
    struct theme_ground ground;
    struct str head;                    /* both with their tags: the partial "ground" */
    struct str css, js, icon;           /* their texts */
    struct str pictures, pictures_path; /* the style of inline pictures, for pages that have one */
    struct str search_css, search_js;   /* loaded when a reader searches */
    struct str figure_js;
    struct str css_path, js_path, ground_path, figure_path; /* below OUT, the name carries a hash */
    LIST(struct theme_file) files;                          /* what css asks for: fonts, pictures */
    uint64_t hash;                                          /* of all of it */
};

/* Reads and compiles. Mistakes in templates are reported to d; false when the theme cannot be used.
 * theme must stay where it is. */
bool theme_load(struct theme *theme, const struct site *s, struct arena *keep, struct diag *d);
/* The style sheet called name with the styles of diagrams and charts behind it, squeezed. */
struct str theme_style(const struct theme *theme, struct str name);
struct str theme_script(const struct theme *theme, struct str name); /* without comments */
/* css with each url(NAME) of a file in theme/ replaced by what it is called beside the sheet; the files go to
 * theme->files, what is not there to d. */
struct str theme_linked(struct theme *theme, struct str css, struct diag *d);
bool theme_has_fonts(struct str css); /* of its own */
/* Rules for what site.json says of colour and font; a colour that is no text on our paper is darkened, and told to d. */
struct str theme_look(const struct site *s, struct arena *keep, struct diag *d);
/* assets/STEM.HASH.EXT */
struct str theme_hashed(struct str stem, struct str ext, struct str text, struct arena *keep);
/* The same that theme_load() finds, for those who need no templates. */
struct theme_ground theme_ground(const struct site *s, struct arena *keep, struct diag *d);
const struct template *theme_template(const struct theme *theme, struct str name);
#endif
