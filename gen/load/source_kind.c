/* source_kind.c - one table of forms: endings, whole names, and who reads them. */
#include "load/source_kind.h"

#include "base/path.h"
#include "base/utf8.h"
#include "load/code.h"
#include "load/csv.h"
#include "load/dockerfile.h"
#include "load/dotenv.h"
#include "load/hcl.h"
#include "load/ini.h"
#include "load/toml.h"
#include "load/xml_file.h"
#include "load/yaml.h"
#include "model/rule.h"

typedef struct json *parser(const struct source *src, struct arena *keep, const struct rule *rule,
                            struct diag *d);

static struct json *parse_csv(const struct source *src, struct arena *keep, const struct rule *rule,
                              struct diag *d)
{
    ptrdiff_t bad = utf8_invalid(src->text);

    if (bad < 0)
        return csv_parse(src, keep, rule, d);
    diag_at(d, RULE(INPUT_UTF8), src, str_sub(src->text, bad, 1), NULL);
    return NULL;
}

static struct json *parse_code(const struct source *src, struct arena *keep,
                               const struct rule *rule, struct diag *d)
{
    (void)rule, (void)d;
    return code_parse(src, keep);
}

/* clang-format off */
static const struct form {
    const char *word;
    parser *parse;
    enum rule_id rule;
    const char *endings, *names; /* separated by blanks */
} forms[N_SOURCE_FORMS] = {
    [FORM_JSON]       = { "json", json_parse_relaxed, RULE_INPUT_JSON, " .json .jsonc .json5 .webmanifest .tfstate ", " .eslintrc .babelrc .prettierrc " },
    [FORM_YAML]       = { "yaml", yaml_parse, RULE_INPUT_YAML, " .yaml .yml ", "" },
    [FORM_TOML]       = { "toml", toml_parse, RULE_INPUT_FORMAT, " .toml ", " cargo.lock poetry.lock uv.lock pipfile " },
    [FORM_INI]        = { "ini", ini_parse, RULE_INPUT_FORMAT, " .ini .cfg .cnf .service ", " .editorconfig .npmrc .gitconfig .pylintrc .flake8 " },
    [FORM_PROPERTIES] = { "properties", ini_parse_properties, RULE_INPUT_FORMAT, " .properties ", "" },
    [FORM_DOTENV]     = { "dotenv", dotenv_parse, RULE_INPUT_FORMAT, " .env ", " .env .envrc " },
    [FORM_HCL]        = { "hcl", hcl_parse, RULE_INPUT_FORMAT, " .tf .tfvars .hcl .nomad ", "" },
    [FORM_CSV]        = { "csv", parse_csv, RULE_INPUT_JSON, " .csv .tsv ", "" },
    [FORM_DOCKERFILE] = { "dockerfile", dockerfile_parse, RULE_INPUT_FORMAT, " .dockerfile ", " dockerfile containerfile " },
    [FORM_XML]        = { "xml", xml_file_parse, RULE_INPUT_FORMAT, " .xml .csproj .props ", "" },
    [FORM_CODE]       = { "code", parse_code, RULE_INPUT_JSON, "", "" },
};
/* clang-format on */

static bool lists(const char *words, struct str word)
{
    for (struct cut c = str_cut(str_of(words), ' '); word.len; c = str_cut(c.tail, ' ')) {
        if (str_equal_nocase(c.head, word))
            return true;
        if (!c.ok)
            break;
    }
    return false;
}

enum source_form source_form(struct str path)
{
    struct str name = path_base(path), ext = path_ext(name);

    for (int i = 1; i < N_SOURCE_FORMS; i++)
        if (i != FORM_CODE && (lists(forms[i].names, name) || lists(forms[i].endings, ext)))
            return (enum source_form)i;
    if (str_equal_nocase(str_sub(name, 0, 5), S(".env.")))
        return FORM_DOTENV;
    if (str_equal_nocase(str_sub(name, 0, 11), S("dockerfile.")))
        return FORM_DOCKERFILE;
    return data_is_code(path) ? FORM_CODE : FORM_NONE;
}

enum source_form source_form_named(struct str word)
{
    for (int i = 1; i < N_SOURCE_FORMS; i++)
        if (str_equal(word, str_of(forms[i].word)))
            return (enum source_form)i;
    return FORM_NONE;
}

struct str source_form_words(struct arena *keep)
{
    struct buf b = buf_open(keep, 200);

    for (int i = 1; i < N_SOURCE_FORMS; i++)
        buf_fmt(&b, "%s%s", i > 1 ? ", " : "", forms[i].word);
    return buf_str(&b);
}

bool source_form_in_folder(enum source_form form)
{
    return form != FORM_NONE && form != FORM_CODE && form != FORM_DOCKERFILE && form != FORM_XML;
}

struct json *source_form_parse(enum source_form form, const struct source *src, struct arena *keep,
                               struct diag *d)
{
    return form == FORM_NONE ? NULL : forms[form].parse(src, keep, &rules[forms[form].rule], d);
}

/* ---- by content ---- */

static bool is_text(const struct json *object, const char *key)
{
    const struct json *v = json_get(object, key);

    return v && v->kind == JSON_STRING;
}

static bool is_object(const struct json *object, const char *key)
{
    const struct json *v = json_get(object, key);

    return v && v->kind == JSON_OBJECT;
}

static bool is_manifest(const struct json *v)
{
    return is_text(v, "apiVersion") && is_text(v, "kind");
}

/* Every member of object has one of these keys. */
static bool all_have(const struct json *object, const char *a, const char *b)
{
    if (!object || object->kind != JSON_OBJECT || !object->n)
        return false;
    for (const struct json *m = object->first; m; m = m->next)
        if (!json_get(m, a) && !json_get(m, b))
            return false;
    return true;
}

enum data_kind source_kind(const struct json *root)
{
    if (!root)
        return DATA_PLAIN;
    if (root->kind == JSON_ARRAY)
        return root->first && is_manifest(root->first) ? DATA_MANIFESTS : DATA_PLAIN;
    if (is_text(root, "format_version") &&
        (is_object(root, "planned_values") || is_object(root, "values")))
        return DATA_TERRAFORM_PLAN;
    if (is_text(root, "terraform_version") && json_get(root, "resources"))
        return DATA_TERRAFORM_STATE;
    if (json_get(root, "AWSTemplateFormatVersion") ||
        all_have(json_get(root, "Resources"), "Type", "Fn::Transform"))
        return DATA_TEMPLATE;
    if (all_have(json_get(root, "services"), "image", "build"))
        return DATA_COMPOSE;
    return is_manifest(root) ? DATA_MANIFESTS : DATA_PLAIN;
}
