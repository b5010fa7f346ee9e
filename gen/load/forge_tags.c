/* forge_tags.c - where a tag ends, what its name means, what its words are. */
#include "load/forge_tags.h"

#include "model/rule.h"

/* ---- what stays text ---- */

/* clang-format off */
static const struct {
    const char *name, *message;
} litter[FORGE_SYNTAXES] = {
    [FORGE_HUGO]    = { "{{< >}}",   "tags of Hugo stay text" },
    [FORGE_LIQUID]  = { "{% %}",     "tags of Liquid stay text" },
    [FORGE_COLONS]  = { ":::",       "blocks of a kind nobody knows (::: name) stay text; mkdocstrings fills such from code" },
    [FORGE_MYST]    = { "```{ }",    "directives of MyST stay code" },
    [FORGE_ROLE]    = { "{role}``",  "roles of MyST stay text" },
    [FORGE_INCLUDE] = { "include",   "files that should stand here are not taken in" },
    [FORGE_WIKI]    = { "[[ ]]",     "links of a wiki stay text: write [words](page.md)" },
    [FORGE_MATH]    = { "$$",        "formulas stay text" },
    [FORGE_MARKS]   = { "==",        "marks of PyMdown stay text: ==mark==, ++key++, {++change++}, :icon:, *[abbreviation]:" },
    [FORGE_MDX]     = { "mdx",       "read as Markdown: imports are left out, components give way to what is in them" },
};
/* clang-format on */

void forge_litter_count(struct forge_litter *l, enum forge_syntax kind, struct str place)
{
    if (!l->n[kind]++)
        l->first[kind] = place;
}

void forge_litter_report(const struct forge_litter *l)
{
    for (int i = 0; i < FORGE_SYNTAXES; i++) {
        if (!l->n[i])
            continue;
        struct finding *f = diag_at(l->d, RULE(BLOCK_FOREIGN), l->src, str_trim(l->first[i]), "%s",
                                    litter[i].message);
        f->about = str_of(litter[i].name);
        f->evidence.value = str_fmt(l->d->keep, "%d", l->n[i]);
        f->severity = i == FORGE_MDX ? SEVERITY_INFO : f->severity;
    }
}

/* ---- one tag ---- */

/* clang-format off */
static const struct {
    const char *name;
    enum forge_use use;
} uses[] = {
    { "highlight", FORGE_TAG_CODE },    { "endhighlight", FORGE_TAG_CODE },
    { "ref", FORGE_TAG_LINK },          { "relref", FORGE_TAG_LINK },
    { "link", FORGE_TAG_LINK },         { "post_url", FORGE_TAG_LINK },
    { "figure", FORGE_TAG_PICTURE },    { "img", FORGE_TAG_PICTURE },
    { "image", FORGE_TAG_PICTURE },     { "imgproc", FORGE_TAG_PICTURE },
    { "toc", FORGE_TAG_NONE },          { "raw", FORGE_TAG_NONE },
    { "endraw", FORGE_TAG_NONE },       { "site.baseurl", FORGE_TAG_NONE },
    { "site.url", FORGE_TAG_NONE },     { "base_path", FORGE_TAG_NONE },
    { "/*", FORGE_TAG_NONE },
};
/* clang-format on */

static bool is_name(char c)
{
    return char_is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '/' || c == '*';
}

static bool set_name(struct forge_tag *t, struct str inside)
{
    inside = str_trim(inside);
    while (inside.len && str_char(S("-~#@"), *inside.ptr) >= 0)
        inside = str_trim(str_from(inside, 1));
    t->closing = inside.len && *inside.ptr == '/' && !str_starts(inside, S("/*"));
    inside = t->closing ? str_trim(str_from(inside, 1)) : inside;
    ptrdiff_t n = 0;
    while (n < inside.len && is_name(inside.ptr[n]) && !(n && inside.ptr[n] == '/'))
        n++;
    t->name = str_sub(inside, 0, str_starts(inside, S("/*")) ? 2 : n);
    t->args = str_trim(str_from(inside, n));
    while (t->args.len && str_char(S("-~/"), t->args.ptr[t->args.len - 1]) >= 0)
        t->args.len--;
    if (t->syntax == FORGE_LIQUID && str_starts(t->name, S("end")) && t->name.len > 3) {
        t->closing = true;
        t->name = str_from(t->name, 3);
    }
    return t->name.len > 0;
}

