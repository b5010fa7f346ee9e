/* secrets.c - shapes of keys and tokens, names that tell, and what is visibly neither.
 *
 * Every shape and name begins with an anchor of three letters or more ("AKIA", "token"). One pass looks at every
 * second place of the text: three bytes there, without case, are asked of a small set that holds the first and
 * the second three of each anchor. Few places pass, and only those are compared. Two more passes decode what is
 * written with percent signs and in base64, and look into that once. */
#include "check/secrets.h"

#include <assert.h>
#include <pthread.h>

#include "secrets_tables.h"

enum {
    BITS = 1 << 17, /* of the set */
    HEADS = 256,
    ENTRIES = 512,
    NEAR = 400,  /* between a name and its value: tags of a highlighted line */
    HEAD = 64,   /* of a value; what is visibly no secret says so here */
    VALUE = 512, /* a longer one is none */
    LONG = 4096, /* of a value; of a block that is decoded */
    KEY = 40,    /* of a private key, in base64: Ed25519 has 64 */
};

/* ---- classes of bytes ---- */

static bool in_set(char c, char set)
{
    switch (set) {
    case 'u':
        return (c >= 'A' && c <= 'Z') || char_is_digit(c);
    case 'h':
        return char_is_digit(c) || (c >= 'a' && c <= 'f');
    case 'a':
        return char_is_alnum(c);
    case 'w':
        return char_is_alnum(c) || c == '_';
    case 'd':
        return char_is_alnum(c) || c == '_' || c == '-';
    case '.':
        return char_is_alnum(c) || c == '_' || c == '-' || c == '.';
    default: /* base64, both alphabets */
        return char_is_alnum(c) || c == '+' || c == '/' || c == '_' || c == '-';
    }
}

static ptrdiff_t run_of(struct str s, char set)
{
    ptrdiff_t n = 0;
    while (n < s.len && in_set(s.ptr[n], set))
        n++;
    return n;
}

static bool has_few_letters(struct str s)
{
    uint64_t seen[4] = { 0 };
    int n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        n += !(seen[c / 64] >> c % 64 & 1);
        seen[c / 64] |= UINT64_C(1) << c % 64;
    }
    return n < 4 || (s.len >= 16 && n < 6);
}

static bool is_fake(struct str s)
{
    s = str_sub(s, 0, HEAD);
    return str_holds_any(s, fakes, LEN(fakes)) || has_few_letters(s);
}

/* ---- values ---- */

struct mix {
    int letters, digits, symbols, pieces;
    int turns; /* between letters and digits, and from small to large, inside a piece */
    int mixed; /* bytes of pieces that look random: three turns or more */
};

static int class_of(char c)
{
    return char_is_digit(c) ? 1 : char_is_alpha(c) || (unsigned char)c >= 0x80 ? 2 : 0;
}

/* Alone, or with what an address has behind it: "…&token=UUID?autoplay=1". */
static bool is_uuid(struct str s)
{
    s = str_char(s, '?') == 36 ? str_sub(s, 0, 36) : s;
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? s.ptr[i] != '-'
                                                    : !in_set(char_lower(s.ptr[i]), 'h'))
            return false;
    return s.len == 36;
}

static int turns_of(struct str piece)
{
    int n = 0;
    for (ptrdiff_t i = 1; i < piece.len; i++) {
        char c = piece.ptr[i], was = piece.ptr[i - 1];
        n += class_of(c) != class_of(was) || (c >= 'A' && c <= 'Z' && was >= 'a');
    }
    return n;
}

static struct mix mix_of(struct str s)
{
    struct mix m = { 0 };
    for (ptrdiff_t i = 0, n; i < s.len; i += n + 1) {
        n = 0;
        for (int c; i + n < s.len && (c = class_of(s.ptr[i + n])); n++) {
            m.letters += c == 2;
            m.digits += c == 1;
        }
        int turns = turns_of(str_sub(s, i, n));
        m.pieces += n > 0;
        m.turns += turns;
        m.mixed += turns >= 2 ? (int)n : 0;
        m.symbols += i + n + 1 < s.len && char_among(s.ptr[i + n], "!@#$%^&*?~");
    }
    return m;
}

/* "30days" */
static bool is_quantity(struct str s, const struct mix *m)
{
    ptrdiff_t lead = 0;
    while (lead < s.len && char_is_digit(s.ptr[lead]))
        lead++;
    return lead && m->digits == lead && m->turns <= 1;
}

/* "v2" is a version, "V2kX…" is none. */
static bool is_word(struct str s)
{
    for (ptrdiff_t i = 0; i < LEN(words); i++) {
        ptrdiff_t n = (ptrdiff_t)strlen(words[i]);
        if (s.len >= n && str_equal_nocase(str_sub(s, 0, n), str_of(words[i])) &&
            !(n == 2 && s.len > n && char_is_alpha(s.ptr[n])))
            return s.len < 16;
    }
    return false;
}

