/* machine_path.c - where a home folder begins, whose it is, and where the path ends. */
#include "check/machine_path.h"

#include "base/path.h"
#include "model/rule.h"

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

/* The path that begins at the lead of text[at]; empty: it is nobody's own. */
static struct str path_at(struct str text, ptrdiff_t at, struct str lead)
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
    struct cut c = str_cut(rest, mark);
    bool own = local ? rest.len > 0 && !str_holds_any(c.head, made_up, LEN(made_up))
                     : c.ok && c.tail.len > 0 && is_own(c.head);
    struct str path = str_sub(text, beg, end - beg);
    return own && (drive || local || !is_picture(str_sub(text, 0, beg), path)) ? path
                                                                               : (struct str){ 0 };
}

void machine_path_report(const struct source *src, struct diag *d)
{
    for (ptrdiff_t i = 0; i < LEN(leads); i++) {
        struct str lead = str_of(leads[i]);
        for (ptrdiff_t at = str_find(src->text, lead), next; at >= 0;
             at = next < 0 ? -1 : at + 1 + next) {
            struct str path = path_at(src->text, at, lead);
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