/* Components that hold text and say how it looks; all others hold text as well, or show what they make. */
static bool is_block(struct str name)
{
    static const struct str known[] = { { "Tabs", 4 },    { "TabItem", 7 },    { "Tab", 3 },
                                        { "Aside", 5 },   { "Details", 7 },    { "Note", 4 },
                                        { "Warning", 7 }, { "Tip", 3 },        { "Info", 4 },
                                        { "Callout", 7 }, { "Admonition", 10 } };
    for (ptrdiff_t i = 0; i < LEN(known); i++)
        if (str_equal(name, known[i]))
            return true;
    return false;
}

static void set_use(struct forge_tag *t, bool component, bool mdx)
{
    t->use = FORGE_TAG_BLOCK;
    for (ptrdiff_t i = 0; i < LEN(uses) && !component; i++)
        if (str_equal(t->name, str_of(uses[i].name)))
            t->use = uses[i].use;
    if (component && mdx && (!is_block(t->name) || str_ends(t->whole, S("/>"))))
        t->use = FORGE_TAG_NONE;
}

bool forge_tag_at(struct str s, bool mdx, struct forge_tag *out)
{
    static const struct {
        struct str open, close;
        enum forge_syntax syntax;
    } forms[] = {
        { { "{{<", 3 }, { ">}}", 3 }, FORGE_HUGO }, { { "{{%", 3 }, { "%}}", 3 }, FORGE_HUGO },
        { { "{{", 2 }, { "}}", 2 }, FORGE_LIQUID }, { { "{%", 2 }, { "%}", 2 }, FORGE_LIQUID },
        { { "{/*", 3 }, { "*/}", 3 }, FORGE_MDX },
    };
    *out = (struct forge_tag){ 0 };
    for (ptrdiff_t i = 0; i < LEN(forms); i++) {
        if (!str_starts(s, forms[i].open))
            continue;
        ptrdiff_t open = forms[i].syntax == FORGE_MDX ? 1 : forms[i].open.len;
        ptrdiff_t end = str_find(str_from(s, open), forms[i].close);
        ptrdiff_t blank = str_find(s, S("\n\n"));
        if (end < 0 || (blank >= 0 && blank < open + end && forms[i].syntax != FORGE_MDX))
            return false;
        out->whole = str_sub(s, 0, open + end + forms[i].close.len);
        out->syntax = forms[i].syntax;
        bool named = set_name(out, str_sub(s, open, end));
        set_use(out, false, mdx);
        return named;
    }
    bool closing = s.len > 1 && s.ptr[1] == '/';
    char head = s.len > 1 + closing ? s.ptr[1 + closing] : ' ';
    ptrdiff_t n = s.len && *s.ptr == '<' && head >= 'A' && head <= 'Z' ? str_tag(s, true) : 0;
    if (!n)
        return false;
    out->whole = str_sub(s, 0, n);
    out->syntax = FORGE_MDX;
    bool named = set_name(out, str_sub(s, 1, n - 2));
    bool tabs = str_starts(out->name, S("Tab")) || str_equal(out->name, S("Aside"));
    set_use(out, true, mdx);
    return named && (mdx || (tabs && is_block(out->name)));
}

