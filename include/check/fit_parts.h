/* fit_parts.h - the parts of fit.c: a file for each kind of value. All judge the same question. */
#ifndef CHECK_FIT_PARTS_H
#define CHECK_FIT_PARTS_H
#include "check/fit_types.h"
#include "model/quantity.h"

struct fit_asked {
    struct str text, title, unit, pointer;
    const struct json *value;
    struct arena *keep;
};

/* ---- fit_words.c: words of texts and keys ---- */

/* Takes the next word of letters, digits, _ and ' from *rest; empty at the end. */
struct str fit_word_take(struct str *rest);
bool fit_is_negator(struct str word);
bool fit_is_number(struct str word);       /* in digits, or a number word */
struct str fit_last_word(struct str text); /* empty: it has none */
bool fit_has_word(struct str text, const char *const *words, ptrdiff_t n);
/* text with "isn’t" as "isn't", which the tables know. */
struct str fit_contractions(struct str text, struct arena *keep);
/* Does text hold a word that says another value, a later one, or none ("not", "later", "maybe")? */
bool fit_is_hedged(struct str text);
/* The words that keep the text from being plainly true of its value ("maybe", "by 10 %" of what grows,
 * "all but"), unless the key has them too; empty: none. */
struct str fit_doubt(const struct fit_asked *a);
/* The word before at, a part of text, by which it is another value, a former one or none; empty: none. */
struct str fit_governor(const struct fit_asked *a, struct str text, struct str at, bool name);
/* Is word a form of verb: "keeps", "keeping"? past: by -ed. */
bool fit_is_form(struct str word, struct str verb, bool *past);
/* Lower case, blanks single, quotes around it off. */
struct str fit_fold(struct str s, struct arena *keep);
/* Where name stands in text as a whole, in any case and style: "RollingUpdate" is "rolling update",
 * "python3.11" is "Python 3.11"; "us-east-1" does not stand in "us-east-1a". Length 0: nowhere. */
struct str fit_find_name(struct str text, struct str name);
/* text without what it turns away from: "t3.medium" of "formerly t3.micro, now t3.medium". past:
 * only what was once; names: a bare "from A to B" is a change too. The same text when nothing is. */
struct str fit_said_part(struct str text, bool past, bool names, struct arena *keep);
/* Is a word of the pointer's last key (or of the one above a key such as "value") one of words? */
bool fit_key_has(struct str pointer, const char *const *words, ptrdiff_t n);
/* The last key of pointer, indexes passed over. */
struct str fit_last_key(struct str pointer);
/* Takes the next word of a key: "max" and "Capacity" of "maxCapacity" and "max_capacity". */
struct str fit_key_word(struct str *key);
/* "…: “word” is not understood" for a value that shows as shown. */
struct fit fit_stuck(const struct fit_asked *a, struct str shown, struct str word);

/* ---- the kinds ---- */

/* No value, or null; a list or an object. */
bool fit_is_nothing(const struct json *v);
bool fit_is_container(const struct json *v);

/* The quantity of text, or of its end behind words that do not change it ("port 8501"). *behind is
 * the part that was parsed, *stuck the word that was not understood. */
bool fit_number_said(struct str text, struct quantity *q, struct str *behind, struct str *stuck);
/* value as a quantity in unit; false for text that is none. A bare number in a string counts only
 * when a unit says that it is one: "1.30" is a version. */
bool fit_number_held(const struct json *v, struct str unit, struct quantity *q);
/* Does text hold digits or a number word? */
bool fit_has_number(struct str text);
/* Do a and b name the same product: "golang" and "go"? */
bool fit_is_alias(struct str a, struct str b);
struct fit fit_number(const struct fit_asked *a);
/* said against the value of a; *used is what was compared. */
enum quantity_fit fit_number_compare(const struct fit_asked *a, const struct quantity *said,
                                     struct quantity *used);
/* Does value say yes or no: true, "enabled", "off"? */
bool fit_bool_value(const struct json *v, bool *yes);
bool fit_bool_said(struct str text, struct str pointer, bool *yes);
struct fit fit_bool(const struct fit_asked *a, bool value);
struct fit fit_text(const struct fit_asked *a);
/* "port 8080" of "0.0.0.0:8080", ":8080" and, where the words say which, "8082:8080". False: no such. */
bool fit_port(const struct fit_asked *a, struct fit *out);
/* False: the value holds no version (or date, or schedule), or the text says none. */
bool fit_version(const struct fit_asked *a, struct str value, struct fit *out);
bool fit_date(const struct fit_asked *a, struct fit *out);
bool fit_schedule(const struct fit_asked *a, struct fit *out);
struct fit fit_list(const struct fit_asked *a);
/* The value's kind decides. */
struct fit fit_by_kind(const struct fit_asked *a);
/* False: the title asks nothing. */
bool fit_title(const struct fit_asked *a, struct fit *out);
struct fit fit_nothing(const struct fit_asked *a);
/* Five or six fields of a schedule: "0 2 * * * *". */
bool fit_is_cron(struct str s);
#endif
