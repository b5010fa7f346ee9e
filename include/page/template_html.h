/* template_html.h - which part of HTML a place in a template is, for choosing the escape there.
 *
 * A tokenizer in the spirit of the HTML standard's, for templates we compile: it reads the literal
 * text between two tags of the template language and keeps the context of what comes next. */
#ifndef PAGE_TEMPLATE_HTML_H
#define PAGE_TEMPLATE_HTML_H
#include "base/buf.h"

enum html_state {
    HTML_TEXT,
    HTML_OPEN, /* behind < */
    HTML_TAG_NAME,
    HTML_TAG, /* between attributes */
    HTML_ATTR_NAME,
    HTML_ATTR_END, /* behind a name: = or the next name */
    HTML_EQUALS,   /* behind = */
    HTML_QUOTED,
    HTML_UNQUOTED,
    HTML_RAW, /* inside <script>, <style>, <title>, <textarea> */
    HTML_COMMENT,
    HTML_DECLARATION /* <!doctype …> */
};
enum html_element {
    ELEMENT_OTHER,
    ELEMENT_SCRIPT,
    ELEMENT_STYLE,
    ELEMENT_TITLE,
    ELEMENT_TEXTAREA,
    ELEMENT_META,
    ELEMENT_PRE
};
enum html_attr {
    ATTR_PLAIN,
    ATTR_URL,
    ATTR_STYLE,
    ATTR_EVENT,
    ATTR_REFUSED,
    ATTR_TYPE,
    ATTR_CONTENT
};
enum html_url { URL_START, URL_PATH, URL_QUERY }; /* START: a scheme may still come */

struct html_context {
    enum html_state state;
    enum html_element element; /* of the tag or raw text we are in */
    enum html_attr attr;
    enum html_url url;
    char quote;
    bool closing;    /* inside </… */
    bool json;       /* the script is JSON */
    bool in_string;  /* inside a JSON string, written by the template's author */
    bool glued;      /* a block tag stood right behind a name, so the name must end here */
    bool torn;       /* and it did not */
    bool bad_scheme; /* the literal text gave a scheme that must not be */
    int n_name;
    char name[24]; /* of the tag or attribute, the end of a raw text or comment, the start of a URL
                    */
};

/* Reads literal text and moves the context behind it. */
void template_html_feed(struct html_context *c, struct str text);

/* To be called where branches part and meet: ends the name of a tag or attribute that stands
 * before, so that <option{{#if x}} selected{{/if}}> works; what follows must not continue it (else
 * torn). */
void template_html_settle(struct html_context *c);

enum html_escape {
    ESCAPE_NONE,
    ESCAPE_TEXT,
    ESCAPE_URL,
    ESCAPE_URL_PATH,
    ESCAPE_URL_QUERY,
    ESCAPE_JSON,
    ESCAPE_RAW
};
/* The escape of a value in this context; ESCAPE_NONE and *why when a value must not stand here. */
enum html_escape template_html_escape(struct html_context *c, bool markup, const char **why);

/* Joins the ends of two branches into *a; false when what follows would mean different things. */
bool template_html_join(struct html_context *a, const struct html_context *b);
/* For messages: "text", "a tag", "an attribute value" … */
const char *template_html_name(const struct html_context *c);

/* Appends s as ESCAPE_URL, ESCAPE_URL_PATH or ESCAPE_URL_QUERY want it, entities included. */
void template_html_url(enum html_escape e, struct str s, struct buf *out);
#endif
