/* template.h - the template engine: compiled once, escaping chosen by the place in the HTML.
 *
 *     {{ page.title }}           the value, escaped for where it stands: text, attribute, URL, JSON
 *     {{{ page.content }}}       markup, only for values made by value_html(); other values are
 * escaped
 *     {{#if x}} … {{else if y}} … {{else}} … {{/if}}    also {{#if not x}}
 *     {{#each list}} … {{else}} … {{/each}}             inside: this, @index (from 0), @first,
 * @last
 *     {{> name}}                 the partial name.html, with the names seen here; may call itself
 *     {{#block name}} … {{/block}}   a part that a template beginning with {{extends base}} may
 * replace
 *     {{! a comment }}           and \{{ for two literal braces
 *
 * A name is looked up in the innermost `this`, then in the whole context; `this.name` only in the
 * former, `../name` one loop further out. Unknown names are empty (see schema). A tag alone on its
 * line takes the line with it, and indentation is dropped.
 *
 * Escapes are resolved when a template is compiled. Refused with a place: values in <style>, in
 * scripts that are not JSON, in comments, tag and attribute names, style=, on…=, srcset=, unquoted
 * attributes; branches, loops and partials that do not end in the HTML context they began in. URLs
 * with a scheme other than http, https, mailto, tel and sms become about:invalid when rendered.
 *
 * Life: compile in the arena of the run; the result is immutable, so threads may share it. */
#ifndef PAGE_TEMPLATE_H
#define PAGE_TEMPLATE_H
#include "base/diag.h"
#include "base/map.h"
#include "page/value.h"

/* Where {{> name}} and {{extends name}} come from; one for all templates of a theme. */
struct template_partials {
    /* The source of name (without ".html"), living as long as the templates; NULL: there is none.
     */
    const struct source *(*find)(const void *world, struct str name);
    const void *world;
    /* Optional: a context in which every name a template may use occurs (lists with one item that
     * stands for all). With it, a name that is not there is an error. */
    const struct value *schema;
    bool
        learns; /* names that schema lacks are no errors but join it: an item of a list is its "[]" */
    struct map compiled; /* private: partials by name and HTML context */
};
struct template;

/* NULL after errors, which are reported under input-template; all of one template in one run.
 * p may be NULL: then there are no partials. The text of src must outlive the template. */
struct template *template_compile(const struct source *src, struct template_partials *p,
                                  struct arena *keep, struct diag *d);
void template_render(const struct template *t, const struct value *context, struct buf *out);
#endif