/* A phrase of several words that names no secret and holds no placeholder: "correct-horse-…". */
static bool is_phrase(struct str v, const struct mix *m)
{
    static const char *const names[] = { "pass", "secret", "token", "key",
                                         "cred", "db",     "prod",  "env" };
    return m->pieces >= 4 && v.len >= 20 && m->letters + m->pieces - 1 == v.len &&
           str_char(v, '.') < 0 && str_char(v, '/') < 0 && !str_holds_any(v, names, LEN(names));
}

/* How much at s is a word of the stock, neighbours of the alphabet, a few digits, or between those; or 0. */
static ptrdiff_t stock_piece(struct str s, int digits)
{
    ptrdiff_t best = char_among(s.ptr[0], "-_.!@#") ? 1 : 0, n = 1;
    for (ptrdiff_t i = 0; i < LEN(stock); i++) {
        struct str word = str_of(stock[i]);
        if (word.len > best && str_equal_nocase(str_sub(s, 0, word.len), word))
            best = word.len;
    }
    while (n < s.len && class_of(s.ptr[n]) && s.ptr[n] == s.ptr[n - 1] + 1)
        n++;
    best = n >= 3 && n > best && class_of(s.ptr[0]) ? n : best;
    for (n = 0; n < s.len && char_is_digit(s.ptr[n]);)
        n++;
    return n > digits ? best : n > best ? n : best;
}

/* "password1", "my-secret", "abc123": nothing but the stock. */
static bool is_stock(struct str v)
{
    static const char *const calls_itself[] = { "secret", "password" };
    int digits = str_holds_any(str_sub(v, 0, HEAD), calls_itself, 2) ? 4 : 3;
    ptrdiff_t i = 0;
    for (ptrdiff_t n = 1; n && i < v.len; i += n)
        n = stock_piece(str_from(v, i), digits);
    return v.len && i == v.len;
}

static ptrdiff_t from_base64(struct str in, char *out, ptrdiff_t max);

/* What stands in a Kubernetes Secret of a manual, in base64: "not-a-real-…", "my-secret-key". */
static bool is_fake_base64(struct str v)
{
    char plain[256];
    struct str p = { plain, from_base64(v, plain, (ptrdiff_t)sizeof plain) };
    if (p.len < 4 || p.len < v.len * 3 / 4 - 2)
        return false;
    if (p.len < 6)
        return is_stock(p);
    struct mix m = mix_of(p);
    return is_fake(p) || is_stock(p) ||
           (p.len >= 8 && m.pieces > 1 && m.letters + m.pieces - 1 == p.len && !is_phrase(p, &m));
}

static bool is_value(enum kind kind, struct str v, bool strong)
{
    if (v.len < (kind == PASSWORD ? 6 : 10) || v.len > VALUE ||
        char_among(v.ptr[0], "$/.[{*#%@<-") || is_fake(v) || is_word(v) || is_stock(v))
        return false;
    struct mix m = mix_of(v);
    if (is_uuid(v) || is_quantity(v, &m) || !m.letters || is_fake_base64(v))
        return false;
    if (kind == PASSWORD)
        return (m.digits && m.turns) || (m.symbols && strong) || (strong && is_phrase(v, &m));
    return m.digits && m.turns >= (v.len < 16 ? 2 : 3) && 2 * m.mixed >= v.len;
}

/* ---- names and what stands between ---- */

/* "pass", "pass_prod", "password", "passwd", "passphrase"; neither "passes" nor "compass". */
static bool is_pass(struct str before, struct str after)
{
    static const char *const tails[] = { "_", "word", "wd", "phrase" };
    static const char *const heads[] = { "com", "by", "sur", "over", "tres" };
    bool is = !after.len;
    for (ptrdiff_t i = 0; i < LEN(tails); i++)
        is = is ||
             str_equal_nocase(str_sub(after, 0, (ptrdiff_t)strlen(tails[i])), str_of(tails[i]));
    for (ptrdiff_t i = 0; i < LEN(heads); i++)
        is = is && !str_ends(before, str_of(heads[i]));
    return is;
}

/* "H4FHT4B454P6UXFD7JCYQ5PWDY" is no name that somebody gave. */
static bool is_noise(struct str before, struct str after)
{
    struct mix a = mix_of(before), b = mix_of(after);
    return a.digits + b.digits >= 3 && a.turns + b.turns >= 4;
}

/* A name that stands for a secret: not one of a thing about it, as "passwordPolicy" is. */
static bool is_telling(const struct anchor *a, struct str before, struct str after)
{
    if (str_equal(str_of(a->text), S("pass")) && !is_pass(before, after))
        return false;
    if ((a->text[0] == 't' && str_starts(after, S("iz"))) || is_noise(before, after))
        return false; /* tokenizer */
    return !str_equal_nocase(after, S("id")) && !str_holds_any(after, about, LEN(about)) &&
           !str_holds_any(before, about_before, LEN(about_before));
}

