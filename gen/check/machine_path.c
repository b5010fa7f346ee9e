/* machine_path.c - where a home folder begins, whose it is, and where the path ends. */
#include "check/machine_path.h"

#include "base/path.h"
#include "model/rule.h"

/* of names that change from path to path; each reads the page once */
enum { LOOKS_MAX = 100 };

/* clang-format off */
static const char *const leads[] = { "/home/", "/Users/", ":\\Users\\", ":/Users/", "file:///" };
static const char *const anybody[] = {
    "user", "username", "you", "me", "myuser", "your-name", "yourname", "name", "app", "apps", "appuser", "node", "ubuntu",
    "ec2-user", "admin", "runner", "runneradmin", "vscode", "jovyan", "www", "git", "vagrant", "circleci", "docker",
    "nonroot", "coder", "gitpod", "codespace", "kubernetes", "airflow", "jenkins", "linuxbrew", "Shared", "Public", "johndoe", "jdoe", "john", "jane", "janedoe", "alice", "bob", "foo", "bar", "test", "demo", "dev",
};
/* What a placeholder has in it. */
static const char *const made_up[] = { "user", "name", "path", "your", "example", "redacted", "someone" };
/* clang-format on */

static bool ends_path(char c)
{
    return char_is_space(c) || str_char(S("\"'`<>()[]{}|,;*"), c) >= 0;
}

/* A name that some person bears: not a placeholder, not what images call their user. */
static bool is_own(struct str name)
{
    if (!name.len || !char_is_alpha(*name.ptr))
        return false;
    for (ptrdiff_t i = 0; i < name.len; i++)
        if (!char_is_alnum(name.ptr[i]) && str_char(S("._- "), name.ptr[i]) < 0)
            return false;
    return !str_among_nocase(name, anybody, LEN(anybody)) &&
           !str_holds_any(name, made_up, LEN(made_up));
}

/* "image: /home/team/a.svg", "](/home/team/a.svg)": a picture of the site, from its top. */
static bool is_picture(struct str before, struct str path)
{
    static const char *const endings[] = { ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp" };

    while (before.len && str_char(S(" \"'"), before.ptr[before.len - 1]) >= 0)
        before.len--;
    return before.len && str_char(S(":(="), before.ptr[before.len - 1]) >= 0 &&
           str_among_nocase(path_ext(path), endings, LEN(endings));
}

/* What a page speaks of beside its paths is a program whose image has a home of that name, not somebody's login.
 * Its front matter names people. */
static bool is_spoken_of(struct str text, struct str name)
{
    ptrdiff_t front = str_starts(text, S("---\n")) ? str_find(text, S("\n---\n")) : -1;
    text = str_from(text, front < 0 ? 0 : front);
    for (ptrdiff_t at = 0; at + name.len <= text.len; at += name.len) {
        ptrdiff_t found = str_find(str_from(text, at), name);
        if (found < 0)
            return false;
        at += found;
        char before = at ? text.ptr[at - 1] : ' ';
        char after = at + name.len < text.len ? text.ptr[at + name.len] : ' ';
        if (!char_is_alnum(before) && str_char(S("/\\@_~"), before) < 0 && !char_is_alnum(after) &&
            str_char(S("/\\@_"), after) < 0)
            return true;
    }
    return false;
}

/* "](file:///opt/x)", "href='file:///opt/x'": readers cannot follow it. In text and code it is an example. */
static bool is_followed(struct str before)
{
    static const char *const marks[] = {
        "](", "](<", "href=\"", "src=\"", "href='", "src='", "]: "
    };
    bool yes = false;
    for (ptrdiff_t i = 0; i < LEN(marks) && !yes; i++)
        yes = str_ends(before, str_of(marks[i]));
    return yes;
}

/* The path that begins at the lead of text[at]; empty: it is nobody's own. Whose: the name of the home, or empty. */
static struct str path_at(struct str text, ptrdiff_t at, struct str lead, struct str *whose)
{
    bool drive = *lead.ptr == ':', local = *lead.ptr == 'f';
    char before = at ? text.ptr[at - 1] : ' ', mark = lead.ptr[lead.len - 1];
    ptrdiff_t beg = drive ? at - 1 : at, end = at + lead.len, name = end;
    if (drive ? at < 1 || !char_is_alpha(before)
              : char_is_alnum(before) || str_char(S("/.-_}>:~"), before) >= 0)
        return (struct str){ 0 };
    while (end < text.len && !ends_path(text.ptr[end]))
        end++;
    struct str rest = str_sub(text, name, end - name);
    bool home = local && (str_starts(rest, S("home/")) || str_starts(rest, S("Users/")));
    struct cut c = str_cut(home ? str_cut(rest, mark).tail : rest, mark);
    bool own = local && !home ? is_followed(str_sub(text, 0, at)) && rest.len > 0 &&
                                    !str_holds_any(c.head, made_up, LEN(made_up))
                              : c.ok && c.tail.len > 0 && is_own(c.head);
    *whose = local && !home ? (struct str){ 0 } : c.head;
    struct str path = str_sub(text, beg, end - beg);
    return own && (drive || local || !is_picture(str_sub(text, 0, beg), path)) ? path
                                                                               : (struct str){ 0 };
}

void machine_path_report(const struct source *src, struct diag *d)
{
    struct str whose, last = { 0 };
    bool spoken = false;
    int looks = 0;
    for (ptrdiff_t i = 0; i < LEN(leads); i++) {
        struct str lead = str_of(leads[i]);
        for (ptrdiff_t at = str_find(src->text, lead), next; at >= 0;
             at = next < 0 ? -1 : at + 1 + next) {
            struct str path = path_at(src->text, at, lead, &whose);
            if (path.len && !str_equal(whose, last)) {
                spoken = whose.len && looks++ < LOOKS_MAX && is_spoken_of(src->text, whose);
                last = whose;
            }
            path = spoken ? (struct str){ 0 } : path;
            struct finding *f = path.len
                                    ? diag_at(d, RULE(MACHINE_PATH), src, path,
                                              "%.*s holds on one machine alone; write it relative, "
                                              "or with a placeholder such as <you>",
                                              FMT(path))
                                    : NULL;
            if (f)
                f->about = path;
            next = str_find(str_from(src->text, at + 1), lead);
        }
    }
}