/* Takes the next word off *args: bare, in quotes, or key=value. *key is empty for those without. */
static struct str take(struct str *args, struct str *key)
{
    struct str s = str_trim(*args);
    ptrdiff_t n = 0;
    *key = (struct str){ 0 };
    while (n < s.len && is_name(s.ptr[n]))
        n++;
    if (n && n < s.len && s.ptr[n] == '=') {
        *key = str_sub(s, 0, n);
        s = str_from(s, n + 1);
    }
    char quote = s.len ? *s.ptr : ' ';
    if (quote == '{' && s.len > 1 && (s.ptr[1] == '"' || s.ptr[1] == '\'' || s.ptr[1] == '`')) {
        s = str_from(s, 1); /* JSX: label={"npm"} */
        quote = *s.ptr;
    }
    if (quote == '"' || quote == '\'' || quote == '`') {
        struct cut c = str_cut(str_from(s, 1), quote);
        *args = str_starts(c.tail, S("}")) ? str_from(c.tail, 1) : c.tail;
        return c.head;
    }
    for (n = 0; n < s.len && !char_is_space(s.ptr[n]);)
        n++;
    *args = str_from(s, n);
    return str_sub(s, 0, n);
}

static struct str value_of(const struct forge_tag *t, struct str key)
{
    for (struct str args = t->args; str_trim(args).len;) {
        struct str name, value = take(&args, &name);
        if (str_equal(name, key))
            return value;
    }
    return (struct str){ 0 };
}

struct str forge_tag_word(const struct forge_tag *t, int n)
{
    for (struct str args = t->args; str_trim(args).len;) {
        struct str name, value = take(&args, &name);
        if (!name.len && n-- == 0)
            return value;
    }
    return (struct str){ 0 };
}

static struct str first_value(const struct forge_tag *t, const struct str *names, ptrdiff_t n)
{
    struct str value = { 0 };
    for (ptrdiff_t i = 0; i < n && !value.len; i++)
        value = value_of(t, names[i]);
    return value;
}

struct str forge_tag_kind(const struct forge_tag *t)
{
    static const struct str names[] = {
        { "type", 4 }, { "style", 5 }, { "kind", 4 }, { "color", 5 }
    };
    struct str kind = first_value(t, names, LEN(names));
    return kind.len ? kind : forge_tag_word(t, 0);
}

struct str forge_tag_title(const struct forge_tag *t)
{
    static const struct str names[] = { { "title", 5 },   { "label", 5 },  { "name", 4 },
                                        { "summary", 7 }, { "header", 6 }, { "value", 5 } };
    struct str title = first_value(t, names, LEN(names));
    bool named = str_equal_nocase(t->name, S("tab")) || str_equal_nocase(t->name, S("details")) ||
                 str_equal_nocase(t->name, S("expand"));
    return !title.len && named ? forge_tag_word(t, 0) : title;
}

static void put_target(struct mapped *out, struct str head, struct str target)
{
    bool blank = str_char(target, ' ') >= 0;
    mapped_say(out, blank ? S("<") : S(""));
    mapped_say(out, head);
    mapped_put(out, target);
    mapped_say(out, blank ? S(">") : S(""));
}

bool forge_tag_card(const struct forge_tag *t, struct mapped *out)
{
    struct str title = value_of(t, S("title")), href = value_of(t, S("href"));
    struct str about = value_of(t, S("description"));
    title = title.len ? title : value_of(t, S("label"));
    if (t->closing || !(title.len + about.len) || t->syntax != FORGE_MDX)
        return false;
    mapped_say(out, href.len ? S("[") : title.len ? S("**") : S(""));
    mapped_put(out, title.len ? title : href.len ? href : S(""));
    mapped_say(out, href.len ? S("](") : title.len ? S("**") : S(""));
    if (href.len)
        put_target(out, S(""), href);
    mapped_say(out, href.len ? S(") ") : S(" "));
    mapped_put(out, about);
    return true;
}

bool forge_tag_ends_code(struct str line)
{
    struct forge_tag t;
    return forge_tag_at(str_trim(line), false, &t) && t.closing && t.use == FORGE_TAG_CODE;
}

/* ---- tags in a line ---- */