static struct str name_before(struct str text, ptrdiff_t at)
{
    ptrdiff_t i = at;
    while (i > 0 && at - i < 64 && in_set(text.ptr[i - 1], 'd'))
        i--;
    return str_sub(text, i, at - i);
}

struct gap {
    bool strong, weak, quoted, set; /* set: by "=" or ":" */
};

/* A tag that may stand before a value, not a word to be filled in. */
static bool is_tag(struct str s)
{
    struct str name = str_sub(s, 1, run_of(str_sub(s, 1, 16), 'd'));
    for (ptrdiff_t i = 0; i < LEN(tags); i++)
        if (str_equal_nocase(name, str_of(tags[i])))
            return true;
    return !name.len; /* an end */
}

/* Length of a mark between name and value at s, or 0; notes in g what it means. */
static ptrdiff_t gap_step(struct str s, bool tag_name, struct gap *g)
{
    if (s.ptr[0] == '<') {
        if (g->set && !is_tag(s))
            return 0;
        const char *end = memchr(s.ptr, '>', (size_t)(s.len < NEAR ? s.len : NEAR));
        g->weak = g->weak || str_starts(s, S("</td")) || str_starts(s, S("</th")) ||
                  str_starts(s, S("</dt"));
        return end ? end + 1 - s.ptr : 0;
    }
    if ((s.ptr[0] == '\n' || s.ptr[0] == '\r') && str_starts(str_trim(str_sub(s, 0, 80)), S("<")))
        return 1;
    for (ptrdiff_t i = 0; i < LEN(marks); i++)
        if (str_starts(s, marks[i].text)) {
            char c = marks[i].sense;
            g->set = g->set || c == '=';
            g->strong = g->strong || c == '=' || (c == '>' && tag_name);
            g->weak = g->weak || c == ',';
            g->quoted = c == 'q' && (g->strong || g->weak);
            return c ? marks[i].text.len : 0;
        }
    return 0;
}

static struct str value_at(struct str s, bool whole)
{
    ptrdiff_t n = 0;
    while (n < s.len && n <= VALUE && (unsigned char)s.ptr[n] > ' ' &&
           !char_among(s.ptr[n], "\"'`<>\\\xe3\xef") && (whole || !char_among(s.ptr[n], ",;|&)]}")))
        n++;
    while (n && char_among(s.ptr[n - 1], ".:,*"))
        n--;
    return str_sub(s, 0, n);
}

/* "Q3eGuVtX…" and "Q3eGuVtX...": the writer left the rest out. */
static bool is_cut(struct str text, struct str v)
{
    struct str rest = str_span(v.ptr + v.len, text.ptr + text.len);
    return str_starts(rest, S("..")) || str_starts(rest, S("\xe2\x80\xa6")) ||
           str_starts(rest, S("&hellip;"));
}

/* ".password | b64enc" of a template, "`native_password`, `sha2_password`": what is next is no value. */
static bool is_next(const struct anchor *a, struct str text, ptrdiff_t head, ptrdiff_t name,
                    struct str v)
{
    bool in_pascal =
        name > head && text.ptr[name] < 'a'; /* OAuth2PasswordBearer, OAuth2PasswordForm */
    bool member =
        head > 0 && text.ptr[head - 1] == '.' && (head == 1 || !char_is_alnum(text.ptr[head - 2]));
    ptrdiff_t at = str_find_nocase(v, str_of(a->text));
    struct cut pair = str_cut(v, '=');
    bool named = at > 0 && (v.ptr[at - 1] == '_' || (in_pascal && v.ptr[at] < 'a'));
    return member || named || (pair.tail.len > 2 && !mix_of(pair.head).digits);
}

/* "[hunter2](config:/db/password)": a claim says the value, and its target the name. */
static bool claimed(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    ptrdiff_t from = at, close;
    while (from > 0 && at - from < NEAR && (unsigned char)text.ptr[from - 1] > ' ' &&
           text.ptr[from - 1] != '(')
        from--;
    struct str target = str_sub(text, from, at - from), before = str_sub(text, 0, from);
    if (!str_ends(before, S("](")) ||
        (str_find(target, S(":/")) < 0 && str_find(target, S("#/")) < 0))
        return false;
    for (close = from - 2, from = close; from > 0 && close - from < VALUE &&
                                         text.ptr[from - 1] != '[' &&
                                         (unsigned char)text.ptr[from - 1] > ' ';)
        from--;
    *out = (struct secrets_hit){ a->pattern, str_sub(text, from, close - from) };
    return from > 0 && text.ptr[from - 1] == '[' && is_value(a->kind, out->at, true);
}

