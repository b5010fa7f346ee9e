/* accepted.c - four small JSON files by one table of keys each. */
#include "load/accepted.h"

#include <errno.h>
#include <stddef.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/path.h"
#include "model/data.h"
#include "model/nearest.h"
#include "model/rule.h"

/* written by hand, decision by decision */
enum { FILE_MAX_BYTES = 16 << 20 };

enum field_kind { FIELD_TEXT, FIELD_DATE };
struct field {
    const char *name;
    enum field_kind kind;
    bool needed;
    size_t at;
};

#define AT(type, member) offsetof(struct type, member)
/* clang-format off */
static const struct field acceptance_fields[] = {
    { "rule",   FIELD_TEXT, true,  AT(acceptance, rule) },
    { "page",   FIELD_TEXT, false, AT(acceptance, page) },
    { "about",  FIELD_TEXT, false, AT(acceptance, about) },
    { "reason", FIELD_TEXT, true,  AT(acceptance, reason) },
    { "owner",  FIELD_TEXT, false, AT(acceptance, owner) },
    { "until",  FIELD_DATE, false, AT(acceptance, until) },
};
static const struct field action_fields[] = {
    { "id",     FIELD_TEXT, false, AT(action, id) },
    { "text",   FIELD_TEXT, true,  AT(action, text) },
    { "owner",  FIELD_TEXT, false, AT(action, owner) },
    { "due",    FIELD_DATE, false, AT(action, due) },
    { "opened", FIELD_DATE, false, AT(action, opened) },
    { "state",  FIELD_TEXT, false, AT(action, state) },
};
static const struct field claim_fields[] = {
    { "page",   FIELD_TEXT, true,  AT(quoted_claim, page) },
    { "quote",  FIELD_TEXT, true,  AT(quoted_claim, quote) },
    { "text",   FIELD_TEXT, false, AT(quoted_claim, text) },
    { "target", FIELD_TEXT, true,  AT(quoted_claim, target) },
    { "title",  FIELD_TEXT, false, AT(quoted_claim, title) },
};
/* clang-format on */

struct reader {
    const struct source *src;
    struct arena *keep;
    struct diag *d;
};

static bool field_read(struct reader *r, const struct field *f, const struct json *m, char *into)
{
    struct date day;

    if (m->kind != JSON_STRING) {
        diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw, "\"%s\" wants a string", f->name);
        return false;
    }
    if (f->kind == FIELD_TEXT) {
        *(struct str *)(void *)(into + f->at) = m->str;
        return true;
    }
    if (m->str.len != 10 || !date_parse(m->str, &day)) {
        diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw, "\"%s\" wants a day such as 2027-03-01",
                f->name);
        return false;
    }
    *(struct date *)(void *)(into + f->at) = day;
    return true;
}

static void unknown(struct reader *r, const struct json *m, const struct field *fields, ptrdiff_t n)
{
    struct nearest near = nearest_open(m->key);
    struct finding *f;

    for (ptrdiff_t i = 0; i < n; i++)
        nearest_offer(&near, str_of(fields[i].name));
    f = diag_at(r->d, RULE(INPUT_UNKNOWN_KEY), r->src, m->raw_key, "nobody reads \"%.*s\"%s%.*s%s",
                FMT(m->key), near.best.len ? "; did you mean \"" : "", FMT(near.best),
                near.best.len ? "\"?" : "");
    f->about = m->key;
    if (near.best.len)
        f->suggest = str_fmt(r->keep, "\"%.*s\"", FMT(near.best));
}

/* Reads object into the struct at into. False, reported, when a needed field is missing or wrong.
 */
static bool entry_read(struct reader *r, const struct json *object, const struct field *fields,
                       ptrdiff_t n, char *into)
{
    bool ok = object->kind == JSON_OBJECT;

    if (!ok)
        diag_at(r->d, RULE(INPUT_VALUE), r->src, object->raw,
                "an entry is an object: { \"%s\": … }", fields[0].name);
    for (const struct json *m = ok ? object->first : NULL; m; m = m->next) {
        ptrdiff_t i = 0;

        while (i < n && !str_equal(str_of(fields[i].name), m->key))
            i++;
        if (i == n)
            unknown(r, m, fields, n);
        else if (!field_read(r, &fields[i], m, into) &&
                 (fields[i].needed || fields[i].kind == FIELD_DATE))
            ok = false;
    }
    for (ptrdiff_t i = 0; ok && i < n; i++) {
        if (!fields[i].needed || ((struct str *)(void *)(into + fields[i].at))->len)
            continue;
        diag_at(r->d, RULE(INPUT_VALUE), r->src, object->raw, "an entry without \"%s\"",
                fields[i].name);
        ok = false;
    }
    return ok;
}

static bool rule_known(struct reader *r, const struct json *object, const struct acceptance *a)
{
    struct nearest near = nearest_open(a->rule);

    if (rule_named(a->rule))
        return true;
    for (int i = 0; i < N_RULES; i++)
        nearest_offer(&near, str_of(rules[i].id));
    diag_at(r->d, RULE(INPUT_VALUE), r->src, json_get(object, "rule")->raw,
            "no rule is called \"%.*s\"%s%.*s%s", FMT(a->rule),
            near.best.len ? "; did you mean \"" : "", FMT(near.best), near.best.len ? "\"?" : "");
    return false;
}

static void read_acceptances(struct reader *r, const struct json *root, struct accepted *out)
{
    out->acceptances = NEW(r->keep, struct acceptance, root->n ? root->n : 1);
    for (const struct json *e = root->first; e; e = e->next) {
        struct acceptance a = { .place = e->raw };

        if (entry_read(r, e, acceptance_fields, LEN(acceptance_fields), (char *)&a) &&
            rule_known(r, e, &a)) {
            out->acceptances[out->n_acceptances++] = a;
            if (!a.owner.len)
                diag_at(r->d, RULE(REVIEW_OWNER), r->src, e->raw, NULL);
        }
    }
}

