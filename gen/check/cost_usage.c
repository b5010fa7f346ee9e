/* cost_usage.c - from the words of a cost table to an estimate: the interpreter of services. */
#include "check/cost_usage.h"

#include "check/cost_words.h"
#include "model/document.h"

enum scale { SMALL, MEDIUM, LARGE };
enum { PARTS_MAX = 24, FACTORS_MAX = 5 };

/* One written row, understood. */
struct understood {
    const struct json *service;
    const struct price_book *book;
    struct cost_facts facts;
    struct str why, doubt;
    bool generic; /* its name alone is no cloud service */
};
struct table {
    const struct cost_table *t;
    const struct cost_set *set;
    struct arena *keep;
    enum scale scale;
    struct str region;       /* that its heads name, or empty */
    struct understood *rows; /* one per written row */
    bool sentence;
    bool named; /* the region, in the table or its page */
};
/* A row while it is built. */
struct building {
    const struct table *x;
    struct understood *u;
    const struct cost_written *w;
    struct cost_row *row;
    struct buf assumed;
    bool said; /* an amount or a type comes from the row's own words */
};

static struct str member(const struct json *v, const char *name)
{
    return json_str(json_get(v, name));
}

/* ---- conditions ---- */

/* "storage", or all of "io1+IOPS": facts, flags, or "type". */
static bool is_said(struct understood *u, struct str names)
{
    for (struct cut c = { .tail = names, .ok = true }; c.ok;) {
        c = str_cut(c.tail, '+');
        bool type = str_equal(c.head, S("type")) && u->facts.type.len > 0;
        if (!type && !cost_words_fact(&u->facts, c.head) && !cost_words_flag(&u->facts, c.head))
            return false;
    }
    return true;
}

static bool any_said(struct understood *u, struct str list)
{
    for (struct cut c = { .tail = list, .ok = list.len > 0 }; c.ok;) {
        c = str_cut(c.tail, ' ');
        if (is_said(u, c.head))
            return true;
    }
    return false;
}

static bool part_applies(struct understood *u, const struct json *part)
{
    const struct json *when = json_get(part, "if");
    return (!when || any_said(u, when->str)) && !any_said(u, member(part, "unless"));
}

/* Is word one of those in a list with blanks or pluses between them? */
static bool holds(struct str list, struct str word)
{
    for (ptrdiff_t at = str_find(list, word); at >= 0;) {
        ptrdiff_t end = at + word.len;
        bool left = at == 0 || list.ptr[at - 1] == ' ' || list.ptr[at - 1] == '+';
        if (left && (end == list.len || list.ptr[end] == ' ' || list.ptr[end] == '+'))
            return true;
        ptrdiff_t next = str_find(str_from(list, end), word);
        at = next < 0 ? -1 : end + next;
    }
    return false;
}

/* The service's prices follow the flag, or it says nothing about them. */
static bool knows_flag(const struct json *service, struct str flag)
{
    if (services_lists(json_get(service, "fine"), flag) || str_equal(flag, S("weekdays")))
        return true;
    const struct json *list = json_get(service, "choose"), *implies = json_get(service, "implies");
    for (const struct json *m = list ? list->first : NULL; m; m = m->next)
        for (const struct json *rule = m->first; rule; rule = rule->next)
            if (holds(json_index(rule, 0)->str, flag))
                return true;
    for (const struct json *m = implies ? implies->first : NULL; m; m = m->next)
        if (str_equal(m->key, flag))
            return true;
    list = json_get(service, "parts");
    for (const struct json *p = list ? list->first : NULL; p; p = p->next)
        if (holds(member(p, "if"), flag) || holds(member(p, "unless"), flag))
            return true;
    return services_lists(json_get(service, "with"), flag);
}

/* ---- prices ---- */

/* The value of {name} in a key: by the first rule of "choose" whose flags are said. */
static struct str chosen(struct building *b, struct str name)
{
    const struct json *rules = json_get(json_get(b->u->service, "choose"), str_c(name, b->x->keep));
    for (const struct json *r = rules ? rules->first : NULL; r; r = r->next) {
        struct str flags = json_index(r, 0)->str;
        struct str value = json_index(r, 1)->str;
        if (flags.len > 0 && !is_said(b->u, flags))
            continue;
        if (str_equal(value, S("none"))) /* the row has to say it */
            b->u->why = str_fmt(b->x->keep, "no %.*s", FMT(name));
        return value;
    }
    return (struct str){ 0 };
}