static bool is_opening(char c, char next)
{
    return (c == '{' && (next == '{' || next == '%' || next == '/' || char_is_alpha(next) ||
                         char_among(next, "+-~>="))) ||
           (c == '[' && next == '[') || (c == '$' && next == '$') || (c == '<' && next == '!') ||
           (c == '=' && next == '=') || (c == '+' && next == '+') ||
           (c == ':' && char_among(next, "mofs")) || (c == '*' && next == '[');
}

bool forge_tags_wanted(struct str line)
{
    for (const char *c = "{[$<=+:*"; *c; c++)
        for (struct cut at = str_cut(line, *c); at.ok; at = str_cut(at.tail, *c))
            if (at.tail.len && is_opening(*c, *at.tail.ptr))
                return true;
    return false;
}

static void put_picture(struct mapped *out, const struct forge_tag *t)
{
    struct str src = value_of(t, S("src")), alt = value_of(t, S("alt"));
    struct str caption = value_of(t, S("caption"));
    caption = caption.len ? caption : value_of(t, S("title"));
    mapped_say(out, S("!["));
    mapped_put(out, alt.len ? alt : caption);
    mapped_say(out, S("]("));
    bool part = str_equal(t->name, S("imgproc")); /* the begin of a file's name */
    put_target(out, part ? S(FORGE_REF) : S(""), src.len ? src : forge_tag_word(t, 0));
    mapped_say(out, S(")"));
    if (alt.len && caption.len && !str_equal(alt, caption)) {
        mapped_say(out, S(" "));
        mapped_put(out, caption);
    }
}

/* Behind "](" or "[label]: ", with no blank between: there a tag is a part of an address. */
static bool is_in_target(struct str before)
{
    ptrdiff_t n = before.len, far = n > FORGE_TAG ? n - FORGE_TAG : 0;
    while (n > far && !char_is_space(before.ptr[n - 1]))
        n--;
    struct str label = str_trim(str_sub(before, 0, n));
    return str_find(str_from(before, n), S("](")) >= 0 ||
           (str_starts(label, S("[")) && str_ends(label, S("]:")));
}

/* What a tag that links means by its words: Hugo knows pages by the end of their path, Jekyll by the whole. */
static void put_link(struct mapped *out, const struct forge_tag *t, struct str target, bool inside)
{
    bool hugo = t->syntax == FORGE_HUGO && !str_starts(target, S("#"));
    bool path = t->syntax == FORGE_LIQUID && str_equal(t->name, S("link"));
    bool post = t->syntax == FORGE_LIQUID && str_equal(t->name, S("post_url"));
    bool top = path && !str_starts(target, S("/"));
    struct str head = hugo || post ? S(FORGE_REF) : top ? S("/") : S("");
    put_target(out, inside ? head : S(""), target);
}

/* A tag that stays: blanks would end the address it stands in. */
static void put_kept(struct mapped *out, struct str whole, bool inside)
{
    for (ptrdiff_t from = 0, n; from < whole.len; from += n) {
        n = 0;
        bool blank = inside && char_is_space(whole.ptr[from]);
        while (from + n < whole.len && (inside && char_is_space(whole.ptr[from + n])) == blank)
            n++;
        if (!blank)
            mapped_put(out, str_sub(whole, from, n));
    }
}

/* Writes what stands at s in line, where a tag may begin. Returns how much of s is done; 0: no tag. */
static ptrdiff_t put_tag(struct forge_litter *l, struct mapped *out, struct str s, struct str line)
{
    struct forge_tag t;
    if (!forge_tag_at(str_sub(s, 0, FORGE_TAG), false, &t))
        return 0;
    bool inside = is_in_target(str_span(line.ptr, s.ptr));
    struct str target = value_of(&t, S("path"));
    target = target.len ? target : forge_tag_word(&t, 0);
    if (t.use == FORGE_TAG_LINK && target.len)
        put_link(out, &t, target, inside);
    else if (t.use == FORGE_TAG_PICTURE && t.args.len)
        put_picture(out, &t);
    else if (t.use != FORGE_TAG_NONE) {
        bool include = str_starts(s, S("{{#include")) || str_starts(s, S("{{#rustdoc_include"));
        if (!t.closing)
            forge_litter_count(l, include ? FORGE_INCLUDE : t.syntax, t.whole);
        put_kept(out, t.whole, inside);
    }
    return t.whole.len;
}

