/* edges.c - from references to edges, by the rows of edges.txt.
 *
 * Each leaf of a resource meets the rules of its family in order; the first whose from, property
 * and to fit decides. Rules that no resource of a kind can meet are sorted out once a kind. */
#include "infra/edges.h"

enum { RULES_MAX = 400, NAMES_MAX = 512 };

struct rule_row {
    const char *family, *kind, *from, *property, *to, *way, *names, *where;
};

/* clang-format off */
static const struct rule_row rows[] = {
#include "infra_edges.h"
};
static const char *const families[] = { "cfn", "tf", "k8s", "compose" };
/* clang-format on */

struct rule_list {
    const struct rule_row *row[RULES_MAX];
    int n;
};
struct inferrer {
    struct infra *t;
    struct map lists; /* "family kind" to struct rule_list */
    struct map seen;  /* "kind from to" */
    struct arena *keep;
};

/* ---- patterns ---- */

/* "X": the path or its last steps; "*X", "X*", "A*B" with one star. */
static bool fits(struct str path, struct str pattern)
{
    ptrdiff_t star = str_char(pattern, '*');
    if (star < 0)
        return str_ends(path, pattern) &&
               (path.len == pattern.len || path.ptr[path.len - pattern.len - 1] == '.');
    struct str head = str_sub(pattern, 0, star), tail = str_from(pattern, star + 1);
    return path.len >= head.len + tail.len && str_starts(path, head) && str_ends(path, tail);
}

static bool fits_any(struct str path, const char *patterns)
{
    struct str rest = str_of(patterns);
    while (rest.len) {
        struct cut c = str_cut(rest, '|');
        if (fits(path, c.head))
            return true;
        rest = c.tail;
    }
    return false;
}

static const struct rule_list *rules_of(struct inferrer *f, const struct resource *r)
{
    struct str key = str_fmt(f->keep, "%d %s", (int)r->family, r->kind ? r->kind->name : "");
    void **at = map_at(&f->lists, key, f->keep);
    if (*at)
        return *at;
    struct rule_list *list = NEW(f->keep, struct rule_list, 1);
    for (ptrdiff_t i = 0; i < LEN(rows) && list->n < RULES_MAX; i++)
        if (str_equal(str_of(rows[i].family), str_of(families[r->family])) &&
            kinds_in(r->kind, rows[i].from))
            list->row[list->n++] = &rows[i];
    *at = list;
    return list;
}

/* ---- what a leaf means ---- */

struct str edges_host(struct str text)
{
    ptrdiff_t scheme = str_find(text, S("://"));
    struct str host = scheme >= 0 ? str_from(text, scheme + 3) : text;
    host = str_cut(host, '/').head;
    struct cut user = str_rcut(host, '@');
    host = user.ok ? user.tail : host;
    host = str_cut(host, ':').head;
    for (ptrdiff_t i = 0; i < host.len; i++)
        if (!char_is_alnum(host.ptr[i]) && host.ptr[i] != '-' && host.ptr[i] != '_' &&
            host.ptr[i] != '.')
            return (struct str){ 0 };
    return host;
}

bool edges_is_address(struct str variable)
{
    static const char *const ends[] = { "HOST",    "HOSTS",   "HOSTNAME", "SERVER",  "SERVERS",
                                        "ADDR",    "ADDRESS", "ENDPOINT", "URL",     "URI",
                                        "DSN",     "BROKER",  "BROKERS",  "SERVICE", "UPSTREAM",
                                        "BACKEND", "NODES",   "PROXY" };
    ptrdiff_t n = variable.len;
    while (n > 0 && char_is_alnum(variable.ptr[n - 1]))
        n--;
    struct str last = str_from(variable, n);
    return str_among_nocase(last, ends, LEN(ends));
}

static bool is_everybody(struct str text)
{
    return str_equal(text, S("0.0.0.0/0")) || str_equal(text, S("::/0"));
}

static struct resource *outside(struct inferrer *f, const char *name, enum infra_family family)
{
    return table_outside(f->t, str_of(name), S(""), family);
}

/* A text as the name of a resource of one of the kinds in the list. */
static struct resource *named(struct inferrer *f, const struct rule_row *row,
                              const struct resource *r, struct str text)
{
    struct str rest = str_of(row->to);
    for (ptrdiff_t i = 0; text.len && kinds_at(i); i++) {
        if (!kinds_in(kinds_at(i), row->to) || str_equal(rest, S("*")))
            continue;
        char key[NAMES_MAX];
        struct str stack = r->family == INFRA_TF ? S("") : r->stack;
        int n = snprintf(key, sizeof key, "%s %.*s/%.*s", kinds_at(i)->name, FMT(stack), FMT(text));
        struct resource *to =
            n > 0 && n < NAMES_MAX ? table_known(f->t, (struct str){ key, n }) : NULL;
        if (to)
            return to;
    }
    return NULL;
}