/* "db.t3.medium" as a key has it: "t3.medium". Empty: a type of something else. */
static struct str type_of(const struct building *b)
{
    static const char *const others[] = { "db.", "cache.", "kafka.", "ml.", "mq." };
    struct str prefix = member(b->u->service, "type"), strip = member(b->u->service, "strip"),
               type = str_lower(b->u->facts.type, b->x->keep), dots = member(b->u->service, "dots");
    if (str_starts(type, prefix))
        type = str_from(type, prefix.len);
    if (strip.len && str_ends(type, strip))
        type = str_sub(type, 0, type.len - strip.len);
    for (ptrdiff_t i = 0; i < LEN(others); i++)
        if (str_starts(type, str_of(others[i])))
            return (struct str){ 0 };
    if (!dots.len)
        return type;
    char *text = NEW(b->x->keep, char, type.len + 1);
    for (ptrdiff_t i = 0; i < type.len; i++)
        text[i] = type.ptr[i] == '.' ? *dots.ptr : type.ptr[i];
    return (struct str){ text, type.len };
}

/* The key with its holes filled; which: of several that would do ("mysql postgres"), *more: there are. */
static struct str key_of(struct building *b, struct str pattern, int which, bool *more)
{
    struct buf key = buf_open(b->x->keep, 200);
    while (pattern.len > 0) {
        struct cut open = str_cut(pattern, '{'), close = str_cut(open.tail, '}');
        buf_put(&key, open.head);
        pattern = close.tail;
        if (!open.ok)
            break;
        bool type = str_equal(close.head, S("type"));
        struct str value = type ? type_of(b) : chosen(b, close.head);
        struct cut two = str_cut(value, ' ');
        *more = *more || two.ok;
        buf_put(&key, which && two.ok ? two.tail : two.head);
        if (type && value.len == 0)
            b->u->why = b->u->facts.type.len ? b->u->facts.type : S("no instance type");
    }
    return buf_str(&key);
}

/* The price of the key; where two would do, one that reaches from the cheaper to the dearer. */
static const struct price *price_of(struct building *b, struct str pattern, struct str *key)
{
    bool more = false;
    *key = key_of(b, pattern, 0, &more);
    const struct price *p = price_named(b->u->book, *key), *q = p;
    if (more)
        q = price_named(b->u->book, key_of(b, pattern, 1, &more));
    if (!p || !q || p == q)
        return p ? p : q;
    struct price *both = NEW(b->x->keep, struct price, 1);
    *both = p->e10 < q->e10 ? *p : *q;
    both->high_e10 = p->e10 < q->e10 ? q->e10 : p->e10;
    both->next_tier = NULL;
    return both;
}

/* ---- amounts ---- */

static struct cost_amount steady(struct ratio n)
{
    return (struct cost_amount){ .at = { n, n, n } };
}

static bool from_fact(struct building *b, struct cost_fact *f, struct cost_amount *a)
{
    struct ratio sum;
    a->at[COST_LOW] = f->low;
    a->at[COST_HIGH] = f->high;
    f->used = true;
    b->said = true;
    return ratio_add(f->low, f->high, &sum) && ratio_div(sum, ratio_whole(2), &a->at[COST_TYPICAL]);
}

/* "~gb": what the service assumes for the scale; where the row says other things, perhaps nothing. */
static bool from_assumption(const struct building *b, struct str name, struct cost_amount *a)
{
    const struct json *scales =
                          json_get(json_get(b->u->service, "assume"), str_c(name, b->x->keep)),
                      *ends = json_index(scales, b->x->scale);
    for (int end = 0; end < COST_ENDS; end++)
        if (!ratio_parse(json_str(json_index(ends, end)), &a->at[end]))
            return false;
    if (json_get(b->u->service, "apart") && b->u->facts.n > 0)
        a->at[COST_LOW] = a->at[COST_TYPICAL] = ratio_whole(0);
    return true;
}

static struct ratio divided(struct ratio n, struct str spec)
{
    struct ratio by;
    struct cut c = str_cut(spec, '/');
    if (c.ok && ratio_parse(c.tail, &by))
        ratio_div(n, by, &n);
    return n;
}

/* "tasks count =1", "GB !", "LCU ~lcu", "ms !/1000", "hours": the first fact that is said, else what the
 * mark says. False when the row had to say it and does not. */
static bool amount_of(struct building *b, const struct json *spec, struct cost_amount *a,
                      bool *assumed)
{
    struct ratio n = ratio_whole(b->u->book->hours_per_month);
    struct cut c = { .tail = spec->str, .ok = true };
    struct cost_fact *f = NULL;
    *assumed = false;
    while (c.ok && !f) {
        c = str_cut(c.tail, ' ');
        char mark = c.head.len ? *c.head.ptr : ' ';
        if (mark == '!')
            return false;
        if (mark == '=') {
            *a = steady(ratio_parse(str_from(c.head, 1), &n) ? n : ratio_whole(1));
            return true;
        }
        if (mark == '~') {
            *assumed = true;
            return from_assumption(b, str_from(c.head, 1), a);
        }
        f = cost_words_fact(&b->u->facts, c.head);
    }
    *a = steady(n);
    if (!f)
        return str_equal(spec->str, S("hours"));
    bool ok = from_fact(b, f, a);
    for (int end = 0; end < COST_ENDS; end++)
        a->at[end] = divided(a->at[end], spec->str);
    return ok;
}