static ptrdiff_t skip_gap(struct str text, ptrdiff_t from, bool tag, struct gap *g)
{
    ptrdiff_t i = from;
    for (ptrdiff_t step = 1; step && i < text.len && i - from < NEAR; i += step)
        step = gap_step(str_from(text, i), tag, g);
    return i;
}

/* `variable "db_password" { … default = "…" }`: from the brace to behind "default"; 0: it has none. */
static ptrdiff_t to_default(struct str block)
{
    ptrdiff_t end = str_char(block, '}'), at = str_find(block, S("default"));
    bool is = block.len && block.ptr[0] == '{' && at > 0 && (end < 0 || at < end);
    return is ? at + 7 : 0;
}

/* "machine HOST login NAME password …" of a netrc file: a blank is enough. */
static bool is_netrc(struct str open)
{
    struct str near = str_from(open, open.len > NEAR / 2 ? open.len - NEAR / 2 : 0);
    ptrdiff_t machine = str_find(near, S("machine"));
    return machine >= 0 && str_find(str_from(near, machine), S("login")) > 0;
}

/* "HEROKU_API_KEY=f05a7df1-…": a UUID is a key to those that make theirs so. */
static bool is_uuid_key(struct str name, struct str v)
{
    return str_find_nocase(name, S("heroku")) >= 0 && is_uuid(v) && !is_fake(v);
}

/* What is to be filled in: "password=<PASSWORD>". */
static bool is_blank_form(struct str open)
{
    return str_ends(open, S("=<")) || str_ends(open, S("=&lt;"));
}

/* "?sig=" of an address. */
static bool is_signature(struct str open, struct str before)
{
    return open.len && !before.len && char_among(open.ptr[open.len - 1], "?&;");
}

static bool beside(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    ptrdiff_t n = (ptrdiff_t)strlen(a->text), from = at + n;
    struct str before = name_before(text, at);
    struct str after = str_sub(text, from, run_of(str_sub(text, from, 64), 'd'));
    struct str open = str_sub(text, 0, at - before.len);
    bool sign = a->text[n - 1] == '=';
    if (sign ? !is_signature(open, before) : !is_telling(a, before, after))
        return false;
    if (!sign && claimed(a, text, at, out))
        return true;
    if (is_blank_form(open))
        return false;
    struct gap g = { .strong = sign };
    bool tag = str_ends(open, S("<")) || str_ends(open, S("&lt;"));
    ptrdiff_t i = skip_gap(text, from + (sign ? 0 : after.len), tag, &g);
    ptrdiff_t skip = to_default(str_sub(text, i, 2 * NEAR));
    if (skip) {
        g = (struct gap){ 0 };
        i = skip_gap(text, i + skip, false, &g);
    }
    g.weak = g.weak || str_starts(before, S("--"));
    g.strong = g.strong || is_netrc(open);
    struct str v = value_at(str_from(text, i), false);
    if (a->text[0] == 't' && v.len == 64 && run_of(v, 'h') == 64)
        return false; /* as likely a SHA-256 */
    if ((!g.strong && is_next(a, text, open.len, at, v)) || (a->kind == TOKEN && is_cut(text, v)))
        return false;
    *out = (struct secrets_hit){ a->pattern, value_at(str_from(text, i), true) };
    return (g.strong || g.weak) && (is_value(a->kind, v, g.strong) || is_uuid_key(before, v));
}

static bool name_tells(struct str key, enum kind *kind)
{
    for (ptrdiff_t i = 0; i < LEN(anchors); i++) {
        const struct anchor *a = &anchors[i];
        ptrdiff_t at =
            a->kind == PASSWORD || a->kind == TOKEN ? str_find_nocase(key, str_of(a->text)) : -1;
        *kind = a->kind;
        if (at >= 0 &&
            is_telling(a, str_sub(key, 0, at), str_from(key, at + (ptrdiff_t)strlen(a->text))))
            return true;
    }
    return false;
}

bool secrets_sealed(struct str path)
{
    struct cut folder = str_rcut(path, '/');
    return str_starts(folder.tail, S(".env")) || str_ends(path, S(".env")) ||
           str_ends(path, S(".tfvars")) || str_ends(path, S(".tfvars.json"));
}

bool secrets_at(struct str pointer, struct str value, bool sealed)
{
    enum kind kind;
    struct secrets_hit hit;
    for (struct str rest = pointer; rest.len;) {
        struct cut token = str_cut(rest, '/');
        if (name_tells(token.head, &kind) && (sealed || is_value(kind, value, true)))
            return true;
        rest = token.tail;
    }
    return secrets_find(value, &hit);
}

/* ---- shapes ---- */

