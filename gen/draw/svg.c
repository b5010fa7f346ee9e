/* svg.c - the one writer of SVG.
 *
 * First pass: which roles, colours, glyphs and patterns the scene uses; the style and the
 * definitions hold those only. Second pass: the items in order. */
#include "draw/svg.h"

#include "base/utf8.h"
#include "draw/glyphs.h"
#include "draw/hatch.h"
#include "draw/heads.h"

struct used {
    bool role[N_ROLES], colour[N_COLOURS], on[N_COLOURS], hatch[N_SERIES];
    bool glyph[64]; /* more than the set has */
    bool head[N_HEADS];
    bool wired[N_HEADS][N_COLOURS]; /* heads of ROLE_WIRE */
    bool dash, heavy, middle, end;
};
struct writer {
    const struct svg_options *o;
    struct buf *out;
    struct used used;
    const struct scene_item *title,
        *desc;     /* lines of text that say just that, inline; NULL: none */
    bool link[64]; /* groups that are open, by depth: whether it is a link */
    int depth;
};

static void put(struct buf *b, const char *text)
{
    buf_put(b, str_of(text));
}

static void attribute(struct buf *b, const char *name, float v)
{
    buf_char(b, ' ');
    put(b, name);
    put(b, "=\"");
    buf_num(b, (double)v, 1);
    buf_char(b, '"');
}

/* XML knows no control characters and no bytes that are not UTF-8: they become U+FFFD. */
static void text(struct buf *b, struct str s)
{
    struct str rest = s, clean = { s.ptr, 0 };
    while (rest.len > 0) {
        uint32_t cp;
        int n = utf8_decode(rest, &cp);
        rest = str_from(rest, n);
        if (cp >= ' ' && cp != 0x7F && cp != 0xFFFD && cp != 0xFFFE && cp != 0xFFFF) {
            clean.len += n;
            continue;
        }
        buf_html(b, clean);
        buf_put(b, cp == '\t' ? S(" ") : S("\xEF\xBF\xBD"));
        clean = (struct str){ rest.ptr, 0 };
    }
    buf_html(b, clean);
}

static void prefix(struct writer *w)
{
    if (w->o->id.len) {
        buf_html(w->out, w->o->id);
        buf_char(w->out, '-');
    }
}

/* An id of the writer's own; ids of groups have no underscore, so the two never meet. */
static void prefixed(struct writer *w, const char *name)
{
    prefix(w);
    buf_char(w->out, '_');
    put(w->out, name);
}

static struct used survey(const struct scene *s)
{
    struct used u = { 0 };
    bool none[N_HEADS];
    for (ptrdiff_t i = 0; i < s->items.len; i++) {
        const struct scene_item *it = &s->items.ptr[i];
        u.colour[it->colour] = true;
        if (it->kind == SCENE_OPEN || it->kind == SCENE_CLOSE)
            continue;
        u.role[it->role] = true;
        u.on[it->colour] |= it->role == ROLE_ON;
        bool *heads = u.head;
        if (it->role == ROLE_WIRE) {
            u.wired[it->head_begin][it->colour] = u.wired[it->head_end][it->colour] = true;
            u.role[ROLE_PLATE] |= it->head_begin || it->head_end;
            heads = none;
        }
        heads[it->head_begin] = heads[it->head_end] = true;
        u.dash |= it->pen == PEN_DASHED;
        u.heavy |= it->pen == PEN_HEAVY;
        u.middle |= it->kind == SCENE_TEXT && it->anchor == ANCHOR_MIDDLE;
        u.end |= it->kind == SCENE_TEXT && it->anchor == ANCHOR_END;
        if (it->kind == SCENE_GLYPH)
            u.glyph[it->glyph] = true;
        if (it->hatch)
            u.hatch[it->hatch] = true;
    }
    u.role[ROLE_EDGE] |= u.head[HEAD_OPEN] || u.head[HEAD_CROSS]; /* markers of strokes wear it */
    return u;
}

static bool has_heads(const struct used *u)
{
    for (int i = HEAD_ARROW; i < N_HEADS; i++)
        if (u->head[i])
            return true;
    return false;
}

/* The line of text in the picture that says s, so that it need not be said twice. */
static const struct scene_item *line_that_says(const struct scene *s, struct str what)
{
    for (ptrdiff_t i = 0; what.len && i < s->items.len; i++)
        if (s->items.ptr[i].kind == SCENE_TEXT && str_equal(s->items.ptr[i].text, what))
            return &s->items.ptr[i];
    return NULL;
}