/* What the account has for nothing: low and typical take it, high does not. A number is always free. */
static void set_free(const struct building *b, const struct json *spec, struct cost_part *part)
{
    const struct json *free = json_get(spec, "free"), *less = json_get(spec, "less");
    struct ratio amount = { 0, 1 };
    if (less && ratio_parse(less->raw, &amount))
        part->free = steady(amount);
    if (!free || !part->price)
        return;
    const struct price *p =
        str_equal(free->str, S("own")) ? part->price : price_named(b->u->book, free->str);
    if (p)
        amount = p == part->price ? p->free : p->end;
    part->free = (struct cost_amount){ .at = { amount, amount, { 0, 1 } } };
}

/* A CDN whose volume nobody says: nothing inside the free allowance, or as much as the written
 * money would buy at list price without it, whichever the reader prefers. */
static void open_volume(const struct cost_written *w, struct cost_part *part)
{
    struct ratio gb;
    if (part->price->e10 <= 0 || !ratio_make(w->money.high / part->price->e10, 1, &gb))
        return;
    if (ratio_cmp(gb, part->free.at[COST_LOW]) > 0)
        gb = part->free.at[COST_LOW];
    part->times[0].amount.at[COST_HIGH] = gb;
}

/* "3 x c6g.large, 100 GB": each, or all together. */
static void one_or_each(struct building *b, const struct json *spec, struct cost_part *part)
{
    struct str name = member(spec, "perhaps"), bytes = S("GB");
    const struct json *times = json_get(json_get(spec, "times"), "GB");
    if (!name.len || !times)
        return;
    for (struct cut c = { .tail = times->str, .ok = true }; c.ok;) {
        c = str_cut(c.tail, ' ');
        struct cost_fact *f = cost_words_fact(&b->u->facts, c.head);
        if (f && f->each)
            return;
        if (f)
            break;
        bytes = c.ok ? bytes : S("");
    }
    if (!bytes.len)
        return;
    for (int i = 0; i < part->n_times; i++)
        if (str_equal(part->times[i].name, name) &&
            ratio_cmp(part->times[i].amount.at[COST_LOW], ratio_whole(1)) > 0)
            part->times[i].amount.at[COST_LOW] = part->times[i].amount.at[COST_TYPICAL] =
                ratio_whole(1);
}

/* Names an assumed amount, once. */
static void say(struct building *b, const struct cost_factor *f)
{
    struct buf phrase = buf_open(b->x->keep, 100);
    cost_amount_words(&f->amount, f->name, &phrase);
    if (f->amount.at[COST_HIGH].num == 0 || str_find(buf_str(&b->assumed), buf_str(&phrase)) >= 0)
        return;
    buf_put(&b->assumed, b->assumed.len > 0 ? S(", ") : S("assumed: "));
    buf_put(&b->assumed, buf_str(&phrase));
}

/* Whether a row of its own covers what "Other" would hold. */
static bool covered(const struct building *b, struct str price)
{
    if (!json_get(b->u->service, "rest"))
        return false;
    for (int i = 0; i < b->x->t->n_rows; i++) {
        const struct json *heads = json_get(b->x->rows[i].service, "covers");
        for (const struct json *h = heads ? heads->first : NULL; h; h = h->next)
            if (str_starts(price, h->str))
                return true;
    }
    return false;
}

static bool add_part(struct building *b, const struct json *spec)
{
    struct cost_part *part = &b->row->parts[b->row->n_parts++];
    const struct json *times = json_get(spec, "times");
    *part = (struct cost_part){ .times = NEW(b->x->keep, struct cost_factor, FACTORS_MAX) };
    part->price = price_of(b, member(spec, "price"), &part->key);
    set_free(b, spec, part);
    for (const struct json *m = times->first; m && part->n_times < FACTORS_MAX; m = m->next) {
        struct cost_factor *f = &part->times[part->n_times++];
        bool assumed;
        f->name = m->key;
        if (!amount_of(b, m, &f->amount, &assumed)) {
            b->u->why = str_fmt(b->x->keep, "no %.*s", FMT(m->key));
            return false;
        }
        if (json_get(spec, "span"))
            f->amount.at[COST_HIGH] =
                str_equal(m->key, S("directions")) ? ratio_whole(2) : f->amount.at[COST_HIGH];
        if (assumed && json_get(spec, "open") && part->price)
            open_volume(b->w, part);
        if (assumed)
            say(b, f);
    }
    one_or_each(b, spec, part);
    if (!part->price && !b->u->why.len)
        b->u->why = str_fmt(b->x->keep, "no price of %.*s in %.*s", FMT(part->key),
                            FMT(b->u->book->region));
    return part->price != NULL;
}