/* {name}`text` */
static bool is_role(struct str s)
{
    ptrdiff_t n = 1;
    while (n < s.len && (char_is_alnum(s.ptr[n]) || str_char(S("-:_+."), s.ptr[n]) >= 0))
        n++;
    return n > 1 && char_is_alpha(s.ptr[1]) && str_starts(str_from(s, n), S("}`"));
}

static bool is_wiki_link(struct str s)
{
    ptrdiff_t end = str_find(str_sub(s, 0, FORGE_TAG), S("]]"));
    char behind = end >= 0 && end + 2 < s.len ? s.ptr[end + 2] : ' ';
    return end > 3 && char_is_alpha(s.ptr[2]) && str_char(str_sub(s, 2, end - 2), '.') < 0 &&
           behind != '(' && behind != '[' && behind != ':' &&
           !str_equal_nocase(str_sub(s, 2, end - 2), S("toc"));
}

/* How long the code span is that s begins with. */
static ptrdiff_t code_len(struct str s)
{
    ptrdiff_t n = 0;
    while (n < s.len && s.ptr[n] == '`')
        n++;
    for (ptrdiff_t i = n, run = 0; i < s.len; i++) {
        run = s.ptr[i] == '`' ? run + 1 : 0;
        if (run == n && (i + 1 == s.len || s.ptr[i + 1] != '`'))
            return i + 1;
    }
    return n;
}

/* ---- comments ---- */

/* Two dashes in a comment are HTML, and the parser takes them for text: they are written apart. */
static void put_comment(struct mapped *out, struct str inside)
{
    for (ptrdiff_t at = str_find(inside, S("--")); at >= 0; at = str_find(inside, S("--"))) {
        mapped_put(out, str_sub(inside, 0, at + 1));
        mapped_say(out, S(" "));
        inside = str_from(inside, at + 1);
    }
    mapped_put(out, inside);
    mapped_say(out, inside.len && str_ends(inside, S("-")) ? S(" ") : S(""));
}

/* Whether the paragraph that goes on in l->ahead ends a comment; what was looked through once is not again. */
static bool ends_ahead(struct forge_litter *l)
{
    if (l->ahead.ptr < l->looked)
        return false;
    for (struct str rest = l->ahead; rest.len;) {
        struct str line = str_line(&rest);
        if (str_find(line, S("-->")) >= 0)
            return true;
        l->looked = line.ptr + line.len;
        if (!str_trim(line).len)
            return false;
    }
    return false;
}

/* Writes the comment that s begins with, or goes on with. Returns how much of s is done; 0: none. */
static ptrdiff_t comment(struct forge_litter *l, struct mapped *out, struct str s)
{
    ptrdiff_t head = l->comment ? 0 : 4;
    if (!l->comment && (!str_starts(s, S("<!--")) || (l->looked && s.ptr < l->looked)))
        return 0;
    if (!l->comment && (str_starts(s, S("<!-->")) || str_starts(s, S("<!--->"))))
        return s.ptr[4] == '>' ? 5 : 6;
    struct str inside = str_from(s, head);
    ptrdiff_t end = str_find(inside, S("-->"));
    if (end < 0 && !l->comment && !ends_ahead(l)) {
        l->looked = l->looked && l->looked > s.ptr + s.len ? l->looked : s.ptr + s.len;
        return 0;
    }
    /* two begins that are right and that the parser takes for text */
    const char *mend = !head ? "" : !inside.len ? " ." : *inside.ptr == '>' ? " " : "";
    l->comment = end < 0;
    mapped_put(out, str_sub(s, 0, head));
    mapped_say(out, str_of(mend));
    put_comment(out, str_sub(inside, 0, end < 0 ? inside.len : end));
    mapped_put(out, str_sub(inside, end < 0 ? inside.len : end, 3));
    return end < 0 ? s.len : head + end + 3;
}