/* ---- style ---- */

struct style {
    struct buf *out;
    const struct used *used;
    enum palette_theme theme;
};

/* #fff for #ffffff */
static void put_colour(struct buf *b, uint32_t rgb)
{
    static const char hex[] = "0123456789abcdef";
    bool twins = ((rgb >> 4 ^ rgb) & 0x0F0F0F) == 0;
    buf_char(b, '#');
    for (int shift = 20; shift >= 0; shift -= twins ? 8 : 4)
        buf_char(b, hex[rgb >> shift & 15]);
}

static void paint_value(const struct style *st, enum scene_paint paint)
{
    put_colour(st->out, palette_paint(paint, st->theme));
}

static void selector(const struct style *st, bool more, const char *cls)
{
    if (more)
        buf_char(st->out, ',');
    buf_char(st->out, '.');
    put(st->out, cls);
}

/* ".t,.st{fill:#1d2126}" for all used roles with that paint. */
static void paint_rule(const struct style *st, enum scene_paint paint, bool fill)
{
    bool any = false;
    for (int i = 0; i < N_ROLES; i++) {
        const struct scene_pen *pen = &scene_pens[i];
        if (!st->used->role[i] || (fill ? pen->fill : pen->stroke) != paint)
            continue;
        selector(st, any, pen->name);
        any = true;
    }
    if (fill && paint == PAINT_EDGE && has_heads(st->used)) {
        selector(st, any, "h");
        any = true;
    }
    if (!any)
        return;
    put(st->out, fill ? "{fill:" : "{stroke:");
    if (paint == PAINT_CURRENT)
        put(st->out, "currentColor");
    else
        paint_value(st, paint);
    buf_char(st->out, '}');
}

static void colour_rule(const struct style *st, const char *cls, const char *sets, uint32_t rgb)
{
    put(st->out, cls);
    put(st->out, sets);
    put_colour(st->out, rgb);
    buf_char(st->out, '}');
}

static void theme_rules(const struct style *st)
{
    for (enum scene_paint p = PAINT_PAPER; p <= PAINT_EDGE; p++) {
        paint_rule(st, p, true);
        paint_rule(st, p, false);
    }
    for (int i = COLOUR_EDGE; i < N_COLOURS; i++) {
        enum scene_colour c = (enum scene_colour)i;
        if (!st->used->colour[c])
            continue;
        uint32_t rgb = palette_colour(c, st->theme);
        selector(st, false, "");
        colour_rule(st, palette_class(c), "{color:", rgb);
        if (!st->used->on[c])
            continue;
        selector(st, false, "on."); /* the ink on it, black or white */
        colour_rule(st, palette_class(c), "{fill:", palette_on(rgb));
    }
}

static void number_rule(struct buf *b, const char *name, float v, const char *unit)
{
    put(b, name);
    buf_num(b, (double)v, 2);
    put(b, unit);
}

/* What a role is apart from its colours. */
static void shape_rule(const struct style *st, enum scene_role role)
{
    const struct scene_pen *pen = &scene_pens[role];
    struct buf *b = st->out;
    bool plain_text = pen->px == 12 && pen->weight < 600 && !pen->mono; /* as all text is */
    bool plain_shape =
        pen->px == 0 && pen->fill != PAINT_NONE && !(pen->stroke_width > 0) && pen->fill_alpha >= 1;
    if (!st->used->role[role] || plain_text || plain_shape)
        return;
    selector(st, false, pen->name);
    buf_char(b, '{');
    if (pen->px > 0) {
        if (pen->weight >= 600)
            put(b, "font-weight:600;");
        if (pen->px != 12)
            number_rule(b, "font-size:", pen->px, "px;");
        if (pen->mono)
            put(b, "font-family:ui-monospace,Menlo,Consolas,DejaVu Sans "
                   "Mono,monospace;white-space:pre");
    } else {
        if (pen->fill == PAINT_NONE)
            put(b, "fill:none;");
        if (pen->fill_alpha < 1)
            number_rule(b, "fill-opacity:", pen->fill_alpha, ";");
        if (pen->stroke_width > 0)
            number_rule(b, "stroke-width:", pen->stroke_width, "");
        if (role == ROLE_GLYPH || role == ROLE_CURVE)
            put(b, ";stroke-linecap:round;stroke-linejoin:round");
    }
    buf_char(b, '}');
}