static bool add_parts(struct building *b, const struct json *service)
{
    const struct json *parts = json_get(service, "parts"), *own = b->u->service;
    int n = b->row->n_parts;
    bool ok = true;
    b->u->service = service; /* whose choices and assumptions hold */
    for (const struct json *p = parts ? parts->first : NULL; p && ok && b->row->n_parts < PARTS_MAX;
         p = p->next)
        if (part_applies(b->u, p) && !covered(b, member(p, "price")))
            ok = add_part(b, p);
    b->u->service = own;
    return ok && b->row->n_parts > n;
}

/* ---- rows ---- */

/* The first thing of the row that nobody took into account: a word, a number, a flag. */
static struct str left_over(const struct table *x, struct understood *u)
{
    if (u->facts.n_unknown > 0 && !x->sentence)
        return u->facts.unknown[0];
    if (u->facts.also.len > 0 && !x->sentence)
        return u->facts.also;
    for (int i = 0; i < u->facts.n; i++)
        if (!u->facts.all[i].used)
            return u->facts.all[i].place;
    for (int i = 0; i < u->facts.n_flags; i++)
        if (!knows_flag(u->service, u->facts.flags[i]))
            return u->facts.flags[i];
    return u->facts.type.len && !json_get(u->service, "type") ? u->facts.type : (struct str){ 0 };
}

static struct str because(const struct table *x, const struct cost_written *w, struct str why)
{
    return str_fmt(x->keep, "%.*s (%.*s)", FMT(w->service), FMT(why));
}

/* What is said of a service that has no prices here. */
static struct str no_parts(const struct table *x, const struct cost_written *w,
                           const struct understood *u)
{
    return !u->why.len ? w->service : u->book ? because(x, w, u->why) : u->why;
}

/* A verdict against a row that says nothing itself would be one against our own assumptions. */
static void find_doubt(struct building *b)
{
    for (int i = 0; i < b->row->n_parts && !b->u->doubt.len; i++)
        if (price_unsure(b->row->parts[i].price))
            b->u->doubt =
                str_fmt(b->x->keep, "the price %.*s is unsure", FMT(b->row->parts[i].key));
    if (!b->said && !b->u->facts.type.len && b->assumed.len > 0)
        b->u->doubt = S("says no amounts");
    if (b->w->note.len && !b->u->doubt.len && !b->x->sentence) {
        struct cost_facts f = { 0 };
        cost_words_read(b->x->set->services, b->u->service, b->w->note, b->x->keep, &f);
        if (f.n_unknown + f.n + f.n_flags > 0)
            b->u->doubt = S("its note may say more");
    }
}

static bool make_row(const struct table *x, int i, struct cost_row *row)
{
    struct understood *u = &x->rows[i];
    const struct cost_written *w = &x->t->rows[i];
    struct building b = { .x = x, .u = u, .w = w, .row = row, .assumed = buf_open(x->keep, 1000) };
    if (w->kind != COST_LINE_ITEM || !u->service)
        return false;
    if (!json_get(u->service, "parts") || !u->book) {
        u->why = no_parts(x, w, u);
        return false;
    }
    *row = (struct cost_row){ .service = w->service,
                              .id = slug_of(w->service, x->keep),
                              .written = i };
    row->parts = NEW(x->keep, struct cost_part, PARTS_MAX);
    bool ok = add_parts(&b, u->service);
    const struct json *with = json_get(u->service, "with");
    for (const struct json *v = with ? with->first : NULL; v && ok; v = v->next)
        if (cost_words_flag(&u->facts, v->str))
            ok = add_parts(&b, services_named(x->set->services, v->str));
    struct str rest = left_over(x, u), needs = member(u->service, "needs");
    if (ok && rest.len > 0)
        u->why = str_fmt(x->keep, "“%.*s”", FMT(rest));
    else if (ok && needs.len > 0 && !any_said(u, needs))
        u->why = S("no amounts");
    else if (!ok && !u->why.len)
        u->why = S("no price");
    row->assumption = buf_str(&b.assumed);
    ok = ok && !u->why.len && cost_row_price(row);
    for (int p = 0; p < row->n_parts && ok; p++)
        if (cost_part_beyond(&row->parts[p]).num > 0)
            u->why = S("more than the book's tiers");
    if (!ok && !u->why.len)
        u->why = S("too large");
    if (u->why.len)
        u->why = because(x, w, u->why);
    else
        find_doubt(&b);
    return !u->why.len;
}