static struct resource *needed(struct inferrer *f, const struct rule_row *row,
                               const struct resource *r, struct str text)
{
    const struct infra_kind *k = NULL;
    for (ptrdiff_t i = 0; kinds_at(i) && !k; i++)
        k = str_equal(str_of(kinds_at(i)->name), str_of(row->to)) ? kinds_at(i) : NULL;
    if (!k || !text.len)
        return NULL;
    struct str type = str_of(k->types[0]);
    struct resource *to =
        table_outside(f->t, str_fmt(f->keep, "%.*s/%.*s", FMT(type), FMT(text)), type, r->family);
    to->stack = to->stack.len ? to->stack : r->stack;
    return to;
}

static struct resource *target(struct inferrer *f, const struct rule_row *row,
                               const struct resource *r, const struct infra_leaf *leaf)
{
    struct str to = str_of(row->to), names = str_of(row->names);
    if (str_equal(to, S("open")))
        return outside(f, "internet", r->family);
    if (str_equal(to, S("localhost")))
        return outside(f, "localhost", r->family);
    if (str_equal(to, S("internet")))
        return is_everybody(leaf->text) ? outside(f, "internet", r->family) : NULL;
    if (leaf->to)
        return kinds_in(leaf->to->kind, row->to) ? leaf->to : NULL;
    if (!names.len || !leaf->text.len)
        return NULL;
    struct str text = str_equal(names, S("host")) ? edges_host(leaf->text) : leaf->text;
    struct resource *found = named(f, row, r, text);
    return found || !str_equal(names, S("need")) ? found : needed(f, row, r, text);
}

/* property=value, in the element of the leaf or at the top. */
static bool where_holds(const struct rule_row *row, const struct resource *r,
                        const struct infra_leaf *leaf)
{
    struct cut c = str_cut(str_of(row->where), '=');
    for (ptrdiff_t i = 0; c.ok && i < r->leaves.len; i++) {
        const struct infra_leaf *l = &r->leaves.ptr[i];
        if (str_equal(l->path, c.head) && (l->element == leaf->element || l->element == 0))
            return str_equal(l->text, c.tail);
    }
    return !c.ok;
}

/* ---- labels ---- */

static struct str text_at(const struct resource *r, int element, const char *const *paths, int n)
{
    for (int k = 0; k < n; k++)
        for (ptrdiff_t i = 0; i < r->leaves.len; i++) {
            const struct infra_leaf *l = &r->leaves.ptr[i];
            if (l->text.len && (element < 0 || l->element == element) &&
                fits(l->path, str_of(paths[k])))
                return l->text;
        }
    return (struct str){ 0 };
}
#define TEXT(r, element, ...)                                                                      \
    text_at(r, element, (const char *const[]){ __VA_ARGS__ },                                      \
            (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)))

/* "tcp 443", "tcp 8000-8080", "all". */
static struct str port_label(const struct resource *r, int element, struct arena *keep)
{
    struct str protocol = TEXT(r, element, "IpProtocol", "ip_protocol", "protocol");
    struct str from = TEXT(r, element, "FromPort", "from_port");
    struct str to = TEXT(r, element, "ToPort", "to_port");
    if (str_equal(protocol, S("-1")) || str_equal(protocol, S("all")))
        return S("all");
    if (!from.len || str_equal(from, to) || !to.len)
        return str_fmt(keep, "%.*s%s%.*s", FMT(protocol), from.len ? " " : "", FMT(from));
    return str_fmt(keep, "%.*s %.*s-%.*s", FMT(protocol), FMT(from), FMT(to));
}

static struct str scale_label(const struct resource *r, struct arena *keep)
{
    struct str low = TEXT(r, -1, "MinCapacity", "min_capacity", "minReplicas");
    struct str high = TEXT(r, -1, "MaxCapacity", "max_capacity", "maxReplicas");
    return low.len && high.len ? str_fmt(keep, "%.*s-%.*s", FMT(low), FMT(high)) : S("");
}

static struct str pair(struct str a, struct str b, struct arena *keep)
{
    return str_fmt(keep, "%.*s%s%.*s", FMT(a), a.len && b.len ? " " : "", FMT(b));
}

static struct str label_of(const char *kind, const struct resource *r,
                           const struct infra_leaf *leaf, const struct resource *from,
                           const struct resource *to, struct arena *keep)
{
    struct str k = str_of(kind);
    if (str_equal(k, S("allows")))
        return r->family <= INFRA_TF ? port_label(r, leaf->element, keep) : leaf->text;
    if (str_equal(k, S("listens")) || str_equal(k, S("routes")))
        return r->family > INFRA_TF
                   ? TEXT(r, leaf->element, "path", "labels.port")
                   : pair(TEXT(r, -1, "Protocol", "protocol"), TEXT(r, 0, "Port", "port"), keep);
    if (str_equal(k, S("forwards")) && r->family <= INFRA_TF)
        return pair(TEXT(from, -1, "Protocol", "protocol"), TEXT(from, 0, "Port", "port"), keep);
    if (str_equal(k, S("forwards")))
        return TEXT(r, -1, "ports.port");
    if (str_equal(k, S("connects")))
        return pair(TEXT(to, -1, "Engine", "engine"), TEXT(to, -1, "Port", "port"), keep);
    if (str_equal(k, S("egress")))
        return TEXT(r, leaf->element, "DestinationCidrBlock", "destination_cidr_block",
                    "DestinationIpv6CidrBlock", "route.cidr_block");
    if (str_equal(k, S("watches")))
        return TEXT(r, -1, "MetricName", "metric_name");
    return str_equal(k, S("scales")) ? scale_label(r, keep) : S("");
}