static void read_actions(struct reader *r, const struct json *root, struct accepted *out)
{
    out->actions = NEW(r->keep, struct action, root->n ? root->n : 1);
    for (const struct json *e = root->first; e; e = e->next) {
        struct action a = { .place = e->raw, .state = S("open") };

        if (!entry_read(r, e, action_fields, LEN(action_fields), (char *)&a))
            continue;
        if (str_equal(a.state, S("open")) || str_equal(a.state, S("done")) ||
            str_equal(a.state, S("dropped")))
            out->actions[out->n_actions++] = a;
        else
            diag_at(r->d, RULE(INPUT_VALUE), r->src, json_get(e, "state")->raw,
                    "\"state\" is one of open, done, dropped");
    }
}

static void read_claims(struct reader *r, const struct json *root, struct accepted *out)
{
    out->claims = NEW(r->keep, struct quoted_claim, root->n ? root->n : 1);
    for (const struct json *e = root->first; e; e = e->next) {
        struct quoted_claim c = { .place = e->raw };

        if (!entry_read(r, e, claim_fields, LEN(claim_fields), (char *)&c))
            continue;
        if (!c.text.len)
            c.text = c.quote;
        if (str_find(c.quote, c.text) >= 0)
            out->claims[out->n_claims++] = c;
        else
            diag_at(r->d, RULE(INPUT_VALUE), r->src, json_get(e, "text")->raw,
                    "\"text\" is no part of \"quote\"");
    }
}

static void read_differences(struct reader *r, const struct json *root, struct accepted *out)
{
    out->differences = NEW(r->keep, struct difference, root->n ? root->n : 1);
    for (const struct json *m = root->first; m; m = m->next) {
        struct difference x = { .reason = m->str, .place = m->raw_key };

        if (!data_ref(m->key, &x.source, &x.pointer))
            diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw_key,
                    "no place in a source: write KIND:/POINTER, such as config:/vpc/natGateways");
        else if (m->kind != JSON_STRING || !str_trim(m->str).len)
            diag_at(r->d, RULE(INPUT_VALUE), r->src, m->raw, "a reason is a sentence in quotes");
        else
            out->differences[out->n_differences++] = x;
    }
}

/* clang-format off */
static const struct file {
    const char *name;
    enum json_kind root;
    size_t src;
    void (*read)(struct reader *r, const struct json *root, struct accepted *out);
} files[N_ACCEPTED_FILES] = {
    [ACCEPTED_FILE] = { "accepted.json", JSON_ARRAY, AT(accepted, accepted_src), read_acceptances },
    [ACTIONS_FILE] = { "actions.json", JSON_ARRAY, AT(accepted, actions_src), read_actions },
    [DIFFERENCES_FILE] = { "differences.json", JSON_OBJECT, AT(accepted, differences_src),
                           read_differences },
    [CLAIMS_FILE] = { "claims.json", JSON_ARRAY, AT(accepted, claims_src), read_claims },
};
/* clang-format on */

static void put_fields(struct buf *out, const char *file, const struct field *f, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        buf_fmt(out, "%s\t%s\t%s%s\n", file, f[i].name, f[i].kind == FIELD_DATE ? "day" : "text",
                f[i].needed ? ", needed" : "");
}

void accepted_known(struct buf *out)
{
    put_fields(out, files[ACCEPTED_FILE].name, acceptance_fields, LEN(acceptance_fields));
    put_fields(out, files[ACTIONS_FILE].name, action_fields, LEN(action_fields));
    put_fields(out, files[CLAIMS_FILE].name, claim_fields, LEN(claim_fields));
}

void accepted_parse(enum accepted_file which, const struct source *src, struct accepted *out,
                    struct arena *keep, struct diag *d)
{
    const struct file *f = &files[which];
    const struct json *root = json_parse(src, keep, RULE(INPUT_JSON), d);
    struct reader r = { src, keep, d };

    *(struct source *)(void *)((char *)out + f->src) = *src;
    if (root && root->kind != f->root)
        diag_at(d, RULE(INPUT_VALUE), src, root->raw, "%s is an %s", f->name,
                f->root == JSON_ARRAY ? "array of entries: [ { … } ]"
                                      : "object: { \"config:/…\": \"why\" }");
    else if (root)
        f->read(&r, root, out);
}

struct accepted accepted_load(const struct root *content, struct str dir, struct arena *keep,
                              struct diag *d)
{
    struct accepted out = { 0 };

    for (int i = 0; i < N_ACCEPTED_FILES; i++) {
        struct source src = { .path = path_join(dir, str_of(files[i].name), keep) };
        int error =
            root_read(content, str_of(files[i].name), FILE_MAX_BYTES, keep, &src.text, NULL);

        if (!error)
            accepted_parse((enum accepted_file)i, &src, &out, keep, d);
        else if (error == FS_TOO_LARGE)
            diag_file(d, RULE(INPUT_SIZE), src.path, "%s is larger than 16 MiB", files[i].name);
        else if (error != ENOENT && error != ENOTDIR)
            diag_file(d, RULE(INPUT_READ), src.path, "cannot be read: %s", fs_error(error));
    }
    for (int i = 0; i < out.n_acceptances; i++) {
        struct acceptance *a = &out.acceptances[i];
        if (str_equal(a->rule, S("secret")) &&
            (str_ends(a->page, S(".md")) || str_ends(a->page, S(".mdx"))) &&
            root_read(content, a->page, FILE_MAX_BYTES, keep, &a->text, NULL))
            a->text = S("");
    }
    return out;
}