/* "3 x m5.large nodes", "db.t3.small": the type alone says whose it is. */
static const struct json *service_of_type(const struct services *s, struct str text,
                                          struct arena *keep)
{
    static const struct {
        const char *prefix, *id;
    } types[] = {
        { "db.", "rds" }, { "cache.", "cache" }, { "kafka.", "msk" }, { "ml.", "sagemaker" }
    };
    struct cost_facts *f = NEW(keep, struct cost_facts, 1);
    cost_words_read(s, NULL, text, keep, f);
    for (ptrdiff_t i = 0; i < LEN(types); i++)
        if (str_find_nocase(f->type, str_of(types[i].prefix)) == 0)
            return services_named(s, str_of(types[i].id));
    struct str size = str_cut(f->type, '.').tail;
    bool sized = str_find_nocase(size, S("large")) >= 0 || str_equal_nocase(size, S("medium")) ||
                 str_equal_nocase(size, S("small")) || str_equal_nocase(size, S("micro")) ||
                 str_equal_nocase(size, S("nano"));
    return sized ? services_named(s, S("ec2")) : NULL;
}

/* Words that name it and much else, "DB node", and none that names it alone. */
static bool is_generic(const struct services *s, const struct json *service, struct str text,
                       struct arena *keep)
{
    struct str others, low = str_lower(text, keep);
    struct buf rest = buf_open(keep, text.len + 2);
    bool any = false;
    for (struct cut c = { .tail = low, .ok = true }; c.ok;) {
        c = str_cut(c.tail, ' ');
        bool generic = services_lists(json_get(service, "generic"), c.head);
        any = any || generic;
        buf_put(&rest, generic ? S("") : c.head);
        buf_char(&rest, ' ');
    }
    return any &&
           cost_words_service(s, buf_str(&rest), S(""), arena_upper(keep), &others) != service;
}

bool cost_usage_names(const struct cost_set *set, struct str text, struct arena *keep)
{
    const struct services *s = set->services;
    struct str others;
    const struct json *service = cost_words_service(s, text, S(""), arena_upper(keep), &others);
    return service ? !is_generic(s, service, text, keep) : service_of_type(s, text, keep) != NULL;
}

static void understand(struct table *x, const struct cost_written *w, struct understood *u)
{
    struct str others, book = x->set->book ? str_cut(x->set->book->region, '-').head : S("");
    const struct services *s = x->set->services;
    if (w->kind != COST_LINE_ITEM)
        return;
    book = str_equal(book, S("azure")) ? book : S("");
    u->service = cost_words_service(s, w->service, book, arena_upper(x->keep), &others);
    if (!u->service && w->configuration.len > 0 && !x->sentence)
        u->service = cost_words_service(s, w->configuration, book, arena_upper(x->keep), &others);
    if (!u->service && !x->sentence)
        u->service = service_of_type(s, w->service, x->keep);
    u->generic = u->service && is_generic(s, u->service, w->service, x->keep);
    if (others.len && !x->sentence)
        u->why = str_fmt(x->keep, "with %.*s", FMT(others));
    cost_words_read(s, u->service, w->configuration, x->keep, &u->facts);
    cost_words_read(s, u->service, w->service, x->keep, &u->facts);
    cost_words_read(s, u->service, w->quantity, x->keep, &u->facts);
    cost_words_read(s, u->service, x->t->hours, x->keep, &u->facts);
    if (!u->service && cost_words_fact(&u->facts, S("vCPU")) &&
        cost_words_fact(&u->facts, S("tasks")))
        u->service = services_named(s, S("fargate")); /* "Web tier | 2 tasks x 1 vCPU, 2 GB" */
    cost_words_settle(s, u->service, &u->facts);
    struct str region = w->region.len         ? w->region
                        : u->facts.region.len ? u->facts.region
                                              : x->region;
    u->book = cost_set_book(x->set, region);
    if (!u->book && u->service)
        u->why = str_fmt(x->keep, "%.*s in %.*s", FMT(w->service), FMT(region));
    struct str prefix =
        member(u->service, "type"); /* "DB node, t3.large": a machine, or a database? */
    if (u->generic && prefix.len && u->facts.type.len && !u->why.len &&
        str_find_nocase(u->facts.type, prefix) != 0)
        u->why = str_fmt(x->keep, "%.*s, or %.*s%.*s?", FMT(u->facts.type), FMT(prefix),
                         FMT(u->facts.type));
}

/* ---- the size of the setup ---- */

static bool scale_by_users(const struct table *x, struct str text, enum scale *scale)
{
    struct cost_facts f = { 0 };
    cost_words_read(x->set->services, NULL, text, x->keep, &f);
    struct cost_fact *users = cost_words_fact(&f, S("users"));
    if (!users)
        return false;
    *scale = ratio_cmp(users->high, ratio_whole(10)) <= 0   ? SMALL
             : ratio_cmp(users->high, ratio_whole(50)) <= 0 ? MEDIUM
                                                            : LARGE;
    if (users->open && *scale < LARGE)
        ++*scale;
    return true;
}