/* ---- edges ---- */

static void edge_put(struct inferrer *f, const struct rule_row *row, const struct resource *r,
                     const struct infra_leaf *leaf, struct resource *from, struct resource *to)
{
    if (from == to)
        return;
    struct str label = label_of(row->kind, r, leaf, from, to, f->keep);
    /* two open ports are two ways in; all else between the same two is said once */
    bool each = str_equal(str_of(row->kind), S("allows"));
    struct str key = str_fmt(f->keep, "%s %d %d %.*s", row->kind, from->index, to->index,
                             each ? (int)label.len : 0, label.ptr ? label.ptr : "");
    void **at = map_at(&f->seen, key, f->keep);
    if (*at)
        return;
    *at = to;
    *PUSH(&f->t->edges, f->keep) = (struct infra_edge){
        .kind = row->kind,
        .from = from,
        .to = to,
        .label = label,
        .property = leaf->path,
        .perhaps = leaf->perhaps || r->perhaps,
    };
}

/* ">X" and "<X": from or to each thing named at X. */
static void join(struct inferrer *f, const struct rule_row *row, const struct resource *r,
                 const struct infra_leaf *leaf, struct resource *to)
{
    struct str path = str_of(row->way + 1);
    for (ptrdiff_t i = 0; i < r->leaves.len; i++) {
        const struct infra_leaf *l = &r->leaves.ptr[i];
        if (l->to && fits(l->path, path)) {
            struct resource *a = *row->way == '>' ? to : l->to, *b = *row->way == '>' ? l->to : to;
            edge_put(f, row, r, leaf, a, b);
        }
    }
}

/* What r only stands for: the certificate that was validated, the function of a version; else r. */
static struct resource *meant(struct inferrer *f, struct resource *r)
{
    bool fold = r && r->kind && str_equal(str_of(r->kind->show), S("fold"));
    const struct rule_list *rules = fold ? rules_of(f, r) : NULL;
    for (int i = 0; rules && i < rules->n; i++)
        for (ptrdiff_t k = 0; str_equal(str_of(rules->row[i]->kind), S("is")) && k < r->leaves.len;
             k++) {
            const struct infra_leaf *l = &r->leaves.ptr[k];
            struct resource *to =
                fits_any(l->path, rules->row[i]->property) ? target(f, rules->row[i], r, l) : NULL;
            if (to)
                return to;
        }
    return r;
}

static void leaf_meets(struct inferrer *f, const struct rule_list *rules, struct resource *r,
                       struct infra_leaf *leaf)
{
    leaf->to = meant(f, leaf->to);
    for (int i = 0; i < rules->n; i++) {
        const struct rule_row *row = rules->row[i];
        if (!fits_any(leaf->path, row->property) || !where_holds(row, r, leaf))
            continue;
        struct resource *to = target(f, row, r, leaf);
        if (!to)
            continue;
        if (*row->kind == '-' || str_equal(str_of(row->kind), S("is")))
            return;
        if (row->way[1])
            join(f, row, r, leaf, to);
        else if (*row->way == '<')
            edge_put(f, row, r, leaf, to, r);
        else
            edge_put(f, row, r, leaf, r, to);
        return;
    }
}

/* A start order beside traffic between the same two says nothing more. */
static void drop_order(struct inferrer *f)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->t->edges.len; i++) {
        const struct infra_edge *e = &f->t->edges.ptr[i];
        struct str key = str_fmt(f->keep, "connects %d %d ", e->from->index, e->to->index);
        if (!str_equal(str_of(e->kind), S("depends-on")) || !map_get(&f->seen, key))
            f->t->edges.ptr[n++] = *e;
    }
    f->t->edges.len = n;
}

/* Each resource its edges, in their order. */
void edges_chain(struct infra *t)
{
    for (ptrdiff_t i = t->edges.len - 1; i >= 0; i--) {
        struct infra_edge *e = &t->edges.ptr[i];
        e->next_out = e->from->out;
        e->next_in = e->to->in;
        e->from->out = e->to->in = (int)i + 1;
    }
}

void edges_infer(struct infra *t)
{
    struct inferrer f = { .t = t, .keep = t->keep };
    ptrdiff_t n = t->resources.len; /* those made outside on the way have no leaves */
    for (ptrdiff_t i = 0; i < n; i++) {
        struct resource *r = t->resources.ptr[i];
        const struct rule_list *rules = rules_of(&f, r);
        for (ptrdiff_t k = 0; k < r->leaves.len; k++)
            leaf_meets(&f, rules, r, &r->leaves.ptr[k]);
    }
    drop_order(&f);
    edges_chain(t);
}