static bool shape(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    ptrdiff_t from = at + (ptrdiff_t)strlen(a->text), n;
    if (at > 0 && a->text[0] != '.' && char_is_alnum(text.ptr[at - 1]))
        return false;
    n = run_of(str_sub(text, from, VALUE), a->set[0]);
    bool ends = from + n >= text.len || a->set[0] == 'h' || !char_is_alnum(text.ptr[from + n]);
    struct str value = str_sub(text, at, from + n - at);
    if (n > a->min - 1 && a->set[1] && text.ptr[from + a->set[1]] != '.')
        return false;
    if (n < a->min || (a->max && n > a->max) || !ends || is_fake(str_sub(text, from, n)))
        return false;
    *out = (struct secrets_hit){ a->pattern, value };
    return true;
}

static bool hook(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    struct str v = value_at(str_from(text, at + (ptrdiff_t)strlen(a->text)), false);
    *out = (struct secrets_hit){ a->pattern, v };
    return v.len >= a->min && mix_of(v).turns >= 4 && !is_fake(v);
}

static bool jwt(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    ptrdiff_t head = at;
    while (head > 0 && at - head < LONG && in_set(text.ptr[head - 1], 'd'))
        head--;
    ptrdiff_t end = at + 1 + run_of(str_from(text, at + 1), 'd');
    bool is = str_starts(str_from(text, head), S("eyJ")) && at - head >= 12 && end - at >= 12;
    char plain[256];
    struct str p = { plain, from_base64(str_sub(text, at + 1, end - at - 1), plain, 256) };
    if (str_holds_any(p, nobody, LEN(nobody)))
        return false;
    if (is && end + 1 < text.len && text.ptr[end] == '.')
        end += 1 + run_of(str_from(text, end + 1), 'd');
    *out = (struct secrets_hit){ a->pattern, str_sub(text, head, end - head) };
    return is;
}

/* Not "auth_provider_x509_cert_url", not "com/robot/v1/metadata": what stands after the key in a JSON file. */
static bool is_key_line(struct str s)
{
    bool large = false;
    for (ptrdiff_t i = 0; i < s.len; i++)
        large = large || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z');
    return large && str_char(s, '_') < 0;
}

/* How much base64 stands in s, in lines or in one. */
static ptrdiff_t base64_in(struct str s)
{
    ptrdiff_t all = 0;
    for (ptrdiff_t i = 0, n; i < s.len; i += n + 1) {
        n = run_of(str_from(s, i), 'b');
        all += n >= 16 ? n : 0;
    }
    return all;
}

/* The mark alone is what manuals show; a key has lines of base64 below it, and none is shorter than KEY. */
static bool pem(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    struct str near = str_sub(text, at, 600);
    ptrdiff_t kind = str_find(str_sub(near, 0, 60), S("PRIVATE KEY"));
    for (ptrdiff_t i = kind + 11, n; kind > 0 && i < near.len; i += n + 1) {
        n = run_of(str_from(near, i), 'b');
        if (n < 24 || is_fake(str_sub(near, i, n)) || !is_key_line(str_sub(near, i, n)))
            continue;
        ptrdiff_t end = str_find(str_sub(text, at + i, 4 * LONG), S("-----END"));
        if (base64_in(str_sub(text, at + i, end < 0 ? n : end)) < KEY)
            return false;
        *out = (struct secrets_hit){ a->pattern, str_sub(text, at + i, end < 0 ? n : end) };
        return true;
    }
    return false;
}

/* A word of small letters, or a short one for "my.proxy": what manuals write between ":" and "@". */
static bool is_made_up(struct str word, struct str host)
{
    ptrdiff_t small = 0, percents = 0;
    for (ptrdiff_t i = 0; i < word.len; i++) {
        small += (word.ptr[i] >= 'a' && word.ptr[i] <= 'z') || word.ptr[i] == '_';
        percents += word.ptr[i] == '%';
    }
    bool mine = str_starts(host, S("my")) || str_starts(host, S("your"));
    return (small == word.len && word.len < 6) || (mine && word.len < 8 + 2 * percents);
}

static bool url(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    static const char *const plain[] = { "pass", "pw", "secret", "user", "test", "token" };
    static const char *const here[] = { "localhost", "127.0.0.1", "0.0.0.0", "host", "example" };
    struct str host = str_sub(text, at + 3, 300);
    ptrdiff_t n = 0;
    while (n < host.len && (unsigned char)host.ptr[n] > ' ' &&
           !char_among(host.ptr[n], "/?#\"'<>`\\|,"))
        n++;
    struct cut c = str_rcut(str_sub(host, 0, n), '@');
    struct cut u = str_cut(c.head, ':');
    struct str word = u.ok ? u.tail : c.head;
    if (!c.ok || !at || !char_is_alnum(text.ptr[at - 1]))
        return false;
    *out = (struct secrets_hit){ a->pattern, word };
    bool web =
        str_ends(str_sub(text, 0, at), S("http")) || str_ends(str_sub(text, 0, at), S("https"));
    if (!u.ok)
        return web && is_value(TOKEN, word, true); /* enode://PUBLIC_KEY@host */
    if (is_made_up(word, c.tail))
        return false;
    if (is_stock(word) ||
        ((str_holds_any(word, plain, LEN(plain)) || str_holds_any(c.tail, here, LEN(here))) &&
         !mix_of(word).digits))
        return false;
    return word.len >= 4 && !str_equal(word, u.head) && !char_among(word.ptr[0], "$%{[*") &&
           !is_fake(word) && class_of(word.ptr[0]);
}