static bool scale_by_word(const struct table *x, struct str text, enum scale *scale)
{
    const struct service_word *w =
        services_in(x->set->services, WORDS_SCALE, text, arena_upper(x->keep));
    if (w)
        *scale = str_equal(w->name, S("small"))    ? SMALL
                 : str_equal(w->name, S("medium")) ? MEDIUM
                                                   : LARGE;
    return w != NULL;
}

static enum scale scale_of(const struct table *x)
{
    enum scale scale = MEDIUM;
    if (scale_by_users(x, x->t->column, &scale) || scale_by_word(x, x->t->column, &scale) ||
        scale_by_users(x, x->t->heading, &scale) || scale_by_word(x, x->t->heading, &scale))
        return scale;
    for (int i = 0; i < x->t->n_rows; i++) {
        struct understood *u = &x->rows[i];
        if (!str_equal(member(u->service, "role"), S("tasks")) ||
            !cost_words_fact(&u->facts, S("vCPU")))
            continue;
        struct cost_fact *n = cost_words_fact(&u->facts, S("tasks"));
        n = n ? n : cost_words_fact(&u->facts, S("count"));
        struct ratio tasks = n ? n->high : ratio_whole(1);
        return ratio_cmp(tasks, ratio_whole(1)) <= 0   ? SMALL
               : ratio_cmp(tasks, ratio_whole(3)) <= 0 ? MEDIUM
                                                       : LARGE;
    }
    return scale;
}

/* ---- rows that others bring with them ---- */

static struct cost_part one_part(const struct table *x, const char *key, const char *factor,
                                 struct cost_amount amount)
{
    const struct price_book *book = x->set->book;
    struct cost_part part = { .key = str_of(key),
                              .price = price_named(book, str_of(key)),
                              .n_times = 2 };
    struct ratio hours = { book->hours_per_month, 1 };
    part.times = NEW(x->keep, struct cost_factor, 2);
    part.times[0] = (struct cost_factor){ .name = str_of(factor), .amount = amount };
    part.times[1] = (struct cost_factor){ .name = S("hours"), .amount = steady(hours) };
    return part;
}

/* A public address in each of a load balancer's two zones, and one for each NAT gateway. */
static bool public_addresses(const struct table *x, struct ratio *sum)
{
    bool any = false;
    *sum = ratio_whole(0);
    for (int i = 0; i < x->t->n_rows; i++) {
        struct understood *u = &x->rows[i];
        struct str role = member(u->service, "role");
        if (str_equal(role, S("addresses")))
            return false;
        bool balancer = str_equal(role, S("balancer"));
        if ((!balancer && !str_equal(role, S("zones"))) ||
            (x->t->rows[i].has_money && x->t->rows[i].money.high == 0))
            continue;
        struct cost_fact *f =
            cost_words_fact(&u->facts, balancer ? S("load_balancers") : S("gateways"));
        f = f ? f : cost_words_fact(&u->facts, S("count"));
        f = f || balancer ? f : cost_words_fact(&u->facts, S("zones"));
        struct ratio n = f ? f->low : ratio_whole(1);
        any = true;
        if ((balancer && !ratio_mul(n, ratio_whole(2), &n)) || !ratio_add(*sum, n, sum))
            return false;
    }
    return any;
}

static void add_implied(const struct table *x, const char *id, const char *service, const char *why,
                        struct cost_part *parts, int n, struct cost_size *out)
{
    struct cost_row *row = &out->rows[out->n_rows];
    *row = (struct cost_row){ .id = str_of(id),
                              .service = str_of(service),
                              .implied = true,
                              .written = -1,
                              .assumption = str_of(why),
                              .parts = NEW(x->keep, struct cost_part, n),
                              .n_parts = n };
    memcpy(row->parts, parts, (size_t)n * sizeof *parts);
    out->n_rows += cost_row_price(row);
}

static void add_addresses(const struct table *x, struct cost_size *out)
{
    struct ratio n;
    if (x->t->shared || x->sentence || cost_set_book(x->set, x->region) != x->set->book ||
        !public_addresses(x, &n))
        return;
    struct cost_part part = one_part(x, "public_ipv4.hour", "addresses", steady(n));
    add_implied(x, "ipv4", "Public IPv4",
                "one address in each of a load balancer's two zones, one for each NAT gateway",
                &part, 1, out);
}

