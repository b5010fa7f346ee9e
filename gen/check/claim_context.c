/* claim_context.c - words beside a link that belong to what it says: "less than [3 tasks](…)", "is not
 * [enabled](…)", "[30](…) minutes". */
#include "check/claim_context.h"

#include "check/fit_parts.h"

/* bytes looked at beside a link, and words: nothing longer is one comparator */
enum { BESIDE_MAX = 60, WORDS_MAX = 4 };

/* What turns a value away, beside words that negate, when only words of having stand between. "instead of"
 * names another. */
static const char *const away[] = { "no longer", "used to", "formerly", "previously",
                                    "originally" };
static const char *const having[] = {
    "use", "uses", "using", "used", "have", "has",  "having", "run",   "runs",  "on",      "in",
    "a",   "an",   "the",   "to",   "be",   "yet",  "with",   "at",    "need",  "needs",   "for",
    "set", "any",  "been",  "ever", "get",  "gets", "keep",   "keeps", "reach", "reaches",
};

/* Before or behind a number they make another of it; so does "three times". */
static const char *const scales[] = { "twice",   "double",   "triple",     "half",
                                      "half of", "half the", "a third of", "a quarter of" };
static const char *const powers[] = { "hundred", "thousand", "million",
                                      "billion", "trillion", "dozen" };

static bool is_wordy(char c)
{
    return char_is_alnum(c) || (unsigned char)c >= 0x80 || char_among(c, "'<>~=");
}

/* The last words of a sentence that goes on behind it; marks of emphasis stand for blanks. */
static int last_words(struct str text, struct str word[WORDS_MAX])
{
    ptrdiff_t at = text.len;
    int n = 0;

    while (n < WORDS_MAX) {
        while (at > 0 && char_among(text.ptr[at - 1], " \n\r\t*_\""))
            at--;
        ptrdiff_t end = at;
        while (at > 0 && is_wordy(text.ptr[at - 1]))
            at--;
        if (at == end || (at > 0 && !char_among(text.ptr[at - 1], " \n\r\t*_\"(")))
            break;
        word[n++] = str_sub(text, at, end - at);
    }
    return n;
}

static bool is_comparator(struct str phrase, struct arena *keep)
{
    struct quantity q;

    /* "above [80 %](…)" speaks of the threshold, "more than [3 tasks](…)" of something else */
    return quantity_parse(str_fmt(keep, "%.*s 7", FMT(phrase)), &q) && q.sign != QUANTITY_IS &&
           q.low.num == 7 &&
           (str_ends(phrase, S("than")) || (q.sign != QUANTITY_BELOW && q.sign != QUANTITY_ABOVE));
}

static bool all_having(struct str words)
{
    for (struct str w = fit_word_take(&words); w.len; w = fit_word_take(&words))
        if (!str_among_nocase(w, having, LEN(having)))
            return false;
    return true;
}

static bool turns_away(struct str phrase)
{
    struct str rest = phrase;

    if (fit_is_negator(fit_word_take(&rest)) && all_having(rest))
        return true;
    for (ptrdiff_t i = 0; i < LEN(away); i++) {
        rest = phrase;
        if (quantity_take(&rest, away[i], false) && all_having(rest))
            return true;
    }
    return false;
}

/* "twice", "10 times" */
static bool is_scale(struct str phrase)
{
    struct quantity q;
    struct str many = str_sub(phrase, 0, phrase.len - S(" times").len);
    return str_among_nocase(phrase, scales, LEN(scales)) ||
           (str_ends(phrase, S(" times")) && quantity_parse(many, &q) && !q.unit && !q.noun.len);
}

/* The words before a link that belong to it, one blank between them; or empty. */
static struct str words_before(struct str before, struct arena *keep)
{
    struct str word[WORDS_MAX], phrase = { 0 }, found = { 0 };
    int n = last_words(fit_contractions(before, keep), word);

    for (int i = 0; i < n; i++) {
        phrase = i ? str_fmt(keep, "%.*s %.*s", FMT(word[i]), FMT(phrase)) : word[i];
        if (is_comparator(phrase, keep) || turns_away(phrase) || is_scale(phrase))
            found = phrase;
    }
    return found;
}

/* The unit behind a link that is a bare number. */
static struct str unit_behind(struct str said, struct str after)
{
    struct quantity q;
    struct str rest = quantity_skip_space(after), unit = rest;

