/* html_refs.h - what raw HTML says of other places and of its own: href, src, srcset, poster, id, name. */
#ifndef MODEL_HTML_REFS_H
#define MODEL_HTML_REFS_H
#include "base/str.h"

struct html_ref {
    struct str tag, name; /* as written */
    struct str value;     /* "": the tag itself, before its attributes */
};

/* Takes the next tag or attribute off *rest; values may be unquoted. Comments are passed over. Closing tags are
 * none. False at the end. *inside: of the tag that is open, empty at the start. */
bool html_ref_next(struct str *rest, struct str *inside, struct html_ref *out);
/* Takes a name of a tag or an attribute off *rest; empty: none stands there. */
struct str html_name(struct str *rest);
/* Takes the next attribute off *rest, what stands in a tag behind its name. *value.ptr is NULL where it has none.
 * False at the end of the tag. */
bool html_attribute(struct str *rest, struct str *name, struct str *value);
/* Is it the name of an attribute that holds an address: href, src, poster? */
bool html_is_address(struct str name);
/* <RepoLink href="x"> is no element: what its attributes mean, its program says. */
bool html_is_component(struct str tag);
/* Takes the next address off a srcset: "a.png 1x, b.png 2x". */
struct str html_srcset_next(struct str *srcset);
#endif