/* A sentence about instances that scale leaves open whether it counts what stands before them. */
static void add_surroundings(const struct table *x, struct cost_size *out)
{
    const struct cost_amount perhaps = { .at = { { 0, 1 }, { 1, 1 }, { 1, 1 } } };
    const struct cost_amount three = { .at = { { 0, 1 }, { 3, 1 }, { 3, 1 } } };
    if (!x->sentence || !str_equal(member(x->rows[0].service, "role"), S("instances")))
        return;
    struct cost_part parts[] = { one_part(x, "alb.hour", "load_balancers", perhaps),
                                 one_part(x, "public_ipv4.hour", "addresses", three) };
    add_implied(x, "front", "Load balancer", "perhaps a load balancer with three public addresses",
                parts, 2, out);
}

/* ---- the table ---- */

/* Products of a cloud that is not the book's: its "database" is not ours either. */
static struct str foreign(const struct table *x)
{
    for (int i = 0; i < x->t->n_rows; i++) {
        struct str cloud = member(x->rows[i].service, "cloud");
        if (cloud.len > 0 && !str_equal(cloud, S("another provider")) &&
            !str_equal_nocase(cloud, str_cut(x->set->book->region, '-').head))
            return cloud;
    }
    return (struct str){ 0 };
}

static void table_region(struct table *x)
{
    const struct str places[] = { x->t->column, x->t->heading, x->t->title };
    for (ptrdiff_t i = 0; i < LEN(places) && !x->region.len; i++) {
        const struct service_word *w =
            services_in(x->set->services, WORDS_REGIONS, places[i], arena_upper(x->keep));
        x->region = w ? w->name : (struct str){ 0 };
    }
    x->named = x->region.len > 0;
    if (!x->named)
        x->region = x->set->region;
}

static void judge_rows(struct table *x, struct cost_size *out, bool *known)
{
    struct str cloud = foreign(x);
    for (int i = 0; i < x->t->n_rows; i++) {
        struct understood *u = &x->rows[i];
        const struct cost_written *w = &x->t->rows[i];
        if (w->kind != COST_LINE_ITEM)
            continue;
        if (cloud.len && u->service && !member(u->service, "cloud").len)
            u->service = NULL;
        bool made = make_row(x, i, &out->rows[out->n_rows]);
        out->n_rows += made;
        *known = *known || (u->service && (!u->generic || made));
        out->unjudged[i] = made ? (struct str){ 0 } : u->why.len ? u->why : w->service;
        out->doubt[i] = u->doubt;
    }
    if (cloud.len)
        return;
    add_addresses(x, out);
    add_surroundings(x, out);
}

bool cost_usage_size(const struct cost_table *t, const struct cost_set *set, struct arena *keep,
                     struct cost_size *out)
{
    struct table x = { .t = t, .set = set, .keep = keep, .sentence = t->sentence };
    bool known = false;
    x.rows = NEW(keep, struct understood, t->n_rows + 1);
    table_region(&x);
    for (int i = 0; i < t->n_rows; i++)
        understand(&x, &t->rows[i], &x.rows[i]);
    x.scale = scale_of(&x);
    *out = (struct cost_size){ .id = slug_of(t->heading, keep),
                               .name = t->heading,
                               .currency = S("USD") };
    out->region = x.region.len ? x.region : set->book->region;
    if (!cost_set_book(set, x.region))
        out->other_region = x.region;
    for (int i = 0; i < t->n_rows; i++)
        if (!x.rows[i].book && x.rows[i].service && !out->other_region.len)
            out->other_region = t->rows[i].region.len ? t->rows[i].region : x.rows[i].facts.region;
    out->rows = NEW(keep, struct cost_row, t->n_rows + 2);
    out->unjudged = NEW(keep, struct str, t->n_rows + 1);
    out->doubt = NEW(keep, struct str, t->n_rows + 1);
    judge_rows(&x, out, &known);
    cost_size_price(out);
    return known;
}

/* ---- unit prices ---- */

/* What one of is paid for: hours, and measures such as GB; or things ("secrets"). */
struct per {
    bool hours, month;
    struct str names[4];
    int n;
    struct ratio of;
};

static bool is_count(const struct services *s, struct str name)
{
    return services_lists(json_get(json_get(s->root, "steps"), "counts"), name) ||
           str_equal(name, S("zones"));
}

static struct per per_of(const struct services *s, struct str unit, struct arena scratch)
{
    struct token *t = NEW(&scratch, struct token, TOKENS_MAX);
    struct per per = { .of = { 1, 1 } };
    int n = services_tokens(unit, t, &scratch), len;
    for (int i = 0; i<n; i += len> 0 ? len : 1) {
        const struct service_word *w = services_at(s, WORDS_NOUNS, t, n, i, &len);
        bool million = str_equal(t[i].low, S("million")) ||
                       (str_equal(t[i].low, S("m")) && i && t[i - 1].number);
        if (million)
            ratio_mul(per.of, ratio_whole(1000000), &per.of);
        if (t[i].number)
            ratio_mul(per.of, t[i].value, &per.of);
        if (str_equal(t[i].low, S("k")) && i && t[i - 1].number)
            ratio_mul(per.of, ratio_whole(1000), &per.of);
        per.hours =
            per.hours || (w && str_equal(w->name, S("hours"))) || str_equal(t[i].low, S("hourly"));
        per.month = per.month || str_equal(t[i].low, S("month")) || str_equal(t[i].low, S("mo"));
        if (w && !str_equal(w->name, S("hours")) && per.n < LEN(per.names)) {
            ratio_mul(per.of, w->factor, &per.of);
            per.names[per.n++] = w->name;
        }
    }
    return per;
}

