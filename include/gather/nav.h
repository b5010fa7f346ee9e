/* nav.h - the order of pages where an author wrote it down.
 *
 * site.json's "nav" says it, as a list or as the name of another tool's file; without that a SUMMARY.md
 * at the top of the folder does. Else folders say it: order.c. */
#ifndef GATHER_NAV_H
#define GATHER_NAV_H
#include "gather/site.h"
#include "load/nav_file.h"

/* Reads what there is. False when nothing says an order. What cannot be read is reported. */
bool nav_open(struct site *s, struct nav_file *out);

/* The file that says the order of folder dir, where each has its own; its targets are paths below the content
 * folder. False when there is none. */
bool nav_of_folder(struct site *s, const struct nav_file *of, struct str dir, struct nav_file *out);

/* Targets of entries to pages. */
struct nav_pages {
    const struct site *site;
    const struct nav_file *file;
    const struct source *src; /* where the entries at hand stand; NULL: in file */
    struct map at; /* path -> struct site_page; for files of ids, too: id -> struct site_page */
};
void nav_index(struct site *s, const struct nav_file *file, struct nav_pages *out);
/* The page that entry names, or NULL. */
struct site_page *nav_page(const struct nav_pages *n, const struct nav_entry *e);
/* The folder that target, of a NAV_FOLDER or "guides/", names below the content folder. */
struct str nav_folder(const struct nav_pages *n, struct str target, struct arena *keep);
/* Does path match pattern, relative to the content folder? "*" is any name, "**" any way. */
bool nav_matches(const struct nav_pages *n, struct str pattern, struct str path);
/* An entry that names no page of ours is reported where it stands. */
void nav_report(struct site *s, const struct nav_pages *n, const struct nav_entry *e);
/* "01-intro" -> "intro", "2.setup" -> "setup"; a name that is only a number stays. */
struct str nav_unnumbered(struct str name);
#endif