static void plain_rules(const struct style *st)
{
    for (int i = 0; i < N_ROLES; i++)
        shape_rule(st, (enum scene_role)i);
    paint_rule(st, PAINT_CURRENT, true);
    paint_rule(st, PAINT_CURRENT, false);
    if (st->used->middle)
        put(st->out, ".m{text-anchor:middle}");
    if (st->used->end)
        put(st->out, ".z{text-anchor:end}");
    if (st->used->dash)
        put(st->out, ".dash{stroke-dasharray:5 4}");
    if (st->used->heavy)
        put(st->out, ".heavy{stroke-width:2.6}");
}

static void file_rules(struct buf *out, const struct used *used, enum svg_theme theme)
{
    struct style st = { out, used, theme == SVG_DARK ? PALETTE_DARK : PALETTE_LIGHT };
    put(out, "text{font:12px system-ui,Segoe UI,Roboto,Helvetica,Arial,sans-serif}");
    plain_rules(&st);
    put(out, ".bg{fill:");
    paint_value(&st, PAINT_PAPER);
    put(out, "}");
    theme_rules(&st);
    if (theme == SVG_AUTO) {
        st.theme = PALETTE_DARK;
        put(out, "@media(prefers-color-scheme:dark){.bg{fill:");
        paint_value(&st, PAINT_PAPER);
        put(out, "}");
        theme_rules(&st);
        put(out, "}");
    }
}

/* Only series carry text. */
static struct used everything(void)
{
    struct used all;
    memset(&all, 1, sizeof all);
    for (int i = 0; i < COLOUR_SERIES; i++)
        all.on[i] = false;
    return all;
}

void svg_site_style(struct buf *out)
{
    struct used all = everything();
    file_rules(out, &all, SVG_AUTO);
}

static void file_style(struct writer *w)
{
    put(w->out, "<style>");
    if (w->o->of_site)
        svg_site_style(w->out);
    else
        file_rules(w->out, &w->used, w->o->theme);
    put(w->out, "</style>");
}

/* ---- definitions ---- */

static void symbols(struct writer *w)
{
    for (int i = 1; i <= glyphs_count(); i++) {
        if (!w->used.glyph[i])
            continue;
        put(w->out, "<symbol id=\"");
        prefixed(w, glyphs_at(i)->name);
        buf_fmt(w->out, "\" viewBox=\"0 0 24 24\"><path class=\"g\" d=\"%s\"/></symbol>",
                glyphs_at(i)->path);
    }
}

static void patterns(struct writer *w)
{
    for (int i = 1; i < N_SERIES; i++) {
        if (!w->used.hatch[i])
            continue;
        const struct hatch *h = hatch_at(i);
        put(w->out, "<pattern id=\"");
        prefixed(w, "h");
        buf_fmt(
            w->out,
            "%d\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\"><path fill=\"none\" "
            "stroke=\"#%06x\" stroke-opacity=\"",
            i, HATCH_SIZE, HATCH_SIZE, h->rgb);
        buf_num(w->out, (double)h->alpha, 2);
        buf_fmt(w->out, "\" d=\"%s\"/></pattern>", h->path);
    }
}

/* colour: of a wire's head; COLOUR_INHERIT: that of all others */
static void head_id(struct writer *w, enum head kind, enum scene_colour colour)
{
    prefixed(w, "a");
    if (kind != HEAD_ARROW)
        buf_int(w->out, kind);
    put(w->out, colour ? palette_class(colour) : "");
}

static void marker(struct writer *w, enum head kind, enum scene_colour colour)
{
    static const char *const classes[2][2] = { { "e", "h" }, { "w", "pl" } };
    const struct heads_shape *s = heads_shape(kind);
    put(w->out, "<marker id=\"");
    head_id(w, kind, colour);
    put(w->out, "\" viewBox=\"0 0 9 8\" refX=\"9\" refY=\"4\" markerWidth=\"9\" markerHeight=\"8\" "
                "markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\"");
    put(w->out, s->filled ? "" : " overflow=\"visible\"");
    if (colour)
        buf_fmt(w->out, " class=\"%s\"", palette_class(colour));
    buf_fmt(w->out, "><path class=\"%s\" d=\"", classes[colour != 0][s->filled]);
    for (int i = 0; i < s->n; i++) {
        put(w->out, i == 0 || (s->pairs && i % 2 == 0) ? "M" : " ");
        buf_num(w->out, (double)s->at[i][0], 1);
        buf_char(w->out, ' ');
        buf_num(w->out, (double)s->at[i][1], 1);
    }
    put(w->out, s->filled ? "z\"/></marker>" : "\"/></marker>");
}