/* "foo:bar", "app:app_pwd" */
static bool is_fake_login(struct str word)
{
    return is_stock(word) ||
           (!mix_of(word).digits && str_holds_any(word, (const char *const[]){ "pass", "pwd" }, 2));
}

/* "Bearer …", "Basic …", and `"auth": "…"` of a registry. */
static bool scheme(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    char plain[256];
    struct gap g = { 0 };
    ptrdiff_t from = at + (ptrdiff_t)strlen(a->text);
    if (a->text[0] == 'a' && (from = skip_gap(text, from, false, &g), !g.strong))
        return false;
    struct str v = value_at(str_from(text, from), false);
    *out = (struct secrets_hit){ a->pattern, v };
    if (a->kind == BEARER)
        return v.len >= 20 && !is_cut(text, v) && is_value(TOKEN, v, true);
    struct str p = { plain, from_base64(v, plain, (ptrdiff_t)sizeof plain) };
    struct cut user = str_cut(p, ':'); /* "$apr1$…" and "{SHA}…" are hashes */
    return v.len >= 8 && v.len < 300 && p.len >= v.len / 4 * 3 - 2 && user.ok &&
           !(user.tail.len && char_among(user.tail.ptr[0], "${")) && !is_fake(p) &&
           !is_fake_login(user.tail);
}

/* "curl -u user:password", tags between its words passed over. */
static bool login(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    static const char *const options[] = { " -u ", " --user " };
    char plain[256];
    struct str line = str_sub(text, at, NEAR), p = { plain, 0 };
    bool tag = false;
    for (ptrdiff_t i = 0; i < line.len && line.ptr[i] != '\n' && p.len < LEN(plain); i++) {
        tag = tag || line.ptr[i] == '<';
        if (!tag)
            plain[p.len++] = line.ptr[i];
        tag = tag && line.ptr[i] != '>';
    }
    for (ptrdiff_t k = 0; k < LEN(options); k++) {
        ptrdiff_t i = str_find(p, str_of(options[k]));
        struct str word = str_from(p, i < 0 ? p.len : i + (ptrdiff_t)strlen(options[k]));
        word = str_trim(str_cut(word, ' ').head);
        while (word.len && char_among(word.ptr[0], "\"'"))
            word = str_sub(word, 1, word.len - 2);
        word = str_cut(word, ':').tail;
        ptrdiff_t in = word.len ? str_find(line, word) : -1;
        *out = (struct secrets_hit){ a->pattern,
                                     str_sub(line, in < 0 ? 0 : in, in < 0 ? 0 : word.len) };
        if (in >= 0 && is_value(PASSWORD, word, true) && !is_fake_login(word))
            return true;
    }
    return false;
}

/* host:port:database:user:password, one a line */
static bool pgpass(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    struct str rest = str_sub(text, at + (ptrdiff_t)strlen(a->text), NEAR);
    struct cut database = str_cut(rest, ':'), user = str_cut(database.tail, ':');
    ptrdiff_t n = 0;
    while (n < user.tail.len && !char_is_space(user.tail.ptr[n]) &&
           !char_among(user.tail.ptr[n], "<\"'`"))
        n++;
    *out = (struct secrets_hit){ a->pattern, str_sub(user.tail, 0, n) };
    bool names = database.ok && user.ok && database.head.len && user.head.len;
    for (ptrdiff_t i = 0; names && i < user.tail.ptr - rest.ptr; i++)
        names = !char_is_space(rest.ptr[i]) && !char_among(rest.ptr[i], "<>\"'");
    return names && at > 0 && !char_is_space(text.ptr[at - 1]) && is_value(PASSWORD, out->at, true);
}

static bool check(const struct anchor *a, struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    static bool (*const by_kind[])(const struct anchor *, struct str, ptrdiff_t,
                                   struct secrets_hit *) = {
        [SHAPE] = shape,     [JWT] = jwt,      [PEM] = pem,       [URL] = url,
        [PASSWORD] = beside, [TOKEN] = beside, [BEARER] = scheme, [BASIC] = scheme,
        [HOOK] = hook,       [LOGIN] = login,  [PGPASS] = pgpass,
    };
    struct str head = str_sub(text, at, (ptrdiff_t)strlen(a->text));
    bool any_case = a->kind == PASSWORD || a->kind == TOKEN || a->kind >= BEARER;
    bool is = any_case ? str_equal_nocase(head, str_of(a->text)) : str_equal(head, str_of(a->text));
    return is && by_kind[a->kind](a, text, at, out) && out->at.len;
}

