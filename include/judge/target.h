/* target.h - where a link leads: what judge/link.h finds out, for pages and for the repository around them. */
#ifndef JUDGE_TARGET_H
#define JUDGE_TARGET_H
#include "gather/site.h"

struct link_target {
    enum link_kind kind;
    const struct site_page *page; /* PAGE; DATA: the generated page */
    struct str anchor;            /* id on page, as the heading has it; may be empty */
    bool figure;      /* PAGE: the anchor is a figure's, if the page turns out to have it */
    struct str file;  /* FILE, FIGURE: path in the content folder */
    struct str query; /* FIGURE: "chart=range" */
    struct str href;  /* FORGE: the address */
    bool guessed;     /* PAGE: by the end of an address of the site */
    const struct rule
        *rule; /* BROKEN: link-broken or anchor-broken; REFUSED: what to report, or NULL */
    struct str why, suggest; /* BROKEN: what is wrong, what was meant perhaps */
};
#endif