static void definitions(struct writer *w)
{
    bool any = has_heads(&w->used) || w->used.role[ROLE_WIRE];
    for (int i = 1; i <= glyphs_count(); i++)
        any |= w->used.glyph[i];
    for (int i = 1; i < N_SERIES; i++)
        any |= w->used.hatch[i];
    if (!any)
        return;
    put(w->out, "<defs>");
    for (int i = HEAD_ARROW; i < N_HEADS; i++)
        for (int c = 0; c < N_COLOURS; c++)
            if (c ? w->used.wired[i][c] : w->used.head[i])
                marker(w, (enum head)i, (enum scene_colour)c);
    symbols(w);
    patterns(w);
    put(w->out, "</defs>");
}

/* ---- items ---- */

static void classes(struct writer *w, const struct scene_item *it)
{
    struct buf *b = w->out;
    put(b, " class=\"");
    put(b, scene_pens[it->role].name);
    if (it->kind == SCENE_TEXT && it->anchor != ANCHOR_START)
        put(b, it->anchor == ANCHOR_MIDDLE ? " m" : " z");
    if (it->pen == PEN_DASHED || it->pen == PEN_HEAVY)
        put(b, it->pen == PEN_DASHED ? " dash" : " heavy");
    if (it->colour) {
        buf_char(b, ' ');
        put(b, palette_class(it->colour));
    }
    buf_char(b, '"');
}

static void open_group(struct writer *w, const struct scene_item *it)
{
    struct buf *b = w->out;
    bool link = it->href.len > 0 && w->depth < LEN(w->link);
    if (w->depth < LEN(w->link))
        w->link[w->depth] = link;
    w->depth++;
    if (link) {
        put(b, "<a href=\"");
        text(b, it->href);
        put(b, "\">");
    }
    put(b, "<g");
    if (it->id.len) {
        put(b, " id=\"");
        prefix(w);
        text(b, it->id);
        buf_char(b, '"');
    }
    if (it->colour)
        buf_fmt(b, " class=\"%s\"", palette_class(it->colour));
    if (it->text.len) {
        put(b, " role=\"group\" aria-label=\"");
        text(b, it->text);
        buf_char(b, '"');
    }
    buf_char(b, '>');
    if (it->tip.len) {
        put(b, "<title>");
        text(b, it->tip);
        put(b, "</title>");
    }
}

static void close_group(struct writer *w)
{
    put(w->out, "</g>");
    w->depth--;
    if (w->depth < LEN(w->link) && w->link[w->depth])
        put(w->out, "</a>");
}

static void rect(struct writer *w, const struct scene_item *it, bool hatch)
{
    put(w->out, "<rect");
    if (hatch) {
        put(w->out, " fill=\"url(#");
        prefixed(w, "h");
        buf_fmt(w->out, "%d)\"", it->hatch);
    } else {
        classes(w, it);
    }
    attribute(w->out, "x", it->x);
    attribute(w->out, "y", it->y);
    attribute(w->out, "width", it->w);
    attribute(w->out, "height", it->h);
    if (it->r > 0)
        attribute(w->out, "rx", it->r);
    put(w->out, "/>");
}

static void end_of_edge(struct writer *w, const char *name, struct str id)
{
    if (!id.len)
        return;
    buf_fmt(w->out, " data-%s=\"", name);
    text(w->out, id);
    buf_char(w->out, '"');
}

static void path(struct writer *w, const struct scene_item *it)
{
    put(w->out, "<path");
    classes(w, it);
    end_of_edge(w, "from", it->from);
    end_of_edge(w, "to", it->to);
    for (int end = 0; end < 2; end++) {
        enum head kind = end ? it->head_end : it->head_begin;
        if (kind == HEAD_NONE)
            continue;
        put(w->out, end ? " marker-end=\"url(#" : " marker-start=\"url(#");
        head_id(w, kind, it->role == ROLE_WIRE ? it->colour : COLOUR_INHERIT);
        put(w->out, ")\"");
    }
    put(w->out, " d=\"");
    buf_put(w->out, it->path);
    put(w->out, "\"/>");
}