/* ---- the pass over a text ---- */

static struct {
    uint32_t bits[BITS / 32];
    uint16_t head[HEADS], next[ENTRIES]; /* entry numbers, 0 ends */
    struct {
        uint32_t four, mask; /* how the anchor begins, without case */
        uint8_t anchor, offset;
    } entry[ENTRIES];
    int n;
    int8_t six[256]; /* what a byte is in base64, or -1 */
} set;               /* filled once, then only read */

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "grams are cut out of words");

static uint64_t word_at(const char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return x | UINT64_C(0x2020202020202020);
}

static uint32_t four_at(const char *p)
{
    uint32_t x;
    memcpy(&x, p, 4);
    return x | 0x20202020u;
}

static uint32_t gram(uint64_t word)
{
    return ((uint32_t)word & 0xffffffu) * 0x9e3779b1u >> 15;
}

static bool has_gram(uint32_t h)
{
    return set.bits[h / 32] >> h % 32 & 1;
}

static void add_gram(int anchor, int offset, const char *three)
{
    const char *t = anchors[anchor].text;
    uint32_t h = gram(four_at((char[]){ three[0], three[1], three[2], 0 }));
    set.bits[h / 32] |= 1u << h % 32;
    set.n++;
    assert(set.n < ENTRIES);
    set.entry[set.n].anchor = (uint8_t)anchor;
    set.entry[set.n].offset = (uint8_t)offset;
    set.entry[set.n].four = four_at(t) & (t[3] ? UINT32_MAX : 0xffffffu);
    set.entry[set.n].mask = t[3] ? UINT32_MAX : 0xffffffu;
    set.next[set.n] = set.head[h % HEADS];
    set.head[h % HEADS] = (uint16_t)set.n;
}

/* An anchor of three letters has no second three of its own: it is any that begins like it. */
static void fill_set(void)
{
    static const char ends[] = "0123456789abcdefghijklmnopqrstuvwxyz_-.=:;\"'` <%|,&>\\";
    static const char base64[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";
    memset(set.six, -1, sizeof set.six);
    for (int i = 0; i < (int)LEN(base64) - 1; i++)
        set.six[(unsigned char)base64[i]] = (int8_t)(i < 64 ? i : i - 2);
    for (int i = 0; i < (int)LEN(anchors); i++) {
        const char *t = anchors[i].text;
        int at = anchors[i].at;
        add_gram(i, at, t + at);
        for (const char *e = ends; !t[3] && *e; e++)
            add_gram(i, 1, (char[]){ t[1], t[2], *e });
        if (t[3])
            add_gram(i, at + 1, t + at + 1);
    }
}

static void open_set(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fill_set);
}

static bool try_at(struct str text, ptrdiff_t at, struct secrets_hit *out)
{
    uint32_t h = gram(four_at(text.ptr + at));
    for (int e = set.head[h % HEADS]; e; e = set.next[e]) {
        ptrdiff_t from = at - set.entry[e].offset;
        if (from >= 0 && from + 4 <= text.len &&
            (four_at(text.ptr + from) & set.entry[e].mask) == set.entry[e].four &&
            check(&anchors[set.entry[e].anchor], text, from, out))
            return true;
    }
    return false;
}

static bool find_plain(struct str text, struct secrets_hit *out)
{
    ptrdiff_t i = 0;
    for (; i + 8 <= text.len; i += 6) {
        uint64_t w = word_at(text.ptr + i);
        bool a = has_gram(gram(w)), b = has_gram(gram(w >> 16)), c = has_gram(gram(w >> 32));
        if (a | b | c && ((a && try_at(text, i, out)) || (b && try_at(text, i + 2, out)) ||
                          (c && try_at(text, i + 4, out))))
            return true;
    }
    for (; i + 4 <= text.len; i += 2)
        if (try_at(text, i, out))
            return true;
    return false;
}

/* ---- encoded ---- */

static bool is_printable(unsigned char c)
{
    return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t';
}

/* Decodes while what comes is plain text; returns how many bytes that is. */
static ptrdiff_t from_base64(struct str in, char *out, ptrdiff_t max)
{
    ptrdiff_t n = 0;
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < in.len && n < max; i++) {
        int six = set.six[(unsigned char)in.ptr[i]];
        if (six < 0)
            break;
        bits = bits << 6 | (uint32_t)six;
        if (i % 4 == 0)
            continue;
        unsigned char c = (unsigned char)(bits >> (6 - 2 * (i % 4)));
        if (!is_printable(c))
            break;
        out[n++] = (char)c;
    }
    return n;
}

