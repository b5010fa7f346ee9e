/* tf_json.c - Terraform's JSON syntax as the tree that its own syntax gives.
 *
 *     "cidr_block": "10.0.0.0/24"          a value, as in JSON
 *     "vpc_id": "${aws_vpc.a.id}"          unknown, its text the expression
 *     "resource": [{"aws_vpc": …}, …]      the blocks of all that stand in the list
 *
 * The rules are those of developer.hashicorp.com/terraform/language/syntax/json. */
#include "infra/tf_json.h"

/* How many names stand before a block's body: resource "type" "name", module "name", locals. */
static int names_before(struct str kind)
{
    static const char *const two[] = { "resource", "data" }, *const none[] = { "locals",
                                                                               "terraform" };
    return str_among(kind, two, LEN(two)) ? 2 : str_among(kind, none, LEN(none)) ? 0 : 1;
}

static void expression(struct json *v)
{
    struct str s = v->str;
    if (str_find(s, S("${")) < 0 && str_find(s, S("%{")) < 0)
        return;
    v->kind = JSON_UNKNOWN;
    if (str_starts(s, S("${")) && str_ends(s, S("}")) && str_find(str_from(s, 2), S("${")) < 0)
        v->raw = str_trim(str_sub(s, 2, s.len - 3));
}

static struct json *converted(const struct json *v, int names, struct arena *keep);

static struct json **put_members(struct json **end, const struct json *of, int names,
                                 struct arena *keep)
{
    for (const struct json *e = of->first; e; e = e->next) {
        if (str_equal(e->key, S("//")))
            continue;
        *end = converted(e, names, keep);
        end = &(*end)->next;
    }
    return end;
}

static int members(const struct json *v)
{
    int n = 0;
    for (const struct json *e = v->first; e; e = e->next)
        n++;
    return n;
}

/* names: that are still to come before a body; below 0 in a body. */
static struct json *converted(const struct json *v, int names, struct arena *keep)
{
    struct json *c = NEW(keep, struct json, 1), **end = &c->first;
    *c = *v;
    c->first = c->next = NULL;
    if (v->kind == JSON_STRING)
        expression(c);
    if (v->kind == JSON_ARRAY && names >= 0 && v->first && v->first->kind == JSON_OBJECT) {
        c->kind = JSON_OBJECT;
        for (const struct json *e = v->first; e; e = e->next)
            end = put_members(end, e, names - 1, keep);
    } else if (v->kind == JSON_ARRAY || v->kind == JSON_OBJECT) {
        put_members(end, v, names - 1, keep);
    }
    c->n = members(c);
    while (c->kind == JSON_OBJECT && names <= 0 && c->raw.len && !char_is_alnum(*c->raw.ptr) &&
           *c->raw.ptr != '"')
        c->raw = str_from(c->raw, 1); /* a body, no map: its text does not begin with a brace */
    return c;
}

const struct json *tf_json(const struct json *root, struct arena *keep)
{
    struct json *c = NEW(keep, struct json, 1), **end = &c->first;
    *c = *root;
    c->first = NULL;
    for (const struct json *kind = root->first; kind; kind = kind->next) {
        *end = converted(kind, names_before(kind->key), keep);
        end = &(*end)->next;
    }
    *end = NULL;
    return c;
}