/* ---- a line ---- */

/* "==mark==", "++ctrl+c++": what stands between touches both. */
static bool is_span(struct str s, struct str sign, bool key)
{
    struct str inside = str_from(s, sign.len);
    ptrdiff_t end = str_find(inside, sign);
    if (end < 1 || char_is_space(*inside.ptr) || char_is_space(inside.ptr[end - 1]) ||
        *inside.ptr == *sign.ptr)
        return false;
    for (ptrdiff_t i = 0; key && i < end; i++)
        if (!char_is_alnum(inside.ptr[i]) && !char_among(inside.ptr[i], "+-_\""))
            return false;
    return end + 2 >= inside.len || inside.ptr[end + 2] != *sign.ptr;
}

/* ":material-check:" */
static bool is_icon(struct str s)
{
    static const char *const sets[] = { ":material-", ":octicons-", ":fontawesome-", ":simple-" };
    ptrdiff_t end = str_char(str_from(s, 1), ':');
    for (ptrdiff_t i = 0; i < LEN(sets); i++)
        if (str_starts(s, str_of(sets[i])))
            return end > 0 && str_char(str_sub(s, 0, end), ' ') < 0;
    return false;
}

static bool is_mark(struct str s, char before, bool first)
{
    static const char *const changes[][2] = {
        { "{++", "++}" }, { "{--", "--}" }, { "{~~", "~~}" }, { "{>>", "<<}" }, { "{==", "==}" }
    };
    bool free = char_is_space(before) || char_among(before, "(\"'*_|>,;");
    for (ptrdiff_t i = 0; *s.ptr == '{' && i < LEN(changes); i++)
        if (str_starts(s, str_of(changes[i][0])) && str_find(s, str_of(changes[i][1])) > 0)
            return true;
    return (free && str_starts(s, S("==")) && is_span(s, S("=="), false)) ||
           (free && str_starts(s, S("++")) && is_span(s, S("++"), true)) ||
           (*s.ptr == ':' && is_icon(s)) ||
           (first && str_starts(s, S("*[")) && str_find(s, S("]: ")) > 2);
}

static void count_other(struct forge_litter *l, struct str s, char before, bool first)
{
    if (l->text && is_mark(s, before, first))
        forge_litter_count(l, FORGE_MARKS, str_trim(str_sub(s, 0, str_char(s, '\n'))));
    if (*s.ptr == '[' && str_starts(s, S("[[")) && is_wiki_link(s))
        forge_litter_count(l, FORGE_WIKI, str_sub(s, 0, str_find(s, S("]]")) + 2));
    if (*s.ptr == '{' && is_role(s))
        forge_litter_count(l, FORGE_ROLE, str_sub(s, 0, str_char(s, '}') + 1));
    if (first && str_starts(str_trim(s), S("$$")))
        forge_litter_count(l, FORGE_MATH, str_trim(s));
}

void forge_tags_line(struct forge_litter *l, struct mapped *out, struct str line)
{
    ptrdiff_t from = 0, done;
    for (ptrdiff_t i = 0; i < line.len; i += done) {
        struct str s = str_from(line, i);
        bool tag = *s.ptr == '{' || (*s.ptr == '<' && l->text) || l->comment;
        done = *s.ptr == '`' && !tag ? code_len(s) : *s.ptr == '\\' && !tag ? 2 : 1;
        count_other(l, s, i ? line.ptr[i - 1] : ' ', i == 0);
        if (!tag)
            continue;
        mapped_put(out, str_sub(line, from, i - from));
        ptrdiff_t n = *s.ptr == '{' && !l->comment ? put_tag(l, out, s, line) : comment(l, out, s);
        from = i + n;
        done = n ? n : 1;
    }
    mapped_put(out, str_from(line, from));
}