/* Can base64 of a dozen printable bytes begin here? Their first bits are those of no control character. */
static bool may_be_text(const char *p)
{
    bool may = true;
    for (int i = 0; i < 16 && may; i += 4) {
        int six = set.six[(unsigned char)p[i]];
        may = (six >= ' ' >> 2 && six <= '~' >> 2) || six == '\t' >> 2 || six == '\r' >> 2;
    }
    return may;
}

static bool find_in_run(struct str run, struct secrets_hit *out)
{
    char plain[LONG];
    for (ptrdiff_t at = 0; at + 12 < run.len;) {
        struct secrets_hit inner;
        struct str p = { plain, may_be_text(run.ptr + at)
                                    ? from_base64(str_from(run, at), plain, LONG)
                                    : 0 };
        if (p.len >= 12 && find_plain(p, &inner)) {
            *out = (struct secrets_hit){ inner.pattern, run };
            return true;
        }
        while (at + 1 < run.len && run.ptr[at] == run.ptr[at + 1])
            at++; /* lines of dashes */
        at += p.len == LONG ? LONG : p.len >= 12 ? p.len / 3 * 4 + 1 : 1;
    }
    return false;
}

/* No byte of the eight is a blank, a quote or outside of ASCII: base64 has none of these. */
static bool is_dense(const char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return !(((x - UINT64_C(0x2b2b2b2b2b2b2b2b)) | x) & UINT64_C(0x8080808080808080));
}

/* A run of RUN has two words in it, so one of every second word and the one before or behind that. */
static bool find_base64(struct str text, struct secrets_hit *out)
{
    enum { RUN = 23, WORD = 8 };
    for (ptrdiff_t i = 0; i + WORD <= text.len; i += 2 * WORD) {
        ptrdiff_t beg = i, end = i;
        if (!is_dense(text.ptr + i) ||
            !((i && is_dense(text.ptr + i - WORD)) ||
              (i + 2 * WORD <= text.len && is_dense(text.ptr + i + WORD))))
            continue;
        while (beg > 0 && i - beg < 2 * RUN && set.six[(unsigned char)text.ptr[beg - 1]] >= 0)
            beg--;
        while (end < text.len && set.six[(unsigned char)text.ptr[end]] >= 0)
            end++;
        if (end - beg >= RUN && find_in_run(str_sub(text, beg, end - beg), out))
            return true;
        i += (end - i) / (2 * WORD) * (2 * WORD);
    }
    return false;
}

static int nibble(char c)
{
    c = char_lower(c);
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_percent(struct str s, ptrdiff_t i)
{
    return i + 2 < s.len && s.ptr[i] == '%' && nibble(s.ptr[i + 1]) >= 0 &&
           nibble(s.ptr[i + 2]) >= 0;
}

static bool find_in_percents(struct str run, struct secrets_hit *out)
{
    char plain[LONG];
    struct str p = { plain, 0 };
    for (ptrdiff_t i = 0; i < run.len && p.len < LONG; i++) {
        bool coded = is_percent(run, i);
        plain[p.len++] =
            coded ? (char)(nibble(run.ptr[i + 1]) * 16 + nibble(run.ptr[i + 2])) : run.ptr[i];
        i += coded ? 2 : 0;
    }
    struct secrets_hit inner;
    if (!find_plain(p, &inner) && !find_base64(p, &inner))
        return false;
    *out = (struct secrets_hit){ inner.pattern, run };
    return true;
}

/* The word around each percent sign, in parts of LONG. */
static bool find_percents(struct str text, struct secrets_hit *out)
{
    for (ptrdiff_t at = 0, done = 0; at < text.len;) {
        const char *p = memchr(text.ptr + at, '%', (size_t)(text.len - at));
        ptrdiff_t i = p ? p - text.ptr : text.len, beg = i, end = i;
        at = i + 1;
        if (!p || !is_percent(text, i))
            continue;
        while (beg > done && i - beg < 256 && (unsigned char)text.ptr[beg - 1] > ' ')
            beg--;
        while (end < text.len && end - beg < LONG && (unsigned char)text.ptr[end] > ' ' &&
               !char_among(text.ptr[end], "\"'<>`"))
            end++;
        if (find_in_percents(str_sub(text, beg, end - beg), out))
            return true;
        at = done = end - beg == LONG ? end - VALUE : end > i ? end : i + 1;
    }
    return false;
}

/* The first, however it is written. */
static bool find(struct str text, struct secrets_hit *out)
{
    bool found = find_plain(text, out);
    text = found ? str_span(text.ptr, out->at.ptr) : text;
    found = find_percents(text, out) || found;
    text = found ? str_span(text.ptr, out->at.ptr) : text;
    return find_base64(text, out) || found;
}

bool secrets_find(struct str text, struct secrets_hit *out)
{
    if (text.len < 6)
        return false;
    open_set();
    return find(text, out);
}