static void line_of_text(struct writer *w, const struct scene_item *it)
{
    put(w->out, "<text");
    if (it == w->title || it == w->desc) {
        put(w->out, " id=\"");
        prefixed(w, it == w->title ? "t" : "d");
        buf_char(w->out, '"');
    }
    classes(w, it);
    attribute(w->out, "x", it->x);
    attribute(w->out, "y", it->y);
    if (str_find(it->text, S("  ")) >= 0)
        put(w->out, " xml:space=\"preserve\"");
    buf_char(w->out, '>');
    text(w->out, it->text);
    put(w->out, "</text>");
}

static void use(struct writer *w, const struct scene_item *it)
{
    put(w->out, "<use href=\"#");
    prefixed(w, glyphs_at(it->glyph)->name);
    buf_char(w->out, '"');
    attribute(w->out, "x", it->x);
    attribute(w->out, "y", it->y);
    attribute(w->out, "width", it->w);
    attribute(w->out, "height", it->h);
    put(w->out, "/>");
}

static void item(struct writer *w, const struct scene_item *it)
{
    switch (it->kind) {
    case SCENE_OPEN:
        open_group(w, it);
        break;
    case SCENE_CLOSE:
        close_group(w);
        break;
    case SCENE_RECT:
        rect(w, it, false);
        if (it->hatch)
            rect(w, it, true);
        break;
    case SCENE_PATH:
        path(w, it);
        break;
    case SCENE_TEXT:
        line_of_text(w, it);
        break;
    case SCENE_GLYPH:
        use(w, it);
        break;
    }
}

static void words(struct writer *w, const char *tag, const char *id, struct str s)
{
    if (!s.len)
        return;
    buf_fmt(w->out, "<%s id=\"", tag);
    prefixed(w, id);
    put(w->out, "\">");
    text(w->out, s);
    buf_fmt(w->out, "</%s>", tag);
}

/* Inline, colours come by classes. Where a page is read without its style, shapes would be black on black;
 * these few attributes for all of them, which any rule outdoes, leave them clear and text legible. */
static void without_style(struct writer *w)
{
    put(w->out, " fill=\"#8884\" stroke=\"currentColor\" stroke-width=\".5\" font-size=\"12\"");
    if (w->used.end)
        put(w->out, " overflow=\"visible\"");
}

static void head(struct writer *w, const struct scene *s)
{
    struct buf *b = w->out;
    put(b, w->o->inline_ ? "<svg class=\"fig\"" : "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    put(b, " viewBox=\"0 0 ");
    buf_num(b, (double)s->w, 1);
    buf_char(b, ' ');
    buf_num(b, (double)s->h, 1);
    buf_char(b, '"');
    attribute(b, "width", s->w);
    attribute(b, "height", s->h);
    if (w->o->inline_)
        without_style(w);
    put(b, s->links ? " role=\"group\"" : " role=\"img\"");
    if (s->title.len || s->desc.len) {
        put(b, " aria-labelledby=\"");
        if (s->title.len)
            prefixed(w, "t");
        if (s->title.len && s->desc.len)
            buf_char(b, ' ');
        if (s->desc.len)
            prefixed(w, "d");
        buf_char(b, '"');
    }
    buf_char(b, '>');
    if (!w->title)
        words(w, "title", "t", s->title);
    if (!w->desc)
        words(w, "desc", "d", s->desc);
}

void svg_write(const struct scene *s, const struct svg_options *o, struct buf *out)
{
    struct writer w = { .o = o, .out = out, .used = survey(s) };
    if (o->inline_) {
        w.title = line_that_says(s, s->title);
        w.desc = line_that_says(s, s->desc);
    }
    head(&w, s);
    if (!o->inline_)
        file_style(&w);
    definitions(&w);
    if (!o->inline_) {
        put(out, "<path class=\"bg\" d=\"M0 0h");
        buf_num(out, (double)s->w, 1);
        buf_char(out, 'v');
        buf_num(out, (double)s->h, 1);
        put(out, "H0z\"/>");
    }
    for (ptrdiff_t i = 0; i < s->items.len; i++)
        item(&w, &s->items.ptr[i]);
    put(out, "</svg>");
}