static bool per_has(const struct per *per, struct str name)
{
    for (int i = 0; i < per->n; i++)
        if (str_equal(per->names[i], name))
            return true;
    return false;
}

/* The part is paid by what the words say: by the hour or not, by the same measures, or by those things. */
static bool paid_by(const struct services *s, const struct json *part, const struct per *per,
                    bool both)
{
    bool hours = false, thing = per->n == 0;
    int measures = 0, wanted = 0;
    for (const struct json *m = json_get(part, "times")->first; m; m = m->next) {
        bool count = is_count(s, m->key), hour = str_equal(m->key, S("hours"));
        hours = hours || hour;
        thing = thing || per_has(per, m->key);
        measures += !count && !hour;
        if (!count && !hour && !per_has(per, m->key))
            return false;
    }
    for (int i = 0; i < per->n; i++)
        wanted += !is_count(s, per->names[i]);
    if (both) /* "per hour, and per GB": either part */
        return (hours && measures == 0) || (!hours && measures > 0);
    return hours == per->hours && measures == wanted && (measures || hours || thing) &&
           (hours || measures || per->n);
}

static struct str without_tail(struct str text)
{
    static const char *const tails[] = { ", after ",       " after ", ", from ",  " \xE2\x80\x94 ",
                                         " \xE2\x80\x93 ", ";",       " + ",      ", first ",
                                         " first ",        "(first",  " beyond ", ", then " };
    for (ptrdiff_t i = 0; i < LEN(tails); i++) {
        ptrdiff_t at = str_find_nocase(text, str_of(tails[i]));
        text = at > 0 ? str_sub(text, 0, at) : text;
    }
    return text;
}

/* Prices of the service's parts that fit; later tiers too. */
static void find_rates(struct building *b, const struct per *per, bool both, struct cost_rate *out)
{
    const struct json *parts = json_get(b->u->service, "parts");
    for (const struct json *p = parts ? parts->first : NULL; p; p = p->next) {
        struct str key, unless = member(p, "unless");
        if (any_said(b->u, unless) || !paid_by(b->x->set->services, p, per, both))
            continue;
        const struct json *when = json_get(p, "if");
        if (when && !any_said(b->u, when->str) && parts->first != p &&
            str_char(member(p, "price"), '{') < 0 && cost_words_flag(&b->u->facts, when->str))
            continue;
        for (const struct price *q = price_of(b, member(p, "price"), &key);
             q && out->n < LEN(out->prices); q = q->next_tier)
            out->prices[out->n++] = q;
    }
}

bool cost_usage_rate(const struct cost_set *set, struct str text, struct str unit, bool prose,
                     struct arena *keep, struct cost_rate *out)
{
    const struct table x = { .set = set, .keep = keep };
    struct understood *u = NEW(keep, struct understood, 1);
    struct cost_row row = { 0 };
    struct building b = { .x = &x, .u = u, .row = &row };
    struct str others, label = without_tail(text);
    struct per per = per_of(set->services, without_tail(unit), arena_upper(keep));
    u->service = cost_words_service(set->services, label, S(""), arena_upper(keep), &others);
    if (!u->service)
        u->service = service_of_type(set->services, label, keep);
    *out = (struct cost_rate){ .per = per.of };
    if (!u->service || others.len > 0 || (per.n == 0 && !per.hours) || per.of.num == 0)
        return false;
    cost_words_read(set->services, u->service, label, keep, &u->facts);
    for (int i = 0; i < u->facts.n_flags; i++)
        if (!knows_flag(u->service, u->facts.flags[i]))
            return false;
    if (u->facts.noun.len && !is_count(set->services, u->facts.noun) &&
        !per_has(&per, u->facts.noun) && !str_equal(u->facts.noun, S("hours")) &&
        per.n < LEN(per.names))
        per.names[per.n++] = u->facts.noun; /* "Load balancer capacity unit, per hour" */
    u->book = out->book = cost_set_book(set, u->facts.region.len ? u->facts.region : set->region);
    if (!u->book || (!prose && u->facts.n_unknown > 0))
        return false;
    bool both = per.hours && per.n > 0 && str_find_nocase(unit, S("and per")) >= 0;
    find_rates(&b, &per, both, out);
    return out->n > 0 && !u->why.len;
}