    if (!quantity_parse(said, &q) || q.unit || q.noun.len || rest.len == after.len)
        return (struct str){ 0 };
    struct str word = fit_word_take(&rest);
    if (word.ptr == unit.ptr && str_among_nocase(word, powers, LEN(powers)))
        return word;
    rest = unit;
    return quantity_unit_take(&rest, NULL) ? str_span(unit.ptr, rest.ptr) : (struct str){ 0 };
}

/* "1**[3](…)**": marks of emphasis are no distance. */
static struct str without_marks(struct str before)
{
    while (before.len && char_among(before.ptr[before.len - 1], "*_`"))
        before.len--;
    return before;
}

/* What stands right at a number, without a blank: "1[3](…)", "-[3](…)", "[3](…)00", "[512](…)MiB". */
static struct str glued_before(struct str before, struct str said)
{
    before = without_marks(before);
    ptrdiff_t at = before.len;
    if (!char_is_digit(*said.ptr))
        return (struct str){ 0 };
    while (at > 0 && (char_is_alnum(before.ptr[at - 1]) || char_among(before.ptr[at - 1], ".,-+")))
        at--;
    struct str glued = str_from(before, at);
    char last = glued.len ? glued.ptr[glued.len - 1] : ' ';
    bool sign = glued.len == 1 && char_among(last, "-+");
    bool number = char_is_digit(last) || (glued.len > 1 && char_among(last, ".,") &&
                                          char_is_digit(glued.ptr[glued.len - 2]));
    return sign || number ? glued : (struct str){ 0 };
}

static struct str glued_behind(struct str said, struct str after)
{
    ptrdiff_t n = 0;
    while (after.len && char_among(*after.ptr, "*_`"))
        after = str_from(after, 1);
    while (
        char_is_digit(said.ptr[said.len - 1]) && n < after.len &&
        (char_is_alnum(after.ptr[n]) || after.ptr[n] == '%' ||
         (n + 1 < after.len && char_among(after.ptr[n], ".,") && char_is_digit(after.ptr[n + 1]))))
        n++;
    return str_sub(after, 0, n);
}

/* text from behind the target of a link that ends, or goes on with "](…)", at its head. */
static struct str skip_target(struct str text)
{
    char open = str_starts(text, S("](")) ? '(' : str_starts(text, S("][")) ? '[' : 0;
    ptrdiff_t end = str_char(text, open == '(' ? ')' : ']');

    if (!open)
        return text;
    if (open == '[')
        end = str_char(str_from(text, 2), ']') + 2;
    return end > 1 ? str_from(text, end + 1) : (struct str){ 0 };
}

struct str claim_context(struct str text, struct str place, struct str said, struct arena *keep)
{
    ptrdiff_t at = place.ptr ? place.ptr - text.ptr : -1;

    if (at < 0 || at > text.len || !said.len)
        return (struct str){ 0 };
    while (at > 0 && text.ptr[at - 1] == '[')
        at--;
    struct str before = str_sub(text, 0, at);
    before = before.len > BESIDE_MAX ? str_from(before, before.len - BESIDE_MAX) : before;
    ptrdiff_t para = str_find(before, S("\n\n"));
    before = para >= 0 ? str_from(before, para) : before;
    struct str behind = str_from(text, place.ptr + place.len - text.ptr);
    struct str after = str_sub(skip_target(behind), 0, BESIDE_MAX);
    bool open = at < place.ptr - text.ptr ||
                *place.ptr == '['; /* in its brackets: what stands at them is beside it */
    struct str head = open ? glued_before(before, said) : (struct str){ 0 };
    struct str tail = open ? glued_behind(said, after) : (struct str){ 0 };
    struct str front = head.len ? head : words_before(before, keep);
    struct str unit = tail.len ? (struct str){ 0 } : unit_behind(said, after);

    if (!front.len && !unit.len && !tail.len)
        return (struct str){ 0 };
    if (head.len || tail.len)
        return str_fmt(keep, "%.*s%s%.*s%.*s", FMT(front), front.len && !head.len ? " " : "",
                       FMT(said), FMT(tail));
    return str_fmt(keep, "%.*s%s%.*s%s%.*s", FMT(front), front.len ? " " : "", FMT(said),
                   unit.len ? " " : "", FMT(unit));
}
